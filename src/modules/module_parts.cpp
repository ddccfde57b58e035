// SPDX-License-Identifier: MIT
//
// Making module types; the realm's table of them.
#include "modules/module_parts.h"

namespace eider::modules {

ModuleTypes& module_types(Thread& t) {
  // Modules are filled by one thread at a time (the import lock), and each slot is set before its module can be used.
  // The table lives as long as its realm: a few words, never freed before the process ends.
  if (t.realm->modules_state == nullptr) t.realm->modules_state = new ModuleTypes;
  return *static_cast<ModuleTypes*>(t.realm->modules_state);
}

Result<Type*> add_type(Thread& t, Module* module, const TypeSpec& spec) {
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  std::string_view name = spec.name;
  if (size_t dot = name.rfind('.'); dot != std::string_view::npos) name = name.substr(dot + 1);
  EIDER_TRY(module_set(t, module, name, type->value()));
  return type;
}

}  // namespace eider::modules
