// SPDX-License-Identifier: MIT
#include "builtins/functions/functions.h"

#include "builtins/builtins.h"
#include "builtins/exceptions/exceptions.h"
#include "builtins/functions/text.h"
#include "builtins/numbers/numbers.h"
#include "objects/buffer_info.h"
#include "objects/lock.h"

namespace eider::builtins {

Result<bool> copy_bytes_like(Thread& t, Value v, std::string* out) {
  BufferInfo info;
  if (!EIDER_TRY(get_buffer(t, v, &info))) return false;
  out->resize(static_cast<size_t>(info.bytes()));
  if (info.lock != nullptr) {
    LockedObject locked(t, *info.lock);
    gather_bytes(info, reinterpret_cast<uint8_t*>(out->data()));
  } else {
    gather_bytes(info, reinterpret_cast<uint8_t*>(out->data()));
  }
  return true;
}

Result<void> add_builtin_functions(Thread& t, Module* module) {
  EIDER_TRY(module_add_functions(t, module, kIterationFunctions, kIterationFunctionCount));
  return module_add_functions(t, module, kTextFunctions.data(), static_cast<uint32_t>(kTextFunctions.size()));
}

Result<void> install_all_types(Thread& t) {
  EIDER_TRY(install_core_types(t));
  EIDER_TRY(install_exceptions(t));
  EIDER_TRY(install_numbers(t));
  EIDER_TRY(install_str_types(t));
  EIDER_TRY(install_bytes_types(t));
  return install_containers(t);
}

}  // namespace eider::builtins
