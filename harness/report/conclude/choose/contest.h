// The settings that a verdict chooses between, and what they are measured by. No JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "statistics/intervals.h"

namespace remedy {

// A suite's place among the images of a measure.
struct MeasuredSuite {
  std::string name;
  std::size_t images = 0;
  double scale = 1;  // what one image is worth
};

// One trial by one measure.
struct TrialFigure {
  double value = 0;  // the sum of what the images are worth that count
  // 0 or 1 of each image, suites one after the other; empty where the predictions are lost.
  std::vector<std::uint8_t> images;
  // Where they are: at most so much is the sum of the squares of what the images are worth on which
  // it differs from the baseline.
  double squares = 0;
};

// Retention, negative flips, accuracy on guard suites, or false positives on one suite.
struct Measure {
  std::string name;
  bool higher_is_better = true;
  std::vector<MeasuredSuite> suites;
  std::vector<TrialFigure> trials;  // by Contest's numbers of trials
};

// A setting that met the stop criterion in every trial and fixed what is broken.
struct Competitor {
  std::size_t setting = 0;  // index in the report
  std::size_t group = 0;    // of its remediation: index in "best"
  std::size_t run = 0;
  bool control = false;
  // Its trials, seeds of one draw together. Draws with the same anchors, or with the same
  // predictions, are one.
  std::map<std::int64_t, std::vector<std::size_t>> draws;
  // It has no draws, or the anchors change nothing: one figure whatever is drawn.
  bool constant = false;
  std::optional<statistics::Interval> matched;  // difference, of the suites to transfer to
  double steps = 0;                             // on average
};

struct Contest {
  std::size_t trials = 0;
  std::vector<Competitor> competitors;
  // What settings are chosen by first, then harm in the order in which it counts. Only measures
  // that every trial has.
  std::vector<Measure> measures;
};

}  // namespace remedy
