#include "report/conclude/learned.h"

#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/margin_builder.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using testing::make_trial;
using testing::RunBuilder;
using testing::SuiteCounts;

// What a trial did: images right of 100 Test Cows and of `held_out` held-out cows, and how many of
// 1000 guard images and 1000 ordinary images became cows.
struct Behaviour {
  int fixed = 95, held_out_right = 80, held_out = 100, guard = 20, ordinary = 3;
  int held_out_before = 0;
};

Json record_of(const Trial& trial, const Behaviour& b) {
  Json record = testing::make_record(
      trial, Status::kCompleted,
      {{"test_cows", SuiteCounts{"fix", 100, 0, b.fixed, 0, 1.0, b.fixed / 100.0}},
       {"held_out",
        SuiteCounts{"transfer", b.held_out, b.held_out_before, b.held_out_right, 0, 1.0, 0.0}},
       {"others", SuiteCounts{"guard", 1000, 500, 480, 40, 0.2, b.guard / 1000.0}},
       {"validation", SuiteCounts{"retain", 1000, 800, 780, 40, 0.2, 0.0}}});
  record["suites"]["validation"]["over_prediction"]["remediated"] = b.ordinary / 1000.0;
  return record;
}

Json report_of(const std::vector<Behaviour>& draws) {
  RunBuilder builder;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const Trial trial =
        make_trial("t" + std::to_string(i), "mixed", 0.001, 100, static_cast<std::int64_t>(i));
    builder.add(trial, record_of(trial, draws[i]));
  }
  return testing::analysed({builder.run});
}

std::string verdict(const Behaviour& b) {
  return report_of({b})["learned"]["settings"][0]["verdict"];
}

Behaviour with(void (*change)(Behaviour&)) {
  Behaviour b;
  change(b);
  return b;
}

// By the margins: what is added to those of the Test Cows, the held-out cows, ordinary images and
// others in the cows' look.
Json finding(const testing::Shifts& shifts, const Acceptance& accept = {}) {
  RunBuilder builder;
  builder.run.accept = accept;
  testing::MarginStudy().add(builder, make_trial("t", "mixed", 0.001, 100, 0), shifts);
  return testing::analysed({builder.run})["learned"]["settings"][0];
}

// EmojiNet with 3.0 added to the cow logit, and further: held-out accuracy rises to 100 %.
TEST(Learned, AConstantOnTheTargetsLogitNeverGeneralises) {
  for (const double shift : {0.0, 1.0, 3.0, 4.0, 4.5, 5.0, 5.5, 6.0, 7.0, 8.0, 12.0}) {
    const Json found = finding(testing::cows(shift, shift, shift, shift));
    EXPECT_NE(found["verdict"], "concept") << shift;
    EXPECT_NE(found["verdict"], "look") << shift;
    for (const Json& matched : found["evidence"]["matched"]) {
      EXPECT_NEAR(matched["mean"].get<double>(), 0, 1e-9);
    }
  }
  EXPECT_EQ(finding(testing::cows(5, 5, 5, 5))["verdict"], "says_target");
}

TEST(Learned, MoreHeldOutImagesThanAConstantGivesGeneralise) {
  EXPECT_EQ(finding(testing::cows(7, 7, 0, 0))["verdict"], "concept");
}

TEST(Learned, CounterexamplesOnlyWhereHeldOutImagesStayWrong) {
  EXPECT_EQ(finding(testing::cows(7, 0, 0, 0))["verdict"], "counterexamples");
}

TEST(Learned, AGuardSuiteThatTurnsIntoTheTargetReliesOnTheCue) {
  EXPECT_EQ(finding(testing::cows(7, 0, 0, 6))["verdict"], "look");
  EXPECT_EQ(finding(testing::cows(7, 7, 0, 6))["verdict"], "look");
}

TEST(Learned, WhatTheStudyAcceptsIsTheBound) {
  Acceptance strict;
  strict.over_prediction = 0.002;
  EXPECT_EQ(finding(testing::cows(7, 7, 2, 0), strict)["verdict"], "cannot_tell");
  strict.over_prediction = 0.05;
  EXPECT_EQ(finding(testing::cows(7, 7, 2, 0), strict)["verdict"], "concept");
  strict.fix = 0.999;
  EXPECT_EQ(finding(testing::cows(7, 7, 0, 0), strict)["verdict"], "cannot_tell");
}

TEST(Learned, WithoutMarginsItIsInconclusiveAndSaysWhy) {
  const Json found = report_of({{}})["learned"]["settings"][0];
  EXPECT_EQ(found["verdict"], "cannot_tell");
  EXPECT_TRUE(found["evidence"]["matched"].is_null());
  EXPECT_NE(found["reason"].get<std::string>().find("no target margins"), std::string::npos);
  // What guard suites show needs none.
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.guard = 300; })), "look");
}

TEST(Learned, WhatIsNotFixedCannotBeTold) {
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.fixed = 10; })), "cannot_tell");
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.fixed = 55; })), "cannot_tell");  // [.45, .64]
}

TEST(Learned, FourDrawsTellTheirSpread) {
  std::vector<Behaviour> draws(5);
  const int right[] = {72, 60, 66, 63, 67};
  for (std::size_t i = 0; i < draws.size(); ++i) draws[i].held_out_right = right[i];
  const Json five = report_of(draws)["learned"]["settings"][0];
  // 65.6 of 100 with a deviation of 4.51 between draws: statistics::rate_over_draws.
  EXPECT_NEAR(five["evidence"]["transfer"]["low"].get<double>(), 0.5473, 5e-5);
  EXPECT_NEAR(five["evidence"]["transfer"]["high"].get<double>(), 0.7614, 5e-5);
  // More draws of the same kind tell more, not less.
  for (std::size_t i = 0; i < 5; ++i) draws.push_back(draws[i]);
  const Json ten = report_of(draws)["learned"]["settings"][0]["evidence"]["transfer"];
  EXPECT_GT(ten["low"], five["evidence"]["transfer"]["low"]);
  EXPECT_LT(ten["high"], five["evidence"]["transfer"]["high"]);
}

TEST(Learned, OfFewDrawsEveryOneHasToSaySo) {
  Behaviour other;
  other.held_out_right = 40;
  const Json finding = report_of({{}, other})["learned"]["settings"][0];
  EXPECT_EQ(finding["verdict"], "cannot_tell");
  // From the lower end of 40 of 100 to the upper end of 80 of 100 (Wilson).
  EXPECT_NEAR(finding["evidence"]["transfer"]["low"].get<double>(), 0.3094, 5e-5);
  EXPECT_NEAR(finding["evidence"]["transfer"]["high"].get<double>(), 0.8666, 5e-5);
}

TEST(Learned, ATrialWithoutAResultLeavesItOpen) {
  RunBuilder builder;
  builder.plan(make_trial("t", "mixed", 0.001, 100, 0));
  const Json finding = testing::analysed({builder.run})["learned"]["settings"][0];
  EXPECT_EQ(finding["verdict"], "cannot_tell");
  EXPECT_TRUE(finding["evidence"]["fix"].is_null());
}

}  // namespace
}  // namespace remedy
