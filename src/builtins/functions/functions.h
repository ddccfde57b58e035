// SPDX-License-Identifier: MIT
//
// The builtin functions and types together: what the runtime calls to fill a realm.
#pragma once

#include <string>

#include "objects/module.h"
#include "objects/protocol.h"

namespace eider::builtins {

using namespace objects;

/// Copies the bytes of a bytes-like object; false when `v` is none.
Result<bool> copy_bytes_like(Thread& t, Value v, std::string* out);
/// Iteration and text functions, into the builtins module.
Result<void> add_builtin_functions(Thread& t, Module* module);
/// Every type of this layer, in dependency order.
Result<void> install_all_types(Thread& t);

}  // namespace eider::builtins
