// SPDX-License-Identifier: MIT
#include "jit/debug/perf_files.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ctime>

#include "base/mutex.h"

namespace eider::jit {

namespace {

/// One of the process's files. Never closed: code may run until the process ends.
class ProcessFile {
 public:
  constexpr explicit ProcessFile(const char* kind) : kind_(kind) {}

  base::Mutex mutex{base::LockRank::kLeaf};

  /// True when this call began the file. *fd -1: it cannot be written.
  bool open_locked(int* fd) EIDER_REQUIRES(mutex) {
    *fd = fd_;
    if (pid_ == getpid()) return false;
    pid_ = getpid();  // the parent of a fork keeps its own
    if (fd_ >= 0) close(fd_);
    bool dump = kind_[0] == 'd';
    std::string path = (dump ? "/tmp/jit-" : "/tmp/perf-") + std::to_string(pid_) + (dump ? ".dump" : ".map");
    unlink(path.c_str());  // of a process that had this number before
    *fd = fd_ = open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644);
    return fd_ >= 0;
  }
  uint64_t next_index_locked() EIDER_REQUIRES(mutex) { return index_++; }

 private:
  const char* kind_;
  pid_t pid_ EIDER_GUARDED_BY(mutex) = 0;
  int fd_ EIDER_GUARDED_BY(mutex) = -1;
  uint64_t index_ EIDER_GUARDED_BY(mutex) = 0;
};

// Global, because the files are: perf knows one of each per process.
constinit ProcessFile perf_map{"map"};
constinit ProcessFile jit_dump{"dump"};

void write_all(int fd, const std::string& bytes) {
  size_t done = 0;
  while (fd >= 0 && done < bytes.size()) {
    ssize_t n = write(fd, bytes.data() + done, bytes.size() - done);
    if (n <= 0) return;
    done += static_cast<size_t>(n);
  }
}

template <class T>
void put(std::string* to, const T& record) {
  to->append(reinterpret_cast<const char*>(&record), sizeof record);
}
void put_name(std::string* to, const std::string& name) { to->append(name.c_str(), name.size() + 1); }

uint64_t now() {
  timespec ts;
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return static_cast<uint64_t>(ts.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(ts.tv_nsec);
}

void put_record(std::string* to, JitDumpRecord::Id id, const std::string& body) {
  put(to, JitDumpRecord{id, static_cast<uint32_t>(sizeof(JitDumpRecord) + body.size()), now()});
  *to += body;
}

#if defined(__x86_64__)
constexpr uint32_t kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr uint32_t kMachine = EM_AARCH64;
#endif

}  // namespace

void append_to_perf_map(const CodeEntry& entry) {
  char numbers[40];
  snprintf(numbers, sizeof numbers, "%zx %zx ", reinterpret_cast<uintptr_t>(entry.code), entry.bytes);
  std::string line = numbers + entry.name;
  for (char& c : line) {
    if (c == '\n') c = ' ';  // a line is an entry
  }
  base::MutexLock lock(perf_map.mutex);
  int fd;
  perf_map.open_locked(&fd);
  write_all(fd, line + "\n");
}

void append_to_jit_dump(const CodeEntry& entry) {
  auto address = reinterpret_cast<uint64_t>(entry.code);
  auto pid = static_cast<uint32_t>(getpid());
  base::MutexLock lock(jit_dump.mutex);
  int fd;
  std::string bytes;
  if (jit_dump.open_locked(&fd)) {
    put(&bytes, JitDumpHeader{.elf_machine = kMachine, .pid = pid, .timestamp = now()});
    write_all(fd, bytes);
    bytes.clear();
    // perf records this mapping, and so learns of the file. It stays: unmapping it would say nothing.
    mmap(nullptr, static_cast<size_t>(sysconf(_SC_PAGESIZE)), PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
  }
  std::string body;
  if (!entry.lines.empty()) {
    put(&body, JitDumpDebugInfo{address, entry.lines.size()});
    for (const CodeEntry::Line& line : entry.lines) {
      put(&body, JitDumpLine{address + line.begin, static_cast<uint32_t>(line.line), 0});
      put_name(&body, entry.files[line.file]);
    }
    put_record(&bytes, JitDumpRecord::kDebugInfo, body);
    body.clear();
  }
  put(&body, JitDumpLoad{pid, static_cast<uint32_t>(syscall(SYS_gettid)), address, address, entry.bytes, jit_dump.next_index_locked()});
  put_name(&body, entry.name);
  body.append(reinterpret_cast<const char*>(entry.code), entry.bytes);
  put_record(&bytes, JitDumpRecord::kLoad, body);
  write_all(fd, bytes);
}

}  // namespace eider::jit
