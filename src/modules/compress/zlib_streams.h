// SPDX-License-Identifier: MIT
//
// zlib's streams: what its functions and its objects share.
//
// Thread rule: a stream object's z_stream is used under the mutex that stands beside it in malloc memory; the thread that holds it is
// DETACHED while zlib works, so waiting for it detaches too. No Python code runs under it. The state lives until the object's finalizer.
#pragma once

#include <zlib.h>

#include <string>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "modules/module_parts.h"
#include "modules/support.h"
#include "threads/detaching_mutex.h"

namespace eider::modules {

struct ZlibState {
  // The rank of what is held while DETACHED and below every lock of the object model; nothing else is locked while it is held.
  threads::DetachingMutex mutex{base::LockRank::kImport};
  z_stream stream = {};       // the mutex
  bool active = false;        // deflateInit or inflateInit has succeeded and End was not called; the mutex
  std::string dictionary;     // the mutex
};
struct ZlibObject : Object {  // kCustom
  Atomic<ZlibState*> state;   // nullptr after the finalizer; release there, acquire in use
  Field<Value> unused_data;   // of decompressors: Bytes; written under the mutex
  Field<Value> unconsumed_tail;
  Field<Value> eof;           // bool
};

/// zlib.error "Error -3 while decompressing data: incorrect header check".
EIDER_COLD Failure zlib_error(Thread& t, const z_stream& stream, int code, const char* doing);
EIDER_COLD Failure zlib_error_text(Thread& t, const char* text);

/// The bytes of an argument where they are: nobody resizes them while this lives.
using ZlibInput = builtins::BufferHold;
inline Result<void> zlib_input(Thread& t, Value v, ZlibInput& input) { return input.acquire(t, v, ZlibInput::Access::kRead); }

/// Feeds `size` bytes to the stream by step(flush) in pieces its 32-bit counters take, until the input is used up (with `flush` at its
/// end), the stream ends or fails, or `most` bytes came out (0: no bound). Runs DETACHED; the last code of step; what is left of the
/// input stands in stream.next_in and `*left`.
struct ZlibRun {
  const uint8_t* data;
  size_t size;
  int flush;
  size_t most = 0;
  size_t first_room = 16384;
};
template <class Step>
int zlib_run(z_stream& stream, const ZlibRun& run, builtins::kernels::Bytes& out, size_t* left, Step step) {
  constexpr size_t kPiece = size_t{1} << 30;
  auto* next = const_cast<uint8_t*>(run.data);
  size_t rest = run.size, room = run.first_room == 0 ? 1 : run.first_room;
  int code = Z_OK;
  do {
    size_t piece = std::min(rest, kPiece);
    stream.next_in = next;
    stream.avail_in = static_cast<uInt>(piece);
    int flush = piece == rest ? run.flush : Z_NO_FLUSH;
    do {
      size_t wanted = std::min(room, kPiece);
      if (run.most != 0) wanted = std::min(wanted, run.most - out.size());
      if (wanted == 0) break;
      size_t before = out.size();
      uint8_t* to = out.extend(wanted);
      if (to == nullptr) return Z_MEM_ERROR;
      stream.next_out = to;
      stream.avail_out = static_cast<uInt>(wanted);
      code = step(flush);
      out.truncate(before + wanted - stream.avail_out);
      if (room < size_t{1} << 26) room *= 2;
    } while (stream.avail_out == 0 && code != Z_STREAM_END && (code == Z_OK || code == Z_BUF_ERROR));
    size_t used = piece - stream.avail_in;
    next += used;
    rest -= used;
    if (run.most != 0 && out.size() >= run.most) break;
    if (used == 0) break;
  } while (rest != 0 && code == Z_OK);
  *left = rest;
  return code;
}

Result<Value> zlib_compressobj(Thread& t, const Value* args);    // zlib_compress.cpp
Result<Value> zlib_decompressobj(Thread& t, const Value* args);  // zlib_decompress.cpp
Result<Value> zlib_decompress(Thread& t, const Value* args);
Result<void> add_compress_type(Thread& t);
Result<void> add_decompress_type(Thread& t);
Result<ZlibObject*> zlib_object_new(Thread& t, Type* cls);
Result<ZlibState*> zlib_state(Thread& t, Value self);
TypeSpec zlib_type(const char* name, FinalizeFn finalize);
/// An int argument as C's int.
Result<int> zlib_int(Thread& t, Value v, int otherwise);

}  // namespace eider::modules
