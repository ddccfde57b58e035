// SPDX-License-Identifier: MIT
//
// The uncommon halves of micro-ops, out of line and shared by every tier, and the choice of specialised instructions.
// Thread rule: called by the running thread with Thread::pc saved. Each may allocate, poll, run Python and raise unless it says not.
#pragma once

#include "objects/operator_methods.h"
#include "vm/function.h"
#include "vm/generator_fwd.h"
#include "vm/quick_op.h"

namespace eider::vm {

using bytecode::BinaryOpKind;

/// Of BinaryOp's argument.
constexpr BinaryOpKind plain_kind(uint32_t arg) { return objects::plain_kind(static_cast<BinaryOpKind>(arg)); }
EIDER_ALWAYS_INLINE bool is_exact_or_absent(Value v, TypeId id) {
  return v.is_heap() && !v.is_absent() && v.as<Object>()->shape_id() == shape_id(id);
}

/// Rewrites the opcode of an instruction of this thread's copy; its argument byte stays.
inline void set_opcode(const uint16_t* pc, QuickOp op) {
  uint16_t* unit = const_cast<uint16_t*>(pc);
  *unit = static_cast<uint16_t>((*unit & 0xff00) | static_cast<uint16_t>(op));
}

// --- specialization: rewrite the opcode byte and caches at pc (this thread's copy). No Python, no safepoint. -----------------------
void specialize_binary_op(Thread& t, const uint16_t* pc, Value a, Value b);
void specialize_compare(Thread& t, const uint16_t* pc, Value a, Value b);
void specialize_load_attr(Thread& t, const uint16_t* pc, Value o, Str* name);
void specialize_load_method(Thread& t, const uint16_t* pc, Value o, Str* name);
void specialize_load_special(Thread& t, const uint16_t* pc, Value o, uint32_t which);
void specialize_store_attr(Thread& t, const uint16_t* pc, Value o, Str* name);
void specialize_subscript(Thread& t, const uint16_t* pc, Value container, Value key);
void specialize_store_subscript(Thread& t, const uint16_t* pc, Value container, Value key);
void specialize_for_iter(Thread& t, const uint16_t* pc, Value iterator);
void specialize_call(Thread& t, const uint16_t* pc, const Value* base, uint32_t nargs);
void specialize_contains(Thread& t, const uint16_t* pc, Value container);
void specialize_unpack(Thread& t, const uint16_t* pc);  // of a tuple
/// A specialised instruction's assumption failed: counts, and returns it to the generic form when it fails often.
void note_miss(Thread& t, const uint16_t* pc, bytecode::Op family);
/// Forgets inline caches that depend on `type` (nullptr: all). Runs in handshakes, for a stopped or claimed thread as well.
void flush_caches(Thread& t, Type* type);
/// Forgets a copy's inline caches of globals. Where flush_caches may run.
void forget_globals(ThreadCode* tc);
/// `tc` was filled from a snapshot: registers what its caches depend on; with `classes_too` false those that assume something of
/// a class are forgotten (a class has changed since).
void adopt_caches(Thread& t, ThreadCode* tc, bool classes_too);
/// Forgets what names dead objects in a thread's copies, in a snapshot. With the world stopped, after marking.
void forget_dead_sites(Thread& t, gc::Heap& heap);
void forget_dead(Thread& t, gc::Heap& heap, Snapshot* snapshot, uint32_t unit_count);
/// Whether a class attribute's value has to be bound when read through an instance / through the class.
bool binds(Thread& t, Value v);
bool binds_on_class(Thread& t, Value v);
bool add_slot_locked(Thread& t, Object* o, uint32_t old_shape, uint32_t new_shape, uint16_t word, Value v);
/// Whether callable, with self (or ABSENT), is the function of `builtins` whose signature begins so: no other native function has the same.
bool is_builtin(Value callable, Value self, std::string_view signature);
/// Whether a call is of the builtin that `which` names, and the compiler's loop does the same in less time. No Python, no safepoint.
///
/// row  callable, self or ABSENT, first argument, `rest` others
bool reduces(Thread& t, bytecode::Reduction which, const Value* row, uint32_t rest);
bool store_list_item_locked(Thread& t, List* list, int64_t index, Value v);

// --- names -------------------------------------------------------------------------------------------------------------------------
void raise_unbound_local(Thread& t, uint32_t local);
void raise_unbound_deref(Thread& t, uint32_t local);
Result<Value> load_global(Thread& t, const uint16_t* pc, uint32_t name);
Result<void> store_global(Thread& t, const uint16_t* pc, uint32_t name, Value v);
Result<void> delete_global(Thread& t, uint32_t name);
Result<Value> load_name(Thread& t, const uint16_t* pc, uint32_t name);
Result<Value> load_class_deref(Thread& t, uint32_t local);
Result<void> store_name(Thread& t, const uint16_t* pc, uint32_t name, Value v);
Result<void> delete_name(Thread& t, uint32_t name);
Result<void> setup_annotations(Thread& t);

// --- containers: (items, arg) where items point to the first popped one -----------------------------------------------------------------
Result<Value> build_tuple(Thread& t, Value* items, uint32_t count);
Result<Value> build_list(Thread& t, Value* items, uint32_t count);
Result<Value> build_set(Thread& t, Value* items, uint32_t count);
Result<Value> build_map(Thread& t, Value* items, uint32_t pairs);
Result<Value> build_const_key_map(Thread& t, Value* items, uint32_t count);
Result<Value> build_string(Thread& t, Value* items, uint32_t count);
Result<Value> build_slice(Thread& t, Value* items, uint32_t count);
Result<Value> format_value(Thread& t, Value* items, uint32_t how);
Result<Value> list_to_tuple_op(Thread& t, Value* items, uint32_t);
Result<Value> sort_by_keys(Thread& t, Value* items, uint32_t);
Result<Value> sort_end(Thread& t, Value* items, uint32_t failed);
Result<void> list_extend_op(Thread& t, Value* item, uint32_t depth);   // the container stands at item[-depth]
Result<void> set_add_op(Thread& t, Value* item, uint32_t depth);
Result<void> set_update_op(Thread& t, Value* item, uint32_t depth);
Result<void> map_add_op(Thread& t, Value* items, uint32_t depth);
Result<void> dict_update_op(Thread& t, Value* item, uint32_t depth);
Result<void> dict_merge_op(Thread& t, Value* item, uint32_t depth);
Result<void> unpack_sequence(Thread& t, Value s, int64_t count, Value* out);  // out[0] = last item
Result<void> unpack_ex(Thread& t, Value s, int before, int after, Value* out);
Result<Value> next_slot(Thread& t, Value iterator);

// --- calls -------------------------------------------------------------------------------------------------------------------------
struct ClassCall {
  Function* init;
  ThreadCode* code;
};
/// The Python __init__ a plain class call would run, when object.__new__ makes the instance; init nullptr otherwise.
ClassCall prepare_class_call(Thread& t, Type* type);
/// What a call of a class does, when that is entering the frame of a Python __init__.
struct ClassPlan {
  enum How : uint8_t {
    kOther,      // none, or more than that
    kInstance,   // object.__new__, then __init__
    kException,  // BaseException.__new__, then __init__
    kNew,        // a Python __new__, which is `init`; what follows is seen when it returns (operator_frames.h)
  };
  How how = kOther;
  Function* init = nullptr;
};
/// A class whose call is type.__call__.
bool calls_as_type(Thread& t, Value callable);
ClassPlan plan_class(Thread& t, Value callable);
struct CallPlan {
  Function* function;
  ThreadCode* code;     // nullptr: the call has been made, `result` is its value
  Value* locals;
  uint32_t filled;
  uint64_t flags;
  Value extra;
  Value result;
};
enum class Row : uint8_t { kOnStack, kSpread };  // kSpread: arguments stand above the frame's stack
/// Decides how to call the row at `base`; makes the call itself unless a Python frame can be entered.
bool plan_call(Thread& t, Value* base, uint32_t nargs, Tuple* kwnames, CallPlan* plan, Row row = Row::kOnStack);
/// Whether f(*args, **kwargs) at `base` is a call of Python code whose arguments can be laid out there: a tuple and no keywords, or an
/// exact dict of at most kMostSpread strings. Else it is call_function_ex's.
bool spread_call(Thread& t, Value* base, bool has_dict);
inline constexpr int64_t kMostSpread = 16;
/// As plan_call, for what spread_call agreed to.
bool plan_spread_call(Thread& t, Value* base, bool has_dict, CallPlan* plan);
Result<Value> call_function_ex(Thread& t, Value* base, bool has_dict);
void raise_recursion(Thread& t);
enum class SpecialReturn : uint8_t { kToCaller, kToHost, kExhausted, kRaised, kInitialise };
/// Pops `f`, an entry, __init__ or generator frame, or one with a frame object; may replace *value. kInitialise: a class call has its
/// instance, and goes on with the __init__ that stands in its row (prepare_init).
SpecialReturn return_special(Thread& t, Frame* f, Value* value);
void mark_yielded(Thread& t);
struct SendOutcome {
  ResumeResult how;
  Value value;
};
SendOutcome send_generic(Thread& t, Value receiver, Value v);
Result<Value> make_function(Thread& t, Value* items, uint32_t how);

// --- exceptions, with, imports, matching -----------------------------------------------------------------------------------------------
void raise_varargs(Thread& t, Value* top, uint32_t count);
void reraise_op(Thread& t, Value* top, uint32_t how);
/// Whether `exc` (perhaps ABSENT) is what a stop raises (runtime/stop.h).
bool is_stop(Thread& t, Value exc);
/// A stop that a handler let pass, or swallowed: then it is raised again at the next poll.
void stop_goes_on(Thread& t, Value exc);
EIDER_NOINLINE void stop_was_handled(Thread& t, Value exc);
Result<Value> check_exc_match(Thread& t, Value* type, uint32_t);
Result<void> check_eg_match(Thread& t, Value group, Value type, Value* out);
Result<Value> prep_reraise_star(Thread& t, Value* items, uint32_t);
/// The name behind a bytecode::SpecialMethod.
Str* special_name(Thread& t, uint32_t which);
/// The method of `o`'s class that SpecialMethod `which` names, to be called with *self unless that is ABSENT.
Result<void> load_special(Thread& t, Value o, uint32_t which, Value* callable, Value* self);
Result<Value> with_except_start(Thread& t, Value* top, uint32_t);
Result<Value> load_assertion_error(Thread& t, Value*, uint32_t);
Result<Value> load_build_class(Thread& t, Value*, uint32_t);
Result<Value> import_name(Thread& t, Value* items, uint32_t name);
Result<Value> import_from(Thread& t, Value* top, uint32_t name);
Result<void> import_star(Thread& t, Value* items, uint32_t);
Result<void> print_expr(Thread& t, Value* items, uint32_t);
Result<Value> get_len(Thread& t, Value* top, uint32_t);
Result<Value> match_mapping(Thread& t, Value* top, uint32_t);
Result<Value> match_sequence(Thread& t, Value* top, uint32_t);
Result<Value> match_keys(Thread& t, Value* top, uint32_t);
Result<Value> match_class(Thread& t, Value* items, uint32_t positional);
Result<Value> get_yield_from_iter(Thread& t, Value* items, uint32_t);
Result<Value> get_awaitable_op(Thread& t, Value* items, uint32_t how);
Result<Value> get_aiter_op(Thread& t, Value* items, uint32_t);
Result<Value> get_anext_op(Thread& t, Value* top, uint32_t);
Result<Value> async_gen_wrap_op(Thread& t, Value* items, uint32_t);
Result<void> end_async_for(Thread& t, Value exc);

}  // namespace eider::vm
