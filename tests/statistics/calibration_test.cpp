#include "statistics/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace remedy::statistics {
namespace {

TEST(Calibration, ErrorIsTheWeightedGap) {
  // Bin (.5, 1]: confidence .8, accuracy .5, two images of four; bin [0, .5]: .3 and 1.
  EXPECT_NEAR(expected_calibration_error({.9, .7, .2, .4}, {true, false, true, true}, 2),
              0.5 * 0.3 + 0.5 * 0.7, 1e-15);
}

TEST(Calibration, EdgesBelongToTheBinBelow) {
  for (const int bins : {1, 7, 10, 15, 100}) {
    for (int i = 1; i <= bins; ++i) {
      const double edge = static_cast<double>(i) / bins;
      const auto at = static_cast<std::size_t>(i - 1);
      EXPECT_EQ(calibration_bins({edge}, {true}, bins)[at].images, 1) << edge;
      if (i == bins) continue;
      EXPECT_EQ(calibration_bins({std::nextafter(edge, 1)}, {true}, bins)[at + 1].images, 1);
    }
    EXPECT_EQ(calibration_bins({0.0}, {true}, bins)[0].images, 1);
  }
}

TEST(Calibration, BinsHoldMeans) {
  const auto bins = calibration_bins({.25, .75, .85}, {true, false, true}, 2);
  EXPECT_EQ(bins[0].accuracy, 1.0);
  EXPECT_EQ(bins[1].accuracy, 0.5);
  EXPECT_NEAR(bins[1].confidence, 0.8, 1e-15);
}

TEST(Calibration, BrierIsTheMeanSquare) {
  EXPECT_NEAR(brier_score({1.0, 0.5, 0.2}, {true, true, false}), (0.25 + 0.04) / 3.0, 1e-15);
}

TEST(Calibration, IsNaNWithoutImages) {
  EXPECT_TRUE(std::isnan(expected_calibration_error({}, {})));
  EXPECT_TRUE(std::isnan(brier_score({}, {})));
}

TEST(Calibration, RefusesBadInput) {
  EXPECT_THROW(brier_score({.5}, {}), std::invalid_argument);
  EXPECT_THROW(brier_score({1.5}, {true}), std::invalid_argument);
  EXPECT_THROW(expected_calibration_error({std::nan("")}, {true}), std::invalid_argument);
  EXPECT_THROW(expected_calibration_error({.5}, {true}, 0), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
