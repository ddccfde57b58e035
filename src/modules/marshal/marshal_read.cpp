// SPDX-License-Identifier: MIT
//
// marshal.loads. Any bytes give an object or an exception.
#include <cstdlib>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "builtins/numbers/numbers.h"
#include "builtins/set/set.h"
#include "builtins/str/codec_glue.h"
#include "bytecode/serialize.h"
#include "modules/marshal/marshal.h"
#include "modules/support.h"
#include "vm/code.h"

namespace eider::modules {

namespace {

class Reader {
 public:
  Reader(Thread& t, MarshalSource& source) : t_(t), source_(source), references_(t) {}

  /// ABSENT for the null object.
  Result<Value> read() {
    if (++depth_ > kMarshalDepth) return raise(t_, TypeId::kValueError, "recursion limit exceeded");
    EIDER_TRY(check_recursion(t_, " while reading marshal data"));
    EIDER_TRY(poll(t_));
    Result<uint8_t> first = byte();
    if (!first.ok()) {
      if (clear_if(t_, TypeId::kEOFError)) return raise(t_, TypeId::kEOFError, "EOF read where object expected");
      return kFailure;
    }
    uint8_t code = first.get();
    Value v = EIDER_TRY(object(static_cast<char>(code & ~kMarshalFlagRef), (code & kMarshalFlagRef) != 0));
    --depth_;
    return v;
  }

  Result<Value> member(const char* of) {
    Value v = EIDER_TRY(read());
    if (v.is_absent()) return raise(t_, TypeId::kTypeError, "NULL object in marshal data for %s", of);
    return v;
  }

 private:
  Failure bad(const char* what) { return raise(t_, TypeId::kValueError, "bad marshal data (%s)", what); }
  Result<void> take(size_t n, std::string_view* out) { return source_.take(t_, n, out); }
  Result<uint8_t> byte() {
    std::string_view b;
    EIDER_TRY(take(1, &b));
    return static_cast<uint8_t>(b[0]);
  }
  template <class T>
  Result<T> word() {
    std::string_view b;
    EIDER_TRY(take(sizeof(T), &b));
    T v;
    __builtin_memcpy(&v, b.data(), sizeof v);
    return v;
  }
  Result<int64_t> size(const char* what) {
    int32_t n = EIDER_TRY(word<int32_t>());
    if (n < 0) return bad(what);
    return int64_t{n};
  }

  /// Numbers are given in the order of type bytes: a container takes its number before its members do.
  Result<int64_t> reserve(bool flagged) {
    if (!flagged) return -1;
    if (!references_.push(kNone)) return kFailure;
    return references_.size() - 1;
  }
  Value keep(int64_t number, Value v) {
    if (number >= 0) references_.set(number, v);
    return v;
  }
  Result<Value> remember(bool flagged, Value v) {
    if (flagged && !references_.push(v)) return kFailure;
    return v;
  }

  Result<Value> object(char kind, bool flagged) {
    switch (kind) {
      case kMarshalNull: return kAbsent;
      case kMarshalNone: return kNone;
      case kMarshalFalse: return kFalse;
      case kMarshalTrue: return kTrue;
      case kMarshalEllipsis: return kEllipsis;
      case kMarshalStopIteration: return type(t_, TypeId::kStopIteration)->value();
      case kMarshalInt: return remember(flagged, Value::from_small_int(EIDER_TRY(word<int32_t>())));
      case kMarshalLong: return remember(flagged, EIDER_TRY(long_int()));
      case kMarshalFloat: return remember(flagged, EIDER_TRY(float_value(t_, EIDER_TRY(word<double>()))));
      case kMarshalFloatText: return remember(flagged, EIDER_TRY(float_value(t_, EIDER_TRY(number_text()))));
      case kMarshalComplex: {
        double real = EIDER_TRY(word<double>()), imaginary = EIDER_TRY(word<double>());
        return remember(flagged, EIDER_TRY(builtins::complex_value(t_, real, imaginary)));
      }
      case kMarshalComplexText: {
        double real = EIDER_TRY(number_text()), imaginary = EIDER_TRY(number_text());
        return remember(flagged, EIDER_TRY(builtins::complex_value(t_, real, imaginary)));
      }
      case kMarshalBytes: {
        std::string_view b;
        EIDER_TRY(take(static_cast<size_t>(EIDER_TRY(size("bytes object size out of range"))), &b));
        return remember(flagged, EIDER_TRY(builtins::bytes_from(t_, b))->value());
      }
      case kMarshalAscii: return text(EIDER_TRY(size("string size out of range")), true, false, flagged);
      case kMarshalAsciiInterned: return text(EIDER_TRY(size("string size out of range")), true, true, flagged);
      case kMarshalShortAscii: return text(EIDER_TRY(byte()), true, false, flagged);
      case kMarshalShortAsciiInterned: return text(EIDER_TRY(byte()), true, true, flagged);
      case kMarshalUnicode: return text(EIDER_TRY(size("string size out of range")), false, false, flagged);
      case kMarshalInterned: return text(EIDER_TRY(size("string size out of range")), false, true, flagged);
      case kMarshalSmallTuple: return tuple(EIDER_TRY(byte()), flagged);
      case kMarshalTuple: return tuple(EIDER_TRY(size("tuple size out of range")), flagged);
      case kMarshalList: return list(flagged);
      case kMarshalDict: return dict(flagged);
      case kMarshalSet: return set(flagged);
      case kMarshalFrozenSet: return frozen_set(flagged);
      case kMarshalRef: {
        int64_t n = EIDER_TRY(word<int32_t>());
        if (n < 0 || n >= references_.size() || references_[n].is_none()) return bad("invalid reference");
        return references_[n];
      }
      case kMarshalCode: return code(flagged);
      case kMarshalForeignCode: return bad("a code object of CPython, which Eider cannot run");
      default: return bad("unknown type code");
    }
  }

  Result<Value> long_int() {
    int32_t n = EIDER_TRY(word<int32_t>());
    if (n == INT32_MIN) return bad("long size out of range");
    int64_t digits = n < 0 ? -int64_t{n} : n;
    std::string_view b;
    EIDER_TRY(take(static_cast<size_t>(digits) * 2, &b));
    std::vector<uint64_t> limbs(static_cast<size_t>(digits * 15 / 64 + 2));
    uint16_t digit = 1;
    for (int64_t i = 0; i < digits; ++i) {
      __builtin_memcpy(&digit, b.data() + i * 2, 2);
      if (digit > 0x7fff) return bad("digit out of range in long");
      uint64_t at = static_cast<uint64_t>(i) * 15;
      limbs[at / 64] |= uint64_t{digit} << at % 64;
      if (at % 64 > 49) limbs[at / 64 + 1] |= uint64_t{digit} >> (64 - at % 64);
    }
    if (digit == 0) return bad("unnormalized long data");
    auto count = static_cast<uint32_t>(limbs.size());
    while (count > 0 && limbs[count - 1] == 0) --count;
    return int_from_limbs(t_, count == 0 ? 0 : n < 0 ? -1 : 1, limbs.data(), count);
  }

  Result<double> number_text() {
    std::string_view b;
    EIDER_TRY(take(EIDER_TRY(byte()), &b));
    std::string digits(b);
    char* end;
    double d = std::strtod(digits.c_str(), &end);
    if (digits.empty() || *end != '\0') return raise(t_, TypeId::kValueError, "could not convert string to float: '%s'", digits.c_str());
    return d;
  }

  Result<Value> text(int64_t n, bool ascii, bool interned, bool flagged) {
    std::string_view b;
    EIDER_TRY(take(static_cast<size_t>(n), &b));
    Str* s;
    if (ascii) {
      s = EIDER_TRY(str_from_chars(t_, b.data(), 1, n));
    } else {
      builtins::ByteSpan span{reinterpret_cast<const uint8_t*>(b.data()), b.size()};
      s = EIDER_TRY(builtins::decode(t_, span, "utf-8", "surrogatepass"));
    }
    if (interned) s = EIDER_TRY(intern(t_, s));
    return remember(flagged, s->value());
  }

  Result<Value> tuple(int64_t n, bool flagged) {
    Tuple* made = EIDER_TRY(tuple_new(t_, n));
    for (int64_t i = 0; i < n; ++i) made->items[i].init(kNone);  // a malformed reference may look at it half done
    EIDER_TRY(remember(flagged, made->value()));
    for (int64_t i = 0; i < n; ++i) made->items[i].store_release(EIDER_TRY(member("tuple")));
    return made;
  }

  Result<Value> list(bool flagged) {
    int64_t n = EIDER_TRY(size("list size out of range"));
    List* made = EIDER_TRY(list_new(t_, 0));
    EIDER_TRY(remember(flagged, made->value()));
    for (int64_t i = 0; i < n; ++i) EIDER_TRY(list_append(t_, made, EIDER_TRY(member("list"))));
    return made;
  }

  Result<Value> dict(bool flagged) {
    Dict* made = EIDER_TRY(dict_new(t_));
    EIDER_TRY(remember(flagged, made->value()));
    for (;;) {
      Value key = EIDER_TRY(read());
      if (key.is_absent()) return made;
      Value value = EIDER_TRY(read());
      if (value.is_absent()) return made;
      EIDER_TRY(dict_set(t_, made, key, value));
    }
  }

  Result<Value> set(bool flagged) {
    int64_t n = EIDER_TRY(size("set size out of range"));
    builtins::Set* made = EIDER_TRY(builtins::set_new(t_));
    EIDER_TRY(remember(flagged, made->value()));
    for (int64_t i = 0; i < n; ++i) EIDER_TRY(builtins::set_add(t_, made, EIDER_TRY(member("set"))));
    return made;
  }

  Result<Value> frozen_set(bool flagged) {
    int64_t n = EIDER_TRY(size("set size out of range"));
    int64_t number = EIDER_TRY(reserve(flagged));
    List* items = EIDER_TRY(list_new(t_, 0));
    for (int64_t i = 0; i < n; ++i) EIDER_TRY(list_append(t_, items, EIDER_TRY(member("set"))));
    return keep(number, EIDER_TRY(builtins::frozenset_from(t_, items->value()))->value());
  }

  Result<Value> code(bool flagged) {
    int64_t number = EIDER_TRY(reserve(flagged));
    std::string_view header;
    EIDER_TRY(take(bytecode::kUnitHeaderBytes, &header));
    std::string bytes(header);
    size_t all = bytecode::serialized_size(header);
    if (all == 0) return bad("code object");
    std::string_view rest;
    EIDER_TRY(take(all - bytes.size(), &rest));
    bytes += rest;
    std::shared_ptr<const bytecode::CodeUnit> unit;
    size_t used;
    switch (bytecode::deserialize(bytes, &unit, &used)) {
      case bytecode::ReadUnit::kDone: break;
      case bytecode::ReadUnit::kTooShort: return raise(t_, TypeId::kEOFError, "marshal data too short");
      case bytecode::ReadUnit::kOtherVersion: return bad("a code object of another version of Eider");
      case bytecode::ReadUnit::kMalformed: return bad("code object");
    }
    return keep(number, EIDER_TRY(vm::code_new(t_, std::move(unit)))->value());
  }

  Thread& t_;
  MarshalSource& source_;
  RootedVector references_;
  int depth_ = 0;
};

}  // namespace

Result<void> MarshalSource::take(Thread& t, size_t n, std::string_view* out) {
  auto short_data = [&] { return raise(t, TypeId::kEOFError, "marshal data too short"); };
  if (file_.is_absent()) {
    if (n > bytes_.size()) return short_data();
    *out = bytes_.substr(0, n);
    bytes_.remove_prefix(n);
    return kDone;
  }
  if (n == 0) {
    *out = {};
    return kDone;
  }
  buffer_.clear();
  while (buffer_.size() < n) {
    Value part = EIDER_TRY(call_named(t, file_, "read", {EIDER_TRY(int_from_uint64(t, n - buffer_.size()))}));
    if (!is_instance(t, part, TypeId::kBytes)) {
      return raise(t, TypeId::kTypeError, "file.read() returned not bytes but %s", type_name(t, part));
    }
    auto* bytes = part.as<builtins::Bytes>();
    if (bytes->length == 0) return raise(t, TypeId::kEOFError, "EOF read where not expected");
    if (static_cast<size_t>(bytes->length) > n - buffer_.size()) {
      return raise(t, TypeId::kValueError, "read() returned too much data: %zu bytes requested, %lld returned", n - buffer_.size(),
                   static_cast<long long>(bytes->length));
    }
    buffer_.append(reinterpret_cast<const char*>(bytes->data), static_cast<size_t>(bytes->length));
  }
  *out = buffer_;
  return kDone;
}

Result<Value> marshal_read(Thread& t, MarshalSource& source) { return Reader(t, source).member("object"); }

}  // namespace eider::modules
