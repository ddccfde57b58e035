// SPDX-License-Identifier: MIT
//
// Code objects: constants and names on the heap, threads' quickened copies, snapshots.
#include "vm/code.h"

#include <algorithm>
#include <cstring>
#include <new>

#include "base/memory.h"
#include "builtins/bytes/bytes.h"
#include "builtins/set/set.h"
#include "objects/lock.h"
#include "objects/numbers.h"
#include "threads/registry.h"
#include "vm/helpers.h"
#include "vm/quick_op.h"
#include "vm/vm_state.h"

namespace eider::vm {

using bytecode::Constant;

namespace {

Result<Tuple*> constant_tuple(Thread& t, const std::vector<Constant>& items) {
  Tuple* tuple = EIDER_TRY(tuple_new(t, static_cast<int64_t>(items.size())));
  for (size_t i = 0; i < items.size(); ++i) tuple->items[i].init(EIDER_TRY(constant_value(t, items[i])));
  return tuple;
}

Result<Value> big_constant(Thread& t, std::string_view text) {
  int sign = 1;
  if (text.starts_with('-')) {
    sign = -1;
    text.remove_prefix(1);
  }
  std::vector<uint64_t> limbs;
  for (size_t end = text.size(); end > 0;) {
    size_t start = end > 16 ? end - 16 : 0;
    uint64_t limb = 0;
    for (size_t i = start; i < end; ++i) {
      char c = text[i];
      limb = limb << 4 | static_cast<uint64_t>(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
    }
    limbs.push_back(limb);
    end = start;
  }
  while (!limbs.empty() && limbs.back() == 0) limbs.pop_back();
  return int_from_limbs(t, limbs.empty() ? 0 : sign, limbs.data(), static_cast<uint32_t>(limbs.size()));
}

bool looks_like_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<Tuple*> name_tuple(Thread& t, const std::vector<std::string>& names) {
  Tuple* tuple = EIDER_TRY(tuple_new(t, static_cast<int64_t>(names.size())));
  for (size_t i = 0; i < names.size(); ++i) tuple->items[i].init(EIDER_TRY(intern(t, names[i]))->value());
  return tuple;
}

}  // namespace

Result<Value> constant_value(Thread& t, const Constant& c) {
  switch (c.kind) {
    case Constant::Kind::kNone: return kNone;
    case Constant::Kind::kTrue: return kTrue;
    case Constant::Kind::kFalse: return kFalse;
    case Constant::Kind::kEllipsis: return kEllipsis;
    case Constant::Kind::kInt: return int_from_int64(t, c.integer);
    case Constant::Kind::kBigInt: return big_constant(t, c.text);
    case Constant::Kind::kFloat: return float_value(t, c.real);
    case Constant::Kind::kComplex: {
      Object* o = EIDER_TRY(new_instance(t, type(t, TypeId::kComplex)));
      static_cast<Complex*>(o)->real = c.real;
      static_cast<Complex*>(o)->imaginary = c.imaginary;
      return o->value();
    }
    case Constant::Kind::kStr: {
      if (looks_like_name(c.text)) return intern(t, c.text);  // as CPython: identifiers among constants are interned
      return str_from_utf8(t, c.text);
    }
    case Constant::Kind::kBytes: return builtins::bytes_from(t, c.text.data(), static_cast<int64_t>(c.text.size()));
    case Constant::Kind::kTuple: return constant_tuple(t, c.items);
    case Constant::Kind::kFrozenSet: return builtins::frozenset_from(t, EIDER_TRY(constant_tuple(t, c.items))->value());
    case Constant::Kind::kCode: return code_new(t, c.code);
  }
  EIDER_UNREACHABLE("constant kind");
}

namespace {

bool keeps_first_two(const CodeUnit& u) {
  if (u.argcount < 2) return false;
  for (uint32_t i = 0; i < u.units.size();) {
    Op op = static_cast<Op>(static_cast<uint8_t>(u.units[i]));
    bool changes = op == Op::kStoreFast || op == Op::kDeleteFast || op == Op::kMakeCell;
    bool extended = i > 0 && static_cast<Op>(static_cast<uint8_t>(u.units[i - 1])) == Op::kExtendedArg;
    if (changes && !extended && u.units[i] >> 8 < 2) return false;
    i += 1u + bytecode::kCacheUnits[static_cast<int>(op)];
  }
  return true;
}

}  // namespace

Result<Code*> code_new(Thread& t, std::shared_ptr<const CodeUnit> unit) {
  EIDER_TRY(check_recursion(t, " during compilation"));  // one level for each function inside a function
  const CodeUnit& u = *unit;
  std::vector<Constant> const& constants = u.constants;
  Tuple* consts = EIDER_TRY(constant_tuple(t, constants));
  Tuple* names = EIDER_TRY(name_tuple(t, u.names));
  Tuple* locals = EIDER_TRY(name_tuple(t, u.locals));
  Str* name = EIDER_TRY(intern(t, u.name));
  Str* qualname = EIDER_TRY(intern(t, u.qualname));
  Str* filename = EIDER_TRY(intern(t, u.filename));
  auto* kept = new (std::nothrow) std::shared_ptr<const CodeUnit>(std::move(unit));
  if (kept == nullptr) return raise_no_memory(t);
  Header* raw = gc::allocate(t, gc::header_word(shape_id(TypeId::kCode), TraceKind::kCustom, sizeof(Code)), sizeof(Code));
  if (raw == nullptr) {
    delete kept;
    return raise_no_memory(t);
  }
  Code* code = static_cast<Code*>(raw);
  code->keeper = kept;
  code->unit = kept->get();
  code->consts = consts;
  code->names = names;
  code->local_names = locals;
  code->name = name;
  code->qualname = qualname;
  code->filename = filename;
  code->flags = u.flags;
  code->argcount = u.argcount;
  code->posonly = u.posonlyargcount;
  code->kwonly = u.kwonlyargcount;
  code->local_count = static_cast<uint32_t>(u.locals.size());
  code->unit_count = static_cast<uint32_t>(u.units.size());
  code->parameter_count = u.parameter_count();
  constexpr uint32_t kGeneratorFlags = bytecode::kGenerator | bytecode::kCoroutine | bytecode::kAsyncGenerator;
  bool exact = u.kwonlyargcount == 0 && !(u.flags & (bytecode::kVarArgs | bytecode::kVarKeywords | kGeneratorFlags));
  code->exact_args = exact && u.argcount < 0x7fff ? static_cast<int16_t>(u.argcount) : -1;
  code->keeps_operands = keeps_first_two(u);
  for (uint8_t kind : u.local_kinds) code->has_free |= (kind & bytecode::kFree) != 0;
  VmRealm& realm = vm_realm(t);
  base::MutexLock lock(realm.mutex);
  code->next_in_realm = realm.codes;
  realm.codes = code;
  return code;
}

namespace {

CopyArray* new_copy_array(uint32_t count) {
  auto* array = static_cast<CopyArray*>(base::raw_alloc(sizeof(CopyArray) + count * sizeof(Atomic<ThreadCode*>)));
  if (array == nullptr) return nullptr;
  array->count = count;
  array->older = nullptr;
  for (uint32_t i = 0; i < count; ++i) new (&array->copies[i]) Atomic<ThreadCode*>(nullptr);
  return array;
}

constexpr uint16_t kFirstExecutions = 2;   // an instruction specializes at its second execution
constexpr uint16_t kLaterHot = 4096;       // entries or back edges between the times that note_hot hears of a place, but the first (VmRealm::first_hot)
constexpr uint8_t kMaxPublished = 4;       // snapshots one copy gives in its life

bool counts_heat(Op family) { return family == Op::kResume || family == Op::kJumpBackward; }

/// Sets the counters of a fresh copy.
void arm_counters(uint16_t* units, uint32_t count, uint16_t first_hot) {
  for (uint32_t i = 0; i < count;) {
    Op family = family_of(static_cast<uint8_t>(units[i]));
    int caches = bytecode::kCacheUnits[static_cast<int>(family)];
    if (caches > 0) units[i + 1] = counts_heat(family) ? first_hot : kFirstExecutions;
    i += 1 + static_cast<uint32_t>(caches);
  }
}

}  // namespace

bool note_hot(Thread& t, uint32_t unit, uint16_t* counter) {
  *counter = kLaterHot;
  publish_snapshot(t, t.frame->code);
  VmRealm& realm = vm_realm(t);
  if (realm.jit.hot_place == nullptr) return false;
  t.vm->entering = realm.jit.hot_place(t, unit, counter);
  return t.vm->entering != nullptr;
}

Result<ThreadCode*> make_thread_code(Thread& t, Code* code) {
  VmRealm& realm = vm_realm(t);
  uint32_t units = code->unit_count;
  auto* tc = static_cast<ThreadCode*>(base::raw_alloc(sizeof(ThreadCode) + units * sizeof(uint16_t)));
  if (tc == nullptr) return raise_no_memory(t);
  std::memset(static_cast<void*>(tc), 0, sizeof(ThreadCode));
  tc->code = code;
  tc->consts = reinterpret_cast<const Value*>(code->consts->items);
  tc->names = reinterpret_cast<const Value*>(code->names->items);
  tc->local_count = code->local_count;
  tc->stack_size = code->unit->stack_size;
  tc->frame_words = code->local_count + kFrameWords + code->unit->stack_size + 1;
  tc->unit_count = units;
  tc->exact_args = code->exact_args;
  tc->creates_generator = code->flags & (bytecode::kGenerator | bytecode::kCoroutine | bytecode::kAsyncGenerator);
  // No poll between reading the epoch and registering the copied caches: a flush, which is a handshake, comes before or after.
  Snapshot* snapshot = realm.tlbc == TlbcMode::kSharedSnapshot ? code->snapshot.load_acquire() : nullptr;
  if (snapshot != nullptr && code->many_namespaces.load_relaxed() == 0) {
    std::memcpy(tc->units, snapshot->units, units * sizeof(uint16_t));
    adopt_caches(t, tc, snapshot->flush_epoch == realm.flush_epoch.load_acquire());
    t.vm->stats.copies_from_snapshot++;
  } else {
    std::memcpy(tc->units, code->unit->units.data(), units * sizeof(uint16_t));
    arm_counters(tc->units, units, realm.first_hot);
  }
  t.vm->stats.copies++;

  LockedObject locked(t, *code);
  CopyArray* array = code->copies.load_relaxed();
  if (array == nullptr || t.index >= array->count) {
    uint32_t count = std::max<uint32_t>(t.index + 1, array == nullptr ? 1 : 2 * array->count);
    CopyArray* grown = new_copy_array(count);
    if (grown == nullptr) {
      base::raw_free(tc);
      return raise_no_memory(t);
    }
    grown->older = array;
    for (uint32_t i = 0; array != nullptr && i < array->count; ++i) grown->copies[i].store_relaxed(array->copies[i].load_relaxed());
    code->copies.store_release(grown);
    array = grown;
  }
  array->copies[t.index].store_release(tc);
  tc->next_of_thread = t.vm->copies;
  t.vm->copies = tc;
  return tc;
}

void bind_namespaces(Thread& t, Code* code, Dict* globals, Value builtins) {
  Value bound = code->globals.load_acquire();
  if (EIDER_LIKELY(bound == globals->value() && code->builtins.load_relaxed() == builtins)) return;
  {
    LockedObject locked(t, *code);
    bound = code->globals.load_relaxed();
    if (bound.is_absent()) {
      code->builtins.store_relaxed(builtins);
      code->globals.store_release(globals->value());  // pairs with load_acquire above
      return;
    }
    if ((bound == globals->value() && code->builtins.load_relaxed() == builtins) || code->many_namespaces.load_relaxed() != 0) return;
    code->many_namespaces.store_relaxed(1);
  }
  VmRealm& realm = vm_realm(t);
  if (realm.jit.namespaces_change != nullptr) realm.jit.namespaces_change(t, code);
  // Whoever specialized before seeing the mark is made generic here, before the function with other globals exists.
  t.registry->handshake(t, [code](threads::ThreadCore& target) {
    ThreadCode* tc = find_thread_code(static_cast<Thread&>(target), code);
    if (tc != nullptr) forget_globals(tc);
  });
}

void free_copies(Thread& t) {
  while (ThreadCode* tc = t.vm->copies) {
    if (tc->creates_generator) {
      t.vm->copies = tc->next_of_thread;
      continue;
    }
    {
      // Who grows the array copies the elements under this lock. Waiting for it is a safepoint, at which a collection walks this list: what
      // is freed has left it.
      LockedObject locked(t, *tc->code);
      tc->code->copies.load_relaxed()->copies[t.index].store_relaxed(nullptr);
      t.vm->copies = tc->next_of_thread;
    }
    base::raw_free(tc);
  }
}

void publish_snapshot(Thread& t, ThreadCode* tc) {
  VmRealm& realm = vm_realm(t);
  Code* code = tc->code;
  if (realm.tlbc != TlbcMode::kSharedSnapshot || tc->published >= kMaxPublished || code->many_namespaces.load_relaxed() != 0) return;
  tc->published++;
  auto* snapshot = static_cast<Snapshot*>(base::raw_alloc(sizeof(Snapshot) + tc->unit_count * sizeof(uint16_t)));
  if (snapshot == nullptr) return;
  // First the lock: waiting for it is a safepoint, and a collection that came between copying and publishing would find the dead
  // classes that caches name in tc but not in the copy.
  LockedObject locked(t, *code);
  snapshot->flush_epoch = realm.flush_epoch.load_acquire();
  std::memcpy(snapshot->units, tc->units, tc->unit_count * sizeof(uint16_t));
  snapshot->older = code->snapshot.load_relaxed();
  code->snapshot.store_release(snapshot);  // pairs with load_acquire in make_thread_code
}

void free_snapshots(Snapshot* newest) {
  while (newest != nullptr) {
    Snapshot* older = newest->older;
    base::raw_free(newest);
    newest = older;
  }
}

/// Frees everything of a dead code object. With the world stopped.
void free_code(Code* code) {
  for (CopyArray* array = code->copies.load_relaxed(); array != nullptr;) {
    if (array == code->copies.load_relaxed()) {
      for (uint32_t i = 0; i < array->count; ++i) {
        if (ThreadCode* tc = array->copies[i].load_relaxed()) base::raw_free(tc);
      }
    }
    CopyArray* older = array->older;
    base::raw_free(array);
    array = older;
  }
  free_snapshots(code->snapshot.load_relaxed());
  delete code->keeper;
}

bytecode::Position position_of(const Code& code, uint32_t unit) {
  const auto& positions = code.unit->positions;
  auto after = std::upper_bound(positions.begin(), positions.end(), unit,
                                [](uint32_t u, const bytecode::Position& p) { return u < p.start_unit; });
  if (after == positions.begin()) return {0, code.unit->first_line, code.unit->first_line, -1, -1};
  return *(after - 1);
}

}  // namespace eider::vm
