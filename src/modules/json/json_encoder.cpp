// SPDX-License-Identifier: MIT
//
// _json.Encoder: a whole object to one text, without indentation.
//
// Thread rule: settings are fixed when the encoder is made. Lists are read item by item and dicts as a snapshot of their items, so an
// object that others change gives some state each part had. No lock is held while Python code (default, items, sort) runs.
#include <charconv>
#include <cmath>

#include "builtins/kernels/float_text.h"
#include "builtins/numbers/numbers.h"
#include "modules/json/json.h"

namespace eider::modules {

namespace {

struct Encoder : Object {  // kValues
  Field<Value> markers, default_, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan;
};

/// Which of our own functions `encoder` is: then no call is made for each string.
enum class Quoting : uint8_t { kAscii, kUnicode, kCall };

class Writer {
 public:
  Writer(Thread& t, Encoder* settings, StrBuilder& out) : t_(t), settings_(settings), out_(out) {
    Value encoder = settings->encoder.get();
    if (!is_exact(encoder, TypeId::kNativeFunction)) return;
    std::string_view name = encoder.as<NativeFunction>()->def->signature.name;
    if (name == "encode_basestring_ascii") quoting_ = Quoting::kAscii;
    if (name == "encode_basestring") quoting_ = Quoting::kUnicode;
  }

  Result<void> write(Value v) {
    if (v.is_none()) return put("null");
    if (v == kTrue) return put("true");
    if (v == kFalse) return put("false");
    if (v.is_small_int()) return write_small(v.small_int());
    if (is_exact(v, TypeId::kStr) || is_instance(t_, v, TypeId::kStr)) return write_string(v);
    if (is_int(t_, v)) return put_str(EIDER_TRY(builtins::int_repr(t_, v)));
    if (is_float(t_, v)) return write_float(float_of(v));
    NativeLevel level(t_);
    EIDER_TRY(level.check(" while encoding a JSON object"));
    EIDER_TRY(poll(t_));
    if (is_instance(t_, v, TypeId::kList) || is_instance(t_, v, TypeId::kTuple)) return write_list(v);
    if (is_instance(t_, v, TypeId::kDict)) return write_dict(v);
    Value mark = EIDER_TRY(enter(v));
    Value other = EIDER_TRY(call1(t_, settings_->default_.get(), v));
    EIDER_TRY(write(other));
    return leave(mark);
  }

 private:
  Result<void> put(std::string_view text) { return out_.add(text) ? kDone : Result<void>(kFailure); }
  Result<void> put_str(Value v) { return out_.add(v.as<Str>()) ? kDone : Result<void>(kFailure); }

  /// Notes that `v` is being written; ValueError when it is already: it contains itself. Returns the mark, ABSENT when none are kept.
  Result<Value> enter(Value v) {
    Value markers = settings_->markers.get();
    if (markers.is_none()) return kAbsent;
    Value mark = EIDER_TRY(identity(t_, v));
    if (!EIDER_TRY(dict_get(t_, markers.as<Dict>(), mark)).is_absent()) return raise(t_, TypeId::kValueError, "Circular reference detected");
    EIDER_TRY(dict_set(t_, markers.as<Dict>(), mark, v));
    return mark;
  }
  Result<void> leave(Value mark) {
    if (mark.is_absent()) return kDone;
    if (EIDER_TRY(dict_pop(t_, settings_->markers.get().as<Dict>(), mark)).is_absent()) return raise_key_error(t_, mark);
    return kDone;
  }

  Result<void> write_small(int64_t n) {
    char text[24];
    auto end = std::to_chars(text, text + sizeof text, n).ptr;
    return put(std::string_view(text, static_cast<size_t>(end - text)));
  }
  Result<void> write_float(double d) {
    if (!std::isfinite(d)) {
      if (settings_->allow_nan.get() != kTrue) return raise(t_, TypeId::kValueError, "Out of range float values are not JSON compliant");
      return put(std::isnan(d) ? "NaN" : d > 0 ? "Infinity" : "-Infinity");
    }
    char text[builtins::kernels::kFloatReprSize];
    return put(std::string_view(text, builtins::kernels::float_repr(d, text)));
  }
  Result<void> write_string(Value v) {
    if (quoting_ != Quoting::kCall) {
      bool done = json_quote(out_, v.as<Str>(), quoting_ == Quoting::kAscii ? JsonText::kAscii : JsonText::kUnicode);
      return done ? kDone : Result<void>(kFailure);
    }
    Value made = EIDER_TRY(call1(t_, settings_->encoder.get(), v));
    if (!is_instance(t_, made, TypeId::kStr)) return raise(t_, TypeId::kTypeError, "encoder() must return a string, not %s", type_name(t_, made));
    return put_str(made);
  }

  template <class Access>
  Result<void> write_items(Access items) {
    for (int64_t i = 0;; i++) {
      Value item = items.get(i);
      if (item.is_absent()) return kDone;
      if (i != 0) EIDER_TRY(put_str(settings_->item_separator.get()));
      EIDER_TRY(write(item));
    }
  }
  Result<void> write_list(Value v) {
    bool list = is_instance(t_, v, TypeId::kList);
    int64_t size = list ? list_size(v.as<List>()) : v.as<Tuple>()->size();
    if (size == 0) return put("[]");
    Value mark = EIDER_TRY(enter(v));
    EIDER_TRY(put("["));
    if (list) {
      EIDER_TRY(write_items(builtins::ListAccess{v.as<List>()}));
    } else {
      EIDER_TRY(write_items(builtins::TupleAccess{v.as<Tuple>()}));
    }
    EIDER_TRY(leave(mark));
    return put("]");
  }

  /// The key's text; ABSENT: to be skipped.
  Result<Value> key_text(Value key) {
    if (is_instance(t_, key, TypeId::kStr)) return key;
    if (key == kTrue) return text_value(t_, "true");
    if (key == kFalse) return text_value(t_, "false");
    if (key.is_none()) return text_value(t_, "null");
    if (is_int(t_, key)) return builtins::int_repr(t_, key);
    if (is_float(t_, key)) {
      StrBuilder text(t_);
      EIDER_TRY(Writer(t_, settings_, text).write_float(float_of(key)));
      return text.finish();
    }
    if (settings_->skipkeys.get() == kTrue) return kAbsent;
    return raise(t_, TypeId::kTypeError, "keys must be str, int, float, bool or None, not %s", type_name(t_, key));
  }
  Result<void> write_pair(Value key, Value value, bool* first) {
    Value text = EIDER_TRY(key_text(key));
    if (text.is_absent()) return kDone;
    if (!*first) EIDER_TRY(put_str(settings_->item_separator.get()));
    *first = false;
    EIDER_TRY(write_string(text));
    EIDER_TRY(put_str(settings_->key_separator.get()));
    return write(value);
  }
  Result<void> write_dict(Value v) {
    if (dict_size(v.as<Dict>()) == 0) return put("{}");
    Value mark = EIDER_TRY(enter(v));
    EIDER_TRY(put("{"));
    bool first = true;
    bool sorted = settings_->sort_keys.get() == kTrue;
    if (is_exact(v, TypeId::kDict) && !sorted) {
      RootedVector pairs(t_);  // writing may run code that changes the dict
      Dict* dict = v.as<Dict>();
      DictTable* table = dict->table.load_acquire();
      uint32_t position = 0;
      Value key, value;
      while (dict_next(t_, dict, table, &position, &key, &value)) {
        if (!pairs.push(key) || !pairs.push(value)) return kFailure;
      }
      for (int64_t i = 0; i < pairs.size(); i += 2) EIDER_TRY(write_pair(pairs[i], pairs[i + 1], &first));
    } else {
      Value items = EIDER_TRY(call_named(t_, v, "items"));
      List* list = EIDER_TRY(to_list(t_, items));
      if (sorted) EIDER_TRY(call_named(t_, list->value(), "sort"));
      for (int64_t i = 0; i < list_size(list); i++) {
        Value item = list_get_checked(list, i);
        if (item.is_absent()) break;
        if (!is_instance(t_, item, TypeId::kTuple) || item.as<Tuple>()->size() != 2) return raise(t_, TypeId::kValueError, "items must return 2-tuples");
        EIDER_TRY(write_pair(item.as<Tuple>()->items[0].get(), item.as<Tuple>()->items[1].get(), &first));
      }
    }
    EIDER_TRY(leave(mark));
    return put("}");
  }

  Thread& t_;
  Encoder* settings_;
  StrBuilder& out_;
  Quoting quoting_ = Quoting::kCall;
};

Result<Value> encoder_new(Thread& t, Type* cls, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"make_encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)"};
  Value a[9];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  for (int i : {4, 5}) {
    if (!is_instance(t, a[i], TypeId::kStr)) return raise(t, TypeId::kTypeError, "make_encoder() argument %d must be str, not %s", i + 1, type_name(t, a[i]));
  }
  for (int i : {6, 7, 8}) a[i] = Value::from_bool(EIDER_TRY(truth(t, a[i])));
  if (!a[0].is_none() && !is_instance(t, a[0], TypeId::kDict)) {
    return raise(t, TypeId::kTypeError, "make_encoder() argument 1 must be dict or None, not %s", type_name(t, a[0]));
  }
  auto* made = EIDER_TRY(make<Encoder>(t, cls));
  Field<Value>* fields[] = {&made->markers, &made->default_, &made->encoder, &made->indent, &made->key_separator, &made->item_separator, &made->sort_keys, &made->skipkeys,
                            &made->allow_nan};
  for (int i = 0; i < 9; i++) fields[i]->init(a[i]);
  return made->value();
}

Result<Value> encoder_call(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"_iterencode(obj, _current_indent_level)"};
  Value a[2];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  EIDER_TRY(builtins::size_argument(t, a[1]));
  StrBuilder out(t);
  EIDER_TRY(Writer(t, self.as<Encoder>(), out).write(a[0]));
  Str* text = EIDER_TRY(out.finish());
  Value chunks[] = {text->value()};
  return list_from(t, chunks, 1);
}

constexpr MemberDef kMembers[] = {
    {"markers", offsetof(Encoder, markers), true, "markers"},
    {"default", offsetof(Encoder, default_), true, "default"},
    {"encoder", offsetof(Encoder, encoder), true, "encoder"},
    {"indent", offsetof(Encoder, indent), true, "indent"},
    {"key_separator", offsetof(Encoder, key_separator), true, "key_separator"},
    {"item_separator", offsetof(Encoder, item_separator), true, "item_separator"},
    {"sort_keys", offsetof(Encoder, sort_keys), true, "sort_keys"},
    {"skipkeys", offsetof(Encoder, skipkeys), true, "skipkeys"},
};

}  // namespace

Result<void> add_encoder(Thread& t, Module* module) {
  TypeSpec spec = values_spec<Encoder>("_json.Encoder", "Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)");
  spec.slots.new_ = encoder_new;
  spec.slots.call = encoder_call;
  spec.members = kMembers;
  spec.member_count = std::size(kMembers);
  Type* made = EIDER_TRY(make_builtin_type(t, spec));
  set_module_type(t, ModuleType::kJsonEncoder, made);
  return module_set(t, module, "make_encoder", made->value());
}

}  // namespace eider::modules
