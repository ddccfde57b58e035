// SPDX-License-Identifier: MIT
#include "jit/reference/judge.h"

#include <cstring>

#include "jit/reference/machine.h"

namespace eider::jit {
namespace {

class Judge final : public ReferenceMachine {
 public:
  /// words: as many as the trace has instructions, on the native stack, where the collector looks.
  Judge(Thread& t, const Trace& trace, Value* base, const ReferenceHost& host, ReferenceExit* exit, uint64_t* words)
      : ReferenceMachine(t, trace, base), host_(host), exit_(exit), made_(t), items_(t) {
    words_ = words;
  }

  Result<void> run() {
    for (;;) {
      const Instruction& i = trace_->code[pc_];
      bool stopped = pc_ == host_.stop_at && exit_->rounds == host_.stop_round;
      Step step = stopped ? Step::kLeave : execute(i);
      if (step == Step::kNext) {
        pc_++;
        continue;
      }
      if (step == Step::kFailed) return kFailure;
      exit_->at = pc_;
      exit_->snapshot = step == Step::kStop ? kNoSnapshot : i.snapshot;
      exit_->how = step == Step::kLeave   ? ReferenceExit::How::kLeft
                   : step == Step::kRaise ? ReferenceExit::How::kRaised
                                          : ReferenceExit::How::kRanOut;
      return step == Step::kStop ? kDone : read_snapshot();
    }
  }

 private:
  Result<Value> boxed(Ref ref, Value* memory) {
    if (ref == kUnchanged) return *memory;
    if (ref == kAbsentRef || ref == kNoRef) return kAbsent;
    if (is_virtual(ref)) return made_[static_cast<int64_t>(ref - kFirstVirtual)];
    switch (info_of(trace_->code[ref].op).result) {
      case Type::kInt: return Value::from_bits(bits(ref) | 1);
      case Type::kFloat: return float_value(t_, real(ref));
      case Type::kWord: return int_from_uint64(t_, bits(ref));
      default: return value(ref);
    }
  }
  Result<void> note(Ref ref, Value* memory) {
    Value v = EIDER_TRY(boxed(ref, memory));
    return exit_->values.push(v) ? Result<void>() : kFailure;
  }
  Result<void> make(const VirtualObject& object) {
    if (object.unless != kNoRef && value(object.unless).bits() != kMadeInLoop) {
      return made_.push(value(object.unless)) ? Result<void>() : kFailure;
    }
    if (object.maker == VirtualObject::kSame) return made_.push(EIDER_TRY(boxed(object.fields[0].value, nullptr))) ? Result<void>() : kFailure;
    Value arguments[3], fresh;
    if (auto maker = static_cast<Helper>(object.maker); maker < Helper::kCount && takes_doubles(maker)) {  // whoever the host is
      for (size_t n = 0; n < object.arguments; n++) arguments[n] = value(object.fields[n].value);
      fresh = kHelpers[object.maker].function(t_, arguments[0], arguments[1], arguments[2]);
      if (fresh == kFailedWord) return kFailure;
    } else {
      EIDER_CHECK(host_.call_helper != nullptr);
      for (int n = 0; n < object.arguments; n++) arguments[n] = EIDER_TRY(boxed(object.fields[static_cast<size_t>(n)].value, nullptr));
      fresh = EIDER_TRY(host_.call_helper(host_.context, t_, object.maker, arguments, object.arguments));
    }
    if (!made_.push(fresh)) return kFailure;
    for (size_t n = object.arguments; n < object.fields.size(); n++) {
      Value content = EIDER_TRY(boxed(object.fields[n].value, nullptr));
      reinterpret_cast<Field<Value>*>(fresh.bits() + object.fields[n].offset)->store_release(content);  // pairs with readers' load_acquire
    }
    if (object.shape != 0) fresh.as<Object>()->shape.store_relaxed(object.shape);  // nobody else has it
    return kDone;
  }
  Result<void> read_snapshot() {
    exit_->values.clear();
    if (trace_->code[pc_].snapshot == kNoSnapshot) return kDone;
    made_.clear();
    for (const VirtualObject& object : trace_->snapshots[trace_->code[pc_].snapshot].virtuals) EIDER_TRY(make(object));
    for (const SnapshotFrame& frame : trace_->snapshots[trace_->code[pc_].snapshot].frames) {
      Value* locals = frame.generator() ? value(frame.self).as<vm::Generator>()->storage : base_ + frame.base;
      Value* stack = locals + frame.locals.size() + vm::kFrameWords;
      EIDER_TRY(note(frame.function, nullptr));
      EIDER_TRY(note(frame.self, nullptr));
      for (size_t n = 0; n < frame.locals.size(); n++) EIDER_TRY(note(frame.locals[n], locals + n));
      for (size_t n = 0; n < frame.stack.size(); n++) EIDER_TRY(note(frame.stack[n], stack + n));
    }
    return kDone;
  }

  bool jumps() override {
    if (exit_->rounds == host_.rounds) return false;
    exit_->rounds++;
    return true;
  }
  /// Registers are the host's: word n of host_.registers.
  Step input(const Instruction& i) override {
    return gives(i.imm >= kInputMemory ? base_[i.imm - kInputMemory].bits() : host_.registers[i.imm]);
  }
  Step enter() override { return Step::kNext; }
  bool valid() override { return host_.valid == nullptr || host_.valid->load_relaxed() != 0; }
  Step jump_entry(const Instruction&) override { return Step::kLeave; }
  Step jump_header(const Instruction&) override { return Step::kLeave; }
  Step return_entry(const Instruction&) override { return Step::kLeave; }
  Step return_host(const Instruction&) override { return Step::kLeave; }
  Step yield_host(const Instruction&) override { return Step::kLeave; }
  bool accepts_boxed_floats() const override { return host_.accepts_boxed_floats; }
  Step box_float(double d) override { return gives(float_value(t_, d)); }
  Step box_complex(double real, double imaginary) override { return gives(complex_value(t_, real, imaginary)); }
  Step box_word(uint64_t word) override { return gives(int_from_uint64(t_, word)); }

  Step call(const Instruction& i, int count) override {
    EIDER_CHECK(host_.call_helper != nullptr);
    Value arguments[3];
    const Ref refs[] = {i.a, i.b, i.c};
    for (int n = 0; n < count; n++) arguments[n] = value(refs[n]);
    return gives(host_.call_helper(host_.context, t_, i.imm, arguments, count));
  }
  Step escape(const Instruction& i) override {
    EIDER_CHECK(host_.escape != nullptr);
    if (!read_snapshot().ok()) return Step::kFailed;
    items_.clear();
    if (!host_.escape(host_.context, t_, i.imm, *exit_, &items_).ok()) return Step::kRaise;
    return gives(items_.empty() ? kTrue : items_[0]);
  }
  Step escape_item(const Instruction& i) override { return gives(items_[static_cast<int64_t>(i.imm)]); }

  const ReferenceHost& host_;
  ReferenceExit* exit_;
  RootedVector made_;    // the virtual objects of the snapshot that is read
  RootedVector items_;   // what the last Escape left, the top first
};

}  // namespace

Result<void> run_reference(Thread& t, const Trace& trace, Value* base, const ReferenceHost& host, ReferenceExit* exit) {
  size_t bytes = sizeof(uint64_t) * trace.code.size();
  auto* words = static_cast<uint64_t*>(__builtin_alloca(bytes));
  std::memset(words, 0, bytes);
  return Judge(t, trace, base, host, exit, words).run();
}

}  // namespace eider::jit
