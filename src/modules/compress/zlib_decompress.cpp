// SPDX-License-Identifier: MIT
//
// zlib.Decompress and zlib.decompress.
#include "modules/compress/zlib_streams.h"

namespace eider::modules {

namespace {

void finalize(Thread& t, Value self) {
  ZlibState* state = self.as<ZlibObject>()->state.exchange_acq_rel(nullptr);
  if (state == nullptr) return;
  if (state->active) inflateEnd(&state->stream);
  delete state;
  t.realm->heap().add_external(t, -65536);
}

/// inflate, giving the dictionary when the stream asks for it. `*dictionary_failed`: it was the wrong one.
int inflate_step(ZlibState* state, int flush, bool* dictionary_failed) {
  int code = inflate(&state->stream, flush);
  if (code != Z_NEED_DICT || state->dictionary.empty()) return code;
  code = inflateSetDictionary(&state->stream, reinterpret_cast<const Bytef*>(state->dictionary.data()), static_cast<uInt>(state->dictionary.size()));
  *dictionary_failed = code != Z_OK;
  return code != Z_OK ? code : inflate(&state->stream, flush);
}

/// Bytes that came after the stream's end, and bytes that were not looked at yet.
Result<void> keep_rest(Thread& t, ZlibObject* self, int code, const uint8_t* rest, size_t left) {
  if (code == Z_STREAM_END) {
    if (left != 0) {
      auto* old = self->unused_data.load_relaxed().as<builtins::Bytes>();  // written under the mutex, which is held
      builtins::Bytes* all = EIDER_TRY(builtins::bytes_new(t, old->length + static_cast<int64_t>(left)));
      std::memcpy(all->data, old->data, static_cast<size_t>(old->length));
      std::memcpy(all->data + old->length, rest, left);
      self->unused_data.store_release(all->value());
    }
    left = 0;
  }
  if (left != 0 || self->unconsumed_tail.load_relaxed().as<builtins::Bytes>()->length != 0) {
    self->unconsumed_tail.store_release(EIDER_TRY(builtins::bytes_from(t, rest, static_cast<int64_t>(left)))->value());
  }
  return kDone;
}

Result<Value> decompress(Thread& t, const Value* a) {
  ZlibInput input;
  EIDER_TRY(zlib_input(t, a[1], input));
  int64_t most = EIDER_TRY(builtins::int_argument(t, a[2], 0));
  if (most < 0) return raise(t, TypeId::kValueError, "max_length must be non-negative");
  auto* self = a[0].as<ZlibObject>();
  ZlibState* state = EIDER_TRY(zlib_state(t, a[0]));
  builtins::kernels::Bytes out;
  threads::DetachingLock locked(t, state->mutex);
  int code;
  size_t left = 0;
  bool dictionary_failed = false;
  auto size = static_cast<size_t>(input.size());
  {
    threads::Detached away(t);
    code = zlib_run(state->stream, {.data = input.data(), .size = size, .flush = Z_SYNC_FLUSH, .most = static_cast<size_t>(most)}, out, &left,
                    [&](int flush) { return inflate_step(state, flush, &dictionary_failed); });
  }
  if (dictionary_failed) return zlib_error(t, state->stream, code, "while setting zdict");
  EIDER_TRY(keep_rest(t, self, code, input.data() + (size - left), left));
  if (code == Z_STREAM_END) {
    self->eof.store_relaxed(kTrue);
  } else if (code != Z_OK && code != Z_BUF_ERROR) {
    return zlib_error(t, state->stream, code, "while decompressing data");
  }
  return builtins::bytes_from(t, out);
}

Result<Value> flush(Thread& t, const Value* a) {
  int64_t length = EIDER_TRY(builtins::int_argument(t, a[1], 16384));
  if (length <= 0) return raise(t, TypeId::kValueError, "length must be greater than zero");
  auto* self = a[0].as<ZlibObject>();
  ZlibState* state = EIDER_TRY(zlib_state(t, a[0]));
  builtins::kernels::Bytes out;
  threads::DetachingLock locked(t, state->mutex);
  Value tail = self->unconsumed_tail.load_relaxed();
  builtins::ByteSpan rest = tail.as<builtins::Bytes>()->span();
  size_t left = 0;
  bool dictionary_failed = false;
  int code;
  {
    threads::Detached away(t);
    code = zlib_run(state->stream, {.data = rest.data(), .size = rest.size(), .flush = Z_FINISH, .first_room = static_cast<size_t>(length)}, out, &left,
                    [&](int how) { return inflate_step(state, how, &dictionary_failed); });
  }
  if (out.failed()) return raise_no_memory(t);
  if (dictionary_failed) return zlib_error(t, state->stream, code, "while setting zdict");
  EIDER_TRY(keep_rest(t, self, code, rest.data() + (rest.size() - left), left));
  if (code == Z_STREAM_END) {
    self->eof.store_relaxed(kTrue);
    state->active = false;
    inflateEnd(&state->stream);
  }
  return builtins::bytes_from(t, out);
}

Result<Value> copy(Thread& t, const Value* a) {
  auto* self = a[0].as<ZlibObject>();
  ZlibState* from = EIDER_TRY(zlib_state(t, a[0]));
  ZlibObject* made = EIDER_TRY(zlib_object_new(t, type_of(t, a[0])));
  ZlibState* to = made->state.load_relaxed();  // not shared yet
  int code = Z_STREAM_ERROR;
  {
    threads::DetachingLock locked(t, from->mutex);
    if (from->active) code = inflateCopy(&to->stream, &from->stream);
    to->dictionary = from->dictionary;
    made->unused_data.init(self->unused_data.load_relaxed());
    made->unconsumed_tail.init(self->unconsumed_tail.load_relaxed());
    made->eof.init(self->eof.load_relaxed());
  }
  if (code == Z_STREAM_ERROR) return raise(t, TypeId::kValueError, "Inconsistent stream state");
  if (code != Z_OK) return zlib_error(t, to->stream, code, "while copying decompression object");
  to->active = true;
  return made->value();
}

constexpr NativeDef kMethods[] = {
    {"decompress(self, data, /, max_length=0)", decompress, Sync::kLocksOwn,
     "Return a bytes object containing the decompressed version of the data.\n\n  data\n    The binary data to decompress.\n  max_length\n    The maximum allowable length of the "
     "decompressed data.\n    Unconsumed input data will be stored in\n    the unconsumed_tail attribute."},
    {"flush(self, length=zlib.DEF_BUF_SIZE, /)", flush, Sync::kLocksOwn,
     "Return a bytes object containing any remaining decompressed data.\n\n  length\n    the initial size of the output buffer."},
    {"copy(self, /)", copy, Sync::kLocksOwn, "Return a copy of the decompression object."},
    {"__copy__(self, /)", copy, Sync::kLocksOwn, nullptr},
    {"__deepcopy__(self, memo, /)", copy, Sync::kLocksOwn, nullptr},
};
constexpr MemberDef kMembers[] = {
    {"unused_data", offsetof(ZlibObject, unused_data), true, nullptr},
    {"unconsumed_tail", offsetof(ZlibObject, unconsumed_tail), true, nullptr},
    {"eof", offsetof(ZlibObject, eof), true, nullptr},
};

}  // namespace

Result<Value> zlib_decompress(Thread& t, const Value* a) {
  ZlibInput input;
  EIDER_TRY(zlib_input(t, a[0], input));
  int bits = EIDER_TRY(zlib_int(t, a[1], MAX_WBITS));
  int64_t room = EIDER_TRY(builtins::int_argument(t, a[2], 16384));
  if (room < 0) return raise(t, TypeId::kValueError, "bufsize must be non-negative");
  constexpr const char* kDoing = "while decompressing data";
  z_stream stream = {};
  int code = inflateInit2(&stream, bits);
  if (code != Z_OK) return zlib_error(t, stream, code, "while preparing to decompress data");
  builtins::kernels::Bytes out;
  {
    threads::Detached away(t);
    size_t left;
    code = zlib_run(stream, {.data = input.data(), .size = static_cast<size_t>(input.size()), .flush = Z_SYNC_FLUSH, .first_room = static_cast<size_t>(room)}, out, &left,
                    [&stream](int flush) { return inflate(&stream, flush); });
    inflateEnd(&stream);
  }
  if (code == Z_OK) code = Z_BUF_ERROR;  // the input ended before the stream
  if (code != Z_STREAM_END) return zlib_error(t, stream, code, kDoing);
  return builtins::bytes_from(t, out);
}

Result<Value> zlib_decompressobj(Thread& t, const Value* a) {
  int bits = EIDER_TRY(zlib_int(t, a[0], MAX_WBITS));
  std::string dictionary;
  if (!a[1].is_absent()) {
    builtins::ByteSource source;
    if (!EIDER_TRY(source.try_acquire(t, a[1]))) return raise(t, TypeId::kTypeError, "zdict argument must support the buffer protocol");
    dictionary.assign(reinterpret_cast<const char*>(source.span().data()), source.span().size());
  }
  ZlibObject* made = EIDER_TRY(zlib_object_new(t, module_type(t, ModuleType::kZlibDecompress)));
  ZlibState* state = made->state.load_relaxed();  // not shared yet
  int code = inflateInit2(&state->stream, bits);
  if (code == Z_STREAM_ERROR) return raise(t, TypeId::kValueError, "Invalid initialization option");
  if (code != Z_OK) return zlib_error(t, state->stream, code, "while creating decompression object");
  state->active = true;
  state->dictionary = std::move(dictionary);
  if (bits >= 0 || state->dictionary.empty()) return made->value();
  // A raw stream does not ask for its dictionary.
  code = inflateSetDictionary(&state->stream, reinterpret_cast<const Bytef*>(state->dictionary.data()), static_cast<uInt>(state->dictionary.size()));
  if (code != Z_OK) return zlib_error(t, state->stream, code, "while setting zdict");
  return made->value();
}

Result<void> add_decompress_type(Thread& t) {
  TypeSpec spec = zlib_type("zlib.Decompress", finalize);
  set_methods(spec, kMethods);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  set_module_type(t, ModuleType::kZlibDecompress, EIDER_TRY(make_builtin_type(t, spec)));
  return kDone;
}

}  // namespace eider::modules
