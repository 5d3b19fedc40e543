#include "report/conclude/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "report/settings/role_means.h"
#include "statistics/auroc.h"
#include "statistics/describe.h"
#include "statistics/mover.h"
#include "statistics/paired.h"

namespace remedy {
namespace {

std::optional<double> share_of(std::int64_t count, std::int64_t of) {
  if (of == 0) return std::nullopt;
  return static_cast<double>(count) / static_cast<double>(of);
}

double share_above_zero(const std::vector<double>& margins) {
  const auto count = std::count_if(margins.begin(), margins.end(), [](double m) { return m > 0; });
  return static_cast<double>(count) / static_cast<double>(margins.size());
}

// The figures of one suite at every shift.
CriterionCurve curve_of(const MarginSuite& suite, Role role, const std::vector<double>& shifts) {
  const std::int64_t right = at_shift(suite, 0).right;
  CriterionCurve curve;
  curve.role = role;
  for (const double shift : shifts) {
    const ShiftedSuite at = at_shift(suite, shift);
    curve.recall.push_back(share_of(at.hits, at.targets));
    curve.false_positives.push_back(share_of(at.false_positives, at.others));
    curve.retention.push_back(share_of(at.right, right));
    curve.negative_flips.push_back(at.negative_flips);
    curve.positive_flips.push_back(at.positive_flips);
  }
  return curve;
}

std::vector<std::string> of_roles(const std::vector<ReportSuite>& suites, Role first, Role second) {
  std::vector<std::string> names = names_of_role(suites, first);
  for (std::string& name : names_of_role(suites, second)) names.push_back(std::move(name));
  return names;
}

// What the baseline has on one pair of suites, once for all trials of a run.
struct BaselinePair {
  std::string positives, negatives;
  std::vector<double> hits, others;  // margins
  statistics::Auroc auroc;
};

std::vector<BaselinePair> pairs_of(const RunMargins& margins,
                                   const std::vector<ReportSuite>& suites) {
  std::vector<BaselinePair> pairs;
  for (const std::string& fixed : of_roles(suites, Role::kFix, Role::kTransfer)) {
    for (const std::string& kept : of_roles(suites, Role::kRetain, Role::kGuard)) {
      const auto positive = margins.suites.find(fixed), negative = margins.suites.find(kept);
      if (positive == margins.suites.end() || negative == margins.suites.end()) continue;
      BaselinePair pair{fixed,
                        kept,
                        margins_of(positive->second, positive->second.baseline.margin, true),
                        margins_of(negative->second, negative->second.baseline.margin, false),
                        {}};
      if (pair.hits.empty() || pair.others.empty()) continue;
      pair.auroc = statistics::auroc(pair.hits, pair.others);
      pairs.push_back(std::move(pair));
    }
  }
  return pairs;
}

std::optional<Sensitivity> sensitivity_of(const RunMargins& margins, const BaselinePair& before,
                                          const std::string& trial) {
  const std::vector<float>* positive = margins.find(trial, before.positives);
  const std::vector<float>* negative = margins.find(trial, before.negatives);
  if (positive == nullptr || negative == nullptr) return std::nullopt;
  const auto hits = margins_of(margins.suites.at(before.positives), *positive, true);
  const auto others = margins_of(margins.suites.at(before.negatives), *negative, false);
  const statistics::Auroc after = statistics::auroc(hits, others);
  const auto area = statistics::compare_aurocs(before.auroc, after);
  const MatchedDifference matched = matched_difference(before.hits, before.others, hits, others);
  Sensitivity one;
  one.positives = before.positives;
  one.negatives = before.negatives;
  one.positive_images = hits.size();
  one.negative_images = others.size();
  one.auroc_before = before.auroc.value;
  one.auroc_after = after.value;
  one.auroc_difference = area.difference;
  one.auroc_interval = area.interval;
  one.false_positives_before = share_above_zero(before.others);
  one.false_positives_after = share_above_zero(others);
  one.recall_before = share_above_zero(before.hits);
  one.recall_after = matched.recall;
  one.recall_matched = matched.matched_recall;
  one.matched_difference = matched.difference;
  one.matched_interval = matched.interval;
  return one;
}

// Matched differences of one pair of suites in one setting.
struct Replicates {
  std::vector<double> value, low, high;  // of each seed, or of each draw

  void add(double v, double l, double h) {
    value.push_back(v);
    low.push_back(l);
    high.push_back(h);
  }
};

using SuitePair = std::pair<std::string, std::string>;

MatchedOverDraws over_draws(const SuitePair& pair, const Replicates& draws) {
  const auto count = static_cast<int>(draws.value.size());
  const double average = statistics::mean(draws.value);
  statistics::Interval interval{*std::min_element(draws.low.begin(), draws.low.end()),
                                *std::max_element(draws.high.begin(), draws.high.end())};
  if (count >= kDrawsThatTellTheirSpread) {
    const statistics::Interval spread = statistics::t_interval(draws.value);
    interval = statistics::mover_sum(
        {average, {statistics::mean(draws.low), statistics::mean(draws.high)}},
        {0, {spread.low - average, spread.high - average}});
  }
  return {pair.first, pair.second, count, average, interval.low, interval.high};
}

// Of one setting.
struct Gathered {
  std::vector<SuitePair> order;
  std::map<SuitePair, std::map<std::string, Replicates>> draws;  // of each unit the seeds
  bool complete = true;

  void add(const TrialRow& row) {
    const Trial& trial = row.planned;
    const std::string unit = !trial.anchors.empty() ? trial.anchors
                             : trial.draw           ? std::to_string(*trial.draw)
                                                    : std::to_string(trial.seed.value_or(0));
    for (const Sensitivity& entry : row.sensitivity) {
      const SuitePair pair(entry.positives, entry.negatives);
      if (draws.count(pair) == 0) order.push_back(pair);
      draws[pair][unit].add(entry.matched_difference, entry.matched_interval.low,
                            entry.matched_interval.high);
    }
  }

  std::optional<std::vector<MatchedOverDraws>> matched() const {
    if (!complete || order.empty()) return std::nullopt;
    std::vector<MatchedOverDraws> list;
    for (const SuitePair& pair : order) {
      Replicates averaged;
      for (const auto& [unit, seeds] : draws.at(pair)) {
        averaged.add(statistics::mean(seeds.value), statistics::mean(seeds.low),
                     statistics::mean(seeds.high));
      }
      list.push_back(over_draws(pair, averaged));
    }
    return list;
  }
};

}  // namespace

std::optional<Criterion> criterion(const std::vector<RunData>& runs,
                                   const std::vector<ReportSuite>& suites) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& kept = runs[i].margins.suites;
    std::vector<const MarginSuite*> all;
    for (const auto& [name, suite] : kept) all.push_back(&suite);
    if (all.empty()) continue;
    Criterion result;
    result.run = i;
    result.shifts = criterion_shifts(all, kCriterionPoints);
    for (const ReportSuite& suite : suites) {
      const auto found = kept.find(suite.name);
      if (found == kept.end()) continue;
      result.suites.emplace_back(suite.name, curve_of(found->second, suite.role, result.shifts));
    }
    return result;
  }
  return std::nullopt;
}

void add_sensitivity(const std::vector<RunData>& runs, const std::vector<ReportSuite>& suites,
                     std::vector<TrialRow>& rows) {
  std::map<std::size_t, std::vector<BaselinePair>> pairs;  // by run
  for (TrialRow& row : rows) {
    if (!row.has_result()) continue;
    const RunMargins& margins = runs[row.run].margins;
    const auto [found, is_new] = pairs.try_emplace(row.run);
    if (is_new) found->second = pairs_of(margins, suites);
    for (const BaselinePair& pair : found->second) {
      if (auto one = sensitivity_of(margins, pair, row.planned.id)) {
        row.sensitivity.push_back(std::move(*one));
      }
    }
  }
}

std::vector<std::optional<std::vector<MatchedOverDraws>>> matched_of_settings(
    const std::vector<TrialRow>& rows, std::size_t settings) {
  std::vector<Gathered> gathered(settings);
  for (const TrialRow& row : rows) {
    if (!row.has_result()) continue;
    Gathered& own = gathered[row.setting];
    own.complete = own.complete && !row.sensitivity.empty();
    own.add(row);
  }
  std::vector<std::optional<std::vector<MatchedOverDraws>>> result;
  for (const Gathered& own : gathered) result.push_back(own.matched());
  return result;
}

}  // namespace remedy
