// SPDX-License-Identifier: MIT
#include "frontend/diagnosis.h"
namespace eider::frontend {
void diagnose(const StreamStart& start, Session& session, TokenStream& stream) {
  const Token& t = stream.last();
  stream.raise_at(DiagnosticKind::kSyntaxError, t.lineno, t.col_offset, t.end_lineno, t.end_col_offset, "invalid syntax");
}
}  // namespace eider::frontend
