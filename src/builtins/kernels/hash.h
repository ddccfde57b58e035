// SPDX-License-Identifier: MIT
//
// Hashes: of bytes (keyed), and the ways container hashes combine.
//
// Invariant: no function here returns -1, which Python's protocol keeps for "error".
// Invariant: tuples, frozensets and integers hash exactly as in CPython 3.11; strings do not (their key is random there
// too). Source: SipHash-1-3 (Aumasson, Bernstein 2012); tuples: xxHash's round; both chosen by CPython.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace eider::builtins::kernels {

struct HashKey {
  uint64_t k0 = 0, k1 = 0;  // random for each runtime
};

inline int64_t avoid_minus_one(uint64_t hash) { return hash == ~uint64_t{0} ? -2 : static_cast<int64_t>(hash); }

/// SipHash-1-3 of a byte range. Empty ranges hash to 0, as in CPython.
inline int64_t hash_bytes(const void* data, size_t size, HashKey key) {
  if (size == 0) return 0;
  uint64_t v0 = key.k0 ^ 0x736f6d6570736575, v1 = key.k1 ^ 0x646f72616e646f6d;
  uint64_t v2 = key.k0 ^ 0x6c7967656e657261, v3 = key.k1 ^ 0x7465646279746573;
  auto round = [&] {
    v0 += v1;
    v1 = std::rotl(v1, 13);
    v1 ^= v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16);
    v3 ^= v2;
    v0 += v3;
    v3 = std::rotl(v3, 21);
    v3 ^= v0;
    v2 += v1;
    v1 = std::rotl(v1, 17);
    v1 ^= v2;
    v2 = std::rotl(v2, 32);
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
  return avoid_minus_one(v0 ^ v1 ^ v2 ^ v3);
}

/// hash(tuple), given the items' hashes one by one.
class TupleHash {
 public:
  void add(int64_t item_hash) {
    accumulator_ += static_cast<uint64_t>(item_hash) * kPrime2;
    accumulator_ = std::rotl(accumulator_, 31) * kPrime1;
    count_++;
  }
  int64_t finish() const {
    uint64_t hash = accumulator_ + (count_ ^ (kPrime5 ^ 3527539u));
    return hash == ~uint64_t{0} ? 1546275796 : static_cast<int64_t>(hash);
  }

 private:
  static constexpr uint64_t kPrime1 = 11400714785074694791u, kPrime2 = 14029467366897019727u,
                            kPrime5 = 2870177450012600261u;
  uint64_t accumulator_ = kPrime5;
  uint64_t count_ = 0;
};

/// hash(frozenset), given the elements' hashes in any order.
class FrozenSetHash {
 public:
  void add(int64_t element_hash) {
    auto h = static_cast<uint64_t>(element_hash);
    hash_ ^= ((h ^ 89869747u) ^ (h << 16)) * 3644798167u;
    count_++;
  }
  int64_t finish() const {
    uint64_t hash = hash_ ^ ((count_ + 1) * 1927868237u);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash * 69069u + 907133923u;
    return hash == ~uint64_t{0} ? 590923713 : static_cast<int64_t>(hash);
  }

 private:
  uint64_t hash_ = 0;
  uint64_t count_ = 0;
};

/// Identity hashes: the low bits of an address are always zero, so they are rotated away.
inline int64_t hash_pointer(const void* pointer) {
  return avoid_minus_one(std::rotr(reinterpret_cast<uintptr_t>(pointer), 4));
}

/// hash(int) of a machine integer: modulo 2**61 - 1, with its sign.
inline int64_t hash_int64(int64_t value) {
  constexpr uint64_t kModulus = (uint64_t{1} << 61) - 1;
  uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  auto rest = static_cast<int64_t>(magnitude % kModulus);
  return avoid_minus_one(static_cast<uint64_t>(value < 0 ? -rest : rest));
}

}  // namespace eider::builtins::kernels
