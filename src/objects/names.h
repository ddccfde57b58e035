// SPDX-License-Identifier: MIT
//
// Names the runtime itself uses, interned once per realm: name(t, Name::k__init__).
#pragma once

#include <cstdint>

namespace eider::objects {

// X(text): the enumerator is k##text. Keep sorted by theme; adding one is a line here and nothing else.
#define EIDER_NAMES(X)                                                                                                        \
  X(__abs__) X(__add__) X(__aenter__) X(__aexit__) X(__aiter__) X(__all__) X(__and__) X(__anext__) X(__annotations__)         \
  X(__await__) X(__bases__) X(__base__) X(__bool__) X(__build_class__) X(__builtins__) X(__bytes__) X(__cached__) X(__call__) \
  X(__cause__) X(__ceil__) X(__class__) X(__class_getitem__) X(__classcell__) X(__closure__) X(__code__) X(__complex__)       \
  X(__contains__) X(__context__) X(__copy__) X(__debug__) X(__deepcopy__) X(__defaults__) X(__del__) X(__delattr__)           \
  X(__delete__) X(__delitem__) X(__dict__) X(__dir__) X(__divmod__) X(__doc__) X(__enter__) X(__eq__) X(__exit__) X(__file__) \
  X(__float__) X(__floor__) X(__floordiv__) X(__format__) X(__ge__) X(__get__) X(__getattr__) X(__getattribute__)             \
  X(__getitem__) X(__getnewargs__) X(__getnewargs_ex__) X(__getstate__) X(__globals__) X(__gt__) X(__hash__) X(__iadd__)      \
  X(__iand__) X(__ifloordiv__) X(__ilshift__) X(__imatmul__) X(__imod__) X(__import__) X(__imul__) X(__index__) X(__init__)   \
  X(__init_subclass__) X(__instancecheck__) X(__int__) X(__invert__) X(__ior__) X(__ipow__) X(__irshift__)                    \
  X(__isabstractmethod__) X(__isub__) X(__iter__) X(__itruediv__) X(__ixor__) X(__kwdefaults__) X(__le__) X(__len__)          \
  X(__length_hint__) X(__loader__) X(__lshift__) X(__lt__) X(__main__) X(__matmul__) X(__match_args__) X(__missing__)         \
  X(__mod__) X(__module__) X(__mro__) X(__mro_entries__) X(__mul__) X(__name__) X(__ne__) X(__neg__) X(__new__) X(__next__)   \
  X(__notes__) X(__objclass__) X(__or__) X(__orig_bases__) X(__package__) X(__path__) X(__pos__) X(__pow__) X(__prepare__)    \
  X(__qualname__) X(__radd__) X(__rand__) X(__rdivmod__) X(__reduce__) X(__reduce_ex__) X(__repr__) X(__reversed__)           \
  X(__rfloordiv__) X(__rlshift__) X(__rmatmul__) X(__rmod__) X(__rmul__) X(__ror__) X(__round__) X(__rpow__) X(__rrshift__)   \
  X(__rshift__) X(__rsub__) X(__rtruediv__) X(__rxor__) X(__self__) X(__set__) X(__set_name__) X(__setattr__) X(__setitem__)  \
  X(__setstate__) X(__sizeof__) X(__slots__) X(__spec__) X(__static_attributes__) X(__str__) X(__sub__) X(__subclasscheck__)  \
  X(__subclasshook__) X(__subclasses__) X(__suppress_context__) X(__traceback__) X(__truediv__) X(__trunc__)                  \
  X(__type_params__) X(__weakref__) X(__wrapped__) X(__xor__)                                                                 \
  X(__abstractmethods__) X(__args__) X(__basicsize__) X(__dictoffset__) X(__flags__) X(__func__)            \
  X(__itemsize__) X(__newobj__) X(__newobj_ex__) X(__origin__) X(__parameters__) X(__self_class__)             \
  X(__slotnames__) X(__text_signature__) X(__thisclass__) X(__typing_prepare_subst__) X(__typing_subst__)                     \
  X(__typing_unpacked_tuple_args__) X(__typing_is_unpacked_typevartuple__) X(__unpacked__) X(__weakrefoffset__) X(__callback__) \
  X(_reduce_ex) X(_slotnames) X(copyreg) X(getter) X(setter) X(deleter) X(_) \
  X(_initializing) X(_find_and_load) X(add) X(append) X(args) X(big) X(builtins) X(clear) X(close) X(closed) X(code) X(copy)  \
  X(default) X(discard) X(displayhook) X(encoding) X(end) X(end_lineno) X(end_offset) X(errno) X(errors) X(excepthook)        \
  X(exceptions) X(extend) X(file) X(filename) X(filename2) X(fileno) X(flush) X(fset) X(fget) X(fdel) X(get) X(items) X(join) \
  X(key) X(keys) X(lineno) X(little) X(locals) X(message) X(metaclass) X(modules) X(mro) X(msg) X(n) X(name) X(newline)       \
  X(obj) X(object) X(offset) X(path) X(pop) X(print_file_and_line) X(readline) X(reason) X(remove) X(replace) X(reverse)      \
  X(self) X(send) X(sep) X(setdefault) X(sort) X(start) X(stderr) X(stdin) X(stdout) X(step) X(stop) X(strerror) X(strict)    \
  X(super) X(symmetric_difference_update) X(text) X(throw) X(type) X(update) X(value) X(values) X(write)                      \
  X(_cached) X(_set_fileattr) X(_uninitialized_submodules) X(loader) X(loader_state) X(meta_path) X(origin) X(parent)         \
  X(path_hooks) X(path_importer_cache) X(submodule_search_locations)

enum class Name : uint32_t {
#define EIDER_NAME(text) k##text,
  EIDER_NAMES(EIDER_NAME)
#undef EIDER_NAME
  kCount
};

}  // namespace eider::objects
