// SPDX-License-Identifier: MIT
//
// Runtime: one interpreter's life. Owns the realm, the module table, the threads that were attached, and the order of start and end.
//
// Several live in one process and share nothing but the process itself (signals, the working directory, file descriptors).
// Thread rule: create() and the destructor on one thread; everything else says its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/mutex.h"
#include "objects/module.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "vm/vm_state.h"
#include "runtime/worker_pool.h"

namespace eider::runtime {

using namespace objects;

class Runtime;

/// Where the standard library's Python files are.
inline constexpr const char* kStdlibDirectory = "/usr/lib/python3.11";

/// A module written in C++. The table ends with an empty name; embed assembles it (src/embed/module_list.cpp).
struct NativeModule {
  const char* name = nullptr;
  Result<void> (*fill)(Thread& t, Module* module) = nullptr;  // the module is in sys.modules already
};

struct Config {
  std::string program = "eider";              // sys.executable
  std::vector<std::string> argv = {""};       // sys.argv
  std::vector<std::string> path;              // sys.path; empty: PYTHONPATH and the system's standard library
  int optimize = 0;                           // -O, -OO
  bool install_signal_handlers = false;       // the command line does; embedded runtimes leave the host's alone
  bool unbuffered = false;                    // -u
  vm::JitConfig jit;
  bool (*install_jit)(Realm& realm, const vm::JitConfig& config, std::string* error) = nullptr;  // by whoever assembles the house
  bool jit_available = false;                 // install_jit can succeed in this build
  std::vector<std::string> warn_options;      // -W
  std::vector<std::string> x_options;         // -X: NAME or NAME=VALUE
  bool isolated = false;                      // -I
  bool ignore_environment = false;            // -E: the variables are gone already; for sys.flags
  bool safe_path = false;                     // -P: sys.path does not begin with the program's directory
  bool no_user_site = false;                  // -s
  bool no_site = false;                       // -S
  int debug = 0;                              // -d
  int quiet = 0;                              // -q
  gc::HeapConfig heap;
  bool always_lock = false;
  bool single_thread_speculation = true;
  vm::TlbcMode tlbc = vm::TlbcMode::kSharedSnapshot;
  const NativeModule* native_modules = nullptr;
  // modules fills these (a lower layer declares, the upper one provides):
  Result<void> (*install_sys)(Thread& t) = nullptr;            // makes realm.sys_module with argv, path, flags, ...
  Result<void> (*start_streams)(Thread& t) = nullptr;          // sys.stdin, stdout, stderr; builtins print, open, input
  Result<void> (*flush_streams)(Thread& t) = nullptr;          // at exit
  void (*close_modules)(Runtime& runtime) = nullptr;           // frees what modules keep outside the heap
};

class Runtime {
 public:
  /// nullptr when memory is exhausted; `*error` says what happened. The calling thread becomes the main thread, attached.
  static std::unique_ptr<Runtime> create(Config config, std::string* error);
  ~Runtime();
  Runtime(const Runtime&) = delete;

  static Runtime& of(Thread& t) { return *static_cast<Runtime*>(t.realm->runtime); }
  Realm& realm() { return *realm_; }
  Thread& main_thread() { return *main_; }
  const Config& config() const { return config_; }

  /// The calling OS thread's Thread in this runtime, attaching it when needed; nullptr: too many threads, no memory, or closed.
  Thread* attach_current(bool even_closing = false);
  /// Ends the calling OS thread's attachment (also done when the OS thread ends).
  void detach_current();
  /// Starts an OS thread that calls `callable(*args, **kwargs)`. Its ident, or failure with RuntimeError "can't start new thread".
  Result<uint64_t> start_thread(Thread& t, Value callable, Tuple* args, Dict* kwargs, size_t stack_bytes);

  /// Runs at exit, in order: threading._shutdown, atexit callbacks, flush of standard streams. Main thread.
  /// False: the standard streams could not be flushed.
  bool finalize(Thread& t);
  /// In the child of a fork: the workers that waited for threads to run do not exist there.
  void forget_workers() { workers_ = std::make_shared<WorkerPool>(); }
  /// From now on no thread starts or attaches itself.
  void refuse_threads() { closing_.store_seq_cst(true); }
  /// Waits for the threads that start_thread started. Not RUNNING. False: some are left at `deadline`.
  bool wait_for_python_threads(base::Deadline deadline);
  /// A host that keeps thread-local data of its own which is to be destroyed before this layer's calls this first.
  static void prepare_thread_exit();
  bool closing() const { return closing_.load_acquire(); }

  // --- imports (import.cpp) ---------------------------------------------------------------------------------------------------
  struct ImportState;
  ImportState* imports = nullptr;
  const NativeModule* find_native(std::string_view name) const;

  Value atexit_callbacks;      // List of (function, args, kwargs); rooted
  Value starting;              // Dict ident -> (callable, args, kwargs) of threads that are being started; rooted
  Atomic<uint32_t> python_threads{0};  // started by start_thread and not ended
  Atomic<uint32_t> pending_signals{0}; // bit per signal number < 32 and beyond as bit 31; set by handlers, read at polls
  Value signal_handlers;       // List of 65; rooted
  int exit_status_at_flush = 0;  // 120 when the standard streams could not be flushed: the process's status then. Main thread
  void* io_state = nullptr;    // modules/io
  void* sys_state = nullptr;   // modules/sys
  void* sre_state = nullptr;   // modules/sre
  void* embed_state = nullptr; // embed: the host's side of it
  Atomic<void*> ast{nullptr};  // AstTypes (runtime/ast/ast.h): made by the first who asks; acq_rel
  Atomic<void*> system_modules{nullptr};                 // modules/thread: made by the first who asks; acq_rel
  void (*thread_ending)(Thread& t) = nullptr;            // modules/thread: a thread's last act while attached; set before the first one starts

 private:
  explicit Runtime(Config config) : config_(std::move(config)) {}
  bool start(std::string* error);
  struct Life;                 // shared with the threads that attached: whether this runtime still exists
  std::shared_ptr<Life> life_;
  friend struct ThreadExit;
  friend class Attached;
  void end_thread(Thread* t);
  Thread* attach_existing();
  /// attach_current for a thread that is not attached; `made` and `state` are its own when they were made beforehand, else nullptr. When it
  /// fails they are the caller's still.
  Thread* attach_new(bool even_closing, Thread* made, vm::VmState* state);
  static void* thread_main(void* request);
  void run_started_thread(uint64_t ident, Thread* made, vm::VmState* state);
  std::shared_ptr<WorkerPool> workers_ = std::make_shared<WorkerPool>();  // replaced in the child of a fork only
  Config config_;
  std::unique_ptr<Realm> realm_;
  Thread* main_ = nullptr;
  Atomic<bool> closing_{false};  // seq: set before threads are asked to stop; threads read it when they attach
};

/// RAII: the calling OS thread attached to a runtime, RUNNING, for a scope; nests.
class Attached {
 public:
  explicit Attached(Runtime& runtime, bool even_closing = false);
  ~Attached();
  Attached(const Attached&) = delete;
  Thread* thread() { return thread_; }  // nullptr: could not be attached

 private:
  Thread* thread_;
  Thread* outer_;              // this OS thread's Thread in another runtime, detached meanwhile
  bool attached_here_ = false; // it was DETACHED and is RUNNING because of us
};

// --- compile.cpp --------------------------------------------------------------------------------------------------------------
enum class CompileMode : uint8_t { kExec, kEval, kSingle };
enum class SourceKind : uint8_t { kText, kBytes, kFile };
enum CompileFlags : uint32_t {  // as python3.11's ast.PyCF_*; others are bytecode::CodeFlags
  kCompileDontImplyDedent = 0x200,
  kCompileOnlyAst = 0x400,
  kCompileTypeComments = 0x1000,
  kCompileTopLevelAwait = 0x2000,
  kCompileAllowIncomplete = 0x4000,
};
struct CompileRequest {
  SourceKind kind = SourceKind::kText;
  CompileMode mode = CompileMode::kExec;
  uint32_t flags = 0;
  int optimize = -1;  // -1: as the runtime
};
/// A Code object, or with kCompileOnlyAst a tree of ast objects; SyntaxError and kin on failure.
Result<Value> compile(Thread& t, std::string_view source, Str* filename, const CompileRequest& request);
/// A Code object from a tree of ast objects (is_ast in runtime/ast/ast.h).
Result<Value> compile_ast(Thread& t, Value tree, Str* filename, const CompileRequest& request);
/// A Code object; SyntaxError and kin on failure. Runs detached for large sources.
Result<Value> compile(Thread& t, std::string_view source, SourceKind kind, Str* filename, CompileMode mode, uint32_t flags, int optimize);

// --- exec.cpp -----------------------------------------------------------------------------------------------------------------
Result<Value> exec_code(Thread& t, Value code, Dict* globals, Value locals);
/// The `__main__` module's namespace.
Dict* main_namespace(Thread& t);
/// Runs a file as __main__, or the module __main__ of a directory or zip file. Reads it itself.
Result<void> run_file(Thread& t, const std::string& path);
Result<void> run_string(Thread& t, std::string_view source, std::string_view filename);
Result<void> run_module(Thread& t, std::string_view name);
/// Prints the pending exception (traceback to sys.stderr through sys.excepthook) and clears it. The process exit status.
int report_exception(Thread& t);

// --- import.cpp ---------------------------------------------------------------------------------------------------------------
Result<Value> import_module(Thread& t, std::string_view absolute_name);  // the last component's module
Result<Value> import_level(Thread& t, Str* name, Value globals, Value from_list, int64_t level);
bool init_imports(Runtime& runtime);
void free_imports(Runtime& runtime);

// --- builtins_module.cpp ------------------------------------------------------------------------------------------------------
Result<void> install_builtins_module(Thread& t);

// --- signals.cpp --------------------------------------------------------------------------------------------------------------
void install_interrupt_handler(Runtime& runtime);
void watch_signal(Runtime& runtime, int number);  // its arrival sets pending_signals and polls the main thread
/// Handlers also write the signal's number there; -1: nowhere. The one before.
int set_signal_wakeup_fd(int fd);
Result<void> run_signal_handlers(Thread& t);

}  // namespace eider::runtime
