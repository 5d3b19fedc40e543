#include "report/export/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "report/analysis.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::make_trial;
using testing::RunBuilder;

// A reader of RFC 4180 written for this test: rows of fields.
std::vector<std::vector<std::string>> parse(const std::string& text) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool inside = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' && inside && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      inside = !inside;
    } else if (c == ',' && !inside) {
      rows.back().emplace_back();
    } else if (c == '\r' && !inside) {
      ++i;
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::map<std::string, std::string> row(const std::string& csv, std::size_t index) {
  const auto rows = parse(csv);
  std::map<std::string, std::string> result;
  for (std::size_t i = 0; i < rows[0].size(); ++i) result[rows[0][i]] = rows[index + 1].at(i);
  return result;
}

TEST(Csv, OneRowForEachTrialWithItsNumbers) {
  RunBuilder builder;
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.plan(make_trial("a1", "mixed", 0.001, 100, 1));
  const std::string csv = to_csv(analyse({builder.run}));
  ASSERT_EQ(parse(csv).size(), 3U);
  const auto first = row(csv, 0);
  EXPECT_EQ(first.at("study"), "cows");
  EXPECT_EQ(first.at("status"), "completed");
  EXPECT_EQ(first.at("parameter.learning_rate"), "0.001");
  EXPECT_EQ(first.at("anchor_classes"), "100");
  EXPECT_EQ(first.at("stop.on"), "stop");
  EXPECT_EQ(first.at("stop.reached"), "true");
  EXPECT_EQ(first.at("stopped_on_reported_suite"), "false");
  EXPECT_EQ(first.at("validation.retention"), "0.95");
  EXPECT_EQ(first.at("validation.kl.mean"), "0.25");
  EXPECT_EQ(first.at("validation.baseline.top1"), "0.8");
  EXPECT_EQ(first.at("validation.top1.low"), "");
  EXPECT_THAT(first.at("test_cows.top1.low"), HasSubstr("0.7018"));
  EXPECT_EQ(first.at("seconds.apply"), "1.5");
  const auto second = row(csv, 1);
  EXPECT_EQ(second.at("status"), "missing");
  EXPECT_EQ(second.at("validation.top1"), "");
}

TEST(Csv, CommasQuotesAndLineBreaksAreQuoted) {
  RunBuilder builder;
  const Trial trial = make_trial("a0", "mixed", 0.001, 100, 0);
  const std::string reason = "no \"head\", or\nno body";
  builder.add(trial, testing::make_record(trial, Status::kFailed, {}, reason));
  const std::string csv = to_csv(analyse({builder.run}));
  EXPECT_THAT(csv, HasSubstr("\"no \"\"head\"\", or\nno body\""));
  EXPECT_EQ(row(csv, 0).at("reason"), reason);
}

TEST(Csv, ThePublishedProtocolIsAColumn) {
  RunBuilder builder;
  Trial trial = make_trial("a0", "mixed", 0.001, 100, 0);
  trial.stop = StopRule{"test_cows", 0.9, 200};
  builder.add_completed(trial, 760, 14);
  EXPECT_EQ(row(to_csv(analyse({builder.run})), 0).at("stopped_on_reported_suite"), "true");
}

TEST(Csv, AParameterThatATrialLacksIsEmpty) {
  RunBuilder builder;
  Trial other = make_trial("b0", "other", 0.001, 100, 0);
  other.parameters = {{"alpha", 0.5}};
  builder.add_completed(make_trial("a0", "mixed", 0.001, 100, 0), 760, 14);
  builder.add_completed(other, 760, 14);
  const std::string csv = to_csv(analyse({builder.run}));
  EXPECT_EQ(row(csv, 0).at("parameter.alpha"), "");
  EXPECT_EQ(row(csv, 1).at("parameter.alpha"), "0.5");
  EXPECT_EQ(row(csv, 1).at("parameter.learning_rate"), "");
}

}  // namespace
}  // namespace remedy
