// SPDX-License-Identifier: MIT
//
// Running, making and reading objects: the plain functions behind the header's templates.
#include "builtins/bytes/bytes.h"
#include "builtins/set/set.h"
#include "embed/core.h"
#include "frontend/utf8.h"
#include "modules/thread/path.h"
#include "objects/numbers.h"

namespace eider::detail {

// --- running -----------------------------------------------------------------------------------------------------------------------------

namespace {

Result<Value> run(Thread& t, std::string_view source, std::string_view filename, runtime::CompileMode mode) {
  Str* file = EIDER_TRY(str_from_utf8(t, printable(filename)));
  Value code = EIDER_TRY(runtime::compile(t, source, runtime::SourceKind::kBytes, file, mode, 0, -1));
  return runtime::exec_code(t, code, runtime::main_namespace(t), kAbsent);
}

Result<Value> find_global(Thread& t, std::string_view name) {
  Str* key = EIDER_TRY(intern(t, printable(name)));
  Value v = dict_get_str(t, runtime::main_namespace(t), key);
  if (v.is_absent()) v = dict_get_str(t, t.realm->builtins, key);
  if (v.is_absent()) return objects::raise(t, TypeId::kNameError, "name '%s' is not defined", to_utf8(key).c_str());
  return v;
}

Result<void> put_global(Thread& t, std::string_view name, Value value) {
  Str* key = EIDER_TRY(intern(t, printable(name)));
  return dict_set_str(t, runtime::main_namespace(t), key, value);
}

}  // namespace

bool exec(Session& s, std::string_view source, std::string_view filename) {
  return run(thread_of(s), source, filename, runtime::CompileMode::kExec).ok();
}

bool eval(Session& s, std::string_view expression, Word* result) {
  while (!expression.empty() && (expression.front() == ' ' || expression.front() == '\t')) expression.remove_prefix(1);
  return give(run(thread_of(s), expression, "<string>", runtime::CompileMode::kEval), result);
}

bool get_global(Session& s, std::string_view name, Word* result) { return give(find_global(thread_of(s), name), result); }
bool set_global(Session& s, std::string_view name, Word value) { return put_global(thread_of(s), name, value_of(value)).ok(); }

bool call(Session& s, Word callable, const Word* args, size_t positional, const std::string_view* keywords, size_t keyword_count,
          Word* result) {
  Thread& t = thread_of(s);
  Tuple* names = nullptr;
  if (keyword_count != 0) {
    RootedVector interned(t);
    for (size_t i = 0; i < keyword_count; i++) {
      Result<Str*> name = intern(t, printable(keywords[i]));
      if (!name.ok() || !interned.push(name.get()->value())) return false;
    }
    names = interned.to_tuple().raw();
    if (names == nullptr) return false;
  }
  return give(objects::call(t, value_of(callable), values_of(args), static_cast<uint32_t>(positional), names), result);
}

namespace {

Result<Value> attribute(Thread& t, Value o, std::string_view name) { return objects::get_attr(t, o, EIDER_TRY(intern(t, printable(name)))); }
Result<void> put_attribute(Thread& t, Value o, std::string_view name, Value v) {
  return objects::set_attr(t, o, EIDER_TRY(intern(t, printable(name))), v);
}

}  // namespace

bool get_attr(Session& s, Word o, std::string_view name, Word* result) { return give(attribute(thread_of(s), value_of(o), name), result); }
bool set_attr(Session& s, Word o, std::string_view name, Word v) { return put_attribute(thread_of(s), value_of(o), name, value_of(v)).ok(); }
bool get_item(Session& s, Word o, Word key, Word* result) {
  return give(objects::get_item(thread_of(s), value_of(o), value_of(key)), result);
}
bool set_item(Session& s, Word o, Word key, Word v) {
  return objects::set_item(thread_of(s), value_of(o), value_of(key), value_of(v)).ok();
}

bool repr(Session& s, Word o, bool as_str, std::string* out) {
  Thread& t = thread_of(s);
  Result<Str*> text = as_str ? to_str(t, value_of(o)) : objects::repr(t, value_of(o));
  if (!text.ok()) return false;
  *out = to_utf8(text.get());
  return true;
}

// --- making objects ----------------------------------------------------------------------------------------------------------------------

Word none_word() { return kNone.bits(); }
Word bool_word(bool b) { return Value::from_bool(b).bits(); }
bool make_int(Session& s, int64_t v, Word* result) { return give(int_from_int64(thread_of(s), v), result); }
bool make_uint(Session& s, uint64_t v, Word* result) { return give(int_from_uint64(thread_of(s), v), result); }
bool make_float(Session& s, double v, Word* result) { return give(float_value(thread_of(s), v), result); }

bool make_str(Session& s, std::string_view utf8, Word* result) {
  Thread& t = thread_of(s);
  bool ascii = true;
  for (char c : utf8) ascii &= static_cast<unsigned char>(c) < 128;
  if (ascii) return give(str_from_ascii(t, utf8), result);
  frontend::Utf8Error error = frontend::find_utf8_error(utf8);
  if (error.found) {
    raise_text(t, TypeId::kValueError, frontend::utf8_error_message(utf8, error));
    return false;
  }
  return give(str_from_utf8(t, utf8), result);
}

bool make_path(Session& s, std::string_view bytes, Word* result) { return give(modules::fs_text(thread_of(s), bytes), result); }
bool make_bytes(Session& s, const void* data, size_t size, Word* result) {
  return give(builtins::bytes_from(thread_of(s), data, static_cast<int64_t>(size)), result);
}
bool make_tuple(Session& s, const Word* items, size_t count, Word* result) {
  return give(tuple_from(thread_of(s), values_of(items), static_cast<int64_t>(count)), result);
}
bool make_list(Session& s, size_t expected, Word* result) { return give(list_new(thread_of(s), static_cast<int64_t>(expected)), result); }
bool list_push(Session& s, Word list, Word item) { return list_append(thread_of(s), value_of(list).as<List>(), value_of(item)).ok(); }
bool make_dict(Session& s, Word* result) { return give(dict_new(thread_of(s)), result); }
bool make_set(Session& s, Word* result) { return give(builtins::set_new(thread_of(s)), result); }
bool set_add(Session& s, Word set, Word item) {
  return builtins::set_add(thread_of(s), value_of(set).as<builtins::Set>(), value_of(item)).ok();
}

// --- reading objects ---------------------------------------------------------------------------------------------------------------------

bool is_none(Word word) { return value_of(word).is_none(); }

Kind kind_of(Session& s, Word word) {
  Thread& t = thread_of(s);
  Value v = value_of(word);
  if (v.is_none()) return Kind::none;
  if (v.is_bool()) return Kind::boolean;
  if (is_int(t, v)) return Kind::integer;
  if (is_float(t, v)) return Kind::floating;
  if (is_instance(t, v, TypeId::kStr)) return Kind::text;
  if (is_instance(t, v, TypeId::kList)) return Kind::sequence;
  if (is_instance(t, v, TypeId::kTuple)) return Kind::tuple;
  if (is_instance(t, v, TypeId::kDict)) return Kind::mapping;
  if (builtins::is_any_set(t, v)) return Kind::set;
  if (type_of(t, v)->slots.buffer != nullptr) return Kind::bytes;
  return is_callable(t, v) ? Kind::callable : Kind::other;
}
std::string type_name(Session& s, Word word) { return objects::type_name(thread_of(s), value_of(word)); }

Read read_bool(Session&, Word word, bool* out) {
  if (!value_of(word).is_bool()) return Read::wrong_type;
  *out = value_of(word) == kTrue;
  return Read::ok;
}

namespace {

/// `v` as an int object, by __index__ when it has one; ABSENT: it is none, or __index__ raised.
Value as_int(Thread& t, Value v) {
  if (v.is_small_int() || is_int(t, v)) return v;
  if (type_of(t, v)->slots.index == nullptr) return kAbsent;
  Result<Value> r = index(t, v);
  return r.ok() ? r.get() : kAbsent;
}

}  // namespace

Read read_int(Session& s, Word word, int64_t* out) {
  Value v = as_int(thread_of(s), value_of(word));
  if (v.is_absent()) return Read::wrong_type;
  return int_fits_int64(v, out) ? Read::ok : Read::out_of_range;
}

Read read_uint(Session& s, Word word, uint64_t* out) {
  Value v = as_int(thread_of(s), value_of(word));
  if (v.is_absent()) return Read::wrong_type;
  return int_fits_uint64(v, out) ? Read::ok : Read::out_of_range;
}

Read read_float(Session& s, Word word, double* out) {
  Thread& t = thread_of(s);
  Value v = value_of(word);
  if (is_float(t, v)) {
    *out = float_of(v);
    return Read::ok;
  }
  v = as_int(t, v);
  if (v.is_absent()) return Read::wrong_type;
  return int_as_double(v, out) ? Read::ok : Read::out_of_range;
}

Read read_str(Session& s, Word word, std::string* out) {
  Value v = value_of(word);
  if (!is_instance(thread_of(s), v, TypeId::kStr)) return Read::wrong_type;
  *out = to_utf8(v.as<Str>());
  return Read::ok;
}

Read read_path(Session& s, Word word, std::string* out) {
  Thread& t = thread_of(s);
  Value v = value_of(word);
  bool plain = is_instance(t, v, TypeId::kStr) || builtins::is_bytes(t, v);
  if (!plain) {
    Result<Str*> method = intern(t, "__fspath__");
    if (!method.ok() || type_lookup(t, type_of(t, v), method.get()).is_absent()) return Read::wrong_type;
    Result<Value> path = modules::fspath_of(t, v);
    if (!path.ok()) return Read::wrong_type;
    v = path.get();
  }
  return modules::fs_bytes(t, v, out).ok() ? Read::ok : Read::wrong_type;
}

Read read_bytes(Session& s, Word word, std::string* out) {
  builtins::ByteSource source;
  Result<bool> taken = source.try_acquire(thread_of(s), value_of(word));
  if (!taken.ok() || !taken.get()) return Read::wrong_type;
  auto span = source.span();
  out->assign(reinterpret_cast<const char*>(span.data()), span.size());
  return Read::ok;
}

Read read_seconds(Session& s, Word word, double* out) {
  Read number = read_float(s, word, out);
  if (number == Read::out_of_range) return number;
  if (number == Read::ok) return *out == *out && *out - *out == 0 ? Read::ok : Read::out_of_range;  // a NaN or infinite length
  Thread& t = thread_of(s);
  if (t.has_exception()) return Read::wrong_type;
  Result<Str*> method = intern(t, "total_seconds");  // datetime.timedelta
  if (!method.ok() || type_lookup(t, type_of(t, value_of(word)), method.get()).is_absent()) return Read::wrong_type;
  Result<Value> seconds = call_method(t, value_of(word), method.get());
  return seconds.ok() ? read_float(s, seconds.get().bits(), out) : Read::wrong_type;
}

bool open_items(Session& s, Word word, Shape shape, Word* items, size_t* count) {
  Thread& t = thread_of(s);
  Value v = value_of(word);
  Tuple* tuple = nullptr;
  if (shape == Shape::mapping) {
    if (!is_instance(t, v, TypeId::kDict)) return false;
    Dict* d = v.as<Dict>();
    RootedVector pairs(t);
    uint32_t position = 0;
    Value key, value;
    DictTable* table = d->table.load_acquire();  // pairs with the release store of a new table
    while (dict_next(t, d, table, &position, &key, &value)) {
      if (!pairs.push(key) || !pairs.push(value)) return false;
    }
    tuple = pairs.to_tuple().raw();
  } else if (shape == Shape::set) {
    if (!builtins::is_any_set(t, v)) return false;
    Result<builtins::Set*> copy = builtins::set_copy(t, v.as<builtins::Set>());
    if (!copy.ok()) return false;
    tuple = to_tuple(t, copy.get()->value()).raw();
  } else if (is_instance(t, v, TypeId::kTuple)) {
    tuple = v.as<Tuple>();
  } else if (is_instance(t, v, TypeId::kList)) {
    tuple = list_to_tuple(t, v.as<List>()).raw();
  } else {
    if (shape == Shape::tuple || type_of(t, v)->slots.iter == nullptr) return false;
    for (TypeId id : {TypeId::kStr, TypeId::kBytes, TypeId::kDict}) {
      if (is_instance(t, v, id)) return false;
    }
    tuple = to_tuple(t, v).raw();
  }
  if (tuple == nullptr) return false;
  *items = tuple->value().bits();
  *count = static_cast<size_t>(tuple->size());
  return true;
}

Word item_at(Word items, size_t index) { return value_of(items).as<Tuple>()->items[index].get().bits(); }

// --- enums ---------------------------------------------------------------------------------------------------------------------------

bool enum_value(Session& s, const void* tag, Word w, Word* plain) {
  Thread& t = thread_of(s);
  if (!is_int(t, value_of(w))) return false;
  *plain = w;
  return true;
}

bool enum_member(Session&, const void* tag, Word value, Word* result) {
  *result = value;
  return true;
}

}  // namespace eider::detail
