// Results that are kept while their plugin is built anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "cli/program.h"
#include "core/file.h"
#include "core/hash.h"
#include "places.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::TinyStudy;

// A study with a plugin of its own, which can be built anew.
class ChangedPlugins : public ::testing::Test {
 protected:
  ChangedPlugins() {
    std::filesystem::create_directory(study_.path("plugins"));
    std::filesystem::copy_file(binary_dir() + "/tests/plugins/halfway.so", plugin());
    setenv("REMEDY_PLUGIN_PATH", study_.path("plugins").c_str(), 1);
    study_.add_remediations(
        "  halfway: {alpha: [0.25, 0.5]}\n"
        "  further: {use: halfway, after: halfway, alpha: 1.0}\n");
  }
  ~ChangedPlugins() override { unsetenv("REMEDY_PLUGIN_PATH"); }

  std::filesystem::path plugin() const { return study_.path("plugins/halfway.so"); }
  // A library may have more at its end than the loader needs.
  void build_anew() const { std::ofstream(plugin(), std::ios::app) << "another build"; }
  Output run(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"run",     "study.yaml", "--only",   "halfway", "--only",
                                          "further", "--only",     "identity", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return study_.remedy(arguments);
  }
  std::string flags() const {
    return read_json(study_.path("runs/tiny/report.json")).at("flags").dump();
  }

  TinyStudy study_;
};

TEST_F(ChangedPlugins, KeptResultsOfAnotherLibraryAreTold) {
  ASSERT_EQ(run({}).code, 0);
  EXPECT_THAT(flags(), Not(HasSubstr("changed_plugin")));
  const std::string then =
      study_.records("runs/tiny", "alpha").at("further/1.0")["provenance"]["plugin"];
  const std::string plan = read_file(study_.path("runs/tiny/plan.json"));
  build_anew();
  const Output kept = run({});
  EXPECT_EQ(kept.code, 0);
  EXPECT_THAT(kept.err, AllOf(HasSubstr("4 kept results are of another build of their plugin"),
                              HasSubstr("halfway (2: "), HasSubstr("further (2: "),
                              HasSubstr(short_hash(then)), HasSubstr("--retry changed"),
                              Not(HasSubstr("identity"))));
  EXPECT_THAT(flags(), AllOf(HasSubstr("changed_plugin"), HasSubstr(short_hash(then))));

  // The same trials with the library as it is now; what was not changed is kept.
  const auto before = study_.records("runs/tiny", "alpha");
  const Output again = run({"--retry", "changed"});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, Not(HasSubstr("kept")));
  const auto after = study_.records("runs/tiny", "alpha");
  EXPECT_NE(after.at("further/1.0")["provenance"]["plugin"], then);
  EXPECT_EQ(after.at("halfway/0.5")["suites"], before.at("halfway/0.5")["suites"]);
  EXPECT_EQ(after.at("identity"), before.at("identity"));
  EXPECT_THAT(flags(), Not(HasSubstr("changed_plugin")));
  EXPECT_EQ(read_file(study_.path("runs/tiny/plan.json")), plan);
}

TEST_F(ChangedPlugins, TrialsAreRunAgainByPattern) {
  ASSERT_EQ(run({}).code, 0);
  const auto started = [&] { return study_.starts("runs/tiny").size(); };
  const std::size_t first = started();
  EXPECT_EQ(first, 5u);
  EXPECT_EQ(run({"--again", "*alpha=0.5*", "--again", "identity"}).code, 0);
  EXPECT_EQ(started(), first + 2);
  EXPECT_EQ(run({}).code, 0);
  EXPECT_EQ(started(), first + 2);
  const Output unknown = run({"--again", "nothing*"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("--again 'nothing*': no trial has such a label"));
}

// What starts from a trial that has another library gets other weights to start from.
TEST_F(ChangedPlugins, WhatStartsFromSuchATrialIsRunAgainToo) {
  study_.add_remediations("  ahead: {use: wise_ft, after: halfway, alpha: 0.5}\n");
  ASSERT_EQ(run({"--only", "ahead"}).code, 0);
  const std::size_t first = study_.starts("runs/tiny").size();
  build_anew();
  ASSERT_EQ(run({"--only", "ahead", "--retry", "changed"}).code, 0);
  EXPECT_EQ(study_.starts("runs/tiny").size(), 2 * first - 1);  // identity is of another plugin
}

}  // namespace
}  // namespace remedy
