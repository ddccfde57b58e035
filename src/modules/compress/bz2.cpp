// SPDX-License-Identifier: MIT
//
// _bz2 over libbz2, which is loaded when the module is imported.
#include <bzlib.h>

#include "modules/compress/codec_objects.h"

namespace eider::modules {

#define EIDER_BZ2(X)                                                                                                            \
  X(BZ2_bzCompressInit) X(BZ2_bzCompress) X(BZ2_bzCompressEnd) X(BZ2_bzDecompressInit) X(BZ2_bzDecompress) X(BZ2_bzDecompressEnd)
struct Bz2Library {
  EIDER_BZ2(EIDER_LIBRARY_MEMBER)
};

namespace {

constexpr const char* kNames[] = {EIDER_BZ2(EIDER_LIBRARY_NAME)};
Bz2Library& library(Thread& t) { return *module_types(t).bz2; }

Failure raise_bz2(Thread& t, int code) {
  switch (code) {
    case BZ_PARAM_ERROR: return raise(t, TypeId::kValueError, "Internal error - invalid parameters passed to libbzip2");
    case BZ_MEM_ERROR: return raise_no_memory(t);
    case BZ_DATA_ERROR: case BZ_DATA_ERROR_MAGIC: return raise(t, TypeId::kOSError, "Invalid data stream");
    case BZ_IO_ERROR: return raise(t, TypeId::kOSError, "Unknown I/O error");
    case BZ_UNEXPECTED_EOF: return raise(t, TypeId::kEOFError, "Compressed file ended before the logical end-of-stream was detected");
    case BZ_SEQUENCE_ERROR: return raise(t, TypeId::kRuntimeError, "Internal error - Invalid sequence of commands sent to libbzip2");
    default: return raise(t, TypeId::kOSError, "Unrecognized error from libbzip2: %d", code);
  }
}

struct Bz2Stream {
  static constexpr bool kMayHoldOutput = false;
  Bz2Library* lib = nullptr;
  bz_stream stream = {};
  bool active = false;
  int error = 0;

  Failure fail(Thread& t) { return raise_bz2(t, error); }
  template <class Work>
  int piece(CodecBuffers& b, Work work) {
    constexpr size_t kMost = size_t{1} << 30;  // counters are 32 bits wide
    stream.next_in = reinterpret_cast<char*>(const_cast<uint8_t*>(b.in));
    stream.avail_in = static_cast<unsigned>(std::min(b.in_left, kMost));
    stream.next_out = reinterpret_cast<char*>(b.out);
    stream.avail_out = static_cast<unsigned>(std::min(b.out_left, kMost));
    unsigned in = stream.avail_in, out = stream.avail_out;
    int code = work();
    b.in += in - stream.avail_in;
    b.in_left -= in - stream.avail_in;
    b.out += out - stream.avail_out;
    b.out_left -= out - stream.avail_out;
    return code;
  }
};
struct Bz2Compress : Bz2Stream {
  static constexpr int64_t kExternal = 7600000;  // at level 9: 900 kB blocks
  static constexpr const char* kAtEnd = "";
  CodecStatus step(CodecBuffers& b, CodecAction action) {
    // Without input BZ_RUN makes no progress and calls that an error.
    if (action == CodecAction::kRun && b.in_left == 0) return CodecStatus::kOk;
    error = piece(b, [&] { return lib->BZ2_bzCompress_(&stream, action == CodecAction::kRun ? BZ_RUN : BZ_FINISH); });
    if (error == BZ_STREAM_END) return CodecStatus::kEnd;
    return error >= 0 ? CodecStatus::kOk : CodecStatus::kFailed;
  }
  void end(Thread&) {
    if (active) lib->BZ2_bzCompressEnd_(&stream);
  }
};
struct Bz2Decompress : Bz2Stream {
  static constexpr int64_t kExternal = 3700000;
  static constexpr const char* kAtEnd = "End of stream already reached";
  CodecStatus step(CodecBuffers& b, CodecAction) {
    error = piece(b, [&] { return lib->BZ2_bzDecompress_(&stream); });
    if (error == BZ_STREAM_END) return CodecStatus::kEnd;
    return error == BZ_OK ? CodecStatus::kOk : CodecStatus::kFailed;
  }
  void end(Thread&) {
    if (active) lib->BZ2_bzDecompressEnd_(&stream);
  }
};
using Compressor = CodecType<Bz2Compress>;
using Decompressor = CodecType<Bz2Decompress>;

Result<Value> compressor_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"BZ2Compressor(compresslevel=9, /)"};
  Value a[1];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t level = a[0].is_absent() ? 9 : EIDER_TRY(index_int64(t, a[0], TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (level < 1 || level > 9) return raise(t, TypeId::kValueError, "compresslevel must be between 1 and 9");
  auto* made = EIDER_TRY(Compressor::make_object(t, cls));
  Bz2Compress& codec = made->state.load_relaxed()->codec;  // not shared yet
  codec.lib = &library(t);
  int code = codec.lib->BZ2_bzCompressInit_(&codec.stream, static_cast<int>(level), 0, 0);
  if (code != BZ_OK) return raise_bz2(t, code);
  codec.active = true;
  return made->value();
}
Result<Value> decompressor_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"BZ2Decompressor()"};
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, nullptr));
  auto* made = EIDER_TRY(Decompressor::make_object(t, cls));
  Bz2Decompress& codec = made->state.load_relaxed()->codec;  // not shared yet
  codec.lib = &library(t);
  int code = codec.lib->BZ2_bzDecompressInit_(&codec.stream, 0, 0);
  if (code != BZ_OK) return raise_bz2(t, code);
  codec.active = true;
  return made->value();
}

}  // namespace

Result<void> fill_bz2(Thread& t, Module* module) {
  ModuleTypes& shared = module_types(t);
  if (shared.bz2 == nullptr) shared.bz2 = EIDER_TRY((load_library<Bz2Library>(t, "libbz2.so.1.0", kNames)));
  TypeSpec compressor = Compressor::spec("_bz2.BZ2Compressor",
                                         "Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and "
                                         "9.\n\nFor one-shot compression, use the compress() function instead.");
  compressor.slots.new_ = compressor_new;
  set_methods(compressor, Compressor::kCompressorMethods);
  set_module_type(t, ModuleType::kBz2Compress, EIDER_TRY(add_type(t, module, compressor)));
  TypeSpec decompressor = Decompressor::spec("_bz2.BZ2Decompressor",
                                             "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.");
  decompressor.slots.new_ = decompressor_new;
  set_methods(decompressor, Decompressor::kDecompressorMethods);
  decompressor.members = Decompressor::kDecompressorMembers;
  decompressor.member_count = std::size(Decompressor::kDecompressorMembers);
  set_module_type(t, ModuleType::kBz2Decompress, EIDER_TRY(add_type(t, module, decompressor)));
  return kDone;
}

}  // namespace eider::modules
