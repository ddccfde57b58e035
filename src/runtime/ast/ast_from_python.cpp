// SPDX-License-Identifier: MIT
//
// Python objects as the frontend's tree. Fields are read in the order of the ASDL and checked as python3.11 does; then the whole tree
// is validated (frontend/validate.h).
//
// Objects may be of any class below the node's, with any attributes, and may change under other threads: each is read once.
#include <string>
#include <vector>

#include "builtins/bytes/bytes.h"
#include "frontend/validate.h"
#include "objects/numbers.h"
#include "runtime/ast/ast.h"

namespace eider::runtime {

namespace {

namespace ast = frontend::ast;
using frontend::Arena;
using frontend::Span;

constexpr int kMaxDepth = 3000;  // of a tree, as the parser's: the compiler's passes recurse
constexpr NoText no_text;
constexpr NoItems no_items;

constexpr bool is_optional(std::string_view fields, int index) {
  for (; index > 0; --index) fields.remove_prefix(fields.find(", ") + 2);
  return fields[fields.find(' ') - 1] == '?';
}

class FromPython {
 public:
  FromPython(Thread& t, AstTypes& types, Arena& arena) : t_(t), types_(types), arena_(arena) {}

  Result<ast::Mod*> mod(Value v, NodeId expected) {
    if (!is_a(v, node_type(expected))) {
      return raise(t_, TypeId::kTypeError, "expected %s node, got %s", node_type(expected)->utf8_name, type_name(t_, v));
    }
    ast::Mod* out = nullptr;
    switch (expected) {
#define EIDER_NODE(Struct, shown, text, ...)       \
  case NodeId::k##Struct: {                        \
    auto& n = *arena_.make<ast::Struct>();         \
    EIDER_TRY(read(NodeId::k##Struct, v, __VA_ARGS__)); \
    out = &n;                                      \
    break;                                         \
  }
      EIDER_AST_MODS(EIDER_NODE)
#undef EIDER_NODE
      default: EIDER_UNREACHABLE("module kind");
    }
    return out;
  }

 private:
  Type* node_type(NodeId id) const { return types_.nodes[static_cast<size_t>(id)]; }
  bool is_a(Value v, const Type* type) const { return is_subtype(type_of(t_, v), type); }

  Failure unexpected(const char* what, Value v) {
    return raise(t_, TypeId::kTypeError, "expected some sort of %s, but got %s", what, to_utf8(EIDER_TRY(repr(t_, v))).c_str());
  }

  class Level {
   public:
    explicit Level(FromPython& self) : self_(self) { ++self_.depth_; }
    ~Level() { --self_.depth_; }
    Result<void> check(const char* what) {
      std::string text = std::string(" while traversing '") + what + "' node";
      EIDER_TRY(check_recursion(self_.t_, text.c_str()));
      if (self_.depth_ > kMaxDepth) return raise(self_.t_, TypeId::kRecursionError, "maximum recursion depth exceeded%s", text.c_str());
      return poll(self_.t_);
    }

   private:
    FromPython& self_;
  };

  // --- nodes ---------------------------------------------------------------------------------------------------------------------
  Result<void> to(ast::Stmt*& out, Value v) {
    if (v.is_none()) return out = nullptr, kDone;
    Level level(*this);
    EIDER_TRY(level.check("stmt"));
    ast::Position place;
    EIDER_TRY(position(v, SumId::kStmt, "stmt", &place));
    Type* type = type_of(t_, v);
#define EIDER_NODE(Struct, shown, text, ...)                              \
  if (is_subtype(type, node_type(NodeId::k##Struct))) {                   \
    [[maybe_unused]] auto& n = *arena_.make<ast::Struct>();               \
    static_cast<ast::Position&>(n) = place;                               \
    out = &n;                                                             \
    return read(NodeId::k##Struct, v __VA_OPT__(, ) __VA_ARGS__);           \
  }
    EIDER_AST_STATEMENTS(EIDER_NODE)
    return unexpected("stmt", v);
  }
  Result<void> to(ast::Expr*& out, Value v) {
    if (v.is_none()) return out = nullptr, kDone;
    Level level(*this);
    EIDER_TRY(level.check("expr"));
    ast::Position place;
    EIDER_TRY(position(v, SumId::kExpr, "expr", &place));
    int outer_height = height_;
    height_ = 0;
    EIDER_TRY(expression(out, v, place));
    out->height = static_cast<uint16_t>(height_ + 1);
    height_ = std::max(outer_height, height_ + 1);
    return kDone;
  }
#undef EIDER_NODE
#define EIDER_NODE(Struct, shown, text, ...)                \
  if (is_subtype(type, node_type(NodeId::k##Struct))) {     \
    [[maybe_unused]] auto& n = *arena_.make<ast::Struct>(); \
    static_cast<ast::Position&>(n) = place;                 \
    out = &n;                                               \
    return read(NodeId::k##Struct, v, __VA_ARGS__);         \
  }
  Result<void> expression(ast::Expr*& out, Value v, const ast::Position& place) {
    Type* type = type_of(t_, v);
    EIDER_AST_EXPRESSIONS(EIDER_NODE)
    return unexpected("expr", v);
  }
  Result<void> to(ast::Pattern*& out, Value v) {
    if (v.is_none()) return out = nullptr, kDone;
    Level level(*this);
    EIDER_TRY(level.check("pattern"));
    ast::Position place;
    EIDER_TRY(position(v, SumId::kPattern, "pattern", &place));
    Type* type = type_of(t_, v);
    EIDER_AST_PATTERNS(EIDER_NODE)
    return unexpected("pattern", v);
  }
#undef EIDER_NODE
#define EIDER_NODE(Struct, shown, text, ...)                                          \
  Result<void> to(ast::Struct*& out, Value v) {                                       \
    Level level(*this);                                                               \
    constexpr bool kSum = NodeId::k##Struct == NodeId::kExceptHandler;                \
    const char* what = kSum ? "excepthandler" : shown;                                \
    EIDER_TRY(level.check(what));                                                     \
    /* Other helpers may be of any class, as long as it has the fields. */            \
    if (kSum && v.is_none()) return kDone;                                            \
    auto& n = *arena_.make<ast::Struct>();                                            \
    out = &n;                                                                         \
    if (kSum) EIDER_TRY(place(&n, v, what));                                          \
    if (kSum && !is_a(v, node_type(NodeId::k##Struct))) return unexpected(what, v);   \
    EIDER_TRY(read(NodeId::k##Struct, v, __VA_ARGS__));                               \
    return kSum ? kDone : place(&n, v, what);                                         \
  }
  EIDER_AST_PRODUCTS(EIDER_NODE)
#undef EIDER_NODE

  Result<void> place(ast::Position* node, Value v, const char* what) { return positions(v, what, node, true); }
  Result<void> place(void*, Value, const char*) { return kDone; }

  Result<void> position(Value v, SumId sum, const char* what, ast::Position* out) {
    bool any = is_a(v, types_.sums[static_cast<size_t>(sum)]);
    // As CPython, which reads the attributes first: what is no node at all has none.
    if (!any && EIDER_TRY(find_attr(t_, v, types_.positions[0])).is_absent() && !is_a(v, types_.ast)) return missing("lineno", what);
    return positions(v, what, out, sum != SumId::kPattern);
  }

  Failure missing(const char* field, const char* of) { return raise(t_, TypeId::kTypeError, "required field \"%s\" missing from %s", field, of); }

  Result<void> positions(Value v, const char* what, ast::Position* out, bool end_may_miss) {
    int32_t* numbers[] = {&out->lineno, &out->col_offset, &out->end_lineno, &out->end_col_offset};
    static constexpr const char* kTexts[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};
    for (int i = 0; i < 4; ++i) {
      Value found = EIDER_TRY(find_attr(t_, v, types_.positions[i]));
      if (found.is_absent() || (found.is_none() && i >= 2 && end_may_miss)) {
        if (i < 2 || !end_may_miss) return missing(kTexts[i], what);
        *numbers[i] = *numbers[i - 2];
        continue;
      }
      EIDER_TRY(to(*numbers[i], found));
    }
    return kDone;
  }

  // --- fields ----------------------------------------------------------------------------------------------------------------------
  template <class... Members>
  Result<void> read(NodeId id, Value v, Members&&... members) {
    [[maybe_unused]] int index = 0;
    bool ok = true;
    ((ok = ok && field(id, index++, v, members).ok()), ...);
    return ok ? kDone : Result<void>(kFailure);
  }

  template <class M>
  Result<void> field(NodeId id, int index, Value node, M& member) {
    auto which = static_cast<size_t>(id);
    const NodeRow& row = kNodeRows[which];
    Str* field_name = types_.fields[which]->items[index].get().as<Str>();
    bool optional = is_optional(row.fields, index);
    Value v = EIDER_TRY(find_attr(t_, node, field_name));
    std::string shown(field_name->ascii_view());
    if (v.is_absent()) {
      if (!optional) return missing(shown.c_str(), row.name);
      return kDone;
    }
    if (optional && v.is_none()) return kDone;
    return fill(member, v, row.name, shown, optional);
  }

  template <class M>
  Result<void> fill(M& member, Value v, const char* owner, const std::string& shown, bool optional) {
    EIDER_TRY(to(member, v));
    if (!optional && v.is_none() && needs_value(member)) {
      return raise(t_, TypeId::kValueError, "field '%s' is required for %s", shown.c_str(), owner);
    }
    return kDone;
  }
  template <class T>
  Result<void> fill(Span<T>& member, Value v, const char* owner, const std::string& shown, bool) {
    if (!is_instance(t_, v, TypeId::kList)) {
      return raise(t_, TypeId::kTypeError, "%s field \"%s\" must be a list, not a %s", owner, shown.c_str(), type_name(t_, v));
    }
    List* list = v.as<List>();
    int64_t count = list_size(list);
    if (count > INT32_MAX) return raise_no_memory(t_);
    std::vector<T> items(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
      Value item = list_get_checked(list, i);
      if (!item.is_absent()) EIDER_TRY(to(items[static_cast<size_t>(i)], item));
      if (item.is_absent() || list_size(list) != count) {
        return raise(t_, TypeId::kRuntimeError, "%s field \"%s\" changed size during iteration", owner, shown.c_str());
      }
    }
    member = arena_.copy(items);
    return kDone;
  }
  Result<void> fill(const NoItems&, Value v, const char* owner, const std::string& shown, bool) {
    if (is_instance(t_, v, TypeId::kList)) return kDone;  // type_ignores: nothing to compile
    return raise(t_, TypeId::kTypeError, "%s field \"%s\" must be a list, not a %s", owner, shown.c_str(), type_name(t_, v));
  }

  template <class T>
  static bool needs_value(T* const&) { return true; }
  static bool needs_value(const ast::Identifier&) { return true; }
  static bool needs_value(...) { return false; }

  // --- leaves ------------------------------------------------------------------------------------------------------------------------
#define EIDER_ENUM(Enum, shown, ...)                                               \
  Result<void> to(ast::Enum& out, Value v) {                                       \
    constexpr auto kWhich = static_cast<size_t>(EnumId::k##Enum);                  \
    for (size_t i = 0; i < kMostEnumerators; ++i) {                                \
      if (types_.enumerators[kWhich][i] == nullptr || !is_a(v, types_.enumerators[kWhich][i])) continue; \
      out = static_cast<ast::Enum>(i);                                             \
      return kDone;                                                                \
    }                                                                              \
    return unexpected(shown, v);                                                   \
  }
  EIDER_AST_ENUMS(EIDER_ENUM)
#undef EIDER_ENUM

  Result<void> to(const NoText&, Value v) {
    if (v.is_none() || is_string(v)) return kDone;
    return raise(t_, TypeId::kTypeError, "AST string must be of type str");
  }
  template <class B>
  Result<void> to(UPrefix<B>& prefix, Value v) {
    prefix.flag = false;
    if (v.is_none()) return kDone;
    if (!is_string(v)) return raise(t_, TypeId::kTypeError, "AST string must be of type str");
    prefix.flag = is_exact(v, TypeId::kStr) && str_equals_ascii(v.as<Str>(), "u");
    return kDone;
  }
  bool is_string(Value v) const { return is_exact(v, TypeId::kStr) || is_exact(v, TypeId::kBytes); }

  Result<void> to(ast::Identifier& out, Value v) {
    if (v.is_none()) return out = {}, kDone;
    if (!is_exact(v, TypeId::kStr)) return raise(t_, TypeId::kTypeError, "AST identifier must be of type str");
    out = arena_.copy(std::string_view(to_utf8(v.as<Str>())));
    return kDone;
  }

  Result<void> to(int32_t& out, Value v) {
    if (!is_int(t_, v)) return raise(t_, TypeId::kValueError, "invalid integer value: %s", to_utf8(EIDER_TRY(repr(t_, v))).c_str());
    int64_t n;
    if (!int_fits_int64(v, &n) || n < INT32_MIN || n > INT32_MAX) {
      return raise(t_, TypeId::kOverflowError, "Python int too large to convert to C int");
    }
    out = static_cast<int32_t>(n);
    return kDone;
  }
  Result<void> to(bool& out, Value v) {
    int32_t n = 0;
    EIDER_TRY(to(n, v));
    out = n != 0;
    return kDone;
  }

  Result<void> to(ast::ConstantKind& out, Value v) {  // of a MatchSingleton
    if (!v.is_none() && !v.is_bool()) return raise(t_, TypeId::kValueError, "MatchSingleton can only contain True, False and None");
    out = v.is_none() ? ast::ConstantKind::kNone : v == kTrue ? ast::ConstantKind::kTrue : ast::ConstantKind::kFalse;
    return kDone;
  }

  Result<void> to(ast::ConstantValue& out, Value v) {
    Level level(*this);
    EIDER_TRY(level.check("constant"));
    using ast::ConstantKind;
    if (v.is_none()) return out.kind = ConstantKind::kNone, kDone;
    if (v.is_bool()) return out.kind = v == kTrue ? ConstantKind::kTrue : ConstantKind::kFalse, kDone;
    if (v == kEllipsis) return out.kind = ConstantKind::kEllipsis, kDone;
    if (is_exact_int(v)) return integer(out, v);
    if (is_exact_float(v)) {
      out.kind = ConstantKind::kFloat;
      out.number = exact_float(v);
      return kDone;
    }
    if (is_exact(v, TypeId::kComplex)) {
      out.kind = ConstantKind::kComplex;
      out.real = v.as<Complex>()->real;
      out.number = v.as<Complex>()->imaginary;
      return kDone;
    }
    if (is_exact(v, TypeId::kStr)) {
      out.kind = ConstantKind::kStr;
      out.text = arena_.copy(std::string_view(to_utf8(v.as<Str>())));
      return kDone;
    }
    if (is_exact(v, TypeId::kBytes)) {
      auto* bytes = v.as<builtins::Bytes>();
      out.kind = ConstantKind::kBytes;
      out.text = arena_.copy(std::string_view(reinterpret_cast<const char*>(bytes->data), static_cast<size_t>(bytes->length)));
      return kDone;
    }
    bool tuple = is_exact(v, TypeId::kTuple);
    if (!tuple && !is_exact(v, TypeId::kFrozenSet)) {
      return raise(t_, TypeId::kTypeError, "got an invalid type in Constant: %s", type_name(t_, v));
    }
    out.kind = tuple ? ConstantKind::kTuple : ConstantKind::kFrozenSet;
    Tuple* members = EIDER_TRY(to_tuple(t_, v));
    std::vector<ast::ConstantValue> items(static_cast<size_t>(members->size()));
    for (size_t i = 0; i < items.size(); ++i) EIDER_TRY(to(items[i], members->items[i].get()));
    out.items = arena_.copy(items);
    return kDone;
  }

  Result<void> integer(ast::ConstantValue& out, Value v) {
    out.kind = ast::ConstantKind::kInt;
    out.radix = 16;
    out.fits_int64 = int_fits_int64(v, &out.integer);
    IntView view(v);
    std::string digits;
    for (uint32_t i = view.count; i-- > 0;) {
      char limb[20];
      std::snprintf(limb, sizeof limb, i == view.count - 1 ? "%llx" : "%016llx", static_cast<unsigned long long>(view.limbs[i]));
      digits += limb;
    }
    if (digits.empty()) digits = "0";
    if (view.sign < 0) digits.insert(0, "-");
    out.text = arena_.copy(std::string_view(digits));
    return kDone;
  }

  Thread& t_;
  AstTypes& types_;
  Arena& arena_;
  int depth_ = 0;
  int height_ = 0;  // the largest of the expressions met inside the one being read
};

}  // namespace

Result<ast::Mod*> ast_from_python(Thread& t, Value object, CompileMode mode, Arena& arena) {
  AstTypes* types = EIDER_TRY(ast_types(t));
  NodeId expected = mode == CompileMode::kExec ? NodeId::kModule : mode == CompileMode::kEval ? NodeId::kExpression : NodeId::kInteractive;
  ast::Mod* mod = EIDER_TRY(FromPython(t, *types, arena).mod(object, expected));
  frontend::InvalidTree problem;
  if (!frontend::validate(*mod, &problem)) {
    return raise(t, problem.type_error ? TypeId::kTypeError : TypeId::kValueError, "%s", problem.message.c_str());
  }
  return mod;
}

}  // namespace eider::runtime
