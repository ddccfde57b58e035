// SPDX-License-Identifier: MIT
//
// A first host program: C++ called by Python, Python called by C++, an error with its traceback.
#include <eider/eider.hpp>
#include <iostream>

int main() {
  eider::Runtime rt;  // a value: own heap, own modules, no global state
  rt["greet"] = [](std::string who) { return "hello " + who; };
  rt.exec(
      "def twice(x): return x * 2\n"
      "msg = greet('world')");
  int n = rt["twice"](21);  // converted in both directions
  std::cout << rt["msg"].as<std::string>() << ' ' << n << '\n';
  if (auto r = rt.try_eval<int>("1/0"); !r) {  // results; exec, eval and calls throw eider::Error
    std::cout << r.error().traceback();        // same text as the command line
  }
}
