// SPDX-License-Identifier: MIT
//
// The module sys: made before any other module.
#include "modules/sys/sys.h"

#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstdlib>

namespace eider::modules {

namespace {

Result<Value> text_list(Thread& t, const std::vector<std::string>& texts) {
  List* list = EIDER_TRY(list_new(t, static_cast<int64_t>(texts.size())));
  for (const std::string& text : texts) EIDER_TRY(list_append(t, list, EIDER_TRY(os_text(t, text))));
  return list;
}

std::string executable(const std::string& program) {
  char path[PATH_MAX];
  ssize_t n = ::readlink("/proc/self/exe", path, sizeof path);
  return n > 0 ? std::string(path, static_cast<size_t>(n)) : program;
}

std::vector<std::string> search_path(const runtime::Config& config) {
  if (!config.path.empty()) return config.path;
  std::vector<std::string> path;
  if (const char* extra = std::getenv("PYTHONPATH"); extra != nullptr && *extra != '\0') {
    std::string_view rest = extra;
    while (true) {
      size_t colon = rest.find(':');
      path.emplace_back(rest.substr(0, colon));
      if (colon == std::string_view::npos) break;
      rest.remove_prefix(colon + 1);
    }
  }
  path.emplace_back(runtime::kStdlibDirectory);
  path.emplace_back("/usr/lib/python3/dist-packages");
  return path;
}

/// In the order in which they apply: the development mode's, the variable's, the command line's.
std::vector<std::string> warn_options(const runtime::Config& config) {
  std::vector<std::string> all;
  if (dev_mode(config)) all.emplace_back("default");
  if (const char* variable = std::getenv("PYTHONWARNINGS"); variable != nullptr) {
    std::string_view rest = variable;
    while (!rest.empty()) {
      std::string_view one = rest.substr(0, rest.find(','));
      rest.remove_prefix(std::min(rest.size(), one.size() + 1));
      if (!one.empty()) all.emplace_back(one);
    }
  }
  all.insert(all.end(), config.warn_options.begin(), config.warn_options.end());
  return all;
}

}  // namespace

bool has_x_option(const runtime::Config& config, std::string_view name) {
  return std::ranges::any_of(config.x_options, [&](std::string_view o) { return o == name || (o.starts_with(name) && o.substr(name.size()) == "=1"); });
}

bool dev_mode(const runtime::Config& config) {
  const char* variable = std::getenv("PYTHONDEVMODE");
  return has_x_option(config, "dev") || (variable != nullptr && *variable != '\0');
}

Result<void> install_sys(Thread& t) {
  const runtime::Config& config = runtime::Runtime::of(t).config();
  Str* key = EIDER_TRY(intern(t, "sys"));
  Module* sys = EIDER_TRY(module_new(t, key, EIDER_TRY(text_value(t, "This module provides access to some objects used or maintained by the\n"
                                                                    "interpreter and to functions that interact strongly with the interpreter."))));
  t.realm->sys_module = sys->value();
  EIDER_TRY(dict_set_str(t, t.realm->modules, key, sys->value()));
  EIDER_TRY(module_set(t, sys, "modules", t.realm->modules->value()));
  EIDER_TRY(add_sys_facts(t, sys));
  EIDER_TRY(add_sys_hooks(t, sys));
  EIDER_TRY(add_sys_functions(t, sys));
  EIDER_TRY(add_sys_jit(t, sys));
  EIDER_TRY(add_site_builtins(t, sys));
  EIDER_TRY(module_set(t, sys, "argv", EIDER_TRY(text_list(t, config.argv))));
  std::vector<std::string> original = {config.program};
  original.insert(original.end(), config.argv.begin(), config.argv.end());
  EIDER_TRY(module_set(t, sys, "orig_argv", EIDER_TRY(text_list(t, original))));
  EIDER_TRY(module_set(t, sys, "path", EIDER_TRY(text_list(t, search_path(config)))));
  EIDER_TRY(module_set(t, sys, "warnoptions", EIDER_TRY(text_list(t, warn_options(config)))));
  Value program = EIDER_TRY(os_text(t, executable(config.program)));
  EIDER_TRY(module_set(t, sys, "executable", program));
  EIDER_TRY(module_set(t, sys, "_base_executable", program));
  std::vector<std::string> names = {"builtins", "sys"};
  for (const runtime::NativeModule* m = config.native_modules; m != nullptr && m->name != nullptr; ++m) names.emplace_back(m->name);
  std::ranges::sort(names);
  Value listed = EIDER_TRY(text_list(t, names));
  EIDER_TRY(module_set(t, sys, "builtin_module_names", EIDER_TRY(to_tuple(t, listed))->value()));
  return kDone;
}

}  // namespace eider::modules
