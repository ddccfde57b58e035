// SPDX-License-Identifier: MIT
//
// File names as the system calls take them.
#pragma once

#include <string>

#include "modules/thread/support.h"

namespace eider::modules {

/// A str, bytes or os.PathLike argument (or an int descriptor), as bytes for the kernel. `object` goes into errors.
struct Path {
  std::string text;
  Value object;
  int fd = -1;          // >= 0: a descriptor was given
  bool is_bytes = false;
  const char* c_str() const { return text.c_str(); }
};
enum class PathKind : uint8_t { kPathOnly, kPathOrFd, kPathOrNone, kPathFdOrNone };
Result<void> path_argument(Thread& t, Value v, const char* function, const char* argument, PathKind kind, Path* out);
/// os.fspath.
Result<Value> fspath_of(Thread& t, Value v);
/// Bytes from the system as str (surrogateescape) or bytes.
Result<Value> fs_text(Thread& t, std::string_view bytes, bool as_bytes = false);
/// A str or bytes argument as the system's bytes.
Result<std::string*> fs_bytes(Thread& t, Value v, std::string* out);
Failure raise_path_error(Thread& t, int error, const Path& path);

}  // namespace eider::modules
