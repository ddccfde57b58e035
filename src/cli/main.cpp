// SPDX-License-Identifier: MIT
//
// The program `eider`: what to run, and with which exit code it ends (python3.11's).
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cinttypes>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "bytecode/disassembler.h"
#include "cli/options.h"
#include "embed/house.h"
#include "frontend/compile.h"
#include "frontend/dump_ast.h"
#include "frontend/dump_tokens.h"
#include "runtime/runtime.h"
#include "threads/registry.h"

extern char** environ;

namespace eider::cli {

namespace {

using namespace objects;

std::string absolute(const std::string& path) {
  if (path.starts_with("/")) return path;
  char* here = ::getcwd(nullptr, 0);
  std::string full = here == nullptr ? path : std::string(here) + "/" + path;
  std::free(here);
  return full;
}

/// Whether the file can be run; the messages are python3.11's. Otherwise the exit code.
int check_file(const std::string& path) {
  struct stat info;
  if (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    if (::access((path + "/__main__.py").c_str(), R_OK) == 0 || ::access((path + "/__main__.pyc").c_str(), R_OK) == 0) return 0;
    std::fprintf(stderr, "eider: can't find '__main__' module in '%s'\n", absolute(path).c_str());
    return 1;
  }
  int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    std::fprintf(stderr, "eider: can't open file '%s': [Errno %d] %s\n", absolute(path).c_str(), errno, std::strerror(errno));
    return 2;
  }
  ::close(fd);
  return 0;
}

void drop_environment() {
  for (char** e = environ; *e != nullptr;) {
    if (std::strncmp(*e, "PYTHON", 6) != 0) {
      e++;
      continue;
    }
    std::string key(*e, std::strchr(*e, '=') - *e);
    ::unsetenv(key.c_str());
    e = environ;
  }
}

// --- --dump ----------------------------------------------------------------------------------------------------------------------------

bool read_all(int fd, std::string* out) {
  char buffer[65536];
  for (;;) {
    ssize_t n = ::read(fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return n == 0;
    out->append(buffer, static_cast<size_t>(n));
  }
}

int print_diagnostic(const frontend::Diagnostic& d, const std::string& file) {
  if (d.has_position) std::fprintf(stderr, "  File \"%s\", line %d\n", file.c_str(), d.lineno);
  if (d.has_text) {
    size_t start = d.text.find_first_not_of(" \t\f\n");
    std::string line = start == std::string::npos ? "" : d.text.substr(start);
    while (!line.empty() && line.back() == '\n') line.pop_back();
    std::fprintf(stderr, "    %s\n", line.c_str());
    int offset = d.offset - static_cast<int>(start == std::string::npos ? 0 : start);
    int end = d.end_lineno == d.lineno && d.end_offset > d.offset ? d.end_offset - d.offset : 1;
    if (offset > 0) std::fprintf(stderr, "    %*s%s\n", offset - 1, "", std::string(static_cast<size_t>(end), '^').c_str());
  }
  std::fprintf(stderr, "%s: %s\n", frontend::diagnostic_kind_name(d.kind), d.message.c_str());
  return 1;
}

int dump(const Options& o) {
  std::string source = o.what, file = "<string>";
  frontend::SourceOrigin origin = frontend::SourceOrigin::kText;
  if (o.run == Run::kModule) {
    std::fprintf(stderr, "eider: --dump works on -c, a file or standard input, not on -m\n");
    return 2;
  }
  if (o.run != Run::kCode) {
    origin = frontend::SourceOrigin::kFile;
    file = o.run == Run::kFile ? o.what : "<stdin>";
    source.clear();
    int fd = STDIN_FILENO;
    if (o.run == Run::kFile) {
      if (int status = check_file(o.what); status != 0) return status;
      fd = ::open(o.what.c_str(), O_RDONLY | O_CLOEXEC);
    }
    if (fd < 0 || !read_all(fd, &source)) {
      std::fprintf(stderr, "eider: can't read '%s': %s\n", file.c_str(), std::strerror(errno));
      return 2;
    }
  }
  frontend::ParseOptions parse_options;
  parse_options.origin = origin;
  parse_options.filename = file;
  if (o.dump & kDumpTokens) {
    frontend::ParseResult result;
    std::string text;
    bool ok = frontend::dump_tokens(source, parse_options, result, &text);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!ok) return print_diagnostic(result.error, file);
  }
  if (o.dump & kDumpAst) {
    frontend::Arena arena;
    frontend::ParseResult result = frontend::parse(source, parse_options, arena);
    if (!result.ok()) return print_diagnostic(result.error, file);
    std::string text = frontend::dump_ast(*result.mod);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (o.dump & kDumpCode) {
    frontend::CompileOptions options;
    options.filename = file;
    options.origin = origin;
    options.optimize = o.optimize;
    frontend::CompileResult result = frontend::compile_source(source, options);
    if (!result.ok()) return print_diagnostic(result.error, file);
    std::string text = bytecode::disassemble(*result.unit);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}

/// Imports `warnings` where sys.warnoptions says something: that module reads it, and C++ asks the module only where somebody imported it.
void apply_warn_options(Thread& t) {
  auto import_it = [&]() -> Result<void> {
    Value options = EIDER_TRY(get_attr(t, t.realm->sys_module, EIDER_TRY(intern(t, "warnoptions"))));
    if (list_size(options.as<List>()) > 0) EIDER_TRY(t.realm->import(t, "warnings"));
    return kDone;
  };
  if (import_it().ok()) return;
  std::fprintf(stderr, "'import warnings' failed; traceback:\n");
  runtime::report_exception(t);
}

// --- --stats ---------------------------------------------------------------------------------------------------------------------------

void print_stats(runtime::Runtime& rt) {
  vm::SpecializationStats sum = vm::specialization_stats(rt.realm());
  gc::HeapStats g = rt.realm().heap().stats();
  threads::RegistryStats r = rt.realm().registry().stats();
  auto ms = [](uint64_t ns) { return static_cast<double>(ns) / 1e6; };
  std::fprintf(stderr, "specialization: %" PRIu64 " specialized, %" PRIu64 " misses, %" PRIu64
               " failures; %" PRIu64 " copies of code, %" PRIu64 " from a snapshot\n",
               sum.specialized, sum.misses, sum.failures, sum.copies, sum.copies_from_snapshot);
  std::fprintf(stderr, "gc: %" PRIu64 " collections (%" PRIu64 " parallel), %" PRIu64 " bytes live, %" PRIu64 " allocated in total, %" PRIu64
               " reserved; pauses %.3f ms in total, %.3f ms longest, %.3f ms longest until stopped; %" PRIu64 " finalizers queued\n",
               g.collections, g.parallel_collections, g.live_bytes, g.allocated_bytes_total, g.reserved_bytes, ms(g.total_pause_ns),
               ms(g.longest_pause_ns), ms(g.longest_time_to_stop_ns), g.finalizers_queued);
  std::fprintf(stderr, "threads: %" PRIu64 " handshakes, %" PRIu64 " merged into another, %" PRIu64 " stops of the world, %" PRIu64
               " watchdog messages; handshakes took %.3f ms (median), %.3f ms (p99), %.3f ms (worst)\n",
               r.handshakes, r.handshakes_merged, r.stops, r.watchdog_messages, ms(r.waited.median_ns), ms(r.waited.p99_ns), ms(r.waited.worst_ns));
}

// --- running ---------------------------------------------------------------------------------------------------------------------------

/// sys.path[0] of -c.
Result<void> prepend_current_directory(Thread& t) {
  Value path = EIDER_TRY(get_attr(t, t.realm->sys_module, name(t, Name::kpath)));
  Value args[] = {Value::from_small_int(0), t.realm->empty_str->value()};
  EIDER_TRY(call_method(t, path, EIDER_TRY(intern(t, "insert")), args, 2));
  return kDone;
}

Result<void> run_code(Thread& t, const std::string& code) {
  if (!runtime::Runtime::of(t).config().safe_path) EIDER_TRY(prepend_current_directory(t));
  return runtime::run_string(t, code, "<string>");
}

int run(Options& o) {
  runtime::Config config = embed::house_config();
  config.argv = std::move(o.arguments);
  config.argv.insert(config.argv.begin(), o.run == Run::kCode     ? "-c"
                                          : o.run == Run::kModule ? "-m"
                                          : o.run == Run::kStdin  ? "-"
                                                                  : o.what);
  char program[4096];
  ssize_t length = ::readlink("/proc/self/exe", program, sizeof program);
  if (length > 0) config.program.assign(program, static_cast<size_t>(length));
  config.optimize = o.optimize;
  const char* unbuffered = std::getenv("PYTHONUNBUFFERED");  // gone by now where -E is given
  config.unbuffered = o.unbuffered || (unbuffered != nullptr && *unbuffered != '\0');
  config.warn_options = o.warn_options;
  config.x_options = o.x_options;
  config.isolated = o.isolated;
  config.ignore_environment = o.ignore_environment;
  const char* safe = std::getenv("PYTHONSAFEPATH");
  config.safe_path = o.safe_path || (safe != nullptr && *safe != '\0');
  config.no_user_site = o.no_user_site;
  config.no_site = o.no_site;
  config.debug = o.debug;
  config.quiet = o.quiet;
  config.tlbc = o.tlbc;
  config.jit = o.jit;
  config.always_lock = o.always_lock;
  config.single_thread_speculation = o.single_thread_speculation;
  config.heap.collect_every = o.gc_every;
  config.heap.poison = o.gc_poison;
  config.heap.verify = o.gc_verify;
  config.heap.memory_limit_bytes = o.memory_limit;
  config.install_signal_handlers = true;
  std::string error;
  auto rt = runtime::Runtime::create(std::move(config), &error);
  if (rt == nullptr) {
    std::fprintf(stderr, "eider: %s\n", error.c_str());
    return 1;
  }
  rt->realm().facts->invalidation = o.invalidation;
  Thread& t = rt->main_thread();
  apply_warn_options(t);
  Result<void> r = o.run == Run::kCode     ? run_code(t, o.what)
                   : o.run == Run::kModule ? runtime::run_module(t, o.what)
                   : o.run == Run::kStdin  ? runtime::run_file(t, "-")
                                           : runtime::run_file(t, o.what);
  int status = 0;
  bool interrupted = false;
  if (!r.ok()) {
    interrupted = pending_is(t, TypeId::kKeyboardInterrupt);
    status = runtime::report_exception(t);
  }
  if (!rt->finalize(t) || rt->exit_status_at_flush != 0) status = 120;  // as CPython: what was printed could not be written
  if (o.stats) print_stats(*rt);
  if (o.jit.stats) rt->realm().vm->jit.print_stats(rt->realm());
  std::fflush(nullptr);
  if (interrupted && status == 130) {  // the shell is to see that it was the signal
    std::signal(SIGINT, SIG_DFL);
    ::raise(SIGINT);
  }
  ::_exit(status);  // the heap goes with the process
}

}  // namespace
}  // namespace eider::cli

int main(int argc, char** argv) {
  using namespace eider::cli;
  Options o = parse(argc, argv);
  if (o.done) return std::fflush(stdout) == 0 ? o.status : 1;
  if (o.run == Run::kNothing) {
    if (::isatty(STDIN_FILENO)) {
      std::fprintf(stderr, "eider: there is no interactive mode yet; give a file, -c, -m or - (eider -h tells more)\n");
      return 2;
    }
    o.run = Run::kStdin;
  }
  if (o.ignore_environment) drop_environment();
  if (o.dump != 0) return dump(o);
  if (o.run == Run::kFile) {
    if (int status = check_file(o.what); status != 0) return status;
  }
  return run(o);
}
