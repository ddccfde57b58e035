// SPDX-License-Identifier: MIT
//
// bench/programs/fannkuch.py in C.
#include <stdio.h>
#include <string.h>

enum { SIZE = 9, QUICK = 6, kMost = 16 };

static void run(int n, char* result) {
  int permutation[kMost], counts[kMost], work[kMost];
  for (int i = 0; i < n; ++i) permutation[i] = i, counts[i] = i + 1;
  long most_flips = 0, checksum = 0, sign = 1;
  for (;;) {
    int first = permutation[0];
    if (first) {
      long flips = 0;
      memcpy(work, permutation, n * sizeof *work);
      while (first) {
        for (int low = 0, high = first; low < high; ++low, --high) {
          int swapped = work[low];
          work[low] = work[high];
          work[high] = swapped;
        }
        first = work[0];
        ++flips;
      }
      if (flips > most_flips) most_flips = flips;
      checksum += sign * flips;
    }
    int at = sign == 1 ? 0 : 1;
    int swapped = permutation[at];
    permutation[at] = permutation[at + 1];
    permutation[at + 1] = swapped;
    sign = -sign;
    if (at == 0) continue;
    for (int i = 2; i < n; ++i) {
      if (--counts[i] != 0) break;
      counts[i] = i + 1;
      if (i == n - 1) {
        snprintf(result, 256, "%ld %ld", checksum, most_flips);
        return;
      }
      int moved = permutation[0];
      memmove(permutation, permutation + 1, (i + 1) * sizeof *permutation);
      permutation[i + 1] = moved;
    }
  }
}

#include "harness.h"
