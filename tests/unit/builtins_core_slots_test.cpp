// SPDX-License-Identifier: MIT
//
// Dunder methods and slots: inheritance, updates, operand order, attribute protocol.
#include "builtins_core_fixture.h"
#include "objects/fact_table.h"

namespace eider::builtins {
namespace {

using Slots = CoreTest;

Result<Value> return_left(Thread& t, Value self, Value other) { return intern(t, "left"); }
Result<Value> return_right(Thread& t, Value self, Value other) { return intern(t, "right"); }
Result<Value> return_eleven(Thread& t, Value self) { return Value::from_small_int(11); }
Result<Value> return_zero(Thread& t, Value self) { return Value::from_small_int(0); }
Result<Value> return_true(Thread& t, Value self, Value other) { return kTrue; }
Result<Value> return_name(Thread& t, Value self, Value name) { return name; }
constexpr NativeDef kAdd = {"__add__(self, other, /)", bind<return_left>, Sync::kNone, nullptr};
constexpr NativeDef kRadd = {"__radd__(self, other, /)", bind<return_right>, Sync::kNone, nullptr};
constexpr NativeDef kLen = {"__len__(self, /)", bind<return_eleven>, Sync::kNone, nullptr};
constexpr NativeDef kEmptyLen = {"__len__(self, /)", bind<return_zero>, Sync::kNone, nullptr};
constexpr NativeDef kEq = {"__eq__(self, other, /)", bind<return_true>, Sync::kNone, nullptr};
constexpr NativeDef kGetAttr = {"__getattr__(self, name, /)", bind<return_name>, Sync::kNone, nullptr};
constexpr NativeDef kIndex = {"__index__(self, /)", bind<return_eleven>, Sync::kNone, nullptr};
constexpr NativeDef kGetItem = {"__getitem__(self, key, /)", bind<return_name>, Sync::kNone, nullptr};

TEST_F(Slots, OperandsAreAskedInPythonsOrder) {
  Type* a = new_class("A", {}, {{"__add__", method(kAdd)}});
  Type* b = new_class("B", {}, {{"__radd__", method(kRadd)}});
  Type* c = new_class("C", {a->value()}, {{"__radd__", method(kRadd)}});
  EXPECT_EQ(text(add(*t, make(a), make(b))), "left");
  EXPECT_EQ(text(add(*t, make(a), make(c))), "right");  // the subclass overrides the reflected method: it goes first
  EXPECT_EQ(text(add(*t, i(1), make(b))), "right");
  EXPECT_EQ(error(add(*t, make(b), i(1))), "TypeError: unsupported operand type(s) for +: 'B' and 'int'");
  EXPECT_EQ(error(add(*t, i(1), sv("x"))), "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
}

TEST_F(Slots, AssigningADunderUpdatesSubclasses) {
  Type* a = new_class("A", {});
  Type* b = new_class("B", {a->value()});
  Value o = make(b);
  EXPECT_EQ(error(length(*t, o)), "TypeError: object of type 'B' has no len()");
  set(a->value(), "__len__", method(kLen));
  EXPECT_EQ(ok_plain(length(*t, o)), 11);
  set(b->value(), "__len__", method(kEmptyLen));
  EXPECT_FALSE(ok_plain(truth(*t, o)));
  ok(delete_attr(*t, b->value(), s("__len__")));
  EXPECT_TRUE(ok_plain(truth(*t, o)));
  ok(delete_attr(*t, a->value(), s("__len__")));
  EXPECT_EQ(b->slots.length, nullptr);
  EXPECT_EQ(error(delete_attr(*t, a->value(), s("__len__"))), "AttributeError: type object 'A' has no attribute '__len__'");
}

TEST_F(Slots, SubclassesOfBuiltinsUseNativeSlotsUntilTheyOverride) {
  Type* a = new_class("A", {cls(TypeId::kList)});
  Type* list_type = type(*t, TypeId::kList);
  EXPECT_EQ(a->slots.length, list_type->slots.length);
  EXPECT_EQ(a->slots.get_item, list_type->slots.get_item);
  EXPECT_EQ(a->slots.concat, list_type->slots.concat);
  EXPECT_EQ(a->slots.add, nullptr);
  EXPECT_EQ(a->slots.hash, &hash_not_implemented);
  Type* b = new_class("B", {a->value()}, {{"__len__", method(kLen)}, {"__add__", method(kAdd)}});
  EXPECT_EQ(ok_plain(length(*t, make(b))), 11);
  EXPECT_EQ(b->slots.concat, nullptr);
  EXPECT_EQ(text(add(*t, make(b), i(1))), "left");
}

TEST_F(Slots, EqWithoutHashMakesUnhashable) {
  Type* a = new_class("A", {}, {{"__eq__", method(kEq)}});
  EXPECT_EQ(error(hash(*t, make(a))), "TypeError: unhashable type: 'A'");
  EXPECT_TRUE(ok_plain(equal(*t, make(a), i(5))));
  Type* b = new_class("B", {a->value()}, {{"__hash__", get(cls(TypeId::kObject), "__hash__")}});
  EXPECT_TRUE(hash(*t, make(b)).ok());
}

TEST_F(Slots, GetattrIsAskedLast) {
  Type* a = new_class("A", {}, {{"__getattr__", method(kGetAttr)}, {"known", i(1)}});
  Value o = make(a);
  EXPECT_EQ(get(o, "known"), i(1));
  EXPECT_EQ(get(o, "unknown"), sv("unknown"));
  set(o, "unknown", i(2));
  EXPECT_EQ(get(o, "unknown"), i(2));
}

TEST_F(Slots, NoneMeansNotSupported) {
  Type* a = new_class("A", {}, {{"__iter__", kNone}, {"__contains__", kNone}, {"__hash__", kNone}, {"__getitem__", method(kGetItem)}});
  Value o = make(a);
  EXPECT_EQ(error(get_iter(*t, o)), "TypeError: 'A' object is not iterable");
  EXPECT_EQ(error(contains(*t, o, i(1))), "TypeError: 'A' object is not a container");
  EXPECT_EQ(error(hash(*t, o)), "TypeError: unhashable type: 'A'");
}

TEST_F(Slots, IndexServesWhereIntsAreWanted) {
  Type* a = new_class("A", {}, {{"__index__", method(kIndex)}});
  EXPECT_EQ(ok(index(*t, make(a))), i(11));
  EXPECT_EQ(ok(to_int(*t, make(a))), i(11));
  EXPECT_EQ(ok_plain(to_double(*t, make(a))), 11.0);
  EXPECT_EQ(error(index(*t, sv("x"))), "TypeError: 'str' object cannot be interpreted as an integer");
}

TEST_F(Slots, OldSequencesIterate) {
  Type* a = new_class("A", {cls(TypeId::kObject)}, {{"__getitem__", method(kGetItem)}});
  Value it = ok(get_iter(*t, make(a)));
  EXPECT_EQ(ok(iter_next(*t, it)), i(0));
  EXPECT_EQ(ok(iter_next(*t, it)), i(1));
}

TEST_F(Slots, WrappersCheckTheirArguments) {
  Value wrapper = get(cls(TypeId::kInt), "__add__");
  EXPECT_EQ(call_ok(wrapper, {i(2), i(3)}), i(5));
  EXPECT_EQ(call_error(wrapper, {}), "TypeError: descriptor '__add__' of 'int' object needs an argument");
  EXPECT_EQ(call_error(wrapper, {i(1)}), "TypeError: expected 1 argument, got 0");
  EXPECT_EQ(call_error(wrapper, {sv("a"), i(1)}), "TypeError: descriptor '__add__' requires a 'int' object but received a 'str'");
  EXPECT_EQ(keyword_error(get(i(1), "__add__"), {}, "x", i(1)), "TypeError: wrapper __add__() takes no keyword arguments");
  EXPECT_EQ(text(repr(*t, wrapper)), "<slot wrapper '__add__' of 'int' objects>");
}

TEST_F(Slots, DataDescriptorsComeBeforeInstanceAttributes) {
  Value property = call_ok(cls(TypeId::kProperty));
  Type* a = new_class("A", {}, {{"p", property}});
  Value o = make(a);
  EXPECT_EQ(error(get_attr(*t, o, s("p"))), "AttributeError: property 'p' of 'A' object has no getter");
  EXPECT_EQ(error(set_attr(*t, o, s("p"), i(1))), "AttributeError: property 'p' of 'A' object has no setter");
  EXPECT_EQ(error(delete_attr(*t, o, s("p"))), "AttributeError: property 'p' of 'A' object has no deleter");
}

TEST_F(Slots, InstanceAttributesComeBeforePlainClassAttributes) {
  Type* a = new_class("A", {}, {{"x", i(1)}, {"f", method(kLen)}});
  Value o = make(a);
  EXPECT_EQ(get(o, "x"), i(1));
  set(o, "x", i(2));
  EXPECT_EQ(get(o, "x"), i(2));
  ok(delete_attr(*t, o, s("x")));
  EXPECT_EQ(get(o, "x"), i(1));
  EXPECT_EQ(error(delete_attr(*t, o, s("x"))), "AttributeError: 'A' object has no attribute 'x'");
  Value callable, self;
  ok(get_method(*t, o, s("f"), &callable, &self));
  EXPECT_EQ(self, o);
  set(o, "f", i(3));
  ok(get_method(*t, o, s("f"), &callable, &self));
  EXPECT_EQ(callable, i(3));
  EXPECT_TRUE(self.is_absent());
}

TEST_F(Slots, ManyAttributesGoFromSlotsToChunksToADictionary) {
  Type* a = new_class("A", {});
  Value o = make(a);
  for (int n = 0; n < 200; n++) {
    set(o, "a" + std::to_string(n), i(n));
    if (n == 30) EXPECT_EQ(t->shape(o.as<Object>()->shape_id()).kind, ShapeKind::kSlots);
  }
  EXPECT_EQ(t->shape(o.as<Object>()->shape_id()).kind, ShapeKind::kDict);
  realm->heap().collect(*t, gc::CollectReason::kExplicit);
  for (int n = 0; n < 200; n++) EXPECT_EQ(get(o, "a" + std::to_string(n)), i(n));
}

TEST_F(Slots, TheDictionaryIsTheAttributes) {
  Type* a = new_class("A", {});
  Value o = make(a);
  set(o, "x", i(1));
  Value d = get(o, "__dict__");
  EXPECT_EQ(ok(dict_get(*t, d.as<Dict>(), sv("x"))), i(1));
  ok(dict_set(*t, d.as<Dict>(), sv("y"), i(2)));
  EXPECT_EQ(get(o, "y"), i(2));
  set(o, "z", i(3));
  EXPECT_EQ(dict_size(d.as<Dict>()), 3);
}

TEST_F(Slots, WatchedClassesFlushBeforeTheyChange) {
  static int flushed;
  flushed = 0;
  realm->hooks.flush_caches = [](Thread&, Type*) { flushed++; };
  Type* a = new_class("A", {});
  Type* b = new_class("B", {a->value()});
  set(a->value(), "x", i(0));
  EXPECT_EQ(flushed, 0);
  uint32_t version = b->version.load_relaxed();
  for (int n = 1; n <= 3; n++) {
    EXPECT_TRUE(type_watch(*b));
    set(a->value(), "x", n % 2 == 1 ? method(kLen) : i(n));
    EXPECT_EQ(flushed, n);
  }
  EXPECT_NE(b->version.load_relaxed(), version);
  EXPECT_FALSE(type_watch(*b)) << "after the third change nobody may depend on it";
  EXPECT_TRUE(type_watch(*a));
}

TEST_F(Slots, AValueOfTheSameKindIsNoChangeOfTheClass) {
  static int flushed;
  flushed = 0;
  realm->hooks.flush_caches = [](Thread&, Type*) { flushed++; };
  Type* a = new_class("A", {});
  Type* b = new_class("B", {a->value()});
  set(a->value(), "x", i(0));
  uint32_t version = b->version.load_relaxed();
  EXPECT_TRUE(type_watch(*b));
  set(a->value(), "x", i(1));
  set(a->value(), "x", sv("text"));
  set(a->value(), "x", i(2));
  EXPECT_EQ(get(make(b), "x"), i(2));
  EXPECT_EQ(flushed, 0);
  EXPECT_EQ(b->version.load_relaxed(), version);
  set(a->value(), "x", make(a));  // its class could get a __get__
  EXPECT_EQ(flushed, 1);
}

TEST_F(Slots, ReduceIsShownToSubclassesOfType) {
  Type* meta = new_class("Meta", {cls(TypeId::kType)}, {{"__len__", method(kLen)}});
  Type* a = ok(type_new(*t, meta, s("A"), tuple({}), dict_of({}), nullptr, nullptr));
  EXPECT_EQ(ok_plain(length(*t, a->value())), 11);
  set(a->value(), "x", i(1));
  EXPECT_EQ(get(a->value(), "x"), i(1));
  EXPECT_EQ(get(make(a), "x"), i(1));
}

}  // namespace
}  // namespace eider::builtins
