// SPDX-License-Identifier: MIT
//
// Frame objects: the heap face of a frame, for its own thread and for others.
//
// Note [Looking at another thread's frame]
// A frame belongs to the thread that runs it, and is gone when that thread returns. A FrameObject may have been handed to anybody.
// So whoever looks at a frame that is not its own stops the world first, and asks again whether the frame still exists; in a stop
// every thread stands at a safepoint, where its pc is stored. With one thread only nothing is asked.
#include "vm/frame.h"

#include "objects/errors.h"
#include "threads/registry.h"
#include "vm/generator.h"
#include "vm/interpreter.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

/// Whether nobody else can run or end `frame`: it lives on this thread's stack, or is a generator's that this thread runs.
bool is_own(Thread& t, const Frame* frame) {
  if (t.multi_threaded == 0) return true;
  auto at = reinterpret_cast<const Value*>(frame);
  if (at >= t.vm->stack && at < t.stack_end) return true;
  for (const Frame* f = t.frame; f != nullptr; f = f->previous) {
    if (f == frame) return true;
  }
  return false;
}

/// Calls look(frame) while f's frame stands still, look(nullptr) when it has ended. `look` must not allocate, poll or run Python.
void with_frame(Thread& t, FrameObject* f, base::FunctionRef<void(Frame*)> look) {
  Frame* frame = f->frame.load_acquire();  // pairs with the release in detach_frame_object: nullptr means that the copies are there
  if (frame == nullptr || is_own(t, frame)) return look(frame);
  threads::StopTheWorld stop(t);  // Note [Looking at another thread's frame]
  look(f->frame.load_acquire());
}

/// The unit some thread executes in `frame`, which stands still.
int64_t unit_anywhere(Thread& t, const Frame* frame) {
  const uint16_t* pc = nullptr;
  auto look = [&](Thread& candidate) {
    if (candidate.frame == frame) pc = candidate.pc;
  };
  if (t.realm->registry().world_stopped_by(t)) {
    t.realm->registry().for_each_stopped([&](threads::ThreadCore& core) { look(static_cast<Thread&>(core)); });
  } else {
    look(t);
  }
  // Frame::pc says where to go on after a call; in an innermost frame it holds nothing.
  if (pc == nullptr) pc = frame->pc - 1;
  int64_t unit = pc - frame->code->units;
  if (unit < 0) return 0;  // a generator that has not begun
  return std::min(unit, static_cast<int64_t>(frame->code->unit_count) - 1);
}

Result<FrameObject*> allocate_object(Thread& t) {
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kFrame), TraceKind::kCustom, sizeof(FrameObject)), sizeof(FrameObject));
  if (raw == nullptr) return raise_no_memory(t);
  return static_cast<FrameObject*>(raw);
}

/// The frame's object; `fresh` becomes it when there is none. The frame is this thread's own or stands still.
FrameObject* bind_object(Frame* frame, FrameObject* fresh) {
  if (!frame->frame_object.is_absent()) return frame->frame_object.as<FrameObject>();
  fresh->function.init(Value::from_pointer(frame->function));
  fresh->code.init(frame->code->code->value());
  fresh->ns.init(frame->ns);
  fresh->frame.store_release(frame);
  frame->frame_object = fresh->value();
  frame->flags |= kFrameHasObject;
  return fresh;
}

}  // namespace

Result<FrameObject*> frame_object(Thread& t, Frame* frame) {
  if (!frame->frame_object.is_absent()) return frame->frame_object.as<FrameObject>();
  FrameObject* fresh = EIDER_TRY(allocate_object(t));
  return bind_object(frame, fresh);
}

Result<FrameObject*> ended_frame_object(Thread& t, Code* code, Function* function, Tuple* locals, int64_t unit, FrameObject* back) {
  FrameObject* made = EIDER_TRY(allocate_object(t));
  made->function.init(Value::from_pointer(function));
  made->code.init(code->value());
  made->ns.init(kAbsent);
  made->lasti.init(Value::from_small_int(unit));
  made->locals.init(locals->value());
  made->back.init(back->value());
  return made;
}

Result<Value> generator_frame(Thread& t, Generator* g) {
  FrameObject* fresh = EIDER_TRY(allocate_object(t));
  auto look = [&] { return g->state.load_relaxed() == GeneratorState::kClosed ? kNone : bind_object(g->frame, fresh)->value(); };
  if (is_own(t, g->frame)) return look();
  threads::StopTheWorld stop(t);  // Note [Looking at another thread's frame]
  return look();
}

Result<Value> frame_back(Thread& t, FrameObject* f) {
  FrameObject* fresh = EIDER_TRY(allocate_object(t));
  Value found = kNone;
  with_frame(t, f, [&](Frame* frame) {
    if (frame == nullptr) {
      Value back = f->back.load_acquire();
      if (!back.is_absent()) found = back;
    } else if (frame->previous != nullptr) {
      found = bind_object(frame->previous, fresh)->value();
    }
  });
  return found;
}

void detach_frame_object(Thread& t, Frame* frame) {
  auto* object = frame->frame_object.as<FrameObject>();
  object->lasti.store_relaxed(Value::from_small_int(unit_anywhere(t, frame)));
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
  object->frame.store_release(nullptr);  // after the copies: pairs with load_acquire in with_frame
  frame->frame_object = kAbsent;
  frame->flags &= ~uint64_t{kFrameHasObject};
}

int64_t unit_of(Thread& t, FrameObject* f) {
  int64_t unit = 0;
  with_frame(t, f, [&](Frame* frame) { unit = frame != nullptr ? unit_anywhere(t, frame) : f->lasti.load_relaxed().small_int(); });
  return unit;
}

int64_t line_of(Thread& t, FrameObject* f) { return position_of(*f->code.get().as<Code>(), static_cast<uint32_t>(unit_of(t, f))).line; }

Result<Value> frame_locals(Thread& t, FrameObject* f) {
  Value ns = f->ns.load_relaxed();
  if (!ns.is_absent()) return ns;
  Code* code = f->code.get().as<Code>();
  if (!(code->flags & bytecode::kOptimized)) return f->function.get().as<Function>()->globals->value();
  Value kept = f->locals_dict.load_acquire();  // two threads that ask at once may get a dict each
  Dict* dict = kept.is_absent() ? EIDER_TRY(dict_new(t, code->local_count)) : kept.as<Dict>();
  if (kept.is_absent()) f->locals_dict.store_release(dict->value());
  Block* values = EIDER_TRY(block_new(t, code->local_count));
  with_frame(t, f, [&](Frame* frame) {
    Value copies = f->locals.load_acquire();
    for (uint32_t i = 0; i < code->local_count; ++i) {
      values->items[i].init(frame != nullptr ? frame->locals[i] : copies.is_absent() ? kAbsent : copies.as<Tuple>()->items[i].get());
    }
  });
  for (uint32_t i = 0; i < code->local_count; ++i) {
    Value v = values->items[i].get();
    if (code->unit->local_kinds[i] & (bytecode::kCell | bytecode::kFree)) {
      if (!v.is_absent() && is_exact(v, TypeId::kCell)) {
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

}  // namespace eider::vm
