// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "objects/realm.h"
#include "objects/str_storage.h"
#include "threads/safepoint.h"

namespace eider::objects {
namespace {

class StrStorage : public ::testing::Test {
 protected:
  StrStorage() : realm(std::make_unique<Realm>(Realm::Config{})) {
    EXPECT_TRUE(realm->bootstrap(t));
  }
  ~StrStorage() override { realm->leave_thread(t); }
  void run_together(int n, const std::function<void(Thread&, int)>& body) {
    threads::Detached away(t);
    std::vector<std::thread> threads;
    std::atomic<int> ready{0};
    for (int i = 0; i < n; i++) {
      threads.emplace_back([&, i] {
        Thread mine;
        realm->enter_thread(mine, false);
        ready++;
        while (ready.load() < n) {
          if (!poll(mine).ok()) break;
        }
        body(mine, i);
        realm->leave_thread(mine);
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  Str* make(std::string_view s) { return str_from_utf8(t, s).get(); }

  std::unique_ptr<Realm> realm;
  Thread t;
};

TEST_F(StrStorage, PicksTheNarrowestWidth) {
  EXPECT_EQ(make("abc")->width, 1);
  EXPECT_TRUE(make("abc")->ascii);
  EXPECT_EQ(make("\u00e9t\u00e9")->width, 1);
  EXPECT_FALSE(make("\u00e9t\u00e9")->ascii);
  EXPECT_EQ(make("\u20acx")->width, 2);
  EXPECT_EQ(make("x\U0001f600")->width, 4);
  EXPECT_EQ(make("x\U0001f600")->length(), 2);
  uint32_t wide[] = {'a', 'b', 0xe9};
  Str* narrowed = str_from_ucs4(t, wide, 3).get();
  EXPECT_EQ(narrowed->width, 1);
  EXPECT_FALSE(narrowed->ascii);
  EXPECT_TRUE(str_from_ucs4(t, wide, 2).get()->ascii);
}

TEST_F(StrStorage, Utf8GoesThereAndBack) {
  for (const char* text : {"", "a", "abc", "\u00e9", "\u20ac", "\U0001f600", "mix\u00e9\u20ac\U0001f600end", "\xed\xa0\x80"}) {
    EXPECT_EQ(to_utf8(make(text)), text);
  }
  EXPECT_EQ(to_utf8(make("a\xff" "b\xe2\x82")), "a\ufffd" "b\ufffd\ufffd");  // malformed input does not break anything
}

TEST_F(StrStorage, OneCharacterOfLatin1IsShared) {
  EXPECT_EQ(make("a"), str_from_char(t, 'a').get());
  EXPECT_EQ(make("\u00e9"), str_substring(t, make("\u20ac\u00e9x"), 1, 2).get());
  EXPECT_EQ(make(""), realm->empty_str);
  EXPECT_EQ(str_substring(t, make("abc"), 2, 2).get(), realm->empty_str);
}

TEST_F(StrStorage, SubstringNarrows) {
  Str* s = make("ab\u20accd\U0001f600");
  EXPECT_EQ(s->width, 4);
  EXPECT_TRUE(str_substring(t, s, 0, 2).get()->ascii);
  EXPECT_EQ(str_substring(t, s, 1, 4).get()->width, 2);
  EXPECT_EQ(str_substring(t, s, 0, 6).get(), s);
}

TEST_F(StrStorage, ComparesByCodePoint) {
  EXPECT_LT(str_compare(make("abc"), make("abd")), 0);
  EXPECT_LT(str_compare(make("ab"), make("abc")), 0);
  EXPECT_GT(str_compare(make("\uffff"), make("abc")), 0);
  EXPECT_LT(str_compare(make("\uffff"), make("\U00010000")), 0);
  EXPECT_GT(str_compare(make("\u00e9"), make("z")), 0);
  EXPECT_EQ(str_compare(make("\u20acab"), make("\u20acab")), 0);
  EXPECT_TRUE(str_equal(make("\u20acab"), make("\u20acab")));
  EXPECT_FALSE(str_equal(make("abc"), make("abx")));
}

TEST_F(StrStorage, EqualTextsHashEqual) {
  EXPECT_EQ(str_hash(t, make("hello")), str_hash(t, str_concat(t, make("hel"), make("lo")).get()));
  EXPECT_NE(str_hash(t, make("hello")), str_hash(t, make("hellp")));
  EXPECT_NE(str_hash(t, realm->empty_str), 0u);
}

TEST_F(StrStorage, AppendingInALoopReusesTheBuffer) {
  Str* s = make("");
  std::string expected;
  StrBuffer* last = nullptr;
  int buffers = 0;
  for (int i = 0; i < 20000; i++) {
    std::string piece = std::to_string(i) + ",";
    s = str_concat(t, s, make(piece)).get();
    expected += piece;
    if (s->external && s->buffer != last) {
      last = s->buffer;
      buffers++;
    }
  }
  EXPECT_EQ(to_utf8(s), expected);
  EXPECT_LT(buffers, 40);
}

TEST_F(StrStorage, ExtendingAStringTwiceGivesTwoStrings) {
  Str* base = make(std::string(300, 'x'));
  base = str_concat(t, base, make("yy")).get();
  ASSERT_TRUE(base->external);
  Str* a = str_concat(t, base, make("first")).get();
  Str* b = str_concat(t, base, make("second")).get();
  EXPECT_EQ(a->buffer, base->buffer);
  EXPECT_NE(b->buffer, base->buffer);
  EXPECT_EQ(to_utf8(a), to_utf8(base) + "first");
  EXPECT_EQ(to_utf8(b), to_utf8(base) + "second");
  Str* wide = str_concat(t, a, make("\u20ac")).get();
  EXPECT_EQ(wide->width, 2);
  EXPECT_EQ(to_utf8(wide), to_utf8(a) + "\u20ac");
  EXPECT_EQ(to_utf8(str_concat(t, wide, make("z")).get()), to_utf8(wide) + "z");
  EXPECT_EQ(to_utf8(str_concat(t, base, base).get()), to_utf8(base) + to_utf8(base));
}

TEST_F(StrStorage, ThreadsExtendingOneStringEachGetTheirOwn) {
  Str* base = str_concat(t, make(std::string(500, 'b')), make("ase")).get();
  ASSERT_TRUE(base->external);
  std::string prefix = to_utf8(base);
  std::atomic<int> wrong{0};
  run_together(4, [&](Thread& mine, int id) {
    for (int round = 0; round < 300; round++) {
      Str* s = base;
      std::string expected = prefix;
      for (int i = 0; i < 8; i++) {
        std::string piece = std::to_string(id * 1000 + i) + ";";
        s = str_concat(mine, s, str_from_ascii(mine, piece).get()).get();
        expected += piece;
        if (!str_equals_ascii(s, expected)) wrong++;
      }
      if (!poll(mine).ok()) wrong++;
    }
  });
  EXPECT_EQ(wrong.load(), 0);
  EXPECT_EQ(to_utf8(base), prefix);
}

TEST_F(StrStorage, InterningGivesOneObject) {
  Str* a = intern(t, "a_name").get();
  EXPECT_EQ(intern(t, make("a_name")).get(), a);
  EXPECT_EQ(intern(t, str_concat(t, make("a_"), make("name")).get()).get(), a);
  EXPECT_TRUE(a->interned());
  EXPECT_EQ(intern(t, "__init__").get(), realm->name(Name::k__init__));
  EXPECT_EQ(intern(t, "throw").get(), realm->name(Name::kthrow));
  EXPECT_EQ(intern(t, "x").get(), realm->latin1['x']);
  EXPECT_EQ(intern(t, "").get(), realm->empty_str);
  EXPECT_EQ(intern(t, "caf\u00e9").get(), intern(t, make("caf\u00e9")).get());
}

TEST_F(StrStorage, InterningFromManyThreadsGivesOneObjectEach) {
  constexpr int kThreads = 8, kTexts = 2000;
  // The threads' answers live in lists the collector sees.
  List* answers[kThreads];
  for (auto& list : answers) list = list_new(t, kTexts).get();
  run_together(kThreads, [&](Thread& mine, int id) {
    for (int i = 0; i < kTexts; i++) {
      int n = id % 2 == 0 ? i : kTexts - 1 - i;  // from both ends
      Str* s = intern(mine, "interned_" + std::to_string(n)).get();
      list_append(mine, answers[id], s->value()).get();
      if (i % 64 == 0) (void)poll(mine);
    }
  });
  for (int i = 0; i < kTexts; i++) {
    for (int id = 1; id < kThreads; id++) {
      ASSERT_EQ(list_get(answers[id], id % 2 == 0 ? i : kTexts - 1 - i), list_get(answers[0], i));
    }
  }
}

TEST_F(StrStorage, DeadInternedStringsLeaveTheTable) {
  Str* kept = intern(t, "kept_by_a_local_variable").get();
  for (int i = 0; i < 5000; i++) (void)intern(t, "dropped_" + std::to_string(i));
  realm->heap().collect(t, gc::CollectReason::kExplicit);
  EXPECT_EQ(intern(t, "kept_by_a_local_variable").get(), kept);
  for (int i = 0; i < 5000; i++) {  // whatever is found must be alive and right
    std::string text = "dropped_" + std::to_string(i);
    ASSERT_EQ(to_utf8(intern(t, text).get()), text);
  }
  EXPECT_EQ(intern(t, "__init__").get(), realm->name(Name::k__init__));
}

TEST_F(StrStorage, ExternalStringsSurviveCollections) {
  Str* s = make(std::string(400, 'q'));
  for (int i = 0; i < 50; i++) {
    s = str_concat(t, s, make("0123456789")).get();
    realm->heap().collect(t, gc::CollectReason::kExplicit);
  }
  EXPECT_EQ(s->length(), 900);
  EXPECT_EQ(to_utf8(str_substring(t, s, 890, 900).get()), "0123456789");
}

TEST_F(StrStorage, BuilderWidensAsItGrows) {
  StrBuilder out(t);
  ASSERT_TRUE(out.add("ascii "));
  ASSERT_TRUE(out.add_char(0xe9));
  ASSERT_TRUE(out.add(make(" \u20ac ")));
  ASSERT_TRUE(out.add_char(0x1f600));
  ASSERT_TRUE(out.add_substring(make("\U0001f600tail"), 1, 5));
  EXPECT_EQ(to_utf8(out.finish().get()), "ascii \u00e9 \u20ac \U0001f600tail");
  StrBuilder narrow(t);
  ASSERT_TRUE(narrow.add_substring(make("\U0001f600abc"), 1, 4));
  EXPECT_TRUE(narrow.finish().get()->ascii);
  StrBuilder none(t);
  EXPECT_EQ(none.finish().get(), realm->empty_str);
}

TEST_F(StrStorage, FormatsLikePrintf) {
  EXPECT_EQ(to_utf8(str_format(t, "%d-%s-%5.2f", 42, "\u20ac", 1.5).get()), "42-\u20ac- 1.50");
  EXPECT_EQ(str_format(t, "%s", std::string(1000, 'x').c_str()).get()->length(), 1000);
}

}  // namespace
}  // namespace eider::objects
