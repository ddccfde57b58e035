// SPDX-License-Identifier: MIT
//
// bench/programs/scheduler.py in C: a table of functions in the place of methods, one malloc for each packet.
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 65000, QUICK = 50, kPacketSize = 4 };
enum { kIdle, kWorker, kHandlerA, kHandlerB, kDeviceA, kDeviceB, kTasks };
enum { kKindDevice, kKindWork };

typedef struct Packet {
  struct Packet* link;
  int owner, kind, datum, data[kPacketSize];
} Packet;

typedef struct Kernel Kernel;
typedef struct Task Task;
struct Task {
  Task* (*run_once)(Task*);
  Kernel* kernel;
  Task* link;
  Packet* queue;
  int number, priority;
  bool waiting, held;
  int count, seed;                // idle
  int target, letter;             // worker
  Packet *work, *devices;         // handlers
  Packet* pending;                // devices
};
struct Kernel {
  Task* first;
  Task* tasks[kTasks];
  long sent, holds;
};

static Packet* packet_new(Packet* link, int owner, int kind) {
  Packet* packet = calloc(1, sizeof *packet);
  packet->link = link;
  packet->owner = owner;
  packet->kind = kind;
  return packet;
}

static Packet* append_to(Packet* packet, Packet* queue) {
  packet->link = NULL;
  if (queue == NULL) return packet;
  Packet* last = queue;
  while (last->link != NULL) last = last->link;
  last->link = packet;
  return queue;
}

static bool is_blocked(const Task* task) { return task->held || (task->waiting && task->queue == NULL); }

static Packet* take(Task* task) {
  Packet* packet = task->queue;
  if (packet != NULL) task->queue = packet->link;
  return packet;
}

static Task* give(Task* task, Packet* packet, Task* sender) {
  if (task->queue == NULL) {
    task->queue = packet;
    packet->link = NULL;
    task->waiting = false;
    if (task->priority > sender->priority) return task;
  } else {
    append_to(packet, task->queue);
  }
  return sender;
}

static Task* wait_for(Task* task) {
  task->waiting = true;
  return task;
}

static Task* send(Kernel* kernel, Packet* packet, Task* sender) {
  kernel->sent++;
  Task* target = kernel->tasks[packet->owner];
  packet->owner = sender->number;
  return give(target, packet, sender);
}

static Task* hold(Kernel* kernel, Task* task) {
  kernel->holds++;
  task->held = true;
  return task->link;
}

static Task* release(Kernel* kernel, int number) {
  Task* task = kernel->tasks[number];
  task->held = false;
  return task;
}

static Task* run_idle(Task* self) {
  if (--self->count == 0) return hold(self->kernel, self);
  if ((self->seed & 1) == 0) {
    self->seed /= 2;
    return release(self->kernel, kDeviceA);
  }
  self->seed = (self->seed / 2) ^ 0xD008;
  return release(self->kernel, kDeviceB);
}

static Task* run_worker(Task* self) {
  Packet* packet = take(self);
  if (packet == NULL) return wait_for(self);
  self->target = self->target == kHandlerA ? kHandlerB : kHandlerA;
  packet->owner = self->target;
  packet->datum = 0;
  for (int i = 0; i < kPacketSize; ++i) {
    if (++self->letter > 26) self->letter = 1;
    packet->data[i] = 64 + self->letter;
  }
  return send(self->kernel, packet, self);
}

static Task* run_handler(Task* self) {
  Packet* packet = take(self);
  if (packet != NULL) {
    if (packet->kind == kKindWork) self->work = append_to(packet, self->work);
    else self->devices = append_to(packet, self->devices);
  }
  Packet* work = self->work;
  if (work != NULL) {
    int count = work->datum;
    if (count >= kPacketSize) {
      self->work = work->link;
      return send(self->kernel, work, self);
    }
    if (self->devices != NULL) {
      Packet* device = self->devices;
      self->devices = device->link;
      device->datum = work->data[count];
      work->datum = count + 1;
      return send(self->kernel, device, self);
    }
  }
  return self->queue != NULL ? self : wait_for(self);
}

static Task* run_device(Task* self) {
  Packet* packet = take(self);
  if (packet != NULL) {
    self->pending = packet;
    return hold(self->kernel, self);
  }
  packet = self->pending;
  if (packet == NULL) return wait_for(self);
  self->pending = NULL;
  return send(self->kernel, packet, self);
}

static Task* task_new(Kernel* kernel, int number, int priority, Packet* queue, Task* (*run_once)(Task*)) {
  Task* task = calloc(1, sizeof *task);
  *task = (Task){.run_once = run_once, .kernel = kernel, .link = kernel->first, .queue = queue, .number = number, .priority = priority,
                 .waiting = queue == NULL};
  kernel->first = kernel->tasks[number] = task;
  return task;
}

static Packet* device_packets(int owner) {
  Packet* queue = NULL;
  for (int i = 0; i < 3; ++i) queue = packet_new(queue, owner, kKindDevice);
  return queue;
}

static void schedule(Kernel* kernel) {
  Task* task = kernel->first;
  while (task != NULL) {
    if (is_blocked(task)) {
      task = task->link;
    } else {
      if (task->queue != NULL) task->waiting = false;
      task = task->run_once(task);
    }
  }
}

static void run(int n, char* result) {
  Kernel kernel = {0};
  Task* idle = task_new(&kernel, kIdle, 0, NULL, run_idle);
  idle->waiting = false;
  idle->count = n;
  idle->seed = 1;
  Packet* work = packet_new(packet_new(NULL, kHandlerA, kKindWork), kHandlerA, kKindWork);
  Task* worker = task_new(&kernel, kWorker, 1000, work, run_worker);
  worker->target = kHandlerA;
  task_new(&kernel, kHandlerA, 2000, device_packets(kDeviceA), run_handler);
  task_new(&kernel, kHandlerB, 3000, device_packets(kDeviceB), run_handler);
  task_new(&kernel, kDeviceA, 4000, NULL, run_device);
  task_new(&kernel, kDeviceB, 5000, NULL, run_device);
  schedule(&kernel);
  snprintf(result, 256, "sent %ld held %ld", kernel.sent, kernel.holds);
  for (int i = 0; i < kTasks; ++i) free(kernel.tasks[i]);  // the packets are the system's to take back: a few, small
}

#include "harness.h"
