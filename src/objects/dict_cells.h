// SPDX-License-Identifier: MIT
//
// Name cells as the dict code uses them. For the dict_*.cpp files; others: containers.h.
#pragma once

#include "objects/containers.h"
#include "objects/dict_table.h"

namespace eider::objects {

/// A cell nobody sees yet; MemoryError.
Result<NameCell*> name_cell_new(Thread& t, Value value);

// Note [Who begins to watch a cell while it changes]
// name_cell_unwatch collects the dependents, shakes hands, and clears kCellWatched. Who began to watch in between would lose the bit
// to its end, and never hear of the store that follows. So from before the collecting until the clearing kCellChanging stands, and
// name_cell_watch declines. Of several that unwatch at once, the first to end clears both bits; the others see by the count of
// changes that it was done, and leave the bits alone: they may be of a later watcher. (docs/models/executors.pml)
inline constexpr uint64_t kCellChanging = 8;  // beside CellState's bits
/// The two ends of name_cell_unwatch. The first sets kCellChanging and returns the count of changes; the second clears it and
/// kCellWatched, counts one change, and sets kCellMutable when the count reaches `limit`; nothing when the count is not `began` any more.
uint64_t name_cell_begin_change(Thread& t, NameCell* cell);
void name_cell_end_change(Thread& t, NameCell* cell, uint64_t began, uint64_t limit);

inline bool name_cell_bound(const NameCell* cell) { return !cell->value.load_relaxed().is_absent(); }
inline bool name_cell_watched(const NameCell* cell) { return cell->state.load_relaxed() & kCellWatched; }

namespace dict_table {
/// One round of binding in a cell dict; `found` is the fresh lookup's answer. The dict's lock is held. kNothing: done, `*old` is what
/// the name was bound to.
Need put_cell_locked(Thread& t, Dict* d, const Found& found, Value key, uint64_t hash, Value value, Put how, Writing& w, Value* old);
/// Unbinds every cell. dict_clear's half for cell dicts.
void clear_cells(Thread& t, Dict* d);
}  // namespace dict_table

}  // namespace eider::objects
