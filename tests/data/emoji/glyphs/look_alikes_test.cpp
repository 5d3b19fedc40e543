#include "data/emoji/glyphs/look_alikes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace remedy {
namespace {

Strike blank() {
  Strike strike;
  strike.bgra.assign(static_cast<std::size_t>(kStrikeWidth) * kStrikeHeight * 4, 0);
  return strike;
}

void fill(Strike& strike, const Box& box, std::array<std::uint8_t, 4> bgra) {
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      std::copy(bgra.begin(), bgra.end(),
                strike.bgra.begin() + (static_cast<std::ptrdiff_t>(y) * kStrikeWidth + x) * 4);
    }
  }
}

TEST(LookAlikes, APlaceInTheStrikeMakesNoDifference) {
  Strike one = blank();
  Strike other = blank();
  fill(one, {10, 10, 58, 58}, {200, 200, 200, 255});
  fill(other, {50, 60, 98, 108}, {200, 200, 200, 255});
  EXPECT_EQ(grey_distance(grey_thumbnail(one), grey_thumbnail(other)), 0);
}

TEST(LookAlikes, AHueOfTheSameLumaMakesNoDifference) {
  Strike green = blank();
  Strike red = blank();
  fill(green, {10, 10, 58, 58}, {0, 77, 0, 255});
  fill(red, {10, 10, 58, 58}, {0, 0, 150, 255});
  EXPECT_EQ(grey_distance(grey_thumbnail(green), grey_thumbnail(red)), 0);
}

TEST(LookAlikes, TheDistanceOfBlackAndWhiteIsTheirDifferenceInEveryCell) {
  Strike black = blank();
  Strike white = blank();
  fill(black, {10, 10, 58, 58}, {0, 0, 0, 255});
  fill(white, {10, 10, 58, 58}, {255, 255, 255, 255});
  EXPECT_EQ(grey_distance(grey_thumbnail(black), grey_thumbnail(white)),
            kThumbnailSide * kThumbnailSide * 255);
}

TEST(LookAlikes, AMirrorExchangesLeftAndRight) {
  Strike left = blank();
  Strike right = blank();
  fill(left, {10, 10, 58, 58}, {90, 90, 90, 255});
  fill(left, {10, 10, 20, 58}, {250, 250, 250, 255});
  fill(right, {10, 10, 58, 58}, {90, 90, 90, 255});
  fill(right, {48, 10, 58, 58}, {250, 250, 250, 255});
  EXPECT_GT(grey_distance(grey_thumbnail(left), grey_thumbnail(right)), 0);
  EXPECT_EQ(grey_distance(mirrored(grey_thumbnail(left)), grey_thumbnail(right)), 0);
}

}  // namespace
}  // namespace remedy
