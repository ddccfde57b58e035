// SPDX-License-Identifier: MIT
//
// Which calls of builtins the compiler's loops stand for (frontend/lower_reductions.cpp).
#include <string_view>

#include "objects/bound_method.h"
#include "objects/descriptors.h"
#include "objects/native.h"
#include "objects/realm.h"
#include "vm/function.h"
#include "vm/helpers.h"
#include "vm/mapped_frames.h"
#include "vm/vm_state.h"

namespace eider::vm {

using bytecode::Reduction;

bool is_builtin(Value callable, Value self, std::string_view signature) {
  if (!self.is_absent() || !is_exact_or_absent(callable, TypeId::kNativeFunction)) return false;
  auto* function = callable.as<NativeFunction>();
  return function->self.get().is_absent() && std::string_view(function->def->text).starts_with(signature);
}

namespace {

bool is_type(const Thread& t, Value callable, Value self, TypeId id) { return self.is_absent() && callable == type(t, id)->value(); }

/// sum() refuses texts; they may be instances of subclasses.
bool may_be_summed(const Thread& t, Value start) {
  return !is_instance(t, start, TypeId::kStr) && !is_instance(t, start, TypeId::kBytes) && !is_instance(t, start, TypeId::kByteArray);
}

/// A function written in Python, or a method that is one.
bool is_python(Value f) {
  if (!f.is_heap() || f.is_absent()) return false;
  if (is_exact(f, TypeId::kBoundMethod)) f = f.as<BoundMethod>()->func.get();
  return is_exact_or_absent(f, TypeId::kFunction) && !f.is_absent();
}

/// Asking it for an item runs Python code.
bool yields_by_python(Value v) {
  if (!v.is_heap() || v.is_absent()) return false;
  return is_exact(v, TypeId::kGenerator) || (is_mapped(v) && mapped_call(v).function != nullptr);
}

/// A list or tuple that begins with an instance of a class written in Python: its operators may be.
bool holds_instances(Thread& t, Value v) {
  if (!v.is_heap() || v.is_absent()) return false;
  Value first;
  if (is_exact(v, TypeId::kList)) first = list_get(v.as<List>(), 0);
  else if (is_exact(v, TypeId::kTuple) && v.as<Tuple>()->size() > 0) first = v.as<Tuple>()->items[0].get();
  return !first.is_absent() && first.is_heap() && first.as<Object>()->shape_id() >= shape_id(TypeId::kCount) && type_of(t, first)->layout == TypeId::kObject &&
         type_of(t, first)->has(kHeapType);
}

/// What can be iterated over, whoever asks it.
bool is_source(Value v) {
  if (!v.is_heap() || v.is_absent()) return false;
  switch (static_cast<TypeId>(v.as<Object>()->shape_id())) {
    case TypeId::kList: case TypeId::kTuple: case TypeId::kRange: case TypeId::kStr: case TypeId::kDict: case TypeId::kSet: case TypeId::kFrozenSet:
    case TypeId::kDictKeys: case TypeId::kDictValues: case TypeId::kDictItems: case TypeId::kGenerator: case TypeId::kMap: case TypeId::kFilter:
    case TypeId::kZip: case TypeId::kEnumerate: return true;
    default: return false;
  }
}

}  // namespace

bool reduces(Thread& t, Reduction which, const Value* row, uint32_t rest) {
  if (EIDER_UNLIKELY(t.vm->instrumented)) return false;  // hooks hear of the call
  const Value callable = row[0], self = row[1], first = row[2], second = rest > 0 ? row[3] : kAbsent;
  switch (which) {
    case Reduction::kSum:
      return is_builtin(callable, self, "sum(iterable, /") && (yields_by_python(first) || holds_instances(t, first)) && (rest == 0 || may_be_summed(t, second));
    case Reduction::kAny: return is_builtin(callable, self, "any(iterable, /") && yields_by_python(first);
    case Reduction::kAll: return is_builtin(callable, self, "all(iterable, /") && yields_by_python(first);
    case Reduction::kMin: return is_builtin(callable, self, "min(*args, ") && (yields_by_python(first) || holds_instances(t, first));
    case Reduction::kMax: return is_builtin(callable, self, "max(*args, ") && (yields_by_python(first) || holds_instances(t, first));
    case Reduction::kSorted: return is_builtin(callable, self, "sorted(") && yields_by_python(first);
    case Reduction::kList: return is_type(t, callable, self, TypeId::kList) && yields_by_python(first);
    case Reduction::kTuple: return is_type(t, callable, self, TypeId::kTuple) && yields_by_python(first);
    case Reduction::kSet: return is_type(t, callable, self, TypeId::kSet) && yields_by_python(first);
    case Reduction::kJoin:
      return is_exact_or_absent(self, TypeId::kStr) && is_exact_or_absent(callable, TypeId::kMethodDescriptor) &&
             std::string_view(callable.as<MethodDescriptor>()->def->text).starts_with("join(self, iterable, /") && yields_by_python(first);
    case Reduction::kReduce: return is_builtin(callable, self, "reduce(function, iterable") && is_python(first) && is_source(second);
    case Reduction::kMinBy: return is_builtin(callable, self, "min(*args, ") && is_python(second) && is_source(first);
    case Reduction::kMaxBy: return is_builtin(callable, self, "max(*args, ") && is_python(second) && is_source(first);
    case Reduction::kSortedBy:
      return is_builtin(callable, self, "sorted(") && is_python(second) && is_source(first) && (rest == 1 || row[4].is_bool() || row[4].is_small_int());
    case Reduction::kSortBy: {
      constexpr int64_t kFewest = 64;  // with less than that its steps cost more than the calls
      return is_exact_or_absent(self, TypeId::kList) && !self.is_absent() && is_exact_or_absent(callable, TypeId::kMethodDescriptor) &&
             std::string_view(callable.as<MethodDescriptor>()->def->text).starts_with("sort(self, /, *, key") && is_python(first) &&
             list_size(self.as<List>()) >= kFewest && (rest == 0 || second.is_bool() || second.is_small_int());
    }
    case Reduction::kCount: break;
  }
  return false;
}

}  // namespace eider::vm
