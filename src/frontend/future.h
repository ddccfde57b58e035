// SPDX-License-Identifier: MIT
//
// `from __future__ import ...`: which there are, and that they stand at the top.
#pragma once

#include <cstdint>

#include "frontend/ast.h"
#include "frontend/parser.h"

namespace eider::frontend {

struct FutureFeatures {
  uint32_t flags = 0;      // bytecode::CodeFlags
  int32_t last_line = -1;  // of the last future statement: later ones are errors
};

/// False: `error`.
bool find_future_features(const ast::Mod* mod, FutureFeatures& features, Diagnostic& error);

}  // namespace eider::frontend
