// SPDX-License-Identifier: MIT
//
// _struct: Struct, unpack_iterator and the functions that take a format each time.
//
// Thread rule: a Struct's meaning is one word, a tuple (format text, program) that never changes; __init__ replaces the word. The
// bytes that are read or written are copied under the lock of the object they belong to, in one step. There is no cache of formats:
// reading one costs about as much as finding it.
#include <cstring>

#include "builtins/bytes/exports.h"
#include "builtins/bytes/memoryview.h"
#include "builtins/str/codec_glue.h"
#include "modules/struct/format.h"
#include "modules/support.h"

namespace eider::modules {

using builtins::Bytes;

namespace {

struct StructObject : Object {  // kValues
  Field<Value> meaning;  // Tuple (Str, Bytes: StoredProgram), or ABSENT before __init__
};
/// What the Bytes of a Struct holds.
struct StoredProgram {
  int64_t size, items;
  uint64_t count;
  StructCode codes[];
};
/// A program wherever it is kept.
struct ProgramView {
  int64_t size = -1, items = -1;
  const StructCode* codes = nullptr;
  size_t count = 0;
};

struct UnpackIterator : Object {  // kValues
  Field<Value> program;  // Bytes: StoredProgram
  Field<Value> view;     // memoryview: keeps the bytes in place
  Atomic<int64_t> next;  // tagged offset of the next record
};

ProgramView view_of(const StructProgram& p) { return {p.size, p.items, p.codes.data(), p.codes.size()}; }
ProgramView view_of(Value bytes) {
  auto* stored = reinterpret_cast<const StoredProgram*>(bytes.as<Bytes>()->data);
  return {stored->size, stored->items, stored->codes, stored->count};
}
static_assert(offsetof(Bytes, data) % alignof(StoredProgram) == 0, "a program stands in a Bytes object");
Value meaning_of(Value self) { return self.as<StructObject>()->meaning.load_acquire(); }  // pairs with store_release in init
ProgramView program_of(Value self) {
  Value meaning = meaning_of(self);
  return meaning.is_absent() ? ProgramView() : view_of(meaning.as<Tuple>()->items[1].get());
}

/// The format's characters; `*text` is the object they stand in.
Result<std::string_view> format_argument(Thread& t, Value format) {
  if (is_instance(t, format, TypeId::kStr)) {
    Str* s = format.as<Str>();
    if (s->ascii) return s->ascii_view();
    Bytes* encoded = EIDER_TRY(builtins::encode(t, s, "ascii", "strict"));
    return std::string_view(reinterpret_cast<const char*>(encoded->data), static_cast<size_t>(encoded->length));
  }
  if (builtins::is_bytes(t, format)) {
    auto* b = format.as<Bytes>();
    return std::string_view(reinterpret_cast<const char*>(b->data), static_cast<size_t>(b->length));
  }
  return raise(t, TypeId::kTypeError, "Struct() argument 1 must be a str or bytes object, not %s", type_name(t, format));
}

Result<Bytes*> store_program(Thread& t, const StructProgram& p) {
  Bytes* made = EIDER_TRY(builtins::bytes_new(t, static_cast<int64_t>(sizeof(StoredProgram) + p.codes.size() * sizeof(StructCode))));
  auto* stored = reinterpret_cast<StoredProgram*>(made->data);
  stored->size = p.size;
  stored->items = p.items;
  stored->count = p.codes.size();
  if (!p.codes.empty()) std::memcpy(stored->codes, p.codes.data(), p.codes.size() * sizeof(StructCode));
  return made;
}

// --- packing --------------------------------------------------------------------------------------------------------------------
Result<void> check_items(Thread& t, const char* function, const ProgramView& p, int64_t given) {
  if (given == p.items) return kDone;
  return struct_error(t, "%s expected %lld items for packing (got %lld)", function, static_cast<long long>(p.items), static_cast<long long>(given));
}

Result<Value> pack(Thread& t, const ProgramView& p, Tuple* values, int64_t first) {
  EIDER_TRY(check_items(t, "pack", p, values->size() - first));
  Bytes* made = EIDER_TRY(builtins::bytes_new(t, p.size));
  EIDER_TRY(struct_pack(t, p.codes, p.count, reinterpret_cast<const Value*>(&values->items[first]), made->data));
  return made;
}

/// Makes `*offset` absolute, and sees that `size` bytes follow it.
Result<void> check_place(Thread& t, int64_t size, int64_t available, int64_t* offset, bool packing) {
  auto n = static_cast<long long>(size), at = static_cast<long long>(*offset), all = static_cast<long long>(available);
  if (*offset < 0) {
    if (*offset + size > 0) {
      return packing ? struct_error(t, "no space to pack %lld bytes at offset %lld", n, at)
                     : struct_error(t, "not enough data to unpack %lld bytes at offset %lld", n, at);
    }
    if (*offset + available < 0) return struct_error(t, "offset %lld out of range for %lld-byte buffer", at, all);
    *offset += available;
  }
  if (available - *offset < size) {
    return struct_error(t, "%s requires a buffer of at least %llu bytes for %s %lld bytes at offset %lld (actual buffer size is %lld)",
                        packing ? "pack_into" : "unpack_from", static_cast<unsigned long long>(size) + static_cast<unsigned long long>(*offset),
                        packing ? "packing" : "unpacking", n, static_cast<long long>(*offset), all);
  }
  return kDone;
}

/// args: buffer, offset, values from `first` on.
Result<Value> pack_into(Thread& t, const ProgramView& p, Tuple* args, int64_t first) {
  int64_t given = args->size() - first;
  if (given == 0) return struct_error(t, "pack_into expected buffer argument");
  if (given == 1) return struct_error(t, "pack_into expected offset argument");
  EIDER_TRY(check_items(t, "pack_into", p, given - 2));
  builtins::BufferHold hold;
  EIDER_TRY(hold.acquire(t, args->items[first].get(), builtins::BufferHold::Access::kWrite, "argument must be read-write bytes-like object, not %s"));
  int64_t offset = EIDER_TRY(builtins::subscript_index(t, args->items[first + 1].get()));
  EIDER_TRY(check_place(t, p.size, hold.size(), &offset, true));
  Buffer<uint8_t, 256> packed;  // items run Python code while they are packed: not under the buffer's lock
  uint8_t* to = packed.extend(static_cast<size_t>(p.size));
  if (to == nullptr) return raise_no_memory(t);
  // Pad bytes are written as zero: so CPython.
  std::memset(to, 0, static_cast<size_t>(p.size));
  EIDER_TRY(struct_pack(t, p.codes, p.count, reinterpret_cast<const Value*>(&args->items[first + 2]), to));
  hold.write(t, offset, to, p.size);
  return kNone;
}

// --- unpacking ------------------------------------------------------------------------------------------------------------------
/// Unpacks one record from `info` at `offset`; the record is copied first when others may write to it.
Result<Value> unpack_at(Thread& t, const ProgramView& p, const BufferInfo& info, int64_t offset) {
  if (info.lock == nullptr || t.must_lock == 0) {
    // Nobody writes: immutable, or no other thread and no Python code in between.
    return struct_unpack(t, p.codes, p.count, p.items, info.data + offset);
  }
  Buffer<uint8_t, 256> copy;
  uint8_t* to = copy.extend(static_cast<size_t>(p.size));
  if (to == nullptr) return raise_no_memory(t);
  {
    LockedObject locked(t, *info.lock);
    if (p.size != 0) std::memcpy(to, info.data + offset, static_cast<size_t>(p.size));
  }
  return struct_unpack(t, p.codes, p.count, p.items, to);
}

Result<BufferInfo*> readable(Thread& t, Value buffer, BufferInfo* info) {
  if (!EIDER_TRY(get_buffer(t, buffer, info))) return raise(t, TypeId::kTypeError, "a bytes-like object is required, not '%s'", type_name(t, buffer));
  if (!info->contiguous()) return raise(t, TypeId::kBufferError, "memoryview: underlying buffer is not C-contiguous");
  return info;
}

Result<Value> unpack(Thread& t, const ProgramView& p, Value buffer) {
  BufferInfo info;
  EIDER_TRY(readable(t, buffer, &info));
  if (info.bytes() != p.size) return struct_error(t, "unpack requires a buffer of %lld bytes", static_cast<long long>(p.size));
  return unpack_at(t, p, info, 0);
}

Result<Value> unpack_from(Thread& t, const ProgramView& p, Value buffer, Value at) {
  BufferInfo info;
  EIDER_TRY(readable(t, buffer, &info));
  int64_t offset = EIDER_TRY(builtins::int_argument(t, at, 0));
  if (!at.is_absent() && !at.is_small_int()) EIDER_TRY(readable(t, buffer, &info));  // __index__ may have changed it
  EIDER_TRY(check_place(t, p.size, info.bytes(), &offset, false));
  return unpack_at(t, p, info, offset);
}

Result<Value> iterate(Thread& t, Value program, Value buffer) {
  int64_t size = view_of(program).size;
  if (size == 0) return struct_error(t, "cannot iteratively unpack with a struct of length 0");
  BufferInfo info;
  EIDER_TRY(readable(t, buffer, &info));
  Value view = EIDER_TRY(builtins::memoryview_new(t, buffer))->value();
  EIDER_TRY(get_buffer(t, view, &info));
  if (info.bytes() % size != 0) {
    return struct_error(t, "iterative unpacking requires a buffer of a multiple of %lld bytes", static_cast<long long>(size));
  }
  auto* it = EIDER_TRY(make<UnpackIterator>(t, module_type(t, ModuleType::kStructIterator)));
  it->program.init(program);
  it->view.init(view);
  it->next.store_relaxed(tag(0));
  return it->value();
}

Result<Value> iterator_next(Thread& t, Value self) {
  auto* it = self.as<UnpackIterator>();
  ProgramView p = view_of(it->program.get());
  BufferInfo info;
  EIDER_TRY(get_buffer(t, it->view.get(), &info));
  // Relaxed: each value is a good offset; threads that share the iterator take different ones.
  int64_t at = it->next.load_relaxed();
  do {
    if (untag(at) + p.size > info.bytes()) return kAbsent;
  } while (!it->next.cas_acq_rel(at, tag(untag(at) + p.size)));
  return unpack_at(t, p, info, untag(at));
}
Result<Value> iterator_hint(Thread& t, const Value* a) {
  auto* it = a[0].as<UnpackIterator>();
  BufferInfo info;
  EIDER_TRY(get_buffer(t, it->view.get(), &info));
  return Value::from_small_int((info.bytes() - untag(it->next.load_relaxed())) / view_of(it->program.get()).size);
}

// --- Struct ---------------------------------------------------------------------------------------------------------------------
Result<Value> struct_new(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) { return EIDER_TRY(make<StructObject>(t, cls))->value(); }

Result<void> struct_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  Value format;
  EIDER_TRY(builtins::unpack_constructor(t, "Struct", {"format"}, 1, args, nargs, kwnames, &format));
  std::string_view chars = EIDER_TRY(format_argument(t, format));
  StructProgram program;
  EIDER_TRY(struct_parse(t, chars, &program));
  Value text = EIDER_TRY(str_from_chars(t, chars.data(), 1, static_cast<int64_t>(chars.size())))->value();
  Value stored = EIDER_TRY(store_program(t, program))->value();
  self.as<StructObject>()->meaning.store_release(EIDER_TRY(tuple_of(t, text, stored))->value());  // pairs with load_acquire in meaning_of
  return kDone;
}

Result<Value> method_pack(Thread& t, const Value* a) { return pack(t, program_of(a[0]), a[1].as<Tuple>(), 0); }
Result<Value> method_pack_into(Thread& t, const Value* a) { return pack_into(t, program_of(a[0]), a[1].as<Tuple>(), 0); }
Result<Value> method_unpack(Thread& t, const Value* a) { return unpack(t, program_of(a[0]), a[1]); }
Result<Value> method_unpack_from(Thread& t, const Value* a) { return unpack_from(t, program_of(a[0]), a[1], a[2]); }
Result<Value> method_iter_unpack(Thread& t, const Value* a) {
  Value meaning = meaning_of(a[0]);
  if (meaning.is_absent()) return struct_error(t, "iterative unpacking requires a buffer of a multiple of -1 bytes");
  return iterate(t, meaning.as<Tuple>()->items[1].get(), a[1]);
}
Result<Value> method_sizeof(Thread&, const Value* a) {
  return Value::from_small_int(static_cast<int64_t>(sizeof(StructObject) + sizeof(StoredProgram) + program_of(a[0]).count * sizeof(StructCode)));
}
Result<Value> get_size(Thread&, Value self) { return Value::from_small_int(program_of(self).size); }
Result<Value> get_format(Thread& t, Value self) {
  Value meaning = meaning_of(self);
  return meaning.is_absent() ? t.realm->empty_str->value() : meaning.as<Tuple>()->items[0].get();
}

constexpr const char* kPackDoc =
    "S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed according\nto the format string S.format.  See "
    "help(struct) for more on format\nstrings.";
constexpr NativeDef kStructMethods[] = {
    {"pack(self, /, *args)", method_pack, Sync::kNone, kPackDoc},
    {"pack_into(self, /, *args)", method_pack_into, Sync::kNone,
     "S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into "
     "the writable buffer buf starting at\noffset.  Note that the offset is a required argument.  See\nhelp(struct) for more on format strings."},
    {"unpack(self, buffer, /)", method_unpack, Sync::kNone,
     "Return a tuple containing unpacked values.\n\nUnpack according to the format string Struct.format. The buffer's size\nin bytes must be "
     "Struct.size.\n\nSee help(struct) for more on format strings."},
    {"unpack_from(self, /, buffer, offset=0)", method_unpack_from, Sync::kNone,
     "Return a tuple containing unpacked values.\n\nValues are unpacked according to the format string Struct.format.\n\nThe buffer's size in bytes, "
     "starting at position offset, must be\nat least Struct.size.\n\nSee help(struct) for more on format strings."},
    {"iter_unpack(self, buffer, /)", method_iter_unpack, Sync::kNone,
     "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated\ninvocation of "
     "unpack_from().\n\nRequires that the bytes length be a multiple of the struct size."},
    {"__sizeof__(self, /)", method_sizeof, Sync::kImmutable, "S.__sizeof__() -> size of S in memory, in bytes"},
};
constexpr GetSetDef kStructGetSets[] = {
    {"format", get_format, nullptr, "struct format string"},
    {"size", get_size, nullptr, "struct size in bytes"},
};
constexpr NativeDef kIteratorMethods[] = {
    {"__length_hint__(self, /)", iterator_hint, Sync::kLockFreeRead, nullptr},
};

// --- functions ------------------------------------------------------------------------------------------------------------------
Result<void> parse_argument(Thread& t, Value format, StructProgram* out) {
  return struct_parse(t, EIDER_TRY(format_argument(t, format)), out);
}
Result<Value> calcsize(Thread& t, const Value* a) {
  StructProgram p;
  EIDER_TRY(parse_argument(t, a[0], &p));
  return int_from_int64(t, p.size);
}
/// For pack and pack_into, whose format is the first of *args.
template <Result<Value> (*F)(Thread&, const ProgramView&, Tuple*, int64_t)>
Result<Value> with_values(Thread& t, const Value* a) {
  auto* args = a[0].as<Tuple>();
  if (args->size() == 0) return raise(t, TypeId::kTypeError, "missing format argument");
  StructProgram p;
  EIDER_TRY(parse_argument(t, args->items[0].get(), &p));
  return F(t, view_of(p), args, 1);
}
Result<Value> function_unpack(Thread& t, const Value* a) {
  StructProgram p;
  EIDER_TRY(parse_argument(t, a[0], &p));
  return unpack(t, view_of(p), a[1]);
}
Result<Value> function_unpack_from(Thread& t, const Value* a) {
  StructProgram p;
  EIDER_TRY(parse_argument(t, a[0], &p));
  return unpack_from(t, view_of(p), a[1], a[2]);
}
Result<Value> function_iter_unpack(Thread& t, const Value* a) {
  StructProgram p;
  EIDER_TRY(parse_argument(t, a[0], &p));
  return iterate(t, EIDER_TRY(store_program(t, p))->value(), a[1]);
}
Result<Value> clear_cache(Thread&, const Value*) { return kNone; }  // there is none

constexpr NativeDef kFunctions[] = {
    {"calcsize(format, /)", calcsize, Sync::kNone, "Return size in bytes of the struct described by the format string.", NativeDef::kFunction},
    {"pack(*args)", with_values<pack>, Sync::kNone,
     "pack(format, v1, v2, ...) -> bytes\n\nReturn a bytes object containing the values v1, v2, ... packed according\nto the format string.  See "
     "help(struct) for more on format strings.", NativeDef::kFunction},
    {"pack_into(*args)", with_values<pack_into>, Sync::kNone,
     "pack_into(format, buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string and write\nthe packed bytes into the "
     "writable buffer buf starting at offset.  Note\nthat the offset is a required argument.  See help(struct) for more\non format strings.",
     NativeDef::kFunction},
    {"unpack(format, buffer, /)", function_unpack, Sync::kNone,
     "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size in bytes must be calcsize(format).\n\nSee "
     "help(struct) for more on format strings.", NativeDef::kFunction},
    {"unpack_from(format, /, buffer, offset=0)", function_unpack_from, Sync::kNone,
     "Return a tuple containing values unpacked according to the format string.\n\nThe buffer's size, minus offset, must be at least "
     "calcsize(format).\n\nSee help(struct) for more on format strings.", NativeDef::kFunction},
    {"iter_unpack(format, buffer, /)", function_iter_unpack, Sync::kNone,
     "Return an iterator yielding tuples unpacked from the given bytes.\n\nThe bytes are unpacked according to the format string, like\na repeated "
     "invocation of unpack_from().\n\nRequires that the bytes length be a multiple of the format struct size.", NativeDef::kFunction},
    {"_clearcache()", clear_cache, Sync::kNone, "Clear the internal cache.", NativeDef::kFunction},
};

}  // namespace

Result<void> fill_struct(Thread& t, Module* module) {
  Value error = EIDER_TRY(add_exception(t, module, "struct.error", type(t, TypeId::kException)->value()));
  t.realm->add_root(error);
  set_module_type(t, ModuleType::kStructError, error.as<Type>());
  TypeSpec spec = values_spec<StructObject>("_struct.Struct", "Struct(fmt) --> compiled struct object\n\n");
  spec.flags |= kWeakrefable;
  spec.slots.new_ = struct_new;
  spec.slots.init = struct_init;
  set_methods(spec, kStructMethods);
  set_getsets(spec, kStructGetSets);
  set_module_type(t, ModuleType::kStruct, EIDER_TRY(add_type(t, module, spec)));
  spec = iterator_spec<UnpackIterator>("_struct.unpack_iterator", nullptr, iterator_next, nullptr);
  spec.flags = kImmutable | kDisallowInstantiation;
  set_methods(spec, kIteratorMethods);
  set_module_type(t, ModuleType::kStructIterator, EIDER_TRY(make_builtin_type(t, spec)));
  return add_functions(t, module, kFunctions);
}

}  // namespace eider::modules
