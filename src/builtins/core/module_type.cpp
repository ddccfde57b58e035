// SPDX-License-Identifier: MIT
//
// module: types.ModuleType. Making modules from C++: objects/module.h.
#include "builtins/core/core.h"
#include "objects/errors.h"
#include "objects/module.h"

namespace eider::builtins {

namespace {

Result<Value> module_new_slot(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* module = static_cast<Module*>(EIDER_TRY(new_instance(t, cls)));
  module->dict.init(EIDER_TRY(cell_dict_new(t)));
  return module->value();
}

Result<void> module_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"module(name, doc=None)"};
  Value values[2];
  EIDER_TRY(parse_slot_arguments(t, kSignature, args, nargs, kwnames, values));
  if (!is_instance(t, values[0], TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "module() argument 'name' must be str, not %s", type_name(t, values[0]));
  }
  Dict* dict = self.as<Module>()->dict.get();
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__name__), values[0]));
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__doc__), values[1].is_absent() ? kNone : values[1]));
  for (Name n : {Name::k__package__, Name::k__loader__, Name::k__spec__}) EIDER_TRY(dict_set_str(t, dict, name(t, n), kNone));
  return kDone;
}

/// As importlib._bootstrap._module_repr.
Result<Value> module_repr(Thread& t, Value self) {
  Dict* dict = self.as<Module>()->dict.get();
  auto item = [&](Name n) {
    Value v = dict_get_str(t, dict, name(t, n));
    return v == kNone ? kAbsent : v;
  };
  auto attribute = [&](Value of, std::string_view text) -> Result<Value> {
    Value v = EIDER_TRY(find_attr(t, of, EIDER_TRY(intern(t, text))));
    return v == kNone ? kAbsent : v;
  };
  Value spec = item(Name::k__spec__);
  Value loader = item(Name::k__loader__);
  std::string shown = "'?'";
  if (!spec.is_absent()) {
    Value spec_name = EIDER_TRY(attribute(spec, "name"));
    if (!spec_name.is_absent()) shown = EIDER_TEXT(repr(t, spec_name));
    Value origin = EIDER_TRY(attribute(spec, "origin"));
    if (origin.is_absent()) {
      Value spec_loader = EIDER_TRY(attribute(spec, "loader"));
      if (spec_loader.is_absent()) return str_format(t, "<module %s>", shown.c_str());
      return str_format(t, "<module %s (%s)>", shown.c_str(), EIDER_TEXT(repr(t, spec_loader)).c_str());
    }
    Value located = EIDER_TRY(attribute(spec, "has_location"));
    if (!located.is_absent() && EIDER_TRY(truth(t, located))) {
      return str_format(t, "<module %s from %s>", shown.c_str(), EIDER_TEXT(repr(t, origin)).c_str());
    }
    return str_format(t, "<module %s (%s)>", shown.c_str(), EIDER_TEXT(to_str(t, origin)).c_str());
  }
  Value module_name = item(Name::k__name__);
  if (!module_name.is_absent()) shown = EIDER_TEXT(repr(t, module_name));
  Value file = item(Name::k__file__);
  if (!file.is_absent()) return str_format(t, "<module %s from %s>", shown.c_str(), EIDER_TEXT(repr(t, file)).c_str());
  if (loader.is_absent()) return str_format(t, "<module %s>", shown.c_str());
  return str_format(t, "<module %s (%s)>", shown.c_str(), EIDER_TEXT(repr(t, loader)).c_str());
}

Result<Value> module_dir(Thread& t, Value self) {
  Value dict = EIDER_TRY(get_attr(t, self, name(t, Name::k__dict__)));
  if (!is_instance(t, dict, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "%s.__dict__ is not a dictionary", type_name(t, self));
  }
  Value hook = dict_get_str(t, dict.as<Dict>(), name(t, Name::k__dir__));
  if (!hook.is_absent()) return call0(t, hook);
  return to_list(t, dict);
}

Result<Value> get_dict(Thread& t, Value self) { return self.as<Module>()->dict.get()->value(); }

Result<Value> get_annotations(Thread& t, Value self) {
  Dict* dict = self.as<Module>()->dict.get();
  Value found = dict_get_str(t, dict, name(t, Name::k__annotations__));
  if (!found.is_absent()) return found;
  Dict* made = EIDER_TRY(dict_new(t));
  return dict_set_default(t, dict, name(t, Name::k__annotations__)->value(), made->value());
}
Result<void> set_annotations(Thread& t, Value self, Value value) {
  Dict* dict = self.as<Module>()->dict.get();
  if (!value.is_absent()) return dict_set_str(t, dict, name(t, Name::k__annotations__), value);
  Value old = EIDER_TRY(dict_pop(t, dict, name(t, Name::k__annotations__)->value()));
  if (old.is_absent()) return raise_value(t, TypeId::kAttributeError, name(t, Name::k__annotations__)->value());
  return kDone;
}

constexpr NativeDef kMethods[] = {{"__dir__(self, /)", bind<module_dir>, Sync::kSnapshot, "__dir__() -> list\nspecialized dir() implementation"}};
constexpr GetSetDef kGetSets[] = {
    {"__dict__", get_dict, nullptr, nullptr},
    {"__annotations__", get_annotations, set_annotations, nullptr},
};

}  // namespace

Result<void> install_module(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kModule;
  spec.doc = "module(name, doc=None)\n--\n\nCreate a module object.\n\nThe name must be a string; the optional doc argument can have any type.";
  spec.flags = kBaseType | kWeakrefable;
  spec.native_bytes = sizeof(Module);
  spec.trace = TraceKind::kValues;
  spec.dict_offset = offsetof(Module, dict);
  spec.slots.new_ = &module_new_slot;
  spec.slots.init = &module_init;
  spec.slots.repr = &module_repr;
  spec.slots.get_attr = &module_get_attr;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins
