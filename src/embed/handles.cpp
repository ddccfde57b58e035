// SPDX-License-Identifier: MIT
//
// Handles and errors: what of a script's objects the host keeps. Note [What the host holds] in core.h.
#include <new>

#include "embed/core.h"
#include "frontend/utf8.h"
#include "vm/vm_state.h"

namespace eider::detail {

std::string printable(std::string_view text) {
  return frontend::find_utf8_error(text).found ? frontend::with_replacements(text) : std::string(text);
}

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
  t.vm->exiting = true;  // unwinds past every handler
  (void)raise_none(t, TypeId::kSystemExit);
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

}  // namespace eider::detail
