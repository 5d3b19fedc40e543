#include "metrics/criterion.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <stdexcept>

#include "statistics/mover.h"
#include "statistics/paired_proportions.h"

namespace remedy {
namespace {

constexpr double kEndless = std::numeric_limits<double>::infinity();

std::int64_t count_above(const std::vector<double>& values, double bound) {
  return std::count_if(values.begin(), values.end(), [&](double v) { return v > bound; });
}

// The margin that an image must exceed so that `count` images of the descending list do; of equal
// ones as many as there are. `least`: at least so many, else at most.
double bound_for(const std::vector<double>& descending, std::int64_t count, bool least) {
  const auto n = static_cast<std::int64_t>(descending.size());
  if (least) {
    if (count <= 0) return kEndless;
    const double last = descending[static_cast<std::size_t>(std::min(count, n) - 1)];
    return std::nextafter(last, -kEndless);
  }
  return count >= n ? -kEndless
                    : descending[static_cast<std::size_t>(std::max<std::int64_t>(count, 0))];
}

struct Disagreement {
  std::int64_t model_alone = 0, shift_alone = 0;

  statistics::Interval interval(std::size_t n) const {
    return statistics::bonett_price_interval(model_alone, shift_alone,
                                             static_cast<std::int64_t>(n));
  }
};

Disagreement disagreement(const std::vector<double>& before, const std::vector<double>& after,
                          double bound) {
  Disagreement result;
  for (std::size_t i = 0; i < before.size(); ++i) {
    result.model_alone += after[i] > 0 && !(before[i] > bound);
    result.shift_alone += !(after[i] > 0) && before[i] > bound;
  }
  return result;
}

}  // namespace

bool MarginSuite::is_target(std::int32_t label) const {
  return std::find(target_classes.begin(), target_classes.end(), label) != target_classes.end();
}

std::vector<double> margins_of(const MarginSuite& suite, const std::vector<float>& margins,
                               bool target) {
  std::vector<double> chosen;
  for (std::size_t i = 0; i < suite.labels.size(); ++i) {
    if (suite.is_target(suite.labels[i]) == target) chosen.push_back(margins[i]);
  }
  return chosen;
}

ShiftedSuite at_shift(const MarginSuite& suite, double shift) {
  ShiftedSuite result;
  for (std::size_t i = 0; i < suite.labels.size(); ++i) {
    const std::int32_t label = suite.labels[i];
    const double margin = suite.baseline.margin[i];
    const bool chosen = margin > -shift;
    const auto right = [&](bool as_target) {
      return label == (as_target ? suite.baseline.target[i] : suite.baseline.other[i]);
    };
    (suite.is_target(label) ? result.targets : result.others) += 1;
    (suite.is_target(label) ? result.hits : result.false_positives) += chosen;
    result.right += right(chosen);
    result.negative_flips += right(margin > 0) && !right(chosen);
    result.positive_flips += !right(margin > 0) && right(chosen);
  }
  return result;
}

std::vector<double> criterion_shifts(const std::vector<const MarginSuite*>& suites,
                                     std::size_t most) {
  std::set<double> all = {0};
  for (const MarginSuite* suite : suites) {
    for (const float margin : suite->baseline.margin) {
      // Just past it, so that the figures at the shift are those after the change.
      if (std::isfinite(margin)) all.insert(std::nextafter(-double{margin}, kEndless));
    }
  }
  const std::vector<double> every(all.begin(), all.end());
  if (every.size() <= most || most < 3) return every;
  std::set<double> kept = {0};
  const std::size_t steps = most - 2;  // and 0
  for (std::size_t i = 0; i <= steps; ++i) kept.insert(every[i * (every.size() - 1) / steps]);
  return {kept.begin(), kept.end()};
}

MatchedDifference matched_difference(const std::vector<double>& positives_before,
                                     const std::vector<double>& negatives_before,
                                     const std::vector<double>& positives_after,
                                     const std::vector<double>& negatives_after) {
  const std::size_t m = positives_before.size(), n = negatives_before.size();
  if (m == 0 || n == 0 || positives_after.size() != m || negatives_after.size() != n) {
    throw std::invalid_argument("matched_difference: needs the same positives and negatives twice");
  }
  std::vector<double> positives = positives_before, negatives = negatives_before;
  std::sort(positives.begin(), positives.end(), std::greater<>());
  std::sort(negatives.begin(), negatives.end(), std::greater<>());
  const std::int64_t hits = count_above(positives_after, 0);
  const std::int64_t false_positives = count_above(negatives_after, 0);
  // Of the shifts with at most and with at least so many false positives. Where equal margins leave
  // none with exactly so many, the two change places.
  const auto hits_at = [&](std::int64_t count) {
    return std::minmax({count_above(positives, bound_for(negatives, count, /*least=*/true)),
                        count_above(positives, bound_for(negatives, count, /*least=*/false))});
  };
  const auto [fewest, most] = hits_at(false_positives);
  double bound = bound_for(positives, hits, /*least=*/true);
  if (hits > most) bound = bound_for(negatives, false_positives, /*least=*/false);
  if (hits < fewest) bound = bound_for(negatives, false_positives, /*least=*/true);

  const auto share = [&](std::int64_t count) {
    return static_cast<double>(count) / static_cast<double>(m);
  };
  MatchedDifference result;
  result.recall = share(hits);
  result.matched_recall = share(std::min(std::max(hits, fewest), most));
  result.difference = result.recall - result.matched_recall;
  const auto recognised = disagreement(positives_before, positives_after, bound);
  const auto mistaken = disagreement(negatives_before, negatives_after, bound);
  const statistics::Interval moved = mistaken.interval(n);  // of the false positives' difference
  const double fewer = std::floor(moved.low * static_cast<double>(n));
  const double more = std::ceil(moved.high * static_cast<double>(n));
  const double lowest = share(hits_at(false_positives + static_cast<std::int64_t>(fewer)).first);
  const double highest = share(hits_at(false_positives + static_cast<std::int64_t>(more)).second);
  result.interval =
      statistics::mover_difference({result.difference, recognised.interval(m)},
                                   {0,
                                    {std::min(0.0, lowest - result.matched_recall),
                                     std::max(0.0, highest - result.matched_recall)}});
  result.interval = {std::max(result.interval.low, -1.0), std::min(result.interval.high, 1.0)};
  return result;
}

}  // namespace remedy
