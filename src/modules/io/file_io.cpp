// SPDX-License-Identifier: MIT
//
// FileIO: a file descriptor. Every system call runs DETACHED; an interrupted one runs the signal handlers and goes on.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "builtins/bytes/exports.h"
#include "modules/io/io.h"
#include "threads/wait.h"

namespace eider::modules {

namespace {

FileIO* of(Value v) { return v.as<FileIO>(); }

/// Calls `call` (which returns -1 and errno on failure) DETACHED, again after EINTR. The errno of a failure in *error.
template <class Call>
Result<int64_t> system_call(Thread& t, Call call, int* error) {
  for (;;) {
    int64_t result;
    {
      threads::Detached away(t);
      result = call();
      *error = result < 0 ? errno : 0;
    }
    if (*error != EINTR) return result;
    EIDER_TRY(after_interrupt(t));
  }
}

Result<int> descriptor(Thread& t, FileIO* self) {
  int fd = self->fd.load_relaxed();
  if (fd < 0) return raise(t, TypeId::kValueError, "I/O operation on closed file");
  return fd;
}

struct Mode {
  bool created = false, readable = false, writable = false, appending = false;
  int flags = O_CLOEXEC;
};

Result<Mode> parse_mode(Thread& t, std::string_view text) {
  Mode mode;
  bool kind = false, plus = false;
  static constexpr const char* kWrong = "Must have exactly one of create/read/write/append mode and at most one plus";
  for (char c : text) {
    switch (c) {
      case 'x':
        if (kind) return raise(t, TypeId::kValueError, "%s", kWrong);
        kind = mode.created = mode.writable = true;
        mode.flags |= O_EXCL | O_CREAT;
        break;
      case 'r':
        if (kind) return raise(t, TypeId::kValueError, "%s", kWrong);
        kind = mode.readable = true;
        break;
      case 'w':
        if (kind) return raise(t, TypeId::kValueError, "%s", kWrong);
        kind = mode.writable = true;
        mode.flags |= O_CREAT | O_TRUNC;
        break;
      case 'a':
        if (kind) return raise(t, TypeId::kValueError, "%s", kWrong);
        kind = mode.writable = mode.appending = true;
        mode.flags |= O_APPEND | O_CREAT;
        break;
      case 'b': break;
      case '+':
        if (plus) return raise(t, TypeId::kValueError, "%s", kWrong);
        plus = mode.readable = mode.writable = true;
        break;
      default: return raise(t, TypeId::kValueError, "invalid mode: %.200s", std::string(text).c_str());
    }
  }
  if (!kind) return raise(t, TypeId::kValueError, "%s", kWrong);
  mode.flags |= mode.readable && mode.writable ? O_RDWR : mode.readable ? O_RDONLY : O_WRONLY;
  return mode;
}

Result<void> init_file(Thread& t, FileIO* self, Value file, std::string_view mode_text, bool close_fd, Value opener) {
  if (self->fd.load_relaxed() >= 0 && self->close_fd) EIDER_TRY(file_close(t, self));
  self->fd.store_relaxed(-1);
  self->seekable = -1;
  self->block_size = kDefaultBuffer;
  int64_t fd = -1;
  std::string path;
  bool by_number = file.is_small_int() || is_int(t, file);
  if (by_number) {
    fd = EIDER_TRY(index_int64(t, file, TypeId::kOverflowError, "Python int too large to convert to C int"));
    if (fd < 0) return raise(t, TypeId::kValueError, "negative file descriptor");
  } else {
    EIDER_TRY(os_bytes(t, file, &path));
  }
  Mode mode = EIDER_TRY(parse_mode(t, mode_text));
  self->created = mode.created;
  self->readable = mode.readable;
  self->writable = mode.writable;
  self->appending = mode.appending;
  self->close_fd = close_fd;
  int error = 0;
  bool opened = false;
  if (!by_number) {
    if (!close_fd) return raise(t, TypeId::kValueError, "Cannot use closefd=False with file name");
    if (opener.is_absent() || opener.is_none()) {
      fd = EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::open(path.c_str(), mode.flags, 0666)); }, &error));
      if (fd < 0) return raise_errno(t, error, file);
    } else {
      Value answer = EIDER_TRY(call2(t, opener, file, Value::from_small_int(mode.flags)));
      if (!is_int(t, answer)) return raise(t, TypeId::kTypeError, "expected integer from opener");
      fd = EIDER_TRY(argument_index(t, answer));
      if (fd < 0) return raise(t, TypeId::kValueError, "opener returned %ld", fd);
    }
    opened = true;
  }
  struct stat info;
  EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::fstat(static_cast<int>(fd), &info)); }, &error));
  if (error == EBADF || (error == 0 && S_ISDIR(info.st_mode))) {
    if (opened) {
      int ignored;
      EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::close(static_cast<int>(fd))); }, &ignored));
    }
    return raise_errno(t, error == 0 ? EISDIR : error, file);
  }
  if (error == 0 && info.st_blksize > 1) self->block_size = static_cast<uint32_t>(info.st_blksize);
  self->name.store_release(file);
  self->fd.store_relaxed(static_cast<int32_t>(fd));
  if (mode.appending) {
    int ignored;
    EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::lseek(static_cast<int>(fd), 0, SEEK_END)); }, &ignored));
  }
  return kDone;
}

Result<Value> file_new(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) {
  auto* self = static_cast<FileIO*>(EIDER_TRY(new_instance(t, cls)));
  self->fd.store_relaxed(-1);
  self->seekable = -1;
  self->close_fd = 1;
  return self->value();
}
Result<void> file_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"FileIO(file, mode='r', closefd=True, opener=None)"};
  Value a[4];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  std::string mode = "r";
  if (!a[1].is_absent()) {
    if (!is_instance(t, a[1], TypeId::kStr)) return raise(t, TypeId::kTypeError, "FileIO() argument 'mode' must be str, not %s", type_name(t, a[1]));
    mode = to_utf8(a[1].as<Str>());
  }
  bool close_fd = a[2].is_absent() || EIDER_TRY(truth(t, a[2]));
  return init_file(t, of(self), a[0], mode, close_fd, a[3]);
}

Failure wrong_direction(Thread& t, const char* direction) {
  return raise_unsupported(t, (std::string("File not open for ") + direction).c_str());
}

Result<Bytes*> read_all(Thread& t, FileIO* self, bool* would_block) {
  EIDER_TRY(descriptor(t, self));
  if (!self->readable) return wrong_direction(t, "reading");
  struct stat info;
  int64_t guess = 8192;
  int fd = self->fd.load_relaxed();
  {
    threads::Detached away(t);
    off_t position;
    if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && (position = ::lseek(fd, 0, SEEK_CUR)) >= 0 && info.st_size > position) {
      guess = info.st_size - position + 1;
    }
  }
  Bytes* made = EIDER_TRY(builtins::bytes_new(t, guess));
  int64_t filled = 0;
  for (;;) {
    EIDER_TRY(poll(t));
    if (filled == made->length) {
      Bytes* larger = EIDER_TRY(builtins::bytes_new(t, filled + std::max<int64_t>(filled / 2, 8192)));
      std::memcpy(larger->data, made->data, static_cast<size_t>(filled));
      made = larger;
    }
    int64_t n = EIDER_TRY(file_read(t, self, made->data + filled, made->length - filled));
    if (n < 0) *would_block = filled == 0;
    if (n <= 0) break;
    filled += n;
  }
  return builtins::bytes_from(t, made->data, filled);
}

Result<Value> method_readall(Thread& t, Value self) {
  bool would_block = false;
  Bytes* all = EIDER_TRY(read_all(t, of(self), &would_block));
  return would_block ? kNone : all->value();
}
Result<Value> method_read(Thread& t, Value self, Value size) {
  EIDER_TRY(descriptor(t, of(self)));
  if (!of(self)->readable) return wrong_direction(t, "reading");
  int64_t n = EIDER_TRY(size_argument(t, size));
  if (n < 0) return method_readall(t, self);
  Bytes* made = EIDER_TRY(builtins::bytes_new(t, n));
  int64_t got = EIDER_TRY(file_read(t, of(self), made->data, n));
  if (got < 0) return kNone;
  if (got == n) return made;
  return builtins::bytes_from(t, made->data, got);
}
Result<Value> method_readinto(Thread& t, Value self, Value target) {
  EIDER_TRY(descriptor(t, of(self)));
  if (!of(self)->readable) return wrong_direction(t, "reading");
  builtins::BufferHold hold;
  EIDER_TRY(hold.acquire(t, target, builtins::BufferHold::Access::kWrite, "readinto() argument must be read-write bytes-like object, not %s"));
  int64_t got = EIDER_TRY(file_read(t, of(self), hold.data(), hold.size()));
  return got < 0 ? kNone : Value::from_small_int(got);
}
Result<Value> method_write(Thread& t, Value self, Value data) {
  EIDER_TRY(descriptor(t, of(self)));
  if (!of(self)->writable) return wrong_direction(t, "writing");
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, data));
  int64_t n = EIDER_TRY(file_write(t, of(self), source.span().data(), source.size()));
  return n < 0 ? kNone : Value::from_small_int(n);
}
Result<Value> method_seek(Thread& t, Value self, Value offset, std::optional<int64_t> whence) {
  EIDER_TRY(descriptor(t, of(self)));
  int64_t to = EIDER_TRY(index_int64(t, offset, TypeId::kOverflowError, "Python int too large to convert to C long"));
  return int_from_int64(t, EIDER_TRY(file_seek(t, of(self), to, static_cast<int>(whence.value_or(0)))));
}
Result<Value> method_tell(Thread& t, Value self) { return int_from_int64(t, EIDER_TRY(file_seek(t, of(self), 0, SEEK_CUR))); }
Result<Value> method_truncate(Thread& t, Value self, Value size) {
  int fd = EIDER_TRY(descriptor(t, of(self)));
  if (!of(self)->writable) return wrong_direction(t, "writing");
  int64_t to = size.is_absent() || size.is_none() ? EIDER_TRY(file_seek(t, of(self), 0, SEEK_CUR))
                                                  : EIDER_TRY(index_int64(t, size, TypeId::kOverflowError, "Python int too large to convert to C long"));
  int error;
  EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::ftruncate(fd, to)); }, &error));
  if (error != 0) return raise_errno(t, error);
  return int_from_int64(t, to);
}
Result<Value> method_close(Thread& t, Value self) {
  // A subclass may have its own flush.
  Result<void> flushed = kDone;
  if (type_of(t, self) != io(t).file_io) {
    Result<Value> r = call_method(t, self, name(t, Name::kflush));
    if (!r.ok()) flushed = kFailure;
  }
  Value error = flushed.ok() ? kAbsent : take_exception(t);
  EIDER_TRY(file_close(t, of(self)));
  if (!error.is_absent()) return reraise(t, error);
  return kNone;
}
Result<Value> method_flush(Thread& t, Value self) {
  if (of(self)->fd.load_relaxed() < 0) return raise_closed(t);
  return kNone;
}
Result<Value> method_seekable(Thread& t, Value self) { return Value::from_bool(EIDER_TRY(file_seekable(t, of(self)))); }
Result<Value> method_readable(Thread& t, Value self) {
  EIDER_TRY(descriptor(t, of(self)));
  return Value::from_bool(of(self)->readable);
}
Result<Value> method_writable(Thread& t, Value self) {
  EIDER_TRY(descriptor(t, of(self)));
  return Value::from_bool(of(self)->writable);
}
Result<Value> method_fileno(Thread& t, Value self) { return Value::from_small_int(EIDER_TRY(descriptor(t, of(self)))); }
Result<Value> method_isatty(Thread& t, Value self) {
  int fd = EIDER_TRY(descriptor(t, of(self)));
  threads::Detached away(t);
  return Value::from_bool(::isatty(fd));
}
const char* mode_text(FileIO* f) {
  if (f->created) return f->readable ? "xb+" : "xb";
  if (f->appending) return f->readable ? "ab+" : "ab";
  if (f->readable) return f->writable ? "rb+" : "rb";
  return "wb";
}
Result<Value> get_mode(Thread& t, Value self) { return text_value(t, mode_text(of(self))); }
Result<Value> get_closed(Thread&, Value self) { return Value::from_bool(of(self)->fd.load_relaxed() < 0); }
Result<Value> get_closefd(Thread&, Value self) { return Value::from_bool(of(self)->close_fd); }
Result<Value> get_blksize(Thread&, Value self) { return Value::from_small_int(of(self)->block_size); }
Result<Value> get_name(Thread& t, Value self) {
  Value v = of(self)->name.load_relaxed();
  if (v.is_absent()) return raise_attribute_error(t, self, name(t, Name::kname));
  return v;
}
Result<void> set_name(Thread&, Value self, Value v) {
  of(self)->name.store_release(v);
  return kDone;
}
Result<Value> file_repr(Thread& t, Value self) {
  FileIO* f = of(self);
  int fd = f->fd.load_relaxed();
  if (fd < 0) return str_from_ascii(t, "<_io.FileIO [closed]>");
  Value shown = f->name.load_relaxed();
  const char* close_fd = f->close_fd ? "True" : "False";
  if (shown.is_absent()) return str_format(t, "<_io.FileIO fd=%d mode='%s' closefd=%s>", fd, mode_text(f), close_fd);
  Str* text = EIDER_TRY(repr(t, shown));
  return str_format(t, "<_io.FileIO name=%s mode='%s' closefd=%s>", to_utf8(text).c_str(), mode_text(f), close_fd);
}
void file_finalize(Thread& t, Value self) {
  FileIO* f = of(self);
  if (f->owned || f->fd.load_relaxed() < 0) return;
  if (!f->close_fd) return;
  if (!call_method(t, self, name(t, Name::kclose)).ok()) t.pending_exception = kAbsent;
}
void file_trace(Header* object, gc::Tracer& tracer) { tracer.mark_word(static_cast<FileIO*>(object)->name.load_relaxed().bits()); }

constexpr NativeDef kMethods[] = {
    {"read(self, size=-1, /)", bind<method_read>, Sync::kNone, "Read at most size bytes, returned as bytes."},
    {"readall(self, /)", bind<method_readall>, Sync::kNone, "Read all data from the file, returned as bytes."},
    {"readinto(self, buffer, /)", bind<method_readinto>, Sync::kNone, "Same as RawIOBase.readinto()."},
    {"write(self, b, /)", bind<method_write>, Sync::kNone, "Write buffer b to file, return number of bytes written."},
    {"seek(self, pos, whence=0, /)", bind<method_seek>, Sync::kNone, "Move to new file position and return the file position."},
    {"tell(self, /)", bind<method_tell>, Sync::kNone, "Current file position."},
    {"truncate(self, size=None, /)", bind<method_truncate>, Sync::kNone, "Truncate the file to at most size bytes and return the truncated size."},
    {"close(self, /)", bind<method_close>, Sync::kNone, "Close the file."},
    {"seekable(self, /)", bind<method_seekable>, Sync::kNone, "True if file supports random-access."},
    {"flush(self, /)", bind<method_flush>, Sync::kLockFreeRead, nullptr},
    {"readable(self, /)", bind<method_readable>, Sync::kNone, "True if file was opened in a read mode."},
    {"writable(self, /)", bind<method_writable>, Sync::kNone, "True if file was opened in a write mode."},
    {"fileno(self, /)", bind<method_fileno>, Sync::kNone, "Return the underlying file descriptor (an integer)."},
    {"isatty(self, /)", bind<method_isatty>, Sync::kNone, "True if the file is connected to a TTY device."},
};
constexpr GetSetDef kGetSets[] = {
    {"mode", get_mode, nullptr, "String giving the file mode"},
    {"closed", get_closed, nullptr, "True if the file is closed"},
    {"closefd", get_closefd, nullptr, "True if the file descriptor will be closed by close()."},
    {"_blksize", get_blksize, nullptr, nullptr, true},
    {"name", get_name, set_name, nullptr},
};

/// Until a pipe, terminal or socket has something to read, so that signals and the runtime's end reach who waits for it. At once
/// when the descriptor is not blocking: the read says so.
Result<void> await_input(Thread& t, int fd) {
  pollfd wanted = {fd, POLLIN, 0};
  if (threads::wait_descriptors(t, &wanted, 1, 0) != 0) return kDone;
  {
    threads::Detached away(t);
    if (int flags = ::fcntl(fd, F_GETFL); flags < 0 || (flags & O_NONBLOCK) != 0) return kDone;
  }
  for (;;) {
    int ready = threads::wait_descriptors(t, &wanted, 1, base::kNoDeadline);
    if (ready != 0 && ready != -EINTR) return kDone;
    EIDER_TRY(after_interrupt(t));
  }
}

}  // namespace

Result<int64_t> file_read(Thread& t, FileIO* self, uint8_t* to, int64_t size) {
  int fd = EIDER_TRY(descriptor(t, self));
  if (!EIDER_TRY(file_seekable(t, self))) EIDER_TRY(await_input(t, fd));
  int error;
  int64_t n = EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::read(fd, to, static_cast<size_t>(std::min<int64_t>(size, INT32_MAX)))); }, &error));
  if (error == EAGAIN) return -1;
  if (error != 0) return raise_errno(t, error);
  return n;
}
Result<int64_t> file_write(Thread& t, FileIO* self, const uint8_t* from, int64_t size) {
  int fd = EIDER_TRY(descriptor(t, self));
  int error;
  int64_t n = EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::write(fd, from, static_cast<size_t>(std::min<int64_t>(size, INT32_MAX)))); }, &error));
  if (error == EAGAIN) return -1;
  if (error != 0) return raise_errno(t, error);
  return n;
}
Result<int64_t> file_seek(Thread& t, FileIO* self, int64_t offset, int whence) {
  int fd = EIDER_TRY(descriptor(t, self));
  int error;
  int64_t n = EIDER_TRY(system_call(t, [&] { return static_cast<int64_t>(::lseek(fd, offset, whence)); }, &error));
  if (error != 0) return raise_errno(t, error);
  return n;
}
Result<bool> file_seekable(Thread& t, FileIO* self) {
  int fd = EIDER_TRY(descriptor(t, self));
  if (self->seekable < 0) {
    threads::Detached away(t);
    self->seekable = ::lseek(fd, 0, SEEK_CUR) >= 0;
  }
  return self->seekable != 0;
}
Result<void> file_close(Thread& t, FileIO* self) {
  int fd = self->fd.load_relaxed();
  if (!self->close_fd) {
    self->fd.store_relaxed(-1);
    return kDone;
  }
  // Only one of several closers gets the descriptor: closing it twice could close somebody else's file.
  if (fd < 0 || !self->fd.cas_acq_rel(fd, -1)) return kDone;
  int error;
  {
    threads::Detached away(t);
    error = ::close(fd) < 0 ? errno : 0;
  }
  if (error != 0 && error != EINTR) return raise_errno(t, error);
  return kDone;
}
Result<FileIO*> file_open(Thread& t, Value file, std::string_view mode, bool close_fd, Value opener) {
  Value made = EIDER_TRY(file_new(t, io(t).file_io, nullptr, 0, nullptr));
  EIDER_TRY(init_file(t, of(made), file, mode, close_fd, opener));
  return of(made);
}

Result<void> install_file_io(Thread& t, IoState& state) {
  TypeSpec spec;
  spec.name = "_io.FileIO";
  spec.doc = "Open a file.";
  spec.base_type = state.raw_base;
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(FileIO);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = file_trace;
  spec.slots.new_ = file_new;
  spec.slots.init = file_init;
  spec.slots.repr = file_repr;
  spec.slots.finalize = file_finalize;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  state.file_io = EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::modules
