#include "report/settings/decision_matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysis.h"
#include "report/content/json/report_json.h"
#include "report/run_builder.h"
#include "report/words/sure_words.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

// Two methods that reach, the second of which breaks less; one that never does.
Report report_of_three() {
  RunBuilder builder;
  for (int draw = 0; draw < 3; ++draw) {
    const std::string at = std::to_string(draw);
    builder.add_completed(make_trial("a" + at, "rough", 0.1, 100, draw), 700 + draw, 14);
    builder.add_completed(make_trial("b" + at, "gentle", 0.1, 100, draw), 790 + draw, 14);
    Trial never = make_trial("c" + at, "never", 0.1, 100, draw);
    never.stop->steps = 14;
    builder.add(never, testing::make_record(never, Status::kNotReached,
                                            {{"validation", testing::retained(799)},
                                             {"test_cows", testing::fixed_cows(3)}}));
  }
  return analyse({builder.run});
}

TEST(DecisionMatrix, TheNamedOneStandsFirstWithAValueForEachDraw) {
  const Report report = report_of_three();
  const DecisionMatrix& matrix = report.matrix;
  ASSERT_EQ(matrix.rows.size(), 2U);
  EXPECT_TRUE(matrix.rows[0].named);
  EXPECT_EQ(report.settings[matrix.rows[0].setting].label, "gentle");
  ASSERT_EQ(matrix.columns.size(), 3U);
  EXPECT_EQ(matrix.columns[0].figure, Figure::kRetention);
  EXPECT_EQ(matrix.columns[0].accepted, 0.95);
  EXPECT_EQ(matrix.columns[1].figure, Figure::kNegativeFlips);
  EXPECT_FALSE(matrix.columns[1].higher_is_better);
  EXPECT_EQ(matrix.columns[2].before, 0.0);  // of the cows the baseline has none right
  const DecisionCell& kept = matrix.rows[0].cells[0];
  EXPECT_THAT(kept.draws, ElementsAre(790.0 / 800, 791.0 / 800, 792.0 / 800));
  EXPECT_DOUBLE_EQ(*kept.mean, 791.0 / 800);
}

TEST(DecisionMatrix, AMissSaysHowNearItCameAndWhatToDo) {
  const Report report = report_of_three();
  ASSERT_EQ(report.matrix.misses.size(), 1U);
  EXPECT_THAT(report.matrix.misses[0].sentence,
              HasSubstr("60 %, not above 90 %, at step 14: raise the limit"));
}

// Draws of 0.98, 0.5 and 0.98 of the baseline's accuracy cannot be told from 0.99 by three draws.
TEST(DecisionMatrix, WhatIsTiedForItsScatterAloneIsToldApart) {
  RunBuilder builder;
  for (int draw = 0; draw < 3; ++draw) {
    const std::string at = std::to_string(draw);
    builder.add_completed(make_trial("a" + at, "wild", 0.1, 100, draw), draw == 1 ? 400 : 785, 14);
    builder.add_completed(make_trial("b" + at, "near", 0.1, 100, draw), 789 + draw, 14);
    builder.add_completed(make_trial("c" + at, "gentle", 0.1, 100, draw), 790 + draw, 14);
  }
  const Report report = analyse({builder.run});
  ASSERT_EQ(report.matrix.rows.size(), 3U);
  EXPECT_EQ(report.settings[report.matrix.rows[2].setting].label, "wild");
  EXPECT_TRUE(report.matrix.rows[2].tied);
  EXPECT_TRUE(report.matrix.rows[2].too_little);
  EXPECT_FALSE(report.matrix.rows[1].too_little);
  EXPECT_THAT(sure_sentence(report),
              AllOf(ContainsRegex("Statistically tied with it in retention: (near|gentle)"),
                    HasSubstr("below the retention that the study accepts: wild")));
}

// As in a study of groups, which has no target.
TEST(DecisionMatrix, LeavesOutColumnsThatHaveNoValue) {
  const auto columns = [](bool with_target) {
    RunBuilder builder;
    const Trial trial = make_trial("a", "mixed", 0.1, 100, 0);
    Json record = testing::completed(trial, 780, 14);
    record["suites"]["others"] = testing::suite_entry({"guard", 100, 90, 88, 4});
    if (!with_target) {
      for (const char* key : {"over_prediction", "predicted_as_target", "target_probability"}) {
        record["suites"]["others"][key] = {{"baseline", nullptr}, {"remediated", nullptr}};
      }
    }
    builder.add(trial, record);
    const DecisionMatrix matrix = analyse({builder.run}).matrix;
    EXPECT_EQ(matrix.rows.at(0).cells.size(), matrix.columns.size());
    return matrix.columns.size();
  };
  EXPECT_EQ(columns(true), columns(false) + 1);
}

TEST(DecisionMatrix, SeedsAreAveragedWithinADraw) {
  RunBuilder builder;
  for (int i = 0; i < 4; ++i) {
    Trial trial = make_trial("a" + std::to_string(i), "mixed", 0.1, 100, i / 2);
    trial.seed = i % 2;
    builder.add_completed(trial, 780 + i, 14);
  }
  const Report report = analyse({builder.run});
  EXPECT_THAT(report.matrix.rows.at(0).cells[0].draws, ElementsAre(780.5 / 800, 782.5 / 800));
}

TEST(DecisionMatrix, TheFrontJoinsEligibleSettingsAlone) {
  const Report report = report_of_three();
  for (const FrontierPoint& point : report.frontier.points) {
    const std::string& label = report.settings[point.setting].label;
    EXPECT_EQ(point.eligible, label != "never");
    EXPECT_EQ(point.front, label == "gentle") << label;
  }
}

TEST(Brief, SaysWhichWhatItBreaksAndHowSureInThreeSentences) {
  const Verdict verdict = report_of_three().verdict;
  EXPECT_EQ(verdict.headline, "Use gentle, N 100.");
  ASSERT_EQ(verdict.brief.size(), 3U);
  EXPECT_THAT(verdict.brief[0], HasSubstr("93.3 % of test_cows (0.0 % before)"));
  EXPECT_THAT(verdict.brief[0], HasSubstr("98.9 % of the accuracy on validation"));
  EXPECT_THAT(verdict.brief[1], HasSubstr("images of validation that were right are wrong"));
  EXPECT_THAT(verdict.brief[2], HasSubstr("3 draws, 1000 images of validation"));
}

TEST(Brief, WithoutANamedSettingItSaysWhy) {
  RunBuilder builder;
  const Trial trial = make_trial("a", "never", 0.1, 100, 0);
  builder.add(trial, testing::make_record(trial, Status::kNotReached,
                                          {{"validation", testing::retained(799)},
                                           {"test_cows", testing::fixed_cows(3)}}));
  const Verdict verdict = analyse({builder.run}).verdict;
  EXPECT_EQ(verdict.headline, "No setting met the stop criterion in all of its trials.");
  ASSERT_EQ(verdict.brief.size(), 1U);
  EXPECT_THAT(verdict.brief[0], HasSubstr("never: its trial did not meet the stop criterion"));
}

}  // namespace
}  // namespace remedy
