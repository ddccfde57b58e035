// SPDX-License-Identifier: MIT
//
// From libexpat's callbacks to the parser's handlers.
//
// A callback runs inside XML_Parse, on the thread that owns the parser. When a handler raises, the exception stays pending, the parser is stopped
// and all later callbacks return at once.
#include "modules/expat/expat.h"

namespace eider::modules {

const char* const kXmlHandlerNames[] = {
    "StartElementHandler", "EndElementHandler", "ProcessingInstructionHandler", "CharacterDataHandler", "UnparsedEntityDeclHandler", "NotationDeclHandler",
    "StartNamespaceDeclHandler", "EndNamespaceDeclHandler", "CommentHandler", "StartCdataSectionHandler", "EndCdataSectionHandler", "DefaultHandler",
    "DefaultHandlerExpand", "NotStandaloneHandler", "ExternalEntityRefHandler", "StartDoctypeDeclHandler", "EndDoctypeDeclHandler", "EntityDeclHandler",
    "XmlDeclHandler", "ElementDeclHandler", "AttlistDeclHandler", "SkippedEntityHandler"};
static_assert(std::size(kXmlHandlerNames) == kXmlHandlers);

namespace {

XmlParser* parser_of(void* data) { return static_cast<XmlParser*>(data); }
Thread& thread_of(XmlParser* p) { return *p->owner.load_relaxed(); }  // this thread wrote it
Value handler(XmlParser* p, XmlHandler which) { return p->handlers[static_cast<size_t>(which)].load_relaxed(); }

void stop(Thread& t, XmlParser* p) {
  p->failed = true;
  expat(t).XML_StopParser_(p->parser.load_relaxed(), XML_FALSE);
}
Result<Value> text_or_none(Thread& t, const char* utf8) { return utf8 == nullptr ? Result<Value>(kNone) : text_value(t, utf8); }
/// Names come again and again: one object each.
Result<Value> name_or_none(Thread& t, const char* utf8) {
  if (utf8 == nullptr) return kNone;
  return EIDER_TRY(intern(t, std::string_view(utf8)))->value();
}

/// Calls the handler, if there is one; kAbsent when there is none or nothing may be called any more.
Result<Value> call_handler(Thread& t, XmlParser* p, XmlHandler which, std::initializer_list<Result<Value>> arguments) {
  Value args[8];
  uint32_t n = 0;
  for (const Result<Value>& a : arguments) args[n++] = EIDER_TRY(a);
  return call(t, handler(p, which), args, n);
}
bool wanted(XmlParser* p, XmlHandler which) {
  if (p->failed || handler(p, which).is_absent()) return false;
  Thread& t = thread_of(p);
  if (flush_text(t, p) && !handler(p, which).is_absent()) return true;
  if (t.pending_exception != kAbsent) stop(t, p);
  return false;
}
template <class... Args>
Value notify(XmlParser* p, XmlHandler which, Args... args) {
  Thread& t = thread_of(p);
  Result<Value> answer = call_handler(t, p, which, {args...});
  if (answer.ok()) return answer.get();
  stop(t, p);
  return kAbsent;
}
int answer_code(XmlParser* p, Value answer) {
  if (answer.is_absent()) return XML_STATUS_ERROR;
  Thread& t = thread_of(p);
  Result<int64_t> n = index_int64(t, answer, TypeId::kOverflowError, "Python int too large to convert to C int");
  if (n.ok()) return static_cast<int>(n.get());
  stop(t, p);
  return XML_STATUS_ERROR;
}

Result<Value> attributes(Thread& t, XmlParser* p, const char** atts) {
  int64_t count = 0;
  if (p->specified_attributes) {
    count = expat(t).XML_GetSpecifiedAttributeCount_(p->parser.load_relaxed());
  } else {
    while (atts[count] != nullptr) count += 2;
  }
  if (p->ordered_attributes) {
    List* list = EIDER_TRY(list_new(t, count));
    for (int64_t i = 0; i < count; i++) EIDER_TRY(list_append(t, list, EIDER_TRY(i % 2 == 0 ? name_or_none(t, atts[i]) : text_value(t, atts[i]))));
    return list->value();
  }
  Dict* dict = EIDER_TRY(dict_new(t));
  for (int64_t i = 0; i < count; i += 2) EIDER_TRY(dict_set(t, dict, EIDER_TRY(name_or_none(t, atts[i])), EIDER_TRY(text_value(t, atts[i + 1]))));
  return dict->value();
}

void on_start_element(void* data, const char* name, const char** atts) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kStartElement)) return;
  Thread& t = thread_of(p);
  notify(p, XmlHandler::kStartElement, name_or_none(t, name), attributes(t, p, atts));
}
void on_end_element(void* data, const char* name) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kEndElement)) notify(p, XmlHandler::kEndElement, name_or_none(thread_of(p), name));
}
void on_text(void* data, const char* text, int size) {
  XmlParser* p = parser_of(data);
  if (p->failed || handler(p, XmlHandler::kCharacterData).is_absent()) return;
  Thread& t = thread_of(p);
  std::string_view more(text, static_cast<size_t>(size));
  if (p->text == nullptr) {
    notify(p, XmlHandler::kCharacterData, text_value(t, more));
    return;
  }
  if (static_cast<int64_t>(p->text->size() + more.size()) > p->buffer_size) {
    if (!flush_text(t, p)) return stop(t, p);
    if (handler(p, XmlHandler::kCharacterData).is_absent()) return;
  }
  if (static_cast<int64_t>(more.size()) > p->buffer_size) {
    notify(p, XmlHandler::kCharacterData, text_value(t, more));
  } else {
    p->text->append(more);
  }
}
void on_instruction(void* data, const char* target, const char* text) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kProcessingInstruction)) notify(p, XmlHandler::kProcessingInstruction, name_or_none(thread_of(p), target), text_or_none(thread_of(p), text));
}
void on_comment(void* data, const char* text) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kComment)) notify(p, XmlHandler::kComment, text_or_none(thread_of(p), text));
}
void on_start_cdata(void* data) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kStartCdataSection)) notify(p, XmlHandler::kStartCdataSection);
}
void on_end_cdata(void* data) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kEndCdataSection)) notify(p, XmlHandler::kEndCdataSection);
}
template <XmlHandler H>
void on_default(void* data, const char* text, int size) {
  XmlParser* p = parser_of(data);
  if (wanted(p, H)) notify(p, H, text_value(thread_of(p), std::string_view(text, static_cast<size_t>(size))));
}
void on_start_namespace(void* data, const char* prefix, const char* uri) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kStartNamespaceDecl)) notify(p, XmlHandler::kStartNamespaceDecl, name_or_none(thread_of(p), prefix), name_or_none(thread_of(p), uri));
}
void on_end_namespace(void* data, const char* prefix) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kEndNamespaceDecl)) notify(p, XmlHandler::kEndNamespaceDecl, name_or_none(thread_of(p), prefix));
}
void on_unparsed_entity(void* data, const char* name, const char* base, const char* system, const char* public_id, const char* notation) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kUnparsedEntityDecl)) return;
  Thread& t = thread_of(p);
  notify(p, XmlHandler::kUnparsedEntityDecl, name_or_none(t, name), name_or_none(t, base), name_or_none(t, system), name_or_none(t, public_id), name_or_none(t, notation));
}
void on_notation(void* data, const char* name, const char* base, const char* system, const char* public_id) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kNotationDecl)) return;
  Thread& t = thread_of(p);
  notify(p, XmlHandler::kNotationDecl, name_or_none(t, name), name_or_none(t, base), name_or_none(t, system), name_or_none(t, public_id));
}
int on_not_standalone(void* data) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kNotStandalone)) return p->failed ? XML_STATUS_ERROR : XML_STATUS_OK;
  return answer_code(p, notify(p, XmlHandler::kNotStandalone));
}
int on_external_entity(XML_Parser parser, const char* context, const char* base, const char* system, const char* public_id) {
  XmlParser* p = parser_of(XML_GetUserData(parser));
  if (!wanted(p, XmlHandler::kExternalEntityRef)) return p->failed ? XML_STATUS_ERROR : XML_STATUS_OK;
  Thread& t = thread_of(p);
  return answer_code(p, notify(p, XmlHandler::kExternalEntityRef, text_or_none(t, context), name_or_none(t, base), name_or_none(t, system), name_or_none(t, public_id)));
}
void on_start_doctype(void* data, const char* name, const char* system, const char* public_id, int internal) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kStartDoctypeDecl)) return;
  Thread& t = thread_of(p);
  notify(p, XmlHandler::kStartDoctypeDecl, name_or_none(t, name), name_or_none(t, system), name_or_none(t, public_id), Result<Value>(Value::from_small_int(internal)));
}
void on_end_doctype(void* data) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kEndDoctypeDecl)) notify(p, XmlHandler::kEndDoctypeDecl);
}
void on_entity(void* data, const char* name, int parameter, const char* value, int size, const char* base, const char* system, const char* public_id, const char* notation) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kEntityDecl)) return;
  Thread& t = thread_of(p);
  Result<Value> text = value == nullptr ? Result<Value>(kNone) : text_value(t, std::string_view(value, static_cast<size_t>(size)));
  notify(p, XmlHandler::kEntityDecl, name_or_none(t, name), Result<Value>(Value::from_small_int(parameter)), text, name_or_none(t, base), name_or_none(t, system),
         name_or_none(t, public_id), name_or_none(t, notation));
}
void on_xml_declaration(void* data, const char* version, const char* encoding, int standalone) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kXmlDecl)) return;
  Thread& t = thread_of(p);
  notify(p, XmlHandler::kXmlDecl, text_or_none(t, version), text_or_none(t, encoding), Result<Value>(Value::from_small_int(standalone)));
}
/// (type, quantifier, name, children); content models are as deep as the document says.
Result<Value> model_value(Thread& t, const XML_Content* model) {
  NativeLevel level(t);
  EIDER_TRY(level.check(" in a content model"));
  Tuple* children = EIDER_TRY(tuple_new(t, model->numchildren));
  for (unsigned i = 0; i < model->numchildren; i++) children->items[i].init(EIDER_TRY(model_value(t, &model->children[i])));
  Value row[] = {Value::from_small_int(model->type), Value::from_small_int(model->quant), EIDER_TRY(text_or_none(t, model->name)), children->value()};
  return tuple_from(t, row, 4);
}
void on_element_declaration(void* data, const char* name, XML_Content* model) {
  XmlParser* p = parser_of(data);
  Thread& t = thread_of(p);
  if (wanted(p, XmlHandler::kElementDecl)) notify(p, XmlHandler::kElementDecl, name_or_none(t, name), model_value(t, model));
  expat(t).XML_FreeContentModel_(p->parser.load_relaxed(), model);
}
void on_attribute_list(void* data, const char* element, const char* attribute, const char* kind, const char* otherwise, int required) {
  XmlParser* p = parser_of(data);
  if (!wanted(p, XmlHandler::kAttlistDecl)) return;
  Thread& t = thread_of(p);
  notify(p, XmlHandler::kAttlistDecl, name_or_none(t, element), name_or_none(t, attribute), text_or_none(t, kind), text_or_none(t, otherwise),
         Result<Value>(Value::from_small_int(required)));
}
void on_skipped_entity(void* data, const char* name, int parameter) {
  XmlParser* p = parser_of(data);
  if (wanted(p, XmlHandler::kSkippedEntity)) notify(p, XmlHandler::kSkippedEntity, name_or_none(thread_of(p), name), Result<Value>(Value::from_small_int(parameter)));
}

}  // namespace

bool flush_text(Thread& t, XmlParser* p) {
  if (p->text == nullptr || p->text->empty()) return true;
  std::string waiting;
  waiting.swap(*p->text);
  if (handler(p, XmlHandler::kCharacterData).is_absent()) return true;
  return call_handler(t, p, XmlHandler::kCharacterData, {text_value(t, waiting)}).ok();
}

void connect_handlers(Thread& t, XmlParser* p, XML_Parser parser) {
  ExpatLibrary& x = expat(t);
  auto set = [p](XmlHandler which) { return !handler(p, which).is_absent(); };
  x.XML_SetElementHandler_(parser, set(XmlHandler::kStartElement) ? on_start_element : nullptr, set(XmlHandler::kEndElement) ? on_end_element : nullptr);
  x.XML_SetProcessingInstructionHandler_(parser, set(XmlHandler::kProcessingInstruction) ? on_instruction : nullptr);
  x.XML_SetCharacterDataHandler_(parser, set(XmlHandler::kCharacterData) ? on_text : nullptr);
  x.XML_SetUnparsedEntityDeclHandler_(parser, set(XmlHandler::kUnparsedEntityDecl) ? on_unparsed_entity : nullptr);
  x.XML_SetNotationDeclHandler_(parser, set(XmlHandler::kNotationDecl) ? on_notation : nullptr);
  x.XML_SetNamespaceDeclHandler_(parser, set(XmlHandler::kStartNamespaceDecl) ? on_start_namespace : nullptr, set(XmlHandler::kEndNamespaceDecl) ? on_end_namespace : nullptr);
  x.XML_SetCommentHandler_(parser, set(XmlHandler::kComment) ? on_comment : nullptr);
  x.XML_SetCdataSectionHandler_(parser, set(XmlHandler::kStartCdataSection) ? on_start_cdata : nullptr, set(XmlHandler::kEndCdataSection) ? on_end_cdata : nullptr);
  // Setting the plain one, even to none, makes internal entities stay as they are written.
  if (set(XmlHandler::kDefault) && !set(XmlHandler::kDefaultExpand)) {
    x.XML_SetDefaultHandler_(parser, on_default<XmlHandler::kDefault>);
  } else {
    x.XML_SetDefaultHandlerExpand_(parser, set(XmlHandler::kDefaultExpand) ? on_default<XmlHandler::kDefaultExpand> : nullptr);
  }
  x.XML_SetNotStandaloneHandler_(parser, set(XmlHandler::kNotStandalone) ? on_not_standalone : nullptr);
  x.XML_SetExternalEntityRefHandler_(parser, set(XmlHandler::kExternalEntityRef) ? on_external_entity : nullptr);
  x.XML_SetDoctypeDeclHandler_(parser, set(XmlHandler::kStartDoctypeDecl) ? on_start_doctype : nullptr, set(XmlHandler::kEndDoctypeDecl) ? on_end_doctype : nullptr);
  x.XML_SetEntityDeclHandler_(parser, set(XmlHandler::kEntityDecl) ? on_entity : nullptr);
  x.XML_SetXmlDeclHandler_(parser, set(XmlHandler::kXmlDecl) ? on_xml_declaration : nullptr);
  x.XML_SetElementDeclHandler_(parser, set(XmlHandler::kElementDecl) ? on_element_declaration : nullptr);
  x.XML_SetAttlistDeclHandler_(parser, set(XmlHandler::kAttlistDecl) ? on_attribute_list : nullptr);
  x.XML_SetSkippedEntityHandler_(parser, set(XmlHandler::kSkippedEntity) ? on_skipped_entity : nullptr);
}

}  // namespace eider::modules
