// SPDX-License-Identifier: MIT
//
// _signal, atexit, faulthandler.
#include <fcntl.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include "modules/thread/support.h"
#include "threads/registry.h"
#include "threads/safepoint.h"
#include "vm/function.h"

namespace eider::modules {

namespace {

using runtime::Runtime;
using threads::Detached;

constexpr int kSignals = 65;
constexpr IntConstant kNumbers[] = {
    {"SIGHUP", SIGHUP}, {"SIGINT", SIGINT}, {"SIGQUIT", SIGQUIT}, {"SIGILL", SIGILL}, {"SIGTRAP", SIGTRAP}, {"SIGABRT", SIGABRT}, {"SIGIOT", SIGIOT},
    {"SIGBUS", SIGBUS}, {"SIGFPE", SIGFPE}, {"SIGKILL", SIGKILL}, {"SIGUSR1", SIGUSR1}, {"SIGSEGV", SIGSEGV}, {"SIGUSR2", SIGUSR2},
    {"SIGPIPE", SIGPIPE}, {"SIGALRM", SIGALRM}, {"SIGTERM", SIGTERM}, {"SIGSTKFLT", SIGSTKFLT}, {"SIGCHLD", SIGCHLD}, {"SIGCLD", SIGCHLD},
    {"SIGCONT", SIGCONT}, {"SIGSTOP", SIGSTOP}, {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN}, {"SIGTTOU", SIGTTOU}, {"SIGURG", SIGURG},
    {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ}, {"SIGVTALRM", SIGVTALRM}, {"SIGPROF", SIGPROF}, {"SIGWINCH", SIGWINCH}, {"SIGIO", SIGIO},
    {"SIGPOLL", SIGIO}, {"SIGPWR", SIGPWR}, {"SIGSYS", SIGSYS}, {"NSIG", 65}, {"SIG_DFL", 0}, {"SIG_IGN", 1}, {"SIG_BLOCK", SIG_BLOCK},
    {"SIG_UNBLOCK", SIG_UNBLOCK}, {"SIG_SETMASK", SIG_SETMASK}, {"ITIMER_REAL", ITIMER_REAL}, {"ITIMER_VIRTUAL", ITIMER_VIRTUAL}, {"ITIMER_PROF", ITIMER_PROF},
};

List* handlers(Thread& t) { return Runtime::of(t).signal_handlers.as<List>(); }

Result<int> checked_signal(Thread& t, Index n) {
  if (n < 1 || n >= kSignals) return raise(t, TypeId::kValueError, "signal number out of range");
  return static_cast<int>(n);
}
/// Only 1..31 have a bit of their own in Runtime::pending_signals.
Result<Value> signal_signal(Thread& t, Index n, Value handler) {
  if (!t.is_main) return raise(t, TypeId::kValueError, "signal only works in main thread of the main interpreter");
  int number = EIDER_TRY(checked_signal(t, n));
  int64_t code = -1;
  if (!is_callable(t, handler)) {
    if (is_int(t, handler)) code = EIDER_TRY(argument_index(t, handler));
    if (code != 0 && code != 1) {
      return raise(t, TypeId::kTypeError, "signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object");
    }
  } else if (number > 30) {
    return raise_errno(t, ENOTSUP);
  }
  EIDER_TRY(poll(t));
  if (code >= 0) {
    struct sigaction action = {};
    action.sa_handler = code == 0 ? SIG_DFL : SIG_IGN;
    sigemptyset(&action.sa_mask);
    if (::sigaction(number, &action, nullptr) != 0) return raise_errno(t, errno);
    handler = Value::from_small_int(code);
  } else {
    struct sigaction old;
    if (number == SIGKILL || number == SIGSTOP || ::sigaction(number, nullptr, &old) != 0) return raise_errno(t, EINVAL);
  }
  Value before = list_get(handlers(t), number);
  list_set(t, handlers(t), number, handler);
  if (code < 0) runtime::watch_signal(Runtime::of(t), number);
  return before.is_absent() ? kNone : before;
}
Result<Value> signal_getsignal(Thread& t, Index n) {
  int number = EIDER_TRY(checked_signal(t, n));
  Value v = list_get(handlers(t), number);
  return v.is_absent() ? kNone : v;
}
Result<Value> signal_default_int(Thread& t, Value, Value) { return raise_none(t, TypeId::kKeyboardInterrupt); }
Result<Value> signal_raise(Thread& t, Index n) {
  if (::raise(static_cast<int>(n)) != 0) return raise_errno(t, errno);
  EIDER_TRY(poll(t));
  return kNone;
}
Result<Value> signal_alarm(Thread&, Index seconds) { return Value::from_small_int(::alarm(static_cast<unsigned>(seconds))); }
Result<Value> signal_pause(Thread& t) {
  {
    Detached away(t);
    ::pause();
  }
  EIDER_TRY(poll(t));
  return kNone;
}
Result<Value> signal_strsignal(Thread& t, Index n) {
  int number = EIDER_TRY(checked_signal(t, n));
  const char* text = ::sigdescr_np(number);
  if (text == nullptr) return kNone;
  return text_value(t, text);
}
Result<Value> signal_siginterrupt(Thread& t, Index n, bool) {
  EIDER_TRY(checked_signal(t, n));  // handlers are always installed without SA_RESTART; interrupted calls are retried by their callers
  return kNone;
}
Result<Value> signal_set_wakeup_fd(Thread& t, Index fd, Value) {
  if (!t.is_main) return raise(t, TypeId::kValueError, "set_wakeup_fd only works in main thread of the main interpreter");
  if (fd != -1) {
    int flags = ::fcntl(static_cast<int>(fd), F_GETFL);
    if (flags < 0) return raise_errno(t, errno);
    if (!(flags & O_NONBLOCK)) return raise(t, TypeId::kValueError, "the fd %d must be in non-blocking mode", static_cast<int>(fd));
  }
  int old = runtime::set_signal_wakeup_fd(static_cast<int>(fd));
  return Value::from_small_int(old);
}

Result<Value> timer_value(Thread& t, const itimerval& v) {
  Value a = EIDER_TRY(float_value(t, static_cast<double>(v.it_value.tv_sec) + 1e-6 * static_cast<double>(v.it_value.tv_usec)));
  return tuple_of(t, a, EIDER_TRY(float_value(t, static_cast<double>(v.it_interval.tv_sec) + 1e-6 * static_cast<double>(v.it_interval.tv_usec))));
}
timeval timeval_of(double seconds) {
  timeval v;
  v.tv_sec = static_cast<time_t>(std::floor(seconds));
  v.tv_usec = static_cast<suseconds_t>((seconds - std::floor(seconds)) * 1e6);
  if (seconds > 0 && v.tv_sec == 0 && v.tv_usec == 0) v.tv_usec = 1;
  return v;
}
Result<Value> signal_setitimer(Thread& t, Index which, Value seconds, Value interval) {
  double first = EIDER_TRY(to_double(t, seconds)), then = interval.is_absent() ? 0.0 : EIDER_TRY(to_double(t, interval));
  itimerval wanted{timeval_of(then), timeval_of(first)}, old;
  if (::setitimer(static_cast<__itimer_which_t>(which), &wanted, &old) != 0) {
    Value error = EIDER_TRY(get_attr(t, EIDER_TRY(t.realm->import(t, "_signal")), EIDER_TRY(intern(t, "ItimerError"))));
    Value args[] = {Value::from_small_int(errno), EIDER_TRY(text_value(t, std::strerror(errno)))};
    return raise_exception(t, EIDER_TRY(call2(t, error, args[0], args[1])));
  }
  return timer_value(t, old);
}
Result<Value> signal_getitimer(Thread& t, Index which) {
  itimerval now;
  if (::getitimer(static_cast<__itimer_which_t>(which), &now) != 0) return raise_errno(t, errno);
  return timer_value(t, now);
}

Result<Value> set_value(Thread& t, const sigset_t& set) {
  List* list = EIDER_TRY(list_new(t, 8));
  for (int i = 1; i < kSignals; ++i) {
    if (::sigismember(&set, i) == 1) EIDER_TRY(list_append(t, list, Value::from_small_int(i)));
  }
  return call1(t, type(t, TypeId::kSet)->value(), list->value());
}
Result<void> read_set(Thread& t, Value v, sigset_t* out) {
  ::sigemptyset(out);
  return for_each(t, v, [&](Value item) -> Result<void> {
    int64_t n = EIDER_TRY(argument_index(t, item));
    if (n < 1 || n >= kSignals) return raise(t, TypeId::kValueError, "signal number %lld out of range [1; 64]", static_cast<long long>(n));
    ::sigaddset(out, static_cast<int>(n));
    return kDone;
  });
}
Result<Value> signal_sigmask(Thread& t, Index how, Value mask) {
  sigset_t wanted, old;
  EIDER_TRY(read_set(t, mask, &wanted));
  int error = ::pthread_sigmask(static_cast<int>(how), &wanted, &old);
  if (error != 0) return raise_errno(t, error);
  EIDER_TRY(poll(t));
  return set_value(t, old);
}
Result<Value> signal_sigpending(Thread& t) {
  sigset_t set;
  if (::sigpending(&set) != 0) return raise_errno(t, errno);
  return set_value(t, set);
}
Result<Value> signal_valid(Thread& t) {
  sigset_t set;
  ::sigfillset(&set);
  return set_value(t, set);
}
Result<Value> signal_sigwait(Thread& t, Value mask) {
  sigset_t wanted;
  EIDER_TRY(read_set(t, mask, &wanted));
  int number = 0, error;
  {
    Detached away(t);
    error = ::sigwait(&wanted, &number);
  }
  if (error != 0) return raise_errno(t, error);
  return Value::from_small_int(number);
}

constexpr NativeDef kSignalFunctions[] = {
    {"signal(signalnum, handler, /)", bind<signal_signal>, Sync::kNone, "Set the action for the given signal."},
    {"getsignal(signalnum, /)", bind<signal_getsignal>, Sync::kNone, "Return the current action for the given signal."},
    {"default_int_handler(signalnum, frame, /)", bind<signal_default_int>, Sync::kNone, "The default handler for SIGINT installed by Python."},
    {"raise_signal(signalnum, /)", bind<signal_raise>, Sync::kNone, "Send a signal to the executing process."},
    {"alarm(seconds, /)", bind<signal_alarm>, Sync::kNone, "Arrange for SIGALRM to arrive after the given number of seconds."},
    {"pause()", bind<signal_pause>, Sync::kNone, "Wait until a signal arrives."},
    {"strsignal(signalnum, /)", bind<signal_strsignal>, Sync::kNone, "Return the system description of the given signal."},
    {"siginterrupt(signalnum, flag, /)", bind<signal_siginterrupt>, Sync::kNone, "Change system call restart behaviour."},
    {"set_wakeup_fd(fd, *, warn_on_full_buffer=True)", bind<signal_set_wakeup_fd>, Sync::kNone, "Sets the fd to be written to (with the signal number) when a signal comes in."},
    {"setitimer(which, seconds, interval=0.0, /)", bind<signal_setitimer>, Sync::kNone, "Sets given itimer (one of ITIMER_REAL, ITIMER_VIRTUAL or ITIMER_PROF)."},
    {"getitimer(which, /)", bind<signal_getitimer>, Sync::kNone, "Returns current value of given itimer."},
    {"pthread_sigmask(how, mask, /)", bind<signal_sigmask>, Sync::kNone, "Fetch and/or change the signal mask of the calling thread."},
    {"sigpending()", bind<signal_sigpending>, Sync::kNone, "Examine pending signals."},
    {"sigwait(sigset, /)", bind<signal_sigwait>, Sync::kNone, "Wait for a signal."},
    {"valid_signals()", bind<signal_valid>, Sync::kNone, "Return a set of valid signal numbers on this platform."},
};

// --- atexit -------------------------------------------------------------------------------------------------------------------------
List* callbacks(Thread& t) { return Runtime::of(t).atexit_callbacks.as<List>(); }
Result<Value> atexit_register(Thread& t, Value function, Value args, Value kwargs) {
  if (!is_callable(t, function)) return raise(t, TypeId::kTypeError, "the first argument must be callable");
  EIDER_TRY(list_append(t, callbacks(t), EIDER_TRY(tuple_of(t, function, args, kwargs))->value()));
  return function;
}
Result<Value> atexit_unregister(Thread& t, Value function) {
  for (int64_t i = 0; i < list_size(callbacks(t));) {
    Value entry = list_get(callbacks(t), i);
    if (!entry.is_absent() && EIDER_TRY(equal(t, entry.as<Tuple>()->items[0].get(), function))) {
      Value at = Value::from_small_int(i);
      EIDER_TRY(call_method(t, callbacks(t)->value(), name(t, Name::kpop), &at, 1));
    } else {
      ++i;
    }
  }
  return kNone;
}
Result<Value> atexit_clear(Thread& t) { return call_method(t, callbacks(t)->value(), name(t, Name::kclear)); }
Result<Value> atexit_count(Thread& t) { return Value::from_small_int(list_size(callbacks(t))); }
Result<Value> atexit_run(Thread& t) {
  for (;;) {
    Result<Value> last = call_method(t, callbacks(t)->value(), name(t, Name::kpop));
    if (!last.ok()) {
      if (!clear_if(t, TypeId::kIndexError)) return kFailure;
      return kNone;
    }
    Tuple* what = last.get().as<Tuple>();
    if (!call_with(t, what->items[0].get(), what->items[1].get().as<Tuple>(), what->items[2].get().as<Dict>()).ok()) {
      report_unraisable(t, "atexit callback", what->items[0].get());
    }
  }
}
constexpr NativeDef kAtexitFunctions[] = {
    {"register(func, /, *args, **kwargs)", bind<atexit_register>, Sync::kLocksOwn, "Register a function to be executed upon normal program termination", Texts::kParseTuple},
    {"unregister(func, /)", bind<atexit_unregister>, Sync::kLocksOwn, "Unregister an exit function which was previously registered using\natexit.register"},
    {"_clear()", bind<atexit_clear>, Sync::kLocksOwn, "Clear the list of previously registered exit functions."},
    {"_run_exitfuncs()", bind<atexit_run>, Sync::kLocksOwn, "Run all registered exit functions."},
    {"_ncallbacks()", bind<atexit_count>, Sync::kLocksOwn, "Return the number of registered exit functions."},
};

// --- faulthandler -------------------------------------------------------------------------------------------------------------------
Result<int> fault_fd(Thread& t, Value file) {
  if (file.is_absent() || file.is_none()) return STDERR_FILENO;
  if (file.is_small_int()) return static_cast<int>(file.small_int());
  Value fd = EIDER_TRY(call_method(t, file, name(t, Name::kfileno)));
  EIDER_TRY(call_method(t, file, name(t, Name::kflush)));
  return static_cast<int>(EIDER_TRY(argument_index(t, fd)));
}
/// The Python stack of this thread, innermost frame first.
void write_stack(Thread& t, int fd) {
  std::string text = "Current thread 0x" + [&] {
    char number[32];
    std::snprintf(number, sizeof number, "%016llx", static_cast<unsigned long long>(t.ident));
    return std::string(number);
  }() + " (most recent call first):\n";
  Value frame = t.frame != nullptr ? t.realm->hooks.frame_object(t, t.frame) : kNone;
  for (int depth = 0; depth < 100 && !frame.is_absent() && !frame.is_none(); ++depth) {
    auto part = [&](Value from, const char* attribute) -> Value {
      Result<Str*> key = intern(t, attribute);
      if (!key.ok()) return kNone;
      Result<Value> v = find_attr(t, from, key.get());
      return v.ok() && !v.get().is_absent() ? v.get() : kNone;
    };
    Value code = part(frame, "f_code"), line = part(frame, "f_lineno");
    Value file = code.is_none() ? kNone : part(code, "co_filename"), function = code.is_none() ? kNone : part(code, "co_name");
    text += "  File \"" + (is_exact(file, TypeId::kStr) ? to_utf8(file.as<Str>()) : std::string("???")) + "\", line " +
            (line.is_small_int() ? std::to_string(line.small_int()) : std::string("???")) + " in " +
            (is_exact(function, TypeId::kStr) ? to_utf8(function.as<Str>()) : std::string("???")) + "\n";
    frame = part(frame, "f_back");
  }
  t.pending_exception = kAbsent;
  (void)!::write(fd, text.data(), text.size());
}
void fatal_signal(int number) {
  // Only what is safe in a handler: the heap may be in any state, so the message names the signal and the process dies of it.
  const char* name_of = number == SIGSEGV ? "Segmentation fault" : number == SIGFPE ? "Floating point exception" : number == SIGABRT ? "Aborted"
                        : number == SIGBUS ? "Bus error" : "Illegal instruction";
  static constexpr char kStart[] = "Fatal Python error: ";
  (void)!::write(STDERR_FILENO, kStart, sizeof kStart - 1);
  (void)!::write(STDERR_FILENO, name_of, std::strlen(name_of));
  (void)!::write(STDERR_FILENO, "\n\n", 2);
  ::raise(number);  // SA_RESETHAND: the default action now
}
constexpr int kFatal[] = {SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL};
Result<Value> fault_enable(Thread& t, Value file, Value) {
  system_modules(t).fault_fd.store_relaxed(EIDER_TRY(fault_fd(t, file)));
  for (int number : kFatal) {
    struct sigaction action = {};
    action.sa_handler = fatal_signal;
    action.sa_flags = static_cast<int>(SA_NODEFER | SA_RESETHAND | SA_ONSTACK);
    ::sigaction(number, &action, nullptr);
  }
  return kNone;
}
Result<Value> fault_disable(Thread& t) {
  bool was = system_modules(t).fault_fd.load_relaxed() >= 0;
  system_modules(t).fault_fd.store_relaxed(-1);
  if (was) {
    for (int number : kFatal) std::signal(number, SIG_DFL);
  }
  return Value::from_bool(was);
}
Result<Value> fault_enabled(Thread& t) { return Value::from_bool(system_modules(t).fault_fd.load_relaxed() >= 0); }
Result<Value> fault_dump(Thread& t, Value file, Value) {
  write_stack(t, EIDER_TRY(fault_fd(t, file)));
  return kNone;
}
Result<Value> fault_cancel_later(Thread&) { return kNone; }  // there is no dump_traceback_later: nothing is ever pending
constexpr NativeDef kFaultFunctions[] = {
    {"enable(file=None, all_threads=True)", bind<fault_enable>, Sync::kNone, "Enable the fault handler."},
    {"disable()", bind<fault_disable>, Sync::kNone, "Disable the fault handler."},
    {"is_enabled()", bind<fault_enabled>, Sync::kNone, "Check if the handler is enabled."},
    {"dump_traceback(file=None, all_threads=True)", bind<fault_dump>, Sync::kNone, "Dump the traceback of the current thread into file."},
    {"cancel_dump_traceback_later()", bind<fault_cancel_later>, Sync::kNone, "Cancel the previous call to dump_traceback_later()."},
};

}  // namespace

Result<void> fill_signal(Thread& t, Module* m) {
  Runtime& runtime = Runtime::of(t);
  EIDER_TRY(add_functions(t, m, kSignalFunctions));
  EIDER_TRY(set_ints(t, m, kNumbers));
  EIDER_TRY(set_int(t, m, "SIGRTMIN", SIGRTMIN));
  EIDER_TRY(set_int(t, m, "SIGRTMAX", SIGRTMAX));
  Value interrupt = module_get(t, m, EIDER_TRY(intern(t, "default_int_handler")));
  if (runtime.signal_handlers.is_absent()) {
    List* list = EIDER_TRY(list_new(t, kSignals));
    for (int i = 0; i < kSignals; ++i) {
      struct sigaction action = {};
      Value state = kNone;
      if (i > 0 && ::sigaction(i, nullptr, &action) == 0) {
        if (action.sa_handler == SIG_DFL) state = Value::from_small_int(0);
        if (action.sa_handler == SIG_IGN) state = Value::from_small_int(1);
      }
      if (i == SIGINT && runtime.config().install_signal_handlers) state = interrupt;
      EIDER_TRY(list_append(t, list, state));
    }
    t.realm->add_root(list->value());
    runtime.signal_handlers = list->value();
  }
  Dict* ns = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__module__), EIDER_TRY(text_value(t, "signal"))));
  Tuple* bases = EIDER_TRY(tuple_of(t, type(t, TypeId::kOSError)->value()));
  return module_set(t, m, "ItimerError", EIDER_TRY(call3(t, type(t, TypeId::kType)->value(), EIDER_TRY(text_value(t, "itimer_error")), bases->value(), ns->value())));
}
Result<void> fill_atexit(Thread& t, Module* m) { return add_functions(t, m, kAtexitFunctions); }
Result<void> fill_faulthandler(Thread& t, Module* m) { return add_functions(t, m, kFaultFunctions); }

}  // namespace eider::modules
