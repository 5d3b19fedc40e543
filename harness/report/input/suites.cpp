#include "report/input/suites.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "report/content/fields.h"
#include "report/content/metrics.h"
#include "statistics/intervals.h"

namespace remedy {
namespace {

const Json* first_entry(const std::vector<TrialRow>& rows, const std::string& suite) {
  for (const TrialRow& row : rows) {
    if (const Json* entry = find_member(row.json["suites"], suite)) return entry;
  }
  return nullptr;
}

// What has to be the same for every trial of comparable runs. Differences in the last digits come
// from another device or number of threads.
bool same_ground(const Json& a, const Json& b) {
  if (text_at(a, "role") != text_at(b, "role")) return false;
  if (count_at(a, "images") != count_at(b, "images")) return false;
  return find_field(a, "baseline.top1") && find_field(b, "baseline.top1") &&
         number_at(a, "baseline.top1") == number_at(b, "baseline.top1");
}

void flag_lacking(const std::vector<TrialRow>& rows, const std::string& suite, Flags& flags) {
  std::vector<std::string> order;
  std::map<std::string, std::pair<int, int>> counts;  // by run: lacking, with a result
  std::map<std::string, std::string> example;
  for (const TrialRow& row : rows) {
    if (!row.has_result()) continue;
    const std::string run = row.json["run"];
    auto [entry, is_new] = counts.insert({run, {0, 0}});
    if (is_new) order.push_back(run);
    ++entry->second.second;
    if (find_member(row.json["suites"], suite) != nullptr) continue;
    if (entry->second.first++ == 0) example[run] = row.trial->label + " (" + row.trial->id + ")";
  }
  for (const std::string& run : order) {
    const auto [lacking, measured] = counts[run];
    if (lacking == 0) continue;
    flags.add(
        "missing_suite", run,
        fmt::format("{} of {} trials with a result were not measured on suite {}: {}{}", lacking,
                    measured, suite, example[run], lacking > 1 ? " and others" : ""));
  }
}

// Not in float32: how much of the differences may come from that.
void flag_rounding(const TrialRow& row, const std::string& suite, const Json& entry, Flags& flags) {
  const auto same = number_at(entry, "rounding.top1_agreement");
  const auto kl = number_at(entry, "rounding.kl.mean");
  if (!same || !kl) return;
  flags.add("bfloat16", row.json["run"],
            fmt::format("evaluated in bfloat16: on {} the baseline predicts as in float32 for "
                        "{:.2f} % of the images, with a mean KL of {:.2g} nats",
                        suite, 100 * *same, *kl));
}

void flag_other_baseline(const std::vector<TrialRow>& rows, const std::string& suite,
                         const Json& first, Flags& flags) {
  std::set<std::string> told;
  for (const TrialRow& row : rows) {
    const Json* entry = find_member(row.json["suites"], suite);
    if (entry == nullptr || same_ground(first, *entry)) continue;
    const std::string run = row.json["run"];
    if (!told.insert(run).second) continue;
    flags.add(
        "other_baseline", run,
        fmt::format("{} ({}) tells another role, number of images or top-1 of the baseline on "
                    "suite {} than the first trial does",
                    row.trial->label, row.trial->id, suite));
  }
}

}  // namespace

Json suites_of_report(const std::vector<TrialRow>& rows, Flags& flags) {
  Json suites = Json::array();
  std::set<std::string> seen;
  for (const TrialRow& row : rows) {
    for (const auto& [name, entry] : row.json["suites"].items()) {
      if (!seen.insert(name).second) continue;
      const auto images = count_at(entry, "images");
      suites.push_back({{"name", name},
                        {"role", text_at(entry, "role", "unknown")},
                        {"images", or_null(images)},
                        {"intervals", images && *images < kSmallSuite}});
      flag_other_baseline(rows, name, entry, flags);
      flag_rounding(row, name, entry, flags);
    }
  }
  for (const Json& suite : suites) flag_lacking(rows, suite["name"], flags);
  return suites;
}

Json baseline_of_report(const std::vector<TrialRow>& rows, const Json& suites) {
  Json baseline = Json::object();
  for (const Json& suite : suites) {
    const std::string name = suite["name"];
    const Json& entry = *first_entry(rows, name);
    Json& row = baseline[name];
    const std::vector<std::pair<std::string, std::string>> names = {
        {"top1", "baseline.top1"},
        {"top3", "baseline.top3"},
        {"top5", "baseline.top5"},
        {"over_prediction", "over_prediction.baseline"},
        {"predicted_as_target", "predicted_as_target.baseline"},
        {"target_probability", "target_probability.baseline"},
        {"ece", "calibration.baseline.ece"},
        {"ece_calibrated", "calibration.baseline.ece_calibrated"},
        {"ece_calibrated_p95", "calibration.baseline.ece_calibrated_p95"},
        {"brier", "calibration.baseline.brier"},
        {"confidence", "calibration.baseline.confidence"}};
    for (const auto& [key, path] : names) row[key] = or_null(number_at(entry, path));
    Json intervals = Json::object();
    const std::int64_t images = count_at(entry, "images").value_or(0);
    for (const char* key : {"top1", "top3", "top5", "predicted_as_target"}) {
      const auto rate = number_at(row, key);
      if (!rate || images == 0) continue;
      const auto interval =
          statistics::wilson_interval(std::llround(*rate * static_cast<double>(images)), images);
      intervals[key] = {interval.low, interval.high};
    }
    row["intervals"] = intervals;
  }
  return baseline;
}

}  // namespace remedy
