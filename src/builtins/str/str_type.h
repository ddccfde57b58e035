// SPDX-License-Identifier: MIT
//
// The type str: its slots and method table, put together from the files of this folder.
//
// Thread rule of all of it: a Str never changes after publication (but its hash word and interned flag), so nothing locks.
// Not here: storage, concatenation, interning (objects/str.h); codecs (codec_glue.h); f-strings (fstring.h).
#pragma once

#include "builtins/str/str_support.h"

namespace eider::builtins {

// str_slots.cpp
Result<Value> str_compare_slot(Thread& t, Value self, Value other, CompareKind kind);
Result<int64_t> str_hash_slot(Thread& t, Value self);
Result<Value> str_get_item(Thread& t, Value self, Value key);
Result<bool> str_contains(Thread& t, Value self, Value item);
Result<Value> str_concat_slot(Thread& t, Value left, Value right);
Result<Value> str_repeat(Thread& t, Value self, int64_t n);
Result<int64_t> str_length(Thread& t, Value self);
Result<bool> str_truth(Thread& t, Value self);
Result<Value> str_str(Thread& t, Value self);
Result<Value> str_repr(Thread& t, Value self);
// str_new.cpp
Result<Value> str_construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
// str_iterator.cpp
struct StrIterator : Object {  // TraceKind::kValues; also the layout of str_ascii_iterator
  static constexpr TypeId kTypeId = TypeId::kStrIterator;
  Field<Value> text;            // exhausted: realm->exhausted_str (Note [Exhausted iterators] in list/list.h)
  Field<Value> next;            // small int: the index of the next character
};
Result<Value> str_iter(Thread& t, Value self);
Result<void> install_str_iterators(Thread& t);
// str_percent.cpp
Result<Value> str_percent(Thread& t, Value left, Value right);

// Methods. The tables stand in the files that implement them.
#define EIDER_STR_METHOD_TABLES(X) X(kStrCaseMethods) X(kStrFindMethods) X(kStrSplitMethods) X(kStrPadMethods) X(kStrMakeMethods) \
  X(kStrFormatMethods)
struct MethodTable {
  const NativeDef* rows;
  uint32_t count;
};
/// The rows of several tables in one, for TypeSpec. Lives for ever: call it once (a static local).
MethodTable combine_tables(std::initializer_list<MethodTable> tables);
#define EIDER_TABLE(name) extern const MethodTable name;
EIDER_STR_METHOD_TABLES(EIDER_TABLE)
#undef EIDER_TABLE

/// sep.join(items) of a str separator; `items` any iterable.
Result<Str*> str_join(Thread& t, Str* separator, Value items);
/// str.replace; count negative: all.
Result<Str*> str_replace(Thread& t, Str* s, Str* old, Str* replacement, int64_t count);

/// Installs str, str_iterator, str_ascii_iterator. After install_core_types.
Result<void> install_str_types(Thread& t);

}  // namespace eider::builtins
