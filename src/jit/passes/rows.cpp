// SPDX-License-Identifier: MIT
//
// Rows: a list's items are read and written through the block that holds them, whose length is looked at once.
//
// ListRow finds the block and proves it long enough for one index, or for the highest constant index that is used up to the next
// operation that kills_snapshot_facts(). RowItem and StoreRowItem then are a load and a store. That a list's block is the same for so
// long is a snapshot fact (docs/memory-model.md): another thread may have replaced it, then an item is read as it was before. What this
// thread has stored it must read again, so stores go through a row only behind GuardUnlocked, with nobody there to replace it; another
// StoreListItem ends all rows.
//
// An item that the trace takes for a number is unboxed where it is read: one look at its tag says that it is there, and what it is.
// Where that exit is taken the instruction is done again, so the guard may come earlier than it stood.
#include <map>

#include "jit/passes/rewrite.h"

namespace eider::jit {
namespace {

constexpr uint64_t kHighestIndex = 1 << 20;  // of constant ones

class Rows {
 public:
  Rows(Trace& trace, PassLog* log) : trace_(trace), w_(trace, "rows", log) {}

  void run() {
    find_numbers();
    find_rows();
    for (const Row& row : rows_) worth_it_ |= row.accesses > 1 || row.numbers > 0;
    if (!worth_it_) return;
    for (Ref r = 0; r < w_.size(); r++) {
      if (row_of_[r] != kNoRow && good(rows_[row_of_[r]])) access(r);
      else if (number_of_item_[r] != kNoRef) w_.substitute(r, w_.map(number_of_item_[r]));
      else w_.copy(r);
    }
    w_.finish();
  }

 private:
  static constexpr uint32_t kNoRow = 0xffff'ffff;
  struct Row {
    Ref list, index;           // index: kNoRef for constant ones
    uint64_t highest = 0;      // ... of them, as kInt word
    int accesses = 0, numbers = 0;
    bool stored = false;
    Ref block = kNoRef;        // in the new trace
  };
  static bool good(const Row& row) { return row.accesses > 1 || row.numbers > 0; }

  bool constant_index(Ref index, uint64_t* word) const {
    const Instruction& i = trace_.code[index];
    if (i.op != Op::kConstInt || i.imm >> 1 > kHighestIndex) return false;
    *word = i.imm;
    return true;
  }

  /// Items that nothing wants but one guard that makes a number of them, and exits, which box it again.
  void find_numbers() {
    const auto n = static_cast<Ref>(trace_.code.size());
    std::vector<Ref> guard(n, kNoRef);
    std::vector<bool> otherwise(n, false);
    for (Ref r = 0; r < n; r++) {
      const Instruction& i = trace_.code[r];
      bool guards = (i.op == Op::kGuardInt || i.op == Op::kGuardFloat) && trace_.code[i.a].op == Op::kListItem;
      if (guards && guard[i.a] == kNoRef) {
        guard[i.a] = r;
      } else {
        for (Ref argument : {i.a, i.b, i.c}) {
          if (argument < n) otherwise[argument] = true;
        }
      }
      bool words_only = i.op == Op::kEscape || i.op == Op::kJumpEntry || i.op == Op::kJumpHeader || i.op == Op::kReturnEntry;
      if (!words_only || i.snapshot == kNoSnapshot) continue;
      trace_.snapshots[i.snapshot].each_ref([&](Ref ref) {
        if (ref < n) otherwise[ref] = true;
      });
    }
    number_of_item_.assign(n, kNoRef);
    guard_of_.assign(n, kNoRef);
    for (Ref r = 0; r < n; r++) {
      if (guard[r] == kNoRef || otherwise[r] || (trace_.loop != kNoRef && r < trace_.loop && guard[r] > trace_.loop)) continue;
      guard_of_[r] = guard[r];
      number_of_item_[guard[r]] = r;
    }
  }

  void find_rows() {
    row_of_.assign(w_.size(), kNoRow);
    std::map<std::pair<Ref, Ref>, uint32_t> open;
    bool unlocked = false;
    for (Ref r = 0; r < w_.size(); r++) {
      const Instruction& i = trace_.code[r];
      if (i.op == Op::kGuardUnlocked) unlocked = true;
      if (i.op == Op::kListItem || (i.op == Op::kStoreListItem && unlocked)) {
        uint64_t word = 0;
        Ref index = constant_index(i.b, &word) ? kNoRef : i.b;
        auto [found, added] = open.try_emplace({i.a, index}, static_cast<uint32_t>(rows_.size()));
        if (added) rows_.push_back({.list = i.a, .index = index});
        Row& row = rows_[found->second];
        row.highest = std::max(row.highest, word);
        row.accesses++;
        row.numbers += guard_of_[r] != kNoRef;
        row_of_[r] = found->second;
      } else if (i.op == Op::kStoreListItem) {
        open.clear();
      }
      if (kills_snapshot_facts(info_of(i.op)) || r == trace_.loop) {
        open.clear();
        unlocked = false;
      }
    }
    // A store that does not go through a row ends those before it: so all of a stretch do, or none.
    for (Ref r = 0; r < w_.size(); r++) {
      if (row_of_[r] != kNoRow && trace_.code[r].op == Op::kStoreListItem) rows_[row_of_[r]].accesses += 1;
    }
  }

  void access(Ref r) {
    Row& row = rows_[row_of_[r]];
    Instruction i = w_.mapped(r);
    if (row.block == kNoRef) {
      Ref index = row.index == kNoRef ? w_.const_int(static_cast<int64_t>(row.highest)) : i.b;
      row.block = w_.emit({.op = Op::kListRow, .source = i.source, .a = i.a, .b = index, .snapshot = i.snapshot});
    }
    i.a = row.block;
    if (i.op == Op::kStoreListItem) {
      i.op = Op::kStoreRowItem;
      i.snapshot = kNoSnapshot;
    } else {
      i.op = guard_of_[r] == kNoRef ? Op::kRowItem : trace_.code[guard_of_[r]].op == Op::kGuardInt ? Op::kRowInt : Op::kRowFloat;
    }
    w_.replace(r, i);
  }

  Trace& trace_;
  Rewriter w_;
  std::vector<Row> rows_;
  std::vector<uint32_t> row_of_;      // by old ref
  std::vector<Ref> guard_of_;         // old ListItem -> the guard that unboxes it
  std::vector<Ref> number_of_item_;   // old guard -> its ListItem
  bool worth_it_ = false;
};

}  // namespace

void rows(Trace& trace, PassLog* log) { Rows(trace, log).run(); }

}  // namespace eider::jit
