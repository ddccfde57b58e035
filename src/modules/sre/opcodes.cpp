// SPDX-License-Identifier: MIT
#include "modules/sre/opcodes.h"

namespace eider::modules::sre {

bool is_single(Op op) {
  switch (op) {
    case Op::kAny: case Op::kAnyAll: case Op::kIn: case Op::kLiteral: case Op::kNotLiteral: case Op::kInIgnore: case Op::kLiteralIgnore:
    case Op::kNotLiteralIgnore: case Op::kInLocIgnore: case Op::kLiteralLocIgnore: case Op::kNotLiteralLocIgnore: case Op::kInUniIgnore:
    case Op::kLiteralUniIgnore: case Op::kNotLiteralUniIgnore: case Op::kCategory:
      return true;
    default: return false;
  }
}

namespace {

/// Reads the distance at word `at`; `*target` is where it leads. It must lead forwards and not beyond `end`.
bool skip_to(const Program& program, uint32_t at, uint32_t end, uint32_t* target) {
  if (at >= end) return false;
  uint32_t distance = program.code[at];
  if (distance > end - at) return false;
  *target = at + distance;
  return true;
}
Op op_at(const Program& program, uint32_t pc) { return static_cast<Op>(program.code[pc]); }

/// A body that stands in [step->body, closed) and is closed by kSuccess.
bool close_body(const Program& program, Step* step, uint32_t closed) {
  if (closed <= step->body || op_at(program, closed - 1) != Op::kSuccess) return false;
  step->body_end = closed - 1;
  step->next = closed;
  return true;
}

/// The "yes" part is walked to find its end: a kJump, when there is a "no" part, stands just before `target`.
bool split_condition(const Program& program, uint32_t target, uint32_t end, Step* step) {
  uint32_t pc = step->body;
  while (pc < target) {
    if (op_at(program, pc) == Op::kJump) {
      uint32_t joined;
      if (pc + 2 != target || !skip_to(program, pc + 1, end, &joined) || joined < target) return false;
      step->body_end = pc;
      step->other = target;
      step->other_end = joined;
      step->next = joined;
      return true;
    }
    Step inner;
    if (!decode(program, pc, target, &inner)) return false;
    pc = inner.next;
  }
  step->body_end = step->other = step->other_end = step->next = target;
  return pc == target;
}

}  // namespace

bool decode(const Program& program, uint32_t pc, uint32_t end, Step* step) {
  *step = Step{};
  if (pc >= end || program.code[pc] >= static_cast<uint32_t>(Op::kCount)) return false;
  step->op = op_at(program, pc);
  uint32_t left = end - pc, closed;
  auto word = [&](uint32_t i) { return program.code[pc + i]; };
  switch (step->op) {
    case Op::kFailure: case Op::kSuccess: case Op::kAny: case Op::kAnyAll:
      step->next = pc + 1;
      return true;
    case Op::kLiteral: case Op::kNotLiteral: case Op::kLiteralIgnore: case Op::kNotLiteralIgnore: case Op::kLiteralLocIgnore:
    case Op::kNotLiteralLocIgnore: case Op::kLiteralUniIgnore: case Op::kNotLiteralUniIgnore:
      if (left < 2) return false;
      step->argument = word(1);
      step->next = pc + 2;
      return true;
    case Op::kAt:
      if (left < 2 || word(1) >= static_cast<uint32_t>(At::kCount)) return false;
      step->argument = word(1);
      step->next = pc + 2;
      return true;
    case Op::kCategory:
      if (left < 2 || word(1) >= static_cast<uint32_t>(Category::kCount)) return false;
      step->argument = word(1);
      step->next = pc + 2;
      return true;
    case Op::kMark:
      if (left < 2 || word(1) / 2 >= program.groups) return false;
      step->argument = word(1);
      step->next = pc + 2;
      return true;
    case Op::kGroupRef: case Op::kGroupRefIgnore: case Op::kGroupRefLocIgnore: case Op::kGroupRefUniIgnore:
      if (left < 2 || word(1) >= program.groups) return false;
      step->argument = word(1);
      step->next = pc + 2;
      return true;
    case Op::kIn: case Op::kInIgnore: case Op::kInLocIgnore: case Op::kInUniIgnore:
      if (!skip_to(program, pc + 1, end, &closed) || closed < pc + 3 || op_at(program, closed - 1) != Op::kFailure) return false;
      step->body = pc + 2;
      step->body_end = step->next = closed;
      return true;
    case Op::kInfo:
      // What it tells is a matter of speed, and the library finds it out itself.
      if (!skip_to(program, pc + 1, end, &closed) || closed < pc + 5) return false;
      step->next = closed;
      return true;
    case Op::kAssert: case Op::kAssertNot:
      if (left < 3 || !skip_to(program, pc + 1, end, &closed)) return false;
      step->argument = word(2);
      step->body = pc + 3;
      return close_body(program, step, closed);
    case Op::kAtomicGroup:
      if (!skip_to(program, pc + 1, end, &closed)) return false;
      step->body = pc + 2;
      return close_body(program, step, closed);
    case Op::kRepeatOne: case Op::kMinRepeatOne: case Op::kPossessiveRepeatOne: {
      if (left < 4 || !skip_to(program, pc + 1, end, &closed)) return false;
      step->least = word(2);
      step->most = word(3);
      step->body = pc + 4;
      if (step->least > step->most || !close_body(program, step, closed)) return false;
      Step single;
      return decode(program, step->body, step->body_end, &single) && is_single(single.op) && single.next == step->body_end;
    }
    case Op::kRepeat: case Op::kPossessiveRepeat:
      if (left < 4 || !skip_to(program, pc + 1, end, &closed) || closed < pc + 4 || closed >= end) return false;
      step->least = word(2);
      step->most = word(3);
      step->body = pc + 4;
      step->body_end = closed;
      step->next = closed + 1;
      step->until = op_at(program, closed);
      step->has_until = step->op == Op::kRepeat;
      if (step->least > step->most) return false;
      return step->has_until ? step->until == Op::kMaxUntil || step->until == Op::kMinUntil : step->until == Op::kSuccess;
    case Op::kGroupRefExists:
      // The distance counts from the group's word.
      if (left < 3 || word(1) >= program.groups || word(2) < 2 || word(2) > left - 1) return false;
      step->argument = word(1);
      step->body = pc + 3;
      return split_condition(program, pc + 1 + word(2), end, step);
    case Op::kBranch: {
      step->body = pc + 1;
      uint32_t list = pc + 1, body, body_end;
      for (;;) {
        switch (next_alternative(program, &list, end, &body, &body_end)) {
          case Alternative::kBody: continue;
          case Alternative::kMalformed: return false;
          case Alternative::kEnd: break;
        }
        break;
      }
      step->next = list;
      return true;
    }
    case Op::kCharset: case Op::kBigCharset: case Op::kJump: case Op::kMaxUntil: case Op::kMinUntil: case Op::kNegate: case Op::kRange:
    case Op::kSubpattern: case Op::kRangeUniIgnore: case Op::kCount:
      return false;  // only inside of others
  }
  return false;
}

Alternative next_alternative(const Program& program, uint32_t* list, uint32_t end, uint32_t* body, uint32_t* body_end) {
  uint32_t at = *list, next, joined;
  if (at >= end) return Alternative::kMalformed;
  if (program.code[at] == 0) {
    *list = at + 1;
    return Alternative::kEnd;
  }
  if (!skip_to(program, at, end, &next) || next < at + 3 || op_at(program, next - 2) != Op::kJump) return Alternative::kMalformed;
  if (!skip_to(program, next - 1, end, &joined)) return Alternative::kMalformed;
  *body = at + 1;
  *body_end = next - 2;
  *list = next;
  return Alternative::kBody;
}

}  // namespace eider::modules::sre
