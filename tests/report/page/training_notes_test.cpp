#include "report/page/training_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/file.h"
#include "core/run/run_directory.h"
#include "core/run/trial_log.h"
#include "report/analysis.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using testing::TemporaryDirectory;

TEST(TrainingNotes, ReadsWhatATrialLogWrites) {
  const TemporaryDirectory folder;
  TrialLog log;
  log.add("loss", 0, 1.5);
  log.add("loss", 1, -2e-7);
  log.add("loss", 2, std::nan(""));
  log.add("a \"quoted\", name", 3, 4);
  write_file(folder / "notes.csv", log.to_csv());
  const auto notes = read_notes(folder / "notes.csv");
  EXPECT_EQ(notes.size(), 2U);
  EXPECT_THAT(notes.at("loss"), ElementsAre(Pair(0, 1.5), Pair(1, -2e-7)));
  EXPECT_THAT(notes.at("a \"quoted\", name"), ElementsAre(Pair(3, 4.0)));
}

TEST(TrainingNotes, PassesOverWhatIsDamagedOrMissing) {
  const TemporaryDirectory folder;
  write_file(folder / "notes.csv", "name,step,value\r\nloss,0\r\n,,\r\nloss,x,1\r\nloss,1,2\r\nlo");
  EXPECT_THAT(read_notes(folder / "notes.csv").at("loss"), ElementsAre(Pair(1, 2.0)));
  EXPECT_TRUE(read_notes(folder / "none.csv").empty());
}

TEST(TrainingNotes, AreGatheredForTheSettingsOfTheMatrixAndThinned) {
  const TemporaryDirectory folder;
  testing::RunBuilder builder;
  builder.run.root = folder.path();
  TrialLog log;
  for (int step = 0; step < 500; ++step) log.add("loss", step, 1.0 / (1 + step));
  for (int draw = 0; draw < 2; ++draw) {
    const std::string id = "a" + std::to_string(draw);
    builder.add_completed(testing::make_trial(id, "mixed", 0.1, 100, draw), 780 + draw, 14);
    const auto file = RunDirectory(folder.path()).notes(id);
    std::filesystem::create_directories(file.parent_path());
    write_file(file, log.to_csv());
  }
  const auto notes = gather_notes({builder.run}, analyse({builder.run}));
  ASSERT_EQ(notes.size(), 1U);
  ASSERT_EQ(notes[0].trials.size(), 2U);
  EXPECT_EQ(notes[0].trials[1].draw, 1);
  const NotedValues& loss = notes[0].trials[0].values.at("loss");
  EXPECT_EQ(loss.size(), kNotedPoints);
  EXPECT_EQ(loss.front().first, 0);
  EXPECT_EQ(loss.back().first, 499);
  const Json json = notes_data(notes);
  EXPECT_EQ(json[0]["names"][0]["name"], "loss");
  EXPECT_EQ(json[0]["names"][0]["draws"].size(), 2U);
}

}  // namespace
}  // namespace remedy
