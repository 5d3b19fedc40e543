#include "report/conclude/trends/trends.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "report/conclude/significance.h"
#include "report/conclude/trends/series.h"
#include "report/conclude/trends/trend_tests.h"
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

// The smallest difference that a figure can have: that of one image, in the figure's own unit; of
// divergences the rounding of sums of float32.
double step_of(const Report& report, const SuiteColumn& column) {
  const ReportSuite& suite = report.suites[column.place];
  const Metric& metric = metric_of(column.figure);
  return metric.unit == Unit::kNats
             ? kNatsStep
             : smallest_step(metric, suite.images, suite.baseline.top1.value_or(1));
}

void describe(const Blocks& blocks, const std::vector<double>& anchor_classes, TrendTest& test) {
  using namespace statistics;
  test.means = means_of(blocks.values);
  test.page = page_both_ways(blocks.values);
  const PageNull null(static_cast<int>(blocks.values.size()), static_cast<int>(test.means.size()));
  test.attainable = std::min(1.0, 2 * null.at_least(null.highest()));
  test.spearman = spearman_with_n(anchor_classes, test.means);
  const MannKendall kendall = mann_kendall(test.means);
  test.kendall_s = kendall.s;
  test.kendall_p = kendall.p;
  const IsotonicTest fit =
      isotonic_test(test.means, test.towards_rising ? Direction::kRising : Direction::kFalling);
  test.isotonic_r2 = fit.r2;
  test.isotonic_null_mean = fit.null_mean;
  test.isotonic_p = fit.p;
}

TrendTest test_of(const Blocks& blocks, double step,
                  const std::vector<std::int64_t>& anchor_classes) {
  const std::vector<double> doublings = log2_of(anchor_classes);
  std::vector<double> slopes;
  for (const auto& values : blocks.values) {
    slopes.push_back(statistics::least_squares_slope(doublings, values));
  }
  const double rounding = statistics::slope_rounding(doublings, step);
  const statistics::SlopeTest slope = statistics::slope_test(slopes, rounding);
  TrendTest test;
  test.slope = {slope.mean, slope.interval, slope.deviation,
                rounding,   slope.t,        std::max(0, slope.degrees)};
  test.p = slope.p;
  test.towards_rising = slope.mean >= 0;
  describe(blocks, {anchor_classes.begin(), anchor_classes.end()}, test);
  return test;
}

TrendVerdict verdict_of(const Trend& trend) {
  if (trend.draws < kDrawsForATrend) return TrendVerdict::kTooFewDraws;
  if (!trend.p_holm || *trend.p_holm > kLevel) return TrendVerdict::kNoneShown;
  return trend.test->slope.mean > 0 ? TrendVerdict::kRises : TrendVerdict::kFalls;
}

// Over all that are tested in a run.
void correct(const Report& report, std::vector<Trend>& trends) {
  std::vector<std::vector<std::size_t>> families(report.runs.size());
  for (std::size_t i = 0; i < trends.size(); ++i) {
    if (is_tested(trends[i])) families[report.settings[trends[i].setting].run].push_back(i);
  }
  for (const auto& members : families) {
    std::vector<double> p;
    for (const std::size_t i : members) p.push_back(trends[i].test->p);
    const std::vector<double> adjusted = statistics::holm_adjusted(p);
    for (std::size_t k = 0; k < members.size(); ++k) trends[members[k]].p_holm = adjusted[k];
  }
}

}  // namespace

bool is_tested(const Trend& trend) { return trend.test && std::isfinite(trend.test->p); }

std::vector<Trend> trends(const Report& report) {
  std::vector<Trend> found;
  const std::vector<SuiteColumn> columns = asked_columns(report);
  for (const Series& series : series_of(report)) {
    if (series.trials.size() < kFewestPoints) continue;
    for (const SuiteColumn& column : columns) {
      const Blocks blocks = blocks_of(series, column);
      Trend trend;
      trend.setting = series.setting;
      trend.after = series.after;
      trend.column = column;
      trend.anchor_classes = series.anchor_classes();
      trend.draws = blocks.values.size();
      trend.left_out = blocks.left_out;
      if (!blocks.values.empty()) {
        trend.test = test_of(blocks, step_of(report, column), trend.anchor_classes);
      }
      found.push_back(std::move(trend));
    }
  }
  correct(report, found);
  for (Trend& trend : found) trend.verdict = verdict_of(trend);
  return found;
}

}  // namespace remedy
