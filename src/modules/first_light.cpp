// SPDX-License-Identifier: MIT
// Temporary: sys and print enough for a first program.
#include <cstdio>

#include "modules/modules.h"

namespace eider::modules {

Result<Value> builtin_print(Thread& t, const Value* a) {
  Tuple* args = a[0].as<Tuple>();
  std::string line;
  for (int64_t i = 0; i < args->size(); ++i) {
    if (i) line += ' ';
    line += to_utf8(EIDER_TRY(to_str(t, args->items[i].get())));
  }
  line += a[2].is_absent() ? "\n" : to_utf8(EIDER_TRY(to_str(t, a[2])));
  std::fwrite(line.data(), 1, line.size(), stdout);
  return kNone;
}
constexpr NativeDef kPrint[] = {{"print(*args, sep=' ', end='\\n', file=None, flush=False)", builtin_print, Sync::kNone, nullptr, NativeDef::kFunction}};

Result<void> install_sys(Thread& t) {
  Module* sys = EIDER_TRY(module_new(t, EIDER_TRY(intern(t, "sys"))));
  t.realm->sys_module = sys->value();
  EIDER_TRY(dict_set_str(t, t.realm->modules, EIDER_TRY(intern(t, "sys")), sys->value()));
  List* path = EIDER_TRY(list_new(t, 0));
  EIDER_TRY(list_append(t, path, EIDER_TRY(str_from_utf8(t, "/usr/lib/python3.11"))->value()));
  EIDER_TRY(module_set(t, sys, "path", path->value()));
  EIDER_TRY(module_set(t, sys, "modules", t.realm->modules->value()));
  return kDone;
}
Result<void> start_streams(Thread& t) { return module_add_functions(t, t.realm->builtins_module.as<Module>(), kPrint, 1); }
Result<void> flush_streams(Thread&) { std::fflush(stdout); return kDone; }

}  // namespace eider::modules
