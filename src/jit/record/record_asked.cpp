// SPDX-License-Identifier: MIT
//
// Recording calls of builtin functions whose answer follows from what is guarded (type, isinstance), or that a helper of their own gives.
#include "jit/quiet.h"
#include "jit/record/recorder.h"
#include "objects/native.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::jit {

namespace {

/// A class, or a tuple of classes, that isinstance asks without running Python.
bool plain_classes(Thread& t, Value v) {
  if (!v.is_heap() || v.is_absent()) return false;
  if (type_of(t, v) == objects::type(t, TypeId::kType)) return !v.as<objects::Type>()->has(kDeferred);
  if (!is_exact(v, TypeId::kTuple)) return false;
  for (int64_t i = 0; i < v.as<Tuple>()->size(); ++i) {
    Value cls = v.as<Tuple>()->items[i].get();
    if (!cls.is_heap() || type_of(t, cls) != objects::type(t, TypeId::kType) || cls.as<objects::Type>()->has(kDeferred)) return false;
  }
  return true;
}

bool is_one_of(const objects::Type* cls, Value classes) {
  if (!is_exact(classes, TypeId::kTuple)) return is_subtype(cls, classes.as<objects::Type>());
  for (int64_t i = 0; i < classes.as<Tuple>()->size(); ++i) {
    if (is_subtype(cls, classes.as<Tuple>()->items[i].get().as<objects::Type>())) return true;
  }
  return false;
}

}  // namespace

/// What is asked for is `classes`: the same object, or a tuple made here of the same classes.
void Recorder::guard_classes(Ref asked, Value classes) {
  if (is_constant(asked)) return;
  auto is_call = [&](Ref r, Helper helper) { return info_of(trace_.code[r].op).immediate == Immediate::kHelper && trace_.code[r].imm == static_cast<uint64_t>(helper); };
  std::vector<Ref> items;
  auto collect = [&](Ref r) {
    const Instruction i = trace_.code[r];
    if (!is_call(r, Helper::kBuildTuple1) && !is_call(r, Helper::kBuildTuple2) && !is_call(r, Helper::kBuildTuple3)) return false;
    for (Ref item : {i.a, i.b, i.c}) {
      if (item != kNoRef) items.push_back(item);
    }
    return true;
  };
  const Instruction made = trace_.code[asked];
  bool known = is_call(asked, Helper::kAdd) ? collect(made.a) && collect(made.b) : collect(asked);  // as make_tuple does with up to six
  if (!known || !is_exact(classes, TypeId::kTuple) || classes.as<Tuple>()->size() != static_cast<int64_t>(items.size())) {
    emit(Op::kGuardIs, asked, kNoRef, kNoRef, classes.bits());
    return;
  }
  for (size_t i = 0; i < items.size(); ++i) {
    if (!is_constant(items[i])) emit(Op::kGuardIs, items[i], kNoRef, kNoRef, classes.as<Tuple>()->items[i].get().bits());
  }
}

/// isinstance(value, classes): what its class is, is guarded; that it has these bases is a fact.
bool Recorder::call_isinstance(Value v, Ref value, Value classes, Ref asked, Ref* result) {
  if (!plain_classes(t_, classes) || v.is_absent()) return false;
  if (v.is_heap() && is_type(t_, v)) return false;
  objects::Type* cls = type_of(t_, v);
  if (cls->has(kDeferred)) return false;  // its bases are not known yet
  bool found = is_one_of(cls, classes);
  // Where it is no instance, what it claims to be as its __class__ counts.
  Value claims = type_lookup(t_, cls, name(t_, Name::k__class__));
  if (!found && (cls->slots.get_attr != &generic_get_attr || claims != type_lookup(t_, objects::type(t_, TypeId::kObject), name(t_, Name::k__class__)))) return false;
  if (!facts_.on_type(t_, executor_, cls)) return false;
  guard_classes(asked, classes);
  guard_kind(value, v);
  *result = constant(Value::from_bool(found));
  return true;
}

/// except classes: what the exception's class is, is guarded, and the answer follows. kNoRef: it must be asked.
Ref Recorder::match_exception(Value v, Ref exception, Value classes, Ref asked) {
  if (!v.is_heap() || !plain_classes(t_, classes)) return kNoRef;
  auto catchable = [&](Value cls) { return is_subtype(cls.as<objects::Type>(), objects::type(t_, TypeId::kBaseException)); };
  if (!is_exact(classes, TypeId::kTuple)) {
    if (!catchable(classes)) return kNoRef;
  } else {
    for (int64_t i = 0; i < classes.as<Tuple>()->size(); ++i) {
      if (!catchable(classes.as<Tuple>()->items[i].get())) return kNoRef;
    }
  }
  objects::Type* cls = type_of(t_, v);
  if (cls == t_.realm->stopped_type || cls->has(kDeferred) || !facts_.on_type(t_, executor_, cls)) return kNoRef;
  guard_classes(asked, classes);
  guard_shape(exception, v.as<Object>()->shape_id());
  return constant(Value::from_bool(is_one_of(cls, classes)));
}

bool Recorder::call_builtin(Machine& m, Value callable, uint32_t row, uint32_t nargs, bool* handled) {
  *handled = false;
  Ref callee = top().stack[row], result = kNoRef;
  auto argument = [&](uint32_t i) { return top().stack[row + 2 + i]; };
  auto seen = [&](uint32_t i) { return m.peek(static_cast<int>(nargs - 1 - i)); };
  auto known = [&] {
    if (!is_constant(callee)) emit(Op::kGuardIs, callee, kNoRef, kNoRef, callable.bits());
  };
  auto deliver = [&] {
    top().stack.resize(row);
    push(result);
    *handled = true;
    return true;
  };
  if (callable == objects::type(t_, TypeId::kType)->value() && nargs == 1) {
    Value v = seen(0);
    known();
    if (v.is_heap() || v.is_small_int() || v.is_float_word()) {
      guard_kind(argument(0), v);
      result = constant(type_of(t_, v)->value());
    } else {
      result = call(Helper::kTypeOf, argument(0));
    }
    return deliver();
  }
  if (!is_exact(callable, TypeId::kNativeFunction) || nargs == 0) return true;
  std::string_view text = callable.as<NativeFunction>()->def->text;
  if (text.starts_with("isinstance(obj, ") && nargs == 2) {
    if (!plain_classes(t_, seen(1))) return true;
    known();
    if (!call_isinstance(seen(0), argument(0), seen(1), argument(1), &result)) {
      if (!quiet_value(seen(0))) return true;
      guard_classes(argument(1), seen(1));
      result = call(Helper::kIsInstance, argument(0), constant(seen(1)));
    }
    return deliver();
  }
  if (text.starts_with("issubclass(derived, ") && nargs == 2 && is_constant(argument(0)) && is_constant(argument(1))) {
    Value derived = seen(0);
    if (!plain_classes(t_, seen(1)) || is_exact(derived, TypeId::kTuple) || !plain_classes(t_, derived)) return true;
    auto* cls = derived.as<objects::Type>();
    if (cls->has(kHeapType) && !facts_.on_type(t_, executor_, cls)) return true;
    known();
    result = constant(Value::from_bool(is_one_of(cls, seen(1))));
    return deliver();
  }
  bool get = text.starts_with("getattr(object, "), has = text.starts_with("hasattr(obj, "), set = text.starts_with("setattr(obj, ");
  if (get || has || set) {
    if (nargs != (set ? 3 : 2) && !(get && nargs == 3)) return true;
    if (!seen(1).is_heap() || !is_exact(seen(1), TypeId::kStr)) return true;
    Result<Str*> name = intern(t_, seen(1).as<Str>());
    if (!name.ok()) {
      t_.pending_exception = kAbsent;
      return true;
    }
    if (set ? !quiet_set_attribute(t_, seen(0), name.get()->value()) : !quiet_get_attribute(t_, seen(0), name.get()->value())) return true;
    known();
    if (get && is_constant(argument(1)) && known_attribute(seen(0), argument(0), name.get(), nargs == 3 ? argument(2) : kNoRef, &result)) return deliver();
    guard_exact(argument(1), TypeId::kStr);
    if (set) {
      call(Helper::kSetAttribute, argument(2), argument(0), argument(1));
      result = constant(kNone);
    } else if (has) {
      result = call(Helper::kHasAttribute, argument(0), argument(1));
    } else {
      result = nargs == 2 ? call(Helper::kGetAttribute, argument(0), argument(1)) : call(Helper::kGetAttributeOr, argument(0), argument(1), argument(2));
    }
    return deliver();
  }
  bool least = text.starts_with("min(");
  if ((least || text.starts_with("max(")) && nargs >= 2 && nargs <= 4) {
    for (uint32_t i = 0; i < nargs; ++i) {
      if (!quiet_value(seen(i))) return true;
    }
    known();
    result = argument(0);
    for (uint32_t i = 1; i < nargs; ++i) result = call(least ? Helper::kLesser : Helper::kGreater, result, argument(i));
    return deliver();
  }
  return true;
}

}  // namespace eider::jit
