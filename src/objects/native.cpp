// SPDX-License-Identifier: MIT
//
// Calling functions written in C++: matching arguments with a signature, and the error texts python3.11 has for it.
//
// CPython has several argument parsers, each with texts of its own. Which one a function would use follows from its signature:
//   no parameters                     METH_NOARGS     "list.clear() takes no arguments (1 given)"
//   one required positional-only      METH_O          "list.append() takes exactly one argument (2 given)"
//   positional-only otherwise         CheckPositional "pop expected at most 1 argument, got 2"
//   anything that has a keyword       UnpackKeywords  "split() takes at most 2 arguments (3 given)"
//   where Texts says so               ParseTuple      "find() takes at least 1 argument (0 given)"
#include "objects/native.h"

#include <string>

#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/numbers.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "objects/rooted.h"

namespace eider::objects {

void Signature::malformed_signature() { EIDER_UNREACHABLE("malformed native signature"); }  // only Signature::parse_runtime gets here

namespace {

enum class Style : uint8_t { kNoArguments, kOneArgument, kPositional, kKeywords, kParseTuple };

/// How many leading parameters the caller does not see: self.
int hidden(const Signature& s) { return s.has_self && s.count > 0 && s.positional > 0 ? 1 : 0; }

bool accepts_keywords(const Signature& s) {
  if (s.var_kwargs >= 0) return true;
  for (int i = s.positional_only; i < s.count; i++) {
    if (i == s.var_args) continue;
    if (i == 0 && hidden(s) == 1) continue;
    return true;
  }
  return false;
}

Style style_of(const Signature& s) {
  if (s.texts == Texts::kUnpackTuple) return Style::kPositional;
  if (s.texts != Texts::kBySignature) return Style::kParseTuple;
  if (accepts_keywords(s)) return Style::kKeywords;
  if (s.var_args >= 0 || s.ignores_rest) return Style::kPositional;
  int visible = s.count - hidden(s);
  if (visible == 0) return Style::kNoArguments;
  if (visible == 1 && s.required == s.count) return Style::kOneArgument;
  return Style::kPositional;
}

std::string plain_name(const Signature& s) { return std::string(s.name); }
/// "list.append" for methods, "math.sin" for functions of modules other than builtins: _PyObject_FunctionStr of `callee`.
std::string qualified_name(Thread& t, const Signature& s, Value callee) {
  std::string owner;
  if (auto* function = callee.is_absent() ? nullptr : as_exact<NativeFunction>(callee)) {
    Value module = function->module.get();
    Value self = function->self.get();
    if (is_exact(module, TypeId::kStr)) {
      owner = to_utf8(module.as<Str>());
      if (owner == "builtins") owner.clear();
    } else if (!self.is_absent() && !is_exact(self, TypeId::kModule)) {
      bool of_class = function->def->kind == NativeDef::kClassMethod || function->def->kind == NativeDef::kStaticMethod;
      Type* cls = is_type(t, self) && of_class ? self.as<Type>() : type_of(t, self);
      owner = to_utf8(cls->qualname.load_acquire().as<Str>());
    }
  } else if (!callee.is_absent()) {
    owner = to_utf8(callee.as<MethodDescriptor>()->owner.get()->qualname.load_acquire().as<Str>());
  }
  return owner.empty() ? plain_name(s) : owner + "." + plain_name(s);
}
const char* plural(int64_t n) { return n == 1 ? "" : "s"; }

EIDER_COLD Failure wrong_count(Thread& t, const Signature& s, int64_t given, int64_t keywords, Value callee) {
  int self = hidden(s);
  int64_t got = given - self;
  int low = s.required > self ? s.required - self : 0;
  int high = s.positional > self ? s.positional - self : 0;
  std::string plain = plain_name(s);
  switch (style_of(s)) {
    case Style::kNoArguments:
      return raise(t, TypeId::kTypeError, "%s() takes no arguments (%ld given)", qualified_name(t, s, callee).c_str(), got);
    case Style::kOneArgument:
      return raise(t, TypeId::kTypeError, "%s() takes exactly one argument (%ld given)", qualified_name(t, s, callee).c_str(), got);
    case Style::kPositional: {
      if (low == high && s.var_args < 0) {
        return raise(t, TypeId::kTypeError, "%s expected %d argument%s, got %ld", plain.c_str(), low, plural(low), got);
      }
      bool few = got < low;
      int bound = few ? low : high;
      return raise(t, TypeId::kTypeError, "%s expected at %s %d argument%s, got %ld", plain.c_str(), few ? "least" : "most", bound,
                   plural(bound), got);
    }
    case Style::kParseTuple: {
      if (high == 0) return raise(t, TypeId::kTypeError, "%s() takes no arguments (%ld given)", plain.c_str(), got);
      int bound = got < low ? low : high;
      return raise(t, TypeId::kTypeError, "%s() takes %s %d argument%s (%ld given)", plain.c_str(),
                   low == high && s.var_args < 0 ? "exactly" : got < low ? "at least" : "at most", bound, plural(bound), got);
    }
    case Style::kKeywords: break;
  }
  int total = s.count - self;
  if (got + keywords > total) {
    return raise(t, TypeId::kTypeError, "%s() takes at most %d %sargument%s (%ld given)", plain.c_str(), total,
                 got == 0 ? "keyword " : "", plural(total), got + keywords);
  }
  if (high == 0) return raise(t, TypeId::kTypeError, "%s() takes no positional arguments", plain.c_str());
  return raise(t, TypeId::kTypeError, "%s() takes %s %d positional argument%s (%ld given)", plain.c_str(),
               low < high ? "at most" : "exactly", high, plural(high), got);
}

EIDER_COLD Failure missing_argument(Thread& t, const Signature& s, int index, int64_t given, Value callee) {
  if (style_of(s) != Style::kKeywords) return wrong_count(t, s, given, 0, callee);
  int self = hidden(s);
  if (index < s.positional_only) {
    int needed = 0;
    for (int i = self; i < s.positional_only && i < s.required; i++) needed++;
    int high = s.positional - self;
    return raise(t, TypeId::kTypeError, "%s() takes %s %d positional argument%s (%ld given)", plain_name(s).c_str(),
                 needed < high ? "at least" : "exactly", needed, plural(needed), given - self);
  }
  return raise(t, TypeId::kTypeError, "%s() missing required argument '%s' (pos %d)", plain_name(s).c_str(),
               std::string(s.parameters[index]).c_str(), index - self + 1);
}

/// The parameter a keyword may fill, or -1.
int find_keyword(const Signature& s, const Str* keyword) {
  for (int i = s.positional_only; i < s.count; i++) {
    if (i == s.var_args || i == s.var_kwargs || (i == 0 && hidden(s) == 1)) continue;
    if (str_equals_ascii(keyword, s.parameters[i])) return i;
  }
  return -1;
}

}  // namespace

Result<void> parse_arguments(Thread& t, const Signature& s, const Value* args, uint32_t nargs, Tuple* kwnames, Value* out, Value callee) {
  int64_t keywords = kwnames == nullptr ? 0 : kwnames->size();
  uint32_t positional = nargs < s.positional ? nargs : s.positional;
  if (EIDER_UNLIKELY(keywords > 0 && !accepts_keywords(s))) {
    bool plain = (s.texts == Texts::kParseTuple || s.texts == Texts::kUnpackTuple) && !callee.is_absent() &&
                 is_exact(callee, TypeId::kNativeFunction);  // cfunction_call names only the function
    return raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", (plain ? plain_name(s) : qualified_name(t, s, callee)).c_str());
  }
  if (EIDER_UNLIKELY(nargs > s.positional && s.var_args < 0 && !s.ignores_rest)) return wrong_count(t, s, nargs, keywords, callee);
  for (uint32_t i = 0; i < positional; i++) out[i] = args[i];
  for (uint32_t i = positional; i < s.count; i++) out[i] = kAbsent;
  if (s.var_args >= 0) {
    out[s.var_args] = EIDER_TRY(tuple_from(t, args + positional, nargs - positional))->value();
  }
  Dict* rest = nullptr;
  if (s.var_kwargs >= 0) {
    rest = EIDER_TRY(dict_new(t, keywords));
    out[s.var_kwargs] = rest->value();
  }
  // Three kinds of mistakes, said in this order: something missing, something given twice, a keyword nobody knows.
  Value unknown, twice;
  for (int64_t k = 0; k < keywords; k++) {
    Value key = kwnames->items[k].get();
    int index = find_keyword(s, key.as<Str>());
    if (index < 0) {
      if (rest != nullptr) {
        EIDER_TRY(dict_set_str(t, rest, key.as<Str>(), args[nargs + k]));
      } else if (unknown.is_absent()) {
        unknown = key;
      }
    } else if (out[index].is_absent()) {
      out[index] = args[nargs + k];
    } else if (twice.is_absent()) {
      twice = key;
    }
  }
  if (EIDER_UNLIKELY(!unknown.is_absent() && s.var_args < 0 && static_cast<int64_t>(nargs) + keywords > s.count)) {
    return wrong_count(t, s, nargs, keywords, callee);
  }
  for (int i = 0; i < s.required; i++) {
    if (EIDER_UNLIKELY(out[i].is_absent())) return missing_argument(t, s, i, nargs, callee);
  }
  for (int i = s.positional; i < s.count; i++) {
    if (EIDER_UNLIKELY(s.keyword_required[i] && out[i].is_absent())) return missing_argument(t, s, i, nargs, callee);
  }
  if (EIDER_UNLIKELY(!twice.is_absent())) {
    return raise(t, TypeId::kTypeError, "argument for %s() given by name ('%s') and position (%d)", plain_name(s).c_str(),
                 to_utf8(twice.as<Str>()).c_str(), find_keyword(s, twice.as<Str>()) - hidden(s) + 1);
  }
  if (EIDER_UNLIKELY(!unknown.is_absent())) {
    return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for %s()", to_utf8(unknown.as<Str>()).c_str(),
                 plain_name(s).c_str());
  }
  return kDone;
}

Result<Value> call_native(Thread& t, const NativeDef& def, const Value* args, uint32_t nargs, Tuple* kwnames, Value callee) {
  const Signature& s = def.signature;
  if (EIDER_LIKELY((kwnames == nullptr || kwnames->size() == 0) && s.takes(nargs))) {
    return invoke_native(t, def, args);
  }
  Value values[kMaxParameters];
  EIDER_TRY(parse_arguments(t, s, args, nargs, kwnames, values, callee));
  return invoke_native(t, def, values);
}

Result<NativeFunction*> native_function_new(Thread& t, const NativeDef* def, Value self, Value module) {
  auto* f = reinterpret_cast<NativeFunction*>(gc::allocate(
      t, gc::header_word(shape_id(TypeId::kNativeFunction), TraceKind::kCustom, sizeof(NativeFunction)), sizeof(NativeFunction)));
  if (EIDER_UNLIKELY(f == nullptr)) return raise_no_memory(t);
  f->def = def;
  f->self.init(self);
  f->module.init(module);
  return f;
}

Result<Value> native_function_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* f = self.as<NativeFunction>();
  const NativeDef& def = *f->def;
  Value bound = f->self.get();
  if (is_new_wrapper(f->def)) return call_new_wrapper(t, bound.as<Type>(), args, nargs, kwnames);
  if (bound.is_absent() || !def.signature.has_self) return call_native(t, def, args, nargs, kwnames, self);
  uint64_t keywords = kwnames == nullptr ? 0 : static_cast<uint64_t>(kwnames->size());
  ArgBuffer<> all(t, nargs + 1 + keywords);
  if (!all.ok()) return kFailure;
  all[0] = bound;
  for (uint64_t i = 0; i < nargs + keywords; i++) all[i + 1] = args[i];
  return call_native(t, def, all.data(), nargs + 1, kwnames, self);
}

Result<Value> method_descriptor_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  auto* method = self.as<MethodDescriptor>();
  const NativeDef& def = *method->def;
  Type* owner = method->owner.get();
  if (EIDER_UNLIKELY(nargs == 0)) {
    return raise(t, TypeId::kTypeError, "unbound method %s() needs an argument", qualified_name(t, def.signature, self).c_str());
  }
  if (EIDER_UNLIKELY(!is_subtype(type_of(t, args[0]), owner))) {
    return raise(t, TypeId::kTypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object",
                 plain_name(def.signature).c_str(), owner->utf8_name, type_name(t, args[0]));
  }
  return call_native(t, def, args, nargs, kwnames, self);
}

// --- argument conversion ------------------------------------------------------------------------------------------------------------
bool argument_is(const Thread& t, Value v, TypeId id) { return is_subtype(type_of(t, v), type(t, id)); }

const char* type_id_name(TypeId id) {
  static constexpr const char* kNames[] = {
      "",
#define EIDER_TYPE_NAME(id, text, base) text,
#define EIDER_EXCEPTION_NAME(id, base) #id,
      EIDER_BUILTIN_TYPES(EIDER_TYPE_NAME) EIDER_EXCEPTION_TYPES(EIDER_EXCEPTION_NAME)
#undef EIDER_TYPE_NAME
#undef EIDER_EXCEPTION_NAME
  };
  return kNames[shape_id(id)];
}

// A failed conversion does not know which function it was for: it leaves the text "argument must be X, not Y" and marks the exception,
// bind notes the argument's index, and whoever invoked the native function puts its name in front.
Failure raise_bad_argument(Thread& t, const char* expected, Value got) {
  // "None" and not 'NoneType', as CPython's _PyArg_BadArgument. An omitted argument is shown as None.
  const char* shown = got.is_absent() || got == kNone ? "None" : type_name(t, got);
  Failure failure = raise(t, TypeId::kTypeError, "argument must be %s, not %s", expected, shown);
  t.bad_argument_error = t.pending_exception;
  t.bad_argument_index = -1;
  return failure;
}

void note_bad_argument(Thread& t, int index) {
  if (!t.bad_argument_error.is_absent() && t.bad_argument_error == t.pending_exception) t.bad_argument_index = index;
}

Failure native_failed(Thread& t, const NativeDef& def) {
  Value marked = t.bad_argument_error;
  t.bad_argument_error = kAbsent;
  int index = t.bad_argument_index;
  if (EIDER_LIKELY(marked.is_absent()) || marked != t.pending_exception) return kFailure;
  const Signature& s = def.signature;
  // Raised by the function itself: it does not say which argument, so only a single one can be named.
  if (index < 0) {
    if (s.count - hidden(s) != 1) return kFailure;
    index = s.count - 1;
  }
  if (index >= s.count) return kFailure;
  Value text = t.pending_exception.as<BaseException>()->args.get().as<Tuple>()->items[0].get();
  std::string rest = to_utf8(text.as<Str>());
  constexpr std::string_view kPrefix = "argument must be ";
  if (!rest.starts_with(kPrefix)) return kFailure;
  rest = rest.substr(kPrefix.size());
  take_exception(t);
  int self = hidden(s);
  if (index < self) {
    size_t comma = rest.rfind(", not ");
    std::string expected = rest.substr(0, comma);
    std::string got = comma == std::string::npos ? "" : rest.substr(comma + 6);
    return raise(t, TypeId::kTypeError, "descriptor '%s' for '%s' objects doesn't apply to a '%s' object", plain_name(s).c_str(),
                 expected.c_str(), got.c_str());
  }
  if (index >= s.positional_only) {
    return raise(t, TypeId::kTypeError, "%s() argument '%s' must be %s", plain_name(s).c_str(),
                 std::string(s.parameters[index]).c_str(), rest.c_str());
  }
  if (s.count - self == 1) return raise(t, TypeId::kTypeError, "%s() argument must be %s", plain_name(s).c_str(), rest.c_str());
  return raise(t, TypeId::kTypeError, "%s() argument %d must be %s", plain_name(s).c_str(), index - self + 1, rest.c_str());
}

Result<int64_t> argument_index(Thread& t, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "missing required integer argument");
  return index_int64(t, v, TypeId::kOverflowError, "cannot fit 'int' into an index-sized integer");
}

Result<bool> argument_truth(Thread& t, Value v) { return truth(t, v); }

namespace bind_detail {
Result<Value> to_value(Thread& t, Result<int64_t> r) {
  if (EIDER_UNLIKELY(!r.ok())) return kFailure;
  return int_from_int64(t, r.get());
}
}  // namespace bind_detail

}  // namespace eider::objects
