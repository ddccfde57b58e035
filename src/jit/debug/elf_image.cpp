// SPDX-License-Identifier: MIT
//
// Sources: System V ABI (ELF-64), its x86-64 supplement (DWARF register numbers, .eh_frame), DWARF 4.
#include "jit/debug/elf_image.h"

#include <elf.h>

#include <initializer_list>

namespace eider::jit {

namespace {

// The names of DWARF 4 that are used here.
enum : uint8_t {
  DW_TAG_compile_unit = 0x11, DW_TAG_subprogram = 0x2e, DW_CHILDREN_no = 0, DW_CHILDREN_yes = 1,
  DW_AT_name = 0x03, DW_AT_stmt_list = 0x10, DW_AT_low_pc = 0x11, DW_AT_high_pc = 0x12, DW_AT_language = 0x13, DW_AT_external = 0x3f,
  DW_FORM_addr = 0x01, DW_FORM_data2 = 0x05, DW_FORM_data8 = 0x07, DW_FORM_string = 0x08, DW_FORM_sec_offset = 0x17, DW_FORM_flag_present = 0x19,
  DW_LANG_Python = 0x14,
  DW_LNS_copy = 1, DW_LNS_advance_pc = 2, DW_LNS_advance_line = 3, DW_LNS_set_file = 4, DW_LNE_end_sequence = 1, DW_LNE_set_address = 2,
  DW_CFA_advance_loc4 = 0x04, DW_CFA_undefined = 0x07, DW_CFA_def_cfa = 0x0c, DW_CFA_def_cfa_offset = 0x0e, DW_CFA_offset = 0x80,
  DW_EH_PE_absptr = 0,
};

class Bytes {
 public:
  std::string text;

  void u8(uint64_t v) { text.push_back(static_cast<char>(v)); }
  void u16(uint64_t v) { number(v, 2); }
  void u32(uint64_t v) { number(v, 4); }
  void u64(uint64_t v) { number(v, 8); }
  void name(const std::string& s) { text.append(s.c_str(), s.size() + 1); }
  void uleb(uint64_t v) {
    do {
      u8((v & 0x7f) | (v > 0x7f ? 0x80 : 0));
      v >>= 7;
    } while (v != 0);
  }
  void sleb(int64_t v) {
    while (v < -64 || v > 63) {
      u8(static_cast<uint64_t>(v & 0x7f) | 0x80);
      v >>= 7;
    }
    u8(static_cast<uint64_t>(v & 0x7f));
  }
  void list(std::initializer_list<int> all) {
    for (int v : all) u8(static_cast<uint64_t>(v));
  }
  /// 4 bytes that say how long `body` is, then it.
  void sized(const Bytes& body) {
    u32(body.text.size());
    text += body.text;
  }
  void pad(size_t to, uint8_t with = 0) {
    while (text.size() % to != 0) u8(with);
  }

 private:
  void number(uint64_t v, int bytes) {
    for (int i = 0; i < bytes; i++) u8(v >> (8 * i));
  }
};

Bytes abbreviations() {
  Bytes b;
  b.list({1, DW_TAG_compile_unit, DW_CHILDREN_yes, DW_AT_language, DW_FORM_data2, DW_AT_name, DW_FORM_string, DW_AT_low_pc, DW_FORM_addr,
          DW_AT_high_pc, DW_FORM_data8, DW_AT_stmt_list, DW_FORM_sec_offset, 0, 0});
  b.list({2, DW_TAG_subprogram, DW_CHILDREN_no, DW_AT_external, DW_FORM_flag_present, DW_AT_name, DW_FORM_string, DW_AT_low_pc, DW_FORM_addr,
          DW_AT_high_pc, DW_FORM_data8, 0, 0});
  b.u8(0);
  return b;
}

Bytes debug_info(const CodeEntry& entry) {
  auto address = reinterpret_cast<uint64_t>(entry.code);
  Bytes body;
  body.u16(4);  // version
  body.u32(0);  // .debug_abbrev
  body.u8(8);   // bytes of an address
  body.uleb(1);
  body.u16(DW_LANG_Python);
  body.name(entry.files.empty() ? "" : entry.files[0]);
  body.u64(address);
  body.u64(entry.bytes);
  body.u32(0);  // .debug_line
  body.uleb(2);
  body.name(entry.name);
  body.u64(address);
  body.u64(entry.bytes);
  body.uleb(0);
  Bytes b;
  b.sized(body);
  return b;
}

Bytes debug_line(const CodeEntry& entry) {
  Bytes rest;
  rest.list({1, 1, 1});  // bytes and operations of an instruction, is_stmt
  rest.list({-5, 14, 13});  // line_base, line_range, opcode_base: no special opcodes are used
  rest.list({0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1});
  rest.u8(0);  // no directories: names are whole
  for (const std::string& file : entry.files) {
    rest.name(file);
    rest.list({0, 0, 0});
  }
  rest.u8(0);
  Bytes body;
  body.u16(4);
  body.sized(rest);
  body.list({0, 9, DW_LNE_set_address});
  body.u64(reinterpret_cast<uint64_t>(entry.code));
  uint64_t at = 0;
  int64_t line = 1;
  uint32_t file = 0;
  for (const CodeEntry::Line& row : entry.lines) {
    body.u8(DW_LNS_advance_pc);
    body.uleb(row.begin - at);
    if (row.file != file) {
      body.u8(DW_LNS_set_file);
      body.uleb(row.file + 1);
    }
    body.u8(DW_LNS_advance_line);
    body.sleb(row.line - line);
    body.u8(DW_LNS_copy);
    at = row.begin;
    line = row.line;
    file = row.file;
  }
  body.u8(DW_LNS_advance_pc);
  body.uleb(entry.bytes - at);
  body.list({0, 1, DW_LNE_end_sequence});
  Bytes b;
  b.sized(body);
  return b;
}

/// Note [Unwinding compiled code]
Bytes eh_frame(const CodeEntry& entry) {
  constexpr int kStackPointer = 7, kReturnAddress = 16;
  constexpr int kLost[] = {3, 12, 13, 14, 15};  // rbx, r12 to r15: a caller may expect them back elsewhere
  Bytes cie;
  cie.u32(0);
  cie.u8(1);
  cie.name("zR");
  cie.uleb(1);
  cie.sleb(-8);
  cie.u8(kReturnAddress);
  cie.uleb(1);
  cie.u8(DW_EH_PE_absptr);
  cie.list({DW_CFA_def_cfa, kStackPointer, 8, DW_CFA_offset | kReturnAddress, 1});
  for (int lost : kLost) cie.list({DW_CFA_undefined, lost});
  cie.pad(8);
  cie.text.append(4, '\0');  // with the length before it, the next record stands at a multiple of 8
  Bytes b;
  b.sized(cie);
  Bytes fde;
  fde.u32(b.text.size() + 4);  // from here back to the CIE
  fde.u64(reinterpret_cast<uint64_t>(entry.code));
  fde.u64(entry.bytes);
  fde.uleb(0);
  uint32_t at = 0;
  for (const CodeMap::Depth& depth : entry.depths) {
    if (depth.begin != at) {
      fde.u8(DW_CFA_advance_loc4);
      fde.u32(depth.begin - at);
    }
    fde.u8(DW_CFA_def_cfa_offset);
    fde.uleb(8 + depth.depth);
    at = depth.begin;
  }
  fde.pad(8);
  fde.text.append(4, '\0');
  b.sized(fde);
  b.u32(0);
  return b;
}

Bytes symbols() {
  Bytes b;
  Elf64_Sym none{}, function{};
  function.st_name = 1;
  function.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
  function.st_shndx = 1;
  b.text.append(reinterpret_cast<const char*>(&none), sizeof none);
  b.text.append(reinterpret_cast<const char*>(&function), sizeof function);
  return b;
}

}  // namespace

ElfImage make_elf_image(const CodeEntry& entry) {
  struct Section {
    const char* name;
    uint32_t type;
    uint64_t flags;
    Bytes content;
    uint32_t link = 0, info = 0, entry_size = 0;
  };
  Bytes strings;
  strings.u8(0);
  strings.name(entry.name);
  Section sections[] = {
      {"", SHT_NULL, 0, {}},
      {".text", SHT_NOBITS, SHF_ALLOC | SHF_EXECINSTR, {}},
      {".eh_frame", SHT_PROGBITS, SHF_ALLOC, eh_frame(entry)},
      {".debug_abbrev", SHT_PROGBITS, 0, abbreviations()},
      {".debug_info", SHT_PROGBITS, 0, debug_info(entry)},
      {".debug_line", SHT_PROGBITS, 0, debug_line(entry)},
      {".symtab", SHT_SYMTAB, 0, symbols(), 7, 1, sizeof(Elf64_Sym)},
      {".strtab", SHT_STRTAB, 0, std::move(strings)},
      {".shstrtab", SHT_STRTAB, 0, {}},
  };
  constexpr size_t kCount = sizeof sections / sizeof sections[0], kNames = kCount - 1;
  Bytes& names = sections[kNames].content;
  Elf64_Shdr headers[kCount] = {};
  for (size_t i = 0; i < kCount; i++) {
    headers[i].sh_name = static_cast<uint32_t>(names.text.size());
    names.name(sections[i].name);
  }
  Bytes file;
  file.text.resize(sizeof(Elf64_Ehdr));
  ElfImage image;
  for (size_t i = 1; i < kCount; i++) {
    const Section& s = sections[i];
    file.pad(8);
    Elf64_Shdr& h = headers[i];
    h.sh_type = s.type;
    h.sh_flags = s.flags;
    h.sh_offset = file.text.size();
    h.sh_size = s.content.text.size();
    h.sh_link = s.link;
    h.sh_info = s.info;
    h.sh_entsize = s.entry_size;
    h.sh_addralign = 8;
    if (s.type == SHT_NOBITS) {
      h.sh_addr = reinterpret_cast<uint64_t>(entry.code);
      h.sh_size = entry.bytes;
      h.sh_addralign = 16;
    }
    if (i == 2) image.eh_frame = file.text.size();
    file.text += s.content.text;
  }
  file.pad(8);
  Elf64_Ehdr header{};
  std::string_view magic("\x7f" "ELF\x02\x01\x01", 7);  // 64 bits, little-endian, version 1
  magic.copy(reinterpret_cast<char*>(header.e_ident), magic.size());
  header.e_type = ET_REL;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_shoff = file.text.size();
  header.e_ehsize = sizeof header;
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = kCount;
  header.e_shstrndx = kNames;
  file.text.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
  file.text.append(reinterpret_cast<const char*>(headers), sizeof headers);
  image.bytes = std::move(file.text);
  return image;
}

}  // namespace eider::jit
