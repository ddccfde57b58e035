// SPDX-License-Identifier: MIT
//
// BytesIO and StringIO: files in memory. One step under the object's own lock per operation; a StringIO keeps four bytes a character.
#include <cstring>

#include "builtins/bytes/memoryview.h"
#include "modules/io/io.h"

namespace eider::modules {

namespace {

struct Memory : Object {  // kCustom: BytesIO and StringIO
  Field<ByteBuffer*> bytes;
  FileLock lock;
  int64_t size, position;  // in units
  uint8_t closed, initialised;
  Newline newline;         // StringIO
  uint8_t held, seen;
  ExportSet exports;       // BytesIO.getbuffer
};
Memory* of(Value v) { return v.as<Memory>(); }

Result<void> check(Thread& t, Memory* self) {
  if (!self->initialised) return raise(t, TypeId::kValueError, "I/O operation on uninitialized object");
  if (self->closed) return raise(t, TypeId::kValueError, "I/O operation on closed file%s", "");
  return kDone;
}
Result<void> check_string(Thread& t, Memory* self) {
  if (!self->initialised) return raise(t, TypeId::kValueError, "I/O operation on uninitialized object");
  if (self->closed) return raise(t, TypeId::kValueError, "I/O operation on closed file");
  return kDone;
}

/// Capacity for `units` of `width` bytes; what was there stays.
Result<void> reserve(Thread& t, Memory* self, int64_t units, int64_t width) {
  ByteBuffer* old = self->bytes.load_relaxed();
  int64_t have = old == nullptr ? 0 : old->capacity;
  if (units * width <= have) return kDone;
  if (units > (int64_t{1} << 40)) return raise(t, TypeId::kOverflowError, "new buffer size too large");
  int64_t capacity = std::max<int64_t>({units * width, have + have / 2, 64});
  size_t bytes = (sizeof(ByteBuffer) + static_cast<size_t>(capacity) + 7) & ~size_t{7};
  auto* made = reinterpret_cast<ByteBuffer*>(gc::allocate(
      t, gc::header_word(shape_id(TypeId::kStrBuffer), TraceKind::kNone, static_cast<uint32_t>(std::min<size_t>(bytes, size_t{1} << 30))), bytes));
  if (made == nullptr) return raise_no_memory(t);
  made->capacity = capacity;
  if (old != nullptr) std::memcpy(made->data, old->data, static_cast<size_t>(self->size * width));
  self->bytes.store_release(made);
  return kDone;
}
uint8_t* byte_data(Memory* self) { return self->bytes.load_relaxed() == nullptr ? nullptr : self->bytes.load_relaxed()->data; }
uint32_t* char_data(Memory* self) { return reinterpret_cast<uint32_t*>(byte_data(self)); }

/// Makes room at the position for `count` units; the gap behind the end is zero.
Result<void> extend(Thread& t, Memory* self, int64_t count, int64_t width) {
  int64_t end = self->position + count;
  EIDER_TRY(reserve(t, self, end, width));
  if (self->position > self->size) {
    std::memset(byte_data(self) + self->size * width, 0, static_cast<size_t>((self->position - self->size) * width));
  }
  if (end > self->size) self->size = end;
  return kDone;
}

// --- BytesIO
Result<void> check_resizable(Thread& t, Memory* self) {
  if (!EIDER_TRY(builtins::check_not_exported(t, self, self->exports))) return kDone;
  // A forgotten view may still look at the present store: what follows happens in a copy.
  ByteBuffer* old = self->bytes.load_relaxed();
  if (old == nullptr) return kDone;
  self->bytes.store_release(nullptr);
  Result<void> made = reserve(t, self, old->capacity, 1);
  if (!made.ok()) {
    self->bytes.store_release(old);
    return made;
  }
  std::memcpy(self->bytes.load_relaxed()->data, old->data, static_cast<size_t>(self->size));
  return kDone;
}

Result<void> bytes_put(Thread& t, Memory* self, ByteSpan bytes) {
  if (bytes.empty()) return kDone;
  EIDER_TRY(check_resizable(t, self));
  EIDER_TRY(extend(t, self, static_cast<int64_t>(bytes.size()), 1));
  std::memcpy(byte_data(self) + self->position, bytes.data(), bytes.size());
  self->position += static_cast<int64_t>(bytes.size());
  return kDone;
}
Result<Value> memory_alloc(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) {
  Object* self = EIDER_TRY(new_instance(t, cls));
  static_cast<Memory*>(self)->initialised = 1;
  static_cast<Memory*>(self)->newline = Newline::kLf;
  return self;
}
Result<void> bytes_init(Thread& t, Value v, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"BytesIO(initial_bytes=b'')"};
  Value a[1];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Memory* self = of(v);
  FileLocked locked(t, self->lock);
  EIDER_TRY(check_resizable(t, self));
  self->size = self->position = 0;
  self->initialised = 1;
  self->closed = 0;
  if (!a[0].is_absent() && !a[0].is_none()) {
    builtins::ByteSource source;
    EIDER_TRY(source.acquire(t, a[0]));
    EIDER_TRY(bytes_put(t, self, source.span()));
    self->position = 0;
  }
  return kDone;
}
ByteSpan rest_of(Memory* self) {
  if (self->position >= self->size) return {};
  return {byte_data(self) + self->position, static_cast<size_t>(self->size - self->position)};
}
Result<Value> bytes_read(Thread& t, Value v, Value size) {
  Memory* self = of(v);
  EIDER_TRY(check(t, self));
  int64_t n = EIDER_TRY(size_argument(t, size));
  FileLocked locked(t, self->lock);
  ByteSpan rest = rest_of(self);
  if (n >= 0 && n < static_cast<int64_t>(rest.size())) rest = rest.first(static_cast<size_t>(n));
  Bytes* made = EIDER_TRY(builtins::bytes_from(t, rest));
  self->position += static_cast<int64_t>(rest.size());
  return made;
}
Result<Value> bytes_readline(Thread& t, Value v, Value size) {
  Memory* self = of(v);
  EIDER_TRY(check(t, self));
  int64_t n = EIDER_TRY(size_argument(t, size));
  FileLocked locked(t, self->lock);
  ByteSpan rest = rest_of(self);
  if (!rest.empty()) {
    const void* end = std::memchr(rest.data(), '\n', rest.size());
    if (end != nullptr) rest = rest.first(static_cast<size_t>(static_cast<const uint8_t*>(end) - rest.data() + 1));
  }
  if (n >= 0 && n < static_cast<int64_t>(rest.size())) rest = rest.first(static_cast<size_t>(n));
  Bytes* made = EIDER_TRY(builtins::bytes_from(t, rest));
  self->position += static_cast<int64_t>(rest.size());
  return made;
}
Result<Value> bytes_next(Thread& t, Value v) {
  Value line = EIDER_TRY(bytes_readline(t, v, kAbsent));
  return line.as<Bytes>()->length == 0 ? kAbsent : line;
}
Result<Value> bytes_readinto(Thread& t, Value v, Value target) {
  EIDER_TRY(check(t, of(v)));
  builtins::BufferHold hold;
  EIDER_TRY(hold.acquire(t, target, builtins::BufferHold::Access::kWrite, "readinto() argument must be read-write bytes-like object, not %s"));
  FileLocked locked(t, of(v)->lock);
  ByteSpan rest = rest_of(of(v));
  size_t n = std::min(rest.size(), static_cast<size_t>(hold.size()));
  if (n > 0) std::memcpy(hold.data(), rest.data(), n);
  of(v)->position += static_cast<int64_t>(n);
  return Value::from_small_int(static_cast<int64_t>(n));
}
Result<Value> bytes_write(Thread& t, Value v, Value bytes) {
  EIDER_TRY(check(t, of(v)));
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, bytes));
  FileLocked locked(t, of(v)->lock);
  EIDER_TRY(bytes_put(t, of(v), source.span()));
  return Value::from_small_int(source.size());
}
Result<Value> bytes_getvalue(Thread& t, Value v) {
  EIDER_TRY(check(t, of(v)));
  FileLocked locked(t, of(v)->lock);
  return builtins::bytes_from(t, byte_data(of(v)), of(v)->size);
}
Result<Value> bytes_getbuffer(Thread& t, Value v) {
  EIDER_TRY(check(t, of(v)));
  return builtins::memoryview_new(t, v);
}
Result<void> bytes_buffer(Thread& t, Value v, BufferInfo* out) {
  Memory* self = of(v);
  EIDER_TRY(check(t, self));
  FileLocked locked(t, self->lock);
  EIDER_TRY(reserve(t, self, std::max<int64_t>(self->size, 1), 1));
  out->owner = v;
  out->storage = self->bytes.load_relaxed()->value();
  set_bytes(out, byte_data(self), self->size);
  out->readonly = false;
  out->lock = self;
  out->exports = &self->exports;
  return kDone;
}
Result<int64_t> new_position(Thread& t, Memory* self, Value offset, int64_t whence, bool bytes) {
  int64_t to = EIDER_TRY(index_int64(t, offset, TypeId::kOverflowError, "Python int too large to convert to C ssize_t"));
  if (whence < 0 || whence > 2) return raise(t, TypeId::kValueError, bytes ? "invalid whence (%ld, should be 0, 1 or 2)" : "Invalid whence (%ld, should be 0, 1 or 2)", whence);
  if (whence == 0 && to < 0) return raise(t, TypeId::kValueError, bytes ? "negative seek value %ld" : "Negative seek position %ld", to);
  if (!bytes && whence != 0 && to != 0) return raise(t, TypeId::kOSError, "Can't do nonzero cur-relative seeks");
  if (whence == 1) to += self->position;
  if (whence == 2) to += self->size;
  return std::max<int64_t>(to, 0);
}
Result<Value> bytes_seek(Thread& t, Value v, Value offset, std::optional<int64_t> whence) {
  EIDER_TRY(check(t, of(v)));
  FileLocked locked(t, of(v)->lock);
  of(v)->position = EIDER_TRY(new_position(t, of(v), offset, whence.value_or(0), true));
  return int_from_int64(t, of(v)->position);
}
Result<Value> memory_tell(Thread& t, Value v) {
  EIDER_TRY(check(t, of(v)));
  return int_from_int64(t, of(v)->position);
}
Result<Value> memory_truncate(Thread& t, Value v, Value size) {
  Memory* self = of(v);
  EIDER_TRY(check(t, self));
  FileLocked locked(t, self->lock);
  EIDER_TRY(check_resizable(t, self));
  int64_t to = self->position;
  if (!size.is_absent() && !size.is_none()) to = EIDER_TRY(size_argument(t, size));
  if (to < 0) {
    if (type_of(t, v)->native_type == io(t).bytes_io) return raise(t, TypeId::kValueError, "negative size value %ld", to);
    return raise(t, TypeId::kValueError, "Negative size value %ld", to);
  }
  self->size = std::min(self->size, to);
  return int_from_int64(t, to);
}
Result<Value> memory_yes(Thread& t, Value v) {
  EIDER_TRY(check(t, of(v)));
  return kTrue;
}
Result<Value> memory_no(Thread& t, Value v) {
  EIDER_TRY(check(t, of(v)));
  return kFalse;
}
Result<Value> memory_flush(Thread& t, Value v) {
  EIDER_TRY(check(t, of(v)));
  return kNone;
}
Result<Value> memory_close(Thread& t, Value v) {
  Memory* self = of(v);
  FileLocked locked(t, self->lock);
  EIDER_TRY(check_resizable(t, self));
  self->closed = 1;
  self->bytes.store_release(nullptr);
  self->size = self->position = 0;
  return kNone;
}
Result<Value> get_closed(Thread&, Value v) { return Value::from_bool(of(v)->closed); }
/// A copy of the instance's own attributes, or None.
Result<Value> attributes_state(Thread& t, Value v) {
  Dict* dict = EIDER_TRY(instance_attributes_copy(t, v));
  return dict_size(dict) == 0 ? kNone : dict->value();
}
/// Items `at` and `at + 1` of a state: where the file stands, and its attributes.
Result<void> set_position_and_attributes(Thread& t, Value v, Tuple* state, int64_t at, const char* which, const char* next) {
  Value position = state->items[at].get(), attributes = state->items[at + 1].get();
  if (!is_int(t, position)) return raise(t, TypeId::kTypeError, "%s %s", which, type_name(t, position));
  int64_t n = EIDER_TRY(index_int64(t, position, TypeId::kOverflowError, "Python int too large to convert to C ssize_t"));
  if (n < 0) return raise(t, TypeId::kValueError, "position value cannot be negative");
  of(v)->position = n;
  if (attributes.is_none()) return kDone;
  if (!is_instance(t, attributes, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "%s item of state should be a dict, got a %s", next, type_name(t, attributes));
  }
  Value own = EIDER_TRY(instance_dict(t, v));
  if (own.is_absent()) return kDone;
  return dict_update(t, own.as<Dict>(), attributes);
}

Result<Value> bytes_getstate(Thread& t, Value v) {
  Value bytes = EIDER_TRY(bytes_getvalue(t, v));
  return tuple_of(t, bytes, EIDER_TRY(int_from_int64(t, of(v)->position)), EIDER_TRY(attributes_state(t, v)));
}
Result<Value> bytes_setstate(Thread& t, Value v, Value state) {
  if (!is_instance(t, state, TypeId::kTuple) || state.as<Tuple>()->size() < 3) {
    return raise(t, TypeId::kTypeError, "%s.__setstate__ argument should be 3-tuple, got %s", type_name(t, v), type_name(t, state));
  }
  Value bytes = state.as<Tuple>()->items[0].get();
  EIDER_TRY(bytes_init(t, v, &bytes, 1, nullptr));
  EIDER_TRY(set_position_and_attributes(t, v, state.as<Tuple>(), 1, "second item of state must be an integer, not", "third"));
  return kNone;
}
void memory_trace(Header* object, gc::Tracer& tracer) {
  auto* m = static_cast<Memory*>(object);
  tracer.mark_word(reinterpret_cast<uint64_t>(m->bytes.load_relaxed()));
  builtins::trace_exports(m->exports, tracer);
}

// --- StringIO
Result<void> string_put(Thread& t, Memory* self, Str* s) {
  if (self->newline == Newline::kUniversal) s = EIDER_TRY(translate_newlines(t, s, true, true, &self->held, &self->seen));
  if (self->newline == Newline::kCr || self->newline == Newline::kCrLf) {
    StrBuilder out(t);
    for (int64_t i = 0; i < s->length(); ++i) {
      uint32_t c = s->at(i);
      if (c != '\n' ? !out.add_char(c) : !out.add(self->newline == Newline::kCr ? "\r" : "\r\n")) return kFailure;
    }
    s = EIDER_TRY(out.finish());
  }
  int64_t n = s->length();
  if (n == 0) return kDone;
  EIDER_TRY(extend(t, self, n, 4));
  uint32_t* to = char_data(self) + self->position;
  for (int64_t i = 0; i < n; ++i) to[i] = s->at(i);
  self->position += n;
  return kDone;
}
Result<void> string_init(Thread& t, Value v, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"StringIO(initial_value='', newline='\\n')"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Memory* self = of(v);
  FileLocked locked(t, self->lock);
  Newline newline = Newline::kLf;
  if (!a[1].is_absent()) {
    if (!a[1].is_none() && !is_instance(t, a[1], TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "newline must be str or None, not %s", type_name(t, a[1]));
    }
    newline = EIDER_TRY(newline_argument(t, a[1], ShownAs::kRepr));
  }
  if (!a[0].is_absent() && !a[0].is_none() && !is_instance(t, a[0], TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "initial_value must be str or None, not %s", type_name(t, a[0]));
  }
  self->newline = newline;
  self->size = self->position = 0;
  self->closed = self->held = self->seen = 0;
  self->initialised = 1;
  if (!a[0].is_absent() && !a[0].is_none()) {
    EIDER_TRY(string_put(t, self, a[0].as<Str>()));
    self->position = 0;
  }
  return kDone;
}
Result<Value> string_write(Thread& t, Value v, Value s) {
  EIDER_TRY(check_string(t, of(v)));
  if (!is_instance(t, s, TypeId::kStr)) return raise(t, TypeId::kTypeError, "string argument expected, got '%s'", type_name(t, s));
  FileLocked locked(t, of(v)->lock);
  EIDER_TRY(string_put(t, of(v), s.as<Str>()));
  return Value::from_small_int(s.as<Str>()->length());
}
Result<Value> string_getvalue(Thread& t, Value v) {
  EIDER_TRY(check_string(t, of(v)));
  FileLocked locked(t, of(v)->lock);
  if (of(v)->size == 0) return t.realm->empty_str;
  return str_from_ucs4(t, char_data(of(v)), of(v)->size);
}
Result<Value> take_chars(Thread& t, Memory* self, int64_t n) {
  if (n <= 0) return t.realm->empty_str;
  Str* made = EIDER_TRY(str_from_ucs4(t, char_data(self) + self->position, n));
  self->position += n;
  return made;
}
Result<Value> string_read(Thread& t, Value v, Value size) {
  EIDER_TRY(check_string(t, of(v)));
  int64_t n = EIDER_TRY(size_argument(t, size));
  FileLocked locked(t, of(v)->lock);
  int64_t rest = std::max<int64_t>(0, of(v)->size - of(v)->position);
  return take_chars(t, of(v), n < 0 ? rest : std::min(n, rest));
}
Result<Value> string_readline(Thread& t, Value v, Value size) {
  Memory* self = of(v);
  EIDER_TRY(check_string(t, self));
  int64_t limit = EIDER_TRY(size_argument(t, size));
  FileLocked locked(t, self->lock);
  int64_t rest = std::max<int64_t>(0, self->size - self->position), n = rest;
  uint32_t* from = char_data(self) + self->position;
  for (int64_t i = 0; i < rest; ++i) {
    uint32_t c = from[i];
    if (c > '\r') continue;
    bool next_lf = i + 1 < rest && from[i + 1] == '\n';
    bool end = false;
    int64_t count = i + 1;
    switch (self->newline) {
      case Newline::kUniversal:
      case Newline::kLf: end = c == '\n'; break;
      case Newline::kCr: end = c == '\r'; break;
      case Newline::kCrLf:
        end = c == '\r' && next_lf;
        count = i + 2;
        break;
      case Newline::kKeep:
        end = c == '\n' || c == '\r';
        if (c == '\r' && next_lf) count = i + 2;
        break;
    }
    if (end) {
      n = count;
      break;
    }
  }
  if (limit >= 0) n = std::min(n, limit);
  return take_chars(t, self, n);
}
Result<Value> string_next(Thread& t, Value v) {
  if (type_of(t, v)->has(kHeapType)) {
    Value line = EIDER_TRY(call_method(t, v, name(t, Name::kreadline)));
    return EIDER_TRY(length(t, line)) == 0 ? kAbsent : line;
  }
  Value line = EIDER_TRY(string_readline(t, v, kAbsent));
  return line.as<Str>()->length() == 0 ? kAbsent : line;
}
Result<Value> string_seek(Thread& t, Value v, Value offset, std::optional<int64_t> whence) {
  EIDER_TRY(check_string(t, of(v)));
  FileLocked locked(t, of(v)->lock);
  of(v)->position = EIDER_TRY(new_position(t, of(v), offset, whence.value_or(0), false));
  return int_from_int64(t, of(v)->position);
}
Result<Value> string_newlines(Thread& t, Value v) {
  EIDER_TRY(check_string(t, of(v)));
  return of(v)->newline == Newline::kUniversal ? newlines_value(t, of(v)->seen) : kNone;
}
Result<Value> string_getstate(Thread& t, Value v) {
  Value text = EIDER_TRY(string_getvalue(t, v));
  Value newline = kNone;
  switch (of(v)->newline) {
    case Newline::kUniversal: break;
    case Newline::kKeep: newline = t.realm->empty_str->value(); break;
    case Newline::kLf: newline = EIDER_TRY(text_value(t, "\n")); break;
    case Newline::kCr: newline = EIDER_TRY(text_value(t, "\r")); break;
    case Newline::kCrLf: newline = EIDER_TRY(text_value(t, "\r\n")); break;
  }
  Value state[] = {text, newline, EIDER_TRY(int_from_int64(t, of(v)->position)), EIDER_TRY(attributes_state(t, v))};
  return EIDER_TRY(tuple_from(t, state, 4));
}
Result<Value> string_setstate(Thread& t, Value v, Value state) {
  if (of(v)->initialised && of(v)->closed) return check_string(t, of(v)).ok() ? kNone : Result<Value>(kFailure);
  if (!is_instance(t, state, TypeId::kTuple) || state.as<Tuple>()->size() < 4) {
    return raise(t, TypeId::kTypeError, "%s.__setstate__ argument should be 4-tuple, got %s", type_name(t, v), type_name(t, state));
  }
  auto* parts = state.as<Tuple>();
  Value args[] = {kNone, parts->items[1].get()};
  EIDER_TRY(string_init(t, v, args, 2, nullptr));
  Value text = parts->items[0].get();
  if (!is_instance(t, text, TypeId::kStr) && !text.is_none()) {
    return raise(t, TypeId::kTypeError, "initial_value must be str or None, not %s", type_name(t, text));
  }
  if (!text.is_none()) {  // its line ends are translated already
    FileLocked locked(t, of(v)->lock);
    Newline newline = of(v)->newline;
    of(v)->newline = Newline::kLf;
    Result<void> put = string_put(t, of(v), text.as<Str>());
    of(v)->newline = newline;
    if (!put.ok()) return kFailure;
    of(v)->position = 0;
  }
  EIDER_TRY(set_position_and_attributes(t, v, parts, 2, "third item of state must be an integer, got", "fourth"));
  return kNone;
}
Result<Value> string_line_buffering(Thread& t, Value v) {
  EIDER_TRY(check_string(t, of(v)));
  return kFalse;
}

constexpr NativeDef kBytesMethods[] = {
    {"read(self, size=-1, /)", bind<bytes_read>, Sync::kLocksOwn, nullptr},
    {"read1(self, size=-1, /)", bind<bytes_read>, Sync::kLocksOwn, nullptr},
    {"readline(self, size=-1, /)", bind<bytes_readline>, Sync::kLocksOwn, nullptr},
    {"readinto(self, buffer, /)", bind<bytes_readinto>, Sync::kLocksOwn, nullptr},
    {"readinto1(self, buffer, /)", bind<bytes_readinto>, Sync::kLocksOwn, nullptr},
    {"write(self, b, /)", bind<bytes_write>, Sync::kLocksOwn, nullptr},
    {"getvalue(self, /)", bind<bytes_getvalue>, Sync::kLocksOwn, "Retrieve the entire contents of the BytesIO object."},
    {"getbuffer(self, /)", bind<bytes_getbuffer>, Sync::kLocksOwn, "Get a read-write view over the contents of the BytesIO object."},
    {"seek(self, pos, whence=0, /)", bind<bytes_seek>, Sync::kLocksOwn, nullptr},
    {"tell(self, /)", bind<memory_tell>, Sync::kLockFreeRead, nullptr},
    {"truncate(self, size=None, /)", bind<memory_truncate>, Sync::kLocksOwn, nullptr},
    {"readable(self, /)", bind<memory_yes>, Sync::kLockFreeRead, nullptr},
    {"writable(self, /)", bind<memory_yes>, Sync::kLockFreeRead, nullptr},
    {"seekable(self, /)", bind<memory_yes>, Sync::kLockFreeRead, nullptr},
    {"isatty(self, /)", bind<memory_no>, Sync::kLockFreeRead, nullptr},
    {"flush(self, /)", bind<memory_flush>, Sync::kLockFreeRead, nullptr},
    {"close(self, /)", bind<memory_close>, Sync::kLocksOwn, nullptr},
    {"__getstate__(self, /)", bind<bytes_getstate>, Sync::kLocksOwn, nullptr},
    {"__setstate__(self, state, /)", bind<bytes_setstate>, Sync::kLocksOwn, nullptr},
};
constexpr GetSetDef kBytesGetSets[] = {{"closed", get_closed, nullptr, nullptr}};
constexpr NativeDef kStringMethods[] = {
    {"read(self, size=-1, /)", bind<string_read>, Sync::kLocksOwn, nullptr},
    {"readline(self, size=-1, /)", bind<string_readline>, Sync::kLocksOwn, nullptr},
    {"write(self, s, /)", bind<string_write>, Sync::kLocksOwn, nullptr},
    {"getvalue(self, /)", bind<string_getvalue>, Sync::kLocksOwn, "Retrieve the entire contents of the object."},
    {"seek(self, pos, whence=0, /)", bind<string_seek>, Sync::kLocksOwn, nullptr},
    {"tell(self, /)", bind<memory_tell>, Sync::kLockFreeRead, nullptr},
    {"truncate(self, pos=None, /)", bind<memory_truncate>, Sync::kLocksOwn, nullptr},
    {"readable(self, /)", bind<memory_yes>, Sync::kLockFreeRead, nullptr},
    {"writable(self, /)", bind<memory_yes>, Sync::kLockFreeRead, nullptr},
    {"seekable(self, /)", bind<memory_yes>, Sync::kLockFreeRead, nullptr},
    {"close(self, /)", bind<memory_close>, Sync::kLocksOwn, nullptr},
    {"__getstate__(self, /)", bind<string_getstate>, Sync::kLocksOwn, nullptr},
    {"__setstate__(self, state, /)", bind<string_setstate>, Sync::kLocksOwn, nullptr},
};
constexpr GetSetDef kStringGetSets[] = {
    {"closed", get_closed, nullptr, nullptr},
    {"newlines", string_newlines, nullptr, nullptr},
    {"line_buffering", string_line_buffering, nullptr, nullptr},
};

void no_finalizer(Thread&, Value) {}

}  // namespace

Result<void> install_memory_files(Thread& t, IoState& state) {
  TypeSpec spec;
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(Memory);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = memory_trace;
  spec.slots.new_ = memory_alloc;
  spec.slots.finalize = no_finalizer;
  TypeSpec bytes = spec, string = spec;
  bytes.name = "_io.BytesIO";
  bytes.doc = "Buffered I/O implementation using an in-memory bytes buffer.";
  bytes.base_type = state.buffered_base;
  bytes.slots.init = bytes_init;
  bytes.slots.next = bytes_next;
  bytes.slots.buffer = bytes_buffer;
  set_methods(bytes, kBytesMethods);
  set_getsets(bytes, kBytesGetSets);
  state.bytes_io = EIDER_TRY(make_builtin_type(t, bytes));
  string.name = "_io.StringIO";
  string.doc = "Text I/O implementation using an in-memory buffer.";
  string.base_type = state.text_base;
  string.slots.init = string_init;
  string.slots.next = string_next;
  set_methods(string, kStringMethods);
  set_getsets(string, kStringGetSets);
  state.string_io = EIDER_TRY(make_builtin_type(t, string));
  return kDone;
}

}  // namespace eider::modules
