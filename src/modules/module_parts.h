// SPDX-License-Identifier: MIT
//
// What native modules share: making types and their instances, unpacking constructor arguments, per-realm types that C++ code names.
#pragma once

#include <iterator>

#include "builtins/builtins.h"
#include "builtins/iter/iter_parts.h"
#include "builtins/sequence_support.h"
#include "modules/modules.h"
#include "objects/allocate.h"
#include "objects/lock.h"
#include "objects/numbers.h"
#include "objects/rooted.h"

namespace eider::modules {

using builtins::trace_words;

/// Types of modules that other C++ code makes instances of. Set by the module's fill; types are never collected.
enum class ModuleType : uint8_t {
  kChain, kISlice, kGrouper, kTee, kTeeNode, kDeque, kDequeIterator, kDequeReverseIterator, kKeyObject, kLruEntry, kLruWrapper, kPartial, kAbcData,
  kStruct, kContext, kContextToken, kContextVar, kContextIterator, kArray, kArrayIterator, kPattern, kMatch, kScanner,
  kStructIterator, kStructError, kBinasciiError, kCsvDialect, kCsvReader, kCsvWriter, kCsvError, kJsonScanner, kJsonEncoder,
  kZlibError, kZlibCompress, kZlibDecompress, kBz2Compress, kBz2Decompress, kLzmaError, kLzmaCompress, kLzmaDecompress, kMmap, kEpoll, kUnicodeData, kExpatParser, kExpatError,
  kOrderedDict, kOrderedKeys, kOrderedValues, kOrderedItems, kOrderedIterator, kCount,
};
struct CryptoState;   // hash/hashlib.h
struct Bz2Library;    // compress/bz2.cpp
struct LzmaLibrary;   // compress/lzma.cpp
struct ExpatLibrary;  // expat/expat.h
struct ModuleTypes {
  CryptoState* crypto = nullptr;  // libraries that are loaded when their module is imported
  Bz2Library* bz2 = nullptr;
  LzmaLibrary* lzma = nullptr;
  ExpatLibrary* expat = nullptr;
  Type* types[static_cast<size_t>(ModuleType::kCount)] = {};
};
ModuleTypes& module_types(Thread& t);
inline Type* module_type(Thread& t, ModuleType which) { return module_types(t).types[static_cast<size_t>(which)]; }
inline void set_module_type(Thread& t, ModuleType which, Type* type) { module_types(t).types[static_cast<size_t>(which)] = type; }

/// Makes the type and binds it in the module under the last part of its name.
Result<Type*> add_type(Thread& t, Module* module, const TypeSpec& spec);

/// Makes `class NAME(base): pass` of the module before the last dot, and binds it in `module` under its last part.
Result<Value> add_exception(Thread& t, Module* module, std::string_view name, Value base);

template <class T>
Result<T*> make(Thread& t, Type* cls) {
  return reinterpret_cast<T*>(EIDER_TRY(new_instance(t, cls)));
}

/// Constructors of builtin types ignore keywords when a subclass has its own __init__, which then gets them.
inline Tuple* own_keywords(Type* cls, Tuple* kwnames) {
  return cls == cls->native_type || cls->slots.init == cls->native_type->slots.init ? kwnames : nullptr;
}

inline int64_t tag(int64_t n) { return n * 2 + 1; }
inline int64_t untag(int64_t n) { return n >> 1; }

/// An iterator type all of whose words are Values, pointers or tagged numbers.
template <class T>
TypeSpec values_spec(const char* name, const char* doc) {
  TypeSpec spec;
  spec.name = name;
  spec.doc = doc;
  spec.flags = kImmutable | kBaseType;
  spec.native_bytes = sizeof(T);
  spec.trace = TraceKind::kValues;
  spec.slots.trace = trace_words<T>;
  return spec;
}
template <class T>
TypeSpec iterator_spec(const char* name, NewFn make_one, UnaryFn next, const char* doc) {
  TypeSpec spec = values_spec<T>(name, doc);
  spec.slots.new_ = make_one;
  spec.slots.iter = iter_self;
  spec.slots.next = next;
  return spec;
}

}  // namespace eider::modules
