#include "core/granted_cores.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <stdlib.h>

#include <thread>

#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

// A made-up /proc and /sys.
class GrantedCoresTest : public ::testing::Test {
 protected:
  GrantedCoresTest() { unsetenv("SLURM_CPUS_PER_TASK"); }
  ~GrantedCoresTest() override { unsetenv("SLURM_CPUS_PER_TASK"); }

  void put(const std::string& file, const std::string& content) const {
    write_file(root_ / file, content);
  }
  void version2(const std::string& group, const std::string& mounted = "/") const {
    put("proc/self/cgroup", "0::" + group + "\n");
    put("proc/self/mountinfo",
        "22 1 0:21 / /proc rw,nosuid - proc proc rw\n"
        "30 23 0:26 " +
            mounted + " /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n");
  }
  void version1(const std::string& group, const std::string& mounted = "/") const {
    put("proc/self/cgroup", "5:memory:/other\n3:cpu,cpuacct:" + group + "\n");
    put("proc/self/mountinfo",
        "31 30 0:27 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
        "32 30 0:28 " +
            mounted + " /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n");
  }

  testing::TemporaryDirectory root_;
};

TEST_F(GrantedCoresTest, WithoutAQuotaThereIsNone) {
  EXPECT_EQ(quota_cores(root_.path()), 0);
  version2("/user.slice");
  put("sys/fs/cgroup/user.slice/cpu.max", "max 100000\n");
  EXPECT_EQ(quota_cores(root_.path()), 0);
  version1("/job");
  put("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "-1\n");
  put("sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(quota_cores(root_.path()), 0);
}

TEST_F(GrantedCoresTest, Version2TakesTheLeastOnTheWayUp) {
  version2("/slice/job/step");
  put("sys/fs/cgroup/slice/job/step/cpu.max", "400000 100000\n");
  put("sys/fs/cgroup/slice/job/cpu.max", "150000 100000\n");
  put("sys/fs/cgroup/slice/cpu.max", "max 100000\n");
  EXPECT_EQ(quota_cores(root_.path()), 1.5);
  EXPECT_EQ(granted_cores(root_.path()).cores, 1);
}

TEST_F(GrantedCoresTest, Version1HasAQuotaAndAPeriod) {
  version1("/slurm/job7");
  put("sys/fs/cgroup/cpu,cpuacct/slurm/job7/cpu.cfs_quota_us", "300000\n");
  put("sys/fs/cgroup/cpu,cpuacct/slurm/job7/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(quota_cores(root_.path()), 3);
}

TEST_F(GrantedCoresTest, ContainerSeesItsGroupAtTheMount) {
  // The group's name is the host's; what is mounted is that group alone.
  version2("/docker/abc", "/docker/abc");
  put("sys/fs/cgroup/cpu.max", "100000 100000\n");
  EXPECT_EQ(quota_cores(root_.path()), 1);
  version1("/docker/abc", "/docker/abc");
  put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "200000\n");
  put("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(quota_cores(root_.path()), 2);
  // A namespace of its own: the group is named from the mount on, or lies outside of it.
  version2("/../other");
  EXPECT_EQ(quota_cores(root_.path()), 1);
}

TEST_F(GrantedCoresTest, QuotaOfLessThanACoreGivesOne) {
  version2("/");
  put("sys/fs/cgroup/cpu.max", "50000 100000\n");
  const GrantedCores granted = granted_cores(root_.path());
  EXPECT_EQ(granted.cores, 1);
  if (granted.machine > 1) {
    EXPECT_THAT(granted.limited, ::testing::HasSubstr("quota"));
  }
}

TEST_F(GrantedCoresTest, SlurmGrantsCpusOfATask) {
  const GrantedCores all = granted_cores(root_.path());
  setenv("SLURM_CPUS_PER_TASK", "1", /*overwrite=*/1);
  EXPECT_EQ(granted_cores(root_.path()).cores, 1);
  for (const char* nonsense : {"", "all", "0", "-3", "100000"}) {
    setenv("SLURM_CPUS_PER_TASK", nonsense, /*overwrite=*/1);
    EXPECT_EQ(granted_cores(root_.path()).cores, all.cores) << nonsense;
  }
}

TEST_F(GrantedCoresTest, AffinityLimitsTheThread) {
  std::thread([&] {
    cpu_set_t all, one;
    ASSERT_EQ(sched_getaffinity(0, sizeof all, &all), 0);
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
      if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
    }
    ASSERT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    EXPECT_EQ(granted_cores(root_.path()).cores, 1);
  }).join();
}

}  // namespace
}  // namespace remedy
