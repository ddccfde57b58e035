// SPDX-License-Identifier: MIT
//
// bench/programs/spectral_norm.py in C.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 220, QUICK = 10 };

static double entry(long i, long j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void times(const double* vector, double* to, int n) {
  for (int i = 0; i < n; ++i) {
    double total = 0.0;
    for (int j = 0; j < n; ++j) total += entry(i, j) * vector[j];
    to[i] = total;
  }
}

static void transposed_times(const double* vector, double* to, int n) {
  for (int i = 0; i < n; ++i) {
    double total = 0.0;
    for (int j = 0; j < n; ++j) total += entry(j, i) * vector[j];
    to[i] = total;
  }
}

static void run(int n, char* result) {
  double *u = malloc(n * sizeof *u), *v = malloc(n * sizeof *v), *between = malloc(n * sizeof *between);
  for (int i = 0; i < n; ++i) u[i] = 1.0;
  for (int i = 0; i < 10; ++i) {
    times(u, between, n);
    transposed_times(between, v, n);
    times(v, between, n);
    transposed_times(between, u, n);
  }
  double above = 0.0, below = 0.0;
  for (int i = 0; i < n; ++i) {
    above += u[i] * v[i];
    below += v[i] * v[i];
  }
  snprintf(result, 256, "%.9f", sqrt(above / below));
  free(u);
  free(v);
  free(between);
}

#include "harness.h"
