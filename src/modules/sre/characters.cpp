// SPDX-License-Identifier: MIT
//
// One character against one instruction.
#include "modules/sre/characters.h"

#include <iterator>

namespace eider::modules::sre {

namespace kernels = builtins::kernels;

uint32_t lower_unicode(uint32_t c) { return c < 128 ? lower_ascii(c) : c > 0x10ffff ? c : kernels::map_lower(c).points[0]; }
uint32_t upper_unicode(uint32_t c) { return c < 128 ? upper_ascii(c) : c > 0x10ffff ? c : kernels::map_upper(c).points[0]; }

namespace {

bool is_ascii_digit(uint32_t c) { return c - '0' < 10; }
bool is_ascii_word(uint32_t c) { return is_ascii_digit(c) || (c | 32) - 'a' < 26 || c == '_'; }
bool is_ascii_space(uint32_t c) { return c == ' ' || c - '\t' < 5; }

/// One term of a set: where the next starts; kFailure ends the set.
struct Term {
  Op op;
  uint32_t at;    // of its words
  uint32_t next;
};
Term term_at(const Program& program, uint32_t pc) {
  Op op = static_cast<Op>(program.code[pc]);
  switch (op) {
    case Op::kLiteral: case Op::kCategory: return {op, pc + 1, pc + 2};
    case Op::kRange: case Op::kRangeUniIgnore: return {op, pc + 1, pc + 3};
    case Op::kCharset: return {op, pc + 1, pc + 9};
    case Op::kBigCharset: return {op, pc + 1, pc + 2 + 64 + 8 * program.code[pc + 1]};
    default: return {op, pc + 1, pc + 1};
  }
}
bool bit(const uint32_t* words, uint32_t i) { return words[i / 32] >> (i % 32) & 1; }
/// The chunk of a big set that tells about c's high byte: 8 words.
const uint32_t* big_chunk(const uint32_t* words, uint32_t high) {
  uint32_t chunk = words[1 + high / 4] >> (high % 4 * 8) & 0xff;
  return words + 1 + 64 + 8 * chunk;
}

}  // namespace

bool category_matches(Category category, uint32_t c) {
  switch (category) {
    case Category::kDigit: return is_ascii_digit(c);
    case Category::kNotDigit: return !is_ascii_digit(c);
    case Category::kSpace: return is_ascii_space(c);
    case Category::kNotSpace: return !is_ascii_space(c);
    case Category::kWord: case Category::kLocWord: return is_ascii_word(c);
    case Category::kNotWord: case Category::kLocNotWord: return !is_ascii_word(c);
    case Category::kLineBreak: return c == '\n';
    case Category::kNotLineBreak: return c != '\n';
    case Category::kUniDigit: return kernels::is_decimal(c);
    case Category::kUniNotDigit: return !kernels::is_decimal(c);
    case Category::kUniSpace: return kernels::is_space(c);
    case Category::kUniNotSpace: return !kernels::is_space(c);
    case Category::kUniWord: return c == '_' || kernels::is_alnum(c);
    case Category::kUniNotWord: return c != '_' && !kernels::is_alnum(c);
    case Category::kUniLineBreak: return kernels::is_line_break(c);
    case Category::kUniNotLineBreak: return !kernels::is_line_break(c);
    case Category::kCount: break;
  }
  EIDER_UNREACHABLE("a checked category");
}

bool check_set(const Program& program, uint32_t pc, uint32_t end) {
  const uint32_t begin = pc;
  while (pc < end) {
    switch (static_cast<Op>(program.code[pc])) {
      case Op::kFailure: return pc + 1 == end;
      case Op::kNegate:
        if (pc != begin) return false;
        break;
      case Op::kLiteral: case Op::kRange: case Op::kRangeUniIgnore: case Op::kCharset: break;
      case Op::kCategory:
        if (end - pc < 2 || program.code[pc + 1] >= static_cast<uint32_t>(Category::kCount)) return false;
        break;
      case Op::kBigCharset:
        if (end - pc < 2 + 64 || program.code[pc + 1] > 256) return false;
        for (uint32_t high = 0; high < 256; high++) {
          if ((program.code[pc + 2 + high / 4] >> (high % 4 * 8) & 0xff) >= program.code[pc + 1]) return false;
        }
        break;
      default: return false;
    }
    uint32_t next = term_at(program, pc).next;
    if (next > end) return false;
    pc = next;
  }
  return false;
}

bool set_matches(const Program& program, uint32_t pc, uint32_t c) {
  bool accept = true;
  for (;;) {
    Term term = term_at(program, pc);
    const uint32_t* words = program.code + term.at;
    switch (term.op) {
      case Op::kFailure: return !accept;
      case Op::kNegate: accept = !accept; break;
      case Op::kLiteral:
        if (c == words[0]) return accept;
        break;
      case Op::kCategory:
        if (category_matches(static_cast<Category>(words[0]), c)) return accept;
        break;
      case Op::kRange:
        if (words[0] <= c && c <= words[1]) return accept;
        break;
      case Op::kRangeUniIgnore: {
        uint32_t upper = upper_unicode(c);
        if ((words[0] <= c && c <= words[1]) || (words[0] <= upper && upper <= words[1])) return accept;
        break;
      }
      case Op::kCharset:
        if (c < 256 && bit(words, c)) return accept;
        break;
      case Op::kBigCharset:
        if (c < 65536 && bit(big_chunk(words, c >> 8), c & 255)) return accept;
        break;
      default: EIDER_UNREACHABLE("a checked set");
    }
    pc = term.next;
  }
}

bool single_matches(const Program& program, uint32_t pc, uint32_t c) {
  uint32_t word = program.code[pc + 1];
  switch (static_cast<Op>(program.code[pc])) {
    case Op::kAny: return c != '\n';
    case Op::kAnyAll: return true;
    case Op::kLiteral: return c == word;
    case Op::kNotLiteral: return c != word;
    case Op::kLiteralIgnore: return lower_ascii(c) == word;
    case Op::kNotLiteralIgnore: return lower_ascii(c) != word;
    case Op::kLiteralUniIgnore: return lower_unicode(c) == word;
    case Op::kNotLiteralUniIgnore: return lower_unicode(c) != word;
    case Op::kLiteralLocIgnore: return c == word || lower_ascii(c) == word || upper_ascii(c) == word;
    case Op::kNotLiteralLocIgnore: return c != word && lower_ascii(c) != word && upper_ascii(c) != word;
    case Op::kCategory: return category_matches(static_cast<Category>(word), c);
    case Op::kIn: return set_matches(program, pc + 2, c);
    case Op::kInIgnore: return set_matches(program, pc + 2, lower_ascii(c));
    case Op::kInUniIgnore: return set_matches(program, pc + 2, lower_unicode(c));
    case Op::kInLocIgnore: return set_matches(program, pc + 2, lower_ascii(c)) || set_matches(program, pc + 2, upper_ascii(c));
    default: EIDER_UNREACHABLE("a single-character instruction");
  }
}

bool collect_case_pairs(base::RawVector<CasePair>& out) {
  // The last characters with case are those of Adlam, below U+1E944. Large blocks that have none are skipped.
  for (uint32_t c = 0; c < 0x1e960; c++) {
    if (c == 0x3400) c = 0xa000;    // ideographs
    if (c == 0xac00) c = 0xfb00;    // Hangul syllables, surrogates, private use
    if (c == 0x12000) c = 0x16000;  // cuneiform, hieroglyphs
    if (c == 0x17000) c = 0x1d400;  // Tangut and other ideographs
    uint32_t lower = lower_unicode(c), upper = upper_unicode(c);
    if ((lower != c || upper != c) && !out.push({c, lower, upper})) return false;
  }
  return true;
}

// --- sets ---------------------------------------------------------------------------------------------------------------------------
namespace {

/// Collects ranges in any order; a failed allocation is kept in mind.
struct Collector {
  base::RawVector<CharRange>& ranges;
  uint32_t limit;
  bool ok = true;
  void add(uint32_t first, uint32_t last) {
    if (last > limit) last = limit;
    if (first <= last && !ranges.push({first, last})) ok = false;
  }
  void add(uint32_t c) { add(c, c); }
  /// The characters below 256 for which `f` holds, as ranges.
  template <class F>
  void add_small(F f) {
    for (uint32_t c = 0; c < 256 && c <= limit;) {
      if (!f(c)) {
        c++;
        continue;
      }
      uint32_t first = c;
      while (c < 256 && c <= limit && f(c)) c++;
      add(first, c - 1);
    }
  }
};

/// Sorted, joined.
void normalize(base::RawVector<CharRange>& ranges) {
  CharRange* data = ranges.data();
  size_t n = ranges.size();
  // Insertion from the back is linear for ranges that come in order, as most do; else a heap would do no better below a thousand.
  for (size_t i = 1; i < n; i++) {
    CharRange moved = data[i];
    size_t at = i;
    for (; at > 0 && data[at - 1].first > moved.first; at--) data[at] = data[at - 1];
    data[at] = moved;
  }
  size_t kept = 0;
  for (size_t i = 0; i < n; i++) {
    if (kept > 0 && data[i].first <= data[kept - 1].last + 1) {
      if (data[i].last > data[kept - 1].last) data[kept - 1].last = data[i].last;
    } else {
      data[kept++] = data[i];
    }
  }
  ranges.truncate(kept);
}
bool has(const base::RawVector<CharRange>& ranges, uint32_t c) {
  size_t low = 0, high = ranges.size();
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (ranges[middle].last < c) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low < ranges.size() && ranges[low].first <= c;
}
/// Replaces the set S by the characters whose lower case is in S.
bool unlower(base::RawVector<CharRange>& ranges, const base::RawVector<CasePair>& pairs, uint32_t limit) {
  normalize(ranges);
  base::RawVector<CharRange> all;
  Collector to{all, limit};
  size_t pair = 0;
  for (CharRange range : ranges) {
    uint32_t first = range.first;  // without the characters that have another lower case
    while (pair < pairs.size() && pairs[pair].c < first) pair++;
    for (; pair < pairs.size() && pairs[pair].c <= range.last; pair++) {
      if (pairs[pair].lower == pairs[pair].c) continue;
      if (pairs[pair].c > first) to.add(first, pairs[pair].c - 1);
      first = pairs[pair].c + 1;
    }
    to.add(first, range.last);
  }
  for (const CasePair& p : pairs) {
    if (p.lower != p.c && has(ranges, p.lower)) to.add(p.c);
  }
  ranges.swap(all);
  return to.ok;
}

void add_wide_category(CharSet* out, Collector& to, Category category) {
  constexpr CharRange kSpaces[] = {{0x09, 0x0d}, {0x1c, 0x20}, {0x85, 0x85}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a},
                                   {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
  constexpr CharRange kBreaks[] = {{0x0a, 0x0d}, {0x1c, 0x1e}, {0x85, 0x85}, {0x2028, 0x2029}};
  auto rows = [&](const CharRange* row, size_t count, bool others) {
    uint32_t next = 0;
    for (size_t i = 0; i < count; i++) {
      if (!others) to.add(row[i].first, row[i].last);
      else if (row[i].first > next) to.add(next, row[i].first - 1);
      next = row[i].last + 1;
    }
    if (others) to.add(next, to.limit);
  };
  switch (category) {
    case Category::kUniWord: out->categories |= kWideWord; break;
    case Category::kUniNotWord: out->categories |= kWideNotWord; break;
    case Category::kUniDigit: out->categories |= kWideDigit; break;
    case Category::kUniNotDigit: out->categories |= kWideNotDigit; break;
    case Category::kUniSpace: return rows(kSpaces, std::size(kSpaces), false);
    case Category::kUniNotSpace: return rows(kSpaces, std::size(kSpaces), true);
    case Category::kUniLineBreak: return rows(kBreaks, std::size(kBreaks), false);
    case Category::kUniNotLineBreak: return rows(kBreaks, std::size(kBreaks), true);
    default:  // ASCII's: the same answer for all characters above 127
      if (category_matches(category, 256)) to.add(256, to.limit);
      break;
  }
  // Below 256 in full, also where the category says it: a bitmap is the library's fast way.
  to.add_small([&](uint32_t c) { return category_matches(category, c); });
}

void add_terms(const Program& program, uint32_t pc, const base::RawVector<CasePair>& pairs, CharSet* out, Collector& to) {
  for (;;) {
    Term term = term_at(program, pc);
    const uint32_t* words = program.code + term.at;
    switch (term.op) {
      case Op::kFailure: return;
      case Op::kNegate: out->negated = !out->negated; break;
      case Op::kLiteral: to.add(words[0]); break;
      case Op::kRange: to.add(words[0], words[1]); break;
      case Op::kRangeUniIgnore:
        to.add(words[0], words[1]);
        for (const CasePair& p : pairs) {
          if (p.upper != p.c && words[0] <= p.upper && p.upper <= words[1]) to.add(p.c);
        }
        break;
      case Op::kCategory: add_wide_category(out, to, static_cast<Category>(words[0])); break;
      case Op::kCharset: to.add_small([&](uint32_t c) { return bit(words, c); }); break;
      case Op::kBigCharset:
        for (uint32_t high = 0; high < 256; high++) {
          const uint32_t* chunk = big_chunk(words, high);
          for (uint32_t low = 0; low < 256;) {
            if (!bit(chunk, low)) {
              low++;
              continue;
            }
            uint32_t first = low;
            while (low < 256 && bit(chunk, low)) low++;
            to.add(high << 8 | first, high << 8 | (low - 1));
          }
        }
        break;
      default: EIDER_UNREACHABLE("a checked set");
    }
    pc = term.next;
  }
}

}  // namespace

bool needs_case_pairs(const Program& program, uint32_t pc) {
  switch (static_cast<Op>(program.code[pc])) {
    case Op::kInUniIgnore: case Op::kLiteralUniIgnore: case Op::kNotLiteralUniIgnore: return true;
    case Op::kIn: case Op::kInIgnore: case Op::kInLocIgnore:  // an ASCII pattern, too, may have a large range that ignores case
      for (Term term = term_at(program, pc + 2); term.op != Op::kFailure; term = term_at(program, term.next)) {
        if (term.op == Op::kRangeUniIgnore) return true;
      }
      return false;
    default: return false;
  }
}

bool find_characters(const Program& program, uint32_t pc, uint32_t limit, const base::RawVector<CasePair>& pairs, CharSet* out) {
  Collector to{out->ranges, limit};
  if (limit < 256) {
    to.add_small([&](uint32_t c) { return single_matches(program, pc, c); });
    return to.ok;
  }
  uint32_t word = program.code[pc + 1];
  Op op = static_cast<Op>(program.code[pc]);
  switch (op) {
    case Op::kAny: out->negated = true; to.add('\n'); break;
    case Op::kAnyAll: to.add(0, limit); break;
    case Op::kNotLiteral: out->negated = true; [[fallthrough]];
    case Op::kLiteral: to.add(word); break;
    case Op::kNotLiteralIgnore: case Op::kNotLiteralLocIgnore: out->negated = true; [[fallthrough]];
    case Op::kLiteralIgnore: case Op::kLiteralLocIgnore:
      to.add(word);
      if (lower_ascii(word) == word) to.add(upper_ascii(word));
      break;
    case Op::kNotLiteralUniIgnore: out->negated = true; [[fallthrough]];
    case Op::kLiteralUniIgnore:
      to.add(word);
      if (!to.ok || !unlower(out->ranges, pairs, limit)) return false;
      break;
    case Op::kCategory: add_wide_category(out, to, static_cast<Category>(word)); break;
    case Op::kIn: case Op::kInUniIgnore:
      add_terms(program, pc + 2, pairs, out, to);
      // Categories do not depend on case.
      if (op == Op::kInUniIgnore && (!to.ok || !unlower(out->ranges, pairs, limit))) return false;
      break;
    case Op::kInIgnore: case Op::kInLocIgnore: {
      // Differs from the set itself for ASCII letters only.
      CharSet plain;
      Collector raw{plain.ranges, limit};
      add_terms(program, pc + 2, pairs, &plain, raw);
      if (!raw.ok) return false;
      normalize(plain.ranges);
      out->categories = plain.categories;
      out->negated = plain.negated;
      for (CharRange range : plain.ranges) to.add(range.first < 128 ? 128 : range.first, range.last < 128 ? 0 : range.last);
      to.add_small([&](uint32_t c) { return c < 128 && single_matches(program, pc, c) != out->negated; });
      break;
    }
    default: EIDER_UNREACHABLE("a single-character instruction");
  }
  normalize(out->ranges);
  return to.ok;
}

}  // namespace eider::modules::sre
