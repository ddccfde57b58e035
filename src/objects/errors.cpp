// SPDX-License-Identifier: MIT
//
// Raising and catching exceptions from C++.
#include "objects/errors.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <string>

#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::objects {

namespace {

bool is_exception_class(Thread& t, Value v) {
  return v.is_heap() && is_instance(t, v, TypeId::kType) && is_subtype(v.as<Type>(), type(t, TypeId::kBaseException));
}

/// Makes the chain of contexts end before `exc`, so that no cycle arises when exc itself gets `context`.
void set_context(Thread& t, Value exc, Value context) {
  if (context.is_absent() || context == exc) return;
  auto* raised = exc.as<BaseException>();
  if (!raised->context.load_relaxed().is_absent() && raised->context.load_relaxed() == context) return;
  // Walks the handled exception's contexts; Floyd's second pointer ends walks in cycles made by hand.
  Value slow = context;
  bool step = false;
  for (Value at = context;;) {
    Value next = at.as<BaseException>()->context.load_relaxed();
    if (next.is_absent() || next.is_none()) break;
    if (next == exc) {
      at.as<BaseException>()->context.store_release(kAbsent);
      break;
    }
    at = next;
    if (at == slow) break;
    if (step) slow = slow.as<BaseException>()->context.load_relaxed();
    step = !step;
  }
  raised->context.store_release(context);
}

/// An instance of a builtin exception type made without running Python: `args` is all its native constructor would do.
Result<Value> plain_instance(Thread& t, TypeId id, Tuple* args) {
  Object* o = EIDER_TRY(new_instance(t, type(t, id)));
  static_cast<BaseException*>(o)->args.init(args->value());
  static_cast<BaseException*>(o)->suppress_context.init(kFalse);
  return o->value();
}

/// Types whose constructor looks at its arguments are called; the others are filled in directly.
bool has_constructor_fields(TypeId id) {
  switch (id) {
    case TypeId::kStopIteration: case TypeId::kSystemExit: case TypeId::kImportError: case TypeId::kModuleNotFoundError:
    case TypeId::kSyntaxError: case TypeId::kIndentationError: case TypeId::kTabError: case TypeId::kUnicodeDecodeError:
    case TypeId::kUnicodeEncodeError: case TypeId::kUnicodeTranslateError: case TypeId::kBaseExceptionGroup:
    case TypeId::kExceptionGroup: case TypeId::kAttributeError: case TypeId::kNameError: case TypeId::kUnboundLocalError:
      return true;
    default: return id >= TypeId::kOSError && id <= TypeId::kTimeoutError;
  }
}

Failure pend(Thread& t, Value instance) {
  set_context(t, instance, t.handled_exception);
  t.pending_exception = instance;
  return kFailure;
}

}  // namespace

Failure raise_values(Thread& t, TypeId id, const Value* args, int n) {
  Result<Value> made = kFailure;
  if (has_constructor_fields(id) && type(t, id)->has(kNativeReady)) {  // before its installer has run there are no fields
    made = new_exception(t, type(t, id), args, static_cast<uint32_t>(n));
  } else {
    Result<Tuple*> tuple = tuple_from(t, args, n);
    if (tuple.ok()) made = plain_instance(t, id, tuple.get());
  }
  if (!made.ok()) return kFailure;  // what went wrong instead is pending
  return pend(t, made.get());
}

Failure raise_str(Thread& t, TypeId id, Str* message) {
  Value args[] = {message->value()};
  return raise_values(t, id, args, 1);
}
Failure raise_value(Thread& t, TypeId id, Value argument) { return raise_values(t, id, &argument, 1); }
Failure raise_about(Thread& t, TypeId id, std::string_view ascii, Str* shown) {
  if (shown->width != 1) return raise_str(t, id, EIDER_TRY(str_concat(t, EIDER_TRY(str_from_ascii(t, ascii)), shown)));
  Str* text = EIDER_TRY(str_new(t, static_cast<int64_t>(ascii.size()) + shown->length(), shown->ascii ? 127 : 255));
  std::memcpy(str_fill(text), ascii.data(), ascii.size());
  std::memcpy(str_fill(text) + ascii.size(), shown->bytes(), static_cast<size_t>(shown->length()));
  return raise_str(t, id, text);
}
Failure raise_none(Thread& t, TypeId id) { return raise_values(t, id, nullptr, 0); }
Failure raise_key_error(Thread& t, Value key) { return raise_values(t, TypeId::kKeyError, &key, 1); }

Failure raise(Thread& t, TypeId id, const char* format, ...) {
  char fixed[512];
  va_list list;
  va_start(list, format);
  va_list again;
  va_copy(again, list);
  int needed = std::vsnprintf(fixed, sizeof fixed, format, list);
  va_end(list);
  Result<Str*> text = kFailure;
  if (needed >= 0 && static_cast<size_t>(needed) < sizeof fixed) {
    text = str_from_utf8(t, std::string_view(fixed, static_cast<size_t>(needed)));
  } else {
    std::string large(needed < 0 ? 0 : static_cast<size_t>(needed), '\0');
    std::vsnprintf(large.data(), large.size() + 1, format, again);
    text = str_from_utf8(t, large);
  }
  va_end(again);
  if (!text.ok()) return kFailure;
  return raise_str(t, id, text.get());
}

Failure raise_no_memory(Thread& t) {
  // The instance is shared: nothing of this raise may stay in it.
  BaseException* e = t.realm->no_memory_error;
  EIDER_CHECK(e != nullptr);
  t.pending_exception = e->value();
  return kFailure;
}

Failure raise_errno(Thread& t, int error, Value filename) {
  Value args[3];
  Result<Value> number = int_from_int64(t, error);
  if (!number.ok()) return kFailure;
  args[0] = number.get();
  Result<Str*> text = str_from_utf8(t, std::strerror(error));
  if (!text.ok()) return kFailure;
  args[1] = text.get()->value();
  args[2] = filename;
  // OSError's constructor chooses the subclass by errno.
  return raise_values(t, TypeId::kOSError, args, filename.is_absent() ? 2 : 3);
}

Failure raise_attribute_error(Thread& t, Value object, Str* name) {
  Result<Str*> text = kFailure;
  if (object.is_heap() && is_instance(t, object, TypeId::kType)) {
    text = str_format(t, "type object '%s' has no attribute '%s'", object.as<Type>()->utf8_name, to_utf8(name).c_str());
  } else {
    text = str_format(t, "'%s' object has no attribute '%s'", type_name(t, object), to_utf8(name).c_str());
  }
  if (!text.ok()) return kFailure;
  Result<Tuple*> args = tuple_of(t, text.get()->value());
  if (!args.ok()) return kFailure;
  Result<Value> made = plain_instance(t, TypeId::kAttributeError, args.get());
  if (!made.ok()) return kFailure;
  made.get().as<BaseException>()->fields[0].init(name->value());
  made.get().as<BaseException>()->fields[1].init(object);
  return pend(t, made.get());
}

Failure raise_exception(Thread& t, Value exc, Value cause) {
  Value instance = exc;
  if (is_exception_class(t, exc)) {
    instance = EIDER_TRY(call0(t, exc));
    if (!is_instance(t, instance, TypeId::kBaseException)) {
      return raise(t, TypeId::kTypeError, "calling %s should have returned an instance of BaseException, not %s",
                   to_utf8(EIDER_TRY(repr(t, exc))).c_str(), to_utf8(EIDER_TRY(repr(t, type_of(t, instance)->value()))).c_str());
    }
  } else if (!is_instance(t, exc, TypeId::kBaseException)) {
    return raise(t, TypeId::kTypeError, "exceptions must derive from BaseException");
  }
  if (!cause.is_absent()) {
    Value fixed = cause;
    if (is_exception_class(t, cause)) {
      fixed = EIDER_TRY(call0(t, cause));
      if (!is_instance(t, fixed, TypeId::kBaseException)) {
        return raise(t, TypeId::kTypeError, "calling %s should have returned an instance of BaseException, not %s",
                     to_utf8(EIDER_TRY(repr(t, cause))).c_str(), to_utf8(EIDER_TRY(repr(t, type_of(t, fixed)->value()))).c_str());
      }
    } else if (!cause.is_none() && !is_instance(t, cause, TypeId::kBaseException)) {
      return raise(t, TypeId::kTypeError, "exception causes must derive from BaseException");
    }
    instance.as<BaseException>()->cause.store_release(fixed);
    instance.as<BaseException>()->suppress_context.store_release(kTrue);
  }
  return pend(t, instance);
}

Failure raise_instance(Thread& t, Value instance) { return pend(t, instance); }

Failure reraise(Thread& t, Value instance) {
  t.pending_exception = instance;
  return kFailure;
}

Value take_exception(Thread& t) {
  Value e = t.pending_exception;
  t.pending_exception = kAbsent;
  return e;
}

bool exception_matches(const Thread& t, Value instance, const Type* cls) { return is_subtype(type_of(t, instance), cls); }

bool pending_is(const Thread& t, TypeId id) {
  return t.has_exception() && exception_matches(t, t.pending_exception, type(t, id));
}

bool clear_if(Thread& t, TypeId id) {
  if (!pending_is(t, id)) return false;
  t.pending_exception = kAbsent;
  return true;
}

Result<Value> new_exception(Thread& t, Type* cls, const Value* args, uint32_t nargs) { return call(t, cls->value(), args, nargs); }

Traceback* traceback_entry(Thread& t, Value frame_object, int64_t unit, int64_t line, Value next) {
  uint64_t header = gc::header_word(shape_id(TypeId::kTraceback), TraceKind::kCustom, sizeof(Traceback));
  Header* raw = gc::allocate(t, header, sizeof(Traceback));
  if (raw == nullptr) return nullptr;
  auto* entry = static_cast<Traceback*>(raw);
  entry->next.init(next);
  entry->frame.init(frame_object);
  entry->lasti.init(Value::from_small_int(unit));
  entry->lineno.init(line < 0 ? kAbsent : Value::from_small_int(line));  // ABSENT: that of lasti, found when somebody asks
  return entry;
}

void add_traceback(Thread& t, Value frame_object, int64_t unit, int64_t line) {
  Value pending = t.pending_exception;
  if (pending == t.realm->no_memory_error->value()) return;  // shared, and there is no memory anyway
  Traceback* entry = traceback_entry(t, frame_object, unit, line, pending.as<BaseException>()->traceback.load_relaxed());
  if (entry == nullptr) return;  // the exception matters more than its traceback
  pending.as<BaseException>()->traceback.store_release(entry->value());
}

void report_unraisable(Thread& t, const char* where, Value object) {
  Value exc = take_exception(t);
  if (exc.is_absent() || type_of(t, exc) == t.realm->stopped_type) return;  // a stop is nobody's mistake
  if (t.realm->hooks.unraisable != nullptr) {
    t.realm->hooks.unraisable(t, exc, where, object);
    t.pending_exception = kAbsent;
    return;
  }
  std::string text = std::string("Exception ignored in: ") + (where == nullptr ? "?" : where) + "\n";
  // Through a hook: format_exception itself stands a layer up.
  text += t.realm->hooks.format_exception != nullptr ? t.realm->hooks.format_exception(t, exc) : std::string(type_name(t, exc)) + "\n";
  t.pending_exception = kAbsent;
  std::fwrite(text.data(), 1, text.size(), stderr);
}

Result<void> warn(Thread& t, TypeId category, std::string_view text, int stack_level) {
  Value warnings = EIDER_TRY(t.realm->import(t, "_warnings"));
  Value args[] = {EIDER_TRY(str_from_utf8(t, text))->value(), type(t, category)->value(), Value::from_small_int(stack_level)};
  EIDER_TRY(call_method(t, warnings, EIDER_TRY(intern(t, "warn")), args, 3));
  return kDone;
}

}  // namespace eider::objects
