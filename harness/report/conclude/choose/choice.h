// Which setting to use, by what, and which others are as good. No JSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "report/conclude/choose/contest.h"
#include "statistics/intervals.h"

namespace remedy {

// Of an eligible setting that is no control: is it the best?
struct Standing {
  std::size_t competitor = 0;
  double value = 0;                    // by the first measure, of which more is better
  statistics::Interval to_best{0, 0};  // ComparisonWithBest: less the best of the others
  bool may_be_best = false;            // it is in the set
  // Of those in the set: the first harm by which it is significantly worse than another that was
  // not worse before; "matched difference" among them; empty where there is none, so that it is as
  // good as the chosen one.
  std::string worse_in;
};

struct Decision {
  std::vector<Standing> standings;  // in the order of the contest
  std::size_t chosen = 0;           // a competitor
  // Whether the set holds for draws that were not made: every comparison has three draws or more,
  // or draws change neither of the two.
  bool other_draws = false;
  std::size_t draws = 0;  // the fewest of a setting that they change; 0: they change none
  // Of the chosen one by the first measure, as shown, and free of the choice; see free_of_choice().
  double plain = 0;
  std::optional<double> held_out;
};

// Nothing where there is no competitor that is not a control.
//
// 1. The set: the settings that may be the best by the first measure, of all that are eligible
//    (Gupta 1965; Hsu 1984; statistics/comparison_with_best.h), at 95 %.
// 2. Harm: of these, by each other measure in turn, those that may be the best by it, in the same
//    way; then those whose matched difference does not lie wholly below another's.
// 3. Of what is left the one with the least harm by the means, measure by measure in the same
// order;
//    then the higher matched difference, fewer steps, the better mean, the first of the plan.
std::optional<Decision> choose(const Contest& contest);

// What the rule above gains for images that it did not see: chosen on one half of the images of
// each suite of the first measure, measured on the other, and the other way round; the mean of
// `splits` random halvings, fewer where there are more than 100 settings. The same setting chosen
// in both halves has its plain figure. Nothing where predictions are lost. Draws are not held back:
// what was chosen among scattering draws stays in it.
std::optional<double> free_of_choice(const Contest& contest, int splits = 10);

// The competitors among `group` that no other of them is significantly better than, by measure
// number `measure`, at statistics::level_with_best().
std::vector<std::size_t> may_be_best(const Contest& contest, std::size_t measure,
                                     const std::vector<std::size_t>& group);

}  // namespace remedy
