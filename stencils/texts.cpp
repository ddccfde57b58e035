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
  u64 found = character(t, it->text.load_relaxed().as<Str>(), static_cast<u64>(at));
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

/// Whether their first characters say how two strs compare.
EIDER_ALWAYS_INLINE bool first_tell(const Str* x, const Str* y) {
  if (x->width != 1 || y->width != 1 || x->length() == 0 || y->length() == 0) return false;
  return x->u8()[0] != y->u8()[0] || (x->length() == 1 && y->length() == 1);
}
#define EIDER_ORDER_STRS(name, relation)                                                                          \
  template <int A, int B, int C>                                                                                  \
  EIDER_STENCIL(name) {                                                                                           \
    EIDER_STENCIL_REGISTERS;                                                                                      \
    auto *x = reinterpret_cast<Str*>(R[A]), *y = reinterpret_cast<Str*>(R[B]);                                    \
    if (EIDER_UNLIKELY(!first_tell(x, y))) { /* as EIDER_COMPARE_STRS */                                          \
      R[A] = Value::from_bool(HOLE_CALL_compare_strs(R[A], R[B]) relation 0).bits();                              \
      EIDER_CONTINUE;                                                                                             \
    }                                                                                                             \
    R[A] = Value::from_bool(x->u8()[0] relation y->u8()[0]).bits();                                               \
    EIDER_CONTINUE;                                                                                               \
  }                                                                                                               \
  EIDER_STENCIL_TABLE(name)
EIDER_ORDER_STRS(LessStr, <);
EIDER_ORDER_STRS(LessEqualStr, <=);
EIDER_ORDER_STRS(GreaterStr, >);
EIDER_ORDER_STRS(GreaterEqualStr, >=);

/// A character looked for in a short text, which is looked through here.
EIDER_ALWAYS_INLINE bool character_in_short(const Str* text, const Str* part) {
  constexpr i64 kShort = 24;
  return part->length() == 1 && part->width == 1 && text->width == 1 && text->length() <= kShort;
}
EIDER_ALWAYS_INLINE bool has_character(const Str* text, uint8_t wanted) {
  const uint8_t *at = text->u8(), *end = at + text->length();
  while (at != end && *at != wanted) ++at;
  return at != end;
}
#define EIDER_SEARCH_STR(name, found)                                                                             \
  template <int A, int B, int C>                                                                                  \
  EIDER_STENCIL(name) {                                                                                           \
    EIDER_STENCIL_REGISTERS;                                                                                      \
    auto *text = reinterpret_cast<Str*>(R[A]), *part = reinterpret_cast<Str*>(R[B]);                              \
    if (EIDER_UNLIKELY(!character_in_short(text, part))) { /* as EIDER_COMPARE_STRS */                            \
      R[A] = Value::from_bool((HOLE_CALL_has_str(R[A], R[B]) != 0) == (found)).bits();                            \
      EIDER_CONTINUE;                                                                                             \
    }                                                                                                             \
    R[A] = Value::from_bool(has_character(text, part->u8()[0]) == (found)).bits();                                \
    EIDER_CONTINUE;                                                                                               \
  }                                                                                                               \
  EIDER_STENCIL_TABLE(name)
EIDER_SEARCH_STR(HasStr, true);
EIDER_SEARCH_STR(LacksStr, false);

template <int A, int B, int C>
EIDER_STENCIL(ChrInt) {
  EIDER_STENCIL_REGISTERS;
  EIDER_EXIT_UNLESS(R[B] < 2 * 256);
  R[A] = t->realm->latin1[R[B] >> 1]->value().bits();  // filled before any code runs
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(ChrInt);

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
  auto* bytes = it->source.load_relaxed().as<Bytes>();
  i64 at = it->next.load_relaxed().small_int();
  EIDER_EXIT_UNLESS(static_cast<u64>(at) < static_cast<u64>(bytes->length));
  it->next.store_relaxed(Value::from_small_int(at + 1));
  R[A] = u64{bytes->data[at]} << 1;
  EIDER_CONTINUE;
}
EIDER_STENCIL_TABLE(BytesNext);

}  // namespace
}  // namespace eider::stencils
