// What a run's predictions say of every image: right or wrong, and whether it is called the target.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/json.h"

namespace remedy {

// 0 or 1 for each image of a suite, in its order.
using ImageFlags = std::vector<std::uint8_t>;

struct RunOutcomes {
  // Of one suite, by the baseline.
  struct Before {
    ImageFlags right;
    ImageFlags target;  // whether the image is of one of the target's classes; empty if unknown
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

// Of the trials that have a record with suites. What is missing or damaged, or does not fit the
// record's number of images that are right, is left out.
RunOutcomes read_outcomes(const std::filesystem::path& root,
                          const std::map<std::string, Json>& records);

}  // namespace remedy
