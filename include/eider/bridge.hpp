// SPDX-License-Identifier: MIT
//
// What <eider/eider.hpp> is made of: opaque things and plain functions, no virtual machine in sight. Not for direct use.
//
// A Word is a Python object as the machine sees it. It is kept alive by standing in a local variable or argument while a
// Session exists on the same thread; whatever stands elsewhere (heap memory, another thread) must be a Handle.
// No function here throws, except for running out of memory outside the heap, which ends the process.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#if defined(__GNUC__)
#define EIDER_EXPORT __attribute__((visibility("default")))
#else
#define EIDER_EXPORT
#endif

namespace eider {

/// How a runtime is made. Fixed for its life.
struct EIDER_EXPORT RuntimeOptions {
  std::vector<std::string> argv = {""};     // sys.argv
  std::vector<std::string> path = {};       // sys.path; empty: PYTHONPATH and the system's standard library
  std::string program = "eider";            // sys.executable
  int optimize = 0;                         // 1: no asserts, 2: no docstrings either
  std::size_t memory_limit_bytes = 0;       // of the object heap; 0: none. Beyond it scripts get MemoryError
  bool install_signal_handlers = false;     // true: Ctrl-C becomes KeyboardInterrupt in this runtime's main thread
  unsigned gc_every = 0;                    // debugging: collect at every Nth allocation
  bool gc_verify = false;                   // debugging: verify the heap around each collection
  std::chrono::nanoseconds close_deadline = std::chrono::seconds(5);  // of the destructor's close()
};

namespace detail {

using Word = std::uint64_t;
struct Core;    // a runtime as the host sees it; counted, outlives its virtual machine
struct Handle;  // a rooted object; counted, any thread

/// An exception of the script, as the host keeps it.
struct ErrorData {
  std::string type_name;   // "ZeroDivisionError"
  std::string message;     // str(exception)
  std::string traceback;   // what the command line prints
  Handle* exception = nullptr;
  ErrorData() = default;
  ErrorData(const ErrorData&) = delete;
  ErrorData& operator=(const ErrorData&) = delete;
  EIDER_EXPORT ~ErrorData();
};

/// The calling thread inside a runtime, for a scope; attaches it and nests.
class EIDER_EXPORT Session {
 public:
  explicit Session(Core* core);
  Session(Core* core, void* thread) : core_(core), thread_(thread) {}  // in a bound callable: inside already
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  bool entered() const { return thread_ != nullptr; }
  Core* core() const { return core_; }
  void* thread() const { return thread_; }

  // Why the last conversion failed; empty when an exception of the script is pending instead.
  std::string problem;
  bool out_of_range = false;
  bool fail(std::string text, bool range = false) {
    problem = std::move(text);
    out_of_range = range;
    return false;
  }

 private:
  Core* core_;
  void* thread_ = nullptr;
  bool own_ = false;
  alignas(8) unsigned char space_[64];
};

/// Outside the heap for a scope: a bound callable that may wait does not delay the others' collections.
class EIDER_EXPORT Away {
 public:
  explicit Away(Session& s);
  ~Away();
  Away(const Away&) = delete;
  Away& operator=(const Away&) = delete;

 private:
  void* thread_;
};

/// A C++ callable as the runtime holds it. `invoke` returns false with an exception pending.
struct Binding {
  void* state = nullptr;
  bool (*invoke)(void* state, Session& s, const char* name, const Word* args, std::uint32_t count, Word* result) = nullptr;
  void (*destroy)(void* state) = nullptr;
  std::string name;
};

// --- a runtime's life
EIDER_EXPORT Core* core_create(const RuntimeOptions& options, std::string* error);
EIDER_EXPORT void core_retain(Core* core);
EIDER_EXPORT void core_release(Core* core);
EIDER_EXPORT bool core_close(Core* core, std::chrono::nanoseconds deadline);
EIDER_EXPORT bool core_open(const Core* core);
EIDER_EXPORT std::chrono::nanoseconds core_close_deadline(const Core* core);

// --- handles
EIDER_EXPORT Handle* handle_new(Session& s, Word word);
EIDER_EXPORT void handle_retain(Handle* handle);
EIDER_EXPORT void handle_release(Handle* handle);
EIDER_EXPORT Word handle_word(const Handle* handle);  // 0 when its runtime is closed
EIDER_EXPORT Core* handle_core(const Handle* handle);

// --- errors
enum class Raise : std::uint8_t { runtime_error, value_error, type_error, index_error, overflow_error, memory_error, closed };
EIDER_EXPORT void raise(Session& s, Raise kind, std::string_view text);
EIDER_EXPORT void raise_problem(Session& s, std::string_view where);  // s.problem as TypeError or OverflowError; a pending exception stays
EIDER_EXPORT void raise_again(Session& s, const ErrorData& error);
/// Takes the pending exception. nullptr: the thread unwinds because its runtime closes.
EIDER_EXPORT std::shared_ptr<const ErrorData> take_error(Session& s);

// --- running
EIDER_EXPORT bool exec(Session& s, std::string_view source, std::string_view filename);
EIDER_EXPORT bool eval(Session& s, std::string_view expression, Word* result);
EIDER_EXPORT bool get_global(Session& s, std::string_view name, Word* result);   // then builtins; NameError
EIDER_EXPORT bool set_global(Session& s, std::string_view name, Word value);
EIDER_EXPORT bool call(Session& s, Word callable, const Word* args, std::size_t count, Word* result);
EIDER_EXPORT bool get_attr(Session& s, Word object, std::string_view name, Word* result);
EIDER_EXPORT bool set_attr(Session& s, Word object, std::string_view name, Word value);
EIDER_EXPORT bool get_item(Session& s, Word object, Word key, Word* result);
EIDER_EXPORT bool set_item(Session& s, Word object, Word key, Word value);
EIDER_EXPORT bool repr(Session& s, Word object, bool as_str, std::string* out);
EIDER_EXPORT bool make_callable(Session& s, Binding binding, Word* result);  // takes the state over, also when it fails

// --- making objects
EIDER_EXPORT Word none_word();
EIDER_EXPORT Word bool_word(bool b);
EIDER_EXPORT bool make_int(Session& s, std::int64_t v, Word* result);
EIDER_EXPORT bool make_uint(Session& s, std::uint64_t v, Word* result);
EIDER_EXPORT bool make_float(Session& s, double v, Word* result);
EIDER_EXPORT bool make_str(Session& s, std::string_view utf8, Word* result);  // ValueError when it is not UTF-8
EIDER_EXPORT bool make_tuple(Session& s, const Word* items, std::size_t count, Word* result);
EIDER_EXPORT bool make_list(Session& s, std::size_t expected, Word* result);
EIDER_EXPORT bool list_push(Session& s, Word list, Word item);
EIDER_EXPORT bool make_dict(Session& s, Word* result);

// --- reading objects
enum class Read : std::uint8_t { ok, wrong_type, out_of_range };
EIDER_EXPORT bool is_none(Word word);
EIDER_EXPORT std::string type_name(Session& s, Word word);
EIDER_EXPORT Read read_bool(Session& s, Word word, bool* out);
EIDER_EXPORT Read read_int(Session& s, Word word, std::int64_t* out);
EIDER_EXPORT Read read_uint(Session& s, Word word, std::uint64_t* out);
EIDER_EXPORT Read read_float(Session& s, Word word, double* out);  // ints too
EIDER_EXPORT Read read_str(Session& s, Word word, std::string* out);
enum class Shape : std::uint8_t { sequence, tuple, mapping };
/// A copy of a list's, tuple's or other iterable's items (tuple: exactly a tuple or list; mapping: key, value, key, value...) as of
/// now. False: wrong type (nothing pending) or an exception.
EIDER_EXPORT bool open_items(Session& s, Word word, Shape shape, Word* items, std::size_t* count);
EIDER_EXPORT Word item_at(Word items, std::size_t index);
EIDER_EXPORT bool error_pending(Session& s);

}  // namespace detail
}  // namespace eider
