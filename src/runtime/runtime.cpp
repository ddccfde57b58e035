// SPDX-License-Identifier: MIT
//
// Start, threads, end.
#include "runtime/runtime.h"

#include <pthread.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "base/futex.h"
#include "base/os_pages.h"
#include "builtins/functions/functions.h"
#include "objects/module.h"
#include "runtime/ast/ast.h"
#include "runtime/import.h"
#include "runtime/stop.h"
#include "threads/registry.h"
#include "threads/safepoint.h"

namespace eider::runtime {

struct Runtime::Life {
  base::Mutex mutex{base::LockRank::kRuntimeLife};
  Runtime* runtime EIDER_GUARDED_BY(mutex);  // nullptr once it is destroyed
  explicit Life(Runtime* r) : runtime(r) {}
};

namespace {

struct Attachment {
  std::shared_ptr<void> life;
  Runtime* runtime;  // compare only, unless life says it exists
  Thread* thread;
};

}  // namespace

/// What this OS thread is attached to; ends the attachments when the OS thread ends.
struct ThreadExit {
  std::vector<Attachment> attachments;
  ~ThreadExit() {
    for (Attachment& a : attachments) {
      auto* life = static_cast<Runtime::Life*>(a.life.get());
      base::MutexLock lock(life->mutex);
      if (life->runtime != nullptr) life->runtime->end_thread(a.thread);
    }
  }
};

namespace {

thread_local ThreadExit this_thread;

}  // namespace

std::unique_ptr<Runtime> Runtime::create(Config config, std::string* error) {
  std::unique_ptr<Runtime> runtime(new (std::nothrow) Runtime(std::move(config)));
  if (runtime == nullptr) {
    *error = "out of memory";
    return nullptr;
  }
  if (!runtime->start(error)) return nullptr;
  return runtime;
}

bool Runtime::start(std::string* error) {
  life_ = std::make_shared<Life>(this);
  Realm::Config realm_config;
  realm_config.heap = config_.heap;
  realm_config.always_lock = config_.always_lock;
  realm_config.single_thread_speculation = config_.single_thread_speculation;
  if (const char* seed = std::getenv("PYTHONHASHSEED"); seed != nullptr && std::strcmp(seed, "random") != 0 && *seed != '\0') {
    realm_config.hash_key[0] = std::strtoull(seed, nullptr, 10) * 0x9e3779b97f4a7c15;
    realm_config.hash_key[1] = ~realm_config.hash_key[0];
  } else if (::getrandom(realm_config.hash_key, sizeof realm_config.hash_key, 0) != sizeof realm_config.hash_key) {
    *error = "the system gave no random bytes";
    return false;
  }
  realm_ = std::make_unique<Realm>(realm_config);
  realm_->runtime = this;
  main_ = new (std::nothrow) Thread;
  if (main_ == nullptr || !init_imports(*this) || !realm_->bootstrap(*main_)) {
    *error = "out of memory";
    if (main_ != nullptr && main_->heap == nullptr) delete std::exchange(main_, nullptr);  // it never entered the realm
    return false;
  }
  this_thread.attachments.push_back({life_, this, main_});
  Thread& t = *main_;
  auto boot = [&]() -> Result<void> {
    EIDER_TRY(builtins::install_all_types(t));
    EIDER_TRY(vm::install_vm(t));
    vm::vm_realm(t).tlbc = config_.tlbc;
    if (!vm::enter_vm(t)) return raise_no_memory(t);
    if (config_.jit.enabled && config_.install_jit != nullptr && !config_.install_jit(*realm_, config_.jit, error)) {
      if (config_.jit.required) return raise(t, TypeId::kSystemError, "the jit cannot be used: %s", error->c_str());
      error->clear();
    }
    realm_->hooks.signals = run_signal_handlers;
    EIDER_TRY(install_stop(t));
    realm_->modules = EIDER_TRY(dict_new(t));
    EIDER_TRY(install_builtins_module(t));
    if (config_.install_sys != nullptr) {
      EIDER_TRY(config_.install_sys(t));
      EIDER_TRY(install_import_classes(t));
    }
    Dict* starting_threads = EIDER_TRY(dict_new(t));
    starting = starting_threads->value();
    realm_->add_root(starting);
    List* callbacks = EIDER_TRY(list_new(t, 0));
    atexit_callbacks = callbacks->value();
    realm_->add_root(atexit_callbacks);
    Module* main = EIDER_TRY(module_new(t, name(t, Name::k__main__)));
    realm_->main_module = main->value();
    EIDER_TRY(module_set(t, main, "__builtins__", realm_->builtins_module));
    EIDER_TRY(module_set(t, main, "__spec__", kNone));
    Type* importer = imports->type(ImportClass::kBuiltinImporter);
    EIDER_TRY(module_set(t, main, "__loader__", importer == nullptr ? kNone : importer->value()));
    EIDER_TRY(dict_set_str(t, realm_->modules, name(t, Name::k__main__), main->value()));
    return config_.start_streams != nullptr ? config_.start_streams(t) : kDone;
  };
  if (!boot().ok()) {
    *error = t.has_exception() ? format_exception(t, take_exception(t)) : "out of memory";
    return false;
  }
  if (config_.install_signal_handlers) install_interrupt_handler(*this);
  return true;
}

void Runtime::end_thread(Thread* t) {
  Thread* outer = Thread::current();
  if (outer != t) {
    Thread::set_current(t);
  }
  vm::leave_vm(*t);
  realm_->leave_thread(*t);
  Thread::set_current(outer == t ? nullptr : outer);
  delete t;
}

Runtime::~Runtime() {
  workers_->close();
  if (config_.close_modules != nullptr) config_.close_modules(*this);
  if (main_ != nullptr && realm_ != nullptr) {
    std::erase_if(this_thread.attachments, [&](const Attachment& a) { return a.runtime == this; });
    end_thread(main_);
  }
  if (life_ != nullptr) {
    // This thread is not RUNNING here any more, so a thread that is ending meanwhile, and holds the lock, gets its handshake.
    base::MutexLock lock(life_->mutex);
    life_->runtime = nullptr;
    if (realm_ != nullptr) {
      // Threads of the host that attached themselves and still exist: they are idle, and their Threads end with the runtime.
      std::vector<Thread*> idle;
      realm_->registry().for_each([&](threads::ThreadCore& core) { idle.push_back(static_cast<Thread*>(&core)); });
      for (Thread* t : idle) end_thread(t);
    }
  }
  if (realm_ != nullptr) {
    vm::close_vm(*realm_);
  }
  realm_.reset();
  free_imports(*this);
  delete static_cast<AstTypes*>(ast.load_relaxed());  // no other thread is left
}

Thread* Runtime::attach_existing() {
  for (const Attachment& a : this_thread.attachments) {
    if (a.runtime == this && a.life == life_) return a.thread;
  }
  return nullptr;
}

Thread* Runtime::attach_current(bool even_closing) {
  if (Thread* t = attach_existing()) return t;
  return attach_new(even_closing, nullptr, nullptr);
}

Thread* Runtime::attach_new(bool even_closing, Thread* t, vm::VmState* state) {
  if (closing() && !even_closing) return nullptr;
  // What this thread was attached to and exists no more.
  std::erase_if(this_thread.attachments, [](const Attachment& a) {
    auto* life = static_cast<Life*>(a.life.get());
    base::MutexLock lock(life->mutex);
    return life->runtime == nullptr;
  });
  // The registry's count may be exceeded by those between this check and their registration: there is room for a thousand of them.
  if (realm_->registry().thread_count() >= threads::ThreadRegistry::kMaxThreads - 1024) return nullptr;
  if (t == nullptr) t = new (std::nothrow) Thread;
  if (t == nullptr) return nullptr;
  Thread* outer = Thread::current();
  Thread::set_current(nullptr);
  realm_->enter_thread(*t, false);
  if (!vm::enter_vm(*t, state)) {
    realm_->leave_thread(*t);
    Thread::set_current(outer);
    delete t;
    return nullptr;
  }
  threads::detach(*t);
  Thread::set_current(outer);
  this_thread.attachments.push_back({life_, this, t});
  // Who asked all threads to stop while this one registered may not have seen it. seq_cst, with the registry's mutex in between.
  if (closing_.load_seq_cst() && !even_closing) request_stop(*t, StopLevel::kSoft);
  return t;
}

void Runtime::detach_current() {
  Thread* t = attach_existing();
  if (t == nullptr || t == main_) return;
  std::erase_if(this_thread.attachments, [&](const Attachment& a) { return a.thread == t; });
  end_thread(t);
}

Attached::Attached(Runtime& runtime, bool even_closing) : thread_(runtime.attach_current(even_closing)), outer_(nullptr) {
  if (thread_ == nullptr) return;
  Thread* current = Thread::current();
  if (current == thread_ && thread_->attached()) return;
  if (current != nullptr && current != thread_ && current->attached()) {
    outer_ = current;
    threads::detach(*current);
  }
  Thread::set_current(thread_);
  threads::attach(*thread_);
  attached_here_ = true;
}

Attached::~Attached() {
  if (thread_ == nullptr || !attached_here_) return;
  threads::detach(*thread_);
  Thread::set_current(outer_);
  if (outer_ != nullptr) threads::attach(*outer_);
}

// --- threads started by Python -----------------------------------------------------------------------------------------------------
namespace {

constexpr uint32_t kMaxPythonThreads = threads::ThreadRegistry::kMaxThreads - 8192;

struct StartRequest {
  Runtime* runtime;
  uint64_t ident;
  std::shared_ptr<WorkerPool> workers;  // where its OS thread goes afterwards; nullptr: it ends
  // Made by the starter: past pthread_create nobody could be told that there is no memory, and `start` would wait for ever.
  Thread* thread = nullptr;
  vm::VmState* state = nullptr;
};

// Where address space is rationed (ulimit -v), whether a new thread will find what it takes before it runs anything: glibc and
// mimalloc end the process when they cannot set up a thread.
bool has_room_for_thread(size_t stack_bytes) {
  rlimit rationed;
  if (::getrlimit(RLIMIT_AS, &rationed) != 0 || rationed.rlim_cur == RLIM_INFINITY) return true;
  size_t room = stack_bytes + (size_t{64} << 20);  // one segment of mimalloc's, wherever it can be aligned
  void* probe = base::os_map(room);
  if (probe == nullptr) return false;
  base::os_release(probe, room);
  return true;
}

}  // namespace

void* Runtime::thread_main(void* raw) {
  while (raw != nullptr) {
    std::unique_ptr<StartRequest> request(static_cast<StartRequest*>(raw));
    request->runtime->run_started_thread(request->ident, request->thread, request->state);
    raw = request->workers != nullptr ? request->workers->take() : nullptr;
  }
  return nullptr;
}

void Runtime::run_started_thread(uint64_t ident, Thread* made, vm::VmState* state) {
  const void* count = python_threads.raw();
  auto gone = [&] {
    python_threads.fetch_sub_acq_rel(1);  // pairs with wait_for_python_threads: the thread touches nothing of the runtime any more
    base::futex_wake(count, INT32_MAX);   // only the address is used
  };
  if (attach_new(false, made, state) == nullptr) {  // the runtime is closing
    vm::drop_vm(*realm_->vm, state);
    delete made;
    gone();
    return;
  }
  {
    Attached here(*this);
    Thread& t = *here.thread();
    t.ident = ident;
    Result<Value> entry = dict_pop(t, starting.as<Dict>(), Value::from_small_int(static_cast<int64_t>(ident)));
    if (entry.ok() && !entry.get().is_absent()) {
      Tuple* what = entry.get().as<Tuple>();
      Value kwargs = what->items[2].get();
      Result<Value> r = call_with(t, what->items[0].get(), what->items[1].get().as<Tuple>(), kwargs.is_none() ? nullptr : kwargs.as<Dict>());
      if (!r.ok() && !stop_pending(t) && !t.vm->exiting && !clear_if(t, TypeId::kSystemExit)) report_unraisable(t, "thread started by", what->items[0].get());
      t.pending_exception = kAbsent;
    }
    if (thread_ending != nullptr) thread_ending(t);
  }
  detach_current();
  gone();
}

Result<uint64_t> Runtime::start_thread(Thread& t, Value callable, Tuple* args, Dict* kwargs, size_t stack_bytes) {
  if (closing()) return raise(t, TypeId::kRuntimeError, "can't start new thread at interpreter shutdown");
  // Refused here, not where it would register: who starts a thread waits for it to run. Relaxed: a bound, with room for the host's.
  if (python_threads.load_relaxed() >= kMaxPythonThreads) return raise(t, TypeId::kRuntimeError, "can't start new thread");
  uint64_t ident = realm_->next_ident.fetch_add_relaxed(1);
  Tuple* entry = EIDER_TRY(tuple_of(t, callable, args->value(), kwargs == nullptr ? kNone : kwargs->value()));
  Value key = Value::from_small_int(static_cast<int64_t>(ident));
  EIDER_TRY(dict_set(t, starting.as<Dict>(), key, entry->value()));
  auto* request = new (std::nothrow) StartRequest{this, ident, stack_bytes == 0 ? workers_ : nullptr};
  auto forget = [&] {
    Result<Value> removed = dict_pop(t, starting.as<Dict>(), key);
    (void)removed;
    t.pending_exception = kAbsent;
    if (request == nullptr) return;
    vm::drop_vm(*realm_->vm, request->state);
    delete request->thread;
    delete request;
  };
  if (request != nullptr) {
    request->thread = new (std::nothrow) Thread;
    if (request->thread != nullptr) request->state = vm::make_vm(*realm_->vm);
  }
  // What the program asked for is on top of what recursion checks keep free and what starting Python takes.
  size_t own = threads::kStackMargin + (size_t{128} << 10);
  size_t stack_size = stack_bytes != 0 ? (stack_bytes + own + 4095) / 4096 * 4096 : size_t{8} << 20;
  if (request == nullptr || request->state == nullptr || !has_room_for_thread(stack_size)) {
    forget();
    return raise(t, TypeId::kRuntimeError, "can't start new thread");
  }
  if (stack_bytes == 0) {
    python_threads.fetch_add_acq_rel(1);
    if (workers_->give(request)) return ident;
    python_threads.fetch_sub_acq_rel(1);
  }
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, stack_size);
  python_threads.fetch_add_acq_rel(1);
  int error;
  pthread_t handle;
  {
    threads::Detached away(t);
    error = pthread_create(&handle, &attributes, thread_main, request);
  }
  pthread_attr_destroy(&attributes);
  if (error != 0) {
    python_threads.fetch_sub_acq_rel(1);
    forget();
    return raise(t, TypeId::kRuntimeError, "can't start new thread");
  }
  return ident;
}

// --- end ---------------------------------------------------------------------------------------------------------------------------
namespace {

/// Waits for the threads that are not daemons.
Result<Value> shut_threading_down(Thread& t) {
  auto named = [&](Value o, const char* text) -> Result<Value> { return get_attr(t, o, EIDER_TRY(intern(t, text))); };
  Value threading = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, "threading")));
  if (threading.is_absent() || threading.is_none()) return kNone;
  // Who imported `threading` passes for the main thread. When that was another thread of the host, it is not one to wait for.
  Value main = EIDER_TRY(named(threading, "_main_thread"));
  Value ident = EIDER_TRY(named(main, "ident"));
  if (ident != Value::from_small_int(static_cast<int64_t>(t.ident))) {
    Value locks = EIDER_TRY(named(threading, "_shutdown_locks"));
    Value lock = EIDER_TRY(named(main, "_tstate_lock"));
    EIDER_TRY(call_method(t, locks, EIDER_TRY(intern(t, "discard")), &lock, 1));
  }
  return call_method(t, threading, EIDER_TRY(intern(t, "_shutdown")));
}

}  // namespace

bool Runtime::finalize(Thread& t) {
  auto ignore = [&](const char* where, Result<Value> r) {
    if (!r.ok()) report_unraisable(t, where, kNone);
  };
  ignore("threading._shutdown", shut_threading_down(t));
  // Last registered first. What a callback registers comes after its own place, and is dropped as CPython does.
  for (int64_t left = list_size(atexit_callbacks.as<List>()); left > 0;) {
    while (list_size(atexit_callbacks.as<List>()) > left) {
      if (!call_method(t, atexit_callbacks, name(t, Name::kpop)).ok()) break;
    }
    left = list_size(atexit_callbacks.as<List>()) - 1;  // less than before where a callback was unregistered
    Result<Value> last = call_method(t, atexit_callbacks, name(t, Name::kpop));
    if (!last.ok()) {
      t.pending_exception = kAbsent;  // empty
      break;
    }
    Tuple* what = last.get().as<Tuple>();
    Result<Value> r = call_with(t, what->items[0].get(), what->items[1].get().as<Tuple>(), what->items[2].get().as<Dict>());
    if (!r.ok()) report_unraisable(t, "atexit callback", what->items[0].get());
  }
  if (config_.flush_streams == nullptr || config_.flush_streams(t).ok()) return true;
  report_unraisable(t, "flushing standard streams", kNone);
  return false;
}

bool Runtime::wait_for_python_threads(base::Deadline deadline) {
  while (uint32_t left = python_threads.load_acquire()) {  // pairs with the release in thread_main
    if (base::monotonic_ns() >= deadline) return false;
    base::futex_wait(python_threads.raw(), left, deadline);
  }
  return true;
}

void Runtime::prepare_thread_exit() { this_thread.attachments.reserve(1); }

}  // namespace eider::runtime
