#include "launch/slurm/slurm_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::TemporaryDirectory;

TEST(SlurmFiles, AProblemIsReadAsItWasTold) {
  const TemporaryDirectory directory;
  const SlurmFiles files{RunDirectory(directory.path())};
  EXPECT_FALSE(files.read_problem());
  files.write_problem({/*gate=*/true, "top-1 is 0.1"});
  ASSERT_TRUE(files.read_problem());
  EXPECT_TRUE(files.read_problem()->gate);
  EXPECT_EQ(files.read_problem()->message, "top-1 is 0.1");
}

TEST(SlurmFiles, ADamagedProblemIsRefusedByFileAndKey) {
  const TemporaryDirectory directory;
  const SlurmFiles files{RunDirectory(directory.path())};
  write_file(files.problem(), "{\"gate\": \"yes\", \"message\": \"x\"}");
  try {
    files.read_problem();
    FAIL() << "it was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), files.problem().string() + ": gate is \"yes\", expected true or false");
  }
}

TEST(SlurmOrder, ReadsBackEqualAndRefusesWhatIsMissing) {
  SlurmOrder order;
  order.planned.comparable.baseline = "sha256:b";
  order.device = "cuda";
  order.threads = 3;
  order.keep_weights = true;
  const Json json = to_json(order);
  EXPECT_EQ(to_json(slurm_order_from_json(json)), json);
  for (const char* key : {"planned", "device", "threads", "keep_weights"}) {
    Json less = json;
    less.erase(key);
    EXPECT_THROW(slurm_order_from_json(less), Error) << key;
  }
}

}  // namespace
}  // namespace remedy
