// SPDX-License-Identifier: MIT
#include "frontend/literal.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <charconv>
#include <cstdio>
#include <limits>

#include "frontend/character_aliases.h"
#include "frontend/utf8.h"

namespace eider::frontend {

namespace {

constexpr size_t kMaxDecimalDigits = 4300;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// from_chars gives no value when the magnitude is out of range: decides between zero and infinity.
double out_of_range_value(std::string_view digits) {
  long exponent = 0;
  size_t e = digits.find_first_of("eE");
  if (e != std::string_view::npos) {
    size_t at = e + 1;
    bool negative = at < digits.size() && digits[at] == '-';
    if (at < digits.size() && (digits[at] == '-' || digits[at] == '+')) ++at;
    for (; at < digits.size() && exponent < 100000000; ++at) exponent = exponent * 10 + (digits[at] - '0');
    if (negative) exponent = -exponent;
  }
  std::string_view mantissa = digits.substr(0, e);
  size_t point = mantissa.find('.');
  if (point == std::string_view::npos) point = mantissa.size();
  size_t first = mantissa.find_first_not_of("0.");
  if (first == std::string_view::npos) return 0;
  long magnitude = static_cast<long>(point) - static_cast<long>(first) + exponent;
  return magnitude > 0 ? std::numeric_limits<double>::infinity() : 0.0;
}

double parse_double(std::string_view digits) {
  double value = 0;
  auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return result.ec == std::errc::result_out_of_range ? out_of_range_value(digits) : value;
}

std::string_view without_underscores(std::string_view text, Arena& arena) {
  if (text.find('_') == std::string_view::npos) return text;
  char* out = static_cast<char*>(arena.allocate(text.size(), 1));
  size_t length = 0;
  for (char c : text) {
    if (c != '_') out[length++] = c;
  }
  return {out, length};
}

// A character by its Unicode name, without regard to case; -1: there is none.
int32_t character_by_name(std::string_view name) {
  if (name.size() > 200) return -1;
  char upper[201];
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    upper[i] = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  upper[name.size()] = '\0';
  for (UCharNameChoice choice : {U_UNICODE_CHAR_NAME, U_CHAR_NAME_ALIAS}) {
    UErrorCode status = U_ZERO_ERROR;
    UChar32 character = u_charFromName(choice, upper, &status);
    if (U_SUCCESS(status) && is_assigned(static_cast<uint32_t>(character))) return character;
  }
  return character_by_alias({upper, name.size()});
}

}  // namespace

bool number_value(const Token& token, TokenStream& stream, ast::ConstantValue* value) {
  Arena& arena = stream.session().arena;
  std::string_view text = without_underscores(token.text, arena);
  char last = text.back();
  bool has_radix =
      text.size() > 1 && text[0] == '0' && hex_value(text[1]) < 0 && text[1] != '.' && text[1] != 'j' && text[1] != 'J';
  if (text.size() > 1 && text[0] == '0' && (text[1] == 'b' || text[1] == 'B')) has_radix = true;
  if (has_radix) {
    char letter = text[1];
    value->radix = letter == 'x' || letter == 'X' ? 16 : letter == 'o' || letter == 'O' ? 8 : 2;
    text.remove_prefix(2);
  } else if (last == 'j' || last == 'J') {
    value->kind = ast::ConstantKind::kComplex;
    value->number = parse_double(text.substr(0, text.size() - 1));
    return true;
  } else if (text.find_first_of(".eE") != std::string_view::npos) {
    value->kind = ast::ConstantKind::kFloat;
    value->number = parse_double(text);
    return true;
  }
  value->kind = ast::ConstantKind::kInt;
  size_t nonzero = text.find_first_not_of('0');
  text = nonzero == std::string_view::npos ? text.substr(0, 1) : text.substr(nonzero);
  if (value->radix == 10 && text.size() > kMaxDecimalDigits) {
    stream.raise_at(DiagnosticKind::kSyntaxError, token.lineno, -1, token.end_lineno, -1,
                    "Exceeds the limit (4300 digits) for integer string conversion: value has " +
                        std::to_string(text.size()) +
                        " digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for "
                        "huge integer literals to avoid decimal conversion limits.");
    return false;
  }
  if (value->radix == 16 && text.find_first_of("ABCDEF") != std::string_view::npos) {
    char* lower = static_cast<char*>(arena.allocate(text.size(), 1));
    for (size_t i = 0; i < text.size(); ++i) {
      lower[i] = text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] + 32) : text[i];
    }
    text = {lower, text.size()};
  }
  value->text = text;
  auto result = std::from_chars(text.data(), text.data() + text.size(), value->integer, value->radix);
  value->fits_int64 = result.ec == std::errc();
  if (!value->fits_int64) value->integer = 0;
  return true;
}

// Positions in messages are those of CPython's intermediate text, in which each character above ASCII has become the ten
// characters \UXXXXXXXX, and a backslash before one (or at the end) \u005c.
EscapeResult decode_str_escapes(std::string_view body, std::string* out) {
  EscapeResult result;
  size_t widened = 0;  // position in that text minus index in `body`
  size_t size = body.size();
  auto fail = [&](size_t start, size_t end, const char* reason) {
    char buffer[160];
    start += widened;
    end += widened;
    if (end - start == 1) {
      std::snprintf(buffer, sizeof buffer,
                    "(unicode error) 'unicodeescape' codec can't decode byte 0x5c in position %zu: %s", start, reason);
    } else {
      std::snprintf(buffer, sizeof buffer,
                    "(unicode error) 'unicodeescape' codec can't decode bytes in position %zu-%zu: %s", start, end - 1,
                    reason);
    }
    result.good = false;
    result.error = buffer;
    return result;
  };
  for (size_t i = 0; i < size;) {
    size_t plain = i;
    while (i < size && body[i] != '\\' && static_cast<unsigned char>(body[i]) < 128) ++i;
    out->append(body.substr(plain, i - plain));
    if (i >= size) break;
    if (body[i] != '\\') {
      size_t start = i;
      next_character(body, &i);
      out->append(body.substr(start, i - start));
      widened += 10 - (i - start);
      continue;
    }
    size_t start = i++;
    if (i >= size || static_cast<unsigned char>(body[i]) >= 128) {
      *out += '\\';
      widened += 5;
      continue;
    }
    char c = body[i++];
    switch (c) {
      case '\n': continue;
      case '\\': *out += '\\'; continue;
      case '\'': *out += '\''; continue;
      case '"': *out += '"'; continue;
      case 'a': *out += '\a'; continue;
      case 'b': *out += '\b'; continue;
      case 'f': *out += '\f'; continue;
      case 'n': *out += '\n'; continue;
      case 'r': *out += '\r'; continue;
      case 't': *out += '\t'; continue;
      case 'v': *out += '\v'; continue;
      default: break;
    }
    if (c >= '0' && c <= '7') {
      uint32_t value = static_cast<uint32_t>(c - '0');
      for (int more = 0; more < 2 && i < size && body[i] >= '0' && body[i] <= '7'; ++more) {
        value = value * 8 + static_cast<uint32_t>(body[i++] - '0');
      }
      if (value > 0377 && result.bad_escape < 0) {
        result.bad_escape = static_cast<int>(start);
        result.bad_escape_length = static_cast<int>(i - start);
      }
      append_character(out, value);
    } else if (c == 'x' || c == 'u' || c == 'U') {
      size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : 8;
      uint32_t value = 0;
      for (size_t k = 0; k < digits; ++k) {
        int digit = i < size ? hex_value(body[i]) : -1;
        if (digit < 0) {
          return fail(start, i,
                      c == 'x'   ? "truncated \\xXX escape"
                      : c == 'u' ? "truncated \\uXXXX escape"
                                 : "truncated \\UXXXXXXXX escape");
        }
        value = value * 16 + static_cast<uint32_t>(digit);
        ++i;
      }
      if (value > 0x10FFFF) return fail(start, i, "illegal Unicode character");
      append_character(out, value);
    } else if (c == 'N') {
      if (i >= size || body[i] != '{') return fail(start, i, "malformed \\N character escape");
      size_t name = ++i;
      size_t inside_widened = 0;
      while (i < size && body[i] != '}') {
        if (static_cast<unsigned char>(body[i]) >= 128) {
          size_t before = i;
          next_character(body, &i);
          inside_widened += 10 - (i - before);
        } else if (body[i] == '\\' && i + 1 < size) {
          // The intermediate text was made without regard to names: this backslash was an escape to it.
          ++i;
          if (static_cast<unsigned char>(body[i]) >= 128) {
            inside_widened += 5;
          } else if (body[i] != '}') {
            ++i;
          }
        } else {
          ++i;
        }
      }
      if (i >= size || i == name) {
        return fail(start, i + inside_widened, "malformed \\N character escape");
      }
      int32_t character = inside_widened > 0 ? -1 : character_by_name(body.substr(name, i - name));
      ++i;
      if (character < 0) return fail(start, i + inside_widened, "unknown Unicode character name");
      append_character(out, static_cast<uint32_t>(character));
    } else {
      if (result.bad_escape < 0) {
        result.bad_escape = static_cast<int>(start);
        result.bad_escape_length = 2;
      }
      *out += '\\';
      *out += c;
    }
  }
  return result;
}

EscapeResult decode_bytes_escapes(std::string_view body, std::string* out) {
  EscapeResult result;
  size_t size = body.size();
  for (size_t i = 0; i < size;) {
    if (body[i] != '\\') {
      *out += body[i++];
      continue;
    }
    size_t start = i++;
    char c = i < size ? body[i++] : '\\';
    switch (c) {
      case '\n': continue;
      case '\\': *out += '\\'; continue;
      case '\'': *out += '\''; continue;
      case '"': *out += '"'; continue;
      case 'a': *out += '\a'; continue;
      case 'b': *out += '\b'; continue;
      case 'f': *out += '\f'; continue;
      case 'n': *out += '\n'; continue;
      case 'r': *out += '\r'; continue;
      case 't': *out += '\t'; continue;
      case 'v': *out += '\v'; continue;
      default: break;
    }
    if (c >= '0' && c <= '7') {
      int value = c - '0';
      for (int more = 0; more < 2 && i < size && body[i] >= '0' && body[i] <= '7'; ++more) {
        value = value * 8 + (body[i++] - '0');
      }
      if (value > 0377 && result.bad_escape < 0) {
        result.bad_escape = static_cast<int>(start);
        result.bad_escape_length = static_cast<int>(i - start);
      }
      *out += static_cast<char>(value);
    } else if (c == 'x') {
      int high = i < size ? hex_value(body[i]) : -1;
      int low = i + 1 < size ? hex_value(body[i + 1]) : -1;
      if (high < 0 || low < 0) {
        result.good = false;
        result.error = "(value error) invalid \\x escape at position " + std::to_string(start);
        return result;
      }
      *out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      if (result.bad_escape < 0) {
        result.bad_escape = static_cast<int>(start);
        result.bad_escape_length = 2;
      }
      *out += '\\';
      *out += c;
    }
  }
  return result;
}

std::string_view normalise_identifier(std::string_view text, Arena& arena) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* normalizer = unorm2_getNFKCInstance(&status);
  if (U_FAILURE(status)) return text;
  std::u16string source;
  for (size_t at = 0; at < text.size();) {
    uint32_t c = next_character(text, &at);
    if (c >= 0x10000) {
      source += static_cast<char16_t>(U16_LEAD(c));
      source += static_cast<char16_t>(U16_TRAIL(c));
    } else {
      source += static_cast<char16_t>(c);
    }
  }
  std::u16string normal(source.size() * 18 + 8, u'\0');  // NFKC grows a string by at most 18 times
  int32_t length = unorm2_normalize(normalizer, source.data(), static_cast<int32_t>(source.size()), normal.data(),
                                    static_cast<int32_t>(normal.size()), &status);
  if (U_FAILURE(status)) return text;
  std::string out;
  for (int32_t i = 0; i < length; ++i) {
    uint32_t c = normal[static_cast<size_t>(i)];
    if (U16_IS_LEAD(c) && i + 1 < length) c = U16_GET_SUPPLEMENTARY(c, normal[static_cast<size_t>(++i)]);
    append_character(&out, c);
  }
  return arena.copy(std::string_view(out));
}

}  // namespace eider::frontend
