// A study from its file to its report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/program.h"
#include "core/file.h"
#include "model/checkpoint/tensor_file.h"
#include "report/schema_check.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

TEST(Run, LeavesRecordsPredictionsAndAReport) {
  const TinyStudy study;
  const Output output = study.remedy({"run", "study.yaml", "--threads", "1"});
  EXPECT_EQ(output.code, 0) << output.err;
  EXPECT_THAT(output.out, HasSubstr("runs/tiny/report.md"));
  EXPECT_THAT(output.err, HasSubstr("tiny: 5 trials, 5 to run"));
  const auto records = study.records("runs/tiny");
  ASSERT_EQ(records.count("identity"), 1u);
  for (const auto& [label, record] : records) {
    EXPECT_EQ(record["suites"]["validation"]["images"], 48);
    const std::string id = record["id"];
    const StateDict predictions =
        read_checkpoint(study.path("runs/tiny/predictions/" + id + ".safetensors"));
    ASSERT_NE(predictions.find("validation.predicted"), nullptr);
    EXPECT_EQ(predictions.find("validation.predicted")->shape, std::vector<std::int64_t>{48});
  }
  for (const char* file : {"study.yaml", "plan.json", "log.jsonl", "report.json", "report.html",
                           "report.md", "report.csv", "baseline/validation.safetensors"}) {
    EXPECT_TRUE(std::filesystem::exists(study.path("runs/tiny") / file)) << file;
  }
}

TEST(Run, RecordsAndReportAreWhatTheirSchemasSay) {
  const TinyStudy study;
  const Output output = study.remedy({"run", "study.yaml", "--out", "run"});
  ASSERT_EQ(output.code, 0) << output.err;
  std::vector<Json> records;
  for (const auto& [label, record] : study.records("run")) records.push_back(record);
  const Json answers = testing::validate("record.schema.json", records);
  REMEDY_NEEDS_JSONSCHEMA(answers);
  ASSERT_FALSE(answers.empty());
  for (const Json& answer : answers) EXPECT_TRUE(answer.is_null()) << answer;
  const Json report = read_json(study.path("run/report.json"));
  const Json answer = testing::validate("report.schema.json", {report})[0];
  EXPECT_TRUE(answer.is_null()) << answer;
}

TEST(Run, AmongTheImagesIsRefusedAndWritesNothing) {
  const TinyStudy study;
  std::filesystem::create_directory_symlink(study.path("green_test"), study.path("shortcut"));
  for (const char* command : {"run", "plan"}) {
    for (const char* out : {"val/c0/run", "shortcut/run"}) {
      const Output output = study.remedy({command, "study.yaml", "--out", out});
      EXPECT_EQ(output.code, 2) << command << " " << out;
      EXPECT_THAT(output.err, AllOf(HasSubstr(out), HasSubstr("--out")));
      EXPECT_FALSE(std::filesystem::exists(study.path(out)));
    }
  }
}

TEST(Run, TheIdentityChangesNothingToTheBit) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--only", "identity"}).code, 0);
  const Json record = study.records("runs/tiny").at("identity");
  for (const auto& [name, suite] : record["suites"].items()) {
    EXPECT_EQ(suite["kl"]["max"], 0) << name;
    EXPECT_EQ(suite["js"]["max"], 0) << name;
    EXPECT_EQ(suite["churn"], 0) << name;
    EXPECT_EQ(suite["negative_flips"], 0) << name;
    EXPECT_EQ(suite["positive_flips"], 0) << name;
  }
}

TEST(Run, InBfloat16TellsWhatFloat32Gives) {
  const TinyStudy study;
  const auto evaluate_in = [&](const std::string& precision) {
    return study.remedy({"run", "study.yaml", "--only", "identity", "--out", precision, "--set",
                         "evaluate.precision=" + precision});
  };
  const auto validation = [&](const std::string& run) {
    return study.records(run).at("identity")["suites"]["validation"];
  };
  const Output in_float32 = evaluate_in("float32"), in_bfloat16 = evaluate_in("bfloat16");
  if (in_bfloat16.err.find("this processor may lack bfloat16") != std::string::npos) {
    GTEST_SKIP() << in_bfloat16.err;
  }
  ASSERT_EQ(in_float32.code, 0) << in_float32.err;
  ASSERT_EQ(in_bfloat16.code, 0) << in_bfloat16.err;
  const Json exact = validation("float32"), rounded = validation("bfloat16");
  EXPECT_FALSE(exact.contains("rounding"));
  EXPECT_EQ(rounded["rounding"]["top1"], exact["baseline"]["top1"]);
  EXPECT_GT(rounded["rounding"]["kl"]["max"], 0);
  EXPECT_LT(rounded["rounding"]["kl"]["max"], 0.1);
  EXPECT_EQ(rounded["kl"]["max"], 0);
}

TEST(Run, WhatAMethodNotesIsAFileBesideItsRecord) {
  const TinyStudy study;
  ASSERT_EQ(
      study.remedy({"run", "study.yaml", "--set", "design={anchor_classes: [6], draws: 1}"}).code,
      0);
  const auto records = study.records("runs/tiny");
  EXPECT_FALSE(records.at("identity").contains("log"));
  const Json& record = records.at("mixed_finetune");
  ASSERT_TRUE(record.contains("log"));
  const std::string log = read_file(study.path("runs/tiny") / record["log"].get<std::string>());
  EXPECT_EQ(log.rfind("name,step,value\r\nloss,0,", 0), 0U) << log;
  const auto probes = record["stop"]["probes"].get<std::size_t>();
  std::size_t told = 0;
  for (std::size_t at = 0; (at = log.find("\nstop accuracy,", at)) != std::string::npos; ++at) {
    ++told;
  }
  EXPECT_EQ(told, probes);
}

TEST(Run, PairsComeFromFoldersBesideTheCounterexamples) {
  const TinyStudy study;
  study.add_remediations("  rank_one_edit: {block: 2}\n");
  const std::vector<std::string> run = {"run",           "study.yaml", "--only",
                                        "rank_one_edit", "--set",      "design.draws=1"};
  const auto with = [&](std::vector<std::string> more) {
    std::vector<std::string> arguments = run;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return study.remedy(arguments);
  };
  const Output none = study.remedy(run);
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.err, HasSubstr("add data.counterexamples.originals"));

  const std::string originals = "data.counterexamples.originals=originals";
  const std::string masks = "data.counterexamples.masks=masks";
  ASSERT_EQ(with({"--out", "found", "--set", originals}).code, 0);
  ASSERT_EQ(with({"--out", "given", "--set", originals, "--set", masks}).code, 0);
  const Json found = study.records("found").at("rank_one_edit");
  const Json given = study.records("given").at("rank_one_edit");
  // Where no mask is given the pairs themselves tell what was changed: here the same pixels, but
  // for the soft edge that a mask gets when it is resized.
  const auto moved = [](const Json& record) {
    return record["suites"]["test_cows"]["kl"]["max"].get<double>();
  };
  EXPECT_NEAR(moved(found) / moved(given), 1, 0.5);
  EXPECT_NE(found["id"], given["id"]);
  EXPECT_GT(moved(found), 0);

  std::filesystem::remove(study.path("originals/3.png"));
  const Output gap = with({"--out", "gap", "--set", originals});
  EXPECT_EQ(gap.code, 2);
  EXPECT_THAT(gap.err, AllOf(HasSubstr("green_train/3.png"), HasSubstr("originals")));
}

TEST(Run, MixedFinetuneReachesTheStopSet) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml"}).code, 0);
  for (const auto& [label, record] : study.records("runs/tiny")) {
    if (label == "identity") continue;
    EXPECT_EQ(record["status"], "completed") << record["reason"];
    EXPECT_GT(record["stop"]["accuracy"], 0.9);
    EXPECT_GT(record["stop"]["steps"], 0);
    EXPECT_EQ(record["stop"]["probes"], record["stop"]["steps"].get<int>() + 1);
    EXPECT_GT(record["suites"]["validation"]["kl"]["mean"], 0);
  }
}

TEST(Run, NotReachedIsMeasuredAndExitsWithZero) {
  const TinyStudy study;
  EXPECT_EQ(study
                .remedy({"run", "study.yaml", "--set", "stop.steps=1", "--set",
                         "remediations.mixed_finetune.learning_rate=1.0e-9"})
                .code,
            0);
  const Json record = study.records("runs/tiny").at("mixed_finetune");
  EXPECT_EQ(record["status"], "not_reached");
  EXPECT_THAT(record["reason"].get<std::string>(), HasSubstr("after 1 steps"));
  EXPECT_TRUE(record["suites"].contains("validation"));
}

TEST(Run, TwiceFreshGivesTheSameBytes) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "one", "--threads", "2"}).code, 0);
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "two", "--threads", "2"}).code, 0);
  EXPECT_EQ(study.comparable_records("one"), study.comparable_records("two"));
}

TEST(Run, SeveralWorkersGiveTheSameRecordsAsOne) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "one", "--threads", "1"}).code, 0);
  ASSERT_EQ(
      study.remedy({"run", "study.yaml", "--out", "two", "--threads", "1", "--jobs", "3"}).code, 0);
  EXPECT_EQ(study.comparable_records("one"), study.comparable_records("two"));
}

TEST(Run, ThePthAndTheSafetensorsOfTheSameWeightsAreTheSameBaseline) {
  const TinyStudy study;
  ASSERT_EQ(study.remedy({"run", "study.yaml", "--out", "one", "--only", "identity"}).code, 0);
  ASSERT_EQ(study
                .remedy({"run", "study.yaml", "--out", "two", "--only", "identity", "--set",
                         "baseline.weights=weights.safetensors"})
                .code,
            0);
  EXPECT_EQ(study.comparable_records("one"), study.comparable_records("two"));
  EXPECT_EQ(read_file(study.path("one/baseline/validation.safetensors")),
            read_file(study.path("two/baseline/validation.safetensors")));
}

TEST(Run, ThePublishedProtocolIsFlagged) {
  const TinyStudy study;
  ASSERT_EQ(study
                .remedy({"run", "study.yaml", "--set", "stop.on=test_cows", "--set",
                         "design.draws=1", "--set", "design.anchor_classes=3"})
                .code,
            0);
  EXPECT_EQ(study.records("runs/tiny").at("mixed_finetune")["stop"]["on_reported_suite"], true);
  EXPECT_THAT(read_file(study.path("runs/tiny/report.md")), HasSubstr("†"));
  EXPECT_THAT(read_file(study.path("runs/tiny/report.csv")),
              HasSubstr("stopped_on_reported_suite"));
}

TEST(Run, RefusesABaselineThatIsNotTheOneExpected) {
  const TinyStudy study;
  const Output output =
      study.remedy({"run", "study.yaml", "--set",
                    "baseline.expect={suite: validation, top1: 0.99, within: 0.001}"});
  EXPECT_EQ(output.code, 3);
  EXPECT_THAT(output.err,
              HasSubstr("the baseline is not the one expected: top-1 on validation is"));
  EXPECT_FALSE(std::filesystem::exists(study.path("runs/tiny/trials")));
}

TEST(Run, RefusesAnImageThatIsTrainedOnAndTested) {
  const TinyStudy study;
  std::filesystem::copy_file(study.path("green_test/5.png"), study.path("green_train/x.png"));
  const Output output = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, AllOf(HasSubstr("x.png"), HasSubstr("5.png")));
  EXPECT_FALSE(std::filesystem::exists(study.path("runs/tiny/trials")));
}

TEST(Run, NamesAnImageThatCannotBeDecoded) {
  const TinyStudy study;
  write_file(study.path("val/c1/3.png"), read_file(study.path("val/c1/3.png")).substr(0, 500));
  const Output output = study.remedy({"run", "study.yaml"});
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err, HasSubstr("val/c1/3.png"));
}

TEST(Run, ListsEveryTensorOfWeightsThatDoNotFit) {
  const TinyStudy study;
  const Output output = study.remedy({"run", "study.yaml", "--set", "baseline.base_width=8"});
  EXPECT_EQ(output.code, 2);
  EXPECT_THAT(output.err,
              AllOf(HasSubstr("\"conv1.weight\" is [4, 3, 7, 7], expected [8, 3, 7, 7]"),
                    HasSubstr("(101 in all)")));
}

}  // namespace
}  // namespace remedy
