// SPDX-License-Identifier: MIT
//
// The abstract protocol: what can be done with any object. Each operation dispatches on the type's slots and may run Python,
// reach a safepoint and fail, unless said otherwise.
//
// Call convention: `args[0 .. nargs)` are all arguments by position, followed in the same array by kwnames->size() values of
// the keyword arguments; nargs counts the positional ones only. kwnames is nullptr when there are none.
#pragma once

#include "base/function_ref.h"
#include "objects/containers.h"
#include "objects/errors.h"
#include "objects/native.h"
#include "objects/thread.h"
#include "objects/type.h"

namespace eider::objects {

// calls
Result<Value> call(Thread& t, Value callable, const Value* args, uint32_t nargs, Tuple* kwnames = nullptr);
Result<Value> call0(Thread& t, Value callable);
Result<Value> call1(Thread& t, Value callable, Value a);
Result<Value> call2(Thread& t, Value callable, Value a, Value b);
Result<Value> call3(Thread& t, Value callable, Value a, Value b, Value c);
/// o.name(*args) without making a bound method when it can be avoided. args excludes o.
Result<Value> call_method(Thread& t, Value o, Str* name, const Value* args = nullptr, uint32_t nargs = 0);
Result<Value> call_with(Thread& t, Value callable, Tuple* args, Dict* kwargs);  // f(*args, **kwargs); kwargs may be nullptr
bool is_callable(const Thread& t, Value v);

// attributes
Result<Value> get_attr(Thread& t, Value o, Str* name);
Result<Value> find_attr(Thread& t, Value o, Str* name);  // ABSENT instead of AttributeError
Result<void> set_attr(Thread& t, Value o, Str* name, Value value);
Result<void> delete_attr(Thread& t, Value o, Str* name);
/// Looked up on the class only and bound to o (special methods); ABSENT when missing.
Result<Value> lookup_special(Thread& t, Value o, Str* name);
/// For calls: `*callable` and `*self` such that callable(self, args...) is o.name(args...), or *self ABSENT when already bound.
Result<void> get_method(Thread& t, Value o, Str* name, Value* callable, Value* self);

// operators
Result<Value> binary_op(Thread& t, bytecode::BinaryOpKind op, Value a, Value b);  // kind may include kInplace offset
Result<Value> add(Thread& t, Value a, Value b);
Result<Value> subtract(Thread& t, Value a, Value b);
Result<Value> multiply(Thread& t, Value a, Value b);
Result<Value> floor_divide(Thread& t, Value a, Value b);
Result<Value> remainder(Thread& t, Value a, Value b);
Result<Value> power(Thread& t, Value a, Value b, Value modulus = kNone);
Result<Value> divmod(Thread& t, Value a, Value b);
Result<Value> negative(Thread& t, Value a);
Result<Value> positive(Thread& t, Value a);
Result<Value> invert(Thread& t, Value a);
Result<Value> absolute(Thread& t, Value a);
Result<Value> compare(Thread& t, Value a, Value b, CompareKind kind);   // rich: any value
Result<bool> compare_bool(Thread& t, Value a, Value b, CompareKind kind);  // identity first for == and !=
Result<bool> equal(Thread& t, Value a, Value b);                        // identity, then ==
Result<bool> truth(Thread& t, Value v);
Result<uint64_t> hash(Thread& t, Value v);  // as Python's int64 hash, two's complement
Result<bool> contains(Thread& t, Value container, Value item);

// items
Result<Value> get_item(Thread& t, Value o, Value key);
Result<void> set_item(Thread& t, Value o, Value key, Value value);
Result<void> delete_item(Thread& t, Value o, Value key);
Result<int64_t> length(Thread& t, Value o);
Result<int64_t> length_hint(Thread& t, Value o, int64_t otherwise);

// iteration
Result<Value> get_iter(Thread& t, Value o);        // TypeError "'X' object is not iterable"
/// The `next` of an iterator of a builtin type that runs no Python code and looks at nothing but what it iterates over. nullptr: of any other,
/// which iter_next asks.
UnaryFn quiet_next(const Thread& t, Value iterator);
Result<Value> iter_next(Thread& t, Value iterator);  // ABSENT when exhausted
/// Calls visit(item) for every item; stops early and fails when visit fails. Fast paths for exact list, tuple, dict.
Result<void> for_each(Thread& t, Value iterable, base::FunctionRef<Result<void>(Value)> visit);
Result<List*> to_list(Thread& t, Value iterable);    // a new list
Result<Tuple*> to_tuple(Thread& t, Value iterable);  // the same object when an exact tuple

// conversions
Result<Str*> repr(Thread& t, Value v);
Result<Str*> to_str(Thread& t, Value v);
Result<Str*> text_result(Thread& t, Value r, const char* method);  // r, which `method` has returned; TypeError "method returned non-string (type X)"
Result<Str*> to_ascii(Thread& t, Value v);
Result<Str*> format(Thread& t, Value v, Str* spec);  // spec may be nullptr: ""
/// Whether CPython's type has sequence slots at all, as every class made in Python does: some error texts depend on it.
inline bool has_sequence_slots(const Type& type) { return type.has(kHeapType) || type.slots.length != nullptr; }
/// The DeprecationWarning for a conversion method that returned an instance of a subclass ("__int__", "int", the instance).
Result<void> warn_of_subclass(Thread& t, const char* method, const char* wanted, Value got);
Result<Value> index(Thread& t, Value v);             // __index__: an int; TypeError "'X' object cannot be interpreted as an integer"
Result<int64_t> index_clamped(Thread& t, Value v);   // for slices: saturates
Result<int64_t> index_int64(Thread& t, Value v, TypeId overflow_error, const char* message);  // raises overflow_error when too large
Result<Value> to_int(Thread& t, Value v);            // int(v) for non-text v
Result<double> to_double(Thread& t, Value v);        // float(v) for non-text v
/// What float() does with a type that has __float__ or __index__: asks them, even of a subclass of float.
Result<double> to_double_by_slots(Thread& t, Value v);
Result<Value> int_from_int64(Thread& t, int64_t v);  // allocates only beyond 63 bits
Result<Value> int_from_uint64(Thread& t, uint64_t v);
Result<Value> float_value(Thread& t, double d);      // allocates only when boxed
Result<Value> complex_value(Thread& t, double real, double imaginary);  // a new exact complex
Result<Value> identity(Thread& t, Value v);          // id(v)

// classes
Result<bool> is_instance_of(Thread& t, Value v, Value cls);  // isinstance with __instancecheck__, tuples, unions
Result<bool> is_subclass_of(Thread& t, Value derived, Value base);
/// What type.__instancecheck__ and type.__subclasscheck__ do: the real hierarchy, `__class__` and `__bases__` included.
Result<bool> real_is_instance(Thread& t, Value v, Value cls);
Result<bool> real_is_subclass(Thread& t, Value derived, Value base);
/// The printed form of an object's address-like identity for default reprs: "0x7f..." of the heap address.
std::string address_text(Value v);

/// Numbers as C++ sees them, without running Python: true when v is exactly int/bool/float (or subclass) with that value.
bool is_int(const Thread& t, Value v);    // layout int, bool included
bool is_float(const Thread& t, Value v);
double float_of(Value v);                 // v is a float (word or boxed or subclass)

}  // namespace eider::objects
