// SPDX-License-Identifier: MIT
//
// The keyed hash of a byte range: what str and bytes hash with. The key is the realm's, random for each runtime.
//
// Invariant: never 0 (a Str's hash word uses 0 for "not computed") and never ~0 (Python's -1 is "error" in C interfaces).
// Source: SipHash-1-3 (Aumasson, Bernstein 2012), as CPython.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace eider::objects {

inline uint64_t hash_bytes(const void* data, size_t size, const uint64_t key[2]) {
  uint64_t v0 = key[0] ^ 0x736f6d6570736575, v1 = key[1] ^ 0x646f72616e646f6d;
  uint64_t v2 = key[0] ^ 0x6c7967656e657261, v3 = key[1] ^ 0x7465646279746573;
  auto round = [&] {
    v0 += v1; v1 = std::rotl(v1, 13); v1 ^= v0; v0 = std::rotl(v0, 32);
    v2 += v3; v3 = std::rotl(v3, 16); v3 ^= v2;
    v0 += v3; v3 = std::rotl(v3, 21); v3 ^= v0;
    v2 += v1; v1 = std::rotl(v1, 17); v1 ^= v2; v2 = std::rotl(v2, 32);
  };
  const auto* bytes = static_cast<const uint8_t*>(data);
  size_t left = size;
  for (; left >= 8; left -= 8, bytes += 8) {
    uint64_t word;
    std::memcpy(&word, bytes, 8);
    v3 ^= word;
    round();
    v0 ^= word;
  }
  uint64_t last = static_cast<uint64_t>(size) << 56;
  for (size_t i = 0; i < left; i++) last |= static_cast<uint64_t>(bytes[i]) << (8 * i);
  v3 ^= last;
  round();
  v0 ^= last;
  v2 ^= 0xff;
  round();
  round();
  round();
  uint64_t h = v0 ^ v1 ^ v2 ^ v3;
  if (h == 0) return 0x5eed;
  return h == ~uint64_t{0} ? ~uint64_t{0} - 1 : h;
}

}  // namespace eider::objects
