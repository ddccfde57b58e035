// SPDX-License-Identifier: MIT
//
// _csv: dialects, readers, writers. csv.py holds the rest.
#pragma once

#include "modules/module_parts.h"
#include "modules/support.h"

namespace eider::modules {

inline constexpr uint32_t kNoChar = 0xffffffff;
enum class CsvQuoting : int64_t { kMinimal, kAll, kNonNumeric, kNone };

/// How fields are told apart. Immutable.
struct CsvDialect : Object {  // kValues
  Field<Value> delimiter, quotechar, escapechar;  // tagged code point, or tagged -1: none
  Field<Value> line_terminator;                   // Str
  Field<Value> quoting;
  Field<Value> doublequote, skip_initial_space, strict;  // bool
  static uint32_t char_of(const Field<Value>& f) { return static_cast<uint32_t>(f.get().small_int()); }
  CsvQuoting how() const { return static_cast<CsvQuoting>(quoting.get().small_int()); }
};

EIDER_COLD Failure csv_error(Thread& t, const char* format, ...) __attribute__((format(printf, 2, 3)));
/// The dialect of reader(x, dialect='excel', **options): everything behind the first argument.
Result<CsvDialect*> csv_dialect_of(Thread& t, Value dialect, Dict* options);
Result<Value> csv_get_dialect(Thread& t, Value name);
Result<void> add_dialects(Thread& t, Module* module);  // csv_dialect.cpp
Result<void> add_reader(Thread& t, Module* module);    // csv_reader.cpp
Result<void> add_writer(Thread& t, Module* module);    // csv_writer.cpp

}  // namespace eider::modules
