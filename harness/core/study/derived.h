// Figures that are made of the figures of suites.
#pragma once

#include <string>
#include <vector>

namespace remedy {

// What a difference is taken of.
struct DerivedTerm {
  std::string suite;
  // Empty: the suite's top-1. Otherwise `of` is a group of this grouping, or one of its means:
  // kMeanOverImages, kMeanOverGroups, kMeanByPrevalence.
  std::string grouping;
  std::string of;
};

inline constexpr char kMeanOverImages[] = "mean_over_images";
inline constexpr char kMeanOverGroups[] = "mean_over_groups";
inline constexpr char kMeanByPrevalence[] = "mean_by_prevalence";

// `first` minus `second`; or, where shape_suite is given, shape bias (Geirhos et al., ICLR 2019):
// of the images that are predicted as their label (the shape) or as the class that they have in the
// grouping `by` (the texture), which is another, the share predicted as their label.
struct Derived {
  std::string name;
  std::string text;  // as the study has it
  DerivedTerm first, second;
  std::string shape_suite, by;
};

}  // namespace remedy
