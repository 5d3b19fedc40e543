// Networks against torchvision's: see make_resnet_reference.py.
#include "model/architectures/resnet.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/json.h"
#include "model/checkpoint/fit/network_shape.h"
#include "model/layers/fused_networks.h"
#include "model/reference.h"
#include "model/weights.h"
#include "places.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class AgainstTorchvision : public ::testing::TestWithParam<const char*> {};

TEST_P(AgainstTorchvision, NamesShapesAndLogits) {
  const Json reference =
      read_json(source_dir() + "/tests/model/resnet_reference.json").at(GetParam());
  ResNet network({GetParam(), 1000, 64}, c10::Device("cpu"));
  expect_reference(network, reference, /*pixels=*/64);
}

INSTANTIATE_TEST_SUITE_P(Depths, AgainstTorchvision,
                         ::testing::Values("resnet18", "resnet34", "resnet50", "resnet101",
                                           "resnet152", "wide_resnet50_2", "wide_resnet101_2"));

struct Shaped {
  const char* name;  // in resnet_reference.json
  Architecture architecture;
  std::int64_t height, width;  // of the images
};

void PrintTo(const Shaped& shaped, std::ostream* out) { *out << shaped.name; }

// Of logits of networks that compute the same; those of other geometries differ by more than twice
// as much.
constexpr double kNear = 5e-4;

class WithTheGeometry : public ::testing::TestWithParam<Shaped> {
 protected:
  WithTheGeometry()
      : reference_(read_json(source_dir() + "/tests/model/resnet_reference.json")
                       .at("geometry")
                       .at(GetParam().name)),
        network_(GetParam().architecture, c10::Device("cpu")),
        images_((20 * sines({2, 3, GetParam().height, GetParam().width}, 1))
                    .to(at::kFloat)
                    .contiguous(at::MemoryFormat::ChannelsLast)) {
    fill(network_);
  }

  // The largest difference of a logit from torchvision's, in mean magnitudes of a logit.
  double distance(const at::Tensor& logits) const {
    const double scale = reference_["sum"].get<double>() / 2000;
    double largest = 0;
    for (std::size_t row = 0; row < 2; ++row) {
      for (std::size_t c = 0; c < 8; ++c) {
        const double theirs = reference_["logits"][row][c];
        const double ours =
            logits[static_cast<std::int64_t>(row)][static_cast<std::int64_t>(c)].item<double>();
        largest = std::max(largest, std::abs(ours - theirs) / scale);
      }
    }
    return largest;
  }

  Json reference_;
  ResNet network_;
  at::Tensor images_;
};

TEST_P(WithTheGeometry, LogitsAreTorchvisions) {
  const at::NoGradGuard no_grad;
  EXPECT_LT(distance(network_.forward(images_)), kNear);
}

// Where there is AVX-512: in oneDNN's blocked layout.
TEST_P(WithTheGeometry, LogitsForABackwardPassAreTorchvisions) {
  EXPECT_LT(distance(network_.forward(images_).detach()), kNear);
}

TEST_P(WithTheGeometry, LogitsWithoutBatchNormAreTorchvisions) {
  using Make = std::unique_ptr<InferenceNetwork> (*)(const ResNet&, Precision);
  const Make chosen = [](const ResNet& network, Precision precision) {
    return make_inference_network(network, precision);
  };
  const Make plain = [](const ResNet& network, Precision precision) {
    return make_aten_network(network.layers(), precision);
  };
  for (const Make make : {plain, chosen}) {
    const auto inference = make(network_, Precision::kFloat32);
    EXPECT_LT(distance(inference->run(images_, 0, inference->stages())), kNear)
        << inference->kind();
  }
}

TEST_P(WithTheGeometry, UnderTorchvisionsTheyWouldBeOthers) {
  const at::NoGradGuard no_grad;
  Architecture other = GetParam().architecture;
  const int kernel = other.stem.kernel;
  other = {other.name, other.classes, other.base_width, kernel == 3 ? Stem::kSmall : Stem()};
  if (other.stem == GetParam().architecture.stem && kernel == 3) other.stem.stride = 1;
  ResNet network(other, c10::Device("cpu"));
  network.copy_from(network_);
  EXPECT_GT(distance(network.forward(images_)), 2 * kNear);
}

constexpr Stem kCifarPooled = {3, 1, StemPooling{}};
constexpr Stem kCeil = {7, 2, StemPooling{/*padding=*/1, /*ceil=*/true}};

INSTANTIATE_TEST_SUITE_P(
    Geometries, WithTheGeometry,
    ::testing::Values(
        Shaped{"small", {"resnet18", 1000, 64, Stem::kSmall}, 64, 64},
        Shaped{"cifar", {"resnet18", 1000, 64, Stem::kCifar}, 32, 32},
        Shaped{"cifar_pooled", {"resnet18", 1000, 64, kCifarPooled}, 33, 32},
        Shaped{"ceil", {"resnet18", 1000, 64, kCeil}, 64, 60},
        Shaped{"caffe_stem", {"resnet18", 1000, 64, Stem::kCaffe}, 52, 50},
        Shaped{"eps", {"resnet18", 1000, 64, Stem(), StrideIn::k3x3, 1e-3}, 64, 64},
        Shaped{"stride_in_1x1", {"resnet50", 1000, 64, Stem(), StrideIn::k1x1}, 64, 64},
        Shaped{"cifar_bottlenecks", {"resnet50", 1000, 64, Stem::kCifar}, 32, 32},
        Shaped{"caffe", {"resnet50", 1000, 64, Stem::kCaffe, StrideIn::k1x1, 1e-3}, 60, 58}));

TEST(ResNet, FeaturesThenHeadIsForward) {
  ResNet network({"resnet18", 7, 8}, c10::Device("cpu"));
  fill(network);
  const at::NoGradGuard no_grad;
  const at::Tensor images = sines({3, 3, 40, 32}, 5).to(at::kFloat);
  const at::Tensor features = network.features(images);
  EXPECT_EQ(features.sizes(), (std::vector<std::int64_t>{3, 64}));
  EXPECT_TRUE(network.head(features).equal(network.forward(images)));
  const std::size_t middle = network.stages().size() / 2;
  const at::Tensor half = network.run(images, 0, middle);
  EXPECT_TRUE(network.run(half, middle, network.stages().size()).equal(network.forward(images)));
}

TEST(ResNet, TheSmallStemHasNoPooling) {
  ResNet network({"resnet18", 5, 8, Stem::kSmall}, c10::Device("cpu"));
  fill(network);
  const at::NoGradGuard no_grad;
  EXPECT_EQ(network.run(sines({1, 3, 64, 64}, 0).to(at::kFloat), 0, 1).sizes(),
            (std::vector<std::int64_t>{1, 8, 32, 32}));
}

TEST(ResNet, ACloneSharesNothing) {
  ResNet network({"resnet18", 5, 4}, c10::Device("cpu"));
  fill(network);
  const auto copy = network.clone();
  const at::NoGradGuard no_grad;
  EXPECT_FALSE(copy->is_training());
  copy->parameters()[0].tensor.zero_();
  copy->buffers()[0].tensor.add_(1);
  EXPECT_GT(network.parameters()[0].tensor.abs().sum().item<double>(), 0);
  EXPECT_FALSE(copy->buffers()[0].tensor.equal(network.buffers()[0].tensor));
}

TEST(ResNet, TrainingModeMovesTheRunningStatisticsAndEvaluationDoesNot) {
  ResNet network({"resnet18", 5, 4}, c10::Device("cpu"));
  fill(network);
  const at::NoGradGuard no_grad;
  const at::Tensor images = sines({4, 3, 32, 32}, 2).to(at::kFloat);
  const at::Tensor before = network.buffers()[0].tensor.clone();
  network.forward(images);
  EXPECT_TRUE(network.buffers()[0].tensor.equal(before));
  network.train(true);
  network.forward(images);
  EXPECT_FALSE(network.buffers()[0].tensor.equal(before));
}

TEST(ResNet, AnUnknownNameIsToldWithTheNearest) {
  try {
    ResNet({"resnet81", 5, 4}, c10::Device("cpu"));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("resnet81"), HasSubstr("resnet18")));
  }
}

TEST(Weights, SurviveBothFormatsToTheBit) {
  const testing::TemporaryDirectory directory;
  ResNet network({"resnet18", 5, 4}, c10::Device("cpu"));
  fill(network);
  for (const char* file : {"w.pth", "w.safetensors"}) {
    save_weights(network, directory / file);
    ResNet other({"resnet18", 5, 4}, c10::Device("cpu"));
    load_weights(other, read_checkpoint(directory / file), file);
    for (std::size_t i = 0; i < network.state().size(); ++i) {
      EXPECT_TRUE(other.state()[i].tensor.equal(network.state()[i].tensor))
          << network.state()[i].name;
    }
  }
}

// Files are looked through without torch, by names and shapes that have to be the network's own.
TEST(Weights, AreLookedForByTheNamesAndShapesOfTheNetwork) {
  for (const char* name : {"resnet18", "resnet34", "resnet50", "resnet101", "resnet152"}) {
    Architecture architecture{name, 5, 4};
    architecture.stem = Stem::kCifar;
    const ResNet network(architecture, c10::Device("cpu"));
    const std::vector<ExpectedTensor> expected = tensors_of({name, 5, ResidualShape{4, 3}});
    ASSERT_EQ(expected.size(), network.state().size()) << name;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_EQ(expected[i].name, network.state()[i].name);
      EXPECT_EQ(at::IntArrayRef(expected[i].shape), network.state()[i].tensor.sizes());
      EXPECT_EQ(expected[i].counter, network.state()[i].tensor.scalar_type() == at::kLong);
    }
  }
}

TEST(Weights, EveryMisfitIsListedTogether) {
  const testing::TemporaryDirectory directory;
  save_weights(ResNet({"resnet18", 5, 4}, c10::Device("cpu")), directory / "w.pth");
  ResNet deeper({"resnet34", 6, 4}, c10::Device("cpu"));
  try {
    load_weights(deeper, read_checkpoint(directory / "w.pth"), "w.pth");
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("w.pth: these are not the weights of a resnet34 with 6 classes"),
                      HasSubstr("missing: layer1.2.conv1.weight"),
                      HasSubstr("fc.weight is [5, 32], expected [6, 32]")));
  }
}

TEST(Weights, AValueThatIsNotFiniteIsFound) {
  ResNet network({"resnet18", 5, 4}, c10::Device("cpu"));
  fill(network);
  EXPECT_EQ(first_not_finite(network), "");
  const at::NoGradGuard no_grad;
  network.parameters().back().tensor[2] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(first_not_finite(network), "fc.bias");
}

}  // namespace
}  // namespace remedy
