// SPDX-License-Identifier: MIT
//
// A syntax tree as text: what Python's ast.dump(tree, include_attributes=True, indent=1) prints, with a newline at the end.
#pragma once

#include <string>

#include "frontend/ast.h"

namespace eider::frontend {

std::string dump_ast(const ast::Mod& mod);

}  // namespace eider::frontend
