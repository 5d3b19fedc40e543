#include "metrics/derived_figures.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;

Outcomes right_or_not(const std::string& marks) {
  Outcomes result;
  for (const char mark : marks) {
    result.predicted.push_back(mark == '+' ? 0 : 1);
    result.rank.push_back(mark == '+' ? 0 : 1);
  }
  return result;
}

// Every image has the label 0; '+' marks those that a model is right on.
MeasuredSuite suite(const std::string& name, const std::string& before, const std::string& after,
                    std::vector<std::string> keys = {}) {
  MeasuredSuite result;
  result.name = name;
  result.outcome.labels.assign(before.size(), 0);
  result.outcome.baseline = right_or_not(before);
  result.outcome.remediated = right_or_not(after);
  result.pair_keys = std::move(keys);
  return result;
}

Derived gap(DerivedTerm first, DerivedTerm second) {
  return {"gap", "a - b", std::move(first), std::move(second), "", ""};
}

std::string message(const Derived& derived, const std::vector<MeasuredSuite>& suites) {
  try {
    (void)derived_figures(derived, suites);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// ImageNet-9's background gap in small: 5 foregrounds on a background of their class and on
// another.
TEST(DerivedFigures, SuitesThatPairAreComparedImageByImage) {
  const DerivedFigures result =
      derived_figures(gap({"same", "", ""}, {"rand", "", ""}),
                      {suite("same", "++++-", "+++++", {"1", "2", "3", "4", "5"}),
                       suite("rand", "-++--", "+++-+", {"5", "4", "3", "2", "1"})});
  EXPECT_EQ(result.pairs, 5);
  EXPECT_NEAR(*result.baseline.value, 0.8 - 0.4, 1e-12);
  EXPECT_NEAR(*result.remediated.value, 1 - 0.8, 1e-12);
  // Bonett and Price, 2 alone and 0 alone of 5: p1 = 3/7, p2 = 1/7.
  const double z = 1.959963984540054, p1 = 3.0 / 7, p2 = 1.0 / 7;
  const double half = z * std::sqrt((p1 + p2 - (p1 - p2) * (p1 - p2)) / 7);
  EXPECT_NEAR(*result.baseline.low, p1 - p2 - half, 1e-12);
  EXPECT_NEAR(*result.baseline.high, p1 - p2 + half, 1e-12);
}

TEST(DerivedFigures, OnlyImagesThatHaveAPartnerCount) {
  const DerivedFigures result = derived_figures(
      gap({"a", "", ""}, {"b", "", ""}),
      {suite("a", "+-+", "+++", {"1", "2", "9"}), suite("b", "--", "++", {"2", "1"})});
  EXPECT_EQ(result.pairs, 2);
  EXPECT_NEAR(*result.baseline.value, 0.5, 1e-12);
}

TEST(DerivedFigures, SuitesWithoutKeysAreIndependent) {
  const DerivedFigures result = derived_figures(
      gap({"a", "", ""}, {"b", "", ""}), {suite("a", "++-", "+++"), suite("b", "+---", "++++")});
  EXPECT_FALSE(result.pairs);
  EXPECT_NEAR(*result.baseline.value, 2.0 / 3 - 0.25, 1e-12);
  EXPECT_NEAR(*result.remediated.value, 0, 1e-12);
  EXPECT_LT(*result.baseline.low, 0);
  EXPECT_GT(*result.baseline.high, 0.6);
}

TEST(DerivedFigures, NamesKeysThatDoNotPair) {
  EXPECT_THAT(message(gap({"a", "", ""}, {"b", "", ""}),
                      {suite("a", "++", "++", {"1", "1"}), suite("b", "+", "+", {"1"})}),
              HasSubstr("derived.gap: two images of a have the key \"1\""));
  EXPECT_THAT(message(gap({"a", "", ""}, {"b", "", ""}),
                      {suite("a", "+", "+", {"x.png"}), suite("b", "+", "+", {"y.png"})}),
              HasSubstr("no image of a has the key of one of b, such as \"x.png\" and \"y.png\""));
}

// UrbanCars: cells by whether background and object are the class's usual ones. 4 right of 5, 3 of
// 5, 2 of 5 and 1 of 5; weights .9025, .0475, .0475 and .0025.
MeasuredSuite urban_cars() {
  MeasuredSuite cars = suite("cars", "++++-+++--++---+----", "++++++++++++++++++++");
  ImageGrouping cells{"cells", "the study", {}};
  const std::vector<std::pair<const char*, double>> named = {{"both usual", 0.9025},
                                                             {"object other", 0.0475},
                                                             {"background other", 0.0475},
                                                             {"both other", 0.0025}};
  for (std::uint32_t g = 0; g < 4; ++g) {
    cells.groups.push_back(
        {named[g].first, {5 * g, 5 * g + 1, 5 * g + 2, 5 * g + 3, 5 * g + 4}, named[g].second});
  }
  cars.outcome.groupings = {cells};
  return cars;
}

TEST(DerivedFigures, GapsOfUrbanCars) {
  const double id = 0.9025 * 0.8 + 0.0475 * 0.6 + 0.0475 * 0.4 + 0.0025 * 0.2;
  const auto value = [](const char* cell) {
    return *derived_figures(gap({"cars", "cells", cell}, {"cars", "cells", kMeanByPrevalence}),
                            {urban_cars()})
                .baseline.value;
  };
  EXPECT_NEAR(value("background other"), 0.4 - id, 1e-12);
  EXPECT_NEAR(value("object other"), 0.6 - id, 1e-12);
  EXPECT_NEAR(value("both other"), 0.2 - id, 1e-12);
}

TEST(DerivedFigures, GroupAgainstItselfIsZeroWithoutWidth) {
  const DerivedFigures result = derived_figures(
      gap({"cars", "cells", "both usual"}, {"cars", "cells", "both usual"}), {urban_cars()});
  EXPECT_EQ(*result.baseline.value, 0);
  EXPECT_EQ(*result.baseline.low, 0);
  EXPECT_EQ(*result.baseline.high, 0);
}

TEST(DerivedFigures, MeansAreThoseOfTheGroups) {
  const DerivedFigures result = derived_figures(
      gap({"cars", "cells", kMeanOverGroups}, {"cars", "cells", "both usual"}), {urban_cars()});
  EXPECT_NEAR(*result.baseline.value, (0.8 + 0.6 + 0.4 + 0.2) / 4 - 0.8, 1e-12);
}

TEST(DerivedFigures, NamesWhatIsNotThere) {
  EXPECT_THAT(
      message(gap({"cars", "cells", "both usal"}, {"cars", "cells", kMeanOverGroups}),
              {urban_cars()}),
      HasSubstr(
          "the suite cars has no group \"both usal\" in cells; did you mean \"both usual\"?"));
  EXPECT_THAT(message(gap({"cars", "x", "y"}, {"cars", "", ""}), {urban_cars()}),
              HasSubstr("the suite cars has no grouping x"));
  EXPECT_THAT(message(gap({"a", "", ""}, {"b", "", ""}), {suite("a", "+", "+")}),
              HasSubstr("there is no suite b"));
}

// Shapes: cat, cat, dog, dog, dog; textures: dog, dog, cat, cat, dog. Predicted before: cat, dog,
// cat, elephant, dog. The last image's shape and texture agree: it does not count.
TEST(DerivedFigures, ShapeBiasCountsDecisionsForShapeOrTexture) {
  MeasuredSuite conflict;
  conflict.name = "cue_conflict";
  conflict.outcome.labels = {0, 0, 1, 1, 1};
  conflict.outcome.class_name = [](int c) {
    return std::vector<std::string>{"cat", "dog", "elephant"}[static_cast<std::size_t>(c)];
  };
  conflict.outcome.groupings = {{"texture", "", {{"cat", {2, 3}, {}}, {"dog", {0, 1, 4}, {}}}}};
  conflict.outcome.baseline.predicted = {0, 1, 0, 2, 1};
  conflict.outcome.remediated.predicted = {2, 2, 2, 2, 1};
  const Derived bias{"bias", "shape bias", {}, {}, "cue_conflict", "texture"};
  const DerivedFigures result = derived_figures(bias, {conflict});
  EXPECT_EQ(result.baseline.images, 3);
  EXPECT_NEAR(*result.baseline.value, 1.0 / 3, 1e-12);
  EXPECT_EQ(result.remediated.images, 0);
  EXPECT_FALSE(result.remediated.value);
}

}  // namespace
}  // namespace remedy
