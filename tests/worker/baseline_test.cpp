#include "worker/baseline.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/random_network.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

Baseline expecting(double top1) {
  Baseline baseline;
  baseline.expect = Expectation{"validation", top1, 0.002, ""};
  return baseline;
}

TEST(Unexpected, TellsWhatWasMeasuredAndWhatTheStudyExpects) {
  const Json measured = {{"validation", {{"top1", 0.7452}}}};
  EXPECT_EQ(unexpected(Baseline{}, measured, nullptr), "");
  EXPECT_EQ(unexpected(expecting(0.7463), measured, nullptr), "");
  EXPECT_THAT(unexpected(expecting(0.7473), measured, nullptr),
              HasSubstr("top-1 on validation is 0.7452, the study expects 0.7473 within 0.002"));
}

TEST(Unexpected, ListsAllThatMayDiffer) {
  Baseline baseline = expecting(0.9);
  baseline.architecture = "resnet50";
  baseline.geometry.stem = Stem::kCifar;
  const std::string message = unexpected(baseline, {{"validation", {{"top1", 0.1}}}}, nullptr);
  for (const char* part : {"Weights", "architecture (resnet50)",
                           "stem cifar (3x3 convolution of stride 1, no pooling)",
                           "stride in the 3x3 convolution of a bottleneck", "batch norm eps 1e-05",
                           "classes", "preprocessing"}) {
    EXPECT_THAT(message, HasSubstr(part));
  }
}

TEST(Contradicted, NamesBothGeometriesAndWhatToWrite) {
  const at::NoGradGuard no_grad;
  at::manual_seed(3);
  const at::Tensor images = at::upsample_bilinear2d(at::randn({16, 3, 8, 8}), {32, 32}, false);
  ResNet cifar({"resnet18", 5, 8, Stem::kCifar}, c10::Device("cpu"));
  randomise(cifar, 3);
  cifar.train(true);
  cifar.batch_norm()->set_momentum(1);
  cifar.forward(images);
  ResNet network({"resnet18", 5, 8, Stem::kSmall}, c10::Device("cpu"));
  network.copy_from(cifar);
  Baseline baseline;
  baseline.geometry.stem = Stem::kSmall;
  EXPECT_THAT(contradicted(baseline, network, images, "validation"),
              AllOf(HasSubstr("stem small (3x3 convolution of stride 2, no pooling)"),
                    HasSubstr("on 16 images of validation"),
                    HasSubstr("Under baseline, write stem: cifar;")));
  baseline.expect = Expectation{"validation", 0.5, 0.1, ""};
  EXPECT_EQ(contradicted(baseline, network, images, "validation"), "");
}

TEST(Unexpected, JudgesByFloat32WhateverTheStudyEvaluatesIn) {
  const Json measured = {{"validation", {{"top1", 0.7452}, {"rounding", {{"top1", 0.7473}}}}}};
  EXPECT_EQ(unexpected(expecting(0.7473), measured, nullptr), "");
  EXPECT_THAT(unexpected(expecting(0.7452), measured, nullptr),
              HasSubstr("validation in float32 is 0.7473"));
}

}  // namespace
}  // namespace remedy
