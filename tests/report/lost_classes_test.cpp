#include "report/lost_classes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysis.h"
#include "report/markdown.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

Json loss(int index, const std::string& name, int before, int after) {
  return {{"class", index},   {"name", name},   {"images", 4},
          {"before", before}, {"after", after}, {"negative_flips", before - after}};
}

RunData run_with(const std::vector<Json>& lost) {
  RunBuilder builder;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    const Trial trial =
        make_trial("t" + std::to_string(i), "mixed", 0.001, 100, static_cast<std::int64_t>(i));
    Json record = testing::completed(trial, 780, 14);
    record["suites"]["validation"]["classes"] = {{"lost", lost[i]}};
    builder.add(trial, std::move(record));
  }
  return builder.run;
}

TEST(LostClasses, WhatMoreTrialsListStandsFirstThenWhatLosesMore) {
  const Json report =
      analyse({run_with({Json::array({loss(3, "hen", 4, 0), loss(5, "ox", 3, 1)}),
                         Json::array({loss(5, "ox", 3, 2), loss(1, "cat", 2, 1)})})});
  const Json& lost = report["settings"][0]["lost"]["validation"];
  ASSERT_EQ(lost.size(), 3U);
  const Json ox = {{"class", 5},   {"name", "ox"},          {"images", 4}, {"before", 3},
                   {"after", 1.5}, {"negative_flips", 1.5}, {"trials", 2}};
  EXPECT_EQ(lost[0], ox);
  EXPECT_EQ(lost[1]["name"], "hen");
  EXPECT_EQ(lost[2]["name"], "cat");
  EXPECT_THAT(to_markdown(report), HasSubstr("ox 3 → 1.5 of 4; hen 4 → 0 of 4 (1 of 2 trials)"));
  EXPECT_FALSE(report["trials"][0]["suites"]["validation"].contains("classes"));
}

TEST(LostClasses, RecordsThatDoNotTellAreReadable) {
  RunData run = run_with({Json::array()});
  Json& suite = run.records["t0"]["suites"]["validation"];
  suite.erase("classes");
  suite.erase("calibration");
  const Json report = analyse({run});
  EXPECT_TRUE(report["flags"].empty()) << report["flags"];
  EXPECT_TRUE(report["settings"][0]["lost"]["validation"].empty());
  EXPECT_TRUE(
      report["settings"][0]["suites"]["validation"]["calibration.remediated.ece"].is_null());
  EXPECT_TRUE(report["baseline"]["validation"]["ece"].is_null());
  EXPECT_THAT(to_markdown(report), HasSubstr("calibration error – %"));
}

TEST(LostClasses, WhatIsDamagedIsLeftOut) {
  Json more = loss(1, "more after", 2, 3), text = loss(2, "text", 3, 1);
  text["images"] = "many";
  const Json report = analyse({run_with({Json::array({more, text, 7, loss(4, "whole", 3, 1)})})});
  const Json& lost = report["settings"][0]["lost"]["validation"];
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0]["name"], "whole");
}

}  // namespace
}  // namespace remedy
