// SPDX-License-Identifier: MIT
//
// Entering a runtime: what each OS thread keeps of the runtimes it has entered, sessions. Note [Entering and closing] in core.h.
#include <memory>
#include <new>

#include "base/asymmetric_barrier.h"
#include "base/futex.h"
#include "embed/core.h"
#include "threads/safepoint.h"

namespace eider::detail {

namespace {

/// The calling OS thread's hosts. Constructed after the runtime layer's own list, so destroyed before it.
struct Hosts {
  std::vector<std::unique_ptr<Host>> all;
  ~Hosts();
};

// The host used last, and whether this OS thread is beyond using any: plain words, for every entry reads them.
thread_local Host* last_host __attribute__((tls_model("initial-exec"))) = nullptr;
thread_local bool thread_ending __attribute__((tls_model("initial-exec"))) = false;
thread_local Hosts hosts;

void forget(Host& host) {
  Core* core = host.core;
  {
    MutexLock lock(core->mutex);
    host.slot->taken = false;
    if (HandleSlab* first = host.slab) {
      HandleSlab* slab = first;
      do {
        HandleSlab* next = slab->next_own;
        slab->next_own = core->spare_slabs;
        core->spare_slabs = slab;
        slab = next;
      } while (slab != first);
    }
  }
  core_release(core);
}

Hosts::~Hosts() {
  thread_ending = true;
  last_host = nullptr;
  for (auto& host : all) forget(*host);
}

Slot* take_slot(Core& core) {
  MutexLock lock(core.mutex);
  for (Slot* slot : core.slots) {
    if (slot->taken) continue;
    slot->taken = true;
    return slot;
  }
  core.slots.push_back(new Slot);
  return core.slots.back();
}

/// False: the runtime is closing.
bool enter(Core& core, Slot& slot) {
  if (core.asymmetric) {
    slot.inside.store_relaxed(1);
    base::light_barrier(true);
  } else {
    slot.inside.store_seq_cst(1);
  }
  return core.state.load_seq_cst() == kOpen;
}

void leave(Core& core, Slot& slot) {
  // Release: pairs with load_acquire in anyone_inside; what this thread did to the runtime is done.
  if (core.asymmetric) {
    slot.inside.store_release(0);
    base::light_barrier(true);
  } else {
    slot.inside.store_seq_cst(0);
  }
  if (EIDER_LIKELY(core.state.load_seq_cst() == kOpen)) return;
  core.left.fetch_add_seq_cst(1);
  base::futex_wake(core.left.raw(), INT32_MAX);
}

EIDER_NOINLINE Host* find_host(Core* core, std::string* problem) {
  if (thread_ending) {
    *problem = "this thread is ending: its thread-local data is being destroyed";
    return nullptr;
  }
  runtime::Runtime::prepare_thread_exit();  // before `hosts` is constructed
  Host* found = nullptr;
  for (auto& host : hosts.all) {
    if (host->core == core) found = host.get();
  }
  if (found != nullptr && found->thread != nullptr) return last_host = found;
  Thread* current = Thread::current();
  bool within = current != nullptr && static_cast<runtime::Runtime*>(current->realm->runtime)->embed_state == core;  // a thread of the script
  Slot* slot = found != nullptr ? found->slot : take_slot(*core);
  Thread* thread = nullptr;
  bool open = enter(*core, *slot);  // the runtime stays while it is attached
  if (open || within) thread = core->runtime->attach_current();
  leave(*core, *slot);
  if (thread == nullptr) {
    MutexLock lock(core->mutex);
    if (found == nullptr) slot->taken = false;
    if (open && core->state.load_seq_cst() == kOpen) *problem = "this thread could not be attached: too many threads, or out of memory";
    return nullptr;
  }
  if (found != nullptr) {
    found->thread = thread;
    return last_host = found;
  }
  // Runtimes that are gone.
  std::erase_if(hosts.all, [](const std::unique_ptr<Host>& host) {
    if (host->core->state.load_acquire() != kClosed || host->depth != 0) return false;
    forget(*host);
    return true;
  });
  core_retain(core);
  hosts.all.push_back(std::make_unique<Host>(Host{.core = core, .thread = thread, .slot = slot}));
  return last_host = hosts.all.back().get();
}

}  // namespace

Host* host_of(Core* core, std::string* problem) {
  Host* host = last_host;
  if (EIDER_LIKELY(host != nullptr && host->core == core && host->thread != nullptr)) return host;
  return find_host(core, problem);
}

void thread_left(Thread& t) {
  if (thread_ending) return;  // `hosts` is gone
  for (const auto& host : hosts.all) {
    if (host->thread == &t) host->thread = nullptr;
  }
}

bool inside(const Core* core) {
  if (thread_ending) return false;
  for (const auto& host : hosts.all) {
    if (host->core == core) return host->depth != 0 || (host->thread != nullptr && Thread::current() == host->thread);
  }
  return false;
}

Core::~Core() {
  for (Slot* slot : slots) delete slot;
  for (HandleSlab* slab = slabs; slab != nullptr;) {
    HandleSlab* next = slab->next;
    delete slab;
    slab = next;
  }
}

bool Core::anyone_inside() {
  MutexLock lock(mutex);
  for (Slot* slot : slots) {
    if (slot->inside.load_acquire() != 0) return true;
  }
  return false;
}

Session::Session(Core* core) : core_(core) {
  Host* host = host_of(core, &problem);
  if (EIDER_UNLIKELY(host == nullptr)) return;
  Thread* t = host->thread;
  Thread* current = Thread::current();
  if (current != t) {  // else in a bound callable already
    if (host->depth == 0 && EIDER_UNLIKELY(!enter(*core, *host->slot))) {
      leave(*core, *host->slot);
      return;
    }
    host->depth++;
    host_ = host;
    outer_ = current;
    if (current != nullptr && current->attached()) {
      threads::detach(*current);
      outer_running_ = true;
    }
    Thread::set_current(t);
  }
  if (!t->attached()) {
    threads::attach(*t);
    attached_here_ = true;
  }
  thread_ = t;
  if (EIDER_UNLIKELY(core->has_dead.load_relaxed() != 0)) destroy_dead(*core);
}

Session::~Session() {
  if (thread_ == nullptr || !attached_here_) return;
  Thread& t = thread_of(*this);
  t.pending_exception = kAbsent;
  threads::detach(t);
  auto* host = static_cast<Host*>(host_);
  if (host == nullptr) return;
  auto* outer = static_cast<Thread*>(outer_);
  Thread::set_current(outer);
  if (--host->depth == 0) leave(*core_, *host->slot);
  if (outer_running_) threads::attach(*outer);
}

Away::Away(Session& s) : thread_(s.thread()) { threads::detach(thread_of(s)); }
Away::~Away() { threads::attach(*static_cast<Thread*>(thread_)); }

}  // namespace eider::detail
