// SPDX-License-Identifier: MIT
#include "runtime/worker_pool.h"

#include "base/clock.h"
#include "base/parking.h"

namespace eider::runtime {

namespace {
char end_mark;  // compared only: "no work, end"
}

bool WorkerPool::give(void* work) {
  Idle* worker;
  {
    base::MutexLock lock(mutex_);
    if (idle_.empty()) return false;
    worker = idle_.back();
    idle_.pop_back();
    worker->work.store_release(work);
  }
  base::unpark_one(&worker->work, [](base::UnparkResult) {});  // the address is a key; the worker may have gone on already
  return true;
}

void* WorkerPool::take() {
  Idle self;
  {
    base::MutexLock lock(mutex_);
    if (closed_ || idle_.size() >= kMaxIdle) return nullptr;
    idle_.push_back(&self);
  }
  base::Deadline until = base::monotonic_ns() + kIdleNanoseconds;
  void* work;
  while ((work = self.work.load_acquire()) == nullptr && base::monotonic_ns() < until) {
    base::park(&self.work, [&] { return self.work.load_acquire() == nullptr; }, until);
  }
  if (work == nullptr) {
    base::MutexLock lock(mutex_);
    work = self.work.load_relaxed();
    if (work == nullptr) std::erase(idle_, &self);
  }
  return work == &end_mark ? nullptr : work;
}

void WorkerPool::close() {
  std::vector<Idle*> ending;
  {
    base::MutexLock lock(mutex_);
    closed_ = true;
    ending.swap(idle_);
    for (Idle* worker : ending) worker->work.store_release(&end_mark);
  }
  for (Idle* worker : ending) base::unpark_one(&worker->work, [](base::UnparkResult) {});
}

}  // namespace eider::runtime
