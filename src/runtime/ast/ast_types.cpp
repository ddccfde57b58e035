// SPDX-License-Identifier: MIT
//
// The classes of the module _ast, as python3.11 has them: AST, the sum types, a class a node kind with _fields and _attributes.
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "objects/descriptors.h"
#include "runtime/ast/ast.h"

namespace eider::runtime {

const NodeRow kNodeRows[kNodeKinds] = {
#define EIDER_NODE(Struct, shown, fields, ...) {shown, fields},
    EIDER_AST_MODS(EIDER_NODE) EIDER_AST_STATEMENTS(EIDER_NODE) EIDER_AST_EXPRESSIONS(EIDER_NODE) EIDER_AST_PATTERNS(EIDER_NODE)
        EIDER_AST_PRODUCTS(EIDER_NODE)
#undef EIDER_NODE
};

namespace {

constexpr const char* kPositions[] = {"lineno", "col_offset", "end_lineno", "end_col_offset"};

#define EIDER_ENUM(Enum, ...) constexpr const char* kNamesOf##Enum[] = {__VA_ARGS__};
EIDER_AST_ENUMS(EIDER_ENUM)
#undef EIDER_ENUM

struct EnumRow {
  const char* const* names;  // the sum type's, then the enumerators'
  size_t count;              // enumerators
};
constexpr EnumRow kEnumRows[] = {
#define EIDER_ENUM(Enum, ...) {kNamesOf##Enum, std::size(kNamesOf##Enum) - 1},
    EIDER_AST_ENUMS(EIDER_ENUM)
#undef EIDER_ENUM
};

/// Field types and names of "expr left, operator op, expr? right".
struct FieldText {
  std::string type, name;
  bool optional() const { return type.back() == '?'; }
};
std::vector<FieldText> fields_of(std::string_view text) {
  std::vector<FieldText> fields;
  while (!text.empty()) {
    size_t comma = text.find(", ");
    std::string_view one = text.substr(0, comma);
    size_t space = one.find(' ');
    fields.push_back({std::string(one.substr(0, space)), std::string(one.substr(space + 1))});
    text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 2);
  }
  return fields;
}

// --- AST itself -------------------------------------------------------------------------------------------------------------------
Result<Value> type_fields(Thread& t, Value self) {
  Value fields = EIDER_TRY(find_attr(t, type_of(t, self)->value(), EIDER_TRY(intern(t, "_fields"))));
  return fields.is_absent() ? t.realm->empty_tuple->value() : EIDER_TRY(to_tuple(t, fields))->value();
}

Result<Value> ast_init(Thread& t, Value self, Tuple* args, Dict* kwargs) {
  Tuple* fields = EIDER_TRY(type_fields(t, self)).as<Tuple>();
  const char* shown = type_name(t, self);
  if (args->size() > fields->size()) {
    return raise(t, TypeId::kTypeError, "%s constructor takes at most %lld positional argument%s", shown,
                 static_cast<long long>(fields->size()), fields->size() == 1 ? "" : "s");
  }
  auto set = [&](Value key, Value v) -> Result<void> {
    if (!is_instance(t, key, TypeId::kStr)) return raise(t, TypeId::kTypeError, "attribute name must be string, not '%s'", type_name(t, key));
    return set_attr(t, self, key.as<Str>(), v);
  };
  for (int64_t i = 0; i < args->size(); ++i) EIDER_TRY(set(fields->items[i].get(), args->items[i].get()));
  uint32_t position = 0;
  Value key, v;
  DictTable* table = kwargs->table.load_acquire();
  while (dict_next(t, kwargs, table, &position, &key, &v)) {
    for (int64_t i = 0; i < args->size(); ++i) {
      if (EIDER_TRY(equal(t, fields->items[i].get(), key))) {
        return raise(t, TypeId::kTypeError, "%s got multiple values for argument '%s'", shown, to_utf8(key.as<Str>()).c_str());
      }
    }
    EIDER_TRY(set(key, v));
  }
  return kNone;
}

Result<Value> ast_reduce(Thread& t, Value self) {
  Value dict = EIDER_TRY(find_attr(t, self, name(t, Name::k__dict__)));
  if (dict.is_absent()) return tuple_of(t, type_of(t, self)->value(), t.realm->empty_tuple->value());
  return tuple_of(t, type_of(t, self)->value(), t.realm->empty_tuple->value(), dict);
}

constexpr NativeDef kMethods[] = {
    {"__init__(self, /, *args, **kwargs)", bind<ast_init>, Sync::kLocksSelfEach, "Initialize self.  See help(type(self)) for accurate signature."},
    {"__reduce__(self, /)", bind<ast_reduce>, Sync::kSnapshot, nullptr},
};

// --- making them --------------------------------------------------------------------------------------------------------------------
class Maker {
 public:
  Maker(Thread& t, AstTypes& types) : t_(t), types_(types) {}

  Result<void> run() {
    types_.all = EIDER_TRY(dict_new(t_));
    t_.realm->add_root(types_.all->value());
    for (size_t i = 0; i < std::size(kPositions); ++i) {
      types_.positions[i] = EIDER_TRY(intern(t_, kPositions[i]));
      t_.realm->add_root(types_.positions[i]->value());  // the intern table alone keeps no string
    }
    types_.ast = EIDER_TRY(make("AST", nullptr, "", nullptr));
    EIDER_TRY(set(types_.ast, "_attributes", t_.realm->empty_tuple->value()));
    for (const NativeDef& def : kMethods) {
      EIDER_TRY(set(types_.ast, def.signature.name, EIDER_TRY(method_descriptor_new(t_, types_.ast, &def))));
    }
    EIDER_TRY(sum(SumId::kMod, "mod", NodeId::kModule, NodeId::kExpression, false, {"FunctionType", "expr* argtypes, expr returns"}));
    EIDER_TRY(sum(SumId::kStmt, "stmt", NodeId::kFunctionDef, NodeId::kContinue, true));
    EIDER_TRY(sum(SumId::kExpr, "expr", NodeId::kBoolOp, NodeId::kSlice, true));
    EIDER_TRY(sum(SumId::kPattern, "pattern", NodeId::kMatchValue, NodeId::kMatchOr, true));
    EIDER_TRY(sum(SumId::kExceptHandler, "excepthandler", NodeId::kExceptHandler, NodeId::kExceptHandler, true));
    // A pattern always has an end.
    EIDER_TRY(type_set_attribute(t_, types_.sums[static_cast<size_t>(SumId::kPattern)], types_.positions[2], kAbsent));
    EIDER_TRY(type_set_attribute(t_, types_.sums[static_cast<size_t>(SumId::kPattern)], types_.positions[3], kAbsent));
    for (NodeId id : {NodeId::kComprehension, NodeId::kArguments, NodeId::kArg, NodeId::kKeyword, NodeId::kAlias, NodeId::kWithItem,
                      NodeId::kMatchCase}) {
      EIDER_TRY(node(id, types_.ast));
      bool placed = id == NodeId::kArg || id == NodeId::kKeyword || id == NodeId::kAlias;
      EIDER_TRY(attributes(types_.nodes[static_cast<size_t>(id)], placed));
    }
    for (size_t i = 0; i < std::size(kEnumRows); ++i) EIDER_TRY(enumeration(i));
    Type* ignores = EIDER_TRY(make("type_ignore", types_.ast, "", "type_ignore = TypeIgnore(int lineno, string tag)"));
    EIDER_TRY(attributes(ignores, false));
    EIDER_TRY(make("TypeIgnore", ignores, "int lineno, string tag", "TypeIgnore(int lineno, string tag)"));
    return kDone;
  }

 private:
  Result<void> set(Type* type, std::string_view attribute, Value v) { return type_set_attribute(t_, type, EIDER_TRY(intern(t_, attribute)), v); }

  Result<Type*> make(const char* shown, Type* base, const char* fields, const char* doc) {
    Dict* ns = EIDER_TRY(dict_new(t_));
    std::vector<FieldText> rows = fields_of(fields);
    Tuple* names = EIDER_TRY(tuple_new(t_, static_cast<int64_t>(rows.size())));
    for (size_t i = 0; i < rows.size(); ++i) names->items[i].init(EIDER_TRY(intern(t_, rows[i].name))->value());
    auto put = [&](const char* key, Value v) -> Result<void> { return dict_set_str(t_, ns, EIDER_TRY(intern(t_, key)), v); };
    EIDER_TRY(put("_fields", names->value()));
    EIDER_TRY(put("__match_args__", names->value()));
    EIDER_TRY(put("__module__", EIDER_TRY(intern(t_, "ast"))->value()));
    EIDER_TRY(put("__doc__", doc == nullptr ? kNone : EIDER_TRY(str_from_utf8(t_, doc))->value()));
    for (const FieldText& row : rows) {
      if (row.optional()) EIDER_TRY(put(row.name.c_str(), kNone));
    }
    Tuple* bases = base == nullptr ? t_.realm->empty_tuple : EIDER_TRY(tuple_of(t_, base->value()));
    Type* made = EIDER_TRY(type_new(t_, type(t_, TypeId::kType), EIDER_TRY(intern(t_, shown)), bases, ns, nullptr, nullptr));
    t_.realm->add_root(made->value());
    EIDER_TRY(dict_set_str(t_, types_.all, EIDER_TRY(intern(t_, shown)), made->value()));
    return made;
  }

  Result<void> attributes(Type* type, bool placed) {
    Tuple* names = t_.realm->empty_tuple;
    if (placed) {
      names = EIDER_TRY(tuple_new(t_, 4));
      for (int i = 0; i < 4; ++i) names->items[i].init(types_.positions[i]->value());
      EIDER_TRY(type_set_attribute(t_, type, types_.positions[2], kNone));
      EIDER_TRY(type_set_attribute(t_, type, types_.positions[3], kNone));
    }
    return set(type, "_attributes", names->value());
  }

  static std::string doc_of(const char* shown, const char* fields) { return *fields == '\0' ? shown : std::string(shown) + "(" + fields + ")"; }

  Result<void> node(NodeId id, Type* base) {
    const NodeRow& row = kNodeRows[static_cast<size_t>(id)];
    Type* made = EIDER_TRY(make(row.name, base, row.fields, doc_of(row.name, row.fields).c_str()));
    types_.nodes[static_cast<size_t>(id)] = made;
    Value fields = dict_get_str(t_, made->dict.get(), EIDER_TRY(intern(t_, "_fields")));
    t_.realm->add_root(fields);
    types_.fields[static_cast<size_t>(id)] = fields.as<Tuple>();
    return kDone;
  }

  Result<void> sum(SumId id, const char* shown, NodeId first, NodeId last, bool placed, NodeRow more = {nullptr, nullptr}) {
    std::string doc = std::string(shown) + " = ";
    std::string indent = "\n" + std::string(std::string_view(shown).size() + 1, ' ') + "| ";
    for (auto i = static_cast<size_t>(first); i <= static_cast<size_t>(last); ++i) {
      if (i != static_cast<size_t>(first)) doc += indent;
      doc += doc_of(kNodeRows[i].name, kNodeRows[i].fields);
    }
    if (more.name != nullptr) doc += indent + doc_of(more.name, more.fields);
    Type* base = EIDER_TRY(make(shown, types_.ast, "", doc.c_str()));
    types_.sums[static_cast<size_t>(id)] = base;
    EIDER_TRY(attributes(base, placed));
    for (auto i = static_cast<size_t>(first); i <= static_cast<size_t>(last); ++i) EIDER_TRY(node(static_cast<NodeId>(i), base));
    if (more.name != nullptr) EIDER_TRY(make(more.name, base, more.fields, doc_of(more.name, more.fields).c_str()));
    return kDone;
  }

  Result<void> enumeration(size_t which) {
    const EnumRow& row = kEnumRows[which];
    std::string doc = std::string(row.names[0]) + " = ";
    for (size_t i = 1; i <= row.count; ++i) doc += (i == 1 ? "" : " | ") + std::string(row.names[i]);
    Type* base = EIDER_TRY(make(row.names[0], types_.ast, "", doc.c_str()));
    types_.enums[which] = base;
    EIDER_TRY(attributes(base, false));
    for (size_t i = 0; i < row.count; ++i) {
      Type* made = EIDER_TRY(make(row.names[i + 1], base, "", row.names[i + 1]));
      types_.enumerators[which][i] = made;
      types_.instances[which][i] = EIDER_TRY(new_instance(t_, made))->value();
      t_.realm->add_root(types_.instances[which][i]);
    }
    return kDone;
  }

  Thread& t_;
  AstTypes& types_;
};

}  // namespace

Result<AstTypes*> ast_types(Thread& t) {
  Runtime& runtime = Runtime::of(t);
  void* made = runtime.ast.load_acquire();  // pairs with the CAS below
  if (made != nullptr) return static_cast<AstTypes*>(made);
  auto types = std::unique_ptr<AstTypes>(new (std::nothrow) AstTypes);
  if (types == nullptr) return raise_no_memory(t);
  EIDER_TRY(Maker(t, *types).run());
  void* expected = nullptr;
  if (runtime.ast.cas_acq_rel(expected, static_cast<void*>(types.get()))) return types.release();
  return static_cast<AstTypes*>(expected);  // another thread was first
}

bool is_ast(Thread& t, Value v) {
  auto* types = static_cast<AstTypes*>(Runtime::of(t).ast.load_acquire());
  return types != nullptr && is_subtype(type_of(t, v), types->ast);
}

}  // namespace eider::runtime
