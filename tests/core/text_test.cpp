#include "core/text.h"

#include <gtest/gtest.h>

namespace remedy {
namespace {

TEST(Nearest, FindsAMisspeltName) {
  EXPECT_EQ(nearest("wieghts", {"width", "weights"}), "weights");
  EXPECT_EQ(nearest("LEARNING-RATE", {"learning_rate", "momentum"}), "learning_rate");
}

TEST(Nearest, SaysNothingWhereNothingIsNear) {
  EXPECT_EQ(nearest("banana", {"weights", "classes"}), std::nullopt);
  EXPECT_EQ(did_you_mean("banana", {"weights"}), "");
}

TEST(Glob, StarAndQuestionMarkMatchAsInAShell) {
  EXPECT_TRUE(matches_glob("mixed_*", "mixed_finetune"));
  EXPECT_TRUE(matches_glob("l?_sp", "l2_sp"));
  EXPECT_FALSE(matches_glob("mixed", "mixed_finetune"));
}

}  // namespace
}  // namespace remedy
