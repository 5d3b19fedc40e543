// How two runs differ, trial by trial.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/plan/plan.h"
#include "core/run/record.h"
#include "report/content/figures.h"
#include "report/content/setting.h"
#include "report/content/spread.h"
#include "statistics/intervals.h"

namespace remedy {

// Means over draws, seeds averaged within them.
struct FigureDifference {
  Figure figure = Figure::kTop1;
  double a = 0, b = 0, difference = 0;           // b - a
  std::optional<statistics::Interval> interval;  // of 95 %
  HoldsFor holds_for = HoldsFor::kDraws;         // where there is an interval
};

struct ComparedSuite {
  std::string name;
  std::int64_t images = 0;
  std::vector<FigureDifference> figures;
  // Of images, a mean over draws; nothing without predictions.
  std::optional<double> only_a_right, only_b_right;
  std::optional<double> mcnemar_p;  // exact; where there is one pair

  const FigureDifference* find(Figure figure) const {
    for (const FigureDifference& one : figures) {
      if (one.figure == figure) return &one;
    }
    return nullptr;
  }
};

// What a trial is called, by what both runs know of it.
struct ComparedTrial {
  std::string label;
  std::map<std::string, ParameterValue> parameters;
  std::optional<std::int64_t> anchor_classes, draw, seed;
  std::string anchors;
};

// A pair of which one has no result; no status: no record.
struct UnmeasuredPair {
  ComparedTrial trial;
  std::optional<Status> a, b;
};

struct ComparedSetting {
  std::string label;
  std::map<std::string, ParameterValue> parameters;
  std::optional<std::int64_t> anchor_classes;
  std::size_t pairs = 0;
  std::size_t draws = 0;  // that count; seeds, where nothing is drawn
  Over over = Over::kTrial;
  std::vector<ComparedSuite> suites;

  const ComparedSuite* find(const std::string& suite) const {
    for (const ComparedSuite& one : suites) {
      if (one.name == suite) return &one;
    }
    return nullptr;
  }
};

struct Comparison {
  std::array<std::string, 2> runs;
  std::vector<ComparedSetting> settings;
  std::vector<UnmeasuredPair> without_result;
  std::array<std::vector<ComparedTrial>, 2> only_in;  // trials of one run alone
};

}  // namespace remedy
