// SPDX-License-Identifier: MIT
//
// int(text) and float(text) in two parts, for compiled code: the number, and what the ValueError says when there is none.
#pragma once

#include "objects/result.h"
#include "objects/str.h"

namespace eider::builtins {

/// Of an exact str; ABSENT, and nothing is pending, where it is no number. Nothing but MemoryError is raised.
///
/// *invalid   it is none; else ABSENT leaves it to int_from_text: too long, or somebody waits
objects::Result<objects::Value> int_from_plain_text(objects::Thread& t, objects::Str* text, bool* invalid);
objects::Result<objects::Value> float_from_plain_text(objects::Thread& t, objects::Str* text);
/// "invalid literal for int() with base 10: 'x'"; "could not convert string to float: 'x'".
objects::Result<objects::Str*> no_int_text(objects::Thread& t, objects::Str* text);
objects::Result<objects::Str*> no_float_text(objects::Thread& t, objects::Str* text);

}  // namespace eider::builtins
