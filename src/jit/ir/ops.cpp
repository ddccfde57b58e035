// SPDX-License-Identifier: MIT
//
// The table of operations, from the X-macro at compile time.
#include "jit/ir/ops.h"

namespace eider::jit {
namespace {

constexpr Type type_of_letter(char letter) {
  switch (letter) {
    case 'I': return Type::kInt;
    case 'F': return Type::kFloat;
    case 'W': return Type::kWord;
    case 'V': return Type::kValue;
    default: return Type::kNone;
  }
}

constexpr OpInfo make(const char* name, Type result, const char* arguments, Immediate immediate, uint16_t flags) {
  OpInfo info{name, result, 0, {Type::kNone, Type::kNone, Type::kNone}, immediate, flags};
  for (const char* letter = arguments; *letter != 0; letter++) info.arguments[info.argument_count++] = type_of_letter(*letter);
  return info;
}

constexpr OpInfo kTable[] = {
#define EIDER_IR_OP(name, result, arguments, immediate, flags) \
  make(#name, Type::k##result, arguments, Immediate::k##immediate, static_cast<uint16_t>(flags)),
    EIDER_IR_OPS(EIDER_IR_OP)
#undef EIDER_IR_OP
};

constexpr bool table_is_sound() {
  for (const OpInfo& info : kTable) {
    for (int i = 0; i < info.argument_count; i++) {
      if (info.arguments[i] == Type::kNone) return false;  // an unknown letter
    }
    // A pure operation's result depends on nothing that anybody may change.
    if (info.has(kPure) && info.has(kReadsHeap | kWritesHeap | kPolls | kEscapes | kLocks | kAllocates)) return false;
    // Whoever runs Python may be interrupted by everything else.
    if (info.has(kEscapes) && !(info.has(kReadsHeap) && info.has(kWritesHeap) && info.has(kAllocates))) return false;
  }
  return true;
}
static_assert(table_is_sound(), "a row of EIDER_IR_OPS contradicts itself");
static_assert(sizeof(kTable) / sizeof(kTable[0]) == static_cast<int>(Op::kCount));

}  // namespace

#define EIDER_IR_OP(name, result, arguments, immediate, flags) kTable[static_cast<int>(Op::k##name)],
const OpInfo kOpInfo[static_cast<int>(Op::kCount)] = {EIDER_IR_OPS(EIDER_IR_OP)};
#undef EIDER_IR_OP

}  // namespace eider::jit
