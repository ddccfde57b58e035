// SPDX-License-Identifier: MIT
//
// Runtime: an interpreter as a C++ value.
#pragma once

#include "eider/value.hpp"

namespace eider {

/// One interpreter: its own heap, modules and threads. Movable. The destructor closes it (RuntimeOptions::close_deadline); a runtime
/// whose threads do not end even then is abandoned, not torn down under them.
class Runtime {
 public:
  explicit Runtime(const RuntimeOptions& options = {}) {
    std::string error;
    core_ = detail::core_create(options, &error);
    if (core_ == nullptr) throw std::runtime_error("eider: " + error);
  }
  Runtime(Runtime&& o) noexcept : core_(std::exchange(o.core_, nullptr)) {}
  Runtime& operator=(Runtime&& o) noexcept {
    std::swap(core_, o.core_);
    return *this;
  }
  ~Runtime() {
    if (core_ == nullptr) return;
    if (detail::core_close(core_, detail::core_close_deadline(core_))) detail::core_release(core_);
  }

  void exec(std::string_view source, std::string_view filename = "<string>") {
    detail::Session s(core_);
    detail::check_entered(s);
    if (!detail::exec(s, source, filename)) detail::throw_pending(s);
  }
  template <class T = Value>
  T eval(std::string_view expression) {
    detail::Session s(core_);
    detail::check_entered(s);
    detail::Word w = 0;
    if (!detail::eval(s, expression, &w)) detail::throw_pending(s);
    if constexpr (!std::is_void_v<T>) return detail::result_from<T>(s, w, "result: ");
  }
  /// Errors of the script as results. (Closed is still thrown.)
  template <class T = Value>
  Result<T> try_eval(std::string_view expression) {
    try {
      if constexpr (std::is_void_v<T>) return eval<void>(expression), Result<void>();
      else return eval<T>(expression);
    } catch (const Error& e) {
      return e;
    }
  }
  Result<void> try_exec(std::string_view source, std::string_view filename = "<string>") {
    try {
      exec(source, filename);
      return {};
    } catch (const Error& e) {
      return e;
    }
  }
  Item operator[](std::string_view name) { return Item(core_, name); }
  template <class Signature>
  Fn<Signature> fn(std::string_view name) {
    return Fn<Signature>((*this)[name].get());
  }
  /// Refuses new calls (they throw Closed), asks running threads to end, waits for them, runs atexit callbacks. False: `deadline`
  /// passed first, or this was called from inside one of its own calls; it may be called again.
  bool close(Duration deadline = Duration::of_nanoseconds(5'000'000'000)) { return detail::core_close(core_, deadline); }
  bool is_open() const noexcept { return core_ != nullptr && detail::core_open(core_); }

 private:
  detail::Core* core_ = nullptr;
};

}  // namespace eider
