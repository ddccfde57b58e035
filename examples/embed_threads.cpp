// SPDX-License-Identifier: MIT
//
// Sixteen threads of the host call one script function at the same time. No lock, no thread state to manage.
#include <cstdint>
#include <eider/eider.hpp>
#include <iostream>
#include <thread>
#include <vector>

int main() {
  constexpr int kThreads = 16, kCalls = 2000;
  eider::Runtime rt;
  rt.exec(
      "def score(job, features):\n"
      "    total = job\n"
      "    for f in features:\n"
      "        total += f * f\n"
      "    return total\n");
  auto score = rt.fn<std::int64_t(int, const std::vector<int>&)>("score");  // typed, copyable, usable on any thread
  std::vector<std::int64_t> sums(kThreads);
  {
    std::vector<std::jthread> pool;
    for (int t = 0; t < kThreads; ++t) {
      pool.emplace_back([&sums, score, t] {
        std::vector<int> features{1, 2, 3, t};
        for (int i = 0; i < kCalls; ++i) sums[t] += score(i, features);
      });
    }
  }
  std::int64_t sum = 0, wanted = 0;
  for (int t = 0; t < kThreads; ++t) {
    sum += sums[t];
    wanted += std::int64_t{kCalls} * (kCalls - 1) / 2 + std::int64_t{kCalls} * (14 + t * t);
  }
  bool closed = rt.close(std::chrono::seconds(10));
  std::cout << kThreads << " threads, " << kThreads * kCalls << " calls, sum " << sum << (sum == wanted ? " as expected" : " WRONG")
            << (closed ? ", closed" : ", not closed") << '\n';
  return sum == wanted && closed ? 0 : 1;
}
