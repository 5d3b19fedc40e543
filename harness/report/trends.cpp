#include "report/trends.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "report/fields.h"
#include "report/series.h"
#include "report/significance.h"
#include "report/trend_tests.h"
#include "statistics/holm.h"
#include "statistics/isotonic.h"
#include "statistics/page.h"
#include "statistics/rank.h"

namespace remedy {
namespace {

struct Blocks {
  std::vector<std::vector<double>> values;  // by draw, then N
  int left_out = 0;
};

Blocks blocks_of(const Series& series, const SuiteColumn& column) {
  std::set<std::int64_t> draws;
  for (const auto& [n, by_draw] : series.trials) {
    for (const auto& [draw, trials] : by_draw) draws.insert(draw);
  }
  Blocks blocks;
  for (const std::int64_t draw : draws) {
    std::vector<double> values = values_of(series, draw, column);
    if (values.size() == series.trials.size()) {
      blocks.values.push_back(std::move(values));
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

void test(const Blocks& blocks, Json& entry) {
  using namespace statistics;
  const std::vector<double> means = means_of(blocks.values);
  const Json page = page_both_ways(blocks.values);
  const double rising = number_at(page, "p_rising").value_or(1),
               falling = number_at(page, "p_falling").value_or(1);
  const bool up = rising <= falling;
  entry["means"] = means;
  entry["page"] = {
      {"l", page["l_rising"]}, {"p_rising", page["p_rising"]}, {"p_falling", page["p_falling"]}};
  entry["p"] = std::min(1.0, 2 * std::min(rising, falling));
  const PageNull null(static_cast<int>(blocks.values.size()), static_cast<int>(means.size()));
  entry["attainable"] = std::min(1.0, 2 * null.at_least(null.highest()));
  entry["spearman"] = spearman_with_n(entry["anchor_classes"], means);
  const MannKendall kendall = mann_kendall(means);
  entry["mann_kendall"] = {{"s", kendall.s}, {"p", or_null(kendall.p)}};
  const IsotonicTest fit = isotonic_test(means, up ? Direction::kRising : Direction::kFalling);
  entry["isotonic"] = {{"direction", up ? "rising" : "falling"},
                       {"r2", or_null(fit.r2)},
                       {"null_mean", or_null(fit.null_mean)},
                       {"p", or_null(fit.p)}};
}

std::string trend_verdict(const Json& entry) {
  if (entry["draws"] == 0 || entry["attainable"].get<double>() > kLevel) return "too_few_draws";
  if (entry["p_holm"].is_null() || entry["p_holm"].get<double>() > kLevel) return "none_shown";
  return entry["page"]["p_rising"] <= entry["page"]["p_falling"] ? "rises" : "falls";
}

}  // namespace

Json trends(const Json& report) {
  Json entries = Json::array();
  std::map<std::string, std::vector<std::size_t>> families;  // by run
  const std::vector<SuiteColumn> columns = asked_columns(report);
  for (const Series& series : series_of(report)) {
    if (series.trials.size() < kFewestPoints) continue;
    for (const SuiteColumn& column : columns) {
      const Blocks blocks = blocks_of(series, column);
      Json entry = {{"run", (*series.setting)["run"]},
                    {"label", (*series.setting)["label"]},
                    {"parameters", (*series.setting)["parameters"]},
                    {"after", series.after},
                    {"suite", column.suite},
                    {"metric", column.metric},
                    {"title", column.title},
                    {"draws", blocks.values.size()},
                    {"left_out", blocks.left_out}};
      entry["anchor_classes"] = Json::array();
      for (const auto& [n, trials] : series.trials) entry["anchor_classes"].push_back(n);
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
  for (Json& entry : entries) entry["verdict"] = trend_verdict(entry);
  return entries;
}

}  // namespace remedy
