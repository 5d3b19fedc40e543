#include "statistics/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "statistics/describe.h"
#include "statistics/normal.h"
#include "statistics/not_a_number.h"
#include "statistics/random.h"

namespace remedy::statistics {
namespace {

std::vector<double> jackknife_values(std::size_t draws, const DrawStatistic& statistic) {
  std::vector<double> values;
  for (std::size_t left_out = 0; left_out < draws; ++left_out) {
    std::vector<std::size_t> kept;
    for (std::size_t draw = 0; draw < draws; ++draw) {
      if (draw != left_out) kept.push_back(draw);
    }
    values.push_back(statistic(kept));
  }
  return values;
}

// 0 for a constant jackknife, NaN for one with a NaN.
double acceleration(const std::vector<double>& jackknife) {
  if (std::all_of(jackknife.begin(), jackknife.end(),
                  [&](double value) { return value == jackknife.front(); })) {
    return 0.0;
  }
  const double centre = mean(jackknife);
  double squares = 0.0;
  double cubes = 0.0;
  for (const double value : jackknife) {
    const double influence = centre - value;
    squares += influence * influence;
    cubes += influence * influence * influence;
  }
  return cubes / (6.0 * std::pow(squares, 1.5));
}

}  // namespace

Interval bca_levels(double observed, const std::vector<double>& resampled,
                    const std::vector<double>& jackknife, double confidence) {
  double below = 0.0;
  for (const double value : resampled) {
    below += value < observed ? 1.0 : (value == observed ? 0.5 : 0.0);
  }
  below /= static_cast<double>(resampled.size());
  if (!(below > 0.0 && below < 1.0)) return {kNaN, kNaN};
  const double bias = normal_quantile(below);
  const double a = acceleration(jackknife);
  const auto level = [&](double z) {
    const double moved = bias + z;
    return normal_upper_tail(-(bias + moved / (1.0 - a * moved)));
  };
  const double z = normal_quantile((1.0 - confidence) / 2.0);
  return {level(z), level(-z)};
}

Bootstrap bootstrap_draws(std::size_t draws, const DrawStatistic& statistic,
                          const BootstrapOptions& options) {
  if (options.resamples < 1 || !(options.confidence > 0.0 && options.confidence < 1.0)) {
    throw std::invalid_argument("bootstrap_draws: resamples < 1 or confidence outside (0, 1)");
  }
  std::vector<std::size_t> sample(draws);
  std::iota(sample.begin(), sample.end(), std::size_t{0});
  Bootstrap result{statistic(sample), kNaN, {kNaN, kNaN}, {kNaN, kNaN}, 0};
  if (draws < 2) return result;

  std::vector<double> resampled;
  for (int i = 0; i < options.resamples; ++i) {
    Random random(options.seed, static_cast<std::uint64_t>(i));
    for (std::size_t& draw : sample) draw = random.below(static_cast<std::uint32_t>(draws));
    const double value = statistic(sample);
    if (std::isnan(value)) {
      ++result.undefined;
    } else {
      resampled.push_back(value);
    }
  }
  if (resampled.empty()) return result;
  const double tail = (1.0 - options.confidence) / 2.0;
  result.standard_error = standard_deviation(resampled);
  result.percentile = {quantile(resampled, tail), quantile(resampled, 1.0 - tail)};
  const Interval levels = bca_levels(result.observed, resampled, jackknife_values(draws, statistic),
                                     options.confidence);
  if (!std::isnan(levels.low) && !std::isnan(levels.high)) {
    result.bca = {quantile(resampled, levels.low), quantile(resampled, levels.high)};
  }
  return result;
}

}  // namespace remedy::statistics
