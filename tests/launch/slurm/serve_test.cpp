// A task of a Slurm array without Slurm: its environment is set, its worker is a fake one.
#include "launch/slurm/serve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>

#include "core/example_study.h"
#include "core/file.h"
#include "launch/slurm/claims.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kStudy[] = R"(study: served
baseline: {architecture: resnet18, weights: weights.pth, classes: classes.txt}
target: {name: cow, class: c1}
suites:
  validation: {role: retain, folder: images, labels: folders}
controls: []
remediations:
  scripted: {}
plugins: [scripted.so]
)";

class Serve : public ::testing::Test {
 protected:
  Serve() : run_(directory_ / "run"), claims_(run_.claims()) {
    signal(SIGPIPE, SIG_IGN);  // as `remedy` does
    set("REMEDY_CACHE", (directory_ / "cache").string());
    set("SLURM_ARRAY_JOB_ID", "17");
    set("SLURM_ARRAY_TASK_ID", "3");
    write_file(directory_ / "scripted.so", "sound");
    const auto study = testing::write_study(directory_, kStudy);
    std::filesystem::create_directories(run_.root());
    std::filesystem::rename(study, run_.study());
    for (const char* name : {"weights.pth", "classes.txt", "images", "scripted.so"}) {
      std::filesystem::create_symlink(directory_ / name, run_.root() / name);
    }
    write_json(run_.slurm() / "launch.json", {{"planned", to_json(StudyData())},
                                              {"device", "cpu"},
                                              {"threads", 1},
                                              {"keep_weights", false}});
  }
  ~Serve() override {
    for (const std::string& name : set_) unsetenv(name.c_str());
  }

  void set(const std::string& name, const std::string& value) {
    setenv(name.c_str(), value.c_str(), 1);
    set_.push_back(name);
  }

  // What becomes of it is its label; see fake_worker.cpp.
  void plan(const std::string& label, const std::string& after = "") {
    Trial trial;
    trial.id = "t" + std::to_string(plan_.trials.size());
    trial.label = label;
    trial.remediation = "scripted";
    if (!after.empty()) trial.after = {after};
    plan_.trials.push_back(trial);
  }

  PoolEnd serve(
      int depth = 0, const std::function<bool()>& cancelled = [] { return false; }) {
    write_json(run_.plan(), to_json(plan_));
    return remedy::serve(run_, depth, worker_, cancelled);
  }

  std::vector<std::string> recorded() const {
    std::vector<UnreadableRecord> unreadable;
    std::vector<std::string> ids;
    for (const auto& [id, record] : run_.load_records(unreadable)) ids.push_back(id);
    EXPECT_TRUE(unreadable.empty());
    return ids;
  }

  testing::TemporaryDirectory directory_;
  RunDirectory run_;
  Claims claims_;
  Plan plan_;
  std::filesystem::path worker_ = binary_dir() + "/bin/remedy_fake_worker";
  std::vector<std::string> set_;
};

TEST_F(Serve, RunsWhatNobodyHasClaimedAndLeavesItsClaims) {
  for (int i = 0; i < 4; ++i) plan("plain");
  ASSERT_TRUE(claims_.take("t2", {"elsewhere", "17_0"}));
  EXPECT_EQ(serve(), PoolEnd::kDone);
  EXPECT_THAT(recorded(), ElementsAre("t0", "t1", "t3"));
  EXPECT_THAT(claims_.trials(), ElementsAre("t0", "t1", "t2", "t3"));
  EXPECT_EQ(claims_.holder("t0")->job, "17_3");
  EXPECT_TRUE(std::filesystem::exists(run_.slurm() / "opened.json"));
}

TEST_F(Serve, WhatHasARecordIsNotRunAgain) {
  plan("plain");
  plan("plain");
  EXPECT_EQ(serve(), PoolEnd::kDone);
  const auto written = std::filesystem::last_write_time(run_.record("t0"));
  claims_.clear();
  std::filesystem::remove(run_.record("t1"));
  EXPECT_EQ(serve(), PoolEnd::kDone);
  EXPECT_THAT(claims_.trials(), ElementsAre("t1"));
  EXPECT_EQ(std::filesystem::last_write_time(run_.record("t0")), written);
}

TEST_F(Serve, RunsTrialsOfItsDepthOnceThoseTheyStartFromAreDone) {
  plan("plain");
  plan("plain", "t0");
  plan("plain", "t1");
  EXPECT_EQ(serve(/*depth=*/1), PoolEnd::kDone);
  EXPECT_THAT(recorded(), IsEmpty());
  EXPECT_EQ(serve(/*depth=*/0), PoolEnd::kDone);
  EXPECT_EQ(serve(/*depth=*/1), PoolEnd::kDone);
  EXPECT_THAT(recorded(), ElementsAre("t0", "t1"));
}

TEST_F(Serve, AWorkerThatDiesIsARowAndTheTaskContinues) {
  plan("dies");
  plan("plain");
  EXPECT_EQ(serve(), PoolEnd::kDone);
  EXPECT_EQ(read_record(run_.record("t0")).result.status, Status::kCrashed);
  EXPECT_EQ(read_record(run_.record("t1")).result.status, Status::kCompleted);
}

TEST_F(Serve, WhatATaskClaimedBeforeItWasStartedAgainIsRun) {
  plan("plain");
  plan("plain");
  ASSERT_TRUE(claims_.take("t0", {"a node that was lost", "17_3"}));
  ASSERT_TRUE(claims_.take("t1", {"another", "17_4"}));
  EXPECT_EQ(serve(), PoolEnd::kDone);
  EXPECT_THAT(recorded(), IsEmpty());
  set("SLURM_RESTART_COUNT", "1");
  EXPECT_EQ(serve(), PoolEnd::kDone);
  EXPECT_THAT(recorded(), ElementsAre("t0"));
}

TEST_F(Serve, ATrialThatIsNotFinishedIsGivenBack) {
  plan("hangs");
  EXPECT_EQ(serve(0, [this] { return !claims_.trials().empty(); }), PoolEnd::kCancelled);
  EXPECT_THAT(recorded(), IsEmpty());
  EXPECT_THAT(claims_.trials(), IsEmpty());
}

TEST_F(Serve, WhyItCannotGoOnIsToldToTheLauncher) {
  plan("plain");
  worker_ = "/bin/false";
  EXPECT_THROW(serve(), std::exception);
  const Json problem = read_json(run_.slurm() / "problem.json");
  EXPECT_EQ(problem["gate"], false);
  EXPECT_THAT(problem["message"].get<std::string>(),
              HasSubstr("loading it ended the worker, which exited"));
  EXPECT_THAT(claims_.trials(), IsEmpty());
}

}  // namespace
}  // namespace remedy
