// SPDX-License-Identifier: MIT
//
// The module "builtins": the functions that concern attributes, classes, names and execution, and the assembly of the namespace.
// Not here: iteration functions (builtins/functions/iteration.cpp), text functions (builtins/functions/text.cpp), print, open, input
// (modules/io).
#include "builtins/functions/functions.h"
#include "objects/module.h"
#include "runtime/ast/ast.h"
#include "runtime/import.h"
#include "runtime/runtime.h"
#include "vm/code.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/generator.h"

namespace eider::runtime {

namespace {

Value or_none(Value v) { return v.is_absent() ? kNone : v; }

Result<Value> builtin_getattr(Thread& t, Value o, Value key, Value fallback) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, key));
  Str* name = EIDER_TRY(intern(t, key.as<Str>()));
  if (fallback.is_absent()) return get_attr(t, o, name);
  Value found = EIDER_TRY(find_attr(t, o, name));
  return found.is_absent() ? fallback : found;
}
Result<Value> builtin_setattr(Thread& t, Value o, Value key, Value v) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, key));
  EIDER_TRY(set_attr(t, o, EIDER_TRY(intern(t, key.as<Str>())), v));
  return kNone;
}
Result<Value> builtin_delattr(Thread& t, Value o, Value key) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, key));
  EIDER_TRY(delete_attr(t, o, EIDER_TRY(intern(t, key.as<Str>()))));
  return kNone;
}
Result<Value> builtin_hasattr(Thread& t, Value o, Value key) {
  if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, key));
  Value found = EIDER_TRY(find_attr(t, o, EIDER_TRY(intern(t, key.as<Str>()))));
  return Value::from_bool(!found.is_absent());
}
Result<bool> builtin_isinstance(Thread& t, Value o, Value cls) { return is_instance_of(t, o, cls); }
Result<bool> builtin_issubclass(Thread& t, Value derived, Value base) { return is_subclass_of(t, derived, base); }
Result<bool> builtin_callable(Thread& t, Value o) { return is_callable(t, o); }
Result<Value> builtin_id(Thread& t, Value o) { return identity(t, o); }
Result<int64_t> builtin_hash(Thread& t, Value o) { return static_cast<int64_t>(EIDER_TRY(hash(t, o))); }
Result<Value> builtin_abs(Thread& t, Value v) { return absolute(t, v); }
Result<Value> builtin_divmod(Thread& t, Value a, Value b) { return divmod(t, a, b); }
Result<Value> builtin_pow(Thread& t, Value base, Value exponent, Value modulus) {
  return power(t, base, exponent, modulus.is_absent() ? kNone : modulus);
}
Result<Value> builtin_round(Thread& t, Value number, Value digits) {
  Value method = EIDER_TRY(lookup_special(t, number, name(t, Name::k__round__)));
  if (method.is_absent()) return raise(t, TypeId::kTypeError, "type %s doesn't define __round__ method", type_name(t, number));
  if (digits.is_absent() || digits.is_none()) return call0(t, method);
  return call1(t, method, digits);
}

Dict* current_globals(Thread& t) { return t.frame != nullptr ? t.frame->function->globals : main_namespace(t); }

/// The local namespace of the innermost frame: a real namespace, or a snapshot of a function's variables.
Result<Value> current_locals(Thread& t) {
  vm::Frame* f = t.frame;
  if (f == nullptr) return main_namespace(t)->value();
  if (!f->ns.is_absent()) return f->ns;
  if (!(f->code->code->flags & bytecode::kOptimized)) return f->function->globals->value();
  return vm::frame_locals(t, EIDER_TRY(vm::frame_object(t, f)));
}

Result<Value> builtin_globals(Thread& t) { return current_globals(t)->value(); }
Result<Value> builtin_locals(Thread& t) { return current_locals(t); }

Result<Value> builtin_vars(Thread& t, Value o) {
  if (o.is_absent()) return current_locals(t);
  Value dict = EIDER_TRY(find_attr(t, o, name(t, Name::k__dict__)));
  if (dict.is_absent()) return raise(t, TypeId::kTypeError, "vars() argument must have __dict__ attribute");
  return dict;
}

Result<Value> builtin_dir(Thread& t, Value o) {
  Value names;
  if (o.is_absent()) {
    Value locals = EIDER_TRY(current_locals(t));
    names = EIDER_TRY(call_method(t, locals, name(t, Name::kkeys)));
  } else {
    Value method = EIDER_TRY(lookup_special(t, o, name(t, Name::k__dir__)));
    if (method.is_absent()) return raise(t, TypeId::kTypeError, "object does not provide __dir__");
    names = EIDER_TRY(call0(t, method));
  }
  List* list = EIDER_TRY(to_list(t, names));
  EIDER_TRY(call_method(t, list->value(), name(t, Name::ksort)));
  return list->value();
}

/// Source given as str, as UTF-8: where it stands when it is ASCII, so that a large one needs no memory here, else in *made.
/// UnicodeEncodeError for a surrogate, as str.encode() raises it.
Result<std::string_view> source_text(Thread& t, Str* source, std::string* made) {
  if (source->ascii) return source->ascii_view();
  for (int64_t i = 0; source->width > 1 && i < source->length(); ++i) {
    if (source->at(i) - 0xd800u < 0x800u) EIDER_TRY(call_method(t, source->value(), EIDER_TRY(intern(t, "encode"))));
  }
  *made = to_utf8(source);
  return std::string_view(*made);
}

Result<Value> code_argument(Thread& t, Value source, const char* function, CompileMode mode, Str* filename, uint32_t flags) {
  if (is_exact(source, TypeId::kCode)) return source;
  if (is_instance(t, source, TypeId::kStr)) {
    std::string made;
    std::string_view text = EIDER_TRY(source_text(t, source.as<Str>(), &made));
    if (text.find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "source code string cannot contain null bytes");
    size_t skip = 0;
    if (mode == CompileMode::kEval) skip = std::min(text.find_first_not_of(" \t"), text.size());
    return compile(t, text.substr(skip), SourceKind::kText, filename, mode, flags, -1);
  }
  std::string bytes;
  if (EIDER_TRY(builtins::copy_bytes_like(t, source, &bytes))) return compile(t, bytes, SourceKind::kBytes, filename, mode, flags, -1);
  return raise(t, TypeId::kTypeError, "%s must be a string, bytes or code object", function);
}

uint32_t inherited_flags(Thread& t) {
  return t.frame != nullptr ? t.frame->code->code->flags & bytecode::kFutureAnnotations : 0;
}

bool is_mapping(const Thread& t, Value v) { return type_of(t, v)->slots.get_item != nullptr; }

Result<void> namespace_arguments(Thread& t, const char* function, Value* globals, Value* locals) {
  if (locals->is_absent()) *locals = kNone;
  if (globals->is_absent()) *globals = kNone;
  bool eval = std::string_view(function) == "eval";
  if (eval && !locals->is_none() && !is_mapping(t, *locals)) return raise(t, TypeId::kTypeError, "locals must be a mapping");
  if (globals->is_none()) {
    *globals = current_globals(t)->value();
    if (locals->is_none()) *locals = EIDER_TRY(current_locals(t));
  } else if (!is_instance(t, *globals, TypeId::kDict)) {
    if (!eval) return raise(t, TypeId::kTypeError, "%s() globals must be a dict, not %s", function, type_name(t, *globals));
    return raise(t, TypeId::kTypeError,
                 is_mapping(t, *globals) ? "globals must be a real dict; try eval(code, {}, mapping)" : "globals must be a dict");
  }
  if (locals->is_none()) *locals = *globals;
  if (!is_mapping(t, *locals)) {
    return raise(t, TypeId::kTypeError, "locals must be a mapping or None, not %s", type_name(t, *locals));
  }
  Dict* dict = globals->as<Dict>();
  if (dict_get_str(t, dict, name(t, Name::k__builtins__)).is_absent()) {
    EIDER_TRY(dict_set_str(t, dict, name(t, Name::k__builtins__), t.realm->builtins_module));
  }
  return kDone;
}

Result<Value> run_in(Thread& t, Value code, Value globals, Value locals, const char* function, Value closure) {
  vm::Code* c = code.as<vm::Code>();
  int64_t free_count = 0;
  for (uint8_t kind : c->unit->local_kinds) free_count += (kind & bytecode::kFree) != 0;
  if (!closure.is_absent() && !closure.is_none()) {
    if (free_count == 0) return raise(t, TypeId::kTypeError, "cannot use a closure with this code object");
    bool good = is_exact(closure, TypeId::kTuple) && closure.as<Tuple>()->size() == free_count;
    for (int64_t i = 0; good && i < free_count; i++) good = is_exact(closure.as<Tuple>()->items[i].get(), TypeId::kCell);
    if (!good) {
      return raise(t, TypeId::kTypeError, "code object requires a closure of exactly length %lld", static_cast<long long>(free_count));
    }
  } else if (free_count > 0) {
    return raise(t, TypeId::kTypeError, std::string_view(function) == "eval" ? "code object passed to eval() may not contain free variables"
                                                                            : "code object requires a closure of exactly length %lld",
                 static_cast<long long>(free_count));
  }
  // A subclass of dict may have its own idea of missing names: it is asked as a mapping.
  Value ns = locals == globals && is_exact(globals, TypeId::kDict) ? kAbsent : locals;
  return vm::run_code(t, c, globals.as<Dict>(), ns, closure.is_absent() || closure.is_none() ? nullptr : closure.as<Tuple>());
}

Result<Value> builtin_exec(Thread& t, Value source, Value globals, Value locals, Value closure) {
  EIDER_TRY(namespace_arguments(t, "exec", &globals, &locals));
  uint32_t flags = inherited_flags(t);
  Str* file = EIDER_TRY(intern(t, "<string>"));
  if (!is_exact(source, TypeId::kCode) && !closure.is_absent() && !closure.is_none()) {
    return raise(t, TypeId::kTypeError, "closure can only be used when source is a code object");
  }
  Value code = EIDER_TRY(code_argument(t, source, "exec() arg 1", CompileMode::kExec, file, flags));
  EIDER_TRY(run_in(t, code, globals, locals, "exec", closure));
  return kNone;
}

Result<Value> builtin_eval(Thread& t, Value source, Value globals, Value locals) {
  EIDER_TRY(namespace_arguments(t, "eval", &globals, &locals));
  Str* file = EIDER_TRY(intern(t, "<string>"));
  Value code = EIDER_TRY(code_argument(t, source, "eval() arg 1", CompileMode::kEval, file, inherited_flags(t)));
  return run_in(t, code, globals, locals, "eval", kAbsent);
}

Result<Value> builtin_compile(Thread& t, Value source, Value filename, Value mode, Value flags, Value dont_inherit, Value optimize, Value) {
  Str* file = nullptr;
  if (is_instance(t, filename, TypeId::kStr)) {
    file = filename.as<Str>();
  } else {
    std::string bytes;
    if (!EIDER_TRY(builtins::copy_bytes_like(t, filename, &bytes))) {
      Value path = EIDER_TRY(lookup_special(t, filename, EIDER_TRY(intern(t, "__fspath__"))));
      if (path.is_absent()) {
        return raise(t, TypeId::kTypeError, "expected str, bytes or os.PathLike object, not %s", type_name(t, filename));
      }
      Value text = EIDER_TRY(call0(t, path));
      file = EIDER_TRY(to_str(t, text));
    } else {
      file = EIDER_TRY(str_from_utf8(t, bytes));
    }
  }
  if (!is_instance(t, mode, TypeId::kStr)) return raise(t, TypeId::kTypeError, "compile() argument 'mode' must be str, not %s", type_name(t, mode));
  std::string how = to_utf8(mode.as<Str>());
  CompileMode m = CompileMode::kExec;
  if (how == "exec") {
    m = CompileMode::kExec;
  } else if (how == "eval") {
    m = CompileMode::kEval;
  } else if (how == "single") {
    m = CompileMode::kSingle;
  } else if (how != "func_type") {
    return raise(t, TypeId::kValueError, "compile() mode must be 'exec', 'eval' or 'single'");
  }
  int64_t f = flags.is_absent() ? 0 : EIDER_TRY(argument_index(t, flags));
  constexpr int64_t kFutureFlags = 0x1fe0000;       // CO_FUTURE_DIVISION .. CO_FUTURE_ANNOTATIONS
  constexpr int64_t kNested = 0x10;                 // CO_NESTED: accepted, without effect
  constexpr int64_t kCompilerFlags = 0x7600;        // PyCF_DONT_IMPLY_DEDENT .. PyCF_ALLOW_INCOMPLETE_INPUT, PyCF_ONLY_AST
  if (f & ~(kFutureFlags | kNested | kCompilerFlags)) return raise(t, TypeId::kValueError, "compile(): unrecognised flags");
  if (how == "func_type") {
    if (!(f & kCompileOnlyAst)) return raise(t, TypeId::kValueError, "compile() mode 'func_type' requires flag PyCF_ONLY_AST");
    return raise(t, TypeId::kSystemError, "not supported yet: compile() mode 'func_type'");
  }
  bool inherit = dont_inherit.is_absent() || !EIDER_TRY(truth(t, dont_inherit));
  int64_t level = optimize.is_absent() ? -1 : EIDER_TRY(argument_index(t, optimize));
  if (level < -1 || level > 2) return raise(t, TypeId::kValueError, "compile(): invalid optimize value");
  uint32_t all = static_cast<uint32_t>(f) | (inherit ? inherited_flags(t) : 0);
  CompileRequest request{.kind = SourceKind::kText, .mode = m, .flags = all, .optimize = static_cast<int>(level)};
  if (is_exact(source, TypeId::kCode)) return source;
  if (is_ast(t, source)) return (f & kCompileOnlyAst) != 0 ? Result<Value>(source) : compile_ast(t, source, file, request);
  if (is_instance(t, source, TypeId::kStr)) {
    std::string made;
    std::string_view text = EIDER_TRY(source_text(t, source.as<Str>(), &made));
    if (text.find('\0') != std::string::npos) return raise(t, TypeId::kValueError, "source code string cannot contain null bytes");
    return compile(t, text, file, request);
  }
  std::string bytes;
  request.kind = SourceKind::kBytes;
  if (EIDER_TRY(builtins::copy_bytes_like(t, source, &bytes))) return compile(t, bytes, file, request);
  return raise(t, TypeId::kTypeError, "compile() arg 1 must be a string, bytes or AST object");
}

Result<Value> builtin_import(Thread& t, Value module_name, Value globals, Value locals, Value from_list, Value level) {
  if (!is_instance(t, module_name, TypeId::kStr)) return raise(t, TypeId::kTypeError, "module name must be a string");
  int64_t n = level.is_absent() ? 0 : EIDER_TRY(argument_index(t, level));
  return import_level(t, module_name.as<Str>(), or_none(globals), from_list, n);
}

Result<Value> builtin_build_class(Thread& t, const Value* a) {
  Tuple* rest = a[2].as<Tuple>();
  if (!is_exact(a[0], TypeId::kFunction)) return raise(t, TypeId::kTypeError, "__build_class__: func must be a function");
  if (!is_instance(t, a[1], TypeId::kStr)) return raise(t, TypeId::kTypeError, "__build_class__: name is not a string");
  Value adopted = EIDER_TRY(adopt_class(t, a[0], a[1].as<Str>(), rest));
  if (EIDER_UNLIKELY(!adopted.is_absent())) return adopted;
  Dict* kwds = a[3].as<Dict>();
  List* names = EIDER_TRY(list_new(t, 0));
  List* values = EIDER_TRY(list_new(t, 0));
  uint32_t position = 0;
  Value key, v;
  DictTable* table = kwds->table.load_acquire();
  while (dict_next(t, kwds, table, &position, &key, &v)) {
    EIDER_TRY(list_append(t, names, key));
    EIDER_TRY(list_append(t, values, v));
  }
  Tuple* kwnames = EIDER_TRY(list_to_tuple(t, names));
  Tuple* kwvalues = EIDER_TRY(list_to_tuple(t, values));
  return build_class(t, a[0], a[1].as<Str>(), rest, reinterpret_cast<const Value*>(kwvalues->items), kwnames);
}

Result<Value> builtin_aiter(Thread& t, Value o) {
  UnaryFn aiter = type_of(t, o)->slots.aiter;
  if (aiter == nullptr) return raise(t, TypeId::kTypeError, "'%s' object is not an async iterable", type_name(t, o));
  return aiter(t, o);
}

Result<Value> builtin_anext(Thread& t, Value iterator, Value otherwise) {
  UnaryFn anext = type_of(t, iterator)->slots.anext;
  if (anext == nullptr) return raise(t, TypeId::kTypeError, "'%s' object is not an async iterator", type_name(t, iterator));
  Value awaitable = EIDER_TRY(anext(t, iterator));
  return otherwise.is_absent() ? Result<Value>(awaitable) : vm::anext_with_default(t, awaitable, otherwise);
}

Result<Value> builtin_breakpoint(Thread& t, Value args, Value kwargs) {
  Value hook = EIDER_TRY(find_attr(t, t.realm->sys_module, EIDER_TRY(intern(t, "breakpointhook"))));
  if (hook.is_absent()) return raise(t, TypeId::kRuntimeError, "lost sys.breakpointhook");
  return call_with(t, hook, args.as<Tuple>(), kwargs.as<Dict>());
}

constexpr NativeDef kFunctions[] = {
    {"getattr(object, name, default=None, /)", bind<builtin_getattr>, Sync::kNone, "Get a named attribute from an object.", NativeDef::kFunction},
    {"setattr(obj, name, value, /)", bind<builtin_setattr>, Sync::kNone, "Sets the named attribute on the given object to the specified value.", NativeDef::kFunction},
    {"delattr(obj, name, /)", bind<builtin_delattr>, Sync::kNone, "Deletes the named attribute from the given object.", NativeDef::kFunction},
    {"hasattr(obj, name, /)", bind<builtin_hasattr>, Sync::kNone, "Return whether the object has an attribute with the given name.", NativeDef::kFunction},
    {"isinstance(obj, class_or_tuple, /)", bind<builtin_isinstance>, Sync::kNone, "Return whether an object is an instance of a class or of a subclass thereof.", NativeDef::kFunction},
    {"issubclass(derived, class_or_tuple, /)", bind<builtin_issubclass>, Sync::kNone, "Return whether 'cls' is derived from another class or is the same class.", NativeDef::kFunction},
    {"callable(obj, /)", bind<builtin_callable>, Sync::kNone, "Return whether the object is callable (i.e., some kind of function).", NativeDef::kFunction},
    {"id(obj, /)", bind<builtin_id>, Sync::kNone, "Return the identity of an object.", NativeDef::kFunction},
    {"hash(obj, /)", bind<builtin_hash>, Sync::kNone, "Return the hash value for the given object.", NativeDef::kFunction},
    {"abs(x, /)", bind<builtin_abs>, Sync::kNone, "Return the absolute value of the argument.", NativeDef::kFunction},
    {"divmod(x, y, /)", bind<builtin_divmod>, Sync::kNone, "Return the tuple (x//y, x%y).", NativeDef::kFunction},
    {"pow(base, exp, mod=None)", bind<builtin_pow>, Sync::kNone, "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.", NativeDef::kFunction},
    {"round(number, ndigits=None)", bind<builtin_round>, Sync::kNone, "Round a number to a given precision in decimal digits.", NativeDef::kFunction},
    {"globals()", bind<builtin_globals>, Sync::kNone, "Return the dictionary containing the current scope's global variables.", NativeDef::kFunction},
    {"locals()", bind<builtin_locals>, Sync::kNone, "Return a dictionary containing the current scope's local variables.", NativeDef::kFunction},
    {"vars(object=None, /)", bind<builtin_vars>, Sync::kNone, "Return the __dict__ of the object, or locals().", NativeDef::kFunction},
    {"dir(object=None, /)", bind<builtin_dir>, Sync::kNone, "Return an alphabetized list of names.", NativeDef::kFunction},
    {"exec(source, globals=None, locals=None, /, *, closure=None)", bind<builtin_exec>, Sync::kNone, "Execute the given source in the context of globals and locals.", NativeDef::kFunction},
    {"eval(source, globals=None, locals=None, /)", bind<builtin_eval>, Sync::kNone, "Evaluate the given source in the context of globals and locals.", NativeDef::kFunction},
    {"compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)", bind<builtin_compile>, Sync::kNone,
     "Compile source into a code object that can be executed by exec() or eval().", NativeDef::kFunction},
    {"__import__(name, globals=None, locals=None, fromlist=(), level=0)", bind<builtin_import>, Sync::kLocksOwn, "Import a module.", NativeDef::kFunction},
    {"__build_class__(func, name, /, *bases, **kwds)", builtin_build_class, Sync::kNone, "Internal helper function used by the class statement.", NativeDef::kFunction, Texts::kUnpackTuple},
    {"anext(aiterator, default=<unrepresentable>, /)", bind<builtin_anext>, Sync::kNone, "Return the next item from the async iterator.", NativeDef::kFunction},
    {"breakpoint(*args, **kws)", bind<builtin_breakpoint>, Sync::kNone,
     "Call sys.breakpointhook(*args, **kws).  sys.breakpointhook() must accept\nwhatever arguments are passed.\n\n"
     "By default, this drops you into the pdb debugger.", NativeDef::kFunction},
    {"aiter(async_iterable, /)", bind<builtin_aiter>, Sync::kNone, "Return an AsyncIterator for an AsyncIterable object.", NativeDef::kFunction},
};

}  // namespace

Result<void> install_builtins_module(Thread& t) {
  Realm& realm = *t.realm;
  Module* module = EIDER_TRY(module_new(t, EIDER_TRY(intern(t, "builtins"))));
  realm.builtins_module = module->value();
  realm.builtins = module->dict.load_relaxed();
  EIDER_TRY(module_add_functions(t, module, kFunctions, sizeof(kFunctions) / sizeof(kFunctions[0])));
  EIDER_TRY(builtins::add_builtin_functions(t, module));
  static constexpr TypeId kPublic[] = {
      TypeId::kObject, TypeId::kType, TypeId::kInt, TypeId::kBool, TypeId::kFloat, TypeId::kComplex, TypeId::kStr, TypeId::kBytes,
      TypeId::kByteArray, TypeId::kMemoryView, TypeId::kTuple, TypeId::kList, TypeId::kDict, TypeId::kSet, TypeId::kFrozenSet,
      TypeId::kRange, TypeId::kSlice, TypeId::kProperty, TypeId::kClassMethod, TypeId::kStaticMethod, TypeId::kSuper,
      TypeId::kEnumerate, TypeId::kZip, TypeId::kMap, TypeId::kFilter, TypeId::kReversed};
  for (TypeId id : kPublic) EIDER_TRY(module_set(t, module, type(t, id)->utf8_name, type(t, id)->value()));
  for (uint32_t id = shape_id(TypeId::kBaseException); id < shape_id(TypeId::kCount); ++id) {
    Type* cls = t.shapes[id].type;
    EIDER_TRY(module_set(t, module, cls->utf8_name, cls->value()));
  }
  EIDER_TRY(module_set(t, module, "EnvironmentError", type(t, TypeId::kOSError)->value()));
  EIDER_TRY(module_set(t, module, "IOError", type(t, TypeId::kOSError)->value()));
  EIDER_TRY(module_set(t, module, "None", kNone));
  EIDER_TRY(module_set(t, module, "True", kTrue));
  EIDER_TRY(module_set(t, module, "False", kFalse));
  EIDER_TRY(module_set(t, module, "Ellipsis", kEllipsis));
  EIDER_TRY(module_set(t, module, "NotImplemented", kNotImplemented));
  EIDER_TRY(module_set(t, module, "__debug__", Value::from_bool(Runtime::of(t).config().optimize == 0)));
  EIDER_TRY(dict_set_str(t, realm.modules, EIDER_TRY(intern(t, "builtins")), module->value()));
  realm.import_function = dict_get_str(t, realm.builtins, name(t, Name::k__import__));
  return kDone;
}

}  // namespace eider::runtime
