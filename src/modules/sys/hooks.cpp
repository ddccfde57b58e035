// SPDX-License-Identifier: MIT
//
// sys.displayhook, excepthook, unraisablehook, and where their texts go.
#include <unistd.h>

#include <string>

#include "modules/sys/sys.h"
#include "threads/safepoint.h"

namespace eider::modules {

namespace {

Result<Value> sys_displayhook(Thread& t, Value, Value o) {
  Module* builtins = t.realm->builtins_module.as<Module>();
  if (o.is_none()) return kNone;
  EIDER_TRY(module_set(t, builtins, "_", kNone));
  Value out = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstdout)));
  if (out.is_absent() || out.is_none()) return raise(t, TypeId::kRuntimeError, "lost sys.stdout");
  Str* text = EIDER_TRY(repr(t, o));
  EIDER_TRY(call_named(t, out, "write", {text->value()}));
  EIDER_TRY(call_named(t, out, "write", {EIDER_TRY(text_value(t, "\n"))}));
  EIDER_TRY(module_set(t, builtins, "_", o));
  return kNone;
}

/// Calls what PYTHONBREAKPOINT names, pdb.set_trace by default.
Result<Value> sys_breakpointhook(Thread& t, Value, Value args, Value kwargs) {
  const char* variable = std::getenv("PYTHONBREAKPOINT");
  std::string path = variable == nullptr || *variable == '\0' ? "pdb.set_trace" : variable;
  if (path == "0") return kNone;
  size_t dot = path.rfind('.');
  std::string module = dot == std::string::npos ? "builtins" : path.substr(0, dot);
  Result<Value> home = dot == 0 ? Result<Value>(kFailure) : t.realm->import(t, module);
  Result<Value> hook = home.ok() ? attr_named(t, home.get(), std::string_view(path).substr(dot + 1)) : Result<Value>(kFailure);
  if (hook.ok()) return call_with(t, hook.get(), args.as<Tuple>(), kwargs.as<Dict>());
  bool unimportable = dot == 0 || clear_if(t, home.ok() ? TypeId::kAttributeError : TypeId::kImportError);
  if (!unimportable) return kFailure;
  EIDER_TRY(warn(t, TypeId::kRuntimeWarning, "Ignoring unimportable $PYTHONBREAKPOINT: \"" + path + "\""));
  return kNone;
}

Result<Value> sys_excepthook(Thread& t, Value, Value, Value exc, Value traceback) {
  if (!is_instance(t, exc, TypeId::kBaseException)) {
    write_stderr(t, std::string("TypeError: print_exception(): Exception expected for value, ") + type_name(t, exc) + " found\n");
    return kNone;
  }
  auto* e = exc.as<BaseException>();
  if (e->traceback.load_relaxed().is_absent() && is_exact(traceback, TypeId::kTraceback)) e->traceback.store_release(traceback);
  write_stderr(t, format_exception(t, exc));
  return kNone;
}

constexpr auto kUnraisableFields = structseq_fields("exc_type", "exc_value", "exc_traceback", "err_msg", "object");

Result<Value> sys_unraisablehook(Thread& t, Value, Value what) {
  Value exc = EIDER_TRY(attr_named(t, what, "exc_value")), message = EIDER_TRY(attr_named(t, what, "err_msg"));
  Value object = EIDER_TRY(attr_named(t, what, "object"));
  std::string text = is_instance(t, message, TypeId::kStr) ? to_utf8(message.as<Str>()) : "Exception ignored in";
  if (!object.is_none()) {
    Result<Str*> shown = repr(t, object);
    text += ": " + (shown.ok() ? to_utf8(shown.get()) : std::string("<object repr() failed>"));
    t.pending_exception = kAbsent;
    text += "\n";
  } else {
    text = message.is_none() ? "" : text + ":\n";
  }
  if (is_instance(t, exc, TypeId::kBaseException)) text += format_exception(t, exc);
  write_stderr(t, text);
  return kNone;
}

/// RealmHooks::unraisable.
void unraisable(Thread& t, Value exc, const char* where, Value object) {
  std::string_view place = where;
  std::string message;
  if (place == "thread started by" || place == "atexit callback") message = "Exception ignored in " + std::string(place);
  auto run = [&]() -> Result<void> {
    Value hook = EIDER_TRY(find_named(t, t.realm->sys_module, "unraisablehook"));
    if (hook.is_absent() || hook.is_none()) return kDone;
    Value traceback = exc.as<BaseException>()->traceback.load_relaxed();
    Value text = message.empty() ? kNone : EIDER_TRY(text_value(t, message));
    Value values[] = {type_of(t, exc)->value(), exc, traceback.is_absent() ? kNone : traceback, text, object.is_absent() ? kNone : object};
    Value args_type = t.realm->sys_module.as<Module>()->state.load_relaxed();
    Value args = EIDER_TRY(structseq_new(t, args_type.as<Type>(), values, 5, 5));
    EIDER_TRY(call1(t, hook, args));
    return kDone;
  };
  if (!run().ok()) {
    Value second = take_exception(t);
    write_stderr(t, "Exception ignored in sys.unraisablehook:\n" + (second.is_absent() ? std::string() : format_exception(t, second)));
  }
}

constexpr NativeDef kHooks[] = {
    {"displayhook(module, object, /)", bind<sys_displayhook>, Sync::kNone, "Print an object to sys.stdout and also save it in builtins._", NativeDef::kFunction},
    {"breakpointhook(module, /, *args, **kws)", bind<sys_breakpointhook>, Sync::kNone,
     "breakpointhook(*args, **kws)\n\nThis hook function is called by built-in breakpoint().", NativeDef::kFunction},
    {"excepthook(module, exctype, value, traceback, /)", bind<sys_excepthook>, Sync::kNone,
     "Handle an exception by displaying it with a traceback on sys.stderr.", NativeDef::kFunction},
    {"unraisablehook(module, unraisable, /)", bind<sys_unraisablehook>, Sync::kNone, "Handle an unraisable exception.", NativeDef::kFunction},
};

}  // namespace

void write_stderr(Thread& t, std::string_view text) {
  Value pending = take_exception(t);
  bool done = false;
  Result<Value> err = find_attr(t, t.realm->sys_module, name(t, Name::kstderr));
  if (err.ok() && !err.get().is_absent()) {
    if (err.get().is_none()) {
      done = true;
    } else {
      Result<Value> s = text_value(t, text);
      if (s.ok() && call_named(t, err.get(), "write", {s.get()}).ok()) done = call_named(t, err.get(), "flush").ok();
    }
  }
  if (!done) {
    threads::Detached away(t);
    (void)!::write(STDERR_FILENO, text.data(), text.size());
  }
  t.pending_exception = pending;
}

Result<void> add_sys_hooks(Thread& t, Module* sys) {
  EIDER_TRY(add_functions(t, sys, kHooks));
  for (const char* hook : {"displayhook", "excepthook", "unraisablehook", "breakpointhook"}) {
    Value v = module_get(t, sys, EIDER_TRY(intern(t, hook)));
    EIDER_TRY(module_set(t, sys, std::string("__") + hook + "__", v));
  }
  Type* args = EIDER_TRY(structseq_type(t, {"UnraisableHookArgs", nullptr, kUnraisableFields.data(), 5, 5}));
  sys->state.init(args->value());
  t.realm->hooks.unraisable = unraisable;
  return kDone;
}

}  // namespace eider::modules
