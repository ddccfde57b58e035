// SPDX-License-Identifier: MIT
//
// Where a module stands: the table of native modules, then sources and packages in the directories of a path, as importlib's
// BuiltinImporter and FileFinder look for them. Directories are not cached: each look asks the file system.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

#include "objects/realm.h"
#include "runtime/import.h"
#include "threads/safepoint.h"

namespace eider::runtime {

const NativeModule* Runtime::find_native(std::string_view name) const {
  for (const NativeModule* m = config_.native_modules; m != nullptr && m->name != nullptr; ++m) {
    if (name == m->name) return m;
  }
  return nullptr;
}

namespace {

constexpr const char* kForeignSuffixes[] = {".cpython-311-x86_64-linux-gnu.so", ".abi3.so", ".so"};

enum class Place : uint8_t { kMissing, kFile, kDirectory, kBehindFile };
Place place_of(const std::string& path) {
  struct stat info;
  if (::stat(system_path(path).c_str(), &info) != 0) return errno == ENOTDIR ? Place::kBehindFile : Place::kMissing;
  return S_ISREG(info.st_mode) ? Place::kFile : S_ISDIR(info.st_mode) ? Place::kDirectory : Place::kMissing;
}

/// Looks in one directory; kNamespace: a directory of that name without sources (the search goes on). Detached.
Found::Kind look_in(const std::string& directory, const std::string& tail, Found* found) {
  std::string base = directory + "/" + tail;
  Place at = place_of(base);
  if (at == Place::kBehindFile) return Found::kOther;  // a zip file on the path
  if (at == Place::kDirectory) {
    found->file = base + "/__init__.py";
    found->directory = base;
    if (place_of(found->file) == Place::kFile) return Found::kPackage;
    if (place_of(base + "/__init__.pyc") == Place::kFile) return Found::kOther;
  }
  found->file = base + ".py";
  if (place_of(found->file) == Place::kFile) return Found::kSource;
  if (place_of(base + ".pyc") == Place::kFile) return Found::kOther;
  return at == Place::kDirectory ? Found::kNamespace : Found::kNothing;
}

/// The extension module that CPython would have loaded, if there is one. Detached.
void look_for_foreign(const std::vector<std::string>& entries, const std::string& tail, Found* found) {
  for (const std::string& entry : entries) {
    for (const char* suffix : kForeignSuffixes) {
      found->file = entry + "/" + tail + suffix;
      if (place_of(found->file) == Place::kFile) {
        found->kind = Found::kForeign;
        return;
      }
    }
  }
}

/// What sys.path_importer_cache says of an entry.
enum class Importer : uint8_t { kUnknown, kFileFinder, kNone, kOther };
Importer importer_of(Thread& t, Value entry) {
  Runtime::ImportState& state = *Runtime::of(t).imports;
  Value cache = dict_get_str(t, t.realm->sys_module.as<Module>()->dict.load_relaxed(), name(t, Name::kpath_importer_cache));
  if (cache.is_absent() || !is_exact(cache, TypeId::kDict)) return Importer::kOther;
  if (dict_size(cache.as<Dict>()) == 0) return Importer::kUnknown;
  Value finder = dict_get_str(t, cache.as<Dict>(), entry.as<Str>());
  if (finder.is_absent()) return Importer::kUnknown;
  if (finder.is_none()) return Importer::kNone;
  bool plain = state.complete.load_acquire() && type_of(t, finder) == state.file_finder;
  return plain ? Importer::kFileFinder : Importer::kOther;
}

/// An entry as FileFinder sees it: absolute, without slashes at the end.
std::string directory_of(std::string entry) {
  if (!entry.starts_with('/')) {
    char* here = ::getcwd(nullptr, 0);
    if (here != nullptr) entry = std::string(here) + (entry.empty() ? "" : "/" + entry);
    std::free(here);
  }
  while (entry.size() > 1 && entry.back() == '/') entry.pop_back();
  return entry == "/" ? "" : entry;
}

}  // namespace

std::string system_path(const std::string& text) {
  if (text.find('\xed') == std::string::npos) return text;
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    auto at = [&](size_t k) { return i + k < text.size() ? static_cast<uint8_t>(text[i + k]) : 0; };
    uint32_t low = (at(1) & 0x3fu) << 6 | (at(2) & 0x3fu);  // U+D000 + low
    if (at(0) == 0xed && low >= 0xc80 && low <= 0xcff) {
      bytes += static_cast<char>(low & 0xff);
      i += 2;
    } else {
      bytes += text[i];
    }
  }
  return bytes;
}

Result<void> find_module(Thread& t, const std::string& full, Value path, Found* found) {
  size_t dot = full.rfind('.');
  std::string tail = dot == std::string::npos ? full : full.substr(dot + 1);
  if (const NativeModule* native = Runtime::of(t).find_native(full)) {
    found->kind = Found::kNative;
    found->native = native;
    return kDone;
  }
  bool top_level = path.is_absent();
  if (top_level) path = EIDER_TRY(get_attr(t, t.realm->sys_module, name(t, Name::kpath)));
  std::vector<std::string> entries;
  List* items = EIDER_TRY(to_list(t, path));
  for (int64_t i = 0; i < list_size(items); ++i) {
    Value entry = list_get(items, i);
    if (entry.is_absent() || !is_instance(t, entry, TypeId::kStr)) continue;
    Importer importer = importer_of(t, entry);
    if (importer == Importer::kNone) continue;
    if (importer == Importer::kOther) {
      found->kind = Found::kOther;
      return kDone;
    }
    entries.push_back(directory_of(to_utf8(entry.as<Str>())));
  }
  threads::Detached away(t);
  bool portions = false;
  for (const std::string& entry : entries) {
    Found::Kind kind = look_in(entry, tail, found);
    portions |= kind == Found::kNamespace;
    if (kind == Found::kNothing || kind == Found::kNamespace) continue;
    found->kind = kind;
    return kDone;
  }
  if (portions) {
    found->kind = Found::kNamespace;
    return kDone;
  }
  if (top_level) entries.push_back(std::string(kStdlibDirectory) + "/lib-dynload");
  look_for_foreign(entries, tail, found);
  return kDone;
}

Result<void> read_file(Thread& t, const std::string& path, std::string* out) {
  int error = 0;
  {
    threads::Detached away(t);
    int fd = ::open(system_path(path).c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
      error = errno;
    } else {
      struct stat info;
      if (::fstat(fd, &info) == 0 && info.st_size > 0) out->reserve(static_cast<size_t>(info.st_size) + 1);
      char buffer[65536];
      for (;;) {
        ssize_t n = ::read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) error = errno;
        if (n <= 0) break;
        out->append(buffer, static_cast<size_t>(n));
      }
      ::close(fd);
    }
  }
  if (error != 0) return raise_errno(t, error, EIDER_TRY(str_from_utf8(t, path))->value());
  return kDone;
}

}  // namespace eider::runtime
