#include "statistics/crossed.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "statistics/basic/describe.h"
#include "statistics/basic/normal.h"
#include "statistics/basic/not_a_number.h"
#include "statistics/basic/student.h"
#include "statistics/mover.h"

namespace remedy::statistics {
namespace {

void check_confidence(double confidence) {
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("interval over draws: the confidence must lie in (0, 1)");
  }
}

}  // namespace

Interval over_images(const std::vector<double>& values, double confidence) {
  check_confidence(confidence);
  double sum = 0, squares = 2;
  for (const double value : values) {
    if (!(value >= -1 && value <= 1)) {
      throw std::invalid_argument("interval over images: a value lies outside [-1, 1]");
    }
    sum += value;
    squares += value * value;
  }
  if (values.empty()) return {-1, 1};
  const double n = static_cast<double>(values.size()) + 2, centre = sum / n;
  const double z = -normal_quantile((1 - confidence) / 2);
  const double half = z * std::sqrt((squares / n - centre * centre) / n);
  return {std::max(-1.0, centre - half), std::min(1.0, centre + half)};
}

double student_quantile(int draws, double confidence) {
  check_confidence(confidence);
  if (draws < 2) return kNaN;
  return student_upper_quantile(draws - 1, (1 - confidence) / 2);
}

Interval mean_interval(double mean, double deviation, double floor, int draws, double confidence) {
  check_confidence(confidence);
  if (!(floor >= 0) || !(deviation >= 0)) {
    throw std::invalid_argument("interval over draws: a deviation must not be negative");
  }
  if (draws < 2) return {kNaN, kNaN};
  const double half = student_quantile(draws, confidence) * std::max(deviation, floor) /
                      std::sqrt(static_cast<double>(draws));
  return {mean - half, mean + half};
}

Interval over_draws(const std::vector<double>& of_draws, double floor, double confidence) {
  if (of_draws.empty()) throw std::invalid_argument("interval over draws: needs a draw");
  const double deviation = of_draws.size() < 2 ? 0 : standard_deviation(of_draws);
  return mean_interval(mean(of_draws), deviation, floor, static_cast<int>(of_draws.size()),
                       confidence);
}

Interval over_draws_and_images(const std::vector<double>& of_draws, const Interval& images,
                               double floor, double confidence) {
  const Interval draws = over_draws(of_draws, floor, confidence);
  if (of_draws.size() < 2) return images;
  const double centre = mean(of_draws);
  return mover_sum({centre, images}, {0, {draws.low - centre, draws.high - centre}});
}

double rounding_deviation(double step) { return step / std::sqrt(12.0); }

}  // namespace remedy::statistics
