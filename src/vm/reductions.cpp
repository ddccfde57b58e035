// SPDX-License-Identifier: MIT
//
// Which calls of builtins the compiler's loops stand for (frontend/lower_reductions.cpp).
#include <string_view>

#include "objects/descriptors.h"
#include "objects/native.h"
#include "objects/realm.h"
#include "vm/helpers.h"

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

}  // namespace

bool reduces(const Thread& t, Reduction which, Value callable, Value self, Value start) {
  switch (which) {
    case Reduction::kSum: return is_builtin(callable, self, "sum(iterable, /") && (start.is_absent() || may_be_summed(t, start));
    case Reduction::kAny: return is_builtin(callable, self, "any(iterable, /");
    case Reduction::kAll: return is_builtin(callable, self, "all(iterable, /");
    case Reduction::kMin: return is_builtin(callable, self, "min(*args, ");
    case Reduction::kMax: return is_builtin(callable, self, "max(*args, ");
    case Reduction::kSorted: return is_builtin(callable, self, "sorted(");
    case Reduction::kList: return is_type(t, callable, self, TypeId::kList);
    case Reduction::kTuple: return is_type(t, callable, self, TypeId::kTuple);
    case Reduction::kSet: return is_type(t, callable, self, TypeId::kSet);
    case Reduction::kJoin:
      return is_exact_or_absent(self, TypeId::kStr) && is_exact_or_absent(callable, TypeId::kMethodDescriptor) &&
             std::string_view(callable.as<MethodDescriptor>()->def->text).starts_with("join(self, iterable, /");
    case Reduction::kCount: break;
  }
  return false;
}

}  // namespace eider::vm
