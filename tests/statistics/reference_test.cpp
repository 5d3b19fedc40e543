// Every case of reference.json, which make_reference.py writes with SciPy 1.10 and statsmodels
// 0.13.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "places.h"
#include "statistics/auroc.h"
#include "statistics/basic/describe.h"
#include "statistics/basic/rank.h"
#include "statistics/calibration.h"
#include "statistics/hypothesis/holm.h"
#include "statistics/hypothesis/isotonic.h"
#include "statistics/hypothesis/mcnemar.h"
#include "statistics/hypothesis/page.h"
#include "statistics/intervals.h"
#include "statistics/moderated_variance.h"
#include "statistics/paired_proportions.h"
#include "statistics/variance_components.h"

namespace remedy::statistics {
namespace {

using nlohmann::json;

json cases(const std::string& kind) {
  std::ifstream file(source_dir() + "/tests/statistics/reference.json");
  return json::parse(file).at(kind);
}

double number(const json& value) {
  return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

// Relative differences from the expected values; expected values below `floor` count as `floor`.
class Comparison {
 public:
  explicit Comparison(std::string name, double tolerance = 1e-9, double floor = 0.0)
      : name_(std::move(name)), tolerance_(tolerance), floor_(floor) {}

  ~Comparison() {
    std::ostringstream summary;
    summary << count_ << " comparisons, largest difference " << largest_;
    ::testing::Test::RecordProperty(name_, summary.str());
    EXPECT_GT(count_, 0);
  }

  void check(double actual, const json& expected, const json& context) {
    const double reference = number(expected);
    ++count_;
    double difference = 0.0;
    if (std::isnan(actual) != std::isnan(reference)) {
      difference = std::numeric_limits<double>::infinity();
    } else if (!std::isnan(actual) && actual != reference) {
      difference = std::abs(actual - reference) / std::max(std::abs(reference), floor_);
    }
    largest_ = std::max(largest_, difference);
    EXPECT_LE(difference, tolerance_) << actual << " for " << reference << " in " << context.dump();
  }

  void check(const std::vector<double>& actual, const json& expected, const json& context) {
    ASSERT_EQ(actual.size(), expected.size());
    for (std::size_t i = 0; i < actual.size(); ++i) check(actual[i], expected[i], context);
  }

 private:
  std::string name_;
  double tolerance_;
  double floor_;
  int count_ = 0;
  double largest_ = 0.0;
};

TEST(Reference, Spearman) {
  Comparison rho("rho", 1e-9, /*floor=*/1e-3);  // SciPy leaves 1e-17 where rho is 0
  Comparison p("p");
  for (const json& c : cases("spearman")) {
    const Correlation result = spearman(c[0], c[1]);
    rho.check(result.estimate, c[2], c);
    // A perfect order: SciPy's p is that of its rounding error, 1e-60 or so; here it is 0.
    if (std::abs(result.estimate) == 1.0 && result.p == 0.0) {
      EXPECT_LT(number(c[3]), 1e-7) << c.dump();
    } else {
      p.check(result.p, c[3], c);
    }
  }
}

TEST(Reference, Page) {
  Comparison comparison("all");
  for (const json& c : cases("page")) {
    const PageTrend trend = page_trend(c[0].get<std::vector<std::vector<double>>>());
    comparison.check(trend.l, c[1], c);
    comparison.check(trend.p, c[2], c);
  }
}

TEST(Reference, MannKendall) {
  Comparison comparison("all");
  for (const json& c : cases("mann_kendall")) {
    const MannKendall trend = mann_kendall(c[0]);
    comparison.check(static_cast<double>(trend.s), c[1], c);
    comparison.check(trend.variance, c[2], c);
    comparison.check(trend.p, c[3], c);
  }
}

TEST(Reference, Wilson) {
  Comparison comparison("all", 1e-9, /*floor=*/1e-6);  // statsmodels leaves 1e-19 at 0 successes
  for (const json& c : cases("intervals")) {
    const Interval interval = wilson_interval(c[0], c[1], c[2]);
    comparison.check(interval.low, c[3], c);
    comparison.check(interval.high, c[4], c);
  }
}

TEST(Reference, McNemar) {
  Comparison comparison("all", 1e-9, /*floor=*/1e-250);  // SciPy has 0 for less
  for (const json& c : cases("mcnemar")) comparison.check(mcnemar_p(c[0], c[1]), c[2], c);
}

TEST(Reference, Isotonic) {
  IsotonicTestOptions one;
  one.max_exact_points = 0;
  one.orders = 1;
  Comparison comparison("all", 1e-9, /*floor=*/1e-3);  // sums of decimals cancel near 0
  for (const json& c : cases("isotonic")) {
    comparison.check(isotonic_test(c[0], Direction::kRising, one).r2, c[1], c);
  }
}

TEST(Reference, Holm) {
  Comparison comparison("all");
  for (const json& c : cases("holm")) comparison.check(holm_adjusted(c[0]), c[1], c);
}

TEST(Reference, Describe) {
  Comparison comparison("all", 1e-9, /*floor=*/1e-6);  // means that cancel near 0
  for (const json& c : cases("describe")) {
    std::vector<double> values = c[0];
    comparison.check(mean(values), c[2], c);
    comparison.check(standard_deviation(values), c[4], c);
    std::sort(values.begin(), values.end());
    comparison.check(quantile(values, c[1]), c[3], c);
  }
}

TEST(Reference, Calibration) {
  Comparison comparison("all", 1e-9, /*floor=*/1e-6);
  for (const json& c : cases("calibration")) {
    std::vector<bool> correct;
    for (const int flag : c[1]) correct.push_back(flag == 1);
    comparison.check(expected_calibration_error(c[0], correct, c[2]), c[3], c);
    comparison.check(brier_score(c[0], correct), c[4], c);
  }
}

TEST(Reference, Auroc) {
  Comparison area("area"), spread("variance and interval", 1e-9, /*floor=*/1e-3);
  for (const json& c : cases("auroc")) {
    const Auroc first = auroc(c[0], c[1]), second = auroc(c[2], c[3]);
    area.check({first.value, second.value}, json{c[4], c[5]}, c);
    const AurocDifference found = compare_aurocs(first, second);
    spread.check(found.variance, c[6], c);
    // Where the variance is 0 its root holds the rounding of NumPy's.
    if (number(c[6]) < 1e-15) continue;
    spread.check({found.interval.low, found.interval.high}, json{c[7], c[8]}, c);
  }
}

TEST(Reference, BonettPrice) {
  Comparison comparison("all", 1e-9, /*floor=*/1e-6);
  for (const json& c : cases("bonett_price")) {
    const Interval found = bonett_price_interval(c[0], c[1], c[2], c[3]);
    comparison.check({found.low, found.high}, json{c[4], c[5]}, c);
  }
}

TEST(Reference, ModeratedVariance) {
  Comparison comparison("all", 1e-8);  // bisection and Brent's method end apart
  for (const json& c : cases("moderated")) {
    const auto variances = c[0].get<std::vector<double>>();
    const double degrees = c[1];
    const VariancePrior prior = variance_prior(variances, degrees);
    const ModeratedVariance first = moderated(variances.front(), degrees, prior);
    comparison.check({prior.variance, first.variance}, json{c[2], c[4]}, c);
    if (c[3].is_null()) {
      EXPECT_TRUE(std::isinf(prior.degrees) && std::isinf(first.degrees)) << c;
    } else {
      comparison.check({prior.degrees, first.degrees}, json{c[3], c[5]}, c);
    }
  }
}

TEST(Reference, VarianceComponents) {
  Comparison comparison("all", 1e-9, /*floor=*/1e-3);  // least squares leaves 1e-13 of rounding
  for (const json& c : cases("variance")) {
    BalancedDesign design;
    design.levels = c[0];
    for (std::size_t f = 0; f < 3; ++f) design.random[f] = c[1][f] == 1;
    design.values = c[2].get<std::vector<double>>();
    const std::vector<VarianceComponent> parts = variance_components(design);
    ASSERT_EQ(parts.size(), 7u);
    for (std::size_t i = 0; i < 7; ++i) {
      comparison.check(parts[i].sum_of_squares, c[3][i], c);
      comparison.check(parts[i].estimate, c[4][i], c);
    }
  }
}

}  // namespace
}  // namespace remedy::statistics
