// SPDX-License-Identifier: MIT
//
// _posixsubprocess: fork_exec.
//
// Everything the child needs is laid out before the fork; until exec it makes system calls only. Without preexec_fn the child is made by
// vfork, so a large heap is not copied: it runs on this thread's stack while the thread waits, detached, with all signals blocked.
#include <fcntl.h>
#include <grp.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <vector>

#include "modules/module_parts.h"
#include "modules/thread/path.h"
#include "modules/thread/posix_module.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

struct Child {
  std::vector<std::string> texts;          // owns the bytes below
  std::vector<char*> programs, arguments, environment;
  bool has_environment = false;
  bool close_others = false;
  std::vector<int> keep;                   // sorted
  const char* directory = nullptr;
  int in_read, in_write, out_read, out_write, error_read, error_write, report_read, report_write;
  bool restore_signals = false, new_session = false;
  int group = -1;
  bool set_gid = false, set_groups = false, set_uid = false;
  gid_t gid = 0;
  uid_t uid = 0;
  std::vector<gid_t> groups;
  int umask = -1;
  bool run_function = false;
};

bool set_inheritable(int fd) {
  int flags = ::fcntl(fd, F_GETFD);
  return flags >= 0 && ::fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC) == 0;
}

void close_between(unsigned low, unsigned high) {
  if (low > high) return;
  if (::syscall(SYS_close_range, low, high, 0) == 0) return;
  long limit = ::sysconf(_SC_OPEN_MAX);
  for (unsigned fd = low; fd <= high && static_cast<long>(fd) < limit; ++fd) ::close(static_cast<int>(fd));
}
void close_all_but(const std::vector<int>& keep) {
  unsigned next = 3;
  for (int fd : keep) {
    if (fd < static_cast<int>(next)) continue;
    if (fd > 0 && static_cast<unsigned>(fd) > next) close_between(next, static_cast<unsigned>(fd) - 1);
    next = static_cast<unsigned>(fd) + 1;
  }
  close_between(next, ~0u);
}

/// A handler that ran in a child made by vfork would work on the parent's memory.
void forget_handlers() {
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action;
    if (::sigaction(number, nullptr, &action) != 0 || action.sa_handler == SIG_IGN || action.sa_handler == SIG_DFL) continue;
    action.sa_handler = SIG_DFL;
    action.sa_flags = 0;
    ::sigaction(number, &action, nullptr);
  }
}

/// Up to the call of preexec_fn. False: errno says why.
bool prepare_child(Child& c, const sigset_t* mask) {
  for (int fd : c.keep) {
    if (fd != c.report_write && !set_inheritable(fd)) return false;
  }
  for (int fd : {c.in_write, c.out_read, c.error_read, c.report_read}) {
    if (fd >= 0 && ::close(fd) != 0) return false;
  }
  // The ends the child keeps must not stand where the next dup2 puts something.
  if (c.out_write == 0 && (c.out_write = ::dup(0)) < 0) return false;
  while (c.error_write == 0 || c.error_write == 1) {
    if ((c.error_write = ::dup(c.error_write)) < 0) return false;
  }
  const int ends[] = {c.in_read, c.out_write, c.error_write};
  for (int to = 0; to < 3; ++to) {
    if (ends[to] == to) {
      if (!set_inheritable(to)) return false;
    } else if (ends[to] >= 0 && ::dup2(ends[to], to) < 0) {
      return false;
    }
  }
  if (c.directory != nullptr && ::chdir(c.directory) != 0) return false;
  if (c.umask >= 0) ::umask(static_cast<mode_t>(c.umask));
  if (c.restore_signals) {
    for (int number : {SIGPIPE, SIGXFSZ}) std::signal(number, SIG_DFL);
  }
  if (mask != nullptr) forget_handlers();
  if (mask != nullptr && ::sigprocmask(SIG_SETMASK, mask, nullptr) != 0) return false;
  if (c.new_session && ::setsid() < 0) return false;
  if (c.group >= 0 && ::setpgid(0, c.group) != 0) return false;
  // By system call: the library's functions would tell the parent's other threads.
  if (c.set_groups && ::syscall(SYS_setgroups, c.groups.size(), c.groups.data()) != 0) return false;
  if (c.set_gid && ::syscall(SYS_setregid, c.gid, c.gid) != 0) return false;
  if (c.set_uid && ::syscall(SYS_setreuid, c.uid, c.uid) != 0) return false;
  return true;
}

void execute(Child& c) {
  if (c.close_others) close_all_but(c.keep);
  int saved = 0;
  for (char* program : c.programs) {
    if (program == nullptr) break;
    if (c.has_environment) {
      ::execve(program, c.arguments.data(), c.environment.data());
    } else {
      ::execv(program, c.arguments.data());
    }
    if (errno != ENOENT && errno != ENOTDIR && saved == 0) saved = errno;
  }
  if (saved != 0) errno = saved;
}

/// Tells the parent through the pipe; the form is subprocess.py's: "OSError:<errno in hexadecimal>:noexec".
[[noreturn]] void report_and_exit(const Child& c, int error, bool prepared, bool function_failed) {
  char text[80];
  size_t n = 0;
  auto add = [&](const char* s) {
    while (*s != '\0') text[n++] = *s++;
  };
  if (function_failed) {
    add("SubprocessError:0:Exception occurred in preexec_fn.");
  } else {
    add("OSError:");
    char digits[16];
    int count = 0;
    for (auto v = static_cast<unsigned>(error); v != 0; v /= 16) digits[count++] = "0123456789ABCDEF"[v % 16];
    while (count > 0) text[n++] = digits[--count];
    add(":");
    if (!prepared) add("noexec");
  }
  (void)!::write(c.report_write, text, n);
  ::_exit(255);
}

[[noreturn]] void run_child(Child& c, const sigset_t* mask) {
  if (!prepare_child(c, mask)) report_and_exit(c, errno, false, false);
  execute(c);
  report_and_exit(c, errno, true, false);
}

__attribute__((noinline)) pid_t vfork_child(Child& c, const sigset_t* mask) {
  pid_t pid = ::vfork();
  if (pid == 0) run_child(c, mask);
  return pid;
}

// --- arguments ------------------------------------------------------------------------------------------------------------------------
Result<void> add_texts(Thread& t, Child& c, Value items, std::vector<size_t>* places) {
  return for_each(t, items, [&](Value item) -> Result<void> {
    std::string text;
    EIDER_TRY(fs_bytes(t, EIDER_TRY(fspath_of(t, item)), &text));
    if (text.find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null byte");
    places->push_back(c.texts.size());
    c.texts.push_back(std::move(text));
    return kDone;
  });
}
std::vector<char*> pointers(Child& c, const std::vector<size_t>& places) {
  std::vector<char*> out;
  for (size_t at : places) out.push_back(c.texts[at].data());
  out.push_back(nullptr);
  return out;
}
Result<int> int_argument(Thread& t, Value v) {
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT32_MIN || n > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return static_cast<int>(n);
}
Result<int64_t> id_argument(Thread& t, Value v, const char* what) {
  if (!is_int(t, v)) return raise(t, TypeId::kTypeError, "%s should be integer, not %s", what, type_name(t, v));
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "id is greater than maximum"));
  if (n < -1 || n > UINT32_MAX) return raise(t, TypeId::kOverflowError, "%s is %s", what, n < 0 ? "less than minimum" : "greater than maximum");
  return n;
}

Result<void> read_arguments(Thread& t, const Value* a, Child* c) {
  c->close_others = EIDER_TRY(truth(t, a[2]));
  if (!is_instance(t, a[3], TypeId::kTuple)) {
    return raise(t, TypeId::kTypeError, "fork_exec() argument 4 must be tuple, not %s", type_name(t, a[3]));
  }
  int64_t last = -1;
  for (int64_t i = 0; i < a[3].as<Tuple>()->size(); ++i) {
    Value fd = a[3].as<Tuple>()->items[i].get();
    int64_t n = -1;
    bool good = is_int(t, fd) && int_fits_int64(fd, &n) && n >= 0 && n > last && n <= INT32_MAX;
    if (!good) return raise(t, TypeId::kValueError, "bad value(s) in fds_to_keep");
    c->keep.push_back(static_cast<int>(n));
    last = n;
  }
  std::vector<size_t> programs, arguments, environment;
  EIDER_TRY(add_texts(t, *c, a[1], &programs));
  if (a[0].is_none()) return raise(t, TypeId::kTypeError, "args must not be None");
  EIDER_TRY(add_texts(t, *c, a[0], &arguments));
  std::vector<size_t> directory;
  if (!a[4].is_none()) EIDER_TRY(add_texts(t, *c, EIDER_TRY(tuple_of(t, a[4]))->value(), &directory));
  c->has_environment = !a[5].is_none();
  if (c->has_environment) EIDER_TRY(add_texts(t, *c, a[5], &environment));
  c->programs = pointers(*c, programs);
  c->arguments = pointers(*c, arguments);
  c->environment = pointers(*c, environment);
  if (!directory.empty()) c->directory = c->texts[directory[0]].c_str();
  int* const descriptors[] = {&c->in_read, &c->in_write, &c->out_read, &c->out_write, &c->error_read, &c->error_write, &c->report_read, &c->report_write};
  for (int i = 0; i < 8; ++i) *descriptors[i] = EIDER_TRY(int_argument(t, a[6 + i]));
  if (c->close_others && c->report_write < 3) return raise(t, TypeId::kValueError, "errpipe_write must be >= 3");
  c->restore_signals = EIDER_TRY(truth(t, a[14]));
  c->new_session = EIDER_TRY(truth(t, a[15]));
  c->group = EIDER_TRY(int_argument(t, a[16]));
  if (!a[17].is_none()) {
    c->gid = static_cast<gid_t>(EIDER_TRY(id_argument(t, a[17], "gid")));
    c->set_gid = true;
  }
  if (!a[18].is_none()) {
    c->set_groups = true;
    EIDER_TRY(for_each(t, a[18], [&](Value v) -> Result<void> {
      c->groups.push_back(static_cast<gid_t>(EIDER_TRY(id_argument(t, v, "gid"))));
      return kDone;
    }));
  }
  if (!a[19].is_none()) {
    c->uid = static_cast<uid_t>(EIDER_TRY(id_argument(t, a[19], "uid")));
    c->set_uid = true;
  }
  c->umask = EIDER_TRY(int_argument(t, a[20]));
  c->run_function = !a[21].is_none();
  return kDone;
}

Result<Value> fork_exec(Thread& t, Tuple* args) {
  constexpr int64_t kArguments = 23;
  if (args->size() != kArguments) {
    return raise(t, TypeId::kTypeError, "fork_exec() takes exactly %lld arguments (%lld given)", static_cast<long long>(kArguments),
                 static_cast<long long>(args->size()));
  }
  Value a[kArguments];
  for (int i = 0; i < kArguments; ++i) a[i] = args->items[i].get();
  Child child;
  EIDER_TRY(read_arguments(t, a, &child));
  bool allow_vfork = EIDER_TRY(truth(t, a[22]));
  if (child.run_function) {
    int64_t pid = EIDER_TRY(fork_process(t));
    if (pid != 0) return Value::from_small_int(pid);
    if (!prepare_child(child, nullptr)) report_and_exit(child, errno, false, false);
    if (!call0(t, a[21]).ok()) report_and_exit(child, 0, true, true);
    execute(child);
    report_and_exit(child, errno, true, false);
  }
  pid_t pid;
  int error;
  {
    threads::Detached away(t);
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, &before);
    if (allow_vfork) {
      pid = vfork_child(child, &before);
    } else {
      pid = ::fork();
      if (pid == 0) run_child(child, &before);
    }
    error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  if (pid < 0) return raise_errno(t, error);
  return Value::from_small_int(pid);
}

constexpr NativeDef kFunctions[] = {
    {"fork_exec(*args)", bind<fork_exec>, Sync::kNone, "Spawn a fresh new child process.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_posixsubprocess(Thread& t, Module* module) { return module_add_functions(t, module, kFunctions, std::size(kFunctions)); }

}  // namespace eider::modules
