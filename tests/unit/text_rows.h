// SPDX-License-Identifier: MIT
//
// Rows of expected behaviour that python3.11 gives (text_tables.py), read and replayed against our types.
//
// A literal becomes a Value; an operation is an operator, a built-in function or a method; what happens is text: ascii() of the
// result, or the exception's type and message.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/memoryview.h"
#include "builtins/functions/text.h"
#include "builtins/slice/slice.h"
#include "builtins/str/str_support.h"
#include "objects/protocol.h"

namespace eider::builtins {

/// Reads one Python literal: numbers, strings, bytes, bytearray(), memoryview(), slice(), tuples, lists, dicts, constants.
class Literal {
 public:
  Literal(Thread& t, std::string_view text) : t_(t), text_(text) {}
  Value read() {
    Value v = value();
    EXPECT_EQ(at_, text_.size()) << "unread: " << text_;
    return v;
  }

 private:
  char peek() { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool accept(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void space() {
    while (peek() == ' ') at_++;
  }
  std::vector<Value> items(char close) {
    std::vector<Value> out;
    for (space(); peek() != close; space()) {
      Value v = value();
      pin(v);
      out.push_back(v);
      space();
      if (peek() == ':' || peek() == ',') at_++;
      if (at_ > text_.size()) break;
    }
    at_++;
    return out;
  }
  /// Keeps a value alive while the literal is being built: vectors are invisible to the collector.
  void pin(Value v) {
    if (pin_list_ == nullptr) pin_list_ = list_new(t_, 0).get();
    list_append(t_, pin_list_, v).get();
  }
  Value value() {
    space();
    if (accept("None")) return kNone;
    if (accept("True")) return kTrue;
    if (accept("False")) return kFalse;
    if (accept("inf")) return float_value(t_, __builtin_inf()).get();
    if (accept("nan")) return float_value(t_, __builtin_nan("")).get();
    if (accept("bytearray(")) {
      Value bytes = value();
      at_++;
      return bytearray_from(t_, bytes.as<Bytes>()->span()).get()->value();
    }
    if (accept("memoryview(")) {
      Value object = value();
      at_++;
      return memoryview_new(t_, object).get()->value();
    }
    if (accept("slice(")) {
      std::vector<Value> parts = items(')');
      return slice_new(t_, parts[0], parts[1], parts[2]).get()->value();
    }
    if (accept("(")) {
      std::vector<Value> parts = items(')');
      return tuple_from(t_, parts.data(), static_cast<int64_t>(parts.size())).get()->value();
    }
    if (accept("[")) {
      std::vector<Value> parts = items(']');
      return list_from(t_, parts.data(), static_cast<int64_t>(parts.size())).get()->value();
    }
    if (accept("{")) {
      std::vector<Value> parts = items('}');
      Dict* d = dict_new(t_).get();
      for (size_t i = 0; i + 1 < parts.size(); i += 2) dict_set(t_, d, parts[i], parts[i + 1]).get();
      return d->value();
    }
    if (peek() == 'b') {
      at_++;
      std::vector<uint32_t> chars = quoted();
      std::string bytes(chars.begin(), chars.end());
      return bytes_from(t_, bytes).get()->value();
    }
    if (peek() == '\'' || peek() == '"') {
      std::vector<uint32_t> chars = quoted();
      return str_from_ucs4(t_, chars.data(), static_cast<int64_t>(chars.size())).get()->value();
    }
    return number();
  }
  std::vector<uint32_t> quoted() {
    std::vector<uint32_t> out;
    char quote = text_[at_++];
    while (peek() != quote) {
      char c = text_[at_++];
      if (c != '\\') {
        out.push_back(static_cast<uint8_t>(c));
        continue;
      }
      c = text_[at_++];
      int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
      if (digits != 0) {
        out.push_back(static_cast<uint32_t>(std::stoul(std::string(text_.substr(at_, static_cast<size_t>(digits))), nullptr, 16)));
        at_ += static_cast<size_t>(digits);
      } else {
        out.push_back(c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : static_cast<uint8_t>(c));
      }
    }
    at_++;
    return out;
  }
  Value number() {
    size_t start = at_;
    if (accept("-inf")) return float_value(t_, -__builtin_inf()).get();
    while (std::isalnum(static_cast<unsigned char>(peek())) || peek() == '-' || peek() == '+' || peek() == '.') at_++;
    std::string digits(text_.substr(start, at_ - start));
    if (digits.find_first_of(".e") != std::string::npos) return float_value(t_, std::strtod(digits.c_str(), nullptr)).get();
    kernels::BigBuf big;
    EXPECT_EQ(kernels::from_text(digits.data(), digits.size(), 10, 0, big).status, kernels::BigStatus::kOk) << digits;
    kernels::BigView view = big.view();
    return int_from_limbs(t_, view.negative ? -1 : view.count != 0, view.limbs, view.count).get();
  }

  Thread& t_;
  std::string_view text_;
  size_t at_ = 0;
  List* pin_list_ = nullptr;
};

/// str(exception), also while the exception types themselves are not installed.
inline Result<Str*> message_of(Thread& t, Value exc) {
  UnaryFn own = type_of(t, exc)->slots.str;
  if (own != nullptr && own != type(t, TypeId::kObject)->slots.str) return to_str(t, exc);
  auto* e = exc.as<BaseException>();
  bool decode = is_exact(exc, TypeId::kUnicodeDecodeError);
  if (decode || is_exact(exc, TypeId::kUnicodeEncodeError)) {
    int64_t start = e->fields[2].get().small_int(), end = e->fields[3].get().small_int();
    std::string encoding = to_utf8(e->fields[0].get().as<Str>()), reason = to_utf8(e->fields[4].get().as<Str>());
    auto first = static_cast<unsigned long long>(start), last = static_cast<unsigned long long>(end - 1);
    if (decode) {
      if (end == start + 1) {
        return str_format(t, "'%s' codec can't decode byte 0x%02x in position %llu: %s", encoding.c_str(),
                          e->fields[1].get().as<Bytes>()->data[start], first, reason.c_str());
      }
      return str_format(t, "'%s' codec can't decode bytes in position %llu-%llu: %s", encoding.c_str(), first, last, reason.c_str());
    }
    if (end == start + 1) {
      uint32_t c = e->fields[1].get().as<Str>()->at(start);
      char shown[16];
      std::snprintf(shown, sizeof shown, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", c);
      return str_format(t, "'%s' codec can't encode character '%s' in position %llu: %s", encoding.c_str(), shown, first, reason.c_str());
    }
    return str_format(t, "'%s' codec can't encode characters in position %llu-%llu: %s", encoding.c_str(), first, last, reason.c_str());
  }
  auto* args = e->args.get().as<Tuple>();
  if (args->size() == 0) return t.realm->empty_str;
  if (args->size() == 1) return is_exact(exc, TypeId::kKeyError) ? repr(t, args->items[0].get()) : to_str(t, args->items[0].get());
  return repr(t, args->value());
}

/// The pending exception as "!TypeError: message", cleared.
inline std::string exception_text(Thread& t) {
  Value exc = take_exception(t);
  Type* cls = type_of(t, exc);
  Result<Str*> text = message_of(t, exc);
  std::string message = "<str() failed>";
  if (text.ok()) {
    Result<Str*> shown = to_ascii(t, text.get()->value());
    if (shown.ok()) message = to_utf8(shown.get());
    message = message.substr(1, message.size() - 2);
  } else {
    take_exception(t);
  }
  return std::string("!") + cls->utf8_name + ": " + message;
}

inline Result<Value> call_builtin(Thread& t, std::string_view name, const Value* args, uint32_t n) {
  for (const NativeDef& def : kTextFunctions) {
    if (def.signature.name == name) return call_native(t, def, args, n, nullptr);
  }
  ADD_FAILURE() << "no function " << name;
  return kNone;
}

inline Result<Value> perform(Thread& t, Value receiver, const std::string& op, Tuple* args) {
  auto arg = [&](int64_t i) { return args->items[i].get(); };
  static const std::map<std::string, CompareKind> kComparisons = {{"<", CompareKind::kLt},  {"<=", CompareKind::kLe}, {"==", CompareKind::kEq},
                                                                  {"!=", CompareKind::kNe}, {">", CompareKind::kGt},  {">=", CompareKind::kGe}};
  if (op == "+") return add(t, receiver, arg(0));
  if (op == "*") return multiply(t, receiver, arg(0));
  if (op == "%") return remainder(t, receiver, arg(0));
  if (op == "[]") return get_item(t, receiver, arg(0));
  if (op == "in") {
    Result<bool> r = contains(t, receiver, arg(0));
    return r.ok() ? Result<Value>(Value::from_bool(r.get())) : Result<Value>(kFailure);
  }
  if (auto it = kComparisons.find(op); it != kComparisons.end()) return compare(t, receiver, arg(0), it->second);
  if (op == "len") {
    Result<int64_t> r = length(t, receiver);
    return r.ok() ? Result<Value>(Value::from_small_int(r.get())) : Result<Value>(kFailure);
  }
  if (op == "bool") {
    Result<bool> r = truth(t, receiver);
    return r.ok() ? Result<Value>(Value::from_bool(r.get())) : Result<Value>(kFailure);
  }
  if (op == "str") return to_str(t, receiver);
  if (op == "list") return to_list(t, receiver);
  if (op == "bytes") return call1(t, type(t, TypeId::kBytes)->value(), receiver);
  if (op == "bytearray") return call1(t, type(t, TypeId::kByteArray)->value(), receiver);
  if (op == "repr" || op == "ascii" || op == "hex" || op == "oct" || op == "bin" || op == "chr" || op == "ord" ||
      op == "@format") {
    Value all[2] = {receiver, args->size() > 0 ? arg(0) : kAbsent};
    return call_builtin(t, op == "@format" ? "format" : op, all, 1 + static_cast<uint32_t>(args->size()));
  }
  Str* name = intern(t, op).get();
  return call_method(t, receiver, name, reinterpret_cast<const Value*>(&args->items[0]), static_cast<uint32_t>(args->size()));
}

/// What a row's operation does, as text.
inline std::string outcome(Thread& t, const std::string& receiver_text, const std::string& op, const std::string& args_text) {
  Value receiver = Literal(t, receiver_text).read();
  auto* args = Literal(t, args_text).read().as<Tuple>();
  Result<Value> result = perform(t, receiver, op, args);
  if (!result.ok()) {
    if (!t.has_exception()) return "!!failure without an exception";
    return exception_text(t);
  }
  if (t.has_exception()) return "!!success with an exception: " + exception_text(t);
  Result<Str*> shown = to_ascii(t, result.get());
  if (!shown.ok()) return "!!ascii failed: " + exception_text(t);
  std::string text = to_utf8(shown.get());
  if (is_exact(receiver, TypeId::kByteArray)) text += " " + to_utf8(to_ascii(t, receiver).get());
  return text;
}

/// Runs all rows of a table; `skip` may excuse one (with its reason in the caller's code). Says how many ran.
template <class Skip>
int replay(Thread& t, const char* table, Skip skip) {
  std::string command = std::string("/usr/bin/python3.11 -W ignore " EIDER_UNIT_TEST_DIR "/text_tables.py ") + table;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return 0;
  char* line = nullptr;
  size_t capacity = 0;
  int rows = 0, wrong = 0;
  for (ssize_t n; (n = getline(&line, &capacity, pipe)) > 0;) {
    std::string_view row(line, static_cast<size_t>(n - 1));
    std::string part[4];
    for (int i = 0; i < 4; i++) {
      size_t tab = i == 3 ? row.size() : row.find('\t');
      part[i] = std::string(row.substr(0, tab));
      row.remove_prefix(tab == row.size() ? tab : tab + 1);
    }
    if (skip(part)) continue;
    rows++;
    std::string got = outcome(t, part[0], part[1], part[2]);
    if (got != part[3] && ++wrong <= 200) {
      ADD_FAILURE() << part[0] << " ." << part[1] << " " << part[2] << "\n  python3.11: " << part[3] << "\n  eider:      " << got;
    }
  }
  std::free(line);
  pclose(pipe);
  EXPECT_EQ(wrong, 0) << "of " << rows << " rows of " << table;
  return rows;
}

}  // namespace eider::builtins
