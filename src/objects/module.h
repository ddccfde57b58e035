// SPDX-License-Identifier: MIT
//
// Module: a namespace with a name. Its attributes are the items of `dict`, a cell dict, so global variables have stable boxes.
//
// `dict` never changes after construction. Subclasses of module use the same dict for their instance attributes.
#pragma once

#include "objects/containers.h"
#include "objects/object.h"
#include "objects/result.h"

namespace eider::objects {

struct NativeDef;

struct Module : Object {  // kValues (subclasses kCustom)
  static constexpr TypeId kTypeId = TypeId::kModule;
  Field<Dict*> dict;
  Field<Value> state;  // a native module's own object (per realm), or ABSENT; Python never sees it
};

/// A module with __name__, __doc__ (None when ABSENT), __package__, __loader__, __spec__ (None).
Result<Module*> module_new(Thread& t, Str* name, Value doc = kAbsent);
/// Adds functions that get the module as __module__ and, when their first parameter is `module`, as that argument.
Result<void> module_add_functions(Thread& t, Module* module, const NativeDef* defs, uint32_t count);
Result<void> module_set(Thread& t, Module* module, std::string_view name, Value value);
/// ABSENT when missing. Never runs Python.
Value module_get(Thread& t, Module* module, Str* name);
/// module.__getattribute__: the dict, the type, then a module-level __getattr__; else AttributeError.
Result<Value> module_get_attr(Thread& t, Value self, Str* name);

}  // namespace eider::objects
