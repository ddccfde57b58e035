// SPDX-License-Identifier: MIT
//
// Errors are values. A failed Result means "an exception is set on this thread" (Thread::pending_exception).
//
//   Value index = EIDER_TRY(to_index(t, key));       propagates a failure out of the enclosing function
//   return raise(t, TypeId::kTypeError, "...");       raise() returns a Failure, convertible to any failed Result
#pragma once

#include <type_traits>

#include "gc/header.h"
#include "objects/value.h"

namespace eider::objects {

struct Failure {};
inline constexpr Failure kFailure{};

template <class T>
class [[nodiscard]] Result {  // bool, integers, doubles, small structs
 public:
  Result(T value) : value_(value), ok_(true) {}
  Result(Failure) : value_{}, ok_(false) {}
  bool ok() const { return ok_; }
  T get() const {
    EIDER_ASSERT(ok_);
    return value_;
  }

 private:
  T value_;
  bool ok_;
};

template <>
class [[nodiscard]] Result<Value> {  // one register; ABSENT is a legal success ("no such item", "exhausted")
 public:
  Result(Value value) : value_(value) {}
  Result(Failure) : value_(kFailedWord) {}
  template <class T>
    requires std::is_base_of_v<gc::Header, T>
  Result(T* object) : value_(Value::from_pointer(object)) {}
  bool ok() const { return value_ != kFailedWord; }
  Value get() const {
    EIDER_ASSERT(ok());
    return value_;
  }
  Value raw() const { return value_; }

 private:
  Value value_;
};

template <class T>
class [[nodiscard]] Result<T*> {  // never null on success
 public:
  Result(T* value) : value_(value) {}
  Result(Failure) : value_(nullptr) {}
  template <class U>
  Result(Result<U*> other) : value_(other.raw()) {}
  bool ok() const { return value_ != nullptr; }
  T* get() const {
    EIDER_ASSERT(value_ != nullptr);
    return value_;
  }
  T* raw() const { return value_; }
  operator Result<Value>() const { return value_ ? Result<Value>(Value::from_pointer(value_)) : Result<Value>(kFailure); }

 private:
  T* value_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() : ok_(true) {}
  Result(Failure) : ok_(false) {}
  bool ok() const { return ok_; }
  void get() const { EIDER_ASSERT(ok_); }

 private:
  bool ok_;
};

/// Success of Result<void>: `return kDone;`
inline const Result<void> kDone{};

}  // namespace eider::objects

/// Evaluates to the value of a Result, or returns its failure from the enclosing function.
#define EIDER_TRY(expression)                                                  \
  ({                                                                           \
    auto eider_result = (expression);                                          \
    if (EIDER_UNLIKELY(!eider_result.ok())) return ::eider::objects::kFailure; \
    eider_result.get();                                                        \
  })
