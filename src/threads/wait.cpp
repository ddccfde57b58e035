// SPDX-License-Identifier: MIT
#include "threads/wait.h"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace eider::threads {

namespace {

/// Stores kAsleep for a scope. ok(): nobody wanted this thread's attention before.
class Asleep {
 public:
  explicit Asleep(ThreadCore& t) : t_(t) {
    t.sleep.store_seq_cst(base::kAsleep);  // Note [Interrupting a wait]
    ok_ = (t.poll.load_seq_cst() & kWakingBits) == 0;
  }
  ~Asleep() { t_.sleep.store_release(base::kAwake); }  // orders what the waker wrote before what this thread does next
  bool ok() const { return ok_; }

 private:
  ThreadCore& t_;
  bool ok_;
};

/// An eventfd out of the way of the program's files: a number that it has closed stays closed. -1: errno says why.
int new_wake_descriptor() {
  constexpr int kAbove = 200;
  int low = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (low < 0) return -1;
  int high = ::fcntl(low, F_DUPFD_CLOEXEC, kAbove);
  if (high < 0) return low;  // no room up there: better in the way than not at all
  ::close(low);
  return high;
}

}  // namespace

base::ParkResult wait_parked(ThreadCore& t, const void* address, base::FunctionRef<bool()> validate, base::Deadline deadline) {
  Detached away(t);
  Asleep asleep(t);
  if (!asleep.ok()) return base::ParkResult::kInterrupted;
  return base::park(address, validate, deadline, &t.sleep);
}

void wait_until(ThreadCore& t, base::Deadline deadline) {
  Detached away(t);
  Asleep asleep(t);
  if (!asleep.ok()) return;
  while (t.sleep.load_acquire() == base::kAsleep) {
    if (base::futex_wait(t.sleep.raw(), base::kAsleep, deadline) == base::FutexResult::kTimedOut) return;
  }
}

int wait_descriptors(ThreadCore& t, pollfd* fds, size_t count, base::Deadline deadline) {
  Detached away(t);
  if (deadline == 0) {
    int ready = ::poll(fds, count, 0);
    return ready < 0 ? -errno : ready;
  }
  if (t.own_wake_descriptor < 0) t.own_wake_descriptor = new_wake_descriptor();
  if (t.own_wake_descriptor < 0) return -errno;
  std::vector<pollfd> all(fds, fds + count);
  all.push_back({t.own_wake_descriptor, POLLIN, 0});
  // seq_cst: announced before the look at the poll word, which Asleep takes.
  t.wake_descriptor.store_seq_cst(t.own_wake_descriptor);
  int ready = 0;
  if (Asleep asleep(t); asleep.ok()) {
    uint64_t now = base::monotonic_ns();
    uint64_t left = deadline <= now ? 0 : deadline - now;
    timespec wait = {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
    ready = ::ppoll(all.data(), all.size(), deadline == base::kNoDeadline ? nullptr : &wait, nullptr);
    if (ready < 0) ready = -errno;
  }
  t.wake_descriptor.store_seq_cst(-1);
  if (ready > 0 && all.back().revents != 0) {
    uint64_t events;
    (void)!::read(t.own_wake_descriptor, &events, sizeof events);
    ready--;
  }
  for (size_t i = 0; i < count; i++) fds[i].revents = all[i].revents;
  return ready;
}

void interrupt(ThreadCore& t, uint32_t poll_bits) {
  t.poll.fetch_or_seq_cst(poll_bits);
  if ((poll_bits & kWakingBits) == 0) return;
  base::interrupt_sleep(t.sleep);
  if (int descriptor = t.wake_descriptor.load_seq_cst(); descriptor >= 0) {
    uint64_t one = 1;
    (void)!::write(descriptor, &one, sizeof one);
  }
}

void close_wake_descriptor(ThreadCore& t) {
  if (t.own_wake_descriptor >= 0) ::close(t.own_wake_descriptor);
  t.own_wake_descriptor = -1;
}

}  // namespace eider::threads
