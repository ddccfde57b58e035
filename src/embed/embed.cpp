// SPDX-License-Identifier: MIT
//
// The host's side of a runtime: who may enter, what the host holds, how it ends. The functions of include/eider/bridge.hpp.
//
// Note [Entering and closing]
// A thread that enters adds one to its stripe of `active`, then reads `state`; close() writes `state`, then reads all stripes.
// All four are seq_cst, so either the thread sees that the runtime is closing and turns back, or close() sees the thread and
// waits for it. A thread subtracts from the stripe it added to, so no stripe is ever negative and a sum of zero means nobody.
//
// Note [What the host holds]
// Handles are counted cells outside the heap in a list that the collector traces with the world stopped; copying one is an
// atomic addition on any thread. Bound C++ callables belong to their callable object: when a collection finds that dead,
// the binding is put aside and destroyed by the next thread that enters, so a destructor never runs inside a collection.
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <new>
#include <thread>

#include "base/mutex.h"
#include "eider/bridge.hpp"
#include "embed/house.h"
#include "frontend/utf8.h"
#include "objects/numbers.h"
#include "objects/rooted.h"
#include "runtime/runtime.h"
#include "threads/safepoint.h"
#include "vm/vm_state.h"

namespace eider::detail {

using namespace objects;
using Clock = std::chrono::steady_clock;
using base::MutexLock;

struct Handle {
  Atomic<uint32_t> refs{1};
  Atomic<uint64_t> word{0};  // 0: the runtime is closed
  Core* core = nullptr;      // counted
  Handle* next = nullptr;    // the list: guarded by the core's mutex
  Handle* previous = nullptr;
};

namespace {

enum State : uint32_t { kOpen, kClosing, kClosed };

constexpr unsigned kStripes = 16;
struct alignas(64) Stripe {
  Atomic<int64_t> active{0};
};

/// The Python object over a bound C++ callable.
struct NativeCallable : Object {  // TraceKind::kNone
  Binding* binding;
};

struct Bound {
  NativeCallable* object;  // compared and asked for its mark only
  Binding* binding;
};

void destroy_binding(Binding* binding) {
  if (binding->destroy != nullptr) binding->destroy(binding->state);
  delete binding;
}

}  // namespace

struct Core {
  Atomic<uint32_t> refs{1};
  Atomic<uint32_t> state{kOpen};
  Atomic<uint32_t> has_dead{0};   // a hint: `dead` is not empty
  Atomic<uint32_t> closer{0};     // 1 while a thread is inside core_close
  std::unique_ptr<runtime::Runtime> runtime;
  Type* callable_type = nullptr;  // rooted
  std::chrono::nanoseconds close_deadline{};
  void (*outer_trace)(Realm&, gc::Tracer&) = nullptr;  // the hooks that were there before ours
  void (*outer_sweep)(Realm&, gc::Heap&) = nullptr;
  base::Mutex mutex{base::LockRank::kLeaf};
  Handle* handles EIDER_GUARDED_BY(mutex) = nullptr;
  std::vector<Bound> bound EIDER_GUARDED_BY(mutex);
  std::vector<Binding*> dead EIDER_GUARDED_BY(mutex);
  Stripe stripes[kStripes];

  int64_t active() {
    int64_t sum = 0;
    for (Stripe& s : stripes) sum += s.active.load_seq_cst();
    return sum;
  }
};

namespace {

/// One Session of this OS thread; the chain says which runtimes it is inside of.
struct Entry {
  Core* core;
  Entry* outer;
  Stripe* stripe;
  runtime::Attached attached;
};

thread_local Entry* innermost = nullptr;
thread_local unsigned this_stripe = ~0u;
Atomic<uint32_t> next_stripe{0};

Stripe& stripe_of(Core& core) {
  if (this_stripe == ~0u) this_stripe = next_stripe.fetch_add_relaxed(1) % kStripes;
  return core.stripes[this_stripe];
}

bool inside(const Core* core) {
  for (Entry* e = innermost; e != nullptr; e = e->outer) {
    if (e->core == core) return true;
  }
  return false;
}

/// Outside every heap for a scope: while a runtime is made or waited for.
class OutsideAll {
 public:
  OutsideAll() : outer_(Thread::current()) {
    running_ = outer_ != nullptr && outer_->attached();
    if (running_) threads::detach(*outer_);
    Thread::set_current(nullptr);
  }
  ~OutsideAll() {
    Thread::set_current(outer_);
    if (running_) threads::attach(*outer_);
  }

 private:
  Thread* outer_;
  bool running_;
};

Thread& thread_of(Session& s) { return *static_cast<Thread*>(s.thread()); }
Value value_of(Word word) { return Value::from_bits(word); }
const Value* values_of(const Word* words) { return reinterpret_cast<const Value*>(words); }
static_assert(sizeof(Word) == sizeof(Value));

bool give(Result<Value> r, Word* result) {
  if (!r.ok()) return false;
  *result = r.get().bits();
  return true;
}
template <class T>
bool give(Result<T*> r, Word* result) {
  if (!r.ok()) return false;
  *result = r.get()->value().bits();
  return true;
}

std::string printable(std::string_view text) {
  return frontend::find_utf8_error(text).found ? frontend::with_replacements(text) : std::string(text);
}

// --- collector hooks ---------------------------------------------------------------------------------------------------------------

Core& core_of(Realm& realm) { return *static_cast<Core*>(static_cast<runtime::Runtime*>(realm.runtime)->embed_state); }

void trace_handles(Realm& realm, gc::Tracer& tracer) {
  Core& core = core_of(realm);
  {
    MutexLock lock(core.mutex);
    for (Handle* h = core.handles; h != nullptr; h = h->next) tracer.mark_word(h->word.load_relaxed());
  }
  if (core.outer_trace != nullptr) core.outer_trace(realm, tracer);
}

void sweep_bindings(Realm& realm, gc::Heap& heap) {
  Core& core = core_of(realm);
  {
    MutexLock lock(core.mutex);
    size_t kept = 0;
    for (Bound& b : core.bound) {
      if (heap.is_marked(b.object)) {
        core.bound[kept++] = b;
      } else {
        core.dead.push_back(b.binding);
      }
    }
    core.bound.resize(kept);
    core.has_dead.store_relaxed(!core.dead.empty());
  }
  if (core.outer_sweep != nullptr) core.outer_sweep(realm, heap);
}

void destroy_dead(Core& core) {
  std::vector<Binding*> dead;
  {
    MutexLock lock(core.mutex);
    dead.swap(core.dead);
    core.has_dead.store_relaxed(0);
  }
  for (Binding* b : dead) destroy_binding(b);
}

// --- the callable type ---------------------------------------------------------------------------------------------------------------

Result<Value> callable_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Binding* binding = self.as<NativeCallable>()->binding;
  EIDER_TRY(check_recursion(t, " while calling a C++ function"));
  if (kwnames != nullptr && kwnames->size() != 0) {
    return objects::raise(t, TypeId::kTypeError, "%s() takes no keyword arguments", binding->name.c_str());
  }
  Core& core = core_of(*t.realm);
  Session session(&core, &t);
  Word result = 0;
  bool ok = binding->invoke(binding->state, session, binding->name.c_str(), reinterpret_cast<const Word*>(args), nargs, &result);
  if (!ok) {
    if (t.has_exception()) return kFailure;
    return objects::raise(t, TypeId::kSystemError, "%s() failed without an exception", binding->name.c_str());
  }
  t.pending_exception = kAbsent;
  EIDER_TRY(poll(t));  // a loop that only calls C++ still answers
  return value_of(result);
}

Result<Value> callable_repr(Thread& t, Value self) {
  return str_format(t, "<C++ function %s at %s>", self.as<NativeCallable>()->binding->name.c_str(), address_text(self).c_str());
}

Result<Value> callable_name(Thread& t, Value self) { return str_from_utf8(t, printable(self.as<NativeCallable>()->binding->name)); }

constexpr GetSetDef kCallableAttributes[] = {
    {"__name__", callable_name, nullptr, "The name it was bound to."},
    {"__qualname__", callable_name, nullptr, "The name it was bound to."},
};

Result<void> install(Thread& t, Core& core) {
  TypeSpec spec;
  spec.name = "eider.native_callable";
  spec.doc = "A C++ callable of the host.";
  spec.native_bytes = sizeof(NativeCallable);
  spec.trace = TraceKind::kNone;
  spec.flags = kDisallowInstantiation;
  spec.slots.call = callable_call;
  spec.slots.repr = callable_repr;
  spec.getsets = kCallableAttributes;
  spec.getset_count = 2;
  core.callable_type = EIDER_TRY(make_builtin_type(t, spec));
  t.realm->add_root(core.callable_type->value());
  return kDone;
}

}  // namespace

// --- a runtime's life ------------------------------------------------------------------------------------------------------------------

Core* core_create(const RuntimeOptions& options, std::string* error) {
  OutsideAll outside;
  runtime::Config config = embed::house_config();
  config.program = options.program;
  config.argv = options.argv;
  config.path = options.path;
  config.optimize = options.optimize;
  config.install_signal_handlers = options.install_signal_handlers;
  config.heap.memory_limit_bytes = options.memory_limit_bytes;
  config.heap.collect_every = options.gc_every;
  config.heap.verify = options.gc_verify;
  auto* core = new (std::nothrow) Core;
  if (core == nullptr) {
    *error = "out of memory";
    return nullptr;
  }
  core->close_deadline = options.close_deadline;
  core->runtime = runtime::Runtime::create(std::move(config), error);
  if (core->runtime == nullptr) {
    delete core;
    return nullptr;
  }
  core->runtime->embed_state = core;
  Thread& t = core->runtime->main_thread();
  RealmHooks& hooks = t.realm->hooks;
  core->outer_trace = hooks.trace_roots;
  core->outer_sweep = hooks.sweep_tables;
  hooks.trace_roots = trace_handles;
  hooks.sweep_tables = sweep_bindings;
  bool installed = install(t, *core).ok();
  if (!installed) *error = t.has_exception() ? format_exception(t, take_exception(t)) : "out of memory";
  threads::detach(t);
  Thread::set_current(nullptr);
  if (installed) return core;
  core->runtime.reset();
  delete core;
  return nullptr;
}

void core_retain(Core* core) { core->refs.fetch_add_relaxed(1); }

void core_release(Core* core) {
  if (core->refs.fetch_sub_acq_rel(1) != 1) return;
  // Whoever owns a runtime closes it first; one that could not be closed is never given up (core_close).
  EIDER_CHECK(core->runtime == nullptr);
  delete core;
}

bool core_open(const Core* core) { return core->state.load_acquire() == kOpen; }
std::chrono::nanoseconds core_close_deadline(const Core* core) { return core->close_deadline; }

namespace {

/// atexit callbacks and streams, interrupted when `deadline` passes.
void finalize_before(runtime::Runtime& rt, Thread& t, Clock::time_point deadline) {
  std::mutex mutex;
  std::condition_variable finished;
  bool done = false;
  std::thread watchdog;
  if (list_size(rt.atexit_callbacks.as<List>()) != 0) {
    watchdog = std::thread([&] {
      std::unique_lock<std::mutex> lock(mutex);
      if (!finished.wait_until(lock, deadline, [&] { return done; })) t.poll.fetch_or_seq_cst(threads::kPollExit);
    });
  }
  rt.finalize(t);
  t.pending_exception = kAbsent;
  if (!watchdog.joinable()) return;
  threads::Detached away(t);
  {
    std::lock_guard<std::mutex> lock(mutex);
    done = true;
  }
  finished.notify_one();
  watchdog.join();
}

void forget_exit(Thread& t) {
  t.poll.fetch_and_seq_cst(~static_cast<uint32_t>(threads::kPollExit));
  t.vm->exiting = false;
}

void destroy(Core& core) {
  core.state.store_seq_cst(kClosed);
  {
    MutexLock lock(core.mutex);
    for (Handle* h = core.handles; h != nullptr; h = h->next) h->word.store_relaxed(0);
  }
  core.runtime.reset();
  std::vector<Bound> bound;
  {
    MutexLock lock(core.mutex);
    bound.swap(core.bound);
  }
  for (Bound& b : bound) destroy_binding(b.binding);
  destroy_dead(core);
}

}  // namespace

bool core_close(Core* core, std::chrono::nanoseconds patience) {
  Clock::time_point now = Clock::now();
  Clock::time_point deadline = patience > Clock::time_point::max() - now ? Clock::time_point::max() : now + patience;
  uint32_t open = kOpen;
  core->state.cas_seq_cst(open, kClosing);
  if (core->state.load_seq_cst() == kClosed) return true;
  if (inside(core)) {  // called by what it would have to wait for
    core->runtime->realm().registry().request_all(threads::kPollExit);
    return false;
  }
  OutsideAll outside;
  uint32_t nobody = 0;
  while (!core->closer.cas_seq_cst(nobody, 1)) {
    nobody = 0;
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  if (core->state.load_seq_cst() == kClosed) {
    core->closer.store_release(0);
    return true;
  }
  runtime::Runtime& rt = *core->runtime;
  bool attached = false;
  {
    runtime::Attached here(rt, true);
    if (here.thread() != nullptr) {
      attached = true;
      forget_exit(*here.thread());
      rt.close(*here.thread(), 0);  // refuses new threads and asks all others to end
    }
  }
  for (unsigned round = 0; rt.python_threads.load_acquire() != 0 || core->active() != 0; round++) {
    if (Clock::now() >= deadline) {
      core->closer.store_release(0);
      return false;
    }
    if (round % 64 == 63) rt.realm().registry().request_all(threads::kPollExit);  // whoever was just attaching the last time
    std::this_thread::sleep_for(std::chrono::microseconds(round < 20 ? 50 : 1000));
  }
  if (attached) {
    runtime::Attached here(rt, true);
    if (here.thread() != nullptr) {
      forget_exit(*here.thread());
      finalize_before(rt, *here.thread(), deadline);
    }
  }
  destroy(*core);
  core->closer.store_release(0);
  return true;
}

// --- sessions ----------------------------------------------------------------------------------------------------------------------------

Session::Session(Core* core) : core_(core) {
  static_assert(sizeof(Entry) <= sizeof space_ && alignof(Entry) <= 8);
  Stripe& stripe = stripe_of(*core);
  stripe.active.fetch_add_seq_cst(1);  // Note [Entering and closing]
  if (core->state.load_seq_cst() != kOpen) {
    stripe.active.fetch_add_seq_cst(-1);
    return;
  }
  if (core->has_dead.load_relaxed()) destroy_dead(*core);
  auto* entry = new (space_) Entry{core, innermost, &stripe, runtime::Attached(*core->runtime)};
  thread_ = entry->attached.thread();
  if (thread_ == nullptr) {
    entry->~Entry();
    bool closing = core->state.load_seq_cst() != kOpen;
    stripe.active.fetch_add_seq_cst(-1);
    if (!closing) problem = "this thread could not be attached: too many threads, or out of memory";
    return;
  }
  innermost = entry;
  own_ = true;
}

Session::~Session() {
  if (!own_) return;
  auto* entry = std::launder(reinterpret_cast<Entry*>(space_));
  thread_of(*this).pending_exception = kAbsent;
  innermost = entry->outer;
  Stripe* stripe = entry->stripe;
  entry->~Entry();
  stripe->active.fetch_add_seq_cst(-1);  // the last touch: the runtime may be gone now
}

Away::Away(Session& s) : thread_(s.thread()) { threads::detach(thread_of(s)); }
Away::~Away() { threads::attach(*static_cast<Thread*>(thread_)); }

// --- handles -----------------------------------------------------------------------------------------------------------------------------

Handle* handle_new(Session& s, Word word) {
  auto* h = new Handle;
  Core* core = s.core();
  core_retain(core);
  h->core = core;
  h->word.store_relaxed(word);
  MutexLock lock(core->mutex);
  h->next = core->handles;
  if (h->next != nullptr) h->next->previous = h;
  core->handles = h;
  return h;
}

void handle_retain(Handle* h) { h->refs.fetch_add_relaxed(1); }

void handle_release(Handle* h) {
  if (h->refs.fetch_sub_acq_rel(1) != 1) return;
  Core* core = h->core;
  {
    MutexLock lock(core->mutex);
    if (h->previous != nullptr) {
      h->previous->next = h->next;
    } else {
      core->handles = h->next;
    }
    if (h->next != nullptr) h->next->previous = h->previous;
  }
  delete h;
  core_release(core);
}

Word handle_word(const Handle* h) { return h->word.load_relaxed(); }
Core* handle_core(const Handle* h) { return h->core; }

// --- errors ------------------------------------------------------------------------------------------------------------------------------

ErrorData::~ErrorData() {
  if (exception != nullptr) handle_release(exception);
}

namespace {

void raise_text(Thread& t, TypeId id, std::string_view text) {
  Result<Str*> s = str_from_utf8(t, printable(text));
  if (s.ok()) (void)raise_str(t, id, s.get());
}

}  // namespace

void raise(Session& s, Raise kind, std::string_view text) {
  Thread& t = thread_of(s);
  t.pending_exception = kAbsent;
  TypeId id = TypeId::kRuntimeError;
  switch (kind) {
    case Raise::runtime_error: break;
    case Raise::value_error: id = TypeId::kValueError; break;
    case Raise::type_error: id = TypeId::kTypeError; break;
    case Raise::index_error: id = TypeId::kIndexError; break;
    case Raise::overflow_error: id = TypeId::kOverflowError; break;
    case Raise::memory_error: (void)raise_no_memory(t); return;
    case Raise::closed:
      if (s.core()->state.load_seq_cst() != kOpen) {  // this runtime, not another one: unwind past every handler
        t.vm->exiting = true;
        (void)raise_none(t, TypeId::kSystemExit);
        return;
      }
      break;
  }
  raise_text(t, id, text);
}

void raise_problem(Session& s, std::string_view where) {
  Thread& t = thread_of(s);
  if (t.has_exception()) return;
  raise_text(t, s.out_of_range ? TypeId::kOverflowError : TypeId::kTypeError, std::string(where) + s.problem);
}

void raise_again(Session& s, const ErrorData& error) {
  Thread& t = thread_of(s);
  t.pending_exception = kAbsent;
  if (error.exception != nullptr && error.exception->core == s.core()) {
    (void)reraise(t, value_of(error.exception->word.load_relaxed()));
  } else {  // of another runtime: its objects do not cross
    raise_text(t, TypeId::kRuntimeError, error.type_name + (error.message.empty() ? "" : ": " + error.message));
  }
}

std::shared_ptr<const ErrorData> take_error(Session& s) {
  Thread& t = thread_of(s);
  Value exc = take_exception(t);
  if (t.vm->exiting || exc.is_absent()) return nullptr;
  auto data = std::make_shared<ErrorData>();
  data->exception = handle_new(s, exc.bits());
  data->type_name = objects::type_name(t, exc);
  Result<Str*> text = to_str(t, exc);
  data->message = text.ok() ? to_utf8(text.get()) : "<exception str() failed>";
  t.pending_exception = kAbsent;
  data->traceback = format_exception(t, exc);
  t.pending_exception = kAbsent;
  return data;
}

bool error_pending(Session& s) { return thread_of(s).has_exception(); }

// --- running -----------------------------------------------------------------------------------------------------------------------------

namespace {

Result<Value> run(Thread& t, std::string_view source, std::string_view filename, runtime::CompileMode mode) {
  Str* file = EIDER_TRY(str_from_utf8(t, printable(filename)));
  Value code = EIDER_TRY(runtime::compile(t, source, runtime::SourceKind::kBytes, file, mode, 0, -1));
  return runtime::exec_code(t, code, runtime::main_namespace(t), kAbsent);
}

Result<Value> find_global(Thread& t, std::string_view name) {
  Str* key = EIDER_TRY(intern(t, printable(name)));
  Value v = dict_get_str(t, runtime::main_namespace(t), key);
  if (v.is_absent()) v = dict_get_str(t, t.realm->builtins, key);
  if (v.is_absent()) return objects::raise(t, TypeId::kNameError, "name '%s' is not defined", to_utf8(key).c_str());
  return v;
}

Result<void> put_global(Thread& t, std::string_view name, Value value) {
  Str* key = EIDER_TRY(intern(t, printable(name)));
  return dict_set_str(t, runtime::main_namespace(t), key, value);
}

}  // namespace

bool exec(Session& s, std::string_view source, std::string_view filename) {
  return run(thread_of(s), source, filename, runtime::CompileMode::kExec).ok();
}

bool eval(Session& s, std::string_view expression, Word* result) {
  while (!expression.empty() && (expression.front() == ' ' || expression.front() == '\t')) expression.remove_prefix(1);
  return give(run(thread_of(s), expression, "<string>", runtime::CompileMode::kEval), result);
}

bool get_global(Session& s, std::string_view name, Word* result) { return give(find_global(thread_of(s), name), result); }
bool set_global(Session& s, std::string_view name, Word value) { return put_global(thread_of(s), name, value_of(value)).ok(); }

bool call(Session& s, Word callable, const Word* args, size_t count, Word* result) {
  return give(objects::call(thread_of(s), value_of(callable), values_of(args), static_cast<uint32_t>(count)), result);
}

namespace {

Result<Value> attribute(Thread& t, Value o, std::string_view name) { return objects::get_attr(t, o, EIDER_TRY(intern(t, printable(name)))); }
Result<void> put_attribute(Thread& t, Value o, std::string_view name, Value v) {
  return objects::set_attr(t, o, EIDER_TRY(intern(t, printable(name))), v);
}

}  // namespace

bool get_attr(Session& s, Word o, std::string_view name, Word* result) { return give(attribute(thread_of(s), value_of(o), name), result); }
bool set_attr(Session& s, Word o, std::string_view name, Word v) { return put_attribute(thread_of(s), value_of(o), name, value_of(v)).ok(); }
bool get_item(Session& s, Word o, Word key, Word* result) {
  return give(objects::get_item(thread_of(s), value_of(o), value_of(key)), result);
}
bool set_item(Session& s, Word o, Word key, Word v) {
  return objects::set_item(thread_of(s), value_of(o), value_of(key), value_of(v)).ok();
}

bool repr(Session& s, Word o, bool as_str, std::string* out) {
  Thread& t = thread_of(s);
  Result<Str*> text = as_str ? to_str(t, value_of(o)) : objects::repr(t, value_of(o));
  if (!text.ok()) return false;
  *out = to_utf8(text.get());
  return true;
}

bool make_callable(Session& s, Binding given, Word* result) {
  Thread& t = thread_of(s);
  auto* binding = new (std::nothrow) Binding(std::move(given));
  if (binding == nullptr) {
    if (given.destroy != nullptr) given.destroy(given.state);
    (void)raise_no_memory(t);
    return false;
  }
  Core& core = *s.core();
  Result<Object*> made = new_instance(t, core.callable_type);
  if (!made.ok()) {
    destroy_binding(binding);
    return false;
  }
  auto* object = static_cast<NativeCallable*>(made.get());
  object->binding = binding;
  *result = object->value().bits();
  MutexLock lock(core.mutex);
  core.bound.push_back({object, binding});
  return true;
}

// --- making objects ----------------------------------------------------------------------------------------------------------------------

Word none_word() { return kNone.bits(); }
Word bool_word(bool b) { return Value::from_bool(b).bits(); }
bool make_int(Session& s, int64_t v, Word* result) { return give(int_from_int64(thread_of(s), v), result); }
bool make_uint(Session& s, uint64_t v, Word* result) { return give(int_from_uint64(thread_of(s), v), result); }
bool make_float(Session& s, double v, Word* result) { return give(float_value(thread_of(s), v), result); }

bool make_str(Session& s, std::string_view utf8, Word* result) {
  Thread& t = thread_of(s);
  bool ascii = true;
  for (char c : utf8) ascii &= static_cast<unsigned char>(c) < 128;
  if (ascii) return give(str_from_ascii(t, utf8), result);
  frontend::Utf8Error error = frontend::find_utf8_error(utf8);
  if (error.found) {
    raise_text(t, TypeId::kValueError, frontend::utf8_error_message(utf8, error));
    return false;
  }
  return give(str_from_utf8(t, utf8), result);
}

bool make_tuple(Session& s, const Word* items, size_t count, Word* result) {
  return give(tuple_from(thread_of(s), values_of(items), static_cast<int64_t>(count)), result);
}
bool make_list(Session& s, size_t expected, Word* result) { return give(list_new(thread_of(s), static_cast<int64_t>(expected)), result); }
bool list_push(Session& s, Word list, Word item) { return list_append(thread_of(s), value_of(list).as<List>(), value_of(item)).ok(); }
bool make_dict(Session& s, Word* result) { return give(dict_new(thread_of(s)), result); }

// --- reading objects ---------------------------------------------------------------------------------------------------------------------

bool is_none(Word word) { return value_of(word).is_none(); }
std::string type_name(Session& s, Word word) { return objects::type_name(thread_of(s), value_of(word)); }

Read read_bool(Session&, Word word, bool* out) {
  if (!value_of(word).is_bool()) return Read::wrong_type;
  *out = value_of(word) == kTrue;
  return Read::ok;
}

namespace {

/// `v` as an int object, by __index__ when it has one; ABSENT: it is none, or __index__ raised.
Value as_int(Thread& t, Value v) {
  if (v.is_small_int() || is_int(t, v)) return v;
  if (type_of(t, v)->slots.index == nullptr) return kAbsent;
  Result<Value> r = index(t, v);
  return r.ok() ? r.get() : kAbsent;
}

}  // namespace

Read read_int(Session& s, Word word, int64_t* out) {
  Value v = as_int(thread_of(s), value_of(word));
  if (v.is_absent()) return Read::wrong_type;
  return int_fits_int64(v, out) ? Read::ok : Read::out_of_range;
}

Read read_uint(Session& s, Word word, uint64_t* out) {
  Value v = as_int(thread_of(s), value_of(word));
  if (v.is_absent()) return Read::wrong_type;
  return int_fits_uint64(v, out) ? Read::ok : Read::out_of_range;
}

Read read_float(Session& s, Word word, double* out) {
  Thread& t = thread_of(s);
  Value v = value_of(word);
  if (is_float(t, v)) {
    *out = float_of(v);
    return Read::ok;
  }
  v = as_int(t, v);
  if (v.is_absent()) return Read::wrong_type;
  return int_as_double(v, out) ? Read::ok : Read::out_of_range;
}

Read read_str(Session& s, Word word, std::string* out) {
  Value v = value_of(word);
  if (!is_instance(thread_of(s), v, TypeId::kStr)) return Read::wrong_type;
  *out = to_utf8(v.as<Str>());
  return Read::ok;
}

bool open_items(Session& s, Word word, Shape shape, Word* items, size_t* count) {
  Thread& t = thread_of(s);
  Value v = value_of(word);
  Tuple* tuple = nullptr;
  if (shape == Shape::mapping) {
    if (!is_instance(t, v, TypeId::kDict)) return false;
    Dict* d = v.as<Dict>();
    RootedVector pairs(t);
    uint32_t position = 0;
    Value key, value;
    DictTable* table = d->table.load_acquire();  // pairs with the release store of a new table
    while (dict_next(t, d, table, &position, &key, &value)) {
      if (!pairs.push(key) || !pairs.push(value)) return false;
    }
    tuple = pairs.to_tuple().raw();
  } else if (is_instance(t, v, TypeId::kTuple)) {
    tuple = v.as<Tuple>();
  } else if (is_instance(t, v, TypeId::kList)) {
    tuple = list_to_tuple(t, v.as<List>()).raw();
  } else {
    if (shape == Shape::tuple || type_of(t, v)->slots.iter == nullptr) return false;
    for (TypeId id : {TypeId::kStr, TypeId::kBytes, TypeId::kDict}) {
      if (is_instance(t, v, id)) return false;
    }
    tuple = to_tuple(t, v).raw();
  }
  if (tuple == nullptr) return false;
  *items = tuple->value().bits();
  *count = static_cast<size_t>(tuple->size());
  return true;
}

Word item_at(Word items, size_t index) { return value_of(items).as<Tuple>()->items[index].get().bits(); }

}  // namespace eider::detail
