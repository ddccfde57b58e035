// SPDX-License-Identifier: MIT
//
// Installs the container types.
#include "builtins/dict/dict.h"
#include "builtins/iter/iter.h"
#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/set/set.h"
#include "builtins/slice/slice.h"
#include "builtins/tuple/tuple.h"

namespace eider::builtins {

Result<void> install_containers(Thread& t) {
  t.realm->exhausted_list = EIDER_TRY(list_new(t, 0));
  t.realm->add_root(t.realm->exhausted_list->value());
  t.realm->exhausted_dict = EIDER_TRY(dict_new(t));
  t.realm->add_root(t.realm->exhausted_dict->value());
  EIDER_TRY(install_slice(t));
  EIDER_TRY(install_tuple(t));
  EIDER_TRY(install_list(t));
  EIDER_TRY(install_dict(t));
  EIDER_TRY(install_set(t));
  EIDER_TRY(install_range(t));
  return install_iterators(t);
}

}  // namespace eider::builtins
