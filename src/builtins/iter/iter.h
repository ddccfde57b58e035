// SPDX-License-Identifier: MIT
//
// Iterators that are not a container's own: sequence and callable iterators, enumerate, zip, map, filter, reversed.
//
// Thread rule: they hold no lock; shared between threads they may repeat or skip, exhausted sequence and callable iterators stay
// exhausted (Note [Exhausted iterators] in list/list.h); the others are as good as the iterators they wrap.
#pragma once

#include "builtins/builtins.h"

namespace eider::builtins {

/// Walks any object with __getitem__ by 0, 1, 2, ... until IndexError or StopIteration. kValues.
struct SeqIterator : Object {
  static constexpr TypeId kTypeId = TypeId::kSeqIterator;
  Field<Value> sequence;         // ABSENT once exhausted
  Atomic<int64_t> tagged_index;
};
Result<Value> seq_iterator_new(Thread& t, Value sequence);

/// iter(callable, sentinel). kValues.
struct CallIterator : Object {
  static constexpr TypeId kTypeId = TypeId::kCallIterator;
  Field<Value> callable;  // ABSENT once exhausted
  Field<Value> sentinel;
};
Result<Value> call_iterator_new(Thread& t, Value callable, Value sentinel);

struct Enumerate : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kEnumerate;
  Field<Value> iterator;
  Field<Value> count;  // exact int: the next number
};

struct Zip : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kZip;
  Field<Tuple*> iterators;
  Field<Value> strict;  // True or False; assigned by __setstate__
};

struct Map : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kMap;
  Field<Value> function;
  Field<Tuple*> iterators;
};

struct Filter : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kFilter;
  Field<Value> function;  // None: truth
  Field<Value> iterator;
};

struct Reversed : Object {  // kValues
  static constexpr TypeId kTypeId = TypeId::kReversed;
  Field<Value> sequence;         // ABSENT once exhausted
  Atomic<int64_t> tagged_index;  // of the next item; -1 << 1 | 1 at the end
};

/// Whether asking `it` for its next item runs no Python code: it walks through what is in memory, or counts or pairs what such iterators
/// yield.
bool quiet_iterator(Value it);

Result<void> install_iterators(Thread& t);

}  // namespace eider::builtins
