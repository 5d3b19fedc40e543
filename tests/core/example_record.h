// A trial's record with every field that there is.
#pragma once

#include "core/run/record.h"

namespace remedy::testing {

inline SuiteFigures example_figures() {
  SuiteFigures figures;
  figures.role = Role::kRetain;
  figures.images = 1000;
  figures.baseline = {0.8, 0.85, 0.9};
  figures.remediated = {0.75, 0.8, 0.875};
  figures.retention = 0.9375;
  figures.retention_top5 = 0.97;
  figures.negative_flips = 80;
  figures.positive_flips = 30;
  figures.negative_flip_rate = 0.08;
  figures.relative_nfr = 0.4;
  figures.churn = 120;
  figures.kl = {0.25, 0.125, 1.5, 6.0};
  figures.js = {0.05, 0.025, 0.3, 0.7};
  figures.over_prediction = {0.0, 0.01};
  figures.predicted_as_target = {0.02, 0.04};
  figures.target_probability = {0.01, 0.2};
  figures.calibration = CalibrationChange{{0.05, 0.1, 0.75}, {0.06, 0.11, 0.7}};
  figures.classes = ClassLosses{{{7, "hen", 50, 50, 40, 12}}};
  figures.rounding = Rounding{0.8, 0.99, {0.001, 0.2}};
  GroupingFigures grouping;
  grouping.prevalence_of = "train";
  grouping.groups = {{"hen/yard", 1000, 1.0, GroupAccuracy{800, 0.8, 0.77, 0.83, 0.05, 0.75},
                      GroupAccuracy{750, 0.75, 0.72, 0.78, 0.06, 0.7}, 80, 30}};
  grouping.baseline = {{0.8, {"hen/yard"}}, 0.0, 0.8, 0.8, 0.8};
  grouping.remediated = {{0.75, {"hen/yard"}}, 0.0, 0.75, 0.75, 0.75};
  figures.groups = {{"bird_on", grouping}};
  figures.label_space = LabelSpaceFigures{"birds", "map", 2};
  return figures;
}

inline TrialRecord example_record() {
  Trial trial;
  trial.id = "0123456789abcdef";
  trial.label = "gentle";
  trial.remediation = "tune";
  trial.version = "1.0.0";
  trial.parameters = {{"rate", 0.1}, {"steps", std::int64_t{10}}, {"batch_norm", "train"}};
  trial.anchor_classes = 100;
  trial.draw = 0;
  trial.seed = 1;
  trial.anchors = "0a1b";
  trial.after = {"fedcba9876543210"};
  trial.training_images = 110;
  trial.supervision = {"counterexamples"};
  TrialResult result;
  result.stop = StopOutcome{"stop", false, 0.9, true, true, 1.0, 14, 15};
  result.suites = {{"validation", example_figures()}};
  result.derived = {
      {"gap", DerivedFigures{"a.top1 - b.top1", 5, {0.4, 0.1, 0.7, 3}, {0.2, -0.1, 0.5, 4}}}};
  result.seconds = {{"apply", 41.5}, {"evaluate", 30.25}};
  result.peak_device_bytes = 1234567890;
  TrialRecord record = record_of("example", trial, result);
  record.refused = {{"suites.validation", "sha256:a", "sha256:b"}};
  record.comparable = Comparable{
      "sha256:ba5e", {{"validation", "sha256:v"}}, "resize 256", Precision::kFloat32, "cow"};
  record.training = {{"anchors", "sha256:an"}};
  record.provenance = Provenance{"0.2.0", "1.13.1", "GCC 12.2", "onednn", "cpu", 2, "sha256:f00d"};
  record.output = "output/0123456789abcdef.txt";
  record.log = "logs/0123456789abcdef.csv";
  return record;
}

}  // namespace remedy::testing
