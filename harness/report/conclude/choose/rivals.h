// The other remediations beside the chosen setting: significantly worse, or not? No JSON.
#pragma once

#include <cmath>
#include <cstddef>
#include <vector>

#include "report/conclude/choose/contest.h"
#include "report/conclude/choose/paired_difference.h"
#include "report/content/verdict.h"

namespace remedy {

// Another remediation with an eligible setting, by the contest's first measure.
struct Rival {
  std::size_t group = 0;       // its entry of the report's "best"
  std::size_t competitor = 0;  // its best setting
  PairedDifference behind;     // the chosen less that setting

  // One-sided p that its settings are not all worse than the chosen one: the largest of any
  // setting. `p` is over draws and images, NaN where a setting shares too few draws; `p_images` of
  // the images alone, and so of these draws only.
  double p = std::nan(""), p_images = 1;
  // For all the comparisons that might have been made: each eligible setting with each other
  // remediation (Bonferroni). Which of them was to be made was seen in the same figures.
  double p_corrected = std::nan(""), p_images_corrected = 1;
  bool one_sign = false;  // every shared draw of every setting has the sign of the mean

  // kDraws: worse in other draws and images too; kImages: on these draws. Both at .05.
  Told told() const;
};

// In the order of "best".
std::vector<Rival> rivals_of(const Contest& contest, std::size_t chosen);

}  // namespace remedy
