// SPDX-License-Identifier: MIT
//
// Where a traceback entry stands in the source.
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/types.h"

namespace eider::vm {

bool traceback_place(Thread& t, Traceback* entry, TracebackPlace* place) {
  Value frame = entry->frame.load_relaxed();
  if (frame.is_absent() || !is_exact(frame, TypeId::kFrame)) return false;
  Code* code = frame.as<FrameObject>()->code.get().as<Code>();
  bytecode::Position p = position_of(*code, static_cast<uint32_t>(entry->lasti.load_relaxed().small_int()));
  place->filename = code->filename;
  place->function = code->name;
  Value line = entry->lineno.load_relaxed();
  place->line = line.is_absent() ? p.line : line.small_int();
  bool same = p.line == place->line;
  place->end_line = same ? p.end_line : place->line;
  place->column = same ? p.column : -1;
  place->end_column = same ? p.end_column : -1;
  return true;
}

}  // namespace eider::vm
