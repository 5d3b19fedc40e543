#include "statistics/auroc.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Auroc, IsTheShareOfPairsInOrderWithTiesAsOneHalf) {
  EXPECT_DOUBLE_EQ(auroc({3, 4}, {1, 2}).value, 1);
  EXPECT_DOUBLE_EQ(auroc({1, 2}, {3, 4}).value, 0);
  EXPECT_DOUBLE_EQ(auroc({1, 1}, {1, 1}).value, 0.5);
  const Auroc mixed = auroc({1, 3}, {1, 2, 2});  // of 6 pairs 3 in order, one tied
  EXPECT_NEAR(mixed.value, 3.5 / 6, 1e-15);
  EXPECT_NEAR(mixed.of_positive[0], 0.5 / 3, 1e-15);
  EXPECT_NEAR(mixed.of_negative[0], 0.75, 1e-15);
}

TEST(Auroc, DoesNotKnowTheCriterion) {
  const Auroc before = auroc({0.5, -1, 2, 0.1}, {-3, 0.25, 1});
  const Auroc after = auroc({3.5, 2, 5, 3.1}, {0, 3.25, 4});
  const AurocDifference found = compare_aurocs(before, after);
  EXPECT_EQ(found.difference, 0);
  EXPECT_EQ(found.variance, 0);
}

TEST(Auroc, IsUnknownWithoutAGroupOrWithANumberThatIsNone) {
  EXPECT_TRUE(std::isnan(auroc({}, {1}).value));
  EXPECT_TRUE(std::isnan(auroc({1}, {}).value));
  EXPECT_TRUE(std::isnan(auroc({1, std::nan("")}, {1}).value));
  EXPECT_TRUE(std::isnan(compare_aurocs(auroc({1}, {0, 2}), auroc({1}, {0, 2})).variance));
}

TEST(Auroc, RefusesOtherObservationsAndConfidences) {
  const Auroc one = auroc({1, 2}, {0, 1}), other = auroc({1, 2, 3}, {0, 1});
  EXPECT_THROW(compare_aurocs(one, other), std::invalid_argument);
  EXPECT_THROW(compare_aurocs(one, one, 1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
