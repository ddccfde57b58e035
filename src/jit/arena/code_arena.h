// SPDX-License-Identifier: MIT
//
// CodeArena: memory for machine code, written through one mapping and executed through another.
//
// One reservation near the program's text, backed by a memfd that is mapped twice: read-execute, and read-write elsewhere. Writing
// costs what a store costs, no page protection changes under running threads, and no address is ever writable and executable.
// Where the system refuses that, each block gets pages of its own, which `publish` turns from read-write to read-execute.
//
// Threads      every function may be called by several threads; mutex_ (kCodeArena) guards the free list. The bytes of a block belong to
//              whoever allocated it until it is published; nobody modifies published bytes.
// Invariant: an address is handed out again only after a membarrier that makes every core forget the old instructions.
//
// Note [Code memory and fork]
// Both mappings are MAP_SHARED, so a child has its parent's pages: what one of the two frees and writes anew, the other would execute.
// The parent therefore copies what is in use into a file for the child before it forks, while no other thread of its can emit or free,
// and the child maps that file in place of the old one before it runs any code. Neither waits for the other, and what can fail fails
// in the parent, before there is a child. Where nothing was ever emitted the parent does nothing, and the child makes a file of its own.
// Not here: who may free a block, and when (jit/lifecycle).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

#include "base/mutex.h"

namespace eider::jit {

/// A piece of the arena. Empty: size 0.
struct CodeBlock {
  uint8_t* code = nullptr;   // where it runs
  uint8_t* write = nullptr;  // where it is written; the same place in a fallback arena, and not writable any more once published
  size_t size = 0;
};

/// Who is told that a block is about to be freed, before its bytes change.
struct CodeListener {
  virtual void freeing(const CodeBlock& block) = 0;
  virtual ~CodeListener() = default;
};

class CodeArena {
 public:
  enum class Mapping : uint8_t { kDouble, kProtect };  // kProtect: the fallback, as if memfd were refused
  enum class Freed : uint8_t { kKeep, kPoison };       // kPoison: freed bytes become 0xCC, and are reused at once
  struct Options {
    size_t bytes = usual_bytes();                      // address space, a multiple of 2 MiB; memory is used as code is written
    Mapping mapping = Mapping::kDouble;
    CodeListener* listener = nullptr;                  // called by free(), on its thread, without mutex_
    Freed freed =
#if defined(EIDER_ASSERTIONS)
        Freed::kPoison;
#else
        Freed::kKeep;
#endif
  };
  /// 256 MiB, less where address space is rationed (ulimit -v): kDouble takes it twice.
  static size_t usual_bytes();
  CodeArena() : CodeArena(Options{}) {}
  explicit CodeArena(const Options& options);
  ~CodeArena();
  CodeArena(const CodeArena&) = delete;
  CodeArena& operator=(const CodeArena&) = delete;

  bool usable() const { return code_ != nullptr; }  ///< False: the system gave no memory; every allocation fails.
  Mapping mapping() const { return mapping_; }
  /// At least `bytes`, aligned to 16, writable through CodeBlock::write. size 0 when there is no room.
  CodeBlock allocate(size_t bytes) EIDER_EXCLUDES(mutex_);
  /// The bytes are complete: from now on they are only executed. False: the system refused (fallback only); free the block.
  [[nodiscard]] bool publish(const CodeBlock& block);
  /// No thread executes it or will return into it.
  void free(const CodeBlock& block) EIDER_EXCLUDES(mutex_);
  /// A few bytes that jump to `target`, wherever that is; made once for each target. nullptr when there is no room.
  const uint8_t* veneer(const void* target) EIDER_EXCLUDES(mutex_);
  /// Around fork(2), called with all other threads stopped: Note [Code memory and fork]. False, with errno set: no file or no memory
  /// for the child's copy; do not fork.
  [[nodiscard]] bool before_fork() EIDER_EXCLUDES(mutex_);
  /// Also when the fork has failed.
  void after_fork_in_parent() EIDER_EXCLUDES(mutex_);
  /// False: no memory, and no code that could have been in use; the arena is not usable() any more.
  [[nodiscard]] bool after_fork_in_child() EIDER_EXCLUDES(mutex_);

  bool contains(const void* address) const {
    auto at = static_cast<const uint8_t*>(address);
    return at >= code_ && at < code_ + bytes_;
  }
  size_t used_bytes() EIDER_EXCLUDES(mutex_);
  /// How much was ever in use: what it takes of memory.
  size_t touched_bytes() EIDER_EXCLUDES(mutex_);

 private:
  bool map_double();
  bool map_protect();
  bool replace_pages(int file);
  CodeBlock allocate_locked(size_t bytes) EIDER_REQUIRES(mutex_);
  void free_locked(const CodeBlock& block) EIDER_REQUIRES(mutex_);

  size_t bytes_;
  Mapping mapping_;
  Freed freed_;
  CodeListener* listener_;
  uint8_t* code_ = nullptr;
  uint8_t* write_ = nullptr;
  bool can_serialize_ = false;
  base::Mutex mutex_{base::LockRank::kCodeArena};
  size_t fresh_ EIDER_GUARDED_BY(mutex_) = 0;                        // offsets from here on were never handed out
  size_t used_ EIDER_GUARDED_BY(mutex_) = 0;
  int child_file_ EIDER_GUARDED_BY(mutex_) = -1;                     // from before_fork to after_fork: what the child is to map
  std::map<size_t, size_t> holes_ EIDER_GUARDED_BY(mutex_);          // offset -> size of what was given back, neighbours merged
  std::map<const void*, const uint8_t*> veneers_ EIDER_GUARDED_BY(mutex_);
};

}  // namespace eider::jit
