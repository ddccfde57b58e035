// SPDX-License-Identifier: MIT
//
// The symbol table's second step: from how each block uses a name to the name's scope.
#include "frontend/scopes.h"

#include "frontend/scopes_builder.h"

namespace eider::frontend {

namespace {

struct Owner {
  Block* block = nullptr;    // null: no function (or class, for __class__) around binds the name
  bool is_global = false;    // a function in between says `global`
};

/// Who owns `name` for the blocks inside `from`. Class bodies are not seen from inside, except that each owns __class__.
Owner owner_of(Block* from, std::string_view name) {
  for (Block* block = from; block != nullptr; block = block->parent) {
    if (block->kind == BlockKind::kClass) {
      if (name == "__class__") return {block, false};
    } else if (block->kind == BlockKind::kFunction) {
      switch (block->scope_of(name)) {
        case Scope::kLocal:
        case Scope::kCell: return {block, false};
        case Scope::kGlobalExplicit: return {nullptr, true};
        case Scope::kUnknown:
        case Scope::kGlobalImplicit:
        case Scope::kFree: break;
      }
    }
  }
  return {};
}

class Resolver {
 public:
  Resolver(ScopeTable& table, Diagnostic& error) : table_(table), error_(error) {}

  bool run() {
    std::vector<Block*> pending{table_.module};  // outer blocks first
    while (!pending.empty()) {
      Block* block = pending.back();
      pending.pop_back();
      // By index: resolving a name of a block inside may add symbols, never to this one before it is done.
      for (size_t i = 0; i < block->symbols.size(); ++i) {
        if (!resolve(*block, block->symbols[i])) return false;
      }
      for (size_t i = block->children.size(); i-- > 0;) pending.push_back(block->children[i]);
    }
    return true;
  }

 private:
  bool fail_at_directive(const Block& block, const Symbol& symbol, std::string message) {
    error_ = Diagnostic{};
    error_.message = std::move(message);
    error_.placed_later = true;
    for (const Block::Directive& directive : block.directives) {
      if (directive.name != symbol.name) continue;
      error_.lineno = directive.position.lineno;
      error_.offset = directive.position.col_offset + 1;
      error_.end_lineno = directive.position.end_lineno;
      error_.end_offset = directive.position.end_col_offset + 1;
      break;
    }
    return false;
  }

  bool resolve(Block& block, Symbol& symbol) {
    if (symbol.scope != Scope::kUnknown) return true;  // added as free by a block inside
    std::string name(symbol.name);
    if ((symbol.flags & kDefGlobal) != 0) {
      if ((symbol.flags & kDefNonlocal) != 0) return fail_at_directive(block, symbol, "name '" + name + "' is nonlocal and global");
      symbol.scope = Scope::kGlobalExplicit;
      return true;
    }
    if ((symbol.flags & kDefNonlocal) != 0) {
      if (block.kind == BlockKind::kModule) {
        return fail_at_directive(block, symbol, "nonlocal declaration not allowed at module level");
      }
      Owner owner = owner_of(block.parent, symbol.name);
      if (owner.block == nullptr) return fail_at_directive(block, symbol, "no binding for nonlocal '" + name + "' found");
      make_free(block, symbol, owner.block);
      return true;
    }
    if ((symbol.flags & kBound) != 0) {
      symbol.scope = Scope::kLocal;
      return true;
    }
    Owner owner = owner_of(block.parent, symbol.name);
    if (owner.block != nullptr) make_free(block, symbol, owner.block);
    else symbol.scope = Scope::kGlobalImplicit;
    return true;
  }

  void make_free(Block& block, Symbol& symbol, Block* owner) {
    symbol.scope = Scope::kFree;
    std::string_view name = symbol.name;  // `symbol` may move below: other blocks only, but the name is all that is needed
    for (Block* between = block.parent; between != owner; between = between->parent) {
      auto [entry, is_new] = between->index.try_emplace(name, static_cast<uint32_t>(between->symbols.size()));
      if (is_new) {
        between->symbols.push_back(Symbol{.name = name, .scope = Scope::kFree});
      } else if (Symbol& known = between->symbols[entry->second];
                 between->kind == BlockKind::kClass && (known.flags & (kBound | kDefGlobal)) != 0) {
        known.flags |= kFreeInClass;  // both: the body uses its namespace, the functions inside a closure
      }
    }
    if (owner->kind == BlockKind::kClass) owner->needs_class_cell = true;
    else owner->find(name)->scope = Scope::kCell;
  }

  ScopeTable& table_;
  Diagnostic& error_;
};

}  // namespace

bool resolve_scopes(ScopeTable& table, Diagnostic& error) { return Resolver(table, error).run(); }

bool build_scopes(const ast::Mod* mod, const ScopeOptions& options, Arena& arena, ScopeTable& table, Diagnostic& error) {
  return ScopeBuilder(options, arena, table, error).run(mod) && resolve_scopes(table, error);
}

}  // namespace eider::frontend
