// How two settings differ by one measure: over the draws that both have, and on the same images.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "report/conclude/choose/contest.h"
#include "statistics/crossed_difference.h"
#include "statistics/moderated_variance.h"

namespace remedy {

// Fewer draws say nothing of others: Student's quantile with one degree of freedom is no help.
inline constexpr std::size_t kDrawsForOthers = 3;

struct PairedDifference {
  // Above 0: the first is better. Draws take part from kDrawsForOthers on.
  statistics::CrossedDifference crossed;
  std::vector<double> draws;  // of each shared draw
  bool other_draws = false;   // says something of draws that were not made

  // Whether every draw has the sign of the mean.
  bool one_sign() const;
};

// The competitors of a contest by one of its measures.
class MeasuredContest {
 public:
  MeasuredContest(const Contest& contest, const Measure& measure);

  // Over its draws, seeds averaged first; in the measure's own direction.
  double mean(std::size_t competitor) const { return rows_[competitor].mean; }
  // Whether a has the higher mean, or the lower where that is better.
  bool ahead(std::size_t a, std::size_t b) const;
  // Whether both have the same draws, so that their difference is that of their means.
  bool same_draws(std::size_t a, std::size_t b) const;

  // The standard error by images is that of the paired difference: the sum of squares over images
  // of the difference of what they are worth on average over the shared draws, and one image more
  // on either side of each suite, as D. G. Bonett and R. M. Price add (Journal of Educational and
  // Behavioral Statistics 37 (2012) 479-488), so that it is never 0. For single draws these are
  // McNemar's discordant images. Where predictions are lost the two settings differ at most on the
  // images on which either differs from the baseline.
  // The standard error by draws is that of the differences of the shared draws, whose spread is at
  // least what rounding both to whole images makes, and which is steadied by the spreads of the
  // other pairs of remediations (statistics/moderated_variance.h); settings of two runs share none,
  // so theirs is Welch's.
  PairedDifference difference(std::size_t a, std::size_t b) const;
  // The same with no standard error by images, which takes longest to compute.
  PairedDifference without_images(std::size_t a, std::size_t b) const;

 private:
  struct Row {
    double mean = 0;
    std::vector<std::pair<std::int64_t, double>> draws;  // with their values
    std::vector<float> worth;                            // of each image, over all draws
    std::vector<std::vector<float>> worth_in;            // of each draw; kept for several
    double squares = 0;                                  // TrialFigure's, over all draws
  };
  std::vector<float> worth_of(const Competitor& competitor,
                              const std::vector<std::int64_t>& draws) const;
  // What the pairs that share as many draws as most do say of any pair's variance. Pairs of k
  // settings that share their draws count as much as k - 1 that do not.
  void learn_prior();
  PairedDifference drawn(std::size_t a, std::size_t b, std::vector<std::int64_t>& shared) const;
  double image_variance(std::size_t a, std::size_t b, const std::vector<std::int64_t>& draws) const;
  const std::vector<float>& worth_in(std::size_t competitor, std::int64_t draw) const;

  const Contest& contest_;
  const Measure& measure_;
  std::vector<float> scales_;  // of each image
  double added_ = 0;           // to the sum of squares
  double rounding_ = 0;        // variance of a difference of two values in whole images
  std::vector<Row> rows_;
  statistics::VariancePrior prior_;  // nothing until it is learned
};

}  // namespace remedy
