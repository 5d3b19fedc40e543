#include "report/series.h"

#include <set>
#include <string>

#include "report/fields.h"

namespace remedy {
namespace {

// Which of the headline's figures are asked about: the others are the same in other units.
bool asked(const std::string& metric) {
  static const std::set<std::string> metrics = {"top1", "retention", "negative_flips", "kl.mean",
                                                "predicted_as_target.remediated"};
  return metrics.count(metric) > 0;
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
  return found;
}

std::optional<double> value_of(const std::vector<const Json*>& trials, const SuiteColumn& column) {
  double sum = 0;
  for (const Json* trial : trials) {
    const Json* suite = find_member((*trial)["suites"], column.suite);
    const auto value = suite ? number_at(*suite, column.metric) : std::nullopt;
    if (!value) return std::nullopt;
    sum += *value;
  }
  return sum / static_cast<double>(trials.size());
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
