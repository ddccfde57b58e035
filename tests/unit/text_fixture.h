// SPDX-License-Identifier: MIT
//
// A realm with the text types, for their tests; with a stand-in for what other builtins do not install yet.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "builtins/builtins.h"
#include "builtins/bytes/bytes.h"
#include "builtins/kernels/float_text.h"
#include "builtins/list/list.h"
#include "builtins/slice/slice.h"
#include "builtins/str/fstring.h"
#include "builtins/str/str_type.h"
#include "objects/realm.h"
#include "threads/safepoint.h"

namespace eider::builtins {

/// repr, format and conversions of int and float, when their own installers have not been called.
inline void install_number_stand_ins(Thread& t) {
  if (type(t, TypeId::kInt)->slots.repr != nullptr && type(t, TypeId::kInt)->slots.index != nullptr) return;
  static constexpr NativeDef kFormat[] = {
      {"__format__(self, spec, /)", [](Thread& t, const Value* args) -> Result<Value> {
         Text32 out;
         auto* spec = args[1].as<Str>();
         kernels::FormatFailure failure;
         if (is_float(t, args[0])) {
           failure = kernels::format_float(float_of(args[0]), view_of(spec), out);
         } else {
           objects::IntView view(args[0]);
           failure = kernels::format_integer(big_view(view), view_of(spec), 4300, out);
         }
         if (failure) return raise_format_failure(t, failure, spec, type_name(t, args[0]));
         return str_from(t, out);
       }, Sync::kImmutable, nullptr},
  };
  TypeSpec spec;
  spec.id = TypeId::kInt;
  spec.name = "int";
  spec.flags = kBaseType | kVariableSize | kImmutable;
  spec.native_bytes = sizeof(BigInt);
  spec.methods = kFormat;
  spec.method_count = 1;
  spec.slots.repr = [](Thread& t, Value v) -> Result<Value> {
    objects::IntView view(v);
    Text8 out;
    if (kernels::to_text(big_view(view), 10, 0, out) != kernels::BigStatus::kOk) return raise_no_memory(t);
    return str_from(t, out);
  };
  spec.slots.index = [](Thread&, Value v) -> Result<Value> { return v.is_bool() ? Value::from_small_int(v == kTrue) : v; };
  spec.slots.to_int = spec.slots.index;
  spec.slots.to_float = [](Thread& t, Value v) -> Result<Value> {
    double d;
    if (!int_as_double(v, &d)) return raise(t, TypeId::kOverflowError, "int too large to convert to float");
    return float_value(t, d);
  };
  spec.slots.to_bool = [](Thread&, Value v) -> Result<bool> { return int_sign(v) != 0; };
  spec.slots.hash = [](Thread&, Value v) -> Result<int64_t> { return hash_int(v); };
  spec.slots.compare = [](Thread& t, Value a, Value b, CompareKind kind) -> Result<Value> {
    if (!is_int(t, a) || !is_int(t, b)) return kNotImplemented;
    int c = int_compare(a, b);
    bool r = kind == CompareKind::kEq ? c == 0 : kind == CompareKind::kNe ? c != 0 : kind == CompareKind::kLt ? c < 0 : c > 0;
    return Value::from_bool(r);
  };
  ASSERT_TRUE(make_builtin_type(t, spec).ok());
  TypeSpec boolean;
  boolean.id = TypeId::kBool;
  boolean.name = "bool";
  boolean.base = TypeId::kInt;
  boolean.slots.repr = [](Thread& t, Value v) -> Result<Value> { return str_from_ascii(t, v == kTrue ? "True" : "False"); };
  ASSERT_TRUE(make_builtin_type(t, boolean).ok());
  TypeSpec real;
  real.id = TypeId::kFloat;
  real.name = "float";
  real.flags = kBaseType | kImmutable;
  real.native_bytes = sizeof(BoxedFloat);
  real.methods = kFormat;
  real.method_count = 1;
  real.slots.repr = [](Thread& t, Value v) -> Result<Value> {
    char text[kernels::kFloatReprSize];
    return str_from_ascii(t, {text, kernels::float_repr(float_of(v), text)});
  };
  real.slots.to_float = [](Thread&, Value v) -> Result<Value> { return v; };
  real.slots.to_int = [](Thread& t, Value v) -> Result<Value> {
    kernels::BigBuf big;
    switch (kernels::from_double(float_of(v), big)) {
      case kernels::BigStatus::kOk: break;
      case kernels::BigStatus::kNan: return raise(t, TypeId::kValueError, "cannot convert float NaN to integer");
      default: return raise(t, TypeId::kOverflowError, "cannot convert float infinity to integer");
    }
    kernels::BigView view = big.view();
    return int_from_limbs(t, view.negative ? -1 : view.count != 0, view.limbs, view.count);
  };
  real.slots.compare = [](Thread& t, Value a, Value b, CompareKind kind) -> Result<Value> {
    if (!is_float(t, b) || (kind != CompareKind::kEq && kind != CompareKind::kNe)) return kNotImplemented;
    return Value::from_bool((float_of(a) == float_of(b)) == (kind == CompareKind::kEq));
  };
  ASSERT_TRUE(make_builtin_type(t, real).ok());
}

class TextTest : public ::testing::Test {
 protected:
  explicit TextTest(Realm::Config config = {}) : realm(std::make_unique<Realm>(config)) {
    EXPECT_TRUE(realm->bootstrap(t));
    EXPECT_TRUE(install_core_types(t).ok());
    EXPECT_TRUE(install_containers(t).ok());
    EXPECT_TRUE(install_str_types(t).ok());
    EXPECT_TRUE(install_bytes_types(t).ok());
    install_number_stand_ins(t);
    EXPECT_FALSE(t.has_exception());
  }
  ~TextTest() override {
    realm->leave_thread(t);
  }

  /// Runs `body` on n attached threads at once; the calling thread waits DETACHED.
  void run_together(int n, const std::function<void(Thread&, int)>& body) {
    threads::Detached away(t);
    std::vector<std::thread> threads;
    for (int i = 0; i < n; i++) {
      threads.emplace_back([&, i] {
        Thread mine;
        realm->enter_thread(mine, false);
        body(mine, i);
        realm->leave_thread(mine);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  Str* str(std::string_view text) { return str_from_utf8(t, text).get(); }
  Value small(int64_t n) { return Value::from_small_int(n); }
  /// Calls value.name(args...).
  Result<Value> method(Value self, std::string_view name, std::initializer_list<Value> args = {}) {
    return call_method(t, self, intern(t, name).get(), args.begin(), static_cast<uint32_t>(args.size()));
  }

  std::unique_ptr<Realm> realm;
  Thread t;
};

}  // namespace eider::builtins
