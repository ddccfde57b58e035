// SPDX-License-Identifier: MIT
//
// str_iterator and str_ascii_iterator.
//
// The position is one word, the index; shared between threads without a lock it may repeat or skip characters, never leave the
// text, and, once at the end, stays there: Note [Exhausted iterators] in list/list.h.
#include "builtins/str/str_type.h"

namespace eider::builtins {

namespace {

Result<Value> str_iterator_next(Thread& t, Value self) {
  auto* it = self.as<StrIterator>();
  auto* s = it->text.load_relaxed().as<Str>();
  int64_t i = it->next.load_relaxed().small_int();  // relaxed: any index is a good one
  if (i >= s->length()) {
    it->text.store_relaxed(t.realm->exhausted_str);
    return kAbsent;
  }
  it->next.store_relaxed(Value::from_small_int(i + 1));
  return str_from_char(t, s->at(i));
}

Result<Value> str_iterator_self(Thread& t, Value self) { return self; }

Result<Value> str_iterator_length_hint(Thread&, const Value* args) {
  auto* it = args[0].as<StrIterator>();
  int64_t left = it->text.load_relaxed().as<Str>()->length() - it->next.load_relaxed().small_int();
  return Value::from_small_int(left < 0 ? 0 : left);
}

Result<Value> str_iterator_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<StrIterator>();
  Value iter = EIDER_TRY(builtin_named(t, "iter"));
  Value text = it->text.load_relaxed();
  bool exhausted = text == t.realm->exhausted_str;
  Tuple* inner = EIDER_TRY(tuple_of(t, exhausted ? t.realm->empty_str->value() : text));
  if (exhausted) return tuple_of(t, iter, inner->value());
  return tuple_of(t, iter, inner->value(), it->next.load_relaxed());
}

Result<Value> str_iterator_set_state(Thread& t, const Value* args) {
  auto* it = args[0].as<StrIterator>();
  int64_t at = EIDER_TRY(int_argument(t, args[1], 0));
  Value text = it->text.load_relaxed();
  if (text == t.realm->exhausted_str) return kNone;
  int64_t length = text.as<Str>()->length();
  it->next.store_relaxed(Value::from_small_int(at < 0 ? 0 : at > length ? length : at));
  return kNone;
}

constexpr NativeDef kIteratorMethods[] = {
    {"__length_hint__(self, /)", str_iterator_length_hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", str_iterator_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__setstate__(self, state, /)", str_iterator_set_state, Sync::kLockFreeRead, "Set state information for unpickling."},
};

}  // namespace

Result<Value> str_iter(Thread& t, Value self) {
  TypeId id = self.as<Str>()->ascii ? TypeId::kStrAsciiIterator : TypeId::kStrIterator;
  auto* it = static_cast<StrIterator*>(EIDER_TRY(new_instance(t, type(t, id))));
  it->text.init(self);
  it->next.init(Value::from_small_int(0));
  return it->value();
}

Result<void> install_str_iterators(Thread& t) {
  t.realm->add_root(t.realm->exhausted_str);
  for (TypeId id : {TypeId::kStrIterator, TypeId::kStrAsciiIterator}) {
    TypeSpec spec;
    spec.id = id;
    spec.name = id == TypeId::kStrIterator ? "str_iterator" : "str_ascii_iterator";
    spec.flags = kDisallowInstantiation | kImmutable;
    spec.native_bytes = sizeof(StrIterator);
    spec.trace = TraceKind::kValues;
    spec.slots.iter = str_iterator_self;
    spec.slots.next = str_iterator_next;
    spec.methods = kIteratorMethods;
    spec.method_count = std::size(kIteratorMethods);
    EIDER_TRY(make_builtin_type(t, spec));
  }
  return kDone;
}

}  // namespace eider::builtins
