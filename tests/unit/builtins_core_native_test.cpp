// SPDX-License-Identifier: MIT
//
// Error texts of native functions, as python3.11 words them; core types' methods.
#include <cstring>

#include "builtins_core_fixture.h"
#include "objects/module.h"
#include "objects/weakref.h"

namespace eider::builtins {
namespace {

using Native = CoreTest;

TEST_F(Native, WrongNumbersOfArguments) {
  Value l = list({});
  Value text = sv("a");
  EXPECT_EQ(call_error(get(l, "append"), {}), "TypeError: list.append() takes exactly one argument (0 given)");
  EXPECT_EQ(call_error(get(l, "append"), {i(1), i(2)}), "TypeError: list.append() takes exactly one argument (2 given)");
  EXPECT_EQ(call_error(get(l, "clear"), {i(1)}), "TypeError: list.clear() takes no arguments (1 given)");
  EXPECT_EQ(call_error(get(l, "pop"), {i(1), i(2)}), "TypeError: pop expected at most 1 argument, got 2");
  EXPECT_EQ(call_error(get(l, "insert"), {i(1)}), "TypeError: insert expected 2 arguments, got 1");
  EXPECT_EQ(call_error(get(l, "sort"), {i(1)}), "TypeError: sort() takes no positional arguments");
  EXPECT_EQ(call_error(get(text, "split"), {i(1), i(2), i(3)}), "TypeError: split() takes at most 2 arguments (3 given)");
  EXPECT_EQ(call_error(get(text, "replace"), {}), "TypeError: replace expected at least 2 arguments, got 0");
  EXPECT_EQ(keyword_error(get(l, "append"), {}, "x", i(1)), "TypeError: list.append() takes no keyword arguments");
  EXPECT_EQ(keyword_error(get(text, "split"), {}, "x", i(1)), "TypeError: 'x' is an invalid keyword argument for split()");
}

TEST_F(Native, WrongTypesOfArguments) {
  EXPECT_EQ(call_error(get(sv("a"), "replace"), {i(1), i(2)}), "TypeError: replace() argument 1 must be str, not int");
  EXPECT_EQ(call_error(get(cls(TypeId::kList), "append"), {}), "TypeError: unbound method list.append() needs an argument");
  EXPECT_EQ(call_error(get(cls(TypeId::kList), "append"), {i(1), i(2)}),
            "TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object");
}

TEST_F(Native, Protocol) {
  EXPECT_EQ(error(get_item(*t, i(1), i(0))), "TypeError: 'int' object is not subscriptable");
  EXPECT_EQ(error(get_item(*t, cls(TypeId::kInt), i(0))), "TypeError: type 'int' is not subscriptable");
  EXPECT_EQ(error(set_item(*t, i(1), i(0), i(0))), "TypeError: 'int' object does not support item assignment");
  EXPECT_EQ(error(delete_item(*t, i(1), i(0))), "TypeError: 'int' object does not support item deletion");
  EXPECT_EQ(error(length(*t, i(1))), "TypeError: object of type 'int' has no len()");
  EXPECT_EQ(error(contains(*t, i(1), i(0))), "TypeError: argument of type 'int' is not iterable");
  EXPECT_EQ(error(call0(*t, i(1))), "TypeError: 'int' object is not callable");
  EXPECT_EQ(error(hash(*t, list({}))), "TypeError: unhashable type: 'list'");
  EXPECT_EQ(error(negative(*t, sv("a"))), "TypeError: bad operand type for unary -: 'str'");
  EXPECT_EQ(error(compare(*t, i(1), sv("a"), CompareKind::kLt)), "TypeError: '<' not supported between instances of 'int' and 'str'");
  EXPECT_EQ(error(binary_op(*t, static_cast<bytecode::BinaryOpKind>(static_cast<int>(bytecode::BinaryOpKind::kInplace)), i(1), sv("a"))),
            "TypeError: unsupported operand type(s) for +=: 'int' and 'str'");
  EXPECT_EQ(error(power(*t, i(1), sv("a"))), "TypeError: unsupported operand type(s) for ** or pow(): 'int' and 'str'");
  EXPECT_EQ(error(multiply(*t, list({i(1)}), sv("a"))), "TypeError: can't multiply sequence by non-int of type 'str'");
  EXPECT_EQ(error(iter_next(*t, i(1))), "TypeError: 'int' object is not an iterator");
}

TEST_F(Native, IsinstanceWithTuplesAndUnions) {
  Value both = ok(binary_op(*t, bytecode::BinaryOpKind::kOr, cls(TypeId::kInt), cls(TypeId::kStr)));
  EXPECT_EQ(text(repr(*t, both)), "int | str");
  EXPECT_TRUE(ok_plain(is_instance_of(*t, i(1), both)));
  EXPECT_FALSE(ok_plain(is_instance_of(*t, kNone, both)));
  EXPECT_TRUE(ok_plain(is_instance_of(*t, i(1), tuple({cls(TypeId::kStr), cls(TypeId::kInt)})->value())));
  EXPECT_EQ(error(is_instance_of(*t, i(1), i(5))), "TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union");
  EXPECT_EQ(error(is_subclass_of(*t, i(1), cls(TypeId::kInt))), "TypeError: issubclass() arg 1 must be a class");
  EXPECT_TRUE(ok_plain(is_subclass_of(*t, cls(TypeId::kBool), cls(TypeId::kInt))));
  Value alias = ok(get_item(*t, cls(TypeId::kList), cls(TypeId::kInt)));
  EXPECT_EQ(text(repr(*t, alias)), "list[int]");
  EXPECT_EQ(error(is_instance_of(*t, i(1), alias)), "TypeError: isinstance() argument 2 cannot be a parameterized generic");
  EXPECT_EQ(error(get_item(*t, alias, cls(TypeId::kInt))), "TypeError: list[int] is not a generic class");
}

TEST_F(Native, SuperFindsWhatComesBehind) {
  Type* a = new_class("A", {}, {{"x", sv("a")}});
  Type* b = new_class("B", {a->value()}, {{"x", sv("b")}});
  Value o = make(b);
  Value super = call_ok(cls(TypeId::kSuper), {b->value(), o});
  EXPECT_EQ(get(super, "x"), sv("a"));
  EXPECT_EQ(call_error(cls(TypeId::kSuper), {i(1)}), "TypeError: super() argument 1 must be a type, not int");
  EXPECT_EQ(call_error(cls(TypeId::kSuper), {b->value(), i(1)}), "TypeError: super(type, obj): obj must be an instance or subtype of type");
}

TEST_F(Native, ModulesAreNamespaces) {
  Module* m = ok(module_new(*t, s("m")));
  set(m->value(), "x", i(1));
  EXPECT_EQ(get(m->value(), "x"), i(1));
  EXPECT_EQ(m->shape_id(), shape_id(TypeId::kModule));
  EXPECT_EQ(error(get_attr(*t, m->value(), s("y"))), "AttributeError: module 'm' has no attribute 'y'");
  EXPECT_EQ(text(repr(*t, m->value())), "<module 'm'>");
  ok(delete_attr(*t, m->value(), s("x")));
  EXPECT_EQ(error(get_attr(*t, m->value(), s("x"))), "AttributeError: module 'm' has no attribute 'x'");
  Type* sub = new_class("Sub", {cls(TypeId::kModule)});
  Value o = call_ok(sub->value(), {sv("n")});
  set(o, "z", i(3));
  EXPECT_EQ(get(o, "z"), i(3));
}

EIDER_NOINLINE void make_garbage(CoreTest&) {
  char pad[4096];
  std::memset(pad, 0, sizeof pad);
  asm volatile("" : : "r"(pad) : "memory");
}

TEST_F(Native, WeakReferencesDieWithTheirTargets) {
  Type* a = new_class("A", {});
  Tuple* refs = ok(tuple_new(*t, 50));
  for (int n = 0; n < 50; n++) {
    Value o = make(a);
    Value ref = call_ok(cls(TypeId::kWeakRef), {o});
    EXPECT_EQ(call_ok(cls(TypeId::kWeakRef), {o}), ref) << "plain references are shared";
    EXPECT_EQ(call_ok(ref), o);
    refs->items[n].init(ref);
  }
  make_garbage(*this);
  for (int n = 0; n < 2; n++) realm->heap().collect(*t, gc::CollectReason::kExplicit);
  int dead = 0;
  for (int n = 0; n < 50; n++) dead += call_ok(refs->items[n].get()) == kNone;
  EXPECT_GT(dead, 40);
  EXPECT_EQ(call_error(cls(TypeId::kWeakRef), {i(1)}), "TypeError: cannot create weak reference to 'int' object");
}

TEST_F(Native, ObjectsShowThemselves) {
  EXPECT_EQ(text(repr(*t, kNone)), "None");
  EXPECT_EQ(text(repr(*t, kEllipsis)), "Ellipsis");
  EXPECT_EQ(text(repr(*t, get(cls(TypeId::kList), "append"))), "<method 'append' of 'list' objects>");
  EXPECT_EQ(text(get(get(cls(TypeId::kList), "append"), "__text_signature__")), "($self, object, /)");
  EXPECT_TRUE(text(repr(*t, make(new_class("A", {}, {{"__module__", sv("m")}})))).starts_with("<m.A object at 0x"));
  EXPECT_EQ(error(objects::format(*t, make(new_class("A", {})), s("x"))), "TypeError: unsupported format string passed to A.__format__");
}

TEST_F(Native, SimpleNamespacesCompareAndShow) {
  Value one = ok(call(*t, cls(TypeId::kSimpleNamespace), std::initializer_list<Value>{i(1)}.begin(), 0, tuple({sv("a")})));
  EXPECT_EQ(text(repr(*t, one)), "namespace(a=1)");
  set(one, "b", sv("x"));
  EXPECT_EQ(text(repr(*t, one)), "namespace(a=1, b='x')");
  EXPECT_EQ(call_error(cls(TypeId::kSimpleNamespace), {i(1)}), "TypeError: no positional arguments expected");
}

}  // namespace
}  // namespace eider::builtins
