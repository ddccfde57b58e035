// SPDX-License-Identifier: MIT
//
// Writing virtual frames to memory.
#include "jit/exit/exit.h"
#include "jit/helpers.h"
#include "objects/protocol.h"
#include "vm/generator.h"
#include "vm/generator_chain.h"

namespace eider::jit {

using vm::Frame;
using vm::ThreadCode;

namespace {

#define EIDER_INLINE_LAMBDA __attribute__((always_inline))

/// Where the words of each kind of Location begin.
struct Sources {
  const uint64_t* of[static_cast<int>(Location::Kind::kVirtual) + 1];

  Sources(const Value* base, const Executor& e, const RegisterFile* registers) {
    static constexpr uint64_t kNothing = 0;  // ABSENT; the index of kUnchanged is 0, and write_frames knows virtual objects
    auto words = [](const void* p) { return static_cast<const uint64_t*>(p); };
    at(Location::Kind::kConstant) = words(e.constants.data());
    at(Location::Kind::kIntRegister) = registers == nullptr ? nullptr : registers->ints;
    at(Location::Kind::kFloatRegister) = registers == nullptr ? nullptr : words(registers->floats);
    at(Location::Kind::kSpill) = words(base + e.extent + kActivationWords);
    at(Location::Kind::kEntry) = words(base);
    at(Location::Kind::kUnchanged) = &kNothing;
    at(Location::Kind::kVirtual) = &kNothing;
  }
  const uint64_t*& at(Location::Kind kind) { return of[static_cast<int>(kind)]; }
};

/// The word at a location; copied bytewise, whatever type was stored there.
EIDER_ALWAYS_INLINE uint64_t word_at(const Sources& sources, const Location& l) {
  uint64_t word;
  __builtin_memcpy(&word, sources.of[static_cast<int>(l.kind)] + l.index, sizeof word);
  return word;
}

/// Of numbers that may need an object.
EIDER_NOINLINE Value read_boxed(Thread& t, const Executor& e, const Sources& sources, const Location& l) {
  bool constant = l.kind == Location::Kind::kConstant;
  if (l.type == Type::kWord) return int_from_uint64(t, constant ? e.words[l.index] : word_at(sources, l)).raw();
  return float_value(t, constant ? e.floats[l.index] : std::bit_cast<double>(word_at(sources, l))).raw();
}

/// The Value at a location; kFailedWord when it could not be boxed. Without a branch for the kind, which nothing predicts.
EIDER_ALWAYS_INLINE Value read(Thread& t, const Executor& e, const Sources& sources, const Location& l) {
  if (EIDER_UNLIKELY(l.type == Type::kFloat || l.type == Type::kWord)) return read_boxed(t, e, sources, l);
  return Value::from_bits(word_at(sources, l) | (l.type == Type::kInt));
}

/// The double at a location of a float.
double read_double(const Executor& e, const Sources& sources, const Location& l) {
  if (l.kind != Location::Kind::kConstant) return std::bit_cast<double>(word_at(sources, l));
  return l.type == Type::kFloat ? e.floats[l.index] : e.constants[l.index].float_word();
}

/// Runs `visit(location)` for everything of the exit's frames, always in the same order.
template <class F>
void each_location(const Executor& e, const Exit& exit, F visit) {
  for (uint32_t i = exit.frames_begin; i < exit.frames_end; ++i) {
    const ExitFrame& f = e.exit_frames[i];
    visit(f.function);
    visit(f.self);
    for (uint32_t l = f.locals_begin; l < f.stack_end; ++l) visit(e.locations[l]);
  }
}

/// There was no memory for the code of frame `from`: it and what it called are gone, as if they had raised. `take` reads their values.
template <class F>
void close_generators(Thread& t, const Executor& e, const Exit& exit, uint32_t from, const Value& self, F take) {
  Value generator = self;
  for (uint32_t i = from;;) {
    const ExitFrame& f = e.exit_frames[i];
    if (f.exhausted != kNoUnit) vm::finish_chain(t, generator.as<vm::Generator>());
    for (uint32_t l = f.locals_begin; l < f.stack_end; ++l) (void)take(e.locations[l]);
    if (++i == exit.frames_end) return;
    (void)take(e.exit_frames[i].function);
    generator = take(e.exit_frames[i].self);
  }
}

/// Note [Objects made at an exit]
/// Before any frame is written, what they are made of stands where it stood: so all virtual objects are made first, each complete before
/// the next; until the frames name them they are on the native stack. Nobody else sees one before the frames hold it, so its fields are
/// plain stores and its shape needs no lock. One that cannot be made for want of memory is ABSENT, as a float that cannot be boxed.
///
/// word(l)     the word at a location
/// number(l)   the double there
/// boxed(l)    the Value there
/// checked(v)  v, or ABSENT for kFailedWord, whose exception it puts aside
/// failed()    whether something could not be made: then what is made of it cannot be either
template <class Word, class Number, class Read, class Check, class Failed>
uint64_t make_virtuals(Thread& t, const Executor& e, const Exit& exit, Value* made, Word word, Number number, Read boxed, Check checked, Failed failed) {
  uint64_t fresh = 0;
  for (uint32_t i = exit.virtuals_begin; i < exit.virtuals_end; ++i, ++made) {
    const ExitVirtual& object = e.virtuals[i];
    if (object.unless.kind != Location::Kind::kUnchanged) {
      *made = word(object.unless);
      if (made->bits() != kMadeInLoop) continue;
    }
    if (uint32_t bit = i - exit.virtuals_begin; bit < 64) fresh |= uint64_t{1} << bit;
    const ExitVirtual::Field* field = e.virtual_fields.data() + object.fields_begin;
    const ExitVirtual::Field* end = e.virtual_fields.data() + object.fields_end;
    if (object.maker == VirtualObject::kSame) {
      *made = boxed(field->value);
      continue;
    }
    auto present = [&](const Location& l) {
      Value v = boxed(l);
      return v.is_absent() ? objects::kNone : v;  // it could not be made: an exception is pending
    };
    Value arguments[3] = {};
    bool lost = false;
    const bool doubles = takes_doubles(static_cast<Helper>(object.maker));
    for (uint32_t n = 0; n < object.arguments; ++n, ++field) {
      if (doubles) {
        arguments[n] = Value::from_bits(std::bit_cast<uint64_t>(number(field->value)));
        continue;
      }
      Value v = boxed(field->value);
      lost |= v.is_absent() && failed();
      arguments[n] = v.is_absent() ? objects::kNone : v;
    }
    if (EIDER_UNLIKELY(lost)) continue;  // the maker relies on their types
    *made = checked(kHelpers[object.maker].function(t, arguments[0], arguments[1], arguments[2]));
    if (EIDER_UNLIKELY(made->is_absent())) continue;
    for (; field != end; ++field) {
      Value v = present(field->value);
      reinterpret_cast<objects::Field<Value>*>(made->bits() + field->offset)->init(v);
    }
    if (object.shape != 0) made->as<objects::Object>()->shape.store_release(object.shape);  // pairs with readers' acquire loads of the frame's word
  }
  return fresh;
}

/// kPlain: as Exit::plain.
template <bool kPlain>
const ExitFrame& write_frames_as(Thread& t, Value* base, const Exit& exit, const RegisterFile* registers, bool* ok, uint64_t* made_now) {
  const Executor& e = *exit.executor;
  const Sources sources(base, e, registers);
  Value pending = t.pending_exception;
  if (!kPlain) t.pending_exception = objects::kAbsent;  // boxing may run a collection, which must not see a raising thread as failing
  Value failure;
  const uint32_t virtuals = exit.virtuals_end - exit.virtuals_begin;
  auto* made = virtuals == 0 ? nullptr : static_cast<Value*>(__builtin_alloca(virtuals * sizeof(Value)));
  auto checked = [&](Value v) EIDER_INLINE_LAMBDA {
    if (EIDER_UNLIKELY(v == objects::kFailedWord)) {
      failure = t.pending_exception;
      t.pending_exception = objects::kAbsent;
      v = objects::kAbsent;
    }
    return v;
  };
  auto boxed = [&](const Location& l) EIDER_INLINE_LAMBDA {
    if (kPlain) return Value::from_bits(word_at(sources, l) | (l.type == Type::kInt));
    return l.kind == Location::Kind::kVirtual ? made[l.index] : checked(read(t, e, sources, l));
  };
  if (!kPlain && EIDER_UNLIKELY(virtuals != 0)) {
    for (uint32_t i = 0; i < virtuals; ++i) made[i] = objects::kAbsent;
    uint64_t fresh = make_virtuals(
        t, e, exit, made, [&](const Location& l) { return read(t, e, sources, l); }, [&](const Location& l) { return read_double(e, sources, l); },
        boxed, checked, [&] { return !failure.is_absent(); });
    if (made_now != nullptr) *made_now = fresh;
    if (exit.handled.kind == Location::Kind::kVirtual && !made[exit.handled.index].is_absent()) t.handled_exception = made[exit.handled.index];
  }
  // Where frames may lie over words that are still to be read, first all values into the scratch slots (which the collector scans).
  Value* scratch = base + e.extent + kActivationWords + (e.spill_slots - e.exit_scratch);
  const bool in_order = exit.in_order;
  Value* next = scratch;
  if (!in_order) each_location(e, exit, [&](const Location& l) { *next++ = boxed(l); });
  next = scratch;
  auto take = [&](const Location& l) EIDER_INLINE_LAMBDA { return in_order ? boxed(l) : *next++; };
  auto settle = [&] {
    if (!kPlain) t.pending_exception = failure.is_absent() ? pending : failure;
  };

  Frame* frame = t.frame;
  for (uint32_t i = exit.frames_begin; i < exit.frames_end; ++i) {
    const ExitFrame& f = e.exit_frames[i];
    Value function = take(f.function), self = take(f.self);
    Value* locals = i == exit.frames_begin ? frame->locals : base + f.base;
    if (i != exit.frames_begin) {
      ThreadCode* tc = vm::find_thread_code(t, e.codes[f.code]);  // made by enter, unless a side trace brought the callee
      if (EIDER_UNLIKELY(tc == nullptr)) {
        if (kPlain) t.pending_exception = objects::kAbsent;
        auto made = vm::make_thread_code(t, e.codes[f.code]);
        if (kPlain && made.ok()) t.pending_exception = pending;
        if (!made.ok()) {
          *ok = false;  // the exception is pending already
          close_generators(t, e, exit, i, self, take);
          return e.exit_frames[i - 1];
        }
        tc = vm::find_thread_code(t, e.codes[f.code]);
      }
      Value* result = (t.frame->flags & vm::kFrameGenerator ? t.frame->locals : base) + f.result_base;
      if (f.exhausted != kNoUnit) {
        auto* g = self.as<vm::Generator>();
        frame = g->frame;
        locals = frame->locals;
        if (f.chained) {
          vm::link_chain(t, frame, t.frame, t.frame->code->units + f.exhausted, result, base + f.base);
        } else {
          // As resume_in_place leaves it.
          frame->limit = base + f.base;
          frame->previous = t.frame;
          frame->sp = result;
          g->exhausted_pc = f.exhausted == kRaisesStop ? nullptr : t.frame->code->units + f.exhausted;
          g->exhausted_sp = result - 1;
          g->kind_flags = (g->kind_flags & ~(uint64_t{1} << 63)) | uint64_t{f.sends} << 63;
          g->outer_handled = t.handled_exception;
        }
      } else {
        frame = reinterpret_cast<Frame*>(locals + tc->local_count);
        frame->function = function.as<vm::Function>();
        frame->previous = t.frame;
        frame->sp = result;
        frame->locals = locals;
        frame->limit = locals + tc->frame_words;
        frame->ns = objects::kAbsent;
        frame->frame_object = objects::kAbsent;
        frame->extra = self;
        frame->flags = self.is_absent() ? 0 : self.is_small_int() ? vm::kFrameOperator : vm::kFrameInit;
      }
      frame->code = tc;
      t.frame = frame;
      t.recursion_left--;
    }
    frame->pc = frame->code->units + f.unit;
    const Location* location = e.locations.data() + f.locals_begin;
    // What could not be made must be a value nevertheless: code behind a handler may count on a variable being bound, and an item
    // stays until the exception removes it.
    auto lost = [&](const Location& l, Value v) EIDER_INLINE_LAMBDA {
      return !kPlain && EIDER_UNLIKELY(!failure.is_absent()) && v.is_absent() && (l.type == Type::kFloat || l.type == Type::kWord || l.kind == Location::Kind::kVirtual);
    };
    for (Value* local = locals, *end = locals + (f.stack_begin - f.locals_begin); local != end; ++local, ++location) {
      Value v = take(*location);
      if (location->kind != Location::Kind::kUnchanged) *local = lost(*location, v) ? objects::kNone : v;
    }
    for (Value* item = stack_item(frame, 0), *end = item + (f.stack_end - f.stack_begin); item != end; ++item, ++location) {
      Value v = take(*location);
      if (location->kind == Location::Kind::kUnchanged) continue;
      *item = lost(*location, v) ? objects::kNone : v;
    }
  }
  settle();
  *ok = failure.is_absent();
  return e.exit_frames[exit.frames_end - 1];
}

}  // namespace

Value value_at(Thread& t, Value* base, const Executor& e, const Location& l) {
  if (l.kind == Location::Kind::kVirtual) return objects::kAbsent;
  return read(t, e, Sources(base, e, nullptr), l);
}

const ExitFrame& write_frames(Thread& t, Value* base, const Exit& exit, const RegisterFile* registers, bool* ok, uint64_t* made_now) {
  return exit.plain ? write_frames_as<true>(t, base, exit, registers, ok, made_now) : write_frames_as<false>(t, base, exit, registers, ok, made_now);
}

void restore_limits(Value* base, Frame* root, Frame* inner) {
  // Frames that a generator's frame calls begin where its resumer's end.
  auto limit_of = [&](const Frame* frame) {
    while (frame != root && (frame->flags & vm::kFrameGenerator) != 0) frame = frame->previous;
    return (frame->flags & vm::kFrameGenerator) != 0 ? base : frame->locals + frame->code->frame_words;
  };
  root->limit = limit_of(root);
  inner->limit = limit_of(inner);
}

void resume_at(Thread& t, Frame* frame, Value* sp, const uint16_t* pc, Value tos, Resume* to) {
  uint16_t unit = *pc;
  *to = {reinterpret_cast<vm::Handler>(t.dispatch[unit & 0xff]), frame->locals, sp, pc, tos, static_cast<uint64_t>(unit >> 8)};
  if (t.has_exception()) to->handler = vm::unwind_entry();
}

}  // namespace eider::jit
