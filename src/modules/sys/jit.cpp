// SPDX-License-Identifier: MIT
//
// sys._jit, as CPython 3.14 documents it: what a program can ask about the compiler. (In 3.11 there is no such attribute.)
#include "modules/sys/sys.h"
#include "vm/vm_state.h"

namespace eider::modules {

namespace {

Value bool_value(bool b) { return b ? kTrue : kFalse; }

Result<Value> jit_is_available(Thread& t, Value) { return bool_value(runtime::Runtime::of(t).config().jit_available); }

/// Of the whole runtime, and fixed when it starts; only a child of fork() that got no memory for code of its own loses it.
Result<Value> jit_is_enabled(Thread& t, Value) { return bool_value(vm::vm_realm(t).jit.hot_place != nullptr); }

/// Of the calling thread: other threads may run the same function elsewhere at the same moment.
Result<Value> jit_is_active(Thread& t, Value) {
  auto is_active = vm::vm_realm(t).jit.is_active;
  return bool_value(is_active != nullptr && is_active(t));
}

// Nothing is written, and what is read is fixed or the calling thread's: no lock.
constexpr NativeDef kFunctions[] = {
    {"is_available(module, /)", bind<jit_is_available>, Sync::kNone,
     "Return True if the current Python executable supports JIT compilation, and False otherwise.", NativeDef::kFunction},
    {"is_enabled(module, /)", bind<jit_is_enabled>, Sync::kNone,
     "Return True if JIT compilation is enabled for the current Python process (implies sys._jit.is_available()), and False otherwise.",
     NativeDef::kFunction},
    {"is_active(module, /)", bind<jit_is_active>, Sync::kNone,
     "Return True if the topmost Python frame is currently executing JIT code (implies sys._jit.is_enabled()), and False otherwise.",
     NativeDef::kFunction},
};

}  // namespace

Result<void> add_sys_jit(Thread& t, Module* sys) {
  Module* jit = EIDER_TRY(module_new(t, EIDER_TRY(intern(t, "sys._jit"))));
  EIDER_TRY(add_functions(t, jit, kFunctions));
  return module_set(t, sys, "_jit", jit->value());
}

}  // namespace eider::modules
