#include "builtins/core/core.h"
namespace eider::builtins {
Result<void> install_super(Thread& t) { return kDone; }
Result<void> install_mapping_proxy(Thread& t) { return kDone; }
Result<void> install_module(Thread& t) { return kDone; }
Result<void> install_cell(Thread& t) { return kDone; }
Result<void> install_weakref(Thread& t) { return kDone; }
Result<void> install_simple_namespace(Thread& t) { return kDone; }
Result<void> install_generic_alias(Thread& t) { return kDone; }
Result<void> install_union(Thread& t) { return kDone; }
Result<void> install_class_static(Thread& t) { return kDone; }
Result<void> install_property(Thread& t) { return kDone; }
Result<void> install_descriptors(Thread& t) { return kDone; }
Result<void> install_methods(Thread& t) { return kDone; }
Result<Value> generic_alias_new(Thread& t, Value origin, Value args) { return origin; }
Result<Value> class_getitem(Thread& t, const Value* args) { return args[0]; }
Result<Value> or_types(Thread& t, Value, Value) { return kNotImplemented; }
}
