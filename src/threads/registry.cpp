// SPDX-License-Identifier: MIT
#include "threads/registry.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "base/futex.h"
#include "threads/safepoint.h"
#include "threads/wait.h"

namespace eider::threads {

namespace {

void find_stack(ThreadCore& t) {
  pthread_attr_t attributes;
  void* low = nullptr;
  size_t size = 0;
  EIDER_CHECK(::pthread_getattr_np(::pthread_self(), &attributes) == 0);
  ::pthread_attr_getstack(&attributes, &low, &size);
  ::pthread_attr_destroy(&attributes);
  t.stack_high = static_cast<char*>(low) + size;
  t.stack_low = static_cast<char*>(low) + std::min(kStackMargin, size / 4);
}

}  // namespace

ThreadRegistry::ThreadRegistry(const RegistryOptions& options) : options_(options) {}

ThreadRegistry::~ThreadRegistry() { EIDER_CHECK(head_ == nullptr); }  // a thread outlives its runtime

uint32_t ThreadRegistry::take_index_locked() {
  for (uint32_t word = 0; word < kMaxThreads / 64; word++) {
    if (~used_indexes_[word] == 0) continue;
    uint32_t bit = static_cast<uint32_t>(__builtin_ctzll(~used_indexes_[word]));
    used_indexes_[word] |= uint64_t{1} << bit;
    return word * 64 + bit;
  }
  return kMaxThreads;
}

bool ThreadRegistry::register_thread(ThreadCore& t) {
  EIDER_CHECK(t.registry == nullptr);
  find_stack(t);
  t.os_id = static_cast<uint64_t>(::syscall(SYS_gettid));
  t.saved_sp = nullptr;  // it has held no object yet
  t.always_lock = options_.always_lock ? 1 : 0;
  t.asymmetric = asymmetric_ ? 1 : 0;
  t.sleepers = &sleepers_;
  // Not attached, so this wait needs no detaching.
  base::MutexLock round_lock(handshake_mutex_);
  ThreadCore* first = head_;
  {
    base::MutexLock lock(mutex_);
    t.index = take_index_locked();
    if (t.index == kMaxThreads) return false;
    t.registry = this;
    t.state.store_relaxed(RunState::kDetached);  // published by the list, whose readers take a lock
    t.poll.store_relaxed(0);
    t.handshake_seen.store_relaxed(round_.load_relaxed());
    t.prev = nullptr;
    t.next = head_;
    if (head_ != nullptr) head_->prev = &t;
    head_ = &t;
    count_.fetch_add_relaxed(1);
  }
  t.multi_threaded = first != nullptr ? 1 : 0;
  t.must_lock = t.multi_threaded | t.always_lock;
  t.epoch.store_relaxed(global_epoch_.load_acquire());
  if (first == nullptr || first->next != nullptr) return true;

  // The second thread. If the first one has not heard yet that it was alone, there is nothing to take back.
  uint32_t to_be_told = 1;
  if (first->single_state.cas_acq_rel(to_be_told, 0)) return true;
  // Acquire: after what apply_single did, its hook included.
  while (first->single_state.load_acquire() == 2) base::spin_pause();
  if (hooks_.becoming_multi_threaded != nullptr) hooks_.becoming_multi_threaded(hooks_.context);
  auto tell = [](ThreadCore& target) { target.multi_threaded = target.must_lock = 1; };
  Request request{.op = tell, .next = nullptr};
  run_round(nullptr, &request);
  return true;
}

void ThreadRegistry::unregister_thread(ThreadCore& t) {
  EIDER_CHECK(t.registry == this);
  if (t.attached()) detach(t);
  leave_registry(t);
  close_wake_descriptor(t);  // whoever interrupts a thread holds the registry's mutex
}

void ThreadRegistry::leave_registry(ThreadCore& t) {
  // While we wait for a running round we can be claimed; once we have the mutex, nobody holds a claim or looks at `t`.
  base::MutexLock round_lock(handshake_mutex_);
  base::MutexLock lock(mutex_);
  EIDER_CHECK(t.state.load_relaxed() == RunState::kDetached);
  (t.prev != nullptr ? t.prev->next : head_) = t.next;
  if (t.next != nullptr) t.next->prev = t.prev;
  t.next = t.prev = nullptr;
  t.registry = nullptr;
  used_indexes_[t.index / 64] &= ~(uint64_t{1} << (t.index % 64));
  count_.fetch_sub_acq_rel(1);
  if (head_ != nullptr && head_->next == nullptr) tell_single(*head_);
}

void ThreadRegistry::tell_single(ThreadCore& last) {
  last.single_state.store_release(1);
  last.poll.fetch_or_seq_cst(kPollHandshake);
  RunState expected = RunState::kDetached;
  if (!last.state.cas_seq_cst(expected, RunState::kClaimed)) return;  // RUNNING: it hears at its next poll
  apply_single(last);
  release_claim(last, kPollHandshake);
}

void ThreadRegistry::apply_single(ThreadCore& target) {
  uint32_t to_be_told = 1;
  if (!target.single_state.cas_acq_rel(to_be_told, 2)) return;
  target.multi_threaded = 0;
  target.must_lock = target.always_lock;
  if (hooks_.became_single_threaded != nullptr) hooks_.became_single_threaded(hooks_.context, target);
  // Release: pairs with the load_acquire of a second thread's registration, which undoes this.
  target.single_state.store_release(0);
}

void ThreadRegistry::lock_handshake(ThreadCore& self) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  if (handshake_mutex_.try_lock()) return;
  // DETACHED while waiting: the holder may want us stopped. Becoming RUNNING again cannot block, for only the mutex's holder,
  // now we, claims threads.
  Detached away(self);
  handshake_mutex_.lock();
}

void ThreadRegistry::handshake(ThreadCore& self, ThreadOperation op) {
  EIDER_ASSERT(self.attached());
  EIDER_ASSERT(self.object_locks_held == 0);
  const uint64_t began = base::monotonic_ns();
  Request request{.op = op, .next = nullptr};
  {
    base::MutexLock lock(queue_mutex_);
    request.next = queue_;
    queue_ = &request;
  }
  lock_handshake(self);
  if (request.done) {
    merged_.fetch_add_relaxed(1);  // a statistic
  } else {
    Request* batch;
    {
      base::MutexLock lock(queue_mutex_);
      batch = queue_;
      queue_ = nullptr;
    }
    run_round(&self, batch);
  }
  handshake_mutex_.unlock();
  waited_.add(base::monotonic_ns() - began);
}

void ThreadRegistry::run_round(ThreadCore* self, Request* batch) {
  handshakes_.fetch_add_relaxed(1);  // a statistic
  batch_ = batch;
  // Release: publishes batch_ to threads that poll for another reason and answer early. Pairs with load_acquire in answer_requests.
  round_.store_release(round_.load_relaxed() + 1);
  if (self != nullptr) run_operations(*self);
  reach_all(self, Ask::kRunOperations);
  batch_ = nullptr;
  for (Request* request = batch; request != nullptr;) {
    Request* next = request->next;
    request->done = true;
    request = next;
  }
}

void ThreadRegistry::run_operations(ThreadCore& target) {
  for (Request* request = batch_; request != nullptr; request = request->next) request->op(target);
  // Release: what the operations did is visible to the requester. Pairs with load_acquire in reach_one.
  target.handshake_seen.store_release(round_.load_relaxed());
}

void ThreadRegistry::reach_all(ThreadCore* self, Ask ask) {
  uint32_t bit = ask == Ask::kStop ? kPollStop : kPollHandshake;
  for (ThreadCore* t = head_; t != nullptr; t = t->next) {
    if (t != self) t->poll.fetch_or_seq_cst(bit);
  }
  // Who has been reached stays reached, so it is enough to wait for one after the other.
  uint64_t started = 0;
  base::Deadline watchdog = base::kNoDeadline;
  for (ThreadCore* t = head_; t != nullptr; t = t->next) {
    if (t == self) continue;
    for (int spin = 0; !reach_one(*t, ask);) {
      if (spin < 400) {
        spin++;
        base::spin_pause();
        continue;
      }
      if (started == 0) {
        started = base::monotonic_ns();
        if (options_.watchdog_ns != 0) watchdog = started + options_.watchdog_ns;
      }
      // Acquire and seq_cst: the count is read, then our sleep announced, then the thread looked at once more; who answers
      // changes its state, adds to the count, then looks for sleepers (answered).
      uint32_t seen = answers_.load_acquire();
      requester_asleep_.store_seq_cst(1);
      if (!reach_one(*t, ask)) {
        if (base::futex_wait(answers_.raw(), seen, watchdog) == base::FutexResult::kTimedOut) {
          watchdog = base::kNoDeadline;  // once per episode
          report_silent(self, ask, base::monotonic_ns() - started);
        }
      } else {
        requester_asleep_.store_relaxed(0);
        break;
      }
      requester_asleep_.store_relaxed(0);
    }
  }
}

bool ThreadRegistry::reach_one(ThreadCore& target, Ask ask) {
  if (ask == Ask::kRunOperations && target.handshake_seen.load_acquire() == round_.load_relaxed()) return true;
  // seq_cst: poll was set before state is read (Note [State and poll are a Dekker pair]).
  RunState state = target.state.load_seq_cst();
  if (state == RunState::kRunning) return false;
  if (state == RunState::kClaimed) {
    EIDER_ASSERT(ask == Ask::kStop);  // it claimed itself at its poll
    return true;
  }
  RunState expected = RunState::kDetached;
  if (!target.state.cas_seq_cst(expected, RunState::kClaimed)) return false;
  if (ask == Ask::kStop) return true;
  // Since we looked it may have been RUNNING, answered, and have detached again.
  if (target.handshake_seen.load_acquire() != round_.load_relaxed()) {
    apply_single(target);
    run_operations(target);
  }
  release_claim(target, kPollHandshake);
  return true;
}

void ThreadRegistry::release_claim(ThreadCore& target, uint32_t answered_bits) {
  // The bits go before the state: who becomes RUNNING then does not see them.
  target.poll.fetch_and_seq_cst(~answered_bits);
  // seq_cst: state before attach_waiting, against wait_while_claimed.
  target.state.store_seq_cst(RunState::kDetached);
  // `target` may run from here on, but cannot go away: unregistering takes the mutex we hold.
  if (target.attach_waiting.load_seq_cst() != 0) base::futex_wake(target.state.raw(), 1);
}

void ThreadRegistry::answered() {
  answers_.fetch_add_acq_rel(1);
  if (requester_asleep_.load_seq_cst() != 0) base::futex_wake(answers_.raw(), 1);
}

void ThreadRegistry::stop_world(ThreadCore& self) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  assert_safepoint_allowed(self);
  EIDER_CHECK(!world_stopped_by(self));  // stops do not nest
  lock_handshake(self);
  uint64_t begin = base::monotonic_ns();
  stopper_.store_relaxed(&self);
  reach_all(&self, Ask::kStop);
  last_time_to_stop_ns_ = base::monotonic_ns() - begin;
  stops_.fetch_add_relaxed(1);  // a statistic
}

void ThreadRegistry::resume_world(ThreadCore& self) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  EIDER_CHECK(world_stopped_by(self));
  stopper_.store_relaxed(nullptr);
  for (ThreadCore* t = head_; t != nullptr; t = t->next) {
    if (t != &self) release_claim(*t, kPollStop);
  }
  handshake_mutex_.unlock();
}

void ThreadRegistry::for_each(ThreadOperation visit) {
  base::MutexLock lock(mutex_);
  for (ThreadCore* t = head_; t != nullptr; t = t->next) visit(*t);
}

void ThreadRegistry::for_each_stopped(ThreadOperation visit) {
  EIDER_ASSERT(stopper_.load_relaxed() != nullptr);
  for (ThreadCore* t = head_; t != nullptr; t = t->next) visit(*t);
}

uint64_t ThreadRegistry::advance_epoch(Nudge nudge) {
  uint64_t now = global_epoch_.fetch_add_acq_rel(1) + 1;
  if (nudge == Nudge::kNudge) request_all(kPollHandshake);
  return now;
}

uint64_t ThreadRegistry::min_epoch() {
  uint64_t least = global_epoch_.load_acquire();
  base::MutexLock lock(mutex_);
  for (ThreadCore* t = head_; t != nullptr; t = t->next) {
    // seq_cst: what was unlinked before this call is unlinked for whoever becomes RUNNING after we saw it DETACHED. Threads that
    // are CLAIMED stand at a poll or are DETACHED.
    if (t->state.load_seq_cst() == RunState::kRunning) least = std::min(least, t->epoch.load_acquire());
  }
  return least;
}

void ThreadRegistry::request_all(uint32_t poll_bits) {
  base::MutexLock lock(mutex_);
  for (ThreadCore* t = head_; t != nullptr; t = t->next) interrupt(*t, poll_bits);
}

void ThreadRegistry::report_silent(ThreadCore* self, Ask ask, uint64_t waited_ns) {
  for (ThreadCore* t = head_; t != nullptr; t = t->next) {
    if (t == self || reach_one(*t, ask)) continue;
    char name[32] = "?";
    char path[64];
    std::snprintf(path, sizeof path, "/proc/self/task/%llu/comm", static_cast<unsigned long long>(t->os_id));
    if (FILE* file = std::fopen(path, "re")) {
      if (std::fgets(name, sizeof name, file) != nullptr) name[std::strcspn(name, "\n")] = '\0';
      std::fclose(file);
    }
    char text[256];
    int length = std::snprintf(text, sizeof text,
                               "eider: thread %u (os id %llu, \"%s\") has not reached a safepoint for %.1f s; waiting to %s\n",
                               t->index, static_cast<unsigned long long>(t->os_id), name, static_cast<double>(waited_ns) * 1e-9,
                               ask == Ask::kStop ? "stop the world" : "run a handshake");
    ssize_t ignored = ::write(STDERR_FILENO, text, static_cast<size_t>(length));
    (void)ignored;
    watchdog_messages_.fetch_add_relaxed(1);  // a statistic
  }
}

void ThreadRegistry::before_fork(ThreadCore& self) {
  stop_world(self);
  queue_mutex_.lock();
  mutex_.lock();
}

void ThreadRegistry::after_fork_parent(ThreadCore& self) {
  mutex_.unlock();
  queue_mutex_.unlock();
  resume_world(self);
}

void ThreadRegistry::after_fork_child(ThreadCore& self, ThreadOperation gone) {
  queue_ = nullptr;  // requests on stacks of threads that do not exist here
  ThreadCore* others = head_;
  head_ = &self;
  std::memset(used_indexes_, 0, sizeof used_indexes_);
  used_indexes_[self.index / 64] |= uint64_t{1} << (self.index % 64);
  count_.store_relaxed(1);
  sleepers_.store_relaxed(0);
  requester_asleep_.store_relaxed(0);
  self.os_id = static_cast<uint64_t>(::syscall(SYS_gettid));
  mutex_.unlock();
  queue_mutex_.unlock();
  for (ThreadCore* t = others; t != nullptr;) {
    ThreadCore* next = t->next;
    if (t != &self) {
      t->next = t->prev = nullptr;
      t->registry = nullptr;
      gone(*t);
    }
    t = next;
  }
  self.next = self.prev = nullptr;
  if (others != &self || self.multi_threaded != 0) {
    self.single_state.store_relaxed(1);
    apply_single(self);
  }
  resume_world(self);
}

RegistryStats ThreadRegistry::stats() const {
  return {handshakes_.load_relaxed(), merged_.load_relaxed(), stops_.load_relaxed(), watchdog_messages_.load_relaxed(), waited_.summary()};
}

}  // namespace eider::threads
