// SPDX-License-Identifier: MIT
#include "objects/repr_guard.h"

namespace eider::objects {

// Thread::repr_stack is a list that no other thread and no Python code ever sees.
ReprGuard::ReprGuard(Thread& t, Value object) : t_(t), state_(State::kEntered) {
  if (t.repr_stack.is_absent()) {
    Result<List*> made = list_new(t, 4);
    if (!made.ok()) {
      state_ = State::kFailed;
      return;
    }
    t.repr_stack = made.get()->value();
  }
  List* stack = t.repr_stack.as<List>();
  for (int64_t i = list_size(stack); i-- > 0;) {
    if (list_get(stack, i) == object) {
      state_ = State::kNested;
      return;
    }
  }
  if (!list_append(t, stack, object).ok()) state_ = State::kFailed;
}

ReprGuard::~ReprGuard() {
  if (state_ != State::kEntered) return;
  List* stack = t_.repr_stack.as<List>();
  int64_t last = list_size(stack) - 1;
  EIDER_ASSERT(last >= 0);
  stack->size.store_relaxed(last);
  stack->block.get()->items[last].store_relaxed(kAbsent);
}

}  // namespace eider::objects
