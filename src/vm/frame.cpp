// SPDX-License-Identifier: MIT
//
// Frame objects, and unwinding: which handler an exception reaches, which traceback entries it leaves.
#include "vm/frame.h"

#include "objects/errors.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/interpreter.h"
#include "vm/vm_state.h"

namespace eider::vm {

int64_t current_unit(Thread& t, const Frame* frame) {
  const uint16_t* pc = frame == t.frame ? t.pc : frame->pc - 1;
  int64_t unit = pc - frame->code->units;
  if (unit < 0) return 0;  // a generator that has not begun
  return unit < static_cast<int64_t>(frame->code->unit_count) ? unit : static_cast<int64_t>(frame->code->unit_count) - 1;
}

Result<FrameObject*> frame_object(Thread& t, Frame* frame) {
  if (!frame->frame_object.is_absent()) return frame->frame_object.as<FrameObject>();
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kFrame), TraceKind::kCustom, sizeof(FrameObject)), sizeof(FrameObject));
  if (raw == nullptr) return raise_no_memory(t);
  auto* object = static_cast<FrameObject*>(raw);
  object->frame = frame;
  object->function.init(Value::from_pointer(frame->function));
  object->code.init(frame->code->code->value());
  object->ns.init(frame->ns);
  frame->frame_object = object->value();
  frame->flags |= kFrameHasObject;
  return object;
}

void detach_frame_object(Thread& t, Frame* frame) {
  auto* object = frame->frame_object.as<FrameObject>();
  object->lasti.store_relaxed(Value::from_small_int(current_unit(t, frame)));
  Result<Tuple*> copy = tuple_from(t, frame->locals, frame->code->local_count);
  if (copy.ok()) {
    object->locals.store_release(copy.get()->value());
  } else {
    t.pending_exception = kAbsent;  // without memory the frame is remembered without its variables
  }
  // The caller's frame object keeps f_back alive as long as this one is.
  if (frame->previous != nullptr && object->back.load_relaxed().is_absent()) {
    Result<FrameObject*> back = frame_object(t, frame->previous);
    if (back.ok()) {
      object->back.store_release(back.get()->value());
    } else {
      t.pending_exception = kAbsent;
    }
  }
  object->frame = nullptr;
  frame->frame_object = kAbsent;
  frame->flags &= ~uint64_t{kFrameHasObject};
}

int64_t line_of(Thread& t, FrameObject* f) {
  int64_t unit = f->frame != nullptr ? current_unit(t, f->frame) : f->lasti.load_relaxed().small_int();
  return position_of(*f->code.get().as<Code>(), static_cast<uint32_t>(unit)).line;
}

Result<Value> frame_locals(Thread& t, FrameObject* f) {
  Value ns = f->ns.load_relaxed();
  if (!ns.is_absent()) return ns;
  Code* code = f->code.get().as<Code>();
  if (!(code->flags & bytecode::kOptimized)) return f->function.get().as<Function>()->globals->value();
  Value kept = f->locals_dict.load_acquire();  // two threads that ask at once may get a dict each
  Dict* dict = kept.is_absent() ? EIDER_TRY(dict_new(t, code->local_count)) : kept.as<Dict>();
  if (kept.is_absent()) f->locals_dict.store_release(dict->value());
  Value copies = f->locals.load_acquire();
  for (uint32_t i = 0; i < code->local_count; ++i) {
    Value v = f->frame != nullptr ? f->frame->locals[i] : copies.is_absent() ? kAbsent : copies.as<Tuple>()->items[i].get();
    if (code->unit->local_kinds[i] & (bytecode::kCell | bytecode::kFree)) {
      if (is_exact(v, TypeId::kCell)) {
        v = v.as<Cell>()->content.load_relaxed();
      } else if (code->unit->local_kinds[i] & bytecode::kFree) {
        v = kAbsent;
      }
    }
    Str* name = code->local_names->items[i].get().as<Str>();
    if (!v.is_absent()) {
      EIDER_TRY(dict_set_str(t, dict, name, v));
    } else if (!kept.is_absent()) {
      EIDER_TRY(dict_pop(t, dict, name->value()));
    }
  }
  return dict->value();
}

namespace {

const bytecode::ExceptionEntry* entry_for(const Code& code, uint32_t unit) {
  for (const bytecode::ExceptionEntry& e : code.unit->exceptions) {
    if (unit >= e.start && unit < e.end) return &e;
  }
  return nullptr;
}

/// Adds the traceback entry of `frame` at `unit` to the pending exception.
void trace_frame(Thread& t, Frame* frame, int64_t unit) {
  Value pending = t.pending_exception;
  t.pending_exception = kAbsent;  // allocation may run a collection, which must not see a raising thread as failing
  Result<FrameObject*> object = frame_object(t, frame);
  Value failed = t.pending_exception;
  t.pending_exception = pending;
  if (!object.ok()) {
    (void)failed;
    return;
  }
  add_traceback(t, object.get()->value(), unit, position_of(*frame->code->code, static_cast<uint32_t>(unit)).line);
}

/// Pops the innermost frame while an exception passes through it. False: it was the entry frame.
bool pop_raising_frame(Thread& t) {
  Frame* f = t.frame;
  bool entry = f->flags & kFrameEntry;
  if (f->flags & kFrameHasObject) {
    Value pending = t.pending_exception;
    t.pending_exception = kAbsent;
    detach_frame_object(t, f);
    t.pending_exception = pending;
  }
  if (f->flags & kFrameGenerator) finish_raising_generator(t, f->extra.as<Generator>());
  t.frame = f->previous;
  t.recursion_left++;
  if (t.frame != nullptr) t.pc = t.frame->pc - 1;
  return !entry;
}

}  // namespace

bool find_handler(Thread& t, HandlerPlace* place) {
  EIDER_ASSERT(t.has_exception());
  for (;;) {
    Frame* f = t.frame;
    int64_t unit = t.pc - f->code->units;
    if (!t.vm->reraised) trace_frame(t, f, unit);
    t.vm->reraised = false;
    if (const bytecode::ExceptionEntry* e = t.vm->exiting ? nullptr : entry_for(*f->code->code, static_cast<uint32_t>(unit))) {
      Value* sp = f->stack() + e->depth + 1;
      if (e->push_lasti) *sp++ = Value::from_small_int(unit);
      place->sp = sp;
      place->tos = take_exception(t);
      place->pc = f->code->units + e->target;
      return true;
    }
    if (!pop_raising_frame(t)) return false;
  }
}

}  // namespace eider::vm
