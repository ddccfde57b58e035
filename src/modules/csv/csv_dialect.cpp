// SPDX-License-Identifier: MIT
//
// _csv.Dialect, the register of named dialects, and the module's table.
//
// Thread rule: a dialect never changes; the register is the module's dict `_dialects`, with dict's own guarantees.
#include <cstdarg>

#include "modules/csv/csv.h"

namespace eider::modules {

Failure csv_error(Thread& t, const char* format, ...) {
  va_list args;
  va_start(args, format);
  Result<Str*> text = str_vformat(t, format, args);
  va_end(args);
  if (!text.ok()) return kFailure;
  return raise_exception(t, EIDER_TRY(call1(t, module_type(t, ModuleType::kCsvError)->value(), text.get()->value())));
}

namespace {

Value char_value(uint32_t c) { return Value::from_small_int(c == kNoChar ? -1 : static_cast<int64_t>(c)); }

Result<Value> one_char(Thread& t, const char* name, Value v, uint32_t otherwise, bool may_be_none) {
  if (v.is_absent()) return char_value(otherwise);
  if (v.is_none() && may_be_none) return char_value(kNoChar);
  if (!is_instance(t, v, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, may_be_none ? "\"%s\" must be string or None, not %s" : "\"%s\" must be string, not %s", name, type_name(t, v));
  }
  if (v.as<Str>()->length() != 1) return raise(t, TypeId::kTypeError, "\"%s\" must be a 1-character string", name);
  return char_value(v.as<Str>()->at(0));
}
Result<Value> flag(Thread& t, Value v, bool otherwise) { return Value::from_bool(v.is_absent() ? otherwise : EIDER_TRY(truth(t, v))); }

constexpr const char* kParameters[] = {"delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"};

/// `a`: dialect, then what kParameters names.
Result<CsvDialect*> make_dialect(Thread& t, Type* cls, Value* a) {
  Type* own = module_type(t, ModuleType::kCsvDialect);
  if (!a[0].is_absent() && !a[0].is_none()) {
    if (is_instance(t, a[0], TypeId::kStr)) a[0] = EIDER_TRY(csv_get_dialect(t, a[0]));
    bool all_absent = true;
    for (int i = 1; i < 9; i++) all_absent &= a[i].is_absent();
    if (all_absent && cls == own && type_of(t, a[0]) == own) return a[0].as<CsvDialect>();
    for (int i = 1; i < 9; i++) {
      if (a[i].is_absent()) a[i] = EIDER_TRY(find_named(t, a[0], kParameters[i - 1]));
    }
  }
  auto* made = EIDER_TRY(make<CsvDialect>(t, cls));
  made->delimiter.init(EIDER_TRY(one_char(t, "delimiter", a[1], ',', false)));
  made->doublequote.init(EIDER_TRY(flag(t, a[2], true)));
  made->escapechar.init(EIDER_TRY(one_char(t, "escapechar", a[3], kNoChar, true)));
  Value terminator = a[4].is_absent() ? EIDER_TRY(text_value(t, "\r\n")) : a[4];
  if (!terminator.is_none() && !is_instance(t, terminator, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "\"lineterminator\" must be a string");
  }
  made->line_terminator.init(terminator);
  made->quotechar.init(EIDER_TRY(one_char(t, "quotechar", a[5], '"', true)));
  int64_t quoting = 0;
  if (!a[6].is_absent()) {
    if (!is_exact_int(a[6])) return raise(t, TypeId::kTypeError, "\"quoting\" must be an integer");
    if (!int_fits_int64(a[6], &quoting) || quoting < INT32_MIN || quoting > INT32_MAX) {
      return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
    }
  }
  made->skip_initial_space.init(EIDER_TRY(flag(t, a[7], false)));
  made->strict.init(EIDER_TRY(flag(t, a[8], false)));
  if (quoting < 0 || quoting > 3) return raise(t, TypeId::kTypeError, "bad \"quoting\" value");
  if (!a[5].is_absent() && a[5].is_none() && a[6].is_absent()) quoting = static_cast<int64_t>(CsvQuoting::kNone);
  made->quoting.init(Value::from_small_int(quoting));
  if (made->how() != CsvQuoting::kNone && CsvDialect::char_of(made->quotechar) == kNoChar) {
    return raise(t, TypeId::kTypeError, "quotechar must be set if quoting enabled");
  }
  if (terminator.is_none()) return raise(t, TypeId::kTypeError, "lineterminator must be set");
  return made;
}

Result<Value> dialect_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value a[9];
  static constexpr Signature kSignature{
      "Dialect(dialect=None, delimiter=None, doublequote=None, escapechar=None, lineterminator=None, quotechar=None, quoting=None, skipinitialspace=None, strict=None)"};
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  return EIDER_TRY(make_dialect(t, cls, a))->value();
}

template <Field<Value> CsvDialect::* F>
Result<Value> get_char(Thread& t, Value self) {
  uint32_t c = CsvDialect::char_of(self.as<CsvDialect>()->*F);
  return c == kNoChar ? Result<Value>(kNone) : Result<Value>(str_from_char(t, c));
}
template <Field<Value> CsvDialect::* F>
Result<Value> get_value(Thread&, Value self) { return (self.as<CsvDialect>()->*F).get(); }
Result<Value> dialect_reduce(Thread& t, const Value* a) { return raise(t, TypeId::kTypeError, "cannot pickle '%s' instances", to_utf8(type_of(t, a[0])->name).c_str()); }

constexpr GetSetDef kDialectGetSets[] = {
    {"delimiter", get_char<&CsvDialect::delimiter>, nullptr, nullptr},
    {"doublequote", get_value<&CsvDialect::doublequote>, nullptr, nullptr},
    {"escapechar", get_char<&CsvDialect::escapechar>, nullptr, nullptr},
    {"lineterminator", get_value<&CsvDialect::line_terminator>, nullptr, nullptr},
    {"quotechar", get_char<&CsvDialect::quotechar>, nullptr, nullptr},
    {"quoting", get_value<&CsvDialect::quoting>, nullptr, nullptr},
    {"skipinitialspace", get_value<&CsvDialect::skip_initial_space>, nullptr, nullptr},
    {"strict", get_value<&CsvDialect::strict>, nullptr, nullptr},
};
constexpr NativeDef kDialectMethods[] = {
    {"__reduce__(self, /)", dialect_reduce, Sync::kImmutable, "raises an exception to avoid pickling"},
    {"__reduce_ex__(self, protocol, /)", dialect_reduce, Sync::kImmutable, "raises an exception to avoid pickling"},
};

// --- the register ---------------------------------------------------------------------------------------------------------------
Result<Dict*> registered(Thread& t) { return EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "_csv")), "_dialects")).as<Dict>(); }

Result<Value> register_dialect(Thread& t, const Value* a) {
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "dialect name must be a string");
  Value made = EIDER_TRY(csv_dialect_of(t, a[1], a[2].as<Dict>()))->value();
  EIDER_TRY(dict_set(t, EIDER_TRY(registered(t)), a[0], made));
  return kNone;
}
Result<Value> unregister_dialect(Thread& t, const Value* a) {
  if (EIDER_TRY(dict_pop(t, EIDER_TRY(registered(t)), a[0])).is_absent()) return csv_error(t, "unknown dialect");
  return kNone;
}
Result<Value> get_dialect(Thread& t, const Value* a) { return csv_get_dialect(t, a[0]); }
Result<Value> list_dialects(Thread& t, const Value*) { return to_list(t, EIDER_TRY(registered(t))->value()); }

constexpr NativeDef kFunctions[] = {
    {"list_dialects()", list_dialects, Sync::kSnapshot,
     "Return a list of all known dialect names.\n\n    names = csv.list_dialects()", NativeDef::kFunction},
    {"register_dialect(name, dialect=None, **fmtparams)", register_dialect, Sync::kNone,
     "Create a mapping from a string name to a dialect class.\n    dialect = csv.register_dialect(name[, dialect[, **fmtparams]])", NativeDef::kFunction},
    {"unregister_dialect(name)", unregister_dialect, Sync::kNone,
     "Delete the name/dialect mapping associated with a string name.\n\n    csv.unregister_dialect(name)", NativeDef::kFunction},
    {"get_dialect(name)", get_dialect, Sync::kNone, "Return the dialect instance associated with name.\n\n    dialect = csv.get_dialect(name)", NativeDef::kFunction},
};

}  // namespace

Result<Value> csv_get_dialect(Thread& t, Value name) {
  Value found = EIDER_TRY(dict_get(t, EIDER_TRY(registered(t)), name));
  if (found.is_absent()) return csv_error(t, "unknown dialect");
  return found;
}

Result<CsvDialect*> csv_dialect_of(Thread& t, Value dialect, Dict* options) {
  Value args[] = {dialect};
  Tuple* row = EIDER_TRY(tuple_from(t, args, dialect.is_absent() ? 0 : 1));
  return EIDER_TRY(call_with(t, module_type(t, ModuleType::kCsvDialect)->value(), row, options)).as<CsvDialect>();
}

Result<void> add_dialects(Thread& t, Module* module) {
  Value error = EIDER_TRY(add_exception(t, module, "_csv.Error", type(t, TypeId::kException)->value()));
  t.realm->add_root(error);
  set_module_type(t, ModuleType::kCsvError, error.as<Type>());
  TypeSpec spec = values_spec<CsvDialect>("_csv.Dialect", "CSV dialect\n\nThe Dialect type records CSV dialect options.");
  spec.slots.new_ = dialect_new;
  set_getsets(spec, kDialectGetSets);
  set_methods(spec, kDialectMethods);
  set_module_type(t, ModuleType::kCsvDialect, EIDER_TRY(add_type(t, module, spec)));
  EIDER_TRY(module_set(t, module, "_dialects", EIDER_TRY(dict_new(t))->value()));
  constexpr std::pair<const char*, int> kNumbers[] = {{"QUOTE_MINIMAL", 0}, {"QUOTE_ALL", 1}, {"QUOTE_NONNUMERIC", 2}, {"QUOTE_NONE", 3}};
  for (auto [name, number] : kNumbers) EIDER_TRY(module_set(t, module, name, Value::from_small_int(number)));
  EIDER_TRY(module_set(t, module, "__version__", EIDER_TRY(text_value(t, "1.0"))));
  return add_functions(t, module, kFunctions);
}

Result<void> fill_csv(Thread& t, Module* module) {
  EIDER_TRY(add_dialects(t, module));
  EIDER_TRY(add_reader(t, module));
  return add_writer(t, module);
}

}  // namespace eider::modules
