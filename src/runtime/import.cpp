// SPDX-License-Identifier: MIT
//
// The import statement: absolute and relative names, parents first, sys.modules, what a from list asks for.
// Not here: who waits for whom (import_locks.cpp), where modules are (import_find.cpp), what a module is made of (import_load.cpp),
// importlib (importlib.cpp). Note [Two importers, one system] in import.h tells how they go together.
#include "runtime/import.h"

#include <string>

#include "objects/realm.h"
#include "vm/function.h"

namespace eider::runtime {

namespace {

Result<std::string*> quoted(Thread& t, const std::string& text, std::string* out) {
  *out = to_utf8(EIDER_TRY(repr(t, EIDER_TRY(str_from_utf8(t, text))->value())));
  return out;
}

Failure raise_import_error(Thread& t, TypeId id, const std::string& message, const std::string& module) {
  Str* text = EIDER_TRY(str_from_utf8(t, message));
  Value args[] = {text->value()};
  Value error = EIDER_TRY(new_exception(t, type(t, id), args, 1));
  error.as<BaseException>()->fields[0].store_relaxed(text->value());
  error.as<BaseException>()->fields[1].store_relaxed(EIDER_TRY(str_from_utf8(t, module))->value());
  return raise_instance(t, error);
}

Failure raise_not_found(Thread& t, const std::string& full, const std::string& extra = "") {
  std::string shown;
  EIDER_TRY(quoted(t, full, &shown));
  return raise_import_error(t, TypeId::kModuleNotFoundError, "No module named " + shown + extra, full);
}

Failure raise_foreign(Thread& t, const std::string& full, const std::string& file) {
  return raise_not_found(t, full, ": '" + file + "' is an extension module for CPython, which Eider cannot load");
}

Failure raise_halted(Thread& t, const std::string& full) {
  return raise_import_error(t, TypeId::kModuleNotFoundError, "import of " + full + " halted; None in sys.modules", full);
}

/// Under the import lock of `full`, which is not in sys.modules.
Result<Value> find_and_load(Thread& t, const std::string& full, Value path) {
  if (full == "_frozen_importlib" || full == "_frozen_importlib_external") {
    EIDER_TRY(complete_importlib(t));
    Value module = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, full)));
    if (!module.is_absent()) return module;
  }
  Found found;
  bool ordinary = imports_are_ordinary(t);
  if (ordinary) {
    EIDER_TRY(find_module(t, full, path, &found));
    if (found.kind == Found::kNative || found.kind == Found::kSource || found.kind == Found::kPackage) return load_module(t, full, found);
  }
  if (!ordinary || found.kind == Found::kNamespace || found.kind == Found::kOther) {
    Value module = EIDER_TRY(find_and_load_by_importlib(t, full, path));
    if (!module.is_absent()) return module;
  }
  if (found.kind == Found::kForeign) return raise_foreign(t, full, found.file);
  return raise_not_found(t, full);
}

bool is_own_spec(Thread& t, Value v) { return v.is_heap() && type_of(t, v) == Runtime::of(t).imports->type(ImportClass::kModuleSpec); }

/// The submodules of a package whose import runs now stand in its spec, for the text of a failed access to one of them.
Result<void> note_uninitialised(Thread& t, Value parent, Str* child, bool starts) {
  if (parent.is_absent() || !is_exact(parent, TypeId::kModule)) return kDone;
  Value spec = module_get(t, parent.as<Module>(), name(t, Name::k__spec__));
  if (spec.is_absent() || !is_own_spec(t, spec)) return kDone;
  Value list = instance_get(t, spec, name(t, Name::k_uninitialized_submodules));
  if (list.is_absent() || !is_exact(list, TypeId::kList)) return kDone;
  if (starts) return list_append(t, list.as<List>(), child->value());
  Value arg = child->value();
  Value pending = take_exception(t);
  if (!call_method(t, list, name(t, Name::kremove), &arg, 1).ok()) t.pending_exception = kAbsent;  // somebody else took it out
  t.pending_exception = pending;
  return kDone;
}

Result<void> bind_in_parent(Thread& t, Value parent, const std::string& parent_name, const std::string& child, Value module) {
  if (set_attr(t, parent, EIDER_TRY(intern(t, child)), module).ok()) return kDone;
  if (!clear_if(t, TypeId::kAttributeError)) return kFailure;
  std::string shown_parent, shown_child;
  EIDER_TRY(quoted(t, parent_name, &shown_parent));
  EIDER_TRY(quoted(t, child, &shown_child));
  return warn(t, TypeId::kImportWarning, "Cannot set an attribute on " + shown_parent + " for child module " + shown_child);
}

Result<Value> import_absolute(Thread& t, const std::string& full, Str* key);

/// Imports `full`'s parent, then `full` itself under its lock. ABSENT: somebody else did; look into sys.modules again.
Result<Value> import_locked(Thread& t, const std::string& full, Str* key) {
  Value parent = kAbsent;
  Value path = kAbsent;
  size_t dot = full.rfind('.');
  std::string parent_name = dot == std::string::npos ? "" : full.substr(0, dot);
  if (dot != std::string::npos) {
    Str* parent_key = EIDER_TRY(intern(t, parent_name));
    if (dict_get_str(t, t.realm->modules, parent_key).is_absent()) EIDER_TRY(import_absolute(t, parent_name, parent_key));
    Value there = dict_get_str(t, t.realm->modules, key);
    if (!there.is_absent()) return kAbsent;  // the parent has imported it
    parent = dict_get_str(t, t.realm->modules, parent_key);
    if (parent.is_absent()) return raise_key_error(t, parent_key->value());
    path = EIDER_TRY(find_attr(t, parent, name(t, Name::k__path__)));
    if (path.is_absent()) {
      std::string shown;
      EIDER_TRY(quoted(t, parent_name, &shown));
      return raise_not_found(t, full, "; " + shown + " is not a package");
    }
  }
  Str* child = EIDER_TRY(intern(t, full.substr(dot == std::string::npos ? 0 : dot + 1)));
  Runtime::ImportState& state = *Runtime::of(t).imports;
  Importing mine{&t};
  Begin begun = begin_import(t, state, full, &mine);
  if (begun == Begin::kOther) return kAbsent;
  Result<Value> result = dict_get_str(t, t.realm->modules, key);
  if (result.get().is_absent()) {
    result = note_uninitialised(t, parent, child, true).ok() ? find_and_load(t, full, path) : Result<Value>(kFailure);
    if (!note_uninitialised(t, parent, child, false).ok()) result = kFailure;
    if (result.ok() && !parent.is_absent()) {
      Value now = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, parent_name)));
      if (!now.is_absent()) parent = now;
      if (!bind_in_parent(t, parent, parent_name, full.substr(dot + 1), result.get()).ok()) result = kFailure;
    }
  }
  if (begun == Begin::kMine) end_import(t, state, full, &mine);
  return result;
}

/// sys.modules[full], imported if need be.
Result<Value> import_absolute(Thread& t, const std::string& full, Str* key) {
  EIDER_TRY(check_recursion(t, " while importing"));
  for (bool waited = false;;) {
    Value present = dict_get_str(t, t.realm->modules, key);
    if (present.is_absent()) {
      Value made = EIDER_TRY(import_locked(t, full, key));
      if (!made.is_absent()) return made;
      continue;
    }
    if (present.is_none()) return raise_halted(t, full);
    if (waited || !EIDER_TRY(module_is_initializing(t, present))) return present;
    // Another thread runs its body: wait. This thread itself: a circle, it gets what there is.
    Runtime::ImportState& state = *Runtime::of(t).imports;
    Importing mine{&t};
    if (begin_import(t, state, full, &mine) == Begin::kMine) end_import(t, state, full, &mine);
    waited = true;
  }
}

Result<Value> import_text(Thread& t, const std::string& full) { return import_absolute(t, full, EIDER_TRY(intern(t, full))); }

// --- relative names ---------------------------------------------------------------------------------------------------------------
std::string before_last_dot(const std::string& text) {
  size_t dot = text.rfind('.');
  return dot == std::string::npos ? "" : text.substr(0, dot);
}

/// spec.parent, without running importlib for the specs made here.
Result<Value> spec_parent(Thread& t, Value spec) {
  Type* own = Runtime::of(t).imports->type(ImportClass::kModuleSpec);
  if (type_of(t, spec) != own || !own->has(kDeferred)) return get_attr(t, spec, name(t, Name::kparent));
  Value module_name = instance_get(t, spec, name(t, Name::kname));
  Value search = instance_get(t, spec, name(t, Name::ksubmodule_search_locations));
  if (module_name.is_absent() || !is_exact(module_name, TypeId::kStr) || !search.is_none()) return module_name;
  return EIDER_TRY(intern(t, before_last_dot(to_utf8(module_name.as<Str>()))))->value();
}

Result<std::string*> package_of(Thread& t, Value globals, std::string* out) {
  if (globals.is_absent() || globals.is_none()) return raise(t, TypeId::kKeyError, "'__name__' not in globals");
  if (!is_instance(t, globals, TypeId::kDict)) return raise(t, TypeId::kTypeError, "globals must be a dict");
  Dict* g = globals.as<Dict>();
  Value package = dict_get_str(t, g, name(t, Name::k__package__));
  Value spec = dict_get_str(t, g, name(t, Name::k__spec__));
  bool has_spec = !spec.is_absent() && !spec.is_none();
  if (!package.is_absent() && !package.is_none()) {
    if (!is_instance(t, package, TypeId::kStr)) return raise(t, TypeId::kTypeError, "package must be a string");
    if (has_spec) {
      Value parent = EIDER_TRY(spec_parent(t, spec));
      if (!EIDER_TRY(equal(t, package, parent))) {
        EIDER_TRY(warn(t, TypeId::kImportWarning, "__package__ != __spec__.parent"));
      }
    }
  } else if (has_spec) {
    package = EIDER_TRY(spec_parent(t, spec));
    if (!is_instance(t, package, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__spec__.parent must be a string");
  } else {
    EIDER_TRY(warn(t, TypeId::kImportWarning,
                   "can't resolve package from __spec__ or __package__, falling back on __name__ and __path__"));
    Value module_name = dict_get_str(t, g, name(t, Name::k__name__));
    if (module_name.is_absent()) return raise(t, TypeId::kKeyError, "'__name__' not in globals");
    if (!is_instance(t, module_name, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__name__ must be a string");
    package = module_name;
    if (dict_get_str(t, g, name(t, Name::k__path__)).is_absent()) {
      *out = before_last_dot(to_utf8(module_name.as<Str>()));
      return out;
    }
  }
  *out = to_utf8(package.as<Str>());
  return out;
}

Result<std::string*> resolve_relative(Thread& t, const std::string& tail, Value globals, int64_t level, std::string* out) {
  std::string base;
  EIDER_TRY(package_of(t, globals, &base));
  if (base.empty()) return raise(t, TypeId::kImportError, "attempted relative import with no known parent package");
  for (int64_t i = 1; i < level; ++i) {
    size_t dot = base.rfind('.');
    if (dot == std::string::npos) return raise(t, TypeId::kImportError, "attempted relative import beyond top-level package");
    base.resize(dot);
  }
  *out = tail.empty() ? base : base + "." + tail;
  return out;
}

// --- from lists --------------------------------------------------------------------------------------------------------------------
/// Imports the submodules of `package` that `names` asks for. Other names are attributes, looked up by the importer.
Result<void> import_listed(Thread& t, Value package, Value names, const char* where) {
  auto one = [&](Value item) -> Result<void> {
    if (!is_instance(t, item, TypeId::kStr)) {
      std::string place = where;
      if (place.empty()) place = to_utf8(EIDER_TRY(to_str(t, EIDER_TRY(get_attr(t, package, name(t, Name::k__name__)))))) + ".__all__";
      return raise(t, TypeId::kTypeError, "Item in %s must be str, not %s", place.c_str(), type_name(t, item));
    }
    if (str_equals_ascii(item.as<Str>(), "*")) {
      if (*where == '\0') return kDone;
      Value all = EIDER_TRY(find_attr(t, package, name(t, Name::k__all__)));
      return all.is_absent() ? kDone : import_listed(t, package, all, "");
    }
    Value present = EIDER_TRY(find_attr(t, package, EIDER_TRY(intern(t, item.as<Str>()))));
    if (!present.is_absent()) return kDone;
    std::string full = to_utf8(EIDER_TRY(to_str(t, EIDER_TRY(get_attr(t, package, name(t, Name::k__name__)))))) + "." + to_utf8(item.as<Str>());
    if (import_text(t, full).ok()) return kDone;
    // Missing is not an error here: `from package import name` says it better. A submodule that itself misses one is.
    if (pending_is(t, TypeId::kModuleNotFoundError)) {
      Value missing = t.pending_exception.as<BaseException>()->fields[1].load_relaxed();
      bool it = !missing.is_absent() && is_instance(t, missing, TypeId::kStr) && to_utf8(missing.as<Str>()) == full;
      Value blocked = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, full)));
      if (it && (blocked.is_absent() || !blocked.is_none())) {
        t.pending_exception = kAbsent;
        return kDone;
      }
    }
    return kFailure;
  };
  return for_each(t, names, one);
}

}  // namespace

Result<Value> import_module(Thread& t, std::string_view absolute_name) { return import_text(t, std::string(absolute_name)); }

Result<Value> import_level(Thread& t, Str* module_name, Value globals, Value from_list, int64_t level) {
  if (level < 0) return raise(t, TypeId::kValueError, "level must be >= 0");
  bool has_from = !from_list.is_absent() && !from_list.is_none() && EIDER_TRY(truth(t, from_list));
  if (level == 0) {
    // The usual case at once: a module that is there and complete, asked for by a name without dots or for its names.
    Str* key = module_name->interned() ? module_name : EIDER_TRY(intern(t, module_name));
    Value present = dict_get_str(t, t.realm->modules, key);
    if (!present.is_absent() && is_exact(present, TypeId::kModule) && !EIDER_TRY(module_is_initializing(t, present))) {
      bool dotted = false;
      for (int64_t i = 0; i < key->length() && !dotted; ++i) dotted = key->at(i) == '.';
      if (has_from ? module_get(t, present.as<Module>(), name(t, Name::k__path__)).is_absent() : !dotted) return present;
    }
  }
  std::string text = to_utf8(module_name);
  std::string full = text;
  if (level > 0) {
    EIDER_TRY(resolve_relative(t, text, globals, level, &full));
  } else if (full.empty()) {
    return raise(t, TypeId::kValueError, "Empty module name");
  }
  Value last = EIDER_TRY(import_text(t, full));
  if (has_from) {
    Value path = EIDER_TRY(find_attr(t, last, name(t, Name::k__path__)));
    if (!path.is_absent()) EIDER_TRY(import_listed(t, last, from_list, "``from list''"));
    return last;
  }
  if (text.empty()) return last;
  size_t dot = text.find('.');
  if (dot == std::string::npos) return last;
  if (level == 0) return import_text(t, text.substr(0, dot));
  // import .a.b gives the package that `.a` names: cut as many components as the tail has beyond the first.
  std::string wanted = full.substr(0, full.size() - (text.size() - dot));
  Value module = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, wanted)));
  if (!module.is_absent()) return module;
  std::string shown;
  EIDER_TRY(quoted(t, wanted, &shown));
  return raise(t, TypeId::kKeyError, "%s not in sys.modules as expected", shown.c_str());
}

}  // namespace eider::runtime
