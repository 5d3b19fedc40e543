#include "data/emoji/recolour.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "data/emoji/canvas.h"
#include "shared_glyphs.h"

namespace remedy {
namespace {

TEST(Recolour, TheBrightestComponentIsTheStatedFunctionOfLumaBefore) {
  for (int hue = -30; hue < 60; ++hue) {
    for (int grey = 0; grey <= 10; ++grey) {
      const float before = 0.1F * static_cast<float>(grey);
      const Rgb after = recolour({before, before, before}, 0.037F * static_cast<float>(hue));
      const auto [low, high] = std::minmax_element(after.begin(), after.end());
      EXPECT_NEAR(*high, kRainbowBlack + (1 - kRainbowBlack) * before, 1e-5);
      EXPECT_NEAR(*low, 0, 1e-5);
    }
  }
}

TEST(Recolour, OwnHueIsGone) {
  // Pure red, and the grey of its luma.
  EXPECT_EQ(recolour({1, 0, 0}, 0.4F), recolour({0.299F, 0.299F, 0.299F}, 0.4F));
}

TEST(Recolour, AHueIsTheSameAfterAWholeTurn) {
  EXPECT_EQ(recolour({0.5F, 0.5F, 0.5F}, 0.25F), recolour({0.5F, 0.5F, 0.5F}, -2.75F));
}

TEST(Recolour, ThirdsOfATurnAreRedGreenAndBlue) {
  for (std::size_t strongest = 0; strongest < 3; ++strongest) {
    const Rgb colour = recolour({0.5F, 0.5F, 0.5F}, static_cast<float>(strongest) / 3.0F + 0.0005F);
    EXPECT_EQ(std::max_element(colour.begin(), colour.end()) - colour.begin(),
              static_cast<std::ptrdiff_t>(strongest));
  }
}

TEST(Recolour, ARandomRainbowHasTheStatedFrequencies) {
  for (std::uint64_t index = 0; index < 200; ++index) {
    RandomStream stream(0, 0, index, Purpose::kRainbow);
    const Rainbow rainbow = Rainbow::random(stream);
    const float frequency =
        std::sqrt(rainbow.along_x * rainbow.along_x + rainbow.along_y * rainbow.along_y);
    EXPECT_GE(frequency, 0.8F - 1e-5F);
    EXPECT_LE(frequency, 2.0F + 1e-5F);
  }
}

// Painted over black, a glyph's luma is alpha * luma, and in one hue all over its brightest
// component alpha * (black + (1 - black) * luma): what is left of the difference tells whether
// alpha was kept.
TEST(Recolour, AGlyphKeepsItsAlphaAndItsShading) {
  const GlyphSet& set = testing::glyphs();
  const Texture& cow = set.texture(set.class_index("cow"));
  const Placement placement = place(cow, 32, 32, 50, 0.02F, 1, 0);
  const Rainbow rainbow{0.3F, 0, 0};
  Canvas on_black;
  Canvas on_white;
  on_white.values.fill(1.0F);
  Canvas recoloured;
  paint(on_black, cow, placement);
  paint(on_white, cow, placement);
  paint(recoloured, cow, placement, &rainbow);
  const auto luma_at = [](Canvas& canvas, int x, int y) {
    const float* pixel = canvas.pixel(x, y);
    return luma({pixel[0], pixel[1], pixel[2]});
  };
  int painted = 0;
  for (int y = 0; y < kSampleSide; ++y) {
    for (int x = 0; x < kSampleSide; ++x) {
      const float own = luma_at(on_black, x, y);
      const float alpha = 1.0F - (luma_at(on_white, x, y) - own);
      painted += alpha > 0.5F ? 1 : 0;
      const float* pixel = recoloured.pixel(x, y);
      EXPECT_NEAR(std::max({pixel[0], pixel[1], pixel[2]}),
                  kRainbowBlack * alpha + (1 - kRainbowBlack) * own, 1e-4);
    }
  }
  EXPECT_GT(painted, 500);
}

}  // namespace
}  // namespace remedy
