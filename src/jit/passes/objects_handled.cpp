// SPDX-License-Identifier: MIT
//
// Virtual exceptions that are handled.
//
// Note [A virtual exception that is handled]
// The thread's word for the handled exception is looked at by whoever raises something (it becomes the __context__) and by what asks for
// it (sys.exc_info). Between PushExcInfo of a virtual exception and PopExcept the word is not written: it holds what was handled before, and
// snapshots say which virtual exception it would be (Snapshot::handled), so who leaves writes it. Where something stands in between that may look,
// or compiled code that goes on with other words, the exception is made.
//
// PopExcept writes the word only when it may hold something else than what is handled then.
#include "jit/passes/objects.h"

namespace eider::jit {

namespace {

/// Whether the operation may look at what is handled, or goes on where snapshots do not tell.
bool observes(const Instruction& i) {
  switch (i.op) {
    case Op::kCallHelper1:
    case Op::kCallHelper2:
    case Op::kCallHelper3: return !handles_blindly(static_cast<Helper>(i.imm));
    case Op::kAppendItem: return false;  // raises MemoryError only, which has no context
    case Op::kClaimGenerator:
    case Op::kReleaseGenerator:
    case Op::kLoop:
    case Op::kJumpLoop:
    case Op::kJumpEntry:
    case Op::kJumpHeader:
    case Op::kReturnEntry:
    case Op::kReturnHost:
    case Op::kYieldHost: return true;
    default: return (info_of(i.op).flags & (kEscapes | kRaise)) != 0;
  }
}

bool calls(const Instruction& i, Helper helper) { return i.op == Op::kCallHelper1 && static_cast<Helper>(i.imm) == helper; }

}  // namespace

void Objects::forget_handled() { handled_ = handled_in_memory_ = kNoRef; }

void Objects::look_at_handled(const Instruction& i) {
  if (calls(i, Helper::kPushExcInfo) || calls(i, Helper::kPopExcept) || !observes(i)) return;
  if (handled_ != kNoRef) fail_reachable(handled_);
  forget_handled();
}

/// What says which exception is handled, when that needs no object. false: it is something else, or the exception is a real one.
bool Objects::on_handled(Ref r, const Instruction& i) {
  auto before = [&] {
    Ref known = handled_ != kNoRef ? handled_ : handled_in_memory_;
    if (known != kNoRef) alias_[r] = known;
    else handled_in_memory_ = r;
    return known != kNoRef;
  };
  if (i.op == Op::kLoadHandled) return before(), true;
  if (calls(i, Helper::kPushExcInfo)) {
    if (object(i.a) == nullptr) {
      if (handled_ != kNoRef) fail_reachable(handled_);
      handled_ = kNoRef;
      handled_in_memory_ = resolve(i.a);
      return false;
    }
    handling_[r] = before() ? Op::kCount : Op::kLoadHandled;
    handled_ = resolve(i.a);
    return true;
  }
  if (!calls(i, Helper::kPopExcept)) return false;
  const Ref previous = resolve(i.a);
  if (object(i.a) != nullptr) {
    handling_[r] = Op::kCount;
    handled_ = previous;
    return true;
  }
  const bool was_virtual = handled_ != kNoRef, same = handled_in_memory_ == previous;
  handled_ = kNoRef;
  handled_in_memory_ = previous;
  if (!was_virtual) return false;
  fail(previous);  // an object of the round before
  handling_[r] = same ? Op::kCount : Op::kStoreHandled;
  return true;
}

/// Writes what is left of r. false: it has nothing to do with it.
bool Objects::rewrite_handled(Ref r, const Instruction& i) {
  auto found = handling_.find(r);
  if (found == handling_.end()) return false;
  switch (found->second) {
    case Op::kLoadHandled: w_.replace(r, {.op = Op::kLoadHandled, .source = i.source}); break;
    case Op::kStoreHandled: w_.replace(r, {.op = Op::kStoreHandled, .source = i.source, .a = w_.map(resolve(i.a))}); break;
    default: w_.remove(r);
  }
  return true;
}

}  // namespace eider::jit
