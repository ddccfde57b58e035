// SPDX-License-Identifier: MIT
//
// Characters and bytes: of immutable objects, so without regard to other threads; iterators' positions as in memory.cpp.
#include "builtins/bytes/bytes.h"
#include "builtins/bytes/bytes_types.h"
#include "builtins/str/str_type.h"
#include "objects/realm.h"
#include "stencils/stencil.h"
#include "vm/vm_state.h"

namespace eider::stencils {
namespace {

template <int A, int B, int C>
EIDER_STENCIL(TextPart) {
  EIDER_STENCIL_REGISTERS;
  auto* parts = reinterpret_cast<char*>(t->vm->text_parts);
  *reinterpret_cast<u64*>(parts + reinterpret_cast<u64>(HOLE_A)) = R[A];
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(TextPart);

using builtins::Bytes;
using builtins::BytesIterator;
using builtins::StrIterator;
using objects::Str;

/// The str of the character at `index`, or 0: outside, or not one byte wide.
EIDER_ALWAYS_INLINE u64 character(Thread* t, const Str* s, u64 index) {
  if (EIDER_UNLIKELY(index >= static_cast<u64>(s->length()) || s->width != 1)) return 0;
  return t->realm->latin1[s->u8()[index]]->value().bits();  // filled before any code runs
}

template <int A, int B, int C>
EIDER_STENCIL(StrItem) {
  EIDER_STENCIL_REGISTERS;
  u64 found = character(t, reinterpret_cast<Str*>(R[B]), static_cast<u64>(static_cast<i64>(R[C]) >> 1));
  EIDER_EXIT_UNLESS(found != 0);
  R[A] = found;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StrItem);

template <int A, int B, int C>
EIDER_STENCIL(StrNext) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<StrIterator*>(R[B]);
  i64 at = it->next.load_relaxed().small_int();
  u64 found = character(t, it->text.get().as<Str>(), static_cast<u64>(at));
  EIDER_EXIT_UNLESS(found != 0);
  it->next.store_relaxed(Value::from_small_int(at + 1));
  R[A] = found;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StrNext);

template <int A, int B, int C>
EIDER_STENCIL(StrLength) {
  EIDER_STENCIL_REGISTERS;
  R[A] = static_cast<u64>(reinterpret_cast<Str*>(R[B])->length()) << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(StrLength);

template <int A, int B, int C>
EIDER_STENCIL(OrdStr) {
  EIDER_STENCIL_REGISTERS;
  auto* s = reinterpret_cast<Str*>(R[B]);
  EIDER_EXIT_UNLESS(s->length() == 1 && s->width == 1);
  R[A] = u64{s->u8()[0]} << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(OrdStr);

/// Whether two strs that are not one object look alike at first sight. Most that differ do so here.
EIDER_ALWAYS_INLINE bool alike(const Str* x, const Str* y) {
  return x->length() == y->length() && x->width == y->width && (x->length() == 0 || x->u8()[0] == y->u8()[0]);
}
/// The call has an end of its own, behind the common one: the stack pointer stays in the hot part, so it must not be the last there.
#define EIDER_COMPARE_STRS(equal)                                                                                \
  u64 answer = Value::from_bool((R[B] == R[C]) == (equal)).bits();                                               \
  if (EIDER_UNLIKELY(R[B] != R[C] && alike(reinterpret_cast<Str*>(R[B]), reinterpret_cast<Str*>(R[C])))) {       \
    R[A] = Value::from_bool((HOLE_CALL_equal_strs(R[B], R[C]) != 0) == (equal)).bits();                          \
    EIDER_CONTINUE;                                                                                              \
  }                                                                                                              \
  asm volatile("" : "+r"(answer));                                                                               \
  R[A] = answer;                                                                                                 \
  EIDER_CONTINUE

template <int A, int B, int C>
EIDER_STENCIL(EqualStr) {
  EIDER_STENCIL_REGISTERS;
  EIDER_COMPARE_STRS(true);
}
EIDER_STENCIL_TABLE(EqualStr);

template <int A, int B, int C>
EIDER_STENCIL(NotEqualStr) {
  EIDER_STENCIL_REGISTERS;
  EIDER_COMPARE_STRS(false);
}
EIDER_STENCIL_TABLE(NotEqualStr);

template <int A, int B, int C>
EIDER_STENCIL(BytesItem) {
  EIDER_STENCIL_REGISTERS;
  auto* bytes = reinterpret_cast<Bytes*>(R[B]);
  i64 index = static_cast<i64>(R[C]) >> 1;
  EIDER_EXIT_UNLESS(static_cast<u64>(index) < static_cast<u64>(bytes->length));
  R[A] = u64{bytes->data[index]} << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BytesItem);

template <int A, int B, int C>
EIDER_STENCIL(BytesNext) {
  EIDER_STENCIL_REGISTERS;
  auto* it = reinterpret_cast<BytesIterator*>(R[B]);
  auto* bytes = it->source.get().as<Bytes>();
  i64 at = it->next.load_relaxed().small_int();
  EIDER_EXIT_UNLESS(static_cast<u64>(at) < static_cast<u64>(bytes->length));  // negative: exhausted
  it->next.store_relaxed(Value::from_small_int(at + 1));
  R[A] = u64{bytes->data[at]} << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BytesNext);

}  // namespace
}  // namespace eider::stencils
