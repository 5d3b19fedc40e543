#include "report/conclude/trends/trends.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>

#include "report/analysed.h"
#include "report/conclude/choose/simulations.h"
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
  const Json report = testing::analysed(
      {sweep({25, 50, 100, 200}, 4, [](int i, int draw) { return 700 + 10 * i + draw; })});
  const Json kept = entry_of(report, "validation", "retention");
  EXPECT_EQ(kept["verdict"], "rises");
  EXPECT_EQ(kept["anchor_classes"], Json({25, 50, 100, 200}));
  EXPECT_NEAR(kept["means"][0].get<double>(), 701.5 / 800, 1e-12);
  // Every draw rises by 10 of 800 images when N doubles. Four equal slopes scatter as the rounding
  // to one image: 1 / 800 / sqrt(12 * 5).
  const double rounding = 1.0 / 800 / std::sqrt(60);
  EXPECT_NEAR(kept["slope"]["mean"].get<double>(), 10.0 / 800, 1e-12);
  EXPECT_NEAR(kept["slope"]["rounding"].get<double>(), rounding, 1e-12);
  EXPECT_NEAR(kept["slope"]["t"].get<double>(), 10.0 / 800 / (rounding / 2), 1e-6);
  EXPECT_EQ(kept["slope"]["degrees"], 3);
  EXPECT_GT(kept["p_holm"], kept["p"]);
  // Page's test describes: all four draws in the one right order of 24.
  EXPECT_NEAR(kept["attainable"].get<double>(), 2 / std::pow(24, 4), 1e-12);
  EXPECT_NEAR(kept["spearman"]["rho"].get<double>(), 1, 1e-12);
  EXPECT_NEAR(kept["isotonic"]["r2"].get<double>(), 1, 1e-12);
  EXPECT_EQ(entry_of(report, "validation", "negative_flips")["verdict"], "falls");
  EXPECT_EQ(entry_of(report, "test_cows", "top1")["verdict"], "none_shown");
  EXPECT_EQ(entry_of(report, "validation", "kl.mean")["verdict"], "none_shown");
}

bool claims_a_trend(const Json& report) {
  return std::any_of(report["trends"].begin(), report["trends"].end(), [](const Json& entry) {
    return entry["verdict"] == "rises" || entry["verdict"] == "falls";
  });
}

// At most one of twenty, and what chance adds to that: two standard errors, and three where other
// numbers of studies than the suite's are asked for.
double at_most_of(int studies) {
  return studies / 20.0 + (studies > 100 ? 3 : 2) * std::sqrt(studies * 0.05 * 0.95);
}

TEST(Trends, NoiseIsTakenForATrendInFewerThanOneStudyOfTwenty) {
  std::mt19937 random(5);
  std::uniform_int_distribution<int> right(600, 790);
  int found = 0;
  constexpr int kTrendStudies = 60;
  for (int study = 0; study < kTrendStudies; ++study) {
    found += claims_a_trend(
        testing::analysed({sweep({25, 50, 100, 200}, 5, [&](int, int) { return right(random); })}));
  }
  EXPECT_LE(found, at_most_of(kTrendStudies));
}

// draw_anchors() nests the anchors of a draw: a larger N holds those of a smaller one. `shared` of
// the noise's variance comes from the anchors' own effects, added up, the rest from training.
RunData nested_noise(std::mt19937& random, int draws, double shared) {
  std::normal_distribution<double> normal;
  const std::vector<int> classes = {100, 190, 240, 400, 500, 600, 700, 800, 900, 1000};
  std::vector<std::vector<double>> noise(static_cast<std::size_t>(draws));
  for (auto& of_draw : noise) {
    double sum = 0;
    int anchors = 0;
    for (const int n : classes) {
      for (; anchors < n; ++anchors) sum += normal(random);
      of_draw.push_back(std::sqrt(shared) * sum / std::sqrt(n) +
                        std::sqrt(1 - shared) * normal(random));
    }
  }
  return sweep(classes, draws, [&](int i, int draw) {
    return static_cast<int>(
        std::lround(700 + 15 * noise[static_cast<std::size_t>(draw)][static_cast<std::size_t>(i)]));
  });
}

// How many studies claim a trend, and in how many the p of the retention alone is at most .05.
struct FalseTrends {
  int claims = 0, unadjusted = 0;
};

FalseTrends false_trends(int studies, int draws, double shared) {
  std::mt19937 random(static_cast<unsigned>(100 * draws + std::lround(100 * shared)));
  FalseTrends found;
  for (int i = 0; i < studies; ++i) {
    const Json report = testing::analysed({nested_noise(random, draws, shared)});
    found.claims += claims_a_trend(report);
    found.unadjusted += entry_of(report, "validation", "retention")["p"] <= 0.05;
  }
  std::cout << draws << " draws, " << 100 * shared << " % of the noise shared over N, " << studies
            << " null studies: a trend is claimed in " << found.claims
            << ", and p is at most .05 before Holm's correction in " << found.unadjusted << "\n";
  return found;
}

// Page's test, whose blocks have to be in random order within themselves, has such a p in 19 % of
// studies with 75 % shared.
TEST(Trends, NestedNoiseIsNoTrend) {
  constexpr int kInTheSuite = 60;
  const int studies = testing::simulated_studies(kInTheSuite);
  std::vector<double> shares = {0.75};
  if (studies > kInTheSuite) shares = {0.0, 0.5, 0.75};
  for (const double shared : shares) {
    const FalseTrends found = false_trends(studies, 5, shared);
    EXPECT_LE(found.claims, at_most_of(studies)) << shared;
    EXPECT_LE(found.unadjusted, at_most_of(studies)) << shared;
  }
}

TEST(Trends, NestedNoiseOfFewOrManyDrawsIsNoTrend) {
  const int studies = testing::simulated_studies(20);
  for (const int draws : {3, 10}) {
    const FalseTrends found = false_trends(studies, draws, 0.75);
    EXPECT_LE(found.claims, at_most_of(studies)) << draws;
    EXPECT_LE(found.unadjusted, at_most_of(studies)) << draws;
  }
}

TEST(Trends, ATrendAmongNoiseIsFoundInMostStudies) {
  std::mt19937 random(6);
  std::normal_distribution<double> noise(0, 10);
  int found = 0;
  constexpr int kTrendStudies = 60;
  for (int study = 0; study < kTrendStudies; ++study) {
    const Json report = testing::analysed({sweep({25, 50, 100, 200}, 5, [&](int i, int) {
      return static_cast<int>(650 + 25 * i + noise(random));
    })});
    found += entry_of(report, "validation", "retention")["verdict"] == "rises";
  }
  EXPECT_GE(found, kTrendStudies * 9 / 10);
}

TEST(Trends, ADrawWithoutAResultIsLeftOutAndCounted) {
  RunData run = sweep({25, 50, 100}, 5, [](int i, int draw) { return 700 + 10 * i + draw; });
  run.records.erase("t7");  // N 50, draw 2
  const Json entry = entry_of(testing::analysed({run}), "validation", "retention");
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
  const Json report = testing::analysed({builder.run});
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

// Two of five draws have the same anchors at every N: they are one, and the others stay.
TEST(Trends, EqualAnchorSetsCountOnce) {
  RunBuilder builder;
  for (const int n : {25, 50, 100}) {
    for (int draw = 0; draw < 5; ++draw) {
      Trial trial = make_trial(fmt::format("t{}-{}", n, draw), "mixed", 0.01, n, draw);
      trial.anchors = fmt::format("set {} {}", n, draw == 4 ? 1 : draw);
      builder.add_completed(trial, 700 + n / 5 + draw % 4, 12);
    }
  }
  const Json report = testing::analysed({builder.run});
  const Json kept = entry_of(report, "validation", "retention");
  EXPECT_EQ(kept["anchor_classes"], Json({25, 50, 100}));
  EXPECT_EQ(kept["draws"], 4);
  EXPECT_EQ(kept["slope"]["degrees"], 3);
  EXPECT_THAT(report["flags"].dump(), ::testing::HasSubstr("1 draw of mixed"));
}

TEST(Trends, WhatTooFewDrawsCannotShowIsSaidSo) {
  const Json entry =
      entry_of(testing::analysed(
                   {sweep({25, 50, 100}, 2, [](int i, int draw) { return 700 + 10 * i + draw; })}),
               "validation", "retention");
  EXPECT_EQ(entry["verdict"], "too_few_draws");
  EXPECT_FALSE(entry["p"].is_null());  // and still no claim
  EXPECT_NEAR(entry["attainable"].get<double>(), 2.0 / 36, 1e-12);
  // Two values of N make no series.
  EXPECT_TRUE(testing::analysed({sweep({25, 50}, 5, [](int i, int) { return 700 + i; })})["trends"]
                  .empty());
}

}  // namespace
}  // namespace remedy
