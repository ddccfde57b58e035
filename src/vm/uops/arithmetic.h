// SPDX-License-Identifier: MIT
//
// Micro-ops of numbers and comparison.
//
// Small ints are value << 1 | 1, so adding two is a + b - 1 with the CPU's overflow flag; an overflowing result is a heap int,
// made by the generic path (kSideExit). Floats are unpacked, computed, packed; the few results without a float word are boxed.
#pragma once

#include <cmath>

#include "vm/helpers.h"
#include "vm/uops/frames.h"
#include "vm/uops/machine.h"

namespace eider::vm::uops {

struct GuardBothInt {
  static constexpr UopInfo info{"GUARD_BOTH_INT", 0, 0, Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    return (m.peek(0).bits() & m.peek(1).bits() & 1) ? Flow::kNext : Flow::kSideExit;
  }
};

struct GuardBothFloat {
  static constexpr UopInfo info{"GUARD_BOTH_FLOAT", 0, 0, Effects::kCanExit, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    return m.peek(0).is_float_word() && m.peek(1).is_float_word() ? Flow::kNext : Flow::kSideExit;
  }
};

struct IntAdd {
  static constexpr UopInfo info{"INT_ADD", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t sum;
    if (__builtin_add_overflow(static_cast<int64_t>(m.peek(1).bits()), static_cast<int64_t>(m.peek(0).bits() - 1), &sum))
      return Flow::kSideExit;
    m.replace(2, Value::from_bits(static_cast<uint64_t>(sum)));
    return Flow::kNext;
  }
};

struct IntSubtract {
  static constexpr UopInfo info{"INT_SUBTRACT", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t difference;
    if (__builtin_sub_overflow(static_cast<int64_t>(m.peek(1).bits()), static_cast<int64_t>(m.peek(0).bits() - 1), &difference))
      return Flow::kSideExit;
    m.replace(2, Value::from_bits(static_cast<uint64_t>(difference)));
    return Flow::kNext;
  }
};

struct IntMultiply {
  static constexpr UopInfo info{"INT_MULTIPLY", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t product;
    if (__builtin_mul_overflow(static_cast<int64_t>(m.peek(1).bits() - 1), m.peek(0).small_int(), &product)) return Flow::kSideExit;
    m.replace(2, Value::from_bits(static_cast<uint64_t>(product) + 1));
    return Flow::kNext;
  }
};

struct IntFloorDivide {
  static constexpr UopInfo info{"INT_FLOOR_DIVIDE", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t a = m.peek(1).small_int(), b = m.peek(0).small_int();
    if (EIDER_UNLIKELY(b == 0 || (b == -1 && a == Value::kMinSmallInt))) return Flow::kSideExit;
    int64_t q = a / b;
    if ((a % b != 0) & ((a ^ b) < 0)) --q;
    m.replace(2, Value::from_small_int(q));
    return Flow::kNext;
  }
};

struct IntRemainder {
  static constexpr UopInfo info{"INT_REMAINDER", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t a = m.peek(1).small_int(), b = m.peek(0).small_int();
    if (EIDER_UNLIKELY(b == 0)) return Flow::kSideExit;
    int64_t r;
    if (((a | b) >> 32) == 0) {  // both are small and not negative: a 32-bit division is several times faster
      r = static_cast<int64_t>(static_cast<uint32_t>(a) % static_cast<uint32_t>(b));
    } else {
      r = b == -1 ? 0 : a % b;
      if (r != 0 && (r ^ b) < 0) r += b;
    }
    m.replace(2, Value::from_small_int(r));
    return Flow::kNext;
  }
};

struct IntAnd {
  static constexpr UopInfo info{"INT_AND", 2, 1, Effects::kNone, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.replace(2, Value::from_bits(m.peek(1).bits() & m.peek(0).bits()));
    return Flow::kNext;
  }
};

struct IntOr {
  static constexpr UopInfo info{"INT_OR", 2, 1, Effects::kNone, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.replace(2, Value::from_bits(m.peek(1).bits() | m.peek(0).bits()));
    return Flow::kNext;
  }
};

struct IntXor {
  static constexpr UopInfo info{"INT_XOR", 2, 1, Effects::kNone, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.replace(2, Value::from_bits((m.peek(1).bits() ^ m.peek(0).bits()) | 1));
    return Flow::kNext;
  }
};

struct IntShiftLeft {
  static constexpr UopInfo info{"INT_SHIFT_LEFT", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t a = m.peek(1).small_int();
    uint64_t n = static_cast<uint64_t>(m.peek(0).small_int());
    if (EIDER_UNLIKELY(n > 61)) return Flow::kSideExit;
    int64_t shifted = static_cast<int64_t>(static_cast<uint64_t>(a) << n);
    if (EIDER_UNLIKELY(shifted >> n != a || !Value::fits_small_int(shifted))) return Flow::kSideExit;
    m.replace(2, Value::from_small_int(shifted));
    return Flow::kNext;
  }
};

struct IntShiftRight {
  static constexpr UopInfo info{"INT_SHIFT_RIGHT", 2, 1, Effects::kCanExit, Yields::kInt};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    int64_t n = m.peek(0).small_int();
    if (EIDER_UNLIKELY(n < 0)) return Flow::kSideExit;
    m.replace(2, Value::from_small_int(m.peek(1).small_int() >> (n > 63 ? 63 : n)));
    return Flow::kNext;
  }
};

/// Pushes the result of a float operation; boxing it may allocate.
template <class M>
EIDER_ALWAYS_INLINE Flow finish_float(M& m, double d) {
  Value word;
  if (EIDER_UNLIKELY(!Value::encode_float(d, &word))) {
    m.save();
    word = EIDER_UOP_TRY(float_value(m.t, d));
  }
  m.replace(2, word);
  return Flow::kNext;
}

struct FloatAdd {
  static constexpr UopInfo info{"FLOAT_ADD", 2, 1, Effects::kAllocates, Yields::kFloat};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) { return finish_float(m, m.peek(1).float_word() + m.peek(0).float_word()); }
};
struct FloatSubtract {
  static constexpr UopInfo info{"FLOAT_SUBTRACT", 2, 1, Effects::kAllocates, Yields::kFloat};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) { return finish_float(m, m.peek(1).float_word() - m.peek(0).float_word()); }
};
struct FloatMultiply {
  static constexpr UopInfo info{"FLOAT_MULTIPLY", 2, 1, Effects::kAllocates, Yields::kFloat};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) { return finish_float(m, m.peek(1).float_word() * m.peek(0).float_word()); }
};
struct FloatDivide {
  static constexpr UopInfo info{"FLOAT_DIVIDE", 2, 1, Effects::kAllocates | Effects::kCanExit, Yields::kFloat};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    double divisor = m.peek(0).float_word();
    if (EIDER_UNLIKELY(divisor == 0)) return Flow::kSideExit;  // raises
    return finish_float(m, m.peek(1).float_word() / divisor);
  }
};

/// An int or float word as a double; false for anything else, and for ints that a double may not hold exactly.
EIDER_ALWAYS_INLINE bool quick_double(Value v, double* d) {
  if (v.is_float_word()) {
    *d = v.float_word();
    return true;
  }
  if (!v.is_small_int()) return false;
  int64_t i = v.small_int();
  if (EIDER_UNLIKELY(i > (int64_t{1} << 53) || i < -(int64_t{1} << 53))) return false;
  *d = static_cast<double>(i);
  return true;
}

/// float op int, int op float, int / int: + - * / only.
struct MixedArithmetic {
  static constexpr UopInfo info{"MIXED_ARITHMETIC", 2, 1, Effects::kAllocates | Effects::kCanExit, Yields::kFloat};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    double a, b;
    if (!quick_double(m.peek(1), &a) || !quick_double(m.peek(0), &b)) return Flow::kSideExit;
    BinaryOpKind kind = plain_kind(m.arg());
    if (kind == BinaryOpKind::kTrueDivide) {
      if (EIDER_UNLIKELY(b == 0)) return Flow::kSideExit;
      return finish_float(m, a / b);
    }
    if (m.peek(0).bits() & m.peek(1).bits() & 1) return Flow::kSideExit;  // two ints: the result is an int
    switch (kind) {
      case BinaryOpKind::kAdd: return finish_float(m, a + b);
      case BinaryOpKind::kSubtract: return finish_float(m, a - b);
      case BinaryOpKind::kMultiply: return finish_float(m, a * b);
      default: return Flow::kSideExit;
    }
  }
};

struct StrAdd {
  static constexpr UopInfo info{"STR_ADD", 2, 1, Effects::kAllocates | Effects::kCanExit | Effects::kCanRaise, Yields::kStr};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value a = m.peek(1), b = m.peek(0);
    if (!is_exact(a, TypeId::kStr) || !is_exact(b, TypeId::kStr)) return Flow::kSideExit;
    m.save();
    Str* joined = EIDER_UOP_TRY(str_concat(m.t, a.as<Str>(), b.as<Str>()));
    m.replace(2, joined->value());
    return Flow::kNext;
  }
};

struct BinaryOpGeneric {
  static constexpr UopInfo info{"BINARY_OP", 2, 1,
                                Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_binary_op(m.t, m.pc, m.peek(1), m.peek(0));
    m.save();
    if (Flow flow = enter_operator<Op::kBinaryOp>(m); flow != Flow::kNext) return flow;
    if (Flow flow = enter_method<Op::kBinaryOp>(m, m.tos); flow != Flow::kNext) return flow;
    Value r = EIDER_UOP_TRY(binary_op(m.t, static_cast<BinaryOpKind>(m.arg()), m.peek(1), m.peek(0)));
    m.replace(2, r);
    return Flow::kNext;
  }
};

struct UnaryNegative {
  static constexpr UopInfo info{"UNARY_NEGATIVE", 1, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value v = m.tos;
    if (v.is_small_int() && v.small_int() != Value::kMinSmallInt) {
      m.set_top(Value::from_small_int(-v.small_int()));
      return Flow::kNext;
    }
    if (v.is_float_word()) {
      Value word;
      if (Value::encode_float(-v.float_word(), &word)) {
        m.set_top(word);
        return Flow::kNext;
      }
    }
    m.save();
    m.set_top(EIDER_UOP_TRY(negative(m.t, v)));
    return Flow::kNext;
  }
};

struct UnaryPositive {
  static constexpr UopInfo info{"UNARY_POSITIVE", 1, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    m.save();
    m.set_top(EIDER_UOP_TRY(positive(m.t, m.tos)));
    return Flow::kNext;
  }
};

struct UnaryInvert {
  static constexpr UopInfo info{"UNARY_INVERT", 1, 1, Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (m.tos.is_small_int()) {
      m.set_top(Value::from_small_int(~m.tos.small_int()));
      return Flow::kNext;
    }
    m.save();
    m.set_top(EIDER_UOP_TRY(invert(m.t, m.tos)));
    return Flow::kNext;
  }
};

// --- comparison -----------------------------------------------------------------------------------------------------------------
template <CompareKind kKind, class T>
EIDER_ALWAYS_INLINE bool compares(T a, T b) {
  switch (kKind) {
    case CompareKind::kLt: return a < b;
    case CompareKind::kLe: return a <= b;
    case CompareKind::kEq: return a == b;
    case CompareKind::kNe: return a != b;
    case CompareKind::kGt: return a > b;
    case CompareKind::kGe: return a >= b;
  }
}

struct CompareGeneric {
  static constexpr UopInfo info{"COMPARE", 2, 1,
                                Effects::kFrames | Effects::kEscapes | Effects::kAllocates | Effects::kCanRaise | Effects::kControl};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    if (EIDER_UNLIKELY(--m.cache()[0] == 0)) specialize_compare(m.t, m.pc, m.peek(1), m.peek(0));
    m.save();
    if (Flow flow = enter_operator<Op::kCompareOp>(m); flow != Flow::kNext) return flow;
    if (Flow flow = enter_method<Op::kCompareOp>(m, m.tos); flow != Flow::kNext) return flow;
    Value r = EIDER_UOP_TRY(compare(m.t, m.peek(1), m.peek(0), static_cast<CompareKind>(m.arg())));
    m.replace(2, r);
    return Flow::kNext;
  }
};

/// Comparison whose result the next instruction (PopJumpIfTrue / PopJumpIfFalse without extended argument) consumes: both in one.
/// The pair is chosen at specialization; the second instruction stays in place for those who jump to it.
template <class M>
EIDER_ALWAYS_INLINE Flow finish_compare_jump(M& m, bool result) {
  constexpr int kCompareLength = 1 + kCacheUnits[static_cast<int>(Op::kCompareOp)];
  uint16_t jump = m.pc[kCompareLength];
  bool sense = (jump & 0xff) == static_cast<uint16_t>(Op::kPopJumpIfTrue);
  m.drop(2);
  m.pc += kCompareLength + 1 + (result == sense ? jump >> 8 : 0);
  return Flow::kJump;
}

template <CompareKind kKind>
struct IntCompareJump {
  static constexpr UopInfo info{"INT_COMPARE_JUMP", 2, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    return finish_compare_jump(m, compares<kKind>(static_cast<int64_t>(m.peek(1).bits()), static_cast<int64_t>(m.peek(0).bits())));
  }
};

template <CompareKind kKind>
struct FloatCompareJump {
  static constexpr UopInfo info{"FLOAT_COMPARE_JUMP", 2, 0, Effects::kControl, Yields::kNothing};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    return finish_compare_jump(m, compares<kKind>(m.peek(1).float_word(), m.peek(0).float_word()));
  }
};

template <class T>
EIDER_ALWAYS_INLINE bool compares_dynamic(CompareKind kind, T a, T b) {
  switch (kind) {
    case CompareKind::kLt: return a < b;
    case CompareKind::kLe: return a <= b;
    case CompareKind::kEq: return a == b;
    case CompareKind::kNe: return a != b;
    case CompareKind::kGt: return a > b;
    case CompareKind::kGe: return a >= b;
  }
  return false;
}

struct IntCompare {
  static constexpr UopInfo info{"INT_COMPARE", 2, 1, Effects::kNone, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    bool r = compares_dynamic(static_cast<CompareKind>(m.arg()), static_cast<int64_t>(m.peek(1).bits()),
                              static_cast<int64_t>(m.peek(0).bits()));
    m.replace(2, Value::from_bool(r));
    return Flow::kNext;
  }
};

struct FloatCompare {
  static constexpr UopInfo info{"FLOAT_COMPARE", 2, 1, Effects::kNone, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    bool r = compares_dynamic(static_cast<CompareKind>(m.arg()), m.peek(1).float_word(), m.peek(0).float_word());
    m.replace(2, Value::from_bool(r));
    return Flow::kNext;
  }
};

/// == and != of exact strings.
struct StrEqual {
  static constexpr UopInfo info{"STR_EQUAL", 2, 1, Effects::kCanExit, Yields::kBool};
  template <class M>
  EIDER_ALWAYS_INLINE static Flow run(M& m) {
    Value a = m.peek(1), b = m.peek(0);
    if (!is_exact(a, TypeId::kStr) || !is_exact(b, TypeId::kStr)) return Flow::kSideExit;
    bool same = a == b || str_equal(a.as<Str>(), b.as<Str>());
    m.replace(2, Value::from_bool(same == (static_cast<CompareKind>(m.arg()) == CompareKind::kEq)));
    return Flow::kNext;
  }
};

}  // namespace eider::vm::uops
