// SPDX-License-Identifier: MIT
//
// Assembles the house: a runtime configuration with every native module registered.
#pragma once

#include "runtime/runtime.h"

namespace eider::embed {

runtime::Config house_config();

}  // namespace eider::embed
