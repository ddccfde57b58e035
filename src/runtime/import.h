// SPDX-License-Identifier: MIT
//
// The import system's parts, for each other. Python-visible entry points stand in runtime.h.
//
// Note [Two importers, one system]
// What python3.11's import does is written in importlib/_bootstrap.py and _bootstrap_external.py. Compiling these costs more than
// starting the runtime, and nearly every import needs only their plainest path: a built-in module, or a source file or package in a
// directory of sys.path. That path is done here, in C++, and leaves the same traces: module attributes, ModuleSpec and loader objects
// of importlib's own classes (deferred ones: objects/type_deferred.cpp). importlib itself is executed when somebody asks for more:
// imports it, looks into a spec's class, or changes how imports work. `ordinary` says whether the plain path is what importlib would do:
// sys.meta_path and sys.path_hooks hold what they held at start, and none of importlib's classes was changed. When it is not, or when a
// directory holds something else than sources (a zip file, a .pyc), _bootstrap._find_spec and _load_unlocked do the work.
// Locks, sys.modules, parents and error texts are handled here in both cases: importlib's _find_and_load is replaced by ours.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/mutex.h"
#include "objects/module.h"
#include "runtime/runtime.h"
#include "vm/code.h"

namespace eider::runtime {

// --- import_locks.cpp: one thread runs a module's body at a time -----------------------------------------------------------------
/// One running import; stands on the stack of the thread that runs it.
struct Importing {
  Thread* owner;
  int waiters = 0;
  bool done = false;
};

/// importlib's classes that the native importer makes instances of, or that sys.meta_path and sys.path_hooks hold.
enum class ImportClass : uint8_t { kModuleSpec, kBuiltinImporter, kFrozenImporter, kSourceFileLoader, kPathFinder, kZipImporter, kCount };
inline constexpr size_t kImportClasses = static_cast<size_t>(ImportClass::kCount);

struct Runtime::ImportState {
  base::Mutex mutex{base::LockRank::kRuntimeTable};
  base::CondVar changed;
  std::map<std::string, Importing*, std::less<>> running EIDER_GUARDED_BY(mutex);   // modules whose body runs now
  std::map<Thread*, Importing*> waiting EIDER_GUARDED_BY(mutex);                     // who waits for which

  // Set at start, before a second thread exists (roots of the realm).
  Dict* native_modules = nullptr;   // name -> module, of those made so far; locks itself
  Type* classes[kImportClasses] = {};
  Value file_hook;                  // the function that stands for FileFinder's hook in sys.path_hooks until importlib is there

  // Written by the thread that completes importlib, under the import of "_frozen_importlib"; then `complete` is release-stored.
  Atomic<bool> complete{false};     // acquire: the fields below are there
  Module* bootstrap = nullptr;
  Module* external = nullptr;
  Type* file_finder = nullptr;
  Value real_file_hook;
  uint32_t versions[kImportClasses + 1] = {};  // of the classes and FileFinder, when nobody had changed them

  // Module bodies that run now and whose class statements fill deferred classes (importlib.cpp). Written under `mutex`; the relaxed
  // load without it is a hint that is exact for the thread's own.
  Atomic<struct Adoption*> adoptions{nullptr};

  Type* type(ImportClass which) const { return classes[static_cast<size_t>(which)]; }
};

enum class Begin : uint8_t {
  kMine,    // this thread runs the import now, and calls end_import
  kNested,  // it does already, further out
  kOther,   // another thread did, or does and waiting would close a circle
};
Begin begin_import(Thread& t, Runtime::ImportState& state, const std::string& name, Importing* mine);
void end_import(Thread& t, Runtime::ImportState& state, const std::string& name, Importing* mine);

/// Around fork: the table is consistent in the child, where imports of other threads do not run any more.
void imports_before_fork(Thread& t);
void imports_after_fork(Thread& t, bool in_child);

// --- import_find.cpp: looking for built-in modules, sources and packages ----------------------------------------------------------
struct Found {
  enum Kind : uint8_t {
    kNothing,
    kNative,
    kSource,
    kPackage,
    kNamespace,
    kOther,      // something that only importlib knows how to load
    kForeign,    // an extension module for CPython, in `file`: cannot be loaded
  } kind = kNothing;
  const NativeModule* native = nullptr;
  std::string file;
  std::string directory;             // a package's
};
/// Looks for the last component of `full` on `path` (ABSENT: a top-level module).
Result<void> find_module(Thread& t, const std::string& full, Value path, Found* found);
/// The bytes that name a file, for its name as Python writes it (UTF-8; undecodable bytes as lone surrogates).
std::string system_path(const std::string& text);
/// Reads a whole file; OSError.
Result<void> read_file(Thread& t, const std::string& path, std::string* out);

// --- import_load.cpp: specs, modules, bodies ---------------------------------------------------------------------------------------
/// A ModuleSpec; `search` is a List or None.
Result<Object*> spec_new(Thread& t, Str* name, Value loader, Value origin, Value search, bool has_location);
Result<Object*> source_loader_new(Thread& t, Str* name, Value path);
/// Makes the module, enters it in sys.modules and runs its body.
Result<Value> load_module(Thread& t, const std::string& full, const Found& found);
/// The one module object of a native module, filled; ABSENT when there is none of that name. Not entered in sys.modules.
Result<Value> native_module(Thread& t, const std::string& full);
/// Whether `module` says of itself that its body runs (__spec__._initializing).
Result<bool> module_is_initializing(Thread& t, Value module);

// --- importlib.cpp: the Python side -------------------------------------------------------------------------------------------------
/// Deferred classes, sys.meta_path and its kin. Once, at start.
Result<void> install_import_classes(Thread& t);
/// Executes importlib's bootstrap modules, if nobody has yet.
Result<void> complete_importlib(Thread& t);
/// Whether the plain path is what importlib would do now.
bool imports_are_ordinary(Thread& t);
/// importlib's way to find and load `full`; ABSENT when there is no such module.
Result<Value> find_and_load_by_importlib(Thread& t, const std::string& full, Value path);
/// Runs the body of zipimport, whose class is deferred too.
Result<void> run_adopting(Thread& t, vm::Code* code, Dict* globals);
/// For the class statement: the deferred class that the body was run for, or ABSENT when this is an ordinary class.
Result<Value> adopt_class(Thread& t, Value body, Str* name, Tuple* bases);

}  // namespace eider::runtime
