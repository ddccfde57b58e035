// SPDX-License-Identifier: MIT
//
// ContainerTest with the builtin types installed.
#pragma once

#include "builtins/builtins.h"
#include "builtins/exceptions/exceptions.h"
#include "builtins/numbers/numbers.h"
#include "container_fixture.h"

namespace eider::builtins {

class BuiltinContainerTest : public objects::ContainerTest {
 protected:
  explicit BuiltinContainerTest(Realm::Config config = {}) : ContainerTest(config) {
    EXPECT_TRUE(install_core_types(t).ok());
    EXPECT_TRUE(install_exceptions(t).ok());
    EXPECT_TRUE(install_containers(t).ok());
    EXPECT_TRUE(install_str_types(t).ok());
    EXPECT_TRUE(install_bytes_types(t).ok());
    EXPECT_TRUE(install_numbers(t).ok());
    EXPECT_FALSE(t.has_exception());
  }
};

}  // namespace eider::builtins
