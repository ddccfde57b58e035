// SPDX-License-Identifier: MIT
//
// What the files that change lists share: blocks, growth, and the loop "allocate outside the lock, edit under it".
//
// Not here: Python's list methods (builtins/list).
#pragma once

#include <cstring>

#include "objects/containers.h"
#include "objects/lock.h"

namespace eider::objects::list_storage {

inline constexpr int64_t kMaxItems = int64_t{1} << 44;  // beyond any address space: keeps byte counts from overflowing
inline constexpr int64_t kDone = -1;                    // an edit's answer: finished

/// A block, or nullptr when memory is exhausted (no exception is set). Safepoint.
Block* try_block(Thread& t, int64_t capacity);

/// Capacity of the block made when `needed` items do not fit: half as much again, an eighth for what fills gigabytes. (With an eighth
/// above a million items, a list of 3.5 million took 9 times its size in fresh pages, and appending 61 ns instead of 25.)
inline int64_t grown_capacity(int64_t needed) {
  if (needed < 4) return 4;
  return (needed + (needed < (int64_t{1} << 27) ? needed >> 1 : needed >> 3) + 1) & ~int64_t{1};
}

/// Fills a block that no other thread can see. Plain copying is enough: whoever writes `from` would need the lock we hold.
inline void copy_items(Block* fresh, int64_t to_index, const Block* from, int64_t from_index, int64_t count) {
  std::memcpy(static_cast<void*>(fresh->items + to_index), static_cast<const void*>(from->items + from_index), 8 * static_cast<size_t>(count));
}
/// Moves items within one published block; the ranges may overlap. Readers may see an item twice or miss one meanwhile.
inline void move_items(const Thread& t, Block* block, int64_t to, int64_t from, int64_t count) {
  if (t.must_lock == 0) {  // nobody reads meanwhile
    std::memmove(static_cast<void*>(block->items + to), static_cast<const void*>(block->items + from), 8 * static_cast<size_t>(count));
  } else if (to > from) {
    for (int64_t i = count; i-- > 0;) block->items[to + i].store_release(block->items[from + i].load_relaxed());
  } else {
    for (int64_t i = 0; i < count; i++) block->items[to + i].store_release(block->items[from + i].load_relaxed());
  }
}
inline void clear_items(Block* block, int64_t from, int64_t to) {
  for (int64_t i = from; i < to; i++) block->items[i].store_release(kAbsent);
}

/// A list whose lock is held (or need not be). Members keep Note [Reading a list without its lock].
class Locked {
 public:
  explicit Locked(List* list) : list_(list), block_(list->block.load_relaxed()), size_(list->size.load_relaxed()) {}

  Block* block() const { return block_; }
  int64_t size() const { return size_; }
  int64_t capacity() const { return block_->capacity(); }
  Value get(int64_t i) const { return block_->items[i].load_relaxed(); }
  void set(int64_t i, Value v) { block_->items[i].store_release(v); }  // pairs with load_acquire in list_get

  /// Makes `replacement`, whose first `size` items are filled, the list's items.
  void publish(Block* replacement, int64_t size) {
    list_->block.store_release(replacement);  // pairs with load_acquire in list_get
    list_->size.store_release(size);  // pairs with load_acquire in list_get_checked
    block_ = replacement;
    size_ = size;
  }
  void grow_to(int64_t size) {  // items up to `size` are filled
    list_->size.store_release(size);  // pairs with load_acquire in list_get_checked
    size_ = size;
  }
  void shrink_to(int64_t size) {
    list_->size.store_release(size);  // pairs with load_acquire in list_get_checked
    clear_items(block_, size, size_);
    size_ = size;
  }
  /// Whether `total` items fit now or after moving into `spare`; moves. When false: allocate grown_capacity(total) and come again.
  bool make_room(int64_t total, Block* spare) {
    if (EIDER_LIKELY(total <= capacity())) return true;
    if (spare == nullptr || spare->capacity() < total) return false;
    copy_items(spare, 0, block_, 0, size_);
    publish(spare, size_);
    return true;
  }
  /// Whether so much is unused that a smaller block is worth its making.
  bool sparse() const { return capacity() > 32 && size_ < capacity() / 4; }

 private:
  List* list_;
  Block* block_;
  int64_t size_;
};

/// Calls `edit(Locked&, Block* spare)` under the lock until it answers kDone; any other answer is the capacity of the block it
/// wants as `spare` the next time. `edit` must change nothing when it wants a block. MemoryError.
template <class Edit>
Result<void> edit_list(Thread& t, List* list, Edit edit) {
  Block* spare = nullptr;
  for (;;) {
    int64_t wanted;
    {
      LockedObject locked(t, *list);
      Locked l(list);
      wanted = edit(l, spare);
    }
    if (EIDER_LIKELY(wanted == kDone)) return objects::kDone;
    spare = EIDER_TRY(block_new(t, wanted));
  }
}

/// Moves a sparse list into a smaller block. Never fails: without memory it stays as it is.
void shrink_block(Thread& t, List* list);
inline void shrink_if_sparse(Thread& t, List* list) {
  // A hint, decided again under the lock.
  int64_t capacity = list->block.load_acquire()->capacity();
  if (EIDER_UNLIKELY(capacity > 32 && list->size.load_relaxed() < capacity / 4)) shrink_block(t, list);
}

/// A copy of the items in a block of its own (capacity >= *size), consistent: taken under the lock.
Result<Block*> snapshot(Thread& t, List* list, int64_t* size);

}  // namespace eider::objects::list_storage
