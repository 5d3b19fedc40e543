#include "remedy/augmentation.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

namespace remedy {
namespace {

at::Tensor some_images(std::int64_t count) {
  at::manual_seed(11);
  return at::randn({count, 3, 12, 8}).contiguous(at::MemoryFormat::ChannelsLast);
}

Augmentation augmentation(double crop, bool flip) {
  return Augmentation(Parameters({{"crop", crop}, {"flip", flip}}));
}

TEST(Augmentation, ChangesAndDrawsNothingUnlessAsked) {
  const at::Tensor images = some_images(4);
  at::manual_seed(1);
  EXPECT_TRUE(augmented(images, Augmentation()).is_same(images));
  const at::Tensor next = at::rand({1});
  at::manual_seed(1);
  EXPECT_TRUE(at::rand({1}).equal(next));
}

TEST(Augmentation, MirrorsHalfOfTheImagesBitForBit) {
  const at::Tensor images = some_images(400);
  const at::Tensor changed = augmented(images, augmentation(1, true));
  EXPECT_TRUE(changed.is_contiguous(at::MemoryFormat::ChannelsLast));
  int mirrored = 0;
  for (std::int64_t i = 0; i < 400; ++i) {
    const bool flipped = changed[i].equal(images[i].flip(2));
    EXPECT_TRUE(flipped || changed[i].equal(images[i]));
    mirrored += flipped;
  }
  EXPECT_NEAR(mirrored, 200, 40);  // four standard deviations
}

// Of boxes that end between pixels: cut out, then torch's own interpolation.
TEST(Augmentation, ACropIsThatOfTorchsInterpolation) {
  const at::Tensor images = some_images(2);
  const at::Tensor boxes = at::tensor({2.0F / 8, 3.0F / 12, 4.0F / 8, 6.0F / 12,  //
                                       1.0F / 8, 0.0F, 7.0F / 8, 1.0F})
                               .view({2, 4});
  const at::Tensor mirrored = at::tensor({0, 1}).to(at::kBool);
  const at::Tensor made = cropped(images, boxes, mirrored);
  const auto resized = [](const at::Tensor& part) {
    return at::upsample_bilinear2d(part.unsqueeze(0).contiguous(), {12, 8},
                                   /*align_corners=*/false)[0];
  };
  const at::Tensor first = resized(images[0].slice(1, 3, 9).slice(2, 2, 6));
  const at::Tensor second = resized(images[1].slice(2, 1, 8)).flip(2);
  EXPECT_LT((made[0] - first).abs().max().item<float>(), 1e-5);
  EXPECT_LT((made[1] - second).abs().max().item<float>(), 1e-5);
}

// An image whose values are the places of its pixels tells what was cut.
TEST(Augmentation, CropsKeepTheAreaAndLieWithinTheImage) {
  constexpr std::int64_t kCount = 500, kSide = 64;
  const at::Tensor places = (at::arange(kSide, at::kFloat) + 0.5) / static_cast<double>(kSide);
  at::Tensor image = at::zeros({1, 3, kSide, kSide});
  image.select(1, 0).copy_(places.expand({1, kSide, kSide}));
  image.select(1, 1).copy_(places.unsqueeze(1).expand({1, kSide, kSide}));
  at::manual_seed(4);
  const at::Tensor changed =
      augmented(image.expand({kCount, 3, kSide, kSide}).contiguous(), augmentation(0.3, false));
  const auto extent = [&](std::int64_t channel) {  // the first and the last pixel are half in it
    const at::Tensor plane = changed.select(1, channel).flatten(1);
    const at::Tensor length = plane.amax(1) - plane.amin(1);
    return length / (1 - 1.0 / static_cast<double>(kSide));
  };
  const at::Tensor width = extent(0), height = extent(1), area = width * height;
  EXPECT_GT(area.min().item<float>(), 0.28);
  EXPECT_LT(area.max().item<float>(), 1.02);
  EXPECT_NEAR(area.mean().item<float>(), 0.65, 0.04);
  EXPECT_LT((width / height).max().item<float>(), 4.0 / 3 + 0.05);
  EXPECT_GT((width / height).min().item<float>(), 3.0 / 4 - 0.05);
  EXPECT_GT((width / height).max().item<float>(), 1.2);
  EXPECT_GE(changed.min().item<float>(), 0);
  EXPECT_LE(changed.max().item<float>(), 1);
}

TEST(Augmentation, IsTheSameAgainWithTheSameSeed) {
  const at::Tensor images = some_images(5);
  const auto once = [&] {
    at::manual_seed(9);
    return augmented(images, augmentation(0.2, true));
  };
  EXPECT_TRUE(once().equal(once()));
}

}  // namespace
}  // namespace remedy
