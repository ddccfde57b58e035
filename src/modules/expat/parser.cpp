// SPDX-License-Identifier: MIT
//
// The type xmlparser.
#include <climits>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "builtins/str/codec_glue.h"
#include "modules/expat/expat.h"

namespace eider::modules {

Result<XML_Parser> ParserUse::enter(Nested nested) {
  XML_Parser parser = p_->parser.load_acquire();
  if (parser == nullptr) return raise(t_, TypeId::kValueError, "the parser has been finalized");
  if (p_->owner.load_relaxed() == &t_) {  // only this thread writes its own address
    if (nested == Nested::kAllowed) return parser;
    return raise(t_, TypeId::kRuntimeError, "the parser is already parsing: it was called from a handler");
  }
  Thread* nobody = nullptr;
  if (!p_->owner.cas_acq_rel(nobody, &t_)) return raise(t_, TypeId::kRuntimeError, "the parser is being used by another thread");
  entered_ = true;
  return parser;
}

Failure raise_expat(Thread& t, XML_Parser parser, int code) {
  ExpatLibrary& x = expat(t);
  auto line = static_cast<int64_t>(x.XML_GetCurrentLineNumber_(parser)), column = static_cast<int64_t>(x.XML_GetCurrentColumnNumber_(parser));
  const char* why = x.XML_ErrorString_(static_cast<XML_Error>(code));
  Str* text = EIDER_TRY(str_format(t, "%s: line %lld, column %lld", why == nullptr ? "unknown error" : why, static_cast<long long>(line), static_cast<long long>(column)));
  Value error = EIDER_TRY(call1(t, module_type(t, ModuleType::kExpatError)->value(), text->value()));
  EIDER_TRY(set_attr(t, error, EIDER_TRY(intern(t, "code")), Value::from_small_int(code)));
  EIDER_TRY(set_attr(t, error, EIDER_TRY(intern(t, "offset")), Value::from_small_int(column)));
  EIDER_TRY(set_attr(t, error, EIDER_TRY(intern(t, "lineno")), Value::from_small_int(line)));
  return raise_exception(t, error);
}

Result<XmlParser*> xml_parser_new(Thread& t) {
  auto* made = EIDER_TRY(make<XmlParser>(t, module_type(t, ModuleType::kExpatParser)));
  made->buffer_size = 8192;
  made->intern.init(kNone);
  t.realm->heap().add_external(t, 16384);  // about what libexpat takes
  return made;
}

namespace {

XmlParser* self_of(Value v) { return v.as<XmlParser>(); }

void finalize(Thread& t, Value self) {
  XmlParser* p = self_of(self);
  XML_Parser parser = p->parser.exchange_acq_rel(nullptr);
  if (parser != nullptr) expat(t).XML_ParserFree_(parser);
  delete p->text;
  p->text = nullptr;
  t.realm->heap().add_external(t, -16384);
}
void trace(Header* object, gc::Tracer& tracer) {
  auto* p = static_cast<XmlParser*>(object);
  for (Field<Value>& handler : p->handlers) tracer.mark_word(handler.load_relaxed().bits());
  tracer.mark_word(p->intern.load_relaxed().bits());
  tracer.mark_word(p->parent.load_relaxed().bits());
}

/// One piece of the document; the parser is this thread's.
Result<bool> feed(Thread& t, XmlParser* p, XML_Parser parser, const uint8_t* data, size_t size, bool last) {
  constexpr size_t kPiece = 1 << 20;
  ExpatLibrary& x = expat(t);
  for (;;) {
    size_t piece = std::min(size, kPiece);
    bool final_piece = last && piece == size;
    p->failed = false;
    connect_handlers(t, p, parser);
    XML_Status status = x.XML_Parse_(parser, reinterpret_cast<const char*>(data), static_cast<int>(piece), final_piece);
    if (p->failed || t.has_exception()) return kFailure;
    if (status == XML_STATUS_ERROR) return raise_expat(t, parser, x.XML_GetErrorCode_(parser));
    data += piece;
    size -= piece;
    if (size == 0) break;
    EIDER_TRY(poll(t));
  }
  if (!flush_text(t, p)) return kFailure;
  return true;
}

Result<Value> parse(Thread& t, const Value* a) {
  XmlParser* p = self_of(a[0]);
  bool last = !a[2].is_absent() && EIDER_TRY(truth(t, a[2]));
  ParserUse use(t, p);
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kRefused));
  builtins::ByteSource source;
  if (is_instance(t, a[1], TypeId::kStr)) {
    Value encoded = EIDER_TRY(builtins::encode(t, a[1].as<Str>(), "utf-8", "strict"))->value();
    expat(t).XML_SetEncoding_(parser, "utf-8");
    EIDER_TRY(source.acquire(t, encoded));
  } else {
    EIDER_TRY(source.acquire(t, a[1]));
  }
  // Handlers run Python code: the bytes must be nobody else's.
  std::string own;
  builtins::ByteSpan bytes = source.span();
  if (!is_exact(a[1], TypeId::kStr) && !builtins::is_bytes(t, a[1])) {
    own.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    bytes = {reinterpret_cast<const uint8_t*>(own.data()), own.size()};
  }
  EIDER_TRY(feed(t, p, parser, bytes.data(), bytes.size(), last));
  return Value::from_small_int(1);
}

Result<Value> parse_file(Thread& t, const Value* a) {
  XmlParser* p = self_of(a[0]);
  Value read = EIDER_TRY(find_named(t, a[1], "read"));
  if (read.is_absent()) return raise(t, TypeId::kTypeError, "argument must have 'read' attribute");
  ParserUse use(t, p);
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kRefused));
  for (;;) {
    Value piece = EIDER_TRY(call1(t, read, Value::from_small_int(2048)));
    if (!builtins::is_bytes(t, piece) && !builtins::is_bytearray(t, piece)) {
      return raise(t, TypeId::kTypeError, "read() did not return a bytes object (type=%s)", type_name(t, piece));
    }
    builtins::ByteSource source;
    EIDER_TRY(source.acquire(t, piece));
    bool last = source.size() == 0;
    EIDER_TRY(feed(t, p, parser, source.span().data(), source.span().size(), last));
    if (last) return Value::from_small_int(1);
  }
}

Result<Value> set_base(Thread& t, const Value* a) {
  if (!is_instance(t, a[1], TypeId::kStr)) return raise(t, TypeId::kTypeError, "SetBase() argument must be str, not %s", type_name(t, a[1]));
  ParserUse use(t, self_of(a[0]));
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  if (expat(t).XML_SetBase_(parser, to_utf8(a[1].as<Str>()).c_str()) == XML_STATUS_ERROR) return raise_no_memory(t);
  return kNone;
}
Result<Value> get_base(Thread& t, const Value* a) {
  ParserUse use(t, self_of(a[0]));
  const char* base = expat(t).XML_GetBase_(EIDER_TRY(use.enter(ParserUse::Nested::kAllowed)));
  return base == nullptr ? Result<Value>(kNone) : text_value(t, base);
}
Result<Value> input_context(Thread& t, const Value* a) {
  XmlParser* p = self_of(a[0]);
  if (p->owner.load_relaxed() != &t) return kNone;  // only inside a handler
  int offset = 0, size = 0;
  const char* buffer = expat(t).XML_GetInputContext_(p->parser.load_relaxed(), &offset, &size);
  if (buffer == nullptr) return kNone;
  return builtins::bytes_from(t, buffer + offset, size - offset);
}
Result<Value> external_entity_parser(Thread& t, const Value* a) {
  XmlParser* p = self_of(a[0]);
  if (!a[1].is_none() && !is_instance(t, a[1], TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "ExternalEntityParserCreate() argument 1 must be str or None, not %s", type_name(t, a[1]));
  }
  ParserUse use(t, p);
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  std::string context = a[1].is_none() ? std::string() : to_utf8(a[1].as<Str>());
  std::string encoding = a[2].is_absent() || a[2].is_none() ? std::string() : to_utf8(a[2].as<Str>());
  XmlParser* made = EIDER_TRY(xml_parser_new(t));
  XML_Parser child = expat(t).XML_ExternalEntityParserCreate_(parser, a[1].is_none() ? nullptr : context.c_str(), encoding.empty() ? nullptr : encoding.c_str());
  if (child == nullptr) return raise_no_memory(t);
  expat(t).XML_SetUserData_(child, made);
  made->parser.store_release(child);
  made->parent.init(a[0]);
  made->intern.init(p->intern.get());
  made->ordered_attributes = p->ordered_attributes;
  made->specified_attributes = p->specified_attributes;
  made->namespace_prefixes = p->namespace_prefixes;
  if (p->text != nullptr) made->text = new std::string;
  made->buffer_size = p->buffer_size;
  for (size_t i = 0; i < kXmlHandlers; i++) made->handlers[i].init(p->handlers[i].load_relaxed());
  return made->value();
}
Result<Value> set_parameter_entities(Thread& t, const Value* a) {
  int64_t how = EIDER_TRY(index_int64(t, a[1], TypeId::kOverflowError, "Python int too large to convert to C int"));
  ParserUse use(t, self_of(a[0]));
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  return Value::from_small_int(expat(t).XML_SetParamEntityParsing_(parser, static_cast<XML_ParamEntityParsing>(how)));
}
Result<Value> use_foreign_dtd(Thread& t, const Value* a) {
  bool flag = a[1].is_absent() || EIDER_TRY(truth(t, a[1]));
  ParserUse use(t, self_of(a[0]));
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  XML_Error code = expat(t).XML_UseForeignDTD_(parser, flag);
  if (code != XML_ERROR_NONE) return raise_expat(t, parser, code);
  return kNone;
}

// --- attributes -----------------------------------------------------------------------------------------------------------------
template <size_t I>
Result<Value> get_handler(Thread&, Value self) {
  Value v = self_of(self)->handlers[I].load_relaxed();
  return v.is_absent() ? kNone : v;
}
template <size_t I>
Result<void> set_handler(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kRuntimeError, "Cannot delete attribute");
  XmlParser* p = self_of(self);
  bool is_owner = p->owner.load_relaxed() == &t;
  if (is_owner && I == static_cast<size_t>(XmlHandler::kCharacterData) && !flush_text(t, p)) return kFailure;  // what came before was for the old one
  p->handlers[I].store_release(v.is_none() ? kAbsent : v);
  if (is_owner) connect_handlers(t, p, p->parser.load_relaxed());  // at once: this is a handler's own doing
  return kDone;
}

template <auto Ask>
Result<Value> ask(Thread& t, Value self) {
  ParserUse use(t, self_of(self));
  return Value::from_small_int(static_cast<int64_t>(Ask(expat(t), EIDER_TRY(use.enter(ParserUse::Nested::kAllowed)))));
}
int64_t error_code(ExpatLibrary& x, XML_Parser p) { return x.XML_GetErrorCode_(p); }
int64_t line_number(ExpatLibrary& x, XML_Parser p) { return static_cast<int64_t>(x.XML_GetCurrentLineNumber_(p)); }
int64_t column_number(ExpatLibrary& x, XML_Parser p) { return static_cast<int64_t>(x.XML_GetCurrentColumnNumber_(p)); }
int64_t byte_index(ExpatLibrary& x, XML_Parser p) { return x.XML_GetCurrentByteIndex_(p); }

template <uint8_t XmlParser::* F>
Result<Value> get_flag(Thread&, Value self) { return Value::from_bool(self_of(self)->*F != 0); }
template <uint8_t XmlParser::* F>
Result<void> set_flag(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kRuntimeError, "Cannot delete attribute");
  bool on = EIDER_TRY(truth(t, v));
  ParserUse use(t, self_of(self));
  XML_Parser parser = EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  self_of(self)->*F = on;
  if (F == &XmlParser::namespace_prefixes) expat(t).XML_SetReturnNSTriplet_(parser, on);
  return kDone;
}
Result<Value> get_buffer_text(Thread&, Value self) { return Value::from_bool(self_of(self)->text != nullptr); }
Result<void> set_buffer_text(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kRuntimeError, "Cannot delete attribute");
  bool on = EIDER_TRY(truth(t, v));
  XmlParser* p = self_of(self);
  ParserUse use(t, p);
  EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  if (on && p->text == nullptr) p->text = new std::string;
  if (!on && p->text != nullptr) {
    if (!flush_text(t, p)) return kFailure;
    delete p->text;
    p->text = nullptr;
  }
  return kDone;
}
Result<Value> get_buffer_size(Thread&, Value self) { return Value::from_small_int(self_of(self)->buffer_size); }
Result<void> set_buffer_size(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kRuntimeError, "Cannot delete attribute");
  if (!is_int(t, v)) return raise(t, TypeId::kTypeError, "buffer_size must be an integer");
  int64_t size;
  if (int_sign(v) <= 0) return raise(t, TypeId::kValueError, "buffer_size must be greater than zero");
  if (!int_fits_int64(v, &size) || size > INT_MAX) return raise(t, TypeId::kValueError, "buffer_size must not be greater than %d", INT_MAX);
  ParserUse use(t, self_of(self));
  EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  if (!flush_text(t, self_of(self))) return kFailure;
  self_of(self)->buffer_size = size;
  return kDone;
}
Result<Value> get_buffer_used(Thread& t, Value self) {
  ParserUse use(t, self_of(self));
  EIDER_TRY(use.enter(ParserUse::Nested::kAllowed));
  std::string* text = self_of(self)->text;
  return Value::from_small_int(text == nullptr ? 0 : static_cast<int64_t>(text->size()));
}

#define EIDER_XML_HANDLER(I) {kXmlHandlerNames[I], get_handler<I>, set_handler<I>, nullptr}
const GetSetDef kGetSets[] = {
    EIDER_XML_HANDLER(0), EIDER_XML_HANDLER(1), EIDER_XML_HANDLER(2), EIDER_XML_HANDLER(3), EIDER_XML_HANDLER(4), EIDER_XML_HANDLER(5), EIDER_XML_HANDLER(6),
    EIDER_XML_HANDLER(7), EIDER_XML_HANDLER(8), EIDER_XML_HANDLER(9), EIDER_XML_HANDLER(10), EIDER_XML_HANDLER(11), EIDER_XML_HANDLER(12), EIDER_XML_HANDLER(13),
    EIDER_XML_HANDLER(14), EIDER_XML_HANDLER(15), EIDER_XML_HANDLER(16), EIDER_XML_HANDLER(17), EIDER_XML_HANDLER(18), EIDER_XML_HANDLER(19), EIDER_XML_HANDLER(20),
    EIDER_XML_HANDLER(21),
    {"ErrorCode", ask<error_code>, nullptr, nullptr}, {"ErrorLineNumber", ask<line_number>, nullptr, nullptr}, {"ErrorColumnNumber", ask<column_number>, nullptr, nullptr},
    {"ErrorByteIndex", ask<byte_index>, nullptr, nullptr}, {"CurrentLineNumber", ask<line_number>, nullptr, nullptr},
    {"CurrentColumnNumber", ask<column_number>, nullptr, nullptr}, {"CurrentByteIndex", ask<byte_index>, nullptr, nullptr},
    {"buffer_size", get_buffer_size, set_buffer_size, nullptr}, {"buffer_text", get_buffer_text, set_buffer_text, nullptr}, {"buffer_used", get_buffer_used, nullptr, nullptr},
    {"namespace_prefixes", get_flag<&XmlParser::namespace_prefixes>, set_flag<&XmlParser::namespace_prefixes>, nullptr},
    {"ordered_attributes", get_flag<&XmlParser::ordered_attributes>, set_flag<&XmlParser::ordered_attributes>, nullptr},
    {"specified_attributes", get_flag<&XmlParser::specified_attributes>, set_flag<&XmlParser::specified_attributes>, nullptr},
};
constexpr MemberDef kMembers[] = {{"intern", offsetof(XmlParser, intern), true, nullptr}};
constexpr NativeDef kMethods[] = {
    {"Parse(self, data, isfinal=False, /)", parse, Sync::kLocksOwn, "Parse XML data.\n\n'isfinal' should be true at end of input."},
    {"ParseFile(self, file, /)", parse_file, Sync::kLocksOwn, "Parse XML data from file-like object."},
    {"SetBase(self, base, /)", set_base, Sync::kLocksOwn, "Set the base URL for the parser."},
    {"GetBase(self, /)", get_base, Sync::kLocksOwn, "Return base URL string for the parser."},
    {"GetInputContext(self, /)", input_context, Sync::kLocksOwn,
     "Return the untranslated text of the input that caused the current event.\n\nIf the event was generated by a large amount of text (such as a start tag\nfor an element with "
     "many attributes), not all of the text may be available."},
    {"ExternalEntityParserCreate(self, context, encoding=None, /)", external_entity_parser, Sync::kLocksOwn,
     "Create a parser for parsing an external entity based on the information passed to the ExternalEntityRefHandler."},
    {"SetParamEntityParsing(self, flag, /)", set_parameter_entities, Sync::kLocksOwn,
     "Controls parsing of parameter entities (including the external DTD subset).\n\nPossible flag values are XML_PARAM_ENTITY_PARSING_NEVER,\nXML_PARAM_ENTITY_PARSING_UNLESS_"
     "STANDALONE and\nXML_PARAM_ENTITY_PARSING_ALWAYS. Returns true if setting the flag\nwas successful."},
    {"UseForeignDTD(self, flag=True, /)", use_foreign_dtd, Sync::kLocksOwn,
     "Allows the application to provide an artificial external subset if one is not specified as part of the document instance."},
};

}  // namespace

Result<Value> parser_create(Thread& t, const Value* a) {
  std::string texts[2];
  for (int i = 0; i < 2; i++) {
    if (a[i].is_absent() || a[i].is_none()) continue;
    if (!is_instance(t, a[i], TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "ParserCreate() argument '%s' must be str or None, not %s", i == 0 ? "encoding" : "namespace_separator", type_name(t, a[i]));
    }
    texts[i] = to_utf8(a[i].as<Str>());
  }
  bool separated = !a[1].is_absent() && !a[1].is_none();
  if (texts[1].size() > 1) return raise(t, TypeId::kValueError, "namespace_separator must be at most one character, omitted, or None");
  Value names = a[2];
  if (names.is_absent()) names = EIDER_TRY(dict_new(t))->value();
  if (!names.is_none() && !is_instance(t, names, TypeId::kDict)) return raise(t, TypeId::kTypeError, "intern must be a dictionary");
  XmlParser* made = EIDER_TRY(xml_parser_new(t));
  char separator[2] = {texts[1].empty() ? '\0' : texts[1][0], '\0'};
  XML_Parser parser = expat(t).XML_ParserCreate_MM_(texts[0].empty() ? nullptr : texts[0].c_str(), nullptr, separated ? separator : nullptr);
  if (parser == nullptr) return raise_no_memory(t);
  expat(t).XML_SetHashSalt_(parser, static_cast<unsigned long>(t.realm->config.hash_key[0]));
  expat(t).XML_SetUserData_(parser, made);
  made->intern.init(names);
  made->parser.store_release(parser);
  return made->value();
}

Result<void> add_parser_type(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "pyexpat.xmlparser";
  spec.doc = "XML parser";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(XmlParser);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace;
  spec.slots.finalize = finalize;
  set_methods(spec, kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  Type* made = EIDER_TRY(make_builtin_type(t, spec));
  set_module_type(t, ModuleType::kExpatParser, made);
  return module_set(t, module, "XMLParserType", made->value());
}

}  // namespace eider::modules
