// A record that is refused at the door is a row without a result; the rest of the report is whole.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/file.h"
#include "report/analysed.h"
#include "report/markdown/markdown.h"
#include "report/run_builder.h"
#include "temporary_directory.h"

namespace remedy {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using testing::TemporaryDirectory;

class RefusedRecords : public ::testing::Test {
 protected:
  RefusedRecords() {
    for (int draw = 0; draw < 3; ++draw) {
      plan_.trials.push_back(
          testing::make_trial("t" + std::to_string(draw), "mixed", 0.001, 100, draw));
      records_.push_back(testing::completed(plan_.trials.back(), 780 + draw, 14));
    }
    testing::write_run(folder_.path(), plan_, records_);
  }

  // The report once the record of t1 has been spoiled.
  Json report(const char* pointer, const Json& value) const {
    Json spoiled = records_[1];
    spoiled[Json::json_pointer(pointer)] = value;
    write_json(RunDirectory(folder_.path()).record("t1"), spoiled);
    return testing::analysed({load_run(folder_.path())});
  }

  TemporaryDirectory folder_;
  Plan plan_;
  std::vector<Json> records_;
};

TEST_F(RefusedRecords, TheTrialIsARowWithFileAndPathAndTheOthersAreMeasured) {
  const Json report = this->report("/suites/validation/top1", 1.2);
  const Json& row = report["trials"][1];
  EXPECT_EQ(row["status"], "missing");
  EXPECT_THAT(row["reason"].get<std::string>(),
              AllOf(HasSubstr("trials/t1.json: suites.validation.top1 is 1.2"),
                    HasSubstr("expected a number from 0 to 1")));
  EXPECT_TRUE(row["suites"].empty());
  for (const int other : {0, 2}) {
    EXPECT_EQ(report["trials"][other]["status"], "completed");
    EXPECT_EQ(report["trials"][other]["suites"]["validation"]["top1"], 0.78 + other / 1000.0);
  }
  EXPECT_EQ(report["settings"][0]["suites"]["validation"]["top1"]["trials"], 2);
  EXPECT_THAT(to_markdown(analyse({load_run(folder_.path())})),
              HasSubstr("suites.validation.top1 is 1.2"));
}

TEST_F(RefusedRecords, AnUnknownFieldIsRefusedToo) {
  const Json report = this->report("/suites/validation/top2", 0.5);
  EXPECT_EQ(report["trials"][1]["status"], "missing");
  EXPECT_THAT(report["trials"][1]["reason"].get<std::string>(),
              HasSubstr("trials/t1.json: suites.validation.top2 is no key"));
}

TEST_F(RefusedRecords, WhatIsNullIsNoDamage) {
  const Json report = this->report("/suites/validation/kl/max", nullptr);
  EXPECT_EQ(report["trials"][1]["status"], "completed");
  EXPECT_TRUE(report["trials"][1]["suites"]["validation"]["kl"]["max"].is_null());
}

}  // namespace
}  // namespace remedy
