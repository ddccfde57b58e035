// SPDX-License-Identifier: MIT
//
// The named error handlers, natively.
//
// A handler that cannot help says kError: CPython's handlers then raise the exception they were given, which is also
// what `strict` does.
#include "builtins/kernels/codecs_errors.h"

#include <charconv>

#include "builtins/kernels/unicode_db.h"

namespace eider::builtins::kernels {

ErrorHandler error_handler_named(const char* name) {
  static constexpr struct {
    const char* name;
    ErrorHandler handler;
  } kNamed[] = {{"strict", ErrorHandler::kStrict},
                {"ignore", ErrorHandler::kIgnore},
                {"replace", ErrorHandler::kReplace},
                {"backslashreplace", ErrorHandler::kBackslashReplace},
                {"xmlcharrefreplace", ErrorHandler::kXmlCharRefReplace},
                {"namereplace", ErrorHandler::kNameReplace},
                {"surrogateescape", ErrorHandler::kSurrogateEscape},
                {"surrogatepass", ErrorHandler::kSurrogatePass}};
  for (const auto& entry : kNamed) {
    if (std::strcmp(entry.name, name) == 0) return entry.handler;
  }
  return ErrorHandler::kCallback;
}

namespace {

enum class Form : uint8_t { kUtf8, kUtf16Little, kUtf16Big, kUtf32Little, kUtf32Big, kOther };

Form form_of(const char* encoding) {
  if (std::strcmp(encoding, "utf-8") == 0) return Form::kUtf8;
  if (std::strcmp(encoding, "utf-16-be") == 0) return Form::kUtf16Big;
  if (std::strcmp(encoding, "utf-32-be") == 0) return Form::kUtf32Big;
  if (std::strncmp(encoding, "utf-16", 6) == 0) return Form::kUtf16Little;
  if (std::strncmp(encoding, "utf-32", 6) == 0) return Form::kUtf32Little;
  return Form::kOther;
}

size_t unit_size(Form form) {
  switch (form) {
    case Form::kUtf8:
      return 3;  // of a surrogate
    case Form::kUtf16Little:
    case Form::kUtf16Big:
      return 2;
    case Form::kUtf32Little:
    case Form::kUtf32Big:
      return 4;
    case Form::kOther:
      return 0;
  }
  EIDER_UNREACHABLE("every Form has a unit");
}

char32_t read_surrogate(Form form, const uint8_t* p) {
  switch (form) {
    case Form::kUtf8:
      if ((p[0] & 0xf0) != 0xe0 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80) return 0;
      return (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
    case Form::kUtf16Little:
      return p[0] | static_cast<char32_t>(p[1]) << 8;
    case Form::kUtf16Big:
      return p[1] | static_cast<char32_t>(p[0]) << 8;
    case Form::kUtf32Little:
      return p[0] | p[1] << 8u | p[2] << 16u | static_cast<char32_t>(p[3]) << 24;
    case Form::kUtf32Big:
      return p[3] | p[2] << 8u | p[1] << 16u | static_cast<char32_t>(p[0]) << 24;
    case Form::kOther:
      return 0;
  }
  EIDER_UNREACHABLE("every Form reads");
}

void write_surrogate(Form form, char32_t c, Bytes& out) {
  const auto low = static_cast<uint8_t>(c), high = static_cast<uint8_t>(c >> 8);
  switch (form) {
    case Form::kUtf8:
      append_utf8(c, out);
      return;
    case Form::kUtf16Little:
      out.push(low);
      out.push(high);
      return;
    case Form::kUtf16Big:
      out.push(high);
      out.push(low);
      return;
    case Form::kUtf32Little:
      out.push(low);
      out.push(high);
      out.push(0);
      out.push(0);
      return;
    case Form::kUtf32Big:
      out.push(0);
      out.push(0);
      out.push(high);
      out.push(low);
      return;
    case Form::kOther:
      return;
  }
}

}  // namespace

CodecStatus resolve_decode_error(const DecodeErrors& errors, ByteSpan bytes, const CodecError& error, Text32& out,
                                 size_t* at) {
  switch (errors.handler) {
    case ErrorHandler::kStrict:
      return CodecStatus::kError;
    case ErrorHandler::kIgnore:
      break;
    case ErrorHandler::kReplace:
      out.push(0xfffd);
      break;
    case ErrorHandler::kBackslashReplace:
      for (size_t i = error.start; i < error.end; i++) append_hex_escape(bytes[i], out);
      break;
    case ErrorHandler::kXmlCharRefReplace:
    case ErrorHandler::kNameReplace:
      return CodecStatus::kWrongHandler;
    case ErrorHandler::kSurrogateEscape: {
      size_t i = error.start;
      for (; i < error.end && i < error.start + 4 && bytes[i] >= 128; i++) out.push(0xdc00u + bytes[i]);
      if (i == error.start) return CodecStatus::kError;
      *at = i;
      return CodecStatus::kOk;
    }
    case ErrorHandler::kSurrogatePass: {
      const Form form = form_of(error.encoding);
      const size_t size = unit_size(form);
      if (size == 0 || bytes.size() - error.start < size) return CodecStatus::kError;
      const char32_t c = read_surrogate(form, bytes.data() + error.start);
      if (!is_surrogate(c)) return CodecStatus::kError;
      out.push(c);
      *at = error.start + size;
      return CodecStatus::kOk;
    }
    case ErrorHandler::kCallback: {
      DecodeReplacement answer;
      EIDER_ASSERT(errors.callback != nullptr);
      if (!errors.callback(errors.context, error, &answer)) return CodecStatus::kCallbackFailed;
      out.append(answer.text.data(), answer.text.size());
      *at = answer.resume;
      return CodecStatus::kOk;
    }
  }
  *at = error.end;
  return CodecStatus::kOk;
}

CodecStatus resolve_encode_error(const EncodeErrors& errors, TextView text, const CodecError& error,
                                 EncodeReplacement* answer) {
  answer->text.clear();
  answer->bytes.clear();
  answer->is_bytes = false;
  answer->resume = error.end;
  Text32& out = answer->text;
  switch (errors.handler) {
    case ErrorHandler::kStrict:
      return CodecStatus::kError;
    case ErrorHandler::kIgnore:
      return CodecStatus::kOk;
    case ErrorHandler::kReplace:
      out.append_fill(error.end - error.start, '?');
      break;
    case ErrorHandler::kBackslashReplace:
      for (size_t i = error.start; i < error.end; i++) append_hex_escape(text[i], out);
      break;
    case ErrorHandler::kXmlCharRefReplace:
      for (size_t i = error.start; i < error.end; i++) {
        char number[16];
        const auto end = std::to_chars(number, number + sizeof number, static_cast<uint32_t>(text[i])).ptr;
        out.append_ascii("&#");
        out.append_ascii(number, static_cast<size_t>(end - number));
        out.push(';');
      }
      break;
    case ErrorHandler::kNameReplace:
      for (size_t i = error.start; i < error.end; i++) {
        char name[kMaxNameLength];
        const size_t size = character_name(text[i], name);
        if (size == 0) {
          append_hex_escape(text[i], out);
          continue;
        }
        out.append_ascii("\\N{");
        out.append_ascii(name, size);
        out.push('}');
      }
      break;
    case ErrorHandler::kSurrogateEscape:
      answer->is_bytes = true;
      for (size_t i = error.start; i < error.end; i++) {
        if (text[i] < 0xdc80 || text[i] > 0xdcff) return CodecStatus::kError;
        answer->bytes.push(static_cast<uint8_t>(text[i] - 0xdc00));
      }
      break;
    case ErrorHandler::kSurrogatePass: {
      const Form form = form_of(error.encoding);
      if (form == Form::kOther) return CodecStatus::kError;
      answer->is_bytes = true;
      for (size_t i = error.start; i < error.end; i++) {
        if (!is_surrogate(text[i])) return CodecStatus::kError;
        write_surrogate(form, text[i], answer->bytes);
      }
      break;
    }
    case ErrorHandler::kCallback:
      EIDER_ASSERT(errors.callback != nullptr);
      if (!errors.callback(errors.context, error, answer)) return CodecStatus::kCallbackFailed;
      break;
  }
  return answer->text.failed() || answer->bytes.failed() ? CodecStatus::kNoMemory : CodecStatus::kOk;
}

}  // namespace eider::builtins::kernels
