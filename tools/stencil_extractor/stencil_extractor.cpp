// SPDX-License-Identifier: MIT
//
// stencil_extractor: reads compiled stencils (stencils/*.cpp) and writes the table src/jit/emit/stencil.h declares.
//
//   stencil_extractor [--tsan] -o OUT.cpp OBJECT...
//
// Each object has a section `eider_stencils` of {key, function}. Of every function, the machine code is cut into instructions and laid
// out anew: guards branch to the exit and fall through, the jump to the next stencil goes, whatever is not on the way there becomes
// the cold part. What the emitter could not patch (data, unknown symbols, returns) is an error that names the stencil.
// --tsan: the code is instrumented for ThreadSanitizer. Then most stencils have a stack frame in which the registers wait for the
// detector's functions to return; it is gone again before every jump out of the stencil, so nothing here is different but the calls.
// The objects are compiled with -mrelax-all, so every jump has a 32-bit distance and moving code changes no size.
// How far each instruction's stack pointer stands below where compiled code found it is written beside the code: unwinders want to
// know (jit/debug). It is 0 wherever a stencil is left, and no stencil touches the frame pointer.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "jit/emit/stencil.h"
#include "llvm/MC/MCAsmInfo.h"
#include "llvm/MC/MCContext.h"
#include "llvm/MC/MCDisassembler/MCDisassembler.h"
#include "llvm/MC/MCInst.h"
#include "llvm/MC/MCInstrInfo.h"
#include "llvm/MC/MCRegisterInfo.h"
#include "llvm/MC/MCSubtargetInfo.h"
#include "llvm/MC/TargetRegistry.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/TargetSelect.h"

namespace {

using eider::jit::Form;
using eider::jit::Hole;
using eider::jit::HoleKind;
using eider::jit::StackDepth;
using namespace llvm;

std::string current;  // what is being read, for messages

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "stencil_extractor: %s: %s\n", current.c_str(), what.c_str());
  std::exit(1);
}
template <class T>
T must(Expected<T> value) {
  if (!value) fail(toString(value.takeError()));
  return std::move(*value);
}

struct Relocation {
  uint64_t offset;
  uint64_t type;
  int64_t addend;
  object::SymbolRef symbol;
};

enum class Jump { kNone, kAlways, kIf };
enum class Target { kLocal, kContinue, kExit, kOther, kIndirect };

struct Instruction {
  std::vector<uint8_t> bytes;
  std::vector<Hole> holes;          // offsets within the instruction
  Jump jump = Jump::kNone;
  Target target = Target::kOther;
  int local = -1;                   // kLocal: index of the instruction jumped to
  int pushes = 0;                   // bytes by which it lowers the stack pointer
  int depth = -1;                   // bytes the stack pointer is lower before it than at the stencil's begin; -1: never reached
};

struct Laid {                       // a finished stencil
  std::vector<uint8_t> bytes;
  std::vector<Hole> holes;
  std::vector<StackDepth> depths;
  uint16_t hot_size = 0;
};

class Extractor {
 public:
  explicit Extractor(bool tsan) : tsan_(tsan) {
    LLVMInitializeX86TargetInfo();
    LLVMInitializeX86TargetMC();
    LLVMInitializeX86Disassembler();
    std::string error;
    const std::string triple = "x86_64-pc-linux-gnu";
    target_ = TargetRegistry::lookupTarget(triple, error);
    if (target_ == nullptr) fail(error);
    registers_.reset(target_->createMCRegInfo(triple));
    assembly_.reset(target_->createMCAsmInfo(*registers_, triple, MCTargetOptions()));
    subtarget_.reset(target_->createMCSubtargetInfo(triple, "", ""));
    context_ = std::make_unique<MCContext>(Triple(triple), assembly_.get(), registers_.get(), subtarget_.get());
    disassembler_.reset(target_->createMCDisassembler(*subtarget_, *context_));
    instructions_.reset(target_->createMCInstrInfo());
    for (unsigned r = 1; r < registers_->getNumRegs(); ++r) {
      if (StringRef(registers_->getName(r)) == "RSP") stack_pointer_ = MCRegister(r);
      if (StringRef(registers_->getName(r)) == "RBP") frame_pointer_ = MCRegister(r);
    }
    table_.resize(eider::jit::kFormCount);
    for (int f = 0; f < eider::jit::kFormCount; ++f) table_[f].resize(eider::jit::form_instances(static_cast<Form>(f)));
  }

  void read(const std::string& path);
  void write(const std::string& path);

 private:
  Hole hole_for(const Relocation& relocation, uint64_t offset);
  std::vector<Instruction> decode(ArrayRef<uint8_t> code, std::vector<Relocation> relocations);
  int pushes(const MCInst& inst, const std::vector<uint8_t>& bytes);
  static void find_depths(std::vector<Instruction>& code);
  static void simplify(std::vector<Instruction>& code);
  static Laid lay_out(const std::vector<Instruction>& code);
  int call_index(const std::string& name);

  bool tsan_;
  const llvm::Target* target_;
  std::unique_ptr<MCRegisterInfo> registers_;
  std::unique_ptr<MCAsmInfo> assembly_;
  std::unique_ptr<MCSubtargetInfo> subtarget_;
  std::unique_ptr<MCContext> context_;
  std::unique_ptr<MCDisassembler> disassembler_;
  std::unique_ptr<MCInstrInfo> instructions_;
  MCRegister stack_pointer_, frame_pointer_;
  std::vector<std::vector<std::unique_ptr<Laid>>> table_;  // [form][instance]
  std::vector<std::string> calls_;
};

int Extractor::call_index(const std::string& name) {
  auto found = std::find(calls_.begin(), calls_.end(), name);
  if (found == calls_.end()) {
    calls_.push_back(name);
    found = calls_.end() - 1;
  }
  return static_cast<int>(found - calls_.begin());
}

/// offset: of the hole inside its instruction.
Hole Extractor::hole_for(const Relocation& relocation, uint64_t offset) {
  std::string name = must(relocation.symbol.getName()).str();
  Hole hole{static_cast<uint16_t>(offset), HoleKind::kValue32, 0, static_cast<int16_t>(relocation.addend), 0};
  if (relocation.addend != hole.addend) fail("addend too large at " + name);
  switch (relocation.type) {
    case ELF::R_X86_64_8: hole.kind = HoleKind::kValue8; break;
    case ELF::R_X86_64_32:
    case ELF::R_X86_64_32S: hole.kind = HoleKind::kValue32; break;
    case ELF::R_X86_64_64: hole.kind = HoleKind::kValue64; break;
    case ELF::R_X86_64_PC32:
    case ELF::R_X86_64_PLT32:
      if (name == "HOLE_CONTINUE") hole.kind = HoleKind::kContinue;
      else if (name == "HOLE_EXIT") hole.kind = HoleKind::kExit;
      else if (name == "HOLE_HELPER") hole.kind = HoleKind::kHelper;
      else if (name.starts_with("HOLE_CALL_") || (tsan_ && name.starts_with("__tsan_"))) {
        hole.kind = HoleKind::kCall;
        hole.which = static_cast<uint8_t>(call_index(name));
      } else {
        fail("refers to `" + name + "`, which is no hole (constants must be written as code, calls go through HOLE_CALL_...)");
      }
      return hole;
    default: fail("relocation type " + std::to_string(relocation.type) + " against `" + name + "`");
  }
  if (name == "HOLE_A" || name == "HOLE_B" || name == "HOLE_C") {
    hole.which = static_cast<uint8_t>(name.back() - 'A');
    return hole;
  }
  fail("refers to `" + name + "`, which is no hole");
}

/// jmp *register or *memory, with or without a prefix byte for r8..r15.
bool indirect_jump(const std::vector<uint8_t>& bytes) {
  size_t n = (bytes[0] & 0xf0) == 0x40 ? 1 : 0;
  return n + 1 < bytes.size() && bytes[n] == 0xff && (bytes[n + 1] & 0x38) == 0x20;
}

/// Bytes by which the instruction lowers the stack pointer.
int Extractor::pushes(const MCInst& inst, const std::vector<uint8_t>& bytes) {
  const MCInstrDesc& description = instructions_->get(inst.getOpcode());
  if (!tsan_ && description.hasDefOfPhysReg(inst, frame_pointer_, *registers_)) fail("changes the frame pointer, by which unwinders go");
  if (description.isCall() || !description.hasDefOfPhysReg(inst, stack_pointer_, *registers_)) return 0;
  size_t n = bytes[0] == 0x41 || bytes[0] == 0x48 ? 1 : 0;
  uint8_t b = bytes[n];
  if ((b & 0xf8) == 0x50) return 8;
  if ((b & 0xf8) == 0x58) return -8;
  int32_t wide = 0;
  memcpy(&wide, &bytes[bytes.size() - 4], 4);
  auto narrow = static_cast<int8_t>(bytes.back());
  if (b == 0x83 && bytes[n + 1] == 0xec) return narrow;
  if (b == 0x83 && bytes[n + 1] == 0xc4) return -narrow;
  if (b == 0x81 && bytes[n + 1] == 0xec) return wide;
  if (b == 0x81 && bytes[n + 1] == 0xc4) return -wide;
  if (b == 0x8d && bytes[n + 1] == 0x64 && bytes[n + 2] == 0x24) return -narrow;  // lea 8(%rsp), %rsp
  if (b == 0x8d && bytes[n + 1] == 0xa4 && bytes[n + 2] == 0x24) return -wide;
  fail("changes the stack pointer in a way unwinders are not told about");
}

/// Instruction::depth of all, along every path; what leaves the stencil does so with the stack as it was.
void Extractor::find_depths(std::vector<Instruction>& code) {
  std::vector<std::pair<int, int>> todo = {{0, 0}};
  while (!todo.empty()) {
    auto [n, depth] = todo.back();
    todo.pop_back();
    if (code[n].depth == depth) continue;
    if (code[n].depth != -1) fail("the stack pointer depends on the path");
    code[n].depth = depth;
    if (code[n].jump != Jump::kNone) {
      if (code[n].target == Target::kLocal) todo.emplace_back(code[n].local, depth);
      else if (depth != 0) fail("left with another stack pointer than it found");
    }
    if (code[n].jump != Jump::kAlways && n + 1 < static_cast<int>(code.size())) todo.emplace_back(n + 1, depth + code[n].pushes);
  }
}

std::vector<Instruction> Extractor::decode(ArrayRef<uint8_t> code, std::vector<Relocation> relocations) {
  std::vector<Instruction> out;
  std::map<uint64_t, int> at;  // offset -> index
  std::vector<uint64_t> targets;
  for (uint64_t offset = 0; offset < code.size();) {
    MCInst inst;
    uint64_t size = 0;
    if (disassembler_->getInstruction(inst, size, code.slice(offset), offset, nulls()) != MCDisassembler::Success) {
      fail("undecodable instruction at " + std::to_string(offset));
    }
    Instruction i;
    i.bytes.assign(code.begin() + offset, code.begin() + offset + size);
    i.pushes = pushes(inst, i.bytes);
    uint8_t b = i.bytes[0];
    uint64_t local = 0;
    bool two = b == 0x0f && (i.bytes[1] & 0xf0) == 0x80;
    if (b == 0xe9 || two) {
      i.jump = two ? Jump::kIf : Jump::kAlways;
    } else if (indirect_jump(i.bytes)) {
      i.jump = Jump::kAlways;
      i.target = Target::kIndirect;
    } else if (b == 0xeb || (b & 0xf0) == 0x70 || b == 0xc3) {
      fail("short jump, or return, at " + std::to_string(offset));
    }
    for (const Relocation& r : relocations) {
      if (r.offset < offset || r.offset >= offset + size) continue;
      Hole hole = hole_for(r, r.offset - offset);
      i.holes.push_back(hole);
      if (i.jump != Jump::kNone) {
        i.target = hole.kind == HoleKind::kContinue ? Target::kContinue : hole.kind == HoleKind::kExit ? Target::kExit : Target::kOther;
      }
    }
    if (i.jump != Jump::kNone && i.target != Target::kIndirect && i.holes.empty()) {
      int32_t distance;
      memcpy(&distance, &code[offset + size - 4], 4);
      local = offset + size + static_cast<int64_t>(distance);
      i.target = Target::kLocal;
    }
    at[offset] = static_cast<int>(out.size());
    targets.push_back(local);
    out.push_back(std::move(i));
    offset += size;
  }
  for (size_t n = 0; n < out.size(); ++n) {
    if (out[n].target != Target::kLocal || out[n].jump == Jump::kNone) continue;
    auto found = at.find(targets[n]);
    if (found == at.end()) fail("jump into the middle of an instruction");
    out[n].local = found->second;
  }
  find_depths(out);
  return out;
}

void set_target(Instruction& jump, const Instruction& as) {
  jump.target = as.target;
  jump.local = as.local;
  jump.holes.clear();
  for (Hole hole : as.holes) {
    hole.offset = static_cast<uint16_t>(jump.bytes.size() - 4);
    jump.holes.push_back(hole);
  }
}
void invert(Instruction& jump) { jump.bytes[1] ^= 1; }

/// Jumps to jumps go where those go; `jcc continue; jmp x` becomes `jncc x; jmp continue`.
void Extractor::simplify(std::vector<Instruction>& code) {
  for (Instruction& i : code) {
    for (int steps = 0; i.jump != Jump::kNone && i.target == Target::kLocal && code[i.local].jump == Jump::kAlways &&
                        code[i.local].target != Target::kIndirect && steps < 8; ++steps) {
      Instruction as = code[i.local];
      set_target(i, as);
    }
  }
  for (size_t n = 0; n + 1 < code.size(); ++n) {
    if (code[n].jump == Jump::kIf && code[n].target == Target::kContinue && code[n + 1].jump == Jump::kAlways &&
        code[n + 1].target != Target::kContinue && code[n + 1].target != Target::kIndirect) {
      Instruction first = code[n];
      invert(code[n]);
      set_target(code[n], code[n + 1]);
      set_target(code[n + 1], first);
    }
  }
}

Laid Extractor::lay_out(const std::vector<Instruction>& original) {
  std::vector<Instruction> code = original;
  // Chains: rows of instructions that end in an unconditional jump.
  std::vector<std::vector<int>> chains(1);
  for (size_t n = 0; n < code.size(); ++n) {
    chains.back().push_back(static_cast<int>(n));
    if (code[n].jump == Jump::kAlways && n + 1 < code.size()) chains.emplace_back();
  }
  if (code[chains.back().back()].jump != Jump::kAlways) fail("does not end in a jump");
  std::vector<int> hot = chains[0];
  chains.erase(chains.begin());
  bool falls_through = false;
  for (size_t steps = 0; code[hot.back()].target != Target::kContinue && steps < 4 * code.size(); ++steps) {
    bool moved = false;
    if (const Instruction& last = code[hot.back()]; last.target == Target::kLocal) {  // it is threaded, so nobody jumps to it
      auto chain = std::find_if(chains.begin(), chains.end(), [&](const auto& c) { return c.front() == last.local; });
      if (chain != chains.end()) {
        hot.pop_back();
        hot.insert(hot.end(), chain->begin(), chain->end());
        chains.erase(chain);
        continue;
      }
    }
    for (size_t n = hot.size() - 1; n-- > 0 && !falls_through;) {  // `jcc continue` in the middle: the rest becomes cold
      Instruction& jump = code[hot[n]];
      if (jump.jump != Jump::kIf || jump.target != Target::kContinue) continue;
      chains.emplace_back(hot.begin() + static_cast<long>(n) + 1, hot.end());
      invert(jump);
      jump.target = Target::kLocal;
      jump.local = chains.back().front();
      jump.holes.clear();
      hot.resize(n + 1);
      falls_through = true;
    }
    if (falls_through) break;
    for (size_t n = hot.size() - 1; n-- > 0 && !moved;) {
      Instruction& jump = code[hot[n]];
      if (jump.jump != Jump::kIf || jump.target != Target::kLocal) continue;
      auto chain = std::find_if(chains.begin(), chains.end(), [&](const auto& c) { return c.front() == jump.local; });
      if (chain == chains.end()) continue;
      std::vector<int> rest(hot.begin() + static_cast<long>(n) + 1, hot.end());
      std::vector<int> next = *chain;
      invert(jump);
      jump.local = rest.front();
      hot.resize(n + 1);
      hot.insert(hot.end(), next.begin(), next.end());
      *chain = rest;
      moved = true;
    }
    if (!moved) break;
  }
  if (!falls_through && code[hot.back()].target == Target::kContinue) hot.pop_back();
  // A jump in hot or cold code to the dropped jump would have been threaded by simplify.
  std::vector<int> cold;
  std::vector<bool> reached(code.size(), false);
  // Cold chains nobody jumps to (their jumps were threaded) go.
  bool changed = true;
  std::vector<bool> kept(chains.size(), false);
  for (int n : hot) if (code[n].jump != Jump::kNone && code[n].target == Target::kLocal) reached[code[n].local] = true;
  while (changed) {
    changed = false;
    for (size_t c = 0; c < chains.size(); ++c) {
      if (kept[c] || std::none_of(chains[c].begin(), chains[c].end(), [&](int n) { return reached[n]; })) continue;
      kept[c] = changed = true;
      for (int n : chains[c]) if (code[n].jump != Jump::kNone && code[n].target == Target::kLocal) reached[code[n].local] = true;
    }
  }
  for (size_t c = 0; c < chains.size(); ++c) if (kept[c]) cold.insert(cold.end(), chains[c].begin(), chains[c].end());

  Laid laid;
  std::vector<int> place(code.size(), -1);
  int offset = 0;
  for (int n : hot) {
    place[n] = offset;
    offset += static_cast<int>(code[n].bytes.size());
  }
  int hot_size = offset;
  for (int n : cold) {
    place[n] = offset;
    offset += static_cast<int>(code[n].bytes.size());
  }
  laid.hot_size = static_cast<uint16_t>(hot_size);
  int depth = 0;  // where both parts begin, unless a row says otherwise
  auto add = [&](int n, bool in_hot) {
    Instruction& i = code[n];
    int begin = place[n];
    if (begin == hot_size) depth = 0;
    if (i.depth != depth) laid.depths.push_back({static_cast<uint16_t>(begin), static_cast<uint16_t>(i.depth)});
    depth = i.depth;
    for (Hole hole : i.holes) {
      hole.offset = static_cast<uint16_t>(hole.offset + begin);
      laid.holes.push_back(hole);
    }
    if (i.jump != Jump::kNone && i.target == Target::kLocal) {
      int to = place[i.local];
      if (to < 0) fail("jump to code that was dropped");
      bool to_hot = to < hot_size;
      int end = begin + static_cast<int>(i.bytes.size());
      int32_t distance = to - end;
      memcpy(&i.bytes[i.bytes.size() - 4], &distance, 4);
      if (to_hot != in_hot) {
        laid.holes.push_back(Hole{static_cast<uint16_t>(end - 4), to_hot ? HoleKind::kHot : HoleKind::kCold, 0, -4,
                                  static_cast<uint16_t>(to_hot ? to : to - hot_size)});
      }
    }
    laid.bytes.insert(laid.bytes.end(), i.bytes.begin(), i.bytes.end());
  };
  for (int n : hot) add(n, true);
  for (int n : cold) add(n, false);
  return laid;
}

void Extractor::read(const std::string& path) {
  current = path;
  auto binary = must(object::ObjectFile::createObjectFile(path));
  auto* elf = dyn_cast<object::ELF64LEObjectFile>(binary.getBinary());
  if (elf == nullptr) fail("not a 64-bit little-endian ELF object");

  std::map<uint64_t, std::vector<Relocation>> relocations;  // of section index
  for (object::SectionRef section : elf->sections()) {
    auto relocated = must(section.getRelocatedSection());
    if (relocated == elf->section_end()) continue;
    for (object::RelocationRef r : section.relocations()) {
      auto addend = object::ELFRelocationRef(r).getAddend();
      relocations[relocated->getIndex()].push_back({r.getOffset(), r.getType(), must(std::move(addend)), *r.getSymbol()});
    }
  }
  int count = 0;
  for (object::SectionRef section : elf->sections()) {
    if (must(section.getName()) != "eider_stencils") continue;
    StringRef keys = must(section.getContents());
    for (const Relocation& r : relocations[section.getIndex()]) {
      uint64_t key;
      memcpy(&key, keys.data() + r.offset - 8, 8);
      auto form = static_cast<Form>(key >> 16);
      uint32_t instance = key & 0xffff;
      current = path + ": " + eider::jit::kFormNames[static_cast<int>(form)] + " #" + std::to_string(instance);
      auto home = must(r.symbol.getSection());
      if (home == elf->section_end()) fail("function outside the object");
      uint64_t begin = must(r.symbol.getValue()) + static_cast<uint64_t>(r.addend);
      StringRef content = must(home->getContents());
      uint64_t size = object::ELFSymbolRef(r.symbol).getSize();
      if (size == 0) size = content.size() - begin;
      std::vector<Relocation> inside;
      for (Relocation inner : relocations[home->getIndex()]) {
        if (inner.offset < begin || inner.offset >= begin + size) continue;
        inner.offset -= begin;
        inside.push_back(inner);
      }
      auto code = decode(ArrayRef(reinterpret_cast<const uint8_t*>(content.data()) + begin, size), std::move(inside));
      simplify(code);
      auto& place = table_[static_cast<int>(form)][instance];
      if (place != nullptr) fail("defined twice");
      place = std::make_unique<Laid>(lay_out(code));
      ++count;
    }
  }
  if (count == 0) fail("no stencils (section eider_stencils)");
}

void Extractor::write(const std::string& path) {
  current = path;
  // What the table says of itself is what was found in the code. (Calls to the detector without --tsan were refused already.)
  if (tsan_ && std::none_of(calls_.begin(), calls_.end(), [](const std::string& call) { return call.starts_with("__tsan_"); })) {
    fail("--tsan, but the stencils were compiled without -fsanitize=thread");
  }
  FILE* out = std::fopen(path.c_str(), "w");
  if (out == nullptr) fail("cannot be written");
  std::fprintf(out, "// Generated by tools/stencil_extractor from stencils/*.cpp.\n#include \"jit/emit/stencil.h\"\n\n");
  if (tsan_) {
    std::fprintf(out, "extern \"C\" {\n");
    for (const std::string& call : calls_) if (call.starts_with("__tsan_")) std::fprintf(out, "void %s();\n", call.c_str());
    std::fprintf(out, "}\n\n");
  }
  std::fprintf(out, "namespace eider::jit {\n\nextern const bool kStencilsForTsan = %s;\nextern const uint8_t kStencilBytes[] = {\n", tsan_ ? "true" : "false");
  std::string holes, depths, stencils, first;
  size_t bytes = 0, hole_count = 0, depth_count = 0, stencil_count = 0;
  char line[128];
  for (int f = 0; f < eider::jit::kFormCount; ++f) {
    first += std::to_string(stencil_count) + ", ";
    for (size_t i = 0; i < table_[f].size(); ++i, ++stencil_count) {
      const Laid* laid = table_[f][i].get();
      if (laid == nullptr) fail(std::string("no stencil for ") + eider::jit::kFormNames[f] + " #" + std::to_string(i));
      std::snprintf(line, sizeof line, "{%zu, %u, %zu, %zu, %zu, %zu, %zu},\n", bytes, laid->hot_size, laid->bytes.size() - laid->hot_size, hole_count,
                    laid->holes.size(), laid->depths.size(), depth_count);
      stencils += line;
      for (uint8_t b : laid->bytes) std::fprintf(out, "%u,", b);
      std::fprintf(out, "\n");
      for (const Hole& h : laid->holes) {
        std::snprintf(line, sizeof line, "{%u, HoleKind{%u}, %u, %d, %u},", h.offset, static_cast<unsigned>(h.kind), h.which, h.addend, h.extra);
        holes += line;
      }
      if (!laid->holes.empty()) holes += '\n';
      for (const StackDepth& d : laid->depths) depths += "{" + std::to_string(d.offset) + ", " + std::to_string(d.depth) + "},";
      depth_count += laid->depths.size();
      bytes += laid->bytes.size();
      hole_count += laid->holes.size();
    }
  }
  std::fprintf(out, "};\nextern const Hole kStencilHoles[] = {\n%s};\nextern const StackDepth kStencilDepths[] = {\n%s{0, 0}};\n", holes.c_str(), depths.c_str());
  std::fprintf(out, "extern const Stencil kStencils[] = {\n%s};\n", stencils.c_str());
  std::fprintf(out, "extern const uint32_t kFormFirst[kFormCount] = {%s};\nextern const StencilCall kStencilCalls[] = {\n", first.c_str());
  for (const std::string& call : calls_) {
    bool external = call.starts_with("__tsan_");
    std::fprintf(out, "{\"%s\", %s},\n", call.c_str(), external ? ("reinterpret_cast<const void*>(&" + call + ")").c_str() : "nullptr");
  }
  std::fprintf(out, "};\nextern const size_t kStencilCallCount = %zu;\n\n}  // namespace eider::jit\n", calls_.size());
  if (std::fclose(out) != 0) fail("cannot be written");
  std::fprintf(stderr, "stencils: %zu instances of %d forms, %zu bytes, %zu holes\n", stencil_count, eider::jit::kFormCount, bytes, hole_count);
}

}  // namespace

int main(int argc, char** argv) {
  std::string out;
  std::vector<std::string> objects;
  bool tsan = false;
  for (int i = 1; i < argc; ++i) {
    std::string arg = argv[i];
    if (arg == "--tsan") tsan = true;
    else if (arg == "-o" && i + 1 < argc) out = argv[++i];
    else objects.push_back(arg);
  }
  current = "usage";
  if (out.empty() || objects.empty()) fail("stencil_extractor [--tsan] -o OUT.cpp OBJECT...");
  Extractor extractor(tsan);
  for (const std::string& object : objects) extractor.read(object);
  extractor.write(out);
  return 0;
}
