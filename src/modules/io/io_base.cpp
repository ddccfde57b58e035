// SPDX-License-Identifier: MIT
//
// _IOBase and its three abstract children: what every file object inherits.
#include "modules/io/io.h"
#include "objects/rooted.h"

namespace eider::modules {

void FileLock::lock(Thread& t) {
  auto me = reinterpret_cast<uint64_t>(&t);
  if (owner_.load_relaxed() == me) {
    ++depth_;
    return;
  }
  uint32_t expected = 0;
  if (!word_.cas_acq_rel(expected, 1)) {  // pairs with the exchange in unlock
    threads::Detached away(t);
    while (word_.exchange_acq_rel(2) != 0) base::futex_wait(&word_, 2, base::kNoDeadline);
  }
  owner_.store_relaxed(me);
  depth_ = 1;
}

void FileLock::unlock() {
  if (--depth_ != 0) return;
  owner_.store_relaxed(0);
  if (word_.exchange_acq_rel(0) == 2) base::futex_wake(&word_, 1);  // pairs with the taking in lock
}

IoState& io(Thread& t) { return *static_cast<IoState*>(runtime::Runtime::of(t).io_state); }

Failure raise_unsupported(Thread& t, const char* message) {
  Result<Value> text = text_value(t, message);
  if (!text.ok()) return kFailure;
  Value args[] = {text.get()};
  Result<Value> made = new_exception(t, io(t).unsupported, args, 1);
  if (!made.ok()) return kFailure;
  return raise_instance(t, made.get());
}
Failure raise_closed(Thread& t) { return raise(t, TypeId::kValueError, "I/O operation on closed file."); }

Result<bool> is_closed(Thread& t, Value file) { return truth(t, EIDER_TRY(get_attr(t, file, name(t, Name::kclosed)))); }
Result<bool> ask(Thread& t, Value file, const char* method) { return truth(t, EIDER_TRY(call_named(t, file, method))); }

Result<int64_t> size_argument(Thread& t, Value v) {
  if (v.is_absent() || v.is_none()) return -1;
  if (v.is_small_int()) return v.small_int();
  if (type_of(t, v)->slots.index == nullptr) {
    return raise(t, TypeId::kTypeError, "argument should be integer or None, not '%s'", type_name(t, v));
  }
  return index_int64(t, v, TypeId::kOverflowError, "cannot fit 'int' into an index-sized integer");
}

namespace {

Result<void> check_open(Thread& t, Value self) {
  if (EIDER_TRY(is_closed(t, self))) return raise_closed(t);
  return kDone;
}

Result<Value> base_seek(Thread& t, const Value*) { return raise_unsupported(t, "seek"); }
Result<Value> base_truncate(Thread& t, const Value*) { return raise_unsupported(t, "truncate"); }
Result<Value> base_tell(Thread& t, Value self) { return call_named(t, self, "seek", {Value::from_small_int(0), Value::from_small_int(1)}); }
Result<Value> base_fileno(Thread& t, const Value*) { return raise_unsupported(t, "fileno"); }

/// The flag of files that have none of their own.
Result<bool> own_closed(Thread& t, Value self) {
  Value mark = EIDER_TRY(find_named(t, self, "__IOBase_closed"));
  return !mark.is_absent();
}
Result<Value> base_closed(Thread& t, Value self) { return Value::from_bool(EIDER_TRY(own_closed(t, self))); }
Result<Value> base_flush(Thread& t, Value self) {
  if (EIDER_TRY(own_closed(t, self))) return raise_closed(t);
  return kNone;
}
Result<Value> base_close(Thread& t, Value self) {
  if (EIDER_TRY(own_closed(t, self))) return kNone;
  Result<Value> flushed = call_method(t, self, name(t, Name::kflush));
  Value error = flushed.ok() ? kAbsent : take_exception(t);
  EIDER_TRY(set_attr(t, self, EIDER_TRY(intern(t, "__IOBase_closed")), kTrue));
  if (!error.is_absent()) return reraise(t, error);
  return kNone;
}
Result<Value> base_no(Thread& t, Value self) { return kFalse; }
Result<Value> base_isatty(Thread& t, Value self) {
  EIDER_TRY(check_open(t, self));
  return kFalse;
}
Result<Value> base_check(Thread& t, Value self, const char* question, const char* message) {
  Value answer = EIDER_TRY(call_named(t, self, question));
  if (answer != kTrue) return raise_unsupported(t, message);
  return answer;
}
Result<Value> base_check_closed(Thread& t, Value self) {
  EIDER_TRY(check_open(t, self));
  return kNone;
}
Result<Value> base_check_seekable(Thread& t, Value self) { return base_check(t, self, "seekable", "File or stream is not seekable."); }
Result<Value> base_check_readable(Thread& t, Value self) { return base_check(t, self, "readable", "File or stream is not readable."); }
Result<Value> base_check_writable(Thread& t, Value self) { return base_check(t, self, "writable", "File or stream is not writable."); }

Result<Value> base_enter(Thread& t, Value self) {
  EIDER_TRY(check_open(t, self));
  return self;
}
Result<Value> base_exit(Thread& t, const Value* a) { return call_method(t, a[0], name(t, Name::kclose)); }

Result<Value> base_iter(Thread& t, Value self) {
  EIDER_TRY(check_open(t, self));
  return self;
}
Result<Value> base_next(Thread& t, Value self) {
  Value line = EIDER_TRY(call_method(t, self, name(t, Name::kreadline)));
  return EIDER_TRY(length(t, line)) == 0 ? kAbsent : line;
}

Result<Value> base_readline(Thread& t, Value self, Value limit_value) {
  int64_t limit = EIDER_TRY(size_argument(t, limit_value));
  Value peek = EIDER_TRY(find_named(t, self, "peek"));
  std::string line;
  while (limit < 0 || static_cast<int64_t>(line.size()) < limit) {
    int64_t wanted = 1;
    if (!peek.is_absent()) {
      builtins::ByteSource ahead;
      EIDER_TRY(ahead.acquire(t, EIDER_TRY(call1(t, peek, Value::from_small_int(1)))));
      if (ahead.size() > 0) {
        wanted = ahead.size();
        if (limit >= 0) wanted = std::min(wanted, limit - static_cast<int64_t>(line.size()));
        const void* end = std::memchr(ahead.span().data(), '\n', static_cast<size_t>(wanted));
        if (end != nullptr) wanted = static_cast<const uint8_t*>(end) - ahead.span().data() + 1;
      }
    }
    Value piece = EIDER_TRY(call_named(t, self, "read", {Value::from_small_int(wanted)}));
    if (!builtins::is_bytes(t, piece)) {
      return raise(t, TypeId::kOSError, "read() should have returned a bytes object, not '%s'", type_name(t, piece));
    }
    ByteSpan span = piece.as<Bytes>()->span();
    if (span.empty()) break;
    line.append(reinterpret_cast<const char*>(span.data()), span.size());
    if (line.back() == '\n') break;
  }
  return builtins::bytes_from(t, std::string_view(line));
}

Result<Value> base_readlines(Thread& t, Value self, Value hint_value) {
  int64_t hint = EIDER_TRY(size_argument(t, hint_value));
  List* lines = EIDER_TRY(list_new(t, 0));
  if (hint <= 0) {
    EIDER_TRY(list_extend(t, lines, self));
    return lines;
  }
  Value iterator = EIDER_TRY(get_iter(t, self));
  for (int64_t total = 0; total <= hint - 0;) {
    Value line = EIDER_TRY(iter_next(t, iterator));
    if (line.is_absent()) break;
    EIDER_TRY(list_append(t, lines, line));
    total += EIDER_TRY(length(t, line));
    if (total > hint) break;
  }
  return lines;
}

Result<Value> base_writelines(Thread& t, Value self, Value lines) {
  EIDER_TRY(check_open(t, self));
  EIDER_TRY(for_each(t, lines, [&](Value line) -> Result<void> {
    EIDER_TRY(call_method(t, self, name(t, Name::kwrite), &line, 1));
    return kDone;
  }));
  return kNone;
}

Result<Value> base_del(Thread& t, Value self) {
  Result<bool> closed = is_closed(t, self);
  if (!closed.ok()) {
    t.pending_exception = kAbsent;
    return kNone;
  }
  if (closed.get()) return kNone;
  if (!call_method(t, self, name(t, Name::kclose)).ok()) t.pending_exception = kAbsent;  // as CPython without dev mode
  return kNone;
}

// --- raw
Result<Value> raw_read(Thread& t, Value self, Value size) {
  int64_t n = EIDER_TRY(size_argument(t, size));
  if (n < 0) return call_named(t, self, "readall");
  builtins::ByteArray* into = EIDER_TRY(builtins::bytearray_new(t, nullptr, 0));
  Bytes* zeros = EIDER_TRY(builtins::bytes_new(t, n));
  EIDER_TRY(builtins::bytearray_replace(t, into, 0, 0, zeros->span()));
  Value got = EIDER_TRY(call_named(t, self, "readinto", {into->value()}));
  if (got.is_none()) return kNone;
  int64_t count = EIDER_TRY(argument_index(t, got));
  if (count < 0 || count > n) return raise(t, TypeId::kValueError, "readinto returned %ld outside buffer size %ld", count, n);
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, into->value()));
  return builtins::bytes_from(t, source.span().first(static_cast<size_t>(count)));
}
Result<Value> raw_readall(Thread& t, Value self) {
  builtins::kernels::Bytes all;
  for (;;) {
    Value piece = EIDER_TRY(call_named(t, self, "read", {Value::from_small_int(kDefaultBuffer)}));
    if (piece.is_none()) {
      if (all.size() == 0) return kNone;
      break;
    }
    if (!builtins::is_bytes(t, piece)) return raise(t, TypeId::kTypeError, "read() should return bytes");
    ByteSpan span = piece.as<Bytes>()->span();
    if (span.empty()) break;
    all.append(span.data(), span.size());
    if (all.failed()) return raise_no_memory(t);
  }
  return builtins::bytes_from(t, all);
}

// --- buffered
Result<Value> buffered_readinto(Thread& t, Value self, Value target, const char* method) {
  int64_t size;
  {
    builtins::BufferHold probe;
    EIDER_TRY(probe.acquire(t, target, builtins::BufferHold::Access::kWrite, "readinto() argument must be read-write bytes-like object, not %s"));
    size = probe.size();
  }
  Value piece = EIDER_TRY(call_named(t, self, method, {Value::from_small_int(size)}));
  if (!builtins::is_bytes(t, piece)) return raise(t, TypeId::kTypeError, "read() should return bytes");
  builtins::BufferHold hold;
  EIDER_TRY(hold.acquire(t, target, builtins::BufferHold::Access::kWrite));
  ByteSpan span = piece.as<Bytes>()->span();
  if (static_cast<int64_t>(span.size()) > hold.size()) {
    return raise(t, TypeId::kValueError, "read() returned too much data: %ld bytes requested, %ld returned", hold.size(), static_cast<long>(span.size()));
  }
  if (!span.empty()) std::memcpy(hold.data(), span.data(), span.size());
  return Value::from_small_int(static_cast<int64_t>(span.size()));
}
Result<Value> base_readinto(Thread& t, Value self, Value target) { return buffered_readinto(t, self, target, "read"); }
Result<Value> base_readinto1(Thread& t, Value self, Value target) { return buffered_readinto(t, self, target, "read1"); }
template <size_t N>
struct Text {
  char text[N];
  consteval Text(const char (&s)[N]) { std::copy(s, s + N, text); }
};
template <Text kWhat>
Result<Value> unsupported(Thread& t, const Value*) {
  return raise_unsupported(t, kWhat.text);
}
Result<Value> none_getter(Thread&, Value) { return kNone; }

constexpr NativeDef kBaseMethods[] = {
    {"seek(self, offset, whence=0, /)", base_seek, Sync::kNone, "Change stream position."},
    {"tell(self, /)", bind<base_tell>, Sync::kNone, "Return current stream position."},
    {"truncate(self, pos=None, /)", base_truncate, Sync::kNone, "Truncate file to size bytes."},
    {"flush(self, /)", bind<base_flush>, Sync::kNone, "Flush write buffers, if applicable."},
    {"close(self, /)", bind<base_close>, Sync::kNone, "Flush and close the IO object."},
    {"seekable(self, /)", bind<base_no>, Sync::kNone, "Return whether object supports random access."},
    {"readable(self, /)", bind<base_no>, Sync::kNone, "Return whether object was opened for reading."},
    {"writable(self, /)", bind<base_no>, Sync::kNone, "Return whether object was opened for writing."},
    {"_checkClosed(self, /)", bind<base_check_closed>, Sync::kNone, nullptr},
    {"_checkSeekable(self, /)", bind<base_check_seekable>, Sync::kNone, nullptr},
    {"_checkReadable(self, /)", bind<base_check_readable>, Sync::kNone, nullptr},
    {"_checkWritable(self, /)", bind<base_check_writable>, Sync::kNone, nullptr},
    {"fileno(self, /)", base_fileno, Sync::kNone, "Returns underlying file descriptor if one exists."},
    {"isatty(self, /)", bind<base_isatty>, Sync::kNone, "Return whether this is an 'interactive' stream."},
    {"__enter__(self, /)", bind<base_enter>, Sync::kNone, nullptr},
    {"__exit__(self, /, *args)", base_exit, Sync::kNone, nullptr, Texts::kUnpackTuple},
    {"readline(self, size=-1, /)", bind<base_readline>, Sync::kNone, "Read and return a line from the stream."},
    {"readlines(self, hint=-1, /)", bind<base_readlines>, Sync::kNone, "Return a list of lines from the stream."},
    {"writelines(self, lines, /)", bind<base_writelines>, Sync::kNone, "Write a list of lines to stream."},
    {"__del__(self, /)", bind<base_del>, Sync::kNone, nullptr},
};
constexpr GetSetDef kBaseGetSets[] = {{"closed", base_closed, nullptr, nullptr}};
constexpr NativeDef kRawMethods[] = {
    {"read(self, size=-1, /)", bind<raw_read>, Sync::kNone, nullptr},
    {"readall(self, /)", bind<raw_readall>, Sync::kNone, "Read until EOF, using multiple read() call."},
};
constexpr NativeDef kBufferedMethods[] = {
    {"detach(self, /)", unsupported<"detach">, Sync::kNone, "Disconnect this buffer from its underlying raw stream and return it."},
    {"read(self, size=-1, /)", unsupported<"read">, Sync::kNone, "Read and return up to n bytes."},
    {"read1(self, size=-1, /)", unsupported<"read1">, Sync::kNone, "Read and return up to n bytes, with at most one read() call."},
    {"write(self, b, /)", unsupported<"write">, Sync::kNone, "Write the given buffer to the IO stream."},
    {"readinto(self, buffer, /)", bind<base_readinto>, Sync::kNone, nullptr},
    {"readinto1(self, buffer, /)", bind<base_readinto1>, Sync::kNone, nullptr},
};
constexpr NativeDef kTextMethods[] = {
    {"detach(self, /)", unsupported<"detach">, Sync::kNone, "Separate the underlying buffer from the TextIOBase and return it."},
    {"read(self, size=-1, /)", unsupported<"read">, Sync::kNone, "Read at most n characters from stream."},
    {"readline(self, size=-1, /)", unsupported<"readline">, Sync::kNone, "Read until newline or EOF."},
    {"write(self, s, /)", unsupported<"write">, Sync::kNone, "Write string to stream."},
};
constexpr GetSetDef kTextGetSets[] = {
    {"encoding", none_getter, nullptr, "Encoding of the text stream."},
    {"newlines", none_getter, nullptr, "Line endings translated so far."},
    {"errors", none_getter, nullptr, "The error setting of the decoder or encoder."},
};

void finalize(Thread& t, Value self) {
  Result<Value> r = base_del(t, self);
  (void)r;
}

}  // namespace

Result<void> install_io_base(Thread& t, IoState& state) {
  TypeSpec base;
  base.name = "_io._IOBase";
  base.doc = "The abstract base class for all I/O classes.";
  base.flags = kBaseType | kHasSlots | kHasDict | kWeakrefable;
  base.slots.iter = base_iter;
  base.slots.next = base_next;
  base.slots.finalize = finalize;
  set_methods(base, kBaseMethods);
  set_getsets(base, kBaseGetSets);
  state.iobase = EIDER_TRY(make_builtin_type(t, base));
  auto child = [&](const char* name, const char* doc, TypeSpec spec) {
    spec.name = name;
    spec.doc = doc;
    spec.base_type = state.iobase;
    spec.flags = kBaseType;
    return make_builtin_type(t, spec);
  };
  TypeSpec raw, buffered, text;
  set_methods(raw, kRawMethods);
  set_methods(buffered, kBufferedMethods);
  set_methods(text, kTextMethods);
  set_getsets(text, kTextGetSets);
  state.raw_base = EIDER_TRY(child("_io._RawIOBase", "Base class for raw binary I/O.", raw));
  state.buffered_base = EIDER_TRY(child("_io._BufferedIOBase", "Base class for buffered IO objects.", buffered));
  state.text_base = EIDER_TRY(child("_io._TextIOBase", "Base class for text I/O.", text));
  return kDone;
}

}  // namespace eider::modules
