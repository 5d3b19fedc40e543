// Trials that differ in draw and seed alone, gathered: the settings that a reader chooses between.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "report/content/setting.h"
#include "report/content/suite.h"
#include "report/input/trial_rows.h"

namespace remedy {

// In plan order; gives each row its setting's index. What a trial starts from is part of its
// setting.
std::vector<Setting> gather_settings(TrialRows& rows, const std::vector<ReportSuite>& suites);

// Mean and range of a figure. Seeds are averaged first: the draws are what is replicated.
struct Sample {
  std::int64_t unit = 0;  // the draw, or, where nothing is drawn, the seed
  double value = 0;
};
// Without an interval; nothing for no samples.
std::optional<Spread> spread(const std::vector<Sample>& samples);

}  // namespace remedy
