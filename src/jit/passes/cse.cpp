// SPDX-License-Identifier: MIT
//
// Common subexpressions and load forwarding.
//
// Pure operations (kPure): the first of equal ones dominates the later ones, since a trace is a line; so one table serves the
// whole trace, loop included. Loads are snapshot facts: they are forgotten at Loop, at every operation that kills_snapshot_facts(),
// and at a store that may alias. So a load that decides whether a loop goes on is done again after each poll.
//
// Aliasing: StoreField never writes a word of a list, tuple or iterator; two refs are different objects only when both are
// different constants. RangeNext and its like write their own iterator only, which nothing else here reads.
#include <map>
#include <tuple>

#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

using Key = std::tuple<Op, Ref, Ref, Ref, uint64_t>;

struct Load {
  Op op;           // LoadField, LoadCell, ListLength or ListItem
  Ref object;
  Ref index;       // of ListItem
  uint64_t offset; // of LoadField
  Ref value;
};

class Cse {
 public:
  Cse(Trace& trace, PassLog* log) : w_(trace, "cse", log) {}

  void run() {
    for (r_ = 0; r_ < w_.size(); r_++) {
      i_ = w_.mapped(r_);
      const OpInfo& info = info_of(i_.op);
      if (info.has(kPure)) {
        pure();
      } else if (i_.op == Op::kLoadField || i_.op == Op::kLoadCell || i_.op == Op::kListLength || i_.op == Op::kListItem) {
        load();
      } else {
        w_.copy(r_);
        if (info.has(kReadsHeap)) forget_cells();
        if (i_.op == Op::kStoreField) store_field();
        if (i_.op == Op::kStoreCell) {
          forget_cells();
          loads_.push_back({Op::kLoadCell, i_.a, kNoRef, 0, i_.b});
        }
        if (i_.op == Op::kStoreListItem) store_item();
        if (kills_snapshot_facts(info) || i_.op == Op::kLoop) loads_.clear();
      }
    }
    w_.finish();
  }

 private:
  static bool commutes(Op op) {
    switch (op) {
      case Op::kAddInt:
      case Op::kMulInt:
      case Op::kAddIntUnchecked:
      case Op::kMulIntUnchecked:
      case Op::kAndInt:
      case Op::kOrInt:
      case Op::kXorInt:
      case Op::kAddWord:
      case Op::kMulWord:
      case Op::kAndWord:
      case Op::kOrWord:
      case Op::kXorWord:
      case Op::kGuardWordEq:
      case Op::kGuardWordNe:
      case Op::kMinInt:
      case Op::kMaxInt:
      case Op::kEqualStr:
      case Op::kNotEqualStr:
      case Op::kGuardIntEq:
      case Op::kGuardIntNe:
      case Op::kGuardFloatEq:
      case Op::kGuardFloatNotEq:
      case Op::kGuardSame:
      case Op::kGuardNotSame: return true;
      default: return false;  // float sums of two NaNs give the first one
    }
  }
  /// Where an unchecked operation stands, its result is proven to fit; where a checked one passed, it fits too.
  static Op without_check(Op op) {
    switch (op) {
      case Op::kAddInt: return Op::kAddIntUnchecked;
      case Op::kSubInt: return Op::kSubIntUnchecked;
      case Op::kMulInt: return Op::kMulIntUnchecked;
      default: return op;
    }
  }

  void pure() {
    Ref a = i_.a, b = i_.b;
    if (commutes(i_.op) && b < a) std::swap(a, b);
    auto [known, added] = pure_.try_emplace(Key{without_check(i_.op), a, b, i_.c, i_.imm}, kNoRef);
    if (added) {
      known->second = w_.copy(r_);
    } else if (info_of(i_.op).result == Type::kNone) {
      w_.remove(r_);  // a guard that has held
    } else if (is_constant(i_.op)) {
      w_.set_map(r_, known->second);
    } else {
      w_.substitute(r_, known->second);
    }
  }

  void load() {
    Ref index = i_.op == Op::kListItem ? i_.b : kNoRef;
    for (const Load& known : loads_) {
      if (known.op == i_.op && known.object == i_.a && known.index == index && known.offset == i_.imm) {
        return w_.substitute(r_, known.value);
      }
    }
    Ref value = w_.copy(r_);
    forget_cells();
    loads_.push_back({i_.op, i_.a, index, i_.imm, value});
  }
  /// What was read of globals and class attributes is read again behind any other load: who has seen a thread's later store must see its
  /// earlier ones, here as where the value is a watched fact.
  void forget_cells() {
    std::erase_if(loads_, [&](const Load& known) { return known.op == Op::kLoadCell; });
  }

  bool differ(Ref a, Ref b) const {
    const Instruction &x = w_.at(a), &y = w_.at(b);
    return is_constant(x.op) && x.op == y.op && x.imm != y.imm;
  }
  void store_field() {
    std::erase_if(loads_, [&](const Load& known) {
      return known.op == Op::kLoadField && known.offset == i_.imm && !differ(known.object, i_.a);
    });
    loads_.push_back({Op::kLoadField, i_.a, kNoRef, i_.imm, i_.b});
  }
  void store_item() {
    std::erase_if(loads_, [&](const Load& known) {
      return known.op == Op::kListItem && !differ(known.object, i_.a) && !differ(known.index, i_.b);
    });
    loads_.push_back({Op::kListItem, i_.a, i_.b, 0, i_.c});
  }

  Rewriter w_;
  std::map<Key, Ref> pure_;
  std::vector<Load> loads_;
  Ref r_ = 0;
  Instruction i_{};
};

}  // namespace

void cse(Trace& trace, PassLog* log) { Cse(trace, log).run(); }

}  // namespace eider::jit
