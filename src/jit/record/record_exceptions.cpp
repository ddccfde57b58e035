// SPDX-License-Identifier: MIT
//
// Recording what handlers do. A trace ends where an exception is raised: the interpreter makes its traceback and finds the handler, and
// compiled code goes on there (PlaceKind::kHandler). The handled exception is the thread's all the time; generators keep their own,
// so in frames that are inlined into one nothing of this is recorded.
#include "jit/record/recorder.h"

#include <algorithm>

namespace eider::jit {

bool Recorder::exceptions(Machine& m, BytecodeOp op, uint32_t arg, bool* handled) {
  using enum bytecode::Op;
  auto in_generator = [&] { return std::any_of(frames_.begin(), frames_.end(), [](const TraceFrame& f) { return f.generator(); }); };
  switch (op) {
    case kRaiseVarargs: case kReraise:
      end_here();
      return true;
    case kPushExcInfo: {
      if (in_generator()) return abort("not compiled: an exception handled in a generator");
      Ref exception = peek(0);
      replace(1, call(Helper::kPushExcInfo, exception));
      push(exception);
      return true;
    }
    case kPopExcept:
      if (in_generator()) return abort("not compiled: an exception handled in a generator");
      call(Helper::kPopExcept, peek(0));
      drop(1);
      return true;
    case kCatchAll:
      call(Helper::kCatchAll, peek(0));
      drop(1);
      return true;
    case kCheckExcMatch: {
      Ref found = call(Helper::kCheckExcMatch, peek(1), peek(0));
      replace(1, found);
      return true;
    }
    case kDeleteFast:
      if (local(arg) == kAbsentRef || m.locals[arg].is_absent()) return abort("a local variable is unbound");
      if (!is_unboxed(local(arg)) && !is_constant(local(arg))) emit(Op::kGuardPresent, local(arg));
      set_local(arg, kAbsentRef);
      return true;
    default: *handled = false; return true;
  }
}

/// What is recorded of an instruction can be taken back until the next one: it may raise.
void Recorder::mark_instruction() {
  if (!keeps_part) return;
  mark_ = {trace_.code.size(), trace_.snapshots.size(), frames_.size(), top()};
}

/// The instruction that was recorded last has raised: the trace ends in front of it, if that is worth it. false: it is not.
bool Recorder::end_before_raise() {
  constexpr size_t kFewest = 6;
  if (!keeps_part || steps_ < kFewest || mark_.frames == 0 || frames_.size() < mark_.frames) return false;
  trace_.code.resize(mark_.code);
  trace_.snapshots.resize(mark_.snapshots);
  frames_.resize(mark_.frames, mark_.top);
  frames_.back() = mark_.top;
  snapshot_at_ = kNoSnapshot;
  entering_ = links_now_ = links_at_entry_ = false;
  end_here();
  return true;
}

}  // namespace eider::jit
