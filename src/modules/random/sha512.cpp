// SPDX-License-Identifier: MIT
//
// _sha512: sha512 and sha384, enough for random.py and hashlib's fallbacks.
//
// Source: FIPS 180-4. Thread rule: the state changes under the object's byte lock.
#include <bit>
#include <cstring>

#include "modules/module_parts.h"
#include "objects/buffer_info.h"

namespace eider::builtins {
struct Bytes;
Result<Bytes*> bytes_from(Thread& t, const void* data, int64_t length);  // bytes/bytes.h, which excludes module_parts.h
}  // namespace eider::builtins

namespace eider::modules {

namespace {

constexpr uint64_t kRound[80] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc, 0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b,
    0xab1c5ed5da6d8118, 0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2, 0x72be5d74f27b896f, 0x80deb1fe3b1696b1,
    0x9bdc06a725c71235, 0xc19bf174cf692694, 0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65, 0x2de92c6f592b0275,
    0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5, 0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70, 0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed,
    0x53380d139d95b3df, 0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b, 0xa2bfe8a14cf10364, 0xa81a664bbc423001,
    0xc24b8b70d0f89791, 0xc76c51a30654be30, 0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8, 0x19a4c116b8d2d0c8,
    0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8, 0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec, 0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915,
    0xc67178f2e372532b, 0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178, 0x06f067aa72176fba, 0x0a637dc5a2c898a6,
    0x113f9804bef90dae, 0x1b710b35131c471b, 0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c, 0x4cc5d4becb3e42b6,
    0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};
constexpr uint64_t kStart512[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                   0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
constexpr uint64_t kStart384[8] = {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17, 0x152fecd8f70e5939,
                                   0x67332667ffc00b31, 0x8eb44a8768581511, 0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};

struct ShaState {
  uint64_t h[8];
  uint64_t bytes;      // taken in so far
  uint8_t block[128];  // its last, unfinished block

  void transform(const uint8_t* data) {
    uint64_t w[80];
    for (int i = 0; i < 16; i++) {
      std::memcpy(&w[i], data + 8 * i, 8);
      w[i] = __builtin_bswap64(w[i]);
    }
    for (int i = 16; i < 80; i++) {
      uint64_t a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (std::rotr(a, 1) ^ std::rotr(a, 8) ^ a >> 7) + (std::rotr(b, 19) ^ std::rotr(b, 61) ^ b >> 6);
    }
    uint64_t s[8];
    std::memcpy(s, h, sizeof(s));
    for (int i = 0; i < 80; i++) {
      uint64_t e = s[4], a = s[0];
      uint64_t t1 = s[7] + (std::rotr(e, 14) ^ std::rotr(e, 18) ^ std::rotr(e, 41)) + ((e & s[5]) ^ (~e & s[6])) + kRound[i] + w[i];
      uint64_t t2 = (std::rotr(a, 28) ^ std::rotr(a, 34) ^ std::rotr(a, 39)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
      std::memmove(s + 1, s, 7 * sizeof(uint64_t));
      s[4] += t1;
      s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) h[i] += s[i];
  }
  void update(const uint8_t* data, size_t size) {
    size_t filled = bytes % 128;
    bytes += size;
    while (size > 0) {
      size_t part = std::min(size, 128 - filled);
      std::memcpy(block + filled, data, part);
      data += part;
      size -= part;
      filled += part;
      if (filled < 128) break;
      transform(block);
      filled = 0;
    }
  }
  void finish(uint8_t out[64]) {
    uint64_t bits = bytes * 8, high = bytes >> 61;
    uint8_t pad[256] = {0x80};
    size_t filled = bytes % 128, length = (filled < 112 ? 112 : 240) - filled;
    for (int i = 0; i < 8; i++) {
      pad[length + i] = static_cast<uint8_t>(high >> (56 - 8 * i));
      pad[length + 8 + i] = static_cast<uint8_t>(bits >> (56 - 8 * i));
    }
    update(pad, length + 16);
    for (int i = 0; i < 64; i++) out[i] = static_cast<uint8_t>(h[i / 8] >> (56 - 8 * (i % 8)));
  }
};

struct Sha : Object {  // kNone
  ShaState state;
  int64_t digest_size;  // bytes; constant
};

Type* sha_type(Value module) { return module.as<Module>()->state.get().as<Type>(); }

Result<void> take(Thread& t, Sha* sha, Value data) {
  BufferInfo info;
  if (is_instance(t, data, TypeId::kStr)) return raise(t, TypeId::kTypeError, "Strings must be encoded before hashing");
  if (!EIDER_TRY(get_buffer(t, data, &info))) return raise(t, TypeId::kTypeError, "object supporting the buffer API required");
  std::string copy(static_cast<size_t>(info.bytes()), '\0');
  auto* bytes = reinterpret_cast<uint8_t*>(copy.data());
  if (info.lock != nullptr) {
    LockedObject locked(t, *info.lock);
    gather_bytes(info, bytes);
  } else {
    gather_bytes(info, bytes);
  }
  LockedObject locked(t, *sha);
  sha->state.update(bytes, copy.size());
  return kDone;
}
Result<Value> sha_make(Thread& t, const Value* a, const uint64_t* start, int64_t size) {
  Sha* sha = EIDER_TRY(make<Sha>(t, sha_type(a[0])));
  std::memcpy(sha->state.h, start, sizeof(sha->state.h));
  sha->digest_size = size;
  if (!a[1].is_absent()) EIDER_TRY(take(t, sha, a[1]));
  return sha->value();
}
Result<Value> sha512(Thread& t, const Value* a) { return sha_make(t, a, kStart512, 64); }
Result<Value> sha384(Thread& t, const Value* a) { return sha_make(t, a, kStart384, 48); }
Result<Value> sha_update(Thread& t, const Value* a) {
  EIDER_TRY(take(t, a[0].as<Sha>(), a[1]));
  return kNone;
}
void digest_of(Thread& t, Sha* sha, uint8_t out[64]) {
  ShaState copy;
  {
    LockedObject locked(t, *sha);
    copy = sha->state;
  }
  copy.finish(out);
}
Result<Value> sha_digest(Thread& t, const Value* a) {
  uint8_t out[64];
  digest_of(t, a[0].as<Sha>(), out);
  return builtins::bytes_from(t, out, a[0].as<Sha>()->digest_size);
}
Result<Value> sha_hexdigest(Thread& t, const Value* a) {
  uint8_t out[64];
  digest_of(t, a[0].as<Sha>(), out);
  std::string text;
  for (int64_t i = 0; i < a[0].as<Sha>()->digest_size; i++) {
    text += "0123456789abcdef"[out[i] >> 4];
    text += "0123456789abcdef"[out[i] & 15];
  }
  return str_from_ascii(t, text);
}
Result<Value> sha_copy(Thread& t, const Value* a) {
  auto* from = a[0].as<Sha>();
  Sha* sha = EIDER_TRY(make<Sha>(t, type_of(t, a[0])));
  LockedObject locked(t, *from);
  sha->state = from->state;
  sha->digest_size = from->digest_size;
  return sha->value();
}
Result<Value> get_digest_size(Thread&, Value self) { return Value::from_small_int(self.as<Sha>()->digest_size); }
Result<Value> get_block_size(Thread&, Value) { return Value::from_small_int(128); }
Result<Value> get_name(Thread& t, Value self) { return str_from_ascii(t, self.as<Sha>()->digest_size == 64 ? "sha512" : "sha384"); }

constexpr NativeDef kMethods[] = {
    {"update(self, obj, /)", sha_update, Sync::kLocksSelf, "Update this hash object's state with the provided string."},
    {"digest(self, /)", sha_digest, Sync::kSnapshot, "Return the digest value as a bytes object."},
    {"hexdigest(self, /)", sha_hexdigest, Sync::kSnapshot, "Return the digest value as a string of hexadecimal digits."},
    {"copy(self, /)", sha_copy, Sync::kLocksSelf, "Return a copy of the hash object."},
};
constexpr GetSetDef kGetSets[] = {
    {"digest_size", get_digest_size, nullptr, nullptr},
    {"block_size", get_block_size, nullptr, nullptr},
    {"name", get_name, nullptr, nullptr},
};
constexpr NativeDef kFunctions[] = {
    {"sha512(module, string=b'', *, usedforsecurity=True)", sha512, Sync::kNone, "Return a new SHA-512 hash object; optionally initialized with a string.",
     NativeDef::kFunction},
    {"sha384(module, string=b'', *, usedforsecurity=True)", sha384, Sync::kNone, "Return a new SHA-384 hash object; optionally initialized with a string.",
     NativeDef::kFunction},
};

}  // namespace

Result<void> fill_sha512(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "_sha512.sha512";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(Sha);
  spec.methods = kMethods;
  spec.method_count = std::size(kMethods);
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  Type* type = EIDER_TRY(make_builtin_type(t, spec));
  module->state.store_release(type->value());
  return module_add_functions(t, module, kFunctions, std::size(kFunctions));
}

}  // namespace eider::modules
