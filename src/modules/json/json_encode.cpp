// SPDX-License-Identifier: MIT
//
// _json: string literals, and the module's table.
#include "modules/json/json.h"

namespace eider::modules {

namespace {

/// Whether `c` stands for itself.
bool plain(uint32_t c, JsonText how) { return c >= 0x20 && c != '"' && c != '\\' && (how == JsonText::kUnicode || c < 0x7f); }

bool write_escape(StrBuilder& out, uint32_t c) {
  char text[13];
  switch (c) {
    case '"': return out.add("\\\"");
    case '\\': return out.add("\\\\");
    case '\b': return out.add("\\b");
    case '\f': return out.add("\\f");
    case '\n': return out.add("\\n");
    case '\r': return out.add("\\r");
    case '\t': return out.add("\\t");
    default: break;
  }
  if (c > 0xffff) {
    snprintf(text, sizeof text, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10), 0xdc00 + ((c - 0x10000) & 0x3ff));
  } else {
    snprintf(text, sizeof text, "\\u%04x", c);
  }
  return out.add(std::string_view(text));
}

template <class Char>
bool write_chars(StrBuilder& out, const Char* chars, int64_t length, JsonText how) {
  for (int64_t at = 0; at < length;) {
    int64_t end = at;
    while (end < length && plain(static_cast<uint32_t>(chars[end]), how)) end++;
    if (end > at && !out.add_chars(chars + at, sizeof(Char), end - at)) return false;
    if (end < length && !write_escape(out, static_cast<uint32_t>(chars[end]))) return false;
    at = end + 1;
  }
  return true;
}

template <JsonText How>
Result<Value> quote(Thread& t, const Value* a) {
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "first argument must be a string, not %s", type_name(t, a[0]));
  StrBuilder out(t);
  if (!json_quote(out, a[0].as<Str>(), How)) return kFailure;
  return out.finish();
}

constexpr NativeDef kFunctions[] = {
    {"encode_basestring_ascii(string, /)", quote<JsonText::kAscii>, Sync::kNone,
     "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string", NativeDef::kFunction},
    {"encode_basestring(string, /)", quote<JsonText::kUnicode>, Sync::kNone,
     "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string", NativeDef::kFunction},
    {"scanstring(string, end, strict=True, /)", json_scanstring, Sync::kNone,
     "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that "
     "started the JSON string.\nUnescapes all valid JSON string escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False "
     "then literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the index of the character in s\nafter the end quote.",
     NativeDef::kFunction, Texts::kParseTuple},
};

}  // namespace

bool json_quote(StrBuilder& out, const Str* text, JsonText how) {
  if (!out.add_char('"')) return false;
  bool done;
  switch (text->width) {
    case 1: done = write_chars(out, text->u8(), text->length(), how); break;
    case 2: done = write_chars(out, text->u16(), text->length(), how); break;
    default: done = write_chars(out, text->u32(), text->length(), how); break;
  }
  return done && out.add_char('"');
}

Result<void> fill_json(Thread& t, Module* module) {
  EIDER_TRY(add_functions(t, module, kFunctions));
  EIDER_TRY(add_scanner(t, module));
  return add_encoder(t, module);
}

}  // namespace eider::modules
