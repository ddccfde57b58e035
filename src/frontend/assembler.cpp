// SPDX-License-Identifier: MIT
#include "frontend/assembler.h"

#include "bytecode/verifier.h"
#include "frontend/flow.h"

namespace eider::frontend {

using bytecode::CodeUnit;
using bytecode::Op;

namespace {

class Assembler {
 public:
  Assembler(Unit& unit, const CompileOptions& options, const FutureFeatures& future)
      : unit_(unit), options_(options), future_(future), made_(std::make_shared<CodeUnit>()) {}

  std::shared_ptr<CodeUnit> run() {
    FlowContext context{.constants = unit_.constants,
                        .local_count = unit_.locals.size(),
                        .parameter_count = static_cast<uint32_t>(unit_.scope->parameters.size()),
                        .first_line = unit_.first_line};
    mark_handlers(unit_.graph);
    simplify(unit_.graph, context);
    settle_lines(unit_.graph, context);
    check_unbound_locals(unit_.graph, context);
    made_->stack_size = measure_stack(unit_.graph);
    finish_blocks(unit_.graph);
    describe();
    number_locals();
    prologue();
    renumber_constants();
    resolve_jumps();
    encode();
    return std::move(made_);
  }

 private:
  void describe() {
    made_->name = unit_.name;
    made_->qualname = unit_.qualname;
    made_->filename = options_.filename;
    made_->docstring = unit_.docstring;
    made_->has_docstring = unit_.has_docstring;
    made_->argcount = unit_.argcount;
    made_->posonlyargcount = unit_.posonlyargcount;
    made_->kwonlyargcount = unit_.kwonlyargcount;
    made_->first_line = unit_.first_line;
    made_->names.assign(unit_.names.names().begin(), unit_.names.names().end());
    const Block& scope = *unit_.scope;
    uint32_t flags = (options_.flags & bytecode::kFutureAnnotations) | future_.flags;
    if (scope.kind == BlockKind::kFunction) {
      flags |= bytecode::kOptimized | bytecode::kNewLocals;
      if (scope.is_nested) flags |= bytecode::kNested;
      if (scope.is_generator) flags |= scope.is_coroutine ? bytecode::kAsyncGenerator : bytecode::kGenerator;
      else if (scope.is_coroutine) flags |= bytecode::kCoroutine;
      if (scope.has_varargs) flags |= bytecode::kVarArgs;
      if (scope.has_varkeywords) flags |= bytecode::kVarKeywords;
    } else if (scope.is_coroutine && options_.allow_top_level_await && unit_.kind == UnitKind::kModule) {
      flags |= bytecode::kCoroutine;
    }
    made_->flags = flags;
  }

  /// Parameters and other locals keep their numbers; then cells that are not parameters; then free variables.
  void number_locals() {
    for (std::string_view local : unit_.locals.names()) {
      made_->locals.emplace_back(local);
      made_->local_kinds.push_back(bytecode::kLocal);
    }
    for (std::string_view cell : unit_.cells.names()) {
      int64_t local = unit_.locals.find(cell);
      if (local >= 0) {
        made_->local_kinds[static_cast<size_t>(local)] |= bytecode::kCell;
        deref_.push_back(static_cast<uint32_t>(local));
      } else {
        deref_.push_back(static_cast<uint32_t>(made_->locals.size()));
        made_->locals.emplace_back(cell);
        made_->local_kinds.push_back(bytecode::kCell);
      }
    }
    for (std::string_view free : unit_.frees.names()) {
      deref_.push_back(static_cast<uint32_t>(made_->locals.size()));
      made_->locals.emplace_back(free);
      made_->local_kinds.push_back(bytecode::kFree);
    }
    for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) {
      for (IrInstruction& in : block->code) {
        switch (in.op) {
          case IrOp::kLoadClosure:
          case IrOp::kLoadDeref:
          case IrOp::kStoreDeref:
          case IrOp::kDeleteDeref:
          case IrOp::kLoadClassDeref: in.arg = deref_[in.arg]; break;
          default: break;
        }
      }
    }
  }

  void prologue() {
    std::vector<IrInstruction> first;
    std::vector<IrInstruction>& code = unit_.graph.entry->code;
    SourceRange at = code.empty() ? SourceRange{} : code.front().source;  // where a generator stands that has not begun
    if (unit_.frees.size() > 0) first.push_back({.op = IrOp::kCopyFreeVars, .arg = unit_.frees.size(), .source = at});
    for (uint32_t local = 0; local < made_->locals.size(); ++local) {
      if ((made_->local_kinds[local] & bytecode::kCell) != 0) first.push_back({.op = IrOp::kMakeCell, .arg = local, .source = at});
    }
    code.insert(code.begin(), first.begin(), first.end());
  }

  /// Only constants that are still loaded, in order of first use, after the docstring.
  void renumber_constants() {
    constexpr uint32_t kUnused = UINT32_MAX;
    std::vector<bytecode::Constant>& all = unit_.constants.items();
    std::vector<uint32_t> number(all.size(), kUnused);
    auto use = [&](uint32_t old) {
      if (number[old] == kUnused) {
        number[old] = static_cast<uint32_t>(made_->constants.size());
        made_->constants.push_back(std::move(all[old]));
      }
      return number[old];
    };
    if (unit_.has_docstring) use(0);
    for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) {
      for (IrInstruction& in : block->code) {
        if (in.op == IrOp::kLoadConst) in.arg = use(in.arg);
      }
    }
  }

  /// Decides the direction of every jump. Requires: the final order of blocks.
  void resolve_jumps() {
    uint32_t order = 0;
    for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) block->order = order++;
    for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) {
      for (IrInstruction& in : block->code) {
        if (!is_unconditional_jump(in.op)) continue;
        bool backward = in.target->order <= block->order;
        if (!backward) in.op = IrOp::kJumpForward;
        else in.op = in.op == IrOp::kJump ? IrOp::kJumpBackward : IrOp::kJumpBackwardNoInterrupt;
      }
    }
  }

  static uint32_t units_of(Op op, uint32_t arg) {
    return 1 + (arg > 0xff) + (arg > 0xffff) + (arg > 0xffffff) + bytecode::kCacheUnits[static_cast<uint8_t>(op)];
  }

  /// A longer jump may push others apart: repeated until nothing grows.
  void lay_out() {
    bool grew = true;
    while (grew) {
      grew = false;
      uint32_t at = 0;
      for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) {
        block->offset = at;
        for (const IrInstruction& in : block->code) at += units_of(machine_op(in.op), in.arg);
      }
      at = 0;
      for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) {
        for (IrInstruction& in : block->code) {
          uint32_t size = units_of(machine_op(in.op), in.arg);
          at += size;
          if (!is_jump(in.op)) continue;
          bool backward = bytecode::jump_kind(machine_op(in.op)) == bytecode::JumpKind::kBackward;
          EIDER_CHECK(backward ? in.target->offset <= at : in.target->offset >= at);
          uint32_t distance = backward ? at - in.target->offset : in.target->offset - at;
          // Distances only grow from round to round, so this ends.
          if (units_of(machine_op(in.op), distance) > size) grew = true;
          in.arg = distance;
        }
      }
    }
  }

  void encode() {
    lay_out();
    std::vector<uint16_t>& units = made_->units;
    bytecode::Position last{.start_unit = 0, .line = -2, .end_line = -2, .column = -2, .end_column = -2};
    const BasicBlock* open_handler = nullptr;
    uint32_t open_since = 0;
    auto close = [&](uint32_t at) {
      if (open_handler == nullptr || open_since == at) return;
      uint32_t pushed = 1 + (open_handler->keeps_offset ? 1 : 0);
      made_->exceptions.push_back({.start = open_since,
                                   .end = at,
                                   .target = open_handler->offset,
                                   .depth = static_cast<uint16_t>(open_handler->start_depth - static_cast<int32_t>(pushed)),
                                   .push_lasti = open_handler->keeps_offset});
    };
    for (BasicBlock* block = unit_.graph.entry; block != nullptr; block = block->next) {
      EIDER_CHECK(block->offset == units.size());
      for (const IrInstruction& in : block->code) {
        uint32_t start = static_cast<uint32_t>(units.size());
        if (in.handler != open_handler) {
          close(start);
          open_handler = in.handler;
          open_since = start;
        }
        const SourceRange& from = in.source;
        bytecode::Position position{start, from.line < 0 ? 0 : from.line, from.line < 0 ? 0 : from.end_line, from.column, from.end_column};
        if (position.line != last.line || position.end_line != last.end_line || position.column != last.column ||
            position.end_column != last.end_column) {
          made_->positions.push_back(position);
          last = position;
        }
        Op op = machine_op(in.op);
        for (int shift = 24; shift > 0; shift -= 8) {
          if (in.arg >> shift != 0) {
            units.push_back(static_cast<uint16_t>(static_cast<uint16_t>(Op::kExtendedArg) | (in.arg >> shift & 0xff) << 8));
          }
        }
        units.push_back(static_cast<uint16_t>(static_cast<uint16_t>(op) | (in.arg & 0xff) << 8));
        units.insert(units.end(), bytecode::kCacheUnits[static_cast<uint8_t>(op)], 0);
      }
    }
    close(static_cast<uint32_t>(units.size()));
  }

  Unit& unit_;
  const CompileOptions& options_;
  const FutureFeatures& future_;
  std::shared_ptr<CodeUnit> made_;
  std::vector<uint32_t> deref_;  // cell, then free variable -> local
};

}  // namespace

std::shared_ptr<CodeUnit> assemble(Unit& unit, const CompileOptions& options, const FutureFeatures& future) {
  return Assembler(unit, options, future).run();
}

}  // namespace eider::frontend
