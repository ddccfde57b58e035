// SPDX-License-Identifier: MIT
//
// _blake2: blake2b and blake2s objects.
//
// Thread rule: the state stands in the object and changes in one step under its byte lock. An update works on a copy of the state, large
// data DETACHED, and stores the copy if nobody else has updated meanwhile; else it starts again from what the other left.
#include <cstring>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "modules/hash/blake2.h"
#include "modules/support.h"
#include "modules/module_parts.h"

namespace eider::modules {

namespace {

constexpr size_t kLarge = 2048;

template <class Traits>
struct Blake2Object : Object {  // kCustom, without references
  Blake2<Traits> state;  // the lock
  uint64_t version;      // updates so far; the lock
};

struct BlakeB {
  using Traits = Blake2bTraits;
  static constexpr const char* kName = "blake2b";
  static constexpr const char* kTitle = "Blake2b";
};
struct BlakeS {
  using Traits = Blake2sTraits;
  static constexpr const char* kName = "blake2s";
  static constexpr const char* kTitle = "Blake2s";
};

template <class Kind>
struct Blake2Type {
  using State = Blake2<typename Kind::Traits>;
  using Self = Blake2Object<typename Kind::Traits>;

  static Result<int64_t> small(Thread& t, Value v, int64_t otherwise, int64_t low, int64_t high, const char* message) {
    if (v.is_absent()) return otherwise;
    int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
    if (n < INT32_MIN || n > INT32_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
    if (n < low || n > high) return raise(t, TypeId::kValueError, "%s", message);
    return n;
  }
  static Result<uint64_t> large(Thread& t, Value v, uint64_t high, const char* message, const char* too_large) {
    if (v.is_absent()) return uint64_t{0};
    Value whole = EIDER_TRY(index(t, v));
    uint64_t n;
    if (int_sign(whole) < 0) return raise(t, TypeId::kValueError, "value must be positive");
    if (!int_fits_uint64(whole, &n)) return raise(t, TypeId::kOverflowError, "%s", too_large);
    if (n > high) return raise(t, TypeId::kOverflowError, "%s", message);
    return n;
  }
  static Result<size_t> text(Thread& t, Value v, size_t most, const char* what, uint8_t* to) {
    if (v.is_absent()) return size_t{0};
    builtins::ByteSource source;
    EIDER_TRY(source.acquire(t, v));
    if (source.span().size() > most) return raise(t, TypeId::kValueError, "maximum %s length is %zu bytes", what, most);
    if (!source.span().empty()) std::memcpy(to, source.span().data(), source.span().size());
    return source.span().size();
  }

  static Result<Value> construct(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
    static constexpr Signature kSignature{
        "blake2(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, "
        "last_node=False, usedforsecurity=True)"};
    Signature named = kSignature;
    named.name = Kind::kName;
    Value a[13];
    EIDER_TRY(parse_arguments(t, named, args, nargs, kwnames, a));
    Blake2Parameters p;
    int64_t size = a[1].is_absent() ? static_cast<int64_t>(State::kMaxDigest)
                                    : EIDER_TRY(index_int64(t, a[1], TypeId::kOverflowError, "Python int too large to convert to C int"));
    if (size <= 0 || size > static_cast<int64_t>(State::kMaxDigest)) {
      return raise(t, TypeId::kValueError, "digest_size must be between 1 and %zu bytes", State::kMaxDigest);
    }
    p.digest_size = static_cast<uint8_t>(size);
    EIDER_TRY(text(t, a[3], State::kSalt, "salt", p.salt));
    EIDER_TRY(text(t, a[4], State::kSalt, "person", p.person));
    p.fanout = static_cast<uint8_t>(EIDER_TRY(small(t, a[5], 1, 0, 255, "fanout must be between 0 and 255")));
    p.depth = static_cast<uint8_t>(EIDER_TRY(small(t, a[6], 1, 1, 255, "depth must be between 1 and 255")));
    p.leaf_size = static_cast<uint32_t>(EIDER_TRY(large(t, a[7], UINT32_MAX, "leaf_size is too large", "Python int too large to convert to C unsigned long")));
    p.node_offset = EIDER_TRY(large(t, a[8], sizeof(typename State::Word) == 8 ? UINT64_MAX : 0xffffffffffff, "node_offset is too large", "int too big to convert"));
    p.node_depth = static_cast<uint8_t>(EIDER_TRY(small(t, a[9], 0, 0, 255, "node_depth must be between 0 and 255")));
    char inner[64];
    snprintf(inner, sizeof inner, "inner_size must be between 0 and is %zu", State::kMaxDigest);
    p.inner_size = static_cast<uint8_t>(EIDER_TRY(small(t, a[10], 0, 0, static_cast<int64_t>(State::kMaxDigest), inner)));
    p.last_node = !a[11].is_absent() && EIDER_TRY(truth(t, a[11]));
    uint8_t key[State::kMaxKey] = {};
    p.key_size = static_cast<uint8_t>(EIDER_TRY(text(t, a[2], State::kMaxKey, "key", key)));
    auto* made = EIDER_TRY(make<Self>(t, cls));
    made->state.start(p, key);
    if (!a[0].is_absent()) EIDER_TRY(update_with(t, made, a[0]));
    return made->value();
  }

  static Result<void> update_with(Thread& t, Self* self, Value data) {
    if (is_instance(t, data, TypeId::kStr)) return raise(t, TypeId::kTypeError, "Strings must be encoded before hashing");
    BufferInfo info;
    if (!EIDER_TRY(get_buffer(t, data, &info))) return raise(t, TypeId::kTypeError, "object supporting the buffer API required");
    builtins::ByteSource source;
    builtins::BufferHold hold;
    builtins::ByteSpan bytes;
    bool is_large = info.bytes() >= static_cast<int64_t>(kLarge) && info.contiguous();
    if (is_large) {
      EIDER_TRY(hold.acquire(t, data, builtins::BufferHold::Access::kRead));
      bytes = {hold.data(), static_cast<size_t>(hold.size())};
    } else {
      EIDER_TRY(source.acquire(t, data));
      bytes = source.span();
    }
    for (;;) {
      uint64_t version;
      State state = snapshot(t, self, &version);
      {
        std::optional<threads::Detached> away;
        if (is_large) away.emplace(t);
        state.update(bytes.data(), bytes.size());
      }
      LockedObject locked(t, *self);
      if (self->version != version) continue;
      self->state = state;
      self->version = version + 1;
      return kDone;
    }
  }
  static State snapshot(Thread& t, Self* self, uint64_t* version = nullptr) {
    LockedObject locked(t, *self);
    if (version != nullptr) *version = self->version;
    return self->state;
  }

  static Result<Value> update(Thread& t, const Value* a) {
    EIDER_TRY(update_with(t, a[0].as<Self>(), a[1]));
    return kNone;
  }
  static Result<Value> copy(Thread& t, const Value* a) {
    auto* made = EIDER_TRY(make<Self>(t, type_of(t, a[0])));
    made->state = snapshot(t, a[0].as<Self>());
    return made->value();
  }
  static Result<Value> digest(Thread& t, const Value* a) {
    State state = snapshot(t, a[0].as<Self>());
    uint8_t out[State::kMaxDigest];
    state.finish(out);
    return builtins::bytes_from(t, out, static_cast<int64_t>(state.digest_size()));
  }
  static Result<Value> hexdigest(Thread& t, const Value* a) {
    Value bytes = EIDER_TRY(digest(t, a));
    return call_named(t, bytes, "hex");
  }
  static Result<Value> get_name(Thread& t, Value) { return text_value(t, Kind::kName); }
  static Result<Value> get_block_size(Thread&, Value) { return Value::from_small_int(State::kBlock); }
  static Result<Value> get_digest_size(Thread&, Value self) {
    return Value::from_small_int(static_cast<int64_t>(self.as<Self>()->state.digest_size()));  // fixed
  }

  static constexpr NativeDef kMethods[] = {
      {"copy(self, /)", copy, Sync::kSnapshot, "Return a copy of the hash object."},
      {"digest(self, /)", digest, Sync::kSnapshot, "Return the digest value as a bytes object."},
      {"hexdigest(self, /)", hexdigest, Sync::kSnapshot, "Return the digest value as a string of hexadecimal digits."},
      {"update(self, data, /)", update, Sync::kLocksSelf, "Update this hash object's state with the provided bytes-like object."},
  };
  static constexpr GetSetDef kGetSets[] = {
      {"name", get_name, nullptr, nullptr},
      {"block_size", get_block_size, nullptr, nullptr},
      {"digest_size", get_digest_size, nullptr, nullptr},
  };

  static Result<void> add(Thread& t, Module* module, const char* full_name) {
    TypeSpec spec;
    spec.name = full_name;
    spec.doc = "Return a new BLAKE2 hash object.";
    spec.flags = kImmutable;
    spec.native_bytes = sizeof(Self);
    spec.trace = TraceKind::kCustom;
    spec.slots.trace = [](Header*, gc::Tracer&) {};  // no references
    spec.slots.new_ = construct;
    set_methods(spec, kMethods);
    set_getsets(spec, kGetSets);
    Type* cls = EIDER_TRY(add_type(t, module, spec));
    const std::pair<const char*, size_t> numbers[] = {
        {"SALT_SIZE", State::kSalt}, {"PERSON_SIZE", State::kSalt}, {"MAX_KEY_SIZE", State::kMaxKey}, {"MAX_DIGEST_SIZE", State::kMaxDigest}};
    std::string prefix = Kind::kTitle;
    for (char& c : prefix) c = static_cast<char>(std::toupper(c));
    for (auto [name, number] : numbers) {
      Value n = Value::from_small_int(static_cast<int64_t>(number));
      EIDER_TRY(dict_set_str(t, cls->dict.get(), EIDER_TRY(intern(t, name)), n));
      EIDER_TRY(module_set(t, module, prefix + "_" + name, n));
    }
    return kDone;
  }
};

}  // namespace

Result<void> fill_blake2(Thread& t, Module* module) {
  EIDER_TRY(Blake2Type<BlakeB>::add(t, module, "_blake2.blake2b"));
  return Blake2Type<BlakeS>::add(t, module, "_blake2.blake2s");
}

}  // namespace eider::modules
