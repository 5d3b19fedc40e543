#include "report/page/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "report/analysed.h"
#include "report/page/gallery.h"
#include "report/page/page_json.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using ::testing::Not;
using testing::TemporaryDirectory;

Report report_of(const Plan& plan, const std::vector<Json>& records) {
  const TemporaryDirectory folder;
  testing::write_run(folder / "run", plan, records);
  return analyse({load_run(folder / "run")});
}

Plan two_trials(const std::string& label) {
  Plan plan;
  for (const int draw : {0, 1}) {
    plan.trials.push_back(make_trial("t" + std::to_string(draw), label, 0.001, 100, draw));
  }
  return plan;
}

TEST(ReportPage, NeedsNoOtherFile) {
  const Plan plan = two_trials("mixed");
  const std::string page =
      to_page(report_of(plan, {testing::completed(plan.trials[0], 700, 12)}), {});
  EXPECT_THAT(page, Not(HasSubstr(" src=")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
  for (const char* mark : {"{{title}}", "{{style}}", "{{script}}", "{{chart}}", "{{data}}"}) {
    EXPECT_THAT(page, Not(HasSubstr(mark)));
  }
  EXPECT_LT(page.size(), 400'000U);
}

TEST(ReportPage, WhatIsCalledLikeMarkupStaysText) {
  const Plan plan = two_trials("</script><script>alert(1)</script><!-- {{chart}}");
  const std::string page =
      to_page(report_of(plan, {testing::completed(plan.trials[0], 700, 12)}), {"study: </script>"});
  EXPECT_THAT(page, Not(HasSubstr("alert(1)</script>")));
  EXPECT_THAT(page, HasSubstr("\\u003c/script>\\u003cscript>alert(1)"));
  EXPECT_THAT(page, HasSubstr("{{chart}}"));
}

TEST(ReportPage, EveryPlannedTrialIsThereAndMeansSayOverHowMany) {
  const Plan plan = two_trials("mixed");
  const Json data = page_data(report_of(plan, {testing::completed(plan.trials[0], 700, 12)}), {});
  ASSERT_EQ(data["trials"].size(), 2U);
  EXPECT_EQ(data["trials"][0]["status"], "completed");
  EXPECT_EQ(data["trials"][1]["status"], "missing");
  const Json& setting = data["settings"][0];
  EXPECT_EQ(setting["trials"]["planned"], 2);
  ASSERT_EQ(setting["figures"].size(), data["columns"].size());
  EXPECT_EQ(setting["figures"][0][3], 1);
}

TEST(ReportPage, PlacesOfAStudyAreNotShown) {
  const Plan plan = two_trials("mixed");
  const Json data = page_data(
      report_of(plan, {}), {"weights: /home/somebody/models/resnet.pth\nset: [\"/a/b/c.txt\"]\n"});
  EXPECT_EQ(data["studies"][0], "weights: …/resnet.pth\nset: [\"…/c.txt\"]\n");
}

TEST(ReportPage, TellsTheFamilyOfEachMethodAndWhereItComesFrom) {
  Plan plan = two_trials("mine");
  for (Trial& trial : plan.trials) trial.remediation = "dfr";
  const Json data = page_data(report_of(plan, {testing::completed(plan.trials[0], 700, 12)}), {});
  EXPECT_EQ(data["families"]["of"], Json({{"dfr", "last layer"}}));
  EXPECT_THAT(data["citations"].get<std::string>(), HasSubstr("@inproceedings{dfr,"));
}

TEST(ReportPage, SaysWhenAndHowARunWasMade) {
  const Plan plan = two_trials("mixed");
  const TemporaryDirectory folder;
  testing::write_run(folder / "run", plan, {});
  write_file(folder / "run/log.jsonl",
             R"({"time": "2026-01-02T03:04:05Z", "event": "started"})"
             "\nnot a line\n"
             R"({"time": "2026-01-02T03:05:05Z", "event": "command", "cpu": "A 1",)"
             R"( "commit": "f00d", "command": "remedy run /home/somebody/study.yaml"})"
             "\n");
  const Json made = page_data(analyse({load_run(folder / "run")}), {})["made"][0];
  EXPECT_EQ(made["started"], "2026-01-02T03:04:05Z");
  EXPECT_EQ(made["finished"], "2026-01-02T03:05:05Z");
  EXPECT_EQ(made["cpu"], "A 1");
  EXPECT_EQ(made["commit"], "f00d");
  EXPECT_EQ(made["command"], "remedy run …/study.yaml");
}

TEST(ReportPage, HoldsWhatTheReportConcludes) {
  const Plan plan = two_trials("mixed");
  const Report report = report_of(plan, {testing::completed(plan.trials[0], 700, 12),
                                         testing::completed(plan.trials[1], 710, 13)});
  const Json data = page_data(report, {}), json = report_json(report);
  for (const char* key :
       {"verdict", "decision", "frontier", "sweeps", "predictability", "learned"}) {
    EXPECT_EQ(data[key], json[key]) << key;
  }
  ASSERT_FALSE(data["equal_fix"]["columns"].empty());
  for (const Json& column : data["equal_fix"]["columns"]) {
    EXPECT_THAT(column["unit"], ::testing::AnyOf("percent", "nats", "count")) << column;
  }
}

// 200 settings with five draws each, and as many pictures as there is room for: under 3 MB.
TEST(ReportPage, AThousandTrialsFitTheirBudget) {
  testing::RunBuilder builder;
  for (int i = 0; i < 1000; ++i) {
    const Trial trial = make_trial("t" + std::to_string(i), "mixed_" + std::to_string(i / 100),
                                   0.001 * (1 + i / 5 % 20), 100, i % 5);
    builder.add_completed(trial, 700 + i % 97, 10 + i % 5);
  }
  Report report = analyse({builder.run});
  ASSERT_EQ(report.settings.size(), 200U);
  const LostClass lost{123, "a class with a long name of thirty", 50, 45, 12.5, 33.5, 5, 0, 0};
  for (Setting& setting : report.settings) {
    for (SettingSuite& suite : setting.suites) suite.lost.emplace(10, lost);
  }
  Gallery gallery;
  gallery.pictures = {std::string(kPictureBytes, 'A')};
  EXPECT_LT(to_page(report, {}, gallery).size(), 3'000'000U);
}

}  // namespace
}  // namespace remedy
