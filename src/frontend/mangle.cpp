// SPDX-License-Identifier: MIT
#include "frontend/mangle.h"

#include <string>

namespace eider::frontend {

std::string_view mangle(std::string_view class_name, std::string_view name, Arena& arena) {
  if (class_name.empty() || !name.starts_with("__")) return name;
  if (name.ends_with("__") || name.find('.') != std::string_view::npos) return name;
  size_t first = class_name.find_first_not_of('_');
  if (first == std::string_view::npos) return name;  // a class called ___ has no private names
  std::string mangled = "_";
  mangled.append(class_name.substr(first)).append(name);
  return arena.copy(std::string_view(mangled));
}

}  // namespace eider::frontend
