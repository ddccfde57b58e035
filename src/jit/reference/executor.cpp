// SPDX-License-Identifier: MIT
#include "jit/reference/executor.h"

#include "jit/emit/compile.h"
#include "jit/exit/exit.h"
#include "jit/exit/visits.h"
#include "jit/helpers.h"
#include "jit/reference/machine.h"
#include "jit/regalloc/allocation.h"
#include "vm/generator.h"
#include "vm/vm_state.h"

namespace eider::jit {

Executor::Executor() = default;
Executor::~Executor() = default;

namespace {

bool runs_out(Countdown* count) {
  int64_t left = __atomic_load_n(&count->left, __ATOMIC_RELAXED) - 1;
  __atomic_store_n(&count->left, left <= 0 ? count->every : left, __ATOMIC_RELAXED);
  return left <= 0;
}

bool is_helper_call(Op op) { return op == Op::kCallHelper1 || op == Op::kCallHelper2 || op == Op::kCallHelper3; }

/// One thread's stay in executors, from `enter` until it is left: what machine code would have in registers.
///
/// Invariant: between taking an executor from a link and naming it in the activation record there is no safepoint.
class Run final : public ReferenceMachine {
 public:
  enum class Ended : uint8_t {
    kLeaves,    // through Thread::jit_exit
    kResumes,   // where `to` says
    kReturns,   // `result`, to C++
  };

  Run(Thread& t, Value* base, Executor& e, Resume* to) : ReferenceMachine(t, e.reference->trace, base), to_(to) { begin(e); }

  Ended run() {
    for (;;) {
      const Instruction& i = trace_->code[pc_];
      bool forced = is_forced(i);
      Step step = forced ? Step::kLeave : execute(i);
      if (step == Step::kNext) {
        pc_++;
        continue;
      }
      if (step == Step::kElsewhere) {
        if (ended_ != Ended::kLeaves) return ended_;
        continue;
      }
      Exit& exit = exit_of_current();
      t_.jit_exit = &exit;
      bool may_go_on = exit.linking == Linking::kDirect && !forced && (!is_helper_call(i.op) || (!t_.has_exception() && t_.poll.load_relaxed() == 0));
      Executor* side = may_go_on ? exit.side.load_acquire() : nullptr;  // pairs with the release store in Lifecycle::publish
      if (side == nullptr) return Ended::kLeaves;
      begin(*side);
    }
  }
  Value* base() const { return base_; }
  Value result() const { return result_; }

 private:
  void begin(Executor& e) {
    executor_ = &e;
    trace_ = &e.reference->trace;
    slots_ = e.reference->slots.data();
    words_ = reinterpret_cast<uint64_t*>(base_ + e.extent + kActivationWords);
    pc_ = 0;
    if (e.side_depth == 0) return;
    while (trace_->code[pc_].op != Op::kEnter) pc_++;  // what is before it has no room yet
  }
  Exit& exit_of_current() { return executor_->exits[executor_->reference->exits[pc_]]; }

  /// --stress=deopt:N and its like, as Emitter::place_count places them.
  bool is_forced(const Instruction& i) {
    ForcedExits* forced = executor_->reference->forced;
    if (forced == nullptr || executor_->reference->exits[pc_] == ReferenceCode::kNone) return false;
    if ((i.op == Op::kGuardIs || i.op == Op::kGuardIsNot) && i.imm == kIterationEnded.bits()) return false;
    if (i.op != Op::kPoll && (exit_of_current().linking == Linking::kNever || exit_of_current().would_repeat)) return false;
    Countdown& count = i.op == Op::kPoll ? forced->polls : forced->guards;
    return count.every != 0 && runs_out(&count);
  }

  static bool can_run(const Thread& t, const Value* base, const ExecutorHead& e, uint32_t pushed) {
    return e.valid.load_relaxed() != 0 && reinterpret_cast<const char*>(base) + e.limit_bytes <= reinterpret_cast<const char*>(t.stack_end) &&
           t.recursion_left >= static_cast<int32_t>(e.inlined_frames + pushed);
  }

  Step enter() override {
    if (!can_run(t_, base_, *executor_, 0)) return Step::kLeave;
    static_cast<Activation*>(t_.activation)->executor = executor_;
    t_.frame->limit = base_ + executor_->limit_bytes / sizeof(Value);
    Ref at = pc_;
    for (pc_ = 0; pc_ < at; pc_++) (void)execute(trace_->code[pc_]);
    return Step::kNext;
  }
  Step input(const Instruction& i) override { return gives(base_[i.imm - kInputMemory].bits()); }
  bool valid() override { return executor_->valid.load_relaxed() != 0; }
  bool jumps() override { return true; }
  Step box_float(double d) override {
    uint64_t word = jit::box_float(&t_, d);
    return word == kFailedWord.bits() ? Step::kLeave : gives(word);
  }

  Step box_complex(double real, double imaginary) override {
    uint64_t word = jit::box_complex(&t_, real, imaginary);
    return word == kFailedWord.bits() ? Step::kLeave : gives(word);
  }

  Step box_word(uint64_t content) override {
    uint64_t word = jit::box_word(&t_, content);
    return word == kFailedWord.bits() ? Step::kLeave : gives(word);
  }

  Step call(const Instruction& i, int count) override {
    Value arguments[3] = {Value::from_bits(0), Value::from_bits(0), Value::from_bits(0)};
    const Ref refs[] = {i.a, i.b, i.c};
    for (int n = 0; n < count; n++) arguments[n] = value(refs[n]);
    Value made = kHelpers[i.imm].function(t_, arguments[0], arguments[1], arguments[2]);
    if (EIDER_UNLIKELY(t_.vm->python_refused)) forget_refusal(t_);
    return made.is_absent() || made == kFailedWord ? Step::kLeave : gives(made);
  }
  Step escape(const Instruction& i) override {
    Exit& exit = exit_of_current();
    (void)count_shared(t_, exit.taken);
    Value made;
    switch (run_escape(t_, base_, exit, executor_->reference->items[pc_], &made, to_)) {
      case Escaped::kContinue: return gives(made);
      case Escaped::kInterpret: return ends(Ended::kResumes);
      case Escaped::kReturn: result_ = made; return ends(Ended::kReturns);
    }
  }
  Step escape_item(const Instruction& i) override {
    Ref escape = i.a;
    return gives(words_[(executor_->reference->items[escape] >> 8) + i.imm - 1]);
  }
  Step ends(Ended how) {
    ended_ = how;
    return Step::kElsewhere;
  }

  /// The frames are made real as an exit makes them, and the other executor is entered as by the interpreter.
  Step jump_entry(const Instruction& i) override {
    auto& target = *static_cast<Executor*>(reinterpret_cast<ExecutorHead*>(i.imm));
    const Exit& exit = exit_of_current();
    const ExitFrame& last = executor_->exit_frames[exit.frames_end - 1];
    uint32_t pushed = exit.frames_end - exit.frames_begin - 1;
    if (!can_run(t_, base_ + (pushed == 0 ? 0 : last.base), target, pushed)) return Step::kLeave;
    t_.jit_exit = &exit_of_current();
    leave_for(t_, base_, target, to_);
    return ends(Ended::kResumes);
  }
  /// The loop's slots are below ours and hold what is invariant in it.
  Step jump_header(const Instruction& i) override {
    auto& loop = *static_cast<Executor*>(reinterpret_cast<ExecutorHead*>(i.imm));
    if (loop.valid.load_relaxed() == 0) return Step::kLeave;
    static_cast<Activation*>(t_.activation)->executor = &loop;
    t_.frame->limit = base_ + loop.limit_bytes / sizeof(Value);
    const Snapshot& snapshot = trace_->snapshots[i.snapshot];
    const SnapshotFrame& frame = snapshot.frames[0];
    const size_t locals = frame.locals.size(), words = locals + frame.stack.size();
    auto ref = [&](uint32_t variable) {
      return variable >= words ? snapshot.header[variable - words] : variable < locals ? frame.locals[variable] : frame.stack[variable - locals];
    };
    Value* slots = base_ + loop.extent + kActivationWords;
    for (const LoopHeader::Phi& phi : loop.header.phis) {
      Ref value = phi.variable == LoopHeader::kNoVariable ? kAbsentRef : ref(phi.variable);
      slots[phi.to.value] = Value::from_bits(value == kAbsentRef ? phi.initial : is_virtual(value) ? kMadeInLoop : bits(value));
    }
    for (uint32_t n = 0; n < loop.header.words; n++) {
      if (!loop.header.variables[n].settable || ref(n) == kUnchanged) continue;
      base_[n < locals ? n : n + vm::kFrameWords + 1] = ref(n) == kAbsentRef ? kAbsent : value(ref(n));
    }
    begin(loop);
    pc_ = trace_->loop + 1;
    while (is_phi(pc_)) pc_++;
    return Step::kElsewhere;
  }
  /// As the stencils CheckReturn, CheckYield, CheckExhausted and what follows them.
  Step return_entry(const Instruction& i) override {
    using From = ReturnTarget::From;
    const ReturnTarget& target = trace_->returns[i.imm];
    vm::Frame* frame = t_.frame;
    vm::Frame* caller = frame->previous;
    const uint64_t kind = target.from == From::kCall ? 0 : target.from == From::kInit ? vm::kFrameInit : target.from == From::kMethod ? vm::kFrameOperator : vm::kFrameGenerator;
    if ((frame->flags & vm::kFrameSpecial) != kind || caller->code->code != target.code) return Step::kLeave;
    auto* g = kind != vm::kFrameGenerator ? nullptr : frame->extra.as<vm::Generator>();
    if ((target.from == From::kExhausted ? g->exhausted_pc : caller->pc) != caller->code->units + target.unit) return Step::kLeave;
    auto& next = *static_cast<Executor*>(target.executor);
    if (!can_run(t_, (caller->flags & vm::kFrameGenerator) != 0 ? caller->limit : caller->locals, next, 0)) return Step::kLeave;
    if (target.from == From::kExhausted) finish_root_generator(t_, value(i.a));
    else *frame->sp = value(i.a);
    if (target.from == From::kYield) {
      frame->pc = frame->code->units + target.place.unit;
      g->sp = frame->stack() + target.place.depth;
      frame->previous = nullptr;
      vm::leave_handled(t_, g);
    }
    base_ = go_on_in(t_, caller, next);
    if (target.from == From::kYield) g->state.store_release(vm::GeneratorState::kSuspended);  // pairs with the acquire of the next one to enter
    begin(next);
    return Step::kElsewhere;
  }

  Step return_host(const Instruction& i) override {
    if ((t_.frame->flags & vm::kFrameSpecial) != vm::kFrameEntry) return Step::kLeave;
    result_ = leave_to_host(t_, value(i.a));
    return ends(Ended::kReturns);
  }

  Step yield_host(const Instruction& i) override {
    if ((t_.frame->flags & vm::kFrameSpecial) != (vm::kFrameEntry | vm::kFrameGenerator)) return Step::kLeave;
    const auto place = GeneratorPlace::from(i.imm);
    result_ = yield_to_host(t_, value(i.a), sizeof(uint16_t) * uint64_t{place.unit}, sizeof(Value) * uint64_t{place.depth});
    return ends(Ended::kReturns);
  }

  Executor* executor_ = nullptr;
  Resume* to_;
  Ended ended_ = Ended::kLeaves;
  Value result_;
};

EIDER_NOINLINE Run::Ended run(Thread& t, Value** base, Resume* to, Value* result) {
  auto& e = *static_cast<Executor*>(static_cast<Activation*>(t.activation)->executor);  // whom `enter` has entered
  Run run(t, *base, e, to);
  Run::Ended ended = run.run();
  *base = run.base();
  *result = run.result();
  return ended;
}

/// Executor::entry of all of them.
EIDER_PRESERVE_NONE uint64_t run_executor(EIDER_JIT_REGISTERS) {
  Resume to;
  Value result;
  switch (run(*t, &base, &to, &result)) {
    case Run::Ended::kLeaves:
      EIDER_MUSTTAIL return leave(t, base, r0, r1, r2, r3, r4, r5, x0, x1, x2, x3, x4, x5, x6, x7);
    case Run::Ended::kResumes:
      EIDER_MUSTTAIL return as_jit(to.handler)(t, to.locals, reinterpret_cast<uint64_t>(to.sp), reinterpret_cast<uint64_t>(to.pc),
                                               to.tos.bits(), to.argument, 0, 0, x0, x1, x2, x3, x4, x5, x6, x7);
    case Run::Ended::kReturns: return result.bits();
  }
}

}  // namespace

bool compile_reference(Trace trace, Executor* executor, std::string* error, ForcedExits* forced) {
  auto code = std::make_unique<ReferenceCode>();
  Allocation allocation;
  if (!allocate_slots(trace, &allocation, code.get(), error)) return false;
  describe_executor(trace, allocation, executor);
  for (Exit& exit : executor->exits) {
    if (exit.linking == Linking::kChecked) exit.linking = Linking::kDirect;  // Run checks
  }
  code->trace = std::move(trace);
  code->forced = forced;
  executor->reference = std::move(code);
  executor->entry = reinterpret_cast<const void*>(&run_executor);
  return true;
}

}  // namespace eider::jit
