// SPDX-License-Identifier: MIT
//
// The command line as data. CPython's rules: options end at -c, -m, a file or -; what follows is the program's own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "objects/fact_table.h"
#include "vm/vm_state.h"

namespace eider::cli {

enum class Run : uint8_t { kNothing, kCode, kModule, kFile, kStdin };
enum Dump : uint8_t { kDumpTokens = 1, kDumpAst = 2, kDumpCode = 4 };

struct Options {
  Run run = Run::kNothing;
  std::string what;                    // the code, module or file
  std::vector<std::string> arguments;  // behind it
  int optimize = 0;
  bool unbuffered = false;
  bool ignore_environment = false;
  bool isolated = false;
  bool safe_path = false;              // sys.path does not begin with the program's directory
  bool no_user_site = false;
  bool no_site = false;
  int debug = 0;
  int quiet = 0;
  std::vector<std::string> x_options;  // -X: NAME or NAME=VALUE
  std::vector<std::string> warn_options;
  uint8_t dump = 0;
  vm::TlbcMode tlbc = vm::TlbcMode::kSharedSnapshot;
  bool always_lock = false;
  bool single_thread_speculation = true;
  objects::Invalidation invalidation = objects::Invalidation::kHandshake;
  bool stats = false;
  vm::JitConfig jit;
  uint32_t gc_every = 0;
  bool gc_poison = false;
  bool gc_verify = false;
  uint64_t memory_limit = 0;
  bool done = false;                   // help, version or a list was printed: exit with `status`
  int status = 0;
};

/// Prints what --help, --version and mistakes call for.
Options parse(int argc, char** argv);

}  // namespace eider::cli
