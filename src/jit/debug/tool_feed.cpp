// SPDX-License-Identifier: MIT
#include "jit/debug/tool_feed.h"

#include "jit/debug/gdb_interface.h"
#include "jit/debug/perf_files.h"

namespace eider::jit {

ToolFeed::ToolFeed(const vm::JitConfig& config) : config_(config) {}

ToolFeed::~ToolFeed() {
  base::MutexLock lock(mutex_);
  for (auto& [code, known] : known_) withdraw(known.image.get());
}

void ToolFeed::write_for_perf(const CodeEntry& entry) const {
  if (config_.perf == vm::PerfOutput::kMap) append_to_perf_map(entry);
  if (config_.perf == vm::PerfOutput::kDump) append_to_jit_dump(entry);
}

void ToolFeed::add(const CodeEntry& entry) {
  if (!wanted()) return;
  Known known;
  if (config_.gdb || config_.unwind) known.image = announce(entry, config_.gdb, config_.unwind);
  write_for_perf(entry);
  if (config_.perf != vm::PerfOutput::kNone) known.entry = entry;
  base::MutexLock lock(mutex_);
  known_.insert_or_assign(entry.code, std::move(known));
}

void ToolFeed::freeing(const CodeBlock& block) {
  std::unique_ptr<GdbEntry> image;
  {
    base::MutexLock lock(mutex_);
    auto known = known_.find(block.code);
    if (known == known_.end()) return;
    image = std::move(known->second.image);
    known_.erase(known);
  }
  withdraw(image.get());
}

void ToolFeed::after_fork_in_child() {
  if (config_.perf == vm::PerfOutput::kNone) return;
  base::MutexLock lock(mutex_);
  for (const auto& [code, known] : known_) write_for_perf(known.entry);
}

}  // namespace eider::jit
