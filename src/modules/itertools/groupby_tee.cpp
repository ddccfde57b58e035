// SPDX-License-Identifier: MIT
//
// groupby and tee.
//
// Note [Tee by linked nodes]
// The items a tee has seen form a list of nodes; each tee object points to the node whose `next` holds its next item. A node's
// `next` is set once, by compare-and-swap: threads that fetch at the same time append their items one behind the other, so
// none is lost, and every tee sees the same order.
#include "modules/itertools/itertools.h"

namespace eider::modules {

namespace {

// --- groupby -----------------------------------------------------------------------------------------------------------------------
struct GroupBy : Object {
  Field<Value> iterator;
  Field<Value> key_function;  // ABSENT: the item itself
  Field<Value> target_key;
  Field<Value> current_key;
  Field<Value> current_value;
  Field<Value> grouper;       // the newest group; older ones are exhausted
};
struct Grouper : Object {
  Field<GroupBy*> parent;
  Field<Value> key;
};

Result<Value> groupby_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"groupby(iterable, key=None)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  Value iterator = EIDER_TRY(get_iter(t, a[0]));
  GroupBy* it = EIDER_TRY(make<GroupBy>(t, cls));
  it->iterator.init(iterator);
  if (!a[1].is_absent() && !a[1].is_none()) it->key_function.init(a[1]);
  return it->value();
}

/// Fetches the next item and its key; false at the end.
Result<bool> groupby_step(Thread& t, GroupBy* it) {
  Value item = EIDER_TRY(iter_next(t, it->iterator.get()));
  if (item.is_absent()) return false;
  Value function = it->key_function.get();
  Value key = function.is_absent() ? item : EIDER_TRY(call1(t, function, item));
  it->current_value.store_release(item);
  it->current_key.store_release(key);
  return true;
}

Result<Value> groupby_next(Thread& t, Value self) {
  auto* it = self.as<GroupBy>();
  it->grouper.store_release(kAbsent);
  Value current;
  for (;;) {
    current = it->current_key.load_acquire();
    if (!current.is_absent()) {
      Value target = it->target_key.load_acquire();
      if (target.is_absent() || !EIDER_TRY(equal(t, target, current))) break;
    }
    if (!EIDER_TRY(groupby_step(t, it))) return kAbsent;
    EIDER_TRY(poll(t));
  }
  it->target_key.store_release(current);
  Grouper* group = EIDER_TRY(make<Grouper>(t, module_type(t, ModuleType::kGrouper)));
  group->parent.init(it);
  group->key.init(current);
  it->grouper.store_release(group->value());
  return tuple_of(t, current, group->value());
}

Result<Value> groupby_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<GroupBy>();
  Value function = it->key_function.get();
  Value inner = EIDER_TRY(tuple_of(t, it->iterator.get(), function.is_absent() ? kNone : function))->value();
  Value key = it->current_key.load_acquire(), item = it->current_value.load_acquire(), target = it->target_key.load_acquire();
  if (key.is_absent() || item.is_absent() || target.is_absent()) return tuple_of(t, type_of(t, args[0])->value(), inner);
  return tuple_of(t, type_of(t, args[0])->value(), inner, EIDER_TRY(tuple_of(t, key, item, target))->value());
}
Result<Value> groupby_setstate(Thread& t, const Value* args) {
  auto* it = args[0].as<GroupBy>();
  Tuple* state = EIDER_TRY(state_tuple(t, args[1], 3, 3));
  it->current_key.store_release(state->items[0].get());
  it->current_value.store_release(state->items[1].get());
  it->target_key.store_release(state->items[2].get());
  return kNone;
}
constexpr NativeDef kGroupByMethods[] = {
    {"__reduce__(self, /)", groupby_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", groupby_setstate, Sync::kLocksOwn, kSetStateDoc},
};

Result<Value> grouper_reduce(Thread& t, const Value* args) {
  auto* group = args[0].as<Grouper>();
  GroupBy* parent = group->parent.get();
  if (parent->grouper.load_acquire() != args[0]) {  // exhausted: iter(())
    Value iter = EIDER_TRY(attr_named(t, t.realm->builtins_module, "iter"));
    return tuple_of(t, iter, EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value()))->value());
  }
  return tuple_of(t, type_of(t, args[0])->value(), EIDER_TRY(tuple_of(t, parent->value(), group->key.get()))->value());
}
constexpr NativeDef kGrouperMethods[] = {
    {"__reduce__(self, /)", grouper_reduce, Sync::kLockFreeRead, kReduceDoc},
};

Result<Value> grouper_next(Thread& t, Value self) {
  auto* group = self.as<Grouper>();
  GroupBy* it = group->parent.get();
  if (it->grouper.load_acquire() != self) return kAbsent;
  if (it->current_value.load_acquire().is_absent()) {
    if (!EIDER_TRY(groupby_step(t, it))) return kAbsent;
  }
  Value key = it->current_key.load_acquire();
  if (key.is_absent() || !EIDER_TRY(equal(t, group->key.get(), key))) return kAbsent;
  Value item = it->current_value.exchange(kAbsent);
  it->current_key.store_release(kAbsent);
  return item;
}

Result<Value> grouper_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "_grouper", nargs, kwnames, 2, 2));
  if (!is_subtype(type_of(t, args[0]), EIDER_TRY(get_attr(t, EIDER_TRY(t.realm->import(t, "itertools")), EIDER_TRY(intern(t, "groupby")))).as<Type>())) {
    return raise(t, TypeId::kTypeError, "argument 1 must be itertools.groupby, not %s", type_name(t, args[0]));
  }
  Grouper* group = EIDER_TRY(make<Grouper>(t, cls));
  group->parent.init(args[0].as<GroupBy>());
  group->key.init(args[1]);
  args[0].as<GroupBy>()->grouper.store_release(group->value());
  return group->value();
}

// --- tee ---------------------------------------------------------------------------------------------------------------------------
struct TeeNode : Object {
  Field<Value> item;
  Field<Value> next;  // TeeNode or ABSENT; set once
};
struct Tee : Object {
  Field<Value> source;
  Field<TeeNode*> node;
};

Result<TeeNode*> tee_node(Thread& t, Value item) {
  TeeNode* node = EIDER_TRY(make<TeeNode>(t, module_type(t, ModuleType::kTeeNode)));
  node->item.init(item);
  return node;
}
Result<Value> tee_from(Thread& t, Type* cls, Value iterable) {
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  bool shared = is_subtype(type_of(t, iterator), module_type(t, ModuleType::kTee));
  TeeNode* node = shared ? iterator.as<Tee>()->node.load_acquire() : EIDER_TRY(tee_node(t, kAbsent));
  Tee* made = EIDER_TRY(make<Tee>(t, cls));
  made->source.init(shared ? iterator.as<Tee>()->source.load_acquire() : iterator);
  made->node.init(node);
  return made->value();
}
Result<Value> tee_type_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "_tee", nargs, kwnames, 1, 1));
  return tee_from(t, cls, args[0]);
}
Result<Value> tee_next(Thread& t, Value self) {
  auto* it = self.as<Tee>();
  TeeNode* node = it->node.load_acquire();
  Value next = node->next.load_acquire();
  if (next.is_absent()) {
    Value item = EIDER_TRY(iter_next(t, it->source.load_acquire()));
    if (item.is_absent()) {
      next = node->next.load_acquire();
      if (next.is_absent()) return kAbsent;
    } else {
      TeeNode* fresh = EIDER_TRY(tee_node(t, item));
      for (TeeNode* tail = node;;) {
        Value expected = kAbsent;
        if (tail->next.cas(expected, fresh->value())) break;
        tail = expected.as<TeeNode>();
      }
      next = node->next.load_acquire();
    }
  }
  it->node.store_release(next.as<TeeNode>());
  return next.as<TeeNode>()->item.get();
}
Result<Value> tee_copy(Thread& t, const Value* args) { return tee_from(t, type_of(t, args[0]), args[0]); }
/// tee(()) with (node, source) as state; nodes are pickled one by one, so copies of one tee stay linked.
Result<Value> tee_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<Tee>();
  Value inner = EIDER_TRY(tuple_of(t, t.realm->empty_tuple->value()))->value();
  return tuple_of(t, type_of(t, args[0])->value(), inner, EIDER_TRY(tuple_of(t, it->node.load_acquire()->value(), it->source.load_acquire()))->value());
}
Result<Value> tee_setstate(Thread& t, const Value* args) {
  Tuple* state = EIDER_TRY(state_tuple(t, args[1], 2, 2));
  Value node = state->items[0].get(), source = state->items[1].get();
  if (type_of(t, node) != module_type(t, ModuleType::kTeeNode)) {
    return raise(t, TypeId::kTypeError, "argument 1 must be itertools._tee_dataobject, not %s", type_name(t, node));
  }
  if (type_of(t, source)->slots.next == nullptr) return raise(t, TypeId::kTypeError, "Arguments must be iterators.");
  args[0].as<Tee>()->source.store_release(source);
  args[0].as<Tee>()->node.store_release(node.as<TeeNode>());
  return kNone;
}
Result<Value> tee_node_new(Thread& t, Type*, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(builtins::check_constructor(t, "_tee_dataobject", nargs, kwnames, 0, 0));
  return EIDER_TRY(tee_node(t, kAbsent));
}
Result<Value> tee_node_reduce(Thread& t, const Value* args) {
  auto* node = args[0].as<TeeNode>();
  Value item = node->item.load_acquire(), next = node->next.load_acquire();
  Tuple* state = EIDER_TRY(tuple_of(t, next.is_absent() ? kNone : next));
  if (!item.is_absent()) state = EIDER_TRY(tuple_of(t, next.is_absent() ? kNone : next, item));
  return tuple_of(t, type_of(t, args[0])->value(), t.realm->empty_tuple->value(), state->value());
}
Result<Value> tee_node_setstate(Thread& t, const Value* args) {
  Tuple* state = EIDER_TRY(state_tuple(t, args[1], 1, 2));
  Value next = state->items[0].get();
  if (!next.is_none() && type_of(t, next) != module_type(t, ModuleType::kTeeNode)) {
    return raise(t, TypeId::kTypeError, "argument 1 must be itertools._tee_dataobject, not %s", type_name(t, next));
  }
  auto* node = args[0].as<TeeNode>();
  node->item.store_release(state->size() > 1 ? state->items[1].get() : kAbsent);
  Value expected = kAbsent;
  if (!next.is_none()) (void)node->next.cas(expected, next);  // set once: Note [Tee by linked nodes]
  return kNone;
}
constexpr NativeDef kTeeNodeMethods[] = {
    {"__reduce__(self, /)", tee_node_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", tee_node_setstate, Sync::kLocksOwn, kSetStateDoc},
};
constexpr NativeDef kTeeMethods[] = {
    {"__reduce__(self, /)", tee_reduce, Sync::kLockFreeRead, kReduceDoc},
    {"__setstate__(self, state, /)", tee_setstate, Sync::kLocksOwn, kSetStateDoc},
    {"__copy__(self, /)", tee_copy, Sync::kLockFreeRead, "Returns an independent iterator."},
};

Result<Value> tee_function(Thread& t, Value iterable, std::optional<Index> count) {
  int64_t n = count.value_or(2);
  if (n < 0) return raise(t, TypeId::kValueError, "n must be >= 0");
  Tuple* all = EIDER_TRY(tuple_new(t, n));
  if (n == 0) return all->value();
  Value iterator = EIDER_TRY(get_iter(t, iterable));
  Value copy = EIDER_TRY(find_attr(t, iterator, name(t, Name::k__copy__)));
  if (copy.is_absent()) {
    iterator = EIDER_TRY(tee_from(t, module_type(t, ModuleType::kTee), iterator));
    copy = EIDER_TRY(get_attr(t, iterator, name(t, Name::k__copy__)));
  }
  all->items[0].init(iterator);
  for (int64_t i = 1; i < n; i++) all->items[i].init(EIDER_TRY(call0(t, copy)));
  return all->value();
}
constexpr NativeDef kFunctions[] = {
    {"tee(iterable, n=2, /)", bind<tee_function>, Sync::kNone, "Returns a tuple of n independent iterators.", NativeDef::kFunction},
};

}  // namespace

Result<void> add_itertools_sharing(Thread& t, Module* module) {
  TypeSpec spec = iterator_spec<GroupBy>("itertools.groupby", groupby_new, groupby_next,
      "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups "
      "according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is "
      "not specified or is None, the element itself\n    is used for grouping.");
  set_methods(spec, kGroupByMethods);
  EIDER_TRY(add_type(t, module, spec));
  spec = iterator_spec<Grouper>("itertools._grouper", grouper_new, grouper_next, nullptr);
  set_methods(spec, kGrouperMethods);
  spec.flags = kImmutable;
  set_module_type(t, ModuleType::kGrouper, EIDER_TRY(add_type(t, module, spec)));
  spec = iterator_spec<Tee>("itertools._tee", tee_type_new, tee_next, "Iterator wrapped to make it copyable.");
  spec.flags = kImmutable | kWeakrefable;
  set_methods(spec, kTeeMethods);
  set_module_type(t, ModuleType::kTee, EIDER_TRY(add_type(t, module, spec)));
  spec = values_spec<TeeNode>("itertools._tee_dataobject", "An item that a tee has seen.");
  spec.flags = kImmutable;
  spec.slots.new_ = tee_node_new;
  set_methods(spec, kTeeNodeMethods);
  set_module_type(t, ModuleType::kTeeNode, EIDER_TRY(add_type(t, module, spec)));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules
