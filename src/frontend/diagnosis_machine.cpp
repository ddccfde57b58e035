// SPDX-License-Identifier: MIT
#include "frontend/diagnosis_machine.h"

#include <algorithm>
#include <iterator>

#include "frontend/diagnosis_code.h"

namespace eider::frontend {

namespace {

constexpr uint32_t kNone = 0xFFFFFFFF;
constexpr size_t kMaxCalls = 6000;  // CPython's limit, above which it gives up with a MemoryError

}  // namespace

struct DiagnosisMachine::Frame {
  uint32_t return_to;
  uint32_t start;
  SyntaxNode* labels[3];
  uint16_t rule;
  bool with_invalid;  // of the caller
};

// A choice to fall back to, or (alternative == kNone) the border of a call.
struct DiagnosisMachine::Entry {
  uint32_t alternative;
  uint32_t position;
  uint32_t list_items;
  uint32_t lists;
  SyntaxNode* value;
};

DiagnosisMachine::DiagnosisMachine(TokenStream& stream) : stream_(stream), code_(new GrammarCode(compile_grammar())) {}
DiagnosisMachine::~DiagnosisMachine() { delete code_; }

SyntaxNode* DiagnosisMachine::token_node(uint32_t index) {
  if (index >= token_nodes_.size()) token_nodes_.resize(index + 1, nullptr);
  SyntaxNode*& node = token_nodes_[index];
  if (node == nullptr) {
    const Token& token = stream_.at(index);
    node = stream_.session().arena.make<SyntaxNode>();
    node->kind = SyntaxKind::kToken;
    node->token = index;
    node->lineno = token.lineno;
    node->col_offset = token.col_offset;
    node->end_lineno = token.end_lineno;
    node->end_col_offset = token.end_col_offset;
  }
  return node;
}

const DiagnosisMachine::Memo* DiagnosisMachine::find_memo(uint16_t rule, uint8_t key, uint32_t position) const {
  if (position < memo_base_ || position - memo_base_ >= memo_heads_.size()) return nullptr;
  for (uint32_t at = memo_heads_[position - memo_base_]; at != kNone; at = memos_[at].next) {
    if (memos_[at].rule == rule && memos_[at].key == key) return &memos_[at];
  }
  return nullptr;
}

void DiagnosisMachine::remember(uint16_t rule, uint8_t key, uint32_t position, bool matched, SyntaxNode* value,
                                uint32_t end) {
  if (position < memo_base_) return;
  position -= memo_base_;
  if (position >= memo_heads_.size()) memo_heads_.resize(position + 1, kNone);
  memos_.push_back({memo_heads_[position], end, value, rule, key, matched});
  memo_heads_[position] = static_cast<uint32_t>(memos_.size() - 1);
}

void DiagnosisMachine::forget_before(uint32_t position) {
  memos_.clear();
  memo_heads_.clear();
  memo_base_ = position;
}

bool DiagnosisMachine::run(std::string_view rule_name, Reading reading) {
  const GrammarCode& code = *code_;
  Session& session = stream_.session();
  Arena& arena = session.arena;
  forget_before(0);

  std::vector<Frame> frames;
  std::vector<Entry> entries;
  std::vector<SyntaxNode*> list_items;
  std::vector<uint32_t> lists;  // where in list_items each list under construction starts
  uint16_t start_rule = code.rule_named(rule_name);
  uint16_t statement_rule = code.rule_named("statement");
  uint16_t without_invalid_rule = code.rule_named("expression_without_invalid");
  bool with_invalid = reading == Reading::kWithInvalid;
  uint32_t position = 0;
  uint32_t pc = 0;
  SyntaxNode* value = nullptr;
  bool failing = false;

  auto push_entry = [&](uint32_t alternative) {
    entries.push_back({alternative, position, static_cast<uint32_t>(list_items.size()),
                       static_cast<uint32_t>(lists.size()), value});
  };
  auto memo_key = [&](uint16_t rule) -> uint8_t {
    return code.rules[rule].memo == RuleMemo::kByReading ? (with_invalid ? 1 : 0) : 2;
  };
  // Enters `rule`, or takes its remembered result.
  auto call = [&](uint16_t rule, uint32_t return_to) {
    const Rule& called = code.rules[rule];
    if (called.memo != RuleMemo::kNever) {
      if (const Memo* memo = find_memo(rule, memo_key(rule), position)) {
        if (memo->matched) {
          position = memo->end;
          value = memo->value;
          pc = return_to;
        } else {
          failing = true;
        }
        return;
      }
    }
    if (frames.size() >= kMaxCalls) {
      session.fail_plain(DiagnosticKind::kMemoryError, "");
      return;
    }
    push_entry(kNone);
    frames.push_back({return_to, position, {nullptr, nullptr, nullptr}, rule, with_invalid});
    if (rule == without_invalid_rule) with_invalid = false;
    pc = called.entry;
  };
  auto leave = [&](bool matched) {
    Frame frame = frames.back();
    frames.pop_back();
    with_invalid = frame.with_invalid;
    if (code.rules[frame.rule].memo != RuleMemo::kNever) {
      remember(frame.rule, memo_key(frame.rule), frame.start, matched, value, position);
    }
    return frame.return_to;
  };

  call(start_rule, kNone);
  for (;;) {
    if (session.failed()) return false;
    if (failing) {
      // Back to the latest choice; calls without one fail.
      while (!entries.empty() && entries.back().alternative == kNone) {
        entries.pop_back();
        leave(false);
      }
      if (entries.empty()) return false;
      const Entry& entry = entries.back();
      pc = entry.alternative;
      position = entry.position;
      list_items.resize(entry.list_items);
      lists.resize(entry.lists);
      value = entry.value;
      entries.pop_back();
      failing = false;
    }
    const Instruction& instruction = code.instructions[pc++];
    switch (instruction.op) {
      case Op::kToken:
        if (stream_.at(position).kind == static_cast<TokenKind>(instruction.argument)) {
          value = token_node(position++);
        } else {
          failing = true;
        }
        break;
      case Op::kNotEqual:
        if (stream_.at(position).kind == TokenKind::kNotEqual && stream_.at(position).text == "!=") {
          value = token_node(position++);
        } else {
          failing = true;
        }
        break;
      case Op::kSoftKeyword: {
        const Token& token = stream_.at(position);
        bool matches = token.kind == TokenKind::kName && token.text == code.words[instruction.argument];
        if (matches) {
          value = token_node(position++);
        } else {
          failing = true;
        }
        break;
      }
      case Op::kAnySoftKeyword: {
        const Token& token = stream_.at(position);
        // A beginning of a soft keyword counts, too: CPython compares no more than the name's length.
        constexpr std::string_view kWords[] = {"_", "case", "match"};
        bool matches = token.kind == TokenKind::kName &&
                       std::any_of(std::begin(kWords), std::end(kWords),
                                   [&](std::string_view word) { return word.starts_with(token.text); });
        if (matches) {
          value = token_node(position++);
        } else {
          failing = true;
        }
        break;
      }
      case Op::kForcedToken: {
        const Token& token = stream_.at(position);
        auto kind = static_cast<TokenKind>(instruction.argument);
        if (token.kind == kind) {
          value = token_node(position++);
        } else if (!session.failed()) {
          stream_.raise_at(DiagnosticKind::kSyntaxError, token.lineno, token.col_offset, token.end_lineno,
                           token.end_col_offset, "expected '" + std::string(token_kind_text(kind)) + "'");
        }
        break;
      }
      case Op::kCall:
        call(static_cast<uint16_t>(instruction.argument), pc);
        break;
      case Op::kReturn: {
        EIDER_ASSERT(entries.back().alternative == kNone);
        entries.pop_back();
        uint16_t rule = frames.back().rule;
        uint32_t return_to = leave(true);
        if (return_to == kNone) return true;
        // A finished top-level statement is not read again.
        if (rule == statement_rule && frames.size() <= 2) forget_before(position);
        pc = return_to;
        break;
      }
      case Op::kChoice:
        push_entry(instruction.argument);
        break;
      case Op::kCommit:
        entries.pop_back();
        pc = instruction.argument;
        break;
      case Op::kJump:
        pc = instruction.argument;
        break;
      case Op::kPartialCommit: {
        entries.pop_back();
        // A repetition that consumed nothing would repeat for ever; no rule of the grammar does.
        uint32_t end = code.instructions[instruction.argument].argument;
        pc = instruction.argument + 1;
        push_entry(end);
        break;
      }
      case Op::kBackCommit: {
        const Entry& entry = entries.back();
        position = entry.position;
        value = entry.value;
        list_items.resize(entry.list_items);
        lists.resize(entry.lists);
        entries.pop_back();
        pc = instruction.argument;
        break;
      }
      case Op::kFailTwice:
        entries.pop_back();
        failing = true;
        break;
      case Op::kFail:
        failing = true;
        break;
      case Op::kCut:  // gives up the rule's other alternatives
        EIDER_ASSERT(entries.back().alternative != kNone);
        entries.pop_back();
        break;
      case Op::kOnlyWithInvalid:
        failing = !with_invalid;
        break;
      case Op::kNull:
        value = nullptr;
        break;
      case Op::kLabel:
        frames.back().labels[instruction.argument] = value;
        break;
      case Op::kListBegin:
        lists.push_back(static_cast<uint32_t>(list_items.size()));
        break;
      case Op::kListAppend:
        list_items.push_back(value);
        break;
      case Op::kListEnd: {
        uint32_t base = lists.back();
        lists.pop_back();
        auto* list = arena.make<SyntaxNode>();
        list->kind = SyntaxKind::kNodes;
        list->items = arena.copy(list_items.data() + base, list_items.size() - base);
        list_items.resize(base);
        value = list;
        break;
      }
      case Op::kTakeLabel:
        value = frames.back().labels[instruction.argument];
        break;
      case Op::kMakeNode:
      case Op::kAction: {
        const Frame& frame = frames.back();
        ActionContext context{stream_, arena, frame.labels[0], frame.labels[1], frame.labels[2], frame.start, position};
        if (instruction.op == Op::kMakeNode) {
          value = arena.make<SyntaxNode>();
          value->kind = static_cast<SyntaxKind>(instruction.argument);
          value->token = frame.start;
          value->items = flatten(context);
          set_place(value, stream_, frame.start, position);
        } else {
          value = code.actions[instruction.argument](context);
          if (value == nullptr && !session.failed()) {
            // The rule fails as a whole: its other alternatives are not tried.
            while (entries.back().alternative != kNone) entries.pop_back();
            failing = true;
          }
        }
        break;
      }
    }
  }
}

}  // namespace eider::frontend
