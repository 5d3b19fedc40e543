// Contests between settings whose images are given one by one.
#pragma once

#include <numeric>
#include <string>
#include <vector>

#include "report/conclude/choose/contest.h"

namespace remedy::testing {

using Images = std::vector<std::uint8_t>;

// So many images that count, from `first` on, of `of`.
inline Images counting(std::size_t first, std::size_t count, std::size_t of) {
  Images images(of);
  for (std::size_t i = first; i < first + count; ++i) images[i] = 1;
  return images;
}

class ContestBuilder {
 public:
  ContestBuilder(std::size_t images, std::vector<std::string> measures) {
    for (std::string& name : measures) {
      Measure measure;
      measure.name = std::move(name);
      measure.higher_is_better = measure.name == "retention" || measure.name == "guard accuracy";
      measure.suites = {{measure.name == "guard accuracy" ? "guard" : "retain", images, 1}};
      contest.measures.push_back(std::move(measure));
    }
  }

  // One trial in each draw; `trials` has the images of each measure.
  std::size_t add(const std::vector<std::vector<Images>>& trials, std::size_t group = 0) {
    Competitor competitor;
    competitor.setting = contest.competitors.size();
    competitor.group = group;
    std::int64_t draw = 0;
    for (const std::vector<Images>& trial : trials) {
      competitor.draws[draw++] = {contest.trials++};
      for (std::size_t m = 0; m < contest.measures.size(); ++m) {
        const double value = std::accumulate(trial[m].begin(), trial[m].end(), 0.0);
        contest.measures[m].trials.push_back({value, trial[m], value});
      }
    }
    contest.competitors.push_back(competitor);
    return competitor.setting;
  }

  Contest contest;
};

}  // namespace remedy::testing
