#include "report/settings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>

#include "core/catalogue.h"
#include "core/text.h"
#include "report/settings/group_spreads.h"
#include "report/settings/lost_classes.h"
#include "report/settings/parent.h"
#include "report/settings/repeated_draws.h"
#include "report/settings/spread_interval.h"
#include "statistics/basic/describe.h"

namespace remedy {
namespace {

using Group = std::vector<std::size_t>;  // rows

std::optional<PlannedStop> stop_of(const Trial& trial) {
  if (!trial.stop) return std::nullopt;
  return PlannedStop{*trial.stop, trial.stops};
}

// Trials with equal keys form a setting. `parents` are the settings that the trial starts from.
auto key_of(const TrialRow& row, const std::vector<std::size_t>& parents) {
  const Trial& trial = row.planned;
  return std::make_tuple(row.run, trial.label, trial.version, trial.parameters,
                         trial.anchor_classes, stop_key(stop_of(trial)), parents);
}

std::int64_t replicate_of(const TrialRow& row) {
  if (row.repeats_draw) return *row.repeats_draw;
  return row.planned.draw.value_or(row.planned.seed.value_or(0));
}

// One setting's trials.
class Gathered {
 public:
  Gathered(const TrialRows& rows, const Group& group) : rows_(rows), group_(group) {}

  const TrialRow& first() const { return rows_.rows[group_.front()]; }

  TrialCounts counts() const {
    TrialCounts counts;
    for (const std::size_t i : group_) {
      const TrialRow& row = rows_.rows[i];
      const bool judged = row.stop && row.stop->reached;
      counts.with_result += row.has_result();
      counts.reached += judged && *row.stop->reached;
      counts.not_reached += judged && !*row.stop->reached;
      counts.missing += !row.status;
    }
    counts.planned = static_cast<int>(group_.size());
    counts.failed = counts.planned - counts.with_result - counts.missing;
    return counts;
  }

  // `figure`: of a row, or nothing.
  template <typename Of>
  std::optional<Spread> spread_of(const Of& figure) const {
    std::vector<Sample> samples;
    for (const std::size_t i : group_) {
      const TrialRow& row = rows_.rows[i];
      if (const auto value = figure(row)) {
        samples.push_back({replicate_of(row), static_cast<double>(*value)});
      }
    }
    auto stat = spread(samples);
    add_interval_over_draws(stat);
    return stat;
  }

  // Seconds of repeated draws count: each was run.
  std::optional<Spread> seconds(std::optional<double> TrialRow::*phase) const {
    std::vector<Sample> samples;
    for (const std::size_t i : group_) {
      const TrialRow& row = rows_.rows[i];
      if (!(row.*phase)) continue;
      samples.push_back({row.planned.draw.value_or(row.planned.seed.value_or(0)), *(row.*phase)});
    }
    auto stat = spread(samples);
    add_interval_over_draws(stat);
    return stat;
  }

  SettingSuite suite(const ReportSuite& suite) const {
    SettingSuite result;
    std::optional<double> before;  // of the baseline, which is the same for all
    std::vector<std::pair<std::int64_t, const SuiteRow*>> entries;
    for (const std::size_t i : group_) {
      const SuiteRow* entry = find_named(rows_.rows[i].suites, suite.name);
      if (entry == nullptr) continue;
      if (!before) before = entry->recorded.baseline.top1;
      entries.emplace_back(replicate_of(rows_.rows[i]), entry);
    }
    std::vector<Sample> samples;
    for (const Metric& metric : suite_metrics_table()) {
      samples.clear();
      for (const auto& [unit, entry] : entries) {
        if (const auto value = figure_of(*entry, metric.figure)) samples.push_back({unit, *value});
      }
      auto& stat = result.figures[static_cast<std::size_t>(metric.figure)];
      stat = spread(samples);
      if (stat && metric.unit == Unit::kP) {  // an average of p-values means nothing
        stat->mean.reset();
        stat->sd.reset();
      }
    }
    add_intervals(result, suite.images, before);
    result.groups = group_spreads(entries);
    return result;
  }

  std::size_t draws() const {
    std::set<std::int64_t> draws;
    for (const std::size_t i : group_) {
      if (rows_.rows[i].planned.draw) draws.insert(replicate_of(rows_.rows[i]));
    }
    return draws.size();
  }

  std::size_t seeds() const {
    std::set<std::int64_t> seeds;
    for (const std::size_t i : group_) {
      if (rows_.rows[i].planned.seed) seeds.insert(*rows_.rows[i].planned.seed);
    }
    return seeds.size();
  }

 private:
  const TrialRows& rows_;
  const Group& group_;
};

Setting summary_of(const TrialRows& rows, const Group& group,
                   const std::vector<std::size_t>& parents, const std::vector<ReportSuite>& suites,
                   LostClasses& lost_classes) {
  const Gathered gathered(rows, group);
  const TrialRow& first = gathered.first();
  const Trial& trial = first.planned;
  Setting setting;
  setting.run = first.run;
  setting.label = trial.label;
  setting.remediation = trial.remediation;
  setting.version = trial.version;
  setting.parameters = trial.parameters;
  setting.anchor_classes = trial.anchor_classes;
  setting.training_images = trial.training_images;
  setting.after = parents;
  setting.supervision = trial.supervision;
  setting.stop = stop_of(trial);
  setting.published = first.published;
  setting.over = trial.draw ? Over::kDraws : trial.seed ? Over::kSeeds : Over::kTrial;
  setting.draws = gathered.draws();
  setting.seeds = gathered.seeds();
  setting.trials = gathered.counts();
  const auto of_stop = [&](auto StopRow::*figure) {
    return gathered.spread_of(
        [&](const TrialRow& row) { return row.stop ? (*row.stop).*figure : std::nullopt; });
  };
  setting.accuracy_on_stop_set = of_stop(&StopRow::accuracy);
  setting.steps = of_stop(&StopRow::steps);
  setting.probes = of_stop(&StopRow::probes);
  setting.apply = gathered.seconds(&TrialRow::apply);
  setting.evaluate = gathered.seconds(&TrialRow::evaluate);
  for (const ReportSuite& suite : suites) {
    setting.suites.push_back(gathered.suite(suite));
    setting.suites.back().lost =
        lost_classes.of(rows, group, suite.name, static_cast<std::size_t>(suite.images));
  }
  return setting;
}

std::string value_text(const ParameterValue& value) {
  return std::holds_alternative<std::monostate>(value) ? "none" : to_text(value);
}

// Names each setting by what tells it from the others of its label: the parameters that differ,
// the stop rule if there are several, and what it starts from. N has its own place.
void name_settings(std::vector<Setting>& settings) {
  std::map<std::string, std::map<std::string, std::set<ParameterValue>>> values;  // label, name
  std::map<std::string, std::set<StopKey>> stops;
  for (const Setting& setting : settings) {
    for (const auto& [name, value] : setting.parameters) values[setting.label][name].insert(value);
    stops[setting.label].insert(stop_key(setting.stop));
  }
  for (Setting& setting : settings) {
    std::vector<std::string> parts;
    for (const auto& [name, value] : setting.parameters) {
      if (values[setting.label][name].size() < 2) continue;
      setting.varied.push_back(name);
      parts.push_back(name + " " + value_text(value));
    }
    if (setting.stop && stops[setting.label].size() > 1) {
      const StopRule& rule = setting.stop->rule;
      parts.push_back(fmt::format("stop on {} above {} within {} steps", rule.on,
                                  to_text(rule.above), rule.steps));
    }
    std::vector<std::string> parents;
    for (const std::size_t i : setting.after) {
      const Setting& parent = settings[i];
      parents.push_back(parent.label + (parent.name.empty() ? "" : " (" + parent.name + ")"));
    }
    if (!parents.empty()) parts.push_back("after " + join(parents, " and "));
    setting.name = join(parts, ", ");
  }
}

}  // namespace

std::optional<Spread> spread(const std::vector<Sample>& samples) {
  if (samples.empty()) return std::nullopt;
  std::vector<Sample> ordered = samples;
  std::stable_sort(ordered.begin(), ordered.end(),
                   [](const Sample& a, const Sample& b) { return a.unit < b.unit; });
  std::vector<double> means;
  for (std::size_t begin = 0; begin < ordered.size();) {
    double sum = 0;
    std::size_t end = begin;
    for (; end < ordered.size() && ordered[end].unit == ordered[begin].unit; ++end) {
      sum += ordered[end].value;
    }
    means.push_back(sum / static_cast<double>(end - begin));
    begin = end;
  }
  const auto [low, high] = std::minmax_element(means.begin(), means.end());
  Spread result;
  result.trials = samples.size();
  result.units = means.size();
  // Rounding must not push the mean of equal values out of their range.
  result.mean = std::min(std::max(statistics::mean(means), *low), *high);
  result.min = *low;
  result.max = *high;
  if (means.size() > 1) result.sd = statistics::standard_deviation(means);
  return result;
}

std::vector<Setting> gather_settings(TrialRows& rows, const std::vector<ReportSuite>& suites) {
  using Key = decltype(key_of(std::declval<TrialRow>(), {}));
  std::map<Key, std::size_t> index;
  std::map<std::pair<std::size_t, std::string>, std::size_t> of_trial;  // by run and id
  std::vector<Group> groups;
  std::vector<std::vector<std::size_t>> parents;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    TrialRow& row = rows.rows[i];
    // A parent stands before its children in a plan.
    std::vector<std::size_t> after;
    for (const std::string& id : row.planned.after) {
      const auto parent = of_trial.find({row.run, id});
      if (parent != of_trial.end()) after.push_back(parent->second);
    }
    const auto [entry, is_new] = index.insert({key_of(row, after), groups.size()});
    if (is_new) {
      groups.emplace_back();
      parents.push_back(after);
    }
    row.setting = entry->second;
    groups[entry->second].push_back(i);
    of_trial.insert({{row.run, row.planned.id}, entry->second});
  }
  std::vector<Setting> settings;
  LostClasses lost_classes;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    mark_repeated_draws(rows, groups[i]);
    settings.push_back(summary_of(rows, groups[i], parents[i], suites, lost_classes));
  }
  name_settings(settings);
  return settings;
}

}  // namespace remedy
