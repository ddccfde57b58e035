// SPDX-License-Identifier: MIT
//
// Printing traces. Every number is printed so that text_parse.cpp reads the same bits.
#include <bit>
#include <charconv>
#include <cinttypes>
#include <cmath>
#include <cstdio>

#include "jit/helpers.h"
#include "jit/ir/text.h"

namespace eider::jit {
namespace {

using bytecode::CompareKind;
using objects::Value;

constexpr uint64_t kUsualNan = 0x7ff8'0000'0000'0000;

std::string number(int64_t n) { return std::to_string(n); }

const char* compare_name(uint64_t kind) {
  static constexpr const char* kNames[] = {"<", "<=", "==", "!=", ">", ">="};
  return kind < 6 ? kNames[kind] : "?";
}

std::string helper_name(uint64_t helper) {
  return helper < static_cast<uint64_t>(Helper::kCount) ? kHelpers[helper].name : number(static_cast<int64_t>(helper));
}

std::string print_immediate(const Instruction& i, const TextNames& names) {
  switch (info_of(i.op).immediate) {
    case Immediate::kNone: return "";
    case Immediate::kI64: return number(static_cast<int64_t>(i.imm) >> 1);
    case Immediate::kU64: return std::to_string(i.imm);
    case Immediate::kF64: return print_double(std::bit_cast<double>(i.imm));
    case Immediate::kWord: return print_value(i.imm, names);
    case Immediate::kOffset: return "+" + number(static_cast<int64_t>(i.imm));
    case Immediate::kIndex:
    case Immediate::kSize: return number(static_cast<int64_t>(i.imm));
    case Immediate::kKind: return compare_name(i.imm);
    case Immediate::kHelper: return "!" + (i.op == Op::kEscape ? number(static_cast<int64_t>(i.imm)) : helper_name(i.imm));
    case Immediate::kShape: return "#" + number(static_cast<int64_t>(i.imm));
    case Immediate::kPlace: {
      GeneratorPlace place = GeneratorPlace::from(i.imm);
      return number(place.unit) + ":" + number(place.depth) + ":" + number(place.locals);
    }
  }
}

std::string print_ref(Ref ref) {
  if (ref == kUnchanged) return "=";
  if (ref == kAbsentRef) return "-";
  if (is_virtual(ref)) return "v" + number(ref - kFirstVirtual);
  return "%" + number(ref);
}

std::string print_refs(const std::vector<Ref>& refs) {
  std::string text = "(";
  for (Ref ref : refs) text += (text.size() > 1 ? ", " : "") + print_ref(ref);
  return text + ")";
}

std::string print_frame(const SnapshotFrame& frame, bool root) {
  std::string text = "code " + number(frame.code) + " unit " + number(frame.unit) + " base " + number(frame.base);
  if (!root || frame.result_base != 0) text += " result " + number(frame.result_base);
  if (frame.function != kNoRef) text += " function " + print_ref(frame.function);
  if (frame.self != kNoRef) text += " self " + print_ref(frame.self);
  if (frame.exhausted == kRaisesStop) text += " called";
  else if (frame.generator()) text += (frame.sends ? " sent " : " resumed ") + number(frame.exhausted);
  if (frame.chained) text += " chained";
  return text + " locals" + print_refs(frame.locals) + " stack" + print_refs(frame.stack);
}

/// v0 = !NewInstance(%8) +16 %3 +24 v1 shape #296 unless %4
std::string print_virtual(const VirtualObject& object, size_t index) {
  std::string text = " where v" + number(static_cast<int64_t>(index)) + " = ";
  if (object.maker == VirtualObject::kSame) return text + print_ref(object.fields[0].value) + " unless " + print_ref(object.unless);
  text += "!" + helper_name(object.maker) + "(";
  for (size_t n = 0; n < object.fields.size(); n++) {
    const VirtualObject::Field& field = object.fields[n];
    if (n == object.arguments) text += ")";
    if (n < object.arguments) text += (n == 0 ? "" : ", ") + print_ref(field.value);
    else text += " +" + number(field.offset) + " " + print_ref(field.value);
  }
  if (object.fields.size() == object.arguments) text += ")";
  if (object.shape != 0) text += " shape #" + number(object.shape);
  if (object.unless != kNoRef) text += " unless " + print_ref(object.unless);
  return text;
}

std::string code_name(const Trace& trace, size_t index, const TextNames& names) {
  if (index < names.codes.size()) return names.codes[index];
  const vm::Code* code = trace.codes[index];
  if (code == nullptr) return "?";
  return objects::to_utf8(code->qualname) + " " + objects::to_utf8(code->filename);
}

}  // namespace

const std::string* TextNames::name_of(uint64_t word) const {
  for (const auto& [name, w] : values) {
    if (w == word) return &name;
  }
  return nullptr;
}

const uint64_t* TextNames::word_of(std::string_view name) const {
  for (const auto& [n, word] : values) {
    if (n == name) return &word;
  }
  return nullptr;
}

std::string print_double(double d) {
  if (std::isnan(d)) {
    if (std::bit_cast<uint64_t>(d) == kUsualNan) return "nan";
    char text[32];
    snprintf(text, sizeof text, "nan:%016" PRIx64, std::bit_cast<uint64_t>(d));
    return text;
  }
  char text[40];
  char* end = std::to_chars(text, text + sizeof text, d).ptr;
  std::string shortest(text, end);
  if (shortest.find_first_of(".eni") == std::string::npos) shortest += ".0";
  return shortest;
}

std::string print_value(uint64_t word, const TextNames& names) {
  Value v = Value::from_bits(word);
  if (v.is_absent()) return "ABSENT";
  if (v.is_small_int()) return number(v.small_int());
  if (v.is_float_word()) return print_double(v.float_word());
  if (v.is_constant()) {
    if (v == objects::kNone) return "None";
    if (v == objects::kFalse) return "False";
    if (v == objects::kTrue) return "True";
    if (v == objects::kEllipsis) return "Ellipsis";
    if (v == objects::kNotImplemented) return "NotImplemented";
  }
  if (const std::string* name = names.name_of(word)) return "@" + *name;
  char text[32];
  snprintf(text, sizeof text, "@0x%" PRIx64, word);
  return text;
}

std::string print_instruction(const Trace& trace, Ref ref, const TextNames& names) {
  const Instruction& i = trace.code[ref];
  const OpInfo& info = info_of(i.op);
  std::string text = info.result == Type::kNone ? "" : "%" + number(ref) + " = ";
  text += info.name;
  const char* separator = " ";
  const Ref arguments[] = {i.a, i.b, i.c};
  for (Ref argument : arguments) {
    if (argument == kNoRef) break;
    text += separator + print_ref(argument);
    separator = ", ";
  }
  std::string immediate = print_immediate(i, names);
  if (!immediate.empty()) text += separator + immediate;
  if (i.snapshot != kNoSnapshot) text += " s" + number(i.snapshot);
  return text;
}

std::string print(const Trace& trace, const TextNames& names) {
  std::string text = "trace\n";
  for (size_t n = 0; n < trace.codes.size(); n++) {
    text += "code " + number(static_cast<int64_t>(n)) + " " + code_name(trace, n, names) + "\n";
  }
  const Place* last = nullptr;
  for (Ref r = 0; r < trace.code.size(); r++) {
    if (trace.code[r].source < trace.places.size()) {
      const Place* place = &trace.places[trace.code[r].source];
      if (place != last) {
        text += "at " + number(place->code) + ":" + number(place->unit) + " line " + number(place->line) + "\n";
      }
      last = place;
    }
    text += print_instruction(trace, r, names) + "\n";
  }
  for (size_t n = 0; n < trace.snapshots.size(); n++) {
    text += "s" + number(static_cast<int64_t>(n)) + ":";
    const auto& frames = trace.snapshots[n].frames;
    for (size_t f = 0; f < frames.size(); f++) text += (f == 0 ? " " : " | ") + print_frame(frames[f], f == 0);
    if (trace.snapshots[n].handled != kUnchanged) text += " handles " + print_ref(trace.snapshots[n].handled);
    if (!trace.snapshots[n].header.empty()) text += " header" + print_refs(trace.snapshots[n].header);
    for (size_t v = 0; v < trace.snapshots[n].virtuals.size(); v++) text += print_virtual(trace.snapshots[n].virtuals[v], v);
    text += "\n";
  }
  return text;
}

}  // namespace eider::jit
