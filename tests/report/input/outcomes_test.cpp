#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>

#include "core/run/gallery_files.h"
#include "report/input/predictions.h"
#include "report/synthetic_study.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

class OutcomesOfARun : public ::testing::Test {
 protected:
  OutcomesOfARun() {
    testing::SyntheticDesign design;
    design.methods = {{1, 0, 1}};
    design.draws = 2;
    design.images = 100;
    study_ = std::make_unique<testing::SyntheticStudy>(design, 3);
    study_->write(root());
  }
  std::filesystem::path root() const { return folder_ / "run"; }
  RunOutcomes read() const { return read(study_->run().records); }
  RunOutcomes read(const std::map<std::string, TrialRecord>& records) const {
    return read_predictions(root(), records).outcomes;
  }

  testing::TemporaryDirectory folder_;
  std::unique_ptr<testing::SyntheticStudy> study_;
};

TEST_F(OutcomesOfARun, SayOfEveryImageWhetherItIsRightAndCalledTheTarget) {
  const RunOutcomes expected = study_->run().outcomes, read = this->read();
  ASSERT_EQ(read.suites.size(), 2U);
  EXPECT_EQ(read.suites.at("validation").right, expected.suites.at("validation").right);
  for (const auto& [trial, suites] : expected.trials) {
    for (const auto& [name, after] : suites) {
      ASSERT_NE(read.find(trial, name), nullptr);
      EXPECT_EQ(read.find(trial, name)->right, after.right);
      EXPECT_EQ(read.find(trial, name)->as_target, after.as_target);
    }
  }
  EXPECT_EQ(read.find("method0s0d0", "test_cows"), nullptr);
  EXPECT_EQ(read.find("no trial", "validation"), nullptr);
}

TEST_F(OutcomesOfARun, ThatAreLostOrDamagedAreLeftOut) {
  std::filesystem::remove(RunDirectory(root()).predictions("method0s0d0"));
  write_file(RunDirectory(root()).predictions("method0s0d1"), "no tensors");
  EXPECT_EQ(read().trials.size(), 1U);  // the control's
  write_file(GalleryFiles(root()).baseline("validation"), "no tensors");
  EXPECT_EQ(read().suites.count("validation"), 0U);
  EXPECT_EQ(read().suites.count("others"), 1U);
  EXPECT_TRUE(read().find("control", "validation")->as_target.empty());
}

TEST_F(OutcomesOfARun, TheIdentityStandsInForABaselineThatIsLost) {
  std::filesystem::remove(GalleryFiles(root()).baseline("validation"));
  auto records = study_->run().records;
  EXPECT_EQ(read(records).suites.count("validation"), 0U);
  records.at("control").remediation = "identity";
  const RunOutcomes found = read(records);
  EXPECT_EQ(found.suites.at("validation").right, found.find("control", "validation")->right);
  EXPECT_TRUE(found.suites.at("validation").target.empty());
}

TEST_F(OutcomesOfARun, ThatDoNotFitTheRecordAreLeftOut) {
  auto records = study_->run().records;
  named(records.at("control").result.suites, "validation").remediated.top1 -= 0.02;
  EXPECT_EQ(read(records).find("control", "validation"), nullptr);
  EXPECT_NE(read().find("control", "validation"), nullptr);
}

}  // namespace
}  // namespace remedy
