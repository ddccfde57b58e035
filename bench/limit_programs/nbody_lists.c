// SPDX-License-Identifier: MIT
//
// nbody_lists.py in C.
#include <math.h>
#include <stdio.h>

enum { SIZE = 50000, QUICK = 200, kBodies = 5 };

typedef struct {
  double x, y, z, vx, vy, vz, mass;
} Body;

static void advance(Body* bodies, double dt, int steps) {
  for (int step = 0; step < steps; ++step) {
    for (int i = 0; i < kBodies; ++i) {
      Body* a = &bodies[i];
      for (int j = i + 1; j < kBodies; ++j) {
        Body* b = &bodies[j];
        double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
        double square = dx * dx + dy * dy + dz * dz;
        double pull = dt / (square * sqrt(square));
        double to_a = b->mass * pull, to_b = a->mass * pull;
        a->vx -= dx * to_a;
        a->vy -= dy * to_a;
        a->vz -= dz * to_a;
        b->vx += dx * to_b;
        b->vy += dy * to_b;
        b->vz += dz * to_b;
      }
    }
    for (int i = 0; i < kBodies; ++i) {
      bodies[i].x += dt * bodies[i].vx;
      bodies[i].y += dt * bodies[i].vy;
      bodies[i].z += dt * bodies[i].vz;
    }
  }
}

static double energy(const Body* bodies) {
  double total = 0.0;
  for (int i = 0; i < kBodies; ++i) {
    const Body* a = &bodies[i];
    total += 0.5 * a->mass * (a->vx * a->vx + a->vy * a->vy + a->vz * a->vz);
    for (int j = i + 1; j < kBodies; ++j) {
      const Body* b = &bodies[j];
      double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
      total -= a->mass * b->mass / sqrt(dx * dx + dy * dy + dz * dz);
    }
  }
  return total;
}

static void run(int n, char* result) {
  Body bodies[kBodies] = {
      {0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 39.4},
      {4.8, -1.1, -0.1, 0.6, 2.8, -0.02, 0.037},
      {8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.011},
      {12.8, -15.1, -0.2, 1.0, 0.8, -0.01, 0.0017},
      {15.3, -25.9, 0.17, 0.9, 0.5, -0.03, 0.002},
  };
  for (int i = 1; i < kBodies; ++i) {
    bodies[0].vx -= bodies[i].vx * bodies[i].mass / bodies[0].mass;
    bodies[0].vy -= bodies[i].vy * bodies[i].mass / bodies[0].mass;
    bodies[0].vz -= bodies[i].vz * bodies[i].mass / bodies[0].mass;
  }
  double before = energy(bodies);
  advance(bodies, 0.001, n);
  snprintf(result, 256, "%.9f %.9f", before, energy(bodies));
}

#include "harness.h"
