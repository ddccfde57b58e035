// SPDX-License-Identifier: MIT
//
// TextIOWrapper.
//
// Writing: text is encoded into `pending`, which goes to the buffer when it is large, at flush(), and before reading or seeking.
// Reading: chunks of bytes are decoded into `decoded`; `chunk` keeps the bytes a piece of decoded text was made of, so that tell()
// can say at which byte the next character starts. tell()'s number is that byte position.
#include <algorithm>
#include <cstring>

#include "modules/io/io.h"

namespace eider::modules {

namespace {

using builtins::Codec;

TextIO* of(Value v) { return v.as<TextIO>(); }
constexpr int64_t kChunk = 8192;

Result<Value> buffer_of(Thread& t, TextIO* self) {
  Value buffer = self->buffer.load_relaxed();
  if (!buffer.is_absent()) return buffer;
  if (self->detached) return raise(t, TypeId::kValueError, "underlying buffer has been detached");
  return raise(t, TypeId::kValueError, "I/O operation on uninitialized object");
}
Result<bool> closed(Thread& t, TextIO* self) {
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (self->fast) return buffered_closed(t, buffer.as<Buffered>());
  return is_closed(t, buffer);
}
Result<void> check_open(Thread& t, TextIO* self) {
  if (EIDER_TRY(closed(t, self))) return raise_closed(t);
  return kDone;
}
Str* errors_of(TextIO* self) { return self->errors.load_relaxed().as<Str>(); }
Codec codec_of(TextIO* self) { return static_cast<Codec>(self->codec); }

// --- writing; the lock is held
Result<void> send_pending(Thread& t, TextIO* self) {
  if (self->pending_size == 0) return kDone;
  ByteBuffer* pending = self->pending.load_relaxed();
  Value buffer = EIDER_TRY(buffer_of(t, self));
  int64_t size = self->pending_size;
  self->pending_size = 0;
  if (self->fast) return buffered_write(t, buffer.as<Buffered>(), {pending->data, static_cast<size_t>(size)});
  Bytes* bytes = EIDER_TRY(builtins::bytes_from(t, pending->data, size));
  EIDER_TRY(call_named(t, buffer, "write", {bytes->value()}));
  return kDone;
}
Result<void> flush_buffer(Thread& t, TextIO* self) {
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (self->fast) return buffered_flush(t, buffer.as<Buffered>());
  EIDER_TRY(call_method(t, buffer, name(t, Name::kflush)));
  return kDone;
}

/// Room for `more` bytes behind the pending ones.
Result<uint8_t*> reserve(Thread& t, TextIO* self, int64_t more) {
  ByteBuffer* pending = self->pending.load_relaxed();
  int64_t have = pending == nullptr ? 0 : pending->capacity;
  if (pending == nullptr || self->pending_size + more > have) {
    int64_t capacity = std::max<int64_t>(self->pending_size + more, std::max<int64_t>(2 * kChunk, have * 2));
    size_t bytes = (sizeof(ByteBuffer) + static_cast<size_t>(capacity) + 7) & ~size_t{7};
    auto* grown = reinterpret_cast<ByteBuffer*>(gc::allocate(
        t, gc::header_word(shape_id(TypeId::kStrBuffer), TraceKind::kNone, static_cast<uint32_t>(std::min<size_t>(bytes, size_t{1} << 30))), bytes));
    if (grown == nullptr) return raise_no_memory(t);
    grown->capacity = capacity;
    if (self->pending_size > 0) std::memcpy(grown->data, pending->data, static_cast<size_t>(self->pending_size));
    self->pending.store_release(grown);
    pending = grown;
  }
  return pending->data + self->pending_size;
}

Result<void> append_encoded(Thread& t, TextIO* self, Str* s) {
  Codec codec = codec_of(self);
  if (s->ascii && (codec == Codec::kUtf8 || codec == Codec::kAscii || codec == Codec::kLatin1 || codec == Codec::kCp1252)) {
    uint8_t* to = EIDER_TRY(reserve(t, self, s->length()));
    std::memcpy(to, s->bytes(), static_cast<size_t>(s->length()));
    self->pending_size += s->length();
    return kDone;
  }
  Bytes* bytes;
  if (codec == Codec::kOther) {
    Value encoder = self->encoder.load_relaxed();
    if (encoder.is_absent()) {
      bytes = EIDER_TRY(builtins::encode(t, s, self->encoding.load_relaxed().as<Str>(), errors_of(self)));
    } else {
      Value made = EIDER_TRY(call_named(t, encoder, "encode", {s->value()}));
      if (!builtins::is_bytes(t, made)) return raise(t, TypeId::kTypeError, "encoder should return a bytes object, not '%s'", type_name(t, made));
      bytes = made.as<Bytes>();
    }
  } else {
    // A byte order mark comes once.
    if (self->started) {
      if (codec == Codec::kUtf16) codec = Codec::kUtf16Le;
      if (codec == Codec::kUtf32) codec = Codec::kUtf32Le;
      if (codec == Codec::kUtf8Sig) codec = Codec::kUtf8;
    }
    bytes = EIDER_TRY(builtins::encode_with(t, codec, s, errors_of(self)));
  }
  self->started = 1;
  uint8_t* to = EIDER_TRY(reserve(t, self, bytes->length));
  std::memcpy(to, bytes->data, static_cast<size_t>(bytes->length));
  self->pending_size += bytes->length;
  return kDone;
}

void drop_decoded(TextIO* self) {
  self->decoded.store_release(kAbsent);
  self->chunk.store_release(kAbsent);
  self->rest.store_release(kAbsent);
  self->decoded_used = 0;
  self->held_cr = self->chunk_held_cr = 0;
  self->at_end = 0;
}

// --- reading; the lock is held
Result<Str*> decode_chunk(Thread& t, TextIO* self, ByteSpan bytes, bool final, int* order, int64_t* used) {
  Codec codec = codec_of(self);
  if (codec != Codec::kOther) {
    if (codec == Codec::kUtf8Sig) {
      // order 0: the mark may still come.
      if (*order == 0) {
        if (bytes.size() >= 3 || final) {
          *order = 1;
          if (bytes.size() >= 3 && std::memcmp(bytes.data(), "\xef\xbb\xbf", 3) == 0) {
            int unused = 0;
            Str* s = EIDER_TRY(builtins::decode_partial(t, Codec::kUtf8, bytes.subspan(3), errors_of(self), final, &unused, used));
            *used += 3;
            return s;
          }
        } else if (std::memcmp(bytes.data(), "\xef\xbb\xbf", bytes.size()) == 0) {
          *used = 0;
          return t.realm->empty_str;
        } else {
          *order = 1;
        }
      }
      codec = Codec::kUtf8;
      int unused = 0;
      return builtins::decode_partial(t, codec, bytes, errors_of(self), final, &unused, used);
    }
    return builtins::decode_partial(t, codec, bytes, errors_of(self), final, order, used);
  }
  Value decoder = self->decoder.load_relaxed();
  *used = static_cast<int64_t>(bytes.size());
  if (decoder.is_absent()) {  // ICU: only whole texts
    if (!final) {
      *used = 0;
      return t.realm->empty_str;
    }
    return builtins::decode(t, bytes, self->encoding.load_relaxed().as<Str>(), errors_of(self));
  }
  Bytes* object = EIDER_TRY(builtins::bytes_from(t, bytes));
  Value made = EIDER_TRY(call_named(t, decoder, "decode", {object->value(), Value::from_bool(final)}));
  if (!is_instance(t, made, TypeId::kStr)) return raise(t, TypeId::kTypeError, "decoder should return a string result, not '%s'", type_name(t, made));
  return made.as<Str>();
}

bool translates(TextIO* self) { return self->newline == Newline::kUniversal; }
bool universal(TextIO* self) { return self->newline == Newline::kUniversal || self->newline == Newline::kKeep; }

/// Replaces the used-up decoded text by the next chunk's (`all`: by everything to the end). False at the end of the file.
Result<bool> read_chunk(Thread& t, TextIO* self, bool all) {
  Value buffer = EIDER_TRY(buffer_of(t, self));
  Value got;
  if (all) {
    got = self->fast ? EIDER_TRY(buffered_read_all(t, buffer.as<Buffered>())) : EIDER_TRY(call_named(t, buffer, "read"));
    if (got.is_none()) got = EIDER_TRY(builtins::bytes_from(t, nullptr, 0))->value();
  } else if (self->fast) {
    got = EIDER_TRY(buffered_read1(t, buffer.as<Buffered>(), kChunk))->value();
  } else {
    Value reader = EIDER_TRY(find_named(t, buffer, "read1"));
    if (reader.is_absent()) reader = EIDER_TRY(attr_named(t, buffer, "read"));
    got = EIDER_TRY(call1(t, reader, Value::from_small_int(kChunk)));
  }
  builtins::ByteSource source;
  if (!EIDER_TRY(source.try_acquire(t, got))) {
    return raise(t, TypeId::kTypeError, "underlying %s() should have returned a bytes-like object, not '%s'", all ? "read" : "read1", type_name(t, got));
  }
  ByteSpan fresh = source.span();
  bool final = all || fresh.empty();
  Value rest = self->rest.load_relaxed();
  Bytes* chunk;
  if (rest.is_absent() && builtins::is_exact_bytes(got)) {
    chunk = got.as<Bytes>();
  } else {
    ByteSpan before = rest.is_absent() ? ByteSpan() : rest.as<Bytes>()->span();
    chunk = EIDER_TRY(builtins::bytes_new(t, static_cast<int64_t>(before.size() + fresh.size())));
    std::copy(before.begin(), before.end(), chunk->data);
    std::copy(fresh.begin(), fresh.end(), chunk->data + before.size());
  }
  int order = self->order;
  self->chunk_order = order;
  self->chunk_held_cr = self->held_cr;
  int64_t used = 0;
  Str* text = EIDER_TRY(decode_chunk(t, self, chunk->span(), final, &order, &used));
  self->order = order;
  if (universal(self)) text = EIDER_TRY(translate_newlines(t, text, translates(self), final, &self->held_cr, &self->seen));
  self->chunk.store_release(chunk->value());
  if (used < chunk->length) {
    self->rest.store_release(EIDER_TRY(builtins::bytes_from(t, chunk->data + used, chunk->length - used))->value());
  } else {
    self->rest.store_release(kAbsent);
  }
  self->decoded.store_release(text->value());
  self->decoded_used = 0;
  return !final || text->length() > 0;
}

Str* decoded(TextIO* self) {
  Value v = self->decoded.load_relaxed();
  return v.is_absent() ? nullptr : v.as<Str>();
}
int64_t ahead(TextIO* self) {
  Str* s = decoded(self);
  return s == nullptr ? 0 : s->length() - self->decoded_used;
}

Result<void> before_read(Thread& t, TextIO* self) {
  EIDER_TRY(check_open(t, self));
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (self->fast) {
    if (!buffer.as<Buffered>()->readable) return raise_unsupported(t, "not readable");
  } else if (self->decoded.load_relaxed().is_absent() && !EIDER_TRY(ask(t, buffer, "readable"))) {
    return raise_unsupported(t, "not readable");
  }
  return send_pending(t, self);
}

Result<Str*> take(Thread& t, TextIO* self, int64_t count) {
  Str* s = decoded(self);
  int64_t from = self->decoded_used;
  self->decoded_used += count;
  return str_substring(t, s, from, from + count);
}

/// Python objects of the `codecs` module, for encodings that are not the core's. LookupError only for unknown ones.
Result<void> find_codec(Thread& t, TextIO* self) {
  Str* encoding = self->encoding.load_relaxed().as<Str>();
  self->codec = static_cast<uint8_t>(builtins::codec_named(to_utf8(encoding)));
  self->decoder.store_release(kAbsent);
  self->encoder.store_release(kAbsent);
  if (codec_of(self) != Codec::kOther) return kDone;
  Value codecs = EIDER_TRY(t.realm->import(t, "_codecs"));
  Result<Value> info = call_named(t, codecs, "lookup", {encoding->value()});
  if (!info.ok()) {
    if (!clear_if(t, TypeId::kLookupError)) return kFailure;
    bool known = true;
    Result<Bytes*> probe = builtins::encode_with_icu(t, to_utf8(encoding).c_str(), t.realm->empty_str, nullptr, &known);
    if (!known) return raise(t, TypeId::kLookupError, "unknown encoding: %s", to_utf8(encoding).c_str());
    return probe.ok() ? kDone : Result<void>(kFailure);
  }
  Value text = EIDER_TRY(find_named(t, info.get(), "_is_text_encoding"));
  if (!text.is_absent() && !EIDER_TRY(truth(t, text))) {
    return raise(t, TypeId::kLookupError, "'%s' is not a text encoding; use codecs.open() to handle arbitrary codecs", to_utf8(encoding).c_str());
  }
  Value errors = self->errors.load_relaxed();
  Value make_decoder = EIDER_TRY(attr_named(t, info.get(), "incrementaldecoder")), make_encoder = EIDER_TRY(attr_named(t, info.get(), "incrementalencoder"));
  if (!make_decoder.is_none()) self->decoder.store_release(EIDER_TRY(call1(t, make_decoder, errors)));
  if (!make_encoder.is_none()) self->encoder.store_release(EIDER_TRY(call1(t, make_encoder, errors)));
  return kDone;
}

Result<void> check_errors_name(Thread& t, Value errors) {
  if (!is_instance(t, errors, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "TextIOWrapper() argument 'errors' must be str or None, not %s", type_name(t, errors));
  }
  return kDone;
}

Result<void> init(Thread& t, TextIO* self, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering, bool write_through) {
  self->newline = EIDER_TRY(newline_argument(t, newline, ShownAs::kText));
  if (encoding.is_absent() || encoding.is_none()) {
    encoding = EIDER_TRY(text_value(t, "UTF-8"));
  } else if (!is_instance(t, encoding, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "TextIOWrapper() argument 'encoding' must be str or None, not %s", type_name(t, encoding));
  } else if (str_equals_ascii(encoding.as<Str>(), "locale")) {
    encoding = EIDER_TRY(text_value(t, "UTF-8"));
  }
  if (errors.is_absent() || errors.is_none()) {
    errors = EIDER_TRY(text_value(t, "strict"));
  } else {
    EIDER_TRY(check_errors_name(t, errors));
  }
  self->encoding.store_release(encoding);
  self->errors.store_release(errors);
  EIDER_TRY(find_codec(t, self));
  self->fast = buffer.is_heap() && (type_of(t, buffer) == io(t).reader || type_of(t, buffer) == io(t).writer || type_of(t, buffer) == io(t).random);
  self->line_buffering = line_buffering;
  self->write_through = write_through;
  self->detached = self->seen = self->started = self->telling_off = 0;
  self->order = 0;
  self->pending_size = 0;
  drop_decoded(self);
  self->buffer.store_release(buffer);
  if (self->fast) buffer.as<Buffered>()->owned = 1;
  // Appending behind a byte order mark writes none.
  if (codec_of(self) == Codec::kUtf16 || codec_of(self) == Codec::kUtf32 || codec_of(self) == Codec::kUtf8Sig) {
    if (EIDER_TRY(ask(t, buffer, "seekable")) && EIDER_TRY(ask(t, buffer, "writable"))) {
      Value at = EIDER_TRY(call_named(t, buffer, "tell"));
      if (EIDER_TRY(truth(t, at))) self->started = 1;
    }
  }
  return kDone;
}

Result<Value> text_alloc(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) { return new_instance(t, cls); }
Result<void> text_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"TextIOWrapper(buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)"};
  Value a[6];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  bool line_buffering = !a[4].is_absent() && EIDER_TRY(truth(t, a[4]));
  bool write_through = !a[5].is_absent() && EIDER_TRY(truth(t, a[5]));
  return init(t, of(self), a[0], a[1], a[2], a[3], line_buffering, write_through);
}

// --- methods
Result<Value> method_write(Thread& t, Value self, Value s) {
  if (!is_instance(t, s, TypeId::kStr)) return raise(t, TypeId::kTypeError, "write() argument must be str, not %s", type_name(t, s));
  EIDER_TRY(text_write(t, of(self), s.as<Str>()));
  return Value::from_small_int(s.as<Str>()->length());
}
Result<Value> method_read(Thread& t, Value v, Value size) {
  TextIO* self = of(v);
  EIDER_TRY(buffer_of(t, self));
  int64_t n = EIDER_TRY(size_argument(t, size));
  FileLocked locked(t, self->lock);
  EIDER_TRY(before_read(t, self));
  if (n < 0) {
    StrBuilder out(t);
    int64_t left = ahead(self);
    Str* first = left > 0 ? EIDER_TRY(take(t, self, left)) : nullptr;
    EIDER_TRY(read_chunk(t, self, true));
    Str* rest = decoded(self);
    int64_t more = rest == nullptr ? 0 : rest->length();
    drop_decoded(self);
    if (first == nullptr) return rest == nullptr ? t.realm->empty_str->value() : rest->value();
    if (more == 0) return first;
    return str_concat(t, first, rest);
  }
  if (ahead(self) >= n) return n == 0 ? t.realm->empty_str->value() : EIDER_TRY(take(t, self, n))->value();
  StrBuilder out(t);
  while (n > 0) {
    if (ahead(self) == 0 && !EIDER_TRY(read_chunk(t, self, false))) break;
    int64_t count = std::min(n, ahead(self));
    if (count == 0) continue;
    if (!out.add_substring(decoded(self), self->decoded_used, self->decoded_used + count)) return kFailure;
    self->decoded_used += count;
    n -= count;
  }
  return out.finish();
}
Result<Value> method_readline(Thread& t, Value self, Value size) {
  EIDER_TRY(buffer_of(t, of(self)));
  int64_t limit = EIDER_TRY(size_argument(t, size));
  return text_readline(t, of(self), limit);
}
Result<Value> slot_next(Thread& t, Value v) {
  TextIO* self = of(v);
  EIDER_TRY(buffer_of(t, self));
  self->telling_off = 1;
  Value line;
  if (type_of(t, v)->has(kHeapType)) {
    line = EIDER_TRY(call_method(t, v, name(t, Name::kreadline)));
    if (!is_instance(t, line, TypeId::kStr)) return raise(t, TypeId::kOSError, "readline() should have returned a str object, not '%s'", type_name(t, line));
  } else {
    line = EIDER_TRY(text_readline(t, self, -1))->value();
  }
  if (line.as<Str>()->length() > 0) return line;
  self->telling_off = 0;
  return kAbsent;
}
Result<Value> method_flush(Thread& t, Value self) {
  EIDER_TRY(check_open(t, of(self)));
  of(self)->telling_off = 0;
  EIDER_TRY(text_flush(t, of(self)));
  return kNone;
}
Result<Value> method_close(Thread& t, Value v) {
  TextIO* self = of(v);
  FileLocked locked(t, self->lock);
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (EIDER_TRY(closed(t, self))) return kNone;
  Value error = kAbsent;
  bool plain = type_of(t, v) == io(t).text_io;
  Result<void> flushed = plain ? text_flush(t, self) : call_method(t, v, name(t, Name::kflush)).ok() ? kDone : Result<void>(kFailure);
  if (!flushed.ok()) error = take_exception(t);
  Result<Value> shut = call_method(t, buffer, name(t, Name::kclose));
  if (!shut.ok()) {
    Value second = take_exception(t);
    if (!error.is_absent() && second.as<BaseException>()->context.load_relaxed().is_absent()) second.as<BaseException>()->context.store_release(error);
    return reraise(t, second);
  }
  if (!error.is_absent()) return reraise(t, error);
  return kNone;
}
Result<Value> method_detach(Thread& t, Value v) {
  EIDER_TRY(call_method(t, v, name(t, Name::kflush)));
  TextIO* self = of(v);
  FileLocked locked(t, self->lock);
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (self->fast) buffer.as<Buffered>()->owned = 0;
  self->buffer.store_release(kAbsent);
  self->detached = 1;
  self->fast = 0;
  return buffer;
}

/// How many bytes of the chunk the used characters stand for.
Result<int64_t> used_bytes(Thread& t, TextIO* self) {
  Bytes* chunk = self->chunk.load_relaxed().as<Bytes>();
  Str* text = decoded(self);
  int64_t wanted = self->decoded_used;
  Value rest = self->rest.load_relaxed();
  int64_t left = rest.is_absent() ? 0 : rest.as<Bytes>()->length;
  if (wanted == text->length() && !self->held_cr) return chunk->length - left;
  if (wanted == 0) return 0;
  if (text->ascii && !universal(self) && (codec_of(self) == Codec::kUtf8 || codec_of(self) == Codec::kAscii || codec_of(self) == Codec::kLatin1)) return wanted;
  if (codec_of(self) == Codec::kOther && !self->decoder.load_relaxed().is_absent()) {
    // Undo what the Python decoder remembers: decode again from its reset state, prefix by prefix.
    EIDER_TRY(call_named(t, self->decoder.load_relaxed(), "reset"));
  }
  // The smallest prefix that gives as many characters.
  int64_t low = 1, high = chunk->length;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    int order = self->chunk_order;
    int64_t used;
    uint8_t held = self->chunk_held_cr, seen = 0;
    if (codec_of(self) == Codec::kOther && !self->decoder.load_relaxed().is_absent()) EIDER_TRY(call_named(t, self->decoder.load_relaxed(), "reset"));
    Str* prefix = EIDER_TRY(decode_chunk(t, self, chunk->span().first(static_cast<size_t>(middle)), false, &order, &used));
    if (universal(self)) prefix = EIDER_TRY(translate_newlines(t, prefix, translates(self), false, &held, &seen));
    if (prefix->length() >= wanted) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  // A \r whose \n follows was counted when the next character came: step back over that one.
  if (universal(self) && low <= chunk->length) {
    int order = self->chunk_order;
    int64_t used;
    uint8_t held = self->chunk_held_cr, seen = 0;
    Str* prefix = EIDER_TRY(decode_chunk(t, self, chunk->span().first(static_cast<size_t>(low)), false, &order, &used));
    prefix = EIDER_TRY(translate_newlines(t, prefix, translates(self), false, &held, &seen));
    if (prefix->length() > wanted || (held && prefix->length() == wanted)) --low;
  }
  return low;
}

Result<Value> method_tell(Thread& t, Value v) {
  TextIO* self = of(v);
  EIDER_TRY(check_open(t, self));
  FileLocked locked(t, self->lock);
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (!EIDER_TRY(ask(t, buffer, "seekable"))) return raise_unsupported(t, "underlying stream is not seekable");
  if (self->telling_off) return raise(t, TypeId::kOSError, "telling position disabled by next() call");
  EIDER_TRY(send_pending(t, self));
  EIDER_TRY(flush_buffer(t, self));
  Value position = EIDER_TRY(call_named(t, buffer, "tell"));
  if (self->chunk.load_relaxed().is_absent() || decoded(self) == nullptr) return position;
  int64_t at = EIDER_TRY(argument_index(t, position));
  return int_from_int64(t, at - self->chunk.load_relaxed().as<Bytes>()->length + EIDER_TRY(used_bytes(t, self)));
}

Result<Value> method_seek(Thread& t, Value v, Value cookie, std::optional<int64_t> whence_argument) {
  TextIO* self = of(v);
  EIDER_TRY(check_open(t, self));
  FileLocked locked(t, self->lock);
  Value buffer = EIDER_TRY(buffer_of(t, self));
  if (!EIDER_TRY(ask(t, buffer, "seekable"))) return raise_unsupported(t, "underlying stream is not seekable");
  int64_t whence = whence_argument.value_or(0);
  bool zero = EIDER_TRY(equal(t, cookie, Value::from_small_int(0)));
  if (whence == 1) {
    if (!zero) return raise_unsupported(t, "can't do nonzero cur-relative seeks");
    whence = 0;
    cookie = EIDER_TRY(method_tell(t, v));
  } else if (whence == 2) {
    if (!zero) return raise_unsupported(t, "can't do nonzero end-relative seeks");
    EIDER_TRY(text_flush(t, self));
    drop_decoded(self);
    self->telling_off = 0;
    Value at = EIDER_TRY(call_named(t, buffer, "seek", {Value::from_small_int(0), Value::from_small_int(2)}));
    self->started = EIDER_TRY(truth(t, at));
    return at;
  } else if (whence != 0) {
    return raise(t, TypeId::kValueError, "invalid whence (%ld, should be 0, 1 or 2)", whence);
  }
  Value number = EIDER_TRY(index(t, cookie));
  if (int_sign(number) < 0) return raise(t, TypeId::kValueError, "negative seek position %s", to_utf8(EIDER_TRY(repr(t, cookie))).c_str());
  EIDER_TRY(text_flush(t, self));
  EIDER_TRY(call_named(t, buffer, "seek", {number}));
  drop_decoded(self);
  self->telling_off = 0;
  bool start = number == Value::from_small_int(0);
  if (start) self->order = 0;
  self->started = !start;
  if (!self->decoder.load_relaxed().is_absent()) EIDER_TRY(call_named(t, self->decoder.load_relaxed(), "reset"));
  if (!self->encoder.load_relaxed().is_absent()) EIDER_TRY(call_named(t, self->encoder.load_relaxed(), "reset"));
  return cookie;
}
Result<Value> method_truncate(Thread& t, Value self, Value size) {
  FileLocked locked(t, of(self)->lock);
  EIDER_TRY(text_flush(t, of(self)));
  return call_named(t, EIDER_TRY(buffer_of(t, of(self))), "truncate", {size.is_absent() ? kNone : size});
}

Result<Value> method_reconfigure(Thread& t, Value v, Value encoding, Value errors, Value newline, Value line_buffering, Value write_through) {
  TextIO* self = of(v);
  FileLocked locked(t, self->lock);
  EIDER_TRY(buffer_of(t, self));
  auto given = [](Value x) { return !x.is_absent() && !x.is_none(); };
  bool newline_given = !newline.is_absent();
  if (decoded(self) != nullptr && (given(encoding) || given(errors) || newline_given)) {
    return raise_unsupported(t, "It is not possible to set the encoding or newline of stream after the first read");
  }
  Newline new_newline = newline_given ? EIDER_TRY(newline_argument(t, newline, ShownAs::kText)) : self->newline;
  EIDER_TRY(text_flush(t, self));
  if (given(encoding) || given(errors)) {
    Value new_errors = given(errors) ? errors : given(encoding) ? EIDER_TRY(text_value(t, "strict")) : self->errors.load_relaxed();
    EIDER_TRY(check_errors_name(t, new_errors));
    if (given(encoding) && !is_instance(t, encoding, TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "reconfigure() argument 'encoding' must be str or None, not %s", type_name(t, encoding));
    }
    Value old_encoding = self->encoding.load_relaxed(), old_errors = self->errors.load_relaxed();
    if (given(encoding)) self->encoding.store_release(encoding);
    self->errors.store_release(new_errors);
    if (!find_codec(t, self).ok()) {
      Value error = take_exception(t);
      self->encoding.store_release(old_encoding);
      self->errors.store_release(old_errors);
      EIDER_TRY(find_codec(t, self));
      return reraise(t, error);
    }
  }
  self->newline = new_newline;
  if (given(line_buffering)) self->line_buffering = EIDER_TRY(truth(t, line_buffering));
  if (given(write_through)) self->write_through = EIDER_TRY(truth(t, write_through));
  return kNone;
}

template <const char* const& kMethod>
Result<Value> forward(Thread& t, Value self) {
  return call_named(t, EIDER_TRY(buffer_of(t, of(self))), kMethod);
}
constexpr const char* kSeekable = "seekable";
constexpr const char* kReadable = "readable";
constexpr const char* kWritable = "writable";
constexpr const char* kFileno = "fileno";
constexpr const char* kIsatty = "isatty";

Result<Value> get_buffer_object(Thread& t, Value self) { return buffer_of(t, of(self)); }
Result<Value> get_encoding(Thread&, Value self) {
  Value v = of(self)->encoding.load_relaxed();
  return v.is_absent() ? kNone : v;
}
Result<Value> get_errors(Thread& t, Value self) {
  EIDER_TRY(buffer_of(t, of(self)));
  return of(self)->errors.load_relaxed();
}
Result<Value> get_newlines(Thread& t, Value self) {
  EIDER_TRY(buffer_of(t, of(self)));
  return universal(of(self)) ? newlines_value(t, of(self)->seen) : kNone;
}
Result<Value> get_line_buffering(Thread&, Value self) { return Value::from_bool(of(self)->line_buffering); }
Result<Value> get_write_through(Thread&, Value self) { return Value::from_bool(of(self)->write_through); }
Result<Value> get_closed(Thread& t, Value self) { return Value::from_bool(EIDER_TRY(closed(t, of(self)))); }
Result<Value> get_name(Thread& t, Value self) { return get_attr(t, EIDER_TRY(buffer_of(t, of(self))), name(t, Name::kname)); }
Result<Value> get_mode(Thread& t, Value self) {
  Value mode = of(self)->mode.load_relaxed();
  if (mode.is_absent()) return raise_attribute_error(t, self, EIDER_TRY(intern(t, "mode")));
  return mode;
}
Result<void> set_mode(Thread&, Value self, Value mode) {
  of(self)->mode.store_release(mode);
  return kDone;
}
Result<Value> get_chunk_size(Thread&, Value) { return Value::from_small_int(kChunk); }

Result<Value> text_repr(Thread& t, Value self) {
  std::string out = "<_io.TextIOWrapper";
  Result<Value> shown = find_attr(t, self, name(t, Name::kname));
  if (!shown.ok()) {
    if (!clear_if(t, TypeId::kValueError)) return kFailure;
  } else if (!shown.get().is_absent()) {
    out += " name=" + to_utf8(EIDER_TRY(repr(t, shown.get())));
  }
  if (Value mode = of(self)->mode.load_relaxed(); !mode.is_absent()) out += " mode=" + to_utf8(EIDER_TRY(repr(t, mode)));
  out += " encoding=" + to_utf8(EIDER_TRY(repr(t, EIDER_TRY(get_encoding(t, self))))) + ">";
  return str_from_utf8(t, out);
}
void text_trace(Header* object, gc::Tracer& tracer) {
  auto* f = static_cast<TextIO*>(object);
  for (Field<Value>* v : {&f->buffer, &f->encoding, &f->errors, &f->mode, &f->decoder, &f->encoder, &f->decoded, &f->chunk, &f->rest}) {
    tracer.mark_word(v->load_relaxed().bits());
  }
  tracer.mark_word(reinterpret_cast<uint64_t>(f->pending.load_relaxed()));
}
void text_finalize(Thread& t, Value self) {
  TextIO* f = of(self);
  if (f->standard || f->buffer.load_relaxed().is_absent()) return;
  if (!call_method(t, self, name(t, Name::kclose)).ok()) t.pending_exception = kAbsent;
}

constexpr NativeDef kMethods[] = {
    {"write(self, text, /)", bind<method_write>, Sync::kLocksOwn, nullptr},
    {"read(self, size=-1, /)", bind<method_read>, Sync::kLocksOwn, nullptr},
    {"readline(self, size=-1, /)", bind<method_readline>, Sync::kLocksOwn, nullptr},
    {"flush(self, /)", bind<method_flush>, Sync::kLocksOwn, nullptr},
    {"close(self, /)", bind<method_close>, Sync::kLocksOwn, nullptr},
    {"detach(self, /)", bind<method_detach>, Sync::kLocksOwn, nullptr},
    {"seek(self, cookie, whence=0, /)", bind<method_seek>, Sync::kLocksOwn, nullptr},
    {"tell(self, /)", bind<method_tell>, Sync::kLocksOwn, nullptr},
    {"truncate(self, pos=None, /)", bind<method_truncate>, Sync::kLocksOwn, nullptr},
    {"reconfigure(self, /, *, encoding=None, errors=None, newline=None, line_buffering=None, write_through=None)", bind<method_reconfigure>, Sync::kLocksOwn,
     "Reconfigure the text stream with new parameters."},
    {"seekable(self, /)", bind<forward<kSeekable>>, Sync::kNone, nullptr},
    {"readable(self, /)", bind<forward<kReadable>>, Sync::kNone, nullptr},
    {"writable(self, /)", bind<forward<kWritable>>, Sync::kNone, nullptr},
    {"fileno(self, /)", bind<forward<kFileno>>, Sync::kNone, nullptr},
    {"isatty(self, /)", bind<forward<kIsatty>>, Sync::kNone, nullptr},
};
constexpr GetSetDef kGetSets[] = {
    {"buffer", get_buffer_object, nullptr, nullptr, true},
    {"encoding", get_encoding, nullptr, nullptr, true},
    {"errors", get_errors, nullptr, nullptr},
    {"newlines", get_newlines, nullptr, nullptr},
    {"line_buffering", get_line_buffering, nullptr, nullptr, true},
    {"write_through", get_write_through, nullptr, nullptr, true},
    {"closed", get_closed, nullptr, nullptr},
    {"name", get_name, nullptr, nullptr},
    {"mode", get_mode, set_mode, nullptr},
    {"_CHUNK_SIZE", get_chunk_size, nullptr, nullptr},
};

}  // namespace

Result<void> text_write(Thread& t, TextIO* self, Str* s) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(check_open(t, self));
  Value buffer = self->buffer.load_relaxed();
  if (self->fast && !buffer.as<Buffered>()->writable) return raise_unsupported(t, "not writable");
  bool line = self->line_buffering || self->newline == Newline::kCr || self->newline == Newline::kCrLf;
  bool has_lf = line && line_end(s, 0, Newline::kLf) >= 0;
  bool flush = self->write_through;
  if (self->line_buffering && (has_lf || line_end(s, 0, Newline::kCr) >= 0)) flush = true;
  Str* out = s;
  if (has_lf && (self->newline == Newline::kCr || self->newline == Newline::kCrLf)) {
    StrBuilder builder(t);
    int64_t from = 0;
    for (;;) {
      int64_t end = line_end(s, from, Newline::kLf);
      if (end < 0) break;
      if (!builder.add_substring(s, from, end - 1) || !builder.add(self->newline == Newline::kCr ? "\r" : "\r\n")) return kFailure;
      from = end;
    }
    if (!builder.add_substring(s, from, s->length())) return kFailure;
    out = EIDER_TRY(builder.finish());
  }
  if (!self->fast && self->pending_size == 0 && !EIDER_TRY(ask(t, buffer, "writable"))) return raise_unsupported(t, "not writable");
  if (decoded(self) != nullptr) {
    // Writing goes on where reading was.
    drop_decoded(self);
  }
  self->telling_off = 0;
  EIDER_TRY(append_encoded(t, self, out));
  if (self->pending_size > kChunk || flush) EIDER_TRY(send_pending(t, self));
  if (self->line_buffering && flush) EIDER_TRY(flush_buffer(t, self));
  return kDone;
}

Result<void> text_flush(Thread& t, TextIO* self) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(send_pending(t, self));
  return flush_buffer(t, self);
}

Result<Str*> text_readline(Thread& t, TextIO* self, int64_t limit) {
  FileLocked locked(t, self->lock);
  EIDER_TRY(before_read(t, self));
  // Usual: the line stands whole in what is read ahead.
  if (ahead(self) == 0 && !EIDER_TRY(read_chunk(t, self, false))) return t.realm->empty_str;
  Str* text = decoded(self);
  int64_t end = line_end(text, self->decoded_used, self->newline);
  if (end >= 0 && (limit < 0 || end - self->decoded_used <= limit)) return take(t, self, end - self->decoded_used);
  StrBuilder out(t);
  for (;;) {
    if (limit >= 0 && out.length() >= limit) break;
    if (ahead(self) == 0) {
      if (!EIDER_TRY(read_chunk(t, self, false))) break;
      if (ahead(self) == 0) continue;
    }
    text = decoded(self);
    int64_t from = self->decoded_used;
    end = line_end(text, from, self->newline);
    bool found = end >= 0;
    int64_t count = (found ? end : text->length()) - from;
    // A "\r\n" may stand across two chunks: leave the \r for the next round.
    if (!found && self->newline == Newline::kCrLf && count > 0 && text->at(text->length() - 1) == '\r') {
      Str* tail = EIDER_TRY(str_substring(t, text, from, text->length()));
      if (!EIDER_TRY(read_chunk(t, self, false))) {
        if (!out.add(tail)) return kFailure;
        break;
      }
      Str* joined = EIDER_TRY(str_concat(t, tail, decoded(self)));
      self->decoded.store_release(joined->value());
      self->chunk.store_release(kAbsent);
      continue;
    }
    if (limit >= 0 && count > limit - out.length()) {
      count = limit - out.length();
      found = true;
    }
    if (!out.add_substring(text, from, from + count)) return kFailure;
    self->decoded_used += count;
    if (found) break;
  }
  return out.finish();
}

Result<TextIO*> text_new(Thread& t, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering, bool write_through) {
  auto* self = static_cast<TextIO*>(EIDER_TRY(new_instance(t, io(t).text_io)));
  EIDER_TRY(init(t, self, buffer, encoding, errors, newline, line_buffering, write_through));
  return self;
}

Result<void> install_text_io(Thread& t, IoState& state) {
  TypeSpec spec;
  spec.name = "_io.TextIOWrapper";
  spec.doc = "Character and line based layer over a BufferedIOBase object, buffer.";
  spec.base_type = state.text_base;
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(TextIO);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = text_trace;
  spec.slots.new_ = text_alloc;
  spec.slots.init = text_init;
  spec.slots.repr = text_repr;
  spec.slots.next = slot_next;
  spec.slots.finalize = text_finalize;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  state.text_io = EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::modules
