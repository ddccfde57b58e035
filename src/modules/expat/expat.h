// SPDX-License-Identifier: MIT
//
// pyexpat: the XML parser of libexpat, loaded when the module is imported.
//
// Thread rule: a parser belongs to one thread at a time: `owner` is entered by compare-and-swap for the time of a call, and the handlers that
// run inside a Parse are its owner's. Another thread gets a RuntimeError; so does a Parse inside a handler. Handlers are atomic words that
// anybody may set. The C parser lives until the object's finalizer.
#pragma once

#include <expat.h>

#include "modules/library.h"
#include "modules/support.h"

namespace eider::modules {

#define EIDER_EXPAT(X)                                                                                                                     \
  X(XML_ParserCreate_MM) X(XML_ExternalEntityParserCreate) X(XML_ParserFree) X(XML_Parse) X(XML_StopParser) X(XML_SetUserData)             \
  X(XML_GetErrorCode) X(XML_ErrorString) X(XML_GetCurrentLineNumber) X(XML_GetCurrentColumnNumber) X(XML_GetCurrentByteIndex)              \
  X(XML_SetBase) X(XML_GetBase) X(XML_GetInputContext) X(XML_SetParamEntityParsing) X(XML_UseForeignDTD) X(XML_ExpatVersion)               \
  X(XML_ExpatVersionInfo) X(XML_SetReturnNSTriplet) X(XML_GetSpecifiedAttributeCount) X(XML_SetHashSalt) X(XML_SetElementHandler)          \
  X(XML_SetCharacterDataHandler) X(XML_SetProcessingInstructionHandler) X(XML_SetCommentHandler) X(XML_SetCdataSectionHandler)             \
  X(XML_SetDefaultHandler) X(XML_SetDefaultHandlerExpand) X(XML_SetNamespaceDeclHandler) X(XML_SetUnparsedEntityDeclHandler)               \
  X(XML_SetNotationDeclHandler) X(XML_SetNotStandaloneHandler) X(XML_SetExternalEntityRefHandler) X(XML_SetDoctypeDeclHandler)             \
  X(XML_SetEntityDeclHandler) X(XML_SetXmlDeclHandler) X(XML_SetElementDeclHandler) X(XML_SetAttlistDeclHandler)                           \
  X(XML_SetSkippedEntityHandler) X(XML_FreeContentModel) X(XML_SetEncoding) X(XML_GetFeatureList)
struct ExpatLibrary {
  EIDER_EXPAT(EIDER_LIBRARY_MEMBER)
};
inline ExpatLibrary& expat(Thread& t) { return *module_types(t).expat; }

/// In the order of kHandlerNames.
enum class XmlHandler : uint8_t {
  kStartElement, kEndElement, kProcessingInstruction, kCharacterData, kUnparsedEntityDecl, kNotationDecl, kStartNamespaceDecl, kEndNamespaceDecl, kComment,
  kStartCdataSection, kEndCdataSection, kDefault, kDefaultExpand, kNotStandalone, kExternalEntityRef, kStartDoctypeDecl, kEndDoctypeDecl, kEntityDecl, kXmlDecl,
  kElementDecl, kAttlistDecl, kSkippedEntity, kCount,
};
inline constexpr size_t kXmlHandlers = static_cast<size_t>(XmlHandler::kCount);

struct XmlParser : Object {  // kCustom
  Field<Value> handlers[kXmlHandlers];  // ABSENT: none
  Field<Value> intern;                  // Dict or None
  Field<Value> parent;                  // of a parser for an external entity: keeps it alive
  Atomic<XML_Parser> parser;            // nullptr after the finalizer
  Atomic<Thread*> owner;                // who is using it
  // The owner's:
  std::string* text;                    // character data that waits to be handed over; nullptr: not buffered
  int64_t buffer_size;
  uint8_t ordered_attributes, specified_attributes, namespace_prefixes;
  bool failed;                          // a handler raised: the exception is pending, nothing more is called
};

/// The parser for the time of one call by this thread; RuntimeError when another has it. Nested use by the owner is allowed.
class ParserUse {
 public:
  ParserUse(Thread& t, XmlParser* p) : t_(t), p_(p) {}
  ParserUse(const ParserUse&) = delete;
  ParserUse& operator=(const ParserUse&) = delete;
  ~ParserUse() {
    if (entered_) p_->owner.store_release(nullptr);  // pairs with the acquire of cas_acq_rel
  }
  enum class Nested : bool { kAllowed, kRefused };
  Result<XML_Parser> enter(Nested nested);

 private:
  Thread& t_;
  XmlParser* p_;
  bool entered_ = false;
};

/// Tells libexpat which handlers are set. By the owner.
void connect_handlers(Thread& t, XmlParser* p, XML_Parser parser);
/// Hands waiting character data over. False: an exception is set.
bool flush_text(Thread& t, XmlParser* p);
/// libexpat's error as ExpatError with code, lineno and offset.
EIDER_COLD Failure raise_expat(Thread& t, XML_Parser parser, int code);
Result<XmlParser*> xml_parser_new(Thread& t);
extern const char* const kXmlHandlerNames[];
Result<void> add_parser_type(Thread& t, Module* module);  // parser.cpp
Result<Value> parser_create(Thread& t, const Value* args);

}  // namespace eider::modules
