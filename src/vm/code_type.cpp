// SPDX-License-Identifier: MIT
//
// The types "code" and "frame" as Python sees them. Code is immutable; a frame's attributes read the running frame only from its own
// thread, else the copies made when it ended.
#include "builtins/bytes/bytes.h"
#include "objects/numbers.h"
#include "vm/frame.h"
#include "vm/function.h"
#include "vm/quick_op.h"
#include "vm/types.h"
#include "vm/vm_state.h"

namespace eider::vm {

namespace {

Code* code_of(Value v) { return v.as<Code>(); }

Result<Value> names_of_kind(Thread& t, Code* code, int mode) {  // 0: varnames, 1: cellvars, 2: freevars
  List* out = EIDER_TRY(list_new(t, 0));
  for (uint32_t i = 0; i < code->local_count; ++i) {
    uint8_t kind = code->unit->local_kinds[i];
    bool take = mode == 0 ? kind & bytecode::kLocal : mode == 1 ? kind & bytecode::kCell : kind & bytecode::kFree;
    if (take) EIDER_TRY(list_append(t, out, code->local_names->items[i].get()));
  }
  return list_to_tuple(t, out);
}

#define EIDER_CODE_INT(fn, expression) \
  Result<Value> fn(Thread& t, Value self) { return int_from_int64(t, static_cast<int64_t>(expression)); }
EIDER_CODE_INT(co_argcount, code_of(self)->argcount)
EIDER_CODE_INT(co_posonlyargcount, code_of(self)->posonly)
EIDER_CODE_INT(co_kwonlyargcount, code_of(self)->kwonly)
EIDER_CODE_INT(co_flags, code_of(self)->flags)
EIDER_CODE_INT(co_stacksize, code_of(self)->unit->stack_size)
EIDER_CODE_INT(co_firstlineno, code_of(self)->unit->first_line)
#undef EIDER_CODE_INT

Result<Value> co_nlocals(Thread& t, Value self) {
  Value names = EIDER_TRY(names_of_kind(t, code_of(self), 0));
  return int_from_int64(t, names.as<Tuple>()->size());
}
Result<Value> co_varnames(Thread& t, Value self) { return names_of_kind(t, code_of(self), 0); }
Result<Value> co_cellvars(Thread& t, Value self) { return names_of_kind(t, code_of(self), 1); }
Result<Value> co_freevars(Thread& t, Value self) { return names_of_kind(t, code_of(self), 2); }
Result<Value> co_consts(Thread&, Value self) { return code_of(self)->consts; }
Result<Value> co_names(Thread&, Value self) { return code_of(self)->names; }
Result<Value> co_name(Thread&, Value self) { return code_of(self)->name; }
Result<Value> co_qualname(Thread&, Value self) { return code_of(self)->qualname; }
Result<Value> co_filename(Thread&, Value self) { return code_of(self)->filename; }
Result<Value> co_code(Thread& t, Value self) {
  const auto& units = code_of(self)->unit->units;
  return builtins::bytes_from(t, units.data(), static_cast<int64_t>(units.size() * 2));
}

Result<Value> position_value(Thread& t, int64_t n, bool known) { return known ? int_from_int64(t, n) : Result<Value>(kNone); }

Result<Value> co_positions(Thread& t, Value self) {
  Code* code = code_of(self);
  List* out = EIDER_TRY(list_new(t, code->unit_count));
  for (uint32_t i = 0; i < code->unit_count; ++i) {
    bytecode::Position p = position_of(*code, i);
    Tuple* row = EIDER_TRY(tuple_new(t, 4));
    row->items[0].init(EIDER_TRY(position_value(t, p.line, p.line > 0)));
    row->items[1].init(EIDER_TRY(position_value(t, p.end_line, p.line > 0)));
    row->items[2].init(EIDER_TRY(position_value(t, p.column, p.column >= 0)));
    row->items[3].init(EIDER_TRY(position_value(t, p.end_column, p.end_column >= 0)));
    EIDER_TRY(list_append(t, out, row->value()));
  }
  return get_iter(t, out->value());
}

Result<Value> co_lines(Thread& t, Value self) {
  Code* code = code_of(self);
  List* out = EIDER_TRY(list_new(t, 0));
  const auto& positions = code->unit->positions;
  for (size_t i = 0; i < positions.size();) {
    size_t end = i + 1;
    while (end < positions.size() && positions[end].line == positions[i].line) ++end;
    int64_t last = end < positions.size() ? positions[end].start_unit : code->unit_count;
    Tuple* row = EIDER_TRY(tuple_of(t, Value::from_small_int(2 * int64_t{positions[i].start_unit}), Value::from_small_int(2 * last),
                                    positions[i].line > 0 ? Value::from_small_int(positions[i].line) : kNone));
    EIDER_TRY(list_append(t, out, row->value()));
    i = end;
  }
  return get_iter(t, out->value());
}

Result<Value> code_repr(Thread& t, Value self) {
  Code* code = code_of(self);
  return EIDER_TRY(str_format(t, "<code object %s at %s, file \"%s\", line %d>", to_utf8(code->name).c_str(), address_text(self).c_str(),
                              to_utf8(code->filename).c_str(), code->unit->first_line));
}

void code_trace(Header* object, gc::Tracer& tracer) {
  auto* code = static_cast<Code*>(object);
  tracer.mark(code->consts);
  tracer.mark(code->names);
  tracer.mark(code->local_names);
  tracer.mark(code->name);
  tracer.mark(code->qualname);
  tracer.mark(code->filename);
  // Inline caches keep nothing alive but cells of these (Note in specialize.cpp).
  tracer.mark_word(code->globals.load_relaxed().bits());
  tracer.mark_word(code->builtins.load_relaxed().bits());
  if (HotPlaces* places = code->places.load_relaxed()) places->trace(places, tracer);
}

constexpr GetSetDef kCodeGetSets[] = {
    {"co_argcount", co_argcount, nullptr, nullptr, true},
    {"co_posonlyargcount", co_posonlyargcount, nullptr, nullptr, true},
    {"co_kwonlyargcount", co_kwonlyargcount, nullptr, nullptr, true},
    {"co_nlocals", co_nlocals, nullptr, nullptr, true},
    {"co_stacksize", co_stacksize, nullptr, nullptr, true},
    {"co_flags", co_flags, nullptr, nullptr, true},
    {"co_firstlineno", co_firstlineno, nullptr, nullptr, true},
    {"co_varnames", co_varnames, nullptr, nullptr},
    {"co_cellvars", co_cellvars, nullptr, nullptr},
    {"co_freevars", co_freevars, nullptr, nullptr},
    {"co_consts", co_consts, nullptr, nullptr, true},
    {"co_names", co_names, nullptr, nullptr, true},
    {"co_name", co_name, nullptr, nullptr, true},
    {"co_qualname", co_qualname, nullptr, nullptr, true},
    {"co_filename", co_filename, nullptr, nullptr, true},
    {"co_code", co_code, nullptr, nullptr},
};
Result<void> replace_text(Thread& t, Value v, std::string_view field, std::string* to) {
  if (!is_instance(t, v, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "replace() argument '%.*s' must be str, not %s", static_cast<int>(field.size()), field.data(), type_name(t, v));
  }
  *to = to_utf8(v.as<Str>());
  return kDone;
}

/// replace(**fields): a code object like this one. What says how the instructions run (co_code, co_consts...) can only be given as it is.
Result<Value> code_replace(Thread& t, const Value* args) {
  Code* code = code_of(args[0]);
  auto made = std::make_shared<CodeUnit>(*code->unit);
  Dict* fields = args[1].as<Dict>();
  Value key, v;
  uint32_t position = 0;
  DictTable* table = fields->table.load_acquire();
  while (dict_next(t, fields, table, &position, &key, &v)) {
    std::string field = to_utf8(key.as<Str>());
    if (field == "co_flags") {
      made->flags = static_cast<uint32_t>(EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int")));
    } else if (field == "co_firstlineno") {
      auto line = static_cast<int32_t>(EIDER_TRY(index_int64(t, v, TypeId::kOverflowError, "Python int too large to convert to C int")));
      for (bytecode::Position& p : made->positions) {
        if (p.line <= 0) continue;
        p.line += line - made->first_line;
        p.end_line += line - made->first_line;
      }
      made->first_line = line;
    } else if (field == "co_name") {
      EIDER_TRY(replace_text(t, v, field, &made->name));
    } else if (field == "co_qualname") {
      EIDER_TRY(replace_text(t, v, field, &made->qualname));
    } else if (field == "co_filename") {
      EIDER_TRY(replace_text(t, v, field, &made->filename));
    } else {
      Value old = EIDER_TRY(find_attr(t, args[0], key.as<Str>()));
      if (old.is_absent() || !field.starts_with("co_")) return raise(t, TypeId::kTypeError, "'%s' is an invalid keyword argument for replace()", field.c_str());
      if (!EIDER_TRY(equal(t, old, v))) return raise(t, TypeId::kSystemError, "not supported yet: code.replace() of %s", field.c_str());
    }
  }
  return code_new(t, std::move(made));
}

constexpr NativeDef kCodeMethods[] = {
    {"replace(self, /, **kwargs)", code_replace, Sync::kImmutable, "Return a copy of the code object with new values for the specified fields."},
    {"co_positions(self, /)", bind<co_positions>, Sync::kImmutable, nullptr},
    {"co_lines(self, /)", bind<co_lines>, Sync::kImmutable, nullptr},
};

// --- frame ---------------------------------------------------------------------------------------------------------------------
FrameObject* frame_of(Value v) { return v.as<FrameObject>(); }

Result<Value> f_back(Thread& t, Value self) { return frame_back(t, frame_of(self)); }
Result<Value> f_code(Thread&, Value self) { return frame_of(self)->code.get(); }
Result<Value> f_globals(Thread&, Value self) { return frame_of(self)->function.get().as<Function>()->globals; }
Result<Value> f_builtins(Thread&, Value self) { return frame_of(self)->function.get().as<Function>()->builtins.get(); }
Result<Value> f_locals(Thread& t, Value self) { return frame_locals(t, frame_of(self)); }
Result<Value> f_lineno(Thread& t, Value self) {
  int64_t line = line_of(t, frame_of(self));
  return line > 0 ? int_from_int64(t, line) : Result<Value>(kNone);
}
Result<void> set_f_lineno(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kAttributeError, "cannot delete attribute");
  if (!is_int(t, v)) return raise(t, TypeId::kValueError, "lineno must be an integer");
  return raise(t, TypeId::kValueError, "f_lineno can't be set: jumps are not supported yet");
}
Result<Value> f_lasti(Thread& t, Value self) {
  return int_from_int64(t, 2 * unit_of(t, frame_of(self)));
}
Result<Value> f_trace(Thread&, Value self) {
  Value v = frame_of(self)->trace.load_relaxed();
  return v.is_absent() ? kNone : v;
}
Result<void> set_f_trace(Thread& t, Value self, Value v) {
  frame_of(self)->traced_unit.store_relaxed(unit_of(t, frame_of(self)));  // what is left of its line is no new one
  frame_of(self)->trace.store_release(v.is_absent() ? kNone : v);
  return kDone;
}
Result<Value> f_trace_lines(Thread&, Value self) { return Value::from_bool(frame_of(self)->quiet_lines.load_relaxed() == 0); }
Result<Value> f_trace_opcodes(Thread&, Value self) { return Value::from_bool(frame_of(self)->opcodes.load_relaxed() != 0); }
Result<void> set_f_trace_lines(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "can't delete numeric/char attribute");
  if (!v.is_bool()) return raise(t, TypeId::kTypeError, "attribute value type must be bool");
  frame_of(self)->quiet_lines.store_relaxed(v == kFalse);
  return kDone;
}
Result<void> set_f_trace_opcodes(Thread& t, Value self, Value v) {
  if (v.is_absent()) return raise(t, TypeId::kTypeError, "can't delete numeric/char attribute");
  if (!v.is_bool()) return raise(t, TypeId::kTypeError, "attribute value type must be bool");
  frame_of(self)->opcodes.store_relaxed(v == kTrue);
  return kDone;
}
Result<Value> frame_clear(Thread& t, Value self) {
  if (frame_of(self)->frame.load_acquire() != nullptr) return raise(t, TypeId::kRuntimeError, "cannot clear an executing frame");
  frame_of(self)->locals.store_release(kAbsent);
  return kNone;
}
Result<Value> frame_repr(Thread& t, Value self) {
  Code* code = frame_of(self)->code.get().as<Code>();
  return EIDER_TRY(str_format(t, "<frame at %s, file '%s', line %lld, code %s>", address_text(self).c_str(), to_utf8(code->filename).c_str(),
                              static_cast<long long>(line_of(t, frame_of(self))), to_utf8(code->name).c_str()));
}
void frame_trace(Header* object, gc::Tracer& tracer) {
  auto* f = static_cast<FrameObject*>(object);
  Frame* frame = f->frame.load_relaxed();
  if (frame != nullptr) tracer.mark_conservative(reinterpret_cast<uint64_t>(frame));  // a generator's frame keeps the generator
  for (Field<Value>* field : {&f->back, &f->function, &f->code, &f->ns, &f->locals, &f->lasti, &f->trace, &f->locals_dict}) {
    tracer.mark_word(field->load_relaxed().bits());
  }
}

constexpr GetSetDef kFrameGetSets[] = {
    {"f_back", f_back, nullptr, nullptr},       {"f_code", f_code, nullptr, nullptr},     {"f_globals", f_globals, nullptr, nullptr},
    {"f_builtins", f_builtins, nullptr, nullptr}, {"f_locals", f_locals, nullptr, nullptr}, {"f_lineno", f_lineno, set_f_lineno, nullptr},
    {"f_lasti", f_lasti, nullptr, nullptr},     {"f_trace", f_trace, set_f_trace, nullptr},
    {"f_trace_lines", f_trace_lines, set_f_trace_lines, nullptr}, {"f_trace_opcodes", f_trace_opcodes, set_f_trace_opcodes, nullptr},
};
constexpr NativeDef kFrameMethods[] = {
    {"clear(self, /)", bind<frame_clear>, Sync::kNone, "F.clear(): clear most references held by the frame"},
};

}  // namespace

Result<void> install_code_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kCode;
  spec.name = "code";
  spec.flags = kDisallowInstantiation | kWeakrefable;
  spec.native_bytes = sizeof(Code);
  spec.trace = TraceKind::kCustom;
  spec.slots.repr = code_repr;
  spec.slots.trace = code_trace;
  spec.getsets = kCodeGetSets;
  spec.getset_count = sizeof(kCodeGetSets) / sizeof(kCodeGetSets[0]);
  spec.methods = kCodeMethods;
  spec.method_count = sizeof(kCodeMethods) / sizeof(kCodeMethods[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

Result<void> install_frame_type(Thread& t) {
  TypeSpec spec;
  spec.id = TypeId::kFrame;
  spec.name = "frame";
  spec.flags = kDisallowInstantiation;
  spec.native_bytes = sizeof(FrameObject);
  spec.trace = TraceKind::kCustom;
  spec.slots.repr = frame_repr;
  spec.slots.trace = frame_trace;
  spec.getsets = kFrameGetSets;
  spec.getset_count = sizeof(kFrameGetSets) / sizeof(kFrameGetSets[0]);
  spec.methods = kFrameMethods;
  spec.method_count = sizeof(kFrameMethods) / sizeof(kFrameMethods[0]);
  EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::vm
