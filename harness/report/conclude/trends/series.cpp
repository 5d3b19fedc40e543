#include "report/conclude/trends/series.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <tuple>

#include "report/settings/parent.h"
#include "statistics/basic/describe.h"

namespace remedy {
namespace {

// Which of the headline's figures are asked about: the others are the same in other units.
bool asked(Figure figure) {
  switch (figure) {
    case Figure::kTop1:
    case Figure::kRetention:
    case Figure::kNegativeFlips:
    case Figure::kKlMean:
    case Figure::kPredictedAsTarget:
      return true;
    default:
      return false;
  }
}

using Trials = std::vector<const TrialRow*>;
using ByDraw = std::map<std::int64_t, Trials>;

// The anchors' hash; a draw whose record does not say (one of an earlier version) has its own.
std::string anchors_of(std::int64_t draw, const Trials& trials) {
  const std::string& anchors = trials.front()->planned.anchors;
  return anchors.empty() ? "draw " + std::to_string(draw) : anchors;
}

bool repeats(const Trials& trials, std::int64_t earlier) {
  return trials.front()->repeats_draw == earlier;
}

// Whether the later draw is the earlier one again at this N.
bool same_draw(const ByDraw& by_draw, std::int64_t earlier, std::int64_t later) {
  const auto one = by_draw.find(earlier), other = by_draw.find(later);
  if (one == by_draw.end() || other == by_draw.end()) return one == other;
  return anchors_of(earlier, one->second) == anchors_of(later, other->second) ||
         repeats(other->second, earlier);
}

std::set<std::int64_t> draws_of(const Series& series) {
  std::set<std::int64_t> draws;
  for (const auto& [n, by_draw] : series.trials) {
    for (const auto& [draw, trials] : by_draw) draws.insert(draw);
  }
  return draws;
}

void count_once(Series& series) {
  const std::set<std::int64_t> draws = draws_of(series);
  for (auto later = draws.begin(); later != draws.end(); ++later) {
    const bool again = std::any_of(draws.begin(), later, [&](std::int64_t earlier) {
      return std::all_of(series.trials.begin(), series.trials.end(), [&](const auto& point) {
        return same_draw(point.second, earlier, *later);
      });
    });
    if (again) series.counted_once.push_back(*later);
  }
  for (const std::int64_t draw : series.counted_once) {
    for (auto& [n, by_draw] : series.trials) by_draw.erase(draw);
  }
}

std::size_t distinct_sets(const ByDraw& by_draw) {
  std::set<std::string> sets;
  for (const auto& [draw, trials] : by_draw) sets.insert(anchors_of(draw, trials));
  return sets.size();
}

bool any_identical(const ByDraw& by_draw) {
  return std::any_of(by_draw.begin(), by_draw.end(), [](const auto& draw) {
    return draw.second.front()->repeats_draw.has_value();
  });
}

void leave_out_repeated(Series& series) {
  for (auto at = series.trials.begin(); at != series.trials.end();) {
    const bool identical = any_identical(at->second);
    if (identical || distinct_sets(at->second) < at->second.size()) {
      (identical ? series.identical : series.repeated).push_back(at->first);
      at = series.trials.erase(at);
    } else {
      ++at;
    }
  }
}

}  // namespace

std::vector<std::int64_t> Series::anchor_classes() const {
  std::vector<std::int64_t> list;
  for (const auto& [n, by_draw] : trials) list.push_back(n);
  return list;
}

std::vector<Series> series_of(const Report& report) {
  const auto key_of = [&](const Setting& setting) {
    return std::make_tuple(setting.run, setting.label, setting.parameters, stop_key(setting.stop),
                           parents_of(report.settings, setting));
  };
  std::map<decltype(key_of(report.settings[0])), std::size_t> index;
  std::vector<std::optional<std::size_t>> of_setting(report.settings.size());  // its series
  std::vector<Series> found;
  for (const TrialRow& trial : report.trials) {
    const Trial& planned = trial.planned;
    if (!planned.anchor_classes || !planned.draw) continue;
    auto& place = of_setting[trial.setting];
    if (!place) {
      const Setting& setting = report.settings[trial.setting];
      const auto [entry, is_new] = index.insert({key_of(setting), found.size()});
      place = entry->second;
      if (is_new) {
        found.emplace_back();
        found.back().setting = trial.setting;
        found.back().after = parents_of(report.settings, setting);
      }
    }
    found[*place].trials[*planned.anchor_classes][*planned.draw].push_back(&trial);
  }
  for (Series& series : found) {
    count_once(series);
    leave_out_repeated(series);
  }
  return found;
}

std::optional<double> value_of(const std::vector<const TrialRow*>& trials,
                               const SuiteColumn& column) {
  std::vector<double> values;
  for (const TrialRow* trial : trials) {
    const SuiteRow* suite = find_named(trial->suites, column.suite);
    const auto value = suite ? figure_of(*suite, column.figure) : std::nullopt;
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return statistics::mean(values);
}

std::vector<SuiteColumn> asked_columns(const Report& report) {
  std::vector<SuiteColumn> columns;
  for (SuiteColumn& column : headline_columns(report)) {
    if (asked(column.figure)) columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<double> log2_of(const std::vector<std::int64_t>& anchor_classes) {
  std::vector<double> doublings;
  for (const std::int64_t n : anchor_classes) doublings.push_back(std::log2(n));
  return doublings;
}

std::vector<double> values_of(const Series& series, std::int64_t draw, const SuiteColumn& column) {
  std::vector<double> values;
  for (const auto& [n, by_draw] : series.trials) {
    const auto trials = by_draw.find(draw);
    if (trials == by_draw.end()) continue;
    if (const auto value = value_of(trials->second, column)) values.push_back(*value);
  }
  return values;
}

}  // namespace remedy
