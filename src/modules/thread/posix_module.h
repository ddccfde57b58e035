// SPDX-License-Identifier: MIT
//
// The parts of posix.
#pragma once

#include "modules/thread/support.h"

namespace eider::modules {

Result<void> add_posix_files(Thread& t, Module* m);
/// os.fork with its hooks: 0 in the child, whose only thread is `t`.
Result<int64_t> fork_process(Thread& t);

}  // namespace eider::modules
