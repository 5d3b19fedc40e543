// The pool with workers that follow a script: no libtorch, and so under ThreadSanitizer too.
#include "launch/pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <cerrno>
#include <set>
#include <thread>

#include "core/file.h"
#include "core/run/record.h"
#include "places.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;

class PoolTest : public ::testing::Test {
 protected:
  PoolTest() : run_(directory_ / "run") {
    signal(SIGPIPE, SIG_IGN);  // as `remedy` does
    RemediationInfo info;
    info.id = "scripted";
    catalogue_.add(info);
    study_.name = "scripted";
    options_.worker = std::filesystem::path(binary_dir()) / "bin/remedy_fake_worker";
    events_.opened = [this](const Json&) { ++opened_; };
    events_.started = [this](const Trial& trial) { started_.insert(trial.id); };
    events_.progress = [this](const Trial&, std::int64_t, const std::string&) { ++progress_; };
    events_.finished = [this](const Trial& trial, const TrialRecord&) {
      finished_.insert(trial.id);
    };
  }

  void add(const std::string& label) {
    Trial trial;
    trial.id = "t" + std::to_string(trials_.size());
    trial.label = label;
    trial.remediation = "scripted";
    trials_.push_back(trial);
  }

  PoolResult run(const std::function<bool()>& cancelled = [] { return false; }) {
    return run_pool(study_, run_, trials_, /*records=*/{}, catalogue_, data_, options_, events_,
                    cancelled);
  }

  std::map<std::string, TrialRecord> records() const {
    std::vector<UnreadableRecord> unreadable;
    auto records = run_.load_records(unreadable);
    EXPECT_TRUE(unreadable.empty());
    return records;
  }

  void expect_record(const std::string& id, Status status, const std::string& reason) {
    const TrialResult result = records().at(id).result;
    EXPECT_EQ(result.status, status);
    EXPECT_THAT(result.reason, HasSubstr(reason));
  }

  // The process that ran a trial; the fake worker tells it as its device.
  static pid_t worker_of(const TrialRecord& record) {
    const std::string device = record.provenance->device.value();
    return std::stoi(device.substr(device.find(' ')));
  }

  testing::TemporaryDirectory directory_;
  RunDirectory run_;
  Study study_;
  Catalogue catalogue_;
  StudyData data_;
  PoolOptions options_;
  PoolEvents events_;
  std::vector<Trial> trials_;
  int opened_ = 0, progress_ = 0;
  std::multiset<std::string> started_, finished_;
};

TEST_F(PoolTest, SeveralWorkersShareTheTrialsAndEachIsRunOnce) {
  for (int i = 0; i < 20; ++i) add("plain");
  options_.jobs = 3;
  EXPECT_EQ(run().end, PoolEnd::kDone);
  EXPECT_EQ(opened_, 1);
  EXPECT_EQ(progress_, 20 * 5);
  EXPECT_EQ(started_, finished_);
  EXPECT_EQ(finished_.size(), 20U);
  EXPECT_EQ(std::set<std::string>(finished_.begin(), finished_.end()).size(), 20U);
  for (const auto& [id, record] : records())
    EXPECT_EQ(record.result.status, Status::kCompleted) << id;
}

TEST_F(PoolTest, AWorkerThatDiesIsARowAndAnotherTakesItsPlace) {
  for (const char* label : {"plain", "dies", "plain", "dies", "plain"}) add(label);
  EXPECT_EQ(run().end, PoolEnd::kDone);
  EXPECT_EQ(finished_.size(), 5U);
  for (const char* id : {"t1", "t3"}) {
    expect_record(id, Status::kCrashed, "SIGKILL");
    expect_record(id, Status::kCrashed, "it printed last: the last words");
    EXPECT_THAT(read_file(run_.root() / records().at(id).output.value()),
                HasSubstr("the last words"));
  }
  const auto rows = records();
  EXPECT_NE(worker_of(rows.at("t0")), worker_of(rows.at("t2")));
}

TEST_F(PoolTest, AWorkerThatFallsSilentIsStopped) {
  add("silent");
  study_.limits.silence_seconds = 2;
  EXPECT_EQ(run().end, PoolEnd::kDone);
  expect_record("t0", Status::kTimedOut, "no sign of life for 2 s");
}

TEST_F(PoolTest, AWorkerThatLivesIsStoppedByTheLimitOfTheTrial) {
  add("hangs");
  add("plain");
  study_.limits.trial_seconds = 2;
  EXPECT_EQ(run().end, PoolEnd::kDone);
  expect_record("t0", Status::kTimedOut, "stopped after 2 s");
  EXPECT_EQ(finished_.size(), 2U);
}

TEST_F(PoolTest, WhatIsNoMessageIsToldAsTheTrialsEnd) {
  add("babbles");
  add("plain");
  EXPECT_EQ(run().end, PoolEnd::kDone);
  expect_record("t0", Status::kCrashed, "the worker sent nonsense");
  expect_record("t1", Status::kCompleted, "");
}

TEST_F(PoolTest, CancelledFromAnotherThreadItKeepsWhatIsFinishedAndLeavesNoWorker) {
  for (const char* label : {"plain", "plain", "hangs", "hangs", "plain"}) add(label);
  options_.jobs = 2;
  std::atomic<int> hanging{0};
  std::atomic<bool> cancelled{false};
  events_.started = [&](const Trial& trial) { hanging += trial.label == "hangs" ? 1 : 0; };
  std::thread person([&] {
    while (hanging < 2) std::this_thread::yield();
    cancelled = true;
  });
  const PoolResult result = run([&] { return cancelled.load(); });
  person.join();
  EXPECT_EQ(result.end, PoolEnd::kCancelled);
  const auto rows = records();
  EXPECT_EQ(rows.size(), 2U);
  for (const auto& [id, record] : rows) {
    EXPECT_EQ(record.result.status, Status::kCompleted) << id;
    const pid_t worker = worker_of(record);
    EXPECT_TRUE(kill(worker, 0) != 0 && errno == ESRCH) << "still runs: " << worker;
  }
}

TEST_F(PoolTest, AProgramThatIsNoWorkerIsAnErrorAfterThreeStarts) {
  add("plain");
  options_.worker = "/bin/false";
  try {
    run();
    FAIL() << "it ran";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), HasSubstr("exited with code 1 three times before it was ready"));
  }
}

}  // namespace
}  // namespace remedy
