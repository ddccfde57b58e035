// SPDX-License-Identifier: MIT
#include "jit/jit.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <ctime>
#include <new>

#include "base/check.h"
#include "base/memory.h"
#include "bytecode/ops.h"
#include "jit/arena/code_arena.h"
#include "jit/debug/dump.h"
#include "jit/emit/compile.h"
#include "jit/exit/exit.h"
#include "jit/exit/visits.h"
#include "jit/ir/text.h"
#include "jit/passes/passes.h"
#include "jit/reference/executor.h"
#include "objects/fact_table.h"
#include "objects/realm.h"
#include "vm/interpreter.h"

namespace eider::jit {

namespace {

constexpr uint16_t kEnterAlways = 1;
constexpr uint32_t kHeatStep = 64;  // passes between two looks at a place that is not hot enough yet
constexpr uint16_t kNever = 65535;
constexpr uint16_t kSetAside = 4096;  // passes between two looks at a place whose executor is left to other code
constexpr uint32_t kEntryFactor = 4;
constexpr uint32_t kMaxFailures = 6;
constexpr uint32_t kMaxExitFailures = 3;
constexpr uint32_t kWaitsAlike = 16;       // so often an exit waits equally long for what it goes to, then twice as long, ...
constexpr uint32_t kMaxLeft = 3;           // then it is a loop of hardly a round
constexpr uint32_t kMaxSideDepth = 40;     // exits in a row: each one's memory lies above the last one's
constexpr uint32_t kMaxExtent = 4000;      // words

/// How often an exit of `from` is taken until it is worth a side trace, which costs as much as some hundred exits. Where a function has many
/// already its paths are many, and each one is taken less often.
uint32_t exits_wanted(uint32_t hot_exit, const Executor& from) {
  constexpr uint32_t kMany = 24;
  return hot_exit + hot_exit * places_of(from.codes[0])->side_traces.load_relaxed() / kMany;
}

/// This thread's own time, so that what compiling costs does not depend on who else runs.
uint64_t cpu_ns() {
  timespec ts;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts);
  return static_cast<uint64_t>(ts.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(ts.tv_nsec);
}

}  // namespace

/// How often a place, or an exit, is come to until it is recorded, after so many attempts that did not pay: each time four times as often.
/// To that comes a random part, other for each thread, place and attempt: up to a sixteenth at first, an eighth later. So what a loop does
/// in each 16th round, say, is not what every recording meets because all begin at a multiple of 16.
uint32_t Jit::patience(const Thread& t, uint32_t first, uint32_t failures, const vm::Code* code, uint32_t unit) const {
  uint32_t whole = first << (2 * failures);
  if (config_.seed == 0) return whole;
  uint32_t who = config_.seed * 0xc2b2'ae35u + t.index * 0x27d4'eb2fu;
  uint32_t mixed = (static_cast<uint32_t>(code->unit->first_line) * 8191 + unit) * 0x9e37'79b9u ^ failures * 0x85eb'ca6bu ^ who;
  mixed = (mixed ^ mixed >> 15) * 0x2c1b'3c6du;
  return whole + (mixed ^ mixed >> 12) % (whole / (failures == 0 ? 16 : 8) + 1);
}

/// A thread's recording: VmState::recorder.
struct Jit::Recording {
  HotPlace* place;      // nullptr: of a side exit
  Exit* exit;
  bool may_link;        // of a side exit: compiled code that begins there may be gone to
  uint64_t made;        // of a side exit: which of its virtual objects were made (write_frames)
  vm::Code* code;
  uint32_t unit;
  std::unique_ptr<Executor> executor;
  std::unique_ptr<Recorder> recorder;
  Thread* thread;
};

Jit::Jit(objects::Realm& realm, const JitConfig& config) : realm_(realm), config_(config), tools_(config) {
  const vm::JitStress& stress = config.stress;
  if (stress.side_exit) config_.hot_exit = 1;
  if (stress.deopt != 0) forced_.guards = {stress.deopt, stress.deopt};
  if (stress.epoch || stress.invalidate != 0) {
    uint32_t every = stress.epoch ? 1 : stress.invalidate;
    forced_.polls = {every, every};
  }
}
Jit::~Jit() = default;

Jit* Jit::create(objects::Realm& realm, const JitConfig& config, std::string* error) {
  std::unique_ptr<Jit> jit(new (std::nothrow) Jit(realm, config));
  if (jit == nullptr) return nullptr;
  // perf looks into its map for anonymous memory only.
  auto mapping = config.perf == vm::PerfOutput::kMap ? CodeArena::Mapping::kProtect : CodeArena::Mapping::kDouble;
  CodeArena::Options arena{.mapping = mapping, .listener = &jit->tools_};
  if (config.stress.recycle) arena.freed = CodeArena::Freed::kPoison;
  jit->arena_ = std::make_unique<CodeArena>(arena);
  if (!jit->arena_->usable()) {
    *error = "the system gives no executable memory";
    return nullptr;
  }
  if (!stencils_match_build()) {
    *error = "the stencils were built for another kind of build";
    return nullptr;
  }
  jit->life_ = std::make_unique<Lifecycle>(realm, *jit->arena_, jit->facts_,
                                            config.stress.recycle ? Lifecycle::Recycle::kAtOnce : Lifecycle::Recycle::kWhenMany);
  jit->life_->set_recorded_exit(&recorded_exit);
  return jit.release();
}

bool available() { return stencils_match_build(); }

bool install_jit(objects::Realm& realm, const JitConfig& config, std::string* error) {
  Jit* jit = Jit::create(realm, config, error);
  if (jit == nullptr) return false;
  jit->install(*realm.vm);
  realm.vm->jit.remove = [](objects::Realm& r) {
    auto* mine = static_cast<Jit*>(r.vm->jit.owner);
    delete mine;
  };
  realm.vm->jit.print_stats = [](objects::Realm& r) { static_cast<Jit*>(r.vm->jit.owner)->print_stats(); };
  return true;
}

Jit& Jit::of(Thread& t) { return *static_cast<Jit*>(t.realm->vm->jit.owner); }

void Jit::install(vm::VmRealm& vm) {
  vm.jit.owner = this;
  vm.first_hot = std::min(vm.first_hot, config_.hot_loop);
  vm.jit.hot_place = &hot_place;
  vm.jit.caught = &caught;
  vm.jit.step = &step;
  vm.jit.enter = reinterpret_cast<void*>(&enter);
  vm.jit.code_dies = &code_dies;
  vm.jit.trace_thread = &trace_thread;
  vm.jit.thread_ends = &leave_off;
  vm.jit.stop_recording = &leave_off;
  vm.jit.instrumentation_begins = &instrumentation_begins;
  vm.jit.is_active = [](Thread& t) {
    auto* activation = static_cast<Activation*>(t.activation);
    return activation != nullptr && (activation->frame == t.frame || activation->frame == with_frames_in_memory(t.frame));  // else compiled code has called what is being interpreted
  };
  vm.jit.namespaces_change = &namespaces_change;
  vm.jit.function_changes = &function_changes;
  vm.jit.before_fork = &before_fork;
  vm.jit.after_fork_parent = &after_fork_parent;
  vm.jit.after_fork_child = &after_fork_child;
  vm.jit.figures = &figures;
  realm_.facts->hooks = {this, &type_changes, &cell_changes};
}

void Jit::say(const char* format, ...) const {
  if (!config_.why) return;
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  std::string line = "jit: ";
  const size_t begin = line.size(), length = static_cast<size_t>(std::vsnprintf(nullptr, 0, format, arguments));
  line.resize(begin + length + 1);
  std::vsnprintf(line.data() + begin, length + 1, format, again);
  va_end(again);
  va_end(arguments);
  line.back() = '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);  // whole lines: other threads say something too
}

void* Jit::hot_place(Thread& t, uint32_t unit, uint16_t* counter) {
  Jit& jit = of(t);
  vm::Frame* frame = t.frame;
  const uint16_t* counted = counter - 1;  // the instruction
  bool is_entry = vm::family_of(static_cast<uint8_t>(*counted)) == bytecode::Op::kResume;
  if (is_entry && (frame->flags & vm::kFrameGenerator) != 0) {  // who resumes it follows it, or its loops are compiled
    *counter = kNever;
    return nullptr;
  }
  HotPlace* place = make_place(frame->code->code, unit, is_entry ? PlaceKind::kFunction : PlaceKind::kLoop);
  if (place == nullptr) return nullptr;
  if (Executor* e = place->executor.load_acquire(); e != nullptr) {
    if (place->set_aside.load_relaxed() != 0) {
      *counter = kSetAside;
      return nullptr;
    }
    *counter = kEnterAlways;
    return t.vm->goes_by_instruction() ? nullptr : e;
  }
  if (place->failures.load_relaxed() >= kMaxFailures) {
    *counter = kNever;
    return nullptr;
  }
  if (t.vm->goes_by_instruction()) {
    *counter = 64;
    return nullptr;
  }
  uint32_t passes = place->passes.load_relaxed();
  // A function waits longer: a loop that calls it follows it into its frame, which is better.
  uint32_t wanted = jit.patience(t, uint32_t{jit.config_.hot_loop} * (is_entry ? kEntryFactor : 1), place->failures.load_relaxed(), frame->code->code, unit);
  if (passes < wanted) {
    uint32_t step = std::min<uint32_t>(kHeatStep, wanted - passes);
    place->passes.fetch_add_relaxed(step);
    *counter = static_cast<uint16_t>(step);
    return nullptr;
  }
  uint32_t expected = 0;
  if (!place->claimed.cas_acquire(expected, 1)) {
    *counter = 256;
    return nullptr;
  }
  // The executor is asked for, or another attempt made, that much later; at once where places are to be hot at once.
  // Prime: an attempt that meets the last round of a short loop is not followed by another that does.
  *counter = std::min(uint16_t{61}, jit.config_.hot_loop);
  if (!jit.start(t, place, nullptr, false, 0, frame->code->code, unit)) place->claimed.store_release(0);
  return nullptr;
}

/// Handlers are counted like loops, but not in the thread's own copy first.
void* Jit::caught(Thread& t, uint32_t unit) {
  if (t.vm->goes_by_instruction() || (t.frame->flags & vm::kFrameGenerator) != 0) return nullptr;
  Jit& jit = of(t);
  vm::Code* code = t.frame->code->code;
  HotPlace* place = make_place(code, unit, PlaceKind::kHandler);
  if (place == nullptr) return nullptr;
  if (Executor* e = place->executor.load_acquire(); e != nullptr) return place->set_aside.load_relaxed() != 0 ? nullptr : e;
  uint32_t failures = place->failures.load_relaxed();
  if (failures >= kMaxFailures) return nullptr;
  uint32_t passes = place->passes.load_relaxed() + 1;
  place->passes.store_relaxed(passes);
  if (passes < jit.patience(t, jit.config_.hot_loop, failures, code, unit)) return nullptr;
  uint32_t expected = 0;
  if (!place->claimed.cas_acquire(expected, 1)) return nullptr;
  place->passes.store_relaxed(0);
  if (!jit.start(t, place, nullptr, false, 0, code, unit)) place->claimed.store_release(0);
  return nullptr;
}

/// From the next instruction on the thread records.
bool Jit::start(Thread& t, HotPlace* place, Exit* exit, bool may_link, uint64_t made, vm::Code* code, uint32_t unit) {
  auto* recording = new (std::nothrow) Recording{place, exit, may_link, made, code, unit, std::make_unique<Executor>(), nullptr, &t};
  if (recording == nullptr) return false;
  {
    base::MutexLock lock(recordings_mutex_);
    recordings_.push_back(recording);
  }
  if (exit != nullptr) {
    recording->executor->continues = exit;
    recording->executor->root = exit->in_loop ? exit->executor : exit->executor->root;
    recording->executor->side_depth = exit->executor->side_depth + 1;
  }
  t.vm->recorder = recording;
  t.dispatch = vm::recording_dispatch();
  return true;
}

void Jit::stop_recording(Thread& t) {
  auto* recording = static_cast<Recording*>(t.vm->recorder);
  t.vm->recorder = nullptr;
  t.dispatch = vm::normal_dispatch();
  {
    base::MutexLock lock(recordings_mutex_);
    std::erase(recordings_, recording);
  }
  if (recording->executor != nullptr) life_->discard(t, std::move(recording->executor));
  if (recording->place != nullptr) recording->place->claimed.store_release(0);
  if (recording->exit != nullptr) recording->exit->claimed.store_release(0);
  delete recording;
}

void Jit::step(Thread& t, Value* locals, Value* sp, const uint16_t* pc, Value tos) {
  Jit& jit = of(t);
  auto* recording = static_cast<Recording*>(t.vm->recorder);
  if (recording->recorder == nullptr) {
    if (t.frame->code->code != recording->code || pc != t.frame->code->units + recording->unit) return jit.stop_recording(t);
    Executor* executor = recording->executor.get();
    recording->recorder =
        recording->exit != nullptr
            ? std::make_unique<Recorder>(t, executor, jit.facts_, *recording->exit, recording->made, &executor_at, recording->may_link)
            : std::make_unique<Recorder>(t, executor, jit.facts_, t.frame, recording->unit, recording->place->kind, sp, tos, &executor_at);
    // Where one has been given up, exceptions may be what is usual.
    if (recording->place != nullptr && recording->place->kind == PlaceKind::kLoop && recording->place->left.load_relaxed() < kMaxLeft) {
      recording->recorder->want_loop();
    }
    recording->recorder->keeps_part = (recording->exit != nullptr ? recording->exit->failures.load_relaxed() : recording->place->failures.load_relaxed()) > 0;
  }
  Recorder& recorder = *recording->recorder;
  switch (recorder.step(locals, sp, pc, tos)) {
    case Recorder::Step::kGoOn: return;
    case Recorder::Step::kAborted: {
      jit.stats_.aborted.fetch_add_relaxed(1);
      if (recorder.ended_at_once() && recording->place != nullptr) recording->place->ended.fetch_add_relaxed(1);
      if (recorder.left_loop()) recording->place->left.fetch_add_relaxed(1);
      jit.refuse(*recording, recorder.left_loop() ? 0 : 1, recorder.reason().c_str(), recorder.trace().places.size());
      jit.stop_recording(t);
      return;
    }
    case Recorder::Step::kDone: {
      vm::Code* code = recorder.wanted_code();
      uint32_t unit = recorder.wanted_unit();
      jit.finish(t, *recording);
      jit.stop_recording(t);
      if (code != nullptr) jit.record_return(t, code, unit);
      return;
    }
  }
}

/// The frame that compiled code came to an end with returns to `code` at `unit`: what follows there is recorded next.
void Jit::record_return(Thread& t, vm::Code* code, uint32_t unit) {
  HotPlace* place = make_place(code, unit, PlaceKind::kReturn);
  if (place == nullptr || place->executor.load_acquire() != nullptr) return;
  if (place->failures.load_relaxed() >= kMaxFailures || waits_for_loop(place)) return;
  uint32_t expected = 0;
  if (!place->claimed.cas_acquire(expected, 1)) return;
  if (!start(t, place, nullptr, false, 0, code, unit)) place->claimed.store_release(0);
}

namespace {

/// How many cycles a hundred in the trace's code save: the interpreter takes some 18 for a simple instruction, compiled code 3 for an
/// operation, and both as long for what is done by calling C++.
int64_t saving_of(const Trace& trace) {
  int64_t calls = 0, operations = 0;
  for (const Instruction& i : trace.code) {
    const OpInfo& info = info_of(i.op);
    if (info.immediate == Immediate::kHelper) ++calls;
    else if (i.op < Op::kConstInt || i.op > Op::kConstValue) ++operations;
  }
  int64_t interpreted = 18 * static_cast<int64_t>(trace.places.size()) + 100 * calls;
  return std::clamp<int64_t>(interpreted * 100 / (3 * operations + 110 * calls + 1) - 100, 50, 600);
}

}  // namespace

namespace {

/// Whether most of what the trace saves is lost again in its Escapes, in cycles as in exit/visits.cpp. Those that raise where the trace goes
/// on cost what raising costs anyway.
bool mostly_escapes(const Trace& trace) {
  constexpr int64_t kSaved = 15, kEscape = 200;
  int64_t escapes = 0;
  for (const Instruction& i : trace.code) escapes += i.op == Op::kEscape && escape_handler(i.imm) == kNoHandler;
  return kSaved * static_cast<int64_t>(trace.places.size()) < kEscape * escapes;
}

/// To whose entries the trace's code jumps.
std::vector<Executor*> targets_of(const Trace& trace) {
  std::vector<Executor*> targets;
  for (const ReturnTarget& target : trace.returns) targets.push_back(static_cast<Executor*>(target.executor));
  for (const Instruction& i : trace.code) {
    if (i.op == Op::kJumpEntry) targets.push_back(static_cast<Executor*>(reinterpret_cast<ExecutorHead*>(i.imm)));
  }
  return targets;
}

}  // namespace

/// Recording here did not pay; after some times it is not tried again.
void Jit::fails(Recording& recording, uint32_t times) {
  if (recording.place != nullptr) recording.place->failures.fetch_add_relaxed(times);
  else recording.exit->failures.store_relaxed(static_cast<uint8_t>(std::min<uint32_t>(recording.exit->failures.load_relaxed() + times, kMaxExitFailures)));
}

/// Nothing is compiled; says why, and what has come of it.
void Jit::refuse(Recording& recording, uint32_t times, const char* why, size_t instructions) {
  fails(recording, times);
  if (config_.stats) {
    base::MutexLock lock(refusals_mutex_);
    ++refusals_[why];
  }
  if (!config_.why) return;
  uint32_t failures = recording.place != nullptr ? recording.place->failures.load_relaxed() : recording.exit->failures.load_relaxed();
  bool given_up = failures >= (recording.place != nullptr ? kMaxFailures : kMaxExitFailures);
  std::string again = times == 0 ? "tried again soon" : "not tried again";
  if (times != 0 && !given_up && recording.place != nullptr) {
    uint32_t first = uint32_t{config_.hot_loop} * (recording.place->kind == PlaceKind::kFunction ? kEntryFactor : 1);
    again = "tried again after " + std::to_string(patience(*recording.thread, first, failures, recording.code, recording.unit)) + " passes";
  } else if (times != 0 && !given_up) {
    again = "tried again when left there " + std::to_string(patience(*recording.thread, exits_wanted(config_.hot_exit, *recording.exit->executor), failures, recording.code, recording.unit)) + " times";
  }
  say("%s: not compiled: %s; %zu instructions were recorded for nothing; %s", where(recording.code, recording.unit).c_str(), why, instructions,
      again.c_str());
}

void Jit::finish(Thread& t, Recording& recording) {
  stats_.recorded.fetch_add_relaxed(1);
  Trace trace = recording.recorder->take_trace();
  Executor* executor = recording.executor.get();
#if defined(EIDER_ASSERTIONS)
  EIDER_CHECK(verify_validity(trace).empty());
#endif
  if (std::string problem = verify(trace); !problem.empty()) {
    if (config_.dump_trace) std::fputs(print(trace).c_str(), stderr);
    refuse(recording, kMaxFailures, ("the trace is malformed: " + problem).c_str(), trace.places.size());
    return;
  }
  if (recording.recorder->fruitless()) {
    vm::Code* wanted = recording.recorder->wanted_code();
    const HotPlace* place = wanted == nullptr ? nullptr : find_place(wanted, recording.recorder->wanted_unit(), PlaceKind::kReturn);
    bool later = recording.recorder->waits() || (wanted != nullptr && (place == nullptr || place->failures.load_relaxed() < kMaxFailures));
    recording.exit->taken.store_relaxed(0);  // until it is hot once more
    const uint8_t waited = recording.exit->waited.load_relaxed();
    recording.exit->waited.store_relaxed(static_cast<uint8_t>(std::min(waited + 1, 255)));
    if (!later || waited == 255) fails(recording, kMaxExitFailures);
    return;
  }
  bool is_return = recording.place != nullptr && (recording.place->kind == PlaceKind::kReturn || recording.place->kind == PlaceKind::kHandler);
  // Entered by the interpreter and left through C++, a visit costs what the interpreter needs for some 24 instructions; half of that where
  // compiled code itself returns to the C++ that called it.
  bool to_host = trace.code.back().op == Op::kReturnHost || trace.code.back().op == Op::kYieldHost;
  bool cheap = to_host || config_.hot_loop == 1;  // 1: to try everything
  size_t alone = cheap ? 12 : 24;
  // What only returns again will go on where that returns to, as soon as there is code: recursion may want its own place.
  // Who comes there from compiled code and returns to C++ does not go through the interpreter at all.
  bool returns = is_return && (recording.recorder->wanted_code() != nullptr || to_host);
  size_t least = recording.recorder->links() || returns ? (is_return ? 1 : 3) : is_return ? 6 : alone;
  if (recording.exit == nullptr && trace.loop == kNoRef && trace.places.size() < least) {
    uint32_t header = recording.recorder->loop_without_code();
    if (is_return && (header != kNoUnit || recording.recorder->waits())) {
      recording.place->waits.store_relaxed(1);
      if (header != kNoUnit) recording.place->waits_for.store_release(make_place(recording.code, header, PlaceKind::kLoop));
      refuse(recording, 0, "too short to pay, and what it goes to has no code", trace.places.size());
      return;
    }
    refuse(recording, 1, "too short to pay", trace.places.size());
    return;
  }
  if (recording.exit == nullptr && config_.hot_loop > 1 && mostly_escapes(trace)) {  // 1: to try everything
    refuse(recording, 2, "too much of it would be run by the interpreter", trace.places.size());
    return;
  }
  bool shown = config_.dump_trace || config_.dump_ir || config_.dump_asm || tools_.wanted();
  if (shown) {
    for (Place& p : trace.places) p.line = vm::position_of(*trace.codes[p.code], p.unit).line;
  }
  const bool told = config_.why || config_.stats;  // else nobody asks for names and times
  std::string place = shown || told ? where(recording.code, recording.unit) : "";
  if (told) executor->place = place;
  auto now = [&] { return told ? cpu_ns() : 0; };
  if (config_.dump_trace) std::fprintf(stderr, "; trace of %s\n%s\n", place.c_str(), dump_trace(trace).c_str());
  uint64_t began = now();
  executor->recorded_operations = static_cast<uint32_t>(trace.code.size());
  PassLog log;
  optimize(trace, config_.dump_ir ? &log : nullptr);
  uint64_t optimized = now();
  executor->operations = static_cast<uint32_t>(trace.code.size());
  executor->optimize_ns = optimized - began;
  if (config_.dump_ir) std::fprintf(stderr, "; optimized %s\n%s\n", place.c_str(), dump_optimized(trace, log, executor->recorded_operations).c_str());
  std::string error;
  CodeMap map;
  uint64_t emitting = now();
  bool has_code = !config_.reference;
  bool compiled = has_code ? compile(trace, *arena_, executor, &error, tools_.wanted() || config_.dump_asm ? &map : nullptr, &forced_)
                           : compile_reference(trace, executor, &error, &forced_);
  if (!compiled) {
    refuse(recording, 1, error.c_str(), trace.places.size());
    return;
  }
  if (tools_.wanted() && has_code) tools_.add(describe(*executor, trace, map, *recording.code, vm::position_of(*recording.code, recording.unit).line));
  executor->compile_ns = now() - emitting;
  if (config_.dump_asm && has_code) std::fprintf(stderr, "; code of %s\n%s\n", place.c_str(), dump_code(*executor, trace, map).c_str());
  executor->place_unit = trace.snapshots.empty() || trace.snapshots[0].frames.size() == 1 ? recording.unit : kNoUnit;
  executor->straight = trace.loop == kNoRef;
  executor->saving = saving_of(trace);
  stats_.compile_ns.fetch_add_relaxed(executor->optimize_ns + executor->compile_ns);
  executor->targets = targets_of(trace);
  if (executor->root != nullptr) executor->targets.push_back(executor->root);
  if (!life_->publish(t, std::move(recording.executor), recording.place, recording.exit)) {
    refuse(recording, 1, "what it relies on or goes to has changed meanwhile", trace.places.size());
    return;
  }
  stats_.compiled.fetch_add_relaxed(1);
  stats_.bytes.fetch_add_relaxed(executor->code.size);
  if (config_.why) say("%s", sentence(*executor).c_str());
  if (const std::string& spent = recording.recorder->spent(); config_.why && !spent.empty()) {
    const Place& last = trace.places.back();
    say("%s: that ends in front of %s, its budget is spent: %s", place.c_str(), where(trace.codes[last.code], last.unit).c_str(), spent.c_str());
  }
}

Executor* Jit::executor_at(vm::Code* code, uint32_t unit, PlaceKind kind) {
  HotPlace* place = find_place(code, unit, kind);
  return place != nullptr ? place->executor.load_acquire() : nullptr;
}

namespace {

/// Whether a JumpBackward stands at `unit` that goes to a loop without code: the interpreter goes there, and counts.
bool jumps_to_cold_loop(const vm::ThreadCode* code, uint32_t unit, Executor* (*executor_at)(vm::Code*, uint32_t, PlaceKind)) {
  uint32_t arg = code->units[unit] >> 8;
  while (vm::family_of(static_cast<uint8_t>(code->units[unit])) == bytecode::Op::kExtendedArg) arg = arg << 8 | code->units[++unit] >> 8;
  if (vm::family_of(static_cast<uint8_t>(code->units[unit])) != bytecode::Op::kJumpBackward) return false;
  uint32_t header = unit + 2 - arg;
  return executor_at(code->code, header, PlaceKind::kLoop) == nullptr && !is_short_loop(code->code, header);
}

}  // namespace

Executor* Jit::after_exit(Thread& t, Exit& exit, uint64_t made) {
  if (t.vm->goes_by_instruction()) return nullptr;  // the recorder, or a hook, follows the interpreter
  if (t.poll.load_relaxed() != 0) return nullptr;  // the interpreter answers
  const Executor& from = *exit.executor;
  vm::Code* code = t.frame->code->code;
  uint32_t unit = from.exit_frames[exit.frames_end - 1].unit;
  // An executor that is left where it was entered has made no progress: going on in another one there could go on for ever.
  bool stuck = unit == from.place_unit && !exit.is_end;
  const PlacesAt places(code, unit);
  Executor* there = nullptr;
  bool has_code = false;
  for (PlaceKind kind : {PlaceKind::kLoop, PlaceKind::kFunction, PlaceKind::kReturn}) {
    Executor* e = stuck ? nullptr : places.executor(kind);
    has_code |= e != nullptr;
    if (there == nullptr && e != nullptr && places.at(kind)->set_aside.load_relaxed() == 0) there = e;
  }
  // A loop without code is not ours to unroll, unless a yield is in it.
  bool followed_generator = (t.frame->flags & vm::kFrameGenerator) != 0 && exit.frames_end - exit.frames_begin > 1;
  if (!has_code && !stuck && !followed_generator && places.at(PlaceKind::kLoop) != nullptr && !is_short_loop(places.at(PlaceKind::kLoop))) return nullptr;
  if (jumps_to_cold_loop(t.frame->code, unit, &executor_at)) return nullptr;
  uint32_t taken = count_shared(t, exit.taken);
  uint32_t failures = exit.failures.load_relaxed();
  if (failures >= kMaxExitFailures || exit.linking == Linking::kNever) return there;
  // What it goes to may get code at any time, and may never.
  if (taken < patience(t, exits_wanted(config_.hot_exit, from), failures, code, unit) << (exit.waited.load_relaxed() / kWaitsAlike)) return there;
  if (from.side_depth >= kMaxSideDepth || from.extent > kMaxExtent) return there;
  if (exit.side.load_relaxed() != nullptr || from.valid.load_relaxed() == 0 || t.has_exception()) return there;
  uint32_t expected = 0;
  if (!exit.claimed.cas_acquire(expected, 1)) return there;
  if (start(t, nullptr, &exit, !stuck, made, code, unit)) return nullptr;
  exit.claimed.store_release(0);
  return there;
}

void Jit::drop(Thread& t, Executor& executor) {
  if (life_->set_aside(executor)) {
    executor.start_measuring_anew();
    say("%s: set aside: the interpreter's visits are too short, or run too many instructions as a whole, to pay; compiled code goes on going there",
        executor.place.c_str());
    return;
  }
  executor.valid.store_seq_cst(0);  // whoever is inside leaves at the next check; entries from other code refuse
  if (!life_->retire(t, executor)) return;  // another thread was first, or a fact has changed
  if (HotPlace* place = executor.hot_place) {
    place->failures.fetch_add_relaxed(2);
    place->passes.store_relaxed(0);
  }
  stats_.dropped.fetch_add_relaxed(1);
  say("%s: dropped: it is left too soon, or runs too many instructions as a whole, to pay; %zu bytes and %.0f us of compiling are lost",
      executor.place.c_str(), executor.code_bytes, executor.compile_us());
}

bool Jit::fact_changes(Thread& t, const void* fact, const char* what) {
  std::vector<Executor*> dependents = facts_.invalidate(fact);
  for (Executor* e : dependents) {
    stats_.invalidated.fetch_add_relaxed(1);
    std::string name;
    if (config_.why) name = fact_name(t, fact, *e, facts_.facts_of(*e));
    if (!life_->retire(t, *e)) continue;  // still being recorded: it will not be published; or gone already
    if (config_.why) {
      say("%s: invalidated: %s %s%s; %zu bytes and %.0f us of compiling are lost", e->place.c_str(), name.c_str(), what, by_whom(t).c_str(),
          e->code_bytes, e->compile_us());
    }
  }
  return !dependents.empty();
}
void Jit::type_changes(void* context, Thread& t, objects::Type* type) { static_cast<Jit*>(context)->fact_changes(t, type, "has changed"); }
void Jit::cell_changes(void* context, Thread& t, objects::NameCell* cell) { static_cast<Jit*>(context)->fact_changes(t, cell, "has changed"); }
bool Jit::function_changes(Thread& t, vm::Function* fn) { return of(t).fact_changes(t, function_fact(fn), "have changed"); }
void Jit::namespaces_change(Thread& t, vm::Code* code) { of(t).fact_changes(t, code, "is true no longer"); }

void Jit::code_dies(objects::Realm& realm, vm::Code* code) { static_cast<Jit*>(realm.vm->jit.owner)->life_->code_dies(code); }

Exit* Jit::recorded_exit(Thread& t) {
  auto* recording = static_cast<Recording*>(t.vm->recorder);
  return recording == nullptr ? nullptr : recording->exit;
}

void Jit::forced_poll(Thread& t) {
  uint32_t every = config_.stress.invalidate;
  if (every != 0 && forced_polls_.fetch_add_relaxed(static_cast<uint64_t>(forced_.polls.every)) % every == 0) {
    Executor* e = life_->linked(forced_invalidations_.fetch_add_relaxed(1));
    if (e != nullptr && life_->retire(t, *e)) stats_.invalidated.fetch_add_relaxed(1);
  }
  if (config_.stress.epoch) life_->reclaim(t);
}

/// A loop that is entered anew after each forced exit would leave at the same guard for ever, and what is behind it would never run: so
/// from one visit to the next the distance goes through 1 to 2N - 1, and each eighth visit gets through the longest rounds. With N = 1
/// every guard leaves.
void Jit::vary_forced_guards() {
  auto every = static_cast<uint64_t>(forced_.guards.every);
  if (every == 1) return;
  uint64_t visit = forced_phase_.fetch_add_relaxed(1);
  auto left = static_cast<int64_t>(visit % 8 == 7 ? 32 * every : 1 + (visit - visit / 8) % (2 * every - 1));
  __atomic_store_n(&forced_.guards.left, left, __ATOMIC_RELAXED);  // pairs with nothing: lost counts do not matter
}

std::vector<vm::JitFigure> Jit::figures(objects::Realm& realm) {
  Jit& jit = *static_cast<Jit*>(realm.vm->jit.owner);
  LifecycleFigures life = jit.life_->figures();
  threads::Durations::Summary waited = realm.registry().stats().waited;
  return {{"compiled", jit.stats_.compiled.load_relaxed()},
          {"invalidated", jit.stats_.invalidated.load_relaxed()},
          {"dropped", jit.stats_.dropped.load_relaxed()},
          {"linked", life.linked},
          {"linked_bytes", life.linked_bytes},
          {"retired", life.retired},
          {"freed", life.freed},
          {"waiting", life.waiting},
          {"waiting_bytes", life.waiting_bytes},
          {"most_waiting", life.most_waiting},
          {"arena_bytes", jit.arena_->used_bytes()},
          {"arena_touched_bytes", jit.arena_->touched_bytes()},
          {"handshakes", waited.count},
          {"handshake_median_ns", waited.median_ns},
          {"handshake_p99_ns", waited.p99_ns},
          {"handshake_worst_ns", waited.worst_ns}};
}

bool Jit::before_fork(objects::Realm& realm) { return static_cast<Jit*>(realm.vm->jit.owner)->arena_->before_fork(); }
void Jit::after_fork_parent(objects::Realm& realm) { static_cast<Jit*>(realm.vm->jit.owner)->arena_->after_fork_in_parent(); }

void Jit::after_fork_child(objects::Realm& realm) {
  Jit& jit = *static_cast<Jit*>(realm.vm->jit.owner);
  if (!jit.arena_->after_fork_in_child()) {
    realm.vm->jit.hot_place = nullptr;
    realm.vm->jit.caught = nullptr;
  }
  jit.tools_.after_fork_in_child();
  jit.life_->after_fork_child();
  // What other threads were recording nobody finishes; others may begin there. Its memory stays, as that of those threads does.
  Thread* self = Thread::current();
  std::vector<Recording*> gone;  // outside the lock: the facts' is a leaf too
  {
    base::MutexLock lock(jit.recordings_mutex_);
    for (Recording* recording : jit.recordings_) {
      if (recording->thread != self) gone.push_back(recording);
    }
    std::erase_if(jit.recordings_, [&](Recording* recording) { return recording->thread != self; });
  }
  for (Recording* recording : gone) {
    if (recording->executor != nullptr) jit.facts_.forget(recording->executor.get());
    if (recording->place != nullptr) recording->place->claimed.store_release(0);
    if (recording->exit != nullptr) recording->exit->claimed.store_release(0);
  }
}

void Jit::trace_thread(Thread& t, gc::Tracer& tracer) {
  Lifecycle::trace_activations(t, tracer);
  auto* recording = static_cast<Recording*>(t.vm->recorder);
  if (recording == nullptr) return;
  tracer.mark(recording->code);
  if (recording->exit != nullptr) tracer.mark(recording->exit->executor->codes[0]);
  if (recording->recorder == nullptr) return;
  for (const Instruction& i : recording->recorder->trace().code) {
    if (i.op == Op::kConstValue || i.op == Op::kGuardIs || i.op == Op::kGuardIsNot) tracer.mark_word(i.imm);
  }
  for (vm::Code* code : recording->recorder->trace().codes) tracer.mark(code);
}

void Jit::leave_off(Thread& t) {
  if (t.vm->recorder != nullptr) of(t).stop_recording(t);
}

void Jit::instrumentation_begins(Thread& t) {
  leave_off(t);
  Jit& jit = of(t);
  for (auto* visit = static_cast<Activation*>(t.activation); visit != nullptr; visit = visit->previous) {
    for (ExecutorHead* head : {visit->executor, visit->entered}) {
      auto* e = static_cast<Executor*>(head);
      if (e == nullptr || !jit.life_->retire(t, *e)) continue;
      jit.stats_.invalidated.fetch_add_relaxed(1);
      jit.say("%s: invalidated: %s has a trace or profile function, and is in it; %zu bytes and %.0f us of compiling are lost", e->place.c_str(),
              "a thread", e->code_bytes, e->compile_us());
    }
  }
}

}  // namespace eider::jit
