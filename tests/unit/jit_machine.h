// SPDX-License-Identifier: MIT
//
// Traces compiled and run on a real frame. The interpreter's dispatch table is replaced by one that stops at once, so a test sees with
// which registers and which frames an exit goes on.
#pragma once

#include <array>

#include "builtins_container_fixture.h"
#include "jit/emit/compile.h"
#include "jit/exit/exit.h"
#include "jit/helpers.h"
#include "jit/ir/text.h"
#include "jit/regalloc/allocation.h"
#include "vm/vm_state.h"

namespace eider::jit {

using namespace objects;

/// Where the interpreter went on.
struct Stop {
  bool stopped = false;    // false: the entry frame was left by an exception
  Value* locals = nullptr;
  Value* sp = nullptr;
  const uint16_t* pc = nullptr;
  Value tos;
};
inline thread_local Stop* stop_here = nullptr;

EIDER_PRESERVE_NONE EIDER_NOINLINE inline Value stop_handler(Thread*, Value* locals, Value* sp, const uint16_t* pc, Value tos, uint64_t) {
  *stop_here = {true, locals, sp, pc, tos};
  return kNone;
}

class MachineTest : public builtins::BuiltinContainerTest {
 protected:
  static constexpr uint32_t kUnits = 128;

  MachineTest() {
    EXPECT_TRUE(vm::install_vm(t).ok());
    EXPECT_TRUE(vm::enter_vm(t));
    EXPECT_TRUE(arena.usable());
    table_.fill(reinterpret_cast<void*>(&stop_handler));
    t.dispatch = table_.data();
    globals_ = cell_dict_new(t).get();
    realm->builtins = cell_dict_new(t).get();
  }
  ~MachineTest() override {
    for (auto& e : executors) release_code(e.get(), arena);
    t.frame = nullptr;
    vm::leave_vm(t);
    vm::close_vm(*realm);
  }

  vm::Function* function(uint32_t locals, uint32_t stack_size, std::vector<uint16_t> units = {}, uint32_t arguments = 0,
                         std::vector<bytecode::Constant> constants = {}, uint32_t flags = 0) {
    auto unit = std::make_shared<bytecode::CodeUnit>();
    unit->name = unit->qualname = "f";
    unit->filename = "f.py";
    unit->stack_size = stack_size;
    unit->flags = bytecode::kOptimized | bytecode::kNewLocals | flags;
    unit->argcount = arguments;
    unit->units = std::move(units);
    unit->units.resize(kUnits);
    unit->constants = std::move(constants);
    for (uint32_t i = 0; i < locals; i++) {
      unit->locals.push_back("v" + std::to_string(i));
      unit->local_kinds.push_back(bytecode::kLocal);
    }
    vm::Code* code = vm::code_new(t, unit).get();
    vm::Function* made = vm::function_new(t, code, globals_).get();
    kept_.push_back(made);
    return made;
  }
  vm::Code* code_of(vm::Function* f) { return f->code.load_relaxed(); }

  /// The frame at the bottom of the value stack, its locals and stack items given.
  vm::Frame* push(vm::Function* f, const std::vector<Value>& locals, const std::vector<Value>& stack = {}) {
    vm::ThreadCode* tc = vm::thread_code(t, code_of(f)).get();
    Value* base = t.vm->stack;
    auto* frame = reinterpret_cast<vm::Frame*>(base + tc->local_count);
    *frame = {};
    frame->code = tc;
    frame->function = f;
    frame->locals = base;
    frame->limit = base + tc->frame_words;
    frame->ns = frame->frame_object = frame->extra = kAbsent;
    frame->flags = vm::kFrameEntry;
    for (uint32_t i = 0; i < tc->local_count; i++) base[i] = i < locals.size() ? locals[i] : kAbsent;
    for (uint32_t i = 0; i < stack.size(); i++) *stack_item(frame, i) = stack[i];
    depth_ = static_cast<uint32_t>(stack.size());
    t.frame = frame;
    t.recursion_left = 999;
    return frame;
  }

  /// continues: the exit that the trace, a side trace, is linked to.
  Executor* compiled(const Trace& trace, Exit* continues = nullptr) {
    std::string problem = verify(trace);
    EXPECT_EQ(problem, "");
    if (!problem.empty()) return nullptr;
    auto e = std::make_unique<Executor>();
    std::string error;
    e->continues = continues;
    if (!compile(trace, arena, e.get(), &error)) {
      ADD_FAILURE() << error;
      return nullptr;
    }
    if (continues != nullptr) {
      continues->side.store_release(e.get());
      continues->target.store_release(e->entry);
    }
    executors.push_back(std::move(e));
    return executors.back().get();
  }
  Trace trace_of(std::string_view text, const std::vector<vm::Code*>& codes, const TextNames& names = {}) {
    ParsedTrace parsed = parse(text, names, codes);
    EXPECT_EQ(parsed.error, "");
    return parsed.trace;
  }
  /// Enters e in t.frame; where the interpreter goes on.
  Stop run(Executor* e) {
    Stop stop;
    stop_here = &stop;
    vm::Frame* frame = t.frame;
    Value* sp = frame->stack() + depth_;
    t.vm->entering = e;
    enter(&t, frame->locals, sp, frame->code->units, depth_ == 0 ? kAbsent : *sp, 0);
    EXPECT_EQ(t.activation, nullptr);
    if (stop.stopped) {
      EXPECT_EQ(stop.locals, t.frame->locals);
      EXPECT_EQ(frame->limit, frame->locals + frame->code->frame_words);
    }
    return stop;
  }
  int64_t unit_of(const Stop& stop) { return stop.pc - t.frame->code->units; }
  std::string assembly(const Trace& trace) {
    Allocation a;
    std::string error;
    EXPECT_TRUE(allocate_registers(trace, &a, &error)) << error;
    return print(a, trace);
  }
  Value real(double d) { return float_value(t, d).get(); }
  static double number(Value v) { return v.is_heap() ? v.as<BoxedFloat>()->number : v.float_word(); }

  CodeArena arena;
  std::vector<std::unique_ptr<Executor>> executors;

 private:
  std::array<void*, 256> table_;
  Dict* globals_;
  std::vector<vm::Function*> kept_;  // nothing collects meanwhile unless a test keeps what it needs in frames
  uint32_t depth_ = 0;
};

}  // namespace eider::jit
