// SPDX-License-Identifier: MIT
//
// _imp, pwd, grp, select, resource.
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>

#include <cerrno>
#include <cmath>
#include <vector>

#include "modules/thread/lock.h"
#include "modules/thread/path.h"
#include "runtime/import.h"
#include "threads/safepoint.h"
#include "threads/wait.h"

namespace eider::modules {

namespace {

using runtime::Runtime;
using threads::Detached;
Value number(int64_t n) { return Value::from_small_int(n); }

// --- _imp: what importlib asks; the runtime's own import system does the work -------------------------------------------------------
/// The lock that imp.acquire_lock takes; imports themselves lock per module.
Result<Value> imp_acquire(Thread&) { return kNone; }
Result<Value> imp_release(Thread&) { return kNone; }
Result<Value> imp_held(Thread&) { return kFalse; }
Result<Value> imp_is_builtin(Thread& t, Str* name_of) {
  std::string text = to_utf8(name_of);
  if (text == "sys" || text == "builtins") return number(-1);  // there is no second one
  return number(Runtime::of(t).find_native(text) != nullptr ? 1 : 0);
}
Result<Value> imp_is_frozen(Thread&, Str*) { return kFalse; }
Result<Value> imp_frozen_names(Thread& t) { return list_new(t, 0); }
Result<Value> imp_find_frozen(Thread&, Str*, Value) { return kNone; }
Result<Value> imp_suffixes(Thread& t) { return list_new(t, 0); }  // no extension modules of CPython's can be loaded
Result<Value> imp_create_builtin(Thread& t, Value spec) {
  Value name_of = EIDER_TRY(get_attr(t, spec, name(t, Name::kname)));
  if (!is_instance(t, name_of, TypeId::kStr)) return raise(t, TypeId::kTypeError, "name must be string, not %s", type_name(t, name_of));
  Value module = EIDER_TRY(runtime::native_module(t, to_utf8(name_of.as<Str>())));
  return module.is_absent() ? kNone : module;
}
Result<Value> imp_exec(Thread&, Value) { return number(0); }  // create_builtin has filled it
Result<Value> imp_fix_filename(Thread& t, Value code, Value path) {
  return kNone;  // code objects are compiled with their file's name: there are no cached ones to correct
}
/// No module is frozen, whatever is asked for.
Result<Value> imp_override_frozen(Thread&, int64_t) { return kNone; }
constexpr NativeDef kImp[] = {
    {"_override_frozen_modules_for_tests(override, /)", bind<imp_override_frozen>, Sync::kNone, "(internal-only) Override the configured frozen modules."},
    {"acquire_lock()", bind<imp_acquire>, Sync::kNone, "Acquires the interpreter's import lock for the current thread."},
    {"release_lock()", bind<imp_release>, Sync::kNone, "Release the interpreter's import lock."},
    {"lock_held()", bind<imp_held>, Sync::kNone, "Return True if the import lock is currently held, else False."},
    {"is_builtin(name, /)", bind<imp_is_builtin>, Sync::kNone, "Returns True if the module name corresponds to a built-in module."},
    {"is_frozen(name, /)", bind<imp_is_frozen>, Sync::kNone, "Returns True if the module name corresponds to a frozen module."},
    {"is_frozen_package(name, /)", bind<imp_is_frozen>, Sync::kNone, "Returns True if the module name is of a frozen package."},
    {"_frozen_module_names()", bind<imp_frozen_names>, Sync::kNone, "Returns the list of available frozen modules."},
    {"find_frozen(name, /, *, withdata=False)", bind<imp_find_frozen>, Sync::kNone, "Return info about the corresponding frozen module (if there is one) or None."},
    {"extension_suffixes()", bind<imp_suffixes>, Sync::kNone, "Returns the list of file suffixes used to identify extension modules."},
    {"create_builtin(spec, /)", bind<imp_create_builtin>, Sync::kNone, "Create an extension module."},
    {"exec_builtin(mod, /)", bind<imp_exec>, Sync::kNone, "Initialize a built-in module."},
    {"exec_dynamic(mod, /)", bind<imp_exec>, Sync::kNone, "Initialize an extension module."},
    {"_fix_co_filename(code, path, /)", bind<imp_fix_filename>, Sync::kNone, "Changes code.co_filename to specify the passed-in file path."},
};

#define C(n) {#n, n}
// --- pwd, grp -----------------------------------------------------------------------------------------------------------------------
const char* const kPasswdFields[] = {"pw_name", "pw_passwd", "pw_uid", "pw_gid", "pw_gecos", "pw_dir", "pw_shell"};
constexpr StructSeqDef kPasswd = {"pwd.struct_passwd", "pwd.struct_passwd: Results from getpw*() routines.", 7, 7, kPasswdFields};
const char* const kGroupFields[] = {"gr_name", "gr_passwd", "gr_gid", "gr_mem"};
constexpr StructSeqDef kGroup = {"grp.struct_group", "grp.struct_group: Results from getgr*() routines.", 4, 4, kGroupFields};

struct Account {
  std::string name_of, password, gecos, home, shell;
  uint64_t uid, gid;
};
Account account_of(const passwd& p) { return {p.pw_name, p.pw_passwd, p.pw_gecos, p.pw_dir, p.pw_shell, p.pw_uid, p.pw_gid}; }
Result<Value> account_value(Thread& t, const Account& a) {
  Value items[7];
  const std::string* texts[] = {&a.name_of, &a.password, nullptr, nullptr, &a.gecos, &a.home, &a.shell};
  for (int i = 0; i < 7; ++i) {
    if (texts[i] != nullptr) items[i] = EIDER_TRY(fs_text(t, *texts[i]));
  }
  items[2] = EIDER_TRY(int_from_uint64(t, a.uid));
  items[3] = EIDER_TRY(int_from_uint64(t, a.gid));
  return struct_seq_new(t, system_modules(t).passwd, kPasswd, items);
}
/// The system's lookup with a buffer that grows; false: not found.
template <class Record, class F>
int lookup(Record* record, std::vector<char>* buffer, F f) {
  buffer->resize(1024);
  for (;;) {
    Record* found = nullptr;
    int error = f(record, buffer->data(), buffer->size(), &found);
    if (error == ERANGE) {
      buffer->resize(buffer->size() * 2);
      continue;
    }
    return found != nullptr ? 0 : error != 0 ? error : ENOENT;
  }
}
Result<Value> pwd_uid(Thread& t, Value id) {
  int64_t uid = EIDER_TRY(argument_index(t, id));
  passwd record;
  std::vector<char> buffer;
  int error;
  {
    Detached away(t);
    error = lookup(&record, &buffer, [&](passwd* r, char* b, size_t n, passwd** out) { return ::getpwuid_r(static_cast<uid_t>(uid), r, b, n, out); });
  }
  if (error != 0) return raise_value(t, TypeId::kKeyError, EIDER_TRY(str_format(t, "getpwuid(): uid not found: %lld", static_cast<long long>(uid)))->value());
  return account_value(t, account_of(record));
}
Result<Value> pwd_name(Thread& t, Value given) {
  if (!is_instance(t, given, TypeId::kStr)) return raise(t, TypeId::kTypeError, "getpwnam() argument must be str, not %s", type_name(t, given));
  std::string text;
  EIDER_TRY(fs_bytes(t, given, &text));
  passwd record;
  std::vector<char> buffer;
  int error;
  {
    Detached away(t);
    error = lookup(&record, &buffer, [&](passwd* r, char* b, size_t n, passwd** out) { return ::getpwnam_r(text.c_str(), r, b, n, out); });
  }
  if (error != 0) return raise_value(t, TypeId::kKeyError, EIDER_TRY(str_format(t, "getpwnam(): name not found: %s", to_utf8(EIDER_TRY(repr(t, given))).c_str()))->value());
  return account_value(t, account_of(record));
}
base::Mutex enumeration{base::LockRank::kLeaf};  // setpwent and kin keep one position per process
Result<Value> pwd_all(Thread& t) {
  std::vector<Account> accounts;
  {
    Detached away(t);
    base::MutexLock lock(enumeration);
    ::setpwent();
    while (passwd* p = ::getpwent()) accounts.push_back(account_of(*p));
    ::endpwent();
  }
  List* list = EIDER_TRY(list_new(t, static_cast<int64_t>(accounts.size())));
  for (const Account& a : accounts) EIDER_TRY(list_append(t, list, EIDER_TRY(account_value(t, a))));
  return list;
}
Result<Value> group_value(Thread& t, const group& g) {
  List* members = EIDER_TRY(list_new(t, 0));
  for (char** m = g.gr_mem; m != nullptr && *m != nullptr; ++m) EIDER_TRY(list_append(t, members, EIDER_TRY(fs_text(t, *m))));
  Value items[4];
  items[0] = EIDER_TRY(fs_text(t, g.gr_name));
  items[1] = EIDER_TRY(fs_text(t, g.gr_passwd));
  items[2] = EIDER_TRY(int_from_uint64(t, g.gr_gid));
  items[3] = members->value();
  return struct_seq_new(t, system_modules(t).group, kGroup, items);
}
Result<Value> grp_gid(Thread& t, Value id) {
  int64_t gid = EIDER_TRY(argument_index(t, id));
  group record;
  std::vector<char> buffer;
  int error;
  {
    Detached away(t);
    error = lookup(&record, &buffer, [&](group* r, char* b, size_t n, group** out) { return ::getgrgid_r(static_cast<gid_t>(gid), r, b, n, out); });
  }
  if (error != 0) return raise_value(t, TypeId::kKeyError, EIDER_TRY(str_format(t, "getgrgid(): gid not found: %lld", static_cast<long long>(gid)))->value());
  return group_value(t, record);
}
Result<Value> grp_name(Thread& t, Value given) {
  if (!is_instance(t, given, TypeId::kStr)) return raise(t, TypeId::kTypeError, "getgrnam() argument must be str, not %s", type_name(t, given));
  std::string text;
  EIDER_TRY(fs_bytes(t, given, &text));
  group record;
  std::vector<char> buffer;
  int error;
  {
    Detached away(t);
    error = lookup(&record, &buffer, [&](group* r, char* b, size_t n, group** out) { return ::getgrnam_r(text.c_str(), r, b, n, out); });
  }
  if (error != 0) return raise_value(t, TypeId::kKeyError, EIDER_TRY(str_format(t, "getgrnam(): name not found: %s", to_utf8(EIDER_TRY(repr(t, given))).c_str()))->value());
  return group_value(t, record);
}
constexpr NativeDef kPwd[] = {
    {"getpwuid(uid, /)", bind<pwd_uid>, Sync::kNone, "Return the password database entry for the given numeric user ID."},
    {"getpwnam(name, /)", bind<pwd_name>, Sync::kNone, "Return the password database entry for the given user name."},
    {"getpwall()", bind<pwd_all>, Sync::kNone, "Return a list of all available password database entries, in arbitrary order."},
};
constexpr NativeDef kGrp[] = {
    {"getgrgid(id)", bind<grp_gid>, Sync::kNone, "Return the group database entry for the given numeric group ID."},
    {"getgrnam(name)", bind<grp_name>, Sync::kNone, "Return the group database entry for the given group name."},
};

// --- select -------------------------------------------------------------------------------------------------------------------------
Result<int> descriptor_of(Thread& t, Value v) {
  int64_t fd;
  if (is_int(t, v)) {
    fd = EIDER_TRY(argument_index(t, v));
  } else {
    Value method = EIDER_TRY(find_attr(t, v, name(t, Name::kfileno)));
    if (method.is_absent()) return raise(t, TypeId::kTypeError, "argument must be an int, or have a fileno() method.");
    Value made = EIDER_TRY(call0(t, method));
    if (!is_int(t, made)) return raise(t, TypeId::kTypeError, "fileno() returned a non-integer");
    fd = EIDER_TRY(argument_index(t, made));
  }
  if (fd < 0) return raise(t, TypeId::kValueError, "file descriptor cannot be a negative integer (%lld)", static_cast<long long>(fd));
  return static_cast<int>(fd);
}
/// poll(2) until something happens, the deadline passes, or a handler raises. The number of ready descriptors.
Result<int> poll_descriptors(Thread& t, std::vector<pollfd>& fds, base::Deadline deadline) {
  for (;;) {
    int ready = threads::wait_descriptors(t, fds.data(), fds.size(), deadline);
    if (ready > 0) return ready;
    if (ready < 0 && ready != -EINTR) return raise_errno(t, -ready);
    EIDER_TRY(poll(t));
    if (base::monotonic_ns() >= deadline) return 0;
  }
}
Result<Value> select_select(Thread& t, Value readers, Value writers, Value others, Value timeout) {
  base::Deadline deadline = base::kNoDeadline;
  if (!timeout.is_absent() && !timeout.is_none()) {
    if (!is_float(t, timeout) && !is_int(t, timeout)) return raise(t, TypeId::kTypeError, "timeout must be a float or None");
    int64_t ns = EIDER_TRY(nanoseconds_of(t, timeout));
    if (ns < 0) return raise(t, TypeId::kValueError, "timeout must be non-negative");
    deadline = ns == 0 ? 0 : base::deadline_after(static_cast<uint64_t>(ns));
  }
  Value given[] = {readers, writers, others};
  constexpr short kEvents[] = {POLLIN, POLLOUT, POLLPRI};
  constexpr short kReady[] = {POLLIN | POLLHUP | POLLERR, POLLOUT | POLLERR, POLLPRI};
  List* lists[3];
  std::vector<pollfd> fds;
  size_t starts[4];
  for (int i = 0; i < 3; ++i) {
    starts[i] = fds.size();
    lists[i] = EIDER_TRY(to_list(t, given[i]));
    for (int64_t k = 0; k < list_size(lists[i]); ++k) {
      int fd = EIDER_TRY(descriptor_of(t, list_get(lists[i], k)));
      if (fd >= FD_SETSIZE) return raise(t, TypeId::kValueError, "filedescriptor out of range in select()");
      fds.push_back({fd, kEvents[i], 0});
    }
  }
  starts[3] = fds.size();
  EIDER_TRY(poll_descriptors(t, fds, deadline));
  List* out[3];
  for (int i = 0; i < 3; ++i) {
    out[i] = EIDER_TRY(list_new(t, 0));
    for (size_t at = starts[i]; at < starts[i + 1]; ++at) {
      if (fds[at].revents & POLLNVAL) return raise_errno(t, EBADF);
      if (fds[at].revents & kReady[i]) EIDER_TRY(list_append(t, out[i], list_get(lists[i], static_cast<int64_t>(at - starts[i]))));
    }
  }
  return tuple_of(t, out[0]->value(), out[1]->value(), out[2]->value());
}

struct PollObject : Object {  // kValues
  Field<Value> wanted;        // Dict fd -> events
};
Dict* wanted_of(Value self) { return self.as<PollObject>()->wanted.get().as<Dict>(); }
Result<Value> poll_register(Thread& t, Value self, Value fd, Value events) {
  int64_t mask = events.is_absent() ? POLLIN | POLLPRI | POLLOUT : EIDER_TRY(argument_index(t, events));
  EIDER_TRY(dict_set(t, wanted_of(self), number(EIDER_TRY(descriptor_of(t, fd))), number(mask & 0xffff)));
  return kNone;
}
Result<Value> poll_modify(Thread& t, Value self, Value fd, Value events) {
  Value key = number(EIDER_TRY(descriptor_of(t, fd)));
  int64_t mask = EIDER_TRY(argument_index(t, events));
  if (EIDER_TRY(dict_get(t, wanted_of(self), key)).is_absent()) return raise_errno(t, ENOENT);
  EIDER_TRY(dict_set(t, wanted_of(self), key, number(mask & 0xffff)));
  return kNone;
}
Result<Value> poll_unregister(Thread& t, Value self, Value fd) {
  Value key = number(EIDER_TRY(descriptor_of(t, fd)));
  if (EIDER_TRY(dict_pop(t, wanted_of(self), key)).is_absent()) return raise_key_error(t, key);
  return kNone;
}
Result<Value> poll_poll(Thread& t, Value self, Value timeout) {
  base::Deadline deadline = base::kNoDeadline;
  if (!timeout.is_absent() && !timeout.is_none()) {
    double ms = EIDER_TRY(to_double(t, timeout));
    if (ms >= 0) deadline = ms == 0 ? 0 : base::deadline_after(static_cast<uint64_t>(std::ceil(ms * 1e6)));
  }
  std::vector<pollfd> fds;
  Dict* wanted = wanted_of(self);
  uint32_t at = 0;
  DictTable* table = wanted->table.load_acquire();
  Value key, events;
  while (dict_next(t, wanted, table, &at, &key, &events)) {
    fds.push_back({static_cast<int>(key.small_int()), static_cast<short>(events.small_int()), 0});
  }
  EIDER_TRY(poll_descriptors(t, fds, deadline));
  List* out = EIDER_TRY(list_new(t, 0));
  for (const pollfd& p : fds) {
    if (p.revents != 0) EIDER_TRY(list_append(t, out, EIDER_TRY(tuple_of(t, number(p.fd), number(p.revents & 0xffff)))->value()));
  }
  return out;
}
Result<Value> select_poll(Thread& t) {
  Dict* wanted = EIDER_TRY(dict_new(t));
  Object* o = EIDER_TRY(new_instance(t, system_modules(t).poll_object));
  static_cast<PollObject*>(o)->wanted.init(wanted->value());
  return o;
}
constexpr NativeDef kPollMethods[] = {
    {"register(self, fd, eventmask=7, /)", bind<poll_register>, Sync::kLocksOwn, "Register a file descriptor with the polling object."},
    {"modify(self, fd, eventmask, /)", bind<poll_modify>, Sync::kLocksOwn, "Modify an already registered file descriptor."},
    {"unregister(self, fd, /)", bind<poll_unregister>, Sync::kLocksOwn, "Remove a file descriptor being tracked by the polling object."},
    {"poll(self, timeout=None, /)", bind<poll_poll>, Sync::kSnapshot, "Polls the set of registered file descriptors."},
};
constexpr NativeDef kSelect[] = {
    {"select(rlist, wlist, xlist, timeout=None, /)", bind<select_select>, Sync::kNone, "Wait until one or more file descriptors are ready for some kind of I/O."},
    {"poll()", bind<select_poll>, Sync::kNone, "Returns a polling object."},
};
constexpr IntConstant kPollNumbers[] = {C(POLLIN), C(POLLPRI), C(POLLOUT), C(POLLERR), C(POLLHUP), C(POLLNVAL), C(POLLRDNORM), C(POLLRDBAND),
                                        C(POLLWRNORM), C(POLLWRBAND), {"POLLMSG", 1024}, {"POLLRDHUP", 0x2000}, {"PIPE_BUF", 4096}};

// --- resource -----------------------------------------------------------------------------------------------------------------------
const char* const kUsageFields[] = {"ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt",
                                    "ru_nswap", "ru_inblock", "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw"};
constexpr StructSeqDef kUsage = {"resource.struct_rusage", "struct_rusage: Result from getrusage.", 16, 16, kUsageFields};
Result<Value> resource_usage(Thread& t, Index who) {
  rusage u;
  if (::getrusage(static_cast<__rusage_who_t>(who), &u) != 0) {
    if (errno == EINVAL) return raise(t, TypeId::kValueError, "invalid who parameter");
    return raise_errno(t, errno);
  }
  Value items[16];
  items[0] = EIDER_TRY(float_value(t, static_cast<double>(u.ru_utime.tv_sec) + 1e-6 * static_cast<double>(u.ru_utime.tv_usec)));
  items[1] = EIDER_TRY(float_value(t, static_cast<double>(u.ru_stime.tv_sec) + 1e-6 * static_cast<double>(u.ru_stime.tv_usec)));
  long rest[] = {u.ru_maxrss, u.ru_ixrss, u.ru_idrss, u.ru_isrss, u.ru_minflt, u.ru_majflt, u.ru_nswap, u.ru_inblock, u.ru_oublock, u.ru_msgsnd,
                 u.ru_msgrcv, u.ru_nsignals, u.ru_nvcsw, u.ru_nivcsw};
  for (int i = 0; i < 14; ++i) items[2 + i] = number(rest[i]);
  return struct_seq_new(t, system_modules(t).rusage, kUsage, items);
}
Value limit_value(rlim_t v) { return number(v == RLIM_INFINITY ? -1 : static_cast<int64_t>(v)); }
Result<Value> resource_getrlimit(Thread& t, Index which) {
  if (which < 0 || which >= RLIM_NLIMITS) return raise(t, TypeId::kValueError, "invalid resource specified");
  rlimit limit;
  if (::getrlimit(static_cast<__rlimit_resource_t>(which), &limit) != 0) return raise_errno(t, errno);
  return tuple_of(t, limit_value(limit.rlim_cur), limit_value(limit.rlim_max));
}
Result<Value> resource_setrlimit(Thread& t, Index which, Value limits) {
  if (which < 0 || which >= RLIM_NLIMITS) return raise(t, TypeId::kValueError, "invalid resource specified");
  Tuple* pair = EIDER_TRY(to_tuple(t, limits));
  if (pair->size() != 2) return raise(t, TypeId::kValueError, "expected a tuple of 2 integers");
  int64_t soft = EIDER_TRY(argument_index(t, pair->items[0].get())), hard = EIDER_TRY(argument_index(t, pair->items[1].get()));
  rlimit limit = {static_cast<rlim_t>(soft), static_cast<rlim_t>(hard)};
  if (::setrlimit(static_cast<__rlimit_resource_t>(which), &limit) != 0) {
    if (errno == EINVAL) return raise(t, TypeId::kValueError, "current limit exceeds maximum limit");
    if (errno == EPERM) return raise(t, TypeId::kValueError, "not allowed to raise maximum limit");
    return raise_errno(t, errno);
  }
  return kNone;
}
Result<Value> resource_pagesize(Thread&) { return number(::sysconf(_SC_PAGESIZE)); }
constexpr NativeDef kResource[] = {
    {"getrusage(who, /)", bind<resource_usage>, Sync::kNone, nullptr},
    {"getrlimit(resource, /)", bind<resource_getrlimit>, Sync::kNone, nullptr},
    {"setrlimit(resource, limits, /)", bind<resource_setrlimit>, Sync::kNone, nullptr},
    {"getpagesize()", bind<resource_pagesize>, Sync::kNone, nullptr},
};
constexpr IntConstant kResourceNumbers[] = {C(RUSAGE_SELF), C(RUSAGE_CHILDREN), C(RUSAGE_THREAD), C(RLIMIT_CPU), C(RLIMIT_FSIZE), C(RLIMIT_DATA),
                                            C(RLIMIT_STACK), C(RLIMIT_CORE), C(RLIMIT_NOFILE), C(RLIMIT_AS), C(RLIMIT_NPROC), C(RLIMIT_MEMLOCK),
                                            C(RLIMIT_RSS), C(RLIMIT_SIGPENDING), C(RLIMIT_MSGQUEUE), C(RLIMIT_NICE), C(RLIMIT_RTPRIO), {"RLIM_INFINITY", -1}};
#undef C

}  // namespace

Result<void> fill_imp(Thread& t, Module* m) {
  EIDER_TRY(set_text(t, m, "check_hash_based_pycs", "default"));
  return add_functions(t, m, kImp);
}
Result<void> fill_pwd(Thread& t, Module* m) {
  system_modules(t).passwd = EIDER_TRY(struct_seq_type(t, kPasswd));
  EIDER_TRY(module_set(t, m, "struct_passwd", system_modules(t).passwd->value()));
  return add_functions(t, m, kPwd);
}
Result<void> fill_grp(Thread& t, Module* m) {
  system_modules(t).group = EIDER_TRY(struct_seq_type(t, kGroup));
  EIDER_TRY(module_set(t, m, "struct_group", system_modules(t).group->value()));
  return add_functions(t, m, kGrp);
}
Result<void> fill_select(Thread& t, Module* m) {
  TypeSpec spec;
  spec.name = "select.poll";
  spec.flags = kDisallowInstantiation;
  spec.native_bytes = sizeof(PollObject);
  spec.trace = TraceKind::kValues;
  spec.methods = kPollMethods;
  spec.method_count = std::size(kPollMethods);
  system_modules(t).poll_object = EIDER_TRY(make_builtin_type(t, spec));
  EIDER_TRY(add_functions(t, m, kSelect));
  EIDER_TRY(set_ints(t, m, kPollNumbers));
  return module_set(t, m, "error", type(t, TypeId::kOSError)->value());
}
Result<void> fill_resource(Thread& t, Module* m) {
  system_modules(t).rusage = EIDER_TRY(struct_seq_type(t, kUsage));
  EIDER_TRY(module_set(t, m, "struct_rusage", system_modules(t).rusage->value()));
  EIDER_TRY(module_set(t, m, "error", type(t, TypeId::kOSError)->value()));
  EIDER_TRY(add_functions(t, m, kResource));
  return set_ints(t, m, kResourceNumbers);
}

}  // namespace eider::modules
