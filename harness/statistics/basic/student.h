// Student's distribution.
#pragma once

namespace remedy::statistics {

// The t that is exceeded with probability `tail`, which lies between 0 and 1, with so many degrees
// of freedom (above 0, not necessarily whole).
double student_upper_quantile(double degrees, double tail);

}  // namespace remedy::statistics
