// SPDX-License-Identifier: MIT
#include "frontend/compile.h"

#include "bytecode/verifier.h"
#include "frontend/fold.h"
#include "frontend/future.h"
#include "frontend/lower.h"
#include "frontend/scopes.h"

namespace eider::frontend {

namespace {

/// Line `number` of `source`, with its newline.
std::string_view source_line(std::string_view source, int number) {
  for (int line = 1; line < number; ++line) {
    size_t end = source.find('\n');
    if (end == std::string_view::npos) return {};
    source.remove_prefix(end + 1);
  }
  size_t end = source.find('\n');
  return end == std::string_view::npos ? source : source.substr(0, end + 1);
}

void quote_line(Diagnostic& error, std::string_view source) {
  error.has_text = error.has_position && !source.empty();
  if (error.has_text) error.text = source_line(source, error.lineno);
}

CompileResult compile_tree(ast::Mod* mod, Arena& arena, const CompileOptions& options) {
  CompileResult result;
  auto failed = [&]() -> CompileResult& {
    quote_line(result.error, options.source);
    return result;
  };
  FutureFeatures future;
  if (!find_future_features(mod, future, result.error)) return std::move(failed());
  future.flags |= options.flags & bytecode::kFutureAnnotations;
  bool annotations_are_text = (future.flags & bytecode::kFutureAnnotations) != 0;

  FoldOptions fold_options{.optimize = options.optimize, .future_annotations = annotations_are_text, .stack_bytes = options.stack_bytes};
  if (!fold(mod, fold_options, arena, result.error)) return std::move(failed());
  ScopeTable scopes;
  ScopeOptions scope_options{.future_annotations = annotations_are_text, .stack_bytes = options.stack_bytes};
  if (!build_scopes(mod, scope_options, arena, scopes, result.error)) return std::move(failed());
  Lowering lowering(options, future, scopes, arena, result.warnings);
  result.unit = lowering.run(mod);
  if (result.unit == nullptr) {
    result.error = std::move(lowering.error());
    return std::move(failed());
  }
#if defined(EIDER_ASSERTIONS)
  if (auto problem = bytecode::verify(*result.unit)) base::check_failed(__FILE__, __LINE__, problem->c_str());
#endif
  return result;
}

CompileResult compile_text(std::string_view text, const CompileOptions& options) {
  Arena arena;
  ParseOptions parse_options{.mode = options.mode,
                             .origin = options.origin,
                             .filename = options.filename,
                             .max_depth = options.max_depth,
                             .stack_bytes = options.stack_bytes,
                             .warn = options.warn};
  ParseResult parsed = parse(text, parse_options, arena);
  CompileResult result;
  if (!parsed.ok()) {
    result.error = std::move(parsed.error);
    result.warnings = std::move(parsed.warnings);
    result.incomplete_input = parsed.incomplete_input;
    return result;
  }
  CompileOptions own = options;
  if (own.source.empty() && options.origin == SourceOrigin::kFile) own.source = text;
  result = compile_tree(parsed.mod, arena, own);
  result.warnings.insert(result.warnings.begin(), parsed.warnings.begin(), parsed.warnings.end());
  return result;
}

CompileResult out_of_memory() {
  CompileResult result;
  result.error = memory_diagnostic();
  return result;
}

}  // namespace

CompileResult compile(ast::Mod* mod, Arena& arena, const CompileOptions& options) {
  try {
    return compile_tree(mod, arena, options);
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

CompileResult compile_source(std::string_view text, const CompileOptions& options) {
  try {
    return compile_text(text, options);
  } catch (const std::bad_alloc&) {
    return out_of_memory();
  }
}

}  // namespace eider::frontend
