#include "report/words/brief/brief_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysis.h"
#include "report/markdown/markdown.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::Contains;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using testing::make_trial;
using ::testing::Not;
using testing::RunBuilder;

// So many methods that keep the same.
std::string sureness_of(int methods) {
  RunBuilder builder;
  for (int method = 0; method < methods; ++method) {
    const std::string label = "method_" + std::to_string(method);
    for (int draw = 0; draw < 3; ++draw) {
      builder.add_completed(make_trial(label + std::to_string(draw), label, 0.1, 100, draw),
                            780 + (method + draw) % 3, 14);
    }
  }
  return brief_sentences(analyse({builder.run})).back();
}

TEST(BriefSentences, NameTheFewThatAreTied) {
  EXPECT_THAT(sureness_of(3),
              ContainsRegex("method_[0-9] and method_[0-9] are statistically tied with it"));
}

TEST(BriefSentences, CountThoseThatAreTiedWhereTheyAreMany) {
  EXPECT_THAT(sureness_of(9), ContainsRegex("method_[0-9], method_[0-9], method_[0-9] and 5 "
                                            "others are statistically tied with it"));
}

// A fix with a guard suite of which so many of 1000 images are right, 500 before.
RunBuilder guarded_run(int guard_right, bool target = true) {
  RunBuilder builder;
  for (int draw = 0; draw < 3; ++draw) {
    const Trial trial = make_trial("t" + std::to_string(draw), "mixed", 0.1, 100, draw);
    Json record = testing::make_record(
        trial, Status::kCompleted,
        {{"validation", testing::retained(790)},
         {"test_cows", testing::fixed_cows(15)},
         {"others", testing::SuiteCounts{"guard", 1000, 500, guard_right, 600, 0.2, 0.01}}});
    for (auto& [name, suite] : record["suites"].items()) {
      if (target) continue;
      for (const char* of_target :
           {"predicted_as_target", "over_prediction", "target_probability"}) {
        suite[of_target] = {{"baseline", nullptr}, {"remediated", nullptr}};
      }
    }
    if (!target) record["comparable"]["target"] = "";
    builder.add(trial, record);
  }
  return builder;
}

TEST(BriefSentences, SayWhereTheFixCostsMoreThanTheStudyAccepts) {
  const std::string beyond = "This is more than the study accepts: accuracy on others.";
  EXPECT_THAT(brief_sentences(analyse({guarded_run(440).run})), Contains(HasSubstr(beyond)));
  EXPECT_THAT(brief_sentences(analyse({guarded_run(460).run})), Not(Contains(HasSubstr(beyond))));
}

TEST(BriefSentences, ConcludeNothingOfATargetThatAStudyHasNot) {
  for (const bool target : {true, false}) {
    const Report report = analyse({guarded_run(460, target).run});
    EXPECT_EQ(report.has_target(), target);
    const std::string text = to_markdown(report);
    for (const char* of_target : {"What it learned", "What was learned?", "Matched diff.",
                                  "a constant on the target's logit would do as much"}) {
      EXPECT_EQ(text.find(of_target) != std::string::npos, target) << of_target;
    }
  }
}

}  // namespace
}  // namespace remedy
