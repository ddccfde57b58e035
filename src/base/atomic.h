// SPDX-License-Identifier: MIT
//
// Atomic words whose every access names its memory order; no default orders, no implicit conversions.
//
// Racy-by-design words of the object model (slots, list items, dict values) are Atomic<uint64_t>-like and read with
// load_relaxed: a plain mov on x86-64, and something ThreadSanitizer understands.
#pragma once

#include <atomic>
#include <type_traits>

namespace eider::base {

template <class T>
class Atomic {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  constexpr Atomic() = default;
  constexpr explicit Atomic(T initial) : value_(initial) {}
  Atomic(const Atomic&) = delete;
  Atomic& operator=(const Atomic&) = delete;

  T load_relaxed() const { return value_.load(std::memory_order_relaxed); }
  /// For a pointer: the word, and through it what was complete before it was published (store_release). Relaxed, and the address
  /// dependency does the rest, which ThreadSanitizer does not know: it sees an acquire.
  T load_dependent() const {
#if defined(EIDER_TSAN)
    return value_.load(std::memory_order_acquire);
#else
    return value_.load(std::memory_order_relaxed);
#endif
  }
  T load_acquire() const { return value_.load(std::memory_order_acquire); }
  T load_seq_cst() const { return value_.load(std::memory_order_seq_cst); }
  void store_relaxed(T v) { value_.store(v, std::memory_order_relaxed); }
  void store_release(T v) { value_.store(v, std::memory_order_release); }
  void store_seq_cst(T v) { value_.store(v, std::memory_order_seq_cst); }
  T exchange_acq_rel(T v) { return value_.exchange(v, std::memory_order_acq_rel); }
  T exchange_seq_cst(T v) { return value_.exchange(v, std::memory_order_seq_cst); }
  T fetch_add_relaxed(T d) { return value_.fetch_add(d, std::memory_order_relaxed); }
  T fetch_add_acq_rel(T d) { return value_.fetch_add(d, std::memory_order_acq_rel); }
  T fetch_add_seq_cst(T d) { return value_.fetch_add(d, std::memory_order_seq_cst); }
  T fetch_sub_acq_rel(T d) { return value_.fetch_sub(d, std::memory_order_acq_rel); }
  T fetch_or_relaxed(T d) { return value_.fetch_or(d, std::memory_order_relaxed); }
  T fetch_or_seq_cst(T d) { return value_.fetch_or(d, std::memory_order_seq_cst); }
  T fetch_and_relaxed(T d) { return value_.fetch_and(d, std::memory_order_relaxed); }
  T fetch_and_seq_cst(T d) { return value_.fetch_and(d, std::memory_order_seq_cst); }
  bool cas_acquire(T& expected, T desired) {
    return value_.compare_exchange_strong(expected, desired, std::memory_order_acquire, std::memory_order_relaxed);
  }
  bool cas_acq_rel(T& expected, T desired) {
    return value_.compare_exchange_strong(expected, desired, std::memory_order_acq_rel, std::memory_order_acquire);
  }
  bool cas_seq_cst(T& expected, T desired) {
    return value_.compare_exchange_strong(expected, desired, std::memory_order_seq_cst, std::memory_order_seq_cst);
  }
  /// The word itself, for futex-like waiting and for code that embeds its address.
  std::atomic<T>* raw() { return &value_; }

 private:
  std::atomic<T> value_{};
};

}  // namespace eider::base
