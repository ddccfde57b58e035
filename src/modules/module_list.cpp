// SPDX-License-Identifier: MIT
//
// The table of native modules: one line each.
#include "modules/modules.h"
#include "modules/thread/support.h"

namespace eider::modules {

constinit const runtime::NativeModule kNativeModules[] = {
    // modules/thread: threads, time, the system
    {"_thread", fill_thread},
    {"time", fill_time},
    {"posix", fill_posix},
    {"gc", fill_gc},
    {"_weakref", fill_weakref},
    {"_queue", fill_queue},
    {"_signal", fill_signal},
    {"atexit", fill_atexit},
    {"faulthandler", fill_faulthandler},
    {"_imp", fill_imp},
    {"pwd", fill_pwd},
    {"grp", fill_grp},
    {"select", fill_select},
    {"resource", fill_resource},
    {},
};

}  // namespace eider::modules
