// Can one tell beforehand what a remediation will cost from N? See
// conclude/trends/predictability.h.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "report/content/figures.h"
#include "report/content/setting.h"

namespace remedy {

enum class Foreseen { kPredictable, kInPart, kNotShown, kTooFewDraws };
const char* to_string(Foreseen verdict);

// Shares of a variance; `_` joins two that act together.
struct VarianceShares {
  double draw = 0, parameter = 0, n = 0, draw_parameter = 0, draw_n = 0, parameter_n = 0,
         residual = 0;

  double rest() const { return draw_parameter + draw_n + parameter_n + residual; }
};

struct VarianceOfFigure {
  SuiteColumn column;
  std::optional<VarianceShares> shares;
};

struct PowerOfTrends {
  double alpha = 0;  // two-sided, of Holm's strictest step
  int blocks = 0;    // draws
  std::size_t points = 0;
  double detectable = 0;  // found in 80 % of studies like this one; not finite: none
  double at_two = 0;      // the power for a change of two standard deviations
};

struct OverlapOfDraws {
  std::int64_t anchor_classes = 0;  // the largest N
  std::int64_t of_classes = 0;      // of the network
  double share = 0;
};

// The counterexamples' weight, which falls as N grows where the study does not fix it.
struct MovesWithN {
  std::int64_t counterexamples = 0, smallest_n = 0, largest_n = 0;
  double at_smallest_n = 0, at_largest_n = 0;
  std::vector<std::size_t> levels;  // where it is not fixed
};

struct Predictability {
  std::size_t setting = 0;  // one of those of its first level
  std::vector<ParentSetting> after;
  std::string parameter;  // what varies beside N, or empty
  std::vector<std::string> levels;
  std::vector<std::int64_t> anchor_classes;
  std::size_t draws = 0, left_out = 0;
  std::vector<VarianceOfFigure> variance;
  std::optional<PowerOfTrends> power;
  std::optional<OverlapOfDraws> overlap;
  std::optional<MovesWithN> moves_with_n;
  std::vector<std::size_t> trends;  // indices in the report
  Foreseen verdict = Foreseen::kNotShown;
  std::string sentence;  // of words/predictability_words.h
};

}  // namespace remedy
