// SPDX-License-Identifier: MIT
//
// _thread.lock, _thread.RLock.
#include "modules/thread/lock.h"

#include <cmath>

#include "modules/thread/support.h"
#include "modules/thread/thread_module.h"
#include "threads/contention.h"
#include "threads/wait.h"

namespace eider::modules {

Result<bool> lock_word_wait(Thread& t, LockWord& word, base::Deadline deadline) {
  constexpr int kSpins = 60;  // a short critical section's length; a park costs microseconds
  int spins = 0;
  if (deadline == base::kNoDeadline && threads::meets_too_often(t)) threads::give_way(t);
  for (;;) {
    uint32_t seen = word.load_relaxed();  // a guess, confirmed by the CAS
    if ((seen & kLockHeld) == 0) {
      if (word.cas_acquire(seen, seen | kLockHeld)) return true;
      continue;
    }
    if ((seen & kLockWaiters) == 0 && deadline != 0) {
      if (spins++ < kSpins) {
        base::spin_pause();
        continue;
      }
    }
    if (deadline != base::kNoDeadline && base::monotonic_ns() >= deadline) return false;
    if ((seen & kLockWaiters) == 0) {
      if (!word.cas_acquire(seen, kLockHeld | kLockWaiters)) continue;
    }
    // This frame holds the word's address, so the collector keeps the lock while we sleep.
    threads::wait_parked(t, &word, [&] { return word.load_relaxed() == (kLockHeld | kLockWaiters); }, deadline);
    if (EIDER_UNLIKELY(!poll(t).ok())) {
      // We may have been the one woken for this lock: pass it on.
      if (word.load_relaxed() == kLockWaiters) unlock_word_slow(word);
      return kFailure;
    }
  }
}

void unlock_word_slow(LockWord& word) {
  base::unpark_one(&word, [&](base::UnparkResult result) {
    // Under the bucket's mutex: nobody parks between the count of waiters and this store.
    uint32_t seen = word.load_relaxed();
    if (seen == kLockWaiters) {  // passed on by a waiter that gave up: nobody holds it
      if (!result.more) word.cas_acq_rel(seen, 0);
      return;
    }
    word.store_release(result.more ? kLockWaiters : 0);
  });
}

namespace {

/// The arguments of acquire(). kNoDeadline: wait for ever; 0: do not wait.
Result<base::Deadline> deadline_of(Thread& t, Value blocking, Value timeout) {
  bool blocks = blocking.is_absent() || EIDER_TRY(truth(t, blocking));
  if (timeout.is_absent() || timeout == Value::from_small_int(-1)) return blocks ? base::kNoDeadline : base::Deadline{0};
  int64_t ns = EIDER_TRY(nanoseconds_of(t, timeout));
  bool forever = ns == -1'000'000'000;
  if (!blocks && !forever) return raise(t, TypeId::kValueError, "can't specify a timeout for a non-blocking call");
  if (forever) return blocks ? base::kNoDeadline : base::Deadline{0};
  if (ns < 0) return raise(t, TypeId::kValueError, "timeout value must be positive");
  if (ns / 1'000'000'000 > 9223372036) return raise(t, TypeId::kOverflowError, "timeout value is too large");
  return ns == 0 ? base::Deadline{0} : base::deadline_after(static_cast<uint64_t>(ns));
}

Lock* lock_of(Value self) { return self.as<Lock>(); }
RLock* rlock_of(Value self) { return self.as<RLock>(); }

// --- lock ---------------------------------------------------------------------------------------------------------------------------
// A method descriptor has checked self's class.
Result<Value> lock_acquire(Thread& t, const Value* a) {
  LockWord& word = lock_of(a[0])->word;
  if (EIDER_LIKELY(a[1].is_absent() && a[2].is_absent())) {
    if (!EIDER_TRY(lock_word_take(t, word, base::kNoDeadline))) return kFalse;
    return kTrue;
  }
  base::Deadline deadline = EIDER_TRY(deadline_of(t, a[1], a[2]));
  if (lock_word_try(word)) return kTrue;
  if (deadline == 0) return kFalse;
  return Value::from_bool(EIDER_TRY(lock_word_wait(t, word, deadline)));
}
Result<Value> lock_enter(Thread& t, const Value* a) {
  if (!EIDER_TRY(lock_word_take(t, lock_of(a[0])->word, base::kNoDeadline))) return kFalse;
  return kTrue;
}
Result<Value> lock_release(Thread& t, const Value* a) {
  LockWord& word = lock_of(a[0])->word;
  uint32_t held = kLockHeld;
  if (EIDER_LIKELY(word.cas_acq_rel(held, 0))) return kNone;
  if ((held & kLockHeld) == 0) return raise(t, TypeId::kRuntimeError, "release unlocked lock");
  unlock_word_slow(word);
  return kNone;
}
Result<Value> lock_locked(Thread&, const Value* a) { return Value::from_bool(lock_of(a[0])->word.load_relaxed() & kLockHeld); }
Result<Value> lock_reinit(Thread&, const Value* a) {
  lock_of(a[0])->word.store_release(0);
  return kNone;
}
Result<Value> lock_repr(Thread& t, Value self) {
  return str_format(t, "<%s %s object at %s>", lock_of(self)->word.load_relaxed() & kLockHeld ? "locked" : "unlocked", type_name(t, self),
                    address_text(self).c_str());
}

#define EIDER_LOCK_EXIT "(self, /, *_)"
constexpr NativeDef kLockMethods[] = {
    {"acquire(self, blocking=True, timeout=-1)", lock_acquire, Sync::kLocksOwn,
     "Lock the lock.  Without argument, this blocks if the lock is already\nlocked (even by the same thread), waiting for another thread to release\nthe lock, and return True once the lock is acquired."},
    {"acquire_lock(self, blocking=True, timeout=-1)", lock_acquire, Sync::kLocksOwn, "An obsolete synonym of acquire()."},
    {"release(self, /)", lock_release, Sync::kLocksOwn,
     "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock.  The lock must be in the locked state,\nbut it needn't be locked by the same thread that unlocks it."},
    {"release_lock(self, /)", lock_release, Sync::kLocksOwn, "An obsolete synonym of release()."},
    {"locked(self, /)", lock_locked, Sync::kLocksOwn, "Return whether the lock is in the locked state."},
    {"locked_lock(self, /)", lock_locked, Sync::kLocksOwn, "An obsolete synonym of locked()."},
    {"__enter__(self, /)", lock_enter, Sync::kLocksOwn, "Lock the lock."},
    {"__exit__" EIDER_LOCK_EXIT, lock_release, Sync::kLocksOwn, "Release the lock.", Texts::kUnpackTuple},
    {"_at_fork_reinit(self, /)", lock_reinit, Sync::kLocksOwn, nullptr},
};

// --- RLock --------------------------------------------------------------------------------------------------------------------------
EIDER_ALWAYS_INLINE Result<bool> rlock_take(Thread& t, RLock* lock, base::Deadline deadline) {
  if (lock->owner.load_relaxed() == t.ident) {  // only this thread stores this value
    if (EIDER_UNLIKELY(lock->count == UINT64_MAX)) return raise(t, TypeId::kOverflowError, "Internal lock count overflowed");
    lock->count++;
    return true;
  }
  if (!lock_word_try(lock->word)) {
    if (deadline == 0) return false;
    if (!EIDER_TRY(lock_word_wait(t, lock->word, deadline))) return false;
  }
  lock->owner.store_relaxed(t.ident);
  lock->count = 1;
  return true;
}
Result<Value> rlock_acquire(Thread& t, const Value* a) {
  base::Deadline deadline = base::kNoDeadline;
  if (!a[1].is_absent() || !a[2].is_absent()) deadline = EIDER_TRY(deadline_of(t, a[1], a[2]));
  return Value::from_bool(EIDER_TRY(rlock_take(t, rlock_of(a[0]), deadline)));
}
Result<Value> rlock_enter(Thread& t, const Value* a) {
  return Value::from_bool(EIDER_TRY(rlock_take(t, rlock_of(a[0]), base::kNoDeadline)));
}
Result<Value> rlock_release(Thread& t, const Value* a) {
  RLock* lock = rlock_of(a[0]);
  if (EIDER_UNLIKELY(lock->owner.load_relaxed() != t.ident)) return raise(t, TypeId::kRuntimeError, "cannot release un-acquired lock");
  if (--lock->count == 0) {
    lock->owner.store_relaxed(0);
    unlock_word(lock->word);
  }
  return kNone;
}
Result<Value> rlock_is_owned(Thread& t, const Value* a) { return Value::from_bool(rlock_of(a[0])->owner.load_relaxed() == t.ident); }
Result<Value> rlock_release_save(Thread& t, const Value* a) {
  RLock* lock = rlock_of(a[0]);
  if (lock->owner.load_relaxed() != t.ident) return raise(t, TypeId::kRuntimeError, "cannot release un-acquired lock");
  Value count = EIDER_TRY(int_from_uint64(t, lock->count));
  Value owner = EIDER_TRY(int_from_uint64(t, t.ident));
  Tuple* saved = EIDER_TRY(tuple_of(t, count, owner));
  lock->count = 0;
  lock->owner.store_relaxed(0);
  unlock_word(lock->word);
  return saved;
}
Result<Value> rlock_acquire_restore(Thread& t, const Value* a) {
  RLock* lock = rlock_of(a[0]);
  Tuple* state = is_instance(t, a[1], TypeId::kTuple) ? a[1].as<Tuple>() : nullptr;
  if (state == nullptr || state->size() != 2) return raise(t, TypeId::kTypeError, "_acquire_restore() argument 1 must be 2-item tuple, not %s", type_name(t, a[1]));
  int64_t count = EIDER_TRY(index_int64(t, state->items[0].get(), TypeId::kOverflowError, "Python int too large to convert to C long"));
  int64_t owner = EIDER_TRY(index_int64(t, state->items[1].get(), TypeId::kOverflowError, "Python int too large to convert to C long"));
  // A signal handler's exception must not leave a Condition's lock untaken: take it first, raise then.
  Value raised = kAbsent;
  for (;;) {
    Result<bool> taken = lock_word_take(t, lock->word, base::kNoDeadline);
    if (taken.ok()) break;
    if (t.poll.load_relaxed() & threads::kPollExit) return kFailure;
    raised = take_exception(t);
  }
  lock->owner.store_relaxed(static_cast<uint64_t>(owner));
  lock->count = static_cast<uint64_t>(count);
  if (!raised.is_absent()) return reraise(t, raised);
  return kNone;
}
Result<Value> rlock_reinit(Thread&, const Value* a) {
  RLock* lock = rlock_of(a[0]);
  lock->owner.store_relaxed(0);
  lock->count = 0;
  lock->word.store_release(0);
  return kNone;
}
Result<Value> rlock_repr(Thread& t, Value self) {
  RLock* lock = rlock_of(self);
  uint64_t owner = lock->owner.load_relaxed();
  return str_format(t, "<%s %s object owner=%llu count=%llu at %s>", owner != 0 ? "locked" : "unlocked", type_name(t, self),
                    static_cast<unsigned long long>(owner), static_cast<unsigned long long>(owner != 0 ? lock->count : 0), address_text(self).c_str());
}
Result<Value> rlock_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) { return EIDER_TRY(new_instance(t, cls)); }
Result<void> rlock_init(Thread&, Value, const Value*, uint32_t, Tuple*) { return kDone; }

constexpr NativeDef kRLockMethods[] = {
    {"acquire(self, blocking=True, timeout=-1)", rlock_acquire, Sync::kLocksOwn, "Lock the lock.  `blocking` indicates whether we should wait\nfor the lock to be available or not."},
    {"release(self, /)", rlock_release, Sync::kLocksOwn, "Release the lock, allowing another thread that is blocked waiting for\nthe lock to acquire the lock."},
    {"__enter__(self, /)", rlock_enter, Sync::kLocksOwn, nullptr},
    {"__exit__" EIDER_LOCK_EXIT, rlock_release, Sync::kLocksOwn, nullptr, Texts::kUnpackTuple},
    {"_is_owned(self, /)", rlock_is_owned, Sync::kLocksOwn, "For internal use by `threading.Condition`."},
    {"_acquire_restore(self, state, /)", rlock_acquire_restore, Sync::kLocksOwn, "For internal use by `threading.Condition`.", Texts::kParseTuple},
    {"_release_save(self, /)", rlock_release_save, Sync::kLocksOwn, "For internal use by `threading.Condition`."},
    {"_at_fork_reinit(self, /)", rlock_reinit, Sync::kLocksOwn, nullptr},
};

}  // namespace

Result<void> make_lock_types(Thread& t) {
  SystemModules& state = system_modules(t);
  TypeSpec lock;
  lock.name = "_thread.lock";
  lock.doc = "A lock object is a synchronization primitive.";
  lock.flags = kWeakrefable | kDisallowInstantiation;
  lock.native_bytes = sizeof(Lock);
  lock.trace = TraceKind::kNone;
  lock.slots.repr = lock_repr;
  lock.methods = kLockMethods;
  lock.method_count = std::size(kLockMethods);
  state.lock = EIDER_TRY(make_builtin_type(t, lock));
  TypeSpec rlock;
  rlock.name = "_thread.RLock";
  rlock.flags = kWeakrefable | kBaseType;
  rlock.native_bytes = sizeof(RLock);
  rlock.trace = TraceKind::kNone;
  rlock.slots.repr = rlock_repr;
  rlock.slots.new_ = rlock_new;
  rlock.slots.init = rlock_init;
  rlock.methods = kRLockMethods;
  rlock.method_count = std::size(kRLockMethods);
  state.rlock = EIDER_TRY(make_builtin_type(t, rlock));
  return kDone;
}

}  // namespace eider::modules
