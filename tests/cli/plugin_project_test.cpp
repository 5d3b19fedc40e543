// What an author of a plugin does: remedy new, build, remedy check.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>

#include "cli/program.h"
#include "core/file.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

TEST(PluginProject, BuildsAndPassesAsWritten) {
  const TinyStudy study;
  const Output created = study.remedy({"new", "my_fix"});
  ASSERT_EQ(created.code, 0) << created.err;
  const std::string folder = study.path("my_fix").string();
  const std::string command = "cmake -S '" + folder + "' -B '" + folder + "/build' -DRemedy_DIR='" +
                              binary_dir() + "' >'" + folder + ".log' 2>&1 && cmake --build '" +
                              folder + "/build' >>'" + folder + ".log' 2>&1 && ctest --test-dir '" +
                              folder + "/build' >>'" + folder + ".log' 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0) << read_file(folder + ".log");
  const std::string plugin = folder + "/build/my_fix.so";
  const Output checked = study.remedy({"check", plugin});
  EXPECT_EQ(checked.code, 0) << checked.out;
  EXPECT_THAT(checked.out, ContainsRegex("ok +deterministic"));

  write_file(study.path("plugged.yaml"), read_file(study.path("study.yaml")) +
                                             "  my_fix: {pull: 0.5}\nplugins: [" + plugin + "]\n");
  const Output run = study.remedy({"run", "plugged.yaml", "--only", "my_fix"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(study.records("runs/tiny").at("my_fix")["parameters"]["pull"], 0.5);
}

// The commands of a Markdown file: every line of its blocks of `sh`, but for those on Python where
// Remedy is built without it.
std::string commands_of(const std::string& file) {
  const bool python = std::filesystem::exists(binary_dir() + "/lib/remedy/remedy_python_host.so");
  std::istringstream text(read_file(file));
  std::string commands, block;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (line.rfind("```", 0) == 0) {
      if (python || block.find("--python") == std::string::npos) commands += block;
      block.clear();
      inside = line == "```sh";
    } else if (inside) {
      block += line + "\n";
    }
  }
  return commands;
}

TEST(PluginProject, EveryCommandOfTheGuideWorksAgainstAnInstallation) {
  const TinyStudy study;
  study.add_remediations("  my_fix: {pull: [0, 0.1]}\n");
  const std::string commands = commands_of(source_dir() + "/plugins/README.md");
  ASSERT_THAT(commands, AllOf(HasSubstr("remedy new my_fix"), HasSubstr("remedy check"),
                              HasSubstr("remedy run study.yaml")));
  const std::string folder = study.path("").string();
  write_file(study.path("guide.sh"), "set -ex\ncd '" + folder +
                                         "'\n"
                                         "cmake --install '" +
                                         binary_dir() +
                                         "' --prefix \"$PWD/installed\" >/dev/null\n"
                                         "unset REMEDY_PLUGIN_PATH\n"
                                         "export REMEDY_CACHE=\"$PWD/cache\"\n"
                                         "export PATH=\"$PWD/installed/bin:$PATH\"\n" +
                                         commands);
  const std::string log = study.path("guide.log").string();
  EXPECT_EQ(
      std::system(("bash '" + study.path("guide.sh").string() + "' >'" + log + "' 2>&1").c_str()),
      0)
      << read_file(log);
  EXPECT_EQ(study.records("runs/tiny", "pull").count("my_fix/0.1"), 1U);
}

TEST(PluginProject, AnotherNameThanAnIdentifierIsRefused) {
  const TinyStudy study;
  for (const char* name : {"MyFix", "1st", "my-fix", "../x"}) {
    const Output output = study.remedy({"new", name});
    EXPECT_EQ(output.code, 2) << name;
    EXPECT_THAT(output.err, HasSubstr("lower-case")) << name;
  }
}

TEST(PluginProject, NothingIsOverwritten) {
  const TinyStudy study;
  write_file(study.path("my_fix/precious.txt"), "mine");
  EXPECT_EQ(study.remedy({"new", "my_fix"}).code, 2);
  EXPECT_EQ(read_file(study.path("my_fix/precious.txt")), "mine");
}

TEST(Check, EveryPluginOfThisRepositoryPasses) {
  const TinyStudy study;
  std::vector<std::string> arguments = {"check"};
  for (const auto& entry :
       std::filesystem::directory_iterator(binary_dir() + "/lib/remedy/plugins")) {
    arguments.push_back(entry.path().string());
  }
  ASSERT_GT(arguments.size(), 2u);
  const Output output = study.remedy(arguments);
  EXPECT_EQ(output.code, 0) << output.out;
  EXPECT_THAT(output.out, Not(HasSubstr("failed")));
}

TEST(Check, EveryBrokenRuleIsALineOfItsOwn) {
  const TinyStudy study;
  const Output output = study.remedy({"check", binary_dir() + "/tests/plugins/sloppy.so"});
  EXPECT_EQ(output.code, 1);
  for (const char* check : {"training mode restored", "weights are sound", "baseline untouched",
                            "steps within the limit", "declared and used", "randomness declared",
                            "supervision declared", "one counterexample", "a vision transformer"}) {
    EXPECT_THAT(output.out, ContainsRegex(std::string("failed +") + check)) << check;
  }
  EXPECT_THAT(output.out,
              HasSubstr("there is no batch norm (where it cannot do without batch norm"));
  EXPECT_THAT(output.out, ContainsRegex("ok +deterministic"));
}

TEST(Check, MasksAndPredecessorsThatAreNotUsedAsDeclaredAreTold) {
  const TinyStudy study;
  const Output output = study.remedy({"check", binary_dir() + "/tests/plugins/looks_at_masks.so"});
  EXPECT_EQ(output.code, 1);
  EXPECT_THAT(output.out, ContainsRegex("failed +supervision declared +two applications with other "
                                        "masks, and uses::masks undeclared, differ"));
  EXPECT_THAT(output.out, ContainsRegex("failed +several predecessors +uses::predecessors is "
                                        "declared and predecessors\\(\\) was never asked for"));
}

TEST(Check, APluginThatEndsTheWorkerIsNamedWithTheCheck) {
  const TinyStudy study;
  const Output output =
      study.remedy({"check", binary_dir() + "/tests/bad_plugins/dies_on_load.so"});
  EXPECT_EQ(output.code, 1);
  EXPECT_THAT(output.out, ContainsRegex("failed +handshake +the worker"));
}

}  // namespace
}  // namespace remedy
