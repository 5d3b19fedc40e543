#include "report/settings/columns.h"

#include <fmt/format.h>

#include <algorithm>

namespace remedy {

Unit unit_of(const std::string& key) {
  for (const Metric& metric : suite_metrics_table()) {
    if (metric.key == key) return metric.unit;
  }
  return Unit::kCount;
}

std::string figure_title(const Json& entry) {
  const std::string title = entry["title"], suite = entry["suite"];
  return title.find(suite) == std::string::npos ? title + " (" + suite + ")" : title;
}

std::string figure_name(const Json& entry) {
  std::string name = entry["title"];
  name.resize(std::min(name.size(), name.find(", ")));
  return figure_title({{"title", name}, {"suite", entry["suite"]}});
}

std::vector<SuiteColumn> headline_columns(const Json& report) {
  std::vector<SuiteColumn> columns;
  const auto of_role = [&](const std::string& role, const auto& add) {
    for (const Json& suite : report["suites"]) {
      if (suite["role"] == role) add(suite["name"].get<std::string>());
    }
  };
  of_role("fix", [&](const std::string& s) {
    columns.push_back({s, "top1", fmt::format("fix rate ({}), %", s)});
  });
  of_role("retain", [&](const std::string& s) {
    columns.push_back({s, "retention", fmt::format("retention ({}), %", s)});
    columns.push_back({s, "top1_points", "points"});
    columns.push_back({s, "negative_flips", "neg. flips"});
    columns.push_back({s, "positive_flips", "pos. flips"});
    columns.push_back({s, "kl.mean", "KL, nats"});
  });
  of_role("transfer", [&](const std::string& s) {
    columns.push_back({s, "top1", fmt::format("transfer ({}), %", s)});
  });
  of_role("guard", [&](const std::string& s) {
    columns.push_back({s, "predicted_as_target.remediated", fmt::format("guard ({}), %", s)});
  });
  return columns;
}

std::vector<SuiteColumn> columns_of(const std::string& name, const std::string& role) {
  std::vector<SuiteColumn> columns;
  if (role == "guard") {
    columns.push_back({name, "predicted_as_target.remediated", "predicted as target, %"});
  }
  columns.push_back({name, "top1", "top-1, %"});
  columns.push_back({name, "top1_points", "points"});
  columns.push_back({name, "mcnemar_p_holm", "McNemar p (Holm)"});
  if (role == "fix" || role == "transfer") {
    columns.push_back({name, "top3", "top-3, %"});
    columns.push_back({name, "target_probability.remediated", "target prob., %"});
  } else {
    columns.push_back({name, "top5", "top-5, %"});
    columns.push_back({name, "retention", "retention, %"});
  }
  columns.push_back({name, "negative_flips", "neg. flips"});
  columns.push_back({name, "positive_flips", "pos. flips"});
  if (role != "fix" && role != "transfer") {
    columns.push_back({name, "negative_flip_rate", "NFR, %"});
    columns.push_back({name, "relative_nfr", "rel. NFR, %"});
  }
  columns.push_back({name, "churn", "churn"});
  columns.push_back({name, "kl.mean", "KL, nats"});
  columns.push_back({name, "kl.p95", "KL p95"});
  columns.push_back({name, "calibration.remediated.ece", "ECE, %"});
  columns.push_back({name, "calibration.remediated.ece_calibrated", "ECE if calibrated, %"});
  columns.push_back({name, "calibration.remediated.ece_calibrated_p95", "95 % below"});
  if (role == "retain") {
    columns.push_back({name, "over_prediction.remediated", "over-prediction, %"});
  }
  return columns;
}

}  // namespace remedy
