// SPDX-License-Identifier: MIT
//
// Exceptions, with statements, imports, pattern matching, coroutine steps.
#include "builtins/dict/dict.h"
#include "objects/module.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/vm_state.h"

namespace eider::vm {

void raise_varargs(Thread& t, Value* top, uint32_t count) {
  if (count == 0) {
    if (t.handled_exception.is_absent()) {
      (void)raise(t, TypeId::kRuntimeError, "No active exception to reraise");
      return;
    }
    (void)reraise(t, t.handled_exception);
    t.vm->reraised = true;
    return;
  }
  Value exc = count == 2 ? top[-1] : top[0];
  (void)raise_exception(t, exc, count == 2 ? top[0] : kAbsent);
}

void reraise_op(Thread& t, Value* top, uint32_t how) {
  if (how > 0) {
    // The line the exception came from, for frames that are looked at while it passes.
    Value lasti = top[-static_cast<int>(how)];
    if (lasti.is_small_int()) t.vm->reraised_unit = lasti.small_int();
  }
  (void)reraise(t, top[0]);
  t.vm->reraised = true;
  if (EIDER_UNLIKELY(t.stop_request.load_relaxed() != 0)) stop_goes_on(t, top[0]);
}

bool is_stop(Thread& t, Value exc) { return !exc.is_absent() && type_of(t, exc) == t.realm->stopped_type; }

void stop_goes_on(Thread& t, Value exc) {
  if (!is_stop(t, exc) || t.vm->exiting) return;
  t.stop_raised = true;
  t.poll.fetch_and_seq_cst(~uint32_t{threads::kPollExit});
  // A hard request may have come between: its level was stored before its bit.
  if (t.stop_request.load_seq_cst() > 1) t.poll.fetch_or_seq_cst(threads::kPollExit);
}

void stop_was_handled(Thread& t, Value exc) {
  if (!is_stop(t, exc)) return;
  t.stop_raised = false;
  t.poll.fetch_or_seq_cst(threads::kPollExit);
}

namespace {

bool is_exception_class(Thread& t, Value v) {
  return v.is_heap() && is_instance(t, v, TypeId::kType) && is_subtype(v.as<Type>(), type(t, TypeId::kBaseException));
}

Result<void> check_catchable(Thread& t, Value v) {
  if (is_instance(t, v, TypeId::kTuple)) {
    Tuple* tuple = v.as<Tuple>();
    for (int64_t i = 0; i < tuple->size(); ++i) {
      if (!is_exception_class(t, tuple->items[i].get())) {
        return raise(t, TypeId::kTypeError, "catching classes that do not inherit from BaseException is not allowed");
      }
    }
    return kDone;
  }
  if (!is_exception_class(t, v)) return raise(t, TypeId::kTypeError, "catching classes that do not inherit from BaseException is not allowed");
  return kDone;
}

bool matches(Thread& t, Value exc, Value cls) {
  if (is_instance(t, cls, TypeId::kTuple)) {
    Tuple* tuple = cls.as<Tuple>();
    for (int64_t i = 0; i < tuple->size(); ++i) {
      if (exception_matches(t, exc, tuple->items[i].get().as<Type>())) return true;
    }
    return false;
  }
  return exception_matches(t, exc, cls.as<Type>());
}

}  // namespace

Result<Value> check_exc_match(Thread& t, Value* cls, uint32_t) {
  EIDER_TRY(check_catchable(t, cls[0]));
  return Value::from_bool(matches(t, cls[-1], cls[0]) && !is_stop(t, cls[-1]));
}

Result<void> check_eg_match(Thread& t, Value group, Value cls, Value* out) {
  EIDER_TRY(check_catchable(t, cls));
  auto is_group_class = [&](Value c) { return is_subtype(c.as<Type>(), type(t, TypeId::kBaseExceptionGroup)); };
  bool groups = false;
  if (is_instance(t, cls, TypeId::kTuple)) {
    for (int64_t i = 0; i < cls.as<Tuple>()->size(); ++i) groups |= is_group_class(cls.as<Tuple>()->items[i].get());
  } else {
    groups = is_group_class(cls);
  }
  if (groups) {
    return raise(t, TypeId::kTypeError, "catching ExceptionGroup with except* is not allowed. Use except instead.");
  }
  if (group.is_none()) {
    out[0] = out[1] = kNone;
    return kDone;
  }
  if (matches(t, group, cls) && !is_stop(t, group)) {
    out[0] = kNone;
    out[1] = group;
    if (!is_instance(t, group, TypeId::kBaseExceptionGroup)) {
      // A naked exception is wrapped, so that the body sees a group.
      Tuple* one = EIDER_TRY(tuple_of(t, group));
      Value args[] = {t.realm->empty_str->value(), one->value()};
      out[1] = EIDER_TRY(call(t, type(t, TypeId::kBaseExceptionGroup)->value(), args, 2));
    }
    t.handled_exception = out[1];
    return kDone;
  }
  if (!is_instance(t, group, TypeId::kBaseExceptionGroup)) {
    out[0] = group;
    out[1] = kNone;
    return kDone;
  }
  Value split = EIDER_TRY(call_method(t, group, EIDER_TRY(intern(t, "split")), &cls, 1));
  if (!is_exact(split, TypeId::kTuple) || split.as<Tuple>()->size() < 2) {
    return raise(t, TypeId::kTypeError, "%s.split must return a 2-tuple", type_name(t, group));
  }
  out[1] = split.as<Tuple>()->items[0].get();
  out[0] = split.as<Tuple>()->items[1].get();
  if (!out[1].is_none()) t.handled_exception = out[1];
  return kDone;
}

namespace {

/// Whether `e` is (part of) what the original group carried: same traceback, cause and context as the group it was split from.
bool same_origin(Value a, Value b) {
  auto *x = a.as<BaseException>(), *y = b.as<BaseException>();
  return x->traceback.load_relaxed() == y->traceback.load_relaxed() && x->cause.load_relaxed() == y->cause.load_relaxed() &&
         x->context.load_relaxed() == y->context.load_relaxed();
}

Result<void> collect_leaves(Thread& t, Value e, List* out) {
  EIDER_TRY(check_recursion(t));
  if (!is_instance(t, e, TypeId::kBaseExceptionGroup)) return list_append(t, out, e);
  Value parts = e.as<BaseException>()->fields[1].load_relaxed();
  for (int64_t i = 0; i < parts.as<Tuple>()->size(); ++i) EIDER_TRY(collect_leaves(t, parts.as<Tuple>()->items[i].get(), out));
  return kDone;
}

/// The part of `group` whose leaves are among `leaves`, keeping its structure; None when empty.
Result<Value> project(Thread& t, Value group, List* leaves) {
  EIDER_TRY(check_recursion(t));
  if (!is_instance(t, group, TypeId::kBaseExceptionGroup)) {
    for (int64_t i = 0; i < leaves->size.load_relaxed(); ++i) {
      if (list_get(leaves, i) == group) return group;
    }
    return kNone;
  }
  Tuple* parts = group.as<BaseException>()->fields[1].load_relaxed().as<Tuple>();
  List* kept = EIDER_TRY(list_new(t, 0));
  for (int64_t i = 0; i < parts->size(); ++i) {
    Value part = EIDER_TRY(project(t, parts->items[i].get(), leaves));
    if (!part.is_none()) EIDER_TRY(list_append(t, kept, part));
  }
  if (kept->size.load_relaxed() == 0) return kNone;
  if (kept->size.load_relaxed() == parts->size()) {
    bool same = true;
    for (int64_t i = 0; i < parts->size(); ++i) same &= list_get(kept, i) == parts->items[i].get();
    if (same) return group;
  }
  Value argument = kept->value();
  Value derived = EIDER_TRY(call_method(t, group, EIDER_TRY(intern(t, "derive")), &argument, 1));
  auto *from = group.as<BaseException>(), *to = derived.as<BaseException>();
  to->traceback.store_relaxed(from->traceback.load_relaxed());
  to->context.store_relaxed(from->context.load_relaxed());
  to->cause.store_relaxed(from->cause.load_relaxed());
  to->suppress_context.store_relaxed(from->suppress_context.load_relaxed());
  return derived;
}

}  // namespace

Result<Value> prep_reraise_star(Thread& t, Value* items, uint32_t) {
  Value original = items[0];
  List* raised_or_rest = items[1].as<List>();
  Tuple* all = EIDER_TRY(list_to_tuple(t, raised_or_rest));
  if (!is_instance(t, original, TypeId::kBaseExceptionGroup)) {
    for (int64_t i = 0; i < all->size(); ++i) {
      if (!all->items[i].get().is_none()) return all->items[i].get();
    }
    return kNone;
  }
  List* raised = EIDER_TRY(list_new(t, 0));
  List* reraised_leaves = EIDER_TRY(list_new(t, 0));
  for (int64_t i = 0; i < all->size(); ++i) {
    Value e = all->items[i].get();
    if (e.is_none()) continue;
    if (is_instance(t, e, TypeId::kBaseExceptionGroup) && same_origin(e, original)) {
      EIDER_TRY(collect_leaves(t, e, reraised_leaves));
    } else {
      EIDER_TRY(list_append(t, raised, e));
    }
  }
  Value rest = kNone;
  if (reraised_leaves->size.load_relaxed() > 0) rest = EIDER_TRY(project(t, original, reraised_leaves));
  if (raised->size.load_relaxed() == 0) return rest;
  if (!rest.is_none()) EIDER_TRY(list_append(t, raised, rest));
  Value args[] = {t.realm->empty_str->value(), raised->value()};
  return call(t, type(t, TypeId::kBaseExceptionGroup)->value(), args, 2);
}

// --- with ----------------------------------------------------------------------------------------------------------------------
Str* special_name(Thread& t, uint32_t which) {
  static constexpr Name kNames[] = {Name::k__enter__, Name::k__exit__, Name::k__aenter__, Name::k__aexit__};
  return name(t, kNames[which]);
}

Result<void> load_special(Thread& t, Value o, uint32_t which, Value* callable, Value* self) {
  Type* cls = type_of(t, o);
  EIDER_TRY(ensure_class(t, cls));
  // The exit is loaded first; of a class that has neither, the enter is what is said to be missing.
  bool exit = (which & 1) != 0;
  bool asynchronous = (which & 2) != 0;
  const char* protocol = asynchronous ? "asynchronous context manager" : "context manager";
  if (exit && type_lookup(t, cls, special_name(t, which - 1)).is_absent()) {
    return raise(t, TypeId::kTypeError, "'%s' object does not support the %s protocol", type_name(t, o), protocol);
  }
  Value found = type_lookup(t, cls, special_name(t, which));
  if (found.is_absent()) {
    return raise(t, TypeId::kTypeError, "'%s' object does not support the %s protocol (missed %s method)", type_name(t, o), protocol,
                 to_utf8(special_name(t, which)).c_str());
  }
  bool unbound = type_of(t, found)->has(kMethodLike);
  *callable = unbound ? found : EIDER_TRY(bind_descriptor(t, found, o, cls));
  *self = unbound ? o : kAbsent;
  return kDone;
}

Result<Value> with_except_start(Thread& t, Value* top, uint32_t) {
  Value exc = top[0];
  Value traceback = exc.as<BaseException>()->traceback.load_relaxed();
  Value args[] = {top[-3], type_of(t, exc)->value(), exc, traceback.is_absent() ? kNone : traceback};
  bool bound = args[0].is_absent();
  return call(t, top[-4], args + bound, 4u - bound);
}

Result<Value> load_assertion_error(Thread& t, Value*, uint32_t) { return type(t, TypeId::kAssertionError)->value(); }

Result<Value> load_build_class(Thread& t, Value*, uint32_t) {
  Value v = dict_get_str(t, t.frame->function->builtins.get().as<Dict>(), name(t, Name::k__build_class__));
  if (v.is_absent()) return raise(t, TypeId::kNameError, "__build_class__ not found");
  return v;
}

// --- imports -------------------------------------------------------------------------------------------------------------------
Result<Value> import_name(Thread& t, Value* items, uint32_t index) {
  Frame* f = t.frame;
  Value import = dict_get_str(t, f->function->builtins.get().as<Dict>(), name(t, Name::k__import__));
  if (import.is_absent()) return raise(t, TypeId::kImportError, "__import__ not found");
  Value args[] = {f->code->names[index], f->function->globals->value(), f->ns.is_absent() ? kNone : f->ns, items[1], items[0]};
  return call(t, import, args, 5);
}

Result<Value> import_from(Thread& t, Value* top, uint32_t index) {
  Str* attribute = t.frame->code->names[index].as<Str>();
  Value found = EIDER_TRY(find_attr(t, top[0], attribute));
  if (!found.is_absent()) return found;
  // A submodule being imported circularly is in sys.modules before it is an attribute of its package.
  Value package = EIDER_TRY(find_attr(t, top[0], name(t, Name::k__name__)));
  std::string package_name = "<unknown module name>";
  if (!package.is_absent() && is_instance(t, package, TypeId::kStr)) {
    package_name = to_utf8(package.as<Str>());
    Str* full = EIDER_TRY(str_from_utf8(t, package_name + "." + to_utf8(attribute)));
    Value module = EIDER_TRY(dict_get(t, t.realm->modules, full->value()));
    if (!module.is_absent()) return module;
  }
  Value path = EIDER_TRY(find_attr(t, top[0], name(t, Name::k__file__)));
  bool has_path = !path.is_absent() && is_instance(t, path, TypeId::kStr);
  Value spec = EIDER_TRY(find_attr(t, top[0], name(t, Name::k__spec__)));
  bool initializing = false;
  if (!spec.is_absent() && !spec.is_none()) {
    Value flag = EIDER_TRY(find_attr(t, spec, name(t, Name::k_initializing)));
    initializing = !flag.is_absent() && EIDER_TRY(truth(t, flag));
  }
  std::string where = has_path ? to_utf8(path.as<Str>()) : "unknown location";
  Str* message = EIDER_TRY(str_format(t, initializing ? "cannot import name '%s' from partially initialized module '%s' (most likely due to a circular import) (%s)"
                                                      : "cannot import name '%s' from '%s' (%s)",
                                      to_utf8(attribute).c_str(), package_name.c_str(), where.c_str()));
  Value args[] = {message->value()};
  Value error = EIDER_TRY(new_exception(t, type(t, TypeId::kImportError), args, 1));
  auto* e = error.as<BaseException>();
  e->fields[0].store_relaxed(message->value());
  e->fields[1].store_relaxed(EIDER_TRY(str_from_utf8(t, package_name))->value());
  e->fields[2].store_relaxed(has_path ? path : kNone);
  return raise_instance(t, error);
}

Result<void> import_star(Thread& t, Value* items, uint32_t) {
  Value module = items[0];
  Value all = EIDER_TRY(find_attr(t, module, name(t, Name::k__all__)));
  bool skip_private = all.is_absent();
  Value names = all;
  if (skip_private) {
    Value dict = EIDER_TRY(find_attr(t, module, name(t, Name::k__dict__)));
    if (dict.is_absent()) return raise(t, TypeId::kImportError, "from-import-* object has no __dict__ and no __all__");
    names = EIDER_TRY(to_list(t, dict))->value();
  }
  Value ns = t.frame->ns.is_absent() ? t.frame->function->globals->value() : t.frame->ns;
  auto import_one = [&](Value n) -> Result<void> {
    if (!is_instance(t, n, TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "%s in %s must be str, not %s", skip_private ? "Key" : "Item",
                   skip_private ? "__dict__" : "__all__", type_name(t, n));
    }
    Str* s = n.as<Str>();
    if (skip_private && s->length() > 0 && s->at(0) == '_') return kDone;
    Value v = EIDER_TRY(get_attr(t, module, EIDER_TRY(intern(t, s))));
    return set_item(t, ns, n, v);
  };
  return for_each(t, names, import_one);
}

Result<void> print_expr(Thread& t, Value* items, uint32_t) {
  Value hook = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kdisplayhook)));
  if (hook.is_absent()) return raise(t, TypeId::kRuntimeError, "lost sys.displayhook");
  EIDER_TRY(call1(t, hook, items[0]));
  return kDone;
}

// --- matching ------------------------------------------------------------------------------------------------------------------
Result<Value> get_len(Thread& t, Value* top, uint32_t) { return int_from_int64(t, EIDER_TRY(length(t, top[0]))); }
Result<Value> match_mapping(Thread& t, Value* top, uint32_t) { return Value::from_bool(type_of(t, top[0])->has(kMappingPattern)); }
Result<Value> match_sequence(Thread& t, Value* top, uint32_t) { return Value::from_bool(type_of(t, top[0])->has(kSequencePattern)); }

Result<Value> match_keys(Thread& t, Value* top, uint32_t) {
  Value subject = top[-1];
  Tuple* keys = top[0].as<Tuple>();
  Dict* seen = EIDER_TRY(dict_new(t));
  Tuple* values = EIDER_TRY(tuple_new(t, keys->size()));
  Value get = EIDER_TRY(get_attr(t, subject, name(t, Name::kget)));
  Object* marker = EIDER_TRY(new_instance(t, type(t, TypeId::kObject)));
  for (int64_t i = 0; i < keys->size(); ++i) {
    Value key = keys->items[i].get();
    bool inserted;
    EIDER_TRY(dict_set_default(t, seen, key, kNone, &inserted));
    if (!inserted) {
      return raise(t, TypeId::kValueError, "mapping pattern checks duplicate key (%s)", to_utf8(EIDER_TRY(repr(t, key))).c_str());
    }
    Value v = EIDER_TRY(call2(t, get, key, marker->value()));
    if (v == marker->value()) return kNone;
    values->items[i].init(v);
  }
  return values->value();
}

namespace {

/// The attribute, ABSENT when it is missing; a TypeError when it was matched before.
Result<Value> match_attribute(Thread& t, Value subject, Type* cls, Value attribute, Dict* seen) {
  bool inserted;
  EIDER_TRY(dict_set_default(t, seen, attribute, kNone, &inserted));
  if (!inserted) {
    return raise(t, TypeId::kTypeError, "%s() got multiple sub-patterns for attribute %s", cls->utf8_name,
                 to_utf8(EIDER_TRY(repr(t, attribute))).c_str());
  }
  return find_attr(t, subject, EIDER_TRY(intern(t, attribute.as<Str>())));
}

}  // namespace

Result<Value> match_class(Thread& t, Value* items, uint32_t positional) {
  Value subject = items[0];
  Tuple* keywords = items[2].as<Tuple>();
  if (!items[1].is_heap() || !is_instance(t, items[1], TypeId::kType)) return raise(t, TypeId::kTypeError, "called match pattern must be a type");
  Type* cls = items[1].as<Type>();
  if (!EIDER_TRY(is_instance_of(t, subject, items[1]))) return kNone;
  Dict* seen = EIDER_TRY(dict_new(t));
  Tuple* out = EIDER_TRY(tuple_new(t, positional + keywords->size()));
  int64_t at = 0;
  if (positional > 0) {
    Value match_args = EIDER_TRY(find_attr(t, items[1], name(t, Name::k__match_args__)));
    bool match_self = false;
    Tuple* names = nullptr;
    if (!match_args.is_absent()) {
      if (!is_exact(match_args, TypeId::kTuple)) {
        return raise(t, TypeId::kTypeError, "%s.__match_args__ must be a tuple (got %s)", cls->utf8_name, type_name(t, match_args));
      }
      names = match_args.as<Tuple>();
    } else {
      match_self = cls->has(kMatchSelf);
      names = t.realm->empty_tuple;
    }
    int64_t allowed = match_self ? 1 : names->size();
    if (allowed < static_cast<int64_t>(positional)) {
      return raise(t, TypeId::kTypeError, "%s() accepts %lld positional sub-pattern%s (%u given)", cls->utf8_name,
                   static_cast<long long>(allowed), allowed == 1 ? "" : "s", positional);
    }
    if (match_self) {
      out->items[at++].init(subject);
    } else {
      for (uint32_t i = 0; i < positional; ++i) {
        Value n = names->items[i].get();
        if (!is_exact(n, TypeId::kStr)) {
          return raise(t, TypeId::kTypeError, "__match_args__ elements must be strings (got %s)", type_name(t, n));
        }
        Value v = EIDER_TRY(match_attribute(t, subject, cls, n, seen));
        if (v.is_absent()) return kNone;
        out->items[at++].init(v);
      }
    }
  }
  for (int64_t i = 0; i < keywords->size(); ++i) {
    Value v = EIDER_TRY(match_attribute(t, subject, cls, keywords->items[i].get(), seen));
    if (v.is_absent()) return kNone;
    out->items[at++].init(v);
  }
  return out->value();
}

// --- coroutines ----------------------------------------------------------------------------------------------------------------
Result<Value> get_yield_from_iter(Thread& t, Value* items, uint32_t) {
  Value v = items[0];
  if (is_exact(v, TypeId::kCoroutine)) {
    uint32_t flags = t.frame->code->code->flags;
    if (!(flags & (bytecode::kCoroutine | bytecode::kIterableCoroutine))) {
      return raise(t, TypeId::kTypeError, "cannot 'yield from' a coroutine object in a non-coroutine generator");
    }
    return v;
  }
  if (is_exact(v, TypeId::kGenerator)) return v;
  return get_iter(t, v);
}

Result<Value> get_awaitable_op(Thread& t, Value* items, uint32_t how) { return get_awaitable(t, items[0], how); }
Result<Value> get_aiter_op(Thread& t, Value* items, uint32_t) { return get_aiter(t, items[0]); }
Result<Value> get_anext_op(Thread& t, Value* top, uint32_t) { return get_anext(t, top[0]); }
Result<Value> async_gen_wrap_op(Thread& t, Value* items, uint32_t) { return async_gen_wrap(t, items[0]); }

Result<void> end_async_for(Thread& t, Value exc) {
  if (exception_matches(t, exc, type(t, TypeId::kStopAsyncIteration))) return kDone;
  (void)reraise(t, exc);
  t.vm->reraised = true;
  return kFailure;
}

}  // namespace eider::vm
