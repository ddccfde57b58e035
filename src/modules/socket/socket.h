// SPDX-License-Identifier: MIT
//
// _socket: the object, addresses, waiting.
//
// Thread rule: a socket may be used by several threads at once; each call is one system call (sendall: several) on the descriptor it
// found at its start. Closing exchanges the descriptor for -1, so it is closed once; a call that runs meanwhile on another thread gets the
// system's error, as in CPython. The timeout is one word.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <string>

#include "base/clock.h"
#include "modules/module_parts.h"
#include "modules/thread/support.h"
#include "threads/safepoint.h"

namespace eider::modules {

struct Socket : Object {  // kCustom: nothing to trace
  Atomic<int64_t> fd;         // -1: closed. acq_rel where it is exchanged, relaxed elsewhere: the number alone matters
  Atomic<int64_t> timeout;    // ns; negative: none (blocking); relaxed
  int family, kind, protocol; // set by __init__
};

inline SocketState& socket_state(Thread& t) { return system_modules(t).sockets; }

/// The descriptor, or OSError EBADF.
Result<int> socket_fd(Thread& t, Socket* s);
Result<int64_t> timeout_argument(Thread& t, Value v);  // ns, -1 for None
Result<Value> timeout_value(Thread& t, int64_t ns);

// --- waiting (socket_object.cpp) ----------------------------------------------------------------------------------------------------------
enum class Wait : uint8_t { kRead, kWrite, kConnect };
/// Until the descriptor is ready. Fails with TimeoutError "timed out" at the deadline, or when a signal handler raised.
Result<void> socket_wait(Thread& t, int fd, Wait what, base::Deadline deadline);
/// The deadline of a call that starts now.
base::Deadline socket_deadline(const Socket* s);
/// Runs `call`, which must not block, until it does not say EAGAIN; waits in between, unless the socket is non-blocking. Returns what the
/// call returned; OSError.
template <class F>
Result<int64_t> socket_call(Thread& t, Socket* s, Wait what, base::Deadline deadline, F call);

// --- addresses (address.cpp) -----------------------------------------------------------------------------------------------------------
struct Address {
  sockaddr_storage storage;
  socklen_t length = 0;
  sockaddr* any() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&storage); }
};
/// An address of the socket's family from its Python form; `caller` goes into errors ("bind").
Result<void> address_argument(Thread& t, Socket* s, Value v, const char* caller, Address* out);
Result<Value> address_value(Thread& t, const sockaddr* address, socklen_t length);
/// "" any address, "<broadcast>", numbers, or a name to resolve (detached).
Result<void> resolve_host(Thread& t, const std::string& host, int family, Address* out);
Failure raise_gai_error(Thread& t, int error);
Failure raise_host_error(Thread& t, int error);
/// A host argument: str (IDNA when not ASCII), bytes or bytearray.
Result<std::string*> host_argument(Thread& t, Value v, const char* what, std::string* out);

Result<void> install_socket_type(Thread& t, Module* module);
extern const NativeDef kSocketIoMethods[];  // socket_io.cpp
extern const uint32_t kSocketIoMethodCount;
Result<void> add_resolver_functions(Thread& t, Module* module);  // resolve.cpp
Result<void> add_socket_constants(Thread& t, Module* module);    // constants.cpp

// --- templates ------------------------------------------------------------------------------------------------------------------------
template <class F>
Result<int64_t> socket_call(Thread& t, Socket* s, Wait what, base::Deadline deadline, F call) {
  int fd = EIDER_TRY(socket_fd(t, s));
  for (;;) {
    int64_t result;
    int error;
    {
      threads::Detached away(t);
      result = call(fd);
      error = errno;
    }
    if (result >= 0) return result;
    if (error == EINTR) {
      EIDER_TRY(poll(t));
      continue;
    }
    bool would_block = error == EAGAIN || error == EWOULDBLOCK;
    if (!would_block || s->timeout.load_relaxed() == 0) return raise_errno(t, error);
    EIDER_TRY(socket_wait(t, fd, what, deadline));
  }
}

}  // namespace eider::modules
