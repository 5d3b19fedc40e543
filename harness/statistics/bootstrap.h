// Bootstrap over draws. The draw of classes and images is the unit of replication: images and
// learning rates within a draw are not independent and are never resampled on their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "statistics/intervals.h"

namespace remedy::statistics {

// A statistic of a list of draws, given as indices 0..draws-1 with repetitions. May return NaN
// where it is undefined (the same draw everywhere, say).
using DrawStatistic = std::function<double(const std::vector<std::size_t>& draws)>;

struct BootstrapOptions {
  int resamples = 10'000;
  double confidence = 0.95;
  std::uint64_t seed = 1;
};

struct Bootstrap {
  double observed;        // the statistic of draws 0, 1, ..., draws-1
  double standard_error;  // standard deviation of the resampled statistics
  Interval percentile;
  Interval bca;
  int undefined;  // resamples whose statistic was NaN; the rest make the intervals
};

// Resamples the draws with replacement; resample i depends on (seed, i) alone. Percentile interval:
// quantiles of the resampled statistics. BCa: see bca_levels. Everything but `observed` is NaN for
// fewer than 2 draws or where all resamples are undefined.
// Throws std::invalid_argument for resamples < 1 or a confidence outside (0, 1).
Bootstrap bootstrap_draws(std::size_t draws, const DrawStatistic& statistic,
                          const BootstrapOptions& options = {});

// The quantile levels of the bias-corrected and accelerated interval: B. Efron, JASA 82 (1987)
// 171-185; Efron and Tibshirani, An Introduction to the Bootstrap, 1993, 14.3. `resampled` without
// NaN; `jackknife` holds the statistic with each draw left out. A constant jackknife means no
// acceleration. NaN where the jackknife has a NaN, or where all resampled values lie strictly on
// one side of `observed` and the bias cannot be estimated.
Interval bca_levels(double observed, const std::vector<double>& resampled,
                    const std::vector<double>& jackknife, double confidence);

}  // namespace remedy::statistics
