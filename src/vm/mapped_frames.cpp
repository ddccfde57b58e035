// SPDX-License-Identifier: MIT
#include "vm/mapped_frames.h"

#include "builtins/iter/iter.h"
#include "objects/bound_method.h"
#include "vm/function.h"
#include "vm/uops/frames.h"

namespace eider::vm {

using builtins::Filter;
using builtins::Map;
using objects::TypeId;

Value mapped_iterator(Value iterator, uint32_t i) {
  return is_exact(iterator, TypeId::kFilter) ? iterator.as<Filter>()->iterator.get() : iterator.as<Map>()->iterators.get()->items[i].get();
}

MappedCall mapped_call(Value iterator) {
  MappedCall how;
  how.filters = is_exact(iterator, TypeId::kFilter);
  Value function = how.filters ? iterator.as<Filter>()->function.get() : iterator.as<Map>()->function.get();
  if (!function.is_heap() || function.is_absent()) return {};
  auto iterators = how.filters ? 1 : iterator.as<Map>()->iterators.get()->size();
  auto given = iterators;
  if (is_exact(function, TypeId::kBoundMethod)) {
    how.bound = function;
    function = function.as<objects::BoundMethod>()->func.get();
    ++given;
  }
  if (!is_exact_or_absent(function, TypeId::kFunction) || iterators > kMostMapped) return {};
  if (function.as<Function>()->code.load_acquire()->exact_args != given) return {};
  how.iterators = static_cast<uint32_t>(iterators);
  for (uint32_t i = 0; i < how.iterators; ++i) {
    if (!builtins::quiet_iterator(mapped_iterator(iterator, i))) return {};
  }
  how.function = function.as<Function>();
  return how;
}

const uint16_t* start_of_loop(const uint16_t* next, uint32_t argument) {
  next -= 1 + bytecode::kCacheUnits[static_cast<int>(bytecode::Op::kForIter)];
  for (; argument > 0xff; argument >>= 8) --next;
  return next;
}

Entered enter_mapped_frame(Thread& t, const uint16_t* pc, Value* top, uint32_t argument) {
  const Value iterator = *top;
  MappedCall how = mapped_call(iterator);
  if (how.function == nullptr) return Entered::kNo;
  constexpr uint32_t kMostWords = 2 + kMostMapped;  // self, and the item that a filter asks about
  Value* result = top + 1;
  const bool in_generator = (t.frame->flags & kFrameGenerator) != 0;
  Value* locals = EIDER_UNLIKELY(in_generator) ? t.frame->limit : result + how.filters;
  if (EIDER_UNLIKELY(locals + kMostWords > t.stack_end)) return Entered::kNo;
  Result<ThreadCode*> tc = thread_code(t, how.function->code.load_relaxed());
  if (EIDER_UNLIKELY(!tc.ok())) return Entered::kRaised;
  Value items[kMostMapped];
  for (uint32_t i = 0; i < how.iterators; ++i) {
    Result<Value> item = objects::iter_next(t, mapped_iterator(iterator, i));
    if (EIDER_UNLIKELY(!item.ok())) return Entered::kRaised;
    if (item.get().is_absent()) return Entered::kEnded;
    items[i] = item.get();
  }
  Value* at = locals;
  if (!how.bound.is_absent()) *at++ = how.bound.as<objects::BoundMethod>()->self.get();
  for (uint32_t i = 0; i < how.iterators; ++i) *at++ = items[i];
  if (how.filters) *result = items[0];
  Value mark = operator_mark(bytecode::Op::kForIter, how.filters ? argument | kFilterMark : argument);
  const uint16_t* next = pc + 1 + bytecode::kCacheUnits[static_cast<int>(bytecode::Op::kForIter)];
  Machine m{t, nullptr, top, pc, kAbsent, argument};
  auto count = static_cast<uint32_t>(at - locals);
  return uops::push_frame(m, how.function, tc.get(), locals, count, result, next, kFrameOperator, mark) ? Entered::kYes : Entered::kRaised;
}

}  // namespace eider::vm
