// SPDX-License-Identifier: MIT
//
// The constants of sys: versions, flags, limits, paths.
#include <cfloat>
#include <cstdio>
#include <cstdlib>

#include "bytecode/serialize.h"
#include "modules/sys/sys.h"
#include "objects/descriptors.h"

namespace eider::modules {

namespace {

Value number(int64_t n) { return Value::from_small_int(n); }

constexpr auto kVersionFields = structseq_fields("major", "minor", "micro", "releaselevel", "serial");
constexpr auto kFlagFields = structseq_fields("debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site", "no_site",
                                              "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization", "isolated",
                                              "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path", "int_max_str_digits");
constexpr auto kFloatFields = structseq_fields("max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig", "epsilon",
                                               "radix", "rounds");
constexpr auto kIntFields = structseq_fields("bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold");
constexpr auto kHashFields = structseq_fields("width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff");
constexpr auto kThreadFields = structseq_fields("name", "lock", "version");

template <size_t N>
Result<Value> fixed(Thread& t, const char* name, const std::array<MemberDef, N>& fields, const Value (&values)[N]) {
  Type* type = EIDER_TRY(structseq_type(t, {name, nullptr, fields.data(), N, N, false}));
  return structseq_new(t, type, values, N, N);
}

}  // namespace

Result<void> add_sys_facts(Thread& t, Module* sys) {
  const runtime::Config& config = runtime::Runtime::of(t).config();
  auto set_text = [&](std::string_view key, std::string_view text) -> Result<void> {
    return module_set(t, sys, key, EIDER_TRY(text_value(t, text)));
  };
  Value version_values[] = {number(3), number(11), number(7), EIDER_TRY(text_value(t, "final")), number(0)};
  Value version = EIDER_TRY(fixed(t, "sys.version_info", kVersionFields, version_values));
  EIDER_TRY(module_set(t, sys, "version_info", version));
  EIDER_TRY(module_set(t, sys, "hexversion", number(0x030b07f0)));
  EIDER_TRY(module_set(t, sys, "api_version", number(1013)));
  EIDER_TRY(set_text("version", "3.11.7 (Eider) [Clang " __clang_version__ "]"));
  EIDER_TRY(set_text("copyright",
                     "Copyright (c) 2001-2023 Python Software Foundation.\nAll Rights Reserved.\n\n"
                     "Copyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\n"
                     "Copyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\n"
                     "Copyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved."));
  Value empty = t.realm->empty_str->value();
  EIDER_TRY(module_set(t, sys, "_git", EIDER_TRY(tuple_of(t, EIDER_TRY(text_value(t, "Eider")), empty, empty))->value()));
  EIDER_TRY(set_text("platform", "linux"));
  EIDER_TRY(set_text("byteorder", "little"));
  EIDER_TRY(set_text("abiflags", ""));
  EIDER_TRY(set_text("platlibdir", "lib"));
  EIDER_TRY(set_text("float_repr_style", "short"));
  for (const char* key : {"prefix", "base_prefix", "exec_prefix", "base_exec_prefix"}) EIDER_TRY(set_text(key, "/usr"));
  EIDER_TRY(set_text("_stdlib_dir", runtime::kStdlibDirectory));
  EIDER_TRY(set_text("_framework", ""));
  int64_t max_digits = -1;  // of the command line
  EIDER_TRY(module_set(t, sys, "pycache_prefix", kNone));
  EIDER_TRY(module_set(t, sys, "_home", kNone));
  EIDER_TRY(module_set(t, sys, "maxsize", EIDER_TRY(int_from_int64(t, INT64_MAX))));
  EIDER_TRY(module_set(t, sys, "maxunicode", number(0x10ffff)));
  EIDER_TRY(module_set(t, sys, "dont_write_bytecode", kTrue));
  Dict* x_options = EIDER_TRY(dict_new(t));
  for (const std::string& option : config.x_options) {
    size_t equals = option.find('=');
    Value given = equals == std::string::npos ? kTrue : EIDER_TRY(os_text(t, option.substr(equals + 1)));
    EIDER_TRY(dict_set(t, x_options, EIDER_TRY(os_text(t, option.substr(0, equals))), given));
    if (option.starts_with("int_max_str_digits=")) {
      max_digits = std::strtoll(option.c_str() + equals + 1, nullptr, 10);
      t.realm->int_max_str_digits.store_relaxed(static_cast<uint32_t>(max_digits));
    }
  }
  EIDER_TRY(module_set(t, sys, "_xoptions", x_options->value()));

  bool random_hash = true;
  if (const char* seed = std::getenv("PYTHONHASHSEED"); seed != nullptr && std::string_view(seed) == "0") random_hash = false;
  Value flags[] = {number(config.debug), number(0), number(0), number(config.optimize), number(1), number(config.no_user_site),
                   number(config.no_site), number(config.ignore_environment), number(0), number(0), number(config.quiet), number(random_hash),
                   number(config.isolated), Value::from_bool(dev_mode(config)), number(has_x_option(config, "utf8")), number(0),
                   Value::from_bool(config.safe_path), number(max_digits)};
  EIDER_TRY(module_set(t, sys, "flags", EIDER_TRY(fixed(t, "sys.flags", kFlagFields, flags))));
  Value floats[] = {EIDER_TRY(float_value(t, DBL_MAX)), number(DBL_MAX_EXP), number(DBL_MAX_10_EXP), EIDER_TRY(float_value(t, DBL_MIN)),
                    number(DBL_MIN_EXP), number(DBL_MIN_10_EXP), number(DBL_DIG), number(DBL_MANT_DIG), EIDER_TRY(float_value(t, DBL_EPSILON)),
                    number(FLT_RADIX), number(1)};
  EIDER_TRY(module_set(t, sys, "float_info", EIDER_TRY(fixed(t, "sys.float_info", kFloatFields, floats))));
  Value ints[] = {number(30), number(4), number(4300), number(640)};
  EIDER_TRY(module_set(t, sys, "int_info", EIDER_TRY(fixed(t, "sys.int_info", kIntFields, ints))));
  Value hashes[] = {number(64), number((int64_t{1} << 61) - 1), number(314159), number(0), number(1000003),
                    EIDER_TRY(text_value(t, "siphash13")), number(64), number(128), number(0)};
  EIDER_TRY(module_set(t, sys, "hash_info", EIDER_TRY(fixed(t, "sys.hash_info", kHashFields, hashes))));
  Value threads[] = {EIDER_TRY(text_value(t, "pthread")), EIDER_TRY(text_value(t, "semaphore")), EIDER_TRY(text_value(t, "NPTL 2.36"))};
  EIDER_TRY(module_set(t, sys, "thread_info", EIDER_TRY(fixed(t, "sys.thread_info", kThreadFields, threads))));

  Object* implementation = EIDER_TRY(new_instance(t, type(t, TypeId::kSimpleNamespace)));
  auto set_implementation = [&](std::string_view key, Value v) -> Result<void> {
    return set_attr(t, implementation->value(), EIDER_TRY(intern(t, key)), v);
  };
  EIDER_TRY(set_implementation("name", EIDER_TRY(text_value(t, "eider"))));
  // importlib names the files it keeps bytecode in so: those of an Eider whose code objects look otherwise are not read.
  char tag[32];
  std::snprintf(tag, sizeof tag, "eider-311-%08x", static_cast<uint32_t>(bytecode::format_version() ^ bytecode::format_version() >> 32));
  EIDER_TRY(set_implementation("cache_tag", EIDER_TRY(text_value(t, tag))));
  EIDER_TRY(set_implementation("version", version));
  EIDER_TRY(set_implementation("hexversion", number(0x030b07f0)));
  EIDER_TRY(set_implementation("_multiarch", EIDER_TRY(text_value(t, "x86_64-linux-gnu"))));
  EIDER_TRY(module_set(t, sys, "implementation", implementation->value()));
  return kDone;
}

}  // namespace eider::modules
