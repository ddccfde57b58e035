// SPDX-License-Identifier: MIT
//
// The builtin types and functions: who installs what. Called once per realm, after Realm::bootstrap, while one thread exists.
#pragma once

#include "objects/native.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/type.h"

namespace eider::builtins {

using namespace objects;

/// object, type, NoneType, ellipsis, NotImplementedType, descriptors, property, classmethod, staticmethod, super, methods,
/// mappingproxy, module, cell, weak references, SimpleNamespace, GenericAlias, UnionType. Must be the first to be installed.
Result<void> install_core_types(Thread& t);
/// list, tuple, dict, set, frozenset, range, slice with their views and iterators; enumerate, zip, map, filter, reversed, iter(f, x).
Result<void> install_containers(Thread& t);

/// Whether v has __index__.
inline bool has_index(const Thread& t, Value v) { return v.is_small_int() || type_of(t, v)->slots.index != nullptr; }

/// types.GenericAlias(origin, args).
Result<Value> generic_alias_new(Thread& t, Value origin, Value args);
/// The NativeFn of every `__class_getitem__(cls, item, /)`.
Result<Value> class_getitem(Thread& t, const Value* args);

/// len, iter, next, sorted, sum, min, max, any, all: rows for the builtins module.
extern const NativeDef kIterationFunctions[];
extern const uint32_t kIterationFunctionCount;

/// str and its iterators (str/); bytes, bytearray, memoryview and theirs (bytes/). The functions: kTextFunctions (functions/text.h).
Result<void> install_str_types(Thread& t);
Result<void> install_bytes_types(Thread& t);

}  // namespace eider::builtins
