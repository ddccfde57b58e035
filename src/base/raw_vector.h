// SPDX-License-Identifier: MIT
//
// A growable array of trivially copyable things outside the heap, whose growth can fail and says so.
//
// Not for object references that must keep something alive: the collector does not look here.
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

#include "base/check.h"
#include "base/memory.h"

namespace eider::base {

template <class T>
class RawVector {
  static_assert(std::is_trivially_copyable_v<T>, "grown by realloc");

 public:
  RawVector() = default;
  RawVector(const RawVector&) = delete;
  RawVector& operator=(const RawVector&) = delete;
  ~RawVector() { raw_free(data_); }

  [[nodiscard]] bool push(T item) {
    if (EIDER_UNLIKELY(size_ == capacity_) && !reserve(capacity_ != 0 ? capacity_ * 2 : 16)) return false;
    data_[size_++] = item;
    return true;
  }
  [[nodiscard]] bool reserve(size_t count) {
    if (count <= capacity_) return true;
    void* grown = raw_realloc(data_, count * sizeof(T));
    if (grown == nullptr) return false;
    data_ = static_cast<T*>(grown);
    capacity_ = count;
    return true;
  }
  T pop() {
    EIDER_ASSERT(size_ > 0);
    return data_[--size_];
  }
  /// Shortens to `count` elements; the memory stays.
  void truncate(size_t count) { size_ = count < size_ ? count : size_; }
  void clear() { size_ = 0; }
  void release() {
    raw_free(data_);
    data_ = nullptr;
    size_ = capacity_ = 0;
  }
  void swap(RawVector& other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }
  T& back() { return data_[size_ - 1]; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  size_t size() const { return size_; }
  size_t capacity() const { return capacity_; }
  bool empty() const { return size_ == 0; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }

 private:
  T* data_ = nullptr;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

}  // namespace eider::base
