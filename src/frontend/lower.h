// SPDX-License-Identifier: MIT
//
// Lowering: from the syntax tree to basic blocks, one Unit per block of code. Private to lower_*.cpp and compile.cpp.
//
// Order of emission is order of evaluation. The current place in the source (Unit::source) is what emitted instructions carry:
// statements and expressions set it on entry, expressions put it back; instructions no line should claim are emitted after
// forget_source().
// Invariant: names, locals and constants are numbered in order of first emission, also in code that turns out dead.
// Not here: which scope a name has (scopes.h), jumps' layout and line numbers' finish (flow.h, assembler.h).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "frontend/compile.h"
#include "frontend/constant_pool.h"
#include "frontend/future.h"
#include "frontend/ir.h"
#include "frontend/mangle.h"
#include "frontend/scopes.h"
#include "frontend/stack_guard.h"

namespace eider::frontend {

enum class UnitKind : uint8_t { kModule, kClass, kFunction, kAsyncFunction, kLambda, kComprehension };

/// Names in order of first use.
class NameList {
 public:
  uint32_t add(std::string_view name) {
    auto [entry, is_new] = index_.try_emplace(name, static_cast<uint32_t>(names_.size()));
    if (is_new) names_.push_back(name);
    return entry->second;
  }
  /// -1: not there.
  int64_t find(std::string_view name) const {
    auto found = index_.find(name);
    return found == index_.end() ? int64_t{-1} : int64_t{found->second};
  }
  uint32_t size() const { return static_cast<uint32_t>(names_.size()); }
  const std::vector<std::string_view>& names() const { return names_; }

 private:
  std::vector<std::string_view> names_;
  std::unordered_map<std::string_view, uint32_t> index_;
};

/// Something `break`, `continue` or `return` must undo on its way out.
struct FrameBlock {
  enum class Kind : uint8_t {
    kWhile, kFor, kTryExcept, kFinallyTry, kFinallyEnd, kWith, kAsyncWith, kHandlerCleanup, kPopValue, kExceptHandler,
    kGroupHandler, kAsyncComprehension
  };
  Kind kind;
  BasicBlock* top = nullptr;             // loops: where `continue` goes
  BasicBlock* exit = nullptr;            // loops: where `break` goes
  Span<ast::Stmt*> final_body = {};      // kFinallyTry
  const ast::Stmt* statement = nullptr;  // kWith, kAsyncWith
  ast::Identifier name = {};             // kHandlerCleanup: `except ... as name`
};

/// One code unit being made.
struct Unit {
  UnitKind kind;
  Block* scope;
  Unit* outer = nullptr;
  std::string name;
  std::string qualname;
  ast::Identifier private_name;  // the class whose private names are mangled
  int32_t first_line = 0;
  uint32_t argcount = 0, posonlyargcount = 0, kwonlyargcount = 0;
  bool has_docstring = false;
  std::string docstring;

  NameList locals;  // parameters, then the others as they occur
  NameList names;
  NameList cells;   // sorted
  NameList frees;   // sorted; Deref arguments count cells, then frees, until the assembler knows the number of locals
  ConstantPool constants;
  BlockGraph graph;
  BasicBlock* current = nullptr;
  std::vector<FrameBlock> frame_blocks;
  SourceRange source;
};

class Lowering {
 public:
  Lowering(const CompileOptions& options, const FutureFeatures& future, ScopeTable& scopes, Arena& arena,
           std::vector<Diagnostic>& warnings)
      : options_(options), future_(future), scopes_(scopes), arena_(arena), warnings_(warnings), guard_(options.stack_bytes) {}

  /// Null: error() says why.
  std::shared_ptr<bytecode::CodeUnit> run(const ast::Mod* mod);
  Diagnostic& error() { return error_; }

 private:
  enum class AddNone : uint8_t { kNo, kYes };  // a unit that ends without `return` returns None, or what is on the stack
  enum class Preserve : uint8_t { kNothing, kTop };
  enum class OnStack : uint8_t { kNothing, kClassAndName };

  // ---- lower.cpp: units, emission, errors ----
  void enter_unit(UnitKind kind, const void* node, std::string_view name, int32_t first_line);
  std::shared_ptr<bytecode::CodeUnit> leave_unit(AddNone add_none);
  void set_qualname();
  void fail(std::string message);
  void fail_at(const ast::Position& at, std::string message);
  void fail_deep();
  void warn(std::string message);

  void set_source(const ast::Position& at) { unit_->source = SourceRange::of(at); }
  void forget_source() { unit_->source = SourceRange{}; }
  BasicBlock* make_block() { return unit_->graph.make(); }
  void use_block(BasicBlock* block);
  void emit(IrOp op, uint32_t arg = 0);
  void emit_jump(IrOp op, BasicBlock* target);
  void emit_jump_without_line(IrOp op, BasicBlock* target);
  void emit_without_line(IrOp op, uint32_t arg = 0);
  void emit_name(IrOp op, std::string_view name);
  uint32_t constant_index(const ast::ConstantValue& value);
  void load_constant(bytecode::Constant constant);
  void load_value(const ast::ConstantValue& value);
  void load_none();
  void load_str(std::string_view text);
  void load_int(int64_t value);
  void load_names_tuple(const std::vector<std::string_view>& names);
  std::string_view mangled(std::string_view name) { return mangle(unit_->private_name, name, arena_); }
  bool is_top_level_await() const;
  void add_yield_from(uint32_t resume);
  void await(uint32_t awaitable_kind);

  // ---- lower_names.cpp ----
  enum class Access : uint8_t { kLoad, kStore, kDelete };
  static Access access_of(ast::ExprContext context);
  void name(std::string_view id, Access access);
  bool refuse_name(std::string_view id, Access access);
  void check_parameter_names(const ast::Arguments* arguments);

  // ---- lower_stmt.cpp ----
  void statements(Span<ast::Stmt*> body, uint32_t from = 0);
  void statement(const ast::Stmt* node);
  void body(Span<ast::Stmt*> statements);
  void expression_statement(const ast::Expr* value);
  void return_statement(const ast::Return* node);
  void assign(const ast::Assign* node);
  void augmented_assign(const ast::AugAssign* node);
  void annotated_assign(const ast::AnnAssign* node);
  void assert_statement(const ast::Assert* node);
  void import(const ast::Import* node);
  void import_as(std::string_view name, std::string_view asname);
  void import_from(const ast::ImportFrom* node);
  void evaluate_and_drop(const ast::Expr* node);
  void evaluate_subscript_parts(const ast::Expr* slice);
  void annotation_value(const ast::Expr* annotation);

  // ---- lower_loops.cpp: if, loops, leaving them ----
  void if_statement(const ast::If* node);
  void while_statement(const ast::While* node);
  void for_statement(const ast::For* node);
  void async_for_statement(const ast::AsyncFor* node);
  void break_statement();
  void continue_statement();
  bool push_frame_block(FrameBlock block);
  void pop_frame_block(FrameBlock::Kind kind);
  void unwind(const FrameBlock& block, Preserve preserve);
  bool unwind_to_loop(Preserve preserve, const FrameBlock** loop);
  void jump_if(const ast::Expr* node, BasicBlock* target, bool condition);
  void jump_if_comparison(const ast::Compare* node, BasicBlock* target, bool condition);

  // ---- lower_try.cpp ----
  void try_statement(const ast::Stmt* node, const ast::TryFields& fields, bool is_star);
  void try_finally(const ast::Stmt* node, const ast::TryFields& fields, bool is_star);
  void try_except(const ast::TryFields& fields);
  void try_except_star(const ast::TryFields& fields);
  void except_body(const ast::ExceptHandler* handler, BasicBlock* end);
  void clear_name(std::string_view id);
  void pop_except_and_reraise();
  void with_statement(const ast::Stmt* node, const ast::WithFields& fields, bool is_async, uint32_t item);
  void finish_with_handler(BasicBlock* cleanup);
  void call_exit_with_nones();

  // ---- lower_expr.cpp ----
  void expressions(Span<ast::Expr*> nodes);
  void expression(const ast::Expr* node);
  void expression_inside(const ast::Expr* node);
  void binary_chain(const ast::BinOp* node);
  void bool_operation(const ast::BoolOp* node);
  void choice(const ast::IfExp* node);
  void comparison(const ast::Compare* node);
  void compare(ast::CmpOperator op);
  void joined_string(const ast::JoinedStr* node);
  void formatted_value(const ast::FormattedValue* node);
  void attribute(const ast::Attribute* node);
  void start_at_attribute(const ast::Attribute* node);
  void subscript(const ast::Subscript* node);
  void slice(const ast::Slice* node);
  void yield(const ast::Yield* node);
  void yield_from(const ast::YieldFrom* node);
  void await_expression(const ast::Await* node);
  void emit_yield();

  // ---- lower_displays.cpp: (a, b), [a, *b], {a: b}, and unpacking into them ----
  struct Display {
    IrOp build, add, extend;
    bool to_tuple;
  };
  void display(Span<ast::Expr*> elements, const Display& kind, uint32_t on_stack);
  void dict_display(const ast::Dict* node);
  void dict_part(const ast::Dict* node, uint32_t begin, uint32_t end);
  void sequence_target(Span<ast::Expr*> elements);

  // ---- lower_calls.cpp ----
  void call(const ast::Call* node);
  bool method_call(const ast::Call* node);
  void call_arguments(Span<ast::Expr*> args, Span<ast::Keyword*> keywords, OnStack on_stack);
  void keyword_part(Span<ast::Keyword*> keywords, uint32_t begin, uint32_t end);
  void keyword_names(Span<ast::Keyword*> keywords, uint32_t begin, uint32_t end);
  bool check_keywords(Span<ast::Keyword*> keywords);

  // ---- lower_reductions.cpp: loops for calls of builtins that run Python code for each item ----
  bytecode::Reduction reduction_of(const ast::Call* node);
  bool reduction(const ast::Call* node);
  void join_argument(const ast::Call* node);
  void drop_callee(uint32_t rest);
  void collect_items(IrOp build, IrOp add);
  void collect_argument(uint32_t rest);
  void reduce_by_sum(bool from_zero);
  void reduce_by_truth(bool any, BasicBlock* end);
  void reduce_by_order(bytecode::CompareKind better, BasicBlock* end);
  void reduce_by_key(bytecode::CompareKind better, BasicBlock* end);
  void reduce_by_function(bool has_initial, BasicBlock* end);
  void sort_by_keys(bool has_reverse, bool one_by_one);
  bool sorts_in_steps(const ast::Call* node) const;
  void sort_in_steps(const ast::Call* node);
  void make_keys(uint32_t items, uint32_t key);
  void keep_top(uint32_t below);

  // ---- lower_checks.cpp: warnings about what is hardly meant ----
  void check_comparison(const ast::Compare* node);
  void check_callee(const ast::Expr* node);
  void check_subscripted(const ast::Expr* node);
  void check_index(const ast::Expr* container, const ast::Expr* index);

  // ---- lower_function.cpp, lower_class.cpp ----
  void function(const ast::Stmt* node, const ast::FunctionDefFields& fields, bool is_async);
  void lambda(const ast::Lambda* node);
  uint32_t defaults(const ast::Arguments* arguments);
  bool annotations(const ast::Arguments* arguments, const ast::Expr* returns);
  uint32_t annotation(std::string_view name, const ast::Expr* value);
  void count_arguments(const ast::Arguments* arguments);
  void make_function(std::shared_ptr<bytecode::CodeUnit> code, uint32_t flags);
  void push_decorators(Span<ast::Expr*> decorators);
  void apply_decorators(Span<ast::Expr*> decorators);
  void class_definition(const ast::ClassDef* node);
  static const ast::Constant* docstring_of(Span<ast::Stmt*> statements);

  // ---- lower_comprehension.cpp ----
  struct ComprehensionParts {
    ComprehensionKind kind;
    std::string_view unit_name;
    Span<ast::Comprehension*> generators;
    const ast::Expr* element;
    const ast::Expr* value;  // dict comprehensions only; `element` is the key
  };
  void comprehension(const ast::Expr* node, const ComprehensionParts& parts);
  void generator(const ComprehensionParts& parts, uint32_t index, uint32_t depth);
  void async_generator(const ComprehensionParts& parts, uint32_t index, uint32_t depth);
  void inside_generator(const ComprehensionParts& parts, uint32_t index, uint32_t depth, BasicBlock* if_cleanup);

  // ---- lower_match.cpp ----
  struct PatternContext {
    std::vector<ast::Identifier> stores;  // captured names; their values lie on the stack, the first one uppermost
    bool allow_irrefutable = false;
    std::vector<BasicBlock*> fail_pop;    // fail_pop[n] pops n items and fails
    uint32_t on_top = 0;                  // items above the captures that failing must drop too
  };
  void match(const ast::Match* node);
  void pattern(const ast::Pattern* node, PatternContext& context);
  void subpattern(const ast::Pattern* node, PatternContext& context);
  void pattern_as(const ast::MatchAs* node, PatternContext& context);
  void pattern_class(const ast::MatchClass* node, PatternContext& context);
  void pattern_mapping(const ast::MatchMapping* node, PatternContext& context);
  void pattern_or(const ast::MatchOr* node, PatternContext& context);
  void pattern_sequence(const ast::MatchSequence* node, PatternContext& context);
  void pattern_unpack(Span<ast::Pattern*> patterns, PatternContext& context);
  void pattern_subscript(Span<ast::Pattern*> patterns, uint32_t star, PatternContext& context);
  void pattern_singleton(const ast::MatchSingleton* node, PatternContext& context);
  void pattern_value(const ast::MatchValue* node, PatternContext& context);
  void store_capture(ast::Identifier name, PatternContext& context);
  void rotate(uint32_t count);
  BasicBlock* fail_block(PatternContext& context, uint32_t pops);
  void jump_to_fail(IrOp op, PatternContext& context);
  void emit_fail_blocks(PatternContext& context);

  const CompileOptions& options_;
  const FutureFeatures& future_;
  ScopeTable& scopes_;
  Arena& arena_;
  std::vector<Diagnostic>& warnings_;
  StackGuard guard_;
  Diagnostic error_;
  bool failed_ = false;
  bool is_interactive_ = false;
  uint64_t emitted_ = 0;  // instructions, over all units
  Unit* unit_ = nullptr;
  std::vector<std::unique_ptr<Unit>> units_;
};

}  // namespace eider::frontend
