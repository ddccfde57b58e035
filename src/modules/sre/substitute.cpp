// SPDX-License-Identifier: MIT
//
// re.Pattern: sub, subn.
//
// A replacement without a backslash stands for itself. Another goes to re._subx, which gives a text or a function of the match.
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"
#include "modules/sre/sre.h"
#include "modules/support.h"

namespace eider::modules::sre {

namespace {

/// A str or bytes-like object without a backslash.
Result<bool> is_literal(Thread& t, Value replacement) {
  SearchText text;
  if (!text.acquire(t, replacement).ok()) {
    (void)take_exception(t);
    return false;
  }
  builtins::kernels::TextView view(text.data(), static_cast<size_t>(text.length()), unit_bytes(text.universe()));
  uint8_t backslash = '\\';
  return builtins::search_first(view, {&backslash, 1, 1}, 0, text.length()) < 0;
}

struct Replaced {
  Value text;
  int64_t count;
};

/// A str subject and a str to put in: pieces go straight into the new text.
Result<Replaced> replace_literally(Thread& t, Search& search, Str* subject, Str* replacement, int64_t most) {
  StrBuilder out(t);
  int64_t copied = 0, n = 0;
  while ((most == 0 || n < most) && EIDER_TRY(search.find(Anchor::kSearch))) {
    if (!out.add_substring(subject, copied, search.match_begin()) || !out.add(replacement)) return kFailure;
    copied = search.match_end();
    n++;
    search.advance();
    EIDER_TRY(poll(t));
  }
  if (copied == 0 && n == 0) return Replaced{EIDER_TRY(search.slice(0, search.end())), 0};
  if (!out.add_substring(subject, copied, search.end())) return kFailure;
  return Replaced{EIDER_TRY(out.finish())->value(), n};
}

Result<Replaced> replace(Thread& t, Pattern* p, Value replacement, Value string, int64_t most) {
  bool callable = is_callable(t, replacement);
  Value filter = replacement;
  if (!callable && !EIDER_TRY(is_literal(t, replacement))) {
    filter = EIDER_TRY(call_re(t, "_subx", {p->value(), replacement}));
    callable = is_callable(t, filter);
  }
  Search search(t, p);
  EIDER_TRY(search.begin(string));
  bool bytes = search.text().is_bytes();
  if (!callable && !bytes && is_instance(t, filter, TypeId::kStr)) return replace_literally(t, search, string.as<Str>(), filter.as<Str>(), most);
  List* pieces = EIDER_TRY(list_new(t, 0));
  int64_t copied = 0, n = 0;
  while ((most == 0 || n < most) && EIDER_TRY(search.find(Anchor::kSearch))) {
    if (copied < search.match_begin()) EIDER_TRY(list_append(t, pieces, EIDER_TRY(search.slice(copied, search.match_begin()))));
    Value piece = filter;
    if (callable) piece = EIDER_TRY(call1(t, filter, EIDER_TRY(search.match())->value()));
    if (!piece.is_none()) EIDER_TRY(list_append(t, pieces, piece));
    copied = search.match_end();
    n++;
    search.advance();
    EIDER_TRY(poll(t));
  }
  if (copied < search.end()) EIDER_TRY(list_append(t, pieces, EIDER_TRY(search.slice(copied, search.end()))));
  if (bytes) {
    Value empty = EIDER_TRY(builtins::bytes_from(t, nullptr, 0))->value();
    return Replaced{EIDER_TRY(call_named(t, empty, "join", {pieces->value()})), n};
  }
  return Replaced{EIDER_TRY(builtins::str_join(t, t.realm->empty_str, pieces->value()))->value(), n};
}

Result<Replaced> replace_arguments(Thread& t, const Value* a) {
  int64_t most = a[3].is_absent() ? 0 : EIDER_TRY(builtins::size_argument(t, a[3]));
  return replace(t, pattern_of(a[0]), a[1], a[2], most);
}
Result<Value> pattern_sub(Thread& t, const Value* a) { return EIDER_TRY(replace_arguments(t, a)).text; }
Result<Value> pattern_subn(Thread& t, const Value* a) {
  Replaced done = EIDER_TRY(replace_arguments(t, a));
  return tuple_of(t, done.text, Value::from_small_int(done.count));
}

}  // namespace

constinit const NativeDef kSubMethods[] = {
    {"sub(self, /, repl, string, count=0)", pattern_sub, Sync::kImmutable,
     "Return the string obtained by replacing the leftmost non-overlapping occurrences of pattern in string by the replacement repl."},
    {"subn(self, /, repl, string, count=0)", pattern_subn, Sync::kImmutable,
     "Return the tuple (new_string, number_of_subs_made) found by replacing the leftmost non-overlapping occurrences of pattern with the "
     "replacement repl."},
};
constinit const uint32_t kSubMethodCount = std::size(kSubMethods);

}  // namespace eider::modules::sre
