// SPDX-License-Identifier: MIT
//
// From source text to a Code object; diagnostics become exceptions and warnings.
#include "frontend/compile.h"

#include "runtime/runtime.h"
#include "threads/safepoint.h"
#include "vm/code.h"

namespace eider::runtime {

namespace {

TypeId exception_type(frontend::DiagnosticKind kind) {
  using frontend::DiagnosticKind;
  switch (kind) {
    case DiagnosticKind::kSyntaxError: return TypeId::kSyntaxError;
    case DiagnosticKind::kIndentationError: return TypeId::kIndentationError;
    case DiagnosticKind::kTabError: return TypeId::kTabError;
    case DiagnosticKind::kValueError: return TypeId::kValueError;
    case DiagnosticKind::kMemoryError: return TypeId::kMemoryError;
    case DiagnosticKind::kRecursionError: return TypeId::kRecursionError;
    case DiagnosticKind::kDeprecationWarning: return TypeId::kDeprecationWarning;
    case DiagnosticKind::kSyntaxWarning: return TypeId::kSyntaxWarning;
  }
  EIDER_UNREACHABLE("diagnostic kind");
}

Failure raise_diagnostic(Thread& t, const frontend::Diagnostic& d, Str* filename) {
  TypeId id = exception_type(d.kind);
  Str* message = EIDER_TRY(str_from_utf8(t, d.message));
  bool syntax = id == TypeId::kSyntaxError || id == TypeId::kIndentationError || id == TypeId::kTabError;
  if (!syntax) return raise_str(t, id, message);
  Tuple* details = EIDER_TRY(tuple_new(t, 6));
  details->items[0].init(filename->value());
  auto number = [](int n, bool known) { return known ? Value::from_small_int(n) : kNone; };
  details->items[1].init(number(d.lineno, d.has_position));
  details->items[2].init(number(d.offset, d.has_position));
  details->items[3].init(d.has_text ? EIDER_TRY(str_from_utf8(t, d.text))->value() : kNone);
  details->items[4].init(number(d.end_lineno, d.has_position));
  details->items[5].init(number(d.end_offset, d.has_position && !(d.placed_later && d.end_offset < 0)));
  if (d.placed_later) {
    (void)raise_str(t, id, message);
    Tuple* all = EIDER_TRY(tuple_new(t, 7));  // and print_file_and_line
    for (int i = 0; i < 6; i++) all->items[i].init(details->items[i].get());
    all->items[6].init(kNone);
    t.pending_exception.as<BaseException>()->fields[1].store_release(all->value());
    return kFailure;
  }
  Value args[] = {message->value(), details->value()};
  return raise_values(t, id, args, 2);
}

/// warnings.warn_explicit, when the program has imported warnings; else the default filters: SyntaxWarnings are printed.
Result<void> issue_warning(Thread& t, const frontend::Diagnostic& d, Str* filename) {
  Value warnings = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, "warnings")));
  if (!warnings.is_absent()) {
    Value warn = EIDER_TRY(get_attr(t, warnings, EIDER_TRY(intern(t, "warn_explicit"))));
    Value args[] = {EIDER_TRY(str_from_utf8(t, d.message))->value(), type(t, exception_type(d.kind))->value(), filename->value(),
                    Value::from_small_int(d.lineno)};
    EIDER_TRY(call(t, warn, args, 4));
    return kDone;
  }
  if (d.kind == frontend::DiagnosticKind::kDeprecationWarning) return kDone;  // ignored by default outside __main__
  std::string line = to_utf8(filename) + ":" + std::to_string(d.lineno) + ": " + frontend::diagnostic_kind_name(d.kind) + ": " + d.message + "\n";
  if (d.has_text) {
    size_t start = d.text.find_first_not_of(" \t\f");
    if (start != std::string::npos) {
      line += "  " + d.text.substr(start);
      if (line.back() != '\n') line += '\n';
    }
  }
  Value err = EIDER_TRY(find_attr(t, t.realm->sys_module, name(t, Name::kstderr)));
  if (err.is_absent() || err.is_none()) return kDone;
  Value text = EIDER_TRY(str_from_utf8(t, line))->value();
  EIDER_TRY(call_method(t, err, name(t, Name::kwrite), &text, 1));
  return kDone;
}

}  // namespace

Result<Value> compile(Thread& t, std::string_view source, SourceKind kind, Str* filename, CompileMode mode, uint32_t flags, int optimize) {
  std::string file = to_utf8(filename);
  frontend::CompileOptions options;
  options.filename = file;
  options.mode = mode == CompileMode::kExec   ? frontend::ParseMode::kExec
                 : mode == CompileMode::kEval ? frontend::ParseMode::kEval
                                              : frontend::ParseMode::kSingle;
  options.origin = kind == SourceKind::kText    ? frontend::SourceOrigin::kText
                   : kind == SourceKind::kBytes ? frontend::SourceOrigin::kBytes
                                                : frontend::SourceOrigin::kFile;
  options.optimize = optimize < 0 ? Runtime::of(t).config().optimize : optimize;
  options.flags = flags & bytecode::kFutureAnnotations;
  frontend::CompileResult result;
  if (source.size() > 64 * 1024 && kind == SourceKind::kFile) {
    threads::Detached away(t);  // the frontend touches no heap object, and the bytes are the caller's own
    result = frontend::compile_source(source, options);
  } else {
    result = frontend::compile_source(source, options);
  }
  for (const frontend::Diagnostic& warning : result.warnings) EIDER_TRY(issue_warning(t, warning, filename));
  if (!result.ok()) return raise_diagnostic(t, result.error, filename);
  return EIDER_TRY(vm::code_new(t, std::move(result.unit)));
}

}  // namespace eider::runtime
