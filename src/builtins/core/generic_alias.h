// SPDX-License-Identifier: MIT
//
// types.GenericAlias (`list[int]`) and types.UnionType (`int | str`), and the substitution of type parameters they share.
#pragma once

#include "builtins/core/core.h"

namespace eider::builtins {

struct GenericAlias : Object {  // kCustom: subclasses have slots
  static constexpr TypeId kTypeId = TypeId::kGenericAlias;
  Field<Value> origin;
  Field<Value> args;        // Tuple
  Field<Value> parameters;  // Tuple or ABSENT: not computed yet
  Field<Value> starred;     // True: `*tuple[int]`
};
struct UnionType : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kUnionType;
  Field<Value> args;        // Tuple
  Field<Value> parameters;  // Tuple or ABSENT
};

/// The type variables in `args`, each once.
Result<Value> type_parameters(Thread& t, Tuple* args);
/// `args` with `parameters` replaced by `item` (one, or a tuple of several). `self` is named in messages.
Result<Tuple*> substitute(Thread& t, Value self, Tuple* args, Tuple* parameters, Value item);
/// How a type is shown inside an alias or union.
Result<Str*> type_item_repr(Thread& t, Value item);

}  // namespace eider::builtins
