#include "report/conclude/trends/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "report/content/fields.h"
#include "report/content/number_text.h"
#include "report/settings/parent.h"
#include "statistics/describe.h"

namespace remedy {
namespace {

// Which of the headline's figures are asked about: the others are the same in other units.
bool asked(const std::string& metric) {
  static const std::set<std::string> metrics = {"top1", "retention", "negative_flips", "kl.mean",
                                                "predicted_as_target.remediated"};
  return metrics.count(metric) > 0;
}

using ByDraw = std::map<std::int64_t, std::vector<const Json*>>;

// The anchors' hash; a draw whose record does not say (one of an earlier version) has its own.
std::string anchors_of(std::int64_t draw, const std::vector<const Json*>& trials) {
  const Json* anchors = find_member((*trials.front())["design"], "anchors");
  return anchors == nullptr ? "draw " + std::to_string(draw) : anchors->get<std::string>();
}

bool repeats(const std::vector<const Json*>& trials, std::int64_t earlier) {
  const Json* first = find_member(*trials.front(), "repeats_draw");
  return first != nullptr && *first == earlier;
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
    return draw.second.front()->contains("repeats_draw");
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

std::vector<Series> series_of(const Json& report) {
  const Json& settings = report["settings"];
  std::map<std::string, std::size_t> index;
  std::vector<Series> found;
  for (const Json& trial : report["trials"]) {
    const Json& setting = settings[trial["setting"].get<std::size_t>()];
    const Json& design = trial["design"];
    if (design["anchor_classes"].is_null() || design["draw"].is_null()) continue;
    const Json after = parent_of(settings, setting);
    const Json key = {setting["run"], setting["label"], setting["parameters"], setting["stop"],
                      after};
    const auto [entry, is_new] = index.insert({canonical(key), found.size()});
    if (is_new) {
      found.emplace_back();
      found.back().setting = &setting;
      found.back().after = after;
    }
    found[entry->second]
        .trials[design["anchor_classes"].get<std::int64_t>()][design["draw"].get<std::int64_t>()]
        .push_back(&trial);
  }
  for (Series& series : found) {
    count_once(series);
    leave_out_repeated(series);
  }
  return found;
}

void flag_repeated(const Json& report, Flags& flags) {
  std::set<std::string> said;
  const auto say = [&](const Json& setting, const std::string& message) {
    if (said.insert(setting["run"].get<std::string>() + message).second) {
      flags.add("repeated_draws", setting["run"], message);
    }
  };
  for (const Series& series : series_of(report)) {
    const Json& setting = *series.setting;
    const std::string label = setting["label"];
    if (!series.counted_once.empty()) {
      say(setting, fmt::format("{} of {} train on the same images as an earlier draw, or predict "
                               "the same, at every N: they count once in the tests over draws",
                               counted(series.counted_once.size(), "draw"), label));
    }
    for (const std::int64_t n : series.repeated) {
      say(setting,
          fmt::format("the draws of {} at N = {} train on the same images: they are one draw, and "
                      "that N is left out of the tests over draws; give data.anchors more images "
                      "of each class",
                      label, n));
    }
  }
}

std::optional<double> value_of(const std::vector<const Json*>& trials, const SuiteColumn& column) {
  std::vector<double> values;
  for (const Json* trial : trials) {
    const Json* suite = find_member((*trial)["suites"], column.suite);
    const auto value = suite ? number_at(*suite, column.metric) : std::nullopt;
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  return statistics::mean(values);
}

std::vector<SuiteColumn> asked_columns(const Json& report) {
  std::vector<SuiteColumn> columns;
  for (SuiteColumn& column : headline_columns(report)) {
    if (asked(column.metric)) columns.push_back(std::move(column));
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
