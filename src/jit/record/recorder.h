// SPDX-License-Identifier: MIT
//
// Recorder: follows the interpreter instruction by instruction and writes down what it does as a Trace.
//
// While a thread records, Thread::dispatch is the recording table: before each instruction step() sees the machine as the interpreter
// does, with the actual values; it extends the trace, and the interpreter then executes the instruction. So the recorder knows types and
// outcomes; whatever it relies on becomes a guard, or a watched fact on which the executor under construction is registered before the
// fact is read (lifecycle/facts.h).
//
// One thread's; touches other threads' data only through the VM's own read protocols. step() may allocate in the heap (constants) and
// register facts, but runs no Python and does not poll, so what it sees is what the instruction will see, unless another thread stores
// something else in between: where the instruction's results are not what was looked at, the next step() gives the recording up.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "jit/executor.h"
#include "jit/helpers.h"
#include "jit/lifecycle/facts.h"
#include "jit/lifecycle/places.h"
#include "jit/record/fitness.h"
#include "vm/function.h"
#include "vm/quick_op.h"

namespace eider::jit {

using namespace objects;
using BytecodeOp = bytecode::Op;

/// A frame of the trace: the root, or a call that is inlined.
struct TraceFrame {
  vm::Frame* frame;            // the interpreter's, while recording
  vm::Code* code;
  uint32_t code_index;         // into Trace::codes
  uint32_t base, result_base;  // as SnapshotFrame
  uint32_t return_unit = 0;    // where this frame goes on when its callee returns
  Ref function = kNoRef, self = kNoRef;
  std::vector<Ref> locals, stack;
  uint32_t exhausted = kNoUnit;  // a generator's frame (record_generators.cpp): as SnapshotFrame
  bool sends = false;
  bool chained = false;          // ... the end of a held chain: as SnapshotFrame
  Ref called = kNoRef;           // ... the builtin next that resumed it
  uint32_t rounds = 0;           // ... back jumps followed since it was resumed
  std::vector<Ref> kept_locals, kept_stack;  // ... what its object holds, as far as it is known; kNoRef where it is not

  bool generator() const { return exhausted != kNoUnit; }
  /// Words from the root's locals (a generator's frame: from its own) to its lowest stack item.
  uint32_t stack_base() const { return (generator() ? 0 : base) + code->local_count + vm::kFrameWords + 1; }
  /// Words from the root's locals to where frames begin that a generator's frame calls.
  uint32_t limit() const { return generator() ? base : stack_base() + code->unit->stack_size; }
};

class Recorder {
 public:
  enum class Step : uint8_t { kGoOn, kDone, kAborted };

  /// Starts at `unit` of the innermost frame; the interpreter is about to execute it with `depth` stack items.
  /// executor_at(code, unit, kind): the compiled code of a place of that kind that begins there.
  using ExecutorAt = Executor* (*)(vm::Code* code, uint32_t unit, PlaceKind kind);
  Recorder(Thread& t, Executor* executor, FactSet& facts, vm::Frame* root, uint32_t unit, PlaceKind kind, const Value* sp, Value tos,
           ExecutorAt executor_at);
  /// A side trace: starts where `exit` has just written its frames, with its values where they were when it was taken.
  ///
  /// made      which of the exit's virtual objects were made (write_frames)
  /// may_link  compiled code that begins right there may be gone to
  Recorder(Thread& t, Executor* executor, FactSet& facts, const Exit& exit, uint64_t made, ExecutorAt executor_at, bool may_link);

  /// The instruction at pc is about to be executed.
  Step step(Value* locals, Value* sp, const uint16_t* pc, Value tos);
  const Trace& trace() const { return trace_; }
  Trace take_trace() { return std::move(trace_); }
  /// Goes on in other compiled code at its end.
  bool links() const { return links_; }
  /// Ended where the root frame returns: a place of kind kReturn is wanted there. nullptr: none.
  vm::Code* wanted_code() const { return wanted_code_; }
  uint32_t wanted_unit() const { return wanted_unit_; }
  const std::string& reason() const { return reason_; }  // why it was aborted: a sentence for --jit=why
  bool fruitless() const { return fruitless_; }
  /// It ended at a call whose function has no code of its own yet, or at a return to where code waits for that of a loop.
  bool waits() const { return waits_; }
  /// It ended where the root frame jumps back to the loop that begins at this unit, which has no code yet. kNoUnit: it did not.
  uint32_t loop_without_code() const { return loop_without_code_; }
  uint32_t root_unit() const { return root_unit_; }
  /// An exception does not spoil what was recorded before: it ends in front of the instruction that raises.
  bool keeps_part = false;
  /// Begins at a loop's header and is worth nothing unless it comes back there: the round in which the loop is left is given up.
  void want_loop();
  bool left_loop() const { return left_loop_; }
  /// Begins at a loop's header, and the iterator was at its end.
  bool ended_at_once() const { return ended_at_once_; }
  /// It ended where its budget was spent: how, for --jit=why. "": it did not.
  const std::string& spent() const { return spent_; }
  vm::Frame* root_frame() const { return frames_.empty() ? nullptr : frames_[0].frame; }

 private:
  /// A call's arguments, those given by name behind; not the self that stands in the row.
  struct CallArguments {
    std::vector<Ref> positional;
    std::vector<Value> names;
    std::vector<Ref> named;
    bool any_order = false;  // of the names: another time they may come in another
  };
  /// Where a parameter's value comes from.
  struct Source {
    enum Kind : uint8_t { kMissing, kGiven, kDefault, kKeywordDefault } kind = kMissing;
    Ref given = kNoRef;  // kDefault: its place in the function's tuple
    Value known;
  };
  Value seen_defaults_;  // the tuple that match_arguments looked at, for bind_arguments
  static constexpr uint32_t kNoWord = 0xffff'ffff;
  static constexpr size_t kMaxDepth = 10;
  static constexpr size_t kMaxRecursion = 3;
  static constexpr size_t kMaxTriedRecursion = 7;
  static constexpr uint32_t kMostArguments = 6;  // of calls of natives
  static constexpr uint32_t kMostKept = 256;  // locals, and stack items, of a generator at the end of a chain
  static constexpr uint32_t kMaxRounds = 4;  // back jumps in a generator's body from one yield to the next

  struct Machine {
    Value* locals;
    Value* sp;
    const uint16_t* pc;
    Value tos;
    Value peek(int depth) const { return depth == 0 ? tos : sp[-depth]; }
  };

  // --- recorder.cpp: building
  TraceFrame& top() { return frames_.back(); }
  Ref emit(Op op, Ref a = kNoRef, Ref b = kNoRef, Ref c = kNoRef, uint64_t imm = 0);
  Ref constant(Value v);
  Ref int_word(uint64_t word);
  Ref float_constant(double d);
  uint32_t snapshot();
  Type type(Ref r) const { return r < trace_.code.size() ? info_of(trace_.code[r].op).result : Type::kValue; }
  /// Whether the frame runs an operator's method (kFrameOperator).
  bool is_operator(const TraceFrame& f) const { return is_constant(f.self) && Value::from_bits(trace_.code[f.self].imm).is_small_int(); }
  bool is_constant(Ref r) const { return r < trace_.code.size() && trace_.code[r].op == Op::kConstValue; }
  Ref peek(int depth) const { return frames_.back().stack[frames_.back().stack.size() - 1 - static_cast<size_t>(depth)]; }
  void push(Ref r) { top().stack.push_back(r); }
  Ref pop();
  void drop(int count) { top().stack.resize(top().stack.size() - static_cast<size_t>(count)); }
  void replace(int count, Ref r) {
    drop(count);
    push(r);
  }
  Ref local(uint32_t i);
  /// Whether r is an unboxed number; the trace relies on it from then on, even when no operation uses r.
  bool is_unboxed(Ref r);
  /// Whether v, which r is, is a float that needs no look at an object: those without a word (-0.0, 1e-300) are when they are unboxed.
  bool is_float(Value v, Ref r) const;
  void set_local(uint32_t i, Ref r) { top().locals[i] = r; }
  Ref as_value(Ref r);                  // boxed
  Ref as_int(Ref r);                    // guarded
  Ref as_float(Ref r);
  Ref as_heap(Ref r);                   // guarded: points to an object
  void guard_shape(Ref o, uint32_t shape);
  void guard_exact(Ref o, TypeId id) { guard_shape(o, shape_id(id)); }
  void guard_kind(Ref r, Value v);      // an int, a float, an object of v's shape, or the same constant
  /// Whether `function` is a constant, `fn`, whose code and defaults the executor relies on from now on.
  bool relies_on(vm::Function* fn, Ref function) { return is_constant(function) && facts_.on_function(t_, executor_, fn); }
  void guard_code(vm::Function* fn, Ref function, vm::Code* code);
  Ref load(Ref o, size_t offset) { return emit(Op::kLoadField, o, kNoRef, kNoRef, offset); }
  Ref call(Helper helper, Ref a, Ref b = kNoRef, Ref c = kNoRef);
  bool abort(std::string reason);       // always false

  bool saw(Ref r, Value v) const;
  Step changed();

  // Each records one instruction; false: aborted.
  bool record(Machine& m, vm::QuickOp quick, BytecodeOp op, uint32_t arg);
  bool moves(Machine& m, BytecodeOp op, uint32_t arg, bool* handled);             // record_values.cpp
  bool arithmetic(Machine& m, vm::QuickOp quick, BytecodeOp op, uint32_t arg, bool* handled);
  bool compare(Machine& m, vm::QuickOp quick, uint32_t arg);
  // record_complex.cpp
  struct ComplexParts {
    Ref real, imaginary;
  };
  static bool is_complex(Value v);
  bool complex_operand(Value v, Ref r, double (*now)[2]) const;
  ComplexParts as_complex(Value v, Ref r);
  bool complex_arithmetic(const Machine& m, bytecode::BinaryOpKind kind);
  ComplexParts complex_product(ComplexParts x, ComplexParts y);
  bool complex_power(const Machine& m);
  void complex_negative(Value v);
  bool complex_equals(const Machine& m, bool* equal);
  bool complex_truth(Value v, Ref r);
  bool complex_part(Value v, Str* name);
  bool call_complex_abs(Value v, Value callable, uint32_t row);
  bool call_complex(const Machine& m, Value callable, uint32_t row, uint32_t nargs);
  // record_words.cpp
  bool word_arithmetic(Value a, Value b, bytecode::BinaryOpKind kind);
  bool are_words(Value a, Value b) const;
  Ref as_word(Ref r);
  Ref low_word(Ref r);
  Ref as_long(Ref r);
  Ref word_constant(uint64_t word);
  static bool is_wordy(Value v);
  bool attributes(Machine& m, BytecodeOp op, uint32_t arg, bool* handled);        // record_attributes.cpp
  bool load_attribute(Machine& m, uint32_t arg, bool method);
  bool load_class_name(Value cls, Ref object, Ref* found);
  bool known_attribute(Value o, Ref object, Str* name, Ref otherwise, Ref* result);
  bool load_special(Machine& m, uint32_t arg);
  // record_exceptions.cpp
  bool exceptions(Machine& m, BytecodeOp op, uint32_t arg, bool* handled);
  void mark_instruction(const Machine& m, BytecodeOp op, uint32_t arg, uint32_t unit);
  bool end_before_raise();
  const bytecode::ExceptionEntry* find_handler(uint32_t unit, uint32_t* raised_at, size_t* frame) const;
  void set_mark();
  void back_to_mark();
  bool follow_raise(const uint16_t* pc);
  bool with_except(Machine& m, uint32_t arg);
  bool raise_instruction(const Machine& m, BytecodeOp op, uint32_t arg);
  bool end_loop_by_raise(const Machine& m);
  bool generator_raises_stop(const Machine& m);
  void arrive_in_handler(Ref exception);
  bool raise_plainly(const Machine& m, uint32_t arg);
  bool reraise_plainly(const Machine& m);
  bool only_this_trace_has(Ref exception) const;
  bool makes_plainly(Value cls);
  bool handler_is_near() const;
  void make_entries(Ref exception, size_t frames, Ref next);
  // record_asked.cpp
  bool call_isinstance(Value v, Ref value, Value classes, Ref asked, Ref* result);
  void guard_classes(Ref asked, Value classes);
  Ref match_exception(Value v, Ref exception, Value classes, Ref asked);
  bool match_class(Machine& m, uint32_t positional);
  bool match_keys(Machine& m);
  bool patterns(Machine& m, BytecodeOp op, uint32_t arg, bool* handled);
  bool call_builtin(Machine& m, Value callable, uint32_t row, uint32_t nargs, bool* handled);
  // record_text.cpp
  bool format_value(Machine& m, uint32_t how);
  bool build_string(Machine& m, uint32_t count);
  bool number_text(Value v, Ref ref, Ref* text);
  bool format_percent(Machine& m, bool* handled);
  // record_methods.cpp
  Ref bind_class_method(Value found, Value owner);
  bool load_dynamic(Machine& m, Str* name, BytecodeOp op, uint32_t arg);
  bool store_dynamic(Machine& m, Str* name, uint32_t arg);
  bool call_super(Machine& m, Ref callee, Value callable, uint32_t row, bool* handled);
  bool load_super(Machine& m, Str* attribute, BytecodeOp op, uint32_t arg);
  bool store_attribute(Machine& m, uint32_t arg);
  bool store_slot(Value o, Ref object, Str* name, Ref given);
  bool call_wrapper(Machine& m, Ref callee, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled);
  bool fresh(Ref o) const;
  Ref slot_home(Ref object, const objects::Type& cls, uint32_t index, size_t* offset);
  bool load_global(BytecodeOp op, uint32_t arg);
  bool in_module_frame(BytecodeOp op);
  // record_cells.cpp. False: nothing is recorded, the instruction is an Escape.
  bool store_global(uint32_t arg);
  bool store_class_attribute(Machine& m, Str* name);
  bool store_function_attribute(Value o, Str* name);
  NameCell* function_cell(Value o, Ref object, Str* name);
  Ref cell_value(NameCell* cell, Value* seen);
  bool containers(Machine& m, BytecodeOp op, uint32_t arg, bool* handled);        // record_containers.cpp
  bool plain_slice(Ref ref, Value slice) const;
  bool step_slice(Ref ref, Value slice, Ref* start, Ref* step) const;
  bool native_items(Value container);
  bool native_contains(Value container);
  bool iterates_as_tuple(Value v);
  bool is_none(Ref ref) const { return is_constant(ref) && trace_.code[ref].imm == kNone.bits(); }
  bool build_long(uint32_t count, bool tuple);
  bool for_iter(Machine& m, uint32_t arg);
  void guard_quiet_iterator(Value it, Ref iterator);
  static Op next_of(Value iterator, bool* more);
  bool next_pair(Value it, Ref iterator);
  static bool go_together(Op next) { return next == Op::kRangeNext || next == Op::kListNext || next == Op::kTupleNext; }
  std::vector<Ref> take_together(const std::vector<Value>& parts, const std::vector<Ref>& refs, const Op* next);
  bool loop_ended();
  // record_mapped.cpp
  bool next_mapped(Value it, uint32_t arg, bool* followed);
  std::vector<Ref> mapped_parts(Value it, Ref iterator, size_t count);
  bool take_items(const std::vector<Value>& parts, const std::vector<Ref>& refs, std::vector<Ref>* items);
  bool filter_returns(const Machine& m, Value mark);
  bool at_own_header() const { return !side_ && frames_.size() == 1 && trace_.places[source_].unit == root_unit_; }
  bool flow(Machine& m, BytecodeOp op, uint32_t arg, bool* handled);              // record_flow.cpp
  bool guard_truth(Value v, Ref r, bool* truth);
  bool branch(Machine& m, uint32_t arg, bool on_true, bool keep);
  void pay_branch(bool jumps, size_t operations);
  bool budget_is_spent();
  bool jump_backward(Machine& m, uint32_t arg);
  bool reduces(Machine& m, uint32_t arg);
  // record_generators.cpp
  bool resume(vm::Generator* g, Ref generator, Ref sent, uint32_t row, uint32_t exhausted, bool sends, bool* followed);
  bool resume_chain(vm::Generator* g, Ref generator, uint32_t exhausted, bool* followed);
  bool return_in_chain();
  bool extend_chain(vm::Generator* g, bool* followed);
  void know_kept_stack(const std::vector<bool>& absent);
  TraceFrame& enter_chain_frame(vm::Generator* end, TraceFrame frame, Ref self, size_t depth);
  bool call_generator(Machine& m, uint32_t row, uint32_t nargs, bool* handled);
  bool make_generator(vm::Function* fn, Ref function, uint32_t row, const CallArguments& arguments, bool* made);
  bool get_awaitable(Machine& m, uint32_t arg);
  bool get_anext(Machine& m, uint32_t arg);
  bool make_function(Machine& m, uint32_t arg);
  bool send(Machine& m, uint32_t arg);
  bool yield_value(Machine& m);
  bool generator_returns(const Machine& m);
  void memory_is_written();
  void emit_enter(uint64_t made);
  void load_kept(TraceFrame& frame);
  bool storable(const TraceFrame& frame) const;
  void store_changed(TraceFrame& frame);
  /// The innermost frame is a generator's whose resumer is part of the trace.
  bool in_followed_generator() const { return frames_.size() > 1 && frames_.back().generator(); }
  bool call_instruction(Machine& m, uint32_t arg);                                // record_calls.cpp
  void know_presence(uint32_t row, bool present);
  bool call_python(Value callable, Value self, uint32_t row, CallArguments arguments, bool* handled);
  bool enter_function(vm::Function* fn, Ref function, uint32_t row, uint32_t first, const CallArguments& arguments, Ref self, bool* followed);
  std::vector<Ref> stack_items(uint32_t first, uint32_t count) { return {top().stack.begin() + first, top().stack.begin() + first + count}; }
  bool call_keywords(Machine& m, uint32_t nargs);
  bool call_partial(Value callable, uint32_t row, uint32_t nargs, bool* handled);
  bool is_lru_cache(Value callable) const;
  bool call_native_keywords(Machine& m, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled);
  bool enter_operator(Machine& m, BytecodeOp family, uint32_t arg);
  bool enter_method(Machine& m, BytecodeOp family, uint32_t arg, bool* handled);                      // record_methods.cpp
  Ref method_of(Value o, Ref ref, Str* name, Value function);
  bool call_asked(Machine& m, Value callable, uint32_t row, bool* handled);
  bool method_or_escape(Machine& m, BytecodeOp family, uint32_t arg);
  bool method_returns(Machine& m);
  bool is_loop_frame(const TraceFrame& f) const;
  bool call_spread(Machine& m, uint32_t arg);
  bool spread_keywords(Value dict, Ref ref, CallArguments* arguments);
  bool dict_merge(Machine& m, uint32_t arg);
  const std::vector<std::pair<Value, Ref>>* known_dict(Ref dict);
  bool call_instance(Value callable, Ref callee, uint32_t row, CallArguments arguments, bool* handled);
  bool call_class(Value callable, Ref callee, uint32_t row, CallArguments arguments, bool* handled);
  bool call_new(objects::Type* cls, vm::Function* function, Ref callee, const CallArguments& arguments, bool* handled);
  bool new_returns(Machine& m, uint32_t nargs);
  bool call_native_new(const Machine& m, Value callable, uint32_t row, uint32_t nargs, bool* handled);
  bool quiet_exception(objects::Type* cls) const;
  bool quiet_class_call(const Machine& m, Value callable, uint32_t nargs) const;
  // record_builtins.cpp
  bool call_known(Machine& m, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled);
  bool call_known_function(Machine& m, Value callable, std::string_view text, uint32_t row, uint32_t nargs);
  bool call_known_method(Machine& m, Value callable, Value self, std::string_view text, uint32_t row, uint32_t nargs);
  bool call_number_class(Machine& m, Value callable, uint32_t row);
  bool call_range(const Machine& m, Value callable, uint32_t row, uint32_t nargs);
  void call_gives(uint32_t row, Ref result);
  void know_callable(uint32_t row, Value callable);
  void append_item(Ref list, Ref item);
  static double number_of(Value v);     // a float, as is_float says
  Ref call_any(Value callable, const std::vector<Ref>& arguments);
  Ref call_unpacked(Value callable, const std::vector<Ref>& arguments);
  Ref call_with_parts(Helper helper, Ref callable, std::vector<Ref> arguments);
  bool call_native(Machine& m, Value callable, Value self, uint32_t row, uint32_t nargs, bool* handled);
  // record_arguments.cpp
  bool match_arguments(vm::Function* fn, vm::Code* code, const CallArguments& given, std::vector<Source>* sources);
  std::vector<Ref> bind_arguments(vm::Function* fn, Ref function, vm::Code* code, const CallArguments& given, const std::vector<Source>& sources);
  Ref make_tuple(const std::vector<Ref>& items);
  Ref known_value(Value v);
  bool return_value(Machine& m);
  bool return_to_caller(const Machine& m, bool yields);
  bool function_links(vm::Code* code, size_t recursion);
  bool escape(Machine& m, BytecodeOp op, uint32_t arg);
  bool close_loop();
  void begin_inputs(const Exit& exit);
  void begin_virtuals(const Exit& exit);
  void make_virtuals(uint64_t made);
  Ref value_at(const Executor& parent, const Location& l, uint32_t word);
  void end_here();
  void jump_to(Executor* target);
  Executor* function_executor(vm::Code* code, uint32_t unit) const;
  void end_at_header(const Machine& m, uint32_t unit);
  bool jump_to_header(const Machine& m, Executor* loop);
  struct PartWish {
    Type type = Type::kValue;
    bool wanted = false;
  };
  bool find_parts(const LoopHeader& header, std::vector<Value> held, auto ref, std::vector<PartWish>* parts);
  std::vector<Ref> load_parts(const LoopHeader& header, const std::vector<Ref>& owners, const std::vector<PartWish>& parts);
  bool fits_header(const LoopVariable& variable, Type type, Ref ref, Value v) const;
  Ref as_header_wants(const LoopVariable& variable, Type type, Ref ref);
  void settle_phis(bool straight);

  bool truth_known(Value v, bool* result) const;
  /// Only exact builtin types whose operators run no Python code of their own.
  bool plain(Value v) const;
  /// A builtin list, tuple, dictionary or set that holds nothing at its begin which may have operators written in Python.
  bool plain_container(Value v) const;
  /// ... or a tuple of such: what dictionaries and sets are asked for.
  bool plain_key(Value v) const;
  /// Hashing it and asking it for equality runs no Python, as its class is now: plain keys, tuples of such, what is equal to itself alone.
  bool quiet_key(Value v, int levels = 3) const;
  /// Comparing `item` with what is in the list or tuple runs no Python, as its first items are now.
  bool quiet_search(Value sequence, Value item) const;
  /// An object of a class written in C++ whose subscripts are its own: not a class, nor what stands for another object.
  bool native_subscripts(Value container) const;

  Thread& t_;
  Executor* executor_;
  FactSet& facts_;
  Trace trace_;
  std::vector<TraceFrame> frames_;
  uint32_t root_unit_;
  size_t entry_count_ = 0;                  // phis: the root's locals, then its stack items on entry
  uint32_t source_ = 0;
  const uint16_t* expected_ = nullptr;      // where the interpreter must be at the next step, when it stays in this frame
  const uint16_t* expected_other_ = nullptr;
  const uint16_t* prefixed_ = nullptr;
  vm::Frame* wait_frame_ = nullptr;         // skipping: until this frame is at expected_ again
  uint32_t snapshot_at_ = kNoSnapshot;      // the snapshot for the current instruction, made once
  ExecutorAt executor_at_;
  std::map<uint32_t, Ref> absent_guards_;   // local variables unbound on entry, and the guard that they are
  std::vector<uint32_t> absent_;            // ... those that are so in each round
  std::vector<Ref> relied_on_;              // is_unboxed
  std::map<std::pair<Op, uint64_t>, Ref> inputs_;  // of a side trace
  std::map<Ref, std::vector<std::pair<Value, Ref>>> dicts_;  // known_dict: those made here and what they hold
  std::map<Ref, Ref> supers_;                      // what call_super made, and its self
  std::vector<VirtualObject> virtuals_;            // while a side trace begins: what the exit would have made
  Ref handled_ = kUnchanged;                       // ... and which of it is the handled exception
  bool may_link_ = false;                   // where it begins
  bool begins_loop_ = false;                // begins at a loop's header
  bool is_entry_ = false;                   // begins where the root's function does
  bool side_;                               // begins at an exit, not at a function's entry or a loop's header
  uint32_t loop_end_ = kNoUnit;             // want_loop: the last jump back to its header
  bool left_loop_ = false, ended_at_once_ = false;
  bool waits_ = false;
  uint32_t loop_without_code_ = kNoUnit;
  bool fruitless_ = false;                  // a side trace that would leave where it begins
  bool links_ = false;                      // ends where compiled code begins
  Ref guarded_function_ = kNoRef;           // guard_code has been done for it
  bool may_end_ = false;                    // ... of a map, whose iterator may turn out to be at its end (expected_other_)
  bool links_at_entry_ = false;             // the function that is being entered is not followed: its own code goes on
  bool came_back_ = false;                  // by a back jump in a generator's body
  bool links_now_ = false;                  // ... and its RESUME has been recorded
  vm::Code* wanted_code_ = nullptr;
  uint32_t wanted_unit_ = 0;
  bool done_ = false;
  bool entering_ = false;                   // the current instruction enters the innermost TraceFrame's function
  uint32_t entering_unit_ = 0;              // ... there
  uint32_t entering_depth_ = 0;             // ... a generator, with so many items below the sent one
  struct {                                  // set_mark
    size_t code = 0, snapshots = 0, frames = 0, returns = 0;
    uint32_t source = 0;
    bool module_frame_guarded = false;
    TraceFrame top{};
    std::map<size_t, std::pair<std::vector<Ref>, std::vector<Ref>>> kept{};  // what the objects of frames below the top held before the instruction
  } mark_;
  struct {                                  // the current instruction, and who handles what it raises: nullptr when nobody does
    BytecodeOp op{};
    uint32_t arg = 0, raised_at = 0;
    size_t frame = 0;                       // ... in this one of frames_
    const bytecode::ExceptionEntry* handler = nullptr;
    Value key;                              // a subscript that a dictionary may not have, of a kind that raises nothing else; a text
    Value number;                           // ... that this, int or float, is called with
    bool quiet = false;                     // quiet_instruction: an Escape of it costs little, whether it raises or not
  } raising_;
  bool escaped_ = false;                    // a validity check is due before the next instruction
  bool module_frame_guarded_ = false;
  Fitness fitness_;
  std::string spent_;
  size_t lowest_stack_ = SIZE_MAX;          // the root's, between two instructions so far: so deep it is between statements
  size_t steps_ = 0;                        // instructions recorded: what a side trace has advanced by
  size_t waited_ = 0;                       // instructions of calls that are not followed
  std::string reason_;
};

}  // namespace eider::jit
