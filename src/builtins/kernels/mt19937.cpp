// SPDX-License-Identifier: MIT
#include "builtins/kernels/mt19937.h"

namespace eider::builtins::kernels {

namespace {

constexpr int kN = Mt19937::kWords;
constexpr int kM = 397;

uint32_t twist(uint32_t upper, uint32_t lower) {
  const uint32_t mixed = (upper & 0x80000000u) | (lower & 0x7fffffffu);
  return (mixed >> 1) ^ ((lower & 1) != 0 ? 0x9908b0dfu : 0);
}

}  // namespace

void Mt19937::seed_word(uint32_t word) {
  state_[0] = word;
  for (uint32_t i = 1; i < kN; i++) state_[i] = 1812433253u * (state_[i - 1] ^ (state_[i - 1] >> 30)) + i;
  index_ = kN;
}

void Mt19937::seed_words(const uint32_t* words, size_t count) {
  static constexpr uint32_t kZero = 0;
  if (count == 0) words = &kZero, count = 1;
  seed_word(19650218u);
  size_t i = 1, j = 0;
  for (size_t k = count > kN ? count : kN; k != 0; k--) {
    state_[i] =
        (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1664525u)) + words[j] + static_cast<uint32_t>(j);
    if (++i >= kN) state_[0] = state_[kN - 1], i = 1;
    if (++j >= count) j = 0;
  }
  for (int k = kN - 1; k != 0; k--) {
    state_[i] = (state_[i] ^ ((state_[i - 1] ^ (state_[i - 1] >> 30)) * 1566083941u)) - static_cast<uint32_t>(i);
    if (++i >= kN) state_[0] = state_[kN - 1], i = 1;
  }
  state_[0] = 0x80000000u;
}

void Mt19937::seed(BigView number) {
  // Limbs are little-endian pairs of words, and so is the machine.
  const size_t words = (bit_length(number) + 31) / 32;
  seed_words(reinterpret_cast<const uint32_t*>(number.limbs), words);
}

void Mt19937::refill() {
  int k = 0;
  for (; k < kN - kM; k++) state_[k] = state_[k + kM] ^ twist(state_[k], state_[k + 1]);
  for (; k < kN - 1; k++) state_[k] = state_[k + kM - kN] ^ twist(state_[k], state_[k + 1]);
  state_[kN - 1] = state_[kM - 1] ^ twist(state_[kN - 1], state_[0]);
  index_ = 0;
}

uint32_t Mt19937::next32() {
  if (index_ >= kN) refill();
  uint32_t y = state_[index_++];
  y ^= y >> 11;
  y ^= (y << 7) & 0x9d2c5680u;
  y ^= (y << 15) & 0xefc60000u;
  return y ^ (y >> 18);
}

double Mt19937::next_double() {
  const uint32_t a = next32() >> 5, b = next32() >> 6;
  return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0);
}

uint64_t Mt19937::random_bits_small(uint32_t bits) {
  EIDER_ASSERT(bits <= 64);
  if (bits == 0) return 0;
  if (bits <= 32) return next32() >> (32 - bits);
  const uint64_t low = next32();
  return low | static_cast<uint64_t>(next32() >> (64 - bits)) << 32;
}

BigStatus Mt19937::random_bits(uint64_t bits, BigBuf& out) {
  const uint64_t limbs = (bits + 63) / 64;
  if (limbs > UINT32_MAX) return BigStatus::kTooLarge;
  if (!out.reserve(limbs)) return BigStatus::kNoMemory;
  for (uint64_t i = 0; i < limbs; i++, bits -= 64)
    out.limbs()[i] = random_bits_small(bits < 64 ? static_cast<uint32_t>(bits) : 64);
  out.set_size(limbs, false);
  return BigStatus::kOk;
}

void Mt19937::get_state(uint32_t out[kWords + 1]) const {
  std::memcpy(out, state_, sizeof state_);
  out[kWords] = index_;
}

bool Mt19937::set_state(const uint32_t in[kWords + 1]) {
  if (in[kWords] > kWords) return false;
  std::memcpy(state_, in, sizeof state_);
  index_ = in[kWords];
  return true;
}

}  // namespace eider::builtins::kernels
