// SPDX-License-Identifier: MIT
//
// Name cells as the dict code uses them. For the dict_*.cpp files; others: containers.h.
#pragma once

#include "objects/containers.h"
#include "objects/dict_table.h"

namespace eider::objects {

/// A cell nobody sees yet; MemoryError.
Result<NameCell*> name_cell_new(Thread& t, Value value);

inline bool name_cell_bound(const NameCell* cell) { return !cell->value.load_relaxed().is_absent(); }
inline bool name_cell_watched(const NameCell* cell) { return cell->state.load_relaxed() & kCellWatched; }

namespace dict_table {
enum class Put : uint8_t { kOverwrite, kKeep };
/// One round of binding in a cell dict; `found` is the fresh lookup's answer. The dict's lock is held. kNothing: done, `*old` is what
/// the name was bound to.
Need put_cell_locked(Thread& t, Dict* d, const Found& found, Value key, uint64_t hash, Value value, Put how, Writing& w, Value* old);
/// Unbinds every cell. dict_clear's half for cell dicts.
void clear_cells(Thread& t, Dict* d);
}  // namespace dict_table

}  // namespace eider::objects
