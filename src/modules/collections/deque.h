// SPDX-License-Identifier: MIT
//
// deque: a ring of items.
//
// Thread rule: `block`, `head`, `size` and `state` change together under the byte lock; every operation on items takes it, holding it
// for a few words only. Equality and repr work on a snapshot. `state` counts structural changes: iterators compare it.
#pragma once

#include "modules/module_parts.h"

namespace eider::modules {

struct Deque : Object {  // kValues
  Field<Block*> block;        // capacity is a power of two; null while empty and never used
  Atomic<int64_t> head;       // tagged: place of item 0
  Atomic<int64_t> size;       // tagged; may be read without the lock
  Atomic<int64_t> max_size;   // tagged; -1: none
  Atomic<int64_t> state;      // tagged
};
struct DequeIterator : Object {
  Field<Deque*> deque;
  Atomic<int64_t> index;      // tagged: of the next item; -1: exhausted
  Atomic<int64_t> state;      // tagged
};

inline int64_t deque_size(const Deque* d) { return untag(d->size.load_relaxed()); }
inline int64_t deque_limit(const Deque* d) { return untag(d->max_size.load_relaxed()); }
enum class End : uint8_t { kLeft, kRight };
Result<void> deque_push(Thread& t, Deque* d, Value item, End end);
/// ABSENT when empty.
Value deque_pop(Thread& t, Deque* d, End end);
Result<Tuple*> deque_snapshot(Thread& t, Deque* d, int64_t* state = nullptr);
Result<void> deque_extend(Thread& t, Deque* d, Value iterable, End end);


Result<void> add_deque(Thread& t, Module* module);
Result<void> add_defaultdict(Thread& t, Module* module);
Result<void> add_ordered_dict(Thread& t, Module* module);

}  // namespace eider::modules
