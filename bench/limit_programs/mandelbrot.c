// SPDX-License-Identifier: MIT
//
// bench/programs/mandelbrot.py in C.
#include <complex.h>
#include <stdio.h>

enum { SIZE = 350, QUICK = 10 };

static int escape_complex(double complex c, int limit) {
  double complex z = 0;
  for (int i = 0; i < limit; ++i) {
    z = z * z + c;
    if (cabs(z) > 2.0) return i;
  }
  return limit;
}

static int escape_floats(double x0, double y0, int limit) {
  double x = 0.0, y = 0.0;
  int i = 0;
  while (i < limit) {
    double xx = x * x, yy = y * y;
    if (xx + yy > 4.0) break;
    y = 2.0 * x * y + y0;
    x = xx - yy + x0;
    ++i;
  }
  return i;
}

static void run(int n, char* result) {
  long total = 0, other = 0;
  for (int row = 0; row < n; ++row) {
    double y = 2.4 * row / n - 1.2;
    for (int column = 0; column < n; ++column) {
      double x = 3.0 * column / n - 2.1;
      total += escape_floats(x, y, 100);
      if ((row + column) % 4 == 0) other += escape_complex(x + y * I, 100);
    }
  }
  snprintf(result, 256, "%ld %ld", total, other);
}

#include "harness.h"
