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

}  // namespace eider::builtins
