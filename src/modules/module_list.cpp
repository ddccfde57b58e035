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
// io, text, system
Result<void> fill_io(Thread& t, Module* module);
Result<void> fill_codecs(Thread& t, Module* module);
Result<void> fill_warnings(Thread& t, Module* module);
Result<void> fill_stat(Thread& t, Module* module);
Result<void> fill_errno(Thread& t, Module* module);
Result<void> fill_locale(Thread& t, Module* module);
Result<void> fill_string(Thread& t, Module* module);

constinit const runtime::NativeModule kNativeModules[] = {
    {"_io", fill_io},
    {"_codecs", fill_codecs},
    // {"_warnings", fill_warnings},
    {"_stat", fill_stat},
    {"errno", fill_errno},
    // {"_locale", fill_locale},
    // {"_string", fill_string},
    {},
};

void close_modules(runtime::Runtime& runtime) {
  close_io(runtime);
  close_sys(runtime);
}

}  // namespace eider::modules
