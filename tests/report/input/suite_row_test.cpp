#include "report/input/suite_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/run/suite_figures_fields.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using testing::fixed_cows;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

SuiteFigures entry_of(const testing::SuiteCounts& counts) {
  const Json json = testing::suite_entry(counts);
  SuiteFigures figures;
  read_value(JsonPlace(json), figures);
  return figures;
}

statistics::Interval interval_of(const SuiteRow& row, Figure figure) {
  for (const auto& [of, interval] : row.intervals) {
    if (of == figure) return interval;
  }
  ADD_FAILURE() << "no interval of " << metric_of(figure).key;
  return {0, 0};
}

TEST(SuiteRow, ASmallSuiteCarriesWilsonIntervals) {
  std::vector<std::string> problems;
  const SuiteRow row = suite_row(entry_of(fixed_cows(14)), problems);
  EXPECT_THAT(problems, IsEmpty());
  // 14 of 15, and 0 of 15 before: metrics.md, and z^2 / (n + z^2) in closed form.
  EXPECT_NEAR(interval_of(row, Figure::kTop1).low, 0.7018, 5e-5);
  EXPECT_NEAR(interval_of(row, Figure::kTop1).high, 0.9881, 5e-5);
  EXPECT_EQ(interval_of(row, Figure::kBaselineTop1).low, 0.0);
  EXPECT_NEAR(interval_of(row, Figure::kBaselineTop1).high, 3.841459 / (15 + 3.841459), 1e-6);
}

TEST(SuiteRow, OnlySuitesBelow500ImagesCarryIntervals) {
  std::vector<std::string> problems;
  testing::SuiteCounts counts;
  counts.images = 999;
  EXPECT_TRUE(suite_row(entry_of(counts), problems).intervals.empty());
  for (const int images : {499, 500}) {
    const SuiteRow row = suite_row(entry_of({"retain", images, 300, 300, 0, 0, 0}), problems);
    EXPECT_EQ(row.intervals.empty(), images == 500);
  }
}

TEST(SuiteRow, PointsAndTheExactTestFollowFromTheCounts) {
  std::vector<std::string> problems;
  // Six images lost and none won: p = 2 / 2^6, the paired standard error sqrt(6) / 1000.
  testing::SuiteCounts counts;
  counts.after = 794;
  counts.negative_flips = 6;
  const SuiteRow row = suite_row(entry_of(counts), problems);
  EXPECT_NEAR(row.top1_points, -0.6, 1e-12);
  ASSERT_TRUE(row.mcnemar_p && row.paired_standard_error);
  EXPECT_DOUBLE_EQ(*row.mcnemar_p, 0.03125);
  EXPECT_NEAR(*row.paired_standard_error, 0.2449489743, 1e-9);
}

TEST(SuiteRow, MoreFlipsThanImagesAreToldAndNotTested) {
  SuiteFigures entry = entry_of(fixed_cows(14));
  entry.negative_flips = 900;
  std::vector<std::string> problems;
  EXPECT_FALSE(suite_row(entry, problems).mcnemar_p);
  EXPECT_THAT(problems, ElementsAre(HasSubstr("more than its 15 images")));
}

TEST(SuiteRow, EveryFigureIsFoundByItsName) {
  std::vector<std::string> problems;
  const SuiteFigures entry = entry_of(fixed_cows(14));
  const SuiteRow row = suite_row(entry, problems);
  const Json json = to_json(entry);
  for (const auto* table : {&suite_metrics_table(), &baseline_metrics_table()}) {
    for (const Metric& metric : *table) {
      EXPECT_EQ(&metric_of(metric.figure), &metric);
      if (metric.derived) continue;
      std::string pointer = "/" + metric.key;
      for (char& c : pointer) c = c == '.' ? '/' : c;
      const Json& written = json.at(Json::json_pointer(pointer));
      const auto value = figure_of(row, metric.figure);
      EXPECT_EQ(value.has_value(), !written.is_null()) << metric.key;
      if (!value) continue;
      EXPECT_EQ(*value, written.get<double>()) << metric.key;
    }
  }
}

}  // namespace
}  // namespace remedy
