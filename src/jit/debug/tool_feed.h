// SPDX-License-Identifier: MIT
//
// ToolFeed: tells perf and gdb which compiled code there is: before it can run, and before its bytes are freed.
//
//   --jit-perf=map     /tmp/perf-PID.map, a line per executor (perf_files.h)
//   --jit-perf=dump    /tmp/jit-PID.dump: the code's bytes and its Python lines too
//   --jit-gdb=1        the GDB JIT interface: an ELF image per executor with symbols, lines and .eh_frame (gdb_interface.h), which gdb
//                      also finds in a core
//   --jit-unwind=1     the same .eh_frame given to the unwinder of the process: backtrace(3), _Unwind_Backtrace
//
// Threads      every function may be called by several threads. What the tools read belongs to the process, so its locks do too.
// Not here: what an entry says (code_entry.h).
#pragma once

#include <map>
#include <memory>

#include "base/mutex.h"
#include "jit/debug/code_entry.h"
#include "vm/vm_state.h"

namespace eider::jit {

struct GdbEntry;

class ToolFeed final : public CodeListener {
 public:
  explicit ToolFeed(const vm::JitConfig& config);
  ~ToolFeed() override;
  ToolFeed(const ToolFeed&) = delete;
  ToolFeed& operator=(const ToolFeed&) = delete;

  /// Somebody wants entries, so compile() shall make a CodeMap.
  bool wanted() const { return config_.gdb || config_.unwind || config_.perf != vm::PerfOutput::kNone; }
  /// The code is complete and nobody runs it yet. What finds no memory or no room on the disk is left out.
  void add(const CodeEntry& entry) EIDER_EXCLUDES(mutex_);
  /// Nobody runs the block any more and its bytes are about to go. One that was not added is ignored.
  void freeing(const CodeBlock& block) override EIDER_EXCLUDES(mutex_);
  /// In the child of a fork: perf looks for files with the child's number. What was compiled before is listed there again.
  void after_fork_in_child() EIDER_EXCLUDES(mutex_);

 private:
  void write_for_perf(const CodeEntry& entry) const;

  struct Known {
    CodeEntry entry;                   // empty without perf
    std::unique_ptr<GdbEntry> image;   // nullptr without gdb and unwinder
  };
  const vm::JitConfig config_;
  base::Mutex mutex_{base::LockRank::kCodeTools};
  std::map<const uint8_t*, Known> known_ EIDER_GUARDED_BY(mutex_);  // by CodeBlock::code
};

}  // namespace eider::jit
