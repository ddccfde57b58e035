// SPDX-License-Identifier: MIT
//
// What dicts and sets ask of keys without running Python: the hash of common keys, and equality as far as it is plain.
#pragma once

#include "objects/containers.h"
#include "objects/numbers.h"
#include "objects/protocol.h"

namespace eider::objects {

/// hash(key) as tables use it. Runs Python only for keys whose class defines __hash__.
EIDER_ALWAYS_INLINE Result<uint64_t> hash_key(Thread& t, Value key) {
  if (key.is_small_int()) {
    int64_t v = key.small_int();
    constexpr int64_t kModulus = (int64_t{1} << 61) - 1;
    if (EIDER_LIKELY(v > -kModulus && v < kModulus)) return static_cast<uint64_t>(v == -1 ? -2 : v);
  } else if (EIDER_LIKELY(is_exact(key, TypeId::kStr))) {
    uint64_t h = key.as<Str>()->hash.load_relaxed();  // every thread computes the same
    return EIDER_LIKELY(h != 0) ? h : str_hash(t, key.as<Str>());
  }
  return hash(t, key);
}

// Note [Lookups that start over]
// A comparison by Python code may change the table under the lookup; its answer is then worth nothing, and the lookup starts over, as in
// CPython. An `__eq__` that rebuilds the table every time would keep it busy for ever. (CPython's lookup of such a key ends when the
// rebuilt table happens to lie where the old one was.) So after kMaxRestarts the changing is taken for the program's own doing: keys that
// only Python code can compare count as different from then on. Other threads' writes do not get there: each restart needs a
// rebuilding, or for sets a refilled place, within one comparison.
inline constexpr uint32_t kMaxRestarts = 10'000;

enum class Same : uint8_t { kNo, kYes, kAsk };  // kAsk: only the protocol's equal() knows

Same plain_equal_slow(Value a, Value b, int depth);
/// Equality of two different words, without Python code, safepoints or locks.
EIDER_ALWAYS_INLINE Same plain_equal(Value a, Value b) {
  if (is_exact(a, TypeId::kStr) && is_exact(b, TypeId::kStr)) return str_equal(a.as<Str>(), b.as<Str>()) ? Same::kYes : Same::kNo;
  return plain_equal_slow(a, b, 4);
}

}  // namespace eider::objects
