// What a run's predictions say of every image: right or wrong, and whether it is called the target.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace remedy {

// 0 or 1 for each image of a suite, in its order.
using ImageFlags = std::vector<std::uint8_t>;

struct RunOutcomes {
  // Of one suite, by the baseline.
  struct Before {
    ImageFlags right;
    ImageFlags target;  // whether the image is of one of the target's classes; empty if unknown
    std::vector<std::int32_t> labels;  // empty where the baseline's own file is lost
  };
  // Of one trial on one suite. `as_target` is empty where the run does not keep the target's
  // classes.
  struct After {
    ImageFlags right;
    ImageFlags as_target;  // predicted as one of the target's classes
  };
  std::map<std::string, Before> suites;                        // by name; not of each
  std::map<std::string, std::map<std::string, After>> trials;  // by trial and suite

  // Those of one trial on one suite, or nullptr.
  const After* find(const std::string& trial, const std::string& suite) const;
};

}  // namespace remedy
