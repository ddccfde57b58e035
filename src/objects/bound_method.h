// SPDX-License-Identifier: MIT
//
// BoundMethod: a function (or any callable) with its first argument. Immutable; TraceKind::kValues; not subclassable.
#pragma once

#include "objects/object.h"
#include "objects/result.h"

namespace eider::objects {

class Thread;

struct BoundMethod : Object {
  static constexpr TypeId kTypeId = TypeId::kBoundMethod;
  Field<Value> func;
  Field<Value> self;
};
Result<BoundMethod*> bound_method_new(Thread& t, Value func, Value self);

}  // namespace eider::objects
