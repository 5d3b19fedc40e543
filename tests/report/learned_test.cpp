#include "report/learned.h"

#include <gtest/gtest.h>

#include "report/analysis.h"
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
  return analyse({builder.run});
}

std::string verdict(const Behaviour& b) {
  return report_of({b})["learned"]["settings"][0]["verdict"];
}

Behaviour with(void (*change)(Behaviour&)) {
  Behaviour b;
  change(b);
  return b;
}

TEST(Learned, HeldOutImagesRightAndNothingElseTurnedIsTheConcept) {
  EXPECT_EQ(verdict({}), "concept");
}

TEST(Learned, HeldOutImagesWrongAndNothingTurnedIsTheCounterexamples) {
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.held_out_right = 20; })), "counterexamples");
}

TEST(Learned, AGuardSuiteThatTurnsIntoTheTargetIsTheLookAlone) {
  EXPECT_EQ(verdict(with([](Behaviour& b) {
              b.held_out_right = 20;
              b.guard = 300;
            })),
            "look");
}

TEST(Learned, OrdinaryImagesThatTurnIntoTheTargetAreSayingItMoreOften) {
  EXPECT_EQ(verdict(with([](Behaviour& b) {
              b.ordinary = 200;
              b.guard = 900;
            })),
            "says_target");
}

TEST(Learned, MixedCausesCannotBeTold) {
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.guard = 400; })), "cannot_tell");
}

TEST(Learned, WhatIsNotFixedCannotBeTold) {
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.fixed = 10; })), "cannot_tell");
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.fixed = 55; })), "cannot_tell");  // [.45, .64]
}

// The same share right, 7 of 9 in place of 78 of 100: Wilson's interval is [.45, .94].
TEST(Learned, ASmallSuiteCannotTell) {
  EXPECT_EQ(verdict(with([](Behaviour& b) {
              b.held_out = 9;
              b.held_out_right = 7;
            })),
            "cannot_tell");
  EXPECT_EQ(verdict(with([](Behaviour& b) {
              b.held_out = 9;
              b.held_out_right = 9;  // [.70, 1]
            })),
            "concept");
}

TEST(Learned, NearABoundOneCannotTell) {
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.ordinary = 50; })), "cannot_tell");
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.guard = 100; })), "cannot_tell");
  EXPECT_EQ(verdict(with([](Behaviour& b) { b.held_out_right = 50; })), "cannot_tell");
}

TEST(Learned, WhatTheBaselineKnowsShowsNothing) {
  EXPECT_EQ(verdict(with([](Behaviour& b) {
              b.held_out_before = 70;
              b.held_out_right = 90;
            })),
            "cannot_tell");
}

TEST(Learned, FourDrawsTellTheirSpread) {
  std::vector<Behaviour> draws(5);
  const int right[] = {72, 60, 66, 63, 67};
  for (std::size_t i = 0; i < draws.size(); ++i) draws[i].held_out_right = right[i];
  const Json five = report_of(draws)["learned"]["settings"][0];
  EXPECT_EQ(five["verdict"], "concept");
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

TEST(Learned, WithoutAGuardSuiteTheConceptCanBeToldAndTheRestCannot) {
  for (const auto& [right, expected] : {std::pair(80, "concept"), std::pair(20, "cannot_tell")}) {
    RunBuilder builder;
    const Trial trial = make_trial("t", "mixed", 0.001, 100, 0);
    Behaviour b;
    b.held_out_right = right;
    Json record = record_of(trial, b);
    record["suites"].erase("others");
    builder.add(trial, record);
    EXPECT_EQ(analyse({builder.run})["learned"]["settings"][0]["verdict"], expected);
  }
}

TEST(Learned, ATrialWithoutAResultLeavesItOpen) {
  RunBuilder builder;
  builder.plan(make_trial("t", "mixed", 0.001, 100, 0));
  const Json finding = analyse({builder.run})["learned"]["settings"][0];
  EXPECT_EQ(finding["verdict"], "cannot_tell");
  EXPECT_TRUE(finding["evidence"]["fix"].is_null());
}

}  // namespace
}  // namespace remedy
