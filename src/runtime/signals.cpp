// SPDX-License-Identifier: MIT
//
// Signals: the handler only notes the number and sets the main thread's poll bit; Python code runs at that thread's next poll.
//
// The process has one set of handlers, so one runtime at a time may own them (the command line's). This pointer is the one piece of
// process-wide state; it is set before the handlers are installed and cleared by nobody.
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "objects/compiled_call.h"
#include "runtime/runtime.h"
#include "threads/wait.h"

namespace eider::runtime {

namespace {

base::Atomic<Runtime*> signal_owner{nullptr};  // release before sigaction; acquire in the handler

base::Atomic<int> wakeup_fd{-1};  // relaxed: the descriptor alone matters

void note_signal(int number) {
  Runtime* runtime = signal_owner.load_acquire();
  if (runtime == nullptr) return;
  if (int fd = wakeup_fd.load_relaxed(); fd >= 0) {
    int saved = errno;
    auto byte = static_cast<unsigned char>(number);
    (void)!::write(fd, &byte, 1);
    errno = saved;
  }
  runtime->pending_signals.fetch_or_seq_cst(uint32_t{1} << (number < 31 ? number : 31));  // pairs with exchange in run_signal_handlers
  int saved = errno;
  threads::interrupt(runtime->main_thread(), threads::kPollSignal);
  errno = saved;
}

}  // namespace

void watch_signal(Runtime& runtime, int number) {
  signal_owner.store_release(&runtime);
  struct sigaction action = {};
  action.sa_handler = note_signal;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, nullptr);  // no SA_RESTART: blocking calls return with EINTR and poll
}

int set_signal_wakeup_fd(int fd) {
  int old = wakeup_fd.load_relaxed();
  wakeup_fd.store_relaxed(fd);
  return old;
}

void install_interrupt_handler(Runtime& runtime) {
  watch_signal(runtime, SIGINT);
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is an OSError, as in CPython
  std::signal(SIGXFSZ, SIG_IGN);  // and so is a file beyond the limit on its size
}

Result<void> run_signal_handlers(Thread& t) {
  if (!t.is_main) return kDone;
  Runtime& runtime = Runtime::of(t);
  uint32_t pending = runtime.pending_signals.exchange_seq_cst(0);
  for (int number = 1; number < 32; ++number) {
    if (!(pending & uint32_t{1} << number)) continue;
    Value handler = runtime.signal_handlers.is_absent() ? kAbsent : list_get(runtime.signal_handlers.as<List>(), number);
    if (frames_are_virtual(t) && !handler.is_absent() && is_callable(t, handler) && !is_exact(handler, TypeId::kNativeFunction)) {
      runtime.pending_signals.fetch_or_seq_cst(uint32_t{1} << number);  // Note [Python code below a helper]
      t.poll.fetch_or_seq_cst(threads::kPollSignal);
      continue;
    }
    if (handler.is_absent() || !is_callable(t, handler)) {
      if (number == SIGINT && (handler.is_absent() || handler.is_none())) return raise_none(t, TypeId::kKeyboardInterrupt);
      continue;
    }
    Value frame = t.frame != nullptr && !frames_are_virtual(t) && t.realm->hooks.frame_object != nullptr ? t.realm->hooks.frame_object(t, t.frame) : kNone;
    Result<Value> r = call2(t, handler, Value::from_small_int(number), frame.is_absent() ? kNone : frame);
    if (!r.ok()) return kFailure;
  }
  return kDone;
}

}  // namespace eider::runtime
