// SPDX-License-Identifier: MIT
#include "gc/marker_pool.h"

#include <pthread.h>
#include <signal.h>

#include "base/memory.h"
#include "base/mutex.h"

namespace eider::gc {

// Threads that sleep between collections. Each call of `work` is taken by whoever wakes first; what nobody took is not waited for.
struct MarkerPool::Backend {
  static constexpr uint32_t kMost = 16;
  static constexpr size_t kStackBytes = size_t{1} << 20;  // a marker keeps its own stack of objects outside

  base::Mutex mutex{base::LockRank::kLeaf};
  base::CondVar to_do;
  base::CondVar done;
  const base::FunctionRef<void(uint32_t)>* work EIDER_GUARDED_BY(mutex) = nullptr;
  uint32_t untaken EIDER_GUARDED_BY(mutex) = 0;
  uint32_t working EIDER_GUARDED_BY(mutex) = 0;
  bool ending EIDER_GUARDED_BY(mutex) = false;
  uint32_t started = 0;  // the stopper's
  pthread_t threads[kMost];

  static void* run(void* argument) {
    Backend& backend = *static_cast<Backend*>(argument);
    base::MutexLock lock(backend.mutex);
    for (;;) {
      while (!backend.ending && backend.untaken == 0) backend.to_do.wait(backend.mutex);
      if (backend.ending) return nullptr;
      backend.take_locked();
    }
  }

  void take_locked() EIDER_REQUIRES(mutex) {
    uint32_t number = untaken--;
    const base::FunctionRef<void(uint32_t)>* what = work;
    working++;
    mutex.unlock();
    (*what)(number);
    mutex.lock();
    if (--working == 0) done.notify_one();
  }

  bool start_thread() {
    pthread_attr_t attributes;
    if (::pthread_attr_init(&attributes) != 0) return false;
    ::pthread_attr_setstacksize(&attributes, kStackBytes);
    // Signals are for the program's threads.
    sigset_t all, before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = ::pthread_create(&threads[started], &attributes, run, this);
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    ::pthread_attr_destroy(&attributes);
    return failed == 0;
  }

  void start(uint32_t count, const base::FunctionRef<void(uint32_t)>& what) {
    count = count < kMost ? count : kMost;
    while (started < count && start_thread()) started++;
    count = count < started ? count : started;  // where no more threads can be had: fewer helpers, same result
    base::MutexLock lock(mutex);
    work = &what;
    untaken = count;
    to_do.notify_all();
  }

  void finish() {
    base::MutexLock lock(mutex);
    untaken = 0;
    while (working != 0) done.wait(mutex);
    work = nullptr;
  }

  ~Backend() {
    {
      base::MutexLock lock(mutex);
      ending = true;
      to_do.notify_all();
    }
    for (uint32_t i = 0; i < started; i++) ::pthread_join(threads[i], nullptr);
  }
};

MarkerPool::MarkerPool() = default;

MarkerPool::~MarkerPool() {
  if (!disabled_) base::raw_delete(backend_);  // in a forked child its threads cannot be joined
}

void MarkerPool::start(uint32_t count, const base::FunctionRef<void(uint32_t)>& work) {
  if (disabled_) return;
  if (backend_ == nullptr) backend_ = base::raw_new<Backend>();
  if (backend_ == nullptr) return;  // out of memory: the collector marks alone
  backend_->start(count, work);
}

void MarkerPool::finish() {
  if (backend_ != nullptr && !disabled_) backend_->finish();
}

}  // namespace eider::gc
