// SPDX-License-Identifier: MIT
//
// Which operations run no Python code: asked when a call is recorded, and by helpers each time, which decline the others. While a
// helper runs, inlined frames are not in memory, so whatever could look at them must not run in one.
#pragma once

#include "bytecode/ops.h"
#include "objects/native.h"
#include "objects/thread.h"

namespace eider::jit {

/// o.name: found in o or its class by the generic rules, and bound by C++.
bool quiet_get_attribute(objects::Thread& t, objects::Value o, objects::Value name);
/// o.name = v and del o.name: into the instance's own attributes.
bool quiet_set_attribute(objects::Thread& t, objects::Value o, objects::Value name);
/// Numbers, text, None and the like: exact builtin types whose operations run no Python.
bool quiet_value(objects::Value v);
/// A list, tuple, range, str, dict or set of exactly that class.
bool builtin_container(objects::Value v);
/// Whether the slots of the class ask another object, which may be of any class.
inline bool is_weak_proxy(const objects::Type& cls) { return cls.layout == objects::TypeId::kWeakProxy || cls.layout == objects::TypeId::kWeakCallableProxy; }
/// A builtin list, tuple, set, dict (its keys), range or text of such.
bool quiet_items(objects::Thread& t, objects::Value v);

inline constexpr int kQuietItems = 3;
/// Whether the instruction runs no Python and looks at no frame, whether it raises or not. top: the topmost of at
/// least kQuietItems stack items, where there are so many; name: of an attribute.
bool quiet_instruction(objects::Thread& t, bytecode::Op op, uint32_t arg, const objects::Value* top, objects::Value name);
/// Runs such an instruction; the result is what it leaves on the stack in place of what it takes.
objects::Result<objects::Value> run_quiet_instruction(objects::Thread& t, bytecode::Op op, uint32_t arg, const objects::Value* top, objects::Value name);

}  // namespace eider::jit
