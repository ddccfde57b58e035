// SPDX-License-Identifier: MIT
//
// The 8-byte header every heap object starts with, and how the collector reads it.
//
//   bits  0..31  shape    index of the object's shape (objects/shape.h); 0 = no object here (zeroed memory)
//   bits 32..39  lock     the object's byte lock (threads/byte_lock.h)
//   bits 40..47  flags    TraceKind in the low two bits, then per-kind flags
//   bits 48..63  size     in 8-byte granules, header included; 0 = large object, the size stands in the large-object table
//
// Invariant: memory between a run's start and the allocating thread's cursor is a gapless row of objects, so a conservative
// reference into it can be resolved by walking; therefore an object's header is stored before its thread can stop.
#pragma once

#include <cstdint>

#include "base/atomic.h"

namespace eider::gc {

enum class TraceKind : uint8_t {
  kNone = 0,    // holds no references: strings, numbers, raw buffers
  kValues = 1,  // every word after the header is a Value (or raw heap pointer, or 0)
  kCustom = 2,  // the type's trace function knows
};

enum HeaderFlags : uint8_t {
  kTraceMask = 3,
  kFlagInterned = 4,      // str: in the intern table
  kFlagFinalizable = 8,   // registered for finalization; cleared when the finalizer has been queued (at most once each)
  kFlagFinalized = 16,
  kFlagHasWeakrefs = 32,  // some weak reference to this object was ever made
  kFlagUser1 = 64,        // free for the type's own use
  kFlagUser2 = 128,
};

struct Header {
  base::Atomic<uint32_t> shape;
  base::Atomic<uint8_t> lock;
  base::Atomic<uint8_t> flags;
  uint16_t granules;

  TraceKind trace_kind() const { return static_cast<TraceKind>(flags.load_relaxed() & kTraceMask); }
};
static_assert(sizeof(Header) == 8, "one word: every allocation would pay for a second");

/// The header as one word, for the single store that makes memory an object.
constexpr uint64_t header_word(uint32_t shape, TraceKind kind, uint32_t bytes, uint8_t extra_flags = 0) {
  uint32_t granules = (bytes + 7) / 8;
  return uint64_t{shape} | uint64_t{static_cast<uint8_t>(kind)} << 40 | uint64_t{extra_flags} << 40 |
         uint64_t{granules > 0xffff ? 0 : granules} << 48;
}

}  // namespace eider::gc
