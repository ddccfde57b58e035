// SPDX-License-Identifier: MIT
//
// Jit: one realm's compiler and the life of its executors.
//
// A hot place (function entry or loop header of a code) has one slot. The first thread to claim it records; when the trace is compiled the
// executor is published in the slot by CAS. Executors are found through the slot only, side traces through the exit they continue.
// When a fact changes, its dependents are marked invalid and unlinked before the handshake that precedes the change (facts.h); after
// it no thread runs their code beyond the next validity check. They are freed with their code object, when no frame of it exists.
#pragma once

#include <memory>
#include <string>

#include "jit/debug/tool_feed.h"
#include "jit/executor.h"
#include "jit/lifecycle/facts.h"
#include "jit/record/recorder.h"
#include "vm/vm_state.h"

namespace eider::jit {

class CodeArena;

using vm::JitConfig;

struct HotPlace {
  uint32_t unit;
  PlaceKind kind;
  base::Atomic<Executor*> executor{nullptr};   // release-stored by CAS from null, cleared by invalidation; acquired on entry
  base::Atomic<uint32_t> passes{0};            // relaxed: after a thread's first 64, of all threads together; lost counts only delay
  base::Atomic<uint32_t> claimed{0};           // 1 while a thread records or compiles here
  base::Atomic<uint32_t> failures{0};          // relaxed
  HotPlace* next;
};

/// Whether this build can compile at all.
bool available();
/// Makes a realm's Jit and fills its hooks. runtime::Config::install_jit.
bool install_jit(objects::Realm& realm, const JitConfig& config, std::string* error);

/// `f (prog.py:3)`
std::string where(const vm::Code* code, uint32_t unit);
/// What was compiled, and what that cost. Executor::place is filled under --jit=why and --jit=stats only.
std::string sentence(const Executor& executor);

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
  Executor* after_exit(Thread& t, Exit& exit);
  /// It does not pay: nobody enters it any more, and its place is penalised.
  void drop(Executor& executor);
  void print_stats() const;
  void print_executors() const;
  void print_exits() const;

 private:
  Jit(objects::Realm& realm, const JitConfig& config);

  static Executor* executor_at(vm::Code* code, uint32_t unit, PlaceKind kind);
  static HotPlace* find_place(vm::Code* code, uint32_t unit, PlaceKind kind);
  void record_return(Thread& t, vm::Code* code, uint32_t unit);
  static void* hot_place(Thread& t, uint32_t unit, uint16_t* counter);
  static void step(Thread& t, Value* locals, Value* sp, const uint16_t* pc, Value tos);
  static void code_dies(objects::Realm& realm, vm::Code* code);
  static void trace_thread(Thread& t, gc::Tracer& tracer);
  static void thread_ends(Thread& t);
  static void namespaces_change(Thread& t, vm::Code* code);
  static void type_changes(void* context, Thread& t, objects::Type* type);
  static void cell_changes(void* context, Thread& t, objects::NameCell* cell);

  struct Recording;
  HotPlace* place_of(vm::Code* code, uint32_t unit, PlaceKind kind);
  bool start(Thread& t, HotPlace* place, Exit* exit, bool may_link, vm::Code* code, uint32_t unit);
  void fails(Recording& recording, uint32_t times);
  void refuse(Recording& recording, uint32_t times, const char* why, size_t instructions);
  void unlink(Executor* executor);
  void finish(Thread& t, Recording& recording);
  void stop_recording(Thread& t);
  void fact_changes(const void* fact, const char* what);
  void say(const char* format, ...) const __attribute__((format(printf, 2, 3)));

  objects::Realm& realm_;
  JitConfig config_;
  FactSet facts_;
  mutable base::Mutex executors_mutex_{base::LockRank::kLeaf};
  std::vector<Executor*> executors_ EIDER_GUARDED_BY(executors_mutex_);  // all that were published and are not freed, for statistics
  ToolFeed tools_;
  std::unique_ptr<CodeArena> arena_;         // tells tools_ what it frees
  struct {
    base::Atomic<uint64_t> recorded{0}, aborted{0}, compiled{0}, invalidated{0}, dropped{0}, bytes{0}, compile_ns{0};
  } stats_;  // relaxed
};

}  // namespace eider::jit
