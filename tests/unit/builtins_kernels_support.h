// SPDX-License-Identifier: MIT
//
// What the kernel tests share: numbers and texts in and out of the tables.
#pragma once

#include <gtest/gtest.h>

#include <bit>
#include <string>
#include <string_view>

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

/// A number written in hexadecimal, as the tables have it.
inline void read_hex(BigBuf& out, const char* text) {
  ASSERT_EQ(from_text(text, std::strlen(text), 16, 0, out).status, BigStatus::kOk) << text;
}
struct Big : BigBuf {
  explicit Big(const char* hex) { read_hex(*this, hex); }
};
inline std::string hex(BigView a) {
  Text8 text;
  EXPECT_EQ(to_text(a, 16, 0, text), BigStatus::kOk);
  return {text.data(), text.size()};
}
inline TextView view(std::u32string_view text) { return {text.data(), text.size()}; }
inline std::u32string string_of(const Text32& text) { return {text.data(), text.size()}; }
inline std::string string_of(const Text8& text) { return {text.data(), text.size()}; }
inline std::string ascii_of(std::u32string_view text) { return {text.begin(), text.end()}; }
inline double real(uint64_t bits) { return std::bit_cast<double>(bits); }
/// Bit for bit, but one NaN is as good as another.
inline bool same(double a, double b) {
  return std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b) || (a != a && b != b);
}

}  // namespace eider::builtins::kernels
