// SPDX-License-Identifier: MIT
//
// Functions and methods written in C++: their declaration table, signature and argument unpacking.
//
//   constexpr NativeDef kListMethods[] = {
//     {"append(self, object, /)", bind<list_append_method>, Sync::kLocksSelf, "Append object to the end of the list."},
//     {"pop(self, index=-1, /)", bind<list_pop>, Sync::kLocksSelf, "..."},
//     {"sort(self, /, *, key=None, reverse=False)", bind<list_sort>, Sync::kLocksSelf, "..."},
//     {"print(*args, sep=' ', end='\\n', file=None, flush=False)", bind<builtin_print>, Sync::kNone, "..."},
//   };
//
// The signature is read at compile time; a malformed one does not build. A native function gets exactly one Value per parameter:
// ABSENT for an omitted optional one; `*args` as a Tuple; `**kwargs` as a Dict; nothing for `*_`, which accepts and drops. Default texts serve documentation only.
// bind<f> converts Values to f's C++ parameter types: Value; T* (exact or subclass instance of builtin type T::kTypeId; else
// TypeError "descriptor 'append' for 'list' objects doesn't apply to a 'int' object" for self, "argument 1 must be str, not int"
// for others); Index (an int by __index__; OverflowError when it does not fit); bool (truth); std::optional<Index>.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>

#include "objects/containers.h"
#include "objects/type.h"

namespace eider::objects {

/// The thread rule of a native function, chosen by whoever adds the row and printed in the reference.
enum class Sync : uint8_t {
  kNone,           // touches no shared mutable state of its own
  kImmutable,      // self never changes
  kLockFreeRead,   // reads self without its lock; sees some state each word had
  kLocksSelf,      // one atomic step under self's lock
  kLocksSelfEach,  // several atomic steps; others may come between
  kLocksOwn,       // a lock or atomic inside the object, not the header's
  kSnapshot,       // works on a consistent copy of self
};

using NativeFn = Result<Value> (*)(Thread& t, const Value* args);

inline constexpr int kMaxParameters = 14;

/// Which of CPython's argument parsers a function's error texts come from.
enum class Texts : uint8_t {
  kBySignature,  // what Argument Clinic makes of such a signature: native.cpp
  kParseTuple,   // METH_VARARGS and PyArg_ParseTuple: "find() takes at least 1 argument (0 given)"
  kParseStack,   // the same texts, METH_FASTCALL: only "takes no keyword arguments" differs
  kUnpackTuple,  // METH_VARARGS and PyArg_UnpackTuple, or looked at by hand: "call expected at least 1 argument, got 0"
};

struct Signature {
  std::string_view name;
  uint8_t count = 0;          // parameters, *args and **kwargs included
  uint8_t positional_only = 0;
  uint8_t positional = 0;     // that may be given by position, positional-only included
  uint8_t required = 0;       // leading positional parameters without default
  int8_t var_args = -1;       // index of *args
  int8_t var_kwargs = -1;     // index of **kwargs
  Texts texts = Texts::kBySignature;
  bool ignores_rest = false;  // `*_`: further positional arguments are accepted and dropped; no parameter, no tuple
  bool has_self = false;      // the first parameter is called self, cls, type or module
  std::string_view parameters[kMaxParameters];
  bool keyword_required[kMaxParameters] = {};

  constexpr Signature() = default;
  consteval Signature(const char* text, Texts error_texts = Texts::kBySignature) : texts(error_texts) { parse(std::string_view(text)); }
  static constexpr Signature parse_runtime(const char* text) {
    Signature s;
    s.parse(std::string_view(text));
    return s;
  }
  /// Exactly `count` arguments by position suffice (no variable ones, nothing keyword-only).
  constexpr bool simple() const { return var_args < 0 && var_kwargs < 0 && positional == count; }
  /// `given` arguments by position are what the function gets (or more than that, and the rest is ignored).
  constexpr bool takes(uint32_t given) const { return simple() && (given == count || (ignores_rest && given > count)); }

 private:
  static void malformed_signature();  // not constexpr: reaching it at compile time is the error
  constexpr void parse(std::string_view text) {
    size_t open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')') return malformed_signature();
    name = text.substr(0, open);
    std::string_view rest = text.substr(open + 1, text.size() - open - 2);
    bool keyword_only = false;
    bool optional_seen = false;
    while (!rest.empty()) {
      size_t end = 0;
      char quote = 0;
      int depth = 0;
      for (; end < rest.size(); ++end) {
        char c = rest[end];
        if (quote != 0) {
          if (c == quote) quote = 0;
        } else if (c == '\'' || c == '"') {
          quote = c;
        } else if (c == '(' || c == '[') {
          ++depth;
        } else if (c == ')' || c == ']') {
          --depth;
        } else if (c == ',' && depth == 0) {
          break;
        }
      }
      std::string_view item = rest.substr(0, end);
      rest = end < rest.size() ? rest.substr(end + 1) : std::string_view();
      while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
      while (!item.empty() && item.back() == ' ') item.remove_suffix(1);
      if (item.empty()) return malformed_signature();
      if (item == "/") {
        positional_only = count;
        continue;
      }
      if (item == "*") {
        keyword_only = true;
        continue;
      }
      if (item == "*_") {
        ignores_rest = keyword_only = true;
        continue;
      }
      if (count >= kMaxParameters) return malformed_signature();
      if (item.starts_with("**")) {
        var_kwargs = static_cast<int8_t>(count);
        parameters[count++] = item.substr(2);
        continue;
      }
      if (item.starts_with("*")) {
        var_args = static_cast<int8_t>(count);
        parameters[count++] = item.substr(1);
        keyword_only = true;
        continue;
      }
      size_t equals = item.find('=');
      std::string_view parameter = item.substr(0, equals);
      if (equals == std::string_view::npos) {
        if (keyword_only) {
          keyword_required[count] = true;
        } else {
          if (optional_seen) return malformed_signature();
          ++required;
        }
      } else if (!keyword_only) {
        optional_seen = true;
      }
      if (!keyword_only) positional = static_cast<uint8_t>(count + 1);
      if (count == 0) has_self = parameter == "self" || parameter == "cls" || parameter == "type" || parameter == "module";
      parameters[count++] = parameter;
    }
  }
};

struct NativeDef {
  Signature signature;
  NativeFn function = nullptr;
  Sync sync = Sync::kNone;
  const char* doc = nullptr;
  enum Kind : uint8_t { kFunction, kMethod, kClassMethod, kStaticMethod } kind = kMethod;  // how it stands in a type's dict
  const char* text = nullptr;  // the signature as written, for inspect

  constexpr NativeDef() = default;
  consteval NativeDef(const char* signature_text, NativeFn fn, Sync rule, const char* documentation, Kind how = kMethod,
                      Texts texts = Texts::kBySignature)
      : signature(signature_text, texts), function(fn), sync(rule), doc(documentation), kind(how), text(signature_text) {
    // A module's function is bound to its module only; `issubclass(cls, class_or_tuple, /)` is bound to nothing.
    if (how == kFunction && signature.parameters[0] != "module") signature.has_self = false;
  }
  consteval NativeDef(const char* signature_text, NativeFn fn, Sync rule, const char* documentation, Texts texts)
      : NativeDef(signature_text, fn, rule, documentation, kMethod, texts) {}
};

struct GetSetDef {
  const char* name;
  Result<Value> (*get)(Thread& t, Value self);
  Result<void> (*set)(Thread& t, Value self, Value value);  // nullptr: read-only; value ABSENT: delete
  const char* doc;
  bool member = false;  // shown as a member_descriptor, as where CPython reads a field of a C struct
};

/// Function object over a NativeDef: builtins (self = module or ABSENT) and bound native methods.
struct NativeFunction : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kNativeFunction;
  const NativeDef* def;
  Field<Value> self;    // bound self (passed as first argument when def->signature.has_self), else ABSENT
  Field<Value> module;  // __module__: str or None
  Field<Value> name_override;
};
/// In a type's dict: method_descriptor / classmethod_descriptor.
struct MethodDescriptor : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kMethodDescriptor;
  const NativeDef* def;
  Field<Type*> owner;
};
Result<NativeFunction*> native_function_new(Thread& t, const NativeDef* def, Value self, Value module);

/// Fills out[0 .. signature.count) from a call's arguments: ABSENT for omitted ones, a Tuple for *args, a Dict for **kwargs. The error
/// texts are python3.11's for functions of that kind; `callee` (a NativeFunction, a MethodDescriptor or ABSENT) is what they name.
Result<void> parse_arguments(Thread& t, const Signature& signature, const Value* args, uint32_t nargs, Tuple* kwnames, Value* out,
                             Value callee = kAbsent);
/// For `new_` and `init` slots: parses by a signature written without self: static constexpr Signature kSignature{"list(iterable=(), /)"}.
template <int N>
struct ParsedArguments {
  Value values[N];
  Value operator[](int i) const { return values[i]; }
};

/// Runs def.function on unpacked arguments; completes the message of a failed argument conversion.
EIDER_COLD Failure native_failed(Thread& t, const NativeDef& def);
EIDER_ALWAYS_INLINE Result<Value> invoke_native(Thread& t, const NativeDef& def, const Value* args) {
  Result<Value> result = def.function(t, args);
  if (EIDER_UNLIKELY(!result.ok())) return native_failed(t, def);
  return result;
}

/// Calls `def` with args laid out as protocol.h's call convention (self, when there is one, is args[0]).
Result<Value> call_native(Thread& t, const NativeDef& def, const Value* args, uint32_t nargs, Tuple* kwnames, Value callee = kAbsent);
/// Calls a NativeFunction (bound self and all), a MethodDescriptor.
Result<Value> native_function_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);
Result<Value> method_descriptor_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames);

// --- bind ------------------------------------------------------------------------------------------------------------------------
using Index = int64_t;

Failure raise_bad_argument(Thread& t, const char* expected, Value got);
/// Says which argument it was (index counts self); no effect when the failure was another.
void note_bad_argument(Thread& t, int index);
Result<int64_t> argument_index(Thread& t, Value v);
Result<bool> argument_truth(Thread& t, Value v);
bool argument_is(const Thread& t, Value v, TypeId id);
const char* type_id_name(TypeId id);

namespace bind_detail {
template <class T>
struct Convert;
template <>
struct Convert<Value> {
  static Result<Value> from(Thread&, Value v) { return v; }
};
template <class T>
  requires std::is_base_of_v<Object, T>
struct Convert<T*> {
  static Result<T*> from(Thread& t, Value v) {
    if (EIDER_LIKELY(!v.is_absent())) {
      if (EIDER_LIKELY(is_exact(v, T::kTypeId)) || argument_is(t, v, T::kTypeId)) return v.as<T>();
    }
    return raise_bad_argument(t, type_id_name(T::kTypeId), v);
  }
};
template <>
struct Convert<int64_t> {
  static Result<int64_t> from(Thread& t, Value v) {
    if (EIDER_LIKELY(v.is_small_int())) return v.small_int();
    return argument_index(t, v);
  }
};
template <>
struct Convert<bool> {
  static Result<bool> from(Thread& t, Value v) {
    if (v.is_absent()) return false;
    if (v.is_bool()) return v == kTrue;
    return argument_truth(t, v);
  }
};
template <>
struct Convert<std::optional<int64_t>> {
  static Result<std::optional<int64_t>> from(Thread& t, Value v) {
    if (v.is_absent()) return std::optional<int64_t>();
    if (v.is_small_int()) return std::optional<int64_t>(v.small_int());
    return std::optional<int64_t>(EIDER_TRY(argument_index(t, v)));
  }
};
inline Result<Value> to_value(Result<Value> r) { return r; }
inline Result<Value> to_value(Result<void> r) { return r.ok() ? Result<Value>(kNone) : Result<Value>(kFailure); }
inline Result<Value> to_value(Result<bool> r) { return r.ok() ? Result<Value>(Value::from_bool(r.get())) : Result<Value>(kFailure); }
Result<Value> to_value(Thread& t, Result<int64_t> r);
template <class T>
Result<Value> to_value(Result<T*> r) {
  return r;
}

template <class F>
struct Unpack;
template <class R, class... Args>
struct Unpack<R (*)(Thread&, Args...)> {
  template <class A>
  static Result<A> convert_one(Thread& t, Value v, bool& ok, int index) {
    if (EIDER_UNLIKELY(!ok)) return kFailure;  // an earlier argument failed
    Result<A> converted = Convert<A>::from(t, v);
    ok = converted.ok();
    if (EIDER_UNLIKELY(!ok)) note_bad_argument(t, index);
    return converted;
  }
  template <R (*F)(Thread&, Args...), size_t... I>
  static Result<Value> call(Thread& t, const Value* args, std::index_sequence<I...>) {
    bool ok = true;
    std::tuple<Result<Args>...> converted{convert_one<Args>(t, args[I], ok, static_cast<int>(I))...};  // braces: left to right
    if (EIDER_UNLIKELY(!ok)) return kFailure;
    if constexpr (std::is_same_v<R, Result<int64_t>>) {
      return to_value(t, F(t, std::get<I>(converted).get()...));
    } else {
      return to_value(F(t, std::get<I>(converted).get()...));
    }
  }
  template <R (*F)(Thread&, Args...)>
  static Result<Value> entry(Thread& t, const Value* args) {
    return call<F>(t, args, std::index_sequence_for<Args...>());
  }
};
}  // namespace bind_detail

/// Adapts `Result<...> f(Thread&, Args...)` to NativeFn.
template <auto F>
inline constexpr NativeFn bind = &bind_detail::Unpack<decltype(F)>::template entry<F>;

}  // namespace eider::objects
