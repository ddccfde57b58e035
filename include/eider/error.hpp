// SPDX-License-Identifier: MIT
//
// Errors: what a script raised, as a C++ exception or as a result; what a C++ callable raises in the script.
#pragma once

#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>
#include <variant>

#include "eider/bridge.hpp"

namespace eider {

/// The runtime was closed, or is closing.
class Closed : public std::runtime_error {
 public:
  Closed() : std::runtime_error("the eider runtime is closed") {}
};

/// An exception of the script, or a failed conversion (TypeError, OverflowError). Cheap to copy.
class Error : public std::exception {
 public:
  explicit Error(std::shared_ptr<const detail::ErrorData> data)
      : data_(std::move(data)),
        what_(std::make_shared<const std::string>(data_->message.empty() ? data_->type_name : data_->type_name + ": " + data_->message)) {}
  const char* what() const noexcept override { return what_->c_str(); }             // "ValueError: too small"
  const std::string& type_name() const noexcept { return data_->type_name; }        // "ValueError"
  const std::string& message() const noexcept { return data_->message; }            // "too small"
  const std::string& traceback() const noexcept { return data_->traceback; }        // as the command line prints it
  const std::shared_ptr<const detail::ErrorData>& data() const noexcept { return data_; }

 private:
  std::shared_ptr<const detail::ErrorData> data_;
  std::shared_ptr<const std::string> what_;
};

/// A builtin exception of the language, to be raised from C++: throw eider::Raise(eider::KeyError, "no such unit").
struct ExceptionType {
  const char* name;
};
inline constexpr ExceptionType ArithmeticError{"ArithmeticError"}, AttributeError{"AttributeError"}, BufferError{"BufferError"},
    EOFError{"EOFError"}, ImportError{"ImportError"}, IndexError{"IndexError"}, KeyError{"KeyError"}, LookupError{"LookupError"},
    MemoryError{"MemoryError"}, NotImplementedError{"NotImplementedError"}, OSError{"OSError"}, OverflowError{"OverflowError"},
    PermissionError{"PermissionError"}, RuntimeError{"RuntimeError"}, StopIteration{"StopIteration"}, TimeoutError{"TimeoutError"},
    TypeError{"TypeError"}, ValueError{"ValueError"}, ZeroDivisionError{"ZeroDivisionError"};

class Raise : public std::runtime_error {
 public:
  Raise(ExceptionType type, const std::string& text) : std::runtime_error(text), type_(type) {}
  ExceptionType type() const noexcept { return type_; }

 private:
  ExceptionType type_;
};

namespace detail {

inline void check_entered(const Session& s) {
  if (s.entered()) return;
  if (s.problem.empty()) throw Closed();
  throw std::runtime_error(s.problem);
}

/// Throws what is pending in `s`, or its conversion problem.
[[noreturn]] inline void throw_pending(Session& s, std::string_view where = {}) {
  if (!error_pending(s)) raise_problem(s, where);
  auto data = take_error(s);
  if (data == nullptr) throw Closed();
  throw Error(std::move(data));
}

/// The exception being handled becomes the script's.
inline void raise_current(Session& s) noexcept {
  try {
    throw;
  } catch (const Error& e) {
    raise_again(s, *e.data());
  } catch (const Closed& e) {
    raise_closed(s, e.what());
  } catch (const Raise& e) {
    raise(s, e.type().name, e.what());
  } catch (const std::out_of_range& e) {
    raise(s, "IndexError", e.what());
  } catch (const std::invalid_argument& e) {
    raise(s, "ValueError", e.what());
  } catch (const std::bad_alloc&) {
    raise(s, "MemoryError", "");
  } catch (const std::exception& e) {
    raise(s, "RuntimeError", e.what());
  } catch (...) {
    raise(s, "RuntimeError", "a C++ exception that is not a std::exception");
  }
}

}  // namespace detail

/// What try_eval and try_exec return: a value or an Error.
template <class T>
class Result {
 public:
  Result(T value) : held_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}
  bool has_value() const noexcept { return held_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }
  T& value() & {
    if (!has_value()) throw error();
    return std::get<0>(held_);
  }
  const T& value() const& { return const_cast<Result*>(this)->value(); }
  T value_or(T otherwise) const { return has_value() ? std::get<0>(held_) : std::move(otherwise); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const Error& error() const { return std::get<1>(held_); }

 private:
  std::variant<T, Error> held_;
};
template <>
class Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool has_value() const noexcept { return !error_; }
  explicit operator bool() const noexcept { return has_value(); }
  void value() const {
    if (error_) throw *error_;
  }
  const Error& error() const { return error_.value(); }

 private:
  std::optional<Error> error_;
};

}  // namespace eider
