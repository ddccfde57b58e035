// SPDX-License-Identifier: MIT
//
// Formatting with % as an f-string: no tuple, no second parse of the format at run time.
#include <string>
#include <vector>

#include "frontend/fold.h"

namespace eider::frontend {

using namespace ast;

namespace {

constexpr int kMostDigits = 2;  // of a width or precision; longer ones are left to run time

class FormatParser {
 public:
  FormatParser(std::string_view format, Arena& arena) : format_(format), arena_(arena) {}

  bool at_end() const { return at_ >= format_.size(); }

  /// The text up to the next conversion, or null when there is none.
  Expr* literal() {
    std::string text;
    for (; !at_end(); ++at_) {
      if (format_[at_] == '%') {
        if (at_ + 1 >= format_.size() || format_[at_ + 1] != '%') break;
        ++at_;
      }
      text += format_[at_];
    }
    return text.empty() ? nullptr : string_constant(text, Position{-1, -1, -1, -1});
  }

  /// The conversion at the current '%' applied to `argument`; null when it is not a plain %s, %r or %a.
  Expr* conversion(Expr* argument) {
    ++at_;
    bool to_the_left = false;
    char c = next();
    while (c == '-' || c == '+' || c == ' ' || c == '#' || c == '0') {
      to_the_left = to_the_left || c == '-';
      c = next();
    }
    int width = -1;
    int precision = -1;
    if (c >= '0' && c <= '9' && !number(c, width)) return nullptr;
    if (c == '.') {
      c = next();
      precision = 0;
      if (c >= '0' && c <= '9' && !number(c, precision)) return nullptr;
    }
    if (c != 's' && c != 'r' && c != 'a') return nullptr;
    std::string spec;
    if (!to_the_left && width > 0) spec = ">";
    if (width >= 0) spec += std::to_string(width);
    if (precision >= 0) spec += "." + std::to_string(precision);
    auto* value = arena_.make<FormattedValue>();
    static_cast<Position&>(*value) = *argument;
    value->value = argument;
    value->conversion = c;
    if (!spec.empty()) value->format_spec = string_constant(spec, *argument);
    return value;
  }

 private:
  char next() { return at_end() ? '\0' : format_[at_++]; }

  /// Digits from `c` on; `c` becomes what follows them.
  bool number(char& c, int& value) {
    value = 0;
    for (int digits = 1; c >= '0' && c <= '9'; ++digits) {
      value = value * 10 + (c - '0');
      if (digits > kMostDigits) return false;
      c = next();
    }
    return true;
  }

  Expr* string_constant(std::string_view text, const Position& at) {
    auto* made = arena_.make<Constant>();
    static_cast<Position&>(*made) = at;
    made->value.kind = ConstantKind::kStr;
    made->value.text = arena_.copy(text);
    return made;
  }

  std::string_view format_;
  size_t at_ = 0;
  Arena& arena_;
};

}  // namespace

Expr* fold_format(const BinOp* node, Arena& arena) {
  auto* format = try_cast<Constant>(static_cast<const Expr*>(node->left));
  auto* items = try_cast<Tuple>(static_cast<const Expr*>(node->right));
  if (node->op != Operator::kMod || format == nullptr || format->value.kind != ConstantKind::kStr || items == nullptr) return nullptr;
  for (const Expr* item : items->elts) {
    if (item->kind == ExprKind::kStarred) return nullptr;
  }
  FormatParser parser(format->value.text, arena);
  std::vector<Expr*> parts;
  uint32_t used = 0;
  while (true) {
    if (Expr* literal = parser.literal()) parts.push_back(literal);
    if (parser.at_end()) break;
    if (used >= items->elts.size()) return nullptr;
    Expr* part = parser.conversion(items->elts[used++]);
    if (part == nullptr) return nullptr;
    parts.push_back(part);
  }
  if (used < items->elts.size()) return nullptr;
  auto* joined = arena.make<JoinedStr>();
  static_cast<Position&>(*joined) = *node;
  joined->values = arena.copy(parts);
  return joined;
}

}  // namespace eider::frontend
