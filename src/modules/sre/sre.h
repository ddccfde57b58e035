// SPDX-License-Identifier: MIT
//
// re.Pattern, re.Match and _sre.SRE_Scanner as objects.
//
// Thread rule: a Pattern and a Match never change, but for what they make on first use and publish by compare-and-swap (a Pattern's
// Regex, a Match's `regs`). A Scanner's place is one word: threads that share one get different matches.
#pragma once

#include "modules/module_parts.h"
#include "modules/sre/regex.h"

namespace eider::modules::sre {

struct Pattern : Object {     // kCustom
  Field<Value> text;          // str, bytes-like, or None
  Field<Value> flags, groups; // ints
  Field<Value> group_index;   // dict: name -> group
  Field<Value> index_group;   // tuple: group -> name or None
  Field<Value> code;          // Bytes: the program's words
  Field<Value> bytes_only;    // True, False; None: text is None, and subjects may be either
  Atomic<Regex*> regex;       // null until first used; freed by the finalizer, which leaves null

  uint32_t group_count() const { return static_cast<uint32_t>(groups.get().small_int()); }
};
/// The pattern's Regex, made when there is none (it is freed by the pattern's finalizer; who meets it later makes another). Valid while
/// `pattern` is alive.
Result<Regex*> regex_of(Thread& t, Pattern* pattern);

struct Match : Object {       // kValues; variable size
  Field<Value> string;
  Field<Value> pattern;
  Field<Value> pos, end_pos;
  Field<Value> last_index;    // int or None
  Field<Value> regs;          // made on first use
  int64_t tagged_count;       // groups, the whole match included
  int64_t tagged_marks[];     // of group i: [2 * i], [2 * i + 1]; -1: did not take part

  int64_t count() const { return untag(tagged_count); }
  int64_t begin(int64_t group) const { return untag(tagged_marks[2 * group]); }
  int64_t end(int64_t group) const { return untag(tagged_marks[2 * group + 1]); }
};

struct Scanner : Object {     // kValues
  Field<Value> pattern;
  Field<Value> string;
  Atomic<int64_t> end;        // tagged; fixed
  Atomic<int64_t> place;      // tagged: start * 2 + (the match before was empty and ended there); -1: no more. acq_rel CAS
};

/// A pattern, a text and what part of it is looked at: what every method begins with.
class Search {
 public:
  Search(Thread& t, Pattern* pattern) : t_(t), pattern_(pattern) {}
  /// TypeError when the kinds of text differ. pos and end_pos: ABSENT, or any int.
  Result<void> begin(Value string, Value pos = kAbsent, Value end_pos = kAbsent);
  Result<bool> find(Anchor anchor) { return searcher_->find(anchor, start_, not_empty_); }
  /// The next search begins where the match ends, and an empty match is not found twice.
  void advance() {
    int64_t end = searcher_->end(0);
    not_empty_ = searcher_->begin(0) == end;
    start_ = end;
  }
  void resume(int64_t start, bool not_empty) {
    start_ = start;
    not_empty_ = not_empty;
  }
  int64_t start() const { return start_; }
  int64_t end() const { return end_; }
  int64_t match_begin() const { return searcher_->begin(0); }
  int64_t match_end() const { return searcher_->end(0); }
  const SearchText& text() const { return text_; }
  Result<Value> slice(int64_t start, int64_t end) const { return text_.slice(t_, start, end); }
  /// What a group matched; `otherwise` when it took no part.
  Result<Value> group(uint32_t group, Value otherwise) const;
  Result<Match*> match() const;

 private:
  Thread& t_;
  Pattern* pattern_;
  SearchText text_;
  std::optional<Searcher> searcher_;
  int64_t pos_ = 0;
  int64_t start_ = 0;
  int64_t end_ = 0;
  bool not_empty_ = false;
};

inline Pattern* pattern_of(Value v) { return v.as<Pattern>(); }
inline Match* match_of(Value v) { return v.as<Match>(); }
/// What re.<function>(args...) returns: the part of sub and expand that is written in Python.
Result<Value> call_re(Thread& t, const char* function, std::initializer_list<Value> args);

// Types and rows of the type re.Pattern, each in the file that implements them.
Result<void> add_pattern_type(Thread& t, Module* module);   // pattern.cpp
Result<void> add_match_type(Thread& t, Module* module);     // match.cpp
Result<void> add_scanner_type(Thread& t, Module* module);   // find.cpp
Result<Value> pattern_compile(Thread& t, Value text, int64_t flags, List* code, int64_t groups, Dict* group_index, Tuple* index_group);
extern const NativeDef kFindMethods[];                      // find.cpp
extern const uint32_t kFindMethodCount;
extern const NativeDef kSubMethods[];                       // substitute.cpp
extern const uint32_t kSubMethodCount;

}  // namespace eider::modules::sre
