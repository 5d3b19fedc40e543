// Programs as torch.jit.save writes them, made here without Python.
#include "model/architectures/scripted.h"

#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/script.h>

#include "core/error.h"
#include "core/file.h"
#include "model/stored_tensors.h"
#include "model/weights.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using torch::jit::Module;

constexpr int kPixels = 8, kFeatures = 5, kClasses = 3;

// A convolution, dropout, the mean over places, a head; `behind` is what happens last.
Module program(const std::string& behind = "return logits") {
  at::manual_seed(11);
  Module head("Head");
  head.register_parameter("weight", at::randn({kClasses, kFeatures}), /*is_buffer=*/false);
  head.register_parameter("bias", at::randn({kClasses}), /*is_buffer=*/false);
  head.define("def forward(self, x):\n  return torch.linear(x, self.weight, self.bias)\n");
  Module net("Net");
  net.register_parameter("kernel", at::randn({kFeatures, 3, 3, 3}), /*is_buffer=*/false);
  net.register_buffer("offset", at::randn({kFeatures, 1, 1}));
  net.register_module("fc", head);
  net.register_attribute("training", c10::BoolType::get(), true);
  net.define(
      "def forward(self, images):\n"
      "  x = torch.relu(torch.conv2d(images, self.kernel) + self.offset)\n"
      "  x = torch.dropout(x, 0.5, self.training)\n"
      "  logits = self.fc.forward(x.mean([2, 3]))\n"
      "  " +
      behind + "\n");
  return net;
}

class Scripted : public ::testing::Test {
 protected:
  std::unique_ptr<Network> load(const Module& module, const std::string& head = "fc",
                                int classes = kClasses) const {
    const std::filesystem::path file = folder_ / "net.pt";
    module.save(file.string());
    return load_scripted(file, head, classes, kPixels, c10::Device("cpu"));
  }
  std::string refused(const Module& module, const std::string& head = "fc",
                      int classes = kClasses) const {
    try {
      load(module, head, classes);
      return "it was taken";
    } catch (const Error& error) {
      return error.what();
    }
  }
  static at::Tensor images(std::int64_t count = 4) {
    at::manual_seed(5);
    return at::randn({count, 3, kPixels, kPixels});
  }

  const testing::TemporaryDirectory folder_;
};

TEST_F(Scripted, GivesWhatTheProgramGives) {
  Module module = program();
  module.eval();
  const at::NoGradGuard no_grad;
  const at::Tensor expected = module.forward({images()}).toTensor();
  const auto network = load(module);
  EXPECT_TRUE(network->forward(images()).allclose(expected, 1e-6, 1e-6));
  EXPECT_EQ(network->classes(), kClasses);
  EXPECT_EQ(network->description(), "TorchScript program with 3 classes");
  EXPECT_EQ(network->batch_norm(), nullptr);
}

TEST_F(Scripted, IsABodyAndAHead) {
  const auto network = load(program());
  const at::NoGradGuard no_grad;
  EXPECT_EQ(network->stages(), (std::vector<std::string>{"body", "fc"}));
  const at::Tensor features = network->features(images());
  EXPECT_EQ(features.sizes(), (std::vector<std::int64_t>{4, kFeatures}));
  EXPECT_TRUE(network->head(features).equal(network->forward(images())));
}

TEST_F(Scripted, HasTheProgramsNamesAndTakesItsWeightsBack) {
  const auto network = load(program());
  std::vector<std::string> names;
  for (const NamedTensor& own : network->state()) names.push_back(own.name);
  EXPECT_EQ(names, (std::vector<std::string>{"kernel", "fc.weight", "fc.bias", "offset"}));
  const std::filesystem::path kept = folder_ / "kept.safetensors";
  save_weights(*network, kept);
  const auto other = load(program());
  const at::NoGradGuard no_grad;
  for (const NamedTensor& own : other->state()) own.tensor.zero_();
  load_weights(*other, read_checkpoint(kept), "kept");
  EXPECT_TRUE(other->forward(images()).equal(network->forward(images())));
}

TEST_F(Scripted, ACopySharesNothingAndIsTrainedWhole) {
  const auto network = load(program());
  for (const auto& one : {network->copy(), network->copy()->copy()}) {
    EXPECT_TRUE(one->forward(images()).equal(network->forward(images())));
    one->forward(images()).square().sum().backward();
    for (const NamedTensor& own : one->parameters()) {
      EXPECT_TRUE(own.tensor.is_leaf()) << own.name;
      ASSERT_TRUE(own.tensor.grad().defined()) << own.name;
      EXPECT_GT(own.tensor.grad().abs().max().item<double>(), 0) << own.name;
      const at::NoGradGuard no_grad;
      own.tensor.add_(1);
    }
    EXPECT_FALSE(one->forward(images()).allclose(network->forward(images())));
  }
  for (const NamedTensor& own : network->parameters()) EXPECT_FALSE(own.tensor.grad().defined());
}

TEST_F(Scripted, AChangedHeadLeavesTheBodyEqual) {
  const auto network = load(program()), other = load(program());
  EXPECT_EQ(equal_stages(*other, *network), 2U);
  const at::NoGradGuard no_grad;
  other->parameters().back().tensor.add_(1);  // fc.bias
  EXPECT_EQ(equal_stages(*other, *network), 1U);
}

TEST_F(Scripted, DoesInTrainingModeWhatTheProgramDoes) {
  const auto network = load(program());
  const at::NoGradGuard no_grad;
  const at::Tensor input = images();
  EXPECT_FALSE(network->is_training());
  EXPECT_TRUE(network->forward(input).equal(network->forward(input)));
  network->train(true);
  EXPECT_TRUE(network->is_training());
  EXPECT_FALSE(network->forward(input).equal(network->forward(input)));  // dropout
}

TEST_F(Scripted, RunsTheSameWayTheFirstTimeAndLater) {
  const auto network = load(program());
  const at::NoGradGuard no_grad;
  const at::Tensor first = network->forward(images());
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(network->forward(images()).equal(first));
}

TEST_F(Scripted, SaysWhatIsWrongWithTheHead) {
  EXPECT_THAT(refused(program(), "classifier.1"),
              AllOf(HasSubstr("there is no module \"classifier.1\" in the program"),
                    HasSubstr("linear layers of so many outputs: fc")));
  EXPECT_THAT(refused(program(), "kernel"), HasSubstr("there is no module \"kernel\""));
  EXPECT_THAT(refused(program(), "fc", 4),
              AllOf(HasSubstr("\"fc\" has 3 outputs, and the study 4 classes"),
                    HasSubstr("there is no linear layer of so many outputs in it")));
  EXPECT_THAT(refused(program("return torch.softmax(logits, 1)")),
              HasSubstr("something happens in the program behind \"fc\""));
  EXPECT_THAT(refused(program("return logits, x")), HasSubstr("the program gives Tuple"));
}

TEST_F(Scripted, SaysWhatIsNoProgram) {
  const std::filesystem::path file = folder_ / "net.pt";
  write_file(file, "no archive");
  try {
    load_scripted(file, "fc", kClasses, kPixels, c10::Device("cpu"));
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("net.pt: is no TorchScript program"));
  }
  Module frozen("Frozen");
  frozen.define("def forward(self, images):\n  return images.mean([2, 3])\n");
  EXPECT_THAT(refused(frozen), HasSubstr("the program has no parameters, as after"));
}

}  // namespace
}  // namespace remedy
