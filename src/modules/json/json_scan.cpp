// SPDX-License-Identifier: MIT
//
// _json's reading side: scanstring and Scanner.
//
// Thread rule: a Scanner's settings are fixed when it is made; the text is immutable. Callbacks run without any lock.
#include "modules/json/json.h"

#include <cmath>

#include "builtins/kernels/float_text.h"
#include "builtins/numbers/numbers.h"

namespace eider::modules {

namespace {

struct Scanner : Object {  // kValues
  Field<Value> strict, object_hook, object_pairs_hook, parse_float, parse_int, parse_constant;
};

/// JSONDecodeError(message, text, position).
EIDER_COLD Failure decode_error(Thread& t, const char* message, Str* text, int64_t position) {
  Value error = EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "json.decoder")), "JSONDecodeError"));
  Value line = EIDER_TRY(text_value(t, message));
  return raise_exception(t, EIDER_TRY(call3(t, error, line, text->value(), Value::from_small_int(position))));
}
/// What Python's decoder turns into "Expecting value".
EIDER_COLD Failure stop(Thread& t, int64_t position) { return raise_value(t, TypeId::kStopIteration, Value::from_small_int(position)); }

template <class Char>
class Reader {
 public:
  Reader(Thread& t, Str* text, const Char* chars, Scanner* settings) : t_(t), text_(text), chars_(chars), length_(text->length()), settings_(settings) {}

  Result<Value> string(int64_t after_quote, bool strict, int64_t* next) {
    int64_t begin = after_quote - 1, at = after_quote;
    int64_t end = plain_end(at, strict);
    if (EIDER_LIKELY(end < length_ && chars_[end] == '"')) {  // nothing to translate
      *next = end + 1;
      return cut(at, end);
    }
    StrBuilder out(t_);
    for (;;) {
      if (end < length_ && chars_[end] != '"' && chars_[end] != '\\') return decode_error(t_, "Invalid control character at", text_, end);
      if (end >= length_) return decode_error(t_, "Unterminated string starting at", text_, begin);
      if (end > at && !out.add_chars(chars_ + at, sizeof(Char), end - at)) return kFailure;
      if (chars_[end] == '"') break;
      if (end + 1 >= length_) return decode_error(t_, "Unterminated string starting at", text_, begin);
      uint32_t c = static_cast<uint32_t>(chars_[end + 1]);
      at = end + 2;
      if (c == 'u') {
        int64_t code = four_digits(at);
        if (code < 0) return decode_error(t_, "Invalid \\uXXXX escape", text_, end + 1);
        at += 4;
        c = static_cast<uint32_t>(code);
        if (c >= 0xd800 && c < 0xdc00 && at + 6 < length_ && chars_[at] == '\\' && chars_[at + 1] == 'u') {
          int64_t low = four_digits(at + 2);
          if (low < 0) return decode_error(t_, "Invalid \\uXXXX escape", text_, at + 1);
          if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (static_cast<uint32_t>(low) - 0xdc00);
            at += 6;
          }
        }
      } else {
        switch (c) {
          case '"': case '\\': case '/': break;
          case 'b': c = '\b'; break;
          case 'f': c = '\f'; break;
          case 'n': c = '\n'; break;
          case 'r': c = '\r'; break;
          case 't': c = '\t'; break;
          default: return decode_error(t_, "Invalid \\escape", text_, end);
        }
      }
      if (!out.add_char(c)) return kFailure;
      EIDER_TRY(poll(t_));
      end = plain_end(at, strict);
    }
    *next = end + 1;
    return out.finish();
  }

  Result<Value> value(int64_t at, int64_t* next) {
    if (at < 0) return raise(t_, TypeId::kValueError, "idx cannot be negative");
    if (at >= length_) return stop(t_, at);
    switch (chars_[at]) {
      case '"': return string(at + 1, strict(), next);
      case '{': return nested<&Reader::object>(at + 1, next, " while decoding a JSON object from a unicode string");
      case '[': return nested<&Reader::array>(at + 1, next, " while decoding a JSON array from a unicode string");
      case 'n': if (word(at, "null", next)) return kNone; break;
      case 't': if (word(at, "true", next)) return kTrue; break;
      case 'f': if (word(at, "false", next)) return kFalse; break;
      case 'N': if (word(at, "NaN", next)) return constant("NaN"); break;
      case 'I': if (word(at, "Infinity", next)) return constant("Infinity"); break;
      case '-': if (word(at, "-Infinity", next)) return constant("-Infinity"); break;
      default: break;
    }
    return number(at, next);
  }

 private:
  bool strict() const { return settings_->strict.get() == kTrue; }
  Result<Value> constant(const char* name) { return call1(t_, settings_->parse_constant.get(), EIDER_TRY(text_value(t_, name))); }
  Result<Value> cut(int64_t start, int64_t end) {
    if (end - start == 1) return str_from_char(t_, static_cast<uint32_t>(chars_[start]));
    return str_from_chars(t_, chars_ + start, sizeof(Char), end - start);
  }
  /// The first character from `at` that does not stand for itself.
  int64_t plain_end(int64_t at, bool strict) const {
    while (at < length_ && chars_[at] != '"' && chars_[at] != '\\' && (chars_[at] > 0x1f || !strict)) at++;
    return at;
  }
  int64_t four_digits(int64_t at) const {
    if (at + 4 >= length_) return -1;  // a quote must follow
    int64_t code = 0;
    for (int64_t i = at; i < at + 4; i++) {
      auto c = static_cast<uint32_t>(chars_[i]);
      uint32_t digit = c - '0' < 10 ? c - '0' : (c | 0x20) - 'a' < 6 ? (c | 0x20) - 'a' + 10 : 16;
      if (digit == 16) return -1;
      code = code << 4 | digit;
    }
    return code;
  }
  bool word(int64_t at, std::string_view wanted, int64_t* next) const {
    if (length_ - at < static_cast<int64_t>(wanted.size())) return false;
    for (size_t i = 0; i < wanted.size(); i++) {
      if (chars_[at + static_cast<int64_t>(i)] != static_cast<Char>(wanted[i])) return false;
    }
    *next = at + static_cast<int64_t>(wanted.size());
    return true;
  }
  int64_t skip_space(int64_t at) const {
    while (at < length_ && (chars_[at] == ' ' || chars_[at] == '\n' || chars_[at] == '\t' || chars_[at] == '\r')) at++;
    return at;
  }
  bool is(int64_t at, char c) const { return at < length_ && chars_[at] == static_cast<Char>(c); }
  bool is_digit(int64_t at) const { return at < length_ && chars_[at] >= '0' && chars_[at] <= '9'; }

  template <Result<Value> (Reader::*F)(int64_t, int64_t*)>
  Result<Value> nested(int64_t at, int64_t* next, const char* what) {
    NativeLevel level(t_);
    EIDER_TRY(level.check(what));
    EIDER_TRY(poll(t_));
    return (this->*F)(at, next);
  }

  /// Equal keys of one text share an object.
  Result<Value> key(int64_t at, int64_t* next) {
    Value made = EIDER_TRY(string(at, strict(), next));
    if (memo_ == nullptr) memo_ = EIDER_TRY(dict_new(t_));
    return dict_set_default(t_, memo_, made, made);
  }

  Result<Value> object(int64_t at, int64_t* next) {
    Value pairs_hook = settings_->object_pairs_hook.get();
    bool pairs = !pairs_hook.is_none();
    Dict* dict = pairs ? nullptr : EIDER_TRY(dict_new(t_));
    List* list = pairs ? EIDER_TRY(list_new(t_, 4)) : nullptr;
    at = skip_space(at);
    if (!is(at, '}')) {
      for (;;) {
        if (!is(at, '"')) return decode_error(t_, "Expecting property name enclosed in double quotes", text_, at);
        Value name = EIDER_TRY(key(at + 1, &at));
        at = skip_space(at);
        if (!is(at, ':')) return decode_error(t_, "Expecting ':' delimiter", text_, at);
        at = skip_space(at + 1);
        Value item = EIDER_TRY(value(at, &at));
        if (pairs) {
          EIDER_TRY(list_append(t_, list, EIDER_TRY(tuple_of(t_, name, item))->value()));
        } else {
          EIDER_TRY(dict_set_str(t_, dict, name.as<Str>(), item));
        }
        at = skip_space(at);
        if (is(at, '}')) break;
        if (!is(at, ',')) return decode_error(t_, "Expecting ',' delimiter", text_, at);
        at = skip_space(at + 1);
      }
    }
    *next = at + 1;
    if (pairs) return call1(t_, pairs_hook, list->value());
    Value hook = settings_->object_hook.get();
    if (!hook.is_none()) return call1(t_, hook, dict->value());
    return dict->value();
  }

  Result<Value> array(int64_t at, int64_t* next) {
    List* list = EIDER_TRY(list_new(t_, 4));
    at = skip_space(at);
    if (!is(at, ']')) {
      for (;;) {
        EIDER_TRY(list_append(t_, list, EIDER_TRY(value(at, &at))));
        at = skip_space(at);
        if (is(at, ']')) break;
        if (!is(at, ',')) return decode_error(t_, "Expecting ',' delimiter", text_, at);
        at = skip_space(at + 1);
      }
    }
    *next = at + 1;
    return list->value();
  }

  Result<Value> number(int64_t start, int64_t* next) {
    int64_t at = start;
    bool negative = is(at, '-');
    if (negative) at++;
    if (!is_digit(at)) return stop(t_, start);
    if (is(at, '0')) {
      at++;
    } else {
      while (is_digit(at)) at++;
    }
    int64_t digits_end = at;
    bool fraction = is(at, '.') && is_digit(at + 1);
    if (fraction) {
      for (at += 2; is_digit(at);) at++;
    }
    bool floating = fraction;
    if (is(at, 'e') || is(at, 'E')) {
      int64_t exponent = at + 1;
      if (is(exponent, '-') || is(exponent, '+')) exponent++;
      if (is_digit(exponent)) {
        floating = true;
        for (at = exponent; is_digit(at);) at++;
      }
    }
    *next = at;
    Value convert = floating ? settings_->parse_float.get() : settings_->parse_int.get();
    if (convert != type(t_, floating ? TypeId::kFloat : TypeId::kInt)->value()) return call1(t_, convert, EIDER_TRY(cut(start, at)));
    if (!floating && digits_end - start <= 18) {
      int64_t n = 0;
      for (int64_t i = start + negative; i < digits_end; i++) n = n * 10 + (chars_[i] - '0');
      return Value::from_small_int(negative ? -n : n);
    }
    builtins::kernels::Text8 ascii;
    for (int64_t i = start; i < at; i++) ascii.push(static_cast<char>(chars_[i]));
    if (ascii.failed()) return raise_no_memory(t_);
    if (floating) {
      double d;
      builtins::kernels::parse_float_prefix(ascii.data(), ascii.size(), &d);
      return float_value(t_, d);
    }
    Str* digits = EIDER_TRY(str_from_ascii(t_, std::string_view(ascii.data(), ascii.size())));
    return builtins::int_from_text(t_, digits->value(), 10);
  }

  Thread& t_;
  Str* text_;
  const Char* chars_;
  int64_t length_;
  Scanner* settings_;
  Dict* memo_ = nullptr;
};

/// Calls use(reader) with a reader of the text's width.
template <class Use>
Result<Value> with_reader(Thread& t, Str* text, Scanner* settings, Use use) {
  switch (text->width) {
    case 1: {
      Reader<uint8_t> reader(t, text, text->u8(), settings);
      return use(reader);
    }
    case 2: {
      Reader<uint16_t> reader(t, text, text->u16(), settings);
      return use(reader);
    }
    default: {
      Reader<uint32_t> reader(t, text, text->u32(), settings);
      return use(reader);
    }
  }
}

Result<Value> found_at(Thread& t, Result<Value> found, int64_t next) {
  Value value = EIDER_TRY(found);
  return tuple_of(t, value, Value::from_small_int(next));
}

Result<Value> scanner_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value context;
  EIDER_TRY(builtins::unpack_constructor(t, "make_scanner", {"context"}, 1, args, nargs, kwnames, &context));
  auto* made = EIDER_TRY(make<Scanner>(t, cls));
  Value strict = EIDER_TRY(attr_named(t, context, "strict"));
  made->strict.init(Value::from_bool(EIDER_TRY(truth(t, strict))));
  made->object_hook.init(EIDER_TRY(attr_named(t, context, "object_hook")));
  made->object_pairs_hook.init(EIDER_TRY(attr_named(t, context, "object_pairs_hook")));
  made->parse_float.init(EIDER_TRY(attr_named(t, context, "parse_float")));
  made->parse_int.init(EIDER_TRY(attr_named(t, context, "parse_int")));
  made->parse_constant.init(EIDER_TRY(attr_named(t, context, "parse_constant")));
  return made->value();
}

Result<Value> scanner_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"scan_once(string, idx)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t at = EIDER_TRY(builtins::size_argument(t, a[1]));
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "first argument must be a string, not %s", type_name(t, a[0]));
  int64_t next = at;
  Result<Value> found = with_reader(t, a[0].as<Str>(), self.as<Scanner>(), [&](auto& reader) { return reader.value(at, &next); });
  return found_at(t, found, next);
}

constexpr MemberDef kScannerMembers[] = {
    {"strict", offsetof(Scanner, strict), true, "strict"},
    {"object_hook", offsetof(Scanner, object_hook), true, "object_hook"},
    {"object_pairs_hook", offsetof(Scanner, object_pairs_hook), true, nullptr},
    {"parse_float", offsetof(Scanner, parse_float), true, "parse_float"},
    {"parse_int", offsetof(Scanner, parse_int), true, "parse_int"},
    {"parse_constant", offsetof(Scanner, parse_constant), true, "parse_constant"},
};

}  // namespace

Result<Value> json_scanstring(Thread& t, const Value* a) {
  int64_t end = EIDER_TRY(builtins::size_argument(t, a[1]));
  bool strict = a[2].is_absent() || EIDER_TRY(truth(t, a[2]));
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "first argument must be a string, not %s", type_name(t, a[0]));
  auto* text = a[0].as<Str>();
  if (end < 0 || end > text->length()) return raise(t, TypeId::kValueError, "end is out of bounds");
  int64_t next = end;
  Result<Value> found = with_reader(t, text, nullptr, [&](auto& reader) { return reader.string(end, strict, &next); });
  return found_at(t, found, next);
}

Result<void> add_scanner(Thread& t, Module* module) {
  TypeSpec spec = values_spec<Scanner>("_json.Scanner", "JSON scanner object");
  spec.slots.new_ = scanner_new;
  spec.slots.call = scanner_call;
  spec.members = kScannerMembers;
  spec.member_count = std::size(kScannerMembers);
  Type* made = EIDER_TRY(make_builtin_type(t, spec));
  set_module_type(t, ModuleType::kJsonScanner, made);
  return module_set(t, module, "make_scanner", made->value());
}

}  // namespace eider::modules
