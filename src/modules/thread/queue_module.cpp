// SPDX-License-Identifier: MIT
//
// _queue: SimpleQueue, unbounded, first in first out, for any number of threads.
//
// Note [Waiting for an item]
// Items stand in a ring guarded by the object's byte lock. Who finds it empty parks on the address of `puts`, unless that has changed
// since it looked; put() adds the item, counts it in `puts` and wakes one sleeper. So an item cannot come between the look and the sleep
// unseen. A woken thread competes for the item like any other.
#include "base/parking.h"
#include "builtins/builtins.h"
#include "modules/thread/support.h"
#include "objects/lock.h"
#include "threads/wait.h"

namespace eider::modules {

namespace {

struct SimpleQueue : Object {  // kValues: the numbers are kept odd
  Field<Block*> ring;          // the lock
  Field<Value> head;           // index of the oldest item, small int; the lock
  Field<Value> count;          // small int; written under the lock, read relaxed
  Atomic<uint64_t> puts;       // counts by two, odd
  Atomic<uint64_t> sleepers;   // counts by two, odd. Both it and `puts` seq_cst: put() counts, then looks here; get() does it the other way round
};

int64_t number(const Field<Value>& f) { return f.load_relaxed().small_int(); }

Result<Value> queue_new(Thread& t, Type* cls, const Value*, uint32_t nargs, Tuple* kwnames) {
  if (!cls->has(kHeapType) && (nargs != 0 || (kwnames != nullptr && kwnames->size() != 0))) {
    return raise(t, TypeId::kTypeError, "SimpleQueue() takes no arguments");
  }
  Block* ring = EIDER_TRY(block_new(t, 8));
  Object* o = EIDER_TRY(new_instance(t, cls));
  auto* q = static_cast<SimpleQueue*>(o);
  q->ring.init(ring);
  q->head.init(Value::from_small_int(0));
  q->count.init(Value::from_small_int(0));
  q->puts.store_relaxed(1);
  q->sleepers.store_relaxed(1);
  return o;
}
Result<void> queue_init(Thread&, Value, const Value*, uint32_t, Tuple*) { return kDone; }

/// Adds at the end; false when the ring is full.
bool push_locked(SimpleQueue* q, Value item) {
  Block* ring = q->ring.get();
  int64_t count = number(q->count), capacity = ring->capacity();
  if (count == capacity) return false;
  ring->items[(number(q->head) + count) & (capacity - 1)].store_release(item);
  q->count.store_relaxed(Value::from_small_int(count + 1));
  return true;
}
Value pop_locked(SimpleQueue* q) {
  int64_t count = number(q->count);
  if (count == 0) return kAbsent;
  Block* ring = q->ring.get();
  int64_t head = number(q->head);
  Value item = ring->items[head].get();
  ring->items[head].store_release(kAbsent);
  q->head.store_relaxed(Value::from_small_int((head + 1) & (ring->capacity() - 1)));
  q->count.store_relaxed(Value::from_small_int(count - 1));
  return item;
}

Result<Value> queue_add(Thread& t, SimpleQueue* q, Value item) {
  for (;;) {
    int64_t capacity;
    {
      LockedObject locked(t, *q);
      if (push_locked(q, item)) break;
      capacity = q->ring.get()->capacity();
    }
    Block* larger = EIDER_TRY(block_new(t, capacity * 2));
    LockedObject locked(t, *q);
    Block* ring = q->ring.get();
    if (ring->capacity() != capacity) continue;  // another thread has made it larger
    int64_t head = number(q->head), count = number(q->count);
    for (int64_t i = 0; i < count; ++i) larger->items[i].init(ring->items[(head + i) & (capacity - 1)].get());
    q->head.store_relaxed(Value::from_small_int(0));
    q->ring.store_release(larger);
  }
  q->puts.fetch_add_seq_cst(2);
  // Either this sees the sleeper, or the sleeper, before it parks, sees the count: `puts` and `sleepers` must not pass each other.
  if (q->sleepers.load_seq_cst() != 1) base::unpark_one(&q->puts, [](base::UnparkResult) {});
  return kNone;
}

Failure raise_empty(Thread& t) { return raise_exception(t, system_modules(t).queue_empty); }

Result<Value> queue_take(Thread& t, SimpleQueue* q, base::Deadline deadline) {
  for (;;) {
    uint64_t seen = q->puts.load_seq_cst();  // before the look: Note [Waiting for an item]
    Value item;
    {
      LockedObject locked(t, *q);
      item = pop_locked(q);
    }
    if (!item.is_absent()) return item;
    if (deadline == 0 || base::monotonic_ns() >= deadline) return raise_empty(t);
    q->sleepers.fetch_add_seq_cst(2);  // pairs with load_seq_cst in queue_add
    threads::wait_parked(t, &q->puts, [&] { return q->puts.load_seq_cst() == seen; }, deadline);
    q->sleepers.fetch_sub_acq_rel(2);
    if (!poll(t).ok()) {
      // We may have been the one woken for an item.
      base::unpark_one(&q->puts, [](base::UnparkResult) {});
      return kFailure;
    }
  }
}

SimpleQueue* self_of(Value v) { return v.as<SimpleQueue>(); }

Result<Value> queue_put(Thread& t, Value self, Value item, Value, Value) { return queue_add(t, self_of(self), item); }
Result<Value> queue_put_nowait(Thread& t, Value self, Value item) { return queue_add(t, self_of(self), item); }
Result<Value> queue_get(Thread& t, Value self, Value block, Value timeout) {
  bool blocks = block.is_absent() || EIDER_TRY(truth(t, block));
  base::Deadline deadline = base::kNoDeadline;
  if (!blocks) {
    deadline = 0;
  } else if (!timeout.is_absent() && !timeout.is_none()) {
    int64_t ns = EIDER_TRY(nanoseconds_of(t, timeout));
    if (ns < 0) return raise(t, TypeId::kValueError, "'timeout' must be a non-negative number");
    deadline = base::deadline_after(static_cast<uint64_t>(ns));
  }
  return queue_take(t, self_of(self), deadline);
}
Result<Value> queue_get_nowait(Thread& t, Value self) { return queue_take(t, self_of(self), 0); }
Result<Value> queue_empty(Thread&, Value self) { return Value::from_bool(number(self_of(self)->count) == 0); }
Result<Value> queue_size(Thread&, Value self) { return Value::from_small_int(number(self_of(self)->count)); }

constexpr NativeDef kQueueMethods[] = {
    {"put(self, item, block=True, timeout=None)", bind<queue_put>, Sync::kLocksSelf, "Put the item on the queue."},
    {"put_nowait(self, item)", bind<queue_put_nowait>, Sync::kLocksSelf, "Put an item into the queue without blocking."},
    {"get(self, block=True, timeout=None)", bind<queue_get>, Sync::kLocksSelfEach, "Remove and return an item from the queue."},
    {"get_nowait(self, /)", bind<queue_get_nowait>, Sync::kLocksSelf, "Remove and return an item from the queue without blocking."},
    {"empty(self, /)", bind<queue_empty>, Sync::kLockFreeRead, "Return True if the queue is empty, False otherwise (not reliable!)."},
    {"qsize(self, /)", bind<queue_size>, Sync::kLockFreeRead, "Return the approximate size of the queue (not reliable!)."},
    {"__class_getitem__(cls, item, /)", &builtins::class_getitem, Sync::kNone, "See PEP 585", NativeDef::kClassMethod},
};

}  // namespace

Result<void> fill_queue(Thread& t, Module* m) {
  SystemModules& state = system_modules(t);
  TypeSpec spec;
  spec.name = "_queue.SimpleQueue";
  spec.doc = "Simple, unbounded, reentrant FIFO queue.";
  spec.flags = kWeakrefable | kBaseType;
  spec.native_bytes = sizeof(SimpleQueue);
  spec.trace = TraceKind::kValues;
  spec.slots.new_ = queue_new;
  spec.slots.init = queue_init;
  spec.methods = kQueueMethods;
  spec.method_count = std::size(kQueueMethods);
  state.simple_queue = EIDER_TRY(make_builtin_type(t, spec));
  EIDER_TRY(module_set(t, m, "SimpleQueue", state.simple_queue->value()));
  // class Empty(Exception), of module _queue
  Dict* ns = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__module__), EIDER_TRY(text_value(t, "_queue"))));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__doc__), EIDER_TRY(text_value(t, "Exception raised by Queue.get(block=0)/get_nowait()."))));
  Tuple* bases = EIDER_TRY(tuple_of(t, type(t, TypeId::kException)->value()));
  state.queue_empty = EIDER_TRY(call3(t, type(t, TypeId::kType)->value(), EIDER_TRY(text_value(t, "Empty")), bases->value(), ns->value()));
  t.realm->add_root(state.queue_empty);
  return module_set(t, m, "Empty", state.queue_empty);
}

}  // namespace eider::modules
