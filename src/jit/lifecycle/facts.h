// SPDX-License-Identifier: MIT
//
// Watched facts and the executors that assume them.
//
// A fact is named by the object it is about: a Type (its structure: what attribute lookup finds), a NameCell (its value), a Code (all
// functions made of it share their namespaces), a Function (its code and defaults; function_fact). An executor under construction is registered as a dependent before the fact is read; if
// the fact changes meanwhile the executor is marked invalid and never installed. So a fact read after registration is either still
// true when the executor is published, or the executor is dead.
//
// Thread rule: all under `mutex`, which is a leaf (nothing is allocated in the heap and no safepoint is reached under it). An executor
// is freed after it was forgotten, so those that invalidate() visits exist: another thread may be about to give one of them up.
#pragma once

#include <unordered_map>
#include <vector>

#include "base/mutex.h"
#include "jit/executor.h"
#include "objects/containers.h"
#include "objects/type.h"
#include "vm/function.h"

namespace eider::jit {

/// The name of a Function's fact: tagged, for the function may be dead while code that no longer needs it depends on the fact.
inline const void* function_fact(const vm::Function* fn) { return reinterpret_cast<const char*>(fn) + 1; }
inline bool is_function_fact(const void* fact) { return (reinterpret_cast<uintptr_t>(fact) & 1) != 0; }

class FactSet {
 public:
  /// `executor` depends on what lookup finds in `type`. False: it must not.
  bool on_type(Thread& t, Executor* executor, objects::Type* type);
  /// ... on the cell's value, which is returned (ABSENT when unbound). False: the cell counts as mutable.
  bool on_cell(Thread& t, Executor* executor, objects::NameCell* cell, Value* value);
  /// ... on `code` having one pair of namespaces. False: it has several.
  bool on_namespaces(Thread& t, Executor* executor, vm::Code* code);
  /// ... on `fn` keeping its code and defaults. False: they have been assigned.
  bool on_function(Thread& t, Executor* executor, vm::Function* fn);

  /// Takes and returns everyone who depends on `fact`, marked invalid. Before the handshake that precedes the change. They are alive
  /// until the caller's next safepoint: who dies is forgotten first, then retired.
  std::vector<Executor*> invalidate(const void* fact);
  /// What it depends on; for --jit=why.
  std::vector<const void*> facts_of(const Executor& executor) {
    base::MutexLock lock(mutex_);
    return executor.facts;
  }
  /// It depends on nothing any more.
  void forget(Executor* executor);

 private:
  void add(Executor* executor, const void* fact);

  base::Mutex mutex_{base::LockRank::kLeaf};
  std::unordered_map<const void*, std::vector<Executor*>> dependents_ EIDER_GUARDED_BY(mutex_);
};

}  // namespace eider::jit
