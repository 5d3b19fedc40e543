// Methods that go by names of weights, on networks whose names are others.
#include <algorithm>
#include <set>

#include "model/architectures/densenet.h"
#include "model/architectures/vision_transformer.h"
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<VisionTransformer> make_transformer() {
  constexpr TransformerLayout kLayout = {2, 16, 2, 32, 8};
  auto network = std::make_unique<VisionTransformer>(
      TransformerArchitecture{"vit", kLayout, /*classes=*/5, /*pixels=*/16}, c10::Device("cpu"));
  const at::NoGradGuard no_grad;
  at::manual_seed(3);
  for (const NamedTensor& one : network->parameters()) {
    const bool scale = one.tensor.dim() == 1 && one.name.find("weight") != std::string::npos;
    one.tensor.copy_(at::randn(one.tensor.sizes()).mul_(0.2).add_(scale ? 1 : 0));
  }
  return network;
}

class TransformerContext : public FakeContext {
 public:
  TransformerContext() : FakeContext(/*max_steps=*/3) {}
  Model& baseline() override { return *theta_; }
  at::Tensor baseline_logits() override {
    const at::NoGradGuard no_grad;
    return theta_->forward(data_.images);
  }

 private:
  std::unique_ptr<VisionTransformer> theta_ = make_transformer();
};

// Names of all that `id` changed, and the network that it left.
struct Changed {
  std::unique_ptr<VisionTransformer> network = make_transformer();
  std::set<std::string> names;
};

Changed changed_by(const std::string& id, Values values) {
  Changed result;
  TransformerContext context;
  values.emplace("learning_rate", 0.05);
  apply(id, values, *result.network, context);
  const auto start = make_transformer();
  for (std::size_t i = 0; i < start->parameters().size(); ++i) {
    const NamedTensor& one = result.network->parameters()[i];
    if (!one.tensor.equal(start->parameters()[i].tensor)) result.names.insert(one.name);
  }
  return result;
}

TEST(OnATransformer, BitfitChangesEveryBiasAndNothingElse) {
  const auto start = make_transformer();
  std::set<std::string> biases;
  for (const NamedTensor& one : start->parameters()) {
    if (one.name.compare(one.name.size() - 4, 4, "bias") == 0) biases.insert(one.name);
  }
  EXPECT_EQ(biases.count("encoder.layers.encoder_layer_1.self_attention.in_proj_bias"), 1U);
  EXPECT_EQ(changed_by("bitfit", {{"which", std::string("bias")}}).names, biases);
}

TEST(OnATransformer, LoraChangesWeightsByItsRankAndNeitherTokensNorPositions) {
  const Changed changed = changed_by("lora", {{"rank", std::int64_t{2}}});
  const auto start = make_transformer();
  const at::NoGradGuard no_grad;
  for (std::size_t i = 0; i < start->parameters().size(); ++i) {
    const NamedTensor& one = changed.network->parameters()[i];
    const bool weight =
        one.tensor.dim() > 1 && one.name != "class_token" && one.name != "encoder.pos_embedding";
    EXPECT_EQ(changed.names.count(one.name), weight ? 1U : 0U) << one.name;
    if (!weight) continue;
    const at::Tensor change = (one.tensor - start->parameters()[i].tensor).flatten(1);
    const at::Tensor values = at::linalg_svdvals(change.to(at::kDouble));
    EXPECT_LT(values[2].item<double>(), 1e-3 * values[0].item<double>()) << one.name;
  }
}

TEST(OnATransformer, SurgicalKnowsItsStemAndItsHead) {
  EXPECT_THAT(
      changed_by("surgical", {{"part", std::string("stem")}}).names,
      ElementsAre("class_token", "conv_proj.bias", "conv_proj.weight", "encoder.pos_embedding"));
  EXPECT_THAT(changed_by("surgical", {{"part", std::string("head")}}).names,
              ElementsAre("heads.head.bias", "heads.head.weight"));
  try {
    changed_by("surgical", {{"part", std::string("layer2")}});
    FAIL() << "it found the part";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("part: layer2"), HasSubstr("auto, stem, head")));
  }
}

// Its layers have a conv1 too, which sees their input only after a norm.
TEST(OnADenseNet, RankOneEditFindsNoBlock) {
  DenseNet network({"small", {{1, 1, 1, 1}, /*growth=*/8, /*stem=*/8}, /*classes=*/5},
                   c10::Device("cpu"));
  FakeContext context(0);
  try {
    apply("rank_one_edit", {}, network, context);
    FAIL() << "it found one";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("the network has 0 residual blocks"));
  }
}

}  // namespace
}  // namespace remedy
