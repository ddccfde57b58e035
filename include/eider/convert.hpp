// SPDX-License-Identifier: MIT
//
// Conversions of numbers, text, enums, times, optional and variant; and what a conversion is.
//
// Convert<T>::from fills *out or fails (Session::problem, or an exception pending); to makes an object or fails (pending).
// name() is what the error texts call the type. kKind, where given, is the object's natural kind (variants choose by it).
//
// Types are recognised by what they have, not by name, where their headers are slow to compile: times, paths.
// Not here: containers (containers.hpp), callables (function.hpp), objects (value.hpp), bound classes (class.hpp).
#pragma once

#include <concepts>
#include <limits>
#include <optional>
#include <type_traits>
#include <variant>

#include "eider/bridge.hpp"

namespace eider::detail {

template <class T>
struct Convert;

template <class T>
using Bare = std::remove_cvref_t<T>;

template <class T>
concept Convertible = requires { Convert<Bare<T>>::name(); };

template <class T>
concept CharacterType = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> || std::same_as<T, char16_t> ||
                        std::same_as<T, char32_t>;
template <class T>
concept IntegerType = std::integral<T> && !std::same_as<T, bool> && !CharacterType<T> && sizeof(T) <= 8;

template <class T>
bool expected(Session& s, Word word) {
  if (error_pending(s)) return false;
  return s.fail("expected " + Convert<T>::name() + ", got " + type_name(s, word));
}

/// `inner` failed at some place of a larger value.
inline bool failed_at(Session& s, std::string_view what, std::size_t index) {
  if (!s.problem.empty()) s.problem = std::string(what) + std::to_string(index) + ": " + s.problem;
  return false;
}

template <>
struct Convert<bool> {
  static constexpr Kind kKind = Kind::boolean;
  static std::string name() { return "bool"; }
  static bool from(Session& s, Word w, bool* out) { return read_bool(s, w, out) == Read::ok || expected<bool>(s, w); }
  static bool to(Session&, bool v, Word* w) { return *w = bool_word(v), true; }
};

template <IntegerType T>
struct Convert<T> {
  using Limits = std::numeric_limits<T>;
  static constexpr Kind kKind = Kind::integer;
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
  static constexpr Kind kKind = Kind::floating;
  static std::string name() { return "float"; }
  static bool from(Session& s, Word w, T* out) {
    double d = 0;
    Read r = read_float(s, w, &d);
    if (r == Read::wrong_type) return expected<T>(s, w);
    if (r == Read::out_of_range) return s.fail("int too large for a float", true);
    if constexpr (sizeof(T) < sizeof(double)) {
      if (std::numeric_limits<T>::max() < d && d <= std::numeric_limits<double>::max()) return too_large(s);
      if (-std::numeric_limits<T>::max() > d && d >= -std::numeric_limits<double>::max()) return too_large(s);
    }
    *out = static_cast<T>(d);
    return true;
  }
  static bool to(Session& s, T v, Word* w) { return make_float(s, static_cast<double>(v), w); }

 private:
  static bool too_large(Session& s) { return s.fail("float too large for " + std::to_string(sizeof(T) * 8) + " bits", true); }
};

/// How the runtime tells C++ types apart: by an address. Not const, so that no linker folds two of them.
template <class T>
inline char type_tag = 0;

template <class T>
consteval std::string_view type_text() {
#if defined(__GNUC__)
  std::string_view text = __PRETTY_FUNCTION__;  // "... [with T = game::Unit; ...]" or "... [T = game::Unit]"
  text.remove_prefix(text.find("T = ") + 4);
  return text.substr(0, text.find_first_of(";]"));
#else
  return "C++ type";
#endif
}

/// A member of the bound enum (module.hpp); one that is not bound: its integer.
template <class T>
  requires std::is_enum_v<T>
struct Convert<T> {
  using Integer = std::underlying_type_t<T>;
  static constexpr Kind kKind = Kind::other;
  static std::string name() { return std::string(type_text<T>()); }
  static bool from(Session& s, Word w, T* out) {
    Word plain = 0;
    Integer v{};
    if (!enum_value(s, &type_tag<T>, w, &plain)) return expected<T>(s, w);
    if (!Convert<Integer>::from(s, plain, &v)) return false;
    *out = static_cast<T>(v);
    return true;
  }
  static bool to(Session& s, T v, Word* w) {
    return Convert<Integer>::to(s, static_cast<Integer>(v), w) && enum_member(s, &type_tag<T>, *w, w);
  }
};

template <>
struct Convert<std::string> {
  static constexpr Kind kKind = Kind::text;
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
template <>
struct Convert<std::monostate> {
  static constexpr Kind kKind = Kind::none;
  static std::string name() { return "None"; }
  static bool from(Session& s, Word w, std::monostate*) { return is_none(w) || expected<std::monostate>(s, w); }
  static bool to(Session&, std::monostate, Word* w) { return *w = none_word(), true; }
};

/// std::filesystem::path: a str; from str, bytes or os.PathLike. Names that are not UTF-8 survive, as with os.fsdecode.
template <class T>
concept PathType = requires(const T& p) {
  typename T::string_type;
  p.native();
  p.lexically_normal();
  T::preferred_separator;
};
template <PathType T>
struct Convert<T> {
  static constexpr Kind kKind = Kind::text;
  static std::string name() { return "str, bytes or os.PathLike"; }
  static bool from(Session& s, Word w, T* out) {
    std::string bytes;
    if (read_path(s, w, &bytes) != Read::ok) return expected<T>(s, w);
    *out = T(std::move(bytes));
    return true;
  }
  static bool to(Session& s, const T& v, Word* w) { return make_path(s, v.native(), w); }
};

/// std::chrono durations: float seconds, as time.sleep; from numbers and datetime.timedelta. Whole ticks are rounded to.
template <class T>
concept DurationType = requires(const T& d) {
  typename T::rep;
  T::period::num;
  T::zero();
  d.count();
};
template <DurationType T>
struct Convert<T> {
  static constexpr Kind kKind = Kind::floating;
  static std::string name() { return "seconds (float, int or datetime.timedelta)"; }
  static bool from(Session& s, Word w, T* out) {
    double seconds = 0;
    Read r = read_seconds(s, w, &seconds);
    if (r == Read::wrong_type) return expected<T>(s, w);
    double ticks = seconds * T::period::den / T::period::num;
    if constexpr (std::integral<typename T::rep>) {
      using Limits = std::numeric_limits<typename T::rep>;
      // As floats: the largest integer rounds up to a power of two, which does not fit.
      if (r != Read::ok || !(ticks > static_cast<double>(Limits::min()) - 1 && ticks < static_cast<double>(Limits::max()))) {
        return s.fail("the duration does not fit", true);
      }
      *out = T(static_cast<typename T::rep>(ticks < 0 ? ticks - 0.5 : ticks + 0.5));
    } else {
      if (r != Read::ok) return s.fail("the duration does not fit", true);
      *out = T(static_cast<typename T::rep>(ticks));
    }
    return true;
  }
  static bool to(Session& s, T v, Word* w) {
    return make_float(s, static_cast<double>(v.count()) * T::period::num / T::period::den, w);
  }
};

/// Points of a clock that counts from 1970: float seconds, as time.time().
template <class T>
concept SystemTimeType = requires(const T& p) {
  typename T::clock;
  T::clock::to_time_t(typename T::clock::time_point());
  p.time_since_epoch();
};
template <SystemTimeType T>
struct Convert<T> {
  static constexpr Kind kKind = Kind::floating;
  static std::string name() { return "seconds since 1970 (float or int)"; }
  static bool from(Session& s, Word w, T* out) {
    typename T::duration since{};
    if (!Convert<typename T::duration>::from(s, w, &since)) return false;
    *out = T(since);
    return true;
  }
  static bool to(Session& s, T v, Word* w) { return Convert<typename T::duration>::to(s, v.time_since_epoch(), w); }
};

template <class T>
struct Convert<std::optional<T>> {
  static std::string name() { return Convert<T>::name() + " or None"; }
  static bool from(Session& s, Word w, std::optional<T>* out) {
    if (is_none(w)) return out->reset(), true;
    return Convert<T>::from(s, w, &out->emplace());
  }
  static bool to(Session& s, const std::optional<T>& v, Word* w) {
    if (!v) return *w = none_word(), true;
    return Convert<T>::to(s, *v, w);
  }
};

/// From: the alternative that is naturally what the object is; else the first that takes it.
template <class... T>
struct Convert<std::variant<T...>> {
  using Variant = std::variant<T...>;
  static std::string name() {
    std::string text;
    ((text += (text.empty() ? "" : " or ") + Convert<T>::name()), ...);
    return text;
  }
  static bool from(Session& s, Word w, Variant* out) {
    Kind kind = kind_of(s, w);
    bool done = false;
    auto attempt = [&]<std::size_t I, class A>(std::integral_constant<std::size_t, I>, std::type_identity<A>, bool natural) {
      if (natural != is_natural<A>(kind)) return false;
      s.problem.clear();
      done = Convert<A>::from(s, w, &out->template emplace<I>());
      return done || error_pending(s);
    };
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
      if ((attempt(std::integral_constant<std::size_t, I>(), std::type_identity<T>(), true) || ...)) return done;
      if ((attempt(std::integral_constant<std::size_t, I>(), std::type_identity<T>(), false) || ...)) return done;
      return expected<Variant>(s, w);
    }(std::index_sequence_for<T...>());
  }
  static bool to(Session& s, const Variant& v, Word* w) {
    return std::visit([&](const auto& held) { return Convert<Bare<decltype(held)>>::to(s, held, w); }, v);
  }

 private:
  template <class A>
  static bool is_natural(Kind kind) {
    if constexpr (requires { Convert<A>::kKind; }) return Convert<A>::kKind == kind;
    else return false;
  }
};

}  // namespace eider::detail
