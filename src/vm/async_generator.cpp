// SPDX-License-Identifier: MIT
//
// Async generators: the object, and the awaitables its __anext__, asend, athrow and aclose give (PEP 525).
// Thread rule: as generators; the awaitables' state is one word.
#include "vm/generator.h"
#include "vm/types.h"

namespace eider::vm {

Result<void> install_async_generator_types(Thread&) { return kDone; }

Result<Value> async_gen_wrap(Thread& t, Value) {
  return raise(t, TypeId::kSystemError, "not supported yet: async generators");
}

}  // namespace eider::vm
