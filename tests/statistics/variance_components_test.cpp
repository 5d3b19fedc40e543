#include "statistics/variance_components.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "statistics/basic/random.h"

namespace remedy::statistics {
namespace {

BalancedDesign table(std::array<int, 3> levels, std::vector<double> values) {
  BalancedDesign design;
  design.levels = levels;
  design.values = std::move(values);
  return design;
}

TEST(VarianceComponents, GiveAPureFactorTheWholeShare) {
  // Value = draw index, 3 draws, 2 rates, 2 N: variance of 0, 1, 2 is 1.
  const auto parts = variance_components(table({3, 2, 2}, {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2}));
  ASSERT_EQ(parts.size(), 7u);
  EXPECT_EQ(parts[0].name, "draw");
  EXPECT_NEAR(parts[0].estimate, 1.0, 1e-12);
  EXPECT_NEAR(parts[0].share, 1.0, 1e-12);
  EXPECT_EQ(parts[0].degrees, 2);
  EXPECT_EQ(parts[4].name, "draw x N");
  EXPECT_EQ(parts[6].name, "residual");
  EXPECT_NEAR(parts[6].share, 0.0, 1e-12);
}

TEST(VarianceComponents, RecoverWhatWasPutIn) {
  Random random(11);
  constexpr int kDraws = 400;
  BalancedDesign design = table({kDraws, 3, 4}, {});
  for (int draw = 0; draw < kDraws; ++draw) {
    const double shift = 2.0 * random.normal();
    for (int rate = 0; rate < 3; ++rate) {
      for (int n = 0; n < 4; ++n) design.values.push_back(shift + 3.0 * rate + random.normal());
    }
  }
  const auto parts = variance_components(design);
  EXPECT_NEAR(parts[0].estimate, 4.0, 1.0);  // draw
  EXPECT_NEAR(parts[1].estimate, 9.0, 0.5);  // learning rate: 3^2 times the variance of 0, 1, 2
  EXPECT_NEAR(parts[2].estimate, 0.0, 0.1);  // N
  EXPECT_NEAR(parts[6].estimate, 1.0, 0.1);
}

TEST(VarianceComponents, TruncateNegativeEstimatesAndSaySo) {
  // Draws with equal means and large scatter within: the draw's mean square is below the error's.
  const auto parts = variance_components(table({2, 2, 3}, {9, 0, 5, 1, 8, 4, 0, 9, 4, 8, 1, 5}));
  EXPECT_LT(parts[0].estimate, 0.0);
  EXPECT_TRUE(parts[0].truncated);
  EXPECT_EQ(parts[0].share, 0.0);
  double total = 0.0;
  for (const VarianceComponent& part : parts) total += part.share;
  EXPECT_NEAR(total, 1.0, 1e-14);
}

TEST(VarianceComponents, DropAFactorWithOneLevel) {
  // One learning rate: the draw-by-N interaction is the residual.
  const auto parts = variance_components(table({3, 1, 2}, {1, 2, 3, 4.5, 5, 7}));
  EXPECT_TRUE(parts[0].estimable);
  EXPECT_FALSE(parts[1].estimable);
  EXPECT_TRUE(parts[2].estimable);
  for (const int pair : {3, 4, 5}) EXPECT_FALSE(parts[static_cast<std::size_t>(pair)].estimable);
  EXPECT_EQ(parts[6].degrees, 2);
  EXPECT_NEAR(parts[6].estimate, 0.125, 1e-12);
  EXPECT_NEAR(parts[0].estimate, 5.0, 1e-12);         // (10.125 - 0.125) / 2
  EXPECT_NEAR(parts[2].estimate, 3.25 / 3.0, 1e-12);  // (3.375 - 0.125) / 3
  EXPECT_NEAR(parts[0].share + parts[2].share + parts[6].share, 1.0, 1e-14);
}

TEST(VarianceComponents, OfASingleFactorAreAllResidual) {
  const auto parts = variance_components(table({3, 1, 1}, {1, 2, 3}));
  EXPECT_FALSE(parts[0].estimable);
  EXPECT_EQ(parts[6].estimate, 1.0);
  EXPECT_EQ(parts[6].share, 1.0);
}

TEST(VarianceComponents, AreNaNWithoutVariation) {
  for (const auto& design :
       {table({2, 2, 2}, std::vector<double>(8, 0.1)), table({1, 1, 1}, {3})}) {
    for (const VarianceComponent& part : variance_components(design)) {
      EXPECT_EQ(part.estimate, 0.0);
      EXPECT_TRUE(std::isnan(part.share));
    }
  }
  std::vector<double> values(8, 1.0);
  values[3] = std::nan("");
  EXPECT_TRUE(std::isnan(variance_components(table({2, 2, 2}, values))[0].share));
}

TEST(VarianceComponents, RefuseAnUnbalancedTable) {
  EXPECT_THROW(variance_components(table({2, 2, 2}, {1, 2, 3})), std::invalid_argument);
  EXPECT_THROW(variance_components(table({0, 2, 2}, {})), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
