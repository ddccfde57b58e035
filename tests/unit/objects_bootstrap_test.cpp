// SPDX-License-Identifier: MIT
#include "realm_fixture.h"

namespace eider::objects {
namespace {

using Bootstrap = RealmTest;

TEST_F(Bootstrap, EveryWellKnownTypeHasNameMroAndDict) {
  for (uint32_t id = 1; id < shape_id(TypeId::kCount); id++) {
    Type* c = type(*t, static_cast<TypeId>(id));
    ASSERT_NE(c, nullptr);
    EXPECT_EQ(c->mro.get()->items[0].get(), c->value());
    EXPECT_EQ(c->root_shape, id);
  }
  EXPECT_TRUE(is_subtype(type(*t, TypeId::kTabError), type(*t, TypeId::kSyntaxError)));
  EXPECT_EQ(to_utf8(type(*t, TypeId::kGenericAlias)->name), "GenericAlias");
}

TEST_F(Bootstrap, RaisingWorks) {
  EXPECT_EQ(error(Result<void>(raise(*t, TypeId::kValueError, "bad %d", 7))), "ValueError: bad 7");
  (void)raise(*t, TypeId::kTabError, "x");
  EXPECT_TRUE(pending_is(*t, TypeId::kSyntaxError));
  EXPECT_FALSE(clear_if(*t, TypeId::kKeyError));
  EXPECT_TRUE(clear_if(*t, TypeId::kTabError));
}

TEST_F(Bootstrap, RaisingSetsContextWithoutCircles) {
  (void)raise(*t, TypeId::kValueError, "first");
  Value first = take_exception(*t);
  t->handled_exception = first;
  (void)raise(*t, TypeId::kTypeError, "second");
  Value second = take_exception(*t);
  EXPECT_EQ(second.as<BaseException>()->context.get(), first);
  t->handled_exception = second;
  (void)raise_instance(*t, first);
  EXPECT_EQ(take_exception(*t).as<BaseException>()->context.get(), second);
  EXPECT_TRUE(second.as<BaseException>()->context.get().is_absent());
  t->handled_exception = kAbsent;
}

TEST_F(Bootstrap, TypesAndNamesSurviveCollections) {
  for (int n = 0; n < 3; n++) realm->heap().collect(*t, gc::CollectReason::kExplicit);
  EXPECT_EQ(error(Result<void>(raise(*t, TypeId::kKeyError, "still %s", "here"))), "KeyError: still here");
  EXPECT_EQ(to_utf8(name(*t, Name::k__init__)), "__init__");
}

}  // namespace
}  // namespace eider::objects
