// SPDX-License-Identifier: MIT
#include "bytecode/serialize.h"

#include <cstring>

#include "bytecode/ops.h"
#include "bytecode/verifier.h"

namespace eider::bytecode {

namespace {

constexpr uint64_t kLayout = 1;  // of the bytes below; to be raised when they change
constexpr int kMaxDepth = 400;   // nested units and constants

uint64_t mix(uint64_t hash, const void* data, size_t size) {
  auto* bytes = static_cast<const uint8_t*>(data);
  for (size_t i = 0; i < size; ++i) hash = (hash ^ bytes[i]) * 0x100000001b3;  // FNV-1a
  return hash;
}

struct Writer {
  std::string& out;
  void raw(const void* data, size_t size) { out.append(static_cast<const char*>(data), size); }
  void u8(uint8_t v) { raw(&v, 1); }
  void u32(uint64_t v) {
    auto word = static_cast<uint32_t>(v);
    raw(&word, 4);
  }
  void i32(int32_t v) { raw(&v, 4); }
  void u64(uint64_t v) { raw(&v, 8); }
  void f64(double v) { raw(&v, 8); }
  void text(const std::string& s) {
    u32(s.size());
    raw(s.data(), s.size());
  }
  void texts(const std::vector<std::string>& all) {
    u32(all.size());
    for (const std::string& s : all) text(s);
  }
  void constants(const std::vector<Constant>& all) {
    u32(all.size());
    for (const Constant& c : all) constant(c);
  }
  void constant(const Constant& c) {
    u8(static_cast<uint8_t>(c.kind));
    switch (c.kind) {
      case Constant::Kind::kNone:
      case Constant::Kind::kTrue:
      case Constant::Kind::kFalse:
      case Constant::Kind::kEllipsis: break;
      case Constant::Kind::kInt: u64(static_cast<uint64_t>(c.integer)); break;
      case Constant::Kind::kFloat: f64(c.real); break;
      case Constant::Kind::kComplex:
        f64(c.real);
        f64(c.imaginary);
        break;
      case Constant::Kind::kBigInt:
      case Constant::Kind::kStr:
      case Constant::Kind::kBytes: text(c.text); break;
      case Constant::Kind::kTuple:
      case Constant::Kind::kFrozenSet: constants(c.items); break;
      case Constant::Kind::kCode: unit(*c.code); break;
    }
  }
  void unit(const CodeUnit& u) {
    text(u.name);
    text(u.qualname);
    text(u.filename);
    u8(u.has_docstring);
    text(u.docstring);
    for (uint32_t v : {u.argcount, u.posonlyargcount, u.kwonlyargcount, u.flags, u.stack_size}) u32(v);
    i32(u.first_line);
    u32(u.units.size());
    raw(u.units.data(), u.units.size() * 2);
    constants(u.constants);
    texts(u.names);
    texts(u.locals);
    raw(u.local_kinds.data(), u.local_kinds.size());
    u32(u.positions.size());
    for (const Position& p : u.positions) {
      u32(p.start_unit);
      for (int32_t v : {p.line, p.end_line, p.column, p.end_column}) i32(v);
    }
    u32(u.exceptions.size());
    for (const ExceptionEntry& e : u.exceptions) {
      for (uint32_t v : {e.start, e.end, e.target, uint32_t{e.depth}}) u32(v);
      u8(e.push_lasti);
    }
  }
};

/// Every read is bounded; after a failure all reads give zeros and `bad` stays.
struct Reader {
  std::string_view in;
  bool bad = false;
  int depth = 0;

  bool raw(void* to, size_t size) {
    if (bad || size > in.size()) {
      bad = true;
      if (size != 0) std::memset(to, 0, size);
      return false;
    }
    if (size != 0) std::memcpy(to, in.data(), size);
    in.remove_prefix(size);
    return true;
  }
  template <class T>
  T word() {
    T v{};
    raw(&v, sizeof v);
    return v;
  }
  uint8_t u8() { return word<uint8_t>(); }
  uint32_t u32() { return word<uint32_t>(); }
  /// A count of things that take at least `each` bytes: never more than there are bytes for.
  uint32_t count(size_t each) {
    uint32_t n = u32();
    if (n > in.size() / each) bad = true;
    return bad ? 0 : n;
  }
  std::string text() {
    std::string s(count(1), '\0');
    raw(s.data(), s.size());
    return s;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> all(count(4));
    for (std::string& s : all) s = text();
    return all;
  }
  std::vector<Constant> constants() {
    std::vector<Constant> all(count(1));
    for (Constant& c : all) c = constant();
    return all;
  }
  Constant constant() {
    Constant c;
    uint8_t kind = u8();
    if (kind > static_cast<uint8_t>(Constant::Kind::kCode) || ++depth > kMaxDepth) {
      bad = true;
      return c;
    }
    c.kind = static_cast<Constant::Kind>(kind);
    switch (c.kind) {
      case Constant::Kind::kNone:
      case Constant::Kind::kTrue:
      case Constant::Kind::kFalse:
      case Constant::Kind::kEllipsis: break;
      case Constant::Kind::kInt: c.integer = word<int64_t>(); break;
      case Constant::Kind::kFloat: c.real = word<double>(); break;
      case Constant::Kind::kComplex:
        c.real = word<double>();
        c.imaginary = word<double>();
        break;
      case Constant::Kind::kBigInt:
      case Constant::Kind::kStr:
      case Constant::Kind::kBytes: c.text = text(); break;
      case Constant::Kind::kTuple:
      case Constant::Kind::kFrozenSet: c.items = constants(); break;
      case Constant::Kind::kCode: c.code = std::make_shared<CodeUnit>(unit()); break;
    }
    --depth;
    return c;
  }
  CodeUnit unit() {
    CodeUnit u;
    u.name = text();
    u.qualname = text();
    u.filename = text();
    u.has_docstring = u8() != 0;
    u.docstring = text();
    for (uint32_t* field : {&u.argcount, &u.posonlyargcount, &u.kwonlyargcount, &u.flags, &u.stack_size}) *field = u32();
    u.first_line = word<int32_t>();
    u.units.resize(count(2));
    raw(u.units.data(), u.units.size() * 2);
    u.constants = constants();
    u.names = texts();
    u.locals = texts();
    u.local_kinds.resize(u.locals.size());
    raw(u.local_kinds.data(), u.local_kinds.size());
    u.positions.resize(count(20));
    for (Position& p : u.positions) {
      p.start_unit = u32();
      for (int32_t* field : {&p.line, &p.end_line, &p.column, &p.end_column}) *field = word<int32_t>();
    }
    u.exceptions.resize(count(17));
    for (ExceptionEntry& e : u.exceptions) {
      for (uint32_t* field : {&e.start, &e.end, &e.target}) *field = u32();
      e.depth = static_cast<uint16_t>(u32());
      e.push_lasti = u8() != 0;
    }
    return u;
  }
};

}  // namespace

uint64_t format_version() {
  uint64_t hash = mix(0xcbf29ce484222325, &kLayout, sizeof kLayout);
  for (int code = 0; code < 256; ++code) {
    if (!is_valid_op(static_cast<uint8_t>(code))) continue;
    const char* text = op_name(static_cast<Op>(code));
    hash = mix(hash, &code, sizeof code);
    hash = mix(hash, text, std::strlen(text));
    hash = mix(hash, &kCacheUnits[code], sizeof kCacheUnits[code]);
  }
  return hash;
}

void serialize(const CodeUnit& unit, std::string* out) {
  size_t start = out->size();
  Writer writer{*out};
  writer.u64(format_version());
  out->append(16, '\0');
  writer.unit(unit);
  uint64_t size = out->size() - start - kUnitHeaderBytes;
  uint64_t checksum = mix(0xcbf29ce484222325, out->data() + start + kUnitHeaderBytes, size);
  std::memcpy(out->data() + start + 8, &size, 8);
  std::memcpy(out->data() + start + 16, &checksum, 8);
}

size_t serialized_size(std::string_view header) {
  if (header.size() < kUnitHeaderBytes) return 0;
  uint64_t size;
  std::memcpy(&size, header.data() + 8, 8);
  return size > (uint64_t{1} << 40) ? 0 : kUnitHeaderBytes + size;
}

ReadUnit deserialize(std::string_view bytes, std::shared_ptr<const CodeUnit>* unit, size_t* used) {
  if (bytes.size() < kUnitHeaderBytes) return ReadUnit::kTooShort;
  uint64_t version, size, checksum;
  std::memcpy(&version, bytes.data(), 8);
  std::memcpy(&size, bytes.data() + 8, 8);
  std::memcpy(&checksum, bytes.data() + 16, 8);
  if (version != format_version()) return ReadUnit::kOtherVersion;
  std::string_view body = bytes.substr(kUnitHeaderBytes);
  if (size > body.size()) return ReadUnit::kTooShort;
  body = body.substr(0, size);
  if (mix(0xcbf29ce484222325, body.data(), body.size()) != checksum) return ReadUnit::kMalformed;
  Reader reader{body};
  auto made = std::make_shared<CodeUnit>(reader.unit());
  if (reader.bad || !reader.in.empty() || verify(*made)) return ReadUnit::kMalformed;
  *unit = std::move(made);
  *used = kUnitHeaderBytes + size;
  return ReadUnit::kDone;
}

}  // namespace eider::bytecode
