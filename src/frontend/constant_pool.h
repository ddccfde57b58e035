// SPDX-License-Identifier: MIT
//
// The constants of one code unit, each once.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "bytecode/code_unit.h"
#include "frontend/constants.h"

namespace eider::frontend {

class ConstantPool {
 public:
  /// The index of `constant`, which is added unless an equal one is there.
  uint32_t add(bytecode::Constant constant) {
    std::string key = constant_key(constant);
    uint32_t next = static_cast<uint32_t>(items_.size());
    if (!key.empty()) {
      auto [entry, is_new] = index_.try_emplace(std::move(key), next);
      if (!is_new) return entry->second;
    }
    items_.push_back(std::move(constant));
    return next;
  }

  const std::vector<bytecode::Constant>& items() const { return items_; }
  std::vector<bytecode::Constant>& items() { return items_; }

 private:
  std::vector<bytecode::Constant> items_;
  std::unordered_map<std::string, uint32_t> index_;
};

}  // namespace eider::frontend
