// SPDX-License-Identifier: MIT
//
// An expression as source text: what `from __future__ import annotations` keeps of an annotation.
#pragma once

#include <string>

#include "frontend/ast.h"
#include "frontend/stack_guard.h"

namespace eider::frontend {

/// The text CPython 3.11 stores for this (unfolded) expression. False: too deep for `guard`'s stack.
bool unparse(const ast::Expr* node, const StackGuard& guard, std::string& text);

}  // namespace eider::frontend
