// SPDX-License-Identifier: MIT
#include "jit/lifecycle/facts.h"

#include <algorithm>

#include "objects/protocol.h"

namespace eider::jit {

void FactSet::add(Executor* executor, const void* fact) {
  base::MutexLock lock(mutex_);
  std::vector<Executor*>& all = dependents_[fact];
  if (std::find(all.begin(), all.end(), executor) != all.end()) return;
  all.push_back(executor);
  executor->facts.push_back(fact);
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

bool FactSet::on_function(Thread&, Executor* executor, vm::Function* fn) {
  add(executor, function_fact(fn));
  return fn->changed.load_seq_cst() == 0;  // pairs with the store in function_changes, which invalidates afterwards
}

std::vector<Executor*> FactSet::invalidate(const void* fact) {
  base::MutexLock lock(mutex_);
  auto found = dependents_.find(fact);
  if (found == dependents_.end()) return {};
  std::vector<Executor*> all = std::move(found->second);
  dependents_.erase(found);
  for (Executor* e : all) {
    std::erase(e->facts, fact);
    e->valid.store_seq_cst(0);
  }
  return all;
}

void FactSet::forget(Executor* executor) {
  base::MutexLock lock(mutex_);
  for (const void* fact : executor->facts) {
    auto found = dependents_.find(fact);
    std::erase(found->second, executor);
    if (found->second.empty()) dependents_.erase(found);
  }
  executor->facts.clear();
}

}  // namespace eider::jit
