// Which of several GPUs a worker gets.
#include <gtest/gtest.h>

#include "launch/pool.h"

namespace remedy {
namespace {

TEST(WorkerDevice, WorkersTakeTheDevicesInTurn) {
  const std::vector<std::string> devices = {"cuda:0", "cuda:1", "cuda:2"};
  std::map<std::string, int> workers;
  for (std::size_t worker = 0; worker < 7; ++worker) ++workers[worker_device(devices, worker)];
  EXPECT_EQ(workers, (std::map<std::string, int>{{"cuda:0", 3}, {"cuda:1", 2}, {"cuda:2", 2}}));
  EXPECT_EQ(worker_device(devices, 4), "cuda:1");
}

TEST(WorkerDevice, OneDeviceIsEverybodys) {
  EXPECT_EQ(worker_device({"cpu"}, 0), "cpu");
  EXPECT_EQ(worker_device({"cpu"}, 5), "cpu");
}

}  // namespace
}  // namespace remedy
