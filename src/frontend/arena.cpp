// SPDX-License-Identifier: MIT
#include "frontend/arena.h"

namespace eider::frontend {

void* Arena::allocate_slow(size_t bytes, size_t alignment) {
  size_t size = next_chunk_;
  if (size < bytes + alignment + sizeof(Chunk)) size = bytes + alignment + sizeof(Chunk);
  auto* chunk = static_cast<Chunk*>(std::malloc(size));
  if (chunk == nullptr) throw std::bad_alloc();
  if (next_chunk_ < kLargestChunk) next_chunk_ *= 2;
  chunk->next = chunks_;
  chunks_ = chunk;
  bytes_reserved_ += size;
  cursor_ = reinterpret_cast<uintptr_t>(chunk + 1);
  limit_ = reinterpret_cast<uintptr_t>(chunk) + size;
  return allocate(bytes, alignment);
}

}  // namespace eider::frontend
