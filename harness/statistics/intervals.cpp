#include "statistics/intervals.h"

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <cmath>
#include <stdexcept>

#include "statistics/basic/normal.h"
#include "statistics/basic/student.h"

namespace remedy::statistics {
namespace {

void check(std::int64_t successes, std::int64_t trials, double confidence) {
  if (successes < 0 || trials < successes) {
    throw std::invalid_argument("interval of a proportion: needs 0 <= successes <= trials");
  }
  if (!(confidence > 0.0 && confidence < 1.0)) {
    throw std::invalid_argument("interval of a proportion: the confidence must lie in (0, 1)");
  }
}

}  // namespace

Interval wilson_interval(std::int64_t successes, std::int64_t trials, double confidence) {
  check(successes, trials, confidence);
  if (trials == 0) return {0.0, 1.0};
  const double n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  const double z = -normal_quantile((1.0 - confidence) / 2.0);
  const double scale = 1.0 + z * z / n;
  const double centre = (share + z * z / (2.0 * n)) / scale;
  const double half = z * std::sqrt(share * (1.0 - share) / n + z * z / (4.0 * n * n)) / scale;
  return {successes == 0 ? 0.0 : centre - half, successes == trials ? 1.0 : centre + half};
}

std::int64_t fewest_trials_above(double threshold, double confidence) {
  if (!(threshold >= 0.0 && threshold < 1.0)) {
    throw std::invalid_argument("fewest trials: the threshold must lie in [0, 1)");
  }
  const double z = normal_quantile((1.0 - confidence) / 2.0);
  return static_cast<std::int64_t>(std::floor(z * z * threshold / (1.0 - threshold))) + 1;
}

Interval rate_over_draws(double mean, double deviation, int draws, std::int64_t images,
                         double confidence) {
  if (!(mean >= 0.0 && mean <= 1.0) || !(deviation >= 0.0) || draws < 1) {
    throw std::invalid_argument(
        "interval of a rate over draws: needs 0 <= mean <= 1, deviation >= 0 and draws >= 1");
  }
  const Interval one =
      wilson_interval(std::llround(mean * static_cast<double>(images)), images, confidence);
  if (draws == 1) return one;
  const double student = student_upper_quantile(draws - 1, (1.0 - confidence) / 2.0);
  const double half = student * deviation / std::sqrt(static_cast<double>(draws));
  return {std::max(0.0, mean - std::hypot(mean - one.low, half)),
          std::min(1.0, mean + std::hypot(one.high - mean, half))};
}

}  // namespace remedy::statistics
