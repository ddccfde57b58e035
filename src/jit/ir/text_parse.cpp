// SPDX-License-Identifier: MIT
//
// Reading traces, line by line. A phi names what is defined later, so names stand as ids until all lines have been read.
#include <bit>
#include <charconv>
#include <map>

#include "jit/helpers.h"
#include "jit/ir/text.h"

namespace eider::jit {
namespace {

using objects::Value;

constexpr uint64_t kMadeUpBegin = 0x10'0000, kMadeUpStep = 16;  // words of @names that nobody gave; pointers by their tag

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

const std::map<std::string, Op, std::less<>>& operations() {
  static const auto* const kByName = [] {
    auto* map = new std::map<std::string, Op, std::less<>>;
    for (int op = 0; op < static_cast<int>(Op::kCount); op++) (*map)[kOpInfo[op].name] = static_cast<Op>(op);
    return map;
  }();
  return *kByName;
}

class Parser {
 public:
  Parser(std::string_view text, const TextNames& known, const std::vector<vm::Code*>& codes) : text_(text), codes_(codes) {
    out_.names = known;
  }

  ParsedTrace run() {
    while (!text_.empty() && out_.error.empty()) {
      size_t end = text_.find('\n');
      line_ = text_.substr(0, end);
      text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
      line_number_++;
      if (!take_code()) {
        line_ = line_.substr(0, line_.find(';'));
        take_line();
      }
    }
    resolve();
    return std::move(out_);
  }

 private:
  // --- characters -----------------------------------------------------------------------------------------------------------
  void fail(const std::string& what) {
    if (out_.error.empty()) out_.error = "line " + std::to_string(line_number_) + ": " + what;
  }
  void skip() {
    while (!line_.empty() && is_space(line_.front())) line_.remove_prefix(1);
  }
  bool accept(std::string_view token) {
    skip();
    if (!line_.starts_with(token)) return false;
    if (is_name(token.back()) && line_.size() > token.size() && is_name(line_[token.size()])) return false;
    line_.remove_prefix(token.size());
    return true;
  }
  void expect(std::string_view token) {
    if (!accept(token)) fail("expected '" + std::string(token) + "' before '" + std::string(line_) + "'");
  }
  std::string_view word() {
    skip();
    size_t n = 0;
    while (n < line_.size() && is_name(line_[n])) n++;
    std::string_view found = line_.substr(0, n);
    line_.remove_prefix(n);
    return found;
  }
  /// Up to the next space or comma.
  std::string_view token() {
    skip();
    size_t n = 0;
    while (n < line_.size() && !is_space(line_[n]) && line_[n] != ',') n++;
    std::string_view found = line_.substr(0, n);
    line_.remove_prefix(n);
    return found;
  }
  int64_t integer(std::string_view digits) {
    int64_t n = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (error != std::errc() || end != digits.data() + digits.size()) fail("'" + std::string(digits) + "' is no number");
    return n;
  }
  uint64_t unsigned_integer(std::string_view digits) {
    uint64_t n = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), n);
    if (error != std::errc() || end != digits.data() + digits.size()) fail("'" + std::string(digits) + "' is no number from 0 on");
    return n;
  }
  uint32_t number() { return static_cast<uint32_t>(integer(word())); }

  // --- references: names are resolved when all definitions have been read ------------------------------------------------------
  Ref name_id(std::string_view name) {
    auto [found, added] = ids_.try_emplace(std::string(name), static_cast<Ref>(names_.size()));
    if (added) {
      names_.emplace_back(name);
      lines_.push_back(line_number_);
      defined_.push_back(kNoRef);
    }
    return found->second;
  }
  Ref reference() {
    if (accept("=")) return kUnchanged;
    skip();
    if (line_.starts_with("-")) {
      line_.remove_prefix(1);
      return kAbsentRef;
    }
    if (line_.starts_with("v")) {
      line_.remove_prefix(1);
      return kFirstVirtual + number();
    }
    expect("%");
    return name_id(word());
  }
  void resolve_ref(Ref& ref) {
    if (ref >= kFirstVirtual) return;
    line_number_ = lines_[ref];
    Ref found = defined_[ref];
    if (found == kNoRef) fail("%" + names_[ref] + " is nowhere defined");
    ref = found;
  }
  void resolve() {
    for (Instruction& i : out_.trace.code) {
      resolve_ref(i.a);
      resolve_ref(i.b);
      resolve_ref(i.c);
    }
    for (Snapshot& snapshot : out_.trace.snapshots) {
      snapshot.each_ref([&](Ref& ref) { resolve_ref(ref); });
    }
  }

  // --- lines ----------------------------------------------------------------------------------------------------------------
  /// `code N name`: the name is the rest of the line, whatever it holds.
  bool take_code() {
    if (!accept("code")) return false;
    uint32_t index = number();
    skip();
    auto& codes = out_.trace.codes;
    if (index != codes.size()) fail("codes are numbered from 0");
    codes.push_back(index < codes_.size() ? codes_[index] : nullptr);
    if (out_.names.codes.size() < codes.size()) out_.names.codes.emplace_back(line_);
    return true;
  }

  void take_line() {
    skip();
    if (line_.empty() || accept("trace")) return;
    if (accept("at")) {
      take_place();
    } else if (line_.front() == 's') {
      take_snapshot();
    } else {
      take_instruction();
    }
    skip();
    if (!line_.empty()) fail("'" + std::string(line_) + "' is left over");
  }

  void take_place() {
    Place place;
    place.code = number();
    expect(":");
    place.unit = number();
    expect("line");
    place.line = static_cast<int32_t>(integer(token()));
    auto& places = out_.trace.places;
    for (source_ = 0; source_ < places.size(); source_++) {
      const Place& p = places[source_];
      if (p.code == place.code && p.unit == place.unit && p.line == place.line) return;
    }
    places.push_back(place);
  }

  void take_instruction() {
    Instruction i{};
    i.source = source_;
    Ref name = kNoRef;
    if (accept("%")) {
      name = name_id(word());
      expect("=");
    }
    std::string_view operation = word();
    auto found = operations().find(operation);
    if (found == operations().end()) return fail("'" + std::string(operation) + "' is no operation");
    i.op = found->second;
    take_operands(i);
    if (accept("s")) fail("a snapshot has a number");
    skip();
    if (line_.starts_with("s")) {
      line_.remove_prefix(1);
      i.snapshot = number();
    }
    Ref ref = out_.trace.add(i);
    if (i.op == Op::kLoop) out_.trace.loop = ref;
    if (name == kNoRef) return;
    if (info_of(i.op).result == Type::kNone) return fail(std::string(info_of(i.op).name) + " gives no value");
    if (defined_[name] != kNoRef) return fail("%" + names_[name] + " is defined twice");
    defined_[name] = ref;
  }

  void take_operands(Instruction& i) {
    const OpInfo& info = info_of(i.op);
    Ref* arguments[] = {&i.a, &i.b, &i.c};
    bool comma = false;
    for (int n = 0; n < 3; n++) {
      skip();
      if (comma && !line_.starts_with(",")) return;
      if (!comma && !line_.starts_with("%")) break;
      if (comma) {
        std::string_view rest = line_.substr(1);
        while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
        if (!rest.starts_with("%")) break;  // the immediate
        line_ = rest;
      }
      *arguments[n] = reference();
      comma = true;
    }
    if (info.immediate == Immediate::kNone) return;
    if (comma) expect(",");
    take_immediate(i);
  }

  void take_immediate(Instruction& i) {
    std::string_view text = token();
    auto after = [&](char prefix) {
      if (!text.starts_with(prefix)) fail(std::string("expected '") + prefix + "' before '" + std::string(text) + "'");
      return static_cast<uint64_t>(integer(text.empty() ? text : text.substr(1)));
    };
    switch (info_of(i.op).immediate) {
      case Immediate::kNone: return;
      case Immediate::kI64: i.imm = static_cast<uint64_t>(integer(text)) << 1; return;
      case Immediate::kU64: i.imm = unsigned_integer(text); return;
      case Immediate::kF64: i.imm = std::bit_cast<uint64_t>(real(text)); return;
      case Immediate::kWord: i.imm = value(text); return;
      case Immediate::kOffset: i.imm = after('+'); return;
      case Immediate::kIndex:
      case Immediate::kSize: i.imm = static_cast<uint64_t>(integer(text)); return;
      case Immediate::kKind: i.imm = compare_kind(text); return;
      case Immediate::kHelper: i.imm = text.starts_with("!") ? helper(text.substr(1)) : after('!'); return;
      case Immediate::kPlace: {
        size_t first = text.find(':'), second = text.find(':', first + 1);
        if (first == std::string_view::npos || second == std::string_view::npos) return fail("a place is unit:depth:locals");
        auto part = [&](size_t from, size_t to) { return integer(text.substr(from, to - from)); };
        i.imm = GeneratorPlace{static_cast<uint32_t>(part(0, first)), static_cast<uint16_t>(part(first + 1, second)),
                               static_cast<uint16_t>(part(second + 1, text.size()))}.word();
        return;
      }
      case Immediate::kShape: i.imm = after('#'); return;
    }
  }

  uint64_t helper(std::string_view text) {
    for (uint64_t n = 0; n < static_cast<uint64_t>(Helper::kCount); n++) {
      if (kHelpers[n].name == text) return n;
    }
    return static_cast<uint64_t>(integer(text));
  }

  uint64_t compare_kind(std::string_view text) {
    static constexpr std::string_view kNames[] = {"<", "<=", "==", "!=", ">", ">="};
    for (uint64_t kind = 0; kind < 6; kind++) {
      if (kNames[kind] == text) return kind;
    }
    fail("'" + std::string(text) + "' is no comparison");
    return 0;
  }

  double real(std::string_view text) {
    if (text == "nan") return std::bit_cast<double>(uint64_t{0x7ff8'0000'0000'0000});
    if (text.starts_with("nan:")) {
      uint64_t bits = 0;
      std::from_chars(text.data() + 4, text.data() + text.size(), bits, 16);
      return std::bit_cast<double>(bits);
    }
    double d = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d);
    if (error != std::errc() || end != text.data() + text.size()) fail("'" + std::string(text) + "' is no float");
    return d;
  }

  uint64_t value(std::string_view text) {
    if (text == "None") return objects::kNone.bits();
    if (text == "True") return objects::kTrue.bits();
    if (text == "False") return objects::kFalse.bits();
    if (text == "Ellipsis") return objects::kEllipsis.bits();
    if (text == "NotImplemented") return objects::kNotImplemented.bits();
    if (text == "ABSENT") return 0;
    if (text.starts_with("@")) return named(text.substr(1));
    if (text.find_first_of(".ein") == std::string_view::npos) return Value::from_small_int(integer(text)).bits();
    Value word;
    if (!Value::encode_float(real(text), &word)) fail(std::string(text) + " has no float word");
    return word.bits();
  }

  uint64_t named(std::string_view name) {
    if (name.starts_with("0x")) {
      uint64_t bits = 0;
      std::from_chars(name.data() + 2, name.data() + name.size(), bits, 16);
      return bits;
    }
    if (const uint64_t* known = out_.names.word_of(name)) return *known;
    uint64_t word = kMadeUpBegin + kMadeUpStep * out_.names.values.size();
    out_.names.values.emplace_back(name, word);
    return word;
  }

  void take_snapshot() {
    line_.remove_prefix(1);
    uint32_t index = number();
    expect(":");
    auto& snapshots = out_.trace.snapshots;
    if (index != snapshots.size()) return fail("snapshots are numbered from 0");
    snapshots.emplace_back();
    skip();
    if (line_.empty()) return;  // one that nobody uses
    do {
      snapshots.back().frames.push_back(take_frame());
    } while (out_.error.empty() && accept("|"));
    if (accept("handles")) snapshots.back().handled = reference();
    if (accept("header")) take_refs(snapshots.back().header);
    while (out_.error.empty() && accept("where")) snapshots.back().virtuals.push_back(take_virtual());
  }

  VirtualObject take_virtual() {
    VirtualObject object{};
    (void)reference();  // v0, v1 in their order
    expect("=");
    if (!accept("!")) {
      object.maker = VirtualObject::kSame;
      object.fields.push_back({0, reference()});
      expect("unless");
      object.unless = reference();
      return object;
    }
    object.maker = static_cast<uint16_t>(helper(word()));
    std::vector<Ref> arguments;
    take_refs(arguments);
    object.arguments = static_cast<uint16_t>(arguments.size());
    for (Ref argument : arguments) object.fields.push_back({0, argument});
    while (out_.error.empty() && accept("+")) {
      uint32_t offset = number();
      object.fields.push_back({offset, reference()});
    }
    if (accept("shape")) {
      expect("#");
      object.shape = number();
    }
    if (accept("unless")) object.unless = reference();
    return object;
  }

  SnapshotFrame take_frame() {
    SnapshotFrame frame{};
    expect("code");
    frame.code = number();
    expect("unit");
    frame.unit = number();
    expect("base");
    frame.base = number();
    if (accept("result")) frame.result_base = number();
    if (accept("function")) frame.function = reference();
    if (accept("self")) frame.self = reference();
    if (accept("called")) frame.exhausted = kRaisesStop;
    frame.sends = accept("sent");
    if (frame.sends || accept("resumed")) frame.exhausted = number();
    frame.chained = accept("chained");
    expect("locals");
    take_refs(frame.locals);
    expect("stack");
    take_refs(frame.stack);
    return frame;
  }

  void take_refs(std::vector<Ref>& refs) {
    expect("(");
    if (accept(")")) return;
    do {
      refs.push_back(reference());
    } while (out_.error.empty() && accept(","));
    expect(")");
  }

  std::string_view text_, line_;
  const std::vector<vm::Code*>& codes_;
  int line_number_ = 0;
  uint32_t source_ = 0;
  ParsedTrace out_;
  std::map<std::string, Ref, std::less<>> ids_;  // name -> id; ids stand in the trace until resolve()
  std::vector<std::string> names_;
  std::vector<int> lines_;      // where an id was first seen
  std::vector<Ref> defined_;    // id -> the instruction that defines it
};

}  // namespace

ParsedTrace parse(std::string_view text, const TextNames& known, const std::vector<vm::Code*>& codes) {
  return Parser(text, known, codes).run();
}

}  // namespace eider::jit
