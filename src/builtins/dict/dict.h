// SPDX-License-Identifier: MIT
//
// dict's views and iterators. Storage and operations: objects/containers.h.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

/// keys(), values(), items(): which one, the type says. Immutable; kValues.
struct DictView : Object {
  Field<Dict*> dict;
};
Result<Value> dict_view_new(Thread& t, Dict* dict, TypeId which);  // kDictKeys, kDictValues, kDictItems

/// The six iterators of dicts (forwards and backwards; keys, values, items). kCustom: traces `dict`.
///
/// Like CPython's they follow the dict through rebuilds by entry number and notice changes of its size. `state` is one word:
/// entry number in the upper half, items still expected in the lower one.
struct DictIterator : Object {
  Field<Dict*> dict;         // or realm->exhausted_dict, Note [Exhausted iterators] in list.h
  Atomic<uint64_t> state;
  Atomic<int64_t> expected;  // size of the dict when made; -1 once the dict was caught changing
};
Result<Value> dict_iterator_new(Thread& t, Dict* dict, TypeId which);  // kDictKeyIterator ... kDictReverseItemIterator

/// One step of a forward iterator: false at the end and on failure (then an exception is set: "dictionary changed size during
/// iteration", "dictionary keys changed during iteration").
bool dict_iterator_step(Thread& t, DictIterator* it, Value* key, Value* value);

Result<void> install_dict(Thread& t);

}  // namespace eider::builtins
