#include "core/run/trial_log.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace remedy {
namespace {

std::size_t lines(const std::string& csv) {
  return static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n'));
}

TEST(TrialLog, IsATableByNameInTheOrderOfItsSteps) {
  TrialLog log;
  EXPECT_TRUE(log.empty());
  log.add("norm, of all", 0, 0.1);
  log.add("loss", 0, 2);
  log.add("loss", 1, std::numeric_limits<double>::infinity());
  EXPECT_EQ(log.to_csv(),
            "name,step,value\r\nloss,0,2\r\nloss,1,inf\r\n\"norm, of all\",0,0.1\r\n");
}

TEST(TrialLog, OfTooManyValuesKeepsEverySecondFourthAndSoOn) {
  TrialLog log;
  for (std::int64_t step = 0; step < 10000; ++step) log.add("loss", step, 1);
  const std::string csv = log.to_csv();
  EXPECT_EQ(lines(csv), 626U);  // 0, 16, ..., 9984, and the head
  EXPECT_NE(csv.find("loss,0,1\r\nloss,16,1\r\n"), std::string::npos);
  EXPECT_NE(csv.find("loss,9984,1\r\n"), std::string::npos);
}

TEST(TrialLog, PassesOverNamesBeyondTheFirstAndCutsLongOnes) {
  TrialLog log;
  for (int i = 0; i < 1000; ++i) log.add("name " + std::to_string(i), 0, 1);
  log.add("name 0", 1, 1);
  EXPECT_EQ(lines(log.to_csv()), TrialLog::kMostNames + 2);
  TrialLog other;
  other.add(std::string(1000000, 'x'), 0, 1);
  EXPECT_LT(other.to_csv().size(), 200U);
}

}  // namespace
}  // namespace remedy
