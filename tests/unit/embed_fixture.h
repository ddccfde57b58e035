// SPDX-License-Identifier: MIT
//
// What the tests of the embedding API share.
#pragma once

#include <gtest/gtest.h>

#include <eider/eider.hpp>

/// The eider::Error that `f` throws.
template <class F>
eider::Error error_of(F&& f) {
  try {
    f();
  } catch (const eider::Error& e) {
    return e;
  }
  ADD_FAILURE() << "no eider::Error";
  return eider::Error(std::make_shared<eider::detail::ErrorData>());
}
