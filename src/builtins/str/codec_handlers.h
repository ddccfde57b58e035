// SPDX-License-Identifier: MIT
//
// The kernels' error policies over Python's error handlers, for one encoding or decoding.
//
// A policy lives on the stack of the function that decodes: the Values in it are roots there.
#pragma once

#include "builtins/str/codec_glue.h"

namespace eider::builtins {

/// The callable registered under `name`; LookupError "unknown error handler name 'x'". Asked only when an error has occurred.
Result<Value> find_handler(Thread& t, Str* name);

class DecodePolicy {
 public:
  DecodePolicy(Thread& t, ByteSpan bytes, Str* errors_name);
  DecodePolicy(const DecodePolicy&) = delete;
  /// Raises what a result other than kOk means.
  Failure fail(const kernels::CodecResult& result);
  kernels::DecodeErrors errors;

 private:
  bool call(const kernels::CodecError& error, kernels::DecodeReplacement* answer);
  Thread& t_;
  ByteSpan bytes_;
  Str* name_;
  Value handler_, object_;
};

class EncodePolicy {
 public:
  EncodePolicy(Thread& t, Str* text, Str* errors_name);
  EncodePolicy(const EncodePolicy&) = delete;
  Failure fail(const kernels::CodecResult& result);
  kernels::EncodeErrors errors;

 private:
  bool call(const kernels::CodecError& error, kernels::EncodeReplacement* answer);
  Thread& t_;
  Str* text_;
  Str* name_;
  Value handler_;
};

}  // namespace eider::builtins
