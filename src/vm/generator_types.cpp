// SPDX-License-Identifier: MIT
//
// The types generator, coroutine and coroutine_wrapper as Python sees them.
// Thread rule: every method enters the generator by CAS of its state; a generator that runs elsewhere gives ValueError.
#include "builtins/bytes/bytes.h"
#include "vm/generator.h"
#include "vm/types.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

Generator* self_of(Value v) { return v.as<Generator>(); }
bool is_coroutine(Value v) { return v.as<Object>()->shape_id() == shape_id(TypeId::kCoroutine); }

Result<Value> generator_next(Thread& t, Value self) {
  Value result;
  switch (resume_generator(t, self_of(self), kNone, kAbsent, &result)) {
    case ResumeResult::kYielded: return result;
    case ResumeResult::kReturned:
      // A value other than None travels in the StopIteration.
      if (result.is_none()) return kAbsent;
      return raise_value(t, TypeId::kStopIteration, result);
    case ResumeResult::kRaised: return kFailure;
  }
  EIDER_UNREACHABLE("resume result");
}

Result<Value> method_send(Thread& t, Value self, Value v) { return generator_send(t, self_of(self), v); }
Result<Value> method_close(Thread& t, Value self) {
  EIDER_TRY(generator_close(t, self_of(self)));
  return kNone;
}

Result<Value> method_throw(Thread& t, Value self, Value cls, Value value, Value traceback) {
  Value exc = cls;
  if (!traceback.is_absent() && !traceback.is_none() && !is_exact(traceback, TypeId::kTraceback)) {
    return raise(t, TypeId::kTypeError, "throw() third argument must be a traceback object");
  }
  bool is_class = cls.is_heap() && is_instance(t, cls, TypeId::kType) && is_subtype(cls.as<Type>(), type(t, TypeId::kBaseException));
  if (is_class) {
    if (value.is_absent() || value.is_none()) {
      exc = EIDER_TRY(call0(t, cls));
    } else if (is_instance(t, value, TypeId::kBaseException)) {
      exc = value;
    } else if (is_instance(t, value, TypeId::kTuple)) {
      Tuple* args = value.as<Tuple>();
      exc = EIDER_TRY(call(t, cls, reinterpret_cast<const Value*>(args->items), static_cast<uint32_t>(args->size())));
    } else {
      exc = EIDER_TRY(call1(t, cls, value));
    }
    if (!is_instance(t, exc, TypeId::kBaseException)) {
      return raise(t, TypeId::kTypeError, "calling %s should have returned an instance of BaseException, not %s",
                   to_utf8(EIDER_TRY(repr(t, cls))).c_str(), type_name(t, exc));
    }
  } else if (is_instance(t, cls, TypeId::kBaseException)) {
    if (!value.is_absent() && !value.is_none()) return raise(t, TypeId::kTypeError, "instance exception may not have a separate value");
  } else {
    return raise(t, TypeId::kTypeError, "exceptions must be classes or instances deriving from BaseException, not %s", type_name(t, cls));
  }
  if (!traceback.is_absent() && !traceback.is_none()) exc.as<BaseException>()->traceback.store_release(traceback);
  return generator_throw(t, self_of(self), exc);
}

Result<Value> generator_repr(Thread& t, Value self) {
  return EIDER_TRY(str_format(t, "<%s object %s at %s>", is_coroutine(self) ? "coroutine" : "generator",
                              to_utf8(self_of(self)->qualname.load_relaxed().as<Str>()).c_str(), address_text(self).c_str()));
}

Result<Value> get_name(Thread&, Value self) { return self_of(self)->name.load_relaxed(); }
Result<void> set_name(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__name__ must be set to a string object");
  self_of(self)->name.store_release(v);
  return kDone;
}
Result<Value> get_qualname(Thread&, Value self) { return self_of(self)->qualname.load_relaxed(); }
Result<void> set_qualname(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__qualname__ must be set to a string object");
  self_of(self)->qualname.store_release(v);
  return kDone;
}
Result<Value> get_running(Thread&, Value self) { return Value::from_bool(self_of(self)->state.load_relaxed() == GeneratorState::kRunning); }
Result<Value> get_suspended(Thread&, Value self) {
  return Value::from_bool(generator_state(self_of(self)) == GeneratorState::kSuspended);
}
Result<Value> get_code(Thread&, Value self) { return self_of(self)->code->value(); }
Result<Value> get_delegate(Thread&, Value self) {
  Value v = generator_delegate(self_of(self));
  return v.is_absent() ? kNone : v;
}
Result<Value> get_frame(Thread& t, Value self) { return generator_frame(t, self_of(self)); }
Result<Value> get_origin(Thread&, Value) { return kNone; }

/// A generator that is dropped while suspended runs its finally clauses from the finalizer queue.
void generator_finalize(Thread& t, Value self) {
  Generator* g = self_of(self);
  if (g->state.load_relaxed() != GeneratorState::kSuspended) return;
  if (!generator_close(t, g).ok()) report_unraisable(t, "generator", self);
}

}  // namespace

void generator_trace(Header* object, gc::Tracer& tracer) {
  auto* g = static_cast<Generator*>(object);
  for (Value v : {g->handled_exception, g->outer_handled, g->name.load_relaxed(), g->qualname.load_relaxed(), g->running_hooks.load_relaxed(),
                  g->origin.load_relaxed()}) {
    tracer.mark_word(v.bits());
  }
  Frame* f = g->frame;
  if (f == nullptr) return;
  tracer.mark(f->function);
  tracer.mark(g->code);
  if (g->state.load_relaxed() == GeneratorState::kClosed) return;
  // Stale words may stand above the stack's top: conservative.
  tracer.mark_conservative_range(reinterpret_cast<uint64_t*>(g->storage), reinterpret_cast<uint64_t*>(g->storage + f->code->frame_words));
}

namespace {

constexpr NativeDef kGeneratorMethods[] = {
    {"send(self, object, /)", bind<method_send>, Sync::kLocksOwn, "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration."},
    {"throw(self, type, value=None, traceback=None, /)", bind<method_throw>, Sync::kLocksOwn,
     "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration."},
    {"close(self, /)", bind<method_close>, Sync::kLocksOwn, "close() -> raise GeneratorExit inside generator."},
};
constexpr GetSetDef kGeneratorGetSets[] = {
    {"__name__", get_name, set_name, "name of the generator"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the generator"},
    {"gi_running", get_running, nullptr, nullptr},
    {"gi_suspended", get_suspended, nullptr, nullptr},
    {"gi_code", get_code, nullptr, nullptr, true},
    {"gi_frame", get_frame, nullptr, nullptr},
    {"gi_yieldfrom", get_delegate, nullptr, "object being iterated by yield from, or None"},
};
constexpr GetSetDef kCoroutineGetSets[] = {
    {"__name__", get_name, set_name, "name of the coroutine"},
    {"__qualname__", get_qualname, set_qualname, "qualified name of the coroutine"},
    {"cr_running", get_running, nullptr, nullptr},
    {"cr_suspended", get_suspended, nullptr, nullptr},
    {"cr_code", get_code, nullptr, nullptr, true},
    {"cr_frame", get_frame, nullptr, nullptr},
    {"cr_await", get_delegate, nullptr, "object being awaited on, or None"},
    {"cr_origin", get_origin, nullptr, nullptr, true},
};

/// What `coroutine.__await__()` gives: an iterator over the coroutine. TraceKind::kValues.
struct CoroutineWrapper : Object {
  Field<Value> coroutine;
};
Result<Value> coroutine_await(Thread& t, Value self) {
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kCoroutineWrapper), TraceKind::kValues, sizeof(CoroutineWrapper)),
                             sizeof(CoroutineWrapper));
  if (raw == nullptr) return raise_no_memory(t);
  static_cast<CoroutineWrapper*>(raw)->coroutine.init(self);
  return Value::from_pointer(raw);
}
Result<Value> wrapper_iter(Thread&, Value self) { return self; }
Result<Value> wrapper_next(Thread& t, Value self) { return generator_next(t, self.as<CoroutineWrapper>()->coroutine.get()); }
Result<Value> wrapper_send(Thread& t, Value self, Value v) { return method_send(t, self.as<CoroutineWrapper>()->coroutine.get(), v); }
Result<Value> wrapper_close(Thread& t, Value self) { return method_close(t, self.as<CoroutineWrapper>()->coroutine.get()); }
Result<Value> wrapper_throw(Thread& t, Value self, Value cls, Value v, Value tb) {
  return method_throw(t, self.as<CoroutineWrapper>()->coroutine.get(), cls, v, tb);
}
constexpr NativeDef kWrapperMethods[] = {
    {"send(self, object, /)", bind<wrapper_send>, Sync::kLocksOwn, nullptr},
    {"throw(self, type, value=None, traceback=None, /)", bind<wrapper_throw>, Sync::kLocksOwn, nullptr},
    {"close(self, /)", bind<wrapper_close>, Sync::kLocksOwn, nullptr},
};

template <size_t N>
void set_methods(TypeSpec& spec, const NativeDef (&methods)[N]) {
  spec.methods = methods;
  spec.method_count = N;
}
template <size_t N>
void set_getsets(TypeSpec& spec, const GetSetDef (&getsets)[N]) {
  spec.getsets = getsets;
  spec.getset_count = N;
}

}  // namespace

Result<void> install_generator_types(Thread& t) {
  TypeSpec generator;
  generator.id = TypeId::kGenerator;
  generator.name = "generator";
  generator.flags = kDisallowInstantiation | kWeakrefable;
  generator.native_bytes = sizeof(Generator);
  generator.trace = TraceKind::kCustom;
  generator.slots.repr = generator_repr;
  generator.slots.iter = wrapper_iter;
  generator.slots.next = generator_next;
  generator.slots.finalize = generator_finalize;
  generator.slots.trace = generator_trace;
  set_methods(generator, kGeneratorMethods);
  set_getsets(generator, kGeneratorGetSets);
  EIDER_TRY(make_builtin_type(t, generator));

  TypeSpec coroutine;
  coroutine.id = TypeId::kCoroutine;
  coroutine.name = "coroutine";
  coroutine.flags = kDisallowInstantiation | kWeakrefable;
  coroutine.native_bytes = sizeof(Generator);
  coroutine.trace = TraceKind::kCustom;
  coroutine.slots.repr = generator_repr;
  coroutine.slots.await = coroutine_await;
  coroutine.slots.finalize = generator_finalize;
  coroutine.slots.trace = generator_trace;
  set_methods(coroutine, kGeneratorMethods);
  set_getsets(coroutine, kCoroutineGetSets);
  EIDER_TRY(make_builtin_type(t, coroutine));

  TypeSpec wrapper;
  wrapper.id = TypeId::kCoroutineWrapper;
  wrapper.name = "coroutine_wrapper";
  wrapper.flags = kDisallowInstantiation;
  wrapper.native_bytes = sizeof(CoroutineWrapper);
  wrapper.trace = TraceKind::kValues;
  wrapper.slots.iter = wrapper_iter;
  wrapper.slots.next = wrapper_next;
  set_methods(wrapper, kWrapperMethods);
  EIDER_TRY(make_builtin_type(t, wrapper));
  EIDER_TRY(install_anext_type(t));
  return install_async_generator_types(t);
}

Result<Value> get_awaitable(Thread& t, Value v, uint32_t how) {
  if (is_exact(v, TypeId::kCoroutine)) {
    if (!generator_delegate(v.as<Generator>()).is_absent()) return raise(t, TypeId::kRuntimeError, "coroutine is being awaited already");
    return v;
  }
  if (is_exact(v, TypeId::kGenerator) && (v.as<Generator>()->code->flags & bytecode::kIterableCoroutine)) return v;
  UnaryFn await = type_of(t, v)->slots.await;
  if (await == nullptr) {
    if (how == 1 || how == 2) {
      return raise(t, TypeId::kTypeError, "'async with' received an object from %s that does not implement __await__: %s",
                   how == 1 ? "__aenter__" : "__aexit__", type_name(t, v));
    }
    return raise(t, TypeId::kTypeError, "object %s can't be used in 'await' expression", type_name(t, v));
  }
  Value iterator = EIDER_TRY(await(t, v));
  if (is_exact(iterator, TypeId::kCoroutine)) return raise(t, TypeId::kTypeError, "__await__() returned a coroutine");
  if (type_of(t, iterator)->slots.next == nullptr) {
    return raise(t, TypeId::kTypeError, "__await__() returned non-iterator of type '%s'", type_name(t, iterator));
  }
  return iterator;
}

Result<Value> get_aiter(Thread& t, Value v) {
  UnaryFn aiter = type_of(t, v)->slots.aiter;
  if (aiter == nullptr) return raise(t, TypeId::kTypeError, "'async for' requires an object with __aiter__ method, got %s", type_name(t, v));
  Value iterator = EIDER_TRY(aiter(t, v));
  if (type_of(t, iterator)->slots.anext == nullptr) {
    return raise(t, TypeId::kTypeError, "'async for' received an object from __aiter__ that does not implement __anext__: %s", type_name(t, iterator));
  }
  return iterator;
}

Result<Value> get_anext(Thread& t, Value aiter) {
  UnaryFn anext = type_of(t, aiter)->slots.anext;
  if (anext == nullptr) return raise(t, TypeId::kTypeError, "'async for' requires an iterator with __anext__ method, got %s", type_name(t, aiter));
  Value awaitable = EIDER_TRY(anext(t, aiter));
  Result<Value> r = get_awaitable(t, awaitable, 0);
  if (!r.ok() && pending_is(t, TypeId::kTypeError)) {
    Value cause = take_exception(t);
    (void)raise(t, TypeId::kTypeError, "'async for' received an invalid object from __anext__: %s", type_name(t, awaitable));
    t.pending_exception.as<BaseException>()->cause.store_release(cause);
    t.pending_exception.as<BaseException>()->suppress_context.store_release(kTrue);
    return kFailure;
  }
  return r;
}

}  // namespace eider::vm
