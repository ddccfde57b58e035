// SPDX-License-Identifier: MIT
//
// match statements. The subject stays on the stack; each pattern consumes a copy, leaving the values it captures, and jumps to
// a fail block that drops what is on the stack by then.
//
// Note [Failing]
// At any point of a pattern there lie above the subject: the captured values (PatternContext::stores), then `on_top` more
// items the pattern is working on. fail_pop[n] is where a failure with n such items jumps to: the blocks stand in a row, each
// popping one item and falling into the next, fail_pop[0] being the next case. They are made when first needed.
#include "frontend/lower.h"
#include "frontend/python_repr.h"

#include <algorithm>

namespace eider::frontend {

using namespace ast;

namespace {

bool is_wildcard(const Pattern* node) {
  auto* as = try_cast<MatchAs>(node);
  return as != nullptr && as->name.empty() && as->pattern == nullptr;
}

bool is_wildcard_star(const Pattern* node) {
  auto* star = try_cast<MatchStar>(node);
  return star != nullptr && star->name.empty();
}

/// A literal or a dotted name.
bool is_pattern_value(const Expr* node) {
  return node->kind == ExprKind::kConstant || node->kind == ExprKind::kAttribute ||
         node->kind == ExprKind::kUnaryOp || node->kind == ExprKind::kBinOp;  // the last two: big literals are not folded
}

/// Equal literals would match the same key.
std::string key_identity(const ConstantValue& value) {
  ConstantValue plain = value;
  bool is_whole = value.kind == ConstantKind::kFloat && value.number >= -9e15 && value.number <= 9e15 &&
                  static_cast<double>(static_cast<int64_t>(value.number)) == value.number;
  if (value.kind == ConstantKind::kTrue || value.kind == ConstantKind::kFalse || is_whole) {  // True == 1 == 1.0
    plain = ConstantValue{};
    plain.kind = ConstantKind::kInt;
    plain.fits_int64 = true;
    plain.integer = is_whole ? static_cast<int64_t>(value.number) : value.kind == ConstantKind::kTrue;
  }
  return constant_key(to_constant(plain));
}

}  // namespace

void Lowering::match(const Match* node) {
  expression(node->subject);
  BasicBlock* end = make_block();
  uint32_t count = node->cases.size();
  // `case _` at the end needs neither the subject nor a test.
  bool has_default = count > 1 && is_wildcard(node->cases[count - 1]->pattern);
  uint32_t tested = count - (has_default ? 1 : 0);
  for (uint32_t i = 0; i < tested && !failed_; ++i) {
    const MatchCase* one = node->cases[i];
    set_source(*one->pattern);
    bool is_last = i + 1 == tested;
    if (!is_last) emit(IrOp::kCopy, 1);
    PatternContext context;
    // A pattern that always matches must be guarded or last.
    context.allow_irrefutable = one->guard != nullptr || i + 1 == count;
    pattern(one->pattern, context);
    for (Identifier captured : context.stores) name(captured, Access::kStore);
    if (one->guard != nullptr) jump_if(one->guard, fail_block(context, 0), false);
    if (!is_last) emit(IrOp::kPopTop);
    statements(one->body);
    forget_source();
    emit_jump(IrOp::kJump, end);
    set_source(*one->pattern);  // a failure belongs to the pattern, not to the body's last line
    emit_fail_blocks(context);
  }
  if (has_default && !failed_) {
    const MatchCase* one = node->cases[count - 1];
    set_source(*one->pattern);
    emit(IrOp::kNop);
    if (one->guard != nullptr) jump_if(one->guard, end, false);
    statements(one->body);
  }
  use_block(end);
}

BasicBlock* Lowering::fail_block(PatternContext& context, uint32_t pops) {
  while (context.fail_pop.size() <= pops) context.fail_pop.push_back(make_block());
  return context.fail_pop[pops];
}

/// See Note [Failing].
void Lowering::jump_to_fail(IrOp op, PatternContext& context) {
  uint32_t pops = context.on_top + static_cast<uint32_t>(context.stores.size());
  emit_jump(op, fail_block(context, pops));
}

void Lowering::emit_fail_blocks(PatternContext& context) {
  if (context.fail_pop.empty()) return use_block(make_block());
  for (size_t pops = context.fail_pop.size() - 1; pops > 0; --pops) {
    use_block(context.fail_pop[pops]);
    emit(IrOp::kPopTop);
  }
  use_block(context.fail_pop[0]);
  context.fail_pop.clear();
}

/// Moves the top of the stack below `count` - 1 items.
void Lowering::rotate(uint32_t count) {
  for (; count > 1; --count) emit(IrOp::kSwap, count);
}

void Lowering::store_capture(Identifier captured, PatternContext& context) {
  if (captured.empty()) return emit(IrOp::kPopTop);
  if (refuse_name(captured, Access::kStore)) return;
  if (std::find(context.stores.begin(), context.stores.end(), captured) != context.stores.end()) {
    return fail("multiple assignments to name '" + std::string(captured) + "' in pattern");
  }
  rotate(context.on_top + static_cast<uint32_t>(context.stores.size()) + 1);
  context.stores.push_back(captured);
}

void Lowering::pattern(const Pattern* node, PatternContext& context) {
  if (failed_) return;
  if (guard_.exhausted()) return fail_deep();
  set_source(*node);  // not put back: what follows a pattern counts as part of it
  switch (node->kind) {
    case PatternKind::kMatchValue: pattern_value(cast<MatchValue>(node), context); break;
    case PatternKind::kMatchSingleton: pattern_singleton(cast<MatchSingleton>(node), context); break;
    case PatternKind::kMatchSequence: pattern_sequence(cast<MatchSequence>(node), context); break;
    case PatternKind::kMatchMapping: pattern_mapping(cast<MatchMapping>(node), context); break;
    case PatternKind::kMatchClass: pattern_class(cast<MatchClass>(node), context); break;
    case PatternKind::kMatchStar: store_capture(cast<MatchStar>(node)->name, context); break;
    case PatternKind::kMatchAs: pattern_as(cast<MatchAs>(node), context); break;
    case PatternKind::kMatchOr: pattern_or(cast<MatchOr>(node), context); break;
  }
}

/// Inside another pattern anything may match always.
void Lowering::subpattern(const Pattern* node, PatternContext& context) {
  bool held = std::exchange(context.allow_irrefutable, true);
  pattern(node, context);
  context.allow_irrefutable = held;
}

void Lowering::pattern_value(const MatchValue* node, PatternContext& context) {
  if (!is_pattern_value(node->value)) return fail("patterns may only match literals and attribute lookups");
  expression(node->value);
  emit(IrOp::kCompareOp, static_cast<uint32_t>(bytecode::CompareKind::kEq));
  jump_to_fail(IrOp::kPopJumpIfFalse, context);
}

void Lowering::pattern_singleton(const MatchSingleton* node, PatternContext& context) {
  ConstantValue value;
  value.kind = node->value;
  load_value(value);
  emit(IrOp::kIsOp, 0);
  jump_to_fail(IrOp::kPopJumpIfFalse, context);
}

void Lowering::pattern_as(const MatchAs* node, PatternContext& context) {
  if (node->pattern == nullptr) {
    if (!context.allow_irrefutable) {
      return fail(node->name.empty() ? "wildcard makes remaining patterns unreachable"
                                     : "name capture '" + std::string(node->name) + "' makes remaining patterns unreachable");
    }
    return store_capture(node->name, context);
  }
  ++context.on_top;
  emit(IrOp::kCopy, 1);
  pattern(node->pattern, context);
  --context.on_top;
  store_capture(node->name, context);
}

void Lowering::pattern_sequence(const MatchSequence* node, PatternContext& context) {
  uint32_t size = node->patterns.size();
  int64_t star = -1;
  bool only_wildcards = true;
  bool star_is_wildcard = false;
  for (uint32_t i = 0; i < size; ++i) {
    const Pattern* one = node->patterns[i];
    only_wildcards = only_wildcards && (is_wildcard(one) || is_wildcard_star(one));
    if (one->kind != PatternKind::kMatchStar) continue;
    if (star >= 0) return fail("multiple starred names in sequence pattern");
    star_is_wildcard = is_wildcard_star(one);
    star = i;
  }
  ++context.on_top;
  emit(IrOp::kMatchSequence);
  jump_to_fail(IrOp::kPopJumpIfFalse, context);
  if (star < 0 || size > 1) {
    emit(IrOp::kGetLen);
    load_int(star < 0 ? size : size - 1);
    emit(IrOp::kCompareOp, static_cast<uint32_t>(star < 0 ? bytecode::CompareKind::kEq : bytecode::CompareKind::kGe));
    jump_to_fail(IrOp::kPopJumpIfFalse, context);
  }
  --context.on_top;
  if (only_wildcards) emit(IrOp::kPopTop);
  else if (star_is_wildcard) pattern_subscript(node->patterns, static_cast<uint32_t>(star), context);
  else pattern_unpack(node->patterns, context);
}

void Lowering::pattern_unpack(Span<Pattern*> patterns, PatternContext& context) {
  uint32_t size = patterns.size();
  bool has_star = false;
  for (uint32_t i = 0; i < size; ++i) {
    if (patterns[i]->kind != PatternKind::kMatchStar) continue;
    if (i >= 256 || size - i - 1 >= (uint32_t{1} << 23)) return fail("too many expressions in star-unpacking sequence pattern");
    emit(IrOp::kUnpackEx, i | (size - i - 1) << 8);
    has_star = true;
  }
  if (!has_star) emit(IrOp::kUnpackSequence, size);
  context.on_top += size;
  for (const Pattern* one : patterns) {
    --context.on_top;
    subpattern(one, context);
  }
}

/// [first, *_, last]: only the named items are fetched.
void Lowering::pattern_subscript(Span<Pattern*> patterns, uint32_t star, PatternContext& context) {
  uint32_t size = patterns.size();
  ++context.on_top;
  for (uint32_t i = 0; i < size; ++i) {
    if (i == star || is_wildcard(patterns[i])) continue;
    emit(IrOp::kCopy, 1);
    if (i < star) {
      load_int(i);
    } else {
      emit(IrOp::kGetLen);  // the subject may not understand negative indices
      load_int(size - i);
      emit(IrOp::kBinaryOp, static_cast<uint32_t>(bytecode::BinaryOpKind::kSubtract));
    }
    emit(IrOp::kBinarySubscr);
    subpattern(patterns[i], context);
  }
  --context.on_top;
  emit(IrOp::kPopTop);
}

void Lowering::pattern_class(const MatchClass* node, PatternContext& context) {
  uint32_t positional = node->patterns.size();
  uint32_t named = node->kwd_attrs.size();
  SourceRange whole = unit_->source;
  for (uint32_t i = 0; i < named; ++i) {
    set_source(*node->kwd_patterns[i]);
    if (refuse_name(node->kwd_attrs[i], Access::kStore)) return;
    for (uint32_t j = i + 1; j < named; ++j) {
      if (node->kwd_attrs[i] == node->kwd_attrs[j]) {
        return fail_at(*node->kwd_patterns[j], "attribute name repeated in class pattern: " + std::string(node->kwd_attrs[j]));
      }
    }
  }
  unit_->source = whole;
  expression(node->cls);
  std::vector<std::string_view> names(node->kwd_attrs.begin(), node->kwd_attrs.end());
  load_names_tuple(names);
  emit(IrOp::kMatchClass, positional);
  emit(IrOp::kCopy, 1);
  load_none();
  emit(IrOp::kIsOp, 1);
  ++context.on_top;
  jump_to_fail(IrOp::kPopJumpIfFalse, context);
  emit(IrOp::kUnpackSequence, positional + named);
  context.on_top += positional + named;
  --context.on_top;
  for (uint32_t i = 0; i < positional + named; ++i) {
    --context.on_top;
    const Pattern* one = i < positional ? node->patterns[i] : node->kwd_patterns[i - positional];
    if (is_wildcard(one)) emit(IrOp::kPopTop);
    else subpattern(one, context);
  }
}

void Lowering::pattern_mapping(const MatchMapping* node, PatternContext& context) {
  uint32_t size = node->keys.size();
  ++context.on_top;
  emit(IrOp::kMatchMapping);
  jump_to_fail(IrOp::kPopJumpIfFalse, context);
  if (size == 0 && node->rest.empty()) {
    --context.on_top;
    return emit(IrOp::kPopTop);
  }
  if (size > 0) {
    emit(IrOp::kGetLen);
    load_int(size);
    emit(IrOp::kCompareOp, static_cast<uint32_t>(bytecode::CompareKind::kGe));
    jump_to_fail(IrOp::kPopJumpIfFalse, context);
  }
  std::unordered_map<std::string, bool> seen;
  for (const Expr* key : node->keys) {
    if (auto* constant = try_cast<Constant>(key)) {
      if (!seen.try_emplace(key_identity(constant->value), true).second) {
        return fail("mapping pattern checks duplicate key (" + repr_of_constant(constant->value) + ")");
      }
    } else if (!is_pattern_value(key)) {
      return fail("mapping pattern keys may only match literals and attribute lookups");
    }
    expression(key);
  }
  emit(IrOp::kBuildTuple, size);
  emit(IrOp::kMatchKeys);
  context.on_top += 2;
  emit(IrOp::kCopy, 1);
  load_none();
  emit(IrOp::kIsOp, 1);
  jump_to_fail(IrOp::kPopJumpIfFalse, context);
  emit(IrOp::kUnpackSequence, size);  // subject keys values...
  context.on_top += size;
  --context.on_top;
  for (const Pattern* one : node->patterns) {
    --context.on_top;
    subpattern(one, context);
  }
  context.on_top -= 2;  // subject keys
  if (node->rest.empty()) {
    emit(IrOp::kPopTop);
    return emit(IrOp::kPopTop);
  }
  emit(IrOp::kBuildMap, 0);       // subject keys rest
  emit(IrOp::kSwap, 3);           // rest keys subject
  emit(IrOp::kDictUpdate, 2);     // rest keys
  emit(IrOp::kUnpackSequence, size);
  for (uint32_t left = size; left > 0; --left) {
    emit(IrOp::kCopy, 1 + left);  // rest keys... rest
    emit(IrOp::kSwap, 2);
    emit(IrOp::kDeleteSubscr);    // rest keys...
  }
  store_capture(node->rest, context);
}

void Lowering::pattern_or(const MatchOr* node, PatternContext& context) {
  BasicBlock* end = make_block();
  std::vector<Identifier> control;  // what the first alternative binds: the others must bind the same
  uint32_t count = node->patterns.size();
  for (uint32_t i = 0; i < count && !failed_; ++i) {
    const Pattern* alternative = node->patterns[i];
    set_source(*alternative);
    PatternContext own;
    own.allow_irrefutable = i + 1 == count && context.allow_irrefutable;
    emit(IrOp::kCopy, 1);
    pattern(alternative, own);
    if (failed_) return;
    std::vector<Identifier>& stores = own.stores;
    if (i == 0) {
      control = stores;
    } else if (stores.size() != control.size()) {
      return fail("alternative patterns bind different names");
    } else {
      // Bring the captured values into the first alternative's order.
      for (size_t at = control.size(); at-- > 0;) {
        auto found = std::find(stores.begin(), stores.end(), control[at]);
        if (found == stores.end()) return fail("alternative patterns bind different names");
        size_t from = static_cast<size_t>(found - stores.begin());
        if (from == at) continue;
        // stores[0..from] go above stores[from+1..at]: as rotations of the values, one for each.
        std::rotate(stores.begin(), stores.begin() + static_cast<std::ptrdiff_t>(from) + 1, stores.begin() + static_cast<std::ptrdiff_t>(at) + 1);
        for (size_t turns = 0; turns <= from; ++turns) rotate(static_cast<uint32_t>(at) + 1);
      }
    }
    emit_jump(IrOp::kJump, end);
    emit_fail_blocks(own);
  }
  if (failed_) return;
  emit(IrOp::kPopTop);  // no alternative matched: the copy of the subject
  jump_to_fail(IrOp::kJump, context);
  use_block(end);
  // subject captures...: move each capture below the subject and what else is on top, after the captures already there.
  uint32_t depth = static_cast<uint32_t>(control.size()) + 1 + context.on_top + static_cast<uint32_t>(context.stores.size());
  for (Identifier captured : control) {
    rotate(depth);
    if (std::find(context.stores.begin(), context.stores.end(), captured) != context.stores.end()) {
      return fail("multiple assignments to name '" + std::string(captured) + "' in pattern");
    }
    context.stores.push_back(captured);
  }
  emit(IrOp::kPopTop);
}

}  // namespace eider::frontend
