// SPDX-License-Identifier: MIT
//
// Conversions of containers, by copying: vector and span (list; of std::byte: bytes), array, sets, maps, pair and tuple.
//
// From Python, a sequence is any iterable but str, bytes and dict; a tuple is a tuple or list of the right length; maps want
// dicts, sets want sets or frozensets. What is iterated is a copy of that moment: other threads may go on changing it.
// Maps and sets are recognised by what they have, so that their headers are not needed here.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "eider/convert.hpp"

namespace eider::detail {

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
  return Convert<T>::from(s, item_at(items, i), out) || failed_at(s, "item ", i);
}

template <class T>
struct Convert<std::vector<T>> {
  static constexpr Kind kKind = Kind::sequence;
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
template <>
struct Convert<std::vector<std::byte>> {
  static constexpr Kind kKind = Kind::bytes;
  static std::string name() { return "bytes-like object"; }
  static bool from(Session& s, Word w, std::vector<std::byte>* out) {
    std::string bytes;
    if (read_bytes(s, w, &bytes) != Read::ok) return expected<std::vector<std::byte>>(s, w);
    auto* data = reinterpret_cast<const std::byte*>(bytes.data());
    out->assign(data, data + bytes.size());
    return true;
  }
  static bool to(Session& s, const std::vector<std::byte>& v, Word* w) { return make_bytes(s, v.data(), v.size(), w); }
};
template <class T, std::size_t N>
struct Convert<std::span<T, N>> {  // from: only as a parameter of a bound callable (Holder)
  static std::string name() { return "list of " + Convert<Bare<T>>::name(); }
  static bool to(Session& s, std::span<T, N> v, Word* w) {
    if constexpr (std::same_as<Bare<T>, std::byte>) return make_bytes(s, v.data(), v.size(), w);
    else return list_of(s, v, w);
  }
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

template <class T>
concept MapType = requires(T m, typename T::key_type k, typename T::mapped_type v) {
  m.insert_or_assign(std::move(k), std::move(v));
  m.begin();
};
template <MapType Map>
struct Convert<Map> {
  using K = typename Map::key_type;
  using V = typename Map::mapped_type;
  static constexpr Kind kKind = Kind::mapping;
  static std::string name() { return "dict of " + Convert<K>::name() + " to " + Convert<V>::name(); }
  static bool from(Session& s, Word w, Map* out) {
    Word items = 0;
    std::size_t count = 0;
    if (!open_items(s, w, Shape::mapping, &items, &count)) return expected<Map>(s, w);
    out->clear();
    for (std::size_t i = 0; i + 1 < count; i += 2) {
      K key{};
      V value{};
      if (!Convert<K>::from(s, item_at(items, i), &key)) return failed_at(s, "key of item ", i / 2);
      if (!Convert<V>::from(s, item_at(items, i + 1), &value)) return failed_at(s, "value of item ", i / 2);
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
};

template <class T>
concept SetType = !MapType<T> && requires(T m, typename T::key_type k) {
  m.insert(std::move(k));
  m.begin();
  m.clear();
};
template <SetType Set>
struct Convert<Set> {
  using K = typename Set::key_type;
  static constexpr Kind kKind = Kind::set;
  static std::string name() { return "set of " + Convert<K>::name(); }
  static bool from(Session& s, Word w, Set* out) {
    Word items = 0;
    std::size_t count = 0;
    if (!open_items(s, w, Shape::set, &items, &count)) return expected<Set>(s, w);
    out->clear();
    for (std::size_t i = 0; i < count; i++) {
      K key{};
      if (!item_from(s, items, i, &key)) return false;
      out->insert(std::move(key));
    }
    return true;
  }
  static bool to(Session& s, const Set& v, Word* w) {
    if (!make_set(s, w)) return false;
    for (const auto& key : v) {
      Word k = 0;
      if (!Convert<K>::to(s, key, &k) || !set_add(s, *w, k)) return false;
    }
    return true;
  }
};

template <class Tuple, class... T>
struct ConvertTuple {
  static constexpr Kind kKind = Kind::tuple;
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

}  // namespace eider::detail
