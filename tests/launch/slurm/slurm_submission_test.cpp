#include "launch/slurm/slurm_submission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace remedy {
namespace {

using ::testing::HasSubstr;

TEST(SlurmSubmission, HasAnArrayForEachDepthThatTrialsAreMissingOf) {
  const std::map<std::string, Trial> missing = {{"a", {}}, {"b", {}}, {"c", {}}, {"e", {}}};
  const std::map<std::string, int> depths = {{"a", 0}, {"b", 0}, {"c", 0}, {"d", 1}, {"e", 2}};
  SlurmOptions options;
  options.jobs = 2;
  const auto arrays = arrays_for(missing, depths, options, /*threads=*/4, "/bin/remedy",
                                 RunDirectory("/runs/it's"));
  ASSERT_EQ(arrays.size(), 2U);
  EXPECT_EQ(arrays[0].trials, 3U);
  EXPECT_EQ(arrays[0].array.tasks, 2U);
  EXPECT_EQ(arrays[0].array.cpus, 4);
  EXPECT_EQ(arrays[0].array.folder, "/runs/it's/slurm");
  EXPECT_THAT(arrays[0].array.script,
              HasSubstr("exec '/bin/remedy' serve '/runs/it'\\''s' --depth 0\n"));
  EXPECT_EQ(arrays[1].array.tasks, 1U);
  EXPECT_THAT(arrays[1].array.script, HasSubstr("--depth 2\n"));
  options.cpus = 8;
  EXPECT_EQ(arrays_for(missing, depths, options, 4, "r", RunDirectory("x"))[0].array.cpus, 8);
}

TEST(SlurmSubmission, ARunDirectoryHasOneNameWhateverWayThePathTakes) {
  Study study;
  study.name = "cows";
  const std::string name = job_name(study, RunDirectory("/tmp/runs/a"));
  EXPECT_THAT(name, ::testing::MatchesRegex("remedy-cows-[0-9a-f]+"));
  EXPECT_EQ(job_name(study, RunDirectory("/tmp/runs/b/../a")), name);
  EXPECT_NE(job_name(study, RunDirectory("/tmp/runs/b")), name);
}

TEST(SlurmSubmission, TasksBelongToArraysAndEnd) {
  EXPECT_EQ(array_of({"17_3", "RUNNING", ""}), "17");
  EXPECT_EQ(array_of({"17", "RUNNING", ""}), "17");
  EXPECT_EQ(alive({{"17_0", "RUNNING", ""}, {"17_1", "COMPLETED", ""}, {"18_0", "PENDING", ""}}),
            2U);
}

}  // namespace
}  // namespace remedy
