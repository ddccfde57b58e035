// SPDX-License-Identifier: MIT
//
// What <eider/eider.hpp> is made of: opaque things and plain functions, no virtual machine in sight. Not for direct use.
//
// A Word is a Python object as the machine sees it. It is kept alive by standing in a local variable or argument while a
// Session exists on the same thread; whatever stands elsewhere (heap memory, another thread) must be a Handle.
// No function here throws, except for running out of memory outside the heap, which ends the process.
#pragma once

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

/// A length of time. Made from any std::chrono duration (this header does without <chrono>, which is slow to compile).
class Duration {
 public:
  constexpr Duration() = default;
  template <class D>
    requires requires(D d) { typename D::rep; D::period::num; d.count(); }
  constexpr Duration(D d) : ns_(to_ns(static_cast<double>(d.count()) * D::period::num / D::period::den)) {}
  constexpr std::int64_t nanoseconds() const { return ns_; }
  static constexpr Duration of_nanoseconds(std::int64_t ns) {
    Duration d;
    d.ns_ = ns;
    return d;
  }

 private:
  static constexpr std::int64_t to_ns(double seconds) {
    double ns = seconds * 1e9;
    if (ns >= 9.2e18) return INT64_MAX;
    return ns <= 0 ? 0 : static_cast<std::int64_t>(ns + 0.5);
  }
  std::int64_t ns_ = 0;
};

/// How a runtime is made. Fixed for its life.
struct EIDER_EXPORT RuntimeOptions {
  std::vector<std::string> argv = {""};     // sys.argv
  std::vector<std::string> path = {};       // sys.path; empty: PYTHONPATH and the system's standard library
  std::string program = "eider";            // sys.executable
  int optimize = 0;                         // 1: no asserts, 2: no docstrings either
  std::size_t memory_limit_bytes = 0;       // of the object heap; 0: none. Beyond it scripts get MemoryError
  bool install_signal_handlers = false;     // true: Ctrl-C becomes KeyboardInterrupt in this runtime's main thread
  unsigned gc_every = 0;                    // debugging: collect at every Nth allocation
  bool gc_poison = false;                   // debugging: overwrite freed memory
  bool gc_verify = false;                   // debugging: verify the heap around each collection
  Duration close_deadline = Duration::of_nanoseconds(5'000'000'000);  // of the destructor's close()
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
  void* host_ = nullptr;        // entered from outside: what this OS thread knows of the runtime
  void* outer_ = nullptr;       // its thread in another runtime, to go back to
  bool outer_running_ = false;
  bool attached_here_ = false;  // by this session
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

struct Binding;

/// One call of a bound callable. `args` has a word for each parameter, 0 for one that was omitted.
struct Call {
  Session& session;
  const Binding& binding;
  const Word* args;
  Word* result;
};

/// A C++ callable as the runtime holds it. `invoke` returns false with an exception pending.
struct Binding {
  struct Parameter {
    std::string name;       // empty: by position only
    bool required = true;
  };
  void* state = nullptr;
  bool (*invoke)(void* state, Call& call) = nullptr;
  void (*destroy)(void* state) = nullptr;
  std::string name;
  std::string doc;
  std::vector<Parameter> parameters;
};

// --- a runtime's life
EIDER_EXPORT Core* core_create(const RuntimeOptions& options, std::string* error);
EIDER_EXPORT void core_retain(Core* core);
EIDER_EXPORT void core_release(Core* core);
EIDER_EXPORT bool core_close(Core* core, Duration deadline);
EIDER_EXPORT bool core_open(const Core* core);
EIDER_EXPORT Duration core_close_deadline(const Core* core);

// --- handles
EIDER_EXPORT Handle* handle_new(Session& s, Word word);
EIDER_EXPORT void handle_retain(Handle* handle);
EIDER_EXPORT void handle_release(Handle* handle);
EIDER_EXPORT Word handle_word(const Handle* handle);  // 0 when its runtime is closed
EIDER_EXPORT Core* handle_core(const Handle* handle);

// --- errors
EIDER_EXPORT void raise(Session& s, const char* type, std::string_view text);  // a builtin exception by its name
EIDER_EXPORT void raise_closed(Session& s, std::string_view text);  // eider::Closed passes through a callable
EIDER_EXPORT void raise_problem(Session& s, std::string_view where);  // s.problem as TypeError or OverflowError; a pending exception stays
EIDER_EXPORT void raise_again(Session& s, const ErrorData& error);
/// "name() argument 2 'x': ..."; index -1: the result.
EIDER_EXPORT void raise_in_call(Call& call, int index);
/// Takes the pending exception. nullptr: the thread unwinds because its runtime closes.
EIDER_EXPORT std::shared_ptr<const ErrorData> take_error(Session& s);
EIDER_EXPORT bool error_pending(Session& s);

// --- running
EIDER_EXPORT bool exec(Session& s, std::string_view source, std::string_view filename);
EIDER_EXPORT bool eval(Session& s, std::string_view expression, Word* result);
EIDER_EXPORT bool get_global(Session& s, std::string_view name, Word* result);   // then builtins; NameError
EIDER_EXPORT bool set_global(Session& s, std::string_view name, Word value);
/// args: `positional` of them, then one for each of `keywords`.
EIDER_EXPORT bool call(Session& s, Word callable, const Word* args, std::size_t positional, const std::string_view* keywords,
                       std::size_t keyword_count, Word* result);
EIDER_EXPORT bool get_attr(Session& s, Word object, std::string_view name, Word* result);
EIDER_EXPORT bool set_attr(Session& s, Word object, std::string_view name, Word value);
EIDER_EXPORT bool get_item(Session& s, Word object, Word key, Word* result);
EIDER_EXPORT bool set_item(Session& s, Word object, Word key, Word value);
EIDER_EXPORT bool repr(Session& s, Word object, bool as_str, std::string* out);
/// Takes the state over, also when it fails. `defaults`: a word for each parameter, 0 for none.
EIDER_EXPORT bool make_callable(Session& s, Binding binding, const Word* defaults, Word* result);

// --- making objects
EIDER_EXPORT Word none_word();
EIDER_EXPORT Word bool_word(bool b);
EIDER_EXPORT bool make_int(Session& s, std::int64_t v, Word* result);
EIDER_EXPORT bool make_uint(Session& s, std::uint64_t v, Word* result);
EIDER_EXPORT bool make_float(Session& s, double v, Word* result);
EIDER_EXPORT bool make_str(Session& s, std::string_view utf8, Word* result);  // ValueError when it is not UTF-8
EIDER_EXPORT bool make_path(Session& s, std::string_view bytes, Word* result);  // str, as os.fsdecode
EIDER_EXPORT bool make_bytes(Session& s, const void* data, std::size_t size, Word* result);
EIDER_EXPORT bool make_tuple(Session& s, const Word* items, std::size_t count, Word* result);
EIDER_EXPORT bool make_list(Session& s, std::size_t expected, Word* result);
EIDER_EXPORT bool list_push(Session& s, Word list, Word item);
EIDER_EXPORT bool make_dict(Session& s, Word* result);
EIDER_EXPORT bool make_set(Session& s, Word* result);
EIDER_EXPORT bool set_add(Session& s, Word set, Word item);

// --- reading objects
enum class Read : std::uint8_t { ok, wrong_type, out_of_range };
/// What an object naturally is, for choosing among a variant's alternatives.
enum class Kind : std::uint8_t { other, none, boolean, integer, floating, text, bytes, sequence, tuple, mapping, set, callable };
EIDER_EXPORT bool is_none(Word word);
EIDER_EXPORT Kind kind_of(Session& s, Word word);
EIDER_EXPORT std::string type_name(Session& s, Word word);
EIDER_EXPORT Read read_bool(Session& s, Word word, bool* out);
EIDER_EXPORT Read read_int(Session& s, Word word, std::int64_t* out);
EIDER_EXPORT Read read_uint(Session& s, Word word, std::uint64_t* out);
EIDER_EXPORT Read read_float(Session& s, Word word, double* out);  // ints too
EIDER_EXPORT Read read_str(Session& s, Word word, std::string* out);
EIDER_EXPORT Read read_path(Session& s, Word word, std::string* out);     // str, bytes, os.PathLike
EIDER_EXPORT Read read_bytes(Session& s, Word word, std::string* out);    // anything bytes-like
EIDER_EXPORT Read read_seconds(Session& s, Word word, double* out);       // int, float, datetime.timedelta
enum class Shape : std::uint8_t { sequence, tuple, mapping, set };
/// A copy of a list's, tuple's or other iterable's items (tuple: exactly a tuple or list; mapping: key, value, key, value...; set: a
/// set or frozenset) as of now. False: wrong type (nothing pending) or an exception.
EIDER_EXPORT bool open_items(Session& s, Word word, Shape shape, Word* items, std::size_t* count);
EIDER_EXPORT Word item_at(Word items, std::size_t index);

// --- bound enums; `tag`: convert.hpp's type_tag
/// The integer behind a member of the enum bound for `tag`; without one `w` itself when it is an int. False: wrong type.
EIDER_EXPORT bool enum_value(Session& s, const void* tag, Word w, Word* plain);
/// The member with this value, or the value itself when no enum is bound.
EIDER_EXPORT bool enum_member(Session& s, const void* tag, Word value, Word* result);

}  // namespace detail
}  // namespace eider
