// SPDX-License-Identifier: MIT
#include "frontend/future.h"

#include <string>

#include "bytecode/code_unit.h"

namespace eider::frontend {

using namespace ast;

namespace {

constexpr std::string_view kLongSincePresent[] = {"nested_scopes", "generators",       "division",       "absolute_import", "with_statement",
                                                  "print_function", "unicode_literals", "barry_as_FLUFL", "generator_stop"};

bool fail(const Stmt* node, int offset, std::string message, Diagnostic& error) {
  error = Diagnostic{};
  error.message = std::move(message);
  error.lineno = node->lineno;
  error.offset = offset;  // CPython gives no end here
  error.end_lineno = node->lineno;
  error.end_offset = -1;
  error.placed_later = true;
  return false;
}

bool check_names(const ImportFrom* node, FutureFeatures& features, Diagnostic& error) {
  for (const Alias* alias : node->names) {
    bool known = false;
    for (std::string_view name : kLongSincePresent) known = known || name == alias->name;
    if (known) continue;
    if (alias->name == "annotations") features.flags |= bytecode::kFutureAnnotations;
    else if (alias->name == "braces") return fail(node, node->col_offset + 1, "not a chance", error);
    else return fail(node, node->col_offset + 1, "future feature " + std::string(alias->name.substr(0, 100)) + " is not defined", error);
  }
  return true;
}

}  // namespace

bool find_future_features(const Mod* mod, FutureFeatures& features, Diagnostic& error) {
  Span<Stmt*> body;
  if (mod->kind == ModKind::kModule) body = cast<Module>(mod)->body;
  else if (mod->kind == ModKind::kInteractive) body = cast<Interactive>(mod)->body;
  bool done = false;
  int32_t previous_line = 0;
  for (const Stmt* node : body) {
    if (done && node->lineno > previous_line) return true;
    previous_line = node->lineno;
    auto* import = try_cast<ImportFrom>(node);
    auto* expression = try_cast<ExprStmt>(node);
    if (import != nullptr && import->module == "__future__") {
      if (done) return fail(node, node->col_offset, "from __future__ imports must occur at the beginning of the file", error);
      if (!check_names(import, features, error)) return false;
      features.last_line = node->lineno;
    } else if (expression != nullptr && !done) {
      auto* constant = try_cast<Constant>(static_cast<const Expr*>(expression->value));
      done = constant == nullptr || constant->value.kind != ConstantKind::kStr;
    } else {
      done = true;
    }
  }
  return true;
}

}  // namespace eider::frontend
