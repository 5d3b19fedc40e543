#include "report/settings/repeated_draws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::TemporaryDirectory;

// Four draws of one setting; draws 0 and 2 have the same figures.
Json report_with(const std::vector<std::string>& predictions) {
  const TemporaryDirectory folder;
  Plan plan;
  std::vector<Json> records;
  for (const int draw : {0, 1, 2, 3}) {
    plan.trials.push_back(make_trial("t" + std::to_string(draw), "alone", 0.001, 100, draw));
    const int right = draw == 1 ? 760 : draw == 3 ? 770 : 780;
    records.push_back(testing::completed(plan.trials.back(), right, 14));
  }
  testing::write_run(folder / "run", plan, records);
  for (std::size_t i = 0; i < predictions.size(); ++i) {
    const auto file = RunDirectory(folder / "run").predictions("t" + std::to_string(i));
    std::filesystem::create_directories(file.parent_path());
    write_file(file, predictions[i]);
  }
  return testing::analysed({load_run(folder / "run")});
}

std::vector<std::string> kinds(const Json& report) {
  std::vector<std::string> found;
  for (const Json& flag : report["flags"]) found.push_back(flag["kind"]);
  return found;
}

TEST(RepeatedDraws, ThatPredictTheSameBitForBitAreOneDraw) {
  const Json report = report_with({"same", "other", "same", "third"});
  EXPECT_EQ(report["trials"][2]["repeats_draw"], 0);
  EXPECT_FALSE(report["trials"][0].contains("repeats_draw"));
  EXPECT_FALSE(report["trials"][1].contains("repeats_draw"));
  const Json& setting = report["settings"][0];
  EXPECT_EQ(setting["draws"], 3);
  const Json& top1 = setting["suites"]["validation"]["top1"];
  EXPECT_EQ(top1["trials"], 4);
  EXPECT_EQ(top1["units"], 3);
  EXPECT_NEAR(top1["mean"].get<double>(), 0.77, 1e-12);  // of 0.78, 0.76, 0.77
  EXPECT_THAT(kinds(report), ::testing::Contains("identical_draws"));
  for (const Json& flag : report["flags"]) {
    if (flag["kind"] != "identical_draws") continue;
    EXPECT_THAT(flag["message"].get<std::string>(), HasSubstr("in 1 setting of alone some draws"));
  }
}

TEST(RepeatedDraws, TheSameFiguresOfOtherPredictionsAreNot) {
  const Json report = report_with({"same", "other", "else", "third"});
  EXPECT_EQ(report["settings"][0]["suites"]["validation"]["top1"]["units"], 4);
  EXPECT_THAT(kinds(report), ::testing::Not(::testing::Contains("identical_draws")));
}

TEST(RepeatedDraws, WithoutPredictionsNothingIsKnown) {
  EXPECT_EQ(report_with({})["settings"][0]["draws"], 4);
}

}  // namespace
}  // namespace remedy
