// SPDX-License-Identifier: MIT
//
// What the diagnosis grammar says when it recognises a mistake, and the few nodes that need more than a kind.
#include <string>

#include "frontend/diagnosis_machine.h"
#include "frontend/literal.h"

namespace eider::frontend {

namespace {

enum class Targets : uint8_t { kAssigned, kLoop, kDeleted };

std::string_view text_of(const SyntaxNode* node, TokenStream& stream) { return stream.at(node->token).text; }

// How messages call an expression.
std::string expression_name(const SyntaxNode* node) {
  switch (node->kind) {
    case SyntaxKind::kAttribute: return "attribute";
    case SyntaxKind::kSubscript: return "subscript";
    case SyntaxKind::kStarred: return "starred";
    case SyntaxKind::kToken:
    case SyntaxKind::kName: return "name";
    case SyntaxKind::kList: return "list";
    case SyntaxKind::kTuple: return "tuple";
    case SyntaxKind::kLambda: return "lambda";
    case SyntaxKind::kCall: return "function call";
    case SyntaxKind::kBoolOp:
    case SyntaxKind::kBinOp:
    case SyntaxKind::kUnaryOp: return "expression";
    case SyntaxKind::kGeneratorExp: return "generator expression";
    case SyntaxKind::kYield: return "yield expression";
    case SyntaxKind::kAwait: return "await expression";
    case SyntaxKind::kListComp: return "list comprehension";
    case SyntaxKind::kSetComp: return "set comprehension";
    case SyntaxKind::kDictComp: return "dict comprehension";
    case SyntaxKind::kDict: return "dict literal";
    case SyntaxKind::kSet: return "set display";
    case SyntaxKind::kJoinedStr: return "f-string expression";
    case SyntaxKind::kConstant: return "literal";
    case SyntaxKind::kTrue: return "True";
    case SyntaxKind::kFalse: return "False";
    case SyntaxKind::kNone: return "None";
    case SyntaxKind::kEllipsis: return "ellipsis";
    case SyntaxKind::kCompare: return "comparison";
    case SyntaxKind::kIfExp: return "conditional expression";
    case SyntaxKind::kNamedExpr: return "named expression";
    case SyntaxKind::kNodes: case SyntaxKind::kOther: case SyntaxKind::kPair: case SyntaxKind::kInPair:
    case SyntaxKind::kClause: case SyntaxKind::kArgs: case SyntaxKind::kJoined: case SyntaxKind::kKeyword:
    case SyntaxKind::kKeywordUnpacking: return "expression";
  }
  return "expression";
}

// The part of `node` that cannot be a target; null: all can. Nesting is bounded by the parentheses the tokenizer allows.
SyntaxNode* invalid_target(SyntaxNode* node, Targets targets) {
  switch (node->kind) {
    case SyntaxKind::kList:
    case SyntaxKind::kTuple:
      for (SyntaxNode* item : node->items) {
        if (SyntaxNode* invalid = invalid_target(item, targets)) return invalid;
      }
      return nullptr;
    case SyntaxKind::kStarred:
      return targets == Targets::kDeleted ? node : invalid_target(node->items[0], targets);
    case SyntaxKind::kCompare:
      // `for a in b` reads as the comparison `a in b`.
      if (targets != Targets::kLoop) return node;
      return node->items[1]->kind == SyntaxKind::kInPair ? invalid_target(node->items[0], targets) : nullptr;
    case SyntaxKind::kName: case SyntaxKind::kSubscript: case SyntaxKind::kAttribute: return nullptr;
    default: return node;
  }
}

ast::Position range(const ast::Position& from, const ast::Position& to) {
  return {from.lineno, from.col_offset, to.end_lineno, to.end_col_offset};
}

SyntaxNode* raise_range(const ActionContext& context, const SyntaxNode* from, const SyntaxNode* to,
                        std::string message) {
  context.stream.raise_at(range(*from, *to), std::move(message));
  return nullptr;
}

SyntaxNode* raise_target(const ActionContext& context, Targets targets) {
  SyntaxNode* invalid = invalid_target(context.a, targets);
  if (invalid == nullptr) return nullptr;
  const char* verb = targets == Targets::kDeleted ? "cannot delete " : "cannot assign to ";
  return raise_range(context, invalid, invalid, verb + expression_name(invalid));
}

// A comprehension's clause ends with its last condition, or else with what it iterates over.
const SyntaxNode* last_of_clause(const SyntaxNode* clauses) {
  const SyntaxNode* clause = clauses->items.back();
  return clause->items.back();
}

bool is_legacy_statement(const SyntaxNode* node, TokenStream& stream) {
  if (node->kind != SyntaxKind::kName && node->kind != SyntaxKind::kToken) return false;
  std::string_view text = text_of(node, stream);
  return text == "print" || text == "exec";
}

// ---- mistakes that need a look at their parts ----------------------------------------------------------------------

SyntaxNode* forgot_comma(const ActionContext& context) {
  if (is_legacy_statement(context.a, context.stream)) return nullptr;
  if (!context.stream.at(context.next - 1).in_parentheses) return nullptr;
  return raise_range(context, context.a, context.b, "invalid syntax. Perhaps you forgot a comma?");
}

SyntaxNode* missing_parentheses(const ActionContext& context) {
  if (!is_legacy_statement(context.a, context.stream)) return nullptr;
  std::string name(text_of(context.a, context.stream));
  return raise_range(context, context.a, context.b,
                     "Missing parentheses in call to '" + name + "'. Did you mean " + name + "(...)?");
}

SyntaxNode* generator_needs_parentheses(const ActionContext& context) {
  return raise_range(context, context.a, last_of_clause(context.b), "Generator expression must be parenthesized");
}

SyntaxNode* generator_needs_parentheses_target(const ActionContext& context) {
  return raise_range(context, context.a, context.b->items.back()->items[0],
                     "Generator expression must be parenthesized");
}

SyntaxNode* generator_among_arguments(const ActionContext& context) {
  const SyntaxNode* last = nullptr;
  int count = 0;
  for (const SyntaxNode* item : context.a->items) {
    if (item->kind == SyntaxKind::kKeyword || item->kind == SyntaxKind::kKeywordUnpacking) continue;
    last = item;
    ++count;
  }
  if (count <= 1) return nullptr;
  return raise_range(context, last, last_of_clause(context.b), "Generator expression must be parenthesized");
}

SyntaxNode* positional_after_keyword(const ActionContext& context) {
  bool unpacking = false;
  for (const SyntaxNode* item : context.a->items) unpacking |= item->kind == SyntaxKind::kKeywordUnpacking;
  context.stream.raise_at_last(unpacking ? "positional argument follows keyword argument unpacking"
                                         : "positional argument follows keyword argument");
  return nullptr;
}

SyntaxNode* invalid_star_target(const ActionContext& context) { return raise_target(context, Targets::kAssigned); }
SyntaxNode* invalid_for_target(const ActionContext& context) { return raise_target(context, Targets::kLoop); }
SyntaxNode* invalid_del_target(const ActionContext& context) { return raise_target(context, Targets::kDeleted); }

SyntaxNode* forgot_target_parentheses(const ActionContext& context) {
  const SyntaxNode* last = context.b->kind == SyntaxKind::kNodes ? context.b->items.back() : context.b;
  return raise_range(context, context.a, last, "did you forget parentheses around the comprehension target?");
}

SyntaxNode* expected_dict_colon(const ActionContext& context) {
  const SyntaxNode* key = context.a;
  context.stream.raise_at(DiagnosticKind::kSyntaxError, key->lineno, key->end_col_offset - 1, key->end_lineno, -1,
                          "':' expected after dictionary key");
  return nullptr;
}

SyntaxNode* positional_after_keyword_patterns(const ActionContext& context) {
  return raise_range(context, context.a->items.front(), context.a->items.back(),
                     "positional patterns follow keyword patterns");
}

SyntaxNode* complex_number(const ActionContext& context) {
  auto is_imaginary = [&](const SyntaxNode* node) {
    char last = text_of(node, context.stream).back();
    std::string_view text = text_of(node, context.stream);
    bool hexadecimal = text.size() > 1 && (text[1] == 'x' || text[1] == 'X');
    return (last == 'j' || last == 'J') && !hexadecimal;
  };
  if (is_imaginary(context.a))
    return raise_range(context, context.a, context.a, "real number required in complex literal");
  if (!is_imaginary(context.c)) {
    return raise_range(context, context.c, context.c, "imaginary number required in complex literal");
  }
  return context.a;
}

// ---- values --------------------------------------------------------------------------------------------------------

SyntaxNode* make_node(const ActionContext& context, SyntaxKind kind) {
  auto* node = context.arena.make<SyntaxNode>();
  node->kind = kind;
  node->token = context.first;
  set_place(node, context.stream, context.first, context.next);
  return node;
}

SyntaxNode* number(const ActionContext& context) {
  ast::ConstantValue value;
  Token token = context.stream.at(context.a->token);
  if (!number_value(token, context.stream, &value)) return nullptr;
  SyntaxNode* node = make_node(context, SyntaxKind::kConstant);
  node->token = context.a->token;
  return node;
}

SyntaxNode* strings(const ActionContext& context) {
  ast::Expr* value =
      concatenate_strings(context.stream.range(context.first, context.next - context.first), context.stream);
  if (value == nullptr) return nullptr;
  return make_node(context, value->kind == ast::ExprKind::kJoinedStr ? SyntaxKind::kJoinedStr : SyntaxKind::kConstant);
}

SyntaxNode* binary(const ActionContext& context) {
  return context.b->items.empty() ? context.a : make_node(context, SyntaxKind::kBinOp);
}

SyntaxNode* primary(const ActionContext& context) {
  return context.b->items.empty() ? context.a : make_node(context, context.b->items.back()->kind);
}

// ---- mistakes that are a message and a place -----------------------------------------------------------------------

enum class Place : uint8_t {
  kA,      // the value a
  kAToB,   // from a to b
  kFromA,  // from a to where the tokenizer is
  kLast,   // the furthest token
};

// In a message: $e the sort of expression a is, $t the text of a, $l the line of a.
struct SimpleMistake {
  std::string_view name;
  DiagnosticKind kind;
  Place place;
  std::string_view message;
};

constexpr DiagnosticKind kSyntax = DiagnosticKind::kSyntaxError;
constexpr DiagnosticKind kIndentation = DiagnosticKind::kIndentationError;
constexpr SimpleMistake kSimpleMistakes[] = {
    {"unpacking_after_unpacking", kSyntax, Place::kA, "iterable argument unpacking follows keyword argument unpacking"},
    {"maybe_meant_equal", kSyntax, Place::kAToB, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"},
    {"cannot_assign_constant", kSyntax, Place::kAToB, "cannot assign to $t"},
    {"expression_contains_assignment", kSyntax, Place::kAToB,
     "expression cannot contain assignment, perhaps you meant \"==\"?"},
    {"expected_else", kSyntax, Place::kAToB, "expected 'else' after 'if' expression"},
    {"cannot_use_walrus", kSyntax, Place::kA, "cannot use assignment expressions with $e"},
    {"cannot_assign_here", kSyntax, Place::kA, "cannot assign to $e here. Maybe you meant '==' instead of '='?"},
    {"annotated_sequence", kSyntax, Place::kA, "only single target (not $e) can be annotated"},
    {"annotated_tuple", kSyntax, Place::kA, "only single target (not tuple) can be annotated"},
    {"illegal_annotation", kSyntax, Place::kA, "illegal target for annotation"},
    {"assignment_to_yield", kSyntax, Place::kA, "assignment to yield expression not possible"},
    {"illegal_augmented", kSyntax, Place::kA, "'$e' is an illegal expression for augmented assignment"},
    {"expected_block", kIndentation, Place::kLast, "expected an indented block"},
    {"unpacking_in_comprehension", kSyntax, Place::kA, "iterable unpacking cannot be used in comprehension"},
    {"dict_unpacking_in_comprehension", kSyntax, Place::kA, "dict unpacking cannot be used in dict comprehension"},
    {"non_default_after_default", kSyntax, Place::kA, "non-default argument follows default argument"},
    {"parenthesised_parameters", kSyntax, Place::kAToB, "Function parameters cannot be parenthesized"},
    {"parenthesised_lambda_parameters", kSyntax, Place::kAToB, "Lambda expression parameters cannot be parenthesized"},
    {"slash_first", kSyntax, Place::kA, "at least one argument must precede /"},
    {"second_slash", kSyntax, Place::kA, "/ may appear only once"},
    {"slash_after_star", kSyntax, Place::kA, "/ must be ahead of *"},
    {"comma_between_slash_and_star", kSyntax, Place::kA, "expected comma between / and *"},
    {"bare_star", kSyntax, Place::kA, "named arguments must follow bare *"},
    {"bare_star_at_last", kSyntax, Place::kLast, "named arguments must follow bare *"},
    {"default_of_star", kSyntax, Place::kA, "var-positional argument cannot have default value"},
    {"second_star", kSyntax, Place::kA, "* argument may appear only once"},
    {"default_of_double_star", kSyntax, Place::kA, "var-keyword argument cannot have default value"},
    {"argument_after_double_star", kSyntax, Place::kA, "arguments cannot follow var-keyword argument"},
    {"expected_default", kSyntax, Place::kA, "expected default value expression"},
    {"starred_here", kSyntax, Place::kA, "cannot use starred expression here"},
    {"double_starred_here", kSyntax, Place::kA, "cannot use double starred expression here"},
    {"trailing_comma", kSyntax, Place::kLast, "trailing comma not allowed without surrounding parentheses"},
    {"expected_colon", kSyntax, Place::kLast, "expected ':'"},
    {"expected_except", kSyntax, Place::kLast, "expected 'except' or 'finally' block"},
    {"mixed_except", kSyntax, Place::kAToB, "cannot have both 'except' and 'except*' on the same 'try'"},
    {"mixed_except_star", kSyntax, Place::kA, "cannot have both 'except' and 'except*' on the same 'try'"},
    {"exceptions_need_parentheses", kSyntax, Place::kFromA, "multiple exception types must be parenthesized"},
    {"expected_exception_types", kSyntax, Place::kLast, "expected one or more exception types"},
    {"underscore_target", kSyntax, Place::kA, "cannot use '_' as a target"},
    {"invalid_pattern_target", kSyntax, Place::kA, "invalid pattern target"},
    {"starred_dict_value", kSyntax, Place::kFromA, "cannot use a starred expression in a dictionary value"},
    {"expected_dict_value", kSyntax, Place::kA, "expression expected after dictionary key and ':'"},
    {"expected_block_after", kIndentation, Place::kLast, "expected an indented block after '$t' statement on line $l"},
    {"expected_block_after_except", kIndentation, Place::kLast,
     "expected an indented block after 'except' statement on line $l"},
    {"expected_block_after_except_star", kIndentation, Place::kLast,
     "expected an indented block after 'except*' statement on line $l"},
    {"expected_block_after_function", kIndentation, Place::kLast,
     "expected an indented block after function definition on line $l"},
    {"expected_block_after_class", kIndentation, Place::kLast,
     "expected an indented block after class definition on line $l"},
};
constexpr size_t kSimpleMistakeCount = sizeof kSimpleMistakes / sizeof kSimpleMistakes[0];

SyntaxNode* raise_simple(const SimpleMistake& mistake, const ActionContext& context) {
  std::string message;
  for (size_t i = 0; i < mistake.message.size(); ++i) {
    char c = mistake.message[i];
    if (c != '$') {
      message += c;
      continue;
    }
    switch (mistake.message[++i]) {
      case 'e': message += expression_name(context.a); break;
      case 't': message += text_of(context.a, context.stream); break;
      case 'l': message += std::to_string(context.a->lineno); break;
    }
  }
  switch (mistake.place) {
    case Place::kA: return raise_range(context, context.a, context.a, std::move(message));
    case Place::kAToB: return raise_range(context, context.a, context.b, std::move(message));
    case Place::kFromA:
      context.stream.raise_at(mistake.kind, context.a->lineno, context.a->col_offset, TokenStream::kCurrent,
                              TokenStream::kCurrent, std::move(message));
      return nullptr;
    case Place::kLast: context.stream.raise_at_last(mistake.kind, std::move(message)); return nullptr;
  }
  return nullptr;
}

template <size_t kIndex>
SyntaxNode* raise_simple_at(const ActionContext& context) {
  return raise_simple(kSimpleMistakes[kIndex], context);
}

template <size_t... kIndexes>
ActionFunction simple_function(size_t index, std::index_sequence<kIndexes...>) {
  constexpr ActionFunction kFunctions[] = {&raise_simple_at<kIndexes>...};
  return kFunctions[index];
}

struct NamedAction {
  std::string_view name;
  ActionFunction function;
};
constexpr NamedAction kActions[] = {
    {"forgot_comma", forgot_comma},
    {"missing_parentheses", missing_parentheses},
    {"generator_needs_parentheses", generator_needs_parentheses},
    {"generator_needs_parentheses_target", generator_needs_parentheses_target},
    {"generator_among_arguments", generator_among_arguments},
    {"positional_after_keyword", positional_after_keyword},
    {"invalid_star_target", invalid_star_target},
    {"invalid_for_target", invalid_for_target},
    {"invalid_del_target", invalid_del_target},
    {"forgot_target_parentheses", forgot_target_parentheses},
    {"expected_dict_colon", expected_dict_colon},
    {"positional_after_keyword_patterns", positional_after_keyword_patterns},
    {"complex_number", complex_number},
    {"number", number},
    {"strings", strings},
    {"binary", binary},
    {"primary", primary},
};

}  // namespace

ActionFunction find_action(std::string_view name) {
  for (const NamedAction& action : kActions) {
    if (action.name == name) return action.function;
  }
  for (size_t i = 0; i < kSimpleMistakeCount; ++i) {
    if (kSimpleMistakes[i].name == name) return simple_function(i, std::make_index_sequence<kSimpleMistakeCount>());
  }
  return nullptr;
}

Span<SyntaxNode*> flatten(const ActionContext& context) {
  std::vector<SyntaxNode*> items;
  auto add = [&](SyntaxNode* node) {
    if (node == nullptr) return;
    if (node->kind != SyntaxKind::kNodes && node->kind != SyntaxKind::kJoined) {
      items.push_back(node);
      return;
    }
    for (SyntaxNode* item : node->items) items.push_back(item);
  };
  add(context.a);
  add(context.b);
  add(context.c);
  return context.arena.copy(items);
}

void set_place(SyntaxNode* node, TokenStream& stream, uint32_t first, uint32_t next) {
  const Token& from = stream.at(first);
  node->lineno = from.lineno;
  node->col_offset = from.col_offset;
  uint32_t last = next > first ? next - 1 : first;
  auto is_layout = [&](TokenKind kind) {
    return kind == TokenKind::kNewline || kind == TokenKind::kIndent || kind == TokenKind::kDedent ||
           kind == TokenKind::kEndMarker;
  };
  while (last > first && is_layout(stream.at(last).kind)) --last;
  node->end_lineno = stream.at(last).end_lineno;
  node->end_col_offset = stream.at(last).end_col_offset;
}

}  // namespace eider::frontend
