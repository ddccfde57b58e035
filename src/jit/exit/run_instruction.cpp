// SPDX-License-Identifier: MIT
#include "jit/exit/run_instruction.h"

#include <array>
#include <new>

#include "vm/uops/instructions.h"

namespace eider::jit {

using vm::Flow;
using vm::Machine;
using bytecode::Op;
using vm::QuickOp;

namespace {

using Runner = Flow (*)(Machine&);
struct Row {
  Runner run = nullptr;
  Op family = Op::kNop;
};

template <class I>
Flow run_one(Machine& m) {
  return I::run(m);
}

const Row* rows() {
  static const auto table = [] {
    std::array<Row, 256> made{};
#define EIDER_ROW(name, ...) made[static_cast<int>(Op::k##name)] = {&run_one<vm::instructions::name>, Op::k##name};
    EIDER_INSTRUCTIONS(EIDER_ROW)
#undef EIDER_ROW
#define EIDER_ROW(name, family, ...) made[static_cast<int>(QuickOp::k##name)] = {&run_one<vm::instructions::S##name>, Op::k##family};
    EIDER_SPECIALIZED(EIDER_ROW)
#undef EIDER_ROW
    return made;
  }();
  return table.data();
}

}  // namespace

Flow run_instruction(Machine& m, const uint16_t** next) {
  Row row = rows()[*m.pc & 0xff];
  EIDER_ASSERT(row.run != nullptr);
  *next = m.pc + 1 + bytecode::kCacheUnits[static_cast<int>(row.family)];
  Machine before = m;
  Flow flow = row.run(m);
  if (EIDER_LIKELY(flow != Flow::kSideExit)) return flow;
  new (&m) Machine(before);  // a specialised one that declined has changed nothing
  vm::note_miss(m.t, m.pc, row.family);
  flow = rows()[static_cast<int>(row.family)].run(m);
  return flow == Flow::kSideExit ? Flow::kError : flow;
}

}  // namespace eider::jit
