// SPDX-License-Identifier: MIT
//
// Recording how arguments become parameters: vm/arguments.cpp, done once for all calls that give as many by position and by these names.
// Defaults may be assigned: the code relies on those of a constant function while they never were, guards them afterwards, and looks into those
// of other functions.
#include "jit/record/recorder.h"

#include <algorithm>

#include "objects/realm.h"

namespace eider::jit {

namespace {

constexpr size_t kMostRest = 6;   // positional arguments collected by *args
constexpr size_t kMostNames = 8;  // keyword arguments collected by **kwargs

}  // namespace

/// Which argument each parameter gets; false: a TypeError, or more than is followed. Records nothing.
bool Recorder::match_arguments(vm::Function* fn, vm::Code* code, const CallArguments& given, std::vector<Source>* sources) {
  uint32_t named = code->argcount + code->kwonly;
  sources->assign(named, {});
  size_t by_position = std::min<size_t>(given.positional.size(), code->argcount);
  for (size_t i = 0; i < by_position; ++i) (*sources)[i] = {Source::kGiven, given.positional[i], {}};
  size_t rest = given.positional.size() - by_position;
  if (rest > 0 && !(code->flags & bytecode::kVarArgs)) return false;
  if (rest > kMostRest) return false;
  size_t others = 0;
  for (size_t k = 0; k < given.names.size(); ++k) {
    uint32_t place = code->posonly;
    while (place < named && code->local_names->items[place].get() != given.names[k]) ++place;  // names are interned
    if (place == named) {
      if (!is_exact(given.names[k], TypeId::kStr) || !given.names[k].as<Str>()->interned()) return false;
      ++others;
      continue;
    }
    if ((*sources)[place].kind != Source::kMissing) return false;
    (*sources)[place] = {Source::kGiven, given.named[k], {}};
  }
  if (others > 0 && !(code->flags & bytecode::kVarKeywords)) return false;
  if (others > (given.any_order ? 1 : kMostNames)) return false;
  Value defaults = fn->defaults.load_acquire();  // once: another thread may give it others
  seen_defaults_ = defaults;
  Value kwdefaults = fn->kwdefaults.load_acquire();
  int64_t from = code->argcount - (defaults.is_absent() ? 0 : defaults.as<Tuple>()->size());
  for (uint32_t i = 0; i < named; ++i) {
    Source& source = (*sources)[i];
    if (source.kind != Source::kMissing) continue;
    if (i < code->argcount) {
      if (i < from) return false;
      source = {Source::kDefault, static_cast<Ref>(i - from), defaults.as<Tuple>()->items[i - from].get()};
    } else {
      if (kwdefaults.is_absent() || kwdefaults.is_none()) return false;
      Value v = dict_get_str(t_, kwdefaults.as<Dict>(), code->local_names->items[i].get().as<Str>());
      if (v.is_absent()) return false;
      source = {Source::kKeywordDefault, kNoRef, v};
    }
  }
  return true;
}

Ref Recorder::known_value(Value v) {
  return v.is_small_int() ? int_word(v.bits() - 1) : v.is_float_word() ? float_constant(v.float_word()) : constant(v);
}

/// The parameters' values, for a call that match_arguments agreed to.
std::vector<Ref> Recorder::bind_arguments(vm::Function* fn, Ref function, vm::Code* code, const CallArguments& given,
                                          const std::vector<Source>& sources) {
  uint32_t named = code->argcount + code->kwonly;
  std::vector<Ref> locals(code->local_count, kAbsentRef);
  bool defaults = false, keyword_defaults = false;
  uint64_t default_count = 0;
  for (uint32_t i = 0; i < named; ++i) {
    const Source& source = sources[i];
    defaults |= source.kind == Source::kDefault;
    if (source.kind == Source::kDefault) default_count = source.given + code->argcount - i;
    keyword_defaults |= source.kind == Source::kKeywordDefault;
  }
  Ref kept = kNoRef;  // functions made by one `def` each have defaults of their own
  const bool known = (defaults || keyword_defaults) && relies_on(fn, function);
  if (defaults && !known) {
    Ref found = load(function, offsetof(vm::Function, defaults));
    if (is_constant(function)) {
      emit(Op::kGuardIs, found, kNoRef, kNoRef, seen_defaults_.bits());
    } else {
      guard_exact(found, TypeId::kTuple);
      emit(Op::kGuardTupleSize, found, kNoRef, kNoRef, default_count);
      kept = found;
    }
  }
  Value dict = fn->kwdefaults.load_acquire();
  if (keyword_defaults && !known) emit(Op::kGuardIs, load(function, offsetof(vm::Function, kwdefaults)), kNoRef, kNoRef, dict.bits());
  for (uint32_t i = 0; i < named; ++i) {
    const Source& source = sources[i];
    if (source.kind == Source::kKeywordDefault) {
      // The dict itself may have been changed: what it holds is looked at each time.
      Ref v = call(Helper::kDictFind, constant(dict), constant(code->local_names->items[i].get()));
      if (!source.known.is_heap()) emit(Op::kGuardIs, v, kNoRef, kNoRef, source.known.bits());
      locals[i] = source.known.is_heap() ? v : known_value(source.known);
    } else if (source.kind == Source::kDefault && kept != kNoRef) {
      locals[i] = emit(Op::kTupleItemAt, kept, kNoRef, kNoRef, source.given);
    } else {
      locals[i] = source.kind == Source::kGiven ? source.given : known_value(source.known);
    }
  }
  bool var_args = code->flags & bytecode::kVarArgs;
  if (var_args) {
    size_t first = std::min<size_t>(given.positional.size(), code->argcount);
    locals[named] = make_tuple({given.positional.begin() + static_cast<int64_t>(first), given.positional.end()});
  }
  if (code->flags & bytecode::kVarKeywords) {
    Ref made = call(Helper::kBuildDict0, constant(kNone));
    auto& known = dicts_[made];
    for (size_t k = 0; k < given.names.size(); ++k) {
      bool parameter = false;
      for (uint32_t i = code->posonly; i < named; ++i) parameter |= code->local_names->items[i].get() == given.names[k];
      if (parameter) continue;
      known.push_back({given.names[k], as_value(given.named[k])});
      call(Helper::kDictSetItem, known.back().second, made, constant(given.names[k]));
    }
    locals[named + var_args] = made;
  }
  return locals;
}

/// Three items at a time.
Ref Recorder::make_tuple(const std::vector<Ref>& items) {
  auto part = [&](size_t from) {
    size_t count = items.size() - from;
    if (count == 1) return call(Helper::kBuildTuple1, items[from]);
    if (count == 2) return call(Helper::kBuildTuple2, items[from], items[from + 1]);
    return call(Helper::kBuildTuple3, items[from], items[from + 1], items[from + 2]);
  };
  if (items.empty()) return constant(t_.realm->empty_tuple->value());
  Ref made = part(0);
  for (size_t from = 3; from < items.size(); from += 3) {
    Ref more = part(from);
    made = call(Helper::kAdd, made, more);
  }
  return made;
}

/// What a dict holds that this trace has made for keyword arguments and nobody else can have got hold of; nullptr: not known.
const std::vector<std::pair<Value, Ref>>* Recorder::known_dict(Ref dict) {
  auto found = dicts_.find(dict);
  if (found == dicts_.end()) return nullptr;
  size_t sets = 0;
  for (size_t r = dict + 1; r < trace_.code.size(); ++r) {
    const Instruction& i = trace_.code[r];
    bool set = i.op == Op::kCallHelper3 && static_cast<Helper>(i.imm) == Helper::kDictSetItem && i.b == dict && i.a != dict;
    bool looked_at = i.op == Op::kGuardHeap || i.op == Op::kGuardShape;
    sets += set;
    if (i.op == Op::kEscape || ((i.a == dict || i.b == dict || i.c == dict) && !set && !looked_at)) sets = found->second.size() + 1;
  }
  if (sets == found->second.size()) return &found->second;
  dicts_.erase(found);
  return nullptr;
}

/// f(**dict): which names it has, when it is small and they are strings.
bool Recorder::spread_keywords(Value dict, Ref ref, CallArguments* arguments) {
  if (const auto* known = known_dict(ref)) {
    for (const auto& [name, value] : *known) {
      arguments->names.push_back(name);
      arguments->named.push_back(value);
    }
    return true;
  }
  if (!dict.is_heap() || !is_exact(dict, TypeId::kDict) || dict_size(dict.as<Dict>()) > static_cast<int64_t>(kMostNames)) return false;
  uint32_t position = 0;
  Value key, value;
  while (dict_next_at(dict.as<Dict>(), &position, &key, &value)) {
    if (!is_exact(key, TypeId::kStr) || !key.as<Str>()->interned()) return false;
    arguments->names.push_back(key);
  }
  guard_exact(ref, TypeId::kDict);
  // As many, and each of them: the same names.
  Ref size = call(Helper::kLength, ref);
  emit(Op::kGuardIs, size, kNoRef, kNoRef, Value::from_small_int(static_cast<int64_t>(arguments->names.size())).bits());
  for (Value name : arguments->names) arguments->named.push_back(call(Helper::kDictFind, ref, constant(name)));
  arguments->any_order = true;
  return true;
}

/// The ** of a call: into the dict that is built for it.
bool Recorder::dict_merge(Machine& m, uint32_t arg) {
  Value into = m.peek(static_cast<int>(arg)), from = m.peek(0);
  Ref target = peek(static_cast<int>(arg)), source = peek(0);
  if (!is_exact(into, TypeId::kDict) || !from.is_heap() || !is_exact(from, TypeId::kDict) || dict_size(into.as<Dict>()) != 0) {
    return escape(m, BytecodeOp::kDictMerge, arg);
  }
  const auto* known = known_dict(source);
  if (known != nullptr && known_dict(target) != nullptr) {
    for (const auto& [name, value] : std::vector(*known)) {
      dicts_[target].push_back({name, value});
      call(Helper::kDictSetItem, value, target, constant(name));
    }
  } else {
    guard_exact(target, TypeId::kDict);
    guard_exact(source, TypeId::kDict);
    call(Helper::kDictMerge, target, source);
  }
  drop(1);
  return true;
}

}  // namespace eider::jit
