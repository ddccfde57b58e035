// SPDX-License-Identifier: MIT
//
// What bench/harness.py does, for a kernel in C: the same lines. A kernel defines run, SIZE and QUICK and includes this last.
// PROGRAM [--iterations K] [--quick]
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { kResult = 256 };  // bytes of a result

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static int by_value(const void* a, const void* b) {
  double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

int main(int argc, char** argv) {
  volatile int size = SIZE;  // not a constant: the compiler must not know the loop counts
  int iterations = 5;
  for (int i = 1; i < argc; ++i) {
    if (strcmp(argv[i], "--iterations") == 0 && i + 1 < argc) iterations = atoi(argv[++i]);
    else if (strcmp(argv[i], "--quick") == 0) size = QUICK, iterations = 2;
    else return fprintf(stderr, "usage: %s [--iterations K] [--quick]\n", argv[0]), 2;
  }
  double* times = calloc(iterations + 1, sizeof *times);
  char first[kResult] = "", result[kResult] = "";
  for (int i = 0; i < iterations; ++i) {
    double begin = seconds();
    run(size, i == 0 ? first : result);
    times[i] = seconds() - begin;
    if (i > 0 && strcmp(first, result) != 0) return fprintf(stderr, "iterations disagree: %s, %s\n", first, result), 1;
  }
  printf("first %.6f\n", times[0]);
  if (iterations > 1) {
    int count = iterations - 1;
    qsort(times + 1, count, sizeof *times, by_value);
    printf("later %.6f\n", count % 2 ? times[1 + count / 2] : (times[count / 2] + times[count / 2 + 1]) / 2);
    printf("fastest %.6f\n", times[1]);
  }
  printf("result %s\n", first);
  free(times);
  return 0;
}
