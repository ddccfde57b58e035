// SPDX-License-Identifier: MIT
//
// Concatenation: Note [Strings that grow at the end] in str.h.
//
// Invariant: all Strs over one StrBuffer have the buffer's width, and start at its first byte.
// Invariant: bytes of a buffer below `used` are written once, by the thread whose CAS claimed them, before the Str that shows
// them is published; so a text already published never changes.
#include <cstring>

#include "objects/errors.h"
#include "objects/str_storage.h"

namespace eider::objects {

using namespace str_storage;

namespace {

// A result shorter than this is a plain inline string: copying it is cheaper than a buffer, and most never grow.
constexpr uint64_t kGrowableBytes = 256;

/// Room for a text that has just become growable: a first append promises little, a buffer that was outgrown promises more.
uint64_t roomy_capacity(uint64_t needed, bool outgrown) { return outgrown ? needed + needed / 2 + 64 : needed + needed / 8 + 64; }

}  // namespace

Result<Str*> str_concat(Thread& t, Str* a, Str* b) {
  int64_t length_a = a->length();
  int64_t length_b = b->length();
  constexpr uint32_t kExact = shape_id(TypeId::kStr);
  if (length_b == 0 && a->shape_id() == kExact) return a;
  if (length_a == 0 && b->shape_id() == kExact) return b;
  int64_t length = length_a + length_b;
  if (EIDER_UNLIKELY(length > kMaxLength)) return raise_no_memory(t);
  uint8_t width = std::max(a->width, b->width);
  bool ascii = a->ascii && b->ascii;
  uint64_t bytes_a = static_cast<uint64_t>(length_a) * width;
  uint64_t bytes = static_cast<uint64_t>(length) * width;

  if (bytes < kGrowableBytes || length_b > length_a) {
    Str* made = EIDER_TRY(new_inline(t, length, width, ascii));
    copy_chars(made->inline_data, width, a->bytes(), a->width, length_a);
    copy_chars(made->inline_data + bytes_a, width, b->bytes(), b->width, length_b);
    return made;
  }

  if (a->external && a->width == width) {
    StrBuffer* buffer = a->buffer;
    if (bytes <= buffer->capacity && buffer->used.load_relaxed() == bytes_a) {  // relaxed: a hint, the CAS decides
      // Allocated before the claim, so that a failure leaves the room to others.
      Str* made = EIDER_TRY(new_external(t, buffer, length, width, ascii));
      uint64_t expected = bytes_a;
      if (buffer->used.cas_acq_rel(expected, bytes)) {  // pairs with itself: exactly one thread gets these bytes
        copy_chars(buffer->data + bytes_a, width, b->bytes(), b->width, length_b);
        return made;
      }
    }
  }
  StrBuffer* buffer = EIDER_TRY(new_buffer(t, roomy_capacity(bytes, a->external)));
  copy_chars(buffer->data, width, a->bytes(), a->width, length_a);
  copy_chars(buffer->data + bytes_a, width, b->bytes(), b->width, length_b);
  buffer->used.store_relaxed(bytes);  // relaxed: the buffer is not published yet
  return new_external(t, buffer, length, width, ascii);
}

}  // namespace eider::objects
