// SPDX-License-Identifier: MIT
//
// posix, the file system: names, directories, stat.
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cmath>
#include <vector>

#include "builtins/builtins.h"
#include "modules/thread/path.h"
#include "modules/thread/posix_module.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

using threads::Detached;

const char* const kStatFields[] = {"st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "", "", "",
                                   "st_atime", "st_mtime", "st_ctime", "st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_blksize", "st_blocks", "st_rdev"};
constexpr StructSeqDef kStatResult = {"os.stat_result",
                                      "stat_result: Result from stat, fstat, or lstat.\n\nThis object may be accessed either as a tuple of\n  (mode, ino, dev, nlink, uid, gid, size, atime, mtime, ctime)\nor via the attributes st_mode, st_ino, st_dev, st_nlink, st_uid, and so on.\n\nPosix/windows: If your platform supports st_blksize, st_blocks, st_rdev,\nor st_flags, they are available as attributes only.\n\nSee os.stat for more information.",
                                      10, 19, kStatFields};
const char* const kStatvfsFields[] = {"f_bsize", "f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree", "f_favail", "f_flag", "f_namemax", "f_fsid"};
constexpr StructSeqDef kStatvfsResult = {"os.statvfs_result", "statvfs_result: Result from statvfs or fstatvfs.", 10, 11, kStatvfsFields};

/// dir_fd=: AT_FDCWD when not given.
Result<int> directory_of(Thread& t, Value v) {
  if (v.is_absent() || v.is_none()) return AT_FDCWD;
  if (type_of(t, v)->slots.index == nullptr) return raise(t, TypeId::kTypeError, "argument should be integer or None, not %s", type_name(t, v));
  return static_cast<int>(EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int")));
}
Result<bool> flag(Thread& t, Value v, bool otherwise) { return v.is_absent() ? Result<bool>(otherwise) : truth(t, v); }

/// Calls f() until it is not interrupted; 0 or the errno. Signal handlers run in between.
template <class F>
Result<int> system_call(Thread& t, F f) {
  for (;;) {
    int error;
    {
      Detached away(t);
      error = f() < 0 ? errno : 0;
    }
    if (error != EINTR) return error;
    EIDER_TRY(poll(t));
  }
}
#define EIDER_CALL(path, expression)                                               \
  do {                                                                             \
    int eider_error = EIDER_TRY(system_call(t, [&]() -> long { return expression; })); \
    if (eider_error != 0) return raise_path_error(t, eider_error, path);           \
  } while (false)

Result<Value> raise_two(Thread& t, int error, const Path& a, const Path& b) {
  Value args[] = {Value::from_small_int(error), EIDER_TRY(text_value(t, ::strerror(error))), a.object, kNone, b.object};
  return raise_exception(t, EIDER_TRY(new_exception(t, type(t, TypeId::kOSError), args, 5)));
}

Result<Value> stat_value(Thread& t, const struct stat& s) {
  Value items[19];
  auto ns_of = [](const timespec& at) { return static_cast<__int128>(at.tv_sec) * 1'000'000'000 + at.tv_nsec; };
  uint64_t numbers[] = {s.st_mode, s.st_ino, s.st_dev, s.st_nlink, s.st_uid, s.st_gid};
  for (int i = 0; i < 6; ++i) items[i] = EIDER_TRY(int_from_uint64(t, numbers[i]));
  items[6] = EIDER_TRY(int_from_int64(t, s.st_size));
  const timespec* times[] = {&s.st_atim, &s.st_mtim, &s.st_ctim};
  for (int i = 0; i < 3; ++i) {
    items[7 + i] = EIDER_TRY(int_from_int64(t, times[i]->tv_sec));
    items[10 + i] = EIDER_TRY(float_value(t, static_cast<double>(times[i]->tv_sec) + 1e-9 * static_cast<double>(times[i]->tv_nsec)));
    items[13 + i] = EIDER_TRY(int_from_int64(t, static_cast<int64_t>(ns_of(*times[i]))));
  }
  items[16] = EIDER_TRY(int_from_int64(t, s.st_blksize));
  items[17] = EIDER_TRY(int_from_int64(t, s.st_blocks));
  items[18] = EIDER_TRY(int_from_uint64(t, s.st_rdev));
  return struct_seq_new(t, system_modules(t).stat_result, kStatResult, items);
}
Result<Value> do_stat(Thread& t, Value v, const char* function, Value dir_fd, bool follow) {
  Path path;
  EIDER_TRY(path_argument(t, v, function, "path", follow ? PathKind::kPathOrFd : PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  struct stat s;
  bool by_fd = type_of(t, path.object)->slots.index != nullptr && path.text.empty();
  EIDER_CALL(path, by_fd ? ::fstat(path.fd, &s) : ::fstatat(dir, path.c_str(), &s, follow ? 0 : AT_SYMLINK_NOFOLLOW));
  return stat_value(t, s);
}
Result<Value> posix_stat(Thread& t, Value path, Value dir_fd, Value follow) { return do_stat(t, path, "stat", dir_fd, EIDER_TRY(flag(t, follow, true))); }
Result<Value> posix_lstat(Thread& t, Value path, Value dir_fd) { return do_stat(t, path, "lstat", dir_fd, false); }
Result<Value> posix_fstat(Thread& t, Index fd) {
  struct stat s;
  int error = EIDER_TRY(system_call(t, [&]() -> long { return ::fstat(static_cast<int>(fd), &s); }));
  if (error != 0) return raise_errno(t, error);
  return stat_value(t, s);
}

Result<Value> posix_access(Thread& t, Value v, Index mode, Value dir_fd, Value effective, Value follow) {
  Path path;
  EIDER_TRY(path_argument(t, v, "access", "path", PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  int flags = (EIDER_TRY(flag(t, effective, false)) ? AT_EACCESS : 0) | (EIDER_TRY(flag(t, follow, true)) ? 0 : AT_SYMLINK_NOFOLLOW);
  int error = EIDER_TRY(system_call(t, [&]() -> long { return ::faccessat(dir, path.c_str(), static_cast<int>(mode), flags); }));
  return Value::from_bool(error == 0);
}
Result<Value> posix_mkdir(Thread& t, Value v, Value mode, Value dir_fd) {
  Path path;
  EIDER_TRY(path_argument(t, v, "mkdir", "path", PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  mode_t bits = mode.is_absent() ? 0777 : static_cast<mode_t>(EIDER_TRY(argument_index(t, mode)));
  EIDER_CALL(path, ::mkdirat(dir, path.c_str(), bits));
  return kNone;
}
Result<Value> remove_at(Thread& t, Value v, const char* function, Value dir_fd, int flags) {
  Path path;
  EIDER_TRY(path_argument(t, v, function, "path", PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  EIDER_CALL(path, ::unlinkat(dir, path.c_str(), flags));
  return kNone;
}
Result<Value> posix_rmdir(Thread& t, Value v, Value dir_fd) { return remove_at(t, v, "rmdir", dir_fd, AT_REMOVEDIR); }
Result<Value> posix_unlink(Thread& t, Value v, Value dir_fd) { return remove_at(t, v, "unlink", dir_fd, 0); }
Result<Value> posix_remove(Thread& t, Value v, Value dir_fd) { return remove_at(t, v, "remove", dir_fd, 0); }
Result<Value> rename_as(Thread& t, Value from, Value to, Value from_fd, Value to_fd, const char* function) {
  Path a, b;
  EIDER_TRY(path_argument(t, from, function, "src", PathKind::kPathOnly, &a));
  EIDER_TRY(path_argument(t, to, function, "dst", PathKind::kPathOnly, &b));
  int da = EIDER_TRY(directory_of(t, from_fd)), db = EIDER_TRY(directory_of(t, to_fd));
  int error = EIDER_TRY(system_call(t, [&]() -> long { return ::renameat(da, a.c_str(), db, b.c_str()); }));
  if (error != 0) return raise_two(t, error, a, b);
  return kNone;
}
Result<Value> posix_rename(Thread& t, Value a, Value b, Value fa, Value fb) { return rename_as(t, a, b, fa, fb, "rename"); }
Result<Value> posix_replace(Thread& t, Value a, Value b, Value fa, Value fb) { return rename_as(t, a, b, fa, fb, "replace"); }
Result<Value> posix_link(Thread& t, Value from, Value to, Value from_fd, Value to_fd, Value follow) {
  Path a, b;
  EIDER_TRY(path_argument(t, from, "link", "src", PathKind::kPathOnly, &a));
  EIDER_TRY(path_argument(t, to, "link", "dst", PathKind::kPathOnly, &b));
  int da = EIDER_TRY(directory_of(t, from_fd)), db = EIDER_TRY(directory_of(t, to_fd));
  int flags = EIDER_TRY(flag(t, follow, true)) && !follow.is_absent() ? AT_SYMLINK_FOLLOW : 0;
  int error = EIDER_TRY(system_call(t, [&]() -> long { return ::linkat(da, a.c_str(), db, b.c_str(), flags); }));
  if (error != 0) return raise_two(t, error, a, b);
  return kNone;
}
Result<Value> posix_symlink(Thread& t, Value from, Value to, Value, Value dir_fd) {
  Path a, b;
  EIDER_TRY(path_argument(t, from, "symlink", "src", PathKind::kPathOnly, &a));
  EIDER_TRY(path_argument(t, to, "symlink", "dst", PathKind::kPathOnly, &b));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  int error = EIDER_TRY(system_call(t, [&]() -> long { return ::symlinkat(a.c_str(), dir, b.c_str()); }));
  if (error != 0) return raise_two(t, error, a, b);
  return kNone;
}
Result<Value> posix_readlink(Thread& t, Value v, Value dir_fd) {
  Path path;
  EIDER_TRY(path_argument(t, v, "readlink", "path", PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  char target[PATH_MAX];
  ssize_t got = 0;
  EIDER_CALL(path, got = ::readlinkat(dir, path.c_str(), target, sizeof target));
  return fs_text(t, {target, static_cast<size_t>(got)}, path.is_bytes);
}
Result<Value> posix_chdir(Thread& t, Value v) {
  Path path;
  EIDER_TRY(path_argument(t, v, "chdir", "path", PathKind::kPathOrFd, &path));
  EIDER_CALL(path, path.fd >= 0 ? ::fchdir(path.fd) : ::chdir(path.c_str()));
  return kNone;
}
Result<Value> posix_fchdir(Thread& t, Index fd) {
  int error = EIDER_TRY(system_call(t, [&]() -> long { return ::fchdir(static_cast<int>(fd)); }));
  if (error != 0) return raise_errno(t, error);
  return kNone;
}
Result<Value> current_directory(Thread& t, bool as_bytes) {
  std::string text;
  int error = EIDER_TRY(system_call(t, [&]() -> long {
    char* made = ::getcwd(nullptr, 0);
    if (made == nullptr) return -1;
    text = made;
    ::free(made);
    return 0;
  }));
  if (error != 0) return raise_errno(t, error);
  return fs_text(t, text, as_bytes);
}
Result<Value> posix_getcwd(Thread& t) { return current_directory(t, false); }
Result<Value> posix_getcwdb(Thread& t) { return current_directory(t, true); }
Result<Value> posix_chmod(Thread& t, Value v, Index mode, Value dir_fd, Value follow) {
  Path path;
  EIDER_TRY(path_argument(t, v, "chmod", "path", PathKind::kPathOrFd, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  int flags = EIDER_TRY(flag(t, follow, true)) ? 0 : AT_SYMLINK_NOFOLLOW;
  EIDER_CALL(path, path.fd >= 0 ? ::fchmod(path.fd, static_cast<mode_t>(mode)) : ::fchmodat(dir, path.c_str(), static_cast<mode_t>(mode), flags));
  return kNone;
}
Result<Value> posix_chown(Thread& t, Value v, Index uid, Index gid, Value dir_fd, Value follow) {
  Path path;
  EIDER_TRY(path_argument(t, v, "chown", "path", PathKind::kPathOrFd, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  int flags = EIDER_TRY(flag(t, follow, true)) ? 0 : AT_SYMLINK_NOFOLLOW;
  auto u = static_cast<uid_t>(uid);
  auto g = static_cast<gid_t>(gid);
  EIDER_CALL(path, path.fd >= 0 ? ::fchown(path.fd, u, g) : ::fchownat(dir, path.c_str(), u, g, flags));
  return kNone;
}
Result<Value> posix_truncate(Thread& t, Value v, Index length) {
  Path path;
  EIDER_TRY(path_argument(t, v, "truncate", "path", PathKind::kPathOrFd, &path));
  EIDER_CALL(path, path.fd >= 0 ? ::ftruncate(path.fd, length) : ::truncate(path.c_str(), length));
  return kNone;
}
Result<Value> posix_mkfifo(Thread& t, Value v, Value mode, Value dir_fd) {
  Path path;
  EIDER_TRY(path_argument(t, v, "mkfifo", "path", PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  mode_t bits = mode.is_absent() ? 0666 : static_cast<mode_t>(EIDER_TRY(argument_index(t, mode)));
  EIDER_CALL(path, ::mkfifoat(dir, path.c_str(), bits));
  return kNone;
}

Result<Value> posix_utime(Thread& t, Value v, Value times, Value ns, Value dir_fd, Value follow) {
  Path path;
  EIDER_TRY(path_argument(t, v, "utime", "path", PathKind::kPathOrFd, &path));
  bool have_times = !times.is_absent() && !times.is_none();
  if (have_times && !ns.is_absent()) return raise(t, TypeId::kValueError, "utime: you may specify either 'times' or 'ns' but not both");
  timespec at[2] = {{0, UTIME_NOW}, {0, UTIME_NOW}};
  Value given = have_times ? times : ns;
  if (!given.is_absent() && !given.is_none()) {
    auto* pair = is_instance(t, given, TypeId::kTuple) ? given.as<Tuple>() : nullptr;
    if (pair == nullptr || pair->size() != 2) {
      return raise(t, TypeId::kTypeError, have_times ? "utime: 'times' must be either a tuple of two ints or None" : "utime: 'ns' must be a tuple of two ints");
    }
    for (int i = 0; i < 2; ++i) {
      Value item = pair->items[i].get();
      int64_t n;
      if (have_times && is_float(t, item)) {
        double d = float_of(item);
        if (std::isnan(d)) return raise(t, TypeId::kValueError, "Invalid value NaN (not a number)");
        double whole = std::floor(d);
        at[i].tv_sec = static_cast<time_t>(whole);
        at[i].tv_nsec = static_cast<long>(std::floor((d - whole) * 1e9));
        continue;
      }
      n = EIDER_TRY(index_int64(t, item, TypeId::kOverflowError, "timestamp out of range for platform time_t"));
      int64_t unit = have_times ? 1 : 1'000'000'000;
      int64_t rest = n % unit;
      if (rest < 0) rest += unit;
      at[i].tv_sec = static_cast<time_t>((n - rest) / unit);
      at[i].tv_nsec = static_cast<long>(rest);
    }
  }
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  int flags = EIDER_TRY(flag(t, follow, true)) ? 0 : AT_SYMLINK_NOFOLLOW;
  EIDER_CALL(path, path.fd >= 0 ? ::futimens(path.fd, at) : ::utimensat(dir, path.c_str(), at, flags));
  return kNone;
}

Result<Value> posix_open(Thread& t, Value v, Index flags, Value mode, Value dir_fd) {
  Path path;
  EIDER_TRY(path_argument(t, v, "open", "path", PathKind::kPathOnly, &path));
  int dir = EIDER_TRY(directory_of(t, dir_fd));
  mode_t bits = mode.is_absent() ? 0777 : static_cast<mode_t>(EIDER_TRY(argument_index(t, mode)));
  int fd = -1;
  EIDER_CALL(path, fd = ::openat(dir, path.c_str(), static_cast<int>(flags) | O_CLOEXEC, bits));
  return Value::from_small_int(fd);
}

Result<Value> posix_statvfs(Thread& t, Value v) {
  Path path;
  EIDER_TRY(path_argument(t, v, "statvfs", "path", PathKind::kPathOrFd, &path));
  struct statvfs s;
  EIDER_CALL(path, path.fd >= 0 ? ::fstatvfs(path.fd, &s) : ::statvfs(path.c_str(), &s));
  uint64_t numbers[] = {s.f_bsize, s.f_frsize, s.f_blocks, s.f_bfree, s.f_bavail, s.f_files, s.f_ffree, s.f_favail, s.f_flag, s.f_namemax, s.f_fsid};
  Value items[11];
  for (int i = 0; i < 11; ++i) items[i] = EIDER_TRY(int_from_uint64(t, numbers[i]));
  return struct_seq_new(t, system_modules(t).statvfs_result, kStatvfsResult, items);
}

// --- directories --------------------------------------------------------------------------------------------------------------------
struct Entry {
  std::string name;
  uint64_t inode;
  uint8_t type;
};
/// Every entry but "." and ".."; 0 or an errno.
int read_directory(const Path& path, std::vector<Entry>* out) {
  DIR* dir;
  if (path.fd >= 0) {
    int copy = ::fcntl(path.fd, F_DUPFD_CLOEXEC, 0);
    if (copy < 0) return errno;
    dir = ::fdopendir(copy);
    if (dir == nullptr) {
      int error = errno;
      ::close(copy);
      return error;
    }
    ::rewinddir(dir);
  } else {
    dir = ::opendir(path.c_str());
    if (dir == nullptr) return errno;
  }
  int error = 0;
  for (;;) {
    errno = 0;
    dirent* entry = ::readdir(dir);
    if (entry == nullptr) {
      error = errno;
      break;
    }
    std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    out->push_back({std::string(name), entry->d_ino, entry->d_type});
  }
  ::closedir(dir);
  return error;
}
Result<void> directory_entries(Thread& t, const Path& path, std::vector<Entry>* out) {
  int error;
  {
    Detached away(t);
    error = read_directory(path, out);
  }
  if (error != 0) return raise_path_error(t, error, path);
  return kDone;
}
Result<Value> posix_listdir(Thread& t, Value v) {
  Path path;
  EIDER_TRY(path_argument(t, v, "listdir", "path", PathKind::kPathFdOrNone, &path));
  std::vector<Entry> entries;
  EIDER_TRY(directory_entries(t, path, &entries));
  List* list = EIDER_TRY(list_new(t, static_cast<int64_t>(entries.size())));
  for (const Entry& e : entries) EIDER_TRY(list_append(t, list, EIDER_TRY(fs_text(t, e.name, path.is_bytes))));
  return list;
}

struct DirEntry : Object {  // kValues
  Field<Value> name, path;
  Field<Value> kind;        // d_type, int
  Field<Value> inode;
  Field<Value> stat, lstat; // cached, or ABSENT
  Field<Value> dir_fd;      // an int when a descriptor was scanned, else ABSENT
};
struct ScandirIterator : Object {  // kValues
  Field<Value> entries;     // List; ABSENT when closed
  Field<Value> next;        // int
};

Result<Value> entry_stat(Thread& t, DirEntry* e, bool follow) {
  Field<Value>& cache = follow ? e->stat : e->lstat;
  Value known = cache.load_acquire();
  if (!known.is_absent()) return known;
  Value dir = e->dir_fd.get();
  Value made = EIDER_TRY(do_stat(t, dir.is_absent() ? e->path.get() : e->name.get(), "DirEntry", dir, follow));
  cache.store_release(made);  // any of several equal ones
  return made;
}
Result<bool> entry_is(Thread& t, DirEntry* e, bool follow, unsigned wanted) {
  auto kind = static_cast<uint8_t>(e->kind.get().small_int());
  if (kind != DT_UNKNOWN && !(follow && kind == DT_LNK)) return kind == (wanted == S_IFDIR ? DT_DIR : wanted == S_IFREG ? DT_REG : DT_LNK);
  Result<Value> s = entry_stat(t, e, follow);
  if (!s.ok()) {
    if (clear_if(t, TypeId::kFileNotFoundError)) return false;
    return kFailure;
  }
  return (static_cast<unsigned>(struct_seq_item(s.get(), 0).small_int()) & S_IFMT) == wanted;
}
DirEntry* entry_of(Value v) { return v.as<DirEntry>(); }
Result<Value> dir_entry_is_dir(Thread& t, Value self, Value follow) { return Value::from_bool(EIDER_TRY(entry_is(t, entry_of(self), EIDER_TRY(flag(t, follow, true)), S_IFDIR))); }
Result<Value> dir_entry_is_file(Thread& t, Value self, Value follow) { return Value::from_bool(EIDER_TRY(entry_is(t, entry_of(self), EIDER_TRY(flag(t, follow, true)), S_IFREG))); }
Result<Value> dir_entry_is_symlink(Thread& t, Value self) { return Value::from_bool(EIDER_TRY(entry_is(t, entry_of(self), false, S_IFLNK))); }
Result<Value> dir_entry_stat(Thread& t, Value self, Value follow) { return entry_stat(t, entry_of(self), EIDER_TRY(flag(t, follow, true))); }
Result<Value> dir_entry_inode(Thread&, Value self) { return entry_of(self)->inode.get(); }
Result<Value> dir_entry_fspath(Thread&, Value self) { return entry_of(self)->path.get(); }
Result<Value> dir_entry_repr(Thread& t, Value self) {
  return str_format(t, "<DirEntry %s>", to_utf8(EIDER_TRY(repr(t, entry_of(self)->name.get()))).c_str());
}
constexpr NativeDef kEntryMethods[] = {
    {"is_dir(self, /, *, follow_symlinks=True)", bind<dir_entry_is_dir>, Sync::kImmutable, "Return True if the entry is a directory; cached per entry."},
    {"is_file(self, /, *, follow_symlinks=True)", bind<dir_entry_is_file>, Sync::kImmutable, "Return True if the entry is a file; cached per entry."},
    {"is_symlink(self, /)", bind<dir_entry_is_symlink>, Sync::kImmutable, "Return True if the entry is a symbolic link; cached per entry."},
    {"stat(self, /, *, follow_symlinks=True)", bind<dir_entry_stat>, Sync::kImmutable, "Return stat_result object for the entry; cached per entry."},
    {"inode(self, /)", bind<dir_entry_inode>, Sync::kImmutable, "Return inode of the entry; cached per entry."},
    {"__fspath__(self, /)", bind<dir_entry_fspath>, Sync::kImmutable, "Returns the path for the entry."},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kEntryMembers[] = {
    {"name", offsetof(DirEntry, name), true, "the entry's base filename, relative to scandir() \"path\" argument"},
    {"path", offsetof(DirEntry, path), true, "the entry's full path name; equivalent to os.path.join(scandir_path, entry.name)"},
};

Result<Value> posix_scandir(Thread& t, Value v) {
  Path path;
  EIDER_TRY(path_argument(t, v, "scandir", "path", PathKind::kPathFdOrNone, &path));
  std::vector<Entry> entries;
  EIDER_TRY(directory_entries(t, path, &entries));
  SystemModules& state = system_modules(t);
  List* list = EIDER_TRY(list_new(t, static_cast<int64_t>(entries.size())));
  std::string base = path.fd >= 0 ? "" : path.text;
  if (!base.empty() && base.back() != '/') base += '/';
  for (const Entry& e : entries) {
    Value shown = EIDER_TRY(fs_text(t, e.name, path.is_bytes));
    Value full = EIDER_TRY(fs_text(t, base + e.name, path.is_bytes));
    Value inode = EIDER_TRY(int_from_uint64(t, e.inode));
    Object* o = EIDER_TRY(new_instance(t, state.dir_entry));
    auto* entry = static_cast<DirEntry*>(o);
    entry->name.init(shown);
    entry->path.init(full);
    entry->inode.init(inode);
    entry->kind.init(Value::from_small_int(e.type));
    if (path.fd >= 0) entry->dir_fd.init(Value::from_small_int(path.fd));
    EIDER_TRY(list_append(t, list, entry->value()));
  }
  Object* o = EIDER_TRY(new_instance(t, state.scandir_iterator));
  auto* iterator = static_cast<ScandirIterator*>(o);
  iterator->entries.init(list->value());
  iterator->next.init(Value::from_small_int(0));
  return o;
}
Result<Value> scandir_next(Thread&, Value self) {
  auto* it = self.as<ScandirIterator>();
  for (;;) {
    Value list = it->entries.load_acquire();
    if (list.is_absent()) return kAbsent;
    Value at = it->next.load_acquire();
    Value entry = list_get(list.as<List>(), at.small_int());
    if (entry.is_absent()) {
      it->entries.store_release(kAbsent);
      return kAbsent;
    }
    if (it->next.cas(at, Value::from_small_int(at.small_int() + 1))) return entry;  // each entry to one of several threads
  }
}
Result<Value> scandir_close(Thread&, Value self) {
  self.as<ScandirIterator>()->entries.store_release(kAbsent);
  return kNone;
}
Result<Value> scandir_exit(Thread& t, Value self, Value) { return scandir_close(t, self); }
Result<Value> scandir_enter(Thread&, Value self) { return self; }
constexpr NativeDef kScandirMethods[] = {
    {"__enter__(self, /)", bind<scandir_enter>, Sync::kNone, nullptr},
    {"__exit__(self, *args)", bind<scandir_exit>, Sync::kLocksOwn, nullptr},
    {"close(self, /)", bind<scandir_close>, Sync::kLocksOwn, nullptr},
};

constexpr NativeDef kFunctions[] = {
    {"stat(path, *, dir_fd=None, follow_symlinks=True)", bind<posix_stat>, Sync::kNone, "Perform a stat system call on the given path."},
    {"lstat(path, *, dir_fd=None)", bind<posix_lstat>, Sync::kNone, "Perform a stat system call on the given path, without following symbolic links."},
    {"fstat(fd)", bind<posix_fstat>, Sync::kNone, "Perform a stat system call on the given file descriptor."},
    {"access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)", bind<posix_access>, Sync::kNone, "Use the real uid/gid to test for access to a path."},
    {"mkdir(path, mode=511, *, dir_fd=None)", bind<posix_mkdir>, Sync::kNone, "Create a directory."},
    {"rmdir(path, *, dir_fd=None)", bind<posix_rmdir>, Sync::kNone, "Remove a directory."},
    {"unlink(path, *, dir_fd=None)", bind<posix_unlink>, Sync::kNone, "Remove a file (same as remove())."},
    {"remove(path, *, dir_fd=None)", bind<posix_remove>, Sync::kNone, "Remove a file (same as unlink())."},
    {"rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", bind<posix_rename>, Sync::kNone, "Rename a file or directory."},
    {"replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", bind<posix_replace>, Sync::kNone, "Rename a file or directory, overwriting the destination."},
    {"link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)", bind<posix_link>, Sync::kNone, "Create a hard link to a file."},
    {"symlink(src, dst, target_is_directory=False, *, dir_fd=None)", bind<posix_symlink>, Sync::kNone, "Create a symbolic link pointing to src named dst."},
    {"readlink(path, *, dir_fd=None)", bind<posix_readlink>, Sync::kNone, "Return a string representing the path to which the symbolic link points."},
    {"chdir(path)", bind<posix_chdir>, Sync::kNone, "Change the current working directory to the specified path."},
    {"fchdir(fd)", bind<posix_fchdir>, Sync::kNone, "Change to the directory of the given file descriptor."},
    {"getcwd()", bind<posix_getcwd>, Sync::kNone, "Return a unicode string representing the current working directory."},
    {"getcwdb()", bind<posix_getcwdb>, Sync::kNone, "Return a bytes string representing the current working directory."},
    {"chmod(path, mode, *, dir_fd=None, follow_symlinks=True)", bind<posix_chmod>, Sync::kNone, "Change the access permissions of a file."},
    {"chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)", bind<posix_chown>, Sync::kNone, "Change the owner and group id of path to the numeric uid and gid."},
    {"truncate(path, length)", bind<posix_truncate>, Sync::kNone, "Truncate a file, specified by path, to a specific length."},
    {"mkfifo(path, mode=438, *, dir_fd=None)", bind<posix_mkfifo>, Sync::kNone, "Create a \"fifo\" (a POSIX named pipe)."},
    {"open(path, flags, mode=511, *, dir_fd=None)", bind<posix_open>, Sync::kNone, "Open a file for low level IO.  Returns a file descriptor (integer)."},
    {"statvfs(path)", bind<posix_statvfs>, Sync::kNone, "Perform a statvfs system call on the given path."},
    {"listdir(path=None)", bind<posix_listdir>, Sync::kNone, "Return a list containing the names of the files in the directory."},
    {"scandir(path=None)", bind<posix_scandir>, Sync::kNone, "Return an iterator of DirEntry objects for given path."},
};
constexpr NativeDef kUtime[] = {
    {"utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True)", bind<posix_utime>, Sync::kNone, "Set the access and modified time of path."},
};

}  // namespace

Result<void> add_posix_files(Thread& t, Module* m) {
  SystemModules& state = system_modules(t);
  state.stat_result = EIDER_TRY(struct_seq_type(t, kStatResult));
  state.statvfs_result = EIDER_TRY(struct_seq_type(t, kStatvfsResult));
  TypeSpec entry;
  entry.name = "posix.DirEntry";
  entry.flags = kDisallowInstantiation;
  entry.native_bytes = sizeof(DirEntry);
  entry.trace = TraceKind::kValues;
  entry.slots.repr = dir_entry_repr;
  entry.methods = kEntryMethods;
  entry.method_count = std::size(kEntryMethods);
  entry.members = kEntryMembers;
  entry.member_count = std::size(kEntryMembers);
  state.dir_entry = EIDER_TRY(make_builtin_type(t, entry));
  TypeSpec scan;
  scan.name = "posix.ScandirIterator";
  scan.flags = kDisallowInstantiation;
  scan.native_bytes = sizeof(ScandirIterator);
  scan.trace = TraceKind::kValues;
  scan.slots.iter = iter_self;
  scan.slots.next = scandir_next;
  scan.methods = kScandirMethods;
  scan.method_count = std::size(kScandirMethods);
  state.scandir_iterator = EIDER_TRY(make_builtin_type(t, scan));
  EIDER_TRY(add_functions(t, m, kFunctions));
  EIDER_TRY(add_functions(t, m, kUtime));
  EIDER_TRY(module_set(t, m, "DirEntry", state.dir_entry->value()));
  EIDER_TRY(module_set(t, m, "stat_result", state.stat_result->value()));
  return module_set(t, m, "statvfs_result", state.statvfs_result->value());
}

}  // namespace eider::modules
