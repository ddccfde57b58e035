// SPDX-License-Identifier: MIT
//
// Recording how text is put together: f-strings, and % of a str.
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/str.h"

namespace eider::jit {

/// What is formatted may be another kind of value each time: the helper sees to it that no Python code runs.
bool Recorder::format_value(Machine& m, uint32_t how) {
  bool has_spec = (how & 4) != 0;
  Value v = m.peek(has_spec), spec = has_spec ? m.peek(0) : kNone;
  if (!quiet_value(v) || (has_spec && !is_exact(spec, TypeId::kStr))) return method_or_escape(m, BytecodeOp::kFormatValue, how);
  if (has_spec) guard_exact(peek(0), TypeId::kStr);
  if (!has_spec && (how & 3) < 2 && is_exact(v, TypeId::kStr)) {
    guard_exact(peek(0), TypeId::kStr);
    return true;
  }
  Ref plain;
  if (!has_spec && (how & 3) < 3 && number_text(v, peek(0), &plain)) {  // str() and repr() of a number are the same
    replace(1, plain);
    return true;
  }
  Ref text = call(Helper::kFormatValue, peek(has_spec), has_spec ? peek(0) : constant(kNone), constant(Value::from_small_int(how)));
  replace(1 + has_spec, text);
  return true;
}

/// str(v) of a number that is one each time.
bool Recorder::number_text(Value v, Ref ref, Ref* text) {
  if (v.is_small_int()) {
    *text = call(Helper::kIntText, as_int(ref));
  } else if (is_float(v, ref)) {
    *text = call(Helper::kFloatText, as_float(ref));
  } else {
    return false;
  }
  return true;
}

bool Recorder::build_string(Machine& m, uint32_t count) {
  constexpr uint32_t kMost = 12;
  for (uint32_t i = 0; i < count; ++i) {
    if (!m.peek(static_cast<int>(i)).is_heap() || !is_exact(m.peek(static_cast<int>(i)), TypeId::kStr)) return escape(m, BytecodeOp::kBuildString, count);
  }
  if (count < 2 || count > kMost) return escape(m, BytecodeOp::kBuildString, count);
  auto part = [&](uint32_t i) { return peek(static_cast<int>(count - 1 - i)); };
  for (uint32_t i = 0; i < count; ++i) guard_exact(part(i), TypeId::kStr);
  Ref text = part(0);
  for (uint32_t i = 1; i < count; i += 2) {
    text = i + 1 < count ? call(Helper::kConcat3, text, part(i), part(i + 1)) : call(Helper::kStrConcat, text, part(i));
  }
  replace(static_cast<int>(count), text);
  return true;
}

/// text % value, or % a tuple of such.
bool Recorder::format_percent(Machine& m, bool* handled) {
  Value format = m.peek(1), value = m.peek(0);
  *handled = format.is_heap() && is_exact(format, TypeId::kStr) && (quiet_value(value) || (is_exact(value, TypeId::kTuple) && quiet_items(t_, value)));
  if (!*handled) return true;
  guard_exact(peek(1), TypeId::kStr);
  replace(2, call(Helper::kPercent, peek(1), peek(0)));
  return true;
}

}  // namespace eider::jit
