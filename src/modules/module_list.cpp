// SPDX-License-Identifier: MIT
//
// The table of native modules: one line each.
#include "modules/modules.h"
#include "modules/thread/support.h"

namespace eider::modules {

constinit const runtime::NativeModule kNativeModules[] = {
    // modules/thread: threads, time, the system
    {"_thread", fill_thread},
    {},
};

}  // namespace eider::modules
