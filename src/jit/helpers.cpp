// SPDX-License-Identifier: MIT
#include "jit/helpers.h"

#include "objects/containers.h"
#include "objects/str.h"

namespace eider::jit {

namespace {

using namespace objects;

Value value(uint64_t word) { return Value::from_bits(word); }
uint64_t done(Result<void> r) { return r.ok() ? kTrue.bits() : kFailedWord.bits(); }

uint64_t StrConcat(Thread* t, uint64_t a, uint64_t b) {
  return Result<Value>(str_concat(*t, value(a).as<Str>(), value(b).as<Str>())).raw().bits();
}
uint64_t ListAppend(Thread* t, uint64_t list, uint64_t item) { return done(list_append(*t, value(list).as<List>(), value(item))); }
uint64_t DictGetStr(Thread* t, uint64_t dict, uint64_t key) { return dict_get_str(*t, value(dict).as<Dict>(), value(key).as<Str>()).bits(); }
uint64_t DictSetStr(Thread* t, uint64_t dict, uint64_t key, uint64_t v) {
  return done(dict_set_str(*t, value(dict).as<Dict>(), value(key).as<Str>(), value(v)));
}
uint64_t StrEqual(Thread* t, uint64_t a, uint64_t b) {
  return Value::from_bool(str_equal(value(a).as<Str>(), value(b).as<Str>())).bits();
}

const HelperInfo kHelpers[] = {
#define EIDER_HELPER(name, arguments) {#name, arguments, reinterpret_cast<const void*>(&name)},
    EIDER_JIT_HELPERS(EIDER_HELPER)
#undef EIDER_HELPER
};

}  // namespace

const HelperInfo& helper_info(uint64_t index) {
  EIDER_CHECK(index < static_cast<uint64_t>(Helper::kCount));
  return kHelpers[index];
}

}  // namespace eider::jit
