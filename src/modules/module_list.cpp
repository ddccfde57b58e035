// SPDX-License-Identifier: MIT
//
// The table of native modules: one line each.
#include "modules/modules.h"

namespace eider::modules {

constinit const runtime::NativeModule kNativeModules[] = {
    {},
};

}  // namespace eider::modules
