// SPDX-License-Identifier: MIT
//
// The small-object memory: a region of chunks, the lists of blocks to allocate in, and finding the object at an address.
//
// Threads take whole blocks under mutex_; what happens inside a block is its owner's business (allocate.cpp). The collector
// rebuilds the lists with the world stopped (sweep.cpp).
#pragma once

#include "base/mutex.h"
#include "gc/block.h"

namespace eider::gc {

struct HeapConfig;

class BlockSpace {
 public:
  BlockSpace();
  ~BlockSpace();
  BlockSpace(const BlockSpace&) = delete;
  BlockSpace& operator=(const BlockSpace&) = delete;

  /// Whether `word` lies in the region: if it is an object's address, the object is a small one.
  bool contains(uint64_t word) const { return word - base_ < span_; }
  uint64_t base() const { return base_; }
  uint64_t span() const { return span_; }

  enum class Want : uint8_t { kAny, kWholeBlock };
  /// A block for one thread to allocate in: one with holes if any will do, else a free one. nullptr: none, or `limit_blocks` reached.
  BlockInfo* take_block(Want want, size_t limit_blocks) EIDER_EXCLUDES(mutex_);
  /// The last kReserveBlocks free blocks are kept back until somebody was refused: that one's handlers shall be able to run. Called
  /// after a refusal; the reserve is closed again by a collection that finds as many free blocks.
  void open_reserve() EIDER_EXCLUDES(mutex_);
  /// A thread ends: the holes of its block from `next_line` on are for others.
  void return_block(BlockInfo* block, uint32_t next_line) EIDER_EXCLUDES(mutex_);

  size_t used_blocks() const { return used_blocks_.load_relaxed(); }
  /// Memory taken from the system: committed chunks without the blocks whose pages were never touched or have been given back.
  size_t resident_bytes() const {
    // Two relaxed loads: a figure for people.
    return committed_chunks_.load_relaxed() * kChunkBytes - zeroed_blocks_.load_relaxed() * kBlockBytes;
  }
  uint8_t cycle() const { return cycle_; }
  int live_marks() const { return live_; }
  int other_marks() const { return live_ ^ 1; }

  /// The object that `at` points to or into; nullptr when there is none. World stopped. `at` is inside the region.
  Header* resolve(uint64_t at);
  /// Makes marks[live] complete for `block`. World stopped; any number of threads. Note [Finding fresh objects] in block_space.cpp.
  void ensure_starts(BlockInfo* block);
  /// A new stop begins: what ensure_starts built in an earlier one is incomplete now.
  void begin_stop() { stop_stamp_++; }

  // For the collector, with the world stopped.
  template <class Visit>
  void for_each_chunk(Visit visit) {
    for (uint32_t slot = 0; slot < slots_; slot++) {
      if (committed_[slot]) visit(*chunk_at(slot));
    }
  }
  template <class Visit>
  void for_each_used_block(Visit visit) {
    for_each_chunk([&](Chunk& chunk) {
      for (uint32_t i = kMetadataBlocks; i < kBlocksPerChunk; i++) {
        if (chunk.blocks[i].state == BlockState::kUsed) visit(&chunk.blocks[i]);
      }
    });
  }
  /// Begins a cycle: its number, and marks[other] cleared to be marked in.
  void begin_cycle();
  struct SweepResult {
    size_t free_blocks, used_blocks;
  };
  /// Marking is done: marks[other] becomes marks[live]; lists are rebuilt. Free memory beyond `keep_bytes` is set aside for release_some.
  SweepResult finish_cycle(size_t keep_bytes, bool poison) EIDER_EXCLUDES(mutex_);
  /// Gives one chunk or a few blocks that were set aside back to the system. False when nothing is left to do. World running.
  bool release_some() EIDER_EXCLUDES(mutex_);

 private:
  Chunk* chunk_at(uint32_t slot) const { return reinterpret_cast<Chunk*>(base_ + uint64_t{slot} * kChunkBytes); }
  uint32_t slot_of(const Chunk* chunk) const {
    return static_cast<uint32_t>((reinterpret_cast<uint64_t>(chunk) - base_) / kChunkBytes);
  }
  static constexpr size_t kReserveBlocks = 16;  // 512 KiB: a traceback, some texts

  bool add_chunk_locked() EIDER_REQUIRES(mutex_);
  void build_starts(BlockInfo* block);

  uint64_t base_ = 0;
  uint64_t span_ = 0;              // reserved
  uint8_t* committed_ = nullptr;   // one byte per slot of the region
  uint32_t slots_ = 0;             // slots ever committed
  uint8_t cycle_ = 1;              // the line mark of the last (in a collection: the present) cycle; never 0
  int live_ = 0;
  uint32_t stop_stamp_ = 1;

  base::Mutex mutex_{base::LockRank::kHeapBlocks};
  BlockInfo* recyclable_ EIDER_GUARDED_BY(mutex_) = nullptr;
  BlockInfo* free_dirty_ EIDER_GUARDED_BY(mutex_) = nullptr;   // memory still there: used first
  BlockInfo* free_zeroed_ EIDER_GUARDED_BY(mutex_) = nullptr;
  size_t free_blocks_ EIDER_GUARDED_BY(mutex_) = 0;  // in the two lists above
  bool reserve_open_ EIDER_GUARDED_BY(mutex_) = false;
  BlockInfo* releasing_ EIDER_GUARDED_BY(mutex_) = nullptr;    // single blocks whose pages shall go
  BlockInfo* releasing_chunks_ EIDER_GUARDED_BY(mutex_) = nullptr;  // first usable block of each chunk that is free altogether
  base::Atomic<size_t> used_blocks_{0};
  base::Atomic<size_t> committed_chunks_{0};
  base::Atomic<size_t> zeroed_blocks_{0};  // free and untouched
};

// Sanitizer builds: free lines are poisoned, so a stale pointer is reported at its use.
#if defined(EIDER_ASAN)
void mark_unusable(const void* at, size_t bytes);
void mark_usable(const void* at, size_t bytes);
#else
inline void mark_unusable(const void*, size_t) {}
inline void mark_usable(const void*, size_t) {}
#endif

}  // namespace eider::gc
