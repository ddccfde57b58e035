// SPDX-License-Identifier: MIT
//
// open(), and the module _io.
#include "modules/io/io.h"
#include "objects/weakref.h"

namespace eider::modules {

namespace {

Result<Value> io_open_code(Thread& t, Value path) {
  if (!is_instance(t, path, TypeId::kStr)) return raise(t, TypeId::kTypeError, "open_code() argument 'path' must be str, not %s", type_name(t, path));
  Value args[8] = {path, EIDER_TRY(text_value(t, "rb"))};
  return io_open(t, args);
}
Result<Value> io_text_encoding(Thread& t, Value encoding, Value) {
  if (encoding.is_none()) return text_value(t, "locale");
  return encoding;
}

constexpr NativeDef kFunctions[] = {
    {"open(file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None)", io_open, Sync::kNone,
     "Open file and return a stream.  Raise OSError upon failure.", NativeDef::kFunction},
    {"open_code(path)", bind<io_open_code>, Sync::kNone, "Opens the provided file with the intent to import the contents.", NativeDef::kFunction},
    {"text_encoding(encoding, stacklevel=2, /)", bind<io_text_encoding>, Sync::kNone, "A helper function to choose the text encoding.", NativeDef::kFunction},
};

}  // namespace

Result<void> remember_open_file(Thread& t, Value file) {
  WeakRef* ref = EIDER_TRY(weak_ref_new(t, type(t, TypeId::kWeakRef), file, kAbsent));
  List* list = io(t).open_files.as<List>();
  // Forget the dead ones now and then.
  if (list_size(list) >= 64 && (list_size(list) & (list_size(list) - 1)) == 0) {
    List* alive = EIDER_TRY(list_new(t, 0));
    Tuple* all = EIDER_TRY(list_to_tuple(t, list));
    for (int64_t i = 0; i < all->size(); ++i) {
      Value target = all->items[i].get().as<WeakRef>()->get();
      if (!target.is_absent()) EIDER_TRY(list_append(t, alive, all->items[i].get()));
    }
    if (list_size(alive) < all->size()) {
      EIDER_TRY(call_named(t, list->value(), "clear"));
      EIDER_TRY(list_extend(t, list, alive->value()));
    }
  }
  return list_append(t, list, ref->value());
}

Result<Value> io_open(Thread& t, const Value* a) {
  Value file = a[0], mode_value = a[1], encoding = a[3], errors = a[4], newline = a[5], opener = a[7];
  auto given = [](Value v) { return !v.is_absent() && !v.is_none(); };
  if (!mode_value.is_absent() && !is_instance(t, mode_value, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "open() argument 'mode' must be str, not %s", type_name(t, mode_value));
  }
  for (int i = 3; i < 6; ++i) {
    static constexpr const char* kNames[] = {"encoding", "errors", "newline"};
    if (given(a[i]) && !is_instance(t, a[i], TypeId::kStr)) {
      return raise(t, TypeId::kTypeError, "open() argument '%s' must be str or None, not %s", kNames[i - 3], type_name(t, a[i]));
    }
  }
  if (!is_int(t, file) && !is_instance(t, file, TypeId::kStr) && !builtins::is_bytes(t, file)) {
    std::string ignored;
    Value method = EIDER_TRY(lookup_special(t, file, EIDER_TRY(intern(t, "__fspath__"))));
    if (method.is_absent()) {
      if (type_of(t, file)->slots.index == nullptr) {
        return raise(t, TypeId::kTypeError, "expected str, bytes or os.PathLike object, not %s", type_name(t, file));
      }
      file = EIDER_TRY(index(t, file));
    } else {
      EIDER_TRY(os_bytes(t, file, &ignored));
      file = EIDER_TRY(call0(t, method));
    }
  }
  std::string mode = mode_value.is_absent() ? "r" : to_utf8(mode_value.as<Str>());
  int64_t buffering = a[2].is_absent() ? -1 : EIDER_TRY(argument_index(t, a[2]));
  bool close_fd = a[6].is_absent() || EIDER_TRY(truth(t, a[6]));
  bool creating = false, reading = false, writing = false, appending = false, updating = false, text = false, binary = false;
  for (size_t i = 0; i < mode.size(); ++i) {
    bool* flag = nullptr;
    switch (mode[i]) {
      case 'x': flag = &creating; break;
      case 'r': flag = &reading; break;
      case 'w': flag = &writing; break;
      case 'a': flag = &appending; break;
      case '+': flag = &updating; break;
      case 't': flag = &text; break;
      case 'b': flag = &binary; break;
      default: break;
    }
    if (flag == nullptr || *flag) return raise(t, TypeId::kValueError, "invalid mode: '%s'", mode.c_str());
    *flag = true;
  }
  std::string raw_mode;
  if (creating) raw_mode += 'x';
  if (reading) raw_mode += 'r';
  if (writing) raw_mode += 'w';
  if (appending) raw_mode += 'a';
  if (updating) raw_mode += '+';
  if (text && binary) return raise(t, TypeId::kValueError, "can't have text and binary mode at once");
  if (creating + reading + writing + appending > 1) {
    return raise(t, TypeId::kValueError, "must have exactly one of create/read/write/append mode");
  }
  if (binary && given(encoding)) return raise(t, TypeId::kValueError, "binary mode doesn't take an encoding argument");
  if (binary && given(errors)) return raise(t, TypeId::kValueError, "binary mode doesn't take an errors argument");
  if (binary && given(newline)) return raise(t, TypeId::kValueError, "binary mode doesn't take a newline argument");
  if (binary && buffering == 1) {
    EIDER_TRY(warn(t, TypeId::kRuntimeWarning, "line buffering (buffering=1) isn't supported in binary mode, the default buffer size will be used"));
  }
  FileIO* raw = EIDER_TRY(file_open(t, file, raw_mode, close_fd, opener));
  auto shut = [&](Failure) -> Failure {
    Value error = take_exception(t);
    if (!file_close(t, raw).ok()) t.pending_exception = kAbsent;
    return reraise(t, error);
  };
  bool line_buffering = buffering == 1 && !binary;
  if (buffering < 0 || buffering == 1) {
    if (buffering < 0 && !binary && type_of(t, raw->value()) == io(t).file_io) {
      Result<Value> tty = call_named(t, raw->value(), "isatty");
      if (!tty.ok()) return shut(kFailure);
      line_buffering = tty.get() == kTrue;
    }
    buffering = raw->block_size > 1 ? raw->block_size : kDefaultBuffer;
  }
  if (buffering == 0) {
    if (!binary) {
      (void)raise(t, TypeId::kValueError, "can't have unbuffered text I/O");
      return shut(kFailure);
    }
    return raw;
  }
  BufferedKind kind = updating ? BufferedKind::kRandom : reading ? BufferedKind::kReader : BufferedKind::kWriter;
  Result<Buffered*> buffer = buffered_new(t, kind, raw->value(), buffering);
  if (!buffer.ok()) return shut(kFailure);
  if (binary) {
    if (kind != BufferedKind::kReader) EIDER_TRY(remember_open_file(t, buffer.get()->value()));
    return buffer.get();
  }
  Result<TextIO*> wrapper = text_new(t, buffer.get()->value(), encoding, errors, newline, line_buffering, false);
  if (!wrapper.ok()) return shut(kFailure);
  wrapper.get()->mode.store_release(mode_value.is_absent() ? EIDER_TRY(text_value(t, "r")) : mode_value);
  if (kind != BufferedKind::kReader) EIDER_TRY(remember_open_file(t, wrapper.get()->value()));
  return wrapper.get();
}

Result<void> fill_io(Thread& t, Module* module) {
  IoState& state = io(t);
  EIDER_TRY(add_functions(t, module, kFunctions));
  struct Row {
    const char* name;
    Type* type;
  };
  const Row rows[] = {{"_IOBase", state.iobase}, {"_RawIOBase", state.raw_base}, {"_BufferedIOBase", state.buffered_base},
                      {"_TextIOBase", state.text_base}, {"FileIO", state.file_io}, {"BufferedReader", state.reader},
                      {"BufferedWriter", state.writer}, {"BufferedRandom", state.random}, {"BufferedRWPair", state.rw_pair},
                      {"TextIOWrapper", state.text_io}, {"BytesIO", state.bytes_io}, {"StringIO", state.string_io},
                      {"IncrementalNewlineDecoder", state.newline_decoder}, {"UnsupportedOperation", state.unsupported},
                      {"BlockingIOError", type(t, TypeId::kBlockingIOError)}};
  for (const Row& row : rows) EIDER_TRY(module_set(t, module, row.name, row.type->value()));
  return module_set(t, module, "DEFAULT_BUFFER_SIZE", Value::from_small_int(kDefaultBuffer));
}

}  // namespace eider::modules
