// SPDX-License-Identifier: MIT
//
// Cells that change often, and changes of class attributes that change nothing but a cell's value.
//
// Note [A value of the same kind]
// What depends on a class (inline caches, compiled code) depends on which cell a name is found in and on what kind of thing stands there:
// a plain value, a Python function, or anything else (descriptors, instances of classes that may become descriptors). The value itself
// everybody reads from the cell, or watches as the cell's. So a plain value in a plain one's place, or a function in a function's,
// is no change of the class: no type lock, no new version, and a handshake only when somebody watches the cell. That the kind is the same
// is found out under the cell's lock, under which all others store too. Names with meaning for slots (`__x__`) are left out.
// Instances of the program's own classes are never plain: their class may get a `__get__`.
#pragma once

#include "objects/containers.h"

namespace eider::objects {

enum class Replaced : uint8_t { kDone, kOtherKind, kWatched };
/// Stores `value` when it is of the old one's kind and nobody watches the cell. No safepoint.
Replaced name_cell_try_replace(Thread& t, NameCell* cell, Value value);
/// ... tells those who watch, too. False: nothing done, the kind is another one. A safepoint.
bool name_cell_replace(Thread& t, NameCell* cell, Value value);

/// Hot code stores here: from now on nobody may assume the value (kCellMutable). False, nothing done: somebody does. No safepoint.
bool name_cell_degrade(Thread& t, NameCell* cell);

/// Stores into a cell that is bound and that nobody watches; else false, nothing done. No safepoint.
bool name_cell_try_rebind(Thread& t, NameCell* cell, Value value);

/// Whether storing into `name` of a class may be a change of its cell only.
bool is_plain_class_name(Str* name);

}  // namespace eider::objects
