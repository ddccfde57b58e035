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
Result<void> install_source_hooks(Thread& t);         // text/source_lines.cpp
Result<void> install_codec_registry(Thread& t);       // codecs/codecs.cpp
void close_io(runtime::Runtime& runtime);
void close_sys(runtime::Runtime& runtime);
void close_sre(runtime::Runtime& runtime);
void close_modules(runtime::Runtime& runtime);        // module_list.cpp

}  // namespace eider::modules
