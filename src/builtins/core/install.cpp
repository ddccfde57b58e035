// SPDX-License-Identifier: MIT
//
// The core types, in order, and small things they share.
#include "builtins/core/core.h"
#include "builtins/iter/iter.h"
#include "objects/errors.h"

namespace eider::builtins {

Result<void> install_core_types(Thread& t) {
  t.realm->hooks.make_seq_iterator = &seq_iterator_new;
  t.realm->hooks.generic_alias = &generic_alias_new;
  t.realm->hooks.format_exception = &format_exception;
#define EIDER_RUN(name) EIDER_TRY(name(t));
  EIDER_CORE_INSTALLERS(EIDER_RUN)
#undef EIDER_RUN
  return kDone;
}

Result<Value> get_instance_dict(Thread& t, Value self) {
  Value dict = EIDER_TRY(instance_dict(t, self));
  if (dict.is_absent()) return raise_attribute_error(t, self, name(t, Name::k__dict__));
  return dict;
}

Result<void> set_instance_dict_attribute(Thread& t, Value self, Value value) {
  if (value.is_absent()) return raise(t, TypeId::kTypeError, "cannot delete __dict__");
  if (!is_instance(t, value, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '%s'", type_name(t, value));
  }
  return set_instance_dict(t, self, value.as<Dict>());
}

Result<bool> is_abstract(Thread& t, Value v) {
  if (v.is_absent()) return false;
  Value flag = EIDER_TRY(find_attr(t, v, name(t, Name::k__isabstractmethod__)));
  if (flag.is_absent()) return false;
  return truth(t, flag);
}

Result<Value> text_signature(Thread& t, const NativeDef* def) {
  if (def->text == nullptr) return kNone;
  std::string text = def->text;
  text = text.substr(text.find('('));
  if (def->signature.has_self && text.size() > 1) text.insert(1, "$");
  return str_from_utf8(t, text);
}

Result<Str*> format_text(Thread& t, const std::string& utf8) { return str_from_utf8(t, utf8); }

}  // namespace eider::builtins
