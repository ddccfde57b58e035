// SPDX-License-Identifier: MIT
//
// Python objects in C++: Value (any object), Fn (a function with a C++ type), Item (rt["name"]).
#pragma once

#include "eider/function.hpp"

namespace eider {

namespace detail {

/// What a Value converts to by itself. (string_view and pointers would dangle.)
template <class T>
concept ImplicitTarget = Convertible<T> && requires(Session& s, T* out) { Convert<T>::from(s, Word(), out); };

/// Calls with the arguments, positional and named ("x"_a = 3), in any order.
template <class... A>
Word call_words(Session& s, Word callable, A&&... args) {
  static_assert(((Assignable<A> || is_named<Bare<A>>) && ...), "an argument has a type that eider cannot convert");
  constexpr std::size_t kNamed = (is_named<Bare<A>> + ... + 0);
  constexpr std::size_t kPositional = sizeof...(A) - kNamed;
  Word words[sizeof...(A) + 1] = {};
  std::string_view names[kNamed + 1];
  std::size_t positional = 0, named = 0;
  auto put = [&](auto&& arg) {
    if constexpr (is_named<Bare<decltype(arg)>>) {
      if (!to_word(s, std::forward<decltype(arg.value)>(arg.value), arg.name, &words[kPositional + named])) {
        throw_pending(s, "argument '" + std::string(arg.name) + "': ");
      }
      names[named++] = arg.name;
    } else {
      if (!to_word(s, std::forward<decltype(arg)>(arg), "<C++ function>", &words[positional])) {
        throw_pending(s, "argument " + std::to_string(positional + 1) + ": ");
      }
      positional++;
    }
  };
  (put(std::forward<A>(args)), ...);
  Word w = 0;
  if (!call(s, callable, words, kPositional, names, kNamed, &w)) throw_pending(s);
  return w;
}

template <class T>
T result_from(Session& s, Word w, std::string_view where) {
  T out{};
  if (!Convert<T>::from(s, w, &out)) throw_pending(s, where);
  return out;
}

}  // namespace detail

/// A Python object, kept alive. Copied and destroyed on any thread; outlives its runtime harmlessly (using it then throws Closed).
class Value {
 public:
  Value() = default;  // no object: is_empty()
  Value(const Value& o) noexcept : handle_(o.handle_) {
    if (handle_ != nullptr) detail::handle_retain(handle_);
  }
  Value(Value&& o) noexcept : handle_(std::exchange(o.handle_, nullptr)) {}
  Value& operator=(Value o) noexcept {
    std::swap(handle_, o.handle_);
    return *this;
  }
  ~Value() {
    if (handle_ != nullptr) detail::handle_release(handle_);
  }

  bool is_empty() const noexcept { return handle_ == nullptr; }
  bool is_none() const {
    detail::Session s(core());
    return detail::is_none(word(s));
  }
  template <class T>
  T as() const {
    detail::Session s(core());
    return detail::result_from<T>(s, word(s), "result: ");
  }
  template <detail::ImplicitTarget T>
    requires(!std::same_as<T, Value>)
  operator T() const {
    return as<T>();
  }

  /// value(1, "two", "three"_a = 3)
  template <class... A>
  Value operator()(A&&... args) const {
    detail::Session s(core());
    detail::Word w = detail::call_words(s, word(s), std::forward<A>(args)...);
    return Value(s, w);
  }
  Value attr(std::string_view name) const {
    detail::Session s(core());
    detail::Word w = 0;
    if (!detail::get_attr(s, word(s), name, &w)) detail::throw_pending(s);
    return Value(s, w);
  }
  template <class T>
  void set_attr(std::string_view name, T&& v) const {
    static_assert(detail::Assignable<T>, "eider cannot convert this type (a callable must have one signature)");
    detail::Session s(core());
    detail::Word object = word(s), w = 0;
    if (!detail::to_word(s, std::forward<T>(v), name, &w) || !detail::set_attr(s, object, name, w)) detail::throw_pending(s);
  }
  template <class K>
  Value item(const K& key) const {
    detail::Session s(core());
    detail::Word object = word(s), k = 0, w = 0;
    if (!detail::Convert<K>::to(s, key, &k) || !detail::get_item(s, object, k, &w)) detail::throw_pending(s);
    return Value(s, w);
  }
  template <class K, class T>
  void set_item(const K& key, T&& v) const {
    static_assert(detail::Assignable<T>, "eider cannot convert this type (a callable must have one signature)");
    detail::Session s(core());
    detail::Word object = word(s), k = 0, w = 0;
    if (!detail::Convert<K>::to(s, key, &k) || !detail::to_word(s, std::forward<T>(v), "<C++ function>", &w) ||
        !detail::set_item(s, object, k, w)) {
      detail::throw_pending(s);
    }
  }
  std::string repr() const { return text(false); }
  std::string str() const { return text(true); }
  std::string type_name() const {
    detail::Session s(core());
    return detail::type_name(s, word(s));
  }

  // For the header's own use: an object inside a session.
  Value(detail::Session& s, detail::Word w) : handle_(detail::handle_new(s, w)) {}
  detail::Word word(detail::Session& s) const {
    detail::check_entered(s);
    return detail::handle_word(handle_);
  }
  detail::Core* core() const {
    if (handle_ == nullptr) throw std::logic_error("an empty eider::Value was used");
    return detail::handle_core(handle_);
  }

 private:
  std::string text(bool as_str) const {
    detail::Session s(core());
    std::string out;
    if (!detail::repr(s, word(s), as_str, &out)) detail::throw_pending(s);
    return out;
  }
  detail::Handle* handle_ = nullptr;
};

namespace detail {
template <>
struct Convert<Value> {
  static std::string name() { return "object"; }
  static bool from(Session& s, Word w, Value* out) { return *out = Value(s, w), true; }
  static bool to(Session& s, const Value& v, Word* w) {
    if (v.is_empty()) return *w = none_word(), true;
    if (v.core() != s.core()) {
      raise(s, "ValueError", "an object of another runtime cannot be used here");
      return false;
    }
    *w = v.word(s);
    return true;
  }
};
}  // namespace detail

/// A script function with a C++ type. Copyable; any number of threads may call it at once.
template <class Signature>
class Fn;
template <class R, class... A>
class Fn<R(A...)> {
 public:
  Fn() = default;
  explicit Fn(Value callable) : callable_(std::move(callable)) {}
  R operator()(A... args) const {
    detail::Session s(callable_.core());
    detail::Word w = detail::call_words(s, callable_.word(s), std::forward<A>(args)...);
    if constexpr (!std::is_void_v<R>) return detail::result_from<R>(s, w, "result: ");
  }
  explicit operator bool() const noexcept { return !callable_.is_empty(); }
  const Value& value() const { return callable_; }

 private:
  Value callable_;
};

namespace detail {
template <class S>
struct Convert<Fn<S>> {
  static constexpr Kind kKind = Kind::callable;
  static constexpr bool is_object = true;
  static std::string name() { return "callable"; }
  static bool from(Session& s, Word w, Fn<S>* out) {
    if (kind_of(s, w) != Kind::callable) return expected<Fn<S>>(s, w);
    return *out = Fn<S>(Value(s, w)), true;
  }
  static bool to(Session& s, const Fn<S>& v, Word* w) { return Convert<Value>::to(s, v.value(), w); }
};
/// std::function and its like, by what they have. From: None is the empty function; the object is kept alive by the function.
template <template <class> class F, class R, class... A>
  requires std::constructible_from<F<R(A...)>, Fn<R(A...)>> && (!std::same_as<F<R(A...)>, Fn<R(A...)>>)
struct Convert<F<R(A...)>> {
  static constexpr Kind kKind = Kind::callable;
  static std::string name() { return "callable"; }
  static bool from(Session& s, Word w, F<R(A...)>* out) {
    if (is_none(w)) return *out = {}, true;
    if (kind_of(s, w) != Kind::callable) return expected<F<R(A...)>>(s, w);
    *out = Fn<R(A...)>(Value(s, w));
    return true;
  }
  static bool to(Session& s, const F<R(A...)>& v, Word* w) {
    return to_word(s, v, "<C++ function>", w);
  }
};
}  // namespace detail

/// rt["name"]: a global variable of the script, looked up when it is used. Valid as long as its Runtime.
class Item {
 public:
  Item(detail::Core* core, std::string_view name) : core_(core), name_(name) {}
  Item(const Item&) = default;
  template <class T>
    requires(!std::same_as<detail::Bare<T>, Item>)
  Item& operator=(T&& v) {
    static_assert(detail::Assignable<T>, "eider cannot convert this type (a callable must have one signature)");
    detail::Session s(core_);
    detail::check_entered(s);
    detail::Word w = 0;
    if (!detail::to_word(s, std::forward<T>(v), name_, &w) || !detail::set_global(s, name_, w)) detail::throw_pending(s);
    return *this;
  }
  Item& operator=(const Item& o) { return *this = o.get(); }
  Value get() const {
    detail::Session s(core_);
    detail::Word w = find(s);
    return Value(s, w);
  }
  template <class T>
  T as() const {
    detail::Session s(core_);
    return detail::result_from<T>(s, find(s), "'" + name_ + "': ");
  }
  operator Value() const { return get(); }
  template <detail::ImplicitTarget T>
    requires(!std::same_as<T, Value>)
  operator T() const {
    return as<T>();
  }
  template <class... A>
  Value operator()(A&&... args) const {
    detail::Session s(core_);
    detail::Word w = detail::call_words(s, find(s), std::forward<A>(args)...);
    return Value(s, w);
  }
  Value attr(std::string_view name) const { return get().attr(name); }

 private:
  detail::Word find(detail::Session& s) const {
    detail::check_entered(s);
    detail::Word w = 0;
    if (!detail::get_global(s, name_, &w)) detail::throw_pending(s);
    return w;
  }
  detail::Core* core_;
  std::string name_;
};

}  // namespace eider
