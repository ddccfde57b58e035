// SPDX-License-Identifier: MIT
//
// Fields and items. Who else may write, and what a reader may see: the notes in objects/containers.h.
#include "builtins/list/list.h"
#include "builtins/range/range.h"
#include "builtins/tuple/tuple.h"
#include "stencils/stencil.h"
#include "threads/byte_lock.h"
#include "vm/generator.h"

namespace eider::stencils {
namespace {

using builtins::ListIterator;
using builtins::RangeIterator;
using builtins::TupleIterator;
using objects::Block;
using objects::List;
using objects::Tuple;

template <int A, int B, int C>
EIDER_STENCIL(LoadField) {
  EIDER_STENCIL_REGISTERS;
  R[A] = __atomic_load_n(reinterpret_cast<u64*>(R[B] + reinterpret_cast<u64>(HOLE_A)), __ATOMIC_ACQUIRE);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(LoadField);

template <int A, int B, int C>
EIDER_STENCIL(StoreField) {
  EIDER_STENCIL_REGISTERS;
  __atomic_store_n(reinterpret_cast<u64*>(R[A] + reinterpret_cast<u64>(HOLE_A)), R[B], __ATOMIC_RELEASE);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StoreField);

using LockByte = base::Atomic<uint8_t>;
/// threads::lock_byte, one attempt: who finds it taken leaves, and the interpreter waits.
EIDER_ALWAYS_INLINE bool try_lock(LockByte& byte) {
  uint8_t expected = 0;
  return byte.cas_acquire(expected, threads::kByteLocked);  // pairs with the last holder's release
}
/// threads::unlock_byte
EIDER_ALWAYS_INLINE void unlock(Thread* t, LockByte& byte) {
  byte.store_release(0);  // pairs with the next holder's acquire
  base::light_barrier(t->asymmetric != 0);
  if (EIDER_UNLIKELY(t->sleepers->load_relaxed() != 0)) HOLE_CALL_wake(&byte);
}

template <int A, int B, int C>
EIDER_STENCIL(GuardModuleFrame) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(t->frame->ns.is_absent());
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardModuleFrame);

template <int A, int B, int C>
EIDER_STENCIL(LoadHandled) {
  EIDER_STENCIL_REGISTERS;
  Value handled = t->handled_exception;
  R[A] = handled.is_absent() ? objects::kNone.bits() : handled.bits();
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(LoadHandled);

template <int A, int B, int C>
EIDER_STENCIL(StoreHandled) {
  EIDER_STENCIL_REGISTERS;
  Value handled = Value::from_bits(R[A]);
  t->handled_exception = handled.is_none() ? objects::kAbsent : handled;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StoreHandled);

template <int A, int B, int C>
EIDER_STENCIL(StoreCell) {  // name_cell_try_rebind
  EIDER_STENCIL_REGISTERS;
  auto* cell = reinterpret_cast<objects::NameCell*>(R[A]);
  if (EIDER_LIKELY(t->must_lock == 0)) {
    EIDER_EXIT_UNLESS(!cell->value.load_relaxed().is_absent());
    cell->value.store_release(Value::from_bits(R[B]));  // pairs with load_acquire in readers
    EIDER_CONTINUE;
  }
  EIDER_EXIT_UNLESS(try_lock(cell->lock));
  bool bound = !cell->value.load_relaxed().is_absent();
  if (EIDER_LIKELY(bound)) cell->value.store_release(Value::from_bits(R[B]));
  cell->lock.store_release(0);  // pairs with the next holder's acquire. Nobody sleeps on a cell
  EIDER_EXIT_UNLESS(bound);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StoreCell);

template <int A, int B, int C>
EIDER_STENCIL(GuardUnlocked) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(t->must_lock == 0);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardUnlocked);

template <int A, int B, int C>
EIDER_STENCIL(SetShape) {
  EIDER_STENCIL_REGISTERS;
  // Release, and nobody else looks meanwhile: GuardUnlocked (what later attaches is ordered behind it by attaching), or the trace has made
  // the object and not shown it to anybody.
  reinterpret_cast<objects::Object*>(R[A])->shape.store_release(static_cast<uint32_t>(reinterpret_cast<u64>(HOLE_A)));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(SetShape);

template <int A, int B, int C>
EIDER_STENCIL(ListLength) {
  EIDER_STENCIL_REGISTERS;
  R[A] = static_cast<u64>(reinterpret_cast<List*>(R[B])->size.load_relaxed()) << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListLength);

/// Word `index` (a kInt word: twice the index) of a row of words.
EIDER_ALWAYS_INLINE u64* item_at(void* items, u64 index) { return reinterpret_cast<u64*>(static_cast<char*>(items) + 4 * index); }

template <int A, int B, int C>
EIDER_STENCIL(ListItem) {  // list_get, on a kInt index
  EIDER_STENCIL_REGISTERS;
  auto* list = reinterpret_cast<List*>(R[B]);
  u64 index = R[C];
  EIDER_EXIT_UNLESS(index < 2 * static_cast<u64>(read_relaxed(reinterpret_cast<i64*>(list->size.raw()))));
  Block* block = list->block.load_acquire();  // pairs with store_release in list growth
  EIDER_EXIT_UNLESS(static_cast<i64>(index) < block->tagged_capacity);
  u64 item = __atomic_load_n(item_at(block->items, index), __ATOMIC_ACQUIRE);  // pairs with the release stores of list writers
  EIDER_EXIT_UNLESS(item != 0);
  R[A] = item;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListItem);

template <int A, int B, int C>
EIDER_STENCIL(StoreListItem) {
  EIDER_STENCIL_REGISTERS;
  auto* list = reinterpret_cast<List*>(R[A]);
  u64 index = R[B];
  auto* size = reinterpret_cast<i64*>(list->size.raw());
  if (EIDER_LIKELY(t->must_lock == 0)) {
    EIDER_EXIT_UNLESS(index < 2 * static_cast<u64>(read_relaxed(size)));
    __atomic_store_n(item_at(list->block.get()->items, index), R[C], __ATOMIC_RELAXED);  // nobody else runs
    EIDER_CONTINUE;
  }
  EIDER_EXIT_UNLESS(try_lock(list->lock));
  bool inside = index < 2 * static_cast<u64>(read_relaxed(size));
  if (EIDER_LIKELY(inside)) __atomic_store_n(item_at(list->block.get()->items, index), R[C], __ATOMIC_RELEASE);  // pairs with readers' acquire
  unlock(t, list->lock);
  EIDER_EXIT_UNLESS(inside);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StoreListItem);

// --- rows: passes/rows.cpp
template <int A, int B, int C>
EIDER_STENCIL(ListRow) {  // as ListItem
  EIDER_STENCIL_REGISTERS;
  auto* list = reinterpret_cast<List*>(R[B]);
  EIDER_EXIT_UNLESS(R[C] < 2 * static_cast<u64>(read_relaxed(reinterpret_cast<i64*>(list->size.raw()))));
  Block* block = list->block.load_acquire();  // pairs with store_release in list growth
  EIDER_EXIT_UNLESS(static_cast<i64>(R[C]) < block->tagged_capacity);
  R[A] = reinterpret_cast<u64>(block);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListRow);

template <int A, int B, int C>
EIDER_STENCIL(ListRowAt) {
  EIDER_STENCIL_REGISTERS;
  auto* list = reinterpret_cast<List*>(R[B]);
  bool inside;
#if defined(EIDER_TSAN)
  i64 size = list->size.load_relaxed();
  asm("cmpq $HOLE_A, %1" : "=@ccg"(inside) : "r"(size));
#else
  asm volatile("cmpq $HOLE_A, %1" : "=@ccg"(inside) : "m"(*reinterpret_cast<volatile i64*>(list->size.raw())));
#endif
  EIDER_EXIT_UNLESS(inside);
  Block* block = list->block.load_acquire();  // pairs with store_release in list growth
  asm volatile("cmpq $HOLE_B, %1" : "=@ccg"(inside) : "m"(block->tagged_capacity));
  EIDER_EXIT_UNLESS(inside);
  R[A] = reinterpret_cast<u64>(block);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListRowAt);

EIDER_ALWAYS_INLINE u64 row_item(u64 block, u64 index) {
  return __atomic_load_n(item_at(reinterpret_cast<Block*>(block)->items, index), __ATOMIC_ACQUIRE);  // pairs with the release stores of list writers
}
EIDER_ALWAYS_INLINE u64 row_item_at(u64 block, const char* offset) {
  return __atomic_load_n(reinterpret_cast<u64*>(block + reinterpret_cast<u64>(offset)), __ATOMIC_ACQUIRE);  // as row_item
}
#define EIDER_ROW_ITEM(name, read)  \
  template <int A, int B, int C>    \
  EIDER_STENCIL(name) {             \
    EIDER_STENCIL_REGISTERS;        \
    u64 item = read;                \
    EIDER_EXIT_UNLESS(item != 0);   \
    R[A] = item;                    \
    EIDER_CONTINUE;                 \
  }                                 \
  EIDER_STENCIL_TABLE(name)
EIDER_ROW_ITEM(RowItem, row_item(R[B], R[C]));
EIDER_ROW_ITEM(RowItemAt, row_item_at(R[B], HOLE_A));
#define EIDER_ROW_INT(name, read)   \
  template <int A, int B, int C>    \
  EIDER_STENCIL(name) {             \
    EIDER_STENCIL_REGISTERS;        \
    u64 item = read;                \
    EIDER_EXIT_UNLESS(item & 1);    \
    R[A] = item - 1;                \
    EIDER_CONTINUE;                 \
  }                                 \
  EIDER_STENCIL_TABLE(name)
EIDER_ROW_INT(RowInt, row_item(R[B], R[C]));
EIDER_ROW_INT(RowIntAt, row_item_at(R[B], HOLE_A));
#define EIDER_ROW_FLOAT(name, read)           \
  template <int A, int B, int C>              \
  EIDER_STENCIL(name) {                       \
    EIDER_STENCIL_REGISTERS;                  \
    u64 rest = float_rest(read);              \
    EIDER_EXIT_UNLESS((rest & 3) == 0);       \
    X[A] = float_of_rest(rest);               \
    EIDER_CONTINUE;                           \
  }                                           \
  EIDER_STENCIL_TABLE(name)
EIDER_ROW_FLOAT(RowFloat, row_item(R[B], R[C]));
EIDER_ROW_FLOAT(RowFloatAt, row_item_at(R[B], HOLE_A));

template <int A, int B, int C>
EIDER_STENCIL(StoreRowItem) {
  EIDER_STENCIL_REGISTERS;
  __atomic_store_n(item_at(reinterpret_cast<Block*>(R[A])->items, R[B]), R[C], __ATOMIC_RELAXED);  // nobody else runs
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StoreRowItem);

template <int A, int B, int C>
EIDER_STENCIL(StoreRowItemAt) {
  EIDER_STENCIL_REGISTERS;
  __atomic_store_n(reinterpret_cast<u64*>(R[A] + reinterpret_cast<u64>(HOLE_A)), R[B], __ATOMIC_RELAXED);  // as StoreRowItem
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StoreRowItemAt);

template <int A, int B, int C>
EIDER_STENCIL(AppendItem) {
  EIDER_STENCIL_REGISTERS;
  auto* list = reinterpret_cast<List*>(R[A]);
  i64 size = list->size.load_relaxed();
  Block* block = list->block.get();
  if (EIDER_LIKELY(t->must_lock == 0 && 2 * size + 1 < block->tagged_capacity)) {  // nobody else runs
    __atomic_store_n(reinterpret_cast<u64*>(&block->items[size]), R[B], __ATOMIC_RELAXED);
    list->size.store_relaxed(size + 1);
    EIDER_CONTINUE;
  }
  EIDER_EXIT_UNLESS(HOLE_CALL_append_item(t, R[A], R[B]) != 0);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(AppendItem);

template <int A, int B, int C>
EIDER_STENCIL(GuardTupleSize) {
  EIDER_STENCIL_REGISTERS;
  bool same;
#if defined(EIDER_TSAN)
  i64 count = reinterpret_cast<Tuple*>(R[A])->tagged_count;
  asm("cmpq $HOLE_A, %1" : "=@cce"(same) : "r"(count));
#else
  asm volatile("cmpq $HOLE_A, %1" : "=@cce"(same) : "m"(reinterpret_cast<Tuple*>(R[A])->tagged_count));  // immutable
#endif
  EIDER_EXIT_UNLESS(same);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(GuardTupleSize);

template <int A, int B, int C>
EIDER_STENCIL(TupleItem) {
  EIDER_STENCIL_REGISTERS;
  auto* tuple = reinterpret_cast<Tuple*>(R[B]);
  // index = 2 i, tagged_count = 2 n + 1: i < n exactly when 2 i < 2 n + 1 - 1.
  EIDER_EXIT_UNLESS(R[C] < static_cast<u64>(tuple->tagged_count) - 1);
  R[A] = *item_at(tuple->items, R[C]);
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(TupleItem);

template <int A, int B, int C>
EIDER_STENCIL(TupleItemAt) {
  EIDER_STENCIL_REGISTERS;
  R[A] = *reinterpret_cast<u64*>(R[B] + reinterpret_cast<u64>(HOLE_A));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(TupleItemAt);

template <int A, int B, int C>
EIDER_STENCIL(LoadFixedFloat) {
  EIDER_STENCIL_REGISTERS;
  X[A] = *reinterpret_cast<double*>(R[B] + reinterpret_cast<u64>(HOLE_A));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(LoadFixedFloat);

// --- iterators: as builtins' next functions, but at the end they leave with the iterator unchanged -----------------------------
template <int A, int B, int C>
EIDER_STENCIL(RangeNext) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<RangeIterator*>(R[B]);
  i64 next = it->next.load_relaxed();
  i64 step = it->step;
  auto stop = [&] { return read_relaxed(reinterpret_cast<i64*>(it->stop.raw())); };
  if (EIDER_LIKELY(step > 0)) {
    EIDER_EXIT_UNLESS(next < stop());
  } else {
    asm volatile("");  // keeps two branches: computing both comparisons and choosing takes seven instructions more
    EIDER_EXIT_UNLESS(next > stop());
  }
  it->next.store_relaxed(next + step);
#if defined(__x86_64__)
  asm("leaq (%1,%1), %0" : "=r"(R[A]) : "r"(next));  // into its own register: the compiler doubles in place, then moves
#else
  R[A] = static_cast<u64>(next) << 1;
#endif
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(RangeNext);

template <int A, int B, int C>
EIDER_STENCIL(ListNext) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<ListIterator*>(R[B]);
  i64 tagged = it->tagged_index.load_relaxed();
  Value item = objects::list_get(it->list.load_relaxed(), tagged >> 1);
  EIDER_EXIT_UNLESS(!item.is_absent());
  it->tagged_index.store_relaxed(tagged + 2);
  R[A] = item.bits();
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListNext);

template <int A, int B, int C>
EIDER_STENCIL(TupleNext) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<TupleIterator*>(R[B]);
  i64 tagged = it->tagged_index.load_relaxed();
  Tuple* tuple = it->tuple.load_relaxed();
  EIDER_EXIT_UNLESS(tagged < tuple->tagged_count);
  it->tagged_index.store_relaxed(tagged + 2);
  R[A] = tuple->items[tagged >> 1].get().bits();
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(TupleNext);

// --- several that are asked together: first whether each has one. Nobody else runs meanwhile (GuardUnlocked) -----------------------
EIDER_ALWAYS_INLINE bool more(const RangeIterator* it) {
  i64 next = it->next.load_relaxed(), stop = it->stop.load_relaxed();
  return EIDER_LIKELY(it->step > 0) ? next < stop : next > stop;
}
EIDER_ALWAYS_INLINE bool more(const ListIterator* it) {
  return it->tagged_index.load_relaxed() < 2 * it->list.load_relaxed()->size.load_relaxed();
}
EIDER_ALWAYS_INLINE bool more(const TupleIterator* it) { return it->tagged_index.load_relaxed() < it->tuple.load_relaxed()->tagged_count; }

template <int A, int B, int C>
EIDER_STENCIL(RangeMore) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(more(reinterpret_cast<RangeIterator*>(R[A])));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(RangeMore);

template <int A, int B, int C>
EIDER_STENCIL(ListMore) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(more(reinterpret_cast<ListIterator*>(R[A])));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListMore);

template <int A, int B, int C>
EIDER_STENCIL(TupleMore) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(more(reinterpret_cast<TupleIterator*>(R[A])));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(TupleMore);

template <int A, int B, int C>
EIDER_STENCIL(RangeTake) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<RangeIterator*>(R[B]);
  i64 next = it->next.load_relaxed();
  it->next.store_relaxed(next + it->step);
  R[A] = static_cast<u64>(next) << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(RangeTake);

template <int A, int B, int C>
EIDER_STENCIL(ListTake) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<ListIterator*>(R[B]);
  i64 tagged = it->tagged_index.load_relaxed();
  it->tagged_index.store_relaxed(tagged + 2);
  R[A] = it->list.load_relaxed()->block.load_acquire()->items[tagged >> 1].load_acquire().bits();  // published long before: nobody else runs
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ListTake);

template <int A, int B, int C>
EIDER_STENCIL(TupleTake) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<TupleIterator*>(R[B]);
  i64 tagged = it->tagged_index.load_relaxed();
  it->tagged_index.store_relaxed(tagged + 2);
  R[A] = it->tuple.load_relaxed()->items[tagged >> 1].get().bits();
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(TupleTake);

// --- generators: entering and leaving one whose body is part of the trace -------------------------------------------------------
using vm::Generator;
using vm::GeneratorState;

template <GeneratorState kFrom>
EIDER_ALWAYS_INLINE bool claim(Thread* t, Generator* g) {
  if (EIDER_LIKELY(t->must_lock == 0)) {  // nobody else runs, until a safepoint
    if (g->state.load_relaxed() != kFrom) return false;
    g->state.store_relaxed(GeneratorState::kRunning);
    return true;
  }
  GeneratorState seen = kFrom;
  return g->state.cas_acquire(seen, GeneratorState::kRunning);  // pairs with the release of whoever suspended it
}

template <GeneratorState kFrom>
EIDER_ALWAYS_INLINE bool claim_at(Thread* t, u64 object, u64 frame, u64 at) {
  auto* g = reinterpret_cast<Generator*>(object);
  auto* f = reinterpret_cast<vm::Frame*>(object + frame);
  if (EIDER_UNLIKELY(!claim<kFrom>(t, g))) return false;
  // The thread that suspended it may have another copy of the code: its units have the same offsets.
  u64 stands = reinterpret_cast<u64>(f->pc) - reinterpret_cast<u64>(f->code->units);
  if (EIDER_LIKELY(stands == at && f->flags == vm::kFrameGenerator && g->handled_exception.is_absent())) return true;
  g->state.store_release(kFrom);
  return false;
}

template <int A, int B, int C>
EIDER_STENCIL(RootExtra) {
  EIDER_STENCIL_REGISTERS;
  R[A] = t->frame->extra.bits();
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(RootExtra);

template <int A, int B, int C>
EIDER_STENCIL(ClaimCreated) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(claim_at<GeneratorState::kCreated>(t, R[A], reinterpret_cast<u64>(HOLE_A), reinterpret_cast<u64>(HOLE_B)));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ClaimCreated);

template <int A, int B, int C>
EIDER_STENCIL(ClaimSuspended) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(claim_at<GeneratorState::kSuspended>(t, R[A], reinterpret_cast<u64>(HOLE_A), reinterpret_cast<u64>(HOLE_B)));
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ClaimSuspended);

template <int A, int B, int C>
EIDER_STENCIL(ReleaseGenerator) {
  EIDER_STENCIL_REGISTERS;
  auto* g = reinterpret_cast<Generator*>(R[A]);
  auto* f = reinterpret_cast<vm::Frame*>(R[A] + reinterpret_cast<u64>(HOLE_A));
  f->pc = reinterpret_cast<const uint16_t*>(reinterpret_cast<u64>(f->code->units) + reinterpret_cast<u64>(HOLE_B));
  g->sp = reinterpret_cast<Value*>(R[A] + reinterpret_cast<u64>(HOLE_C));
  g->state.store_release(GeneratorState::kSuspended);  // publishes the frame; pairs with the acquire of the next one to enter
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ReleaseGenerator);

}  // namespace
}  // namespace eider::stencils
