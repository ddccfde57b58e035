// SPDX-License-Identifier: MIT
//
// BufferedReader, BufferedWriter, BufferedRandom, BufferedRWPair.
#include <cerrno>
#include <cstring>

#include "modules/io/io.h"

namespace eider::modules {

namespace {

Buffered* of(Value v) { return v.as<Buffered>(); }
uint8_t* data(Buffered* b) { return b->bytes.load_relaxed()->data; }

Result<Value> raw_of(Thread& t, Buffered* self) {
  Value raw = self->raw.load_relaxed();
  if (!raw.is_absent()) return raw;
  if (self->detached) return raise(t, TypeId::kValueError, "raw stream has been detached");
  return raise(t, TypeId::kValueError, "I/O operation on uninitialized object");
}

Result<void> check_open(Thread& t, Buffered* self, const char* operation) {
  EIDER_TRY(raw_of(t, self));
  if (EIDER_TRY(buffered_closed(t, self))) return raise(t, TypeId::kValueError, "%s of closed file", operation);
  return kDone;
}

constexpr int64_t kMostBytes = int64_t{1} << 40;  // beyond any memory: keeps byte counts from overflowing

Result<ByteBuffer*> new_bytes(Thread& t, int64_t capacity) {
  if (capacity > kMostBytes) return raise_no_memory(t);
  auto* raw = reinterpret_cast<ByteBuffer*>(
      gc::allocate(t, gc::header_word(shape_id(TypeId::kStrBuffer), TraceKind::kNone, static_cast<uint32_t>(std::min<int64_t>((static_cast<int64_t>(sizeof(ByteBuffer)) + capacity + 7) & ~7, 1 << 30))),
                   (sizeof(ByteBuffer) + static_cast<size_t>(capacity) + 7) & ~size_t{7}));
  if (raw == nullptr) return raise_no_memory(t);
  raw->capacity = capacity;
  return raw;
}

// --- the raw object's operations; the lock is held
Result<int64_t> raw_read(Thread& t, Buffered* self, uint8_t* to, int64_t size) {
  Value raw = EIDER_TRY(raw_of(t, self));
  if (self->fast) return file_read(t, raw.as<FileIO>(), to, size);
  builtins::ByteArray* into = EIDER_TRY(builtins::bytearray_new(t, nullptr, 0));
  Bytes* zeros = EIDER_TRY(builtins::bytes_new(t, size));
  EIDER_TRY(builtins::bytearray_replace(t, into, 0, 0, zeros->span()));
  Value got = EIDER_TRY(call_named(t, raw, "readinto", {into->value()}));
  if (got.is_none()) return -1;
  if (!is_int(t, got)) return raise(t, TypeId::kOSError, "raw readinto() failed");
  int64_t n = EIDER_TRY(argument_index(t, got));
  if (n < 0 || n > size) return raise(t, TypeId::kOSError, "raw readinto() returned invalid length %ld (should have been between 0 and %ld)", n, size);
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, into->value()));
  std::memcpy(to, source.span().data(), static_cast<size_t>(std::min<int64_t>(n, source.size())));
  return n;
}
Result<int64_t> raw_write(Thread& t, Buffered* self, const uint8_t* from, int64_t size) {
  Value raw = EIDER_TRY(raw_of(t, self));
  if (self->fast) return file_write(t, raw.as<FileIO>(), from, size);
  Bytes* bytes = EIDER_TRY(builtins::bytes_from(t, from, size));
  Value put = EIDER_TRY(call_named(t, raw, "write", {bytes->value()}));
  if (put.is_none()) return -1;
  int64_t n = EIDER_TRY(argument_index(t, put));
  if (n < 0 || n > size) return raise(t, TypeId::kOSError, "raw write() returned invalid length %ld (should have been between 0 and %ld)", n, size);
  return n;
}
Result<int64_t> raw_seek(Thread& t, Buffered* self, int64_t offset, int whence) {
  Value raw = EIDER_TRY(raw_of(t, self));
  if (self->fast) return file_seek(t, raw.as<FileIO>(), offset, whence);
  Value at = EIDER_TRY(call_named(t, raw, "seek", {EIDER_TRY(int_from_int64(t, offset)), Value::from_small_int(whence)}));
  int64_t n = EIDER_TRY(argument_index(t, at));
  if (n < 0) return raise(t, TypeId::kOSError, "Raw stream returned invalid position %ld", n);
  return n;
}
Result<int64_t> raw_tell(Thread& t, Buffered* self) {
  Value raw = EIDER_TRY(raw_of(t, self));
  if (self->fast) return file_seek(t, raw.as<FileIO>(), 0, 1);
  int64_t n = EIDER_TRY(argument_index(t, EIDER_TRY(call_named(t, raw, "tell"))));
  if (n < 0) return raise(t, TypeId::kOSError, "Raw stream returned invalid position %ld", n);
  return n;
}

Failure raise_blocking(Thread& t, int64_t written) {
  Result<Value> text = text_value(t, "write could not complete without blocking");
  if (!text.ok()) return kFailure;
  Value args[] = {Value::from_small_int(EAGAIN), text.get(), Value::from_small_int(written)};
  return raise_values(t, TypeId::kBlockingIOError, args, 3);
}

Result<void> write_out(Thread& t, Buffered* self) {
  int64_t done = 0;
  while (done < self->pending) {
    Result<int64_t> n = raw_write(t, self, data(self) + done, self->pending - done);
    if (!n.ok() || n.get() < 0) {
      std::memmove(data(self), data(self) + done, static_cast<size_t>(self->pending - done));
      self->pending -= done;
      if (!n.ok()) return kFailure;
      return raise_blocking(t, 0);
    }
    done += n.get();
    if (done < self->pending && !objects::poll(t).ok()) {  // what is written is not written again
      std::memmove(data(self), data(self) + done, static_cast<size_t>(self->pending - done));
      self->pending -= done;
      return kFailure;
    }
  }
  self->pending = 0;
  return kDone;
}
/// Forgets what was read ahead; the raw position goes back to where the reader is.
Result<void> drop_read_ahead(Thread& t, Buffered* self) {
  int64_t ahead = self->end - self->at;
  self->at = self->end = 0;
  if (ahead > 0) EIDER_TRY(raw_seek(t, self, -ahead, 1));
  return kDone;
}
/// Fills the empty buffer by one raw read. The count; -1: would block.
Result<int64_t> fill(Thread& t, Buffered* self) {
  self->at = self->end = 0;
  int64_t n = EIDER_TRY(raw_read(t, self, data(self), self->capacity));
  if (n > 0) self->end = n;
  return n;
}
Result<void> before_read(Thread& t, Buffered* self) {
  return self->pending > 0 ? write_out(t, self) : kDone;
}

Result<Value> read_exactly(Thread& t, Buffered* self, int64_t n) {
  EIDER_TRY(before_read(t, self));
  int64_t have = std::min(n, self->end - self->at);
  if (have == n) {
    Bytes* quick = EIDER_TRY(builtins::bytes_from(t, data(self) + self->at, n));
    self->at += n;
    return quick;
  }
  Bytes* made = EIDER_TRY(builtins::bytes_new(t, n));
  std::memcpy(made->data, data(self) + self->at, static_cast<size_t>(have));
  self->at += have;
  int64_t filled = have;
  while (filled < n) {
    int64_t got;
    if (n - filled >= self->capacity) {
      got = EIDER_TRY(raw_read(t, self, made->data + filled, (n - filled) / self->capacity * self->capacity));
      if (got > 0) {
        filled += got;
        continue;
      }
    } else {
      got = EIDER_TRY(fill(t, self));
      if (got > 0) {
        int64_t take = std::min(n - filled, got);
        std::memcpy(made->data + filled, data(self), static_cast<size_t>(take));
        self->at = take;
        filled += take;
        continue;
      }
    }
    if (got < 0 && filled == 0) return kNone;
    break;
  }
  if (filled == n) return made;
  return builtins::bytes_from(t, made->data, filled);
}

Result<int64_t> tell(Thread& t, Buffered* self) { return EIDER_TRY(raw_tell(t, self)) - (self->end - self->at) + self->pending; }

Result<Value> close(Thread& t, Value v) {
  Buffered* self = of(v);
  FileLocked locked(t, self->lock);
  Value raw = EIDER_TRY(raw_of(t, self));
  if (EIDER_TRY(buffered_closed(t, self))) return kNone;
  bool plain = type_of(t, v) == io(t).reader || type_of(t, v) == io(t).writer || type_of(t, v) == io(t).random;
  Value error = kAbsent;
  if (plain) {
    if (!buffered_flush(t, self).ok()) error = take_exception(t);
  } else if (!call_method(t, v, name(t, Name::kflush)).ok()) {
    error = take_exception(t);
  }
  Result<Value> closed = kNone;
  if (self->fast) {
    if (!file_close(t, raw.as<FileIO>()).ok()) closed = kFailure;
  } else {
    closed = call_method(t, raw, name(t, Name::kclose));
  }
  self->pending = 0;
  if (!closed.ok()) {
    Value second = take_exception(t);
    if (!error.is_absent() && second.as<BaseException>()->context.load_relaxed().is_absent()) {
      second.as<BaseException>()->context.store_release(error);
    }
    return reraise(t, second);
  }
  if (!error.is_absent()) return reraise(t, error);
  return kNone;
}

// --- methods
Result<Value> method_read(Thread& t, Value self, Value size) {
  int64_t n = EIDER_TRY(size_argument(t, size));
  if (n < -1) return raise(t, TypeId::kValueError, "read length must be non-negative or -1");
  EIDER_TRY(check_open(t, of(self), "read"));
  if (n == -1) return buffered_read_all(t, of(self));
  FileLocked locked(t, of(self)->lock);
  return read_exactly(t, of(self), n);
}
Result<Value> method_read1(Thread& t, Value self, std::optional<int64_t> size) {
  EIDER_TRY(check_open(t, of(self), "read"));
  int64_t n = size.value_or(-1);
  if (n < 0) n = of(self)->capacity;
  return buffered_read1(t, of(self), n);
}
Result<Value> readinto_some(Thread& t, Value self, Value target, bool once) {
  EIDER_TRY(check_open(t, of(self), "readinto"));
  builtins::BufferHold hold;
  EIDER_TRY(hold.acquire(t, target, builtins::BufferHold::Access::kWrite, "readinto() argument must be read-write bytes-like object, not %s"));
  FileLocked locked(t, of(self)->lock);
  Value piece;
  if (once) {
    Bytes* bytes = EIDER_TRY(buffered_read1(t, of(self), hold.size()));
    piece = bytes->value();
  } else {
    piece = EIDER_TRY(read_exactly(t, of(self), hold.size()));
    if (piece.is_none()) return kNone;
  }
  ByteSpan span = piece.as<Bytes>()->span();
  if (!span.empty()) std::memcpy(hold.data(), span.data(), span.size());
  return Value::from_small_int(static_cast<int64_t>(span.size()));
}
Result<Value> method_readinto(Thread& t, Value self, Value target) { return readinto_some(t, self, target, false); }
Result<Value> method_readinto1(Thread& t, Value self, Value target) { return readinto_some(t, self, target, true); }
Result<Value> method_peek(Thread& t, Value self, Value) {
  EIDER_TRY(check_open(t, of(self), "peek"));
  FileLocked locked(t, of(self)->lock);
  EIDER_TRY(before_read(t, of(self)));
  if (of(self)->at == of(self)->end) EIDER_TRY(fill(t, of(self)));
  return builtins::bytes_from(t, data(of(self)) + of(self)->at, of(self)->end - of(self)->at);
}
Result<Value> readline(Thread& t, Buffered* self, int64_t limit) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(before_read(t, self));
  builtins::kernels::Bytes line;
  for (;;) {
    EIDER_TRY(poll(t));  // a line may be endless
    int64_t have = self->end - self->at;
    if (limit >= 0) have = std::min(have, limit - static_cast<int64_t>(line.size()));
    const uint8_t* from = data(self) + self->at;
    const void* found = have > 0 ? std::memchr(from, '\n', static_cast<size_t>(have)) : nullptr;
    int64_t take = found != nullptr ? static_cast<const uint8_t*>(found) - from + 1 : have;
    if (line.size() == 0 && found != nullptr) {
      Bytes* quick = EIDER_TRY(builtins::bytes_from(t, from, take));
      self->at += take;
      return quick;
    }
    line.append(from, static_cast<size_t>(take));
    if (line.failed()) return raise_no_memory(t);
    self->at += take;
    if (found != nullptr || (limit >= 0 && static_cast<int64_t>(line.size()) >= limit)) break;
    if (EIDER_TRY(fill(t, self)) <= 0) break;
  }
  return builtins::bytes_from(t, line);
}
Result<Value> method_readline(Thread& t, Value self, Value limit) {
  EIDER_TRY(check_open(t, of(self), "readline"));
  return readline(t, of(self), EIDER_TRY(size_argument(t, limit)));
}
Result<Value> slot_next(Thread& t, Value self) {
  if (type_of(t, self)->has(kHeapType)) {
    Value line = EIDER_TRY(call_method(t, self, name(t, Name::kreadline)));
    return EIDER_TRY(length(t, line)) == 0 ? kAbsent : line;
  }
  EIDER_TRY(check_open(t, of(self), "readline"));
  Value line = EIDER_TRY(readline(t, of(self), -1));
  return line.as<Bytes>()->length == 0 ? kAbsent : line;
}
Result<Value> method_write(Thread& t, Value self, Value bytes) {
  builtins::ByteSource source;
  EIDER_TRY(raw_of(t, of(self)));
  EIDER_TRY(source.acquire(t, bytes));
  if (EIDER_TRY(buffered_closed(t, of(self)))) return raise(t, TypeId::kValueError, "write to closed file");
  EIDER_TRY(buffered_write(t, of(self), source.span()));
  return Value::from_small_int(source.size());
}
Result<Value> method_flush(Thread& t, Value self) {
  EIDER_TRY(check_open(t, of(self), "flush"));
  EIDER_TRY(buffered_flush(t, of(self)));
  return kNone;
}
Result<Value> method_seek(Thread& t, Value v, Value offset, std::optional<int64_t> whence_argument) {
  Buffered* self = of(v);
  int64_t whence = whence_argument.value_or(0);
  if (whence < 0 || whence > 2) return raise(t, TypeId::kValueError, "whence value %ld unsupported", whence);
  EIDER_TRY(check_open(t, self, "seek"));
  Value raw = EIDER_TRY(raw_of(t, self));
  bool seekable = self->fast ? EIDER_TRY(file_seekable(t, raw.as<FileIO>())) : EIDER_TRY(ask(t, raw, "seekable"));
  if (!seekable) return raise_unsupported(t, "File or stream is not seekable.");
  int64_t to = EIDER_TRY(index_int64(t, offset, TypeId::kOverflowError, "cannot fit 'int' into an offset-sized integer"));
  FileLocked locked(t, self->lock);
  if (self->pending > 0) EIDER_TRY(write_out(t, self));
  if (self->end > 0 && whence != 2) {
    // Inside what was read ahead: no system call but one to know where we are.
    int64_t here = EIDER_TRY(raw_tell(t, self)) - (self->end - self->at);
    int64_t distance = whence == 0 ? to - here : to;
    if (distance >= -self->at && distance <= self->end - self->at) {
      self->at += distance;
      return int_from_int64(t, here + distance);
    }
    if (whence == 1) to -= self->end - self->at;
  }
  int64_t at = EIDER_TRY(raw_seek(t, self, to, static_cast<int>(whence)));
  self->at = self->end = 0;
  return int_from_int64(t, at);
}
Result<Value> method_tell(Thread& t, Value self) {
  EIDER_TRY(raw_of(t, of(self)));
  FileLocked locked(t, of(self)->lock);
  return int_from_int64(t, EIDER_TRY(tell(t, of(self))));
}
Result<Value> method_truncate(Thread& t, Value v, Value size) {
  Buffered* self = of(v);
  EIDER_TRY(check_open(t, self, "truncate"));
  if (!self->writable) return raise_unsupported(t, "truncate");
  FileLocked locked(t, self->lock);
  EIDER_TRY(buffered_flush(t, self));
  Value raw = EIDER_TRY(raw_of(t, self));
  return call_named(t, raw, "truncate", {size.is_absent() ? kNone : size});
}
Result<Value> method_close(Thread& t, Value self) { return close(t, self); }
Result<Value> method_detach(Thread& t, Value v) {
  Buffered* self = of(v);
  EIDER_TRY(call_method(t, v, name(t, Name::kflush)));
  FileLocked locked(t, self->lock);
  Value raw = EIDER_TRY(raw_of(t, self));
  EIDER_TRY(drop_read_ahead(t, self));
  if (self->fast) raw.as<FileIO>()->owned = 0;
  self->raw.store_release(kAbsent);
  self->detached = 1;
  self->fast = 0;
  return raw;
}
template <const char* const& kMethod>
Result<Value> forward(Thread& t, Value self) {
  return call_named(t, EIDER_TRY(raw_of(t, of(self))), kMethod);
}
constexpr const char* kSeekable = "seekable";
constexpr const char* kReadable = "readable";
constexpr const char* kWritable = "writable";
constexpr const char* kFileno = "fileno";
constexpr const char* kIsatty = "isatty";
Result<Value> get_raw(Thread& t, Value self) { 
  Value raw = of(self)->raw.load_relaxed();
  return raw.is_absent() ? kNone : raw;
}
Result<Value> get_closed(Thread& t, Value self) { return Value::from_bool(EIDER_TRY(buffered_closed(t, of(self)))); }
Result<Value> get_name(Thread& t, Value self) { return get_attr(t, EIDER_TRY(raw_of(t, of(self))), name(t, Name::kname)); }
Result<Value> get_mode(Thread& t, Value self) { return attr_named(t, EIDER_TRY(raw_of(t, of(self))), "mode"); }

Result<Value> buffered_repr(Thread& t, Value self) {
  const char* cls = type_name(t, self);
  Result<Value> shown = find_attr(t, self, name(t, Name::kname));
  if (!shown.ok()) {
    if (!clear_if(t, TypeId::kValueError)) return kFailure;
    return str_format(t, "<%s>", cls);
  }
  if (shown.get().is_absent()) return str_format(t, "<%s>", cls);
  Str* text = EIDER_TRY(repr(t, shown.get()));
  return str_format(t, "<%s name=%s>", cls, to_utf8(text).c_str());
}

Result<Value> buffered_alloc(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) { return new_instance(t, cls); }

Result<void> init(Thread& t, Buffered* self, BufferedKind kind, Value raw, int64_t size) {
  if (size <= 0) return raise(t, TypeId::kValueError, "buffer size must be strictly positive");
  self->detached = 0;
  self->fast = raw.is_heap() && type_of(t, raw) == io(t).file_io;
  auto allowed = [&](const char* question, uint8_t FileIO::* flag, const char* message) -> Result<void> {
    bool yes;
    if (self->fast && raw.as<FileIO>()->fd.load_relaxed() >= 0) {
      yes = raw.as<FileIO>()->*flag;
    } else {
      yes = EIDER_TRY(ask(t, raw, question));
    }
    if (!yes) return raise_unsupported(t, message);
    return kDone;
  };
  if (kind == BufferedKind::kRandom && !EIDER_TRY(ask(t, raw, "seekable"))) return raise_unsupported(t, "File or stream is not seekable.");
  if (kind != BufferedKind::kWriter) EIDER_TRY(allowed("readable", &FileIO::readable, "File or stream is not readable."));
  if (kind != BufferedKind::kReader) EIDER_TRY(allowed("writable", &FileIO::writable, "File or stream is not writable."));
  self->readable = kind != BufferedKind::kWriter;
  self->writable = kind != BufferedKind::kReader;
  self->bytes.store_release(EIDER_TRY(new_bytes(t, size)));
  self->capacity = size;
  self->at = self->end = self->pending = 0;
  self->raw.store_release(raw);
  if (self->fast) raw.as<FileIO>()->owned = 1;
  return kDone;
}
template <BufferedKind kKind>
Result<void> buffered_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kReaderSignature{"BufferedReader(raw, buffer_size=8192)"};
  static constexpr Signature kWriterSignature{"BufferedWriter(raw, buffer_size=8192)"};
  static constexpr Signature kRandomSignature{"BufferedRandom(raw, buffer_size=8192)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kKind == BufferedKind::kReader ? kReaderSignature : kKind == BufferedKind::kWriter ? kWriterSignature : kRandomSignature,
                            args, nargs, kwnames, a));
  int64_t size = a[1].is_absent() ? kDefaultBuffer : EIDER_TRY(argument_index(t, a[1]));
  return init(t, of(self), kKind, a[0], size);
}
void buffered_trace(Header* object, gc::Tracer& tracer) {
  auto* b = static_cast<Buffered*>(object);
  tracer.mark_word(b->raw.load_relaxed().bits());
  tracer.mark_word(reinterpret_cast<uint64_t>(b->bytes.load_relaxed()));
}
void buffered_finalize(Thread& t, Value self) {
  Buffered* b = of(self);
  if (b->owned || b->raw.load_relaxed().is_absent()) return;
  if (b->fast) {
    FileIO* raw = b->raw.load_relaxed().as<FileIO>();
    if (!raw->close_fd && b->pending == 0) return;
  }
  if (!call_method(t, self, name(t, Name::kclose)).ok()) t.pending_exception = kAbsent;
}

#define EIDER_COMMON                                                                                                  \
  {"seek(self, target, whence=0, /)", bind<method_seek>, Sync::kLocksOwn, nullptr},                                  \
      {"tell(self, /)", bind<method_tell>, Sync::kLocksOwn, nullptr},                                                \
      {"flush(self, /)", bind<method_flush>, Sync::kLocksOwn, nullptr},                                              \
      {"truncate(self, pos=None, /)", bind<method_truncate>, Sync::kLocksOwn, nullptr},                              \
      {"close(self, /)", bind<method_close>, Sync::kLocksOwn, nullptr},                                              \
      {"detach(self, /)", bind<method_detach>, Sync::kLocksOwn, nullptr},                                            \
      {"seekable(self, /)", bind<forward<kSeekable>>, Sync::kNone, nullptr},                                         \
      {"fileno(self, /)", bind<forward<kFileno>>, Sync::kNone, nullptr}, {                                           \
    "isatty(self, /)", bind<forward<kIsatty>>, Sync::kNone, nullptr                                                  \
  }
#define EIDER_READING                                                                                                 \
  {"read(self, size=-1, /)", bind<method_read>, Sync::kLocksOwn, nullptr},                                           \
      {"read1(self, size=-1, /)", bind<method_read1>, Sync::kLocksOwn, nullptr},                                     \
      {"readinto(self, buffer, /)", bind<method_readinto>, Sync::kLocksOwn, nullptr},                                \
      {"readinto1(self, buffer, /)", bind<method_readinto1>, Sync::kLocksOwn, nullptr},                              \
      {"readline(self, size=-1, /)", bind<method_readline>, Sync::kLocksOwn, nullptr},                               \
      {"peek(self, size=0, /)", bind<method_peek>, Sync::kLocksOwn, nullptr}, {                                      \
    "readable(self, /)", bind<forward<kReadable>>, Sync::kNone, nullptr                                              \
  }
#define EIDER_WRITING                                                                                                 \
  {"write(self, buffer, /)", bind<method_write>, Sync::kLocksOwn, nullptr}, {                                        \
    "writable(self, /)", bind<forward<kWritable>>, Sync::kNone, nullptr                                              \
  }
constexpr NativeDef kReaderMethods[] = {EIDER_COMMON, EIDER_READING};
constexpr NativeDef kWriterMethods[] = {EIDER_COMMON, EIDER_WRITING};
constexpr NativeDef kRandomMethods[] = {EIDER_COMMON, EIDER_READING, EIDER_WRITING};
constexpr GetSetDef kGetSets[] = {
    {"raw", get_raw, nullptr, nullptr, true},
    {"closed", get_closed, nullptr, nullptr},
    {"name", get_name, nullptr, nullptr},
    {"mode", get_mode, nullptr, nullptr},
};

// --- BufferedRWPair: a reader and a writer side by side
struct RwPair : Object {  // kCustom
  Field<Value> reader, writer;
};
void pair_trace(Header* object, gc::Tracer& tracer) {
  tracer.mark_word(static_cast<RwPair*>(object)->reader.load_relaxed().bits());
  tracer.mark_word(static_cast<RwPair*>(object)->writer.load_relaxed().bits());
}
Result<void> pair_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"BufferedRWPair(reader, writer, buffer_size=8192, /)"};
  Value a[3];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t size = a[2].is_absent() ? kDefaultBuffer : EIDER_TRY(argument_index(t, a[2]));
  Buffered* reader = EIDER_TRY(buffered_new(t, BufferedKind::kReader, a[0], size));
  Buffered* writer = EIDER_TRY(buffered_new(t, BufferedKind::kWriter, a[1], size));
  self.as<RwPair>()->reader.store_release(reader->value());
  self.as<RwPair>()->writer.store_release(writer->value());
  return kDone;
}
template <Field<Value> RwPair::* kSide, const char* const& kMethod>
Result<Value> pair_call(Thread& t, const Value* a) {
  Value side = (a[0].as<RwPair>()->*kSide).load_relaxed();
  if (side.is_absent()) return raise(t, TypeId::kValueError, "I/O operation on uninitialized object");
  Tuple* args = a[1].as<Tuple>();
  return call_method(t, side, EIDER_TRY(intern(t, kMethod)), reinterpret_cast<const Value*>(&args->items[0]), static_cast<uint32_t>(args->size()));
}
constexpr const char* kRead = "read";
constexpr const char* kPeek = "peek";
constexpr const char* kRead1 = "read1";
constexpr const char* kReadinto = "readinto";
constexpr const char* kReadinto1 = "readinto1";
constexpr const char* kWrite = "write";
constexpr const char* kFlush = "flush";
Result<Value> pair_close(Thread& t, Value self) {
  Value error = kAbsent;
  Value writer = self.as<RwPair>()->writer.load_relaxed(), reader = self.as<RwPair>()->reader.load_relaxed();
  if (!writer.is_absent() && !close(t, writer).ok()) error = take_exception(t);
  if (!reader.is_absent()) {
    Result<Value> r = close(t, reader);
    if (!r.ok()) return r;
  }
  if (!error.is_absent()) return reraise(t, error);
  return kNone;
}
Result<Value> pair_isatty(Thread& t, Value self) {
  for (Value side : {self.as<RwPair>()->writer.load_relaxed(), self.as<RwPair>()->reader.load_relaxed()}) {
    if (side.is_absent()) return raise(t, TypeId::kValueError, "I/O operation on uninitialized object");
    Value answer = EIDER_TRY(call_named(t, side, "isatty"));
    if (side == self.as<RwPair>()->reader.load_relaxed() || EIDER_TRY(truth(t, answer))) return answer;
  }
  return kFalse;
}
Result<Value> pair_closed(Thread& t, Value self) {
  Value writer = self.as<RwPair>()->writer.load_relaxed();
  if (writer.is_absent()) return raise(t, TypeId::kRuntimeError, "the BufferedRWPair object is being garbage-collected");
  return Value::from_bool(EIDER_TRY(buffered_closed(t, of(writer))));
}
constexpr NativeDef kPairMethods[] = {
    {"read(self, /, *args)", pair_call<&RwPair::reader, kRead>, Sync::kLocksOwn, nullptr},
    {"peek(self, /, *args)", pair_call<&RwPair::reader, kPeek>, Sync::kLocksOwn, nullptr},
    {"read1(self, /, *args)", pair_call<&RwPair::reader, kRead1>, Sync::kLocksOwn, nullptr},
    {"readinto(self, /, *args)", pair_call<&RwPair::reader, kReadinto>, Sync::kLocksOwn, nullptr},
    {"readinto1(self, /, *args)", pair_call<&RwPair::reader, kReadinto1>, Sync::kLocksOwn, nullptr},
    {"write(self, /, *args)", pair_call<&RwPair::writer, kWrite>, Sync::kLocksOwn, nullptr},
    {"flush(self, /, *args)", pair_call<&RwPair::writer, kFlush>, Sync::kLocksOwn, nullptr},
    {"readable(self, /, *args)", pair_call<&RwPair::reader, kReadable>, Sync::kNone, nullptr},
    {"writable(self, /, *args)", pair_call<&RwPair::writer, kWritable>, Sync::kNone, nullptr},
    {"close(self, /)", bind<pair_close>, Sync::kLocksOwn, nullptr},
    {"isatty(self, /)", bind<pair_isatty>, Sync::kNone, nullptr},
};
constexpr GetSetDef kPairGetSets[] = {{"closed", pair_closed, nullptr, nullptr}};

}  // namespace

Result<bool> buffered_closed(Thread& t, Buffered* self) {
  Value raw = self->raw.load_relaxed();
  if (raw.is_absent()) {
    EIDER_TRY(raw_of(t, self));
  }
  if (self->fast) return raw.as<FileIO>()->fd.load_relaxed() < 0;
  return is_closed(t, raw);
}

namespace {
/// For raw files without readall(): read() until there is nothing. None when nothing could be read without waiting.
Result<Value> read_to_end(Thread& t, Value raw) {
  builtins::kernels::Bytes all;
  for (;;) {
    Value piece = EIDER_TRY(call_named(t, raw, "read"));
    if (!piece.is_none() && !builtins::is_bytes(t, piece)) return raise(t, TypeId::kTypeError, "read() should return bytes");
    if (piece.is_none() && all.empty()) return kNone;
    if (piece.is_none() || piece.as<Bytes>()->length == 0) return builtins::bytes_from(t, all);
    all.append(piece.as<Bytes>()->data, static_cast<size_t>(piece.as<Bytes>()->length));
    EIDER_TRY(poll(t));
  }
}
}  // namespace

Result<Value> buffered_read_all(Thread& t, Buffered* self) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(before_read(t, self));
  Bytes* ahead = EIDER_TRY(builtins::bytes_from(t, data(self) + self->at, self->end - self->at));
  self->at = self->end = 0;
  Value raw = EIDER_TRY(raw_of(t, self));
  Value read_all = EIDER_TRY(find_named(t, raw, "readall"));
  Value rest = read_all.is_absent() ? EIDER_TRY(read_to_end(t, raw)) : EIDER_TRY(call0(t, read_all));
  if (rest.is_none()) return ahead->length == 0 ? kNone : ahead->value();
  if (!builtins::is_bytes(t, rest)) return raise(t, TypeId::kTypeError, "readall() should return bytes");
  if (ahead->length == 0) return rest;
  Bytes* more = rest.as<Bytes>();
  Bytes* all = EIDER_TRY(builtins::bytes_new(t, ahead->length + more->length));
  std::memcpy(all->data, ahead->data, static_cast<size_t>(ahead->length));
  std::memcpy(all->data + ahead->length, more->data, static_cast<size_t>(more->length));
  return all;
}

Result<Bytes*> buffered_read1(Thread& t, Buffered* self, int64_t limit) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(before_read(t, self));
  if (limit == 0) return builtins::bytes_from(t, nullptr, 0);
  if (self->at == self->end) EIDER_TRY(fill(t, self));
  int64_t n = std::min(limit, self->end - self->at);
  Bytes* made = EIDER_TRY(builtins::bytes_from(t, data(self) + self->at, n));
  self->at += n;
  return made;
}

Result<void> buffered_write(Thread& t, Buffered* self, ByteSpan bytes) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(raw_of(t, self));
  if (self->end > 0) EIDER_TRY(drop_read_ahead(t, self));
  auto size = static_cast<int64_t>(bytes.size());
  if (size <= self->capacity - self->pending) {
    std::memcpy(data(self) + self->pending, bytes.data(), bytes.size());
    self->pending += size;
    return kDone;
  }
  EIDER_TRY(write_out(t, self));
  int64_t done = 0;
  while (size - done > self->capacity) {
    int64_t n = EIDER_TRY(raw_write(t, self, bytes.data() + done, size - done));
    if (n < 0) {
      // What fits is kept; the caller learns how much was taken.
      int64_t keep = std::min(self->capacity, size - done);
      std::memcpy(data(self), bytes.data() + done, static_cast<size_t>(keep));
      self->pending = keep;
      return raise_blocking(t, done + keep);
    }
    done += n;
    EIDER_TRY(objects::poll(t));  // a signal ends a write early without an error: its handler runs before the next one blocks
  }
  std::memcpy(data(self), bytes.data() + done, static_cast<size_t>(size - done));
  self->pending = size - done;
  return kDone;
}

Result<void> buffered_flush(Thread& t, Buffered* self) {
  FileLocked locked(t, self->lock);
  if (self->pending > 0) return write_out(t, self);
  if (self->writable && self->end > 0) return drop_read_ahead(t, self);
  return kDone;
}

Result<Buffered*> buffered_new(Thread& t, BufferedKind kind, Value raw, int64_t size) {
  Type* cls = kind == BufferedKind::kReader ? io(t).reader : kind == BufferedKind::kWriter ? io(t).writer : io(t).random;
  auto* self = static_cast<Buffered*>(EIDER_TRY(new_instance(t, cls)));
  EIDER_TRY(init(t, self, kind, raw, size));
  return self;
}

Result<void> install_buffered(Thread& t, IoState& state) {
  TypeSpec spec;
  spec.base_type = state.buffered_base;
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(Buffered);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = buffered_trace;
  spec.slots.new_ = buffered_alloc;
  spec.slots.repr = buffered_repr;
  spec.slots.next = slot_next;
  spec.slots.finalize = buffered_finalize;
  set_getsets(spec, kGetSets);
  spec.name = "_io.BufferedReader";
  spec.doc = "Create a new buffered reader using the given readable raw IO object.";
  spec.slots.init = buffered_init<BufferedKind::kReader>;
  set_methods(spec, kReaderMethods);
  state.reader = EIDER_TRY(make_builtin_type(t, spec));
  spec.name = "_io.BufferedRandom";
  spec.doc = "A buffered interface to random access streams.";
  spec.slots.init = buffered_init<BufferedKind::kRandom>;
  set_methods(spec, kRandomMethods);
  state.random = EIDER_TRY(make_builtin_type(t, spec));
  spec.name = "_io.BufferedWriter";
  spec.doc = "A buffer for a writeable sequential RawIO object.";
  spec.slots.init = buffered_init<BufferedKind::kWriter>;
  spec.slots.next = nullptr;
  set_methods(spec, kWriterMethods);
  state.writer = EIDER_TRY(make_builtin_type(t, spec));
  TypeSpec pair;
  pair.name = "_io.BufferedRWPair";
  pair.doc = "A buffered reader and writer object together.";
  pair.base_type = state.buffered_base;
  pair.flags = kBaseType;
  pair.native_bytes = sizeof(RwPair);
  pair.trace = TraceKind::kCustom;
  pair.slots.trace = pair_trace;
  pair.slots.new_ = buffered_alloc;
  pair.slots.init = pair_init;
  set_methods(pair, kPairMethods);
  set_getsets(pair, kPairGetSets);
  state.rw_pair = EIDER_TRY(make_builtin_type(t, pair));
  return kDone;
}

}  // namespace eider::modules
