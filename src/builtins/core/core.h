// SPDX-License-Identifier: MIT
//
// The core types' installers, one a file, in the order they run, and what those files share.
#pragma once

#include "builtins/builtins.h"
#include "objects/descriptors.h"

namespace eider::builtins {

#define EIDER_CORE_INSTALLERS(X)                                                                                         \
  X(install_class_static) /* first: later tables make static methods */                                                \
  X(install_descriptors) X(install_methods) X(install_object) X(install_type) X(install_constants) X(install_property) \
  X(install_super) X(install_mapping_proxy) X(install_module) X(install_cell) X(install_weakref)                       \
  X(install_simple_namespace) X(install_generic_alias) X(install_union)
#define EIDER_DECLARE(name) Result<void> name(Thread& t);
EIDER_CORE_INSTALLERS(EIDER_DECLARE)
#undef EIDER_DECLARE

/// "__dict__" as a getset for types whose instances have one.
Result<Value> get_instance_dict(Thread& t, Value self);
Result<void> set_instance_dict_attribute(Thread& t, Value self, Value value);
inline constexpr GetSetDef kDictGetSet = {"__dict__", get_instance_dict, set_instance_dict_attribute, nullptr};

/// `x.__isabstractmethod__` is true; false when missing.
Result<bool> is_abstract(Thread& t, Value v);
/// Text of a signature as inspect wants it: "($self, object, /)"; ABSENT when there is none.
Result<Value> text_signature(Thread& t, const NativeDef* def);
Result<Str*> format_text(Thread& t, const std::string& utf8);
/// Adds the names of cls and its bases to `names` (for dir()).
Result<void> add_class_names(Thread& t, Dict* names, Type* cls);
Result<Value> or_types(Thread& t, Value left, Value right);  // int | str
/// Arguments of a new_/init slot by a signature without self; `out` gets one Value a parameter.
template <size_t N>
Result<void> parse_slot_arguments(Thread& t, const Signature& s, const Value* args, uint32_t nargs, Tuple* kwnames, Value (&out)[N]) {
  EIDER_ASSERT(s.count <= N);
  return parse_arguments(t, s, args, nargs, kwnames, out);
}
/// EIDER_TRY for a Result<Str*> whose UTF-8 text is wanted.
#define EIDER_TEXT(expression) to_utf8(EIDER_TRY(expression))

}  // namespace eider::builtins
