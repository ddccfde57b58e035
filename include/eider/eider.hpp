// SPDX-License-Identifier: MIT
//
// Eider in a C++ program.
//
//   eider::Runtime rt;                                        // own heap, own modules, no global state
//   rt["greet"] = [](std::string who) { return "hello " + who; };
//   rt.exec("def twice(x): return x * 2");
//   int n = rt["twice"](21);
//   auto twice = rt.fn<int(int)>("twice");                    // typed, copyable, usable on any thread at once
//
// Threads      any thread may use any of this at any time; it is attached by itself, and no lock is to be taken.
// Errors       an exception of the script becomes eider::Error; of a bound C++ callable, a RuntimeError of the script
//              (std::out_of_range: IndexError, std::invalid_argument: ValueError, std::bad_alloc: MemoryError).
// Waiting      a bound callable that may wait for other threads is bound as eider::blocking(f).
// Conversions  bool, integers (range-checked), float, double, std::string, std::string_view, const char*, std::optional,
//              std::vector, std::span, std::array, std::map, std::unordered_map, std::pair, std::tuple, eider::Value.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "eider/bridge.hpp"

namespace eider {

class Value;
class Runtime;
class Item;

/// The runtime was closed, or is closing.
class Closed : public std::runtime_error {
 public:
  Closed() : std::runtime_error("the eider runtime is closed") {}
};

/// An exception of the script, or a failed conversion (TypeError, OverflowError). Cheap to copy.
class Error : public std::exception {
 public:
  explicit Error(std::shared_ptr<const detail::ErrorData> data)
      : data_(std::move(data)),
        what_(std::make_shared<const std::string>(data_->message.empty() ? data_->type_name : data_->type_name + ": " + data_->message)) {}
  const char* what() const noexcept override { return what_->c_str(); }             // "ValueError: too small"
  const std::string& type_name() const noexcept { return data_->type_name; }        // "ValueError"
  const std::string& message() const noexcept { return data_->message; }            // "too small"
  const std::string& traceback() const noexcept { return data_->traceback; }        // as the command line prints it
  const std::shared_ptr<const detail::ErrorData>& data() const noexcept { return data_; }

 private:
  std::shared_ptr<const detail::ErrorData> data_;
  std::shared_ptr<const std::string> what_;
};

namespace detail {

inline void check_entered(const Session& s) {
  if (s.entered()) return;
  if (s.problem.empty()) throw Closed();
  throw std::runtime_error(s.problem);
}

/// Throws what is pending in `s`, or its conversion problem.
[[noreturn]] inline void throw_pending(Session& s, std::string_view where = {}) {
  if (!error_pending(s)) raise_problem(s, where);
  auto data = take_error(s);
  if (data == nullptr) throw Closed();
  throw Error(std::move(data));
}

// --- conversions: Convert<T>::from fills *out or fails (s.problem or a pending exception); to makes an object or fails (pending)
template <class T>
struct Convert;

template <class T>
using Bare = std::remove_cvref_t<T>;

template <class T>
concept Convertible = requires { Convert<Bare<T>>::name(); };

template <class T>
bool expected(Session& s, Word word) {
  if (error_pending(s)) return false;
  return s.fail("expected " + Convert<T>::name() + ", got " + type_name(s, word));
}

template <>
struct Convert<bool> {
  static std::string name() { return "bool"; }
  static bool from(Session& s, Word w, bool* out) { return read_bool(s, w, out) == Read::ok || expected<bool>(s, w); }
  static bool to(Session&, bool v, Word* w) { return *w = bool_word(v), true; }
};

template <std::integral T>
  requires(!std::same_as<T, bool>)
struct Convert<T> {
  using Limits = std::numeric_limits<T>;
  static std::string name() {
    return "int (" + std::string(Limits::is_signed ? "signed" : "unsigned") + ", " + std::to_string(sizeof(T) * 8) + " bits)";
  }
  static bool from(Session& s, Word w, T* out) {
    Read r;
    if constexpr (Limits::is_signed) {
      std::int64_t v = 0;
      r = read_int(s, w, &v);
      if (r == Read::ok && (v < Limits::min() || v > Limits::max())) r = Read::out_of_range;
      *out = static_cast<T>(v);
    } else {
      std::uint64_t v = 0;
      r = read_uint(s, w, &v);
      if (r == Read::ok && v > Limits::max()) r = Read::out_of_range;
      *out = static_cast<T>(v);
    }
    if (r == Read::ok) return true;
    if (r == Read::wrong_type) return expected<T>(s, w);
    std::string digits;
    if (!repr(s, w, false, &digits)) return false;
    return s.fail(digits + " (" + type_name(s, w) + ") does not fit in " + name(), true);
  }
  static bool to(Session& s, T v, Word* w) {
    if constexpr (Limits::is_signed) return make_int(s, v, w);
    else return make_uint(s, v, w);
  }
};

template <std::floating_point T>
struct Convert<T> {
  static std::string name() { return "float"; }
  static bool from(Session& s, Word w, T* out) {
    double d = 0;
    Read r = read_float(s, w, &d);
    *out = static_cast<T>(d);
    if (r == Read::ok) return true;
    if (r == Read::out_of_range) return s.fail("int too large for a float", true);
    return expected<T>(s, w);
  }
  static bool to(Session& s, T v, Word* w) { return make_float(s, static_cast<double>(v), w); }
};

template <>
struct Convert<std::string> {
  static std::string name() { return "str"; }
  static bool from(Session& s, Word w, std::string* out) { return read_str(s, w, out) == Read::ok || expected<std::string>(s, w); }
  static bool to(Session& s, std::string_view v, Word* w) { return make_str(s, v, w); }
};
template <>
struct Convert<std::string_view> {  // from: only as a parameter of a bound callable (Holder)
  static std::string name() { return "str"; }
  static bool to(Session& s, std::string_view v, Word* w) { return make_str(s, v, w); }
};
template <>
struct Convert<const char*> {
  static std::string name() { return "str"; }
  static bool to(Session& s, const char* v, Word* w) { return make_str(s, v, w); }
};
template <>
struct Convert<char*> : Convert<const char*> {};
template <std::size_t N>
struct Convert<char[N]> : Convert<const char*> {};
template <>
struct Convert<std::nullptr_t> {
  static std::string name() { return "None"; }
  static bool to(Session&, std::nullptr_t, Word* w) { return *w = none_word(), true; }
};

template <class T>
struct Convert<std::optional<T>> {
  static std::string name() { return Convert<T>::name() + " or None"; }
  static bool from(Session& s, Word w, std::optional<T>* out) {
    if (is_none(w)) return out->reset(), true;
    T v{};
    if (!Convert<T>::from(s, w, &v)) return false;
    *out = std::move(v);
    return true;
  }
  static bool to(Session& s, const std::optional<T>& v, Word* w) {
    if (!v) return *w = none_word(), true;
    return Convert<T>::to(s, *v, w);
  }
};

template <class Range>
bool list_of(Session& s, const Range& range, Word* w) {
  if (!make_list(s, range.size(), w)) return false;
  for (const auto& item : range) {
    Word word = 0;
    if (!Convert<Bare<typename Range::value_type>>::to(s, item, &word) || !list_push(s, *w, word)) return false;
  }
  return true;
}

template <class T>
bool item_from(Session& s, Word items, std::size_t i, T* out) {
  if (Convert<T>::from(s, item_at(items, i), out)) return true;
  if (!s.problem.empty()) s.problem = "item " + std::to_string(i) + ": " + s.problem;
  return false;
}

template <class T>
struct Convert<std::vector<T>> {
  static std::string name() { return "list of " + Convert<T>::name(); }
  static bool from(Session& s, Word w, std::vector<T>* out) {
    Word items = 0;
    std::size_t count = 0;
    if (!open_items(s, w, Shape::sequence, &items, &count)) return expected<std::vector<T>>(s, w);
    out->clear();
    out->reserve(count);
    for (std::size_t i = 0; i < count; i++) {
      T v{};
      if (!item_from(s, items, i, &v)) return false;
      out->push_back(std::move(v));
    }
    return true;
  }
  static bool to(Session& s, const std::vector<T>& v, Word* w) { return list_of(s, v, w); }
};
template <class T, std::size_t N>
struct Convert<std::span<T, N>> {  // from: only as a parameter of a bound callable (Holder)
  static std::string name() { return "list of " + Convert<Bare<T>>::name(); }
  static bool to(Session& s, std::span<T, N> v, Word* w) { return list_of(s, v, w); }
};
template <class T, std::size_t N>
struct Convert<std::array<T, N>> {
  static std::string name() { return "list of " + std::to_string(N) + " " + Convert<T>::name(); }
  static bool from(Session& s, Word w, std::array<T, N>* out) {
    Word items = 0;
    std::size_t count = 0;
    if (!open_items(s, w, Shape::sequence, &items, &count)) return expected<std::array<T, N>>(s, w);
    if (count != N) return s.fail("expected " + name() + ", got " + std::to_string(count) + " items");
    for (std::size_t i = 0; i < N; i++) {
      if (!item_from(s, items, i, &(*out)[i])) return false;
    }
    return true;
  }
  static bool to(Session& s, const std::array<T, N>& v, Word* w) { return list_of(s, v, w); }
};

template <class Map>
struct ConvertMap {
  using K = typename Map::key_type;
  using V = typename Map::mapped_type;
  static std::string name() { return "dict of " + Convert<K>::name() + " to " + Convert<V>::name(); }
  static bool from(Session& s, Word w, Map* out) {
    Word items = 0;
    std::size_t count = 0;
    if (!open_items(s, w, Shape::mapping, &items, &count)) return expected<Map>(s, w);
    out->clear();
    for (std::size_t i = 0; i + 1 < count; i += 2) {
      K key{};
      V value{};
      if (!Convert<K>::from(s, item_at(items, i), &key)) return in(s, "key", i);
      if (!Convert<V>::from(s, item_at(items, i + 1), &value)) return in(s, "value", i);
      out->insert_or_assign(std::move(key), std::move(value));
    }
    return true;
  }
  static bool to(Session& s, const Map& v, Word* w) {
    if (!make_dict(s, w)) return false;
    for (const auto& [key, value] : v) {
      Word k = 0, x = 0;
      if (!Convert<K>::to(s, key, &k) || !Convert<V>::to(s, value, &x) || !set_item(s, *w, k, x)) return false;
    }
    return true;
  }

 private:
  static bool in(Session& s, const char* what, std::size_t i) {
    if (!s.problem.empty()) s.problem = std::string(what) + " of item " + std::to_string(i / 2) + ": " + s.problem;
    return false;
  }
};
template <class K, class V, class... Rest>
struct Convert<std::map<K, V, Rest...>> : ConvertMap<std::map<K, V, Rest...>> {};
template <class K, class V, class... Rest>
struct Convert<std::unordered_map<K, V, Rest...>> : ConvertMap<std::unordered_map<K, V, Rest...>> {};

template <class Tuple, class... T>
struct ConvertTuple {
  static std::string name() {
    std::string text;
    ((text += (text.empty() ? "" : ", ") + Convert<T>::name()), ...);
    return "tuple (" + text + ")";
  }
  static bool from(Session& s, Word w, Tuple* out) {
    Word items = 0;
    std::size_t count = 0;
    if (!open_items(s, w, Shape::tuple, &items, &count)) return expected<Tuple>(s, w);
    if (count != sizeof...(T)) return s.fail("expected " + name() + ", got " + std::to_string(count) + " items");
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      return (item_from(s, items, I, &std::get<I>(*out)) && ...);
    }(std::index_sequence_for<T...>());
  }
  static bool to(Session& s, const Tuple& v, Word* w) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      Word words[sizeof...(T) + 1] = {};
      return (Convert<T>::to(s, std::get<I>(v), &words[I]) && ...) && make_tuple(s, words, sizeof...(T), w);
    }(std::index_sequence_for<T...>());
  }
};
template <class... T>
struct Convert<std::tuple<T...>> : ConvertTuple<std::tuple<T...>, T...> {};
template <class A, class B>
struct Convert<std::pair<A, B>> : ConvertTuple<std::pair<A, B>, A, B> {};

// --- callables
template <class F>
struct Signature : Signature<decltype(&F::operator())> {};
template <class R, class... A>
struct Signature<R (*)(A...)> {
  using Result = R;
  using Arguments = std::tuple<A...>;
};
template <class R, class... A>
struct Signature<R (*)(A...) noexcept> : Signature<R (*)(A...)> {};
template <class C, class R, class... A>
struct Signature<R (C::*)(A...)> : Signature<R (*)(A...)> {};
template <class C, class R, class... A>
struct Signature<R (C::*)(A...) const> : Signature<R (*)(A...)> {};
template <class C, class R, class... A>
struct Signature<R (C::*)(A...) noexcept> : Signature<R (*)(A...)> {};
template <class C, class R, class... A>
struct Signature<R (C::*)(A...) const noexcept> : Signature<R (*)(A...)> {};

/// A lambda with one signature, a std::function, a function pointer.
template <class F>
concept BoundFunction = !Convertible<F> && (requires { &std::decay_t<F>::operator(); } ||
                                            std::is_function_v<std::remove_pointer_t<std::decay_t<F>>>);

/// Where an argument stands while the callable runs.
template <class T>
struct Holder {
  static_assert(!std::is_lvalue_reference_v<T> || std::is_const_v<std::remove_reference_t<T>>,
                "a bound callable gets copies: take the argument by value or by const reference");
  using Stored = Bare<T>;
};
template <class T>
  requires std::same_as<Bare<T>, std::string_view>
struct Holder<T> {
  using Stored = std::string;
};
template <class T>
struct SpanItem;
template <class T, std::size_t N>
struct SpanItem<std::span<const T, N>> {
  using Type = T;
};
template <class T>
  requires requires { typename SpanItem<Bare<T>>::Type; }
struct Holder<T> {
  using Stored = std::vector<typename SpanItem<Bare<T>>::Type>;
};
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// The exception being handled becomes the script's.
inline void raise_current(Session& s) noexcept {
  try {
    throw;
  } catch (const Error& e) {
    raise_again(s, *e.data());
  } catch (const Closed& e) {
    raise(s, Raise::closed, e.what());
  } catch (const std::out_of_range& e) {
    raise(s, Raise::index_error, e.what());
  } catch (const std::invalid_argument& e) {
    raise(s, Raise::value_error, e.what());
  } catch (const std::bad_alloc& e) {
    raise(s, Raise::memory_error, e.what());
  } catch (const std::exception& e) {
    raise(s, Raise::runtime_error, e.what());
  } catch (...) {
    raise(s, Raise::runtime_error, "a C++ exception that is not a std::exception");
  }
}

struct Nothing {};

template <class F, bool kBlocking>
struct Invoker {
  using S = Signature<F>;
  using R = typename S::Result;
  using Arguments = typename S::Arguments;
  static constexpr std::size_t kCount = std::tuple_size_v<Arguments>;
  template <std::size_t I>
  using Stored = typename Holder<std::tuple_element_t<I, Arguments>>::Stored;

  /// Trailing optional parameters may be omitted.
  static constexpr std::size_t required() {
    std::size_t n = 0;
    [&]<std::size_t... I>(std::index_sequence<I...>) { ((n = is_optional<Stored<I>> ? n : I + 1), ...); }(std::make_index_sequence<kCount>());
    return n;
  }

  static bool invoke(void* state, Session& s, const char* name, const Word* args, std::uint32_t count, Word* result) {
    try {
      return run(*static_cast<F*>(state), s, name, args, count, result, std::make_index_sequence<kCount>());
    } catch (...) {
      raise_current(s);
      return false;
    }
  }

 private:
  template <std::size_t... I>
  static bool run(F& f, Session& s, const char* name, const Word* args, std::uint32_t count, Word* result, std::index_sequence<I...>) {
    if (count > kCount || count < required()) {
      std::string text = std::string(name) + "() takes ";
      text += required() == kCount ? "exactly " : "from " + std::to_string(required()) + " to ";
      text += std::to_string(kCount) + (kCount == 1 ? " argument (" : " arguments (") + std::to_string(count) + " given)";
      raise(s, Raise::type_error, text);
      return false;
    }
    std::tuple<Stored<I>...> stored;
    std::size_t at = 0;
    auto take = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
      at = J;
      return J >= count || Convert<Stored<J>>::from(s, args[J], &std::get<J>(stored));
    };
    if (!(take(std::integral_constant<std::size_t, I>()) && ...)) {
      raise_problem(s, std::string(name) + "() argument " + std::to_string(at + 1) + ": ");
      return false;
    }
    if constexpr (std::is_void_v<R>) {
      apply(f, s, stored, std::index_sequence<I...>());
      *result = none_word();
      return true;
    } else {
      const auto& value = apply(f, s, stored, std::index_sequence<I...>());
      if (Convert<Bare<R>>::to(s, value, result)) return true;
      raise_problem(s, std::string(name) + "() result: ");
      return false;
    }
  }

  template <class Stored, std::size_t... I>
  static decltype(auto) apply(F& f, Session& s, Stored& stored, std::index_sequence<I...>) {
    [[maybe_unused]] std::conditional_t<kBlocking, std::optional<Away>, Nothing> away;
    if constexpr (kBlocking) away.emplace(s);
    return static_cast<R>(f(static_cast<std::tuple_element_t<I, Arguments>>(std::get<I>(stored))...));
  }
};

template <bool kBlocking, class F>
bool bind(Session& s, F&& f, std::string_view name, Word* w) {
  using D = std::decay_t<F>;
  Binding b;
  b.name = std::string(name);
  b.state = new D(std::forward<F>(f));
  b.invoke = &Invoker<D, kBlocking>::invoke;
  b.destroy = [](void* p) { delete static_cast<D*>(p); };
  return make_callable(s, std::move(b), w);
}

template <class F>
struct Blocking {
  F f;
};
template <class T>
inline constexpr bool is_blocking = false;
template <class F>
inline constexpr bool is_blocking<Blocking<F>> = true;

template <class T>
concept Assignable = Convertible<T> || BoundFunction<T> || is_blocking<Bare<T>>;

template <class T>
bool to_word(Session& s, T&& v, std::string_view name, Word* w) {
  if constexpr (is_blocking<Bare<T>>) return bind<true>(s, std::forward<T>(v).f, name, w);
  else if constexpr (BoundFunction<T>) return bind<false>(s, std::forward<T>(v), name, w);
  else return Convert<Bare<T>>::to(s, v, w);
}

}  // namespace detail

/// For binding a callable that may wait (for a lock, a file, another thread): it runs outside the heap and delays nobody.
/// It may use the runtime like any thread. Its arguments are copies, made before.
template <class F>
detail::Blocking<std::decay_t<F>> blocking(F&& f) {
  return {std::forward<F>(f)};
}

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
    T out{};
    if (!detail::Convert<T>::from(s, word(s), &out)) detail::throw_pending(s, "result: ");
    return out;
  }
  template <class T>
    requires(detail::Convertible<T> && !std::same_as<T, Value> && !std::is_pointer_v<T> && !std::same_as<T, std::string_view> &&
             !std::same_as<T, std::nullptr_t>)
  operator T() const {
    return as<T>();
  }

  template <class... A>
  Value operator()(A&&... args) const {
    detail::Session s(core());
    return call_in(s, word(s), std::forward<A>(args)...);
  }
  Value attr(std::string_view name) const {
    detail::Session s(core());
    detail::Word w = 0;
    if (!detail::get_attr(s, word(s), name, &w)) detail::throw_pending(s);
    return Value(s, w);
  }
  template <class T>
  void set_attr(std::string_view name, T&& v) const {
    detail::Session s(core());
    detail::Word w = 0;
    if (!detail::to_word(s, std::forward<T>(v), name, &w) || !detail::set_attr(s, word(s), name, w)) detail::throw_pending(s);
  }
  template <class K>
  Value item(const K& key) const {
    detail::Session s(core());
    detail::Word k = 0, w = 0;
    if (!detail::Convert<K>::to(s, key, &k) || !detail::get_item(s, word(s), k, &w)) detail::throw_pending(s);
    return Value(s, w);
  }
  template <class K, class T>
  void set_item(const K& key, T&& v) const {
    detail::Session s(core());
    detail::Word k = 0, w = 0;
    if (!detail::Convert<K>::to(s, key, &k) || !detail::to_word(s, std::forward<T>(v), "<C++ function>", &w) ||
        !detail::set_item(s, word(s), k, w)) {
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
  const detail::Handle* handle() const { return handle_; }
  template <class... A>
  static Value call_in(detail::Session& s, detail::Word callable, A&&... args) {
    detail::Word w = call_words(s, callable, std::forward<A>(args)...);
    return Value(s, w);
  }
  template <class... A>
  static detail::Word call_words(detail::Session& s, detail::Word callable, A&&... args) {
    static_assert((detail::Assignable<A> && ...), "an argument has a type that eider cannot convert");
    detail::Word words[sizeof...(A) + 1] = {};
    std::size_t at = 0;
    bool ok = ((detail::to_word(s, std::forward<A>(args), "<C++ function>", &words[at]) && ++at) && ...);
    detail::Word w = 0;
    if (!ok || !detail::call(s, callable, words, sizeof...(A), &w)) detail::throw_pending(s, "argument " + std::to_string(at + 1) + ": ");
    return w;
  }

 private:
  detail::Core* core() const {
    if (handle_ == nullptr) throw std::logic_error("an empty eider::Value was used");
    return detail::handle_core(handle_);
  }
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
    if (handle_core(v.handle()) != s.core()) {
      raise(s, Raise::value_error, "an object of another runtime cannot be used here");
      return false;
    }
    *w = handle_word(v.handle());
    return true;
  }
};
}  // namespace detail

/// What try_eval and try_exec return: a value or an Error.
template <class T>
class Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}
  bool has_value() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  T& value() & {
    if (!has_value()) throw error();
    return std::get<0>(held_);
  }
  const T& value() const& { return const_cast<Result*>(this)->value(); }
  T& operator*() { return value(); }
  T* operator->() { return &value(); }
  const Error& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, Error> held_;
};
template <>
class Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool has_value() const noexcept { return !error_; }
  explicit operator bool() const noexcept { return has_value(); }
  void value() const {
    if (error_) throw *error_;
  }
  const Error& error() const { return error_.value(); }

 private:
  std::optional<Error> error_;
};

/// A script function with a C++ type. Copyable; any number of threads may call it at once.
template <class Signature>
class Fn;
template <class R, class... A>
class Fn<R(A...)> {
 public:
  Fn() = default;
  explicit Fn(Value callable) : callable_(std::move(callable)) {}
  R operator()(A... args) const {
    if (callable_.is_empty()) throw std::bad_function_call();
    detail::Session s(detail::handle_core(callable_.handle()));
    detail::Word w = Value::call_words(s, callable_.word(s), std::forward<A>(args)...);
    if constexpr (!std::is_void_v<R>) {
      R out{};
      if (!detail::Convert<R>::from(s, w, &out)) detail::throw_pending(s, "result: ");
      return out;
    }
  }
  const Value& value() const { return callable_; }

 private:
  Value callable_;
};

/// rt["name"]: a global variable of the script, looked up when it is used.
class Item {
 public:
  Item(detail::Core* core, std::string_view name) : core_(core), name_(name) {}
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
    detail::Word w = find(s);
    T out{};
    if (!detail::Convert<T>::from(s, w, &out)) detail::throw_pending(s, "'" + name_ + "': ");
    return out;
  }
  operator Value() const { return get(); }
  template <class T>
    requires(detail::Convertible<T> && !std::same_as<T, Value> && !std::is_pointer_v<T> && !std::same_as<T, std::string_view> &&
             !std::same_as<T, std::nullptr_t>)
  operator T() const {
    return as<T>();
  }
  template <class... A>
  Value operator()(A&&... args) const {
    detail::Session s(core_);
    detail::Word w = find(s);
    return Value::call_in(s, w, std::forward<A>(args)...);
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

/// One interpreter: its own heap, modules and threads. Movable. The destructor closes it (RuntimeOptions::close_deadline); a runtime
/// whose threads do not end even then is abandoned, not torn down under them.
class Runtime {
 public:
  explicit Runtime(const RuntimeOptions& options = {}) {
    std::string error;
    core_ = detail::core_create(options, &error);
    if (core_ == nullptr) throw std::runtime_error("eider: " + error);
  }
  Runtime(Runtime&& o) noexcept : core_(std::exchange(o.core_, nullptr)) {}
  Runtime& operator=(Runtime&& o) noexcept {
    std::swap(core_, o.core_);
    return *this;
  }
  ~Runtime() {
    if (core_ == nullptr) return;
    if (detail::core_close(core_, detail::core_close_deadline(core_))) detail::core_release(core_);
  }

  void exec(std::string_view source, std::string_view filename = "<string>") {
    detail::Session s(core_);
    detail::check_entered(s);
    if (!detail::exec(s, source, filename)) detail::throw_pending(s);
  }
  template <class T = Value>
  T eval(std::string_view expression) {
    detail::Session s(core_);
    detail::check_entered(s);
    detail::Word w = 0;
    if (!detail::eval(s, expression, &w)) detail::throw_pending(s);
    if constexpr (!std::is_void_v<T>) {
      T out{};
      if (!detail::Convert<T>::from(s, w, &out)) detail::throw_pending(s, "result: ");
      return out;
    }
  }
  /// Errors of the script as results. (Closed is still thrown.)
  template <class T = Value>
  Result<T> try_eval(std::string_view expression) {
    try {
      if constexpr (std::is_void_v<T>) return eval<void>(expression), Result<void>();
      else return eval<T>(expression);
    } catch (const Error& e) {
      return e;
    }
  }
  Result<void> try_exec(std::string_view source, std::string_view filename = "<string>") {
    try {
      exec(source, filename);
      return {};
    } catch (const Error& e) {
      return e;
    }
  }
  Item operator[](std::string_view name) { return Item(core_, name); }
  template <class Signature>
  Fn<Signature> fn(std::string_view name) {
    return Fn<Signature>((*this)[name].get());
  }
  /// Refuses new calls (they throw Closed), asks running threads to end, waits for them, runs atexit callbacks. False: `deadline`
  /// passed first, or this was called from inside one of its own calls; it may be called again.
  bool close(std::chrono::nanoseconds deadline = std::chrono::seconds(5)) { return detail::core_close(core_, deadline); }
  bool is_open() const noexcept { return core_ != nullptr && detail::core_open(core_); }

 private:
  detail::Core* core_ = nullptr;
};

}  // namespace eider
