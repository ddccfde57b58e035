// SPDX-License-Identifier: MIT
//
// The parts of posix.
#pragma once

#include "modules/thread/support.h"

namespace eider::modules {

Result<void> add_posix_files(Thread& t, Module* m);

}  // namespace eider::modules
