#include "core/run/run_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.h"
#include "core/file.h"
#include "core/run/record.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryDirectory;

TrialRecord some_record(const std::string& id) {
  Trial trial;
  trial.id = id;
  trial.label = trial.remediation = "tune";
  trial.version = "1.0.0";
  TrialResult result;
  result.status = Status::kFailed;
  result.reason = "x";
  return record_of("example", trial, result);
}

TEST(RunDirectory, GivesBackTheRecordsThatWereWritten) {
  const TemporaryDirectory directory;
  const RunDirectory run(directory.path());
  run.write_record(some_record("a"));
  run.write_record(some_record("b"));
  std::vector<UnreadableRecord> unreadable;
  const auto records = run.load_records(unreadable);
  EXPECT_EQ(records.size(), 2u);
  EXPECT_TRUE(unreadable.empty());
}

TEST(RunDirectory, TellsOfRecordsThatCannotBeRead) {
  const TemporaryDirectory directory;
  const RunDirectory run(directory.path());
  run.write_record(some_record("a"));
  write_file(run.record("torn"), pretty(to_json(some_record("torn"))).substr(0, 40));
  write_file(run.record("copied"), pretty(to_json(some_record("a"))));
  std::vector<UnreadableRecord> unreadable;
  EXPECT_EQ(run.load_records(unreadable).size(), 1u);
  EXPECT_EQ(unreadable.size(), 2u);
}

TEST(RunLock, RefusesASecondHolderNamingTheFirst) {
  const TemporaryDirectory directory;
  const RunDirectory run(directory / "run");
  {
    const RunLock first(run);
    try {
      const RunLock second(run);
      FAIL() << "expected a refusal";
    } catch (const Refusal& refusal) {
      EXPECT_THAT(refusal.what(), HasSubstr("process " + std::to_string(getpid())));
    }
  }
  EXPECT_NO_THROW(RunLock{run});
}

TEST(RunLog, AppendsALineForEachEvent) {
  const TemporaryDirectory directory;
  const RunDirectory run(directory.path());
  RunLog(run).add("started", {{"trial", "a"}});
  RunLog(run).add("finished");
  const std::string text = read_file(run.log());
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_EQ(Json::parse(text.substr(0, text.find('\n')))["trial"], "a");
}

}  // namespace
}  // namespace remedy
