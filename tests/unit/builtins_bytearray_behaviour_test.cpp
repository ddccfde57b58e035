// SPDX-License-Identifier: MIT
//
// bytearray under threads, memoryviews and their exports.
#include "builtins/bytes/exports.h"
#include "text_fixture.h"
#include <algorithm>

#include "text_rows.h"

namespace eider::builtins {
namespace {

class BytesBehaviour : public TextTest {
 protected:
  BytesBehaviour() {
    in_frames.clear();
    realm->hooks.frame_holds = [](Thread&, Value v) { return std::find(in_frames.begin(), in_frames.end(), v) != in_frames.end(); };
  }
  /// What the test says Python frames hold.
  static inline std::vector<Value> in_frames;
  Value bytes(std::string_view text) { return bytes_from(t, text).get()->value(); }
  ByteArray* array(std::string_view text) { return bytearray_new(t, text.data(), static_cast<int64_t>(text.size())).get(); }
  std::string text_of(Result<Value> v) { return v.ok() ? to_utf8(to_ascii(t, v.get()).get()) : exception_text(t); }
  /// Makes a view where no local of the test refers to it, and drops it.
  EIDER_NOINLINE void look_briefly(ByteArray* a) {
    MemoryView* view = memoryview_new(t, a->value()).get();
    EXPECT_EQ(view->count, a->length.load_relaxed());
  }
};

TEST_F(BytesBehaviour, EqualBytesHashEqual) {
  EXPECT_EQ(hash(t, bytes("abc")).get(), hash(t, bytes("abc")).get());
  EXPECT_EQ(hash(t, bytes("abc")).get(), hash(t, str("abc")->value()).get());
  EXPECT_FALSE(hash(t, array("x")->value()).ok());
  EXPECT_EQ(exception_text(t), "!TypeError: unhashable type: 'bytearray'");
}

TEST_F(BytesBehaviour, AppendingInALoopIsLinear) {
  ByteArray* a = array("");
  ByteBuffer* last = nullptr;
  int buffers = 0;
  for (int i = 0; i < 100000; i++) {
    ASSERT_TRUE(bytearray_append(t, a, static_cast<uint8_t>(i)).ok());
    if (a->buffer.get() != last) {
      last = a->buffer.get();
      buffers++;
    }
  }
  EXPECT_EQ(a->length.load_relaxed(), 100000);
  EXPECT_LT(buffers, 120);
  for (int i = 0; i < 100000; i++) ASSERT_EQ(a->begin_locked()[i], static_cast<uint8_t>(i));
}

TEST_F(BytesBehaviour, AQueueOfBytesDeletesAtTheFrontCheaply) {
  ByteArray* a = array(std::string(1000, 'x'));
  for (int i = 0; i < 5000; i++) {
    ASSERT_TRUE(bytearray_replace(t, a, 0, 100, {}).ok());
    ASSERT_TRUE(bytearray_replace(t, a, INT64_MAX, INT64_MAX, {reinterpret_cast<const uint8_t*>(std::string(100, 'y').data()), 100}).ok());
  }
  EXPECT_EQ(a->length.load_relaxed(), 1000);
  EXPECT_LT(a->buffer.get()->capacity, 4000);
}

TEST_F(BytesBehaviour, ThreadsAppendingLoseNothing) {
  ByteArray* a = array("");
  run_together(4, [&](Thread& mine, int id) {
    for (int i = 0; i < 5000; i++) {
      ASSERT_TRUE(bytearray_append(mine, a, static_cast<uint8_t>(id)).ok());
      if (!poll(mine).ok()) break;
    }
  });
  int64_t counts[4] = {};
  ASSERT_EQ(a->length.load_relaxed(), 20000);
  for (int i = 0; i < 20000; i++) counts[a->begin_locked()[i]]++;
  for (int64_t count : counts) EXPECT_EQ(count, 5000);
}

TEST_F(BytesBehaviour, ThreadsPoppingTakeEachByteOnce) {
  std::string text;
  for (int i = 0; i < 4000; i++) text += static_cast<char>(i % 251);
  ByteArray* a = array(text);
  std::atomic<int64_t> sum{0};
  run_together(4, [&](Thread& mine, int) {
    Str* pop = intern(mine, "pop").get();
    for (int i = 0; i < 1000; i++) {
      Result<Value> byte = call_method(mine, a->value(), pop, nullptr, 0);
      ASSERT_TRUE(byte.ok());
      sum += byte.get().small_int();
      if (!poll(mine).ok()) break;
    }
  });
  int64_t expected = 0;
  for (int i = 0; i < 4000; i++) expected += i % 251;
  EXPECT_EQ(sum.load(), expected);
  EXPECT_EQ(a->length.load_relaxed(), 0);
}

TEST_F(BytesBehaviour, ReadersSeeWholeStepsWhileOthersWrite) {
  ByteArray* a = array(std::string(64, 'a'));
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  run_together(3, [&](Thread& mine, int id) {
    if (id == 0) {
      std::string all[2] = {std::string(64, 'a'), std::string(200, 'b')};
      for (int i = 0; i < 3000; i++) {
        const std::string& s = all[i % 2];
        (void)bytearray_replace(mine, a, 0, INT64_MAX, {reinterpret_cast<const uint8_t*>(s.data()), s.size()});
        if (!poll(mine).ok()) break;
      }
      stop = true;
      return;
    }
    while (!stop) {
      ByteSource source;
      if (!source.acquire(mine, a->value()).ok()) wrong++;
      size_t n = source.span().size();
      if (n != 64 && n != 200) wrong++;
      for (uint8_t c : source.span()) wrong += c != (n == 64 ? 'a' : 'b');
      (void)get_item(mine, a->value(), Value::from_small_int(10)).get();
      if (!poll(mine).ok()) break;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
}

TEST_F(BytesBehaviour, ALiveViewForbidsResizing) {
  ByteArray* a = array("abc");
  MemoryView* view = memoryview_new(t, a->value()).get();
  in_frames = {view->value()};
  for (const char* op : {"clear", "pop"}) {
    EXPECT_EQ(text_of(method(a->value(), op)), "!BufferError: Existing exports of data: object cannot be re-sized") << op;
  }
  EXPECT_EQ(text_of(method(a->value(), "append", {small(1)})), "!BufferError: Existing exports of data: object cannot be re-sized");
  ASSERT_TRUE(set_item(t, a->value(), small(0), small('z')).ok());  // same size: fine
  EXPECT_EQ(text_of(get_item(t, view->value(), small(0))), "122");
  ASSERT_TRUE(set_item(t, view->value(), small(1), small('Y')).ok());
  EXPECT_EQ(text_of(a->value()), "bytearray(b'zYc')");
  MemoryView* part = get_item(t, view->value(), slice_new(t, small(1), kNone).get()->value()).get().as<MemoryView>();
  in_frames = {view->value(), part->value()};
  ASSERT_TRUE(method(view->value(), "release").ok());
  EXPECT_EQ(text_of(get_item(t, view->value(), small(0))), "!ValueError: operation forbidden on released memoryview object");
  EXPECT_EQ(text_of(method(a->value(), "clear")), "!BufferError: Existing exports of data: object cannot be re-sized");  // `part` lives
  EXPECT_EQ(text_of(method(part->value(), "tolist")), "[89, 99]");
  ASSERT_TRUE(method(part->value(), "release").ok());
  EXPECT_EQ(text_of(method(a->value(), "append", {small(33)})), "None");
  EXPECT_EQ(text_of(a->value()), "bytearray(b'zYc!')");
}

TEST_F(BytesBehaviour, AViewThatMayBeDroppedForbidsNothingAndSeesOldBytes) {
  ByteArray* a = array("abc");
  for (int i = 0; i < 40; i++) look_briefly(a);
  MemoryView* elsewhere = memoryview_new(t, a->value()).get();  // not in a Python frame: nobody knows that it lives
  EXPECT_EQ(text_of(method(a->value(), "pop", {small(0)})), "97");
  EXPECT_TRUE(a->exports.views.load_relaxed().is_absent());
  EXPECT_EQ(text_of(method(a->value(), "append", {small(33)})), "None");
  EXPECT_EQ(text_of(a->value()), "bytearray(b'bc!')");
  EXPECT_EQ(text_of(method(elsewhere->value(), "tobytes")), "b'abc'");
}

TEST_F(BytesBehaviour, AHolderForbidsResizing) {
  ByteArray* a = array("abc");
  {
    BufferHold hold;
    ASSERT_TRUE(hold.acquire(t, a->value(), BufferHold::Access::kWrite).ok());
    EXPECT_EQ(hold.size(), 3);
    hold.data()[0] = 'x';
    EXPECT_EQ(text_of(method(a->value(), "clear")), "!BufferError: Existing exports of data: object cannot be re-sized");
    MemoryView* view = memoryview_new(t, a->value()).get();
    {
      BufferHold on_view;
      ASSERT_TRUE(on_view.acquire(t, view->value(), BufferHold::Access::kRead).ok());
      EXPECT_EQ(text_of(method(view->value(), "release")), "!BufferError: memoryview has 1 exported buffer");
    }
    ASSERT_TRUE(method(view->value(), "release").ok());
  }
  EXPECT_EQ(text_of(a->value()), "bytearray(b'xbc')");
  EXPECT_EQ(text_of(method(a->value(), "clear")), "None");
  BufferHold wrong;
  EXPECT_FALSE(wrong.acquire(t, bytes("x"), BufferHold::Access::kWrite, "read-write bytes-like object expected, not %s").ok());
  EXPECT_EQ(exception_text(t), "!TypeError: read-write bytes-like object expected, not bytes");
}

TEST_F(BytesBehaviour, ViewsCastSliceAndCompare) {
  ByteArray* a = array("abcdefgh");
  Value m = memoryview_new(t, a->value()).get()->value();
  auto slice = [&](Value start, Value stop, Value step) { return slice_new(t, start, stop, step).get()->value(); };
  EXPECT_EQ(text_of(method(m, "cast", {str("I")->value()}).ok() ? method(method(m, "cast", {str("I")->value()}).get(), "tolist") : kFailure),
            "[1684234849, 1751606885]");
  EXPECT_EQ(text_of(method(get_item(t, m, slice(kNone, kNone, small(-2))).get(), "tobytes")), "b'hfdb'");
  EXPECT_EQ(text_of(method(m, "cast", {str("e")->value()})),
            "!ValueError: memoryview: destination format must be a native single character format prefixed with an optional '@'");
  EXPECT_EQ(text_of(method(get_item(t, m, slice(kNone, kNone, small(2))).get(), "cast", {str("H")->value()})),
            "!TypeError: memoryview: casts are restricted to C-contiguous views");
  EXPECT_TRUE(equal(t, m, bytes("abcdefgh")).get());
  EXPECT_TRUE(equal(t, m, method(m, "cast", {str("b")->value()}).get()).get());
  EXPECT_FALSE(equal(t, m, method(m, "cast", {str("H")->value()}).get()).get());
  EXPECT_EQ(text_of(get_item(t, m, small(8))), "!IndexError: index out of bounds on dimension 1");
  EXPECT_EQ(text_of(get_item(t, m, str("a")->value())), "!TypeError: memoryview: invalid slice key");
  ASSERT_TRUE(set_item(t, m, slice(small(0), small(4), kNone), get_item(t, m, slice(small(4), kNone, kNone)).get()).ok());
  EXPECT_EQ(text_of(a->value()), "bytearray(b'efghefgh')");
  ASSERT_FALSE(set_item(t, m, slice(small(0), small(2), kNone), bytes("abc")).ok());
  EXPECT_EQ(exception_text(t), "!ValueError: memoryview assignment: lvalue and rvalue have different structures");
  ASSERT_FALSE(set_item(t, m, small(0), small(300)).ok());
  EXPECT_EQ(exception_text(t), "!ValueError: memoryview: invalid value for format 'B'");
  ASSERT_FALSE(set_item(t, m, small(0), str("a")->value()).ok());
  EXPECT_EQ(exception_text(t), "!TypeError: memoryview: invalid type for format 'B'");
  ASSERT_FALSE(set_item(t, memoryview_new(t, bytes("abc")).get()->value(), small(0), small(3)).ok());
  EXPECT_EQ(exception_text(t), "!TypeError: cannot modify read-only memory");
  EXPECT_EQ(text_of(to_list(t, memoryview_new(t, bytes("abc")).get()->value())), "[97, 98, 99]");
  EXPECT_EQ(hash(t, memoryview_new(t, bytes("abc")).get()->value()).get(), hash(t, bytes("abc")).get());
  Value doubles = method(memoryview_new(t, array(std::string(16, '\0'))->value()).get()->value(), "cast", {str("d")->value()}).get();
  ASSERT_TRUE(set_item(t, doubles, small(1), float_value(t, 2.5).get()).ok());
  EXPECT_EQ(text_of(method(doubles, "tolist")), "[0.0, 2.5]");
  EXPECT_EQ(text_of(get_attr(t, doubles, intern(t, "shape").get())), "(2,)");
  EXPECT_EQ(text_of(get_attr(t, doubles, intern(t, "nbytes").get())), "16");
}

TEST_F(BytesBehaviour, CodecHandlersOfOthersAreCalled) {
  static Value handler;
  realm->hooks.find_error_handler = [](Thread& t, Str* name) -> Result<Value> {
    if (str_equals_ascii(name, "mine")) return handler;
    return raise(t, TypeId::kLookupError, "unknown error handler name '%s'", to_utf8(name).c_str());
  };
  static constexpr NativeDef kHandler[] = {{"handle(exc, /)", [](Thread& t, const Value* args) -> Result<Value> {
    auto* e = args[0].as<BaseException>();
    Str* text = str_format(t, "<%lld-%lld>", static_cast<long long>(e->fields[2].get().small_int()),
                           static_cast<long long>(e->fields[3].get().small_int())).get();
    return tuple_of(t, text->value(), e->fields[3].get());
  }, Sync::kNone, nullptr, NativeDef::kFunction}};
  handler = native_function_new(t, &kHandler[0], kAbsent, kNone).get()->value();
  realm->add_root(handler);
  EXPECT_EQ(text_of(method(bytes("a\xff" "b"), "decode", {str("utf-8")->value(), str("mine")->value()})), "'a<1-2>b'");
  EXPECT_EQ(text_of(method(str("a\u20ac" "b")->value(), "encode", {str("ascii")->value(), str("mine")->value()})), "b'a<1-2>b'");
  EXPECT_EQ(text_of(method(str("a\u20ac" "b")->value(), "encode", {str("ascii")->value(), str("other")->value()})),
            "!LookupError: unknown error handler name 'other'");
}

}  // namespace
}  // namespace eider::builtins
