// SPDX-License-Identifier: MIT
//
// A thread's cache of class attribute lookups: Note [The lookup cache] in type_lookup.cpp.
#pragma once

#include <cstring>

#include "objects/containers.h"
#include "objects/type.h"

namespace eider::objects {

struct LookupCache {
  static constexpr uint32_t kEntries = 1024;
  struct Entry {
    Type* type;
    Str* name;
    uint32_t version;
    NameCell* cell;
    Type* owner;
  } entries[kEntries];

  Entry& entry(const Type* type, const Str* name) {
    uint64_t h = (reinterpret_cast<uint64_t>(type) >> 4) * 31 + (reinterpret_cast<uint64_t>(name) >> 4);
    return entries[(h ^ (h >> 10)) & (kEntries - 1)];
  }
  void clear() { std::memset(static_cast<void*>(entries), 0, sizeof entries); }
};

bool make_lookup_cache(Thread& t);
void clear_lookup_cache(Thread& t);
void delete_lookup_cache(Thread& t);

}  // namespace eider::objects
