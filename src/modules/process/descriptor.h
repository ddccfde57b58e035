// SPDX-License-Identifier: MIT
//
// A file descriptor as argument: an int, or an object with fileno().
#pragma once

#include "modules/modules.h"

namespace eider::modules {

Result<int> descriptor_argument(Thread& t, Value v);

}  // namespace eider::modules
