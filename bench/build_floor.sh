#!/bin/sh
# Builds bench/floor.cpp against build/release, into build/release/bench_floor.
set -e
cd "$(dirname "$0")/.."
ninja -C build/release eider_gc >/dev/null
clang++-19 -std=gnu++20 -O2 -g1 -fno-exceptions -fno-rtti -fno-omit-frame-pointer -Isrc bench/floor.cpp -fuse-ld=lld-19 \
  build/release/src/gc/libeider_gc.a build/release/src/threads/libeider_threads.a build/release/src/base/libeider_base.a \
  -ltbb -lmimalloc -lpthread -o build/release/bench_floor
