// Studies of which the truth is known: methods with settings that retain a given share on average,
// whose draws scatter, on images that some get right and others do not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "report/run_builder.h"

namespace remedy::testing {

struct SyntheticMethod {
  int settings = 1;
  double loss = 0;     // of accuracy, as a share of images, of each of its settings
  double scatter = 1;  // factor of both of the design's
};

struct SyntheticDesign {
  std::vector<SyntheticMethod> methods;
  int draws = 5;
  int images = 3000;  // to retain; a tenth as many to guard
  double accuracy = 0.79;
  // Standard deviations of accuracy over draws: what all share, what the settings of a method
  // share, and what each has of its own.
  double shared = 0.002, by_method = 0.0012, by_setting = 0.0008;
  // How much of what makes an image right is its own, its method's, its setting's; the rest is the
  // trial's. With 0.98 about four images in a hundred differ from the baseline. As a whole the
  // difference of two methods' settings has a standard deviation of 0.4 points of retention over
  // draws, as the studies under reports/ have.
  double image = 0.98, image_method = 0.012, image_setting = 0.006;
  double false_positives = 0.02;
  bool control = true;  // a constant on the target's logit that is as good, without draws
};

// A run in memory with the outcomes of its images, and the truth.
class SyntheticStudy {
 public:
  SyntheticStudy(const SyntheticDesign& design, std::uint64_t seed);

  struct Truth {
    std::string label;
    double accuracy = 0;        // over all draws there might be
    double in_these_draws = 0;  // over those that were made
  };
  // By the number that the plan has each setting at, the control last.
  const std::vector<Truth>& truth() const { return truth_; }
  const RunData& run() const { return builder_.run; }

  // As a run leaves them: plan, records, predictions, and the baseline's outcomes.
  void write(const std::filesystem::path& root) const;

 private:
  using Part = std::vector<float>;  // of what makes each image right
  Part part();
  void add_trial(const Trial& trial, double accuracy, const std::vector<const Part*>& parts);

  SyntheticDesign design_;
  std::mt19937_64 random_;
  std::vector<float> normals_;
  Part images_;
  RunBuilder builder_;
  std::vector<Truth> truth_;
};

}  // namespace remedy::testing
