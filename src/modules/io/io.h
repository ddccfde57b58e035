// SPDX-License-Identifier: MIT
//
// File objects: layouts, and what the files of _io share.
//
// A TextIOWrapper stands on a buffered object, that on a raw one. Between objects of exactly our types the calls are C++ calls;
// anything else is called by its Python methods.
//
// Thread rule: each object has a FileLock: one operation at a time, a thread may enter again (print to a file whose buffer calls
// back), waiting is DETACHED, and the lock may be held while Python code or a system call runs. Order: text, then buffered; a raw
// FileIO has none, its descriptor is an atomic word.
#pragma once

#include "base/futex.h"
#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "builtins/str/codec_glue.h"
#include "modules/support.h"
#include "threads/safepoint.h"

namespace eider::modules {

using builtins::ByteBuffer;
using builtins::Bytes;
using builtins::ByteSpan;

inline constexpr int64_t kDefaultBuffer = 8192;

/// Stands in a heap object; zero is unlocked.
class FileLock {
 public:
  void lock(Thread& t);
  void unlock();
  bool mine(const Thread& t) const { return owner_.load_relaxed() == reinterpret_cast<uint64_t>(&t); }

 private:
  Atomic<uint32_t> word_;   // 0 free, 1 held, 2 held and somebody may wait: acquire when taking, release when giving back
  uint32_t depth_;          // the holder's
  Atomic<uint64_t> owner_;  // relaxed: a thread asks only whether it is itself
};
class FileLocked {
 public:
  FileLocked(Thread& t, FileLock& lock) : lock_(lock) { lock.lock(t); }
  ~FileLocked() { lock_.unlock(); }
  FileLocked(const FileLocked&) = delete;
  FileLocked& operator=(const FileLocked&) = delete;

 private:
  FileLock& lock_;
};

struct FileIO : Object {  // kCustom
  Field<Value> name;
  Atomic<int32_t> fd;        // -1 closed
  uint8_t created, readable, writable, appending;
  int8_t seekable;           // -1 not asked yet; set by whoever asks first, always to the same
  uint8_t close_fd;
  uint8_t owned;             // a buffered object closes it: its own finalizer does nothing
  uint32_t block_size;
};

/// BufferedReader, BufferedWriter, BufferedRandom. Either there is something read ahead or something to be written, never both.
struct Buffered : Object {  // kCustom
  Field<Value> raw;          // ABSENT: not initialised or detached
  Field<ByteBuffer*> bytes;
  FileLock lock;
  int64_t at, end;           // read ahead: bytes[at, end); the raw position is behind them
  int64_t pending;           // to be written: bytes[0, pending); the raw position is before them
  int64_t capacity;
  uint8_t readable, writable, detached, owned;
  uint8_t fast;              // raw is exactly a FileIO
};

enum class Newline : uint8_t { kUniversal, kKeep, kLf, kCr, kCrLf };  // None, '', ...

struct TextIO : Object {  // kCustom
  Field<Value> buffer;       // ABSENT: not initialised or detached
  Field<Value> encoding, errors;
  Field<Value> mode;         // or ABSENT
  Field<Value> decoder, encoder;  // Python objects for codecs that are not the core's, else ABSENT
  Field<Value> decoded;      // Str read ahead, or ABSENT
  Field<Value> chunk;        // Bytes that `decoded` was made of, incl. what was left over before; ABSENT
  Field<Value> rest;         // Bytes read and not decoded yet, or ABSENT
  Field<ByteBuffer*> pending;
  FileLock lock;
  int64_t decoded_used;      // characters
  int64_t pending_size;
  int32_t order;             // UTF-16/32 decoder's byte order
  int32_t chunk_order;       // as it was before `chunk`
  Newline newline;
  uint8_t codec;             // builtins::Codec
  uint8_t line_buffering, write_through, detached, seen;  // seen: bit 1 \r, 2 \n, 4 \r\n
  uint8_t started;           // something was written: no byte order mark any more
  uint8_t held_cr;           // a \r at a chunk's end waits for what follows
  uint8_t chunk_held_cr;
  uint8_t telling_off;       // by next()
  uint8_t fast;              // buffer is exactly one of ours
  uint8_t at_end;
  uint8_t closed;            // what TextIOWrapper knows itself, when fast
  uint8_t standard;          // a standard stream: never closed by the collector
};

/// Everything of _io that belongs to one realm.
struct IoState {
  Type *iobase, *raw_base, *buffered_base, *text_base;
  Type *file_io, *reader, *writer, *random, *rw_pair, *text_io, *bytes_io, *string_io, *newline_decoder;
  Type* unsupported;
  Value open_files;          // List of weak references to files that were opened for writing; a root
  Value codec_registry;      // Tuple of codecs/codecs.cpp; a root
  Value source_lines;        // Dict: file name -> Tuple of its lines, for tracebacks; a root
};
IoState& io(Thread& t);

// --- errors
Failure raise_unsupported(Thread& t, const char* message);
Failure raise_closed(Thread& t);
/// An EINTR, EAGAIN aware system call result is the caller's business; this polls for signal handlers.
inline Result<void> after_interrupt(Thread& t) { return objects::poll_slow(t); }

/// value.closed, as a truth value.
Result<bool> is_closed(Thread& t, Value file);
Result<bool> ask(Thread& t, Value file, const char* method);  // file.readable() and the like
Result<int64_t> size_argument(Thread& t, Value v);            // ABSENT, None: -1. "argument should be integer or None, not 'str'"

// --- FileIO (file_io.cpp)
Result<void> install_file_io(Thread& t, IoState& state);
Result<FileIO*> file_open(Thread& t, Value file, std::string_view mode, bool close_fd, Value opener);
/// Bytes read (0 at the end), -1 when it would block.
Result<int64_t> file_read(Thread& t, FileIO* self, uint8_t* to, int64_t size);
/// Bytes written, -1 when it would block.
Result<int64_t> file_write(Thread& t, FileIO* self, const uint8_t* from, int64_t size);
Result<int64_t> file_seek(Thread& t, FileIO* self, int64_t offset, int whence);
Result<bool> file_seekable(Thread& t, FileIO* self);
Result<void> file_close(Thread& t, FileIO* self);

// --- buffered (buffered.cpp)
Result<void> install_buffered(Thread& t, IoState& state);
enum class BufferedKind : uint8_t { kReader, kWriter, kRandom };
Result<Buffered*> buffered_new(Thread& t, BufferedKind kind, Value raw, int64_t size);
Result<void> buffered_write(Thread& t, Buffered* self, ByteSpan bytes);
Result<void> buffered_flush(Thread& t, Buffered* self);
/// At most one raw read; up to `limit` bytes.
Result<Bytes*> buffered_read1(Thread& t, Buffered* self, int64_t limit);
Result<Value> buffered_read_all(Thread& t, Buffered* self);
Result<bool> buffered_closed(Thread& t, Buffered* self);

// --- text (text_io.cpp)
Result<void> install_text_io(Thread& t, IoState& state);
Result<TextIO*> text_new(Thread& t, Value buffer, Value encoding, Value errors, Value newline, bool line_buffering, bool write_through);
/// write(s) without the check of arguments; the caller may hold the lock.
Result<void> text_write(Thread& t, TextIO* self, Str* s);
Result<void> text_flush(Thread& t, TextIO* self);
Result<Str*> text_readline(Thread& t, TextIO* self, int64_t limit);
inline bool is_text_io(Thread& t, Value v) { return v.is_heap() && type_of(t, v) == io(t).text_io; }
/// The position behind the first line end of s at or after `start`, or -1. `newline` as the file says.
int64_t line_end(const Str* s, int64_t start, Newline newline);
/// newline argument: None, '', '\n', '\r', '\r\n'. ValueError "illegal newline value: ...".
enum class ShownAs : uint8_t { kText, kRepr };
Result<Newline> newline_argument(Thread& t, Value v, ShownAs how);
/// "\r\n" and "\r" to "\n" (when `translate`); a final \r is held back unless `final`. `*held`, `*seen` are kept between calls.
Result<Str*> translate_newlines(Thread& t, Str* s, bool translate, bool final, uint8_t* held, uint8_t* seen);
Result<Value> newlines_value(Thread& t, uint8_t seen);

Result<void> install_io_base(Thread& t, IoState& state);
Result<void> install_newline_decoder(Thread& t, IoState& state);
Result<void> install_memory_files(Thread& t, IoState& state);
Result<void> remember_open_file(Thread& t, Value file);
Result<Value> io_open(Thread& t, const Value* args);

}  // namespace eider::modules
