#include "worker/plugin/trial_state.h"

#include <ATen/Context.h>
#include <c10/core/InferenceMode.h>
#include <fenv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

namespace remedy {
namespace {

using ::testing::HasSubstr;

double cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

TEST(TrialState, WhereNothingWasChangedNothingIsTold) {
  TrialState state({});
  volatile double inexact = 1.0;
  inexact = inexact / 3;  // raises a flag of arithmetic, as any computation does
  state.restore();
  for (const Leftover& one : state.left()) ADD_FAILURE() << one.what;
}

TEST(TrialState, PutsBackOnceAndTellsWhat) {
  TrialState state({});
  fesetround(FE_DOWNWARD);
  at::globalContext().setUserEnabledMkldnn(false);
  state.restore();
  EXPECT_EQ(fegetround(), FE_TONEAREST);
  EXPECT_TRUE(at::globalContext().userEnabledMkldnn());
  ASSERT_EQ(state.left().size(), 2u);
  EXPECT_TRUE(state.left()[0].restored);
  EXPECT_THAT(state.left()[0].what, HasSubstr("rounding"));
  EXPECT_THAT(state.left()[1].what, HasSubstr("mkldnn"));
}

TEST(TrialState, TheHarnessComputesWithItsOwnSettingsInBetween) {
  TrialState state({});
  fesetround(FE_UPWARD);
  at::globalContext().setUserEnabledMkldnn(false);
  const c10::InferenceMode inference(true);
  {
    const TrialState::OwnSettings own(state);
    EXPECT_EQ(fegetround(), FE_TONEAREST);
    EXPECT_TRUE(at::globalContext().userEnabledMkldnn());
    EXPECT_FALSE(c10::InferenceMode::is_enabled());
  }
  EXPECT_EQ(fegetround(), FE_UPWARD);
  EXPECT_FALSE(at::globalContext().userEnabledMkldnn());
  EXPECT_TRUE(c10::InferenceMode::is_enabled());
  state.restore();
}

TEST(TrialState, ADescriptorThatWasOpenedIsLost) {
  TrialState state({});
  const int descriptor = dup(STDERR_FILENO);
  state.restore();
  close(descriptor);
  ASSERT_EQ(state.left().size(), 1u);
  EXPECT_FALSE(state.left()[0].restored);
}

// The time of this thread: what other processes do meanwhile does not count.
TEST(TrialState, CostsATrialLessThanAMillisecond) {
  double least = 1;
  for (int i = 0; i < 30; ++i) {
    const double start = cpu_seconds();
    {
      TrialState state({STDIN_FILENO});
      state.restore();
    }
    least = std::min(least, cpu_seconds() - start);
  }
  RecordProperty("microseconds", static_cast<int>(least * 1e6));
  EXPECT_LT(least, 1e-3);
}

}  // namespace
}  // namespace remedy
