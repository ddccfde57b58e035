// SPDX-License-Identifier: MIT
//
// How heap memory is divided, and what is known about each piece. No behaviour beyond address arithmetic and bit tests.
//
//   region   one reservation of address space per heap; an address inside it is in a chunk
//   chunk    4 MiB, aligned: its own description stands in its first blocks, so address masking finds it
//   block    32 KiB: what a thread takes to allocate in; small objects do not cross its border
//   line     256 bytes: what a collection frees
//   granule  8 bytes: objects begin at one; one mark bit each
//
// Invariant: outside a collection, marks[live] has a bit at each object that survived the last one; all other objects lie in
//            `fresh_lines`, in runs that begin at `run_starts` and are gapless up to a zero header or the run's end.
// Invariant: a line whose mark is the present cycle holds (part of) a survivor; no run covers it.
// Invariant: a block is written only by the thread that owns it, by a collector while the world is stopped, or under the block
//            space's mutex while it is in a list.
// Source: Immix (Blackburn, McKinley 2008); ours marks lines exactly, and resolves conservative references into fresh memory.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/atomic.h"
#include "gc/header.h"

namespace eider::gc {

inline constexpr size_t kGranuleBytes = 8;
inline constexpr size_t kLineBytes = 256;
inline constexpr size_t kBlockBytes = 32 * 1024;
inline constexpr size_t kChunkBytes = size_t{4} << 20;
inline constexpr uint32_t kLinesPerBlock = kBlockBytes / kLineBytes;
inline constexpr uint32_t kBlocksPerChunk = kChunkBytes / kBlockBytes;
// Larger objects are large objects (large_space.h), unless the thread's present run has room: then they stand in the block.
inline constexpr size_t kMaxSmallBytes = 8 * 1024;
inline constexpr size_t kMarkWordsPerChunk = kChunkBytes / kGranuleBytes / 64;
inline constexpr size_t kMarkWordsPerBlock = kBlockBytes / kGranuleBytes / 64;

enum class BlockState : uint8_t {
  kMetadata,   // holds the chunk's description
  kFree,       // in a free list
  kUsed,       // in use, recyclable, or full
  kReleasing,  // free, its pages are being given back by one thread (BlockSpace::release_some)
};

/// One bit per line of a block.
struct LineSet {
  uint64_t words[2];
  bool any() const { return (words[0] | words[1]) != 0; }
  bool test(uint32_t line) const { return (words[line >> 6] >> (line & 63)) & 1; }
  void set(uint32_t line) { words[line >> 6] |= uint64_t{1} << (line & 63); }
  void set_range(uint32_t begin, uint32_t end) {
    words[0] |= below(end < 64 ? end : 64) & ~below(begin < 64 ? begin : 64);
    words[1] |= below(end > 64 ? end - 64 : 0) & ~below(begin > 64 ? begin - 64 : 0);
  }
  static uint64_t below(uint32_t bit) { return bit >= 64 ? ~uint64_t{0} : (uint64_t{1} << bit) - 1; }
  void clear() { words[0] = words[1] = 0; }
};

struct BlockInfo {
  BlockState state;
  bool zeroed;                        // no byte was written since the pages came from the system
  uint8_t dirty_marks;                // bit k: marks[k] may have bits set for this block. Clear: they are known to be zero
  uint16_t next_line;                 // of a partly used block in the recyclable list: where to look for holes
  base::Atomic<uint32_t> starts_built;  // stamp of the stop in which marks[live] got the bits of fresh objects; Note [Finding fresh objects]
  BlockInfo* next;                    // in the list it is in
  LineSet fresh_lines;                // in runs taken since the last collection
  LineSet run_starts;                 // where those runs begin
};

struct Chunk {
  base::Atomic<uint64_t> marks[2][kMarkWordsPerChunk];
  base::Atomic<uint8_t> line_marks[kChunkBytes / kLineBytes];
  BlockInfo blocks[kBlocksPerChunk];

  static Chunk* of(const void* at) { return reinterpret_cast<Chunk*>(reinterpret_cast<uintptr_t>(at) & ~(kChunkBytes - 1)); }
  char* block_address(uint32_t block) { return reinterpret_cast<char*>(this) + block * kBlockBytes; }
  base::Atomic<uint8_t>* block_lines(uint32_t block) { return line_marks + size_t{block} * kLinesPerBlock; }
  base::Atomic<uint64_t>* block_marks(int which, uint32_t block) { return marks[which] + size_t{block} * kMarkWordsPerBlock; }
};

inline constexpr uint32_t kMetadataBlocks = (sizeof(Chunk) + kBlockBytes - 1) / kBlockBytes;
inline constexpr uint32_t kUsableBlocks = kBlocksPerChunk - kMetadataBlocks;
static_assert(kMetadataBlocks == 5, "4 % of a chunk; look again when it grows");

inline Chunk* chunk_of(const BlockInfo* block) { return Chunk::of(block); }
inline uint32_t index_of(const BlockInfo* block) { return static_cast<uint32_t>(block - chunk_of(block)->blocks); }
inline char* address_of(const BlockInfo* block) { return chunk_of(block)->block_address(index_of(block)); }
inline size_t granule_index(const void* at) { return (reinterpret_cast<uintptr_t>(at) & (kChunkBytes - 1)) / kGranuleBytes; }
inline BlockInfo* block_of(const void* at) {
  return &Chunk::of(at)->blocks[(reinterpret_cast<uintptr_t>(at) & (kChunkBytes - 1)) / kBlockBytes];
}

}  // namespace eider::gc
