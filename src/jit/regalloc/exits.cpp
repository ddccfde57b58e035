// SPDX-License-Identifier: MIT
//
// From snapshots to locations.
#include "jit/regalloc/allocator.h"

namespace eider::jit {

uint16_t Allocator::constant_index(Value v) {
  for (size_t i = 0; i < out_.constants.size(); ++i) {
    if (out_.constants[i] == v) return static_cast<uint16_t>(i);
  }
  if (out_.constants.size() >= 0xffff) fail("more constants than can be numbered");
  out_.constants.push_back(v);
  return static_cast<uint16_t>(out_.constants.size() - 1);
}

Location Allocator::location_of(Ref r) {
  if (r == kUnchanged || r == kNoRef) return {Location::Kind::kUnchanged, Type::kNone, 0};
  if (r == kAbsentRef) return {Location::Kind::kConstant, Type::kValue, constant_index(objects::kAbsent)};
  if (is_virtual(r)) return {Location::Kind::kVirtual, Type::kValue, static_cast<uint16_t>(r - kFirstVirtual)};
  const Instruction& in = trace_.code[r];
  const ValueState& v = values_[r];
  Type type = type_of(r);
  switch (in.op) {
    case Op::kConstInt: return {Location::Kind::kConstant, Type::kValue, constant_index(Value::from_bits(in.imm | 1))};
    case Op::kConstValue: return {Location::Kind::kConstant, Type::kValue, constant_index(Value::from_bits(in.imm))};
    case Op::kConstWord:
      if (in.imm <= static_cast<uint64_t>(Value::kMaxSmallInt)) {
        return {Location::Kind::kConstant, Type::kValue, constant_index(Value::from_small_int(static_cast<int64_t>(in.imm)))};
      }
      out_.words.push_back(in.imm);  // as a float without a word
      if (out_.words.size() > 0xffff) fail("more constants than can be numbered");
      return {Location::Kind::kConstant, Type::kWord, static_cast<uint16_t>(out_.words.size() - 1)};
    case Op::kConstFloat: {
      Value word;
      if (Value::encode_float(std::bit_cast<double>(in.imm), &word)) return {Location::Kind::kConstant, Type::kValue, constant_index(word)};
      // It has no word, so it is boxed when the exit is taken.
      out_.floats.push_back(std::bit_cast<double>(in.imm));
      if (out_.floats.size() > 0xffff) fail("more constants than can be numbered");
      return {Location::Kind::kConstant, Type::kFloat, static_cast<uint16_t>(out_.floats.size() - 1)};
    }
    default: break;
  }
  if (v.reg != kNoRegister) {
    return {class_of(r) == Class::kFloat ? Location::Kind::kFloatRegister : Location::Kind::kIntRegister, type, static_cast<uint16_t>(v.reg)};
  }
  if (v.slot != kNoSlot) return {Location::Kind::kSpill, type, static_cast<uint16_t>(v.slot)};
  EIDER_ASSERT(is_entry_word(r));
  return {Location::Kind::kEntry, type, static_cast<uint16_t>(entry_word(in))};
}

/// The exit of instruction r, with everything where it is now.
uint32_t Allocator::make_exit(Ref r) {
  AllocatedExit exit{.ref = r};
  exit.frames_begin = static_cast<uint32_t>(out_.frames.size());
  for (const SnapshotFrame& f : trace_.snapshots[trace_.code[r].snapshot].frames) {
    ExitFrame frame{f.code, f.unit, f.base, f.result_base, location_of(f.function), location_of(f.self), f.exhausted, f.sends, f.chained, 0, 0, 0};
    frame.locals_begin = static_cast<uint32_t>(out_.locations.size());
    for (Ref local : f.locals) out_.locations.push_back(location_of(local));
    frame.stack_begin = static_cast<uint32_t>(out_.locations.size());
    for (Ref item : f.stack) out_.locations.push_back(location_of(item));
    frame.stack_end = static_cast<uint32_t>(out_.locations.size());
    out_.frames.push_back(frame);
  }
  exit.frames_end = static_cast<uint32_t>(out_.frames.size());
  exit.virtuals_begin = static_cast<uint32_t>(out_.virtuals.size());
  for (const VirtualObject& object : trace_.snapshots[trace_.code[r].snapshot].virtuals) {
    ExitVirtual made{object.maker, object.arguments, object.shape, location_of(object.unless), 0, 0};
    made.fields_begin = static_cast<uint32_t>(out_.virtual_fields.size());
    for (const VirtualObject::Field& field : object.fields) out_.virtual_fields.push_back({field.offset, location_of(field.value)});
    made.fields_end = static_cast<uint32_t>(out_.virtual_fields.size());
    out_.virtuals.push_back(made);
  }
  exit.virtuals_end = static_cast<uint32_t>(out_.virtuals.size());
  exit.handled = location_of(trace_.snapshots[trace_.code[r].snapshot].handled);
  out_.exits.push_back(exit);
  return static_cast<uint32_t>(out_.exits.size() - 1);
}

bool Allocator::exit_reads_register(uint32_t exit, Class c, int reg) const {
  Location::Kind kind = c == Class::kFloat ? Location::Kind::kFloatRegister : Location::Kind::kIntRegister;
  auto reads = [&](const Location& l) { return l.kind == kind && l.index == reg; };
  for (uint32_t i = out_.exits[exit].frames_begin; i < out_.exits[exit].frames_end; ++i) {
    const ExitFrame& f = out_.frames[i];
    if (reads(f.function) || reads(f.self)) return true;
    for (uint32_t l = f.locals_begin; l < f.stack_end; ++l) {
      if (reads(out_.locations[l])) return true;
    }
  }
  for (uint32_t i = out_.exits[exit].virtuals_begin; i < out_.exits[exit].virtuals_end; ++i) {
    const ExitVirtual& made = out_.virtuals[i];
    if (reads(made.unless)) return true;
    for (uint32_t f = made.fields_begin; f < made.fields_end; ++f) {
      if (reads(out_.virtual_fields[f].value)) return true;
    }
  }
  return false;
}

}  // namespace eider::jit
