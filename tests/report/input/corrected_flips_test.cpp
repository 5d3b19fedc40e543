#include "report/input/corrected_flips.h"

#include <gtest/gtest.h>

#include "report/analysed.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using testing::make_trial;
using testing::RunBuilder;

// Six and seven images lost and none won: p = 2 / 2^6 and 2 / 2^7. The fix suite is a family of
// its own.
TEST(CorrectedFlips, HolmIsOverTheTrialsOfARunOnASuite) {
  RunBuilder builder;
  for (const int lost : {6, 7}) {
    const Trial trial = make_trial("t" + std::to_string(lost), "mixed", 0.1, 100, lost);
    testing::SuiteCounts counts;
    counts.after = 800 - lost;
    counts.negative_flips = lost;
    builder.add(trial, testing::make_record(
                           trial, Status::kCompleted,
                           {{"validation", counts}, {"test_cows", testing::fixed_cows(0)}}));
  }
  const Json report = testing::analysed({builder.run});
  const auto corrected = [&](int trial, const char* suite) {
    return report["trials"][trial]["suites"][suite]["mcnemar_p_holm"].get<double>();
  };
  EXPECT_DOUBLE_EQ(corrected(0, "validation"), 0.03125);  // the larger: not multiplied
  EXPECT_DOUBLE_EQ(corrected(1, "validation"), 2 * 0.015625);
  EXPECT_DOUBLE_EQ(corrected(0, "test_cows"), 1);
  EXPECT_EQ(report["settings"][0]["suites"]["validation"]["mcnemar_p_holm"]["trials"], 2);
}

}  // namespace
}  // namespace remedy
