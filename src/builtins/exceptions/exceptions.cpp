// SPDX-License-Identifier: MIT
//
// The exception hierarchy: construction, attributes, str and repr of each kind.
#include "builtins/exceptions/exceptions.h"

#include <cerrno>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "objects/numbers.h"
#include "objects/realm.h"

namespace eider::builtins {

namespace {

BaseException* self_of(Value v) { return v.as<BaseException>(); }
Value or_none(Value v) { return v.is_absent() ? kNone : v; }
Tuple* args_of(Value v) { return self_of(v)->args.load_relaxed().as<Tuple>(); }

// --- construction ---------------------------------------------------------------------------------------------------------------
struct Keywords {
  const Value* values;
  Tuple* names;
};

/// Takes keyword `key` (ABSENT when not given), counting it in *taken.
Value take_keyword(const Keywords& k, std::string_view key, int64_t* taken) {
  for (int64_t i = 0; k.names != nullptr && i < k.names->size(); ++i) {
    if (str_equals_ascii(k.names->items[i].get().as<Str>(), key)) {
      ++*taken;
      return k.values[i];
    }
  }
  return kAbsent;
}

Result<void> init_base(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() > 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", type_name(t, self));
  self_of(self)->args.store_release(EIDER_TRY(tuple_from(t, args, nargs))->value());
  return kDone;
}

Result<void> init_stop_iteration(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(init_base(t, self, args, nargs, kwnames));
  self_of(self)->fields[0].store_release(nargs > 0 ? args[0] : kNone);
  return kDone;
}

Result<void> init_system_exit(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(init_base(t, self, args, nargs, kwnames));
  self_of(self)->fields[0].store_release(nargs == 0 ? kNone : nargs == 1 ? args[0] : args_of(self)->value());
  return kDone;
}

/// AttributeError(name=, obj=), NameError(name=), ImportError(name=, path=): keyword-only fields.
Result<void> init_with_keywords(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames,
                                std::initializer_list<const char*> keys, int first_field) {
  Keywords k{args + nargs, kwnames};
  int64_t taken = 0;
  int field = first_field;
  for (const char* key : keys) {
    Value v = take_keyword(k, key, &taken);
    self_of(self)->fields[field++].store_release(v.is_absent() ? kNone : v);
  }
  if (kwnames != nullptr && taken < kwnames->size()) {
    for (int64_t i = 0; i < kwnames->size(); ++i) {
      Str* name = kwnames->items[i].get().as<Str>();
      bool known = false;
      for (const char* key : keys) known |= str_equals_ascii(name, key);
      if (!known) return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for %s()", to_utf8(name).c_str(), type_name(t, self));
    }
  }
  return init_base(t, self, args, nargs, nullptr);
}

Result<void> init_attribute_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return init_with_keywords(t, self, args, nargs, kwnames, {"name", "obj"}, 0);
}
Result<void> init_name_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return init_with_keywords(t, self, args, nargs, kwnames, {"name"}, 0);
}
Result<void> init_import_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(init_with_keywords(t, self, args, nargs, kwnames, {"name", "path"}, 1));
  self_of(self)->fields[0].store_release(nargs == 1 ? args[0] : kNone);
  return kDone;
}

Result<void> init_syntax_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  EIDER_TRY(init_base(t, self, args, nargs, kwnames));
  BaseException* e = self_of(self);
  e->fields[0].store_release(nargs > 0 ? args[0] : kNone);
  if (nargs != 2) return kDone;
  Tuple* given = EIDER_TRY(to_tuple(t, args[1]));
  int64_t n = given->size();
  if (n < 4 || n > 6 || n == 5) {
    if (n == 5) return raise(t, TypeId::kTypeError, "end_offset must be provided when end_lineno is provided");
    return raise(t, TypeId::kTypeError, n < 4 ? "function missing required argument 'text' (pos 4)" : "function takes at most 6 arguments (%lld given)", static_cast<long long>(n));
  }
  Tuple* details = EIDER_TRY(tuple_new(t, 7));  // filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line
  for (int64_t i = 0; i < 7; ++i) details->items[i].init(i < n ? given->items[i].get() : kNone);
  e->fields[1].store_release(details->value());
  return kDone;
}

Result<void> init_unicode(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames, TypeId id) {
  if (kwnames != nullptr && kwnames->size() > 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", type_name(t, self));
  bool translate = id == TypeId::kUnicodeTranslateError;
  uint32_t wanted = translate ? 4 : 5;
  if (nargs != wanted) return raise(t, TypeId::kTypeError, "function takes exactly %u arguments (%u given)", wanted, nargs);
  int at = 0;
  BaseException* e = self_of(self);
  auto str_argument = [&](Value v) -> Result<void> {
    if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "argument %d must be str, not %s", at + 1, type_name(t, v));
    return kDone;
  };
  if (!translate) {
    EIDER_TRY(str_argument(args[at]));
    e->fields[0].store_release(args[at++]);
  }
  if (id == TypeId::kUnicodeDecodeError) {
    if (!is_bytes(t, args[at])) return raise(t, TypeId::kTypeError, "a bytes-like object is required, not '%s'", type_name(t, args[at]));
  } else {
    EIDER_TRY(str_argument(args[at]));
  }
  e->fields[1].store_release(args[at++]);
  for (int i = 2; i < 4; ++i) {
    Value n = EIDER_TRY(index(t, args[at++]));
    e->fields[i].store_release(n);
  }
  EIDER_TRY(str_argument(args[at]));
  e->fields[4].store_release(args[at]);
  e->args.store_release(EIDER_TRY(tuple_from(t, args, nargs))->value());
  return kDone;
}
Result<void> init_decode(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return init_unicode(t, self, args, nargs, kwnames, TypeId::kUnicodeDecodeError);
}
Result<void> init_encode(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return init_unicode(t, self, args, nargs, kwnames, TypeId::kUnicodeEncodeError);
}
Result<void> init_translate(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return init_unicode(t, self, args, nargs, kwnames, TypeId::kUnicodeTranslateError);
}

TypeId class_of_errno(int64_t n) {
  switch (n) {
    case EAGAIN: case EALREADY: case EINPROGRESS: return TypeId::kBlockingIOError;
    case EPIPE: case ESHUTDOWN: return TypeId::kBrokenPipeError;
    case ECHILD: return TypeId::kChildProcessError;
    case ECONNABORTED: return TypeId::kConnectionAbortedError;
    case ECONNREFUSED: return TypeId::kConnectionRefusedError;
    case ECONNRESET: return TypeId::kConnectionResetError;
    case EEXIST: return TypeId::kFileExistsError;
    case ENOENT: return TypeId::kFileNotFoundError;
    case EISDIR: return TypeId::kIsADirectoryError;
    case ENOTDIR: return TypeId::kNotADirectoryError;
    case EINTR: return TypeId::kInterruptedError;
    case EACCES: case EPERM: return TypeId::kPermissionError;
    case ESRCH: return TypeId::kProcessLookupError;
    case ETIMEDOUT: return TypeId::kTimeoutError;
    default: return TypeId::kOSError;
  }
}

Result<Value> os_error_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<void> init_os_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);

/// Who takes the arguments: __new__, but where a class has its own __init__ and not its own __new__, the __init__ it may call.
bool os_error_uses_init(const Type* cls) { return cls->slots.init != &init_os_error && cls->slots.new_ == &os_error_new; }

Result<void> fill_os_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() > 0) return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", type_name(t, self));
  BaseException* e = self_of(self);
  uint32_t shown = nargs;
  if (nargs >= 2 && nargs <= 5) {
    e->fields[0].store_release(args[0]);
    e->fields[1].store_release(args[1]);
    if (nargs >= 3 && type_of(t, args[2])->slots.index != nullptr && is_instance(t, self, TypeId::kBlockingIOError)) {
      Value written = EIDER_TRY(index(t, args[2]));
      e->fields[4].store_release(written);
    } else if (nargs >= 3 && !args[2].is_none()) {
      e->fields[2].store_release(args[2]);
      if (nargs == 5 && !args[4].is_none()) e->fields[3].store_release(args[4]);
      shown = 2;
    } else if (nargs >= 3) {
      shown = 2;
    }
  }
  e->args.store_release(EIDER_TRY(tuple_from(t, args, shown))->value());
  return kDone;
}

Result<void> init_os_error(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  return os_error_uses_init(type_of(t, self)) ? fill_os_error(t, self, args, nargs, kwnames) : kDone;
}

Result<Value> os_error_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  if (kwnames != nullptr && kwnames->size() > 0 && !os_error_uses_init(cls)) {
    return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", cls->utf8_name);
  }
  int64_t n;
  if (cls == type(t, TypeId::kOSError) && nargs >= 2 && nargs <= 5 && is_int(t, args[0]) && int_fits_int64(args[0], &n)) {
    cls = type(t, class_of_errno(n));
  }
  if (os_error_uses_init(cls)) return exception_new(t, cls, nullptr, 0, nullptr);
  Value self = EIDER_TRY(exception_new(t, cls, args, nargs, kwnames));
  EIDER_TRY(fill_os_error(t, self, args, nargs, kwnames));
  return self;
}

// --- str and repr ----------------------------------------------------------------------------------------------------------------
Result<Value> base_str(Thread& t, Value self) {
  Tuple* args = args_of(self);
  if (args->size() == 0) return t.realm->empty_str;
  if (args->size() == 1) return EIDER_TRY(to_str(t, args->items[0].get()));
  return EIDER_TRY(to_str(t, args->value()));
}

Result<Value> base_repr(Thread& t, Value self) {
  std::string name = type_name(t, self);
  if (size_t dot = name.rfind('.'); dot != std::string::npos) name = name.substr(dot + 1);
  Tuple* args = args_of(self);
  StrBuilder out(t);
  if (!out.add(name)) return kFailure;
  if (args->size() == 1) {
    Str* one = EIDER_TRY(repr(t, args->items[0].get()));
    if (!out.add("(") || !out.add(one) || !out.add(")")) return kFailure;
  } else {
    if (!out.add(EIDER_TRY(repr(t, args->value())))) return kFailure;
  }
  return EIDER_TRY(out.finish());
}

Result<Value> key_error_str(Thread& t, Value self) {
  if (args_of(self)->size() == 1) return EIDER_TRY(repr(t, args_of(self)->items[0].get()));
  return base_str(t, self);
}

Result<Value> import_error_str(Thread& t, Value self) {
  Value msg = self_of(self)->fields[0].load_relaxed();
  if (!msg.is_absent() && is_exact(msg, TypeId::kStr)) return msg;
  return base_str(t, self);
}

Result<Value> os_error_str(Thread& t, Value self) {
  BaseException* e = self_of(self);
  Value number = e->fields[0].load_relaxed(), text = e->fields[1].load_relaxed();
  Value file = e->fields[2].load_relaxed(), file2 = e->fields[3].load_relaxed();
  auto show = [&](Value v) -> Result<std::string*> {
    static thread_local std::string shown;  // used at once by the caller
    shown = to_utf8(EIDER_TRY(to_str(t, or_none(v))));
    return &shown;
  };
  if (!file.is_absent() && !file.is_none()) {
    std::string line = "[Errno " + *EIDER_TRY(show(number));
    line += "] " + *EIDER_TRY(show(text));
    line += ": " + to_utf8(EIDER_TRY(repr(t, file)));
    if (!file2.is_absent() && !file2.is_none()) line += " -> " + to_utf8(EIDER_TRY(repr(t, file2)));
    return EIDER_TRY(str_from_utf8(t, line));
  }
  if (!number.is_absent() && !text.is_absent()) {
    std::string line = "[Errno " + *EIDER_TRY(show(number));
    line += "] " + *EIDER_TRY(show(text));
    return EIDER_TRY(str_from_utf8(t, line));
  }
  return base_str(t, self);
}

Value syntax_detail(Value self, int i) {
  Value details = self_of(self)->fields[1].load_relaxed();
  return details.is_absent() ? kNone : details.as<Tuple>()->items[i].get();
}

Result<Value> syntax_error_str(Thread& t, Value self) {
  std::string text = to_utf8(EIDER_TRY(to_str(t, or_none(self_of(self)->fields[0].load_relaxed()))));
  Value file = syntax_detail(self, 0), line = syntax_detail(self, 1);
  bool has_file = is_instance(t, file, TypeId::kStr), has_line = is_int(t, line);
  if (!has_file && !has_line) return EIDER_TRY(str_from_utf8(t, text));
  std::string shown;
  if (has_file) {
    shown = to_utf8(file.as<Str>());
    if (size_t slash = shown.rfind('/'); slash != std::string::npos) shown = shown.substr(slash + 1);
  }
  if (has_line) {
    std::string n = to_utf8(EIDER_TRY(to_str(t, line)));
    text += has_file ? " (" + shown + ", line " + n + ")" : " (line " + n + ")";
  } else {
    text += " (" + shown + ")";
  }
  return EIDER_TRY(str_from_utf8(t, text));
}

Result<Value> unicode_error_str(Thread& t, Value self) {
  BaseException* e = self_of(self);
  Value object = e->fields[1].load_relaxed();
  if (object.is_absent()) return t.realm->empty_str;
  int64_t start = 0, end = 0;
  int_fits_int64(e->fields[2].load_relaxed(), &start);
  int_fits_int64(e->fields[3].load_relaxed(), &end);
  std::string reason = to_utf8(EIDER_TRY(to_str(t, e->fields[4].load_relaxed())));
  std::string encoding = e->fields[0].load_relaxed().is_absent() ? "" : to_utf8(EIDER_TRY(to_str(t, e->fields[0].load_relaxed())));
  bool decode = is_instance(t, self, TypeId::kUnicodeDecodeError), translate = is_instance(t, self, TypeId::kUnicodeTranslateError);
  const char* verb = decode ? "decode" : translate ? "translate" : "encode";
  std::string head = encoding.empty() ? std::string("can't ") + verb : "'" + encoding + "' codec can't " + verb;
  char one[32];
  if (decode) {
    Bytes* bytes = object.as<Bytes>();
    if (end == start + 1 && start >= 0 && start < bytes->length) {
      std::snprintf(one, sizeof one, " byte 0x%02x in position ", bytes->data[start]);
      return EIDER_TRY(str_from_utf8(t, head + one + std::to_string(start) + ": " + reason));
    }
    return EIDER_TRY(str_from_utf8(t, head + " bytes in position " + std::to_string(start) + "-" + std::to_string(end - 1) + ": " + reason));
  }
  Str* s = object.as<Str>();
  if (end == start + 1 && start >= 0 && start < s->length()) {
    uint32_t c = s->at(start);
    std::snprintf(one, sizeof one, c <= 0xff ? " character '\\x%02x'" : c <= 0xffff ? " character '\\u%04x'" : " character '\\U%08x'", c);
    return EIDER_TRY(str_from_utf8(t, head + one + " in position " + std::to_string(start) + ": " + reason));
  }
  return EIDER_TRY(str_from_utf8(t, head + " characters in position " + std::to_string(start) + "-" + std::to_string(end - 1) + ": " + reason));
}

// --- attributes ------------------------------------------------------------------------------------------------------------------
Result<Value> get_args(Thread&, Value self) { return self_of(self)->args.load_relaxed(); }
Result<void> set_args(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "args may not be deleted");
  self_of(self)->args.store_release(EIDER_TRY(to_tuple(t, v))->value());
  return kDone;
}
Result<Value> get_traceback(Thread&, Value self) { return or_none(self_of(self)->traceback.load_relaxed()); }
Result<void> set_traceback(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "__traceback__ may not be deleted");
  if (!v.is_none() && !is_exact(v, TypeId::kTraceback)) return raise(t, TypeId::kTypeError, "__traceback__ must be a traceback or None");
  self_of(self)->traceback.store_release(v.is_none() ? kAbsent : v);
  return kDone;
}
Result<Value> get_context(Thread&, Value self) { return or_none(self_of(self)->context.load_relaxed()); }
Result<void> set_context(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "__context__ may not be deleted");
  if (!v.is_none() && !is_instance(t, v, TypeId::kBaseException)) return raise(t, TypeId::kTypeError, "exception context must be None or derive from BaseException");
  self_of(self)->context.store_release(v.is_none() ? kAbsent : v);
  return kDone;
}
Result<Value> get_cause(Thread&, Value self) { return or_none(self_of(self)->cause.load_relaxed()); }
Result<void> set_cause(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "__cause__ may not be deleted");
  if (!v.is_none() && !is_instance(t, v, TypeId::kBaseException)) return raise(t, TypeId::kTypeError, "exception cause must be None or derive from BaseException");
  self_of(self)->cause.store_release(v);
  self_of(self)->suppress_context.store_release(kTrue);
  return kDone;
}
Result<Value> get_suppress(Thread&, Value self) { return Value::from_bool(self_of(self)->suppress_context.load_relaxed() == kTrue); }
Result<void> set_suppress(Thread& t, Value self, Value v) {
  if (v.is_absent() || !v.is_bool()) return raise(t, TypeId::kTypeError, "attribute value type must be bool");
  self_of(self)->suppress_context.store_release(v);
  return kDone;
}

template <int I>
Result<Value> get_field(Thread&, Value self) { return or_none(self_of(self)->fields[I].load_relaxed()); }
template <int I>
Result<void> set_field(Thread&, Value self, Value v) {
  self_of(self)->fields[I].store_release(v);
  return kDone;
}
Result<Value> get_written(Thread& t, Value self) {
  Value written = self_of(self)->fields[4].load_relaxed();
  if (written.is_absent()) return raise_value(t, TypeId::kAttributeError, EIDER_TRY(intern(t, "characters_written"))->value());
  return written;
}
Result<void> set_written(Thread& t, Value self, Value v) {
  if (v.is_absent() && self_of(self)->fields[4].load_relaxed().is_absent()) {
    return raise_value(t, TypeId::kAttributeError, EIDER_TRY(intern(t, "characters_written"))->value());
  }
  if (!v.is_absent()) v = Value::from_small_int(EIDER_TRY(index_int64(t, v, TypeId::kValueError, "cannot fit 'int' into an index-sized integer")));
  self_of(self)->fields[4].store_release(v);
  return kDone;
}
template <int I>
Result<Value> get_detail(Thread&, Value self) { return syntax_detail(self, I); }
template <int I>
Result<void> set_detail(Thread& t, Value self, Value v) {
  Tuple* changed = EIDER_TRY(tuple_new(t, 7));
  for (int i = 0; i < 7; ++i) changed->items[i].init(i == I ? or_none(v) : syntax_detail(self, i));
  self_of(self)->fields[1].store_release(changed->value());
  return kDone;
}

Result<Value> with_traceback(Thread& t, Value self, Value tb) {
  if (!tb.is_none() && !is_exact(tb, TypeId::kTraceback)) return raise(t, TypeId::kTypeError, "__traceback__ must be a traceback or None");
  self_of(self)->traceback.store_release(tb.is_none() ? kAbsent : tb);
  return self;
}

Result<Value> add_note(Thread& t, Value self, Value note) {
  if (!is_instance(t, note, TypeId::kStr)) return raise(t, TypeId::kTypeError, "note must be a str, not '%s'", type_name(t, note));
  Value notes = EIDER_TRY(find_attr(t, self, name(t, Name::k__notes__)));
  if (notes.is_absent()) {
    List* made = EIDER_TRY(list_new(t, 1));
    notes = made->value();
    EIDER_TRY(set_attr(t, self, name(t, Name::k__notes__), notes));
  }
  if (!is_instance(t, notes, TypeId::kList)) return raise(t, TypeId::kTypeError, "Cannot add note: __notes__ is not a list");
  EIDER_TRY(list_append(t, notes.as<List>(), note));
  return kNone;
}

Result<Value> base_reduce(Thread& t, Value self) {
  Value cls = type_of(t, self)->value();
  Dict* state = EIDER_TRY(instance_attributes_copy(t, self));
  if (dict_size(state) == 0) return EIDER_TRY(tuple_of(t, cls, args_of(self)->value()));
  return EIDER_TRY(tuple_of(t, cls, args_of(self)->value(), state->value()));
}
/// With the file names among the arguments, as the constructor takes them.
Result<Value> os_error_reduce(Thread& t, Value self) {
  BaseException* e = self_of(self);
  Tuple* args = args_of(self);
  Value file = e->fields[2].load_acquire(), other = e->fields[3].load_acquire();
  if (args->size() != 2 || file.is_absent()) return base_reduce(t, self);
  Value all[] = {args->items[0].get(), args->items[1].get(), file, kNone, other};
  Value full = EIDER_TRY(tuple_from(t, all, other.is_absent() ? 3 : 5))->value();
  Dict* state = EIDER_TRY(instance_attributes_copy(t, self));
  if (dict_size(state) == 0) return EIDER_TRY(tuple_of(t, type_of(t, self)->value(), full));
  return EIDER_TRY(tuple_of(t, type_of(t, self)->value(), full, state->value()));
}
/// Module name and path are part of the state.
Result<Value> import_error_reduce(Thread& t, Value self) {
  Dict* state = EIDER_TRY(instance_attributes_copy(t, self));
  for (int i : {1, 2}) {
    Value v = self_of(self)->fields[i].load_acquire();
    if (!v.is_absent() && !v.is_none()) EIDER_TRY(dict_set_str(t, state, EIDER_TRY(intern(t, i == 1 ? "name" : "path")), v));
  }
  if (dict_size(state) == 0) return EIDER_TRY(tuple_of(t, type_of(t, self)->value(), args_of(self)->value()));
  return EIDER_TRY(tuple_of(t, type_of(t, self)->value(), args_of(self)->value(), state->value()));
}
constexpr NativeDef kOSErrorMethods[] = {{"__reduce__(self, /)", bind<os_error_reduce>, Sync::kNone, nullptr}};
constexpr NativeDef kImportErrorMethods[] = {{"__reduce__(self, /)", bind<import_error_reduce>, Sync::kNone, nullptr}};

Result<Value> base_setstate(Thread& t, Value self, Value state) {
  if (state.is_none()) return kNone;
  if (!is_instance(t, state, TypeId::kDict)) return raise(t, TypeId::kTypeError, "state is not a dictionary");
  Dict* d = state.as<Dict>();
  uint32_t position = 0;
  Value key, v;
  DictTable* table = d->table.load_acquire();
  while (dict_next(t, d, table, &position, &key, &v)) {
    if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "state keys must be strings");
    EIDER_TRY(set_attr(t, self, EIDER_TRY(intern(t, key.as<Str>())), v));
  }
  return kNone;
}

void trace_exception(Header* object, gc::Tracer& tracer) {
  auto* e = static_cast<BaseException*>(object);
  for (Field<Value>* f : {&e->args, &e->traceback, &e->context, &e->cause, &e->suppress_context}) tracer.mark_word(f->load_relaxed().bits());
  for (Field<Value>& f : e->fields) tracer.mark_word(f.load_relaxed().bits());
}

Result<Value> get_dict(Thread& t, Value self) { return instance_dict(t, self); }
Result<void> set_dict(Thread& t, Value self, Value v) {
  if (v.is_absent() || !is_instance(t, v, TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "__dict__ must be set to a dictionary, not a '%s'", v.is_absent() ? "NULL" : type_name(t, v));
  }
  return set_instance_dict(t, self, v.as<Dict>());
}

constexpr GetSetDef kBaseGetSets[] = {
    {"__dict__", get_dict, set_dict, nullptr},
    {"args", get_args, set_args, nullptr},
    {"__traceback__", get_traceback, set_traceback, nullptr},
    {"__context__", get_context, set_context, "exception context"},
    {"__cause__", get_cause, set_cause, "exception cause"},
    {"__suppress_context__", get_suppress, set_suppress, nullptr, true},
};
constexpr NativeDef kBaseMethods[] = {
    {"with_traceback(self, tb, /)", bind<with_traceback>, Sync::kNone, "Exception.with_traceback(tb) --\n    set self.__traceback__ to tb and return self."},
    {"add_note(self, note, /)", bind<add_note>, Sync::kLocksSelfEach, "Exception.add_note(note) --\n    add a note to the exception"},
    {"__reduce__(self, /)", bind<base_reduce>, Sync::kNone, nullptr},
    {"__setstate__(self, state, /)", bind<base_setstate>, Sync::kNone, nullptr},
};
constexpr GetSetDef kStopIterationGetSets[] = {{"value", get_field<0>, set_field<0>, "generator return value", true}};
constexpr GetSetDef kSystemExitGetSets[] = {{"code", get_field<0>, set_field<0>, "exception code", true}};
constexpr GetSetDef kNameErrorGetSets[] = {{"name", get_field<0>, set_field<0>, "name", true}};
constexpr GetSetDef kAttributeErrorGetSets[] = {{"name", get_field<0>, set_field<0>, "attribute name", true}, {"obj", get_field<1>, set_field<1>, "object", true}};
constexpr GetSetDef kImportErrorGetSets[] = {
    {"msg", get_field<0>, set_field<0>, "exception message", true}, {"name", get_field<1>, set_field<1>, "module name", true}, {"path", get_field<2>, set_field<2>, "module path", true}};
constexpr GetSetDef kOSErrorGetSets[] = {
    {"errno", get_field<0>, set_field<0>, "POSIX exception code", true}, {"strerror", get_field<1>, set_field<1>, "exception strerror", true},
    {"filename", get_field<2>, set_field<2>, "exception filename", true}, {"filename2", get_field<3>, set_field<3>, "second exception filename", true},
    {"characters_written", get_written, set_written, nullptr}};
constexpr GetSetDef kSyntaxErrorGetSets[] = {
    {"msg", get_field<0>, set_field<0>, "exception msg", true},        {"filename", get_detail<0>, set_detail<0>, "exception filename", true},
    {"lineno", get_detail<1>, set_detail<1>, "exception lineno", true}, {"offset", get_detail<2>, set_detail<2>, "exception offset", true},
    {"text", get_detail<3>, set_detail<3>, "exception text", true},     {"end_lineno", get_detail<4>, set_detail<4>, "exception end lineno", true},
    {"end_offset", get_detail<5>, set_detail<5>, "exception end offset", true}, {"print_file_and_line", get_detail<6>, set_detail<6>, "exception print_file_and_line", true}};
constexpr GetSetDef kUnicodeGetSets[] = {
    {"encoding", get_field<0>, set_field<0>, "exception encoding", true}, {"object", get_field<1>, set_field<1>, "exception object", true},
    {"start", get_field<2>, set_field<2>, "exception start", true}, {"end", get_field<3>, set_field<3>, "exception end", true},
    {"reason", get_field<4>, set_field<4>, "exception reason", true}};
constexpr GetSetDef kGroupGetSets[] = {{"message", get_field<0>, nullptr, "exception message", true}, {"exceptions", get_field<1>, nullptr, "nested exceptions", true}};

template <size_t N>
void set_getsets(TypeSpec& spec, const GetSetDef (&getsets)[N]) {
  spec.getsets = getsets;
  spec.getset_count = N;
}

void specialize(TypeSpec& spec) {
  switch (spec.id) {
    case TypeId::kBaseException:
      spec.methods = kBaseMethods;
      spec.method_count = sizeof(kBaseMethods) / sizeof(kBaseMethods[0]);
      spec.slots.new_ = exception_new;
      spec.slots.init = init_base;
      spec.slots.str = base_str;
      spec.slots.repr = base_repr;
      spec.slots.trace = trace_exception;
      return set_getsets(spec, kBaseGetSets);
    case TypeId::kStopIteration: spec.slots.init = init_stop_iteration; return set_getsets(spec, kStopIterationGetSets);
    case TypeId::kSystemExit: spec.slots.init = init_system_exit; return set_getsets(spec, kSystemExitGetSets);
    case TypeId::kNameError: spec.slots.init = init_name_error; return set_getsets(spec, kNameErrorGetSets);
    case TypeId::kAttributeError: spec.slots.init = init_attribute_error; return set_getsets(spec, kAttributeErrorGetSets);
    case TypeId::kKeyError: spec.slots.str = key_error_str; return;
    case TypeId::kImportError:
      spec.slots.init = init_import_error;
      spec.slots.str = import_error_str;
      spec.methods = kImportErrorMethods;
      spec.method_count = std::size(kImportErrorMethods);
      return set_getsets(spec, kImportErrorGetSets);
    case TypeId::kOSError:
      spec.slots.new_ = os_error_new;
      spec.slots.init = init_os_error;
      spec.slots.str = os_error_str;
      spec.methods = kOSErrorMethods;
      spec.method_count = std::size(kOSErrorMethods);
      return set_getsets(spec, kOSErrorGetSets);
    case TypeId::kSyntaxError:
      spec.slots.init = init_syntax_error;
      spec.slots.str = syntax_error_str;
      return set_getsets(spec, kSyntaxErrorGetSets);
    case TypeId::kUnicodeDecodeError: spec.slots.init = init_decode; spec.slots.str = unicode_error_str; return set_getsets(spec, kUnicodeGetSets);
    case TypeId::kUnicodeEncodeError: spec.slots.init = init_encode; spec.slots.str = unicode_error_str; return set_getsets(spec, kUnicodeGetSets);
    case TypeId::kUnicodeTranslateError: spec.slots.init = init_translate; spec.slots.str = unicode_error_str; return set_getsets(spec, kUnicodeGetSets);
    case TypeId::kBaseExceptionGroup:
      spec.slots.new_ = group_new;
      spec.slots.str = group_str;
      spec.methods = kGroupMethods;
      spec.method_count = kGroupMethodCount;
      return set_getsets(spec, kGroupGetSets);
    default: return;
  }
}

}  // namespace

Result<Value> exception_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple*) {
  Object* o = EIDER_TRY(new_instance(t, cls));
  auto* e = static_cast<BaseException*>(o);
  e->args.init(EIDER_TRY(tuple_from(t, args, nargs))->value());
  e->suppress_context.init(kFalse);
  return o;
}

Result<void> install_exceptions(Thread& t) {
  struct Row {
    TypeId id;
    TypeId base;
    const char* name;
  };
  static constexpr Row kRows[] = {
#define EIDER_ROW(Name, Base) {TypeId::k##Name, TypeId::k##Base, #Name},
      EIDER_EXCEPTION_TYPES(EIDER_ROW)
#undef EIDER_ROW
  };
  for (const Row& row : kRows) {
    TypeSpec spec;
    spec.id = row.id;
    spec.base = row.base;
    spec.name = row.name;
    spec.flags = kBaseType | kHasSlots | kHasDict;
    spec.native_bytes = sizeof(BaseException);
    spec.trace = TraceKind::kCustom;
    specialize(spec);
    if (row.id == TypeId::kExceptionGroup) continue;
    EIDER_TRY(make_builtin_type(t, spec));
  }
  EIDER_TRY(install_exception_groups(t));
  return install_traceback_type(t);
}

}  // namespace eider::builtins
