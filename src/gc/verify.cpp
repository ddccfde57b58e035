// SPDX-License-Identifier: MIT
//
// The heap's verifier (HeapConfig::verify): every object has a sound header, lies on marked or fresh lines, and refers only to
// objects. O(heap); it runs before and after each collection, so that a failure names the phase's side.
#include <cstdio>
#include <cstring>

#include "gc/collection.h"

namespace eider::gc {

void Collection::verify(const char* when) {
  BlockSpace& blocks = heap_.blocks_;
  blocks.begin_stop();
  heap_.large_.sort();
  bool after = std::strcmp(when, "after") == 0;
  Marker checker(context_, Marker::Mode::kVerify);
  uint64_t objects = 0;
  auto fail = [&](const Header* object, const char* what) {
    std::fprintf(stderr, "eider: heap verification %s collection: object %p: %s (header %016llx)\n", when,
                 static_cast<const void*>(object), what,
                 static_cast<unsigned long long>(*reinterpret_cast<const uint64_t*>(object)));
    EIDER_CHECK(!"the heap is not consistent");
  };
  auto check_references = [&](Header* object) {
    uint64_t bad = checker.bad_references();
    checker.trace(object);
    checker.drain();
    if (checker.bad_references() != bad) fail(object, "refers to something that is not an object");
  };
  blocks.for_each_used_block([&](BlockInfo* block) {
    blocks.ensure_starts(block);
    Chunk* chunk = chunk_of(block);
    char* block_end = address_of(block) + kBlockBytes;
    size_t first = size_t{index_of(block)} * kMarkWordsPerBlock;
    char* previous_end = address_of(block);
    for (size_t word = first; word < first + kMarkWordsPerBlock; word++) {
      uint64_t bits = chunk->marks[blocks.live_marks()][word].load_relaxed();
      for (; bits != 0; bits &= bits - 1) {
        size_t granule = word * 64 + static_cast<size_t>(__builtin_ctzll(bits));
        char* at = reinterpret_cast<char*>(chunk) + granule * kGranuleBytes;
        auto* object = reinterpret_cast<Header*>(at);
        size_t bytes = size_t{object->granules} * kGranuleBytes;
        objects++;
        if (bytes < 16 || bytes > kBlockBytes) fail(object, "impossible size");
        if (at < previous_end) fail(object, "overlaps the object before it");
        if (at + bytes > block_end) fail(object, "crosses its block's end");
        previous_end = at + bytes;
        if (after) {
          size_t offset = granule * kGranuleBytes;
          for (size_t line = offset / kLineBytes; line <= (offset + bytes - 1) / kLineBytes; line++) {
            if (chunk->line_marks[line].load_relaxed() != blocks.cycle()) fail(object, "lives on a line that is not marked");
          }
        }
        check_references(object);
      }
    }
  });
  heap_.large_.for_each([&](Header* object, size_t) {
    objects++;
    check_references(object);
  });
}

}  // namespace eider::gc
