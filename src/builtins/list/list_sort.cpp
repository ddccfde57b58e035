// SPDX-License-Identifier: MIT
//
// list.sort and sorted: the kernels' merge sort over private copies, with comparisons chosen by what the keys are.
//
// Numbers and strings are compared here, and others see nothing but the old order and, in one step, the new one. Where Python code runs
// (a key function, __lt__), the list stands empty meanwhile, as in CPython.
// Note [Noticing changes during a sort]
// An emptied list has a block of its own that nobody else has, without room: whoever adds an item, even for a moment, leaves another
// block behind. Then the sort raises ValueError, after it has put the sorted items in place of what was added.
#include "builtins/kernels/sort.h"
#include "builtins/list/list.h"
#include "builtins/list/list_sort.h"
#include "objects/list_storage.h"
#include "objects/lock.h"
#include "objects/numbers.h"

namespace eider::builtins {

using kernels::SortStatus;
using list_storage::copy_items;
using list_storage::Locked;

namespace {

uint64_t* words_of(Block* block) { return reinterpret_cast<uint64_t*>(block->items); }

/// The merge sort's scratch memory where the collector sees it.
class HeapScratch {
 public:
  explicit HeapScratch(Thread& t) : t_(t) {}
  uint64_t* acquire(size_t words) {
    if (block_ == nullptr || static_cast<size_t>(block_->capacity()) < words) {
      block_ = list_storage::try_block(t_, static_cast<int64_t>(words));
      if (block_ == nullptr) return nullptr;
    }
    return words_of(block_);
  }

 private:
  Thread& t_;
  Block* block_ = nullptr;
};

enum class Keys : uint8_t { kSmallInts, kFloats, kStrs, kOther };

template <class Is>
bool all(const Block* block, int64_t count, Is is) {
  for (int64_t i = 0; i < count; i++) {
    if (!is(block->items[i].load_relaxed())) return false;
  }
  return true;
}

/// What all keys are exactly.
Keys kind_of(const Block* keys, int64_t count) {
  Value first = keys->items[0].load_relaxed();
  if (first.is_small_int()) return all(keys, count, [](Value v) { return v.is_small_int(); }) ? Keys::kSmallInts : Keys::kOther;
  if (is_exact_float(first)) return all(keys, count, is_exact_float) ? Keys::kFloats : Keys::kOther;
  if (is_exact(first, TypeId::kStr)) return all(keys, count, [](Value v) { return is_exact(v, TypeId::kStr); }) ? Keys::kStrs : Keys::kOther;
  return Keys::kOther;
}

template <class Less>
Result<void> sort_with(Thread& t, uint64_t* keys, uint64_t* values, int64_t count, Less less) {
  HeapScratch scratch(t);
  auto polling = [&](uint64_t a, uint64_t b) -> int {
    if (EIDER_UNLIKELY(!poll(t).ok())) return -1;
    return less(Value::from_bits(a), Value::from_bits(b));
  };
  switch (kernels::merge_sort(keys, values, static_cast<size_t>(count), polling, scratch)) {
    case SortStatus::kOk: return kDone;
    case SortStatus::kCompareFailed: return kFailure;
    case SortStatus::kNoMemory: return raise_no_memory(t);
  }
  EIDER_UNREACHABLE("sort status");
}

Result<void> sort_words(Thread& t, Keys kind, uint64_t* keys, uint64_t* values, int64_t count) {
  switch (kind) {
    case Keys::kSmallInts:
      return sort_with(t, keys, values, count, [](Value a, Value b) { return static_cast<int>(a.small_int() < b.small_int()); });
    case Keys::kFloats:
      return sort_with(t, keys, values, count, [](Value a, Value b) { return static_cast<int>(exact_float(a) < exact_float(b)); });
    case Keys::kStrs:
      return sort_with(t, keys, values, count, [](Value a, Value b) { return static_cast<int>(str_compare(a.as<Str>(), b.as<Str>()) < 0); });
    case Keys::kOther:
      return sort_with(t, keys, values, count, [&](Value a, Value b) -> int {
        Result<Value> answer = compare(t, a, b, CompareKind::kLt);
        if (EIDER_UNLIKELY(!answer.ok())) return -1;
        if (EIDER_LIKELY(answer.get().is_bool())) return answer.get() == kTrue;
        Result<bool> less = truth(t, answer.get());
        return !less.ok() ? -1 : less.get();
      });
  }
  EIDER_UNREACHABLE("kind of keys");
}

void reverse(Block* block, int64_t count) { kernels::sort_detail::reverse(words_of(block), static_cast<size_t>(count)); }

}  // namespace

Result<void> sort_block(Thread& t, Block* values, int64_t count, Value key, bool reversed) {
  if (count == 0) return kDone;
  Block* keys = nullptr;
  if (!key.is_absent()) {
    keys = EIDER_TRY(block_new(t, count));
    for (int64_t i = 0; i < count; i++) keys->items[i].init(EIDER_TRY(call1(t, key, values->items[i].get())));
  }
  return sort_by_keys(t, values, keys, count, reversed);
}

Result<void> sort_by_keys(Thread& t, Block* values, Block* keys, int64_t count, bool reversed) {
  if (count == 0) return kDone;
  // Reversed before and after, so that equal elements keep their order.
  if (reversed) {
    reverse(values, count);
    if (keys != nullptr) reverse(keys, count);
  }
  Block* compared = keys != nullptr ? keys : values;
  EIDER_TRY(sort_words(t, kind_of(compared, count), words_of(compared), keys != nullptr ? words_of(values) : nullptr, count));
  if (reversed) reverse(values, count);
  return kDone;
}

namespace {

/// Where no Python code runs. Done again when another thread has changed the list meanwhile; false: it keeps doing so.
Result<bool> sort_plain(Thread& t, List* list, bool reversed) {
  constexpr int kAttempts = 100;
  for (int attempt = 0; attempt < kAttempts; attempt++) {
    int64_t count;
    Block* before = EIDER_TRY(list_storage::snapshot(t, list, &count));
    if (count == 0) return true;
    if (kind_of(before, count) == Keys::kOther) return false;
    Block* sorted = EIDER_TRY(block_new(t, count));
    copy_items(sorted, 0, before, 0, count);
    EIDER_TRY(sort_block(t, sorted, count, kAbsent, reversed));
    {
      LockedObject locked(t, *list);
      Locked l(list);
      if (l.size() == count && std::memcmp(words_of(l.block()), words_of(before), 8 * static_cast<size_t>(count)) == 0) {
        l.publish(sorted, count);
        return true;
      }
    }
    EIDER_TRY(poll(t));
  }
  return false;
}

}  // namespace

Result<void> list_sort(Thread& t, List* list, Value key, bool reversed) {
  if (key.is_none()) key = kAbsent;
  if (key.is_absent()) {
    if (EIDER_TRY(sort_plain(t, list, reversed))) return kDone;
  }
  Block* empty = list_storage::try_block(t, 0);  // Note [Noticing changes during a sort]
  if (EIDER_UNLIKELY(empty == nullptr)) return raise_no_memory(t);
  Block* before;  // nobody writes to it once it is the list's no more
  Block* sorted;
  int64_t count;
  for (;;) {
    sorted = EIDER_TRY(block_new(t, list->size.load_relaxed()));  // a hint: the real size is read under the lock
    LockedObject locked(t, *list);
    Locked l(list);
    count = l.size();
    if (count == 0) return kDone;
    if (count > sorted->capacity()) continue;
    before = l.block();
    copy_items(sorted, 0, before, 0, count);
    l.publish(empty, 0);
    break;
  }
  Result<void> done = sort_block(t, sorted, count, key, reversed);
  bool changed;
  {
    LockedObject locked(t, *list);
    Locked l(list);
    changed = l.block() != empty;
    l.publish(done.ok() ? sorted : before, count);
  }
  if (EIDER_UNLIKELY(!done.ok())) return kFailure;
  if (EIDER_UNLIKELY(changed)) return raise(t, TypeId::kValueError, "list modified during sort");
  return kDone;
}

Result<void> sort_begin(Thread& t, List* list, List** items, List** empty) {
  *items = EIDER_TRY(list_new(t, 0));
  *empty = EIDER_TRY(list_new(t, 0));
  Block* none = list_storage::try_block(t, 0);
  if (EIDER_UNLIKELY(none == nullptr)) return raise_no_memory(t);
  (*empty)->block.store_release(none);  // pairs with load_acquire in list_get: as Locked::publish
  LockedObject locked(t, *list);
  Locked l(list);
  (*items)->block.store_release(l.block());
  (*items)->size.store_release(l.size());
  l.publish(none, 0);
  return kDone;
}

bool sort_end(Thread& t, List* list, List* empty, List* sorted) {
  Block* none = empty->block.get();
  LockedObject locked(t, *list);
  Locked l(list);
  const bool same = l.block() == none;
  l.publish(sorted->block.get(), sorted->size.load_relaxed());
  sorted->size.store_release(0);
  sorted->block.store_release(none);
  return same;
}

}  // namespace eider::builtins
