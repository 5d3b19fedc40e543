#include "report/settings/reliability.h"

#include <gtest/gtest.h>

#include "report/analysis.h"
#include "report/content/json/report_json.h"
#include "report/run_builder.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

using testing::make_trial;
using testing::RunBuilder;

constexpr std::size_t kImages = 800;  // of "validation" in such a run

// Two draws of one setting: 800 predictions of confidence 0.95, of which 760 and 600 are right; of
// the baseline half have confidence 0.5.
RunData two_draws() {
  RunBuilder builder;
  for (int draw = 0; draw < 2; ++draw) {
    const std::string id = "a" + std::to_string(draw);
    builder.add_completed(make_trial(id, "mixed", 0.1, 100, draw), draw == 0 ? 760 : 600, 14);
    RunOutcomes::After& outcomes = builder.run.outcomes.trials[id]["validation"];
    outcomes.right.assign(kImages, 0);
    std::fill_n(outcomes.right.begin(), draw == 0 ? 760 : 600, 1);
    builder.run.confidences.trials[id]["validation"].assign(kImages, 0.95F);
  }
  std::vector<float>& before = builder.run.confidences.suites["validation"];
  before.assign(kImages, 0.95F);
  std::fill_n(before.begin(), kImages / 2, 0.5F);
  builder.run.outcomes.suites["validation"].right.assign(kImages, 1);
  return std::move(builder.run);
}

TEST(Reliability, PoolsThePredictionsOfASettingsDraws) {
  const Report report = analyse({two_draws()});
  const std::size_t place = suites_of_role(report.suites, Role::kRetain).at(0);
  const Reliability& after = report.settings.at(0).suites.at(place).reliability;
  ASSERT_EQ(after.size(), 15U);
  EXPECT_EQ(after[13].images, 0);
  EXPECT_EQ(after[14].images, 800);
  EXPECT_NEAR(after[14].confidence, 0.95, 1e-6);
  EXPECT_DOUBLE_EQ(after[14].accuracy, 1360.0 / 1600);
  const Reliability& before = report.suites.at(place).baseline.reliability;
  EXPECT_EQ(before[7].images, 400);  // of (7/15, 8/15]
  EXPECT_EQ(before[14].images, 400);

  const Json json = report_json(report);
  EXPECT_EQ(json["settings"][0]["reliability"]["validation"].size(), 1U);  // none that is empty
  EXPECT_EQ(json["baseline"]["validation"]["reliability"].size(), 2U);
}

TEST(Reliability, IsLeftOutWhereConfidencesAreNotKept) {
  RunBuilder builder;
  builder.add_completed(make_trial("a", "mixed", 0.1, 100, 0), 760, 14);
  const Report report = analyse({builder.run});
  for (const SettingSuite& suite : report.settings.at(0).suites) {
    EXPECT_TRUE(suite.reliability.empty());
  }
  EXPECT_FALSE(report_json(report)["settings"][0].contains("reliability"));
}

}  // namespace
}  // namespace remedy
