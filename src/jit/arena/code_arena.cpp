// SPDX-License-Identifier: MIT
#include "jit/arena/code_arena.h"

#include <linux/membarrier.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <utility>

#include "base/check.h"
#include "base/os_pages.h"

namespace eider::jit {

namespace {

constexpr size_t kAlignment = 16;
constexpr size_t kNear = size_t{1} << 30;       // distance from the text in which a rel32 call surely reaches
constexpr size_t kStep = size_t{64} << 20;

size_t round_up(size_t n, size_t to) { return (n + to - 1) / to * to; }

/// Address space for `bytes` near this function, else anywhere; inaccessible. nullptr on failure.
uint8_t* reserve_near_text(size_t bytes) {
  auto text = reinterpret_cast<uintptr_t>(&reserve_near_text) & ~(kStep - 1);
  for (size_t away = kStep; away + bytes < kNear; away += kStep) {
    for (uintptr_t at : {text - away - bytes, text + away}) {
      void* got = mmap(reinterpret_cast<void*>(at), bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
      if (got == reinterpret_cast<void*>(at)) return static_cast<uint8_t*>(got);
      if (got != MAP_FAILED) munmap(got, bytes);  // a kernel without MAP_FIXED_NOREPLACE takes the address as a hint
    }
  }
  void* got = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return got == MAP_FAILED ? nullptr : static_cast<uint8_t*>(got);
}

int open_code_file(size_t bytes) {
  // The limit on the size of files holds for memory files too, and going beyond it is a signal (SIGXFSZ) before it is an error.
  rlimit largest;
  if (::getrlimit(RLIMIT_FSIZE, &largest) == 0 && largest.rlim_cur < bytes) {
    errno = EFBIG;
    return -1;
  }
  int fd = static_cast<int>(syscall(SYS_memfd_create, "eider-code", 1u /* MFD_CLOEXEC */ | 0x10u /* MFD_EXEC */));
  if (fd < 0) fd = static_cast<int>(syscall(SYS_memfd_create, "eider-code", 1u));  // kernels before 6.3 do not know MFD_EXEC
  if (fd < 0) return -1;
  if (ftruncate(fd, static_cast<off_t>(bytes)) != 0) {
    int error = errno;
    close(fd);
    errno = error;
    return -1;
  }
  return fd;
}

}  // namespace

size_t CodeArena::usual_bytes() {
  size_t bytes = size_t{256} << 20;
  rlimit rationed;
  if (::getrlimit(RLIMIT_AS, &rationed) != 0 || rationed.rlim_cur == RLIM_INFINITY) return bytes;
  size_t share = round_up(rationed.rlim_cur / 64, size_t{2} << 20);
  return share < bytes ? share : bytes;
}

CodeArena::CodeArena(const Options& options) : bytes_(round_up(options.bytes, base::os_page_size())), mapping_(options.mapping), freed_(options.freed), listener_(options.listener) {
  can_serialize_ = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0) == 0;
  if (mapping_ == Mapping::kDouble && !map_double()) mapping_ = Mapping::kProtect;
  if (mapping_ == Mapping::kProtect) map_protect();
}

CodeArena::~CodeArena() {
  if (code_ == nullptr) return;
  munmap(code_, bytes_);
  if (write_ != code_) munmap(write_, bytes_);
}

bool CodeArena::map_double() {
  uint8_t* near = reserve_near_text(bytes_);
  if (near == nullptr) return false;
  int fd = open_code_file(bytes_);
  void* code = MAP_FAILED;
  void* write = MAP_FAILED;
  if (fd >= 0) {
    code = mmap(near, bytes_, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, fd, 0);
    if (code != MAP_FAILED) write = mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
  }
  if (write == MAP_FAILED) {
    munmap(near, bytes_);
    return false;
  }
  code_ = near;
  write_ = static_cast<uint8_t*>(write);
  return true;
}

bool CodeArena::map_protect() {
  code_ = write_ = reserve_near_text(bytes_);
  return code_ != nullptr;
}

CodeBlock CodeArena::allocate_locked(size_t bytes) {
  if (code_ == nullptr || bytes == 0 || bytes > bytes_) return {};
  size_t size = round_up(bytes, mapping_ == Mapping::kDouble ? kAlignment : base::os_page_size());
  size_t at = bytes_;
  for (auto hole = holes_.begin(); hole != holes_.end(); ++hole) {
    if (hole->second < size) continue;
    at = hole->first;
    size_t rest = hole->second - size;
    holes_.erase(hole);
    if (rest != 0) holes_.emplace(at + size, rest);
    // Another core may still hold the instructions that stood here.
    if (can_serialize_) syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE, 0, 0);
    break;
  }
  if (at == bytes_) {
    if (bytes_ - fresh_ < size) return {};
    at = fresh_;
    fresh_ += size;
  }
  if (mapping_ == Mapping::kProtect && mprotect(code_ + at, size, PROT_READ | PROT_WRITE) != 0) return {};
  used_ += size;
  return {code_ + at, write_ + at, size};
}

CodeBlock CodeArena::allocate(size_t bytes) {
  base::MutexLock lock(mutex_);
  return allocate_locked(bytes);
}

bool CodeArena::publish(const CodeBlock& block) {
  // Addresses that were never executed need no flush on x86-64; reused ones were serialized when they were allocated.
  return mapping_ == Mapping::kDouble || mprotect(block.code, block.size, PROT_READ | PROT_EXEC) == 0;
}

void CodeArena::free_locked(const CodeBlock& block) {
  size_t at = static_cast<size_t>(block.code - code_), size = block.size;
  bool writable = mapping_ == Mapping::kDouble || mprotect(block.code, block.size, PROT_READ | PROT_WRITE) == 0;
  if (writable && freed_ == Freed::kPoison) std::memset(block.write, 0xcc, block.size);  // int3: running dead code stops at once
  if (mapping_ == Mapping::kProtect) mprotect(block.code, block.size, PROT_NONE);
  used_ -= size;
  auto after = holes_.lower_bound(at);
  if (after != holes_.end() && after->first == at + size) {
    size += after->second;
    after = holes_.erase(after);
  }
  if (after != holes_.begin()) {
    auto before = std::prev(after);
    if (before->first + before->second == at) {
      at = before->first;
      size += before->second;
      holes_.erase(before);
    }
  }
  holes_.emplace(at, size);
}

void CodeArena::free(const CodeBlock& block) {
  if (block.size == 0) return;
  if (listener_ != nullptr) listener_->freeing(block);
  base::MutexLock lock(mutex_);
  free_locked(block);
}

const uint8_t* CodeArena::veneer(const void* target) {
  base::MutexLock lock(mutex_);
  auto known = veneers_.find(target);
  if (known != veneers_.end()) return known->second;
  CodeBlock block = allocate_locked(16);
  if (block.size == 0) return nullptr;
  constexpr uint8_t jump[6] = {0xff, 0x25, 0x02, 0x00, 0x00, 0x00};  // jmp *2(%rip): the aligned word behind
  std::memcpy(block.write, jump, sizeof jump);
  std::memset(block.write + 6, 0xcc, 2);
  std::memcpy(block.write + 8, &target, 8);
  if (!publish(block)) {
    free_locked(block);
    return nullptr;
  }
  veneers_.emplace(target, block.code);
  return block.code;
}

bool CodeArena::before_fork() {
  base::MutexLock lock(mutex_);
  if (mapping_ != Mapping::kDouble || fresh_ == 0) return true;  // private pages are each one's own
  child_file_ = open_code_file(bytes_);
  if (child_file_ < 0) return false;
  for (size_t done = 0; done < fresh_;) {
    ssize_t n = pwrite(child_file_, code_ + done, fresh_ - done, static_cast<off_t>(done));
    if (n <= 0 && errno == EINTR) continue;
    if (n <= 0) {
      int error = n == 0 ? ENOMEM : errno;
      close(std::exchange(child_file_, -1));
      errno = error;
      return false;
    }
    done += static_cast<size_t>(n);
  }
  return true;
}

void CodeArena::after_fork_in_parent() {
  base::MutexLock lock(mutex_);
  if (child_file_ >= 0) close(std::exchange(child_file_, -1));
}

bool CodeArena::after_fork_in_child() {
  base::MutexLock lock(mutex_);
  if (mapping_ != Mapping::kDouble || code_ == nullptr) return true;
  int file = child_file_ >= 0 ? std::exchange(child_file_, -1) : open_code_file(bytes_);
  bool done = file >= 0 && replace_pages(file);
  if (file >= 0) close(file);
  if (done) return true;
  // Mappings took the place of equal ones: no limit stands against that, only a kernel without memory. The code is needed.
  EIDER_CHECK(fresh_ == 0 && "a forked process could not map its code");
  munmap(code_, bytes_);
  munmap(write_, bytes_);
  code_ = write_ = nullptr;
  return false;
}

bool CodeArena::replace_pages(int file) {
  return mmap(code_, bytes_, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_FIXED, file, 0) != MAP_FAILED &&
         mmap(write_, bytes_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file, 0) != MAP_FAILED;
}

size_t CodeArena::used_bytes() {
  base::MutexLock lock(mutex_);
  return used_;
}

size_t CodeArena::touched_bytes() {
  base::MutexLock lock(mutex_);
  return fresh_;
}

}  // namespace eider::jit
