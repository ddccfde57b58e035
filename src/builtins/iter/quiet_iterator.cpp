// SPDX-License-Identifier: MIT
//
// Which iterators run no Python code.
#include <algorithm>

#include "builtins/iter/iter.h"

namespace eider::builtins {

namespace {

/// levels: how many iterators over iterators are looked through; a program may stack any number.
bool quiet_iterator_within(Value it, int levels) {
  constexpr int64_t kMostParts = 4;
  if (!it.is_heap() || it.is_absent() || levels == 0) return false;
  auto shape = it.as<Object>()->shape_id();
  if (shape >= static_cast<uint32_t>(TypeId::kCount)) return false;
  switch (static_cast<TypeId>(shape)) {
    case TypeId::kListIterator: case TypeId::kListReverseIterator: case TypeId::kTupleIterator: case TypeId::kStrIterator:
    case TypeId::kStrAsciiIterator: case TypeId::kBytesIterator: case TypeId::kByteArrayIterator: case TypeId::kRangeIterator:
    case TypeId::kLongRangeIterator: case TypeId::kDictKeyIterator: case TypeId::kDictValueIterator: case TypeId::kDictItemIterator:
    case TypeId::kDictReverseKeyIterator: case TypeId::kDictReverseValueIterator: case TypeId::kDictReverseItemIterator:
    case TypeId::kSetIterator: return true;
    case TypeId::kEnumerate: return quiet_iterator_within(it.as<Enumerate>()->iterator.get(), levels - 1);
    case TypeId::kZip: {
      Tuple* parts = it.as<Zip>()->iterators.load_relaxed();
      return parts != nullptr && parts->size() <= kMostParts &&
             std::all_of(parts->items, parts->items + parts->size(), [&](const auto& part) { return quiet_iterator_within(part.get(), levels - 1); });
    }
    default: return false;
  }
}

}  // namespace

bool quiet_iterator(Value it) {
  constexpr int kMostLevels = 4;
  return quiet_iterator_within(it, kMostLevels);
}

}  // namespace eider::builtins
