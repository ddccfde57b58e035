// SPDX-License-Identifier: MIT
//
// How a stencil is written: one function template over the places of its operands, everything else passed through.
//
//   template <int A, int B, int C>            the registers (unused ones are 0)
//   EIDER_STENCIL(AddFloat) {
//     EIDER_STENCIL_REGISTERS;                arrays R and X; they vanish, the indices are constants
//     X[A] += X[B];
//     EIDER_CONTINUE;
//   }
//   EIDER_STENCIL_TABLE(AddFloat);            all its instances, for the extractor (tools/stencil_extractor)
//
// Rules. No data of its own: constants are written as code (the extractor refuses what refers to .rodata). No call but through
// HOLE_ symbols. Whoever exits passes the registers as they were, except for the forms that forms.h names.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "jit/emit/forms.h"
#include "jit/layout.h"
#include "objects/containers.h"
#include "objects/thread.h"

namespace eider::stencils {

using jit::Form;
using objects::Thread;
using objects::Value;
using u64 = uint64_t;
using i64 = int64_t;

#define EIDER_STENCIL_SIGNATURE                                                                                      \
  [[maybe_unused]] Thread *t, [[maybe_unused]] Value *base, u64 r0, u64 r1, u64 r2, u64 r3, u64 r4, u64 r5, double x0, double x1, \
      double x2, double x3, double x4, double x5, double x6, double x7
#define EIDER_STENCIL_PASS \
  t, base, R[0], R[1], R[2], R[3], R[4], R[5], X[0], X[1], X[2], X[3], X[4], X[5], X[6], X[7]
#define EIDER_STENCIL_REGISTERS                            \
  [[maybe_unused]] u64 R[6] = {r0, r1, r2, r3, r4, r5};    \
  [[maybe_unused]] double X[8] = {x0, x1, x2, x3, x4, x5, x6, x7}
/// After a call of C++: registers hold nothing, so nothing is saved around it.
#define EIDER_STENCIL_FORGET_REGISTERS                 \
  for (u64 & r : R) asm volatile("" : "=r"(r));        \
  for (double& x : X) asm volatile("" : "=x"(x))

extern "C" {
EIDER_PRESERVE_NONE u64 HOLE_CONTINUE(EIDER_STENCIL_SIGNATURE);
EIDER_PRESERVE_NONE u64 HOLE_EXIT(EIDER_STENCIL_SIGNATURE);
EIDER_PRESERVE_NONE u64 HOLE_CALL_escape(EIDER_STENCIL_SIGNATURE);
EIDER_PRESERVE_NONE u64 HOLE_CALL_leave(EIDER_STENCIL_SIGNATURE);
EIDER_PRESERVE_NONE u64 HOLE_CALL_return_host(EIDER_STENCIL_SIGNATURE);
EIDER_PRESERVE_NONE u64 HOLE_CALL_yield_host(EIDER_STENCIL_SIGNATURE);
EIDER_PRESERVE_NONE u64 HOLE_CALL_exhausted_entry(EIDER_STENCIL_SIGNATURE);
__attribute__((preserve_all)) u64 HOLE_CALL_box_float(Thread* t, double d);  // kFailedWord when there is no memory
__attribute__((preserve_all)) u64 HOLE_CALL_box_complex(Thread* t, double real, double imaginary);  // the same
__attribute__((preserve_all)) u64 HOLE_CALL_hypot(double a, double b);  // its bits
__attribute__((preserve_all)) u64 HOLE_CALL_box_word(Thread* t, u64 word);  // the same
__attribute__((preserve_all)) u64 HOLE_CALL_append_item(Thread* t, u64 list, u64 item);  // 0 when it raised
__attribute__((preserve_all)) u64 HOLE_CALL_equal_strs(u64 a, u64 b);
__attribute__((preserve_all)) i64 HOLE_CALL_compare_strs(u64 a, u64 b);
__attribute__((preserve_all)) u64 HOLE_CALL_has_str(u64 text, u64 part);
__attribute__((preserve_all)) void HOLE_CALL_wake(base::Atomic<uint8_t>* byte);  // threads::unlock_byte_slow
u64 HOLE_HELPER(Thread* t, u64 a, u64 b, u64 c);  // a HelperFunction: a Value travels like its word
extern char HOLE_A[], HOLE_B[], HOLE_C[];
}

#define EIDER_STENCIL(name) EIDER_PRESERVE_NONE u64 name(EIDER_STENCIL_SIGNATURE)
#define EIDER_CONTINUE EIDER_MUSTTAIL return HOLE_CONTINUE(EIDER_STENCIL_PASS)
#define EIDER_EXIT EIDER_MUSTTAIL return HOLE_EXIT(EIDER_STENCIL_PASS)
#define EIDER_EXIT_UNLESS(condition) \
  if (EIDER_UNLIKELY(!(condition))) EIDER_EXIT

/// The word at byte offset `hole` from base.
#define EIDER_SLOT(hole) (*reinterpret_cast<u64*>(reinterpret_cast<char*>(base) + reinterpret_cast<u64>(hole)))
#define EIDER_FLOAT_SLOT(hole) (*reinterpret_cast<double*>(reinterpret_cast<char*>(base) + reinterpret_cast<u64>(hole)))

/// Value::float_word in fewer instructions: a float word less its tag. Its two lowest bits are zero for float words alone; it is zero for 0.0.
EIDER_ALWAYS_INLINE u64 float_rest(u64 word) {
  u64 rest = word - 2;
  asm("" : "+r"(rest));  // the compiler would look at the word's own bits, one instruction more
  return rest;
}
EIDER_ALWAYS_INLINE double float_of_rest(u64 rest) {
  if (EIDER_UNLIKELY(rest == 0)) {
    double zero = 0.0;
    asm volatile("" : "+x"(zero));  // here, behind the trace, and not on the way of all others
    return zero;
  }
  return std::bit_cast<double>(std::rotr(rest, 3) + (u64{3} << 60));
}
/// Value::encode_float: of doubles without a word (and of 0.0, whose word is another) the rest is no float word's, or zero.
EIDER_ALWAYS_INLINE u64 float_word_of(double d) { return std::rotl(std::bit_cast<u64>(d) + (u64{1} << 60), 3); }

using Code = EIDER_PRESERVE_NONE u64 (*)(EIDER_STENCIL_SIGNATURE);
struct Entry {
  u64 key;
  Code function;
};

template <Form kForm, class Pick>
consteval auto instances(Pick pick) {
  constexpr int kCount = jit::form_instances(kForm);
  constexpr const char* operands = jit::form_operands(kForm);
  constexpr int n = jit::operand_count(kForm);
  constexpr int b = n > 1 ? jit::register_count(operands[1]) : 1;
  constexpr int c = n > 2 ? jit::register_count(operands[2]) : 1;
  return [&]<int... I>(std::integer_sequence<int, I...>) {
    return std::array<Entry, kCount>{
        Entry{jit::stencil_key(kForm, I), pick.template operator()<I / (b * c), I / c % b, I % c>()}...};
  }(std::make_integer_sequence<int, kCount>{});
}

/// Plain memory in a normal build (then a compare with memory is one instruction), atomic where the race detector looks.
/// read_dependent: of a published pointer, and what was complete before; as base::Atomic::load_dependent.
#if defined(EIDER_TSAN)
template <class T>
EIDER_ALWAYS_INLINE T read_relaxed(const T* at) { return __atomic_load_n(at, __ATOMIC_RELAXED); }
template <class T>
EIDER_ALWAYS_INLINE T read_dependent(const T* at) { return __atomic_load_n(at, __ATOMIC_ACQUIRE); }
#else
template <class T>
EIDER_ALWAYS_INLINE T read_relaxed(const T* at) { return *static_cast<const volatile T*>(at); }
template <class T>
EIDER_ALWAYS_INLINE T read_dependent(const T* at) { return read_relaxed(at); }
#endif

}  // namespace eider::stencils

#define EIDER_STENCIL_TABLE(name)                                                                             \
  __attribute__((used, section("eider_stencils"))) extern const auto table_##name =                           \
      instances<Form::k##name>([]<int A, int B, int C>() { return &name<A, B, C>; })
