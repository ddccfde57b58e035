// SPDX-License-Identifier: MIT
//
// BLAKE2b and BLAKE2s as RFC 7693 and the BLAKE2 paper's parameter block define them: keyed, salted, personal, tree mode.
//
// A kernel: plain data, no Python object, no allocation. Source: RFC 7693; Aumasson et al., "BLAKE2: simpler, smaller, fast as MD5" (2013).
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace eider::modules {

struct Blake2bTraits {
  using Word = uint64_t;
  static constexpr int kRounds = 12;
  static constexpr int kRotate[4] = {32, 24, 16, 63};
  static constexpr Word kStart[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                                     0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};
};
struct Blake2sTraits {
  using Word = uint32_t;
  static constexpr int kRounds = 10;
  static constexpr int kRotate[4] = {16, 12, 8, 7};
  static constexpr Word kStart[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
};

struct Blake2Parameters {
  uint8_t digest_size = 0, key_size = 0, fanout = 1, depth = 1, node_depth = 0, inner_size = 0;
  uint32_t leaf_size = 0;
  uint64_t node_offset = 0;  // 48 bits for BLAKE2s
  uint8_t salt[16] = {}, person[16] = {};
  bool last_node = false;
};

template <class Traits>
class Blake2 {
 public:
  using Word = typename Traits::Word;
  static constexpr size_t kBlock = 16 * sizeof(Word), kMaxDigest = 8 * sizeof(Word), kMaxKey = kMaxDigest, kSalt = 2 * sizeof(Word);

  void start(const Blake2Parameters& p, const uint8_t* key) {
    static_assert(std::endian::native == std::endian::little, "words are stored as they stand");
    *this = Blake2();
    last_node_ = p.last_node;
    digest_size_ = p.digest_size;
    uint8_t block[kMaxDigest] = {p.digest_size, p.key_size, p.fanout, p.depth};
    std::memcpy(block + 4, &p.leaf_size, 4);
    std::memcpy(block + 8, &p.node_offset, sizeof(Word) == 8 ? 8 : 6);
    block[sizeof(Word) == 8 ? 16 : 14] = p.node_depth;
    block[sizeof(Word) == 8 ? 17 : 15] = p.inner_size;
    std::memcpy(block + 4 * sizeof(Word), p.salt, kSalt);
    std::memcpy(block + 6 * sizeof(Word), p.person, kSalt);
    for (int i = 0; i < 8; i++) {
      Word word;
      std::memcpy(&word, block + static_cast<size_t>(i) * sizeof(Word), sizeof(Word));
      chain_[i] = Traits::kStart[i] ^ word;
    }
    if (p.key_size == 0) return;
    uint8_t first[kBlock] = {};
    std::memcpy(first, key, p.key_size);
    update(first, kBlock);
  }

  void update(const uint8_t* data, size_t size) {
    if (size == 0) return;
    // The last block is compressed by finish, with a flag: a full buffer waits until more comes.
    if (size_t room = kBlock - filled_; size > room) {
      std::memcpy(buffer_ + filled_, data, room);
      compress(buffer_, kBlock, false);
      filled_ = 0;
      data += room;
      size -= room;
      for (; size > kBlock; data += kBlock, size -= kBlock) compress(data, kBlock, false);
    }
    std::memcpy(buffer_ + filled_, data, size);
    filled_ += size;
  }

  /// Writes digest_size() bytes. Ends this object: finish a copy.
  void finish(uint8_t* out) {
    std::memset(buffer_ + filled_, 0, kBlock - filled_);
    compress(buffer_, filled_, true);
    std::memcpy(out, chain_, digest_size_);
  }
  size_t digest_size() const { return digest_size_; }

 private:
  static constexpr uint8_t kOrder[10][16] = {
      {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, {14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
      {11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4}, {7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
      {9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13}, {2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
      {12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11}, {13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
      {6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5}, {10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0},
  };

  void compress(const uint8_t* block, size_t bytes, bool last) {
    count_low_ += static_cast<Word>(bytes);
    count_high_ += count_low_ < bytes;
    Word m[16], v[16];
    std::memcpy(m, block, kBlock);
    for (int i = 0; i < 8; i++) {
      v[i] = chain_[i];
      v[i + 8] = Traits::kStart[i];
    }
    v[12] ^= count_low_;
    v[13] ^= count_high_;
    if (last) v[14] = ~v[14];
    if (last && last_node_) v[15] = ~v[15];
    auto mix = [&v](int a, int b, int c, int d, Word x, Word y) {
      v[a] += v[b] + x;
      v[d] = std::rotr(v[d] ^ v[a], Traits::kRotate[0]);
      v[c] += v[d];
      v[b] = std::rotr(v[b] ^ v[c], Traits::kRotate[1]);
      v[a] += v[b] + y;
      v[d] = std::rotr(v[d] ^ v[a], Traits::kRotate[2]);
      v[c] += v[d];
      v[b] = std::rotr(v[b] ^ v[c], Traits::kRotate[3]);
    };
    for (int round = 0; round < Traits::kRounds; round++) {
      const uint8_t* s = kOrder[round % 10];
      for (int i = 0; i < 4; i++) mix(i, i + 4, i + 8, i + 12, m[s[2 * i]], m[s[2 * i + 1]]);
      for (int i = 0; i < 4; i++) mix(i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[s[8 + 2 * i]], m[s[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; i++) chain_[i] ^= v[i] ^ v[i + 8];
  }

  Word chain_[8] = {};
  Word count_low_ = 0, count_high_ = 0;
  uint8_t buffer_[kBlock] = {};
  size_t filled_ = 0;
  size_t digest_size_ = 0;
  bool last_node_ = false;
};

}  // namespace eider::modules
