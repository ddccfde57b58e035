// SPDX-License-Identifier: MIT
//
// Making modules and reading their attributes. The type's methods: builtins/core/module_type.cpp.
#include "objects/module.h"

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

Result<Module*> module_new(Thread& t, Str* module_name, Value doc) {
  auto* module = static_cast<Module*>(EIDER_TRY(new_instance(t, type(t, TypeId::kModule))));
  Dict* dict = EIDER_TRY(cell_dict_new(t));
  module->dict.init(dict);
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__name__), module_name->value()));
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__doc__), doc.is_absent() ? kNone : doc));
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__package__), kNone));
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__loader__), kNone));
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__spec__), kNone));
  return module;
}

Result<void> module_add_functions(Thread& t, Module* module, const NativeDef* defs, uint32_t count) {
  Dict* dict = module->dict.get();
  Value module_name = dict_get_str(t, dict, name(t, Name::k__name__));
  for (uint32_t i = 0; i < count && defs[i].function != nullptr; i++) {
    Value self = defs[i].signature.has_self ? module->value() : kAbsent;
    NativeFunction* f = EIDER_TRY(native_function_new(t, &defs[i], self, module_name));
    EIDER_TRY(dict_set_str(t, dict, EIDER_TRY(intern(t, defs[i].signature.name)), f->value()));
  }
  return kDone;
}

Result<void> module_set(Thread& t, Module* module, std::string_view attribute, Value value) {
  return dict_set_str(t, module->dict.get(), EIDER_TRY(intern(t, attribute)), value);
}

Value module_get(Thread& t, Module* module, Str* attribute) { return dict_get_str(t, module->dict.get(), attribute); }

Result<Value> module_get_attr(Thread& t, Value self, Str* attribute) {
  Value found = EIDER_TRY(generic_find_attr(t, self, attribute));
  if (!found.is_absent()) return found;
  auto* module = self.as<Module>();
  Dict* dict = module->dict.load_acquire();
  if (dict != nullptr) {
    Value hook = dict_get_str(t, dict, name(t, Name::k__getattr__));
    if (!hook.is_absent()) return call1(t, hook, attribute->value());
  }
  std::string text = to_utf8(attribute);
  Value module_name = dict == nullptr ? kAbsent : dict_get_str(t, dict, name(t, Name::k__name__));
  Failure failure = kFailure;
  if (!module_name.is_absent() && is_instance(t, module_name, TypeId::kStr)) {
    std::string shown = to_utf8(module_name.as<Str>());
    Value spec = dict_get_str(t, dict, name(t, Name::k__spec__));
    const char* format = "module '%s' has no attribute '%s'";
    bool submodule = false;
    if (!spec.is_absent() && spec != kNone) {
      Value flag = EIDER_TRY(find_attr(t, spec, name(t, Name::k_initializing)));
      if (!flag.is_absent() && EIDER_TRY(truth(t, flag))) {
        format = "partially initialized module '%s' has no attribute '%s' (most likely due to a circular import)";
      } else {
        Value running = EIDER_TRY(find_attr(t, spec, name(t, Name::k_uninitialized_submodules)));
        submodule = !running.is_absent() && EIDER_TRY(contains(t, running, attribute->value()));
      }
    }
    if (submodule) {
      failure = raise(t, TypeId::kAttributeError, "cannot access submodule '%s' of module '%s' (most likely due to a circular import)",
                      text.c_str(), shown.c_str());
    } else {
      failure = raise(t, TypeId::kAttributeError, format, shown.c_str(), text.c_str());
    }
  } else {
    failure = raise(t, TypeId::kAttributeError, "module has no attribute '%s'", text.c_str());
  }
  if (pending_is(t, TypeId::kAttributeError)) {
    t.pending_exception.as<BaseException>()->fields[0].store_release(attribute->value());
    t.pending_exception.as<BaseException>()->fields[1].store_release(self);
  }
  return failure;
}

}  // namespace eider::objects
