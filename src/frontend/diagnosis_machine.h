// SPDX-License-Identifier: MIT
//
// A machine that runs a parsing expression grammar over tokens, in the manner of LPeg: the grammar's text becomes
// instructions, and a stack of its own, on the heap, holds calls and choices.
//
// It builds only what messages need: for each value a kind, a place and its parts.
// Invariant: native recursion does not grow with the input.
// Source: Ford 2004 (packrat parsing), Ierusalimschy 2009 (the machine); Python's own parser (which rules remember).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "frontend/token_stream.h"

namespace eider::frontend {

#define EIDER_SYNTAX_KINDS(X)                                                                                      \
  X(Token) X(Nodes) X(Other) X(Name) X(Attribute) X(Subscript) X(Starred) X(List) X(Tuple) X(Set) X(Dict) X(Call)  \
  X(BoolOp) X(BinOp) X(UnaryOp) X(Lambda) X(IfExp) X(NamedExpr) X(Compare) X(Pair) X(InPair) X(Yield) X(Await)     \
  X(ListComp) X(SetComp) X(DictComp) X(GeneratorExp) X(Clause) X(Constant) X(JoinedStr) X(True) X(False) X(None)   \
  X(Ellipsis) X(Args) X(Joined) X(Keyword) X(KeywordUnpacking)

enum class SyntaxKind : uint8_t {
#define X(name) k##name,
  EIDER_SYNTAX_KINDS(X)
#undef X
};

/// What a rule matched. kNodes: a plain list of items, whose place means nothing.
struct SyntaxNode : ast::Position {
  SyntaxKind kind = SyntaxKind::kOther;
  uint32_t token = 0;  // index of the first token
  Span<SyntaxNode*> items;
};

/// What the end of an alternative asks for. It returns the rule's value; null: the rule fails, or an error was raised.
struct ActionContext {
  TokenStream& stream;
  Arena& arena;
  SyntaxNode* a;
  SyntaxNode* b;
  SyntaxNode* c;
  uint32_t first;  // tokens of the rule: [first, next)
  uint32_t next;
};
using ActionFunction = SyntaxNode* (*)(const ActionContext&);

/// The function for an action's name in the grammar; null: there is none.
ActionFunction find_action(std::string_view name);

/// The items of a, b and c after one another; lists are opened.
Span<SyntaxNode*> flatten(const ActionContext& context);

/// Gives `node` the place of the tokens [first, next), line ends and indentation at the end left out.
void set_place(SyntaxNode* node, TokenStream& stream, uint32_t first, uint32_t next);

struct GrammarCode;  // the instructions

class DiagnosisMachine {
 public:
  enum class Reading : uint8_t { kPlain, kWithInvalid };

  explicit DiagnosisMachine(TokenStream& stream);
  ~DiagnosisMachine();
  DiagnosisMachine(const DiagnosisMachine&) = delete;
  DiagnosisMachine& operator=(const DiagnosisMachine&) = delete;

  /// Reads the whole text by the rule `name`. False: refused, or an error is in the session.
  bool run(std::string_view rule_name, Reading reading);

 private:
  struct Frame;
  struct Entry;
  struct Memo {
    uint32_t next;
    uint32_t end;
    SyntaxNode* value;
    uint16_t rule;
    uint8_t key;
    bool matched;
  };

  SyntaxNode* token_node(uint32_t index);
  const Memo* find_memo(uint16_t rule, uint8_t key, uint32_t position) const;
  void remember(uint16_t rule, uint8_t key, uint32_t position, bool matched, SyntaxNode* value, uint32_t end);
  void forget_before(uint32_t position);

  TokenStream& stream_;
  GrammarCode* code_;
  std::vector<SyntaxNode*> token_nodes_;
  uint32_t memo_base_ = 0;           // what stands before this token is remembered no more
  std::vector<uint32_t> memo_heads_;
  std::vector<Memo> memos_;
};

}  // namespace eider::frontend
