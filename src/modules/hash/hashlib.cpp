// SPDX-License-Identifier: MIT
//
// _hashlib.HASH, HASHXOF and their constructors.
#include "modules/hash/hashlib.h"

#include <algorithm>
#include <utility>

namespace eider::modules {

namespace {
constexpr const char* kCryptoNames[] = {EIDER_CRYPTO(EIDER_LIBRARY_NAME)};
/// Above this a thread detaches while it hashes: CPython's bound for giving up its lock.
constexpr size_t kLarge = 2048;
}  // namespace

Failure raise_crypto(Thread& t) {
  CryptoState& c = crypto(t);
  unsigned long code = c.ERR_peek_last_error_();
  const char *library = code == 0 ? nullptr : c.ERR_lib_error_string_(code), *reason = code == 0 ? nullptr : c.ERR_reason_error_string_(code);
  c.ERR_clear_error_();
  if (code == 0) return raise(t, TypeId::kValueError, "no reason supplied");
  if (ERR_GET_REASON(code) == ERR_R_MALLOC_FAILURE) return raise_no_memory(t);
  if (library != nullptr && reason != nullptr) return raise(t, TypeId::kValueError, "[%s] %s", library, reason);
  if (library != nullptr) return raise(t, TypeId::kValueError, "[%s]", library);
  return raise(t, TypeId::kValueError, "%s", reason == nullptr ? "unknown reason" : reason);
}

namespace {

Result<const EVP_MD*> known_digest(Thread& t, size_t i) {
  CryptoState& c = crypto(t);
  EVP_MD* md = c.digests[i].load_acquire();
  if (EIDER_LIKELY(md != nullptr)) return static_cast<const EVP_MD*>(md);
  EVP_MD* fetched = c.EVP_MD_fetch_(nullptr, kHashNames[i].openssl, nullptr);
  if (fetched == nullptr) return raise_crypto(t);
  EVP_MD* expected = nullptr;
  if (c.digests[i].cas_acq_rel(expected, fetched)) return static_cast<const EVP_MD*>(fetched);
  c.EVP_MD_free_(fetched);
  return static_cast<const EVP_MD*>(expected);
}

}  // namespace

Result<const EVP_MD*> digest_by_name(Thread& t, Str* name) {
  std::string wanted = to_utf8(name);
  for (size_t i = 0; i < std::size(kHashNames); i++) {
    if (wanted == kHashNames[i].name) return known_digest(t, i);
  }
  if (wanted.find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "embedded null character");
  CryptoState& c = crypto(t);
  EVP_MD* md = c.EVP_MD_fetch_(nullptr, wanted.c_str(), nullptr);
  if (md == nullptr) return raise_crypto(t);
  int nid = c.EVP_MD_get_type_(md);
  for (size_t i = 0; i < std::size(kHashNames); i++) {
    if (kHashNames[i].nid != nid) continue;
    c.EVP_MD_free_(md);
    return known_digest(t, i);
  }
  return static_cast<const EVP_MD*>(md);  // libcrypto keeps one object for each: this is a count that is never given back
}

const char* digest_name(Thread& t, const EVP_MD* md) {
  int nid = crypto(t).EVP_MD_get_type_(md);
  for (const HashName& known : kHashNames) {
    if (known.nid == nid) return known.name;
  }
  return crypto(t).OBJ_nid2ln_(nid);
}

Result<HashObject*> hash_object_new(Thread& t, Type* cls, const EVP_MD* md) {
  auto* made = EIDER_TRY(make<HashObject>(t, cls));
  made->md = md;
  auto* state = new (std::nothrow) HashState;
  if (state == nullptr) return raise_no_memory(t);
  made->state.store_release(state);
  t.realm->heap().add_external(t, 512);  // about what libcrypto takes
  return made;
}

void hash_finalize(Thread& t, Value self) {
  HashState* state = self.as<HashObject>()->state.exchange_acq_rel(nullptr);
  if (state == nullptr) return;
  if (state->digest != nullptr) crypto(t).EVP_MD_CTX_free_(state->digest);
  if (state->hmac != nullptr) crypto(t).HMAC_CTX_free_(state->hmac);
  delete state;
  t.realm->heap().add_external(t, -512);
}

Result<HashState*> hash_state(Thread& t, Value self) {
  HashState* state = self.as<HashObject>()->state.load_acquire();
  if (state == nullptr) return raise(t, TypeId::kValueError, "the hash object has been finalized");
  return state;
}

Result<void> with_hash_data(Thread& t, Value v, HashState* state, base::FunctionRef<bool(const uint8_t*, size_t)> use) {
  if (is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "Strings must be encoded before hashing");
  BufferInfo info;
  if (!EIDER_TRY(get_buffer(t, v, &info))) return raise(t, TypeId::kTypeError, "object supporting the buffer API required");
  bool done;
  if (info.bytes() < static_cast<int64_t>(kLarge) || !info.contiguous()) {
    builtins::ByteSource source;
    EIDER_TRY(source.acquire(t, v));
    threads::DetachingLock locked(t, state->mutex);
    done = use(source.span().data(), source.span().size());
  } else {
    builtins::BufferHold hold;
    EIDER_TRY(hold.acquire(t, v, builtins::BufferHold::Access::kRead));
    threads::DetachingLock locked(t, state->mutex);
    threads::Detached away(t);
    done = use(hold.data(), static_cast<size_t>(hold.size()));
  }
  if (!done) return raise_crypto(t);
  return kDone;
}

namespace {

const HashObject* self_of(const Value* a) { return a[0].as<HashObject>(); }

Result<void> update_with(Thread& t, Value self, Value data) {
  HashState* state = EIDER_TRY(hash_state(t, self));
  CryptoState& c = crypto(t);
  return with_hash_data(t, data, state, [&](const uint8_t* bytes, size_t size) { return c.EVP_DigestUpdate_(state->digest, bytes, size) == 1; });
}

Result<Value> hash_new(Thread& t, const EVP_MD* md, Value data) {
  CryptoState& c = crypto(t);
  bool xof = (c.EVP_MD_get_flags_(md) & EVP_MD_FLAG_XOF) != 0;
  HashObject* made = EIDER_TRY(hash_object_new(t, xof ? c.xof : c.hash, md));
  HashState* state = made->state.load_relaxed();  // not shared yet
  state->digest = c.EVP_MD_CTX_new_();
  if (state->digest == nullptr) return raise_no_memory(t);
  if (c.EVP_DigestInit_ex_(state->digest, md, nullptr) != 1) return raise_crypto(t);
  if (!data.is_absent()) EIDER_TRY(update_with(t, made->value(), data));
  return made->value();
}

/// A context of its own, as the object's was at one moment.
Result<EVP_MD_CTX*> copy_context(Thread& t, Value self) {
  HashState* state = EIDER_TRY(hash_state(t, self));
  CryptoState& c = crypto(t);
  EVP_MD_CTX* copy = c.EVP_MD_CTX_new_();
  if (copy == nullptr) return raise_no_memory(t);
  bool copied;
  {
    threads::DetachingLock locked(t, state->mutex);
    copied = c.EVP_MD_CTX_copy_(copy, state->digest) == 1;
  }
  if (copied) return copy;
  c.EVP_MD_CTX_free_(copy);
  return raise_crypto(t);
}

/// Calls give(bytes, size) with the digest.
template <class Give>
Result<Value> finish(Thread& t, Value self, int64_t xof_length, Give give) {
  CryptoState& c = crypto(t);
  builtins::kernels::Bytes out;
  size_t size = xof_length >= 0 ? static_cast<size_t>(xof_length) : static_cast<size_t>(EVP_MAX_MD_SIZE);
  uint8_t* to = out.extend(size);
  if (to == nullptr) return raise_no_memory(t);
  EVP_MD_CTX* copy = EIDER_TRY(copy_context(t, self));
  unsigned written = 0;
  bool done;
  {
    threads::Detached away(t);  // an extendable output may be long
    done = (xof_length >= 0 ? (size == 0 ? 1 : c.EVP_DigestFinalXOF_(copy, to, size)) : c.EVP_DigestFinal_ex_(copy, to, &written)) == 1;
    c.EVP_MD_CTX_free_(copy);
  }
  if (!done) return raise_crypto(t);
  return give(t, out.data(), xof_length >= 0 ? size : size_t{written});
}
Result<Value> as_bytes(Thread& t, const uint8_t* bytes, size_t size) { return builtins::bytes_from(t, bytes, static_cast<int64_t>(size)); }

Result<Value> update(Thread& t, const Value* a) {
  EIDER_TRY(update_with(t, a[0], a[1]));
  return kNone;
}
Result<Value> digest(Thread& t, const Value* a) { return finish(t, a[0], -1, as_bytes); }
Result<Value> hexdigest(Thread& t, const Value* a) { return finish(t, a[0], -1, hex_text); }
template <auto Give>
Result<Value> xof_digest(Thread& t, const Value* a) {
  int64_t length = EIDER_TRY(builtins::size_argument(t, a[1]));
  if (length < 0) return raise(t, TypeId::kSystemError, "Negative size passed to PyBytes_FromStringAndSize");
  return finish(t, a[0], length, Give);
}
Result<Value> copy(Thread& t, const Value* a) {
  HashObject* made = EIDER_TRY(hash_object_new(t, type_of(t, a[0]), self_of(a)->md));
  made->state.load_relaxed()->digest = EIDER_TRY(copy_context(t, a[0]));
  return made->value();
}
Result<Value> get_name(Thread& t, Value self) { return text_value(t, digest_name(t, self.as<HashObject>()->md)); }
Result<Value> get_block_size(Thread& t, Value self) { return Value::from_small_int(crypto(t).EVP_MD_get_block_size_(self.as<HashObject>()->md)); }
Result<Value> get_digest_size(Thread& t, Value self) { return Value::from_small_int(crypto(t).EVP_MD_get_size_(self.as<HashObject>()->md)); }
Result<Value> get_xof_size(Thread&, Value) { return Value::from_small_int(0); }
Result<Value> repr_slot(Thread& t, Value self) {
  return str_format(t, "<%s %s object @ %s>", digest_name(t, self.as<HashObject>()->md), type_of(t, self) == crypto(t).xof ? "_hashlib.HASHXOF" : "_hashlib.HASH",
                    address_text(self).c_str());
}

constexpr const char* kDigestDoc = "Return the digest value as a bytes object.";
constexpr const char* kHexDoc = "Return the digest value as a string of hexadecimal digits.";
constexpr NativeDef kHashMethods[] = {
    {"copy(self, /)", copy, Sync::kLocksOwn, "Return a copy of the hash object."},
    {"digest(self, /)", digest, Sync::kLocksOwn, kDigestDoc},
    {"hexdigest(self, /)", hexdigest, Sync::kLocksOwn, kHexDoc},
    {"update(self, obj, /)", update, Sync::kLocksOwn, "Update this hash object's state with the provided string."},
};
constexpr NativeDef kXofMethods[] = {
    {"digest(self, /, length)", xof_digest<as_bytes>, Sync::kLocksOwn, kDigestDoc},
    {"hexdigest(self, /, length)", xof_digest<hex_text>, Sync::kLocksOwn, kHexDoc},
};
constexpr GetSetDef kHashGetSets[] = {
    {"block_size", get_block_size, nullptr, nullptr},
    {"digest_size", get_digest_size, nullptr, nullptr},
    {"name", get_name, nullptr, "algorithm name."},
};
constexpr GetSetDef kXofGetSets[] = {{"digest_size", get_xof_size, nullptr, nullptr}};

// --- functions ------------------------------------------------------------------------------------------------------------------
Result<Value> new_by_name(Thread& t, const Value* a) {
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "name must be a string");
  const EVP_MD* md = EIDER_TRY(digest_by_name(t, a[0].as<Str>()));
  return hash_new(t, md, a[1]);
}
template <size_t I>
Result<Value> construct(Thread& t, const Value* a) {
  return hash_new(t, EIDER_TRY(known_digest(t, I)), a[0]);
}
Result<Value> fips_mode(Thread& t, const Value*) { return Value::from_small_int(crypto(t).EVP_default_properties_is_fips_enabled_(nullptr)); }

constexpr NativeDef kFunctions[] = {
    {"new(name, string=b'', *, usedforsecurity=True)", new_by_name, Sync::kNone,
     "Return a new hash object using the named algorithm.\n\nAn optional string argument may be provided and will be\nautomatically hashed.\n\nThe MD5 and SHA1 "
     "algorithms are always supported.", NativeDef::kFunction},
    {"get_fips_mode()", fips_mode, Sync::kNone,
     "Determine the OpenSSL FIPS mode of operation.\n\nFor OpenSSL 3.0.0 and newer it returns the state of the default provider\nin the default OSSL context. It's not "
     "quite the same as FIPS_mode() but good\nenough for unittests.\n\nEffectively any non-zero return value indicates FIPS mode;\nvalues other than 1 may have additional "
     "significance.", NativeDef::kFunction},
};
#define EIDER_HASH(i, name, doc) \
  {"openssl_" name "(string=b'', *, usedforsecurity=True)", construct<i>, Sync::kNone, "Returns a " doc " hash object; optionally initialized with a string", NativeDef::kFunction}
constexpr NativeDef kConstructors[] = {
    EIDER_HASH(0, "md5", "md5"),           EIDER_HASH(1, "sha1", "sha1"),          EIDER_HASH(2, "sha224", "sha224"),
    EIDER_HASH(3, "sha256", "sha256"),     EIDER_HASH(4, "sha384", "sha384"),      EIDER_HASH(5, "sha512", "sha512"),
    EIDER_HASH(6, "sha3_224", "sha3-224"), EIDER_HASH(7, "sha3_256", "sha3-256"),  EIDER_HASH(8, "sha3_384", "sha3-384"),
    EIDER_HASH(9, "sha3_512", "sha3-512"), EIDER_HASH(10, "shake_128", "shake-128 variable"), EIDER_HASH(11, "shake_256", "shake-256 variable"),
};
#undef EIDER_HASH
static_assert(std::size(kConstructors) == kHashConstructors);

/// openssl_md_meth_names: the digests libcrypto provides that have a number.
Result<void> add_names(Thread& t, Module* module) {
  struct Found {
    Thread& t;
    List* names;
    bool failed;
  } found{t, EIDER_TRY(list_new(t, 32)), false};
  crypto(t).EVP_MD_do_all_provided_(nullptr, [](EVP_MD* md, void* context) {
    auto* f = static_cast<Found*>(context);
    if (md == nullptr || crypto(f->t).EVP_MD_get_type_(md) == NID_undef) return;
    Result<Value> text = text_value(f->t, digest_name(f->t, md));
    f->failed |= !text.ok() || !list_append(f->t, f->names, text.get()).ok();
  }, &found);
  if (found.failed) return kFailure;
  Value names = EIDER_TRY(call1(t, type(t, TypeId::kFrozenSet)->value(), found.names->value()));
  return module_set(t, module, "openssl_md_meth_names", names);
}

/// _constructors: what hmac_new takes for a digest besides names.
Result<void> add_constructors(Thread& t, Module* module) {
  EIDER_TRY(add_functions(t, module, kConstructors));
  Dict* names = EIDER_TRY(dict_new(t));
  for (size_t i = 0; i < kHashConstructors; i++) {
    Value function = EIDER_TRY(attr_named(t, module->value(), std::string("openssl_") + kHashNames[i].name));
    EIDER_TRY(dict_set(t, names, function, EIDER_TRY(text_value(t, kHashNames[i].name))));
  }
  Value proxy = EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "types")), "MappingProxyType"));
  return module_set(t, module, "_constructors", EIDER_TRY(call1(t, proxy, names->value())));
}

}  // namespace

Result<void> fill_hashlib(Thread& t, Module* module) {
  ModuleTypes& shared = module_types(t);
  if (shared.crypto == nullptr) {
    auto* library = EIDER_TRY((load_library<CryptoLibrary>(t, "libcrypto.so.3", kCryptoNames)));
    auto* state = new (std::nothrow) CryptoState;
    if (state == nullptr) return raise_no_memory(t);
    static_cast<CryptoLibrary&>(*state) = *library;
    delete library;
    shared.crypto = state;
  }
  CryptoState& c = crypto(t);
  TypeSpec spec;
  spec.name = "_hashlib.HASH";
  spec.doc =
      "A hash is an object used to calculate a checksum of a string of information.\n\nMethods:\n\nupdate() -- updates the current digest with an additional "
      "string\ndigest() -- return the current digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the "
      "current hash object\n\nAttributes:\n\nname -- the hash algorithm being used by this object\ndigest_size -- number of bytes in this hashes output";
  spec.flags = kBaseType | kImmutable | kDisallowInstantiation;
  spec.native_bytes = sizeof(HashObject);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = [](Header*, gc::Tracer&) {};  // no references
  spec.slots.finalize = hash_finalize;
  spec.slots.repr = repr_slot;
  set_methods(spec, kHashMethods);
  set_getsets(spec, kHashGetSets);
  c.hash = EIDER_TRY(add_type(t, module, spec));
  TypeSpec xof = spec;
  xof.name = "_hashlib.HASHXOF";
  xof.base_type = c.hash;
  xof.flags = kImmutable | kDisallowInstantiation;
  set_methods(xof, kXofMethods);
  set_getsets(xof, kXofGetSets);
  c.xof = EIDER_TRY(add_type(t, module, xof));
  Value error = EIDER_TRY(add_exception(t, module, "_hashlib.UnsupportedDigestmodError", type(t, TypeId::kValueError)->value()));
  t.realm->add_root(error);
  c.unsupported = error.as<Type>();
  EIDER_TRY(add_functions(t, module, kFunctions));
  EIDER_TRY(add_constructors(t, module));
  EIDER_TRY(add_names(t, module));
  EIDER_TRY(fill_hmac(t, module));
  EIDER_TRY(fill_key_derivation(t, module));
  Value compare = EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "_operator")), "_compare_digest"));
  return module_set(t, module, "compare_digest", compare);
}

}  // namespace eider::modules
