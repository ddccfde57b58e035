// SPDX-License-Identifier: MIT
#include "gc/block_space.h"

#include <sys/resource.h>

#include <cstring>

#include "base/check.h"
#include "base/clock.h"
#include "base/memory.h"
#include "base/os_pages.h"

#if defined(EIDER_ASAN)
#include <sanitizer/asan_interface.h>
#endif

namespace eider::gc {

#if defined(EIDER_ASAN)
void mark_unusable(const void* at, size_t bytes) { __asan_poison_memory_region(at, bytes); }
void mark_usable(const void* at, size_t bytes) { __asan_unpoison_memory_region(at, bytes); }
#endif

namespace {
constexpr uint64_t kLargestReservation = uint64_t{256} << 30;
constexpr uint64_t kSmallestReservation = uint64_t{256} << 20;
constexpr uint32_t kSmallPageChunks = 4;  // a small program pays for the pages it touches; above it, faults cost more than the rounding
}  // namespace

BlockSpace::BlockSpace() {
  // Address space only. Where it is rationed (ulimit -v), take what there is; with none, every allocation fails politely.
  uint64_t most = kLargestReservation;
  rlimit rationed;
  if (::getrlimit(RLIMIT_AS, &rationed) == 0 && rationed.rlim_cur != RLIM_INFINITY) {
    // Thread stacks, code and malloc need their part.
    while (most > kSmallestReservation && most > rationed.rlim_cur / 4) most /= 2;
  }
  for (span_ = most; span_ >= kSmallestReservation; span_ /= 2) {
    base_ = reinterpret_cast<uint64_t>(base::os_reserve(span_, kChunkBytes));
    if (base_ != 0) break;
  }
  if (base_ != 0) committed_ = static_cast<uint8_t*>(base::raw_zalloc(span_ / kChunkBytes));
  if (committed_ == nullptr && base_ != 0) {
    base::os_release(reinterpret_cast<void*>(base_), span_);
    base_ = 0;
  }
  if (base_ == 0) span_ = 0;
}

BlockSpace::~BlockSpace() {
  for_each_chunk([](Chunk& chunk) { mark_usable(&chunk, kChunkBytes); });
  if (base_ != 0) base::os_release(reinterpret_cast<void*>(base_), span_);
  base::raw_free(committed_);
}

bool BlockSpace::add_chunk_locked() {
  uint32_t slot = 0;
  while (slot < slots_ && committed_[slot]) slot++;
  if (slot >= span_ / kChunkBytes) return false;
  Chunk* chunk = chunk_at(slot);
  if (!base::os_commit(chunk, kChunkBytes)) return false;
  if (slot >= kSmallPageChunks) base::os_prefer_huge(chunk, kChunkBytes);
  mark_usable(chunk, kChunkBytes);
  committed_[slot] = 1;
  if (slot == slots_) slots_++;
  committed_chunks_.fetch_add_relaxed(1);
  zeroed_blocks_.fetch_add_relaxed(kUsableBlocks);
  free_blocks_ += kUsableBlocks;
  for (uint32_t i = 0; i < kMetadataBlocks; i++) chunk->blocks[i].state = BlockState::kMetadata;
  for (uint32_t i = kBlocksPerChunk; i-- > kMetadataBlocks;) {
    BlockInfo* block = &chunk->blocks[i];
    block->state = BlockState::kFree;
    block->zeroed = true;
    block->next = free_zeroed_;
    free_zeroed_ = block;
  }
  return true;
}

namespace {
void clear_marks(BlockInfo* block, int which) {
  if ((block->dirty_marks >> which & 1) == 0) return;
  block->dirty_marks &= static_cast<uint8_t>(~(1 << which));
  base::Atomic<uint64_t>* marks = chunk_of(block)->block_marks(which, index_of(block));
  for (size_t i = 0; i < kMarkWordsPerBlock; i++) marks[i].store_relaxed(0);
}
}  // namespace

BlockInfo* BlockSpace::take_block(Want want, size_t limit_blocks) {
  BlockInfo* block;
  {
    base::MutexLock lock(mutex_);
    if (want == Want::kAny && recyclable_ != nullptr) {
      block = recyclable_;
      recyclable_ = block->next;
      return block;
    }
    size_t kept = reserve_open_ ? 0 : kReserveBlocks;
    // At the limit the reserve is what may be used above it.
    size_t used = used_blocks_.load_relaxed();
    if (used >= limit_blocks && used - limit_blocks >= kReserveBlocks - kept) return nullptr;
    if (free_blocks_ <= kept && !add_chunk_locked()) return nullptr;
    BlockInfo*& list = free_dirty_ != nullptr ? free_dirty_ : free_zeroed_;
    block = list;
    list = block->next;
    free_blocks_--;
    block->state = BlockState::kUsed;
    if (block->zeroed) zeroed_blocks_.fetch_sub_acq_rel(1);
    used_blocks_.store_relaxed(used_blocks_.load_relaxed() + 1);  // written under mutex_ or in a stop; read as a hint
  }
  // It may have been free for several cycles: what a bitmap still says is about objects long gone. Line marks may stay: none
  // is of this cycle, and the numbers of old ones do not come again before all are cleared (begin_cycle).
  block->next_line = 0;
  block->fresh_lines.clear();
  block->run_starts.clear();
  clear_marks(block, 0);
  clear_marks(block, 1);
  return block;
}

void BlockSpace::open_reserve() {
  base::MutexLock lock(mutex_);
  reserve_open_ = true;
}

void BlockSpace::return_block(BlockInfo* block, uint32_t next_line) {
  if (next_line >= kLinesPerBlock) return;
  base::MutexLock lock(mutex_);
  block->next_line = static_cast<uint16_t>(next_line);
  block->next = recyclable_;
  recyclable_ = block;
}

// Note [Finding fresh objects]
// A conservative reference is an object only if it points at or into one. Survivors of the last collection have a bit in
// marks[live]. Younger ones have not: allocation writes a header and nothing else. But they lie in runs, each a gapless row
// of objects from its first line on, ended by a zero header (where the thread stopped allocating) or by the end of the run's
// lines. So the first time a stop asks for a block, we walk its runs and set the bits in marks[live]. Those lines held no
// survivor, so their bits were 0. Several markers may ask at once: one builds, the others wait.
void BlockSpace::build_starts(BlockInfo* block) {
  block->dirty_marks |= static_cast<uint8_t>(1 << live_);  // one builder per block
  Chunk* chunk = chunk_of(block);
  char* begin = address_of(block);
  for (uint32_t line = 0; line < kLinesPerBlock; line++) {
    if (!block->run_starts.test(line)) continue;
    uint32_t end_line = line + 1;
    while (end_line < kLinesPerBlock && block->fresh_lines.test(end_line) && !block->run_starts.test(end_line)) end_line++;
    char* end = begin + end_line * kLineBytes;
    for (char* at = begin + line * kLineBytes; at < end;) {
      auto* object = reinterpret_cast<Header*>(at);
      if (object->granules == 0) break;
      size_t granule = granule_index(at);
      base::Atomic<uint64_t>& word = chunk->marks[live_][granule / 64];
      // Relaxed, not atomic as a whole: only the builder writes this block's words now; starts_built publishes them.
      word.store_relaxed(word.load_relaxed() | uint64_t{1} << (granule % 64));
      at += size_t{object->granules} * kGranuleBytes;
    }
    line = end_line - 1;
  }
}

void BlockSpace::ensure_starts(BlockInfo* block) {
  if (!block->fresh_lines.any()) return;
  const uint32_t building = stop_stamp_ * 2;
  const uint32_t built = building + 1;
  // Acquire: pairs with the store_release below; the bits are there when `built` is.
  uint32_t seen = block->starts_built.load_acquire();
  if (seen == built) return;
  if (seen != building && block->starts_built.cas_acq_rel(seen, building)) {
    build_starts(block);
    block->starts_built.store_release(built);
    return;
  }
  while (block->starts_built.load_acquire() != built) base::spin_pause();
}

Header* BlockSpace::resolve(uint64_t at) {
  uint32_t slot = static_cast<uint32_t>((at - base_) / kChunkBytes);
  if (!committed_[slot]) return nullptr;
  BlockInfo* block = block_of(reinterpret_cast<void*>(at));
  if (block->state != BlockState::kUsed) return nullptr;
  ensure_starts(block);
  Chunk* chunk = chunk_of(block);
  size_t granule = granule_index(reinterpret_cast<void*>(at));
  size_t first_word = size_t{index_of(block)} * kMarkWordsPerBlock;
  size_t word = granule / 64;
  // The nearest start at or before `at`: bits above it in its word are masked off.
  uint64_t bits = chunk->marks[live_][word].load_relaxed() & (~uint64_t{0} >> (63 - granule % 64));
  while (bits == 0) {
    if (word == first_word) return nullptr;
    bits = chunk->marks[live_][--word].load_relaxed();
  }
  size_t start = word * 64 + 63 - static_cast<size_t>(__builtin_clzll(bits));
  auto* object = reinterpret_cast<Header*>(reinterpret_cast<char*>(chunk) + start * kGranuleBytes);
  return granule - start < object->granules ? object : nullptr;
}

void BlockSpace::begin_cycle() {
  if (++cycle_ == 0) {
    // Line marks of 255 cycles ago would look like this cycle's.
    cycle_ = 1;
    for_each_chunk([](Chunk& chunk) {
      for (auto& line : chunk.line_marks) line.store_relaxed(0);
    });
  }
  for_each_used_block([&](BlockInfo* block) { clear_marks(block, other_marks()); });
}

BlockSpace::SweepResult BlockSpace::finish_cycle(size_t keep_bytes, bool poison) {
  constexpr uint32_t kWorthwhileLines = 4;  // fewer holes than this are not worth a visit
  live_ ^= 1;
  SweepResult result{};
  base::MutexLock lock(mutex_);
  recyclable_ = free_dirty_ = free_zeroed_ = nullptr;
  free_blocks_ = 0;
  BlockInfo** recyclable_end = &recyclable_;  // in address order: neighbours in time become neighbours in memory
  size_t kept = 0;
  for_each_chunk([&](Chunk& chunk) EIDER_NO_THREAD_SAFETY_ANALYSIS {
    uint32_t free_here = 0;
    bool releasing_here = false;
    for (uint32_t i = kMetadataBlocks; i < kBlocksPerChunk; i++) {
      BlockInfo* block = &chunk.blocks[i];
      block->fresh_lines.clear();
      block->run_starts.clear();
      if (block->state == BlockState::kReleasing) releasing_here = true;
      if (block->state == BlockState::kFree) free_here++;
      if (block->state != BlockState::kUsed) continue;
      base::Atomic<uint8_t>* lines = chunk.block_lines(i);
      uint32_t live_lines = 0;
      for (uint32_t line = 0; line < kLinesPerBlock; line++) live_lines += lines[line].load_relaxed() == cycle_;
      char* begin = address_of(block);
      if (poison) {
        for (uint32_t line = 0; line < kLinesPerBlock; line++) {
          if (lines[line].load_relaxed() == cycle_) continue;
          mark_usable(begin + line * kLineBytes, kLineBytes);
          std::memset(begin + line * kLineBytes, 0xDB, kLineBytes);
        }
      }
#if defined(EIDER_ASAN)
      for (uint32_t line = 0; line < kLinesPerBlock; line++) {
        if (lines[line].load_relaxed() != cycle_) mark_unusable(begin + line * kLineBytes, kLineBytes);
      }
#endif
      if (live_lines == 0) {
        block->state = BlockState::kFree;  // and marks[live_] are zero: a marked object marks its lines
        block->zeroed = false;
        free_here++;
        continue;
      }
      block->dirty_marks |= static_cast<uint8_t>(1 << live_);
      result.used_blocks++;
      block->next_line = 0;
      if (kLinesPerBlock - live_lines < kWorthwhileLines) continue;
      *recyclable_end = block;
      recyclable_end = &block->next;
    }
    *recyclable_end = nullptr;
    result.free_blocks += free_here;
    if (free_here == kUsableBlocks && kept >= keep_bytes && !releasing_here) {
      for (uint32_t i = kMetadataBlocks; i < kBlocksPerChunk; i++) chunk.blocks[i].state = BlockState::kReleasing;
      chunk.blocks[kMetadataBlocks].next = releasing_chunks_;
      releasing_chunks_ = &chunk.blocks[kMetadataBlocks];
      return;
    }
    for (uint32_t i = kMetadataBlocks; i < kBlocksPerChunk; i++) {
      BlockInfo* block = &chunk.blocks[i];
      if (block->state != BlockState::kFree) continue;
      if (!block->zeroed && kept >= keep_bytes) {
        block->state = BlockState::kReleasing;
        block->next = releasing_;
        releasing_ = block;
        continue;
      }
      if (!block->zeroed) kept += kBlockBytes;
      BlockInfo*& list = block->zeroed ? free_zeroed_ : free_dirty_;
      block->next = list;
      list = block;
      free_blocks_++;
    }
  });
  if (result.free_blocks >= kReserveBlocks) reserve_open_ = false;
  used_blocks_.store_relaxed(result.used_blocks);
  return result;
}

bool BlockSpace::release_some() {
  BlockInfo* whole = nullptr;
  BlockInfo* single = nullptr;
  {
    base::MutexLock lock(mutex_);
    if (releasing_chunks_ != nullptr) {
      whole = releasing_chunks_;
      releasing_chunks_ = whole->next;
    } else if (releasing_ != nullptr) {
      single = releasing_;
      releasing_ = single->next;
    } else {
      return false;
    }
  }
  // Between taking it off the list and here there is no safepoint, so no collector sees a half released chunk.
  if (whole != nullptr) {
    Chunk* chunk = chunk_of(whole);
    mark_usable(chunk, kChunkBytes);
    size_t zeroed = 0;
    for (uint32_t i = kMetadataBlocks; i < kBlocksPerChunk; i++) zeroed += chunk->blocks[i].zeroed;
    base::os_decommit(chunk, kChunkBytes);
    base::MutexLock lock(mutex_);
    committed_[slot_of(chunk)] = 0;
    committed_chunks_.fetch_sub_acq_rel(1);
    zeroed_blocks_.fetch_sub_acq_rel(zeroed);
    return true;
  }
  bool zeroed = base::os_discard(address_of(single), kBlockBytes);
  base::MutexLock lock(mutex_);
  single->zeroed = zeroed;
  if (zeroed) zeroed_blocks_.fetch_add_relaxed(1);
  single->state = BlockState::kFree;
  BlockInfo*& list = zeroed ? free_zeroed_ : free_dirty_;
  single->next = list;
  list = single;
  free_blocks_++;
  return true;
}

}  // namespace eider::gc
