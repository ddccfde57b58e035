// SPDX-License-Identifier: MIT
//
// Code: a code unit as a heap object; and ThreadCode, one thread's quickened copy of it.
//
// Code is immutable after creation but `copies` and `snapshot`. A thread finds its copy in copies[thread.index]; it is the only
// writer of its element and of everything in its ThreadCode (opcodes, caches, counters: plain memory), so specializing is free of
// data races. Growing the array is done under Code's byte lock; old arrays stay until the code dies (a thread that indexes an
// old one finds its own element there too, because only threads with larger indices were missing).
//
// A new copy starts from the most recently published snapshot of another thread's copy (--tlbc=shared-snapshot), if no cache was
// flushed since (VmRealm::flush_epoch), so the second thread starts warm.
#pragma once

#include <memory>

#include "bytecode/code_unit.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::vm {

using namespace objects;
using bytecode::CodeUnit;
using bytecode::Op;

struct Code;

struct ThreadCode {  // malloc'ed; owned by its Code, used by one thread
  Code* code;
  const Value* consts;
  const Value* names;        // interned Str*
  uint32_t local_count;
  uint32_t stack_size;
  uint32_t frame_words;      // locals + frame header + stack
  uint32_t unit_count;
  int16_t exact_args;        // >= 0: a call with exactly this many positional arguments needs no argument processing
  bool creates_generator;
  uint8_t published;         // how many snapshots this copy has given
  ThreadCode* next_of_thread;  // VmState::copies list
  uint16_t units[];
};

struct CopyArray {  // malloc'ed
  uint32_t count;
  CopyArray* older;
  Atomic<ThreadCode*> copies[];
};

/// Of a thread's copy at some moment. malloc'ed; immutable but for the collector, which makes instructions generic that name dead
/// objects (the world is stopped then, and nobody reads a snapshot across a poll).
struct Snapshot {
  uint64_t flush_epoch;
  Snapshot* older;
  uint16_t units[];
};

/// The jit's record of a code's hot places and their executors; it derives from this.
struct HotPlaces {
  void (*trace)(HotPlaces* self, gc::Tracer& tracer);  // what the executors name
};

struct Code : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kCode;
  const CodeUnit* unit;      // = keeper->get()
  std::shared_ptr<const CodeUnit>* keeper;  // owned: freed when this Code dies
  Tuple* consts;
  Tuple* names;
  Tuple* local_names;
  Str* name;
  Str* qualname;
  Str* filename;
  uint32_t flags;
  uint32_t argcount, posonly, kwonly;
  uint32_t local_count;
  uint32_t unit_count;
  uint32_t parameter_count;
  int16_t exact_args;
  bool has_free;
  bool keeps_operands;       // its first two locals are parameters that nothing stores to, deletes or makes cells of
  Atomic<CopyArray*> copies{nullptr};    // release-published under the byte lock; pairs with load_acquire in thread_code
  Atomic<Snapshot*> snapshot{nullptr};   // release-published under the byte lock; pairs with load_acquire in make_thread_code
  // The module namespace and builtins of the first function made of this code: what LOAD_GLOBAL's inline caches assume of all.
  // Written once under the byte lock (builtins first); pairs with load_acquire in bind_namespaces.
  Field<Value> globals;
  Field<Value> builtins;
  Atomic<uint8_t> many_namespaces{0};    // a function with others was made: no inline caches for globals. Never reset
  Atomic<HotPlaces*> places{nullptr};    // made at the first hot place; published by CAS, pairs with load_acquire there
  Code* next_in_realm;                   // VmRealm::codes list
};

/// The object for a constant.
Result<Value> constant_value(Thread& t, const bytecode::Constant& constant);
/// The heap objects of a code unit, nested units included. Constants are shared where equal within the unit.
Result<Code*> code_new(Thread& t, std::shared_ptr<const CodeUnit> unit);

/// This thread's copy, made at first use.
Result<ThreadCode*> make_thread_code(Thread& t, Code* code);
EIDER_ALWAYS_INLINE ThreadCode* find_thread_code(Thread& t, Code* code) {
  CopyArray* array = code->copies.load_acquire();
  if (EIDER_UNLIKELY(array == nullptr || t.index >= array->count)) return nullptr;
  return array->copies[t.index].load_relaxed();
}
EIDER_ALWAYS_INLINE Result<ThreadCode*> thread_code(Thread& t, Code* code) {
  ThreadCode* found = find_thread_code(t, code);
  if (EIDER_LIKELY(found != nullptr)) return found;
  return make_thread_code(t, code);
}
/// A function of `code` with these namespaces is about to exist: from the second pair on, the code has no caches of globals.
void bind_namespaces(Thread& t, Code* code, Dict* globals, Value builtins);
/// Publishes this copy as the snapshot other threads start from.
void publish_snapshot(Thread& t, ThreadCode* tc);
/// A function entry or a loop's header, `unit`, was reached as often as `counter` said; sets the counter anew. True: an executor is to be
/// entered there (VmState::entering).
bool note_hot(Thread& t, uint32_t unit, uint16_t* counter);
/// The thread's copies of code are given back, but those of generators: a suspended frame may name them.
void free_copies(Thread& t);

void free_snapshots(Snapshot* newest);  // and all older ones. With the world stopped
void free_code(Code* code);  // the collector's: a dead Code's memory outside the heap

/// Source position of a unit; line 0 when unknown.
bytecode::Position position_of(const Code& code, uint32_t unit);

}  // namespace eider::vm
