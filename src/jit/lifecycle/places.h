// SPDX-License-Identifier: MIT
//
// Hot places of a code: where executors are found, and every executor that belongs to the code.
#pragma once

#include "base/mutex.h"
#include "jit/executor.h"
#include "vm/code.h"

namespace eider::jit {

/// What of a code compiled code may begin at.
enum class PlaceKind : uint8_t {
  kLoop,      // a loop's header: traces that come to it end there
  kFunction,  // behind RESUME: traces follow calls into the frame rather than end there, but for recursion
  kHandler,   // where an exception handler begins, the exception on its stack: reached from the interpreter only
  kReturn,    // where a call's caller goes on, the result on its stack: reached by ReturnEntry only
};

struct HotPlace {
  uint32_t unit;
  PlaceKind kind;
  base::Atomic<Executor*> executor{nullptr};   // release-stored and cleared by Lifecycle under its lock; acquired on entry
  base::Atomic<uint32_t> passes{0};            // relaxed: after a thread's first 64, of all threads together; lost counts only delay
  base::Atomic<uint32_t> claimed{0};           // 1 while a thread records or compiles here
  base::Atomic<uint32_t> failures{0};          // relaxed
  base::Atomic<uint32_t> ended{0};             // relaxed: recordings that found the iterator at its end before the first round
  base::Atomic<uint32_t> left{0};              // relaxed: recordings that were in the loop's last round
  base::Atomic<uint8_t> set_aside{0};          // relaxed: other code goes to its executor, but entering it from the interpreter does not pay
  base::Atomic<uint8_t> waits{0};              // relaxed: a recording was too short because what it came to had no code yet
  base::Atomic<HotPlace*> waits_for{nullptr};  // ... a loop of the same code: release-stored by who recorded; waits_for_loop acquires
  HotPlace* next;                              // constant once published
  HotPlace* next_at_unit;                      // constant once published
};

struct PlaceTable : vm::HotPlaces {
  base::Mutex mutex{base::LockRank::kLeaf};
  explicit PlaceTable(size_t units) : at_unit(units), ways(units) {}

  HotPlace* first EIDER_GUARDED_BY(mutex) = nullptr;  // all
  std::vector<base::Atomic<HotPlace*>> at_unit;     // the places at each unit: release-published by who adds, under `mutex`; readers acquire
  std::vector<base::Atomic<uint8_t>> ways;          // relaxed, lost bits do not matter: how recordings went at the branch there: 1: on, 2: it jumped
  base::Atomic<uint32_t> side_traces{0};            // relaxed: published so far, freed ones too; lost counts do not matter
  Executor* executors EIDER_GUARDED_BY(mutex) = nullptr;  // all that were published and are not freed: what they name stays alive
};

inline PlaceTable* places_of(vm::Code* code) { return static_cast<PlaceTable*>(code->places.load_acquire()); }
/// The place at `unit`, or nullptr.
HotPlace* find_place(vm::Code* code, uint32_t unit, PlaceKind kind);
/// The places of all kinds at `unit`, by kind.
struct PlacesAt {
  HotPlace* of[4] = {};

  PlacesAt(vm::Code* code, uint32_t unit);
  HotPlace* at(PlaceKind kind) const { return of[static_cast<int>(kind)]; }
  Executor* executor(PlaceKind kind) const { return at(kind) == nullptr ? nullptr : at(kind)->executor.load_acquire(); }
};
/// Whether the loop that begins there has no code and hardly ever a round: traces go through it.
inline bool is_short_loop(const HotPlace* place) {
  constexpr uint32_t kOften = 2;
  return place != nullptr && place->ended.load_relaxed() >= kOften && place->executor.load_acquire() == nullptr;
}
inline bool is_short_loop(vm::Code* code, uint32_t unit) { return is_short_loop(find_place(code, unit, PlaceKind::kLoop)); }
/// Whether it is no use to record there: what follows is short and goes to a loop that still has no code.
inline bool waits_for_loop(const HotPlace* place) {
  const HotPlace* loop = place == nullptr ? nullptr : place->waits_for.load_acquire();
  return loop != nullptr && loop->executor.load_acquire() == nullptr;
}
/// ... made when there is none. nullptr: no memory.
HotPlace* make_place(vm::Code* code, uint32_t unit, PlaceKind kind);

}  // namespace eider::jit
