// SPDX-License-Identifier: MIT
//
// Making, reading and hashing heap numbers.
#include "objects/numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

namespace {

constexpr uint64_t kHashModulus = (uint64_t{1} << 61) - 1;

uint64_t reduce(uint64_t x) {
  x = (x & kHashModulus) + (x >> 61);
  return x >= kHashModulus ? x - kHashModulus : x;
}

}  // namespace

Result<BigInt*> big_int_new(Thread& t, uint32_t limbs) {
  if (limbs > kMaxIntLimbs) return raise_no_memory(t);
  size_t bytes = sizeof(BigInt) + size_t{limbs} * 8;
  uint32_t header_bytes = static_cast<uint32_t>(std::min<size_t>(bytes, 0x7fffffff));
  auto* big = reinterpret_cast<BigInt*>(gc::allocate(t, gc::header_word(shape_id(TypeId::kInt), TraceKind::kNone, header_bytes), bytes));
  if (EIDER_UNLIKELY(big == nullptr)) return raise_no_memory(t);
  big->sign = 1;
  big->count = limbs;
  return big;
}

Value int_normalize(BigInt* big) {
  while (big->count > 0 && big->limbs[big->count - 1] == 0) big->count--;
  if (big->count == 0) return Value::from_small_int(0);
  if (big->count == 1) {
    uint64_t magnitude = big->limbs[0];
    if (magnitude <= static_cast<uint64_t>(Value::kMaxSmallInt)) {
      return Value::from_small_int(big->sign < 0 ? -static_cast<int64_t>(magnitude) : static_cast<int64_t>(magnitude));
    }
    if (big->sign < 0 && magnitude == static_cast<uint64_t>(Value::kMaxSmallInt) + 1) return Value::from_small_int(Value::kMinSmallInt);
  }
  return big->value();
}

Result<Value> int_from_limbs(Thread& t, int sign, const uint64_t* limbs, uint32_t count) {
  while (count > 0 && limbs[count - 1] == 0) count--;
  if (count == 0) return Value::from_small_int(0);
  if (count == 1 && limbs[0] <= static_cast<uint64_t>(Value::kMaxSmallInt)) {
    return Value::from_small_int(sign < 0 ? -static_cast<int64_t>(limbs[0]) : static_cast<int64_t>(limbs[0]));
  }
  BigInt* big = EIDER_TRY(big_int_new(t, count));
  big->sign = sign;
  std::copy(limbs, limbs + count, big->limbs);
  return int_normalize(big);
}

Result<Value> int_from_int64(Thread& t, int64_t v) {
  if (EIDER_LIKELY(Value::fits_small_int(v))) return Value::from_small_int(v);
  uint64_t magnitude = v < 0 ? -static_cast<uint64_t>(v) : static_cast<uint64_t>(v);
  return int_from_limbs(t, v < 0 ? -1 : 1, &magnitude, 1);
}

Result<Value> int_from_uint64(Thread& t, uint64_t v) {
  if (EIDER_LIKELY(v <= static_cast<uint64_t>(Value::kMaxSmallInt))) return Value::from_small_int(static_cast<int64_t>(v));
  return int_from_limbs(t, 1, &v, 1);
}

Result<Value> float_value(Thread& t, double d) {
  Value word;
  if (EIDER_LIKELY(Value::encode_float(d, &word))) return word;
  auto* boxed = reinterpret_cast<BoxedFloat*>(
      gc::allocate(t, gc::header_word(shape_id(TypeId::kFloat), TraceKind::kNone, sizeof(BoxedFloat)), sizeof(BoxedFloat)));
  if (EIDER_UNLIKELY(boxed == nullptr)) return raise_no_memory(t);
  boxed->number = d;
  return boxed->value();
}

Value float_no_safepoint(Thread& t, double d) {
  Value word;
  if (EIDER_LIKELY(Value::encode_float(d, &word))) return word;
  auto* boxed = reinterpret_cast<BoxedFloat*>(
      gc::allocate_no_safepoint(t, gc::header_word(shape_id(TypeId::kFloat), TraceKind::kNone, sizeof(BoxedFloat)), sizeof(BoxedFloat)));
  if (EIDER_UNLIKELY(boxed == nullptr)) return kFailedWord;
  boxed->number = d;
  return boxed->value();
}

namespace {

Value fill(Complex* made, double real, double imaginary) {
  made->real = real;
  made->imaginary = imaginary;
  return made->value();
}
constexpr uint32_t kComplexBytes = sizeof(Complex);

}  // namespace

Result<Value> complex_value(Thread& t, double real, double imaginary) {
  auto* made = reinterpret_cast<Complex*>(gc::allocate(t, gc::header_word(shape_id(TypeId::kComplex), TraceKind::kNone, kComplexBytes), kComplexBytes));
  if (EIDER_UNLIKELY(made == nullptr)) return raise_no_memory(t);
  return fill(made, real, imaginary);
}

Value complex_no_safepoint(Thread& t, double real, double imaginary) {
  auto* made =
      reinterpret_cast<Complex*>(gc::allocate_no_safepoint(t, gc::header_word(shape_id(TypeId::kComplex), TraceKind::kNone, kComplexBytes), kComplexBytes));
  return EIDER_UNLIKELY(made == nullptr) ? kFailedWord : fill(made, real, imaginary);
}

Value int_no_safepoint(Thread& t, uint64_t v) {
  if (EIDER_LIKELY(v <= static_cast<uint64_t>(Value::kMaxSmallInt))) return Value::from_small_int(static_cast<int64_t>(v));
  constexpr uint32_t kBytes = sizeof(BigInt) + 8;
  auto* big = reinterpret_cast<BigInt*>(gc::allocate_no_safepoint(t, gc::header_word(shape_id(TypeId::kInt), TraceKind::kNone, kBytes), kBytes));
  if (EIDER_UNLIKELY(big == nullptr)) return kFailedWord;
  big->sign = 1;
  big->count = 1;
  big->limbs[0] = v;
  return big->value();
}

bool is_int(const Thread& t, Value v) {
  return v.is_small_int() || v.is_bool() || (v.is_heap() && type_of(t, v)->layout == TypeId::kInt);
}
bool is_float(const Thread& t, Value v) { return v.is_float_word() || (v.is_heap() && type_of(t, v)->layout == TypeId::kFloat); }
double float_of(Value v) { return v.is_float_word() ? v.float_word() : v.as<BoxedFloat>()->number; }

bool int_fits_int64(Value v, int64_t* out) {
  if (EIDER_LIKELY(v.is_small_int())) {
    *out = v.small_int();
    return true;
  }
  IntView view(v);
  if (view.count > 1) return false;
  uint64_t magnitude = view.count == 0 ? 0 : view.limbs[0];
  if (view.sign < 0) {
    if (magnitude > uint64_t{1} << 63) return false;
    *out = static_cast<int64_t>(-magnitude);
    return true;
  }
  if (magnitude > static_cast<uint64_t>(INT64_MAX)) return false;
  *out = static_cast<int64_t>(magnitude);
  return true;
}

bool int_fits_uint64(Value v, uint64_t* out) {
  IntView view(v);
  if (view.sign < 0 || view.count > 1) return false;
  *out = view.count == 0 ? 0 : view.limbs[0];
  return true;
}

bool int_as_double(Value v, double* out) {
  if (EIDER_LIKELY(v.is_small_int())) {
    *out = static_cast<double>(v.small_int());
    return true;
  }
  IntView view(v);
  if (view.count == 0) {
    *out = 0.0;
    return true;
  }
  // The top 64 bits, the lowest of them made sticky by everything below; the conversion to double rounds them half to even.
  uint64_t bits = uint64_t{view.count} * 64 - static_cast<uint64_t>(std::countl_zero(view.limbs[view.count - 1]));
  if (bits > 1024) return false;
  uint64_t top = view.limbs[view.count - 1];
  int64_t exponent = 0;
  if (view.count > 1) {
    int shift = std::countl_zero(top);
    uint64_t below = view.limbs[view.count - 2];
    if (shift != 0) {
      top = top << shift | below >> (64 - shift);
      below <<= shift;
    }
    bool sticky = below != 0;
    for (uint32_t i = 0; i + 2 < view.count && !sticky; i++) sticky = view.limbs[i] != 0;
    top |= sticky;
    exponent = static_cast<int64_t>(bits) - 64;
  }
  double d = std::ldexp(static_cast<double>(top), static_cast<int>(exponent));
  if (std::isinf(d)) return false;
  *out = view.sign < 0 ? -d : d;
  return true;
}

int int_sign(Value v) {
  if (v.is_small_int()) return v.small_int() < 0 ? -1 : v.small_int() > 0;
  return IntView(v).sign;
}

int int_compare(Value a, Value b) {
  if (EIDER_LIKELY(a.is_small_int() && b.is_small_int())) return (a.small_int() > b.small_int()) - (a.small_int() < b.small_int());
  IntView x(a), y(b);
  if (x.sign != y.sign) return x.sign < y.sign ? -1 : 1;
  int order = 0;
  if (x.count != y.count) {
    order = x.count < y.count ? -1 : 1;
  } else {
    for (uint32_t i = x.count; i-- > 0 && order == 0;) order = x.limbs[i] < y.limbs[i] ? -1 : x.limbs[i] > y.limbs[i];
  }
  return x.sign < 0 ? -order : order;
}

bool int_equal(Value a, Value b) { return a == b || int_compare(a, b) == 0; }

int64_t hash_int(Value v) {
  if (EIDER_LIKELY(v.is_small_int())) {
    int64_t n = v.small_int();
    uint64_t magnitude = n < 0 ? -static_cast<uint64_t>(n) : static_cast<uint64_t>(n);
    auto h = static_cast<int64_t>(reduce(magnitude));
    if (n < 0) h = -h;
    return h == -1 ? -2 : h;
  }
  IntView view(v);
  // 2^64 = 8 modulo 2^61 - 1: each limb shifts what came before by three.
  uint64_t h = 0;
  for (uint32_t i = view.count; i-- > 0;) {
    h = ((h << 3) & kHashModulus) | (h >> 58);
    h = reduce(h + reduce(view.limbs[i]));
  }
  auto signed_hash = static_cast<int64_t>(h);
  if (view.sign < 0) signed_hash = -signed_hash;
  return signed_hash == -1 ? -2 : signed_hash;
}

int64_t hash_double(double d, Value object) {
  if (!std::isfinite(d)) {
    if (std::isinf(d)) return d > 0 ? 314159 : -314159;
    return hash_pointer(reinterpret_cast<const void*>(object.bits()));
  }
  int exponent;
  double mantissa = std::frexp(d, &exponent);
  int sign = 1;
  if (mantissa < 0) {
    sign = -1;
    mantissa = -mantissa;
  }
  uint64_t x = 0;
  while (mantissa != 0) {  // 28 bits at a time, as CPython
    x = ((x << 28) & kHashModulus) | x >> (61 - 28);
    mantissa *= 268435456.0;
    exponent -= 28;
    auto y = static_cast<uint64_t>(mantissa);
    mantissa -= static_cast<double>(y);
    x += y;
    if (x >= kHashModulus) x -= kHashModulus;
  }
  exponent = exponent >= 0 ? exponent % 61 : 61 - 1 - ((-1 - exponent) % 61);
  x = ((x << exponent) & kHashModulus) | x >> (61 - exponent);
  auto h = static_cast<int64_t>(x) * sign;
  return h == -1 ? -2 : h;
}

int64_t hash_pointer(const void* p) {
  auto bits = reinterpret_cast<uint64_t>(p);
  auto h = static_cast<int64_t>(std::rotr(bits, 4));
  return h == -1 ? -2 : h;
}

}  // namespace eider::objects
