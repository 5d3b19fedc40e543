#include "statistics/basic/integer_distribution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(IntegerDistribution, ConvolutionOfTwoDiceIsATriangle) {
  const IntegerDistribution die{1, std::vector<double>(6, 1.0 / 6.0)};
  const IntegerDistribution sum = convolve(die, die);
  EXPECT_EQ(sum.lowest, 2);
  EXPECT_EQ(sum.highest(), 12);
  EXPECT_NEAR(sum.at_least(11), 3.0 / 36.0, 1e-15);
  EXPECT_EQ(sum.at_least(13), 0.0);
  EXPECT_NEAR(sum.at_least(-100), 1.0, 1e-15);
}

TEST(IntegerDistribution, PermutationSumsEqualTheEnumeration) {
  const std::vector<std::int64_t> a{-5, 1, 1, 3, 8};
  std::vector<std::int64_t> b{-2, 0, 0, 7, 7};
  const IntegerDistribution sums = permutation_sums(a, b);
  std::vector<std::size_t> order{0, 1, 2, 3, 4};
  std::vector<double> counted(sums.probability.size(), 0.0);
  do {
    std::int64_t sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[order[i]];
    ASSERT_GE(sum, sums.lowest);
    ASSERT_LE(sum, sums.highest());
    counted[static_cast<std::size_t>(sum - sums.lowest)] += 1.0 / 120.0;
  } while (std::next_permutation(order.begin(), order.end()));
  for (std::size_t i = 0; i < counted.size(); ++i) {
    EXPECT_NEAR(sums.probability[i], counted[i], 1e-14) << i;
  }
}

TEST(IntegerDistribution, PermutationSumsOfConstantsAreOnePoint) {
  const IntegerDistribution sums = permutation_sums({2, 2, 2}, {1, 5, 9});
  EXPECT_EQ(sums.lowest, 30);
  EXPECT_EQ(sums.at_least(30), 1.0);
  EXPECT_EQ(permutation_sums({}, {}).at_least(0), 1.0);
}

TEST(IntegerDistribution, RefusesLongOrUnequalLists) {
  EXPECT_THROW(permutation_sums({1}, {1, 2}), std::invalid_argument);
  const std::vector<std::int64_t> long_list(13, 1);
  EXPECT_THROW(permutation_sums(long_list, long_list), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
