// SPDX-License-Identifier: MIT
//
// Calling Python code from C++, and how the interpreter calls anything that is not on its fast paths.
#include "vm/function.h"

#include "objects/bound_method.h"
#include "objects/compiled_call.h"
#include "objects/slot_generic.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/operator_frames.h"
#include "vm/partial.h"
#include "vm/interpreter.h"
#include "vm/vm_state.h"

namespace eider::vm {

Result<Function*> function_new(Thread& t, Code* code, Dict* globals) {
  EIDER_TRY(dict_make_cells(t, globals));
  Value builtins = dict_get_str(t, globals, name(t, Name::k__builtins__));
  if (builtins == t.realm->builtins_module) {
    builtins = t.realm->builtins->value();  // what its __dict__ is, without asking for it by name: functions are made often
  } else if (!builtins.is_absent() && is_instance(t, builtins, TypeId::kModule)) {
    builtins = EIDER_TRY(get_attr(t, builtins, name(t, Name::k__dict__)));
  }
  if (builtins.is_absent() || !is_instance(t, builtins, TypeId::kDict)) {
    builtins = t.realm->builtins->value();
  } else {
    EIDER_TRY(dict_make_cells(t, builtins.as<Dict>()));
  }
  bind_namespaces(t, code, globals, builtins);
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kFunction), TraceKind::kCustom, sizeof(Function)), sizeof(Function));
  if (raw == nullptr) return raise_no_memory(t);
  auto* fn = static_cast<Function*>(raw);
  fn->code.init(code);
  fn->globals = globals;
  fn->builtins.init(builtins);
  fn->name.init(code->name->value());
  fn->qualname.init(code->qualname->value());
  Value module = dict_get_str(t, globals, name(t, Name::k__name__));
  fn->module.init(module.is_absent() ? kNone : module);
  fn->doc.init(code->unit->has_docstring ? code->consts->items[0].get() : kNone);
  return fn;
}

Failure refuse_python(Thread& t) {
  t.vm->python_refused = true;
  t.pending_exception = t.realm->no_memory_error->value();  // one that exists
  return kFailure;
}

void raise_recursion(Thread& t) { (void)raise(t, TypeId::kRecursionError, "maximum recursion depth exceeded"); }

namespace {

/// First free word of this thread's value stack.
Value* stack_top(Thread& t) { return t.frame != nullptr ? t.frame->limit : t.vm->stack; }

/// An entry frame for tc, locals not filled.
Result<Frame*> push_entry(Thread& t, Function* fn, ThreadCode* tc, Value ns) {
  if (frames_are_virtual(t)) return refuse_python(t);
  EIDER_TRY(check_recursion(t));
  Value* locals = stack_top(t);
  Value* limit = locals + tc->frame_words;
  if (limit > t.stack_end || t.recursion_left <= 0) {
    raise_recursion(t);
    return kFailure;
  }
  Frame* f = reinterpret_cast<Frame*>(locals + tc->local_count);
  f->previous = t.frame;
  f->code = tc;
  f->function = fn;
  f->pc = nullptr;
  f->sp = nullptr;
  f->locals = locals;
  f->limit = limit;
  f->ns = ns;
  f->frame_object = kAbsent;
  f->extra = kAbsent;
  f->flags = kFrameEntry;
  return f;
}

Result<Value> run_entry(Thread& t, Frame* f) {
  const uint16_t* caller_pc = t.pc;
  Frame* caller = t.frame;
  if (caller != nullptr) caller->pc = caller_pc + 1;  // while it is not innermost: inside the calling instruction
  t.frame = f;
  t.recursion_left--;
  Value v = run_frame(t, f);
  EIDER_ASSERT(t.frame == caller);
  t.pc = caller_pc;
  return v == kFailedWord ? Result<Value>(kFailure) : Result<Value>(v);
}

}  // namespace

Result<Value> function_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Function* fn = self.as<Function>();
  ThreadCode* tc = EIDER_TRY(thread_code(t, fn->code.load_relaxed()));
  Frame* f = EIDER_TRY(push_entry(t, fn, tc, kAbsent));
  if (kwnames == nullptr && tc->exact_args == static_cast<int>(nargs)) {
    for (uint32_t i = 0; i < nargs; ++i) f->locals[i] = args[i];
    for (uint32_t i = nargs; i < tc->local_count; ++i) f->locals[i] = kAbsent;
  } else {
    for (uint32_t i = 0; i < tc->local_count; ++i) f->locals[i] = kAbsent;
    // While arguments are bound nothing else may use this part of the stack: Python code does not run there.
    EIDER_TRY(bind_arguments(t, fn, tc, args, nargs, kwnames, f->locals));
    if (tc->creates_generator) return make_generator(t, fn, tc, f->locals);
  }
  return run_entry(t, f);
}

Result<Value> run_code(Thread& t, Code* code, Dict* globals, Value ns, Tuple* closure) {
  Function* fn = EIDER_TRY(function_new(t, code, globals));
  if (closure != nullptr) fn->closure.init(closure->value());
  return run_function_in(t, fn, ns);
}

Result<Value> run_function_in(Thread& t, Function* fn, Value ns) {
  ThreadCode* tc = EIDER_TRY(thread_code(t, fn->code.load_relaxed()));
  Frame* f = EIDER_TRY(push_entry(t, fn, tc, ns));
  for (uint32_t i = 0; i < tc->local_count; ++i) f->locals[i] = kAbsent;
  if (tc->creates_generator) return make_generator(t, fn, tc, f->locals);
  return run_entry(t, f);
}

ClassCall prepare_class_call(Thread& t, Type* cls) {
  constexpr ClassCall kNo{nullptr, nullptr};
  if (cls->has(kAbstract) || cls->has(kDisallowInstantiation)) return kNo;
  Value init = type_lookup(t, cls, name(t, Name::k__init__));
  if (init.is_absent() || !is_exact(init, TypeId::kFunction)) return kNo;
  Function* fn = init.as<Function>();
  ThreadCode* tc = find_thread_code(t, fn->code.load_relaxed());
  if (tc == nullptr || tc->exact_args < 0) return kNo;
  return {fn, tc};
}

bool calls_as_type(Thread& t, Value callable) {
  const Type* meta = type_of(t, callable);
  const Type* plain = type(t, TypeId::kType);
  return meta == plain || (meta->slots.call == plain->slots.call && is_type(t, callable));
}

ClassPlan plan_class(Thread& t, Value callable) {
  ClassPlan plan;
  if (!callable.is_heap() || callable.is_absent() || !calls_as_type(t, callable)) return plan;
  auto* cls = callable.as<Type>();
  if (!cls->has(kHeapType) || cls->has(kDeferred) || cls->has(kAbstract) || cls->has(kDisallowInstantiation)) return plan;
  NewFn make = cls->slots.new_;
  if (make == &slot_generic::new_) {
    if (Function* function = new_function(t, cls)) plan = {ClassPlan::kNew, function};
    return plan;
  }
  bool instance = make == &object_new;
  if (!instance && make != type(t, TypeId::kException)->slots.new_) return plan;
  Value init = type_lookup(t, cls, name(t, Name::k__init__));
  if (init.is_absent() || !is_exact(init, TypeId::kFunction)) return plan;
  plan.how = instance ? ClassPlan::kInstance : ClassPlan::kException;
  plan.init = init.as<Function>();
  return plan;
}

namespace {

/// The frame of a Python __new__: its arguments, with the class in front, are copied, for the row is wanted again when it returns.
bool plan_new(Thread& t, Value* base, uint32_t nargs, Function* fn, CallPlan* plan) {
  Result<ThreadCode*> made = thread_code(t, fn->code.load_relaxed());
  if (!made.ok()) return false;
  ThreadCode* tc = made.get();
  Value* locals = t.frame->flags & kFrameGenerator ? t.frame->limit : base + 2 + nargs;
  if (locals + nargs + 1 + tc->frame_words > t.stack_end || t.recursion_left <= 0) {
    raise_recursion(t);
    return false;
  }
  locals[0] = base[0];
  for (uint32_t i = 0; i < nargs; ++i) locals[i + 1] = base[2 + i];
  *plan = {fn, tc, locals, nargs + 1, kFrameOperator, operator_mark(bytecode::Op::kCall, nargs), kAbsent};
  if (tc->exact_args == static_cast<int>(nargs + 1)) return true;
  plan->filled = tc->local_count;
  return bind_arguments(t, fn, tc, locals, nargs + 1, nullptr, locals).ok();
}

/// The frame of what a partial object calls: its arguments, with those that it keeps in front, are copied above the row. false: there is no room.
bool plan_partial(Thread& t, Value* base, uint32_t nargs, const PartialCall& call, CallPlan* plan) {
  auto count = static_cast<uint32_t>(call.kept->size());
  Value* locals = t.frame->flags & kFrameGenerator ? t.frame->limit : base + 2 + nargs;
  if (locals + call.code->frame_words > t.stack_end) return false;
  for (uint32_t i = 0; i < count; ++i) locals[i] = call.kept->items[i].get();
  for (uint32_t i = 0; i < nargs; ++i) locals[count + i] = base[2 + i];
  *plan = {call.function, call.code, locals, count + nargs, 0, kAbsent, kAbsent};
  return true;
}

}  // namespace

bool partial_of_function(Thread& t, Value callable, uint32_t nargs, PartialCall* found) {
  if (!callable.is_heap() || callable.is_absent() || callable.as<Object>()->shape_id() < shape_id(TypeId::kCount)) return false;
  CallFn partial_call = vm_realm(t).partial_call.load_acquire();  // pairs with the release in modules/functools/partial.cpp
  if (EIDER_LIKELY(partial_call == nullptr || type_of(t, callable)->slots.call != partial_call)) return false;
  auto* p = callable.as<Partial>();
  Value function = p->function.load_acquire();
  Value kept = p->args.load_acquire()->value();
  if (!is_exact(function, TypeId::kFunction) || !is_exact(kept, TypeId::kTuple) || dict_size(p->keywords.load_acquire()) != 0) return false;
  found->function = function.as<Function>();
  found->code = find_thread_code(t, found->function->code.load_acquire());
  found->kept = kept.as<Tuple>();
  return found->code != nullptr && found->code->exact_args >= 0 && found->kept->size() + nargs == found->code->exact_args;
}

bool plan_call(Thread& t, Value* base, uint32_t nargs, Tuple* kwnames, CallPlan* plan, Row row) {
  plan->code = nullptr;
  uint64_t flags = 0;
  Value extra;
  for (int rounds = 0; rounds < 64; ++rounds) {
    Value callable = base[0];
    bool has_self = !base[1].is_absent();
    if (callable.is_heap() && callable.as<Object>()->shape_id() == shape_id(TypeId::kFunction)) {
      Function* fn = callable.as<Function>();
      Value* args = base + (has_self ? 1 : 2);
      uint32_t given = nargs + has_self;
      Result<ThreadCode*> made = thread_code(t, fn->code.load_relaxed());
      if (!made.ok()) return false;
      ThreadCode* tc = made.get();
      if (kwnames != nullptr || tc->exact_args != static_cast<int>(given)) {
        // In place: parameters begin where the arguments stand. There must be room for all of them on this stack.
        bool in_generator = t.frame->flags & kFrameGenerator;
        Value* locals = in_generator ? t.frame->limit : args;
        if (locals + tc->frame_words > t.stack_end || t.recursion_left <= 0) {
          raise_recursion(t);
          return false;
        }
        if (!bind_arguments(t, fn, tc, args, given, kwnames, locals).ok()) return false;
        if (tc->creates_generator) {
          Result<Value> g = make_generator(t, fn, tc, locals);
          plan->result = g.raw();
          return g.ok();
        }
        plan->locals = locals;
        plan->filled = tc->local_count;  // in a generator push_frame copies them onto themselves
      } else {
        plan->locals = args;
        plan->filled = given;
      }
      plan->function = fn;
      plan->code = tc;
      plan->flags = flags;
      plan->extra = extra;
      return true;
    }
    if (!has_self && is_exact(callable, TypeId::kBoundMethod)) {
      BoundMethod* method = callable.as<BoundMethod>();
      base[0] = method->func.get();
      base[1] = method->self.get();
      continue;
    }
    ClassPlan how = has_self ? ClassPlan{} : plan_class(t, callable);
    if (how.how == ClassPlan::kNew && kwnames == nullptr && row == Row::kOnStack) return plan_new(t, base, nargs, how.init, plan);
    if (how.how == ClassPlan::kInstance || how.how == ClassPlan::kException) {
      // As type.__call__ does it, but the frame is entered here.
      auto* cls = callable.as<Type>();
      Result<Value> made = kFailure;
      if (how.how == ClassPlan::kInstance) made = new_instance(t, cls);
      else made = cls->slots.new_(t, cls, base + 2, nargs, kwnames);
      if (!made.ok()) return false;
      base[0] = how.init->value();
      base[1] = extra = made.get();
      flags = kFrameInit;
      continue;
    }
    PartialCall partial;
    if (!has_self && kwnames == nullptr && row == Row::kOnStack && partial_of_function(t, callable, nargs, &partial) &&
        plan_partial(t, base, nargs, partial, plan)) return true;
    MethodFrame asked;
    Value mark;
    if (!has_self && nargs == 1 && kwnames == nullptr && row == Row::kOnStack && asked_frame(t, callable, base[2], &asked, &mark)) {
      Result<ThreadCode*> made = thread_code(t, asked.function->code.load_relaxed());
      if (!made.ok()) return false;
      *plan = {asked.function, made.get(), base + 2, 1, operator_flags(mark), mark, kAbsent};
      return true;
    }
    const Value* args = base + (has_self ? 1 : 2);
    Result<Value> r = call(t, callable, args, nargs + has_self, kwnames);
    plan->result = r.raw();
    return r.ok();
  }
  raise_recursion(t);
  return false;
}

bool spread_call(Thread& t, Value* base, bool has_dict) {
  if (is_exact(base[2], TypeId::kList) ? list_size(base[2].as<List>()) > kMostSpread
                                       : !is_exact(base[2], TypeId::kTuple) || base[2].as<Tuple>()->size() > kMostSpread) return false;
  if (has_dict && (!is_exact(base[3], TypeId::kDict) || dict_size(base[3].as<Dict>()) > kMostSpread)) return false;
  if (t.frame->flags & kFrameGenerator) return false;  // its own stack has no room
  Value callable = base[0];
  if (callable.is_heap() && is_exact(callable, TypeId::kBoundMethod)) callable = callable.as<BoundMethod>()->func.get();
  if (!callable.is_heap()) return false;
  if (is_exact(callable, TypeId::kFunction)) return true;
  ClassPlan how = plan_class(t, callable);
  return how.how == ClassPlan::kInstance || how.how == ClassPlan::kException;
}

bool plan_spread_call(Thread& t, Value* base, bool has_dict, CallPlan* plan) {
  if (is_exact(base[2], TypeId::kList)) {
    Result<Tuple*> made = list_to_tuple(t, base[2].as<List>());
    if (!made.ok()) return false;
    base[2] = made.get()->value();
  }
  Tuple* positional = base[2].as<Tuple>();  // the native stack keeps both alive: what they hold is laid out beyond the frame's limit
  Dict* keywords = has_dict ? base[3].as<Dict>() : nullptr;
  Value values[kMostSpread];
  Tuple* names = nullptr;
  int64_t named = 0;
  if (keywords != nullptr && dict_size(keywords) != 0) {
    Value keys[kMostSpread];
    uint32_t position = 0;
    while (named < kMostSpread && dict_next_at(keywords, &position, &keys[named], &values[named])) {
      if (!is_instance(t, keys[named], TypeId::kStr)) {
        (void)raise(t, TypeId::kTypeError, "keywords must be strings");
        return false;
      }
      ++named;
    }
    Result<Tuple*> made = tuple_from(t, keys, named);
    if (!made.ok()) return false;
    names = made.get();
  }
  int64_t count = positional->size();
  if (base + 2 + count + named > t.stack_end) {
    raise_recursion(t);
    return false;
  }
  for (int64_t i = 0; i < count; ++i) base[2 + i] = positional->items[i].get();
  for (int64_t i = 0; i < named; ++i) base[2 + count + i] = values[i];
  bool ok = plan_call(t, base, static_cast<uint32_t>(count), named == 0 ? nullptr : names, plan, Row::kSpread);
  asm volatile("" : : "r"(positional), "r"(keywords), "m"(values) : "memory");  // alive until now
  return ok;
}

Result<Value> call_function_ex(Thread& t, Value* base, bool has_dict) {
  Value callable = base[0];
  Value positional = base[2];
  auto describe = [&]() -> std::string {
    Result<Value> q = find_attr(t, callable, name(t, Name::k__qualname__));
    if (q.ok() && !q.get().is_absent() && is_instance(t, q.get(), TypeId::kStr)) {
      std::string text = to_utf8(q.get().as<Str>());
      Result<Value> m = find_attr(t, callable, name(t, Name::k__module__));
      if (m.ok() && !m.get().is_absent() && is_instance(t, m.get(), TypeId::kStr)) {
        std::string module = to_utf8(m.get().as<Str>());
        if (module != "builtins") text = module + "." + text;
      }
      t.pending_exception = kAbsent;
      return text + "()";
    }
    t.pending_exception = kAbsent;
    Result<Str*> s = to_str(t, callable);
    if (s.ok()) return to_utf8(s.get());
    t.pending_exception = kAbsent;
    return "?";
  };
  if (!is_exact(positional, TypeId::kTuple)) {
    Result<Tuple*> tuple = to_tuple(t, positional);
    if (!tuple.ok()) {
      if (pending_is(t, TypeId::kTypeError) && type_of(t, positional)->slots.iter == nullptr && type_of(t, positional)->slots.get_item == nullptr) {
        t.pending_exception = kAbsent;
        return raise(t, TypeId::kTypeError, "%s argument after * must be an iterable, not %s", describe().c_str(), type_name(t, positional));
      }
      return kFailure;
    }
    positional = tuple.get()->value();
  }
  Dict* kwargs = nullptr;
  if (has_dict) {
    if (!is_exact(base[3], TypeId::kDict)) {
      kwargs = EIDER_TRY(dict_new(t));
      Result<void> merged = dict_update(t, kwargs, base[3]);
      if (!merged.ok()) {
        if (pending_is(t, TypeId::kAttributeError)) {
          t.pending_exception = kAbsent;
          return raise(t, TypeId::kTypeError, "%s argument after ** must be a mapping, not %s", describe().c_str(), type_name(t, base[3]));
        }
        return kFailure;
      }
    } else {
      kwargs = base[3].as<Dict>();
    }
  }
  return call_with(t, callable, positional.as<Tuple>(), kwargs);
}

SpecialReturn return_special(Thread& t, Frame* f, Value* value) {
  if (f->flags & kFrameHasObject) detach_frame_object(t, f);
  if (f->flags & kFrameGenerator) {
    finish_returning_generator(t, f->extra.as<Generator>());
    t.frame = f->previous;
    t.recursion_left++;
    return f->flags & kFrameEntry ? SpecialReturn::kToHost : SpecialReturn::kExhausted;
  }
  t.frame = f->previous;
  t.recursion_left++;
  if (f->flags & kFrameInit) {
    if (!value->is_none()) {
      t.pc = t.frame->pc - 1;
      (void)raise(t, TypeId::kTypeError, "__init__() should return None, not '%s'", type_name(t, *value));
      return SpecialReturn::kRaised;
    }
    *value = f->extra;
  } else if ((f->flags & kFrameOperator) != 0 && !is_result(f->extra, *value)) {
    if (mark_family(f->extra) == bytecode::Op::kCall && !(f->flags & kFrameEntry) && prepare_init(t, f, *value)) return SpecialReturn::kInitialise;
    Result<Value> result = method_returned(t, f, *value);
    if (!result.ok()) {
      *value = kFailedWord;
      return f->flags & kFrameEntry ? SpecialReturn::kToHost : SpecialReturn::kRaised;
    }
    *value = result.get();
  }
  return f->flags & kFrameEntry ? SpecialReturn::kToHost : SpecialReturn::kToCaller;
}

Result<Value> make_function(Thread& t, Value* items, uint32_t how) {
  int count = __builtin_popcount(how);
  Function* fn = EIDER_TRY(function_new(t, items[count].as<Code>(), t.frame->function->globals));
  int at = 0;
  if (how & 1) fn->defaults.init(items[at++]);
  if (how & 2) fn->kwdefaults.init(items[at++]);
  if (how & 4) fn->annotations.init(items[at++]);
  if (how & 8) fn->closure.init(items[at++]);
  return fn->value();
}

}  // namespace eider::vm
