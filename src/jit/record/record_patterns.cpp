// SPDX-License-Identifier: MIT
//
// Recording what match asks of its subject. Which pattern fits is known from the subject's class, which is guarded; attributes and values are
// loaded, so that the tuple they are given in need not be made.
#include <algorithm>

#include "jit/helpers.h"
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/containers.h"
#include "objects/descriptors.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::jit {

namespace {

constexpr int64_t kMostParts = 6;  // of a pattern; make_tuple takes no more

}  // namespace

/// case Class(a, b, name=c). The subject's class is guarded; when it is one of the pattern's, the parts are loaded.
bool Recorder::match_class(Machine& m, uint32_t positional) {
  constexpr auto op = BytecodeOp::kMatchClass;
  Value subject = m.peek(2), cls = m.peek(1);
  auto* keywords = m.peek(0).as<Tuple>();
  if (!cls.is_heap() || !is_type(t_, cls) || positional + keywords->size() > kMostParts) return escape(m, op, positional);
  auto* wanted = cls.as<objects::Type>();
  Ref fits = kNoRef;
  if (!call_isinstance(subject, peek(2), cls, peek(1), &fits)) return escape(m, op, positional);
  if (Value::from_bits(trace_.code[fits].imm) == kFalse) {
    replace(3, constant(kNone));
    return true;
  }
  std::vector<Ref> parts;
  std::vector<Value> names;
  if (positional > 0) {
    // The class's own bases say what __match_args__ is.
    if (!facts_.on_type(t_, executor_, wanted)) return escape(m, op, positional);
    NameCell* cell = type_lookup_cell(t_, wanted, name(t_, Name::k__match_args__));
    if (cell == nullptr) {
      if (!wanted->has(kMatchSelf) || positional > 1) return escape(m, op, positional);
      parts.push_back(peek(2));
    } else {
      Value listed;
      Ref known = cell_value(cell, &listed);
      if (known == kNoRef || !is_exact(listed, TypeId::kTuple) || listed.as<Tuple>()->size() < positional) return escape(m, op, positional);
      if (!is_constant(known)) emit(Op::kGuardIs, known, kNoRef, kNoRef, listed.bits());
      for (uint32_t i = 0; i < positional; ++i) names.push_back(listed.as<Tuple>()->items[i].get());
    }
  }
  for (int64_t i = 0; i < keywords->size(); ++i) names.push_back(keywords->items[i].get());
  for (size_t i = 0; i < names.size(); ++i) {
    bool again = std::find(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(i), names[i]) != names.begin() + static_cast<std::ptrdiff_t>(i);
    if (again || !is_exact(names[i], TypeId::kStr) || !names[i].as<Str>()->interned()) return escape(m, op, positional);
    Ref part = kNoRef;
    if (!known_attribute(subject, peek(2), names[i].as<Str>(), kNoRef, &part)) return escape(m, op, positional);
    parts.push_back(part);
  }
  replace(3, parts.empty() ? constant(t_.realm->empty_tuple->value()) : make_tuple(parts));
  return true;
}

/// case {"name": value}, of a dict: whether it has the keys is guarded.
bool Recorder::match_keys(Machine& m) {
  Value subject = m.peek(1);
  auto* keys = m.peek(0).as<Tuple>();
  bool known = subject.is_heap() && is_exact(subject, TypeId::kDict) && is_constant(peek(0)) && keys->size() > 0 && keys->size() <= kMostParts;
  std::vector<Value> seen;
  for (int64_t i = 0; known && i < keys->size(); ++i) {
    Value key = keys->items[i].get();
    known = is_exact(key.is_heap() ? key : kNone, TypeId::kStr) && std::find(seen.begin(), seen.end(), key) == seen.end();
    seen.push_back(key);
  }
  if (!known) return escape(m, BytecodeOp::kMatchKeys, 0);
  guard_exact(peek(1), TypeId::kDict);
  std::vector<Ref> values;
  for (Value key : seen) {
    Ref found = call(Helper::kDictGet, peek(1), constant(key), constant(kIterationEnded));
    if (dict_get_str(t_, subject.as<Dict>(), key.as<Str>()).is_absent()) {
      emit(Op::kGuardIs, found, kNoRef, kNoRef, kIterationEnded.bits());
      push(constant(kNone));
      return true;
    }
    emit(Op::kGuardIsNot, found, kNoRef, kNoRef, kIterationEnded.bits());
    values.push_back(found);
  }
  push(make_tuple(values));
  return true;
}

/// What match asks of its subject, and {"name": value} with keys that are constants.
bool Recorder::patterns(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  constexpr uint32_t kMostKeys = 12;
  switch (op) {
    case kMatchSequence: case kMatchMapping: {
      Value v = m.peek(0);
      if (v.is_absent() || !(v.is_heap() || v.is_small_int() || v.is_float_word())) return escape(m, op, arg);
      objects::Type* cls = type_of(t_, v);
      if (cls->has(kDeferred) || (cls->has(kHeapType) && !facts_.on_type(t_, executor_, cls))) return escape(m, op, arg);
      guard_kind(peek(0), v);
      push(constant(Value::from_bool(cls->has(op == kMatchSequence ? kSequencePattern : kMappingPattern))));
      return true;
    }
    case kGetLen: {
      Value v = m.peek(0);
      if (!v.is_heap() || v.is_absent() || !(is_exact(v, TypeId::kList) || is_exact(v, TypeId::kTuple) || is_exact(v, TypeId::kDict))) return escape(m, op, arg);
      guard_kind(peek(0), v);
      push(is_exact(v, TypeId::kList) ? emit(Op::kListLength, peek(0)) : call(Helper::kLength, peek(0)));
      return true;
    }
    case kMatchKeys: return match_keys(m);
    case kMatchClass: return match_class(m, arg);
    case kBuildConstKeyMap: {
      Value v = m.peek(0);
      if (!is_constant(peek(0)) || arg > kMostKeys || !quiet_items(t_, v)) return escape(m, op, arg);
      Ref made = call(Helper::kBuildDict0, constant(kNone));
      for (uint32_t i = 0; i < arg; ++i) {
        call(Helper::kDictSetItem, peek(static_cast<int>(arg - i)), made, constant(v.as<Tuple>()->items[i].get()));
      }
      drop(static_cast<int>(arg) + 1);
      push(made);
      return true;
    }
    default: *handled = false; return true;
  }
}

}  // namespace eider::jit
