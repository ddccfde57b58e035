// SPDX-License-Identifier: MIT
//
// posix, the rest: descriptors, processes, users, the machine.
#include <fcntl.h>
#include <grp.h>
#include <pty.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/times.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "base/parking.h"
#include "builtins/bytes/bytes.h"
#include "modules/thread/path.h"
#include "modules/thread/posix_module.h"
#include "objects/fact_table.h"
#include "runtime/import.h"
#include "threads/registry.h"
#include "threads/safepoint.h"
#include "vm/vm_state.h"

namespace eider::modules {

namespace {

using threads::Detached;
using runtime::Runtime;

const char* const kSizeFields[] = {"columns", "lines"};
constexpr StructSeqDef kTerminalSize = {"os.terminal_size", "A tuple of (columns, lines) for holding terminal window size", 2, 2, kSizeFields};
const char* const kTimesFields[] = {"user", "system", "children_user", "children_system", "elapsed"};
constexpr StructSeqDef kTimesResult = {"posix.times_result", "times_result: Result from os.times().", 5, 5, kTimesFields};
const char* const kUnameFields[] = {"sysname", "nodename", "release", "version", "machine"};
constexpr StructSeqDef kUnameResult = {"posix.uname_result", "uname_result: Result from os.uname().", 5, 5, kUnameFields};

/// f() until it is not interrupted; its result, or OSError.
template <class F>
Result<int64_t> call_os(Thread& t, F f) {
  for (;;) {
    int64_t r;
    int error;
    {
      Detached away(t);
      r = f();
      error = errno;
    }
    if (r >= 0) return r;
    if (error != EINTR) return raise_errno(t, error);
    EIDER_TRY(poll(t));
  }
}
#define EIDER_OS(expression) EIDER_TRY(call_os(t, [&]() -> int64_t { return expression; }))
Value number(int64_t n) { return Value::from_small_int(n); }

// --- descriptors --------------------------------------------------------------------------------------------------------------------
Result<Value> posix_close(Thread& t, Index fd) {
  int error;
  {
    Detached away(t);
    error = ::close(static_cast<int>(fd)) != 0 && errno != EINTR ? errno : 0;
  }
  if (error != 0) return raise_errno(t, error);
  return kNone;
}
Result<Value> posix_closerange(Thread& t, Index low, Index high) {
  Detached away(t);
  for (Index fd = low < 0 ? 0 : low; fd < high; ++fd) ::close(static_cast<int>(fd));
  return kNone;
}
Result<Value> read_at(Thread& t, Index fd, Index length, Index offset) {
  if (length < 0) return raise_errno(t, EINVAL);
  // Read into the result itself: `length` is whatever the program said, and memory for it may be refused.
  builtins::Bytes* made = EIDER_TRY(builtins::bytes_new(t, length));
  auto size = static_cast<size_t>(length);
  int64_t got = EIDER_OS(offset >= 0 ? ::pread(static_cast<int>(fd), made->data, size, offset) : ::read(static_cast<int>(fd), made->data, size));
  if (got == length) return made;
  return EIDER_TRY(builtins::bytes_from(t, made->data, got))->value();
}
Result<Value> posix_read(Thread& t, Index fd, Index length) { return read_at(t, fd, length, -1); }
Result<Value> posix_pread(Thread& t, Index fd, Index length, Index offset) {
  if (offset < 0) return raise_errno(t, EINVAL);
  return read_at(t, fd, length, offset);
}
Result<Value> write_at(Thread& t, Index fd, Value data, Index offset) {
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, data));
  const void* from = source.span().data();
  size_t size = source.span().size();
  return number(EIDER_OS(offset >= 0 ? ::pwrite(static_cast<int>(fd), from, size, offset) : ::write(static_cast<int>(fd), from, size)));
}
Result<Value> posix_write(Thread& t, Index fd, Value data) { return write_at(t, fd, data, -1); }
Result<Value> posix_pwrite(Thread& t, Index fd, Value data, Index offset) {
  if (offset < 0) return raise_errno(t, EINVAL);
  return write_at(t, fd, data, offset);
}
Result<Value> posix_lseek(Thread& t, Index fd, Index position, Index how) { return number(EIDER_OS(::lseek(static_cast<int>(fd), position, static_cast<int>(how)))); }
Result<Value> pipe_with(Thread& t, int flags) {
  int ends[2];
  EIDER_OS(::pipe2(ends, flags));
  return tuple_of(t, number(ends[0]), number(ends[1]));
}
Result<Value> posix_pipe(Thread& t) { return pipe_with(t, O_CLOEXEC); }
Result<Value> posix_pipe2(Thread& t, Index flags) { return pipe_with(t, static_cast<int>(flags)); }
Result<Value> posix_dup(Thread& t, Index fd) { return number(EIDER_OS(::fcntl(static_cast<int>(fd), F_DUPFD_CLOEXEC, 0))); }
Result<Value> posix_dup2(Thread& t, Index fd, Index fd2, Value inheritable) {
  bool inherit = inheritable.is_absent() || EIDER_TRY(truth(t, inheritable));
  if (inherit) return number(EIDER_OS(::dup2(static_cast<int>(fd), static_cast<int>(fd2))));
  return number(EIDER_OS(::dup3(static_cast<int>(fd), static_cast<int>(fd2), O_CLOEXEC)));
}
Result<Value> posix_isatty(Thread&, Index fd) { return Value::from_bool(::isatty(static_cast<int>(fd)) == 1); }
Result<Value> posix_fsync(Thread& t, Value v) {
  int64_t fd = v.is_small_int() ? v.small_int() : EIDER_TRY(argument_index(t, EIDER_TRY(call_method(t, v, name(t, Name::kfileno)))));
  EIDER_OS(::fsync(static_cast<int>(fd)));
  return kNone;
}
Result<Value> posix_fdatasync(Thread& t, Index fd) {
  EIDER_OS(::fdatasync(static_cast<int>(fd)));
  return kNone;
}
Result<Value> posix_sync(Thread& t) {
  Detached away(t);
  ::sync();
  return kNone;
}
Result<Value> posix_ftruncate(Thread& t, Index fd, Index length) {
  EIDER_OS(::ftruncate(static_cast<int>(fd), length));
  return kNone;
}
Result<Value> posix_fchmod(Thread& t, Index fd, Index mode) {
  EIDER_OS(::fchmod(static_cast<int>(fd), static_cast<mode_t>(mode)));
  return kNone;
}
Result<Value> posix_get_inheritable(Thread& t, Index fd) { return Value::from_bool(!(EIDER_OS(::fcntl(static_cast<int>(fd), F_GETFD)) & FD_CLOEXEC)); }
Result<Value> posix_set_inheritable(Thread& t, Index fd, Index inheritable) {
  int64_t flags = EIDER_OS(::fcntl(static_cast<int>(fd), F_GETFD));
  int64_t wanted = inheritable != 0 ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC;
  EIDER_OS(::fcntl(static_cast<int>(fd), F_SETFD, static_cast<int>(wanted)));
  return kNone;
}
Result<Value> posix_get_blocking(Thread& t, Index fd) { return Value::from_bool(!(EIDER_OS(::fcntl(static_cast<int>(fd), F_GETFL)) & O_NONBLOCK)); }
Result<Value> posix_set_blocking(Thread& t, Index fd, bool blocking) {
  int64_t flags = EIDER_OS(::fcntl(static_cast<int>(fd), F_GETFL));
  int64_t wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  EIDER_OS(::fcntl(static_cast<int>(fd), F_SETFL, static_cast<int>(wanted)));
  return kNone;
}
Result<Value> posix_terminal_size(Thread& t, Value fd) {
  int64_t at = fd.is_absent() ? STDOUT_FILENO : EIDER_TRY(argument_index(t, fd));
  winsize size = {};
  EIDER_OS(::ioctl(static_cast<int>(at), TIOCGWINSZ, &size));
  Value items[] = {number(size.ws_col), number(size.ws_row)};
  return struct_seq_new(t, system_modules(t).terminal_size, kTerminalSize, items);
}
Result<Value> posix_device_encoding(Thread& t, Index fd) {
  if (::isatty(static_cast<int>(fd)) == 0) return kNone;
  return text_value(t, "UTF-8");
}

// --- processes ----------------------------------------------------------------------------------------------------------------------
Result<Value> posix_exit(Thread&, Index status) { ::_exit(static_cast<int>(status)); }
Result<Value> posix_abort(Thread&) { std::abort(); }
Result<Value> posix_getpid(Thread&) { return number(::getpid()); }
Result<Value> posix_getppid(Thread&) { return number(::getppid()); }
Result<Value> posix_getuid(Thread&) { return number(::getuid()); }
Result<Value> posix_geteuid(Thread&) { return number(::geteuid()); }
Result<Value> posix_getgid(Thread&) { return number(::getgid()); }
Result<Value> posix_getegid(Thread&) { return number(::getegid()); }
Result<Value> posix_getpgrp(Thread&) { return number(::getpgrp()); }
Result<Value> posix_getpgid(Thread& t, Index pid) { return number(EIDER_OS(::getpgid(static_cast<pid_t>(pid)))); }
Result<Value> posix_getsid(Thread& t, Index pid) { return number(EIDER_OS(::getsid(static_cast<pid_t>(pid)))); }
Result<Value> posix_setsid(Thread& t) { return number(EIDER_OS(::setsid())); }
Result<Value> posix_setpgid(Thread& t, Index pid, Index group) {
  EIDER_OS(::setpgid(static_cast<pid_t>(pid), static_cast<pid_t>(group)));
  return kNone;
}
Result<Value> posix_getgroups(Thread& t) {
  std::vector<gid_t> groups(static_cast<size_t>(EIDER_OS(::getgroups(0, nullptr))));
  int64_t count = EIDER_OS(::getgroups(static_cast<int>(groups.size()), groups.data()));
  List* list = EIDER_TRY(list_new(t, count));
  for (int64_t i = 0; i < count; ++i) EIDER_TRY(list_append(t, list, number(groups[static_cast<size_t>(i)])));
  return list;
}
Result<Value> posix_getlogin(Thread& t) {
  char text[256];
  int error = ::getlogin_r(text, sizeof text);
  if (error != 0) return raise_errno(t, error);
  return fs_text(t, text);
}
Result<Value> posix_nice(Thread& t, Index step) {
  errno = 0;
  int now = ::nice(static_cast<int>(step));
  if (now == -1 && errno != 0) return raise_errno(t, errno);
  return number(now);
}
Result<Value> posix_umask(Thread&, Index mask) { return number(::umask(static_cast<mode_t>(mask))); }
Result<Value> posix_kill(Thread& t, Index pid, Index signal) {
  EIDER_OS(::kill(static_cast<pid_t>(pid), static_cast<int>(signal)));
  EIDER_TRY(poll(t));
  return kNone;
}
Result<Value> posix_killpg(Thread& t, Index group, Index signal) {
  EIDER_OS(::killpg(static_cast<pid_t>(group), static_cast<int>(signal)));
  EIDER_TRY(poll(t));
  return kNone;
}
Result<Value> posix_waitpid(Thread& t, Index pid, Index options) {
  int status = 0;
  int64_t who = EIDER_OS(::waitpid(static_cast<pid_t>(pid), &status, static_cast<int>(options)));
  return tuple_of(t, number(who), number(status));
}
Result<Value> posix_wait(Thread& t) { return posix_waitpid(t, -1, 0); }
template <int (*F)(int)>
Result<Value> status_value(Thread&, Index status) { return number(F(static_cast<int>(status))); }
template <int (*F)(int)>
Result<Value> status_flag(Thread&, Index status) { return Value::from_bool(F(static_cast<int>(status)) != 0); }
int w_exitstatus(int s) { return WEXITSTATUS(s); }
int w_termsig(int s) { return WTERMSIG(s); }
int w_stopsig(int s) { return WSTOPSIG(s); }
int w_exited(int s) { return WIFEXITED(s); }
int w_signaled(int s) { return WIFSIGNALED(s); }
int w_stopped(int s) { return WIFSTOPPED(s); }
int w_continued(int s) { return WIFCONTINUED(s); }
int w_core(int s) { return WCOREDUMP(s); }
Result<Value> posix_waitstatus(Thread& t, Index status) {
  int s = static_cast<int>(status);
  if (WIFEXITED(s)) return number(WEXITSTATUS(s));
  if (WIFSIGNALED(s)) return number(-WTERMSIG(s));
  if (WIFSTOPPED(s)) return raise(t, TypeId::kValueError, "process stopped by delivery of signal %d", WSTOPSIG(s));
  return raise(t, TypeId::kValueError, "invalid wait status: %d", s);
}
Result<Value> posix_system(Thread& t, Value command) {
  std::string text;
  EIDER_TRY(fs_bytes(t, command, &text));
  int status;
  {
    Detached away(t);
    status = std::system(text.c_str());
  }
  return number(status);
}

/// The hooks of os.register_at_fork; those for "before" run last in, first out.
void run_fork_hooks(Thread& t, int which) {
  Value hooks = system_modules(t).fork_hooks[which];
  if (hooks.is_absent()) return;
  List* list = hooks.as<List>();
  int64_t count = list_size(list);
  for (int64_t i = 0; i < count; ++i) {
    Value hook = list_get(list, which == 0 ? count - 1 - i : i);
    if (!hook.is_absent() && !call0(t, hook).ok()) report_unraisable(t, "fork hook", hook);
  }
}
Result<Value> posix_register_at_fork(Thread& t, Value before, Value in_child, Value in_parent) {
  if (before.is_absent() && in_child.is_absent() && in_parent.is_absent()) {
    return raise(t, TypeId::kTypeError, "At least one argument is required.");
  }
  Value given[] = {before, in_child, in_parent};
  static const char* const kNames[] = {"before", "after_in_child", "after_in_parent"};
  for (int i = 0; i < 3; ++i) {
    if (!given[i].is_absent() && !is_callable(t, given[i])) return raise(t, TypeId::kTypeError, "'%s' must be callable, not %s", kNames[i], type_name(t, given[i]));
  }
  for (int i = 0; i < 3; ++i) {
    if (!given[i].is_absent()) EIDER_TRY(list_append(t, system_modules(t).fork_hooks[i].as<List>(), given[i]));
  }
  return kNone;
}
Result<Value> posix_fork(Thread& t) { return number(EIDER_TRY(fork_process(t))); }

/// What fork(2) returns, with errno. What another thread may hold while it is DETACHED is held over the fork by this one, taken in the
/// order of lock_ranks.h: in the child nobody else would give it back. The world is stopped, so all locks that only RUNNING threads
/// take are free.
pid_t fork_with_world_stopped(Thread& t) {
  base::LotForChild lot;
  if (!lot.ready()) {
    errno = ENOMEM;
    return -1;
  }
  // Held across handshakes; so no class has changed by half in the child. (A name's cell may be marked as changing for good there: the
  // next store to it ends that.)
  threads::DetachingLock types(t, t.realm->facts->type_lock);
  threads::ThreadRegistry& registry = t.realm->registry();
  registry.before_fork(t);
  runtime::imports_before_fork(t);
  const vm::JitHooks& jit = vm::vm_realm(t).jit;
  bool prepared = jit.before_fork == nullptr || jit.before_fork(*t.realm);
  pid_t pid = prepared ? ::fork() : -1;
  int error = errno;
  if (pid == 0) lot.move_in();
  runtime::imports_after_fork(t, pid == 0);
  if (pid == 0) {
    gc::Heap& heap = t.realm->heap();
    registry.after_fork_child(t, [&](threads::ThreadCore& gone) { heap.forget_mutator(static_cast<gc::Mutator&>(gone)); });
    heap.after_fork_child();
    Runtime::of(t).python_threads.store_relaxed(0);
    Runtime::of(t).forget_workers();
    if (jit.after_fork_child != nullptr) jit.after_fork_child(*t.realm);
    t.is_main = true;
  } else {
    if (jit.after_fork_parent != nullptr) jit.after_fork_parent(*t.realm);
    registry.after_fork_parent(t);
  }
  errno = error;
  return pid;
}
}  // namespace

Result<int64_t> fork_process(Thread& t) {
  run_fork_hooks(t, 0);
  std::fflush(nullptr);
  pid_t pid = fork_with_world_stopped(t);
  int error = errno;
  run_fork_hooks(t, pid == 0 ? 1 : 2);
  if (pid < 0) return raise_errno(t, error);
  return int64_t{pid};
}

namespace {

Result<void> string_vector(Thread& t, Value items, std::vector<std::string>* out) {
  return for_each(t, items, [&](Value v) -> Result<void> {
    std::string text;
    EIDER_TRY(fs_bytes(t, EIDER_TRY(fspath_of(t, v)), &text));
    out->push_back(std::move(text));
    return kDone;
  });
}
std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (std::string& s : texts) out.push_back(s.data());
  out.push_back(nullptr);
  return out;
}
Result<Value> execute(Thread& t, Value file, Value args, Value environment, const char* function) {
  Path path;
  EIDER_TRY(path_argument(t, file, function, "path", PathKind::kPathOnly, &path));
  std::vector<std::string> argv, env;
  EIDER_TRY(string_vector(t, args, &argv));
  if (argv.empty()) return raise(t, TypeId::kValueError, "%s() arg 2 must not be empty", function);
  if (argv[0].empty()) return raise(t, TypeId::kValueError, "%s() arg 2 first element cannot be empty", function);
  std::vector<char*> arg_pointers = pointers(argv), env_pointers;
  if (!environment.is_absent()) {
    Value keys = EIDER_TRY(call_method(t, environment, name(t, Name::kkeys)));
    EIDER_TRY(for_each(t, keys, [&](Value key) -> Result<void> {
      std::string k, v;
      EIDER_TRY(fs_bytes(t, key, &k));
      EIDER_TRY(fs_bytes(t, EIDER_TRY(get_item(t, environment, key)), &v));
      if ((k + v).find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null byte");
      if (k.empty() || k.find('=', 1) != std::string::npos) return raise(t, TypeId::kValueError, "illegal environment variable name");
      env.push_back(k + "=" + v);
      return kDone;
    }));
    env_pointers = pointers(env);
    ::execve(path.c_str(), arg_pointers.data(), env_pointers.data());
  } else {
    ::execv(path.c_str(), arg_pointers.data());
  }
  return raise_path_error(t, errno, path);
}
Result<Value> posix_execv(Thread& t, Value path, Value args) { return execute(t, path, args, kAbsent, "execv"); }
Result<Value> posix_execve(Thread& t, Value path, Value args, Value env) { return execute(t, path, args, env, "execve"); }

// --- environment and machine --------------------------------------------------------------------------------------------------------
Result<Value> posix_putenv(Thread& t, Value key, Value value) {
  std::string k, v;
  EIDER_TRY(fs_bytes(t, key, &k));
  EIDER_TRY(fs_bytes(t, value, &v));
  if (k.find('=') != std::string::npos) return raise(t, TypeId::kValueError, "illegal environment variable name");
  if ((k + v).find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null byte");
  if (::setenv(k.c_str(), v.c_str(), 1) != 0) return raise_errno(t, errno);
  return kNone;
}
Result<Value> posix_unsetenv(Thread& t, Value key) {
  std::string k;
  EIDER_TRY(fs_bytes(t, key, &k));
  if (k.find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null byte");
  if (::unsetenv(k.c_str()) != 0) return raise_errno(t, errno);
  return kNone;
}
Result<void> set_environ(Thread& t, Module* m) {
  Dict* dict = EIDER_TRY(dict_new(t));
  for (char** at = environ; at != nullptr && *at != nullptr; ++at) {
    std::string_view line = *at;
    size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    Value key = EIDER_TRY(builtins::bytes_from(t, line.substr(0, equals)))->value();
    Value value = EIDER_TRY(builtins::bytes_from(t, line.substr(equals + 1)))->value();
    EIDER_TRY(dict_set_default(t, dict, key, value));
  }
  return module_set(t, m, "environ", dict->value());
}
Result<Value> posix_cpu_count(Thread&) {
  long count = ::sysconf(_SC_NPROCESSORS_ONLN);
  return count > 0 ? number(count) : kNone;
}
Result<Value> posix_urandom(Thread& t, Index size) {
  if (size < 0) return raise(t, TypeId::kValueError, "negative argument not allowed");
  auto* bytes = EIDER_TRY(builtins::bytes_new(t, size));
  for (int64_t at = 0; at < size;) {
    ssize_t got = ::getrandom(bytes->data + at, static_cast<size_t>(size - at), 0);
    if (got < 0) {
      if (errno != EINTR) return raise_errno(t, errno);
      EIDER_TRY(poll(t));
      continue;
    }
    at += got;
  }
  return bytes->value();
}
Result<Value> posix_getrandom(Thread& t, Index size, Value) { return posix_urandom(t, size); }
Result<Value> posix_strerror(Thread& t, Index code) { return text_value(t, std::strerror(static_cast<int>(code))); }
Result<Value> posix_sched_yield(Thread& t) {
  Detached away(t);
  ::sched_yield();
  return kNone;
}
Result<Value> posix_getaffinity(Thread& t, Index pid) {
  cpu_set_t set;
  EIDER_OS(::sched_getaffinity(static_cast<pid_t>(pid), sizeof set, &set));
  List* list = EIDER_TRY(list_new(t, 8));
  for (int i = 0; i < CPU_SETSIZE; ++i) {
    if (CPU_ISSET(i, &set)) EIDER_TRY(list_append(t, list, number(i)));
  }
  return call1(t, type(t, TypeId::kSet)->value(), list->value());
}
Result<Value> posix_setaffinity(Thread& t, Index pid, Value mask) {
  cpu_set_t set;
  CPU_ZERO(&set);
  EIDER_TRY(for_each(t, mask, [&](Value v) -> Result<void> {
    int64_t cpu = EIDER_TRY(argument_index(t, v));
    if (cpu < 0) return raise(t, TypeId::kValueError, "negative CPU number");
    if (cpu < CPU_SETSIZE) CPU_SET(cpu, &set);
    return kDone;
  }));
  EIDER_OS(::sched_setaffinity(static_cast<pid_t>(pid), sizeof set, &set));
  return kNone;
}
Result<Value> posix_getloadavg(Thread& t) {
  double load[3];
  if (::getloadavg(load, 3) != 3) return raise(t, TypeId::kOSError, "Load averages are unobtainable");
  Value a = EIDER_TRY(float_value(t, load[0])), b = EIDER_TRY(float_value(t, load[1]));
  return tuple_of(t, a, b, EIDER_TRY(float_value(t, load[2])));
}
Result<Value> posix_uname(Thread& t) {
  utsname u;
  if (::uname(&u) != 0) return raise_errno(t, errno);
  const char* texts[] = {u.sysname, u.nodename, u.release, u.version, u.machine};
  Value items[5];
  for (int i = 0; i < 5; ++i) items[i] = EIDER_TRY(fs_text(t, texts[i]));
  return struct_seq_new(t, system_modules(t).uname_result, kUnameResult, items);
}
Result<Value> posix_times(Thread& t) {
  tms now;
  clock_t elapsed = ::times(&now);
  double tick = static_cast<double>(::sysconf(_SC_CLK_TCK));
  clock_t numbers[] = {now.tms_utime, now.tms_stime, now.tms_cutime, now.tms_cstime, elapsed};
  Value items[5];
  for (int i = 0; i < 5; ++i) items[i] = EIDER_TRY(float_value(t, static_cast<double>(numbers[i]) / tick));
  return struct_seq_new(t, system_modules(t).times_result, kTimesResult, items);
}

constexpr IntConstant kSysconf[] = {
    {"SC_ARG_MAX", _SC_ARG_MAX}, {"SC_CHILD_MAX", _SC_CHILD_MAX}, {"SC_CLK_TCK", _SC_CLK_TCK}, {"SC_NGROUPS_MAX", _SC_NGROUPS_MAX},
    {"SC_OPEN_MAX", _SC_OPEN_MAX}, {"SC_PAGESIZE", _SC_PAGESIZE}, {"SC_PAGE_SIZE", _SC_PAGESIZE}, {"SC_PHYS_PAGES", _SC_PHYS_PAGES},
    {"SC_AVPHYS_PAGES", _SC_AVPHYS_PAGES}, {"SC_NPROCESSORS_CONF", _SC_NPROCESSORS_CONF}, {"SC_NPROCESSORS_ONLN", _SC_NPROCESSORS_ONLN},
    {"SC_IOV_MAX", _SC_IOV_MAX}, {"SC_SEM_NSEMS_MAX", _SC_SEM_NSEMS_MAX}, {"SC_HOST_NAME_MAX", _SC_HOST_NAME_MAX},
    {"SC_LINE_MAX", _SC_LINE_MAX}, {"SC_GETPW_R_SIZE_MAX", _SC_GETPW_R_SIZE_MAX}, {"SC_VERSION", _SC_VERSION},
};
Result<Value> posix_sysconf(Thread& t, Value which) {
  int64_t key = -1;
  if (is_instance(t, which, TypeId::kStr)) {
    for (const IntConstant& row : kSysconf) {
      if (str_equals_ascii(which.as<Str>(), row.name)) key = row.value;
    }
    if (key < 0) return raise(t, TypeId::kValueError, "unrecognized configuration name");
  } else {
    if (type_of(t, which)->slots.index == nullptr) return raise(t, TypeId::kTypeError, "configuration names must be strings or integers");
    key = EIDER_TRY(argument_index(t, which));
  }
  errno = 0;
  long value = ::sysconf(static_cast<int>(key));
  if (value == -1 && errno != 0) return raise_errno(t, errno);
  return int_from_int64(t, value);
}
Result<Value> posix_fspath(Thread& t, Value path) { return fspath_of(t, path); }
Result<Value> posix_major(Thread&, Index device) { return number(major(static_cast<dev_t>(device))); }
Result<Value> posix_minor(Thread&, Index device) { return number(minor(static_cast<dev_t>(device))); }
Result<Value> posix_makedev(Thread& t, Index a, Index b) { return int_from_uint64(t, makedev(static_cast<unsigned>(a), static_cast<unsigned>(b))); }

constexpr NativeDef kFunctions[] = {
    {"close(fd)", bind<posix_close>, Sync::kNone, "Close a file descriptor."},
    {"closerange(fd_low, fd_high, /)", bind<posix_closerange>, Sync::kNone, "Closes all file descriptors in [fd_low, fd_high), ignoring errors."},
    {"read(fd, length, /)", bind<posix_read>, Sync::kNone, "Read from a file descriptor.  Returns a bytes object."},
    {"pread(fd, length, offset, /)", bind<posix_pread>, Sync::kNone, "Read a number of bytes from a file descriptor starting at a particular offset."},
    {"write(fd, data, /)", bind<posix_write>, Sync::kNone, "Write a bytes object to a file descriptor."},
    {"pwrite(fd, buffer, offset, /)", bind<posix_pwrite>, Sync::kNone, "Write bytes to a file descriptor starting at a particular offset."},
    {"lseek(fd, position, how, /)", bind<posix_lseek>, Sync::kNone, "Set the position of a file descriptor.  Return the new position."},
    {"pipe()", bind<posix_pipe>, Sync::kNone, "Create a pipe."},
    {"pipe2(flags, /)", bind<posix_pipe2>, Sync::kNone, "Create a pipe with flags set atomically."},
    {"dup(fd, /)", bind<posix_dup>, Sync::kNone, "Return a duplicate of a file descriptor."},
    {"dup2(fd, fd2, inheritable=True)", bind<posix_dup2>, Sync::kNone, "Duplicate file descriptor."},
    {"isatty(fd, /)", bind<posix_isatty>, Sync::kNone, "Return True if the fd is connected to a terminal."},
    {"fsync(fd)", bind<posix_fsync>, Sync::kNone, "Force write of fd to disk."},
    {"fdatasync(fd)", bind<posix_fdatasync>, Sync::kNone, "Force write of fd to disk without forcing update of metadata."},
    {"sync()", bind<posix_sync>, Sync::kNone, "Force write of everything to disk."},
    {"ftruncate(fd, length, /)", bind<posix_ftruncate>, Sync::kNone, "Truncate a file, specified by file descriptor, to a specific length."},
    {"fchmod(fd, mode)", bind<posix_fchmod>, Sync::kNone, "Change the access permissions of the file given by file descriptor fd."},
    {"get_inheritable(fd, /)", bind<posix_get_inheritable>, Sync::kNone, "Get the close-on-exe flag of the specified file descriptor."},
    {"set_inheritable(fd, inheritable, /)", bind<posix_set_inheritable>, Sync::kNone, "Set the inheritable flag of the specified file descriptor."},
    {"get_blocking(fd, /)", bind<posix_get_blocking>, Sync::kNone, "Get the blocking mode of the file descriptor."},
    {"set_blocking(fd, blocking, /)", bind<posix_set_blocking>, Sync::kNone, "Set the blocking mode of the specified file descriptor."},
    {"get_terminal_size(fd=1, /)", bind<posix_terminal_size>, Sync::kNone, "Return the size of the terminal window as (columns, lines)."},
    {"device_encoding(fd)", bind<posix_device_encoding>, Sync::kNone, "Return a string describing the encoding of a terminal's file descriptor."},
    {"_exit(status)", bind<posix_exit>, Sync::kNone, "Exit to the system with specified status, without normal exit processing."},
    {"abort()", bind<posix_abort>, Sync::kNone, "Abort the interpreter immediately."},
    {"getpid()", bind<posix_getpid>, Sync::kNone, "Return the current process id."},
    {"getppid()", bind<posix_getppid>, Sync::kNone, "Return the parent's process id."},
    {"getuid()", bind<posix_getuid>, Sync::kNone, "Return the current process's user id."},
    {"geteuid()", bind<posix_geteuid>, Sync::kNone, "Return the current process's effective user id."},
    {"getgid()", bind<posix_getgid>, Sync::kNone, "Return the current process's group id."},
    {"getegid()", bind<posix_getegid>, Sync::kNone, "Return the current process's effective group id."},
    {"getpgrp()", bind<posix_getpgrp>, Sync::kNone, "Return the current process group id."},
    {"getpgid(pid)", bind<posix_getpgid>, Sync::kNone, "Call the system call getpgid(), and return the result."},
    {"getsid(pid, /)", bind<posix_getsid>, Sync::kNone, "Call the system call getsid(pid) and return the result."},
    {"setsid()", bind<posix_setsid>, Sync::kNone, "Call the system call setsid()."},
    {"setpgid(pid, pgrp, /)", bind<posix_setpgid>, Sync::kNone, "Call the system call setpgid(pid, pgrp).", Texts::kParseStack},
    {"getgroups()", bind<posix_getgroups>, Sync::kNone, "Return list of supplemental group IDs for the process."},
    {"getlogin()", bind<posix_getlogin>, Sync::kNone, "Return the actual login name."},
    {"nice(increment, /)", bind<posix_nice>, Sync::kNone, "Add increment to the priority of process and return the new priority."},
    {"umask(mask, /)", bind<posix_umask>, Sync::kNone, "Set the current numeric umask and return the previous umask."},
    {"kill(pid, signal, /)", bind<posix_kill>, Sync::kNone, "Kill a process with a signal."},
    {"killpg(pgid, signal, /)", bind<posix_killpg>, Sync::kNone, "Kill a process group with a signal.", Texts::kParseStack},
    {"waitpid(pid, options, /)", bind<posix_waitpid>, Sync::kNone, "Wait for completion of a given child process.", Texts::kParseStack},
    {"wait()", bind<posix_wait>, Sync::kNone, "Wait for completion of a child process."},
    {"WEXITSTATUS(status)", bind<status_value<w_exitstatus>>, Sync::kNone, nullptr},
    {"WTERMSIG(status)", bind<status_value<w_termsig>>, Sync::kNone, nullptr},
    {"WSTOPSIG(status)", bind<status_value<w_stopsig>>, Sync::kNone, nullptr},
    {"WIFEXITED(status)", bind<status_flag<w_exited>>, Sync::kNone, nullptr},
    {"WIFSIGNALED(status)", bind<status_flag<w_signaled>>, Sync::kNone, nullptr},
    {"WIFSTOPPED(status)", bind<status_flag<w_stopped>>, Sync::kNone, nullptr},
    {"WIFCONTINUED(status)", bind<status_flag<w_continued>>, Sync::kNone, nullptr},
    {"WCOREDUMP(status, /)", bind<status_flag<w_core>>, Sync::kNone, nullptr},
    {"waitstatus_to_exitcode(status)", bind<posix_waitstatus>, Sync::kNone, "Convert a wait status to an exit code."},
    {"system(command)", bind<posix_system>, Sync::kNone, "Execute the command in a subshell."},
    {"register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)", bind<posix_register_at_fork>, Sync::kNone, "Register callables to be called when forking a new process."},
    {"fork()", bind<posix_fork>, Sync::kNone, "Fork a child process."},
    {"execv(path, argv, /)", bind<posix_execv>, Sync::kNone, "Execute an executable path with arguments, replacing current process."},
    {"execve(path, argv, env)", bind<posix_execve>, Sync::kNone, "Execute an executable path with arguments, replacing current process."},
    {"putenv(name, value, /)", bind<posix_putenv>, Sync::kNone, "Change or add an environment variable."},
    {"unsetenv(name, /)", bind<posix_unsetenv>, Sync::kNone, "Delete an environment variable."},
    {"cpu_count()", bind<posix_cpu_count>, Sync::kNone, "Return the number of CPUs in the system; return None if indeterminable."},
    {"urandom(size, /)", bind<posix_urandom>, Sync::kNone, "Return a bytes object containing random bytes suitable for cryptographic use."},
    {"getrandom(size, flags=0)", bind<posix_getrandom>, Sync::kNone, "Obtain a series of random bytes."},
    {"strerror(code, /)", bind<posix_strerror>, Sync::kNone, "Translate an error code to a message string."},
    {"sched_yield()", bind<posix_sched_yield>, Sync::kNone, "Voluntarily relinquish the CPU."},
    {"sched_getaffinity(pid, /)", bind<posix_getaffinity>, Sync::kNone, "Return the affinity of the process identified by pid (or the current process if zero)."},
    {"sched_setaffinity(pid, mask, /)", bind<posix_setaffinity>, Sync::kNone, "Set the CPU affinity of the process identified by pid to mask.", Texts::kParseStack},
    {"getloadavg()", bind<posix_getloadavg>, Sync::kNone, "Return average recent system load information."},
    {"uname()", bind<posix_uname>, Sync::kNone, "Return an object identifying the current operating system."},
    {"times()", bind<posix_times>, Sync::kNone, "Return a collection containing process timing information."},
    {"sysconf(name, /)", bind<posix_sysconf>, Sync::kNone, "Return an integer-valued system configuration variable."},
    {"fspath(path)", bind<posix_fspath>, Sync::kNone, "Return the file system path representation of the object."},
    {"major(device, /)", bind<posix_major>, Sync::kNone, "Extracts a device major number from a raw device number."},
    {"minor(device, /)", bind<posix_minor>, Sync::kNone, "Extracts a device minor number from a raw device number."},
    {"makedev(major, minor, /)", bind<posix_makedev>, Sync::kNone, "Composes a raw device number from the major and minor device numbers."},
};

#define C(n) {#n, n}
constexpr IntConstant kConstants[] = {
    C(F_OK), C(R_OK), C(W_OK), C(X_OK), C(O_RDONLY), C(O_WRONLY), C(O_RDWR), C(O_NDELAY), C(O_NONBLOCK), C(O_APPEND), C(O_DSYNC),
    C(O_RSYNC), C(O_SYNC), C(O_NOCTTY), C(O_CREAT), C(O_EXCL), C(O_TRUNC), C(O_LARGEFILE), C(O_CLOEXEC), C(O_ASYNC), C(O_DIRECT),
    C(O_DIRECTORY), C(O_NOFOLLOW), C(O_NOATIME), C(O_PATH), C(O_TMPFILE), C(O_ACCMODE), C(O_FSYNC), C(SEEK_DATA), C(SEEK_HOLE),
    C(F_LOCK), C(F_TEST), C(F_TLOCK), C(F_ULOCK), C(EX_OK), C(EX_USAGE), C(EX_DATAERR), C(EX_NOINPUT), C(EX_NOUSER), C(EX_NOHOST),
    C(EX_UNAVAILABLE), C(EX_SOFTWARE), C(EX_OSERR), C(EX_OSFILE), C(EX_CANTCREAT), C(EX_IOERR), C(EX_TEMPFAIL), C(EX_PROTOCOL),
    C(EX_NOPERM), C(EX_CONFIG), C(WNOHANG), C(WUNTRACED), C(WCONTINUED), C(WEXITED), C(WSTOPPED), C(WNOWAIT), C(GRND_NONBLOCK),
    C(GRND_RANDOM), C(PRIO_PROCESS), C(PRIO_PGRP), C(PRIO_USER), C(SCHED_OTHER), C(SCHED_FIFO), C(SCHED_RR), C(SCHED_BATCH),
    C(SCHED_IDLE), C(ST_RDONLY), C(ST_NOSUID), C(P_ALL), C(P_PID), C(P_PGID), C(TMP_MAX),
};
#undef C
const char* const kHave[] = {"HAVE_FACCESSAT", "HAVE_FCHDIR", "HAVE_FCHMOD", "HAVE_FCHMODAT", "HAVE_FCHOWN", "HAVE_FCHOWNAT",
                             "HAVE_FDOPENDIR", "HAVE_FSTATAT", "HAVE_FSTATVFS", "HAVE_FTRUNCATE", "HAVE_FUTIMENS", "HAVE_LINKAT",
                             "HAVE_LSTAT", "HAVE_MKDIRAT", "HAVE_MKFIFOAT", "HAVE_OPENAT", "HAVE_READLINKAT", "HAVE_RENAMEAT",
                             "HAVE_SYMLINKAT", "HAVE_UNLINKAT", "HAVE_UTIMENSAT"};

}  // namespace

Result<void> fill_posix(Thread& t, Module* m) {
  SystemModules& state = system_modules(t);
  state.terminal_size = EIDER_TRY(struct_seq_type(t, kTerminalSize));
  state.times_result = EIDER_TRY(struct_seq_type(t, kTimesResult));
  state.uname_result = EIDER_TRY(struct_seq_type(t, kUnameResult));
  for (Value& hooks : state.fork_hooks) {
    List* list = EIDER_TRY(list_new(t, 0));
    hooks = list->value();
    t.realm->add_root(hooks);
  }
  EIDER_TRY(add_posix_files(t, m));
  EIDER_TRY(add_functions(t, m, kFunctions));
  EIDER_TRY(set_ints(t, m, kConstants));
  EIDER_TRY(set_environ(t, m));
  Dict* names = EIDER_TRY(dict_new(t));
  for (const IntConstant& row : kSysconf) EIDER_TRY(dict_set(t, names, EIDER_TRY(text_value(t, row.name)), number(row.value)));
  EIDER_TRY(module_set(t, m, "sysconf_names", names->value()));
  List* have = EIDER_TRY(list_new(t, 0));
  for (const char* text : kHave) EIDER_TRY(list_append(t, have, EIDER_TRY(text_value(t, text))));
  EIDER_TRY(module_set(t, m, "_have_functions", have->value()));
  EIDER_TRY(module_set(t, m, "terminal_size", state.terminal_size->value()));
  EIDER_TRY(module_set(t, m, "times_result", state.times_result->value()));
  EIDER_TRY(module_set(t, m, "uname_result", state.uname_result->value()));
  return module_set(t, m, "error", type(t, TypeId::kOSError)->value());
}

}  // namespace eider::modules
