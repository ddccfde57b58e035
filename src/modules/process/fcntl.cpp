// SPDX-License-Identifier: MIT
//
// fcntl: fcntl, ioctl, flock, lockf.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "modules/module_parts.h"
#include "modules/process/descriptor.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

constexpr int64_t kBufferBytes = 1024;  // as CPython: what a call may write into its argument

template <class F>
Result<int> retried(Thread& t, F call) {
  for (;;) {
    int result, error;
    {
      threads::Detached away(t);
      result = call();
      error = errno;
    }
    if (result >= 0) return result;
    if (error != EINTR) return raise_errno(t, error);
    EIDER_TRY(poll(t));
  }
}

Result<int> int_argument(Thread& t, Value v) {
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT32_MIN || n > UINT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return static_cast<int>(n);
}

Result<Value> fcntl_fcntl(Thread& t, Value file, Value command, Value arg) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  int code = EIDER_TRY(int_argument(t, command));
  builtins::ByteSource bytes;
  bool text = !arg.is_absent() && is_instance(t, arg, TypeId::kStr);
  if (!arg.is_absent() && (text || EIDER_TRY(bytes.try_acquire(t, arg)))) {
    std::string given = text ? to_utf8(arg.as<Str>()) : std::string(reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size());
    if (static_cast<int64_t>(given.size()) > kBufferBytes) return raise(t, TypeId::kValueError, "fcntl string arg too long");
    std::vector<char> buffer(kBufferBytes + 1);
    std::memcpy(buffer.data(), given.data(), given.size());
    EIDER_TRY(retried(t, [&] { return ::fcntl(fd, code, buffer.data()); }));
    return builtins::bytes_from(t, buffer.data(), static_cast<int64_t>(given.size()));
  }
  int n = arg.is_absent() ? 0 : EIDER_TRY(int_argument(t, arg));
  return Value::from_small_int(EIDER_TRY(retried(t, [&] { return ::fcntl(fd, code, n); })));
}

Result<Value> fcntl_ioctl(Thread& t, Value file, Value request, Value arg, Value mutate) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  auto code = static_cast<unsigned long>(static_cast<unsigned>(EIDER_TRY(int_argument(t, request))));
  builtins::ByteSource bytes;
  bool text = !arg.is_absent() && is_instance(t, arg, TypeId::kStr);
  if (arg.is_absent() || (!text && !EIDER_TRY(bytes.try_acquire(t, arg)))) {
    int n = arg.is_absent() ? 0 : EIDER_TRY(int_argument(t, arg));
    return Value::from_small_int(EIDER_TRY(retried(t, [&] { return ::ioctl(fd, code, n); })));
  }
  std::string given = text ? to_utf8(arg.as<Str>()) : std::string(reinterpret_cast<const char*>(bytes.span().data()), bytes.span().size());
  bool writes_back = !text && is_instance(t, arg, TypeId::kByteArray) && (mutate.is_absent() || EIDER_TRY(truth(t, mutate)));
  if (!writes_back && static_cast<int64_t>(given.size()) > kBufferBytes) return raise(t, TypeId::kValueError, "ioctl string arg too long");
  std::vector<char> buffer(std::max<size_t>(given.size(), kBufferBytes) + 1);
  std::memcpy(buffer.data(), given.data(), given.size());
  int result = EIDER_TRY(retried(t, [&] { return ::ioctl(fd, code, buffer.data()); }));
  auto size = static_cast<int64_t>(given.size());
  if (!writes_back) return builtins::bytes_from(t, buffer.data(), size);
  builtins::ByteSpan changed{reinterpret_cast<const uint8_t*>(buffer.data()), given.size()};
  EIDER_TRY(builtins::bytearray_replace(t, arg.as<builtins::ByteArray>(), 0, size, changed));
  return Value::from_small_int(result);
}

Result<Value> fcntl_flock(Thread& t, Value file, Value operation) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  int how = EIDER_TRY(int_argument(t, operation));
  EIDER_TRY(retried(t, [&] { return ::flock(fd, how); }));
  return kNone;
}

Result<Value> fcntl_lockf(Thread& t, Value file, Value command, Value length, Value start, Value whence) {
  int fd = EIDER_TRY(descriptor_argument(t, file));
  int how = EIDER_TRY(int_argument(t, command));
  struct flock lock = {};
  if (how == LOCK_UN) {
    lock.l_type = F_UNLCK;
  } else if (how & LOCK_SH) {
    lock.l_type = F_RDLCK;
  } else if (how & LOCK_EX) {
    lock.l_type = F_WRLCK;
  } else {
    return raise(t, TypeId::kValueError, "unrecognized lockf argument");
  }
  constexpr const char* kTooLarge = "Python int too large to convert to C long";
  if (!start.is_absent() && !start.is_none()) lock.l_start = EIDER_TRY(index_int64(t, start, TypeId::kOverflowError, kTooLarge));
  if (!length.is_absent() && !length.is_none()) lock.l_len = EIDER_TRY(index_int64(t, length, TypeId::kOverflowError, kTooLarge));
  lock.l_whence = static_cast<short>(whence.is_absent() ? 0 : EIDER_TRY(int_argument(t, whence)));
  EIDER_TRY(retried(t, [&] { return ::fcntl(fd, how & LOCK_NB ? F_SETLK : F_SETLKW, &lock); }));
  return kNone;
}

constexpr NativeDef kFunctions[] = {
    {"fcntl(fd, cmd, arg=0, /)", bind<fcntl_fcntl>, Sync::kNone, "Perform the operation `cmd` on file descriptor fd.", NativeDef::kFunction},
    {"ioctl(fd, request, arg=0, mutate_flag=True, /)", bind<fcntl_ioctl>, Sync::kNone, "Perform the operation request on file descriptor fd.", NativeDef::kFunction},
    {"flock(fd, operation, /)", bind<fcntl_flock>, Sync::kNone, "Perform the lock operation `operation` on file descriptor `fd`.", NativeDef::kFunction},
    {"lockf(fd, cmd, len=0, start=0, whence=0, /)", bind<fcntl_lockf>, Sync::kNone, "A wrapper around the fcntl() locking calls.", NativeDef::kFunction},
};

struct Number {
  const char* name;
  int64_t value;
};
#define N(name) {#name, name}
constexpr Number kNumbers[] = {
    N(LOCK_SH), N(LOCK_EX), N(LOCK_NB), N(LOCK_UN), N(LOCK_MAND), N(LOCK_READ), N(LOCK_WRITE), N(LOCK_RW), N(F_DUPFD), N(F_DUPFD_CLOEXEC),
    N(F_GETFD), N(F_SETFD), N(F_GETFL), N(F_SETFL), N(F_GETLK), N(F_SETLK), N(F_SETLKW), N(F_OFD_GETLK), N(F_OFD_SETLK), N(F_OFD_SETLKW),
    N(F_GETOWN), N(F_SETOWN), N(F_GETSIG), N(F_SETSIG), N(F_RDLCK), N(F_WRLCK), N(F_UNLCK), N(F_EXLCK), N(F_SHLCK),
    {"F_GETLK64", F_GETLK}, {"F_SETLK64", F_SETLK}, {"F_SETLKW64", F_SETLKW}, N(FASYNC), N(F_SETLEASE), N(F_GETLEASE), N(F_NOTIFY),
    N(DN_ACCESS), N(DN_MODIFY), N(DN_CREATE), N(DN_DELETE), N(DN_RENAME), N(DN_ATTRIB), N(DN_MULTISHOT), N(F_SETPIPE_SZ), N(F_GETPIPE_SZ),
    N(FD_CLOEXEC), N(F_ADD_SEALS), N(F_GET_SEALS), N(F_SEAL_SEAL), N(F_SEAL_SHRINK), N(F_SEAL_GROW), N(F_SEAL_WRITE),
};
#undef N

}  // namespace

Result<int> descriptor_argument(Thread& t, Value v) {
  Value number = v;
  if (!is_int(t, v)) {
    Value method = EIDER_TRY(find_attr(t, v, name(t, Name::kfileno)));
    if (method.is_absent()) return raise(t, TypeId::kTypeError, "argument must be an int, or have a fileno() method.");
    number = EIDER_TRY(call0(t, method));
    if (!is_int(t, number)) return raise(t, TypeId::kTypeError, "fileno() returned a non-integer");
  }
  int64_t n;
  if (!int_fits_int64(number, &n) || n < INT32_MIN || n > INT32_MAX) {
    return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  }
  if (n < 0) return raise(t, TypeId::kValueError, "file descriptor cannot be a negative integer (%lld)", static_cast<long long>(n));
  return static_cast<int>(n);
}

Result<void> fill_fcntl(Thread& t, Module* module) {
  for (const Number& row : kNumbers) EIDER_TRY(module_set(t, module, row.name, Value::from_small_int(row.value)));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules
