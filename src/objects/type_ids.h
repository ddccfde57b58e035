// SPDX-License-Identifier: MIT
//
// The well-known types. A TypeId is also the shape id of the type's plain instances (objects/shape.h), so "is exactly a list"
// is one 32-bit compare. Bootstrap creates them in this order; nothing else may take these shape ids.
#pragma once

#include <cstdint>

namespace eider::objects {

// X(Id, "name", base id): every builtin type that C++ code names. A type private to one file may use kOther* from TypeSpec instead.
#define EIDER_BUILTIN_TYPES(X)                      \
  X(Object, "object", Object)                       \
  X(Type, "type", Object)                           \
  X(Int, "int", Object)                             \
  X(Bool, "bool", Int)                              \
  X(Float, "float", Object)                         \
  X(Complex, "complex", Object)                     \
  X(NoneType, "NoneType", Object)                   \
  X(EllipsisType, "ellipsis", Object)               \
  X(NotImplementedType, "NotImplementedType", Object) \
  X(Str, "str", Object)                             \
  X(StrBuffer, "str_buffer", Object)                \
  X(Bytes, "bytes", Object)                         \
  X(ByteArray, "bytearray", Object)                 \
  X(MemoryView, "memoryview", Object)               \
  X(Tuple, "tuple", Object)                         \
  X(List, "list", Object)                           \
  X(Block, "block", Object)                         \
  X(Dict, "dict", Object)                           \
  X(DictTable, "dict_table", Object)                \
  X(Set, "set", Object)                             \
  X(FrozenSet, "frozenset", Object)                 \
  X(SetTable, "set_table", Object)                  \
  X(Range, "range", Object)                         \
  X(Slice, "slice", Object)                         \
  X(Cell, "cell", Object)                           \
  X(NameCell, "name_cell", Object)                  \
  X(SlotChunk, "slot_chunk", Object)                \
  X(Code, "code", Object)                           \
  X(Function, "function", Object)                   \
  X(BoundMethod, "method", Object)                  \
  X(NativeFunction, "builtin_function_or_method", Object) \
  X(MethodDescriptor, "method_descriptor", Object)  \
  X(WrapperDescriptor, "wrapper_descriptor", Object) \
  X(MethodWrapper, "method-wrapper", Object)        \
  X(ClassMethodDescriptor, "classmethod_descriptor", Object) \
  X(GetSetDescriptor, "getset_descriptor", Object)  \
  X(MemberDescriptor, "member_descriptor", Object)  \
  X(Property, "property", Object)                   \
  X(ClassMethod, "classmethod", Object)             \
  X(StaticMethod, "staticmethod", Object)           \
  X(Super, "super", Object)                         \
  X(MappingProxy, "mappingproxy", Object)           \
  X(Module, "module", Object)                       \
  X(Generator, "generator", Object)                 \
  X(Coroutine, "coroutine", Object)                 \
  X(CoroutineWrapper, "coroutine_wrapper", Object)  \
  X(AsyncGenerator, "async_generator", Object)      \
  X(AsyncGenAsend, "async_generator_asend", Object) \
  X(AsyncGenAthrow, "async_generator_athrow", Object) \
  X(AsyncGenWrapped, "async_generator_wrapped_value", Object) \
  X(AnextAwaitable, "anext_awaitable", Object)      \
  X(Frame, "frame", Object)                         \
  X(Traceback, "traceback", Object)                 \
  X(WeakRef, "weakref", Object)                     \
  X(WeakProxy, "weakproxy", Object)                 \
  X(WeakCallableProxy, "weakcallableproxy", Object) \
  X(SeqIterator, "iterator", Object)                \
  X(CallIterator, "callable_iterator", Object)      \
  X(ListIterator, "list_iterator", Object)          \
  X(ListReverseIterator, "list_reverseiterator", Object) \
  X(TupleIterator, "tuple_iterator", Object)        \
  X(StrIterator, "str_iterator", Object)            \
  X(StrAsciiIterator, "str_ascii_iterator", Object) \
  X(BytesIterator, "bytes_iterator", Object)        \
  X(ByteArrayIterator, "bytearray_iterator", Object) \
  X(MemoryIterator, "memory_iterator", Object)      \
  X(RangeIterator, "range_iterator", Object)        \
  X(LongRangeIterator, "longrange_iterator", Object) \
  X(DictKeys, "dict_keys", Object)                  \
  X(DictValues, "dict_values", Object)              \
  X(DictItems, "dict_items", Object)                \
  X(DictKeyIterator, "dict_keyiterator", Object)    \
  X(DictValueIterator, "dict_valueiterator", Object) \
  X(DictItemIterator, "dict_itemiterator", Object)  \
  X(DictReverseKeyIterator, "dict_reversekeyiterator", Object) \
  X(DictReverseValueIterator, "dict_reversevalueiterator", Object) \
  X(DictReverseItemIterator, "dict_reverseitemiterator", Object) \
  X(SetIterator, "set_iterator", Object)            \
  X(Enumerate, "enumerate", Object)                 \
  X(Zip, "zip", Object)                             \
  X(Map, "map", Object)                             \
  X(Filter, "filter", Object)                       \
  X(Reversed, "reversed", Object)                   \
  X(GenericAlias, "types.GenericAlias", Object)     \
  X(UnionType, "types.UnionType", Object)           \
  X(SimpleNamespace, "types.SimpleNamespace", Object)

// X(Name, base): the exception hierarchy; ids follow the builtin types.
#define EIDER_EXCEPTION_TYPES(X)                        \
  X(BaseException, Object)                              \
  X(Exception, BaseException)                           \
  X(GeneratorExit, BaseException)                       \
  X(KeyboardInterrupt, BaseException)                   \
  X(SystemExit, BaseException)                          \
  X(BaseExceptionGroup, BaseException)                  \
  X(ExceptionGroup, BaseExceptionGroup)                 \
  X(StopIteration, Exception)                           \
  X(StopAsyncIteration, Exception)                      \
  X(ArithmeticError, Exception)                         \
  X(FloatingPointError, ArithmeticError)                \
  X(OverflowError, ArithmeticError)                     \
  X(ZeroDivisionError, ArithmeticError)                 \
  X(AssertionError, Exception)                          \
  X(AttributeError, Exception)                          \
  X(BufferError, Exception)                             \
  X(EOFError, Exception)                                \
  X(ImportError, Exception)                             \
  X(ModuleNotFoundError, ImportError)                   \
  X(LookupError, Exception)                             \
  X(IndexError, LookupError)                            \
  X(KeyError, LookupError)                              \
  X(MemoryError, Exception)                             \
  X(NameError, Exception)                               \
  X(UnboundLocalError, NameError)                       \
  X(OSError, Exception)                                 \
  X(BlockingIOError, OSError)                           \
  X(ChildProcessError, OSError)                         \
  X(ConnectionError, OSError)                           \
  X(BrokenPipeError, ConnectionError)                   \
  X(ConnectionAbortedError, ConnectionError)            \
  X(ConnectionRefusedError, ConnectionError)            \
  X(ConnectionResetError, ConnectionError)              \
  X(FileExistsError, OSError)                           \
  X(FileNotFoundError, OSError)                         \
  X(InterruptedError, OSError)                          \
  X(IsADirectoryError, OSError)                         \
  X(NotADirectoryError, OSError)                        \
  X(PermissionError, OSError)                           \
  X(ProcessLookupError, OSError)                        \
  X(TimeoutError, OSError)                              \
  X(ReferenceError, Exception)                          \
  X(RuntimeError, Exception)                            \
  X(NotImplementedError, RuntimeError)                  \
  X(RecursionError, RuntimeError)                       \
  X(SyntaxError, Exception)                             \
  X(IndentationError, SyntaxError)                      \
  X(TabError, IndentationError)                         \
  X(SystemError, Exception)                             \
  X(TypeError, Exception)                               \
  X(ValueError, Exception)                              \
  X(UnicodeError, ValueError)                           \
  X(UnicodeDecodeError, UnicodeError)                   \
  X(UnicodeEncodeError, UnicodeError)                   \
  X(UnicodeTranslateError, UnicodeError)                \
  X(Warning, Exception)                                 \
  X(BytesWarning, Warning)                              \
  X(DeprecationWarning, Warning)                        \
  X(EncodingWarning, Warning)                           \
  X(FutureWarning, Warning)                             \
  X(ImportWarning, Warning)                             \
  X(PendingDeprecationWarning, Warning)                 \
  X(ResourceWarning, Warning)                           \
  X(RuntimeWarning, Warning)                            \
  X(SyntaxWarning, Warning)                             \
  X(UnicodeWarning, Warning)                            \
  X(UserWarning, Warning)

enum class TypeId : uint32_t {
  kInvalid = 0,  // shape id 0: no object
#define EIDER_ID(id, ...) k##id,
  EIDER_BUILTIN_TYPES(EIDER_ID) EIDER_EXCEPTION_TYPES(EIDER_ID)
#undef EIDER_ID
  kCount
};

constexpr uint32_t shape_id(TypeId id) { return static_cast<uint32_t>(id); }

}  // namespace eider::objects
