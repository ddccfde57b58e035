// SPDX-License-Identifier: MIT
//
// Names: locals, closure cells, globals, builtins, class namespaces.
#include "objects/cell_changes.h"
#include "vm/helpers.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

Str* local_name(Thread& t, uint32_t local) { return t.frame->code->code->local_names->items[local].get().as<Str>(); }
Str* name_of(Thread& t, uint32_t name) { return t.frame->code->names[name].as<Str>(); }
Dict* globals_of(Thread& t) { return t.frame->function->globals; }
/// Whether this code's instructions may name cells of its module: all functions made of it have the same namespaces.
bool caches_globals(Thread& t) {
  return t.frame->code->code->many_namespaces.load_relaxed() == 0 && vm_realm(t).tlbc != TlbcMode::kCold;
}
Dict* builtins_of(Thread& t) { return t.frame->function->builtins.get().as<Dict>(); }

Failure raise_name_error(Thread& t, Str* name) {
  Str* message = EIDER_TRY(str_format(t, "name '%s' is not defined", to_utf8(name).c_str()));
  Value args[] = {message->value()};
  Value error = EIDER_TRY(new_exception(t, type(t, TypeId::kNameError), args, 1));
  error.as<BaseException>()->fields[0].init(name->value());
  return raise_instance(t, error);
}

}  // namespace

void raise_unbound_local(Thread& t, uint32_t local) {
  (void)raise(t, TypeId::kUnboundLocalError, "cannot access local variable '%s' where it is not associated with a value",
              to_utf8(local_name(t, local)).c_str());
}

void raise_unbound_deref(Thread& t, uint32_t local) {
  const bytecode::CodeUnit& unit = *t.frame->code->code->unit;
  std::string name = to_utf8(local_name(t, local));
  if (unit.local_kinds[local] & bytecode::kFree) {
    (void)raise(t, TypeId::kNameError, "cannot access free variable '%s' where it is not associated with a value in enclosing scope",
                name.c_str());
  } else {
    raise_unbound_local(t, local);
  }
}

namespace {

/// The module's names and the builtins, for LoadGlobal, and LoadName in a module's own frame: the specialised forms that fit.
Result<Value> load_module_name(Thread& t, const uint16_t* pc, uint32_t index, QuickOp in_module, QuickOp in_builtins) {
  Str* name = name_of(t, index);
  Dict* globals = globals_of(t);
  Dict* builtins = builtins_of(t);
  NameCell* cell = dict_find_cell(t, globals, name);
  Value v = cell == nullptr ? kAbsent : cell->value.load_relaxed();
  uint16_t* cache = const_cast<uint16_t*>(pc) + 1;
  bool specialize = --cache[0] == 0 && caches_globals(t);
  if (!v.is_absent()) {
    if (specialize) {
      __builtin_memcpy(cache + 1, &cell, 8);
      set_opcode(pc, in_module);
      t.vm->stats.specialized++;
    }
    return v;
  }
  NameCell* builtin = dict_find_cell(t, builtins, name);
  v = builtin == nullptr ? kAbsent : builtin->value.load_relaxed();
  if (v.is_absent()) return raise_name_error(t, name);
  if (specialize) {
    // A placeholder cell in the module makes "no such global" one load: whoever defines the name later fills it.
    if (cell == nullptr) cell = EIDER_TRY(dict_cell(t, globals, name));
    __builtin_memcpy(cache + 1, &cell, 8);
    __builtin_memcpy(cache + 5, &builtin, 8);
    set_opcode(pc, in_builtins);
    t.vm->stats.specialized++;
  }
  return v;
}

constexpr uint16_t kRetryGlobal = 32;

Result<void> store_module_name(Thread& t, const uint16_t* pc, uint32_t index, Value v, QuickOp specialised) {
  Str* name = name_of(t, index);
  uint16_t* cache = const_cast<uint16_t*>(pc) + 1;
  EIDER_TRY(dict_set_str(t, globals_of(t), name, v));
  if (--cache[0] == 0 && caches_globals(t)) {
    NameCell* cell = dict_find_cell(t, globals_of(t), name);
    // The specialised store takes no lock, so nobody may begin to watch the cell while it is under way.
    if (cell != nullptr && name_cell_degrade(t, cell)) {
      __builtin_memcpy(cache + 1, &cell, 8);
      set_opcode(pc, specialised);
      t.vm->stats.specialized++;
    } else {
      cache[0] = kRetryGlobal;
    }
  }
  return kDone;
}

}  // namespace

Result<Value> load_global(Thread& t, const uint16_t* pc, uint32_t index) {
  return load_module_name(t, pc, index, QuickOp::kLoadGlobalCell, QuickOp::kLoadBuiltinCell);
}

Result<void> store_global(Thread& t, const uint16_t* pc, uint32_t index, Value v) {
  return store_module_name(t, pc, index, v, QuickOp::kStoreGlobalCell);
}

Result<void> delete_global(Thread& t, uint32_t index) {
  Str* name = name_of(t, index);
  Value old = EIDER_TRY(dict_pop(t, globals_of(t), name->value()));
  if (old.is_absent()) return raise_name_error(t, name);
  return kDone;
}

namespace {

/// ABSENT when the namespace has no such name.
Result<Value> namespace_get(Thread& t, Value ns, Str* name) {
  if (is_exact(ns, TypeId::kDict)) return dict_get_str(t, ns.as<Dict>(), name);
  Result<Value> found = get_item(t, ns, name->value());
  if (!found.ok() && clear_if(t, TypeId::kKeyError)) return kAbsent;
  return found;
}

}  // namespace

Result<Value> load_name(Thread& t, const uint16_t* pc, uint32_t index) {
  if (t.frame->ns.is_absent()) return load_module_name(t, pc, index, QuickOp::kLoadNameCell, QuickOp::kLoadNameBuiltin);
  Str* name = name_of(t, index);
  Value own = EIDER_TRY(namespace_get(t, t.frame->ns, name));
  if (!own.is_absent()) return own;
  Value v = dict_get_str(t, globals_of(t), name);
  if (v.is_absent()) v = dict_get_str(t, builtins_of(t), name);
  if (v.is_absent()) return raise_name_error(t, name);
  return v;
}

Result<Value> load_class_deref(Thread& t, uint32_t local) {
  if (!t.frame->ns.is_absent()) {
    Value v = EIDER_TRY(namespace_get(t, t.frame->ns, local_name(t, local)));
    if (!v.is_absent()) return v;
  }
  Value v = t.frame->locals[local].as<Cell>()->content.load_relaxed();
  if (v.is_absent()) {
    raise_unbound_deref(t, local);
    return kFailure;
  }
  return v;
}

Result<void> store_name(Thread& t, const uint16_t* pc, uint32_t index, Value v) {
  Value ns = t.frame->ns;
  if (ns.is_absent()) return store_module_name(t, pc, index, v, QuickOp::kStoreNameCell);
  Str* name = name_of(t, index);
  if (is_exact(ns, TypeId::kDict)) return dict_set_str(t, ns.as<Dict>(), name, v);
  return set_item(t, ns, name->value(), v);
}

Result<void> delete_name(Thread& t, uint32_t index) {
  Str* name = name_of(t, index);
  Value ns = t.frame->ns;
  if (ns.is_absent() || is_exact(ns, TypeId::kDict)) {
    Value old = EIDER_TRY(dict_pop(t, ns.is_absent() ? globals_of(t) : ns.as<Dict>(), name->value()));
    if (old.is_absent()) return raise_name_error(t, name);
    return kDone;
  }
  Result<void> deleted = delete_item(t, ns, name->value());
  if (!deleted.ok() && clear_if(t, TypeId::kKeyError)) return raise_name_error(t, name);
  return deleted;
}

Result<void> setup_annotations(Thread& t) {
  Str* key = name(t, Name::k__annotations__);
  Value ns = t.frame->ns.is_absent() ? globals_of(t)->value() : t.frame->ns;
  Value found = EIDER_TRY(namespace_get(t, ns, key));
  if (!found.is_absent()) return kDone;
  Dict* made = EIDER_TRY(dict_new(t));
  if (is_exact(ns, TypeId::kDict)) return dict_set_str(t, ns.as<Dict>(), key, made->value());
  return set_item(t, ns, key->value(), made->value());
}

}  // namespace eider::vm
