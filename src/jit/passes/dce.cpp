// SPDX-License-Identifier: MIT
//
// Dead code: marks from what must stay, backward through arguments, phis and snapshots.
//
// A guard stays, used or not: it keeps the trace on its path. An arithmetic operation that leaves only because its result does not
// fit goes with its result. One that leaves because Python raises there (division by zero, a negative shift) stays.
#include <algorithm>

#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

bool leaves_for_its_result_only(const Trace& trace, const Instruction& i) {
  auto right = [&] { return trace.code[i.b]; };
  switch (i.op) {
    case Op::kAddInt:
    case Op::kSubInt:
    case Op::kMulInt:
    case Op::kNegInt:
    case Op::kIntToFloat:
    case Op::kBoxWord:
    case Op::kBoxFloat:
    case Op::kBoxComplex: return true;
    case Op::kDivWord:
    case Op::kModWord: return right().op == Op::kConstWord && right().imm != 0;
    case Op::kFloorDivInt:
    case Op::kModInt: return right().op == Op::kConstInt && right().imm != 0;
    case Op::kShlInt:
    case Op::kShrInt: return right().op == Op::kConstInt && static_cast<int64_t>(right().imm) >= 0;
    case Op::kDivFloat: return right().op == Op::kConstFloat && right().imm << 1 != 0;  // neither 0.0 nor -0.0
    default: return false;
  }
}

bool must_stay(const Trace& trace, const Instruction& i) {
  const OpInfo& info = info_of(i.op);
  if (is_pure_call(i)) return false;
  if (info.has(kControl | kPolls | kWritesHeap | kEscapes | kLocks)) return true;
  return info.exits() && !leaves_for_its_result_only(trace, i);
}

class Dead {
 public:
  explicit Dead(const Trace& trace) : trace_(trace), live_(trace.code.size(), false), seen_(trace.snapshots.size(), false) {}

  std::vector<uint8_t> find_live() {
    for (Ref r = 0; r < trace_.code.size(); r++) {
      if (must_stay(trace_, trace_.code[r])) mark(r);
    }
    while (!todo_.empty()) {
      const Instruction& i = trace_.code[todo_.back()];
      todo_.pop_back();
      for (Ref argument : {i.a, i.b, i.c}) mark(argument);
      if (i.snapshot != kNoSnapshot) mark_snapshot(i.snapshot);
    }
    return std::move(live_);
  }

 private:
  void mark(Ref ref) {
    if (ref >= live_.size() || live_[ref]) return;
    live_[ref] = true;
    todo_.push_back(ref);
  }
  void mark_snapshot(uint32_t index) {
    if (seen_[index]) return;
    seen_[index] = true;
    trace_.snapshots[index].each_ref([&](Ref ref) { mark(ref); });
  }

  const Trace& trace_;
  std::vector<uint8_t> live_, seen_;  // flags
  std::vector<Ref> todo_;
};

/// Numbers the snapshots by first use; what nobody uses goes.
void compact_snapshots(Trace& trace) {
  std::vector<uint32_t> number(trace.snapshots.size(), kNoSnapshot);
  std::vector<Snapshot> kept;
  for (Instruction& i : trace.code) {
    if (i.snapshot == kNoSnapshot) continue;
    uint32_t& n = number[i.snapshot];
    if (n == kNoSnapshot) {
      n = static_cast<uint32_t>(kept.size());
      kept.push_back(std::move(trace.snapshots[i.snapshot]));
    }
    i.snapshot = n;
  }
  trace.snapshots = std::move(kept);
}

}  // namespace

void dce(Trace& trace, PassLog* log) {
  std::vector<uint8_t> live = Dead(trace).find_live();
  if (std::find(live.begin(), live.end(), 0) != live.end()) {
    Rewriter w(trace, "dce", log);
    for (Ref r = 0; r < w.size(); r++) {
      if (live[r]) {
        w.copy(r);
      } else {
        w.remove(r);
      }
    }
    w.finish();
  }
  compact_snapshots(trace);
}

}  // namespace eider::jit
