// SPDX-License-Identifier: MIT
//
// Tuples, lists, sets and dicts written out, and assignment into tuples and lists.
#include "frontend/lower.h"

namespace eider::frontend {

using namespace ast;

namespace {

constexpr uint32_t kStackGuideline = 30;  // more items than this are added one by one

const ConstantValue* constant_of(const Expr* node) {
  auto* constant = try_cast<Constant>(node);
  return constant == nullptr ? nullptr : &constant->value;
}

bool all_constant(Span<Expr*> nodes, uint32_t begin, uint32_t end) {
  for (uint32_t i = begin; i < end; ++i) {
    if (constant_of(nodes[i]) == nullptr) return false;
  }
  return true;
}

bytecode::Constant collect(Span<Expr*> nodes, uint32_t begin, uint32_t end, bytecode::Constant::Kind kind) {
  bytecode::Constant made;
  made.kind = kind;
  made.items.reserve(end - begin);
  for (uint32_t i = begin; i < end; ++i) made.items.push_back(to_constant(*constant_of(nodes[i])));
  return made;
}

}  // namespace

/// Builds a sequence of the `on_stack` items already there and `elements`.
void Lowering::display(Span<Expr*> elements, const Display& kind, uint32_t on_stack) {
  uint32_t count = elements.size();
  if (count > 2 && all_constant(elements, 0, count)) {
    bool is_set = kind.add == IrOp::kSetAdd;
    auto folded = collect(elements, 0, count, is_set ? bytecode::Constant::Kind::kFrozenSet : bytecode::Constant::Kind::kTuple);
    if (kind.to_tuple && on_stack == 0) return load_constant(std::move(folded));
    emit(kind.build, on_stack);
    load_constant(std::move(folded));
    emit(kind.extend, 1);
    if (kind.to_tuple) emit(IrOp::kListToTuple);
    return;
  }
  bool is_big = count + on_stack > kStackGuideline;
  bool has_star = false;
  for (const Expr* element : elements) has_star = has_star || element->kind == ExprKind::kStarred;
  if (!has_star && !is_big) {
    expressions(elements);
    return emit(kind.to_tuple ? IrOp::kBuildTuple : kind.build, count + on_stack);
  }
  bool is_built = false;
  if (is_big) {
    emit(kind.build, on_stack);
    is_built = true;
  }
  for (uint32_t i = 0; i < count; ++i) {
    if (auto* starred = try_cast<Starred>(static_cast<const Expr*>(elements[i]))) {
      if (!is_built) {
        emit(kind.build, i + on_stack);
        is_built = true;
      }
      expression(starred->value);
      emit(kind.extend, 1);
    } else {
      expression(elements[i]);
      if (is_built) emit(kind.add, 1);
    }
  }
  if (kind.to_tuple) emit(IrOp::kListToTuple);
}

void Lowering::dict_display(const Dict* node) {
  uint32_t count = node->values.size();
  bool have_dict = false;
  uint32_t pending = 0;  // plain pairs not yet emitted
  auto flush = [&](uint32_t end) {
    dict_part(node, end - pending, end);
    if (have_dict) emit(IrOp::kDictUpdate, 1);
    have_dict = true;
    pending = 0;
  };
  for (uint32_t i = 0; i < count; ++i) {
    if (node->keys[i] != nullptr) {
      ++pending;
      if ((pending - 1) * 2 > kStackGuideline) flush(i + 1);
      continue;
    }
    if (pending > 0) flush(i);
    if (!have_dict) {
      emit(IrOp::kBuildMap, 0);
      have_dict = true;
    }
    expression(node->values[i]);
    emit(IrOp::kDictUpdate, 1);
  }
  if (pending > 0) flush(count);
  if (!have_dict) emit(IrOp::kBuildMap, 0);
}

void Lowering::dict_part(const Dict* node, uint32_t begin, uint32_t end) {
  uint32_t count = end - begin;
  bool is_big = count * 2 > kStackGuideline;
  if (count > 1 && !is_big && all_constant(node->keys, begin, end)) {
    for (uint32_t i = begin; i < end; ++i) expression(node->values[i]);
    load_constant(collect(node->keys, begin, end, bytecode::Constant::Kind::kTuple));
    return emit(IrOp::kBuildConstKeyMap, count);
  }
  if (is_big) emit(IrOp::kBuildMap, 0);
  for (uint32_t i = begin; i < end; ++i) {
    expression(node->keys[i]);
    expression(node->values[i]);
    if (is_big) emit(IrOp::kMapAdd, 1);
  }
  if (!is_big) emit(IrOp::kBuildMap, count);
}

void Lowering::sequence_target(Span<Expr*> elements) {
  uint32_t count = elements.size();
  bool has_star = false;
  for (uint32_t i = 0; i < count; ++i) {
    if (elements[i]->kind != ExprKind::kStarred) continue;
    if (has_star) return fail("multiple starred expressions in assignment");
    if (i >= 256 || count - i - 1 >= (uint32_t{1} << 23)) return fail("too many expressions in star-unpacking assignment");
    emit(IrOp::kUnpackEx, i | (count - i - 1) << 8);
    has_star = true;
  }
  if (!has_star) emit(IrOp::kUnpackSequence, count);
  for (const Expr* element : elements) {
    auto* starred = try_cast<Starred>(element);
    expression(starred != nullptr ? starred->value : element);
  }
}

}  // namespace eider::frontend
