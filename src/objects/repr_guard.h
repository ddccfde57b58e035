// SPDX-License-Identifier: MIT
//
// ReprGuard: which containers' reprs are being made on this thread, so that one that contains itself prints "[...]".
#pragma once

#include "objects/containers.h"
#include "objects/thread.h"

namespace eider::objects {

class ReprGuard {
 public:
  ReprGuard(Thread& t, Value object);
  ~ReprGuard();
  ReprGuard(const ReprGuard&) = delete;
  ReprGuard& operator=(const ReprGuard&) = delete;

  bool nested() const { return state_ == State::kNested; }  // `object` is already being printed further out
  bool failed() const { return state_ == State::kFailed; }  // MemoryError is set

 private:
  enum class State : uint8_t { kEntered, kNested, kFailed };
  Thread& t_;
  State state_;
};

}  // namespace eider::objects
