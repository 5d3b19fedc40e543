// What a plugin leaves behind in its worker reaches no other trial.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::HasSubstr;
using testing::Output;
using testing::TinyStudy;

struct Left {
  const char* kind;  // of the plugin leaves_state
  const char* told;  // in the log
  bool retires = false;
};

const Left kLeft[] = {
    {"rounding", "rounding"},
    {"traps", "floating-point traps"},
    {"denormals", "denormal numbers"},
    {"inference_mode", "inference mode"},
    {"gradient_mode", "gradient mode"},
    {"autocast", "autocast"},
    {"default_dtype", "default dtype"},
    {"mkldnn", "mkldnn"},
    {"deterministic", "deterministic algorithms"},
    {"matmul_precision", "precision of matrix products"},
    {"dispatch_keys", "dispatch keys"},
    {"anomaly", "anomaly mode"},
    {"hooks", "hooks"},
    {"callbacks", "callbacks"},
    {"allocator", "the allocator"},
    {"warnings", "warnings"},
    {"forward_level", "forward differentiation"},
    {"generator_lock", "generator, locked", true},
    {"torch_threads", "torch's number of threads"},
    {"omp_dynamic", "omp_set_dynamic"},
    {"opencv_threads", "OpenCV's number of threads"},
    {"locale_of_c", "locale"},
    {"locale_of_cpp", "locale"},
    {"streams", "standard streams"},
    {"new_handler", "handler of new"},
    {"signal_handlers", "signal handlers"},
    {"signal_mask", "signal mask"},
    {"waiting_signal", "signals that wait"},
    {"alarm", "a timer"},
    {"itimer", "a timer"},
    {"posix_timer", "a timer"},
    {"directory", "working directory"},
    {"umask", "umask"},
    {"environment", "environment"},
    {"limits", "resource limits"},
    {"nice", "nice", geteuid() != 0},
    {"cores", "cores"},
    {"death_signal", "prctl"},
    {"output", "descriptor 1"},
    {"pipes", "descriptor"},
    {"descriptors", "20 open descriptors", true},
    {"memory", "MiB of memory", true},
    {"thread", "a thread that still runs", true},
    {"child", "a child process", true},
};

// What the log says of every trial: "put back" or "worker retires", and what was left.
std::map<std::string, std::string> left_of(const TinyStudy& study, const std::string& run) {
  std::map<std::string, std::string> left;
  std::ifstream log(study.path(run) / "log.jsonl");
  for (std::string line; std::getline(log, line);) {
    const Json event = Json::parse(line);
    if (!event.contains("left")) continue;
    left[event.at("trial")] +=
        event.at("event").get<std::string>() + ": " + event.at("left").dump() + "\n";
  }
  return left;
}

TEST(State, WhatAPluginLeavesBehindChangesNoLaterTrial) {
  const TinyStudy study;
  // After each trial that leaves something one that does not, each of its own learning rate.
  int number = 100;
  for (const Left& one : kLeft) {
    const std::string kind = one.kind;
    study.add_remediations("  left_" + kind + ": {use: leaves_state, kind: " + kind + "}\n");
    study.add_remediations("  after_" + kind + ": {use: mixed_finetune, learning_rate: 0.02" +
                           std::to_string(++number) + "}\n");
  }
  study.add_remediations("limits: {memory: 1200 MiB}\n");
  const auto run = [&](const std::string& out, const std::string& more) {
    return study.remedy({"run", "study.yaml", "--out", out, "--threads", "2", "--only", "after_*",
                         "--only", more, "--set", "design.draws=1", "--set",
                         "design.anchor_classes=3", "--set", "stop.steps=3"});
  };
  const Output clean = run("clean", "after_*");
  ASSERT_EQ(clean.code, 0) << clean.err;
  EXPECT_TRUE(left_of(study, "clean").empty());
  const Output among = run("among", "left_*");
  EXPECT_EQ(among.code, 0) << among.err;

  const auto records = study.records("among");
  const auto left = left_of(study, "among");
  for (const Left& one : kLeft) {
    const Json& row = records.at(std::string("left_") + one.kind);
    ASSERT_TRUE(row.contains("suites")) << one.kind << ": " << row.at("reason");
    // Its own result is measured as if it had left nothing.
    EXPECT_EQ(row["suites"]["validation"]["kl"]["max"], 0) << one.kind;
    const auto told = left.find(row["id"]);
    ASSERT_NE(told, left.end()) << one.kind;
    EXPECT_THAT(told->second, HasSubstr(one.told)) << one.kind;
    EXPECT_EQ(told->second.find("worker retires") != std::string::npos, one.retires)
        << one.kind << ": " << told->second;

    const Json& next = records.at(std::string("after_") + one.kind);
    const std::string file = "predictions/" + next["id"].get<std::string>() + ".safetensors";
    ASSERT_TRUE(next.contains("suites")) << one.kind << ": " << next.at("reason");
    EXPECT_TRUE(read_file(study.path("among") / file) == read_file(study.path("clean") / file))
        << "another result after " << one.kind;
    EXPECT_EQ(std::filesystem::status(study.path("among") / file).permissions(),
              std::filesystem::status(study.path("clean") / file).permissions())
        << one.kind;
    EXPECT_EQ(left.count(next["id"]), 0u) << one.kind << left.at(next["id"]);
  }
  EXPECT_EQ(records.size(), 2 * std::size(kLeft));
}

TEST(State, TheRemediationsOfTheCatalogueLeaveNothing) {
  const TinyStudy study;
  study.add_remediations(
      "  head_finetune: {}\n  lp_ft: {}\n  l2_sp: {}\n  lwf: {}\n  ewc: {}\n  dfr: {}\n"
      "  wise_ft: {after: mixed_finetune, alpha: 0.5}\n");
  const Output output =
      study.remedy({"run", "study.yaml", "--threads", "2", "--set", "design.draws=1", "--set",
                    "design.anchor_classes=3", "--set", "stop.steps=3"});
  EXPECT_EQ(output.code, 0) << output.err;
  const auto left = left_of(study, "runs/tiny");
  EXPECT_TRUE(left.empty()) << left.begin()->second;
}

TEST(State, CheckNamesWhatIsLeftBehind) {
  const TinyStudy study;
  const Output output = study.remedy({"check", binary_dir() + "/tests/plugins/leaves_state.so"});
  EXPECT_EQ(output.code, 1) << output.out;
  EXPECT_THAT(output.out, HasSubstr("nothing left behind"));
  EXPECT_THAT(output.out, HasSubstr("rounding"));
}

}  // namespace
}  // namespace remedy
