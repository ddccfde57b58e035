// SPDX-License-Identifier: MIT
//
// What perf, gdb and unwinders are told of compiled code.
#include <elf.h>
#include <unistd.h>
#include <unwind.h>

#include <cstring>
#include <fstream>

#include "jit/debug/gdb_interface.h"
#include "jit/debug/perf_files.h"
#include "jit/debug/tool_feed.h"
#include "jit_machine.h"
#include "objects/native.h"

namespace eider::jit {
namespace {

std::string contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

template <class T>
T at(const std::string& bytes, size_t offset) {
  T value;
  EXPECT_LE(offset + sizeof value, bytes.size());
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

/// The addresses of the frames above this one, as libgcc's unwinder finds them.
std::vector<const uint8_t*> backtrace_addresses() {
  std::vector<const uint8_t*> found;
  _Unwind_Backtrace(
      [](_Unwind_Context* context, void* into) {
        auto* all = static_cast<std::vector<const uint8_t*>*>(into);
        all->push_back(reinterpret_cast<const uint8_t*>(_Unwind_GetIP(context)));
        return all->size() < 200 ? _URC_NO_REASON : _URC_END_OF_STACK;
      },
      &found);
  return found;
}

std::vector<const uint8_t*> seen_by_native;
Result<Value> look_around(Thread&, const Value* arguments) {
  seen_by_native = backtrace_addresses();
  return arguments[0];
}
constexpr NativeDef kLookAround = {"look_around(x, /)", look_around, Sync::kNone, nullptr, NativeDef::kFunction};

class Tools : public MachineTest {
 protected:
  /// Counts local 0 up to 1000, and calls local 1 with it behind the loop.
  Executor* counting(CodeArena& in, CodeMap* map) {
    function_ = function(2, 3);
    trace_ = trace_of(R"(
trace
code 0 f
at 0:0 line 3
%a = EntryValue 0
%f = EntryValue 1
%i0 = GuardInt %a s0
%limit = ConstInt 1000
%one = ConstInt 1
Loop
%i = PhiInt %i0, %i1
at 0:4 line 4
Poll s1
GuardIntLt %i, %limit s1
at 0:6 line 5
%i1 = AddInt %i, %one s1
at 0:8 line 6
%v = BoxInt %i1
%r = CallHelper2 %f, %v, !)" + std::to_string(static_cast<int>(Helper::kCallNative1)) + R"( s2
JumpLoop
s0: code 0 unit 0 base 0 locals(=, =) stack()
s1: code 0 unit 5 base 0 locals(%i, =) stack()
s2: code 0 unit 8 base 0 locals(%i1, =) stack()
)", {code_of(function_)});
    EXPECT_EQ(verify(trace_), "");
    executor_ = std::make_unique<Executor>();
    std::string error;
    EXPECT_TRUE(compile(trace_, in, executor_.get(), &error, map)) << error;
    return executor_.get();
  }

  vm::Function* function_;
  Trace trace_;
  std::unique_ptr<Executor> executor_;
};

TEST_F(Tools, TheMapCoversTheCodeAndItsLinesAscend) {
  CodeMap map;
  Executor* e = counting(arena, &map);
  uint32_t at = 0;
  for (const CodeMap::Piece& piece : map.pieces) {
    EXPECT_EQ(piece.begin, at);
    at = piece.end;
  }
  EXPECT_EQ(at, e->code_bytes);
  CodeEntry entry = describe(*e, trace_, map, *code_of(function_), 3);
  EXPECT_EQ(entry.name, "py:f:f.py:3");
  ASSERT_EQ(entry.files.size(), 1u);
  EXPECT_EQ(entry.files[0][0], '/');
  ASSERT_GE(entry.lines.size(), 4u);
  int32_t lines[] = {3, 4, 5, 6};
  for (int i = 0; i < 4; i++) EXPECT_EQ(entry.lines[i].line, lines[i]);
  EXPECT_EQ(entry.lines[0].begin, 0u);
  for (size_t i = 1; i < entry.lines.size(); i++) EXPECT_LT(entry.lines[i - 1].begin, entry.lines[i].begin);
  ASSERT_FALSE(map.depths.empty());
#if !defined(EIDER_TSAN)  // instrumented stencils have frames
  // The call of a helper is the only place where the stack pointer differs, in its hot and in its cold part.
  for (size_t i = 0; i < map.depths.size(); i++) EXPECT_EQ(map.depths[i].depth, i % 2 == 0 ? 8u : 0u);
#endif
  release_code(e, arena);
}

TEST_F(Tools, TheJitDumpHoldsLinesAndBytes) {
  CodeMap map;
  Executor* e = counting(arena, &map);
  CodeEntry entry = describe(*e, trace_, map, *code_of(function_), 3);
  append_to_jit_dump(entry);
  append_to_jit_dump(entry);
  std::string path = "/tmp/jit-" + std::to_string(getpid()) + ".dump";
  std::string file = contents(path);
  unlink(path.c_str());
  auto header = at<JitDumpHeader>(file, 0);
  EXPECT_EQ(header.magic, 0x4a695444u);
  EXPECT_EQ(header.version, 1u);
  EXPECT_EQ(header.total_size, 40u);
  EXPECT_EQ(header.pid, static_cast<uint32_t>(getpid()));
  size_t offset = header.total_size;
  for (uint64_t index : {0, 1}) {
    auto lines = at<JitDumpRecord>(file, offset);
    EXPECT_EQ(lines.id, JitDumpRecord::kDebugInfo);
    auto info = at<JitDumpDebugInfo>(file, offset + sizeof lines);
    EXPECT_EQ(info.address, reinterpret_cast<uint64_t>(e->code.code));
    ASSERT_EQ(info.count, entry.lines.size());
    size_t row = offset + sizeof lines + sizeof info;
    for (const CodeEntry::Line& expected : entry.lines) {
      auto line = at<JitDumpLine>(file, row);
      EXPECT_EQ(line.address, info.address + expected.begin);
      EXPECT_EQ(line.line, static_cast<uint32_t>(expected.line));
      std::string name = file.c_str() + row + sizeof line;
      EXPECT_EQ(name, entry.files[0]);
      row += sizeof line + name.size() + 1;
    }
    offset += lines.total_size;
    EXPECT_EQ(row, offset);
    auto record = at<JitDumpRecord>(file, offset);
    EXPECT_EQ(record.id, JitDumpRecord::kLoad);
    EXPECT_GE(record.timestamp, lines.timestamp);
    auto load = at<JitDumpLoad>(file, offset + sizeof record);
    EXPECT_EQ(load.address, info.address);
    EXPECT_EQ(load.index, index);
    ASSERT_EQ(load.size, e->code_bytes);
    size_t name = offset + sizeof record + sizeof load;
    EXPECT_STREQ(file.c_str() + name, "py:f:f.py:3");
    size_t code = name + std::strlen("py:f:f.py:3") + 1;
    offset += record.total_size;
    ASSERT_EQ(code + load.size, offset);
    EXPECT_EQ(std::memcmp(file.data() + code, e->code.code, load.size), 0);
  }
  EXPECT_EQ(offset, file.size());
  release_code(e, arena);
}

TEST_F(Tools, ThePerfMapHasALineForEach) {
  CodeMap map;
  Executor* e = counting(arena, &map);
  append_to_perf_map(describe(*e, trace_, map, *code_of(function_), 3));
  std::string path = "/tmp/perf-" + std::to_string(getpid()) + ".map";
  char expected[100];
  snprintf(expected, sizeof expected, "%zx %zx py:f:f.py:3\n", reinterpret_cast<size_t>(e->code.code), e->code_bytes);
  EXPECT_EQ(contents(path), expected);
  unlink(path.c_str());
  release_code(e, arena);
}

TEST_F(Tools, TheImageNamesTheCode) {
  CodeMap map;
  Executor* e = counting(arena, &map);
  ElfImage image = make_elf_image(describe(*e, trace_, map, *code_of(function_), 3));
  auto header = at<Elf64_Ehdr>(image.bytes, 0);
  ASSERT_EQ(std::memcmp(header.e_ident, ELFMAG, SELFMAG), 0);
  auto section = [&](size_t i) { return at<Elf64_Shdr>(image.bytes, header.e_shoff + i * header.e_shentsize); };
  auto names = section(header.e_shstrndx);
  bool found = false;
  for (size_t i = 0; i < header.e_shnum; i++) {
    Elf64_Shdr s = section(i);
    std::string name = image.bytes.c_str() + names.sh_offset + s.sh_name;
    if (name == ".text") {
      EXPECT_EQ(s.sh_addr, reinterpret_cast<uint64_t>(e->code.code));
      EXPECT_EQ(s.sh_size, e->code_bytes);
    }
    if (name != ".symtab") continue;
    found = true;
    auto symbol = at<Elf64_Sym>(image.bytes, s.sh_offset + sizeof(Elf64_Sym));
    EXPECT_STREQ(image.bytes.c_str() + section(s.sh_link).sh_offset + symbol.st_name, "py:f:f.py:3");
    EXPECT_EQ(symbol.st_shndx, 1);
  }
  EXPECT_TRUE(found);
  release_code(e, arena);
}

#if !defined(EIDER_TSAN)  // instrumented stencils use the frame pointer as one more register
TEST_F(Tools, UnwindersGoThroughCompiledCode) {
  vm::JitConfig config;
  config.unwind = true;
  ToolFeed feed(config);
  CodeArena own({.listener = &feed});
  CodeMap map;
  Executor* e = counting(own, &map);
  auto begin = e->code.code, end = begin + e->code_bytes;
  feed.add(describe(*e, trace_, map, *code_of(function_), 3));
  Value callee = native_function_new(t, &kLookAround, kAbsent, kNone).get()->value();
  push(function_, {small(0), callee});
  std::vector<const uint8_t*> outside = backtrace_addresses();
  Stop stop = run(e);
  EXPECT_EQ(stop.locals[0], small(1000));
  size_t place = 0;
  while (place < seen_by_native.size() && (seen_by_native[place] < begin || seen_by_native[place] >= end)) ++place;
  ASSERT_LT(place, seen_by_native.size()) << "compiled code is not among the callers";
  // Below it there is a frame of this test, and what is below this function: the same addresses at the end of both.
  ASSERT_GE(seen_by_native.size() - place, outside.size());
  EXPECT_TRUE(std::equal(outside.rbegin(), outside.rend() - 2, seen_by_native.rbegin()));
  release_code(e, own);
}
#endif

TEST_F(Tools, GdbsListFollowsWhatIsCompiledAndFreed) {
  auto count = [] {
    int n = 0;
    for (jit_code_entry* i = __jit_debug_descriptor.first_entry; i != nullptr; i = i->next_entry) ++n;
    return n;
  };
  vm::JitConfig config;
  config.gdb = true;
  int before = count();
  {
    ToolFeed feed(config);
    CodeArena own({.listener = &feed});
    CodeMap map;
    Executor* first = counting(own, &map);
    feed.add(describe(*first, trace_, map, *code_of(function_), 3));
    std::unique_ptr<Executor> kept = std::move(executor_);
    map = {};
    Executor* second = counting(own, &map);
    feed.add(describe(*second, trace_, map, *code_of(function_), 7));
    EXPECT_EQ(count(), before + 2);
    std::string newest(__jit_debug_descriptor.first_entry->symfile_addr, __jit_debug_descriptor.first_entry->symfile_size);
    EXPECT_NE(newest.find("py:f:f.py:7"), std::string::npos);
    release_code(first, own);
    EXPECT_EQ(count(), before + 1);
    release_code(second, own);
    EXPECT_EQ(count(), before);
    Executor* third = counting(own, &map);
    feed.add(describe(*third, trace_, map, *code_of(function_), 9));  // never freed: the feed's end takes it off the list
    EXPECT_EQ(count(), before + 1);
  }
  EXPECT_EQ(count(), before);
}

}  // namespace
}  // namespace eider::jit
