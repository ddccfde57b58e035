// SPDX-License-Identifier: MIT
//
// Socket addresses between Python and the system: AF_INET, AF_INET6, AF_UNIX, AF_NETLINK, AF_PACKET (reading only).
#include <arpa/inet.h>
#include <linux/netlink.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

#include "builtins/bytes/bytes.h"
#include "builtins/str/codec_glue.h"
#include "modules/socket/socket.h"
#include "modules/support.h"
#include "modules/thread/path.h"
#include "threads/safepoint.h"

namespace eider::modules {

Failure raise_gai_error(Thread& t, int error) {
  if (error == EAI_SYSTEM) return raise_errno(t, errno);
  Value args[] = {Value::from_small_int(error), EIDER_TRY(str_from_utf8(t, ::gai_strerror(error)))->value()};
  return raise_exception(t, EIDER_TRY(call(t, socket_state(t).gaierror, args, 2)));
}
Failure raise_host_error(Thread& t, int error) {
  Value args[] = {Value::from_small_int(error), EIDER_TRY(str_from_utf8(t, ::hstrerror(error)))->value()};
  return raise_exception(t, EIDER_TRY(call(t, socket_state(t).herror, args, 2)));
}

Result<std::string*> host_argument(Thread& t, Value v, const char* what, std::string* out) {
  if (is_instance(t, v, TypeId::kStr)) {
    Str* text = v.as<Str>();
    if (text->ascii) {
      out->assign(text->ascii_view());
    } else {
      Value encoded = EIDER_TRY(call_named(t, v, "encode", {EIDER_TRY(text_value(t, "idna"))}));
      builtins::ByteSource bytes;
      EIDER_TRY(bytes.acquire(t, encoded));
      out->assign(reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size());
    }
  } else if (is_instance(t, v, TypeId::kBytes) || is_instance(t, v, TypeId::kByteArray)) {
    builtins::ByteSource bytes;
    EIDER_TRY(bytes.acquire(t, v));
    out->assign(reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size());
  } else {
    return raise(t, TypeId::kTypeError, "%s str, bytes or bytearray expected, not %s", what, type_name(t, v));
  }
  if (out->find('\0') != std::string::npos) return raise(t, TypeId::kTypeError, "%s host name must not contain null character", what);
  return out;
}

Result<void> resolve_host(Thread& t, const std::string& host, int family, Address* out) {
  out->storage = {};
  if (host.empty() || host == "<broadcast>" || host == "255.255.255.255") {
    bool broadcast = !host.empty();
    if (broadcast && family != AF_INET) return raise(t, TypeId::kOSError, "address family mismatched");
    if (family == AF_INET6) {
      auto* a = reinterpret_cast<sockaddr_in6*>(&out->storage);
      a->sin6_family = AF_INET6;
      a->sin6_addr = in6addr_any;
      out->length = sizeof *a;
    } else {
      auto* a = reinterpret_cast<sockaddr_in*>(&out->storage);
      a->sin_family = AF_INET;
      a->sin_addr.s_addr = htonl(broadcast ? INADDR_BROADCAST : INADDR_ANY);
      out->length = sizeof *a;
    }
    return kDone;
  }
  addrinfo hints = {};
  hints.ai_family = family;
  addrinfo* found = nullptr;
  int error;
  {
    threads::Detached away(t);
    error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  }
  if (error != 0) return raise_gai_error(t, error);
  std::memcpy(&out->storage, found->ai_addr, found->ai_addrlen);
  out->length = found->ai_addrlen;
  ::freeaddrinfo(found);
  return kDone;
}

namespace {

Result<uint16_t> port_argument(Thread& t, Value v, const char* caller) {
  if (!is_int(t, v)) return raise(t, TypeId::kTypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
  int64_t n;
  if (!int_fits_int64(v, &n) || n < 0 || n > 65535) return raise(t, TypeId::kOverflowError, "%s(): port must be 0-65535.", caller);
  return static_cast<uint16_t>(n);
}

Result<void> internet_address(Thread& t, Socket* s, Value v, const char* caller, Address* out) {
  bool six = s->family == AF_INET6;
  if (!is_instance(t, v, TypeId::kTuple)) {
    return raise(t, TypeId::kTypeError, "%s(): AF_INET%s address must be tuple, not %s", caller, six ? "6" : "", type_name(t, v));
  }
  Tuple* parts = v.as<Tuple>();
  int64_t n = parts->size();
  if (six ? n < 2 || n > 4 : n != 2) {
    return raise(t, TypeId::kTypeError, six ? "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])" : "AF_INET address must be a pair (host, port)");
  }
  std::string host;
  EIDER_TRY(host_argument(t, parts->items[0].get(), caller, &host));
  uint16_t port = EIDER_TRY(port_argument(t, parts->items[1].get(), caller));
  uint32_t more[2] = {0, 0};
  for (int64_t i = 2; i < n; ++i) {
    more[i - 2] = static_cast<uint32_t>(EIDER_TRY(index_int64(t, parts->items[i].get(), TypeId::kOverflowError, "Python int too large to convert to C unsigned int")));
  }
  if (more[0] > 0xfffff) return raise(t, TypeId::kOverflowError, "%s(): flowinfo must be 0-1048575.", caller);
  EIDER_TRY(resolve_host(t, host, s->family, out));
  if (six) {
    auto* a = reinterpret_cast<sockaddr_in6*>(&out->storage);
    a->sin6_port = htons(port);
    a->sin6_flowinfo = htonl(more[0]);
    if (more[1] != 0) a->sin6_scope_id = more[1];
  } else {
    reinterpret_cast<sockaddr_in*>(&out->storage)->sin_port = htons(port);
  }
  return kDone;
}

Result<void> unix_address(Thread& t, Value v, Address* out) {
  std::string path;
  if (is_instance(t, v, TypeId::kStr)) {
    EIDER_TRY(fs_bytes(t, v, &path));
  } else {
    builtins::ByteSource bytes;
    EIDER_TRY(bytes.acquire(t, v));
    path.assign(reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size());
  }
  auto* a = reinterpret_cast<sockaddr_un*>(&out->storage);
  bool abstract = !path.empty() && path[0] == '\0';
  if (path.size() + !abstract > sizeof a->sun_path) return raise(t, TypeId::kOSError, "AF_UNIX path too long");
  out->storage = {};
  a->sun_family = AF_UNIX;
  std::memcpy(a->sun_path, path.data(), path.size());
  out->length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + !abstract);
  return kDone;
}

Result<void> netlink_address(Thread& t, Value v, const char* caller, Address* out) {
  if (!is_instance(t, v, TypeId::kTuple) || v.as<Tuple>()->size() != 2) {
    return raise(t, TypeId::kTypeError, "%s(): AF_NETLINK address must be tuple, not %s", caller, type_name(t, v));
  }
  out->storage = {};
  auto* a = reinterpret_cast<sockaddr_nl*>(&out->storage);
  a->nl_family = AF_NETLINK;
  a->nl_pid = static_cast<uint32_t>(EIDER_TRY(argument_index(t, v.as<Tuple>()->items[0].get())));
  a->nl_groups = static_cast<uint32_t>(EIDER_TRY(argument_index(t, v.as<Tuple>()->items[1].get())));
  out->length = sizeof *a;
  return kDone;
}

Result<Value> numeric_host(Thread& t, const sockaddr* address, socklen_t length) {
  char text[NI_MAXHOST];
  int error = ::getnameinfo(address, length, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
  if (error != 0) return raise_gai_error(t, error);
  return EIDER_TRY(str_from_utf8(t, text))->value();
}

Result<Value> packet_value(Thread& t, const sockaddr_ll* a) {
  char interface[IF_NAMESIZE] = "";
  if (a->sll_ifindex != 0) ::if_indextoname(static_cast<unsigned>(a->sll_ifindex), interface);
  Value items[] = {EIDER_TRY(str_from_utf8(t, interface))->value(), Value::from_small_int(ntohs(a->sll_protocol)), Value::from_small_int(a->sll_pkttype),
                   Value::from_small_int(a->sll_hatype), EIDER_TRY(builtins::bytes_from(t, a->sll_addr, a->sll_halen))->value()};
  return EIDER_TRY(tuple_from(t, items, 5))->value();
}

}  // namespace

Result<void> address_argument(Thread& t, Socket* s, Value v, const char* caller, Address* out) {
  switch (s->family) {
    case AF_INET:
    case AF_INET6: return internet_address(t, s, v, caller, out);
    case AF_UNIX: return unix_address(t, v, out);
    case AF_NETLINK: return netlink_address(t, v, caller, out);
    default: return raise(t, TypeId::kOSError, "%s(): bad family", caller);
  }
}

Result<Value> address_value(Thread& t, const sockaddr* address, socklen_t length) {
  if (length == 0) return kNone;
  switch (address->sa_family) {
    case AF_INET: {
      Value host = EIDER_TRY(numeric_host(t, address, sizeof(sockaddr_in)));
      return tuple_of(t, host, Value::from_small_int(ntohs(reinterpret_cast<const sockaddr_in*>(address)->sin_port)));
    }
    case AF_INET6: {
      const auto* a = reinterpret_cast<const sockaddr_in6*>(address);
      Value items[] = {EIDER_TRY(numeric_host(t, address, sizeof *a)), Value::from_small_int(ntohs(a->sin6_port)),
                       Value::from_small_int(ntohl(a->sin6_flowinfo)), Value::from_small_int(a->sin6_scope_id)};
      return EIDER_TRY(tuple_from(t, items, 4))->value();
    }
    case AF_UNIX: {
      const auto* a = reinterpret_cast<const sockaddr_un*>(address);
      size_t bytes = length - offsetof(sockaddr_un, sun_path);
      if (bytes > 0 && a->sun_path[0] == '\0') return EIDER_TRY(builtins::bytes_from(t, a->sun_path, static_cast<int64_t>(bytes)))->value();
      return fs_text(t, std::string_view(a->sun_path, ::strnlen(a->sun_path, bytes)));
    }
    case AF_NETLINK: {
      const auto* a = reinterpret_cast<const sockaddr_nl*>(address);
      return tuple_of(t, Value::from_small_int(a->nl_pid), Value::from_small_int(a->nl_groups));
    }
    case AF_PACKET: return packet_value(t, reinterpret_cast<const sockaddr_ll*>(address));
    default: {
      Value bytes = EIDER_TRY(builtins::bytes_from(t, address->sa_data, static_cast<int64_t>(sizeof address->sa_data)))->value();
      return tuple_of(t, Value::from_small_int(address->sa_family), bytes);
    }
  }
}

}  // namespace eider::modules
