// SPDX-License-Identifier: MIT
//
// Line ends: finding them, translating them, IncrementalNewlineDecoder.
#include "modules/io/io.h"

namespace eider::modules {

namespace {

template <class C>
int64_t find_end(const C* s, int64_t start, int64_t size, Newline newline) {
  for (int64_t i = start; i < size; ++i) {
    C c = s[i];
    if (c > '\r') continue;
    switch (newline) {
      case Newline::kUniversal:
      case Newline::kLf:
        if (c == '\n') return i + 1;
        break;
      case Newline::kKeep:
        if (c == '\n') return i + 1;
        if (c == '\r') return i + 1 < size && s[i + 1] == '\n' ? i + 2 : i + 1;
        break;
      case Newline::kCr:
        if (c == '\r') return i + 1;
        break;
      case Newline::kCrLf:
        if (c == '\r' && i + 1 < size && s[i + 1] == '\n') return i + 2;
        break;
    }
  }
  return -1;
}

constexpr uint8_t kSeenCr = 1, kSeenLf = 2, kSeenCrLf = 4;

template <class C>
bool has_cr(const C* s, int64_t size) {
  for (int64_t i = 0; i < size; ++i) {
    if (s[i] == '\r') return true;
  }
  return false;
}

struct NewlineDecoder : Object {  // kCustom
  Field<Value> decoder;  // or None
  Field<Value> errors;
  uint8_t translate, held, seen;
};
NewlineDecoder* of(Value v) { return v.as<NewlineDecoder>(); }

Result<Value> decoder_alloc(Thread& t, Type* cls, const Value*, uint32_t, Tuple*) { return new_instance(t, cls); }
Result<void> decoder_init(Thread& t, Value self, const Value* args, uint32_t nargs, Tuple* kwnames) {
  static constexpr Signature kSignature{"IncrementalNewlineDecoder(decoder, translate, errors='strict')"};
  Value a[3];
  EIDER_TRY(parse_arguments(t, kSignature, args, nargs, kwnames, a));
  of(self)->decoder.store_release(a[0]);
  of(self)->translate = EIDER_TRY(truth(t, a[1]));
  of(self)->errors.store_release(a[2].is_absent() ? EIDER_TRY(text_value(t, "strict")) : a[2]);
  of(self)->held = of(self)->seen = 0;
  return kDone;
}
Result<Value> decoder_decode(Thread& t, Value self, Value input, Value final_value) {
  NewlineDecoder* d = of(self);
  bool final = !final_value.is_absent() && EIDER_TRY(truth(t, final_value));
  if (d->decoder.load_relaxed().is_absent()) return raise(t, TypeId::kValueError, "IncrementalNewlineDecoder.__init__() not called");
  Value text = input;
  if (!d->decoder.load_relaxed().is_none()) {
    text = EIDER_TRY(call_named(t, d->decoder.load_relaxed(), "decode", {input, Value::from_bool(final)}));
  }
  if (!is_instance(t, text, TypeId::kStr)) {
    return raise(t, TypeId::kTypeError, "decoder should return a string result, not '%s'", type_name(t, text));
  }
  return translate_newlines(t, text.as<Str>(), d->translate, final, &d->held, &d->seen);
}
Result<Value> decoder_getstate(Thread& t, Value self) {
  NewlineDecoder* d = of(self);
  Value bytes = EIDER_TRY(builtins::bytes_from(t, nullptr, 0))->value();
  int64_t flag = 0;
  if (!d->decoder.load_relaxed().is_none()) {
    Value state = EIDER_TRY(call_named(t, d->decoder.load_relaxed(), "getstate"));
    if (!is_instance(t, state, TypeId::kTuple) || state.as<Tuple>()->size() != 2) return raise(t, TypeId::kTypeError, "illegal decoder state");
    bytes = state.as<Tuple>()->items[0].get();
    flag = EIDER_TRY(argument_index(t, state.as<Tuple>()->items[1].get()));
  }
  return tuple_of(t, bytes, EIDER_TRY(int_from_int64(t, flag << 1 | d->held)));
}
Result<Value> decoder_setstate(Thread& t, Value self, Value state) {
  NewlineDecoder* d = of(self);
  if (!is_instance(t, state, TypeId::kTuple) || state.as<Tuple>()->size() != 2) return raise(t, TypeId::kTypeError, "state argument must be a tuple");
  int64_t flag = EIDER_TRY(argument_index(t, state.as<Tuple>()->items[1].get()));
  d->held = flag & 1;
  if (d->decoder.load_relaxed().is_none()) return kNone;
  Tuple* inner = EIDER_TRY(tuple_of(t, state.as<Tuple>()->items[0].get(), EIDER_TRY(int_from_int64(t, flag >> 1))));
  return call_named(t, d->decoder.load_relaxed(), "setstate", {inner->value()});
}
Result<Value> decoder_reset(Thread& t, Value self) {
  of(self)->held = of(self)->seen = 0;
  if (of(self)->decoder.load_relaxed().is_none()) return kNone;
  return call_named(t, of(self)->decoder.load_relaxed(), "reset");
}
Result<Value> decoder_newlines(Thread& t, Value self) { return newlines_value(t, of(self)->seen); }
void decoder_trace(Header* object, gc::Tracer& tracer) {
  tracer.mark_word(static_cast<NewlineDecoder*>(object)->decoder.load_relaxed().bits());
  tracer.mark_word(static_cast<NewlineDecoder*>(object)->errors.load_relaxed().bits());
}
constexpr NativeDef kMethods[] = {
    {"decode(self, input, final=False)", bind<decoder_decode>, Sync::kNone, nullptr},
    {"getstate(self, /)", bind<decoder_getstate>, Sync::kNone, nullptr},
    {"setstate(self, state, /)", bind<decoder_setstate>, Sync::kNone, nullptr},
    {"reset(self, /)", bind<decoder_reset>, Sync::kNone, nullptr},
};
constexpr GetSetDef kGetSets[] = {{"newlines", decoder_newlines, nullptr, nullptr}};

}  // namespace

int64_t line_end(const Str* s, int64_t start, Newline newline) {
  int64_t size = s->length();
  if (s->width == 1) {
    if (newline == Newline::kUniversal || newline == Newline::kLf) {
      const void* found = std::memchr(s->u8() + start, '\n', static_cast<size_t>(size - start));
      return found == nullptr ? -1 : static_cast<const uint8_t*>(found) - s->u8() + 1;
    }
    return find_end(s->u8(), start, size, newline);
  }
  return s->width == 2 ? find_end(s->u16(), start, size, newline) : find_end(s->u32(), start, size, newline);
}

Result<Newline> newline_argument(Thread& t, Value v, ShownAs how) {
  if (v.is_absent() || v.is_none()) return Newline::kUniversal;
  if (!is_instance(t, v, TypeId::kStr)) return raise(t, TypeId::kTypeError, "newline must be str or None, not %s", type_name(t, v));
  Str* s = v.as<Str>();
  if (s->length() == 0) return Newline::kKeep;
  if (str_equals_ascii(s, "\n")) return Newline::kLf;
  if (str_equals_ascii(s, "\r")) return Newline::kCr;
  if (str_equals_ascii(s, "\r\n")) return Newline::kCrLf;
  return raise(t, TypeId::kValueError, "illegal newline value: %s", to_utf8(how == ShownAs::kRepr ? EIDER_TRY(repr(t, v)) : s).c_str());
}

Result<Str*> translate_newlines(Thread& t, Str* s, bool translate, bool final, uint8_t* held, uint8_t* seen) {
  int64_t size = s->length();
  bool cr = *held != 0;
  if (!cr) {
    if (s->width == 1) {
      cr = std::memchr(s->u8(), '\r', static_cast<size_t>(size)) != nullptr;
    } else {
      cr = s->width == 2 ? has_cr(s->u16(), size) : has_cr(s->u32(), size);
    }
  }
  if (!cr) {
    if (!(*seen & kSeenLf) && line_end(s, 0, Newline::kLf) >= 0) *seen |= kSeenLf;
    return s;
  }
  StrBuilder out(t);
  bool pending = *held != 0;
  *held = 0;
  int64_t from = 0;
  for (int64_t i = 0; i < size; ++i) {
    uint32_t c = s->at(i);
    if (pending) {
      pending = false;
      if (c == '\n') {
        *seen |= kSeenCrLf;
        if (!out.add(translate ? "\n" : "\r\n")) return kFailure;
        from = i + 1;
        continue;
      }
      *seen |= kSeenCr;
      if (!out.add(translate ? "\n" : "\r")) return kFailure;
      from = i;
    }
    if (c == '\n') {
      *seen |= kSeenLf;
    } else if (c == '\r') {
      if (!out.add_substring(s, from, i)) return kFailure;
      from = i + 1;
      pending = true;
    }
  }
  if (pending) {
    if (final) {
      *seen |= kSeenCr;
      if (!out.add(translate ? "\n" : "\r")) return kFailure;
    } else {
      *held = 1;
    }
  } else if (!out.add_substring(s, from, size)) {
    return kFailure;
  }
  return out.finish();
}

Result<Value> newlines_value(Thread& t, uint8_t seen) {
  static constexpr const char* kTexts[] = {"\r", "\n", "\r\n"};
  Value items[3];
  int n = 0;
  for (int i = 0; i < 3; ++i) {
    if (seen & 1 << i) items[n++] = EIDER_TRY(text_value(t, kTexts[i]));
  }
  if (n == 0) return kNone;
  if (n == 1) return items[0];
  return tuple_from(t, items, n);
}

Result<void> install_newline_decoder(Thread& t, IoState& state) {
  TypeSpec spec;
  spec.name = "_io.IncrementalNewlineDecoder";
  spec.doc = "Codec used when reading a file in universal newlines mode.";
  spec.flags = kBaseType;
  spec.native_bytes = sizeof(NewlineDecoder);
  spec.trace = TraceKind::kCustom;
  spec.slots.trace = decoder_trace;
  spec.slots.new_ = decoder_alloc;
  spec.slots.init = decoder_init;
  set_methods(spec, kMethods);
  set_getsets(spec, kGetSets);
  state.newline_decoder = EIDER_TRY(make_builtin_type(t, spec));
  return kDone;
}

}  // namespace eider::modules
