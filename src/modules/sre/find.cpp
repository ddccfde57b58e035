// SPDX-License-Identifier: MIT
//
// re.Pattern: findall, finditer, split, scanner; the scanner.
#include "builtins/iter/iter.h"
#include "modules/sre/sre.h"
#include "modules/support.h"

namespace eider::modules::sre {

namespace {

Result<Value> pattern_find_all(Thread& t, const Value* a) {
  Pattern* p = pattern_of(a[0]);
  Search search(t, p);
  EIDER_TRY(search.begin(a[1], a[2], a[3]));
  uint32_t groups = p->group_count();
  Value empty = search.text().is_bytes() ? EIDER_TRY(builtins::bytes_from(t, nullptr, 0))->value() : t.realm->empty_str->value();
  List* found = EIDER_TRY(list_new(t, 0));
  while (EIDER_TRY(search.find(Anchor::kSearch))) {
    Value item;
    if (groups == 0) {
      item = EIDER_TRY(search.slice(search.match_begin(), search.match_end()));
    } else if (groups == 1) {
      item = EIDER_TRY(search.group(1, empty));
    } else {
      Tuple* row = EIDER_TRY(tuple_new(t, groups));
      for (uint32_t i = 0; i < groups; i++) row->items[i].init(EIDER_TRY(search.group(i + 1, empty)));
      item = row->value();
    }
    EIDER_TRY(list_append(t, found, item));
    search.advance();
    EIDER_TRY(poll(t));
  }
  return found->value();
}

Result<Value> pattern_split(Thread& t, const Value* a) {
  Pattern* p = pattern_of(a[0]);
  int64_t most = a[2].is_absent() ? 0 : EIDER_TRY(builtins::size_argument(t, a[2]));
  Search search(t, p);
  EIDER_TRY(search.begin(a[1]));
  List* parts = EIDER_TRY(list_new(t, 0));
  int64_t last = 0;
  for (int64_t n = 0; (most == 0 || n < most) && EIDER_TRY(search.find(Anchor::kSearch)); n++) {
    EIDER_TRY(list_append(t, parts, EIDER_TRY(search.slice(last, search.match_begin()))));
    for (uint32_t i = 1; i <= p->group_count(); i++) EIDER_TRY(list_append(t, parts, EIDER_TRY(search.group(i, kNone))));
    last = search.match_end();
    search.advance();
    EIDER_TRY(poll(t));
  }
  EIDER_TRY(list_append(t, parts, EIDER_TRY(search.slice(last, search.end()))));
  return parts->value();
}

// --- scanner --------------------------------------------------------------------------------------------------------------------------
Scanner* scanner_of(Value v) { return v.as<Scanner>(); }

Result<Value> scan(Thread& t, Value self, Anchor anchor) {
  Scanner* s = scanner_of(self);
  for (;;) {
    int64_t seen = s->place.load_acquire();
    int64_t place = untag(seen);
    if (place < 0) return kNone;
    Search search(t, pattern_of(s->pattern.get()));
    EIDER_TRY(search.begin(s->string.get(), kAbsent, Value::from_small_int(untag(s->end.load_relaxed()))));
    search.resume(place / 2, place % 2 != 0);
    bool found = EIDER_TRY(search.find(anchor));
    Value result = kNone;
    int64_t next = -1;
    if (found) {
      result = EIDER_TRY(search.match())->value();
      next = 2 * search.match_end() + (search.match_begin() == search.match_end());
    }
    // Another thread that took this match first leaves us the next one.
    if (s->place.cas_acq_rel(seen, tag(next))) return result;
    EIDER_TRY(poll(t));
  }
}
Result<Value> scanner_match(Thread& t, const Value* a) { return scan(t, a[0], Anchor::kMatch); }
Result<Value> scanner_search(Thread& t, const Value* a) { return scan(t, a[0], Anchor::kSearch); }

Result<Value> pattern_scanner(Thread& t, const Value* a) {
  Search search(t, pattern_of(a[0]));
  EIDER_TRY(search.begin(a[1], a[2], a[3]));
  Scanner* s = EIDER_TRY(make<Scanner>(t, module_type(t, ModuleType::kScanner)));
  s->pattern.init(a[0]);
  s->string.init(a[1]);
  s->end.store_relaxed(tag(search.end()));
  s->place.store_relaxed(tag(2 * search.start()));
  return s->value();
}
Result<Value> pattern_find_iter(Thread& t, const Value* a) {
  Value scanner = EIDER_TRY(pattern_scanner(t, a));
  Value method = EIDER_TRY(attr_named(t, scanner, "search"));
  return builtins::call_iterator_new(t, method, kNone);
}

constexpr NativeDef kScannerMethods[] = {
    {"match(self, /)", scanner_match, Sync::kLocksOwn, nullptr},
    {"search(self, /)", scanner_search, Sync::kLocksOwn, nullptr},
};
constexpr MemberDef kScannerMembers[] = {
    {"pattern", offsetof(Scanner, pattern), true, nullptr},
};

}  // namespace

constinit const NativeDef kFindMethods[] = {
    {"findall(self, /, string, pos=0, endpos=sys.maxsize)", pattern_find_all, Sync::kImmutable,
     "Return a list of all non-overlapping matches of pattern in string."},
    {"finditer(self, /, string, pos=0, endpos=sys.maxsize)", pattern_find_iter, Sync::kImmutable,
     "Return an iterator over all non-overlapping matches for the RE pattern in string.\n\nFor each match, the iterator returns a match object."},
    {"split(self, /, string, maxsplit=0)", pattern_split, Sync::kImmutable, "Split string by the occurrences of pattern."},
    {"scanner(self, /, string, pos=0, endpos=sys.maxsize)", pattern_scanner, Sync::kImmutable, nullptr},
};
constinit const uint32_t kFindMethodCount = std::size(kFindMethods);

Result<void> add_scanner_type(Thread& t, Module*) {
  TypeSpec spec = values_spec<Scanner>("_sre.SRE_Scanner", nullptr);
  spec.flags = kImmutable | kDisallowInstantiation;
  set_methods(spec, kScannerMethods);
  spec.members = kScannerMembers;
  spec.member_count = std::size(kScannerMembers);
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  t.realm->add_root(type->value());
  set_module_type(t, ModuleType::kScanner, type);
  return kDone;
}

}  // namespace eider::modules::sre
