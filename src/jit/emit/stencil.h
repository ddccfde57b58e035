// SPDX-License-Identifier: MIT
//
// The table of stencils: machine code with holes, extracted from compiled templates when Eider is built (tools/stencil_extractor).
//
// A stencil is a hot part, which falls through to the next stencil, and perhaps a cold one, which the emitter puts behind the trace.
#pragma once

#include <cstddef>
#include <cstdint>

#include "jit/emit/forms.h"

namespace eider::jit {

enum class HoleKind : uint8_t {
  kValue8, kValue32, kValue64,  // `which`: operand 0 A, 1 B, 2 C; plus the addend
  kContinue, kExit,             // the rest are 32-bit distances: target + addend - where the hole is
  kHelper,                      // the called helper, through its veneer
  kCall,                        // `which`: index into kStencilCalls
  kHot, kCold,                  // `extra`: offset in the stencil's hot / cold part
};

struct Hole {
  uint16_t offset;              // from the hot part's begin; the cold part stands behind it
  HoleKind kind;
  uint8_t which;
  int16_t addend;
  uint16_t extra;
};

/// From `offset` on (counted as a hole's) the stack pointer is `depth` bytes lower than where compiled code was entered. Both parts of a
/// stencil begin with 0 unless a row at their begin says otherwise.
struct StackDepth {
  uint16_t offset;
  uint16_t depth;
};

struct Stencil {
  uint32_t bytes;               // index into kStencilBytes
  uint16_t hot_size, cold_size;
  uint32_t holes;               // index into kStencilHoles
  uint16_t hole_count;
  uint16_t depth_count;
  uint32_t depths;              // index into kStencilDepths
};

// Generated.
extern const uint8_t kStencilBytes[];
extern const Hole kStencilHoles[];
extern const StackDepth kStencilDepths[];
extern const Stencil kStencils[];
extern const uint32_t kFormFirst[kFormCount];   // index of the form's first instance in kStencils
struct StencilCall {
  const char* name;
  const void* target;                           // nullptr: one of the runtime's own (code_space.h knows it by name)
};
extern const StencilCall kStencilCalls[];
extern const size_t kStencilCallCount;
extern const bool kStencilsForTsan;

inline const Stencil& stencil_of(Form form, const uint8_t* registers) {
  return kStencils[kFormFirst[static_cast<int>(form)] + static_cast<uint32_t>(form_instance(form, registers))];
}

}  // namespace eider::jit
