// SPDX-License-Identifier: MIT
//
// Registration of the types that live in vm.
#pragma once

#include "objects/protocol.h"
#include "objects/realm.h"

namespace eider::vm {

using namespace objects;

bool frame_holds(Thread& t, Value v);
bool traceback_place(Thread& t, Traceback* entry, TracebackPlace* place);
Result<void> install_function_type(Thread& t);
Result<void> install_code_type(Thread& t);
Result<void> install_frame_type(Thread& t);
Result<void> install_generator_types(Thread& t);
Result<void> install_async_generator_types(Thread& t);
Result<void> install_anext_type(Thread& t);
void generator_trace(Header* object, gc::Tracer& tracer);  // of generators, coroutines and async generators

}  // namespace eider::vm
