// SPDX-License-Identifier: MIT
//
// Where a thread's free runs come from: the out-of-line half of allocation.
//
// A thread owns one block at a time and allocates in its holes, one run after the other; finding and zeroing a hole is all
// the sweeping there is, and it is done by the thread that will touch the memory next. Objects of more than a line that do
// not fit the run go to a second, entirely free block, so that a small hole is not given up for one of them.
#include <algorithm>
#include <cstring>

#include "gc/forced_failures.h"
#include "gc/heap_impl.h"
#include "threads/safepoint.h"

namespace eider::gc {

namespace {

struct Run {
  uint32_t begin, end;  // lines
};

// The next row of free lines at or after `from`; begin == end: none.
Run find_run(BlockInfo* block, uint32_t from, uint8_t cycle) {
  base::Atomic<uint8_t>* lines = chunk_of(block)->block_lines(index_of(block));
  uint32_t begin = from;
  while (begin < kLinesPerBlock && lines[begin].load_relaxed() == cycle) begin++;
  uint32_t end = begin;
  while (end < kLinesPerBlock && lines[end].load_relaxed() != cycle) end++;
  return {begin, end};
}

// Zeroed, recorded for conservative references, usable.
char* open_run(BlockInfo* block, Run run) {
  char* begin = address_of(block) + run.begin * kLineBytes;
  size_t bytes = (run.end - run.begin) * kLineBytes;
  mark_usable(begin, bytes);
  if (block->zeroed) {
    block->zeroed = false;  // whole fresh blocks only: the next cycle finds it used
  } else {
    std::memset(begin, 0, bytes);
  }
  block->fresh_lines.set_range(run.begin, run.end);
  block->run_starts.set(run.begin);
  return begin;
}

}  // namespace

void Heap::Impl::charge(Mutator& t, size_t bytes) {
  t.unreported_bytes += bytes;
  t.allocated_this_cycle = true;
  // In portions of a block: with small holes every run would otherwise write a word that all threads share.
  if (t.unreported_bytes >= kBlockBytes) report_charge(t);
}

void Heap::Impl::report_charge(Mutator& t) {
  allocated_since_.fetch_add_relaxed(t.unreported_bytes);
  t.unreported_bytes = 0;
}

size_t Heap::Impl::used_bytes() const {
  int64_t external = external_bytes_.load_relaxed();
  return blocks_.used_blocks() * kBlockBytes + large_.bytes() + static_cast<size_t>(external > 0 ? external : 0);
}

void Heap::Impl::end_runs(Mutator& t) {
  t.allocated_bytes += static_cast<uint64_t>(t.cursor - t.run_start) + static_cast<uint64_t>(t.overflow_cursor - t.overflow_start);
  t.cursor = t.limit = t.run_start = t.hidden_limit = nullptr;
  t.overflow_cursor = t.overflow_limit = t.overflow_start = nullptr;
  t.block = t.overflow_block = nullptr;
  t.next_line = 0;
}

void Heap::Impl::return_runs(Mutator& t) {
  auto first_free_line = [](BlockInfo* block, char* cursor) {
    return static_cast<uint32_t>((cursor - address_of(block) + static_cast<ptrdiff_t>(kLineBytes) - 1) / static_cast<ptrdiff_t>(kLineBytes));
  };
  if (t.block != nullptr) {
    // The rest of its run lies before next_line. Those lines are searched again by whoever takes the block.
    uint32_t line = t.cursor != nullptr ? std::min(first_free_line(t.block, t.cursor), t.next_line) : t.next_line;
    blocks_.return_block(t.block, line);
  }
  if (t.overflow_block != nullptr) blocks_.return_block(t.overflow_block, first_free_line(t.overflow_block, t.overflow_cursor));
  end_runs(t);
}

Header* Heap::Impl::allocate_small(Mutator& t, uint64_t header, size_t bytes) {
  size_t limit_blocks = ~size_t{0};
  if (config_.memory_limit_bytes != 0) {
    int64_t external = external_bytes_.load_relaxed();
    size_t others = large_.bytes() + static_cast<size_t>(external > 0 ? external : 0);
    limit_blocks = config_.memory_limit_bytes > others ? (config_.memory_limit_bytes - others) / kBlockBytes : 0;
  }
  if (bytes > kLineBytes && static_cast<size_t>(t.limit - t.cursor) >= kLineBytes) {
    // The run is good for small objects yet.
    if (static_cast<size_t>(t.overflow_limit - t.overflow_cursor) < bytes) {
      BlockInfo* block = blocks_.take_block(BlockSpace::Want::kWholeBlock, limit_blocks);
      if (block != nullptr) {
        t.allocated_bytes += static_cast<uint64_t>(t.overflow_cursor - t.overflow_start);
        t.overflow_block = block;
        t.overflow_cursor = t.overflow_start = open_run(block, {0, kLinesPerBlock});
        t.overflow_limit = t.overflow_cursor + kBlockBytes;
        charge(t, kBlockBytes);
      }
    }
    if (static_cast<size_t>(t.overflow_limit - t.overflow_cursor) >= bytes) {
      char* at = t.overflow_cursor;
      t.overflow_cursor += bytes;
      return place_header(at, header);
    }
    // No whole block to be had: some hole may still be large enough.
  }
  while (static_cast<size_t>(t.limit - t.cursor) < bytes) {
    t.allocated_bytes += static_cast<uint64_t>(t.cursor - t.run_start);
    t.cursor = t.limit = t.run_start = nullptr;
    if (t.block == nullptr) {
      t.block = blocks_.take_block(BlockSpace::Want::kAny, limit_blocks);
      if (t.block == nullptr) return nullptr;
      t.next_line = t.block->next_line;
    }
    Run run = find_run(t.block, t.next_line, blocks_.cycle());
    if (run.begin == run.end) {
      t.block = nullptr;
      continue;
    }
    t.next_line = run.end;
    t.cursor = t.run_start = open_run(t.block, run);
    t.limit = t.cursor + (run.end - run.begin) * kLineBytes;
    charge(t, (run.end - run.begin) * kLineBytes);
  }
  char* at = t.cursor;
  t.cursor += bytes;
  return place_header(at, header);
}

Header* Heap::Impl::allocate_large(Mutator& t, uint64_t header, size_t bytes) {
  if (config_.memory_limit_bytes != 0 &&
      (bytes > config_.memory_limit_bytes || used_bytes() > config_.memory_limit_bytes - bytes)) {
    return nullptr;
  }
  Header* object = large_.allocate(bytes, header);
  if (object == nullptr) return nullptr;
  t.allocated_bytes += bytes;
  charge(t, bytes);
  return object;
}

Header* Heap::Impl::try_allocate(Mutator& t, uint64_t header, size_t bytes) {
  if (t.hidden_limit != nullptr) {
    t.limit = t.hidden_limit;
    t.hidden_limit = nullptr;
  }
  Header* object = bytes > kMaxSmallBytes ? allocate_large(t, header, bytes) : allocate_small(t, header, bytes);
  if ((config_.collect_every != 0 || until_failure_.load_relaxed() > 0) && t.limit != nullptr) {
    // Makes every allocation come here.
    t.hidden_limit = t.limit;
    t.limit = t.cursor;
  }
  return object;
}

EIDER_NOINLINE Header* allocate_slow(Mutator& t, uint64_t header, size_t bytes) {
  Heap::Impl& heap = t.heap->impl();
  EIDER_ASSERT(bytes % kGranuleBytes == 0);
  EIDER_ASSERT(bytes >= 16);
  if (EIDER_UNLIKELY((t.poll.load_relaxed() & (threads::kPollHandshake | threads::kPollStop)) != 0)) threads::poll_slow(t);
  if (EIDER_UNLIKELY(heap.forced_failure())) return nullptr;
  if (EIDER_UNLIKELY(heap.config_.collect_every != 0) &&
      heap.slow_allocations_.fetch_add_relaxed(1) % heap.config_.collect_every == heap.config_.collect_every - 1) {
    heap.collect(t, CollectReason::kEveryNth);
  } else if (EIDER_UNLIKELY(heap.over_budget()) && heap.enabled_.load_relaxed()) {
    heap.collect(t, CollectReason::kBudget);
  }
  Header* object = heap.try_allocate(t, header, bytes);
  if (EIDER_LIKELY(object != nullptr)) return object;
  heap.collect(t, CollectReason::kMemoryPressure);
  object = heap.try_allocate(t, header, bytes);
  if (object == nullptr && bytes <= kMaxSmallBytes) heap.blocks_.open_reserve();
  return object;
}

EIDER_NOINLINE Header* allocate_no_safepoint_slow(Mutator& t, uint64_t header, size_t bytes) {
  Heap::Impl& heap = t.heap->impl();
  Header* object = heap.try_allocate(t, header, bytes);
  if (heap.over_budget() && heap.enabled_.load_relaxed()) t.poll.fetch_or_seq_cst(threads::kPollGc);
  return object;
}

void fail_allocations(Mutator& t, uint32_t first, uint32_t every) {
  Heap::Impl& heap = t.heap->impl();
  heap.fail_every_.store_relaxed(every);
  heap.until_failure_.store_relaxed(first);
  if (first == 0 || t.limit == nullptr || t.hidden_limit != nullptr) return;
  t.hidden_limit = t.limit;
  t.limit = t.cursor;
}

EIDER_NOINLINE uint32_t poll_slow(Mutator& t) {
  uint32_t left = threads::poll_slow(t);
  if ((left & threads::kPollGc) == 0) return left;
  t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollGc});
  Heap::Impl& heap = t.heap->impl();
  // Another thread may have collected since the bit was set.
  if (heap.over_budget() && heap.enabled_.load_relaxed()) heap.collect(t, CollectReason::kBudget);
  return left & ~uint32_t{threads::kPollGc};
}

}  // namespace eider::gc
