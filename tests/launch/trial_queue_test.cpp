#include "launch/trial_queue.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

Trial queued(const std::string& id, const std::vector<std::string>& after = {}) {
  Trial trial;
  trial.id = id;
  trial.after = after;
  return trial;
}

std::string next_id(TrialQueue& queue) {
  const Trial* trial = queue.next();
  return trial == nullptr ? "none" : trial->id;
}

TEST(TrialQueue, GivesOutTrialsInOrderAndHoldsBackThoseThatStartFromAnother) {
  const std::vector<Trial> trials = {queued("a"), queued("a2", {"a"}), queued("b")};
  TrialQueue queue(trials, {});
  EXPECT_EQ(queue.ready(), 2U);
  EXPECT_EQ(next_id(queue), "a");
  EXPECT_EQ(next_id(queue), "b");
  EXPECT_EQ(next_id(queue), "none");
  EXPECT_FALSE(queue.empty());
  queue.ended(trials[0], Status::kCompleted);
  EXPECT_EQ(queue.ready(), 1U);
  EXPECT_EQ(next_id(queue), "a2");
  EXPECT_EQ(queue.obstacle(trials[1]), "");
  EXPECT_TRUE(queue.empty());
}

TEST(TrialQueue, KnowsTrialsThatAreNotToBeRun) {
  TrialRecord record;
  record.result.status = Status::kNotReached;
  const std::vector<Trial> trials = {queued("child", {"done"}), queued("orphan", {"lost"})};
  TrialQueue queue(trials, {{"done", record}});
  EXPECT_EQ(next_id(queue), "child");
  EXPECT_EQ(queue.obstacle(trials[0]), "");
  EXPECT_EQ(next_id(queue), "none");
}

TEST(TrialQueue, WithoutAResultToStartFromATrialCannotBeRun) {
  const std::vector<Trial> trials = {queued("a"), queued("a2", {"a"})};
  TrialQueue queue(trials, {});
  queue.next();
  queue.ended(trials[0], Status::kDiverged);
  const Trial* child = queue.next();
  ASSERT_NE(child, nullptr);
  EXPECT_EQ(queue.obstacle(*child), "it starts from trial a, which has no result (diverged)");
  EXPECT_EQ(queue.obstacle(trials[0]), "");
}

TEST(TrialQueue, OneThatStartsFromSeveralWaitsForAllOfThem) {
  const std::vector<Trial> trials = {queued("a"), queued("b"), queued("both", {"a", "b"})};
  TrialQueue queue(trials, {});
  queue.next();
  queue.next();
  queue.ended(trials[0], Status::kCompleted);
  EXPECT_EQ(queue.ready(), 0U);
  queue.ended(trials[1], Status::kCrashed);
  EXPECT_EQ(next_id(queue), "both");
  EXPECT_EQ(queue.obstacle(trials[2]), "it starts from trial b, which has no result (crashed)");
}

}  // namespace
}  // namespace remedy
