// SPDX-License-Identifier: MIT
//
// Regex: a pattern's program and its compiled forms. Searcher: looking for it in one subject.
//
// A form is made when the first subject asks for it: one for each width of characters (and one more for ASCII text, where much is simpler)
// and each kind of anchor. Forms never change; a thread that made one publishes it by compare-and-swap, a loser frees its own. A form that is
// used again gets machine code: a copy replaces it, and the old one stays until the Regex ends, since others may be running it.
//
// Note [Long matches]
// The library does not poll. The first few thousand starts are tried attached, with a limit on the steps at each; the others, and all of a
// long subject, DETACHED, so that nobody waits for us, in windows of starts, with a poll after each. When the limit is reached, or when the pattern has so
// many alternatives between counted steps that the limit would not hold, a form with callouts is used: it calls back at each turn
// of a loop, slower but never long without a poll. What the library cannot run at all runs in backtrack.cpp, which polls as well.
#pragma once

#include "base/mutex.h"
#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "modules/sre/backtrack.h"
#include "modules/sre/library.h"

namespace eider::modules::sre {

using namespace objects;

struct RegexTable;

struct Form {
  Compiled compiled;            // without code: the backtracker's work
  Atomic<uint32_t> uses{0};     // until it is replaced; relaxed: a hint
  Form* older = nullptr;        // the one this replaced
};

class Regex {
 public:
  /// The program's words are copied. RuntimeError "invalid SRE code".
  static Result<Regex*> make(Thread& t, const uint32_t* words, uint32_t size, uint32_t groups);
  static void destroy(Regex* regex);

  const Program& program() const { return program_; }
  const Analysis& analysis() const { return analysis_; }
  /// The form for subjects like that; `length` is how much of one will be searched. Safepoint.
  Result<Form*> form(Thread& t, Universe universe, Anchor anchor, Callouts callouts, int64_t length);
  size_t bytes() const { return bytes_.load_relaxed(); }

  static constexpr double kMostUncountedBits = 20;  // a million ways: milliseconds

 private:
  friend struct RegexTable;
  Regex() = default;
  ~Regex();
  Result<Form*> make_form(Thread& t, Universe universe, Anchor anchor, Callouts callouts);
  Form* publish(Thread& t, Atomic<Form*>& slot, Form* expected, Form* made);

  base::RawVector<uint32_t> words_;
  Program program_;
  Analysis analysis_;
  Atomic<Form*> forms_[kUniverses][kAnchors][2]{};  // acq_rel: a form is complete before it can be found
  Atomic<size_t> bytes_{0};                         // relaxed: for the collector's accounts
  RegexTable* table_ = nullptr;
  Regex* next_ = nullptr;                           // the table's list; its mutex
  Regex* previous_ = nullptr;
};

/// A runtime's part: every Regex that exists, so that none outlives the runtime; the case pairs.
struct RegexTable {
  base::Mutex mutex{base::LockRank::kRuntimeTable};
  Regex* first EIDER_GUARDED_BY(mutex) = nullptr;
  Atomic<base::RawVector<CasePair>*> pairs{nullptr};  // made by the first who asks; acq_rel
  ~RegexTable();
  void add(Regex* regex) EIDER_EXCLUDES(mutex);
  void remove(Regex* regex) EIDER_EXCLUDES(mutex);
  Result<const base::RawVector<CasePair>*> case_pairs(Thread& t);
};

/// The text of a search: a str, or any bytes-like object, whose bytes are held in place meanwhile.
class SearchText {
 public:
  /// TypeError "expected string or bytes-like object, got 'int'".
  Result<void> acquire(Thread& t, Value string);
  Value string() const { return string_; }
  bool is_bytes() const { return is_bytes_; }
  int64_t length() const { return length_; }
  Universe universe() const { return universe_; }
  const void* data() const { return data_; }
  /// string[start:end], of the exact type.
  Result<Value> slice(Thread& t, int64_t start, int64_t end) const;

 private:
  Value string_;
  const void* data_ = nullptr;
  int64_t length_ = 0;
  Universe universe_ = Universe::kLatin1;
  bool is_bytes_ = false;
  builtins::BufferHold hold_;
};

class Searcher {
 public:
  /// Sees text[0, end). `owner` is the object that keeps the regex.
  Searcher(Thread& t, Value owner, Regex& regex, const SearchText& text, int64_t end)
      : t_(t), owner_(owner), regex_(regex), text_(text), end_(end) {}

  /// not_empty: no empty match at `start`.
  Result<bool> find(Anchor anchor, int64_t start, bool not_empty);
  // After true. Group 0 is the whole match; -1: the group did not take part.
  int64_t begin(uint32_t group) const;
  int64_t end(uint32_t group) const;
  int64_t last_index() const;  // -1: none

 private:
  Result<bool> find_interruptibly(Anchor anchor, int64_t start, bool not_empty);
  Result<bool> backtrack(Anchor anchor, int64_t start, bool not_empty);
  Result<bool> find_in_windows(const Form& form, Anchor anchor, int64_t start, bool not_empty);
  /// Runs until it is not for want of stack that it ends.
  MatchStatus run(const Form& form, MatchCall& call);
  Result<bool> finish(MatchStatus status);

  Thread& t_;
  Value owner_;
  Regex& regex_;
  const SearchText& text_;
  const int64_t end_;
  Form* form_ = nullptr;   // for form_anchor_
  Anchor form_anchor_ = Anchor::kSearch;
  bool by_library_ = false;  // who found the last match
  bool stack_grown_ = false;
  bool machine_code_ = true;
  Session session_;
  std::optional<Backtracker> backtracker_;  // made when it is needed
};

RegexTable& regex_table(Thread& t);

}  // namespace eider::modules::sre
