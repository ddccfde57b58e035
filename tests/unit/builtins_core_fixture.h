// SPDX-License-Identifier: MIT
//
// A realm with all builtin types, and methods written in C++ for classes made by tests.
#pragma once

#include "builtins/functions/functions.h"
#include "objects/descriptors.h"
#include "realm_fixture.h"

namespace eider::builtins {

class CoreTest : public RealmTest {
 protected:
  void install() override {
    realm->builtins = ok(cell_dict_new(*t));
    ok(install_all_types(*t));
  }
  /// A method for a class's namespace, from its declaration.
  Value method(const NativeDef& def) { return ok(method_descriptor_new(*t, type(*t, TypeId::kObject), &def)); }
  /// The message of a failed call of the builtin type's method, as Python would show it.
  std::string call_error(Value callable, std::initializer_list<Value> args) {
    return error(call(*t, callable, args.begin(), static_cast<uint32_t>(args.size())));
  }
  Value call_ok(Value callable, std::initializer_list<Value> args = {}) {
    return ok(call(*t, callable, args.begin(), static_cast<uint32_t>(args.size())));
  }
  Value make(Type* c) { return call_ok(c->value()); }
  std::string keyword_error(Value callable, std::initializer_list<Value> args, const char* keyword, Value value) {
    std::vector<Value> all(args);
    all.push_back(value);
    return error(call(*t, callable, all.data(), static_cast<uint32_t>(args.size()), tuple({sv(keyword)})));
  }
  Value list(std::initializer_list<Value> items) { return ok(list_from(*t, items.begin(), static_cast<int64_t>(items.size())))->value(); }
};

}  // namespace eider::builtins
