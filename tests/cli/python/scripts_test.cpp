// Remediations in Python, as a person has them: found, described, run, edited.
#include "cli/python/scripts.h"

#include <gmock/gmock.h>

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::Scripts;

// A remediation that interpolates towards nothing: it multiplies the head by `factor` of `helper`.
std::string scaling(const std::string& id, const std::string& import) {
  return "import torch\nimport remedy\n\n\n"
         "@remedy.remediation(id=\"" +
         id +
         "\", version=\"1.0.0\", summary=\"Scales the head.\")\n"
         "def apply(model, context, p):\n    " +
         import +
         "\n"
         "    with torch.no_grad():\n"
         "        model.parameters()[-1].add_(helper.SHIFT)\n";
}

TEST_F(Scripts, GiveTheBytesOfTheSameMethodInCpp) {
  study_.add_remediations(
      "  mixed_in_python: {learning_rate: 0.02}\n"
      "  loss_in_python: {learning_rate: 0.02}\n"
      "  sam: {use: sam_in_python, learning_rate: 0.02, rho: [0, 0.05]}\n");
  const Output run = study_.remedy(
      {"run", "study.yaml", "--set", "design.draws=1", "--set", "design.anchor_classes=6"});
  ASSERT_EQ(run.code, 0) << run.err;
  const auto records = study_.records("runs/tiny", "rho");
  const std::string cpp = predictions("runs/tiny", records.at("mixed_finetune"));
  for (const char* same : {"mixed_in_python", "loss_in_python", "sam/0.0"}) {
    EXPECT_TRUE(predictions("runs/tiny", records.at(same)) == cpp) << same;
    EXPECT_EQ(records.at(same)["stop"], records.at("mixed_finetune")["stop"]) << same;
  }
  EXPECT_FALSE(predictions("runs/tiny", records.at("sam/0.05")) == cpp);
}

TEST_F(Scripts, LoadInProcessesOfTheirOwn) {
  study_.add_remediations("  loads: {start: [none, fork, spawn]}\n");
  const Output run = study_.remedy({"run", "study.yaml", "--only", "loads", "--only", "identity",
                                    "--set", "design.draws=1", "--set", "design.anchor_classes=6"});
  ASSERT_EQ(run.code, 0) << run.err;
  const auto records = study_.records("runs/tiny", "start");
  const std::string alone = predictions("runs/tiny", records.at("loads/none"));
  EXPECT_FALSE(alone == predictions("runs/tiny", records.at("identity")));
  for (const char* start : {"loads/fork", "loads/spawn"}) {
    EXPECT_TRUE(predictions("runs/tiny", records.at(start)) == alone) << start;
  }
}

// What the script asserts is in its record's reason where it fails.
TEST_F(Scripts, CropAndMirrorAsMethodsInCppDo) {
  study_.add_remediations("  augments: {crop: 0.5, flip: true}\n");
  study_.remedy({"run", "study.yaml", "--only", "augments", "--set", "design.draws=1", "--set",
                 "design.anchor_classes=6"});
  const Json record = study_.records("runs/tiny").at("augments");
  EXPECT_TRUE(record.contains("suites")) << record;
}

TEST_F(Scripts, AreListedDescribedAndChecked) {
  const Output list = study_.remedy({"list"});
  EXPECT_EQ(list.code, 0) << list.err;
  EXPECT_THAT(list.out, ContainsRegex("mixed_in_python +1\\.0\\.0\\+[0-9a-f]{8} +The mixed"));
  const Output described = study_.remedy({"describe", "mixed_in_python"});
  EXPECT_THAT(described.out, AllOf(HasSubstr("uses         counterexamples, anchors, stop"),
                                   HasSubstr("a number of at least 0 and less than 1; default 0.9"),
                                   HasSubstr("scripts/mixed_in_python.py")));
  const Output checked =
      study_.remedy({"check", "scripts/mixed_in_python.py", "scripts/loss_in_python.py"});
  EXPECT_EQ(checked.code, 0) << checked.out;
  EXPECT_THAT(checked.out, Not(HasSubstr("failed")));
  EXPECT_THAT(study_.remedy({"doctor"}).out, ContainsRegex("ok +python +Python 3"));
}

// The names are written once in Python and once in the host: neither may lack one.
TEST_F(Scripts, MayDeclareEveryUse) {
  write_script("uses_all.py",
               "import remedy\nfrom remedy import _declaration as known\n\n"
               "@remedy.remediation(id=\"uses_all\", version=\"1\", summary=\"Uses all.\",\n"
               "                    uses=known.USES, needs=known.NEEDS)\n"
               "def apply(model, context, p):\n    pass\n");
  const Output described = study_.remedy({"describe", "uses_all"});
  EXPECT_THAT(described.out,
              HasSubstr("uses         counterexamples, anchors, stop, randomness, pairs, "
                        "predecessor, predecessors, groups, masks, training\n"));
  EXPECT_THAT(described.out, HasSubstr("needs        batch norm, a linear head, convolutions\n"));
}

TEST_F(Scripts, WhatTheyLeaveBehindInPythonIsALineOfTheCheck) {
  write_script("untidy.py",
               "import random\nimport torch\nimport remedy\n\n"
               "@remedy.remediation(id=\"untidy\", version=\"1\", summary=\"Untidy.\")\n"
               "def apply(model, context, p):\n"
               "    torch.relu = None\n"
               "    with torch.no_grad():\n"
               "        model.parameters()[-1].add_(random.random())\n");
  const Output checked = study_.remedy({"check", "scripts/untidy.py"});
  EXPECT_EQ(checked.code, 1);
  EXPECT_THAT(checked.out, AllOf(ContainsRegex("failed +nothing left behind +it left changed: "
                                               "torch.relu, replaced"),
                                 ContainsRegex("failed +randomness declared"),
                                 ContainsRegex("ok +deterministic")));
}

TEST_F(Scripts, AnEditedOneRunsItsTrialsAgainAndOthersAreKept) {
  write_script("helper.py", "SHIFT = 1\n");
  write_script("shift.py", scaling("shift", "import helper"));
  study_.add_remediations("  shift: {}\n");
  const std::vector<std::string> run = {
      "run", "study.yaml", "--set", "design.draws=1", "--set", "design.anchor_classes=6"};
  const auto started = [&] { return study_.starts("runs/tiny").size(); };
  ASSERT_EQ(study_.remedy(run).code, 0);
  const std::size_t first = started();
  const Json before = study_.records("runs/tiny").at("shift");
  EXPECT_THAT(before["version"].get<std::string>(), ContainsRegex("^1\\.0\\.0\\+[0-9a-f]{8}$"));
  EXPECT_EQ(study_.remedy(run).code, 0);
  EXPECT_EQ(started(), first);

  // A module that it imports, and that only while it is applied.
  write_script("helper.py", "SHIFT = 2\n");
  EXPECT_EQ(study_.remedy(run).code, 0);
  EXPECT_EQ(started(), first + 1);
  write_script("shift.py", scaling("shift", "import helper") + "# another line\n");
  EXPECT_EQ(study_.remedy(run).code, 0);
  EXPECT_EQ(started(), first + 2);
  // As it was at first: these results are there already.
  write_script("helper.py", "SHIFT = 1\n");
  write_script("shift.py", scaling("shift", "import helper"));
  EXPECT_EQ(study_.remedy(run).code, 0);
  EXPECT_EQ(started(), first + 2);
}

TEST_F(Scripts, ModulesOfOneFolderAreNotThoseOfAnother) {
  write_script("one/helper.py", "SHIFT = 1\n");
  write_script("one/first.py", scaling("first", "import helper"));
  write_script("two/helper.py", "SHIFT = -5\n");
  write_script("two/second.py", scaling("second", "import helper"));
  write_script("two/third.py", scaling("third", "helper = __import__(\"help\" + \"er\")"));
  study_.add_remediations("  first: {}\n  second: {}\n  third: {}\n");
  const Output run =
      study_.remedy({"run", "study.yaml", "--only", "first", "--only", "second", "--only", "third",
                     "--set", "plugins=[scripts/one, scripts/two]"});
  EXPECT_EQ(run.code, 1);
  const auto records = study_.records("runs/tiny");
  const auto probability = [&](const char* label) {
    return records.at(label)["suites"]["validation"]["kl"]["mean"].get<double>();
  };
  EXPECT_NE(probability("first"), probability("second"));
  // What no import statement names would not be part of the version.
  EXPECT_EQ(records.at("third")["status"], "failed");
  EXPECT_THAT(records.at("third")["reason"].get<std::string>(),
              AllOf(HasSubstr("two/helper.py"), HasSubstr("by no import statement")));
}

TEST_F(Scripts, WhatIsWrongWithOneIsToldWithItsLine) {
  const std::string head = "import remedy\n";
  const std::string declared = "@remedy.remediation(id=\"bad\", version=\"1\", summary=\"x\")\n";
  const std::string function = "def apply(model, context, p):\n    pass\n";
  write_script("syntax.py", head + declared + "def apply(model\n");
  write_script("missing.py", head + "import nowhere\n\n" + declared + function);
  write_script("raises.py", head + declared + function + "1 / 0\n");
  write_script("exits.py", head + declared + function + "import sys\nsys.exit(0)\n");
  write_script("dies.py", head + declared + function + "import os\nos._exit(3)\n");
  write_script("twice.py", head + declared + function + declared + function);
  write_script("uses.py", head +
                              "@remedy.remediation(id=\"bad\", version=\"1\", summary=\"x\", "
                              "uses=[\"suites\"])\n" +
                              function);
  write_script("table.py",
               head +
                   "@remedy.remediation(id=\"Bad\", version=\"\", summary=\"x\", parameters=["
                   "remedy.real(\"share\", 2, maximum=1, doc=\"d\"), remedy.flag(\"after\", "
                   "True)])\n" +
                   function);
  write_script("module.py", "SHIFT = 1\n");  // not a remediation, and not taken for one
  const Output list = study_.remedy({"list"});
  EXPECT_EQ(list.code, 1);
  EXPECT_THAT(list.out, HasSubstr("mixed_in_python"));
  EXPECT_THAT(list.err, AllOf(ContainsRegex("syntax.py: SyntaxError: .*line 3"),
                              ContainsRegex("missing.py: ModuleNotFoundError: No module named "
                                            "'nowhere' \\(missing.py, line 2"),
                              ContainsRegex("raises.py: ZeroDivisionError: division by zero "
                                            "\\(raises.py, line 5"),
                              ContainsRegex("exits.py: SystemExit: 0 \\(exits.py, line 6"),
                              HasSubstr("dies.py: loading it ended the worker, which exited with "
                                        "code 3")));
  EXPECT_THAT(list.err, AllOf(HasSubstr("twice.py: TypeError: 2 functions have"),
                              HasSubstr("uses.py: ValueError: uses: 'suites'; there are: "),
                              HasSubstr("table.py: its id has to be of lower-case letters"),
                              HasSubstr("parameter 'share': the default 2.0 is not allowed"),
                              HasSubstr("parameter 'after': this name has a meaning"),
                              HasSubstr("parameter 'after': has no documentation"),
                              Not(HasSubstr("module.py"))));
}

TEST_F(Scripts, HaveSeveralPredecessorsTextsListsAndNotes) {
  write_script("merge.py", R"(import torch

import remedy


@remedy.remediation(
    id="merge", version="1.0.0", summary="A weighted mean of several.",
    uses=["predecessor", "predecessors"], needs=["linear_head"],
    parameters=[remedy.numbers("shares", [0.5, 0.5], minimum=0, doc="of each"),
                remedy.text("layer", "", doc="which names begin so")])
def apply(model, context, p):
    mean, std = context.normalisation()
    assert mean.shape == std.shape == (3, 1, 1)
    with torch.no_grad():
        for place, (name, tensor) in enumerate(model.named_parameters()):
            if not name.startswith(p.layer):
                continue
            tensor.zero_()
            for share, one in zip(p.shares, context.predecessors()):
                tensor.add_(share * one.parameters()[place])
            context.log("norm", float(tensor.norm()))
)");
  study_.add_remediations(
      "  gentle: {use: mixed_finetune, learning_rate: 0.005}\n"
      "  merge: {after: [mixed_finetune, gentle], shares: [[1, 0], [0.5, 0.5]]}\n"
      "  head: {use: merge, after: [mixed_finetune, gentle], shares: [0, 1], layer: fc}\n");
  const Output run =
      study_.remedy({"run", "study.yaml", "--set", "design={anchor_classes: [6], draws: 1}"});
  ASSERT_EQ(run.code, 0) << run.err;
  const auto records = study_.records("runs/tiny", "shares");
  const auto only = study_.records("runs/tiny");
  EXPECT_EQ(records.at("merge/[1.0,0.0]")["suites"], only.at("mixed_finetune")["suites"]);
  EXPECT_NE(records.at("merge/[0.5,0.5]")["suites"], only.at("mixed_finetune")["suites"]);
  EXPECT_EQ(only.at("head")["parameters"]["layer"], "fc");
  EXPECT_EQ(only.at("head")["parameters"]["shares"], Json::array({0.0, 1.0}));
  const std::string log =
      read_file(study_.path("runs/tiny") / only.at("head")["log"].get<std::string>());
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 3);  // a head and two tensors
  const Output described = study_.remedy({"describe", "merge"});
  EXPECT_THAT(described.out, AllOf(HasSubstr("needs        a linear head"),
                                   HasSubstr("shares: numbers"), HasSubstr("default [0.5,0.5]")));
  const Output checked = study_.remedy({"check", "scripts/merge.py"});
  EXPECT_EQ(checked.code, 0) << checked.out;
}

TEST_F(Scripts, TheOneInTheGuidePasses) {
  const std::string guide = read_file(source_dir() + "/plugins/README.md");
  const std::string fence = "```python\n";
  const std::size_t begin = guide.find(fence) + fence.size();
  ASSERT_LT(begin, guide.size());
  write_script("guide.py", guide.substr(begin, guide.find("```", begin) - begin));
  const Output checked = study_.remedy({"check", "scripts/guide.py"});
  EXPECT_EQ(checked.code, 0) << checked.out;
}

TEST_F(Scripts, ANewOnePassesItsTestAndRuns) {
  const Output created = study_.remedy({"new", "my_fix", "--python"});
  ASSERT_EQ(created.code, 0) << created.err;
  EXPECT_THAT(created.out, HasSubstr("next: python3 my_fix/test_my_fix.py"));
  const std::string command =
      "cd '" + study_.path("").string() + "' && python3 my_fix/test_my_fix.py 2>test.log";
  EXPECT_EQ(std::system(command.c_str()), 0) << read_file(study_.path("test.log"));
  study_.add_remediations("  my_fix: {pull: 0.5}\n");
  const Output run = study_.remedy(
      {"run", "study.yaml", "--only", "my_fix", "--set", "plugins=[my_fix/my_fix.py]"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(study_.records("runs/tiny").at("my_fix")["parameters"]["pull"], 0.5);
}

}  // namespace
}  // namespace remedy
