// SPDX-License-Identifier: MIT
//
// An ELF object in memory that describes one executor's code: its symbol, its lines (DWARF) and how to unwind it (.eh_frame).
//
// Note [Unwinding compiled code]
// Compiled code has no frame of its own. Handlers of the interpreter, stencils, `enter`, `leave` and `escape` tail-call each other, so
// wherever compiled code runs, the stack pointer stands where vm::run_frame's call of the first handler left it: the CFA is rsp + 8, the
// return address goes into run_frame, and the frame pointer is run_frame's (no stencil touches it; the extractor refuses one that does).
// Only around a call of C++ does a stencil lower the stack pointer, by a constant: CodeMap::depths, as the extractor found it.
// (Instrumented for ThreadSanitizer, stencils use the frame pointer as one more register: unwinding there may end in compiled code.)
// The other registers are lost (preserve_none), and run_frame expects nothing in them.
#pragma once

#include <string>

#include "jit/debug/code_entry.h"

namespace eider::jit {

struct ElfImage {
  std::string bytes;          // the file
  size_t eh_frame = 0;        // offset of .eh_frame: a CIE, one FDE, four zero bytes
};

/// An object whose sections have their final addresses: .text is where the entry's code is.
ElfImage make_elf_image(const CodeEntry& entry);

}  // namespace eider::jit
