// What trials print is kept, each trial's by itself.
#include <gmock/gmock.h>

#include "cli/python/scripts.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Output;
using testing::Scripts;
using testing::TinyStudy;

std::string printed(const TinyStudy& study, const Json& record) {
  return read_file(study.path("runs/tiny") / record.at("output").get<std::string>());
}

TEST(Printed, OfATrialIsAFileThatItsRecordNames) {
  const TinyStudy study;
  study.add_remediations("  misbehave: {how: [print, throw]}\n");
  const std::vector<std::string> run = {"run",       "study.yaml", "--only",
                                        "misbehave", "--only",     "identity"};
  const Output quiet = study.remedy(run);
  EXPECT_THAT(quiet.err, Not(HasSubstr("much ado")));
  const auto records = study.records("runs/tiny", "how");
  const Json& loud = records.at("misbehave/print");
  EXPECT_EQ(loud["output"], "output/" + loud["id"].get<std::string>() + ".txt");
  const std::string text = printed(study, loud);
  EXPECT_THAT(text, AllOf(HasSubstr("much ado about nothing"), HasSubstr("bytes are left out")));
  EXPECT_LT(text.size(), std::size_t{65} * 1024);
  EXPECT_FALSE(records.at("misbehave/throw").contains("output"));
  EXPECT_FALSE(records.at("identity").contains("output"));
}

TEST_F(Scripts, WhatAFailedOnePrintsIsShownBesideItAndTheRestWhereAsked) {
  write_script("talks.py",
               "import remedy\n\n"
               "@remedy.remediation(id=\"talks\", version=\"1\", summary=\"Talks.\", "
               "parameters=[remedy.flag(\"fails\", False, doc=\"whether it does\")])\n"
               "def apply(model, context, p):\n"
               "    print(\"something\\x1b[31m to say\")\n"
               "    if p.fails:\n"
               "        raise ValueError(\"no more\")\n");
  study_.add_remediations("  talks: {fails: [false, true]}\n");
  const std::vector<std::string> run = {"run", "study.yaml", "--only", "talks"};
  const Output first = study_.remedy(run);
  EXPECT_EQ(first.code, 1);
  const auto records = study_.records("runs/tiny", "fails");
  EXPECT_EQ(printed(study_, records.at("talks/false")), "something\x1b[31m to say\n");
  // With the traceback from the script on, and nothing that a terminal would obey.
  EXPECT_THAT(printed(study_, records.at("talks/true")),
              AllOf(HasSubstr("to say"), HasSubstr("talks.py\", line 7, in apply"),
                    HasSubstr("ValueError: no more"), Not(HasSubstr("_script.py"))));
  EXPECT_THAT(first.err, AllOf(HasSubstr("(ValueError: no more (talks.py, line 7, in apply))"),
                               HasSubstr("    | something [31m to say"),
                               HasSubstr("    | ValueError: no more")));
  std::vector<std::string> again = run;
  again.insert(again.end(), {"--again", "talks*false*", "--verbose"});
  EXPECT_THAT(study_.remedy(again).err, HasSubstr("    | something [31m to say"));
  again.back() = "--quiet";
  EXPECT_THAT(study_.remedy(again).err, Not(HasSubstr("to say")));
}

}  // namespace
}  // namespace remedy
