// SPDX-License-Identifier: MIT
//
// Compressor and decompressor objects as bz2 and lzma have them: compress() and flush(); decompress(), eof, unused_data, needs_input.
//
// A Codec is a struct: a stream of its library with step(), which moves input to output, and end().
// Thread rule: as for zlib (zlib_streams.h): a mutex beside the stream in malloc memory, held while the thread is DETACHED; the state lives until the
// object's finalizer. needs_input, eof and unused_data are words written under the mutex and read without it.
#pragma once

#include <string>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "modules/library.h"
#include "modules/module_parts.h"
#include "modules/support.h"
#include "threads/detaching_mutex.h"

namespace eider::modules {

enum class CodecAction : uint8_t { kRun, kFinish };
enum class CodecStatus : uint8_t { kOk, kEnd, kFailed };

/// What a step works on; both ends move on.
struct CodecBuffers {
  const uint8_t* in;
  size_t in_left;
  uint8_t* out;
  size_t out_left;
};

template <class Codec>
struct CodecState {
  // The rank of what is held while DETACHED and below every lock of the object model; nothing else is locked while it is held.
  threads::DetachingMutex mutex{base::LockRank::kImport};
  Codec codec;           // the mutex
  bool flushed = false;  // the mutex
  std::string pending;   // of decompressors: input that waits; the mutex
};
template <class Codec>
struct CodecObject : Object {  // kCustom
  Atomic<CodecState<Codec>*> state;
  Field<Value> unused_data;  // Bytes
  Field<Value> eof, needs_input;  // bool
};

template <class Codec>
struct CodecType {
  using State = CodecState<Codec>;
  using Self = CodecObject<Codec>;
  static constexpr size_t kPiece = 65536;

  static Result<Self*> make_object(Thread& t, Type* cls) {
    auto* made = EIDER_TRY(make<Self>(t, cls));
    made->unused_data.init(EIDER_TRY(builtins::bytes_new(t, 0))->value());
    made->eof.init(kFalse);
    made->needs_input.init(kTrue);
    auto* state = new (std::nothrow) State;
    if (state == nullptr) return raise_no_memory(t);
    made->state.store_release(state);
    t.realm->heap().add_external(t, Codec::kExternal);
    return made;
  }
  static void finalize(Thread& t, Value self) {
    State* state = self.as<Self>()->state.exchange_acq_rel(nullptr);
    if (state == nullptr) return;
    state->codec.end(t);
    delete state;
    t.realm->heap().add_external(t, -Codec::kExternal);
  }
  static Result<State*> state_of(Thread& t, Value self) {
    State* state = self.as<Self>()->state.load_acquire();
    if (state == nullptr) return raise(t, TypeId::kValueError, "the object has been finalized");
    return state;
  }
  static void trace(Header* object, gc::Tracer& tracer) { tracer.mark_word(static_cast<Self*>(object)->unused_data.load_relaxed().bits()); }
  static TypeSpec spec(const char* name, const char* doc) {
    TypeSpec made;
    made.name = name;
    made.doc = doc;
    made.flags = kImmutable | kBaseType;
    made.native_bytes = sizeof(Self);
    made.trace = TraceKind::kCustom;
    made.slots.trace = trace;
    made.slots.finalize = finalize;
    return made;
  }

  /// Steps until the input is used up, the stream ends or fails, or `most` bytes came out (negative: no bound).
  static CodecStatus run(State* state, CodecBuffers& buffers, CodecAction action, int64_t most, builtins::kernels::Bytes& out) {
    size_t room = kPiece;
    for (;;) {
      size_t wanted = room;
      if (most >= 0) wanted = std::min(wanted, static_cast<size_t>(most) - out.size());
      if (wanted == 0) return CodecStatus::kOk;
      size_t before = out.size();
      uint8_t* to = out.extend(wanted);
      if (to == nullptr) return CodecStatus::kFailed;
      buffers.out = to;
      buffers.out_left = wanted;
      CodecStatus status = state->codec.step(buffers, action);
      out.truncate(before + wanted - buffers.out_left);
      if (status != CodecStatus::kOk) return status;
      if (buffers.in_left == 0 && buffers.out_left != 0 && action == CodecAction::kRun) return status;
      if (room < size_t{1} << 26) room *= 2;
    }
  }

  // --- compressors
  static Result<Value> drive(Thread& t, State* state, builtins::ByteSpan data, CodecAction action) {
    builtins::kernels::Bytes out;
    CodecBuffers buffers{data.data(), data.size(), nullptr, 0};
    CodecStatus status;
    {
      threads::Detached away(t);
      status = run(state, buffers, action, -1, out);
    }
    if (out.failed()) return raise_no_memory(t);
    if (status == CodecStatus::kFailed) return state->codec.fail(t);
    return builtins::bytes_from(t, out);
  }
  static Result<Value> compress(Thread& t, const Value* a) {
    builtins::BufferHold input;
    EIDER_TRY(input.acquire(t, a[1], builtins::BufferHold::Access::kRead));
    State* state = EIDER_TRY(state_of(t, a[0]));
    threads::DetachingLock locked(t, state->mutex);
    if (state->flushed) return raise(t, TypeId::kValueError, "Compressor has been flushed");
    return drive(t, state, {input.data(), static_cast<size_t>(input.size())}, CodecAction::kRun);
  }
  static Result<Value> flush(Thread& t, const Value* a) {
    State* state = EIDER_TRY(state_of(t, a[0]));
    threads::DetachingLock locked(t, state->mutex);
    if (state->flushed) return raise(t, TypeId::kValueError, "Repeated call to flush()");
    state->flushed = true;
    return drive(t, state, {}, CodecAction::kFinish);
  }

  // --- decompressors
  static Result<Value> decompress(Thread& t, const Value* a) {
    builtins::BufferHold input;
    EIDER_TRY(input.acquire(t, a[1], builtins::BufferHold::Access::kRead));
    int64_t most = EIDER_TRY(builtins::int_argument(t, a[2], -1));
    State* state = EIDER_TRY(state_of(t, a[0]));
    auto* self = a[0].as<Self>();
    threads::DetachingLock locked(t, state->mutex);
    if (self->eof.load_relaxed() == kTrue) return raise(t, TypeId::kEOFError, "%s", Codec::kAtEnd);
    builtins::ByteSpan data{input.data(), static_cast<size_t>(input.size())};
    std::string waiting;
    if (!state->pending.empty()) {
      waiting.swap(state->pending);
      waiting.append(reinterpret_cast<const char*>(data.data()), data.size());
      data = {reinterpret_cast<const uint8_t*>(waiting.data()), waiting.size()};
    }
    builtins::kernels::Bytes out;
    CodecBuffers buffers{data.data(), data.size(), nullptr, 0};
    CodecStatus status;
    {
      threads::Detached away(t);
      status = run(state, buffers, CodecAction::kRun, most, out);
    }
    if (out.failed()) return raise_no_memory(t);
    if (status == CodecStatus::kFailed) return state->codec.fail(t);
    builtins::ByteSpan rest{buffers.in, buffers.in_left};
    if (status == CodecStatus::kEnd) {
      self->eof.store_relaxed(kTrue);
      self->needs_input.store_relaxed(kFalse);
      if (!rest.empty()) self->unused_data.store_release(EIDER_TRY(builtins::bytes_from(t, rest))->value());
    } else {
      state->pending.assign(reinterpret_cast<const char*>(rest.data()), rest.size());
      bool full = most >= 0 && static_cast<int64_t>(out.size()) >= most;
      self->needs_input.store_relaxed(Value::from_bool(rest.empty() && !(full && Codec::kMayHoldOutput)));
    }
    return builtins::bytes_from(t, out);
  }

  static constexpr MemberDef kDecompressorMembers[] = {
      {"eof", offsetof(Self, eof), true, "True if the end-of-stream marker has been reached."},
      {"unused_data", offsetof(Self, unused_data), true, "Data found after the end of the compressed stream."},
      {"needs_input", offsetof(Self, needs_input), true, "True if more input is needed before more decompressed data can be produced."},
  };
  static constexpr NativeDef kCompressorMethods[] = {
      {"compress(self, data, /)", compress, Sync::kLocksOwn,
       "Provide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.\n\nWhen you have finished providing data to the compressor, "
       "call the\nflush() method to finish the compression process."},
      {"flush(self, /)", flush, Sync::kLocksOwn,
       "Finish the compression process.\n\nReturns the compressed data left in internal buffers.\n\nThe compressor object may not be used after this method is called."},
  };
  static constexpr NativeDef kDecompressorMethods[] = {
      {"decompress(self, /, data, max_length=-1)", decompress, Sync::kLocksOwn,
       "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes of\ndecompressed data. If this limit is "
       "reached and further output can be\nproduced, *self.needs_input* will be set to ``False``. In this case, the next\ncall to *decompress()* may provide *data* as b'' to obtain more "
       "of the output.\n\nIf all of the input data was decompressed and returned (either because this\nwas less than *max_length* bytes, or because *max_length* was "
       "negative),\n*self.needs_input* will be set to True.\n\nAttempting to decompress data after the end of stream is reached raises an\nEOFError.  Any data found after the end of the "
       "stream is ignored and saved in\nthe unused_data attribute."},
  };
};

}  // namespace eider::modules
