// A run takes as many threads as there are cores granted, and records them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <stdlib.h>

#include "cli/program.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

void expect_one_thread(const TinyStudy& study, const std::string& out) {
  const Output run = study.remedy({"run", "study.yaml", "--only", "identity", "--out", out});
  ASSERT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(study.records(out).at("identity")["provenance"]["threads"], 1);
  EXPECT_THAT(study.remedy({"doctor"}).out, HasSubstr("threads    1"));
}

TEST(GrantedCores, AffinityOfOneCoreGivesOneThread) {
  const TinyStudy study;
  cpu_set_t all, one;
  ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
  CPU_ZERO(&one);
  for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
    if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
  }
  ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
  expect_one_thread(study, "one");
  sched_setaffinity(0, sizeof all, &all);
}

TEST(GrantedCores, SlurmTaskOfOneCpuGivesOneThread) {
  const TinyStudy study;
  setenv("SLURM_CPUS_PER_TASK", "1", /*overwrite=*/1);
  expect_one_thread(study, "one");
  unsetenv("SLURM_CPUS_PER_TASK");
}

}  // namespace
}  // namespace remedy
