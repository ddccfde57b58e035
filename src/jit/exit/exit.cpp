// SPDX-License-Identifier: MIT
#include "jit/exit/exit.h"

#include "jit/exit/visits.h"
#include "jit/jit.h"
#include "objects/errors.h"
#include "objects/realm.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "threads/byte_lock.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/vm_state.h"

namespace eider::jit {

using vm::Frame;

static_assert(offsetof(Activation, frame) == offsetof(objects::CompiledCall, frame));

namespace {

/// This thread's copies of the inlined codes. False: no memory, or `e` was invalidated meanwhile.
EIDER_NOINLINE bool make_copies(Thread& t, Executor& e) {
  // Making one may wait for a lock, which is a safepoint: the record keeps e alive.
  Activation record{.executor = &e, .previous = static_cast<Activation*>(t.activation), .frame = nullptr, .entered = &e, .since = 0, .inside = 0, .escapes = 0, .dice = 0};
  t.activation = &record;
  bool made = true;
  for (vm::Code* code : e.codes) {
    if (vm::find_thread_code(t, code) != nullptr) continue;
    made = vm::make_thread_code(t, code).ok();
    if (made) continue;
    objects::take_exception(t);
    break;
  }
  t.activation = record.previous;
  return made && e.valid.load_seq_cst() != 0;
}

/// Whether this thread can run `e` now; makes its copies of the inlined codes, so that no exit can fail for want of memory for them.
EIDER_NOINLINE bool prepare(Thread& t, Value* base, Executor& e) {
  Frame* root = t.frame;
  // No poll between here and the code, so whoever invalidates after this load waits for the code's own polls.
  if (EIDER_UNLIKELY(e.valid.load_seq_cst() == 0)) return false;
  if (base + e.extent + kActivationWords + e.spill_slots > t.stack_end) return false;
  if (t.recursion_left < static_cast<int32_t>(e.inlined_frames)) return false;
  for (vm::Code* code : e.codes) {
    if (EIDER_UNLIKELY(vm::find_thread_code(t, code) == nullptr)) {
      if (!make_copies(t, e)) return false;
      break;
    }
  }
  EIDER_ASSERT(e.continues == nullptr);  // side traces are entered by exits
  root->limit = base + e.extent + kActivationWords + e.spill_slots;
  auto* activation = reinterpret_cast<Activation*>(base + e.extent);
  activation->executor = &e;
  activation->previous = static_cast<Activation*>(t.activation);
  activation->frame = root;
  begin_visit(e, activation);
  t.activation = activation;
  return true;
}

/// What this exit goes on to in compiled code; may start recording.
Executor* next_executor(Thread& t, Exit& exit, uint64_t made) {
  if (t.realm->vm->jit.owner != nullptr) return Jit::of(t).after_exit(t, exit, made);
  (void)count_shared(t, exit.taken);
  return nullptr;
}

/// The innermost frame is about to return, and only needs copies made before it goes, since something holds its frame object: then it returns,
/// and *next is the code of its caller from there on.
bool return_with_object(Thread& t, Frame* inner, const uint16_t* pc, Executor** next) {
  if (EIDER_LIKELY((inner->flags & vm::kFrameSpecial) != vm::kFrameHasObject)) return false;
  if (vm::family_of(static_cast<uint8_t>(*pc)) != bytecode::Op::kReturnValue) return false;
  if (t.has_exception() || t.vm->goes_by_instruction() || t.poll.load_relaxed() != 0) return false;
  Frame* caller = inner->previous;
  if (caller == nullptr) return false;
  const HotPlace* place = find_place(caller->code->code, static_cast<uint32_t>(caller->pc - caller->code->units), PlaceKind::kReturn);
  auto code_there = [&] { return place == nullptr || place->set_aside.load_relaxed() != 0 ? nullptr : place->executor.load_acquire(); };
  if (code_there() == nullptr) return false;
  vm::detach_frame_object(t, inner);
  t.frame = caller;
  t.recursion_left++;
  *next = code_there();  // only now: making copies is a safepoint, and nothing kept what was there before; nullptr: the interpreter goes on
  return true;
}

/// next: where to go on; nullptr: to be found.
EIDER_NOINLINE void leave_frames(Thread& t, Value* base, const RegisterFile& registers, Executor* next, Resume* to) {
  Exit& exit = *static_cast<Exit*>(t.jit_exit);
  Frame* root = t.frame;
  // Frames may be written over the record. The copy stays on the chain: boxing is a safepoint, and the exit is needed to the end.
  Activation visit = *static_cast<Activation*>(t.activation);
  visit.frame = nullptr;
  visit.executor = exit.executor;  // a side trace that could not be entered has not said so
  t.activation = &visit;
  uint64_t left = visit.since != 0 ? cycles() : 0;
  bool ok;
  uint64_t made = 0;
  const ExitFrame& last = write_frames(t, base, exit, &registers, &ok, &made);
  Frame* inner = t.frame;
  restore_limits(base, root, inner);
  uint32_t depth = last.stack_end - last.stack_begin;
  Value* sp = inner->stack() + depth;
  if (EIDER_UNLIKELY(end_visit(visit, left)) && t.realm->vm->jit.owner != nullptr) Jit::of(t).drop(t, *static_cast<Executor*>(visit.entered));
  if (!t.has_exception() && t.realm->vm->jit.owner != nullptr) Jit::of(t).after_leaving(t, exit);
  Value top = depth == 0 ? objects::kAbsent : *sp;
  const uint16_t* pc = inner->code->units + last.unit;
  bool returned = next == nullptr && return_with_object(t, inner, pc, &next);
  if (returned) {
    sp = inner->sp;
    inner = t.frame;
    pc = inner->pc;
  } else if (t.has_exception()) {
    next = nullptr;
  } else if (next == nullptr) {
    next = next_executor(t, exit, made);
  }
  resume_at(t, inner, sp, pc, top, to);
  t.activation = visit.previous;
  if (next == nullptr) return;
  t.vm->entering = next;
  to->handler = &enter;
}

}  // namespace

EIDER_PRESERVE_NONE Value enter(Thread* t, Value* locals, Value* sp, const uint16_t* pc, Value tos, uint64_t argument) {
  auto& executor = *static_cast<Executor*>(t->vm->entering);
  *sp = tos;  // all stack items are in memory, where EntryValue reads them
  Value* base = executor.in_generator ? t->frame->limit : locals;
  if (EIDER_UNLIKELY(!prepare(*t, base, executor))) {
    uint16_t unit = *pc;
    argument = unit >> 8;
    EIDER_MUSTTAIL return reinterpret_cast<vm::Handler>(t->dispatch[unit & 0xff])(t, locals, sp, pc, tos, argument);
  }
  // Compiled code finds t and base where a handler finds t and locals; it expects nothing in the other registers.
  EIDER_MUSTTAIL return reinterpret_cast<vm::Handler>(const_cast<void*>(executor.entry))(t, base, sp, pc, tos, argument);
}

EIDER_PRESERVE_NONE uint64_t leave(EIDER_JIT_REGISTERS) {
  const Exit& exit = *static_cast<Exit*>(t->jit_exit);
  if (EIDER_UNLIKELY(t->vm->python_refused)) forget_refusal(*t);
  // A helper that only declined: the side trace goes on from here. acquire: pairs with the release store in Jit::finish.
  if (Executor* side = exit.side.load_acquire(); side != nullptr && exit.linking == Linking::kChecked && !t->has_exception() && t->poll.load_relaxed() == 0) {
    EIDER_MUSTTAIL return reinterpret_cast<JitFunction>(const_cast<void*>(side->entry))(t, base, r0, r1, r2, r3, r4, r5, x0, x1, x2, x3, x4, x5, x6, x7);
  }
  RegisterFile registers{{r0, r1, r2, r3, r4, r5}, {x0, x1, x2, x3, x4, x5, x6, x7}};
  Resume to;
  leave_frames(*t, base, registers, nullptr, &to);
  EIDER_MUSTTAIL return as_jit(to.handler)(t, to.locals, reinterpret_cast<uint64_t>(to.sp), reinterpret_cast<uint64_t>(to.pc),
                                           to.tos.bits(), to.argument, 0, 0, x0, x1, x2, x3, x4, x5, x6, x7);
}

Value leave_to_host(Thread& t, Value result) {
  Activation visit = *static_cast<Activation*>(t.activation);
  if (EIDER_UNLIKELY(visit.since != 0)) {
    uint64_t left = cycles();
    t.activation = &visit;
    if (end_visit(visit, left, Left::kReturned) && t.realm->vm->jit.owner != nullptr) Jit::of(t).drop(t, *static_cast<Executor*>(visit.entered));
  }
  t.activation = visit.previous;
  t.frame = t.frame->previous;
  t.recursion_left++;
  return result;
}

Value* go_on_in(Thread& t, Frame* caller, Executor& next) {
  t.frame = caller;
  t.recursion_left++;
  Value* base = (caller->flags & vm::kFrameGenerator) != 0 ? caller->limit : caller->locals;
  Activation now = *static_cast<Activation*>(t.activation);
  now.executor = now.entered = &next;  // the code of who was entered may die from here on
  now.frame = caller;
  now.since = 0;
  auto* record = reinterpret_cast<Activation*>(base + next.extent);
  *record = now;
  t.activation = record;
  caller->limit = base + next.limit_bytes / sizeof(Value);
  return base;
}

void finish_root_generator(Thread& t, Value returned) {
  auto* g = t.frame->extra.as<vm::Generator>();
  if (g->kind_flags >> 63) *g->exhausted_sp = returned;
  vm::finish_returning_generator(t, g);
}

EIDER_PRESERVE_NONE uint64_t exhausted_entry(EIDER_JIT_REGISTERS) {
  auto& next = *static_cast<Executor*>(reinterpret_cast<ExecutorHead*>(r1));
  Frame* resumer = t->frame->previous;
  finish_root_generator(*t, Value::from_bits(r0));
  base = go_on_in(*t, resumer, next);
  EIDER_MUSTTAIL return reinterpret_cast<JitFunction>(const_cast<void*>(next.entry))(t, base, r0, r1, r2, r3, r4, r5, x0, x1, x2, x3, x4, x5, x6, x7);
}

Value yield_to_host(Thread& t, Value yielded, uint64_t unit_bytes, uint64_t stack_bytes) {
  Frame* frame = t.frame;
  Value result = leave_to_host(t, yielded);
  auto* g = frame->extra.as<vm::Generator>();
  frame->pc = frame->code->units + unit_bytes / sizeof(uint16_t);
  g->sp = frame->stack() + stack_bytes / sizeof(Value);
  frame->flags &= ~uint64_t{vm::kFrameEntry};  // before the state says suspended: then the frame is the next resumer's
  frame->previous = nullptr;  // who looks at the suspended frame finds no caller
  vm::leave_handled(t, g);
  vm::mark_yielded(t);
  g->state.store_release(vm::GeneratorState::kSuspended);  // publishes the frame; pairs with the acquire of the next one to enter
  return result;
}

EIDER_PRESERVE_NONE uint64_t yield_host(EIDER_JIT_REGISTERS) { return yield_to_host(*t, Value::from_bits(r0), r1, r2).bits(); }
EIDER_PRESERVE_NONE uint64_t return_host(EIDER_JIT_REGISTERS) { return leave_to_host(*t, Value::from_bits(r0)).bits(); }

void leave_for(Thread& t, Value* base, Executor& next, Resume* to) { leave_frames(t, base, RegisterFile{}, &next, to); }

__attribute__((preserve_all)) uint64_t box_float(Thread* t, double d) { return objects::float_no_safepoint(*t, d).bits(); }
__attribute__((preserve_all)) static EIDER_NOINLINE uint64_t box_complex_slow(Thread* t, double real, double imaginary) {
  return objects::complex_no_safepoint(*t, real, imaginary).bits();
}
/// The allocator's short path, and nothing for which registers would have to be saved: who is called there saves them itself.
__attribute__((preserve_all)) uint64_t box_complex(Thread* t, double real, double imaginary) {
  using objects::Complex;
  if (EIDER_UNLIKELY(static_cast<size_t>(t->limit - t->cursor) < sizeof(Complex))) return box_complex_slow(t, real, imaginary);
  constexpr uint64_t kHeader = gc::header_word(objects::shape_id(objects::TypeId::kComplex), gc::TraceKind::kNone, sizeof(Complex));
  auto* made = reinterpret_cast<Complex*>(gc::allocate_no_safepoint(*t, kHeader, sizeof(Complex)));
  made->real = real;
  made->imaginary = imaginary;
  return made->value().bits();
}
__attribute__((preserve_all)) uint64_t box_word(Thread* t, uint64_t word) { return objects::int_no_safepoint(*t, word).bits(); }

__attribute__((preserve_all)) void wake(base::Atomic<uint8_t>* byte) { threads::unlock_byte_slow(*byte); }

}  // namespace eider::jit
