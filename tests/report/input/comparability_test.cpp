#include "report/input/comparability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_trial;
using ::testing::Not;
using testing::RunBuilder;

std::string refusal(const std::vector<RunData>& runs) {
  try {
    testing::analysed(runs);
  } catch (const Refusal& error) {
    return error.what();
  }
  return "not refused";
}

RunData run_with(const std::string& name, const std::string& pointer, const Json& value) {
  RunBuilder builder(name);
  const Trial trial = make_trial("a0", "mixed", 0.001, 100, 0);
  Json record = testing::completed(trial, 780, 14);
  if (!pointer.empty()) record["comparable"][Json::json_pointer(pointer)] = value;
  builder.add(trial, record);
  return builder.run;
}

TEST(Comparability, TheSameGroundIsAccepted) {
  const Json report = testing::analysed({run_with("one", "", {}), run_with("two", "", {})});
  EXPECT_EQ(report["trials"].size(), 2U);
  EXPECT_EQ(report["settings"][1]["run"], "two");
}

TEST(Comparability, EachDifferenceIsNamedWithBothSides) {
  const RunData one = run_with("one", "", {});
  EXPECT_THAT(refusal({one, run_with("two", "/baseline", "sha256:beef")}),
              AllOf(HasSubstr("baseline: sha256:ba5e in one (trial a0), sha256:beef in two"),
                    Not(HasSubstr("target"))));
  EXPECT_THAT(
      refusal({one, run_with("two", "/suites/validation", "sha256:beef")}),
      HasSubstr("suite validation: sha256:validation in one (trial a0), sha256:beef in two"));
  EXPECT_THAT(refusal({one, run_with("two", "/preprocess", "resize 224")}),
              HasSubstr("preprocess: resize 256 in one (trial a0), resize 224 in two"));
  EXPECT_THAT(refusal({one, run_with("two", "/target", "ox")}), HasSubstr("target: cow"));
}

TEST(Comparability, AllDifferencesAreNamedAtOnce) {
  RunData two = run_with("two", "/preprocess", "resize 224");
  two.records["a0"].comparable->target = "ox";
  EXPECT_THAT(refusal({run_with("one", "", {}), two}),
              AllOf(HasSubstr("preprocess: "), HasSubstr("target: ")));
}

TEST(Comparability, ASuiteThatARunLacksIsADifference) {
  EXPECT_THAT(refusal({run_with("one", "/suites/held_out", "sha256:1"), run_with("two", "", {})}),
              HasSubstr("suite held_out: in one (trial a0), and not in two"));
}

TEST(Comparability, AStudyThatChangedUnderItsRunIsRefused) {
  RunBuilder builder;
  const Trial other = make_trial("a1", "mixed", 0.001, 100, 1);
  Json record = testing::completed(other, 780, 14);
  record["comparable"]["suites"]["validation"] = "sha256:changed";
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 780, 14);
  builder.add(other, record);
  EXPECT_THAT(refusal({builder.run}),
              AllOf(HasSubstr("the trials of this run"), HasSubstr("suite validation: "),
                    HasSubstr("trial a0"), HasSubstr("trial a1")));
}

TEST(Comparability, ASuiteThatSomeTrialsOfARunLackIsTold) {
  RunBuilder builder;
  const Trial newer = make_trial("a1", "mixed", 0.001, 100, 1);
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 780, 14);
  builder.add(newer, testing::make_record(newer, Status::kCompleted,
                                          {{"validation", testing::retained(780)},
                                           {"test_cows", testing::fixed_cows(14)},
                                           {"added", testing::retained(790)}}));
  const Json report = testing::analysed({builder.run});
  EXPECT_EQ(report["flags"][0]["kind"], "missing_suite");
  EXPECT_EQ(report["flags"][0]["message"],
            "1 of 2 trials with a result were not measured on suite added: mixed (a0)");
  EXPECT_EQ(report["settings"][0]["suites"]["added"]["top1"]["trials"], 1);
}

TEST(Comparability, ARunNamedTwiceIsAnError) {
  const RunData run = [] {
    RunData here;
    here.root = std::filesystem::temp_directory_path();
    return here;
  }();
  EXPECT_THROW(analyse({run, run}), Error);
  EXPECT_THROW(analyse(std::vector<RunData>()), Error);
}

}  // namespace
}  // namespace remedy
