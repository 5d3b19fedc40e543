#include "launch/limits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

namespace remedy {
namespace {

using ::testing::HasSubstr;

constexpr double kLong = 1e9;  // seconds

Limits limits(std::optional<double> trial, std::optional<std::uint64_t> memory) {
  Limits limits;
  limits.trial_seconds = trial;
  limits.memory_bytes = memory;
  limits.silence_seconds = 60;
  return limits;
}

TEST(Limits, NoneIsPassedWhereNoneIsGiven) {
  EXPECT_FALSE(breach(limits({}, {}), 0, kLong, getpid()));
  EXPECT_FALSE(breach(limits({}, {}), 60, kLong, getpid()));
}

TEST(Limits, AWorkerThatIsSilentHasTimedOutWhateverItDoes) {
  for (const std::optional<double>& at_work : {std::optional<double>(), std::optional<double>(1)}) {
    const auto passed = breach(limits({}, {}), 60.1, at_work, getpid());
    ASSERT_TRUE(passed);
    EXPECT_EQ(passed->status, Status::kTimedOut);
    EXPECT_THAT(passed->reason, HasSubstr("no sign of life for 60 s (limits.silence)"));
  }
}

TEST(Limits, ATrialIsStoppedOnceItTookLongerThanAllowed) {
  EXPECT_FALSE(breach(limits(30, {}), 0, 30.0, getpid()));
  const auto passed = breach(limits(30, {}), 0, 30.5, getpid());
  ASSERT_TRUE(passed);
  EXPECT_EQ(passed->status, Status::kTimedOut);
  EXPECT_THAT(passed->reason, HasSubstr("stopped after 30 s, the study's limits.trial"));
}

TEST(Limits, AWorkerThatHoldsTooMuchIsOutOfMemory) {
  EXPECT_FALSE(breach(limits({}, std::uint64_t{1} << 40), 0, 1.0, getpid()));
  const auto passed = breach(limits({}, 1), 0, 1.0, getpid());
  ASSERT_TRUE(passed);
  EXPECT_EQ(passed->status, Status::kOutOfMemory);
  EXPECT_THAT(passed->reason, HasSubstr("limits.memory"));
}

TEST(Limits, AWorkerWithoutATrialIsHeldToSilenceAlone) {
  EXPECT_FALSE(breach(limits(1, 1), 0, std::nullopt, getpid()));
}

TEST(Limits, AProcessThatIsGoneHoldsNothing) {
  EXPECT_FALSE(breach(limits({}, 1), 0, 1.0, /*worker=*/0x7ffffffe));
}

}  // namespace
}  // namespace remedy
