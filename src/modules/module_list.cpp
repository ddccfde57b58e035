// SPDX-License-Identifier: MIT
//
// The table of native modules: one line each.
#include "modules/modules.h"
#include "modules/thread/support.h"

namespace eider::modules {

Result<void> fill_abc(Thread& t, Module* module);
Result<void> fill_collections(Thread& t, Module* module);
Result<void> fill_contextvars(Thread& t, Module* module);
Result<void> fill_functools(Thread& t, Module* module);
Result<void> fill_operator(Thread& t, Module* module);
Result<void> fill_itertools(Thread& t, Module* module);
Result<void> fill_math(Thread& t, Module* module);
Result<void> fill_heapq(Thread& t, Module* module);
Result<void> fill_bisect(Thread& t, Module* module);
Result<void> fill_random(Thread& t, Module* module);
Result<void> fill_sha512(Thread& t, Module* module);
Result<void> fill_ast(Thread& t, Module* module);
Result<void> fill_fcntl(Thread& t, Module* module);
Result<void> fill_termios(Thread& t, Module* module);
Result<void> fill_posixsubprocess(Thread& t, Module* module);
Result<void> fill_socket(Thread& t, Module* module);
Result<void> fill_marshal(Thread& t, Module* module);
Result<void> fill_sre(Thread& t, Module* module);
Result<void> fill_struct(Thread& t, Module* module);
Result<void> fill_array(Thread& t, Module* module);
Result<void> fill_binascii(Thread& t, Module* module);
Result<void> fill_hashlib(Thread& t, Module* module);
Result<void> fill_blake2(Thread& t, Module* module);
Result<void> fill_cmath(Thread& t, Module* module);
Result<void> fill_pyexpat(Thread& t, Module* module);
Result<void> fill_bz2(Thread& t, Module* module);
Result<void> fill_multiprocessing(Thread& t, Module* module);
Result<void> fill_posixshmem(Thread& t, Module* module);
Result<void> fill_lzma(Thread& t, Module* module);
Result<void> fill_zlib(Thread& t, Module* module);
Result<void> fill_unicodedata(Thread& t, Module* module);
Result<void> fill_csv(Thread& t, Module* module);
Result<void> fill_json(Thread& t, Module* module);
// io, text, system
Result<void> fill_io(Thread& t, Module* module);
Result<void> fill_codecs(Thread& t, Module* module);
Result<void> fill_warnings(Thread& t, Module* module);
Result<void> fill_stat(Thread& t, Module* module);
Result<void> fill_errno(Thread& t, Module* module);
Result<void> fill_locale(Thread& t, Module* module);
Result<void> fill_string(Thread& t, Module* module);

constinit const runtime::NativeModule kNativeModules[] = {
    {"_io", fill_io},
    {"_codecs", fill_codecs},
    {"_warnings", fill_warnings},
    {"_stat", fill_stat},
    {"errno", fill_errno},
    {"_locale", fill_locale},
    {"_string", fill_string},
    {"_abc", fill_abc},
    {"_ast", fill_ast},
    {"_bisect", fill_bisect},
    {"_collections", fill_collections},
    {"_contextvars", fill_contextvars},
    {"_functools", fill_functools},
    {"_heapq", fill_heapq},
    {"_operator", fill_operator},
    {"_random", fill_random},
    {"_sha512", fill_sha512},
    {"_sre", fill_sre},
    {"_hashlib", fill_hashlib},
    {"_blake2", fill_blake2},
    {"cmath", fill_cmath},
    {"pyexpat", fill_pyexpat},
    {"_bz2", fill_bz2},
    {"_multiprocessing", fill_multiprocessing},
    {"_posixshmem", fill_posixshmem},
    {"_lzma", fill_lzma},
    {"zlib", fill_zlib},
    {"unicodedata", fill_unicodedata},
    {"_csv", fill_csv},
    {"_json", fill_json},
    {"_struct", fill_struct},
    {"array", fill_array},
    {"binascii", fill_binascii},
    {"itertools", fill_itertools},
    {"math", fill_math},
    {"marshal", fill_marshal},
    {"_socket", fill_socket},
    {"fcntl", fill_fcntl},
    {"termios", fill_termios},
    {"_posixsubprocess", fill_posixsubprocess},
    // modules/thread: threads, time, the system
    {"_thread", fill_thread},
    {"time", fill_time},
    {"posix", fill_posix},
    {"gc", fill_gc},
    {"_weakref", fill_weakref},
    {"_queue", fill_queue},
    {"_signal", fill_signal},
    {"atexit", fill_atexit},
    {"faulthandler", fill_faulthandler},
    {"_imp", fill_imp},
    {"pwd", fill_pwd},
    {"grp", fill_grp},
    {"select", fill_select},
    {"resource", fill_resource},
    {},
};

void close_modules(runtime::Runtime& runtime) {
  close_io(runtime);
  close_sys(runtime);
  close_sre(runtime);
}

}  // namespace eider::modules
