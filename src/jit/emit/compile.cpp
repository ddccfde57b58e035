// SPDX-License-Identifier: MIT
#include "jit/emit/compile.h"

#include <cstring>
#include <deque>
#include <memory>
#include <new>

#include "jit/emit/stencil.h"
#include "jit/exit/exit.h"
#include "jit/helpers.h"
#include "jit/regalloc/allocation.h"

namespace eider::jit {

static_assert(kIntRegisters == kIntRegisterCount && kFloatRegisters == kFloatRegisterCount);

namespace {

/// Lays stencils out: first all hot parts, then cold parts, then the exits' stubs.
class Emitter {
 public:
  Emitter(const Allocation& allocation, Executor& executor, CodeArena& arena, ForcedExits* forced)
      : allocation_(allocation), executor_(executor), arena_(arena), forced_(forced) {}

  bool run(std::string* error);
  void describe(CodeMap* map) const;

 private:
  struct Placed {
    const Stencil* stencil;
    const MachineOp* op;
    uint32_t hot, cold;        // offsets in the block
    uint32_t exit_target;      // where kExit holes go
    uint64_t holes[3];
  };
  uint32_t place_hot(const MachineOp& op, uint32_t at);
  uint32_t place_count(const MachineOp& op, uint32_t at);
  uint64_t hole_value(const MachineHole& hole) const;
  bool copy(const Placed& placed);
  const uint8_t* call_target(uint8_t which);

  const Allocation& allocation_;
  Executor& executor_;
  CodeArena& arena_;
  ForcedExits* forced_;
  CodeBlock block_;
  std::vector<Placed> placed_;
  std::deque<MachineOp> stubs_;        // stable storage for the exit stubs' operations, and forced_'s
  std::vector<const uint8_t*> calls_;  // veneers of kStencilCalls, found at first use
  size_t trace_ops_ = 0;               // how many of placed_ are the trace's; the rest are exits'
  uint32_t loop_ = 0;
};

uint64_t Emitter::hole_value(const MachineHole& hole) const {
  switch (hole.kind) {
    case MachineHole::Kind::kSlot: return 8 * (uint64_t{allocation_.extent} + kActivationWords + hole.value);
    case MachineHole::Kind::kEntry: return 8 * hole.value;
    default: return hole.value;
  }
}

uint32_t Emitter::place_hot(const MachineOp& op, uint32_t at) {
  Placed placed{&stencil_of(op.form, op.registers), &op, at, 0, 0, {}};
  for (int i = 0; i < 3; ++i) placed.holes[i] = hole_value(op.holes[i]);
  if (op.form == Form::kEscape || op.form == Form::kExitStub || op.form == Form::kForcedExit) placed.holes[0] = reinterpret_cast<uint64_t>(&executor_.exits[op.exit]);
  if (op.form == Form::kPushFrame || op.form == Form::kPushGenerator) placed.holes[0] = reinterpret_cast<uint64_t>(&executor_.pushes[op.helper]);
  if (op.form == Form::kEnterSide) placed.holes[0] = reinterpret_cast<uint64_t>(static_cast<ExecutorHead*>(&executor_));
  if (op.form == Form::kCheckValid) placed.holes[0] = reinterpret_cast<uint64_t>(executor_.valid.raw());
  placed_.push_back(placed);
  return at + placed.stencil->hot_size;
}

/// In front of a guard or a poll, what counts it. The registers there are those the exit wants: nothing is to be undone.
uint32_t Emitter::place_count(const MachineOp& op, uint32_t at) {
  if (op.exit == kNoExit) return at;
  // Where this one leaves, the iterator's item is taken for granted (Recorder::loop_ended).
  // And whether an Escape has raised is not asked twice.
  if ((op.form == Form::kGuardIs32 || op.form == Form::kGuardIsNot32) && op.holes[0].value == kIterationEnded.bits()) return at;
  bool is_poll = op.form == Form::kPoll;
  if (!is_poll && (executor_.exits[op.exit].linking == Linking::kNever || executor_.exits[op.exit].would_repeat)) return at;
  Countdown& count = is_poll ? forced_->polls : forced_->guards;
  if (count.every == 0) return at;
  MachineOp counting{.form = Form::kCountExit, .exit = op.exit, .ref = op.ref};
  counting.holes[0] = {MachineHole::Kind::kImmediate, reinterpret_cast<uint64_t>(&count)};
  stubs_.push_back(counting);
  return place_hot(stubs_.back(), at);
}

const void* runtime_function(const char* name) {
  if (std::strcmp(name, "HOLE_CALL_escape") == 0) return reinterpret_cast<const void*>(&escape);
  if (std::strcmp(name, "HOLE_CALL_return_host") == 0) return reinterpret_cast<const void*>(&return_host);
  if (std::strcmp(name, "HOLE_CALL_yield_host") == 0) return reinterpret_cast<const void*>(&yield_host);
  if (std::strcmp(name, "HOLE_CALL_exhausted_entry") == 0) return reinterpret_cast<const void*>(&exhausted_entry);
  if (std::strcmp(name, "HOLE_CALL_leave") == 0) return reinterpret_cast<const void*>(&leave);
  if (std::strcmp(name, "HOLE_CALL_box_float") == 0) return reinterpret_cast<const void*>(&box_float);
  if (std::strcmp(name, "HOLE_CALL_box_complex") == 0) return reinterpret_cast<const void*>(&box_complex);
  if (std::strcmp(name, "HOLE_CALL_hypot") == 0) return reinterpret_cast<const void*>(&hypot_of);
  if (std::strcmp(name, "HOLE_CALL_box_word") == 0) return reinterpret_cast<const void*>(&box_word);
  if (std::strcmp(name, "HOLE_CALL_append_item") == 0) return reinterpret_cast<const void*>(&append_item);
  if (std::strcmp(name, "HOLE_CALL_equal_strs") == 0) return reinterpret_cast<const void*>(&equal_strs);
  if (std::strcmp(name, "HOLE_CALL_compare_strs") == 0) return reinterpret_cast<const void*>(&compare_strs);
  if (std::strcmp(name, "HOLE_CALL_has_str") == 0) return reinterpret_cast<const void*>(&has_str);
  if (std::strcmp(name, "HOLE_CALL_wake") == 0) return reinterpret_cast<const void*>(&wake);
  EIDER_UNREACHABLE("a stencil calls what the runtime does not have");
}

const uint8_t* Emitter::call_target(uint8_t which) {
  if (calls_[which] == nullptr) {
    const StencilCall& call = kStencilCalls[which];
    calls_[which] = arena_.veneer(call.target != nullptr ? call.target : runtime_function(call.name));
  }
  return calls_[which];
}

bool Emitter::copy(const Placed& p) {
  const Stencil& s = *p.stencil;
  const uint8_t* bytes = kStencilBytes + s.bytes;
  std::memcpy(block_.write + p.hot, bytes, s.hot_size);
  std::memcpy(block_.write + p.cold, bytes + s.hot_size, s.cold_size);
  auto code = reinterpret_cast<uint64_t>(block_.code);
  for (const Hole* hole = kStencilHoles + s.holes, *end = hole + s.hole_count; hole != end; ++hole) {
    uint32_t at = hole->offset < s.hot_size ? p.hot + hole->offset : p.cold + (hole->offset - s.hot_size);
    uint8_t* write = block_.write + at;
    bool is_value = hole->kind == HoleKind::kValue8 || hole->kind == HoleKind::kValue32 || hole->kind == HoleKind::kValue64;
    // Of a call `which` counts kStencilCalls, which in a ThreadSanitizer build are more than an operation has holes.
    uint64_t value = is_value ? p.holes[hole->which] + static_cast<uint64_t>(static_cast<int64_t>(hole->addend)) : 0;
    uint64_t target;
    switch (hole->kind) {
      case HoleKind::kValue8: *write = static_cast<uint8_t>(value); continue;
      case HoleKind::kValue32: std::memcpy(write, &value, 4); continue;
      case HoleKind::kValue64: std::memcpy(write, &value, 8); continue;
      case HoleKind::kContinue: target = code + p.hot + s.hot_size; break;
      case HoleKind::kExit: target = p.op->target != nullptr ? reinterpret_cast<uint64_t>(p.op->target) : code + p.exit_target; break;
      case HoleKind::kHelper: target = reinterpret_cast<uint64_t>(arena_.veneer(reinterpret_cast<const void*>(kHelpers[p.op->helper].function))); break;
      case HoleKind::kCall: target = reinterpret_cast<uint64_t>(call_target(hole->which)); break;
      case HoleKind::kHot: target = code + p.hot + hole->extra; break;
      case HoleKind::kCold: target = code + p.cold + hole->extra; break;
    }
    if (target == 0) return false;  // no room for a veneer
    auto distance = static_cast<int32_t>(target + static_cast<uint64_t>(static_cast<int64_t>(hole->addend)) - (code + at));
    std::memcpy(write, &distance, 4);
  }
  return true;
}

bool Emitter::run(std::string* error) {
  const auto& code = allocation_.code;
  placed_.reserve(code.size() + 2 * allocation_.exits.size());
  calls_.resize(kStencilCallCount);
  uint32_t at = 0;
  for (size_t i = 0; i < code.size(); ++i) {
    if (i == allocation_.loop_begin) loop_ = at;
    if (forced_ != nullptr) at = place_count(code[i], at);
    at = place_hot(code[i], at);
  }
  trace_ops_ = placed_.size();
  for (size_t i = 0; i < trace_ops_; ++i) {
    placed_[i].cold = at;
    at += placed_[i].stencil->cold_size;
  }
  std::vector<uint32_t> exit_at(allocation_.exits.size());
  for (size_t e = 0; e < allocation_.exits.size(); ++e) {
    const AllocatedExit& exit = allocation_.exits[e];
    exit_at[e] = at;
    if (exit.has_undo) at = place_hot(exit.undo, at);
    stubs_.push_back(MachineOp{.form = Form::kExitStub, .exit = static_cast<uint32_t>(e), .ref = exit.ref});
    at = place_hot(stubs_.back(), at);
  }
  std::vector<uint32_t> forced_at(allocation_.exits.size());
  for (size_t i = 0; i < trace_ops_; ++i) {
    uint32_t exit = placed_[i].op->exit;
    bool forced = placed_[i].op->form == Form::kCountExit;
    if (forced && forced_at[exit] == 0) {
      forced_at[exit] = at;
      stubs_.push_back(MachineOp{.form = Form::kForcedExit, .exit = exit, .ref = allocation_.exits[exit].ref});
      at = place_hot(stubs_.back(), at);
    }
    placed_[i].exit_target = exit == kNoExit ? loop_ : forced ? forced_at[exit] : exit_at[exit];
  }
  block_ = arena_.allocate(at);
  if (block_.size == 0) {
    *error = "the code arena is full";
    return false;
  }
  executor_.code = block_;
  executor_.code_bytes = at;
  for (const Placed& p : placed_) {
    if (!copy(p)) {
      *error = "the code arena is full";
      return false;
    }
  }
  std::memset(block_.write + at, 0xcc, block_.size - at);
  if (!arena_.publish(block_)) {
    *error = "the system refused to make code executable";
    return false;
  }
  executor_.entry = block_.code;
  executor_.loop_code = block_.code + loop_;
  return true;
}

void Emitter::describe(CodeMap* map) const {
  map->loop_begin = loop_;
  uint32_t depth = 0;
  auto add = [&](const Placed& p, CodeMap::Part part) {
    const Stencil& s = *p.stencil;
    bool cold = part == CodeMap::Part::kCold;
    uint32_t from = cold ? s.hot_size : 0, size = cold ? s.cold_size : s.hot_size, begin = cold ? p.cold : p.hot;
    if (size == 0) return;
    map->pieces.push_back({begin, begin + size, part, *p.op});
    auto changes = [&](uint32_t at, uint32_t to) {
      if (to == depth) return;
      if (!map->depths.empty() && map->depths.back().begin == at) map->depths.pop_back();
      map->depths.push_back({at, to});
      depth = to;
    };
    changes(begin, 0);
    for (const StackDepth* d = kStencilDepths + s.depths, *end = d + s.depth_count; d != end; ++d) {
      if (d->offset >= from && d->offset < from + size) changes(begin + d->offset - from, d->depth);
    }
  };
  for (size_t i = 0; i < trace_ops_; ++i) add(placed_[i], CodeMap::Part::kHot);
  for (size_t i = 0; i < trace_ops_; ++i) add(placed_[i], CodeMap::Part::kCold);
  for (size_t i = trace_ops_; i < placed_.size(); ++i) {
    size_t before = map->pieces.size();
    add(placed_[i], CodeMap::Part::kExit);
    bool undo = placed_[i].op->form != Form::kExitStub;  // the stub behind it knows whose exit it is
    if (undo && map->pieces.size() > before) map->pieces.back().op.ref = placed_[i + 1].op->ref;
  }
}

}  // namespace

namespace {

/// Helpers that change nothing the program can see.
bool changes_nothing(Helper helper) {
  switch (helper) {
    case Helper::kBuildTuple1: case Helper::kBuildTuple2: case Helper::kBuildTuple3: case Helper::kBuildList0: case Helper::kBuildList1:
    case Helper::kBuildList2: case Helper::kBuildList3: case Helper::kBuildDict0: case Helper::kSlice2: case Helper::kSlice3:
    case Helper::kNewInstance: case Helper::kNewBoundMethod: case Helper::kMakeCell: case Helper::kEmptyCell: case Helper::kLength: case Helper::kDictFind: case Helper::kGetIter:
    case Helper::kTruth: case Helper::kSameNative: case Helper::kNewException: case Helper::kStrConcat: case Helper::kConcat3: case Helper::kAdd:
    case Helper::kPlainException: case Helper::kEndedLocals: case Helper::kEndedFrame: case Helper::kRootFrame: case Helper::kFirstEntry:
    case Helper::kNextEntry: case Helper::kMethodWrapper: case Helper::kParseInt: case Helper::kParseFloat:
    case Helper::kListToTuple: case Helper::kDictGetItem: case Helper::kDictGet: case Helper::kContains: case Helper::kGetAttribute: return true;
    default: return false;
  }
}

bool changes_something(const Instruction& i) {
  bool helper = info_of(i.op).immediate == Immediate::kHelper && i.op != Op::kEscape;
  return info_of(i.op).has(kWritesHeap) && !(helper && changes_nothing(static_cast<Helper>(i.imm)));
}

/// The exit of r goes back to the beginning of an instruction that has changed something already: the pair that a loop over zip makes comes
/// after its items were taken, the second of two names after the first was set. What is there gives up for want of memory only, so nothing is
/// done twice; --stress=deopt must not leave there.
bool would_repeat(const Trace& trace, Ref r) {
  const Instruction& i = trace.code[r];
  if (i.snapshot == kNoSnapshot || i.source >= trace.places.size()) return false;
  if (trace.snapshots[i.snapshot].frames.back().unit != trace.places[i.source].unit) return false;  // it goes on elsewhere
  for (Ref before = r; before-- > 0 && trace.code[before].source == i.source;) {
    if (changes_something(trace.code[before])) return true;
  }
  return false;
}

Linking linking_of(Op op) {
  switch (op) {
    case Op::kPoll: case Op::kCheckValid: case Op::kEnter: case Op::kEscape: case Op::kBoxFloat: case Op::kBoxComplex: case Op::kBoxWord: return Linking::kNever;
    case Op::kCallHelper1: case Op::kCallHelper2: case Op::kCallHelper3: return Linking::kChecked;
    default: return Linking::kDirect;
  }
}

}  // namespace

namespace {

/// Whether the values of an exit's frames may be written one after the other: whether none is read in memory where one was written before.
class WriteOrder {
 public:
  explicit WriteOrder(const Executor& e) : e_(e), written_(e.extent, false) {}

  bool is_good(const Exit& exit) {
    good_ = true;
    for (uint32_t i = exit.frames_begin; i < exit.frames_end && good_; ++i) {
      const ExitFrame& f = e_.exit_frames[i];
      bool elsewhere = f.exhausted != kNoUnit;  // a generator's
      uint32_t header = f.base + (f.stack_begin - f.locals_begin), stack = header + vm::kFrameWords + 1;
      read(f.function);
      read(f.self);
      if (i != exit.frames_begin && !elsewhere) {
        for (uint32_t word = header; word < stack; ++word) write(word);
      }
      for (uint32_t l = f.locals_begin; l < f.stack_end && good_; ++l) {
        const Location& location = e_.locations[l];
        if (location.kind == Location::Kind::kUnchanged) continue;
        uint32_t word = l < f.stack_begin ? f.base + l - f.locals_begin : stack + l - f.stack_begin;
        bool stays = location.kind == Location::Kind::kEntry && location.index == word && !elsewhere;
        read(location);  // what stays may have been written over, by a frame outside
        if (stays) continue;
        if (!elsewhere) write(word);
      }
    }
    for (uint32_t word : touched_) written_[word] = false;
    touched_.clear();
    return good_;
  }

 private:
  void read(const Location& l) {
    if (l.kind == Location::Kind::kEntry && l.index < written_.size() && written_[l.index]) good_ = false;
  }
  void write(uint32_t word) {
    if (word >= written_.size() || written_[word]) return;
    written_[word] = true;
    touched_.push_back(word);
  }

  const Executor& e_;
  std::vector<bool> written_;      // by word above base
  std::vector<uint32_t> touched_;  // those that are true
  bool good_ = true;
};

bool is_plain(const Executor& e, const Exit& exit) {
  if (exit.virtuals_begin != exit.virtuals_end) return false;
  auto boxes = [](const Location& l) { return l.type == Type::kFloat || l.type == Type::kWord; };
  for (uint32_t i = exit.frames_begin; i < exit.frames_end; ++i) {
    const ExitFrame& f = e.exit_frames[i];
    for (uint32_t l = f.locals_begin; l < f.stack_end; ++l) {
      if (boxes(e.locations[l])) return false;
    }
  }
  return true;
}

}  // namespace

/// Which of the exit's frames handles what its instruction raises.
static uint32_t frame_of_handler(const Executor& e, const Exit& exit) {
  for (uint32_t i = exit.frames_end; i-- > exit.frames_begin;) {
    const ExitFrame& f = e.exit_frames[i];
    uint32_t unit = i + 1 == exit.frames_end ? f.unit : f.unit - 1;
    if (vm::handler_entry(*e.codes[f.code], unit) != nullptr) return i - exit.frames_begin;
  }
  return 0;
}

void describe_executor(const Trace& trace, Allocation& allocation, Executor* executor) {
  executor->extent = allocation.extent;
  executor->spill_slots = allocation.spill_slots + allocation.exit_scratch;
  executor->saved_from = executor->continues != nullptr ? executor->continues->executor->saved_from : allocation.extent;
  executor->limit_bytes = sizeof(Value) * (uint64_t{executor->extent} + kActivationWords + executor->spill_slots);
  executor->activation_bytes = sizeof(Value) * uint64_t{executor->extent};
  executor->exit_scratch = allocation.exit_scratch;
  executor->inlined_frames = allocation.inlined_frames;
  executor->codes = trace.codes;
  executor->in_generator = is_generator(*trace.codes[0]);
  for (const ReturnTarget& target : trace.returns) executor->codes.push_back(target.code);  // keeps its executor alive
  executor->pushes = std::move(allocation.pushes);
  executor->header = std::move(allocation.header);
  executor->constants = std::move(allocation.constants);
  executor->floats = std::move(allocation.floats);
  executor->words = std::move(allocation.words);
  executor->locations = std::move(allocation.locations);
  executor->exit_frames = std::move(allocation.frames);
  executor->virtuals = std::move(allocation.virtuals);
  executor->virtual_fields = std::move(allocation.virtual_fields);
  executor->exits = std::vector<Exit>(allocation.exits.size());
  WriteOrder order(*executor);
  for (size_t i = 0; i < allocation.exits.size(); ++i) {
    executor->exits[i].executor = executor;
    executor->exits[i].frames_begin = allocation.exits[i].frames_begin;
    executor->exits[i].frames_end = allocation.exits[i].frames_end;
    executor->exits[i].virtuals_begin = allocation.exits[i].virtuals_begin;
    executor->exits[i].virtuals_end = allocation.exits[i].virtuals_end;
    executor->exits[i].handled = allocation.exits[i].handled;
    executor->exits[i].trace_ref = allocation.exits[i].ref;
    executor->exits[i].plain = is_plain(*executor, executor->exits[i]);
    executor->exits[i].in_order = order.is_good(executor->exits[i]);
    executor->exits[i].target.store_relaxed(reinterpret_cast<const void*>(&leave));
    const Instruction& instruction = trace.code[allocation.exits[i].ref];
    Op op = instruction.op;
    executor->exits[i].op = op;
    if (info_of(op).immediate == Immediate::kHelper) executor->exits[i].what = static_cast<uint32_t>(instruction.imm);
    if (op == Op::kEscape) executor->exits[i].raises_to = escape_handler(instruction.imm);
    if (executor->exits[i].raises_to != kNoHandler) executor->exits[i].raises_in = frame_of_handler(*executor, executor->exits[i]);
    executor->exits[i].linking = linking_of(op);
    executor->exits[i].would_repeat = would_repeat(trace, allocation.exits[i].ref);
    executor->exits[i].in_loop = trace.loop != kNoRef && allocation.exits[i].ref > trace.loop;
    executor->exits[i].is_end = op == Op::kEnd || op == Op::kJumpEntry || op == Op::kJumpHeader;  // a return to an unknown caller has been tried, and failed
  }
}

bool compile(const Trace& trace, CodeArena& arena, Executor* executor, std::string* error, CodeMap* map, ForcedExits* forced) {
  Allocation allocation;
  if (!allocate_registers(trace, &allocation, error)) return false;
  describe_executor(trace, allocation, executor);
  Emitter emitter(allocation, *executor, arena, forced);
  if (emitter.run(error)) {
    if (map != nullptr) emitter.describe(map);
    return true;
  }
  release_code(executor, arena);
  return false;
}

void release_code(Executor* executor, CodeArena& arena) {
  arena.free(executor->code);
  executor->code = {};
  executor->entry = nullptr;
}

bool stencils_match_build() {
#if defined(EIDER_TSAN)
  return kStencilsForTsan;
#else
  return !kStencilsForTsan;
#endif
}

}  // namespace eider::jit
