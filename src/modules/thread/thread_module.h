// SPDX-License-Identifier: MIT
//
// The parts of _thread.
#pragma once

#include "modules/thread/support.h"

namespace eider::modules {

Result<void> make_lock_types(Thread& t);
Result<void> make_local_type(Thread& t);
/// What a thread leaves behind in `_thread._local` objects goes, then its sentinel lock is released.
void thread_ending(Thread& t);

/// Thread::python_thread, made on first use: a Block of these.
enum : int64_t { kThreadSentinel, kThreadLocals, kThreadRecordSize };  // Lock released at the end; List of weak references to _local objects
Result<Block*> thread_record(Thread& t);
/// Takes this thread's attributes out of all _local objects.
void drop_thread_locals(Thread& t, Block* record);

}  // namespace eider::modules
