// Run directories with known numbers, for tests.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/file.h"
#include "core/json.h"
#include "core/plan/plan.h"
#include "core/run/record.h"
#include "core/run/run_directory.h"
#include "report/input/run_data.h"

namespace remedy::testing {

// A suite's entry as records have it, from counts of images that are right.
struct SuiteCounts {
  std::string role = "retain";
  int images = 1000;
  int before = 800;
  int after = 780;
  int negative_flips = 40;  // positive flips follow
  double kl = 0.25;
  double said_target = 0.01;  // by the remediated; by the baseline 0
};

inline Json suite_entry(const SuiteCounts& c) {
  const double n = c.images;
  const auto over = [](double numerator, double denominator) {
    return denominator == 0 ? Json(nullptr) : Json(numerator / denominator);
  };
  const int positive_flips = c.negative_flips + c.after - c.before;
  const Json divergence = {
      {"mean", c.kl}, {"median", c.kl / 2}, {"p95", c.kl * 3}, {"max", c.kl * 8}};
  Json entry;
  entry["role"] = c.role;
  entry["images"] = c.images;
  entry["baseline"] = {{"top1", c.before / n}, {"top3", c.before / n}, {"top5", c.before / n}};
  entry["top1"] = c.after / n;
  entry["top3"] = c.after / n;
  entry["top5"] = c.after / n;
  entry["retention"] = over(c.after, c.before);
  entry["retention_top5"] = over(c.after, c.before);
  entry["negative_flips"] = c.negative_flips;
  entry["positive_flips"] = positive_flips;
  entry["negative_flip_rate"] = c.negative_flips / n;
  entry["relative_nfr"] = over(c.negative_flips / n, (c.before / n) * (1 - c.after / n));
  entry["churn"] = c.negative_flips + positive_flips + 2;
  entry["kl"] = divergence;
  entry["js"] = divergence;
  entry["over_prediction"] = {{"baseline", c.role == "fix" ? Json(nullptr) : Json(0.0)},
                              {"remediated", c.role == "fix" ? Json(nullptr) : Json(0.01)}};
  entry["predicted_as_target"] = {{"baseline", 0.0}, {"remediated", c.said_target}};
  entry["target_probability"] = {{"baseline", 0.01}, {"remediated", 0.2}};
  const Json calibration = {{"ece", 0.05}, {"brier", 0.1}, {"confidence", 0.75}};
  entry["calibration"] = {{"baseline", calibration}, {"remediated", calibration}};
  const Json loss = {{"class", 7},  {"name", "hen"}, {"images", 3},
                     {"before", 3}, {"after", 1},    {"negative_flips", 2}};
  entry["classes"]["lost"] = c.after < c.before ? Json::array({loss}) : Json::array();
  return entry;
}

inline SuiteCounts retained(int after) {
  SuiteCounts counts;
  counts.after = after;
  counts.negative_flips = std::max(40, 800 - after + 5);
  return counts;
}

// 15 images of which the baseline has none right.
inline SuiteCounts fixed_cows(int right) { return {"fix", 15, 0, right, 0, 2.0, right / 15.0}; }

inline Trial make_trial(const std::string& id, const std::string& label, double rate,
                        std::optional<std::int64_t> classes, std::optional<std::int64_t> draw) {
  Trial trial;
  trial.id = id;
  trial.label = label;
  trial.remediation = label;
  trial.version = "1.0.0";
  trial.parameters = {{"batch_norm", std::string("train")}, {"learning_rate", rate}};
  trial.anchor_classes = classes;
  trial.draw = draw;
  trial.seed = 0;
  trial.stop = StopRule{};
  trial.stops = true;
  trial.training_images = 110;
  return trial;
}

inline Json make_record(const Trial& trial, Status status,
                        const std::map<std::string, SuiteCounts>& suites,
                        const std::string& reason = "") {
  TrialResult result;
  result.status = status;
  result.reason = reason;
  Json record = to_json(record_of("cows", trial, result));
  if (has_result(status)) {
    if (trial.stop) {
      record["stop"] = {{"on", trial.stop->on},
                        {"above", trial.stop->above},
                        {"stops", trial.stops},
                        {"reached", status == Status::kCompleted},
                        {"accuracy", status == Status::kCompleted ? 1.0 : 0.6},
                        {"steps", 14},
                        {"probes", 15},
                        {"on_reported_suite", trial.stop->on_reported_suite()}};
    }
    record["suites"] = Json::object();
    for (const auto& [name, counts] : suites) record["suites"][name] = suite_entry(counts);
    record["seconds"] = {{"apply", 1.5}, {"evaluate", 2.5}};
  }
  record["comparable"] = {{"baseline", "sha256:ba5e"},
                          {"suites", Json::object()},
                          {"preprocess", "resize 256"},
                          {"target", "cow: classes 345"}};
  for (const auto& [name, counts] : suites) {
    record["comparable"]["suites"][name] = "sha256:" + name;
  }
  record["provenance"] = {{"harness", "0.1.0"}, {"libtorch", "1.13.1"}, {"compiler", "GCC 12.2"},
                          {"device", "cpu"},    {"threads", 2},         {"plugin", "sha256:f00d"}};
  return record;
}

inline Json completed(const Trial& trial, int val_right, int cows_right) {
  return make_record(trial, Status::kCompleted,
                     {{"validation", retained(val_right)}, {"test_cows", fixed_cows(cows_right)}});
}

// A run in memory; its folder need not exist.
class RunBuilder {
 public:
  explicit RunBuilder(const std::string& name = "cows-run") {
    run.root = std::filesystem::path("/nowhere") / name;
    run.study = "cows";
  }
  // Plans the trial without a record.
  const Trial& plan(const Trial& trial) {
    run.plan.trials.push_back(trial);
    return run.plan.trials.back();
  }
  // The record is read as one of a run directory: throws Error where it is malformed.
  void add(const Trial& trial, const Json& record) {
    plan(trial);
    run.records[trial.id] = record_from_json(record);
  }
  void add_completed(const Trial& trial, int val_right, int cows_right) {
    add(trial, completed(trial, val_right, cows_right));
  }

  RunData run;
};

// Writes plan and records as a launcher does, the records in the order given.
inline void write_run(const std::filesystem::path& root, const Plan& plan,
                      const std::vector<Json>& records) {
  const RunDirectory directory(root);
  write_file(directory.study(), "study: cows\n");
  write_json(directory.plan(), to_json(plan));
  for (const Json& record : records) directory.write_record(record_from_json(record));
}

}  // namespace remedy::testing
