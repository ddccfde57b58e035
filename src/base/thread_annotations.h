// SPDX-License-Identifier: MIT
//
// Clang's thread-safety attributes under our names, and the two capabilities that are not locks.
//
// `heap_access` is what an attached thread has and shares with the others; whoever stopped the world has it alone.
// `outside_heap` is what a thread has while it is DETACHED. A function that touches objects says EIDER_USES_HEAP (it excludes
// `outside_heap`): calling it in a Detached scope is a compile error, without annotating every caller up to main.
// The analysis is per function and does not see through function pointers: slots repeat the claim as EIDER_ASSERT(t.attached()).
#pragma once

#define EIDER_CAPABILITY(name) __attribute__((capability(name)))
#define EIDER_SCOPED_CAPABILITY __attribute__((scoped_lockable))
#define EIDER_GUARDED_BY(x) __attribute__((guarded_by(x)))
#define EIDER_PT_GUARDED_BY(x) __attribute__((pt_guarded_by(x)))
#define EIDER_REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define EIDER_REQUIRES_SHARED(...) __attribute__((requires_shared_capability(__VA_ARGS__)))
#define EIDER_EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define EIDER_ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define EIDER_ACQUIRE_SHARED(...) __attribute__((acquire_shared_capability(__VA_ARGS__)))
#define EIDER_RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define EIDER_RELEASE_SHARED(...) __attribute__((release_shared_capability(__VA_ARGS__)))
#define EIDER_RELEASE_GENERIC(...) __attribute__((release_generic_capability(__VA_ARGS__)))
#define EIDER_TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define EIDER_ASSERT_CAPABILITY(x) __attribute__((assert_capability(x)))
#define EIDER_ASSERT_SHARED_CAPABILITY(x) __attribute__((assert_shared_capability(x)))
#define EIDER_RETURN_CAPABILITY(x) __attribute__((lock_returned(x)))
#define EIDER_NO_THREAD_SAFETY_ANALYSIS __attribute__((no_thread_safety_analysis))

namespace eider::base {

/// Being allowed to touch the heap. Has no state: the proof is the thread's RunState; this is its name for the compiler.
class EIDER_CAPABILITY("heap access") HeapAccess {};
/// Having left the heap for a blocking call.
class EIDER_CAPABILITY("scope outside the heap") OutsideHeap {};

inline HeapAccess heap_access;
inline OutsideHeap outside_heap;

}  // namespace eider::base

/// This function touches objects: not to be called in a Detached scope.
#define EIDER_USES_HEAP EIDER_EXCLUDES(::eider::base::outside_heap)
