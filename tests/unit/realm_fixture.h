// SPDX-License-Identifier: MIT
//
// A realm with one attached thread for a test's duration, and helpers to read results.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "threads/safepoint.h"

namespace eider::objects {

class RealmTest : public ::testing::Test {
 protected:
  void SetUp() override {
    realm = std::make_unique<Realm>(config());
    t = std::make_unique<Thread>();
    ASSERT_TRUE(realm->bootstrap(*t));
    install();
  }
  void TearDown() override {
    EXPECT_FALSE(t->has_exception()) << "left behind: " << pending();
    t->pending_exception = kAbsent;
    realm->leave_thread(*t);
    t.reset();
    realm.reset();
  }
  virtual Realm::Config config() { return {}; }
  virtual void install() {}

  /// The value of a result; fails the test (and clears the exception) when there is none.
  Value ok(Result<Value> r) {
    if (r.ok()) return r.get();
    ADD_FAILURE() << "raised " << pending();
    take_exception(*t);
    return kNone;
  }
  template <class T>
  T* ok(Result<T*> r) {
    if (r.ok()) return r.get();
    ADD_FAILURE() << "raised " << pending();
    take_exception(*t);
    return nullptr;
  }
  void ok(Result<void> r) {
    if (r.ok()) return;
    ADD_FAILURE() << "raised " << pending();
    take_exception(*t);
  }
  template <class T>
  T ok_plain(Result<T> r) {
    if (r.ok()) return r.get();
    ADD_FAILURE() << "raised " << pending();
    take_exception(*t);
    return T{};
  }
  /// "TypeError: text" of what a failed result raised, cleared; "nothing" when it succeeded.
  template <class R>
  std::string error(const R& r) {
    if (r.ok()) return "nothing";
    std::string text = pending();
    take_exception(*t);
    return text;
  }
  std::string pending() {
    Value exc = t->pending_exception;
    if (exc.is_absent()) return "nothing";
    std::string text = type_name(*t, exc);
    Value args = exc.as<BaseException>()->args.get();
    if (!args.is_absent() && args.as<Tuple>()->size() > 0) {
      Value first = args.as<Tuple>()->items[0].get();
      text += ": ";
      if (first.is_heap() && is_exact(first, TypeId::kStr)) text += to_utf8(first.as<Str>());
      else if (first.is_small_int()) text += std::to_string(first.small_int());
    }
    return text;
  }
  Str* s(std::string_view text) { return ok(objects::intern(*t, text)); }
  Value sv(std::string_view text) { return s(text)->value(); }
  static Value i(int64_t n) { return Value::from_small_int(n); }
  Value cls(TypeId id) { return type(*t, id)->value(); }
  std::string text(Result<Value> r) {
    Value v = ok(r);
    return v.is_heap() && is_instance(*t, v, TypeId::kStr) ? to_utf8(v.as<Str>()) : "<no str>";
  }
  std::string text(Result<Str*> r) {
    Str* v = ok(r);
    return v == nullptr ? "<none>" : to_utf8(v);
  }
  Dict* dict_of(std::initializer_list<std::pair<const char*, Value>> items) {
    Dict* d = ok(dict_new(*t));
    for (auto& [key, value] : items) ok(dict_set_str(*t, d, s(key), value));
    return d;
  }
  Tuple* tuple(std::initializer_list<Value> items) { return ok(tuple_from(*t, items.begin(), static_cast<int64_t>(items.size()))); }
  /// class name(bases): attributes
  Type* new_class(const char* class_name, std::initializer_list<Value> bases, std::initializer_list<std::pair<const char*, Value>> items = {}) {
    return ok(type_new(*t, type(*t, TypeId::kType), s(class_name), tuple(bases), dict_of(items), nullptr, nullptr));
  }
  std::string class_error(const char* class_name, std::initializer_list<Value> bases,
                          std::initializer_list<std::pair<const char*, Value>> items = {}) {
    return error(type_new(*t, type(*t, TypeId::kType), s(class_name), tuple(bases), dict_of(items), nullptr, nullptr));
  }
  Value get(Value o, std::string_view attribute) { return ok(get_attr(*t, o, s(attribute))); }
  void set(Value o, std::string_view attribute, Value v) { ok(set_attr(*t, o, s(attribute), v)); }

  /// Runs `body(thread, index)` on `count` attached threads at once and waits for them; the test's own thread is detached meanwhile.
  void run_together(int count, const std::function<void(Thread&, int)>& body) {
    threads::Detached away(*t);
    std::vector<std::thread> threads;
    std::atomic<int> ready{0};
    for (int n = 0; n < count; n++) {
      threads.emplace_back([&, n] {
        Thread own;
        realm->enter_thread(own, false);
        {
          threads::Detached wait(own);
          ready++;
          while (ready.load() < count) std::this_thread::yield();
        }
        body(own, n);
        realm->leave_thread(own);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  std::unique_ptr<Realm> realm;
  std::unique_ptr<Thread> t;
};

}  // namespace eider::objects
