// SPDX-License-Identifier: MIT
#include "builtins/str/percent.h"

#include "builtins/bytes/bytes.h"
#include "builtins/numbers/numbers.h"
#include "builtins/str/fstring.h"

namespace eider::builtins {

using kernels::PercentError;
using kernels::PercentPiece;
using kernels::PercentTarget;

PercentArgs::PercentArgs(Thread& t, Value args, PercentTarget target) : t_(t), args_(args), target_(target), count_(-1), index_(-2) {
  if (is_instance(t, args, TypeId::kTuple)) {
    count_ = args.as<Tuple>()->size();
    index_ = 0;
  } else if (type_of(t, args)->slots.get_item != nullptr && !is_str(t, args) &&
             (target == PercentTarget::kStr || (!is_bytes(t, args) && !is_bytearray(t, args)))) {
    mapping_ = args;
  }
}

Result<void> PercentArgs::require_mapping() {
  if (mapping_.is_absent()) return raise(t_, TypeId::kTypeError, "format requires a mapping");
  return kDone;
}

Result<void> PercentArgs::select(Value key) {
  EIDER_TRY(require_mapping());
  args_ = EIDER_TRY(get_item(t_, mapping_, key));
  count_ = -1;
  index_ = -2;
  return kDone;
}

Result<Value> PercentArgs::next() {
  if (index_ < count_) {
    int64_t at = index_++;
    return count_ < 0 ? args_ : args_.as<Tuple>()->items[at].get();
  }
  return raise(t_, TypeId::kTypeError, "%s", kernels::kPercentNotEnough);
}

Result<void> PercentArgs::finish() {
  if (index_ < count_ && mapping_.is_absent()) {
    return raise(t_, TypeId::kTypeError, "%s", target_ == PercentTarget::kStr ? kernels::kPercentNotAllStr : kernels::kPercentNotAllBytes);
  }
  return kDone;
}

Result<int64_t> PercentArgs::star(const char* too_big) {
  Value v = EIDER_TRY(next());
  if (!is_int(t_, v)) return raise(t_, TypeId::kTypeError, "%s", kernels::kPercentStarWantsInt);
  int64_t n;
  if (!int_fits_int64(v, &n)) return raise(t_, TypeId::kOverflowError, "%s", too_big);
  return n;
}

Result<void> PercentArgs::resolve(PercentPiece& piece) {
  if (piece.width_star) {
    piece.width = EIDER_TRY(star("Python int too large to convert to C ssize_t"));
    if (piece.width < 0) {
      piece.left = true;
      piece.width = piece.width == INT64_MIN ? INT64_MAX : -piece.width;
    }
  }
  if (piece.precision_star) {
    piece.precision = EIDER_TRY(star("Python int too large to convert to C int"));
    if (piece.precision > INT32_MAX || piece.precision < INT32_MIN) {
      return raise(t_, TypeId::kOverflowError, "Python int too large to convert to C int");
    }
    if (piece.precision < 0) piece.precision = 0;
  }
  if (piece.error != PercentError::kNone) return fail(piece.error, piece);
  return kDone;
}

Failure PercentArgs::fail(PercentError error, const PercentPiece& piece) {
  if (error == PercentError::kNoMemory) return raise_no_memory(t_);
  if (error == PercentError::kInterrupted) {
    if (!poll(t_).ok()) return kFailure;
    return raise_none(t_, TypeId::kKeyboardInterrupt);
  }
  Text32 text;
  kernels::percent_error_text(error, piece, target_, int_digits_limit(t_), text);
  Result<Str*> message = str_from(t_, text);
  if (!message.ok()) return kFailure;
  return raise_str(t_, kernels::percent_error_is_overflow(error) ? TypeId::kOverflowError : TypeId::kValueError, message.get());
}

Result<void> PercentArgs::number(Value value, const PercentPiece& piece, Text32& out) {
  PercentError error;
  switch (piece.type) {
    case 'd': case 'i': case 'u': case 'o': case 'x': case 'X': {
      bool exact = piece.type == 'o' || piece.type == 'x' || piece.type == 'X';
      Value whole = value;
      if (!is_int(t_, value)) {
        const TypeSlots& slots = type_of(t_, value)->slots;
        bool is_number = slots.index != nullptr || slots.to_int != nullptr || slots.to_float != nullptr;
        Result<Value> converted = kFailure;
        if (is_number) converted = exact ? index(t_, value) : to_int(t_, value);
        if (is_number && !converted.ok() && !clear_if(t_, TypeId::kTypeError)) return kFailure;
        if (!converted.ok()) {
          char shown = target_ == PercentTarget::kBytes && piece.type == 'i' ? 'd' : static_cast<char>(piece.type);
          return raise(t_, TypeId::kTypeError, "%%%c format: %s is required, not %s", shown,
                       exact ? "an integer" : "a real number", type_name(t_, value));
        }
        whole = converted.get();
      }
      objects::IntView view(whole);
      error = kernels::percent_integer(big_view(view), piece, int_digits_limit(t_), out, interrupt_of(t_));
      break;
    }
    default: {
      double number;
      if (is_float(t_, value)) {
        number = float_of(value);
      } else {
        const TypeSlots& slots = type_of(t_, value)->slots;
        Result<double> converted = Failure{};
        bool is_number = slots.to_float != nullptr || slots.index != nullptr;
        if (is_number) converted = to_double(t_, value);
        if (!converted.ok()) {
          // bytes % calls any failure "float argument required"; str % tells only the type error apart.
          if (is_number && target_ == PercentTarget::kStr) return kFailure;
          if (is_number) clear_exception(t_);
          return raise(t_, TypeId::kTypeError,
                       target_ == PercentTarget::kStr ? "must be real number, not %s" : "float argument required, not %s",
                       type_name(t_, value));
        }
        number = converted.get();
      }
      error = kernels::percent_float(number, piece, out);
    }
  }
  if (error != PercentError::kNone) return fail(error, piece);
  return kDone;
}

}  // namespace eider::builtins
