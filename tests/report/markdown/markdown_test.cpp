#include "report/markdown/markdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "report/analysis.h"
#include "report/run_builder.h"
#include "report/words/cells.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_record;
using testing::make_trial;
using ::testing::Not;
using testing::RunBuilder;

// The text from one heading to the next of any level.
std::string section(const std::string& markdown, const std::string& heading) {
  const std::size_t begin = markdown.find("# " + heading + "\n");
  if (begin == std::string::npos) return "";
  return markdown.substr(begin, markdown.find("\n#", begin) - begin);
}

RunBuilder mixed_run() {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add_completed(make_trial("a1", "mixed", 0.001, 100, 1), 780, 15);
  const Trial late = make_trial("b0", "slow", 0.001, 100, 0);
  builder.add(late, make_record(late, Status::kNotReached,
                                {{"validation", testing::retained(799)},
                                 {"test_cows", testing::fixed_cows(3)}}));
  const Trial broken = make_trial("c0", "broken", 0.001, 100, 0);
  builder.add(broken, make_record(broken, Status::kOutOfMemory, {}, "it used more than 8 GiB"));
  builder.plan(make_trial("d0", "waiting", 0.001, 100, 0));
  return builder;
}

TEST(Markdown, TheSummaryTellsWhatWasComparedAndWhatKeepsMost) {
  const std::string text = to_markdown(analyse({mixed_run().run}));
  EXPECT_THAT(text, HasSubstr("# cows: what was fixed, and what it cost"));
  EXPECT_THAT(text, HasSubstr("4 remediations in 4 settings; 5 trials: 2 completed, 1 not reached, "
                              "1 out of memory, 1 missing."));
  EXPECT_THAT(text, HasSubstr("use mixed with N 100: 96.2 [80.3, 112.2] % of the "
                              "baseline's top-1 accuracy on validation; 96.7 [51.0, 100.0] % of "
                              "test_cows right (0.0 % before)."));
}

TEST(Markdown, NumbersStandInTheTables) {
  const std::string text = to_markdown(analyse({mixed_run().run}));
  EXPECT_THAT(section(text, "Baseline"), HasSubstr("| test_cows | fix | 15 | 0.0 [0.0, 20.4] |"));
  EXPECT_THAT(
      section(text, "Comparison"),
      HasSubstr(
          "| mixed | – | 100 | 2 | 2 | 2 of 2 | 14 [14, 14] | 96.7 [51.0, 100.0] | 96.2 [80.3, "
          "112.2] | -3.0 [-15.8, 9.8] |"));
  EXPECT_THAT(section(text, "test_cows"), HasSubstr("20.0 [7.0, 45.2]"));  // 3 of 15
}

TEST(Markdown, ASmallSuiteSaysWhatOneImageIsWorth) {
  const std::string text = to_markdown(analyse({mixed_run().run}));
  EXPECT_THAT(section(text, "test_cows"), HasSubstr("One image is 6.7 points"));
  EXPECT_THAT(section(text, "validation"), Not(HasSubstr("One image is")));
}

TEST(Markdown, EveryHoleIsShownWithItsReason) {
  const std::string text = to_markdown(analyse({mixed_run().run}));
  EXPECT_THAT(section(text, "Trials that did not meet the stop criterion"), HasSubstr("| slow |"));
  const std::string failures = section(text, "Trials without a result");
  EXPECT_THAT(failures, HasSubstr("out_of_memory | it used more than 8 GiB | c0"));
  EXPECT_THAT(failures, HasSubstr("| waiting | – | 100 | 0 | 0 | missing | no record"));
  const std::string best = section(text, "The best of each remediation");
  EXPECT_THAT(best, HasSubstr("| slow | – | – | – | – | not reached, 0 of 1 |"));
  EXPECT_THAT(best, HasSubstr("| broken | – | – | – | – | no result |"));
  EXPECT_THAT(text, HasSubstr("1 of 5 trials failed, without a result: 1 out_of_memory"));
}

TEST(Markdown, ThePublishedProtocolIsFlaggedInEveryTableOfTrials) {
  RunBuilder builder;
  const auto published = [](Trial trial) {
    trial.stop = StopRule{"test_cows", 0.9, 200};
    return trial;
  };
  builder.add_completed(published(make_trial("a0", "mixed", 0.001, 100, 0)), 760, 14);
  const Trial late = published(make_trial("a1", "slow", 0.001, 100, 0));
  builder.add(late, make_record(late, Status::kNotReached,
                                {{"validation", testing::retained(799)},
                                 {"test_cows", testing::fixed_cows(3)}}));
  builder.plan(published(make_trial("a2", "waiting", 0.001, 100, 0)));
  const std::string text = to_markdown(analyse({builder.run}));
  for (const char* heading : {"The best of each remediation", "Comparison", "validation",
                              "test_cows", "Trials that did not meet the stop criterion",
                              "Trials without a result", "Provenance", "Timings"}) {
    EXPECT_THAT(section(text, heading), HasSubstr(std::string("\n† ") + kPublishedProtocol))
        << heading;
    EXPECT_THAT(section(text, heading), HasSubstr(" † |")) << heading;
  }
  builder = RunBuilder();
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  EXPECT_THAT(to_markdown(analyse({builder.run})), Not(HasSubstr(kPublishedProtocol)));
}

TEST(Markdown, ARowOverFewerTrialsThanPlannedSaysSoInEveryTableOfAggregates) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.plan(make_trial("a1", "mixed", 0.001, 100, 1));
  const std::string text = to_markdown(analyse({builder.run}));
  for (const char* heading :
       {"The best of each remediation", "Comparison", "validation", "test_cows", "Timings"}) {
    EXPECT_THAT(section(text, heading), HasSubstr("| mixed | – | 100 | 1 of 2 |")) << heading;
  }
}

TEST(Markdown, SeveralRunsAreToldApart) {
  RunBuilder one("one"), two("two");
  one.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  two.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 770, 14);
  const std::string text = to_markdown(analyse({one.run, two.run}));
  EXPECT_THAT(section(text, "Comparison"), HasSubstr("| two | mixed |"));
}

TEST(Markdown, EveryRowHasAsManyCellsAsItsTable) {
  std::istringstream lines(to_markdown(analyse({mixed_run().run})));
  std::size_t columns = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto bars = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
    if (line.empty() || line[0] != '|') {
      columns = 0;
    } else {
      if (columns == 0) columns = bars;
      EXPECT_EQ(bars, columns) << line;
    }
  }
}

TEST(Markdown, ARunWithoutARecordIsAReport) {
  RunBuilder builder;
  builder.plan(make_trial("a0", "mixed", 0.001, 100, 0));
  EXPECT_THAT(to_markdown(analyse({builder.run})), HasSubstr("Nothing has been measured yet."));
  EXPECT_THAT(to_markdown(analyse({RunBuilder().run})), HasSubstr("The plan has no trial."));
}

}  // namespace
}  // namespace remedy
