// SPDX-License-Identifier: MIT
//
// The Mersenne Twister behind random.Random: same seeds, same numbers as CPython.
//
// Source: Matsumoto and Nishimura 1998, MT19937 with init_by_array.
#pragma once

#include "builtins/kernels/bigint.h"

namespace eider::builtins::kernels {

class Mt19937 {
 public:
  static constexpr int kWords = 624;

  /// Random.seed(int): the magnitude of the number, 32 bits at a time.
  void seed(BigView number);
  void seed_words(const uint32_t* words, size_t count);
  uint32_t next32();
  /// Random.random(): 53 bits in [0, 1).
  double next_double();
  /// Random.getrandbits(bits), bits >= 0.
  BigStatus random_bits(uint64_t bits, BigBuf& out);
  /// getrandbits for up to 64 bits, the same stream.
  uint64_t random_bits_small(uint32_t bits);

  /// getstate(): 624 words, then the position 0..624.
  void get_state(uint32_t out[kWords + 1]) const;
  /// False when the position is above 624 (ValueError "invalid state").
  [[nodiscard]] bool set_state(const uint32_t in[kWords + 1]);

 private:
  void seed_word(uint32_t word);
  void refill();

  uint32_t state_[kWords] = {};
  uint32_t index_ = kWords + 1;
};

}  // namespace eider::builtins::kernels
