#include "statistics/crossed_difference.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "statistics/basic/normal.h"
#include "statistics/basic/student.h"

namespace remedy::statistics {
namespace {

double joined(const CrossedDifference& d, double normal, double student) {
  return d.degrees > 0 ? std::hypot(normal * d.image_error, student * d.draw_error)
                       : normal * d.image_error;
}

}  // namespace

HalfWidth::HalfWidth(double level) : level_(level) {
  if (!(level > 0 && level <= 0.5)) {
    throw std::invalid_argument("half width: the level must lie in (0, 1/2]");
  }
  normal_ = -normal_quantile(level);
}

double HalfWidth::operator()(const CrossedDifference& difference) {
  if (!(difference.degrees > 0)) return joined(difference, normal_, 0);
  const auto [entry, is_new] = student_.try_emplace(difference.degrees);
  if (is_new) entry->second = student_upper_quantile(difference.degrees, level_);
  return joined(difference, normal_, entry->second);
}

double p_not_above_zero(const CrossedDifference& difference) {
  if (difference.value < 0) {
    CrossedDifference opposite = difference;
    opposite.value = -difference.value;
    return 1 - p_not_above_zero(opposite);
  }
  if (difference.value == 0) return 0.5;
  if (joined(difference, 1, 1) == 0) return 0;
  // Bisection in the normal quantile of the level, of which the half width is a rising function.
  double low = 0, high = 37;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    const double student =
        difference.degrees > 0
            ? student_upper_quantile(difference.degrees, normal_upper_tail(middle))
            : 0;
    (joined(difference, middle, student) < difference.value ? low : high) = middle;
  }
  return std::max(1e-300, normal_upper_tail(low));
}

}  // namespace remedy::statistics
