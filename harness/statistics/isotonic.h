// Isotonic regression: how much of a series a steady rise (or fall) explains, and how much it would
// explain of a series in random order. The first number means nothing without the second.
#pragma once

#include <cstdint>
#include <vector>

namespace remedy::statistics {

enum class Direction { kRising, kFalling };

// The monotone sequence nearest to `values` in weighted least squares, by pooling adjacent
// violators: Ayer, Brunk, Ewing, Reid and Silverman, Ann. Math. Stat. 26 (1955) 641-647.
// Empty `weights` means 1 each. Throws std::invalid_argument where the lengths differ, a weight is
// not positive and finite, or a value is not finite.
std::vector<double> isotonic_fit(const std::vector<double>& values, Direction direction,
                                 const std::vector<double>& weights = {});

// 1 - (weighted squares about the fit) / (weighted squares about the mean), in [0, 1].
// NaN where the values are all equal or fewer than 2. Throws as isotonic_fit.
double isotonic_r2(const std::vector<double>& values, Direction direction,
                   const std::vector<double>& weights = {});

struct IsotonicNull {
  double mean;      // of R^2 in random order
  double point_95;  // the R^2 that random order exceeds with probability at most .05
};

// For n independent normal values of equal weight, in closed form. The fit has l levels with
// probability |s(n, l)|/n! (Stirling numbers), and given l levels R^2 is Beta((l-1)/2, (n-l)/2):
// Robertson, Wright and Dykstra, Order Restricted Statistical Inference, 1988, 2.3. The mean,
// (1/2 + 1/3 + ... + 1/n)/(n - 1), holds for any exchangeable values; the 95 % point does not: at
// 5, 7 and 10 points it is .95, .80, .64 here, .90, .77, .62 for evenly spaced values, and more
// for skewed ones. isotonic_test uses the values at hand. NaN for n < 2.
IsotonicNull isotonic_null(int n);

// P(R^2 >= r2) under the same null. NaN for n < 2 or a NaN.
double isotonic_null_p(double r2, int n);

struct IsotonicTest {
  double r2;
  double p;  // share of orders with R^2 at least as large; simulated: (1 + count)/(1 + orders)
  IsotonicNull null;
  bool exact;  // all orders, not a sample of them
};

struct IsotonicTestOptions {
  int max_exact_points = 7;  // up to here all n! orders are fitted; at most 10
  int orders = 10'000;       // sampled orders beyond
  std::uint64_t seed = 1;
};

// R^2 of `values` against all or a seeded sample of their orders (each value keeps its weight).
// r2, p and null are NaN where isotonic_r2 is. Throws as isotonic_fit, and for orders < 1.
IsotonicTest isotonic_test(const std::vector<double>& values, Direction direction,
                           const std::vector<double>& weights = {},
                           const IsotonicTestOptions& options = {});

}  // namespace remedy::statistics
