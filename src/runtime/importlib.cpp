// SPDX-License-Identifier: MIT
//
// importlib's own modules, executed on demand: _frozen_importlib and _frozen_importlib_external are importlib/_bootstrap.py and
// _bootstrap_external.py of the standard library, with the native importer in the place of their _find_and_load.
//
// Their classes exist from the start as deferred ones (objects/type_deferred.cpp). While their module's body runs, its class
// statements hand over what they made (an Adoption), and when all is set up the classes are completed: no other thread sees one that
// lacks what its methods need.
#include <iterator>
#include <string>

#include "objects/rooted.h"
#include "runtime/import.h"
#include "vm/code.h"
#include "vm/frame.h"
#include "vm/function.h"

namespace eider::runtime {

/// The classes one thread's execution of one module body hands over; lives on that thread's stack.
struct Adoption {
  Adoption(Thread& t, Dict* for_globals) : thread(t), globals(for_globals), made(t) {
    Runtime::ImportState& state = *Runtime::of(t).imports;
    base::MutexLock lock(state.mutex);
    outer = state.adoptions.load_relaxed();
    state.adoptions.store_relaxed(this);
  }
  ~Adoption() {
    Runtime::ImportState& state = *Runtime::of(thread).imports;
    base::MutexLock lock(state.mutex);
    Adoption* at = state.adoptions.load_relaxed();
    if (at == this) {
      state.adoptions.store_relaxed(outer);
      return;
    }
    while (at->outer != this) at = at->outer;  // another thread's began later
    at->outer = outer;
  }
  Adoption(const Adoption&) = delete;
  Adoption& operator=(const Adoption&) = delete;

  Result<void> complete_all() {
    for (int64_t i = 0; i < made.size(); i += 3) {
      EIDER_TRY(deferred_class_complete(thread, made[i].as<Type>(), made[i + 1].as<Tuple>(), made[i + 2].as<Dict>()));
    }
    return kDone;
  }

  Thread& thread;
  Dict* globals;
  RootedVector made;  // (type, bases, namespace), ...
  Adoption* outer = nullptr;
};

namespace {

struct ImportClassName {
  const char* module;
  const char* name;
};
constexpr ImportClassName kNames[] = {
    {"_frozen_importlib", "ModuleSpec"},
    {"_frozen_importlib", "BuiltinImporter"},
    {"_frozen_importlib", "FrozenImporter"},
    {"_frozen_importlib_external", "SourceFileLoader"},
    {"_frozen_importlib_external", "PathFinder"},
    {"zipimport", "zipimporter"},
};
static_assert(std::size(kNames) == kImportClasses);

Runtime::ImportState& state_of(Thread& t) { return *Runtime::of(t).imports; }
Dict* sys_dict(Thread& t) { return t.realm->sys_module.as<Module>()->dict.load_relaxed(); }

/// This thread's adoption for class statements that run in `globals`, or nullptr.
Adoption* adoption_for(Thread& t, Dict* globals) {
  Runtime::ImportState& state = state_of(t);
  if (EIDER_LIKELY(state.adoptions.load_relaxed() == nullptr)) return nullptr;  // this thread's own would be seen
  base::MutexLock lock(state.mutex);
  Adoption* at = state.adoptions.load_relaxed();
  while (at != nullptr && (&at->thread != &t || at->globals != globals)) at = at->outer;
  return at;
}

Result<Module*> bootstrap_module(Thread& t, const char* module_name) {
  Str* key = EIDER_TRY(intern(t, module_name));
  Module* module = EIDER_TRY(module_new(t, key));
  Value loader = state_of(t).type(ImportClass::kFrozenImporter)->value();
  Object* spec = EIDER_TRY(spec_new(t, key, loader, EIDER_TRY(intern(t, "frozen"))->value(), kNone, false));
  EIDER_TRY(module_set(t, module, "__loader__", loader));
  EIDER_TRY(module_set(t, module, "__spec__", spec->value()));
  EIDER_TRY(module_set(t, module, "__package__", t.realm->empty_str->value()));
  EIDER_TRY(module_set(t, module, "__builtins__", t.realm->builtins->value()));
  return module;
}

Result<void> run_bootstrap(Thread& t, Module* module, const char* file, const char* shown) {
  std::string source;
  EIDER_TRY(read_file(t, std::string(kStdlibDirectory) + "/importlib/" + file, &source));
  Str* filename = EIDER_TRY(intern(t, shown));
  auto* code = EIDER_TRY(compile(t, source, SourceKind::kFile, filename, CompileMode::kExec, 0, -1)).as<vm::Code>();
  EIDER_TRY(vm::run_code(t, code, module->dict.load_relaxed(), kAbsent));
  return kDone;
}

/// importlib._bootstrap._find_and_load: what `__import__` itself does, parents and locks included.
Result<Value> native_find_and_load(Thread& t, Value module_name, Value) {
  if (!is_instance(t, module_name, TypeId::kStr)) return raise(t, TypeId::kTypeError, "module name must be a string");
  return import_module(t, to_utf8(module_name.as<Str>()));
}
/// Stands in sys.path_hooks for FileFinder's hook, which takes its place when importlib is there.
Result<Value> file_hook(Thread& t, Value path) {
  EIDER_TRY(complete_importlib(t));
  return call1(t, state_of(t).real_file_hook, path);
}
constexpr NativeDef kFunctions[] = {
    {"_find_and_load(name, import_, /)", bind<native_find_and_load>, Sync::kLocksOwn, "Find and load the module.", NativeDef::kFunction},
    {"path_hook_for_FileFinder(path, /)", bind<file_hook>, Sync::kLocksOwn, "Path hook for importlib.machinery.FileFinder.", NativeDef::kFunction},
};

Result<void> set_up_bootstrap(Thread& t, Module* bootstrap, Module* external) {
  Runtime::ImportState& state = state_of(t);
  EIDER_TRY(module_set(t, bootstrap, "sys", t.realm->sys_module));
  for (const char* needed : {"_imp", "_thread", "_warnings", "_weakref"}) {
    EIDER_TRY(module_set(t, bootstrap, needed, EIDER_TRY(import_module(t, needed))));
  }
  EIDER_TRY(module_set(t, bootstrap, "_bootstrap_external", external->value()));
  EIDER_TRY(module_set(t, external, "_bootstrap", bootstrap->value()));
  NativeFunction* find = EIDER_TRY(native_function_new(t, &kFunctions[0], kAbsent, EIDER_TRY(intern(t, "_frozen_importlib"))->value()));
  EIDER_TRY(module_set(t, bootstrap, "_find_and_load", find->value()));
  Value loaders = EIDER_TRY(call_method(t, external->value(), EIDER_TRY(intern(t, "_get_supported_file_loaders"))));
  Value finder = EIDER_TRY(get_attr(t, external->value(), EIDER_TRY(intern(t, "FileFinder"))));
  if (!is_type(t, finder)) return raise(t, TypeId::kImportError, "importlib has no class FileFinder");
  state.file_finder = finder.as<Type>();
  Value make_hook = EIDER_TRY(get_attr(t, finder, EIDER_TRY(intern(t, "path_hook"))));
  state.real_file_hook = EIDER_TRY(call_with(t, make_hook, EIDER_TRY(to_tuple(t, loaders)), nullptr));
  t.realm->add_root(finder);
  t.realm->add_root(state.real_file_hook);
  return kDone;
}

Result<void> publish_hook(Thread& t) {
  Runtime::ImportState& state = state_of(t);
  Value hooks = dict_get_str(t, sys_dict(t), name(t, Name::kpath_hooks));
  if (hooks.is_absent() || !is_instance(t, hooks, TypeId::kList)) return kDone;
  for (int64_t i = 0; i < list_size(hooks.as<List>()); ++i) {
    if (list_get(hooks.as<List>(), i) == state.file_hook) (void)list_set(t, hooks.as<List>(), i, state.real_file_hook);
  }
  return kDone;
}

Result<void> bootstrap_importlib(Thread& t) {
  Runtime::ImportState& state = state_of(t);
  Module* bootstrap = EIDER_TRY(bootstrap_module(t, "_frozen_importlib"));
  Module* external = EIDER_TRY(bootstrap_module(t, "_frozen_importlib_external"));
  Adoption first(t, bootstrap->dict.get());
  Adoption second(t, external->dict.get());
  EIDER_TRY(run_bootstrap(t, bootstrap, "_bootstrap.py", "<frozen importlib._bootstrap>"));
  EIDER_TRY(run_bootstrap(t, external, "_bootstrap_external.py", "<frozen importlib._bootstrap_external>"));
  EIDER_TRY(set_up_bootstrap(t, bootstrap, external));
  t.realm->add_root(bootstrap->value());
  t.realm->add_root(external->value());
  state.bootstrap = bootstrap;
  state.external = external;
  EIDER_TRY(first.complete_all());
  EIDER_TRY(second.complete_all());
  for (size_t i = 0; i < kImportClasses; ++i) state.versions[i] = state.classes[i]->version.load_relaxed();
  state.versions[kImportClasses] = state.file_finder->version.load_relaxed();
  state.complete.store_release(true);  // pairs with the acquire loads: everything above is there
  EIDER_TRY(publish_hook(t));
  for (Module* module : {bootstrap, external}) {
    Value key = module_get(t, module, name(t, Name::k__name__));
    EIDER_TRY(dict_set_str(t, t.realm->modules, key.as<Str>(), module->value()));
  }
  return kDone;
}

/// Takes importlib's frames out of the pending exception's traceback: all of them for ImportErrors, else the runs of frames that end in
/// _call_with_frames_removed. As CPython's remove_importlib_frames.
void remove_importlib_frames(Thread& t) {
  if (!t.has_exception()) return;
  auto* exc = t.pending_exception.as<BaseException>();
  bool always = exception_matches(t, t.pending_exception, type(t, TypeId::kImportError));
  Field<Value>* previous = &exc->traceback;
  Field<Value>* before_run = nullptr;
  bool inside = false;
  for (Value at = previous->load_relaxed(); !at.is_absent() && !at.is_none();) {
    auto* entry = at.as<Traceback>();
    Value next = entry->next.load_relaxed();
    TracebackPlace place;
    bool known = t.realm->hooks.traceback_place(t, entry, &place);
    bool now_inside = known && (str_equals_ascii(place.filename, "<frozen importlib._bootstrap>") ||
                                str_equals_ascii(place.filename, "<frozen importlib._bootstrap_external>"));
    if (now_inside && !inside) before_run = previous;
    inside = now_inside;
    if (inside && (always || str_equals_ascii(place.function, "_call_with_frames_removed"))) {
      before_run->store_release(next);
      previous = before_run;
    } else {
      previous = &entry->next;
    }
    at = next;
  }
}

}  // namespace

Result<void> complete_importlib(Thread& t) {
  Runtime::ImportState& state = state_of(t);
  while (!state.complete.load_acquire()) {
    Importing mine{&t};
    static const std::string kLock = "importlib's bootstrap";  // no module has a name with a space
    Begin begun = begin_import(t, state, kLock, &mine);
    if (begun == Begin::kNested) return raise(t, TypeId::kImportError, "importlib is needed while it is being loaded");
    if (begun == Begin::kOther) continue;  // another thread did it, or failed: no circle, its imports are of native modules only
    Result<void> done = state.complete.load_acquire() ? kDone : bootstrap_importlib(t);
    end_import(t, state, kLock, &mine);
    if (!done.ok()) return kFailure;
  }
  return kDone;
}

bool imports_are_ordinary(Thread& t) {
  Runtime::ImportState& state = state_of(t);
  Value meta = dict_get_str(t, sys_dict(t), name(t, Name::kmeta_path));
  Value hooks = dict_get_str(t, sys_dict(t), name(t, Name::kpath_hooks));
  if (meta.is_absent() || !is_exact(meta, TypeId::kList) || hooks.is_absent() || !is_exact(hooks, TypeId::kList)) return false;
  auto* finders = meta.as<List>();
  auto* path_hooks = hooks.as<List>();
  constexpr ImportClass kFinders[] = {ImportClass::kBuiltinImporter, ImportClass::kFrozenImporter, ImportClass::kPathFinder};
  if (list_size(finders) != std::ssize(kFinders) || list_size(path_hooks) != 2) return false;
  for (int64_t i = 0; i < std::ssize(kFinders); ++i) {
    if (list_get(finders, i) != state.type(kFinders[i])->value()) return false;
  }
  Value file = list_get(path_hooks, 1);
  if (list_get(path_hooks, 0) != state.type(ImportClass::kZipImporter)->value() || file.is_absent()) return false;
  if (!state.complete.load_acquire()) return file == state.file_hook;
  if (file != state.real_file_hook && file != state.file_hook) return false;
  for (size_t i = 0; i < kImportClasses; ++i) {
    // zipimporter is completed later than the others, and the native importer never uses it.
    if (static_cast<ImportClass>(i) != ImportClass::kZipImporter && state.classes[i]->version.load_relaxed() != state.versions[i]) return false;
  }
  return state.file_finder->version.load_relaxed() == state.versions[kImportClasses];
}

Result<Value> find_and_load_by_importlib(Thread& t, const std::string& full, Value path) {
  EIDER_TRY(complete_importlib(t));
  Value bootstrap = state_of(t).bootstrap->value();
  auto run = [&]() -> Result<Value> {
    Value args[] = {EIDER_TRY(intern(t, full))->value(), path.is_absent() ? kNone : path};
    Value spec = EIDER_TRY(call_method(t, bootstrap, EIDER_TRY(intern(t, "_find_spec")), args, 2));
    if (spec.is_none()) return kAbsent;
    return call_method(t, bootstrap, EIDER_TRY(intern(t, "_load_unlocked")), &spec, 1);
  };
  Result<Value> result = run();
  if (!result.ok()) remove_importlib_frames(t);
  return result;
}

Result<void> run_adopting(Thread& t, vm::Code* code, Dict* globals) {
  Adoption adoption(t, globals);
  EIDER_TRY(vm::run_code(t, code, globals, kAbsent));
  return adoption.complete_all();
}

Result<Value> adopt_class(Thread& t, Value body, Str* class_name, Tuple* bases) {
  Dict* globals = body.as<vm::Function>()->globals;
  Adoption* adoption = adoption_for(t, globals);
  if (EIDER_LIKELY(adoption == nullptr)) return kAbsent;
  Value module_name = dict_get_str(t, globals, name(t, Name::k__name__));
  if (module_name.is_absent() || !is_exact(module_name, TypeId::kStr)) return kAbsent;
  for (size_t i = 0; i < kImportClasses; ++i) {
    if (!str_equals_ascii(class_name, kNames[i].name) || !str_equals_ascii(module_name.as<Str>(), kNames[i].module)) continue;
    Type* made = state_of(t).classes[i];
    if (!made->has(kDeferred)) return kAbsent;
    Dict* ns = EIDER_TRY(dict_new(t));
    Value cell = EIDER_TRY(t.realm->hooks.run_class_body(t, body, ns->value()));
    if (!cell.is_absent() && is_exact(cell, TypeId::kCell)) cell.as<Cell>()->content.store_release(made->value());
    RootedVector& row = adoption->made;
    if (!row.push(made->value()) || !row.push(bases->value()) || !row.push(ns->value())) return kFailure;
    return made->value();
  }
  return kAbsent;
}

namespace {

/// The module zipimport, past sys.meta_path: its class stands in sys.path_hooks, so importing it by these would need it.
Result<void> import_zipimport(Thread& t) {
  const std::string module_name = "zipimport";
  Importing mine{&t};
  Begin begun = begin_import(t, state_of(t), module_name, &mine);
  if (begun != Begin::kMine) return kDone;
  Found found;
  found.kind = Found::kSource;
  found.file = std::string(kStdlibDirectory) + "/zipimport.py";
  bool there = !dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, module_name))).is_absent();
  Result<Value> loaded = there ? Result<Value>(kNone) : load_module(t, module_name, found);
  end_import(t, state_of(t), module_name, &mine);
  return loaded.ok() ? kDone : Result<void>(kFailure);
}

Result<void> complete_import_class(Thread& t, Type* type) {
  if (type == state_of(t).type(ImportClass::kZipImporter)) {
    EIDER_TRY(import_zipimport(t));
  } else {
    EIDER_TRY(complete_importlib(t));
  }
  if (type->has(kDeferred)) return raise(t, TypeId::kImportError, "the class %s is used while its module is being loaded", type->utf8_name);
  return kDone;
}

Result<void> describe_builtin(Thread& t, Value module) {
  Module* m = module.as<Module>();
  Value loader = state_of(t).type(ImportClass::kBuiltinImporter)->value();
  Value key = module_get(t, m, name(t, Name::k__name__));
  Object* spec = EIDER_TRY(spec_new(t, key.as<Str>(), loader, EIDER_TRY(intern(t, "built-in"))->value(), kNone, false));
  EIDER_TRY(module_set(t, m, "__loader__", loader));
  EIDER_TRY(module_set(t, m, "__package__", t.realm->empty_str->value()));
  return module_set(t, m, "__spec__", spec->value());
}

}  // namespace

Result<void> install_import_classes(Thread& t) {
  Runtime::ImportState& state = state_of(t);
  t.realm->hooks.complete_class = complete_import_class;
  state.native_modules = EIDER_TRY(dict_new(t));
  t.realm->add_root(state.native_modules->value());
  for (size_t i = 0; i < kImportClasses; ++i) {
    state.classes[i] = EIDER_TRY(deferred_class_new(t, kNames[i].module, kNames[i].name));
    t.realm->add_root(state.classes[i]->value());
  }
  state.file_hook = EIDER_TRY(native_function_new(t, &kFunctions[1], kAbsent, EIDER_TRY(intern(t, "_frozen_importlib_external"))->value()))->value();
  t.realm->add_root(state.file_hook);
  List* meta = EIDER_TRY(list_new(t, 3));
  for (ImportClass which : {ImportClass::kBuiltinImporter, ImportClass::kFrozenImporter, ImportClass::kPathFinder}) {
    EIDER_TRY(list_append(t, meta, state.type(which)->value()));
  }
  List* hooks = EIDER_TRY(list_new(t, 2));
  EIDER_TRY(list_append(t, hooks, state.type(ImportClass::kZipImporter)->value()));
  EIDER_TRY(list_append(t, hooks, state.file_hook));
  Module* sys = t.realm->sys_module.as<Module>();
  EIDER_TRY(module_set(t, sys, "meta_path", meta->value()));
  EIDER_TRY(module_set(t, sys, "path_hooks", hooks->value()));
  EIDER_TRY(module_set(t, sys, "path_importer_cache", EIDER_TRY(dict_new(t))->value()));
  EIDER_TRY(describe_builtin(t, t.realm->sys_module));
  return describe_builtin(t, t.realm->builtins_module);
}

}  // namespace eider::runtime
