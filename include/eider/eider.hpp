// SPDX-License-Identifier: MIT
//
// Eider in a C++ program. (docs/embedding.md is the guide.)
//
//   eider::Runtime rt;                                        // own heap, own modules, no global state
//   rt["greet"] = [](std::string who) { return "hello " + who; };
//   rt.exec("def twice(x): return x * 2");
//   int n = rt["twice"](21);
//   auto twice = rt.fn<int(int)>("twice");                    // typed, copyable, usable on any thread at once
//
// Threads      any thread may use any of this at any time; it is attached by itself, and no lock is to be taken.
// Errors       an exception of the script becomes eider::Error; of a bound C++ callable, a RuntimeError of the script
//              (std::out_of_range: IndexError, std::invalid_argument: ValueError, std::bad_alloc: MemoryError, eider::Raise: any).
// Waiting      a bound callable that may wait for other threads is bound as eider::blocking(f).
// Conversions  bool, integers (range-checked), floats, enums, std::string, string_view, const char*, filesystem::path, chrono times,
//              optional, variant, pair, tuple, array, vector, span, sets, maps, std::function, eider::Value.
#pragma once

#include "eider/bridge.hpp"      // opaque functions: the border to the library
#include "eider/error.hpp"       // Error, Closed, Raise, Result
#include "eider/convert.hpp"     // scalars, text, times, optional, variant
#include "eider/containers.hpp"  // vector, span, array, sets, maps, tuples
#include "eider/function.hpp"    // C++ callables, "name"_a, blocking
#include "eider/value.hpp"       // Value, Fn, Item
#include "eider/runtime.hpp"     // Runtime
