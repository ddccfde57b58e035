// SPDX-License-Identifier: MIT
//
// Objects of more than 8 KiB: each has memory of its own, and a row in one table.
//
// Invariant: in a stop, after sort(), the table is ordered by address and each object's prefix knows its row.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/mutex.h"
#include "base/raw_vector.h"
#include "gc/header.h"

namespace eider::gc {

class LargeSpace {
 public:
  LargeSpace() = default;
  ~LargeSpace();

  /// Zeroed memory for an object; nullptr when memory is exhausted. The caller stores the header.
  Header* allocate(size_t bytes, uint64_t header) EIDER_EXCLUDES(mutex_);
  static size_t size_of(const Header* object);
  size_t bytes() const { return bytes_.load_relaxed(); }

  // With the world stopped.
  void sort() EIDER_NO_THREAD_SAFETY_ANALYSIS;
  void clear_marks() EIDER_NO_THREAD_SAFETY_ANALYSIS;
  /// The object `at` points to or into; nullptr if none.
  Header* resolve(uint64_t at) const EIDER_NO_THREAD_SAFETY_ANALYSIS;
  /// `object` is large. True for the one call that marked it. Any number of markers.
  bool mark(Header* object) EIDER_NO_THREAD_SAFETY_ANALYSIS;
  bool is_marked(const Header* object) const EIDER_NO_THREAD_SAFETY_ANALYSIS;
  void unmark(Header* object) EIDER_NO_THREAD_SAFETY_ANALYSIS;
  /// Takes the unmarked out of the table. free_dead() then gives their memory back, with the world running.
  void sweep(bool poison) EIDER_NO_THREAD_SAFETY_ANALYSIS;
  /// Frees one dead object; false when there is none.
  bool free_one_dead() EIDER_EXCLUDES(mutex_);
  template <class Visit>
  void for_each(Visit visit) EIDER_NO_THREAD_SAFETY_ANALYSIS {
    for (size_t i = 0; i < rows_.size(); i++) visit(object_of(rows_[i].memory), rows_[i].bytes);
  }

 private:
  struct Prefix {
    uint64_t bytes;  // of the object, without this
    uint64_t row;    // valid in a stop after sort()
  };
  static_assert(sizeof(Prefix) == 16, "keeps malloc's alignment for the object");
  struct Row {
    Prefix* memory;
    size_t bytes;
    uint32_t marked;  // atomically, by markers
    bool mapped;      // from os_map, not raw_zalloc
  };
  static Header* object_of(Prefix* memory) { return reinterpret_cast<Header*>(memory + 1); }
  static Prefix* prefix_of(const Header* object) { return const_cast<Prefix*>(reinterpret_cast<const Prefix*>(object)) - 1; }
  void give_back(const Row& row);

  base::Mutex mutex_{base::LockRank::kHeapLarge};
  base::RawVector<Row> rows_ EIDER_GUARDED_BY(mutex_);
  base::RawVector<Row> dead_ EIDER_GUARDED_BY(mutex_);
  base::Atomic<size_t> bytes_{0};
};

}  // namespace eider::gc
