#include "statistics/paired.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "statistics/basic/describe.h"
#include "statistics/basic/student.h"

namespace remedy::statistics {

Interval t_interval(const std::vector<double>& differences, double confidence) {
  if (!(confidence > 0 && confidence < 1)) {
    throw std::invalid_argument("t_interval: the confidence has to lie between 0 and 1");
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (differences.size() < 2) return {nan, nan};
  const auto n = static_cast<double>(differences.size());
  const double centre = mean(differences);
  double squares = 0;
  for (const double value : differences) squares += (value - centre) * (value - centre);
  const double t = student_upper_quantile(n - 1, (1 - confidence) / 2);
  const double half = t * std::sqrt(squares / (n - 1) / n);
  return {centre - half, centre + half};
}

}  // namespace remedy::statistics
