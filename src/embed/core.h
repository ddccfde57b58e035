// SPDX-License-Identifier: MIT
//
// The host's side of a runtime: what the files of src/embed share.
//
// Note [Entering and closing]
// Each OS thread has a slot in each runtime it enters. Entering stores `inside`, then reads the runtime's state; close() stores
// the state, then reads all slots, with an asymmetric barrier in between (base/asymmetric_barrier.h). So either the thread sees
// that the runtime is closing and turns back, or close() sees the thread and waits for it. Who is inside may enter again.
//
// Note [What the host holds]
// Handles are counted cells in slabs outside the heap, which the collector traces with the world stopped. A slab belongs to one OS
// thread, which alone takes free handles from it (refs == 0); copying and giving back is an atomic addition on any thread, and
// who gives back touches nothing afterwards. When the runtime ends, handles still in use are marked kOrphan, each counts as a
// reference to the Core, and whoever gives the last one back frees it. Bound C++ callables belong to their callable object: when
// a collection finds that dead, the binding is put aside and destroyed by the next thread that enters or calls C++, so a
// destructor never runs inside a collection.
#pragma once

#include <cstring>
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
  static constexpr uint32_t kOrphan = 1u << 31;
  Atomic<uint32_t> refs{0};  // 0: free
  Atomic<uint64_t> word{0};  // 0: the runtime is closed
  Core* core = nullptr;
};

struct HandleSlab {
  static constexpr uint32_t kHandles = 85;  // 2 KiB
  Handle handles[kHandles];
  HandleSlab* next = nullptr;      // all of a core: guarded by its mutex, pushed only
  HandleSlab* next_own = nullptr;  // the owner's ring; or the core's spare ones, guarded by its mutex
};

enum State : uint32_t { kOpen, kClosing, kClosed };

/// One OS thread's mark that it is inside. Lives as long as the core; another thread may get it when its owner ends.
struct alignas(64) Slot {
  Atomic<uint32_t> inside{0};
  bool taken = true;  // guarded by the core's mutex
};

/// What one OS thread knows of one runtime. Touched by that thread only.
struct Host {
  Core* core;        // counted
  Thread* thread;    // valid while the runtime exists; nullptr: it has ended, the OS thread goes on
  Slot* slot;
  uint32_t depth = 0;          // sessions that entered from outside
  HandleSlab* slab = nullptr;  // where the next free handle is looked for
  uint32_t cursor = 0;
  uint32_t found = 0;          // free handles met in this pass over the slab
};
/// This OS thread's Host in `core`, attaching it; nullptr: *problem says why, or is empty: the runtime is closing.
Host* host_of(Core* core, std::string* problem);

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
  Atomic<uint32_t> state{kOpen};  // read at every entry
  bool asymmetric = false;        // how entries and close() meet: see light_barrier
  Atomic<uint32_t> has_dead{0};   // a hint: `dead` is not empty
  Atomic<uint32_t> refs{1};
  Atomic<uint32_t> closer{0};     // 1 while a thread is inside core_close
  bool finalized = false;         // by whoever is the closer
  Atomic<uint32_t> left{0};       // while closing: counts threads that left; close() sleeps on it
  std::unique_ptr<runtime::Runtime> runtime;
  Type* callable_type = nullptr;  // rooted
  Duration close_deadline{};
  void (*outer_trace)(Realm&, gc::Tracer&) = nullptr;  // the hooks that were there before ours
  void (*outer_sweep)(Realm&, gc::Heap&) = nullptr;
  base::Mutex mutex{base::LockRank::kLeaf};
  std::vector<Slot*> slots EIDER_GUARDED_BY(mutex);
  HandleSlab* slabs EIDER_GUARDED_BY(mutex) = nullptr;
  HandleSlab* spare_slabs EIDER_GUARDED_BY(mutex) = nullptr;  // of OS threads that ended
  std::vector<Bound> bound EIDER_GUARDED_BY(mutex);
  std::vector<Binding*> dead EIDER_GUARDED_BY(mutex);
  ~Core();
  bool anyone_inside();
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

/// RealmHooks::thread_leaving: an OS thread may run one Python thread after the other.
void thread_left(Thread& t);
/// Whether the calling thread is inside `core`, directly or further out.
bool inside(const Core* core);
void trace_handles(Core& core, gc::Tracer& tracer);
/// The runtime is gone: Note [What the host holds].
void orphan_handles(Core& core);

// callable.cpp
Result<void> install_callable_type(Thread& t, Core& core);
void destroy_binding(Binding* binding);
/// Bindings whose objects a collection has found dead.
void destroy_dead(Core& core);
/// All bindings; nobody can call them any more.
void destroy_bindings(Core& core);

}  // namespace eider::detail
