// weights: {file, key, prefix, ignore} decides by hand.
#include "model/checkpoint/fit/tiny_network.h"

namespace remedy::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
namespace p = pickled;

class WeightsByHand : public Checkpoints {
 protected:
  static Writing with_prefix(const std::string& prefix) {
    Writing writing;
    writing.rename = [prefix](const std::string& name) { return prefix + name; };
    return writing;
  }
  const TinyNetwork first_, second_ = TinyNetwork(1000);
};

TEST_F(WeightsByHand, AKeyDecides) {
  PthFile file;
  const auto written = file.write(
      folder_ / "a.pth", p::dict({{"model", p::dict(file.items(first_))},
                                  {"ema", p::dict({{"m", p::dict(file.items(second_))}})}}));
  Baseline baseline = tiny_baseline(written);
  baseline.weights_key = "model";
  EXPECT_EQ(content(baseline), plain_content(first_));
  baseline.weights_key = "ema.m";
  EXPECT_EQ(content(baseline), plain_content(second_));
  baseline.weights_key = "emma.m";
  EXPECT_THAT(refused(baseline),
              AllOf(HasSubstr("there is no dict of tensors under the key \"emma.m\""),
                    HasSubstr("did you mean \"ema.m\"")));
}

TEST_F(WeightsByHand, APointIsTheTopOfTheFile) {
  PthFile file;
  p::Items items = file.items(first_);
  items.emplace_back("ema", p::dict(file.items(second_)));
  Baseline baseline = tiny_baseline(file.write(folder_ / "a.pth", p::dict(items)));
  EXPECT_THAT(refused(baseline), HasSubstr("key: \".\""));
  baseline.weights_key = ".";
  EXPECT_EQ(content(baseline), plain_content(first_));
}

TEST_F(WeightsByHand, APrefixDecidesWithItsPointOrWithout) {
  PthFile file;
  p::Items items = file.items(first_, with_prefix("encoder_q."));
  for (auto& item : file.items(second_, with_prefix("encoder_k."))) items.push_back(item);
  Baseline baseline = tiny_baseline(file.write(folder_ / "a.pth", p::dict(items)));
  for (const char* prefix : {"encoder_k.", "encoder_k"}) {
    baseline.weights_prefix = prefix;
    EXPECT_EQ(content(baseline), plain_content(second_));
  }
  baseline.weights_prefix = "encoder_x.";
  EXPECT_THAT(refused(baseline), HasSubstr("these are not the weights"));
}

TEST_F(WeightsByHand, WhatIsSuperfluousIsToldAndCanBeLeftAside) {
  PthFile file;
  p::Items items = file.items(first_);
  items.emplace_back("projector.0.weight", file.floats({1}, {1}));
  items.emplace_back("layer1.0.se.fc1.weight", file.floats({1}, {1}));
  Baseline baseline = tiny_baseline(file.write(folder_ / "a.pth", p::dict(items)));
  EXPECT_THAT(refused(baseline),
              AllOf(HasSubstr("nothing is missing"), HasSubstr("projector.0.weight"),
                    HasSubstr("layer1.0.se.fc1.weight"), HasSubstr("ignore: [")));
  baseline.weights_ignore = {"projector.*", "*.se.*"};
  EXPECT_EQ(content(baseline), plain_content());
}

}  // namespace
}  // namespace remedy::testing
