// Remediations that weigh images anew.
#include "plugins/catalogue.h"

namespace remedy {
namespace {

using namespace catalogue;

TEST(Jtt, FavoursWhatTheBaselineGetsWrong) {
  const auto even = after("jtt", {{"upweight", 1.0}}, 3, 0.01);
  const auto plain = after("mixed_finetune", {}, 3, 0.01);
  EXPECT_LT(largest_difference(even->parameters(), plain->parameters()), 1e-6);
  FakeContext context(1);
  const at::Tensor wrong = context.baseline_logits().argmax(1) != context.data_.labels;
  ASSERT_TRUE(wrong.any().item<bool>() && !wrong.all().item<bool>());
  const Values frozen = {{"batch_norm", std::string("frozen")}};
  Values weighted = frozen;
  weighted["upweight"] = 50.0;
  Values same = frozen;
  same["upweight"] = 1.0;
  EXPECT_LT(loss_on(*after("jtt", weighted, 2, 0.001), wrong),
            loss_on(*after("jtt", same, 2, 0.001), wrong));
}

TEST(Afr, FavoursWhatTheBaselineGetsWrong) {
  // Every class has two images, so that gamma 0 weights all alike.
  const auto even = after("afr", {{"gamma", 0.0}}, 3, 0.01);
  const auto plain = after("head_finetune", {}, 3, 0.01);
  EXPECT_LT(largest_difference(even->parameters(), plain->parameters()), 1e-6);
  const at::Tensor p = baseline_probability();
  const at::Tensor worst = p <= std::get<0>(p.kthvalue(3));
  EXPECT_LT(loss_on(*after("afr", {{"gamma", 20.0}}, 2, 0.001), worst),
            loss_on(*after("afr", {{"gamma", 0.0}}, 2, 0.001), worst));
  EXPECT_EQ(moved(*even, Trained::kFeatures), 0);
  EXPECT_LT(moved(*after("afr", {{"lambda", 1e12}}), Trained::kHead), 1e-6);
}

TEST(GroupDro, WithoutStepsGivesEachGroupOneHalf) {
  const auto dro = after("group_dro", {{"eta", 0.0}}, 3, 0.01);
  const auto half = after("mixed_finetune", {{"counterexample_weight", 0.5}}, 3, 0.01);
  EXPECT_LT(largest_difference(dro->parameters(), half->parameters()), 1e-5);
}

TEST(GroupDro, FavoursTheWorseGroup) {
  FakeContext context(1);
  const at::Tensor first = context.data_.groups == kCounterexample;
  const auto start = make_network();
  const at::Tensor worse = loss_on(*start, first) > loss_on(*start, ~first) ? first : ~first;
  const Values frozen = {{"batch_norm", std::string("frozen")}};
  Values eager = frozen, even = frozen;
  eager["eta"] = 50.0;
  even["eta"] = 0.0;
  EXPECT_LT(loss_on(*after("group_dro", eager, 1, 0.001), worse),
            loss_on(*after("group_dro", even, 1, 0.001), worse));
}

}  // namespace
}  // namespace remedy
