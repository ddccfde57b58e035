// SPDX-License-Identifier: MIT
#include "frontend/token.h"

#include <cstddef>

namespace eider::frontend {

namespace {

struct TokenInfo {
  std::string_view text;
  const char* name;
};
constexpr TokenInfo kTokenInfos[] = {
#define X(kind, text, name) {text, name},
    EIDER_TOKENS(X)
#undef X
};
constexpr int kFirstKeyword = static_cast<int>(TokenKind::kFalse);
constexpr int kLastKeyword = static_cast<int>(TokenKind::kYield);

// A keyword's slot: found by its length, first and last letters, which tell all 35 apart within 256 slots.
constexpr unsigned keyword_slot(std::string_view text) {
  unsigned first = static_cast<unsigned char>(text[0]);
  unsigned second = static_cast<unsigned char>(text[1]);
  unsigned last = static_cast<unsigned char>(text[text.size() - 1]);
  return (static_cast<unsigned>(text.size()) * 29 + first * 7 + second * 11 + last * 3) & 511;
}

struct KeywordTable {
  uint8_t kinds[512] = {};
  bool collision = false;

  constexpr KeywordTable() {
    for (int kind = kFirstKeyword; kind <= kLastKeyword; ++kind) {
      uint8_t& slot = kinds[keyword_slot(kTokenInfos[kind].text)];
      if (slot != 0) collision = true;
      slot = static_cast<uint8_t>(kind);
    }
  }
};
constexpr KeywordTable kKeywords;
static_assert(!kKeywords.collision, "keyword_slot must tell the keywords apart");

}  // namespace

const char* token_kind_name(TokenKind kind) { return kTokenInfos[static_cast<size_t>(kind)].name; }

std::string_view token_kind_text(TokenKind kind) { return kTokenInfos[static_cast<size_t>(kind)].text; }

TokenKind keyword_kind(std::string_view text) {
  if (text.size() < 2 || text.size() > 8) return TokenKind::kName;
  uint8_t kind = kKeywords.kinds[keyword_slot(text)];
  if (kind != 0 && kTokenInfos[kind].text == text) return static_cast<TokenKind>(kind);
  return TokenKind::kName;
}

}  // namespace eider::frontend
