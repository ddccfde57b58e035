// SPDX-License-Identifier: MIT
//
// Per-thread and per-realm state of the virtual machine.
#pragma once

#include <algorithm>
#include <vector>

#include "base/mutex.h"
#include "vm/frame.h"
#include "vm/trace_hooks.h"

namespace eider::vm {

/// An instruction of this thread whose inline cache assumes something about a class, or names an object that may die: it turns
/// generic when the class changes (flush_caches) and when the object is found dead (forget_dead_sites). A site keeps nothing alive.
struct CacheSite {
  Object* depends;
  ThreadCode* code;
  uint32_t unit;
  bool on_class;                // depends is a Type, and its structure matters
};

struct SpecializationStats {
  uint64_t specialized = 0, misses = 0, failures = 0, copies = 0, copies_from_snapshot = 0;
  void add(const SpecializationStats& other) {
    specialized += other.specialized;
    misses += other.misses;
    failures += other.failures;
    copies += other.copies;
    copies_from_snapshot += other.copies_from_snapshot;
  }
};

/// One thread's. Touched by its thread, or by the collector / a handshake operation while it is stopped or claimed.
struct VmState {
  Value* stack = nullptr;       // kValueStackBytes (vm_state.cpp), committed by touching
  std::vector<CacheSite> sites;
  size_t sites_compacted_at = 1024;  // when sites gets this long, doubles are removed
  ThreadCode* copies = nullptr;      // this thread's copies of code, linked by next_of_thread
  void* entering = nullptr;          // the executor that hot_place chose, until the handler enters it
  static constexpr int kTextParts = 16;
  Value text_parts[kTextParts];      // compiled code's, from its first TextPart to the helper behind: no safepoint is between
  void* recorder = nullptr;          // jit's, while this thread records
  bool instrumented = false;         // Note [A thread with hooks]
  TraceHooks hooks;
  /// Whether this thread goes instruction by instruction and enters no compiled code.
  bool goes_by_instruction() const { return recorder != nullptr || instrumented; }
  size_t bound_words = 0;       // words above the innermost frame where arguments are being bound
  Code* bound_code = nullptr;   // what they are bound for, which has no frame yet (Binding)
  bool exiting = false;         // the runtime is closing: no handler stops the unwinding
  bool yielded = false;         // the frame run_frame left has yielded, not returned
  bool python_refused = false;  // the pending exception is refuse_python's
  int64_t reraised_unit = 0;    // where the re-raised exception came from
  bool reraised = false;        // the pending exception is re-raised: its frame has its traceback entry already
  SpecializationStats stats;
};

/// While a call's frame is being prepared: keeps the code, which its function may have given up, from the collector.
class Binding {
 public:
  Binding(Thread& t, Code* code) : t_(t), outer_(t.vm->bound_code) { t.vm->bound_code = code; }
  ~Binding() { t_.vm->bound_code = outer_; }
  Binding(const Binding&) = delete;
  Binding& operator=(const Binding&) = delete;

 private:
  Thread& t_;
  Code* outer_;
};

enum class PerfOutput : uint8_t { kNone, kMap, kDump };  // --jit-perf=

/// --stress=: rare states of compiled code, forced (jit/jit.cpp says how).
struct JitStress {
  uint32_t deopt = 0;            // every so many guards of compiled code leave it although they hold; 0: none
  uint32_t invalidate = 0;       // every so many polls of compiled code an executor is invalidated
  bool epoch = false;            // every poll of compiled code begins a new epoch and frees what is free
  bool recycle = false;          // what is retired is freed when code is next left, overwritten, and reused first
  bool side_exit = false;        // the first time an exit is taken its path is recorded
  bool any() const { return deopt != 0 || invalidate != 0 || epoch || recycle || side_exit; }
};

/// Chosen at start-up.
struct JitConfig {
  bool enabled = false;
  bool required = true;          // where it cannot be used the runtime does not start; otherwise everything is interpreted
  bool why = false;              // --jit=why: a sentence per decision on stderr
  bool stats = false;            // --jit=stats: at exit
  uint16_t hot_loop = 1024;      // passes of a loop header, after a thread's first VmRealm::first_hot, until it is recorded
  uint16_t hot_exit = 64;        // times an exit is taken until its path is recorded
  uint32_t seed = 1;             // of the random part of these waits; 0: they have none
  bool reference = false;        // --jit-reference: traces are interpreted by src/jit/reference, no machine code is made
  PerfOutput perf = PerfOutput::kNone;
  bool gdb = false;              // --jit-gdb=1: code is registered with gdb
  bool unwind = false;           // --jit-unwind=1: and with the unwinder of the process
  bool dump_trace = false, dump_ir = false, dump_asm = false;
  JitStress stress;
};

/// One of the compiler's figures, for programs that watch it.
struct JitFigure {
  const char* name;
  uint64_t value;
};

/// What src/jit fills in; null while there is no jit. All run on the thread they are given.
struct JitHooks {
  void* owner = nullptr;
  /// A function entry or loop header (`unit` of t.frame's code) is hot again; `counter` is its counter, set anew here. The executor to
  /// enter there, or nullptr; may start recording (Thread::dispatch). Runs no Python, does not poll.
  void* (*hot_place)(Thread& t, uint32_t unit, uint16_t* counter) = nullptr;
  /// An exception was caught: the executor to enter at the innermost frame's `unit`, or nullptr.
  void* (*caught)(Thread& t, uint32_t unit) = nullptr;
  /// Recording: the instruction at pc is about to be executed. Puts Thread::dispatch back when the recording is over.
  void (*step)(Thread& t, Value* locals, Value* sp, const uint16_t* pc, Value tos) = nullptr;
  /// Around fork(2), the world stopped: code memory of the child's own is made, or errno says why not, and nothing is to be forked.
  bool (*before_fork)(Realm& realm) = nullptr;
  void (*after_fork_parent)(Realm& realm) = nullptr;  // also when the fork has failed
  void (*after_fork_child)(Realm& realm) = nullptr;
  void (*print_stats)(Realm& realm) = nullptr;
  std::vector<JitFigure> (*figures)(Realm& realm) = nullptr;
  void (*remove)(Realm& realm) = nullptr;  // after the last code has died
  void* enter = nullptr;  // interpreter handler (interpreter.cpp): enters VmState::entering
  /// The collector's: a code has died (world stopped); what a thread's recorder names.
  void (*code_dies)(Realm& realm, Code* code) = nullptr;
  void (*trace_thread)(Thread& t, gc::Tracer& tracer) = nullptr;
  void (*thread_ends)(Thread& t) = nullptr;
  void (*stop_recording)(Thread& t) = nullptr;  // when the thread records
  void (*instrumentation_begins)(Thread& t) = nullptr;  // Note [A thread with hooks]
  bool (*is_active)(Thread& t) = nullptr;  // the thread's innermost frame runs in compiled code
  void (*namespaces_change)(Thread& t, Code* code) = nullptr;  // before the handshake of bind_namespaces
  bool (*function_changes)(Thread& t, struct Function* fn) = nullptr;  // before that of function_changes; false: no code relied on it
};

enum class TlbcMode : uint8_t { kSharedSnapshot, kPrivate, kCold };  // --tlbc=; kCold never specializes

/// One realm's.
struct VmRealm {
  static constexpr size_t kSpareStacks = 4;
  base::Mutex mutex{base::LockRank::kRuntimeTable};
  Code* codes EIDER_GUARDED_BY(mutex) = nullptr;   // every live Code, for sweeping
  SpecializationStats ended EIDER_GUARDED_BY(mutex);  // of threads that have ended
  // Value stacks of threads that have ended, for those that start: mapping and unmapping one costs as much as starting the thread.
  // What they hold is stale and never looked at: a stack is scanned up to its thread's frames only.
  Value* spare_stacks[kSpareStacks] EIDER_GUARDED_BY(mutex) = {};
  Atomic<uint64_t> flush_epoch{1};                 // bumped by every cache flush; pairs with itself inside handshakes
  TlbcMode tlbc = TlbcMode::kSharedSnapshot;       // fixed after start
  JitHooks jit;                                    // fixed before the first thread runs
  uint16_t first_hot = 64;                         // so are the entries or back edges until note_hot hears of a place for the first time
  // How functools.partial objects are called, once that module is there: by it they are known. Release; pairs with acquire in partial_of_function.
  Atomic<objects::CallFn> partial_call{nullptr};
  Atomic<int32_t> recursion_limit{1000};           // sys.setrecursionlimit; threads take it when they start
};

/// Fills hooks and function-like types. Called once by bootstrap of the runtime, before any thread runs Python.
Result<void> install_vm(Thread& t);
/// How deep a thread really goes under sys.setrecursionlimit(limit). Frames of functions live on the value stack and end with it, but
/// those of generators are heap objects: `yield from` itself without end must not take all of the machine's memory.
inline constexpr int32_t kMostRecursion = 1'000'000;
inline int32_t effective_recursion_limit(int32_t limit) { return limit < kMostRecursion ? limit : kMostRecursion; }
/// Value stack for a thread / its end.
bool enter_vm(Thread& t, VmState* made = nullptr);
/// What enter_vm would allocate, made beforehand by the thread that starts another one, so that the failure is its own. nullptr: no memory.
VmState* make_vm(VmRealm& realm);
void drop_vm(VmRealm& realm, VmState* made);
void leave_vm(Thread& t);
void close_vm(Realm& realm);
/// Of all threads, ended ones included. What running threads count meanwhile may be missing.
SpecializationStats specialization_stats(Realm& realm);
VmRealm& vm_realm(Thread& t);

}  // namespace eider::vm
