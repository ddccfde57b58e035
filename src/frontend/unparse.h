// SPDX-License-Identifier: MIT
//
// An expression as source text: what `from __future__ import annotations` keeps of an annotation.
#pragma once

#include <string>

#include "frontend/ast.h"

namespace eider::frontend {

/// The text CPython 3.11 stores for this (unfolded) expression.
std::string unparse(const ast::Expr* node);

}  // namespace eider::frontend
