// SPDX-License-Identifier: MIT
//
// Machine code as text, by the objdump of the system: for --dump=asm only, so Eider needs no disassembler of its own.
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <fmt/format.h>

#include "jit/emit/compile.h"

namespace eider::jit {

std::string disassemble(const Executor& executor) {
  char path[] = "/tmp/eider-code-XXXXXX";
  int fd = mkstemp(path);
  if (fd < 0) return {};
  bool written = write(fd, executor.code.code, executor.code_bytes) == static_cast<ssize_t>(executor.code_bytes);
  close(fd);
  std::string text;
  if (written) {
    std::string command = fmt::format("objdump -D -b binary -m i386:x86-64 --no-show-raw-insn --adjust-vma={:#x} {} 2>/dev/null",
                                      reinterpret_cast<uintptr_t>(executor.code.code), path);
    if (FILE* out = popen(command.c_str(), "r")) {
      char buffer[4096];
      while (size_t n = fread(buffer, 1, sizeof buffer, out)) text.append(buffer, n);
      pclose(out);
    }
  }
  unlink(path);
  if (size_t begin = text.find("<.data>:\n"); begin != std::string::npos) text.erase(0, begin + 9);
  return text;
}

}  // namespace eider::jit
