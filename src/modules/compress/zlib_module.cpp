// SPDX-License-Identifier: MIT
//
// zlib: the module's table, sums, compress, and what streams share.
#include "modules/compress/zlib_streams.h"

namespace eider::modules {

Failure zlib_error_text(Thread& t, const char* text) {
  Value message = EIDER_TRY(text_value(t, text));
  return raise_exception(t, EIDER_TRY(call1(t, module_type(t, ModuleType::kZlibError)->value(), message)));
}

Failure zlib_error(Thread& t, const z_stream& stream, int code, const char* doing) {
  if (code == Z_MEM_ERROR) return raise_no_memory(t);
  const char* why = code == Z_VERSION_ERROR ? "library version mismatch" : stream.msg;
  if (why == nullptr && code == Z_BUF_ERROR) why = "incomplete or truncated stream";
  if (why == nullptr && code == Z_STREAM_ERROR) why = "inconsistent stream state";
  if (why == nullptr && code == Z_DATA_ERROR) why = "invalid input data";
  std::string text = "Error " + std::to_string(code) + " " + doing;
  if (why != nullptr) text += std::string(": ") + why;
  return zlib_error_text(t, text.c_str());
}

Result<int> zlib_int(Thread& t, Value v, int otherwise) {
  if (v.is_absent()) return otherwise;
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT32_MIN || n > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return static_cast<int>(n);
}

Result<ZlibObject*> zlib_object_new(Thread& t, Type* cls) {
  auto* made = EIDER_TRY(make<ZlibObject>(t, cls));
  Value empty = EIDER_TRY(builtins::bytes_new(t, 0))->value();
  made->unused_data.init(empty);
  made->unconsumed_tail.init(empty);
  made->eof.init(kFalse);
  auto* state = new (std::nothrow) ZlibState;
  if (state == nullptr) return raise_no_memory(t);
  made->state.store_release(state);
  t.realm->heap().add_external(t, 65536);  // about what zlib takes
  return made;
}

Result<ZlibState*> zlib_state(Thread& t, Value self) {
  ZlibState* state = self.as<ZlibObject>()->state.load_acquire();
  if (state == nullptr) return raise(t, TypeId::kValueError, "Inconsistent stream state");
  return state;
}

TypeSpec zlib_type(const char* name, FinalizeFn finalize) {
  TypeSpec spec;
  spec.name = name;
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(ZlibObject);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = [](Header* object, gc::Tracer& tracer) {
    auto* o = static_cast<ZlibObject*>(object);
    for (Field<Value>* field : {&o->unused_data, &o->unconsumed_tail}) tracer.mark_word(field->load_relaxed().bits());
  };
  spec.slots.finalize = finalize;
  return spec;
}

namespace {

Result<uint32_t> start_value(Thread& t, Value v, uint32_t otherwise) {
  if (v.is_absent()) return otherwise;
  Value whole = EIDER_TRY(index(t, v));
  objects::IntView n(whole);
  uint64_t low = n.count == 0 ? 0 : n.limbs[0];
  return static_cast<uint32_t>(n.sign < 0 ? 0 - low : low);
}
template <auto Sum>
Result<Value> sum(Thread& t, const Value* a, uint32_t start) {
  ZlibInput input;
  EIDER_TRY(zlib_input(t, a[0], input));
  auto value = static_cast<uLong>(EIDER_TRY(start_value(t, a[1], start)));
  if (input.size() < 5120) return Value::from_small_int(static_cast<int64_t>(Sum(value, input.data(), static_cast<z_size_t>(input.size()))));
  {
    threads::Detached away(t);
    value = Sum(value, input.data(), static_cast<z_size_t>(input.size()));
  }
  return Value::from_small_int(static_cast<int64_t>(value));
}
Result<Value> adler(Thread& t, const Value* a) { return sum<adler32_z>(t, a, 1); }
Result<Value> crc(Thread& t, const Value* a) { return sum<crc32_z>(t, a, 0); }

Result<Value> compress(Thread& t, const Value* a) {
  ZlibInput input;
  EIDER_TRY(zlib_input(t, a[0], input));
  int level = EIDER_TRY(zlib_int(t, a[1], Z_DEFAULT_COMPRESSION)), bits = EIDER_TRY(zlib_int(t, a[2], MAX_WBITS));
  z_stream stream = {};
  int code = deflateInit2(&stream, level, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY);
  if (code == Z_STREAM_ERROR) return zlib_error_text(t, "Bad compression level");
  if (code != Z_OK) return zlib_error(t, stream, code, "while compressing data");
  builtins::kernels::Bytes out;
  {
    threads::Detached away(t);
    size_t left;
    code = zlib_run(stream, {.data = input.data(), .size = static_cast<size_t>(input.size()), .flush = Z_FINISH}, out, &left,
                    [&stream](int flush) { return deflate(&stream, flush); });
    if (code == Z_OK && input.size() == 0) code = deflate(&stream, Z_FINISH);
    deflateEnd(&stream);
  }
  if (code != Z_STREAM_END) return zlib_error(t, stream, code, "while compressing data");
  return builtins::bytes_from(t, out);
}

constexpr NativeDef kFunctions[] = {
    {"adler32(data, value=1, /)", adler, Sync::kNone,
     "Compute an Adler-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.", NativeDef::kFunction},
    {"crc32(data, value=0, /)", crc, Sync::kNone,
     "Compute a CRC-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.", NativeDef::kFunction},
    {"compress(data, /, level=Z_DEFAULT_COMPRESSION, wbits=MAX_WBITS)", compress, Sync::kNone,
     "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n  level\n    Compression level, in 0-9 or -1.\n  wbits\n    The window "
     "buffer size and container format.", NativeDef::kFunction},
    {"decompress(data, /, wbits=MAX_WBITS, bufsize=DEF_BUF_SIZE)", zlib_decompress, Sync::kNone,
     "Returns a bytes object containing the uncompressed data.\n\n  data\n    Compressed data.\n  wbits\n    The window buffer size and container format.\n  bufsize\n    The "
     "initial output buffer size.", NativeDef::kFunction},
    {"compressobj(level=Z_DEFAULT_COMPRESSION, method=DEFLATED, wbits=MAX_WBITS, memLevel=DEF_MEM_LEVEL, strategy=Z_DEFAULT_STRATEGY, zdict=None)", zlib_compressobj,
     Sync::kNone, "Return a compressor object.", NativeDef::kFunction},
    {"decompressobj(wbits=MAX_WBITS, zdict=b'')", zlib_decompressobj, Sync::kNone,
     "Return a decompressor object.\n\n  wbits\n    The window buffer size and container format.\n  zdict\n    The predefined compression dictionary.  This must be the same\n    "
     "dictionary as used by the compressor that produced the input data.", NativeDef::kFunction},
};

constexpr std::pair<const char*, int> kNumbers[] = {
    {"MAX_WBITS", MAX_WBITS}, {"DEFLATED", Z_DEFLATED}, {"DEF_MEM_LEVEL", 8}, {"DEF_BUF_SIZE", 16384}, {"Z_NO_COMPRESSION", Z_NO_COMPRESSION},
    {"Z_BEST_SPEED", Z_BEST_SPEED}, {"Z_BEST_COMPRESSION", Z_BEST_COMPRESSION}, {"Z_DEFAULT_COMPRESSION", Z_DEFAULT_COMPRESSION}, {"Z_FILTERED", Z_FILTERED},
    {"Z_HUFFMAN_ONLY", Z_HUFFMAN_ONLY}, {"Z_RLE", Z_RLE}, {"Z_FIXED", Z_FIXED}, {"Z_DEFAULT_STRATEGY", Z_DEFAULT_STRATEGY}, {"Z_NO_FLUSH", Z_NO_FLUSH},
    {"Z_PARTIAL_FLUSH", Z_PARTIAL_FLUSH}, {"Z_SYNC_FLUSH", Z_SYNC_FLUSH}, {"Z_FULL_FLUSH", Z_FULL_FLUSH}, {"Z_FINISH", Z_FINISH}, {"Z_BLOCK", Z_BLOCK}, {"Z_TREES", Z_TREES},
};

}  // namespace

Result<void> fill_zlib(Thread& t, Module* module) {
  Value error = EIDER_TRY(add_exception(t, module, "zlib.error", type(t, TypeId::kException)->value()));
  t.realm->add_root(error);
  set_module_type(t, ModuleType::kZlibError, error.as<Type>());
  EIDER_TRY(add_compress_type(t));
  EIDER_TRY(add_decompress_type(t));
  for (auto [name, number] : kNumbers) EIDER_TRY(module_set(t, module, name, Value::from_small_int(number)));
  EIDER_TRY(module_set(t, module, "ZLIB_VERSION", EIDER_TRY(text_value(t, ZLIB_VERSION))));
  EIDER_TRY(module_set(t, module, "ZLIB_RUNTIME_VERSION", EIDER_TRY(text_value(t, zlibVersion()))));
  EIDER_TRY(module_set(t, module, "__version__", EIDER_TRY(text_value(t, "1.0"))));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
