// SPDX-License-Identifier: MIT
//
// Calling functions written in C++: matching arguments to the signature, with python3.11's TypeErrors.
#include "objects/native.h"

#include <string>

#include "objects/errors.h"
#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

void Signature::malformed_signature() { EIDER_UNREACHABLE("malformed native signature"); }

namespace {

std::string display_name(const Signature& s) { return std::string(s.name); }

/// Parameters without self.
int visible(const Signature& s, int count) { return count - (s.has_self ? 1 : 0); }

/// As CPython names functions in these errors: "list.append" for methods that take a fixed number of arguments.
std::string qualified_name(const Signature& s, Type* owner) {
  if (owner == nullptr || s.name.starts_with("__")) return display_name(s);
  return std::string(owner->utf8_name) + "." + display_name(s);
}

Failure wrong_count(Thread& t, const Signature& s, uint32_t given, Type* owner) {
  std::string fn = s.positional == s.required && visible(s, s.positional) <= 1 ? qualified_name(s, owner) : display_name(s);
  int most = visible(s, s.positional), least = visible(s, s.required);
  int got = visible(s, static_cast<int>(given));
  bool only_positional = s.positional_only == s.count;
  if (most == 0 && s.count == s.positional) return raise(t, TypeId::kTypeError, "%s() takes no arguments (%d given)", fn.c_str(), got);
  if (only_positional) {
    if (most == least && most == 1) return raise(t, TypeId::kTypeError, "%s() takes exactly one argument (%d given)", fn.c_str(), got);
    if (most == least) return raise(t, TypeId::kTypeError, "%s expected %d argument%s, got %d", fn.c_str(), most, most == 1 ? "" : "s", got);
    if (got < least) return raise(t, TypeId::kTypeError, "%s expected at least %d argument%s, got %d", fn.c_str(), least, least == 1 ? "" : "s", got);
    return raise(t, TypeId::kTypeError, "%s expected at most %d argument%s, got %d", fn.c_str(), most, most == 1 ? "" : "s", got);
  }
  bool exactly = most == least;
  return raise(t, TypeId::kTypeError, "%s() takes %s %d positional argument%s (%d given)", fn.c_str(), exactly ? "exactly" : "at most", most,
               most == 1 ? "" : "s", got);
}

int find_parameter(const Signature& s, const Str* name) {
  for (int i = s.has_self ? 1 : 0; i < s.count; ++i) {
    if (i != s.var_args && i != s.var_kwargs && i >= s.positional_only && str_equals_ascii(name, s.parameters[i])) return i;
  }
  return -1;
}

Failure missing(Thread& t, const Signature& s, int index) {
  std::string fn = display_name(s), parameter(s.parameters[index]);
  if (index >= s.positional) {
    return raise(t, TypeId::kTypeError, "%s() missing required keyword-only argument '%s'", fn.c_str(), parameter.c_str());
  }
  return raise(t, TypeId::kTypeError, "%s() missing required argument '%s' (pos %d)", fn.c_str(), parameter.c_str(), visible(s, index + 1));
}

}  // namespace

Result<void> parse_arguments(Thread& t, const Signature& s, const Value* args, uint32_t nargs, Tuple* kwnames, Value* bound, Type* owner) {
  for (int i = 0; i < s.count; ++i) bound[i] = kAbsent;
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  if (s.has_self && nargs == 0 && s.positional > 0) {
    if (owner != nullptr) {
      return raise(t, TypeId::kTypeError, "unbound method %s.%s() needs an argument", owner->utf8_name, display_name(s).c_str());
    }
    return raise(t, TypeId::kTypeError, "unbound method %s() needs an argument", display_name(s).c_str());
  }
  uint32_t positional = nargs < s.positional ? nargs : s.positional;
  if (nargs > s.positional && s.var_args < 0) return wrong_count(t, s, nargs, owner);
  for (uint32_t i = 0; i < positional; ++i) bound[i] = args[i];
  if (s.var_args >= 0) bound[s.var_args] = EIDER_TRY(tuple_from(t, args + positional, nargs - positional))->value();
  Dict* extra = nullptr;
  if (s.var_kwargs >= 0) {
    extra = EIDER_TRY(dict_new(t));
    bound[s.var_kwargs] = extra->value();
  }
  for (int64_t i = 0; i < keywords; ++i) {
    Str* key = kwnames->items[i].get().as<Str>();
    int index = find_parameter(s, key);
    if (index >= 0) {
      if (!bound[index].is_absent()) {
        if (index < s.positional && index < static_cast<int>(nargs)) {
          return raise(t, TypeId::kTypeError, "argument for %s() given by name ('%s') and position (%d)", display_name(s).c_str(),
                       std::string(s.parameters[index]).c_str(), visible(s, index + 1));
        }
        return raise(t, TypeId::kTypeError, "%s() got multiple values for argument '%s'", display_name(s).c_str(), to_utf8(key).c_str());
      }
      bound[index] = args[nargs + static_cast<uint32_t>(i)];
    } else if (extra != nullptr) {
      EIDER_TRY(dict_set(t, extra, key->value(), args[nargs + static_cast<uint32_t>(i)]));
    } else if (s.count == s.positional_only) {
      return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", qualified_name(s, owner).c_str());
    } else {
      return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for %s()", to_utf8(key).c_str(), display_name(s).c_str());
    }
  }
  for (int i = 0; i < s.count; ++i) {
    if (!bound[i].is_absent() || i == s.var_args || i == s.var_kwargs) continue;
    bool needed = i < s.required || s.keyword_required[i];
    if (!needed) continue;
    if (i < s.positional_only) return wrong_count(t, s, nargs, owner);
    return missing(t, s, i);
  }
  return kDone;
}

Result<Value> call_native(Thread& t, const NativeDef& def, const Value* args, uint32_t nargs, Tuple* kwnames, Type* owner) {
  const Signature& s = def.signature;
  if (EIDER_LIKELY(kwnames == nullptr && nargs == s.count && s.simple())) return invoke_native(t, def, args, owner);
  if (kwnames != nullptr && kwnames->size() == 0) kwnames = nullptr;
  Value bound[kMaxParameters];
  EIDER_TRY(parse_arguments(t, s, args, nargs, kwnames, bound, owner));
  return invoke_native(t, def, bound, owner);
}

Result<Value> native_function_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* fn = self.as<NativeFunction>();
  const NativeDef& def = *fn->def;
  Value bound_self = fn->self.get();
  if (bound_self.is_absent() || !def.signature.has_self) return call_native(t, def, args, nargs, kwnames);
  Type* owner = def.kind == NativeDef::kMethod ? type_of(t, bound_self) : nullptr;
  uint32_t total = nargs + (kwnames == nullptr ? 0 : static_cast<uint32_t>(kwnames->size()));
  constexpr uint32_t kFew = 16;
  if (total < kFew) {
    Value row[kFew];
    row[0] = bound_self;
    for (uint32_t i = 0; i < total; ++i) row[i + 1] = args[i];
    return call_native(t, def, row, nargs + 1, kwnames, owner);
  }
  Tuple* row = EIDER_TRY(tuple_new(t, total + 1));
  row->items[0].init(bound_self);
  for (uint32_t i = 0; i < total; ++i) row->items[i + 1].init(args[i]);
  return call_native(t, def, reinterpret_cast<const Value*>(row->items), nargs + 1, kwnames, owner);
}

Result<Value> method_descriptor_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* method = self.as<MethodDescriptor>();
  Type* owner = method->owner.load_relaxed();
  std::string name(method->def->signature.name);
  if (nargs == 0) return raise(t, TypeId::kTypeError, "unbound method %s.%s() needs an argument", owner->utf8_name, name.c_str());
  if (!is_subtype(type_of(t, args[0]), owner)) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", name.c_str(), owner->utf8_name,
                 type_name(t, args[0]));
  }
  return call_native(t, *method->def, args, nargs, kwnames, owner);
}

// A failed conversion does not know which function it was for: it leaves the text "argument must be X, not Y" and marks the exception,
// bind notes the argument's index, and whoever invoked the native function puts its name in front.
Failure raise_bad_argument(Thread& t, const char* expected, Value got) {
  const char* given = got.is_absent() ? "nothing" : got.is_none() ? "None" : type_name(t, got);
  (void)raise(t, TypeId::kTypeError, "argument must be %s, not %s", expected, given);
  t.bad_argument_error = t.pending_exception;
  t.bad_argument_index = -1;
  return kFailure;
}

void note_bad_argument(Thread& t, int index) {
  if (!t.bad_argument_error.is_absent() && t.bad_argument_error == t.pending_exception) t.bad_argument_index = index;
}

Failure native_failed(Thread& t, const NativeDef& def, Type* owner) {
  Value marked = t.bad_argument_error;
  t.bad_argument_error = kAbsent;
  if (marked.is_absent() || marked != t.pending_exception || t.bad_argument_index < 0) return kFailure;
  const Signature& s = def.signature;
  Value text = marked.as<BaseException>()->args.load_relaxed().as<Tuple>()->items[0].get();
  std::string rest = to_utf8(text.as<Str>()).substr(std::string_view("argument").size());
  int shown = t.bad_argument_index - (s.has_self ? 1 : 0) + 1;
  std::string line = std::string(s.name) + "() argument";
  if (shown <= 0) {
    line = "descriptor '" + std::string(s.name) + "' requires a '" + (owner != nullptr ? owner->utf8_name : "matching") + "' object; self" + rest;
  } else {
    if (visible(s, s.count) > 1) line += " " + (s.positional_only > t.bad_argument_index ? std::to_string(shown) : "'" + std::string(s.parameters[t.bad_argument_index]) + "'");
    line += rest;
  }
  t.pending_exception = kAbsent;
  Result<Str*> full = str_from_utf8(t, line);
  if (full.ok()) {
    Result<Tuple*> args = tuple_of(t, full.get()->value());
    if (args.ok()) marked.as<BaseException>()->args.store_relaxed(args.get()->value());
  }
  t.pending_exception = marked;
  return kFailure;
}

Result<int64_t> argument_index(Thread& t, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "missing required integer argument");
  return index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C ssize_t");
}
Result<bool> argument_truth(Thread& t, Value v) { return truth(t, v); }
bool argument_is(const Thread& t, Value v, TypeId id) { return is_instance(t, v, id); }

const char* type_id_name(TypeId id) {
  static constexpr const char* kNames[] = {
      "",
#define EIDER_TEXT(id, name, base) name,
      EIDER_BUILTIN_TYPES(EIDER_TEXT)
#undef EIDER_TEXT
#define EIDER_TEXT(id, base) #id,
      EIDER_EXCEPTION_TYPES(EIDER_TEXT)
#undef EIDER_TEXT
  };
  return kNames[shape_id(id)];
}

namespace bind_detail {
Result<Value> to_value(Thread& t, Result<int64_t> r) {
  if (!r.ok()) return kFailure;
  return int_from_int64(t, r.get());
}
}  // namespace bind_detail

Result<NativeFunction*> native_function_new(Thread& t, const NativeDef* def, Value self, Value module) {
  uint64_t header = gc::header_word(shape_id(TypeId::kNativeFunction), TraceKind::kCustom, sizeof(NativeFunction));
  Header* raw = gc::allocate(t, header, sizeof(NativeFunction));
  if (raw == nullptr) return raise_no_memory(t);
  auto* made = static_cast<NativeFunction*>(raw);
  made->def = def;
  made->self.init(self);
  made->module.init(module);
  return made;
}

}  // namespace eider::objects
