// SPDX-License-Identifier: MIT
//
// The module _codecs: the registry of codecs and of error handlers, and the codecs of the core by their C names.
//
// The registry is three objects of the realm: a List of search functions, a Dict of found codecs, a Dict of error handlers; each
// operation on them is atomic. The package `encodings` registers itself at the first look-up.
#include "builtins/kernels/codecs.h"
#include "builtins/str/codec_glue.h"
#include "modules/io/io.h"
#include "modules/support.h"
#include "objects/rooted.h"

namespace eider::modules {

namespace {

using builtins::Codec;

struct Registry {
  List* searches;
  Dict* cache;
  Dict* handlers;
};
Registry registry(Thread& t) {
  Tuple* parts = io(t).codec_registry.as<Tuple>();
  return {parts->items[0].get().as<List>(), parts->items[1].get().as<Dict>(), parts->items[2].get().as<Dict>()};
}

Result<Value> lookup(Thread& t, Str* encoding) {
  Registry r = registry(t);
  std::string normal;
  for (char c : to_utf8(encoding)) normal += c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  Str* key = EIDER_TRY(intern(t, normal));
  Value known = EIDER_TRY(dict_get(t, r.cache, key->value()));
  if (!known.is_absent()) return known;
  if (list_size(r.searches) == 0) EIDER_TRY(t.realm->import(t, "encodings"));
  for (int64_t i = 0; i < list_size(r.searches); ++i) {
    Value search = list_get_checked(r.searches, i);
    if (search.is_absent()) break;
    Value found = EIDER_TRY(call1(t, search, key->value()));
    if (found.is_none()) continue;
    if (!is_instance(t, found, TypeId::kTuple) || found.as<Tuple>()->size() != 4) {
      return raise(t, TypeId::kTypeError, "codec search functions must return 4-tuples");
    }
    return dict_set_default(t, r.cache, key->value(), found);
  }
  return raise(t, TypeId::kLookupError, "unknown encoding: %s", to_utf8(encoding).c_str());
}

Result<Str*> encoding_argument(Thread& t, Value v, const char* function, const char* which, const char* otherwise) {
  if (v.is_absent()) return str_from_ascii(t, otherwise);
  if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s() argument '%s' must be str, not %s", function, which, type_name(t, v));
  return v.as<Str>();
}
Result<Value> codecs_lookup(Thread& t, Value encoding) {
  if (!is_instance(t, encoding, TypeId::kStr)) return raise(t, TypeId::kTypeError, "lookup() argument must be str, not %s", type_name(t, encoding));
  return lookup(t, encoding.as<Str>());
}
Result<Value> codecs_register(Thread& t, Value search) {
  if (!is_callable(t, search)) return raise(t, TypeId::kTypeError, "argument must be callable");
  Registry r = registry(t);
  if (list_size(r.searches) == 0) EIDER_TRY(t.realm->import(t, "encodings"));
  EIDER_TRY(list_append(t, r.searches, search));
  return kNone;
}
Result<Value> codecs_unregister(Thread& t, Value search) {
  Registry r = registry(t);
  Result<Value> removed = call_named(t, r.searches->value(), "remove", {search});
  if (!removed.ok() && !clear_if(t, TypeId::kValueError)) return kFailure;
  dict_clear(t, r.cache);
  return kNone;
}
Result<Value> run_codec(Thread& t, Value input, Str* encoding, Value errors, int which) {
  Value info = EIDER_TRY(lookup(t, encoding));
  Value function = info.as<Tuple>()->items[which].get();
  Value made = errors.is_absent() ? EIDER_TRY(call1(t, function, input)) : EIDER_TRY(call2(t, function, input, errors));
  if (!is_instance(t, made, TypeId::kTuple) || made.as<Tuple>()->size() != 2) {
    return raise(t, TypeId::kTypeError, "%s must return a tuple (object, integer)", which == 0 ? "encoder" : "decoder");
  }
  return made.as<Tuple>()->items[0].get();
}
Result<Value> codecs_encode(Thread& t, Value input, Value encoding, Value errors) {
  Str* name = EIDER_TRY(encoding_argument(t, encoding, "encode", "encoding", "utf-8"));
  return run_codec(t, input, name, errors, 0);
}
Result<Value> codecs_decode(Thread& t, Value input, Value encoding, Value errors) {
  Str* name = EIDER_TRY(encoding_argument(t, encoding, "decode", "encoding", "utf-8"));
  return run_codec(t, input, name, errors, 1);
}

// --- error handlers
Result<Value> codecs_register_error(Thread& t, Value key, Value handler) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "register_error() argument 1 must be str, not %s", type_name(t, key));
  if (!is_callable(t, handler)) return raise(t, TypeId::kTypeError, "handler must be callable");
  EIDER_TRY(dict_set(t, registry(t).handlers, key, handler));
  return kNone;
}
/// RealmHooks::find_error_handler.
Result<Value> find_error_handler(Thread& t, Str* key) {
  Value found = EIDER_TRY(dict_get(t, registry(t).handlers, key->value()));
  if (!found.is_absent()) return found;
  return raise(t, TypeId::kLookupError, "unknown error handler name '%s'", to_utf8(key).c_str());
}
Result<Value> codecs_lookup_error(Thread& t, Value key) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "lookup_error() argument must be str, not %s", type_name(t, key));
  return find_error_handler(t, key.as<Str>());
}
/// RealmHooks::codec_encode and codec_decode: ABSENT when there is no such codec.
Result<Value> hook(Thread& t, Value input, Str* encoding, Str* errors, int which) {
  Result<Value> info = lookup(t, encoding);
  if (!info.ok()) {
    if (!clear_if(t, TypeId::kLookupError)) return kFailure;
    return kAbsent;
  }
  Value text = EIDER_TRY(find_named(t, info.get(), "_is_text_encoding"));
  if (!text.is_absent() && !EIDER_TRY(truth(t, text))) {
    return raise(t, TypeId::kLookupError, "'%s' is not a text encoding; use codecs.%s() to handle arbitrary codecs", to_utf8(encoding).c_str(),
                 which == 0 ? "encode" : "decode");
  }
  return run_codec(t, input, encoding, errors == nullptr ? kAbsent : errors->value(), which);
}
Result<Value> hook_encode(Thread& t, Str* text, Str* encoding, Str* errors) { return hook(t, text->value(), encoding, errors, 0); }
Result<Value> hook_decode(Thread& t, Value bytes, Str* encoding, Str* errors) { return hook(t, bytes, encoding, errors, 1); }

/// The named handlers as functions of an exception: what codecs.strict_errors and its like are.
struct ErrorInfo {
  bool decoding, encoding;
  Value object;
  int64_t start, end;
};
Result<ErrorInfo> error_info(Thread& t, Value exc) {
  ErrorInfo info;
  info.decoding = is_instance(t, exc, TypeId::kUnicodeDecodeError);
  info.encoding = is_instance(t, exc, TypeId::kUnicodeEncodeError);
  if (!info.decoding && !info.encoding && !is_instance(t, exc, TypeId::kUnicodeTranslateError)) {
    return raise(t, TypeId::kTypeError, "don't know how to handle %s in error callback", type_name(t, exc));
  }
  info.object = EIDER_TRY(attr_named(t, exc, "object"));
  info.start = EIDER_TRY(argument_index(t, EIDER_TRY(attr_named(t, exc, "start"))));
  info.end = EIDER_TRY(argument_index(t, EIDER_TRY(attr_named(t, exc, "end"))));
  return info;
}
Result<Value> handled(Thread& t, Value text, int64_t end) { return tuple_of(t, text, Value::from_small_int(end)); }
Failure cannot_handle(Thread& t, Value exc) {
  return raise(t, TypeId::kTypeError, "don't know how to handle %s in error callback", type_name(t, exc));
}
Result<Value> strict_errors(Thread& t, Value exc) {
  if (!is_instance(t, exc, TypeId::kBaseException)) return raise(t, TypeId::kTypeError, "codec must pass exception instance");
  return raise_instance(t, exc);
}
Result<Value> ignore_errors(Thread& t, Value exc) { return handled(t, t.realm->empty_str->value(), EIDER_TRY(error_info(t, exc)).end); }
Result<Value> replace_errors(Thread& t, Value exc) {
  ErrorInfo e = EIDER_TRY(error_info(t, exc));
  StrBuilder out(t);
  for (int64_t i = e.start; i < (e.decoding ? e.start + 1 : e.end); ++i) {
    if (!out.add_char(e.encoding ? '?' : 0xfffd)) return kFailure;
  }
  return handled(t, EIDER_TRY(out.finish())->value(), e.end);
}
/// Runs a kernel encoder of ASCII with `handler` over the part in error: what it writes is the replacement.
Result<Value> by_kernel(Thread& t, Value exc, const char* handler) {
  ErrorInfo e = EIDER_TRY(error_info(t, exc));
  if (e.decoding) {
    if (std::string_view(handler) != "backslashreplace") return cannot_handle(t, exc);
    std::string text;
    builtins::ByteSource source;
    EIDER_TRY(source.acquire(t, e.object));
    for (int64_t i = e.start; i < e.end && i < source.size(); ++i) {
      char piece[8];
      std::snprintf(piece, sizeof piece, "\\x%02x", source.span()[static_cast<size_t>(i)]);
      text += piece;
    }
    return handled(t, EIDER_TRY(text_value(t, text)), e.end);
  }
  Str* part = EIDER_TRY(str_substring(t, e.object.as<Str>(), e.start, std::min(e.end, e.object.as<Str>()->length())));
  StrBuilder out(t);
  for (int64_t i = 0; i < part->length(); ++i) {
    uint32_t c = part->at(i);
    if (c < 0x80 && std::string_view(handler) == "backslashreplace") {
      char piece[8];
      std::snprintf(piece, sizeof piece, "\\x%02x", c);
      if (!out.add(piece)) return kFailure;
      continue;
    }
    Str* one = EIDER_TRY(str_from_char(t, c));
    Bytes* made = EIDER_TRY(builtins::encode_with(t, Codec::kAscii, one, EIDER_TRY(str_from_ascii(t, handler))));
    if (!out.add(std::string_view(reinterpret_cast<const char*>(made->data), static_cast<size_t>(made->length)))) return kFailure;
  }
  return handled(t, EIDER_TRY(out.finish())->value(), e.end);
}
Result<Value> xml_errors(Thread& t, Value exc) {
  if (!is_instance(t, exc, TypeId::kUnicodeEncodeError)) return cannot_handle(t, exc);
  return by_kernel(t, exc, "xmlcharrefreplace");
}
Result<Value> backslash_errors(Thread& t, Value exc) { return by_kernel(t, exc, "backslashreplace"); }
Result<Value> name_errors(Thread& t, Value exc) {
  if (!is_instance(t, exc, TypeId::kUnicodeEncodeError)) return cannot_handle(t, exc);
  return by_kernel(t, exc, "namereplace");
}
Result<Value> surrogateescape_errors(Thread& t, Value exc) {
  ErrorInfo e = EIDER_TRY(error_info(t, exc));
  if (e.encoding) {
    std::string bytes;
    for (int64_t i = e.start; i < e.end; ++i) {
      uint32_t c = e.object.as<Str>()->at(i);
      if (c < 0xdc80 || c > 0xdcff) return raise_instance(t, exc);
      bytes += static_cast<char>(c - 0xdc00);
    }
    return handled(t, EIDER_TRY(builtins::bytes_from(t, std::string_view(bytes)))->value(), e.end);
  }
  if (!e.decoding) return cannot_handle(t, exc);
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, e.object));
  StrBuilder out(t);
  int64_t at = e.start;
  for (; at < e.end && at < e.start + 4 && at < source.size(); ++at) {
    uint8_t c = source.span()[static_cast<size_t>(at)];
    if (c < 128) break;
    if (!out.add_char(0xdc00u + c)) return kFailure;
  }
  if (at == e.start) return raise_instance(t, exc);
  return handled(t, EIDER_TRY(out.finish())->value(), at);
}
Result<Value> surrogatepass_errors(Thread& t, Value exc) {
  ErrorInfo e = EIDER_TRY(error_info(t, exc));
  if (!e.encoding && !e.decoding) return cannot_handle(t, exc);
  Value encoding = EIDER_TRY(attr_named(t, exc, "encoding"));
  Codec codec = builtins::codec_named(to_utf8(encoding.as<Str>()));
  if (codec == Codec::kOther || codec == Codec::kAscii || codec == Codec::kLatin1) return raise_instance(t, exc);
  Str* pass = EIDER_TRY(str_from_ascii(t, "surrogatepass"));
  if (e.encoding) {
    Str* part = EIDER_TRY(str_substring(t, e.object.as<Str>(), e.start, e.end));
    if (codec == Codec::kUtf16) codec = Codec::kUtf16Le;
    if (codec == Codec::kUtf32) codec = Codec::kUtf32Le;
    return handled(t, EIDER_TRY(builtins::encode_with(t, codec, part, pass))->value(), e.end);
  }
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, e.object));
  int64_t size = codec == Codec::kUtf8 ? 3 : codec == Codec::kUtf32Le || codec == Codec::kUtf32Be || codec == Codec::kUtf32 ? 4 : 2;
  if (e.start + size > source.size()) return raise_instance(t, exc);
  int order = 0;
  int64_t used = 0;
  Result<Str*> text = builtins::decode_partial(t, codec, source.span().subspan(static_cast<size_t>(e.start), static_cast<size_t>(size)), pass, true, &order, &used);
  if (!text.ok()) {
    t.pending_exception = kAbsent;
    return raise_instance(t, exc);
  }
  return handled(t, text.get()->value(), e.start + size);
}

// --- codecs by their C names
Result<Str*> errors_argument(Thread& t, Value errors, Str** out) {
  *out = nullptr;
  if (errors.is_absent() || errors.is_none()) return t.realm->empty_str;
  if (!is_instance(t, errors, TypeId::kStr)) return raise(t, TypeId::kTypeError, "argument 2 must be str or None, not %s", type_name(t, errors));
  *out = errors.as<Str>();
  return *out;
}
template <Codec kCodec>
Result<Value> encode_as(Thread& t, Value text, Value errors) {
  if (!is_instance(t, text, TypeId::kStr)) return raise(t, TypeId::kTypeError, "argument 1 must be str, not %s", type_name(t, text));
  Str* handler;
  EIDER_TRY(errors_argument(t, errors, &handler));
  Bytes* made = EIDER_TRY(builtins::encode_with(t, kCodec, text.as<Str>(), handler));
  return tuple_of(t, made->value(), Value::from_small_int(text.as<Str>()->length()));
}
Result<Value> encode_utf16(Thread& t, Value text, Value errors, Value order) {
  int64_t which = order.is_absent() ? 0 : EIDER_TRY(argument_index(t, order));
  return which < 0 ? encode_as<Codec::kUtf16Le>(t, text, errors)
                   : which > 0 ? encode_as<Codec::kUtf16Be>(t, text, errors) : encode_as<Codec::kUtf16>(t, text, errors);
}
Result<Value> encode_utf32(Thread& t, Value text, Value errors, Value order) {
  int64_t which = order.is_absent() ? 0 : EIDER_TRY(argument_index(t, order));
  return which < 0 ? encode_as<Codec::kUtf32Le>(t, text, errors)
                   : which > 0 ? encode_as<Codec::kUtf32Be>(t, text, errors) : encode_as<Codec::kUtf32>(t, text, errors);
}
Result<Value> decode_bytes(Thread& t, Codec codec, Value input, Value errors, bool final, int* order) {
  builtins::ByteSource source;
  Value data = input;
  if (is_instance(t, input, TypeId::kStr)) {  // the escape codecs take text as well
    if (codec != Codec::kUnicodeEscape && codec != Codec::kRawUnicodeEscape) {
      return raise(t, TypeId::kTypeError, "a bytes-like object is required, not 'str'");
    }
    data = EIDER_TRY(builtins::encode_with(t, Codec::kUtf8, input.as<Str>(), nullptr))->value();
  }
  EIDER_TRY(source.acquire(t, data));
  Str* handler;
  EIDER_TRY(errors_argument(t, errors, &handler));
  int64_t used = 0;
  Str* text = EIDER_TRY(builtins::decode_partial(t, codec, source.span(), handler, final, order, &used));
  return tuple_of(t, text->value(), Value::from_small_int(used));
}
template <Codec kCodec>
Result<Value> decode_as(Thread& t, Value input, Value errors, Value final_value) {
  bool final = !final_value.is_absent() && EIDER_TRY(truth(t, final_value));
  int order = 0;
  return decode_bytes(t, kCodec, input, errors, final, &order);
}
template <Codec kCodec>
Result<Value> decode_whole(Thread& t, Value input, Value errors) {
  int order = 0;
  return decode_bytes(t, kCodec, input, errors, true, &order);
}
template <Codec kCodec>
Result<Value> decode_escape(Thread& t, Value input, Value errors, Value final_value) {
  bool final = final_value.is_absent() || EIDER_TRY(truth(t, final_value));
  int order = 0;
  return decode_bytes(t, kCodec, input, errors, final, &order);
}
template <Codec kAny, Codec kLittle, Codec kBig>
Result<Value> decode_ex(Thread& t, Value input, Value errors, Value order_value, Value final_value) {
  int64_t order = order_value.is_absent() ? 0 : EIDER_TRY(argument_index(t, order_value));
  bool final = !final_value.is_absent() && EIDER_TRY(truth(t, final_value));
  int state = static_cast<int>(order);
  Value pair = EIDER_TRY(decode_bytes(t, order < 0 ? kLittle : order > 0 ? kBig : kAny, input, errors, final, &state));
  Tuple* parts = pair.as<Tuple>();
  return tuple_of(t, parts->items[0].get(), parts->items[1].get(), Value::from_small_int(order != 0 ? order : state));
}
Result<Value> codecs_escape_decode(Thread& t, Value input, Value errors) {
  builtins::ByteSource source;
  if (is_instance(t, input, TypeId::kStr)) input = EIDER_TRY(builtins::encode_with(t, Codec::kUtf8, input.as<Str>(), nullptr))->value();
  EIDER_TRY(source.acquire(t, input));
  Str* handler;
  EIDER_TRY(errors_argument(t, errors, &handler));
  builtins::kernels::Bytes out;
  size_t position = 0;
  auto how = builtins::kernels::error_handler_named(handler == nullptr ? "strict" : to_utf8(handler).c_str());
  switch (builtins::kernels::decode_byte_escapes(source.span(), how, out, &position)) {
    case builtins::kernels::EscapeBytesStatus::kOk: break;
    case builtins::kernels::EscapeBytesStatus::kTrailingBackslash: return raise(t, TypeId::kValueError, "Trailing \\ in string");
    case builtins::kernels::EscapeBytesStatus::kInvalidHex: return raise(t, TypeId::kValueError, "invalid \\x escape at position %zu", position);
  }
  return tuple_of(t, EIDER_TRY(builtins::bytes_from(t, out))->value(), Value::from_small_int(source.size()));
}
Result<Value> codecs_escape_encode(Thread& t, Value input, Value) {
  if (!builtins::is_bytes(t, input)) return raise(t, TypeId::kTypeError, "escape_encode() argument 1 must be bytes, not %s", type_name(t, input));
  std::string out;
  for (uint8_t c : input.as<Bytes>()->span()) {
    char hex[8];
    if (c == '\'' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c < ' ' || c >= 0x7f) {
      std::snprintf(hex, sizeof hex, "\\x%02x", c);
      out += hex;
    } else {
      out += static_cast<char>(c);
    }
  }
  return tuple_of(t, EIDER_TRY(builtins::bytes_from(t, std::string_view(out)))->value(), Value::from_small_int(input.as<Bytes>()->length));
}
Result<Value> codecs_readbuffer_encode(Thread& t, Value input, Value) {
  if (is_instance(t, input, TypeId::kStr)) input = EIDER_TRY(builtins::encode_with(t, Codec::kUtf8, input.as<Str>(), nullptr))->value();
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, input));
  return tuple_of(t, EIDER_TRY(builtins::bytes_from(t, source.span()))->value(), Value::from_small_int(source.size()));
}

// --- charmap
Result<Value> codecs_charmap_build(Thread& t, Value map) {
  if (!is_instance(t, map, TypeId::kStr)) return raise(t, TypeId::kTypeError, "charmap_build() argument must be str, not %s", type_name(t, map));
  Dict* made = EIDER_TRY(dict_new(t));
  Str* s = map.as<Str>();
  for (int64_t i = 0; i < s->length() && i < 256; ++i) {
    if (s->at(i) != 0xfffe) EIDER_TRY(dict_set(t, made, Value::from_small_int(s->at(i)), Value::from_small_int(i)));
  }
  return made;
}
/// What a mapping says of a number: ABSENT when nothing.
Result<Value> mapped(Thread& t, Value map, int64_t key) {
  if (is_exact(map, TypeId::kDict)) {
    Value v = EIDER_TRY(dict_get(t, map.as<Dict>(), Value::from_small_int(key)));
    return v.is_none() ? kAbsent : v;
  }
  Result<Value> v = get_item(t, map, Value::from_small_int(key));
  if (!v.ok()) {
    if (!clear_if(t, TypeId::kLookupError)) return kFailure;
    return kAbsent;
  }
  return v.get().is_none() ? kAbsent : v.get();
}
Result<Value> codecs_charmap_decode(Thread& t, Value input, Value errors, Value map) {
  if (map.is_absent() || map.is_none()) return decode_whole<Codec::kLatin1>(t, input, errors);
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, input));
  Str* handler;
  EIDER_TRY(errors_argument(t, errors, &handler));
  std::string how = handler == nullptr ? "strict" : to_utf8(handler);
  StrBuilder out(t);
  for (int64_t i = 0; i < source.size();) {
    uint8_t byte = source.span()[static_cast<size_t>(i)];
    bool undefined = false;
    if (is_instance(t, map, TypeId::kStr)) {
      Str* table = map.as<Str>();
      undefined = byte >= table->length() || table->at(byte) == 0xfffe;
      if (!undefined && !out.add_char(table->at(byte))) return kFailure;
    } else {
      Value v = EIDER_TRY(mapped(t, map, byte));
      if (v.is_absent()) {
        undefined = true;
      } else if (is_instance(t, v, TypeId::kStr)) {
        undefined = str_equals_ascii(v.as<Str>(), "") ? false : v.as<Str>()->length() == 1 && v.as<Str>()->at(0) == 0xfffe;
        if (!undefined && !out.add(v.as<Str>())) return kFailure;
      } else if (is_int(t, v)) {
        int64_t c = EIDER_TRY(argument_index(t, v));
        if (c < 0 || c > 0x10ffff) return raise(t, TypeId::kTypeError, "character mapping must be in range(0x110000)");
        undefined = c == 0xfffe;
        if (!undefined && !out.add_char(static_cast<uint32_t>(c))) return kFailure;
      } else {
        return raise(t, TypeId::kTypeError, "character mapping must return integer, None or str");
      }
    }
    if (!undefined) {
      ++i;
      continue;
    }
    Value object = builtins::is_bytes(t, input) ? input : EIDER_TRY(builtins::bytes_from(t, source.span()))->value();
    if (how == "strict") return builtins::raise_decode_error(t, "charmap", object, i, i + 1, "character maps to <undefined>");
    Value error = EIDER_TRY(builtins::new_decode_error(t, "charmap", object, i, i + 1, "character maps to <undefined>"));
    Value callable = EIDER_TRY(find_error_handler(t, handler));
    builtins::kernels::DecodeReplacement answer;
    if (!builtins::call_decode_handler(t, callable, error, source.size(), &answer)) return kFailure;
    if (!out.add(EIDER_TRY(builtins::str_from(t, answer.text)))) return kFailure;
    i = static_cast<int64_t>(answer.resume);
  }
  return tuple_of(t, EIDER_TRY(out.finish())->value(), Value::from_small_int(source.size()));
}
Result<bool> charmap_one(Thread& t, Value map, uint32_t c, std::string* out) {
  Value v = EIDER_TRY(mapped(t, map, c));
  if (v.is_absent()) return false;
  if (is_int(t, v)) {
    int64_t byte = EIDER_TRY(argument_index(t, v));
    if (byte < 0 || byte > 255) return raise(t, TypeId::kTypeError, "character mapping must be in range(256)");
    *out += static_cast<char>(byte);
    return true;
  }
  if (builtins::is_bytes(t, v)) {
    ByteSpan span = v.as<Bytes>()->span();
    out->append(reinterpret_cast<const char*>(span.data()), span.size());
    return true;
  }
  return raise(t, TypeId::kTypeError, "character mapping must return integer, bytes or None, not %s", type_name(t, v));
}
Result<Value> codecs_charmap_encode(Thread& t, Value text, Value errors, Value map) {
  if (map.is_absent() || map.is_none()) return encode_as<Codec::kLatin1>(t, text, errors);
  if (!is_instance(t, text, TypeId::kStr)) return raise(t, TypeId::kTypeError, "charmap_encode() argument 1 must be str, not %s", type_name(t, text));
  Str* s = text.as<Str>();
  Str* handler;
  EIDER_TRY(errors_argument(t, errors, &handler));
  std::string how = handler == nullptr ? "strict" : to_utf8(handler), out;
  for (int64_t i = 0; i < s->length();) {
    if (EIDER_TRY(charmap_one(t, map, s->at(i), &out))) {
      ++i;
      continue;
    }
    int64_t end = i + 1;
    std::string ignored;
    while (end < s->length() && !EIDER_TRY(charmap_one(t, map, s->at(end), &ignored))) ++end;
    if (how == "strict") return builtins::raise_encode_error(t, "charmap", s, i, end, "character maps to <undefined>");
    Value error = EIDER_TRY(builtins::new_encode_error(t, "charmap", s, i, end, "character maps to <undefined>"));
    Value callable = EIDER_TRY(find_error_handler(t, handler));
    builtins::kernels::EncodeReplacement answer;
    if (!builtins::call_encode_handler(t, callable, error, s->length(), &answer)) return kFailure;
    if (answer.is_bytes) {
      Bytes* bytes = EIDER_TRY(builtins::bytes_from(t, answer.bytes));
      out.append(reinterpret_cast<const char*>(bytes->data), static_cast<size_t>(bytes->length));
    } else {
      Str* replacement = EIDER_TRY(builtins::str_from(t, answer.text));
      for (int64_t k = 0; k < replacement->length(); ++k) {
        if (!EIDER_TRY(charmap_one(t, map, replacement->at(k), &out))) {
          return builtins::raise_encode_error(t, "charmap", s, i, end, "character maps to <undefined>");
        }
      }
    }
    i = static_cast<int64_t>(answer.resume);
  }
  return tuple_of(t, EIDER_TRY(builtins::bytes_from(t, std::string_view(out)))->value(), Value::from_small_int(s->length()));
}

#define EIDER_FN(text, function) {text, bind<function>, Sync::kNone, nullptr, NativeDef::kFunction}
constexpr NativeDef kFunctions[] = {
    EIDER_FN("register(search_function, /)", codecs_register),
    EIDER_FN("unregister(search_function, /)", codecs_unregister),
    EIDER_FN("lookup(encoding, /)", codecs_lookup),
    EIDER_FN("encode(obj, encoding='utf-8', errors='strict')", codecs_encode),
    EIDER_FN("decode(obj, encoding='utf-8', errors='strict')", codecs_decode),
    EIDER_FN("register_error(errors, handler, /)", codecs_register_error),
    EIDER_FN("lookup_error(name, /)", codecs_lookup_error),
    EIDER_FN("utf_8_encode(str, errors=None, /)", encode_as<Codec::kUtf8>),
    EIDER_FN("utf_16_encode(str, errors=None, byteorder=0, /)", encode_utf16),
    EIDER_FN("utf_16_le_encode(str, errors=None, /)", encode_as<Codec::kUtf16Le>),
    EIDER_FN("utf_16_be_encode(str, errors=None, /)", encode_as<Codec::kUtf16Be>),
    EIDER_FN("utf_32_encode(str, errors=None, byteorder=0, /)", encode_utf32),
    EIDER_FN("utf_32_le_encode(str, errors=None, /)", encode_as<Codec::kUtf32Le>),
    EIDER_FN("utf_32_be_encode(str, errors=None, /)", encode_as<Codec::kUtf32Be>),
    EIDER_FN("latin_1_encode(str, errors=None, /)", encode_as<Codec::kLatin1>),
    EIDER_FN("ascii_encode(str, errors=None, /)", encode_as<Codec::kAscii>),
    EIDER_FN("unicode_escape_encode(str, errors=None, /)", encode_as<Codec::kUnicodeEscape>),
    EIDER_FN("raw_unicode_escape_encode(str, errors=None, /)", encode_as<Codec::kRawUnicodeEscape>),
    EIDER_FN("utf_8_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf8>),
    EIDER_FN("utf_16_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf16>),
    EIDER_FN("utf_16_le_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf16Le>),
    EIDER_FN("utf_16_be_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf16Be>),
    EIDER_FN("utf_32_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf32>),
    EIDER_FN("utf_32_le_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf32Le>),
    EIDER_FN("utf_32_be_decode(data, errors=None, final=False, /)", decode_as<Codec::kUtf32Be>),
    {"utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)", bind<decode_ex<Codec::kUtf16, Codec::kUtf16Le, Codec::kUtf16Be>>, Sync::kNone, nullptr, NativeDef::kFunction},
    {"utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)", bind<decode_ex<Codec::kUtf32, Codec::kUtf32Le, Codec::kUtf32Be>>, Sync::kNone, nullptr, NativeDef::kFunction},
    EIDER_FN("latin_1_decode(data, errors=None, /)", decode_whole<Codec::kLatin1>),
    EIDER_FN("ascii_decode(data, errors=None, /)", decode_whole<Codec::kAscii>),
    EIDER_FN("unicode_escape_decode(data, errors=None, final=True, /)", decode_escape<Codec::kUnicodeEscape>),
    EIDER_FN("raw_unicode_escape_decode(data, errors=None, final=True, /)", decode_escape<Codec::kRawUnicodeEscape>),
    EIDER_FN("escape_decode(data, errors=None, /)", codecs_escape_decode),
    EIDER_FN("escape_encode(data, errors=None, /)", codecs_escape_encode),
    EIDER_FN("readbuffer_encode(data, errors=None, /)", codecs_readbuffer_encode),
    EIDER_FN("charmap_build(map, /)", codecs_charmap_build),
    EIDER_FN("charmap_decode(data, errors=None, mapping=None, /)", codecs_charmap_decode),
    EIDER_FN("charmap_encode(str, errors=None, mapping=None, /)", codecs_charmap_encode),
};
constexpr NativeDef kHandlers[] = {
    EIDER_FN("strict_errors(exception, /)", strict_errors),
    EIDER_FN("ignore_errors(exception, /)", ignore_errors),
    EIDER_FN("replace_errors(exception, /)", replace_errors),
    EIDER_FN("xmlcharrefreplace_errors(exception, /)", xml_errors),
    EIDER_FN("backslashreplace_errors(exception, /)", backslash_errors),
    EIDER_FN("namereplace_errors(exception, /)", name_errors),
    EIDER_FN("surrogateescape(exception, /)", surrogateescape_errors),
    EIDER_FN("surrogatepass(exception, /)", surrogatepass_errors),
};
#undef EIDER_FN

}  // namespace

Result<void> install_codec_registry(Thread& t) {
  List* searches = EIDER_TRY(list_new(t, 0));
  Dict* cache = EIDER_TRY(dict_new(t));
  Dict* handlers = EIDER_TRY(dict_new(t));
  static constexpr const char* kNames[] = {"strict", "ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "surrogatepass"};
  for (size_t i = 0; i < std::size(kNames); ++i) {
    NativeFunction* f = EIDER_TRY(native_function_new(t, &kHandlers[i], kAbsent, kNone));
    EIDER_TRY(dict_set(t, handlers, EIDER_TRY(intern(t, kNames[i]))->value(), f->value()));
  }
  io(t).codec_registry = EIDER_TRY(tuple_of(t, searches->value(), cache->value(), handlers->value()))->value();
  t.realm->add_root(io(t).codec_registry);
  t.realm->hooks.find_error_handler = find_error_handler;
  t.realm->hooks.codec_encode = hook_encode;
  t.realm->hooks.codec_decode = hook_decode;
  return kDone;
}

Result<void> fill_codecs(Thread& t, Module* module) { return add_functions(t, module, kFunctions); }

}  // namespace eider::modules
