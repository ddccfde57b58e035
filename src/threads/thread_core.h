// SPDX-License-Identifier: MIT
//
// What the lower layers know of one thread: its poll word, its state, where its stack is.
//
// gc::Mutator extends it with an allocation cursor, objects::Thread with everything Python. A ThreadCore is created, used
// and destroyed by its own OS thread; others touch only the atomics, and the rest while they hold it CLAIMED or stopped.
//
// Note [State and poll are a Dekker pair]
// A requester sets a poll bit (seq_cst) and then reads the state; a thread going RUNNING sets its state (seq_cst) and then
// reads poll. So either the requester sees DETACHED and claims, or the thread sees the bit.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstdint>

#include "base/atomic.h"
#include "base/check.h"
#include "base/parking.h"

namespace eider::threads {

enum PollBits : uint32_t {
  kPollHandshake = 1,   // a handshake operation waits to be run by this thread
  kPollStop = 2,        // stop the world: park until released
  kPollGc = 4,          // this thread should start a collection
  kPollSignal = 8,      // a signal handler set something for the main thread
  kPollAsyncExc = 16,   // another thread raised an exception in this one / interrupt
  kPollFinalizers = 32, // finalizers or weakref callbacks are queued
  kPollTrace = 64,      // tracing or profiling changed
  kPollExit = 128,      // the runtime is closing: unwind
};

enum class RunState : uint32_t { kDetached = 0, kRunning = 1, kClaimed = 2 };

/// Bytes of native stack below ThreadCore::stack_low: recursion checks fire while there is still room for the code between two
/// checks and for the code that reports. Sanitizers' frames are several times as large.
#if defined(EIDER_ASAN) || defined(EIDER_TSAN)
inline constexpr size_t kStackMargin = 320 * 1024;
#else
inline constexpr size_t kStackMargin = 96 * 1024;
#endif

class ThreadRegistry;

struct ThreadCore {
  base::Atomic<uint32_t> poll{0};                                  // offset 0: compiled code compares [thread], 0
  base::Atomic<RunState> state{RunState::kDetached};
  uint8_t multi_threaded = 0;  // written only by this thread's own handshake operation or while it is not RUNNING: the watched
                               // fact "only one thread is attached" is (multi_threaded == 0). Read by this thread only.
  uint8_t always_lock = 0;     // --locks=always: objects are locked even by a single thread. Constant once registered.
  uint8_t must_lock = 0;       // multi_threaded || always_lock: the one byte that object locks test. Written together with multi_threaded.
  base::Atomic<uint64_t> epoch{0};
  uint8_t asymmetric = 0;      // how unlocking a byte orders its store before a load (byte_lock.h). Constant once registered.
  base::Atomic<uint32_t>* sleepers = nullptr;  // of the registry: threads that sleep on object locks. Constant once registered.
  ThreadRegistry* registry = nullptr;
  uint32_t index = 0;          // small dense number, reused after exit: indexes per-thread copies
  uint64_t os_id = 0;          // gettid(), for messages
  char* stack_high = nullptr;  // where the native stack begins (highest address)
  char* stack_low = nullptr;   // lowest usable address plus a safety margin: recursion checks compare with it
  char* saved_sp = nullptr;    // valid while not RUNNING or stopped: scan [saved_sp, stack_high)
  std::jmp_buf saved_registers;  // callee-saved registers, raw (capture.h); scanned like the stack
  ThreadCore* next = nullptr;  // registry list; guarded by the registry's mutex
  ThreadCore* prev = nullptr;
  int detach_depth = 0;
  uint32_t object_locks_held = 0;   // builds with assertions: object locks this thread holds; 0 at every safepoint
  uint32_t no_safepoint_depth = 0;  // builds with assertions: NoSafepoint scopes this thread is in
  base::Atomic<uint64_t> handshake_seen{0};     // last handshake round whose operations ran for this thread
  base::Atomic<uint32_t> attach_waiting{0};     // 1 while it sleeps on `state` because it is CLAIMED
  base::SleepWord sleep{base::kAwake};          // what an interruptible wait of this thread sleeps on (wait.h)
  base::Atomic<int> wake_descriptor{-1};        // during wait_descriptors: who interrupts the thread writes there
  int own_wake_descriptor = -1;                 // an eventfd, made by the first wait_descriptors
  base::Atomic<uint32_t> single_state{0};       // being told that it is the only thread now: 0 nothing to tell, 1 to be told, 2 being told

  uint64_t contended_at = 0;        // own: when it last found a short lock taken, in ns (contention.h)
  uint64_t contended_ns = 0;        // own: how often lately, as a leaky bucket

  bool attached() const { return state.load_relaxed() == RunState::kRunning; }
};

}  // namespace eider::threads
