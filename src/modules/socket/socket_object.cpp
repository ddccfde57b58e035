// SPDX-License-Identifier: MIT
//
// The type socket: opening, naming, connecting, options, closing. Not here: moving bytes (socket_io.cpp).
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "builtins/bytes/bytes.h"
#include "modules/socket/socket.h"
#include "modules/support.h"
#include "modules/thread/support.h"
#include "objects/descriptors.h"
#include "threads/safepoint.h"
#include "threads/wait.h"

namespace eider::modules {

namespace {

Socket* of(Value v) { return v.as<Socket>(); }

Result<int> int_argument(Thread& t, Value v) {
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT32_MIN || n > INT32_MAX) return raise(t, TypeId::kOverflowError, "signed integer is %s", n < 0 ? "less than minimum" : "greater than maximum");
  return static_cast<int>(n);
}

bool set_blocking(int fd, bool blocking) {
  int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) return false;
  int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  return wanted == flags || ::fcntl(fd, F_SETFL, wanted) == 0;
}

/// One system call that does not wait for others.
template <class F>
Result<int64_t> quick(Thread& t, F call) {
  int64_t result;
  int error;
  {
    threads::Detached away(t);
    result = call();
    error = errno;
  }
  if (result < 0) return raise_errno(t, error);
  return result;
}

}  // namespace

Result<int> socket_fd(Thread& t, Socket* s) {
  int64_t fd = s->fd.load_relaxed();
  if (fd < 0) return raise_errno(t, EBADF);
  return static_cast<int>(fd);
}

Result<int64_t> timeout_argument(Thread& t, Value v) {
  if (v.is_none()) return int64_t{-1};
  int64_t ns = EIDER_TRY(nanoseconds_of(t, v));
  if (ns < 0) return raise(t, TypeId::kValueError, "Timeout value out of range");
  if (ns / 1'000'000 > INT32_MAX) return raise(t, TypeId::kOverflowError, "timeout doesn't fit into C timeval");
  return ns;
}
Result<Value> timeout_value(Thread& t, int64_t ns) { return ns < 0 ? Result<Value>(kNone) : float_value(t, static_cast<double>(ns) / 1e9); }

base::Deadline socket_deadline(const Socket* s) {
  int64_t ns = s->timeout.load_relaxed();
  return ns < 0 ? base::kNoDeadline : base::deadline_after(static_cast<uint64_t>(ns));
}

Result<void> socket_wait(Thread& t, int fd, Wait what, base::Deadline deadline) {
  short events = what == Wait::kRead ? POLLIN : what == Wait::kWrite ? POLLOUT : POLLOUT | POLLERR;
  for (;;) {
    pollfd row = {fd, events, 0};
    int ready = threads::wait_descriptors(t, &row, 1, deadline);
    if (ready > 0) return kDone;
    if (ready < 0 && ready != -EINTR) return raise_errno(t, -ready);
    EIDER_TRY(poll(t));
    if (base::monotonic_ns() >= deadline) return raise(t, TypeId::kTimeoutError, "timed out");
  }
}

namespace {

// --- making and closing ---------------------------------------------------------------------------------------------------------------
Result<Value> socket_new(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) {
  auto* s = EIDER_TRY(make<Socket>(t, cls));
  s->fd.store_relaxed(-1);
  s->timeout.store_relaxed(-1);
  return s;
}

Result<int> option_of(Thread& t, int fd, int option) {
  int value = 0;
  socklen_t length = sizeof value;
  EIDER_TRY(quick(t, [&] { return int64_t{::getsockopt(fd, SOL_SOCKET, option, &value, &length)}; }));
  return value;
}

Result<void> adopt(Thread& t, Socket* s, Value number, int family, int kind, int protocol) {
  if (is_float(t, number)) return raise(t, TypeId::kTypeError, "integer argument expected, got float");
  int fd = EIDER_TRY(int_argument(t, number));
  if (fd < 0) return raise(t, TypeId::kValueError, "negative file descriptor");
  Address address;
  address.length = sizeof address.storage;
  EIDER_TRY(quick(t, [&] { return int64_t{::getsockname(fd, address.any(), &address.length)}; }));
  s->family = family == -1 ? address.storage.ss_family : family;
  s->kind = kind == -1 ? EIDER_TRY(option_of(t, fd, SO_TYPE)) : kind;
  s->protocol = protocol == -1 ? EIDER_TRY(option_of(t, fd, SO_PROTOCOL)) : protocol;
  s->fd.store_relaxed(fd);
  return kDone;
}

Result<void> socket_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"socket(family=-1, type=-1, proto=-1, fileno=None)"};
  Value a[4];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  auto number = [&](Value v) -> Result<int> { return v.is_absent() ? Result<int>(-1) : int_argument(t, v); };
  int family = EIDER_TRY(number(a[0])), kind = EIDER_TRY(number(a[1])), protocol = EIDER_TRY(number(a[2]));
  Socket* s = of(self);
  if (!a[3].is_absent() && !a[3].is_none()) {
    EIDER_TRY(adopt(t, s, a[3], family, kind, protocol));
  } else {
    s->family = family == -1 ? AF_INET : family;
    s->kind = kind == -1 ? SOCK_STREAM : kind;
    s->protocol = protocol == -1 ? 0 : protocol;
    s->fd.store_relaxed(EIDER_TRY(quick(t, [&] { return int64_t{::socket(s->family, s->kind | SOCK_CLOEXEC, s->protocol)}; })));
  }
  int fd = static_cast<int>(s->fd.load_relaxed());
  if (s->kind & SOCK_NONBLOCK) {
    s->timeout.store_relaxed(0);
  } else {
    int64_t ns = socket_state(t).default_timeout.load_relaxed();
    s->timeout.store_relaxed(ns);
    if (ns >= 0 && !set_blocking(fd, false)) return raise_errno(t, errno);
  }
  s->kind &= ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  return kDone;
}

Result<Value> socket_close(Thread& t, Value self) {
  int64_t fd = of(self)->fd.exchange_acq_rel(-1);
  if (fd < 0) return kNone;
  int error;
  {
    threads::Detached away(t);
    error = ::close(static_cast<int>(fd)) < 0 ? errno : 0;
  }
  if (error != 0 && error != ECONNRESET) return raise_errno(t, error);
  return kNone;
}
Result<Value> socket_detach(Thread&, Value self) { return Value::from_small_int(of(self)->fd.exchange_acq_rel(-1)); }
Result<Value> socket_fileno(Thread&, Value self) { return Value::from_small_int(of(self)->fd.load_relaxed()); }
void socket_finalize(Thread& t, Value self) {
  if (of(self)->fd.load_relaxed() < 0) return;
  Value pending = take_exception(t);
  Result<Str*> shown = repr(t, self);
  if (shown.ok()) {
    Result<Value> warnings = runtime::import_module(t, "_warnings");
    Result<Str*> text = str_format(t, "unclosed %s", to_utf8(shown.get()).c_str());
    if (warnings.ok() && text.ok()) {
      (void)call_named(t, warnings.get(), "warn", {text.get()->value(), type(t, TypeId::kResourceWarning)->value(), Value::from_small_int(1), self}).ok();
    }
  }
  t.pending_exception = kAbsent;
  if (!socket_close(t, self).ok()) t.pending_exception = kAbsent;
  t.pending_exception = pending;
}
Result<Value> socket_repr(Thread& t, Value self) {
  Socket* s = of(self);
  return EIDER_TRY(str_format(t, "<socket object, fd=%lld, family=%d, type=%d, proto=%d>", static_cast<long long>(s->fd.load_relaxed()), s->family,
                              s->kind, s->protocol));
}

// --- names and connections ---------------------------------------------------------------------------------------------------------------
Result<Value> socket_accept(Thread& t, Value self) {
  Socket* s = of(self);
  Address address;
  base::Deadline deadline = socket_deadline(s);
  int fd = EIDER_TRY(socket_fd(t, s));
  if (s->timeout.load_relaxed() != 0) EIDER_TRY(socket_wait(t, fd, Wait::kRead, deadline));
  int64_t made = EIDER_TRY(socket_call(t, s, Wait::kRead, deadline, [&](int at) {
    address.length = sizeof address.storage;
    return int64_t{::accept4(at, address.any(), &address.length, SOCK_CLOEXEC)};
  }));
  Result<Value> shown = address_value(t, address.any(), address.length);
  if (!shown.ok()) {
    ::close(static_cast<int>(made));
    return kFailure;
  }
  return tuple_of(t, Value::from_small_int(made), shown.get());
}
Result<Value> socket_bind(Thread& t, Value self, Value where) {
  Address address;
  EIDER_TRY(address_argument(t, of(self), where, "bind", &address));
  int fd = EIDER_TRY(socket_fd(t, of(self)));
  EIDER_TRY(quick(t, [&] { return int64_t{::bind(fd, address.any(), address.length)}; }));
  return kNone;
}
Result<Value> socket_listen(Thread& t, Value self, std::optional<int64_t> backlog) {
  int fd = EIDER_TRY(socket_fd(t, of(self)));
  int64_t n = std::clamp<int64_t>(backlog.value_or(128), 0, INT32_MAX);
  EIDER_TRY(quick(t, [&] { return int64_t{::listen(fd, static_cast<int>(n))}; }));
  return kNone;
}

/// Errors of the connection itself come back as `*error`; 0 when it is there.
Result<void> connect_to(Thread& t, Socket* s, const Address& address, int* error) {
  int fd = EIDER_TRY(socket_fd(t, s));
  int64_t timeout = s->timeout.load_relaxed();
  base::Deadline deadline = socket_deadline(s);
  {
    threads::Detached away(t);
    *error = ::connect(fd, address.any(), address.length) == 0 ? 0 : errno;
  }
  bool interrupted = *error == EINTR;
  if (interrupted) EIDER_TRY(poll(t));
  // Begun, and not finished: an interrupted connect goes on by itself.
  if (!interrupted && (*error != EINPROGRESS || timeout == 0)) return kDone;
  EIDER_TRY(socket_wait(t, fd, Wait::kConnect, deadline));
  *error = EIDER_TRY(option_of(t, fd, SO_ERROR));
  if (*error == EISCONN) *error = 0;
  return kDone;
}
Result<Value> socket_connect(Thread& t, Value self, Value where) {
  Address address;
  EIDER_TRY(address_argument(t, of(self), where, "connect", &address));
  int error = 0;
  EIDER_TRY(connect_to(t, of(self), address, &error));
  if (error != 0) return raise_errno(t, error);
  return kNone;
}
Result<Value> socket_connect_ex(Thread& t, Value self, Value where) {
  Address address;
  EIDER_TRY(address_argument(t, of(self), where, "connect_ex", &address));
  int error = 0;
  if (!connect_to(t, of(self), address, &error).ok()) {
    if (!clear_if(t, TypeId::kTimeoutError)) return kFailure;
    error = EAGAIN;
  }
  return Value::from_small_int(error);
}
template <int (*Call)(int, sockaddr*, socklen_t*)>
Result<Value> socket_name(Thread& t, Value self) {
  int fd = EIDER_TRY(socket_fd(t, of(self)));
  Address address;
  address.storage = {};
  address.length = sizeof address.storage;
  EIDER_TRY(quick(t, [&] { return int64_t{Call(fd, address.any(), &address.length)}; }));
  return address_value(t, address.any(), address.length);
}
Result<Value> socket_shutdown(Thread& t, Value self, Value how) {
  int fd = EIDER_TRY(socket_fd(t, of(self)));
  int n = EIDER_TRY(int_argument(t, how));
  EIDER_TRY(quick(t, [&] { return int64_t{::shutdown(fd, n)}; }));
  return kNone;
}

// --- timeouts and options -----------------------------------------------------------------------------------------------------------------
Result<Value> set_timeout(Thread& t, Socket* s, int64_t ns) {
  int fd = EIDER_TRY(socket_fd(t, s));
  s->timeout.store_relaxed(ns);
  EIDER_TRY(quick(t, [&] { return set_blocking(fd, ns < 0) ? int64_t{0} : int64_t{-1}; }));
  return kNone;
}
Result<Value> socket_settimeout(Thread& t, Value self, Value given) { return set_timeout(t, of(self), EIDER_TRY(timeout_argument(t, given))); }
Result<Value> socket_gettimeout(Thread& t, Value self) { return timeout_value(t, of(self)->timeout.load_relaxed()); }
Result<Value> socket_setblocking(Thread& t, Value self, bool blocking) { return set_timeout(t, of(self), blocking ? -1 : 0); }
Result<bool> socket_getblocking(Thread&, Value self) { return of(self)->timeout.load_relaxed() != 0; }

Result<Value> socket_setsockopt(Thread& t, Value self, Value level, Value option, Value value, Value length) {
  int fd = EIDER_TRY(socket_fd(t, of(self)));
  int at = EIDER_TRY(int_argument(t, level)), which = EIDER_TRY(int_argument(t, option));
  if (value.is_none()) {
    if (length.is_absent()) return raise(t, TypeId::kTypeError, "setsockopt() requires 4 arguments when third argument is None");
    auto n = static_cast<socklen_t>(EIDER_TRY(int_argument(t, length)));
    EIDER_TRY(quick(t, [&] { return int64_t{::setsockopt(fd, at, which, nullptr, n)}; }));
    return kNone;
  }
  if (is_int(t, value)) {
    int n = EIDER_TRY(int_argument(t, value));
    EIDER_TRY(quick(t, [&] { return int64_t{::setsockopt(fd, at, which, &n, sizeof n)}; }));
    return kNone;
  }
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, value));
  EIDER_TRY(quick(t, [&] { return int64_t{::setsockopt(fd, at, which, bytes.span().data(), static_cast<socklen_t>(bytes.span().size()))}; }));
  return kNone;
}
Result<Value> socket_getsockopt(Thread& t, Value self, Value level, Value option, std::optional<int64_t> size) {
  int fd = EIDER_TRY(socket_fd(t, of(self)));
  int at = EIDER_TRY(int_argument(t, level)), which = EIDER_TRY(int_argument(t, option));
  int64_t wanted = size.value_or(0);
  if (wanted == 0) {
    int value = 0;
    socklen_t length = sizeof value;
    EIDER_TRY(quick(t, [&] { return int64_t{::getsockopt(fd, at, which, &value, &length)}; }));
    return Value::from_small_int(value);
  }
  if (wanted < 0 || wanted > 1024) return raise(t, TypeId::kOSError, "getsockopt buflen out of range");
  char buffer[1024];
  auto length = static_cast<socklen_t>(wanted);
  EIDER_TRY(quick(t, [&] { return int64_t{::getsockopt(fd, at, which, buffer, &length)}; }));
  return EIDER_TRY(builtins::bytes_from(t, buffer, length))->value();
}

Result<Value> get_family(Thread&, Value self) { return Value::from_small_int(of(self)->family); }
Result<Value> get_type(Thread&, Value self) { return Value::from_small_int(of(self)->kind); }
Result<Value> get_proto(Thread&, Value self) { return Value::from_small_int(of(self)->protocol); }
constexpr GetSetDef kGetSets[] = {
    {"family", get_family, nullptr, "the socket family"},
    {"type", get_type, nullptr, "the socket type"},
    {"proto", get_proto, nullptr, "the socket protocol"},
    {"timeout", socket_gettimeout, nullptr, "the socket timeout"},
};
constexpr NativeDef kMethods[] = {
    {"_accept(self, /)", bind<socket_accept>, Sync::kLockFreeRead, "Wait for an incoming connection."},
    {"bind(self, address, /)", bind<socket_bind>, Sync::kLockFreeRead, "Bind the socket to a local address."},
    {"close(self, /)", bind<socket_close>, Sync::kLocksOwn, "Close the socket.  It cannot be used after this call."},
    {"connect(self, address, /)", bind<socket_connect>, Sync::kLockFreeRead, "Connect the socket to a remote address."},
    {"connect_ex(self, address, /)", bind<socket_connect_ex>, Sync::kLockFreeRead, "As connect(), but returns an error code instead of raising."},
    {"detach(self, /)", bind<socket_detach>, Sync::kLocksOwn, "Close the socket object without closing the underlying file descriptor."},
    {"fileno(self, /)", bind<socket_fileno>, Sync::kLockFreeRead, "Return the integer file descriptor of the socket."},
    {"getpeername(self, /)", bind<socket_name<::getpeername>>, Sync::kLockFreeRead, "Return the address of the remote endpoint."},
    {"getsockname(self, /)", bind<socket_name<::getsockname>>, Sync::kLockFreeRead, "Return the address of the local endpoint."},
    {"listen(self, backlog=128, /)", bind<socket_listen>, Sync::kLockFreeRead, "Enable a server to accept connections."},
    {"shutdown(self, flag, /)", bind<socket_shutdown>, Sync::kLockFreeRead, "Shut down the reading or writing side of the socket."},
    {"settimeout(self, timeout, /)", bind<socket_settimeout>, Sync::kLocksOwn, "Set a timeout on socket operations."},
    {"gettimeout(self, /)", bind<socket_gettimeout>, Sync::kLockFreeRead, "Returns the timeout in seconds (float) associated with socket operations."},
    {"setblocking(self, flag, /)", bind<socket_setblocking>, Sync::kLocksOwn, "Set the socket to blocking or non-blocking."},
    {"getblocking(self, /)", bind<socket_getblocking>, Sync::kLockFreeRead, "Returns True if socket is in blocking mode."},
    {"setsockopt(self, level, option, value, optlen=0, /)", bind<socket_setsockopt>, Sync::kLockFreeRead, "Set a socket option."},
    {"getsockopt(self, level, option, buffersize=0, /)", bind<socket_getsockopt>, Sync::kLockFreeRead, "Get a socket option."},
};

}  // namespace

Result<void> install_socket_type(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "_socket.socket";
  spec.doc = "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object";
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(Socket);
  spec.slots.new_ = socket_new;
  spec.slots.init = socket_init;
  spec.slots.repr = socket_repr;
  spec.slots.finalize = socket_finalize;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  Type* made = EIDER_TRY(make_builtin_type(t, spec));
  for (uint32_t i = 0; i < kSocketIoMethodCount; ++i) {
    const NativeDef* def = &kSocketIoMethods[i];
    EIDER_TRY(dict_set_str(t, made->dict.get(), EIDER_TRY(intern(t, def->signature.name)), EIDER_TRY(method_descriptor_new(t, made, def))));
  }
  EIDER_TRY(module_set(t, module, "socket", made->value()));
  return module_set(t, module, "SocketType", made->value());
}

}  // namespace eider::modules
