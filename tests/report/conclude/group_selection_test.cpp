// The settings that are chosen by their worst group on one suite.
#include "report/conclude/group_selection.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/settings/group_spreads.h"
#include "statistics/hypothesis/mcnemar.h"

namespace remedy {
namespace {

GroupFigures group(const std::string& name, std::int64_t before, std::int64_t lost,
                   std::int64_t gained) {
  constexpr std::int64_t kOfGroup = 100;
  const auto accuracy = [](std::int64_t right) {
    GroupAccuracy of;
    of.right = right;
    of.accuracy = static_cast<double>(right) / kOfGroup;
    return of;
  };
  GroupFigures figures;
  figures.name = name;
  figures.images = kOfGroup;
  figures.baseline = accuracy(before);
  figures.remediated = accuracy(before + gained - lost);
  figures.negative_flips = lost;
  figures.positive_flips = gained;
  return figures;
}

// Two groups, "usual" (90 of 100 before) and "rare" (40 of 100 before, `gained` more after).
SuiteRow suite(std::int64_t lost, std::int64_t gained) {
  GroupingFigures figures;
  figures.groups = {group("usual", 90, 0, 0), group("rare", 40, lost, gained)};
  figures.baseline.worst = {0.4, {"rare"}};
  figures.remediated.worst = {std::min(0.9, 0.4 + static_cast<double>(gained - lost) / 100),
                              {"rare"}};
  figures.remediated.mean_over_images = 0.5;
  SuiteRow row;
  row.recorded.groups.emplace_back("kind", figures);
  return row;
}

class GroupSelectionTest : public ::testing::Test {
 protected:
  GroupSelectionTest() {
    report_.runs.emplace_back();
    Selection rule;
    rule.suite = "val";
    rule.grouping = "kind";
    report_.runs[0].select = rule;
    for (const char* name : {"val", "test"}) {
      report_.suites.emplace_back();
      report_.suites.back().name = name;
    }
  }

  // A setting of one trial that gains so many images of the rare group on either suite.
  void add(const std::string& label, std::int64_t on_val, std::int64_t on_test,
           std::int64_t lost_on_test = 0) {
    TrialRow row;
    row.setting = report_.settings.size();
    row.status = Status::kCompleted;
    row.suites = {{"val", suite(0, on_val)}, {"test", suite(lost_on_test, on_test)}};
    Setting setting;
    setting.label = label;
    setting.trials.planned = setting.trials.with_result = 1;
    for (const auto& one : row.suites) {
      SettingSuite of;
      of.groups = group_spreads({{0, &one.second}});
      setting.suites.push_back(of);
    }
    report_.settings.push_back(setting);
    report_.trials.push_back(row);
  }

  Report report_;
};

TEST_F(GroupSelectionTest, TheSettingWithTheBestWorstGroupOfEachLabel) {
  add("one", 10, 50);
  add("one", 30, 20);
  add("other", 5, 5);
  const auto selection = group_selection(report_);
  ASSERT_TRUE(selection);
  ASSERT_EQ(selection->choices.size(), 2u);
  EXPECT_EQ(selection->choices[0].setting, 1u);  // although the first is better on the test
  EXPECT_EQ(selection->choices[0].of, 2u);
  EXPECT_NEAR(selection->choices[0].chosen_by, 0.7, 1e-12);
  ASSERT_EQ(selection->choices[0].outcomes.size(), 1u);
  const GroupOutcome& outcome = selection->choices[0].outcomes[0];
  EXPECT_EQ(outcome.suite, 1u);
  EXPECT_EQ(outcome.group, "rare");
  EXPECT_NEAR(*outcome.worst, 0.6, 1e-12);
  EXPECT_NEAR(outcome.group_before, 0.4, 1e-12);
  EXPECT_NEAR(outcome.group_after, 0.6, 1e-12);
}

TEST_F(GroupSelectionTest, RisesAreTestedAndCorrectedForAllRemediations) {
  add("much", 30, 12, 1);
  add("nothing", 3, 4, 4);
  const auto selection = group_selection(report_);
  const double much = statistics::mcnemar_one_sided_p(12, 1);
  EXPECT_NEAR(selection->choices[0].outcomes[0].p, much, 1e-12);
  EXPECT_NEAR(selection->choices[0].outcomes[0].p_holm, 2 * much, 1e-12);
  EXPECT_GT(selection->choices[1].outcomes[0].p_holm, 0.5);
}

// The mean of every setting is .5 here, so the first is taken; nothing met a stop criterion.
TEST_F(GroupSelectionTest, OtherRulesChooseOtherwise) {
  add("one", 10, 50);
  add("one", 30, 20);
  add("one", 20, 60);
  BestEntry best;
  best.label = "one";
  best.setting = 2;
  report_.best.push_back(best);
  const auto rules = group_selection(report_)->choices[0].by_rule;
  ASSERT_EQ(rules.size(), 4u);
  const std::vector<std::pair<std::size_t, double>> expected = {
      {1, 0.6}, {0, 0.9}, {2, 0.9}, {0, 0.9}};
  for (std::size_t i = 0; i < rules.size(); ++i) {
    EXPECT_EQ(rules[i].setting, expected[i].first) << i;
    EXPECT_NEAR(*rules[i].worst, expected[i].second, 1e-12) << i;
  }
  report_.best.clear();
  EXPECT_FALSE(group_selection(report_)->choices[0].by_rule[2].setting);
  report_.runs[0].select->rule = Selection::Rule::kMean;
  EXPECT_EQ(group_selection(report_)->choices[0].setting, 0u);
}

TEST_F(GroupSelectionTest, SettingsThatLackATrialDoNotCount) {
  add("one", 30, 20);
  report_.settings[0].trials.planned = 2;
  EXPECT_FALSE(group_selection(report_));
}

TEST_F(GroupSelectionTest, StudiesWithoutARuleHaveNone) {
  add("one", 30, 20);
  report_.runs[0].select.reset();
  EXPECT_FALSE(group_selection(report_));
}

}  // namespace
}  // namespace remedy
