// SPDX-License-Identifier: MIT
//
// re.Match.
#include "modules/sre/sre.h"
#include "modules/support.h"

namespace eider::modules::sre {

namespace {

constexpr const char* kNoSuchGroup = "no such group";

/// A group's number, given as number or name.
Result<int64_t> group_number(Thread& t, Match* m, Value which) {
  int64_t i = -1;
  if (which.is_small_int()) {
    i = which.small_int();
  } else if (builtins::has_index(t, which)) {
    i = EIDER_TRY(index_clamped(t, which));
  } else if (Dict* names = pattern_of(m->pattern.get())->group_index.get().as<Dict>(); dict_size(names) > 0) {
    Value index = EIDER_TRY(dict_get(t, names, which));
    if (!index.is_absent() && index.is_small_int()) i = index.small_int();
  }
  if (i < 0 || i >= m->count()) return raise(t, TypeId::kIndexError, "%s", kNoSuchGroup);
  return i;
}

/// The text of group i; `otherwise` when it took no part.
Result<Value> group_text(Thread& t, Match* m, int64_t i, Value otherwise) {
  int64_t begin = m->begin(i), end = m->end(i);
  if (begin < 0) return otherwise;
  Value string = m->string.get();
  if (EIDER_LIKELY(is_exact(string, TypeId::kStr))) return str_substring(t, string.as<Str>(), begin, end);
  SearchText text;
  EIDER_TRY(text.acquire(t, string));
  // A bytearray may have become shorter.
  return text.slice(t, std::min(begin, text.length()), std::min(end, text.length()));
}

Result<Value> match_group(Thread& t, const Value* a) {
  Match* m = match_of(a[0]);
  Tuple* which = a[1].as<Tuple>();
  int64_t n = which->size();
  if (n == 0) return group_text(t, m, 0, kNone);
  if (n == 1) return group_text(t, m, EIDER_TRY(group_number(t, m, which->items[0].get())), kNone);
  Tuple* all = EIDER_TRY(tuple_new(t, n));
  for (int64_t i = 0; i < n; i++) {
    int64_t group = EIDER_TRY(group_number(t, m, which->items[i].get()));
    all->items[i].init(EIDER_TRY(group_text(t, m, group, kNone)));
  }
  return all->value();
}
Result<Value> match_get_item(Thread& t, Value self, Value which) {
  Match* m = match_of(self);
  return group_text(t, m, EIDER_TRY(group_number(t, m, which)), kNone);
}
Result<Value> match_groups(Thread& t, const Value* a) {
  Match* m = match_of(a[0]);
  Value otherwise = a[1].is_absent() ? kNone : a[1];
  Tuple* all = EIDER_TRY(tuple_new(t, m->count() - 1));
  for (int64_t i = 1; i < m->count(); i++) all->items[i - 1].init(EIDER_TRY(group_text(t, m, i, otherwise)));
  return all->value();
}
Result<Value> match_group_dict(Thread& t, const Value* a) {
  Match* m = match_of(a[0]);
  Value otherwise = a[1].is_absent() ? kNone : a[1];
  Dict* made = EIDER_TRY(dict_new(t));
  Dict* names = pattern_of(m->pattern.get())->group_index.get().as<Dict>();
  DictTable* table = names->table.load_acquire();
  uint32_t position = 0;
  Value name, index;
  while (dict_next(t, names, table, &position, &name, &index)) {
    int64_t group = EIDER_TRY(group_number(t, m, name));
    EIDER_TRY(dict_set(t, made, name, EIDER_TRY(group_text(t, m, group, otherwise))));
  }
  return made->value();
}

Result<int64_t> group_argument(Thread& t, const Value* a) { return a[1].is_absent() ? 0 : group_number(t, match_of(a[0]), a[1]); }
Result<Value> match_start(Thread& t, const Value* a) { return Value::from_small_int(match_of(a[0])->begin(EIDER_TRY(group_argument(t, a)))); }
Result<Value> match_end(Thread& t, const Value* a) { return Value::from_small_int(match_of(a[0])->end(EIDER_TRY(group_argument(t, a)))); }
Result<Tuple*> span_of(Thread& t, Match* m, int64_t i) { return tuple_of(t, Value::from_small_int(m->begin(i)), Value::from_small_int(m->end(i))); }
Result<Value> match_span(Thread& t, const Value* a) {
  int64_t group = EIDER_TRY(group_argument(t, a));
  return span_of(t, match_of(a[0]), group);
}
Result<Value> match_expand(Thread& t, const Value* a) { return call_re(t, "_expand", {match_of(a[0])->pattern.get(), a[0], a[1]}); }
Result<Value> match_copy(Thread&, const Value* a) { return a[0]; }

Result<Value> match_repr(Thread& t, Value self) {
  Match* m = match_of(self);
  Str* text = EIDER_TRY(repr(t, EIDER_TRY(group_text(t, m, 0, kNone))));
  StrBuilder out(t);
  Str* front = EIDER_TRY(str_format(t, "<%s object; span=(%lld, %lld), match=", type_name(t, self), static_cast<long long>(m->begin(0)),
                                    static_cast<long long>(m->end(0))));
  if (!out.add(front) || !out.add(text) || !out.add(">")) return kFailure;
  return out.finish();
}

Result<Value> get_last_index(Thread&, Value self) { return match_of(self)->last_index.get(); }
Result<Value> get_last_group(Thread&, Value self) {
  Match* m = match_of(self);
  Value index = m->last_index.get();
  if (index.is_none()) return kNone;
  Tuple* names = pattern_of(m->pattern.get())->index_group.get().as<Tuple>();
  return index.small_int() < names->size() ? names->items[index.small_int()].get() : kNone;
}
Result<Value> get_regs(Thread& t, Value self) {
  Match* m = match_of(self);
  Value known = m->regs.load_acquire();
  if (!known.is_absent()) return known;
  Tuple* all = EIDER_TRY(tuple_new(t, m->count()));
  for (int64_t i = 0; i < m->count(); i++) all->items[i].init(EIDER_TRY(span_of(t, m, i))->value());
  // The first to have it decides: `regs` is one object.
  return m->regs.cas(known, all->value()) ? all->value() : known;
}

constexpr NativeDef kMethods[] = {
    {"group(self, *args)", match_group, Sync::kImmutable,
     "group([group1, ...]) -> str or tuple.\n    Return subgroup(s) of the match by indices or names.\n    For 0 returns the entire match."},
    {"start(self, group=0, /)", match_start, Sync::kImmutable, "Return index of the start of the substring matched by group."},
    {"end(self, group=0, /)", match_end, Sync::kImmutable, "Return index of the end of the substring matched by group."},
    {"span(self, group=0, /)", match_span, Sync::kImmutable, "For match object m, return the 2-tuple (m.start(group), m.end(group))."},
    {"groups(self, /, default=None)", match_groups, Sync::kImmutable,
     "Return a tuple containing all the subgroups of the match, from 1.\n\n  default\n    Is used for groups that did not participate in the match."},
    {"groupdict(self, /, default=None)", match_group_dict, Sync::kImmutable,
     "Return a dictionary containing all the named subgroups of the match, keyed by the subgroup name.\n\n  default\n    Is used for groups "
     "that did not participate in the match."},
    {"expand(self, /, template)", match_expand, Sync::kImmutable,
     "Return the string obtained by doing backslash substitution on the string template, as done by the sub() method."},
    {"__copy__(self, /)", match_copy, Sync::kImmutable, nullptr},
    {"__deepcopy__(self, memo, /)", match_copy, Sync::kImmutable, nullptr},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kMembers[] = {
    {"string", offsetof(Match, string), true, "The string passed to match() or search()."},
    {"re", offsetof(Match, pattern), true, "The regular expression object."},
    {"pos", offsetof(Match, pos), true, "The index into the string at which the RE engine started looking for a match."},
    {"endpos", offsetof(Match, end_pos), true, "The index into the string beyond which the RE engine will not go."},
};
constexpr GetSetDef kGetSets[] = {
    {"lastindex", get_last_index, nullptr, "The integer index of the last matched capturing group."},
    {"lastgroup", get_last_group, nullptr, "The name of the last matched capturing group."},
    {"regs", get_regs, nullptr, nullptr},
};

}  // namespace

Result<void> add_match_type(Thread& t, Module*) {
  TypeSpec spec;
  spec.name = "re.Match";
  spec.doc = "The result of re.match() and re.search().\nMatch objects always have a boolean value of True.";
  spec.flags = kImmutable | kDisallowInstantiation | kVariableSize;
  spec.native_bytes = sizeof(Match);
  spec.trace = TraceKind::kValues;
  spec.slots.trace = [](Header* object, gc::Tracer& tracer) {
    auto* m = static_cast<Match*>(object);
    for (const Field<Value>* field : {&m->string, &m->pattern, &m->regs}) tracer.mark_word(field->load_relaxed().bits());
  };
  spec.slots.repr = match_repr;
  spec.slots.get_item = match_get_item;
  set_methods(spec, kMethods);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  set_getsets(spec, kGetSets);
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  t.realm->add_root(type->value());
  set_module_type(t, ModuleType::kMatch, type);
  return kDone;
}

}  // namespace eider::modules::sre
