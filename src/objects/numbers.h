// SPDX-License-Identifier: MIT
//
// Layout of heap numbers, and what the object model itself needs of them: making, reading, hashing.
//
// An int is a small-int word, True/False, or a BigInt. Invariant: an *exact* int that fits 63 bits is always a small-int word;
// only instances of subclasses of int hold small magnitudes (count 0 or 1) in a BigInt. A float is a float word or a BoxedFloat;
// an exact float that has a word is always the word. So "same word" is a fast equality, and different words need a comparison
// only when one of them is on the heap.
// Not here: arithmetic, text conversion (builtins/int, builtins/float).
#pragma once

#include "objects/object.h"
#include "objects/result.h"

namespace eider::objects {

class Thread;

/// Sign and magnitude; limbs are GMP's, least significant first, without leading zero limbs. Immutable. TraceKind::kNone (instances
/// of subclasses kCustom: their Dict stands in the object's last word, see TypeFlags::kVariableSize).
struct BigInt : Object {
  static constexpr TypeId kTypeId = TypeId::kInt;
  int32_t sign;    // -1, 0, 1; 0 exactly when count is 0
  uint32_t count;  // limbs
  uint64_t limbs[];
};

/// TraceKind::kNone; subclasses have attribute slots behind it.
struct BoxedFloat : Object {
  static constexpr TypeId kTypeId = TypeId::kFloat;
  double number;
};

/// TraceKind::kNone; subclasses have attribute slots behind it.
struct Complex : Object {
  static constexpr TypeId kTypeId = TypeId::kComplex;
  double real;
  double imaginary;
};

/// Any int (small, bool, BigInt, instance of a subclass) as sign and limbs. Points into the object or into itself: do not copy.
struct IntView {
  explicit IntView(Value v) {
    if (v.is_heap()) {
      const BigInt* big = v.as<BigInt>();
      sign = big->sign;
      count = big->count;
      limbs = big->limbs;
    } else {
      int64_t n = v.is_small_int() ? v.small_int() : (v == kTrue);
      sign = n < 0 ? -1 : n > 0;
      single = n < 0 ? -static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
      count = n != 0;
      limbs = &single;
    }
  }
  IntView(const IntView&) = delete;
  IntView& operator=(const IntView&) = delete;
  int sign;
  uint32_t count;
  uint64_t single = 0;
  const uint64_t* limbs;
};

inline constexpr uint32_t kMaxIntLimbs = 1u << 27;  // 8 Gbit: beyond it OverflowError/MemoryError

/// v is exactly an int (not bool, not a subclass) / a float. Never runs Python.
EIDER_ALWAYS_INLINE bool is_exact_int(Value v) { return v.is_small_int() || is_exact(v, TypeId::kInt); }
EIDER_ALWAYS_INLINE bool is_exact_float(Value v) { return v.is_float_word() || is_exact(v, TypeId::kFloat); }
/// v is an exact float or BoxedFloat.
inline double exact_float(Value v) { return v.is_float_word() ? v.float_word() : v.as<BoxedFloat>()->number; }

/// A BigInt of the exact type with uninitialised (zero) limbs; fill, then `int_normalize` before publishing.
Result<BigInt*> big_int_new(Thread& t, uint32_t limbs);
/// Drops leading zero limbs; a small-int word when the value fits. `big` must be exact and unpublished.
Value int_normalize(BigInt* big);
/// The int with this sign and magnitude.
Result<Value> int_from_limbs(Thread& t, int sign, const uint64_t* limbs, uint32_t count);

/// float_value, complex_value and int_from_uint64 (protocol.h) without a safepoint. kFailedWord when there is no memory: nothing is pending, and who
/// calls the other one gets a collection, or the exception.
Value float_no_safepoint(Thread& t, double d);
Value complex_no_safepoint(Thread& t, double real, double imaginary);
Value int_no_safepoint(Thread& t, uint64_t v);

/// Whether the int `v` fits; then `*out` is it. Any int layout, never runs Python.
bool int_fits_int64(Value v, int64_t* out);
bool int_fits_uint64(Value v, uint64_t* out);
/// Nearest double (round half even); false when the magnitude is too large.
bool int_as_double(Value v, double* out);
int int_sign(Value v);
bool int_equal(Value a, Value b);
int int_compare(Value a, Value b);

/// As Python's hash(): modulo 2^61 - 1, never -1.
int64_t hash_int(Value v);
/// NaN hashes by the object's identity, as in CPython 3.10+.
int64_t hash_double(double d, Value object);
/// As hash(p) of an object without __hash__: the address, rotated.
int64_t hash_pointer(const void* p);

}  // namespace eider::objects
