#include "model/architectures/geometry_fit.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gtest/gtest.h>

#include "model/random_network.h"

namespace remedy {
namespace {

// Smooth images, as photographs are: of white noise no statistic depends on a stride.
at::Tensor smooth_images(std::int64_t count, std::int64_t side) {
  at::manual_seed(11);
  const at::Tensor coarse = at::randn({count, 3, side / 4, side / 4});
  return at::upsample_bilinear2d(coarse, {side, side}, /*align_corners=*/false)
      .contiguous(at::MemoryFormat::ChannelsLast);
}

// The weights of a network whose batch norms have seen these images under `own`, in a network of
// the geometry `given`.
ResNet network_of(const Architecture& own, const Architecture& given, const at::Tensor& images) {
  const at::NoGradGuard no_grad;
  ResNet trained(own, c10::Device("cpu"));
  randomise(trained, 5);
  trained.train(true);
  trained.batch_norm()->set_momentum(1);
  trained.forward(images);
  ResNet network(given, c10::Device("cpu"));
  network.copy_from(trained);
  return network;
}

TEST(GeometryFit, FindsTheStrideOfTheStem) {
  const at::Tensor images = smooth_images(32, 32);
  const Architecture cifar{"resnet18", 10, 8, Stem::kCifar}, small{"resnet18", 10, 8, Stem::kSmall};
  const auto better = better_geometry(network_of(cifar, small, images), images);
  ASSERT_TRUE(better);
  EXPECT_EQ(better->geometry.stem, Stem::kCifar);
  EXPECT_LT(better->misfit, 1e-3);
  EXPECT_GT(better->given, 0.01);
}

TEST(GeometryFit, FindsThePlaceOfTheStride) {
  const at::Tensor images = smooth_images(16, 64);
  const Architecture caffe{"resnet50", 10, 8, Stem(), StrideIn::k1x1}, torch{"resnet50", 10, 8};
  const auto better = better_geometry(network_of(caffe, torch, images), images);
  ASSERT_TRUE(better);
  EXPECT_EQ(better->geometry.stride_in, StrideIn::k1x1);
  EXPECT_EQ(better->geometry.stem, Stem::kImageNet);
}

TEST(GeometryFit, IsSilentWhereTheNetworksOwnFits) {
  const at::Tensor images = smooth_images(32, 32);
  for (const Stem& stem : {Stem::kSmall, Stem::kCifar, Stem::kImageNet}) {
    const Architecture own{"resnet18", 10, 8, stem};
    EXPECT_FALSE(better_geometry(network_of(own, own, images), images)) << to_text(stem);
  }
}

TEST(GeometryFit, IsSilentWhereNoneFits) {
  ResNet network({"resnet18", 10, 8, Stem::kSmall}, c10::Device("cpu"));
  randomise(network, 5);
  EXPECT_FALSE(better_geometry(network, smooth_images(32, 32)));
}

TEST(GeometryFit, LeavesTheNetworkAsItIs) {
  const at::Tensor images = smooth_images(8, 32);
  ResNet network({"resnet18", 10, 8, Stem::kSmall}, c10::Device("cpu"));
  randomise(network, 5);
  const at::Tensor before = network.buffers()[0].tensor.clone();
  EXPECT_GT(statistics_misfit(network, images), 0.1);
  EXPECT_TRUE(at::equal(network.buffers()[0].tensor, before));
  EXPECT_FALSE(network.is_training());
}

}  // namespace
}  // namespace remedy
