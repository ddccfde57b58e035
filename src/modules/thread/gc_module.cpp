// SPDX-License-Identifier: MIT
//
// gc and _weakref, over the collector.
//
// There are no generations: every collection is a full one. Thresholds are remembered and shown; the budget that starts a collection
// is bytes, not allocations. What is "tracked" is what can hold references.
#include "modules/thread/support.h"
#include "objects/rooted.h"
#include "objects/weakref.h"
#include "vm/frame.h"

namespace eider::modules {

namespace {

constexpr const char* kTooLarge = "Python int too large to convert to C int";

/// Objects that Python never sees: parts of others.
bool is_internal(const Object* o) {
  switch (static_cast<TypeId>(o->shape_id())) {
    case TypeId::kInvalid:
    case TypeId::kStrBuffer:
    case TypeId::kBlock:
    case TypeId::kDictTable:
    case TypeId::kSetTable:
    case TypeId::kNameCell:
    case TypeId::kSlotChunk: return true;
    default: return false;
  }
}
bool is_tracked(Value v) { return v.is_heap() && !is_internal(v.as<Object>()) && v.as<Object>()->trace_kind() != TraceKind::kNone; }

/// Every tracked object of the heap, as a list.
Result<List*> all_objects(Thread& t) {
  struct Pass {
    Block* into;
    int64_t count;
  };
  auto visit = [](void* context, Header* header) {
    auto* pass = static_cast<Pass*>(context);
    Value v = Value::from_pointer(header);
    if (!is_tracked(v)) return;
    if (pass->into != nullptr && pass->count < pass->into->capacity()) pass->into->items[pass->count].init(v);
    pass->count++;
  };
  Pass counting{nullptr, 0};
  t.realm->heap().for_each_object(t, &counting, visit);
  Block* block = EIDER_TRY(block_new(t, counting.count + 1024));  // others go on allocating; what does not fit is newer than the call
  Pass filling{block, 0};
  t.realm->heap().for_each_object(t, &filling, visit);
  List* list = EIDER_TRY(list_new(t, filling.count));
  for (int64_t i = 0; i < filling.count && i < block->capacity(); ++i) {
    Value v = block->items[i].get();
    if (v.as<Object>() != static_cast<Object*>(block)) EIDER_TRY(list_append(t, list, v));
  }
  return list;
}

// --- what refers to what ------------------------------------------------------------------------------------------------------------
using Visit = base::FunctionRef<Result<void>(Value)>;

Result<void> visit_words(Thread& t, Object* o, size_t from, size_t to, Visit visit, int depth);

/// The objects `v` refers to directly; parts that Python never sees are looked through.
Result<void> visit_referents(Thread& t, Value v, Visit visit, int depth = 0) {
  if (!v.is_heap() || depth > 3) return kDone;
  Object* o = v.as<Object>();
  Type* cls = type_of(t, o);
  size_t bytes = o->granules != 0 ? size_t{o->granules} * 8 : t.realm->heap().size_of(o);
  if (o->trace_kind() == TraceKind::kNone) return kDone;
  switch (cls->layout) {
    case TypeId::kList: {
      List* list = v.as<List>();
      for (int64_t i = 0; i < list_size(list); ++i) {
        Value item = list_get(list, i);
        if (!item.is_absent()) EIDER_TRY(visit(item));
      }
      break;
    }
    case TypeId::kDict: {
      uint32_t at = 0;
      Dict* dict = v.as<Dict>();
      DictTable* table = dict->table.load_acquire();
      Value key, value;
      while (dict_next(t, dict, table, &at, &key, &value)) {
        EIDER_TRY(visit(key));
        EIDER_TRY(visit(value));
      }
      break;
    }
    case TypeId::kSet:
    case TypeId::kFrozenSet: {
      List* items = EIDER_TRY(to_list(t, v));
      for (int64_t i = 0; i < list_size(items); ++i) EIDER_TRY(visit(list_get(items, i)));
      break;
    }
    case TypeId::kTuple: {
      Tuple* tuple = v.as<Tuple>();
      for (int64_t i = 0; i < tuple->size(); ++i) {
        Value item = tuple->items[i].get();
        if (!item.is_absent()) EIDER_TRY(visit(item));
      }
      break;
    }
    case TypeId::kModule: EIDER_TRY(visit(v.as<Module>()->dict.get()->value())); break;
    case TypeId::kFunction:
      for (const char* attribute : {"__code__", "__globals__", "__defaults__", "__kwdefaults__", "__closure__", "__dict__"}) {
        Value part = EIDER_TRY(find_attr(t, v, EIDER_TRY(intern(t, attribute))));
        if (!part.is_absent() && !part.is_none()) EIDER_TRY(visit(part));
      }
      break;
    case TypeId::kType: {
      auto* type = v.as<Type>();
      if (type->mro.load_acquire() != nullptr) EIDER_TRY(visit(type->mro.load_acquire()->value()));
      if (type->bases.load_acquire() != nullptr) EIDER_TRY(visit(type->bases.load_acquire()->value()));
      if (type->dict.get() != nullptr) EIDER_TRY(visit_referents(t, type->dict.get()->value(), visit, depth + 1));
      return kDone;
    }
    default:
      if (is_subtype(cls, type(t, TypeId::kBaseException))) {
        EIDER_TRY(visit_words(t, o, 8, sizeof(BaseException), visit, depth));
      } else if (o->trace_kind() == TraceKind::kValues || (cls->native_type != nullptr && cls->native_type->instance_trace == TraceKind::kValues)) {
        EIDER_TRY(visit_words(t, o, 8, o->trace_kind() == TraceKind::kValues ? bytes : cls->native_bytes, visit, depth));
      }
  }
  size_t attributes = cls->has(kVariableSize) ? bytes - 8 * cls->member_slots - 8 : cls->native_bytes;
  if (cls->has(kHasSlots)) EIDER_TRY(visit_words(t, o, attributes, bytes, visit, depth));
  if (cls->has(kHeapType)) EIDER_TRY(visit(cls->value()));
  return kDone;
}
Result<void> visit_words(Thread& t, Object* o, size_t from, size_t to, Visit visit, int depth) {
  for (size_t at = from; at + 8 <= to; at += 8) {
    Value v = Value::from_bits(reinterpret_cast<const Atomic<uint64_t>*>(reinterpret_cast<char*>(o) + at)->load_acquire());
    if (v.is_absent() || !v.is_heap()) continue;
    if (is_internal(v.as<Object>())) {
      EIDER_TRY(visit_referents(t, v, visit, depth + 1));
    } else {
      EIDER_TRY(visit(v));
    }
  }
  return kDone;
}

Result<Value> gc_get_referents(Thread& t, Value objects) {
  List* out = EIDER_TRY(list_new(t, 4));
  auto add = [&](Value v) -> Result<void> { return list_append(t, out, v); };
  Tuple* given = objects.as<Tuple>();
  for (int64_t i = 0; i < given->size(); ++i) EIDER_TRY(visit_referents(t, given->items[i].get(), add));
  return out;
}
Result<Value> gc_get_referrers(Thread& t, Value objects) {
  List* all = EIDER_TRY(all_objects(t));
  List* out = EIDER_TRY(list_new(t, 4));
  Tuple* given = objects.as<Tuple>();
  for (int64_t i = 0; i < list_size(all); ++i) {
    Value candidate = list_get(all, i);
    if (candidate == objects || candidate == all->value() || candidate == out->value()) continue;
    bool refers = false;
    auto look = [&](Value v) -> Result<void> {
      for (int64_t k = 0; k < given->size(); ++k) refers = refers || given->items[k].get() == v;
      return kDone;
    };
    EIDER_TRY(visit_referents(t, candidate, look));
    if (refers) EIDER_TRY(list_append(t, out, candidate));
    EIDER_TRY(poll(t));
  }
  return out;
}

// --- collecting ---------------------------------------------------------------------------------------------------------------------
Result<void> tell_callbacks(Thread& t, const char* phase, int64_t generation) {
  List* callbacks = system_modules(t).gc_callbacks.as<List>();
  if (list_size(callbacks) == 0) return kDone;
  Dict* info = EIDER_TRY(dict_new(t));
  for (const char* key : {"generation", "collected", "uncollectable"}) {
    EIDER_TRY(dict_set_str(t, info, EIDER_TRY(intern(t, key)), Value::from_small_int(key[0] == 'g' ? generation : 0)));
  }
  Value what = EIDER_TRY(text_value(t, phase));
  for (int64_t i = 0; i < list_size(callbacks); ++i) {
    Value callback = list_get(callbacks, i);
    if (!callback.is_absent() && !call2(t, callback, what, info->value()).ok()) report_unraisable(t, "gc callback", callback);
  }
  return kDone;
}

// Noinline: this frame stands where clear_stale_words has just wiped, so that no slot of it holds what an earlier call left there.
EIDER_NOINLINE Result<Value> collect_generation(Thread& t, int64_t n) {
  SystemModules& state = system_modules(t);
  EIDER_TRY(tell_callbacks(t, "start", n));
  vm::clear_stale_words(t);  // once more, of what the callbacks left
  gc::Heap& heap = t.realm->heap();
  uint64_t queued_before = heap.stats().finalizers_queued;
  size_t freed = heap.collect(t, gc::CollectReason::kExplicit);
  state.gc_runs.fetch_add_relaxed(1);
  uint64_t queued = heap.stats().finalizers_queued - queued_before;
  EIDER_TRY(poll(t));  // weak-reference callbacks and finalizers have run when collect() returns
  EIDER_TRY(tell_callbacks(t, "stop", n));
  // Bytes, not objects, are what a mark-region collector counts: so many as would be small instances.
  return int_from_uint64(t, queued + freed / 64);
}

Result<Value> gc_collect(Thread& t, Value generation) {
  int64_t n = generation.is_absent() ? 2 : EIDER_TRY(index_int64(t, generation, TypeId::kOverflowError, kTooLarge));
  if (n < 0 || n > 2) return raise(t, TypeId::kValueError, "invalid generation");
  vm::clear_stale_words(t);
  return collect_generation(t, n);
}
Result<Value> gc_enable(Thread& t) {
  t.realm->heap().set_enabled(true);
  return kNone;
}
Result<Value> gc_disable(Thread& t) {
  t.realm->heap().set_enabled(false);
  return kNone;
}
Result<Value> gc_isenabled(Thread& t) { return Value::from_bool(t.realm->heap().enabled()); }
Result<Value> gc_get_count(Thread& t) {
  auto stats = t.realm->heap().stats();
  return tuple_of(t, Value::from_small_int(static_cast<int64_t>(stats.allocated_since_collection / 64)), Value::from_small_int(0), Value::from_small_int(0));
}
Result<Value> gc_get_threshold(Thread& t) {
  SystemModules& s = system_modules(t);
  Value a = EIDER_TRY(int_from_int64(t, s.gc_threshold[0].load_relaxed()));
  Value b = EIDER_TRY(int_from_int64(t, s.gc_threshold[1].load_relaxed()));
  return tuple_of(t, a, b, EIDER_TRY(int_from_int64(t, s.gc_threshold[2].load_relaxed())));
}
Result<Value> gc_set_threshold(Thread& t, Index a, Value b, Value c) {
  SystemModules& s = system_modules(t);
  int64_t second = b.is_absent() ? -1 : EIDER_TRY(argument_index(t, b)), third = c.is_absent() ? -1 : EIDER_TRY(argument_index(t, c));
  s.gc_threshold[0].store_relaxed(a);
  if (!b.is_absent()) s.gc_threshold[1].store_relaxed(second);
  if (!c.is_absent()) s.gc_threshold[2].store_relaxed(third);
  t.realm->heap().set_enabled(a != 0);  // as CPython: a threshold of zero collects no more
  return kNone;
}
Result<Value> gc_get_objects(Thread& t, Value generation) {
  if (!generation.is_absent() && !generation.is_none()) {
    int64_t n = EIDER_TRY(index_int64(t, generation, TypeId::kOverflowError, kTooLarge));
    if (n < 0) return raise(t, TypeId::kValueError, "generation parameter cannot be negative");
    if (n > 2) return raise(t, TypeId::kValueError, "generation parameter must be less than the number of available generations (3)");
    if (n < 2) return list_new(t, 0);  // all there is lives in the oldest one
  }
  return all_objects(t);
}
Result<Value> gc_is_tracked(Thread&, Value v) { return Value::from_bool(is_tracked(v)); }
Result<Value> gc_is_finalized(Thread&, Value v) { return Value::from_bool(v.is_heap() && (v.as<Object>()->flags.load_relaxed() & gc::kFlagFinalized)); }
Result<Value> gc_freeze(Thread& t) {
  system_modules(t).gc_frozen.store_relaxed(list_size(EIDER_TRY(all_objects(t))));
  return kNone;
}
Result<Value> gc_unfreeze(Thread& t) {
  system_modules(t).gc_frozen.store_relaxed(0);
  return kNone;
}
Result<Value> gc_freeze_count(Thread& t) { return int_from_int64(t, system_modules(t).gc_frozen.load_relaxed()); }
Result<Value> gc_set_debug(Thread& t, Index flags) {
  system_modules(t).gc_debug.store_relaxed(flags);
  return kNone;
}
Result<Value> gc_get_debug(Thread& t) { return int_from_int64(t, system_modules(t).gc_debug.load_relaxed()); }
Result<Value> gc_get_stats(Thread& t) {
  List* out = EIDER_TRY(list_new(t, 3));
  auto stats = t.realm->heap().stats();
  for (int i = 0; i < 3; ++i) {
    Dict* row = EIDER_TRY(dict_new(t));
    EIDER_TRY(dict_set_str(t, row, EIDER_TRY(intern(t, "collections")), EIDER_TRY(int_from_uint64(t, i == 2 ? stats.collections : 0))));
    EIDER_TRY(dict_set_str(t, row, EIDER_TRY(intern(t, "collected")), EIDER_TRY(int_from_uint64(t, i == 2 ? stats.finalizers_queued : 0))));
    EIDER_TRY(dict_set_str(t, row, EIDER_TRY(intern(t, "uncollectable")), Value::from_small_int(0)));
    EIDER_TRY(list_append(t, out, row->value()));
  }
  return out;
}

constexpr NativeDef kGcFunctions[] = {
    {"enable()", bind<gc_enable>, Sync::kNone, "Enable automatic garbage collection."},
    {"disable()", bind<gc_disable>, Sync::kNone, "Disable automatic garbage collection."},
    {"isenabled()", bind<gc_isenabled>, Sync::kNone, "Returns true if automatic garbage collection is enabled."},
    {"collect(generation=2)", bind<gc_collect>, Sync::kNone, "Run the garbage collector."},
    {"get_count()", bind<gc_get_count>, Sync::kNone, "Return a three-tuple of the current collection counts."},
    {"get_threshold()", bind<gc_get_threshold>, Sync::kNone, "Return the current collection thresholds."},
    {"set_threshold(threshold0, threshold1=10, threshold2=10, /)", bind<gc_set_threshold>, Sync::kNone, "Set the collection thresholds.", Texts::kParseTuple},
    {"get_objects(generation=None)", bind<gc_get_objects>, Sync::kSnapshot, "Return a list of objects tracked by the collector (excluding the list returned)."},
    {"get_referents(*objs)", bind<gc_get_referents>, Sync::kNone, "Return the list of objects that are directly referred to by objs.", Texts::kUnpackTuple},
    {"get_referrers(*objs)", bind<gc_get_referrers>, Sync::kNone, "Return the list of objects that directly refer to any of objs.", Texts::kUnpackTuple},
    {"is_tracked(obj, /)", bind<gc_is_tracked>, Sync::kNone, "Returns true if the object is tracked by the garbage collector."},
    {"is_finalized(obj, /)", bind<gc_is_finalized>, Sync::kNone, "Returns true if the object has been already finalized by the GC."},
    {"freeze()", bind<gc_freeze>, Sync::kNone, "Freeze all current tracked objects and ignore them for future collections."},
    {"unfreeze()", bind<gc_unfreeze>, Sync::kNone, "Unfreeze all objects in the permanent generation."},
    {"get_freeze_count()", bind<gc_freeze_count>, Sync::kNone, "Return the number of objects in the permanent generation."},
    {"set_debug(flags, /)", bind<gc_set_debug>, Sync::kNone, "Set the garbage collection debugging flags."},
    {"get_debug()", bind<gc_get_debug>, Sync::kNone, "Get the garbage collection debugging flags."},
    {"get_stats()", bind<gc_get_stats>, Sync::kNone, "Return a list of dictionaries containing per-generation statistics."},
};

// --- _weakref -----------------------------------------------------------------------------------------------------------------------
Result<Value> weakref_proxy(Thread& t, Value target, Value callback) { return EIDER_TRY(weak_proxy_new(t, target, callback))->value(); }
Result<Value> weakref_count(Thread& t, Value target) { return Value::from_small_int(weak_ref_count(t, target)); }
Result<Value> weakref_all(Thread& t, Value target) { return EIDER_TRY(weak_refs_of(t, target))->value(); }
Result<Value> weakref_remove_dead(Thread& t, Dict* dict, Value key) {
  Value ref = EIDER_TRY(dict_get(t, dict, key));
  if (ref.is_absent()) return kNone;
  if (!ref.is_heap() || !is_instance(t, ref, TypeId::kWeakRef)) return raise(t, TypeId::kTypeError, "not a weakref");
  if (!ref.as<WeakRef>()->get().is_absent()) return kNone;
  Value removed = EIDER_TRY(dict_pop(t, dict, key));
  // Another thread may have put a living one there between the look and the removal.
  if (!removed.is_absent() && removed != ref && is_instance(t, removed, TypeId::kWeakRef) && !removed.as<WeakRef>()->get().is_absent()) {
    EIDER_TRY(dict_set_default(t, dict, key, removed));
  }
  return kNone;
}
constexpr NativeDef kWeakrefFunctions[] = {
    {"proxy(object, callback=None, /)", bind<weakref_proxy>, Sync::kNone, "Create a proxy object that weakly references 'object'."},
    {"getweakrefcount(object, /)", bind<weakref_count>, Sync::kNone, "Return the number of weak references to 'object'."},
    {"getweakrefs(object, /)", bind<weakref_all>, Sync::kSnapshot, "Return a list of all weak reference objects pointing to 'object'."},
    {"_remove_dead_weakref(dct, key, /)", bind<weakref_remove_dead>, Sync::kLocksSelfEach, "Atomically remove key from dict if it points to a dead weakref."},
};

}  // namespace

Result<void> fill_gc(Thread& t, Module* m) {
  SystemModules& state = system_modules(t);
  for (Value* slot : {&state.gc_callbacks, &state.gc_garbage}) {
    List* list = EIDER_TRY(list_new(t, 0));
    *slot = list->value();
    t.realm->add_root(*slot);
  }
  EIDER_TRY(add_functions(t, m, kGcFunctions));
  EIDER_TRY(module_set(t, m, "callbacks", state.gc_callbacks));
  EIDER_TRY(module_set(t, m, "garbage", state.gc_garbage));
  constexpr IntConstant kFlags[] = {{"DEBUG_STATS", 1}, {"DEBUG_COLLECTABLE", 2}, {"DEBUG_UNCOLLECTABLE", 4}, {"DEBUG_SAVEALL", 32}, {"DEBUG_LEAK", 38}};
  return set_ints(t, m, kFlags);
}

Result<void> fill_weakref(Thread& t, Module* m) {
  EIDER_TRY(add_functions(t, m, kWeakrefFunctions));
  Value ref = type(t, TypeId::kWeakRef)->value();
  EIDER_TRY(module_set(t, m, "ref", ref));
  EIDER_TRY(module_set(t, m, "ReferenceType", ref));
  EIDER_TRY(module_set(t, m, "ProxyType", type(t, TypeId::kWeakProxy)->value()));
  return module_set(t, m, "CallableProxyType", type(t, TypeId::kWeakCallableProxy)->value());
}

}  // namespace eider::modules
