#include "report/trends.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "report/analysis.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using testing::make_trial;
using testing::RunBuilder;

// At each N of `classes` and each draw: so many images right of the 1000 of validation.
template <typename Right>
RunData sweep(const std::vector<int>& classes, int draws, const Right& right) {
  RunBuilder builder;
  int number = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    for (int draw = 0; draw < draws; ++draw) {
      builder.add_completed(
          make_trial("t" + std::to_string(number++), "mixed", 0.01, classes[i], draw),
          right(static_cast<int>(i), draw), 12);
    }
  }
  return builder.run;
}

Json entry_of(const Json& report, const std::string& suite, const std::string& metric) {
  for (const Json& entry : report["trends"]) {
    if (entry["suite"] == suite && entry["metric"] == metric) return entry;
  }
  return nullptr;
}

TEST(Trends, WhatIsPlantedIsFoundAndWhatIsLevelIsNot) {
  const Json report =
      analyse({sweep({25, 50, 100, 200}, 4, [](int i, int draw) { return 700 + 10 * i + draw; })});
  const Json kept = entry_of(report, "validation", "retention");
  EXPECT_EQ(kept["verdict"], "rises");
  EXPECT_EQ(kept["anchor_classes"], Json({25, 50, 100, 200}));
  EXPECT_NEAR(kept["means"][0].get<double>(), 701.5 / 800, 1e-12);
  // All four draws in the one right order of 24, on either side.
  EXPECT_NEAR(kept["p"].get<double>(), 2 / std::pow(24, 4), 1e-12);
  EXPECT_EQ(kept["p"], kept["attainable"]);
  EXPECT_GT(kept["p_holm"], kept["p"]);
  EXPECT_NEAR(kept["spearman"]["rho"].get<double>(), 1, 1e-12);
  EXPECT_NEAR(kept["isotonic"]["r2"].get<double>(), 1, 1e-12);
  EXPECT_EQ(entry_of(report, "validation", "negative_flips")["verdict"], "falls");
  EXPECT_EQ(entry_of(report, "test_cows", "top1")["verdict"], "none_shown");
  EXPECT_EQ(entry_of(report, "validation", "kl.mean")["verdict"], "none_shown");
}

TEST(Trends, NoiseIsTakenForATrendInFewerThanOneStudyOfTwenty) {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> right(600, 790);
  int found = 0;
  constexpr int kStudies = 200;
  for (int study = 0; study < kStudies; ++study) {
    const Json report =
        analyse({sweep({25, 50, 100, 200}, 5, [&](int, int) { return right(random); })});
    bool any = false;
    for (const Json& entry : report["trends"]) {
      any = any || entry["verdict"] == "rises" || entry["verdict"] == "falls";
    }
    found += any;
  }
  EXPECT_LE(found, kStudies / 20);
}

TEST(Trends, ATrendAmongNoiseIsFoundInMostStudies) {
  std::mt19937 random(6);
  std::normal_distribution<double> noise(0, 10);
  int found = 0;
  constexpr int kStudies = 200;
  for (int study = 0; study < kStudies; ++study) {
    const Json report = analyse({sweep({25, 50, 100, 200}, 5, [&](int i, int) {
      return static_cast<int>(680 + 15 * i + noise(random));
    })});
    found += entry_of(report, "validation", "retention")["verdict"] == "rises";
  }
  EXPECT_GE(found, kStudies * 9 / 10);
}

TEST(Trends, ADrawWithoutAResultIsLeftOutAndCounted) {
  RunData run = sweep({25, 50, 100}, 5, [](int i, int draw) { return 700 + 10 * i + draw; });
  run.records.erase("t7");  // N 50, draw 2
  const Json entry = entry_of(analyse({run}), "validation", "retention");
  EXPECT_EQ(entry["draws"], 4);
  EXPECT_EQ(entry["left_out"], 1);
  EXPECT_NEAR(entry["means"][0].get<double>(), (700 + 701 + 703 + 704) / 4.0 / 800, 1e-12);
}

// Every class of a pool with one image of each: whatever the draw, the same images.
TEST(Trends, DrawsOfTheSameImagesAreNoDraws) {
  RunBuilder builder;
  for (const int n : {25, 50, 100, 200}) {
    for (int draw = 0; draw < 4; ++draw) {
      Trial trial = make_trial(fmt::format("t{}-{}", n, draw), "mixed", 0.01, n, draw);
      trial.anchors = fmt::format("set {} {}", n, n == 200 ? 0 : draw);
      builder.add_completed(trial, 700 + n / 5, 12);
    }
  }
  const Json report = analyse({builder.run});
  const Json kept = entry_of(report, "validation", "retention");
  EXPECT_EQ(kept["anchor_classes"], Json({25, 50, 100}));
  EXPECT_EQ(kept["draws"], 4);
  EXPECT_EQ(kept["verdict"], "rises");
  EXPECT_EQ(report["predictability"][0]["anchor_classes"], Json({25, 50, 100}));
  const Json& flags = report["flags"];
  const auto flag = std::find_if(flags.begin(), flags.end(),
                                 [](const Json& one) { return one["kind"] == "repeated_draws"; });
  ASSERT_NE(flag, flags.end());
  EXPECT_THAT((*flag)["message"], ::testing::HasSubstr("mixed at N = 200"));
}

TEST(Trends, WhatTooFewDrawsCannotShowIsSaidSo) {
  const Json entry = entry_of(
      analyse({sweep({25, 50, 100}, 2, [](int i, int draw) { return 700 + 10 * i + draw; })}),
      "validation", "retention");
  EXPECT_EQ(entry["verdict"], "too_few_draws");
  EXPECT_NEAR(entry["attainable"].get<double>(), 2.0 / 36, 1e-12);
  // Two values of N make no series.
  EXPECT_TRUE(analyse({sweep({25, 50}, 5, [](int i, int) { return 700 + i; })})["trends"].empty());
}

}  // namespace
}  // namespace remedy
