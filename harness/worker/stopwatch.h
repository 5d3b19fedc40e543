// Where the time of a trial goes.
#pragma once

#include <chrono>

#include "core/named.h"

namespace remedy {

class Stopwatch {
 public:
  // The time since the last call, or since the beginning, counts as `part`'s.
  void lap(const char* part) {
    const auto now = Clock::now();
    named(seconds_, part) += std::chrono::duration<double>(now - last_).count();
    last_ = now;
  }

  const Named<double>& seconds() const { return seconds_; }  // by part

 private:
  using Clock = std::chrono::steady_clock;

  Clock::time_point last_ = Clock::now();
  Named<double> seconds_;
};

}  // namespace remedy
