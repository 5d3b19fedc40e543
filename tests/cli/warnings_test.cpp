// What is probably not meant is told by plan, by run and by the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "core/file.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

std::vector<std::string> run_identity(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"run", "study.yaml", "--only", "identity"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

TEST(Warnings, FilesLeftOutAreToldByPlanRunAndReport) {
  const TinyStudy study;
  write_file(study.path("val/c2/more.gif"), "GIF89a");
  const auto told =
      AllOf(HasSubstr("suites.validation: 1 file of"), HasSubstr("c2/more.gif (a GIF image)"));
  const Output plan = study.remedy({"plan", "study.yaml"});
  EXPECT_EQ(plan.code, 0);
  EXPECT_THAT(plan.err, told);
  EXPECT_THAT(plan.out, Not(HasSubstr("gif")));
  const Output run = study.remedy(run_identity({"--quiet"}));
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_THAT(run.err, told);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), told);
  // Once it is gone, nothing is told any more.
  std::filesystem::remove(study.path("val/c2/more.gif"));
  EXPECT_THAT(study.remedy(run_identity()).err, Not(HasSubstr("gif")));
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), Not(HasSubstr("gif")));
}

}  // namespace
}  // namespace remedy
