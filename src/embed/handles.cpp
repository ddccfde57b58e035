// SPDX-License-Identifier: MIT
//
// Handles and errors: what of a script's objects the host keeps. Note [What the host holds] in core.h.
#include <new>

#include "embed/core.h"
#include "frontend/utf8.h"
#include "runtime/stop.h"
#include "vm/vm_state.h"

namespace eider::detail {

std::string printable(std::string_view text) {
  return frontend::find_utf8_error(text).found ? frontend::with_replacements(text) : std::string(text);
}

// --- handles -----------------------------------------------------------------------------------------------------------------------------

namespace {

/// The slab to look for a free handle in next: another of this thread's, a spare one, a new one.
HandleSlab* next_slab(Core* core, Host* host) {
  // A pass that met few free handles does not pay: then there is to be room.
  constexpr uint32_t kFewFree = HandleSlab::kHandles / 4;
  HandleSlab* now = host->slab;
  if (now != nullptr && host->found >= kFewFree) return now->next_own;
  MutexLock lock(core->mutex);
  HandleSlab* slab = core->spare_slabs;
  if (slab != nullptr) {
    core->spare_slabs = slab->next_own;
  } else {
    slab = new HandleSlab;
    for (Handle& h : slab->handles) h.core = core;
    slab->next = core->slabs;
    core->slabs = slab;
  }
  if (now == nullptr) {
    slab->next_own = slab;
  } else {
    slab->next_own = now->next_own;
    now->next_own = slab;
  }
  return slab;
}

}  // namespace

Handle* handle_new(Session& s, Word word) {
  std::string problem;
  Host* host = host_of(s.core(), &problem);
  EIDER_CHECK(host != nullptr);  // it is inside
  for (;;) {
    for (; host->slab != nullptr && host->cursor < HandleSlab::kHandles; host->cursor++) {
      Handle& h = host->slab->handles[host->cursor];
      if (h.refs.load_acquire() != 0) continue;  // pairs with the release of whoever gave it back
      host->found++;
      h.word.store_relaxed(word);
      h.refs.store_release(1);
      return &h;
    }
    host->slab = next_slab(s.core(), host);
    host->cursor = host->found = 0;
  }
}

void handle_retain(Handle* h) { h->refs.fetch_add_relaxed(1); }

void handle_release(Handle* h) {
  Core* core = h->core;
  if (h->refs.fetch_sub_acq_rel(1) == (Handle::kOrphan | 1)) core_release(core);
}

void trace_handles(Core& core, gc::Tracer& tracer) {
  MutexLock lock(core.mutex);
  for (HandleSlab* slab = core.slabs; slab != nullptr; slab = slab->next) {
    for (Handle& h : slab->handles) {
      // Relaxed: who made a handle did so RUNNING, before this stop; one given back meanwhile is kept for one collection more.
      if (h.refs.load_relaxed() != 0) tracer.mark_word(h.word.load_relaxed());
    }
  }
}

void orphan_handles(Core& core) {
  MutexLock lock(core.mutex);
  for (HandleSlab* slab = core.slabs; slab != nullptr; slab = slab->next) {
    for (Handle& h : slab->handles) {
      h.word.store_relaxed(0);
      uint32_t refs = h.refs.load_relaxed();  // a guess, confirmed by the CAS
      while (refs != 0 && !h.refs.cas_acq_rel(refs, refs | Handle::kOrphan)) {
      }
      if (refs != 0) core_retain(&core);
    }
  }
}

Word handle_word(const Handle* h) { return h->word.load_relaxed(); }
Core* handle_core(const Handle* h) { return h->core; }

// --- errors ------------------------------------------------------------------------------------------------------------------------------

ErrorData::~ErrorData() {
  if (exception != nullptr) handle_release(exception);
}

void raise_text(Thread& t, TypeId id, std::string_view text) {
  Result<Str*> s = str_from_utf8(t, printable(text));
  if (s.ok()) (void)raise_str(t, id, s.get());
}

void raise(Session& s, const char* type_name, std::string_view text) {
  Thread& t = thread_of(s);
  t.pending_exception = kAbsent;
  auto make = [&]() -> Result<void> {
    Value type = dict_get_str(t, t.realm->builtins, EIDER_TRY(intern(t, type_name)));
    if (type == objects::type(t, TypeId::kMemoryError)->value()) return raise_no_memory(t);
    if (type.is_absent() || !is_type(t, type)) type = objects::type(t, TypeId::kRuntimeError)->value();
    Value message = EIDER_TRY(str_from_utf8(t, printable(text)))->value();
    return raise_exception(t, EIDER_TRY(call1(t, type, message)));
  };
  (void)make().ok();  // what making it raised is as good
}

void raise_closed(Session& s, std::string_view text) {
  Thread& t = thread_of(s);
  t.pending_exception = kAbsent;
  if (s.core()->state.load_seq_cst() == kOpen) {  // another runtime's
    raise_text(t, TypeId::kRuntimeError, text);
    return;
  }
  (void)runtime::raise_stop(t);
}

void raise_in_call(Call& call, int index) {
  const Binding& binding = call.binding;
  std::string where = binding.name + "() ";
  if (index < 0) {
    where += "result: ";
  } else {
    where += "argument " + std::to_string(index + 1);
    const std::string& name = binding.parameters[static_cast<size_t>(index)].name;
    where += name.empty() ? ": " : " '" + name + "': ";
  }
  raise_problem(call.session, where);
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
  bool stopped = runtime::stop_pending(t) || t.vm->exiting;
  Value exc = take_exception(t);
  if (stopped || exc.is_absent()) return nullptr;
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

}  // namespace eider::detail
