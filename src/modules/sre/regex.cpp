// SPDX-License-Identifier: MIT
#include "modules/sre/regex.h"

#include "base/clock.h"
#include "modules/support.h"

namespace eider::modules::sre {

// --- RegexTable ---------------------------------------------------------------------------------------------------------------------
RegexTable& regex_table(Thread& t) { return *static_cast<RegexTable*>(runtime::Runtime::of(t).sre_state); }

void RegexTable::add(Regex* regex) {
  base::MutexLock lock(mutex);
  regex->table_ = this;
  regex->next_ = first;
  if (first != nullptr) first->previous_ = regex;
  first = regex;
}
void RegexTable::remove(Regex* regex) {
  base::MutexLock lock(mutex);
  if (regex->next_ != nullptr) regex->next_->previous_ = regex->previous_;
  (regex->previous_ != nullptr ? regex->previous_->next_ : first) = regex->next_;
}
RegexTable::~RegexTable() {
  // The runtime ends: no thread runs in it any more.
  for (Regex* regex = first; regex != nullptr;) {
    Regex* next = regex->next_;
    regex->table_ = nullptr;
    Regex::destroy(regex);
    regex = next;
  }
  base::raw_delete(pairs.load_acquire());
}
Result<const base::RawVector<CasePair>*> RegexTable::case_pairs(Thread& t) {
  if (auto* known = pairs.load_acquire()) return known;
  auto* made = base::raw_new<base::RawVector<CasePair>>();
  if (made == nullptr || !collect_case_pairs(*made)) {
    base::raw_delete(made);
    return raise_no_memory(t);
  }
  base::RawVector<CasePair>* expected = nullptr;
  if (pairs.cas_acq_rel(expected, made)) return made;
  base::raw_delete(made);
  return expected;
}

// --- Regex --------------------------------------------------------------------------------------------------------------------------
Result<Regex*> Regex::make(Thread& t, const uint32_t* words, uint32_t size, uint32_t groups) {
  void* at = base::raw_alloc(sizeof(Regex));
  if (at == nullptr) return raise_no_memory(t);
  Regex* regex = ::new (at) Regex;
  bool copied = regex->words_.reserve(size + 1);
  for (uint32_t i = 0; i < size && copied; i++) copied = regex->words_.push(words[i]);
  if (!copied) {
    destroy(regex);
    return raise_no_memory(t);
  }
  regex->program_ = {regex->words_.data(), size, groups};
  switch (analyze(t, regex->program_, &regex->analysis_)) {
    case Verdict::kWellFormed: break;
    case Verdict::kMalformed: destroy(regex); return raise(t, TypeId::kRuntimeError, "invalid SRE code");
    case Verdict::kFailed: destroy(regex); return kFailure;
  }
  regex->bytes_.store_relaxed(sizeof(Regex) + 4 * size_t{size} + 12 * size_t{groups});
  regex_table(t).add(regex);
  t.realm->heap().add_external(t, static_cast<int64_t>(regex->bytes()));
  return regex;
}

void Regex::destroy(Regex* regex) {
  if (regex->table_ != nullptr) regex->table_->remove(regex);
  regex->~Regex();
  base::raw_free(regex);
}

Regex::~Regex() {
  for (auto& by_anchor : forms_) {
    for (auto& pair : by_anchor) {
      for (auto& slot : pair) {
        for (Form* form = slot.load_acquire(); form != nullptr;) {
          Form* older = form->older;
          library_free(form->compiled);
          base::raw_delete(form);
          form = older;
        }
      }
    }
  }
}

Result<Form*> Regex::make_form(Thread& t, Universe universe, Anchor anchor, Callouts callouts) {
  Form* form = base::raw_new<Form>();
  if (form == nullptr) return raise_no_memory(t);
  auto failed = [&] {
    base::raw_delete(form);
    return raise_no_memory(t);
  };
  base::RawVector<CasePair> none;
  const base::RawVector<CasePair>* pairs = &none;
  if (universe >= Universe::kUcs2 && !analysis_.deep && uses_case_pairs(program_, 0, program_.size)) {
    Result<const base::RawVector<CasePair>*> known = regex_table(t).case_pairs(t);
    if (!known.ok()) {
      base::raw_delete(form);
      return kFailure;
    }
    pairs = known.get();
  }
  base::RawVector<uint32_t> pattern;
  switch (translate(program_, analysis_, universe, callouts, *pairs, &pattern)) {
    case Translation::kNoMemory: return failed();
    case Translation::kUnsupported: return form;
    case Translation::kDone: break;
  }
  if (library_compile(pattern, unit_bytes(universe), anchor, goes_by_unicode(analysis_, universe), &form->compiled) == CompileStatus::kNoMemory) {
    return failed();
  }
  return form;
}

Form* Regex::publish(Thread& t, Atomic<Form*>& slot, Form* expected, Form* made) {
  made->older = expected;
  if (slot.cas_acq_rel(expected, made)) {
    bytes_.fetch_add_relaxed(made->compiled.bytes);
    t.realm->heap().add_external(t, static_cast<int64_t>(made->compiled.bytes));
    return made;
  }
  library_free(made->compiled);
  base::raw_delete(made);
  return expected;
}

Result<Form*> Regex::form(Thread& t, Universe universe, Anchor anchor, Callouts callouts, int64_t length) {
  // Machine code takes some 50 microseconds to make: for long texts, or on the third use.
  constexpr int64_t kLongText = 256;
  constexpr uint32_t kManyUses = 2, kNever = 1u << 31;
  Atomic<Form*>& slot = forms_[static_cast<int>(universe)][static_cast<int>(anchor)][callouts == Callouts::kYes];
  Form* form = slot.load_acquire();  // pairs with publish
  if (EIDER_UNLIKELY(form == nullptr)) form = publish(t, slot, nullptr, EIDER_TRY(make_form(t, universe, anchor, callouts)));
  if (EIDER_LIKELY(form->compiled.machine_code) || form->compiled.code == nullptr) return form;
  uint32_t uses = form->uses.load_relaxed();  // not exact: two threads may count as one
  if (uses >= kNever) return form;
  if (uses < kManyUses && length < kLongText && callouts == Callouts::kNo) {
    form->uses.store_relaxed(uses + 1);
    return form;
  }
  Form* faster = base::raw_new<Form>();
  if (faster == nullptr) return raise_no_memory(t);
  if (!library_add_machine_code(form->compiled, &faster->compiled)) {
    base::raw_delete(faster);
    form->uses.store_relaxed(kNever);
    return form;
  }
  return publish(t, slot, form, faster);
}

// --- SearchText -----------------------------------------------------------------------------------------------------------------------
Result<void> SearchText::acquire(Thread& t, Value string) {
  string_ = string;
  if (is_instance(t, string, TypeId::kStr)) {
    auto* s = string.as<Str>();
    data_ = s->bytes();
    length_ = s->length();
    universe_ = s->ascii ? Universe::kAscii : s->width == 1 ? Universe::kLatin1 : s->width == 2 ? Universe::kUcs2 : Universe::kUcs4;
    return kDone;
  }
  is_bytes_ = true;
  if (!hold_.acquire(t, string, builtins::BufferHold::Access::kRead).ok()) {
    Value error = take_exception(t);
    if (!exception_matches(t, error, type(t, TypeId::kTypeError)) && !exception_matches(t, error, type(t, TypeId::kBufferError))) {
      return reraise(t, error);
    }
    return raise(t, TypeId::kTypeError, "expected string or bytes-like object, got '%.200s'", type_name(t, string));
  }
  data_ = hold_.data();
  length_ = hold_.size();
  return kDone;
}

Result<Value> SearchText::slice(Thread& t, int64_t start, int64_t end) const {
  if (!is_bytes_) return str_substring(t, string_.as<Str>(), start, end);
  if (start == 0 && end == length_ && builtins::is_exact_bytes(string_)) return string_;
  return builtins::bytes_from(t, static_cast<const char*>(data_) + start, end - start);
}

// --- Searcher -------------------------------------------------------------------------------------------------------------------------
namespace {

constexpr int64_t kAttachedText = 1 << 20;  // characters through which one run of a repeat goes in under a millisecond
constexpr int64_t kAttachedStarts = 4096;   // tried without detaching
constexpr uint32_t kSteps = 20000;          // at one of them: a fraction of a millisecond
constexpr size_t kLargeStack = size_t{1} << 30;  // of address space; used as far as the match needs it
constexpr size_t kSmallStack = size_t{64} << 20;

bool poll_from_library(void* context) { return poll(*static_cast<Thread*>(context)).ok(); }

}  // namespace

Result<bool> Searcher::find(Anchor anchor, int64_t start, bool not_empty) {
  // Behind the end only the backtracker knows what CPython does: it matches there what takes no character.
  if (EIDER_UNLIKELY(start > end_)) return anchor == Anchor::kSearch ? Result<bool>(false) : backtrack(anchor, start, not_empty);
  if (EIDER_UNLIKELY(regex_.analysis().uncounted_bits > Regex::kMostUncountedBits)) return find_interruptibly(anchor, start, not_empty);
  if (EIDER_UNLIKELY(form_ == nullptr || form_anchor_ != anchor)) {
    form_ = EIDER_TRY(regex_.form(t_, text_.universe(), anchor, Callouts::kNo, end_ - start));
    form_anchor_ = anchor;
  }
  if (EIDER_UNLIKELY(form_->compiled.code == nullptr)) return backtrack(anchor, start, not_empty);
  by_library_ = true;
  if (EIDER_UNLIKELY(end_ - start > kAttachedText)) return find_in_windows(*form_, anchor, start, not_empty);
  auto end = static_cast<size_t>(end_);
  bool all = anchor != Anchor::kSearch || form_->compiled.one_start || end_ - start <= kAttachedStarts;
  MatchCall call{text_.data(), end, static_cast<size_t>(start), all ? end : static_cast<size_t>(start + kAttachedStarts), not_empty, kSteps,
                 machine_code_, nullptr, nullptr};
  MatchStatus status = run(*form_, call);
  if (EIDER_LIKELY(status == MatchStatus::kMatched)) return true;
  if (status == MatchStatus::kLimit) return find_interruptibly(anchor, start, not_empty);
  if (status == MatchStatus::kNoMatch && !all) return find_in_windows(*form_, anchor, start + kAttachedStarts + 1, false);
  return finish(status);
}

MatchStatus Searcher::run(const Form& form, MatchCall& call) {
  for (;;) {
    MatchStatus status = session_.run(form.compiled, call);
    if (EIDER_LIKELY(status != MatchStatus::kStack)) return status;
    // First more stack; then without machine code, which remembers on the heap.
    if (!stack_grown_) {
      stack_grown_ = true;
      if (session_.grow_stack(kLargeStack) || session_.grow_stack(kSmallStack)) continue;
    }
    machine_code_ = call.machine_code = false;
  }
}

Result<bool> Searcher::finish(MatchStatus status) {
  switch (status) {
    case MatchStatus::kMatched: return true;
    case MatchStatus::kNoMatch: return false;
    case MatchStatus::kInterrupted: return kFailure;  // the poll has raised
    case MatchStatus::kNoMemory: case MatchStatus::kStack: return raise_no_memory(t_);
    case MatchStatus::kLimit: case MatchStatus::kBroken: break;
  }
  return raise(t_, TypeId::kRuntimeError, "internal error in regular expression engine");
}

Result<bool> Searcher::find_in_windows(const Form& form, Anchor anchor, int64_t start, bool not_empty) {
  constexpr uint64_t kLongWindow = 20'000'000, kShortWindow = 2'000'000;  // ns
  auto end = static_cast<size_t>(end_);
  auto from = static_cast<size_t>(start);
  size_t window = 64 << 10;
  auto steps = static_cast<uint32_t>(std::min<int64_t>(4 * (end_ - start) + kSteps, UINT32_MAX));
  uint64_t begun = 0;
  for (;;) {
    bool last = anchor != Anchor::kSearch || form.compiled.one_start || end - from <= window;
    MatchCall call{text_.data(), end, from, last ? end : from + window, not_empty && from == static_cast<size_t>(start), steps, machine_code_, nullptr, nullptr};
    MatchStatus status;
    {
      // text_ keeps the object whose characters are read, in this thread's stack.
      threads::Detached away(t_);
      status = run(form, call);
    }
    EIDER_TRY(poll(t_));
    if (status == MatchStatus::kLimit) return find_interruptibly(anchor, static_cast<int64_t>(from), call.not_empty);
    if (status != MatchStatus::kNoMatch || last) return finish(status);
    from += window + 1;
    uint64_t now = base::monotonic_ns();
    if (begun != 0 && now - begun > kLongWindow && window > 16) window /= 8;
    if (begun != 0 && now - begun < kShortWindow) window *= 4;
    begun = now;
  }
}

Result<bool> Searcher::find_interruptibly(Anchor anchor, int64_t start, bool not_empty) {
  Form* form = EIDER_TRY(regex_.form(t_, text_.universe(), anchor, Callouts::kYes, end_ - start));
  if (form->compiled.code == nullptr) return backtrack(anchor, start, not_empty);
  by_library_ = true;
  auto end = static_cast<size_t>(end_);
  MatchCall call{text_.data(), end, static_cast<size_t>(start), end, not_empty, 0, machine_code_, poll_from_library, &t_};
  MatchStatus status = run(*form, call);
  if (status == MatchStatus::kLimit) return backtrack(anchor, start, not_empty);  // after billions of steps: the library counts in 32 bits
  return finish(status);
}

Result<bool> Searcher::backtrack(Anchor anchor, int64_t start, bool not_empty) {
  by_library_ = false;
  if (!backtracker_) backtracker_.emplace(t_, regex_.program());
  return backtracker_->find({text_.data(), unit_bytes(text_.universe()), end_}, anchor, start, not_empty);
}

int64_t Searcher::begin(uint32_t group) const {
  if (EIDER_UNLIKELY(!by_library_)) return group == 0 ? backtracker_->begin() : end(group) < 0 ? -1 : backtracker_->marks()[2 * group - 2];
  uint32_t parenthesis = group == 0 ? 0 : regex_.analysis().number[group - 1];
  if (group != 0 && parenthesis == 0) return -1;
  return static_cast<int64_t>(session_.begin(parenthesis));  // unset: all bits, -1
}
int64_t Searcher::end(uint32_t group) const {
  if (EIDER_UNLIKELY(!by_library_)) return group == 0 ? backtracker_->end() : backtracker_->marks()[2 * group - 1];
  uint32_t parenthesis = group == 0 ? 0 : regex_.analysis().number[group - 1];
  if (group != 0 && parenthesis == 0) return -1;
  return static_cast<int64_t>(session_.end(parenthesis));
}
int64_t Searcher::last_index() const {
  if (!by_library_) return backtracker_->last_index();
  const Analysis& analysis = regex_.analysis();
  if (analysis.last_by_mark) {
    uint32_t mark = session_.last_mark();
    return mark == 0 ? -1 : static_cast<int64_t>(mark);
  }
  int64_t last = -1;
  uint32_t rank = 0;
  for (uint32_t i = 0; i < analysis.opened.size(); i++) {
    uint32_t group = analysis.opened[i];
    if (session_.begin(i + 1) == Session::kUnset || (last >= 0 && analysis.close_rank[group] < rank)) continue;
    last = group + 1;
    rank = analysis.close_rank[group];
  }
  return last;
}

}  // namespace eider::modules::sre
