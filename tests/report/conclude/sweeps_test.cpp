#include "report/conclude/sweeps.h"

#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using testing::make_trial;
using testing::RunBuilder;

TEST(Sweeps, NAndLearningRateMakeAGridOfSettings) {
  RunBuilder builder;
  int number = 0;
  for (const int n : {400, 100}) {
    for (const double rate : {0.1, 0.02, 0.003}) {
      if (n == 100 && rate == 0.02) continue;  // a hole
      for (int draw = 0; draw < 2; ++draw) {
        builder.add_completed(make_trial("t" + std::to_string(number++), "mixed", rate, n, draw),
                              700 + n / 10 + draw, 14);
      }
    }
  }
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["sweeps"].size(), 1U);
  const Json& sweep = report["sweeps"][0];
  EXPECT_EQ(sweep["x"], Json({{"axis", "anchor_classes"}, {"values", {100, 400}}}));
  EXPECT_EQ(sweep["y"], Json({{"axis", "learning_rate"}, {"values", {0.003, 0.02, 0.1}}}));
  EXPECT_EQ(sweep["cells"], Json({{4, 2}, {nullptr, 1}, {3, 0}}));
  EXPECT_TRUE(sweep["fixed"].empty());
  // Mean and range of every metric are those of the setting.
  const Json& spread = report["settings"][4]["suites"]["validation"]["retention"];
  EXPECT_DOUBLE_EQ(spread["mean"], 710.5 / 800);
  EXPECT_DOUBLE_EQ(spread["max"], 711.0 / 800);
}

TEST(Sweeps, AThirdAxisMakesAGridForEachOfItsValues) {
  RunBuilder builder;
  int number = 0;
  for (const char* norm : {"train", "frozen"}) {
    for (const int n : {100, 400}) {
      for (const double rate : {0.02, 0.1}) {
        Trial trial = make_trial("t" + std::to_string(number++), "mixed", rate, n, 0);
        trial.parameters["batch_norm"] = std::string(norm);
        builder.add_completed(trial, 700, 14);
      }
    }
  }
  const Json sweeps = testing::analysed({builder.run})["sweeps"];
  ASSERT_EQ(sweeps.size(), 2U);
  EXPECT_EQ(sweeps[0]["fixed"], Json({{"batch_norm", "train"}}));
  EXPECT_EQ(sweeps[1]["fixed"], Json({{"batch_norm", "frozen"}}));
  EXPECT_EQ(sweeps[1]["cells"], Json({{4, 6}, {5, 7}}));
}

TEST(Sweeps, OneAxisHasNoOtherAndNoneMakesNoSweep) {
  RunBuilder builder;
  builder.add_completed(make_trial("a", "one", 0.1, 100, 0), 700, 14);
  builder.add_completed(make_trial("b", "one", 0.2, 100, 0), 700, 14);
  builder.add_completed(make_trial("c", "none", 0.1, 100, 0), 700, 14);
  const Json sweeps = testing::analysed({builder.run})["sweeps"];
  ASSERT_EQ(sweeps.size(), 1U);
  EXPECT_EQ(sweeps[0]["x"]["axis"], "learning_rate");
  EXPECT_TRUE(sweeps[0]["y"].is_null());
  EXPECT_EQ(sweeps[0]["cells"], Json::array({Json({0, 1})}));
}

}  // namespace
}  // namespace remedy
