// SPDX-License-Identifier: MIT
//
// _thread: starting threads, their idents, sentinels and uncaught exceptions.
#include "modules/thread/thread_module.h"

#include <csignal>
#include <unistd.h>

#include "modules/thread/lock.h"
#include "threads/registry.h"
#include "threads/wait.h"

namespace eider::modules {

namespace {

using runtime::Runtime;

const char* const kHookFields[] = {"exc_type", "exc_value", "exc_traceback", "thread"};
constexpr StructSeqDef kHookArgs = {"_thread._ExceptHookArgs", "Type used to pass arguments to threading.excepthook.", 4, 4, kHookFields};

Result<Value> new_lock(Thread& t) { return EIDER_TRY(new_instance(t, system_modules(t).lock)); }

Result<Value> start_new_thread(Thread& t, Value function, Value args, Value kwargs) {
  if (!is_callable(t, function)) return raise(t, TypeId::kTypeError, "first arg must be callable");
  if (!is_instance(t, args, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "2nd arg must be a tuple");
  Dict* named = nullptr;
  if (!kwargs.is_absent()) {
    if (!is_instance(t, kwargs, TypeId::kDict)) return raise(t, TypeId::kTypeError, "optional 3rd arg must be a dictionary");
    named = kwargs.as<Dict>();
  }
  uint64_t ident = EIDER_TRY(Runtime::of(t).start_thread(t, function, args.as<Tuple>(), named, system_modules(t).stack_size.load_relaxed()));
  return int_from_uint64(t, ident);
}

Result<Value> get_ident(Thread& t) { return Value::from_small_int(static_cast<int64_t>(t.ident)); }
Result<Value> get_native_id(Thread&) { return Value::from_small_int(::gettid()); }
Result<Value> count(Thread& t) { return Value::from_small_int(Runtime::of(t).python_threads.load_relaxed()); }
Result<Value> exit_thread(Thread& t) { return raise_none(t, TypeId::kSystemExit); }

Result<Value> stack_size(Thread& t, Value size) {
  SystemModules& state = system_modules(t);
  int64_t wanted = size.is_absent() ? 0 : EIDER_TRY(argument_index(t, size));
  uint64_t old = state.stack_size.load_relaxed();
  if (size.is_absent()) return int_from_uint64(t, old);
  if (wanted < 0) return raise(t, TypeId::kValueError, "size must be 0 or a positive value");
  if (wanted != 0 && wanted < 0x8000) return raise(t, TypeId::kValueError, "size not valid: %lld bytes", static_cast<long long>(wanted));
  state.stack_size.store_relaxed(static_cast<uint64_t>(wanted));
  return int_from_uint64(t, old);
}

Result<Value> interrupt_main(Thread& t, Value number) {
  int64_t n = number.is_absent() ? SIGINT : EIDER_TRY(argument_index(t, number));
  if (n < 1 || n >= NSIG) return raise(t, TypeId::kValueError, "signal number out of range");
  Runtime& runtime = Runtime::of(t);
  // As a real signal would: a handler that ignores it, or the default action of those without one, means nothing happens.
  Value handler = runtime.signal_handlers.is_absent() ? kAbsent : list_get(runtime.signal_handlers.as<List>(), n);
  if (n != SIGINT && (handler.is_absent() || !is_callable(t, handler))) return kNone;
  if (handler.is_small_int()) return kNone;
  runtime.pending_signals.fetch_or_seq_cst(uint32_t{1} << (n < 31 ? n : 31));  // pairs with the exchange in run_signal_handlers
  threads::interrupt(runtime.main_thread(), threads::kPollSignal);
  EIDER_TRY(poll(t));  // in the main thread the call itself raises
  return kNone;
}

Result<Value> set_sentinel(Thread& t) {
  Block* record = EIDER_TRY(thread_record(t));
  Value lock = EIDER_TRY(new_lock(t));
  record->items[kThreadSentinel].store_release(lock);
  return lock;
}

/// The standard stream to report to, or None.
Result<Value> error_stream(Thread& t, Value thread) {
  Value file = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstderr)));
  if (!file.is_absent() && !file.is_none()) return file;
  if (thread.is_none()) return kNone;
  file = EIDER_TRY(find_attr(t, thread, EIDER_TRY(intern(t, "_stderr"))));
  return file.is_absent() ? kNone : file;
}

Result<Value> thread_excepthook(Thread& t, Value args) {
  if (type_of(t, args) != system_modules(t).except_hook_args) {
    return raise(t, TypeId::kTypeError, "_thread.excepthook argument type must be ExceptHookArgs");
  }
  Value exc_type = struct_seq_item(args, 0), exc = struct_seq_item(args, 1), traceback = struct_seq_item(args, 2), thread = struct_seq_item(args, 3);
  if (exc_type == type(t, TypeId::kSystemExit)->value()) return kNone;
  Value file = EIDER_TRY(error_stream(t, thread));
  if (file.is_none()) return kNone;
  std::string text = "Exception in thread ";
  Value shown = kAbsent;
  if (!thread.is_none()) shown = EIDER_TRY(find_attr(t, thread, EIDER_TRY(intern(t, "name"))));
  text += shown.is_absent() ? std::to_string(t.ident) : to_utf8(EIDER_TRY(to_str(t, shown)));
  text += ":\n";
  if (exc.is_none() && is_type(t, exc_type)) exc = EIDER_TRY(call0(t, exc_type));
  if (exc.is_heap() && is_instance(t, exc, TypeId::kBaseException)) {
    if (!traceback.is_none() && exc.as<BaseException>()->traceback.load_relaxed().is_absent()) exc.as<BaseException>()->traceback.store_release(traceback);
    text += format_exception(t, exc);
  }
  Value line = EIDER_TRY(str_from_utf8(t, text))->value();
  EIDER_TRY(call_method(t, file, name(t, Name::kwrite), &line, 1));
  Value flush = EIDER_TRY(find_attr(t, file, name(t, Name::kflush)));
  if (!flush.is_absent()) EIDER_TRY(call0(t, flush));
  return kNone;
}

constexpr NativeDef kFunctions[] = {
    {"start_new_thread(function, args, kwargs={}, /)", bind<start_new_thread>, Sync::kNone, "Start a new thread and return its identifier."},
    {"start_new(function, args, kwargs={}, /)", bind<start_new_thread>, Sync::kNone, "An obsolete synonym of start_new_thread()."},
    {"get_ident()", bind<get_ident>, Sync::kNone, "Return a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously."},
    {"get_native_id()", bind<get_native_id>, Sync::kNone, "Return a non-negative integer identifying the thread as reported\nby the OS (kernel)."},
    {"allocate_lock()", bind<new_lock>, Sync::kNone, "Create a new lock object."},
    {"allocate()", bind<new_lock>, Sync::kNone, "An obsolete synonym of allocate_lock()."},
    {"_count()", bind<count>, Sync::kNone, "Return the number of currently running Python threads, excluding\nthe main thread."},
    {"stack_size(size=0, /)", bind<stack_size>, Sync::kNone, "Return the thread stack size used when creating new threads.", Texts::kParseTuple},
    {"interrupt_main(signum=2, /)", bind<interrupt_main>, Sync::kNone, "Simulate the arrival of the given signal in the main thread."},
    {"exit()", bind<exit_thread>, Sync::kNone, "This is synonymous to ``raise SystemExit''."},
    {"exit_thread()", bind<exit_thread>, Sync::kNone, "An obsolete synonym of exit()."},
    {"_set_sentinel()", bind<set_sentinel>, Sync::kNone, "Set a sentinel lock that will be released when the current thread ends."},
};
constexpr NativeDef kHook[] = {
    {"_excepthook(args, /)", bind<thread_excepthook>, Sync::kNone, "Handle uncaught Thread.run() exception."},
};

}  // namespace

void thread_ending(Thread& t) {
  if (t.python_thread.is_absent()) return;
  Block* record = t.python_thread.as<Block>();
  drop_thread_locals(t, record);
  Value sentinel = record->items[kThreadSentinel].get();
  t.python_thread = kAbsent;
  if (sentinel.is_absent()) return;
  LockWord& word = sentinel.as<Lock>()->word;
  if (word.load_relaxed() & kLockHeld) unlock_word(word);
}

Result<void> fill_thread(Thread& t, Module* m) {
  SystemModules& state = system_modules(t);
  EIDER_TRY(make_lock_types(t));
  EIDER_TRY(make_local_type(t));
  state.except_hook_args = EIDER_TRY(struct_seq_type(t, kHookArgs));
  Runtime::of(t).thread_ending = thread_ending;
  EIDER_TRY(add_functions(t, m, kFunctions));
  EIDER_TRY(add_functions(t, m, kHook));
  EIDER_TRY(module_set(t, m, "LockType", state.lock->value()));
  EIDER_TRY(module_set(t, m, "RLock", state.rlock->value()));
  EIDER_TRY(module_set(t, m, "_local", state.local->value()));
  EIDER_TRY(module_set(t, m, "_ExceptHookArgs", state.except_hook_args->value()));
  EIDER_TRY(module_set(t, m, "error", type(t, TypeId::kRuntimeError)->value()));
  return module_set(t, m, "TIMEOUT_MAX", EIDER_TRY(float_value(t, 9223372036.0)));
}

}  // namespace eider::modules
