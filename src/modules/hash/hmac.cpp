// SPDX-License-Identifier: MIT
//
// _hashlib.HMAC, hmac_new, hmac_digest.
#include "modules/hash/hashlib.h"

namespace eider::modules {

namespace {

/// A digest by name or by the function that makes it. UnsupportedDigestmodError for all else.
Result<const EVP_MD*> digest_argument(Thread& t, Value v) {
  if (is_instance(t, v, TypeId::kStr)) return digest_by_name(t, v.as<Str>());
  if (is_exact(v, TypeId::kNativeFunction)) {
    std::string_view name = v.as<NativeFunction>()->def->signature.name;
    for (size_t i = 0; i < kHashConstructors; i++) {
      if (name != std::string("openssl_") + kHashNames[i].name) continue;
      return digest_by_name(t, EIDER_TRY(str_from_ascii(t, kHashNames[i].name)));
    }
  }
  Str* text = EIDER_TRY(repr(t, v));
  Value message = EIDER_TRY(text_value(t, "Unsupported digestmod " + to_utf8(text)));
  return raise_exception(t, EIDER_TRY(call1(t, crypto(t).unsupported->value(), message)));
}

Result<void> key_argument(Thread& t, Value v, builtins::ByteSource& key) {
  EIDER_TRY(key.acquire(t, v));
  if (key.size() > INT32_MAX) return raise(t, TypeId::kOverflowError, "key is too long.");
  return kDone;
}

Result<void> update_with(Thread& t, Value self, Value data) {
  HashState* state = EIDER_TRY(hash_state(t, self));
  CryptoState& c = crypto(t);
  return with_hash_data(t, data, state, [&](const uint8_t* bytes, size_t size) { return c.HMAC_Update_(state->hmac, bytes, size) == 1; });
}

Result<Value> hmac_new(Thread& t, const Value* a) {
  builtins::ByteSource key;
  EIDER_TRY(key_argument(t, a[0], key));
  if (a[2].is_absent() || a[2].is_none()) return raise(t, TypeId::kTypeError, "Missing required parameter 'digestmod'.");
  const EVP_MD* md = EIDER_TRY(digest_argument(t, a[2]));
  CryptoState& c = crypto(t);
  HashObject* made = EIDER_TRY(hash_object_new(t, c.hmac, md));
  HashState* state = made->state.load_relaxed();  // not shared yet
  state->hmac = c.HMAC_CTX_new_();
  if (state->hmac == nullptr) return raise_no_memory(t);
  // An empty key is a key: the pointer must not be null, which means "as before".
  const void* bytes = key.size() == 0 ? static_cast<const void*>("") : key.span().data();
  if (c.HMAC_Init_ex_(state->hmac, bytes, static_cast<int>(key.size()), md, nullptr) != 1) return raise_crypto(t);
  if (!a[1].is_absent() && !a[1].is_none()) EIDER_TRY(update_with(t, made->value(), a[1]));
  return made->value();
}

Result<HMAC_CTX*> copy_context(Thread& t, Value self) {
  HashState* state = EIDER_TRY(hash_state(t, self));
  CryptoState& c = crypto(t);
  HMAC_CTX* copy = c.HMAC_CTX_new_();
  if (copy == nullptr) return raise_no_memory(t);
  bool copied;
  {
    threads::DetachingLock locked(t, state->mutex);
    copied = c.HMAC_CTX_copy_(copy, state->hmac) == 1;
  }
  if (copied) return copy;
  c.HMAC_CTX_free_(copy);
  return raise_crypto(t);
}

Result<Value> update(Thread& t, const Value* a) {
  EIDER_TRY(update_with(t, a[0], a[1]));
  return kNone;
}
template <bool kHex>
Result<Value> digest(Thread& t, const Value* a) {
  CryptoState& c = crypto(t);
  uint8_t out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC_CTX* copy = EIDER_TRY(copy_context(t, a[0]));
  bool done = c.HMAC_Final_(copy, out, &size) == 1;
  c.HMAC_CTX_free_(copy);
  if (!done) return raise_crypto(t);
  if (kHex) return hex_text(t, out, size);
  return builtins::bytes_from(t, out, size);
}
Result<Value> copy(Thread& t, const Value* a) {
  HashObject* made = EIDER_TRY(hash_object_new(t, type_of(t, a[0]), a[0].as<HashObject>()->md));
  made->state.load_relaxed()->hmac = EIDER_TRY(copy_context(t, a[0]));
  return made->value();
}
Result<Value> get_digest_size(Thread& t, Value self) { return Value::from_small_int(crypto(t).EVP_MD_get_size_(self.as<HashObject>()->md)); }
Result<Value> get_block_size(Thread& t, Value self) { return Value::from_small_int(crypto(t).EVP_MD_get_block_size_(self.as<HashObject>()->md)); }
Result<Value> get_name(Thread& t, Value self) { return str_format(t, "hmac-%s", digest_name(t, self.as<HashObject>()->md)); }
Result<Value> repr_slot(Thread& t, Value self) {
  return str_format(t, "<%s HMAC object @ %s>", digest_name(t, self.as<HashObject>()->md), address_text(self).c_str());
}

Result<Value> hmac_digest(Thread& t, const Value* a) {
  Value given[] = {a[0], kAbsent, a[2]};
  builtins::ByteSource message;
  EIDER_TRY(message.acquire(t, a[1]));
  Value made = EIDER_TRY(hmac_new(t, given));
  EIDER_TRY(update_with(t, made, a[1]));
  return digest<false>(t, &made);
}

constexpr NativeDef kMethods[] = {
    {"copy(self, /)", copy, Sync::kLocksOwn, "Return a copy (\"clone\") of the HMAC object."},
    {"digest(self, /)", digest<false>, Sync::kLocksOwn, "Return the digest of the bytes passed to the update() method so far."},
    {"hexdigest(self, /)", digest<true>, Sync::kLocksOwn,
     "Return hexadecimal digest of the bytes passed to the update() method so far.\n\nThis may be used to exchange the value safely in email or other\nnon-binary "
     "environments."},
    {"update(self, /, msg)", update, Sync::kLocksOwn, "Update the HMAC object with msg."},
};
constexpr GetSetDef kGetSets[] = {
    {"digest_size", get_digest_size, nullptr, nullptr},
    {"block_size", get_block_size, nullptr, nullptr},
    {"name", get_name, nullptr, nullptr},
};
constexpr NativeDef kFunctions[] = {
    {"hmac_new(key, msg=b'', digestmod=None)", hmac_new, Sync::kNone, "Return a new hmac object.", NativeDef::kFunction},
    {"hmac_digest(key, msg, digest)", hmac_digest, Sync::kNone, "Single-shot HMAC.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_hmac(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "_hashlib.HMAC";
  spec.doc =
      "The object used to calculate HMAC of a message.\n\nMethods:\n\nupdate() -- updates the current digest with an additional string\ndigest() -- return the current "
      "digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash "
      "object\n\nAttributes:\n\nname -- the name, including the hash algorithm used by this object\ndigest_size -- number of bytes in digest() output\n";
  spec.flags = kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(HashObject);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = [](Header*, gc::Tracer&) {};  // no references
  spec.slots.finalize = hash_finalize;
  spec.slots.repr = repr_slot;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  crypto(t).hmac = EIDER_TRY(add_type(t, module, spec));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
