// SPDX-License-Identifier: MIT
//
// From what the finder found to a module in sys.modules whose body has run.
#include <string>

#include "runtime/import.h"
#include "threads/safepoint.h"
#include "vm/code.h"
#include "vm/function.h"

namespace eider::runtime {

namespace {

Result<void> put(Thread& t, Object* instance, Name attribute, Value v) { return instance_set(t, instance->value(), name(t, attribute), v); }

Result<Object*> plain_instance(Thread& t, ImportClass which) { return new_instance(t, Runtime::of(t).imports->type(which)); }

bool is_own_spec(Thread& t, Value v) {
  return v.is_heap() && type_of(t, v) == Runtime::of(t).imports->type(ImportClass::kModuleSpec);
}

/// Where importlib would keep a source file's bytecode, or None.
Result<Value> cached_path(Thread& t, const std::string& file) {
  Value implementation = EIDER_TRY(get_attr(t, t.realm->sys_module, EIDER_TRY(intern(t, "implementation"))));
  Value tag = EIDER_TRY(find_attr(t, implementation, EIDER_TRY(intern(t, "cache_tag"))));
  if (tag.is_absent() || !is_instance(t, tag, TypeId::kStr)) return kNone;
  size_t slash = file.rfind('/');
  std::string stem = file.substr(slash + 1, file.size() - slash - 1 - 3);
  int optimize = Runtime::of(t).config().optimize;
  std::string level = optimize == 0 ? "" : ".opt-" + std::to_string(optimize);
  return EIDER_TRY(str_from_utf8(t, file.substr(0, slash) + "/__pycache__/" + stem + "." + to_utf8(tag.as<Str>()) + level + ".pyc"))->value();
}

Result<void> run_body(Thread& t, Module* module, const std::string& full, const Found& found) {
  if (found.kind == Found::kNative) return kDone;
  std::string source;
  EIDER_TRY(read_file(t, found.file, &source));
  Str* file = EIDER_TRY(str_from_utf8(t, found.file));
  auto* code = EIDER_TRY(compile(t, source, SourceKind::kFile, file, CompileMode::kExec, 0, -1)).as<vm::Code>();
  Dict* globals = module->dict.load_relaxed();
  if (full == "zipimport") return run_adopting(t, code, globals);
  EIDER_TRY(vm::run_code(t, code, globals, kAbsent));
  return kDone;
}

}  // namespace

Result<Object*> spec_new(Thread& t, Str* module_name, Value loader, Value origin, Value search, bool has_location) {
  Object* spec = EIDER_TRY(plain_instance(t, ImportClass::kModuleSpec));
  EIDER_TRY(put(t, spec, Name::kname, module_name->value()));
  EIDER_TRY(put(t, spec, Name::kloader, loader));
  EIDER_TRY(put(t, spec, Name::korigin, origin));
  EIDER_TRY(put(t, spec, Name::kloader_state, kNone));
  EIDER_TRY(put(t, spec, Name::ksubmodule_search_locations, search));
  EIDER_TRY(put(t, spec, Name::k_uninitialized_submodules, EIDER_TRY(list_new(t, 0))->value()));
  EIDER_TRY(put(t, spec, Name::k_set_fileattr, Value::from_bool(has_location)));
  EIDER_TRY(put(t, spec, Name::k_cached, kNone));
  EIDER_TRY(put(t, spec, Name::k_initializing, kFalse));
  return spec;
}

Result<Object*> source_loader_new(Thread& t, Str* module_name, Value path) {
  Object* loader = EIDER_TRY(plain_instance(t, ImportClass::kSourceFileLoader));
  EIDER_TRY(put(t, loader, Name::kname, module_name->value()));
  EIDER_TRY(put(t, loader, Name::kpath, path));
  return loader;
}

Result<bool> module_is_initializing(Thread& t, Value module) {
  Value spec;
  if (is_exact(module, TypeId::kModule)) {
    spec = module_get(t, module.as<Module>(), name(t, Name::k__spec__));
  } else {
    spec = EIDER_TRY(find_attr(t, module, name(t, Name::k__spec__)));
  }
  if (spec.is_absent() || spec.is_none()) return false;
  Value flag = is_own_spec(t, spec) ? instance_get(t, spec, name(t, Name::k_initializing)) : EIDER_TRY(find_attr(t, spec, name(t, Name::k_initializing)));
  if (flag.is_absent()) return false;
  return truth(t, flag);
}

Result<Value> native_module(Thread& t, const std::string& full) {
  if (full == "sys") return t.realm->sys_module;
  if (full == "builtins") return t.realm->builtins_module;
  const NativeModule* native = Runtime::of(t).find_native(full);
  if (native == nullptr) return kAbsent;
  Str* key = EIDER_TRY(intern(t, full));
  Dict* made = Runtime::of(t).imports->native_modules;
  auto fill = [&]() -> Result<Value> {
    Value there = dict_get_str(t, made, key);
    if (!there.is_absent()) return there;
    Module* module = EIDER_TRY(module_new(t, key));
    EIDER_TRY(native->fill(t, module));
    EIDER_TRY(dict_set_str(t, made, key, module->value()));
    return module->value();
  };
  // Usually under the import of `full` already; _imp.create_builtin may be called without.
  Importing mine{&t};
  Runtime::ImportState& state = *Runtime::of(t).imports;
  for (;;) {
    Value there = dict_get_str(t, made, key);
    if (!there.is_absent()) return there;
    Begin begun = begin_import(t, state, "native " + full, &mine);
    if (begun == Begin::kOther) continue;  // no circle: native modules import native modules only, in one order
    Result<Value> module = fill();
    if (begun == Begin::kMine) end_import(t, state, "native " + full, &mine);
    return module;
  }
}

Result<Value> load_module(Thread& t, const std::string& full, const Found& found) {
  bool native = found.kind == Found::kNative;
  bool package = found.kind == Found::kPackage;
  Str* full_name = EIDER_TRY(intern(t, full));
  // A native module is made once: what it keeps for its types is the runtime's.
  Module* module = native ? EIDER_TRY(native_module(t, full)).as<Module>() : EIDER_TRY(module_new(t, full_name));
  Value file = native ? kNone : EIDER_TRY(str_from_utf8(t, found.file))->value();
  Value search = kNone;
  if (package) {
    List* list = EIDER_TRY(list_new(t, 1));
    EIDER_TRY(list_append(t, list, EIDER_TRY(str_from_utf8(t, found.directory))->value()));
    search = list->value();
  }
  Value loader = native ? Runtime::of(t).imports->type(ImportClass::kBuiltinImporter)->value() : EIDER_TRY(source_loader_new(t, full_name, file))->value();
  Value origin = native ? EIDER_TRY(intern(t, "built-in"))->value() : file;
  Object* spec = EIDER_TRY(spec_new(t, full_name, loader, origin, search, !native));
  EIDER_TRY(put(t, spec, Name::k_initializing, kTrue));
  size_t dot = full.rfind('.');
  Str* parent = package ? full_name : EIDER_TRY(intern(t, dot == std::string::npos ? "" : full.substr(0, dot)));
  Dict* dict = module->dict.get();
  auto set = [&](Name attribute, Value v) { return dict_set_str(t, dict, name(t, attribute), v); };
  EIDER_TRY(set(Name::k__loader__, loader));
  EIDER_TRY(set(Name::k__package__, parent->value()));
  EIDER_TRY(set(Name::k__spec__, spec->value()));
  if (package) EIDER_TRY(set(Name::k__path__, search));
  if (!native) {
    EIDER_TRY(set(Name::k__file__, file));
    Value cached = EIDER_TRY(cached_path(t, found.file));
    if (!cached.is_none()) {
      EIDER_TRY(put(t, spec, Name::k_cached, cached));
      EIDER_TRY(set(Name::k__cached__, cached));
    }
    EIDER_TRY(set(Name::k__builtins__, t.realm->builtins->value()));
  }
  EIDER_TRY(dict_set_str(t, t.realm->modules, full_name, module->value()));
  Result<void> ran = run_body(t, module, full, found);
  Value pending = ran.ok() ? kAbsent : take_exception(t);
  Result<void> finished = put(t, spec, Name::k_initializing, kFalse);
  if (!ran.ok()) {
    (void)dict_pop(t, t.realm->modules, full_name->value()).ok();
    t.pending_exception = pending;
    return kFailure;
  }
  if (!finished.ok()) return kFailure;
  // The body may have replaced itself in sys.modules. CPython moves it to the end there; other threads would see it missing meanwhile.
  Value now = dict_get_str(t, t.realm->modules, full_name);
  return now.is_absent() ? Result<Value>(raise_key_error(t, full_name->value())) : Result<Value>(now);
}

}  // namespace eider::runtime
