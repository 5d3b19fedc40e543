#include "statistics/crossed_difference.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "places.h"
#include "statistics/basic/normal.h"

namespace remedy::statistics {
namespace {

TEST(CrossedDifference, AgreesWithSciPy) {
  std::ifstream file(source_dir() + "/tests/statistics/best_reference.json");
  const auto cases = nlohmann::json::parse(file).at("differences");
  ASSERT_GT(cases.size(), 50U);
  for (const auto& entry : cases) {
    const CrossedDifference difference{entry["value"], entry["image_error"], entry["draw_error"],
                                       entry["degrees"]};
    HalfWidth half_width(entry["level"]);
    const double expected = entry["half_width"], p = entry["p"];
    EXPECT_NEAR(half_width(difference), expected, 1e-9 * std::max(1.0, expected)) << entry;
    EXPECT_NEAR(p_not_above_zero(difference), p, 1e-9 * p + 1e-12) << entry;
  }
}

TEST(CrossedDifference, WithoutDrawsOrImagesItIsTheOtherAlone) {
  EXPECT_NEAR(p_not_above_zero({2, 1, 99, 0}), normal_upper_tail(2), 1e-12);
  EXPECT_NEAR(p_not_above_zero({2.776445105, 0, 1, 4}), 0.025, 1e-9);  // Student's table
  EXPECT_NEAR(p_not_above_zero({-2, 1, 0, 0}), 1 - normal_upper_tail(2), 1e-12);
  EXPECT_EQ(p_not_above_zero({0, 1, 1, 4}), 0.5);
}

TEST(CrossedDifference, WithoutAnyErrorItIsCertain) {
  EXPECT_EQ(p_not_above_zero({1, 0, 0, 0}), 0);
  EXPECT_EQ(p_not_above_zero({-1, 0, 0, 3}), 1);
  EXPECT_EQ(HalfWidth(0.01)({1, 0, 0, 0}), 0);
}

TEST(CrossedDifference, RefusesALevelThatIsNone) {
  EXPECT_THROW(HalfWidth(0), std::invalid_argument);
  EXPECT_THROW(HalfWidth(0.6), std::invalid_argument);
}

}  // namespace
}  // namespace remedy::statistics
