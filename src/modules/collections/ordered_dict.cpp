// SPDX-License-Identifier: MIT
//
// collections.OrderedDict: its methods, views and iterators. Storage, order and the thread rule: objects/dict_order.h.
//
// As in CPython, what subclasses override is called by some methods and not by others: update, copy, setdefault, __reduce__ and repr go
// through the protocol for subclasses; pop, popitem, move_to_end and iteration work on the entries.
#include "builtins/dict/dict.h"
#include "modules/collections/deque.h"
#include "objects/dict_order.h"
#include "objects/key_hash.h"

namespace eider::modules {

namespace {

OrderedDict* self_of(const Value* args) { return args[0].as<OrderedDict>(); }
bool is_ordered(Thread& t, Value v) { return v.is_heap() && type_of(t, v)->native_type == module_type(t, ModuleType::kOrderedDict); }
bool is_exactly_ordered(Thread& t, Value v) { return type_of(t, v) == module_type(t, ModuleType::kOrderedDict); }

// --- items -------------------------------------------------------------------------------------------------------------------------
Result<void> slot_set_item(Thread& t, Value self, Value key, Value value) {
  uint64_t hash = EIDER_TRY(hash_key(t, key));
  if (!value.is_absent()) return ordered_set(t, self.as<OrderedDict>(), key, hash, value);
  if (EIDER_TRY(ordered_pop(t, self.as<OrderedDict>(), key, hash)).is_absent()) return raise_key_error(t, key);
  return kDone;
}

/// self[key] = value, through an overriding __setitem__ if there is one.
Result<void> store(Thread& t, Value self, Value key, Value value) {
  if (type_of(t, self)->slots.set_item == slot_set_item) return slot_set_item(t, self, key, value);
  return set_item(t, self, key, value);
}

Result<void> add_pair(Thread& t, Value self, Value pair) {
  Value iterator = EIDER_TRY(get_iter(t, pair));
  Value key = EIDER_TRY(iter_next(t, iterator));
  if (key.is_absent()) return raise(t, TypeId::kValueError, "need more than 0 values to unpack");
  Value value = EIDER_TRY(iter_next(t, iterator));
  if (value.is_absent()) return raise(t, TypeId::kValueError, "need more than 1 value to unpack");
  if (!EIDER_TRY(iter_next(t, iterator)).is_absent()) return raise(t, TypeId::kValueError, "too many values to unpack (expected 2)");
  return store(t, self, key, value);
}

/// The items of a dict that nobody else sees.
Result<void> add_items(Thread& t, Value self, Dict* items) {
  bool ours = is_ordered(t, self) && type_of(t, self)->slots.set_item == slot_set_item;
  if (ours && ordered_adopt(t, self.as<OrderedDict>(), items)) return kDone;
  DictTable* table = items->table.load_acquire();
  uint32_t position = 0;
  Value key, value;
  uint64_t hash;
  while (dict_next(t, items, table, &position, &key, &value, &hash)) {
    if (ours) {
      EIDER_TRY(ordered_set(t, self.as<OrderedDict>(), key, hash, value));
    } else {
      EIDER_TRY(set_item(t, self, key, value));
    }
    EIDER_TRY(poll(t));
  }
  return kDone;
}

Result<void> update_from(Thread& t, Value self, Value other) {
  if (is_exact(other, TypeId::kDict)) return add_items(t, self, EIDER_TRY(dict_copy(t, other.as<Dict>())));
  if (is_exactly_ordered(t, other)) return add_items(t, self, EIDER_TRY(ordered_snapshot(t, other.as<OrderedDict>())));
  Value keys = EIDER_TRY(find_attr(t, other, name(t, Name::kkeys)));
  if (!keys.is_absent()) {
    return for_each(t, EIDER_TRY(call0(t, keys)), [&](Value key) -> Result<void> { return store(t, self, key, EIDER_TRY(get_item(t, other, key))); });
  }
  Value items = EIDER_TRY(find_attr(t, other, name(t, Name::kitems)));
  Value pairs = items.is_absent() ? other : EIDER_TRY(call0(t, items));
  return for_each(t, pairs, [&](Value pair) { return add_pair(t, self, pair); });
}

Result<Value> update_method(Thread& t, const Value* args) {
  auto* positional = args[1].as<Tuple>();
  if (positional->size() > 1) {
    return raise(t, TypeId::kTypeError, "update() takes at most 1 positional argument (%lld given)", static_cast<long long>(positional->size()));
  }
  if (positional->size() == 1) EIDER_TRY(update_from(t, args[0], positional->items[0].get()));
  if (!args[2].is_absent()) EIDER_TRY(add_items(t, args[0], args[2].as<Dict>()));
  return kNone;
}

Result<void> slot_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs > 1) return raise(t, TypeId::kTypeError, "expected at most 1 arguments, got %u", nargs);
  if (nargs == 1) EIDER_TRY(update_from(t, self, args[0]));
  for (int64_t i = 0; kwnames != nullptr && i < kwnames->size(); i++) EIDER_TRY(store(t, self, kwnames->items[i].get(), args[nargs + i]));
  return kDone;
}

Result<Value> fromkeys_method(Thread& t, const Value* args) {
  Value made = EIDER_TRY(call0(t, args[0]));
  Value value = args[2].is_absent() ? kNone : args[2];
  EIDER_TRY(for_each(t, args[1], [&](Value key) { return set_item(t, made, key, value); }));
  return made;
}

Result<Value> setdefault_method(Thread& t, const Value* args) {
  Value value = args[2].is_absent() ? kNone : args[2];
  if (is_exactly_ordered(t, args[0])) return ordered_set_default(t, self_of(args), args[1], EIDER_TRY(hash_key(t, args[1])), value);
  if (EIDER_TRY(contains(t, args[0], args[1]))) return get_item(t, args[0], args[1]);
  EIDER_TRY(set_item(t, args[0], args[1], value));
  return value;
}

Result<Value> pop_method(Thread& t, const Value* args) {
  Value value = EIDER_TRY(ordered_pop(t, self_of(args), args[1], EIDER_TRY(hash_key(t, args[1]))));
  if (!value.is_absent()) return value;
  return args[2].is_absent() ? Result<Value>(raise_key_error(t, args[1])) : args[2];
}

Result<DictEnd> end_argument(Thread& t, Value last) {
  return last.is_absent() || EIDER_TRY(truth(t, last)) ? DictEnd::kLast : DictEnd::kFirst;
}

Result<Value> popitem_method(Thread& t, const Value* args) {
  Value key, value;
  if (!ordered_pop_end(t, self_of(args), EIDER_TRY(end_argument(t, args[1])), &key, &value)) return raise(t, TypeId::kKeyError, "dictionary is empty");
  return tuple_of(t, key, value);
}

Result<Value> move_to_end_method(Thread& t, const Value* args) {
  DictEnd end = EIDER_TRY(end_argument(t, args[2]));
  if (dict_size(self_of(args)) == 0) return raise_key_error(t, args[1]);  // as CPython: the key is not asked for its hash
  if (!EIDER_TRY(ordered_move(t, self_of(args), args[1], EIDER_TRY(hash_key(t, args[1])), end))) return raise_key_error(t, args[1]);
  return kNone;
}

Result<Value> clear_method(Thread& t, const Value* args) {
  ordered_clear(t, self_of(args));
  return kNone;
}

// --- as a whole --------------------------------------------------------------------------------------------------------------------
Result<Value> copy_method(Thread& t, const Value* args) {
  Dict* items = EIDER_TRY(ordered_snapshot(t, self_of(args)));
  Value made = EIDER_TRY(call0(t, type_of(t, args[0])->value()));
  if (is_exactly_ordered(t, args[0])) {
    EIDER_TRY(add_items(t, made, items));
    return made;
  }
  DictTable* table = items->table.load_acquire();
  uint32_t position = 0;
  Value key, value;
  while (dict_next(t, items, table, &position, &key, &value)) {
    EIDER_TRY(set_item(t, made, key, EIDER_TRY(get_item(t, args[0], key))));
    EIDER_TRY(poll(t));
  }
  return made;
}

Result<Value> reduce_method(Thread& t, const Value* args) {
  Value state = EIDER_TRY(call_method(t, args[0], name(t, Name::k__getstate__)));
  Value items = EIDER_TRY(get_iter(t, EIDER_TRY(call_method(t, args[0], name(t, Name::kitems)))));
  Tuple* all = EIDER_TRY(tuple_new(t, 5));
  all->items[0].init(type_of(t, args[0])->value());
  all->items[1].init(t.realm->empty_tuple->value());
  all->items[2].init(state);
  all->items[3].init(kNone);
  all->items[4].init(items);
  return all->value();
}

Result<Value> sizeof_method(Thread& t, const Value* args) {
  Value of_dict = EIDER_TRY(get_attr(t, type(t, TypeId::kDict)->value(), EIDER_TRY(intern(t, "__sizeof__"))));
  return add(t, EIDER_TRY(call1(t, of_dict, args[0])), Value::from_small_int(sizeof(OrderedDict) - sizeof(Dict)));
}

/// Whether two dicts that nobody else sees have equal keys in the same order.
Result<bool> same_order(Thread& t, Dict* a, Dict* b) {
  DictTable *left = a->table.load_acquire(), *right = b->table.load_acquire();
  uint32_t i = 0, j = 0;
  Value key, other, ignored;
  for (;;) {
    bool more = dict_next(t, a, left, &i, &key, &ignored);
    if (dict_next(t, b, right, &j, &other, &ignored) != more) return false;
    if (!more) return true;
    if (key != other && !EIDER_TRY(equal(t, key, other))) return false;
    EIDER_TRY(poll(t));
  }
}

Result<Value> slot_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!is_ordered(t, self) || !is_instance(t, other, TypeId::kDict)) return kNotImplemented;
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  bool same = EIDER_TRY(type(t, TypeId::kDict)->slots.compare(t, self, other, CompareKind::kEq)) == kTrue;
  if (same && is_ordered(t, other)) {
    same = EIDER_TRY(same_order(t, EIDER_TRY(dict_copy(t, self.as<Dict>())), EIDER_TRY(dict_copy(t, other.as<Dict>()))));
  }
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<List*> list_of_items(Thread& t, Value self) {
  if (!is_exactly_ordered(t, self)) return to_list(t, EIDER_TRY(call_method(t, self, name(t, Name::kitems))));
  Dict* items = EIDER_TRY(ordered_snapshot(t, self.as<OrderedDict>()));
  List* pairs = EIDER_TRY(list_new(t, 0));
  DictTable* table = items->table.load_acquire();
  uint32_t position = 0;
  Value key, value;
  while (dict_next(t, items, table, &position, &key, &value)) {
    EIDER_TRY(list_append(t, pairs, EIDER_TRY(tuple_of(t, key, value))->value()));
    EIDER_TRY(poll(t));
  }
  return pairs;
}

Result<Value> slot_repr(Thread& t, Value self) {
  StrBuilder out(t);
  if (!out.add(type_of(t, self)->name) || !out.add("(")) return kFailure;
  if (dict_size(self.as<Dict>()) != 0) {
    ReprGuard guard(t, self);
    if (guard.failed()) return kFailure;
    if (guard.nested()) return str_from_ascii(t, "...");
    if (!out.add(EIDER_TRY(repr(t, EIDER_TRY(list_of_items(t, self))->value())))) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<Value> slot_or(Thread& t, Value left, Value right) {
  bool ours = is_ordered(t, left);
  if (!is_instance(t, ours ? right : left, TypeId::kDict)) return kNotImplemented;
  Value made = EIDER_TRY(call1(t, type_of(t, ours ? left : right)->value(), left));
  EIDER_TRY(update_from(t, made, right));
  return made;
}
Result<Value> slot_inplace_or(Thread& t, Value self, Value other) {
  EIDER_TRY(update_from(t, self, other));
  return self;
}

Result<Value> get_dict(Thread& t, Value self) { return instance_dict(t, self); }
Result<void> set_dict(Thread& t, Value self, Value value) {
  if (value.is_absent()) return raise(t, TypeId::kTypeError, "cannot delete __dict__");
  if (!is_instance(t, value, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '%s'", type_name(t, value));
  }
  return set_instance_dict(t, self, value.as<Dict>());
}

// --- iterators and views -----------------------------------------------------------------------------------------------------------
enum class Part : uint8_t { kKeys, kValues, kItems };

/// Without a lock of its own, as other iterators; each step is one step of the dict.
struct OrderedIterator : Object {  // kCustom
  Field<OrderedDict*> dict;        // null when exhausted
  Atomic<uint64_t> state;          // number of the next entry << 32 | items left
  Atomic<int64_t> size;            // of the dict when made; -1 once it was caught changing
  uint64_t changes;                // the rest never changes
  DictEnd from;
  Part part;
};
constexpr uint64_t pack(uint32_t entry, uint32_t left) { return uint64_t{entry} << 32 | left; }
void trace_iterator(Header* object, gc::Tracer& tracer) { tracer.mark(static_cast<OrderedIterator*>(object)->dict.load_relaxed()); }

Result<OrderedIterator*> iterator_new(Thread& t, OrderedDict* od, const DictPlace& place, uint32_t left, DictEnd from, Part part) {
  OrderedIterator* it = EIDER_TRY(make<OrderedIterator>(t, module_type(t, ModuleType::kOrderedIterator)));
  it->dict.init(od);
  it->state.store_relaxed(pack(place.entry, left));
  it->size.store_relaxed(place.size);
  it->changes = place.changes;
  it->from = from;
  it->part = part;
  return it;
}
Result<Value> iterate(Thread& t, Value dict, DictEnd from, Part part) {
  auto* od = dict.as<OrderedDict>();
  DictPlace place = ordered_begin(t, od, from);
  return iterator_new(t, od, place, static_cast<uint32_t>(place.size), from, part);
}

Result<Value> iterator_next(Thread& t, Value self) {
  auto* it = self.as<OrderedIterator>();
  OrderedDict* od = it->dict.load_acquire();
  if (od == nullptr) return kAbsent;
  uint64_t state = it->state.load_relaxed();
  auto left = static_cast<uint32_t>(state);
  DictPlace place{static_cast<uint32_t>(state >> 32), it->changes, it->size.load_relaxed()};
  Value key, value;
  uint64_t hash;
  switch (left == 0 ? DictStep::kEnd : ordered_step(t, od, it->from, &place, &key, &value, &hash)) {
    case DictStep::kItem:
      break;
    case DictStep::kEnd:
      it->dict.store_release(nullptr);
      return kAbsent;
    case DictStep::kMoved:
      it->dict.store_release(nullptr);
      return raise(t, TypeId::kRuntimeError, "OrderedDict mutated during iteration");
    case DictStep::kResized:
      it->size.store_relaxed(-1);
      return raise(t, TypeId::kRuntimeError, "OrderedDict changed size during iteration");
    case DictStep::kLost:
      it->dict.store_release(nullptr);
      return raise_key_error(t, key);
  }
  it->state.store_relaxed(pack(place.entry, left - 1));
  if (EIDER_UNLIKELY(!ordered_check_key(t, od, key, hash).ok())) {
    it->dict.store_release(nullptr);
    return kFailure;
  }
  if (it->part == Part::kKeys) return key;
  if (it->part == Part::kValues) return value;
  return tuple_of(t, key, value);
}

Result<Value> iterator_reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<OrderedIterator>();
  List* rest = EIDER_TRY(list_new(t, 0));
  if (OrderedDict* od = it->dict.load_acquire()) {
    uint64_t state = it->state.load_relaxed();
    DictPlace place{static_cast<uint32_t>(state >> 32), it->changes, it->size.load_relaxed()};
    rest = EIDER_TRY(to_list(t, EIDER_TRY(iterator_new(t, od, place, static_cast<uint32_t>(state), it->from, it->part))->value()));
  }
  return tuple_of(t, EIDER_TRY(builtins::builtin_iter(t)), EIDER_TRY(tuple_of(t, rest->value()))->value());
}

Result<Value> slot_iter(Thread& t, Value self) { return iterate(t, self, DictEnd::kFirst, Part::kKeys); }
Result<Value> reversed_method(Thread& t, const Value* args) { return iterate(t, args[0], DictEnd::kLast, Part::kKeys); }

template <Part kPart>
Result<Value> view_iter(Thread& t, Value self) {
  return iterate(t, self.as<builtins::DictView>()->dict.get()->value(), DictEnd::kFirst, kPart);
}
template <Part kPart>
Result<Value> view_reversed(Thread& t, const Value* args) {
  return iterate(t, args[0].as<builtins::DictView>()->dict.get()->value(), DictEnd::kLast, kPart);
}
template <ModuleType kWhich>
Result<Value> view_method(Thread& t, const Value* args) {
  auto* view = EIDER_TRY(make<builtins::DictView>(t, module_type(t, kWhich)));
  view->dict.init(self_of(args));
  return view->value();
}

template <Part kPart>
constexpr NativeDef kViewMethods[] = {
    {"__reversed__(self, /)", view_reversed<kPart>, Sync::kNone, nullptr},
};

Result<void> add_view(Thread& t, ModuleType which, const char* name, TypeId base, UnaryFn iter, const NativeDef* methods) {
  TypeSpec spec;
  spec.name = name;
  spec.base = base;
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(builtins::DictView);
  spec.slots.iter = iter;
  spec.methods = methods;
  spec.method_count = 1;
  set_module_type(t, which, EIDER_TRY(make_builtin_type(t, spec)));
  return kDone;
}

constexpr NativeDef kIteratorMethods[] = {
    {"__reduce__(self, /)", iterator_reduce, Sync::kLockFreeRead, "Return state information for pickling"},
};

constexpr NativeDef kMethods[] = {
    {"fromkeys(type, /, iterable, value=None)", fromkeys_method, Sync::kNone,
     "Create a new ordered dictionary with keys from iterable and values set to value.", NativeDef::kClassMethod},
    {"__sizeof__(self, /)", sizeof_method, Sync::kLockFreeRead, nullptr},
    {"__reduce__(self, /)", reduce_method, Sync::kLockFreeRead, "Return state information for pickling"},
    {"setdefault(self, /, key, default=None)", setdefault_method, Sync::kLocksSelf,
     "Insert key with a value of default if key is not in the dictionary.\n\n"
     "Return the value for key if key is in the dictionary, else default."},
    {"pop(self, /, key, default=<unrepresentable>)", pop_method, Sync::kLocksSelf,
     "od.pop(key[,default]) -> v, remove specified key and return the corresponding value.\n\n"
     "If the key is not found, return the default if given; otherwise,\nraise a KeyError."},
    {"popitem(self, /, last=True)", popitem_method, Sync::kLocksSelf,
     "Remove and return a (key, value) pair from the dictionary.\n\n"
     "Pairs are returned in LIFO order if last is true or FIFO order if false."},
    {"keys(self, /)", view_method<ModuleType::kOrderedKeys>, Sync::kNone, nullptr},
    {"values(self, /)", view_method<ModuleType::kOrderedValues>, Sync::kNone, nullptr},
    {"items(self, /)", view_method<ModuleType::kOrderedItems>, Sync::kNone, nullptr},
    {"update(self, /, *args, **kwargs)", update_method, Sync::kLocksSelfEach, nullptr},
    {"clear(self, /)", clear_method, Sync::kLocksSelf, "od.clear() -> None.  Remove all items from od."},
    {"copy(self, /)", copy_method, Sync::kSnapshot, "od.copy() -> a shallow copy of od"},
    {"__reversed__(self, /)", reversed_method, Sync::kNone, "od.__reversed__() <==> reversed(od)"},
    {"move_to_end(self, /, key, last=True)", move_to_end_method, Sync::kLocksSelf,
     "Move an existing element to the end (or beginning if last is false).\n\nRaise KeyError if the element does not exist."},
};
constexpr GetSetDef kGetSets[] = {{"__dict__", get_dict, set_dict, nullptr}};

}  // namespace

Result<void> add_ordered_dict(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "collections.OrderedDict";
  spec.doc = "Dictionary that remembers insertion order";
  spec.base = TypeId::kDict;
  spec.flags = kImmutable | kBaseType | kWeakrefable | kHasSlots | kHasDict;
  spec.native_bytes = sizeof(OrderedDict);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace_ordered_dict;
  spec.slots.init = slot_init;
  spec.slots.set_item = slot_set_item;
  spec.slots.iter = slot_iter;
  spec.slots.repr = slot_repr;
  spec.slots.compare = slot_compare;
  spec.slots.hash = hash_not_implemented;
  spec.slots.bit_or = slot_or;
  spec.slots.inplace_or = slot_inplace_or;
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  set_module_type(t, ModuleType::kOrderedDict, EIDER_TRY(add_type(t, module, spec)));
  TypeSpec iterator;
  iterator.name = "odict_iterator";
  iterator.flags = kImmutable | kDisallowInstantiation;
  iterator.native_bytes = sizeof(OrderedIterator);
  iterator.trace = TraceKind::kCustom;
  iterator.slots.trace = trace_iterator;
  iterator.slots.iter = iter_self;
  iterator.slots.next = iterator_next;
  iterator.methods = kIteratorMethods;
  iterator.method_count = std::size(kIteratorMethods);
  set_module_type(t, ModuleType::kOrderedIterator, EIDER_TRY(make_builtin_type(t, iterator)));
  EIDER_TRY(add_view(t, ModuleType::kOrderedKeys, "odict_keys", TypeId::kDictKeys, view_iter<Part::kKeys>, kViewMethods<Part::kKeys>));
  EIDER_TRY(add_view(t, ModuleType::kOrderedValues, "odict_values", TypeId::kDictValues, view_iter<Part::kValues>, kViewMethods<Part::kValues>));
  return add_view(t, ModuleType::kOrderedItems, "odict_items", TypeId::kDictItems, view_iter<Part::kItems>, kViewMethods<Part::kItems>);
}

}  // namespace eider::modules
