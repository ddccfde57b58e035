// SPDX-License-Identifier: MIT
//
// The module _ast: the node classes (runtime/ast/) and the flags of compile() that concern them.
#include "runtime/ast/ast.h"

#include "modules/module_parts.h"

namespace eider::modules {

Result<void> fill_ast(Thread& t, Module* module) {
  runtime::AstTypes* types = EIDER_TRY(runtime::ast_types(t));
  uint32_t position = 0;
  Value key, cls;
  DictTable* table = types->all->table.load_acquire();
  while (dict_next(t, types->all, table, &position, &key, &cls)) EIDER_TRY(dict_set_str(t, module->dict.get(), key.as<Str>(), cls));
  EIDER_TRY(module_set(t, module, "PyCF_ONLY_AST", Value::from_small_int(runtime::kCompileOnlyAst)));
  EIDER_TRY(module_set(t, module, "PyCF_TYPE_COMMENTS", Value::from_small_int(runtime::kCompileTypeComments)));
  return module_set(t, module, "PyCF_ALLOW_TOP_LEVEL_AWAIT", Value::from_small_int(runtime::kCompileTopLevelAwait));
}

}  // namespace eider::modules
