// The one error type of the harness.
#pragma once

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <utility>

namespace remedy {

// Bad input or a failing outside world. The message is for a person: it names the file, the line or
// key, what was found, what was expected and, where it is known, what to do.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& message) : std::runtime_error(message) {}

  // Error("{}: no image in this folder", path.string())
  template <typename First, typename... Rest>
  Error(fmt::format_string<First, Rest...> format, First&& first, Rest&&... rest)
      : std::runtime_error(
            fmt::format(format, std::forward<First>(first), std::forward<Rest>(rest)...)) {}
};

// What is asked for is well-formed and cannot be granted: a run directory in use, runs that are not
// comparable.
class Refusal : public Error {
 public:
  using Error::Error;
};

}  // namespace remedy
