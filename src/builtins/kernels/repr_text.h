// SPDX-License-Identifier: MIT
//
// repr() and ascii() of str, repr() of bytes.
#pragma once

#include "builtins/kernels/codecs.h"
#include "builtins/kernels/kernel_types.h"

namespace eider::builtins::kernels {

/// repr(text): single quotes unless only those occur inside; unprintable characters escaped.
void repr_string(TextView text, Text32& out);
/// ascii(text): as repr, and everything above 126 escaped.
void ascii_string(TextView text, Text32& out);
/// ascii() of a text that is already a repr: only escapes what is not ASCII.
void escape_non_ascii(TextView text, Text32& out);
/// repr(bytes): b'...'.
void repr_bytes(ByteSpan bytes, Text8& out);

}  // namespace eider::builtins::kernels
