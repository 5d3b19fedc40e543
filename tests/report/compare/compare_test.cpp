#include "report/compare/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.h"
#include "model/checkpoint/tensor_file.h"
#include "report/compare/compare_json.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::make_trial;
using testing::RunBuilder;

// Two draws of one setting; the second run is better by `gain` images of 1000, plus its draw.
RunBuilder two_draws(const std::string& name, int gain) {
  RunBuilder builder(name);
  for (int draw = 0; draw < 2; ++draw) {
    builder.add_completed(make_trial(name + std::to_string(draw), "tune", 0.1, 100, draw),
                          700 + gain * (draw + 1), 10);
  }
  return builder;
}

TEST(Compare, DifferencesArePairedByDraw) {
  const RunBuilder a = two_draws("a", 0), b = two_draws("b", 10);
  const Comparison found = compare_runs(a.run, b.run);
  const Json comparison = comparison_json(found);
  ASSERT_EQ(comparison["settings"].size(), 1U);
  const Json& setting = comparison["settings"][0];
  EXPECT_EQ(setting["pairs"], 2);
  const Json& top1 = setting["suites"]["validation"]["metrics"]["top1"];
  EXPECT_NEAR(top1["a"].get<double>(), 0.7, 1e-12);
  EXPECT_NEAR(top1["difference"].get<double>(), 0.015, 1e-12);
  // 0.01 and 0.02: mean 0.015, s / sqrt(2) = 0.005, t(1) at .975 = 12.7062.
  EXPECT_NEAR(top1["interval"][0].get<double>(), 0.015 - 12.7062047364 * 0.005, 1e-9);
  EXPECT_NEAR(top1["interval"][1].get<double>(), 0.015 + 12.7062047364 * 0.005, 1e-9);
  EXPECT_THAT(comparison_text(found), HasSubstr("+1.5 [-4.9, +7.9]"));
}

TEST(Compare, AnOlderRunThatLacksAParameterIsStillMatched) {
  const RunBuilder a = two_draws("a", 0);
  RunBuilder b = two_draws("b", 0);
  for (Trial& trial : b.run.plan.trials) trial.parameters["added"] = 1.0;
  const Comparison found = compare_runs(a.run, b.run);
  const Json comparison = comparison_json(found);
  ASSERT_EQ(comparison["settings"].size(), 1U);
  EXPECT_EQ(comparison["settings"][0]["pairs"], 2);
}

TEST(Compare, WhatIsNotInBothIsTold) {
  RunBuilder a = two_draws("a", 0), b = two_draws("b", 0);
  a.add_completed(make_trial("a9", "tune", 0.9, 100, 0), 700, 10);
  a.add_completed(make_trial("a8", "tune", 0.1, 100, 2), 700, 10);
  const Trial crashed = make_trial("b8", "tune", 0.1, 100, 2);
  b.add(crashed, testing::make_record(crashed, Status::kCrashed, {}, "killed by SIGSEGV"));
  const Comparison found = compare_runs(a.run, b.run);
  const Json comparison = comparison_json(found);
  EXPECT_EQ(comparison["only_in"][0].size(), 1U);
  EXPECT_EQ(comparison["only_in"][1].size(), 0U);
  ASSERT_EQ(comparison["without_result"].size(), 1U);
  EXPECT_EQ(comparison["without_result"][0]["b"], "crashed");
  const std::string text = comparison_text(found);
  EXPECT_THAT(text, HasSubstr("completed in a, crashed in b"));
  EXPECT_THAT(text, HasSubstr("1 trial only in a"));
  // A condition that no figure meets is failed by the trial that has none.
  EXPECT_THAT(violations(found, parse_condition("top1 < -0.5", {})),
              ElementsAre(HasSubstr("none in the second (crashed)")));
}

TEST(Compare, OtherBaselinesSuitesPreprocessingAndTargetsAreRefused) {
  const std::pair<const char*, std::string Comparable::*> parts[] = {
      {"baseline", &Comparable::baseline},
      {"preprocess", &Comparable::preprocess},
      {"target", &Comparable::target}};
  for (const auto& pair : parts) {
    const char* key = pair.first;
    const auto part = pair.second;
    const RunBuilder a = two_draws("a", 0);
    RunBuilder b = two_draws("b", 0);
    for (auto& [id, record] : b.run.records) (*record.comparable).*part = "another";
    try {
      compare_runs(a.run, b.run);
      ADD_FAILURE() << key;
    } catch (const Refusal& refusal) {
      EXPECT_THAT(refusal.what(), HasSubstr(key));
    }
  }
  const RunBuilder a = two_draws("a", 0);
  RunBuilder b = two_draws("b", 0);
  for (auto& [id, record] : b.run.records) named(record.comparable->suites, "validation") = "other";
  EXPECT_THROW(compare_runs(a.run, b.run), Refusal);
}

// A trial and which images it has right; kept with its predictions.
struct Measured {
  Trial trial;
  std::vector<bool> right;
};

RunData run_of(const std::filesystem::path& root, const std::vector<Measured>& all) {
  Plan plan;
  std::vector<Json> records;
  for (const Measured& one : all) {
    plan.trials.push_back(one.trial);
    testing::SuiteCounts counts;
    counts.images = static_cast<int>(one.right.size());
    counts.before = 0;
    counts.after = static_cast<int>(std::count(one.right.begin(), one.right.end(), true));
    counts.negative_flips = 0;
    records.push_back(
        testing::make_record(one.trial, Status::kCompleted, {{"validation", counts}}));
  }
  testing::write_run(root, plan, records);
  for (const Measured& one : all) {
    std::vector<std::int32_t> ranks;
    for (const bool right : one.right) ranks.push_back(right ? 0 : 3);
    StoredTensor tensor;
    tensor.name = "validation.rank";
    tensor.dtype = DType::kInt32;
    tensor.shape = {static_cast<std::int64_t>(ranks.size())};
    tensor.data = reinterpret_cast<const std::uint8_t*>(ranks.data());
    tensor.bytes = ranks.size() * sizeof ranks[0];
    write_safetensors(RunDirectory(root).predictions(one.trial.id), {tensor});
  }
  return load_run(root);
}

// One trial with its predictions: the images of `right` are right.
RunData one_trial(const std::filesystem::path& root, const std::string& id,
                  const std::vector<bool>& right) {
  return run_of(root, {{make_trial(id, "tune", 0.1, std::nullopt, std::nullopt), right}});
}

// The first so many of 1000 images, turned by `offset`: draws differ in which images they have.
std::vector<bool> right_from(int offset, int count) {
  std::vector<bool> right(1000);
  for (int i = 0; i < count; ++i) right[static_cast<std::size_t>((offset + i) % 1000)] = true;
  return right;
}

Measured measured(const std::string& id, int draw, int seed, const std::string& anchors,
                  std::vector<bool> right) {
  Trial trial = make_trial(id, "tune", 0.1, 100, draw);
  trial.seed = seed;
  trial.anchors = anchors;
  return {trial, std::move(right)};
}

// conclusions.md: two draws of five seeds each. All ten pairs say about the same within a draw, so
// that ten pairs seemed to tell much; two draws do not.
TEST(Compare, TwoDrawsOfFiveSeedsGiveNoNarrowInterval) {
  const testing::TemporaryDirectory directory;
  std::vector<Measured> first, second;
  for (int draw = 0; draw < 2; ++draw) {
    for (int seed = 0; seed < 5; ++seed) {
      const std::string id = std::to_string(draw) + std::to_string(seed);
      const int loss = (draw == 0 ? 10 : 2) + seed - 2;
      first.push_back(measured("a" + id, draw, seed, "set " + std::to_string(draw),
                               right_from(20 * draw + seed, 700)));
      second.push_back(measured("b" + id, draw, seed, "set " + std::to_string(draw),
                                right_from(20 * draw + seed, 700 - loss)));
    }
  }
  const Comparison found =
      compare_runs(run_of(directory / "a", first), run_of(directory / "b", second));
  const Json comparison = comparison_json(found);
  const Json& setting = comparison["settings"][0];
  EXPECT_EQ(setting["pairs"], 10);
  EXPECT_EQ(setting["draws"], 2);
  const Json& top1 = setting["suites"]["validation"]["metrics"]["top1"];
  EXPECT_NEAR(top1["difference"].get<double>(), -0.006, 1e-12);
  EXPECT_EQ(top1["holds_for"], "draws and images");
  // Seeds averaged, -0.010 and -0.002: s / sqrt(2) = 0.004, t(1) at .975 = 12.7062, and more for
  // the images.
  EXPECT_LT(top1["interval"][0].get<double>(), -0.006 - 12.7062047364 * 0.004);
  EXPECT_GT(top1["interval"][1].get<double>(), -0.006 + 12.7062047364 * 0.004);
  EXPECT_GT(top1["interval"][0].get<double>(), -0.075);
  const Json& kl = setting["suites"]["validation"]["metrics"]["kl.mean"];
  EXPECT_EQ(kl["holds_for"], "draws");
  EXPECT_THAT(comparison_text(found), HasSubstr("Seeds are averaged within draws"));
}

TEST(Compare, DrawsOfTheSameAnchorsAreOne) {
  const testing::TemporaryDirectory directory;
  std::vector<Measured> first, second;
  for (int draw = 0; draw < 3; ++draw) {
    first.push_back(
        measured("a" + std::to_string(draw), draw, 0, "same", right_from(30 * draw, 700)));
    second.push_back(
        measured("b" + std::to_string(draw), draw, 0, "same", right_from(30 * draw, 690)));
  }
  const Comparison found =
      compare_runs(run_of(directory / "a", first), run_of(directory / "b", second));
  const Json comparison = comparison_json(found);
  EXPECT_EQ(comparison["settings"][0]["draws"], 1);
  const Json& top1 = comparison["settings"][0]["suites"]["validation"]["metrics"]["top1"];
  EXPECT_EQ(top1["holds_for"], "images");
}

// A method that does not look at the anchors: other anchors, the same predictions.
TEST(Compare, DrawsWithIdenticalPredictionsAreOne) {
  const testing::TemporaryDirectory directory;
  std::vector<Measured> first, second;
  for (int draw = 0; draw < 3; ++draw) {
    const std::string id = std::to_string(draw), anchors = "set " + id;
    first.push_back(measured("a" + id, draw, 0, anchors, right_from(0, 700)));
    second.push_back(measured("b" + id, draw, 0, anchors, right_from(draw == 2 ? 50 : 0, 690)));
  }
  const Comparison found =
      compare_runs(run_of(directory / "a", first), run_of(directory / "b", second));
  const Json comparison = comparison_json(found);
  EXPECT_EQ(comparison["settings"][0]["pairs"], 3);
  EXPECT_EQ(comparison["settings"][0]["draws"], 2);
}

TEST(Compare, ASinglePairIsJudgedByItsImages) {
  const testing::TemporaryDirectory directory;
  // Of 100 images 40 are right in both, 10 only in the first, 2 only in the second.
  std::vector<bool> first(100), second(100);
  for (std::size_t i = 0; i < 50; ++i) first[i] = true;
  for (std::size_t i = 10; i < 52; ++i) second[i] = true;
  const Comparison found =
      compare_runs(one_trial(directory / "a", "x", first), one_trial(directory / "b", "y", second));
  const Json comparison = comparison_json(found);
  const Json& suite = comparison["settings"][0]["suites"]["validation"];
  EXPECT_EQ(suite["only_a_right"], 10);
  EXPECT_EQ(suite["only_b_right"], 2);
  // 2 P(X <= 2), X ~ Binomial(12, 1/2): 2 (1 + 12 + 66) / 4096.
  EXPECT_NEAR(suite["mcnemar_p"].get<double>(), 158.0 / 4096, 1e-12);
  const Json& top1 = suite["metrics"]["top1"];
  EXPECT_NEAR(top1["difference"].get<double>(), -0.08, 1e-12);
  // Bonett and Price (2012): 3 and 11 of 102.
  const double centre = -8.0 / 102,
               half = 1.959963984540054 * std::sqrt((14.0 / 102 - centre * centre) / 102);
  EXPECT_NEAR(top1["interval"][0].get<double>(), centre - half, 1e-9);
  EXPECT_NEAR(top1["interval"][1].get<double>(), centre + half, 1e-9);
  EXPECT_EQ(top1["holds_for"], "images");
}

TEST(Condition, HoldsOnASuiteOrOnAll) {
  const Comparison found = compare_runs(two_draws("a", 10).run, two_draws("b", 0).run);
  const auto lines = [&](const std::string& text) {
    return violations(found, parse_condition(text, suites_of(found)));
  };
  EXPECT_THAT(lines("top1 < -0.01"),
              ElementsAre(HasSubstr("top1 on validation changed by -0.015")));
  EXPECT_THAT(lines("validation.top1 <= -0.01"), ElementsAre(HasSubstr("validation")));
  EXPECT_THAT(lines("test_cows.top1 < -0.01"), IsEmpty());
  EXPECT_THAT(lines("top1 < -0.02"), IsEmpty());
  EXPECT_THAT(lines("validation.kl.mean > 0"), IsEmpty());
  EXPECT_THAT(lines("validation.kl.mean >= 0"), ElementsAre(HasSubstr("kl.mean")));
}

TEST(Condition, AMistakeIsNamedWithWhatIsAllowed) {
  const auto message = [](const std::string& text) -> std::string {
    try {
      parse_condition(text, {"validation"});
    } catch (const Error& error) {
      return error.what();
    }
    return "accepted";
  };
  EXPECT_THAT(message("top1"), HasSubstr("METRIC < NUMBER"));
  EXPECT_THAT(message("top1 < much"), HasSubstr("METRIC < NUMBER"));
  EXPECT_THAT(message("tap1 < 0"), HasSubstr("did you mean"));
  EXPECT_THAT(message("val.top1 < 0"), HasSubstr("suites: validation"));
}

}  // namespace
}  // namespace remedy
