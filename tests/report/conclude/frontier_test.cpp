#include "report/conclude/frontier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using testing::make_trial;
using testing::RunBuilder;

std::vector<std::size_t> optimal(const Json& report) {
  std::vector<std::size_t> settings;
  for (const Json& point : report["frontier"]["points"]) {
    if (point["optimal"] == true) settings.push_back(point["setting"]);
  }
  return settings;
}

TEST(Frontier, HoldsWhatNothingBeatsInBoth) {
  RunBuilder builder;
  builder.add_completed(make_trial("a", "gentle", 0.001, 100, 0), 795, 3);
  builder.add_completed(make_trial("b", "middle", 0.001, 100, 0), 780, 12);
  builder.add_completed(make_trial("c", "beaten", 0.001, 100, 0), 770,
                        12);  // as much as b, less kept
  builder.add_completed(make_trial("d", "rough", 0.001, 100, 0), 600, 15);
  builder.add_completed(make_trial("e", "twin", 0.001, 100, 0), 780, 12);  // equal to b
  builder.plan(make_trial("f", "waiting", 0.001, 100, 0));
  const Json report = testing::analysed({builder.run});
  EXPECT_THAT(optimal(report), ElementsAre(0, 1, 3, 4));
  EXPECT_EQ(report["frontier"]["points"].size(), 5U);
  EXPECT_EQ(report["frontier"]["fix"], "test_cows");
  EXPECT_EQ(report["frontier"]["retain"], "validation");
  EXPECT_DOUBLE_EQ(report["frontier"]["points"][1]["fix"], 0.8);
  EXPECT_DOUBLE_EQ(report["frontier"]["points"][1]["retention"], 780.0 / 800);
}

TEST(Frontier, ThePublishedProtocolIsMarkedAndPushesNothingOff) {
  RunBuilder builder;
  Trial published = make_trial("a", "mixed", 0.001, 100, 0);
  published.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(published, 799, 15);
  builder.add_completed(make_trial("b", "honest", 0.001, 100, 0), 700, 12);
  published = make_trial("c", "weak", 0.001, 100, 0);
  published.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(published, 690, 11);  // b and a beat it
  const Json points = testing::analysed({builder.run})["frontier"]["points"];
  EXPECT_EQ(points[0]["published"], true);
  EXPECT_EQ(points[0]["optimal"], true);
  EXPECT_EQ(points[1]["published"], false);
  EXPECT_EQ(points[1]["optimal"], true);
  EXPECT_EQ(points[2]["optimal"], false);
}

TEST(Frontier, WithoutBothKindsOfSuitesThereIsNone) {
  RunBuilder builder;
  const Trial trial = make_trial("a", "mixed", 0.001, 100, 0);
  builder.add(trial, testing::make_record(trial, Status::kCompleted,
                                          {{"validation", testing::retained(790)}}));
  const Json frontier = testing::analysed({builder.run})["frontier"];
  EXPECT_TRUE(frontier["fix"].is_null());
  EXPECT_TRUE(frontier["points"].empty());
}

}  // namespace
}  // namespace remedy
