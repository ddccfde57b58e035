// SPDX-License-Identifier: MIT
#include "gc/marker_pool.h"

#include <pthread.h>
#include <signal.h>

#include "base/memory.h"
#include "base/mutex.h"

#if defined(EIDER_TSAN)

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

MarkerPool::Backend* MarkerPool::make_backend(uint32_t) { return base::raw_new<Backend>(); }

}  // namespace eider::gc

#else

#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/task_group.h>

namespace eider::gc {

struct MarkerPool::Backend {
  tbb::task_arena arena;  // its workers stay as long as it does
  tbb::task_group group;

  explicit Backend(uint32_t helpers) : arena(static_cast<int>(helpers) + 1) {}

  void start(uint32_t count, const base::FunctionRef<void(uint32_t)>& work) {
    arena.execute([&] {
      for (uint32_t i = 1; i <= count; i++) group.run([work, i] { work(i); });
    });
  }
  /// What no worker has begun runs here.
  void finish() {
    arena.execute([&] { group.wait(); });
  }
};

namespace {

constexpr size_t kWorkerStackBytes = size_t{8} << 20;  // oneTBB's is 4 MiB

/// Whether the system gives `count` more threads at a time. oneTBB ends the process when it cannot make a worker: rationed address space,
/// rationed processes.
bool threads_can_be_had(uint32_t count) {
  constexpr uint32_t kMost = 16;
  pthread_t threads[kMost];
  pthread_attr_t attributes;
  if (::pthread_attr_init(&attributes) != 0) return false;
  ::pthread_attr_setstacksize(&attributes, kWorkerStackBytes);
  base::Mutex gate{base::LockRank::kLeaf};
  uint32_t made = 0, wanted = count < kMost ? count : kMost;
  // Signals are for the program's threads.
  sigset_t all, before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  {
    base::MutexLock shut(gate);  // all are there at once
    auto wait = [](void* argument) -> void* {
      base::MutexLock passed(*static_cast<base::Mutex*>(argument));
      return nullptr;
    };
    while (made < wanted && ::pthread_create(&threads[made], &attributes, wait, &gate) == 0) made++;
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  ::pthread_attr_destroy(&attributes);
  for (uint32_t i = 0; i < made; i++) ::pthread_join(threads[i], nullptr);
  return made == wanted;
}

}  // namespace

MarkerPool::Backend* MarkerPool::make_backend(uint32_t helpers) { return threads_can_be_had(helpers) ? base::raw_new<Backend>(helpers) : nullptr; }

}  // namespace eider::gc

#endif

namespace eider::gc {

MarkerPool::MarkerPool() = default;

MarkerPool::~MarkerPool() {
  if (!disabled_) base::raw_delete(backend_);  // in a forked child its threads cannot be joined
}

void MarkerPool::start(uint32_t count, const base::FunctionRef<void(uint32_t)>& work) {
  if (disabled_) return;
  if (backend_ == nullptr) backend_ = make_backend(count);
  if (backend_ == nullptr) return;  // no memory or no threads: the collector marks alone
  backend_->start(count, work);
}

void MarkerPool::finish() {
  if (backend_ != nullptr && !disabled_) backend_->finish();
}

}  // namespace eider::gc
