#include "report/write_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <iostream>

#include "core/error.h"
#include "report/analysed.h"
#include "report/export/csv.h"
#include "report/export/frontier_svg.h"
#include "report/markdown/markdown.h"
#include "report/page/page.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using testing::make_trial;
using testing::TemporaryDirectory;

Plan sweep(int draws) {
  Plan plan;
  for (const double rate : {0.001, 0.002}) {
    for (const int classes : {100, 200, 400}) {
      for (int draw = 0; draw < draws; ++draw) {
        plan.trials.push_back(
            make_trial("t" + std::to_string(plan.trials.size()), "mixed", rate, classes, draw));
      }
    }
  }
  return plan;
}

std::vector<Json> records_of(const Plan& plan) {
  std::vector<Json> records;
  for (const Trial& trial : plan.trials) {
    const int i = static_cast<int>(records.size());
    records.push_back(testing::completed(trial, 700 + i % 90, 10 + i % 6));
  }
  return records;
}

TEST(WriteReport, WritesFilesMadeFromOneReport) {
  const TemporaryDirectory folder;
  const Plan plan = sweep(2);
  testing::write_run(folder / "run", plan, records_of(plan));
  const RunData run = load_run(folder / "run");
  write_report({run}, folder / "run");
  const Report report = analyse({run});
  EXPECT_EQ(read_json(folder / "run/report.json"), report_json(report));
  EXPECT_EQ(read_file(folder / "run/report.md"), to_markdown(report));
  EXPECT_EQ(read_file(folder / "run/report.csv"), to_csv(report));
  EXPECT_EQ(read_file(folder / "run/frontier.svg"), frontier_svg(report));
  EXPECT_EQ(read_file(folder / "run/report.html"), to_page(report, {"study: cows\n"}));
}

TEST(WriteReport, TheSameBytesInWhateverOrderTrialsFinishedAndWhereverTheRunLies) {
  const TemporaryDirectory folder;
  const Plan plan = sweep(3);
  std::vector<Json> records = records_of(plan);
  testing::write_run(folder / "here/run", plan, records);
  std::reverse(records.begin(), records.end());
  std::rotate(records.begin(), records.begin() + 5, records.end());
  testing::write_run(folder / "far/away/run", plan, records);
  for (const char* place : {"here/run", "far/away/run"}) {
    write_file(folder.path() / place / "trials/bad1.json", "{");
    write_file(folder.path() / place / "trials/bad2.json", "[]");
    write_report({load_run(folder / place)}, folder / place);
  }
  for (const char* file : {"report.json", "report.md", "report.csv"}) {
    EXPECT_EQ(read_file(folder / "here/run" / file), read_file(folder / "far/away/run" / file));
  }
}

TEST(WriteReport, OtherTimesChangeNothingButTheTimings) {
  const Plan plan = sweep(2);
  testing::RunBuilder one, two;
  for (const Json& record : records_of(plan)) {
    const Trial& trial = *plan.find(record["id"]);
    one.add(trial, record);
    Json slower = record;
    slower["seconds"] = {{"apply", 99.0}, {"evaluate", 98.0}};
    two.add(trial, slower);
  }
  const auto head = [](const RunData& run) {
    const std::string text = to_markdown(analyse({run}));
    return text.substr(0, text.find("## Timings"));
  };
  EXPECT_EQ(head(one.run), head(two.run));
  Json a = testing::analysed({one.run}), b = testing::analysed({two.run});
  EXPECT_NE(a, b);
  a.erase("timings");
  b.erase("timings");
  EXPECT_EQ(pretty(a), pretty(b));
}

TEST(WriteReport, WhatIsRefusedLeavesNoFile) {
  const TemporaryDirectory folder;
  const Plan plan = sweep(1);
  std::vector<Json> records = records_of(plan);
  testing::write_run(folder / "one", plan, records);
  for (Json& record : records) record["comparable"]["baseline"] = "sha256:other";
  testing::write_run(folder / "two", plan, records);
  EXPECT_THROW(write_report({load_run(folder / "one"), load_run(folder / "two")}, folder / "out"),
               Refusal);
  EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

// So long a report takes; not judged, for a busy machine takes longer.
void tell_time(const RunData& run, const char* shape) {
  const TemporaryDirectory folder;
  const auto start = std::chrono::steady_clock::now();
  write_report({run}, folder / "out");
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
  const auto trials = run.plan.trials.size();
  std::cout << "report of " << trials << " trials, " << shape << ": " << time.count()
            << " s; bytes:";
  for (const char* file : {"report.json", "report.html", "report.md", "report.csv"}) {
    std::cout << " " << file << " " << std::filesystem::file_size(folder / "out" / file);
  }
  std::cout << "\n";
  EXPECT_EQ(read_json(folder / "out/report.json")["trials"].size(), trials);
}

TEST(WriteReport, AThousandTrialsInSixSettings) {
  const Plan plan = sweep(167);
  const std::vector<Json> records = records_of(plan);
  testing::RunBuilder builder;
  for (std::size_t i = 0; i < records.size(); ++i) builder.add(plan.trials[i], records[i]);
  tell_time(builder.run, "6 settings, 2 suites");
}

TEST(WriteReport, AThousandTrialsInFiveHundredSettings) {
  testing::RunBuilder builder;
  int number = 0;
  for (int remediation = 0; remediation < 20; ++remediation) {
    for (const double rate : {0.001, 0.002, 0.005, 0.01, 0.02}) {
      for (const int classes : {25, 50, 100, 200, 400}) {
        for (int draw = 0; draw < 2; ++draw, ++number) {
          const Trial trial =
              make_trial("t" + std::to_string(number), "remediation_" + std::to_string(remediation),
                         rate, classes, draw);
          builder.add(trial, testing::make_record(
                                 trial, Status::kCompleted,
                                 {{"validation", testing::retained(700 + number % 90)},
                                  {"test_cows", testing::fixed_cows(10 + number % 6)},
                                  {"held_out", {"transfer", 9, 0, number % 10, 0, 1.0, 0.5}},
                                  {"others", {"guard", 600, 300, 290, 20, 0.4, 0.02}}}));
        }
      }
    }
  }
  tell_time(builder.run, "500 settings, 4 suites");
}

}  // namespace
}  // namespace remedy
