// Texts and lists of numbers among the parameters of a remediation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/example_study.h"
#include "core/study/reader/study_reader.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;
using Numbers = std::vector<double>;
using Values = std::vector<ParameterValue>;

Catalogue catalogue_with_lists() {
  Catalogue catalogue = testing::example_catalogue();
  RemediationInfo info;
  info.id = "lists";
  info.version = "1.0.0";
  info.parameters = {
      {"levels", ParameterKind::kNumbers, Numbers{1, 2}, false, positive, {}, "levels"},
      {"layer", ParameterKind::kText, std::string("fc"), false, {}, {}, "a layer"}};
  catalogue.add(info);
  return catalogue;
}

Study read_lists(const std::string& parameters) {
  const TemporaryDirectory directory;
  return finish_study(
      draft_study(write_study(directory), {"remediations={lists: " + parameters + "}"}),
      catalogue_with_lists());
}

Values swept(const std::string& parameters) {
  return read_lists(parameters).remediations.front().grid.front().second;
}

std::string problem_with(const std::string& parameters) {
  try {
    (void)read_lists(parameters);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(StudyParameters, AListIsOneValueOfAListAndAListOfListsIsSwept) {
  EXPECT_EQ(swept("{levels: [1, 0.5, 1]}"), Values({Numbers{1, 0.5, 1}}));
  EXPECT_EQ(swept("{levels: [[1, 2], [3]]}"), Values({Numbers{1, 2}, Numbers{3}}));
  EXPECT_EQ(swept("{levels: 3}"), Values({Numbers{3}}));
}

TEST(StudyParameters, ATextIsSweptAndMayLookLikeANumberInQuotes) {
  EXPECT_EQ(swept("{layer: [layer4.1, \"7\"]}"), Values({std::string("layer4.1"), "7"}));
}

TEST(StudyParameters, AreWrittenAsTheyAreReadBack) {
  const TemporaryDirectory directory;
  const Study study = finish_study(
      draft_study(write_study(directory),
                  {"remediations={lists: {levels: [[1, 2], [3]], layer: \"7\"}, tune: {}, mixing: "
                   "{after: [tune]}}"}),
      catalogue_with_lists());
  write_file(directory / "study.yaml", to_yaml(study));
  const Study again = finish_study(draft_study(directory / "study.yaml"), catalogue_with_lists());
  EXPECT_EQ(again.remediations[0].grid, study.remediations[0].grid);
  EXPECT_EQ(again.remediations[2].after, study.remediations[2].after);
}

TEST(StudyParameters, RefusesWhatIsNoListOfNumbersAndNoText) {
  EXPECT_THAT(problem_with("{levels: [1, -2]}"),
              AllOf(HasSubstr("remediations.lists.levels: found [1.0,-2.0]"),
                    HasSubstr("expected a list, each of it a number greater than 0")));
  EXPECT_THAT(problem_with("{levels: [a]}"), HasSubstr("found a, expected a list"));
  EXPECT_THAT(problem_with("{levels: [[1, 2], [1, 2]]}"), HasSubstr("[1.0,2.0] stands here twice"));
  EXPECT_THAT(problem_with("{layer: 7}"), HasSubstr("found 7, expected text (in quotes"));
  EXPECT_THAT(problem_with("{layer: [[1]]}"), HasSubstr("found [1.0], expected text"));
}

}  // namespace
}  // namespace remedy
