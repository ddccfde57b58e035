// SPDX-License-Identifier: MIT
//
// marshal.dumps.
//
// An object met a second time is written as a reference. CPython decides by reference counts which objects may be met again; here each
// heap object's type byte is remembered, gets kMarshalFlagRef when a second one is met, and the numbers are filled in at the end.
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "builtins/set/set.h"
#include "bytecode/serialize.h"
#include "modules/marshal/marshal.h"
#include "vm/code.h"

namespace eider::modules {

namespace {

class Writer {
 public:
  Writer(Thread& t, int version, std::string* out) : t_(t), version_(version), out_(*out), seen_(t) {}

  Result<void> write(Value v) {
    if (++depth_ > kMarshalDepth) return raise(t_, TypeId::kValueError, "object too deeply nested to marshal");
    EIDER_TRY(check_recursion(t_, " while marshalling an object"));
    EIDER_TRY(poll(t_));
    EIDER_TRY(dispatch(v));
    --depth_;
    return kDone;
  }

  void finish() {
    std::vector<uint32_t> numbers(places_.size());
    uint32_t next = 0;
    for (size_t i = 0; i < places_.size(); ++i) {
      if (static_cast<uint8_t>(out_[places_[i]]) & kMarshalFlagRef) numbers[i] = next++;
    }
    for (auto [at, object] : references_) std::memcpy(out_.data() + at, &numbers[object], 4);
  }

 private:
  void byte(char c) { out_ += c; }
  void raw(const void* data, size_t n) { out_.append(static_cast<const char*>(data), n); }
  void u32(uint64_t v) {
    auto word = static_cast<uint32_t>(v);
    raw(&word, 4);
  }
  Result<void> size(int64_t n) {
    if (n > INT32_MAX) return raise(t_, TypeId::kValueError, "unmarshallable object");
    u32(static_cast<uint64_t>(n));
    return kDone;
  }

  /// True when `v` was written as a reference. Else its type byte comes next.
  Result<bool> reference(Value v) {
    if (version_ < 3 || !v.is_heap()) return false;
    auto [found, fresh] = objects_.try_emplace(v.bits(), static_cast<uint32_t>(places_.size()));
    if (fresh) {
      if (!seen_.push(v)) return kFailure;
      places_.push_back(out_.size());
      return false;
    }
    out_[places_[found->second]] = static_cast<char>(out_[places_[found->second]] | kMarshalFlagRef);
    byte(kMarshalRef);
    references_.emplace_back(out_.size(), found->second);
    u32(0);
    return true;
  }

  Result<void> dispatch(Value v) {
    if (v.is_none()) return byte(kMarshalNone), kDone;
    if (v.is_bool()) return byte(v == kTrue ? kMarshalTrue : kMarshalFalse), kDone;
    if (v == kEllipsis) return byte(kMarshalEllipsis), kDone;
    if (v.is_heap() && v.as<Object>() == type(t_, TypeId::kStopIteration)) return byte(kMarshalStopIteration), kDone;
    if (EIDER_TRY(reference(v))) return kDone;
    if (is_exact_int(v)) return integer(v);
    if (is_exact_float(v)) return number(exact_float(v), kMarshalFloat, kMarshalFloatText, true);
    if (is_exact(v, TypeId::kComplex)) {
      auto* c = v.as<Complex>();
      EIDER_TRY(number(c->real, kMarshalComplex, kMarshalComplexText, true));
      return number(c->imaginary, kMarshalComplex, kMarshalComplexText, false);
    }
    if (is_exact(v, TypeId::kStr)) return text(v.as<Str>());
    if (is_exact(v, TypeId::kTuple)) return tuple(v.as<Tuple>());
    if (is_exact(v, TypeId::kList)) return list(v.as<List>());
    if (is_exact(v, TypeId::kDict)) return dict(v.as<Dict>());
    if (is_exact(v, TypeId::kSet)) return set(v, kMarshalSet);
    if (is_exact(v, TypeId::kFrozenSet)) return set(v, kMarshalFrozenSet);
    if (is_exact(v, TypeId::kCode)) {
      byte(kMarshalCode);
      bytecode::serialize(*v.as<vm::Code>()->unit, &out_);
      return kDone;
    }
    builtins::ByteSource bytes;
    if (!EIDER_TRY(bytes.try_acquire(t_, v))) return raise(t_, TypeId::kValueError, "unmarshallable object");
    byte(kMarshalBytes);
    EIDER_TRY(size(bytes.size()));
    raw(bytes.span().data(), bytes.span().size());
    return kDone;
  }

  Result<void> integer(Value v) {
    int64_t n;
    if (int_fits_int64(v, &n) && n >= INT32_MIN && n <= INT32_MAX) {
      byte(kMarshalInt);
      u32(static_cast<uint64_t>(n));
      return kDone;
    }
    IntView view(v);
    int64_t bits = int64_t{view.count} * 64 - __builtin_clzll(view.limbs[view.count - 1]);
    int64_t digits = (bits + 14) / 15;
    byte(kMarshalLong);
    if (digits > INT32_MAX) return raise(t_, TypeId::kValueError, "unmarshallable object");
    u32(static_cast<uint64_t>(view.sign * digits));
    for (int64_t i = 0; i < digits; ++i) {
      uint64_t at = static_cast<uint64_t>(i) * 15;
      uint64_t word = view.limbs[at / 64] >> at % 64;
      if (at % 64 > 49 && at / 64 + 1 < view.count) word |= view.limbs[at / 64 + 1] << (64 - at % 64);
      auto digit = static_cast<uint16_t>(word & 0x7fff);
      raw(&digit, 2);
    }
    return kDone;
  }

  Result<void> number(double d, char binary, char textual, bool with_type) {
    if (with_type) byte(version_ > 1 ? binary : textual);
    if (version_ > 1) {
      raw(&d, 8);
      return kDone;
    }
    char digits[40];
    int n = std::snprintf(digits, sizeof digits, "%.17g", d);
    byte(static_cast<char>(n));
    raw(digits, static_cast<size_t>(n));
    return kDone;
  }

  Result<void> text(Str* s) {
    bool interned = version_ >= 1 && s->interned();
    if (version_ >= 4 && s->ascii) {
      std::string_view view = s->ascii_view();
      if (view.size() < 256) {
        byte(interned ? kMarshalShortAsciiInterned : kMarshalShortAscii);
        byte(static_cast<char>(view.size()));
      } else {
        byte(interned ? kMarshalAsciiInterned : kMarshalAscii);
        EIDER_TRY(size(static_cast<int64_t>(view.size())));
      }
      raw(view.data(), view.size());
      return kDone;
    }
    byte(interned ? kMarshalInterned : kMarshalUnicode);
    std::string utf8 = to_utf8(s);
    EIDER_TRY(size(static_cast<int64_t>(utf8.size())));
    out_ += utf8;
    return kDone;
  }

  Result<void> tuple(Tuple* items) {
    int64_t n = items->size();
    if (version_ >= 4 && n < 256) {
      byte(kMarshalSmallTuple);
      byte(static_cast<char>(n));
    } else {
      byte(kMarshalTuple);
      EIDER_TRY(size(n));
    }
    for (int64_t i = 0; i < n; ++i) EIDER_TRY(write(items->items[i].get()));
    return kDone;
  }

  Result<void> list(List* items) {
    Tuple* snapshot = EIDER_TRY(list_to_tuple(t_, items));
    byte(kMarshalList);
    EIDER_TRY(size(snapshot->size()));
    for (int64_t i = 0; i < snapshot->size(); ++i) EIDER_TRY(write(snapshot->items[i].get()));
    return kDone;
  }

  Result<void> dict(Dict* d) {
    byte(kMarshalDict);
    uint32_t position = 0;
    Value key, value;
    DictTable* table = d->table.load_acquire();
    while (dict_next(t_, d, table, &position, &key, &value)) {
      EIDER_TRY(write(key));
      EIDER_TRY(write(value));
    }
    byte(kMarshalNull);
    return kDone;
  }

  /// Elements in the order of their own marshalled bytes, so that the order of hashes does not show.
  Result<void> set(Value v, char kind) {
    List* items = EIDER_TRY(to_list(t_, v));
    int64_t n = list_size(items);
    std::vector<std::pair<std::string, int64_t>> rows(static_cast<size_t>(n));
    for (int64_t i = 0; i < n; ++i) {
      auto& row = rows[static_cast<size_t>(i)];
      row.second = i;
      EIDER_TRY(marshal_write(t_, list_get(items, i), version_, &row.first));
    }
    std::sort(rows.begin(), rows.end());
    byte(kind);
    EIDER_TRY(size(n));
    for (const auto& row : rows) EIDER_TRY(write(list_get(items, row.second)));
    return kDone;
  }

  Thread& t_;
  int version_;
  std::string& out_;
  RootedVector seen_;                              // keeps what objects_ names alive
  std::unordered_map<uint64_t, uint32_t> objects_; // heap object -> its row in places_
  std::vector<size_t> places_;                     // where its type byte stands
  std::vector<std::pair<size_t, uint32_t>> references_;
  int depth_ = 0;
};

}  // namespace

Result<void> marshal_write(Thread& t, Value v, int version, std::string* out) {
  Writer writer(t, version, out);
  EIDER_TRY(writer.write(v));
  writer.finish();
  return kDone;
}

}  // namespace eider::modules
