// remedy report and remedy compare as programs, on runs written for the test: no torch.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>

#include "places.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::make_trial;
using testing::TemporaryDirectory;

struct Output {
  int code = -1;
  std::string err;
};

Output remedy(const TemporaryDirectory& folder, const std::string& arguments) {
  const std::string command = "cd " + folder.path().string() + " && " + binary_dir() +
                              "/bin/remedy " + arguments + " > out.txt 2> err.txt";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(folder / "err.txt")};
}

// A run of two draws; `change` is made to every record.
template <typename Change>
void write_run_with(const TemporaryDirectory& folder, const std::string& name, Change change) {
  Plan plan;
  std::vector<Json> records;
  for (int draw = 0; draw < 2; ++draw) {
    plan.trials.push_back(make_trial("t" + std::to_string(draw), "mixed", 0.1, 100, draw));
    records.push_back(testing::completed(plan.trials.back(), 780 + draw, 14));
    change(records.back());
  }
  testing::write_run(folder / name, plan, records);
}

TEST(ReportCommand, WritesEveryFormatWithPublishedFiguresBesideOurs) {
  const TemporaryDirectory folder;
  write_run_with(folder, "run", [](Json&) {});
  write_file(folder / "published.csv", "lr,n_classes,top1\n.1,100,.68\n.1,200,.69\n");
  const Output output =
      remedy(folder, "report run --overlay published.csv --title 'A study, 2020'");
  EXPECT_EQ(output.code, 0) << output.err;
  for (const char* file : {"report.html", "report.json", "report.md", "report.csv", "report.tex"}) {
    EXPECT_TRUE(std::filesystem::exists(folder / "run" / file)) << file;
  }
  EXPECT_EQ(read_json(folder / "run/report.json")["overlay"]["title"], "A study, 2020");
}

TEST(ReportCommand, AWrongOverlayExitsWithTwoAndWritesNothing) {
  const TemporaryDirectory folder;
  write_run_with(folder, "run", [](Json&) {});
  write_file(folder / "published.csv", "lr,n_classes,top1\n.1,100,68\n");
  Output output = remedy(folder, "report run --overlay published.csv");
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, HasSubstr("published.csv:2: column top1: found \"68\""));
  EXPECT_FALSE(std::filesystem::exists(folder / "run/report.json"));
  output = remedy(folder, "report run --overlay nowhere.csv");
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, HasSubstr("nowhere.csv"));
  EXPECT_EQ(remedy(folder, "report run --title alone").code, 2);
}

TEST(ReportCommand, SeveralRunsMakeOneReport) {
  const TemporaryDirectory folder;
  write_run_with(folder, "one", [](Json&) {});
  write_run_with(folder, "two", [](Json&) {});
  const Output output = remedy(folder, "report one two --out both");
  EXPECT_EQ(output.code, 0) << output.err;
  const Json report = read_json(folder / "both/report.json");
  EXPECT_EQ(report["runs"].size(), 2U);
  EXPECT_EQ(report["settings"].size(), 2U);
  EXPECT_EQ(report["best"].size(), 2U);
}

TEST(CompareCommand, RefusesWhatIsNotComparableWithFourAndNamesIt) {
  const std::pair<const char*, const char*> differences[] = {
      {"/comparable/baseline", "baseline: "},
      {"/comparable/suites/validation", "suite validation: "},
      {"/comparable/preprocess", "preprocess: "},
      {"/comparable/target", "target: "}};
  for (const auto& difference : differences) {
    const std::string pointer = difference.first;
    const TemporaryDirectory folder;
    write_run_with(folder, "one", [](Json&) {});
    write_run_with(folder, "two",
                   [&](Json& record) { record[Json::json_pointer(pointer)] = "another"; });
    for (const char* command : {"compare one two", "report one two --out both"}) {
      const Output output = remedy(folder, command);
      EXPECT_EQ(output.code, 4) << command << pointer;
      EXPECT_THAT(output.err, AllOf(HasSubstr(difference.second), HasSubstr("another"))) << command;
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "both"));
  }
}

TEST(CompareCommand, RunsOnTheSameGroundAreCompared) {
  const TemporaryDirectory folder;
  write_run_with(folder, "one", [](Json&) {});
  write_run_with(folder, "two", [](Json&) {});
  EXPECT_EQ(remedy(folder, "compare one two").code, 0);
}

}  // namespace
}  // namespace remedy
