// SPDX-License-Identifier: MIT
//
// Moving bytes through sockets. Every call to the system is made non-blocking and the thread waits in between, detached, in slices: so
// signals and the runtime's end reach it whatever the socket's own mode is.
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstring>
#include <memory>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "builtins/sequence_support.h"
#include "modules/socket/socket.h"

namespace eider::modules {

namespace {

using Access = builtins::BufferHold::Access;
Socket* of(Value v) { return v.as<Socket>(); }

Result<int> flags_argument(Thread& t, Value v) {
  if (v.is_absent()) return 0;
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT_MIN || n > INT_MAX) return raise(t, TypeId::kOverflowError, "signed integer is %s", n < 0 ? "less than minimum" : "greater than maximum");
  return static_cast<int>(n);
}
Result<int64_t> size_argument(Thread& t, Value v, const char* caller) {
  int64_t n = EIDER_TRY(builtins::size_argument(t, v));
  if (n < 0) return raise(t, TypeId::kValueError, "negative buffersize in %s", caller);
  return n;
}

// --- receiving --------------------------------------------------------------------------------------------------------------------------
Result<int64_t> receive(Thread& t, Socket* s, void* to, int64_t size, int flags, Address* from) {
  return socket_call(t, s, Wait::kRead, socket_deadline(s), [&](int fd) {
    if (from == nullptr) return int64_t{::recv(fd, to, static_cast<size_t>(size), flags | MSG_DONTWAIT)};
    from->length = sizeof from->storage;
    return int64_t{::recvfrom(fd, to, static_cast<size_t>(size), flags | MSG_DONTWAIT, from->any(), &from->length)};
  });
}

Result<builtins::Bytes*> receive_bytes(Thread& t, Socket* s, int64_t size, int flags, Address* from) {
  // A large request usually brings little: the bytes land outside the heap first.
  constexpr int64_t kDirect = 64 * 1024;
  if (size <= kDirect) {
    auto* made = EIDER_TRY(builtins::bytes_new(t, size));
    int64_t got = EIDER_TRY(receive(t, s, made->data, size, flags, from));
    return got == size ? Result<builtins::Bytes*>(made) : builtins::bytes_from(t, made->data, got);
  }
  std::unique_ptr<uint8_t[]> buffer(new (std::nothrow) uint8_t[static_cast<size_t>(size)]);
  if (buffer == nullptr) return raise_no_memory(t);
  int64_t got = EIDER_TRY(receive(t, s, buffer.get(), size, flags, from));
  return builtins::bytes_from(t, buffer.get(), got);
}

Result<Value> socket_recv(Thread& t, Value self, Value size, Value flags) {
  int64_t n = EIDER_TRY(size_argument(t, size, "recv"));
  return receive_bytes(t, of(self), n, EIDER_TRY(flags_argument(t, flags)), nullptr);
}
Result<Value> socket_recvfrom(Thread& t, Value self, Value size, Value flags) {
  int64_t n = EIDER_TRY(size_argument(t, size, "recvfrom"));
  Address from;
  from.storage = {};
  auto* made = EIDER_TRY(receive_bytes(t, of(self), n, EIDER_TRY(flags_argument(t, flags)), &from));
  return tuple_of(t, made->value(), EIDER_TRY(address_value(t, from.any(), from.length)));
}
Result<int64_t> receive_into(Thread& t, Value self, Value buffer, Value size, Value flags, const char* caller, Address* from) {
  builtins::BufferHold hold;
  EIDER_TRY(hold.acquire(t, buffer, Access::kWrite, "a read-write bytes-like object is required, not %s"));
  int64_t n = size.is_absent() ? 0 : EIDER_TRY(size_argument(t, size, caller));
  if (n == 0) n = hold.size();
  if (n > hold.size()) return raise(t, TypeId::kValueError, "%s", from == nullptr ? "buffer too small for requested bytes" : "nbytes is greater than the length of the buffer");
  return receive(t, of(self), hold.data(), n, EIDER_TRY(flags_argument(t, flags)), from);
}
Result<Value> socket_recv_into(Thread& t, Value self, Value buffer, Value size, Value flags) {
  return Value::from_small_int(EIDER_TRY(receive_into(t, self, buffer, size, flags, "recv_into", nullptr)));
}
Result<Value> socket_recvfrom_into(Thread& t, Value self, Value buffer, Value size, Value flags) {
  Address from;
  from.storage = {};
  int64_t n = EIDER_TRY(receive_into(t, self, buffer, size, flags, "recvfrom_into", &from));
  return tuple_of(t, Value::from_small_int(n), EIDER_TRY(address_value(t, from.any(), from.length)));
}

// --- sending ------------------------------------------------------------------------------------------------------------------------------
Result<int64_t> send_some(Thread& t, Socket* s, const uint8_t* data, int64_t size, int flags, const Address* to, base::Deadline deadline) {
  return socket_call(t, s, Wait::kWrite, deadline, [&](int fd) {
    int how = flags | MSG_DONTWAIT | MSG_NOSIGNAL;
    if (to == nullptr) return int64_t{::send(fd, data, static_cast<size_t>(size), how)};
    return int64_t{::sendto(fd, data, static_cast<size_t>(size), how, to->any(), to->length)};
  });
}
/// As a blocking send: all of it, unless the connection breaks in between.
Result<int64_t> send_blocking(Thread& t, Socket* s, const uint8_t* data, int64_t size, int flags) {
  int64_t sent = EIDER_TRY(send_some(t, s, data, size, flags, nullptr, socket_deadline(s)));
  while (sent < size && s->timeout.load_relaxed() < 0 && s->kind == SOCK_STREAM) {
    Result<int64_t> more = send_some(t, s, data + sent, size - sent, flags, nullptr, base::kNoDeadline);
    if (!more.ok()) {
      if (clear_if(t, TypeId::kOSError)) break;
      return kFailure;
    }
    sent += more.get();
  }
  return sent;
}

Result<Value> socket_send(Thread& t, Value self, Value data, Value flags) {
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, data));
  int how = EIDER_TRY(flags_argument(t, flags));
  return Value::from_small_int(EIDER_TRY(send_blocking(t, of(self), bytes.span().data(), bytes.size(), how)));
}
Result<Value> socket_sendall(Thread& t, Value self, Value data, Value flags) {
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, data));
  int how = EIDER_TRY(flags_argument(t, flags));
  base::Deadline deadline = socket_deadline(of(self));
  int64_t sent = 0;
  do {
    sent += EIDER_TRY(send_some(t, of(self), bytes.span().data() + sent, bytes.size() - sent, how, nullptr, deadline));
    EIDER_TRY(poll(t));
  } while (sent < bytes.size());
  return kNone;
}
Result<Value> socket_sendto(Thread& t, Value self, Tuple* args) {
  int64_t count = args->size();
  if (count < 2 || count > 3) return raise(t, TypeId::kTypeError, "sendto() takes 2 or 3 arguments (%lld given)", static_cast<long long>(count));
  int how = count == 3 ? EIDER_TRY(flags_argument(t, args->items[1].get())) : 0;
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, args->items[0].get()));
  Address to;
  EIDER_TRY(address_argument(t, of(self), args->items[count - 1].get(), "sendto", &to));
  return Value::from_small_int(EIDER_TRY(send_some(t, of(self), bytes.span().data(), bytes.size(), how, &to, socket_deadline(of(self)))));
}

// --- messages ---------------------------------------------------------------------------------------------------------------------------------
constexpr int64_t kMostBuffers = IOV_MAX;

/// Ancillary data [(level, type, bytes), ...] laid out for the system.
Result<void> lay_out_control(Thread& t, Value items, std::vector<char>* out) {
  return for_each(t, items, [&](Value item) -> Result<void> {
    Tuple* row = EIDER_TRY(builtins::items_of(t, item, "[sendmsg() ancillary data items] argument must be sequence"));
    if (row->size() != 3) return raise(t, TypeId::kTypeError, "[sendmsg() ancillary data items] argument must be sequence of length 3");
    int level = EIDER_TRY(flags_argument(t, row->items[0].get())), kind = EIDER_TRY(flags_argument(t, row->items[1].get()));
    builtins::ByteSource bytes;
    EIDER_TRY(bytes.acquire(t, row->items[2].get()));
    size_t at = out->size();
    if (bytes.size() > INT_MAX / 2 || at > INT_MAX / 2) return raise(t, TypeId::kOSError, "ancillary data item too large");
    out->resize(at + CMSG_SPACE(bytes.span().size()));
    auto* header = reinterpret_cast<cmsghdr*>(out->data() + at);
    header->cmsg_len = CMSG_LEN(bytes.span().size());
    header->cmsg_level = level;
    header->cmsg_type = kind;
    if (bytes.size() > 0) std::memcpy(CMSG_DATA(header), bytes.span().data(), bytes.span().size());
    return kDone;
  });
}

Result<Value> socket_sendmsg(Thread& t, Value self, Value buffers, Value control, Value flags, Value address) {
  std::vector<std::unique_ptr<builtins::ByteSource>> sources;
  std::vector<iovec> vector;
  EIDER_TRY(for_each(t, buffers, [&](Value item) -> Result<void> {
    auto source = std::make_unique<builtins::ByteSource>();
    EIDER_TRY(source->acquire(t, item));
    vector.push_back({const_cast<uint8_t*>(source->span().data()), source->span().size()});
    sources.push_back(std::move(source));
    if (static_cast<int64_t>(vector.size()) > kMostBuffers) return raise(t, TypeId::kOSError, "sendmsg() argument 1 is too long");
    return kDone;
  }));
  std::vector<char> ancillary;
  if (!control.is_absent() && !control.is_none()) EIDER_TRY(lay_out_control(t, control, &ancillary));
  int how = EIDER_TRY(flags_argument(t, flags));
  Address to;
  msghdr message = {};
  if (!address.is_absent() && !address.is_none()) {
    EIDER_TRY(address_argument(t, of(self), address, "sendmsg", &to));
    message.msg_name = &to.storage;
    message.msg_namelen = to.length;
  }
  message.msg_iov = vector.data();
  message.msg_iovlen = vector.size();
  message.msg_control = ancillary.empty() ? nullptr : ancillary.data();
  message.msg_controllen = ancillary.size();
  return Value::from_small_int(EIDER_TRY(socket_call(t, of(self), Wait::kWrite, socket_deadline(of(self)), [&](int fd) {
    return int64_t{::sendmsg(fd, &message, how | MSG_DONTWAIT | MSG_NOSIGNAL)};
  })));
}

Result<List*> control_value(Thread& t, msghdr* message) {
  List* out = EIDER_TRY(list_new(t, 0));
  for (cmsghdr* h = CMSG_FIRSTHDR(message); h != nullptr; h = CMSG_NXTHDR(message, h)) {
    auto* data = CMSG_DATA(h);
    auto* end = static_cast<uint8_t*>(message->msg_control) + message->msg_controllen;
    int64_t size = std::min<int64_t>(static_cast<int64_t>(h->cmsg_len - CMSG_LEN(0)), end - data);
    auto* bytes = EIDER_TRY(builtins::bytes_from(t, data, std::max<int64_t>(size, 0)));
    EIDER_TRY(list_append(t, out, EIDER_TRY(tuple_of(t, Value::from_small_int(h->cmsg_level), Value::from_small_int(h->cmsg_type), bytes->value()))->value()));
  }
  return out;
}

/// Descriptors that came along and that no Python object will name.
void close_descriptors(msghdr* message) {
  for (cmsghdr* h = CMSG_FIRSTHDR(message); h != nullptr; h = CMSG_NXTHDR(message, h)) {
    if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS) continue;
    size_t count = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; ++i) {
      int fd;
      std::memcpy(&fd, CMSG_DATA(h) + i * sizeof fd, sizeof fd);
      ::close(fd);
    }
  }
}

/// The rest of both recvmsg calls: `first` made from the number of bytes received.
template <class F>
Result<Value> receive_message(Thread& t, Socket* s, std::vector<iovec>& vector, Value control_size, Value flags, F first) {
  int64_t room = control_size.is_absent() ? 0 : EIDER_TRY(builtins::size_argument(t, control_size));
  if (room < 0 || room > INT_MAX) return raise(t, TypeId::kValueError, "invalid ancillary data buffer length");
  std::vector<char> ancillary(static_cast<size_t>(room));
  int how = EIDER_TRY(flags_argument(t, flags));
  Address from;
  from.storage = {};
  msghdr message = {};
  message.msg_iov = vector.data();
  message.msg_iovlen = vector.size();
  int64_t got = EIDER_TRY(socket_call(t, s, Wait::kRead, socket_deadline(s), [&](int fd) {
    message.msg_name = &from.storage;
    message.msg_namelen = sizeof from.storage;
    message.msg_control = room == 0 ? nullptr : ancillary.data();
    message.msg_controllen = static_cast<size_t>(room);
    return int64_t{::recvmsg(fd, &message, how | MSG_DONTWAIT)};
  }));
  auto finish = [&]() -> Result<Value> {
    Value items[4];
    items[0] = EIDER_TRY(first(got));
    items[1] = EIDER_TRY(control_value(t, &message))->value();
    items[2] = Value::from_small_int(message.msg_flags);
    items[3] = EIDER_TRY(address_value(t, from.any(), message.msg_namelen));
    return EIDER_TRY(tuple_from(t, items, 4))->value();
  };
  Result<Value> result = finish();
  if (!result.ok()) close_descriptors(&message);
  return result;
}

Result<Value> socket_recvmsg(Thread& t, Value self, Value size, Value control_size, Value flags) {
  int64_t n = EIDER_TRY(builtins::size_argument(t, size));
  if (n < 0) return raise(t, TypeId::kValueError, "negative buffer size in recvmsg()");
  std::unique_ptr<char[]> buffer(new (std::nothrow) char[static_cast<size_t>(n) + 1]);
  if (buffer == nullptr) return raise_no_memory(t);
  std::vector<iovec> vector = {{buffer.get(), static_cast<size_t>(n)}};
  return receive_message(t, of(self), vector, control_size, flags, [&](int64_t got) -> Result<Value> { return builtins::bytes_from(t, buffer.get(), got); });
}
Result<Value> socket_recvmsg_into(Thread& t, Value self, Value buffers, Value control_size, Value flags) {
  std::vector<std::unique_ptr<builtins::BufferHold>> holds;
  std::vector<iovec> vector;
  EIDER_TRY(for_each(t, buffers, [&](Value item) -> Result<void> {
    auto hold = std::make_unique<builtins::BufferHold>();
    EIDER_TRY(hold->acquire(t, item, Access::kWrite, "a read-write bytes-like object is required, not %s"));
    vector.push_back({hold->data(), static_cast<size_t>(hold->size())});
    holds.push_back(std::move(hold));
    if (static_cast<int64_t>(vector.size()) > kMostBuffers) return raise(t, TypeId::kOSError, "recvmsg_into() argument 1 is too long");
    return kDone;
  }));
  return receive_message(t, of(self), vector, control_size, flags, [&](int64_t got) -> Result<Value> { return Value::from_small_int(got); });
}

}  // namespace

const NativeDef kSocketIoMethods[] = {
    {"recv(self, buffersize, flags=0, /)", bind<socket_recv>, Sync::kLockFreeRead, "Receive up to buffersize bytes from the socket."},
    {"recv_into(self, buffer, nbytes=0, flags=0)", bind<socket_recv_into>, Sync::kLockFreeRead, "A version of recv() that stores its data into a buffer."},
    {"recvfrom(self, buffersize, flags=0, /)", bind<socket_recvfrom>, Sync::kLockFreeRead, "Like recv(buffersize, flags) but also return the sender's address info."},
    {"recvfrom_into(self, buffer, nbytes=0, flags=0)", bind<socket_recvfrom_into>, Sync::kLockFreeRead, "Like recv_into() but also return the sender's address info."},
    {"send(self, data, flags=0, /)", bind<socket_send>, Sync::kLockFreeRead, "Send a data string to the socket."},
    {"sendall(self, data, flags=0, /)", bind<socket_sendall>, Sync::kLockFreeRead, "Send a data string to the socket, all of it."},
    {"sendto(self, *args)", bind<socket_sendto>, Sync::kLockFreeRead, "Like send(data, flags) but allows specifying the destination address."},
    {"sendmsg(self, buffers, ancdata=(), flags=0, address=None, /)", bind<socket_sendmsg>, Sync::kLockFreeRead,
     "Send normal and ancillary data to the socket."},
    {"recvmsg(self, bufsize, ancbufsize=0, flags=0, /)", bind<socket_recvmsg>, Sync::kLockFreeRead, "Receive normal data and ancillary data."},
    {"recvmsg_into(self, buffers, ancbufsize=0, flags=0, /)", bind<socket_recvmsg_into>, Sync::kLockFreeRead,
     "Receive normal data and ancillary data into buffers."},
};
const uint32_t kSocketIoMethodCount = std::size(kSocketIoMethods);

}  // namespace eider::modules
