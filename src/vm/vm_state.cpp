// SPDX-License-Identifier: MIT
//
// Setting the virtual machine up in a realm and in each of its threads; what the collector asks of it.
#include "vm/vm_state.h"

#include <new>
#include <utility>

#include "base/os_pages.h"
#include "threads/registry.h"
#include "threads/safepoint.h"
#include "vm/function.h"
#include "vm/generator.h"
#include "vm/helpers.h"
#include "vm/interpreter.h"
#include "vm/types.h"

namespace eider::vm {

namespace {

constexpr size_t kValueStackBytes = size_t{64} << 20;  // reserved per thread, committed as it is touched
constexpr size_t kStackSlack = 4096;                   // words above stack_end that argument binding may use
constexpr size_t kSpareBytes = size_t{128} << 10;      // of a spare stack that stay committed

/// A value stack: one of an ended thread, or a new one. nullptr when the system refuses.
Value* take_stack(VmRealm& vm) {
  {
    base::MutexLock lock(vm.mutex);
    for (Value*& spare : vm.spare_stacks) {
      if (spare != nullptr) return std::exchange(spare, nullptr);
    }
  }
  void* made = base::os_reserve(kValueStackBytes, 4096);
  if (made == nullptr) return nullptr;
  if (base::os_commit(made, kValueStackBytes)) return static_cast<Value*>(made);
  base::os_release(made, kValueStackBytes);
  return nullptr;
}

void give_stack(VmRealm& vm, Value* stack) {
  // A thread that went deep does not leave its pages behind; this is cheap where nothing was touched.
  bool kept = base::os_discard(reinterpret_cast<char*>(stack) + kSpareBytes, kValueStackBytes - kSpareBytes);
  if (kept) {
    base::MutexLock lock(vm.mutex);
    for (Value*& spare : vm.spare_stacks) {
      if (spare != nullptr) continue;
      spare = stack;
      return;
    }
  }
  base::os_release(stack, kValueStackBytes);
}

JitHooks& realm_jit(Thread& t) { return vm_realm(t).jit; }

void trace_thread(Thread& t, gc::Tracer& tracer) {
  if (t.vm == nullptr) return;
  // Everything on the value stack, frame headers included, up to the highest frame that lives on it. What lies above a frame's
  // current top is stale: marked conservatively it is at worst kept too long.
  Value* end = t.vm->stack;
  for (Frame* f = t.frame; f != nullptr; f = f->previous) {
    if (f->limit > end) end = f->limit;
    tracer.mark(f->code->code);  // the function may have another one by now
    if (f->flags & kFrameGenerator) tracer.mark_conservative(f->extra.bits());
  }
  if (realm_jit(t).trace_thread != nullptr) realm_jit(t).trace_thread(t, tracer);
  tracer.mark_word(t.vm->hooks.trace.bits());
  tracer.mark_word(t.vm->hooks.profile.bits());
  for (const TraceHooks::NativeCall& call : t.vm->hooks.native) tracer.mark_word(call.callee.bits());
  if (t.vm->bound_code != nullptr) tracer.mark(t.vm->bound_code);
  // Arguments being bound for a call stand above the innermost frame.
  end += t.vm->bound_words;
  tracer.mark_conservative_range(reinterpret_cast<uint64_t*>(t.vm->stack), reinterpret_cast<uint64_t*>(end));
}

void sweep_tables(Realm& realm, gc::Heap& heap) {
  VmRealm& vm = *realm.vm;
  base::MutexLock lock(vm.mutex);
  // What names dead code and its copies first, while they can still be asked.
  Thread* any = nullptr;
  realm.registry().for_each_stopped([&](threads::ThreadCore& core) {
    Thread& t = static_cast<Thread&>(core);
    if (t.vm == nullptr) return;
    any = &t;
    forget_dead_sites(t, heap);
    for (ThreadCode** link = &t.vm->copies; *link != nullptr;) {
      if (heap.is_marked((*link)->code)) {
        link = &(*link)->next_of_thread;
      } else {
        *link = (*link)->next_of_thread;
      }
    }
  });
  Code** link = &vm.codes;
  while (*link != nullptr) {
    Code* code = *link;
    if (heap.is_marked(code)) {
      if (Snapshot* newest = code->snapshot.load_relaxed(); newest != nullptr && any != nullptr) {
        free_snapshots(newest->older);
        newest->older = nullptr;
        forget_dead(*any, heap, newest, code->unit_count);
      }
      link = &code->next_in_realm;
    } else {
      *link = code->next_in_realm;
      if (vm.jit.code_dies != nullptr) vm.jit.code_dies(realm, code);
      free_code(code);
    }
  }
}

Result<Value> run_class_body(Thread& t, Value function, Value ns) { return run_function_in(t, function.as<Function>(), ns); }

/// Distinct names stored to the first parameter in the functions of a class body: how many slots instances will want.
uint32_t count_self_stores(Thread& t, Dict* ns) {
  std::vector<Value> seen;
  uint32_t position = 0;
  Value key, v;
  DictTable* table = ns->table.load_acquire();
  while (dict_next(t, ns, table, &position, &key, &v)) {
    if (v.is_absent() || !is_exact_or_absent(v, TypeId::kFunction)) continue;
    Code* code = v.as<Function>()->code.load_relaxed();
    const auto& units = code->unit->units;
    bool self_below = false;  // the instruction before loaded local 0
    uint32_t argument = 0;
    for (size_t i = 0; i < units.size();) {
      Op op = static_cast<Op>(static_cast<uint8_t>(units[i]));
      argument = argument << 8 | units[i] >> 8;
      i += 1u + bytecode::kCacheUnits[static_cast<int>(op)];
      if (op == Op::kExtendedArg) continue;
      if (op == Op::kStoreAttr && self_below) {
        Value attribute = code->names->items[argument].get();
        if (std::find(seen.begin(), seen.end(), attribute) == seen.end()) seen.push_back(attribute);
      }
      self_below = ((op == Op::kLoadFast || op == Op::kLoadFastCheck) && argument == 0) ||
                   ((op == Op::kLoadFastLoadFast || op == Op::kStoreFastLoadFast) && (argument & 15) == 0);
      argument = 0;
    }
  }
  return static_cast<uint32_t>(seen.size());
}

Result<Value> super_context(Thread& t, Value* self) {
  Frame* f = t.frame;
  if (f == nullptr) return raise(t, TypeId::kRuntimeError, "super(): no current frame");
  Code* code = f->code->code;
  if (code->argcount == 0) return raise(t, TypeId::kRuntimeError, "super(): no arguments");
  Value first = f->locals[0];
  if (!first.is_absent() && (code->unit->local_kinds[0] & bytecode::kCell) && is_exact(first, TypeId::kCell)) {
    first = first.as<Cell>()->content.load_relaxed();
  }
  if (first.is_absent()) return raise(t, TypeId::kRuntimeError, "super(): arg[0] deleted");
  Str* wanted = name(t, Name::k__class__);
  for (uint32_t i = 0; i < code->local_count; ++i) {
    if (!(code->unit->local_kinds[i] & bytecode::kFree) || code->local_names->items[i].get() != wanted->value()) continue;
    Value cell = f->locals[i];
    if (cell.is_absent() || !is_exact(cell, TypeId::kCell)) return raise(t, TypeId::kRuntimeError, "super(): bad __class__ cell");
    Value cls = cell.as<Cell>()->content.load_relaxed();
    if (cls.is_absent()) return raise(t, TypeId::kRuntimeError, "super(): empty __class__ cell");
    *self = first;
    return cls;
  }
  return raise(t, TypeId::kRuntimeError, "super(): __class__ cell not found");
}

Value frame_object_hook(Thread& t, Frame* frame) {
  Result<FrameObject*> made = frame_object(t, frame);
  return made.ok() ? made.get()->value() : kAbsent;
}

Value current_globals(Thread& t) { return t.frame != nullptr ? t.frame->function->globals->value() : kAbsent; }

void flush_hook(Thread& t, Type* type) { flush_caches(t, type); }
void before_flush(Realm& realm) { realm.vm->flush_epoch.fetch_add_acq_rel(1); }

}  // namespace

VmRealm& vm_realm(Thread& t) { return *t.realm->vm; }

Result<void> install_vm(Thread& t) {
  Realm& realm = *t.realm;
  if (realm.vm == nullptr) realm.vm = new (std::nothrow) VmRealm;
  if (realm.vm == nullptr) return raise_no_memory(t);
  realm.hooks.trace_thread = trace_thread;
  realm.hooks.sweep_tables = sweep_tables;
  realm.hooks.flush_caches = flush_hook;
  realm.hooks.before_flush = before_flush;
  realm.hooks.run_class_body = run_class_body;
  realm.hooks.count_self_stores = count_self_stores;
  realm.hooks.super_context = super_context;
  realm.hooks.frame_object = frame_object_hook;
  realm.hooks.traceback_place = traceback_place;
  realm.hooks.frame_holds = frame_holds;
  realm.hooks.current_globals = current_globals;
  EIDER_TRY(install_code_type(t));
  EIDER_TRY(install_frame_type(t));
  EIDER_TRY(install_function_type(t));
  EIDER_TRY(install_generator_types(t));
  return kDone;
}

VmState* make_vm(VmRealm& realm) {
  auto* vm = new (std::nothrow) VmState;
  if (vm == nullptr) return nullptr;
  vm->stack = take_stack(realm);
  if (vm->stack != nullptr) return vm;
  delete vm;
  return nullptr;
}

void drop_vm(VmRealm& realm, VmState* made) {
  if (made == nullptr) return;
  give_stack(realm, made->stack);
  delete made;
}

bool enter_vm(Thread& t, VmState* made) {
  VmState* vm = made != nullptr ? made : make_vm(vm_realm(t));
  if (vm == nullptr) return false;
  t.vm = vm;
  t.stack_end = vm->stack + kValueStackBytes / sizeof(Value) - kStackSlack;
  t.dispatch = normal_dispatch();
  t.recursion_left = effective_recursion_limit(vm_realm(t).recursion_limit.load_relaxed());
  return true;
}

void leave_vm(Thread& t) {
  if (t.vm == nullptr) return;
  // The copies of code made for this thread's index are the next thread's with that index. Nobody flushes them in between, so what
  // they assume about classes is forgotten now, while RUNNING: the collector reads them.
  if (!t.attached()) threads::attach(t);
  if (realm_jit(t).thread_ends != nullptr) realm_jit(t).thread_ends(t);
  flush_caches(t, nullptr);
  free_copies(t);
  VmState* vm = t.vm;
  {
    base::MutexLock lock(vm_realm(t).mutex);
    vm_realm(t).ended.add(vm->stats);
  }
  t.vm = nullptr;
  give_stack(vm_realm(t), vm->stack);
  delete vm;
}

SpecializationStats specialization_stats(Realm& realm) {
  SpecializationStats sum;
  realm.registry().for_each([&](threads::ThreadCore& core) {
    auto& t = static_cast<Thread&>(core);
    if (t.vm != nullptr) sum.add(t.vm->stats);
  });
  base::MutexLock lock(realm.vm->mutex);
  sum.add(realm.vm->ended);
  return sum;
}

/// Frees the realm's code objects' memory outside the heap. After its last thread has left.
void close_vm(Realm& realm) {
  if (realm.vm == nullptr) return;
  {
    base::MutexLock lock(realm.vm->mutex);
    for (Code* code = realm.vm->codes; code != nullptr;) {
      Code* next = code->next_in_realm;
      if (realm.vm->jit.code_dies != nullptr) realm.vm->jit.code_dies(realm, code);
      free_code(code);
      code = next;
    }
    realm.vm->codes = nullptr;
    for (Value*& spare : realm.vm->spare_stacks) {
      if (spare != nullptr) base::os_release(std::exchange(spare, nullptr), kValueStackBytes);
    }
  }
  if (realm.vm->jit.remove != nullptr) realm.vm->jit.remove(realm);
  delete realm.vm;
  realm.vm = nullptr;
}

}  // namespace eider::vm
