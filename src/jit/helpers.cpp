// SPDX-License-Identifier: MIT
#include "jit/helpers.h"

#include <bit>
#include <cmath>

#include "jit/quiet.h"

#include "builtins/bytes/bytes.h"
#include "builtins/bytes/bytes_types.h"
#include "builtins/list/list.h"
#include "builtins/numbers/number_text.h"
#include "builtins/numbers/numbers.h"
#include "builtins/range/range.h"
#include "builtins/set/set.h"
#include "builtins/slice/slice.h"
#include "builtins/str/fstring.h"
#include "builtins/str/str_search.h"
#include "builtins/str/str_type.h"
#include "builtins/tuple/tuple.h"
#include "objects/bound_method.h"
#include "objects/cell_changes.h"
#include "objects/descriptors.h"
#include "objects/errors.h"
#include "objects/native.h"
#include "objects/protocol.h"
#include "objects/realm.h"
#include "vm/generator.h"
#include "vm/generator_chain.h"
#include "vm/helpers.h"
#include "vm/interpreter.h"
#include "vm/vm_state.h"

namespace eider::jit {

using namespace objects;
using bytecode::BinaryOpKind;

namespace {

Value word(const Result<Value>& r) { return r.ok() ? r.get() : kFailedWord; }
Value word(const Result<bool>& r) { return r.ok() ? Value::from_bool(r.get()) : kFailedWord; }
Value word(const Result<void>& r) { return r.ok() ? kTrue : kFailedWord; }
template <class T>
Value word(const Result<T*>& r) {
  return r.ok() ? r.get()->value() : kFailedWord;
}

template <BinaryOpKind kKind, bool kInplace = false>
Value binary(Thread& t, Value a, Value b, Value) {
  constexpr int kOffset = kInplace ? static_cast<int>(BinaryOpKind::kInplace) : 0;
  return word(binary_op(t, static_cast<BinaryOpKind>(static_cast<int>(kKind) + kOffset), a, b));
}
template <CompareKind kKind>
Value compare_by(Thread& t, Value a, Value b, Value) {
  return word(compare(t, a, b, kKind));
}

#define EIDER_BINARY_HELPER(name)                                          \
  constexpr HelperFunction help_##name = &binary<BinaryOpKind::k##name>;   \
  constexpr HelperFunction help_Inplace##name = &binary<BinaryOpKind::k##name, true>;
EIDER_BINARY_HELPER(Add)
EIDER_BINARY_HELPER(And)
EIDER_BINARY_HELPER(FloorDivide)
EIDER_BINARY_HELPER(Lshift)
EIDER_BINARY_HELPER(MatrixMultiply)
EIDER_BINARY_HELPER(Multiply)
EIDER_BINARY_HELPER(Remainder)
EIDER_BINARY_HELPER(Or)
EIDER_BINARY_HELPER(Power)
EIDER_BINARY_HELPER(Rshift)
EIDER_BINARY_HELPER(Subtract)
EIDER_BINARY_HELPER(TrueDivide)
EIDER_BINARY_HELPER(Xor)
#undef EIDER_BINARY_HELPER
constexpr HelperFunction help_Lt = &compare_by<CompareKind::kLt>;
constexpr HelperFunction help_Le = &compare_by<CompareKind::kLe>;
constexpr HelperFunction help_Eq = &compare_by<CompareKind::kEq>;
constexpr HelperFunction help_Ne = &compare_by<CompareKind::kNe>;
constexpr HelperFunction help_Gt = &compare_by<CompareKind::kGt>;
constexpr HelperFunction help_Ge = &compare_by<CompareKind::kGe>;

template <auto kOperation>
Value of_ints(Thread& t, Value a, Value b, Value) {
  return word(kOperation(t, a, b));
}
constexpr HelperFunction help_IntAdd = &of_ints<builtins::int_add>;
constexpr HelperFunction help_IntSubtract = &of_ints<builtins::int_subtract>;
constexpr HelperFunction help_IntMultiply = &of_ints<builtins::int_multiply>;
constexpr HelperFunction help_IntLshift = &of_ints<builtins::int_shift_left>;
constexpr HelperFunction help_IntRshift = &of_ints<builtins::int_shift_right>;
constexpr HelperFunction help_IntAnd = &of_ints<builtins::int_and>;
constexpr HelperFunction help_IntOr = &of_ints<builtins::int_or>;
constexpr HelperFunction help_IntXor = &of_ints<builtins::int_xor>;
Value help_IntNegative(Thread& t, Value a, Value, Value) { return word(negative(t, a)); }
Value help_IntInvert(Thread& t, Value a, Value, Value) { return word(invert(t, a)); }
Value help_Negative(Thread& t, Value a, Value, Value) { return word(negative(t, a)); }
Value help_Positive(Thread& t, Value a, Value, Value) { return word(positive(t, a)); }
Value help_Invert(Thread& t, Value a, Value, Value) { return word(invert(t, a)); }
Value help_Truth(Thread& t, Value a, Value, Value) { return word(truth(t, a)); }
/// As objects::contains, which asks the class; most containers are of these.
Result<bool> contains_item(Thread& t, Value container, Value item) {
  switch (static_cast<TypeId>(container.as<objects::Object>()->shape_id())) {
    case TypeId::kSet: case TypeId::kFrozenSet: return builtins::set_contains(t, container.as<builtins::Set>(), item);
    case TypeId::kDict: return !EIDER_TRY(dict_get(t, container.as<Dict>(), item)).is_absent();
    default: return contains(t, container, item);
  }
}
Value help_Contains(Thread& t, Value item, Value container, Value) { return word(contains_item(t, container, item)); }
Value help_NotContains(Thread& t, Value item, Value container, Value) {
  Result<bool> found = contains_item(t, container, item);
  return found.ok() ? Value::from_bool(!found.get()) : kFailedWord;
}
Value help_GetItem(Thread& t, Value container, Value key, Value) { return word(get_item(t, container, key)); }
Value help_SetItem(Thread& t, Value value, Value container, Value key) { return word(set_item(t, container, key, value)); }
Value help_DictGetItem(Thread& t, Value dict, Value key, Value) {
  Result<Value> found = dict_get(t, dict.as<Dict>(), key);
  if (found.ok() && found.get().is_absent()) {
    (void)raise_key_error(t, key);
    return kFailedWord;
  }
  return word(found);
}
Value help_DictSetItem(Thread& t, Value value, Value dict, Value key) { return word(dict_set(t, dict.as<Dict>(), key, value)); }
Value help_DictGet(Thread& t, Value dict, Value key, Value otherwise) {
  Result<Value> found = dict_get(t, dict.as<Dict>(), key);
  return found.ok() && found.get().is_absent() ? otherwise : word(found);
}
/// Of an exact list or str; start and stop are small ints or None, the step is 1.
Value help_SliceItem(Thread& t, Value container, Value start, Value stop) {
  int64_t first = start.is_none() ? 0 : start.small_int(), end = stop.is_none() ? INT64_MAX : stop.small_int();
  if (container.as<Object>()->shape_id() == shape_id(TypeId::kList)) return word(builtins::list_get_slice(t, container.as<List>(), first, end, 1));
  Str* text = container.as<Str>();
  builtins::SliceIndices at{first, end, 1};
  int64_t count = builtins::slice_adjust(text->length(), &at);
  return word(str_substring(t, text, at.start, at.start + count));
}
/// list[start::step], step is not 0.
Value help_SliceStep(Thread& t, Value list, Value start, Value step) {
  int64_t by = step.small_int();
  int64_t first = !start.is_none() ? start.small_int() : by < 0 ? INT64_MAX : 0;
  return word(builtins::list_get_slice(t, list.as<List>(), first, by < 0 ? INT64_MIN : INT64_MAX, by));
}
/// list[:stop] = value, list[start:] = value; of an exact list or tuple.
Value help_StoreSliceTo(Thread& t, Value value, Value list, Value stop) {
  return builtins::list_assign_slice(t, list.as<List>(), 0, stop.small_int(), 1, value).ok() ? kNone : kFailedWord;
}
Value help_StoreSliceFrom(Thread& t, Value value, Value list, Value start) {
  return builtins::list_assign_slice(t, list.as<List>(), start.is_none() ? 0 : start.small_int(), INT64_MAX, 1, value).ok() ? kNone : kFailedWord;
}
Value help_ListPop(Thread& t, Value list, Value, Value) { return word(builtins::list_pop(t, list.as<List>(), -1)); }
Value help_StrItem(Thread& t, Value text, Value key, Value) {
  Str* s = text.as<Str>();
  int64_t i = key.small_int();
  if (i < 0) i += s->length();
  if (static_cast<uint64_t>(i) >= static_cast<uint64_t>(s->length())) return kAbsent;
  return word(str_from_char(t, s->at(i)));
}
Value help_StoreListItem(Thread& t, Value value, Value list, Value key) {
  return vm::store_list_item_locked(t, list.as<List>(), key.small_int(), value) ? kTrue : kAbsent;
}
Value help_GetIter(Thread& t, Value a, Value, Value) { return word(get_iter(t, a)); }
/// At the end it answers ABSENT: the interpreter's FOR_ITER asks once more, which an exhausted builtin iterator bears.
Value help_IterNext(Thread& t, Value iterator, Value, Value) { return word(vm::next_slot(t, iterator)); }
/// kIterationEnded at the end: the caller is there for that case.
Value help_IterStep(Thread& t, Value iterator, Value, Value) {
  Result<Value> item = vm::next_slot(t, iterator);
  return item.ok() && item.get().is_absent() ? kIterationEnded : word(item);
}
/// True when a list, tuple or range iterator is at its end, which it then stays; ABSENT otherwise.
Value help_IterEnds(Thread& t, Value iterator, Value, Value) {
  bool more;
  switch (static_cast<TypeId>(iterator.as<Object>()->shape_id())) {
    case TypeId::kRangeIterator: {
      auto* range = iterator.as<builtins::RangeIterator>();
      int64_t at = range->next.load_relaxed(), stop = range->stop.load_relaxed();
      more = range->step > 0 ? at < stop : at > stop;
      break;
    }
    case TypeId::kListIterator: {
      auto* list = iterator.as<builtins::ListIterator>();
      more = (list->tagged_index.load_relaxed() >> 1) < list->list.load_relaxed()->size.load_relaxed();
      break;
    }
    case TypeId::kTupleIterator: {
      auto* tuple = iterator.as<builtins::TupleIterator>();
      more = (tuple->tagged_index.load_relaxed() >> 1) < tuple->tuple.load_relaxed()->size();
      break;
    }
    case TypeId::kStrIterator:
    case TypeId::kStrAsciiIterator: {
      auto* text = iterator.as<builtins::StrIterator>();
      int64_t at = text->next.load_relaxed().small_int();
      more = at < text->text.load_relaxed().as<Str>()->length();
      break;
    }
    case TypeId::kBytesIterator: {
      auto* bytes = iterator.as<builtins::BytesIterator>();
      int64_t at = bytes->next.load_relaxed().small_int();
      more = at < bytes->source.load_relaxed().as<builtins::Bytes>()->length;
      break;
    }
    default: return kAbsent;
  }
  if (more) return kAbsent;
  Result<Value> item = vm::next_slot(t, iterator);  // marks it; an item that appears only now (shared iterators may skip) is lost
  return item.ok() ? kTrue : kFailedWord;
}
Value help_BuildTuple1(Thread& t, Value a, Value, Value) { return word(tuple_of(t, a)); }
Value help_BuildTuple2(Thread& t, Value a, Value b, Value) { return word(tuple_of(t, a, b)); }
Value help_BuildTuple3(Thread& t, Value a, Value b, Value c) { return word(tuple_of(t, a, b, c)); }
Value help_BuildDict0(Thread& t, Value, Value, Value) { return word(dict_new(t)); }
Value help_CallAny0(Thread& t, Value callable, Value, Value) { return word(objects::call0(t, callable)); }
Value help_BuildList0(Thread& t, Value, Value, Value) { return word(list_new(t, 0)); }
Value list_with(Thread& t, const Value* items, int64_t count) { return word(list_from(t, items, count)); }
Value help_BuildList1(Thread& t, Value a, Value, Value) { return list_with(t, &a, 1); }
Value help_BuildList2(Thread& t, Value a, Value b, Value) {
  Value items[] = {a, b};
  return list_with(t, items, 2);
}
Value help_BuildList3(Thread& t, Value a, Value b, Value c) {
  Value items[] = {a, b, c};
  return list_with(t, items, 3);
}
Value help_ListAppend(Thread& t, Value list, Value item, Value) { return word(list_append(t, list.as<List>(), item)); }
Value help_StrConcat(Thread& t, Value a, Value b, Value) { return word(str_concat(t, a.as<Str>(), b.as<Str>())); }
Value help_NewInstance(Thread& t, Value cls, Value, Value) { return word(new_instance(t, cls.as<objects::Type>())); }
Value help_MakeCell(Thread& t, Value content, Value, Value) { return word(cell_new(t, content)); }
Value help_EmptyCell(Thread& t, Value, Value, Value) { return word(cell_new(t, kAbsent)); }
Value help_NewBoundMethod(Thread& t, Value function, Value self, Value) { return word(bound_method_new(t, function, self)); }

const NativeDef* def_of(Value callable) {
  return callable.as<Object>()->shape_id() == shape_id(TypeId::kNativeFunction) ? callable.as<NativeFunction>()->def
                                                                                : callable.as<MethodDescriptor>()->def;
}
/// callable: a NativeFunction or MethodDescriptor that gets these words (its self included) and ABSENT for its other parameters, which are
/// optional (fits_by_position).
template <class... Given>
Value call_unpacked(Thread& t, Value callable, Given... given) {
  const Value arguments[kMaxParameters] = {given...};
  return word(invoke_native(t, *def_of(callable), arguments));
}
Value help_CallNative1(Thread& t, Value callable, Value a, Value) { return call_unpacked(t, callable, a); }
Value help_CallNative2(Thread& t, Value callable, Value a, Value b) { return call_unpacked(t, callable, a, b); }
/// The same with the words that TextParts have stored; and any callable, as CallAny.
Value help_CallNativeParts(Thread& t, Value callable, Value count, Value) {
  static_assert(kMaxParameters <= vm::VmState::kTextParts);
  Value arguments[kMaxParameters];
  std::copy(t.vm->text_parts, t.vm->text_parts + count.small_int(), arguments);
  return word(invoke_native(t, *def_of(callable), arguments));
}
Value help_CallParts(Thread& t, Value callable, Value count, Value) {
  Value arguments[vm::VmState::kTextParts];
  std::copy(t.vm->text_parts, t.vm->text_parts + count.small_int(), arguments);
  return word(call(t, callable, arguments, static_cast<uint32_t>(count.small_int())));
}
Value help_Slice2(Thread& t, Value start, Value stop, Value) { return word(builtins::slice_new(t, start, stop)); }
Value help_Slice3(Thread& t, Value start, Value stop, Value step) { return word(builtins::slice_new(t, start, stop, step)); }
/// Of small ints, the step not 0: range(start, stop, step), and iter() of it without the range.
Value help_NewRange(Thread& t, Value start, Value stop, Value step) { return word(builtins::range_new(t, start, stop, step)); }
Value help_RangeIter(Thread& t, Value start, Value stop, Value step) { return word(builtins::range_iter_of(t, start, stop, step)); }
Value help_NewComplex(Thread& t, Value real, Value imaginary, Value) {
  return word(complex_value(t, std::bit_cast<double>(real.bits()), std::bit_cast<double>(imaginary.bits())));
}
/// callable: a builtin method or function that calls no Python for these arguments.
Value help_CallAny1(Thread& t, Value callable, Value a, Value) { return word(call1(t, callable, a)); }
Value help_CallAny2(Thread& t, Value callable, Value a, Value b) { return word(call2(t, callable, a, b)); }
Value help_CallWithTuple(Thread& t, Value callable, Value tuple, Value) { return word(call_with(t, callable, tuple.as<Tuple>(), nullptr)); }
/// all: the arguments by position, then those of `names`.
Value help_CallKeywords(Thread& t, Value callable, Value all, Value names) {
  auto* arguments = all.as<Tuple>();
  auto positional = static_cast<uint32_t>(arguments->size() - names.as<Tuple>()->size());
  return word(call(t, callable, reinterpret_cast<const Value*>(&arguments->items[0]), positional, names.as<Tuple>()));
}
/// A tuple of what the instruction pushes, in that order; how: its argument. ABSENT where there are too few.
Value help_UnpackEx(Thread& t, Value s, Value how, Value) {
  int before = static_cast<int>(how.small_int() & 0xff), after = static_cast<int>(how.small_int() >> 8);
  Result<int64_t> size = length(t, s);
  if (!size.ok()) return kFailedWord;
  if (size.get() < before + after) return kAbsent;
  auto* items = static_cast<Value*>(__builtin_alloca(sizeof(Value) * static_cast<size_t>(before + after + 1)));
  Result<void> unpacked = vm::unpack_ex(t, s, before, after, items);
  return unpacked.ok() ? word(tuple_from(t, items, before + after + 1)) : kFailedWord;
}
Value help_SetAdd(Thread& t, Value set, Value item, Value) { return word(builtins::set_add(t, set.as<builtins::Set>(), item)); }
Value help_BuildSet0(Thread& t, Value, Value, Value) { return word(builtins::set_new(t)); }
Value done(Result<void> r) { return r.ok() ? kNone : kFailedWord; }
Value help_ListExtend(Thread& t, Value list, Value items, Value) { return done(list_extend(t, list.as<List>(), items)); }
Value help_SetUpdate(Thread& t, Value set, Value items, Value) { return done(builtins::set_update(t, set.as<builtins::Set>(), items)); }
Value help_DictUpdate(Thread& t, Value dict, Value from, Value) { return done(dict_update(t, dict.as<Dict>(), from)); }
/// lock.acquire() where nobody waits: who must wait does so in the interpreter, where handlers of signals may run.
Value help_TryLock(Thread& t, Value acquire, Value lock, Value) {
  Result<Value> taken = call2(t, acquire, lock, kFalse);
  if (!taken.ok()) return kFailedWord;
  return taken.get() == kFalse ? kAbsent : taken.get();
}
Value help_DeleteItem(Thread& t, Value container, Value key, Value) { return word(delete_item(t, container, key)); }
Value help_FinishGenerator(Thread& t, Value generator, Value, Value) {
  vm::finish_virtual_generator(t, generator.as<vm::Generator>());
  return kTrue;
}
/// Note [The end of a chain], record_generators.cpp. code, place: of the generator at the end; ABSENT when it is elsewhere.
Value help_ResumeChain(Thread& t, Value generator, Value code, Value place) {
  return vm::enter_chain(t, generator.as<vm::Generator>(), code.as<vm::Code>(), {.word = place.small_int()});
}
Value help_ExtendChain(Thread& t, Value generator, Value next, Value place) {
  return vm::extend_chain(t, generator.as<vm::Generator>(), {.word = place.small_int()}, next.as<vm::Generator>()) ? kTrue : kAbsent;
}
Value help_ReleaseChain(Thread& t, Value generator, Value place, Value) {
  vm::release_chain(t, generator.as<vm::Generator>(), {.word = place.small_int()});
  return kTrue;
}
/// code, place: of the generator that delegates to the one that returns, and goes on; ABSENT when it is another.
Value help_ReturnInChain(Thread& t, Value generator, Value code, Value place) {
  vm::Generator* resumer = vm::return_in_chain(t, generator.as<vm::Generator>(), code.as<vm::Code>(), {.word = place.small_int()});
  return resumer == nullptr ? kAbsent : resumer->value();
}
/// The generator that returns must be the outermost one.
Value help_ReturnFromChain(Thread& t, Value generator, Value, Value) {
  if (vm::resumer_in_chain(generator.as<vm::Generator>()) != nullptr) return kAbsent;
  vm::finish_virtual_generator(t, generator.as<vm::Generator>());
  return kTrue;
}
/// given: the first locals.
Value new_generator(Thread& t, Value function, const Value* given, uint32_t count) {
  auto* fn = function.as<vm::Function>();
  Result<vm::ThreadCode*> made = vm::thread_code(t, fn->code.load_acquire());
  if (!made.ok()) return kFailedWord;
  vm::ThreadCode* tc = made.get();
  if (t.frame->limit + tc->frame_words > t.stack_end) return kAbsent;  // what make_generator tells the collector to look at
  auto* locals = static_cast<Value*>(__builtin_alloca(sizeof(Value) * (tc->local_count + 1)));
  for (uint32_t i = 0; i < tc->local_count; ++i) locals[i] = i < count ? given[i] : kAbsent;
  return word(vm::make_generator(t, fn, tc, locals));
}
Value help_MakeGenerator0(Thread& t, Value function, Value, Value) { return new_generator(t, function, nullptr, 0); }
Value help_MakeGenerator1(Thread& t, Value function, Value a, Value) { return new_generator(t, function, &a, 1); }
Value help_MakeGenerator2(Thread& t, Value function, Value a, Value b) {
  const Value given[] = {a, b};
  return new_generator(t, function, given, 2);
}
Value help_MakeGeneratorParts(Thread& t, Value function, Value count, Value) {
  Value given[vm::VmState::kTextParts];  // making a copy of the code is a safepoint
  auto parts = static_cast<uint32_t>(count.small_int());
  std::copy(t.vm->text_parts, t.vm->text_parts + parts, given);
  return new_generator(t, function, given, parts);
}
Value help_MakeFunction(Thread& t, Value code, Value globals, Value closure) {
  Result<vm::Function*> made = vm::function_new(t, code.as<vm::Code>(), globals.as<Dict>());
  if (made.ok() && !closure.is_none()) made.get()->closure.init(closure);
  return word(made);
}
/// ABSENT where the dict has no such str.
Value help_DictFind(Thread& t, Value dict, Value key, Value) { return dict_get_str(t, dict.as<Dict>(), key.as<Str>()); }
Value help_NewException(Thread& t, Value cls, Value arguments, Value) {
  auto* tuple = arguments.as<Tuple>();
  auto* type = cls.as<objects::Type>();
  return word(type->slots.new_(t, type, reinterpret_cast<const Value*>(&tuple->items[0]), static_cast<uint32_t>(tuple->size()), nullptr));
}
// What a raise makes, one after the other: Note [A raise whose exception nobody sees] (record_exceptions.cpp).
/// An instance of an exception class that is filled in by BaseException's constructors.
Value help_PlainException(Thread& t, Value cls, Value arguments, Value) {
  Result<Object*> made = new_instance(t, cls.as<objects::Type>());
  if (!made.ok()) return kFailedWord;
  auto* exception = static_cast<BaseException*>(made.get());
  exception->args.init(arguments);
  exception->suppress_context.init(kFalse);
  return exception->value();
}
/// All unbound; what is bound is stored before anybody sees it.
Value help_EndedLocals(Thread& t, Value count, Value, Value) { return word(tuple_new(t, count.small_int())); }
/// Its code and where it stands are stored as well.
Value help_EndedFrame(Thread& t, Value function, Value locals, Value back) {
  auto* called = function.as<vm::Function>();
  return word(vm::ended_frame_object(t, called->code.load_acquire(), called, locals.as<Tuple>(), 0, back.as<vm::FrameObject>()));
}
Value help_RootFrame(Thread& t, Value, Value, Value) { return word(vm::frame_object(t, t.frame)); }
Value help_NextEntry(Thread& t, Value frame, Value unit, Value next) {
  Traceback* entry = traceback_entry(t, frame, unit.small_int(), -1, next);
  if (entry != nullptr) return entry->value();
  (void)raise_no_memory(t);
  return kFailedWord;
}
Value help_FirstEntry(Thread& t, Value frame, Value unit, Value) { return help_NextEntry(t, frame, unit, kAbsent); }
Value help_MethodWrapper(Thread& t, Value descriptor, Value self, Value) {
  return word(type_of(t, descriptor)->slots.descr_get(t, descriptor, self, kNone));
}
/// int() and float() of an exact str; kIterationEnded where it is no number.
Value help_ParseInt(Thread& t, Value text, Value, Value) {
  bool invalid;
  Result<Value> made = builtins::int_from_plain_text(t, text.as<Str>(), &invalid);
  return invalid ? kIterationEnded : word(made);
}
Value help_ParseFloat(Thread& t, Value text, Value, Value) {
  Result<Value> made = builtins::float_from_plain_text(t, text.as<Str>());
  return made.ok() && made.get().is_absent() ? kIterationEnded : word(made);
}
Value help_NoIntText(Thread& t, Value text, Value, Value) { return word(builtins::no_int_text(t, text.as<Str>())); }
Value help_NoFloatText(Thread& t, Value text, Value, Value) { return word(builtins::no_float_text(t, text.as<Str>())); }
// Attributes: what might run Python is declined.
Str* quiet_name(Thread& t, Value name) {
  if (name.as<Str>()->interned()) return name.as<Str>();
  Result<Str*> interned = intern(t, name.as<Str>());
  return interned.ok() ? interned.get() : nullptr;  // the exception is pending
}
Value help_GetAttribute(Thread& t, Value o, Value key, Value) {
  Str* name = quiet_name(t, key);
  if (name == nullptr) return kFailedWord;
  return quiet_get_attribute(t, o, name->value()) ? word(get_attr(t, o, name)) : kAbsent;
}
Value help_GetAttributeOr(Thread& t, Value o, Value key, Value otherwise) {
  Str* name = quiet_name(t, key);
  if (name == nullptr) return kFailedWord;
  if (!quiet_get_attribute(t, o, name->value())) return kAbsent;
  Result<Value> found = find_attr(t, o, name);
  return found.ok() && found.get().is_absent() ? otherwise : word(found);
}
Value help_HasAttribute(Thread& t, Value o, Value key, Value) {
  Str* name = quiet_name(t, key);
  if (name == nullptr) return kFailedWord;
  if (!quiet_get_attribute(t, o, name->value())) return kAbsent;
  Result<Value> found = find_attr(t, o, name);
  return found.ok() ? Value::from_bool(!found.get().is_absent()) : kFailedWord;
}
Value help_SetAttribute(Thread& t, Value v, Value o, Value key) {
  Str* name = quiet_name(t, key);
  if (name == nullptr) return kFailedWord;
  return quiet_set_attribute(t, o, name->value()) ? word(set_attr(t, o, name, v)) : kAbsent;
}
Value help_DeleteAttribute(Thread& t, Value o, Value name, Value) {
  return quiet_set_attribute(t, o, name) ? word(set_attr(t, o, name.as<Str>(), kAbsent)) : kAbsent;
}
Value help_TypeOf(Thread& t, Value v, Value, Value) { return objects::type_of(t, v)->value(); }
/// classes: those of plain_classes (record_builtins.cpp).
Value help_IsInstance(Thread& t, Value v, Value classes, Value) { return quiet_value(v) ? word(is_instance_of(t, v, classes)) : kAbsent; }
template <CompareKind kKind>
Value chosen(Thread& t, Value first, Value other, Value) {
  if (first.is_small_int() && other.is_small_int()) {
    return (kKind == CompareKind::kLt ? other.small_int() < first.small_int() : other.small_int() > first.small_int()) ? other : first;
  }
  if (!quiet_value(first) || !quiet_value(other)) return kAbsent;
  Result<Value> better = compare(t, other, first, kKind);
  if (!better.ok()) return kFailedWord;
  return better.get() == kTrue ? other : first;
}
constexpr HelperFunction help_Lesser = &chosen<CompareKind::kLt>;
constexpr HelperFunction help_Greater = &chosen<CompareKind::kGt>;
Value help_ListToTuple(Thread& t, Value list, Value, Value) { return word(list_to_tuple(t, list.as<List>())); }
/// True when the instance has no attribute of its own of that name.
Value help_NoOwnAttribute(Thread& t, Value o, Value name, Value) { return instance_get(t, o, name.as<Str>()).is_absent() ? kTrue : kAbsent; }
Value help_NewSuper(Thread& t, Value start, Value self, Value self_type) {
  Result<Object*> made = new_instance(t, objects::type(t, TypeId::kSuper));
  if (!made.ok()) return kFailedWord;
  auto* super = static_cast<Super*>(made.get());
  super->type.init(start);
  super->self.init(self);
  super->self_type.init(self_type);
  return super->value();
}
Value help_GetSuperAttribute(Thread& t, Value super, Value name, Value) { return word(get_attr(t, super, name.as<Str>())); }
/// A NativeFunction that is this MethodDescriptor bound.
Value help_SameNative(Thread&, Value function, Value descriptor, Value) {
  return function.as<NativeFunction>()->def == descriptor.as<MethodDescriptor>()->def ? kTrue : kAbsent;
}
/// Into an empty dict, of strings: nothing can be there twice.
Value help_DictMerge(Thread& t, Value into, Value from, Value) {
  uint32_t position = 0;
  Value key, value;
  if (dict_size(into.as<Dict>()) != 0) return kAbsent;
  while (dict_next_at(from.as<Dict>(), &position, &key, &value)) {
    if (!is_exact(key, TypeId::kStr)) return kAbsent;
  }
  return word(dict_update(t, into.as<Dict>(), from));
}
Value help_Concat3(Thread& t, Value a, Value b, Value c) {
  Value parts[] = {a, b, c};
  return word(vm::build_string(t, parts, 3));
}
Value help_IntText(Thread& t, Value v, Value, Value) { return word(builtins::int_repr(t, v)); }
Value help_FloatText(Thread& t, Value v, Value, Value) { return word(to_str(t, v)); }
Value help_BuildText(Thread& t, Value count, Value, Value) {
  Value parts[vm::VmState::kTextParts];
  const int64_t n = count.small_int();
  std::copy(t.vm->text_parts, t.vm->text_parts + n, parts);
  return word(builtins::build_text(t, parts, n));
}
Value help_FormatValue(Thread& t, Value v, Value spec, Value how) {
  Value items[] = {v, spec};
  return quiet_value(v) ? word(vm::format_value(t, items, static_cast<uint32_t>(how.small_int()))) : kAbsent;
}
Value help_Percent(Thread& t, Value format, Value values, Value) {
  if (!quiet_value(values) && !(is_exact(values, TypeId::kTuple) && quiet_items(t, values))) return kAbsent;
  return word(binary_op(t, BinaryOpKind::kRemainder, format, values));
}
/// Of a class's attribute: another value of the same kind.
Value help_ReplaceCell(Thread& t, Value cell, Value value, Value) {
  return name_cell_try_replace(t, cell.as<NameCell>(), value) == Replaced::kDone ? kTrue : kAbsent;
}
// Handlers: as the instructions of those names. The thread's handled exception is always in memory.
Value help_PushExcInfo(Thread& t, Value exception, Value, Value) {
  Value previous = t.handled_exception;
  t.handled_exception = exception;
  return previous.is_absent() ? kNone : previous;
}
Value help_PopExcept(Thread& t, Value previous, Value, Value) {
  if (EIDER_UNLIKELY(t.stop_raised)) vm::stop_was_handled(t, t.handled_exception);
  t.handled_exception = previous.is_none() ? kAbsent : previous;
  return kTrue;
}
Value help_CatchAll(Thread& t, Value exception, Value, Value) { return t.stop_raised && vm::is_stop(t, exception) ? kAbsent : kTrue; }
Value help_CheckExcMatch(Thread& t, Value exception, Value cls, Value) {
  Value row[] = {exception, cls};
  return word(vm::check_exc_match(t, row + 1, 0));
}
Value help_Length(Thread& t, Value a, Value, Value) {
  Result<int64_t> n = length(t, a);
  return n.ok() ? Value::from_small_int(n.get()) : kFailedWord;
}

}  // namespace

__attribute__((preserve_all)) uint64_t append_item(Thread* t, uint64_t list, uint64_t item) {
  return list_append(*t, Value::from_bits(list).as<List>(), Value::from_bits(item)).ok();
}
__attribute__((preserve_all)) uint64_t equal_strs(uint64_t a, uint64_t b) {
  return str_equal(Value::from_bits(a).as<Str>(), Value::from_bits(b).as<Str>());
}
__attribute__((preserve_all)) int64_t compare_strs(uint64_t a, uint64_t b) {
  return str_compare(Value::from_bits(a).as<Str>(), Value::from_bits(b).as<Str>());
}
__attribute__((preserve_all)) uint64_t hypot_of(double a, double b) { return std::bit_cast<uint64_t>(std::hypot(a, b)); }
__attribute__((preserve_all)) uint64_t has_str(uint64_t text, uint64_t part) {
  auto *s = Value::from_bits(text).as<Str>(), *c = Value::from_bits(part).as<Str>();
  return builtins::search_first(builtins::view_of(s), builtins::view_of(c), 0, s->length()) >= 0;
}

const HelperInfo kHelpers[static_cast<int>(Helper::kCount)] = {
#define EIDER_HELPER(name, arguments) {#name, arguments, help_##name},
    EIDER_JIT_HELPERS(EIDER_HELPER)
#undef EIDER_HELPER
};

}  // namespace eider::jit
