// SPDX-License-Identifier: MIT
//
// The functions of _socket: resolving names, converting addresses, pairs and duplicates. Looking a name up runs detached.
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <unistd.h>

#include <climits>
#include <cstring>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "modules/socket/socket.h"
#include "modules/support.h"
#include "modules/thread/path.h"

namespace eider::modules {

namespace {

Value number(int64_t n) { return Value::from_small_int(n); }
Result<Value> text_of(Thread& t, const char* text) { return fs_text(t, text); }

Result<int> int_argument(Thread& t, Value v, int otherwise) {
  if (v.is_absent()) return otherwise;
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT_MIN || n > INT_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return static_cast<int>(n);
}

// --- names ----------------------------------------------------------------------------------------------------------------------------
Result<Value> get_address_info(Thread& t, Value host, Value port, Value family, Value kind, Value protocol, Value flags) {
  std::string host_text, port_text;
  bool has_host = !host.is_none(), has_port = !port.is_none();
  if (has_host) {
    if (!is_instance(t, host, TypeId::kStr) && !is_instance(t, host, TypeId::kBytes)) {
      return raise(t, TypeId::kTypeError, "getaddrinfo() argument 1 must be string or None");
    }
    EIDER_TRY(host_argument(t, host, "getaddrinfo()", &host_text));
  }
  if (has_port && is_int(t, port)) {
    port_text = to_utf8(EIDER_TRY(to_str(t, EIDER_TRY(index(t, port)))));
  } else if (has_port && (is_instance(t, port, TypeId::kStr) || is_instance(t, port, TypeId::kBytes))) {
    EIDER_TRY(fs_bytes(t, port, &port_text));
  } else if (has_port) {
    return raise(t, TypeId::kOSError, "Int or String expected");
  }
  addrinfo hints = {};
  hints.ai_family = EIDER_TRY(int_argument(t, family, AF_UNSPEC));
  hints.ai_socktype = EIDER_TRY(int_argument(t, kind, 0));
  hints.ai_protocol = EIDER_TRY(int_argument(t, protocol, 0));
  hints.ai_flags = EIDER_TRY(int_argument(t, flags, 0));
  addrinfo* found = nullptr;
  int error;
  {
    threads::Detached away(t);
    error = ::getaddrinfo(has_host ? host_text.c_str() : nullptr, has_port ? port_text.c_str() : nullptr, &hints, &found);
  }
  if (error != 0) return raise_gai_error(t, error);
  auto convert = [&]() -> Result<Value> {
    List* out = EIDER_TRY(list_new(t, 0));
    for (addrinfo* at = found; at != nullptr; at = at->ai_next) {
      Value items[] = {number(at->ai_family), number(at->ai_socktype), number(at->ai_protocol),
                       EIDER_TRY(text_of(t, at->ai_canonname != nullptr ? at->ai_canonname : "")),
                       EIDER_TRY(address_value(t, at->ai_addr, at->ai_addrlen))};
      EIDER_TRY(list_append(t, out, EIDER_TRY(tuple_from(t, items, 5))->value()));
    }
    return out;
  };
  Result<Value> result = convert();
  ::freeaddrinfo(found);
  return result;
}

Result<Value> get_name_info(Thread& t, Value address, Value flags) {
  if (!is_instance(t, address, TypeId::kTuple)) return raise(t, TypeId::kTypeError, "getnameinfo() argument 1 must be a tuple");
  Tuple* parts = address.as<Tuple>();
  if (parts->size() < 2 || parts->size() > 4) return raise(t, TypeId::kTypeError, "getnameinfo(): illegal sockaddr argument");
  std::string host;
  EIDER_TRY(host_argument(t, parts->items[0].get(), "getnameinfo()", &host));
  int port = EIDER_TRY(int_argument(t, parts->items[1].get(), 0));
  int how = EIDER_TRY(int_argument(t, flags, 0));
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  hints.ai_flags = AI_NUMERICHOST;
  int error;
  char name_text[NI_MAXHOST], service[NI_MAXSERV];
  {
    threads::Detached away(t);
    error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (error == 0) {
      error = ::getnameinfo(found->ai_addr, found->ai_addrlen, name_text, sizeof name_text, service, sizeof service, how);
      ::freeaddrinfo(found);
    }
  }
  if (error != 0) return raise_gai_error(t, error);
  return tuple_of(t, EIDER_TRY(text_of(t, name_text)), EIDER_TRY(text_of(t, service)));
}

Result<Value> get_host_name(Thread& t) {
  char text[HOST_NAME_MAX + 1];
  if (::gethostname(text, sizeof text) != 0) return raise_errno(t, errno);
  return text_of(t, text);
}
Result<Value> set_host_name(Thread& t, Value given) {
  std::string text;
  EIDER_TRY(fs_bytes(t, given, &text));
  if (::sethostname(text.data(), text.size()) != 0) return raise_errno(t, errno);
  return kNone;
}
Result<Value> get_host_by_name(Thread& t, Value host) {
  std::string text;
  EIDER_TRY(host_argument(t, host, "gethostbyname()", &text));
  Address address;
  EIDER_TRY(resolve_host(t, text, AF_INET, &address));
  Value pair = EIDER_TRY(address_value(t, address.any(), sizeof(sockaddr_in)));
  return pair.as<Tuple>()->items[0].get();
}

Result<Value> host_entry_value(Thread& t, const hostent& entry) {
  List* aliases = EIDER_TRY(list_new(t, 0));
  for (char** at = entry.h_aliases; at != nullptr && *at != nullptr; ++at) EIDER_TRY(list_append(t, aliases, EIDER_TRY(text_of(t, *at))));
  List* addresses = EIDER_TRY(list_new(t, 0));
  for (char** at = entry.h_addr_list; at != nullptr && *at != nullptr; ++at) {
    char text[INET6_ADDRSTRLEN];
    if (::inet_ntop(entry.h_addrtype, *at, text, sizeof text) == nullptr) return raise_errno(t, errno);
    EIDER_TRY(list_append(t, addresses, EIDER_TRY(text_of(t, text))));
  }
  return tuple_of(t, EIDER_TRY(text_of(t, entry.h_name)), aliases->value(), addresses->value());
}
/// Calls a *_r function of the resolver with a buffer that grows until it suffices.
template <class F>
Result<Value> host_entry(Thread& t, F lookup) {
  hostent entry, *found = nullptr;
  std::vector<char> buffer(2048);
  int problem = 0;
  for (;;) {
    int error;
    {
      threads::Detached away(t);
      error = lookup(&entry, buffer.data(), buffer.size(), &found, &problem);
    }
    if (error != ERANGE) break;
    buffer.resize(buffer.size() * 2);
  }
  if (found == nullptr) return raise_host_error(t, problem);
  return host_entry_value(t, entry);
}
Result<Value> get_host_by_name_ex(Thread& t, Value host) {
  std::string text;
  EIDER_TRY(host_argument(t, host, "gethostbyname_ex()", &text));
  Address address;
  EIDER_TRY(resolve_host(t, text, AF_INET, &address));
  return host_entry(t, [&](hostent* e, char* b, size_t n, hostent** out, int* problem) { return ::gethostbyname_r(text.c_str(), e, b, n, out, problem); });
}
Result<Value> get_host_by_address(Thread& t, Value host) {
  std::string text;
  EIDER_TRY(host_argument(t, host, "gethostbyaddr()", &text));
  Address address;
  EIDER_TRY(resolve_host(t, text, AF_UNSPEC, &address));
  bool six = address.storage.ss_family == AF_INET6;
  const void* bytes = six ? static_cast<const void*>(&reinterpret_cast<sockaddr_in6*>(&address.storage)->sin6_addr)
                          : static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(&address.storage)->sin_addr);
  return host_entry(t, [&](hostent* e, char* b, size_t n, hostent** out, int* problem) {
    return ::gethostbyaddr_r(bytes, six ? 16 : 4, address.storage.ss_family, e, b, n, out, problem);
  });
}

Result<Value> get_service_by_name(Thread& t, Value service, Value protocol) {
  std::string name_text, protocol_text;
  EIDER_TRY(fs_bytes(t, service, &name_text));
  bool given = !protocol.is_absent();
  if (given) EIDER_TRY(fs_bytes(t, protocol, &protocol_text));
  servent entry, *found = nullptr;
  char buffer[2048];
  {
    threads::Detached away(t);
    ::getservbyname_r(name_text.c_str(), given ? protocol_text.c_str() : nullptr, &entry, buffer, sizeof buffer, &found);
  }
  if (found == nullptr) return raise(t, TypeId::kOSError, "service/proto not found");
  return number(ntohs(static_cast<uint16_t>(entry.s_port)));
}
Result<Value> get_service_by_port(Thread& t, Value port, Value protocol) {
  int n = EIDER_TRY(int_argument(t, port, 0));
  if (n < 0 || n > 65535) return raise(t, TypeId::kOverflowError, "getservbyport: port must be 0-65535.");
  std::string protocol_text;
  bool given = !protocol.is_absent();
  if (given) EIDER_TRY(fs_bytes(t, protocol, &protocol_text));
  servent entry, *found = nullptr;
  char buffer[2048];
  {
    threads::Detached away(t);
    ::getservbyport_r(htons(static_cast<uint16_t>(n)), given ? protocol_text.c_str() : nullptr, &entry, buffer, sizeof buffer, &found);
  }
  if (found == nullptr) return raise(t, TypeId::kOSError, "port/proto not found");
  return text_of(t, entry.s_name);
}
Result<Value> get_protocol_by_name(Thread& t, Value protocol) {
  std::string text;
  EIDER_TRY(fs_bytes(t, protocol, &text));
  protoent entry, *found = nullptr;
  char buffer[2048];
  {
    threads::Detached away(t);
    ::getprotobyname_r(text.c_str(), &entry, buffer, sizeof buffer, &found);
  }
  if (found == nullptr) return raise(t, TypeId::kOSError, "protocol not found");
  return number(entry.p_proto);
}

// --- numbers ----------------------------------------------------------------------------------------------------------------------------
template <int kBits, bool kToHost>
Result<Value> swap_bytes(Thread& t, Value v) {
  constexpr const char* kName = kBits == 16 ? (kToHost ? "ntohs" : "htons") : (kToHost ? "ntohl" : "htonl");
  if (!is_int(t, v)) {
    if (kBits == 32) return raise(t, TypeId::kTypeError, "expected int, %s found", type_name(t, v));
    return raise(t, TypeId::kTypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
  }
  int64_t n;
  bool fits = int_fits_int64(v, &n);
  if (int_sign(v) < 0) {
    return kBits == 16 ? raise(t, TypeId::kOverflowError, "%s: can't convert negative Python int to C 16-bit unsigned integer", kName)
                       : raise(t, TypeId::kOverflowError, "can't convert negative value to unsigned int");
  }
  if (!fits || n >= int64_t{1} << kBits) {
    return kBits == 16 ? raise(t, TypeId::kOverflowError, "%s: Python int too large to convert to C 16-bit unsigned integer", kName)
                       : raise(t, TypeId::kOverflowError, "int larger than 32 bits");
  }
  return number(kBits == 16 ? int64_t{htons(static_cast<uint16_t>(n))} : int64_t{htonl(static_cast<uint32_t>(n))});
}

Result<std::string*> address_text(Thread& t, Value v, const char* function, std::string* out) {
  if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s() argument must be str, not %s", function, type_name(t, v));
  *out = to_utf8(v.as<Str>());
  return out;
}
Result<Value> inet_aton_function(Thread& t, Value v) {
  std::string text;
  EIDER_TRY(address_text(t, v, "inet_aton", &text));
  in_addr address;
  if (::inet_aton(text.c_str(), &address) == 0) return raise(t, TypeId::kOSError, "illegal IP address string passed to inet_aton");
  return builtins::bytes_from(t, &address, sizeof address);
}
Result<Value> inet_ntoa_function(Thread& t, Value v) {
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, v));
  if (bytes.size() != 4) return raise(t, TypeId::kOSError, "packed IP wrong length");
  char text[INET_ADDRSTRLEN];
  return text_of(t, ::inet_ntop(AF_INET, bytes.span().data(), text, sizeof text));
}
Result<Value> inet_pton_function(Thread& t, Value family, Value v) {
  int which = EIDER_TRY(int_argument(t, family, 0));
  std::string text;
  EIDER_TRY(address_text(t, v, "inet_pton", &text));
  uint8_t packed[16];
  int result = ::inet_pton(which, text.c_str(), packed);
  if (result < 0) return raise_errno(t, errno);
  if (result == 0) return raise(t, TypeId::kOSError, "illegal IP address string passed to inet_pton");
  return builtins::bytes_from(t, packed, which == AF_INET ? 4 : 16);
}
Result<Value> inet_ntop_function(Thread& t, Value family, Value v) {
  int which = EIDER_TRY(int_argument(t, family, 0));
  builtins::ByteSource bytes;
  EIDER_TRY(bytes.acquire(t, v));
  if (which != AF_INET && which != AF_INET6) return raise(t, TypeId::kValueError, "unknown address family %d", which);
  if (bytes.size() != (which == AF_INET ? 4 : 16)) return raise(t, TypeId::kValueError, "invalid length of packed IP address string");
  char text[INET6_ADDRSTRLEN];
  if (::inet_ntop(which, bytes.span().data(), text, sizeof text) == nullptr) return raise_errno(t, errno);
  return text_of(t, text);
}

// --- interfaces -------------------------------------------------------------------------------------------------------------------------
Result<Value> interface_names(Thread& t) {
  struct if_nameindex* all;
  {
    threads::Detached away(t);
    all = ::if_nameindex();
  }
  if (all == nullptr) return raise_errno(t, errno);
  auto convert = [&]() -> Result<Value> {
    List* out = EIDER_TRY(list_new(t, 0));
    for (struct if_nameindex* at = all; at->if_index != 0; ++at) {
      EIDER_TRY(list_append(t, out, EIDER_TRY(tuple_of(t, number(at->if_index), EIDER_TRY(text_of(t, at->if_name))))->value()));
    }
    return out;
  };
  Result<Value> result = convert();
  ::if_freenameindex(all);
  return result;
}
Result<Value> interface_index(Thread& t, Value given) {
  std::string text;
  EIDER_TRY(fs_bytes(t, given, &text));
  unsigned n = ::if_nametoindex(text.c_str());
  if (n == 0) return raise(t, TypeId::kOSError, "no interface with this name");
  return number(n);
}
Result<Value> interface_name(Thread& t, Value given) {
  int64_t n = EIDER_TRY(index_int64(t, given, TypeId::kOverflowError, "Python int too large to convert to C unsigned int"));
  char text[IF_NAMESIZE];
  if (::if_indextoname(static_cast<unsigned>(n), text) == nullptr) return raise_errno(t, errno);
  return text_of(t, text);
}

// --- descriptors --------------------------------------------------------------------------------------------------------------------------
Result<Value> close_descriptor(Thread& t, Value given) {
  int fd = EIDER_TRY(int_argument(t, given, -1));
  int error;
  {
    threads::Detached away(t);
    error = ::close(fd) < 0 ? errno : 0;
  }
  if (error != 0 && error != ECONNRESET) return raise_errno(t, error);
  return kNone;
}
Result<Value> duplicate(Thread& t, Value given) {
  int fd = EIDER_TRY(int_argument(t, given, -1));
  int made = ::fcntl(fd, F_DUPFD_CLOEXEC, 0);
  if (made < 0) return raise_errno(t, errno);
  return number(made);
}
Result<Value> socket_pair(Thread& t, Value module, Value family, Value kind, Value protocol) {
  int which = EIDER_TRY(int_argument(t, family, AF_UNIX)), how = EIDER_TRY(int_argument(t, kind, SOCK_STREAM)), p = EIDER_TRY(int_argument(t, protocol, 0));
  int fds[2];
  if (::socketpair(which, how | SOCK_CLOEXEC, p, fds) != 0) return raise_errno(t, errno);
  Value cls = EIDER_TRY(attr_named(t, module, "socket"));
  Value made[2];
  for (int i = 0; i < 2; ++i) {
    Value args[] = {number(which), number(how), number(p), number(fds[i])};
    Result<Value> one = call(t, cls, args, 4);
    if (!one.ok()) {
      ::close(fds[i]);
      if (i == 0) ::close(fds[1]);
      return kFailure;
    }
    made[i] = one.get();
  }
  return tuple_of(t, made[0], made[1]);
}

Result<Value> get_default_timeout(Thread& t) { return timeout_value(t, socket_state(t).default_timeout.load_relaxed()); }
Result<Value> set_default_timeout(Thread& t, Value given) {
  socket_state(t).default_timeout.store_relaxed(EIDER_TRY(timeout_argument(t, given)));
  return kNone;
}

Result<int64_t> control_length(Thread& t, Value v, const char* function) {
  int64_t n = EIDER_TRY(builtins::size_argument(t, v));
  if (n < 0 || n > INT_MAX) return raise(t, TypeId::kOverflowError, "%s() argument out of range", function);
  return n;
}
Result<Value> control_len(Thread& t, Value v) {
  return int_from_uint64(t, CMSG_LEN(static_cast<size_t>(EIDER_TRY(control_length(t, v, "CMSG_LEN")))));
}
Result<Value> control_space(Thread& t, Value v) {
  return int_from_uint64(t, CMSG_SPACE(static_cast<size_t>(EIDER_TRY(control_length(t, v, "CMSG_SPACE")))));
}

constexpr auto kFn = NativeDef::kFunction;
constexpr NativeDef kFunctions[] = {
    {"getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)", bind<get_address_info>, Sync::kNone, "Resolve host and port into addrinfo struct.", kFn},
    {"getnameinfo(sockaddr, flags, /)", bind<get_name_info>, Sync::kNone, "Get host and port for a sockaddr.", kFn},
    {"gethostname()", bind<get_host_name>, Sync::kNone, "Return the current host name.", kFn},
    {"sethostname(name, /)", bind<set_host_name>, Sync::kNone, "Sets the hostname to name.", kFn},
    {"gethostbyname(host, /)", bind<get_host_by_name>, Sync::kNone, "Return the IP address (a string of the form '255.255.255.255') for a host.", kFn},
    {"gethostbyname_ex(host, /)", bind<get_host_by_name_ex>, Sync::kNone, "Return the true host name, a list of aliases, and a list of IP addresses.", kFn},
    {"gethostbyaddr(host, /)", bind<get_host_by_address>, Sync::kNone, "Return the true host name, a list of aliases, and a list of IP addresses.", kFn},
    {"getservbyname(servicename, protocolname='', /)", bind<get_service_by_name>, Sync::kNone, "Return a port number from a service name and protocol name.", kFn},
    {"getservbyport(port, protocolname='', /)", bind<get_service_by_port>, Sync::kNone, "Return the service name from a port number and protocol name.", kFn},
    {"getprotobyname(name, /)", bind<get_protocol_by_name>, Sync::kNone, "Return the protocol number for the named protocol.", kFn},
    {"ntohs(integer, /)", bind<swap_bytes<16, true>>, Sync::kNone, "Convert a 16-bit unsigned integer from network to host byte order.", kFn},
    {"htons(integer, /)", bind<swap_bytes<16, false>>, Sync::kNone, "Convert a 16-bit unsigned integer from host to network byte order.", kFn},
    {"ntohl(integer, /)", bind<swap_bytes<32, true>>, Sync::kNone, "Convert a 32-bit integer from network to host byte order.", kFn},
    {"htonl(integer, /)", bind<swap_bytes<32, false>>, Sync::kNone, "Convert a 32-bit integer from host to network byte order.", kFn},
    {"inet_aton(ip_addr, /)", bind<inet_aton_function>, Sync::kNone, "Convert an IP address in string format to the 32-bit packed binary format.", kFn},
    {"inet_ntoa(packed_ip, /)", bind<inet_ntoa_function>, Sync::kNone, "Convert an IP address from 32-bit packed binary format to string format.", kFn},
    {"inet_pton(af, ip, /)", bind<inet_pton_function>, Sync::kNone, "Convert an IP address from string format to a packed string.", kFn},
    {"inet_ntop(af, packed_ip, /)", bind<inet_ntop_function>, Sync::kNone, "Convert a packed IP address to string format.", kFn},
    {"if_nameindex()", bind<interface_names>, Sync::kNone, "Returns a list of network interface information (index, name) tuples.", kFn},
    {"if_nametoindex(if_name, /)", bind<interface_index>, Sync::kNone, "Returns the interface index corresponding to the interface name if_name.", kFn},
    {"if_indextoname(if_index, /)", bind<interface_name>, Sync::kNone, "Returns the interface name corresponding to the interface index if_index.", kFn},
    {"close(fd, /)", bind<close_descriptor>, Sync::kNone, "Close an integer socket file descriptor.", kFn},
    {"dup(fd, /)", bind<duplicate>, Sync::kNone, "Duplicate an integer socket file descriptor.", kFn},
    {"socketpair(module, family=1, type=1, proto=0, /)", bind<socket_pair>, Sync::kNone, "Create a pair of socket objects.", kFn},
    {"getdefaulttimeout()", bind<get_default_timeout>, Sync::kLockFreeRead, "Returns the default timeout in seconds (float) for new socket objects.", kFn},
    {"setdefaulttimeout(timeout, /)", bind<set_default_timeout>, Sync::kLocksOwn, "Set the default timeout in seconds (float) for new socket objects.", kFn},
    {"CMSG_LEN(length, /)", bind<control_len>, Sync::kNone, "Return the total length of an ancillary data item with data of this length.", kFn},
    {"CMSG_SPACE(length, /)", bind<control_space>, Sync::kNone, "Return the buffer size needed for an ancillary data item with data of this length.", kFn},
};

}  // namespace

Result<void> add_resolver_functions(Thread& t, Module* module) { return add_functions(t, module, kFunctions); }

Result<void> fill_socket(Thread& t, Module* module) {
  SocketState& state = socket_state(t);
  EIDER_TRY(install_socket_type(t, module));
  Value os_error = type(t, TypeId::kOSError)->value();
  EIDER_TRY(module_set(t, module, "error", os_error));
  EIDER_TRY(module_set(t, module, "timeout", type(t, TypeId::kTimeoutError)->value()));
  state.herror = EIDER_TRY(add_exception(t, module, "socket.herror", os_error));
  state.gaierror = EIDER_TRY(add_exception(t, module, "socket.gaierror", os_error));
  t.realm->add_root(state.herror);
  t.realm->add_root(state.gaierror);
  EIDER_TRY(module_set(t, module, "has_ipv6", kTrue));
  EIDER_TRY(add_resolver_functions(t, module));
  return add_socket_constants(t, module);
}

}  // namespace eider::modules
