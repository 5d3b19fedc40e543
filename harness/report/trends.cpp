#include "report/trends.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "report/columns.h"
#include "report/fields.h"
#include "statistics/holm.h"
#include "statistics/isotonic.h"
#include "statistics/page.h"
#include "statistics/rank.h"

namespace remedy {
namespace {

constexpr std::size_t kFewestPoints = 3;
constexpr double kLevel = 0.05;

// Which of the headline's figures are asked about: the others are the same in other units.
bool asked(const std::string& metric) {
  static const std::set<std::string> metrics = {"top1", "retention", "negative_flips", "kl.mean",
                                                "predicted_as_target.remediated"};
  return metrics.count(metric) > 0;
}

Json or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

// The trials of a remediation that differ in N, draw and seed alone.
struct Sweep {
  const Json* setting = nullptr;  // one of them
  Json after;
  // by N, then draw: that draw's trials, one for each seed
  std::map<std::int64_t, std::map<std::int64_t, std::vector<const Json*>>> trials;
};

Json parent_of(const Json& settings, const Json& setting) {
  if (setting["after"].is_null()) return nullptr;
  const Json& parent = settings[setting["after"].get<std::size_t>()];
  return {{"label", parent["label"]}, {"parameters", parent["parameters"]}};
}

std::vector<Sweep> sweeps(const Json& report) {
  const Json& settings = report["settings"];
  std::map<std::string, std::size_t> index;
  std::vector<Sweep> found;
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

// The mean over seeds; nothing where one has no value.
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

struct Blocks {
  std::vector<std::vector<double>> values;  // by draw, then N
  int left_out = 0;
};

Blocks blocks_of(const Sweep& sweep, const SuiteColumn& column) {
  std::set<std::int64_t> draws;
  for (const auto& [n, by_draw] : sweep.trials) {
    for (const auto& [draw, trials] : by_draw) draws.insert(draw);
  }
  Blocks blocks;
  for (const std::int64_t draw : draws) {
    std::vector<double> series;
    for (const auto& [n, by_draw] : sweep.trials) {
      const auto trials = by_draw.find(draw);
      if (trials == by_draw.end()) continue;
      if (const auto value = value_of(trials->second, column)) series.push_back(*value);
    }
    if (series.size() == sweep.trials.size()) {
      blocks.values.push_back(std::move(series));
    } else {
      ++blocks.left_out;
    }
  }
  return blocks;
}

std::vector<double> means_of(const std::vector<std::vector<double>>& blocks) {
  std::vector<double> means(blocks.front().size(), 0.0);
  for (const auto& block : blocks) {
    for (std::size_t i = 0; i < means.size(); ++i) {
      means[i] += block[i] / static_cast<double>(blocks.size());
    }
  }
  return means;
}

std::vector<std::vector<double>> negated(std::vector<std::vector<double>> blocks) {
  for (auto& block : blocks) {
    for (double& value : block) value = -value;
  }
  return blocks;
}

void test(const Blocks& blocks, Json& entry) {
  using namespace statistics;
  const std::vector<double> means = means_of(blocks.values);
  const PageTrend rising = page_trend(blocks.values);
  const PageTrend falling = page_trend(negated(blocks.values));
  const bool up = rising.p <= falling.p;
  entry["means"] = means;
  entry["page"] = {
      {"l", or_null(rising.l)}, {"p_rising", or_null(rising.p)}, {"p_falling", or_null(falling.p)}};
  entry["p"] = or_null(std::min(1.0, 2 * std::min(rising.p, falling.p)));
  const PageNull null(static_cast<int>(blocks.values.size()), static_cast<int>(means.size()));
  entry["attainable"] = std::min(1.0, 2 * null.at_least(null.highest()));
  std::vector<double> n = entry["anchor_classes"];
  const Correlation rho = spearman(n, means);
  entry["spearman"] = {{"rho", or_null(rho.estimate)}, {"p", or_null(rho.p)}};
  const MannKendall kendall = mann_kendall(means);
  entry["mann_kendall"] = {{"s", kendall.s}, {"p", or_null(kendall.p)}};
  const IsotonicTest fit = isotonic_test(means, up ? Direction::kRising : Direction::kFalling);
  entry["isotonic"] = {{"direction", up ? "rising" : "falling"},
                       {"r2", or_null(fit.r2)},
                       {"null_mean", or_null(fit.null.mean)},
                       {"p", or_null(fit.p)}};
}

std::string verdict(const Json& entry) {
  if (entry["draws"] == 0 || entry["attainable"].get<double>() > kLevel) return "too_few_draws";
  if (entry["p_holm"].is_null() || entry["p_holm"].get<double>() > kLevel) return "none_shown";
  return entry["page"]["p_rising"] <= entry["page"]["p_falling"] ? "rises" : "falls";
}

}  // namespace

Json trends(const Json& report) {
  Json entries = Json::array();
  std::map<std::string, std::vector<std::size_t>> families;  // by run
  std::vector<SuiteColumn> columns = headline_columns(report);
  for (const Sweep& sweep : sweeps(report)) {
    if (sweep.trials.size() < kFewestPoints) continue;
    for (const SuiteColumn& column : columns) {
      if (!asked(column.metric)) continue;
      const Blocks blocks = blocks_of(sweep, column);
      Json entry = {{"run", (*sweep.setting)["run"]},
                    {"label", (*sweep.setting)["label"]},
                    {"parameters", (*sweep.setting)["parameters"]},
                    {"after", sweep.after},
                    {"suite", column.suite},
                    {"metric", column.metric},
                    {"title", column.title},
                    {"draws", blocks.values.size()},
                    {"left_out", blocks.left_out}};
      entry["anchor_classes"] = Json::array();
      for (const auto& [n, trials] : sweep.trials) entry["anchor_classes"].push_back(n);
      for (const char* key :
           {"means", "page", "p", "p_holm", "attainable", "spearman", "mann_kendall", "isotonic"}) {
        entry[key] = nullptr;
      }
      if (!blocks.values.empty()) test(blocks, entry);
      if (!entry["p"].is_null()) families[entry["run"]].push_back(entries.size());
      entries.push_back(std::move(entry));
    }
  }
  for (const auto& [run, members] : families) {
    std::vector<double> p;
    for (const std::size_t i : members) p.push_back(entries[i]["p"]);
    const std::vector<double> adjusted = statistics::holm_adjusted(p);
    for (std::size_t k = 0; k < members.size(); ++k) entries[members[k]]["p_holm"] = adjusted[k];
  }
  for (Json& entry : entries) entry["verdict"] = verdict(entry);
  return entries;
}

}  // namespace remedy
