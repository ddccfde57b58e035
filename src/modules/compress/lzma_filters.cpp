// SPDX-License-Identifier: MIT
#include "modules/compress/lzma_filters.h"

#include <cstring>

#include "builtins/bytes/bytes.h"

namespace eider::modules {

Failure raise_lzma_text(Thread& t, const char* text) {
  Value message = EIDER_TRY(text_value(t, text));
  return raise_exception(t, EIDER_TRY(call1(t, module_type(t, ModuleType::kLzmaError)->value(), message)));
}
Failure raise_lzma(Thread& t, int code) {
  switch (code) {
    case LZMA_UNSUPPORTED_CHECK: return raise_lzma_text(t, "Unsupported integrity check");
    case LZMA_MEM_ERROR: return raise_no_memory(t);
    case LZMA_MEMLIMIT_ERROR: return raise_lzma_text(t, "Memory usage limit exceeded");
    case LZMA_FORMAT_ERROR: return raise_lzma_text(t, "Input format not supported by decoder");
    case LZMA_OPTIONS_ERROR: return raise_lzma_text(t, "Invalid or unsupported options");
    case LZMA_DATA_ERROR: return raise_lzma_text(t, "Corrupt input data");
    case LZMA_BUF_ERROR: return raise_lzma_text(t, "Insufficient buffer space");
    case LZMA_PROG_ERROR: return raise_lzma_text(t, "Internal error");
    default: return raise_lzma_text(t, ("Unrecognized error from liblzma: " + std::to_string(code)).c_str());
  }
}

namespace {

struct Field32 {
  const char* name;
  size_t offset;
};
constexpr Field32 kLzmaFields[] = {
    {"dict_size", offsetof(lzma_options_lzma, dict_size)}, {"lc", offsetof(lzma_options_lzma, lc)}, {"lp", offsetof(lzma_options_lzma, lp)},
    {"pb", offsetof(lzma_options_lzma, pb)}, {"mode", offsetof(lzma_options_lzma, mode)}, {"nice_len", offsetof(lzma_options_lzma, nice_len)},
    {"mf", offsetof(lzma_options_lzma, mf)}, {"depth", offsetof(lzma_options_lzma, depth)}};
static_assert(sizeof(lzma_mode) == 4 && sizeof(lzma_match_finder) == 4, "written as 32-bit words");

Result<uint32_t> word(Thread& t, Value v) {
  Value whole = EIDER_TRY(index(t, v));
  uint64_t n;
  if (int_sign(whole) < 0) return raise(t, TypeId::kOverflowError, "can't convert negative value to unsigned int");
  if (!int_fits_uint64(whole, &n) || n > UINT32_MAX) return raise(t, TypeId::kOverflowError, "Value too large for uint32_t type");
  return static_cast<uint32_t>(n);
}
/// ABSENT when the filter does not say.
Result<Value> entry(Thread& t, Value spec, const char* name) {
  if (is_exact(spec, TypeId::kDict)) return dict_get(t, spec.as<Dict>(), EIDER_TRY(text_value(t, name)));
  Result<Value> found = get_item(t, spec, EIDER_TRY(text_value(t, name)));
  if (found.ok() || !clear_if(t, TypeId::kKeyError)) return found;
  return kAbsent;
}
/// Every key of the filter must be known.
template <size_t N>
Result<void> check_keys(Thread& t, Value spec, const char* const (&allowed)[N], const char* message) {
  return for_each(t, spec, [&](Value key) -> Result<void> {
    for (const char* name : allowed) {
      if (is_instance(t, key, TypeId::kStr) && str_equals_ascii(key.as<Str>(), name)) return kDone;
    }
    return raise(t, TypeId::kValueError, "%s", message);
  });
}

Result<void> filter_from(Thread& t, Value spec, lzma_filter* filter, LzmaChain::Options* options) {
  if (type_of(t, spec)->slots.get_item == nullptr || is_instance(t, spec, TypeId::kStr)) return raise(t, TypeId::kTypeError, "Filter specifier must be a dict or dict-like object");
  Value id = EIDER_TRY(entry(t, spec, "id"));
  if (id.is_absent()) return raise(t, TypeId::kValueError, "Filter specifier must have an \"id\" entry");
  uint64_t number;
  Value whole = EIDER_TRY(index(t, id));
  if (int_sign(whole) < 0) return raise(t, TypeId::kOverflowError, "can't convert negative int to unsigned");
  if (!int_fits_uint64(whole, &number)) return raise(t, TypeId::kOverflowError, "Value too large for lzma_vli type");
  std::memset(options, 0, sizeof *options);
  filter->id = number;
  filter->options = options;
  switch (number) {
    case LZMA_FILTER_LZMA1: case LZMA_FILTER_LZMA2: {
      static constexpr const char* kKeys[] = {"id", "preset", "dict_size", "lc", "lp", "pb", "mode", "nice_len", "mf", "depth"};
      EIDER_TRY(check_keys(t, spec, kKeys, "Invalid filter specifier for LZMA filter"));
      Value preset = EIDER_TRY(entry(t, spec, "preset"));
      uint32_t level = preset.is_absent() ? LZMA_PRESET_DEFAULT : EIDER_TRY(word(t, preset));
      if (lzma(t).lzma_lzma_preset_(&options->lzma, level)) return raise_lzma_text(t, ("Invalid compression preset: " + std::to_string(level)).c_str());
      for (const Field32& field : kLzmaFields) {
        Value v = EIDER_TRY(entry(t, spec, field.name));
        if (v.is_absent()) continue;
        uint32_t n = EIDER_TRY(word(t, v));
        std::memcpy(reinterpret_cast<char*>(&options->lzma) + field.offset, &n, 4);
      }
      return kDone;
    }
    case LZMA_FILTER_DELTA: {
      static constexpr const char* kKeys[] = {"id", "dist"};
      EIDER_TRY(check_keys(t, spec, kKeys, "Invalid filter specifier for delta filter"));
      Value distance = EIDER_TRY(entry(t, spec, "dist"));
      options->delta.type = LZMA_DELTA_TYPE_BYTE;
      options->delta.dist = distance.is_absent() ? 1 : EIDER_TRY(word(t, distance));
      return kDone;
    }
    case LZMA_FILTER_X86: case LZMA_FILTER_POWERPC: case LZMA_FILTER_IA64: case LZMA_FILTER_ARM: case LZMA_FILTER_ARMTHUMB: case LZMA_FILTER_SPARC: {
      static constexpr const char* kKeys[] = {"id", "start_offset"};
      EIDER_TRY(check_keys(t, spec, kKeys, "Invalid filter specifier for BCJ filter"));
      Value start = EIDER_TRY(entry(t, spec, "start_offset"));
      options->bcj.start_offset = start.is_absent() ? 0 : EIDER_TRY(word(t, start));
      return kDone;
    }
    default: return raise(t, TypeId::kValueError, "Invalid filter ID: %llu", static_cast<unsigned long long>(number));
  }
}

}  // namespace

Result<void> lzma_chain(Thread& t, Value sequence, LzmaChain* out) {
  int64_t count = EIDER_TRY(length(t, sequence));
  if (count > LZMA_FILTERS_MAX) return raise(t, TypeId::kValueError, "Too many filters - liblzma supports a maximum of %d", LZMA_FILTERS_MAX);
  for (int64_t i = 0; i < count; i++) {
    Value spec = EIDER_TRY(get_item(t, sequence, Value::from_small_int(i)));
    EIDER_TRY(filter_from(t, spec, &out->filters[i], &out->options[i]));
  }
  out->filters[count].id = LZMA_VLI_UNKNOWN;
  return kDone;
}

Result<Value> lzma_encode_properties(Thread& t, const Value* a) {
  lzma_filter filter;
  LzmaChain::Options options;
  EIDER_TRY(filter_from(t, a[0], &filter, &options));
  uint32_t size;
  lzma_ret code = lzma(t).lzma_properties_size_(&size, &filter);
  if (code != LZMA_OK) return raise_lzma(t, code);
  builtins::Bytes* made = EIDER_TRY(builtins::bytes_new(t, size));
  code = lzma(t).lzma_properties_encode_(&filter, made->data);
  if (code != LZMA_OK) return raise_lzma(t, code);
  return made;
}

Result<Value> lzma_decode_properties(Thread& t, const Value* a) {
  uint64_t number;
  Value whole = EIDER_TRY(index(t, a[0]));
  if (!int_fits_uint64(whole, &number)) return raise(t, TypeId::kOverflowError, "Value too large for lzma_vli type");
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, a[1]));
  lzma_filter filter{number, nullptr};
  lzma_ret code = lzma(t).lzma_properties_decode_(&filter, nullptr, source.span().data(), source.span().size());
  if (code != LZMA_OK) return raise_lzma(t, code);
  struct Freed {
    void* options;
    ~Freed() { std::free(options); }  // liblzma used malloc: no allocator was given
  } freed{filter.options};
  Dict* spec = EIDER_TRY(dict_new(t));
  auto add = [&](const char* name, uint64_t n) -> Result<void> { return dict_set(t, spec, EIDER_TRY(text_value(t, name)), EIDER_TRY(int_from_uint64(t, n))); };
  EIDER_TRY(add("id", number));
  if (number == LZMA_FILTER_LZMA1) {
    auto* o = static_cast<lzma_options_lzma*>(filter.options);
    EIDER_TRY(add("lc", o->lc));
    EIDER_TRY(add("lp", o->lp));
    EIDER_TRY(add("pb", o->pb));
    EIDER_TRY(add("dict_size", o->dict_size));
  } else if (number == LZMA_FILTER_LZMA2) {
    EIDER_TRY(add("dict_size", static_cast<lzma_options_lzma*>(filter.options)->dict_size));
  } else if (number == LZMA_FILTER_DELTA) {
    EIDER_TRY(add("dist", static_cast<lzma_options_delta*>(filter.options)->dist));
  } else if (filter.options != nullptr) {
    EIDER_TRY(add("start_offset", static_cast<lzma_options_bcj*>(filter.options)->start_offset));
  }
  return spec->value();
}

}  // namespace eider::modules
