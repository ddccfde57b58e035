// SPDX-License-Identifier: MIT
//
// list_iterator and list_reverseiterator.
#include <iterator>

#include "builtins/list/list_parts.h"
#include "builtins/sequence_support.h"
#include "objects/allocate.h"

namespace eider::builtins {

Result<ListIterator*> list_iterator_new(Thread& t, List* list) {
  auto* it = allocate_exact<ListIterator>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->list.init(list);
  it->tagged_index.store_relaxed(1);
  return it;
}

Value list_iterator_exhaust(ListIterator* it) {
  it->list.store_relaxed(Thread::current()->realm->exhausted_list);
  return kAbsent;
}

Value list_iterator_next_slow(ListIterator* it) {
  int64_t tagged = it->tagged_index.load_relaxed();
  Value item = list_get_checked(it->list.load_relaxed(), tagged >> 1);
  if (item.is_absent()) return list_iterator_exhaust(it);
  it->tagged_index.store_relaxed(tagged + 2);
  return item;
}

Result<Value> list_iter(Thread& t, Value self) { return list_iterator_new(t, self.as<List>()); }

Result<Value> list_reversed(Thread& t, const Value* args) {
  auto* list = args[0].as<List>();
  auto* it = allocate_exact<ListReverseIterator>(t, TraceKind::kValues);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->list.init(list);
  it->tagged_index.store_relaxed((list_size(list) - 1) * 2 + 1);
  return it->value();
}

namespace {

int64_t tagged(int64_t index) { return index * 2 + 1; }

Result<Value> next(Thread& t, Value self) { return list_iterator_next(self.as<ListIterator>()); }

Result<Value> next_reverse(Thread& t, Value self) {
  auto* it = self.as<ListReverseIterator>();
  int64_t index = it->tagged_index.load_relaxed() >> 1;
  Value item = index >= 0 ? list_get_checked(it->list.load_relaxed(), index) : kAbsent;
  if (EIDER_UNLIKELY(item.is_absent())) {
    it->list.store_relaxed(t.realm->exhausted_list);
    it->tagged_index.store_relaxed(tagged(-1));
    return kAbsent;
  }
  it->tagged_index.store_relaxed(tagged(index - 1));
  return item;
}

Result<Value> hint(Thread& t, const Value* args) {
  auto* it = args[0].as<ListIterator>();
  int64_t left = list_size(it->list.load_relaxed()) - (it->tagged_index.load_relaxed() >> 1);
  return Value::from_small_int(std::max<int64_t>(left, 0));
}

Result<Value> hint_reverse(Thread& t, const Value* args) {
  auto* it = args[0].as<ListReverseIterator>();
  int64_t left = (it->tagged_index.load_relaxed() >> 1) + 1;
  return Value::from_small_int(list_size(it->list.load_relaxed()) < left ? 0 : left);
}

/// (iter, ([],)): what exhausted list iterators are pickled as.
Result<Value> reduce_exhausted(Thread& t) {
  Tuple* inner = EIDER_TRY(tuple_of(t, EIDER_TRY(list_new(t, 0))->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value());
}

Result<Value> reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<ListIterator>();
  List* list = it->list.load_relaxed();
  if (list == t.realm->exhausted_list) return reduce_exhausted(t);
  Tuple* inner = EIDER_TRY(tuple_of(t, list->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value(), Value::from_small_int(it->tagged_index.load_relaxed() >> 1));
}

Result<Value> reduce_reverse(Thread& t, const Value* args) {
  auto* it = args[0].as<ListReverseIterator>();
  List* list = it->list.load_relaxed();
  int64_t index = it->tagged_index.load_relaxed() >> 1;
  if (list == t.realm->exhausted_list) return reduce_exhausted(t);
  Tuple* inner = EIDER_TRY(tuple_of(t, list->value()));
  Value reversed = EIDER_TRY(builtin_function(t, EIDER_TRY(intern(t, std::string_view("reversed")))));
  return tuple_of(t, reversed, inner->value(), Value::from_small_int(index));
}

Result<Value> set_state(Thread& t, const Value* args) {
  auto* it = args[0].as<ListIterator>();
  int64_t index = EIDER_TRY(state_argument(t, args[1]));
  it->tagged_index.store_relaxed(tagged(std::clamp<int64_t>(index, 0, list_size(it->list.load_relaxed()))));
  return kNone;
}

Result<Value> set_state_reverse(Thread& t, const Value* args) {
  auto* it = args[0].as<ListReverseIterator>();
  int64_t index = EIDER_TRY(state_argument(t, args[1]));
  it->tagged_index.store_relaxed(tagged(std::clamp<int64_t>(index, -1, list_size(it->list.load_relaxed()) - 1)));
  return kNone;
}

constexpr const char* kHintDoc = "Private method returning an estimate of len(list(it)).";
constexpr const char* kReduceDoc = "Return state information for pickling.";
constexpr const char* kSetStateDoc = "Set state information for unpickling.";

constexpr NativeDef kMethods[] = {
    {"__length_hint__(self, /)", hint, Sync::kLockFreeRead, kHintDoc},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, object, /)", set_state, Sync::kNone, kSetStateDoc},
};
constexpr NativeDef kReverseMethods[] = {
    {"__length_hint__(self, /)", hint_reverse, Sync::kLockFreeRead, kHintDoc},
    {"__reduce__(self, /)", reduce_reverse, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, object, /)", set_state_reverse, Sync::kNone, kSetStateDoc},
};

}  // namespace

Result<void> install_list_iterators(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kListIterator;
  spec.name = "list_iterator";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(ListIterator);
  spec.trace = TraceKind::kValues;
  spec.slots.iter = iter_self;
  spec.slots.next = next;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  spec.id = TypeId::kListReverseIterator;
  spec.name = "list_reverseiterator";
  spec.slots.next = next_reverse;
  spec.methods = kReverseMethods;
  spec.method_count = std::size(kReverseMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  return kDone;
}

}  // namespace eider::builtins
