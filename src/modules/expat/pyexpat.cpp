// SPDX-License-Identifier: MIT
//
// pyexpat: the module's table, its constants and its modules `errors` and `model`.
#include "modules/expat/expat.h"

namespace eider::modules {

namespace {

constexpr const char* kExpatNames[] = {EIDER_EXPAT(EIDER_LIBRARY_NAME)};

/// Numbers from 1 on; those after a gap are of newer versions of libexpat.
constexpr const char* kErrors[] = {
    "NO_MEMORY", "SYNTAX", "NO_ELEMENTS", "INVALID_TOKEN", "UNCLOSED_TOKEN", "PARTIAL_CHAR", "TAG_MISMATCH", "DUPLICATE_ATTRIBUTE", "JUNK_AFTER_DOC_ELEMENT",
    "PARAM_ENTITY_REF", "UNDEFINED_ENTITY", "RECURSIVE_ENTITY_REF", "ASYNC_ENTITY", "BAD_CHAR_REF", "BINARY_ENTITY_REF", "ATTRIBUTE_EXTERNAL_ENTITY_REF",
    "MISPLACED_XML_PI", "UNKNOWN_ENCODING", "INCORRECT_ENCODING", "UNCLOSED_CDATA_SECTION", "EXTERNAL_ENTITY_HANDLING", "NOT_STANDALONE", "UNEXPECTED_STATE",
    "ENTITY_DECLARED_IN_PE", "FEATURE_REQUIRES_XML_DTD", "CANT_CHANGE_FEATURE_ONCE_PARSING", "UNBOUND_PREFIX", "UNDECLARING_PREFIX", "INCOMPLETE_PE", "XML_DECL",
    "TEXT_DECL", "PUBLICID", "SUSPENDED", "NOT_SUSPENDED", "ABORTED", "FINISHED", "SUSPEND_PE", "RESERVED_PREFIX_XML", "RESERVED_PREFIX_XMLNS",
    "RESERVED_NAMESPACE_URI", "INVALID_ARGUMENT", "NO_BUFFER", "AMPLIFICATION_LIMIT_BREACH"};
constexpr std::pair<const char*, int> kModel[] = {
    {"XML_CTYPE_EMPTY", XML_CTYPE_EMPTY}, {"XML_CTYPE_ANY", XML_CTYPE_ANY}, {"XML_CTYPE_MIXED", XML_CTYPE_MIXED}, {"XML_CTYPE_NAME", XML_CTYPE_NAME},
    {"XML_CTYPE_CHOICE", XML_CTYPE_CHOICE}, {"XML_CTYPE_SEQ", XML_CTYPE_SEQ}, {"XML_CQUANT_NONE", XML_CQUANT_NONE}, {"XML_CQUANT_OPT", XML_CQUANT_OPT},
    {"XML_CQUANT_REP", XML_CQUANT_REP}, {"XML_CQUANT_PLUS", XML_CQUANT_PLUS}};

Result<Value> error_string(Thread& t, const Value* a) {
  int64_t code = EIDER_TRY(index_int64(t, a[0], TypeId::kOverflowError, "Python int too large to convert to C long"));
  const char* text = expat(t).XML_ErrorString_(static_cast<XML_Error>(code));
  return text == nullptr ? Result<Value>(kNone) : text_value(t, text);
}

constexpr NativeDef kFunctions[] = {
    {"ParserCreate(encoding=None, namespace_separator=None, intern=<unrepresentable>)", parser_create, Sync::kNone, "Return a new XML parser object.",
     NativeDef::kFunction},
    {"ErrorString(code, /)", error_string, Sync::kNone, "Returns string error for given number.", NativeDef::kFunction},
};

/// A module inside this one, also found by import.
Result<Module*> add_module(Thread& t, Module* module, const char* name, const char* doc) {
  std::string full = std::string("pyexpat.") + name;
  Value types = EIDER_TRY(t.realm->import(t, "types"));
  Value made = EIDER_TRY(call_named(t, types, "ModuleType", {EIDER_TRY(text_value(t, full)), EIDER_TRY(text_value(t, doc))}));
  EIDER_TRY(module_set(t, module, name, made));
  EIDER_TRY(dict_set(t, t.realm->modules, EIDER_TRY(text_value(t, full)), made));
  return made.as<Module>();
}

Result<void> add_errors(Thread& t, Module* module) {
  Module* errors = EIDER_TRY(add_module(t, module, "errors", "Constants used to describe error conditions."));
  Dict *codes = EIDER_TRY(dict_new(t)), *messages = EIDER_TRY(dict_new(t));
  for (size_t i = 0; i < std::size(kErrors); i++) {
    const char* text = expat(t).XML_ErrorString_(static_cast<XML_Error>(i + 1));
    if (text == nullptr) continue;
    Value message = EIDER_TRY(text_value(t, text)), code = Value::from_small_int(static_cast<int64_t>(i + 1));
    EIDER_TRY(module_set(t, errors, std::string("XML_ERROR_") + kErrors[i], message));
    EIDER_TRY(dict_set(t, codes, message, code));
    EIDER_TRY(dict_set(t, messages, code, message));
  }
  EIDER_TRY(module_set(t, errors, "codes", codes->value()));
  return module_set(t, errors, "messages", messages->value());
}

Result<void> add_features(Thread& t, Module* module) {
  List* list = EIDER_TRY(list_new(t, 16));
  for (const XML_Feature* f = expat(t).XML_GetFeatureList_(); f->feature != XML_FEATURE_END; f++) {
    Value row = EIDER_TRY(tuple_of(t, EIDER_TRY(text_value(t, f->name)), Value::from_small_int(f->value)))->value();
    EIDER_TRY(list_append(t, list, row));
  }
  return module_set(t, module, "features", list->value());
}

}  // namespace

Result<void> fill_pyexpat(Thread& t, Module* module) {
  ModuleTypes& shared = module_types(t);
  if (shared.expat == nullptr) shared.expat = EIDER_TRY((load_library<ExpatLibrary>(t, "libexpat.so.1", kExpatNames)));
  Value error = EIDER_TRY(add_exception(t, module, "xml.parsers.expat.ExpatError", type(t, TypeId::kException)->value()));
  t.realm->add_root(error);
  set_module_type(t, ModuleType::kExpatError, error.as<Type>());
  EIDER_TRY(module_set(t, module, "error", error));
  EIDER_TRY(add_parser_type(t, module));
  EIDER_TRY(add_errors(t, module));
  Module* model = EIDER_TRY(add_module(t, module, "model", "Constants used to interpret content model information."));
  for (auto [name, number] : kModel) EIDER_TRY(module_set(t, model, name, Value::from_small_int(number)));
  EIDER_TRY(add_features(t, module));
  EIDER_TRY(module_set(t, module, "EXPAT_VERSION", EIDER_TRY(text_value(t, expat(t).XML_ExpatVersion_()))));
  XML_Expat_Version v = expat(t).XML_ExpatVersionInfo_();
  Value version = EIDER_TRY(tuple_of(t, Value::from_small_int(v.major), Value::from_small_int(v.minor), Value::from_small_int(v.micro)))->value();
  EIDER_TRY(module_set(t, module, "version_info", version));
  EIDER_TRY(module_set(t, module, "native_encoding", EIDER_TRY(text_value(t, "UTF-8"))));
  constexpr std::pair<const char*, int> kParsing[] = {{"XML_PARAM_ENTITY_PARSING_NEVER", XML_PARAM_ENTITY_PARSING_NEVER},
                                                      {"XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE},
                                                      {"XML_PARAM_ENTITY_PARSING_ALWAYS", XML_PARAM_ENTITY_PARSING_ALWAYS}};
  for (auto [name, number] : kParsing) EIDER_TRY(module_set(t, module, name, Value::from_small_int(number)));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
