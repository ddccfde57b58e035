// SPDX-License-Identifier: MIT
//
// The interpreter: one preserve_none function per instruction, tail-calling the next; unwinding; entry from C++.
//
// Registers of the running frame travel as arguments (thread, locals, stack pointer, pc, top of stack, argument), so they stay in
// machine registers. `t->dispatch` selects the table: the normal one, or the recorder's.
#include "vm/interpreter.h"

#include "vm/uops/instructions.h"

namespace eider::vm {

namespace {

#define EIDER_REGISTERS Thread *t, Value *locals, Value *sp, const uint16_t *pc, Value tos, uint64_t argument
#define EIDER_PASS t, locals, sp, pc, tos, argument

#define EIDER_DISPATCH()                                                                     \
  do {                                                                                       \
    uint16_t eider_unit = *pc;                                                               \
    argument = eider_unit >> 8;                                                              \
    EIDER_MUSTTAIL return reinterpret_cast<Handler>(t->dispatch[eider_unit & 0xff])(EIDER_PASS); \
  } while (false)

EIDER_PRESERVE_NONE EIDER_NOINLINE Value unwind_handler(EIDER_REGISTERS);

template <class I>
inline constexpr Op kSelf = I::kFamily;

/// Generic (canonical) instruction.
template <class I>
EIDER_PRESERVE_NONE Value execute(EIDER_REGISTERS) {
  Machine m{*t, locals, sp, pc, tos, argument};
  Flow flow = I::run(m);
  locals = m.locals;
  sp = m.sp;
  tos = m.tos;
  switch (flow) {
    case Flow::kNext:
      pc = pc + 1 + I::kCaches;
      EIDER_DISPATCH();
    case Flow::kJump:
      pc = m.pc;
      EIDER_DISPATCH();
    case Flow::kLeave:
      return tos;
    case Flow::kEnter:
      pc = m.pc;
      EIDER_MUSTTAIL return reinterpret_cast<Handler>(vm_realm(*t).jit.enter)(EIDER_PASS);
    case Flow::kSideExit:
    case Flow::kError:
      pc = m.pc;
      break;
  }
  EIDER_MUSTTAIL return unwind_handler(EIDER_PASS);
}

template <class Generic>
EIDER_PRESERVE_NONE EIDER_NOINLINE Value missed(EIDER_REGISTERS) {
  note_miss(*t, pc, Generic::kFamily);
  EIDER_MUSTTAIL return execute<Generic>(EIDER_PASS);
}

/// Specialised instruction; when its assumption fails the family's generic one runs with the registers as they were.
template <class I, class Generic>
EIDER_PRESERVE_NONE Value execute_special(EIDER_REGISTERS) {
  Machine m{*t, locals, sp, pc, tos, argument};
  Flow flow = I::run(m);
  if (EIDER_LIKELY(flow == Flow::kNext)) {
    locals = m.locals;
    sp = m.sp;
    tos = m.tos;
    pc = pc + 1 + I::kCaches;
    EIDER_DISPATCH();
  }
  if (flow == Flow::kSideExit) {
    EIDER_MUSTTAIL return missed<Generic>(EIDER_PASS);
  }
  locals = m.locals;
  sp = m.sp;
  tos = m.tos;
  pc = m.pc;
  if (flow == Flow::kJump) EIDER_DISPATCH();
  EIDER_MUSTTAIL return unwind_handler(EIDER_PASS);
}

EIDER_PRESERVE_NONE Value extended_arg(EIDER_REGISTERS) {
  uint16_t unit = *++pc;
  argument = argument << 8 | unit >> 8;
  EIDER_MUSTTAIL return reinterpret_cast<Handler>(t->dispatch[unit & 0xff])(EIDER_PASS);
}

EIDER_PRESERVE_NONE Value invalid_opcode(EIDER_REGISTERS) { EIDER_UNREACHABLE("opcode outside the tables"); }

/// An exception is pending at `pc` of the innermost frame. Finds its handler here or in the frames below; leaves the interpreter
/// at the entry frame.
EIDER_PRESERVE_NONE EIDER_NOINLINE Value unwind_handler(EIDER_REGISTERS) {
  *sp = tos;  // a handler may keep items whose top was in the register
  t->pc = pc;
  HandlerPlace place;
  if (!find_handler(*t, &place)) return kFailedWord;
  locals = t->frame->locals;
  sp = place.sp;
  tos = place.tos;
  pc = place.pc;
  if (auto caught = vm_realm(*t).jit.caught) {
    if (void* executor = caught(*t, static_cast<uint32_t>(pc - t->frame->code->units))) {
      t->vm->entering = executor;
      argument = 0;
      EIDER_MUSTTAIL return reinterpret_cast<Handler>(vm_realm(*t).jit.enter)(EIDER_PASS);
    }
  }
  EIDER_DISPATCH();
}

/// The recorder's whole table: looks at the instruction, then executes it as the normal table does.
EIDER_PRESERVE_NONE Value record(EIDER_REGISTERS) {
  uint16_t unit = *pc;
  vm_realm(*t).jit.step(*t, locals, sp, pc, tos);
  EIDER_MUSTTAIL return reinterpret_cast<Handler>(normal_dispatch()[unit & 0xff])(EIDER_PASS);
}

/// The whole table of a thread with hooks.
EIDER_PRESERVE_NONE Value instrument(EIDER_REGISTERS) {
  *sp = tos;
  t->pc = pc;
  bool leaves;
  if (EIDER_UNLIKELY(!before_instruction(*t, sp, static_cast<uint32_t>(argument), &leaves))) {
    if (!leaves) EIDER_MUSTTAIL return unwind_handler(EIDER_PASS);
    HandlerPlace place;
    if (!find_handler_outside(*t, &place)) return kFailedWord;
    locals = t->frame->locals;
    sp = place.sp;
    tos = place.tos;
    pc = place.pc;
    EIDER_DISPATCH();
  }
  EIDER_MUSTTAIL return reinterpret_cast<Handler>(normal_dispatch()[*pc & 0xff])(EIDER_PASS);
}

struct Table {
  void* entries[256];
};

consteval Table make_table() {
  Table table{};
  return table;
}

const Table& normal_table() {
  static const Table table = [] {
    Table made = make_table();
    for (auto& entry : made.entries) entry = reinterpret_cast<void*>(&invalid_opcode);
#define EIDER_ENTRY(name, caches, has_arg) \
  made.entries[static_cast<int>(Op::k##name)] = reinterpret_cast<void*>(&execute<instructions::name>);
    EIDER_INSTRUCTIONS(EIDER_ENTRY)
#undef EIDER_ENTRY
    made.entries[static_cast<int>(Op::kExtendedArg)] = reinterpret_cast<void*>(&extended_arg);
#define EIDER_ENTRY(name, family, ...)                                     \
  made.entries[static_cast<int>(QuickOp::k##name)] =                       \
      reinterpret_cast<void*>(&execute_special<instructions::S##name, instructions::family>);
    EIDER_SPECIALIZED(EIDER_ENTRY)
#undef EIDER_ENTRY
    return made;
  }();
  return table;
}

constexpr Op kFamilies[] = {
#define EIDER_FAMILY(name, family, ...) Op::k##family,
    EIDER_SPECIALIZED(EIDER_FAMILY)
#undef EIDER_FAMILY
};
constexpr int kSpecializedCount = sizeof(kFamilies) / sizeof(kFamilies[0]);
static_assert(static_cast<int>(QuickOp::kEnd) == static_cast<int>(Op::kCanonicalCount) + kSpecializedCount,
              "EIDER_QUICK_NAMES and EIDER_SPECIALIZED list the same instructions");
#define EIDER_SAME(name, ...) static_assert(requires { QuickOp::k##name; });
EIDER_SPECIALIZED(EIDER_SAME)
#undef EIDER_SAME

constexpr const char* kSpecialNames[] = {
#define EIDER_TEXT(name, ...) #name,
    EIDER_SPECIALIZED(EIDER_TEXT)
#undef EIDER_TEXT
};

constexpr bool same_text(const char* a, const char* b) {
  for (; *a == *b; ++a, ++b) {
    if (*a == '\0') return true;
  }
  return false;
}
constexpr const char* kQuickNames[] = {
#define EIDER_TEXT(name) #name,
    EIDER_QUICK_NAMES(EIDER_TEXT)
#undef EIDER_TEXT
};
consteval bool same_order() {
  for (int i = 0; i < kSpecializedCount; ++i) {
    if (!same_text(kSpecialNames[i], kQuickNames[i])) return false;
  }
  return true;
}
static_assert(same_order(), "EIDER_QUICK_NAMES and EIDER_SPECIALIZED are in the same order");

}  // namespace

bytecode::Op family_of(uint8_t opcode) {
  if (opcode < static_cast<uint8_t>(Op::kCanonicalCount)) return static_cast<Op>(opcode);
  return kFamilies[opcode - static_cast<uint8_t>(Op::kCanonicalCount)];
}

const char* quick_name(uint8_t opcode) {
  if (opcode < static_cast<uint8_t>(Op::kCanonicalCount)) return bytecode::op_name(static_cast<Op>(opcode));
  return kSpecialNames[opcode - static_cast<uint8_t>(Op::kCanonicalCount)];
}

void* const* normal_dispatch() { return normal_table().entries; }
Handler unwind_entry() { return &unwind_handler; }

namespace {

Table table_of(Handler everywhere) {
  Table made = make_table();
  for (auto& entry : made.entries) entry = reinterpret_cast<void*>(everywhere);
  return made;
}

}  // namespace

void* const* recording_dispatch() {
  static const Table table = table_of(&record);
  return table.entries;
}

void* const* instrumented_dispatch() {
  static const Table table = table_of(&instrument);
  return table.entries;
}

EIDER_NOINLINE Value run_frame(Thread& t, Frame* frame) {
  EIDER_ASSERT(t.frame == frame);
  EIDER_ASSERT(frame->flags & kFrameEntry);
  const uint16_t* pc = frame->code->units;
  uint16_t unit = *pc;
  return reinterpret_cast<Handler>(t.dispatch[unit & 0xff])(&t, frame->locals, frame->stack(), pc, kAbsent, unit >> 8);
}

EIDER_NOINLINE Value continue_frame(Thread& t, Frame* frame, Value* sp, const uint16_t* pc, Value tos) {
  uint16_t unit = *pc;
  return reinterpret_cast<Handler>(t.dispatch[unit & 0xff])(&t, frame->locals, sp, pc, tos, unit >> 8);
}

EIDER_NOINLINE Value raise_in_frame(Thread& t, Frame* frame, const uint16_t* pc) {
  t.pc = pc;
  HandlerPlace place;
  if (!find_handler(t, &place)) return kFailedWord;
  uint16_t unit = *place.pc;
  return reinterpret_cast<Handler>(t.dispatch[unit & 0xff])(&t, t.frame->locals, place.sp, place.pc, place.tos, unit >> 8);
}

}  // namespace eider::vm
