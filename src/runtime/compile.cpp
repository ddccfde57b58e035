// SPDX-License-Identifier: MIT
//
// From source text to a Code object; diagnostics become exceptions and warnings.
#include "frontend/compile.h"

#include "runtime/ast/ast.h"
#include "runtime/frontend_stack.h"
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
  bool whole = d.has_position && d.lineno == 0;  // the text as a whole, which could not be decoded: it has no end
  Tuple* details = EIDER_TRY(tuple_new(t, whole ? 4 : 6));
  details->items[0].init(filename->value());
  auto number = [](int n, bool known) { return known ? Value::from_small_int(n) : kNone; };
  details->items[1].init(number(d.lineno, d.has_position));
  details->items[2].init(number(d.offset, d.has_position));
  details->items[3].init(d.has_text ? EIDER_TRY(str_from_utf8(t, d.text))->value() : kNone);
  if (whole) {
    Value args[] = {message->value(), details->value()};
    return raise_values(t, id, args, 2);
  }
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

/// What codeop asks for: a text that is only too short raises SyntaxError "incomplete input".
Failure raise_failed(Thread& t, frontend::Diagnostic error, bool incomplete, Str* filename, const CompileRequest& request) {
  if (incomplete && (request.flags & kCompileAllowIncomplete)) {
    error.kind = frontend::DiagnosticKind::kSyntaxError;
    error.message = "incomplete input";
  }
  return raise_diagnostic(t, error, filename);
}

/// warnings.warn_explicit, when the program has imported warnings; else the default filters: SyntaxWarnings are printed.
Result<void> issue_warning(Thread& t, const frontend::Diagnostic& d, Str* filename) {
  Value warnings = dict_get_str(t, t.realm->modules, EIDER_TRY(intern(t, "warnings")));
  if (!warnings.is_absent()) {
    Value warn = EIDER_TRY(get_attr(t, warnings, EIDER_TRY(intern(t, "warn_explicit"))));
    Value args[] = {EIDER_TRY(str_from_utf8(t, d.message))->value(), type(t, exception_type(d.kind))->value(), filename->value(),
                    Value::from_small_int(d.lineno)};
    if (call(t, warn, args, 4).ok()) return kDone;
    if (!clear_if(t, exception_type(d.kind))) return kFailure;
    // A warning that the filters turn into an error is a syntax error at its place.
    frontend::Diagnostic error = d;
    if (d.kind == frontend::DiagnosticKind::kSyntaxWarning) error.has_text = false;  // python3.11 reads it from the file, if there is one
    error.kind = frontend::DiagnosticKind::kSyntaxError;
    return raise_diagnostic(t, error, filename);
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

namespace {

struct Translated {
  std::string filename;
  frontend::CompileOptions options;
};
void translate(Thread& t, Str* filename, const CompileRequest& request, Translated* out) {
  out->filename = to_utf8(filename);
  frontend::CompileOptions& o = out->options;
  o.filename = out->filename;
  o.mode = request.mode == CompileMode::kExec   ? frontend::ParseMode::kExec
           : request.mode == CompileMode::kEval ? frontend::ParseMode::kEval
                                                : frontend::ParseMode::kSingle;
  o.origin = request.kind == SourceKind::kText    ? frontend::SourceOrigin::kText
             : request.kind == SourceKind::kBytes ? frontend::SourceOrigin::kBytes
                                                  : frontend::SourceOrigin::kFile;
  o.optimize = request.optimize < 0 ? Runtime::of(t).config().optimize : request.optimize;
  o.flags = request.flags & bytecode::kFutureAnnotations;
  o.stack_bytes = frontend_stack_bytes(t);
  o.allow_top_level_await = (request.flags & kCompileTopLevelAwait) != 0;
}

Result<Value> finish(Thread& t, frontend::CompileResult& result, Str* filename, const CompileRequest& request) {
  for (const frontend::Diagnostic& warning : result.warnings) EIDER_TRY(issue_warning(t, warning, filename));
  if (!result.ok()) return raise_failed(t, result.error, result.incomplete_input, filename, request);
  return EIDER_TRY(vm::code_new(t, std::move(result.unit)));
}

}  // namespace

Result<Value> compile(Thread& t, std::string_view source, Str* filename, const CompileRequest& request) {
  Translated to;
  translate(t, filename, request, &to);
  if (request.flags & kCompileOnlyAst) {
    frontend::Arena arena;
    frontend::ParseOptions parse{.mode = to.options.mode, .origin = to.options.origin, .filename = to.filename,
                                 .stack_bytes = to.options.stack_bytes};
    frontend::ParseResult parsed = frontend::parse(source, parse, arena);
    for (const frontend::Diagnostic& warning : parsed.warnings) EIDER_TRY(issue_warning(t, warning, filename));
    if (!parsed.ok()) return raise_failed(t, parsed.error, parsed.incomplete_input, filename, request);
    return ast_to_python(t, *parsed.mod);
  }
  frontend::CompileResult result;
  if (source.size() > 64 * 1024 && request.kind == SourceKind::kFile) {
    threads::Detached away(t);  // the frontend touches no heap object, and the bytes are the caller's own
    result = frontend::compile_source(source, to.options);
  } else {
    result = frontend::compile_source(source, to.options);
  }
  return finish(t, result, filename, request);
}

Result<Value> compile_ast(Thread& t, Value tree, Str* filename, const CompileRequest& request) {
  Translated to;
  translate(t, filename, request, &to);
  frontend::Arena arena;
  frontend::ast::Mod* mod = EIDER_TRY(ast_from_python(t, tree, request.mode, arena));
  frontend::CompileResult result = frontend::compile(mod, arena, to.options);
  return finish(t, result, filename, request);
}

Result<Value> compile(Thread& t, std::string_view source, SourceKind kind, Str* filename, CompileMode mode, uint32_t flags, int optimize) {
  return compile(t, source, filename, {.kind = kind, .mode = mode, .flags = flags, .optimize = optimize});
}

}  // namespace eider::runtime
