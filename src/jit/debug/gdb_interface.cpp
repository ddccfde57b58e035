// SPDX-License-Identifier: MIT
#include "jit/debug/gdb_interface.h"

#include "base/mutex.h"

extern "C" {
// gdb stops here and looks at the descriptor.
__attribute__((weak, noinline, used, visibility("default"))) void __jit_debug_register_code() { asm volatile("" ::: "memory"); }
__attribute__((weak, used, visibility("default"))) jit_descriptor __jit_debug_descriptor = {1, 0, nullptr, nullptr};

// libgcc's and libunwind's.
void __register_frame(void* eh_frame);
void __deregister_frame(void* eh_frame);
}

namespace eider::jit {

namespace {

enum : uint32_t { kRegister = 1, kUnregister = 2 };

constinit base::Mutex list_mutex{base::LockRank::kLeaf};  // guards __jit_debug_descriptor and the links

void tell_gdb(jit_code_entry* entry, uint32_t action) EIDER_REQUIRES(list_mutex) {
  __jit_debug_descriptor.relevant_entry = entry;
  __jit_debug_descriptor.action_flag = action;
  __jit_debug_register_code();
  __jit_debug_descriptor.action_flag = 0;
}

}  // namespace

std::unique_ptr<GdbEntry> announce(const CodeEntry& entry, bool to_gdb, bool to_unwinder) {
  auto made = std::make_unique<GdbEntry>();
  made->image = make_elf_image(entry);
  made->to_gdb = to_gdb;
  made->to_unwinder = to_unwinder;
  if (to_unwinder) __register_frame(made->image.bytes.data() + made->image.eh_frame);
  if (!to_gdb) return made;
  jit_code_entry& link = made->link;
  link.symfile_addr = made->image.bytes.data();
  link.symfile_size = made->image.bytes.size();
  base::MutexLock lock(list_mutex);
  link.next_entry = __jit_debug_descriptor.first_entry;
  if (link.next_entry != nullptr) link.next_entry->prev_entry = &link;
  __jit_debug_descriptor.first_entry = &link;
  tell_gdb(&link, kRegister);
  return made;
}

void withdraw(GdbEntry* entry) {
  if (entry == nullptr) return;
  if (entry->to_unwinder) __deregister_frame(entry->image.bytes.data() + entry->image.eh_frame);
  if (!entry->to_gdb) return;
  jit_code_entry& link = entry->link;
  base::MutexLock lock(list_mutex);
  (link.prev_entry != nullptr ? link.prev_entry->next_entry : __jit_debug_descriptor.first_entry) = link.next_entry;
  if (link.next_entry != nullptr) link.next_entry->prev_entry = link.prev_entry;
  tell_gdb(&link, kUnregister);
}

}  // namespace eider::jit
