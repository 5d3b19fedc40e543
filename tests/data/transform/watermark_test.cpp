#include "data/transform/watermark.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "core/error.h"
#include "data/watermark_font.h"

namespace remedy {
namespace {

TEST(Watermark, SizesAreThoseOfImageNetW) {
  EXPECT_EQ(watermark_size(224), 36);
  EXPECT_EQ(watermark_size(384), 62);
  EXPECT_EQ(watermark_size(518), 84);
  EXPECT_EQ(watermark_size(64), 10);  // 64 / 6.22
}

TEST(Watermark, IsAHalfWhiteLineOfTextAtTheLeft) {
  if (!std::filesystem::exists(watermark_font())) {
    GTEST_SKIP() << "needs the package fonts-noto-cjk-extra";
  }
  const Image grey{224, 224, std::vector<std::uint8_t>(3 * 224 * 224, 100)};
  const Image marked = watermarked(grey);
  int top = 224, bottom = -1, left = 224, right = -1, changed = 0;
  for (int y = 0; y < 224; ++y) {
    for (int x = 0; x < 224; ++x) {
      const std::uint8_t value = marked.rgb[3 * static_cast<std::size_t>(y * 224 + x)];
      EXPECT_GE(value, 100);
      EXPECT_LE(value, 178);  // half of the way to white
      if (value == 100) continue;
      ++changed;
      top = std::min(top, y), bottom = std::max(bottom, y);
      left = std::min(left, x), right = std::max(right, x);
    }
  }
  EXPECT_GE(left, 2);
  EXPECT_LE(left, 6);
  EXPECT_NEAR(right, 2 + 6 * 36, 5);  // six characters of 36 pixels
  EXPECT_GE(top, 89);
  EXPECT_LE(bottom, 89 + 56);
  EXPECT_NEAR(bottom - top, 34, 5);
  EXPECT_GT(changed, 1000);
  EXPECT_LT(changed, 6 * 36 * 36);
  EXPECT_EQ(watermarked(grey).rgb, marked.rgb);
}

TEST(WatermarkDeathTest, WithoutTheFontThePackageIsNamed) {
  const auto ask = [] {
    setenv("REMEDY_WATERMARK_FONT", "/no/such/font.ttc", /*overwrite=*/1);
    try {
      (void)watermark_font_hash();
    } catch (const Error& error) {
      fprintf(stderr, "%s", error.what());
    }
    _exit(3);
  };
  EXPECT_EXIT(ask(), ::testing::ExitedWithCode(3),
              "watermark: no font /no/such/font.ttc; install the package fonts-noto-cjk-extra");
}

}  // namespace
}  // namespace remedy
