// SPDX-License-Identifier: MIT
//
// cell: the box of a variable that closures share.
#include "builtins/core/core.h"
#include "objects/errors.h"

namespace eider::builtins {

namespace {

Result<Value> cell_new_slot(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"cell(contents=None, /)"};
  Value values[1];
  EIDER_TRY(parse_slot_arguments(t, kSignature, args, nargs, kwnames, values));
  return cell_new(t, values[0]);
}

Result<Value> cell_repr(Thread& t, Value self) {
  Value content = self.as<Cell>()->content.load_acquire();
  if (content.is_absent()) return str_format(t, "<cell at %s: empty>", address_text(self).c_str());
  return str_format(t, "<cell at %s: %s object at %s>", address_text(self).c_str(), type_name(t, content), address_text(content).c_str());
}

Result<Value> cell_compare(Thread& t, Value self, Value other, CompareKind kind) {
  if (!other.is_heap() || !is_exact(other, TypeId::kCell)) return kNotImplemented;
  Value a = self.as<Cell>()->content.load_acquire();
  Value b = other.as<Cell>()->content.load_acquire();
  if (!a.is_absent() && !b.is_absent()) return compare(t, a, b, kind);
  // An empty cell is less than any other.
  a = Value::from_small_int(!a.is_absent());
  b = Value::from_small_int(!b.is_absent());
  return compare(t, a, b, kind);
}

Result<Value> get_contents(Thread& t, Value self) {
  Value content = self.as<Cell>()->content.load_acquire();
  if (content.is_absent()) return raise(t, TypeId::kValueError, "Cell is empty");
  return content;
}
Result<void> set_contents(Thread& t, Value self, Value value) {
  self.as<Cell>()->content.store_release(value);
  return kDone;
}

constexpr GetSetDef kGetSets[] = {{"cell_contents", get_contents, set_contents, nullptr}};

}  // namespace

Result<void> install_cell(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kCell;
  spec.native_bytes = sizeof(Cell);
  spec.trace = TraceKind::kValues;
  spec.slots.new_ = &cell_new_slot;
  spec.slots.repr = &cell_repr;
  spec.slots.compare = &cell_compare;
  spec.getsets = kGetSets;
  spec.getset_count = std::size(kGetSets);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::builtins
