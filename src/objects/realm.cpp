// SPDX-License-Identifier: MIT
//
// Realm: construction, threads entering and leaving, and the collector's view of the object world.
//
// Not here: what the world is made of at the start (bootstrap.cpp).
#include "objects/realm.h"

#include <vector>

#include "base/mutex.h"
#include "objects/errors.h"
#include "objects/fact_table.h"
#include "objects/lookup_cache.h"
#include "objects/protocol.h"
#include "objects/shape_tree.h"
#include "objects/weak_table.h"
#include "threads/registry.h"
#include "threads/safepoint.h"

namespace eider::objects {

struct Realm::Roots {
  base::Mutex mutex{base::LockRank::kLeaf};
  std::vector<Value> values EIDER_GUARDED_BY(mutex);
};

namespace {

void mark(gc::Tracer& tracer, Value v) { tracer.mark_word(v.bits()); }

void mark_words(gc::Tracer& tracer, const char* from, const char* to) {
  for (; from < to; from += 8) {
    // Atomic: a conservative tracer may one day run beside mutators.
    tracer.mark_word(reinterpret_cast<const Atomic<uint64_t>*>(from)->load_relaxed());
  }
}

/// For TraceKind::kCustom: the class, the native part, then attributes.
void trace_object(void* context, Header* object, gc::Tracer& tracer) {
  auto& realm = *static_cast<Realm*>(context);
  Type* type = realm.shape(object->shape.load_relaxed()).type;
  if (type == nullptr) return;  // during bootstrap
  uint32_t flags = type->flags.load_relaxed();
  if (flags & kHeapType) tracer.mark(type);
  auto* start = reinterpret_cast<const char*>(object);
  size_t bytes = object->granules != 0 ? size_t{object->granules} * 8 : realm.heap().size_of(object);
  bool variable = (flags & kVariableSize) != 0;
  if (type->slots.trace != nullptr) {
    type->slots.trace(object, tracer);
  } else if (type->native_type != nullptr && type->native_type->instance_trace == TraceKind::kValues) {
    mark_words(tracer, start + 8, start + (variable ? bytes : type->native_bytes));
  }
  if (!(flags & kHasSlots)) return;
  // By the object's size, not the class's: `x.__class__ = C` may leave another number of inline slots behind.
  if (variable) {
    mark_words(tracer, start + bytes - 8 * type->member_slots - 8, start + bytes);  // members, the Dict
  } else {
    mark_words(tracer, start + type->native_bytes, start + bytes);
  }
}

void trace_thread(void* context, threads::ThreadCore& core, gc::Tracer& tracer) {
  auto& t = static_cast<Thread&>(core);
  if (t.realm == nullptr) return;
  for (Value v : {t.pending_exception, t.handled_exception, t.bad_argument_error, t.python_thread, t.repr_stack, t.async_exception, t.context,
                  t.context_extra, t.asyncgen_hooks[0], t.asyncgen_hooks[1]}) {
    mark(tracer, v);
  }
  clear_lookup_cache(t);  // Note [The lookup cache]
  if (t.realm->hooks.trace_thread != nullptr) t.realm->hooks.trace_thread(t, tracer);
}

}  // namespace

struct RealmBoot {
  static void trace_roots(void* context, gc::Tracer& tracer) {
    auto& realm = *static_cast<Realm*>(context);
    trace_string_roots(realm, tracer);
    for (uint32_t id = 1; id < shape_id(TypeId::kCount); id++) tracer.mark(realm.shape_base_[id].type);
    realm.shape_tree->trace(tracer);
    tracer.mark(realm.empty_tuple);
    tracer.mark(realm.empty_table);
    tracer.mark(realm.empty_cell_table);
    tracer.mark(realm.empty_block);
    tracer.mark(realm.no_memory_error);
    tracer.mark(realm.exhausted_list);
    tracer.mark(realm.exhausted_dict);
    tracer.mark(realm.builtins);
    tracer.mark(realm.modules);
    for (Value v : {realm.sys_module, realm.builtins_module, realm.main_module, realm.import_function, realm.stdout_at_boot,
                    realm.stderr_at_boot, realm.exhausted_set, realm.empty_set_table, realm.exhausted_bytes, realm.exhausted_str}) {
      mark(tracer, v);
    }
    {
      base::MutexLock locked(realm.roots_->mutex);
      for (Value v : realm.roots_->values) mark(tracer, v);
    }
    if (realm.hooks.trace_roots != nullptr) realm.hooks.trace_roots(realm, tracer);
  }
  static void sweep_tables(void* context, gc::Heap& heap) {
    auto& realm = *static_cast<Realm*>(context);
    sweep_intern_table(realm, heap);
    realm.weak_table->sweep(heap);
    if (realm.hooks.sweep_tables != nullptr) realm.hooks.sweep_tables(realm, heap);
    realm.shape_tree->sweep(heap);  // last: who forgets what depends on dead classes asks shapes for them
  }
};

Realm::Realm(const Config& given)
    : config(given),
      registry_(std::make_unique<threads::ThreadRegistry>(threads::RegistryOptions{.always_lock = given.always_lock})),
      heap_(std::make_unique<gc::Heap>(*registry_, given.heap)),
      roots_(std::make_unique<Roots>()) {
  shape_tree = new ShapeTree();
  weak_table = new WeakTable();
  facts = new FactTable();
  has_memory_ = shape_tree->create();  // address space for the shapes
  shape_base_ = shape_tree->base;
  gc::HeapHooks heap_hooks;
  heap_hooks.context = this;
  heap_hooks.trace_object = &trace_object;
  heap_hooks.trace_thread = &trace_thread;
  heap_hooks.trace_roots = &RealmBoot::trace_roots;
  heap_hooks.sweep_tables = &RealmBoot::sweep_tables;
  heap_->set_hooks(heap_hooks);
}

Realm::~Realm() {
  EIDER_CHECK(registry_->thread_count() == 0);
  delete_intern_table(*this);
  heap_.reset();
  shape_tree->destroy();
  delete shape_tree;
  delete weak_table;
  delete facts;
}

void Realm::enter_thread(Thread& t, bool is_main) {
  EIDER_CHECK(Thread::current() == nullptr);
  t.realm = this;
  t.shapes = shape_base_;
  t.is_main = is_main;
  t.ident = next_ident.fetch_add_relaxed(1);  // unique, nothing else
  (void)make_lookup_cache(t);                 // without it lookups are slow, not wrong
  EIDER_CHECK(registry_->register_thread(t));
  heap_->add_mutator(t);
  Thread::set_current(&t);
  threads::attach(t);
}

void Realm::leave_thread(Thread& t) {
  EIDER_CHECK(Thread::current() == &t);
  if (hooks.thread_leaving != nullptr) hooks.thread_leaving(t);
  heap_->remove_mutator(t);
  registry_->unregister_thread(t);
  Thread::set_current(nullptr);
  delete_lookup_cache(t);
}

void Realm::add_root(Value v) {
  base::MutexLock locked(roots_->mutex);
  roots_->values.push_back(v);
}

Result<Value> Realm::import(Thread& t, std::string_view module_name) {
  Str* text = EIDER_TRY(intern(t, module_name));
  if (modules != nullptr) {
    Value loaded = dict_get_str(t, modules, text);
    if (!loaded.is_absent() && loaded != kNone) return loaded;
  }
  if (import_function.is_absent()) {
    return raise(t, TypeId::kImportError, "no import system yet, wanted module '%s'", to_utf8(text).c_str());
  }
  return call1(t, import_function, text->value());
}

}  // namespace eider::objects
