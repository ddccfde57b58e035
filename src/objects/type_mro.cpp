// SPDX-License-Identifier: MIT
//
// The method resolution order: C3, and what an overridden mro() may return.
//
// Source: Barrett et al. 1996 (C3); texts are CPython's.
#include "objects/type_parts.h"

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"

namespace eider::objects {

namespace {

Type* at(Tuple* types, int64_t i) { return types->items[i].get().as<Type>(); }

bool in_tail(Tuple* list, int64_t from, Type* type) {
  for (int64_t i = from; i < list->size(); i++) {
    if (at(list, i) == type) return true;
  }
  return false;
}

/// The message names the bases that still wait, each once, in the order of the lists.
Failure raise_inconsistent(Thread& t, Tuple** lists, const int64_t* heads, int64_t count) {
  std::string names;
  RootedVector seen(t);
  for (int64_t i = 0; i < count; i++) {
    if (heads[i] >= lists[i]->size()) continue;
    Value candidate = lists[i]->items[heads[i]].get();
    bool known = false;
    for (int64_t k = 0; k < seen.size(); k++) known |= seen[k] == candidate;
    if (known) continue;
    if (!seen.push(candidate)) return kFailure;
    if (!names.empty()) names += ", ";
    names += to_utf8(candidate.as<Type>()->name);
  }
  return raise(t, TypeId::kTypeError, "Cannot create a consistent method resolution\norder (MRO) for bases %s", names.c_str());
}

}  // namespace

Result<Tuple*> c3_mro(Thread& t, Type* type) {
  Tuple* bases = type->bases.get();
  int64_t count = bases->size();
  if (count == 1) {  // no merging needed
    Tuple* base_mro = at(bases, 0)->mro.load_acquire();
    Tuple* mro = EIDER_TRY(tuple_new(t, base_mro->size() + 1));
    mro->items[0].init(type->value());
    for (int64_t i = 0; i < base_mro->size(); i++) mro->items[i + 1].init(base_mro->items[i].get());
    return mro;
  }
  for (int64_t i = 0; i < count; i++) {
    for (int64_t k = i + 1; k < count; k++) {
      if (at(bases, i) == at(bases, k)) {
        return raise(t, TypeId::kTypeError, "duplicate base class %s", to_utf8(at(bases, i)->name).c_str());
      }
    }
  }
  // The lists to merge: each base's MRO, then the bases themselves. Kept visible to the collector by a tuple of them.
  Tuple* lists_tuple = EIDER_TRY(tuple_new(t, count + 1));
  ArgBuffer<16> heads_buffer(t, static_cast<uint64_t>(count + 1));
  if (!heads_buffer.ok()) return kFailure;
  auto* heads = reinterpret_cast<int64_t*>(heads_buffer.data());
  for (int64_t i = 0; i < count; i++) lists_tuple->items[i].init(at(bases, i)->mro.load_acquire()->value());
  lists_tuple->items[count].init(bases->value());
  auto** lists = reinterpret_cast<Tuple**>(&lists_tuple->items[0]);
  for (int64_t i = 0; i <= count; i++) heads[i] = 0;
  RootedVector result(t);
  if (!result.push(type->value())) return kFailure;
  for (;;) {
    bool empty = true;
    Type* chosen = nullptr;
    for (int64_t i = 0; i <= count && chosen == nullptr; i++) {
      if (heads[i] >= lists[i]->size()) continue;
      empty = false;
      Type* candidate = at(lists[i], heads[i]);
      bool blocked = false;
      for (int64_t k = 0; k <= count && !blocked; k++) blocked = in_tail(lists[k], heads[k] + 1, candidate);
      if (!blocked) chosen = candidate;
    }
    if (empty) return result.to_tuple();
    if (chosen == nullptr) return raise_inconsistent(t, lists, heads, count + 1);
    if (!result.push(chosen->value())) return kFailure;
    for (int64_t i = 0; i <= count; i++) {
      if (heads[i] < lists[i]->size() && at(lists[i], heads[i]) == chosen) heads[i]++;
    }
  }
}

Result<Tuple*> compute_mro(Thread& t, Type* type) {
  Type* meta = type_of(t, type);
  if (meta == objects::type(t, TypeId::kType)) return c3_mro(t, type);
  Value method = type_lookup(t, meta, name(t, Name::kmro));
  if (!method.is_absent() && as_exact<MethodDescriptor>(method) != nullptr) return c3_mro(t, type);
  Value bound = EIDER_TRY(lookup_special(t, type->value(), name(t, Name::kmro)));
  if (bound.is_absent()) return raise_value(t, TypeId::kAttributeError, name(t, Name::kmro)->value());
  Tuple* mro = EIDER_TRY(to_tuple(t, EIDER_TRY(call0(t, bound))));
  Type* solid = solid_base(type);
  for (int64_t i = 0; i < mro->size(); i++) {
    Value item = mro->items[i].get();
    if (!is_type(t, item)) {
      return raise(t, TypeId::kTypeError, "mro() returned a non-class ('%s')", type_name(t, item));
    }
    if (!is_subtype(solid, solid_base(item.as<Type>()))) {
      return raise(t, TypeId::kTypeError, "mro() returned base with unsuitable layout ('%s')", item.as<Type>()->utf8_name);
    }
  }
  if (mro->size() == 0) return raise(t, TypeId::kTypeError, "type MRO must not be empty");
  // An instance of a tuple subclass would not be read as a plain one.
  return mro->shape_id() == shape_id(TypeId::kTuple) ? Result<Tuple*>(mro) : tuple_from(t, reinterpret_cast<Value*>(&mro->items[0]), mro->size());
}

}  // namespace eider::objects
