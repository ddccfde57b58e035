// SPDX-License-Identifier: MIT
#include "base/check.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

namespace eider::base {

namespace {
void put(const char* text) {
  ssize_t ignored = ::write(STDERR_FILENO, text, std::strlen(text));
  (void)ignored;
}
}  // namespace

void check_failed(const char* file, int line, const char* what) {
  char digits[16];
  int at = sizeof digits;
  digits[--at] = '\0';
  for (int rest = line; rest > 0 && at > 0; rest /= 10) digits[--at] = static_cast<char>('0' + rest % 10);
  put("eider: check failed: ");
  put(file);
  put(":");
  put(digits + at);
  put(": ");
  put(what);
  put("\n");
  std::abort();
}

}  // namespace eider::base
