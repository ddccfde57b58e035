// SPDX-License-Identifier: MIT
//
// Is a tree that no parser made one the compiler may be given? The checks and words of python3.11's _PyAST_Validate.
#pragma once

#include <string>

#include "frontend/ast.h"

namespace eider::frontend {

struct InvalidTree {
  std::string message;
  bool type_error = false;  // a TypeError, else a ValueError
};

/// False: `*problem` says what is wrong. Recurses as deep as the tree, whose depth the caller has bounded.
bool validate(const ast::Mod& mod, InvalidTree* problem);

}  // namespace eider::frontend
