#include "statistics/hypothesis/slope.h"

#include <algorithm>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "statistics/basic/describe.h"
#include "statistics/basic/not_a_number.h"
#include "statistics/basic/student.h"

namespace remedy::statistics {
namespace {

double squares_about_mean(const std::vector<double>& x) {
  const double centre = mean(x);
  double sum = 0;
  for (const double value : x) sum += (value - centre) * (value - centre);
  return sum;
}

}  // namespace

double least_squares_slope(const std::vector<double>& x, const std::vector<double>& y) {
  if (x.size() != y.size()) {
    throw std::invalid_argument("least_squares_slope: unequal numbers of x and y");
  }
  if (x.size() < 2) return kNaN;
  const double x_mean = mean(x), y_mean = mean(y), squares = squares_about_mean(x);
  double products = 0;
  for (std::size_t i = 0; i < x.size(); ++i) products += (x[i] - x_mean) * (y[i] - y_mean);
  return squares > 0 ? products / squares : kNaN;
}

double slope_rounding(const std::vector<double>& x, double step) {
  return step / std::sqrt(12 * squares_about_mean(x));
}

SlopeTest slope_test(const std::vector<double>& slopes, double floor, double confidence) {
  if (!(floor >= 0)) throw std::invalid_argument("slope_test: the floor must not be negative");
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("slope_test: the confidence has to lie between 0 and 1");
  }
  SlopeTest test;
  test.mean = mean(slopes);
  test.degrees = static_cast<int>(slopes.size()) - 1;
  if (slopes.size() < 2 || has_nan(slopes)) {
    test.deviation = test.t = test.p = kNaN;
    test.interval = {kNaN, kNaN};
    return test;
  }
  test.deviation = std::max(standard_deviation(slopes), floor);
  const double error = test.deviation / std::sqrt(static_cast<double>(slopes.size()));
  const boost::math::students_t_distribution<> student(test.degrees);
  const double half = quantile(complement(student, (1 - confidence) / 2)) * error;
  test.interval = {test.mean - half, test.mean + half};
  if (error == 0) {
    test.t = test.mean == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), test.mean);
    test.p = test.mean == 0 ? 1 : 0;
  } else {
    test.t = test.mean / error;
    test.p = 2 * cdf(complement(student, std::abs(test.t)));
  }
  return test;
}

double slope_power(const SlopeDesign& design, double change) {
  if (!(design.alpha > 0 && design.alpha < 1)) {
    throw std::invalid_argument("slope_power: alpha must lie in (0, 1)");
  }
  const double squares = design.x.size() < 2 ? 0 : squares_about_mean(design.x);
  if (design.draws < 2 || squares == 0) return 0;
  const auto [low, high] = std::minmax_element(design.x.begin(), design.x.end());
  const double slope = std::abs(change) / (*high - *low);
  const double degrees = design.draws - 1, shift = slope * std::sqrt(squares * design.draws);
  const double critical = student_upper_quantile(degrees, design.alpha / 2);
  if (shift == 0) return design.alpha / 2;
  return cdf(complement(boost::math::non_central_t_distribution<>(degrees, shift), critical));
}

double slope_detectable_change(const SlopeDesign& design, double power) {
  if (!(power > 0 && power < 1)) {
    throw std::invalid_argument("slope_detectable_change: the power must lie in (0, 1)");
  }
  if (slope_power(design, 1) == 0 && (design.draws < 2 || design.x.size() < 2)) {
    return std::numeric_limits<double>::infinity();
  }
  double too_low = 0, enough = 1;
  while (slope_power(design, enough) < power) {
    if (enough > 1e4) return std::numeric_limits<double>::infinity();
    enough *= 2;
  }
  while (enough - too_low > 1e-6) {
    const double middle = (too_low + enough) / 2;
    (slope_power(design, middle) >= power ? enough : too_low) = middle;
  }
  return enough;
}

}  // namespace remedy::statistics
