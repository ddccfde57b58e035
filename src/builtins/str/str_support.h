// SPDX-License-Identifier: MIT
//
// What the files of str and bytes share: views of strings for the kernels, arguments with CPython's error texts, bounds.
//
// Views point into heap objects. A view in a local keeps its object alive (interior pointers in locals are roots), so it may be
// used across safepoints; it must not be stored anywhere else.
#pragma once

#include <initializer_list>

#include "builtins/builtins.h"
#include "builtins/kernels/kernel_types.h"
#include "objects/buffer_info.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::builtins {

using kernels::Text32;
using kernels::Text8;
using kernels::TextView;

inline TextView view_of(const Str* s) { return {s->bytes(), static_cast<size_t>(s->length()), s->width}; }
inline bool is_exact_str(Value v) { return is_exact(v, TypeId::kStr); }
inline bool is_str(const Thread& t, Value v) { return is_exact_str(v) || is_instance(t, v, TypeId::kStr); }
/// An upper bound of s's code points: 0x7f, 0xff, 0xffff or 0x10ffff. Unions of bounds are bounds.
inline uint32_t max_char_of(const Str* s) { return s->ascii ? 0x7f : s->width == 1 ? 0xff : s->width == 2 ? 0xffff : 0x10ffff; }

/// The text a kernel has made. MemoryError when the buffer had failed.
Result<Str*> str_from(Thread& t, const Text32& text);
Result<Str*> str_from(Thread& t, const Text8& ascii);
/// s itself when it is exactly a str, else an exact copy.
Result<Str*> exact_str(Thread& t, Str* s);
/// Writes s's characters, widened to `width`, at character `at` of `to`.
void put_chars(char* to, uint8_t width, int64_t at, const Str* s);

/// TypeError "find() argument must be str, not int": `what` is the text before " must be".
Result<Str*> expect_str(Thread& t, Value v, const char* what);
/// TypeError "must be str, not int".
Result<Str*> expect_plain_str(Thread& t, Value v);

/// An int by __index__ that fits a machine word. OverflowError "Python int too large to convert to C ssize_t".
Result<int64_t> int_argument(Thread& t, Value v, int64_t otherwise);
/// start/end of find, count, startswith...: ABSENT and None give `otherwise`; beyond a machine word saturates.
Result<int64_t> bound_argument(Thread& t, Value v, int64_t otherwise);
struct Bounds {
  int64_t start, end;  // 0 <= start, 0 <= end <= length; start may be above end or length
};
Bounds bounds_of(int64_t start, int64_t end, int64_t length);  // negative ones count from the end
Result<Bounds> bounds_arguments(Thread& t, Value start, Value end, int64_t length);

struct SliceRange {
  int64_t start, step, count;  // count elements: start, start + step, ...
};
/// What the slice object `slice` selects of `length` elements. May run __index__.
Result<SliceRange> slice_range(Thread& t, Value slice, int64_t length);
/// A subscript that is not a slice, as a machine word. IndexError "cannot fit 'int' into an index-sized integer".
Result<int64_t> machine_index(Thread& t, Value key);
/// The same, made absolute: in [0, length), or IndexError `out_of_range`.
Result<int64_t> item_index(Thread& t, Value key, int64_t length, const char* out_of_range);

/// Arguments of a type's constructor, in CPython's order of checks and its words; all optional but the first `required`.
Result<void> unpack_constructor(Thread& t, const char* name, std::initializer_list<const char*> parameters, int required,
                                const Value* args, uint32_t nargs, Tuple* kwnames, Value* out);
/// "X expected at least N arguments, got M" and the like, for natives that take *args because CPython's do.
Result<void> check_count(Thread& t, const char* name, int64_t given, int64_t least, int64_t most);

inline void clear_exception(Thread& t) { (void)take_exception(t); }

/// Python's `iter` builtin, for __reduce__ of iterators.
Result<Value> builtin_named(Thread& t, const char* name);

}  // namespace eider::builtins
