#include "report/conclude/best.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "report/conclude/controls.h"
#include "report/settings/eligible.h"
#include "report/settings/role_means.h"

namespace remedy {
namespace {

struct Candidate {
  std::size_t setting = 0;
  TrialCounts trials;
  bool fixed = false;
  double kept = -1;  // below every value: unknown

  double share() const { return static_cast<double>(trials.reached) / trials.planned; }
  bool eligible() const { return trials.reached == trials.planned && fixed; }
  bool better_than(const Candidate& other) const {
    // Whether it fixed decides only where every trial met the criterion.
    return std::make_tuple(eligible(), share(), kept) >
           std::make_tuple(other.eligible(), other.share(), other.kept);
  }
};

// The settings of one run, label and stop set.
struct Group {
  std::vector<Candidate> candidates;

  Candidate best() const {
    Candidate best = candidates.front();
    for (const Candidate& candidate : candidates) {
      if (candidate.better_than(best)) best = candidate;
    }
    return best;
  }
  TrialCounts trials() const {
    TrialCounts all;
    for (const Candidate& candidate : candidates) {
      all.planned += candidate.trials.planned;
      all.reached += candidate.trials.reached;
      all.not_reached += candidate.trials.not_reached;
      all.with_result += candidate.trials.with_result;
    }
    return all;
  }
};

Outcome outcome_of(const Candidate& best, const TrialCounts& all) {
  if (best.trials.reached == best.trials.planned) {
    return best.fixed ? Outcome::kReached : Outcome::kNotFixed;
  }
  if (best.trials.reached > 0) return Outcome::kPartlyReached;
  if (all.reached + all.not_reached > 0) return Outcome::kNotReached;
  return all.with_result == 0 ? Outcome::kNoResult : Outcome::kNotJudged;
}

std::vector<Group> groups_of(const Report& report, bool retains) {
  const SuitePlaces retained = suites_of_role(report.suites, Role::kRetain),
                    fixed = suites_of_role(report.suites, Role::kFix);
  std::vector<Group> groups;
  std::map<std::tuple<std::size_t, std::string, std::string, bool>, std::size_t> index;
  for (std::size_t i = 0; i < report.settings.size(); ++i) {
    const Setting& setting = report.settings[i];
    const auto [entry, is_new] = index.insert(
        {{setting.run, setting.label, setting.stop_on(), setting.published}, groups.size()});
    if (is_new) groups.emplace_back();
    const auto kept = retains ? mean_over(setting, retained, Figure::kRetention)
                              : mean_over(setting, fixed, Figure::kTop1);
    groups[entry->second].candidates.push_back(
        {i, setting.trials, is_fixed(setting, report.suites, report.runs[setting.run].accept),
         kept.value_or(-1)});
  }
  return groups;
}

// The entry, and by what it is ordered.
struct Ranked {
  BestEntry entry;
  double less = 0;

  bool operator<(const Ranked& other) const {
    const auto key = [](const Ranked& one) {
      return std::make_tuple(one.entry.control, one.entry.published, one.entry.outcome, one.less);
    };
    return key(*this) < key(other);
  }
};

Ranked ranked(const Report& report, const Group& group, bool retains) {
  const Candidate best = group.best();
  const TrialCounts all = group.trials();
  const Setting& setting = report.settings[best.setting];
  Ranked row;
  BestEntry& entry = row.entry;
  entry.run = setting.run;
  entry.label = setting.label;
  entry.stop_on = setting.stop_on();
  entry.published = setting.published;
  entry.control = is_control(setting);
  entry.outcome = outcome_of(best, all);
  entry.of_settings = group.candidates.size();
  entry.chosen_by = retains ? ChosenBy::kRetention : ChosenBy::kFixRate;
  const bool named = entry.outcome <= Outcome::kPartlyReached;
  entry.reached = named ? best.trials.reached : all.reached;
  entry.planned = named ? best.trials.planned : all.planned;
  if (named) {
    entry.setting = best.setting;
    if (const auto rate = fix_rate(setting, report.suites)) {
      entry.fix = {rate->rate, rate->interval, report.runs[setting.run].accept.fix};
    }
    if (best.kept >= 0) entry.value = best.kept;
  }
  row.less = entry.outcome == Outcome::kPartlyReached ? -best.share() : -best.kept;
  return row;
}

}  // namespace

std::vector<BestEntry> best_settings(const Report& report) {
  const bool retains = !suites_of_role(report.suites, Role::kRetain).empty();
  std::vector<Ranked> rows;
  for (const Group& group : groups_of(report, retains)) {
    rows.push_back(ranked(report, group, retains));
  }
  std::stable_sort(rows.begin(), rows.end());
  std::vector<BestEntry> best;
  for (Ranked& row : rows) best.push_back(std::move(row.entry));
  return best;
}

}  // namespace remedy
