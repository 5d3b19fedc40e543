#include "report/conclude/trends/predictability.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "core/text.h"
#include "report/conclude/significance.h"
#include "report/conclude/trends/series.h"
#include "report/conclude/trends/trends.h"
#include "report/settings/parent.h"
#include "statistics/slope.h"
#include "statistics/variance_components.h"

namespace remedy {
namespace {

constexpr double kPower = 0.8;
constexpr double kStatedChange = 2;  // standard deviations, from the smallest N to the largest

// One remediation: its series, a level of the parameter each, and their entries in "trends".
struct Family {
  std::vector<Series> levels;
  std::vector<std::size_t> trends;
};

std::vector<Family> families_of(const Report& report, std::size_t columns) {
  const auto key_of = [&](const Series& series) {
    const Setting& setting = report.settings[series.setting];
    return std::make_tuple(setting.run, setting.label, stop_key(setting.stop), series.after);
  };
  std::map<decltype(key_of(Series())), std::size_t> index;
  std::vector<Family> families;
  std::size_t next = 0;  // trends() goes through the same series in the same order
  for (Series& series : series_of(report)) {
    if (series.trials.size() < kFewestPoints) continue;
    const auto [entry, is_new] = index.insert({key_of(series), families.size()});
    if (is_new) families.emplace_back();
    Family& family = families[entry->second];
    for (std::size_t i = 0; i < columns; ++i) family.trends.push_back(next++);
    family.levels.push_back(std::move(series));
  }
  return families;
}

// The parameters that tell the levels apart, as one name; empty where there is one level.
std::string parameter_of(const Report& report, const Family& family) {
  std::vector<std::string> names;
  for (const auto& [name, value] : report.settings[family.levels.front().setting].parameters) {
    const std::string& key = name;
    const ParameterValue& one = value;
    if (std::any_of(family.levels.begin(), family.levels.end(), [&](const Series& level) {
          return report.settings[level.setting].parameters.at(key) != one;
        })) {
      names.push_back(name);
    }
  }
  return join(names, " and ");
}

// Those at which every level was run.
std::vector<std::int64_t> shared_n(const Family& family) {
  std::vector<std::int64_t> shared;
  for (const auto& [n, trials] : family.levels.front().trials) {
    const std::int64_t point = n;
    if (std::all_of(family.levels.begin(), family.levels.end(),
                    [&](const Series& level) { return level.trials.count(point) > 0; })) {
      shared.push_back(point);
    }
  }
  return shared;
}

// Level by level, then N; nothing where a value is missing.
std::vector<double> values_of_draw(const Family& family, const std::vector<std::int64_t>& points,
                                   std::int64_t draw, const SuiteColumn& column) {
  std::vector<double> values;
  for (const Series& level : family.levels) {
    for (const std::int64_t n : points) {
      const auto& by_draw = level.trials.at(n);
      const auto trials = by_draw.find(draw);
      const auto value = trials == by_draw.end() ? std::nullopt : value_of(trials->second, column);
      if (!value) return {};
      values.push_back(*value);
    }
  }
  return values;
}

std::set<std::int64_t> draws_of(const Family& family) {
  std::set<std::int64_t> draws;
  for (const Series& level : family.levels) {
    for (const auto& [n, by_draw] : level.trials) {
      for (const auto& [draw, trials] : by_draw) draws.insert(draw);
    }
  }
  return draws;
}

std::optional<VarianceShares> shares_of(const statistics::BalancedDesign& design) {
  static constexpr double VarianceShares::*kOrder[] = {
      &VarianceShares::draw,           &VarianceShares::parameter, &VarianceShares::n,
      &VarianceShares::draw_parameter, &VarianceShares::draw_n,    &VarianceShares::parameter_n,
      &VarianceShares::residual};
  const auto components = statistics::variance_components(design);
  VarianceShares shares;
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (!std::isfinite(components[i].share)) return std::nullopt;
    shares.*kOrder[i] = components[i].share;
  }
  return shares;
}

// Sets `variance`, `draws` (the fewest used of any figure) and `left_out`.
void add_variance(const Family& family, const std::vector<SuiteColumn>& columns,
                  Predictability& entry) {
  const std::set<std::int64_t> draws = draws_of(family);
  std::size_t fewest = draws.size();
  for (const SuiteColumn& column : columns) {
    statistics::BalancedDesign design;
    int used = 0;
    for (const std::int64_t draw : draws) {
      const std::vector<double> values = values_of_draw(family, entry.anchor_classes, draw, column);
      if (values.empty()) continue;
      design.values.insert(design.values.end(), values.begin(), values.end());
      ++used;
    }
    design.levels = {used, static_cast<int>(family.levels.size()),
                     static_cast<int>(entry.anchor_classes.size())};
    fewest = std::min(fewest, static_cast<std::size_t>(used));
    entry.variance.push_back({column, used < 2 ? std::nullopt : shares_of(design)});
  }
  entry.draws = fewest;
  entry.left_out = draws.size() - fewest;
}

std::optional<PowerOfTrends> power_of(int draws, const std::vector<double>& doublings,
                                      std::size_t tests) {
  if (draws < 1) return std::nullopt;
  statistics::SlopeDesign design{draws, doublings,
                                 kLevel / static_cast<double>(std::max<std::size_t>(tests, 1))};
  if (draws < static_cast<int>(kDrawsForATrend)) design.draws = 0;  // none is called a trend
  return PowerOfTrends{design.alpha, draws, doublings.size(),
                       statistics::slope_detectable_change(design, kPower),
                       statistics::slope_power(design, kStatedChange)};
}

// Two draws of N from a pool of C classes share N / C of their classes on average. The network has
// at least as many classes as the pool.
std::optional<OverlapOfDraws> overlap_of(const RunSummary& run, const Family& family) {
  if (run.classes < 1) return std::nullopt;
  const std::int64_t most = family.levels.front().trials.rbegin()->first;
  const auto share = static_cast<double>(most) / static_cast<double>(run.classes);
  return OverlapOfDraws{most, static_cast<std::int64_t>(run.classes), std::min(1.0, share)};
}

// The counterexamples' share of the training images falls as N grows, and with it their weight in
// the loss, unless the study fixes that at every level.
std::optional<MovesWithN> moves_with_n(const Report& report, const Family& family) {
  std::vector<std::size_t> moving;
  for (std::size_t i = 0; i < family.levels.size(); ++i) {
    const auto& parameters = report.settings[family.levels[i].setting].parameters;
    const auto weight = parameters.find("counterexample_weight");
    if (weight != parameters.end() && std::holds_alternative<std::monostate>(weight->second)) {
      moving.push_back(i);
    }
  }
  if (moving.empty()) return std::nullopt;
  const auto& trials = family.levels[moving.front()].trials;
  const std::int64_t smallest = trials.begin()->first, largest = trials.rbegin()->first;
  const TrialRow& first = *trials.begin()->second.begin()->second.front();
  const auto counterexamples = static_cast<std::int64_t>(first.planned.training_images) - smallest;
  if (counterexamples <= 0) return std::nullopt;
  const auto weight_at = [&](std::int64_t n) {
    return static_cast<double>(counterexamples) / static_cast<double>(counterexamples + n);
  };
  return MovesWithN{counterexamples,     smallest,           largest,
                    weight_at(smallest), weight_at(largest), std::move(moving)};
}

Foreseen verdict_of(const Report& report, const std::vector<std::size_t>& trends) {
  bool any_retained = false, all_retained = true, any = false, could = false;
  for (const ReportSuite& suite : report.suites) {
    any_retained = any_retained || suite.role == Role::kRetain;
  }
  for (const std::size_t i : trends) {
    const Trend& trend = report.trends[i];
    any = any || trend.shown();
    could = could || trend.verdict != TrendVerdict::kTooFewDraws;
    const bool is_retained = report.suites[trend.column.place].role == Role::kRetain;
    all_retained = all_retained && (trend.shown() || !is_retained);
  }
  if (!could) return Foreseen::kTooFewDraws;
  if (!any) return Foreseen::kNotShown;
  return any_retained && all_retained ? Foreseen::kPredictable : Foreseen::kInPart;
}

}  // namespace

std::vector<Predictability> predictability(const Report& report) {
  const std::vector<SuiteColumn> columns = asked_columns(report);
  std::map<std::size_t, std::size_t> tests;  // by run, as Holm counts them
  for (const Trend& trend : report.trends) {
    tests[report.settings[trend.setting].run] += is_tested(trend);
  }
  std::vector<Predictability> entries;
  for (Family& family : families_of(report, columns.size())) {
    const Series& first = family.levels.front();
    const std::size_t run = report.settings[first.setting].run;
    Predictability entry;
    entry.setting = first.setting;
    entry.after = first.after;
    entry.parameter = parameter_of(report, family);
    entry.anchor_classes = shared_n(family);
    for (const Series& level : family.levels) {
      entry.levels.push_back(report.settings[level.setting].name);
    }
    add_variance(family, columns, entry);
    std::size_t blocks = 0;
    for (const std::size_t i : family.trends) blocks = std::max(blocks, report.trends[i].draws);
    entry.power = power_of(static_cast<int>(blocks), log2_of(first.anchor_classes()), tests[run]);
    entry.overlap = overlap_of(report.runs[run], family);
    entry.moves_with_n = moves_with_n(report, family);
    entry.verdict = verdict_of(report, family.trends);
    entry.trends = std::move(family.trends);
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace remedy
