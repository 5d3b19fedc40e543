#include "report/conclude/choose/better_than_control.h"

#include "report/conclude/choose/paired_difference.h"
#include "report/conclude/significance.h"
#include "statistics/holm.h"

namespace remedy {

std::vector<BetterThanControl> better_than_controls(const Contest& contest) {
  std::vector<BetterThanControl> all, better;
  std::vector<double> p_values;
  std::vector<bool> one_sign;
  for (std::size_t m = 0; m < contest.measures.size(); ++m) {
    const MeasuredContest measured(contest, contest.measures[m]);
    for (std::size_t control = 0; control < contest.competitors.size(); ++control) {
      if (!contest.competitors[control].control) continue;
      for (std::size_t i = 0; i < contest.competitors.size(); ++i) {
        if (contest.competitors[i].control) continue;
        const PairedDifference difference = measured.difference(i, control);
        all.push_back({control, i, m, difference.other_draws});
        one_sign.push_back(difference.one_sign());
        p_values.push_back(
            difference.crossed.value <= 0 ? 1 : statistics::p_not_above_zero(difference.crossed));
      }
    }
  }
  const std::vector<double> corrected = statistics::holm_adjusted(p_values);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (corrected[i] <= kLevel && (all[i].other_draws || one_sign[i])) better.push_back(all[i]);
  }
  return better;
}

}  // namespace remedy
