// SPDX-License-Identifier: MIT
//
// RealmHooks::frame_holds: whether running Python code of this thread has an object in hand, beyond doubt.
//
// Looks where a name leads to it: the variables of every frame of the thread, the namespaces of class bodies and exec, and the module
// globals of the functions that run. Not the evaluation stacks, whose words above the top are stale, and not other threads' frames:
// what is missed is only not known to be in use. No safepoint: the caller may hold a lock.
#include "objects/dict_cells.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/types.h"

namespace eider::vm {

namespace {

bool holds(Value variable, Value v) {
  if (variable == v) return true;
  return is_exact(variable, TypeId::kCell) && variable.as<Cell>()->content.load_acquire() == v;
}

bool dict_holds(Dict* d, Value v) {
  uint32_t position = 0;
  Value key, value;
  while (dict_next_at(d, &position, &key, &value)) {
    if (value == v) return true;
  }
  return false;
}

}  // namespace

bool frame_holds(Thread& t, Value v) {
  Dict* looked_at = nullptr;  // mostly all frames are of one module
  for (Frame* f = t.frame; f != nullptr; f = f->previous) {
    for (uint32_t i = 0; i < f->code->local_count; i++) {
      if (!f->locals[i].is_absent() && holds(f->locals[i], v)) return true;
    }
    if (!f->ns.is_absent() && is_exact(f->ns, TypeId::kDict) && dict_holds(f->ns.as<Dict>(), v)) return true;
    Dict* globals = f->function == nullptr ? nullptr : f->function->globals;
    if (globals == nullptr || globals == looked_at) continue;
    looked_at = globals;
    if (dict_holds(globals, v)) return true;
  }
  return false;
}

}  // namespace eider::vm
