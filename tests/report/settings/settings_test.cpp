#include "report/settings/settings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "report/analysed.h"
#include "report/content/json/values_json.h"
#include "report/run_builder.h"
#include "statistics/intervals.h"
#include "statistics/paired_proportions.h"

namespace remedy {
namespace {

using testing::make_record;
using testing::make_trial;
using testing::RunBuilder;

TEST(Spread, SeedsAreAveragedBeforeDraws) {
  // Draw 0: 1 and 3; draw 1: 8. The mean over draws is (2 + 8) / 2, over trials it would be 4.
  const auto result = spread({{0, 1}, {0, 3}, {1, 8}});
  EXPECT_EQ(spread_json(result), Json({{"trials", 3},
                                       {"units", 2},
                                       {"mean", 5.0},
                                       {"min", 2.0},
                                       {"max", 8.0},
                                       {"sd", std::sqrt(18.0)}}));
  EXPECT_FALSE(spread({{0, 1}, {0, 3}})->sd);
}

TEST(Spread, OfNothingIsNone) { EXPECT_FALSE(spread({})); }

TEST(Settings, DrawsAreGatheredWithMeanAndRange) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add_completed(make_trial("a1", "mixed", 0.001, 100, 1), 780, 15);
  builder.add_completed(make_trial("a2", "mixed", 0.001, 100, 2), 740, 13);
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["settings"].size(), 1U);
  const Json& setting = report["settings"][0];
  EXPECT_EQ(setting["draws"], 3);
  EXPECT_EQ(setting["over"], "draws");
  const Json& retention = setting["suites"]["validation"]["retention"];
  EXPECT_DOUBLE_EQ(retention["mean"].get<double>(), 0.95);
  EXPECT_DOUBLE_EQ(retention["min"].get<double>(), 0.925);
  EXPECT_DOUBLE_EQ(retention["max"].get<double>(), 0.975);
  EXPECT_NEAR(setting["suites"]["validation"]["top1_points"]["mean"].get<double>(), -4, 1e-9);
  const Json& fix = setting["suites"]["test_cows"]["top1"];
  EXPECT_DOUBLE_EQ(fix["mean"].get<double>(), 14.0 / 15);
  // Three draws of .9333 on average, deviation 1 / 15, of 15 images: MOVER of Wilson's [.7018,
  // .9881] and t(2) = 4.3027 times 1 / 15 / sqrt(3).
  EXPECT_EQ(fix["holds_for"], "draws and images");
  const double half = 4.302652729911275 / 15 / std::sqrt(3);
  EXPECT_NEAR(fix["interval"][0].get<double>(), 14.0 / 15 - std::hypot(14.0 / 15 - 0.7018, half),
              1e-4);
  EXPECT_EQ(fix["interval"][1], 1);
  EXPECT_EQ(setting["suites"]["validation"]["kl.mean"]["holds_for"], "draws");
  EXPECT_FALSE(setting["suites"]["validation"]["mcnemar_p"].contains("mean"));
  EXPECT_FALSE(setting["suites"]["validation"]["mcnemar_p"].contains("interval"));
}

// Small suites and large suites alike.
TEST(Settings, ASingleTrialHasTheIntervalOfItsImages) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  const Json report = testing::analysed({builder.run});
  const Json& suites = report["settings"][0]["suites"];
  EXPECT_NEAR(suites["test_cows"]["top1"]["interval"][0].get<double>(), 0.7018, 5e-5);
  EXPECT_EQ(suites["test_cows"]["top1"]["holds_for"], "images");
  const Json& large = suites["validation"];
  EXPECT_NEAR(large["top1"]["interval"][0].get<double>(), 0.7326, 5e-4);  // Wilson, 760 of 1000
  // 45 negative and 5 positive flips: Bonett and Price's (6 - 46) / 1002 -+ z sqrt(...), in points.
  const double centre = -40.0 / 1002,
               half = 1.959963984540054 * std::sqrt((52.0 / 1002 - centre * centre) / 1002);
  EXPECT_NEAR(large["top1_points"]["interval"][0].get<double>(), 100 * (centre - half), 1e-9);
  const auto ratio = statistics::bonett_price_ratio_interval(5, 45, 755);
  EXPECT_NEAR(large["retention"]["interval"][0].get<double>(), ratio.low, 1e-12);
  EXPECT_NEAR(large["retention"]["interval"][1].get<double>(), ratio.high, 1e-12);
  EXPECT_FALSE(large["kl.mean"].contains("interval"));
  EXPECT_NEAR(report["baseline"]["validation"]["intervals"]["top1"][0].get<double>(), 0.7741, 5e-4);
}

// Two draws that agree to the image: their spread is not 0, but what rounding leaves.
TEST(Settings, DrawsThatAgreeByChanceKeepAWidth) {
  RunBuilder builder;
  for (int draw = 0; draw < 2; ++draw) {
    builder.add_completed(make_trial("a" + std::to_string(draw), "mixed", 0.001, 100, draw), 760,
                          14);
  }
  const Json top1 = testing::analysed({builder.run})["settings"][0]["suites"]["validation"]["top1"];
  const double draws = 12.7062047364 * 0.001 / std::sqrt(12) / std::sqrt(2);
  const double images = 0.76 - statistics::wilson_interval(760, 1000).low;
  EXPECT_NEAR(top1["interval"][0].get<double>(), 0.76 - std::hypot(images, draws), 1e-9);
}

TEST(Settings, AnAverageOverFewerTrialsThanPlannedSaysSo) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add(make_trial("a1", "mixed", 0.001, 100, 1),
              make_record(make_trial("a1", "mixed", 0.001, 100, 1), Status::kDiverged, {},
                          "the loss is not finite at step 3"));
  builder.plan(make_trial("a2", "mixed", 0.001, 100, 2));
  builder.add(
      make_trial("a3", "mixed", 0.001, 100, 3),
      make_record(make_trial("a3", "mixed", 0.001, 100, 3), Status::kNotReached,
                  {{"validation", testing::retained(800)}, {"test_cows", testing::fixed_cows(3)}}));
  const Json report = testing::analysed({builder.run});
  const Json& setting = report["settings"][0];
  EXPECT_EQ(setting["trials"], Json({{"planned", 4},
                                     {"with_result", 2},
                                     {"reached", 1},
                                     {"not_reached", 1},
                                     {"failed", 1},
                                     {"missing", 1}}));
  EXPECT_EQ(setting["suites"]["validation"]["retention"]["trials"], 2);
}

TEST(Settings, ParametersNAndStopRuleTellSettingsApart) {
  RunBuilder builder;
  Trial published = make_trial("a3", "mixed", 0.001, 100, 0);
  published.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add_completed(make_trial("a1", "mixed", 0.003, 100, 0), 760, 14);
  builder.add_completed(make_trial("a2", "mixed", 0.001, 400, 0), 760, 14);
  builder.add_completed(published, 760, 14);
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["settings"].size(), 4U);
  EXPECT_EQ(report["settings"][0]["varied"], Json::array({"learning_rate"}));
  EXPECT_EQ(report["settings"][0]["name"],
            "learning_rate 0.001, stop on stop above 0.9 within 200 steps");
  EXPECT_EQ(report["settings"][3]["name"],
            "learning_rate 0.001, stop on test_cows above 0.9 within 200 steps");
  EXPECT_EQ(report["settings"][2]["anchor_classes"], 400);
}

// A child of two parents is two settings though its own parameters are the same.
TEST(Settings, WhatATrialStartsFromIsPartOfItsSetting) {
  RunBuilder builder;
  for (const auto& [parent, child, rate] :
       {std::tuple{"p0", "c0", 0.001}, std::tuple{"p1", "c1", 0.003}}) {
    builder.add_completed(make_trial(parent, "mixed", rate, 100, 0), 760, 14);
    Trial trial = make_trial(child, "wise_ft", 0.5, 100, 0);
    trial.after = {parent};
    builder.add_completed(trial, 780, 14);
  }
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["settings"].size(), 4U);
  EXPECT_EQ(report["settings"][1]["name"], "after mixed (learning_rate 0.001)");
  EXPECT_EQ(report["settings"][3]["name"], "after mixed (learning_rate 0.003)");
}

TEST(Settings, NamesAllThatATrialStartsFrom) {
  RunBuilder builder;
  builder.add_completed(make_trial("p0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add_completed(make_trial("p1", "gentle", 0.001, 100, 0), 770, 14);
  Trial trial = make_trial("c0", "soup", 0.5, 100, 0);
  trial.after = {"p0", "p1"};
  trial.supervision = {"counterexamples", "stop set"};
  builder.add_completed(trial, 780, 14);
  const Json report = testing::analysed({builder.run});
  ASSERT_EQ(report["settings"].size(), 3U);
  EXPECT_EQ(report["settings"][2]["name"], "after mixed and gentle");
  EXPECT_EQ(report["settings"][2]["after"], Json::array({0, 1}));
  EXPECT_EQ(report["settings"][2]["supervision"], Json::array({"counterexamples", "stop set"}));
  EXPECT_EQ(report["settings"][0]["after"], nullptr);
  EXPECT_EQ(report["trials"][2]["after"], Json::array({"p0", "p1"}));
}

TEST(Settings, ATrialOfNoFactorStandsForItself) {
  RunBuilder builder;
  Trial identity = make_trial("id", "identity", 0, std::nullopt, std::nullopt);
  identity.seed.reset();
  identity.stops = false;
  builder.add(identity, make_record(identity, Status::kCompleted,
                                    {{"validation", {"retain", 1000, 800, 800, 0, 0, 0}}}));
  const Json report = testing::analysed({builder.run});
  const Json& setting = report["settings"][0];
  EXPECT_EQ(setting["over"], "trial");
  EXPECT_TRUE(setting["anchor_classes"].is_null());
  EXPECT_EQ(setting["suites"]["validation"]["retention"]["mean"], 1.0);
  EXPECT_EQ(setting["suites"]["validation"]["mcnemar_p"]["max"], 1.0);
}

}  // namespace
}  // namespace remedy
