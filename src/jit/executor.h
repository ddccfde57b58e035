// SPDX-License-Identifier: MIT
//
// Executor: compiled code of one trace, shared by all threads, and what is needed to leave it.
//
// An executor is immutable once published, but for `valid`, the counters and links of its exits (Atomic), and what Lifecycle keeps in it.
// It is malloc'ed; the code bytes live in the arena. Who may free it, and when: jit/lifecycle/lifecycle.h.
//
// The machine state inside compiled code (preserve_none, everything in tail calls, so the native stack does not grow):
//   Thread* t, Value* base, uint64_t r0..r5, double x0..x7
// base is the root frame's locals. All memory an executor uses lies at constant distances from it:
//   [base, base + extent)            the root frame and the frames inlined into it, exactly where the interpreter would have them
//   [base + extent]                  the activation record (layout.h)
//   [.. + kActivationWords + i]      spill slot i
// A side trace runs on its parent's base; its own memory begins above that of the parent, whose spill slots it reads at its begin.
// A generator's frame lies in its object: when it is the root, base is the end of its resumer's frame on the value stack, where frames
// that it calls begin, and its words are read and written through the object.
// While an executor runs, the root frame's `limit` is the end of all that, so the collector scans all of it and calls from
// helpers build their frames above it. t->frame is the root frame, except during an Escape, when the inlined frames are real.
#pragma once

#include <memory>
#include <vector>

#include "jit/arena/code_arena.h"
#include "jit/ir/trace.h"
#include "jit/layout.h"
#include "jit/regalloc/moves.h"
#include "vm/frame.h"

namespace eider::jit {

using objects::Thread;
using objects::Value;

inline constexpr int kIntRegisters = 6;
inline constexpr int kFloatRegisters = 8;

/// Where a value of the trace is when an exit is taken.
struct Location {
  enum class Kind : uint8_t { kConstant, kIntRegister, kFloatRegister, kSpill, kEntry, kUnchanged, kVirtual };
  Kind kind;
  Type type;         // but for kValue boxed when it is written to a frame; a constant is a Value already
  uint16_t index;    // register, spill slot, word above base (kEntry: as it was at entry), index into Executor::constants or among the exit's virtuals
};
static_assert(sizeof(Location) == 4);

struct ExitFrame {
  uint32_t code, unit, base, result_base;   // as in SnapshotFrame
  Location function, self;                  // self: kUnchanged when there is none
  uint32_t exhausted;                       // as in SnapshotFrame
  bool sends, chained;
  uint32_t locals_begin, stack_begin, stack_end;  // into Executor::locations: locals [locals_begin, stack_begin), stack [.., stack_end)
};

/// An object that is made when the exit is taken: VirtualObject.
struct ExitVirtual {
  struct Field {
    uint32_t offset;
    Location value;
  };
  uint16_t maker, arguments;
  uint32_t shape;
  Location unless;                          // kUnchanged: it is always made
  uint32_t fields_begin, fields_end;        // into Executor::virtual_fields
};

/// What a loop's header expects where, for side traces that come back to it (Op::kJumpHeader).
struct LoopHeader {
  struct Phi {
    uint32_t variable;                      // index into `variables`; kNoVariable: `to` gets the constant `initial`
    Type type;
    Spot to;                                // kSlot: the loop's own spill slot
    uint64_t initial;
  };
  struct Invariant {
    Spot to, from;                          // from: a slot or an entry word, valid as long as the loop's code or that of its side traces runs
  };
  struct Variable : LoopVariable {
    bool settable = false;                  // no phi, and the loop never looks at it: its word may be overwritten
  };
  static constexpr uint32_t kNoVariable = 0xffff'ffff;
  bool usable = false;
  std::vector<Phi> phis;
  std::vector<Invariant> invariants;
  std::vector<Variable> variables;          // those of the frame, then parts
  uint32_t words = 0;                       // so many are the frame's
};

struct Executor;

/// How a side trace may continue an exit.
enum class Linking : uint8_t {
  kDirect,     // the exit's stub jumps to it
  kChecked,    // through `leave`, which sees first whether an exception is pending: a helper's exit
  kNever,      // the interpreter must act (polls, invalidation, whole instructions)
};

struct Exit {
  /// Offset 0: where the stub jumps. `leave`, or the code of a side trace (kDirect). Release-stored by Lifecycle; the stub's jump depends on the load.
  base::Atomic<const void*> target{nullptr};
  Executor* executor = nullptr;
  uint32_t frames_begin = 0, frames_end = 0;  // into Executor::exit_frames
  uint32_t virtuals_begin = 0, virtuals_end = 0;  // into Executor::virtuals
  Location handled{Location::Kind::kUnchanged, Type::kNone, 0};  // kVirtual: the exception that the thread handles there
  uint32_t trace_ref = 0;                   // the instruction, for dumps
  Op op = Op::kEnd;                         // its operation, and its imm when it is an Escape or a helper's call
  uint32_t what = 0;
  uint32_t raises_to = kNoHandler;          // of an Escape: where a frame handles what it raises, and the trace goes on (ops.h)
  uint32_t raises_in = 0;                   // ... which of its frames
  Linking linking = Linking::kNever;
  bool would_repeat = false;                // its instruction has changed something by then: it is not forced
  bool plain = false;                       // nothing is boxed or made for its frames
  bool in_order = false;                    // its frames may be written one value after the other: none is read where one was written
  bool in_loop = false;                     // behind the loop's header: what the loop relies on holds
  bool is_end = false;                      // the trace's last instruction: what is there has not been tried in compiled code
  base::Atomic<uint8_t> failures{0};        // relaxed: recordings of a side trace that were given up
  base::Atomic<uint32_t> claimed{0};        // 1 while a thread records the side trace
  base::Atomic<uint8_t> waited{0};          // recordings that came too early for the code they would go to; relaxed: who has claimed it writes
  base::Atomic<uint32_t> taken{0};          // relaxed; a hint for hotness. Of an Escape: how often it was run
  base::Atomic<Executor*> side{nullptr};    // the side trace: release-stored and cleared by Lifecycle; acquired by `leave`
};

struct HotPlace;
struct ReferenceCode;

struct Executor : ExecutorHead {
  enum class Stage : uint8_t { kMade, kLinked, kRetired };

  uint32_t extent = 0;
  uint32_t spill_slots = 0;                 // exit_scratch included
  uint32_t saved_from = 0;                  // words above base: from here on an Escape must preserve memory. A side trace: its root's extent
  uint32_t exit_scratch = 0;                // the last so many slots: where an exit collects values before it writes the frames
  std::vector<Value> constants;             // of exits and of the code itself: roots
  std::vector<double> floats;               // constants without a float word: Location kConstant of type kFloat
  std::vector<uint64_t> words;              // constants that are objects as Values: Location kConstant of type kWord
  std::vector<Location> locations;
  std::vector<ExitFrame> exit_frames;
  std::vector<ExitVirtual> virtuals;
  std::vector<ExitVirtual::Field> virtual_fields;
  std::vector<Exit> exits;                  // never resized after compilation
  std::vector<FramePush> pushes;            // never resized after compilation
  std::vector<vm::Code*> codes;
  bool in_generator = false;                // its root frame is a generator's
  bool straight = false;                    // no loop: ends in an exit
  const uint8_t* loop_code = nullptr;       // where the code of its loop begins
  LoopHeader header;                        // constant once published
  base::Atomic<uint32_t> measured{0};       // relaxed, of all threads; lost counts do not matter (exit/visits.h)
  base::Atomic<int64_t> gain{0};            // relaxed: cycles won by the measured visits
  int64_t saving = 200;                     // cycles won by a hundred in its code, estimated (Jit::finish)
  Exit* continues = nullptr;                // a side trace: the exit. While it is recorded its recorder's, then Lifecycle's
  Executor* root = nullptr;                 // of a side trace that was reached from the loop of this one, on whose base it runs; one of its targets
  uint32_t side_depth = 0;                  // how many exits lead to it from the executor that is entered
  uint32_t place_unit = 0;                  // the unit of codes[0] where it is entered
  Executor* next_of_place = nullptr;        // PlaceTable's list of all executors of a code, linked or waiting to be freed
  // What it cost and gave, for --jit=stats.
  std::string place;                        // where its trace begins
  uint64_t optimize_ns = 0, compile_ns = 0;
  uint32_t recorded_operations = 0, operations = 0;
  std::unique_ptr<ReferenceCode> reference; // --jit-reference: what runs instead of code
  CodeBlock code;                           // where its bytes are in the arena
  size_t code_bytes = 0;

  // Lifecycle's, under its lock (Note [The life of an executor]).
  Stage stage = Stage::kMade;
  HotPlace* hot_place = nullptr;            // where it is entered; of a side trace nullptr
  std::vector<Executor*> targets;           // to whose entries its code jumps; constant once published
  size_t linked_at = 0;                     // index into Lifecycle::linked_
  uint64_t retired_in = 0;                  // the epoch that began when it was retired
  base::Atomic<uint64_t> named{0};          // relaxed, within a handshake: the last round of reclaiming in which somebody was in it
  std::vector<const void*> facts;           // FactSet's, under its lock: what it depends on

  /// With another side trace its visits are others: what was measured before says nothing.
  void start_measuring_anew() {
    measured.store_relaxed(0);
    gain.store_relaxed(0);
  }
  double compile_us() const { return static_cast<double>(optimize_ns + compile_ns) / 1e3; }

  Executor();
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;
};

inline constexpr uint32_t kActivationWords = sizeof(Activation) / sizeof(Value);

}  // namespace eider::jit
