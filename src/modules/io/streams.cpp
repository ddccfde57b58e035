// SPDX-License-Identifier: MIT
//
// sys.stdin, stdout, stderr; print, input, open as builtins; what happens to the streams at exit.
//
// print on the original stdout formats straight into its buffer; the lines of several threads never mix.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "modules/io/io.h"
#include "modules/sys/sys.h"
#include "objects/rooted.h"
#include "objects/weakref.h"

namespace eider::modules {

namespace {

Result<Value> separator(Thread& t, Value v, const char* which) {
  if (v.is_absent() || v.is_none()) return kNone;
  if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "%s must be None or a string, not %s", which, type_name(t, v));
  return v;
}

Result<Str*> shown(Thread& t, Value v) { return is_exact(v, TypeId::kStr) ? Result<Str*>(v.as<Str>()) : to_str(t, v); }

Result<Value> builtin_print(Thread& t, const Value* a) {
  Tuple* args = a[0].as<Tuple>();
  Value file = a[3];
  if (file.is_absent() || file.is_none()) {
    file = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstdout)));
    if (file.is_absent()) return raise(t, TypeId::kRuntimeError, "lost sys.stdout");
    if (file.is_none()) return kNone;
  }
  Value sep = EIDER_TRY(separator(t, a[1], "sep")), end = EIDER_TRY(separator(t, a[2], "end"));
  Str* space = t.realm->latin1[' '];
  Str* newline = t.realm->latin1['\n'];
  if (is_text_io(t, file)) {
    Str* line;
    if (args->size() == 1 && a[2].is_absent() == false && end.is_heap() && end.as<Str>()->length() == 0) {
      line = EIDER_TRY(shown(t, args->items[0].get()));
    } else {
      StrBuilder out(t);
      for (int64_t i = 0; i < args->size(); ++i) {
        if (i > 0 && !out.add(sep.is_none() ? space : sep.as<Str>())) return kFailure;
        if (!out.add(EIDER_TRY(shown(t, args->items[i].get())))) return kFailure;
      }
      if (!out.add(end.is_none() ? newline : end.as<Str>())) return kFailure;
      line = EIDER_TRY(out.finish());
    }
    EIDER_TRY(text_write(t, file.as<TextIO>(), line));
  } else {
    auto write = [&](Value s) { return call_method(t, file, name(t, Name::kwrite), &s, 1); };
    for (int64_t i = 0; i < args->size(); ++i) {
      if (i > 0) EIDER_TRY(write(sep.is_none() ? space->value() : sep));
      EIDER_TRY(write(EIDER_TRY(shown(t, args->items[i].get()))->value()));
    }
    EIDER_TRY(write(end.is_none() ? newline->value() : end));
  }
  if (!a[4].is_absent() && EIDER_TRY(truth(t, a[4]))) EIDER_TRY(call_method(t, file, name(t, Name::kflush)));
  return kNone;
}

Result<Value> builtin_input(Thread& t, Value prompt) {
  Value in = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstdin)));
  Value out = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstdout)));
  Value err = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstderr)));
  if (in.is_absent() || in.is_none()) return raise(t, TypeId::kRuntimeError, "input(): lost sys.stdin");
  if (out.is_absent() || out.is_none()) return raise(t, TypeId::kRuntimeError, "input(): lost sys.stdout");
  if (err.is_absent() || err.is_none()) return raise(t, TypeId::kRuntimeError, "input(): lost sys.stderr");
  auto flush_if_possible = [&](Value stream) {
    if (!call_method(t, stream, name(t, Name::kflush)).ok()) t.pending_exception = kAbsent;  // a closed one does not keep us from reading
  };
  flush_if_possible(err);
  if (!prompt.is_absent()) {
    Value text = EIDER_TRY(to_str(t, prompt))->value();
    EIDER_TRY(call_method(t, out, name(t, Name::kwrite), &text, 1));
  }
  flush_if_possible(out);
  Value line = EIDER_TRY(call_method(t, in, name(t, Name::kreadline)));
  if (!is_instance(t, line, TypeId::kStr)) return raise(t, TypeId::kTypeError, "object.readline() returned non-string");
  Str* text = line.as<Str>();
  if (text->length() == 0) return raise(t, TypeId::kEOFError, "EOF when reading a line");
  if (text->at(text->length() - 1) == '\n') return str_substring(t, text, 0, text->length() - 1);
  return text;
}

constexpr NativeDef kBuiltins[] = {
    {"print(*args, sep=' ', end='\\n', file=None, flush=False)", builtin_print, Sync::kLocksOwn,
     "Prints the values to a stream, or to sys.stdout by default.", NativeDef::kFunction},
    {"input(prompt='', /)", bind<builtin_input>, Sync::kLocksOwn, "Read a string from standard input.  The trailing newline is stripped.", NativeDef::kFunction},
};

/// A standard stream; None when its descriptor is not open.
Result<Value> make_stream(Thread& t, int fd, bool writing, const char* name_text, const char* errors, const char* encoding) {
  if (::fcntl(fd, F_GETFD) < 0) return kNone;
  const runtime::Config& config = runtime::Runtime::of(t).config();
  FileIO* raw = EIDER_TRY(file_open(t, Value::from_small_int(fd), writing ? "wb" : "rb", false, kAbsent));
  bool tty = ::isatty(fd) != 0;
  raw->name.store_release(EIDER_TRY(text_value(t, name_text)));
  Value buffer = raw->value();
  bool unbuffered = writing && config.unbuffered;
  if (!unbuffered) {
    Buffered* made = EIDER_TRY(buffered_new(t, writing ? BufferedKind::kWriter : BufferedKind::kReader, raw->value(), kDefaultBuffer));
    made->owned = 1;
    buffer = made->value();
  }
  raw->owned = 1;
  TextIO* text = EIDER_TRY(text_new(t, buffer, EIDER_TRY(text_value(t, encoding)), EIDER_TRY(text_value(t, errors)),
                                    EIDER_TRY(text_value(t, "\n")), tty || fd == 2, unbuffered));
  if (!writing) text->newline = Newline::kUniversal;
  text->mode.store_release(EIDER_TRY(text_value(t, writing ? "w" : "r")));
  text->standard = 1;
  return text;
}

bool c_locale() {
  for (const char* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* v = std::getenv(variable);
    if (v != nullptr && *v != '\0') return std::string_view(v) == "C" || std::string_view(v) == "POSIX" || std::string_view(v) == "C.UTF-8";
  }
  return true;
}

}  // namespace

Result<void> start_streams(Thread& t) {
  auto* state = new (std::nothrow) IoState{};
  if (state == nullptr) return raise_no_memory(t);
  runtime::Runtime::of(t).io_state = state;
  EIDER_TRY(install_io_base(t, *state));
  EIDER_TRY(install_file_io(t, *state));
  EIDER_TRY(install_buffered(t, *state));
  EIDER_TRY(install_newline_decoder(t, *state));
  EIDER_TRY(install_text_io(t, *state));
  EIDER_TRY(install_memory_files(t, *state));
  EIDER_TRY(install_codec_registry(t));
  Tuple* bases = EIDER_TRY(tuple_of(t, type(t, TypeId::kOSError)->value(), type(t, TypeId::kValueError)->value()));
  Dict* ns = EIDER_TRY(dict_new(t));
  EIDER_TRY(dict_set_str(t, ns, name(t, Name::k__module__), EIDER_TRY(text_value(t, "io"))));
  state->unsupported = EIDER_TRY(type_new(t, type(t, TypeId::kType), EIDER_TRY(intern(t, "UnsupportedOperation")), bases, ns, nullptr, nullptr));
  t.realm->add_root(state->unsupported->value());
  state->open_files = EIDER_TRY(list_new(t, 0))->value();
  t.realm->add_root(state->open_files);

  std::string encoding = "utf-8", errors = c_locale() ? "surrogateescape" : "strict";
  if (const char* setting = std::getenv("PYTHONIOENCODING"); setting != nullptr && *setting != '\0') {
    std::string_view text = setting;
    size_t colon = text.find(':');
    if (colon != 0) {
      encoding = std::string(text.substr(0, colon));
      errors = "strict";
    }
    if (colon != std::string_view::npos && colon + 1 < text.size()) errors = std::string(text.substr(colon + 1));
  }
  Module* sys = t.realm->sys_module.as<Module>();
  struct Row {
    const char *name, *original, *shown, *errors;
    int fd;
  };
  const Row rows[] = {{"stdin", "__stdin__", "<stdin>", errors.c_str(), 0},
                      {"stdout", "__stdout__", "<stdout>", errors.c_str(), 1},
                      {"stderr", "__stderr__", "<stderr>", "backslashreplace", 2}};
  for (const Row& row : rows) {
    Value stream = EIDER_TRY(make_stream(t, row.fd, row.fd != 0, row.shown, row.errors, encoding.c_str()));
    EIDER_TRY(module_set(t, sys, row.name, stream));
    EIDER_TRY(module_set(t, sys, row.original, stream));
    if (row.fd == 1) t.realm->stdout_at_boot = stream;
    if (row.fd == 2) t.realm->stderr_at_boot = stream;
  }
  Module* builtins = t.realm->builtins_module.as<Module>();
  EIDER_TRY(add_functions(t, builtins, kBuiltins));
  Value io_module = EIDER_TRY(t.realm->import(t, "_io"));
  EIDER_TRY(module_set(t, builtins, "open", EIDER_TRY(attr_named(t, io_module, "open"))));
  return install_source_hooks(t);
}

Result<void> flush_streams(Thread& t) {
  Value original = t.realm->stdout_at_boot;
  bool failed = false;
  // Files that were opened for writing and not closed: their text is not lost.
  List* open = io(t).open_files.as<List>();
  Tuple* all = EIDER_TRY(list_to_tuple(t, open));
  for (int64_t i = 0; i < all->size(); ++i) {
    Value file = all->items[i].get().as<WeakRef>()->get();
    if (file.is_absent()) continue;
    Result<bool> closed = is_closed(t, file);
    if (!closed.ok()) {
      t.pending_exception = kAbsent;
      continue;
    }
    if (!closed.get() && !call_method(t, file, name(t, Name::kflush)).ok()) report_unraisable(t, "flush", file);
  }
  for (Name which : {Name::kstdout, Name::kstderr}) {
    Result<Value> file = find_attr(t, t.realm->sys_module, name(t, which));
    if (!file.ok() || file.get().is_absent() || file.get().is_none()) {
      t.pending_exception = kAbsent;
      continue;
    }
    Result<bool> closed = is_closed(t, file.get());
    if (!closed.ok()) t.pending_exception = kAbsent;
    if (closed.ok() && closed.get()) continue;
    if (!call_method(t, file.get(), name(t, Name::kflush)).ok()) {
      if (which == Name::kstdout) {
        report_unraisable(t, "flush", file.get());
      } else {
        t.pending_exception = kAbsent;
      }
      failed = true;
    }
  }
  if (is_text_io(t, original)) {
    TextIO* text = original.as<TextIO>();
    if (!text->buffer.load_relaxed().is_absent() && !text_flush(t, text).ok()) t.pending_exception = kAbsent;
  }
  if (failed) runtime::Runtime::of(t).exit_status_at_flush = 120;
  return kDone;
}

void close_io(runtime::Runtime& runtime) {
  delete static_cast<IoState*>(runtime.io_state);
  runtime.io_state = nullptr;
}

}  // namespace eider::modules
