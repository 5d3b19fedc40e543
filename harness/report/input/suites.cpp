#include "report/input/suites.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "statistics/intervals.h"

namespace remedy {
namespace {

// What has to be the same for every trial of comparable runs. Differences in the last digits come
// from another device or number of threads.
bool same_ground(const SuiteFigures& a, const SuiteFigures& b) {
  return a.role == b.role && a.images == b.images && a.baseline.top1 == b.baseline.top1;
}

std::string called(const TrialRow& row) {
  return fmt::format("{} ({})", row.planned.label, row.planned.id);
}

void flag_lacking(const Report& report, const std::vector<TrialRow>& trials,
                  const std::string& suite, Flags& flags) {
  std::vector<std::size_t> order;
  std::map<std::size_t, std::pair<int, int>> counts;  // by run: lacking, with a result
  std::map<std::size_t, std::string> example;
  for (const TrialRow& row : trials) {
    if (!row.has_result()) continue;
    auto [entry, is_new] = counts.insert({row.run, {0, 0}});
    if (is_new) order.push_back(row.run);
    ++entry->second.second;
    if (find_named(row.suites, suite) != nullptr) continue;
    if (entry->second.first++ == 0) example[row.run] = called(row);
  }
  for (const std::size_t run : order) {
    const auto [lacking, measured] = counts[run];
    if (lacking == 0) continue;
    flags.add(
        "missing_suite", report.run_name(run),
        fmt::format("{} of {} trials with a result were not measured on suite {}: {}{}", lacking,
                    measured, suite, example[run], lacking > 1 ? " and others" : ""));
  }
}

// Not in float32: how much of the differences may come from that.
void flag_rounding(const std::string& run, const std::string& suite, const SuiteFigures& entry,
                   Flags& flags) {
  if (!entry.rounding) return;
  flags.add("bfloat16", run,
            fmt::format("evaluated in bfloat16: on {} the baseline predicts as in float32 for "
                        "{:.2f} % of the images, with a mean KL of {:.2g} nats",
                        suite, 100 * entry.rounding->top1_agreement, entry.rounding->kl.mean));
}

void flag_other_baseline(const Report& report, const std::vector<TrialRow>& trials,
                         const std::string& suite, const SuiteFigures& first, Flags& flags) {
  std::set<std::size_t> told;
  for (const TrialRow& row : trials) {
    const SuiteRow* entry = find_named(row.suites, suite);
    if (entry == nullptr || same_ground(first, entry->recorded)) continue;
    if (!told.insert(row.run).second) continue;
    flags.add("other_baseline", report.run_name(row.run),
              fmt::format("{} tells another role, number of images or top-1 of the baseline on "
                          "suite {} than the first trial does",
                          called(row), suite));
  }
}

BaselineFigures baseline_of(const SuiteRow& row) {
  const auto of = [&](Figure figure) { return figure_of(row, figure); };
  BaselineFigures figures;
  figures.top1 = of(Figure::kBaselineTop1);
  figures.top3 = of(Figure::kBaselineTop3);
  figures.top5 = of(Figure::kBaselineTop5);
  figures.over_prediction = of(Figure::kBaselineOverPrediction);
  figures.predicted_as_target = of(Figure::kBaselinePredictedAsTarget);
  figures.target_probability = of(Figure::kBaselineTargetProbability);
  figures.ece = of(Figure::kBaselineEce);
  figures.ece_calibrated = of(Figure::kBaselineEceCalibrated);
  figures.ece_calibrated_p95 = of(Figure::kBaselineEceCalibratedP95);
  figures.brier = of(Figure::kBaselineBrier);
  figures.confidence = of(Figure::kBaselineConfidence);
  const std::int64_t images = row.recorded.images;
  const auto wilson =
      [&](const std::optional<double>& rate) -> std::optional<statistics::Interval> {
    if (!rate || images == 0) return std::nullopt;
    return statistics::wilson_interval(std::llround(*rate * static_cast<double>(images)), images);
  };
  figures.top1_interval = wilson(figures.top1);
  figures.top3_interval = wilson(figures.top3);
  figures.top5_interval = wilson(figures.top5);
  figures.predicted_as_target_interval = wilson(figures.predicted_as_target);
  return figures;
}

}  // namespace

std::vector<ReportSuite> suites_of_report(const Report& report, const std::vector<TrialRow>& trials,
                                          Flags& flags) {
  std::vector<ReportSuite> suites;
  std::set<std::string> seen;
  for (const TrialRow& row : trials) {
    for (const auto& [name, entry] : row.suites) {
      if (!seen.insert(name).second) continue;
      const SuiteFigures& recorded = entry.recorded;
      suites.push_back({name, recorded.role, recorded.images, recorded.images < kSmallSuite,
                        baseline_of(entry)});
      flag_other_baseline(report, trials, name, recorded, flags);
      flag_rounding(report.run_name(row.run), name, recorded, flags);
    }
  }
  for (const ReportSuite& suite : suites) flag_lacking(report, trials, suite.name, flags);
  return suites;
}

}  // namespace remedy
