// SPDX-License-Identifier: MIT
//
// The two files in which perf looks for the names of generated code.
//
//   perf map   /tmp/perf-PID.map: `address size name`, hexadecimal. perf reads it when it reports, so what was freed stays listed and a
//              reused address may get an old name. perf asks it about anonymous memory only: the arena has no memfd then.
//   jitdump    /tmp/jit-PID.dump: code bytes, names and lines with times, from which `perf inject --jit` makes ELF files:
//                perf record -k mono eider --jit-perf=dump prog.py; perf inject --jit -i perf.data -o jit.data; perf report -i jit.data
//
// The files are the process's, whatever runtimes it has: they are opened when something is first written (in the child of a fork:
// anew, under its number), and each entry is one write(2). What cannot be written is left out.
// Threads      both functions may be called by any thread; they take one lock of the process.
// Source: the jitdump specification in Linux, tools/perf/Documentation/jitdump-specification.txt.
#pragma once

#include "jit/debug/code_entry.h"

namespace eider::jit {

void append_to_perf_map(const CodeEntry& entry);
void append_to_jit_dump(const CodeEntry& entry);

/// Records of a jitdump file, for tests too. All words little-endian, 8-byte fields unaligned.
struct JitDumpHeader {
  static constexpr uint32_t kMagic = 0x4a69'5444;  // "JiTD"
  uint32_t magic = kMagic, version = 1, total_size = sizeof(JitDumpHeader), elf_machine, pad = 0, pid;
  uint64_t timestamp, flags = 0;                   // ns of CLOCK_MONOTONIC, as in records
};
struct JitDumpRecord {
  enum Id : uint32_t { kLoad = 0, kDebugInfo = 2 };
  uint32_t id, total_size;
  uint64_t timestamp;
};
struct JitDumpLoad {        // then the name, ended by 0, and the code
  uint32_t pid, tid;
  uint64_t vma, address, size, index;
};
struct JitDumpDebugInfo {   // then `count` lines: a JitDumpLine and the file's name, ended by 0. Stands before its kLoad
  uint64_t address, count;
};
struct JitDumpLine {
  uint64_t address;
  uint32_t line, discriminator;
};

}  // namespace eider::jit
