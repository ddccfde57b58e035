// SPDX-License-Identifier: MIT
//
// The native modules.
#pragma once

#include "runtime/runtime.h"

namespace eider::modules {

using namespace objects;

extern const runtime::NativeModule kNativeModules[];  // module_list.cpp
Result<void> install_sys(Thread& t);                  // sys/
Result<void> start_streams(Thread& t);                // io/
Result<void> flush_streams(Thread& t);

}  // namespace eider::modules
