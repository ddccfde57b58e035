// SPDX-License-Identifier: MIT
//
// itertools: endless and filtering iterators (simple.cpp), grouping and sharing (groupby_tee.cpp), arrangements (combinatoric.cpp).
//
// Thread rule of all: the words of an iterator are read and written one by one, or together under its byte lock where they
// belong together; shared by threads it may repeat or skip items, and once exhausted it stays exhausted where CPython's does.
#pragma once

#include "modules/module_parts.h"

namespace eider::modules {

Result<void> fill_itertools(Thread& t, Module* module);
Result<void> add_itertools_simple(Thread& t, Module* module);
Result<void> add_itertools_sharing(Thread& t, Module* module);
Result<void> add_itertools_combinatoric(Thread& t, Module* module);

}  // namespace eider::modules
