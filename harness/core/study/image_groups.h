// The groups of an image set, once its images are known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace remedy {

// Some images of a set, by their positions, ascending.
struct ImageGroup {
  std::string name;
  std::vector<std::uint32_t> images;
  // Its weight in the mean by prevalence, of 1 in all; nothing: there is no such mean.
  std::optional<double> prevalence;
};

// What one Grouping of the study comes to. Groups that only the other split has, by which they are
// weighted, have no image.
struct ImageGrouping {
  std::string name;
  std::string prevalence_of;  // the split, "the study" or nothing
  std::vector<ImageGroup> groups;
};

}  // namespace remedy
