// SPDX-License-Identifier: MIT
//
// Making classes: MRO, layout, __slots__, metaclasses, hooks.
#include "builtins_core_fixture.h"

namespace eider::builtins {
namespace {

using Classes = CoreTest;

TEST_F(Classes, MroIsC3) {
  Value object = cls(TypeId::kObject);
  Type* a = new_class("A", {});
  Type* b = new_class("B", {a->value()});
  Type* c = new_class("C", {a->value()});
  Type* d = new_class("D", {b->value(), c->value()});
  Tuple* mro = d->mro.get();
  ASSERT_EQ(mro->size(), 5);
  Value expected[] = {d->value(), b->value(), c->value(), a->value(), object};
  for (int n = 0; n < 5; n++) EXPECT_EQ(mro->items[n].get(), expected[n]);
}

TEST_F(Classes, BadBasesAreRefusedInCPythonsWords) {
  Type* a = new_class("A", {});
  Type* b = new_class("B", {a->value()});
  EXPECT_EQ(class_error("X", {a->value(), b->value()}),
            "TypeError: Cannot create a consistent method resolution\norder (MRO) for bases A, B");
  EXPECT_EQ(class_error("X", {a->value(), a->value()}), "TypeError: duplicate base class A");
  EXPECT_EQ(class_error("X", {cls(TypeId::kBool)}), "TypeError: type 'bool' is not an acceptable base type");
  EXPECT_EQ(class_error("X", {cls(TypeId::kInt), cls(TypeId::kStr)}), "TypeError: multiple bases have instance lay-out conflict");
}

TEST_F(Classes, SlotsMembersStandInInstancesAndRefuseOthers) {
  Type* a = new_class("A", {}, {{"__slots__", tuple({sv("x"), sv("y")})->value()}});
  Value o = make(a);
  EXPECT_EQ(error(get_attr(*t, o, s("x"))), "AttributeError: 'A' object has no attribute 'x'");
  set(o, "x", i(1));
  EXPECT_EQ(get(o, "x"), i(1));
  EXPECT_EQ(error(set_attr(*t, o, s("z"), i(1))), "AttributeError: 'A' object has no attribute 'z'");
  ok(delete_attr(*t, o, s("x")));
  EXPECT_EQ(error(delete_attr(*t, o, s("x"))), "AttributeError: x");
  // A subclass with a dictionary keeps the members where they are.
  Type* b = new_class("B", {a->value()});
  Value p = make(b);
  set(p, "y", i(2));
  set(p, "z", i(3));
  EXPECT_EQ(get(p, "y"), i(2));
  EXPECT_EQ(get(p, "z"), i(3));
  Type* c = new_class("C", {a->value()}, {{"__slots__", tuple({sv("z")})->value()}});
  Value q = make(c);
  set(q, "x", i(4));
  set(q, "z", i(5));
  EXPECT_EQ(get(q, "x"), i(4));
  EXPECT_EQ(get(q, "z"), i(5));
}

TEST_F(Classes, SlotsAreChecked) {
  EXPECT_EQ(class_error("X", {}, {{"__slots__", tuple({i(5)})->value()}}), "TypeError: __slots__ items must be strings, not 'int'");
  EXPECT_EQ(class_error("X", {}, {{"__slots__", sv("a b")}}), "TypeError: __slots__ must be identifiers");
  EXPECT_EQ(class_error("X", {}, {{"__slots__", sv("x")}, {"x", i(1)}}), "ValueError: 'x' in __slots__ conflicts with class variable");
  EXPECT_EQ(class_error("X", {cls(TypeId::kInt)}, {{"__slots__", sv("x")}}),
            "TypeError: nonempty __slots__ not supported for subtype of 'int'");
  EXPECT_EQ(class_error("X", {new_class("A", {})->value()}, {{"__slots__", sv("__dict__")}}),
            "TypeError: __dict__ slot disallowed: we already got one");
}

TEST_F(Classes, TwoBasesWithMembersConflict) {
  Type* a = new_class("A", {}, {{"__slots__", sv("x")}});
  Type* b = new_class("B", {}, {{"__slots__", sv("y")}});
  EXPECT_EQ(class_error("X", {a->value(), b->value()}), "TypeError: multiple bases have instance lay-out conflict");
}

TEST_F(Classes, SubclassesOfBuiltinsKeepAttributes) {
  for (TypeId id : {TypeId::kInt, TypeId::kStr, TypeId::kList, TypeId::kDict, TypeId::kTuple, TypeId::kFloat, TypeId::kException}) {
    Type* c = new_class("C", {cls(id)});
    Value o = make(c);
    EXPECT_EQ(type_of(*t, o), c);
    EXPECT_TRUE(is_instance(*t, o, id));
    set(o, "note", i(7));
    realm->heap().collect(*t, gc::CollectReason::kExplicit);
    EXPECT_EQ(get(o, "note"), i(7)) << type_id_name(id);
  }
}

TEST_F(Classes, MetaclassConflictIsFound) {
  Type* m1 = new_class("M1", {cls(TypeId::kType)});
  Type* m2 = new_class("M2", {cls(TypeId::kType)});
  Type* a = ok(type_new(*t, m1, s("A"), tuple({}), dict_of({}), nullptr, nullptr));
  Type* b = ok(type_new(*t, m2, s("B"), tuple({}), dict_of({}), nullptr, nullptr));
  EXPECT_EQ(class_error("X", {a->value(), b->value()}),
            "TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases");
  Type* c = new_class("C", {a->value()});
  EXPECT_EQ(type_of(*t, c), m1);
}

TEST_F(Classes, ClassAssignmentKeepsAttributes) {
  Type* a = new_class("A", {});
  Type* b = new_class("B", {});
  Value o = make(a);
  set(o, "x", i(1));
  set(o, "y", i(2));
  set(o, "__class__", b->value());
  EXPECT_EQ(type_of(*t, o), b);
  EXPECT_EQ(get(o, "x"), i(1));
  EXPECT_EQ(get(o, "y"), i(2));
  Type* c = new_class("C", {}, {{"__slots__", sv("x")}});
  EXPECT_EQ(error(set_attr(*t, o, s("__class__"), c->value())), "TypeError: __class__ assignment: 'C' object layout differs from 'B'");
  EXPECT_EQ(error(set_attr(*t, o, s("__class__"), cls(TypeId::kInt))),
            "TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses");
}

TEST_F(Classes, BasesCanBeAssigned) {
  Type* a = new_class("A", {}, {{"who", sv("a")}});
  Type* b = new_class("B", {}, {{"who", sv("b")}});
  Type* c = new_class("C", {a->value()});
  Type* d = new_class("D", {c->value()});
  Value o = make(d);
  EXPECT_EQ(get(o, "who"), sv("a"));
  set(c->value(), "__bases__", tuple({b->value()})->value());
  EXPECT_EQ(get(o, "who"), sv("b"));
  EXPECT_EQ(error(set_attr(*t, c->value(), s("__bases__"), tuple({cls(TypeId::kInt)})->value())),
            "TypeError: __bases__ assignment: 'int' object layout differs from 'B'");
  EXPECT_EQ(error(set_attr(*t, b->value(), s("__bases__"), tuple({d->value()})->value())),
            "TypeError: a __bases__ item causes an inheritance cycle");
}

TEST_F(Classes, DeadClassesAreForgotten) {
  Type* a = new_class("A", {});
  for (int n = 0; n < 200; n++) new_class("Temporary", {a->value()});
  for (int n = 0; n < 3; n++) realm->heap().collect(*t, gc::CollectReason::kExplicit);
  // Conservative roots may keep a few.
  EXPECT_LT(list_size(ok(type_subclasses(*t, a))), 20);
}

TEST_F(Classes, ReprAndNames) {
  Type* a = new_class("A", {}, {{"__module__", sv("m")}});
  EXPECT_EQ(text(repr(*t, a->value())), "<class 'm.A'>");
  set(a->value(), "__name__", sv("B"));
  EXPECT_EQ(get(a->value(), "__name__"), sv("B"));
  EXPECT_STREQ(a->utf8_name, "B");
  EXPECT_EQ(error(set_attr(*t, a->value(), s("__name__"), i(1))), "TypeError: can only assign string to B.__name__, not 'int'");
  EXPECT_EQ(error(set_attr(*t, cls(TypeId::kInt), s("x"), i(1))), "TypeError: cannot set 'x' attribute of immutable type 'int'");
  EXPECT_EQ(error(get_attr(*t, cls(TypeId::kInt), s("x"))), "AttributeError: type object 'int' has no attribute 'x'");
}

TEST_F(Classes, AbstractClassesAreNotInstantiated) {
  Type* a = new_class("A", {});
  Value names = call_ok(cls(TypeId::kFrozenSet), {list({sv("f"), sv("g")})});
  set(a->value(), "__abstractmethods__", names);
  EXPECT_EQ(call_error(a->value(), {}), "TypeError: Can't instantiate abstract class A with abstract methods f, g");
}

TEST_F(Classes, ExcessArgumentsAreNamed) {
  Type* a = new_class("A", {});
  EXPECT_EQ(call_error(a->value(), {i(1)}), "TypeError: A() takes no arguments");
  EXPECT_EQ(call_error(get(cls(TypeId::kObject), "__new__"), {cls(TypeId::kInt)}),
            "TypeError: object.__new__(int) is not safe, use int.__new__()");
  EXPECT_EQ(call_error(get(cls(TypeId::kInt), "__new__"), {cls(TypeId::kStr)}), "TypeError: int.__new__(str): str is not a subtype of int");
  EXPECT_EQ(call_error(get(cls(TypeId::kInt), "__new__"), {}), "TypeError: int.__new__(): not enough arguments");
}

// --- __set_name__, __init_subclass__ -------------------------------------------------------------------------------------------------
Result<Value> record_name(Thread& t, Value self, Value owner, Value name) {
  EIDER_TRY(set_attr(t, self, EIDER_TRY(intern(t, "seen")), name));
  return kNone;
}
constexpr NativeDef kSetName = {"__set_name__(self, owner, name, /)", bind<record_name>, Sync::kNone, nullptr};
Result<Value> fail_name(Thread& t, Value self, Value owner, Value name) { return raise(t, TypeId::kValueError, "no"); }
constexpr NativeDef kFailName = {"__set_name__(self, owner, name, /)", bind<fail_name>, Sync::kNone, nullptr};

TEST_F(Classes, SetNameIsCalledAndItsErrorsAreWrapped) {
  Type* d = new_class("D", {}, {{"__set_name__", method(kSetName)}});
  Value descriptor = make(d);
  new_class("A", {}, {{"field", descriptor}});
  EXPECT_EQ(get(descriptor, "seen"), sv("field"));
  Type* f = new_class("F", {}, {{"__set_name__", method(kFailName)}});
  Value failing = make(f);
  EXPECT_FALSE(type_new(*t, type(*t, TypeId::kType), s("A"), tuple({}), dict_of({{"field", failing}}), nullptr, nullptr).ok());
  Value raised = t->pending_exception;
  EXPECT_EQ(pending(), "RuntimeError: Error calling __set_name__ on 'F' instance 'field' in 'A'");
  EXPECT_TRUE(is_exact(raised.as<BaseException>()->cause.get(), TypeId::kValueError));
  take_exception(*t);
}

TEST_F(Classes, InitSubclassTakesKeywordsOnlyWhenItSaysSo) {
  Value args[] = {i(1)};
  EXPECT_EQ(error(type_new(*t, type(*t, TypeId::kType), s("A"), tuple({}), dict_of({}), args, tuple({sv("x")}))),
            "TypeError: A.__init_subclass__() takes no keyword arguments");
}

}  // namespace
}  // namespace eider::builtins

namespace eider::builtins {
namespace {

/// Everything again with a collection at every 20th slow allocation, freed memory poisoned.
class Stressed : public CoreTest {
  Realm::Config config() override {
    Realm::Config config;
    config.heap.collect_every = 20;
    config.heap.poison = true;
    return config;
  }
};

TEST_F(Stressed, ClassesAndAttributesSurvive) {
  for (int round = 0; round < 30; round++) {
    Type* a = new_class("A", {}, {{"x", i(1)}});
    Type* b = new_class("B", {a->value(), cls(TypeId::kList)}, {{"y", sv("why")}});
    Value o = make(b);
    for (int n = 0; n < 20; n++) set(o, "attribute" + std::to_string(n), i(n));
    for (int n = 0; n < 20; n++) EXPECT_EQ(get(o, "attribute" + std::to_string(n)), i(n));
    set(o, "__class__", new_class("C", {a->value(), cls(TypeId::kList)})->value());
    ok(delete_attr(*t, o, s("attribute3")));
    set(a->value(), "x", i(round));
    EXPECT_EQ(get(o, "x"), i(round));
    EXPECT_EQ(error(get_attr(*t, o, s("y"))), "AttributeError: 'C' object has no attribute 'y'");
    realm->heap().collect(*t, gc::CollectReason::kExplicit);
    EXPECT_EQ(get(o, "attribute19"), i(19));
  }
}

}  // namespace
}  // namespace eider::builtins
