// SPDX-License-Identifier: MIT
//
// _functools: reduce and cmp_to_key (functools.cpp), partial (partial.cpp), the lru_cache wrapper (lru_cache.cpp).
#pragma once

#include "modules/module_parts.h"

namespace eider::modules {

Result<void> add_partial(Thread& t, Module* module);
Result<void> add_lru_cache(Thread& t, Module* module);

/// `__dict__` of instances whose type has dict_offset.
template <class T>
Result<Value> get_own_dict(Thread& t, Value self) {
  auto* o = self.as<T>();
  if (Dict* d = o->dict.load_acquire()) return d->value();
  Dict* fresh = EIDER_TRY(dict_new(t));
  Dict* expected = nullptr;
  return o->dict.cas(expected, fresh) ? fresh->value() : expected->value();
}
template <class T>
Result<void> set_own_dict(Thread& t, Value self, Value value) {
  if (value.is_absent()) return raise(t, TypeId::kTypeError, "cannot delete __dict__");
  if (!is_instance(t, value, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '%s'", type_name(t, value));
  }
  self.as<T>()->dict.store_release(value.as<Dict>());
  return kDone;
}

}  // namespace eider::modules
