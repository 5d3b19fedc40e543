#include "report/conclude/sensitivity.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include "report/content/fields.h"
#include "report/settings/role_means.h"
#include "statistics/auroc.h"
#include "statistics/describe.h"
#include "statistics/mover.h"
#include "statistics/paired.h"

namespace remedy {
namespace {

Json share_of(std::int64_t count, std::int64_t of) {
  return of == 0 ? Json(nullptr) : Json(static_cast<double>(count) / static_cast<double>(of));
}

Json share_above_zero(const std::vector<double>& margins) {
  return share_of(std::count_if(margins.begin(), margins.end(), [](double m) { return m > 0; }),
                  static_cast<std::int64_t>(margins.size()));
}

Json to_json(const statistics::Interval& interval) {
  return std::isfinite(interval.low) && std::isfinite(interval.high)
             ? Json({interval.low, interval.high})
             : Json(nullptr);
}

// The figures of one suite at every shift, a list each.
Json curve_of(const MarginSuite& suite, const std::string& role,
              const std::vector<double>& shifts) {
  const std::int64_t right = at_shift(suite, 0).right;
  Json curve = {{"role", role}};
  for (const char* key :
       {"recall", "false_positives", "retention", "negative_flips", "positive_flips"}) {
    curve[key] = Json::array();
  }
  for (const double shift : shifts) {
    const ShiftedSuite at = at_shift(suite, shift);
    curve["recall"].push_back(share_of(at.hits, at.targets));
    curve["false_positives"].push_back(share_of(at.false_positives, at.others));
    curve["retention"].push_back(share_of(at.right, right));
    curve["negative_flips"].push_back(at.negative_flips);
    curve["positive_flips"].push_back(at.positive_flips);
  }
  return curve;
}

std::vector<std::string> of_roles(const Json& suites, const char* first, const char* second) {
  std::vector<std::string> names = suites_of_role(suites, first);
  for (std::string& name : suites_of_role(suites, second)) names.push_back(std::move(name));
  return names;
}

// What the baseline has on one pair of suites, once for all trials of a run.
struct BaselinePair {
  std::string positives, negatives;
  std::vector<double> hits, others;  // margins
  statistics::Auroc auroc;
};

std::vector<BaselinePair> pairs_of(const RunMargins& margins, const Json& suites) {
  std::vector<BaselinePair> pairs;
  for (const std::string& fixed : of_roles(suites, "fix", "transfer")) {
    for (const std::string& kept : of_roles(suites, "retain", "guard")) {
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

Json sensitivity_of(const RunMargins& margins, const BaselinePair& before,
                    const std::string& trial) {
  const std::vector<float>* positive = margins.find(trial, before.positives);
  const std::vector<float>* negative = margins.find(trial, before.negatives);
  if (positive == nullptr || negative == nullptr) return nullptr;
  const auto hits = margins_of(margins.suites.at(before.positives), *positive, true);
  const auto others = margins_of(margins.suites.at(before.negatives), *negative, false);
  const statistics::Auroc after = statistics::auroc(hits, others);
  const auto area = statistics::compare_aurocs(before.auroc, after);
  const MatchedDifference matched = matched_difference(before.hits, before.others, hits, others);
  return {{"positives", before.positives},
          {"negatives", before.negatives},
          {"images", {{"positives", hits.size()}, {"negatives", others.size()}}},
          {"auroc",
           {{"before", before.auroc.value},
            {"after", after.value},
            {"difference", area.difference},
            {"interval", to_json(area.interval)}}},
          {"false_positives",
           {{"before", share_above_zero(before.others)}, {"after", share_above_zero(others)}}},
          {"recall",
           {{"before", share_above_zero(before.hits)},
            {"after", matched.recall},
            {"matched", matched.matched_recall}}},
          {"matched_difference",
           {{"value", matched.difference}, {"interval", to_json(matched.interval)}}}};
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

Json over_draws(const Replicates& draws) {
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
  return {{"draws", count}, {"mean", average}, {"low", interval.low}, {"high", interval.high}};
}

}  // namespace

Json criterion(const std::vector<RunData>& runs, const std::vector<std::string>& names,
               const Json& suites) {
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto& kept = runs[i].margins.suites;
    std::vector<const MarginSuite*> all;
    for (const auto& [name, suite] : kept) all.push_back(&suite);
    if (all.empty()) continue;
    const std::vector<double> shifts = criterion_shifts(all, kCriterionPoints);
    Json curves = Json::object();
    for (const Json& suite : suites) {
      const std::string name = suite["name"];
      const auto found = kept.find(name);
      if (found != kept.end()) curves[name] = curve_of(found->second, suite["role"], shifts);
    }
    return {{"run", names[i]}, {"shifts", shifts}, {"suites", std::move(curves)}};
  }
  return nullptr;
}

void add_sensitivity(const std::vector<RunData>& runs, const Json& suites,
                     std::vector<TrialRow>& rows) {
  std::map<std::size_t, std::vector<BaselinePair>> pairs;  // by run
  for (TrialRow& row : rows) {
    row.json["sensitivity"] = nullptr;
    if (!row.has_result()) continue;
    const RunMargins& margins = runs[row.run].margins;
    const auto [found, is_new] = pairs.try_emplace(row.run);
    if (is_new) found->second = pairs_of(margins, suites);
    Json entries = Json::array();
    for (const BaselinePair& pair : found->second) {
      Json entry = sensitivity_of(margins, pair, row.trial->id);
      if (!entry.is_null()) entries.push_back(std::move(entry));
    }
    if (!entries.empty()) row.json["sensitivity"] = std::move(entries);
  }
}

Json matched_of_settings(const std::vector<TrialRow>& rows, std::size_t settings) {
  using SuitePair = std::pair<std::string, std::string>;
  struct Gathered {
    std::vector<SuitePair> order;
    std::map<SuitePair, std::map<std::string, Replicates>> draws;  // of each unit the seeds
    bool complete = true;
  };
  std::vector<Gathered> gathered(settings);
  for (const TrialRow& row : rows) {
    if (!row.has_result()) continue;
    Gathered& own = gathered[row.json["setting"].get<std::size_t>()];
    const Json& entries = row.json["sensitivity"];
    if (entries.is_null()) {
      own.complete = false;
      continue;
    }
    const Trial& trial = *row.trial;
    const std::string unit = !trial.anchors.empty() ? trial.anchors
                             : trial.draw           ? std::to_string(*trial.draw)
                                                    : std::to_string(trial.seed.value_or(0));
    for (const Json& entry : entries) {
      const SuitePair pair(entry["positives"], entry["negatives"]);
      const Json& matched = entry["matched_difference"];
      if (own.draws.count(pair) == 0) own.order.push_back(pair);
      own.draws[pair][unit].add(matched["value"], matched["interval"][0], matched["interval"][1]);
    }
  }
  Json result = Json::array();
  for (const Gathered& own : gathered) {
    result.push_back(nullptr);
    if (!own.complete || own.order.empty()) continue;
    result.back() = Json::array();
    for (const SuitePair& pair : own.order) {
      Replicates draws;
      for (const auto& [unit, seeds] : own.draws.at(pair)) {
        draws.add(statistics::mean(seeds.value), statistics::mean(seeds.low),
                  statistics::mean(seeds.high));
      }
      Json entry = {{"positives", pair.first}, {"negatives", pair.second}};
      entry.update(over_draws(draws));
      result.back().push_back(std::move(entry));
    }
  }
  return result;
}

}  // namespace remedy
