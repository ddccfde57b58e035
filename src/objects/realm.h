// SPDX-License-Identifier: MIT
//
// Realm: one runtime's object world. Everything a C++ global would hold in another interpreter hangs here: the heap, the shape
// table, the builtin types, interned strings, the module table. runtime::Runtime owns one; two realms share nothing.
//
// Thread rule: members marked (boot) are set while one thread exists and never change. Others say their lock.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "gc/heap.h"
#include "objects/containers.h"
#include "objects/names.h"
#include "objects/thread.h"
#include "objects/type.h"

namespace eider::vm {
struct VmRealm;
}
namespace eider::threads {
class ThreadRegistry;
}

namespace eider::objects {

struct BaseException;
struct Traceback;
struct InternTable;
struct WeakTable;
struct ShapeTree;
struct FactTable;

/// Where a traceback entry stands in the source; columns in UTF-8 bytes, -1 unknown.
struct TracebackPlace {
  Str* filename;
  Str* function;
  int64_t line, end_line, column, end_column;
};

/// What upper layers fill in (layering: the lower layer declares the hook).
struct RealmHooks {
  void (*trace_thread)(Thread& t, gc::Tracer& tracer) = nullptr;       // vm: value stack, frames, thread copies of code
  void (*trace_roots)(Realm& realm, gc::Tracer& tracer) = nullptr;     // runtime: its named roots
  void (*flush_caches)(Thread& t, Type* type) = nullptr;               // vm: forget inline caches depending on `type` (nullptr: all). Runs in a handshake
  void (*before_flush)(Realm& realm) = nullptr;         // vm: once before a round of flush_caches
  void (*sweep_tables)(Realm& realm, gc::Heap& heap) = nullptr;            // vm: after marking, frees what belongs to dead code
  void (*flush_cell)(Thread& t, NameCell* cell) = nullptr;             // vm: forget inline caches that assume this cell's value
  Result<Value> (*make_function)(Thread& t, Value code, Value globals) = nullptr;
  Value (*frame_object)(Thread& t, vm::Frame* frame) = nullptr;
  Result<Value> (*super_context)(Thread& t, Value* self) = nullptr;    // vm: __class__ and first argument for zero-argument super()
  bool (*traceback_place)(Thread& t, Traceback* entry, TracebackPlace* place) = nullptr;  // vm
  /// frontend, by way of runtime: which part of an expression's text the operator or subscript is; -1 when all of it.
  void (*caret_anchors)(std::string_view segment, int64_t* left, int64_t* right) = nullptr;
  Result<Str*> (*suggestion)(Thread& t, Value exc) = nullptr;          // "Did you mean": a name, or the empty string
  Result<Str*> (*traceback_source_line)(Thread& t, Str* filename, int64_t line) = nullptr;  // runtime: text of a source line
  Result<Value> (*run_class_body)(Thread& t, Value function, Value ns) = nullptr;  // vm: executes it; the `__class__` cell or None
  Result<void> (*complete_class)(Thread& t, Type* type) = nullptr;     // runtime: runs the body of a kDeferred class
  Result<Value> (*make_seq_iterator)(Thread& t, Value sequence) = nullptr;         // builtins: iterator over __getitem__
  Result<Value> (*generic_alias)(Thread& t, Value origin, Value args) = nullptr;   // builtins: type[int]
  Value (*current_globals)(Thread& t) = nullptr;                       // vm: globals Dict of the innermost Python frame, or ABSENT
  uint32_t (*count_self_stores)(Thread& t, Dict* ns) = nullptr;        // vm: distinct `self.x =` names in the functions of a class body
  Result<void> (*signals)(Thread& t) = nullptr;                        // runtime: Python-level signal handlers (kPollSignal)
  Result<void> (*other_polls)(Thread& t, uint32_t bits) = nullptr;     // runtime: kPollTrace, kPollExit
  void (*thread_leaving)(Thread& t) = nullptr;                         // vm: give back what Thread::vm holds
  bool (*frame_holds)(Thread& t, Value v) = nullptr;                   // vm: a variable or global of some Python frame of `t` is v. No safepoint
  // modules/codecs: the handler registered under `name` (LookupError "unknown error handler name 'x'"), and codecs registered by
  // Python code: ABSENT when there is none of that name.
  Result<Value> (*find_error_handler)(Thread& t, Str* name) = nullptr;
  Result<Value> (*codec_encode)(Thread& t, Str* text, Str* encoding, Str* errors) = nullptr;
  Result<Value> (*codec_decode)(Thread& t, Value bytes, Str* encoding, Str* errors) = nullptr;
  std::string (*format_exception)(Thread& t, Value exc) = nullptr;     // builtins: what errors.h's format_exception prints
  void (*unraisable)(Thread& t, Value exc, const char* where, Value object) = nullptr;      // modules/sys
};

class Realm {
 public:
  struct Config {
    gc::HeapConfig heap;
    uint64_t hash_key[2] = {0, 0};
    bool always_lock = false;                 // --locks=always
    bool single_thread_speculation = true;    // --single-thread-speculation=
  };
  explicit Realm(const Config& config);
  ~Realm();
  Realm(const Realm&) = delete;

  /// Creates the object world: `t` becomes its first thread. False when memory is exhausted.
  bool bootstrap(Thread& t);

  threads::ThreadRegistry& registry() { return *registry_; }
  gc::Heap& heap() { return *heap_; }
  Shape* shape_base() const { return shape_base_; }
  Shape& shape(uint32_t id) const { return shape_base_[id]; }
  Type* type(TypeId id) const { return shape_base_[objects::shape_id(id)].type; }
  Str* name(Name n) const { return names[static_cast<size_t>(n)]; }

  /// Attaches the calling OS thread as `t` (made by the caller, not yet registered) / ends it.
  void enter_thread(Thread& t, bool is_main);
  void leave_thread(Thread& t);

  Config config;
  RealmHooks hooks;

  // (boot) roots
  Str* names[static_cast<size_t>(Name::kCount)] = {};
  Tuple* empty_tuple = nullptr;
  Str* empty_str = nullptr;
  Str* latin1[256] = {};
  DictTable* empty_table = nullptr;
  DictTable* empty_cell_table = nullptr;
  Block* empty_block = nullptr;
  List* exhausted_list = nullptr;            // always empty: what exhausted iterators point to (builtins/list/list.h)
  Dict* exhausted_dict = nullptr;
  Value exhausted_set, empty_set_table;      // builtins/set/set.h
  Value exhausted_bytes, exhausted_str;      // empty ones that no program sees
  BaseException* no_memory_error = nullptr;  // preallocated
  Type* stopped_type = nullptr;              // what a stop raises (runtime/stop.h): no except clause matches it
  Dict* builtins = nullptr;                  // cell dict: the builtins module's namespace
  Dict* modules = nullptr;                   // sys.modules
  Value sys_module, builtins_module, main_module;
  Value import_function;                     // builtins.__import__ as made at boot
  Value stdout_at_boot, stderr_at_boot;
  Atomic<uint64_t> next_version{1};          // class and cell versions; relaxed: only uniqueness matters
  Atomic<uint64_t> next_ident{1};
  Atomic<uint32_t> int_max_str_digits{4300}; // sys.set_int_max_str_digits; 0: no limit. Relaxed: a setting

  /// More named roots: upper layers keep single objects alive for the realm's life. Any thread; takes a leaf lock.
  void add_root(Value v);
  /// The module `name` through sys.modules or the import function; for the few builtins that need one (copyreg, _io).
  Result<Value> import(Thread& t, std::string_view name);

  // Owned by their files
  InternTable* intern_table = nullptr;       // str_intern.cpp; its own lock
  ShapeTree* shape_tree = nullptr;           // shape.cpp; its own lock
  WeakTable* weak_table = nullptr;           // weakref.cpp: target -> references; its own lock
  FactTable* facts = nullptr;                // type_mutation.cpp: type lock, dependents
  vm::VmRealm* vm = nullptr;                 // vm/vm_state.h
  void* runtime = nullptr;                   // runtime::Runtime, for the layers that know it
  void* modules_state = nullptr;             // modules: per-realm state

 private:
  std::unique_ptr<threads::ThreadRegistry> registry_;
  std::unique_ptr<gc::Heap> heap_;
  Shape* shape_base_ = nullptr;
  bool has_memory_ = false;  // the constructor got the address space it needs; bootstrap says so
  struct Roots;
  std::unique_ptr<Roots> roots_;
  friend struct RealmBoot;
};

inline Str* name(const Thread& t, Name n) { return t.realm->name(n); }
inline Type* type(const Thread& t, TypeId id) { return t.shapes[shape_id(id)].type; }
inline bool is_instance(const Thread& t, Value v, TypeId id) {
  if (v.is_heap() && v.as<Object>()->shape_id() == shape_id(id)) return true;
  return is_subtype(type_of(t, v), type(t, id));
}

}  // namespace eider::objects
