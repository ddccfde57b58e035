// SPDX-License-Identifier: MIT
//
// What native modules share: calling methods by C names, filling modules, structseq types.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "builtins/str/str_support.h"
#include "modules/modules.h"

namespace eider::modules {

/// o.name(*args)
inline Result<Value> call_named(Thread& t, Value o, std::string_view name, std::initializer_list<Value> args = {}) {
  Str* key = EIDER_TRY(intern(t, name));
  return call_method(t, o, key, args.begin(), static_cast<uint32_t>(args.size()));
}
inline Result<Value> attr_named(Thread& t, Value o, std::string_view name) { return get_attr(t, o, EIDER_TRY(intern(t, name))); }
inline Result<Value> find_named(Thread& t, Value o, std::string_view name) { return find_attr(t, o, EIDER_TRY(intern(t, name))); }
inline Result<Value> text_value(Thread& t, std::string_view utf8) { return str_from_utf8(t, utf8); }

/// Bytes of the system (argv, paths) as text: UTF-8 with surrogateescape; and the reverse.
Result<Value> os_text(Thread& t, std::string_view bytes);
Result<std::string*> os_bytes(Thread& t, Value path, std::string* out);

template <size_t N>
Result<void> add_functions(Thread& t, Module* module, const NativeDef (&defs)[N]) {
  return module_add_functions(t, module, defs, N);
}
template <size_t N>
void set_methods(TypeSpec& spec, const NativeDef (&defs)[N]) {
  spec.methods = defs;
  spec.method_count = N;
}
template <size_t N>
void set_getsets(TypeSpec& spec, const GetSetDef (&defs)[N]) {
  spec.getsets = defs;
  spec.getset_count = N;
}

// --- structseq (structseq.cpp) ----------------------------------------------------------------------------------------------------
/// A tuple type whose items have names. The first `visible` of `count` fields are items; the others are only attributes
/// (os.stat_result's st_atime_ns). Names live as long as the process.
struct StructSeq {
  const char* name;  // "sys.flags"
  const char* doc;
  const MemberDef* fields;
  uint32_t count;
  uint32_t visible;
  bool instantiable = true;
};
/// The members for a row of names: static constexpr auto kFields = structseq_fields("major", "minor");
template <class... Names>
constexpr std::array<MemberDef, sizeof...(Names)> structseq_fields(Names... names) {
  uint32_t i = 0;
  return {MemberDef{names, static_cast<uint32_t>(offsetof(Tuple, items) + 8 * i++), true, nullptr, true}...};
}
Result<Type*> structseq_type(Thread& t, const StructSeq& what);
/// An instance; `values` has all the fields.
Result<Value> structseq_new(Thread& t, Type* type, const Value* values, uint32_t count, uint32_t visible);

}  // namespace eider::modules
