// SPDX-License-Identifier: MIT
//
// A runtime's life as the host sees it: made, entered, closed. Note [Entering and closing] in core.h.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>

#include "base/asymmetric_barrier.h"
#include "base/futex.h"
#include "embed/core.h"
#include "embed/house.h"
#include "runtime/stop.h"
#include "threads/registry.h"
#include "threads/safepoint.h"

namespace eider::detail {

namespace {

/// Outside every heap for a scope: while a runtime is made or waited for.
class OutsideAll {
 public:
  OutsideAll() : outer_(Thread::current()) {
    running_ = outer_ != nullptr && outer_->attached();
    if (running_) threads::detach(*outer_);
    Thread::set_current(nullptr);
  }
  ~OutsideAll() {
    Thread::set_current(outer_);
    if (running_) threads::attach(*outer_);
  }

 private:
  Thread* outer_;
  bool running_;
};

// --- collector hooks ---------------------------------------------------------------------------------------------------------------

void trace_roots(Realm& realm, gc::Tracer& tracer) {
  Core& core = core_of(realm);
  trace_handles(core, tracer);
  if (core.outer_trace != nullptr) core.outer_trace(realm, tracer);
}

void sweep_bindings(Realm& realm, gc::Heap& heap) {
  Core& core = core_of(realm);
  {
    MutexLock lock(core.mutex);
    size_t kept = 0;
    for (Bound& b : core.bound) {
      if (heap.is_marked(b.object)) {
        core.bound[kept++] = b;
      } else {
        core.dead.push_back(b.binding);
      }
    }
    core.bound.resize(kept);
    core.has_dead.store_relaxed(!core.dead.empty());
  }
  if (core.outer_sweep != nullptr) core.outer_sweep(realm, heap);
}

}  // namespace

// --- a runtime's life ------------------------------------------------------------------------------------------------------------------

Core* core_create(const RuntimeOptions& options, std::string* error) {
  OutsideAll outside;
  runtime::Config config = embed::house_config();
  config.program = options.program;
  config.argv = options.argv;
  config.path = options.path;
  config.optimize = options.optimize;
  config.install_signal_handlers = options.install_signal_handlers;
  config.heap.memory_limit_bytes = options.memory_limit_bytes;
  config.heap.collect_every = options.gc_every;
  config.heap.poison = options.gc_poison;
  config.heap.verify = options.gc_verify;
  auto* core = new (std::nothrow) Core;
  if (core == nullptr) {
    *error = "out of memory";
    return nullptr;
  }
  core->close_deadline = options.close_deadline;
  core->runtime = runtime::Runtime::create(std::move(config), error);
  if (core->runtime == nullptr) {
    delete core;
    return nullptr;
  }
  core->runtime->embed_state = core;
  core->asymmetric = base::prepare_asymmetric_barrier();
  Thread& t = core->runtime->main_thread();
  RealmHooks& hooks = t.realm->hooks;
  core->outer_trace = hooks.trace_roots;
  core->outer_sweep = hooks.sweep_tables;
  hooks.trace_roots = trace_roots;
  hooks.sweep_tables = sweep_bindings;
  hooks.thread_leaving = thread_left;
  bool installed = install_callable_type(t, *core).ok();
  if (!installed) *error = t.has_exception() ? format_exception(t, take_exception(t)) : "out of memory";
  threads::detach(t);
  Thread::set_current(nullptr);
  if (installed) return core;
  core->runtime.reset();
  delete core;
  return nullptr;
}

void core_retain(Core* core) { core->refs.fetch_add_relaxed(1); }

void core_release(Core* core) {
  if (core->refs.fetch_sub_acq_rel(1) != 1) return;
  // Whoever owns a runtime closes it first; one that could not be closed is never given up (core_close).
  EIDER_CHECK(core->runtime == nullptr);
  delete core;
}

bool core_open(const Core* core) { return core->state.load_acquire() == kOpen; }
Duration core_close_deadline(const Core* core) { return core->close_deadline; }

namespace {

/// Waits for non-daemon threads, runs atexit callbacks, flushes streams; asked to stop when `deadline` passes.
void finalize_before(runtime::Runtime& rt, Thread& t, base::Deadline deadline) {
  std::mutex mutex;
  std::condition_variable finished;
  bool done = false;
  std::thread watchdog;
  Result<Str*> threading = intern(t, "threading");
  bool imported = threading.ok() && !dict_get_str(t, t.realm->modules, threading.get()).is_absent();
  if (imported || list_size(rt.atexit_callbacks.as<List>()) != 0) {  // else nothing there takes time
    watchdog = std::thread([&] {
      std::unique_lock<std::mutex> lock(mutex);
      auto until = [](base::Deadline at) { return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(std::min<uint64_t>(at, INT64_MAX))); };
      if (finished.wait_until(lock, until(deadline), [&] { return done; })) return;
      request_stop(t, runtime::StopLevel::kSoft);
      if (finished.wait_until(lock, until(deadline + runtime::kGraceNs), [&] { return done; })) return;
      request_stop(t, runtime::StopLevel::kHard);
    });
  }
  rt.finalize(t);
  t.pending_exception = kAbsent;
  if (!watchdog.joinable()) return;
  {
    threads::Detached away(t);
    {
      std::lock_guard<std::mutex> lock(mutex);
      done = true;
    }
    finished.notify_one();
    watchdog.join();
  }
  runtime::forget_stop(t);
}

/// Runs finalize_before as the calling thread, once for a core. Outside every heap before and after.
void finalize(Core& core, base::Deadline deadline) {
  if (core.finalized) return;
  runtime::Attached here(*core.runtime, true);
  if (here.thread() == nullptr) return;  // no memory
  core.finalized = true;
  runtime::forget_stop(*here.thread());
  finalize_before(*core.runtime, *here.thread(), deadline);
}

/// False: some thread is inside at `deadline`.
bool wait_for_sessions(Core& core, base::Deadline deadline) {
  for (;;) {
    uint32_t seen = core.left.load_seq_cst();  // before the look; who leaves changes it afterwards
    if (!core.anyone_inside()) return true;
    if (base::monotonic_ns() >= deadline) return false;
    base::futex_wait(core.left.raw(), seen, deadline);
  }
}

bool wait_for_all(Core& core, base::Deadline deadline) {
  return core.runtime->wait_for_python_threads(deadline) && wait_for_sessions(core, deadline);
}

void destroy(Core& core) {
  core.state.store_seq_cst(kClosed);
  orphan_handles(core);
  core.runtime.reset();
  destroy_bindings(core);
}

/// core_close for the one thread that does it.
bool close_now(Core& core, base::Deadline deadline, uint64_t reserve) {
  base::Deadline interrupt_at = deadline == base::kNoDeadline ? deadline : deadline - reserve;
  if (wait_for_sessions(core, interrupt_at)) finalize(core, interrupt_at);
  runtime::Runtime& rt = *core.runtime;
  rt.refuse_threads();
  request_stop_all(rt, nullptr, runtime::StopLevel::kSoft);
  base::Deadline grace = base::monotonic_ns() + std::min(runtime::kGraceNs, reserve / 2);
  bool ended = wait_for_all(core, std::min(grace, deadline));
  while (!ended && base::monotonic_ns() < deadline) {
    request_stop_all(rt, nullptr, runtime::StopLevel::kHard);  // again and again: a thread may have been attaching the last time
    ended = wait_for_all(core, std::min(deadline, base::monotonic_ns() + runtime::kGraceNs));
  }
  if (!ended) return false;
  finalize(core, base::monotonic_ns() + reserve);
  destroy(core);
  return true;
}

}  // namespace

bool core_close(Core* core, Duration given) {
  auto patience = static_cast<uint64_t>(given.nanoseconds());
  base::Deadline deadline = given.nanoseconds() == INT64_MAX ? base::kNoDeadline : base::deadline_after(patience);
  uint32_t open = kOpen;
  core->state.cas_seq_cst(open, kClosing);
  base::heavy_barrier();  // Note [Entering and closing]
  if (core->state.load_seq_cst() == kClosed) return true;
  if (inside(core)) {  // called by what it would have to wait for
    request_stop_all(*core->runtime, nullptr, runtime::StopLevel::kSoft);
    return false;
  }
  OutsideAll outside;
  uint32_t nobody = 0;
  while (!core->closer.cas_seq_cst(nobody, 1)) {
    if (base::monotonic_ns() >= deadline) return false;
    base::futex_wait(core->closer.raw(), 1, deadline);
    nobody = 0;
  }
  constexpr uint64_t kMostReserve = 250'000'000;
  bool closed = core->state.load_seq_cst() == kClosed || close_now(*core, deadline, std::min(patience / 4, kMostReserve));
  core->closer.store_release(0);
  base::futex_wake(core->closer.raw(), INT32_MAX);
  return closed;
}

}  // namespace eider::detail
