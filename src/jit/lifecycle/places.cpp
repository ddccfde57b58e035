// SPDX-License-Identifier: MIT
#include "jit/lifecycle/places.h"

#include <new>

namespace eider::jit {

namespace {

void trace_places(vm::HotPlaces* self, gc::Tracer& tracer) {
  auto* table = static_cast<PlaceTable*>(self);
  base::MutexLock lock(table->mutex);
  for (Executor* e = table->executors; e != nullptr; e = e->next_of_place) {
    for (Value v : e->constants) tracer.mark_word(v.bits());
    for (vm::Code* code : e->codes) tracer.mark(code);
    // What it goes to lives as long as it: those executors are freed with the code they belong to.
    for (Executor* target : e->targets) tracer.mark(target->codes[0]);
    for (const Exit& exit : e->exits) {
      if (Executor* side = exit.side.load_relaxed()) tracer.mark(side->codes[0]);
    }
  }
}

}  // namespace

HotPlace* find_place(vm::Code* code, uint32_t unit, PlaceKind kind) {
  PlaceTable* table = places_of(code);
  if (table == nullptr) return nullptr;
  HotPlace* p = table->at_unit[unit].load_acquire();  // pairs with the release in make_place
  while (p != nullptr && p->kind != kind) p = p->next_at_unit;
  return p;
}

PlacesAt::PlacesAt(vm::Code* code, uint32_t unit) {
  PlaceTable* table = places_of(code);
  if (table == nullptr) return;
  for (HotPlace* p = table->at_unit[unit].load_acquire(); p != nullptr; p = p->next_at_unit) of[static_cast<int>(p->kind)] = p;  // pairs as above
}

HotPlace* make_place(vm::Code* code, uint32_t unit, PlaceKind kind) {
  PlaceTable* table = places_of(code);
  if (table == nullptr) {
    auto* made = new (std::nothrow) PlaceTable(code->unit_count);
    if (made == nullptr) return nullptr;
    made->trace = &trace_places;
    vm::HotPlaces* expected = nullptr;
    if (code->places.cas_acq_rel(expected, made)) {
      table = made;
    } else {
      delete made;
      table = static_cast<PlaceTable*>(expected);
    }
  }
  if (HotPlace* known = find_place(code, unit, kind)) return known;
  base::MutexLock lock(table->mutex);
  if (HotPlace* known = find_place(code, unit, kind)) return known;
  base::Atomic<HotPlace*>& here = table->at_unit[unit];
  auto* place = new (std::nothrow) HotPlace{.unit = unit, .kind = kind, .next = table->first, .next_at_unit = here.load_relaxed()};
  if (place == nullptr) return nullptr;
  table->first = place;
  here.store_release(place);  // pairs with the acquires above
  return place;
}

}  // namespace eider::jit
