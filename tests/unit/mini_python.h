// SPDX-License-Identifier: MIT
//
// A few lines of Python without the interpreter: literals, names, calls, attributes, subscripts, operators, assignment and `del`, straight
// on the object protocol. For replaying what python3.11 answers (container_cases.py) in tests of the builtins layer.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "builtins/builtins.h"
#include "builtins/slice/slice.h"
#include "objects/numbers.h"

namespace eider::builtins {

class MiniPython {
 public:
  explicit MiniPython(Thread& t) : t_(t), names_(dict_new(t).get()) {
    for (TypeId id : {TypeId::kInt, TypeId::kFloat, TypeId::kBool, TypeId::kStr, TypeId::kList, TypeId::kTuple, TypeId::kDict, TypeId::kSet, TypeId::kFrozenSet,
                      TypeId::kRange, TypeId::kSlice, TypeId::kEnumerate, TypeId::kZip, TypeId::kMap, TypeId::kFilter, TypeId::kReversed, TypeId::kObject,
                      TypeId::kType}) {
      define(type(t, id)->utf8_name, type(t, id)->value());
    }
    for (uint32_t i = 0; i < kIterationFunctionCount; i++) {
      define(std::string(kIterationFunctions[i].signature.name), native_function_new(t, &kIterationFunctions[i], kAbsent, kNone).get()->value());
    }
    static constexpr NativeDef kRepr{"repr(obj, /)", [](Thread& t, const Value* args) -> Result<Value> { return repr(t, args[0]); }, Sync::kNone, nullptr,
                                     NativeDef::kFunction};
    static constexpr NativeDef kHash{"hash(obj, /)",
                                     [](Thread& t, const Value* args) -> Result<Value> {
                                       return int_from_int64(t, static_cast<int64_t>(EIDER_TRY(hash(t, args[0]))));
                                     },
                                     Sync::kNone, nullptr, NativeDef::kFunction};
    define("repr", native_function_new(t, &kRepr, kAbsent, kNone).get()->value());
    define("hash", native_function_new(t, &kHash, kAbsent, kNone).get()->value());
    if (t.realm->builtins == nullptr) {
      t.realm->builtins = cell_dict_new(t).get();
      t.realm->add_root(t.realm->builtins->value());
    }
    // `iter` must be findable for __reduce__.
    for (const char* name : {"iter", "reversed"}) {
      Str* key = intern(t, std::string_view(name)).get();
      dict_set_str(t, t.realm->builtins, key, dict_get_str(t, names_, key)).get();
    }
  }

  void define(std::string_view name, Value v) { dict_set_str(t_, names_, intern(t_, name).get(), v).get(); }
  Value get(std::string_view name) { return dict_get_str(t_, names_, intern(t_, name).get()); }

  /// Runs statements separated by ';'. The value of the last one when it is an expression, else None.
  Result<Value> run(std::string_view text) {
    text_ = text;
    at_ = 0;
    Value last = kNone;
    for (;;) {
      last = EIDER_TRY(statement());
      space();
      if (at_ >= text_.size()) return last;
      expect(";");
    }
  }

  /// ascii() of the outcome, or "!TypeError: message".
  std::string answer(std::string_view text) {
    Result<Value> result = run(text);
    if (!result.ok()) {
      if (!t_.has_exception()) return "!!failure without an exception";
      return exception_text();
    }
    if (t_.has_exception()) return "!!success with " + exception_text();
    Result<Str*> shown = repr(t_, result.get());
    if (!shown.ok()) return "!!repr: " + exception_text();
    return to_utf8(shown.get());
  }

  std::string exception_text() {
    Value exc = take_exception(t_);
    Tuple* args = exc.as<BaseException>()->args.get().as<Tuple>();
    std::string text;
    if (args->size() == 1) {
      Value only = args->items[0].get();
      Result<Str*> shown = is_exact(exc, TypeId::kKeyError) || !is_exact(only, TypeId::kStr) ? repr(t_, only) : Result<Str*>(only.as<Str>());
      text = shown.ok() ? to_utf8(shown.get()) : "?";
    } else if (args->size() > 1) {
      text = to_utf8(repr(t_, args->value()).get());
    }
    return std::string("!") + type_of(t_, exc)->utf8_name + ": " + text;
  }

 private:
  struct Node {
    enum Kind : uint8_t { kConstant, kName, kAttribute, kItem, kCall, kUnary, kBinary, kTuple, kList, kSet, kDict, kSlice } kind;
    Value constant;  // rooted by keep_
    std::string text;
    std::vector<std::unique_ptr<Node>> parts;
    std::vector<std::string> keywords;
  };
  using NodePtr = std::unique_ptr<Node>;

  // --- reading -------------------------------------------------------------------------------------------------------------------
  void space() {
    while (at_ < text_.size() && text_[at_] == ' ') at_++;
  }
  bool accept(std::string_view word) {
    space();
    if (text_.substr(at_, word.size()) != word) return false;
    if (std::isalpha(static_cast<unsigned char>(word.back())) && at_ + word.size() < text_.size() && is_name(text_[at_ + word.size()])) return false;
    at_ += word.size();
    return true;
  }
  void expect(std::string_view word) {
    if (accept(word)) return;
    ADD_FAILURE() << "expected " << word << " at " << at_ << " of " << text_;
    at_ = text_.size();
  }
  static bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }
  NodePtr node(Node::Kind kind, std::string text = {}) {
    auto n = std::make_unique<Node>();
    n->kind = kind;
    n->text = std::move(text);
    return n;
  }
  NodePtr constant(Value v) {
    list_append(t_, keep_, v).get();
    NodePtr n = node(Node::kConstant);
    n->constant = v;
    return n;
  }

  NodePtr atom() {
    space();
    char c = at_ < text_.size() ? text_[at_] : '\0';
    if (c == '\'' || c == '"') {
      size_t end = text_.find(c, at_ + 1);
      std::string_view body = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
      return constant(str_from_utf8(t_, body).get()->value());
    }
    if (std::isdigit(static_cast<unsigned char>(c))) return number();
    if (accept("(")) return row(Node::kTuple, ")");
    if (accept("[")) return row(Node::kList, "]");
    if (accept("{")) return braces();
    size_t start = at_;
    while (at_ < text_.size() && is_name(text_[at_])) at_++;
    std::string name(text_.substr(start, at_ - start));
    if (name == "None") return constant(kNone);
    if (name == "True") return constant(kTrue);
    if (name == "False") return constant(kFalse);
    if (name.empty()) {
      ADD_FAILURE() << "unexpected text at " << at_ << " of " << text_;
      at_ = text_.size();
    }
    return node(Node::kName, name);
  }
  NodePtr number() {
    size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '.')) at_++;
    std::string digits(text_.substr(start, at_ - start));
    if (digits.find_first_of(".e") != std::string::npos) return constant(float_value(t_, std::strtod(digits.c_str(), nullptr)).get());
    if (digits.size() <= 18) return constant(Value::from_small_int(std::strtoll(digits.c_str(), nullptr, 10)));
    std::vector<uint64_t> limbs{0};
    for (char d : digits) {
      unsigned __int128 carry = static_cast<unsigned>(d - '0');
      for (uint64_t& limb : limbs) {
        carry += static_cast<unsigned __int128>(limb) * 10;
        limb = static_cast<uint64_t>(carry);
        carry >>= 64;
      }
      if (carry != 0) limbs.push_back(static_cast<uint64_t>(carry));
    }
    return constant(int_from_limbs(t_, 1, limbs.data(), static_cast<uint32_t>(limbs.size())).get());
  }
  NodePtr row(Node::Kind kind, std::string_view close) {
    NodePtr n = node(kind);
    bool comma = false;
    while (!accept(close)) {
      n->parts.push_back(expression());
      comma = accept(",");
      if (at_ >= text_.size()) break;
    }
    if (kind == Node::kTuple && n->parts.size() == 1 && !comma) return std::move(n->parts[0]);
    return n;
  }
  NodePtr braces() {
    NodePtr n = node(Node::kDict);
    while (!accept("}")) {
      n->parts.push_back(expression());
      if (accept(":")) {
        n->parts.push_back(expression());
      } else {
        n->kind = Node::kSet;
      }
      accept(",");
      if (at_ >= text_.size()) break;
    }
    return n;
  }
  NodePtr subscript() {
    NodePtr parts[3];
    int colons = 0;
    for (;;) {
      space();
      if (text_[at_] != ':' && text_[at_] != ']') parts[colons] = listed();
      if (!accept(":")) break;
      colons++;
    }
    expect("]");
    if (colons == 0) return std::move(parts[0]);
    NodePtr n = node(Node::kSlice);
    for (NodePtr& part : parts) n->parts.push_back(part ? std::move(part) : constant(kNone));
    return n;
  }
  NodePtr postfix() {
    NodePtr n = atom();
    for (;;) {
      if (accept(".")) {
        size_t start = at_;
        while (at_ < text_.size() && is_name(text_[at_])) at_++;
        NodePtr a = node(Node::kAttribute, std::string(text_.substr(start, at_ - start)));
        a->parts.push_back(std::move(n));
        n = std::move(a);
      } else if (accept("[")) {
        NodePtr a = node(Node::kItem);
        a->parts.push_back(std::move(n));
        a->parts.push_back(subscript());
        n = std::move(a);
      } else if (accept("(")) {
        NodePtr a = node(Node::kCall);
        a->parts.push_back(std::move(n));
        while (!accept(")")) {
          size_t start = at_;
          space();
          size_t end = at_;
          while (end < text_.size() && is_name(text_[end])) end++;
          if (end > at_ && end + 1 < text_.size() && text_[end] == '=' && text_[end + 1] != '=') {
            a->keywords.emplace_back(text_.substr(at_, end - at_));
            at_ = end + 1;
          } else {
            at_ = start;
          }
          a->parts.push_back(expression());
          accept(",");
          if (at_ >= text_.size()) break;
        }
        n = std::move(a);
      } else {
        return n;
      }
    }
  }
  NodePtr unary() {
    if (accept("-")) {
      NodePtr n = node(Node::kUnary, "-");
      n->parts.push_back(unary());
      return n;
    }
    return postfix();
  }
  NodePtr binary(int level) {
    static const std::vector<std::vector<std::string>> kLevels = {{"==", "!=", "<=", ">=", "<", ">", "not in", "in", "is not", "is"}, {"|"}, {"^"}, {"&"},
                                                                  {"+", "-"}, {"*"}};
    if (level == static_cast<int>(kLevels.size())) return unary();
    NodePtr left = binary(level + 1);
    for (;;) {
      bool found = false;
      for (const std::string& op : kLevels[static_cast<size_t>(level)]) {
        space();
        if (level > 0 && at_ + 1 < text_.size() && text_[at_ + 1] == '=' && text_[at_] == op[0]) continue;  // augmented assignment
        if (!accept(op)) continue;
        NodePtr n = node(Node::kBinary, op);
        n->parts.push_back(std::move(left));
        n->parts.push_back(binary(level + 1));
        left = std::move(n);
        found = true;
        break;
      }
      if (!found) return left;
    }
  }
  NodePtr expression() { return binary(0); }
  /// One expression, or a tuple without parentheses.
  NodePtr listed() {
    NodePtr first = expression();
    if (!accept(",")) return first;
    NodePtr n = node(Node::kTuple);
    n->parts.push_back(std::move(first));
    do n->parts.push_back(expression());
    while (accept(","));
    return n;
  }

  // --- running -------------------------------------------------------------------------------------------------------------------
  Result<Value> statement() {
    if (accept("del")) {
      NodePtr target = postfix();
      EIDER_TRY(delete_item(t_, EIDER_TRY(eval(*target->parts[0])), EIDER_TRY(eval(*target->parts[1]))));
      return kNone;
    }
    NodePtr left = listed();
    space();
    for (const char* op : {"+=", "-=", "*=", "|=", "&=", "^="}) {
      if (!accept(op)) continue;
      NodePtr right = expression();
      Value before = EIDER_TRY(eval(*left));
      Value after = EIDER_TRY(binary_op(t_, inplace(op[0]), before, EIDER_TRY(eval(*right))));
      EIDER_TRY(assign(*left, after));
      return kNone;
    }
    if (accept("=")) {
      NodePtr right = expression();
      EIDER_TRY(assign(*left, EIDER_TRY(eval(*right))));
      return kNone;
    }
    return eval(*left);
  }
  static bytecode::BinaryOpKind inplace(char c) {
    return static_cast<bytecode::BinaryOpKind>(static_cast<int>(kind(c)) + static_cast<int>(bytecode::BinaryOpKind::kInplace));
  }
  static bytecode::BinaryOpKind kind(char c) {
    using K = bytecode::BinaryOpKind;
    return c == '+' ? K::kAdd : c == '-' ? K::kSubtract : c == '*' ? K::kMultiply : c == '|' ? K::kOr : c == '&' ? K::kAnd : K::kXor;
  }
  Result<void> assign(Node& target, Value v) {
    if (target.kind == Node::kName) {
      define(target.text, v);
      return kDone;
    }
    if (target.kind == Node::kAttribute) return set_attr(t_, EIDER_TRY(eval(*target.parts[0])), intern(t_, target.text).get(), v);
    return set_item(t_, EIDER_TRY(eval(*target.parts[0])), EIDER_TRY(eval(*target.parts[1])), v);
  }
  Result<Tuple*> eval_row(Node& n, size_t from = 0) {
    List* list = EIDER_TRY(list_new(t_, 4));
    for (size_t i = from; i < n.parts.size(); i++) EIDER_TRY(list_append(t_, list, EIDER_TRY(eval(*n.parts[i]))));
    return list_to_tuple(t_, list);
  }
  Result<Value> eval(Node& n) {
    switch (n.kind) {
      case Node::kConstant: return n.constant;
      case Node::kName: {
        Value v = get(n.text);
        if (v.is_absent()) return raise(t_, TypeId::kNameError, "name '%s' is not defined", n.text.c_str());
        return v;
      }
      case Node::kAttribute: return get_attr(t_, EIDER_TRY(eval(*n.parts[0])), intern(t_, n.text).get());
      case Node::kItem: return get_item(t_, EIDER_TRY(eval(*n.parts[0])), EIDER_TRY(eval(*n.parts[1])));
      case Node::kCall: return eval_call(n);
      case Node::kUnary: return negate(EIDER_TRY(eval(*n.parts[0])));
      case Node::kBinary: return eval_binary(n);
      case Node::kTuple: return eval_row(n);
      case Node::kList: return call1(t_, type(t_, TypeId::kList)->value(), EIDER_TRY(eval_row(n))->value());
      case Node::kSet: {
        // As a display: one addition after the other.
        Value made = EIDER_TRY(call0(t_, type(t_, TypeId::kSet)->value()));
        Str* add = intern(t_, std::string_view("add")).get();
        for (auto& part : n.parts) {
          Value item = EIDER_TRY(eval(*part));
          EIDER_TRY(call_method(t_, made, add, &item, 1));
        }
        return made;
      }
      case Node::kDict: {
        Dict* d = EIDER_TRY(dict_new(t_));
        for (size_t i = 0; i + 1 < n.parts.size(); i += 2) {
          Value key = EIDER_TRY(eval(*n.parts[i]));
          EIDER_TRY(dict_set(t_, d, key, EIDER_TRY(eval(*n.parts[i + 1]))));
        }
        return d->value();
      }
      case Node::kSlice:
        return slice_new(t_, EIDER_TRY(eval(*n.parts[0])), EIDER_TRY(eval(*n.parts[1])), EIDER_TRY(eval(*n.parts[2])));
    }
    EIDER_UNREACHABLE("node kind");
  }
  Result<Value> negate(Value v) {
    if (v.is_small_int()) return Value::from_small_int(-v.small_int());
    if (v.is_float_word()) return float_value(t_, -v.float_word());
    if (is_exact(v, TypeId::kInt)) return int_from_limbs(t_, -v.as<BigInt>()->sign, v.as<BigInt>()->limbs, v.as<BigInt>()->count);
    return negative(t_, v);
  }
  Result<Value> eval_call(Node& n) {
    Value callee = EIDER_TRY(eval(*n.parts[0]));
    Tuple* args = EIDER_TRY(eval_row(n, 1));
    auto keywords = static_cast<int64_t>(n.keywords.size());
    Tuple* names = nullptr;
    if (keywords != 0) {
      names = EIDER_TRY(tuple_new(t_, keywords));
      for (int64_t i = 0; i < keywords; i++) names->items[i].init(intern(t_, n.keywords[static_cast<size_t>(i)]).get()->value());
    }
    return call(t_, callee, reinterpret_cast<const Value*>(args->items), static_cast<uint32_t>(args->size() - keywords), names);
  }
  Result<Value> eval_binary(Node& n) {
    Value a = EIDER_TRY(eval(*n.parts[0]));
    Value b = EIDER_TRY(eval(*n.parts[1]));
    const std::string& op = n.text;
    if (op == "in") return Value::from_bool(EIDER_TRY(contains(t_, b, a)));
    if (op == "not in") return Value::from_bool(!EIDER_TRY(contains(t_, b, a)));
    if (op == "is") return Value::from_bool(a == b);
    if (op == "is not") return Value::from_bool(a != b);
    if (op == "==") return compare(t_, a, b, CompareKind::kEq);
    if (op == "!=") return compare(t_, a, b, CompareKind::kNe);
    if (op == "<") return compare(t_, a, b, CompareKind::kLt);
    if (op == "<=") return compare(t_, a, b, CompareKind::kLe);
    if (op == ">") return compare(t_, a, b, CompareKind::kGt);
    if (op == ">=") return compare(t_, a, b, CompareKind::kGe);
    return binary_op(t_, kind(op[0]), a, b);
  }

  Thread& t_;
  Dict* names_;
  List* keep_ = list_new(t_, 16).get();  // constants of nodes, which stand in memory the collector does not see
  std::string_view text_;
  size_t at_ = 0;
};

/// Replays a table of container_cases.py: how many rows ran (0: there is no python3.11).
inline int replay_cases(Thread& t, const char* table) {
  std::string command = std::string("/usr/bin/python3.11 -W ignore " EIDER_UNIT_TEST_DIR "/container_cases.py ") + table;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return 0;
  char* line = nullptr;
  size_t capacity = 0;
  int rows = 0, wrong = 0;
  for (ssize_t n; (n = getline(&line, &capacity, pipe)) > 0;) {
    std::string_view row(line, static_cast<size_t>(n - 1));
    size_t tab = row.find('\t');
    std::string_view program = row.substr(0, tab), expected = row.substr(tab + 1);
    MiniPython python(t);
    std::string got = python.answer(program);
    rows++;
    if (got != expected && ++wrong <= 40) ADD_FAILURE() << program << "\n  python3.11: " << expected << "\n  eider:      " << got;
  }
  std::free(line);
  pclose(pipe);
  EXPECT_EQ(wrong, 0) << "of " << rows << " rows of " << table;
  return rows;
}

}  // namespace eider::builtins
