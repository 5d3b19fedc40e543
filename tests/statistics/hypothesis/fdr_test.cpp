#include "statistics/hypothesis/fdr.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace remedy::statistics {
namespace {

using ::testing::DoubleNear;
using ::testing::Pointwise;

TEST(FalseDiscoveryRate, IsThatOfR) {  // R 4.2: p.adjust(p, "BH")
  EXPECT_THAT(benjamini_hochberg_adjusted({0.01, 0.04, 0.03, 0.005, 0.5}),
              Pointwise(DoubleNear(1e-12), std::vector<double>{0.025, 0.05, 0.05, 0.025, 0.5}));
}

TEST(FalseDiscoveryRate, TestsThatAreNotGivenCount) {
  EXPECT_THAT(benjamini_hochberg_adjusted({0.001, 0.01}, 100),
              Pointwise(DoubleNear(1e-12), std::vector<double>{0.1, 0.5}));
  EXPECT_TRUE(benjamini_hochberg_adjusted({}).empty());
}

TEST(FalseDiscoveryRate, RefusesWhatIsNoProbability) {
  EXPECT_THROW(benjamini_hochberg_adjusted({1.5}), std::invalid_argument);
  EXPECT_THROW(benjamini_hochberg_adjusted({0.1, 0.2}, 1), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
