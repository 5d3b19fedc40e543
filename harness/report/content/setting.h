// A setting: trials that differ in draw and seed alone. What a reader chooses between.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/named.h"
#include "core/plan/plan.h"
#include "report/content/figures.h"
#include "report/content/group_spread.h"
#include "report/content/reliability.h"
#include "report/content/spread.h"

namespace remedy {

// A class that lost more under a setting than chance allows.
struct LostClass {
  std::int64_t class_index = 0;
  std::optional<std::string> name;
  std::int64_t images = 0, before = 0;   // before: how many of the images are right
  double after = 0, negative_flips = 0;  // means
  int trials = 0;                        // that tell of it
  double p = 0, p_fdr = 0;
};

// On one suite.
struct SettingSuite {
  std::array<std::optional<Spread>, kSuiteFigures> figures;  // by Figure
  // Nothing where nothing tells of classes.
  std::optional<std::vector<LostClass>> lost;
  Named<GroupingSpread> groups;  // by grouping; empty where the suite has none
  Reliability reliability;       // of suites to retain

  const std::optional<Spread>& operator[](Figure figure) const {
    return figures[static_cast<std::size_t>(figure)];
  }
  std::optional<double> mean(Figure figure) const {
    const auto& spread = (*this)[figure];
    return spread ? spread->mean : std::nullopt;
  }
};

struct TrialCounts {
  int planned = 0, with_result = 0, reached = 0, not_reached = 0, failed = 0, missing = 0;
};

struct PlannedStop {
  StopRule rule;
  bool stops = false;  // or it is measured by the rule alone
};

// What is replicated.
enum class Over { kDraws, kSeeds, kTrial };
const char* to_string(Over over);

struct Setting {
  std::size_t run = 0;  // index in the report
  std::string label, remediation, version;
  std::string name;  // what tells it from the others of its label
  std::map<std::string, ParameterValue> parameters;
  std::vector<std::string> varied;  // parameters
  std::optional<std::int64_t> anchor_classes;
  std::size_t training_images = 0;
  std::vector<std::size_t> after;        // the settings that it starts from
  std::vector<std::string> supervision;  // Trial::supervision
  std::optional<PlannedStop> stop;
  bool published = false;  // stopped on a reported suite
  Over over = Over::kTrial;
  std::size_t draws = 0, seeds = 0;
  TrialCounts trials;
  std::optional<Spread> accuracy_on_stop_set, steps, probes;
  std::vector<SettingSuite> suites;       // by the report's suites
  std::optional<Spread> apply, evaluate;  // seconds

  std::string stop_on() const { return stop ? stop->rule.on : ""; }
};

// Of a setting that others start from, whatever its N.
struct ParentSetting {
  std::string label;
  std::map<std::string, ParameterValue> parameters;

  bool operator==(const ParentSetting& other) const {
    return label == other.label && parameters == other.parameters;
  }
  bool operator<(const ParentSetting& other) const {
    return std::tie(label, parameters) < std::tie(other.label, other.parameters);
  }
};

}  // namespace remedy
