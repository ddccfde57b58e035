// SPDX-License-Identifier: MIT
//
// The functions of sys that look at or set the running interpreter.
#include "gc/forced_failures.h"
#include "modules/sys/sys.h"
#include "vm/frame.h"
#include "vm/trace_hooks.h"
#include "vm/vm_state.h"

namespace eider::modules {

namespace {

/// Per realm. Freed with the realm's Runtime (close_sys).
struct SysState {
  base::Atomic<int64_t> origin_depth{0};  // remembered, without effect: coroutines do not record where they were made. Relaxed: a setting
  Atomic<double> switch_interval{0.005};  // relaxed: a setting without effect here
  Value hooks_type;                       // sys.asyncgen_hooks; a root
  Value audit_hooks;                      // List; a root
};
SysState& state(Thread& t) { return *static_cast<SysState*>(runtime::Runtime::of(t).sys_state); }

Value or_none(Value v) { return v.is_absent() ? kNone : v; }

Result<Value> sys_exit(Thread& t, Value, Value status) {
  if (status.is_absent() || status.is_none()) return raise_none(t, TypeId::kSystemExit);
  if (is_exact(status, TypeId::kTuple)) {
    Tuple* args = status.as<Tuple>();
    return raise_values(t, TypeId::kSystemExit, reinterpret_cast<const Value*>(&args->items[0]), static_cast<int>(args->size()));
  }
  return raise_value(t, TypeId::kSystemExit, status);
}
Result<Value> sys_exc_info(Thread& t, Value) {
  Value exc = t.handled_exception;
  if (exc.is_absent() || exc.is_none()) return tuple_of(t, kNone, kNone, kNone);
  return tuple_of(t, type_of(t, exc)->value(), exc, or_none(exc.as<BaseException>()->traceback.load_relaxed()));
}
Result<Value> sys_exception(Thread& t, Value) { return or_none(t.handled_exception); }

Result<int64_t> sys_getrecursionlimit(Thread& t, Value) { return vm::vm_realm(t).recursion_limit.load_relaxed(); }
Result<Value> sys_setrecursionlimit(Thread& t, Value, Value limit) {
  int64_t n = EIDER_TRY(index_int64(t, limit, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  if (n < 1) return raise(t, TypeId::kValueError, "recursion limit must be greater or equal than 1");
  auto& current = vm::vm_realm(t).recursion_limit;
  int32_t old = current.load_relaxed();
  int32_t depth = vm::effective_recursion_limit(old) - t.recursion_left;
  if (depth >= n) {
    return raise(t, TypeId::kRecursionError, "cannot set the recursion limit to %d at the recursion depth %d: the limit is too low",
                 static_cast<int>(n), depth);
  }
  current.store_relaxed(static_cast<int32_t>(n));
  t.recursion_left += vm::effective_recursion_limit(static_cast<int32_t>(n)) - vm::effective_recursion_limit(old);
  return kNone;
}

Result<Value> sys_getsizeof(Thread& t, Value, Value o, Value otherwise) {
  Str* key = name(t, Name::k__sizeof__);
  auto measure = [&]() -> Result<Value> {
    Value size = is_type(t, o) ? EIDER_TRY(call_named(t, type_of(t, o)->value(), "__sizeof__", {o})) : EIDER_TRY(call_method(t, o, key));
    if (!is_int(t, size)) return raise(t, TypeId::kTypeError, "'%s' object cannot be interpreted as an integer", type_name(t, size));
    if (int_sign(size) < 0) return raise(t, TypeId::kValueError, "__sizeof__() should return >= 0");
    return size;
  };
  Result<Value> size = measure();
  if (!size.ok() && !otherwise.is_absent() && clear_if(t, TypeId::kTypeError)) return otherwise;
  return size;
}
Result<Value> sys_getrefcount(Thread&, Value, Value) { return Value::from_small_int(2); }
Result<Value> sys_intern(Thread& t, Value, Value s) {
  if (!is_instance(t, s, TypeId::kStr)) return raise(t, TypeId::kTypeError, "intern() argument must be str, not %s", type_name(t, s));
  if (!is_exact(s, TypeId::kStr)) return raise(t, TypeId::kTypeError, "can't intern %s", type_name(t, s));
  return intern(t, s.as<Str>());
}
Result<Value> sys_getframe(Thread& t, Value, std::optional<int64_t> depth) {
  vm::Frame* frame = t.frame;
  for (int64_t n = depth.value_or(0); n > 0 && frame != nullptr; --n) frame = frame->previous;
  if (frame == nullptr) return raise(t, TypeId::kValueError, "call stack is not deep enough");
  Value made = t.realm->hooks.frame_object(t, frame);
  if (made.is_absent()) return kFailure;
  return made;
}
Result<Value> sys_getdefaultencoding(Thread& t, Value) { return str_from_ascii(t, "utf-8"); }
Result<Value> sys_getfilesystemencodeerrors(Thread& t, Value) { return str_from_ascii(t, "surrogateescape"); }

Result<Value> sys_settrace(Thread& t, Value, Value function) {
  vm::set_hook(t, vm::Hook::kTrace, function);
  return kNone;
}
Result<Value> sys_setprofile(Thread& t, Value, Value function) {
  vm::set_hook(t, vm::Hook::kProfile, function);
  return kNone;
}
Result<Value> sys_gettrace(Thread& t, Value) { return vm::get_hook(t, vm::Hook::kTrace); }
Result<Value> sys_getprofile(Thread& t, Value) { return vm::get_hook(t, vm::Hook::kProfile); }
Result<Value> sys_call_tracing(Thread& t, Value, Value function, Value args) {
  if (!is_instance(t, args, TypeId::kTuple)) {
    return raise(t, TypeId::kTypeError, "call_tracing() argument 2 must be tuple, not %s", type_name(t, args));
  }
  return vm::call_traced(t, function, args.as<Tuple>());
}

Result<Value> sys_getswitchinterval(Thread& t, Value) { return float_value(t, state(t).switch_interval.load_relaxed()); }
Result<Value> sys_setswitchinterval(Thread& t, Value, Value interval) {
  double seconds = EIDER_TRY(to_double(t, interval));
  if (!(seconds > 0)) return raise(t, TypeId::kValueError, "switch interval must be strictly positive");
  state(t).switch_interval.store_relaxed(seconds);
  return kNone;
}
Result<int64_t> sys_get_int_max_str_digits(Thread& t, Value) { return t.realm->int_max_str_digits.load_relaxed(); }
Result<Value> sys_set_int_max_str_digits(Thread& t, Value, int64_t digits) {
  if (digits != 0 && digits < 640) return raise(t, TypeId::kValueError, "maxdigits must be 0 or larger than 640");
  if (digits > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  t.realm->int_max_str_digits.store_relaxed(static_cast<uint32_t>(digits));
  return kNone;
}
Result<Value> sys_is_finalizing(Thread& t, Value) { return Value::from_bool(runtime::Runtime::of(t).closing()); }
Result<Value> sys_addaudithook(Thread& t, Value, Value hook) {
  EIDER_TRY(list_append(t, state(t).audit_hooks.as<List>(), hook));
  return kNone;
}
Result<Value> sys_audit(Thread& t, const Value* a) {
  List* hooks = state(t).audit_hooks.as<List>();
  Tuple* args = a[1].as<Tuple>();
  if (args->size() == 0) return raise(t, TypeId::kTypeError, "audit() missing 1 required positional argument: 'event'");
  Value event = args->items[0].get();
  if (!is_instance(t, event, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "expected str for argument 'event', not %s", type_name(t, event));
  }
  if (list_size(hooks) == 0) return kNone;
  Tuple* rest = EIDER_TRY(tuple_from(t, reinterpret_cast<const Value*>(&args->items[1]), args->size() - 1));
  for (int64_t i = 0; i < list_size(hooks); ++i) {
    Value hook = list_get_checked(hooks, i);
    if (!hook.is_absent()) EIDER_TRY(call2(t, hook, event, rest->value()));
  }
  return kNone;
}
Result<Value> sys_getallocatedblocks(Thread&, Value) { return Value::from_small_int(0); }

constexpr auto kAsyncFields = structseq_fields("firstiter", "finalizer");
Result<Value> sys_get_asyncgen_hooks(Thread& t, Value) {
  Value values[] = {or_none(t.asyncgen_hooks[0]), or_none(t.asyncgen_hooks[1])};
  return structseq_new(t, state(t).hooks_type.as<Type>(), values, 2, 2);
}
Result<Value> sys_set_asyncgen_hooks(Thread& t, Value, Value firstiter, Value finalizer) {
  static constexpr const char* kNames[] = {"firstiter", "finalizer"};
  Value given[] = {firstiter, finalizer};
  for (int i = 0; i < 2; ++i) {
    if (!given[i].is_absent() && !given[i].is_none() && !is_callable(t, given[i])) {
      return raise(t, TypeId::kTypeError, "callable %s expected, got %s", kNames[i], type_name(t, given[i]));
    }
  }
  for (int i = 0; i < 2; ++i) {
    if (!given[i].is_absent()) t.asyncgen_hooks[i] = given[i].is_none() ? kAbsent : given[i];
  }
  return kNone;
}
Result<Value> sys_set_origin_tracking(Thread& t, Value, int64_t depth) {
  if (depth < 0) return raise(t, TypeId::kValueError, "depth must be >= 0");
  state(t).origin_depth.store_relaxed(depth);
  return kNone;
}
Result<Value> sys_get_origin_tracking(Thread& t, Value) { return int_from_int64(t, state(t).origin_depth.load_relaxed()); }

/// For programs that watch the compiler (stress/jit): name -> number. Without it an empty dict.
Result<Value> sys_jit_figures(Thread& t, Value) {
  Dict* figures = EIDER_TRY(dict_new(t));
  const vm::JitHooks& jit = t.realm->vm->jit;
  if (jit.figures == nullptr) return figures->value();
  for (const vm::JitFigure& figure : jit.figures(*t.realm)) {
    EIDER_TRY(dict_set_str(t, figures, EIDER_TRY(intern(t, figure.name)), EIDER_TRY(int_from_int64(t, static_cast<int64_t>(figure.value)))));
  }
  return figures->value();
}

/// For tests: what handles a MemoryError is run wherever one may come.
Result<Value> sys_fail_allocations(Thread& t, Value, int64_t first, std::optional<int64_t> again) {
  int64_t every = again.value_or(0);
  if (first < 0 || first > INT32_MAX || every < 0 || every > INT32_MAX) return raise(t, TypeId::kValueError, "counts must be from 0 to %d", INT32_MAX);
  gc::fail_allocations(t, static_cast<uint32_t>(first), static_cast<uint32_t>(every));
  return kNone;
}

#define EIDER_SYS(text, function, doc) {text, bind<function>, Sync::kNone, doc, NativeDef::kFunction}
constexpr NativeDef kFunctions[] = {
    EIDER_SYS("exit(module, status=None, /)", sys_exit, "Exit the interpreter by raising SystemExit(status)."),
    EIDER_SYS("exc_info(module, /)", sys_exc_info, "Return current exception information: (type, value, traceback)."),
    EIDER_SYS("exception(module, /)", sys_exception, "Return the current exception."),
    EIDER_SYS("getrecursionlimit(module, /)", sys_getrecursionlimit, "Return the current value of the recursion limit."),
    EIDER_SYS("setrecursionlimit(module, limit, /)", sys_setrecursionlimit, "Set the maximum depth of the Python interpreter stack to n."),
    EIDER_SYS("getsizeof(module, object, default=None)", sys_getsizeof, "getsizeof(object [, default]) -> int"),
    EIDER_SYS("getrefcount(module, object, /)", sys_getrefcount, "Eider counts no references: always 2."),
    EIDER_SYS("intern(module, string, /)", sys_intern, "``Intern'' the given string."),
    EIDER_SYS("_jit_figures(module, /)", sys_jit_figures, "Figures of the compiler and of its code memory; empty without it."),
    EIDER_SYS("_fail_allocations(module, first, every=0, /)", sys_fail_allocations, "Such allocations of objects from now on fail; 0: none does."),
    EIDER_SYS("_getframe(module, depth=0, /)", sys_getframe, "Return a frame object from the call stack."),
    EIDER_SYS("getdefaultencoding(module, /)", sys_getdefaultencoding, "Return the current default encoding used by the Unicode implementation."),
    EIDER_SYS("getfilesystemencoding(module, /)", sys_getdefaultencoding, "Return the encoding used to convert Unicode filenames to OS filenames."),
    EIDER_SYS("getfilesystemencodeerrors(module, /)", sys_getfilesystemencodeerrors, "Return the error mode used for Unicode to OS filename conversion."),
    EIDER_SYS("settrace(module, function, /)", sys_settrace, "Set the global debug tracing function."),
    EIDER_SYS("setprofile(module, function, /)", sys_setprofile, "Set the profiling function."),
    EIDER_SYS("gettrace(module, /)", sys_gettrace, "Return the global debug tracing function set with sys.settrace."),
    EIDER_SYS("call_tracing(module, func, args, /)", sys_call_tracing,
              "Call func(*args), while tracing is enabled.\n\nThe tracing state is saved, and restored afterwards."),
    EIDER_SYS("getprofile(module, /)", sys_getprofile, "Return the profiling function set with sys.setprofile."),
    EIDER_SYS("getswitchinterval(module, /)", sys_getswitchinterval, "Return the current thread switch interval. Without effect: threads run in parallel."),
    EIDER_SYS("setswitchinterval(module, interval, /)", sys_setswitchinterval, "Set the ideal thread switching delay. Without effect: threads run in parallel."),
    EIDER_SYS("get_int_max_str_digits(module, /)", sys_get_int_max_str_digits, "Return the maximum string digits limit for non-binary int<->str conversions."),
    EIDER_SYS("set_int_max_str_digits(module, maxdigits)", sys_set_int_max_str_digits, "Set the maximum string digits limit for non-binary int<->str conversions."),
    EIDER_SYS("is_finalizing(module, /)", sys_is_finalizing, "Return True if Python is exiting."),
    EIDER_SYS("addaudithook(module, hook)", sys_addaudithook, "Adds a new audit hook callback."),
    {"audit(module, *args)", sys_audit, Sync::kNone, "audit(event, *args): passes the event to any hooks that are attached.", NativeDef::kFunction},
    EIDER_SYS("getallocatedblocks(module, /)", sys_getallocatedblocks, "Eider does not count blocks: always 0."),
    EIDER_SYS("get_asyncgen_hooks(module, /)", sys_get_asyncgen_hooks, "Return the installed asynchronous generators hooks."),
    EIDER_SYS("set_asyncgen_hooks(module, firstiter=None, finalizer=None)", sys_set_asyncgen_hooks, "Set a finalizer for async generators objects."),
    EIDER_SYS("get_coroutine_origin_tracking_depth(module, /)", sys_get_origin_tracking, "Check status of origin tracking for coroutine objects in this thread."),
    EIDER_SYS("set_coroutine_origin_tracking_depth(module, depth)", sys_set_origin_tracking, "Enable or disable origin tracking for coroutine objects in this thread."),
};
#undef EIDER_SYS

}  // namespace

Result<void> add_sys_functions(Thread& t, Module* sys) {
  auto* made = new (std::nothrow) SysState;
  if (made == nullptr) return raise_no_memory(t);
  runtime::Runtime::of(t).sys_state = made;
  made->hooks_type = EIDER_TRY(structseq_type(t, {"sys.asyncgen_hooks", nullptr, kAsyncFields.data(), 2, 2, false}))->value();
  made->audit_hooks = EIDER_TRY(list_new(t, 0))->value();
  t.realm->add_root(made->audit_hooks);
  return add_functions(t, sys, kFunctions);
}

void close_sys(runtime::Runtime& runtime) {
  delete static_cast<SysState*>(runtime.sys_state);
  runtime.sys_state = nullptr;
}

}  // namespace eider::modules
