// SPDX-License-Identifier: MIT
#include "gc/large_space.h"

#include <algorithm>
#include <cstring>

#include "base/memory.h"
#include "base/os_pages.h"

namespace eider::gc {

namespace {
constexpr size_t kMapThreshold = size_t{1} << 20;  // from here on straight from the system, and back to it at once
constexpr size_t kHugeThreshold = 8 * 1024 * 1024;
}

LargeSpace::~LargeSpace() {
  for (const Row& row : rows_) give_back(row);
  for (const Row& row : dead_) give_back(row);
}

void LargeSpace::give_back(const Row& row) {
  if (row.mapped) {
    base::os_release(row.memory, row.bytes + sizeof(Prefix));
  } else {
    base::raw_free(row.memory);
  }
}

Header* LargeSpace::allocate(size_t bytes, uint64_t header) {
  size_t whole = bytes + sizeof(Prefix);
  if (whole < bytes) return nullptr;
  bool mapped = whole >= kMapThreshold;
  auto* memory = static_cast<Prefix*>(mapped ? base::os_map(whole) : base::raw_zalloc(whole));
  if (memory == nullptr) return nullptr;
  // A list that grows moves to fresh pages again and again: 512 times fewer faults, for at most one huge page more than is used.
  if (whole >= kHugeThreshold) base::os_prefer_huge(memory, whole);
  memory->bytes = bytes;
  Row row{.memory = memory, .bytes = bytes, .marked = 0, .mapped = mapped};
  // Before the row is in the table: a collector that finds it finds an object.
  __atomic_store_n(reinterpret_cast<uint64_t*>(object_of(memory)), header, __ATOMIC_RELAXED);
  {
    base::MutexLock lock(mutex_);
    // Room in `dead_` as well, so that sweeping never needs memory.
    if (dead_.reserve(rows_.capacity()) && rows_.push(row) && dead_.reserve(rows_.capacity())) {
      bytes_.fetch_add_relaxed(bytes);
      return object_of(memory);
    }
    if (!rows_.empty() && rows_.back().memory == memory) rows_.pop();
  }
  give_back(row);
  return nullptr;
}

size_t LargeSpace::size_of(const Header* object) { return prefix_of(object)->bytes; }

void LargeSpace::sort() {
  std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.memory < b.memory; });
  for (size_t i = 0; i < rows_.size(); i++) rows_[i].memory->row = i;
}

void LargeSpace::clear_marks() {
  for (Row& row : rows_) row.marked = 0;
}

Header* LargeSpace::resolve(uint64_t at) const {
  if (rows_.empty()) return nullptr;
  const Row* begin = rows_.begin();
  const Row* above = std::upper_bound(begin, rows_.end(), at, [](uint64_t address, const Row& row) {
    return address < reinterpret_cast<uint64_t>(object_of(row.memory));
  });
  if (above == begin) return nullptr;
  const Row& row = above[-1];
  return at - reinterpret_cast<uint64_t>(object_of(row.memory)) < row.bytes ? object_of(row.memory) : nullptr;
}

bool LargeSpace::mark(Header* object) {
  Row& row = rows_[prefix_of(object)->row];
  return __atomic_load_n(&row.marked, __ATOMIC_RELAXED) == 0 && __atomic_exchange_n(&row.marked, 1, __ATOMIC_RELAXED) == 0;
}

bool LargeSpace::is_marked(const Header* object) const {
  return __atomic_load_n(&rows_[prefix_of(object)->row].marked, __ATOMIC_RELAXED) != 0;
}

void LargeSpace::unmark(Header* object) { rows_[prefix_of(object)->row].marked = 0; }

void LargeSpace::sweep(bool poison) {
  size_t kept = 0;
  for (const Row& row : rows_) {
    if (row.marked != 0) {
      rows_[kept++] = row;
      continue;
    }
    bytes_.fetch_sub_acq_rel(row.bytes);
    if (poison) std::memset(object_of(row.memory), 0xDB, row.bytes);
    // Dead ones that were not freed yet when this collection began may fill the reserve: then free right here.
    if (dead_.size() == dead_.capacity() || !dead_.push(row)) give_back(row);
  }
  rows_.truncate(kept);
}

bool LargeSpace::free_one_dead() {
  Row row;
  {
    base::MutexLock lock(mutex_);
    if (dead_.empty()) return false;
    row = dead_.pop();
  }
  give_back(row);
  return true;
}

}  // namespace eider::gc
