// SPDX-License-Identifier: MIT
#include "bytecode/verifier.h"

#include <cstdint>
#include <vector>

#include "base/check.h"
#include "bytecode/ops.h"
#include "bytecode/reader.h"

namespace eider::bytecode {

namespace {

constexpr int32_t kUnknown = -1;

class Verifier {
 public:
  explicit Verifier(const CodeUnit& unit) : unit_(unit) {}

  std::optional<std::string> run() {
    check_shape();
    if (!problem_) read_instructions();
    if (!problem_) check_tables();
    if (!problem_) walk_stack();
    return problem_;
  }

  /// After run(): of the instruction whose opcode stands at `offset`.
  std::optional<uint32_t> depth_at(uint32_t offset) const {
    InstructionReader reader(unit_.units);
    while (!reader.at_end()) {
      Instruction in = reader.next();
      if (in.offset != offset) continue;
      int32_t depth = depth_at_[in.start];
      if (depth != kUnknown) return static_cast<uint32_t>(depth);
      break;
    }
    return std::nullopt;
  }

 private:
  void fail(uint32_t at, const std::string& what) {
    if (problem_) return;
    problem_ = unit_.qualname + " (" + unit_.filename + ":" + std::to_string(unit_.first_line) + ") at unit " +
               std::to_string(at) + ": " + what;
  }

  void check_shape() {
    if (unit_.units.empty()) fail(0, "no code");
    if (unit_.local_kinds.size() != unit_.locals.size()) fail(0, "locals and their kinds differ in number");
    if (unit_.parameter_count() > unit_.locals.size()) fail(0, "more parameters than locals");
    if (unit_.posonlyargcount > unit_.argcount) fail(0, "more positional-only arguments than arguments");
    if (unit_.has_docstring && (unit_.constants.empty() || unit_.constants[0].kind != Constant::Kind::kStr)) {
      fail(0, "the docstring is not the first constant");
    }
    for (uint32_t i = 0; i < unit_.local_kinds.size() && !problem_; ++i) {
      uint8_t kind = unit_.local_kinds[i];
      if (kind != kLocal && kind != kCell && kind != kFree && kind != (kLocal | kCell)) fail(0, "a local of no kind");
      if (i < unit_.parameter_count() && (kind & kLocal) == 0) fail(0, "a parameter that is not a local");
      if (kind == kFree) ++free_count_;
    }
  }

  void read_instructions() {
    depth_at_.assign(unit_.units.size(), kUnknown);
    is_start_.assign(unit_.units.size(), false);
    InstructionReader reader(unit_.units);
    while (!reader.at_end()) {
      Instruction in = reader.next();
      if (reader.malformed()) return fail(in.start, "not a whole, known instruction");
      is_start_[in.start] = true;
      for (uint32_t i = in.offset + 1; i < in.next; ++i) {
        if (unit_.units[i] != 0) return fail(i, "a cache unit that is not zero");
      }
      check_argument(in);
      last_ = in;
    }
    if (!ends_flow(last_.op)) fail(last_.start, "execution runs off the end");
  }

  bool is_cell(uint32_t local) const { return (unit_.local_kinds[local] & (kCell | kFree)) != 0; }

  void check_argument(const Instruction& in) {
    uint32_t locals = static_cast<uint32_t>(unit_.locals.size());
    bool good = true;
    switch (in.op) {
      case Op::kLoadConst: good = in.arg < unit_.constants.size(); break;
      case Op::kLoadFast:
      case Op::kLoadFastCheck:
      case Op::kStoreFast:
      case Op::kDeleteFast: good = in.arg < locals && !is_cell(in.arg); break;
      case Op::kLoadFastLoadFast:
      case Op::kStoreFastLoadFast:
      case Op::kStoreFastStoreFast:
        good = in.arg < 256 && (in.arg >> 4) < locals && (in.arg & 15) < locals && !is_cell(in.arg >> 4) && !is_cell(in.arg & 15);
        break;
      case Op::kMakeCell: good = in.arg < locals && (unit_.local_kinds[in.arg] & kCell) != 0; break;
      case Op::kLoadClosure:
      case Op::kLoadDeref:
      case Op::kStoreDeref:
      case Op::kDeleteDeref:
      case Op::kLoadClassDeref: good = in.arg < locals && is_cell(in.arg); break;
      case Op::kCopyFreeVars: good = in.arg == free_count_; break;
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
      case Op::kImportFrom: good = in.arg < unit_.names.size(); break;
      case Op::kLoadSpecial: good = in.arg < std::size(kSpecialMethodNames); break;
      case Op::kCopy: good = in.arg >= 1; break;
      case Op::kSwap: good = in.arg >= 2; break;
      case Op::kBinaryOp: good = binary_op_symbol(in.arg) != nullptr; break;
      case Op::kCompareOp: good = compare_symbol(in.arg) != nullptr; break;
      case Op::kIsOp:
      case Op::kContainsOp:
      case Op::kYieldValue:
      case Op::kSortEnd:
      case Op::kCallFunctionEx: good = in.arg <= 1; break;
      case Op::kReduces: good = (in.arg & 15) < static_cast<uint32_t>(Reduction::kCount); break;
      case Op::kResume:
      case Op::kGetAwaitable:
      case Op::kRaiseVarargs: good = in.arg <= 2; break;
      case Op::kBuildSlice: good = in.arg == 2 || in.arg == 3; break;
      case Op::kFormatValue: good = in.arg <= 7; break;
      case Op::kListAppend:
      case Op::kSetAdd:
      case Op::kMapAdd:
      case Op::kListExtend:
      case Op::kSetUpdate:
      case Op::kDictUpdate:
      case Op::kDictMerge: good = in.arg >= 1; break;
      case Op::kMakeFunction: good = in.arg <= 15; break;
      default: good = has_argument(in.op) || in.arg == 0; break;
    }
    if (!good) fail(in.start, std::string(op_name(in.op)) + " with the argument " + std::to_string(in.arg));
  }

  bool is_start(int64_t at) const { return at >= 0 && at < static_cast<int64_t>(is_start_.size()) && is_start_[static_cast<size_t>(at)]; }

  void check_tables() {
    uint32_t size = static_cast<uint32_t>(unit_.units.size());
    uint32_t previous = 0;
    for (const ExceptionEntry& entry : unit_.exceptions) {
      if (entry.start >= entry.end || entry.end > size) return fail(entry.start, "an empty or overlong exception range");
      if (entry.start < previous) return fail(entry.start, "exception ranges out of order");
      if (!is_start(entry.start) || (entry.end != size && !is_start(entry.end)) || !is_start(entry.target)) {
        return fail(entry.start, "an exception range or handler inside an instruction");
      }
      if (uint32_t{entry.depth} + 1 + entry.push_lasti > unit_.stack_size) return fail(entry.target, "a handler deeper than the stack");
      previous = entry.start;
    }
    for (size_t i = 0; i < unit_.positions.size(); ++i) {
      const Position& position = unit_.positions[i];
      if (i > 0 && position.start_unit <= unit_.positions[i - 1].start_unit) return fail(position.start_unit, "positions out of order");
      if (position.start_unit >= size) return fail(position.start_unit, "a position behind the code");
    }
  }

  void reach(int64_t at, int32_t depth, uint32_t from) {
    if (problem_) return;
    if (!is_start(at)) return fail(from, "leads to " + std::to_string(at) + ", where no instruction starts");
    int32_t& known = depth_at_[static_cast<size_t>(at)];
    if (known == kUnknown) {
      known = depth;
      if (depth > static_cast<int32_t>(unit_.stack_size)) return fail(static_cast<uint32_t>(at), "deeper than stack_size");
      pending_.push_back(static_cast<uint32_t>(at));
    } else if (known != depth) {
      fail(static_cast<uint32_t>(at), "stack depth " + std::to_string(depth) + " from " + std::to_string(from) + " but " +
                                          std::to_string(known) + " from elsewhere");
    }
  }

  void walk_stack() {
    std::vector<const ExceptionEntry*> covered(unit_.units.size(), nullptr);
    for (size_t i = unit_.exceptions.size(); i-- > 0;) {  // backwards: the first match wins
      const ExceptionEntry& entry = unit_.exceptions[i];
      for (uint32_t at = entry.start; at < entry.end; ++at) covered[at] = &entry;
    }
    reach(0, 0, 0);
    while (!pending_.empty() && !problem_) {
      uint32_t at = pending_.back();
      pending_.pop_back();
      int32_t depth = depth_at_[at];
      InstructionReader reader(unit_.units, at);
      Instruction in = reader.next();
      if (const ExceptionEntry* entry = covered[in.offset]) {
        if (entry->depth > depth) return fail(at, "a handler expects more stack than there is");
        reach(entry->target, entry->depth + 1 + entry->push_lasti, at);
      }
      if (jump_kind(in.op) != JumpKind::kNone) step(in, depth, Edge::kJump, in.target());
      if (!ends_flow(in.op)) step(in, depth, Edge::kNext, in.next);
      if (in.op == Op::kReturnValue && depth < 1) fail(at, "returns nothing");
    }
  }

  void step(const Instruction& in, int32_t depth, Edge edge, int64_t to) {
    StackUse use = stack_use(in.op, in.arg, edge);
    if (static_cast<int64_t>(use.pops) > depth) return fail(in.start, std::string(op_name(in.op)) + " needs more than the stack holds");
    reach(to, depth - static_cast<int32_t>(use.pops) + static_cast<int32_t>(use.pushes), in.start);
  }

  const CodeUnit& unit_;
  std::optional<std::string> problem_;
  uint32_t free_count_ = 0;
  Instruction last_{};
  std::vector<int32_t> depth_at_;
  std::vector<bool> is_start_;
  std::vector<uint32_t> pending_;
};

}  // namespace

std::optional<uint32_t> stack_depth_at(const CodeUnit& unit, uint32_t offset) {
  Verifier walk(unit);
  if (walk.run()) return std::nullopt;
  return walk.depth_at(offset);
}

std::optional<std::string> verify(const CodeUnit& root) {
  std::vector<const CodeUnit*> pending{&root};  // nested functions may be nested deeply: no recursion
  while (!pending.empty()) {
    const CodeUnit* unit = pending.back();
    pending.pop_back();
    if (auto problem = Verifier(*unit).run()) return problem;
    for (const Constant& constant : unit->constants) {
      if (constant.kind != Constant::Kind::kCode) continue;
      EIDER_ASSERT(constant.code != nullptr);
      pending.push_back(constant.code.get());
    }
  }
  return std::nullopt;
}

}  // namespace eider::bytecode
