// SPDX-License-Identifier: MIT
//
// A runtime's life as the host sees it: made, entered, closed. Note [Entering and closing] in core.h.
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <thread>

#include "embed/core.h"
#include "embed/house.h"
#include "threads/registry.h"
#include "threads/safepoint.h"

namespace eider::detail {

using Clock = std::chrono::steady_clock;

namespace {

/// One Session of this OS thread; the chain says which runtimes it is inside of.
struct Entry {
  Core* core;
  Entry* outer;
  Stripe* stripe;
  runtime::Attached attached;
};

thread_local Entry* innermost = nullptr;
thread_local unsigned this_stripe = ~0u;
Atomic<uint32_t> next_stripe{0};

Stripe& stripe_of(Core& core) {
  if (this_stripe == ~0u) this_stripe = next_stripe.fetch_add_relaxed(1) % kStripes;
  return core.stripes[this_stripe];
}

bool inside(const Core* core) {
  for (Entry* e = innermost; e != nullptr; e = e->outer) {
    if (e->core == core) return true;
  }
  return false;
}

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

void trace_handles(Realm& realm, gc::Tracer& tracer) {
  Core& core = core_of(realm);
  {
    MutexLock lock(core.mutex);
    for (Handle* h = core.handles; h != nullptr; h = h->next) tracer.mark_word(h->word.load_relaxed());
  }
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
  Thread& t = core->runtime->main_thread();
  RealmHooks& hooks = t.realm->hooks;
  core->outer_trace = hooks.trace_roots;
  core->outer_sweep = hooks.sweep_tables;
  hooks.trace_roots = trace_handles;
  hooks.sweep_tables = sweep_bindings;
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

/// atexit callbacks and streams, interrupted when `deadline` passes.
void finalize_before(runtime::Runtime& rt, Thread& t, Clock::time_point deadline) {
  std::mutex mutex;
  std::condition_variable finished;
  bool done = false;
  std::thread watchdog;
  if (list_size(rt.atexit_callbacks.as<List>()) != 0) {
    watchdog = std::thread([&] {
      std::unique_lock<std::mutex> lock(mutex);
      if (!finished.wait_until(lock, deadline, [&] { return done; })) t.poll.fetch_or_seq_cst(threads::kPollExit);
    });
  }
  rt.finalize(t);
  t.pending_exception = kAbsent;
  if (!watchdog.joinable()) return;
  threads::Detached away(t);
  {
    std::lock_guard<std::mutex> lock(mutex);
    done = true;
  }
  finished.notify_one();
  watchdog.join();
}

void forget_exit(Thread& t) {
  t.poll.fetch_and_seq_cst(~static_cast<uint32_t>(threads::kPollExit));
  t.vm->exiting = false;
}

void destroy(Core& core) {
  core.state.store_seq_cst(kClosed);
  {
    MutexLock lock(core.mutex);
    for (Handle* h = core.handles; h != nullptr; h = h->next) h->word.store_relaxed(0);
  }
  core.runtime.reset();
  destroy_bindings(core);
}

}  // namespace

bool core_close(Core* core, Duration given) {
  auto patience = std::chrono::nanoseconds(given.nanoseconds());
  Clock::time_point now = Clock::now();
  Clock::time_point deadline = patience > Clock::time_point::max() - now ? Clock::time_point::max() : now + patience;
  uint32_t open = kOpen;
  core->state.cas_seq_cst(open, kClosing);
  if (core->state.load_seq_cst() == kClosed) return true;
  if (inside(core)) {  // called by what it would have to wait for
    core->runtime->realm().registry().request_all(threads::kPollExit);
    return false;
  }
  OutsideAll outside;
  uint32_t nobody = 0;
  while (!core->closer.cas_seq_cst(nobody, 1)) {
    nobody = 0;
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (core->state.load_seq_cst() == kClosed) {
    core->closer.store_release(0);
    return true;
  }
  runtime::Runtime& rt = *core->runtime;
  bool attached = false;
  {
    runtime::Attached here(rt, true);
    if (here.thread() != nullptr) {
      attached = true;
      forget_exit(*here.thread());
      rt.close(*here.thread(), 0);  // refuses new threads and asks all others to end
    }
  }
  for (unsigned round = 0; rt.python_threads.load_acquire() != 0 || core->active() != 0; round++) {
    if (Clock::now() >= deadline) {
      core->closer.store_release(0);
      return false;
    }
    if (round % 64 == 63) rt.realm().registry().request_all(threads::kPollExit);  // whoever was just attaching the last time
    std::this_thread::sleep_for(std::chrono::microseconds(round < 20 ? 50 : 1000));
  }
  if (attached) {
    runtime::Attached here(rt, true);
    if (here.thread() != nullptr) {
      forget_exit(*here.thread());
      finalize_before(rt, *here.thread(), deadline);
    }
  }
  destroy(*core);
  core->closer.store_release(0);
  return true;
}

// --- sessions ----------------------------------------------------------------------------------------------------------------------------

Session::Session(Core* core) : core_(core) {
  static_assert(sizeof(Entry) <= sizeof space_ && alignof(Entry) <= 8);
  Stripe& stripe = stripe_of(*core);
  stripe.active.fetch_add_seq_cst(1);  // Note [Entering and closing]
  if (core->state.load_seq_cst() != kOpen) {
    stripe.active.fetch_add_seq_cst(-1);
    return;
  }
  if (core->has_dead.load_relaxed()) destroy_dead(*core);
  auto* entry = new (space_) Entry{core, innermost, &stripe, runtime::Attached(*core->runtime)};
  thread_ = entry->attached.thread();
  if (thread_ == nullptr) {
    entry->~Entry();
    bool closing = core->state.load_seq_cst() != kOpen;
    stripe.active.fetch_add_seq_cst(-1);
    if (!closing) problem = "this thread could not be attached: too many threads, or out of memory";
    return;
  }
  innermost = entry;
  own_ = true;
}

Session::~Session() {
  if (!own_) return;
  auto* entry = std::launder(reinterpret_cast<Entry*>(space_));
  thread_of(*this).pending_exception = kAbsent;
  innermost = entry->outer;
  Stripe* stripe = entry->stripe;
  entry->~Entry();
  stripe->active.fetch_add_seq_cst(-1);  // the last touch: the runtime may be gone now
}

Away::Away(Session& s) : thread_(s.thread()) { threads::detach(thread_of(s)); }
Away::~Away() { threads::attach(*static_cast<Thread*>(thread_)); }


}  // namespace eider::detail
