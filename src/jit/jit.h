// SPDX-License-Identifier: MIT
//
// Jit: one realm's compiler: what is recorded where and when, and what becomes of it.
//
// A hot place (function entry or loop header of a code) has one slot. The first thread to claim it records; when the trace is compiled the
// executor is published in the slot. Executors are found through the slot only, side traces through the exit they continue.
// When a fact changes, its dependents are marked invalid and unlinked before the handshake that precedes the change (facts.h); after
// it no thread runs their code beyond the next validity check. When they are freed: lifecycle/lifecycle.h.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "jit/debug/tool_feed.h"
#include "jit/executor.h"
#include "jit/lifecycle/facts.h"
#include "jit/lifecycle/lifecycle.h"
#include "jit/record/recorder.h"
#include "vm/vm_state.h"

namespace eider::jit {

using vm::JitConfig;

/// Whether this build can compile at all.
bool available();
/// Makes a realm's Jit and fills its hooks. runtime::Config::install_jit.
bool install_jit(objects::Realm& realm, const JitConfig& config, std::string* error);

/// `f (prog.py:3)`
std::string where(const vm::Code* code, uint32_t unit);
/// What was compiled, and what that cost. Executor::place is filled under --jit=why and --jit=stats only.
std::string sentence(const Executor& executor);
/// `the class Duck`, `the global limit`: what an executor relied on (facts: what else it relies on), as its code calls it.
std::string fact_name(Thread& t, const void* fact, const Executor& executor, const std::vector<const void*>& facts);
/// `, by change (prog.py:7)`: what the thread is doing.
std::string by_whom(Thread& t);

class Jit {
 public:
  /// nullptr: the machine refuses executable memory; the text says why.
  static Jit* create(objects::Realm& realm, const JitConfig& config, std::string* error);
  ~Jit();
  void install(vm::VmRealm& vm);

  FactSet& facts() { return facts_; }
  const JitConfig& config() const { return config_; }
  static Jit& of(Thread& t);

  /// The executor that execution goes on in after `exit` rebuilt the frames, or nullptr (the interpreter). May start recording.
  /// made: see write_frames.
  Executor* after_exit(Thread& t, Exit& exit, uint64_t made);
  /// Compiled code was left; its frames are real. Frees retired executors if many wait, and what --stress wants at polls. A safepoint.
  void after_leaving(Thread& t, const Exit& exit) {
    if (EIDER_UNLIKELY(forced_.polls.every != 0) && exit.op == Op::kPoll) forced_poll(t);
    if (EIDER_UNLIKELY(forced_.guards.every != 0)) vary_forced_guards();
    if (EIDER_UNLIKELY(life_->wants_reclaim())) life_->reclaim(t);
  }
  /// It does not pay: nobody enters it any more, and its place is penalised.
  void drop(Thread& t, Executor& executor);
  void print_stats();
  void print_executors();
  void print_exits();
  void print_escapes();
  void print_refusals();

 private:
  Jit(objects::Realm& realm, const JitConfig& config);

  static Executor* executor_at(vm::Code* code, uint32_t unit, PlaceKind kind);
  uint32_t patience(const Thread& t, uint32_t first, uint32_t failures, const vm::Code* code, uint32_t unit) const;
  void record_return(Thread& t, vm::Code* code, uint32_t unit);
  static void* caught(Thread& t, uint32_t unit);
  static void* hot_place(Thread& t, uint32_t unit, uint16_t* counter);
  static void step(Thread& t, Value* locals, Value* sp, const uint16_t* pc, Value tos);
  static Exit* recorded_exit(Thread& t);
  static void code_dies(objects::Realm& realm, vm::Code* code);
  static bool before_fork(objects::Realm& realm);
  static void after_fork_parent(objects::Realm& realm);
  static void after_fork_child(objects::Realm& realm);
  static std::vector<vm::JitFigure> figures(objects::Realm& realm);
  static void trace_thread(Thread& t, gc::Tracer& tracer);
  static void leave_off(Thread& t);
  static void instrumentation_begins(Thread& t);
  static bool function_changes(Thread& t, vm::Function* fn);
  static void namespaces_change(Thread& t, vm::Code* code);
  static void type_changes(void* context, Thread& t, objects::Type* type);
  static void cell_changes(void* context, Thread& t, objects::NameCell* cell);

  void forced_poll(Thread& t);
  void vary_forced_guards();

  struct Recording;
  bool start(Thread& t, HotPlace* place, Exit* exit, bool may_link, uint64_t made, vm::Code* code, uint32_t unit);
  void fails(Recording& recording, uint32_t times);
  void refuse(Recording& recording, uint32_t times, const char* why, size_t instructions);
  void finish(Thread& t, Recording& recording);
  void stop_recording(Thread& t);
  bool fact_changes(Thread& t, const void* fact, const char* what);
  void say(const char* format, ...) const __attribute__((format(printf, 2, 3)));

  objects::Realm& realm_;
  JitConfig config_;
  FactSet facts_;
  ForcedExits forced_;                       // --stress: compiled code counts it down
  base::Atomic<uint64_t> forced_polls_{0}, forced_invalidations_{0}, forced_phase_{0};
  ToolFeed tools_;
  std::unique_ptr<CodeArena> arena_;         // tells tools_ what it frees
  std::unique_ptr<Lifecycle> life_;
  base::Mutex recordings_mutex_{base::LockRank::kLeaf};
  std::vector<Recording*> recordings_ EIDER_GUARDED_BY(recordings_mutex_);  // of all threads
  base::Mutex refusals_mutex_{base::LockRank::kLeaf};
  std::map<std::string, uint64_t> refusals_ EIDER_GUARDED_BY(refusals_mutex_);  // --jit=stats: recordings that were given up, by reason
  struct {
    base::Atomic<uint64_t> recorded{0}, aborted{0}, compiled{0}, invalidated{0}, dropped{0}, bytes{0}, compile_ns{0};
  } stats_;  // relaxed
};

}  // namespace eider::jit
