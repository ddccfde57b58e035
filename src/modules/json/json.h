// SPDX-License-Identifier: MIT
//
// _json: the fast half of the package json. Not here: everything that has a say in what is encoded and how; that is json's Python code.
#pragma once

#include "modules/module_parts.h"
#include "modules/support.h"

namespace eider::modules {

Result<Value> json_scanstring(Thread& t, const Value* args);  // json_scan.cpp
Result<void> add_scanner(Thread& t, Module* module);

enum class JsonText : uint8_t { kAscii, kUnicode };
/// Writes the string literal for `text`. False: an exception is set.
bool json_quote(StrBuilder& out, const Str* text, JsonText how);  // json_encode.cpp
Result<void> add_encoder(Thread& t, Module* module);              // json_encoder.cpp

}  // namespace eider::modules
