// SPDX-License-Identifier: MIT
//
// Libraries of the system that are loaded when the module that needs them is imported: a program that does not hash or compress
// does not pay for mapping them. Headers are those of the -dev packages, so types are checked at build time.
//
// A library's functions are members of a struct, made once per realm by the module's fill and kept for the process's life:
//
//   #define EIDER_BZ2(X) X(BZ2_bzCompress) X(BZ2_bzDecompress)
//   struct Bz2Library { EIDER_BZ2(EIDER_LIBRARY_MEMBER) };
//   Bz2Library* made = EIDER_TRY((load_library<Bz2Library>(t, "libbz2.so.1.0", kNames)));
#pragma once

#include <dlfcn.h>

#include <new>

#include "modules/module_parts.h"

#define EIDER_LIBRARY_MEMBER(name) decltype(&::name) name##_ = nullptr;
#define EIDER_LIBRARY_NAME(name) #name,

namespace eider::modules {

/// Fills a struct that consists of function pointers. ImportError names what is missing.
template <class Library, size_t N>
Result<Library*> load_library(Thread& t, const char* file, const char* const (&names)[N]) {
  static_assert(sizeof(Library) == N * sizeof(void*), "one name for each member");
  void* handle = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return raise(t, TypeId::kImportError, "%s", dlerror());
  auto* made = new (std::nothrow) Library;
  if (made == nullptr) return raise_no_memory(t);
  for (size_t i = 0; i < N; i++) {
    void* function = dlsym(handle, names[i]);
    if (function == nullptr) return raise(t, TypeId::kImportError, "%s: %s is missing", file, names[i]);
    std::memcpy(reinterpret_cast<char*>(made) + i * sizeof(void*), &function, sizeof function);
  }
  return made;
}

}  // namespace eider::modules
