// SPDX-License-Identifier: MIT
//
// The tuple type. Immutable; instances of subclasses have their items inline too (TypeFlags::kVariableSize).
#include "builtins/tuple/tuple.h"

#include <cstring>
#include <iterator>

#include "builtins/kernels/hash.h"
#include "builtins/sequence_support.h"
#include "builtins/slice/slice.h"
#include "builtins/tuple/tuple_parts.h"
#include "objects/key_hash.h"

namespace eider::builtins {

namespace {

bool is_tuple(const Thread& t, Value v) { return is_exact(v, TypeId::kTuple) || is_instance(t, v, TypeId::kTuple); }

void copy(Tuple* to, int64_t at, const Tuple* from, int64_t start, int64_t count) {
  std::memcpy(static_cast<void*>(to->items + at), static_cast<const void*>(from->items + start), 8 * static_cast<size_t>(count));
}

/// The same items in an exact tuple: `tuple` itself when it is one.
Result<Tuple*> exact(Thread& t, Tuple* tuple) {
  if (tuple->shape_id() == shape_id(TypeId::kTuple)) return tuple;
  return tuple_slice(t, tuple, 0, 1, tuple->size());
}

Result<int64_t> slot_length(Thread& t, Value self) { return self.as<Tuple>()->size(); }
Result<bool> slot_truth(Thread& t, Value self) { return self.as<Tuple>()->size() != 0; }

Result<Value> slot_get_item(Thread& t, Value self, Value key) {
  auto* tuple = self.as<Tuple>();
  if (EIDER_LIKELY(has_index(t, key))) {
    int64_t i = EIDER_TRY(subscript_index(t, key));
    if (i < 0) i += tuple->size();
    if (EIDER_UNLIKELY(static_cast<uint64_t>(i) >= static_cast<uint64_t>(tuple->size()))) {
      return raise(t, TypeId::kIndexError, "tuple index out of range");
    }
    return tuple->items[i].get();
  }
  if (is_exact(key, TypeId::kSlice)) {
    SliceIndices at = EIDER_TRY(slice_unpack(t, key.as<Slice>()));
    int64_t count = slice_adjust(tuple->size(), &at);
    if (at.step == 1 && count == tuple->size()) return exact(t, tuple);
    return tuple_slice(t, tuple, at.start, at.step, count);
  }
  return raise(t, TypeId::kTypeError, "tuple indices must be integers or slices, not %s", type_name(t, key));
}

Result<bool> slot_contains(Thread& t, Value self, Value item) {
  auto* tuple = self.as<Tuple>();
  return EIDER_TRY(find_item(t, TupleAccess{tuple}, item, 0, tuple->size())) >= 0;
}

Result<Value> slot_concat(Thread& t, Value left, Value right) {
  if (!is_tuple(t, right)) {
    return raise(t, TypeId::kTypeError, "can only concatenate tuple (not \"%s\") to tuple", type_name(t, right));
  }
  auto* a = left.as<Tuple>();
  auto* b = right.as<Tuple>();
  if (a->size() == 0) return exact(t, b);
  if (b->size() == 0) return exact(t, a);
  Tuple* made = EIDER_TRY(tuple_new(t, a->size() + b->size()));
  copy(made, 0, a, 0, a->size());
  copy(made, a->size(), b, 0, b->size());
  return made->value();
}

Result<Value> slot_repeat(Thread& t, Value self, int64_t times) {
  auto* tuple = self.as<Tuple>();
  int64_t size = tuple->size();
  if (size == 0 || times == 1) return exact(t, tuple);
  if (times <= 0) return t.realm->empty_tuple->value();
  int64_t total;
  if (__builtin_mul_overflow(size, times, &total)) return raise_no_memory(t);
  Tuple* made = EIDER_TRY(tuple_new(t, total));
  copy(made, 0, tuple, 0, size);
  for (int64_t done = size; done < total; done *= 2) copy(made, done, made, 0, std::min(done, total - done));
  return made->value();
}

Result<Value> slot_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_tuple(t, self) || !is_tuple(t, other)) return kNotImplemented;
  return compare_sequences(t, TupleAccess{self.as<Tuple>()}, TupleAccess{other.as<Tuple>()}, kind);
}

Result<Value> slot_repr(Thread& t, Value self) {
  auto* tuple = self.as<Tuple>();
  if (tuple->size() == 0) return str_from_ascii(t, "()");
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  if (guard.nested()) return str_from_ascii(t, "(...)");
  StrBuilder out(t);
  if (!out.add("(") || !write_items(t, TupleAccess{tuple}, out) || !out.add(tuple->size() == 1 ? ",)" : ")")) return kFailure;
  return out.finish();
}

Result<Value> slot_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Type* base = type(t, TypeId::kTuple);
  bool own_init = cls != base && cls->slots.init != base->slots.init;
  EIDER_TRY(check_constructor(t, "tuple", nargs, own_init ? nullptr : kwnames, 0, 1));
  Tuple* items = nargs == 0 ? t.realm->empty_tuple : EIDER_TRY(to_tuple(t, args[0]));
  if (cls == base) return exact(t, items);
  int64_t size = items->size();
  auto* made = static_cast<Tuple*>(EIDER_TRY(new_variable_instance(t, cls, sizeof(Tuple) + 8 * static_cast<size_t>(size), TraceKind::kCustom)));
  made->tagged_count = size << 1 | 1;
  copy(made, 0, items, 0, size);
  return made->value();
}

Result<Value> count_method(Thread& t, const Value* args) {
  return Value::from_small_int(EIDER_TRY(count_item(t, TupleAccess{args[0].as<Tuple>()}, args[1])));
}

Result<Value> index_method(Thread& t, const Value* args) {
  int64_t at = EIDER_TRY(find_between(t, TupleAccess{args[0].as<Tuple>()}, args[1], args[2], args[3]));
  if (at >= 0) return Value::from_small_int(at);
  return raise(t, TypeId::kValueError, "tuple.index(x): x not in tuple");
}

Result<Value> getnewargs_method(Thread& t, const Value* args) {
  return tuple_of(t, EIDER_TRY(exact(t, args[0].as<Tuple>()))->value());
}

constexpr NativeDef kMethods[] = {
    {"index(self, value, start=0, stop=9223372036854775807, /)", index_method, Sync::kImmutable,
     "Return first index of value.\n\nRaises ValueError if the value is not present."},
    {"count(self, value, /)", count_method, Sync::kImmutable, "Return number of occurrences of value."},
    {"__getnewargs__(self, /)", getnewargs_method, Sync::kImmutable, nullptr},
    {"__class_getitem__(cls, object, /)", class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<Tuple*> tuple_slice(Thread& t, Tuple* tuple, int64_t start, int64_t step, int64_t count) {
  Tuple* made = EIDER_TRY(tuple_new(t, count));
  if (step == 1) {
    copy(made, 0, tuple, start, count);
  } else {
    for (int64_t i = 0; i < count; i++) made->items[i].init(tuple->items[start + i * step].get());
  }
  return made;
}

Result<int64_t> tuple_hash(Thread& t, Value self) {
  auto* tuple = self.as<Tuple>();
  kernels::TupleHash hash_of;
  // An item that has a hash function is asked by hash(), which counts the recursion.
  for (int64_t i = 0, n = tuple->size(); i < n; i++) hash_of.add(static_cast<int64_t>(EIDER_TRY(hash_key(t, tuple->items[i].get()))));
  return hash_of.finish();
}

Result<void> install_tuple(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kTuple;
  spec.name = "tuple";
  spec.doc =
      "Built-in immutable sequence.\n\n"
      "If no argument is given, the constructor returns an empty tuple.\n"
      "If iterable is specified the tuple is initialized from iterable's items.\n\n"
      "If the argument is a tuple, the return value is the same object.";
  spec.flags = kBaseType | kImmutable | kSequencePattern | kMatchSelf | kVariableSize;
  spec.native_bytes = sizeof(Tuple);
  spec.trace = TraceKind::kValues;
  spec.slots.length = slot_length;
  spec.slots.to_bool = slot_truth;
  spec.slots.get_item = slot_get_item;
  spec.slots.contains = slot_contains;
  spec.slots.concat = slot_concat;
  spec.slots.repeat = slot_repeat;
  spec.slots.compare = slot_compare;
  spec.slots.hash = tuple_hash;
  spec.slots.repr = slot_repr;
  spec.slots.iter = tuple_iter;
  spec.slots.new_ = slot_new;
  spec.slots.trace = trace_tuple;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  if (!make_builtin_type(t, spec).ok()) return kFailure;
  return install_tuple_iterator(t);
}

}  // namespace eider::builtins
