// SPDX-License-Identifier: MIT
#include "frontend/diagnosis_code.h"

#include <unordered_map>

#include "frontend/diagnosis_grammar.h"

namespace eider::frontend {

namespace {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

TokenKind token_spelled(std::string_view text) {
  for (int kind = 0; kind <= static_cast<int>(TokenKind::kYield); ++kind) {
    if (!text.empty() && token_kind_text(static_cast<TokenKind>(kind)) == text) return static_cast<TokenKind>(kind);
  }
  EIDER_UNREACHABLE("a token the grammar misspells");
}

SyntaxKind syntax_kind_named(std::string_view name) {
#define X(kind) if (name == #kind) return SyntaxKind::k##kind;
  EIDER_SYNTAX_KINDS(X)
#undef X
  EIDER_UNREACHABLE("a node kind the grammar misspells");
}

class GrammarCompiler {
 public:
  GrammarCode compile() {
    const std::string_view texts[] = {kGrammarStatements, kGrammarPatterns, kGrammarExpressions, kGrammarInvalid};
    for (std::string_view text : texts) {
      text_ = text;
      for (skip_space(); !text_.empty(); skip_space()) compile_rule();
    }
    for (const Rule& rule : code_.rules) EIDER_CHECK(rule.entry != 0);
    return std::move(code_);
  }

 private:
  GrammarCompiler(const GrammarCompiler&) = delete;

 public:
  GrammarCompiler() { emit(Op::kFail); }  // address 0 is no rule's entry

 private:
  void skip_space() {
    size_t at = text_.find_first_not_of(" \n");
    text_.remove_prefix(at == std::string_view::npos ? text_.size() : at);
  }
  char next() {
    skip_space();
    return text_.empty() ? '\0' : text_[0];
  }
  bool accept(char c) {
    if (next() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char c) { EIDER_CHECK(accept(c)); }
  std::string_view word() {
    skip_space();
    size_t length = 0;
    while (length < text_.size() && is_word_character(text_[length])) ++length;
    EIDER_CHECK(length > 0);
    std::string_view found = text_.substr(0, length);
    text_.remove_prefix(length);
    return found;
  }
  std::string_view quoted(char quote) {
    expect(quote);
    size_t end = text_.find(quote);
    EIDER_CHECK(end != std::string_view::npos);
    std::string_view found = text_.substr(0, end);
    text_.remove_prefix(end + 1);
    return found;
  }

  uint32_t here() const { return static_cast<uint32_t>(code_.instructions.size()); }
  uint32_t emit(Op op, uint32_t argument = 0) {
    code_.instructions.push_back({op, argument});
    return here() - 1;
  }
  void patch(uint32_t at) { code_.instructions[at].argument = here(); }

  uint32_t rule_index(std::string_view name) {
    auto [found, added] = rule_indexes_.try_emplace(name, static_cast<uint32_t>(code_.rules.size()));
    if (added) {
      Rule rule;
      rule.name = name;
      code_.rules.push_back(rule);
    }
    return found->second;
  }

  void compile_rule() {
    uint32_t index = rule_index(word());
    if (accept('!')) code_.rules[index].memo = RuleMemo::kAlways;
    if (accept('#')) code_.rules[index].memo = RuleMemo::kByReading;
    expect(':');
    code_.rules[index].entry = here();
    compile_alternatives();
    emit(Op::kReturn);
    expect(';');
  }

  void compile_alternatives() {
    std::vector<uint32_t> commits;
    for (;;) {
      // Whether another alternative follows is known only behind this one: the choice is taken back if none does.
      uint32_t choice = emit(Op::kChoice);
      uint32_t guard = emit(Op::kOnlyWithInvalid);
      bool cut = false;
      bool has_invalid = next_is_only_invalid();
      compile_sequence(&cut);
      if (!has_invalid) code_.instructions[guard] = {Op::kNull, 0};
      bool more = accept('|');
      if (!cut) {
        commits.push_back(emit(Op::kCommit));
      } else {
        commits.push_back(emit(Op::kJump));
      }
      patch(choice);
      if (!more) {
        emit(Op::kFail);
        break;
      }
    }
    for (uint32_t commit : commits) patch(commit);
  }

  // An alternative that is an invalid_ rule alone is skipped in the first reading. (Not one that merely contains such a
  // rule: CPython's dict displays depend on that.)
  bool next_is_only_invalid() {
    next();
    if (!text_.starts_with("invalid_")) return false;
    std::string_view saved = text_;
    word();
    char after = next();
    text_ = saved;
    return after == '|' || after == ';';
  }

  void compile_sequence(bool* cut) {
    for (;;) {
      char c = next();
      if (c == '|' || c == ')' || c == ']' || c == ';' || c == '\0') return;
      if (c == '{') {
        compile_action();
        continue;
      }
      if (accept('~')) {
        emit(Op::kCut);
        *cut = true;
        continue;
      }
      compile_item();
    }
  }

  void compile_action() {
    expect('{');
    if (accept('=')) {
      emit(Op::kMakeNode, static_cast<uint32_t>(syntax_kind_named(word())));
    } else {
      std::string_view name = word();
      if (name.size() == 1) {
        emit(Op::kTakeLabel, static_cast<uint32_t>(name[0] - 'a'));
      } else {
        ActionFunction function = find_action(name);
        EIDER_CHECK(function != nullptr);
        code_.actions.push_back(function);
        emit(Op::kAction, static_cast<uint32_t>(code_.actions.size() - 1));
      }
    }
    expect('}');
  }

  void compile_item() {
    if (accept('&')) {
      if (accept('&')) {
        emit(Op::kForcedToken, static_cast<uint32_t>(token_spelled(quoted('\''))));
        return;
      }
      uint32_t choice = emit(Op::kChoice);
      compile_atom();
      uint32_t back = emit(Op::kBackCommit);
      patch(choice);
      emit(Op::kFail);
      patch(back);
      return;
    }
    if (accept('!')) {
      uint32_t choice = emit(Op::kChoice);
      compile_atom();
      emit(Op::kFailTwice);
      patch(choice);
      return;
    }
    int label = -1;
    if (text_.size() > 1 && text_[1] == '=' && text_[0] >= 'a' && text_[0] <= 'c') {
      label = text_[0] - 'a';
      text_.remove_prefix(2);
    }
    compile_repeated();
    if (label >= 0) emit(Op::kLabel, static_cast<uint32_t>(label));
  }

  // An atom with what may follow it: ? * + or, when it is a separator, .element+
  void compile_repeated() {
    next();
    std::string_view atom_text = text_;
    size_t atom_start = code_.instructions.size();
    compile_atom();
    size_t atom_size = code_.instructions.size() - atom_start;
    bool separator = !text_.empty() && text_[0] == '.';
    if (separator || accept_mark('?') || accept_mark('*') || accept_mark('+')) {
      // The atom's code must stand inside the repetition, so it is compiled again from its text.
      std::string_view rest = text_;
      char mark = separator ? '.' : mark_;
      code_.instructions.resize(atom_start);
      (void)atom_size;
      auto again = [&](std::string_view from) {
        std::string_view saved = text_;
        text_ = from;
        compile_atom();
        text_ = saved;
      };
      if (mark == '?') {
        uint32_t choice = emit(Op::kChoice);
        again(atom_text);
        uint32_t commit = emit(Op::kCommit);
        patch(choice);
        emit(Op::kNull);
        patch(commit);
        return;
      }
      std::string_view element = atom_text;
      if (mark == '.') element = rest.substr(1);
      emit(Op::kListBegin);
      if (mark != '*') {
        again(element);
        emit(Op::kListAppend);
      }
      uint32_t choice = emit(Op::kChoice);
      again(atom_text);
      if (mark == '.') {
        text_ = element;
        compile_atom();
        expect('+');
      }
      emit(Op::kListAppend);
      emit(Op::kPartialCommit, choice);
      patch(choice);
      emit(Op::kListEnd);
    }
  }
  // Marks follow their atom without a space: `a? b`, but `x | *y` is none.
  bool accept_mark(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    mark_ = c;
    return true;
  }

  void compile_atom() {
    char c = next();
    if (c == '\'') {
      emit(Op::kToken, static_cast<uint32_t>(token_spelled(quoted('\''))));
    } else if (c == '"') {
      code_.words.push_back(quoted('"'));
      emit(Op::kSoftKeyword, static_cast<uint32_t>(code_.words.size() - 1));
    } else if (accept('(')) {
      compile_alternatives();
      expect(')');
    } else if (accept('[')) {
      uint32_t choice = emit(Op::kChoice);
      compile_alternatives();
      expect(']');
      uint32_t commit = emit(Op::kCommit);
      patch(choice);
      emit(Op::kNull);
      patch(commit);
    } else {
      std::string_view name = word();
      if (name[0] >= 'a') {
        emit(Op::kCall, rule_index(name));
      } else {
        compile_token_class(name);
      }
    }
  }

  void compile_token_class(std::string_view name) {
    if (name == "NOTEQUAL") {
      emit(Op::kNotEqual);
      return;
    }
    if (name == "SOFT_KEYWORD") {
      emit(Op::kAnySoftKeyword);
      return;
    }
    TokenKind kind = TokenKind::kError;
    if (name == "NAME") kind = TokenKind::kName;
    if (name == "NUMBER") kind = TokenKind::kNumber;
    if (name == "STRING") kind = TokenKind::kString;
    if (name == "NEWLINE") kind = TokenKind::kNewline;
    if (name == "INDENT") kind = TokenKind::kIndent;
    if (name == "DEDENT") kind = TokenKind::kDedent;
    if (name == "ENDMARKER") kind = TokenKind::kEndMarker;
    EIDER_CHECK(kind != TokenKind::kError);
    emit(Op::kToken, static_cast<uint32_t>(kind));
  }

  GrammarCode code_;
  std::unordered_map<std::string_view, uint32_t> rule_indexes_;
  std::string_view text_;
  char mark_ = 0;
};

}  // namespace

GrammarCode compile_grammar() { return GrammarCompiler().compile(); }

}  // namespace eider::frontend
