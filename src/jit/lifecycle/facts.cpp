// SPDX-License-Identifier: MIT
#include "jit/lifecycle/facts.h"

#include <algorithm>

#include "objects/protocol.h"

namespace eider::jit {

void FactSet::add(Executor* executor, const void* fact) {
  base::MutexLock lock(mutex_);
  std::vector<Executor*>& all = dependents_[fact];
  if (std::find(all.begin(), all.end(), executor) == all.end()) all.push_back(executor);
}

bool FactSet::on_type(Thread&, Executor* executor, objects::Type* type) {
  add(executor, type);
  return objects::type_watch(*type);
}

bool FactSet::on_cell(Thread& t, Executor* executor, objects::NameCell* cell, Value* value) {
  add(executor, cell);
  return objects::name_cell_watch(t, cell, value);
}

bool FactSet::on_namespaces(Thread&, Executor* executor, vm::Code* code) {
  add(executor, code);
  return code->many_namespaces.load_acquire() == 0;  // pairs with the store in bind_namespaces, which invalidates afterwards
}

void FactSet::forget(Executor* executor) {
  base::MutexLock lock(mutex_);
  for (auto it = dependents_.begin(); it != dependents_.end();) {
    std::erase(it->second, executor);
    it = it->second.empty() ? dependents_.erase(it) : std::next(it);
  }
}

}  // namespace eider::jit
