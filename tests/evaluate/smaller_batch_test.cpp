// An evaluation that runs out of memory goes on with fewer images at a time.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "evaluate/suite_tensor.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;

// Its logit of an image is the image's mean. More than `most` images at once are too much for it.
class Narrow final : public Model {
 public:
  explicit Narrow(std::int64_t most) : most_(most) {}

  const std::vector<std::string>& stages() const override { return stages_; }
  at::Tensor run(const at::Tensor& input, std::size_t, std::size_t) override {
    batches.push_back(input.size(0));
    TORCH_CHECK_WITH(OutOfMemoryError, input.size(0) <= most_, "CUDA out of memory. Tried ...");
    return input.mean({1, 2, 3}).unsqueeze(1);
  }
  const std::vector<NamedTensor>& parameters() const override { return none_; }
  const std::vector<NamedTensor>& buffers() const override { return none_; }
  void train(bool on) override { training_ = on; }
  bool is_training() const override { return training_; }
  BatchNormStatistics* batch_norm() override { return nullptr; }
  std::unique_ptr<Model> clone() const override { return std::make_unique<Narrow>(most_); }

  std::vector<std::int64_t> batches;  // images of every call, those that failed too

 private:
  std::int64_t most_;
  bool training_ = true;
  std::vector<std::string> stages_ = {"all"};
  std::vector<NamedTensor> none_;
};

class SmallerBatch : public ::testing::Test {
 protected:
  at::Tensor pixels_ = at::arange(10 * 3, at::kByte).reshape({10, 1, 1, 3});
  SuiteTensor suite_{
      pixels_.data_ptr<std::uint8_t>(), 10, 1, 1, Preprocess{}, c10::Device(c10::kCPU)};
};

TEST_F(SmallerBatch, IsHalvedUntilItFitsAndNoImageIsLostOrTwice) {
  Narrow model(3);
  const at::Tensor logits = compute_logits(model, suite_, 8);
  EXPECT_THAT(model.batches, ElementsAre(8, 4, 2, 2, 2, 2, 2));
  EXPECT_TRUE(logits.equal(suite_.images(0, 10).mean({1, 2, 3}).unsqueeze(1)));
  EXPECT_TRUE(model.is_training());
}

TEST_F(SmallerBatch, OneImageThatDoesNotFitIsTheEnd) {
  Narrow model(0);
  EXPECT_THROW(compute_logits(model, suite_, 4), c10::OutOfMemoryError);
  EXPECT_THAT(model.batches, ElementsAre(4, 2, 1));
}

}  // namespace
}  // namespace remedy
