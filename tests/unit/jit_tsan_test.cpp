// SPDX-License-Identifier: MIT
//
// Stencils and the kind of build: in a ThreadSanitizer build compiled code is instrumented, and the detector sees what it does.
#include <algorithm>
#include <atomic>
#include <cstddef>
#include <string_view>
#include <thread>

#include "jit/emit/stencil.h"
#include "jit_machine.h"

namespace eider::jit {
namespace {

TEST(Stencils, AreInstrumentedInAThreadSanitizerBuildOnly) {
  EXPECT_TRUE(stencils_match_build());
  auto instrumented = [](const StencilCall& call) { return std::string_view(call.name).starts_with("__tsan_"); };
  EXPECT_EQ(std::any_of(kStencilCalls, kStencilCalls + kStencilCallCount, instrumented), kStencilsForTsan);
}

#if defined(EIDER_TSAN)

class Detected : public MachineTest {
 protected:
  /// Reads `field`, a word of a heap object, until it is not None. Local 1: what it is then.
  Executor* waits_for(vm::Function* f, uint64_t field) {
    Trace trace = trace_of(R"(
trace
code 0 f
%holder = EntryValue 0
GuardHeap %holder s0
Loop
Poll s0
%v = LoadField %holder, +0
GuardIs %v, None s1
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(=, %v) stack()
)", {code_of(f)});
    for (Instruction& i : trace.code) {
      if (i.op == Op::kLoadField) i.imm = field;
    }
    return compiled(trace);
  }
};

/// Its thread may be anywhere when another one reads what it wrote: nothing orders the two.
class UnorderedWriter {
 public:
  explicit UnorderedWriter(void* word) : thread_([this, word] {
    *static_cast<uint64_t*>(word) = kNone.bits();
    done_.store(true, std::memory_order_relaxed);
  }) {
    while (!done_.load(std::memory_order_relaxed)) std::this_thread::yield();
  }
  ~UnorderedWriter() { thread_.join(); }

 private:
  std::atomic<bool> done_{false};
  std::thread thread_;
};

TEST_F(Detected, ARaceWithCompiledCodeIsReported) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  vm::Function* f = function(2, 2);
  Executor* e = compiled(trace_of(R"(
trace
code 0 f
%tuple = EntryValue 0
GuardHeap %tuple s0
%v = TupleItemAt %tuple, 0
End s1
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(=, %v) stack()
)", {code_of(f)}));
  auto* tuple = reinterpret_cast<Tuple*>(tuple_of(t, small(1)).get());
  push(f, {tuple->value(), kNone});
  EXPECT_EXIT(
      {
        UnorderedWriter writer(&tuple->items[0]);
        run(e);
      },
      ::testing::ExitedWithCode(66), "data race.*\n.*Read of size 8");
  push(f, {tuple->value(), kNone});
  EXPECT_EQ(unit_of(run(e)), 5);
}

TEST_F(Detected, ACompiledLoadIsAnAcquire) {
  vm::Function* f = function(2, 2);
  Executor* e = waits_for(f, offsetof(Tuple, items));
  Tuple* holder = tuple_of(t, kNone).get();
  Tuple* published = tuple_of(t, small(1)).get();
  push(f, {holder->value(), kNone});
  std::thread publisher([&] {
    *reinterpret_cast<uint64_t*>(&published->items[0]) = small(2).bits();
    __atomic_store_n(reinterpret_cast<uint64_t*>(&holder->items[0]), published->value().bits(), __ATOMIC_RELEASE);
  });
  EXPECT_EQ(unit_of(run(e)), 5);
  EXPECT_EQ(t.frame->locals[1], published->value());
  EXPECT_EQ(*reinterpret_cast<uint64_t*>(&published->items[0]), small(2).bits());  // no report: ordered behind the store
  publisher.join();
}

TEST_F(Detected, ACompiledStoreIsARelease) {
  vm::Function* f = function(2, 2);
  Trace trace = trace_of(R"(
trace
code 0 f
%holder = EntryValue 0
%v = EntryValue 1
GuardHeap %holder s0
StoreField %holder, %v, +0
End s1
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(=, =) stack()
)", {code_of(f)});
  for (Instruction& i : trace.code) {
    if (i.op == Op::kStoreField) i.imm = offsetof(Tuple, items);
  }
  Executor* e = compiled(trace);
  Tuple* holder = tuple_of(t, kNone).get();
  Tuple* published = tuple_of(t, small(1)).get();
  uint64_t seen = 0;
  std::thread reader([&] {
    while (__atomic_load_n(reinterpret_cast<uint64_t*>(&holder->items[0]), __ATOMIC_ACQUIRE) != published->value().bits()) std::this_thread::yield();
    seen = *reinterpret_cast<uint64_t*>(&published->items[0]);
  });
  *reinterpret_cast<uint64_t*>(&published->items[0]) = small(2).bits();
  push(f, {holder->value(), published->value()});
  EXPECT_EQ(unit_of(run(e)), 5);
  reader.join();
  EXPECT_EQ(seen, small(2).bits());
}

#endif

}  // namespace
}  // namespace eider::jit
