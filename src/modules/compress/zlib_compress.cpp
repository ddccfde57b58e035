// SPDX-License-Identifier: MIT
//
// zlib.Compress.
#include "modules/compress/zlib_streams.h"

namespace eider::modules {

namespace {

void finalize(Thread& t, Value self) {
  ZlibState* state = self.as<ZlibObject>()->state.exchange_acq_rel(nullptr);
  if (state == nullptr) return;
  if (state->active) deflateEnd(&state->stream);
  delete state;
  t.realm->heap().add_external(t, -65536);
}

Result<Value> compress(Thread& t, const Value* a) {
  ZlibInput input;
  EIDER_TRY(zlib_input(t, a[1], input));
  ZlibState* state = EIDER_TRY(zlib_state(t, a[0]));
  builtins::kernels::Bytes out;
  threads::DetachingLock locked(t, state->mutex);
  int code;
  {
    threads::Detached away(t);
    size_t left;
    code = zlib_run(state->stream, {.data = input.data(), .size = static_cast<size_t>(input.size()), .flush = Z_NO_FLUSH}, out, &left,
                    [state](int flush) { return deflate(&state->stream, flush); });
  }
  if (code == Z_STREAM_ERROR || code == Z_MEM_ERROR) return zlib_error(t, state->stream, code, "while compressing data");
  return builtins::bytes_from(t, out);
}

Result<Value> flush(Thread& t, const Value* a) {
  int mode = EIDER_TRY(zlib_int(t, a[1], Z_FINISH));
  if (mode == Z_NO_FLUSH) return builtins::bytes_new(t, 0);
  ZlibState* state = EIDER_TRY(zlib_state(t, a[0]));
  builtins::kernels::Bytes out;
  threads::DetachingLock locked(t, state->mutex);
  int code;
  {
    threads::Detached away(t);
    size_t left;
    code = zlib_run(state->stream, {.data = nullptr, .size = 0, .flush = mode}, out, &left, [state](int how) { return deflate(&state->stream, how); });
    if (code == Z_STREAM_END && mode == Z_FINISH) {
      deflateEnd(&state->stream);
      state->active = false;
    }
  }
  if (code != Z_OK && code != Z_BUF_ERROR && code != Z_STREAM_END) return zlib_error(t, state->stream, code, "while flushing");
  return builtins::bytes_from(t, out);
}

Result<Value> copy(Thread& t, const Value* a) {
  ZlibState* from = EIDER_TRY(zlib_state(t, a[0]));
  ZlibObject* made = EIDER_TRY(zlib_object_new(t, type_of(t, a[0])));
  ZlibState* to = made->state.load_relaxed();  // not shared yet
  int code = Z_STREAM_ERROR;
  {
    threads::DetachingLock locked(t, from->mutex);
    if (from->active) code = deflateCopy(&to->stream, &from->stream);
    to->dictionary = from->dictionary;
  }
  if (code == Z_STREAM_ERROR) return raise(t, TypeId::kValueError, "Inconsistent stream state");
  if (code != Z_OK) return zlib_error(t, to->stream, code, "while copying compression object");
  to->active = true;
  return made->value();
}
Result<Value> deep_copy(Thread& t, const Value* a) { return copy(t, a); }

constexpr NativeDef kMethods[] = {
    {"compress(self, data, /)", compress, Sync::kLocksOwn,
     "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n\nAfter calling this function, some of the input data may still\nbe "
     "stored in internal buffers for later processing.\nCall the flush() method to clear these buffers."},
    {"flush(self, mode=zlib.Z_FINISH, /)", flush, Sync::kLocksOwn,
     "Return a bytes object containing any remaining compressed data.\n\n  mode\n    One of the constants Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH.\n    If mode == Z_FINISH, the "
     "compressor object can no longer be\n    used after calling the flush() method.  Otherwise, more data\n    can still be compressed."},
    {"copy(self, /)", copy, Sync::kLocksOwn, "Return a copy of the compression object."},
    {"__copy__(self, /)", copy, Sync::kLocksOwn, nullptr},
    {"__deepcopy__(self, memo, /)", deep_copy, Sync::kLocksOwn, nullptr},
};

}  // namespace

Result<Value> zlib_compressobj(Thread& t, const Value* a) {
  int level = EIDER_TRY(zlib_int(t, a[0], Z_DEFAULT_COMPRESSION)), method = EIDER_TRY(zlib_int(t, a[1], Z_DEFLATED));
  int bits = EIDER_TRY(zlib_int(t, a[2], MAX_WBITS)), memory = EIDER_TRY(zlib_int(t, a[3], 8)), strategy = EIDER_TRY(zlib_int(t, a[4], Z_DEFAULT_STRATEGY));
  builtins::ByteSource dictionary;
  bool has_dictionary = !a[5].is_absent() && !a[5].is_none();
  if (has_dictionary) EIDER_TRY(dictionary.acquire(t, a[5]));
  ZlibObject* made = EIDER_TRY(zlib_object_new(t, module_type(t, ModuleType::kZlibCompress)));
  ZlibState* state = made->state.load_relaxed();  // not shared yet
  int code = deflateInit2(&state->stream, level, method, bits, memory, strategy);
  if (code == Z_STREAM_ERROR) return raise(t, TypeId::kValueError, "Invalid initialization option");
  if (code != Z_OK) return zlib_error(t, state->stream, code, "while creating compression object");
  state->active = true;
  if (!has_dictionary) return made->value();
  code = deflateSetDictionary(&state->stream, dictionary.span().data(), static_cast<uInt>(dictionary.span().size()));
  if (code == Z_STREAM_ERROR) return raise(t, TypeId::kValueError, "Invalid dictionary");
  if (code != Z_OK) return raise(t, TypeId::kValueError, "deflateSetDictionary()");
  return made->value();
}

Result<void> add_compress_type(Thread& t) {
  TypeSpec spec = zlib_type("zlib.Compress", finalize);
  set_methods(spec, kMethods);
  set_module_type(t, ModuleType::kZlibCompress, EIDER_TRY(make_builtin_type(t, spec)));
  return kDone;
}

}  // namespace eider::modules
