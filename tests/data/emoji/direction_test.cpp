#include "data/emoji/direction.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

TEST(Direction, AgreesWithTheMathematicalLibrary) {
  for (int step = -4000; step <= 4000; ++step) {
    const float turns = static_cast<float>(step) / 1024.0F;
    const double angle = 2 * 3.14159265358979323846 * static_cast<double>(turns);
    EXPECT_NEAR(sine(turns), std::sin(angle), 1e-6) << turns;
    EXPECT_NEAR(cosine(turns), std::cos(angle), 1e-6) << turns;
  }
}

}  // namespace
}  // namespace remedy
