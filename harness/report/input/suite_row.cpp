#include "report/input/suite_row.h"

#include <fmt/format.h>

#include <cmath>

#include "statistics/intervals.h"
#include "statistics/mcnemar.h"

namespace remedy {
namespace {

void add_interval(SuiteRow& row, const Metric& metric, std::int64_t images) {
  const auto rate = figure_of(row, metric.figure);
  if (!metric.rate || !rate) return;
  const std::int64_t hits = std::llround(*rate * static_cast<double>(images));
  row.intervals.emplace_back(metric.figure, statistics::wilson_interval(hits, images));
}

}  // namespace

SuiteRow suite_row(const SuiteFigures& entry, std::vector<std::string>& problems) {
  SuiteRow row;
  row.recorded = entry;
  row.recorded.classes.reset();
  const std::int64_t images = entry.images, negative = entry.negative_flips,
                     gained = entry.positive_flips;
  row.top1_points = 100 * (entry.remediated.top1 - entry.baseline.top1);
  if (negative + gained > images) {
    problems.push_back(
        fmt::format("{} and {} flips are more than its {} images", negative, gained, images));
  } else {
    row.mcnemar_p = statistics::mcnemar_p(negative, gained);
    row.paired_standard_error = 100 * statistics::paired_standard_error(negative, gained, images);
  }
  if (images < kSmallSuite) {
    for (const auto* table : {&suite_metrics_table(), &baseline_metrics_table()}) {
      for (const Metric& metric : *table) add_interval(row, metric, images);
    }
  }
  return row;
}

}  // namespace remedy
