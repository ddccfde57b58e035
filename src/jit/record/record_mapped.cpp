// SPDX-License-Identifier: MIT
//
// Recording loops over map() and filter() of a Python function: vm/mapped_frames.h.
//
// All that may leave before the function's frame is entered comes first: the items are taken once.
#include <algorithm>
#include <utility>

#include "builtins/iter/iter.h"
#include "jit/record/recorder.h"
#include "objects/bound_method.h"
#include "objects/protocol.h"
#include "vm/mapped_frames.h"

namespace eider::jit {

/// What a map or filter object goes through.
std::vector<Ref> Recorder::mapped_parts(Value it, Ref iterator, size_t count) {
  if (is_exact(it, TypeId::kFilter)) return {as_heap(emit(Op::kLoadFixed, iterator, kNoRef, kNoRef, offsetof(builtins::Filter, iterator)))};
  Ref all = as_heap(emit(Op::kLoadFixed, iterator, kNoRef, kNoRef, offsetof(builtins::Map, iterators)));
  guard_exact(all, TypeId::kTuple);
  emit(Op::kGuardTupleSize, all, kNoRef, kNoRef, count);
  std::vector<Ref> refs;
  for (size_t i = 0; i < count; ++i) refs.push_back(as_heap(emit(Op::kTupleItemAt, all, kNoRef, kNoRef, i)));
  return refs;
}

/// The next item of each. One of them may be at its end only where may_end_ says so.
bool Recorder::take_items(const std::vector<Value>& parts, const std::vector<Ref>& refs, std::vector<Ref>* items) {
  bool more;
  Op next[vm::kMostMapped];
  for (size_t i = 0; i < parts.size(); ++i) next[i] = next_of(parts[i], &more);
  if (parts.size() > 1) {
    *items = take_together(parts, refs, next);
  } else if (next[0] != Op::kCount) {
    guard_shape(refs[0], parts[0].as<Object>()->shape_id());
    items->push_back(emit(next[0], refs[0]));
  } else if (next_pair(parts[0], refs[0])) {
    items->push_back(pop());
  } else {
    guard_quiet_iterator(parts[0], refs[0]);
    items->push_back(call(Helper::kIterNext, refs[0]));
    may_end_ = true;
  }
  return true;
}

/// Not *followed: C++ asks the iterator; nothing was recorded but guards.
bool Recorder::next_mapped(Value it, uint32_t arg, bool* followed) {
  *followed = false;
  const vm::MappedCall how = vm::mapped_call(it);
  if (how.function == nullptr) return true;
  vm::Code* code = how.function->code.load_acquire();
  if (vm::find_thread_code(t_, code) == nullptr) return true;
  std::vector<Value> parts;
  bool ends = false;
  for (uint32_t i = 0; i < how.iterators; ++i) {
    parts.push_back(vm::mapped_iterator(it, i));
    bool more = true;
    Op next = next_of(parts[i], &more);
    if (how.iterators > 1 && (!go_together(next) || (i > 0 && (parts[i] == parts[0] || (!more && !ends))))) return true;
    if (i == 0) ends = next != Op::kCount && !more;
  }
  Ref iterator = peek(0);
  guard_shape(iterator, it.as<Object>()->shape_id());
  std::vector<Ref> refs = mapped_parts(it, iterator, how.iterators);
  *followed = true;
  if (ends) {
    if (at_own_header()) {
      ended_at_once_ = true;
      return abort("the loop ends at once");
    }
    guard_shape(refs[0], parts[0].as<Object>()->shape_id());
    call(Helper::kIterEnds, refs[0]);
    drop(1);
    expected_ += arg;
    return true;
  }
  const auto recursion = static_cast<size_t>(std::count_if(frames_.begin(), frames_.end(), [&](const TraceFrame& f) { return f.code == code; }));
  if (frames_.size() >= kMaxDepth || recursion >= kMaxRecursion) {
    waits_ = true;
    end_here();  // the rest is another trace's
    return true;
  }
  const size_t at = how.filters ? offsetof(builtins::Filter, function) : offsetof(builtins::Map, function);
  Ref function = as_heap(emit(Op::kLoadFixed, iterator, kNoRef, kNoRef, at));
  CallArguments arguments;
  if (!how.bound.is_absent()) {
    guard_exact(function, TypeId::kBoundMethod);
    arguments.positional.push_back(emit(Op::kLoadFixed, function, kNoRef, kNoRef, offsetof(BoundMethod, self)));
    function = as_heap(emit(Op::kLoadFixed, function, kNoRef, kNoRef, offsetof(BoundMethod, func)));
  }
  guard_code(how.function, function, code);
  set_mark();
  expected_other_ = expected_ + arg;
  std::vector<Ref> items;
  if (!take_items(parts, refs, &items)) return false;
  arguments.positional.insert(arguments.positional.end(), items.begin(), items.end());
  if (how.filters) push(items[0]);
  const auto depth = static_cast<uint32_t>(top().stack.size());
  Ref mark = constant(vm::operator_mark(BytecodeOp::kForIter, how.filters ? arg | vm::kFilterMark : arg));
  bool entered;
  guarded_function_ = function;
  if (!enter_function(how.function, function, depth - how.filters, depth, arguments, mark, &entered)) return false;
  guarded_function_ = kNoRef;
  return entered || abort("a mapped function that cannot be followed");
}

/// The function of a filter returns: the item stays, or the loop goes back to ask for another.
bool Recorder::filter_returns(const Machine& m, Value mark) {
  const size_t operations = trace_.code.size();
  bool stays;
  if (!guard_truth(m.peek(0), peek(0), &stays)) {
    end_here();
    return true;
  }
  pay_branch(stays, operations);
  frames_.pop_back();
  snapshot_at_ = kNoSnapshot;
  const uint16_t* units = t_.frame->previous->code->units;
  expected_ = units + top().return_unit;
  if (stays) return true;
  drop(1);
  expected_ = vm::start_of_loop(expected_, vm::loop_jump(mark));
  auto unit = static_cast<uint32_t>(expected_ - units);
  trace_.places.push_back({top().code_index, unit, 0});
  source_ = static_cast<uint32_t>(trace_.places.size() - 1);
  if (at_own_header()) {
    if (std::exchange(escaped_, false)) emit(Op::kCheckValid);  // of asking for the truth
    emit(Op::kPoll);
    return close_loop();
  }
  if (executor_at_(top().code, unit, PlaceKind::kLoop) != nullptr) return true;  // the next step goes there
  if (top().rounds < kMaxRounds) {
    ++top().rounds;
    fitness_.pay_round();
    return true;
  }
  if (frames_.size() == 1) loop_without_code_ = unit;
  end_here();
  return true;
}

}  // namespace eider::jit
