// SPDX-License-Identifier: MIT
#include "objects/key_hash.h"

namespace eider::objects {

namespace {
bool is_plain_number(Value v) {
  return v.is_small_int() || v.is_float_word() || v.is_bool() || is_exact(v, TypeId::kInt) || is_exact(v, TypeId::kFloat);
}
bool is_plain_int(Value v) { return v.is_small_int() || v.is_bool() || is_exact(v, TypeId::kInt); }

Same tuples_equal(const Tuple* a, const Tuple* b, int depth) {
  if (a->size() != b->size()) return Same::kNo;
  Same result = Same::kYes;
  for (int64_t i = 0; i < a->size(); i++) {
    Value x = a->items[i].get();
    Value y = b->items[i].get();
    if (x == y) continue;
    // Different small ints, the usual case, differ as they are.
    if ((x.bits() & y.bits() & 1) != 0) return result == Same::kYes ? Same::kNo : Same::kAsk;
    Same same = plain_equal_slow(x, y, depth - 1);
    if (same == Same::kNo) return result == Same::kYes ? Same::kNo : Same::kAsk;  // an earlier __eq__ must run first
    if (same == Same::kAsk) result = Same::kAsk;
  }
  return result;
}
}  // namespace

Same plain_equal_slow(Value a, Value b, int depth) {
  if (is_plain_number(a)) {
    if (!is_plain_number(b)) return b.is_constant() || is_exact(b, TypeId::kStr) || is_exact(b, TypeId::kTuple) ? Same::kNo : Same::kAsk;
    if (is_plain_int(a) && is_plain_int(b)) return int_equal(a, b) ? Same::kYes : Same::kNo;
    if (is_exact_float(a) && is_exact_float(b)) return exact_float(a) == exact_float(b) ? Same::kYes : Same::kNo;
    return Same::kAsk;  // int with float: rare as a key, and exactness is the protocol's business
  }
  if (is_exact(a, TypeId::kStr)) {
    if (is_exact(b, TypeId::kStr)) return str_equal(a.as<Str>(), b.as<Str>()) ? Same::kYes : Same::kNo;
    return is_plain_number(b) || b.is_constant() || is_exact(b, TypeId::kTuple) ? Same::kNo : Same::kAsk;
  }
  if (is_exact(a, TypeId::kTuple) && is_exact(b, TypeId::kTuple)) {
    return depth == 0 ? Same::kAsk : tuples_equal(a.as<Tuple>(), b.as<Tuple>(), depth);
  }
  return Same::kAsk;
}

}  // namespace eider::objects
