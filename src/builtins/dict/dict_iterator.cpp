// SPDX-License-Identifier: MIT
//
// The six iterators of dicts.
#include <iterator>

#include "builtins/dict/dict_parts.h"
#include "builtins/sequence_support.h"
#include "objects/allocate.h"

namespace eider::builtins {

namespace {

constexpr uint64_t pack(uint32_t position, uint32_t left) { return uint64_t{position} << 32 | left; }
constexpr uint32_t position_of(uint64_t state) { return static_cast<uint32_t>(state >> 32); }
constexpr uint32_t left_of(uint64_t state) { return static_cast<uint32_t>(state); }

bool is_reverse(TypeId which) {
  return which == TypeId::kDictReverseKeyIterator || which == TypeId::kDictReverseValueIterator || which == TypeId::kDictReverseItemIterator;
}

Result<DictIterator*> make(Thread& t, Dict* dict, TypeId which, uint64_t state, int64_t expected) {
  auto* it = allocate_shaped<DictIterator>(t, shape_id(which), TraceKind::kCustom);
  if (EIDER_UNLIKELY(it == nullptr)) return raise_no_memory(t);
  it->dict.init(dict);
  it->state.store_relaxed(state);
  it->expected.store_relaxed(expected);
  return it;
}

template <bool kReverse>
bool step(Thread& t, DictIterator* it, Value* key, Value* value) {
  Dict* d = it->dict.load_relaxed();
  if (EIDER_UNLIKELY(d->size.load_relaxed() != it->expected.load_relaxed())) {
    if (d == t.realm->exhausted_dict) return false;
    it->expected.store_relaxed(-1);  // from now on it fails each time
    (void)raise(t, TypeId::kRuntimeError, "dictionary changed size during iteration");
    return false;
  }
  uint64_t state = it->state.load_relaxed();
  uint32_t position = position_of(state);
  bool found = kReverse ? dict_previous_at(d, &position, key, value) : dict_next_at(d, &position, key, value);
  if (EIDER_UNLIKELY(!found || left_of(state) == 0)) {
    it->dict.store_relaxed(t.realm->exhausted_dict);  // Note [Exhausted iterators]
    // As CPython: more items than there were at the start mean that keys were deleted and added.
    if (found && !kReverse) (void)raise(t, TypeId::kRuntimeError, "dictionary keys changed during iteration");
    return false;
  }
  it->state.store_relaxed(pack(position, left_of(state) - 1));
  return true;
}

enum class Part : uint8_t { kKey, kValue, kItem };

template <bool kReverse, Part kPart>
Result<Value> next(Thread& t, Value self) {
  Value key, value;
  if (!step<kReverse>(t, self.as<DictIterator>(), &key, &value)) return t.has_exception() ? Result<Value>(kFailure) : kAbsent;
  if constexpr (kPart == Part::kKey) return key;
  if constexpr (kPart == Part::kValue) return value;
  return tuple_of(t, key, value);
}

Result<Value> hint(Thread& t, const Value* args) {
  auto* it = args[0].as<DictIterator>();
  Dict* d = it->dict.load_relaxed();
  bool going = d != t.realm->exhausted_dict && dict_size(d) == it->expected.load_relaxed();
  return Value::from_small_int(going ? left_of(it->state.load_relaxed()) : 0);
}

Result<Value> reduce(Thread& t, const Value* args) {
  auto* it = args[0].as<DictIterator>();
  DictIterator* rest = EIDER_TRY(make(t, it->dict.load_relaxed(), static_cast<TypeId>(it->shape_id()), it->state.load_relaxed(), it->expected.load_relaxed()));
  Tuple* inner = EIDER_TRY(tuple_of(t, EIDER_TRY(to_list(t, rest->value()))->value()));
  return tuple_of(t, EIDER_TRY(builtin_iter(t)), inner->value());
}

void trace(Header* object, gc::Tracer& tracer) { tracer.mark(static_cast<DictIterator*>(object)->dict.load_relaxed()); }

constexpr NativeDef kMethods[] = {
    {"__length_hint__(self, /)", hint, Sync::kLockFreeRead, "Private method returning an estimate of len(list(it))."},
    {"__reduce__(self, /)", reduce, Sync::kLockFreeRead, "Return state information for pickling."},
};

}  // namespace

Result<Value> dict_iterator_new(Thread& t, Dict* dict, TypeId which) {
  int64_t size = dict_size(dict);
  uint32_t position = is_reverse(which) ? dict->table.load_acquire()->used.load_acquire() : 0;
  return make(t, dict, which, pack(position, static_cast<uint32_t>(size)), size);
}

bool dict_iterator_step(Thread& t, DictIterator* it, Value* key, Value* value) { return step<false>(t, it, key, value); }

Result<Value> dict_iter(Thread& t, Value self) { return dict_iterator_new(t, self.as<Dict>(), TypeId::kDictKeyIterator); }

Result<void> install_dict_iterators(Thread& t) {
  struct Row {
    TypeId id;
    const char* name;
    UnaryFn next;
  };
  constexpr Row kRows[] = {
      {TypeId::kDictKeyIterator, "dict_keyiterator", next<false, Part::kKey>},
      {TypeId::kDictValueIterator, "dict_valueiterator", next<false, Part::kValue>},
      {TypeId::kDictItemIterator, "dict_itemiterator", next<false, Part::kItem>},
      {TypeId::kDictReverseKeyIterator, "dict_reversekeyiterator", next<true, Part::kKey>},
      {TypeId::kDictReverseValueIterator, "dict_reversevalueiterator", next<true, Part::kValue>},
      {TypeId::kDictReverseItemIterator, "dict_reverseitemiterator", next<true, Part::kItem>},
  };
  for (const Row& row : kRows) {
    TypeSpec spec;
    spec.id = row.id;
    spec.name = row.name;
    spec.flags = kImmutable | kDisallowInstantiation;
    spec.native_bytes = sizeof(DictIterator);
    spec.trace = TraceKind::kCustom;
    spec.slots.trace = trace;
    spec.slots.iter = iter_self;
    spec.slots.next = row.next;
    spec.methods = kMethods;
    spec.method_count = std::size(kMethods);
    if (!make_builtin_type(t, spec).ok()) return kFailure;
  }
  return kDone;
}

}  // namespace eider::builtins
