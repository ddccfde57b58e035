// SPDX-License-Identifier: MIT
//
// The modules errno and _stat: numbers of the operating system.
#include <sys/stat.h>

#include <cerrno>

#include "modules/support.h"

namespace eider::modules {

namespace {

struct Number {
  const char* name;
  int64_t value;
};

// clang-format off
#define EIDER_E(name) {#name, name}
constexpr Number kErrors[] = {
    EIDER_E(ENODEV), EIDER_E(ENOCSI), EIDER_E(EHOSTUNREACH), EIDER_E(ENOMSG), EIDER_E(EUCLEAN), EIDER_E(EL2NSYNC), EIDER_E(EL2HLT), EIDER_E(ENODATA),
    EIDER_E(ENOTBLK), EIDER_E(ENOSYS), EIDER_E(EPIPE), EIDER_E(EINVAL), EIDER_E(EOVERFLOW), EIDER_E(EADV), EIDER_E(EINTR), EIDER_E(EUSERS),
    EIDER_E(ENOTEMPTY), EIDER_E(ENOBUFS), EIDER_E(EPROTO), EIDER_E(EREMOTE), EIDER_E(ENAVAIL), EIDER_E(ECHILD), EIDER_E(ELOOP), EIDER_E(EXDEV),
    EIDER_E(E2BIG), EIDER_E(ESRCH), EIDER_E(EMSGSIZE), EIDER_E(EAFNOSUPPORT), EIDER_E(EBADR), EIDER_E(EHOSTDOWN), EIDER_E(EPFNOSUPPORT),
    EIDER_E(ENOPROTOOPT), EIDER_E(EBUSY), EIDER_E(EAGAIN), EIDER_E(EBADFD), EIDER_E(EDOTDOT), EIDER_E(EISCONN), EIDER_E(ENOANO), EIDER_E(ESHUTDOWN),
    EIDER_E(ECHRNG), EIDER_E(ELIBBAD), EIDER_E(ENONET), EIDER_E(EBADE), EIDER_E(EBADF), EIDER_E(EMULTIHOP), EIDER_E(EIO), EIDER_E(EUNATCH),
    EIDER_E(EPROTOTYPE), EIDER_E(ENOSPC), EIDER_E(ENOEXEC), EIDER_E(EALREADY), EIDER_E(ENETDOWN), EIDER_E(ENOTNAM), EIDER_E(EACCES), EIDER_E(ELNRNG),
    EIDER_E(EILSEQ), EIDER_E(ENOTDIR), EIDER_E(ENOTUNIQ), EIDER_E(EPERM), EIDER_E(EDOM), EIDER_E(EXFULL), EIDER_E(ECONNREFUSED), EIDER_E(EISDIR),
    EIDER_E(EPROTONOSUPPORT), EIDER_E(EROFS), EIDER_E(EADDRNOTAVAIL), EIDER_E(EIDRM), EIDER_E(ECOMM), EIDER_E(ESRMNT), EIDER_E(EREMOTEIO), EIDER_E(EL3RST),
    EIDER_E(EBADMSG), EIDER_E(ENFILE), EIDER_E(ELIBMAX), EIDER_E(ESPIPE), EIDER_E(ENOLINK), EIDER_E(ENETRESET), EIDER_E(ETIMEDOUT), EIDER_E(ENOENT),
    EIDER_E(EEXIST), EIDER_E(EDQUOT), EIDER_E(ENOSTR), EIDER_E(EBADSLT), EIDER_E(EBADRQC), EIDER_E(ELIBACC), EIDER_E(EFAULT), EIDER_E(EFBIG),
    EIDER_E(EDEADLK), EIDER_E(ENOTCONN), EIDER_E(EDESTADDRREQ), EIDER_E(ELIBSCN), EIDER_E(ENOLCK), EIDER_E(EISNAM), EIDER_E(ECONNABORTED),
    EIDER_E(ENETUNREACH), EIDER_E(ESTALE), EIDER_E(ENOSR), EIDER_E(ENOMEM), EIDER_E(ENOTSOCK), EIDER_E(ESTRPIPE), EIDER_E(EMLINK), EIDER_E(ERANGE),
    EIDER_E(ELIBEXEC), EIDER_E(EL3HLT), EIDER_E(ECONNRESET), EIDER_E(EADDRINUSE), EIDER_E(EOPNOTSUPP), EIDER_E(EREMCHG), EIDER_E(ENAMETOOLONG),
    EIDER_E(ENOTTY), EIDER_E(ERESTART), EIDER_E(ESOCKTNOSUPPORT), EIDER_E(ETIME), EIDER_E(EBFONT), EIDER_E(ETOOMANYREFS), EIDER_E(EMFILE), EIDER_E(ETXTBSY),
    EIDER_E(EINPROGRESS), EIDER_E(ENXIO), EIDER_E(ENOPKG), EIDER_E(ECANCELED), EIDER_E(EKEYEXPIRED), EIDER_E(EKEYREJECTED), EIDER_E(EKEYREVOKED),
    EIDER_E(EMEDIUMTYPE), EIDER_E(ENOKEY), EIDER_E(ENOMEDIUM), EIDER_E(ENOTRECOVERABLE), EIDER_E(EOWNERDEAD), EIDER_E(ERFKILL),
    {"EWOULDBLOCK", EWOULDBLOCK}, {"EDEADLOCK", EDEADLOCK}, {"ENOTSUP", ENOTSUP},
};
constexpr Number kStat[] = {
    EIDER_E(S_IFDIR), EIDER_E(S_IFCHR), EIDER_E(S_IFBLK), EIDER_E(S_IFREG), EIDER_E(S_IFIFO), EIDER_E(S_IFLNK), EIDER_E(S_IFSOCK),
    {"S_IFDOOR", 0}, {"S_IFPORT", 0}, {"S_IFWHT", 0}, EIDER_E(S_ISUID), EIDER_E(S_ISGID), EIDER_E(S_ISVTX), {"S_ENFMT", S_ISGID},
    EIDER_E(S_IREAD), EIDER_E(S_IWRITE), EIDER_E(S_IEXEC), EIDER_E(S_IRWXU), EIDER_E(S_IRUSR), EIDER_E(S_IWUSR), EIDER_E(S_IXUSR),
    EIDER_E(S_IRWXG), EIDER_E(S_IRGRP), EIDER_E(S_IWGRP), EIDER_E(S_IXGRP), EIDER_E(S_IRWXO), EIDER_E(S_IROTH), EIDER_E(S_IWOTH), EIDER_E(S_IXOTH),
    {"UF_NODUMP", 1}, {"UF_IMMUTABLE", 2}, {"UF_APPEND", 4}, {"UF_OPAQUE", 8}, {"UF_NOUNLINK", 16}, {"UF_COMPRESSED", 32}, {"UF_HIDDEN", 32768},
    {"SF_ARCHIVED", 65536}, {"SF_IMMUTABLE", 131072}, {"SF_APPEND", 262144}, {"SF_NOUNLINK", 1048576}, {"SF_SNAPSHOT", 2097152},
    {"ST_MODE", 0}, {"ST_INO", 1}, {"ST_DEV", 2}, {"ST_NLINK", 3}, {"ST_UID", 4}, {"ST_GID", 5}, {"ST_SIZE", 6}, {"ST_ATIME", 7}, {"ST_MTIME", 8}, {"ST_CTIME", 9},
};
#undef EIDER_E
// clang-format on

template <uint32_t kFormat>
Result<Value> is_format(Thread&, Value, int64_t mode) {
  return Value::from_bool(kFormat != 0 && (mode & S_IFMT) == kFormat);
}
Result<Value> imode(Thread&, Value, int64_t mode) { return Value::from_small_int(mode & 07777); }
Result<Value> ifmt(Thread&, Value, int64_t mode) { return Value::from_small_int(mode & S_IFMT); }
Result<Value> filemode(Thread& t, Value, int64_t mode) {
  char text[] = "?rwxrwxrwx";
  switch (mode & S_IFMT) {
    case S_IFREG: text[0] = '-'; break;
    case S_IFDIR: text[0] = 'd'; break;
    case S_IFLNK: text[0] = 'l'; break;
    case S_IFBLK: text[0] = 'b'; break;
    case S_IFCHR: text[0] = 'c'; break;
    case S_IFIFO: text[0] = 'p'; break;
    case S_IFSOCK: text[0] = 's'; break;
    default: break;
  }
  for (int i = 0; i < 9; ++i) {
    if (!(mode & 0400 >> i)) text[1 + i] = '-';
  }
  if (mode & S_ISUID) text[3] = mode & S_IXUSR ? 's' : 'S';
  if (mode & S_ISGID) text[6] = mode & S_IXGRP ? 's' : 'S';
  if (mode & S_ISVTX) text[9] = mode & S_IXOTH ? 't' : 'T';
  return str_from_ascii(t, std::string_view(text, 10));
}

#define EIDER_STAT(name, function) {name "(module, mode, /)", bind<function>, Sync::kImmutable, nullptr, NativeDef::kFunction}
constexpr NativeDef kFunctions[] = {
    EIDER_STAT("S_ISDIR", is_format<S_IFDIR>), EIDER_STAT("S_ISCHR", is_format<S_IFCHR>), EIDER_STAT("S_ISBLK", is_format<S_IFBLK>),
    EIDER_STAT("S_ISREG", is_format<S_IFREG>), EIDER_STAT("S_ISFIFO", is_format<S_IFIFO>), EIDER_STAT("S_ISLNK", is_format<S_IFLNK>),
    EIDER_STAT("S_ISSOCK", is_format<S_IFSOCK>), EIDER_STAT("S_ISDOOR", is_format<0>), EIDER_STAT("S_ISPORT", is_format<0>),
    EIDER_STAT("S_ISWHT", is_format<0>), EIDER_STAT("S_IMODE", imode), EIDER_STAT("S_IFMT", ifmt), EIDER_STAT("filemode", filemode),
};
#undef EIDER_STAT

}  // namespace

Result<void> fill_errno(Thread& t, Module* module) {
  Dict* names = EIDER_TRY(dict_new(t));
  for (const Number& error : kErrors) {
    EIDER_TRY(module_set(t, module, error.name, Value::from_small_int(error.value)));
    EIDER_TRY(dict_set(t, names, Value::from_small_int(error.value), EIDER_TRY(intern(t, error.name))->value()));
  }
  // The names CPython gives to numbers that have two.
  EIDER_TRY(dict_set(t, names, Value::from_small_int(EAGAIN), EIDER_TRY(intern(t, "EAGAIN"))->value()));
  EIDER_TRY(dict_set(t, names, Value::from_small_int(EDEADLK), EIDER_TRY(intern(t, "EDEADLOCK"))->value()));
  EIDER_TRY(dict_set(t, names, Value::from_small_int(EOPNOTSUPP), EIDER_TRY(intern(t, "ENOTSUP"))->value()));
  return module_set(t, module, "errorcode", names->value());
}

Result<void> fill_stat(Thread& t, Module* module) {
  for (const Number& number : kStat) EIDER_TRY(module_set(t, module, number.name, Value::from_small_int(number.value)));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
