// SPDX-License-Identifier: MIT
//
// By hand and not with a library: `-uOc 'code' -x` is CPython's way, and a library would read -x.
#include "cli/options.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace eider::cli {

namespace {

constexpr const char* kUsage = "usage: eider [option] ... [-c cmd | -m mod | file | -] [arg] ...\n";

constexpr const char* kHelp =
    "Options (as python3.11's; see also --list-switches):\n"
    "-c cmd : program passed in as string (terminates option list)\n"
    "-m mod : run library module as a script (terminates option list)\n"
    "-      : program read from stdin\n"
    "file   : program read from script file\n"
    "arg ...: arguments passed to program in sys.argv[1:]\n"
    "-E     : ignore PYTHON* environment variables (they are removed from the environment)\n"
    "-I     : isolate the program from the user's environment (implies -E, -P and -s)\n"
    "-h     : print this help message and exit (also --help)\n"
    "-O     : remove assert and __debug__-dependent statements\n"
    "-OO    : do -O changes and also discard docstrings\n"
    "-P     : don't prepend a potentially unsafe path to sys.path\n"
    "-u     : force the stdout and stderr streams to be unbuffered\n"
    "-V     : print the version and exit (also --version)\n"
    "-W arg : warning control; arg is action:message:category:module:lineno\n"
    "-X opt : set implementation-specific option; dev and int_max_str_digits=N have an effect, all are in sys._xoptions\n"
    "-B, -d, -q, -s, -S: accepted, and seen in sys.flags; there is nothing to turn off\n";

struct Switch {
  const char* name;
  const char* sentence;
};

constexpr Switch kSwitches[] = {
    {"--dump=tokens,ast,code", "Prints the program's tokens, syntax tree or bytecode, in this order, instead of running it."},
    {"--dump=trace,ir,asm", "Runs the program, compiler on, and prints what is compiled to stderr: as recorded, optimized, as machine code."},
    {"--tlbc=shared-snapshot", "A thread's copy of a function starts as another thread's was lately, specialized (the default)."},
    {"--tlbc=private", "Each thread's copy of a function starts unspecialized."},
    {"--tlbc=cold", "No instruction is ever specialized."},
    {"--locks=always", "Object locks are taken even while only one thread exists."},
    {"--single-thread-speculation=0|1", "Whether code may rely on there being one thread until a second one starts (default 1)."},
    {"--invalidation=handshake|flag", "Changing what code relies on waits until no thread uses the old (default), or just tells them: weaker than promised."},
    {"--jit=off|on|why|stats", "The compiler: off, on, on with a sentence for each decision, on with figures at exit. Default: on where memory for code can be had."},
    {"--jit-hot-loop=N", "Passes of a loop, after a thread's first 64 (N, where that is less), until it is compiled (default 1024)."},
    {"--jit-hot-exit=N", "Times compiled code is left at one place until the path from there is compiled (default 64)."},
    {"--jit-seed=N", "Both waits have a small random part, other for each N, thread and place (default 1); 0: none."},
    {"--jit-reference", "As --jit=on, but compiled traces are interpreted, operation by operation: what machine code is compared with."},
    {"--jit-perf=map|dump", "Names compiled code for perf: in /tmp/perf-PID.map, or with its bytes and lines in /tmp/jit-PID.dump."},
    {"--jit-gdb=0|1", "Whether gdb sees compiled code: names, Python lines, backtraces (default 0)."},
    {"--jit-unwind=0|1", "Whether the process's own unwinder (backtrace, C++ exceptions) sees compiled code (default 0)."},
    {"--stress=deopt:N", "Leaves compiled code at each Nth guard or so although it holds. Not with --jit=off, as the next four."},
    {"--stress=invalidate:N", "Invalidates a piece of compiled code at every Nth of its polls."},
    {"--stress=epoch", "Frees retired compiled code, with a handshake, at every poll of compiled code."},
    {"--stress=recycle", "Frees it at the next poll, fills it with 0xCC bytes, and reuses its place first."},
    {"--stress=side-exit", "Compiles the path from each exit of compiled code when it is first taken."},
    {"--stress=gc:N", "As --gc-every=N. Several, separated by commas, may follow --stress=."},
    {"--stats", "Prints specialization, collection and handshake statistics to stderr at exit."},
    {"--gc-every=N", "Collects at every Nth allocation, all threads' counted together."},
    {"--gc-poison", "Overwrites memory that is freed: whoever still uses it sees 0xdb bytes."},
    {"--gc-verify", "Checks the whole heap before and after each collection."},
    {"--memory-limit=BYTES", "Beyond this size of the object heap, allocation raises MemoryError; K, M and G are understood."},
    {"--list-switches", "Prints this list."},
};

bool number(std::string_view text, uint64_t* out, bool suffixes) {
  uint64_t scale = 1;
  if (suffixes && !text.empty()) {
    switch (text.back()) {
      case 'K': case 'k': scale = uint64_t{1} << 10; break;
      case 'M': case 'm': scale = uint64_t{1} << 20; break;
      case 'G': case 'g': scale = uint64_t{1} << 30; break;
      default: break;
    }
    if (scale != 1) text.remove_suffix(1);
  }
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  return !__builtin_mul_overflow(*out, scale, out);
}

/// One parse: where it stands, and what it found.
struct Parser {
  int argc;
  char** argv;
  int at = 1;
  Options o;

  bool fail(const std::string& message) {
    std::fprintf(stderr, "%s\n%sTry `eider -h' for more information.\n", message.c_str(), kUsage);
    return end(2);
  }
  bool refuse(const std::string& message) {
    std::fprintf(stderr, "eider: %s\n", message.c_str());
    return end(2);
  }
  bool end(int status) {
    o.done = true;
    o.status = status;
    return false;
  }

  bool dump(std::string_view list) {
    while (!list.empty()) {
      std::string_view one = list.substr(0, list.find(','));
      list.remove_prefix(std::min(list.size(), one.size() + 1));
      if (one == "tokens") o.dump |= kDumpTokens;
      else if (one == "ast") o.dump |= kDumpAst;
      else if (one == "code") o.dump |= kDumpCode;
      else if (one == "trace") o.jit.dump_trace = true;
      else if (one == "ir") o.jit.dump_ir = true;
      else if (one == "asm") o.jit.dump_asm = true;
      else return refuse("--dump: there are tokens, ast, code, trace, ir and asm, not '" + std::string(one) + "'");
    }
    if (o.jit.dump_trace || o.jit.dump_ir || o.jit.dump_asm) return o.jit.enabled = o.jit.required = true;
    return o.dump != 0 || refuse("--dump needs tokens, ast, code, trace, ir or asm");
  }

  /// --jit=, also EIDER_JIT, where `reference` means --jit-reference.
  bool jit(std::string_view value, bool environment = false) {
    o.jit.enabled = value != "off";
    o.jit.required = true;
    if (environment && value == "reference") return o.jit.reference = true;
    o.jit.why = value == "why";
    o.jit.stats = value == "stats" || value == "why";
    if (value == "off" || value == "on" || o.jit.stats) return true;
    return refuse("--jit: there are off, on, why and stats, not '" + std::string(value) + "'");
  }

  bool stress(std::string_view list) {
    if (list.empty()) return refuse("--stress needs deopt:N, invalidate:N, gc:N, epoch, recycle or side-exit");
    while (!list.empty()) {
      std::string_view one = list.substr(0, list.find(','));
      list.remove_prefix(std::min(list.size(), one.size() + 1));
      std::string_view what = one.substr(0, one.find(':'));
      bool counted = what.size() < one.size();
      uint32_t* every = what == "deopt" ? &o.jit.stress.deopt : what == "invalidate" ? &o.jit.stress.invalidate : what == "gc" ? &o.gc_every : nullptr;
      bool* flag = what == "epoch" ? &o.jit.stress.epoch : what == "recycle" ? &o.jit.stress.recycle : what == "side-exit" ? &o.jit.stress.side_exit : nullptr;
      if (every != nullptr) {
        uint64_t n = 0;
        if (!counted || !number(one.substr(what.size() + 1), &n, false) || n == 0 || n > INT32_MAX) {
          return refuse("--stress=" + std::string(what) + ":N needs a number from 1, not '" + std::string(one) + "'");
        }
        *every = static_cast<uint32_t>(n);
      } else if (flag != nullptr) {
        if (counted) return refuse("--stress=" + std::string(what) + " takes no number: '" + std::string(one) + "'");
        *flag = true;
      } else {
        return refuse("--stress: there are deopt:N, invalidate:N, gc:N, epoch, recycle and side-exit, not '" + std::string(one) + "'");
      }
    }
    return true;
  }

  /// False: parsing ends.
  bool long_option(std::string_view a) {
    std::string_view key = a.substr(0, a.find('='));
    bool has_value = key.size() < a.size();
    std::string_view value = has_value ? a.substr(key.size() + 1) : std::string_view();
    uint64_t n = 0;
    if (a == "--help") {
      std::printf("%s%s", kUsage, kHelp);
      return end(0);
    }
    if (a == "--version") return version();
    if (a == "--list-switches") {
      for (const Switch& s : kSwitches) std::printf("%-34s %s\n", s.name, s.sentence);
      return end(0);
    }
    if (key == "--dump") return dump(value);
    if (key == "--tlbc") {
      if (value == "shared-snapshot") o.tlbc = vm::TlbcMode::kSharedSnapshot;
      else if (value == "private") o.tlbc = vm::TlbcMode::kPrivate;
      else if (value == "cold") o.tlbc = vm::TlbcMode::kCold;
      else return refuse("--tlbc: there are shared-snapshot, private and cold, not '" + std::string(value) + "'");
      return true;
    }
    if (key == "--locks") {
      if (value != "always") return refuse("--locks: there is always, not '" + std::string(value) + "'");
      return o.always_lock = true;
    }
    if (key == "--single-thread-speculation") {
      if (value != "0" && value != "1") return refuse("--single-thread-speculation: 0 or 1, not '" + std::string(value) + "'");
      o.single_thread_speculation = value == "1";
      return true;
    }
    if (key == "--invalidation") {
      if (value != "handshake" && value != "flag") return refuse("--invalidation: there are handshake and flag, not '" + std::string(value) + "'");
      o.invalidation = value == "flag" ? objects::Invalidation::kFlag : objects::Invalidation::kHandshake;
      return true;
    }
    if (key == "--jit") return jit(value);
    if (a == "--jit-reference") return o.jit.enabled = o.jit.required = o.jit.reference = true;
    if (key == "--jit-hot-loop" || key == "--jit-hot-exit") {
      if (!number(value, &n, false) || n == 0 || n > 60'000) return refuse(std::string(key) + " needs a number from 1 to 60000, not '" + std::string(value) + "'");
      (key == "--jit-hot-loop" ? o.jit.hot_loop : o.jit.hot_exit) = static_cast<uint16_t>(n);
      return true;
    }
    if (key == "--jit-seed") {
      if (!number(value, &n, false) || n > UINT32_MAX) return refuse("--jit-seed needs a number from 0 to 4294967295, not '" + std::string(value) + "'");
      o.jit.seed = static_cast<uint32_t>(n);
      return true;
    }
    if (key == "--jit-perf") {
      if (value != "map" && value != "dump") return refuse("--jit-perf: there are map and dump, not '" + std::string(value) + "'");
      o.jit.perf = value == "map" ? vm::PerfOutput::kMap : vm::PerfOutput::kDump;
      return true;
    }
    if (key == "--jit-gdb" || key == "--jit-unwind") {
      if (value != "0" && value != "1") return refuse(std::string(key) + ": 0 or 1, not '" + std::string(value) + "'");
      (key == "--jit-gdb" ? o.jit.gdb : o.jit.unwind) = value == "1";
      return true;
    }
    if (key == "--stress") return stress(value);
    if (a == "--stats") return o.stats = true;
    if (a == "--gc-poison") return o.gc_poison = true;
    if (a == "--gc-verify") return o.gc_verify = true;
    if (key == "--gc-every") {
      if (!number(value, &n, false) || n == 0 || n > UINT32_MAX) return refuse("--gc-every needs a number from 1, not '" + std::string(value) + "'");
      o.gc_every = static_cast<uint32_t>(n);
      return true;
    }
    if (key == "--memory-limit") {
      if (!number(value, &o.memory_limit, true) || o.memory_limit == 0) {
        return refuse("--memory-limit needs a number of bytes, not '" + std::string(value) + "'");
      }
      return true;
    }
    return fail("unknown option " + std::string(a));
  }

  bool version() {
    std::printf("Eider " EIDER_VERSION " (Python 3.11)\n");
    return end(0);
  }

  /// The argument of -c, -m, -W: the rest of the word, or the next one.
  bool argument(char option, std::string_view rest, std::string* out) {
    if (!rest.empty()) {
      *out = rest;
      return true;
    }
    if (at >= argc) return fail(std::string("Argument expected for the -") + option + " option");
    *out = argv[at++];
    return true;
  }

  /// What has an effect is checked here, as CPython does before it runs anything.
  bool x_option(std::string option) {
    std::string_view text = option;
    if (text.starts_with("int_max_str_digits")) {
      uint64_t n = 0;
      if (!text.starts_with("int_max_str_digits=") || !number(text.substr(19), &n, false) || (n != 0 && n < 640) || n > INT32_MAX) {
        std::fputs("Fatal Python error: config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for "
                   "unlimited.\nPython runtime state: preinitialized\n\n", stderr);
        return end(1);
      }
    }
    if (text.starts_with("utf8=") && text != "utf8=0" && text != "utf8=1") {
      std::fputs("Fatal Python error: preconfig_init_utf8_mode: invalid -X utf8 option value\nPython runtime state: preinitializing\n\n", stderr);
      return end(1);
    }
    o.x_options.push_back(std::move(option));
    return true;
  }

  /// A word of one-letter options. False: parsing ends (an error, or what to run is known).
  bool short_options(std::string_view letters) {
    while (!letters.empty()) {
      char c = letters.front();
      letters.remove_prefix(1);
      switch (c) {
        case 'c':
          if (argument('c', letters, &o.what)) {
            o.run = Run::kCode;
            o.what += '\n';
          }
          return false;
        case 'm':
          if (argument('m', letters, &o.what)) o.run = Run::kModule;
          return false;
        case 'W': {
          std::string filter;
          if (!argument('W', letters, &filter)) return false;
          o.warn_options.push_back(filter);
          return true;
        }
        case 'X': {
          std::string option;
          if (!argument('X', letters, &option)) return false;
          return x_option(std::move(option));
        }
        case 'O': o.optimize++; break;
        case 'u': o.unbuffered = true; break;
        case 'E': o.ignore_environment = true; break;
        case 'I': o.isolated = o.ignore_environment = o.safe_path = o.no_user_site = true; break;
        case 'P': o.safe_path = true; break;
        case 'S': o.no_site = true; break;
        case 'd': o.debug++; break;
        case 'q': o.quiet++; break;
        case 's': o.no_user_site = true; break;
        case 'B': break;
        case 'V': return version();
        case 'h': case '?':
          std::printf("%s%s", kUsage, kHelp);
          return end(0);
        case 'i': return refuse("-i is not supported: there is no interactive mode yet");
        case 'b': case 'v': case 'x':
          return refuse(std::string("-") + c + " is not supported yet");
        default: return fail(std::string("Unknown option: -") + c);
      }
    }
    return true;
  }

  void parse() {
    while (at < argc) {
      std::string_view a = argv[at];
      if (a == "-") {
        at++;
        o.run = Run::kStdin;
        break;
      }
      if (a.size() < 2 || a[0] != '-') {
        at++;
        o.run = Run::kFile;
        o.what = a;
        break;
      }
      at++;
      if (a == "--") continue;
      if (a[1] == '-' ? !long_option(a) : !short_options(a.substr(1))) break;
    }
    if (o.done) return;
    if (o.jit.stress.any() && !o.jit.enabled) {
      refuse("--stress: deopt, invalidate, epoch, recycle and side-exit need the compiler, not --jit=off");
      return;
    }
    for (; at < argc; at++) o.arguments.emplace_back(argv[at]);
    if (o.optimize > 2) o.optimize = 2;
  }
};

}  // namespace

Options parse(int argc, char** argv) {
  Parser p{argc, argv, 1, {}};
  p.o.jit.enabled = true;
  p.o.jit.required = false;  // unless it is asked for
  if (const char* jit = std::getenv("EIDER_JIT"); jit != nullptr && *jit != '\0') p.jit(jit, true);  // the command line has the last word
  p.parse();
  return std::move(p.o);
}

}  // namespace eider::cli
