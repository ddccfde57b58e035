// SPDX-License-Identifier: MIT
//
// What the files of the module sys share.
#pragma once

#include "modules/support.h"

namespace eider::modules {

Result<void> add_sys_facts(Thread& t, Module* sys);      // facts.cpp: version, flags, float_info, ...
Result<void> add_sys_hooks(Thread& t, Module* sys);      // hooks.cpp: displayhook, excepthook, unraisablehook, traceback texts
Result<void> add_sys_functions(Thread& t, Module* sys);  // functions.cpp
Result<void> add_sys_jit(Thread& t, Module* sys);        // jit.cpp: sys._jit
Result<void> add_site_builtins(Thread& t, Module* sys);  // site_builtins.cpp: exit, help, ... in builtins

/// Whether `-X name` (or `-X name=1`) was given; whether that, or PYTHONDEVMODE, asks for the development mode.
bool has_x_option(const runtime::Config& config, std::string_view name);
bool dev_mode(const runtime::Config& config);

/// Writes to sys.stderr (or, when there is none, to file descriptor 2). Never leaves an exception pending.
void write_stderr(Thread& t, std::string_view text);

}  // namespace eider::modules
