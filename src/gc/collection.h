// SPDX-License-Identifier: MIT
//
// One collection, from the stopped world to its resumption. Included by the phases' files only.
//
// Each phase is a member function in a file of its own; what one leaves for the next stands at its declaration.
#pragma once

#include <optional>

#include "gc/heap_impl.h"

namespace eider::gc {

class Collection {
 public:
  Collection(Heap::Impl& heap, Mutator& collector);

  /// Runs all phases. World stopped by `collector`, whose stack has been captured.
  void run();

 private:
  // In this order:
  void prepare();            // every thread's runs are closed; marks[other] is clear; large objects are sorted and unmarked
  void mark_roots();         // what threads, tables and hooks hold is marked and on the mark stack
  void mark_all();           // everything reachable is marked; mark stacks are empty
  void clear_weak();         // weak references to unmarked objects are cleared, also those only finalizable objects can reach
  void queue_finalizers();   // finalizable unmarked objects are queued or wait; marked with all they reach
  void prune_tables();       // no table names a dead object any more; the upper layers' tables neither
  void sweep();              // dead large objects are out of the table, block lists are rebuilt, the next budget is set

  void mark_thread(threads::ThreadCore& thread);
  void drain_alone();
  void trace_marked_again();
  bool survives(const Header* object) const;
  void unmark(Header* object);

  // verify.cpp
  void verify(const char* when);

  Heap::Impl& heap_;
  Mutator& collector_;
  MarkWork work_;
  MarkContext context_;
  std::optional<Marker> marker_;  // exists from prepare() on
  base::Atomic<uint64_t> helpers_bytes_{0};
  base::Atomic<bool> helper_overflowed_{false};
  bool helpers_started_ = false;
  uint32_t threads_that_allocated_ = 0;
};

}  // namespace eider::gc
