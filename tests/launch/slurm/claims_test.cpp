#include "launch/slurm/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "core/error.h"
#include "core/file.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryDirectory;

const ClaimHolder kMe{"node1", "17_0"}, kOther{"node2", "17_1"};

TEST(Claims, AreTakenOnceAndSayByWhom) {
  const TemporaryDirectory directory;
  const Claims claims(directory / "claims");
  EXPECT_TRUE(claims.take("t0", kMe));
  EXPECT_FALSE(claims.take("t0", kOther));
  EXPECT_FALSE(claims.take("t0", kMe));
  EXPECT_EQ(claims.holder("t0"), kMe);
  EXPECT_EQ(claims.holder("t1"), std::nullopt);
}

TEST(Claims, OfManyThatTryAtTheSameTimeOneSucceeds) {
  const TemporaryDirectory directory;
  const Claims claims(directory / "claims");
  for (int round = 0; round < 20; ++round) {
    const std::string trial = "t" + std::to_string(round);
    std::atomic<int> ready{0}, taken{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&, i] {
        ++ready;
        while (ready < 4) std::this_thread::yield();
        // As on another machine: its drafts have names of their own.
        taken += claims.take(trial, {"node" + std::to_string(i), "17_0"});
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(taken, 1) << trial;
  }
}

TEST(Claims, AreReleasedByTheirHolderAlone) {
  const TemporaryDirectory directory;
  const Claims claims(directory / "claims");
  ASSERT_TRUE(claims.take("t0", kMe));
  claims.release("t0", kOther);
  EXPECT_EQ(claims.holder("t0"), kMe);
  claims.release("t0", kMe);
  EXPECT_EQ(claims.holder("t0"), std::nullopt);
  EXPECT_TRUE(claims.take("t0", kOther));
  claims.release("t9", kMe);  // nobody has it
}

TEST(Claims, AreListedWithoutDraftsThatADeadProcessLeft) {
  const TemporaryDirectory directory;
  const Claims claims(directory / "claims");
  EXPECT_THAT(claims.trials(), IsEmpty());  // no such folder yet
  ASSERT_TRUE(claims.take("t1", kMe));
  ASSERT_TRUE(claims.take("t0", kOther));
  write_file(directory / "claims/.t2.node3.99", "{}");
  EXPECT_THAT(claims.trials(), ElementsAre("t0", "t1"));
  claims.clear();
  EXPECT_THAT(claims.trials(), IsEmpty());
  EXPECT_TRUE(claims.take("t0", kMe));
}

TEST(Claims, WhatCannotBeWrittenIsAnErrorAndNoClaimOfAnother) {
  const TemporaryDirectory directory;
  write_file(directory / "claims", "a file where the folder should be");
  try {
    Claims(directory / "claims").take("t0", kMe);
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr((directory / "claims").string()));
  }
}

}  // namespace
}  // namespace remedy
