// SPDX-License-Identifier: MIT
//
// _operator: the operators as functions; itemgetter, attrgetter, methodcaller.
#include <cstring>

#include "modules/module_parts.h"
#include "objects/buffer_info.h"

namespace eider::modules {

namespace {

using bytecode::BinaryOpKind;

// --- functions ---------------------------------------------------------------------------------------------------------------------
template <BinaryOpKind K, bool kInplace>
Result<Value> binary(Thread& t, const Value* a) {
  auto kind = static_cast<int>(K) + (kInplace ? static_cast<int>(BinaryOpKind::kInplace) : 0);
  return binary_op(t, static_cast<BinaryOpKind>(kind), a[0], a[1]);
}
template <CompareKind K>
Result<Value> ordered(Thread& t, const Value* a) {
  return compare(t, a[0], a[1], K);
}
Result<Value> op_truth(Thread& t, const Value* a) { return Value::from_bool(EIDER_TRY(truth(t, a[0]))); }
Result<Value> op_not(Thread& t, const Value* a) { return Value::from_bool(!EIDER_TRY(truth(t, a[0]))); }
Result<Value> op_is(Thread&, const Value* a) { return Value::from_bool(a[0] == a[1]); }
Result<Value> op_is_not(Thread&, const Value* a) { return Value::from_bool(a[0] != a[1]); }
Result<Value> op_contains(Thread& t, const Value* a) { return Value::from_bool(EIDER_TRY(contains(t, a[0], a[1]))); }
Result<Value> op_index(Thread& t, const Value* a) {
  if (a[0].is_bool()) return Value::from_small_int(a[0] == kTrue);
  return index(t, a[0]);
}
Result<Value> op_neg(Thread& t, const Value* a) { return negative(t, a[0]); }
Result<Value> op_pos(Thread& t, const Value* a) { return positive(t, a[0]); }
Result<Value> op_inv(Thread& t, const Value* a) { return invert(t, a[0]); }
Result<Value> op_abs(Thread& t, const Value* a) { return absolute(t, a[0]); }
Result<Value> op_getitem(Thread& t, const Value* a) { return get_item(t, a[0], a[1]); }
Result<Value> op_setitem(Thread& t, const Value* a) {
  EIDER_TRY(set_item(t, a[0], a[1], a[2]));
  return kNone;
}
Result<Value> op_delitem(Thread& t, const Value* a) {
  EIDER_TRY(delete_item(t, a[0], a[1]));
  return kNone;
}
bool is_sequence(Thread& t, Value v) {
  return !is_instance(t, v, TypeId::kDict) && type_of(t, v)->slots.get_item != nullptr;
}
Result<Value> op_concat(Thread& t, const Value* a) {
  if (is_sequence(t, a[0]) && (type_of(t, a[0])->slots.concat != nullptr || is_sequence(t, a[1]))) return add(t, a[0], a[1]);
  return raise(t, TypeId::kTypeError, "'%s' object can't be concatenated", type_name(t, a[0]));
}
Result<Value> op_iconcat(Thread& t, const Value* a) {
  if (is_sequence(t, a[0])) return binary<BinaryOpKind::kAdd, true>(t, a);
  return raise(t, TypeId::kTypeError, "'%s' object can't be concatenated", type_name(t, a[0]));
}
Result<Value> searched(Thread& t, Value container) {
  Result<Value> iterator = get_iter(t, container);
  if (iterator.ok() || !clear_if(t, TypeId::kTypeError)) return iterator;
  return raise(t, TypeId::kTypeError, "argument of type '%s' is not iterable", type_name(t, container));
}
Result<Value> op_count_of(Thread& t, const Value* a) {
  Value iterator = EIDER_TRY(searched(t, a[0]));
  int64_t n = 0;
  Value item;
  for (;; n += EIDER_TRY(equal(t, item, a[1]))) {
    item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) break;
    EIDER_TRY(poll(t));
  }
  return Value::from_small_int(n);
}
Result<Value> op_index_of(Thread& t, const Value* a) {
  Value iterator = EIDER_TRY(searched(t, a[0]));
  for (int64_t i = 0;; i++) {
    Value item = EIDER_TRY(iter_next(t, iterator));
    if (item.is_absent()) return raise(t, TypeId::kValueError, "sequence.index(x): x not in sequence");
    if (EIDER_TRY(equal(t, item, a[1]))) return Value::from_small_int(i);
    EIDER_TRY(poll(t));
  }
}
Result<Value> op_length_hint(Thread& t, const Value* a) {
  int64_t otherwise = a[1].is_absent() ? 0 : EIDER_TRY(builtins::size_argument(t, a[1]));
  return int_from_int64(t, EIDER_TRY(length_hint(t, a[0], otherwise)));
}
Result<Value> op_call(Thread& t, const Value* a) { return call_with(t, a[0], a[1].as<Tuple>(), a[2].as<Dict>()); }
Result<Value> compare_digest(Thread& t, const Value* a) {
  bool texts = is_instance(t, a[0], TypeId::kStr) && is_instance(t, a[1], TypeId::kStr);
  const uint8_t* data[2];
  int64_t size[2];
  std::string copies[2];
  for (int i = 0; i < 2; i++) {
    if (texts) {
      auto* s = a[i].as<Str>();
      if (!s->ascii) return raise(t, TypeId::kTypeError, "comparing strings with non-ASCII characters is not supported");
      data[i] = s->u8();
      size[i] = s->length();
    } else {
      BufferInfo info;
      if (!EIDER_TRY(get_buffer(t, a[i], &info))) {
        return raise(t, TypeId::kTypeError, "unsupported operand types(s) or combination of types: '%s' and '%s'", type_name(t, a[0]), type_name(t, a[1]));
      }
      copies[i].resize(static_cast<size_t>(info.bytes()));
      gather_bytes(info, reinterpret_cast<uint8_t*>(copies[i].data()));
      data[i] = reinterpret_cast<const uint8_t*>(copies[i].data());
      size[i] = info.bytes();
    }
  }
  // Takes as long for a wrong guess as for a right one.
  uint8_t difference = size[0] != size[1];
  const uint8_t* other = difference ? data[1] : data[0];
  for (int64_t i = 0; i < size[1]; i++) difference |= static_cast<uint8_t>(other[i] ^ data[1][i]);
  return Value::from_bool(difference == 0);
}

#define EIDER_OP2(text, fn, doc) {text "(a, b, /)", fn, Sync::kNone, doc, NativeDef::kFunction}
#define EIDER_ARITHMETIC(text, kind, doc) EIDER_OP2(text, (binary<BinaryOpKind::kind, false>), doc), EIDER_OP2("i" text, (binary<BinaryOpKind::kind, true>), "Same as a " doc)
constexpr NativeDef kFunctions[] = {
    {"truth(a, /)", op_truth, Sync::kNone, "Return True if a is true, False otherwise.", NativeDef::kFunction},
    {"not_(a, /)", op_not, Sync::kNone, "Same as not a.", NativeDef::kFunction},
    EIDER_OP2("is_", op_is, "Same as a is b."),
    EIDER_OP2("is_not", op_is_not, "Same as a is not b."),
    EIDER_OP2("contains", op_contains, "Same as b in a (note reversed operands)."),
    EIDER_OP2("lt", ordered<CompareKind::kLt>, "Same as a < b."),
    EIDER_OP2("le", ordered<CompareKind::kLe>, "Same as a <= b."),
    EIDER_OP2("eq", ordered<CompareKind::kEq>, "Same as a == b."),
    EIDER_OP2("ne", ordered<CompareKind::kNe>, "Same as a != b."),
    EIDER_OP2("ge", ordered<CompareKind::kGe>, "Same as a >= b."),
    EIDER_OP2("gt", ordered<CompareKind::kGt>, "Same as a > b."),
    {"index(a, /)", op_index, Sync::kNone, "Same as a.__index__()", NativeDef::kFunction},
    {"neg(a, /)", op_neg, Sync::kNone, "Same as -a.", NativeDef::kFunction},
    {"pos(a, /)", op_pos, Sync::kNone, "Same as +a.", NativeDef::kFunction},
    {"inv(a, /)", op_inv, Sync::kNone, "Same as ~a.", NativeDef::kFunction},
    {"invert(a, /)", op_inv, Sync::kNone, "Same as ~a.", NativeDef::kFunction},
    {"abs(a, /)", op_abs, Sync::kNone, "Same as abs(a).", NativeDef::kFunction},
    EIDER_ARITHMETIC("add", kAdd, "Same as a + b."),
    EIDER_ARITHMETIC("sub", kSubtract, "Same as a - b."),
    EIDER_ARITHMETIC("mul", kMultiply, "Same as a * b."),
    EIDER_ARITHMETIC("matmul", kMatrixMultiply, "Same as a @ b."),
    EIDER_ARITHMETIC("truediv", kTrueDivide, "Same as a / b."),
    EIDER_ARITHMETIC("floordiv", kFloorDivide, "Same as a // b."),
    EIDER_ARITHMETIC("mod", kRemainder, "Same as a % b."),
    EIDER_ARITHMETIC("lshift", kLshift, "Same as a << b."),
    EIDER_ARITHMETIC("rshift", kRshift, "Same as a >> b."),
    EIDER_ARITHMETIC("pow", kPower, "Same as a ** b."),
    EIDER_OP2("and_", (binary<BinaryOpKind::kAnd, false>), "Same as a & b."),
    EIDER_OP2("or_", (binary<BinaryOpKind::kOr, false>), "Same as a | b."),
    EIDER_OP2("xor", (binary<BinaryOpKind::kXor, false>), "Same as a ^ b."),
    EIDER_OP2("iand", (binary<BinaryOpKind::kAnd, true>), "Same as a &= b."),
    EIDER_OP2("ior", (binary<BinaryOpKind::kOr, true>), "Same as a |= b."),
    EIDER_OP2("ixor", (binary<BinaryOpKind::kXor, true>), "Same as a ^= b."),
    EIDER_OP2("concat", op_concat, "Same as a + b, for a and b sequences."),
    EIDER_OP2("iconcat", op_iconcat, "Same as a += b, for a and b sequences."),
    EIDER_OP2("getitem", op_getitem, "Same as a[b]."),
    {"setitem(a, b, c, /)", op_setitem, Sync::kNone, "Same as a[b] = c.", NativeDef::kFunction},
    EIDER_OP2("delitem", op_delitem, "Same as del a[b]."),
    EIDER_OP2("countOf", op_count_of, "Return the number of items in a which are, or which equal, b."),
    EIDER_OP2("indexOf", op_index_of, "Return the first index of b in a."),
    {"length_hint(obj, default=0, /)", op_length_hint, Sync::kNone,
     "Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the "
     "object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.", NativeDef::kFunction},
    {"call(obj, /, *args, **kwargs)", op_call, Sync::kNone, "Same as obj(*args, **kwargs).", NativeDef::kFunction, Texts::kUnpackTuple},
    EIDER_OP2("_compare_digest", compare_digest, "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it "
              "appropriate for cryptography."),
};

// --- itemgetter --------------------------------------------------------------------------------------------------------------------
struct Getter : Object {   // immutable
  Field<Tuple*> items;     // itemgetter: keys; attrgetter: for each attribute a tuple of names; methodcaller: arguments
  Field<Value> name;       // methodcaller: name
  Field<Dict*> keywords;   // methodcaller, or null
};

Result<void> one_argument(Thread& t, const char* name, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", name);
  if (nargs != 1) return raise(t, TypeId::kTypeError, "%s expected 1 argument, got %u", name, nargs);
  return kDone;
}

Result<Value> item_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  kwnames = own_keywords(cls, kwnames);
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "itemgetter() takes no keyword arguments");
  if (nargs < 1) return raise(t, TypeId::kTypeError, "itemgetter expected 1 argument, got 0");
  Tuple* items = EIDER_TRY(tuple_from(t, args, nargs));
  Getter* g = EIDER_TRY(make<Getter>(t, cls));
  g->items.init(items);
  return g->value();
}
Result<Value> item_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(one_argument(t, "itemgetter", nargs, kwnames));
  Tuple* items = self.as<Getter>()->items.get();
  if (items->size() == 1) return get_item(t, args[0], items->items[0].get());
  Tuple* row = EIDER_TRY(tuple_new(t, items->size()));
  for (int64_t i = 0; i < items->size(); i++) row->items[i].init(EIDER_TRY(get_item(t, args[0], items->items[i].get())));
  return row->value();
}
Result<Value> items_repr(Thread& t, Value self, Tuple* items) {
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  StrBuilder out(t);
  if (!out.add(type_of(t, self)->utf8_name)) return kFailure;
  if (guard.nested()) return out.add("(...)") ? Result<Value>(out.finish()) : kFailure;
  if (!out.add("(") || !builtins::write_items(t, builtins::TupleAccess{items}, out) || !out.add(")")) return kFailure;
  return out.finish();
}
Result<Value> item_repr(Thread& t, Value self) { return items_repr(t, self, self.as<Getter>()->items.get()); }
Result<Value> item_reduce(Thread& t, const Value* a) { return tuple_of(t, type_of(t, a[0])->value(), a[0].as<Getter>()->items.get()->value()); }
constexpr NativeDef kItemMethods[] = {
    {"__reduce__(self, /)", item_reduce, Sync::kImmutable, "Return state information for pickling"},
};

// --- attrgetter --------------------------------------------------------------------------------------------------------------------
Result<Value> attr_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  kwnames = own_keywords(cls, kwnames);
  if (kwnames != nullptr && kwnames->size() != 0) return raise(t, TypeId::kTypeError, "attrgetter() takes no keyword arguments");
  if (nargs < 1) return raise(t, TypeId::kTypeError, "attrgetter expected 1 argument, got 0");
  Tuple* items = EIDER_TRY(tuple_new(t, nargs));
  for (uint32_t i = 0; i < nargs; i++) {
    if (!is_instance(t, args[i], TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be a string");
    auto* path = args[i].as<Str>();
    RootedVector parts(t);
    int64_t start = 0;
    for (int64_t at = 0; at <= path->length(); at++) {
      if (at < path->length() && path->at(at) != '.') continue;
      Str* part = EIDER_TRY(str_substring(t, path, start, at));
      if (!parts.push(EIDER_TRY(intern(t, part))->value())) return kFailure;
      start = at + 1;
    }
    items->items[i].init(EIDER_TRY(parts.to_tuple())->value());
  }
  Getter* g = EIDER_TRY(make<Getter>(t, cls));
  g->items.init(items);
  return g->value();
}
Result<Value> follow(Thread& t, Value object, Tuple* path) {
  for (int64_t i = 0; i < path->size(); i++) object = EIDER_TRY(get_attr(t, object, path->items[i].get().as<Str>()));
  return object;
}
Result<Value> attr_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(one_argument(t, "attrgetter", nargs, kwnames));
  Tuple* items = self.as<Getter>()->items.get();
  if (items->size() == 1) return follow(t, args[0], items->items[0].get().as<Tuple>());
  Tuple* row = EIDER_TRY(tuple_new(t, items->size()));
  for (int64_t i = 0; i < items->size(); i++) row->items[i].init(EIDER_TRY(follow(t, args[0], items->items[i].get().as<Tuple>())));
  return row->value();
}
Result<Tuple*> attr_names(Thread& t, Value self) {
  Tuple* items = self.as<Getter>()->items.get();
  Tuple* names = EIDER_TRY(tuple_new(t, items->size()));
  for (int64_t i = 0; i < items->size(); i++) {
    StrBuilder out(t);
    Tuple* path = items->items[i].get().as<Tuple>();
    for (int64_t k = 0; k < path->size(); k++) {
      if ((k > 0 && !out.add(".")) || !out.add(path->items[k].get().as<Str>())) return kFailure;
    }
    names->items[i].init(EIDER_TRY(out.finish())->value());
  }
  return names;
}
Result<Value> attr_repr(Thread& t, Value self) { return items_repr(t, self, EIDER_TRY(attr_names(t, self))); }
Result<Value> attr_reduce(Thread& t, const Value* a) { return tuple_of(t, type_of(t, a[0])->value(), EIDER_TRY(attr_names(t, a[0]))->value()); }
constexpr NativeDef kAttrMethods[] = {
    {"__reduce__(self, /)", attr_reduce, Sync::kImmutable, "Return state information for pickling"},
};

// --- methodcaller ------------------------------------------------------------------------------------------------------------------
Result<Value> method_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (nargs < 1) return raise(t, TypeId::kTypeError, "methodcaller needs at least one argument, the method name");
  if (!is_instance(t, args[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "method name must be a string");
  Str* method = EIDER_TRY(intern(t, args[0].as<Str>()));
  Tuple* fixed = EIDER_TRY(tuple_from(t, args + 1, nargs - 1));
  Dict* keywords = nullptr;
  if (kwnames != nullptr && kwnames->size() != 0) {
    keywords = EIDER_TRY(dict_new(t));
    for (int64_t i = 0; i < kwnames->size(); i++) EIDER_TRY(dict_set(t, keywords, kwnames->items[i].get(), args[nargs + i]));
  }
  Getter* g = EIDER_TRY(make<Getter>(t, cls));
  g->items.init(fixed);
  g->name.init(method->value());
  if (keywords != nullptr) g->keywords.init(keywords);
  return g->value();
}
Result<Value> method_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(one_argument(t, "methodcaller", nargs, kwnames));
  auto* g = self.as<Getter>();
  auto* method = g->name.get().as<Str>();
  Tuple* fixed = g->items.get();
  if (Dict* keywords = g->keywords.get()) return call_with(t, EIDER_TRY(get_attr(t, args[0], method)), fixed, keywords);
  return call_method(t, args[0], method, reinterpret_cast<const Value*>(fixed->items), static_cast<uint32_t>(fixed->size()));
}
Result<Value> method_repr(Thread& t, Value self) {
  ReprGuard guard(t, self);
  if (guard.failed()) return kFailure;
  StrBuilder out(t);
  if (!out.add(type_of(t, self)->utf8_name)) return kFailure;
  if (guard.nested()) return out.add("(...)") ? Result<Value>(out.finish()) : kFailure;
  auto* g = self.as<Getter>();
  Str* method = EIDER_TRY(repr(t, g->name.get()));
  if (!out.add("(") || !out.add(method)) return kFailure;
  Tuple* fixed = g->items.get();
  if (fixed->size() > 0 && (!out.add(", ") || !builtins::write_items(t, builtins::TupleAccess{fixed}, out))) return kFailure;
  if (Dict* keywords = g->keywords.get()) {
    DictTable* table = keywords->table.load_acquire();
    uint32_t position = 0;
    Value key, value;
    while (dict_next(t, keywords, table, &position, &key, &value)) {
      Str* text = EIDER_TRY(repr(t, value));
      if (!out.add(", ") || !out.add(key.as<Str>()) || !out.add("=") || !out.add(text)) return kFailure;
    }
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}
Result<Value> method_reduce(Thread& t, const Value* a) {
  auto* g = a[0].as<Getter>();
  Tuple* fixed = g->items.get();
  Dict* keywords = g->keywords.get();
  Value cls = type_of(t, a[0])->value();
  if (keywords == nullptr) {
    Tuple* all = EIDER_TRY(tuple_new(t, fixed->size() + 1));
    all->items[0].init(g->name.get());
    for (int64_t i = 0; i < fixed->size(); i++) all->items[i + 1].init(fixed->items[i].get());
    return tuple_of(t, cls, all->value());
  }
  Value functools = EIDER_TRY(t.realm->import(t, "functools"));
  Value partial = EIDER_TRY(get_attr(t, functools, EIDER_TRY(intern(t, "partial"))));
  Value made = EIDER_TRY(call_with(t, partial, EIDER_TRY(tuple_of(t, cls, g->name.get())), keywords));
  return tuple_of(t, made, fixed->value());
}
constexpr NativeDef kMethodMethods[] = {
    {"__reduce__(self, /)", method_reduce, Sync::kImmutable, "Return state information for pickling"},
};

template <uint32_t N>
Result<void> add_getter(Thread& t, Module* module, const char* name, const char* doc, NewFn make_one, CallFn call_one, UnaryFn repr_one,
                        const NativeDef (&methods)[N]) {
  TypeSpec spec = values_spec<Getter>(name, doc);
  spec.flags = kImmutable;
  spec.slots.new_ = make_one;
  spec.slots.call = call_one;
  spec.slots.repr = repr_one;
  spec.methods = methods;
  spec.method_count = N;
  EIDER_TRY(add_type(t, module, spec));
  return kDone;
}

}  // namespace

Result<void> fill_operator(Thread& t, Module* module) {
  EIDER_TRY(add_getter(t, module, "operator.itemgetter",
      "itemgetter(item, ...) --> itemgetter object\n\nReturn a callable object that fetches the given item(s) from its operand.\nAfter f = "
      "itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
      item_new, item_call, item_repr, kItemMethods));
  EIDER_TRY(add_getter(t, module, "operator.attrgetter",
      "attrgetter(attr, ...) --> attrgetter object\n\nReturn a callable object that fetches the given attribute(s) from its operand.\nAfter f = "
      "attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = "
      "attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
      attr_new, attr_call, attr_repr, kAttrMethods));
  EIDER_TRY(add_getter(t, module, "operator.methodcaller",
      "methodcaller(name, ...) --> methodcaller object\n\nReturn a callable object that calls the given method on its operand.\nAfter f = "
      "methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\n"
      "r.name('date', foo=1).",
      method_new, method_call, method_repr, kMethodMethods));
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules
