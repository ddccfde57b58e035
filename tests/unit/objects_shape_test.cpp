// SPDX-License-Identifier: MIT
#include "objects/shape_tree.h"
#include "realm_fixture.h"

namespace eider::objects {
namespace {

using Shapes = RealmTest;

TEST_F(Shapes, SlotsFollowTheOrderOfAddition) {
  Shape* root = new_root_shape(*t, type(*t, TypeId::kObject), ShapeKind::kSlots);
  Shape* at = root;
  for (int n = 0; n < 40; n++) at = add_transition(*t, *at, s("attribute" + std::to_string(n)));
  for (int n = 0; n < 40; n++) EXPECT_EQ(find_slot(*t, *at, s("attribute" + std::to_string(n))), n);
  EXPECT_EQ(find_slot(*t, *at, s("another")), kNoSlot);
  EXPECT_EQ(find_slot(*t, *root, s("attribute0")), kNoSlot);
}

TEST_F(Shapes, BeyondTheLimitThereIsNoTransition) {
  Shape* at = new_root_shape(*t, type(*t, TypeId::kObject), ShapeKind::kSlots);
  for (uint32_t n = 0; n < kMaxSlots; n++) {
    at = add_transition(*t, *at, s("a" + std::to_string(n)));
    ASSERT_NE(at, nullptr);
  }
  EXPECT_EQ(add_transition(*t, *at, s("one more")), nullptr);
}

TEST_F(Shapes, EightThreadsThatAddTheSameNamesGetTheSameShapes) {
  constexpr int kThreads = 8, kNames = 60;
  std::vector<Str*> names;
  for (int n = 0; n < kNames; n++) names.push_back(s("n" + std::to_string(n)));
  for (Str* one : names) realm->add_root(one->value());
  Shape* root = new_root_shape(*t, type(*t, TypeId::kObject), ShapeKind::kSlots);
  std::vector<std::vector<Shape*>> reached(kThreads);
  run_together(kThreads, [&](Thread& own, int index) {
    Shape* at = root;
    for (Str* one : names) {
      at = add_transition(own, *at, one);
      reached[index].push_back(at);
      EXPECT_EQ(find_slot(own, *at, one), at->slot_count - 1);
    }
    // And many children of one shape.
    for (Str* one : names) reached[index].push_back(add_transition(own, *root, one));
  });
  for (int n = 1; n < kThreads; n++) EXPECT_EQ(reached[n], reached[0]);
}

}  // namespace
}  // namespace eider::objects
