// SPDX-License-Identifier: MIT
#include "gc/marker.h"

#include <sched.h>

#include <algorithm>
#include <cstring>

#include "base/clock.h"
#include "base/memory.h"

namespace eider::gc {

void Tracer::mark_word(uint64_t word) { static_cast<Marker*>(this)->reach(word); }
void Tracer::mark_conservative(uint64_t word) { static_cast<Marker*>(this)->reach_conservative(word); }

// Reads stacks of other threads and dead parts of frames: neither tool could make sense of that. The order is given by the stop.
__attribute__((no_sanitize("address", "thread", "undefined"), noinline)) void Tracer::mark_conservative_range(
    const uint64_t* begin, const uint64_t* end) {
  auto* marker = static_cast<Marker*>(this);
  for (const uint64_t* at = begin; at < end; at++) marker->reach_conservative(*at);
}

MarkWork::~MarkWork() {
  for (Packet* list : {full_, spare_}) {
    while (list != nullptr) {
      Packet* next = list->next;
      base::raw_free(list);
      list = next;
    }
  }
}

bool MarkWork::give(Header* const* objects, size_t count) {
  Packet* packet = nullptr;
  {
    base::MutexLock lock(mutex_);
    if (spare_ != nullptr) {
      packet = spare_;
      spare_ = packet->next;
    }
  }
  if (packet == nullptr) packet = static_cast<Packet*>(base::raw_alloc(sizeof(Packet)));
  if (packet == nullptr) return false;
  packet->count = count;
  std::memcpy(packet->objects, objects, count * sizeof objects[0]);
  base::MutexLock lock(mutex_);
  packet->next = full_;
  full_ = packet;
  packets_available_.fetch_add_relaxed(1);  // hint for spinning takers; the list is read under the mutex
  return true;
}

void MarkWork::enter() {
  base::MutexLock lock(mutex_);
  active_.fetch_add_relaxed(1);
}

MarkWork::Packet* MarkWork::take() {
  bool counted_idle = false;
  for (;;) {
    {
      base::MutexLock lock(mutex_);
      if (full_ != nullptr) {
        Packet* packet = full_;
        full_ = packet->next;
        packets_available_.fetch_sub_acq_rel(1);
        if (counted_idle) {
          idle_.fetch_sub_acq_rel(1);
          active_.fetch_add_relaxed(1);
        }
        return packet;
      }
      if (!counted_idle) {
        counted_idle = true;
        idle_.fetch_add_relaxed(1);
        active_.fetch_sub_acq_rel(1);
      }
      // Only active markers give, so with none active and no packet there will never be one.
      if (active_.load_relaxed() == 0) {
        idle_.fetch_sub_acq_rel(1);
        return nullptr;
      }
    }
    // Without the mutex: whoever gives needs it. Relaxed: what is seen here is looked at again under it.
    for (int pause = 0; packets_available_.load_relaxed() == 0 && active_.load_relaxed() != 0; pause++) {
      base::spin_pause();
      if (pause > 200) ::sched_yield();
    }
  }
}

void MarkWork::recycle(Packet* packet) {
  base::MutexLock lock(mutex_);
  packet->next = spare_;
  spare_ = packet;
}

void Marker::reach_conservative(uint64_t word) {
  if (word - base_ < span_) {
    Header* object = context_.blocks.resolve(word);
    if (object != nullptr) reach_small(object);
    return;
  }
  Header* object = context_.large.resolve(word);
  if (object != nullptr) reach_large(reinterpret_cast<uint64_t>(object));
}

EIDER_COLD void Marker::reach_large(uint64_t word) {
  Header* object = context_.large.resolve(word);
  if (object == nullptr) {
    // Not ours: a static object, or another heap's. Neither is collected here.
    return;
  }
  if (mode_ == Mode::kVerify) {
    if (reinterpret_cast<uint64_t>(object) != word) bad_references_++;
    return;
  }
  if (context_.large.mark(object)) push(object);
}

EIDER_COLD void Marker::verify_small(Header* object) {
  if (context_.blocks.resolve(reinterpret_cast<uint64_t>(object)) != object) bad_references_++;
}

void Marker::trace_values(Header* object, size_t begin, size_t end) {
  // Relaxed: the words were written before the stop; other markers only read.
  auto* words = reinterpret_cast<base::Atomic<uint64_t>*>(object);
  for (size_t i = begin; i < end; i++) reach(words[i].load_relaxed());
}

/// As trace_values, for long arrays: eight words at a time when none of them is a pointer (numbers, or not in use yet).
void Marker::trace_many(Header* object, size_t begin, size_t end) {
  constexpr size_t kAtOnce = 8;
  auto* words = reinterpret_cast<const uint64_t*>(object);
  size_t i = begin;
  for (; i + kAtOnce <= end; i += kAtOnce) {
    uint64_t eight[kAtOnce];  // plain reads: written before the stop
    std::memcpy(eight, words + i, sizeof eight);
    uint64_t tagged = ~uint64_t{0}, any = 0;
    for (uint64_t word : eight) {
      tagged &= word | word >> 1 | word >> 2;  // bit 0: one of the three tag bits is set
      any |= word;
    }
    if ((tagged & 1) != 0 || any == 0) continue;
    for (uint64_t word : eight) reach(word);
  }
  trace_values(object, i, end);
}

// A long array is traced piece by piece: otherwise all it refers to stood on the mark stack at once.
void Marker::trace_sliced(Header* object, size_t begin, size_t words) {
  size_t end = std::min(begin + kSliceWords, words);
  if (end < words && !slices_.push({object, end})) end = words;  // no memory for the bookkeeping: all at once then
  trace_many(object, begin, end);
}

void Marker::trace(Header* object) {
  switch (object->trace_kind()) {
    case TraceKind::kNone:
      return;
    case TraceKind::kValues: {
      if (EIDER_LIKELY(reinterpret_cast<uint64_t>(object) - base_ < span_)) return trace_values(object, 1, object->granules);
      return trace_sliced(object, 1, LargeSpace::size_of(object) / kGranuleBytes);
    }
    case TraceKind::kCustom:
      context_.hooks.trace_object(context_.hooks.context, object, *this);
      return;
  }
}

void Marker::process(Header* object) {
  auto address = reinterpret_cast<uint64_t>(object);
  if (EIDER_LIKELY(address - base_ < span_)) {
    size_t bytes = size_t{object->granules} * kGranuleBytes;
    marked_bytes_ += bytes;
    size_t offset = address & (kChunkBytes - 1);
    base::Atomic<uint8_t>* lines = Chunk::of(object)->line_marks;
    // Relaxed: every marker that touches this line stores the same number.
    for (size_t line = offset / kLineBytes; line <= (offset + bytes - 1) / kLineBytes; line++) lines[line].store_relaxed(cycle_);
  } else {
    marked_bytes_ += LargeSpace::size_of(object);
  }
  trace(object);
}

void Marker::share() {
  // The oldest entries lie nearest to the roots: the largest pieces of work. Half of the stack, at most a packet.
  size_t count = std::min(stack_.size() / 2, MarkWork::Packet::kCapacity);
  if (count == 0 || !context_.work.give(stack_.data(), count)) return;
  size_t rest = stack_.size() - count;
  // The gap is filled from the top; order among the rest does not matter.
  size_t moved = std::min(count, rest);
  std::memmove(stack_.data(), stack_.data() + stack_.size() - moved, moved * sizeof(Header*));
  stack_.truncate(rest);
}

void Marker::drain() {
  uint32_t since_look = 0;
  for (;;) {
    // Keep the queue of prefetched objects full, take the oldest out of it.
    while (queued_ < kQueue && !stack_.empty()) {
      Header* next = stack_.pop();
      __builtin_prefetch(next);
      queue_[(queue_head_ + queued_++) % kQueue] = next;
    }
    if (queued_ == 0) {
      if (slices_.empty()) return;
      MarkWork::Slice slice = slices_.pop();
      trace_sliced(slice.object, slice.begin, LargeSpace::size_of(slice.object) / kGranuleBytes);
      continue;
    }
    Header* object = queue_[queue_head_];
    queue_head_ = (queue_head_ + 1) % kQueue;
    queued_--;
    process(object);
    if (++since_look >= 64) {
      since_look = 0;
      if (parallel_) {
        if (context_.work.hungry()) share();
      } else if (on_progress != nullptr) {
        (*on_progress)();
      }
    }
  }
}

void Marker::drain_shared() {
  for (;;) {
    drain();
    MarkWork::Packet* packet = context_.work.take();
    if (packet == nullptr) return;
    for (size_t i = 0; i < packet->count; i++) {
      if (!stack_.push(packet->objects[i])) overflowed_ = true;
    }
    context_.work.recycle(packet);
  }
}

}  // namespace eider::gc
