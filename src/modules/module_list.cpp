// SPDX-License-Identifier: MIT
//
// The table of native modules: one line each.
#include "modules/modules.h"
#include "modules/thread/support.h"

namespace eider::modules {

Result<void> fill_abc(Thread& t, Module* module);
Result<void> fill_collections(Thread& t, Module* module);
Result<void> fill_functools(Thread& t, Module* module);
Result<void> fill_operator(Thread& t, Module* module);
Result<void> fill_itertools(Thread& t, Module* module);

constinit const runtime::NativeModule kNativeModules[] = {
    {"_abc", fill_abc},
    {"_collections", fill_collections},
    {"_functools", fill_functools},
    {"_operator", fill_operator},
    {"itertools", fill_itertools},
    // modules/thread: threads, time, the system
    {"_thread", fill_thread},
    {},
};

}  // namespace eider::modules
