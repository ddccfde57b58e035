// SPDX-License-Identifier: MIT
//
// A build whose stencils belong to another kind of build: start-up refuses the compiler. The table here takes the place of the
// generated one: its symbols are all defined, so the linker leaves that out of the archive.
#include <gtest/gtest.h>

#include "jit/emit/compile.h"
#include "jit/emit/stencil.h"
#include "jit/jit.h"
#include "realm_fixture.h"

namespace eider::jit {

extern const uint8_t kStencilBytes[] = {0};
extern const Hole kStencilHoles[] = {{}};
extern const StackDepth kStencilDepths[] = {{}};
extern const Stencil kStencils[] = {{}};
extern const uint32_t kFormFirst[kFormCount] = {};
extern const StencilCall kStencilCalls[] = {{}};
extern const size_t kStencilCallCount = 0;
#if defined(EIDER_TSAN)
extern const bool kStencilsForTsan = false;
#else
extern const bool kStencilsForTsan = true;
#endif

namespace {

class Mismatch : public objects::RealmTest {};

TEST_F(Mismatch, IsRefusedAtStartUp) {
  EXPECT_FALSE(stencils_match_build());
  std::string error;
  EXPECT_EQ(Jit::create(*realm, JitConfig{}, &error), nullptr);
  EXPECT_EQ(error, "the stencils were built for another kind of build");
}

}  // namespace
}  // namespace eider::jit
