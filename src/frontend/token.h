// SPDX-License-Identifier: MIT
//
// Tokens: what the tokenizer hands to the parser.
//
// Invariant: keywords have kinds of their own, soft keywords (match, case, _) are kName.
// Invariant: positions are CPython's; a token that has no text (INDENT, DEDENT, the end) has columns -1.
#pragma once

#include <cstdint>
#include <string_view>

namespace eider::frontend {

// kind, text of the token (empty: varies), name printed by the token dump
#define EIDER_TOKENS(X)                                                                                                \
  X(kEndMarker, "", "ENDMARKER") X(kName, "", "NAME") X(kNumber, "", "NUMBER") X(kString, "", "STRING")                \
  X(kNewline, "", "NEWLINE") X(kIndent, "", "INDENT") X(kDedent, "", "DEDENT") X(kError, "", "ERRORTOKEN")             \
  X(kUnknownOp, "", "OP") X(kLeftParen, "(", "LPAR") X(kRightParen, ")", "RPAR") X(kLeftBracket, "[", "LSQB")          \
  X(kRightBracket, "]", "RSQB") X(kLeftBrace, "{", "LBRACE") X(kRightBrace, "}", "RBRACE") X(kColon, ":", "COLON")     \
  X(kComma, ",", "COMMA") X(kSemicolon, ";", "SEMI") X(kPlus, "+", "PLUS") X(kMinus, "-", "MINUS")                     \
  X(kStar, "*", "STAR") X(kSlash, "/", "SLASH") X(kPipe, "|", "VBAR") X(kAmpersand, "&", "AMPER")                      \
  X(kLess, "<", "LESS") X(kGreater, ">", "GREATER") X(kEqual, "=", "EQUAL") X(kDot, ".", "DOT")                        \
  X(kPercent, "%", "PERCENT") X(kEqualEqual, "==", "EQEQUAL") X(kNotEqual, "!=", "NOTEQUAL")                           \
  X(kLessEqual, "<=", "LESSEQUAL") X(kGreaterEqual, ">=", "GREATEREQUAL") X(kTilde, "~", "TILDE")                      \
  X(kCircumflex, "^", "CIRCUMFLEX") X(kLeftShift, "<<", "LEFTSHIFT") X(kRightShift, ">>", "RIGHTSHIFT")                \
  X(kDoubleStar, "**", "DOUBLESTAR") X(kPlusEqual, "+=", "PLUSEQUAL") X(kMinusEqual, "-=", "MINEQUAL")                 \
  X(kStarEqual, "*=", "STAREQUAL") X(kSlashEqual, "/=", "SLASHEQUAL") X(kPercentEqual, "%=", "PERCENTEQUAL")           \
  X(kAmpersandEqual, "&=", "AMPEREQUAL") X(kPipeEqual, "|=", "VBAREQUAL")                                              \
  X(kCircumflexEqual, "^=", "CIRCUMFLEXEQUAL") X(kLeftShiftEqual, "<<=", "LEFTSHIFTEQUAL")                             \
  X(kRightShiftEqual, ">>=", "RIGHTSHIFTEQUAL") X(kDoubleStarEqual, "**=", "DOUBLESTAREQUAL")                          \
  X(kDoubleSlash, "//", "DOUBLESLASH") X(kDoubleSlashEqual, "//=", "DOUBLESLASHEQUAL") X(kAt, "@", "AT")               \
  X(kAtEqual, "@=", "ATEQUAL") X(kArrow, "->", "RARROW") X(kEllipsis, "...", "ELLIPSIS")                               \
  X(kColonEqual, ":=", "COLONEQUAL")                                                                                   \
  X(kFalse, "False", "NAME") X(kNone, "None", "NAME") X(kTrue, "True", "NAME") X(kAnd, "and", "NAME")                  \
  X(kAs, "as", "NAME") X(kAssert, "assert", "NAME") X(kAsync, "async", "NAME") X(kAwait, "await", "NAME")              \
  X(kBreak, "break", "NAME") X(kClass, "class", "NAME") X(kContinue, "continue", "NAME") X(kDef, "def", "NAME")        \
  X(kDel, "del", "NAME") X(kElif, "elif", "NAME") X(kElse, "else", "NAME") X(kExcept, "except", "NAME")                \
  X(kFinally, "finally", "NAME") X(kFor, "for", "NAME") X(kFrom, "from", "NAME") X(kGlobal, "global", "NAME")          \
  X(kIf, "if", "NAME") X(kImport, "import", "NAME") X(kIn, "in", "NAME") X(kIs, "is", "NAME")                          \
  X(kLambda, "lambda", "NAME") X(kNonlocal, "nonlocal", "NAME") X(kNot, "not", "NAME") X(kOr, "or", "NAME")            \
  X(kPass, "pass", "NAME") X(kRaise, "raise", "NAME") X(kReturn, "return", "NAME") X(kTry, "try", "NAME")              \
  X(kWhile, "while", "NAME") X(kWith, "with", "NAME") X(kYield, "yield", "NAME")

enum class TokenKind : uint8_t {
#define X(kind, text, name) kind,
  EIDER_TOKENS(X)
#undef X
};

struct Token {
  TokenKind kind = TokenKind::kEndMarker;
  bool in_parentheses = false;  // inside (), [] or {} once this token is read
  bool nonascii = false;        // kName: needs normalisation
  int32_t lineno = 0;
  int32_t col_offset = 0;
  int32_t end_lineno = 0;
  int32_t end_col_offset = 0;
  std::string_view text;        // in the decoded source
};

/// "LPAR", "NAME", ...: as `python3 -m tokenize -e` prints it. A keyword's is "NAME".
const char* token_kind_name(TokenKind kind);

/// The fixed spelling of an operator or keyword; empty for the others.
std::string_view token_kind_text(TokenKind kind);

/// The keyword spelled `text`, or kName.
TokenKind keyword_kind(std::string_view text);

}  // namespace eider::frontend
