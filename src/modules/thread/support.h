// SPDX-License-Identifier: MIT
//
// What the modules of threads, time and the system share: named tuples made in C++, their per-runtime types.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "modules/modules.h"
#include "modules/support.h"

namespace eider::modules {

/// The types and objects these modules need again after they were filled. One per runtime (Runtime::system_modules); types are
/// roots, values are registered as roots where they are set. Each is written once, while its module is filled.
struct SystemModules {
  Type* lock = nullptr;
  Type* rlock = nullptr;
  Type* local = nullptr;
  Type* except_hook_args = nullptr;
  Type* struct_time = nullptr;
  Type* stat_result = nullptr;
  Type* terminal_size = nullptr;
  Type* times_result = nullptr;
  Type* uname_result = nullptr;
  Type* statvfs_result = nullptr;
  Type* dir_entry = nullptr;
  Type* scandir_iterator = nullptr;
  Type* simple_queue = nullptr;
  Type* poll_object = nullptr;
  Type* passwd = nullptr;
  Type* group = nullptr;
  Type* rusage = nullptr;
  Type* siginfo = nullptr;
  Value queue_empty;                    // _queue.Empty
  Value fork_hooks[3];                  // Lists: before, after in the child, after in the parent
  Value gc_callbacks, gc_garbage;       // Lists
  Atomic<uint64_t> stack_size{0};       // _thread.stack_size
  Atomic<int64_t> gc_threshold[3] = {Atomic<int64_t>{700}, Atomic<int64_t>{10}, Atomic<int64_t>{10}};
  Atomic<int64_t> gc_debug{0}, gc_frozen{0}, gc_runs{0};
  Atomic<int> fault_fd{-1};             // faulthandler
  Atomic<int> wakeup_fd{-1};            // _signal.set_wakeup_fd
};
SystemModules& system_modules(Thread& t);

/// A tuple with named fields, as time.struct_time. Items beyond `visible` have names only. "" is a field without name.
struct StructSeqDef {
  const char* name;
  const char* doc;
  int visible;
  int total;
  const char* const* fields;
};
Result<Type*> struct_seq_type(Thread& t, const StructSeqDef& def);
/// items: def.total of them.
Result<Value> struct_seq_new(Thread& t, Type* type, const StructSeqDef& def, const Value* items);
/// Item i, hidden ones included, of an instance.
inline Value struct_seq_item(Value v, int i) { return v.as<Tuple>()->items[i].get(); }

Result<void> set_int(Thread& t, Module* m, const char* name, int64_t v);
Result<void> set_text(Thread& t, Module* m, const char* name, std::string_view v);
struct IntConstant {
  const char* name;
  int64_t value;
};
Result<void> set_ints(Thread& t, Module* m, const IntConstant* rows, size_t count);
template <size_t N>
Result<void> set_ints(Thread& t, Module* m, const IntConstant (&rows)[N]) { return set_ints(t, m, rows, N); }

/// Seconds as float or int to nanoseconds, rounded up; ValueError for NaN, OverflowError "timestamp too large to convert to C _PyTime_t".
Result<int64_t> nanoseconds_of(Thread& t, Value seconds);

// Fills of these modules (module_list.cpp).
Result<void> fill_thread(Thread& t, Module* m);
Result<void> fill_time(Thread& t, Module* m);
Result<void> fill_posix(Thread& t, Module* m);
Result<void> fill_gc(Thread& t, Module* m);
Result<void> fill_weakref(Thread& t, Module* m);
Result<void> fill_atexit(Thread& t, Module* m);
Result<void> fill_signal(Thread& t, Module* m);
Result<void> fill_faulthandler(Thread& t, Module* m);
Result<void> fill_imp(Thread& t, Module* m);
Result<void> fill_pwd(Thread& t, Module* m);
Result<void> fill_grp(Thread& t, Module* m);
Result<void> fill_select(Thread& t, Module* m);
Result<void> fill_resource(Thread& t, Module* m);
Result<void> fill_queue(Thread& t, Module* m);

}  // namespace eider::modules
