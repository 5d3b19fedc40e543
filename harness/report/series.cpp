#include "report/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "report/fields.h"
#include "statistics/describe.h"

namespace remedy {
namespace {

// Which of the headline's figures are asked about: the others are the same in other units.
bool asked(const std::string& metric) {
  static const std::set<std::string> metrics = {"top1", "retention", "negative_flips", "kl.mean",
                                                "predicted_as_target.remediated"};
  return metrics.count(metric) > 0;
}

// How many sets of anchors the draws of one N trained on; a draw whose record does not say which
// (one of an earlier version) counts as a set of its own.
std::size_t distinct_sets(const std::map<std::int64_t, std::vector<const Json*>>& by_draw) {
  std::set<std::string> sets;
  std::size_t unknown = 0;
  for (const auto& [draw, trials] : by_draw) {
    const Json* anchors = find_member((*trials.front())["design"], "anchors");
    if (anchors == nullptr) {
      ++unknown;
    } else {
      sets.insert(anchors->get<std::string>());
    }
  }
  return sets.size() + unknown;
}

bool any_identical(const std::map<std::int64_t, std::vector<const Json*>>& by_draw) {
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

Json parent_of(const Json& settings, const Json& setting) {
  if (setting["after"].is_null()) return nullptr;
  const Json& parent = settings[setting["after"].get<std::size_t>()];
  return {{"label", parent["label"]}, {"parameters", parent["parameters"]}};
}

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
  for (Series& series : found) leave_out_repeated(series);
  return found;
}

void flag_repeated(const Json& report, Flags& flags) {
  std::set<std::string> said;
  for (const Series& series : series_of(report)) {
    for (const std::int64_t n : series.repeated) {
      const Json& setting = *series.setting;
      const std::string message = fmt::format(
          "the draws of {} at N = {} train on the same images: they are one draw, and that N is "
          "left out of the tests over draws; give data.anchors more images of each class",
          setting["label"].get<std::string>(), n);
      if (said.insert(setting["run"].get<std::string>() + message).second) {
        flags.add("repeated_draws", setting["run"], message);
      }
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
