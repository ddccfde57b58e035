// SPDX-License-Identifier: MIT
//
// What the tables of python3.11 cannot say: identity, subclasses, iterators, f-strings, threads.
#include "text_fixture.h"
#include "text_rows.h"

namespace eider::builtins {
namespace {

class StrBehaviour : public TextTest {
 protected:
  Type* subclass(TypeId base, std::string_view class_name) {
    Str* text = str(class_name);
    Tuple* bases = tuple_of(t, type(t, base)->value()).get();
    Dict* ns = dict_new(t).get();
    return type_new(t, type(t, TypeId::kType), text, bases, ns, nullptr, nullptr).get();
  }
  std::string text_of(Result<Value> v) { return v.ok() ? to_utf8(to_ascii(t, v.get()).get()) : exception_text(t); }
};

TEST_F(StrBehaviour, UnchangedExactStringsComeBackThemselves) {
  Str* s = str("hello there");
  EXPECT_EQ(method(s->value(), "strip").get(), s->value());
  EXPECT_EQ(method(s->value(), "replace", {str("zz")->value(), str("y")->value()}).get(), s->value());
  EXPECT_EQ(method(s->value(), "ljust", {small(3)}).get(), s->value());
  EXPECT_EQ(get_item(t, s->value(), slice_new(t, kNone, kNone).get()->value()).get(), s->value());
  EXPECT_EQ(add(t, s->value(), str("")->value()).get(), s->value());
  EXPECT_EQ(to_str(t, s->value()).get(), s);
  Tuple* one = tuple_of(t, s->value()).get();
  EXPECT_EQ(method(str(", ")->value(), "join", {one->value()}).get(), s->value());
}

TEST_F(StrBehaviour, SubclassInstancesGiveExactStrings) {
  Type* cls = subclass(TypeId::kStr, "Text");
  Value v = call1(t, cls->value(), str("abc\u20ac")->value()).get();
  EXPECT_EQ(type_of(t, v), cls);
  EXPECT_EQ(to_utf8(v.as<Str>()), "abc\u20ac");
  EXPECT_TRUE(equal(t, v, str("abc\u20ac")->value()).get());
  EXPECT_EQ(hash(t, v).get(), hash(t, str("abc\u20ac")->value()).get());
  for (const char* name : {"strip", "lower", "__str__"}) EXPECT_TRUE(is_exact_str(method(v, name).get())) << name;
  EXPECT_TRUE(is_exact_str(add(t, v, str("")->value()).get()));
  EXPECT_TRUE(is_exact_str(get_item(t, v, slice_new(t, kNone, kNone).get()->value()).get()));
  EXPECT_TRUE(is_exact_str(multiply(t, v, small(1)).get()));
  ASSERT_TRUE(set_attr(t, v, intern(t, "note").get(), small(7)).ok());
  realm->heap().collect(t, gc::CollectReason::kExplicit);
  EXPECT_EQ(get_attr(t, v, intern(t, "note").get()).get(), small(7));
  EXPECT_EQ(to_utf8(v.as<Str>()), "abc\u20ac");
  Str* interned = intern(t, v.as<Str>()).get();
  EXPECT_TRUE(is_exact_str(interned->value()));
  Dict* d = dict_new(t).get();
  ASSERT_TRUE(dict_set(t, d, str("abc\u20ac")->value(), small(1)).ok());
  EXPECT_EQ(dict_get(t, d, v).get(), small(1));
}

TEST_F(StrBehaviour, ConstructorChecksItsArguments) {
  auto construct = [&](std::initializer_list<Value> args) { return text_of(call(t, type(t, TypeId::kStr)->value(), args.begin(), static_cast<uint32_t>(args.size()))); };
  EXPECT_EQ(construct({}), "''");
  EXPECT_EQ(construct({small(5)}), "'5'");
  EXPECT_EQ(construct({bytes_from(t, "a\xc3\xa9").get()->value(), str("utf-8")->value()}), "'a\\xe9'");
  EXPECT_EQ(construct({small(1), str("x")->value()}), "!TypeError: decoding to str: need a bytes-like object, int found");
  EXPECT_EQ(construct({str("a")->value(), str("utf8")->value()}), "!TypeError: decoding str is not supported");
  EXPECT_EQ(construct({small(1), small(2)}), "!TypeError: str() argument 'encoding' must be str, not int");
  EXPECT_EQ(construct({small(1), small(2), small(3), small(4)}), "!TypeError: str() takes at most 3 arguments (4 given)");
}

TEST_F(StrBehaviour, AnExhaustedIteratorStaysExhausted) {
  for (const char* text : {"ab", "\u20acx"}) {
    Value it = get_iter(t, str(text)->value()).get();
    EXPECT_STREQ(type_name(t, it), text[0] == 'a' ? "str_ascii_iterator" : "str_iterator");
    EXPECT_EQ(text_of(method(it, "__length_hint__")), "2");
    EXPECT_FALSE(iter_next(t, it).get().is_absent());
    EXPECT_FALSE(iter_next(t, it).get().is_absent());
    EXPECT_TRUE(iter_next(t, it).get().is_absent());
    ASSERT_TRUE(method(it, "__setstate__", {small(0)}).ok());
    EXPECT_TRUE(iter_next(t, it).get().is_absent());
  }
}

TEST_F(StrBehaviour, ThreadsSharingAnIteratorSeeOnlyItsCharactersAndOneEnd) {
  Str* text = str(std::string(100, 'x'));
  for (int round = 0; round < 300; ++round) {
    for (Value source : {text->value(), bytes_from(t, std::string(100, 'x')).get()->value()}) {
      Value item = source == text->value() ? t.realm->latin1['x']->value() : small('x');
      Value it = get_iter(t, source).get();
      std::atomic<int> wrong{0};
      run_together(4, [&](Thread& mine, int) {
        for (;;) {
          Result<Value> next = iter_next(mine, it);
          if (!next.ok()) { wrong++; break; }
          if (next.get().is_absent()) break;
          if (next.get() != item) wrong++;
          if (!poll(mine).ok()) break;
        }
        for (int i = 0; i < 100; ++i) wrong += !iter_next(mine, it).get().is_absent();
      });
      ASSERT_EQ(wrong.load(), 0);
    }
  }
}

TEST_F(StrBehaviour, FStringsFormatAndBuild) {
  EXPECT_EQ(to_utf8(format_value(t, small(42), FormatConversion::kNone).get()), "42");
  EXPECT_EQ(to_utf8(format_value(t, str("it's")->value(), FormatConversion::kRepr).get()), "\"it's\"");
  EXPECT_EQ(to_utf8(format_value(t, str("\u20ac")->value(), FormatConversion::kAscii).get()), "'\\u20ac'");
  EXPECT_EQ(to_utf8(format_value(t, small(42), FormatConversion::kNone, str(">6x")->value()).get()), "    2a");
  EXPECT_EQ(to_utf8(format_value(t, small(42), FormatConversion::kStr, str("<4")->value()).get()), "42  ");
  Value parts[] = {str("a")->value(), str("\u20ac")->value(), str("")->value(), str("tail")->value()};
  EXPECT_EQ(to_utf8(build_string(t, parts, 4).get()), "a\u20actail");
  EXPECT_EQ(build_string(t, parts, 1).get(), realm->latin1['a']);
  EXPECT_EQ(build_string(t, parts, 0).get(), realm->empty_str);
}

TEST_F(StrBehaviour, RepeatedStringsTooLongAreErrors) {
  EXPECT_EQ(text_of(multiply(t, str("ab")->value(), small(int64_t{1} << 62 >> 1 << 1 >> 1))), text_of(multiply(t, str("ab")->value(), small(int64_t{1} << 61))));
  EXPECT_EQ(text_of(multiply(t, str("abcd")->value(), small((int64_t{1} << 62) - 1))), "!OverflowError: repeated string is too long");
  EXPECT_EQ(text_of(multiply(t, str("a")->value(), small(int64_t{1} << 61))), "!MemoryError: ");
}

TEST_F(StrBehaviour, ConcatenationErrors) {
  EXPECT_EQ(text_of(add(t, str("a")->value(), small(1))), "!TypeError: can only concatenate str (not \"int\") to str");
  EXPECT_EQ(text_of(add(t, bytes_from(t, "a").get()->value(), str("a")->value())), "!TypeError: can't concat str to bytes");
  EXPECT_EQ(text_of(multiply(t, str("a")->value(), str("b")->value())), "!TypeError: can't multiply sequence by non-int of type 'str'");
}

TEST_F(StrBehaviour, JoiningAListThatOthersChangeIsASnapshot) {
  List* list = list_new(t, 0).get();
  for (int i = 0; i < 100; i++) list_append(t, list, str("xy")->value()).get();
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  run_together(3, [&](Thread& mine, int id) {
    if (id == 0) {
      for (int i = 0; i < 2000; i++) {
        (void)list_append(mine, list, mine.realm->latin1['z']->value());
        if (!poll(mine).ok()) break;
      }
      stop = true;
      return;
    }
    while (!stop) {
      Str* joined = str_join(mine, mine.realm->empty_str, list->value()).get();
      if (joined->length() < 200 || joined->at(0) != 'x') wrong++;
      if (!poll(mine).ok()) break;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
}

TEST_F(StrBehaviour, SearchesFindWhatTheStandardLibraryFinds) {
  std::string alphabet = "aab";
  uint32_t seed = 12345;
  auto random = [&seed] { return seed = seed * 1664525 + 1013904223, seed >> 16; };
  for (int round = 0; round < 3000; round++) {
    std::string hay, needle;
    for (uint32_t n = random() % 90; n > 0; n--) hay += alphabet[random() % 3];
    for (uint32_t n = random() % 6; n > 0; n--) needle += alphabet[random() % 3];
    auto found = static_cast<int64_t>(hay.find(needle));
    auto last = static_cast<int64_t>(hay.rfind(needle));
    ASSERT_EQ(method(str(hay)->value(), "find", {str(needle)->value()}).get(), small(found)) << hay << " " << needle;
    ASSERT_EQ(method(str(hay)->value(), "rfind", {str(needle)->value()}).get(), small(last)) << hay << " " << needle;
  }
}

TEST_F(StrBehaviour, LongSearchesAreNotQuadratic) {
  std::string hay(400000, 'a'), needle(20000, 'a');
  needle[0] = 'b';
  EXPECT_EQ(method(str(hay)->value(), "find", {str(needle)->value()}).get(), small(-1));
  EXPECT_EQ(method(str(hay)->value(), "rfind", {str(needle + "b")->value()}).get(), small(-1));
  EXPECT_EQ(method(str(hay)->value(), "count", {str(std::string(20000, 'a'))->value()}).get(), small(20));
}

}  // namespace
}  // namespace eider::builtins
