// SPDX-License-Identifier: MIT
//
// Raising, catching and inspecting exceptions from C++.
//
// raise() creates the instance at once and makes it the thread's pending exception; its __context__ is the exception being
// handled. StopIteration is not used inside: `next` slots return ABSENT.
#pragma once

#include "objects/containers.h"
#include "objects/thread.h"

namespace eider::objects {

/// Layout of every exception instance: type "BaseException"; subclasses with more fields extend it (builtins/exceptions.h).
struct BaseException : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kBaseException;
  Field<Value> args;        // Tuple
  Field<Value> traceback;   // Traceback or None (stored as ABSENT)
  Field<Value> context;     // BaseException or ABSENT
  Field<Value> cause;       // BaseException, None, or ABSENT
  Field<Value> suppress_context;  // True/False word
  Field<Value> fields[5];   // of the subclass: StopIteration: value; SystemExit: code; ImportError: msg, name, path; NameError: name;
                            // AttributeError: name, obj; KeyError: -; OSError: errno, strerror, filename, filename2;
                            // SyntaxError: msg, and a tuple (filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line) in [1];
                            // UnicodeError: encoding, object, start, end, reason; ExceptionGroup: message, exceptions
};

struct Traceback : Object {  // kCustom
  static constexpr TypeId kTypeId = TypeId::kTraceback;
  Field<Value> next;    // towards the raise point; ABSENT at the end
  Field<Value> frame;   // frame object
  Field<Value> lasti;   // unit offset, int
  Field<Value> lineno;  // int
};

/// Sets the pending exception: an instance of the builtin exception `id` with one str argument made from a printf format.
EIDER_COLD Failure raise(Thread& t, TypeId id, const char* format, ...) __attribute__((format(printf, 3, 4)));
EIDER_COLD Failure raise_value(Thread& t, TypeId id, Value argument);            // id(argument)
EIDER_COLD Failure raise_values(Thread& t, TypeId id, const Value* args, int n); // id(*args)
EIDER_COLD Failure raise_str(Thread& t, TypeId id, Str* message);
EIDER_COLD Failure raise_about(Thread& t, TypeId id, std::string_view ascii, Str* shown);  // the two texts, one behind the other
EIDER_COLD Failure raise_none(Thread& t, TypeId id);                             // id()
EIDER_COLD Failure raise_key_error(Thread& t, Value key);
EIDER_COLD Failure raise_no_memory(Thread& t);                                   // preallocated; never allocates
EIDER_COLD Failure raise_errno(Thread& t, int error, Value filename = kAbsent);  // the right OSError subclass
EIDER_COLD Failure raise_attribute_error(Thread& t, Value object, Str* name);    // "'X' object has no attribute 'y'"
/// `raise exc [from cause]` in the language: exc a class or instance; cause ABSENT when not given.
Failure raise_exception(Thread& t, Value exc, Value cause = kAbsent);
/// Makes an existing instance pending as it is (re-raise), setting __context__ when it has none.
Failure raise_instance(Thread& t, Value instance);
Failure reraise(Thread& t, Value instance);  // context untouched

/// The pending exception, cleared from the thread.
Value take_exception(Thread& t);
/// Whether the pending exception is an instance of the builtin exception `id`.
bool pending_is(const Thread& t, TypeId id);
/// Clears it if so.
bool clear_if(Thread& t, TypeId id);
/// A new instance cls(*args) without raising.
Result<Value> new_exception(Thread& t, Type* cls, const Value* args, uint32_t nargs);
bool exception_matches(const Thread& t, Value instance, const Type* cls);
/// An entry of a traceback in front of `next` (ABSENT: the last one); nullptr without memory, and nothing is pending then.
/// line   -1: that of `unit`, found when somebody asks
Traceback* traceback_entry(Thread& t, Value frame_object, int64_t unit, int64_t line, Value next);
/// Adds a traceback entry for `frame` at its current instruction to the pending exception. vm only.
void add_traceback(Thread& t, Value frame_object, int64_t unit, int64_t line);
/// Text as python3.11's traceback module prints it (chained causes, groups, notes, carets), UTF-8 with final newline.
std::string format_exception(Thread& t, Value instance);
/// "Exception ignored in: ..." through sys.unraisablehook; clears the pending exception.
void report_unraisable(Thread& t, const char* where, Value object);

/// warnings.warn(text, category, stacklevel): fails when the program's filters make the warning an exception.
Result<void> warn(Thread& t, TypeId category, std::string_view text, int stack_level = 1);

}  // namespace eider::objects
