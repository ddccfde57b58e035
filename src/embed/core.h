// SPDX-License-Identifier: MIT
//
// The host's side of a runtime: what the files of src/embed share.
//
// Note [Entering and closing]
// A thread that enters adds one to its stripe of `active`, then reads `state`; close() writes `state`, then reads all stripes.
// All four are seq_cst, so either the thread sees that the runtime is closing and turns back, or close() sees the thread and
// waits for it. A thread subtracts from the stripe it added to, so no stripe is ever negative and a sum of zero means nobody.
//
// Note [What the host holds]
// Handles are counted cells outside the heap in a list that the collector traces with the world stopped; copying one is an
// atomic addition on any thread. Bound C++ callables belong to their callable object: when a collection finds that dead,
// the binding is put aside and destroyed by the next thread that enters, so a destructor never runs inside a collection.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/mutex.h"
#include "eider/bridge.hpp"
#include "objects/rooted.h"
#include "runtime/runtime.h"

namespace eider::detail {

using namespace objects;
using base::MutexLock;

struct Handle {
  Atomic<uint32_t> refs{1};
  Atomic<uint64_t> word{0};  // 0: the runtime is closed
  Core* core = nullptr;      // counted
  Handle* next = nullptr;    // the list: guarded by the core's mutex
  Handle* previous = nullptr;
};

enum State : uint32_t { kOpen, kClosing, kClosed };

constexpr unsigned kStripes = 16;
struct alignas(64) Stripe {
  Atomic<int64_t> active{0};
};

/// The Python object over a bound C++ callable.
struct NativeCallable : Object {  // kCustom
  Binding* binding;
  Field<Value> names;     // Tuple of the parameters' names, interned; None where there is none
  Field<Value> defaults;  // Tuple; ABSENT words where there is none
};

struct Bound {
  NativeCallable* object;  // compared and asked for its mark only
  Binding* binding;
};

struct Core {
  Atomic<uint32_t> refs{1};
  Atomic<uint32_t> state{kOpen};
  Atomic<uint32_t> has_dead{0};   // a hint: `dead` is not empty
  Atomic<uint32_t> closer{0};     // 1 while a thread is inside core_close
  std::unique_ptr<runtime::Runtime> runtime;
  Type* callable_type = nullptr;  // rooted
  Duration close_deadline{};
  void (*outer_trace)(Realm&, gc::Tracer&) = nullptr;  // the hooks that were there before ours
  void (*outer_sweep)(Realm&, gc::Heap&) = nullptr;
  base::Mutex mutex{base::LockRank::kLeaf};
  Handle* handles EIDER_GUARDED_BY(mutex) = nullptr;
  std::vector<Bound> bound EIDER_GUARDED_BY(mutex);
  std::vector<Binding*> dead EIDER_GUARDED_BY(mutex);
  Stripe stripes[kStripes];

  int64_t active() {
    int64_t sum = 0;
    for (Stripe& s : stripes) sum += s.active.load_seq_cst();
    return sum;
  }
};

inline Core& core_of(Realm& realm) { return *static_cast<Core*>(static_cast<runtime::Runtime*>(realm.runtime)->embed_state); }
inline Thread& thread_of(Session& s) { return *static_cast<Thread*>(s.thread()); }
inline Value value_of(Word word) { return Value::from_bits(word); }
inline const Value* values_of(const Word* words) { return reinterpret_cast<const Value*>(words); }
static_assert(sizeof(Word) == sizeof(Value));

inline bool give(Result<Value> r, Word* result) {
  if (!r.ok()) return false;
  *result = r.get().bits();
  return true;
}
template <class T>
bool give(Result<T*> r, Word* result) {
  if (!r.ok()) return false;
  *result = r.get()->value().bits();
  return true;
}

/// The host's text, bytes that are not UTF-8 replaced.
std::string printable(std::string_view text);
void raise_text(Thread& t, TypeId id, std::string_view text);

// callable.cpp
Result<void> install_callable_type(Thread& t, Core& core);
void destroy_binding(Binding* binding);
/// Bindings whose objects a collection has found dead.
void destroy_dead(Core& core);
/// All bindings; nobody can call them any more.
void destroy_bindings(Core& core);

}  // namespace eider::detail
