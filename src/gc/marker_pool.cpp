// SPDX-License-Identifier: MIT
#include "gc/marker_pool.h"

#include "base/memory.h"
#include "base/mutex.h"

#if defined(EIDER_TSAN)

#include <pthread.h>
#include <signal.h>

namespace eider::gc {

// Helper threads that sleep between collections.
struct MarkerPool::Backend {
  static constexpr uint32_t kMost = 16;
  struct Helper {
    Backend* backend;
    uint32_t number;
    pthread_t thread;
  };
  base::Mutex mutex{base::LockRank::kLeaf};
  base::CondVar changed;
  const base::FunctionRef<void(uint32_t)>* work EIDER_GUARDED_BY(mutex) = nullptr;
  uint64_t generation EIDER_GUARDED_BY(mutex) = 0;
  uint32_t wanted EIDER_GUARDED_BY(mutex) = 0;
  uint32_t working EIDER_GUARDED_BY(mutex) = 0;
  bool ending EIDER_GUARDED_BY(mutex) = false;
  uint32_t started = 0;
  Helper helpers[kMost];

  static void* run(void* argument) {
    auto* helper = static_cast<Helper*>(argument);
    Backend& backend = *helper->backend;
    uint64_t seen = 0;
    for (;;) {
      const base::FunctionRef<void(uint32_t)>* work;
      {
        base::MutexLock lock(backend.mutex);
        while (!backend.ending && (backend.generation == seen || helper->number > backend.wanted)) backend.changed.wait(backend.mutex);
        if (backend.ending) return nullptr;
        seen = backend.generation;
        work = backend.work;
      }
      (*work)(helper->number);
      base::MutexLock lock(backend.mutex);
      if (--backend.working == 0) backend.changed.notify_all();
    }
  }

  void start(uint32_t count, const base::FunctionRef<void(uint32_t)>& what) {
    if (count > kMost) count = kMost;
    while (started < count) {
      Helper& helper = helpers[started];
      helper.backend = this;
      helper.number = started + 1;
      // Signals are for the program's threads.
      sigset_t all, before;
      ::sigfillset(&all);
      ::pthread_sigmask(SIG_SETMASK, &all, &before);
      int failed = ::pthread_create(&helper.thread, nullptr, run, &helper);
      ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
      if (failed != 0) break;  // fewer helpers, same result
      started++;
    }
    if (count > started) count = started;
    base::MutexLock lock(mutex);
    work = &what;
    wanted = working = count;
    generation++;
    changed.notify_all();
  }

  void finish() {
    base::MutexLock lock(mutex);
    while (working != 0) changed.wait(mutex);
    wanted = 0;
    work = nullptr;
  }

  ~Backend() {
    {
      base::MutexLock lock(mutex);
      ending = true;
      changed.notify_all();
    }
    for (uint32_t i = 0; i < started; i++) ::pthread_join(helpers[i].thread, nullptr);
  }
};

}  // namespace eider::gc

#else

#include <oneapi/tbb/task_group.h>

namespace eider::gc {

struct MarkerPool::Backend {
  tbb::task_group group;

  void start(uint32_t count, const base::FunctionRef<void(uint32_t)>& work) {
    for (uint32_t i = 1; i <= count; i++) {
      group.run([work, i] { work(i); });
    }
  }
  void finish() { group.wait(); }
};

}  // namespace eider::gc

#endif

namespace eider::gc {

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
