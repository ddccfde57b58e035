// SPDX-License-Identifier: MIT
#include "modules/thread/support.h"

#include <cmath>

#include "objects/rooted.h"

namespace eider::modules {

SystemModules& system_modules(Thread& t) {
  auto& slot = runtime::Runtime::of(t).system_modules;
  void* made = slot.load_acquire();  // pairs with the CAS below
  if (EIDER_LIKELY(made != nullptr)) return *static_cast<SystemModules*>(made);
  auto* fresh = new SystemModules;
  void* expected = nullptr;
  if (slot.cas_acq_rel(expected, static_cast<void*>(fresh))) return *fresh;
  delete fresh;
  return *static_cast<SystemModules*>(expected);
}

// --- named tuples -------------------------------------------------------------------------------------------------------------------
namespace {

constexpr int kMostFields = 24;

/// A class attribute as small int, 0 when it is none.
int64_t class_number(Thread& t, Type* cls, const char* attribute) {
  Result<Str*> key = intern(t, attribute);
  if (!key.ok()) return 0;
  Value v = type_lookup(t, cls, key.get());
  return v.is_small_int() ? v.small_int() : 0;
}

Result<Value> seq_make(Thread& t, Type* cls, int visible, int total, const Value* items) {
  Object* o = EIDER_TRY(new_variable_instance(t, cls, sizeof(Tuple) + sizeof(Value) * static_cast<size_t>(total), TraceKind::kValues));
  auto* tuple = static_cast<Tuple*>(o);
  tuple->tagged_count = int64_t{visible} << 1 | 1;
  for (int i = 0; i < total; ++i) tuple->items[i].init(items[i].is_absent() ? kNone : items[i]);
  return o;
}

Result<Value> seq_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"structseq(sequence, dict=None)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int visible = static_cast<int>(class_number(t, cls, "n_sequence_fields"));
  int total = static_cast<int>(class_number(t, cls, "n_fields"));
  Type* native = cls;
  while (native->has(kHeapType)) native = native->base.get();
  const char* shown = native->utf8_name;
  Value iterator = EIDER_TRY(find_attr(t, a[0], name(t, Name::k__iter__)));
  if (iterator.is_absent()) return raise(t, TypeId::kTypeError, "constructor requires a sequence");
  Tuple* items = EIDER_TRY(to_tuple(t, a[0]));
  Dict* rest = nullptr;
  if (!a[1].is_absent() && !a[1].is_none()) {
    if (!is_instance(t, a[1], TypeId::kDict)) {
      return raise(t, TypeId::kTypeError, "%s() takes a dict as second arg, if any", shown);
    }
    rest = a[1].as<Dict>();
  }
  int64_t given = items->size();
  if (given < visible) {
    return raise(t, TypeId::kTypeError, "%s() takes %s %d-sequence (%lld-sequence given)", shown,
                 visible == total ? "a" : "an at least", visible, static_cast<long long>(given));
  }
  if (given > total) {
    return raise(t, TypeId::kTypeError, "%s() takes %s %d-sequence (%lld-sequence given)", shown,
                 visible == total ? "a" : "an at most", visible == total ? visible : total, static_cast<long long>(given));
  }
  Value filled[kMostFields];
  for (int64_t i = 0; i < given; ++i) filled[i] = items->items[i].get();
  if (rest != nullptr && given < total) {
    Value names = type_lookup(t, cls, EIDER_TRY(intern(t, "_hidden_fields")));
    for (int64_t i = given; i < total && !names.is_absent(); ++i) {
      Value v = EIDER_TRY(dict_get(t, rest, names.as<Tuple>()->items[i - visible].get()));
      if (!v.is_absent()) filled[i] = v;
    }
  }
  return seq_make(t, cls, visible, total, filled);
}

Result<Value> seq_repr(Thread& t, Value self) {
  Type* cls = type_of(t, self);
  while (cls->has(kHeapType)) cls = cls->base.get();
  Value names = type_lookup(t, cls, EIDER_TRY(intern(t, "_shown_fields")));
  StrBuilder out(t);
  if (!out.add(std::string_view(cls->utf8_name)) || !out.add("(")) return kFailure;
  auto* tuple = self.as<Tuple>();
  for (int64_t i = 0; i < tuple->size(); ++i) {
    if (i != 0 && !out.add(", ")) return kFailure;
    if (!out.add(names.as<Tuple>()->items[i].get().as<Str>()) || !out.add("=")) return kFailure;
    if (!out.add(EIDER_TRY(repr(t, tuple->items[i].get())))) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<Value> seq_reduce(Thread& t, Value self) {
  Type* cls = type_of(t, self);
  auto* tuple = self.as<Tuple>();
  int visible = static_cast<int>(class_number(t, cls, "n_sequence_fields"));
  int total = static_cast<int>(class_number(t, cls, "n_fields"));
  Tuple* items = EIDER_TRY(tuple_from(t, reinterpret_cast<const Value*>(&tuple->items[0]), visible));
  Dict* rest = EIDER_TRY(dict_new(t));
  Value names = type_lookup(t, cls, EIDER_TRY(intern(t, "_hidden_fields")));
  for (int i = visible; i < total && !names.is_absent(); ++i) {
    EIDER_TRY(dict_set(t, rest, names.as<Tuple>()->items[i - visible].get(), tuple->items[i].get()));
  }
  Tuple* args = EIDER_TRY(tuple_of(t, items->value(), rest->value()));
  return tuple_of(t, cls->value(), args->value());
}

constexpr NativeDef kSeqMethods[] = {
    {"__reduce__(self, /)", bind<seq_reduce>, Sync::kImmutable, nullptr},
};

}  // namespace

Result<Type*> struct_seq_type(Thread& t, const StructSeqDef& def) {
  EIDER_CHECK(def.total <= kMostFields);
  auto* members = new MemberDef[static_cast<size_t>(def.total)];  // as long as the class, which lives as long as the realm
  uint32_t count = 0;
  int unnamed = 0;
  Value shown[kMostFields], hidden[kMostFields], match[kMostFields];
  int matches = 0, named = 0;
  const char* names[kMostFields];
  for (int i = 0; i < def.total; ++i) {
    if (def.fields[i][0] == '\0') {
      ++unnamed;
      continue;
    }
    members[count++] = {def.fields[i], static_cast<uint32_t>(sizeof(Tuple) + sizeof(Value) * static_cast<size_t>(i)), true, nullptr};
    names[named++] = def.fields[i];
  }
  for (int i = 0; i < def.visible; ++i) shown[i] = EIDER_TRY(intern(t, names[i]))->value();
  for (int i = 0; i < def.visible; ++i) {
    if (def.fields[i][0] != '\0') match[matches++] = EIDER_TRY(intern(t, def.fields[i]))->value();
  }
  for (int i = def.visible; i < def.total; ++i) hidden[i - def.visible] = EIDER_TRY(intern(t, def.fields[i]))->value();
  TypeSpec spec;
  spec.name = def.name;
  spec.doc = def.doc;
  spec.base = TypeId::kTuple;
  spec.native_bytes = sizeof(Tuple);
  spec.trace = TraceKind::kValues;
  spec.slots.new_ = seq_new;
  spec.slots.repr = seq_repr;
  spec.methods = kSeqMethods;
  spec.method_count = std::size(kSeqMethods);
  spec.members = members;
  spec.member_count = count;
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  Dict* dict = type->dict.get();
  auto put = [&](const char* key, Value v) -> Result<void> { return dict_set_str(t, dict, EIDER_TRY(intern(t, key)), v); };
  EIDER_TRY(put("n_fields", Value::from_small_int(def.total)));
  EIDER_TRY(put("n_sequence_fields", Value::from_small_int(def.visible)));
  EIDER_TRY(put("n_unnamed_fields", Value::from_small_int(unnamed)));
  EIDER_TRY(put("__match_args__", EIDER_TRY(tuple_from(t, match, matches))->value()));
  EIDER_TRY(put("_shown_fields", EIDER_TRY(tuple_from(t, shown, def.visible))->value()));
  EIDER_TRY(put("_hidden_fields", EIDER_TRY(tuple_from(t, hidden, def.total - def.visible))->value()));
  return type;
}

Result<Value> struct_seq_new(Thread& t, Type* type, const StructSeqDef& def, const Value* items) {
  return seq_make(t, type, def.visible, def.total, items);
}

// --- small things -------------------------------------------------------------------------------------------------------------------
Result<void> set_int(Thread& t, Module* m, const char* name, int64_t v) { return module_set(t, m, name, EIDER_TRY(int_from_int64(t, v))); }
Result<void> set_text(Thread& t, Module* m, const char* name, std::string_view v) {
  return module_set(t, m, name, EIDER_TRY(str_from_utf8(t, v))->value());
}
Result<void> set_ints(Thread& t, Module* m, const IntConstant* rows, size_t count) {
  for (size_t i = 0; i < count; ++i) EIDER_TRY(set_int(t, m, rows[i].name, rows[i].value));
  return kDone;
}

Result<int64_t> nanoseconds_of(Thread& t, Value seconds) {
  constexpr const char* kTooLarge = "timestamp too large to convert to C _PyTime_t";
  if (is_float(t, seconds)) {
    double d = float_of(seconds);
    if (std::isnan(d)) return raise(t, TypeId::kValueError, "Invalid value NaN (not a number)");
    d = d * 1e9;
    d = d < 0 ? std::floor(d) : std::ceil(d);
    if (!(d >= -9223372036854775808.0 && d < 9223372036854775808.0)) return raise(t, TypeId::kOverflowError, "%s", kTooLarge);
    return static_cast<int64_t>(d);
  }
  if (!is_int(t, seconds) && type_of(t, seconds)->slots.index == nullptr) {
    return raise(t, TypeId::kTypeError, "'%s' object cannot be interpreted as an integer", type_name(t, seconds));
  }
  int64_t whole = EIDER_TRY(index_int64(t, seconds, TypeId::kOverflowError, kTooLarge));
  int64_t ns;
  if (__builtin_mul_overflow(whole, int64_t{1'000'000'000}, &ns)) return raise(t, TypeId::kOverflowError, "%s", kTooLarge);
  return ns;
}

}  // namespace eider::modules
