// SPDX-License-Identifier: MIT
//
// Which operations run no Python code: asked when a call is recorded, and by helpers each time, which decline the others. While a
// helper runs, inlined frames are not in memory, so whatever could look at them must not run in one.
#pragma once

#include "objects/native.h"
#include "objects/thread.h"

namespace eider::jit {

/// o.name: found in o or its class by the generic rules, and bound by C++.
bool quiet_get_attribute(objects::Thread& t, objects::Value o, objects::Value name);
/// o.name = v and del o.name: into the instance's own attributes.
bool quiet_set_attribute(objects::Thread& t, objects::Value o, objects::Value name);
/// Numbers, text, None and the like: exact builtin types whose operations run no Python.
bool quiet_value(objects::Value v);
/// A builtin list, tuple, set, dict (its keys), range or text of such.
bool quiet_items(objects::Thread& t, objects::Value v);

}  // namespace eider::jit
