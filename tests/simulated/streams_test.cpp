// That work of two streams on the same memory needs an event, as on a GPU.
#include "simulated/streams.h"

#include <ATen/ATen.h>
#include <c10/core/Event.h>
#include <c10/core/StreamGuard.h>
#include <gtest/gtest.h>

#include "simulated/device_memory.h"

namespace remedy::simulated {
namespace {

class TwoStreams : public ::testing::Test {
 protected:
  // Gives `pinned_` to the second stream to copy.
  void copy() {
    const c10::StreamGuard on(second_stream(kDevice));
    there_.copy_(pinned_, /*non_blocking=*/true);
  }

  at::Tensor pinned_ = at::ones({4}).pin_memory(kDevice);
  at::Tensor there_ = at::empty({4}, at::TensorOptions(at::kFloat).device(kDevice));
};

TEST_F(TwoStreams, WhatOneStillCopiesTheOtherMayNotUse) {
  copy();
  EXPECT_THROW(there_.add(1), c10::Error);
}

TEST_F(TwoStreams, AfterAnEventItMay) {
  copy();
  c10::Event copied(kType);
  copied.record(second_stream(kDevice));
  EXPECT_FALSE(copied.query());
  copied.block(current_stream(kDevice));
  EXPECT_EQ(there_.sum().item<float>(), 4);
  EXPECT_TRUE(copied.query());
}

TEST_F(TwoStreams, WhatOneMayStillReadTheOtherMayNotOverwrite) {
  there_.fill_(1);
  EXPECT_THROW(copy(), c10::Error);
}

TEST_F(TwoStreams, ABufferThatIsFilledAgainBeforeItsCopyEndedShows) {
  copy();
  pinned_.fill_(2);
  second_stream(kDevice).synchronize();
  EXPECT_EQ(there_.sum().item<float>(), 8);
}

}  // namespace
}  // namespace remedy::simulated
