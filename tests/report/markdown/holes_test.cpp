// Trials without a result: every one is visible with its reason, and no average is silently over
// fewer.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/export/latex.h"
#include "report/markdown/markdown.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_record;
using testing::make_trial;
using testing::RunBuilder;

const std::pair<Status, const char*> kFailures[] = {
    {Status::kDiverged, "the logits are not finite"},
    {Status::kFailed, "it threw: no anchors"},
    {Status::kCrashed, "killed by signal 11"},
    {Status::kTimedOut, "more than 30 min"},
    {Status::kOutOfMemory, "more than 8 GiB"}};

// Of eight draws of one setting, two have a result (one did not reach), five failed, one is
// missing.
RunData run_with_holes() {
  RunBuilder builder;
  builder.add_completed(make_trial("t0", "mixed", 0.001, 100, 0), 760, 14);
  const Trial late = make_trial("t1", "mixed", 0.001, 100, 1);
  builder.add(late, make_record(late, Status::kNotReached,
                                {{"validation", testing::retained(790)},
                                 {"test_cows", testing::fixed_cows(3)}},
                                "accuracy on stop was 0.6 after 20 steps"));
  int draw = 2;
  for (const auto& [status, reason] : kFailures) {
    const Trial trial = make_trial("t" + std::to_string(draw), "mixed", 0.001, 100, draw);
    builder.add(trial, make_record(trial, status, {}, reason));
    ++draw;
  }
  builder.plan(make_trial("t7", "mixed", 0.001, 100, 7));
  builder.add_completed(make_trial("u0", "other", 0.001, 100, 0), 700, 14);
  return builder.run;
}

TEST(Holes, EveryTrialIsInTheJsonWithStatusAndReason) {
  const Json report = testing::analysed({run_with_holes()});
  EXPECT_EQ(report["trials"].size(), 9U);
  ASSERT_EQ(report["failures"].size(), 6U);
  for (std::size_t i = 0; i < std::size(kFailures); ++i) {
    EXPECT_EQ(report["failures"][i]["status"], to_string(kFailures[i].first));
    EXPECT_EQ(report["failures"][i]["reason"], kFailures[i].second);
  }
  EXPECT_EQ(report["failures"][5]["status"], "missing");
  EXPECT_EQ(report["trials"][1]["reason"], "accuracy on stop was 0.6 after 20 steps");
  const Json expected = {{"planned", 8},     {"with_result", 2}, {"reached", 1},
                         {"not_reached", 1}, {"failed", 5},      {"missing", 1}};
  EXPECT_EQ(report["settings"][0]["trials"], expected);
}

TEST(Holes, EveryOneIsInMarkdownWithItsReason) {
  const std::string text = to_markdown(analyse({run_with_holes()}));
  int draw = 2;
  for (const auto& [status, reason] : kFailures) {
    EXPECT_THAT(
        text, HasSubstr("| mixed | – | 100 | " + std::to_string(draw) + " | 0 | " +
                        to_string(status) + " | " + reason + " | t" + std::to_string(draw) + " |"));
    ++draw;
  }
  EXPECT_THAT(text, HasSubstr("| mixed | – | 100 | 7 | 0 | missing | no record"));
  EXPECT_THAT(text, HasSubstr("5 of 9 trials failed, without a result"));
  EXPECT_THAT(text, HasSubstr("1 of 9 planned trials are missing"));
}

TEST(Holes, AnAverageOverFewerSaysSoAndItsSettingIsNotChosen) {
  const Report found = analyse({run_with_holes()});
  const Json report = report_json(found);
  EXPECT_EQ(report["settings"][0]["suites"]["validation"]["top1"]["trials"], 2);
  EXPECT_EQ(report["best"][0]["label"], "other");
  EXPECT_EQ(report["best"][1]["outcome"], "partly_reached");
  EXPECT_EQ(report["verdict"]["label"], "other");
  EXPECT_TRUE(report["verdict"]["rivals"].empty());
  const Json& row = report["equal_fix"]["rows"][1];
  EXPECT_EQ(row["eligible"], 0);
  EXPECT_TRUE(row["figures"]["retention"]["value"].is_null());
  EXPECT_EQ(report["frontier"]["points"][0]["reached"], false);
  const std::string text = to_markdown(found);
  EXPECT_THAT(text, HasSubstr("| mixed | – | 100 | 2 of 8 |"));
  EXPECT_THAT(text, HasSubstr("in part, 1 of 8"));
  EXPECT_THAT(to_latex(found), HasSubstr("mixed & -- & 100 & 1 of 8 & "));
}

}  // namespace
}  // namespace remedy
