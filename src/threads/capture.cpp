// SPDX-License-Identifier: MIT
#include "threads/capture.h"

// See Note [Why capture_stack is naked] in capture.h.
#if defined(__x86_64__)
asm(R"(
  .text
  .p2align 4
  .globl eider_capture_registers
  .hidden eider_capture_registers
  .type eider_capture_registers, @function
eider_capture_registers:
  movq %rbx,   0(%rdi)
  movq %rbp,   8(%rdi)
  movq %r12,  16(%rdi)
  movq %r13,  24(%rdi)
  movq %r14,  32(%rdi)
  movq %r15,  40(%rdi)
  leaq 8(%rsp), %rax
  ret
  .size eider_capture_registers, .-eider_capture_registers
)");
#elif defined(__aarch64__)
asm(R"(
  .text
  .p2align 4
  .globl eider_capture_registers
  .hidden eider_capture_registers
  .type eider_capture_registers, %function
eider_capture_registers:
  stp x19, x20, [x0, 0]
  stp x21, x22, [x0, 16]
  stp x23, x24, [x0, 32]
  stp x25, x26, [x0, 48]
  stp x27, x28, [x0, 64]
  str x29, [x0, 80]
  mov x0, sp
  ret
  .size eider_capture_registers, .-eider_capture_registers
)");
#else
#error "teach eider_capture_registers this architecture's callee-saved registers"
#endif
