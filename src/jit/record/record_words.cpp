// SPDX-License-Identifier: MIT
//
// Recording arithmetic on ints that need more than a small int's 63 bits, now or likely in the next round (Note [Words]).
#include "jit/record/recorder.h"
#include "objects/numbers.h"
#include "objects/protocol.h"

namespace eider::jit {

using bytecode::BinaryOpKind;

namespace {

// Note [Words]
// Hashes and random number generators compute modulo 2^64: `(x * a ^ y) & 0xffffffffffffffff`. As Values such numbers are objects three
// times out of four, and what the mask takes away is an object of two limbs. In a trace they are *words*:
//
//   An int from 0 to 2^64 - 1 that is not small, or too near to that to believe in it (kWordyBits), is kept in a register with all its
//   64 bits (Type::kWord). GuardWord takes it from a Value, be that small or an object of one limb, so both are one path; exits box it.
//   `&` with a word, `|`, `^`, `>>`, `%`, `//` and comparison of two words give words, and are one instruction.
//   A sum, difference, product or left shift of them can be an int of any size. It is recorded as a call of a helper for exact ints
//   (IntAdd, ...), which is right whatever follows. When what follows is `&` with a word, that asks for the sum modulo 2^64 only
//   (LowWord), and passes/fold.cpp computes this from its operands modulo 2^64: AddWord. Nobody then uses the call, so dce drops
//   it; if an exit's frame has the sum in a variable or on its stack, virtuals.cpp leaves the call to that exit.
//
// So 64-bit arithmetic with masks runs in registers, and numbers without a mask grow as Python has them grow.
constexpr int kWordyBits = 56;  // a random word is below 2^56 once in 256 times; other programs' ints seldom get there

bool fits_word(Value v, uint64_t* word) { return !v.is_absent() && is_exact_int(v) && int_fits_uint64(v, word); }

bool sum_fits(Value a, Value b, BinaryOpKind kind) {
  if (!a.is_small_int() || !b.is_small_int()) return false;
  __int128 x = a.small_int(), y = b.small_int(), r = 0;
  switch (kind) {
    case BinaryOpKind::kAdd: r = x + y; break;
    case BinaryOpKind::kSubtract: r = x - y; break;
    case BinaryOpKind::kMultiply: r = x * y; break;
    default:
      if (y > 61) return false;
      r = x * (int64_t{1} << y);
  }
  return r >= Value::kMinSmallInt && r <= Value::kMaxSmallInt;
}

}  // namespace

bool Recorder::is_wordy(Value v) {
  uint64_t word;
  return fits_word(v, &word) && word >> kWordyBits != 0;
}

/// To be compared as words.
bool Recorder::are_words(Value a, Value b) const {
  uint64_t x, y;
  return (is_wordy(a) || is_wordy(b)) && fits_word(a, &x) && fits_word(b, &y);
}

/// r, which is an int from 0 to 2^64 - 1 now, or becomes one at the loop's end: a constant that is none always leaves.
Ref Recorder::as_word(Ref r) {
  uint64_t word;
  switch (type(r)) {
    case Type::kWord: return r;
    case Type::kInt:
      if (trace_.code[r].op == Op::kConstInt && static_cast<int64_t>(trace_.code[r].imm) >= 0) return word_constant(trace_.code[r].imm >> 1);
      emit(Op::kGuardIntLe, int_word(0), r);
      return emit(Op::kIntToWord, r);
    default:
      if (is_constant(r) && fits_word(Value::from_bits(trace_.code[r].imm), &word)) return word_constant(word);
      return emit(Op::kGuardWord, r);
  }
}

/// r, which is an exact int, modulo 2^64.
Ref Recorder::low_word(Ref r) {
  if (type(r) == Type::kWord) return r;
  return emit(type(r) == Type::kInt ? Op::kIntToWord : Op::kLowWord, r);
}

/// r as a Value that the trace knows to be an exact int.
Ref Recorder::as_long(Ref r) {
  if (type(r) != Type::kValue) return as_value(r);
  const Instruction& made = trace_.code[r];
  bool call = made.op == Op::kCallHelper1 || made.op == Op::kCallHelper2;
  if (!is_constant(r) && !(call && is_pure(static_cast<Helper>(made.imm)))) emit(Op::kGuardLong, r);
  return r;
}

/// a and b are exact ints. False, and nothing is recorded: small ints do, or it is an operation that has no words.
bool Recorder::word_arithmetic(Value a, Value b, BinaryOpKind kind) {
  uint64_t x = 0, y = 0;
  const Ref left = peek(1), right = peek(0);
  const bool a_word = fits_word(a, &x), b_word = fits_word(b, &y);
  const bool wordy = is_wordy(a) || is_wordy(b) || a.is_heap() || b.is_heap() || type(left) == Type::kWord || type(right) == Type::kWord;
  auto is_small = [&](Ref r, uint64_t now) { return type(r) == Type::kInt || (is_constant(r) && now <= static_cast<uint64_t>(Value::kMaxSmallInt)); };
  auto gives = [&](Ref word, bool small) {
    replace(2, small ? emit(Op::kWordToIntUnchecked, word) : word);
    return true;
  };
  Helper helper;
  switch (kind) {
    case BinaryOpKind::kAnd: {
      if (!wordy) return false;
      helper = Helper::kIntAnd;
      if (!a_word && !b_word) break;
      bool left_known = is_constant(left) || type(left) == Type::kInt, right_known = is_constant(right) || type(right) == Type::kInt;
      bool mask_right = b_word && (!a_word || right_known || !left_known);
      Ref mask = mask_right ? right : left;
      bool small = is_small(mask, mask_right ? y : x);
      Ref other = low_word(mask_right ? left : right), word = as_word(mask);
      return gives(emit(Op::kAndWord, other, word), small);
    }
    case BinaryOpKind::kOr:
    case BinaryOpKind::kXor: {
      if (!wordy) return false;
      helper = kind == BinaryOpKind::kOr ? Helper::kIntOr : Helper::kIntXor;
      if (!a_word || !b_word) break;
      Ref l = as_word(left), r = as_word(right);
      return gives(emit(kind == BinaryOpKind::kOr ? Op::kOrWord : Op::kXorWord, l, r), false);
    }
    case BinaryOpKind::kRshift: {
      if (!b.is_small_int() || b.small_int() < 0 || !(is_wordy(a) || a.is_heap() || type(left) == Type::kWord)) return false;
      Ref count = as_int(right);
      bool constant = trace_.code[count].op == Op::kConstInt;
      if (!constant) emit(Op::kGuardIntLe, int_word(0), count);
      helper = Helper::kIntRshift;
      if (!a_word) break;
      return gives(emit(Op::kShrWord, as_word(left), count), constant && b.small_int() >= 2);
    }
    case BinaryOpKind::kRemainder:
    case BinaryOpKind::kFloorDivide: {
      if (!wordy || !a_word || !b_word || y == 0) return false;
      bool remainder = kind == BinaryOpKind::kRemainder;
      Ref l = as_word(left), r = as_word(right);
      Ref made = emit(remainder ? Op::kModWord : Op::kDivWord, l, r);
      bool constant = is_constant(right) || trace_.code[right].op == Op::kConstInt;
      return gives(made, remainder ? is_small(right, y) : constant && y >= 4);
    }
    case BinaryOpKind::kLshift:
    case BinaryOpKind::kMultiply:
    case BinaryOpKind::kAdd:
    case BinaryOpKind::kSubtract: {
      bool shift = kind == BinaryOpKind::kLshift;
      if (shift && (!b.is_small_int() || b.small_int() < 0)) return false;
      bool fits = sum_fits(a, b, kind);
      if (fits && !wordy) return false;
      // The time between two moments.
      if (fits && kind == BinaryOpKind::kSubtract && !is_wordy(Value::from_small_int(a.small_int() - b.small_int()))) return false;
      if (shift) {
        Ref count = as_int(right);
        if (trace_.code[count].op != Op::kConstInt) emit(Op::kGuardIntLe, int_word(0), count);
      }
      helper = shift ? Helper::kIntLshift : kind == BinaryOpKind::kMultiply ? Helper::kIntMultiply : kind == BinaryOpKind::kAdd ? Helper::kIntAdd : Helper::kIntSubtract;
      break;
    }
    default: return false;
  }
  Ref l = as_long(left), r = as_long(right);
  replace(2, call(helper, l, r));
  return true;
}

}  // namespace eider::jit
