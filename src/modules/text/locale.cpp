// SPDX-License-Identifier: MIT
//
// The module _locale, of one locale: "C" with UTF-8. Setting another fails with locale.Error, as on a system without others.
#include <langinfo.h>

#include <climits>

#include "modules/support.h"

namespace eider::modules {

namespace {

Result<Value> locale_setlocale(Thread& t, Value module, int64_t category, Value locale) {
  if (category < 0 || category > 6) return raise(t, TypeId::kValueError, "invalid locale category");
  if (locale.is_absent() || locale.is_none()) return text_value(t, "C");
  if (!is_instance(t, locale, TypeId::kStr)) return raise(t, TypeId::kTypeError, "setlocale() argument 2 must be str or None, not %s", type_name(t, locale));
  std::string wanted = to_utf8(locale.as<Str>());
  if (wanted.empty() || wanted == "C.UTF-8" || wanted == "C.utf8") return text_value(t, "C.UTF-8");
  if (wanted == "C" || wanted == "POSIX") return text_value(t, "C");
  Value args[] = {EIDER_TRY(text_value(t, "unsupported locale setting"))};
  Value error = EIDER_TRY(attr_named(t, module, "Error"));
  return raise_instance(t, EIDER_TRY(new_exception(t, error.as<Type>(), args, 1)));
}
Result<Value> locale_localeconv(Thread& t) {
  Dict* d = EIDER_TRY(dict_new(t));
  auto set = [&](const char* key, Value v) -> Result<void> { return dict_set(t, d, EIDER_TRY(text_value(t, key)), v); };
  Value empty = t.realm->empty_str->value();
  for (const char* key : {"int_curr_symbol", "currency_symbol", "mon_decimal_point", "mon_thousands_sep", "positive_sign", "negative_sign", "thousands_sep"}) {
    EIDER_TRY(set(key, empty));
  }
  EIDER_TRY(set("decimal_point", EIDER_TRY(text_value(t, "."))));
  EIDER_TRY(set("grouping", EIDER_TRY(list_new(t, 0))->value()));
  EIDER_TRY(set("mon_grouping", EIDER_TRY(list_new(t, 0))->value()));
  for (const char* key : {"int_frac_digits", "frac_digits", "p_cs_precedes", "p_sep_by_space", "n_cs_precedes", "n_sep_by_space", "p_sign_posn", "n_sign_posn"}) {
    EIDER_TRY(set(key, Value::from_small_int(CHAR_MAX)));
  }
  return d;
}
Result<Value> locale_strcoll(Thread& t, Value a, Value b) {
  if (!is_instance(t, a, TypeId::kStr) || !is_instance(t, b, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "strcoll() argument must be str, not %s", type_name(t, is_instance(t, a, TypeId::kStr) ? b : a));
  }
  return Value::from_small_int(str_compare(a.as<Str>(), b.as<Str>()));
}
Result<Value> locale_strxfrm(Thread& t, Value s) {
  if (!is_instance(t, s, TypeId::kStr)) return raise(t, TypeId::kTypeError, "strxfrm() argument must be str, not %s", type_name(t, s));
  return s;
}
Result<Value> locale_nl_langinfo(Thread& t, int64_t item) {
  if (item == CODESET) return text_value(t, "UTF-8");
  return text_value(t, ::nl_langinfo(static_cast<nl_item>(item)));
}
Result<Value> locale_getencoding(Thread& t) { return text_value(t, "UTF-8"); }
Result<Value> same_text(Thread&, Value s) { return s; }

constexpr NativeDef kFunctions[] = {
    {"setlocale(module, category, locale=None, /)", bind<locale_setlocale>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"localeconv()", bind<locale_localeconv>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"strcoll(os1, os2, /)", bind<locale_strcoll>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"strxfrm(string, /)", bind<locale_strxfrm>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"nl_langinfo(key, /)", bind<locale_nl_langinfo>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"getencoding()", bind<locale_getencoding>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"gettext(msg, /)", bind<same_text>, Sync::kNone, nullptr, NativeDef::kFunction},
};

}  // namespace

Result<void> fill_locale(Thread& t, Module* module) {
  EIDER_TRY(add_functions(t, module, kFunctions));
  struct Row {
    const char* name;
    int64_t value;
  };
  static constexpr Row kRows[] = {{"LC_CTYPE", 0}, {"LC_NUMERIC", 1}, {"LC_TIME", 2}, {"LC_COLLATE", 3}, {"LC_MONETARY", 4}, {"LC_MESSAGES", 5},
                                  {"LC_ALL", 6}, {"CHAR_MAX", CHAR_MAX}, {"CODESET", CODESET}, {"RADIXCHAR", RADIXCHAR}, {"THOUSEP", THOUSEP},
                                  {"D_T_FMT", D_T_FMT}, {"D_FMT", D_FMT}, {"T_FMT", T_FMT}, {"T_FMT_AMPM", T_FMT_AMPM}, {"AM_STR", AM_STR},
                                  {"PM_STR", PM_STR}, {"YESEXPR", YESEXPR}, {"NOEXPR", NOEXPR}, {"CRNCYSTR", CRNCYSTR}};
  for (const Row& row : kRows) EIDER_TRY(module_set(t, module, row.name, Value::from_small_int(row.value)));
  auto series = [&](const char* prefix, int64_t first, int count) -> Result<void> {
    for (int i = 0; i < count; ++i) EIDER_TRY(module_set(t, module, prefix + std::to_string(i + 1), Value::from_small_int(first + i)));
    return kDone;
  };
  EIDER_TRY(series("DAY_", DAY_1, 7));
  EIDER_TRY(series("ABDAY_", ABDAY_1, 7));
  EIDER_TRY(series("MON_", MON_1, 12));
  EIDER_TRY(series("ABMON_", ABMON_1, 12));
  Tuple* bases = EIDER_TRY(tuple_of(t, type(t, TypeId::kException)->value()));
  Dict* ns = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__module__), EIDER_TRY(text_value(t, "locale"))));
  Type* error = EIDER_TRY(type_new(t, type(t, TypeId::kType), EIDER_TRY(intern(t, "Error")), bases, ns, nullptr, nullptr));
  return module_set(t, module, "Error", error->value());
}

}  // namespace eider::modules
