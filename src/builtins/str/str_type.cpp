// SPDX-License-Identifier: MIT
#include "builtins/str/str_type.h"

namespace eider::builtins {

Result<void> install_str_types(Thread& t) {
  static const MethodTable methods = combine_tables({
#define EIDER_TABLE(name) name,
      EIDER_STR_METHOD_TABLES(EIDER_TABLE)
#undef EIDER_TABLE
  });
  TypeSpec spec;
  spec.id = TypeId::kStr;
  spec.name = "str";
  spec.doc = "str(object='') -> str\nstr(bytes_or_buffer[, encoding[, errors]]) -> str\n\nCreate a new string object from the given "
             "object. If encoding or\nerrors is specified, then the object must expose a data buffer\nthat will be decoded using the "
             "given encoding and error handler.\nOtherwise, returns the result of object.__str__() (if defined)\nor "
             "repr(object).\nencoding defaults to sys.getdefaultencoding().\nerrors defaults to 'strict'.";
  spec.flags = kBaseType | kVariableSize | kImmutable | kMatchSelf;
  spec.native_bytes = sizeof(Str);
  spec.trace = TraceKind::kNone;
  spec.slots.repr = str_repr;
  spec.slots.str = str_str;
  spec.slots.hash = str_hash_slot;
  spec.slots.compare = str_compare_slot;
  spec.slots.length = str_length;
  spec.slots.get_item = str_get_item;
  spec.slots.contains = str_contains;
  spec.slots.concat = str_concat_slot;
  spec.slots.repeat = str_repeat;
  spec.slots.remainder = str_percent;
  spec.slots.iter = str_iter;
  spec.slots.new_ = str_construct;
  spec.slots.trace = trace_str;
  spec.methods = methods.rows;
  spec.method_count = methods.count;
  EIDER_TRY(make_builtin_type(t, spec));
  return install_str_iterators(t);
}

}  // namespace eider::builtins
