// What a trial's record says of figures that are made of those of suites.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace remedy {

struct DerivedValue {
  std::optional<double> value, low, high;  // with an interval of 95 %; nothing: not defined
  std::optional<std::int64_t> images;      // of shape bias: those that are decided
};

struct DerivedFigures {
  std::string of;                     // the study's words
  std::optional<std::int64_t> pairs;  // nothing where images are not paired
  DerivedValue baseline, remediated;
};

}  // namespace remedy
