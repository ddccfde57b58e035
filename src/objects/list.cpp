// SPDX-License-Identifier: MIT
//
// Storage of lists: growth, atomic element access, bulk append.
//
// Every writer holds the list's byte lock; new blocks are allocated before it is taken and what was seen is looked at again under it.
// Not here: list's methods (builtins/list).
#include "objects/allocate.h"
#include "objects/containers.h"
#include "objects/errors.h"
#include "objects/list_storage.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

using list_storage::copy_items;
using list_storage::grown_capacity;
using list_storage::Locked;

namespace list_storage {

Block* try_block(Thread& t, int64_t capacity) {
  if (EIDER_UNLIKELY(capacity > kMaxItems)) return nullptr;
  auto* block = allocate_exact<Block>(t, TraceKind::kValues, sizeof(Block) + 8 * static_cast<size_t>(capacity));
  if (EIDER_LIKELY(block != nullptr)) block->tagged_capacity = capacity << 1 | 1;
  return block;
}

void shrink_block(Thread& t, List* list) {
  int64_t wanted = grown_capacity(list->size.load_relaxed());  // a hint
  Block* smaller = try_block(t, wanted);
  if (smaller == nullptr) return;
  LockedObject locked(t, *list);
  Locked l(list);
  if (!l.sparse() || l.size() > smaller->capacity()) return;
  copy_items(smaller, 0, l.block(), 0, l.size());
  l.publish(smaller, l.size());
}

Result<Block*> snapshot(Thread& t, List* list, int64_t* size) {
  for (;;) {
    Block* copy = EIDER_TRY(block_new(t, list->size.load_relaxed()));  // a hint: the real size is read under the lock
    LockedObject locked(t, *list);
    Locked l(list);
    if (l.size() > copy->capacity()) continue;
    copy_items(copy, 0, l.block(), 0, l.size());
    *size = l.size();
    return copy;
  }
}

}  // namespace list_storage

Result<Block*> block_new(Thread& t, int64_t capacity) {
  EIDER_ASSERT(capacity >= 0);
  if (capacity == 0) return t.realm->empty_block;
  Block* block = list_storage::try_block(t, capacity);
  if (EIDER_UNLIKELY(block == nullptr)) return raise_no_memory(t);
  return block;
}

Result<List*> list_new(Thread& t, int64_t capacity) {
  Block* block = EIDER_TRY(block_new(t, capacity));
  auto* list = allocate_exact<List>(t, TraceKind::kCustom);
  if (EIDER_UNLIKELY(list == nullptr)) return raise_no_memory(t);
  list->block.init(block);
  return list;
}

void list_init(Thread& t, List* list) { list->block.init(t.realm->empty_block); }

Result<List*> list_from(Thread& t, const Value* items, int64_t size) {
  List* list = EIDER_TRY(list_new(t, size));
  Block* block = list->block.get();
  for (int64_t i = 0; i < size; i++) block->items[i].init(items[i]);
  list->size.store_relaxed(size);
  return list;
}

bool list_set(Thread& t, List* list, int64_t index, Value item) {
  LockedObject locked(t, *list);
  Locked l(list);
  if (EIDER_UNLIKELY(static_cast<uint64_t>(index) >= static_cast<uint64_t>(l.size()))) return false;
  l.set(index, item);
  return true;
}

namespace {
EIDER_NOINLINE Result<void> append_growing(Thread& t, List* list, Value item) {
  return list_storage::edit_list(t, list, [&](Locked& l, Block* spare) {
    int64_t size = l.size();
    if (!l.make_room(size + 1, spare)) return grown_capacity(size + 1);
    l.set(size, item);
    l.grow_to(size + 1);
    return list_storage::kDone;
  });
}

Result<void> extend_from_list(Thread& t, List* list, List* other) {
  Block* spare = nullptr;
  for (;;) {
    int64_t wanted;
    {
      LockPair locked(t, *list, *other);
      Locked to(list);
      Locked from(other);
      int64_t count = from.size();
      int64_t size = to.size();
      if (to.make_room(size + count, spare)) {
        // `from` keeps the block it read: when both are one list its items are still there after the move.
        for (int64_t i = 0; i < count; i++) to.set(size + i, from.get(i));
        to.grow_to(size + count);
        return kDone;
      }
      wanted = size == 0 ? count : grown_capacity(size + count);
    }
    spare = EIDER_TRY(block_new(t, wanted));
  }
}

Value item_of(const Field<Value>& item) { return item.load_relaxed(); }
Value item_of(Value item) { return item; }

/// items: of a tuple, or of this thread alone.
template <class Item>
Result<void> extend_from_items(Thread& t, List* list, const Item* items, int64_t count) {
  return list_storage::edit_list(t, list, [&](Locked& l, Block* spare) {
    int64_t size = l.size();
    if (!l.make_room(size + count, spare)) return size == 0 ? count : grown_capacity(size + count);
    for (int64_t i = 0; i < count; i++) l.set(size + i, item_of(items[i]));
    l.grow_to(size + count);
    return list_storage::kDone;
  });
}

/// Some items at a time, of an iterator that does not see the list grow.
Result<void> extend_from_quiet(Thread& t, List* list, Value iterator, UnaryFn next) {
  constexpr int64_t kAtOnce = 32;
  Value items[kAtOnce];
  for (;;) {
    int64_t count = 0;
    bool failed = false;
    while (count < kAtOnce) {
      Result<Value> item = next(t, iterator);
      failed = !item.ok();
      if (failed || item.get().is_absent()) break;
      items[count++] = item.get();
    }
    if (count > 0) EIDER_TRY(extend_from_items(t, list, items, count));
    if (failed) return kFailure;
    if (count < kAtOnce) return kDone;
    EIDER_TRY(poll(t));
  }
}
}  // namespace

Result<void> list_append(Thread& t, List* list, Value item) {
  {
    LockedObject locked(t, *list);
    Locked l(list);
    int64_t size = l.size();
    if (EIDER_LIKELY(size < l.capacity())) {
      l.set(size, item);
      l.grow_to(size + 1);
      return kDone;
    }
  }
  return append_growing(t, list, item);
}

Result<Tuple*> list_to_tuple(Thread& t, List* list) {
  for (;;) {
    int64_t size = list->size.load_relaxed();  // a hint: the real size is read under the lock
    Tuple* tuple = EIDER_TRY(tuple_new(t, size));
    LockedObject locked(t, *list);
    Locked l(list);
    if (l.size() != size) continue;
    for (int64_t i = 0; i < size; i++) tuple->items[i].init(l.get(i));
    return tuple;
  }
}

Result<void> list_extend(Thread& t, List* list, Value iterable) {
  if (List* other = as_exact<List>(iterable)) return extend_from_list(t, list, other);
  if (iterable == list->value()) {  // of a subclass: its iterator would see what is added, and never end
    return extend_from_list(t, list, EIDER_TRY(to_list(t, iterable)));
  }
  if (Tuple* tuple = as_exact<Tuple>(iterable)) {
    if (tuple->size() == 0) return kDone;
    return extend_from_items(t, list, tuple->items, tuple->size());
  }
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  // As much room as the iterable announces; a wrong announcement costs memory only, an absurd one is a MemoryError at once.
  int64_t expected = EIDER_TRY(length_hint(t, iterable, 8));
  EIDER_TRY(list_storage::edit_list(t, list, [&](Locked& l, Block* spare) {
    if (expected > INT64_MAX - l.size()) return list_storage::kDone;  // as CPython: a lie, and there may be room for the truth
    int64_t total = expected > list_storage::kMaxItems ? list_storage::kMaxItems + 1 : l.size() + expected;
    return l.make_room(total, spare) ? list_storage::kDone : total;
  }));
  UnaryFn quiet = is_exact(iterator, TypeId::kListIterator) ? nullptr : quiet_next(t, iterator);
  if (quiet != nullptr) EIDER_TRY(extend_from_quiet(t, list, iterator, quiet));
  while (quiet == nullptr) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) break;
    EIDER_TRY(list_append(t, list, item));
    EIDER_TRY(poll(t));
  }
  list_storage::shrink_if_sparse(t, list);
  return kDone;
}

void trace_list(Header* object, gc::Tracer& tracer) { tracer.mark(static_cast<List*>(object)->block.load_relaxed()); }

}  // namespace eider::objects
