// SPDX-License-Identifier: MIT
//
// structseq: tuples with named items, as sys.flags and os.stat_result.
//
// An instance has room for all fields; its size as a tuple counts the visible ones. Immutable. The class tells how many there are by
// n_fields and n_sequence_fields, and their names by __match_args__.
#include "modules/support.h"
#include "objects/rooted.h"

namespace eider::modules {

namespace {

Result<int64_t> class_number(Thread& t, Type* cls, std::string_view which) {
  Value v = type_lookup(t, cls, EIDER_TRY(intern(t, which)));
  return v.is_small_int() ? v.small_int() : 0;
}

Result<Value> structseq_repr(Thread& t, Value self) {
  Type* cls = type_of(t, self);
  Value names = type_lookup(t, cls, name(t, Name::k__match_args__));
  StrBuilder out(t);
  if (!out.add(std::string_view(cls->utf8_name)) || !out.add("(")) return kFailure;
  Tuple* tuple = self.as<Tuple>();
  for (int64_t i = 0; i < tuple->size(); ++i) {
    if (i > 0 && !out.add(", ")) return kFailure;
    Str* item = EIDER_TRY(repr(t, tuple->items[i].get()));
    if (!out.add(names.as<Tuple>()->items[i].get().as<Str>()) || !out.add("=") || !out.add(item)) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<Value> structseq_call(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"structseq(sequence, dict=None)"};
  Value given[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, given));
  Tuple* items = EIDER_TRY(to_tuple(t, given[0]));
  int64_t count = EIDER_TRY(class_number(t, cls, "n_fields")), visible = EIDER_TRY(class_number(t, cls, "n_sequence_fields"));
  int64_t size = items->size();
  if (size < visible || size > count) {
    if (count == visible) {
      return raise(t, TypeId::kTypeError, "%s() takes a %ld-sequence (%ld-sequence given)", cls->utf8_name, visible, size);
    }
    return raise(t, TypeId::kTypeError, "%s() takes %s %ld-sequence (%ld-sequence given)", cls->utf8_name,
                 size < visible ? "an at least" : "an at most", size < visible ? visible : count, size);
  }
  ArgBuffer<32> all(t, static_cast<uint64_t>(count));
  if (!all.ok()) return kFailure;
  for (int64_t i = 0; i < count; ++i) all[static_cast<size_t>(i)] = i < size ? items->items[i].get() : kNone;
  return structseq_new(t, cls, all.data(), static_cast<uint32_t>(count), static_cast<uint32_t>(visible));
}

Result<Value> structseq_reduce(Thread& t, const Value* args) {
  Tuple* self = args[0].as<Tuple>();
  Tuple* plain = EIDER_TRY(tuple_from(t, reinterpret_cast<const Value*>(&self->items[0]), self->size()));
  Dict* rest = EIDER_TRY(dict_new(t));
  Tuple* inner = EIDER_TRY(tuple_of(t, plain->value(), rest->value()));
  return tuple_of(t, type_of(t, args[0])->value(), inner->value());
}

constexpr NativeDef kMethods[] = {
    {"__reduce__(self, /)", structseq_reduce, Sync::kImmutable, nullptr},
};

}  // namespace

Result<Value> structseq_new(Thread& t, Type* type, const Value* values, uint32_t count, uint32_t visible) {
  auto* made = static_cast<Tuple*>(EIDER_TRY(new_variable_instance(t, type, sizeof(Tuple) + 8 * size_t{count}, TraceKind::kValues)));
  made->tagged_count = int64_t{visible} << 1 | 1;
  for (uint32_t i = 0; i < count; ++i) made->items[i].init(values[i]);
  return made->value();
}

Result<Type*> structseq_type(Thread& t, const StructSeq& what) {
  TypeSpec spec;
  spec.name = what.name;
  spec.doc = what.doc;
  spec.base = TypeId::kTuple;
  spec.flags = kImmutable | kFinalType | (what.instantiable ? 0u : uint32_t{kDisallowInstantiation});
  spec.members = what.fields;
  spec.member_count = what.count;
  spec.slots.repr = structseq_repr;
  if (what.instantiable) spec.slots.new_ = structseq_call;
  set_methods(spec, kMethods);
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  Tuple* names = EIDER_TRY(tuple_new(t, what.visible));
  for (uint32_t i = 0; i < what.visible; ++i) names->items[i].init(EIDER_TRY(intern(t, what.fields[i].name))->value());
  Dict* dict = type->dict.get();
  EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__match_args__), names->value()));
  EIDER_TRY(dict_set_str(t, dict, EIDER_TRY(intern(t, "n_fields")), Value::from_small_int(what.count)));
  EIDER_TRY(dict_set_str(t, dict, EIDER_TRY(intern(t, "n_sequence_fields")), Value::from_small_int(what.visible)));
  EIDER_TRY(dict_set_str(t, dict, EIDER_TRY(intern(t, "n_unnamed_fields")), Value::from_small_int(0)));
  return type;
}

}  // namespace eider::modules
