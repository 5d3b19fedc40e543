#include "statistics/basic/student.h"

#include <boost/math/distributions/students_t.hpp>

namespace remedy::statistics {

double student_upper_quantile(double degrees, double tail) {
  return quantile(complement(boost::math::students_t_distribution<>(degrees), tail));
}

}  // namespace remedy::statistics
