#include "statistics/calibration.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <utility>

#include "statistics/basic/random.h"

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

// Where all are in one bin: E|B - n c| of a binomial. Of two images at .5: (1 + 0 + 0 + 1) / 4 =
// .5, over two images .25.
TEST(Calibration, ACalibratedModelHasAnErrorByChance) {
  EXPECT_NEAR(calibrated_error({.5, .5}, 1).mean, .25, 1e-15);
  EXPECT_NEAR(calibrated_error({1, 0, 1}, 15).mean, 0, 1e-15);
  EXPECT_TRUE(std::isnan(calibrated_error({}).mean));
  EXPECT_THROW(calibrated_error({2}), std::invalid_argument);
  EXPECT_THROW(calibrated_error({.5}, 15, 1), std::invalid_argument);
}

// Against simulation: confidences as of 50 and of 3000 images, spread over the bins and all but
// certain.
TEST(Calibration, TheErrorOfACalibratedModelIsThatOfSimulation) {
  constexpr int kSamples = 4000;
  for (const auto& [images, power] :
       {std::pair{50, 1.0}, std::pair{50, 0.1}, std::pair{3000, 0.3}}) {
    Random random(static_cast<std::uint64_t>(images), 7);
    std::vector<double> confidences;
    for (int i = 0; i < images; ++i) confidences.push_back(std::pow(random.uniform(), power));
    const CalibratedError expected = calibrated_error(confidences);
    double sum = 0;
    int above = 0;
    for (int sample = 0; sample < kSamples; ++sample) {
      std::vector<bool> correct;
      for (const double c : confidences) correct.push_back(random.uniform() < c);
      const double error = expected_calibration_error(confidences, correct);
      sum += error;
      above += error > expected.upper;
    }
    EXPECT_NEAR(sum / kSamples / expected.mean, 1, 0.02) << images << " " << power;
    EXPECT_NEAR(static_cast<double>(above) / kSamples, 0.05, 0.015) << images << " " << power;
  }
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
