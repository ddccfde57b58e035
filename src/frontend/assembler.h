// SPDX-License-Identifier: MIT
//
// The end of a unit's way: passes over its blocks, layout, encoding, tables.
#pragma once

#include <memory>

#include "frontend/lower.h"

namespace eider::frontend {

/// Makes the code unit of a lowered `unit`, whose blocks it consumes.
std::shared_ptr<bytecode::CodeUnit> assemble(Unit& unit, const CompileOptions& options, const FutureFeatures& future);

}  // namespace eider::frontend
