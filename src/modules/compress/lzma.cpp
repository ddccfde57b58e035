// SPDX-License-Identifier: MIT
//
// _lzma over liblzma.
#include "modules/compress/codec_objects.h"
#include "modules/compress/lzma_filters.h"

namespace eider::modules {

namespace {

constexpr const char* kNames[] = {EIDER_LZMA(EIDER_LIBRARY_NAME)};

enum Format : int64_t { kAuto, kXz, kAlone, kRaw };

struct LzmaStream {
  LzmaLibrary* lib = nullptr;
  lzma_stream stream = LZMA_STREAM_INIT;
  base::Atomic<int64_t> check{16};  // CHECK_UNKNOWN until the stream says; relaxed: a number to look at
  int error = 0;

  Failure fail(Thread& t) { return raise_lzma(t, error); }
  void end(Thread&) {
    if (lib != nullptr) lib->lzma_end_(&stream);
  }
  CodecStatus code(CodecBuffers& b, lzma_action action) {
    stream.next_in = b.in;
    stream.avail_in = b.in_left;
    stream.next_out = b.out;
    stream.avail_out = b.out_left;
    error = lib->lzma_code_(&stream, action);
    b.in = stream.next_in;
    b.in_left = stream.avail_in;
    b.out = stream.next_out;
    b.out_left = stream.avail_out;
    // Nothing to do is no failure: the input has ended for now.
    if (error == LZMA_BUF_ERROR && b.in_left == 0) error = LZMA_OK;
    if (error == LZMA_GET_CHECK || error == LZMA_NO_CHECK) {
      check.store_relaxed(lib->lzma_get_check_(&stream));
      error = LZMA_OK;
    }
    if (error == LZMA_STREAM_END) return CodecStatus::kEnd;
    return error == LZMA_OK ? CodecStatus::kOk : CodecStatus::kFailed;
  }
};
struct LzmaCompress : LzmaStream {
  static constexpr int64_t kExternal = 16000000;  // depends on the preset: up to 674 MiB
  static constexpr const char* kAtEnd = "";
  static constexpr bool kMayHoldOutput = false;
  CodecStatus step(CodecBuffers& b, CodecAction action) { return code(b, action == CodecAction::kRun ? LZMA_RUN : LZMA_FINISH); }
};
struct LzmaDecompress : LzmaStream {
  static constexpr int64_t kExternal = 8000000;
  static constexpr const char* kAtEnd = "Already at end of stream";
  static constexpr bool kMayHoldOutput = true;
  CodecStatus step(CodecBuffers& b, CodecAction) { return code(b, LZMA_RUN); }
};
using Compressor = CodecType<LzmaCompress>;
using Decompressor = CodecType<LzmaDecompress>;

Result<int64_t> c_int(Thread& t, Value v, int64_t otherwise) {
  if (v.is_absent()) return otherwise;
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT32_MIN || n > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return n;
}
bool given(Value v) { return !v.is_absent() && !v.is_none(); }

/// Whether the enumeration has room for it.
bool is_check(int64_t id) { return id >= 0 && id <= LZMA_CHECK_ID_MAX; }

Result<int> start_encoder(Thread& t, lzma_stream* stream, int64_t format, int64_t check, Value preset, Value filters) {
  LzmaLibrary& l = lzma(t);
  uint32_t level = LZMA_PRESET_DEFAULT;
  if (given(preset)) {
    uint64_t n;
    if (!builtins::has_index(t, preset)) return raise(t, TypeId::kTypeError, "an integer is required");
    Value whole = EIDER_TRY(index(t, preset));
    if (!int_fits_uint64(whole, &n) || n > UINT32_MAX) return raise(t, TypeId::kOverflowError, "Value too large for uint32_t type");
    level = static_cast<uint32_t>(n);
  }
  LzmaChain chain;
  if (given(filters)) EIDER_TRY(lzma_chain(t, filters, &chain));
  switch (format) {
    case kXz: {
      if (check == -1) check = LZMA_CHECK_CRC64;
      if (!is_check(check)) return static_cast<int>(LZMA_PROG_ERROR);  // what the library answers
      auto kind = static_cast<lzma_check>(check);
      if (given(filters)) return static_cast<int>(l.lzma_stream_encoder_(stream, chain.filters, kind));
      return static_cast<int>(l.lzma_easy_encoder_(stream, level, kind));
    }
    case kAlone: {
      lzma_options_lzma options;
      if (!given(filters)) {
        if (l.lzma_lzma_preset_(&options, level)) return raise_lzma_text(t, ("Invalid compression preset: " + std::to_string(level)).c_str());
        return static_cast<int>(l.lzma_alone_encoder_(stream, &options));
      }
      if (chain.filters[0].id != LZMA_FILTER_LZMA1 || chain.filters[1].id != LZMA_VLI_UNKNOWN) {
        return raise(t, TypeId::kValueError, "Invalid filter chain for FORMAT_ALONE - must be a single LZMA1 filter");
      }
      return static_cast<int>(l.lzma_alone_encoder_(stream, static_cast<lzma_options_lzma*>(chain.filters[0].options)));
    }
    default: return static_cast<int>(l.lzma_raw_encoder_(stream, chain.filters));
  }
}

Result<Value> compressor_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"LZMACompressor(format=FORMAT_XZ, check=-1, preset=None, filters=None)"};
  Value a[4];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t format = EIDER_TRY(c_int(t, a[0], kXz)), check = EIDER_TRY(c_int(t, a[1], -1));
  if (given(a[2]) && given(a[3])) return raise(t, TypeId::kValueError, "Cannot specify both preset and filter chain");
  if (format != kXz && check != -1 && check != LZMA_CHECK_NONE) return raise(t, TypeId::kValueError, "Integrity checks are only supported by FORMAT_XZ");
  if (format < kXz || format > kRaw) return raise(t, TypeId::kValueError, "Invalid container format: %lld", static_cast<long long>(format));
  if (format == kRaw && !given(a[3])) return raise(t, TypeId::kValueError, "Must specify filters for FORMAT_RAW");
  auto* made = EIDER_TRY(Compressor::make_object(t, cls));
  LzmaCompress& codec = made->state.load_relaxed()->codec;  // not shared yet
  codec.lib = &lzma(t);
  int code = EIDER_TRY(start_encoder(t, &codec.stream, format, check, a[2], a[3]));
  if (code != LZMA_OK) return raise_lzma(t, code);
  return made->value();
}

Result<Value> decompressor_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"LZMADecompressor(format=FORMAT_AUTO, memlimit=None, filters=None)"};
  Value a[3];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t format = EIDER_TRY(c_int(t, a[0], kAuto));
  uint64_t most = UINT64_MAX;
  if (given(a[1])) {
    if (format == kRaw) return raise(t, TypeId::kValueError, "Cannot specify memory limit with FORMAT_RAW");
    Value whole = EIDER_TRY(index(t, a[1]));
    if (int_sign(whole) < 0) return raise(t, TypeId::kOverflowError, "can't convert negative int to unsigned");
    if (!int_fits_uint64(whole, &most)) return raise(t, TypeId::kOverflowError, "int too big to convert");
  }
  if (format == kRaw && !given(a[2])) return raise(t, TypeId::kValueError, "Must specify filters for FORMAT_RAW");
  if (format != kRaw && given(a[2])) return raise(t, TypeId::kValueError, "Cannot specify filters except with FORMAT_RAW");
  if (format < kAuto || format > kRaw) return raise(t, TypeId::kValueError, "Invalid container format: %lld", static_cast<long long>(format));
  LzmaChain chain;
  if (format == kRaw) EIDER_TRY(lzma_chain(t, a[2], &chain));
  auto* made = EIDER_TRY(Decompressor::make_object(t, cls));
  LzmaDecompress& codec = made->state.load_relaxed()->codec;  // not shared yet
  LzmaLibrary& l = lzma(t);
  codec.lib = &l;
  constexpr uint32_t kTell = LZMA_TELL_ANY_CHECK | LZMA_TELL_NO_CHECK;
  lzma_ret code = LZMA_OK;
  switch (format) {
    case kAuto: code = l.lzma_auto_decoder_(&codec.stream, most, kTell); break;
    case kXz: code = l.lzma_stream_decoder_(&codec.stream, most, kTell); break;
    case kAlone: code = l.lzma_alone_decoder_(&codec.stream, most); break;
    default: code = l.lzma_raw_decoder_(&codec.stream, chain.filters); break;
  }
  if (format == kAlone || format == kRaw) codec.check.store_relaxed(LZMA_CHECK_NONE);
  if (code != LZMA_OK) return raise_lzma(t, code);
  return made->value();
}
Result<Value> get_check(Thread& t, Value self) {
  auto* state = EIDER_TRY(Decompressor::state_of(t, self));
  return Value::from_small_int(state->codec.check.load_relaxed());
}
constexpr GetSetDef kDecompressorGetSets[] = {{"check", get_check, nullptr, "ID of the integrity check used by the input stream."}};

Result<Value> check_supported(Thread& t, const Value* a) {
  int64_t check = EIDER_TRY(c_int(t, a[0], 0));
  return Value::from_bool(is_check(check) && lzma(t).lzma_check_is_supported_(static_cast<lzma_check>(check)));
}
constexpr NativeDef kFunctions[] = {
    {"is_check_supported(check_id, /)", check_supported, Sync::kNone, "Test whether the given integrity check is supported.\n\nAlways returns True for CHECK_NONE and CHECK_CRC32.",
     NativeDef::kFunction},
    {"_encode_filter_properties(filter, /)", lzma_encode_properties, Sync::kNone,
     "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options.",
     NativeDef::kFunction},
    {"_decode_filter_properties(filter_id, encoded_props, /)", lzma_decode_properties, Sync::kNone,
     "Return a bytes object encoding the options (properties) of the filter specified by *filter* (a dict).\n\nThe result does not include the filter ID itself, only the options.",
     NativeDef::kFunction},
};
constexpr std::pair<const char*, uint64_t> kNumbers[] = {
    {"FORMAT_AUTO", kAuto}, {"FORMAT_XZ", kXz}, {"FORMAT_ALONE", kAlone}, {"FORMAT_RAW", kRaw}, {"CHECK_NONE", LZMA_CHECK_NONE}, {"CHECK_CRC32", LZMA_CHECK_CRC32},
    {"CHECK_CRC64", LZMA_CHECK_CRC64}, {"CHECK_SHA256", LZMA_CHECK_SHA256}, {"CHECK_ID_MAX", LZMA_CHECK_ID_MAX}, {"CHECK_UNKNOWN", LZMA_CHECK_ID_MAX + 1},
    {"FILTER_LZMA1", LZMA_FILTER_LZMA1}, {"FILTER_LZMA2", LZMA_FILTER_LZMA2}, {"FILTER_DELTA", LZMA_FILTER_DELTA}, {"FILTER_X86", LZMA_FILTER_X86},
    {"FILTER_IA64", LZMA_FILTER_IA64}, {"FILTER_ARM", LZMA_FILTER_ARM}, {"FILTER_ARMTHUMB", LZMA_FILTER_ARMTHUMB}, {"FILTER_SPARC", LZMA_FILTER_SPARC},
    {"FILTER_POWERPC", LZMA_FILTER_POWERPC}, {"MODE_FAST", LZMA_MODE_FAST}, {"MODE_NORMAL", LZMA_MODE_NORMAL}, {"MF_HC3", LZMA_MF_HC3}, {"MF_HC4", LZMA_MF_HC4},
    {"MF_BT2", LZMA_MF_BT2}, {"MF_BT3", LZMA_MF_BT3}, {"MF_BT4", LZMA_MF_BT4}, {"PRESET_DEFAULT", LZMA_PRESET_DEFAULT}, {"PRESET_EXTREME", LZMA_PRESET_EXTREME}};

}  // namespace

Result<void> fill_lzma(Thread& t, Module* module) {
  ModuleTypes& shared = module_types(t);
  if (shared.lzma == nullptr) shared.lzma = EIDER_TRY((load_library<LzmaLibrary>(t, "liblzma.so.5", kNames)));
  Value error = EIDER_TRY(add_exception(t, module, "_lzma.LZMAError", type(t, TypeId::kException)->value()));
  t.realm->add_root(error);
  set_module_type(t, ModuleType::kLzmaError, error.as<Type>());
  TypeSpec compressor = Compressor::spec("_lzma.LZMACompressor", "Create a compressor object for compressing data incrementally.");
  compressor.slots.new_ = compressor_new;
  set_methods(compressor, Compressor::kCompressorMethods);
  set_module_type(t, ModuleType::kLzmaCompress, EIDER_TRY(add_type(t, module, compressor)));
  TypeSpec decompressor = Decompressor::spec("_lzma.LZMADecompressor", "Create a decompressor object for decompressing data incrementally.");
  decompressor.slots.new_ = decompressor_new;
  set_methods(decompressor, Decompressor::kDecompressorMethods);
  set_getsets(decompressor, kDecompressorGetSets);
  decompressor.members = Decompressor::kDecompressorMembers;
  decompressor.member_count = std::size(Decompressor::kDecompressorMembers);
  set_module_type(t, ModuleType::kLzmaDecompress, EIDER_TRY(add_type(t, module, decompressor)));
  for (auto [name, number] : kNumbers) EIDER_TRY(module_set(t, module, name, EIDER_TRY(int_from_uint64(t, number))));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
