// SPDX-License-Identifier: MIT
//
// deque's storage and methods.
#include "modules/collections/deque.h"
#include "objects/key_hash.h"

namespace eider::modules {

namespace {

Field<Value>& place(Deque* d, int64_t i) {  // under the lock
  Block* block = d->block.load_relaxed();
  return block->items[(untag(d->head.load_relaxed()) + i) & (block->capacity() - 1)];
}
int64_t capacity(Deque* d) {
  Block* block = d->block.load_relaxed();
  return block == nullptr ? 0 : block->capacity();
}
void set_size(Deque* d, int64_t size) { d->size.store_relaxed(tag(size)); }
void changed(Deque* d) { d->state.store_relaxed((d->state.load_relaxed() + 2) & INT64_MAX); }

/// Under the lock: room for one more item, moving into `spare` when that is needed and large enough.
bool make_room(Deque* d, Block* spare) {
  int64_t size = deque_size(d);
  if (size < capacity(d)) return true;
  if (spare == nullptr || spare->capacity() <= size) return false;
  for (int64_t i = 0; i < size; i++) spare->items[i].init(place(d, i).load_relaxed());
  d->block.store_release(spare);
  d->head.store_relaxed(tag(0));
  return true;
}
Value take(Deque* d, End end) {  // under the lock; not empty
  int64_t size = deque_size(d);
  Field<Value>& at = place(d, end == End::kLeft ? 0 : size - 1);
  Value item = at.load_relaxed();
  at.store_relaxed(kAbsent);
  if (end == End::kLeft) d->head.store_relaxed(tag((untag(d->head.load_relaxed()) + 1) & (capacity(d) - 1)));
  set_size(d, size - 1);
  changed(d);
  return item;
}
void give(Deque* d, Value item, End end) {  // under the lock; there is room
  int64_t size = deque_size(d);
  if (end == End::kLeft) {
    d->head.store_relaxed(tag((untag(d->head.load_relaxed()) - 1) & (capacity(d) - 1)));
    place(d, 0).store_relaxed(item);
  } else {
    place(d, size).store_relaxed(item);
  }
  set_size(d, size + 1);
  changed(d);
}
/// Under the lock: makes or closes a gap at `i`.
void close_gap(Deque* d, int64_t i) {
  int64_t size = deque_size(d);
  for (int64_t k = i; k + 1 < size; k++) place(d, k).store_relaxed(place(d, k + 1).load_relaxed());
  place(d, size - 1).store_relaxed(kAbsent);
  set_size(d, size - 1);
  changed(d);
}

/// Runs `edit(d)` under the lock once there is room for one more item.
template <class Edit>
Result<void> with_room(Thread& t, Deque* d, Edit edit) {
  Block* spare = nullptr;
  for (;;) {
    int64_t wanted;
    {
      LockedObject locked(t, *d);
      if (EIDER_LIKELY(make_room(d, spare))) {
        edit();
        return kDone;
      }
      wanted = std::max<int64_t>(8, capacity(d) * 2);
    }
    spare = EIDER_TRY(block_new(t, wanted));
  }
}

Deque* self_of(Value v) { return v.as<Deque>(); }

}  // namespace

Result<void> deque_push(Thread& t, Deque* d, Value item, End end) {
  return with_room(t, d, [&] {
    int64_t limit = deque_limit(d);
    if (limit == 0) return;
    if (limit > 0 && deque_size(d) >= limit) take(d, end == End::kLeft ? End::kRight : End::kLeft);
    give(d, item, end);
  });
}

Value deque_pop(Thread& t, Deque* d, End end) {
  LockedObject locked(t, *d);
  return deque_size(d) == 0 ? kAbsent : take(d, end);
}

Result<Tuple*> deque_snapshot(Thread& t, Deque* d, int64_t* state) {
  for (;;) {
    int64_t size = deque_size(d);
    Tuple* copy = EIDER_TRY(tuple_new(t, size));
    LockedObject locked(t, *d);
    if (deque_size(d) != size) continue;
    for (int64_t i = 0; i < size; i++) copy->items[i].init(place(d, i).load_relaxed());
    if (state != nullptr) *state = d->state.load_relaxed();
    return copy;
  }
}

Result<void> deque_extend(Thread& t, Deque* d, Value iterable, End end) {
  if (iterable == d->value()) iterable = EIDER_TRY(deque_snapshot(t, d))->value();
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  for (;;) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return kDone;
    EIDER_TRY(deque_push(t, d, item, end));
    EIDER_TRY(poll(t));
  }
}

namespace {

Result<Value> append(Thread& t, const Value* a) {
  EIDER_TRY(deque_push(t, self_of(a[0]), a[1], End::kRight));
  return kNone;
}
Result<Value> append_left(Thread& t, const Value* a) {
  EIDER_TRY(deque_push(t, self_of(a[0]), a[1], End::kLeft));
  return kNone;
}
Result<Value> pop_from(Thread& t, Value self, End end) {
  Value item = deque_pop(t, self_of(self), end);
  if (item.is_absent()) return raise(t, TypeId::kIndexError, "pop from an empty deque");
  return item;
}
Result<Value> pop(Thread& t, const Value* a) { return pop_from(t, a[0], End::kRight); }
Result<Value> pop_left(Thread& t, const Value* a) { return pop_from(t, a[0], End::kLeft); }
Result<Value> extend(Thread& t, const Value* a) {
  EIDER_TRY(deque_extend(t, self_of(a[0]), a[1], End::kRight));
  return kNone;
}
Result<Value> extend_left(Thread& t, const Value* a) {
  EIDER_TRY(deque_extend(t, self_of(a[0]), a[1], End::kLeft));
  return kNone;
}
Result<Value> clear(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  LockedObject locked(t, *d);
  d->block.store_release(nullptr);
  d->head.store_relaxed(tag(0));
  set_size(d, 0);
  changed(d);
  return kNone;
}

Result<Value> copy(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  Type* cls = type_of(t, a[0]);
  Value limit = deque_limit(d) < 0 ? kNone : Value::from_small_int(deque_limit(d));
  if (cls == module_type(t, ModuleType::kDeque)) {
    Tuple* items = EIDER_TRY(deque_snapshot(t, d));
    return call2(t, cls->value(), items->value(), limit);
  }
  Value made = limit.is_none() ? EIDER_TRY(call1(t, cls->value(), a[0])) : EIDER_TRY(call2(t, cls->value(), a[0], limit));
  if (!is_subtype(type_of(t, made), module_type(t, ModuleType::kDeque))) {
    return raise(t, TypeId::kTypeError, "%s() must return a deque, not %s", cls->utf8_name, type_name(t, made));
  }
  return made;
}

/// Whether items equal; a comparison that ran Python code and found the deque changed fails with `error`.
Result<bool> same(Thread& t, Deque* d, int64_t state, Value item, Value wanted, TypeId error, const char* message) {
  if (item == wanted) return true;
  switch (plain_equal(item, wanted)) {
    case Same::kYes: return true;
    case Same::kNo: return false;
    case Same::kAsk: break;
  }
  bool verdict = EIDER_TRY(equal(t, item, wanted));
  if (d->state.load_relaxed() != state) return raise(t, error, "%s", message);
  return verdict;
}
constexpr const char* kMutated = "deque mutated during iteration";

Result<Value> count(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  int64_t state, n = 0;
  Tuple* items = EIDER_TRY(deque_snapshot(t, d, &state));
  for (int64_t i = 0; i < items->size(); i++) {
    n += EIDER_TRY(same(t, d, state, items->items[i].get(), a[1], TypeId::kRuntimeError, kMutated));
    EIDER_TRY(poll(t));
  }
  return Value::from_small_int(n);
}
Result<Value> index_of(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  int64_t state;
  Tuple* items = EIDER_TRY(deque_snapshot(t, d, &state));
  int64_t size = items->size();
  int64_t start = EIDER_TRY(builtins::search_bound(t, a[2], 0)), stop = EIDER_TRY(builtins::search_bound(t, a[3], INT64_MAX));
  if (start < 0) start = std::max<int64_t>(start + size, 0);
  if (stop < 0) stop = std::max<int64_t>(stop + size, 0);
  for (int64_t i = start; i < std::min(stop, size); i++) {
    if (EIDER_TRY(same(t, d, state, items->items[i].get(), a[1], TypeId::kRuntimeError, kMutated))) return Value::from_small_int(i);
    EIDER_TRY(poll(t));
  }
  Str* text = EIDER_TRY(repr(t, a[1]));
  return raise(t, TypeId::kValueError, "%s is not in deque", to_utf8(text).c_str());
}
Result<Value> remove(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  for (;;) {
    int64_t state;
    Tuple* items = EIDER_TRY(deque_snapshot(t, d, &state));
    int64_t found = -1;
    for (int64_t i = 0; i < items->size() && found < 0; i++) {
      if (EIDER_TRY(same(t, d, state, items->items[i].get(), a[1], TypeId::kIndexError, "deque mutated during remove()."))) found = i;
      EIDER_TRY(poll(t));
    }
    if (found < 0) {
      Str* text = EIDER_TRY(repr(t, a[1]));
      return raise(t, TypeId::kValueError, "%s is not in deque", to_utf8(text).c_str());
    }
    LockedObject locked(t, *d);
    if (d->state.load_relaxed() != state) continue;  // another thread was here: search again
    close_gap(d, found);
    return kNone;
  }
}
Result<Value> insert(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  int64_t index = EIDER_TRY(builtins::size_argument(t, a[1]));
  bool full = false;
  EIDER_TRY(with_room(t, d, [&] {
    int64_t size = deque_size(d);
    full = size == deque_limit(d);
    if (full) return;
    int64_t at = index < 0 ? std::max<int64_t>(index + size, 0) : std::min(index, size);
    give(d, a[2], End::kRight);
    for (int64_t k = size; k > at; k--) place(d, k).store_relaxed(place(d, k - 1).load_relaxed());
    place(d, at).store_relaxed(a[2]);
  }));
  if (full) return raise(t, TypeId::kIndexError, "deque already at its maximum size");
  return kNone;
}
Result<Value> reverse(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  LockedObject locked(t, *d);
  for (int64_t i = 0, j = deque_size(d) - 1; i < j; i++, j--) {
    Value held = place(d, i).load_relaxed();
    place(d, i).store_relaxed(place(d, j).load_relaxed());
    place(d, j).store_relaxed(held);
  }
  changed(d);
  return kNone;
}
Result<Value> rotate(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  int64_t n = a[1].is_absent() ? 1 : EIDER_TRY(builtins::size_argument(t, a[1]));
  LockedObject locked(t, *d);
  int64_t size = deque_size(d);
  if (size <= 1) return kNone;
  n %= size;
  if (n > size / 2) n -= size;
  if (n < -size / 2) n += size;
  for (; n > 0; n--) give(d, take(d, End::kRight), End::kLeft);
  for (; n < 0; n++) give(d, take(d, End::kLeft), End::kRight);
  return kNone;
}

Result<Value> iterator(Thread& t, Value self, ModuleType which, int64_t from) {
  DequeIterator* it = EIDER_TRY(make<DequeIterator>(t, module_type(t, which)));
  it->deque.init(self_of(self));
  it->index.store_relaxed(tag(from));
  it->state.store_relaxed(self_of(self)->state.load_relaxed());
  return it->value();
}
Result<Value> iter(Thread& t, Value self) { return iterator(t, self, ModuleType::kDequeIterator, 0); }
Result<Value> reversed(Thread& t, const Value* a) { return iterator(t, a[0], ModuleType::kDequeReverseIterator, deque_size(self_of(a[0])) - 1); }

Result<Value> step(Thread& t, Value self, int direction) {
  auto* it = self.as<DequeIterator>();
  Deque* d = it->deque.get();
  Value item;
  bool mutated;
  {
    LockedObject locked(t, *d);
    mutated = d->state.load_relaxed() != it->state.load_relaxed();
    int64_t index = untag(it->index.load_relaxed());
    if (!mutated && index >= 0 && index < deque_size(d)) {
      item = place(d, index).load_relaxed();
      it->index.store_relaxed(tag(index + direction));
    } else {
      it->index.store_relaxed(tag(-1));
    }
  }
  if (mutated) return raise(t, TypeId::kRuntimeError, "%s", kMutated);
  return item;
}
Result<Value> next_forward(Thread& t, Value self) { return step(t, self, 1); }
Result<Value> next_backward(Thread& t, Value self) { return step(t, self, -1); }
Result<Value> forward_hint(Thread&, const Value* a) {
  auto* it = a[0].as<DequeIterator>();
  int64_t index = untag(it->index.load_relaxed());
  return Value::from_small_int(index < 0 ? 0 : std::max<int64_t>(deque_size(it->deque.get()) - index, 0));
}
Result<Value> backward_hint(Thread&, const Value* a) { return Value::from_small_int(untag(a[0].as<DequeIterator>()->index.load_relaxed()) + 1); }

Result<Value> iterator_new(Thread& t, const char* name, ModuleType which, bool backward, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, name, nargs, kwnames, 1, 2));
  Type* deque = module_type(t, ModuleType::kDeque);
  if (!is_subtype(type_of(t, args[0]), deque)) {
    return raise(t, TypeId::kTypeError, "%s() argument 1 must be collections.deque, not %s", name, type_name(t, args[0]));
  }
  int64_t skip = nargs > 1 ? EIDER_TRY(builtins::size_argument(t, args[1])) : 0;
  int64_t size = deque_size(self_of(args[0]));
  skip = std::clamp<int64_t>(skip, 0, size);
  return iterator(t, args[0], which, backward ? size - 1 - skip : skip);
}
Result<Value> forward_new(Thread& t, Type*, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return iterator_new(t, "_deque_iterator", ModuleType::kDequeIterator, false, args, nargs, kwnames);
}
Result<Value> backward_new(Thread& t, Type*, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return iterator_new(t, "_deque_reverse_iterator", ModuleType::kDequeReverseIterator, true, args, nargs, kwnames);
}
Result<Value> iterator_reduce(Thread& t, const Value* a) {
  auto* it = a[0].as<DequeIterator>();
  int64_t index = untag(it->index.load_relaxed()), size = deque_size(it->deque.get());
  bool backward = type_of(t, a[0]) == module_type(t, ModuleType::kDequeReverseIterator);
  int64_t done = index < 0 && !backward ? size : backward ? size - 1 - index : index;
  return tuple_of(t, type_of(t, a[0])->value(), EIDER_TRY(tuple_of(t, it->deque.get()->value(), Value::from_small_int(done)))->value());
}
constexpr NativeDef kForwardMethods[] = {
    {"__length_hint__(self, /)", forward_hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", iterator_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
};
constexpr NativeDef kBackwardMethods[] = {
    {"__length_hint__(self, /)", backward_hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", iterator_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
};

Result<Value> reduce(Thread& t, const Value* a) {
  Deque* d = self_of(a[0]);
  Value state = EIDER_TRY(call_method(t, a[0], name(t, Name::k__getstate__)));
  Tuple* all = EIDER_TRY(tuple_new(t, 4));
  Tuple* empty = t.realm->empty_tuple;
  all->items[0].init(type_of(t, a[0])->value());
  all->items[1].init(deque_limit(d) < 0 ? empty->value() : EIDER_TRY(tuple_of(t, empty->value(), Value::from_small_int(deque_limit(d))))->value());
  all->items[2].init(state);
  all->items[3].init(EIDER_TRY(get_iter(t, a[0])));
  return all->value();
}

// --- slots -------------------------------------------------------------------------------------------------------------------------
Result<Value> deque_new(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) {
  Deque* d = EIDER_TRY(make<Deque>(t, cls));
  d->head.store_relaxed(tag(0));
  d->size.store_relaxed(tag(0));
  d->max_size.store_relaxed(tag(-1));
  d->state.store_relaxed(tag(0));
  return d->value();
}
Result<void> deque_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"deque(iterable=(), maxlen=None)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Deque* d = self_of(self);
  int64_t limit = -1;
  if (!a[1].is_absent() && !a[1].is_none()) {
    if (type_of(t, a[1])->slots.index == nullptr) return raise(t, TypeId::kTypeError, "an integer is required");
    limit = EIDER_TRY(builtins::size_argument(t, a[1]));
    if (limit < 0) return raise(t, TypeId::kValueError, "maxlen must be non-negative");
    limit = std::min(limit, Value::kMaxSmallInt);
  }
  d->max_size.store_relaxed(tag(limit));
  if (deque_size(d) > 0) EIDER_TRY(clear(t, &self));
  return a[0].is_absent() ? kDone : deque_extend(t, d, a[0], End::kRight);
}
Result<int64_t> deque_length(Thread&, Value self) { return deque_size(self_of(self)); }
Result<bool> deque_truth(Thread&, Value self) { return deque_size(self_of(self)) != 0; }

Result<int64_t> checked_index(Thread& t, Value key) {
  if (!builtins::has_index(t, key)) return raise(t, TypeId::kTypeError, "sequence index must be integer, not '%s'", type_name(t, key));
  return builtins::subscript_index(t, key);
}
Result<Value> deque_get_item(Thread& t, Value self, Value key) {
  Deque* d = self_of(self);
  int64_t index = EIDER_TRY(checked_index(t, key));
  Value item;
  {
    LockedObject locked(t, *d);
    int64_t size = deque_size(d);
    if (index < 0) index += size;
    if (index >= 0 && index < size) item = place(d, index).load_relaxed();
  }
  if (item.is_absent()) return raise(t, TypeId::kIndexError, "deque index out of range");
  return item;
}
Result<void> deque_set_item(Thread& t, Value self, Value key, Value value) {
  Deque* d = self_of(self);
  int64_t index = EIDER_TRY(checked_index(t, key));
  {
    LockedObject locked(t, *d);
    int64_t size = deque_size(d);
    if (index < 0) index += size;
    if (index >= 0 && index < size) {
      if (value.is_absent()) close_gap(d, index); else place(d, index).store_relaxed(value);
      return kDone;
    }
  }
  return raise(t, TypeId::kIndexError, "deque index out of range");
}
Result<bool> deque_contains(Thread& t, Value self, Value wanted) {
  Deque* d = self_of(self);
  int64_t state;
  Tuple* items = EIDER_TRY(deque_snapshot(t, d, &state));
  for (int64_t i = 0; i < items->size(); i++) {
    if (EIDER_TRY(same(t, d, state, items->items[i].get(), wanted, TypeId::kRuntimeError, kMutated))) return true;
    EIDER_TRY(poll(t));
  }
  return false;
}
Result<Value> deque_concat(Thread& t, Value a, Value b) {
  Type* deque = module_type(t, ModuleType::kDeque);
  if (!is_subtype(type_of(t, b), deque)) {
    return raise(t, TypeId::kTypeError, "can only concatenate deque (not \"%s\") to deque", type_name(t, b));
  }
  Value made = EIDER_TRY(copy(t, &a));
  EIDER_TRY(deque_extend(t, self_of(made), b, End::kRight));
  return made;
}
Result<Value> deque_inplace_concat(Thread& t, Value a, Value b) {
  EIDER_TRY(deque_extend(t, self_of(a), b, End::kRight));
  return a;
}
Result<Value> deque_inplace_repeat(Thread& t, Value self, int64_t n) {
  Deque* d = self_of(self);
  if (n <= 0) {
    EIDER_TRY(clear(t, &self));
    return self;
  }
  Tuple* items = EIDER_TRY(deque_snapshot(t, d));
  int64_t total;
  if (__builtin_mul_overflow(items->size(), n, &total) || total > (int64_t{1} << 40)) return raise_no_memory(t);
  if (int64_t limit = deque_limit(d); limit > 0 && items->size() > 0) n = std::min(n, limit / items->size() + 2);
  for (int64_t k = 1; k < n; k++) {
    for (int64_t i = 0; i < items->size(); i++) EIDER_TRY(deque_push(t, d, items->items[i].get(), End::kRight));
    EIDER_TRY(poll(t));
  }
  return self;
}
Result<Value> deque_repeat(Thread& t, Value self, int64_t n) {
  return deque_inplace_repeat(t, EIDER_TRY(copy(t, &self)), n);
}
Result<Value> deque_compare(Thread& t, Value self, Value other, CompareKind kind) {
  Type* deque = module_type(t, ModuleType::kDeque);
  if (!is_subtype(type_of(t, other), deque)) return kNotImplemented;
  Tuple* a = EIDER_TRY(deque_snapshot(t, self_of(self)));
  Tuple* b = EIDER_TRY(deque_snapshot(t, self_of(other)));
  return builtins::compare_sized_sequences(t, builtins::TupleAccess{a}, builtins::TupleAccess{b}, kind);
}
Result<Value> deque_repr(Thread& t, Value self) {
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_from_ascii(t, "[...]");
  Tuple* items = EIDER_TRY(deque_snapshot(t, self_of(self)));
  StrBuilder out(t);
  if (!out.add(type_of(t, self)->name) || !out.add("([")) return kFailure;
  if (!builtins::write_items(t, builtins::TupleAccess{items}, out) || !out.add("]")) return kFailure;
  if (int64_t limit = deque_limit(self_of(self)); limit >= 0) {
    if (!out.add(", maxlen=") || !out.add(std::to_string(limit))) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}
Result<Value> get_limit(Thread&, Value self) {
  int64_t limit = deque_limit(self_of(self));
  return limit < 0 ? kNone : Value::from_small_int(limit);
}
constexpr GetSetDef kGetSets[] = {
    {"maxlen", get_limit, nullptr, "maximum size of a deque or None if unbounded"},
};

constexpr NativeDef kMethods[] = {
    {"append(self, item, /)", append, Sync::kLocksSelf, "Add an element to the right side of the deque."},
    {"appendleft(self, item, /)", append_left, Sync::kLocksSelf, "Add an element to the left side of the deque."},
    {"clear(self, /)", clear, Sync::kLocksSelf, "Remove all elements from the deque."},
    {"__copy__(self, /)", copy, Sync::kSnapshot, "Return a shallow copy of a deque."},
    {"copy(self, /)", copy, Sync::kSnapshot, "Return a shallow copy of a deque."},
    {"count(self, value, /)", count, Sync::kSnapshot, "D.count(value) -> integer -- return number of occurrences of value"},
    {"extend(self, iterable, /)", extend, Sync::kLocksSelfEach, "Extend the right side of the deque with elements from the iterable"},
    {"extendleft(self, iterable, /)", extend_left, Sync::kLocksSelfEach, "Extend the left side of the deque with elements from the iterable"},
    {"index(self, value, start=0, stop=0, /)", index_of, Sync::kSnapshot,
     "D.index(value, [start, [stop]]) -> integer -- return first index of value.\nRaises ValueError if the value is not present.", Texts::kParseStack},
    {"insert(self, index, object, /)", insert, Sync::kLocksSelf, "D.insert(index, object) -- insert object before index", Texts::kParseStack},
    {"pop(self, /)", pop, Sync::kLocksSelf, "Remove and return the rightmost element."},
    {"popleft(self, /)", pop_left, Sync::kLocksSelf, "Remove and return the leftmost element."},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"remove(self, value, /)", remove, Sync::kLocksSelfEach, "D.remove(value) -- remove first occurrence of value."},
    {"__reversed__(self, /)", reversed, Sync::kLockFreeRead, "D.__reversed__() -- return a reverse iterator over the deque"},
    {"reverse(self, /)", reverse, Sync::kLocksSelf, "D.reverse() -- reverse *IN PLACE*"},
    {"rotate(self, n=1, /)", rotate, Sync::kLocksSelf, "Rotate the deque n steps to the right (default n=1).  If n is negative, rotates left."},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> add_deque(Thread& t, Module* module) {
  TypeSpec spec = values_spec<Deque>("collections.deque",
      "deque([iterable[, maxlen]]) --> deque object\n\nA list-like sequence optimized for data accesses near its endpoints.");
  spec.flags = kImmutable | kBaseType | kWeakrefable | kSequencePattern;
  spec.slots.new_ = deque_new;
  spec.slots.init = deque_init;
  spec.slots.length = deque_length;
  spec.slots.to_bool = deque_truth;
  spec.slots.get_item = deque_get_item;
  spec.slots.set_item = deque_set_item;
  spec.slots.contains = deque_contains;
  spec.slots.concat = deque_concat;
  spec.slots.inplace_concat = deque_inplace_concat;
  spec.slots.repeat = deque_repeat;
  spec.slots.inplace_repeat = deque_inplace_repeat;
  spec.slots.compare = deque_compare;
  spec.slots.repr = deque_repr;
  spec.slots.iter = iter;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  set_module_type(t, ModuleType::kDeque, EIDER_TRY(add_type(t, module, spec)));
  spec = iterator_spec<DequeIterator>("_collections._deque_iterator", forward_new, next_forward, nullptr);
  spec.flags = kImmutable;
  spec.methods = kForwardMethods;
  spec.method_count = std::size(kForwardMethods);
  set_module_type(t, ModuleType::kDequeIterator, EIDER_TRY(add_type(t, module, spec)));
  spec = iterator_spec<DequeIterator>("_collections._deque_reverse_iterator", backward_new, next_backward, nullptr);
  spec.flags = kImmutable;
  spec.methods = kBackwardMethods;
  spec.method_count = std::size(kBackwardMethods);
  set_module_type(t, ModuleType::kDequeReverseIterator, EIDER_TRY(add_type(t, module, spec)));
  return kDone;
}

}  // namespace eider::modules
