// SPDX-License-Identifier: MIT
//
// re.Pattern: making one, its attributes, match, fullmatch, search.
#include "builtins/bytes/bytes.h"
#include "builtins/str/str_type.h"
#include "modules/sre/sre.h"
#include "modules/support.h"
#include "objects/descriptors.h"

namespace eider::modules::sre {

// --- Search -------------------------------------------------------------------------------------------------------------------------
Result<void> Search::begin(Value string, Value pos, Value end_pos) {
  int64_t start = pos.is_absent() ? 0 : EIDER_TRY(builtins::size_argument(t_, pos));
  int64_t end = end_pos.is_absent() ? INT64_MAX : EIDER_TRY(builtins::size_argument(t_, end_pos));
  EIDER_TRY(text_.acquire(t_, string));
  Value bytes_only = pattern_->bytes_only.get();
  if (text_.is_bytes() && bytes_only == kFalse) return raise(t_, TypeId::kTypeError, "cannot use a string pattern on a bytes-like object");
  if (!text_.is_bytes() && bytes_only == kTrue) return raise(t_, TypeId::kTypeError, "cannot use a bytes pattern on a string-like object");
  Regex* regex = EIDER_TRY(regex_of(t_, pattern_));
  start_ = pos_ = std::clamp<int64_t>(start, 0, text_.length());
  end_ = std::clamp<int64_t>(end, 0, text_.length());
  searcher_.emplace(t_, pattern_->value(), *regex, text_, end_);
  return kDone;
}

Result<Value> Search::group(uint32_t group, Value otherwise) const {
  int64_t begin = searcher_->begin(group);
  return begin < 0 ? otherwise : text_.slice(t_, begin, searcher_->end(group));
}

Result<Match*> Search::match() const {
  uint32_t count = pattern_->group_count() + 1;
  auto* m = reinterpret_cast<Match*>(EIDER_TRY(
      new_variable_instance(t_, module_type(t_, ModuleType::kMatch), sizeof(Match) + 16 * size_t{count}, TraceKind::kValues)));
  m->string.init(text_.string());
  m->pattern.init(pattern_->value());
  m->pos.init(Value::from_small_int(pos_));
  m->end_pos.init(Value::from_small_int(end_));
  int64_t last = count == 1 ? -1 : searcher_->last_index();
  m->last_index.init(last < 0 ? kNone : Value::from_small_int(last));
  m->tagged_count = tag(count);
  for (uint32_t i = 0; i < count; i++) {
    m->tagged_marks[2 * i] = tag(searcher_->begin(i));
    m->tagged_marks[2 * i + 1] = tag(searcher_->end(i));
  }
  return m;
}

Result<Value> call_re(Thread& t, const char* function, std::initializer_list<Value> args) {
  Value module = EIDER_TRY(t.realm->import(t, "re"));
  Value callable = EIDER_TRY(attr_named(t, module, function));
  return call(t, callable, args.begin(), static_cast<uint32_t>(args.size()));
}

// --- making one -----------------------------------------------------------------------------------------------------------------------
Result<Regex*> regex_of(Thread& t, Pattern* pattern) {
  Regex* regex = pattern->regex.load_acquire();  // pairs with the compare-and-swap below
  if (EIDER_LIKELY(regex != nullptr)) return regex;
  auto* code = pattern->code.get().as<builtins::Bytes>();
  Regex* made = EIDER_TRY(Regex::make(t, reinterpret_cast<const uint32_t*>(code->data), static_cast<uint32_t>(code->length / 4), pattern->group_count()));
  if (pattern->regex.cas_acq_rel(regex, made)) return made;
  Regex::destroy(made);
  return regex;
}

namespace {

void finalize(Thread& t, Value self) {
  // Nobody can reach the pattern any more, but a finalizer of a cycle it is part of: that one makes another Regex.
  Regex* regex = pattern_of(self)->regex.exchange_acq_rel(nullptr);
  if (regex == nullptr) return;
  t.realm->heap().add_external(t, -static_cast<int64_t>(regex->bytes()));
  Regex::destroy(regex);
}

void trace(Header* object, gc::Tracer& tracer) {
  auto* p = static_cast<Pattern*>(object);
  for (const Field<Value>* field : {&p->text, &p->flags, &p->groups, &p->group_index, &p->index_group, &p->code, &p->bytes_only}) {
    tracer.mark_word(field->load_relaxed().bits());
  }
}

}  // namespace

Result<Value> pattern_compile(Thread& t, Value text, int64_t flags, List* code, int64_t groups, Dict* group_index, Tuple* index_group) {
  constexpr int64_t kMostGroups = 1 << 24;  // what a pattern of many megabytes could have
  auto too_large = [&] { return raise(t, TypeId::kOverflowError, "regular expression code size limit exceeded"); };
  if (flags != static_cast<int32_t>(flags)) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  int64_t size = list_size(code);
  if (size >= INT32_MAX) return too_large();
  builtins::Bytes* words = EIDER_TRY(builtins::bytes_new(t, 4 * size));
  for (int64_t i = 0; i < size; i++) {
    Value word = list_get(code, i);
    // re's constants are of a subclass of int.
    uint64_t n = 0;
    if (word.is_absent() || !is_int(t, word) || !int_fits_uint64(word, &n) || n > UINT32_MAX) return too_large();
    reinterpret_cast<uint32_t*>(words->data)[i] = static_cast<uint32_t>(n);
    if (i % 4096 == 0) EIDER_TRY(poll(t));
  }
  if (groups < 0) return raise(t, TypeId::kRuntimeError, "invalid SRE code");
  if (groups > kMostGroups) return raise_no_memory(t);
  Value bytes_only = kNone;
  if (!text.is_none()) {
    SearchText kind;
    EIDER_TRY(kind.acquire(t, text));
    bytes_only = Value::from_bool(kind.is_bytes());
  }
  Pattern* p = EIDER_TRY(make<Pattern>(t, module_type(t, ModuleType::kPattern)));
  p->text.init(text);
  p->flags.init(Value::from_small_int(flags));
  p->groups.init(Value::from_small_int(groups));
  p->group_index.init(group_index->value());
  p->index_group.init(index_group->value());
  p->code.init(words->value());
  p->bytes_only.init(bytes_only);
  EIDER_TRY(regex_of(t, p));
  return p->value();
}

// --- attributes -----------------------------------------------------------------------------------------------------------------------
namespace {

Result<Value> get_group_index(Thread& t, Value self) {
  Value names = pattern_of(self)->group_index.get();
  if (dict_size(names.as<Dict>()) == 0) return dict_new(t);  // as CPython: a new dict, not a view
  return mapping_proxy_new(t, names);
}

Result<Value> pattern_repr(Thread& t, Value self) {
  struct Name {
    uint32_t flag;
    const char* text;
  };
  constexpr Name kNames[] = {{1, "re.TEMPLATE"}, {kIgnoreCaseFlag, "re.IGNORECASE"}, {kLocaleFlag, "re.LOCALE"}, {8, "re.MULTILINE"}, {16, "re.DOTALL"},
                             {kUnicodeFlag, "re.UNICODE"}, {64, "re.VERBOSE"}, {kDebugFlag, "re.DEBUG"}, {kAsciiFlag, "re.ASCII"}};
  Pattern* p = pattern_of(self);
  auto flags = static_cast<uint32_t>(p->flags.get().small_int());
  // What a str pattern is anyway is not said.
  if (p->bytes_only.get() == kFalse && (flags & (kLocaleFlag | kUnicodeFlag | kAsciiFlag)) == kUnicodeFlag) flags &= ~kUnicodeFlag;
  StrBuilder out(t);
  Str* text = EIDER_TRY(repr(t, p->text.get()));
  if (!out.add("re.compile(") || !out.add_substring(text, 0, std::min<int64_t>(text->length(), 200))) return kFailure;
  const char* before = ", ";
  for (const Name& name : kNames) {
    if ((flags & name.flag) == 0) continue;
    if (!out.add(before) || !out.add(name.text)) return kFailure;
    before = "|";
    flags &= ~name.flag;
  }
  if (flags != 0) {
    char hex[16];
    std::snprintf(hex, sizeof hex, "0x%x", flags);
    if (!out.add(before) || !out.add(hex)) return kFailure;
  }
  if (!out.add(")")) return kFailure;
  return out.finish();
}

Result<int64_t> pattern_hash(Thread& t, Value self) {
  Pattern* p = pattern_of(self);
  uint64_t h = builtins::bytes_hash(t, p->code.get().as<builtins::Bytes>()) ^ EIDER_TRY(hash(t, p->text.get()));
  h ^= static_cast<uint64_t>(p->flags.get().small_int()) ^ p->bytes_only.get().bits() ^ static_cast<uint64_t>(p->groups.get().small_int());
  return h == ~uint64_t{0} ? -2 : static_cast<int64_t>(h);
}

Result<Value> pattern_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (kind != CompareKind::kEq && kind != CompareKind::kNe) return kNotImplemented;
  if (type_of(t, self) != type_of(t, other)) return kNotImplemented;
  if (self == other) return Value::from_bool(kind == CompareKind::kEq);
  Pattern *a = pattern_of(self), *b = pattern_of(other);
  auto *x = a->code.get().as<builtins::Bytes>(), *y = b->code.get().as<builtins::Bytes>();
  bool same = a->flags.get() == b->flags.get() && a->bytes_only.get() == b->bytes_only.get() && x->length == y->length &&
              std::memcmp(x->data, y->data, static_cast<size_t>(x->length)) == 0;
  if (same) same = EIDER_TRY(equal(t, a->text.get(), b->text.get()));
  return Value::from_bool(same == (kind == CompareKind::kEq));
}

Result<Value> find_one(Thread& t, const Value* a, Anchor anchor) {
  Search search(t, pattern_of(a[0]));
  EIDER_TRY(search.begin(a[1], a[2], a[3]));
  if (!EIDER_TRY(search.find(anchor))) return kNone;
  return search.match();
}
Result<Value> pattern_match(Thread& t, const Value* a) { return find_one(t, a, Anchor::kMatch); }
Result<Value> pattern_full_match(Thread& t, const Value* a) { return find_one(t, a, Anchor::kFullMatch); }
Result<Value> pattern_search(Thread& t, const Value* a) { return find_one(t, a, Anchor::kSearch); }
Result<Value> pattern_copy(Thread&, const Value* a) { return a[0]; }

constexpr NativeDef kMethods[] = {
    {"match(self, /, string, pos=0, endpos=sys.maxsize)", pattern_match, Sync::kImmutable,
     "Matches zero or more characters at the beginning of the string."},
    {"fullmatch(self, /, string, pos=0, endpos=sys.maxsize)", pattern_full_match, Sync::kImmutable, "Matches against all of the string."},
    {"search(self, /, string, pos=0, endpos=sys.maxsize)", pattern_search, Sync::kImmutable,
     "Scan through string looking for a match, and return a corresponding match object instance.\n\nReturn None if no position in the string matches."},
    {"__copy__(self, /)", pattern_copy, Sync::kImmutable, nullptr},
    {"__deepcopy__(self, memo, /)", pattern_copy, Sync::kImmutable, nullptr},
    {"__class_getitem__(cls, object, /)", builtins::class_getitem, Sync::kImmutable, "See PEP 585", NativeDef::kClassMethod},
};
constexpr MemberDef kMembers[] = {
    {"pattern", offsetof(Pattern, text), true, "The pattern string from which the RE object was compiled."},
    {"flags", offsetof(Pattern, flags), true, "The regex matching flags."},
    {"groups", offsetof(Pattern, groups), true, "The number of capturing groups in the pattern."},
};
constexpr GetSetDef kGetSets[] = {
    {"groupindex", get_group_index, nullptr, "A dictionary mapping group names to group numbers."},
};

}  // namespace

Result<void> add_pattern_type(Thread& t, Module* module) {
  static const builtins::MethodTable all = builtins::combine_tables({{kMethods, std::size(kMethods)}, {kFindMethods, kFindMethodCount}, {kSubMethods, kSubMethodCount}});
  TypeSpec spec;
  spec.name = "re.Pattern";
  spec.doc = "Compiled regular expression object.";
  spec.flags = kImmutable | kDisallowInstantiation | kWeakrefable;
  spec.native_bytes = sizeof(Pattern);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = trace;
  spec.slots.repr = pattern_repr;
  spec.slots.hash = pattern_hash;
  spec.slots.compare = pattern_compare;
  spec.methods = all.rows;
  spec.method_count = all.count;
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  // Not in the spec: a finalizer there is shown as __del__.
  type->slots.finalize = finalize;
  type->flags.fetch_or_relaxed(kHasFinalizer);
  t.realm->add_root(type->value());
  set_module_type(t, ModuleType::kPattern, type);
  return kDone;
}

}  // namespace eider::modules::sre
