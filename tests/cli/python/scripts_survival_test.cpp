// What a script does wrong is its own row: whatever it is, its neighbours come out as without it.
#include <gmock/gmock.h>

#include <algorithm>

#include "cli/python/scripts.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::Output;
using testing::Scripts;

struct Kind {
  const char* name;  // of misbehaves.py
  const char* status = "completed";
  const char* reason = "";
};

const std::vector<Kind> kFatal = {
    {"raise", "failed", "IndexError: list index out of range (misbehaves.py, line "},
    {"raise_odd", "failed", "Odd: what it says cannot be made into text (misbehaves.py"},
    {"diverge", "diverged", "the loss was inf at step 3"},
    {"exit", "failed", "SystemExit: 3 (misbehaves.py"},
    {"exit_at_once", "crashed", "the worker exited with code 0 while it ran this trial"},
    {"interrupt", "failed", "KeyboardInterrupt (misbehaves.py"},
    {"recurse", "failed", "RecursionError: maximum recursion depth exceeded"},
    {"recurse_deeply", "crashed", "SIGSEGV"},
    {"segfault", "crashed", "SIGSEGV"},
    {"abort", "crashed", "SIGABRT"},
    {"kill", "crashed", "SIGKILL"},
    {"allocate", "out_of_memory", ""},
    {"allocate_bytes", "out_of_memory", "MemoryError"},
    {"returns", "failed", "returned an object of type Tensor"},
    {"import_late", "failed", "ModuleNotFoundError: No module named 'nowhere_to_be_found'"},
    {"nan", "diverged", "conv1.weight"},
    {"reshape", "failed", "changed the shape"},
    {"peek", "failed", "declares neither"},
    {"keep"},
    {"use_kept", "failed", "has ended; nothing of it may be kept"},
};

// What changes nothing of the model, and the process all the more.
const std::vector<Kind> kHarmless = {
    {"spoil_baseline"}, {"hooks"},
    {"thread"},         {"busy_thread"},
    {"fork"},           {"fork_and_return"},
    {"signal_handler"}, {"alarm"},
    {"default_dtype"},  {"default_tensor_type"},
    {"inference_mode"}, {"grad_mode"},
    {"autocast"},       {"anomaly"},
    {"mkldnn"},         {"deterministic"},
    {"threads"},        {"generator"},
    {"random"},         {"directory"},
    {"umask"},          {"environment"},
    {"print"},          {"close"},
    {"patch"},          {"streams"},
    {"modules"},        {"path"},
    {"tracing"},        {"recursion_limit"},
    {"warnings"},       {"logging"},
    {"collector"},      {"numpy_errors"},
    {"decimal"},        {"start_method"},
    {"edit"},  // the last: no worker that starts later runs what was not planned
};

class ScriptsThatMisbehave : public Scripts {
 protected:
  // Runs each kind, and after each a trial with a learning rate of its own; compares these with the
  // same trials run alone.
  void expect_rows(const std::vector<Kind>& kinds) const {
    int number = 100;
    for (const Kind& kind : kinds) {
      const std::string name = kind.name;
      study_.add_remediations("  wrong_" + name + ": {use: misbehaves, kind: " + name + "}\n");
      study_.add_remediations("  after_" + name + ": {use: mixed_in_python, learning_rate: 0.02" +
                              std::to_string(++number) + "}\n");
    }
    const auto run = [&](const std::string& out, const std::string& more) {
      return study_.remedy({"run", "study.yaml", "--out", out, "--threads", "2", "--only",
                            "after_*", "--only", more, "--set", "design.draws=1", "--set",
                            "design.anchor_classes=3", "--set", "stop.steps=3"});
    };
    ASSERT_EQ(run("clean", "identity").code, 0);
    const auto clean = study_.records("clean");
    const Output among = run("among", "wrong_*");
    const bool all = std::all_of(kinds.begin(), kinds.end(), [](const Kind& kind) {
      return kind.status == std::string("completed");
    });
    EXPECT_EQ(among.code, all ? 0 : 1) << among.err;
    const auto records = study_.records("among");
    for (const Kind& kind : kinds) {
      const Json& wrong = records.at(std::string("wrong_") + kind.name);
      EXPECT_EQ(wrong["status"], kind.status) << kind.name << ": " << wrong["reason"];
      EXPECT_THAT(wrong["reason"].get<std::string>(), HasSubstr(kind.reason)) << kind.name;
      // What only misbehaves gives the baseline.
      if (wrong["status"] == "completed") {
        EXPECT_EQ(wrong["suites"]["validation"]["kl"]["max"], 0) << kind.name;
      }
      const std::string label = std::string("after_") + kind.name;
      EXPECT_TRUE(predictions("among", records.at(label)) == predictions("clean", clean.at(label)))
          << label << ": " << records.at(label)["reason"];
      EXPECT_EQ(records.at(label)["stop"], clean.at(label)["stop"]) << label;
    }
  }
};

TEST_F(ScriptsThatMisbehave, AreRowsAndTheirNeighboursAreAsWithoutThem) { expect_rows(kFatal); }

TEST_F(ScriptsThatMisbehave, LeaveNothingToTheNextOne) { expect_rows(kHarmless); }

TEST_F(Scripts, LimitsOfTimeAndMemoryAreRows) {
  study_.add_remediations("  misbehaves: {}\n");
  const auto limited = [&](const std::string& kind, const std::string& limit) {
    EXPECT_EQ(study_
                  .remedy({"run", "study.yaml", "--out", kind, "--only", "misbehaves", "--set",
                           "remediations.misbehaves.kind=" + kind, "--set", "limits." + limit})
                  .code,
              1);
    return study_.records(kind).at("misbehaves");
  };
  for (const char* kind : {"loop", "sleep"}) {
    const Json record = limited(kind, "trial=5 s");
    EXPECT_EQ(record["status"], "timed_out") << kind;
    EXPECT_THAT(record["reason"].get<std::string>(), HasSubstr("limits.trial"));
  }
  EXPECT_EQ(limited("hoard", "memory=1500 MiB")["status"], "out_of_memory");
}

// A worker that starts later reads the file as it is then.
TEST_F(Scripts, OneThatIsEditedWhileAStudyRunsIsNotTakenForTheOneThatWasPlanned) {
  study_.add_remediations(
      "  edits: {use: misbehaves, kind: edit}\n"
      "  dies: {use: misbehaves, kind: kill}\n"
      "  later: {use: misbehaves, kind: random}\n"
      "  other: {use: mixed_in_python}\n");
  const std::vector<std::string> run = {"run",  "study.yaml", "--only", "edits",  "--only",
                                        "dies", "--only",     "later",  "--only", "other"};
  EXPECT_EQ(study_.remedy(run).code, 1);
  auto records = study_.records("runs/tiny");
  EXPECT_EQ(records.at("edits")["status"], "completed");
  EXPECT_EQ(records.at("dies")["status"], "crashed");
  EXPECT_EQ(records.at("later")["status"], "failed");
  EXPECT_THAT(records.at("later")["reason"].get<std::string>(),
              AllOf(HasSubstr("misbehaves.py was changed since the study was planned"),
                    HasSubstr("run the same command to plan anew")));
  EXPECT_EQ(records.at("other")["status"], "completed");
  const std::size_t first = study_.starts("runs/tiny").size();
  study_.remedy(run);
  EXPECT_EQ(study_.starts("runs/tiny").size(), first + 3);  // those of the script
}

}  // namespace
}  // namespace remedy
