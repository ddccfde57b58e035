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

Result<Value> add_exception(Thread& t, Module* module, std::string_view full_name, Value base) {
  size_t dot = full_name.rfind('.');
  std::string_view last = full_name.substr(dot + 1);
  Dict* ns = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__module__), EIDER_TRY(intern(t, full_name.substr(0, dot)))->value()));
  Tuple* bases = EIDER_TRY(tuple_of(t, base));
  Value cls = EIDER_TRY(call3(t, type(t, TypeId::kType)->value(), EIDER_TRY(intern(t, last))->value(), bases->value(), ns->value()));
  EIDER_TRY(module_set(t, module, last, cls));
  return cls;
}

}  // namespace eider::modules
