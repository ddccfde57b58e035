// SPDX-License-Identifier: MIT
//
// Who imports what: one thread runs a module's body at a time; others that import the same module wait for it, detached. When waiting
// would close a circle of threads that wait for each other's modules, the partially initialised module is taken instead, as CPython
// does.
#include "runtime/import.h"
#include "threads/safepoint.h"

namespace eider::runtime {

bool init_imports(Runtime& runtime) {
  runtime.imports = new (std::nothrow) Runtime::ImportState;
  return runtime.imports != nullptr;
}
void free_imports(Runtime& runtime) { delete runtime.imports; }

Begin begin_import(Thread& t, Runtime::ImportState& state, const std::string& name, Importing* mine) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  base::MutexLock lock(state.mutex);
  auto found = state.running.find(name);
  if (found == state.running.end()) {
    mine->owner = &t;
    state.running.emplace(name, mine);
    return Begin::kMine;
  }
  Importing* other = found->second;
  if (other->owner == &t) return Begin::kNested;
  for (Thread* at = other->owner;;) {     // would waiting close a circle?
    auto waits = state.waiting.find(at);
    if (waits == state.waiting.end()) break;
    at = waits->second->owner;
    if (at == &t) return Begin::kOther;
  }
  other->waiters++;
  state.waiting[&t] = other;
  {
    // Attaching again may wait for a stop, so the mutex is given up first.
    threads::Detached away(t);
    while (!other->done) state.changed.wait(state.mutex);
    state.waiting.erase(&t);
    if (--other->waiters == 0) state.changed.notify_all();
    state.mutex.unlock();
  }
  state.mutex.lock();
  return Begin::kOther;
}

void end_import(Thread& t, Runtime::ImportState& state, const std::string& name, Importing* mine) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  base::MutexLock lock(state.mutex);
  state.running.erase(name);
  mine->done = true;
  if (mine->waiters == 0) return;
  state.changed.notify_all();
  {
    threads::Detached away(t);
    while (mine->waiters != 0) state.changed.wait(state.mutex);  // `mine` is on our stack
    state.mutex.unlock();
  }
  state.mutex.lock();
}

void imports_before_fork(Thread& t) EIDER_NO_THREAD_SAFETY_ANALYSIS { Runtime::of(t).imports->mutex.lock(); }
void imports_after_fork(Thread& t, bool in_child) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  Runtime::ImportState& state = *Runtime::of(t).imports;
  if (in_child) {
    state.waiting.clear();
    std::erase_if(state.running, [&](const auto& row) { return row.second->owner != &t; });
    for (auto& row : state.running) row.second->waiters = 0;
  }
  state.mutex.unlock();
}

}  // namespace eider::runtime
