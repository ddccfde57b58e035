// SPDX-License-Identifier: MIT
//
// Allocations as text.
#include <fmt/format.h>

#include "jit/regalloc/allocation.h"

namespace eider::jit {

namespace {

std::string hole_text(const MachineHole& hole) {
  switch (hole.kind) {
    case MachineHole::Kind::kNone: return {};
    case MachineHole::Kind::kImmediate: return fmt::format("#{}", static_cast<int64_t>(hole.value));
    case MachineHole::Kind::kSlot: return fmt::format("[s{}]", hole.value);
    case MachineHole::Kind::kEntry: return fmt::format("[e{}]", hole.value);
  }
  return {};
}

std::string location_text(const Allocation& a, const Location& l) {
  const char* type = l.type == Type::kInt ? ":int" : l.type == Type::kFloat ? ":float" : l.type == Type::kWord ? ":word" : "";
  switch (l.kind) {
    case Location::Kind::kConstant:
      if (l.type == Type::kWord) return fmt::format("#{}", a.words[l.index]);
      if (l.type == Type::kFloat) return fmt::format("#{}", a.floats[l.index]);
      return fmt::format("#{:x}", a.constants[l.index].bits());
    case Location::Kind::kIntRegister: return fmt::format("r{}{}", l.index, type);
    case Location::Kind::kFloatRegister: return fmt::format("x{}", l.index);
    case Location::Kind::kSpill: return fmt::format("[s{}]{}", l.index, type);
    case Location::Kind::kEntry: return fmt::format("[e{}]", l.index);
    case Location::Kind::kUnchanged: return "-";
    case Location::Kind::kVirtual: return fmt::format("v{}", l.index);
  }
  return {};
}

}  // namespace

std::string print(const MachineOp& op) {
  std::string text = kFormNames[static_cast<int>(op.form)];
  const char* separator = " ";
  auto add = [&](const std::string& operand) {
    text += separator + operand;
    separator = ", ";
  };
  const char* operands = form_operands(op.form);
  for (int i = 0; operands[i] != '\0'; ++i) add(fmt::format("{}{}", operands[i] == 'X' ? 'x' : 'r', op.registers[i]));
  for (const MachineHole& hole : op.holes) {
    if (hole.kind != MachineHole::Kind::kNone) add(hole_text(hole));
  }
  return text;
}

std::string print(const Allocation& allocation, const Trace& trace) {
  std::string text;
  for (size_t i = 0; i < allocation.code.size(); ++i) {
    const MachineOp& op = allocation.code[i];
    if (trace.loop != kNoRef && i == allocation.loop_begin) text += "loop:\n";
    std::string ref = op.ref == kNoRef ? "" : fmt::format("%{}", op.ref);
    text += fmt::format("{:<6}{}", ref, print(op));
    if (op.exit != kNoExit) text += fmt::format(" -> exit {}", op.exit);
    text += '\n';
  }
  for (size_t e = 0; e < allocation.exits.size(); ++e) {
    const AllocatedExit& exit = allocation.exits[e];
    text += fmt::format("exit {}:", e);
    if (exit.has_undo) text += " " + print(exit.undo) + ";";
    for (uint32_t f = exit.frames_begin; f < exit.frames_end; ++f) {
      const ExitFrame& frame = allocation.frames[f];
      text += fmt::format(" {}@{}", frame.code, frame.unit);
      if (f != exit.frames_begin) {
        text += fmt::format("+{} result +{} {}", frame.base, frame.result_base, location_text(allocation, frame.function));
        if (frame.self.kind != Location::Kind::kUnchanged) text += " self " + location_text(allocation, frame.self);
      }
      text += " (";
      for (uint32_t l = frame.locals_begin; l < frame.stack_begin; ++l) {
        text += (l == frame.locals_begin ? "" : " ") + location_text(allocation, allocation.locations[l]);
      }
      text += " |";
      for (uint32_t l = frame.stack_begin; l < frame.stack_end; ++l) text += " " + location_text(allocation, allocation.locations[l]);
      text += ")";
    }
    for (uint32_t v = exit.virtuals_begin; v < exit.virtuals_end; ++v) {
      const ExitVirtual& made = allocation.virtuals[v];
      text += fmt::format(" v{} = !{}", v - exit.virtuals_begin, made.maker);
      for (uint32_t f = made.fields_begin; f < made.fields_end; ++f) {
        const ExitVirtual::Field& field = allocation.virtual_fields[f];
        text += f < made.fields_begin + made.arguments ? " " : fmt::format(" +{} ", field.offset);
        text += location_text(allocation, field.value);
      }
      if (made.shape != 0) text += fmt::format(" shape #{}", made.shape);
      if (made.unless.kind != Location::Kind::kUnchanged) text += " unless " + location_text(allocation, made.unless);
    }
    if (exit.handled.kind != Location::Kind::kUnchanged) text += " handles " + location_text(allocation, exit.handled);
    text += '\n';
  }
  text += fmt::format("{} spill slots\n", allocation.spill_slots);
  return text;
}

}  // namespace eider::jit
