// SPDX-License-Identifier: MIT
//
// eider-ir: reads a trace's text, runs passes, prints the result.
//
//   eider-ir [--pass=fold,guards | --optimize] [--verify] [--removed] [FILE]
//
//   --pass=A,B   these passes in this order; --optimize: the whole pipeline
//   --verify     the trace must be well-formed before and after (each pass); exit code 1 and the problem otherwise
//   --removed    before the trace: each removed operation and the pass that removed it
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "jit/ir/text.h"
#include "jit/passes/passes.h"

namespace {

using namespace eider::jit;

int complain(const std::string& what) {
  std::cerr << "eider-ir: " << what << "\n";
  return 1;
}

struct Options {
  std::vector<const Pass*> passes;
  bool verify = false, removed = false;
  std::string file;
};

constexpr Pass kOptimize{"optimize", optimize};

/// An empty text, or what is wrong with the command line.
std::string read_options(int count, char** arguments, Options* options) {
  for (int n = 1; n < count; n++) {
    std::string_view argument = arguments[n];
    if (argument == "--verify") {
      options->verify = true;
    } else if (argument == "--removed") {
      options->removed = true;
    } else if (argument == "--optimize") {
      options->passes.push_back(&kOptimize);
    } else if (argument.starts_with("--pass=")) {
      std::stringstream names{std::string(argument.substr(7))};
      for (std::string name; std::getline(names, name, ',');) {
        const Pass* pass = find_pass(name);
        if (pass == nullptr) return "no pass '" + name + "'";
        options->passes.push_back(pass);
      }
    } else if (argument.starts_with("--")) {
      return "unknown option '" + std::string(argument) + "'";
    } else {
      options->file = argument;
    }
  }
  return "";
}

std::string read_all(const std::string& file) {
  if (file.empty()) return {std::istreambuf_iterator<char>(std::cin), {}};
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (std::string problem = read_options(count, arguments, &options); !problem.empty()) return complain(problem);
  if (!options.file.empty() && !std::ifstream(options.file)) return complain("cannot read " + options.file);
  ParsedTrace parsed = parse(read_all(options.file));
  if (!parsed.error.empty()) return complain(parsed.error);
  auto check = [&](const std::string& when) {
    std::string problem = options.verify ? verify(parsed.trace) : "";
    return problem.empty() ? 0 : complain(when + ": " + problem);
  };
  if (check("the given trace") != 0) return 1;
  PassLog log;
  for (const Pass* pass : options.passes) {
    pass->run(parsed.trace, &log);
    if (check(std::string("after ") + pass->name) != 0) return 1;
  }
  if (options.removed) {
    for (const PassLog::Removed& removed : log.removed) std::cout << "; " << removed.pass << ": " << removed.text << "\n";
  }
  std::cout << print(parsed.trace, parsed.names);
  return 0;
}
