// How a p value is obtained.
#pragma once

namespace remedy::statistics {

enum class PMethod {
  kAutomatic,   // exact where the function's comment calls it feasible, asymptotic elsewhere
  kExact,       // from the full null distribution; std::invalid_argument where it is out of reach
  kAsymptotic,  // from the limiting distribution
};

}  // namespace remedy::statistics
