#include "statistics/basic/student.h"

#include <gtest/gtest.h>

namespace remedy::statistics {
namespace {

// Student's tables: t(4), t(1), t(30) at 2.5 and 5 %.
TEST(Student, QuantilesAreThoseOfTheTables) {
  EXPECT_NEAR(student_upper_quantile(4, 0.025), 2.776445, 1e-6);
  EXPECT_NEAR(student_upper_quantile(1, 0.025), 12.706205, 1e-6);
  EXPECT_NEAR(student_upper_quantile(30, 0.05), 1.697261, 1e-6);
  EXPECT_EQ(student_upper_quantile(4, 0.5), 0);
}

}  // namespace
}  // namespace remedy::statistics
