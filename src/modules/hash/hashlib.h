// SPDX-License-Identifier: MIT
//
// _hashlib: hashes and message authentication by OpenSSL's libcrypto, loaded when the module is imported.
//
// Thread rule: an object's context is used under the mutex that stands beside it in malloc memory. It may be held while the thread is
// DETACHED (hashing a large buffer), so waiting for it detaches too. No Python code runs under it.
// The context lives until the object's finalizer; afterwards (in another object's __del__) the object says so by a ValueError.
#pragma once

#define OPENSSL_SUPPRESS_DEPRECATED  // HMAC_*: the plain interface to what EVP_MAC wraps
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/objects.h>

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/exports.h"
#include "modules/library.h"
#include "modules/support.h"
#include "threads/detaching_mutex.h"

namespace eider::modules {

#define EIDER_CRYPTO(X)                                                                                                              \
  X(EVP_MD_fetch) X(EVP_MD_free) X(EVP_MD_get_type) X(EVP_MD_get_size) X(EVP_MD_get_block_size) X(EVP_MD_get_flags)                  \
  X(EVP_MD_do_all_provided) X(EVP_MD_CTX_new) X(EVP_MD_CTX_free) X(EVP_MD_CTX_copy) X(EVP_DigestInit_ex) X(EVP_DigestUpdate)         \
  X(EVP_DigestFinal_ex) X(EVP_DigestFinalXOF) X(HMAC_CTX_new) X(HMAC_CTX_free) X(HMAC_CTX_copy) X(HMAC_Init_ex) X(HMAC_Update)       \
  X(HMAC_Final) X(PKCS5_PBKDF2_HMAC) X(EVP_PBE_scrypt) X(OBJ_nid2ln) X(ERR_peek_last_error) X(ERR_clear_error)                       \
  X(ERR_lib_error_string) X(ERR_reason_error_string) X(EVP_default_properties_is_fips_enabled)
struct CryptoLibrary {
  EIDER_CRYPTO(EIDER_LIBRARY_MEMBER)
};

struct HashName {
  const char* name;     // as hashlib knows it; openssl_NAME
  const char* openssl;
  int nid;
};
inline constexpr HashName kHashNames[] = {
    {"md5", "MD5", NID_md5},          {"sha1", "SHA1", NID_sha1},          {"sha224", "SHA2-224", NID_sha224},
    {"sha256", "SHA2-256", NID_sha256}, {"sha384", "SHA2-384", NID_sha384}, {"sha512", "SHA2-512", NID_sha512},
    {"sha3_224", "SHA3-224", NID_sha3_224}, {"sha3_256", "SHA3-256", NID_sha3_256}, {"sha3_384", "SHA3-384", NID_sha3_384},
    {"sha3_512", "SHA3-512", NID_sha3_512}, {"shake_128", "SHAKE128", NID_shake128}, {"shake_256", "SHAKE256", NID_shake256},
    {"sha512_224", "SHA512-224", NID_sha512_224}, {"sha512_256", "SHA512-256", NID_sha512_256}, {"blake2s", "BLAKE2S-256", NID_blake2s256},
    {"blake2b", "BLAKE2B-512", NID_blake2b512},
};
inline constexpr size_t kHashConstructors = 12;  // those that have an openssl_NAME

/// The realm's part: made by fill_hashlib, which runs once (the import lock).
struct CryptoState : CryptoLibrary {
  /// Digests are fetched once and kept. acq_rel; pairs with itself: two threads that fetch at once keep the first.
  base::Atomic<EVP_MD*> digests[std::size(kHashNames)];
  Type *hash = nullptr, *xof = nullptr, *hmac = nullptr, *unsupported = nullptr;
};
inline CryptoState& crypto(Thread& t) { return *module_types(t).crypto; }

struct HashState {
  // The rank of what is held while DETACHED and below every lock of the object model; nothing else is locked while it is held.
  threads::DetachingMutex mutex{base::LockRank::kImport};
  EVP_MD_CTX* digest = nullptr;  // one of the two; the mutex
  HMAC_CTX* hmac = nullptr;
};
struct HashObject : Object {  // kCustom
  Atomic<HashState*> state;   // nullptr after the finalizer; release there, acquire in use
  const EVP_MD* md;           // fixed; never freed
};

/// ValueError (or `error`) with libcrypto's own text.
EIDER_COLD Failure raise_crypto(Thread& t);
/// A digest by name; ValueError when libcrypto has none.
Result<const EVP_MD*> digest_by_name(Thread& t, Str* name);
/// The name Python gives it: a static text.
const char* digest_name(Thread& t, const EVP_MD* md);
/// The state in use, or ValueError.
Result<HashState*> hash_state(Thread& t, Value self);
Result<HashObject*> hash_object_new(Thread& t, Type* cls, const EVP_MD* md);
void hash_finalize(Thread& t, Value self);

/// Calls use(data, size) with the bytes of `v`: at once for small ones, DETACHED for large ones, which nobody resizes meanwhile.
/// TypeError for what has no bytes. `use` returns false for a failure of libcrypto.
Result<void> with_hash_data(Thread& t, Value v, HashState* state, base::FunctionRef<bool(const uint8_t*, size_t)> use);
inline Result<Value> hex_text(Thread& t, const uint8_t* bytes, size_t size) {
  Str* made = EIDER_TRY(str_new(t, static_cast<int64_t>(2 * size), 127));
  char* to = str_fill(made);
  for (size_t i = 0; i < size; i++) {
    to[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
    to[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
  }
  return made;
}

Result<void> fill_hmac(Thread& t, Module* module);        // hmac.cpp: HMAC, hmac_new, hmac_digest
Result<void> fill_key_derivation(Thread& t, Module* module);  // key_derivation.cpp: pbkdf2_hmac, scrypt

}  // namespace eider::modules
