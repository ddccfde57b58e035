// SPDX-License-Identifier: MIT
//
// The GDB JIT interface: a list of ELF images that gdb reads from the process (or its core), and a function it sets a breakpoint in.
//
// Both have names that gdb prescribes, so they are global, weak (a host that brings LLVM's has them too), and shared by all runtimes
// of the process under one lock. What LLVM registers at the same moment as Eider may be lost to gdb: it has a lock of its own.
// Source: the manual of GDB, "JIT Compilation Interface".
#pragma once

#include <memory>

#include "jit/debug/elf_image.h"

extern "C" {
struct jit_code_entry {
  jit_code_entry* next_entry;
  jit_code_entry* prev_entry;
  const char* symfile_addr;
  uint64_t symfile_size;
};
struct jit_descriptor {
  uint32_t version;
  uint32_t action_flag;  // 0 nothing, 1 register, 2 unregister
  jit_code_entry* relevant_entry;
  jit_code_entry* first_entry;
};
extern jit_descriptor __jit_debug_descriptor;
void __jit_debug_register_code();
}

namespace eider::jit {

struct GdbEntry {
  ElfImage image;
  jit_code_entry link{};
  bool to_gdb = false, to_unwinder = false;
};

/// Makes the image known to gdb and to the unwinder of the process, until withdraw(). Any thread.
std::unique_ptr<GdbEntry> announce(const CodeEntry& entry, bool to_gdb, bool to_unwinder);
/// nullptr: nothing.
void withdraw(GdbEntry* entry);

}  // namespace eider::jit
