// SPDX-License-Identifier: MIT
//
// What the module site adds to builtins: exit, quit, copyright, credits, license, help. CPython imports site and _sitebuiltins at every
// start; here the objects are native, so that a start imports nothing.
#include "modules/sys/sys.h"
#include "runtime/runtime.h"

namespace eider::modules {

namespace {

/// kValues; immutable. Quitter: its name and the key that ends the input. Printer: its name and text. Helper: nothing.
struct Site : Object {
  Field<Value> name;
  Field<Value> text;
};

std::string field(Value self, Field<Value> Site::*which) { return to_utf8((self.as<Site>()->*which).get().as<Str>()); }

// --- exit, quit -------------------------------------------------------------------------------------------------------------------
Result<Value> quitter_repr(Thread& t, Value self) {
  return text_value(t, "Use " + field(self, &Site::name) + "() or " + field(self, &Site::text) + " to exit");
}
Result<Value> quitter_call(Thread& t, Value, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"__call__(code=None)"};
  Value code[1];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, code));
  // Whoever reads from the terminal notices that its input is closed even where it catches SystemExit.
  Value input = EIDER_TRY(find_named(t, t.realm->sys_module, "stdin"));
  if (!input.is_absent() && !input.is_none() && !call_named(t, input, "close").ok()) t.pending_exception = kAbsent;
  return raise_value(t, TypeId::kSystemExit, code[0].is_absent() ? kNone : code[0]);
}

// --- copyright, credits, license --------------------------------------------------------------------------------------------------
constexpr int kMaxLines = 23;

int line_count(std::string_view text) {
  int lines = 1;
  for (char c : text) lines += c == '\n';
  return lines;
}
Result<Value> printer_repr(Thread& t, Value self) {
  if (line_count(field(self, &Site::text)) <= kMaxLines) return self.as<Site>()->text.get();
  std::string name = field(self, &Site::name);
  return text_value(t, "Type " + name + "() to see the full " + name + " text");
}
/// A page at a time.
Result<Value> printer_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"__call__()"};
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, nullptr));
  std::string text = field(self, &Site::text);
  Value builtins = t.realm->builtins_module;
  for (size_t at = 0, line = 1;; line++) {
    size_t end = text.find('\n', at);
    EIDER_TRY(call_named(t, builtins, "print", {EIDER_TRY(text_value(t, text.substr(at, end - at)))}));
    if (end == std::string::npos) return kNone;
    at = end + 1;
    if (line % kMaxLines != 0) continue;
    for (;;) {
      Value prompt = EIDER_TRY(text_value(t, "Hit Return for more, or q (and Return) to quit: "));
      Value key = EIDER_TRY(call_named(t, builtins, "input", {prompt}));
      std::string typed = is_instance(t, key, TypeId::kStr) ? to_utf8(key.as<Str>()) : "";
      if (typed == "q") return kNone;
      if (typed.empty()) break;
    }
  }
}

// --- help -------------------------------------------------------------------------------------------------------------------------
Result<Value> helper_repr(Thread& t, Value) {
  return text_value(t, "Type help() for interactive help, or help(object) for help about object.");
}
Result<Value> helper_call(Thread& t, Value, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value help = EIDER_TRY(attr_named(t, EIDER_TRY(t.realm->import(t, "pydoc")), "help"));
  return call(t, help, args, nargs, kwnames);
}

Result<Type*> site_type(Thread& t, const char* name, UnaryFn repr, CallFn call) {
  TypeSpec spec;
  spec.name = name;
  spec.flags = kDisallowInstantiation;
  spec.native_bytes = sizeof(Site);
  spec.trace = TraceKind::kValues;
  spec.slots.repr = repr;
  spec.slots.call = call;
  return make_builtin_type(t, spec);
}

Result<void> add(Thread& t, Type* type, const char* name, std::string_view text) {
  auto* made = static_cast<Site*>(EIDER_TRY(new_instance(t, type)));
  made->name.init(EIDER_TRY(text_value(t, name)));
  made->text.init(EIDER_TRY(text_value(t, text)));
  return module_set(t, t.realm->builtins_module.as<Module>(), name, made->value());
}

}  // namespace

Result<void> add_site_builtins(Thread& t, Module* sys) {
  Type* quitter = EIDER_TRY(site_type(t, "_sitebuiltins.Quitter", quitter_repr, quitter_call));
  Type* printer = EIDER_TRY(site_type(t, "_sitebuiltins._Printer", printer_repr, printer_call));
  Type* helper = EIDER_TRY(site_type(t, "_sitebuiltins._Helper", helper_repr, helper_call));
  EIDER_TRY(add(t, quitter, "quit", "Ctrl-D (i.e. EOF)"));
  EIDER_TRY(add(t, quitter, "exit", "Ctrl-D (i.e. EOF)"));
  Value copyright = EIDER_TRY(attr_named(t, sys->value(), "copyright"));
  EIDER_TRY(add(t, printer, "copyright", to_utf8(copyright.as<Str>())));
  EIDER_TRY(add(t, printer, "credits",
                "Eider runs the standard library of CPython, the work of its many contributors.\nSee www.python.org for more information."));
  EIDER_TRY(add(t, printer, "license", "Eider: MIT licence. The standard library: see https://www.python.org/psf/license/"));
  return add(t, helper, "help", "");
}

}  // namespace eider::modules
