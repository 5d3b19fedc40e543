#include "launch/slurm/trial_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const ClaimHolder kFirstTask{"node1", "17_0"}, kSecondTask{"node2", "17_1"};

class TrialWatchTest : public ::testing::Test {
 protected:
  TrialWatchTest() {
    events_.started = [this](const Trial& trial) { told_.push_back("started " + trial.id); };
    events_.stopped = [this](const Trial& trial) { told_.push_back("stopped " + trial.id); };
    events_.finished = [this](const Trial& trial, const TrialRecord& record) {
      told_.push_back(std::string(to_string(record.result.status)) + " " + trial.id);
    };
    for (const char* id : {"a", "b"}) {
      Trial trial;
      trial.id = id;
      trials_.push_back(trial);
    }
  }

  void write_failed(const std::string& id) const {
    Trial trial;
    trial.id = id;
    TrialResult result;
    result.status = Status::kFailed;
    result.reason = "x";
    run_.write_record(record_of("study", trial, result));
  }

  std::vector<std::string> told() { return std::exchange(told_, {}); }

  testing::TemporaryDirectory directory_;
  RunDirectory run_{directory_.path()};
  Claims claims_{run_.claims()};
  RunLog log_{run_};
  PoolEvents events_;
  std::vector<Trial> trials_;
  std::vector<std::string> told_;
};

TEST_F(TrialWatchTest, TellsOfEachClaimAndRecordOnce) {
  TrialWatch watch(run_, trials_, events_, log_);
  EXPECT_EQ(watch.collect(), 0U);
  EXPECT_THAT(told(), IsEmpty());
  claims_.take("b", kFirstTask);
  claims_.take("another's", kFirstTask);
  EXPECT_EQ(watch.collect(), 0U);
  EXPECT_EQ(watch.collect(), 0U);
  EXPECT_THAT(told(), ElementsAre("started b"));
  write_failed("b");
  EXPECT_EQ(watch.collect(), 1U);
  EXPECT_EQ(watch.collect(), 0U);
  EXPECT_THAT(told(), ElementsAre("failed b"));
  EXPECT_EQ(watch.missing().count("a"), 1U);
  EXPECT_EQ(watch.missing().count("b"), 0U);
}

TEST_F(TrialWatchTest, GivesBackWhatAJobHeldThatRunsNoMore) {
  TrialWatch watch(run_, trials_, events_, log_);
  claims_.take("a", kFirstTask);
  claims_.take("b", kSecondTask);
  watch.collect();
  told();
  const auto held = watch.held();
  EXPECT_EQ(held.size(), 2U);
  watch.give_back(held, {"17_1"});
  EXPECT_THAT(told(), ElementsAre("stopped a"));
  EXPECT_THAT(claims_.trials(), ElementsAre("b"));
  // Another job takes it: it is told to have started again.
  claims_.take("a", kSecondTask);
  watch.collect();
  EXPECT_THAT(told(), ElementsAre("started a"));
}

TEST_F(TrialWatchTest, AClaimStaysWhereTheTrialWasFinishedBeforeItsJobEnded) {
  TrialWatch watch(run_, trials_, events_, log_);
  claims_.take("a", kFirstTask);
  watch.collect();
  const auto held = watch.held();
  write_failed("a");
  watch.give_back(held, {});
  EXPECT_THAT(claims_.trials(), ElementsAre("a"));
  EXPECT_THAT(told(), ElementsAre("started a"));
}

TEST_F(TrialWatchTest, ARecordThatIsNotWholeIsNamed) {
  TrialWatch watch(run_, trials_, events_, log_);
  write_file(run_.record("a"), "{\"schema\": 1}");
  try {
    watch.collect();
    FAIL() << "it was collected";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("a.json: id is missing"));
  }
}

}  // namespace
}  // namespace remedy
