#include "metrics/label_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/error.h"
#include "core/json.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;

const std::vector<std::vector<int>> kNoMore;

// Made by make_label_space_reference.py.
class LabelViewTest : public ::testing::Test {
 protected:
  LabelViewTest()
      : reference_(read_json(source_dir() + "/tests/metrics/fixtures/label_spaces.json")) {}

  std::vector<float> logits(const char* when) const {
    std::vector<float> all;
    for (const Json& row : reference_.at(when)) {
      for (const Json& value : row) all.push_back(value.get<float>());
    }
    return all;
  }

  LabelView view(const std::string& name, LabelRule rule) const {
    const Json& members = reference_.at("spaces").at(name).at("members");
    LabelView result{rule, static_cast<int>(members.size()),
                     std::vector<std::int32_t>(reference_.at("classes").get<std::size_t>(), -1)};
    for (std::size_t c = 0; c < members.size(); ++c) {
      for (const Json& member : members[c]) {
        result.of_model.at(member.get<std::size_t>()) = static_cast<std::int32_t>(c);
      }
    }
    return result;
  }

  void expect_equal(const std::string& name, LabelRule rule) const {
    const Json& space = reference_.at("spaces").at(name);
    const auto labels = space.at("labels").get<std::vector<std::int32_t>>();
    const LabelView seen = view(name, rule);
    const std::vector<float> before = logits("before");
    for (const int threads : {1, 3}) {
      const Outcomes result = outcomes(seen, before.data(), {labels, kNoMore}, -1, threads);
      EXPECT_EQ(result.predicted, space.at("predicted").get<std::vector<std::int32_t>>()) << name;
      EXPECT_EQ(result.rank, space.at("rank").get<std::vector<std::int32_t>>()) << name;
      expect_near(result.confidence, space.at("confidence"), 1e-7);
      expect_near(result.label_probability, space.at("label_probability"), 1e-7);
    }
    const Divergences apart =
        divergences(seen, before.data(), logits("after").data(), labels.size());
    expect_near(apart.kl, space.at("kl"), 1e-12);
    expect_near(apart.js, space.at("js"), 1e-12);
  }

  template <typename Value>
  static void expect_near(const std::vector<Value>& values, const Json& expected, double within) {
    ASSERT_EQ(values.size(), expected.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], expected[i].get<double>(), within) << i;
    }
  }

  const Json reference_;
};

TEST_F(LabelViewTest, RestrictEqualsPython) { expect_equal("restrict", LabelRule::kRestrict); }
TEST_F(LabelViewTest, MapEqualsPython) { expect_equal("map", LabelRule::kMap); }
TEST_F(LabelViewTest, MeanEqualsPython) { expect_equal("mean", LabelRule::kAggregateMean); }
TEST_F(LabelViewTest, MaxEqualsPython) { expect_equal("max", LabelRule::kAggregateMax); }

TEST_F(LabelViewTest, AnyOfEqualsPython) {
  const Json& entry = reference_.at("any_of");
  std::vector<std::int32_t> labels;
  std::vector<std::vector<int>> also;
  for (const Json& set : entry.at("sets")) {
    auto all = set.get<std::vector<int>>();
    labels.push_back(all.back());
    all.pop_back();
    also.push_back(all);
  }
  const Outcomes result = outcomes(LabelView::own(reference_.at("classes")),
                                   logits("before").data(), {labels, also}, 0);
  EXPECT_EQ(result.rank, entry.at("rank").get<std::vector<std::int32_t>>());
  expect_near(result.label_probability, entry.at("label_probability"), 1e-7);
}

// The rules give different answers on the same logits: classes {0, 1}, {2} and {3} of the space,
// and class 4 of none.
class FiveLogits : public ::testing::Test {
 protected:
  std::int32_t predicted(LabelRule rule, const std::vector<float>& logits) const {
    const LabelView view{rule, 3, {0, 0, 1, 2, -1}};
    const std::vector<std::int32_t> label = {0};
    return outcomes(view, logits.data(), {label, kNoMore}, -1).predicted.front();
  }
};

TEST_F(FiveLogits, MapIsWrongWhereTheLargestLogitMapsToNothing) {
  const std::vector<float> logits = {1, 0, 0, 0, 2};
  EXPECT_EQ(predicted(LabelRule::kMap, logits), -1);
  EXPECT_EQ(predicted(LabelRule::kAggregateMax, logits), 0);
}

TEST_F(FiveLogits, MeanCountsAllMembersAndMaxTheBest) {
  const std::vector<float> logits = {1.5F, -9, 1, 0, 0};
  EXPECT_EQ(predicted(LabelRule::kAggregateMax, logits), 0);
  EXPECT_EQ(predicted(LabelRule::kAggregateMean, logits), 1);
}

TEST(LabelView, OwnClassesGiveWhatThePlainFunctionsGive) {
  const std::vector<float> before = {0.25F, 1, 1, -3, 2, 0.5F, 2, 2};
  const std::vector<float> after = {1, 0, 1, 2, 2, 2.5F, -1, 2};
  const std::vector<std::int32_t> labels = {2, 3};
  const Outcomes plain = outcomes(before.data(), labels, 4, 1);
  const Outcomes seen = outcomes(LabelView::own(4), before.data(), {labels, kNoMore}, 1);
  EXPECT_EQ(seen.predicted, plain.predicted);
  EXPECT_EQ(seen.rank, plain.rank);
  EXPECT_EQ(seen.confidence, plain.confidence);
  EXPECT_EQ(seen.target_probability, plain.target_probability);
  const Divergences apart = divergences(LabelView::own(4), before.data(), after.data(), 2);
  EXPECT_NEAR(apart.kl[1], divergences(before.data(), after.data(), 2, 4).kl[1], 1e-12);
}

TEST(LabelView, TheSameLogitsAreNotApart) {
  const std::vector<float> logits = {0.1F, 1, 2, -700};
  const LabelView view{LabelRule::kMap, 2, {0, 1, 1, -1}};
  const Divergences apart = divergences(view, logits.data(), logits.data(), 1);
  EXPECT_EQ(apart.kl[0], 0);
  EXPECT_EQ(apart.js[0], 0);
}

TEST(LabelView, NamesALogitThatIsNotFinite) {
  const std::vector<float> logits = {0, NAN};
  const std::vector<std::int32_t> labels = {0};
  EXPECT_THROW(outcomes(LabelView::own(2), logits.data(), {labels, kNoMore}, 0), Error);
}

}  // namespace
}  // namespace remedy
