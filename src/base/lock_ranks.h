// SPDX-License-Identifier: MIT
//
// Every lock of the house, in the order in which they may be taken.
//
// A thread takes locks in increasing rank; two of one rank never together. Builds with EIDER_ASSERTIONS check it with one
// mask per thread (mutex.h). The number says where there is room for another; the order of rows must be that of numbers.
// A lock below kHandshake may be held across a handshake, so waiting for it must detach (threads::DetachingMutex); one above
// is held for moments, never across a poll, so RUNNING threads just wait.
#pragma once

#include <cstddef>
#include <cstdint>

#define EIDER_LOCKS(X)                                                                                                    \
  X(kRuntimeLife, 5, "whether a runtime still exists; held while a thread that attached itself to it ends")             \
  X(kImport, 10, "one thread runs a module body; held while Python code runs, unlike all below")                         \
  X(kFacts, 20, "a watched fact changes: held from marking its dependents to publishing the new value")                  \
  X(kHandshake, 30, "one handshake or stop at a time; held while the world is stopped, waited for DETACHED")             \
  X(kHandshakeQueue, 32, "requests that wait to be merged into the next handshake round")                                \
  X(kRegistry, 35, "the list of threads; written under kHandshake as well, so either lock suffices to read it")          \
  X(kObject, 40, "the lock in an object's header; two at once only by LockPair, in a fixed order")                       \
  X(kShapeTree, 50, "adding a transition; readers need no lock")                                                         \
  X(kIntern, 52, "the table of interned strings")                                                                        \
  X(kRuntimeTable, 54, "a runtime's own tables: modules, classes, code units")                                           \
  X(kHeapTables, 60, "weak references and finalizers, registered and pending")                                           \
  X(kHeapLarge, 62, "the table of large objects")                                                                        \
  X(kHeapBlocks, 64, "free and recyclable blocks, chunks; held for one list operation or one commit")                    \
  X(kMarkers, 66, "work packets and the marker threads' start and end")                                                  \
  X(kCodeArena, 70, "executable memory; held while bytes are written, never while a trace is optimized")                 \
  X(kCodeTools, 72, "which compiled code perf and gdb were told of")                                                      \
  X(kParking, 90, "a bucket of the parking lot; validate and callback run under it and take no lock")                    \
  X(kLeaf, 99, "takes no lock, reaches no safepoint, runs no Python")

namespace eider::base {

/// Position in the table above: the bit in a thread's mask of held ranks.
enum class LockRank : uint8_t {
#define EIDER_LOCK_ENUM(name, number, reason) name,
  EIDER_LOCKS(EIDER_LOCK_ENUM)
#undef EIDER_LOCK_ENUM
};

inline constexpr int kLockNumbers[] = {
#define EIDER_LOCK_NUMBER(name, number, reason) number,
    EIDER_LOCKS(EIDER_LOCK_NUMBER)
#undef EIDER_LOCK_NUMBER
};

constexpr bool lock_numbers_increase() {
  for (size_t i = 1; i < sizeof kLockNumbers / sizeof kLockNumbers[0]; i++) {
    if (kLockNumbers[i - 1] >= kLockNumbers[i]) return false;
  }
  return true;
}
static_assert(lock_numbers_increase(), "rows of EIDER_LOCKS stand in the order of their numbers");
static_assert(sizeof kLockNumbers / sizeof kLockNumbers[0] <= 64, "one bit each in a 64-bit mask");

}  // namespace eider::base
