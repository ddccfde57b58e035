// SPDX-License-Identifier: MIT
//
// Running programs: a file, a string, a module; reporting what they raise.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "objects/module.h"
#include "objects/numbers.h"
#include "runtime/import.h"
#include "runtime/runtime.h"
#include "threads/safepoint.h"
#include "vm/code.h"
#include "vm/function.h"

namespace eider::runtime {

Dict* main_namespace(Thread& t) { return t.realm->main_module.as<Module>()->dict.load_relaxed(); }

Result<Value> exec_code(Thread& t, Value code, Dict* globals, Value locals) {
  return vm::run_code(t, code.as<vm::Code>(), globals, locals);
}

namespace {

Result<void> run_source(Thread& t, std::string_view source, SourceKind kind, std::string_view filename) {
  Str* file = EIDER_TRY(str_from_utf8(t, filename));
  Value code = EIDER_TRY(compile(t, source, kind, file, CompileMode::kExec, 0, -1));
  Result<Value> ran = vm::run_code(t, code.as<vm::Code>(), main_namespace(t), kAbsent);
  // What the program has printed comes before the traceback, as CPython's flush_io does.
  Value pending = take_exception(t);
  for (Name stream : {Name::kstderr, Name::kstdout}) {
    Result<Value> file = find_attr(t, t.realm->sys_module, name(t, stream));
    if (file.ok() && !file.get().is_absent() && !file.get().is_none()) (void)call_method(t, file.get(), name(t, Name::kflush)).ok();
    t.pending_exception = kAbsent;
  }
  t.pending_exception = pending;
  return ran.ok() ? kDone : Result<void>(kFailure);
}

/// sys.path[0]
Result<void> prepend_path(Thread& t, const std::string& directory) {
  Value path = EIDER_TRY(get_attr(t, t.realm->sys_module, name(t, Name::kpath)));
  Value args[] = {Value::from_small_int(0), EIDER_TRY(str_from_utf8(t, directory))->value()};
  EIDER_TRY(call_method(t, path, EIDER_TRY(intern(t, "insert")), args, 2));
  return kDone;
}

/// Whether a path given as program is searched for a module __main__: a directory, or a zip file (its end says so).
bool is_path_entry(const std::string& path) {
  struct stat info;
  if (path == "-" || ::stat(path.c_str(), &info) != 0) return false;
  if (S_ISDIR(info.st_mode)) return true;
  constexpr off_t kEndRecord = 22;
  if (!S_ISREG(info.st_mode) || info.st_size < kEndRecord) return false;
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char end[4] = {};
  bool read = ::pread(fd, end, sizeof end, info.st_size - kEndRecord) == sizeof end;
  ::close(fd);
  return read && std::memcmp(end, "PK\5\6", 4) == 0;
}

Result<void> run_as_main(Thread& t, std::string_view module_name, bool alter_argv) {
  Value runpy = EIDER_TRY(import_module(t, "runpy"));
  Value args[] = {EIDER_TRY(str_from_utf8(t, module_name))->value(), Value::from_bool(alter_argv)};
  EIDER_TRY(call_method(t, runpy, EIDER_TRY(intern(t, "_run_module_as_main")), args, 2));
  return kDone;
}

}  // namespace

Result<void> run_string(Thread& t, std::string_view source, std::string_view filename) {
  return run_source(t, source, SourceKind::kText, filename);
}

Result<void> run_file(Thread& t, const std::string& path) {
  bool entry;
  {
    threads::Detached away(t);
    entry = is_path_entry(path);
  }
  if (entry) {
    EIDER_TRY(prepend_path(t, path));
    return run_as_main(t, "__main__", false);
  }
  std::string source;
  int error = 0;
  {
    threads::Detached away(t);
    int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      error = errno;
    } else {
      char buffer[65536];
      for (;;) {
        ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) error = errno;
        if (n <= 0) break;
        source.append(buffer, static_cast<size_t>(n));
      }
      if (fd != STDIN_FILENO) ::close(fd);
    }
  }
  if (error != 0) return raise_errno(t, error, EIDER_TRY(str_from_utf8(t, path))->value());
  std::string shown = path == "-" ? "<stdin>" : path;
  if (path != "-" && !path.starts_with('/')) {
    char* here = ::getcwd(nullptr, 0);
    if (here != nullptr) shown = std::string(here) + "/" + path;
    std::free(here);
  }
  size_t slash = path.rfind('/');
  char* real = path == "-" ? nullptr : ::realpath(path.c_str(), nullptr);
  std::string directory = path == "-" ? "" : slash == std::string::npos ? "" : path.substr(0, slash);
  if (real != nullptr) {
    directory = std::string(real).substr(0, std::string(real).rfind('/'));
    ::free(real);
  }
  if (!Runtime::of(t).config().safe_path) EIDER_TRY(prepend_path(t, directory));
  if (path != "-") {
    Module* main = t.realm->main_module.as<Module>();
    EIDER_TRY(module_set(t, main, "__file__", EIDER_TRY(str_from_utf8(t, shown))->value()));
    EIDER_TRY(module_set(t, main, "__cached__", kNone));
    Value file = EIDER_TRY(str_from_utf8(t, shown))->value();
    EIDER_TRY(module_set(t, main, "__loader__", EIDER_TRY(source_loader_new(t, name(t, Name::k__main__), file))->value()));
  }
  return run_source(t, source, SourceKind::kFile, shown);
}

Result<void> run_module(Thread& t, std::string_view module_name) {
  if (!Runtime::of(t).config().safe_path) {
    char* here = ::getcwd(nullptr, 0);
    std::string directory = here == nullptr ? "" : here;
    std::free(here);
    EIDER_TRY(prepend_path(t, directory));
  }
  return run_as_main(t, module_name, true);
}

int report_exception(Thread& t) {
  Value exc = take_exception(t);
  if (exc.is_absent()) return 0;
  if (exception_matches(t, exc, type(t, TypeId::kSystemExit))) {
    Value code = exc.as<BaseException>()->fields[0].load_relaxed();
    if (code.is_absent() || code.is_none()) return 0;
    int64_t n;
    if (is_int(t, code) && int_fits_int64(code, &n)) return static_cast<int>(n & 0xff);
    if (is_int(t, code)) return 255;
    Result<Str*> text = to_str(t, code);
    std::string line = text.ok() ? to_utf8(text.get()) + "\n" : "";
    t.pending_exception = kAbsent;
    Result<Value> err = find_attr(t, t.realm->sys_module, name(t, Name::kstderr));
    if (err.ok() && !err.get().is_absent() && !err.get().is_none()) {
      Result<Str*> s = str_from_utf8(t, line);
      if (s.ok()) {
        Value arg = s.get()->value();
        Result<Value> wrote = call_method(t, err.get(), name(t, Name::kwrite), &arg, 1);
        (void)wrote;
      }
    }
    t.pending_exception = kAbsent;
    return 1;
  }
  bool interrupted = exception_matches(t, exc, type(t, TypeId::kKeyboardInterrupt));
  Result<Value> hook = find_attr(t, t.realm->sys_module, name(t, Name::kexcepthook));
  Value traceback = exc.as<BaseException>()->traceback.load_relaxed();
  bool done = false;
  if (!hook.ok() || hook.get().is_absent()) {
    std::fputs("sys.excepthook is missing\n", stderr);
  } else {
    Result<Value> r = call3(t, hook.get(), type_of(t, exc)->value(), exc, traceback.is_absent() ? kNone : traceback);
    done = r.ok();
    if (!done) {
      Value second = take_exception(t);
      if (exception_matches(t, second, type(t, TypeId::kSystemExit))) {
        t.pending_exception = second;
        return report_exception(t);
      }
      std::string text = "Error in sys.excepthook:\n" + format_exception(t, second) + "\nOriginal exception was:\n";
      std::fwrite(text.data(), 1, text.size(), stderr);
    }
  }
  if (!done) {
    std::string text = format_exception(t, exc);
    std::fwrite(text.data(), 1, text.size(), stderr);
  }
  t.pending_exception = kAbsent;
  return interrupted ? 130 : 1;
}

}  // namespace eider::runtime
