// SPDX-License-Identifier: MIT
//
// _multiprocessing.SemLock: semaphores that processes share; _posixshmem: shared memory by name.
//
// Thread rule: the semaphore is the system's. `count` (how often this process holds it) is atomic; `owner` is written by whoever has
// just got the lock and tells only that thread something. A thread that waits is DETACHED.
#include <fcntl.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <time.h>

#include <cerrno>
#include <climits>
#include <cmath>

#include "modules/module_parts.h"
#include "modules/support.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

enum Kind : int64_t { kRecursiveMutex, kSemaphore };

struct SemLock : Object {  // kCustom
  Field<Value> name;          // Str or None
  Atomic<sem_t*> semaphore;   // nullptr after the finalizer
  int64_t kind, most;         // fixed
  Atomic<int64_t> count;
  Atomic<uint64_t> owner;     // ident of the thread that holds a recursive mutex
};
SemLock* self_of(Value v) { return v.as<SemLock>(); }
SemLock* self_of(const Value* a) { return a[0].as<SemLock>(); }

bool is_mine(Thread& t, SemLock* s) { return s->count.load_relaxed() > 0 && s->owner.load_relaxed() == t.ident; }

Result<sem_t*> semaphore_of(Thread& t, SemLock* s) {
  sem_t* semaphore = s->semaphore.load_acquire();  // pairs with the exchange in finalize
  if (semaphore == nullptr) return raise(t, TypeId::kValueError, "the semaphore has been closed");
  return semaphore;
}

Result<Value> semlock_make(Thread& t, Type* cls, sem_t* semaphore, int64_t kind, int64_t most, Value name) {
  if (semaphore == SEM_FAILED) return raise_errno(t, errno);
  auto* made = EIDER_TRY(make<SemLock>(t, cls));
  made->name.init(name);
  made->kind = kind;
  made->most = most;
  made->semaphore.store_release(semaphore);
  return made->value();
}

Result<int64_t> c_int(Thread& t, Value v) {
  int64_t n = EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int"));
  if (n < INT_MIN || n > INT_MAX) return raise(t, TypeId::kOverflowError, "Python int too large to convert to C int");
  return n;
}

Result<Value> semlock_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"SemLock(kind, value, maxvalue, name, unlink)"};
  Value a[5];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  int64_t kind = EIDER_TRY(c_int(t, a[0])), value = EIDER_TRY(c_int(t, a[1])), most = EIDER_TRY(c_int(t, a[2]));
  if (!is_instance(t, a[3], TypeId::kStr)) return raise(t, TypeId::kTypeError, "SemLock() argument 'name' must be str, not %s", type_name(t, a[3]));
  bool unlink = EIDER_TRY(truth(t, a[4]));
  if (kind != kRecursiveMutex && kind != kSemaphore) return raise(t, TypeId::kValueError, "unrecognized kind");
  std::string name;
  EIDER_TRY(os_bytes(t, a[3], &name));
  sem_t* semaphore = sem_open(name.c_str(), O_CREAT | O_EXCL, 0600, static_cast<unsigned>(value));
  if (semaphore != SEM_FAILED && unlink && sem_unlink(name.c_str()) < 0) {
    int error = errno;
    sem_close(semaphore);
    return raise_errno(t, error);
  }
  return semlock_make(t, cls, semaphore, kind, most, unlink ? kNone : a[3]);
}
Result<Value> semlock_rebuild(Thread& t, const Value* a) {
  int64_t kind = EIDER_TRY(c_int(t, a[2])), most = EIDER_TRY(c_int(t, a[3]));
  uint64_t handle;
  sem_t* semaphore;
  if (a[4].is_none()) {  // a forked child: the parent's mapping is ours as well
    if (!is_int(t, a[1]) || !int_fits_uint64(a[1], &handle)) return raise(t, TypeId::kTypeError, "an integer is required");
    semaphore = reinterpret_cast<sem_t*>(handle);
  } else {
    std::string name;
    EIDER_TRY(os_bytes(t, a[4], &name));
    semaphore = sem_open(name.c_str(), 0);
  }
  return semlock_make(t, a[0].as<Type>(), semaphore, kind, most, a[4]);
}
void finalize(Thread&, Value self) {
  sem_t* semaphore = self_of(self)->semaphore.exchange_acq_rel(nullptr);
  if (semaphore != nullptr) sem_close(semaphore);
}

Result<bool> wait_for(Thread& t, sem_t* semaphore, const timespec* deadline) {
  for (;;) {
    int result, error;
    {
      threads::Detached away(t);
      result = deadline == nullptr ? sem_wait(semaphore) : sem_timedwait(semaphore, deadline);
      error = errno;
    }
    if (result == 0) return true;
    if (error == ETIMEDOUT || error == EAGAIN) return false;
    if (error != EINTR) return raise_errno(t, error);
    EIDER_TRY(poll(t));
  }
}

Result<Value> acquire(Thread& t, const Value* a) {
  SemLock* s = self_of(a);
  bool blocks = a[1].is_absent() || EIDER_TRY(truth(t, a[1]));
  if (s->kind == kRecursiveMutex && is_mine(t, s)) {
    s->count.fetch_add_relaxed(1);
    return kTrue;
  }
  timespec deadline;
  bool timed = !a[2].is_absent() && !a[2].is_none();
  if (timed) {
    double seconds = std::max(0.0, EIDER_TRY(to_double(t, a[2])));
    if (!(seconds < 9e9)) return raise(t, TypeId::kOverflowError, "timestamp out of range for platform time_t");
    clock_gettime(CLOCK_REALTIME, &deadline);
    double whole = std::floor(seconds);
    deadline.tv_sec += static_cast<time_t>(whole);
    deadline.tv_nsec += static_cast<long>((seconds - whole) * 1e9 + 0.5);
    if (deadline.tv_nsec >= 1000000000) {
      deadline.tv_sec++;
      deadline.tv_nsec -= 1000000000;
    }
  }
  sem_t* semaphore = EIDER_TRY(semaphore_of(t, s));
  bool got = sem_trywait(semaphore) == 0;
  if (!got && errno != EAGAIN && errno != EINTR) return raise_errno(t, errno);
  if (!got && blocks) got = EIDER_TRY(wait_for(t, semaphore, timed ? &deadline : nullptr));
  if (!got) return kFalse;
  s->owner.store_relaxed(t.ident);
  s->count.fetch_add_relaxed(1);
  return kTrue;
}

Result<Value> release(Thread& t, const Value* a) {
  SemLock* s = self_of(a);
  sem_t* semaphore = EIDER_TRY(semaphore_of(t, s));
  if (s->kind == kRecursiveMutex) {
    if (!is_mine(t, s)) return raise(t, TypeId::kAssertionError, "attempt to release recursive lock not owned by thread");
    if (s->count.load_relaxed() > 1) {
      s->count.fetch_add_relaxed(-1);
      return kNone;
    }
  } else {
    int value;
    if (sem_getvalue(semaphore, &value) < 0) return raise_errno(t, errno);
    if (value >= s->most) return raise(t, TypeId::kValueError, "semaphore or lock released too many times");
  }
  s->count.fetch_add_relaxed(-1);  // before others can get it
  if (sem_post(semaphore) < 0) {
    s->count.fetch_add_relaxed(1);
    return raise_errno(t, errno);
  }
  return kNone;
}
Result<Value> enter(Thread& t, const Value* a) {
  Value args[] = {a[0], kAbsent, kAbsent};
  return acquire(t, args);
}
Result<Value> leave(Thread& t, const Value* a) { return release(t, a); }
Result<Value> held(Thread&, const Value* a) { return Value::from_small_int(self_of(a)->count.load_relaxed()); }
Result<Value> mine(Thread& t, const Value* a) { return Value::from_bool(is_mine(t, self_of(a))); }
Result<Value> get_value(Thread& t, const Value* a) {
  int value;
  if (sem_getvalue(EIDER_TRY(semaphore_of(t, self_of(a))), &value) < 0) return raise_errno(t, errno);
  return Value::from_small_int(std::max(value, 0));
}
Result<Value> is_zero(Thread& t, const Value* a) {
  int value;
  if (sem_getvalue(EIDER_TRY(semaphore_of(t, self_of(a))), &value) < 0) return raise_errno(t, errno);
  return Value::from_bool(value == 0);
}
Result<Value> after_fork(Thread&, const Value* a) {
  self_of(a)->count.store_relaxed(0);
  return kNone;
}
Result<Value> get_handle(Thread& t, Value self) { return int_from_uint64(t, reinterpret_cast<uint64_t>(self_of(self)->semaphore.load_acquire())); }
Result<Value> get_kind(Thread&, Value self) { return Value::from_small_int(self_of(self)->kind); }
Result<Value> get_most(Thread&, Value self) { return Value::from_small_int(self_of(self)->most); }

constexpr NativeDef kMethods[] = {
    {"acquire(self, /, block=True, timeout=None)", acquire, Sync::kLocksOwn, "Acquire the semaphore/lock."},
    {"release(self, /)", release, Sync::kLocksOwn, "Release the semaphore/lock."},
    {"__enter__(self, /)", enter, Sync::kLocksOwn, "Enter the semaphore/lock."},
    {"__exit__(self, exc_type=None, exc_value=None, exc_tb=None, /)", leave, Sync::kLocksOwn, "Exit the semaphore/lock."},
    {"_count(self, /)", held, Sync::kLockFreeRead, "Num of `acquire()`s minus num of `release()`s for this process."},
    {"_is_mine(self, /)", mine, Sync::kLockFreeRead, "Whether the lock is owned by this thread."},
    {"_get_value(self, /)", get_value, Sync::kLocksOwn, "Get the value of the semaphore."},
    {"_is_zero(self, /)", is_zero, Sync::kLocksOwn, "Return whether semaphore has value zero."},
    {"_after_fork(self, /)", after_fork, Sync::kLocksOwn, "Rezero the net acquisition count after fork()."},
    {"_rebuild(type, handle, kind, maxvalue, name, /)", semlock_rebuild, Sync::kNone, nullptr, NativeDef::kClassMethod},
};
constexpr GetSetDef kGetSets[] = {{"handle", get_handle, nullptr, nullptr}, {"kind", get_kind, nullptr, nullptr}, {"maxvalue", get_most, nullptr, nullptr}};
constexpr MemberDef kMembers[] = {{"name", offsetof(SemLock, name), true, nullptr}};

Result<Value> unlink_semaphore(Thread& t, const Value* a) {
  std::string name;
  EIDER_TRY(os_bytes(t, a[0], &name));
  if (sem_unlink(name.c_str()) < 0) return raise_errno(t, errno);
  return kNone;
}
constexpr NativeDef kFunctions[] = {{"sem_unlink(name, /)", unlink_semaphore, Sync::kNone, nullptr, NativeDef::kFunction}};

// --- _posixshmem ----------------------------------------------------------------------------------------------------------------
Result<Value> open_memory(Thread& t, const Value* a) {
  std::string name;
  EIDER_TRY(os_bytes(t, a[0], &name));
  int64_t flags = EIDER_TRY(c_int(t, a[1])), mode = a[2].is_absent() ? 0777 : EIDER_TRY(c_int(t, a[2]));
  int fd = shm_open(name.c_str(), static_cast<int>(flags), static_cast<mode_t>(mode));
  if (fd < 0) return raise_errno(t, errno, a[0]);
  return Value::from_small_int(fd);
}
Result<Value> unlink_memory(Thread& t, const Value* a) {
  std::string name;
  EIDER_TRY(os_bytes(t, a[0], &name));
  if (shm_unlink(name.c_str()) < 0) return raise_errno(t, errno, a[0]);
  return kNone;
}
constexpr NativeDef kMemoryFunctions[] = {
    {"shm_open(path, flags, mode=511)", open_memory, Sync::kNone, "Open a shared memory object.  Returns a file descriptor (integer).", NativeDef::kFunction},
    {"shm_unlink(path)", unlink_memory, Sync::kNone,
     "Remove a shared memory object (similar to unlink()).\n\nRemove a shared memory object name, and, once all processes  have  unmapped\nthe object, de-allocates and destroys the "
     "contents of the associated memory\nregion.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_multiprocessing(Thread& t, Module* module) {
  TypeSpec spec;
  spec.name = "_multiprocessing.SemLock";
  spec.doc = "Semaphore/Mutex type";
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(SemLock);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = [](Header* object, gc::Tracer& tracer) { tracer.mark_word(static_cast<SemLock*>(object)->name.load_relaxed().bits()); };
  spec.slots.finalize = finalize;
  spec.slots.new_ = semlock_new;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  Type* made = EIDER_TRY(add_type(t, module, spec));
  EIDER_TRY(dict_set_str(t, made->dict.get(), EIDER_TRY(intern(t, "SEM_VALUE_MAX")), Value::from_small_int(SEM_VALUE_MAX)));
  EIDER_TRY(module_set(t, module, "flags", EIDER_TRY(dict_new(t))->value()));
  return add_functions(t, module, kFunctions);
}
Result<void> fill_posixshmem(Thread& t, Module* module) { return add_functions(t, module, kMemoryFunctions); }

}  // namespace eider::modules
