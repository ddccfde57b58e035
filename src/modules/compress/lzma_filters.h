// SPDX-License-Identifier: MIT
//
// liblzma, loaded when _lzma is imported, and chains of its filters as Python's dicts say them.
#pragma once

#include <lzma.h>

#include "modules/library.h"
#include "modules/support.h"

namespace eider::modules {

#define EIDER_LZMA(X)                                                                                                                            \
  X(lzma_easy_encoder) X(lzma_stream_encoder) X(lzma_alone_encoder) X(lzma_raw_encoder) X(lzma_auto_decoder) X(lzma_stream_decoder)             \
  X(lzma_alone_decoder) X(lzma_raw_decoder) X(lzma_code) X(lzma_end) X(lzma_lzma_preset) X(lzma_check_is_supported) X(lzma_get_check)           \
  X(lzma_properties_size) X(lzma_properties_encode) X(lzma_properties_decode)
struct LzmaLibrary {
  EIDER_LZMA(EIDER_LIBRARY_MEMBER)
};
inline LzmaLibrary& lzma(Thread& t) { return *module_types(t).lzma; }

/// LZMAError or what else fits the code.
EIDER_COLD Failure raise_lzma(Thread& t, int code);
EIDER_COLD Failure raise_lzma_text(Thread& t, const char* text);

/// A chain whose options stand beside it.
struct LzmaChain {
  union Options {
    lzma_options_lzma lzma;
    lzma_options_delta delta;
    lzma_options_bcj bcj;
  };
  lzma_filter filters[LZMA_FILTERS_MAX + 1];
  Options options[LZMA_FILTERS_MAX];
};
/// From a sequence of dicts. TypeError, ValueError.
Result<void> lzma_chain(Thread& t, Value sequence, LzmaChain* out);
Result<Value> lzma_encode_properties(Thread& t, const Value* args);
Result<Value> lzma_decode_properties(Thread& t, const Value* args);

}  // namespace eider::modules
