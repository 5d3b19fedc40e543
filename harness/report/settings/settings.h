// Trials that differ in draw and seed alone, gathered: the settings that a reader chooses between.
#pragma once

#include <string>
#include <vector>

#include "report/input/trial_rows.h"

namespace remedy {

// report["settings"], in plan order, and in each row its index as "setting". What a trial starts
// from is part of its setting. See analysis.h.
Json gather_settings(std::vector<TrialRow>& rows, const Json& suites);

// Mean and range of a metric. Seeds are averaged first: the draws are what is replicated.
struct Sample {
  std::int64_t unit = 0;  // the draw, or, where nothing is drawn, the seed
  double value = 0;
};
// {trials, units, mean, min, max, sd}; null for no samples.
Json spread(const std::vector<Sample>& samples);

}  // namespace remedy
