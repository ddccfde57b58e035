// SPDX-License-Identifier: MIT
//
// Lifecycle: publishing executors, taking them back, and freeing them when no thread can be in them.
//
// Note [The life of an executor]
// An Executor is one thread's while it is recorded and compiled (kMade). `publish` links it: into the slot of its place, or into the
// exit it continues. `retire` unlinks it; `reclaim` frees what was retired. All changes of links happen under mutex_; reading one takes
// no lock.
//
// Who may hold an Executor* or Exit*:
//   (a) A thread that has just loaded it from a link (HotPlace::executor, Exit::side, Exit::target, FactSet). It is RUNNING and holds it
//       across no safepoint: `hot_place` .. `enter`, an exit's stub .. the side trace's EnterSide, fact_changes.
//   (b) A thread in its code, or in C++ on its behalf: a record on Thread::activation names it before the first safepoint (prepare) and
//       until the last use of its metadata (leave_frames, run_escape; there the record is a copy on the native stack). Of a record both
//       count: `executor`, whose code runs, and `entered`, which the visit is accounted to.
//   (c) A thread that records what comes behind one of its exits (Jit::Recording).
//   (d) The code of another executor that jumps to its entry, linked or not: Executor::targets. A retired executor is not valid, so
//       the jump's check refuses; until all who have it as a target are freed it stays, to be asked.
// The side traces that were reached through an executor alone are retired with it.
// The collector marks what executors name from the code they belong to (places.cpp), and the codes from (b).
//
// Retiring an executor begins a new epoch, its own, after the last link to it is gone. A handshake that begins later reaches every
// thread at a safepoint, so that (a) is over: the epoch has passed. The handshake's operation names what (b) and (c) hold; with the
// targets of those, of what is linked, and of what has been retired during the handshake, (d) is known. The rest is freed: code, exits
// and metadata together. Code addresses are reused only after a membarrier (CodeArena).
//
// `reclaim` runs when many or large executors wait, on the next thread that leaves compiled code (leave_frames). What cannot be
// freed then doubles the limit, so the handshakes stay few when threads remain in retired code for long; the number of those is
// bounded by the activations and links there are.
//
// A fork's child has one thread; what only the others were in is found free by the next reclaim.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/mutex.h"
#include "jit/arena/code_arena.h"
#include <array>

#include "jit/executor.h"
#include "jit/lifecycle/facts.h"
#include "jit/lifecycle/places.h"

namespace eider::jit {

struct LifecycleFigures {
  size_t linked = 0, linked_bytes = 0;      // bytes of code
  size_t waiting = 0, waiting_bytes = 0;    // retired, not freed
  uint64_t retired = 0, freed = 0;          // since the start
  size_t most_waiting = 0;
};
/// How often whole instructions were run for compiled code, by bytecode::Op.
using EscapeCounts = std::array<uint64_t, 256>;
/// Adds those of one executor.
void count_escapes(const Executor& e, EscapeCounts* counts);

class Lifecycle {
 public:
  enum class Recycle : uint8_t { kWhenMany, kAtOnce };  // kAtOnce: --stress=recycle
  Lifecycle(objects::Realm& realm, CodeArena& arena, FactSet& facts, Recycle recycle) : realm_(realm), arena_(arena), facts_(facts), recycle_(recycle) {}
  Lifecycle(const Lifecycle&) = delete;
  Lifecycle& operator=(const Lifecycle&) = delete;
  ~Lifecycle();

  /// Links a compiled executor to where it was recorded: a place, or an exit. False: a fact it relies on has changed meanwhile, what it
  /// continues or jumps to is gone, or another thread was first; it is retired then.
  ///
  /// Threads     no safepoint since the executor's targets were found.
  bool publish(Thread& t, std::unique_ptr<Executor> executor, HotPlace* place, Exit* exit);
  /// Of a recording that was given up.
  void discard(Thread& t, std::unique_ptr<Executor> executor);
  /// The interpreter does not enter it any more, while other code that goes to it goes on doing so. False, and nothing is done: there is none. No safepoint.
  bool set_aside(Executor& executor);
  /// Nobody enters it any more. False: it was not linked (yet, or any more), and nothing is done. No safepoint.
  bool retire(Thread& t, Executor& executor);
  /// Every nth of those that are linked, in some order; nullptr when there is none. No safepoint until the last use.
  Executor* linked(uint64_t n);
  /// So much waits that somebody should reclaim. A hint.
  bool wants_reclaim() const { return wanted_.load_relaxed() != 0; }
  /// Frees what was retired and is not in use. A handshake, so a safepoint.
  void reclaim(Thread& t);

  /// The collector's, with the world stopped: a code has died. None of its executors is on an activation chain (trace_activations).
  void code_dies(vm::Code* code);
  /// Marks the codes of the executors that `t` is in.
  static void trace_activations(Thread& t, gc::Tracer& tracer);
  void after_fork_child();

  LifecycleFigures figures();
  /// Of all executors there ever were.
  EscapeCounts escapes();
  /// Runs `visit` for every executor that was published and is not freed.
  template <class F>
  void each(F visit) EIDER_EXCLUDES(mutex_) {
    base::MutexLock lock(mutex_);
    for (Executor* e : linked_) visit(*e);
    for (Executor* e : waiting_) visit(*e);
  }

  static void name(Executor& executor, uint64_t round) { executor.named.store_relaxed(round); }
  /// (c): which exit's path the thread records; nullptr when it records none. Set by Jit.
  using RecordedExit = Exit* (*)(Thread& t);
  void set_recorded_exit(RecordedExit recorded) { recorded_exit_ = recorded; }

 private:
  void retire_locked(Executor& executor) EIDER_REQUIRES(mutex_);
  void unlink_locked(Executor& executor) EIDER_REQUIRES(mutex_);
  void wait_locked(Executor& executor) EIDER_REQUIRES(mutex_);
  void call_for_reclaim_locked() EIDER_REQUIRES(mutex_);
  void name_all(Thread& t, uint64_t round);
  void destroy(Executor* executor);

  objects::Realm& realm_;
  CodeArena& arena_;
  FactSet& facts_;
  const Recycle recycle_;
  RecordedExit recorded_exit_ = nullptr;

  // Of the heap's ranks, none of which is ever held with it; the facts', the places' and the arena's are taken under it.
  base::Mutex mutex_{base::LockRank::kHeapTables};
  base::Atomic<uint32_t> wanted_{0};       // relaxed
  std::vector<Executor*> linked_ EIDER_GUARDED_BY(mutex_);
  std::vector<Executor*> waiting_ EIDER_GUARDED_BY(mutex_);
  LifecycleFigures figures_ EIDER_GUARDED_BY(mutex_);
  base::Mutex freed_mutex_{base::LockRank::kLeaf};
  EscapeCounts freed_escapes_ EIDER_GUARDED_BY(freed_mutex_) = {};
  size_t limit_count_ EIDER_GUARDED_BY(mutex_) = kFewest;
  size_t limit_bytes_ EIDER_GUARDED_BY(mutex_) = kLeastBytes;
  uint64_t round_ EIDER_GUARDED_BY(mutex_) = 0;
  bool reclaiming_ EIDER_GUARDED_BY(mutex_) = false;
  static constexpr size_t kFewest = 64, kLeastBytes = size_t{256} << 10;
};

}  // namespace eider::jit
