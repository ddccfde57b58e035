// SPDX-License-Identifier: MIT
//
// C++ callables as Python functions: by the type of the callable, with conversion both ways.
//
//   rt["area"] = [](double a, double b) { return a * b; };
//   rt["move"] = eider::function(move, "unit"_a, "steps"_a = 1, "Moves a unit.");   // names, a default, a docstring
//   rt["wait"] = eider::blocking([&] { queue.wait(); });                            // may wait: runs outside the heap
//
// Arguments are copies made before the call (string_view and span parameters look at such copies). A trailing std::optional
// may be omitted. What the callable throws is raised in the script (error.hpp).
#pragma once

#include "eider/containers.hpp"
#include "eider/error.hpp"

namespace eider {

/// "x"_a = 3: a keyword argument of a call, or a parameter's default.
template <class T>
struct NamedValue {
  std::string_view name;
  T value;
};
/// "x"_a: a parameter's name.
struct Arg {
  std::string_view name;
  template <class T>
  constexpr NamedValue<T> operator=(T&& value) const {
    return {name, std::forward<T>(value)};
  }
};
inline namespace literals {
consteval Arg operator""_a(const char* text, std::size_t size) { return Arg{{text, size}}; }
}  // namespace literals

namespace detail {

template <class T>
inline constexpr bool is_named = false;
template <class T>
inline constexpr bool is_named<NamedValue<T>> = true;

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
concept BoundFunction = requires { &std::decay_t<F>::operator(); } || std::is_function_v<std::remove_pointer_t<std::decay_t<F>>>;

/// Where an argument stands while the callable runs.
template <class T>
struct Holder {
  static_assert(!std::is_lvalue_reference_v<T> || std::is_const_v<std::remove_reference_t<T>>,
                "a bound callable gets copies: take the argument by value or by const reference");
  static_assert(Convertible<T>, "a parameter has a type that eider cannot convert");
  using Stored = Bare<T>;
  static bool from(Session& s, Word w, Stored* out) { return Convert<Stored>::from(s, w, out); }
  static T pass(Stored& stored) { return static_cast<T>(stored); }
};
template <class T>
  requires std::same_as<Bare<T>, std::string_view>
struct Holder<T> {
  using Stored = std::string;
  static bool from(Session& s, Word w, Stored* out) { return Convert<Stored>::from(s, w, out); }
  static std::string_view pass(Stored& stored) { return stored; }
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
  static bool from(Session& s, Word w, Stored* out) { return Convert<Stored>::from(s, w, out); }
  static Bare<T> pass(Stored& stored) { return Bare<T>(stored); }
};
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// eider::blocking, as an option of a binding or around a callable.
struct BlockingTag {
  template <class F>
  constexpr auto operator()(F&& f) const;
};
struct NotAway {
  explicit NotAway(Session&) {}
};

template <class F, bool kBlocking>
struct Invoker {
  using R = typename Signature<F>::Result;
  using Arguments = typename Signature<F>::Arguments;
  static constexpr std::size_t kCount = std::tuple_size_v<Arguments>;
  template <std::size_t I>
  using HolderOf = Holder<std::tuple_element_t<I, Arguments>>;

  /// Trailing optional parameters may be omitted.
  static constexpr std::size_t required() {
    std::size_t n = 0;
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      ((n = is_optional<typename HolderOf<I>::Stored> ? n : I + 1), ...);
    }(std::make_index_sequence<kCount>());
    return n;
  }

  static bool invoke(void* state, Call& call) {
    try {
      return run(*static_cast<F*>(state), call, std::make_index_sequence<kCount>());
    } catch (...) {
      raise_current(call.session);
      return false;
    }
  }

 private:
  template <std::size_t... I>
  static bool run(F& f, Call& call, std::index_sequence<I...>) {
    static_assert(kCount <= 64, "a bound callable has at most 64 parameters");
    std::tuple<typename HolderOf<I>::Stored...> stored;
    int at = 0;
    auto take = [&]<std::size_t J>(std::integral_constant<std::size_t, J>) {
      at = static_cast<int>(J);
      return call.args[J] == 0 || HolderOf<J>::from(call.session, call.args[J], &std::get<J>(stored));
    };
    if (!(take(std::integral_constant<std::size_t, I>()) && ...)) {
      raise_in_call(call, at);
      return false;
    }
    auto apply = [&]() -> R {
      [[maybe_unused]] std::conditional_t<kBlocking, Away, NotAway> away(call.session);
      return static_cast<R>(f(HolderOf<I>::pass(std::get<I>(stored))...));
    };
    if constexpr (std::is_void_v<R>) {
      apply();
      *call.result = none_word();
      return true;
    } else {
      if (Convert<Bare<R>>::to(call.session, apply(), call.result)) return true;
      raise_in_call(call, -1);
      return false;
    }
  }
};

/// A callable with options: names and defaults of parameters, a docstring, eider::blocking.
template <class F, class... Options>
struct Described {
  F f;
  std::tuple<Options...> options;
};
template <class T>
inline constexpr bool is_described = false;
template <class F, class... O>
inline constexpr bool is_described<Described<F, O...>> = true;

/// Has a call operator, but is an object of the script (Fn).
template <class T>
concept IsObject = requires { Convert<T>::is_object; };

template <class T>
concept Assignable = Convertible<T> || BoundFunction<T> || is_described<Bare<T>>;

template <class T>
bool to_word(Session& s, T&& v, std::string_view name, Word* w);

template <class F, class... Options>
bool bind(Session& s, F f, std::string_view name, Word* w, Options&... options) {
  constexpr bool kBlocking = (std::same_as<Bare<Options>, BlockingTag> || ...);
  using Invoke = Invoker<F, kBlocking>;
  constexpr std::size_t kNames = ((std::same_as<Bare<Options>, Arg> || is_named<Bare<Options>>) + ... + 0);
  static_assert(kNames == 0 || kNames == Invoke::kCount, "name all parameters or none");
  Binding b;
  b.name = std::string(name);
  b.parameters.resize(Invoke::kCount);
  for (std::size_t i = Invoke::required(); i < Invoke::kCount; i++) b.parameters[i].required = false;
  Word defaults[Invoke::kCount + 1] = {};
  std::size_t at = 0;
  auto apply = [&](auto& option) {
    using O = Bare<decltype(option)>;
    if constexpr (std::same_as<O, Arg>) {
      b.parameters[at++].name = std::string(option.name);
    } else if constexpr (is_named<O>) {
      b.parameters[at].name = std::string(option.name);
      b.parameters[at].required = false;
      return to_word(s, option.value, option.name, &defaults[at++]);
    } else if constexpr (!std::same_as<O, BlockingTag>) {
      b.doc = std::string(std::string_view(option));
    }
    return true;
  };
  if (!(apply(options) && ...)) return false;
  b.state = new F(std::move(f));
  b.invoke = &Invoke::invoke;
  b.destroy = [](void* p) { delete static_cast<F*>(p); };
  return make_callable(s, std::move(b), defaults, w);
}

template <class T>
bool to_word(Session& s, T&& v, std::string_view name, Word* w) {
  if constexpr (is_described<Bare<T>>) {
    return std::apply([&](auto&... options) { return bind(s, v.f, name, w, options...); }, v.options);
  } else if constexpr (Convertible<T> && (IsObject<Bare<T>> || !BoundFunction<T>)) {
    return Convert<Bare<T>>::to(s, v, w);
  } else {
    if constexpr (requires { static_cast<bool>(v); std::decay_t<T>() = {}; }) {
      if (!v) return *w = none_word(), true;  // an empty std::function, a null pointer
    }
    return bind(s, std::decay_t<T>(std::forward<T>(v)), name, w);
  }
}

template <class F>
constexpr auto BlockingTag::operator()(F&& f) const {
  return Described<std::decay_t<F>, BlockingTag>{std::forward<F>(f), {}};
}

}  // namespace detail

/// For a callable that may wait (for a lock, a file, another thread): it runs outside the heap and delays nobody.
/// It may use the runtime like any thread. `eider::blocking(f)`, or an option beside names: eider::function(f, "x"_a, eider::blocking).
inline constexpr detail::BlockingTag blocking{};

/// A callable with options, in any order: a name for each parameter ("x"_a, or "x"_a = 3 with a default), a docstring, eider::blocking.
template <class F, class... Options>
detail::Described<std::decay_t<F>, std::decay_t<Options>...> function(F&& f, Options&&... options) {
  return {std::forward<F>(f), {std::forward<Options>(options)...}};
}

}  // namespace eider
