// SPDX-License-Identifier: MIT
//
// The import system: sys.modules, native modules, source files and packages on sys.path, namespace packages.
//
// One thread runs a module's body at a time; others that import the same module wait for it, detached. When waiting would close a
// circle of threads that wait for each other's modules, the partially initialised module is returned instead, as CPython does.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <string>

#include "objects/module.h"
#include "runtime/runtime.h"
#include "threads/safepoint.h"
#include "vm/code.h"
#include "vm/function.h"

namespace eider::runtime {

struct Importing {
  Thread* owner;
  int waiters = 0;
  bool done = false;
};

struct Runtime::ImportState {
  base::Mutex mutex{base::LockRank::kRuntimeTable};
  base::CondVar changed;
  std::map<std::string, Importing*, std::less<>> running EIDER_GUARDED_BY(mutex);   // modules whose body runs now
  std::map<Thread*, Importing*> waiting EIDER_GUARDED_BY(mutex);                     // who waits for which
};

bool init_imports(Runtime& runtime) {
  runtime.imports = new (std::nothrow) Runtime::ImportState;
  return runtime.imports != nullptr;
}
void free_imports(Runtime& runtime) { delete runtime.imports; }

const NativeModule* Runtime::find_native(std::string_view name) const {
  for (const NativeModule* m = config_.native_modules; m != nullptr && m->name != nullptr; ++m) {
    if (name == m->name) return m;
  }
  return nullptr;
}

namespace {

/// True: this thread runs the body now. False: somebody else did, or does and we are in a circle with it.
bool begin_import(Thread& t, Runtime::ImportState& state, const std::string& name, Importing* mine) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  base::MutexLock lock(state.mutex);
  auto found = state.running.find(name);
  if (found == state.running.end()) {
    mine->owner = &t;
    state.running.emplace(name, mine);
    return true;
  }
  Importing* other = found->second;
  if (other->owner == &t) return false;  // a circular import within this thread
  for (Thread* at = other->owner;;) {     // would waiting close a circle?
    auto waits = state.waiting.find(at);
    if (waits == state.waiting.end()) break;
    at = waits->second->owner;
    if (at == &t) return false;
  }
  other->waiters++;
  state.waiting[&t] = other;
  {
    // Attaching again may wait for a stop, so the mutex is given up first.
    threads::Detached away(t);
    while (!other->done) state.changed.wait(state.mutex);
    state.waiting.erase(&t);
    if (--other->waiters == 0) state.changed.notify_all();
    state.mutex.unlock();
  }
  state.mutex.lock();
  return false;
}

void end_import(Thread& t, Runtime::ImportState& state, const std::string& name, Importing* mine) EIDER_NO_THREAD_SAFETY_ANALYSIS {
  base::MutexLock lock(state.mutex);
  state.running.erase(name);
  mine->done = true;
  if (mine->waiters == 0) return;
  state.changed.notify_all();
  {
    threads::Detached away(t);
    while (mine->waiters != 0) state.changed.wait(state.mutex);  // `mine` is on our stack
    state.mutex.unlock();
  }
  state.mutex.lock();
}

bool is_directory(const std::string& path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}
bool is_file(const std::string& path) {
  struct stat info;
  return ::stat(path.c_str(), &info) == 0 && S_ISREG(info.st_mode);
}

struct Found {
  enum Kind : uint8_t { kNothing, kNative, kSource, kPackage, kNamespace } kind = kNothing;
  const NativeModule* native = nullptr;
  std::string file;
  std::vector<std::string> search;  // __path__ of packages
};

Result<std::vector<std::string>*> path_entries(Thread& t, Value list, std::vector<std::string>* out) {
  List* items = EIDER_TRY(to_list(t, list));
  int64_t count = items->size.load_relaxed();
  for (int64_t i = 0; i < count; ++i) {
    Value v = list_get(items, i);
    if (!v.is_absent() && is_instance(t, v, TypeId::kStr)) out->push_back(to_utf8(v.as<Str>()));
  }
  return out;
}

/// Looks for the module's last component on `path` (ABSENT: top level). Runs detached where it touches the file system.
Result<bool> find_module(Thread& t, const std::string& full, Value path, Found* found) {
  size_t dot = full.rfind('.');
  std::string tail = dot == std::string::npos ? full : full.substr(dot + 1);
  if (const NativeModule* native = Runtime::of(t).find_native(full)) {
    found->kind = Found::kNative;
    found->native = native;
    return true;
  }
  std::vector<std::string> entries;
  if (path.is_absent()) path = EIDER_TRY(get_attr(t, t.realm->sys_module, name(t, Name::kpath)));
  EIDER_TRY(path_entries(t, path, &entries));
  threads::Detached away(t);
  for (const std::string& entry : entries) {
    std::string base = (entry.empty() ? "." : entry) + "/" + tail;
    if (is_directory(base)) {
      if (is_file(base + "/__init__.py")) {
        found->kind = Found::kPackage;
        found->file = base + "/__init__.py";
        found->search = {base};
        return true;
      }
    }
    if (is_file(base + ".py")) {
      found->kind = Found::kSource;
      found->file = base + ".py";
      return true;
    }
    if (is_directory(base)) found->search.push_back(base);
  }
  if (!found->search.empty()) found->kind = Found::kNamespace;
  return found->kind != Found::kNothing;
}

Result<Value> make_spec(Thread& t, const std::string& full, const Found& found, Value search) {
  Object* spec = EIDER_TRY(new_instance(t, type(t, TypeId::kSimpleNamespace)));
  auto put = [&](const char* key, Value v) -> Result<void> { return set_attr(t, spec->value(), EIDER_TRY(intern(t, key)), v); };
  EIDER_TRY(put("name", EIDER_TRY(str_from_utf8(t, full))->value()));
  EIDER_TRY(put("loader", kNone));
  EIDER_TRY(put("origin", found.kind == Found::kNative   ? EIDER_TRY(str_from_utf8(t, "built-in"))->value()
                          : found.file.empty() ? kNone
                                                         : EIDER_TRY(str_from_utf8(t, found.file))->value()));
  EIDER_TRY(put("submodule_search_locations", search));
  EIDER_TRY(put("cached", kNone));
  size_t dot = full.rfind('.');
  std::string parent = !search.is_none() ? full : dot == std::string::npos ? "" : full.substr(0, dot);
  EIDER_TRY(put("parent", EIDER_TRY(str_from_utf8(t, parent))->value()));
  EIDER_TRY(put("has_location", Value::from_bool(!found.file.empty())));
  EIDER_TRY(put("_initializing", kTrue));
  return spec->value();
}

Result<void> read_file(Thread& t, const std::string& path, std::string* out) {
  int error = 0;
  {
    threads::Detached away(t);
    int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      error = errno;
    } else {
      char buffer[65536];
      for (;;) {
        ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) error = errno;
        if (n <= 0) break;
        out->append(buffer, static_cast<size_t>(n));
      }
      ::close(fd);
    }
  }
  if (error != 0) return raise_errno(t, error, EIDER_TRY(str_from_utf8(t, path))->value());
  return kDone;
}

Result<void> run_body(Thread& t, Module* module, const Found& found) {
  if (found.kind == Found::kNative) return found.native->fill(t, module);
  if (found.kind == Found::kNamespace) return kDone;
  std::string source;
  EIDER_TRY(read_file(t, found.file, &source));
  Str* file = EIDER_TRY(str_from_utf8(t, found.file));
  Value code = EIDER_TRY(compile(t, source, SourceKind::kFile, file, CompileMode::kExec, 0, -1));
  EIDER_TRY(vm::run_code(t, code.as<vm::Code>(), module->dict.load_relaxed(), kAbsent));
  return kDone;
}

Result<Value> load(Thread& t, const std::string& full, const Found& found) {
  Str* full_name = EIDER_TRY(intern(t, full));
  Module* module = EIDER_TRY(module_new(t, full_name));
  Value search = kNone;
  if (found.kind == Found::kPackage || found.kind == Found::kNamespace) {
    List* list = EIDER_TRY(list_new(t, 1));
    for (const std::string& s : found.search) EIDER_TRY(list_append(t, list, EIDER_TRY(str_from_utf8(t, s))->value()));
    search = list->value();
    EIDER_TRY(module_set(t, module, "__path__", search));
  }
  Value spec = EIDER_TRY(make_spec(t, full, found, search));
  EIDER_TRY(module_set(t, module, "__spec__", spec));
  EIDER_TRY(module_set(t, module, "__loader__", kNone));
  EIDER_TRY(module_set(t, module, "__package__", EIDER_TRY(get_attr(t, spec, EIDER_TRY(intern(t, "parent"))))));
  if (!found.file.empty()) EIDER_TRY(module_set(t, module, "__file__", EIDER_TRY(str_from_utf8(t, found.file))->value()));
  if (found.kind != Found::kNative) EIDER_TRY(module_set(t, module, "__builtins__", t.realm->builtins_module));
  EIDER_TRY(dict_set_str(t, t.realm->modules, full_name, module->value()));
  Result<void> ran = run_body(t, module, found);
  if (!ran.ok()) {
    Value pending = take_exception(t);
    Result<Value> removed = dict_pop(t, t.realm->modules, full_name->value());
    (void)removed;
    t.pending_exception = pending;
    return kFailure;
  }
  EIDER_TRY(set_attr(t, spec, name(t, Name::k_initializing), kFalse));
  // The body may have replaced itself in sys.modules.
  Value now = dict_get_str(t, t.realm->modules, full_name);
  return now.is_absent() ? module->value() : now;
}

Failure raise_not_found(Thread& t, const std::string& full, const char* extra) {
  Str* message = EIDER_TRY(str_format(t, "No module named '%s'%s", full.c_str(), extra));
  Value args[] = {message->value()};
  Value error = EIDER_TRY(new_exception(t, type(t, TypeId::kModuleNotFoundError), args, 1));
  error.as<BaseException>()->fields[0].store_relaxed(message->value());
  error.as<BaseException>()->fields[1].store_relaxed(EIDER_TRY(str_from_utf8(t, full))->value());
  return raise_instance(t, error);
}

/// sys.modules[full], importing it (its parent is imported already and `path` is the parent's __path__, or ABSENT).
Result<Value> find_or_load(Thread& t, const std::string& full, Value path) {
  Str* key = EIDER_TRY(intern(t, full));
  Runtime::ImportState& state = *Runtime::of(t).imports;
  for (;;) {
    Value present = dict_get_str(t, t.realm->modules, key);
    if (!present.is_absent()) {
      if (present.is_none()) {
        (void)raise_not_found(t, full, "");
        Str* halted = EIDER_TRY(str_format(t, "import of %s halted; None in sys.modules", full.c_str()));
        if (t.has_exception()) t.pending_exception.as<BaseException>()->args.store_relaxed(EIDER_TRY(tuple_of(t, halted->value()))->value());
        return kFailure;
      }
      bool busy;
      {
        base::MutexLock lock(state.mutex);
        busy = !state.running.empty() && state.running.find(full) != state.running.end();
      }
      if (!busy) return present;
    }
    Importing mine{&t};
    if (!begin_import(t, state, full, &mine)) {
      present = dict_get_str(t, t.realm->modules, key);
      if (!present.is_absent()) return present;
      continue;  // the other thread's import failed: try it ourselves
    }
    present = dict_get_str(t, t.realm->modules, key);
    if (!present.is_absent()) {
      end_import(t, state, full, &mine);
      return present;
    }
    Found found;
    Result<bool> looked = find_module(t, full, path, &found);
    Result<Value> result = kFailure;
    if (looked.ok()) result = looked.get() ? load(t, full, found) : Result<Value>(raise_not_found(t, full, ""));
    end_import(t, state, full, &mine);
    return result;
  }
}

}  // namespace

namespace {

/// Imports every prefix of a dotted name; `*first` gets the first component's module, the result is the last one's.
Result<Value> import_dotted(Thread& t, const std::string& full, Value* first) {
  EIDER_TRY(check_recursion(t, " while importing"));
  Value parent = kAbsent;
  for (size_t end = 0; end != std::string::npos;) {
    size_t start = end;
    end = full.find('.', start == 0 ? 0 : start + 1);
    std::string prefix = full.substr(0, end);
    Value path = kAbsent;
    if (!parent.is_absent()) {
      path = EIDER_TRY(find_attr(t, parent, name(t, Name::k__path__)));
      if (path.is_absent()) {
        Value present = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, prefix)));
        if (present.is_absent()) {
          std::string extra = "; '" + full.substr(0, start) + "' is not a package";
          return raise_not_found(t, prefix, extra.c_str());
        }
      }
    }
    Str* prefix_key = EIDER_TRY(intern(t, prefix));
    bool present_before = !dict_get_str(t, t.realm->modules, prefix_key).is_absent();
    Value module = EIDER_TRY(find_or_load(t, prefix, path));
    if (!parent.is_absent() && !present_before) {
      EIDER_TRY(set_attr(t, parent, EIDER_TRY(intern(t, prefix.substr(start + 1))), module));
    }
    if (start == 0) *first = module;
    parent = module;
  }
  return parent;
}

Result<std::string*> resolve_relative(Thread& t, const std::string& tail, Value globals, int64_t level, std::string* out) {
  if (globals.is_absent() || !is_instance(t, globals, TypeId::kDict)) {
    return raise(t, TypeId::kKeyError, "'__name__' not in globals");
  }
  Dict* g = globals.as<Dict>();
  Value package = dict_get_str(t, g, name(t, Name::k__package__));
  if (package.is_absent() || package.is_none()) {
    Value module_name = dict_get_str(t, g, name(t, Name::k__name__));
    if (module_name.is_absent()) return raise(t, TypeId::kKeyError, "'__name__' not in globals");
    if (!is_instance(t, module_name, TypeId::kStr)) return raise(t, TypeId::kTypeError, "__name__ must be a string");
    package = module_name;
    if (dict_get_str(t, g, name(t, Name::k__path__)).is_absent()) {
      std::string text = to_utf8(module_name.as<Str>());
      size_t dot = text.rfind('.');
      package = EIDER_TRY(str_from_utf8(t, dot == std::string::npos ? "" : text.substr(0, dot)))->value();
    }
  }
  if (!is_instance(t, package, TypeId::kStr)) return raise(t, TypeId::kTypeError, "package must be a string");
  std::string base = to_utf8(package.as<Str>());
  if (base.empty()) return raise(t, TypeId::kImportError, "attempted relative import with no known parent package");
  for (int64_t i = 1; i < level; ++i) {
    size_t dot = base.rfind('.');
    if (dot == std::string::npos) return raise(t, TypeId::kImportError, "attempted relative import beyond top-level package");
    base.resize(dot);
  }
  *out = tail.empty() ? base : base + "." + tail;
  return out;
}

}  // namespace

Result<Value> import_module(Thread& t, std::string_view absolute_name) {
  Value first;
  return import_dotted(t, std::string(absolute_name), &first);
}

Result<Value> import_level(Thread& t, Str* module_name, Value globals, Value from_list, int64_t level) {
  if (level < 0) return raise(t, TypeId::kValueError, "level must be >= 0");
  // The usual case at once: a top-level module that is there and complete.
  std::string text = to_utf8(module_name);
  std::string full = text;
  if (level > 0) {
    EIDER_TRY(resolve_relative(t, text, globals, level, &full));
  } else if (full.empty()) {
    return raise(t, TypeId::kValueError, "Empty module name");
  }
  Value first;
  Value last = EIDER_TRY(import_dotted(t, full, &first));
  bool has_from = !from_list.is_absent() && !from_list.is_none() && EIDER_TRY(truth(t, from_list));
  if (has_from) {
    // Submodules named in the list are imported; other names are attributes, looked up by the importer.
    Value path = EIDER_TRY(find_attr(t, last, name(t, Name::k__path__)));
    if (path.is_absent()) return last;
    auto import_one = [&](Value item) -> Result<void> {
      if (!is_instance(t, item, TypeId::kStr)) {
        return raise(t, TypeId::kTypeError, "Item in ``from list'' must be str, not %s", type_name(t, item));
      }
      if (str_equals_ascii(item.as<Str>(), "*")) {
        Value all = EIDER_TRY(find_attr(t, last, name(t, Name::k__all__)));
        if (all.is_absent()) return kDone;
        auto import_listed = [&](Value listed) -> Result<void> {
          if (!is_instance(t, listed, TypeId::kStr)) return kDone;
          Value present = EIDER_TRY(find_attr(t, last, EIDER_TRY(intern(t, listed.as<Str>()))));
          if (!present.is_absent()) return kDone;
          Value ignored;
          Result<Value> sub = import_dotted(t, full + "." + to_utf8(listed.as<Str>()), &ignored);
          if (!sub.ok() && !clear_if(t, TypeId::kModuleNotFoundError)) return kFailure;
          return kDone;
        };
        return for_each(t, all, import_listed);
      }
      Value present = EIDER_TRY(find_attr(t, last, EIDER_TRY(intern(t, item.as<Str>()))));
      if (!present.is_absent()) return kDone;
      std::string sub_name = full + "." + to_utf8(item.as<Str>());
      Value ignored;
      Result<Value> sub = import_dotted(t, sub_name, &ignored);
      if (sub.ok()) return kDone;
      // Missing is not an error here: `from package import name` says it better. A submodule that itself misses one is.
      if (pending_is(t, TypeId::kModuleNotFoundError)) {
        Value missing = t.pending_exception.as<BaseException>()->fields[1].load_relaxed();
        if (!missing.is_absent() && is_instance(t, missing, TypeId::kStr) && to_utf8(missing.as<Str>()) == sub_name) {
          t.pending_exception = kAbsent;
          return kDone;
        }
      }
      return kFailure;
    };
    EIDER_TRY(for_each(t, from_list, import_one));
    return last;
  }
  if (level == 0 || text.empty()) return text.empty() ? last : first;
  // import .a.b gives the package that `.a` names: cut as many components as the tail has beyond the first.
  size_t dot = text.find('.');
  if (dot == std::string::npos) return last;
  std::string wanted = full.substr(0, full.size() - (text.size() - dot));
  return dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, wanted)));
}

}  // namespace eider::runtime
