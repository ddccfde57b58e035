// SPDX-License-Identifier: MIT
//
// zip.
#include <iterator>

#include "builtins/iter/iter_parts.h"
#include "builtins/sequence_support.h"

namespace eider::builtins {

namespace {

Result<Value> zip_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  bool strict = false;
  for (int64_t i = 0; kwnames != nullptr && i < kwnames->size(); i++) {
    auto* keyword = kwnames->items[i].get().as<Str>();
    if (!str_equals_ascii(keyword, "strict")) {
      return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for zip()", to_utf8(keyword).c_str());
    }
    strict = EIDER_TRY(truth(t, args[nargs + i]));
  }
  Tuple* iterators = EIDER_TRY(tuple_new(t, nargs));
  for (uint32_t i = 0; i < nargs; i++) iterators->items[i].init(EIDER_TRY(get_iter(t, args[i])));
  auto* it = static_cast<Zip*>(EIDER_TRY(new_instance(t, cls)));
  it->iterators.init(iterators);
  it->strict.init(Value::from_bool(strict));
  return it->value();
}

const char* others(int64_t i) { return i == 1 ? " " : "s 1-"; }

/// Iterator `ended` has ended; complains when others go on.
EIDER_COLD Result<Value> check_strict(Thread& t, Tuple* iterators, int64_t ended) {
  if (ended > 0) {
    return raise(t, TypeId::kValueError, "zip() argument %lld is shorter than argument%s%lld", static_cast<long long>(ended + 1), others(ended),
                 static_cast<long long>(ended));
  }
  for (int64_t i = 1; i < iterators->size(); i++) {
    if (EIDER_TRY(iter_next(t, iterators->items[i].get())).is_absent()) continue;
    return raise(t, TypeId::kValueError, "zip() argument %lld is longer than argument%s%lld", static_cast<long long>(i + 1), others(i),
                 static_cast<long long>(i));
  }
  return kAbsent;
}

Result<Value> zip_next(Thread& t, Value self) {
  auto* it = self.as<Zip>();
  Tuple* iterators = it->iterators.get();
  int64_t size = iterators->size();
  if (size == 0) return kAbsent;
  Tuple* row = EIDER_TRY(tuple_new(t, size));
  for (int64_t i = 0; i < size; i++) {
    Value item = EIDER_TRY(iter_next(t, iterators->items[i].get()));
    if (EIDER_UNLIKELY(item.is_absent())) return it->strict.load_relaxed() == kTrue ? check_strict(t, iterators, i) : kAbsent;
    row->items[i].init(item);
  }
  return row->value();
}

Result<Value> zip_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Zip>();
  Value cls = type_of(t, args[0])->value();
  if (it->strict.load_relaxed() == kTrue) return tuple_of(t, cls, it->iterators.get()->value(), kTrue);
  return tuple_of(t, cls, it->iterators.get()->value());
}

Result<Value> zip_set_state(Thread& t, const Value* args) {
  args[0].as<Zip>()->strict.store_relaxed(Value::from_bool(EIDER_TRY(truth(t, args[1]))));
  return kNone;
}

constexpr NativeDef kMethods[] = {
    {"__reduce__(self, /)", zip_reduce, Sync::kLockFreeRead, "Return state information for pickling."},
    {"__setstate__(self, object, /)", zip_set_state, Sync::kNone, "Set state information for unpickling."},
};

}  // namespace

Result<void> install_zip(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kZip;
  spec.name = "zip";
  spec.doc =
      "zip(*iterables, strict=False) --> Yield tuples until an input is exhausted.\n\n"
      "   >>> list(zip('abcdefg', range(3), range(4)))\n"
      "   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]\n\n"
      "The zip object yields n-length tuples, where n is the number of iterables\n"
      "passed as positional arguments to zip().  The i-th element in every tuple\n"
      "comes from the i-th iterable argument to zip().  This continues until the\n"
      "shortest argument is exhausted.\n\n"
      "If strict is true and one of the arguments is exhausted before the others,\n"
      "raise a ValueError.";
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(Zip);
  spec.trace = TraceKind::kValues;
  spec.slots.trace = trace_words<Zip>;
  spec.slots.new_ = zip_new;
  spec.slots.iter = iter_self;
  spec.slots.next = zip_next;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace eider::builtins
