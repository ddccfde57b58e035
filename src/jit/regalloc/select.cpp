// SPDX-License-Identifier: MIT
//
// Which forms an instruction becomes.
#include "jit/regalloc/allocator.h"
#include "bytecode/instructions.h"
#include "objects/containers.h"
#include "vm/generator.h"

namespace eider::jit {

namespace {

bool fits_i32(uint64_t word) { return static_cast<int64_t>(word) == static_cast<int32_t>(word); }
constexpr Form kNoForm = Form::kCount;

}  // namespace

/// result = a op b, in a's register when a is not needed any more.
///
/// imm_form, mem_form  the forms with b an immediate or in memory; kNoForm: none
/// undo...             the form exits with the result in place: these take it back
/// factor              the immediate is the number itself, not its kInt word
void Allocator::two_address(Ref r, Form form, Form imm_form, Form mem_form, Form undo, Form undo_imm, Form undo_mem, bool commutative, bool factor) {
  const Instruction& in = trace_.code[r];
  Ref a = in.a, b = in.b;
  if (commutative && b != kNoRef && a != b) {
    bool swap = is_constant(a) && !is_constant(b);
    if (!swap && !is_constant(b)) swap = !dies_here(a) && dies_here(b) && values_[b].reg != kNoRegister;
    if (swap) std::swap(a, b);
  }
  Class c = class_of(r);
  uint64_t imm = b == kNoRef ? 0 : trace_.code[b].imm;
  if (factor) imm = static_cast<uint64_t>(static_cast<int64_t>(imm) >> 1);
  bool use_imm = b != kNoRef && imm_form != kNoForm && is_constant(b) && fits_i32(imm);
  bool use_mem = !use_imm && b != kNoRef && b != a && mem_form != kNoForm && values_[b].reg == kNoRegister && values_[b].slot != kNoSlot &&
                 (dies_here(b) || next_use(b, position_ + 1) > position_ + 16);
  int ra = ensure_register(a);
  int rb = b == kNoRef || use_imm || use_mem ? kNoRegister : ensure_register(b);
  bool in_place = dies_here(a) && ra != rb;
  int d = in_place ? ra : result_register(r);
  if (!in_place) emit(c == Class::kFloat ? Form::kMoveFloat : Form::kMoveInt, d, ra);
  uint32_t exit = in.snapshot == kNoSnapshot ? kNoExit : make_exit(r);
  auto fill = [&](MachineOp& op) {
    if (use_imm) op.holes[0] = immediate(imm);
    if (use_mem) op.holes[0] = memory_of(b);
  };
  if (exit != kNoExit && in_place && undo != kNoForm && exit_reads_register(exit, c, d)) {
    MachineOp back{.form = use_imm ? undo_imm : use_mem ? undo_mem : undo};
    back.registers[0] = static_cast<uint8_t>(d);
    back.registers[1] = static_cast<uint8_t>(rb == kNoRegister ? 0 : rb);
    fill(back);
    out_.exits[exit].has_undo = true;
    out_.exits[exit].undo = back;
  }
  MachineOp& op = emit(use_imm ? imm_form : use_mem ? mem_form : form, d, rb == kNoRegister ? 0 : rb);
  fill(op);
  op.exit = exit;
  if (in_place) release_register(a);
  define(r, d);
}

/// A comparison of two ints or floats that leaves: registers, register with immediate, register with memory.
void Allocator::guard_compare(Ref r, Form form, Form imm, Form imm_swapped, Form mem, Form mem_swapped) {
  Ref a = trace_.code[r].a, b = trace_.code[r].b;
  auto constant = [&](Ref x) { return is_constant(x) && fits_i32(trace_.code[x].imm); };
  auto memory = [&](Ref x) { return values_[x].reg == kNoRegister && values_[x].slot != kNoSlot; };
  auto one = [&](Form chosen, Ref x, MachineHole hole) {
    int reg = ensure_register(x);
    uint32_t exit = make_exit(r);
    MachineOp& op = emit(chosen, reg);
    op.holes[0] = hole;
    op.exit = exit;
  };
  if (imm != kNoForm && constant(b)) return one(imm, a, immediate(trace_.code[b].imm));
  if (imm_swapped != kNoForm && constant(a)) return one(imm_swapped, b, immediate(trace_.code[a].imm));
  if (mem != kNoForm && a != b && memory(b)) return one(mem, a, memory_of(b));
  if (mem_swapped != kNoForm && a != b && memory(a)) return one(mem_swapped, b, memory_of(a));
  int ra = ensure_register(a), rb = ensure_register(b);
  uint32_t exit = make_exit(r);
  emit(form, ra, rb).exit = exit;
}

/// Operands in registers, but for number `without`; a result, if there is one, in the form's first register, which may be that of an operand
/// that dies.
void Allocator::plain(Ref r, Form form, MachineHole hole, int without) {
  const Instruction& in = trace_.code[r];
  const OpInfo& info = info_of(in.op);
  const Ref arguments[3] = {in.a, in.b, in.c};
  int registers[4];
  int n = 0;
  bool has_result = info.result != Type::kNone;
  int first = has_result ? 1 : 0;
  Ref held[3];
  for (int k = 0; k < info.argument_count; ++k) {
    if (k == without) continue;
    held[n] = arguments[k];
    registers[first + n++] = ensure_register(arguments[k]);
  }
  int d = kNoRegister;
  Ref reused = kNoRef;
  if (has_result) {
    int hint = values_[r].hint;
    bool hint_free = hint != kNoRegister && owners(class_of(r))[hint] == kNoRef;
    for (int k = 0; k < n && !hint_free && reused == kNoRef; ++k) {
      if (dies_here(held[k]) && class_of(held[k]) == class_of(r)) reused = held[k];
    }
    d = reused != kNoRef ? values_[reused].reg : result_register(r);
    registers[0] = d;
  }
  uint32_t exit = in.snapshot == kNoSnapshot ? kNoExit : make_exit(r);
  MachineOp& op = emit(form);
  for (int k = 0; k < operand_count(form); ++k) op.registers[k] = static_cast<uint8_t>(registers[k]);
  op.holes[0] = hole;
  op.exit = exit;
  if (reused != kNoRef) release_register(reused);
  if (has_result) define(r, d);
}

void Allocator::compare(Ref r) {
  using bytecode::CompareKind;
  const Instruction& in = trace_.code[r];
  auto kind = static_cast<CompareKind>(in.imm);
  if (in.op == Op::kCompareInt) {
    constexpr Form kForms[] = {Form::kCompareIntLt, Form::kCompareIntLe, Form::kCompareIntEq,
                               Form::kCompareIntNe, Form::kCompareIntGt, Form::kCompareIntGe};
    two_address(r, kForms[static_cast<int>(kind)], kNoForm, kNoForm, kNoForm, kNoForm, kNoForm, false, false);
    return;
  }
  if (in.op == Op::kCompareStr) {
    constexpr Form kForms[] = {Form::kLessStr, Form::kLessEqualStr, kNoForm, kNoForm, Form::kGreaterStr, Form::kGreaterEqualStr};
    two_address(r, kForms[static_cast<int>(kind)], kNoForm, kNoForm, kNoForm, kNoForm, kNoForm, false, false);
    return;
  }
  if (in.op == Op::kCompareWord) {
    constexpr Form kForms[] = {Form::kCompareWordLt, Form::kCompareWordLe, Form::kCompareIntEq,
                               Form::kCompareIntNe,  Form::kCompareWordGt, Form::kCompareWordGe};
    two_address(r, kForms[static_cast<int>(kind)], kNoForm, kNoForm, kNoForm, kNoForm, kNoForm, false, false);
    return;
  }
  constexpr Form kForms[] = {Form::kCompareFloatLtMem, Form::kCompareFloatLeMem, Form::kCompareFloatEqMem,
                             Form::kCompareFloatNeMem, Form::kCompareFloatGtMem, Form::kCompareFloatGeMem};
  int xa = ensure_register(in.a);
  ensure_slot(in.b);
  int d = result_register(r);
  emit(kForms[static_cast<int>(kind)], d, xa).holes[0] = memory_of(in.b);
  define(r, d);
}

/// Everything that is needed later into memory; no register holds anything afterwards.
void Allocator::flush_registers() {
  for (Class c : {Class::kInt, Class::kFloat}) {
    for (int reg = 0; reg < count(c); ++reg) {
      if (owners(c)[reg] != kNoRef) spill(owners(c)[reg]);
    }
  }
}

void Allocator::call(Ref r) {
  const Instruction& in = trace_.code[r];
  const Ref arguments[3] = {in.a, in.b, in.c};
  int n = info_of(in.op).argument_count;
  flush_registers();
  for (int k = 0; k < n; ++k) ensure_slot(arguments[k]);
  uint32_t exit = make_exit(r);
  if (in.op == Op::kEscape) {
    uint64_t items = 0;
    for (Ref next = r + 1; next < trace_.code.size() && trace_.code[next].op == Op::kEscapeItem; ++next) {
      items = std::max(items, trace_.code[next].imm);
    }
    uint32_t first = out_.spill_slots;
    out_.spill_slots += static_cast<uint32_t>(items);
    if (items > 0xff || first > 0x3fffff) fail("an instruction pushes more items than can be numbered");
    for (uint64_t i = 0; i < items; ++i) escape_items_.push_back(static_cast<int>(first + i));
    for (Ref next = r + 1; next < trace_.code.size() && trace_.code[next].op == Op::kEscapeItem; ++next) {
      int slot = static_cast<int>(first + trace_.code[next].imm - 1);
      values_[next].slot = slot;
      std::erase(escape_items_, slot);
    }
    for (int unread : escape_items_) free_slot(unread);
    escape_items_.clear();
    MachineOp& op = emit(Form::kEscape);
    op.holes[1] = immediate(uint64_t{first} << 8 | items);
    op.exit = exit;
  } else {
    MachineOp& op = emit(n == 1 ? Form::kCall1 : n == 2 ? Form::kCall2 : Form::kCall3);
    for (int k = 0; k < n; ++k) op.holes[k] = memory_of(arguments[k]);
    op.exit = exit;
    op.helper = static_cast<uint32_t>(in.imm);
  }
  define(r, 0);
}

/// An Escape writes the frame: the word must move before.
void Allocator::save_entry_word(Ref r) {
  values_[r].slot = new_slot();
  MachineOp& op = emit(Form::kMoveSlot);
  op.holes[0] = slot_hole(values_[r].slot);
  op.holes[1] = {MachineHole::Kind::kEntry, entry_word(trace_.code[r])};
}

bool Allocator::select(Ref r) {
  const Instruction& in = trace_.code[r];
  auto simple = [&](Form form, MachineHole hole = {}) {
    plain(r, form, hole);
    return true;
  };
  auto arithmetic = [&](Form form, Form imm, Form mem, bool commutative, bool factor = false) {
    two_address(r, form, imm, mem, kNoForm, kNoForm, kNoForm, commutative, factor);
    return true;
  };
  auto guard = [&](Form form, Form imm, Form imm_swapped, Form mem, Form mem_swapped) {
    guard_compare(r, form, imm, imm_swapped, mem, mem_swapped);
    return true;
  };
  constexpr uint64_t kItems = offsetof(objects::Tuple, items);
  auto near = [&](Ref index) { return trace_.code[index].op == Op::kConstInt && trace_.code[index].imm < 1 << 24; };
  auto row_item = [&](Form form, Form at) {
    if (near(in.b)) plain(r, at, immediate(offsetof(objects::Block, items) + 4 * trace_.code[in.b].imm), 1);
    else plain(r, form, {});
    return true;
  };
  switch (in.op) {
    case Op::kConstInt:
    case Op::kConstFloat:
    case Op::kConstWord:
    case Op::kConstValue:
    case Op::kPhiInt:
    case Op::kPhiFloat:
    case Op::kPhiWord:
    case Op::kPhiValue:
    case Op::kEscapeItem: return true;
    case Op::kEntryValue:
    case Op::kInputInt:
    case Op::kInputFloat:
    case Op::kInputWord:
    case Op::kInputValue:
      if (!reads_memory(in)) return true;  // in its register from the beginning
      if (entry_word(in) > 0xffff) return fail("an entry word lies too far from the frame's locals");
      if (has_escape_ && values_[r].last_use > r) save_entry_word(r);
      return true;
    case Op::kEnter:
      (void)simple(Form::kEnterSide);
      has_escape_ = side_has_escape_;
      for (Ref before = 0; before < r && has_escape_; ++before) {  // now there is room for slots
        if (reads_memory(trace_.code[before]) && values_[before].last_use > r) save_entry_word(before);
      }
      return true;
    case Op::kJumpEntry: jump_entry(r); return true;
    case Op::kJumpHeader: jump_header(r); return true;
    case Op::kReturnEntry: return_entry(r); return true;
    case Op::kReturnHost: {
      int result = ensure_register(in.a);
      emit(Form::kReturnHost, result).exit = make_exit(r);
      return true;
    }
    case Op::kYieldHost: {
      const auto place = GeneratorPlace::from(in.imm);
      int result = ensure_register(in.a);
      MachineOp& yield = emit(Form::kYieldHost, result);
      yield.holes[1] = immediate(sizeof(uint16_t) * uint64_t{place.unit});
      yield.holes[2] = immediate(sizeof(Value) * uint64_t{place.depth});
      out_.code.back().exit = make_exit(r);
      return true;
    }
    case Op::kLoop: enter_loop(r); return true;
    case Op::kJumpLoop: jump_loop(r); return true;
    case Op::kEnd: {
      uint32_t exit = make_exit(r);
      emit(Form::kJump).exit = exit;
      return true;
    }
    case Op::kPoll: return simple(Form::kPoll);
    case Op::kCheckValid: return simple(Form::kCheckValid);
    case Op::kGuardInt: return simple(Form::kGuardInt);
    case Op::kGuardFloat: return simple(Form::kGuardFloat);
    case Op::kGuardWord: return simple(Form::kGuardWord);
    case Op::kLowWord: return simple(Form::kLowWord);
    case Op::kGuardLong: return simple(Form::kGuardLong);
    case Op::kIntToWord: return simple(Form::kIntToWord);
    case Op::kWordToInt: return simple(Form::kWordToInt);
    case Op::kWordToIntUnchecked: return simple(Form::kWordToIntUnchecked);
    case Op::kAddWord: return arithmetic(Form::kAddIntUnchecked, Form::kAddIntUncheckedImm, Form::kAddIntUncheckedMem, true);
    case Op::kSubWord: return arithmetic(Form::kSubIntUnchecked, Form::kSubIntUncheckedImm, Form::kSubIntUncheckedMem, false);
    case Op::kMulWord: return arithmetic(Form::kMulWord, Form::kMulIntUncheckedImm, kNoForm, true);
    case Op::kAndWord: return arithmetic(Form::kAndInt, Form::kAndIntImm, kNoForm, true);
    case Op::kOrWord: return arithmetic(Form::kOrInt, Form::kOrIntImm, kNoForm, true);
    case Op::kXorWord: return arithmetic(Form::kXorInt, Form::kXorIntImm, kNoForm, true);
    case Op::kDivWord: return arithmetic(Form::kDivWord, kNoForm, kNoForm, false);
    case Op::kModWord: return arithmetic(Form::kModWord, kNoForm, kNoForm, false);
    case Op::kShlWord:
    case Op::kShrWord: {
      bool left = in.op == Op::kShlWord;
      bool small = is_constant(in.b) && trace_.code[in.b].imm >> 1 <= 63;
      return arithmetic(left ? Form::kShlWord : Form::kShrWord, !small ? kNoForm : left ? Form::kShlWordImm : Form::kShrWordImm, kNoForm, false, true);
    }
    case Op::kGuardWordLt: return guard(Form::kGuardWordLt, kNoForm, kNoForm, kNoForm, kNoForm);
    case Op::kGuardWordLe: return guard(Form::kGuardWordLe, kNoForm, kNoForm, kNoForm, kNoForm);
    case Op::kGuardWordEq:
      return guard(Form::kGuardIntEq, Form::kGuardIntEqImm, Form::kGuardIntEqImm, Form::kGuardIntEqMem, Form::kGuardIntEqMem);
    case Op::kGuardWordNe:
      return guard(Form::kGuardIntNe, Form::kGuardIntNeImm, Form::kGuardIntNeImm, Form::kGuardIntNeMem, Form::kGuardIntNeMem);
    case Op::kGuardIs: return simple(fits_i32(in.imm) ? Form::kGuardIs32 : Form::kGuardIs64, immediate(in.imm));
    case Op::kGuardIsNot: return simple(fits_i32(in.imm) ? Form::kGuardIsNot32 : Form::kGuardIsNot64, immediate(in.imm));
    case Op::kGuardPresent: return simple(Form::kGuardPresent);
    case Op::kGuardHeap: return simple(Form::kGuardHeap);
    case Op::kGuardShape: return simple(Form::kGuardShape, immediate(in.imm));
    case Op::kGuardSame: return simple(Form::kGuardSame);
    case Op::kGuardNotSame: return simple(Form::kGuardNotSame);
    case Op::kGuardIntLt:
      return guard(Form::kGuardIntLt, Form::kGuardIntLtImm, Form::kGuardIntGtImm, Form::kGuardIntLtMem, Form::kGuardIntGtMem);
    case Op::kGuardIntLe:
      return guard(Form::kGuardIntLe, Form::kGuardIntLeImm, Form::kGuardIntGeImm, Form::kGuardIntLeMem, Form::kGuardIntGeMem);
    case Op::kGuardIntEq:
      return guard(Form::kGuardIntEq, Form::kGuardIntEqImm, Form::kGuardIntEqImm, Form::kGuardIntEqMem, Form::kGuardIntEqMem);
    case Op::kGuardIntNe:
      return guard(Form::kGuardIntNe, Form::kGuardIntNeImm, Form::kGuardIntNeImm, Form::kGuardIntNeMem, Form::kGuardIntNeMem);
    case Op::kGuardFloatLt: return guard(Form::kGuardFloatLt, kNoForm, kNoForm, Form::kGuardFloatLtMem, kNoForm);
    case Op::kGuardFloatNotLt: return guard(Form::kGuardFloatNotLt, kNoForm, kNoForm, Form::kGuardFloatNotLtMem, kNoForm);
    case Op::kGuardFloatLe: return guard(Form::kGuardFloatLe, kNoForm, kNoForm, Form::kGuardFloatLeMem, kNoForm);
    case Op::kGuardFloatNotLe: return guard(Form::kGuardFloatNotLe, kNoForm, kNoForm, Form::kGuardFloatNotLeMem, kNoForm);
    case Op::kGuardFloatEq:
      return guard(Form::kGuardFloatEq, kNoForm, kNoForm, Form::kGuardFloatEqMem, Form::kGuardFloatEqMem);
    case Op::kGuardFloatNotEq:
      return guard(Form::kGuardFloatNotEq, kNoForm, kNoForm, Form::kGuardFloatNotEqMem, Form::kGuardFloatNotEqMem);
    case Op::kAddInt:
      two_address(r, Form::kAddInt, Form::kAddIntImm, Form::kAddIntMem, Form::kSubIntUnchecked, Form::kSubIntUncheckedImm,
                  Form::kSubIntUncheckedMem, true, false);
      return true;
    case Op::kSubInt:
      two_address(r, Form::kSubInt, Form::kSubIntImm, Form::kSubIntMem, Form::kAddIntUnchecked, Form::kAddIntUncheckedImm,
                  Form::kAddIntUncheckedMem, false, false);
      return true;
    case Op::kNegInt:
      two_address(r, Form::kNegInt, kNoForm, kNoForm, Form::kNegIntUnchecked, Form::kNegIntUnchecked, Form::kNegIntUnchecked, false, false);
      return true;
    case Op::kMulInt: return arithmetic(Form::kMulInt, Form::kMulIntImm, kNoForm, true, true);
    case Op::kAddIntUnchecked: return arithmetic(Form::kAddIntUnchecked, Form::kAddIntUncheckedImm, Form::kAddIntUncheckedMem, true);
    case Op::kSubIntUnchecked: return arithmetic(Form::kSubIntUnchecked, Form::kSubIntUncheckedImm, Form::kSubIntUncheckedMem, false);
    case Op::kMulIntUnchecked: return arithmetic(Form::kMulIntUnchecked, Form::kMulIntUncheckedImm, kNoForm, true, true);
    case Op::kFloorDivInt: return arithmetic(Form::kFloorDivInt, kNoForm, kNoForm, false);
    case Op::kModInt: return arithmetic(Form::kModInt, kNoForm, kNoForm, false);
    case Op::kAndInt: return arithmetic(Form::kAndInt, Form::kAndIntImm, kNoForm, true);
    case Op::kOrInt: return arithmetic(Form::kOrInt, Form::kOrIntImm, kNoForm, true);
    case Op::kXorInt: return arithmetic(Form::kXorInt, Form::kXorIntImm, kNoForm, true);
    case Op::kShlInt:
    case Op::kShrInt: {
      bool left = in.op == Op::kShlInt;
      bool small = is_constant(in.b) && trace_.code[in.b].imm >> 1 <= 61;
      return arithmetic(left ? Form::kShlInt : Form::kShrInt, !small ? kNoForm : left ? Form::kShlIntImm : Form::kShrIntImm, kNoForm, false, true);
    }
    case Op::kCompareInt:
    case Op::kCompareWord:
    case Op::kCompareFloat: compare(r); return true;
    case Op::kAddFloat: return arithmetic(Form::kAddFloat, kNoForm, Form::kAddFloatMem, true);
    case Op::kSubFloat: return arithmetic(Form::kSubFloat, kNoForm, Form::kSubFloatMem, false);
    case Op::kMulFloat: return arithmetic(Form::kMulFloat, kNoForm, Form::kMulFloatMem, true);
    case Op::kDivFloat: return arithmetic(Form::kDivFloat, kNoForm, kNoForm, false);
    case Op::kNegFloat: return arithmetic(Form::kNegFloat, kNoForm, kNoForm, false);
    case Op::kAbsFloat: return arithmetic(Form::kAbsFloat, kNoForm, kNoForm, false);
    case Op::kHypotFloat: return arithmetic(Form::kHypotFloat, kNoForm, kNoForm, false);
    case Op::kSqrtFloat: return arithmetic(Form::kSqrtFloat, kNoForm, kNoForm, false);
    case Op::kIntToFloat: return simple(Form::kIntToFloat);
    case Op::kTextPart: return simple(Form::kTextPart, immediate(sizeof(Value) * in.imm));
    case Op::kBoxInt: return simple(Form::kBoxInt);
    case Op::kBoxWord: return simple(Form::kBoxWord);
    case Op::kBoxFloat: return simple(Form::kBoxFloat);
    case Op::kBoxComplex: return simple(Form::kBoxComplex);
    case Op::kLoadField: return simple(Form::kLoadField, immediate(in.imm));
    case Op::kStoreField: return simple(Form::kStoreField, immediate(in.imm));
    case Op::kGuardModuleFrame: return simple(Form::kGuardModuleFrame);
    case Op::kLoadHandled: return simple(Form::kLoadHandled);
    case Op::kStoreHandled: return simple(Form::kStoreHandled);
    case Op::kLoadCell: return simple(Form::kLoadField, immediate(offsetof(objects::NameCell, value)));
    case Op::kStoreCell: return simple(Form::kStoreCell);
    case Op::kGuardUnlocked: return simple(Form::kGuardUnlocked);
    case Op::kSetShape: return simple(Form::kSetShape, immediate(in.imm));
    case Op::kListLength: return simple(Form::kListLength);
    case Op::kListItem: return simple(Form::kListItem);
    case Op::kStoreListItem: return simple(Form::kStoreListItem);
    case Op::kListRow:
      if (!near(in.b)) return simple(Form::kListRow);
      plain(r, Form::kListRowAt, immediate(trace_.code[in.b].imm >> 1), 1);
      out_.code.back().holes[1] = immediate(trace_.code[in.b].imm);
      return true;
    case Op::kRowItem: return row_item(Form::kRowItem, Form::kRowItemAt);
    case Op::kRowInt: return row_item(Form::kRowInt, Form::kRowIntAt);
    case Op::kRowFloat: return row_item(Form::kRowFloat, Form::kRowFloatAt);
    case Op::kStoreRowItem: return row_item(Form::kStoreRowItem, Form::kStoreRowItemAt);
    case Op::kGuardTupleSize: return simple(Form::kGuardTupleSize, immediate(in.imm << 1 | 1));
    case Op::kTupleItem: return simple(Form::kTupleItem);
    case Op::kTupleItemAt: return simple(Form::kTupleItemAt, immediate(kItems + 8 * in.imm));
    case Op::kMinInt: return arithmetic(Form::kMinInt, kNoForm, kNoForm, true);
    case Op::kMaxInt: return arithmetic(Form::kMaxInt, kNoForm, kNoForm, true);
    case Op::kBoolInt: return simple(Form::kBoolInt);
    case Op::kFloatToInt: return simple(Form::kFloatToInt);
    case Op::kAppendItem: return simple(Form::kAppendItem);
    case Op::kStrItem: return simple(Form::kStrItem);
    case Op::kStrLength: return simple(Form::kStrLength);
    case Op::kOrdStr: return simple(Form::kOrdStr);
    case Op::kEqualStr: return simple(Form::kEqualStr);
    case Op::kNotEqualStr: return simple(Form::kNotEqualStr);
    case Op::kCompareStr: compare(r); return true;
    case Op::kHasStr: return arithmetic(Form::kHasStr, kNoForm, kNoForm, false);
    case Op::kLacksStr: return arithmetic(Form::kLacksStr, kNoForm, kNoForm, false);
    case Op::kChrInt: return simple(Form::kChrInt);
    case Op::kBytesItem: return simple(Form::kBytesItem);
    case Op::kStrNext: return simple(Form::kStrNext);
    case Op::kBytesNext: return simple(Form::kBytesNext);
    case Op::kLoadFixed: return simple(Form::kTupleItemAt, immediate(in.imm));
    case Op::kLoadFixedFloat: return simple(Form::kLoadFixedFloat, immediate(in.imm));
    case Op::kRangeMore: return simple(Form::kRangeMore);
    case Op::kListMore: return simple(Form::kListMore);
    case Op::kTupleMore: return simple(Form::kTupleMore);
    case Op::kRangeTake: return simple(Form::kRangeTake);
    case Op::kListTake: return simple(Form::kListTake);
    case Op::kTupleTake: return simple(Form::kTupleTake);
    case Op::kRangeNext: return simple(Form::kRangeNext);
    case Op::kListNext: return simple(Form::kListNext);
    case Op::kTupleNext: return simple(Form::kTupleNext);
    case Op::kRootExtra: return simple(Form::kRootExtra);
    case Op::kClaimGenerator:
    case Op::kReleaseGenerator: {
      GeneratorPlace place = GeneratorPlace::from(in.imm);
      uint64_t frame = offsetof(vm::Generator, storage) + sizeof(Value) * uint64_t{place.locals};
      bool claim = in.op == Op::kClaimGenerator;
      plain(r, !claim ? Form::kReleaseGenerator : place.unit == 0 ? Form::kClaimCreated : Form::kClaimSuspended, immediate(frame));
      out_.code.back().holes[1] = immediate(sizeof(uint16_t) * uint64_t{place.unit});
      if (!claim) out_.code.back().holes[2] = immediate(frame + sizeof(vm::Frame) + sizeof(Value) * uint64_t{place.depth});
      return true;
    }
    case Op::kCallHelper1:
    case Op::kCallHelper2:
    case Op::kCallHelper3:
    case Op::kEscape: call(r); return true;
    case Op::kCount: break;
  }
  return fail("an operation the emitter does not know");
}

}  // namespace eider::jit
