// SPDX-License-Identifier: MIT
//
// _sre: what the package re stands on.
#include "modules/sre/sre.h"
#include "modules/support.h"

namespace eider::modules {

namespace {

using namespace sre;

Result<int64_t> character_argument(Thread& t, Value v) {
  int64_t c = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (c != static_cast<int32_t>(c)) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return c;
}
Result<bool> ascii_is_cased(Thread& t, Value v) {
  int64_t c = EIDER_TRY(character_argument(t, v));
  return c >= 0 && c < 128 && (lower_ascii(static_cast<uint32_t>(c)) != c || upper_ascii(static_cast<uint32_t>(c)) != c);
}
Result<bool> unicode_is_cased(Thread& t, Value v) {
  int64_t c = EIDER_TRY(character_argument(t, v));
  return c >= 0 && (lower_unicode(static_cast<uint32_t>(c)) != c || upper_unicode(static_cast<uint32_t>(c)) != c);
}
Result<int64_t> ascii_to_lower(Thread& t, Value v) {
  int64_t c = EIDER_TRY(character_argument(t, v));
  return c < 0 ? c : lower_ascii(static_cast<uint32_t>(c));
}
Result<int64_t> unicode_to_lower(Thread& t, Value v) {
  int64_t c = EIDER_TRY(character_argument(t, v));
  return c < 0 ? c : lower_unicode(static_cast<uint32_t>(c));
}
Result<int64_t> get_code_size(Thread&) { return 4; }

constexpr NativeDef kFunctions[] = {
    {"compile(pattern, flags, code, groups, groupindex, indexgroup)", bind<pattern_compile>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"ascii_iscased(character, /)", bind<ascii_is_cased>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"unicode_iscased(character, /)", bind<unicode_is_cased>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"ascii_tolower(character, /)", bind<ascii_to_lower>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"unicode_tolower(character, /)", bind<unicode_to_lower>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"getcodesize()", bind<get_code_size>, Sync::kNone, nullptr, NativeDef::kFunction},
};

}  // namespace

Result<void> fill_sre(Thread& t, Module* module) {
  // Filled by one thread, under the import lock; a second import after the module was deleted finds the table there.
  runtime::Runtime& runtime = runtime::Runtime::of(t);
  if (runtime.sre_state == nullptr) runtime.sre_state = base::raw_new<RegexTable>();
  if (runtime.sre_state == nullptr) return raise_no_memory(t);
  EIDER_TRY(add_pattern_type(t, module));
  EIDER_TRY(add_match_type(t, module));
  EIDER_TRY(add_scanner_type(t, module));
  EIDER_TRY(module_set(t, module, "MAGIC", Value::from_small_int(kMagic)));
  EIDER_TRY(module_set(t, module, "CODESIZE", Value::from_small_int(4)));
  EIDER_TRY(module_set(t, module, "MAXREPEAT", Value::from_small_int(kMaxRepeat)));
  EIDER_TRY(module_set(t, module, "MAXGROUPS", Value::from_small_int(kMaxGroups)));
  EIDER_TRY(module_set(t, module, "copyright", EIDER_TRY(text_value(t, "The program format is that of SRE 2.2.2 by Secret Labs AB; the engine is Eider's, over PCRE2"))));
  return add_functions(t, module, kFunctions);
}

void close_sre(runtime::Runtime& runtime) {
  base::raw_delete(static_cast<RegexTable*>(runtime.sre_state));
  runtime.sre_state = nullptr;
}

}  // namespace eider::modules
