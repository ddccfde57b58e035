// SPDX-License-Identifier: MIT
//
// Binary and unary operators: which side is asked first, what is tried next, what is said when nobody answers.
//
// Rule: the left operand's slot, then the right's; but the right's first when its class is a proper subclass that has another
// slot function. Then sequences' concat and repeat. Source: CPython's Objects/abstract.c (binary_op1, ternary_op, PyNumber_Add...).
#include <cstddef>

#include "objects/operator_methods.h"
#include "objects/slot_table.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

using bytecode::BinaryOpKind;

namespace {

struct Operator {
  BinaryFn TypeSlots::*slot;
  BinaryFn TypeSlots::*inplace;
  const char* symbol;
  const char* inplace_symbol;
  Name method, reflected;
};

constexpr Operator kOperators[] = {  // in the order of BinaryOpKind
    {&TypeSlots::add, &TypeSlots::inplace_add, "+", "+=", Name::k__add__, Name::k__radd__},
    {&TypeSlots::bit_and, &TypeSlots::inplace_and, "&", "&=", Name::k__and__, Name::k__rand__},
    {&TypeSlots::floor_divide, &TypeSlots::inplace_floor_divide, "//", "//=", Name::k__floordiv__, Name::k__rfloordiv__},
    {&TypeSlots::lshift, &TypeSlots::inplace_lshift, "<<", "<<=", Name::k__lshift__, Name::k__rlshift__},
    {&TypeSlots::matrix_multiply, &TypeSlots::inplace_matrix_multiply, "@", "@=", Name::k__matmul__, Name::k__rmatmul__},
    {&TypeSlots::multiply, &TypeSlots::inplace_multiply, "*", "*=", Name::k__mul__, Name::k__rmul__},
    {&TypeSlots::remainder, &TypeSlots::inplace_remainder, "%", "%=", Name::k__mod__, Name::k__rmod__},
    {&TypeSlots::bit_or, &TypeSlots::inplace_or, "|", "|=", Name::k__or__, Name::k__ror__},
    {nullptr, &TypeSlots::inplace_power, "** or pow()", "**=", Name::k__pow__, Name::k__rpow__},
    {&TypeSlots::rshift, &TypeSlots::inplace_rshift, ">>", ">>=", Name::k__rshift__, Name::k__rrshift__},
    {&TypeSlots::subtract, &TypeSlots::inplace_subtract, "-", "-=", Name::k__sub__, Name::k__rsub__},
    {&TypeSlots::true_divide, &TypeSlots::inplace_true_divide, "/", "/=", Name::k__truediv__, Name::k__rtruediv__},
    {&TypeSlots::bit_xor, &TypeSlots::inplace_xor, "^", "^=", Name::k__xor__, Name::k__rxor__},
};

EIDER_COLD Failure unsupported(Thread& t, const char* symbol, Value a, Value b) {
  if (std::string_view(symbol) == ">>" && is_exact(a, TypeId::kNativeFunction) &&
      a.as<NativeFunction>()->def->signature.name == "print") {
    return raise(t, TypeId::kTypeError,
                 "unsupported operand type(s) for >>: '%s' and '%s'. Did you mean \"print(<message>, file=<output_stream>)\"?",
                 type_name(t, a), type_name(t, b));
  }
  return raise(t, TypeId::kTypeError, "unsupported operand type(s) for %s: '%s' and '%s'", symbol, type_name(t, a), type_name(t, b));
}

Result<Value> try_binary(Thread& t, BinaryFn TypeSlots::*slot, Value a, Value b) {
  Type* left = type_of(t, a);
  Type* right = type_of(t, b);
  BinaryFn mine = left->slots.*slot;
  BinaryFn theirs = nullptr;
  if (left != right) {
    theirs = right->slots.*slot;
    if (theirs == mine) theirs = nullptr;
  }
  if (mine != nullptr) {
    if (theirs != nullptr && is_subtype(right, left)) {
      Value r = EIDER_TRY(theirs(t, a, b));
      if (r != kNotImplemented) return r;
      theirs = nullptr;
    }
    Value r = EIDER_TRY(mine(t, a, b));
    if (r != kNotImplemented) return r;
  }
  if (theirs != nullptr) return theirs(t, a, b);
  return kNotImplemented;
}

Result<Value> try_power(Thread& t, Value a, Value b, Value modulus) {
  Type* left = type_of(t, a);
  Type* right = type_of(t, b);
  TernaryFn mine = left->slots.power;
  TernaryFn theirs = nullptr;
  if (left != right) {
    theirs = right->slots.power;
    if (theirs == mine) theirs = nullptr;
  }
  if (mine != nullptr) {
    if (theirs != nullptr && is_subtype(right, left)) {
      Value r = EIDER_TRY(theirs(t, a, b, modulus));
      if (r != kNotImplemented) return r;
      theirs = nullptr;
    }
    Value r = EIDER_TRY(mine(t, a, b, modulus));
    if (r != kNotImplemented) return r;
  }
  if (theirs != nullptr) {
    Value r = EIDER_TRY(theirs(t, a, b, modulus));
    if (r != kNotImplemented) return r;
  }
  if (modulus != kNone) {
    TernaryFn third = type_of(t, modulus)->slots.power;
    if (third != nullptr && third != mine && third != theirs) return third(t, a, b, modulus);
  }
  return kNotImplemented;
}

Result<Value> power_or_raise(Thread& t, Value a, Value b, Value modulus, const char* symbol) {
  Value r = EIDER_TRY(try_power(t, a, b, modulus));
  if (EIDER_LIKELY(r != kNotImplemented)) return r;
  if (modulus == kNone) return unsupported(t, symbol, a, b);
  return raise(t, TypeId::kTypeError, "unsupported operand type(s) for %s: '%s', '%s', '%s'", symbol, type_name(t, a), type_name(t, b),
               type_name(t, modulus));
}

Result<Value> repeat(Thread& t, SizedFn function, Value sequence, Value count) {
  if (!is_int(t, count) && type_of(t, count)->slots.index == nullptr) {
    return raise(t, TypeId::kTypeError, "can't multiply sequence by non-int of type '%s'", type_name(t, count));
  }
  int64_t n = EIDER_TRY(index_int64(t, count, TypeId::kOverflowError, "cannot fit 'int' into an index-sized integer"));
  return function(t, sequence, n);
}

/// What comes after the number protocol: + and * of sequences.
Result<Value> sequence_fallback(Thread& t, BinaryOpKind kind, Value a, Value b, bool inplace, const char* symbol) {
  TypeSlots& left = type_of(t, a)->slots;
  if (kind == BinaryOpKind::kAdd) {
    if (inplace && left.inplace_concat != nullptr) return left.inplace_concat(t, a, b);
    if (left.concat != nullptr) {
      Value r = EIDER_TRY(left.concat(t, a, b));
      if (r != kNotImplemented) return r;
    }
  } else if (kind == BinaryOpKind::kMultiply) {
    if (inplace && left.inplace_repeat != nullptr) return repeat(t, left.inplace_repeat, a, b);
    if (left.repeat != nullptr) return repeat(t, left.repeat, a, b);
    // `x *= "a"` does not turn to the right side when x is something like a sequence itself.
    SizedFn right = inplace && has_sequence_slots(*type_of(t, a)) ? nullptr : type_of(t, b)->slots.repeat;
    if (right != nullptr) return repeat(t, right, b, a);
  }
  return unsupported(t, symbol, a, b);
}

const Operator& operator_of(BinaryOpKind op) { return kOperators[static_cast<int>(plain_kind(op))]; }

}  // namespace

Result<Value> binary_op(Thread& t, BinaryOpKind op, Value a, Value b) {
  bool inplace = is_inplace(op);
  BinaryOpKind kind = plain_kind(op);
  const Operator& o = operator_of(op);
  if (inplace) {
    if (BinaryFn mine = type_of(t, a)->slots.*o.inplace) {
      Value r = EIDER_TRY(mine(t, a, b));
      if (r != kNotImplemented) return r;
    }
  }
  const char* symbol = inplace ? o.inplace_symbol : o.symbol;
  if (kind == BinaryOpKind::kPower) return power_or_raise(t, a, b, kNone, symbol);
  Value r = EIDER_TRY(try_binary(t, o.slot, a, b));
  if (EIDER_LIKELY(r != kNotImplemented)) return r;
  return sequence_fallback(t, kind, a, b, inplace, symbol);
}

Name binary_method(BinaryOpKind op) { return operator_of(op).method; }

bool binary_method_is_first(const Type& left, BinaryOpKind op) {
  const Operator& o = operator_of(op);
  return o.slot != nullptr && !(is_inplace(op) && left.slots.*o.inplace != nullptr);
}

bool reflected_method(const Type& right, BinaryOpKind op, Name* method) {
  const Operator& o = operator_of(op);
  if (o.slot == nullptr || right.slots.*o.slot == nullptr) return false;
  *method = o.reflected;
  return true;
}

Result<Value> binary_op_declined_on_right(Thread& t, BinaryOpKind op, Value a, Value b) {
  const Operator& o = operator_of(op);
  bool inplace = is_inplace(op);
  return sequence_fallback(t, plain_kind(op), a, b, inplace, inplace ? o.inplace_symbol : o.symbol);
}

Result<Value> binary_op_declined(Thread& t, BinaryOpKind op, Value a, Value b) {
  bool inplace = is_inplace(op);
  const Operator& o = operator_of(op);
  Type* left = type_of(t, a);
  Type* right = type_of(t, b);
  if (BinaryFn theirs = right->slots.*o.slot; theirs != nullptr && left != right) {
    Value r;
    if (theirs == left->slots.*o.slot) {  // both written in Python
      bool found;
      r = EIDER_TRY(call_special(t, b, name(t, o.reflected), &a, 1, &found));
      if (!found) r = kNotImplemented;
    } else {
      r = EIDER_TRY(theirs(t, a, b));
    }
    if (r != kNotImplemented) return r;
  }
  return sequence_fallback(t, plain_kind(op), a, b, inplace, inplace ? o.inplace_symbol : o.symbol);
}

Result<Value> add(Thread& t, Value a, Value b) { return binary_op(t, BinaryOpKind::kAdd, a, b); }
Result<Value> subtract(Thread& t, Value a, Value b) { return binary_op(t, BinaryOpKind::kSubtract, a, b); }
Result<Value> multiply(Thread& t, Value a, Value b) { return binary_op(t, BinaryOpKind::kMultiply, a, b); }
Result<Value> floor_divide(Thread& t, Value a, Value b) { return binary_op(t, BinaryOpKind::kFloorDivide, a, b); }
Result<Value> remainder(Thread& t, Value a, Value b) { return binary_op(t, BinaryOpKind::kRemainder, a, b); }
Result<Value> power(Thread& t, Value a, Value b, Value modulus) { return power_or_raise(t, a, b, modulus, "** or pow()"); }
Result<Value> divmod(Thread& t, Value a, Value b) {
  Value r = EIDER_TRY(try_binary(t, &TypeSlots::divmod, a, b));
  if (r != kNotImplemented) return r;
  return unsupported(t, "divmod()", a, b);
}

namespace {
Result<Value> unary(Thread& t, UnaryFn TypeSlots::*slot, Value a, const char* what) {
  UnaryFn function = type_of(t, a)->slots.*slot;
  if (EIDER_LIKELY(function != nullptr)) return function(t, a);
  return raise(t, TypeId::kTypeError, "bad operand type for %s: '%s'", what, type_name(t, a));
}
}  // namespace

Result<Value> negative(Thread& t, Value a) { return unary(t, &TypeSlots::negative, a, "unary -"); }
Result<Value> positive(Thread& t, Value a) { return unary(t, &TypeSlots::positive, a, "unary +"); }
Result<Value> invert(Thread& t, Value a) { return unary(t, &TypeSlots::invert, a, "unary ~"); }
Result<Value> absolute(Thread& t, Value a) { return unary(t, &TypeSlots::absolute, a, "abs()"); }

// --- conversions --------------------------------------------------------------------------------------------------------------------
namespace {
/// True as 1, an instance of a subclass as the int it is.
Result<Value> exactly_int(Thread& t, Value v) {
  if (EIDER_LIKELY(is_exact_int(v))) return v;
  IntView x(v);
  return int_from_limbs(t, x.sign, x.limbs, x.count);
}
}  // namespace

Result<void> warn_of_subclass(Thread& t, const char* method, const char* wanted, Value got) {
  return warn(t, TypeId::kDeprecationWarning,
              std::string(method) + " returned non-" + wanted + " (type " + type_name(t, got) +
                  ").  The ability to return an instance of a strict subclass of " + wanted +
                  " is deprecated, and may be removed in a future version of Python.");
}

Result<Value> index(Thread& t, Value v) {
  if (EIDER_LIKELY(v.is_small_int())) return v;
  if (is_int(t, v)) return exactly_int(t, v);
  UnaryFn function = type_of(t, v)->slots.index;
  if (function == nullptr) {
    return raise(t, TypeId::kTypeError, "'%s' object cannot be interpreted as an integer", type_name(t, v));
  }
  Value r = EIDER_TRY(function(t, v));
  if (!is_int(t, r)) return raise(t, TypeId::kTypeError, "__index__ returned non-int (type %s)", type_name(t, r));
  if (EIDER_UNLIKELY(!is_exact_int(r))) EIDER_TRY(warn_of_subclass(t, "__index__", "int", r));
  return exactly_int(t, r);
}

Result<int64_t> index_clamped(Thread& t, Value v) {
  v = EIDER_TRY(index(t, v));
  int64_t n;
  if (int_fits_int64(v, &n)) return n;
  return int_sign(v) < 0 ? INT64_MIN : INT64_MAX;
}

Result<int64_t> index_int64(Thread& t, Value v, TypeId overflow_error, const char* message) {
  v = EIDER_TRY(index(t, v));
  int64_t n;
  if (EIDER_LIKELY(int_fits_int64(v, &n))) return n;
  return raise(t, overflow_error, "%s", message);
}

Result<Value> to_int(Thread& t, Value v) {
  if (is_exact_int(v)) return v;
  TypeSlots& slots = type_of(t, v)->slots;
  Value r;
  if (slots.to_int != nullptr) {
    r = EIDER_TRY(slots.to_int(t, v));
    if (!is_int(t, r)) return raise(t, TypeId::kTypeError, "__int__ returned non-int (type %s)", type_name(t, r));
    if (EIDER_UNLIKELY(!is_exact_int(r))) EIDER_TRY(warn_of_subclass(t, "__int__", "int", r));
  } else if (slots.index != nullptr) {
    r = EIDER_TRY(index(t, v));
  } else {
    Value trunc = EIDER_TRY(lookup_special(t, v, name(t, Name::k__trunc__)));
    if (trunc.is_absent()) {
      return raise(t, TypeId::kTypeError, "int() argument must be a string, a bytes-like object or a real number, not '%s'", type_name(t, v));
    }
    EIDER_TRY(warn(t, TypeId::kDeprecationWarning, "The delegation of int() to __trunc__ is deprecated."));
    r = EIDER_TRY(call0(t, trunc));
    if (!is_int(t, r)) {
      if (type_of(t, r)->slots.index == nullptr) {
        return raise(t, TypeId::kTypeError, "__trunc__ returned non-Integral (type %s)", type_name(t, r));
      }
      r = EIDER_TRY(index(t, r));
    }
  }
  return exactly_int(t, r);
}

Result<double> to_double_by_slots(Thread& t, Value v) {
  if (UnaryFn function = type_of(t, v)->slots.to_float) {
    Value r = EIDER_TRY(function(t, v));
    if (!is_float(t, r)) {
      return raise(t, TypeId::kTypeError, "%s.__float__ returned non-float (type %s)", type_name(t, v), type_name(t, r));
    }
    if (EIDER_UNLIKELY(!is_exact_float(r))) {
      EIDER_TRY(warn_of_subclass(t, (std::string(type_name(t, v)) + ".__float__").c_str(), "float", r));
    }
    return float_of(r);
  }
  v = EIDER_TRY(index(t, v));
  double d;
  if (int_as_double(v, &d)) return d;
  return raise(t, TypeId::kOverflowError, "int too large to convert to float");
}

Result<double> to_double(Thread& t, Value v) {
  if (v.is_float_word()) return v.float_word();
  if (is_float(t, v)) return float_of(v);
  const TypeSlots& slots = type_of(t, v)->slots;
  if (slots.to_float != nullptr || slots.index != nullptr) return to_double_by_slots(t, v);
  return raise(t, TypeId::kTypeError, "must be real number, not %s", type_name(t, v));
}

Result<Value> identity(Thread& t, Value v) { return int_from_uint64(t, v.bits()); }

}  // namespace eider::objects
