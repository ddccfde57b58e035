// SPDX-License-Identifier: MIT
//
// What anext(iterator, default) returns: an awaitable that steps the iterator's own one and turns its StopAsyncIteration into the default.
#include "vm/generator.h"
#include "vm/types.h"

namespace eider::vm {

namespace {

/// Immutable; kValues.
struct AnextAwaitable : Object {
  Field<Value> wrapped;   // what __anext__ gave
  Field<Value> otherwise;
};

AnextAwaitable* self_of(Value self) { return self.as<AnextAwaitable>(); }

/// The iterator behind what __anext__ gave.
Result<Value> steps_of(Thread& t, Value self) {
  Value wrapped = self_of(self)->wrapped.get();
  // A coroutine has no __next__, its wrapper has. Being on its way already is no mistake here: each step asks again.
  if (is_exact(wrapped, TypeId::kCoroutine)) return type_of(t, wrapped)->slots.await(t, wrapped);
  return get_awaitable(t, wrapped, 0);
}

/// A failure as it is, but for StopAsyncIteration.
Result<Value> or_default(Thread& t, Value self, Result<Value> result) {
  if (result.ok() || !clear_if(t, TypeId::kStopAsyncIteration)) return result;
  Value value = self_of(self)->otherwise.get();
  return reraise(t, EIDER_TRY(new_exception(t, type(t, TypeId::kStopIteration), &value, 1)));
}

Result<Value> anext_iter(Thread&, Value self) { return self; }

Result<Value> anext_next(Thread& t, Value self) {
  Value steps = EIDER_TRY(steps_of(t, self));
  return or_default(t, self, type_of(t, steps)->slots.next(t, steps));
}

Result<Value> proxy(Thread& t, Value self, std::string_view method, const Value* args, uint32_t count) {
  Value steps = EIDER_TRY(steps_of(t, self));
  return or_default(t, self, call_method(t, steps, EIDER_TRY(intern(t, method)), args, count));
}

Result<Value> anext_send(Thread& t, Value self, Value sent) { return proxy(t, self, "send", &sent, 1); }
Result<Value> anext_throw(Thread& t, Value self, Value cls, Value value, Value traceback) {
  Value args[] = {cls, value, traceback};
  uint32_t count = !traceback.is_absent() ? 3 : !value.is_absent() ? 2 : 1;
  return proxy(t, self, "throw", args, count);
}
Result<Value> anext_close(Thread& t, Value self) { return proxy(t, self, "close", nullptr, 0); }

constexpr NativeDef kMethods[] = {
    {"send(self, object, /)", bind<anext_send>, Sync::kLocksOwn, "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration."},
    {"throw(self, type, value=None, traceback=None, /)", bind<anext_throw>, Sync::kLocksOwn,
     "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.",
     Texts::kUnpackTuple},
    {"close(self, /)", bind<anext_close>, Sync::kLocksOwn, "close() -> raise GeneratorExit inside generator."},
};

}  // namespace

Result<Value> anext_with_default(Thread& t, Value awaitable, Value otherwise) {
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kAnextAwaitable), TraceKind::kValues, sizeof(AnextAwaitable)), sizeof(AnextAwaitable));
  if (raw == nullptr) return raise_no_memory(t);
  auto* made = static_cast<AnextAwaitable*>(raw);
  made->wrapped.init(awaitable);
  made->otherwise.init(otherwise);
  return made->value();
}

Result<void> install_anext_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kAnextAwaitable;
  spec.name = "anext_awaitable";
  spec.flags = kDisallowInstantiation;
  spec.native_bytes = sizeof(AnextAwaitable);
  spec.trace = TraceKind::kValues;
  spec.slots.iter = anext_iter;
  spec.slots.next = anext_next;
  spec.slots.await = anext_iter;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  return make_builtin_type(t, spec).ok() ? kDone : Result<void>(kFailure);
}

}  // namespace eider::vm
