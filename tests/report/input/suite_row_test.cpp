#include "report/input/suite_row.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using testing::fixed_cows;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::suite_entry;

TEST(SuiteRow, ASmallSuiteCarriesWilsonIntervals) {
  std::vector<std::string> problems;
  const Json row = suite_row(suite_entry(fixed_cows(14)), problems);
  EXPECT_THAT(problems, IsEmpty());
  // 14 of 15, and 0 of 15 before: metrics.md, and z^2 / (n + z^2) in closed form.
  EXPECT_NEAR(row["intervals"]["top1"][0].get<double>(), 0.7018, 5e-5);
  EXPECT_NEAR(row["intervals"]["top1"][1].get<double>(), 0.9881, 5e-5);
  EXPECT_EQ(row["intervals"]["baseline.top1"][0], 0.0);
  EXPECT_NEAR(row["intervals"]["baseline.top1"][1].get<double>(), 3.841459 / (15 + 3.841459), 1e-6);
}

TEST(SuiteRow, OnlySuitesBelow500ImagesCarryIntervals) {
  std::vector<std::string> problems;
  testing::SuiteCounts counts;
  counts.images = 999;
  EXPECT_TRUE(suite_row(suite_entry(counts), problems)["intervals"].empty());
  for (const int images : {499, 500}) {
    const Json row = suite_row(suite_entry({"retain", images, 300, 300, 0, 0, 0}), problems);
    EXPECT_EQ(row["intervals"].empty(), images == 500);
  }
}

TEST(SuiteRow, PointsAndTheExactTestFollowFromTheCounts) {
  std::vector<std::string> problems;
  // Six images lost and none won: p = 2 / 2^6, the paired standard error sqrt(6) / 1000.
  testing::SuiteCounts counts;
  counts.after = 794;
  counts.negative_flips = 6;
  const Json row = suite_row(suite_entry(counts), problems);
  EXPECT_NEAR(row["top1_points"].get<double>(), -0.6, 1e-12);
  EXPECT_DOUBLE_EQ(row["mcnemar_p"].get<double>(), 0.03125);
  EXPECT_NEAR(row["paired_standard_error"].get<double>(), 0.2449489743, 1e-9);
}

TEST(SuiteRow, ImpossibleAndMissingMetricsBecomeNullAndAreNamed) {
  Json entry = suite_entry(fixed_cows(14));
  entry["top1"] = 1.4;
  entry["top5"] = "most";
  entry["negative_flips"] = -3;
  entry["kl"] = 7;
  entry.erase("churn");
  std::vector<std::string> problems;
  const Json row = suite_row(entry, problems);
  EXPECT_THAT(problems,
              ElementsAre("top1 is 1.4, not a share between 0 and 1",
                          "top5 is \"most\", not a share between 0 and 1",
                          "negative_flips is -3, not a count of images", "churn is missing",
                          "kl.mean is missing", "kl.median is missing", "kl.p95 is missing",
                          "kl.max is missing"));
  EXPECT_TRUE(row["top1"].is_null());
  EXPECT_TRUE(row["top1_points"].is_null());
  EXPECT_TRUE(row["mcnemar_p"].is_null());
  EXPECT_TRUE(row["kl"]["mean"].is_null());
  EXPECT_FALSE(row["intervals"].contains("top1"));
}

TEST(SuiteRow, MoreFlipsThanImagesAreToldAndNotTested) {
  Json entry = suite_entry(fixed_cows(14));
  entry["negative_flips"] = 900;
  std::vector<std::string> problems;
  EXPECT_TRUE(suite_row(entry, problems)["mcnemar_p"].is_null());
  EXPECT_THAT(problems, ElementsAre(HasSubstr("more than its 15 images")));
}

TEST(SuiteRow, AnEntryWithoutImagesHasNoIntervals) {
  for (const Json& images : {Json(0), Json(nullptr), Json("many"), Json(-4)}) {
    Json entry = suite_entry(fixed_cows(14));
    entry["images"] = images;
    std::vector<std::string> problems;
    const Json row = suite_row(entry, problems);
    EXPECT_TRUE(row["intervals"].empty());
    EXPECT_EQ(problems.size(), 1U);
  }
}

}  // namespace
}  // namespace remedy
