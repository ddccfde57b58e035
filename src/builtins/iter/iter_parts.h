// SPDX-License-Identifier: MIT
//
// What the files of iter/ share.
#pragma once

#include "builtins/iter/iter.h"

namespace eider::builtins {

/// TypeSlots::trace of a native part all of whose words are Values, heap pointers or tagged numbers: for instances of subclasses.
template <class T>
void trace_words(Header* object, gc::Tracer& tracer) {
  auto* words = reinterpret_cast<Atomic<uint64_t>*>(object);
  for (size_t i = 1; i < sizeof(T) / 8; i++) tracer.mark_word(words[i].load_relaxed());
}

Result<void> install_seq_iterators(Thread& t);
Result<void> install_enumerate(Thread& t);
Result<void> install_zip(Thread& t);
Result<void> install_map_filter(Thread& t);

}  // namespace eider::builtins
