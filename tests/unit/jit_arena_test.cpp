// SPDX-License-Identifier: MIT
//
// The code arena: two mappings, the fallback, reuse, many threads.
#include "jit/arena/code_arena.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <thread>
#include <vector>

namespace eider::jit {
namespace {

using Mapping = CodeArena::Mapping;

/// "r-xs" of the mapping that holds `address`, from /proc/self/maps.
std::string protection_of(const void* address) {
  FILE* maps = std::fopen("/proc/self/maps", "r");
  char line[512], protection[8] = "none";
  unsigned long begin, end;
  std::string found = "none";
  while (std::fgets(line, sizeof line, maps)) {
    if (std::sscanf(line, "%lx-%lx %7s", &begin, &end, protection) != 3) continue;
    auto at = reinterpret_cast<unsigned long>(address);
    if (at >= begin && at < end) found = protection;
    EXPECT_FALSE(protection[1] == 'w' && protection[2] == 'x') << line;
  }
  std::fclose(maps);
  return found;
}

/// int f() { return n; }
CodeBlock returning(CodeArena& arena, uint32_t n) {
  CodeBlock block = arena.allocate(6);
  if (block.size == 0) return block;
  block.write[0] = 0xb8;
  std::memcpy(block.write + 1, &n, 4);
  block.write[5] = 0xc3;
  EXPECT_TRUE(arena.publish(block));
  return block;
}
uint32_t call(const CodeBlock& block) { return reinterpret_cast<uint32_t (*)()>(block.code)(); }

class Arena : public ::testing::TestWithParam<Mapping> {
 protected:
  CodeArena::Options options(size_t bytes = size_t{4} << 20) { return {.bytes = bytes, .mapping = GetParam(), .freed = CodeArena::Freed::kPoison}; }
};

TEST_P(Arena, CodeRunsAndNoAddressIsWritableAndExecutable) {
  CodeArena arena(options());
  ASSERT_TRUE(arena.usable());
  EXPECT_EQ(arena.mapping(), GetParam());
  CodeBlock block = returning(arena, 42);
  EXPECT_EQ(call(block), 42u);
  EXPECT_EQ(protection_of(block.code).substr(0, 3), "r-x");
  if (arena.mapping() == Mapping::kDouble) EXPECT_EQ(protection_of(block.write).substr(0, 3), "rw-");
}

TEST_P(Arena, FreedBytesArePoisonedAndReused) {
  CodeArena arena(options());
  CodeBlock first = returning(arena, 1), second = returning(arena, 2);
  size_t used = arena.used_bytes();
  arena.free(first);
  if (arena.mapping() == Mapping::kDouble) EXPECT_EQ(first.code[0], 0xcc);
  EXPECT_EQ(call(second), 2u);
  CodeBlock third = returning(arena, 3);
  EXPECT_EQ(third.code, first.code);
  EXPECT_EQ(call(third), 3u);
  EXPECT_EQ(arena.used_bytes(), used);
}

TEST_P(Arena, AFullArenaSaysSo) {
  CodeArena arena(options(1 << 16));
  std::vector<CodeBlock> blocks;
  for (;;) {
    CodeBlock block = returning(arena, static_cast<uint32_t>(blocks.size()));
    if (block.size == 0) break;
    blocks.push_back(block);
  }
  EXPECT_GE(blocks.size(), 16u);
  for (size_t i = 0; i < blocks.size(); i++) EXPECT_EQ(call(blocks[i]), i);
  for (const CodeBlock& block : blocks) arena.free(block);
  EXPECT_EQ(arena.used_bytes(), 0u);
  EXPECT_NE(arena.allocate(1 << 16).size, 0u);  // neighbours were merged
}

TEST_P(Arena, ThreadsShareIt) {
  CodeArena arena(options());
  std::vector<std::thread> threads;
  for (uint32_t n = 0; n < 4; n++) {
    threads.emplace_back([&, n] {
      for (uint32_t i = 0; i < 200; i++) {
        CodeBlock block = returning(arena, n * 1000 + i);
        ASSERT_NE(block.size, 0u);
        ASSERT_EQ(call(block), n * 1000 + i);
        arena.free(block);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(arena.used_bytes(), 0u);
}

TEST_P(Arena, AVeneerIsMadeOnce) {
  CodeArena arena(options());
  const void* target = reinterpret_cast<const void*>(&getpid);
  const uint8_t* veneer = arena.veneer(target);
  EXPECT_EQ(reinterpret_cast<pid_t (*)()>(const_cast<uint8_t*>(veneer))(), getpid());
  EXPECT_EQ(arena.veneer(target), veneer);
}

/// What is open in this process.
size_t count_descriptors() {
  size_t count = 0;
  for (int fd = 0; fd < 256; fd++) count += fcntl(fd, F_GETFD) >= 0;
  return count;
}

TEST_P(Arena, AForkedChildRunsWhatStoodThereAtTheFork) {
  CodeArena arena(options());
  CodeBlock block = returning(arena, 1);
  int overwritten[2];
  ASSERT_EQ(pipe(overwritten), 0);
  size_t descriptors = count_descriptors();
  ASSERT_TRUE(arena.before_fork());
  pid_t child = fork();
  if (child == 0) {
    char byte;
    bool good = read(overwritten[0], &byte, 1) == 1 && arena.after_fork_in_child() && count_descriptors() == descriptors && call(block) == 1;
    _exit(good ? 0 : 1);
  }
  arena.after_fork_in_parent();
  EXPECT_EQ(count_descriptors(), descriptors);
  arena.free(block);
  CodeBlock reused = returning(arena, 5);
  EXPECT_EQ(reused.code, block.code);
  EXPECT_EQ(write(overwritten[1], "", 1), 1);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(call(reused), 5u);
  close(overwritten[0]);
  close(overwritten[1]);
}

TEST_P(Arena, AChildOfAParentWithoutCodeHasItsOwnToo) {
  CodeArena arena(options());
  size_t descriptors = count_descriptors();
  ASSERT_TRUE(arena.before_fork());
  EXPECT_EQ(count_descriptors(), descriptors);  // it costs nothing
  pid_t child = fork();
  if (child == 0) {
    bool good = arena.after_fork_in_child() && call(returning(arena, 77)) == 77;
    _exit(good ? 0 : 1);
  }
  arena.after_fork_in_parent();
  CodeBlock mine = returning(arena, 5);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(call(mine), 5u);
}

TEST_P(Arena, WithoutADescriptorThereIsNoFork) {
  CodeArena arena(options());
  CodeBlock block = returning(arena, 1);
  rlimit before, none;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);
  errno = 0;
  bool prepared = arena.before_fork();
  int error = errno;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  EXPECT_EQ(prepared, arena.mapping() == Mapping::kProtect);
  if (!prepared) EXPECT_EQ(error, EMFILE);
  arena.after_fork_in_parent();  // of the fork that was not made
  EXPECT_EQ(call(block), 1u);
  EXPECT_EQ(call(returning(arena, 2)), 2u);
}

TEST(RefusedArena, WithoutAMemoryFileEachBlockHasPagesOfItsOwn) {
  rlimit before, none;
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
  none = {.rlim_cur = 0, .rlim_max = before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &none), 0);  // memfd_create fails
  CodeArena arena({.bytes = size_t{4} << 20, .mapping = Mapping::kDouble, .freed = CodeArena::Freed::kPoison});
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
  ASSERT_TRUE(arena.usable());
  EXPECT_EQ(arena.mapping(), Mapping::kProtect);
  CodeBlock one = returning(arena, 1), two = returning(arena, 2);
  EXPECT_EQ(protection_of(one.code), "r-xp");
  EXPECT_EQ(call(one) + call(two), 3u);
  arena.free(one);
  EXPECT_EQ(call(returning(arena, 3)), 3u);
  EXPECT_EQ(call(two), 2u);
}

TEST_P(Arena, AForkedChildWritesItsOwnPages) {
  CodeArena arena(options());
  CodeBlock block = returning(arena, 1);
  ASSERT_TRUE(arena.before_fork());
  pid_t child = fork();
  if (child == 0) {
    bool good = arena.after_fork_in_child() && call(block) == 1;
    block = {};
    CodeBlock mine = returning(arena, 77);
    _exit(good && call(mine) == 77 ? 0 : 1);
  }
  arena.after_fork_in_parent();
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
  CodeBlock mine = returning(arena, 5);  // where the child has put its own
  EXPECT_EQ(call(mine), 5u);
  EXPECT_EQ(call(block), 1u);
}

INSTANTIATE_TEST_SUITE_P(Mappings, Arena, ::testing::Values(Mapping::kDouble, Mapping::kProtect),
                         [](const auto& info) { return info.param == Mapping::kDouble ? "Double" : "Protect"; });

}  // namespace
}  // namespace eider::jit
