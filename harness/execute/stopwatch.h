// Where the time of a trial goes.
#pragma once

#include <chrono>

#include "core/json.h"

namespace remedy {

class Stopwatch {
 public:
  // The time since the last call, or since the beginning, counts as `part`'s.
  void lap(const char* part) {
    const auto now = Clock::now();
    const double before = seconds_.value(part, 0.0);
    seconds_[part] = before + std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }

  const Json& seconds() const { return seconds_; }  // part: seconds

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point last_ = Clock::now();
  Json seconds_ = Json::object();
};

}  // namespace remedy
