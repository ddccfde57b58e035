// SPDX-License-Identifier: MIT
//
// pbkdf2_hmac and scrypt: keys from passwords. Both take long by design, and run DETACHED on private copies of their arguments.
#include <string>

#include "modules/hash/hashlib.h"

namespace eider::modules {

namespace {

Result<void> private_bytes(Thread& t, Value v, std::string* out) {
  builtins::ByteSource source;
  EIDER_TRY(source.acquire(t, v));
  out->assign(reinterpret_cast<const char*>(source.span().data()), source.span().size());
  return kDone;
}

Result<Value> pbkdf2_hmac(Thread& t, const Value* a) {
  if (!is_instance(t, a[0], TypeId::kStr)) return raise(t, TypeId::kTypeError, "pbkdf2_hmac() argument 'hash_name' must be str, not %s", type_name(t, a[0]));
  std::string password, salt;
  EIDER_TRY(private_bytes(t, a[1], &password));
  EIDER_TRY(private_bytes(t, a[2], &salt));
  constexpr const char* kTooLarge = "Python int too large to convert to C long";
  int64_t iterations = EIDER_TRY(index_int64(t, a[3], TypeId::kOverflowError, kTooLarge));
  const EVP_MD* md = EIDER_TRY(digest_by_name(t, a[0].as<Str>()));
  if (password.size() > INT32_MAX) return raise(t, TypeId::kOverflowError, "password is too long.");
  if (salt.size() > INT32_MAX) return raise(t, TypeId::kOverflowError, "salt is too long.");
  if (iterations < 1) return raise(t, TypeId::kValueError, "iteration value must be greater than 0.");
  if (iterations > INT32_MAX) return raise(t, TypeId::kOverflowError, "iteration value is too great.");
  CryptoState& c = crypto(t);
  int64_t size = c.EVP_MD_get_size_(md);
  if (!a[4].is_absent() && !a[4].is_none()) size = EIDER_TRY(index_int64(t, a[4], TypeId::kOverflowError, kTooLarge));
  if (size < 1) return raise(t, TypeId::kValueError, "key length must be greater than 0.");
  if (size > INT32_MAX) return raise(t, TypeId::kOverflowError, "key length is too great.");
  builtins::Bytes* key = EIDER_TRY(builtins::bytes_new(t, size));
  uint8_t* to = key->data;
  bool done;
  {
    threads::Detached away(t);
    done = c.PKCS5_PBKDF2_HMAC_(password.data(), static_cast<int>(password.size()), reinterpret_cast<const uint8_t*>(salt.data()), static_cast<int>(salt.size()),
                                static_cast<int>(iterations), md, static_cast<int>(size), to) == 1;
  }
  if (!done) return raise_crypto(t);
  return key;
}

Result<uint64_t> unsigned_argument(Thread& t, Value v, const char* message) {
  uint64_t n;
  if (v.is_absent() || v.is_none() || !is_int(t, v)) return raise(t, TypeId::kTypeError, "%s is required and must be an unsigned int", message);
  if (int_sign(v) < 0) return raise(t, TypeId::kOverflowError, "can't convert negative value to unsigned int");
  if (!int_fits_uint64(v, &n)) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C unsigned long");
  return n;
}

Result<Value> scrypt(Thread& t, const Value* a) {
  std::string password, salt;
  EIDER_TRY(private_bytes(t, a[0], &password));
  if (password.size() > INT32_MAX) return raise(t, TypeId::kOverflowError, "password is too long.");
  if (a[1].is_absent() || a[1].is_none()) return raise(t, TypeId::kTypeError, "salt is required");
  EIDER_TRY(private_bytes(t, a[1], &salt));
  if (salt.size() > INT32_MAX) return raise(t, TypeId::kOverflowError, "salt is too long.");
  uint64_t n = EIDER_TRY(unsigned_argument(t, a[2], "n"));
  if (n < 2 || (n & (n - 1)) != 0) return raise(t, TypeId::kValueError, "n must be a power of 2.");
  uint64_t r = EIDER_TRY(unsigned_argument(t, a[3], "r"));
  uint64_t p = EIDER_TRY(unsigned_argument(t, a[4], "p"));
  constexpr const char* kTooLarge = "Python int too large to convert to C long";
  int64_t most = a[5].is_absent() ? 0 : EIDER_TRY(index_int64(t, a[5], TypeId::kOverflowError, kTooLarge));
  if (most < 0 || most > INT32_MAX) return raise(t, TypeId::kValueError, "maxmem must be positive and smaller than %d", INT32_MAX);
  int64_t size = a[6].is_absent() ? 64 : EIDER_TRY(index_int64(t, a[6], TypeId::kOverflowError, kTooLarge));
  if (size < 1 || size > INT32_MAX) return raise(t, TypeId::kValueError, "dklen must be greater than 0 and smaller than %d", INT32_MAX);
  CryptoState& c = crypto(t);
  // Without an output it checks the numbers only.
  if (c.EVP_PBE_scrypt_(nullptr, 0, nullptr, 0, n, r, p, static_cast<uint64_t>(most), nullptr, 0) != 1) {
    if (c.ERR_peek_last_error_() == 0 || r == 0 || p == 0) {
      c.ERR_clear_error_();
      return raise(t, TypeId::kValueError, "Invalid parameter combination for n, r, p, maxmem.");
    }
    return raise_crypto(t);
  }
  builtins::Bytes* key = EIDER_TRY(builtins::bytes_new(t, size));
  uint8_t* to = key->data;
  bool done;
  {
    threads::Detached away(t);
    done = c.EVP_PBE_scrypt_(password.data(), password.size(), reinterpret_cast<const uint8_t*>(salt.data()), salt.size(), n, r, p, static_cast<uint64_t>(most), to,
                             static_cast<size_t>(size)) == 1;
  }
  if (!done) return raise_crypto(t);
  return key;
}

constexpr NativeDef kFunctions[] = {
    {"pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", pbkdf2_hmac, Sync::kNone,
     "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.", NativeDef::kFunction},
    {"scrypt(password, *, salt=None, n=None, r=None, p=None, maxmem=0, dklen=64)", scrypt, Sync::kNone, "scrypt password-based key derivation function.",
     NativeDef::kFunction},
};

}  // namespace

Result<void> fill_key_derivation(Thread& t, Module* module) { return add_functions(t, module, kFunctions); }

}  // namespace eider::modules
