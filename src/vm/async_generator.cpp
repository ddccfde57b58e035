// SPDX-License-Identifier: MIT
//
// Async generators: the object, and the awaitables its __anext__, asend, athrow and aclose give (PEP 525).
//
// The generator itself is resumed like any other; a value it yields with `yield` comes out wrapped (AsyncGenWrap), so that the awaitable
// can tell it from what an inner `await` passes through to the event loop. StopIteration carries the value to whoever awaits.
// Thread rule: the generator's state is entered by CAS as ever; an awaitable's state is one word, written by whoever steps it.
#include "builtins/builtins.h"
#include "vm/generator.h"
#include "vm/types.h"

namespace eider::vm {

namespace {

struct Wrapped : Object {  // kValues
  Field<Value> value;
};

enum class StepState : int64_t { kInit, kIter, kClosed };

/// asend and athrow alike. kCustom. `argument`: value sent, or exception thrown (ABSENT: aclose).
struct Awaitable : Object {
  Field<Value> generator;
  Field<Value> argument;
  Atomic<StepState> state;
  bool closes;  // aclose()
};

Generator* generator_of(Value self) { return self.as<Awaitable>()->generator.get().as<Generator>(); }

Result<Value> new_awaitable(Thread& t, TypeId id, Value generator, Value argument, bool closes) {
  Header* raw = gc::allocate(t, gc::header_word(shape_id(id), TraceKind::kCustom, sizeof(Awaitable)), sizeof(Awaitable));
  if (raw == nullptr) return raise_no_memory(t);
  auto* a = static_cast<Awaitable*>(raw);
  a->generator.init(generator);
  a->argument.init(argument);
  a->closes = closes;
  return a;
}

void trace_awaitable(Header* object, gc::Tracer& tracer) {
  auto* a = static_cast<Awaitable*>(object);
  tracer.mark_word(a->generator.load_relaxed().bits());
  tracer.mark_word(a->argument.load_relaxed().bits());
}

bool is_wrapped(Value v) { return v.is_heap() && v.as<Object>()->shape_id() == shape_id(TypeId::kAsyncGenWrapped); }

/// What one resumption means for the awaitable: a wrapped value ends it (StopIteration(value)), others go to the event loop.
Result<Value> unwrap(Thread& t, Awaitable* a, ResumeResult how, Value result) {
  if (how == ResumeResult::kYielded) {
    if (!is_wrapped(result)) return result;
    a->state.store_relaxed(StepState::kClosed);
    return raise_value(t, TypeId::kStopIteration, result.as<Wrapped>()->value.get());
  }
  a->state.store_relaxed(StepState::kClosed);
  if (how == ResumeResult::kReturned) return raise_none(t, TypeId::kStopAsyncIteration);
  return kFailure;
}

Result<Value> asend_step(Thread& t, Value self, Value sent) {
  auto* a = self.as<Awaitable>();
  StepState state = a->state.load_relaxed();
  if (state == StepState::kClosed) return raise(t, TypeId::kRuntimeError, "cannot reuse already awaited __anext__()/asend()");
  if (state == StepState::kInit) {
    if (generator_of(self)->state.load_relaxed() == GeneratorState::kRunning) {
      return raise(t, TypeId::kRuntimeError, "anext(): asynchronous generator is already running");
    }
    if (sent.is_none()) sent = a->argument.get();
    a->state.store_relaxed(StepState::kIter);
  }
  Value result;
  ResumeResult how = resume_generator(t, generator_of(self), sent, kAbsent, &result);
  return unwrap(t, a, how, result);
}

Result<Value> athrow_finish(Thread& t, Awaitable* a, ResumeResult how, Value result) {
  if (a->closes) {
    if (how == ResumeResult::kYielded && is_wrapped(result)) {
      a->state.store_relaxed(StepState::kClosed);
      return raise(t, TypeId::kRuntimeError, "async generator ignored GeneratorExit");
    }
    if (how == ResumeResult::kReturned ||
        (how == ResumeResult::kRaised && (clear_if(t, TypeId::kStopAsyncIteration) || clear_if(t, TypeId::kGeneratorExit)))) {
      a->state.store_relaxed(StepState::kClosed);
      return raise_none(t, TypeId::kStopIteration);
    }
    if (how == ResumeResult::kYielded) return result;
    a->state.store_relaxed(StepState::kClosed);
    return kFailure;
  }
  return unwrap(t, a, how, result);
}

Result<Value> athrow_step(Thread& t, Value self, Value sent) {
  auto* a = self.as<Awaitable>();
  Generator* g = generator_of(self);
  StepState state = a->state.load_relaxed();
  if (state == StepState::kClosed) return raise(t, TypeId::kRuntimeError, "cannot reuse already awaited aclose()/athrow()");
  if (g->state.load_relaxed() == GeneratorState::kClosed) {
    a->state.store_relaxed(StepState::kClosed);
    return raise_none(t, a->closes ? TypeId::kStopIteration : TypeId::kStopAsyncIteration);
  }
  Value result;
  if (state == StepState::kInit) {
    if (g->state.load_relaxed() == GeneratorState::kRunning) {
      return raise(t, TypeId::kRuntimeError, "%s(): asynchronous generator is already running", a->closes ? "aclose" : "athrow");
    }
    if (!sent.is_none()) return raise(t, TypeId::kRuntimeError, "can't send non-None value to a just-started coroutine");
    a->state.store_relaxed(StepState::kIter);
    Value thrown = a->argument.get();
    if (a->closes) thrown = EIDER_TRY(new_exception(t, type(t, TypeId::kGeneratorExit), nullptr, 0));
    Result<Value> r = generator_throw(t, g, thrown);
    if (r.ok()) return athrow_finish(t, a, ResumeResult::kYielded, r.get());
    bool returned = pending_is(t, TypeId::kStopAsyncIteration) && g->state.load_relaxed() == GeneratorState::kClosed;
    if (returned) t.pending_exception = kAbsent;
    return athrow_finish(t, a, returned ? ResumeResult::kReturned : ResumeResult::kRaised, kNone);
  }
  ResumeResult how = resume_generator(t, g, sent, kAbsent, &result);
  return athrow_finish(t, a, how, result);
}

bool is_asend(Value self) { return self.as<Object>()->shape_id() == shape_id(TypeId::kAsyncGenAsend); }
Result<Value> step(Thread& t, Value self, Value sent) { return is_asend(self) ? asend_step(t, self, sent) : athrow_step(t, self, sent); }
Result<Value> awaitable_iter(Thread&, Value self) { return self; }
Result<Value> awaitable_next(Thread& t, Value self) { return step(t, self, kNone); }
Result<Value> awaitable_send(Thread& t, Value self, Value v) { return step(t, self, v); }

Result<Value> thrown_instance(Thread& t, Value cls, Value v) {
  bool is_class = cls.is_heap() && is_instance(t, cls, TypeId::kType) && is_subtype(cls.as<Type>(), type(t, TypeId::kBaseException));
  if (is_class) {
    if (!v.is_absent() && !v.is_none()) return is_instance(t, v, TypeId::kBaseException) ? Result<Value>(v) : call1(t, cls, v);
    return call0(t, cls);
  }
  if (is_instance(t, cls, TypeId::kBaseException)) return cls;
  return raise(t, TypeId::kTypeError, "exceptions must be classes or instances deriving from BaseException, not %s", type_name(t, cls));
}

Result<Value> awaitable_throw(Thread& t, Value self, Value cls, Value v, Value) {
  auto* a = self.as<Awaitable>();
  if (a->state.load_relaxed() == StepState::kClosed) {
    return raise(t, TypeId::kRuntimeError, is_asend(self) ? "cannot reuse already awaited __anext__()/asend()" : "cannot reuse already awaited aclose()/athrow()");
  }
  Value exc = EIDER_TRY(thrown_instance(t, cls, v));
  Generator* g = generator_of(self);
  Result<Value> r = generator_throw(t, g, exc);
  ResumeResult how = r.ok() ? ResumeResult::kYielded : ResumeResult::kRaised;
  if (!r.ok() && pending_is(t, TypeId::kStopAsyncIteration) && g->state.load_relaxed() == GeneratorState::kClosed) {
    t.pending_exception = kAbsent;
    how = ResumeResult::kReturned;
  }
  return is_asend(self) ? unwrap(t, a, how, r.ok() ? r.get() : kNone) : athrow_finish(t, a, how, r.ok() ? r.get() : kNone);
}
Result<Value> awaitable_close(Thread&, Value self) {
  self.as<Awaitable>()->state.store_relaxed(StepState::kClosed);
  return kNone;
}

constexpr NativeDef kAwaitableMethods[] = {
    {"send(self, object, /)", bind<awaitable_send>, Sync::kLocksOwn, nullptr},
    {"throw(self, type, value=None, traceback=None, /)", bind<awaitable_throw>, Sync::kLocksOwn, nullptr},
    {"close(self, /)", bind<awaitable_close>, Sync::kLocksOwn, nullptr},
};

// --- the generator ---------------------------------------------------------------------------------------------------------------
Result<Value> async_aiter(Thread&, Value self) { return self; }
Result<Value> async_anext(Thread& t, Value self) { return new_awaitable(t, TypeId::kAsyncGenAsend, self, kNone, false); }
Result<Value> async_asend(Thread& t, Value self, Value v) { return new_awaitable(t, TypeId::kAsyncGenAsend, self, v, false); }
Result<Value> async_athrow(Thread& t, Value self, Value cls, Value v, Value) {
  return new_awaitable(t, TypeId::kAsyncGenAthrow, self, EIDER_TRY(thrown_instance(t, cls, v)), false);
}
Result<Value> async_aclose(Thread& t, Value self) { return new_awaitable(t, TypeId::kAsyncGenAthrow, self, kAbsent, true); }

Result<Value> async_repr(Thread& t, Value self) {
  return EIDER_TRY(str_format(t, "<async_generator object %s at %s>", to_utf8(self.as<Generator>()->qualname.load_relaxed().as<Str>()).c_str(),
                              address_text(self).c_str()));
}
Result<Value> get_name(Thread&, Value self) { return self.as<Generator>()->name.load_relaxed(); }
Result<Value> get_qualname(Thread&, Value self) { return self.as<Generator>()->qualname.load_relaxed(); }
Result<void> set_text(Thread& t, Field<Value>& field, Value v, const char* attribute) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s must be set to a string object", attribute);
  field.store_release(v);
  return kDone;
}
Result<void> set_name(Thread& t, Value self, Value v) { return set_text(t, self.as<Generator>()->name, v, "__name__"); }
Result<void> set_qualname(Thread& t, Value self, Value v) { return set_text(t, self.as<Generator>()->qualname, v, "__qualname__"); }
Result<Value> get_frame(Thread& t, Value self) { return generator_frame(t, self.as<Generator>()); }
Result<Value> get_running(Thread&, Value self) {
  return Value::from_bool(self.as<Generator>()->state.load_relaxed() == GeneratorState::kRunning);
}
Result<Value> get_code(Thread&, Value self) { return self.as<Generator>()->code->value(); }
Result<Value> get_await(Thread&, Value self) {
  Value v = generator_delegate(self.as<Generator>());
  return v.is_absent() ? kNone : v;
}

constexpr NativeDef kGeneratorMethods[] = {
    {"asend(self, object, /)", bind<async_asend>, Sync::kLocksOwn, "asend(v) -> send 'v' in generator."},
    {"athrow(self, type, value=None, traceback=None, /)", bind<async_athrow>, Sync::kLocksOwn, "athrow(value) -> raise exception in generator."},
    {"aclose(self, /)", bind<async_aclose>, Sync::kLocksOwn, "aclose() -> raise GeneratorExit inside generator."},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr GetSetDef kGeneratorGetSets[] = {
    {"__name__", get_name, set_name, "name of the async generator"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the async generator"},
    {"ag_frame", get_frame, nullptr, nullptr},
    {"ag_running", get_running, nullptr, nullptr, true}, {"ag_code", get_code, nullptr, nullptr, true},
    {"ag_await", get_await, nullptr, nullptr},
};

Result<void> install_awaitable(Thread& t, TypeId id, const char* name) {
  TypeSpec spec;
  spec.id = id;
  spec.name = name;
  spec.flags = kDisallowInstantiation;
  spec.native_bytes = sizeof(Awaitable);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace_awaitable;
  spec.slots.iter = awaitable_iter;
  spec.slots.next = awaitable_next;
  spec.slots.await = awaitable_iter;
  spec.methods = kAwaitableMethods;
  spec.method_count = sizeof(kAwaitableMethods) / sizeof(kAwaitableMethods[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace

Result<Value> async_gen_wrap(Thread& t, Value v) {
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kAsyncGenWrapped), TraceKind::kValues, sizeof(Wrapped)), sizeof(Wrapped));
  if (raw == nullptr) return raise_no_memory(t);
  static_cast<Wrapped*>(raw)->value.init(v);
  return Value::from_pointer(raw);
}

Result<void> install_async_generator_types(Thread& t) {
  TypeSpec generator;
  generator.id = TypeId::kAsyncGenerator;
  generator.name = "async_generator";
  generator.flags = kDisallowInstantiation | kWeakrefable;
  generator.native_bytes = sizeof(Generator);
  generator.trace = TraceKind::kCustom;
  generator.slots.repr = async_repr;
  generator.slots.aiter = async_aiter;
  generator.slots.anext = async_anext;
  generator.slots.trace = generator_trace;
  generator.methods = kGeneratorMethods;
  generator.method_count = sizeof(kGeneratorMethods) / sizeof(kGeneratorMethods[0]);
  generator.getsets = kGeneratorGetSets;
  generator.getset_count = sizeof(kGeneratorGetSets) / sizeof(kGeneratorGetSets[0]);
  EIDER_TRY(make_builtin_type(t, generator));
  EIDER_TRY(install_awaitable(t, TypeId::kAsyncGenAsend, "async_generator_asend"));
  EIDER_TRY(install_awaitable(t, TypeId::kAsyncGenAthrow, "async_generator_athrow"));
  TypeSpec wrapped;
  wrapped.id = TypeId::kAsyncGenWrapped;
  wrapped.name = "async_generator_wrapped_value";
  wrapped.flags = kDisallowInstantiation;
  wrapped.native_bytes = sizeof(Wrapped);
  wrapped.trace = TraceKind::kValues;
  EIDER_TRY(make_builtin_type(t, wrapped));
  return kDone;
}

}  // namespace eider::vm
