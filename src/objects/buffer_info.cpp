// SPDX-License-Identifier: MIT
#include "objects/buffer_info.h"

#include <cstring>

#include "objects/realm.h"

namespace eider::objects {

Result<bool> get_buffer(Thread& t, Value v, BufferInfo* out) {
  BufferFn slot = type_of(t, v)->slots.buffer;
  if (slot == nullptr) return false;
  Result<void> filled = slot(t, v, out);
  if (!filled.ok()) return kFailure;
  return true;
}

void gather_bytes(const BufferInfo& info, uint8_t* to) {
  auto item = static_cast<size_t>(info.item_size);
  if (info.count == 0) return;
  if (info.contiguous()) {
    std::memcpy(to, info.data, static_cast<size_t>(info.count) * item);
    return;
  }
  for (int64_t i = 0; i < info.count; i++, to += item) std::memcpy(to, info.data + i * info.stride, item);
}

}  // namespace eider::objects
