// SPDX-License-Identifier: MIT
#include "jit/lifecycle/lifecycle.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "jit/emit/compile.h"
#include "jit/exit/exit.h"
#include "objects/realm.h"
#include "threads/registry.h"
#include "vm/vm_state.h"

namespace eider::jit {

using Stage = Executor::Stage;

Lifecycle::~Lifecycle() {
  // Codes have died, and with them all that were published; recordings that were given up belong to no code.
  for (Executor* e : std::exchange(waiting_, {})) destroy(e);
}

namespace {
/// The executor whose exits, one after the other, lead to `e`, which is linked: then all of them are. Under Lifecycle's lock.
Executor& entered_by(Executor& e) {
  Executor* first = &e;
  while (first->continues != nullptr) first = first->continues->executor;
  return *first;
}
}  // namespace

bool Lifecycle::publish(Thread& t, std::unique_ptr<Executor> executor, HotPlace* place, Exit* exit) {
  Executor* e = executor.release();
  // The code keeps what it names from now on. The recording keeps the code until then.
  PlaceTable* table = places_of(e->codes[0]);
  {
    base::MutexLock lock(table->mutex);
    e->next_of_place = table->executors;
    table->executors = e;
  }
  base::MutexLock lock(mutex_);
  // seq_cst: who changes a fact marks its dependents first, then asks for mutex_. So it finds e linked, or we find it marked.
  bool good = e->valid.load_seq_cst() != 0;
  for (Executor* target : e->targets) good = good && (target == e || target->stage == Stage::kLinked);  // e: a function that calls itself
  if (good && exit != nullptr) {
    good = exit->executor->stage == Stage::kLinked && exit->side.load_relaxed() == nullptr;
    if (good) {
      exit->side.store_release(e);  // pairs with the acquire in `leave`
      if (exit->linking == Linking::kDirect) exit->target.store_release(e->entry);  // pairs with the stub's dependent load
      entered_by(*exit->executor).start_measuring_anew();
      table->side_traces.store_relaxed(table->side_traces.load_relaxed() + 1);
    }
  } else if (good) {
    Executor* expected = nullptr;
    good = place->executor.cas_acq_rel(expected, e);  // release: pairs with the acquire in hot_place
  }
  if (!good) {
    facts_.forget(e);
    wait_locked(*e);
    call_for_reclaim_locked();
    return false;
  }
  e->hot_place = place;
  if (place != nullptr) place->set_aside.store_relaxed(0);
  e->stage = Stage::kLinked;
  e->linked_at = linked_.size();
  linked_.push_back(e);
  figures_.linked_bytes += e->code.size;
  return true;
}

void Lifecycle::discard(Thread& t, std::unique_ptr<Executor> executor) {
  Executor* e = executor.release();
  base::MutexLock lock(mutex_);
  // Whoever changed a fact may hold it still.
  facts_.forget(e);
  e->constants.clear();
  e->codes.clear();
  e->targets.clear();
  wait_locked(*e);
  call_for_reclaim_locked();
}

bool Lifecycle::retire(Thread& t, Executor& executor) {
  base::MutexLock lock(mutex_);
  if (executor.stage != Stage::kLinked) return false;
  retire_locked(executor);
  call_for_reclaim_locked();
  return true;
}

bool Lifecycle::set_aside(Executor& executor) {
  base::MutexLock lock(mutex_);
  if (executor.stage != Stage::kLinked || executor.hot_place == nullptr) return false;
  auto goes_there = [&](Executor* e) { return &entered_by(*e) != &executor && std::find(e->targets.begin(), e->targets.end(), &executor) != e->targets.end(); };
  if (std::none_of(linked_.begin(), linked_.end(), goes_there)) return false;
  executor.hot_place->set_aside.store_relaxed(1);
  return true;
}

void Lifecycle::unlink_locked(Executor& e) {
  if (Exit* exit = e.continues; exit != nullptr) {
    exit->target.store_release(reinterpret_cast<const void*>(&leave));
    exit->side.store_release(nullptr);
    exit->failures.store_relaxed(static_cast<uint8_t>(exit->failures.load_relaxed() + 1));
    e.continues = nullptr;
    return;
  }
  if (e.hot_place == nullptr) return;
  Executor* expected = &e;
  e.hot_place->executor.cas_acq_rel(expected, nullptr);
}

void Lifecycle::retire_locked(Executor& first) {
  std::vector<Executor*> all{&first};
  for (size_t i = 0; i < all.size(); i++) {
    Executor& e = *all[i];
    if (e.stage != Stage::kLinked) continue;
    unlink_locked(e);
    e.valid.store_seq_cst(0);  // nobody jumps to it any more, and who is inside leaves at the next check
    e.stage = Stage::kRetired;
    linked_[e.linked_at] = linked_.back();
    linked_[e.linked_at]->linked_at = e.linked_at;
    linked_.pop_back();
    figures_.linked_bytes -= e.code.size;
    for (Exit& exit : e.exits) {
      Executor* side = exit.side.load_relaxed();
      if (side == nullptr) continue;
      exit.target.store_release(reinterpret_cast<const void*>(&leave));
      exit.side.store_release(nullptr);
      side->continues = nullptr;
      all.push_back(side);
    }
    facts_.forget(&e);
    wait_locked(e);
  }
}

void Lifecycle::wait_locked(Executor& e) {
  e.stage = Stage::kRetired;
  // The last link to it is gone: what is loaded from now on is not it.
  e.retired_in = realm_.registry().advance_epoch(threads::ThreadRegistry::Nudge::kNo);
  waiting_.push_back(&e);
  figures_.retired++;
  figures_.waiting_bytes += e.code.size;
  figures_.most_waiting = std::max(figures_.most_waiting, waiting_.size());
}

void Lifecycle::call_for_reclaim_locked() {
  if (recycle_ == Recycle::kWhenMany && waiting_.size() < limit_count_ && figures_.waiting_bytes < limit_bytes_) return;
  wanted_.store_relaxed(1);
}

Executor* Lifecycle::linked(uint64_t n) {
  base::MutexLock lock(mutex_);
  return linked_.empty() ? nullptr : linked_[n % linked_.size()];
}

void Lifecycle::name_all(Thread& t, uint64_t round) {
  for (auto* a = static_cast<Activation*>(t.activation); a != nullptr; a = a->previous) {
    name(*static_cast<Executor*>(a->executor), round);
    name(*static_cast<Executor*>(a->entered), round);
  }
  if (recorded_exit_ == nullptr || t.vm == nullptr) return;
  if (Exit* exit = recorded_exit_(t)) name(*exit->executor, round);
}

void Lifecycle::trace_activations(Thread& t, gc::Tracer& tracer) {
  for (auto* a = static_cast<Activation*>(t.activation); a != nullptr; a = a->previous) {
    for (ExecutorHead* head : {a->executor, a->entered}) {
      for (vm::Code* code : static_cast<Executor*>(head)->codes) tracer.mark(code);
    }
  }
}

void Lifecycle::after_fork_child() {
  base::MutexLock lock(mutex_);
  reclaiming_ = false;  // by a thread that does not exist here
}

LifecycleFigures Lifecycle::figures() {
  base::MutexLock lock(mutex_);
  LifecycleFigures now = figures_;
  now.linked = linked_.size();
  now.waiting = waiting_.size();
  return now;
}

void Lifecycle::reclaim(Thread& t) {
  uint64_t passed, round;
  {
    base::MutexLock lock(mutex_);
    if (reclaiming_ || waiting_.empty()) return;
    reclaiming_ = true;
    wanted_.store_relaxed(0);
    round = ++round_;
    passed = t.registry->global_epoch();
  }
  t.registry->handshake(t, [&](threads::ThreadCore& target) { name_all(static_cast<Thread&>(target), round); });
  std::vector<Executor*> dead;
  {
    base::MutexLock lock(mutex_);
    std::vector<Executor*> kept;
    for (Executor* e : waiting_) {
      if (e->retired_in > passed) name(*e, round);
      if (e->named.load_relaxed() == round) kept.push_back(e);
    }
    auto keep_targets = [&](const Executor& e) {
      for (Executor* target : e.targets) {
        if (target->stage != Stage::kRetired || target->named.load_relaxed() == round) continue;
        name(*target, round);
        kept.push_back(target);
      }
    };
    for (Executor* e : linked_) keep_targets(*e);
    for (size_t i = 0; i < kept.size(); i++) keep_targets(*kept[i]);
    for (Executor* e : waiting_) {
      if (e->named.load_relaxed() != round) dead.push_back(e);
    }
    waiting_ = std::move(kept);
    figures_.waiting_bytes = 0;
    for (Executor* e : waiting_) figures_.waiting_bytes += e->code.size;
    limit_count_ = std::max(kFewest, 2 * waiting_.size());
    limit_bytes_ = std::max(kLeastBytes, 2 * figures_.waiting_bytes);
    figures_.freed += dead.size();
    reclaiming_ = false;
  }
  for (Executor* e : dead) {
    if (!e->codes.empty()) {
      PlaceTable* table = places_of(e->codes[0]);
      base::MutexLock lock(table->mutex);
      Executor** link = &table->executors;
      while (*link != nullptr && *link != e) link = &(*link)->next_of_place;
      if (*link == e) *link = e->next_of_place;
    }
    destroy(e);
  }
}

void count_escapes(const Executor& e, EscapeCounts* counts) {
  for (const Exit& exit : e.exits) {
    if (exit.op == Op::kEscape) (*counts)[exit.what & 0xff] += exit.taken.load_relaxed();
  }
}

EscapeCounts Lifecycle::escapes() {
  EscapeCounts counts;
  {
    base::MutexLock lock(freed_mutex_);
    counts = freed_escapes_;
  }
  each([&](const Executor& e) { count_escapes(e, &counts); });
  return counts;
}

void Lifecycle::destroy(Executor* e) {
  {
    base::MutexLock lock(freed_mutex_);
    count_escapes(*e, &freed_escapes_);
  }
  release_code(e, arena_);
  if (recycle_ == Recycle::kWhenMany) {
    delete e;
    return;
  }
  // Who still reads the metadata is to crash at once.
  auto overwrite = [](auto& all) {
    if (!all.empty()) std::memset(static_cast<void*>(all.data()), 0xcc, all.size() * sizeof(all[0]));
  };
  overwrite(e->exits);
  overwrite(e->locations);
  overwrite(e->exit_frames);
  e->~Executor();
  std::memset(static_cast<void*>(e), 0xcc, sizeof(Executor));
  ::operator delete(static_cast<void*>(e));
}

void Lifecycle::code_dies(vm::Code* code) {
  PlaceTable* table = places_of(code);
  if (table == nullptr) return;
  Executor* executors;
  HotPlace* first;
  {
    base::MutexLock lock(table->mutex);
    first = table->first;
    executors = std::exchange(table->executors, nullptr);
  }
  base::MutexLock lock(mutex_);
  // No thread is RUNNING: recordings that were given up are nobody's any more.
  size_t waiting = waiting_.size();
  std::erase_if(waiting_, [&](Executor* e) {
    if (!e->codes.empty()) return false;
    destroy(e);
    return true;
  });
  figures_.freed += waiting - waiting_.size();
  while (executors != nullptr) {
    Executor* e = executors;
    executors = e->next_of_place;
    // No thread is RUNNING, so nobody has just loaded a link. What was reached through it alone waits as after any retirement.
    if (e->stage == Stage::kLinked) retire_locked(*e);
    std::erase(waiting_, e);
    figures_.waiting_bytes -= e->code.size;
    figures_.freed++;
    destroy(e);
  }
  for (HotPlace* p = first; p != nullptr;) {
    HotPlace* next = p->next;
    delete p;
    p = next;
  }
  delete table;
}

}  // namespace eider::jit
