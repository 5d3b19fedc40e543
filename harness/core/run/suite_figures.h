// What a trial's record says of one suite: how the baseline and the repaired network do on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/json.h"
#include "core/named.h"
#include "core/run/group_figures.h"
#include "core/study/study.h"

namespace remedy {

// Shares of the images whose label is among the k largest logits.
struct TopK {
  double top1 = 0, top3 = 0, top5 = 0;
};

// Of the images of a suite, in nats. Nothing where a value is not finite.
struct Distribution {
  std::optional<double> mean, median, p95, max;
};

// A share before and after the repair; nothing where it is not defined.
struct BeforeAfter {
  std::optional<double> baseline, remediated;
};

struct Calibration {
  std::optional<double> ece, brier, confidence;
};

struct CalibrationChange {
  Calibration baseline, remediated;
};

// A class that has fewer images right after the repair than before. `before` and `after` count
// images that are right.
struct ClassLoss {
  std::int64_t index = 0;
  std::optional<std::string> name;
  std::int64_t images = 0, before = 0, after = 0, negative_flips = 0;
};

inline constexpr std::size_t kClassesListed = 10;

// Those that lose most, at most kClassesListed of them.
struct ClassLosses {
  std::vector<ClassLoss> lost;
};

struct RoundingDivergence {
  double mean = 0, max = 0;  // nats
};

// How the baseline in the study's precision differs from that in float32.
struct Rounding {
  double top1 = 0;            // of float32
  double top1_agreement = 0;  // share of the images with the same prediction
  RoundingDivergence kl;
};

struct LabelSpaceFigures {
  std::string name;
  std::string rule;  // LabelRule
  std::int64_t classes = 0;
};

struct SuiteFigures {
  Role role = Role::kRetain;
  std::int64_t images = 0;
  TopK baseline, remediated;
  std::optional<double> retention, retention_top5;  // nothing where the baseline has none right
  std::int64_t negative_flips = 0, positive_flips = 0;
  double negative_flip_rate = 0;
  std::optional<double> relative_nfr;
  std::int64_t churn = 0;
  Distribution kl, js;
  BeforeAfter over_prediction, predicted_as_target, target_probability;
  // Records of earlier versions lack these two.
  std::optional<CalibrationChange> calibration;
  std::optional<ClassLosses> classes;
  std::optional<Rounding> rounding;  // nothing where the precision is float32
  Named<GroupingFigures> groups;     // by grouping; empty where the suite has none
  // What all figures here are measured in; nothing: the network's own classes.
  std::optional<LabelSpaceFigures> label_space;
};

Json to_json(const SuiteFigures& figures);
Json to_json(const Rounding& rounding);

}  // namespace remedy
