// Isotonic regression: how much of a series a steady rise (or fall) explains, and how much it would
// explain of a series in random order. The first number means nothing without the second.
#pragma once

#include <cstdint>
#include <vector>

namespace remedy::statistics {

enum class Direction { kRising, kFalling };

struct IsotonicTest {
  double r2;
  double p;  // share of orders with R^2 at least as large; sampled: (1 + count)/(1 + orders)
  double null_mean;  // of R^2 over the orders
  bool exact;        // all orders, not a sample of them
};

struct IsotonicTestOptions {
  int max_exact_points = 7;  // up to here all n! orders are fitted; at most 10
  int orders = 10'000;       // sampled orders beyond
  std::uint64_t seed = 1;
};

// R^2 = 1 - (squares about the fit) / (squares about the mean), in [0, 1], against all or a seeded
// sample of the orders of `values`. The fit is the monotone sequence nearest to `values` in least
// squares, by pooling adjacent violators: Ayer, Brunk, Ewing, Reid and Silverman, Ann. Math. Stat.
// 26 (1955) 641-647. Over all orders of any n values the mean of R^2 is
// (1/2 + 1/3 + ... + 1/n)/(n - 1): Robertson, Wright and Dykstra, Order Restricted Statistical
// Inference, 1988, 2.3. r2, p and null_mean are NaN where the values are all equal or fewer than 2.
// Throws std::invalid_argument where a value is not finite, for orders < 1, and for
// max_exact_points > 10.
IsotonicTest isotonic_test(const std::vector<double>& values, Direction direction,
                           const IsotonicTestOptions& options = {});

}  // namespace remedy::statistics
