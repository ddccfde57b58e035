// SPDX-License-Identifier: MIT
//
// The program `eider`: flags, what to run, exit codes.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "embed/house.h"
#include "runtime/runtime.h"

int main(int argc, char** argv) {
  using namespace eider;
  runtime::Config config = embed::house_config();
  std::string error;
  std::string code, file;
  bool have_code = false;
  int at = 1;
  for (; at < argc; ++at) {
    std::string a = argv[at];
    if (a == "-c" && at + 1 < argc) { code = argv[++at]; have_code = true; ++at; break; }
    if (a.size() > 1 && a[0] == '-') continue;
    file = a; ++at; break;
  }
  config.argv.clear();
  config.argv.push_back(have_code ? "-c" : file);
  for (; at < argc; ++at) config.argv.push_back(argv[at]);
  config.install_signal_handlers = true;
  auto rt = runtime::Runtime::create(std::move(config), &error);
  if (rt == nullptr) { std::fprintf(stderr, "eider: %s\n", error.c_str()); return 1; }
  objects::Thread& t = rt->main_thread();
  auto r = have_code ? runtime::run_string(t, code, "<string>") : runtime::run_file(t, file);
  int status = 0;
  if (!r.ok()) status = runtime::report_exception(t);
  rt->finalize(t);
  if (rt->exit_status_at_flush != 0) status = rt->exit_status_at_flush;
  std::fflush(nullptr);
  ::_exit(status);
}
