// The suites that the trials of a report were measured on, and what the baseline scores there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/study/study.h"
#include "report/content/reliability.h"
#include "statistics/intervals.h"

namespace remedy {

// Nothing where a record does not say.
struct BaselineFigures {
  std::optional<double> top1, top3, top5, over_prediction, predicted_as_target, target_probability,
      ece, ece_calibrated, ece_calibrated_p95, brier, confidence;
  // Wilson's, of 95 %.
  std::optional<statistics::Interval> top1_interval, top3_interval, top5_interval,
      predicted_as_target_interval;
  Reliability reliability;  // of suites to retain
};

struct ReportSuite {
  std::string name;
  Role role = Role::kRetain;
  std::int64_t images = 0;
  bool intervals = false;  // whether rates carry 95 % Wilson intervals
  BaselineFigures baseline;
};

}  // namespace remedy
