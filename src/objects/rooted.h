// SPDX-License-Identifier: MIT
//
// Arrays of Values in C++ code that the collector sees: small ones stand on the native stack, larger ones in a heap Block that a
// local points to.
#pragma once

#include "objects/containers.h"
#include "objects/thread.h"

namespace eider::objects {

/// A fixed number of Values, for laying out arguments. ok() is false when memory is exhausted (MemoryError is set).
template <uint32_t kInline = 10>
class ArgBuffer {
 public:
  ArgBuffer(Thread& t, uint64_t count) {
    if (EIDER_LIKELY(count <= kInline)) {
      data_ = inline_;
      return;
    }
    Result<Block*> block = block_new(t, static_cast<int64_t>(count));
    block_ = block.raw();
    if (block_ != nullptr) data_ = reinterpret_cast<Value*>(&block_->items[0]);
  }
  ArgBuffer(const ArgBuffer&) = delete;
  ArgBuffer& operator=(const ArgBuffer&) = delete;
  bool ok() const { return data_ != nullptr; }
  Value* data() { return data_; }
  Value& operator[](size_t i) { return data_[i]; }

 private:
  Value* data_ = nullptr;
  Block* block_ = nullptr;  // keeps data_ alive: interior pointers count, and so does this
  Value inline_[kInline];
};

/// A growing array of Values. Not for sharing.
class RootedVector {
 public:
  explicit RootedVector(Thread& t) : t_(t) {}
  RootedVector(const RootedVector&) = delete;
  RootedVector& operator=(const RootedVector&) = delete;
  /// False when memory is exhausted (MemoryError is set).
  [[nodiscard]] bool push(Value v) {
    if (EIDER_UNLIKELY(size_ == capacity_)) {
      Result<Block*> grown = block_new(t_, capacity_ < 8 ? 8 : capacity_ * 2);
      if (!grown.ok()) return false;
      Block* block = grown.get();
      for (int64_t i = 0; i < size_; i++) block->items[i].init(block_->items[i].get());
      block_ = block;
      capacity_ = block->capacity();
    }
    block_->items[size_++].init(v);
    return true;
  }
  Value pop() { return block_->items[--size_].get(); }
  Value operator[](int64_t i) const { return block_->items[i].get(); }
  void set(int64_t i, Value v) { block_->items[i].init(v); }
  int64_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  void clear() { size_ = 0; }
  const Value* data() const { return size_ == 0 ? nullptr : reinterpret_cast<const Value*>(&block_->items[0]); }
  Result<Tuple*> to_tuple() const { return tuple_from(t_, data(), size_); }
  Result<List*> to_list() const { return list_from(t_, data(), size_); }

 private:
  Thread& t_;
  Block* block_ = nullptr;
  int64_t size_ = 0;
  int64_t capacity_ = 0;
};

}  // namespace eider::objects
