// Do intervals of 95 % hold what they claim? Studies in which draws and images are crossed, through
// the functions that reports use. REMEDY_SIMULATIONS=2000 makes the table finer.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <string>
#include <vector>

#include "report/conclude/choose/simulations.h"
#include "report/settings/settings.h"
#include "report/settings/spread_interval.h"
#include "statistics/crossed.h"
#include "statistics/describe.h"
#include "statistics/intervals.h"
#include "statistics/normal.h"
#include "statistics/random.h"

namespace remedy {
namespace {

using statistics::Interval;

// An image is right where level + image + draw + both together + chance is above 0. The image's
// part is shared by the baseline and all draws, the draw's by all images.
struct Crossed {
  double level = 0;                    // of the repaired models
  double before = 0;                   // of the baseline
  double of_image = 1, of_draw = 0.2;  // standard deviations
  double of_both = 0.5;
  int images = 1000;
};

// Probability that an image of all images is right, given what all share.
double rate_of(double level, double variance) {
  return 1 - statistics::normal_upper_tail(level / std::sqrt(variance));
}

struct Study {
  std::vector<bool> before;
  std::vector<std::vector<bool>> after;  // by draw
  double after_here = 0;                 // what these draws have over all images
  double before_rate = 0, after_rate = 0;
};

Study simulate(const Crossed& model, int draws, statistics::Random& random) {
  const auto n = static_cast<std::size_t>(model.images);
  std::vector<double> image;
  for (std::size_t i = 0; i < n; ++i) image.push_back(model.of_image * random.normal());
  Study study;
  for (std::size_t i = 0; i < n; ++i) {
    study.before.push_back(model.before + image[i] + model.of_both * random.normal() > 0);
  }
  const double within = model.of_image * model.of_image + model.of_both * model.of_both;
  for (int d = 0; d < draws; ++d) {
    const double draw = model.of_draw * random.normal();
    study.after_here += rate_of(model.level + draw, within) / draws;
    study.after.emplace_back();
    for (std::size_t i = 0; i < n; ++i) {
      study.after.back().push_back(model.level + image[i] + draw + model.of_both * random.normal() >
                                   0);
    }
  }
  study.before_rate = rate_of(model.before, within);
  study.after_rate = rate_of(model.level, within + model.of_draw * model.of_draw);
  return study;
}

double share(const std::vector<bool>& right) {
  return static_cast<double>(std::count(right.begin(), right.end(), true)) /
         static_cast<double>(right.size());
}

// The spreads of a setting as settings.cpp makes them, with their intervals.
SettingSuite spreads_of(const Study& study) {
  std::map<Figure, std::vector<Sample>> samples;
  const double before = share(study.before);
  const auto images = static_cast<std::int64_t>(study.before.size());
  for (std::size_t d = 0; d < study.after.size(); ++d) {
    const auto draw = static_cast<std::int64_t>(d);
    double lost = 0, won = 0;
    for (std::size_t i = 0; i < study.before.size(); ++i) {
      lost += study.before[i] && !study.after[d][i];
      won += !study.before[i] && study.after[d][i];
    }
    const double after = share(study.after[d]);
    samples[Figure::kTop1].push_back({draw, after});
    samples[Figure::kTop1Points].push_back({draw, 100 * (after - before)});
    samples[Figure::kRetention].push_back({draw, after / before});
    samples[Figure::kNegativeFlips].push_back({draw, lost});
    samples[Figure::kPositiveFlips].push_back({draw, won});
  }
  SettingSuite spreads;
  for (const auto& [figure, values] : samples) {
    spreads.figures[static_cast<std::size_t>(figure)] = spread(values);
  }
  add_intervals(spreads, images, before);
  return spreads;
}

bool covers(const Spread& spread, double truth) {
  return spread.interval->low <= truth && truth <= spread.interval->high;
}

// What the interval is about: all draws there might be, or with a single draw that one.
double claimed(const Study& study, const Spread& spread) {
  return spread.holds_for == HoldsFor::kImages ? study.after_here : study.after_rate;
}

// What is claimed of a study, and whether it is so.
using Claim = std::function<bool(const Study&)>;

const std::vector<std::pair<std::string, Claim>>& claims() {
  static const std::vector<std::pair<std::string, Claim>> all = {
      {"accuracy (settings)",
       [](const Study& study) {
         const Spread top1 = *spreads_of(study)[Figure::kTop1];
         return covers(top1, claimed(study, top1));
       }},
      {"points (settings)",
       [](const Study& study) {
         const Spread points = *spreads_of(study)[Figure::kTop1Points];
         return covers(points, 100 * (claimed(study, points) - study.before_rate));
       }},
      {"retention (settings)",
       [](const Study& study) {
         const Spread retention = *spreads_of(study)[Figure::kRetention];
         return covers(retention, claimed(study, retention) / study.before_rate);
       }},
      {"rate (learned)",  // fewer than four draws: learned.cpp claims these draws alone
       [](const Study& study) {
         std::vector<double> rates;
         for (const auto& right : study.after) rates.push_back(share(right));
         const auto images = static_cast<std::int64_t>(study.before.size());
         const auto draws = static_cast<int>(rates.size());
         if (draws < 4) {
           double low = 1, high = 0;
           for (const double rate : rates) {
             const Interval one = statistics::wilson_interval(
                 std::llround(rate * static_cast<double>(images)), images);
             low = std::min(low, one.low);
             high = std::max(high, one.high);
           }
           return low <= study.after_here && study.after_here <= high;
         }
         const Interval interval = statistics::rate_over_draws(
             statistics::mean(rates), statistics::standard_deviation(rates), draws, images);
         return interval.low <= study.after_rate && study.after_rate <= interval.high;
       }},
      {"difference (compare)",
       [](const Study& study) {  // to the baseline, as to another run
         std::vector<double> of_images(study.before.size()), of_draws;
         for (const auto& right : study.after) {
           of_draws.push_back(share(right) - share(study.before));
           for (std::size_t i = 0; i < right.size(); ++i) {
             of_images[i] += (right[i] - study.before[i]) / static_cast<double>(study.after.size());
           }
         }
         const Interval interval = statistics::over_draws_and_images(
             of_draws, statistics::over_images(of_images),
             statistics::rounding_deviation(1 / static_cast<double>(of_images.size())));
         const double after = of_draws.size() > 1 ? study.after_rate : study.after_here;
         const double truth = after - study.before_rate;
         return interval.low <= truth && truth <= interval.high;
       }},
  };
  return all;
}

struct Case {
  std::string name;
  Crossed model;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"1000 images, .74 right, as before", {0.8, 0.8, 1, 0.2, 0.5, 1000}},
      {"1000 images, draws alike", {0.8, 0.9, 1, 0.02, 0.5, 1000}},
      {"300 images, .60 to .92, draws scatter", {1.6, 0.3, 1, 0.5, 0.5, 300}},
      {"50 images, .70 right, few before", {0.6, -1, 1, 0.3, 0.5, 50}},
  };
  return all;
}

TEST(Coverage, IntervalsHoldWhatTheyClaim) {
  constexpr int kInTheSuite = 40;
  const int studies = testing::simulated_studies(kInTheSuite);
  std::vector<int> draws = {1, 2, 4, 10};
  if (studies > kInTheSuite) draws = {1, 2, 3, 4, 5, 7, 10};
  // 93 %, and below it what chance adds: three standard errors.
  const double least = 0.93 - 3 * std::sqrt(0.05 * 0.95 / studies);
  std::string table = fmt::format("95 % intervals: coverage in {} studies, %\n{:60}", studies, "");
  for (const int d : draws) table += fmt::format("{:>7} dr.", d);
  table += "\n";
  for (const Case& one : cases()) {
    std::map<std::string, std::string> lines;
    for (const int d : draws) {
      statistics::Random random(static_cast<std::uint64_t>(1000 * d), 3);
      std::map<std::string, int> covered;
      for (int i = 0; i < studies; ++i) {
        const Study study = simulate(one.model, d, random);
        for (const auto& [name, claim] : claims()) covered[name] += claim(study);
      }
      for (const auto& [name, claim] : claims()) {
        const double rate = static_cast<double>(covered[name]) / studies;
        lines[name] += fmt::format("{:11.1f}", 100 * rate);
        EXPECT_GE(rate, least) << one.name << ", " << name << ", " << d << " draws";
      }
    }
    for (const auto& [name, claim] : claims()) {
      table += fmt::format("{:38}{:22}{}\n", one.name, name, lines[name]);
    }
  }
  std::cout << table;
}

}  // namespace
}  // namespace remedy
