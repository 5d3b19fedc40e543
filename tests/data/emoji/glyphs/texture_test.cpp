#include "data/emoji/glyphs/texture.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

// A square of one colour, half opaque: premultiplied blue, green, red and alpha.
Strike square(int left, int top, int side) {
  Strike strike;
  strike.bgra.assign(static_cast<std::size_t>(kStrikeWidth) * kStrikeHeight * 4, 0);
  for (int y = top; y < top + side; ++y) {
    for (int x = left; x < left + side; ++x) {
      std::uint8_t* bgra = strike.bgra.data() + (y * kStrikeWidth + x) * 4;
      bgra[0] = 51;
      bgra[1] = 102;
      bgra[2] = 153;
      bgra[3] = 204;
    }
  }
  return strike;
}

TEST(Texture, KnowsTheGlyphsBox) {
  const Texture texture(square(20, 40, 32));
  EXPECT_EQ(texture.centre_x(), 36);
  EXPECT_EQ(texture.centre_y(), 56);
  EXPECT_EQ(texture.extent(), 32);
}

TEST(Texture, EveryLevelHasTheColourInRedGreenBlueAlphaOrder) {
  const Texture texture(square(20, 40, 64));
  for (int level = 0; level < Texture::kLevels; ++level) {
    const Rgba middle = texture.at(level, 52, 72);
    EXPECT_FLOAT_EQ(middle[0], 0.6F);
    EXPECT_FLOAT_EQ(middle[1], 0.4F);
    EXPECT_FLOAT_EQ(middle[2], 0.2F);
    EXPECT_FLOAT_EQ(middle[3], 0.8F);
  }
}

TEST(Texture, AnEdgeIsHalfwayBetweenItsSides) {
  const Texture texture(square(24, 40, 64));
  EXPECT_FLOAT_EQ(texture.at(0, 24, 72)[3], 0.4F);
}

TEST(Texture, IsTransparentOutside) {
  const Texture texture(square(0, 0, 128));
  for (const float far : {-1000.0F, -8.0F, 150.0F, 1e9F}) {
    EXPECT_EQ(texture.at(1, far, 64)[3], 0.0F);
    EXPECT_EQ(texture.at(1, 64, far)[3], 0.0F);
  }
}

TEST(Texture, TakesTheCoarsestLevelThatIsFineEnough) {
  EXPECT_EQ(Texture::level_for(1.0F), 0);
  EXPECT_EQ(Texture::level_for(3.9F), 0);
  EXPECT_EQ(Texture::level_for(4.0F), 1);
  EXPECT_EQ(Texture::level_for(8.0F), 2);
  EXPECT_EQ(Texture::level_for(100.0F), 2);
}

}  // namespace
}  // namespace remedy
