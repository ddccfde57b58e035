// SPDX-License-Identifier: MIT
//
// The table of native modules: one line each.
#include "modules/modules.h"

namespace eider::modules {

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
    {"_warnings", fill_warnings},
    {"_stat", fill_stat},
    {"errno", fill_errno},
    {"_locale", fill_locale},
    {"_string", fill_string},
    {},
};

void close_modules(runtime::Runtime& runtime) {
  close_io(runtime);
  close_sys(runtime);
}

}  // namespace eider::modules
