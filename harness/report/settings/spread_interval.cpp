#include "report/settings/spread_interval.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "statistics/crossed.h"
#include "statistics/intervals.h"
#include "statistics/mover.h"
#include "statistics/paired_proportions.h"

namespace remedy {
namespace {

using statistics::Interval;

struct Bounds {
  double low = 0, high = std::numeric_limits<double>::infinity();
};

// Of images alone, in the unit of the figure; nothing where it does not follow from their counts.
class ImageIntervals {
 public:
  ImageIntervals(const SettingSuite& suite, std::int64_t images, std::optional<double> top1_before)
      : images_(images), before_(top1_before.value_or(0)) {
    const auto lost = suite.mean(Figure::kNegativeFlips), won = suite.mean(Figure::kPositiveFlips);
    if (!lost || !won || images == 0) return;
    const std::int64_t negative = std::llround(*lost), positive = std::llround(*won);
    if (negative + positive > images) return;
    change_ = statistics::bonett_price_interval(positive, negative, images);
    const std::int64_t both = std::llround(before_ * static_cast<double>(images)) - negative;
    if (both >= 0) ratio_ = statistics::bonett_price_ratio_interval(positive, negative, both);
  }

  std::optional<Interval> of(const Metric& metric, double mean) const {
    if (images_ == 0) return {};
    const auto n = static_cast<double>(images_);
    if (metric.rate) return rate(mean);
    if (metric.unit == Unit::kCount && mean <= n) return scaled(rate(mean / n), n);
    if (metric.figure == Figure::kTop1Points && change_) return scaled(*change_, 100);
    if (metric.figure == Figure::kRetention) return ratio_;
    return {};
  }

 private:
  Interval rate(double mean) const {
    return statistics::wilson_interval(std::llround(mean * static_cast<double>(images_)), images_);
  }
  static Interval scaled(const Interval& interval, double by) {
    return {by * interval.low, by * interval.high};
  }

  std::int64_t images_;
  double before_;
  std::optional<Interval> change_, ratio_;  // of the accuracy
};

Bounds bounds_of(const Metric& metric, std::int64_t images) {
  switch (metric.unit) {
    case Unit::kShare:
      return {0, 1};
    case Unit::kCount:
      return {0, static_cast<double>(images)};
    case Unit::kPoints:
      return {-100, 100};
    default:
      return {};
  }
}

// Student's over draws. The metrics of a setting have the same draws, as a rule, and the quantile
// is what takes time.
class Student {
 public:
  Interval of(const Spread& spread, double floor) {
    const int draws = static_cast<int>(spread.units);
    if (draws != draws_) quantile_ = statistics::student_quantile(draws);
    draws_ = draws;
    const double deviation = std::max(spread.sd.value_or(0), floor);
    const double half = quantile_ * deviation / std::sqrt(static_cast<double>(draws));
    return {*spread.mean - half, *spread.mean + half};
  }

 private:
  int draws_ = 0;
  double quantile_ = 0;
};

Interval with_draws(double mean, const Interval& images, const Interval& draws) {
  return statistics::mover_sum({mean, images}, {0, {draws.low - mean, draws.high - mean}});
}

void set(Spread& spread, const Interval& interval, const Bounds& bounds, HoldsFor what) {
  if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) return;
  spread.interval = {std::max(interval.low, bounds.low), std::min(interval.high, bounds.high)};
  spread.holds_for = what;
}

}  // namespace

void add_intervals(SettingSuite& suite, std::int64_t images, std::optional<double> top1_before) {
  const ImageIntervals of_images(suite, images, top1_before);
  Student student;
  for (const Metric& metric : suite_metrics_table()) {
    auto& figure = suite.figures[static_cast<std::size_t>(metric.figure)];
    if (!figure || !figure->mean) continue;
    Spread& spread = *figure;
    const double mean = *spread.mean;
    const bool several = spread.units > 1;
    const Bounds bounds = bounds_of(metric, images);
    const auto images_alone = of_images.of(metric, mean);
    const double floor =
        statistics::rounding_deviation(smallest_step(metric, images, top1_before.value_or(0)));
    if (images_alone && several) {
      set(spread, with_draws(mean, *images_alone, student.of(spread, floor)), bounds,
          HoldsFor::kDrawsAndImages);
    } else if (images_alone) {
      set(spread, *images_alone, bounds, HoldsFor::kImages);
    } else if (several) {
      set(spread, student.of(spread, metric.unit == Unit::kNats ? 0 : floor), bounds,
          HoldsFor::kDraws);
    }
  }
}

void add_rate_interval(std::optional<Spread>& spread, std::int64_t images) {
  if (!spread || !spread->mean || images == 0) return;
  const auto n = static_cast<double>(images);
  const double mean = *spread->mean;
  const Interval alone = statistics::wilson_interval(std::llround(mean * n), images);
  if (spread->units < 2) {
    set(*spread, alone, {0, 1}, HoldsFor::kImages);
    return;
  }
  const double floor = statistics::rounding_deviation(1 / n);
  set(*spread, with_draws(mean, alone, Student().of(*spread, floor)), {0, 1},
      HoldsFor::kDrawsAndImages);
}

void add_share_interval_over_draws(std::optional<Spread>& spread, std::int64_t images) {
  if (!spread || !spread->mean || spread->units < 2 || images == 0) return;
  const double floor = statistics::rounding_deviation(1 / static_cast<double>(images));
  set(*spread, Student().of(*spread, floor), {0, 1}, HoldsFor::kDraws);
}

void add_interval_over_draws(std::optional<Spread>& spread) {
  if (!spread || !spread->mean || spread->units < 2) return;
  set(*spread, Student().of(*spread, 0), {}, HoldsFor::kDraws);
}

}  // namespace remedy
