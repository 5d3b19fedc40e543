#include "data/suite_space.h"

#include <gmock/gmock.h>

#include "data_folder.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SuiteSpaceTest : public testing::DataFolder {
 protected:
  // The classes "c0 zero" to "c5 five".
  SuiteSpaceTest() {
    write_file(folder_ / "six.txt", "c0 zero\nc1 one\nc2 two\nc3 three\nc4 four\nc5 five\n");
  }

  ClassList network() const { return ClassList(folder_ / "six.txt"); }
  LabelSpace space(LabelRule rule, std::vector<SpaceClass> classes) const {
    return {"shapes", rule, std::move(classes), {}};
  }
  SuiteSpace resolved(const LabelSpace& space) const { return resolve(space, network(), "here"); }
  std::string message(const LabelSpace& space) const {
    try {
      (void)resolved(space);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }
  LabelSpace in_file(const std::string& json, std::vector<SpaceClass> classes = {}) const {
    write_file(folder_ / "map.json", json);
    LabelSpace result = space(LabelRule::kMap, std::move(classes));
    result.file = folder_ / "map.json";
    return result;
  }
  static Listing with_labels(const std::vector<int>& labels) {
    Listing listing;
    listing.root = "root";
    for (const int label : labels) {
      listing.images.emplace_back();
      listing.images.back().label = label;
      listing.images.back().path = std::to_string(label) + ".png";
    }
    return listing;
  }
};

TEST_F(SuiteSpaceTest, MembersAreIndicesIdsNamesAndRanges) {
  const SuiteSpace result =
      resolved(space(LabelRule::kAggregateMean, {{"low", {"0-1", "three"}}, {"high", {"c5"}}}));
  EXPECT_THAT(result.of_model, ElementsAre(0, 0, -1, 0, -1, 1));
  EXPECT_THAT(result.classes.ids(), ElementsAre("low", "high"));
}

TEST_F(SuiteSpaceTest, NamesMemberThatIsNoClassOrStandsTwice) {
  EXPECT_THAT(message(space(LabelRule::kMap, {{"a", {"9"}}})),
              HasSubstr("here.a: '9' is no class of"));
  EXPECT_THAT(message(space(LabelRule::kMap, {{"a", {"0-2"}}, {"b", {"two"}}})),
              HasSubstr("here: 2 (two) stands in two classes, \"b\" among them"));
  EXPECT_THAT(message(space(LabelRule::kMap, {{"a", {"4-2"}}})), HasSubstr("'4-2' is no class"));
}

TEST_F(SuiteSpaceTest, FileGivesTheClassOfEveryIndex) {
  const LabelSpace nine = in_file(R"({"0": 1, "1": -1, "2": 0, "3": 1, "4": -1, "5": -1})",
                                  {{"00_dog", {}}, {"01_bird", {}}});
  EXPECT_THAT(resolved(nine).of_model, ElementsAre(1, -1, 0, 1, -1, -1));
  EXPECT_THAT(resolved(nine).classes.ids(), ElementsAre("00_dog", "01_bird"));
  EXPECT_THAT(resolved(in_file(R"({"3": 1, "4": 0})")).classes.ids(), ElementsAre("0", "1"));
}

TEST_F(SuiteSpaceTest, FileGivesTheMembersOfEveryClass) {
  EXPECT_THAT(resolved(in_file(R"({"bird": [4, 5], "dog": [0]})")).of_model,
              ElementsAre(1, -1, -1, -1, 0, 0));
}

TEST_F(SuiteSpaceTest, NamesWhatIsWrongWithAFile) {
  EXPECT_THAT(message(in_file("[1]")), HasSubstr("map.json: expected a JSON object"));
  EXPECT_THAT(message(in_file(R"({"0": 1, "1": 2})", {{"dog", {}}})),
              HasSubstr("map.json: has the classes 0 to 2, and here names 1"));
  EXPECT_THAT(message(in_file(R"({"0": 1})")), HasSubstr("the class \"0\" has no member"));
  EXPECT_THAT(message(in_file(R"({"7": 0})")), HasSubstr("7 is no index below 6"));
}

TEST_F(SuiteSpaceTest, RestrictKeepsClassesInTheNetworksOrder) {
  SuiteSpace result = resolved(space(LabelRule::kRestrict, {{"", {"5", "c1", "2-3"}}}));
  EXPECT_THAT(result.of_model, ElementsAre(-1, 0, 1, 2, -1, 3));
  EXPECT_EQ(result.classes.name(3), "five");
  Listing listing = with_labels({5, 1});
  relabel(listing, result, network());
  EXPECT_EQ(listing.images[0].label, 3);
  EXPECT_EQ(listing.images[1].label, 0);
}

TEST_F(SuiteSpaceTest, ImageOfAClassThatIsLeftOutIsNamed) {
  SuiteSpace result = resolved(space(LabelRule::kRestrict, {{"", {"5"}}}));
  Listing listing = with_labels({4});
  EXPECT_THROW(
      try { relabel(listing, result, network()); } catch (const Error& error) {
        EXPECT_THAT(error.what(),
                    HasSubstr("root/4.png: is of class c4 (four), which the label space "
                              "shapes leaves out"));
        throw;
      },
      Error);
}

TEST_F(SuiteSpaceTest, RestrictWithoutClassesKeepsThoseOfTheImages) {
  SuiteSpace result = resolved(space(LabelRule::kRestrict, {}));
  Listing listing = with_labels({4, 1, 4});
  relabel(listing, result, network());
  EXPECT_THAT(result.of_model, ElementsAre(-1, 0, -1, -1, 1, -1));
  EXPECT_EQ(listing.images[0].label, 1);
  EXPECT_EQ(result.classes.size(), 2);
}

TEST_F(SuiteSpaceTest, AnyOfLeavesTheNetworksClassesAsTheyAre) {
  SuiteSpace result = resolved(space(LabelRule::kAnyOf, {}));
  Listing listing = with_labels({4, 1});
  relabel(listing, result, network());
  EXPECT_THAT(result.of_model, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_EQ(listing.images[0].label, 4);
}

}  // namespace
}  // namespace remedy
