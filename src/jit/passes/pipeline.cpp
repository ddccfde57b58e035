// SPDX-License-Identifier: MIT
//
// The order of the passes, and why.
#include <iterator>

#include "base/check.h"
#include "jit/passes/passes.h"

namespace eider::jit {

const Pass kPasses[] = {
    {"fold", fold},   {"objects", objects},     {"guards", guards},     {"cse", cse},           {"ranges", ranges},
    {"unbox", unbox}, {"invariant", invariant}, {"virtuals", virtuals}, {"strings", strings}, {"dce", dce},
    {"rows", rows},
};
const int kPassCount = sizeof kPasses / sizeof kPasses[0];

const Pass* find_pass(std::string_view name) {
  for (const Pass& pass : kPasses) {
    if (name == pass.name) return &pass;
  }
  return nullptr;
}

namespace {

constexpr void (*kOrder[])(Trace&, PassLog*) = {
    // Fields of objects that are not made become what they are: the rest sees through them.
    fold, objects,
    // Box-unbox pairs and repeated guards hide what phis are: they go first.
    fold, guards, unbox,
    // Boxes that nobody needs any more: with them go their allocations, which end snapshot facts.
    fold, virtuals, dce,
    // Now facts live longest. Invariant code leaves the loop before ranges makes unchecked what cannot move then.
    guards, cse, invariant, fold,
    // Known intervals give constants and proven guards, so folding pays again.
    ranges, fold, guards, cse, rows, strings, virtuals, dce,
};

}  // namespace

void optimize(Trace& trace, PassLog* log) {
  // A pass that changed nothing would do so again until another one has changed something.
  constexpr uint32_t kNever = 0xffff'ffff;
  struct {
    void (*run)(Trace&, PassLog*);
    uint32_t idle_at = kNever;
  } known[std::size(kOrder)];
  size_t count = 0;
  for (auto pass : kOrder) {
    size_t n = 0;
    while (n < count && known[n].run != pass) n++;
    if (n == count) known[count++].run = pass;
    if (known[n].idle_at == trace.changes) continue;
    uint32_t before = trace.changes;
    pass(trace, log);
    if (trace.changes == before) known[n].idle_at = before;
#if defined(EIDER_ASSERTIONS)
    EIDER_CHECK(verify(trace).empty());
#endif
  }
}

}  // namespace eider::jit
