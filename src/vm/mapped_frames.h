// SPDX-License-Identifier: MIT
//
// Loops over map() and filter() of a Python function: its frame is entered by the loop, and no C++ stands in between.
//
// FOR_ITER takes the next items from what the map goes through, and enters the function's frame as that of a __next__ (operator_frames.h):
// what it returns is the loop's item, a StopIteration that leaves it ends the loop. For a filter the item lies on the loop's stack, where
// it belongs, while the function is asked; when the answer is no, FOR_ITER runs again.
// Iterators that run Python code themselves are left to C++: a frame cannot be resumed between them and the function.
#pragma once

#include "vm/operator_frames.h"

namespace eider::vm {

inline constexpr uint32_t kMostMapped = 2;

/// What a loop over a map or filter object calls for each item.
struct MappedCall {
  Function* function = nullptr;  // nullptr: C++ does it
  Value bound;                   // a bound method of the function, which is called with its self in front; else ABSENT
  uint32_t iterators = 0;        // of a map: that many items at once
  bool filters = false;
};
/// Runs nothing, allocates nothing.
MappedCall mapped_call(Value iterator);
inline bool is_mapped(Value iterator) { return is_exact(iterator, objects::TypeId::kMap) || is_exact(iterator, objects::TypeId::kFilter); }
/// The i-th iterator that a map or filter goes through.
Value mapped_iterator(Value iterator, uint32_t i);

/// FOR_ITER at pc with a map or filter object as its operand `top`: takes the next items and pushes the function's frame.
Entered enter_mapped_frame(Thread& t, const uint16_t* pc, Value* top, uint32_t argument);

/// Where FOR_ITER begins, its prefixes included, that ends in front of `next`.
const uint16_t* start_of_loop(const uint16_t* next, uint32_t argument);

}  // namespace eider::vm
