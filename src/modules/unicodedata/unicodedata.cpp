// SPDX-License-Identifier: MIT
//
// unicodedata: what Unicode says of characters, by ICU (builtins/kernels/unicode_db.h).
//
// ucd_3_2_0, which IDNA's rules are written for, answers for characters that Unicode 3.2 did not have as for unassigned ones; of the
// others it knows what they are today. Everything here is immutable.
#include <unicode/uchar.h>

#include "builtins/kernels/unicode_db.h"
#include "modules/module_parts.h"
#include "modules/support.h"

namespace eider::modules {

namespace {

namespace kernels = builtins::kernels;
using builtins::TextView;

enum class Database : uint8_t { kPresent, kOld };  // Unicode 14, 3.2

/// Whether the database has the character at all. ICU's is newer: what came since is left out.
bool known(Database which, uint32_t c) {
  UVersionInfo age;
  u_charAge(static_cast<UChar32>(c), age);
  if (which == Database::kPresent) return age[0] <= 14;
  return age[0] != 0 && (age[0] < 3 || (age[0] == 3 && age[1] <= 2));
}

Result<uint32_t> character(Thread& t, Value v, const char* function) {
  if (is_instance(t, v, TypeId::kStr) && v.as<Str>()->length() == 1) return v.as<Str>()->at(0);
  return raise(t, TypeId::kTypeError, "%s must be a unicode character, not %s", function, type_name(t, v));
}

Result<Value> decimal(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "decimal() argument 1"));
  int n = known(which, c) ? kernels::decimal_value(c) : -1;
  if (n >= 0) return Value::from_small_int(n);
  if (!a[1].is_absent()) return a[1];
  return raise(t, TypeId::kValueError, "not a decimal");
}
Result<Value> digit(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "digit() argument 1"));
  int n = known(which, c) ? kernels::digit_value(c) : -1;
  if (n >= 0) return Value::from_small_int(n);
  if (!a[1].is_absent()) return a[1];
  return raise(t, TypeId::kValueError, "not a digit");
}
Result<Value> numeric(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "numeric() argument 1"));
  double d;
  if (known(which, c) && kernels::numeric_value(c, &d)) return float_value(t, d);
  if (!a[1].is_absent()) return a[1];
  return raise(t, TypeId::kValueError, "not a numeric character");
}
Result<Value> category(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "category() argument"));
  return text_value(t, known(which, c) ? kernels::general_category(c) : "Cn");
}
Result<Value> bidirectional(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "bidirectional() argument"));
  return text_value(t, known(which, c) ? kernels::bidirectional_class(c) : "");
}
Result<Value> combining(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "combining() argument"));
  return Value::from_small_int(known(which, c) ? kernels::combining_class(c) : 0);
}
Result<Value> mirrored(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "mirrored() argument"));
  return Value::from_small_int(known(which, c) && kernels::is_mirrored(c));
}
Result<Value> east_asian_width(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "east_asian_width() argument"));
  return text_value(t, known(which, c) ? kernels::east_asian_width(c) : "N");
}
Result<Value> decomposition(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "decomposition() argument"));
  kernels::Text8 out;
  if (known(which, c)) kernels::decomposition(c, out);
  return builtins::str_from(t, out);
}
Result<Value> name_of(Thread& t, Database which, const Value* a) {
  uint32_t c = EIDER_TRY(character(t, a[0], "name() argument 1"));
  char text[kernels::kMaxNameLength];
  size_t size = known(which, c) ? kernels::character_name(c, text) : 0;
  if (size != 0) return text_value(t, std::string_view(text, size));
  if (!a[1].is_absent()) return a[1];
  return raise(t, TypeId::kValueError, "no such name");
}
Result<Value> lookup(Thread& t, Database which, const Value* a) {
  std::string wanted;
  if (is_instance(t, a[0], TypeId::kStr)) {
    wanted = to_utf8(a[0].as<Str>());
  } else {
    return raise(t, TypeId::kTypeError, "a bytes-like object is required, not '%s'", type_name(t, a[0]));
  }
  if (wanted.size() > 256) return raise(t, TypeId::kKeyError, "name too long");
  char32_t points[4];
  size_t count = kernels::lookup_name(wanted.data(), wanted.size(), points);
  if (count == 0 || (which == Database::kOld && !known(which, points[0]))) return raise(t, TypeId::kKeyError, "undefined character name '%s'", wanted.c_str());
  return str_from_ucs4(t, reinterpret_cast<const uint32_t*>(points), static_cast<int64_t>(count));
}

Result<kernels::NormalForm> form_of(Thread& t, Value v, const char* function) {
  if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s() argument 1 must be str, not %s", function, type_name(t, v));
  constexpr std::pair<std::string_view, kernels::NormalForm> kForms[] = {
      {"NFC", kernels::NormalForm::kNFC}, {"NFD", kernels::NormalForm::kNFD}, {"NFKC", kernels::NormalForm::kNFKC}, {"NFKD", kernels::NormalForm::kNFKD}};
  for (auto [name, form] : kForms) {
    if (str_equals_ascii(v.as<Str>(), name)) return form;
  }
  return raise(t, TypeId::kValueError, "invalid normalization form");
}
/// Pieces of characters the database knows are normalized, the others stay as they are.
Result<Value> normalized(Thread& t, Database which, Str* text, kernels::NormalForm form) {
  kernels::Text32 out;
  TextView all = builtins::view_of(text);
  auto size = static_cast<size_t>(text->length());
  for (size_t at = 0; at < size;) {
    size_t end = at;
    while (end < size && known(which, text->at(static_cast<int64_t>(end)))) end++;
    if (end > at && !kernels::normalize(all.slice(at, end), form, out)) return raise_no_memory(t);
    if (end < size) out.push(text->at(static_cast<int64_t>(end++)));
    at = end;
    EIDER_TRY(poll(t));
  }
  return builtins::str_from(t, out);
}
Result<Str*> text_argument(Thread& t, Value v, const char* function) {
  if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s() argument 2 must be str, not %s", function, type_name(t, v));
  return v.as<Str>();
}
Result<Value> normalize(Thread& t, Database which, const Value* a) {
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "normalize() argument 1 must be str, not %s", type_name(t, a[0]));
  Str* text = EIDER_TRY(text_argument(t, a[1], "normalize"));
  if (text->length() == 0) return text->value();  // whatever the form is
  kernels::NormalForm form = EIDER_TRY(form_of(t, a[0], "normalize"));
  if (text->ascii) return EIDER_TRY(builtins::exact_str(t, text))->value();
  return normalized(t, which, text, form);
}
Result<Value> is_normalized(Thread& t, Database which, const Value* a) {
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "is_normalized() argument 1 must be str, not %s", type_name(t, a[0]));
  Str* text = EIDER_TRY(text_argument(t, a[1], "is_normalized"));
  if (text->length() == 0) return kTrue;
  kernels::NormalForm form = EIDER_TRY(form_of(t, a[0], "is_normalized"));
  if (which == Database::kPresent) return Value::from_bool(kernels::is_normalized(builtins::view_of(text), form));
  Value made = EIDER_TRY(normalized(t, which, text, form));
  return Value::from_bool(str_equal(made.as<Str>(), text));
}

using Function = Result<Value> (*)(Thread&, Database, const Value*);
template <Function F>
Result<Value> present(Thread& t, const Value* a) { return F(t, Database::kPresent, a); }
template <Function F>
Result<Value> old(Thread& t, const Value* a) { return F(t, Database::kOld, a + 1); }

#define EIDER_UNICODE(X)                                                                                                                                  \
  X(decimal, "chr, default=None, /", "Converts a Unicode character into its equivalent decimal value.")                                                   \
  X(digit, "chr, default=None, /", "Converts a Unicode character into its equivalent digit value.")                                                       \
  X(numeric, "chr, default=None, /", "Converts a Unicode character into its equivalent numeric value.")                                                   \
  X(category, "chr, /", "Returns the general category assigned to the character chr as string.")                                                          \
  X(bidirectional, "chr, /", "Returns the bidirectional class assigned to the character chr as string.")                                                  \
  X(combining, "chr, /", "Returns the canonical combining class assigned to the character chr as integer.")                                               \
  X(mirrored, "chr, /", "Returns the mirrored property assigned to the character chr as integer.")                                                        \
  X(east_asian_width, "chr, /", "Returns the east asian width assigned to the character chr as string.")                                                  \
  X(decomposition, "chr, /", "Returns the character decomposition mapping assigned to the character chr as string.")                                      \
  X(lookup, "name, /", "Look up character by name.")                                                                                                      \
  X(is_normalized, "form, unistr, /", "Return whether the Unicode string unistr is in the normal form 'form'.")                                           \
  X(normalize, "form, unistr, /", "Return the normal form 'form' for the Unicode string unistr.")

#define EIDER_ROW(function, parameters, doc) {#function "(" parameters ")", present<function>, Sync::kImmutable, doc, NativeDef::kFunction},
#define EIDER_OLD_ROW(function, parameters, doc) {#function "(self, " parameters ")", old<function>, Sync::kImmutable, doc},
constexpr NativeDef kFunctions[] = {
    EIDER_UNICODE(EIDER_ROW)
    {"name(chr, default=None, /)", present<name_of>, Sync::kImmutable, "Returns the name assigned to the character chr as a string.", NativeDef::kFunction},
};
constexpr NativeDef kMethods[] = {
    EIDER_UNICODE(EIDER_OLD_ROW)
    {"name(self, chr, default=None, /)", old<name_of>, Sync::kImmutable, "Returns the name assigned to the character chr as a string."},
};
Result<Value> old_version(Thread& t, Value) { return text_value(t, "3.2.0"); }
constexpr GetSetDef kGetSets[] = {{"unidata_version", old_version, nullptr, nullptr}};

}  // namespace

Result<void> fill_unicodedata(Thread& t, Module* module) {
  TypeSpec spec = values_spec<Object>("unicodedata.UCD", nullptr);
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = 16;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  Type* database = EIDER_TRY(add_type(t, module, spec));
  set_module_type(t, ModuleType::kUnicodeData, database);
  EIDER_TRY(module_set(t, module, "ucd_3_2_0", EIDER_TRY(new_instance(t, database))->value()));
  EIDER_TRY(module_set(t, module, "unidata_version", EIDER_TRY(text_value(t, "14.0.0"))));  // stringprep insists
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
