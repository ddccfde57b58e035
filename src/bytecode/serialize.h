// SPDX-License-Identifier: MIT
//
// A code unit as bytes and back, for marshal. The form belongs to one version of the instruction set: format_version() names it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "bytecode/code_unit.h"

namespace eider::bytecode {

/// Changes whenever an instruction is added, removed, renamed or gets other caches, and with the layout written here.
uint64_t format_version();

/// Appends format version, checksum, length and contents. Nested units and constants included.
void serialize(const CodeUnit& unit, std::string* out);

enum class ReadUnit : uint8_t {
  kDone,
  kTooShort,      // the bytes end in the middle
  kOtherVersion,  // written by another version of Eider
  kMalformed,     // the checksum differs, or what is there is no code the interpreter may run
};
/// Reads what serialize wrote; `*used` gets its length. Whatever the bytes, a unit that is returned has passed verify().
ReadUnit deserialize(std::string_view bytes, std::shared_ptr<const CodeUnit>* unit, size_t* used);
/// Length of the header; and of all, from the header. 0 when it is none.
inline constexpr size_t kUnitHeaderBytes = 24;
size_t serialized_size(std::string_view header);

}  // namespace eider::bytecode
