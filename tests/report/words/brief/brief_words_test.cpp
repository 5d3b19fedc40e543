#include "report/words/brief/brief_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/analysis.h"
#include "report/run_builder.h"

namespace remedy {
namespace {

using ::testing::ContainsRegex;
using testing::make_trial;
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

}  // namespace
}  // namespace remedy
