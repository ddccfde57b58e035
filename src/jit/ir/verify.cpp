// SPDX-License-Identifier: MIT
//
// What a well-formed trace is. Every pass gets one and leaves one.
#include "jit/helpers.h"
#include "jit/ir/trace.h"
#include "vm/vm_state.h"

namespace eider::jit {
namespace {

class Verifier {
 public:
  explicit Verifier(const Trace& trace) : trace_(trace), checked_(trace.snapshots.size(), false) {}

  std::string run() {
    if (trace_.code.empty()) return "empty trace";
    for (Ref r = 0; r < trace_.code.size() && problem_.empty(); r++) {
      check_shape(r);
      if (problem_.empty()) check_place(r);
      if (problem_.empty()) check_arguments(r);
      if (problem_.empty()) check_snapshot(r);
    }
    if (problem_.empty()) check_end();
    return problem_;
  }

 private:
  void fail(const std::string& what, Ref at) {
    if (problem_.empty()) problem_ = what + " at %" + std::to_string(at);
  }
  const Instruction& at(Ref r) const { return trace_.code[r]; }

  void check_shape(Ref r) {
    const Instruction& i = at(r);
    if (i.op >= Op::kCount) return fail("unknown operation", r);
    if (i.op == Op::kConstInt && (i.imm & 1)) return fail("ConstInt's word is odd (it is value << 1)", r);
    if (i.op == Op::kConstValue && i.imm == 0) return fail("ConstValue of ABSENT", r);
    if (!trace_.places.empty() && i.source >= trace_.places.size()) return fail("no such place", r);
  }

  void check_place(Ref r) {
    Op op = at(r).op;
    if (op == Op::kLoop) {
      if (seen_loop_) return fail("a second Loop", r);
      seen_loop_ = true;
      if (trace_.loop != r) return fail("Trace::loop does not name Loop", r);
    } else if (is_phi(op)) {
      if (r == 0 || !(at(r - 1).op == Op::kLoop || is_phi(at(r - 1).op))) return fail("a phi that is not right behind Loop", r);
    } else if (is_input(op)) {
      if (r > 0 && !is_input(at(r - 1).op)) return fail("an input that is not at the begin", r);
    } else if (info_of(op).immediate == Immediate::kHelper && op != Op::kEscape && at(r).imm < static_cast<uint64_t>(Helper::kCount) &&
               takes_doubles(static_cast<Helper>(at(r).imm))) {
      return fail("a call of what only exits call", r);
    } else if (op == Op::kTextPart) {
      const Instruction& next = at(r + 1);
      bool more = next.op == Op::kTextPart && next.imm == at(r).imm + 1;
      bool last = info_of(next.op).immediate == Immediate::kHelper && next.op != Op::kEscape && takes_parts(static_cast<Helper>(next.imm));
      if (at(r).imm >= vm::VmState::kTextParts || (!more && !last)) return fail("a part without the rest", r);
    } else if (op == Op::kEscapeItem) {
      Ref before = r == 0 ? kNoRef : r - 1;
      while (before != kNoRef && at(before).op == Op::kEscapeItem) before = before == 0 ? kNoRef : before - 1;
      bool behind = before != kNoRef && at(before).op == Op::kEscape && at(r).a == before;
      if (!behind) return fail("EscapeItem that is not right behind its Escape", r);
    }
  }

  void check_defined(Ref ref, Type wanted, Ref by, const char* what) {
    if (ref >= trace_.code.size()) return fail(std::string("no ") + what, by);
    if (ref >= by) return fail(std::string(what) + " defined later", by);
    Type is = info_of(at(ref).op).result;
    if (is == Type::kNone) return fail(std::string(what) + " without a value", by);
    if (wanted != Type::kNone && is != wanted) return fail(std::string(what) + " of the wrong type", by);
  }

  void check_arguments(Ref r) {
    const Instruction& i = at(r);
    const OpInfo& info = info_of(i.op);
    const Ref arguments[] = {i.a, i.b, i.c};
    for (int n = 0; n < 3; n++) {
      if (n < info.argument_count) {
        check_defined(arguments[n], info.arguments[n], r, "argument");
      } else if (is_phi(i.op) && n == 1) {
        check_loop_value(r);
      } else if (arguments[n] != kNoRef) {
        fail("too many arguments", r);
      }
    }
  }

  /// A phi's b: unset until the trace is closed.
  void check_loop_value(Ref r) {
    const Instruction& phi = at(r);
    if (phi.b == kNoRef) {
      if (at(static_cast<Ref>(trace_.code.size() - 1)).op == Op::kJumpLoop) fail("phi without the value of the next round", r);
      return;
    }
    if (phi.b >= trace_.code.size()) return fail("no argument", r);
    if (info_of(at(phi.b).op).result != info_of(phi.op).result) fail("phi's next value has another type", r);
  }

  void check_snapshot(Ref r) {
    const Instruction& i = at(r);
    if (i.snapshot == kNoSnapshot) {
      if (info_of(i.op).exits()) fail("may leave and has no snapshot", r);
      return;
    }
    if (i.snapshot >= trace_.snapshots.size()) return fail("no such snapshot", r);
    if (!info_of(i.op).exits() && i.op != Op::kLoop) return fail("a snapshot for who never leaves", r);
    const Snapshot& snapshot = trace_.snapshots[i.snapshot];
    if (snapshot.frames.empty()) return fail("snapshot without frames", r);
    virtuals_ = snapshot.virtuals.size();
    bool to_memory = i.op == Op::kEscape || i.op == Op::kJumpEntry;
    if (to_memory && virtuals_ != 0) return fail("a virtual object in frames that are written on the way", r);
    if (checked_[i.snapshot]) return;  // what was defined for the first one is for all others
    checked_[i.snapshot] = true;
    for (size_t f = 0; f < snapshot.frames.size(); f++) check_frame(snapshot.frames[f], f == 0, r);
    if (snapshot.handled != kUnchanged) {
      if (!is_virtual(snapshot.handled)) return fail("what is handled is no virtual object", r);
      check_named(snapshot.handled, r, "what is handled");
    }
    for (Ref ref : snapshot.header) {
      if (ref != kAbsentRef) check_named(ref, r, "what a header gets");
    }
    for (size_t v = 0; v < snapshot.virtuals.size(); v++) check_virtual(snapshot.virtuals[v], v, r);
  }

  void check_virtual(const VirtualObject& object, size_t index, Ref r) {
    if (object.arguments > 3 || object.arguments > object.fields.size()) fail("a virtual object without its maker's arguments", r);
    if (object.maker == VirtualObject::kSame && (object.fields.size() != 1 || !is_virtual(object.fields[0].value) || object.unless == kNoRef)) fail("a virtual object without the other one", r);
    if (object.unless != kNoRef) check_defined(object.unless, Type::kValue, r, "what is there instead of a virtual object");
    virtuals_ = index;  // only those in front of it
    const bool doubles = object.maker < static_cast<uint16_t>(Helper::kCount) && takes_doubles(static_cast<Helper>(object.maker));
    if (doubles && (object.arguments != kHelpers[object.maker].arguments || object.fields.size() != object.arguments)) fail("a virtual object of doubles with other fields", r);
    for (const VirtualObject::Field& field : object.fields) {
      if (doubles) check_defined(field.value, Type::kFloat, r, "a virtual object's double");
      else check_named(field.value, r, "a virtual object's field");
    }
  }
  void check_named(Ref ref, Ref by, const char* what) {
    if (!is_virtual(ref)) return check_defined(ref, Type::kNone, by, what);
    if (ref - kFirstVirtual >= virtuals_) fail(std::string(what) + " is no virtual object", by);
  }

  void check_frame(const SnapshotFrame& frame, bool root, Ref r) {
    if (!trace_.codes.empty() && frame.code >= trace_.codes.size()) fail("snapshot names no code", r);
    if (root && frame.base != 0) fail("snapshot's root frame has a base", r);
    if (root && !frame.generator() && (frame.function != kNoRef || frame.self != kNoRef)) fail("snapshot's root frame names a function", r);
    if (!root && !frame.generator() && frame.function == kNoRef) fail("snapshot's inlined frame has no function", r);
    if (frame.generator() && frame.self == kNoRef) fail("snapshot's frame of a generator without the generator", r);
    if (frame.function != kNoRef) check_defined(frame.function, Type::kValue, r, "snapshot's function");
    if (frame.self != kNoRef && !is_virtual(frame.self)) check_defined(frame.self, Type::kValue, r, "snapshot's self");
    if (is_virtual(frame.self)) check_named(frame.self, r, "snapshot's self");
    for (const std::vector<Ref>* refs : {&frame.locals, &frame.stack}) {
      for (Ref ref : *refs) {
        if (ref == kAbsentRef) continue;
        if (ref == kUnchanged) {
          if (!root && !frame.generator()) fail("snapshot's inlined frame has unchanged memory", r);
          continue;
        }
        check_named(ref, r, "snapshot's value");
      }
    }
  }

  static bool ends(Op op) { return op == Op::kEnd || op == Op::kJumpEntry || op == Op::kJumpHeader || op == Op::kReturnEntry || op == Op::kReturnHost || op == Op::kYieldHost || op == Op::kJumpLoop; }
  void check_end() {
    for (Ref r = 0; r + 1 < trace_.code.size(); r++) {
      if (ends(at(r).op)) return fail("an end in the middle", r);
    }
    Ref last = static_cast<Ref>(trace_.code.size() - 1);
    if (!ends(at(last).op)) return fail("no end", last);
    if ((at(last).op == Op::kReturnEntry || at(last).op == Op::kReturnHost || at(last).op == Op::kYieldHost) && trace_.snapshots[at(last).snapshot].frames.size() != 1) return fail("a return with inlined frames", last);
    if (at(last).op == Op::kJumpHeader && trace_.snapshots[at(last).snapshot].frames.size() != 1) return fail("a header with inlined frames", last);
    if (seen_loop_ != (at(last).op == Op::kJumpLoop)) return fail("JumpLoop and Loop do not belong together", last);
    if (!seen_loop_ && trace_.loop != kNoRef) fail("Trace::loop in a straight trace", last);
  }

  const Trace& trace_;
  std::string problem_;
  bool seen_loop_ = false;
  std::vector<bool> checked_;  // snapshots
  size_t virtuals_ = 0;  // of the snapshot that is looked at
};

}  // namespace

std::string verify(const Trace& trace) { return Verifier(trace).run(); }

std::string verify_validity(const Trace& trace) {
  Ref due = kNoRef;  // the operation behind which no CheckValid has come yet
  for (Ref r = 0; r < trace.code.size(); r++) {
    const Instruction& i = trace.code[r];
    const OpInfo& info = info_of(i.op);
    if (due != kNoRef) {
      bool leaves = info.has(kControl) && i.op != Op::kJumpLoop;  // for what looks for itself
      if (i.op == Op::kCheckValid || leaves) due = kNoRef;
      else if (i.source != trace.code[due].source || i.op == Op::kJumpLoop) return "no CheckValid behind %" + std::to_string(due) + " at %" + std::to_string(r);
    }
    if (needs_validity_check(info)) due = r;
  }
  return "";
}

}  // namespace eider::jit
