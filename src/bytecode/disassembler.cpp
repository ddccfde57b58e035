// SPDX-License-Identifier: MIT
#include "bytecode/disassembler.h"

#include <charconv>
#include <cmath>
#include <map>

#include "bytecode/ops.h"
#include "bytecode/reader.h"

namespace eider::bytecode {

namespace {

std::string quoted(const std::string& text, bool is_bytes) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = is_bytes ? "b'" : "'";
  for (char c : text) {
    unsigned char byte = static_cast<unsigned char>(c);
    if (c == '\n') out += "\\n";
    else if (c == '\'' || c == '\\') (out += '\\') += c;
    else if (byte < 0x20 || byte == 0x7f || (is_bytes && byte >= 0x80)) ((out += "\\x") += kHex[byte >> 4]) += kHex[byte & 15];
    else out += c;
  }
  return out += '\'';
}

std::string number(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  // As repr(): positional for exponents in [-4, 16).
  double magnitude = std::fabs(value);
  bool positional = value == 0 || (magnitude >= 1e-4 && magnitude < 1e16);
  auto end = std::to_chars(buffer, buffer + sizeof buffer, value, positional ? std::chars_format::fixed : std::chars_format::scientific);
  std::string out(buffer, end.ptr);
  if (out.find_first_of(".e") == std::string::npos) out += ".0";
  return out;
}

std::string items(const std::vector<Constant>& constants) {
  std::string out;
  for (size_t i = 0; i < constants.size(); ++i) {
    if (i > 0) out += ", ";
    out += format_constant(constants[i]);
  }
  return out;
}

std::string flag_names(uint32_t flags) {
  static constexpr struct {
    uint32_t bit;
    const char* name;
  } kNames[] = {{kOptimized, "optimized"}, {kNewLocals, "newlocals"}, {kVarArgs, "varargs"}, {kVarKeywords, "varkeywords"},
                {kNested, "nested"}, {kGenerator, "generator"}, {kCoroutine, "coroutine"},
                {kIterableCoroutine, "iterable_coroutine"}, {kAsyncGenerator, "async_generator"},
                {kFutureAnnotations, "future_annotations"}};
  std::string out;
  for (auto& entry : kNames) {
    if ((flags & entry.bit) != 0) (out += ' ') += entry.name;
  }
  return out.empty() ? " none" : out;
}

class Printer {
 public:
  Printer(const CodeUnit& unit, std::string& out) : unit_(unit), out_(out) {}

  void run() {
    header();
    collect_labels();
    size_t position = 0;
    int32_t line_shown = -1;
    InstructionReader reader(unit_.units);
    while (!reader.at_end()) {
      Instruction in = reader.next();
      if (auto label = labels_.find(in.start); label != labels_.end()) out_ += " L" + std::to_string(label->second) + ":\n";
      while (position + 1 < unit_.positions.size() && unit_.positions[position + 1].start_unit <= in.offset) ++position;
      int32_t line = unit_.positions.empty() || unit_.positions[0].start_unit > in.offset ? 0 : unit_.positions[position].line;
      instruction(in, line != line_shown, line);
      line_shown = line;
    }
    exceptions();
  }

 private:
  void header() {
    out_ += "unit " + unit_.qualname + " line " + std::to_string(unit_.first_line) + "\n";
    out_ += "  arguments " + std::to_string(unit_.argcount) + " positional-only " + std::to_string(unit_.posonlyargcount) +
            " keyword-only " + std::to_string(unit_.kwonlyargcount) + " stack " + std::to_string(unit_.stack_size) + "\n";
    out_ += "  flags" + flag_names(unit_.flags) + "\n";
    if (unit_.locals.empty()) return;
    out_ += "  locals";
    for (size_t i = 0; i < unit_.locals.size(); ++i) {
      out_ += " " + unit_.locals[i];
      uint8_t kind = unit_.local_kinds[i];
      if ((kind & kFree) != 0) out_ += "(free)";
      else if ((kind & kCell) != 0) out_ += (kind & kLocal) != 0 ? "(local cell)" : "(cell)";
    }
    out_ += "\n";
  }

  void collect_labels() {
    InstructionReader reader(unit_.units);
    while (!reader.at_end()) {
      Instruction in = reader.next();
      if (jump_kind(in.op) != JumpKind::kNone) labels_[static_cast<uint32_t>(in.target())] = 0;
    }
    for (const ExceptionEntry& entry : unit_.exceptions) labels_[entry.start] = labels_[entry.end] = labels_[entry.target] = 0;
    int count = 0;
    for (auto& label : labels_) label.second = ++count;
  }

  std::string label(uint32_t at) const {
    auto found = labels_.find(at);
    return found == labels_.end() ? "?" : "L" + std::to_string(found->second);
  }

  static std::string padded(std::string text, size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
  }

  std::string local(uint32_t index) const { return index < unit_.locals.size() ? unit_.locals[index] : "?"; }

  std::string operand(const Instruction& in) const {
    if (jump_kind(in.op) != JumpKind::kNone) return label(static_cast<uint32_t>(in.target()));
    switch (in.op) {
      case Op::kLoadConst: return in.arg < unit_.constants.size() ? format_constant(unit_.constants[in.arg]) : "?";
      case Op::kLoadFast:
      case Op::kLoadFastCheck:
      case Op::kStoreFast:
      case Op::kDeleteFast:
      case Op::kMakeCell:
      case Op::kLoadClosure:
      case Op::kLoadDeref:
      case Op::kStoreDeref:
      case Op::kDeleteDeref:
      case Op::kLoadClassDeref: return local(in.arg);
      case Op::kLoadFastLoadFast:
      case Op::kStoreFastLoadFast:
      case Op::kStoreFastStoreFast: return local(in.arg >> 4) + " " + local(in.arg & 15);
      case Op::kLoadName:
      case Op::kStoreName:
      case Op::kDeleteName:
      case Op::kLoadGlobal:
      case Op::kStoreGlobal:
      case Op::kDeleteGlobal:
      case Op::kLoadAttr:
      case Op::kLoadMethod:
      case Op::kStoreAttr:
      case Op::kDeleteAttr:
      case Op::kImportName:
      case Op::kImportFrom: return in.arg < unit_.names.size() ? unit_.names[in.arg] : "?";
      case Op::kLoadSpecial: return in.arg < std::size(kSpecialMethodNames) ? kSpecialMethodNames[in.arg] : "?";
      case Op::kBinaryOp: return binary_op_symbol(in.arg) != nullptr ? binary_op_symbol(in.arg) : "?";
      case Op::kCompareOp: return compare_symbol(in.arg) != nullptr ? compare_symbol(in.arg) : "?";
      case Op::kIsOp: return in.arg != 0 ? "is not" : "is";
      case Op::kContainsOp: return in.arg != 0 ? "not in" : "in";
      case Op::kReduces: {
        uint32_t which = in.arg & 15;
        return std::string(which < std::size(kReductionNames) ? kReductionNames[which] : "?") + " " + std::to_string(in.arg >> 4);
      }
      default: return has_argument(in.op) ? std::to_string(in.arg) : "";
    }
  }

  void instruction(const Instruction& in, bool new_line, int32_t line) {
    std::string number = !new_line ? "" : line <= 0 ? "-" : std::to_string(line);
    std::string text = std::string(number.size() < 6 ? 6 - number.size() : 0, ' ') + number + "  ";
    std::string argument = operand(in);
    text += argument.empty() ? op_name(in.op) : padded(op_name(in.op), 26) + argument;
    (out_ += text) += "\n";
  }

  void exceptions() {
    if (auto end = labels_.find(static_cast<uint32_t>(unit_.units.size())); end != labels_.end()) {
      out_ += " L" + std::to_string(end->second) + ":\n";
    }
    if (unit_.exceptions.empty()) return;
    out_ += "  exceptions\n";
    for (const ExceptionEntry& entry : unit_.exceptions) {
      out_ += "    " + label(entry.start) + " to " + label(entry.end) + " -> " + label(entry.target) + " depth " +
              std::to_string(entry.depth) + (entry.push_lasti ? " lasti\n" : "\n");
    }
  }

  const CodeUnit& unit_;
  std::string& out_;
  std::map<uint32_t, int> labels_;  // offset -> label number
};

}  // namespace

std::string format_constant(const Constant& constant) {
  switch (constant.kind) {
    case Constant::Kind::kNone: return "None";
    case Constant::Kind::kTrue: return "True";
    case Constant::Kind::kFalse: return "False";
    case Constant::Kind::kEllipsis: return "Ellipsis";
    case Constant::Kind::kInt: return std::to_string(constant.integer);
    case Constant::Kind::kBigInt: return constant.text[0] == '-' ? "-0x" + constant.text.substr(1) : "0x" + constant.text;
    case Constant::Kind::kFloat: return number(constant.real);
    case Constant::Kind::kComplex: return "complex(" + number(constant.real) + ", " + number(constant.imaginary) + ")";
    case Constant::Kind::kStr: return quoted(constant.text, false);
    case Constant::Kind::kBytes: return quoted(constant.text, true);
    case Constant::Kind::kTuple: return "(" + items(constant.items) + (constant.items.size() == 1 ? ",)" : ")");
    case Constant::Kind::kFrozenSet: return "frozenset({" + items(constant.items) + "})";
    case Constant::Kind::kCode: return "<code " + constant.code->qualname + ">";
  }
  return "?";
}

std::string disassemble(const CodeUnit& root) {
  std::string out;
  std::vector<const CodeUnit*> pending{&root};  // depth first, in order, without recursion
  while (!pending.empty()) {
    const CodeUnit* unit = pending.back();
    pending.pop_back();
    if (!out.empty()) out += "\n";
    Printer(*unit, out).run();
    for (size_t i = unit->constants.size(); i-- > 0;) {
      if (unit->constants[i].kind == Constant::Kind::kCode) pending.push_back(unit->constants[i].code.get());
    }
  }
  return out;
}

}  // namespace eider::bytecode
