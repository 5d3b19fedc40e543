#include "report/conclude/trends/trends.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>

#include "report/conclude/significance.h"
#include "report/conclude/trends/series.h"
#include "report/conclude/trends/trend_tests.h"
#include "report/content/fields.h"
#include "statistics/holm.h"
#include "statistics/isotonic.h"
#include "statistics/page.h"
#include "statistics/rank.h"
#include "statistics/slope.h"

namespace remedy {
namespace {

constexpr double kNatsStep = 1e-6;  // the rounding of sums of float32

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

// The smallest difference that a figure can have: that of one image.
double step_of(const Json& report, const SuiteColumn& column) {
  if (unit_of(column.metric) == Unit::kCount) return 1;
  if (unit_of(column.metric) == Unit::kNats) return kNatsStep;
  double images = 0;
  for (const Json& suite : report["suites"]) {
    if (suite["name"] == column.suite) images = number_at(suite, "images").value_or(0);
  }
  if (column.metric == "retention") {
    images *= number_at(report["baseline"][column.suite], "top1").value_or(1);
  }
  return images > 0 ? 1 / images : 0;
}

Json slope_of(const statistics::SlopeTest& test, double rounding) {
  return {
      {"mean", or_null(test.mean)},
      {"interval", std::isfinite(test.interval.low) ? Json({test.interval.low, test.interval.high})
                                                    : Json(nullptr)},
      {"deviation", or_null(test.deviation)},
      {"rounding", rounding},
      {"t", or_null(test.t)},
      {"degrees", std::max(0, test.degrees)}};
}

void describe(const Blocks& blocks, bool up, Json& entry) {
  using namespace statistics;
  const std::vector<double> means = means_of(blocks.values);
  const Json page = page_both_ways(blocks.values);
  entry["means"] = means;
  entry["page"] = {
      {"l", page["l_rising"]}, {"p_rising", page["p_rising"]}, {"p_falling", page["p_falling"]}};
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

void test(const Blocks& blocks, double step, Json& entry) {
  const std::vector<double> doublings = log2_of(entry["anchor_classes"]);
  std::vector<double> slopes;
  for (const auto& values : blocks.values) {
    slopes.push_back(statistics::least_squares_slope(doublings, values));
  }
  const double rounding = statistics::slope_rounding(doublings, step);
  const statistics::SlopeTest test = statistics::slope_test(slopes, rounding);
  entry["slope"] = slope_of(test, rounding);
  entry["p"] = or_null(test.p);
  describe(blocks, test.mean >= 0, entry);
}

std::string trend_verdict(const Json& entry) {
  if (entry["draws"] < kDrawsForATrend) return "too_few_draws";
  if (entry["p_holm"].is_null() || entry["p_holm"].get<double>() > kLevel) return "none_shown";
  return entry["slope"]["mean"] > 0 ? "rises" : "falls";
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
      for (const char* key : {"means", "slope", "page", "p", "p_holm", "attainable", "spearman",
                              "mann_kendall", "isotonic"}) {
        entry[key] = nullptr;
      }
      if (!blocks.values.empty()) test(blocks, step_of(report, column), entry);
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
