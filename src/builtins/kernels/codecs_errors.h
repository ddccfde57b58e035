// SPDX-License-Identifier: MIT
//
// Inside the codecs: what the named error handlers do. One function for each direction, used by every codec.
#pragma once

#include "builtins/kernels/codecs.h"

namespace eider::builtins::kernels {

inline constexpr uint8_t kHexDigitBits = 4;
inline constexpr char kLowerHex[] = "0123456789abcdef";

inline bool is_surrogate(char32_t c) { return c >= 0xd800 && c <= 0xdfff; }
inline int hex_digit(uint32_t c) {
  if (c >= '0' && c <= '9') return static_cast<int>(c - '0');
  if ((c | 32) >= 'a' && (c | 32) <= 'f') return static_cast<int>((c | 32) - 'a' + 10);
  return -1;
}

/// Decoding: writes the replacement to `out` and moves `*at` to where to go on.
CodecStatus resolve_decode_error(const DecodeErrors& errors, ByteSpan bytes, const CodecError& error, Text32& out,
                                 size_t* at);

/// Encoding: fills in the answer; its resume is where to go on.
CodecStatus resolve_encode_error(const EncodeErrors& errors, TextView text, const CodecError& error,
                                 EncodeReplacement* answer);

/// Writes one escape: \xhh, \uhhhh or \Uhhhhhhhh.
template <class Out>
void append_hex_escape(char32_t c, Out& out) {
  const int digits = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
  out.push('\\');
  out.push(digits == 2 ? 'x' : digits == 4 ? 'u' : 'U');
  for (int i = digits - 1; i >= 0; i--) {
    out.push(static_cast<std::remove_reference_t<decltype(out[0])>>(kLowerHex[c >> (i * kHexDigitBits) & 15]));
  }
}

}  // namespace eider::builtins::kernels
